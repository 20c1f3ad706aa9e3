//! Units over time: names, parents and the days they are valid.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rusqlite::{Row, named_params};
use uuid::Uuid;

use super::people::unit;
use super::values::{Blank, Plain};
use super::{Book, Tx};
use crate::domain::ids::{HouseholdId, UnitId};
use crate::domain::text::fold;
use crate::domain::unit::{DatedUnit, PastUnit, Unit, UnitsOfDay, check_name};
use crate::error::Result;

fn dated(row: &Row<'_>) -> rusqlite::Result<DatedUnit> {
    Ok(DatedUnit {
        unit: unit(row)?,
        first_day: row.get::<_, Blank<_>>("first_day")?.0,
        last_day: row.get::<_, Blank<_>>("last_day")?.0,
        past: Vec::new(),
    })
}

/// A household with how many people live there.
pub struct Residents {
    /// The household.
    pub id: HouseholdId,
    /// The unit that it is written for.
    pub unit_id: UnitId,
    /// People, without those who left.
    pub people: u32,
}

impl Book {
    /// All units with the days they are valid and what they were before, in the order of lists.
    pub fn dated_units(&self) -> Result<Vec<DatedUnit>> {
        let mut units = self.rows("SELECT * FROM unit ORDER BY position, name", [], dated)?;
        let past = self.rows("SELECT * FROM unit_past ORDER BY until, id", [], |row| {
            let unit: UnitId = row.get("unit_id")?;
            let past = PastUnit {
                until: row.get::<_, Plain<_>>("until")?.0,
                parent_id: row.get("parent_id")?,
                kind: row.get("kind")?,
                name: row.get("name")?,
                code: row.get("code")?,
            };
            Ok((unit, past))
        })?;
        for (id, past) in past {
            if let Some(unit) = units.iter_mut().find(|unit| unit.unit.id == id) {
                unit.past.push(past);
            }
        }
        Ok(units)
    }

    /// The units as they are on a day.
    pub fn units_of_day(&self, day: NaiveDate) -> Result<UnitsOfDay> {
        Ok(UnitsOfDay::new(&self.dated_units()?, day))
    }

    /// The units whose people this book holds on the day of `units`, those above them included: they count from their
    /// people, whatever they have signed. So do agencies: whom they bring counts where he lives.
    pub fn peopled_units(&self, units: &UnitsOfDay) -> Result<BTreeSet<UnitId>> {
        let upwards =
            |unit: UnitId| units.upwards(units.home(unit)).map(|above| above.id).collect::<Vec<_>>();
        let mut peopled: BTreeSet<UnitId> = self.units_with_people()?.into_iter().flat_map(upwards).collect();
        peopled.extend(units.all_agencies());
        Ok(peopled)
    }

    /// The households that people were entered in, and how many live there.
    pub fn residents(&self) -> Result<Vec<Residents>> {
        self.rows(
            "SELECT h.id, h.unit_id, count(*) - count(d.id) AS people FROM household h
             JOIN citizen c ON c.household_id = h.id LEFT JOIN departure d ON d.id = c.id
             GROUP BY h.id ORDER BY h.id",
            [],
            |row| {
                Ok(Residents { id: row.get("id")?, unit_id: row.get("unit_id")?, people: row.get("people")? })
            },
        )
    }
}

impl Tx<'_> {
    /// Keeps what a unit is as its past up to `until`.
    pub fn insert_unit_past(&self, id: Uuid, unit: UnitId, past: &PastUnit) -> Result<()> {
        self.write(
            "INSERT INTO unit_past (id, unit_id, until, parent_id, kind, name, code)
             VALUES (:id, :unit, :until, :parent, :kind, :name, :code)",
            named_params! {
                ":id": id.to_string(), ":unit": unit, ":until": Plain(past.until), ":parent": past.parent_id,
                ":kind": past.kind, ":name": past.name, ":code": past.code,
            },
        )
    }

    /// Writes what a unit is now, and the days it is valid.
    ///
    /// # Errors
    /// `unit.no_name`, `unit.bad_name`; the book's own.
    pub fn update_unit(&self, unit: &Unit, first: Option<NaiveDate>, last: Option<NaiveDate>) -> Result<()> {
        check_name(&unit.name, &unit.code)?;
        self.write(
            "UPDATE unit SET parent_id = :parent, kind = :kind, name = :name, name_fold = :fold, code = :code,
             first_day = :first, last_day = :last WHERE id = :id",
            named_params! {
                ":id": unit.id, ":parent": unit.parent_id, ":kind": unit.kind, ":name": unit.name,
                ":fold": fold(&unit.name), ":code": unit.code, ":first": Blank(first), ":last": Blank(last),
            },
        )
    }

    /// Moves a household and its people to another unit.
    pub fn move_household(&self, household: HouseholdId, to: UnitId) -> Result<()> {
        self.write("UPDATE household SET unit_id = ?2 WHERE id = ?1", (household, to))?;
        self.write("UPDATE citizen SET unit_id = ?2 WHERE household_id = ?1", (household, to))
    }
}
