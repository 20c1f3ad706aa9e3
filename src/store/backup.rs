//! Backups: copies of the book in a folder beside it, encrypted as it is, each verified by opening and counting.
//!
//! A backup is a copy of the file while nobody has it open: the book is closed, copied and opened again under our lock.
//! That is the fastest way, and reading the file past SQLite while it is open would drop SQLite's own locks on it (POSIX).
//! Verifying takes longer than copying and needs the copy alone, so the book is in use again meanwhile.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, TimeDelta};
use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;

use super::backup_places::{FILE, SECOND};
use super::file::{check_free, copy, disk_error, folder_of, keep, make_folder, of, publish, take_back};
use super::key::Key;
use super::open::{check_seals, connect, connect_to_read};
use super::tables::{JOURNAL, quoted, tables};
use super::values::Plain;
use super::{Book, slots};
use crate::disk;
use crate::error::{Error, Refusal, Result};
use crate::messages;
use crate::session::Session;

/// The newest backups that are kept whatever their day: a bad day of imports can be gone back through step by step.
const NEWEST: usize = 10;

/// Days of which the newest backup is kept: a mistake of last week is found on the weekly check of this one.
const DAYS: i64 = 14;

/// After so many days without a copy at the second place it is asked for.
const DAYS_WITHOUT_COPY: i64 = 3;

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

/// What is to be told of the backups of a book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct BackupState {
    /// The newest one.
    pub newest: Option<NaiveDateTime>,
    /// Why the last one could not be made, as long as none was made since.
    pub failure: Option<Refusal>,
    /// When that was, RFC 3339.
    pub failed_at: Option<DateTime<FixedOffset>>,
    /// The second place for backups on this computer.
    pub second_place: Option<PathBuf>,
    /// Whether it is there now.
    pub second_place_there: bool,
    /// When a backup was last copied to a second place.
    pub copied_at: Option<DateTime<FixedOffset>>,
    /// Days since then, or since the book was made, where a second place is set and they are too many.
    pub days_without_copy: Option<i64>,
    /// Backups that still hold people who were erased, or open with a former passphrase, and places of such: not reached yet.
    pub owed: Vec<PathBuf>,
    /// Backups of another copy of this book, at a second place of both: left as they are.
    pub of_copies: Vec<PathBuf>,
}

/// Time format in the name of a file, `2026-11-21_193000`: the order of names is that of time.
const TIME: &str = "%Y-%m-%d_%H%M%S";

/// What the name of a file says, if it is that of a backup.
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
    for table in tables(conn)? {
        let sql = format!("SELECT count(*) FROM {}", quoted(&table));
        counts.insert(table, conn.query_row(&sql, [], |row| row.get(0))?);
    }
    // Numbered without gaps and never deleted: the last number is the count.
    for table in JOURNAL {
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
    check_seals(&conn)?;
    if counts(&conn)? == *expect { Ok(()) } else { Err(Error::new("backup.differs")) }
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
            // It ends once.
            None => Err(failed(Error::new("backup.differs"))),
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

/// The backups in a folder, newest first: files that have the name of one and end as the book does.
pub(super) fn list(folder: &Path) -> Result<Vec<Backup>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    // "xa-lam-khe.tungnha.saoluu"
    let book = folder.with_extension("");
    let mut backups = Vec::new();
    for entry in fs::read_dir(folder).map_err(|e| of(folder, disk_error(&e)))? {
        let entry = entry.map_err(|e| of(folder, disk_error(&e)))?;
        // Of the entry itself: a link is no backup.
        let found = match entry.metadata() {
            Ok(found) => found,
            // A draft became a backup, or was given up, meanwhile.
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => continue,
            Err(e) => return Err(of(folder, disk_error(&e))),
        };
        if found.is_file() && entry.path().extension() == book.extension() {
            backups.extend(parse(entry.path(), found.len()));
        }
    }
    backups.sort_by(|a, b| (b.at, &b.path).cmp(&(a.at, &a.path)));
    Ok(backups)
}

/// Takes away what rotation takes away of all that there are, the newest first, but never `new`, even if a clock once ran ahead.
fn rotate(all: &[Backup], new: &Path, today: NaiveDate) {
    for old in superfluous(all, today) {
        if old.path != new {
            // One that cannot be removed stays.
            let _ = fs::remove_file(&old.path);
            let _ = disk::remove_own(&[slots::key_file(&old.path)]);
        }
    }
}

impl Book {
    /// Begins a backup: before an import or an upgrade, or because it was asked for. What it is made for is only done
    /// for good once it is verified.
    ///
    /// # Errors
    /// `backup.failed` with the reason; the book is as it was and no half backup is left.
    pub fn backup_before(&mut self, session: &Session, reason: BackupReason) -> Result<Verifying> {
        self.check_writable()?;
        let folder = folder_of(&self.path);
        // Wherever the book is taken, it knows where its backups are. One that is raised has no room for it yet.
        if reason != BackupReason::Upgrade {
            let there: Vec<PathBuf> = self.list_backups()?.into_iter().map(|backup| backup.path).collect();
            self.keep_own_place(&there, session).map_err(|e| failed(of(&folder, e)))?;
        }
        // It may have been taken away while the book was open.
        make_folder(&folder).map_err(|e| failed(of(&folder, e)))?;
        let mut at = session.now().naive_local();
        let path = loop {
            let name = format!("{}_{}", at.format(TIME), reason.word());
            let path = folder.join(name).with_extension(self.path.extension().unwrap_or_default());
            if path.symlink_metadata().is_err() {
                break path;
            }
            at += TimeDelta::seconds(1);
        };
        let (today, verify) = (session.today(), self.copy_to(&path).map_err(|e| failed(self.explain(e)))?);
        Ok(Verifying(Some(std::thread::spawn(move || {
            let bytes = verify().map_err(|e| failed(of(&path, e)))?;
            rotate(&list(&folder)?, &path, today);
            Ok(Backup { path, at, reason, bytes })
        }))))
    }

    /// Makes a verified backup in a place of the user's choice, never over a file that is there.
    ///
    /// # Errors
    /// `book.exists`, `backup.failed`; the book's own when its journal does not take it: the copy is gone again.
    pub fn backup_to(&mut self, out: &Path, session: &Session) -> Result<()> {
        check_free(out)?;
        if slots::bytes_of(&self.path).is_some() {
            check_free(&slots::key_file(out))?;
        }
        // Whoever is erased one day has to know of it, wherever this was said from: before it is there.
        let path = std::path::absolute(out).unwrap_or_else(|_| out.to_owned());
        if !self.read_only {
            self.keep_place(&path, FILE, session)?;
        }
        self.copy_to(out).and_then(|verify| verify()).map_err(|e| failed(of(out, e)))?;
        if self.read_only {
            return Ok(());
        }
        let noted = self.note(session, "backup-written", &serde_json::json!({ "path": path }));
        noted.map_err(|e| if e.code == "book.done_unsynced" { e } else { take_back(out, e) })
    }

    /// Why the day's backup, begun at opening, could not be made, if it could not: to be told, work goes on. Waits for
    /// its end.
    pub fn backup_failure(&mut self, session: &Session) -> Option<&Error> {
        if let Some(backup) = self.day_backup.take()
            && let Err(e) = backup.finish()
        {
            self.note_backup_failure(session, e);
        }
        self.backup_failure.as_ref().map(|(e, _)| e)
    }

    /// Notes that a backup could not be made, to be told until one is.
    pub fn note_backup_failure(&mut self, session: &Session, e: Error) {
        let e = of(&self.path, e);
        let why = e.params.get("cause").cloned().unwrap_or_else(|| e.sentence());
        // On a full disk it can only be told.
        let _ = self.note(session, "backup-failed", &serde_json::json!({ "cause": why }));
        self.backup_failure = Some((e, session.now()));
    }

    /// What is to be told of the backups.
    pub fn backup_state(&mut self, session: &Session) -> Result<BackupState> {
        self.backup_failure(session);
        let noted = self.last_noted("backup-failed")?.map(|(params, at)| {
            let cause = params.get("cause").and_then(|cause| cause.as_str()).unwrap_or_default();
            (Error::new("backup.failed").with("cause", cause), at)
        });
        let backups = self.list_backups()?;
        let failure = self.backup_failure.clone().or(noted).filter(|(_, at)| {
            // The names of backups have no parts of seconds. One that a clock made ahead of its time says nothing.
            let since = |made: NaiveDateTime| {
                made + TimeDelta::seconds(1) > at.naive_local() && made <= session.now().naive_local()
            };
            !backups.iter().any(|backup| since(backup.at))
        });
        let (failure, failed_at) = failure.unzip();
        let copied_at = self.last_noted("backup-copied")?.map(|(_, at)| at);
        let days_without_copy = match (&self.second_place, copied_at) {
            (None, _) => None,
            (Some(_), Some(at)) => Some((session.today() - at.date_naive()).num_days()),
            (Some(_), None) => Some(self.age_in_days(session)?),
        };
        Ok(BackupState {
            newest: backups.first().map(|backup| backup.at),
            failure: failure.map(Refusal::from),
            failed_at,
            second_place_there: self.second_place.as_ref().is_some_and(|place| place.is_dir()),
            second_place: self.second_place.clone(),
            owed: self.backups_owed(),
            of_copies: self.backups_of_copies(),
            copied_at,
            days_without_copy: days_without_copy.filter(|days| *days >= DAYS_WITHOUT_COPY),
        })
    }

    /// Makes a verified backup and copies it to the second place, verified there too. `None` when no place is set or the
    /// drive is not there.
    ///
    /// # Errors
    /// `backup.failed` with the reason; nothing half done is left.
    pub fn copy_to_second_place(&mut self, session: &Session) -> Result<Option<PathBuf>> {
        let Some(place) = self.second_place.clone().filter(|place| place.is_dir()) else { return Ok(None) };
        self.keep_place(&place, SECOND, session)?;
        let made = self.backup_before(session, BackupReason::Asked)?.finish()?;
        let copied =
            self.copy_backup(&made.path, &place, session.today()).map_err(|e| failed(of(&place, e)))?;
        self.note(session, "backup-copied", &serde_json::json!({ "folder": place }))?;
        Ok(Some(copied))
    }

    /// What names of the book's folders at second places end with: books of several units, some with the same name, may share
    /// one drive.
    fn own_end(&self) -> Result<String> {
        let id: String = self.row("SELECT id FROM book", [], |row| row.get("id"))?;
        let end = id.rsplit('-').next().unwrap_or_default();
        Ok(format!("-{end}.{}", self.path.extension().unwrap_or_default().to_string_lossy()))
    }

    /// The book's folder at a second place.
    fn folder_at(&self, place: &Path) -> Result<PathBuf> {
        let stem = self.path.file_stem().unwrap_or_default().to_string_lossy();
        Ok(folder_of(&place.join(format!("{stem}{}", self.own_end()?))))
    }

    /// The book's folders at a second place, under all names that it had.
    pub(super) fn folders_at(&self, place: &Path) -> Result<Vec<PathBuf>> {
        let end = self.own_end()?;
        let entries = fs::read_dir(place).map_err(|e| of(place, disk_error(&e)))?.flatten();
        let paths = entries.map(|entry| entry.path()).filter(|path| path.is_dir());
        // "xa-lam-khe-3f2a.tungnha.saoluu"
        Ok(paths
            .filter(|path| {
                path == &folder_of(&path.with_extension(""))
                    && path.with_extension("").to_string_lossy().ends_with(&end)
            })
            .collect())
    }

    /// Copies a backup of the book as it is now into the book's folder at `place`.
    pub(super) fn copy_backup(&self, backup: &Path, place: &Path, today: NaiveDate) -> Result<PathBuf> {
        let folder = self.folder_at(place)?;
        make_folder(&folder)?;
        let copied = folder.join(backup.file_name().unwrap_or_default());
        check_free(&copied)?;
        let draft = copy(backup, &folder)?;
        keep(&draft)?;
        verify(&draft, &self.key, &counts(&self.conn)?)?;
        slots::copy(slots::bytes_of(&self.path).as_deref(), &copied)?;
        publish(draft, &copied)?;
        let mut all = list(&folder)?;
        if all.len() > NEWEST {
            // Another copy of the book may keep its own there, too.
            all.retain(|backup| self.is_own_backup(&backup.path));
        }
        rotate(&all, &copied, today);
        Ok(copied)
    }

    /// The last entry of a kind: its parameters, and when it was written.
    fn last_noted(&self, kind: &str) -> Result<Option<(serde_json::Value, DateTime<FixedOffset>)>> {
        let found = self.conn.query_row(
            "SELECT params, at FROM operation WHERE kind = ?1 ORDER BY seq DESC LIMIT 1",
            [kind],
            |row| Ok((row.get::<_, String>("params")?, row.get::<_, Plain<_>>("at")?.0)),
        );
        let found = found.optional()?;
        Ok(found.map(|(params, at)| (serde_json::from_str(&params).unwrap_or_default(), at)))
    }

    fn age_in_days(&self, session: &Session) -> Result<i64> {
        let made: DateTime<FixedOffset> =
            self.row("SELECT created_at FROM book", [], |row| Ok(row.get::<_, Plain<_>>("created_at")?.0))?;
        Ok((session.today() - made.date_naive()).num_days())
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

    /// Copies the book to `path` (which must not exist). What it gives verifies the copy, and gives its size.
    fn copy_to(&mut self, path: &Path) -> Result<impl FnOnce() -> Result<u64> + use<>> {
        let expect = counts(&self.conn)?;
        // Never with the book open, see the top of this file.
        self.close()?;
        let copied = copy(&self.path, disk::folder_of(path));
        self.reopen()?;
        let (key, path, keys) = (self.key.clone(), path.to_owned(), slots::bytes_of(&self.path));
        Ok(move || {
            let draft = copied?;
            keep(&draft)?;
            verify(&draft, &key, &expect)?;
            let bytes = fs::metadata(&draft).map_err(|e| disk_error(&e))?.len();
            slots::copy(keys.as_deref(), &path)?;
            publish(draft, &path)?;
            Ok(bytes)
        })
    }

    /// Closes the file, with our lock on it still, so that it may be copied or replaced. [`Book::reopen`] must follow.
    pub(super) fn close(&mut self) -> Result<()> {
        if !self.read_only {
            // All of it must be in the one file.
            let busy: bool =
                self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get("busy"))?;
            if busy {
                return Err(Error::new("book.busy").with("who", messages::word("book.busy.somebody")));
            }
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
        let connect = if self.read_only { connect_to_read } else { connect };
        self.conn = connect(&self.path, &self.key)?;
        self.closed = false;
        Ok(())
    }
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
