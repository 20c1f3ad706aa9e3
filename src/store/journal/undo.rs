//! Undo (hoàn tác): which operations can be taken back, and playing their lines back.

use chrono::{DateTime, FixedOffset, NaiveDate};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use serde::Serialize;

use super::entries::{about, sentence, sentences};
use super::judge::{Judge, Operation, operations_from, with_about};
use crate::domain::ids::{MemberId, OperationId};
use crate::error::{Error, Result};
use crate::messages;
use crate::session::Session;
use crate::store::tables::quoted;
use crate::store::values::{Blank, Plain};
use crate::store::{Book, Done, Tx};

/// One entry of the journal, as shown in the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct OperationView {
    /// Id.
    pub id: OperationId,
    /// When it was done.
    pub at: DateTime<FixedOffset>,
    /// What the computer's own clock said, where another time was said from outside (`--now`).
    pub clock: Option<DateTime<FixedOffset>>,
    /// Who did it, if signed in.
    pub member: Option<MemberId>,
    /// Row of `messages.csv`: `operation.<kind>`.
    pub kind: String,
    /// Its parameters, as the job gave them.
    pub params: serde_json::Value,
    /// How many lines it has: rows inserted, updated or deleted.
    pub rows: u32,
    /// The operation that this one undid; a redo undoes the undo.
    pub undoes: Option<OperationId>,
    /// The operation that undid this one.
    pub undone_by: Option<OperationId>,
    /// Whether [`Book::undo`] would take it, or why not.
    pub can_undo: std::result::Result<(), Error>,
}

impl OperationView {
    /// What was done, in Vietnamese.
    #[must_use]
    pub fn sentence(&self) -> String {
        sentence(&self.kind, &self.params)
    }
}

/// What an undo took back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Undone {
    /// The operation that was undone.
    pub id: OperationId,
    /// Its kind.
    pub kind: String,
    /// What is taken back or, after an undo of an undo, done again; in Vietnamese.
    pub what: String,
    /// The same in English.
    pub what_en: String,
    /// When it had been done, RFC 3339.
    pub at: String,
    /// How many lines were played back.
    pub rows: u32,
    /// What cannot be taken back with it, in Vietnamese, then in English: papers that were handed in.
    pub handed_in: Option<[String; 2]>,
}

/// Kinds that write papers or files for others.
const HANDED_IN: [&str; 3] = ["close-day", "export-summary", "report"];

/// Operations that stand, changed something and are no undo: the newest is what is undone next. That a paper was written
/// changed nothing that anybody sees: it is taken back by its id alone; that a package was, never.
const STANDS: &str = "undone_by IS NULL AND undoes IS NULL AND last_change >= first_change
     AND kind NOT IN ('report', 'give-packages', 'write-result', 'open-package', 'erase-person', 'erase-campaign', 'set-rights')";

impl Book {
    /// The closing that is undone next, its day, and how many papers were handed in with it; `None`: something else is.
    pub fn closing_undone_next(&self) -> Result<Option<(OperationId, NaiveDate, u32)>> {
        let newest = format!(
            "SELECT id, kind, json_extract(params, '$.day') AS day,
               coalesce(json_extract(tables, '$.report_issue[0]'), 0) AS papers
             FROM operation WHERE {STANDS} ORDER BY seq DESC LIMIT 1"
        );
        let closings = self.rows(
            &format!("SELECT id, day, papers FROM ({newest}) WHERE kind = 'close-day'"),
            [],
            |row| Ok((row.get("id")?, row.get::<_, Plain<_>>("day")?.0, row.get("papers")?)),
        )?;
        Ok(closings.into_iter().next())
    }

    /// The newest operations, newest first.
    pub fn history(&self, limit: u32) -> Result<Vec<OperationView>> {
        let conn = self.conn();
        let from: i64 = conn.query_row(
            "SELECT coalesce(min(seq), 0) FROM (SELECT seq FROM operation ORDER BY seq DESC LIMIT ?1)",
            [limit],
            |row| row.get(0),
        )?;
        let operations = operations_from(conn, from)?;
        let mut judge = Judge::new(conn)?;
        let mut statement = conn.prepare(
            "SELECT o.id, o.at, o.clock, o.member_id, o.kind, o.params, o.last_change - o.first_change + 1 AS rows,
               (SELECT id FROM operation WHERE seq = o.undoes) AS undoes,
               (SELECT id FROM operation WHERE seq = o.undone_by) AS undone_by
             FROM operation o WHERE o.seq = ?1",
        )?;
        let mut views = Vec::with_capacity(operations.len());
        let mut rest = operations.as_slice();
        while let Some((operation, later)) = rest.split_first() {
            let can_undo = match judge.judge(operation, later) {
                Err(e) if !e.code.starts_with("undo.") => return Err(e),
                verdict => verdict,
            };
            views.push(statement.query_row([operation.seq], |row| {
                let params: String = row.get("params")?;
                Ok(OperationView {
                    id: row.get("id")?,
                    at: row.get::<_, Plain<_>>("at")?.0,
                    clock: row.get::<_, Blank<_>>("clock")?.0,
                    member: row.get("member_id")?,
                    kind: row.get("kind")?,
                    params: serde_json::from_str(&params).unwrap_or_default(),
                    rows: row.get("rows")?,
                    undoes: row.get("undoes")?,
                    undone_by: row.get("undone_by")?,
                    can_undo,
                })
            })?);
            rest = later;
        }
        views.reverse();
        Ok(views)
    }

    /// Whether [`Book::undo`] would take an operation back.
    ///
    /// # Errors
    /// Why not, as [`Book::undo`].
    pub fn can_undo(&self, id: OperationId) -> Result<()> {
        let conn = self.conn();
        let seq: Option<i64> =
            conn.query_row("SELECT max(seq) FROM operation WHERE id = ?1", [id], |row| row.get(0))?;
        let operations = operations_from(conn, seq.ok_or_else(|| Error::new("undo.not_found"))?)?;
        let (operation, later) = operations.split_first().ok_or_else(|| Error::new("undo.not_found"))?;
        self.check_own(operation.member)?;
        Judge::new(conn)?.judge(operation, later)
    }

    /// Undoes an operation, or the newest that stands and is no undo itself. To redo, undo the undo. An undo is an
    /// operation too: it has its entry, and survives a restart.
    ///
    /// # Errors
    /// `undo.nothing`, `undo.not_found`, `undo.already`; `rights.others`; `undo.changed_since`, `undo.used_since`, `undo.dangling` and
    /// `undo.older_version` when it would take away what came later: the book is then as it was.
    pub fn undo(&mut self, id: Option<OperationId>, session: &Session) -> Result<Done<Undone>> {
        let conn = self.conn();
        let seq: Option<i64> = match id {
            Some(id) => {
                conn.query_row("SELECT max(seq) FROM operation WHERE id = ?1", [id], |row| row.get(0))?
            }
            None => conn
                .query_row(&format!("SELECT max(seq) FROM operation WHERE {STANDS}"), [], |row| row.get(0))?,
        };
        let Some(seq) = seq else {
            return Err(Error::new(if id.is_some() { "undo.not_found" } else { "undo.nothing" }));
        };
        let operations = operations_from(conn, seq)?;
        let Some((operation, later)) = operations.split_first() else {
            return Err(Error::new("undo.not_found"));
        };
        self.check_own(operation.member)?;
        Judge::new(conn)?.judge(operation, later)?;
        // An undo of an undo says what it does again; anything else what it takes back.
        let said = |name: &str| operation.params.get(name).and_then(|what| what.as_str());
        let (kind, [what, what_en]) = match (operation.undoes, said("what")) {
            (Some(_), Some(what)) => {
                let kind = if operation.kind == "undo" { "redo" } else { "undo" };
                (kind, [what, said("what_en").unwrap_or(what)].map(str::to_owned))
            }
            _ => {
                let about = about(conn, operation.seq)?;
                let said = sentences(&operation.kind, &operation.params);
                ("undo", said.map(|said| with_about(said, &about)))
            }
        };
        let undone = Undone {
            id: operation.id.parse().map_err(|e| Error::new("book.damaged").with("detail", e))?,
            kind: operation.kind.clone(),
            what: what.clone(),
            what_en: what_en.clone(),
            at: operation.at.clone(),
            rows: u32::try_from(operation.last - operation.first + 1).unwrap_or(0),
            handed_in: HANDED_IN
                .contains(&operation.kind.as_str())
                .then(|| messages::sentences("undo.handed_in", &[])),
        };
        let params = serde_json::json!({ "what": what, "what_en": what_en, "id": &operation.id });
        self.run(session, kind, params, |tx| {
            play_back(tx, session, operation)?;
            Ok((undone, Some(operation.seq)))
        })
        .map_err(|e| {
            if e.code == "book.dangling" { operation.named(self.conn(), "undo.dangling") } else { e }
        })
    }
}

/// Plays the lines of an operation back, last first. The triggers note this too.
fn play_back(tx: &Tx<'_>, session: &Session, operation: &Operation) -> Result<()> {
    const AT_ONCE: i64 = 4096;
    let conn = tx.conn();
    let mut end = operation.last;
    while end >= operation.first {
        session.check_stop()?;
        let start = operation.first.max(end - AT_ONCE + 1);
        let mut statement = conn.prepare_cached(
            "SELECT place, row_id, action, before FROM change WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq DESC",
        )?;
        let lines = statement
            .query_map([start, end], |row| {
                Ok((row.get("place")?, row.get("row_id")?, row.get("action")?, row.get("before")?))
            })?
            .collect::<rusqlite::Result<Vec<(String, String, String, String)>>>()?;
        for (place, id, action, before) in lines {
            if play_back_line(conn, &place, &id, &action, &before)? != 1 {
                return Err(Error::new("book.damaged").with("detail", format!("{place} {id}")));
            }
        }
        end = start - 1;
    }
    Ok(())
}

fn play_back_line(conn: &Connection, place: &str, id: &str, action: &str, before: &str) -> Result<usize> {
    let table = quoted(place);
    if action == "insert" {
        return Ok(conn.prepare_cached(&format!("DELETE FROM {table} WHERE id = ?1"))?.execute([id])?);
    }
    let before: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(before).map_err(|e| Error::new("book.damaged").with("detail", e))?;
    let columns = before.keys().map(|c| quoted(c)).collect::<Vec<_>>();
    let values = before.values().map(value_of);
    if action == "update" {
        let sets = columns.iter().map(|c| format!("{c} = ?")).collect::<Vec<_>>().join(", ");
        let mut statement = conn.prepare_cached(&format!("UPDATE {table} SET {sets} WHERE id = ?"))?;
        Ok(statement.execute(params_from_iter(values.chain([Value::Text(id.to_owned())])))?)
    } else {
        let places = vec!["?"; columns.len()].join(", ");
        let columns = columns.join(", ");
        let mut statement =
            conn.prepare_cached(&format!("INSERT OR FAIL INTO {table} ({columns}) VALUES ({places})"))?;
        Ok(statement.execute(params_from_iter(values))?)
    }
}

/// A value as `json_quote` wrote it.
fn value_of(json: &serde_json::Value) -> Value {
    match json {
        serde_json::Value::String(text) => Value::Text(text.clone()),
        serde_json::Value::Number(n) => {
            n.as_i64().map_or_else(|| n.as_f64().map_or(Value::Null, Value::Real), Value::Integer)
        }
        // Booleans, lists and objects are no values of SQLite.
        _ => Value::Null,
    }
}
