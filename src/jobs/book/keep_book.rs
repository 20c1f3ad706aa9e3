//! Keeps the book: make, open, look at, check, back up, restore, change the passphrase.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::disk;
use crate::domain::file_kind::BOOK;
use crate::domain::passphrase::{Strength, weigh, wiped};
use crate::domain::text::{file_name, fold};
use crate::domain::unit::{Level, Unit};
use crate::domain::words::passphrase_of;
use crate::error::{Error, Refusal, Result};
use crate::jobs::Nothing;
use crate::jobs::book::change_units::new_unit;
use crate::jobs::desk::Desk;
use crate::messages::word;
use crate::session::Session;
use crate::store::{Backup, BackupReason, BackupState, Book, BookInfo, NewBook, Salvaged, Verifying};

/// A new book.
#[derive(Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct CreateBook {
    /// The file; it must not exist.
    pub path: PathBuf,
    /// At least 8 characters.
    pub passphrase: String,
    /// The level that the book works at.
    pub level: Level,
    /// Name of its unit with the kind word.
    pub name: String,
    /// National code, or empty.
    #[serde(default)]
    pub code: String,
    /// Names of the units above, nearest first.
    #[serde(default)]
    pub above: Vec<String>,
}

/// A book to open.
#[derive(Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct OpenBook {
    /// The file.
    pub path: PathBuf,
    /// Its passphrase, or a member's own secret.
    pub passphrase: String,
}

/// A backup to restore.
#[derive(Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct RestoreBook {
    /// The backup.
    pub backup: PathBuf,
    /// Its passphrase, or a secret that a member had when it was made.
    pub passphrase: String,
    /// The file of the new book; it must not exist.
    pub path: PathBuf,
}

/// Where to write.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteTo {
    /// The file; it must not exist.
    pub path: PathBuf,
}

/// A passphrase while it is typed.
#[derive(Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct TypedPassphrase {
    /// As typed so far.
    pub passphrase: String,
    /// Names that everybody here knows, such as that of the unit.
    #[serde(default)]
    pub known: Vec<String>,
}

wiped! {
    CreateBook: passphrase;
    OpenBook: passphrase;
    RestoreBook: passphrase;
    SalvageBook: passphrase;
    TypedPassphrase: passphrase;
    NewPassphrase: old, passphrase;
}

/// What a path is wanted for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum PathFor {
    /// A new book, in the program's own folder.
    #[default]
    Book,
    /// A new book made of the backup `at`, beside the book that it was made of.
    Restored,
    /// The folder of a sample.
    Sample,
}

/// Where something new could be.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct ProposePath {
    /// What for.
    #[serde(rename = "for")]
    pub what: PathFor,
    /// The user's folder of documents, or the backup.
    pub at: PathBuf,
    /// Name of the unit, for a new book.
    #[serde(default)]
    pub name: String,
}

/// A new passphrase for the open book.
#[derive(Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct NewPassphrase {
    /// What opened the book: the present one, or the member's own secret.
    pub old: String,
    /// At least 8 characters. A forgotten one cannot be recovered.
    pub passphrase: String,
}

/// A new unit.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct NewUnit {
    /// Name with the kind word.
    pub name: String,
    /// Kind ("thon", "ap", …); guessed from the name when empty.
    #[serde(default)]
    pub kind: String,
}

/// The name of a unit; marks and case do not count.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct UnitName {
    /// The name.
    pub name: String,
}

/// Makes a new book and opens it.
///
/// # Errors
/// As [`Book::create`].
pub fn create(desk: &mut Desk, args: &CreateBook) -> Result<BookInfo> {
    let new = NewBook {
        level: args.level,
        name: args.name.clone(),
        code: args.code.clone(),
        kind: String::new(),
        above: args.above.clone(),
        unit: None,
    };
    make_folder(&args.path);
    let book = Book::create(&args.path, &args.passphrase, &new, &desk.session)?;
    desk.put(book)
}

/// Makes the last folder of a path where only that one is missing: the one that was proposed. Why it could not be made
/// is told when the book is made.
pub(in crate::jobs) fn make_folder(file: &Path) {
    if let Some(folder) = file.parent().filter(|folder| !folder.exists()) {
        // Its name is on the disk before a book in it is said to be there.
        let _ = std::fs::create_dir(folder).and_then(|()| disk::sync_folder(disk::folder_of(folder)));
    }
}

/// Proposes a place for something new where nothing is yet.
pub fn propose_path(_: &mut Desk, args: &ProposePath) -> Result<PathBuf> {
    let own = args.at.join(word("path.folder"));
    let (folder, stem, extension) = match args.what {
        PathFor::Book if file_name(&args.name).is_empty() => (own, word("path.book").to_owned(), BOOK),
        PathFor::Book => (own, file_name(&args.name), BOOK),
        PathFor::Sample => (own, word("path.sample").to_owned(), ""),
        PathFor::Restored => {
            let (folder, of) = origin_of(&args.at);
            (folder, format!("{of}-{}", word("path.restored")), BOOK)
        }
    };
    let path = |nr: u32| {
        let stem = if nr == 1 { stem.clone() } else { format!("{stem}-{nr}") };
        folder.join(if extension.is_empty() { stem } else { format!("{stem}.{extension}") })
    };
    Ok((1..1000).map(path).find(|path| !path.exists()).unwrap_or_else(|| path(1)))
}

/// The folder and the name of the book that a backup was made of; those of the backup when it lies elsewhere.
fn origin_of(backup: &Path) -> (PathBuf, String) {
    let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let folder = backup.parent().unwrap_or(Path::new(""));
    if folder.extension().is_some_and(|extension| extension == "saoluu") {
        // "xa-lam-khe.tungnha.saoluu"
        let book = folder.with_extension("");
        return (folder.parent().unwrap_or(folder).to_owned(), stem(&book));
    }
    (folder.to_owned(), stem(backup))
}

/// How hard a passphrase is to guess.
pub fn passphrase_strength(_: &mut Desk, args: &TypedPassphrase) -> Result<Strength> {
    let known: Vec<&str> = args.known.iter().map(String::as_str).collect();
    Ok(weigh(&args.passphrase, &known))
}

/// A passphrase of six words that nobody guesses.
///
/// # Errors
/// `book.failed` when the system gives no secrets.
pub fn propose_passphrase(desk: &mut Desk, _: &Nothing) -> Result<String> {
    Ok(passphrase_of(&*desk.session.new_secret()?))
}

/// Opens a book.
///
/// # Errors
/// As [`Book::open`].
pub fn open(desk: &mut Desk, args: &OpenBook) -> Result<BookInfo> {
    let book = Book::open(&args.path, &args.passphrase, &desk.session)?;
    desk.put(book)
}

/// Restores a backup as a new book, beside whatever is there.
///
/// # Errors
/// As [`Book::restore`].
pub fn restore(desk: &mut Desk, args: &RestoreBook) -> Result<BookInfo> {
    let book = Book::restore(&args.backup, &args.passphrase, &args.path, &desk.session)?;
    desk.put(book)
}

/// What the book is and how much it holds.
pub fn info(book: &mut Book, _: &Session, _: &Nothing) -> Result<BookInfo> {
    book.info()
}

/// Looks for damage.
///
/// # Errors
/// `book.damaged` with the first finding.
pub fn check(book: &mut Book, _: &Session, _: &Nothing) -> Result<BookInfo> {
    book.check()?;
    book.info()
}

/// Backs the book up to a file of the user's choice.
///
/// # Errors
/// As [`Book::backup_to`].
pub fn backup(book: &mut Book, session: &Session, args: &WriteTo) -> Result<BookInfo> {
    book.backup_to(&args.path, session)?;
    book.info()
}

/// The backups of the book, newest first.
///
/// # Errors
/// `book.disk_failed` when the folder cannot be read.
pub fn list_backups(book: &mut Book, _: &Session, _: &Nothing) -> Result<Vec<Backup>> {
    book.list_backups()
}

/// Makes a backup in the book's own folder of backups.
///
/// # Errors
/// `backup.failed` with the reason.
pub fn make_backup(book: &mut Book, session: &Session, _: &Nothing) -> Result<Backup> {
    let made = book.backup_before(session, BackupReason::Asked).and_then(Verifying::finish);
    if let Err(e) = &made {
        book.note_backup_failure(session, e.clone());
    }
    made
}

/// Makes a backup and copies it to the second place.
///
/// # Errors
/// `backup.no_place` when none is set or its drive is not there; `backup.failed` with the reason.
pub fn copy_backup(book: &mut Book, session: &Session, _: &Nothing) -> Result<BackupState> {
    if book.copy_to_second_place(session)?.is_none() {
        return Err(Error::new("backup.no_place"));
    }
    book.backup_state(session)
}

/// A damaged book, and the new one for what can be read of it.
#[derive(Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SalvageBook {
    /// The damaged book, which stays as it is.
    pub path: PathBuf,
    /// Its passphrase, and that of the new book.
    pub passphrase: String,
    /// The new book; it must not exist.
    pub out: PathBuf,
}

/// Makes a new book of what can be read of a damaged one.
///
/// # Errors
/// As [`Book::salvage`].
pub fn salvage(desk: &mut Desk, args: &SalvageBook) -> Result<Salvaged> {
    Book::salvage(&args.path, &args.passphrase, &args.out, &desk.session)
}

/// A code of the message table, and what stands in its places.
type Point = (&'static str, Vec<(&'static str, String)>);

/// That there are backups of another copy of the book.
pub(crate) const OF_COPIES: &str = "backup.of_copies";

/// Paths in a sentence.
pub(crate) fn told_paths(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join("; ")
}

/// What is open about the backups before a day is closed.
pub(crate) fn open_points(book: &mut Book, session: &Session) -> Result<Vec<Point>> {
    let state = book.backup_state(session)?;
    let mut points = Vec::new();
    if let Some(failure) = state.failure {
        let [why, _] = failure.sentences;
        points.push(("close.backup_failed", vec![("why", why)]));
    }
    for (code, paths) in [("backup.owed", &state.owed), (OF_COPIES, &state.of_copies)] {
        if !paths.is_empty() {
            points.push((code, vec![("paths", told_paths(paths))]));
        }
    }
    if let (Some(days), Some(place)) = (state.days_without_copy, state.second_place) {
        points.push((
            "close.copy_old",
            vec![("days", days.to_string()), ("place", place.display().to_string())],
        ));
    }
    Ok(points)
}

/// What is to be told of the backups.
pub fn backup_state(book: &mut Book, session: &Session, _: &Nothing) -> Result<BackupState> {
    book.backup_state(session)
}

/// A backup, or a place with backups, that somebody has seen to.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct WaiveBackup {
    /// As it is told; of backups of another copy their folder, too.
    pub path: PathBuf,
}

/// Takes a backup that is owed something and cannot be reached off what is told: it was deleted by hand, or its drive is gone for good.
///
/// # Errors
/// `backup.not_owed`; the book's own.
pub fn waive_backup(book: &mut Book, session: &Session, args: &WaiveBackup) -> Result<BackupState> {
    book.waive_backups(&args.path, session)?;
    book.backup_state(session)
}

/// Why the day's backup could not be made at opening; nothing when it was.
pub fn backup_failure(book: &mut Book, session: &Session, _: &Nothing) -> Result<Option<Refusal>> {
    Ok(book.backup_failure(session).cloned().map(Refusal::from))
}

/// What became of the backups with a new passphrase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct ChangedPassphrase {
    /// Older backups that open with the new one alone.
    pub backups: u32,
    /// Those that still open with the old one, and those of another copy of the book, in Vietnamese, then in English.
    pub findings: Vec<[String; 2]>,
}

/// Gives the book, and its older backups, a new passphrase.
///
/// # Errors
/// `book.old_passphrase` when the old one (or the secret that opened the book) is another, and as [`Book::change_passphrase`].
pub fn change_passphrase(
    book: &mut Book,
    session: &Session,
    args: &NewPassphrase,
) -> Result<ChangedPassphrase> {
    if !book.is_openers(&args.old)? {
        return Err(Error::new("book.old_passphrase"));
    }
    let older = book.change_passphrase(&args.passphrase, session)?;
    let left = [older.left, older.away].concat();
    let told = [("book.backups_old_passphrase", left), (OF_COPIES, older.of_copies)];
    let told = told.into_iter().filter(|(_, paths)| !paths.is_empty());
    let findings = told.map(|(code, paths)| Error::new(code).with("paths", told_paths(&paths)));
    Ok(ChangedPassphrase {
        backups: older.done,
        findings: findings.map(|told| Refusal::from(told).sentences).collect(),
    })
}

/// Adds a unit below the book's own.
///
/// # Errors
/// `unit.exists`, `unit.no_name`.
pub fn add_unit(book: &mut Book, session: &Session, args: &NewUnit) -> Result<Unit> {
    let name = args.name.trim();
    if fold(name).is_empty() {
        return Err(Error::new("unit.no_name"));
    }
    let units = book.units()?;
    if units.iter().any(|u| fold(&u.name) == fold(name)) {
        return Err(Error::new("unit.exists").with("name", name));
    }
    let mut unit = new_unit(session, name, book.own_unit()?.id, units.len());
    if !args.kind.is_empty() {
        unit.kind.clone_from(&args.kind);
    }
    book.transact(session, "add-unit", serde_json::json!({ "name": name }), |tx| tx.insert_unit(&unit))?;
    Ok(unit)
}

/// All units, in the order of lists and forms.
pub fn list_units(book: &mut Book, _: &Session, _: &Nothing) -> Result<Vec<Unit>> {
    book.units()
}

/// The unit with a name.
///
/// # Errors
/// `unit.unknown` with the names there are.
pub fn unit_named(book: &mut Book, session: &Session, args: &UnitName) -> Result<Unit> {
    book.unit_named(&args.name, session.today())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_passphrase_is_asked_for() {
        let dir = tempfile::tempdir().unwrap();
        let mut desk = Desk::new(Session::new(None));
        let new = CreateBook {
            path: dir.path().join("thu").join("so.tungnha"),
            passphrase: "mot mua he ruc nang".into(),
            level: Level::Hamlet,
            name: "Thôn Đoài".into(),
            code: String::new(),
            above: Vec::new(),
        };
        create(&mut desk, &new).unwrap();
        let (book, session) = desk.open().unwrap();
        let mut check = |old: &str, expect: &str| {
            let args = NewPassphrase { old: old.into(), passphrase: "tre xanh ben bo ao lang".into() };
            let found = change_passphrase(book, session, &args);
            assert_eq!(found.map_or_else(|e| e.code, |_| ""), expect, "{old:?}");
        };
        check("mat khau khac han", "book.old_passphrase");
        check("mot mua he ruc nang", "");
        check("mot mua he ruc nang", "book.old_passphrase");
        make_backup(book, session, &Nothing {}).unwrap();
        assert_eq!(list_backups(book, session, &Nothing {}).unwrap().len(), 1);
    }

    #[test]
    fn places_are_proposed_where_nothing_is() {
        let dir = tempfile::tempdir().unwrap();
        let mut desk = Desk::new(Session::new(None));
        let mut check = |what, at: &str, name: &str, expect: &str| {
            let args = ProposePath { what, at: dir.path().join(at), name: name.into() };
            let found = propose_path(&mut desk, &args).unwrap();
            assert_eq!(found, dir.path().join(expect));
            std::fs::create_dir_all(found).unwrap();
        };
        let folder = word("path.folder");
        check(PathFor::Book, "", "Xã Lam Khê", &format!("{folder}/xa-lam-khe.tungnha"));
        check(PathFor::Book, "", "Xã Lam Khê", &format!("{folder}/xa-lam-khe-2.tungnha"));
        check(PathFor::Book, "", " ", &format!("{folder}/so.tungnha"));
        check(PathFor::Sample, "", "", &format!("{folder}/xa-mau"));
        let backup = "a/xa.tungnha.saoluu/2026-11-21_193000_hang-ngay.tungnha";
        check(PathFor::Restored, backup, "", "a/xa-phuc-hoi.tungnha");
        check(PathFor::Restored, "usb/xa.tungnha", "", "usb/xa-phuc-hoi.tungnha");
    }
}
