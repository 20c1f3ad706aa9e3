//! The entries of the journal: written at the end of a change, looked over, told in a sentence.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, SecondsFormat};
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::chain::link;
use crate::domain::ids::OperationId;
use crate::domain::purpose;
use crate::domain::report::ReportForm;
use crate::domain::text::thousands;
use crate::error::{Error, Result};
use crate::messages;
use crate::session::Session;
use crate::store::values::Plain;
use crate::store::{Book, migrate};

/// Rows inserted, updated and deleted, by table.
pub(in crate::store) type Tables = BTreeMap<String, [u32; 3]>;

/// An entry without lines: its kind and its parameters.
pub(in crate::store) type Note = (&'static str, String);

/// When the book in an open file was written last.
pub(in crate::store) fn last_written(conn: &Connection) -> Result<Option<DateTime<FixedOffset>>> {
    // Times of the book have one offset, so their texts are in order.
    let last: Option<Plain<_>> = conn.query_row("SELECT max(at) FROM operation", [], |row| row.get(0))?;
    Ok(last.map(|at| at.0))
}

/// Whether every line belongs to one entry: the entries follow each other without a gap and end at the last line.
///
/// # Errors
/// `book.damaged`.
pub(in crate::store) fn check(conn: &Connection) -> Result<()> {
    // Entries of version 0 are what could be saved of a damaged book, as far as there are any.
    let gaps: i64 = conn.query_row(
        "SELECT count(*) FROM
           (SELECT schema_version, first_change, lag(last_change, 1, 0) OVER (ORDER BY seq) AS before,
              lag(schema_version, 1, schema_version) OVER (ORDER BY seq) AS version_before
            FROM operation)
         WHERE schema_version > 0 AND version_before > 0 AND first_change <> before + 1",
        [],
        |row| row.get(0),
    )?;
    let end: i64 =
        conn.query_row("SELECT coalesce(max(last_change), 0) FROM operation", [], |row| row.get(0))?;
    if gaps == 0 && end == last_change(conn)? {
        return Ok(());
    }
    Err(Error::new("book.damaged").with("detail", messages::word("book.damaged.journal")))
}

/// The number of the last line.
pub(in crate::store) fn last_change(conn: &Connection) -> Result<i64> {
    Ok(conn.prepare_cached("SELECT coalesce(max(seq), 0) FROM change")?.query_row([], |row| row.get(0))?)
}

/// Adds the lines after `before` to the newest entry: those are its own, too; `None` when there are none.
pub(in crate::store) fn extend_entry(
    conn: &Connection,
    newest: OperationId,
    before: i64,
) -> Result<Option<(OperationId, Tables)>> {
    let last = last_change(conn)?;
    if last == before {
        return Ok(None);
    }
    let added = count_lines(conn, before, last)?;
    let known: String =
        conn.query_row("SELECT tables FROM operation WHERE id = ?1", [newest], |row| row.get("tables"))?;
    let damaged = |e| Error::new("book.damaged").with("detail", e);
    let mut tables: Tables = serde_json::from_str(&known).map_err(damaged)?;
    for (place, counts) in &added {
        for (all, more) in tables.entry(place.clone()).or_default().iter_mut().zip(counts) {
            *all += more;
        }
    }
    conn.execute(
        "UPDATE operation SET last_change = ?2, tables = ?3 WHERE id = ?1",
        params![newest, last, serde_json::to_string(&tables).unwrap_or_default()],
    )?;
    let seq = conn.query_row("SELECT seq FROM operation WHERE id = ?1", [newest], |row| row.get("seq"))?;
    link(conn, seq)?;
    Ok(Some((newest, added)))
}

/// How many rows the lines after `before` up to `last` touched, by table.
fn count_lines(conn: &Connection, before: i64, last: i64) -> Result<Tables> {
    let mut tables = Tables::new();
    let mut statement =
        conn.prepare_cached("SELECT place, action FROM change WHERE seq BETWEEN ?1 AND ?2")?;
    let mut rows = statement.query([before + 1, last])?;
    while let Some(row) = rows.next()? {
        let place = row.get_ref("place")?.as_str().unwrap_or_default();
        if !tables.contains_key(place) {
            tables.insert(place.to_owned(), [0; 3]);
        }
        if let Some([inserted, updated, deleted]) = tables.get_mut(place) {
            *match row.get_ref("action")?.as_str().unwrap_or_default() {
                "insert" => inserted,
                "update" => updated,
                _ => deleted,
            } += 1;
        }
    }
    Ok(tables)
}

/// Writes the entry of an operation whose lines begin after `before`; `None` when it has none.
pub(in crate::store) fn write_entry(
    conn: &Connection,
    session: &Session,
    kind: &str,
    params: &str,
    before: i64,
    undoes: Option<i64>,
) -> Result<Option<(OperationId, Tables)>> {
    let last = last_change(conn)?;
    if last == before {
        return Ok(None);
    }
    let tables = count_lines(conn, before, last)?;
    let id = insert_entry(conn, session, (kind, params), (before + 1, last), &tables, undoes)?;
    Ok(Some((id, tables)))
}

/// Writes the row of an entry whose lines are those `first` to `last`.
pub(in crate::store) fn insert_entry(
    conn: &Connection,
    session: &Session,
    (kind, params): (&str, &str),
    (first, last): (i64, i64),
    tables: &Tables,
    undoes: Option<i64>,
) -> Result<OperationId> {
    let id = OperationId(session.new_id());
    let params = with_purpose(kind, params, &session.purpose);
    conn.prepare_cached(
        "INSERT INTO operation
           (id, at, member_id, kind, params, schema_version, first_change, last_change, tables, undoes,
            undone_by, clock)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, NULL, ?11)",
    )?
    .execute(params![
        id,
        Plain(session.now()),
        session.member,
        kind,
        params,
        migrate::VERSION,
        first,
        last,
        serde_json::to_string(tables).unwrap_or_default(),
        undoes,
        session
            .own_clock()
            .map(|clock| clock.to_rfc3339_opts(SecondsFormat::Secs, false))
            .unwrap_or_default(),
    ])?;
    let seq = conn.last_insert_rowid();
    link(conn, seq)?;
    if let Some(undone) = undoes {
        mark_undone(conn, undone, seq)?;
    }
    Ok(id)
}

/// The parameters of an entry with what names left for.
fn with_purpose(kind: &str, params: &str, said: &str) -> String {
    let mut told: serde_json::Value = serde_json::from_str(params).unwrap_or_default();
    if let Some(purpose) = purpose::of_entry(kind, &told, said)
        && let Some(told) = told.as_object_mut()
    {
        told.insert("purpose".to_owned(), purpose.into());
    }
    if told.is_null() { params.to_owned() } else { told.to_string() }
}

/// Notes that `by` undid `undone`. If that was an undo itself, what it had undone stands again, and so on down.
fn mark_undone(conn: &Connection, undone: i64, by: i64) -> Result<()> {
    let mut set = conn.prepare_cached("UPDATE operation SET undone_by = ?2 WHERE seq = ?1")?;
    let mut undoes = conn.prepare_cached("SELECT undoes FROM operation WHERE seq = ?1")?;
    let (mut operation, mut by) = (undone, Some(by));
    loop {
        set.execute(params![operation, by])?;
        let Some(below) = undoes.query_row([operation], |row| row.get::<_, Option<i64>>("undoes"))? else {
            return Ok(());
        };
        by = if by.is_some() { None } else { Some(operation) };
        operation = below;
    }
}

impl Book {
    /// Notes in the journal that names went out in a file. A book that can only be looked at has no journal to note it in.
    pub fn note_written(
        &mut self,
        session: &Session,
        kind: &'static str,
        params: &impl Serialize,
    ) -> Result<()> {
        if self.read_only { Ok(()) } else { self.note(session, kind, params) }
    }

    /// Notes in the journal what changed no row, such as a look at hidden numbers. It cannot be undone.
    pub fn note(&mut self, session: &Session, kind: &'static str, params: &impl Serialize) -> Result<()> {
        let params =
            serde_json::to_string(params).map_err(|e| Error::new("book.failed").with("detail", e))?;
        self.enter_note(session, (kind, params))
    }

    /// An entry of its own without lines.
    pub(in crate::store) fn enter_note(&mut self, session: &Session, (kind, params): Note) -> Result<()> {
        let door = self.door(session)?;
        let last = last_change(&self.conn)?;
        let id = insert_entry(&self.conn, session, (kind, &params), (last + 1, last), &Tables::new(), None)?;
        let committed = self.conn.execute_batch("COMMIT");
        drop(door);
        if let Err(e) = committed {
            return Err(self.after_failed_commit(e.into(), Some((id, last))));
        }
        self.touched.insert("operation".to_owned());
        Ok(())
    }
}

/// The sentence of an operation with its parameters, in Vietnamese.
pub(in crate::store) fn sentence(kind: &str, params: &serde_json::Value) -> String {
    let [vi, _] = sentences(kind, params);
    vi
}

/// The sentence of an operation in Vietnamese, then in English.
pub(in crate::store) fn sentences(kind: &str, params: &serde_json::Value) -> [String; 2] {
    // Rows of a sheet and files are numbered, everything else is counted.
    let numbered = |name: &str| ["row", "sequence"].contains(&name);
    let written = |name: &str, value: &serde_json::Value| match value.as_str() {
        Some(code) if name == "form" && code.parse::<ReportForm>().is_ok() => {
            messages::word(&format!("form.{code}.sheet")).to_owned()
        }
        Some(text) => text
            .parse::<chrono::NaiveDate>()
            .map_or_else(|_| text.to_owned(), |day| day.format("%d/%m/%Y").to_string()),
        None => match value.as_i64() {
            Some(count) if !numbered(name) => thousands(count),
            _ => value.to_string(),
        },
    };
    let params: Vec<(&str, String)> = params
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.as_str(), written(name, value)))
        .collect();
    let params: Vec<_> = params.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let said = messages::sentences(&format!("operation.{kind}"), &params);
    let Some((_, purpose)) = params.iter().find(|(name, _)| *name == "purpose") else { return said };
    let [vi, en] = said.each_ref().map(|what| {
        let params = [("what", what.as_str()), ("purpose", purpose::words(purpose))];
        messages::sentences("operation.for", &params)
    });
    let ([vi, _], [_, en]) = (vi, en);
    [vi, en]
}

/// Whom an operation was about, as `JournalEntry::about`.
const ABOUT: &str = "
  SELECT coalesce(
    (SELECT c.name || iif(count(DISTINCT c.id) > 1, ' …', '') FROM change x
       JOIN visit v ON v.id = x.row_id JOIN citizen c ON c.id = v.citizen_id
     WHERE x.seq BETWEEN first_change AND last_change AND x.place = 'visit' HAVING min(x.seq) > 0),
    (SELECT c.name || iif(count(DISTINCT c.id) > 1, ' …', '') FROM change x JOIN citizen c ON c.id = x.row_id
     WHERE x.seq BETWEEN first_change AND last_change AND x.place = 'citizen' HAVING min(x.seq) > 0),
    (SELECT iif(h.head <> '', h.head, h.house_number) || iif(count(DISTINCT h.id) > 1, ' …', '') FROM change x
       JOIN household h ON h.id = x.row_id
     WHERE x.seq BETWEEN first_change AND last_change AND x.place = 'household' HAVING min(x.seq) > 0),
    (SELECT u.name || iif(count(DISTINCT u.id) > 1, ' …', '') FROM change x
       JOIN summary_file f ON f.id = x.row_id JOIN unit u ON u.id = f.unit_id
     WHERE x.seq BETWEEN first_change AND last_change AND x.place = 'summary_file' HAVING min(x.seq) > 0), '') AS about
  FROM operation WHERE seq = ?1 AND last_change - first_change < 20";

/// Whom the operation was about, as the journal says it.
pub(in crate::store) fn about(conn: &Connection, seq: i64) -> Result<String> {
    let mut statement = conn.prepare_cached(ABOUT)?;
    Ok(statement.query_row([seq], |row| row.get("about")).optional()?.unwrap_or_default())
}
