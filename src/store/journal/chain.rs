//! The chain of the journal: each entry holds the sum of itself, its lines and the entry before, so that a line that was
//! changed from outside shows. Whoever has the passphrase and this source can make all sums anew: it tells of mistakes, of repairs by
//! hand and of the hasty.

use rusqlite::Connection;
use sha2::{Digest, Sha256};

use crate::domain::hash::hex;
use crate::error::Result;
use crate::store::migrate::CHAINED;

/// Stands in a text of the journal that a person was erased from. No sum of what stood there: a telephone number is found by trying
/// all that there are.
pub(in crate::store) const ERASED: &str = "erased";

/// Whether a person was erased from a text.
pub(in crate::store) fn erased(text: &str) -> bool {
    text.contains("\"erased\":true")
}

/// Links all entries anew once people were erased from their lines; of a chain that held before.
pub(in crate::store) fn relink(conn: &Connection) -> Result<()> {
    let mut entries = conn.prepare("SELECT seq FROM operation WHERE schema_version >= ?1 ORDER BY seq")?;
    let entries = entries.query_map([CHAINED], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    entries.into_iter().try_for_each(|seq| link(conn, seq))
}

/// Links an entry, the newest, to the one before it.
pub(in crate::store) fn link(conn: &Connection, seq: i64) -> Result<()> {
    let before = conn
        .prepare_cached(
            "SELECT coalesce((SELECT chain FROM operation WHERE seq < ?1 ORDER BY seq DESC LIMIT 1), '')",
        )?
        .query_row([seq], |row| row.get::<_, String>(0))?;
    let (sum, _) = sum_of(conn, seq, &before)?;
    conn.prepare_cached("UPDATE operation SET chain = ?2 WHERE seq = ?1")?.execute((seq, sum))?;
    Ok(())
}

/// The sum of an entry and of all its lines, and whether a person was erased from any. What undid it is written later and is in its own entry.
fn sum_of(conn: &Connection, seq: i64, before: &str) -> Result<(String, bool)> {
    let mut entry = conn.prepare_cached(
        "SELECT id, at, clock, coalesce(member_id, '') AS member, kind, params, first_change, last_change,
           coalesce(undoes, 0) AS undoes FROM operation WHERE seq = ?1",
    )?;
    let (head, params, first, last) = entry.query_row([seq], |row| {
        let texts = ["id", "at", "clock", "member", "kind"].map(|name| row.get::<_, String>(name));
        let texts: Vec<String> = texts.into_iter().collect::<rusqlite::Result<_>>()?;
        let (first, last): (i64, i64) = (row.get("first_change")?, row.get("last_change")?);
        let numbers = format!("{seq} {first} {last} {}", row.get::<_, i64>("undoes")?);
        Ok((format!("{}\n{numbers}", texts.join("\n")), row.get::<_, String>("params")?, first, last))
    })?;
    let mut any_erased = erased(&params);
    let mut sum = Sha256::new();
    sum.update(format!("{before}\n{head}\n{params}\n"));
    let mut lines = conn.prepare_cached(
        "SELECT seq, place, row_id, action, before FROM change WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq",
    )?;
    let mut rows = lines.query([first, last])?;
    while let Some(row) = rows.next()? {
        for name in ["place", "row_id", "action"] {
            sum.update(row.get_ref(name)?.as_str().unwrap_or_default());
            sum.update("\n");
        }
        let before = row.get_ref("before")?.as_str().unwrap_or_default();
        any_erased |= erased(before);
        sum.update(before);
        sum.update(format!("\n{}\n", row.get::<_, i64>("seq")?));
    }
    Ok((hex(&sum.finalize()), any_erased))
}

/// The first entry that does not hold the one before it, or whose lines a person was erased from without an entry that says so.
pub(in crate::store) fn first_broken(conn: &Connection) -> Result<Option<i64>> {
    let mut entries = conn.prepare("SELECT seq, schema_version, chain FROM operation ORDER BY seq")?;
    let entries = entries
        .query_map([], |row| Ok((row.get("seq")?, row.get("schema_version")?, row.get("chain")?)))?
        .collect::<rusqlite::Result<Vec<(i64, u32, String)>>>()?;
    let last_erasure: i64 = conn.query_row(
        "SELECT coalesce(max(seq), 0) FROM operation WHERE kind IN ('erase-person', 'erase-campaign')",
        [],
        |row| row.get(0),
    )?;
    let mut before = String::new();
    for (seq, version, chain) in entries {
        // Entries of older programs, and of a book that was salvaged, hold nothing.
        if version >= CHAINED {
            let (sum, any_erased) = sum_of(conn, seq, &before)?;
            if sum != chain || any_erased && seq > last_erasure {
                return Ok(Some(seq));
            }
        }
        before = chain;
    }
    Ok(None)
}
