//! The only SQL: the book (sổ) as one SQLCipher file with one door for change.
//!
//! Reads are `impl Book { pub fn … }` and writes `impl Tx<'_> { pub fn … }`, each in the file of their noun. A write
//! outside [`Book::transact`] fails: the connection is read-only (`query_only`) but for the time of a transaction.

mod assignments;
mod backup;
pub mod campaigns;
mod history;
mod journal;
mod key;
mod lock;
mod matches;
mod members;
mod migrate;
mod open;
pub mod people;
pub mod register;
pub mod reports;
pub mod rosters;
mod rounds;
mod salvage;
pub mod summaries;
mod targets;
mod units;
mod values;
pub(crate) mod visits;

#[cfg(test)]
mod tests;

use std::any::Any;
use std::collections::BTreeSet;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, ErrorCode, OpenFlags, Row, Statement, params};
use serde::Serialize;
use tempfile::TempPath;
use zeroize::Zeroizing;

pub use self::backup::{Backup, BackupReason, BackupState, Verifying, backups_of};
pub use self::history::{JournalEntry, JournalFilter, JournalPage, KindCount};
pub use self::journal::{OperationView, Undone};
use self::key::Key;
use self::lock::Lock;
pub use self::members::MemberView;
use self::open::connect;
pub(crate) use self::rounds::Houses;
pub use self::salvage::{Lost, LostRow, Salvaged, SalvagedTable};
use self::values::Plain;
use crate::disk;
use crate::domain::ids::{OperationId, UnitId};
use crate::domain::passphrase::PUBLIC;
use crate::domain::search::PeopleIndex;
use crate::domain::unit::{Level, check_name};
use crate::error::{Error, Result};
use crate::messages;
use crate::session::Session;

/// What a new book is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBook {
    /// The level that the book works at.
    pub level: Level,
    /// Name of its unit with the kind word: "Xã Thử Nghiệm".
    pub name: String,
    /// National code of the unit as text (2 or 5 digits), or empty.
    pub code: String,
    /// Kind of the unit ("xa", "thon", …), or empty.
    pub kind: String,
    /// Names of the units above, nearest first.
    pub above: Vec<String>,
}

/// What a book is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct BookInfo {
    /// Id of the book.
    pub id: String,
    /// The file.
    pub path: PathBuf,
    /// The level it works at.
    pub level: Level,
    /// The book's own unit.
    pub unit_id: UnitId,
    /// Name of the unit.
    pub name: String,
    /// Kind of the unit, or empty.
    pub kind: String,
    /// National code of the unit, or empty.
    pub code: String,
    /// Names of the units above, nearest first.
    pub above: Vec<String>,
    /// Whether its people are invented, to try things on.
    pub sample: bool,
    /// Whether it can only be looked at: its file or its folder cannot be written.
    pub read_only: bool,
    /// When it was made, RFC 3339.
    pub created_at: String,
    /// Version of its schema.
    pub version: u32,
    /// Units, the book's own included.
    pub units: u32,
    /// Households.
    pub households: u32,
    /// Citizens.
    pub citizens: u32,
    /// Rosters.
    pub rosters: u32,
    /// Visits.
    pub visits: u32,
}

/// What a change did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done<T> {
    /// What the job gave back.
    pub value: T,
    /// Its entry in the journal; `None` when no row changed.
    pub operation: Option<OperationId>,
    /// Tables with changed rows, for the screen to read again.
    pub touched: Vec<String>,
}

/// An open book. It is closed, and its lock given back, when dropped.
pub struct Book {
    // Field order is drop order: the connection closes before the lock is given back.
    conn: Connection,
    /// The file was closed to be copied and could not be opened again: `conn` is none of it.
    closed: bool,
    /// It was opened where nothing can be written.
    read_only: bool,
    path: PathBuf,
    key: Key,
    day_backup: Option<Verifying>,
    /// With the time.
    backup_failure: Option<(Error, DateTime<FixedOffset>)>,
    /// Where backups are copied to on this computer, if anywhere.
    pub second_place: Option<PathBuf>,
    /// With the last line of the journal that it knows of.
    people_index: Option<(PeopleIndex, i64)>,
    /// With the question that it answers, and the last line of the journal that it knows of.
    long_list: Option<(String, i64, Arc<dyn Any + Send + Sync>)>,
    touched: BTreeSet<String>,
    /// SHA-256 of the files that a sample is being made of.
    made_of: Vec<String>,
    lock: Lock,
}

/// The open door: a book in the middle of [`Book::transact`]. Writes are methods of it. Writes of many rows say
/// `INSERT OR FAIL`: SQLite then need not be able to take back a single statement (any `Err` rolls all of them back),
/// which with the journal's triggers saves a third of the time.
pub struct Tx<'a> {
    book: &'a Book,
}

impl Deref for Tx<'_> {
    type Target = Book;

    fn deref(&self) -> &Book {
        self.book
    }
}

impl Tx<'_> {
    /// Runs one statement that writes. The many rows of an import give their values in order: finding places by name
    /// is a twentieth of their time.
    fn write(&self, sql: &str, params: impl rusqlite::Params) -> Result<()> {
        self.conn.prepare_cached(sql)?.execute(params)?;
        Ok(())
    }
}

/// Ends a transaction that nobody committed, be it by `?` or by a panic, and shuts the door.
struct Door<'a>(&'a Connection);

impl<'a> Door<'a> {
    fn open(conn: &'a Connection) -> Result<Self> {
        conn.pragma_update(None, "query_only", false)?;
        let door = Self(conn);
        conn.execute_batch("BEGIN IMMEDIATE")?;
        Ok(door)
    }
}

impl Drop for Door<'_> {
    fn drop(&mut self) {
        // Nothing can be reported from here; SQLite rolls back by itself when the file is next opened.
        if !self.0.is_autocommit() {
            let _ = self.0.execute_batch("ROLLBACK");
        }
        let _ = self.0.pragma_update(None, "query_only", true);
    }
}

impl Book {
    /// A connection that was set up, with its lock.
    fn new(conn: Connection, path: PathBuf, key: Key, lock: Lock) -> Self {
        Self {
            conn,
            closed: false,
            read_only: false,
            path,
            key,
            day_backup: None,
            backup_failure: None,
            second_place: None,
            people_index: None,
            long_list: None,
            touched: BTreeSet::new(),
            made_of: Vec::new(),
            lock,
        }
    }

    /// Makes a new book at `path`, which must not exist, and opens it.
    ///
    /// # Errors
    /// `book.exists`, `book.passphrase_short`, `book.passphrase_weak`, `book.folder_missing`, `book.linked`, `book.read_only`, `book.disk_full`,
    /// `book.busy`, `clock.out_of_range`; no file is left behind, or `book.left` tells so.
    pub fn create(path: &Path, passphrase: &str, new: &NewBook, session: &Session) -> Result<Self> {
        let known: Vec<&str> = std::iter::once(&new.name).chain(&new.above).map(String::as_str).collect();
        key::check_strength(passphrase, &known, session)?;
        Self::create_with(path, passphrase, new, session)
    }

    /// Makes a sample under the public passphrase, and opens it. `made_of` are the SHA-256 sums of the files with its
    /// invented people: no others get in, see [`Book::check_people_may_come`].
    ///
    /// # Errors
    /// As [`Book::create`].
    pub fn create_sample(
        path: &Path,
        new: &NewBook,
        made_of: Vec<String>,
        session: &Session,
    ) -> Result<Self> {
        let book = Self::create_with(path, PUBLIC, new, session)?;
        Ok(Self { made_of, ..book })
    }

    fn create_with(path: &Path, passphrase: &str, new: &NewBook, session: &Session) -> Result<Self> {
        session.check_clock()?;
        check_name(&new.name, &new.code)?;
        new.above.iter().try_for_each(|above| check_name(above, ""))?;
        check_free(path)?;
        let make = || {
            let lock = Lock::take(path)?;
            backup::clear_drafts(path);
            let key = Key::new(passphrase, key::new_salt(session))?;
            let draft = draft_in(&backup::folder_of(path))?;
            clean(&draft, make(&draft, &key, new, session))?;
            publish(draft, path)?;
            // Looked at once: a disk that fails now is told while nothing of value is in the book.
            let opened = connect(path, &key).and_then(|conn| {
                let book = Self::new(conn, path.to_owned(), key, lock);
                book.info().map(|_| book)
            });
            let mut book = clean(path, opened).map_err(|e| take_back(path, e))?;
            book.lock.keep();
            Ok(book)
        };
        make().map_err(|e| of(path, e))
    }

    /// Opens a book; raises it to this program's schema (after a backup) and begins the day's backup. When the day's backup
    /// fails the book still opens: see [`Book::backup_failure`]. Where nothing can be written it opens to be looked at.
    ///
    /// # Errors
    /// `book.not_found`, `book.folder_missing`, `book.not_a_book`, `book.wrong_passphrase`, `book.newer_version`,
    /// `book.busy`, `book.linked`, `book.damaged`, `book.read_only_unfinished`, `book.read_only_older`,
    /// `clock.out_of_range`; nothing is written then.
    pub fn open(path: &Path, passphrase: &str, session: &Session) -> Result<Self> {
        Self::open_with(path, passphrase, session, migrate::VERSION, migrate::STEPS)
    }

    fn open_with(
        path: &Path,
        passphrase: &str,
        session: &Session,
        version: u32,
        steps: &[migrate::Step],
    ) -> Result<Self> {
        open::open_book(path, passphrase, session, version, steps).map_err(|e| of(path, e))
    }

    /// The list that somebody scrolls through part by part: what `make` gives is kept as the answer to `question` until
    /// the book changes or another list is asked for. The question names all that `make` depends on beside the book.
    ///
    /// # Errors
    /// Those of `make`; the book's own.
    pub fn long_list<T: Any + Send + Sync>(
        &mut self,
        question: &str,
        make: impl FnOnce(&Self) -> Result<T>,
    ) -> Result<Arc<T>> {
        let last = journal::last_change(&self.conn)?;
        if let Some((of, seen, list)) = &self.long_list
            && (of.as_str(), *seen) == (question, last)
            && let Ok(list) = Arc::clone(list).downcast::<T>()
        {
            return Ok(list);
        }
        let list = Arc::new(make(self)?);
        self.long_list = Some((question.to_owned(), last, Arc::<T>::clone(&list)));
        Ok(list)
    }

    /// The tables with rows changed since the last call.
    pub fn take_touched(&mut self) -> Vec<String> {
        std::mem::take(&mut self.touched).into_iter().collect()
    }

    /// The file of the book.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the book is and how much stands in it.
    ///
    /// # Errors
    /// The book's own: `book.damaged`, `book.disk_failed`.
    pub fn info(&self) -> Result<BookInfo> {
        let info = self.conn.query_row(
            "SELECT b.id, b.level, b.unit_id, b.above, b.created_at, u.name, u.kind, u.code,
               (SELECT count(*) FROM unit) AS units, (SELECT count(*) FROM household) AS households,
               (SELECT count(*) FROM citizen) AS citizens, (SELECT count(*) FROM roster) AS rosters,
               (SELECT count(*) FROM visit) AS visits,
               (SELECT user_version FROM pragma_user_version) AS version
             FROM book b JOIN unit u ON u.id = b.unit_id",
            [],
            |row| {
                let above: Vec<String> =
                    serde_json::from_str(&row.get::<_, String>("above")?).unwrap_or_default();
                Ok(BookInfo {
                    sample: above.first().is_some_and(|above| above == messages::word("demo.province")),
                    read_only: self.read_only,
                    id: row.get("id")?,
                    path: self.path.clone(),
                    level: row.get("level")?,
                    unit_id: row.get("unit_id")?,
                    name: row.get("name")?,
                    kind: row.get("kind")?,
                    code: row.get("code")?,
                    above,
                    created_at: row.get("created_at")?,
                    version: row.get("version")?,
                    units: row.get("units")?,
                    households: row.get("households")?,
                    citizens: row.get("citizens")?,
                    rosters: row.get("rosters")?,
                    visits: row.get("visits")?,
                })
            },
        )?;
        Ok(info)
    }

    /// Whether this is the book's passphrase.
    ///
    /// # Errors
    /// `book.disk_failed` when its file cannot be read.
    pub fn is_passphrase(&self, passphrase: &str) -> Result<bool> {
        Ok(self.key.of_same_book(passphrase)?.is_same(&self.key))
    }

    /// Gives the book a new passphrase. The new file is made beside, verified and put in the place of the old one in
    /// one step, so that a power cut leaves either the old or the new. Backups made before keep the old passphrase.
    ///
    /// # Errors
    /// `book.passphrase_short`, `book.passphrase_weak`; the book's own, such as `book.disk_full`: the old passphrase then
    /// still holds.
    pub fn change_passphrase(&mut self, new: &str, session: &Session) -> Result<()> {
        self.check_writable()?;
        let BookInfo { name, above, .. } = self.info()?;
        let known: Vec<&str> = std::iter::once(&name).chain(&above).map(String::as_str).collect();
        key::check_strength(new, &known, session)?;
        let expect = backup::counts(&self.conn)?;
        self.close()?;
        let change = || -> Result<Key> {
            let key = self.key.of_same_book(new)?;
            let folder = backup::folder_of(&self.path);
            lock::make_folder(&folder)?;
            let draft = backup::copy(&self.path, &folder)?;
            let changed = self.key.replace(&draft, &key).and_then(|()| backup::verify(&draft, &key, &expect));
            // SQLite keeps to itself that a sync of the draft failed, and leaves its journal. The draft is verified and
            // synced again.
            clear_beside(&draft);
            changed?;
            backup::keep(&draft)?;
            draft.persist(&self.path).map_err(|e| disk_error(&e.error))?;
            Ok(key)
        };
        match change() {
            Ok(key) => {
                self.key = key;
                let synced = disk::sync_folder(disk::folder_of(&self.path)).map_err(|e| disk_error(&e));
                self.reopen().and(synced).map_err(|e| unsynced(&e))
            }
            Err(e) => self.reopen().and(Err(e)),
        }
    }

    /// Lets people in, be it from a file with this SHA-256 or typed: not into a sample whose passphrase everybody knows,
    /// unless the file is one of its own.
    ///
    /// # Errors
    /// `sample.public_passphrase`; the book's own.
    pub fn check_people_may_come(&self, file: Option<&str>) -> Result<()> {
        if !self.key.is_public() || !self.info()?.sample {
            return Ok(());
        }
        match file {
            Some(sha256) if self.made_of.iter().any(|own| own == sha256) || self.ever_took(sha256)? => Ok(()),
            _ => Err(Error::new("sample.public_passphrase")),
        }
    }

    /// Opens the file again when a backup or a new passphrase had to leave it closed, as after a drive that was gone for a
    /// moment. Nothing can be read or written before.
    ///
    /// # Errors
    /// `book.disk_failed` as long as the file cannot be opened.
    pub fn ensure_open(&mut self) -> Result<()> {
        if !self.closed {
            return Ok(());
        }
        self.reopen()
            .map_err(|e| of(&self.path, Error::new("book.disk_failed").with("detail", detail_of(&e))))
    }

    /// Reads the whole file: every page's seal, the structure, the references, the journal.
    ///
    /// # Errors
    /// `book.damaged` with the pages, or with the first finding in `detail`.
    pub fn check(&self) -> Result<()> {
        check(&self.conn).map_err(|e| of(&self.path, e))
    }

    /// Reads the whole file once: every page's seal, and that the journal is whole. Quicker than [`Book::check`], and enough
    /// to find what a disk spoilt.
    ///
    /// # Errors
    /// `book.damaged` with the pages.
    pub fn check_pages(&self) -> Result<()> {
        let checked = open::check_seals(&self.conn).and_then(|()| journal::check(&self.conn));
        checked.map_err(|e| of(&self.path, e))
    }

    /// Completes what a refusal says of this book: which file it is, and of damage which pages.
    #[must_use]
    pub fn explain(&self, e: Error) -> Error {
        if e.params.contains_key("path") {
            return e;
        }
        let vague = e.params.get("detail").is_some_and(|detail| detail.starts_with(SQLITE));
        let e = match e.code {
            "book.damaged" | "book.disk_failed" if vague => open::damaged(&self.conn).unwrap_or(e),
            _ => e,
        };
        of(&self.path, e)
    }

    /// Refuses to change a book that can only be looked at.
    fn check_writable(&self) -> Result<()> {
        if self.read_only { Err(of(&self.path, Error::new("book.read_only"))) } else { Ok(()) }
    }

    /// Opens the door.
    fn door(&self, session: &Session) -> Result<Door<'_>> {
        self.check_writable()?;
        session.check_clock()?;
        Door::open(&self.conn)
    }

    /// The one door for change: one job, one transaction, one journal entry, one undo step (ARCHITECTURE.md, Invariants).
    /// `kind` is a row `operation.<kind>` of `messages.csv`, `params` what the history shows of it.
    /// An `Err`, a wish to stop or a panic leaves the book as it was.
    ///
    /// # Errors
    /// Those of `change`; `job.stopped`; the book's own, such as `book.disk_full`.
    pub fn transact<T>(
        &mut self,
        session: &Session,
        kind: &'static str,
        params: impl Serialize,
        change: impl FnOnce(&Tx<'_>) -> Result<T>,
    ) -> Result<Done<T>> {
        self.run(session, kind, params, |tx| Ok((change(tx)?, None)))
    }

    /// As [`Book::transact`], for a change that may say which operation it undoes.
    fn run<T>(
        &mut self,
        session: &Session,
        kind: &str,
        params: impl Serialize,
        change: impl FnOnce(&Tx<'_>) -> Result<(T, Option<i64>)>,
    ) -> Result<Done<T>> {
        let params =
            serde_json::to_string(&params).map_err(|e| Error::new("book.failed").with("detail", e))?;
        let door = self.door(session)?;
        let before = journal::last_change(&self.conn)?;
        let (value, undoes) = change(&Tx { book: self })?;
        let entry = journal::write_entry(&self.conn, session, kind, &params, before, undoes)?;
        session.check_stop()?;
        let committed = self.conn.execute_batch("COMMIT");
        drop(door);
        let (operation, tables) = entry.unzip();
        if let Err(e) = committed {
            return Err(self.after_failed_commit(e.into(), operation));
        }
        let touched: Vec<String> = tables.unwrap_or_default().into_keys().collect();
        self.touched.extend(touched.iter().cloned());
        self.touched.extend(operation.map(|_| "operation".to_owned()));
        Ok(Done { value, operation, touched })
    }

    /// What is true after a COMMIT that failed, as when the log could not be synced: the log may hold the change all the
    /// same, and whoever opens the book next would find it.
    fn after_failed_commit(&mut self, failed: Error, operation: Option<OperationId>) -> Error {
        if !matches!(failed.code, "book.disk_failed" | "book.disk_full") {
            return failed;
        }
        // The log begins anew without the change: then it is gone for good.
        let settled =
            self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>("busy"));
        if settled == Ok(false) {
            return failed;
        }
        self.closed = true;
        let found = Connection::open_in_memory().map_err(Error::from).and_then(|none| {
            // Closing is no good news to wait for: the disk fails.
            drop(std::mem::replace(&mut self.conn, none).close());
            self.reopen()?;
            let sql = "SELECT count(*) FROM operation WHERE id = ?1";
            Ok(self.conn.query_row(sql, [operation], |row| row.get::<_, bool>(0))?)
        });
        match found {
            Ok(true) => unsynced(&failed),
            Ok(false) => failed,
            Err(_) => Error::new("book.maybe_done").with("detail", detail_of(&failed)),
        }
    }

    /// The rows of a query, in its order.
    fn rows<T>(
        &self,
        sql: &str,
        params: impl rusqlite::Params,
        make: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map(params, make)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// As [`Book::rows`] for many rows: `make` gets the places of the named columns.
    fn rows_with<T, const N: usize>(
        &self,
        sql: &str,
        params: impl rusqlite::Params,
        columns: [&str; N],
        mut make: impl FnMut(&Row<'_>, &[usize; N]) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let at = places(&statement, columns)?;
        let rows = statement.query_map(params, |row| make(row, &at))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The one row of a query that has one.
    fn row<T>(
        &self,
        sql: &str,
        params: impl rusqlite::Params,
        make: impl FnOnce(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<T> {
        Ok(self.conn.prepare_cached(sql)?.query_row(params, make)?)
    }

    /// The connection, for the queries of this module's files.
    pub(in crate::store) fn conn(&self) -> &Connection {
        &self.conn
    }
}

/// Finds columns by name once a result, not once a row.
fn places<const N: usize>(statement: &Statement<'_>, names: [&str; N]) -> rusqlite::Result<[usize; N]> {
    let mut found = [0; N];
    for (place, name) in found.iter_mut().zip(names) {
        *place = statement.column_index(name)?;
    }
    Ok(found)
}

/// Refuses a place where something is, be it a link to nowhere.
fn check_free(path: &Path) -> Result<()> {
    match path.symlink_metadata() {
        Ok(_) => Err(of(path, Error::new("book.exists"))),
        Err(_) => Ok(()),
    }
}

/// An error that names its file, where it names none yet.
fn of(path: &Path, e: Error) -> Error {
    let named = !e.code.starts_with("book.") || e.params.contains_key("path");
    if named { e } else { e.with("path", path.display()) }
}

/// Reads every page of an open file: seals, structure, references, journal.
fn check(conn: &Connection) -> Result<()> {
    open::check_seals(conn)?;
    for pragma in ["integrity_check", "foreign_key_check"] {
        let mut statement = conn.prepare(&format!("PRAGMA {pragma}"))?;
        let mut rows = statement.query([])?;
        if let Some(row) = rows.next()? {
            let first = match row.get_ref(0)? {
                rusqlite::types::ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                other => format!("{other:?}"),
            };
            if first != "ok" {
                return Err(Error::new("book.damaged").with("detail", format!("{pragma}: {first}")));
            }
        }
    }
    journal::check(conn)
}

/// A draft in a folder, for a name of its own later.
fn draft_in(folder: &Path) -> Result<TempPath> {
    disk::draft_in(folder).map(tempfile::NamedTempFile::into_temp_path).map_err(|e| disk_error(&e))
}

/// Writes a new book as a draft, in one transaction, and closes it.
fn make(draft: &Path, key: &Key, new: &NewBook, session: &Session) -> Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(draft, flags)?;
    key.apply(&conn)?;
    conn.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA synchronous = FULL; BEGIN;",
    )?;
    migrate::make_fresh(&conn)?;
    let unit_id = UnitId(session.new_id());
    conn.execute(
        "INSERT INTO unit (id, parent_id, kind, name, name_fold, code, position) VALUES (?1, NULL, ?2, ?3, ?4, ?5, 0)",
        params![unit_id, new.kind, new.name, crate::domain::text::fold(&new.name), new.code],
    )?;
    // Generated codes say where they come from, so that two books never generate the same one for two people.
    let code_prefix = if new.code.is_empty() { "CD-".to_owned() } else { format!("{}-", new.code) };
    conn.execute(
        "INSERT INTO book (id, level, unit_id, above, created_at, code_prefix, next_code, signing_seed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7)",
        params![
            session.new_id().to_string(),
            new.level,
            unit_id,
            serde_json::to_string(&new.above).unwrap_or_default(),
            Plain(session.now()),
            code_prefix,
            *Zeroizing::new(summaries::hex(session.new_secret()?.as_ref())),
        ],
    )?;
    migrate::seal(&conn, migrate::VERSION)?;
    conn.execute_batch("COMMIT")?;
    conn.close().map_err(|(_, e)| e)?;
    Ok(())
}

/// Gives a finished and synced draft its name, never over something that is there; the name is on the disk then.
fn publish(draft: TempPath, path: &Path) -> Result<()> {
    draft.persist_noclobber(path).map_err(|e| disk_error(&e.error))?;
    // What is not sure to be there was not made.
    disk::sync_folder(disk::folder_of(path)).map_err(|e| take_back(path, disk_error(&e)))
}

/// Takes a new file away that was refused: ours, and nothing else has it. Says so when the disk does not even allow that.
fn take_back(path: &Path, refused: Error) -> Error {
    match std::fs::remove_file(path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
            Error::new("book.left").with("path", path.display()).with("detail", detail_of(&refused))
        }
        _ => refused,
    }
}

/// Takes away what SQLite leaves beside a file of ours that could not be finished.
fn clean<T>(path: &Path, done: Result<T>) -> Result<T> {
    done.inspect_err(|_| clear_beside(path))
}

fn clear_beside(path: &Path) {
    for ending in ["-journal", "-wal", "-shm"] {
        let _ = std::fs::remove_file(open::beside(path, ending));
    }
}

/// A change that stands, though the disk failed to keep it.
fn unsynced(failed: &Error) -> Error {
    Error::new("book.done_unsynced").with("detail", detail_of(failed))
}

fn detail_of(e: &Error) -> &str {
    e.params.get("detail").map_or(e.code, String::as_str)
}

/// What a failed file operation means for the user.
fn disk_error(e: &std::io::Error) -> Error {
    use std::io::ErrorKind;
    Error::new(match e.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "book.disk_full",
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => "book.read_only",
        ErrorKind::NotFound | ErrorKind::NotADirectory => "book.folder_missing",
        ErrorKind::AlreadyExists => "book.exists",
        _ => "book.disk_failed",
    })
    // Its number: the words of a system are in one language.
    .with(
        "detail",
        e.raw_os_error().map_or_else(|| format!("{:?}", e.kind()), |number| format!("errno {number}")),
    )
}

/// Begins the detail of an error that SQLite told.
const SQLITE: &str = "SQLite ";

impl From<rusqlite::Error> for Error {
    fn from(e: rusqlite::Error) -> Self {
        // A value that no book holds: it says so itself.
        let e = match e {
            rusqlite::Error::ToSqlConversionFailure(refused) => match refused.downcast::<Self>() {
                Ok(refused) => return *refused,
                Err(other) => rusqlite::Error::ToSqlConversionFailure(other),
            },
            e => e,
        };
        let dangling = Some(rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY);
        if e.sqlite_error().map(|e| e.extended_code) == dangling {
            return Error::new("book.dangling").with("detail", e);
        }
        let code = match e.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => "book.damaged",
            Some(ErrorCode::DiskFull) => "book.disk_full",
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => "book.read_only",
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => "book.disk_failed",
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                return Error::new("book.busy").with("who", messages::word("book.busy.somebody"));
            }
            // A schema that could not be read.
            Some(ErrorCode::Unknown) if e.to_string().starts_with("no such ") => "book.disk_failed",
            _ => return Error::new("book.failed").with("detail", e),
        };
        let number = e.sqlite_error().map(|e| e.extended_code).unwrap_or_default();
        Error::new(code).with("detail", format!("{SQLITE}{number}"))
    }
}
