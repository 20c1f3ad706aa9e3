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
pub mod people;
pub mod register;
pub mod reports;
pub mod rosters;
mod rounds;
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
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, Row, Statement, params};
use serde::Serialize;

pub use self::backup::{Backup, BackupReason, Verifying, backups_of};
pub use self::history::{JournalEntry, JournalFilter, JournalPage, KindCount};
pub use self::journal::{OperationView, Undone};
use self::key::Key;
use self::lock::Lock;
pub use self::members::MemberView;
pub(crate) use self::rounds::Houses;
use self::values::Plain;
use crate::domain::ids::{OperationId, UnitId};
use crate::domain::search::PeopleIndex;
use crate::domain::unit::Level;
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
    path: PathBuf,
    key: Key,
    day_backup: Option<Verifying>,
    backup_failure: Option<Error>,
    /// With the last line of the journal that it knows of.
    people_index: Option<(PeopleIndex, i64)>,
    /// With the question that it answers, and the last line of the journal that it knows of.
    long_list: Option<(String, i64, Arc<dyn Any + Send + Sync>)>,
    touched: BTreeSet<String>,
    _lock: Lock,
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
    /// Makes a new book at `path`, which must not exist, and opens it.
    ///
    /// # Errors
    /// `book.exists`, `book.passphrase_short`, `book.folder_missing`, `book.read_only`, `book.disk_full`, `book.busy`;
    /// no file is left behind.
    pub fn create(path: &Path, passphrase: &str, new: &NewBook, session: &Session) -> Result<Self> {
        key::check_strength(passphrase)?;
        let at = |e: Error| e.with("path", path.display());
        if path.exists() {
            return Err(at(Error::new("book.exists")));
        }
        let mut lock = Lock::take(path).map_err(at)?;
        let key = Key::new(passphrase, key::new_salt(session))?;
        let draft = draft_of(path);
        let made = make(&draft, &key, new, session).and_then(|()| publish(&draft, path));
        if let Err(e) = made {
            // What is there is our own unfinished draft.
            let _ = std::fs::remove_file(&draft);
            return Err(at(e));
        }
        lock.keep();
        let conn = connect(path, &key).map_err(at)?;
        Ok(Self {
            conn,
            closed: false,
            path: path.to_owned(),
            key,
            day_backup: None,
            backup_failure: None,
            people_index: None,
            long_list: None,
            touched: BTreeSet::new(),
            _lock: lock,
        })
    }

    /// Opens a book; raises it to this program's schema (after a backup) and begins the day's backup.
    /// When the day's backup fails the book still opens: see [`Book::backup_failure`].
    ///
    /// # Errors
    /// `book.not_found`, `book.folder_missing`, `book.not_a_book`, `book.wrong_passphrase`, `book.newer_version`,
    /// `book.busy`, `book.read_only`, `book.damaged`; nothing is written then.
    pub fn open(path: &Path, passphrase: &str, session: &Session) -> Result<Self> {
        Self::open_with(path, passphrase, session, migrate::VERSION, migrate::STEPS)
            .map_err(|e| e.with("path", path.display()))
    }

    fn open_with(
        path: &Path,
        passphrase: &str,
        session: &Session,
        version: u32,
        steps: &[migrate::Step],
    ) -> Result<Self> {
        let whole = look_at(path)?;
        if std::fs::metadata(path).map_err(|e| disk_error(&e))?.permissions().readonly() {
            return Err(Error::new("book.read_only"));
        }
        let mut lock = Lock::take(path)?;
        let key = Key::new(passphrase, key::salt_of(path)?)?;
        let (conn, found) = unlock_book(path, &key, whole, version)?;
        set_up(&conn)?;
        lock.keep();
        let mut book = Self {
            conn,
            closed: false,
            path: path.to_owned(),
            key,
            day_backup: None,
            backup_failure: None,
            people_index: None,
            long_list: None,
            touched: BTreeSet::new(),
            _lock: lock,
        };
        if found < version {
            book.backup_before(session, BackupReason::Upgrade)?.finish()?;
            book.conn.pragma_update(None, "query_only", false)?;
            migrate::upgrade(&book.conn, found, steps)?;
            book.conn.pragma_update(None, "query_only", true)?;
        }
        match book.backup_of_the_day(session) {
            Ok(backup) => book.day_backup = backup,
            Err(e) => book.backup_failure = Some(e),
        }
        Ok(book)
    }

    /// Why the day's backup, begun at opening, could not be made, if it could not: to be told, work goes on. Waits for
    /// its end.
    pub fn backup_failure(&mut self) -> Option<&Error> {
        if let Some(backup) = self.day_backup.take() {
            self.backup_failure = backup.finish().err();
        }
        self.backup_failure.as_ref()
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
        Ok(Key::new(passphrase, key::salt_of(&self.path)?)?.is_same(&self.key))
    }

    /// Gives the book a new passphrase. The new file is made beside, verified and put in the place of the old one in
    /// one step, so that a power cut leaves either the old or the new. Backups made before keep the old passphrase.
    ///
    /// # Errors
    /// `book.passphrase_short`; the book's own, such as `book.disk_full`: the old passphrase then still holds.
    pub fn change_passphrase(&mut self, new: &str) -> Result<()> {
        key::check_strength(new)?;
        let key = Key::new(new, key::salt_of(&self.path)?)?;
        let draft = draft_of(&self.path);
        let expect = backup::counts(&self.conn)?;
        self.close()?;
        let done = backup::copy(&self.path, &draft)
            .and_then(backup::keep)
            .and_then(|()| self.key.replace(&draft, &key))
            .and_then(|()| backup::verify(&draft, &key, &expect))
            .and_then(|()| std::fs::rename(&draft, &self.path).map_err(|e| disk_error(&e)));
        if done.is_ok() {
            self.key = key;
        } else {
            // Our own unfinished copy.
            let _ = std::fs::remove_file(&draft);
        }
        self.reopen()?;
        done
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
        self.reopen().map_err(|e| Error::new("book.disk_failed").with("detail", e.sentence()))
    }

    /// Reads the whole file: every page's seal, the structure, the references.
    ///
    /// # Errors
    /// `book.damaged` with the first finding in `detail`.
    pub fn check(&self) -> Result<()> {
        // The seals are looked at in the file alone: a page that a power cut tore there may stand whole in the log.
        self.conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
        for pragma in ["cipher_integrity_check", "integrity_check", "foreign_key_check"] {
            let mut statement = self.conn.prepare(&format!("PRAGMA {pragma}"))?;
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
        Ok(())
    }

    /// The one door for change: one job, one transaction, one journal entry, one undo step (DESIGN §3 rule 3).
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
        let door = Door::open(&self.conn)?;
        let before = journal::last_change(&self.conn)?;
        let (value, undoes) = change(&Tx { book: self })?;
        let entry = journal::write_entry(&self.conn, session, kind, &params, before, undoes)?;
        session.check_stop()?;
        self.conn.execute_batch("COMMIT")?;
        drop(door);
        let (operation, tables) = entry.unzip();
        let touched: Vec<String> = tables.unwrap_or_default().into_keys().collect();
        self.touched.extend(touched.iter().cloned());
        self.touched.extend(operation.map(|_| "operation".to_owned()));
        Ok(Done { value, operation, touched })
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

/// Refuses what cannot be a book before anything is asked or written. `false`: the length is not that of whole pages.
fn look_at(path: &Path) -> Result<bool> {
    use std::io::{ErrorKind, Read};
    let missing_folder = || path.parent().is_some_and(|p| !p.as_os_str().is_empty() && !p.exists());
    // Windows says of a folder only that it may not be read.
    if path.is_dir() {
        return Err(Error::new("book.not_a_book"));
    }
    let mut file = std::fs::File::open(path).map_err(|e| match e.kind() {
        ErrorKind::NotFound if missing_folder() => Error::new("book.folder_missing"),
        ErrorKind::NotFound => Error::new("book.not_found"),
        _ => disk_error(&e),
    })?;
    let meta = file.metadata().map_err(|e| disk_error(&e))?;
    if !meta.is_file() || meta.len() < PAGE {
        return Err(Error::new("book.not_a_book"));
    }
    // The first bytes of a book are random. Those of a plain SQLite file, a workbook or a PDF are not.
    let mut head = [0; 16];
    file.read_exact(&mut head).map_err(|e| disk_error(&e))?;
    let known: [&[u8]; 5] = [b"SQLite format 3\0", b"PK\x03\x04", b"\xD0\xCF\x11\xE0", b"%PDF", b"<!DOCTYPE"];
    if known.iter().any(|magic| head.starts_with(magic)) {
        return Err(Error::new("book.not_a_book"));
    }
    // A page at the end that was written in part stands whole in the log: opening puts it in its place.
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    Ok(meta.len() % PAGE == 0 || std::fs::metadata(log).is_ok_and(|log| log.len() > 0))
}

/// Page size of SQLCipher 4.
const PAGE: u64 = 4096;

fn draft_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".dangtao");
    path.with_file_name(name)
}

/// Writes a new book as a draft, in one transaction, and closes it.
fn make(draft: &Path, key: &Key, new: &NewBook, session: &Session) -> Result<()> {
    // Left by a program that was killed here: no book yet.
    if draft.exists() {
        std::fs::remove_file(draft).map_err(|e| disk_error(&e))?;
    }
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
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
            summaries::hex(&session.new_secret()?),
        ],
    )?;
    migrate::seal(&conn, migrate::VERSION)?;
    conn.execute_batch("COMMIT")?;
    conn.close().map_err(|(_, e)| e)?;
    Ok(())
}

/// Gives a finished draft its name, never over a file that is there.
fn publish(draft: &Path, path: &Path) -> Result<()> {
    if path.exists() {
        return Err(Error::new("book.exists"));
    }
    std::fs::rename(draft, path).map_err(|e| disk_error(&e))
}

/// Opens the file with the key and sets the connection up; the door is shut (`query_only`).
fn connect(path: &Path, key: &Key) -> Result<Connection> {
    let conn = unlock(path, key)?;
    set_up(&conn)?;
    Ok(conn)
}

/// Opens the file with the key and reads for the first time. Writes nothing.
fn unlock(path: &Path, key: &Key) -> Result<Connection> {
    let conn = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    key.apply(&conn)?;
    conn.busy_timeout(Duration::from_millis(500))?;
    // One program at a time, no file of shared memory, also on a network drive. Before the first read, or that file is made.
    conn.execute_batch("PRAGMA locking_mode = EXCLUSIVE")?;
    // The first read finds a wrong key; before it nothing is written.
    conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).map_err(|e| {
        let unreadable = e.sqlite_error_code() == Some(ErrorCode::NotADatabase);
        if unreadable { Error::new("book.wrong_passphrase") } else { e.into() }
    })?;
    Ok(conn)
}

/// As [`unlock`], for a book of at most `version`; gives its version. `whole`: its length is that of whole pages.
fn unlock_book(path: &Path, key: &Key, whole: bool, version: u32) -> Result<(Connection, u32)> {
    let conn = match unlock(path, key) {
        Err(e) if e.code == "book.wrong_passphrase" && !whole => {
            return Err(Error::new("book.not_a_book"));
        }
        Ok(_) if !whole => return Err(Error::new("book.damaged").with("detail", "length")),
        other => other?,
    };
    let found = migrate::version(&conn)?;
    if found > version {
        return Err(Error::new("book.newer_version"));
    }
    Ok((conn, found))
}

fn set_up(conn: &Connection) -> Result<()> {
    conn.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         -- So that REPLACE fires the journal's triggers for the row that it removes.
         PRAGMA recursive_triggers = ON;
         PRAGMA secure_delete = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA trusted_schema = OFF;
         PRAGMA cache_size = -131072;
         PRAGMA journal_size_limit = 67108864;
         PRAGMA query_only = ON;",
    )?;
    conn.set_prepared_statement_cache_capacity(256);
    Ok(())
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
    .with("detail", e)
}

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
            _ => "book.failed",
        };
        Error::new(code).with("detail", e)
    }
}
