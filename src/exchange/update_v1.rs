//! A new version of the program as a file (docs/formats.md): what it is, signed, on the first line; after it the zip
//! for a stick, whose sum the first line states. Nothing of the zip is looked at before the signature and the sum are right.

use std::collections::BTreeMap;
use std::env::consts::{ARCH, OS};
use std::io::{Cursor, Read};

use serde::{Deserialize, Serialize};
use zip::ZipArchive;

use super::envelope::{self, canonical};
use crate::domain::hash::sha256;
use crate::error::{Error, Result};

/// The largest file, in bytes. All of it is held in memory: what is verified is what is used.
pub const LARGEST_FILE: u64 = 256 << 20;
/// The largest of the program's files, unpacked: one for development, with its symbols, has passed 256 MiB.
const LARGEST_PART: u64 = 512 << 20;
/// The longest first line.
const LONGEST_LINE: usize = 64 << 10;
const TYPE: &str = "application/vnd.tung-nha.update.v1+json";
const FORMAT: &str = "tung-nha-update";

/// What is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestV1 {
    /// The processor, `x86_64`.
    pub arch: String,
    /// Version, day and commit, for people.
    pub build: String,
    /// What changes, a line each, in Vietnamese.
    pub changes: Vec<String>,
    /// `tung-nha-update`.
    pub format: String,
    /// The schema of books that the program writes.
    pub schema: u32,
    /// Sum of the zip.
    pub sha256: String,
    /// Bytes of the zip.
    pub size: u64,
    /// The system, `windows` or `linux`.
    pub system: String,
    /// Three numbers, `0.2.1`.
    pub version: String,
}

/// A file whose signature and sum are right.
#[derive(Debug)]
pub struct Update {
    /// What is signed.
    pub manifest: ManifestV1,
    /// Fingerprint of the key that signed it.
    pub key: String,
    zip: Vec<u8>,
}

/// Signs a zip. `manifest` need not know its size and sum.
#[must_use]
pub fn seal(manifest: ManifestV1, zip: &[u8], seed: &[u8; 32]) -> Vec<u8> {
    let size = zip.len() as u64;
    let manifest = ManifestV1 { format: FORMAT.to_owned(), sha256: sha256(zip), size, ..manifest };
    let line = envelope::seal(TYPE, canonical(&manifest).as_bytes(), seed);
    [line.as_bytes(), b"\n", zip].concat()
}

/// Opens a file that one of `keys` has to have signed.
///
/// # Errors
/// `update.no_keys`, `update.unreadable`, `update.newer_format`, `update.unknown_key`, `update.bad_signature`,
/// `update.other_system`, `update.damaged`.
pub fn open(mut bytes: Vec<u8>, keys: &[String]) -> Result<Update> {
    if keys.is_empty() {
        return Err(Error::new("update.no_keys"));
    }
    let unreadable = || Error::new("update.unreadable");
    let line = bytes.iter().take(LONGEST_LINE).position(|byte| *byte == b'\n').ok_or_else(unreadable)?;
    let signed = envelope::open(TYPE, bytes.get(..line).unwrap_or_default()).map_err(|e| match e.code {
        "summary.newer_version" => Error::new("update.newer_format"),
        _ => unreadable(),
    })?;
    let named = keys.iter().find(|key| envelope::fingerprint(key).is_ok_and(|print| print == signed.keyid()));
    let named = named.ok_or_else(|| {
        Error::new("update.unknown_key").with("fingerprint", envelope::spaced(signed.keyid()))
    })?;
    let key = signed.verify(named).map_err(|_| Error::new("update.bad_signature"))?;
    let manifest: ManifestV1 = serde_json::from_slice(&signed.payload).map_err(|_| unreadable())?;
    if manifest.format != FORMAT || numbers(&manifest.version).is_none() {
        return Err(unreadable());
    }
    if (manifest.system.as_str(), manifest.arch.as_str()) != (OS, ARCH) {
        return Err(Error::new("update.other_system").with("system", &manifest.system));
    }
    let zip = bytes.split_off(line + 1);
    if zip.len() as u64 != manifest.size || sha256(&zip) != manifest.sha256 {
        return Err(Error::new("update.damaged"));
    }
    Ok(Update { manifest, key, zip })
}

impl Update {
    /// Refuses what is not newer than `now`: an old version, signed once and put in again, would bring its faults back.
    ///
    /// # Errors
    /// `update.same_version`, `update.older_version`.
    pub fn check_newer(&self, now: &str) -> Result<()> {
        let code = match numbers(&self.manifest.version).cmp(&numbers(now)) {
            std::cmp::Ordering::Greater => return Ok(()),
            std::cmp::Ordering::Equal => "update.same_version",
            std::cmp::Ordering::Less => "update.older_version",
        };
        Err(Error::new(code).with("version", &self.manifest.version).with("now", now))
    }

    /// Those of the files `names` that it holds, in whatever folder of the zip.
    ///
    /// # Errors
    /// `update.damaged` when the zip cannot be read, or the last of `names`, the program, is not in it.
    pub fn files(&self, names: &[&str]) -> Result<BTreeMap<String, Vec<u8>>> {
        let damaged = || Error::new("update.damaged");
        let mut zip = ZipArchive::new(Cursor::new(&self.zip)).map_err(|_| damaged())?;
        let mut files = BTreeMap::new();
        for at in 0..zip.len() {
            let part = zip.by_index(at).map_err(|_| damaged())?;
            let name = part.name().map_err(|_| damaged())?;
            let name = name.rsplit('/').next().unwrap_or_default().to_owned();
            if !part.is_file() || !names.contains(&name.as_str()) {
                continue;
            }
            let mut bytes = Vec::new();
            part.take(LARGEST_PART + 1).read_to_end(&mut bytes).map_err(|_| damaged())?;
            if bytes.len() as u64 > LARGEST_PART || files.insert(name, bytes).is_some() {
                return Err(damaged());
            }
        }
        if names.last().is_some_and(|program| files.contains_key(*program)) {
            Ok(files)
        } else {
            Err(damaged())
        }
    }
}

/// The public keys that releases are signed by: those that were compiled in; a development build takes one more, to be tried.
#[must_use]
pub fn release_keys() -> Vec<String> {
    let lines = include_str!("../../packaging/release-keys.txt").lines().map(str::trim);
    let keys = lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned);
    let more = if cfg!(debug_assertions) { std::env::var("TUNG_NHA_RELEASE_KEY").ok() } else { None };
    keys.chain(more).collect()
}

/// A version as numbers, to be compared.
fn numbers(version: &str) -> Option<[u32; 3]> {
    let numbers: Vec<u32> = version.split('.').map(str::parse).collect::<std::result::Result<_, _>>().ok()?;
    numbers.try_into().ok()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    const SEED: [u8; 32] = [7; 32];
    const NAMES: [&str; 2] = ["NOTICES.txt", "tung-nha"];

    fn manifest() -> ManifestV1 {
        ManifestV1 {
            arch: ARCH.into(),
            build: "0.2.1 (29/11/2026)".into(),
            changes: vec!["Sửa lỗi in.".into()],
            format: String::new(),
            schema: 8,
            sha256: String::new(),
            size: 0,
            system: OS.into(),
            version: "0.2.1".into(),
        }
    }

    fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn keys(seed: [u8; 32]) -> Vec<String> {
        vec![envelope::public_key(&[9; 32]), envelope::public_key(&seed)]
    }

    fn code<T>(found: &Result<T>) -> &'static str {
        found.as_ref().map_or_else(|e| e.code, |_| "")
    }

    /// Each way to hand in another program, and what becomes of it.
    #[test]
    fn only_what_was_signed_for_this_computer_is_opened() {
        let zip = zipped(&[("p/tung-nha", b"program")]);
        let good = seal(manifest(), &zip, &SEED);
        let line = good.iter().position(|b| *b == b'\n').unwrap();
        let check = |what: &str, bytes: &[u8], keys: &[String], expect: &str| {
            assert_eq!(code(&open(bytes.to_vec(), keys)), expect, "{what}");
        };
        let ours = keys(SEED);
        check("as it was signed", &good, &ours, "");
        check("a program that knows no key", &good, &[], "update.no_keys");
        check("signed by somebody else", &seal(manifest(), &zip, &[8; 32]), &ours, "update.unknown_key");
        let mut other = good.clone();
        *other.last_mut().unwrap() ^= 1;
        check("a changed byte of the zip", &other, &ours, "update.damaged");
        check("more behind the zip", &[&good[..], b"x"].concat(), &ours, "update.damaged");
        check("cut short", &good[..good.len() - 1], &ours, "update.damaged");
        check("the line alone", &good[..line], &ours, "update.unreadable");
        let swapped = zipped(&[("p/tung-nha", b"another")]);
        check("another zip", &[&good[..=line], &swapped].concat(), &ours, "update.damaged");
        // The key of the release named, the signature of another.
        let forged = String::from_utf8(seal(manifest(), &zip, &[8; 32])[..line].to_vec()).unwrap();
        let print = |seed: [u8; 32]| envelope::fingerprint(&envelope::public_key(&seed)).unwrap();
        let forged = forged.replace(&print([8; 32]), &print(SEED));
        check(
            "another's signature",
            &[forged.as_bytes(), b"\n", &zip].concat(),
            &ours,
            "update.bad_signature",
        );
        let newer = String::from_utf8_lossy(&good[..line]).replace("update.v1", "update.v2");
        check("a format to come", &[newer.as_bytes(), b"\n", &zip].concat(), &ours, "update.newer_format");
        let summary = envelope::seal("application/vnd.tung-nha.summary.v1+json", b"{}", &SEED) + "\n";
        check("a summary of the same key", summary.as_bytes(), &ours, "update.unreadable");
        let windows = ManifestV1 { system: "dos".into(), ..manifest() };
        check("another system", &seal(windows, &zip, &SEED), &ours, "update.other_system");
        let arm = ManifestV1 { arch: "arm".into(), ..manifest() };
        check("another processor", &seal(arm, &zip, &SEED), &ours, "update.other_system");
        let odd = ManifestV1 { version: "9".into(), ..manifest() };
        check("no version", &seal(odd, &zip, &SEED), &ours, "update.unreadable");
        check("no update", b"PK\x03\x04", &ours, "update.unreadable");
        check("a line without end", &vec![b'{'; 1 << 20], &ours, "update.unreadable");
    }

    #[test]
    fn only_what_is_newer_is_taken() {
        let check = |version: &str, now: &str, expect: &str| {
            let manifest = ManifestV1 { version: version.into(), ..manifest() };
            let update = open(seal(manifest, b"", &SEED), &keys(SEED)).unwrap();
            assert_eq!(code(&update.check_newer(now)), expect, "{version} after {now}");
        };
        check("0.2.1", "0.2.0", "");
        check("0.10.0", "0.9.9", "");
        check("1.0.0", "0.99.99", "");
        check("0.2.0", "0.2.0", "update.same_version");
        check("0.2.0", "0.10.0", "update.older_version");
    }

    #[test]
    fn the_files_of_the_program_are_found_and_no_others() {
        let check = |files: &[(&str, &[u8])], expect: std::result::Result<&[&str], &str>| {
            let update = open(seal(manifest(), &zipped(files), &SEED), &keys(SEED)).unwrap();
            let found = update.files(&NAMES);
            let names = found.as_ref().map(|files| files.keys().map(String::as_str).collect::<Vec<_>>());
            assert_eq!(names.as_deref().map_err(|e| e.code), expect);
        };
        let program: (&str, &[u8]) = ("p/tung-nha", b"program");
        check(&[program, ("p/NOTICES.txt", b"n"), ("p/cai-dat/x", b"")], Ok(&["NOTICES.txt", "tung-nha"]));
        check(&[("../../tung-nha", b"program")], Ok(&["tung-nha"]));
        check(&[("p/NOTICES.txt", b"n")], Err("update.damaged"));
        check(&[program, ("q/tung-nha", b"another")], Err("update.damaged"));
        let none = open(seal(manifest(), b"no zip", &SEED), &keys(SEED)).unwrap();
        assert_eq!(code(&none.files(&NAMES)), "update.damaged");
    }
}
