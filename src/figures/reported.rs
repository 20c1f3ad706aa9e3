//! What units below have stated in their signed summaries.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::day::{Day, once};
use crate::domain::daily::tells_who_is_active;
use crate::domain::ids::UnitId;
use crate::domain::standing::{Basis, Position};
use crate::domain::summary::{AnnexFigures, CarriedUnit, UnitDay, carried, carried_units};
use crate::error::Result;
use crate::store::summaries::KeptDay;

/// Days back from which the figures of a silent unit are still taken: more than a campaign has.
const CARRIED_DAYS: u64 = 366;

/// Figures by unit and day.
pub(super) type DaysOfUnits = BTreeMap<UnitId, BTreeMap<NaiveDate, UnitDay>>;

/// What a unit has stated last.
pub(crate) struct LastStated {
    /// The statement that decides, and its file.
    pub(crate) kept: KeptDay,
    /// The units that it names, a silent one as it last stood.
    pub(crate) units: Vec<CarriedUnit>,
}

impl Day<'_> {
    /// What a unit, and each that has gone into it, has stated last up to the day.
    pub(crate) fn last_stated(&self, unit: UnitId) -> Result<Vec<LastStated>> {
        let last = self.book.last_stated_days(self.day)?;
        let mut stated = Vec::new();
        for sender in self.units.within(unit).into_iter().filter(|sender| *sender != self.info.unit_id) {
            let Some(day) = last.get(&sender) else { continue };
            let mut kept = self.book.kept_days(Some(sender), carried_from(*day), *day)?;
            let mut carried = carried_units(kept.iter().map(|kept| kept.stated.clone()));
            if let Some((kept, (_, units))) = kept.pop().zip(carried.pop_last()) {
                stated.push(LastStated { kept, units });
            }
        }
        Ok(stated)
    }

    /// What is active in each unit whose people the book does not hold, by the newest summary up to the day that has
    /// figures of it.
    pub(crate) fn reported(&self) -> Result<&[Position]> {
        once(&self.reported, || self.read_reported()).map(Vec::as_slice)
    }

    /// What each unit of the day, whose people the book does not hold, has stated of the days from `first` on: as
    /// [`Day::stated_days`], units that have gone into another one together, until that one signs itself. Of these, too, a silent one
    /// counts as it last stood.
    pub(super) fn reported_days(&self, first: NaiveDate) -> Result<DaysOfUnits> {
        self.reported_between(first, self.day)
    }

    /// What each unit below, whose people the book does not hold, has stated of the days from `first` on, by unit and day.
    /// Where some of its units were silent, those count as they last stood; a day without any figures is not there.
    pub(super) fn stated_days(&self, first: NaiveDate) -> Result<DaysOfUnits> {
        self.stated_between(first, self.day)
    }

    fn reported_between(&self, first: NaiveDate, last: NaiveDate) -> Result<DaysOfUnits> {
        let mut days = self.stated_between(first, last)?;
        let gone = self.units.gone_into(self.info.unit_id);
        if gone.is_empty() {
            return Ok(days);
        }
        let past = self.stated_between(carried_from(first), last)?;
        for (home, parts) in gone {
            let signs_from = past.get(&home).and_then(|days| Some(*days.first_key_value()?.0));
            let parts: Vec<_> = parts.iter().map(|part| (days.remove(part), past.get(part))).collect();
            let told: BTreeSet<NaiveDate> = parts
                .iter()
                .filter_map(|(told, _)| told.as_ref())
                .flat_map(BTreeMap::keys)
                .copied()
                .collect();
            for on in told.into_iter().filter(|on| signs_from.is_none_or(|from| *on < from)) {
                let stood = |(_, past): &(_, Option<&BTreeMap<NaiveDate, UnitDay>>)| {
                    let (day, stated) = (*past)?.range(..=on).next_back()?;
                    Some(if *day == on { stated.clone() } else { stated.silent() })
                };
                let stood: Vec<Option<UnitDay>> = parts.iter().map(stood).collect();
                if let Some(together) = UnitDay::sum(stood.iter().map(Option::as_ref)) {
                    days.entry(home).or_default().insert(on, together);
                }
            }
        }
        Ok(days)
    }

    fn stated_between(&self, first: NaiveDate, last: NaiveDate) -> Result<DaysOfUnits> {
        let mut days = DaysOfUnits::new();
        let mut partial = BTreeSet::new();
        for ((unit, on), total) in self.book.stated_totals(first, last)? {
            if unit == self.info.unit_id || self.holds_people_of(unit)? {
                continue;
            }
            if let Some(total) = total {
                if total.counted < total.expected {
                    partial.insert(unit);
                }
                days.entry(unit).or_default().insert(on, total);
            }
        }
        for unit in partial {
            let mut carried = self.carried_of(unit, first, last)?;
            for (on, total) in days.entry(unit).or_default() {
                if let Some(carried) = carried.remove(on) {
                    *total = total.clone().at(carried);
                }
            }
        }
        Ok(days)
    }

    /// Units below that have stated figures of a part of their own: of some that they name nobody had ever said anything.
    pub(crate) fn known_in_part(&self) -> Result<BTreeSet<UnitId>> {
        let partly = |part: &CarriedUnit| part.last.as_ref().is_none_or(|(_, stood)| is_in_part(stood));
        let parts = self.newest_parts()?.iter();
        Ok(parts
            .filter(|(_, parts)| parts.iter().any(partly))
            .map(|(unit, _)| self.units.home(*unit))
            .collect())
    }

    /// The units that the newest statement of each unit names, a silent one as it last stood.
    pub(super) fn newest_parts(&self) -> Result<&BTreeMap<UnitId, Vec<CarriedUnit>>> {
        once(&self.newest_parts, || {
            let last = self.book.last_stated_days(self.day)?.into_iter();
            last.map(|(unit, last)| Ok((unit, self.parts_of(unit, last)?))).collect()
        })
    }

    fn parts_of(&self, unit: UnitId, last: NaiveDate) -> Result<Vec<CarriedUnit>> {
        let parts = |first| -> Result<Vec<CarriedUnit>> {
            let kept = self.book.kept_days(Some(unit), first, last)?;
            let mut days = carried_units(kept.into_iter().map(|kept| kept.stated));
            Ok(days.pop_last().map(|(_, parts)| parts).unwrap_or_default())
        };
        let newest = parts(last)?;
        // Where all are told on the newest day, the days before need no look.
        let told = |part: &CarriedUnit| part.last.as_ref().is_some_and(|(_, stood)| !is_in_part(stood));
        if newest.iter().all(told) { Ok(newest) } else { parts(carried_from(last)) }
    }

    /// How a unit stood on the days that it has stated between two.
    fn carried_of(
        &self,
        unit: UnitId,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<BTreeMap<NaiveDate, UnitDay>> {
        let kept = self.book.kept_days(Some(unit), carried_from(first), last)?;
        Ok(carried(kept.into_iter().map(|kept| kept.stated)))
    }

    /// The day that each unit of the day has stated last, or units that have gone into it.
    fn last_reported_days(&self) -> Result<BTreeMap<UnitId, NaiveDate>> {
        let mut last = self.book.last_stated_days(self.day)?;
        for (home, parts) in self.units.gone_into(self.info.unit_id) {
            let newest = parts.iter().filter_map(|part| last.remove(part)).max();
            if let Some(newest) = newest {
                last.entry(home).or_insert(newest);
            }
        }
        Ok(last)
    }

    fn read_reported(&self) -> Result<Vec<Position>> {
        let last = self.last_reported_days()?;
        let mut days: BTreeMap<NaiveDate, DaysOfUnits> = BTreeMap::new();
        for stated in last.values() {
            if !days.contains_key(stated) {
                days.insert(*stated, self.reported_between(*stated, *stated)?);
            }
        }
        let mut positions = Vec::new();
        for (unit_id, day) in last {
            if unit_id == self.info.unit_id || self.holds_people_of(unit_id)? {
                continue;
            }
            let stated = days.get_mut(&day).and_then(|units| units.remove(&unit_id)?.remove(&day));
            let figures = match stated {
                Some(figures) => figures,
                // It handed up a day of which nobody below had told it anything: it stands as before.
                None => match self.stood_before(unit_id, day)? {
                    Some(figures) => figures,
                    None => continue,
                },
            };
            let AnnexFigures { active, pending } = figures.annex_figures();
            // What its list does not confirm and its Phụ lục I has: it, or a unit below it, has no list.
            let unconfirmed = figures.figures.unconfirmed();
            let claimed = unconfirmed.saturating_sub(pending).min(active.total);
            let basis = Basis::Reported { day };
            positions.push(Position { unit_id, day, active, pending, claimed, basis });
        }
        Ok(positions)
    }

    /// How a unit stood that has stated a day without figures.
    fn stood_before(&self, unit: UnitId, day: NaiveDate) -> Result<Option<UnitDay>> {
        if let Some(carried) = self.carried_of(unit, day, day)?.remove(&day) {
            return Ok(Some(carried));
        }
        let gone_into = self.units.gone_into(self.info.unit_id).contains_key(&unit);
        let days =
            if gone_into { self.reported_between(carried_from(day), day)?.remove(&unit) } else { None };
        Ok(days.and_then(|mut days| Some(days.pop_last()?.1)))
    }

    /// The newest figures that each unit below, whose people the book does not hold, has stated up to the day.
    pub(crate) fn newest_reported(&self) -> Result<&BTreeMap<UnitId, UnitDay>> {
        let newest = |(unit, days): (UnitId, BTreeMap<NaiveDate, UnitDay>)| {
            Some((unit, days.into_iter().next_back()?.1))
        };
        once(&self.newest_reported, || {
            Ok(self.reported_days(carried_from(self.day))?.into_iter().filter_map(newest).collect())
        })
    }
}

/// Whether a unit has figures of a part of its own alone, or nothing that says who is active.
fn is_in_part(stood: &UnitDay) -> bool {
    stood.counted < stood.expected || stood.figures.people > 0 && !tells_who_is_active(stood)
}

/// The first day whose figures may still stand for a unit that is silent on the day.
fn carried_from(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(CARRIED_DAYS)).unwrap_or(day)
}
