//! Whether an operation can be undone: the rules, whatever it did.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, Row, params};

use super::chain::erased;
use super::entries::{Tables, about, sentences};
use crate::domain::dates::vi_at;
use crate::domain::ids::MemberId;
use crate::error::{Error, Result};
use crate::store::migrate;
use crate::store::tables::{Reference, quoted, references};

/// Kinds that wrote packages: whoever has one counts on this book knowing it.
const GIVEN: [&str; 2] = ["give-packages", "write-result"];

/// One operation as the rules of undo need it.
pub(super) struct Operation {
    pub(super) seq: i64,
    pub(super) id: String,
    pub(super) at: String,
    pub(super) kind: String,
    pub(super) params: serde_json::Value,
    pub(super) schema_version: u32,
    pub(super) first: i64,
    pub(super) last: i64,
    pub(super) tables: Tables,
    pub(super) undoes: Option<i64>,
    pub(super) undone_by: Option<i64>,
    pub(super) member: Option<MemberId>,
}

/// What was done, and to whom.
pub(super) fn with_about(said: String, about: &str) -> String {
    if about.is_empty() { said } else { format!("{said} · {about}") }
}

impl Operation {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let tables: String = row.get("tables")?;
        Ok(Self {
            seq: row.get("seq")?,
            id: row.get("id")?,
            at: row.get("at")?,
            kind: row.get("kind")?,
            params: serde_json::from_str(&row.get::<_, String>("params")?).unwrap_or_default(),
            schema_version: row.get("schema_version")?,
            first: row.get("first_change")?,
            last: row.get("last_change")?,
            tables: serde_json::from_str(&tables).unwrap_or_default(),
            undoes: row.get("undoes")?,
            undone_by: row.get("undone_by")?,
            member: row.get("member_id")?,
        })
    }

    /// Whether it updated or deleted rows of a table in which `earlier` has lines.
    fn may_touch(&self, earlier: &Self) -> bool {
        self.tables
            .iter()
            .any(|(table, [_, updated, deleted])| updated + deleted > 0 && earlier.tables.contains_key(table))
    }

    /// Whether it erased people: nothing of that can come back.
    fn is_erasure(&self) -> bool {
        self.kind.starts_with("erase-")
    }

    fn inserts(&self, table: &str) -> bool {
        self.tables.get(table).is_some_and(|[inserted, ..]| *inserted > 0)
    }

    fn writes(&self, table: &str) -> bool {
        self.tables.get(table).is_some_and(|[inserted, updated, _]| inserted + updated > 0)
    }

    /// An error that names this operation, and whom it was about.
    pub(super) fn named(&self, conn: &Connection, code: &'static str) -> Error {
        let about = about(conn, self.seq).unwrap_or_default();
        let [said, said_en] = sentences(&self.kind, &self.params).map(|said| with_about(said, &about));
        Error::new(code)
            .with("operation", said)
            .with("operation_en", said_en)
            .with("at", self.at.parse::<DateTime<FixedOffset>>().map_or_else(|_| self.at.clone(), vi_at))
            .with("id", &self.id)
    }
}

/// An error that names an entry, and whom it was about.
pub(in crate::store) fn named(conn: &Connection, seq: i64, code: &'static str) -> Result<Error> {
    let found = conn.query_row("SELECT * FROM operation WHERE seq = ?1", [seq], Operation::read)?;
    Ok(found.named(conn, code))
}

/// All operations from `seq` on, oldest first.
pub(super) fn operations_from(conn: &Connection, seq: i64) -> Result<Vec<Operation>> {
    let mut statement = conn.prepare("SELECT * FROM operation WHERE seq >= ?1 ORDER BY seq")?;
    let operations = statement.query_map([seq], Operation::read)?;
    Ok(operations.collect::<rusqlite::Result<_>>()?)
}

/// The operations among `later` (all that follow one in question) whose effect still stands: an operation and the
/// one that undid it cancel each other out, if both come later.
fn standing(later: &[Operation]) -> impl Iterator<Item = &Operation> {
    let cancelled: BTreeSet<i64> =
        later.iter().filter_map(|o| Some([o.seq, o.undone_by?])).flatten().collect();
    later.iter().filter(move |o| !cancelled.contains(&o.seq))
}

/// Rows by table.
type Rows = BTreeMap<String, BTreeSet<String>>;

fn has(rows: &Rows, place: &str, id: &str) -> bool {
    rows.get(place).is_some_and(|ids| ids.contains(id))
}

/// Decides which operations can be undone; keeps what it read between the questions of one history.
pub(super) struct Judge<'a> {
    conn: &'a Connection,
    references: Vec<Reference>,
    /// Rows that an operation updated or deleted.
    touched: BTreeMap<i64, Rows>,
    /// Rows that the rows of an operation refer to.
    used: BTreeMap<i64, Rows>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(conn: &'a Connection) -> Result<Self> {
        Ok(Self { conn, references: references(conn)?, touched: BTreeMap::new(), used: BTreeMap::new() })
    }

    /// Whether `operation` can be undone, where `later` are all that follow it.
    pub(super) fn judge(&mut self, operation: &Operation, later: &[Operation]) -> Result<()> {
        self.check_kind(operation, later)?;
        let (mut touching, mut using) = (Vec::new(), Vec::new());
        for other in standing(later) {
            if other.may_touch(operation) {
                self.read_touched(other)?;
                touching.push(other);
            }
            if self.references.iter().any(|r| other.writes(&r.child) && operation.inserts(&r.parent)) {
                self.read_used(other)?;
                using.push(other);
            }
        }
        if touching.is_empty() && using.is_empty() {
            return Ok(());
        }
        let find = |read: &BTreeMap<i64, Rows>, others: &[&'_ Operation], place: &str, id: &str| {
            others.iter().position(|o| read.get(&o.seq).is_some_and(|rows| has(rows, place, id)))
        };
        // One look-up a line, however many operations came later.
        let merged = |read: &BTreeMap<i64, Rows>, others: &[&Operation]| {
            let mut all = Rows::new();
            for (place, ids) in others.iter().filter_map(|o| read.get(&o.seq)).flatten() {
                all.entry(place.clone()).or_default().extend(ids.iter().cloned());
            }
            all
        };
        let all_touched = merged(&self.touched, &touching);
        let all_used = merged(&self.used, &using);
        let mut statement = self
            .conn
            .prepare_cached("SELECT place, row_id, action FROM change WHERE seq BETWEEN ?1 AND ?2")?;
        let mut lines = statement.query([operation.first, operation.last])?;
        while let Some(line) = lines.next()? {
            let place = line.get_ref("place")?.as_str().unwrap_or_default();
            let id = line.get_ref("row_id")?.as_str().unwrap_or_default();
            if has(&all_touched, place, id) {
                let culprit = find(&self.touched, &touching, place, id).and_then(|i| touching.get(i));
                return Err(culprit.copied().unwrap_or(operation).named(self.conn, "undo.changed_since"));
            }
            let inserted = line.get_ref("action")?.as_str() == Ok("insert");
            if inserted && has(&all_used, place, id) {
                let culprit = find(&self.used, &using, place, id).and_then(|i| using.get(i));
                return Err(culprit.copied().unwrap_or(operation).named(self.conn, "undo.used_since"));
            }
        }
        Ok(())
    }

    /// Refuses what no later change stands in the way of, and what cannot be taken back all the same.
    fn check_kind(&mut self, operation: &Operation, later: &[Operation]) -> Result<()> {
        if operation.undone_by.is_some() {
            return Err(operation.named(self.conn, "undo.already"));
        }
        if operation.last < operation.first {
            return Err(operation.named(self.conn, "undo.no_change"));
        }
        if GIVEN.contains(&operation.kind.as_str()) {
            return Err(operation.named(self.conn, "undo.given"));
        }
        // Whoever gave rights once would take them back for good, the leader's too.
        if operation.kind == "set-rights" {
            return Err(operation.named(self.conn, "undo.rights"));
        }
        if operation.is_erasure() {
            return Err(operation.named(self.conn, "undo.erasure"));
        }
        if later.iter().any(Operation::is_erasure) && self.has_lost(operation, later)? {
            return Err(operation.named(self.conn, "undo.erased"));
        }
        // What was written since says what has arrived, as the package taken in told.
        let said =
            later.iter().find(|later| operation.kind == "take-package" && later.kind == "write-result");
        if let Some(said) = said {
            return Err(said.named(self.conn, "undo.given"));
        }
        if operation.kind == "open-package" {
            return Err(operation.named(self.conn, "undo.begins_book"));
        }
        if operation.schema_version != migrate::VERSION {
            return Err(operation.named(self.conn, "undo.older_version"));
        }
        Ok(())
    }

    /// Whether people were erased from its rows since: what stood there is gone.
    fn has_lost(&mut self, operation: &Operation, later: &[Operation]) -> Result<bool> {
        let erasures: Vec<i64> = later.iter().filter(|o| o.is_erasure()).map(|o| o.seq).collect();
        for erasure in later.iter().filter(|o| o.is_erasure()) {
            self.read_touched(erasure)?;
        }
        let mut statement = self
            .conn
            .prepare_cached("SELECT place, row_id, before FROM change WHERE seq BETWEEN ?1 AND ?2")?;
        let mut lines = statement.query([operation.first, operation.last])?;
        while let Some(line) = lines.next()? {
            let text = |name| Ok::<_, Error>(line.get_ref(name)?.as_str().unwrap_or_default());
            let (place, id) = (text("place")?, text("row_id")?);
            let touched = |seq: &i64| self.touched.get(seq).is_some_and(|rows| has(rows, place, id));
            if erased(text("before")?) || erasures.iter().any(touched) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn read_touched(&mut self, operation: &Operation) -> Result<()> {
        if self.touched.contains_key(&operation.seq) {
            return Ok(());
        }
        let mut rows = Rows::new();
        let mut statement = self.conn.prepare_cached(
            "SELECT place, row_id FROM change WHERE seq BETWEEN ?1 AND ?2 AND action <> 'insert'",
        )?;
        let mut lines = statement.query([operation.first, operation.last])?;
        while let Some(line) = lines.next()? {
            rows.entry(line.get("place")?).or_default().insert(line.get("row_id")?);
        }
        drop(lines);
        self.touched.insert(operation.seq, rows);
        Ok(())
    }

    fn read_used(&mut self, operation: &Operation) -> Result<()> {
        if self.used.contains_key(&operation.seq) {
            return Ok(());
        }
        let mut rows = Rows::new();
        for Reference { child, column, parent } in &self.references {
            if !operation.writes(child) {
                continue;
            }
            let mut statement = self.conn.prepare_cached(&format!(
                "SELECT DISTINCT t.{column} AS used FROM change c JOIN {child} t ON t.id = c.row_id
                 WHERE c.seq BETWEEN ?1 AND ?2 AND c.place = ?3 AND t.{column} IS NOT NULL",
                column = quoted(column),
                child = quoted(child),
            ))?;
            let used = statement.query_map(params![operation.first, operation.last, child], |row| {
                row.get::<_, String>("used")
            })?;
            rows.entry(parent.clone()).or_default().extend(used.collect::<rusqlite::Result<Vec<_>>>()?);
        }
        self.used.insert(operation.seq, rows);
        Ok(())
    }
}
