//! The jobs of a commune's evening, through the public API and the command line.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at what it did not expect")]

mod agencies;
mod agency_books;
mod agreement;
mod asks;
mod audit;
mod backups;
mod bridge;
mod chain;
mod command_line;
mod day;
mod demo;
mod diagnosis;
mod enrolment;
mod erasure;
mod evening;
mod extracts;
mod first_steps;
mod hamlet_figures;
mod how_sure;
mod indicators;
mod outgoing;
mod packages;
mod packages_beside;
mod packages_found;
mod packages_strange;
mod packages_units;
mod piles;
mod plans;
mod points;
mod quotas;
mod reports_in_words;
mod rights;
mod sample;
mod seeded_day;
mod seeded_loop;
mod silent_units;
mod summary;
mod tasks;
mod teams;
mod trust;
mod update;
mod window_imports;
mod writers;

use std::path::{Path, PathBuf};

use serde_json::Value;
use tung_nha::api::{self, Desk, ImportFile, ImportRoster, Level, Session};

pub(crate) const PASSPHRASE: &str = "mot mua he ruc nang";

/// A session at a moment.
pub(crate) fn session(now: &str) -> Session {
    Session::new(Some(now.parse().unwrap()))
}

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
    /// A commune, on the evening of 21/11/2026.
    pub(crate) fn new() -> Self {
        Self::of(Level::Commune, "Xã Thử Nghiệm", &[], "2026-11-21T19:00:00+07:00")
    }

    /// A unit with those above it, at a moment.
    pub(crate) fn of(level: Level, name: &str, above: &[&str], now: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let desk = new_book(Desk::new(session(now)), folder.path(), level, name, above);
        Self { desk, folder }
    }

    /// Another moment.
    pub(crate) fn at(&mut self, now: &str) {
        self.desk.session = session(now);
    }

    /// A command as the window gives it.
    pub(crate) fn call(&mut self, name: &str, args: Value) -> Value {
        api::call(&mut self.desk, name, args).unwrap_or_else(|e| panic!("{name}: {} {e}", e.code))
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
        self.extract_of("2026-11-20", file)
    }

    pub(crate) fn extract_of(&mut self, day: &str, file: &Path) -> String {
        let file = ImportFile { file: file.into(), ..ImportFile::default() };
        let list = ImportRoster { file, as_of: day.parse().unwrap(), partial: None };
        counts(api::roster_import(&mut self.desk, &list))
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
