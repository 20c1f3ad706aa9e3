//! Erasing people from the journal: what stood in a line gives way to its sum, so that the chain holds and undo refuses it.

use std::collections::BTreeSet;

use rusqlite::Connection;
use serde_json::{Map, Value};

use super::chain::ERASED;
use crate::domain::erasure::Traces;
use crate::error::Result;

/// What has to go.
pub(in crate::store) struct Scrub<'a> {
    /// Whether a row, by table and id, is of the people; it may be long gone.
    pub(in crate::store) is_theirs: &'a dyn Fn(&str, &str) -> bool,
    /// The personal columns of a table.
    pub(in crate::store) personal: fn(&str) -> &'static [&'static str],
    /// Whether a package as it was signed holds any of them.
    pub(in crate::store) holds: &'a dyn Fn(&str) -> bool,
    /// Names and numbers that nobody else has.
    pub(in crate::store) traces: &'a Traces,
    /// All their names, numbers and codes, for entries that changed rows of theirs.
    pub(in crate::store) all: &'a Traces,
    pub(in crate::store) codes: &'a BTreeSet<String>,
}

/// How many lines are read at once.
const AT_ONCE: i64 = 4096;

impl Scrub<'_> {
    /// Scrubs all lines and entries; gives how many lines lost something.
    pub(in crate::store) fn run(&self, conn: &Connection) -> Result<u32> {
        let (lines, theirs) = self.lines(conn)?;
        self.entries(conn, &theirs)?;
        Ok(lines)
    }

    /// Gives how many lines lost something, and which lines were of rows of theirs.
    fn lines(&self, conn: &Connection) -> Result<(u32, Vec<i64>)> {
        let last: i64 = conn.query_row("SELECT coalesce(max(seq), 0) FROM change", [], |row| row.get(0))?;
        let mut read =
            conn.prepare_cached("SELECT seq, place, row_id, before FROM change WHERE seq BETWEEN ?1 AND ?2")?;
        let mut write = conn.prepare_cached("UPDATE change SET before = ?2 WHERE seq = ?1")?;
        let (mut lost, mut theirs, mut start) = (0, Vec::new(), 1);
        while start <= last {
            let mut changed: Vec<(i64, String)> = Vec::new();
            let mut rows = read.query([start, start + AT_ONCE - 1])?;
            while let Some(row) = rows.next()? {
                let (place, id) = (
                    row.get_ref("place")?.as_str().unwrap_or_default(),
                    row.get_ref("row_id")?.as_str().unwrap_or_default(),
                );
                let is_theirs = (self.is_theirs)(place, id);
                if is_theirs {
                    theirs.push(row.get("seq")?);
                }
                if let Some(less) =
                    self.less(place, is_theirs, row.get_ref("before")?.as_str().unwrap_or_default())
                {
                    changed.push((row.get("seq")?, less));
                }
            }
            drop(rows);
            for (seq, before) in &changed {
                write.execute((seq, before))?;
                lost += 1;
            }
            start += AT_ONCE;
        }
        Ok((lost, theirs))
    }

    /// What is left of what a line holds; nothing where it may stay.
    fn less(&self, place: &str, is_theirs: bool, before: &str) -> Option<String> {
        if before.is_empty() {
            return None;
        }
        let mut columns: Map<String, Value> = serde_json::from_str(before).ok()?;
        let mut found = false;
        if is_theirs {
            for column in (self.personal)(place) {
                found |= columns.remove(*column).is_some_and(|was| was != "");
            }
        }
        for (column, value) in &mut columns {
            let Value::String(text) = value else { continue };
            let is_package = (place, column.as_str()) == ("package", "file");
            if column != ERASED
                && (self.traces.are_in(text) || is_package && !text.is_empty() && (self.holds)(text))
            {
                *value = Value::from("");
                found = true;
            }
        }
        found.then(|| {
            columns.insert(ERASED.to_owned(), true.into());
            Value::Object(columns).to_string()
        })
    }

    /// The parameters of entries: of those that changed rows of theirs, and of all others what nobody else is called.
    fn entries(&self, conn: &Connection, theirs: &[i64]) -> Result<()> {
        let mut read =
            conn.prepare("SELECT seq, params, first_change, last_change FROM operation ORDER BY seq")?;
        let mut changed: Vec<(i64, String)> = Vec::new();
        let mut rows = read.query([])?;
        while let Some(row) = rows.next()? {
            let (first, last): (i64, i64) = (row.get("first_change")?, row.get("last_change")?);
            let text = row.get_ref("params")?.as_str().unwrap_or_default();
            let mut params: Value = serde_json::from_str(text).unwrap_or_default();
            let from = theirs.partition_point(|seq| *seq < first);
            let is_theirs = theirs.get(from).is_some_and(|seq| *seq <= last);
            if self.blank(&mut params, is_theirs) {
                let mut params = match params {
                    Value::Object(params) => params,
                    other => Map::from_iter([("params".to_owned(), other)]),
                };
                params.insert(ERASED.to_owned(), true.into());
                changed.push((row.get("seq")?, Value::Object(params).to_string()));
            }
        }
        drop(rows);
        let mut write = conn.prepare_cached("UPDATE operation SET params = ?2 WHERE seq = ?1")?;
        changed.iter().try_for_each(|(seq, params)| write.execute((seq, params)).map(drop))?;
        Ok(())
    }

    /// Blanks the texts that name any of them; says whether there were any.
    fn blank(&self, value: &mut Value, is_theirs: bool) -> bool {
        match value {
            Value::String(text) => {
                let has_code = || text.split(", ").any(|code| self.codes.contains(code));
                let named = self.traces.are_in(text) || has_code() || is_theirs && self.all.are_in(text);
                if named {
                    *value = Value::from("…");
                }
                named
            }
            // All of them: each is blanked.
            Value::Array(all) => {
                all.iter_mut().filter_map(|one| self.blank(one, is_theirs).then_some(())).count() > 0
            }
            Value::Object(all) => {
                let others = all.iter_mut().filter(|(name, _)| *name != ERASED);
                others.fold(false, |any, (_, one)| self.blank(one, is_theirs) || any)
            }
            _ => false,
        }
    }
}
