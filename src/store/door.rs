//! The door: every change of a book is one job, one transaction, one journal entry, one undo step.

use std::cell::RefCell;
use std::ops::Deref;

use rusqlite::{Connection, Row, Statement, params};
use serde::Serialize;

use super::Book;
use super::file::{detail_of, unsynced};
use super::journal::entries::{self, Note, Tables};
use super::rights::check_units;
use crate::domain::ids::OperationId;
use crate::error::{Error, Result};
use crate::session::Session;

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

/// The open door: a book in the middle of [`Book::transact`]. Writes are methods of it. Writes of many rows say
/// `INSERT OR FAIL`: SQLite then need not be able to take back a single statement (any `Err` rolls all of them back),
/// which with the journal's triggers saves a third of the time.
pub struct Tx<'a> {
    pub(super) book: &'a Book,
    /// Entries that the change has beside its own.
    notes: RefCell<Vec<Note>>,
}

impl Deref for Tx<'_> {
    type Target = Book;

    fn deref(&self) -> &Book {
        self.book
    }
}

impl<'a> Tx<'a> {
    pub(super) fn of(book: &'a Book) -> Self {
        Self { book, notes: RefCell::default() }
    }

    /// Notes in the journal, together with the change, that it wrote a file: what is refused is neither written nor noted.
    pub fn note_beside(&self, kind: &'static str, params: &impl Serialize) -> Result<()> {
        let params =
            serde_json::to_string(params).map_err(|e| Error::new("book.failed").with("detail", e))?;
        self.notes.borrow_mut().push((kind, params));
        Ok(())
    }

    /// A part of a change that is taken or left as a whole: what fails has changed nothing, and the rest goes on.
    pub fn attempt<T>(&self, part: impl FnOnce() -> Result<T>) -> Result<T> {
        self.conn.execute_batch("SAVEPOINT part")?;
        let done = part();
        self.conn.execute_batch(if done.is_ok() {
            "RELEASE part"
        } else {
            "ROLLBACK TO part; RELEASE part"
        })?;
        done
    }

    /// Runs one statement that writes. The many rows of an import give their values in order: finding places by name
    /// is a twentieth of their time.
    pub(super) fn write(&self, sql: &str, params: impl rusqlite::Params) -> Result<()> {
        self.conn.prepare_cached(sql)?.execute(params)?;
        Ok(())
    }
}

/// Ends a transaction that nobody committed, be it by `?` or by a panic, and shuts the door.
pub(super) struct Door<'a>(&'a Connection);

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
    /// Opens the door.
    pub(super) fn door(&self, session: &Session) -> Result<Door<'_>> {
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

    /// The dry run of a change: runs it, rolls it back and gives what it gave, so that a preview says what would happen. A file that it
    /// wrote stays, and so do the notes of such.
    ///
    /// # Errors
    /// As [`Book::transact`].
    pub fn rehearse<T>(&mut self, session: &Session, change: impl FnOnce(&Tx<'_>) -> Result<T>) -> Result<T> {
        // Dropped without a COMMIT.
        let door = self.door(session)?;
        let tx = Tx::of(self);
        let value = change(&tx)?;
        let notes = tx.notes.into_inner();
        drop(door);
        notes.into_iter().try_for_each(|note| self.enter_note(session, note))?;
        Ok(value)
    }

    /// As [`Book::transact`], for a change that finishes what the newest operation began: one entry, one step back.
    pub fn finish<T>(
        &mut self,
        session: &Session,
        newest: OperationId,
        change: impl FnOnce(&Tx<'_>) -> Result<T>,
    ) -> Result<Done<T>> {
        let change = |tx: &Tx<'_>| Ok((change(tx)?, ()));
        self.enter(session, change, |conn, before, (), notes| {
            let entry = entries::extend_entry(conn, newest, before)?;
            let after = entries::last_change(conn)?;
            Ok((entry, enter_notes(conn, session, notes, after)?))
        })
    }

    /// As [`Book::transact`], for a change that may say which operation it undoes.
    pub(super) fn run<T>(
        &mut self,
        session: &Session,
        kind: &str,
        params: impl Serialize,
        change: impl FnOnce(&Tx<'_>) -> Result<(T, Option<i64>)>,
    ) -> Result<Done<T>> {
        let params =
            serde_json::to_string(&params).map_err(|e| Error::new("book.failed").with("detail", e))?;
        self.enter(session, change, |conn, before, undoes, notes| {
            // Its own comes last: it is the newest, which another change may finish.
            let noted = enter_notes(conn, session, notes, before)?;
            Ok((entries::write_entry(conn, session, kind, &params, before, undoes)?, noted))
        })
    }

    /// Runs a change and has `note` enter its lines, those after the one it is given, in the journal; all of it or nothing. `note` gives
    /// the change's own entry, and the newest of those beside it.
    pub(super) fn enter<T, N>(
        &mut self,
        session: &Session,
        change: impl FnOnce(&Tx<'_>) -> Result<(T, N)>,
        note: impl FnOnce(&Connection, i64, N, &[Note]) -> Result<Entered>,
    ) -> Result<Done<T>> {
        let door = self.door(session)?;
        let before = entries::last_change(&self.conn)?;
        let tx = Tx::of(self);
        let (value, more) = change(&tx)?;
        let notes = tx.notes.into_inner();
        check_units(&self.conn, self.held, before)?;
        let (entry, noted) = note(&self.conn, before, more, &notes)?;
        session.check_stop()?;
        let last = entries::last_change(&self.conn)?;
        let committed = self.conn.execute_batch("COMMIT");
        drop(door);
        let (operation, tables) = entry.unzip();
        if let Err(e) = committed {
            return Err(self.after_failed_commit(e.into(), operation.or(noted).map(|entry| (entry, last))));
        }
        let touched: Vec<String> = tables.unwrap_or_default().into_keys().collect();
        if touched.iter().any(|table| table == "member") {
            // Who is gone, by undo too, opens nothing. A file that could not be written is made at the next opening.
            let _ = self.keep_keys();
        }
        self.touched.extend(touched.iter().cloned());
        self.touched.extend(operation.or(noted).map(|_| "operation".to_owned()));
        Ok(Done { value, operation, touched })
    }

    /// What is true after a COMMIT that failed, as when the log could not be synced: the log may hold the change all the
    /// same, and whoever opens the book next would find it.
    /// `entry`: the change's own, and its last line.
    pub(super) fn after_failed_commit(&mut self, failed: Error, entry: Option<(OperationId, i64)>) -> Error {
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
            let Some((id, last)) = entry else { return Ok(false) };
            let sql = "SELECT count(*) FROM operation WHERE id = ?1 AND last_change = ?2";
            Ok(self.conn.query_row(sql, params![id, last], |row| row.get::<_, bool>(0))?)
        });
        match found {
            Ok(true) => unsynced(&failed),
            Ok(false) => failed,
            Err(_) => Error::new("book.maybe_done").with("detail", detail_of(&failed)),
        }
    }

    /// The rows of a query, in its order.
    pub(super) fn rows<T>(
        &self,
        sql: &str,
        params: impl rusqlite::Params,
        make: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map(params, make)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// As [`Book::rows`] for many rows: `make` gets the places of the named columns.
    pub(super) fn rows_with<T, const N: usize>(
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
    pub(super) fn row<T>(
        &self,
        sql: &str,
        params: impl rusqlite::Params,
        make: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<T> {
        Ok(self.conn.prepare_cached(sql)?.query_row(params, make)?)
    }

    /// The connection, for the queries of this module's files.
    pub(super) fn conn(&self) -> &Connection {
        &self.conn
    }
}

/// The entry of a change with the tables that it touched, and the newest of those beside it.
pub(super) type Entered = (Option<(OperationId, Tables)>, Option<OperationId>);

/// Enters what a change has beside its own entry, after the line of this number; the newest.
fn enter_notes(
    conn: &Connection,
    session: &Session,
    notes: &[Note],
    after: i64,
) -> Result<Option<OperationId>> {
    let mut newest = None;
    for (kind, params) in notes {
        let lines = (after + 1, after);
        newest = Some(entries::insert_entry(conn, session, (*kind, params), lines, &Tables::new(), None)?);
    }
    Ok(newest)
}

/// Finds columns by name once a result, not once a row.
pub(super) fn places<const N: usize>(
    statement: &Statement<'_>,
    names: [&str; N],
) -> rusqlite::Result<[usize; N]> {
    let mut found = [0; N];
    for (place, name) in found.iter_mut().zip(names) {
        *place = statement.column_index(name)?;
    }
    Ok(found)
}
