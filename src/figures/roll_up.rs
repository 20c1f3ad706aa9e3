//! The figures of the units of a book on one day: of a unit whose people are in the book from them, always; else from the
//! unit's own signed summary where one came, else none (missing is not zero). What a unit with people has signed is held
//! against what its people count, and never counted.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::day::{Day, once};
use super::unit_row::UnitRow;
use crate::domain::ids::UnitId;
use crate::domain::report::{DailyFigures, Evidence};
use crate::domain::summary::UnitDay;
use crate::domain::target::TargetSheet;
use crate::domain::unit::{MergedUnit, Unit};
use crate::error::Result;

/// What a unit has sent of a day.
#[derive(Default)]
struct Received {
    figures: Option<UnitDay>,
    file: Option<String>,
    walked: Option<(u32, u32)>,
    apart: bool,
    sent_at: Option<DateTime<FixedOffset>>,
}

impl Day<'_> {
    /// The figures of the whole book, "so far" from the campaign's first day on, held against the book's own count.
    ///
    /// # Errors
    /// `report.sums_differ`.
    pub(crate) fn whole(&self) -> Result<&[UnitRow]> {
        let rows = self.shown()?;
        once(&self.held, || self.hold(rows, false, self.start.unwrap_or_default()))?;
        Ok(rows)
    }

    /// The same, as a screen shows them that is read again after every visit: not held against anything.
    pub(crate) fn shown(&self) -> Result<&[UnitRow]> {
        let read = || self.figures(&self.rows(None)?, self.start.unwrap_or_default());
        once(&self.shown, read).map(Vec::as_slice)
    }

    /// The figures of the `units`, which are all [rows](Day::rows) of the book or, when `part`, some of them; "so far" is
    /// from `from` on. Held against the book's own count.
    ///
    /// # Errors
    /// `report.sums_differ` when the people counted here do not add up.
    pub(crate) fn roll_up(&self, units: &[Unit], part: bool, from: NaiveDate) -> Result<Vec<UnitRow>> {
        let rows = self.figures(units, from)?;
        self.hold(&rows, part, from)?;
        Ok(rows)
    }

    fn hold(&self, rows: &[UnitRow], part: bool, from: NaiveDate) -> Result<()> {
        let here: Vec<UnitId> = rows.iter().filter(|row| !row.received).map(|row| row.unit.id).collect();
        let counted = DailyFigures::count(&here, self.people()?, from, self.day);
        let homes = self.homes()?.iter();
        let written: Vec<UnitId> =
            homes.filter(|(_, home)| here.contains(home)).map(|(unit, _)| *unit).collect();
        let asked = (part || here.len() < rows.len()).then_some(written.as_slice());
        counted.check(&self.book.control_totals(asked, from, self.day)?)
    }

    fn figures(&self, units: &[Unit], from: NaiveDate) -> Result<Vec<UnitRow>> {
        let mut received = self.received()?;
        let mut counted = self.counted_units(from)?;
        let targets = self.own_targets()?.map(|sheet| self.targets_of_rows(sheet)).unwrap_or_default();
        let annex1 = self.annex_of_people()?;
        let row = |unit: &Unit| {
            let Received { figures: stated, file, walked, apart, sent_at } =
                received.remove(&unit.id).unwrap_or_default();
            let counted = counted.remove(&unit.id);
            let (unit, received) = (unit.clone(), counted.is_none() && sent_at.is_some());
            let Some(mut figures) = counted else {
                return UnitRow {
                    unit,
                    figures: stated,
                    received,
                    file,
                    walked,
                    apart,
                    sent_at,
                    differs: Vec::new(),
                };
            };
            figures.target = targets.get(&unit.id).copied();
            figures.annex1 = annex1.get(&unit.id).copied();
            let differs = stated.as_ref().map(|stated| match apart {
                true => figures.clone().without_so_far().stated_otherwise(stated),
                false => figures.stated_otherwise(stated),
            });
            let differs = differs.unwrap_or_default();
            // What goes up as signed is what was signed.
            let file = file.filter(|_| stated.is_some_and(|stated| stated == figures));
            UnitRow {
                unit,
                figures: Some(figures),
                received,
                file,
                walked: None,
                apart: false,
                sent_at,
                differs,
            }
        };
        Ok(units.iter().map(row).collect())
    }

    /// The target of each row of the day. One of the book's own unit is the whole's: its row, of whom no unit below has, gets what
    /// the others leave of it.
    fn targets_of_rows(&self, sheet: &TargetSheet) -> BTreeMap<UnitId, u32> {
        let own = self.info.unit_id;
        let mut targets: BTreeMap<UnitId, u32> =
            sheet.targets.iter().map(|target| (target.unit_id, target.row.target.total)).collect();
        let below = targets.iter().filter(|(unit, _)| **unit != own).map(|(_, total)| *total);
        let below = below.fold(0, u32::saturating_add);
        targets.entry(own).and_modify(|whole| *whole = whole.saturating_sub(below));
        targets
    }

    /// What the people of each unit count, "so far" from `from` on; units without people are not there.
    pub(crate) fn counted_units(&self, from: NaiveDate) -> Result<BTreeMap<UnitId, UnitDay>> {
        let mut people: BTreeMap<UnitId, Vec<&Evidence>> = BTreeMap::new();
        for person in self.people()? {
            people.entry(person.unit_id).or_default().push(person);
        }
        let count = |(unit, people): (UnitId, Vec<&Evidence>)| {
            Some((unit, UnitDay::count(people.into_iter(), from, self.day, self.extract)?))
        };
        Ok(people.into_iter().filter_map(count).collect())
    }

    /// What came of the day, by the unit that it belongs to on the day.
    fn received(&self) -> Result<BTreeMap<UnitId, Received>> {
        let eras = self.book.eras()?;
        let mut received: BTreeMap<UnitId, Received> = BTreeMap::new();
        let mut senders = BTreeSet::new();
        let mut signs = self.book.last_stated_days(self.day)?;
        signs.remove(&self.info.unit_id);
        for kept in self.book.kept_days(None, self.day, self.day)? {
            // What the book itself has sent is no source.
            if kept.unit_id == self.info.unit_id {
                continue;
            }
            let home = self.units.home(kept.unit_id);
            if self.stands_for(kept.unit_id, &signs) {
                continue;
            }
            senders.insert(kept.unit_id);
            let sent_at = Some(kept.rank.issued_at);
            let walked = kept.stated.walked();
            let apart = kept.stated.counts_otherwise(self.start);
            let total = if apart { kept.total.map(UnitDay::without_so_far) } else { kept.total };
            match received.entry(home) {
                Entry::Vacant(new) => {
                    let now_signs = eras.get(&kept.unit_id).is_some_and(|era| *era == kept.rank.era);
                    let file = (home == kept.unit_id && now_signs).then_some(kept.rank.file);
                    new.insert(Received { figures: total, file, walked, apart, sent_at });
                }
                Entry::Occupied(mut known) => {
                    let known = known.get_mut();
                    known.figures = UnitDay::sum([known.figures.as_ref(), total.as_ref()].into_iter());
                    known.apart |= apart;
                    known.walked = match (known.walked, walked) {
                        (Some((a, b)), Some((c, d))) => Some((a.saturating_add(c), b.saturating_add(d))),
                        (some, other) => some.or(other),
                    };
                    known.sent_at = known.sent_at.max(sent_at);
                    known.file = None;
                }
            }
        }
        // Of units that became one that does not sign itself yet, who is silent is wanting.
        for into in self.units.merged().keys() {
            let figures = received.get_mut(into).and_then(|received| received.figures.as_mut());
            if let Some(figures) = figures.filter(|_| !signs.contains_key(into)) {
                let silent = self.wanting(*into, &signs, &senders);
                figures.expected = figures.expected.saturating_add(silent);
            }
        }
        Ok(received)
    }

    /// Whether a unit that came out of a merger of this one signs for it.
    fn stands_for(&self, unit: UnitId, signs: &BTreeMap<UnitId, NaiveDate>) -> bool {
        let into = self.units.merged().iter().find(|(_, parts)| parts.iter().any(|part| part.unit == unit));
        into.is_some_and(|(into, parts)| {
            let came_out = !parts.iter().any(|part| part.taken_in);
            (came_out && signs.contains_key(into)) || self.stands_for(*into, signs)
        })
    }

    /// How many of the units that became this one have sent nothing.
    fn wanting(&self, into: UnitId, signs: &BTreeMap<UnitId, NaiveDate>, senders: &BTreeSet<UnitId>) -> u32 {
        let merged = self.units.merged();
        let parts = merged.get(&into).into_iter().flatten().filter(|part| !part.taken_in);
        let wants = |part: &MergedUnit| match part.unit {
            unit if senders.contains(&unit) => 0,
            unit if merged.contains_key(&unit) && !signs.contains_key(&unit) => {
                self.wanting(unit, signs, senders)
            }
            _ => 1,
        };
        parts.map(wants).sum()
    }
}
