//! The schema of a book: made fresh from `schema.sql`, or raised in numbered steps.

use rusqlite::Connection;

use super::journal::triggers::{drop_triggers, make_triggers};
use crate::error::{Error, Result};

/// Marks a SQLite file as a book of Từng Nhà ("TNSO").
pub(super) const APPLICATION_ID: i64 = 0x544E_534F;

/// One step: what raises a book from the version before to `to`.
pub(super) struct Step {
    /// The version that the step makes.
    pub(super) to: u32,
    /// The SQL of `upgrades/NNNN_what.sql`.
    pub(super) sql: &'static str,
}

/// All steps, in order. A released one never changes; `schema.sql` is what they end at (a test compares).
pub(super) const STEPS: &[Step] = &[
    Step { to: 2, sql: include_str!("upgrades/0002_window.sql") },
    Step { to: 3, sql: include_str!("upgrades/0003_merged.sql") },
    Step { to: 4, sql: include_str!("upgrades/0004_drafts.sql") },
    Step { to: 5, sql: include_str!("upgrades/0005_campaign_in_use.sql") },
    Step { to: 6, sql: include_str!("upgrades/0006_partial.sql") },
    Step { to: 7, sql: include_str!("upgrades/0007_packages.sql") },
    Step { to: 8, sql: include_str!("upgrades/0008_elsewhere.sql") },
    Step { to: 9, sql: include_str!("upgrades/0009_audit.sql") },
    Step { to: 10, sql: include_str!("upgrades/0010_how_sure.sql") },
    Step { to: 11, sql: include_str!("upgrades/0011_points.sql") },
    Step { to: 12, sql: include_str!("upgrades/0012_agencies.sql") },
    Step { to: 13, sql: include_str!("upgrades/0013_indicators.sql") },
    Step { to: 14, sql: include_str!("upgrades/0014_agency_books.sql") },
    Step { to: 15, sql: include_str!("upgrades/0015_tasks.sql") },
    Step { to: 16, sql: include_str!("upgrades/0016_quotas.sql") },
    Step { to: 17, sql: include_str!("upgrades/0017_erased.sql") },
    Step { to: 18, sql: include_str!("upgrades/0018_rights.sql") },
    Step { to: 19, sql: include_str!("upgrades/0019_backups.sql") },
    Step { to: 20, sql: include_str!("upgrades/0020_second_look.sql") },
];

/// The version of `schema.sql`.
pub(super) const VERSION: u32 = 20;

/// The version from which on each entry of the journal holds the one before.
pub(super) const CHAINED: u32 = 17;

/// Makes the tables in an empty file; the triggers of the journal come with [`seal`].
pub(super) fn make_fresh(conn: &Connection) -> Result<()> {
    conn.execute_batch(include_str!("schema.sql"))?;
    Ok(())
}

/// Makes the triggers of the journal and writes the version: from here on every change has its line.
pub(super) fn seal(conn: &Connection, version: u32) -> Result<()> {
    make_triggers(conn)?;
    conn.pragma_update(None, "application_id", APPLICATION_ID)?;
    conn.pragma_update(None, "user_version", version)?;
    Ok(())
}

/// The version of the book that is open.
///
/// # Errors
/// `book.not_a_book` when the file is SQLite but no book.
pub(super) fn version(conn: &Connection) -> Result<u32> {
    let (mark, version): (i64, u32) = conn.query_row(
        "SELECT application_id, user_version FROM pragma_application_id, pragma_user_version",
        [],
        |row| Ok((row.get("application_id")?, row.get("user_version")?)),
    )?;
    if mark == APPLICATION_ID { Ok(version) } else { Err(Error::new("book.not_a_book")) }
}

/// Raises a book from `from` to the last of `steps` in one transaction.
///
/// # Errors
/// `book.damaged` when a step leaves dangling references; else the book's own. The book is then as before.
pub(super) fn upgrade(conn: &Connection, from: u32, steps: &[Step]) -> Result<()> {
    // A step that makes a table anew drops the old one, which foreign keys forbid; they are checked at the end.
    conn.pragma_update(None, "foreign_keys", false)?;
    let raised = raise(conn, from, steps);
    if raised.is_err() && !conn.is_autocommit() {
        conn.execute_batch("ROLLBACK")?;
    }
    conn.pragma_update(None, "foreign_keys", true)?;
    raised
}

fn raise(conn: &Connection, from: u32, steps: &[Step]) -> Result<()> {
    conn.execute_batch("BEGIN IMMEDIATE")?;
    drop_triggers(conn)?;
    let mut version = from;
    for step in steps.iter().filter(|step| step.to > from) {
        conn.execute_batch(step.sql)?;
        version = step.to;
    }
    let dangling: i64 =
        conn.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))?;
    if dangling > 0 {
        return Err(Error::new("book.damaged").with("detail", format!("{dangling} foreign keys")));
    }
    seal(conn, version)?;
    conn.execute_batch("COMMIT")?;
    Ok(())
}
