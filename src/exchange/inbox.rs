//! Files, folders and zips that were handed in, read within bounds.

use std::io::Read;
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use super::envelope::LARGEST_FILE;
use crate::disk;
use crate::error::{Error, Result};

/// Files of one import: a province has some hundred communes.
const MOST_FILES: usize = 20_000;
/// All of them together, in bytes.
const LARGEST_SUM: usize = 256 << 20;
/// How deep folders are searched.
const DEEPEST: usize = 4;

/// One file that was handed in.
pub struct Found {
    /// Its path; within a zip, the zip's and its own.
    pub name: String,
    /// Its bytes, or why it was not read.
    pub bytes: Result<Vec<u8>>,
}

/// A file that lies where a person pointed.
pub struct Lying {
    /// Its path.
    pub path: PathBuf,
    /// Whether it was named itself, not only the folder that it lies in.
    pub named: bool,
    /// Why the folder that it is could not be looked into.
    unread: Option<Error>,
}

/// The files that `paths` name, and in the folders that they name those with one of these endings. No file is opened.
///
/// # Errors
/// `file.not_found`, `summary.cannot_read`, `summary.bomb` when there are more than anybody hands in.
pub fn find(paths: &[PathBuf], endings: &[&str]) -> Result<Vec<Lying>> {
    let mut lying = Vec::new();
    for path in paths {
        look(path, 0, endings, &mut lying)?;
    }
    Ok(lying)
}

fn look(path: &Path, depth: usize, endings: &[&str], lying: &mut Vec<Lying>) -> Result<()> {
    let unread = |e: std::io::Error| match e.kind() {
        std::io::ErrorKind::NotFound => Error::new("file.not_found").with("file", path.display()),
        _ => cannot_read(path, &e),
    };
    let named = depth == 0;
    if !std::fs::metadata(path).map_err(unread)?.is_dir() {
        if lying.len() >= MOST_FILES {
            return Err(bomb(path));
        }
        if named || endings.iter().any(|ending| has_ending(path, ending)) {
            lying.push(Lying { path: path.to_owned(), named, unread: None });
        }
        return Ok(());
    }
    if depth > DEEPEST {
        return Ok(());
    }
    let mut inside: Vec<PathBuf> = std::fs::read_dir(path)
        .map_err(unread)?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<std::io::Result<_>>()
        .map_err(unread)?;
    inside.sort();
    // A link may lead back to where it stands, and a stick has none that a person made to hand a file in.
    let is_link = |path: &Path| std::fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
    for path in inside.into_iter().filter(|path| !is_link(path)) {
        // One that cannot be read does not hold the others up: a stick holds other things too.
        if let Err(e) = look(&path, depth + 1, endings, lying) {
            lying.push(Lying { path, named: false, unread: Some(e) });
        }
    }
    Ok(())
}

/// Reads everything that `paths` name: a file as it is, a folder and a zip for the files with this ending in them.
///
/// # Errors
/// `file.*`, `summary.cannot_read`, `summary.bomb` when a zip or the whole is larger than any honest one, `summary.no_files`.
pub fn gather(paths: &[PathBuf], ending: &'static str) -> Result<Vec<Found>> {
    let mut gathered = Gathered { found: Vec::new(), left: LARGEST_SUM, ending };
    for Lying { path, named, unread } in find(paths, &[ending, "zip"])? {
        match unread.map_or_else(|| gathered.file(&path), Err) {
            Err(e) if !named => {
                gathered.found.push(Found { name: path.display().to_string(), bytes: Err(e) });
            }
            read => read?,
        }
    }
    if gathered.found.is_empty() {
        return Err(Error::new("summary.no_files"));
    }
    Ok(gathered.found)
}

struct Gathered {
    found: Vec<Found>,
    /// Bytes that may still come.
    left: usize,
    /// The ending of the files that are looked for.
    ending: &'static str,
}

impl Gathered {
    fn file(&mut self, path: &Path) -> Result<()> {
        let mut file = disk::open(path)?;
        let mut head = Vec::new();
        file.by_ref().take(4).read_to_end(&mut head).map_err(|e| cannot_read(path, &e))?;
        if head == b"PK\x03\x04" {
            return self.zip(path);
        }
        let read = std::io::Cursor::new(head).chain(file);
        let added = self.add(path.display().to_string(), read).map_err(|e| cannot_read(path, &e))?;
        added.ok_or_else(|| bomb(path))
    }

    fn zip(&mut self, path: &Path) -> Result<()> {
        let bytes = disk::read(path, LARGEST_SUM as u64).map_err(|e| match e.code {
            "file.too_large" => bomb(path),
            _ => e,
        })?;
        // Counted before the library makes a list of them: the entries of the zip's directory.
        if memchr::memmem::find_iter(&bytes, b"PK\x01\x02").count() > MOST_FILES {
            return Err(bomb(path));
        }
        let mut zip = ZipArchive::new(std::io::Cursor::new(bytes)).map_err(|e| cannot_read(path, &e))?;
        for at in 0..zip.len() {
            let entry = zip.by_index(at).map_err(|e| cannot_read(path, &e))?;
            let name = entry.name().map_err(|e| cannot_read(path, &e))?.into_owned();
            if entry.is_dir() || !has_ending(Path::new(&name), self.ending) {
                continue;
            }
            let name = format!("{}/{name}", path.display());
            self.add(name, entry).map_err(|e| cannot_read(path, &e))?.ok_or_else(|| bomb(path))?;
        }
        Ok(())
    }

    /// Reads one file; `None` when all together become too much. The sizes that a zip names itself are not believed:
    /// what comes out is counted.
    fn add(&mut self, name: String, file: impl Read) -> std::io::Result<Option<()>> {
        let most = LARGEST_FILE.min(self.left) + 1;
        let mut bytes = Vec::new();
        file.take(most as u64).read_to_end(&mut bytes)?;
        if bytes.len() > self.left || self.found.len() >= MOST_FILES {
            return Ok(None);
        }
        self.left -= bytes.len();
        let bytes = if bytes.len() > LARGEST_FILE {
            Err(Error::new("summary.too_large").with("limit", LARGEST_FILE >> 20))
        } else {
            Ok(bytes)
        };
        self.found.push(Found { name, bytes });
        Ok(Some(()))
    }
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending))
}

fn cannot_read(path: &Path, reason: &dyn std::fmt::Display) -> Error {
    Error::new("summary.cannot_read").with("path", path.display()).with("reason", reason)
}

fn bomb(path: &Path) -> Error {
    Error::new("summary.bomb").with("path", path.display()).with("limit", LARGEST_SUM >> 20)
}

#[cfg(test)]
mod tests {
    #[cfg(unix)]
    #[test]
    fn links_to_themselves_end_and_pipes_do_not_hang() {
        use std::os::unix::fs::symlink;
        use std::process::Command;

        use super::gather;

        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("1.tnsolieu"), "x").unwrap();
        for n in 0..12 {
            symlink(folder.path(), at(&format!("{n}"))).unwrap();
        }
        symlink("vong.tnsolieu", at("vong.tnsolieu")).unwrap();
        for pipe in ["ong.tnsolieu", "ong.zip", "ong"] {
            assert!(Command::new("mkfifo").arg(at(pipe)).status().unwrap().success());
        }
        let found = gather(&[folder.path().to_owned()], "tnsolieu").unwrap();
        let found = found.iter().map(|one| one.bytes.as_ref().map_or_else(|e| e.code, |_| "read"));
        assert_eq!(found.collect::<Vec<_>>(), ["read", "file.not_regular", "file.not_regular"]);
        // Named by a person: a link leads to its file, a pipe is refused.
        symlink(at("1.tnsolieu"), at("lien-ket.tnsolieu")).unwrap();
        let check = |name: &str, expect: &str| {
            let found = gather(&[at(name)], "tnsolieu");
            assert_eq!(found.map_or_else(|e| e.code, |_| "read"), expect, "{name}");
        };
        check("lien-ket.tnsolieu", "read");
        check("0/1.tnsolieu", "read");
        check("ong.tnsolieu", "file.not_regular");
        check("ong", "file.not_regular");
        check("vong.tnsolieu", "summary.cannot_read");
    }
}
