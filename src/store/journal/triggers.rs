//! Triggers that note what every row was before.

use rusqlite::Connection;

use crate::error::Result;
use crate::store::tables::{columns, quoted, tables};

/// Tables of which the journal has no lines, so that undo leaves them alone: drafts change nothing in the book, a secret that
/// was taken from somebody is not given back by a key, and where backups lie is a fact of the disk.
const SILENT: [&str; 4] = ["draft", "member_slot", "backup_place", "backup_owed"];

/// Counters: they only rise, so that an undone import never hands its codes to other people, nor an undone print the
/// number of a sheet that lies on paper, and two imports do not stand in each other's way at undo.
const COUNTERS: [(&str, &str); 2] = [("book", "next_code"), ("book", "next_sheet")];

/// Drops all triggers of the journal.
pub(in crate::store) fn drop_triggers(conn: &Connection) -> Result<()> {
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
pub(in crate::store) fn make_triggers(conn: &Connection) -> Result<()> {
    drop_triggers(conn)?;
    for table in tables(conn)?.into_iter().filter(|table| !SILENT.contains(&table.as_str())) {
        conn.execute_batch(&triggers_of(&table, &columns(conn, &table)?))?;
    }
    Ok(())
}

fn triggers_of(table: &str, columns: &[String]) -> String {
    let place = table.replace('\'', "''");
    let on = quoted(table);
    let columns: Vec<(String, String)> = columns.iter().map(|c| (c.replace('\'', "''"), quoted(c))).collect();
    let noted: Vec<_> = columns.iter().filter(|(c, _)| !COUNTERS.contains(&(table, c))).collect();
    let changed =
        noted.iter().map(|(_, c)| format!("OLD.{c} IS NOT NEW.{c}")).collect::<Vec<_>>().join(" OR ");
    // Only what changed: an update of the verdicts of 85,000 roster rows must not copy the rows.
    let parts = noted
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
