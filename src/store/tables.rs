//! The tables of a book, their columns and references, as SQLite tells them.

use rusqlite::Connection;

use super::Book;
use crate::error::Result;

/// Tables of the journal itself, which have no triggers.
pub(super) const JOURNAL: [&str; 2] = ["operation", "change"];

/// A name as SQL takes any.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The tables beside those of the journal.
pub(super) fn tables(conn: &Connection) -> Result<Vec<String>> {
    let mut statement = conn.prepare(
        "SELECT name FROM pragma_table_list
         WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name",
    )?;
    let names = statement.query_map([], |row| row.get::<_, String>("name"))?;
    let names = names.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(names.into_iter().filter(|name| !JOURNAL.contains(&name.as_str())).collect())
}

impl Book {
    /// How many rows each table has, in the order of their names.
    pub fn row_counts(&self) -> Result<Vec<(String, u64)>> {
        let mut names = tables(self.conn())?;
        names.extend(JOURNAL.map(str::to_owned));
        names.sort();
        let count = |name: String| {
            let sql = format!("SELECT count(*) AS n FROM {}", quoted(&name));
            let rows = self.row(&sql, [], |row| row.get::<_, i64>("n"))?;
            Ok((name, rows.unsigned_abs()))
        };
        names.into_iter().map(count).collect()
    }
}

pub(super) fn columns(conn: &Connection, table: &str) -> Result<Vec<String>> {
    let mut statement = conn.prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?;
    let names = statement.query_map([table], |row| row.get("name"))?;
    Ok(names.collect::<rusqlite::Result<_>>()?)
}

/// A column that refers to another table.
pub(super) struct Reference {
    pub(super) child: String,
    pub(super) column: String,
    pub(super) parent: String,
}

/// All of them.
pub(super) fn references(conn: &Connection) -> Result<Vec<Reference>> {
    let mut found = Vec::new();
    for child in tables(conn)? {
        let mut statement = conn.prepare("SELECT \"table\", \"from\" FROM pragma_foreign_key_list(?1)")?;
        let rows = statement.query_map([&child], |row| {
            Ok(Reference { child: child.clone(), column: row.get("from")?, parent: row.get("table")? })
        })?;
        for row in rows {
            found.push(row?);
        }
    }
    Ok(found)
}
