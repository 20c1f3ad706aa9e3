//! What units say in words: merits, difficulties, causes, proposals.

use chrono::NaiveDate;
use rusqlite::{Row, named_params};

use super::values::Plain;
use super::{Book, Tx};
use crate::domain::ids::RemarkId;
use crate::domain::remark::Remark;
use crate::error::Result;

fn remark(row: &Row<'_>) -> rusqlite::Result<Remark> {
    Ok(Remark {
        id: row.get("id")?,
        unit_id: row.get("unit_id")?,
        day: row.get::<_, Plain<_>>("day")?.0,
        kind: row.get("kind")?,
        text: row.get("text")?,
    })
}

impl Book {
    /// The remarks of the days from `from` to `until`: by kind, then day.
    pub fn remarks(&self, from: NaiveDate, until: NaiveDate) -> Result<Vec<Remark>> {
        let sql = "SELECT * FROM remark WHERE day BETWEEN ?1 AND ?2 ORDER BY day, id";
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
            "INSERT INTO remark (id, unit_id, day, kind, text) VALUES (:id, :unit, :day, :kind, :text)
             ON CONFLICT (id) DO UPDATE SET unit_id = excluded.unit_id, day = excluded.day, kind = excluded.kind,
             text = excluded.text",
            named_params! {
                ":id": remark.id, ":unit": remark.unit_id, ":day": Plain(remark.day), ":kind": remark.kind,
                ":text": remark.text,
            },
        )
    }

    /// Takes a remark out.
    pub fn remove_remark(&self, id: RemarkId) -> Result<()> {
        self.write("DELETE FROM remark WHERE id = ?1", [id])
    }
}
