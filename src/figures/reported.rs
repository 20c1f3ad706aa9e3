//! What units below have stated in their signed summaries.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use super::day::{Day, once};
use crate::domain::daily::tells_who_is_active;
use crate::domain::ids::UnitId;
use crate::domain::standing::{Basis, Position};
use crate::domain::summary::{AnnexFigures, CarriedUnit, UnitDay, carried, carried_units};
use crate::domain::unit::MergedUnit;
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
    /// [`Day::stated_days`], units that were merged together, until the one that came out of them signs itself. Of these, too, a silent
    /// one counts as it last stood.
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
        for (into, past) in self.merged_days()? {
            days.retain(|unit, _| self.units.home(*unit) != *into);
            let told: BTreeMap<NaiveDate, UnitDay> =
                past.range(first..=last).map(|(on, figures)| (*on, figures.clone())).collect();
            if !told.is_empty() {
                days.insert(*into, told);
            }
        }
        Ok(days)
    }

    /// What the units of the day have stated that others were merged into, those together with them.
    fn merged_days(&self) -> Result<&DaysOfUnits> {
        once(&self.merged_days, || {
            let mut days = DaysOfUnits::new();
            for into in self.units.merged().keys() {
                let stands = self.units.home(*into) == *into && *into != self.info.unit_id;
                if stands && !self.holds_people_of(*into)? {
                    days.insert(*into, self.past_of(*into)?);
                }
            }
            Ok(days)
        })
    }

    /// What a unit and those that were merged into it have stated, together. One that came out of the merger stands for them from the day on
    /// that it signs itself; to one that has taken another in comes, after the merger, what that one still signs.
    fn past_of(&self, unit: UnitId) -> Result<BTreeMap<NaiveDate, UnitDay>> {
        let own = self.history_of(unit)?;
        let Some(parts) = self.units.merged().get(&unit) else { return Ok(own) };
        let parts: Vec<(MergedUnit, BTreeMap<NaiveDate, UnitDay>)> =
            parts.iter().map(|part| Ok((*part, self.past_of(part.unit)?))).collect::<Result<_>>()?;
        let goes_on = parts.iter().any(|(part, _)| part.taken_in);
        let signs_from = own.keys().next().copied().filter(|_| !goes_on);
        let told: BTreeSet<NaiveDate> =
            parts.iter().map(|(_, past)| past).chain([&own]).flat_map(BTreeMap::keys).copied().collect();
        let together = |on: NaiveDate| {
            if signs_from.is_some_and(|from| from <= on) {
                return own.get(&on).cloned();
            }
            let wanted = parts
                .iter()
                .filter(|(part, past)| !part.taken_in || on <= part.last_day || past.contains_key(&on));
            let stood = wanted.map(|(_, past)| stood_on(past, on));
            let stood: Vec<Option<UnitDay>> = stood.chain(goes_on.then(|| stood_on(&own, on))).collect();
            UnitDay::sum(stood.iter().map(Option::as_ref))
        };
        Ok(told.into_iter().filter_map(|on| Some((on, together(on)?))).collect())
    }

    /// What a unit has stated itself, as [`Day::stated_days`].
    fn history_of(&self, unit: UnitId) -> Result<BTreeMap<NaiveDate, UnitDay>> {
        let kept = self.book.kept_days(Some(unit), carried_from(self.day), self.day)?;
        let totals = kept.iter().filter_map(|kept| Some((kept.stated.day, kept.total.clone()?)));
        let mut days: BTreeMap<NaiveDate, UnitDay> = totals.collect();
        if days.values().any(|total| total.counted < total.expected) {
            carry(&mut days, carried(kept.into_iter().map(|kept| kept.stated)));
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
            carry(days.entry(unit).or_default(), self.carried_of(unit, first, last)?);
        }
        Ok(days)
    }

    /// Units below that have stated figures of a part of their own: of some that they name nobody had ever said anything.
    pub(crate) fn known_in_part(&self) -> Result<BTreeSet<UnitId>> {
        let partly = |part: &CarriedUnit| part.last.as_ref().is_none_or(|(_, stood)| is_in_part(stood));
        let stated = self.newest_parts()?;
        // What went into a unit that signs itself is told by that one.
        let counts =
            |unit: UnitId| self.units.home(unit) == unit || !stated.contains_key(&self.units.home(unit));
        let in_part = stated.iter().filter(|(unit, parts)| counts(**unit) && parts.iter().any(partly));
        Ok(in_part.map(|(unit, _)| self.units.home(*unit)).collect())
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

    /// The day that each unit of the day has stated last, or units that were merged into it.
    fn last_reported_days(&self) -> Result<BTreeMap<UnitId, NaiveDate>> {
        let mut last = self.book.last_stated_days(self.day)?;
        for (into, past) in self.merged_days()? {
            last.retain(|unit, _| self.units.home(*unit) != *into);
            last.extend(past.keys().next_back().map(|newest| (*into, *newest)));
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
                None => match self.carried_of(unit_id, day, day)?.remove(&day) {
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

/// Lets the silent units of each day count as they last stood.
fn carry(days: &mut BTreeMap<NaiveDate, UnitDay>, mut carried: BTreeMap<NaiveDate, UnitDay>) {
    for (on, total) in days {
        if let Some(carried) = carried.remove(on) {
            *total = total.clone().at(carried);
        }
    }
}

/// How a unit stood in the evening of a day: as it said, or as it last stood.
fn stood_on(past: &BTreeMap<NaiveDate, UnitDay>, on: NaiveDate) -> Option<UnitDay> {
    let (day, stated) = past.range(..=on).next_back()?;
    Some(if *day == on { stated.clone() } else { stated.silent() })
}

/// The first day whose figures may still stand for a unit that is silent on the day.
fn carried_from(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(CARRIED_DAYS)).unwrap_or(day)
}
