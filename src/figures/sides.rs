//! Claim, extract and difference side by side, unit by unit.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::day::Day;
use super::unit_row::{UnitRow, in_part};
use crate::domain::ids::UnitId;
use crate::domain::sides::{OfPeople, SidesRow};
use crate::domain::summary::UnitDay;
use crate::error::Result;

/// Both sides on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct SideBySide {
    /// The day, its evening included.
    pub day: NaiveDate,
    /// A row a unit.
    pub rows: Vec<SidesRow>,
    /// Those of which anything is known, together.
    pub total: SidesRow,
    /// Units without figures.
    pub missing: usize,
    /// Units with figures of a part: name, units below them with figures of the day, all of these.
    pub in_part: Vec<(String, u32, u32)>,
}

impl Day<'_> {
    /// Both sides of each unit; with `part` only of that unit and those below it.
    pub(crate) fn side_by_side(&self, part: Option<UnitId>) -> Result<SideBySide> {
        let mut counted: BTreeMap<UnitId, OfPeople> = BTreeMap::new();
        for person in self.people()? {
            counted.entry(person.unit_id).or_default().add(person, self.day);
        }
        let within = |row: &&UnitRow| part.is_none_or(|part| self.units.is_within(row.unit.id, part));
        let units: Vec<&UnitRow> = self.whole()?.iter().filter(within).collect();
        let row = |row: &&UnitRow| {
            let unit = (row.unit.id, row.unit.name.clone());
            SidesRow::new(Some(unit), row.figures.as_ref(), counted.get(&row.unit.id).copied())
        };
        let rows: Vec<SidesRow> = units.iter().map(row).collect();
        let sum = UnitDay::sum(units.iter().map(|row| row.figures.as_ref()));
        // Where some were signed for, what their people count would stand for all.
        let known = units.iter().filter(|row| row.figures.is_some()).map(|row| counted.get(&row.unit.id));
        let known = known.map(|people| people.copied()).reduce(|a, b| Some(a?.plus(b?))).flatten();
        // The list's side, and how it stands to the claims, of the units alone of which there is a list.
        let listed = units.iter().filter_map(|row| row.figures.as_ref()).filter(|day| day.extract.is_some());
        let listed = SidesRow::new(None, UnitDay::sum(listed.map(Some)).as_ref(), None);
        let of_list = (listed.official, listed.only_claimed, listed.only_official, listed.ratio);
        let mut total = SidesRow::new(None, sum.as_ref(), known);
        (total.official, total.only_claimed, total.only_official, total.ratio) = of_list;
        total.names = rows.iter().any(|row| row.names);
        Ok(SideBySide {
            day: self.day,
            missing: rows.iter().filter(|row| row.claimed.is_none()).count(),
            in_part: in_part(units, UnitRow::in_part),
            rows,
            total,
        })
    }
}
