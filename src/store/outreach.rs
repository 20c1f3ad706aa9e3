//! What was told and taught, by unit and day.

use rusqlite::named_params;

use super::values::Plain;
use super::{Book, Tx};
use crate::domain::ids::OutreachId;
use crate::domain::outreach::Outreach;
use crate::error::Result;

impl Book {
    /// All events, the newest first.
    pub fn outreach(&self) -> Result<Vec<Outreach>> {
        self.rows(
            "SELECT id, day, unit_id, kind, people, words FROM outreach ORDER BY day DESC, id DESC",
            [],
            |row| {
                Ok(Outreach {
                    id: row.get("id")?,
                    day: row.get::<_, Plain<_>>("day")?.0,
                    unit_id: row.get("unit_id")?,
                    kind: row.get("kind")?,
                    people: row.get("people")?,
                    words: row.get("words")?,
                })
            },
        )
    }
}

impl Tx<'_> {
    /// Writes an event.
    pub fn insert_outreach(&self, event: &Outreach) -> Result<()> {
        self.write(
            "INSERT INTO outreach (id, day, unit_id, kind, people, words)
             VALUES (:id, :day, :unit, :kind, :people, :words)",
            named_params! {
                ":id": event.id, ":day": Plain(event.day), ":unit": event.unit_id, ":kind": event.kind,
                ":people": event.people, ":words": event.words,
            },
        )
    }

    /// Takes an event out.
    pub fn delete_outreach(&self, id: OutreachId) -> Result<()> {
        self.write("DELETE FROM outreach WHERE id = ?1", [id])
    }
}
