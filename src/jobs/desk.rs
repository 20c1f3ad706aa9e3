//! The desk: the session and the book that lies open on it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Nothing;
use crate::built;
use crate::domain::ids::MemberId;
use crate::domain::passphrase::{FilePassword, PUBLIC};
use crate::domain::purpose::{self, ASKS, LOCKED};
use crate::domain::rights::{right_of, takes_names};
use crate::domain::trace::Line;
use crate::error::{Error, Result};
use crate::exchange::update_v1::release_keys;
use crate::jobs::rights::look_into;
use crate::log::Log;
use crate::messages::{self, Language};
use crate::program::Program;
use crate::session::Session;
use crate::settings::{RecentBook, Settings};
use crate::store::{BackupState, Book, BookInfo, backups_of, has_keys, is_sample};

/// What a shell holds: the session and the open book.
pub struct Desk {
    /// Clock, ids, progress and the switch to stop.
    pub session: Session,
    /// What was called last, in codes and numbers alone.
    pub log: Log,
    /// The computer, as far as a shell knows it.
    pub machine: Machine,
    /// The diagnosis that was shown last.
    pub(super) diagnosis: String,
    /// The program that runs: to be exchanged for a new version.
    pub program: Program,
    /// The public keys that new versions are signed by.
    pub release_keys: Vec<String>,
    settings: Settings,
    settings_folder: PathBuf,
    book: Option<Book>,
}

/// What the program runs on, for a diagnosis.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Machine {
    /// The system with its version.
    pub system: String,
    /// Version of what draws the window; empty without one.
    pub webview: String,
}

impl Desk {
    /// A desk without a book, and without settings of this computer.
    #[must_use]
    pub fn new(session: Session) -> Self {
        Self::with_settings(session, Path::new(""))
    }

    /// A desk without a book; this computer's settings stand in `folder`.
    #[must_use]
    pub fn with_settings(session: Session, folder: &Path) -> Self {
        let settings =
            if folder.as_os_str().is_empty() { Settings::default() } else { Settings::read(folder) };
        Self {
            session,
            log: Log::of(folder),
            machine: Machine::default(),
            diagnosis: String::new(),
            program: Program::running(),
            release_keys: release_keys(),
            settings,
            settings_folder: folder.to_owned(),
            book: None,
        }
    }

    /// This computer's settings.
    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Notes in the log that the program began.
    pub fn note_start(&mut self) {
        let at = self.session.now().naive_local();
        self.log.note(Line::start(at, env!("CARGO_PKG_VERSION")));
    }

    /// Notes in the log that a command was called.
    pub(crate) fn note(&mut self, command: &'static str, took: Duration, refused: Option<&Error>) {
        self.log.note_step(&self.session, command, took, refused);
    }

    /// The tables that changed since the last call, for a screen to read again.
    pub fn take_touched(&mut self) -> Vec<String> {
        self.book.as_mut().map(Book::take_touched).unwrap_or_default()
    }

    /// Puts an opened book on the desk; the one before is closed.
    pub(crate) fn put(&mut self, mut book: Book) -> Result<BookInfo> {
        let info = book.info().map_err(|e| book.explain(e))?;
        book.second_place = self.settings.second_places.get(&info.id).cloned();
        self.work_as(book.opened_by());
        self.book = Some(book);
        self.settings.remember(RecentBook {
            path: info.path.clone(),
            name: info.name.clone(),
            above: info.above.clone(),
            level: info.level,
            opened_at: self.session.now().to_rfc3339(),
        });
        // A list that could not be written is no reason to refuse the book.
        let _ = self.settings.write(&self.settings_folder);
        Ok(info)
    }

    /// Completes what a refusal says of the book on the desk.
    pub(crate) fn explain(&self, e: Error) -> Error {
        match &self.book {
            Some(book) => book.explain(e),
            None => e,
        }
    }

    /// A list with names has left: the next one is for something else.
    pub(crate) fn forget_purpose(&mut self, command: &str, args: &serde_json::Value) {
        let asked = ASKS.contains(&command) && right_of(command, args).is_some_and(takes_names);
        if asked || LOCKED.contains(&command) {
            self.session.forget_purpose();
        }
    }

    /// Somebody works from now on, or nobody: what another said that a list is for is not theirs.
    pub(crate) fn work_as(&mut self, member: Option<MemberId>) {
        if self.session.member.is_some_and(|before| Some(before) != member) {
            self.session.forget_purpose();
        }
        self.session.member = member;
    }

    /// Closes the book.
    pub fn close(&mut self) {
        self.book = None;
        self.work_as(None);
        self.session.forget_purpose();
    }

    /// The open book and the session.
    ///
    /// # Errors
    /// `book.none_open`; `book.disk_failed` when the file was closed and cannot be opened again.
    pub fn open(&mut self) -> Result<(&mut Book, &Session)> {
        let Some(book) = &mut self.book else { return Err(Error::new("book.none_open")) };
        book.ensure_open()?;
        // A member whose adding was undone works no longer: nothing may name them.
        if let Some(id) = self.session.member
            && book.member(id)?.is_none()
        {
            self.session.member = None;
            self.session.forget_purpose();
        }
        Ok((book, &self.session))
    }
}

/// A book opened on this computer, as it is found now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct RecentView {
    /// The book.
    #[serde(flatten)]
    pub book: RecentBook,
    /// Whether its file is there: it may lie on a drive that is not plugged in.
    pub there: bool,
    /// When its newest backup was made.
    pub backup_at: Option<chrono::NaiveDateTime>,
    /// Whether members have secrets of their own that open it.
    pub own_secrets: bool,
    /// The passphrase that a sample was made with, which everybody knows; `None`: it is no sample.
    pub sample_passphrase: Option<String>,
}

/// The books opened on this computer, the last one first.
pub fn recent_books(desk: &mut Desk, _: &Nothing) -> Result<Vec<RecentView>> {
    let view = |book: &RecentBook| RecentView {
        there: book.path.is_file(),
        own_secrets: has_keys(&book.path),
        backup_at: backups_of(&book.path).ok().and_then(|backups| Some(backups.first()?.at)),
        sample_passphrase: is_sample(&book.above).then(|| PUBLIC.to_owned()),
        book: book.clone(),
    };
    Ok(desk.settings.recent.iter().map(view).collect())
}

/// What the program is, and whose work is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct About {
    /// Version of the program, with day and commit of its sources where it was built for others.
    pub version: String,
    /// Its licence, whole.
    pub licence: String,
    /// Data and licences of others, whole.
    pub third_party: String,
}

/// What the program is, and whose work is in it.
pub fn about(_: &mut Desk, _: &Nothing) -> Result<About> {
    Ok(About {
        version: built::version(),
        licence: include_str!("../../LICENSE").to_owned(),
        third_party: include_str!("../../THIRD-PARTY.md").to_owned(),
    })
}

/// The language of the words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Words {
    /// Vietnamese or English.
    pub language: Language,
}

/// All words and sentences of the core in a language, by code.
pub fn words(_: &mut Desk, args: &Words) -> Result<BTreeMap<String, String>> {
    Ok(messages::all(args.language))
}

/// Closes the book: its key leaves the memory.
pub fn close_book(desk: &mut Desk, _: &Nothing) -> Result<Nothing> {
    desk.close();
    Ok(Nothing {})
}

/// This computer's settings.
pub fn settings(desk: &mut Desk, _: &Nothing) -> Result<Settings> {
    Ok(desk.settings.clone())
}

/// Changes this computer's settings. A book joins the recent ones by being opened; here it can only be forgotten.
///
/// # Errors
/// `settings.not_written`; the old ones then still hold.
pub fn change_settings(desk: &mut Desk, args: &Settings) -> Result<Settings> {
    let mut settings = args.clone();
    settings.recent.retain(|book| desk.settings.recent.contains(book));
    settings.second_places.clone_from(&desk.settings.second_places);
    settings.write(&desk.settings_folder)?;
    desk.settings = settings;
    Ok(desk.settings.clone())
}

/// The second place for the backups of the open book.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SecondPlace {
    /// A folder on a stick or a second disk; none for no such place.
    pub folder: Option<PathBuf>,
}

/// Sets where the backups of the open book are copied to from this computer.
///
/// # Errors
/// `backup.place_missing` when the folder is not there; `backup.place_same` when it is that of the book;
/// `rights.refused`; `settings.not_written`, `book.none_open`.
pub fn set_second_place(desk: &mut Desk, args: &SecondPlace) -> Result<BackupState> {
    let (book, session) = desk.open()?;
    look_into(book, session, "backup_copy", &serde_json::Value::Null)?;
    let id = book.info()?.id;
    let mut settings = desk.settings.clone();
    match &args.folder {
        Some(folder) if !folder.is_dir() => {
            return Err(Error::new("backup.place_missing").with("folder", folder.display()));
        }
        Some(folder) => {
            let (book, _) = desk.open()?;
            let real = |path: &Path| path.canonicalize().ok();
            if book.path().parent().and_then(real) == real(folder) {
                return Err(Error::new("backup.place_same").with("folder", folder.display()));
            }
            settings.second_places.insert(id, folder.clone());
        }
        None => drop(settings.second_places.remove(&id)),
    }
    settings.write(&desk.settings_folder)?;
    desk.settings = settings;
    let (book, session) = desk.open()?;
    book.second_place.clone_from(&args.folder);
    book.backup_state(session)
}

/// What the next list with names leaves for.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct SayPurpose {
    /// `walk`, `call`, `police`, `citizen`, or words.
    pub purpose: String,
    /// Locks the workbooks that it leaves in: Excel asks for it. None leaves them open.
    #[serde(default)]
    pub password: Option<FilePassword>,
}

/// Says what the next list with names leaves for; once it has left, the next one is asked for anew.
///
/// # Errors
/// `purpose.long`, `purpose.number`; `report.password_missing`, `report.password_weak`.
pub fn say_purpose(desk: &mut Desk, args: &SayPurpose) -> Result<Nothing> {
    let purpose = purpose::read(&args.purpose)?;
    args.password.as_ref().map_or(Ok(()), FilePassword::check)?;
    desk.session.purpose = purpose;
    desk.session.lock.clone_from(&args.password);
    Ok(Nothing {})
}

/// The time by the session's clock, RFC 3339 at the offset of Việt Nam.
pub fn now(desk: &mut Desk, _: &Nothing) -> Result<String> {
    Ok(desk.session.now().to_rfc3339())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::unit::Level;

    #[test]
    fn a_book_is_forgotten_by_the_settings_and_never_added() {
        let mut desk = Desk::new(Session::new(None));
        let book = |name: &str| RecentBook {
            path: format!("{name}.tungnha").into(),
            name: name.to_owned(),
            above: Vec::new(),
            level: Level::Hamlet,
            opened_at: String::new(),
        };
        desk.settings.remember(book("A"));
        desk.settings.remember(book("B"));
        let mut check = |wanted: &[&str], expect: &[&str]| {
            let args =
                Settings { recent: wanted.iter().map(|name| book(name)).collect(), ..Settings::default() };
            let kept = change_settings(&mut desk, &args).unwrap().recent;
            assert_eq!(kept, expect.iter().map(|name| book(name)).collect::<Vec<_>>(), "{wanted:?}");
        };
        check(&["C", "B", "A"], &["B", "A"]);
        check(&["A"], &["A"]);
        check(&["B", "A"], &["A"]);
    }

    #[test]
    fn a_sample_says_its_passphrase_again() {
        let mut desk = Desk::new(Session::new(None));
        let mut check = |above: &str, expect: Option<&str>| {
            desk.settings.recent = vec![RecentBook {
                path: "so.tungnha".into(),
                name: "Xã Mẫu".into(),
                above: vec![above.to_owned()],
                level: Level::Commune,
                opened_at: String::new(),
            }];
            let found = recent_books(&mut desk, &Nothing {}).unwrap();
            assert_eq!(found[0].sample_passphrase.as_deref(), expect, "{above}");
        };
        check(messages::word("demo.province"), Some(PUBLIC));
        check("Tỉnh Thử Nghiệm", None);
    }
}
