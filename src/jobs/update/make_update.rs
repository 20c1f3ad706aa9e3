//! Makes the file of a new version, where a release is made. No command of the window: it takes the secret key of releases.

use std::path::PathBuf;

use zeroize::Zeroizing;

use crate::built;
use crate::disk::{self, NewFile};
use crate::domain::file_kind::FileKind;
use crate::error::{Error, Result};
use crate::exchange::envelope;
use crate::exchange::update_v1::{self, ManifestV1};
use crate::store::SCHEMA;

/// What the file is made of. The program that makes it is of the version that it holds.
#[derive(Debug, Clone)]
pub struct MakeUpdate {
    /// The zip for a stick.
    pub zip: PathBuf,
    /// The secret key: 32 bytes as 64 hexadecimal digits.
    pub key: PathBuf,
    /// The system of the programs in the zip.
    pub system: String,
    /// What changes, in Vietnamese: the lines below the heading of this version, `## 0.2.1`.
    pub changes: PathBuf,
    /// The file to write.
    pub out: PathBuf,
}

/// A text of people is some kilobytes.
const SMALL_FILE: u64 = 1 << 20;

/// Signs the zip, and gives the public key that has to be compiled in where it is to be taken.
///
/// # Errors
/// `update.bad_key`, `update.no_changes` where the file says nothing of this version; those of reading and writing files.
pub fn make(args: &MakeUpdate) -> Result<String> {
    let seed = secret_key(&args.key)?;
    let text = disk::read_text(&args.changes, SMALL_FILE)?;
    let changes = changes_of(&text, built::NUMBER);
    if changes.is_empty() {
        return Err(Error::new("update.no_changes").with("version", built::NUMBER));
    }
    let manifest = ManifestV1 {
        arch: std::env::consts::ARCH.to_owned(),
        build: built::version(),
        changes,
        format: String::new(),
        schema: SCHEMA,
        sha256: String::new(),
        size: 0,
        system: args.system.clone(),
        version: built::NUMBER.to_owned(),
    };
    let bytes = update_v1::seal(manifest, &disk::read(&args.zip, update_v1::LARGEST_FILE)?, &seed);
    NewFile { path: &args.out, kind: FileKind::Update, replace: true }.write_bytes(&bytes)?.keep();
    Ok(envelope::public_key(&seed))
}

/// The public key of a secret one, as it is written into packaging/release-keys.txt.
///
/// # Errors
/// `update.bad_key`; those of reading a file.
pub fn public_key(key: &std::path::Path) -> Result<String> {
    Ok(envelope::public_key(&*secret_key(key)?))
}

fn secret_key(path: &std::path::Path) -> Result<Zeroizing<[u8; 32]>> {
    let text = Zeroizing::new(disk::read_text(path, SMALL_FILE)?);
    let digits = text.trim();
    let mut seed = Zeroizing::new([0; 32]);
    let bad = || Error::new("update.bad_key").with("file", disk::name_of(path));
    for (byte, at) in seed.iter_mut().zip((0..64).step_by(2)) {
        *byte = digits.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok()).ok_or_else(bad)?;
    }
    if digits.len() == 64 { Ok(seed) } else { Err(bad()) }
}

/// The lines below the heading of a version.
fn changes_of(text: &str, version: &str) -> Vec<String> {
    let heading = |line: &&str| line.strip_prefix("## ").map(str::trim) == Some(version);
    let lines = text.lines().skip_while(|line| !heading(line)).skip(1);
    let lines = lines.take_while(|line| !line.starts_with("## ")).filter_map(|line| line.strip_prefix("- "));
    lines.map(|line| line.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_stands_below_the_heading_of_the_version() {
        let text = "# Có gì mới\n\n## 0.2.1\n\n- Một.\n- Hai.\n\n## 0.2.0\n- Ba.\n";
        let check = |version: &str, expect: &[&str]| assert_eq!(changes_of(text, version), expect);
        check("0.2.1", &["Một.", "Hai."]);
        check("0.2.0", &["Ba."]);
        check("0.2", &[]);
    }

    #[test]
    fn a_key_is_sixty_four_digits() {
        let folder = tempfile::tempdir().unwrap();
        let check = |text: &str, expect: &str| {
            let path = folder.path().join("khoa");
            std::fs::write(&path, text).unwrap();
            assert_eq!(public_key(&path).map_or_else(|e| e.code.to_owned(), |_| String::new()), expect);
        };
        check(&"0a".repeat(32), "");
        check(&format!("{}\n", "0a".repeat(32)), "");
        check(&"0a".repeat(31), "update.bad_key");
        check(&"0a".repeat(33), "update.bad_key");
        check(&"0g".repeat(32), "update.bad_key");
        check("", "update.bad_key");
    }
}
