//! The journal (nhật ký): triggers that note what every row was before, and undo that plays them back.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};
use serde::Serialize;

use super::values::Plain;
use super::{Book, Done, Tx};
use crate::domain::ids::{MemberId, OperationId};
use crate::error::{Error, Result};
use crate::session::Session;

/// Tables of the journal itself, which have no triggers.
const OWN: [&str; 2] = ["operation", "change"];

/// One entry of the journal, as shown in the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OperationView {
    /// Id.
    pub id: OperationId,
    /// When it was done.
    pub at: DateTime<FixedOffset>,
    /// Who did it, if signed in.
    pub member: Option<MemberId>,
    /// Row of `messages.csv`: `operation.<kind>`.
    pub kind: String,
    /// Its parameters, as the job gave them.
    pub params: serde_json::Value,
    /// How many lines it has: rows inserted, updated or deleted.
    pub rows: u64,
    /// The operation that this one undid; a redo undoes the undo.
    pub undoes: Option<OperationId>,
    /// The operation that undid this one.
    pub undone_by: Option<OperationId>,
    /// Whether [`Book::undo`] would take it, or why not.
    pub can_undo: std::result::Result<(), Error>,
}

/// One operation as the rules of undo need it.
struct Operation {
    seq: i64,
    id: String,
    at: String,
    kind: String,
    schema_version: u32,
    first: i64,
    last: i64,
    tables: Tables,
    undoes: Option<i64>,
    undone_by: Option<i64>,
}

/// Rows inserted, updated and deleted, by table.
pub(super) type Tables = BTreeMap<String, [u64; 3]>;

/// Table and id of a row.
type RowKey = (String, String);

// ---- Triggers

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The tables with lines in the journal.
fn tables(conn: &Connection) -> Result<Vec<String>> {
    let mut statement = conn.prepare(
        "SELECT name FROM pragma_table_list
         WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name",
    )?;
    let names = statement.query_map([], |row| row.get::<_, String>("name"))?;
    let names = names.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(names.into_iter().filter(|name| !OWN.contains(&name.as_str())).collect())
}

fn columns(conn: &Connection, table: &str) -> Result<Vec<String>> {
    let mut statement = conn.prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?;
    let names = statement.query_map([table], |row| row.get("name"))?;
    Ok(names.collect::<rusqlite::Result<_>>()?)
}

/// Drops all triggers of the journal.
pub(super) fn drop_triggers(conn: &Connection) -> Result<()> {
    let mut statement = conn.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'journal~_%' ESCAPE '~'",
    )?;
    let names: Vec<String> =
        statement.query_map([], |row| row.get("name"))?.collect::<rusqlite::Result<_>>()?;
    for name in names {
        conn.execute_batch(&format!("DROP TRIGGER {}", quoted(&name)))?;
    }
    Ok(())
}

/// Makes the triggers anew from the tables that are there. They stand in the file, so that a change made by any other
/// program has its lines too.
pub(super) fn make_triggers(conn: &Connection) -> Result<()> {
    drop_triggers(conn)?;
    for table in tables(conn)? {
        conn.execute_batch(&triggers_of(&table, &columns(conn, &table)?))?;
    }
    Ok(())
}

fn triggers_of(table: &str, columns: &[String]) -> String {
    let place = table.replace('\'', "''");
    let on = quoted(table);
    let columns: Vec<(String, String)> = columns.iter().map(|c| (c.replace('\'', "''"), quoted(c))).collect();
    let changed =
        columns.iter().map(|(_, c)| format!("OLD.{c} IS NOT NEW.{c}")).collect::<Vec<_>>().join(" OR ");
    // Only what changed: an update of the verdicts of 85,000 roster rows must not copy the rows.
    let parts = columns
        .iter()
        .map(|(key, c)| format!("iif(OLD.{c} IS NOT NEW.{c}, ',\"{key}\":' || json_quote(OLD.{c}), '')"))
        .collect::<Vec<_>>()
        .join(" || ");
    let all = columns.iter().map(|(key, c)| format!("'{key}', OLD.{c}")).collect::<Vec<_>>().join(", ");
    let line = "INSERT INTO change (place, row_id, action, before) VALUES";
    format!(
        "CREATE TRIGGER \"journal_{table}_insert\" AFTER INSERT ON {on} BEGIN
           {line} ('{place}', NEW.id, 'insert', '');
         END;
         CREATE TRIGGER \"journal_{table}_update\" AFTER UPDATE ON {on} WHEN {changed} BEGIN
           {line} ('{place}', NEW.id, 'update', '{{' || substr({parts}, 2) || '}}');
         END;
         CREATE TRIGGER \"journal_{table}_delete\" AFTER DELETE ON {on} BEGIN
           {line} ('{place}', OLD.id, 'delete', json_object({all}));
         END;"
    )
}

// ---- Writing the entry

/// The number of the last line.
pub(super) fn last_change(conn: &Connection) -> Result<i64> {
    Ok(conn.prepare_cached("SELECT coalesce(max(seq), 0) FROM change")?.query_row([], |row| row.get(0))?)
}

/// Writes the entry of an operation whose lines begin after `before`; `None` when it has none.
pub(super) fn write_entry(
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
    drop(rows);
    let id = OperationId(session.new_id());
    conn.prepare_cached(
        "INSERT INTO operation
           (id, at, member_id, kind, params, schema_version, first_change, last_change, tables, undoes, undone_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, NULL)",
    )?
    .execute(params![
        id,
        Plain(session.now()),
        session.member,
        kind,
        params,
        super::migrate::VERSION,
        before + 1,
        last,
        serde_json::to_string(&tables).unwrap_or_default(),
        undoes,
    ])?;
    Ok(Some((id, tables)))
}
