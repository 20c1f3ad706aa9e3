//! Visits as they are looked at a second time, and what was settled of them.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::values::Plain;
use super::visits::COUNTS;
use super::{Book, Tx};
use crate::domain::ids::VisitId;
use crate::domain::second_look::{Doubt, Doubts, SeenVisit};
use crate::error::{Error, Result};

impl Book {
    /// All visits that count up to the end of a day, oldest first; of people who are in the book. Who is denied by a list is not said yet.
    pub fn visits_to_look_at(&self, day: NaiveDate) -> Result<Vec<SeenVisit>> {
        let sql = format!(
            "SELECT visit.id, visit.citizen_id, c.household_id, c.unit_id, visit.at, visit.member_id, c.phone,
               iif(visit.outcome = 'activated', visit.level, 0) AS level,
               EXISTS (SELECT 1 FROM departure WHERE id = c.id AND day <= substr(visit.at, 1, 10)) AS gone
             FROM visit JOIN citizen c ON c.id = visit.citizen_id
             WHERE visit.at < date(?1, '+1 day') AND {COUNTS}
               AND c.id NOT IN (SELECT id FROM erased) AND c.id NOT IN (SELECT id FROM departure WHERE gone = 'elsewhere')
             ORDER BY visit.at, visit.id"
        );
        self.rows(&sql, [Plain(day)], |row| {
            Ok(SeenVisit {
                id: row.get("id")?,
                citizen: row.get("citizen_id")?,
                household: row.get("household_id")?,
                unit: row.get("unit_id")?,
                at: row.get::<_, Plain<_>>("at")?.0,
                level: row.get("level")?,
                member: row.get("member_id")?,
                phone: row.get("phone")?,
                denied: false,
                gone: row.get("gone")?,
            })
        })
    }

    /// What was settled by the end of a day.
    pub fn second_looks(&self, day: NaiveDate) -> Result<Doubts> {
        let rows =
            self.rows("SELECT id, reasons FROM visit_looked WHERE day <= ?1", [Plain(day)], |row| {
                Ok((row.get::<_, VisitId>("id")?, row.get::<_, String>("reasons")?))
            })?;
        let read = |(id, reasons): (VisitId, String)| {
            let reasons: BTreeSet<Doubt> =
                serde_json::from_str(&reasons).map_err(|e| Error::new("book.damaged").with("detail", e))?;
            Ok((id, reasons))
        };
        rows.into_iter().map(read).collect()
    }
}

impl Tx<'_> {
    /// Writes that a visit is as it says, whatever these reasons are.
    pub fn settle_visit(&self, visit: VisitId, day: NaiveDate, reasons: &BTreeSet<Doubt>) -> Result<()> {
        let reasons = serde_json::to_string(reasons).unwrap_or_default();
        self.write(
            "INSERT INTO visit_looked (id, day, reasons) VALUES (?1, ?2, ?3)
             ON CONFLICT (id) DO UPDATE SET day = excluded.day, reasons = excluded.reasons",
            (visit, Plain(day), reasons),
        )
    }
}
