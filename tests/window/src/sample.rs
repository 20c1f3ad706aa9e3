//! Books and files to open the window on: invented people only.

use std::path::{Path, PathBuf};

use tung_nha::api::{self, Desk, Session};

/// The passphrase of every sample book.
pub const PASSPHRASE: &str = "xa thu nghiem";

/// The files of an invented commune.
pub struct Files {
    /// The survey by household.
    pub register: PathBuf,
    /// The extract of the population database.
    pub roster: PathBuf,
    /// Its day.
    pub as_of: String,
}

/// Writes an invented commune of so many people.
#[must_use]
pub fn files(folder: &Path, people: u32) -> Files {
    let made = tung_nha::jobs::make_demo::make_demo(people, 7, folder).unwrap();
    Files { register: made.register, roster: made.roster, as_of: made.as_of.to_string() }
}

/// A desk at the time of the tests.
#[must_use]
pub fn desk() -> Desk {
    Desk::new(Session::new(Some(crate::NOW.parse().unwrap())))
}

/// An empty book of a level.
#[must_use]
pub fn empty_book(folder: &Path, level: api::Level, name: &str) -> PathBuf {
    let path = folder.join("so.tungnha");
    let new = api::CreateBook {
        path: path.clone(),
        passphrase: PASSPHRASE.into(),
        level,
        name: name.into(),
        code: String::new(),
        above: vec!["Tỉnh Thử Nghiệm".into()],
    };
    api::book_create(&mut desk(), &new).unwrap();
    path
}

/// A commune's book with survey and extract taken in and reconciled.
#[must_use]
pub fn commune(folder: &Path, people: u32) -> PathBuf {
    let path = empty_book(folder, api::Level::Commune, "Xã Thử Nghiệm");
    let files = files(folder, people);
    let mut desk = desk();
    api::book_open(&mut desk, &api::OpenBook { path: path.clone(), passphrase: PASSPHRASE.into() }).unwrap();
    let import = |file: &Path| api::ImportFile { file: file.to_owned(), ..Default::default() };
    api::register_import(&mut desk, &import(&files.register)).unwrap();
    let roster = api::ImportRoster { file: import(&files.roster), as_of: files.as_of.parse().unwrap() };
    api::roster_import(&mut desk, &roster).unwrap();
    api::reconcile(&mut desk, &api::Reconcile::default()).unwrap();
    path
}
