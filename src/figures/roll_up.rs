//! The figures of the units of a book on one day: from the unit's own signed summary where one came, else from the people
//! in the book, else none (missing is not zero). Each person counts in one of the two only.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::day::Day;
use crate::domain::ids::UnitId;
use crate::domain::report::{DailyFigures, Evidence};
use crate::domain::summary::UnitDay;
use crate::domain::unit::Unit;
use crate::error::Result;

/// One unit of a day.
pub(crate) struct UnitRow {
    /// Which.
    pub(crate) unit: Unit,
    /// Its figures.
    pub(crate) figures: Option<UnitDay>,
    /// Whether they come from a summary.
    pub(crate) received: bool,
    /// sha256 of that summary when the unit itself signed it with its present key; `None` for one of a unit that was
    /// merged into it, or of a book that it has lost.
    pub(crate) file: Option<String>,
    /// When that summary was made; of several the last.
    pub(crate) sent_at: Option<DateTime<FixedOffset>>,
}

/// The sum of rows, those without figures being expected.
pub(crate) fn total(rows: &[UnitRow]) -> Option<UnitDay> {
    UnitDay::sum(rows.iter().map(|row| row.figures.as_ref()))
}

/// What a unit has sent of a day.
#[derive(Default)]
struct Received {
    figures: Option<UnitDay>,
    file: Option<String>,
    sent_at: Option<DateTime<FixedOffset>>,
}

impl Day<'_> {
    /// The figures of the `units`, which are all [rows](Day::rows) of the book or, when `part`, some of them; "so far" is
    /// from `from` on. Held against the book's own count.
    ///
    /// # Errors
    /// `report.sums_differ` when the people counted here do not add up.
    pub(crate) fn roll_up(&self, units: &[Unit], part: bool, from: NaiveDate) -> Result<Vec<UnitRow>> {
        let rows = self.figures(units, from)?;
        let here: Vec<UnitId> = rows.iter().filter(|row| !row.received).map(|row| row.unit.id).collect();
        let counted = DailyFigures::count(&here, self.people()?, from, self.day);
        let homes = self.homes()?.iter();
        let written: Vec<UnitId> =
            homes.filter(|(_, home)| here.contains(home)).map(|(unit, _)| *unit).collect();
        let asked = (part || here.len() < units.len()).then_some(written.as_slice());
        counted.check(&self.book.control_totals(asked, from, self.day)?)?;
        Ok(rows)
    }

    /// The figures of the `units`, as a screen shows them that is read again after every visit.
    pub(crate) fn figures(&self, units: &[Unit], from: NaiveDate) -> Result<Vec<UnitRow>> {
        let mut received = self.received()?;
        let here = units.iter().map(|unit| unit.id).filter(|id| !received.contains_key(id));
        let mut people: BTreeMap<UnitId, Vec<&Evidence>> = here.map(|id| (id, Vec::new())).collect();
        for person in self.people()? {
            if let Some(list) = people.get_mut(&person.unit_id) {
                list.push(person);
            }
        }
        let targets: BTreeMap<UnitId, u32> = match self.own_targets()? {
            Some((_, sheet)) => sheet.targets.iter().map(|t| (t.unit_id, t.row.target.total)).collect(),
            None => BTreeMap::new(),
        };
        let row = |unit: &Unit| match received.remove(&unit.id) {
            Some(Received { figures, file, sent_at }) => {
                UnitRow { unit: unit.clone(), figures, received: true, file, sent_at }
            }
            None => {
                let people = people.get(&unit.id).map(Vec::as_slice).unwrap_or_default();
                let mut figures = UnitDay::count(people.iter().copied(), from, self.day, self.extract);
                if let Some(figures) = &mut figures {
                    figures.target = targets.get(&unit.id).copied();
                }
                UnitRow { unit: unit.clone(), figures, received: false, file: None, sent_at: None }
            }
        };
        Ok(units.iter().map(row).collect())
    }

    /// What came of the day, by the unit that it belongs to on the day.
    fn received(&self) -> Result<BTreeMap<UnitId, Received>> {
        let eras = self.book.eras()?;
        let mut received: BTreeMap<UnitId, Received> = BTreeMap::new();
        for kept in self.book.kept_days(None, self.day, self.day)? {
            // What the book itself has sent is no source.
            if kept.unit_id == self.info.unit_id {
                continue;
            }
            let home = self.units.home(kept.unit_id);
            let sent_at = Some(kept.rank.issued_at);
            match received.entry(home) {
                Entry::Vacant(new) => {
                    let now_signs = eras.get(&kept.unit_id).is_some_and(|era| *era == kept.rank.era);
                    let file = (home == kept.unit_id && now_signs).then_some(kept.rank.file);
                    new.insert(Received { figures: kept.total, file, sent_at });
                }
                Entry::Occupied(mut known) => {
                    let known = known.get_mut();
                    known.figures = UnitDay::sum([known.figures.as_ref(), kept.total.as_ref()].into_iter());
                    known.sent_at = known.sent_at.max(sent_at);
                    known.file = None;
                }
            }
        }
        Ok(received)
    }
}
