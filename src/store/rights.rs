//! What members may do, and what whoever works is held to while a job runs.

use chrono::NaiveDate;
use rusqlite::Connection;

use super::tables::{columns, quoted};
use super::values::Blank;
use super::{Book, Tx};
use crate::domain::assignment::Assignment;
use crate::domain::ids::{MemberId, UnitId};
use crate::domain::member::Member;
use crate::domain::rights::Rights;
use crate::domain::text::fold;
use crate::error::{Error, Result};

/// What a job may touch; nothing said, everything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Held {
    /// Only people of this unit and of those below it.
    pub unit: Option<UnitId>,
    /// Only what is this member's own.
    pub own: Option<MemberId>,
    /// A team member: only work of theirs, or of the unit.
    pub works: Option<MemberId>,
}

impl Book {
    /// Whether a leader is named: from then on members may do what their rights say.
    pub fn has_rights(&self) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM member WHERE rights = ?1) AS begun";
        self.row(sql, [Blank(Some(Rights::Leader))], |row| row.get("begun"))
    }

    /// Runs a job with what whoever works is held to.
    pub fn hold<T>(&mut self, held: Held, job: impl FnOnce(&mut Self) -> T) -> T {
        self.held = held;
        let done = job(self);
        self.held = Held::default();
        done
    }

    /// Refuses a word on work that is neither one's own nor one's unit's, of whoever is held to a unit.
    ///
    /// # Errors
    /// `rights.others_work`; the book's own.
    pub fn check_work(&self, given: &Assignment, today: NaiveDate) -> Result<()> {
        let Some(member) = self.held.works else { return Ok(()) };
        let (units, known) = (self.units_of_day(today)?, self.units()?);
        let is_own = |name: &str| {
            let Some(own) = self.held.unit else { return true };
            let mut named = known.iter().filter(|unit| fold(&unit.name) == fold(name));
            named.any(|unit| units.is_within(unit.id, units.home(own)))
        };
        if given.is_work_of(member, is_own) { Ok(()) } else { Err(Error::new("rights.others_work")) }
    }

    /// Refuses what is another member's, of whoever is held to their own.
    ///
    /// # Errors
    /// `rights.others`.
    pub fn check_own(&self, whose: Option<MemberId>) -> Result<()> {
        match self.held.own {
            Some(own) if whose != Some(own) => Err(Error::new("rights.others")),
            _ => Ok(()),
        }
    }
}

/// Refuses a change whose lines, those after `before`, touch people outside the unit that whoever works is held to.
///
/// # Errors
/// `rights.other_unit`.
pub(super) fn check_units(conn: &Connection, held: Held, before: i64) -> Result<()> {
    let Some(unit) = held.unit else { return Ok(()) };
    let mut places = conn.prepare("SELECT DISTINCT place FROM change WHERE seq > ?1")?;
    let places = places.query_map([before], |row| row.get::<_, String>("place"))?;
    for place in places.collect::<rusqlite::Result<Vec<_>>>()? {
        let columns = columns(conn, &place)?;
        let has = |name: &str| columns.iter().any(|column| column == name);
        // A row as it is now, and what it was before: who is moved out of the unit was in it, who is moved in was not.
        let (now, was) = match place.as_str() {
            "member" => continue,
            "departure" => (
                "(SELECT unit_id FROM citizen WHERE id = t.id)",
                "(SELECT unit_id FROM citizen WHERE id = c.row_id)",
            ),
            _ if has("unit_id") => ("t.unit_id", "json_extract(c.before, '$.unit_id')"),
            _ if has("household_id") => (
                "(SELECT unit_id FROM household WHERE id = t.household_id)",
                "(SELECT unit_id FROM household WHERE id = json_extract(c.before, '$.household_id'))",
            ),
            _ if has("citizen_id") => (
                "(SELECT unit_id FROM citizen WHERE id = t.citizen_id)",
                "(SELECT unit_id FROM citizen WHERE id = json_extract(c.before, '$.citizen_id'))",
            ),
            _ => continue,
        };
        let outside: bool = conn.query_row(
            &format!(
                "WITH RECURSIVE own (id) AS (VALUES (?2) UNION SELECT u.id FROM unit u JOIN own ON u.parent_id = own.id),
                   touched (unit_id) AS (
                     SELECT {now} FROM change c JOIN {table} t ON t.id = c.row_id WHERE c.seq > ?1 AND c.place = ?3
                     UNION SELECT {was} FROM change c WHERE c.seq > ?1 AND c.place = ?3 AND c.before <> '')
                 SELECT EXISTS (SELECT 1 FROM touched WHERE unit_id IS NOT NULL AND unit_id NOT IN (SELECT id FROM own)) AS outside",
                table = quoted(&place)
            ),
            rusqlite::params![before, unit, place],
            |row| row.get("outside"),
        )?;
        if outside {
            let name: String =
                conn.query_row("SELECT name FROM unit WHERE id = ?1", [unit], |row| row.get("name"))?;
            return Err(Error::new("rights.other_unit").with("unit", name));
        }
    }
    Ok(())
}

impl Tx<'_> {
    /// Gives those who are held to a unit the one that takes its place.
    pub fn move_rights(&self, from: UnitId, to: UnitId) -> Result<()> {
        self.write("UPDATE member SET unit_id = ?2 WHERE unit_id = ?1", (from, to))
    }

    /// Writes what a member may do.
    pub fn set_rights(&self, member: &Member) -> Result<()> {
        self.write(
            "UPDATE member SET rights = ?2, unit_id = ?3 WHERE id = ?1",
            (member.id, Blank(member.rights), member.unit),
        )
    }
}
