//! The jobs of a commune's evening, through the public API and the command line.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at what it did not expect")]

mod backups;
mod chain;
mod command_line;
mod enrolment;
mod evening;
mod extracts;
mod hamlet_figures;
mod packages;
mod packages_beside;
mod packages_found;
mod packages_strange;
mod packages_units;
mod piles;
mod seeded_loop;
mod trust;
mod window_imports;
mod writers;

use std::path::{Path, PathBuf};

use tung_nha::api::{self, Desk, ImportFile, ImportRoster, Level, Session};

pub(crate) const PASSPHRASE: &str = "mot mua he ruc nang";

/// Makes the book of a unit and opens it.
pub(crate) fn new_book(mut desk: Desk, folder: &Path, level: Level, name: &str, above: &[&str]) -> Desk {
    let new = api::CreateBook {
        path: folder.join(format!("{name}.tungnha")),
        passphrase: PASSPHRASE.into(),
        level,
        name: name.to_owned(),
        code: String::new(),
        above: above.iter().map(|name| (*name).to_owned()).collect(),
    };
    api::book_create(&mut desk, &new).unwrap();
    desk
}

/// A folder with a new commune's book on the desk.
pub(crate) struct Office {
    pub(crate) desk: Desk,
    pub(crate) folder: tempfile::TempDir,
}

impl Office {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Desk::new(Session::new(Some("2026-11-21T19:00:00+07:00".parse().unwrap())));
        let new = api::CreateBook {
            path: folder.path().join("so.tungnha"),
            passphrase: PASSPHRASE.into(),
            level: Level::Commune,
            name: "Xã Thử Nghiệm".into(),
            code: String::new(),
            above: Vec::new(),
        };
        api::book_create(&mut desk, &new).unwrap();
        Self { desk, folder }
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.file(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Imports a survey; gives `added/updated/unchanged/skipped/rejected` or the error's code.
    pub(crate) fn survey(&mut self, file: &Path) -> String {
        counts(api::register_import(
            &mut self.desk,
            &ImportFile { file: file.into(), ..ImportFile::default() },
        ))
    }

    /// Imports an extract of 20/11/2026, as [`Office::survey`].
    pub(crate) fn extract(&mut self, file: &Path) -> String {
        let file = ImportFile { file: file.into(), ..ImportFile::default() };
        counts(api::roster_import(
            &mut self.desk,
            &ImportRoster { file, as_of: "2026-11-20".parse().unwrap(), partial: None },
        ))
    }

    pub(crate) fn citizens(&mut self) -> u32 {
        api::book_info(&mut self.desk, &api::Nothing {}).unwrap().citizens
    }
}

pub(crate) fn counts(done: api::Result<api::Accounting>) -> String {
    match done {
        Ok(a) => {
            assert!(a.adds_up(), "{a:?}");
            format!("{}/{}/{}/{}/{}", a.added, a.updated, a.unchanged, a.skipped, a.rejected)
        }
        Err(error) => {
            assert_ne!(error.sentence(), error.code, "every error has its sentence");
            error.code.to_owned()
        }
    }
}

pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}
