//! What units say in words: merits, difficulties, causes, proposals.

use chrono::NaiveDate;
use rusqlite::{Row, named_params};

use super::values::{Blank, Plain};
use super::{Book, Tx};
use crate::domain::ids::RemarkId;
use crate::domain::remark::{Remark, Removal};
use crate::error::Result;

fn remark(row: &Row<'_>) -> rusqlite::Result<Remark> {
    Ok(Remark {
        id: row.get("id")?,
        unit_id: row.get("unit_id")?,
        day: row.get::<_, Plain<_>>("day")?.0,
        kind: row.get("kind")?,
        text: row.get("text")?,
        removed: match row.get::<_, Blank<_>>("removed_on")?.0 {
            Some(on) => Some(Removal { on, how: row.get("removed_how")? }),
            None => None,
        },
    })
}

impl Book {
    /// The remarks of the days from `from` to `until`, and difficulties from before that were not removed before: by kind, then day.
    pub fn remarks(&self, from: NaiveDate, until: NaiveDate) -> Result<Vec<Remark>> {
        let sql = "SELECT * FROM remark WHERE day <= ?2 AND (day >= ?1
             OR kind = 'difficulty' AND (removed_on = '' OR removed_on >= ?1)) ORDER BY day, id";
        let mut found = self.rows(sql, [Plain(from), Plain(until)], remark)?;
        found.sort_by_key(|remark| remark.kind);
        Ok(found)
    }

    /// One remark.
    pub fn remark(&self, id: RemarkId) -> Result<Option<Remark>> {
        Ok(self.rows("SELECT * FROM remark WHERE id = ?1", [id], remark)?.pop())
    }
}

impl Tx<'_> {
    /// Adds a remark, or changes it.
    pub fn put_remark(&self, remark: &Remark) -> Result<()> {
        self.write(
            "INSERT INTO remark (id, unit_id, day, kind, text, removed_on, removed_how)
             VALUES (:id, :unit, :day, :kind, :text, :removed_on, :removed_how)
             ON CONFLICT (id) DO UPDATE SET unit_id = excluded.unit_id, day = excluded.day, kind = excluded.kind,
             text = excluded.text, removed_on = excluded.removed_on, removed_how = excluded.removed_how",
            named_params! {
                ":id": remark.id, ":unit": remark.unit_id, ":day": Plain(remark.day), ":kind": remark.kind,
                ":text": remark.text, ":removed_on": Blank(remark.removed.as_ref().map(|removed| removed.on)),
                ":removed_how": remark.removed.as_ref().map(|removed| removed.how.as_str()).unwrap_or_default(),
            },
        )
    }

    /// Takes a remark out.
    pub fn remove_remark(&self, id: RemarkId) -> Result<()> {
        self.write("DELETE FROM remark WHERE id = ?1", [id])
    }
}
