//! Backups: copies of the book in a folder beside it, encrypted as it is, each verified by opening and counting.
//!
//! A backup is a copy of the file while nobody has it open: the book is closed, copied and opened again under our lock.
//! That is the fastest way, and reading the file past SQLite while it is open would drop SQLite's own locks on it (POSIX).
//! Verifying takes longer than copying and needs the copy alone, so the book is in use again meanwhile.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use rusqlite::Connection;
use serde::Serialize;

use super::key::{self, Key};
use super::lock::Lock;
use super::{Book, connect, disk_error, draft_of, journal, look_at, migrate, publish, unlock_book};
use crate::error::{Error, Result};
use crate::messages;
use crate::session::Session;

/// The newest backups that are kept whatever their day: a bad day of imports can be gone back through step by step.
const NEWEST: usize = 10;

/// Days of which the newest backup is kept: a mistake of last week is found on the weekly check of this one.
const DAYS: i64 = 14;

/// Why a backup was made. Its word in the file name is `backup.name.<word>` of `messages.csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum BackupReason {
    /// First opening of the day.
    Daily,
    /// Before an import.
    Import,
    /// Before the book is raised to a new schema.
    Upgrade,
    /// Asked for.
    Asked,
}

impl BackupReason {
    const ALL: [Self; 4] = [Self::Daily, Self::Import, Self::Upgrade, Self::Asked];

    fn word(self) -> &'static str {
        messages::word(match self {
            Self::Daily => "backup.name.daily",
            Self::Import => "backup.name.import",
            Self::Upgrade => "backup.name.upgrade",
            Self::Asked => "backup.name.asked",
        })
    }
}

/// One backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Backup {
    /// The file: a book like any other.
    pub path: PathBuf,
    /// When it was made, in Việt Nam.
    pub at: NaiveDateTime,
    /// Why.
    pub reason: BackupReason,
    /// Size of the file.
    pub bytes: u64,
}

/// The folder of a book's backups, beside it.
pub(super) fn folder_of(book: &Path) -> PathBuf {
    let mut name = book.file_name().unwrap_or_default().to_owned();
    name.push(".saoluu");
    book.with_file_name(name)
}

/// Time format in the name of a file, `2026-11-21_193000`: the order of names is that of time.
const TIME: &str = "%Y-%m-%d_%H%M%S";

fn parse(path: PathBuf, bytes: u64) -> Option<Backup> {
    let stem = path.file_stem()?.to_str()?;
    let (rest, reason) = stem.rsplit_once('_')?;
    let reason = BackupReason::ALL.into_iter().find(|r| r.word() == reason)?;
    let at = NaiveDateTime::parse_from_str(rest, TIME).ok()?;
    Some(Backup { at, reason, bytes, path })
}

/// The backups that rotation takes away, where `all` stand newest first.
fn superfluous(all: &[Backup], today: NaiveDate) -> Vec<&Backup> {
    let mut day = None;
    let mut out = Vec::new();
    for (i, backup) in all.iter().enumerate() {
        let newest_of_its_day = day.replace(backup.at.date()) != Some(backup.at.date());
        let recent = backup.at.date() > today - TimeDelta::days(DAYS);
        if i >= NEWEST && !(newest_of_its_day && recent) {
            out.push(backup);
        }
    }
    out
}

/// How many rows each table has.
pub(super) fn counts(conn: &Connection) -> Result<BTreeMap<String, i64>> {
    let mut counts = BTreeMap::new();
    for table in journal::tables(conn)? {
        let sql = format!("SELECT count(*) FROM {}", journal::quoted(&table));
        counts.insert(table, conn.query_row(&sql, [], |row| row.get(0))?);
    }
    // Numbered without gaps and never deleted: the last number is the count.
    for table in journal::OWN {
        let sql = format!("SELECT coalesce(max(seq), 0) FROM {table}");
        counts.insert(table.to_owned(), conn.query_row(&sql, [], |row| row.get(0))?);
    }
    Ok(counts)
}

/// Opens a copy and compares: every page's seal, and the rows of every table.
pub(super) fn verify(copy: &Path, key: &Key, expect: &BTreeMap<String, i64>) -> Result<()> {
    let conn = connect(copy, key)?;
    // Read once and never again.
    conn.pragma_update(None, "cache_size", -2_000)?;
    if counts(&conn)? != *expect {
        return Err(Error::new("backup.differs"));
    }
    let mut statement = conn.prepare("PRAGMA cipher_integrity_check")?;
    if statement.exists([])? {
        return Err(Error::new("backup.differs"));
    }
    Ok(())
}

/// Copies a closed book. The copy can be written to, whatever the original; [`keep`] makes sure that it is on the disk.
pub(super) fn copy(from: &Path, to: &Path) -> Result<File> {
    let copied = File::open(from).and_then(|mut from| {
        let mut to = File::create(to)?;
        std::io::copy(&mut from, &mut to)?;
        Ok(to)
    });
    copied.map_err(|e| disk_error(&e))
}

/// Waits until a copy is on the disk.
#[expect(clippy::needless_pass_by_value, reason = "it is closed here")]
pub(super) fn keep(copy: File) -> Result<()> {
    copy.sync_all().map_err(|e| disk_error(&e))
}

/// A backup whose copy is made and which is being verified. A program that ends waits for it, and leaves no half backup.
#[must_use]
pub struct Verifying(Option<JoinHandle<Result<Backup>>>);

impl Verifying {
    /// Waits for the end.
    ///
    /// # Errors
    /// `backup.failed` with the reason; no half backup is left.
    pub fn finish(mut self) -> Result<Backup> {
        match self.0.take().map(JoinHandle::join) {
            Some(Ok(done)) => done,
            Some(Err(panic)) => std::panic::resume_unwind(panic),
            None => Err(Error::new("backup.failed")),
        }
    }
}

impl Drop for Verifying {
    fn drop(&mut self) {
        // Whoever wants to know how it ended asks `finish`.
        let _ = self.0.take().map(JoinHandle::join);
    }
}

/// The backups of the book at `path`, open or not, newest first.
///
/// # Errors
/// `book.disk_failed` when the folder cannot be read.
pub fn backups_of(path: &Path) -> Result<Vec<Backup>> {
    list(&folder_of(path))
}

/// The backups in a folder, newest first.
fn list(folder: &Path) -> Result<Vec<Backup>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut backups = Vec::new();
    for entry in fs::read_dir(folder).map_err(|e| disk_error(&e))? {
        let entry = entry.map_err(|e| disk_error(&e))?;
        let bytes = entry.metadata().map_err(|e| disk_error(&e))?.len();
        backups.extend(parse(entry.path(), bytes));
    }
    backups.sort_by(|a, b| (b.at, &b.path).cmp(&(a.at, &a.path)));
    Ok(backups)
}

impl Book {
    /// Begins a backup: before an import or an upgrade, or because it was asked for. What it is made for is only done
    /// for good once it is verified.
    ///
    /// # Errors
    /// `backup.failed` with the reason; the book is as it was and no half backup is left.
    pub fn backup_before(&mut self, session: &Session, reason: BackupReason) -> Result<Verifying> {
        let folder = folder_of(&self.path);
        if !folder.is_dir() {
            // Taken away while the book was open.
            fs::create_dir(&folder).map_err(|e| failed(disk_error(&e)))?;
        }
        let mut at = session.now().naive_local();
        let path = loop {
            let name = format!("{}_{}", at.format(TIME), reason.word());
            let path = folder.join(name).with_extension(self.path.extension().unwrap_or_default());
            if !path.exists() {
                break path;
            }
            at += TimeDelta::seconds(1);
        };
        let (today, verify) = (session.today(), self.copy_to(&path).map_err(failed)?);
        Ok(Verifying(Some(std::thread::spawn(move || {
            let bytes = verify().map_err(failed)?;
            for old in superfluous(&list(&folder)?, today) {
                // Never the new one, even if a clock once ran ahead. One that cannot be removed stays.
                if old.path != path {
                    let _ = fs::remove_file(&old.path);
                }
            }
            Ok(Backup { path, at, reason, bytes })
        }))))
    }

    /// Makes a verified backup in a place of the user's choice, never over a file that is there.
    ///
    /// # Errors
    /// `book.exists`, `backup.failed`.
    pub fn backup_to(&mut self, out: &Path) -> Result<()> {
        if out.exists() {
            return Err(Error::new("book.exists").with("path", out.display()));
        }
        self.copy_to(out).and_then(|verify| verify()).map_err(failed)?;
        Ok(())
    }

    /// Begins the day's backup, unless it is there.
    pub(super) fn backup_of_the_day(&mut self, session: &Session) -> Result<Option<Verifying>> {
        if self.list_backups()?.iter().any(|b| b.at.date() == session.today()) {
            return Ok(None);
        }
        self.backup_before(session, BackupReason::Daily).map(Some)
    }

    /// The backups of this book, newest first.
    ///
    /// # Errors
    /// `book.disk_failed` when the folder cannot be read.
    pub fn list_backups(&self) -> Result<Vec<Backup>> {
        list(&folder_of(&self.path))
    }

    /// Makes a book of a backup at `new_path`, which must not exist, and opens it. The backup and the book that it
    /// was made of stay as they are.
    ///
    /// # Errors
    /// As [`Book::open`] for the backup, as [`Book::create`] for the new file.
    pub fn restore(backup: &Path, passphrase: &str, new_path: &Path, session: &Session) -> Result<Self> {
        let of_backup = |e: Error| e.with("path", backup.display());
        let of_new = |e: Error| e.with("path", new_path.display());
        let whole = look_at(backup).map_err(of_backup)?;
        if new_path.exists() {
            return Err(of_new(Error::new("book.exists")));
        }
        let lock = Lock::take(new_path).map_err(of_new)?;
        let draft = draft_of(new_path);
        let made = copy(backup, &draft)
            .and_then(keep)
            .map_err(of_new)
            .and_then(|()| can_open(&draft, passphrase, whole).map_err(of_backup))
            .and_then(|()| publish(&draft, new_path).map_err(of_new));
        if let Err(e) = made {
            // Our own unfinished copy.
            let _ = fs::remove_file(&draft);
            return Err(e);
        }
        drop(lock);
        Self::open(new_path, passphrase, session)
    }

    /// Copies the book to `path` (which must not exist). What it gives verifies the copy, and gives its size.
    fn copy_to(&mut self, path: &Path) -> Result<impl FnOnce() -> Result<u64> + use<>> {
        let expect = counts(&self.conn)?;
        let draft = draft_of(path);
        // Never with the book open, see the top of this file.
        self.close()?;
        let copied = copy(&self.path, &draft);
        if let Err(e) = self.reopen() {
            // Our own copy, which nobody will verify.
            let _ = fs::remove_file(&draft);
            return Err(e);
        }
        let (key, path) = (self.key.clone(), path.to_owned());
        Ok(move || {
            let done = copied
                .and_then(keep)
                .and_then(|()| verify(&draft, &key, &expect))
                .and_then(|()| fs::metadata(&draft).map_err(|e| disk_error(&e)))
                .and_then(|meta| publish(&draft, &path).map(|()| meta.len()));
            if done.is_err() {
                // Our own unfinished copy; a full disk needs the room.
                let _ = fs::remove_file(&draft);
            }
            done
        })
    }

    /// Closes the file, with our lock on it still, so that it may be copied or replaced. [`Book::reopen`] must follow.
    pub(super) fn close(&mut self) -> Result<()> {
        // All of it must be in the one file.
        let busy: bool = self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get("busy"))?;
        if busy {
            return Err(Error::new("book.busy").with("who", messages::word("book.busy.somebody")));
        }
        let open = std::mem::replace(&mut self.conn, Connection::open_in_memory()?);
        if let Err((open, e)) = open.close() {
            self.conn = open;
            return Err(e.into());
        }
        self.closed = true;
        Ok(())
    }

    /// Opens the file again.
    pub(super) fn reopen(&mut self) -> Result<()> {
        self.conn = connect(&self.path, &self.key)?;
        self.closed = false;
        Ok(())
    }
}

/// Refuses a copy of a backup that would not open as a book. Writes nothing.
fn can_open(copy: &Path, passphrase: &str, whole: bool) -> Result<()> {
    let key = Key::new(passphrase, key::salt_of(copy)?)?;
    unlock_book(copy, &key, whole, migrate::VERSION).map(drop)
}

/// An error of a backup, with its cause as a sentence.
fn failed(cause: Error) -> Error {
    Error::new("backup.failed").with("cause", cause.sentence())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(at: &str) -> Backup {
        let at = NaiveDateTime::parse_from_str(&format!("{at}:00"), "%Y-%m-%d %H:%M").unwrap();
        Backup { path: at.to_string().into(), at, reason: BackupReason::Import, bytes: 0 }
    }

    #[test]
    fn rotation_keeps_the_newest_ten_and_one_a_day_of_two_weeks() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        // Twelve today, two on each of the twenty days before; newest first.
        let mut all: Vec<Backup> = (0..12).map(|h| made(&format!("2026-11-21 {:02}", 20 - h))).collect();
        for back in 1..=20 {
            let day = today - TimeDelta::days(back);
            all.extend([made(&format!("{day} 20")), made(&format!("{day} 08"))]);
        }
        let gone: Vec<_> = superfluous(&all, today).iter().map(|b| b.at).collect();
        let kept: Vec<_> = all.iter().map(|b| b.at).filter(|at| !gone.contains(at)).collect();
        let expect: Vec<_> = all[..10]
            .iter()
            .map(|b| b.at)
            .chain((1..14).map(|back| (today - TimeDelta::days(back)).and_hms_opt(20, 0, 0).unwrap()))
            .collect();
        assert_eq!(kept, expect);
    }
}
