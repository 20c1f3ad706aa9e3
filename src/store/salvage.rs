//! Salvage (cứu sổ): what can still be read of a damaged book goes into a new one; what cannot is told row by row.
//!
//! A page whose seal is broken cannot be read at all, and SQLite gives a table up there. So each table is read up to where
//! it fails, and on from the next row that must be there: the journal and the indexes, on other pages, name the rows.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use rusqlite::types::{FromSql, Value};
use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, Statement, ToSql, params_from_iter};
use serde::Serialize;
use tempfile::TempPath;

use super::file::{beside, check_free, clear_drafts, disk_error, draft_in, folder_of, keep, of, publish};
use super::journal::entries::{Tables, insert_entry, last_change};
use super::key::{self, Key};
use super::lock::Lock;
use super::open::{self, PAGE, check};
use super::tables::{JOURNAL, Reference, columns, quoted, references};
use super::{Book, migrate};
use crate::disk;
use crate::domain::as_count;
use crate::error::{Error, Result};
use crate::session::Session;

/// A book that was made of what can be read of a damaged one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Salvaged {
    /// The new book.
    pub path: PathBuf,
    /// How much of each table there is.
    pub tables: Vec<SalvagedTable>,
    /// What is missing, row by row.
    pub lost: Vec<LostRow>,
}

/// How much of a table there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct SalvagedTable {
    /// The table.
    pub table: String,
    /// Rows that are in the new book.
    pub read: u32,
    /// Rows that are not.
    pub lost: u32,
}

/// One row that is missing, or that misses something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, ts_rs::TS)]
pub struct LostRow {
    /// The table.
    pub table: String,
    /// Its id.
    pub row: String,
    /// Why.
    pub why: Lost,
}

/// Why a row is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Lost {
    /// It stood on a damaged page.
    Unreadable,
    /// It belongs to a row that stood on one.
    Dangling,
    /// It is there, but no longer says what it referred to.
    Reference,
}

impl Book {
    /// Makes a new book at `out` of what can be read of the damaged one at `path`, which stays as it is.
    ///
    /// # Errors
    /// `book.beyond_salvage` when the first pages are lost, which say what the others are; as [`Book::open`] for the
    /// damaged book, as [`Book::create`] for the new one.
    pub fn salvage(path: &Path, passphrase: &str, out: &Path, session: &Session) -> Result<Salvaged> {
        session.check_clock()?;
        let of_old = |e| of(path, e);
        let real = open::real(path);
        let key = open::find_key_of_any(&real, passphrase).map_err(of_old)?;
        check_free(out)?;
        let of_new = |e| of(out, e);
        let lock = Lock::take(out).map_err(of_new)?;
        clear_drafts(out);
        let folder = folder_of(out);
        let make = || -> Result<_> {
            let copy = copy_readable(&real, &folder).map_err(of_new)?;
            let mut source = Source::open(&copy, &key).map_err(of_old)?;
            let new_key = Key::new(passphrase, key::new_salt(session))?;
            let draft = draft_in(&folder).map_err(of_new)?;
            let filled = fill(&mut source, &draft, &new_key, session).map_err(of_old)?;
            open::connect(&draft, &new_key).and_then(|conn| check(&conn)).map_err(of_new)?;
            keep(&draft).map_err(of_new)?;
            publish(draft, out).map_err(of_new)?;
            Ok(filled)
        };
        let made = make();
        // A log of the copy, if it could not be taken in.
        clear_drafts(out);
        drop(lock);
        let (tables, lost) = made?;
        Ok(Salvaged { path: out.to_owned(), tables, lost })
    }
}

/// Copies what a drive gives of the whole pages; what it does not give stays empty, which no seal is right for. The log, if
/// one was left, goes along and is taken in.
fn copy_readable(from: &Path, folder: &Path) -> Result<TempPath> {
    let copied = (|| {
        let mut source = File::open(from)?;
        let mut draft = disk::draft_in(folder)?;
        let mut page = vec![0; usize::try_from(PAGE).unwrap_or_default()];
        for number in 0..source.metadata()?.len() / PAGE {
            let read = source.seek(SeekFrom::Start(number * PAGE)).and_then(|_| source.read_exact(&mut page));
            if read.is_err() {
                page.fill(0);
            }
            draft.write_all(&page)?;
        }
        let draft = draft.into_temp_path();
        let log = beside(from, "-wal");
        if fs::metadata(&log).is_ok_and(|log| log.is_file() && log.len() > 0) {
            fs::copy(log, beside(&draft, "-wal"))?;
        }
        Ok(draft)
    })();
    copied.map_err(|e: std::io::Error| disk_error(&e))
}

/// The damaged book, as far as it can be read.
struct Source<'a> {
    path: &'a Path,
    key: &'a Key,
    conn: Connection,
    version: u32,
    /// Type, name, table and SQL of what the schema has.
    schema: Vec<[String; 4]>,
}

fn beyond<T>(e: Error) -> Result<T> {
    match e.code {
        "book.not_a_book" | "book.newer_version" => Err(e),
        _ => Err(Error::new("book.beyond_salvage")),
    }
}

impl<'a> Source<'a> {
    fn open(path: &'a Path, key: &'a Key) -> Result<Self> {
        // Takes the log in, if there is one; without it the pages are as they were before.
        drop(open::unlock(path, key).map(Connection::close));
        let read = || -> Result<_> {
            let conn = open::connect_to_salvage(path, key)?;
            let version = open::version_of(&conn, migrate::VERSION)?;
            let schema = conn
                .prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid")?
                .query_map([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]))?
                .collect::<rusqlite::Result<_>>()?;
            Ok((conn, version, schema))
        };
        let (conn, version, schema) = read().or_else(beyond)?;
        Ok(Self { path, key, conn, version, schema })
    }

    /// Gives the rows of a query to `take`, as far as they can be read; whether to the end.
    fn read(
        &mut self,
        sql: &str,
        params: &[&dyn ToSql],
        take: impl FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<bool> {
        let whole = read_rows(&self.conn, sql, params, take)?;
        if !whole {
            // SQLCipher gives a connection up that met a broken seal.
            self.conn = open::connect_to_salvage(self.path, self.key)?;
        }
        Ok(whole)
    }

    fn of_type(&self, kind: &str) -> Vec<[String; 4]> {
        let ours = |name: &str| !name.starts_with("sqlite_");
        self.schema.iter().filter(|[type_of, name, ..]| type_of == kind && ours(name)).cloned().collect()
    }
}

fn read_rows(
    conn: &Connection,
    sql: &str,
    params: &[&dyn ToSql],
    mut take: impl FnMut(&Row<'_>) -> Result<()>,
) -> Result<bool> {
    // Refused also where an index does not hold all rows.
    let Ok(mut statement) = conn.prepare(sql) else { return Ok(false) };
    let mut rows = statement.query(params)?;
    loop {
        match rows.next() {
            Ok(Some(row)) => take(row)?,
            Ok(None) => return Ok(true),
            Err(_) => return Ok(false),
        }
    }
}

/// One table on its way.
struct Table<'a, 'b> {
    name: &'a str,
    key: &'a str,
    session: &'a Session,
    insert: Statement<'b>,
}

impl Table<'_, '_> {
    /// Reads all that can be read: how many rows, and those of `expected` that cannot be read.
    fn walk<K>(&mut self, source: &mut Source<'_>, mut expected: BTreeSet<K>) -> Result<(u32, Vec<K>)>
    where
        K: Ord + Clone + ToSql + FromSql,
    {
        let table = quoted(self.name);
        let key = self.key;
        let (mut read, mut lost, mut odd) = (0, Vec::new(), Vec::new());
        let mut last: Option<K> = None;
        let mut copy = |source: &mut Source<'_>, sql: &str, params: &[&dyn ToSql], last: &mut Option<K>| {
            source.read(sql, params, |row| {
                let columns = row.as_ref().column_count();
                let values = (0..columns).map(|at| row.get::<_, Value>(at));
                let values = values.collect::<rusqlite::Result<Vec<_>>>()?;
                let id: K = row.get(key)?;
                // A page of another time, put back in its place, may say what another one says.
                if self.insert.execute(params_from_iter(values))? == 1 {
                    read += 1;
                } else {
                    odd.push(id.clone());
                }
                *last = Some(id);
                if read % 1024 == 0 { self.session.check_stop() } else { Ok(()) }
            })
        };
        let all = format!("SELECT * FROM {table} ORDER BY {key}");
        let mut whole = copy(source, &all, &[], &mut last)?;
        while !whole {
            // On from the next row that must be there.
            if let Some(last) = &last {
                expected = expected.split_off(last);
                expected.remove(last);
            }
            let Some(next) = expected.pop_first() else { break };
            let one = format!("SELECT 1 FROM {table} WHERE {key} = ?1");
            if source.read(&one, &[&next], |_| Ok(()))? {
                let from = format!("SELECT * FROM {table} WHERE {key} >= ?1 ORDER BY {key}");
                whole = copy(source, &from, &[&next], &mut last)?;
            } else {
                self.session.check_stop()?;
                lost.push(next);
            }
        }
        if !whole {
            // Nobody knows what comes after: from the end back.
            let mut first: Option<K> = None;
            let back = format!("SELECT * FROM {table} WHERE ?1 IS NULL OR {key} > ?1 ORDER BY {key} DESC");
            copy(source, &back, &[&last.clone().or_else(|| lost.last().cloned())], &mut first)?;
        }
        lost.append(&mut odd);
        Ok((read, lost))
    }
}

/// Fills the new file; the tables and what is missing.
fn fill(
    source: &mut Source<'_>,
    draft: &Path,
    key: &Key,
    session: &Session,
) -> Result<(Vec<SalvagedTable>, Vec<LostRow>)> {
    let conn = Connection::open_with_flags(
        draft,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    key.apply(&conn)?;
    // Synced as a whole at the end.
    conn.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; BEGIN;")?;
    let tables: Vec<String> = source.of_type("table").into_iter().map(|[_, name, ..]| name).collect();
    for [.., sql] in source.of_type("table") {
        conn.execute_batch(&sql)?;
    }
    let mut found = Vec::new();
    let mut lost = Vec::new();
    // The journal first: it names the rows of the others.
    for name in JOURNAL {
        let numbers = (1..=last_number(source, &conn, name)?).collect::<BTreeSet<i64>>();
        take(source, &conn, session, (name, "seq"), numbers, &mut found, &mut lost)?;
    }
    let mut named = rows_of_the_journal(&conn)?;
    for name in tables.iter().filter(|name| !JOURNAL.contains(&name.as_str())) {
        let mut ids = named.remove(name).unwrap_or_default();
        for [_, index, ..] in source.of_type("index").iter().filter(|[_, _, of_table, _]| of_table == name) {
            let sql = format!("SELECT id FROM {} INDEXED BY {index}", quoted(name));
            source.read(&sql, &[], |row| {
                ids.insert(row.get(0)?);
                Ok(())
            })?;
        }
        take(source, &conn, session, (name, "id"), ids, &mut found, &mut lost)?;
    }
    for [.., sql] in source.of_type("index") {
        conn.execute_batch(&sql)?;
    }
    drop_dangling(&conn, &mut found, &mut lost)?;
    let whole: Option<i64> = conn
        .query_row("SELECT 1 FROM book b JOIN unit u ON u.id = b.unit_id", [], |row| row.get(0))
        .optional()?;
    if whole.is_none() {
        return Err(Error::new("book.beyond_salvage"));
    }
    // What was done before can be read, not be undone: its lines may be missing. New lines are counted on from the last.
    let last = last_change(&conn)?;
    conn.execute(
        "UPDATE operation SET schema_version = 0, first_change = min(first_change, ?1 + 1), last_change = min(last_change, ?1),
           undoes = (SELECT seq FROM operation o WHERE o.seq = operation.undoes),
           undone_by = (SELECT seq FROM operation o WHERE o.seq = operation.undone_by)",
        [last],
    )?;
    let sum = |count: fn(&SalvagedTable) -> u32| found.iter().map(count).sum::<u32>();
    let said = serde_json::json!({ "read": sum(|t| t.read), "lost": sum(|t| t.lost) }).to_string();
    let none = Tables::new();
    insert_entry(&conn, session, ("salvage", &said), (last + 1, last), &none, None)?;
    // Where all entries are lost this one is the first, and lines before it are no gap.
    conn.execute("UPDATE operation SET schema_version = 0, chain = ''", [])?;
    migrate::seal(&conn, source.version)?;
    conn.execute_batch("COMMIT")?;
    conn.close().map_err(|(_, e)| e)?;
    found.sort_by(|a, b| a.table.cmp(&b.table));
    lost.sort();
    Ok((found, lost))
}

/// Takes what there is of one table.
fn take<K>(
    source: &mut Source<'_>,
    conn: &Connection,
    session: &Session,
    (name, key): (&str, &str),
    expected: BTreeSet<K>,
    found: &mut Vec<SalvagedTable>,
    lost: &mut Vec<LostRow>,
) -> Result<()>
where
    K: Ord + Clone + Display + ToSql + FromSql,
{
    let columns = columns(conn, name)?.len();
    let places = vec!["?"; columns].join(", ");
    let insert = conn.prepare(&format!("INSERT OR IGNORE INTO {} VALUES ({places})", quoted(name)))?;
    let (read, gone) = Table { name, key, session, insert }.walk(source, expected)?;
    found.push(SalvagedTable { table: name.to_owned(), read, lost: as_count(gone.len()) });
    lost.extend(gone.into_iter().map(|row| LostRow {
        table: name.to_owned(),
        row: row.to_string(),
        why: Lost::Unreadable,
    }));
    Ok(())
}

/// The last number of a table of the journal, by whatever still tells it.
fn last_number(source: &mut Source<'_>, conn: &Connection, name: &str) -> Result<i64> {
    let mut last: i64 = if name == "change" {
        conn.query_row("SELECT coalesce(max(last_change), 0) FROM operation", [], |row| row.get(0))?
    } else {
        0
    };
    let index = "SELECT seq FROM operation INDEXED BY sqlite_autoindex_operation_1";
    let newest = format!("SELECT max(seq) FROM {name}");
    for sql in [newest.as_str()].into_iter().chain((name == "operation").then_some(index)) {
        source.read(sql, &[], |row| {
            last = last.max(row.get::<_, Option<i64>>(0)?.unwrap_or_default());
            Ok(())
        })?;
    }
    Ok(last)
}

/// The rows that there are by the lines of the journal, by table.
fn rows_of_the_journal(conn: &Connection) -> Result<BTreeMap<String, BTreeSet<String>>> {
    let mut named: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut statement = conn.prepare("SELECT place, row_id, action FROM change ORDER BY seq")?;
    let mut lines = statement.query([])?;
    while let Some(line) = lines.next()? {
        let rows = named.entry(line.get("place")?).or_default();
        let id: String = line.get("row_id")?;
        if line.get_ref("action")?.as_str() == Ok("delete") {
            rows.remove(&id);
        } else {
            rows.insert(id);
        }
    }
    Ok(named)
}

/// Takes rows out that belong to one that is gone, and those that belong to them. Where a row need not refer to anything it
/// stays without: a visit is worth more than who made it.
fn drop_dangling(conn: &Connection, found: &mut [SalvagedTable], lost: &mut Vec<LostRow>) -> Result<()> {
    loop {
        let mut more = false;
        for Reference { child, column, parent } in references(conn)? {
            let own = if JOURNAL.contains(&child.as_str()) { "seq" } else { "id" };
            let other = if parent == "operation" { "seq" } else { "id" };
            let (table, column) = (quoted(&child), quoted(&column));
            let gone =
                format!("{column} IS NOT NULL AND {column} NOT IN (SELECT {other} FROM {})", quoted(&parent));
            let rows: Vec<String> = conn
                .prepare(&format!("SELECT CAST({own} AS TEXT) FROM {table} WHERE {gone}"))?
                .query_map([], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            if rows.is_empty() {
                continue;
            }
            more = true;
            let needed: bool = conn.query_row(
                "SELECT \"notnull\" OR ?1 = 'match' FROM pragma_table_info(?1) WHERE '\"' || name || '\"' = ?2",
                [&child, &column],
                |row| row.get(0),
            )?;
            if needed {
                conn.execute(&format!("DELETE FROM {table} WHERE {gone}"), [])?;
                let count = as_count(rows.len());
                for table in found.iter_mut().filter(|table| table.table == child) {
                    table.read = table.read.saturating_sub(count);
                    table.lost = table.lost.saturating_add(count);
                }
            } else {
                conn.execute(&format!("UPDATE {table} SET {column} = NULL WHERE {gone}"), [])?;
            }
            let why = if needed { Lost::Dangling } else { Lost::Reference };
            lost.extend(rows.into_iter().map(|row| LostRow { table: child.clone(), row, why }));
        }
        if !more {
            return Ok(());
        }
    }
}
