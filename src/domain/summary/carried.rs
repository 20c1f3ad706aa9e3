//! How units stood that are silent.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{AnnexFigures, NamedUnit, StatedDay, StatedUnit, UnitDay};
use crate::domain::report::Figures;

/// A unit that a statement names, and how it stood last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedUnit {
    /// Which.
    pub unit: NamedUnit,
    /// Its newest figures and their day; `None`: there are none yet.
    pub last: Option<(NaiveDate, UnitDay)>,
}

/// The units of each stated day as they stood: one that was silent as it last stood. Cumulative figures do not fall because
/// a file is late; what the day itself brought is not in them.
#[must_use]
pub fn carried_units(days: impl Iterator<Item = StatedDay>) -> BTreeMap<NaiveDate, Vec<CarriedUnit>> {
    let mut carried: BTreeMap<NaiveDate, Vec<CarriedUnit>> = BTreeMap::new();
    for StatedDay { day, units, .. } in days {
        // Units that are named no more have gone into others.
        let before = carried.last_key_value().map(|(_, units)| units.as_slice()).unwrap_or_default();
        let newest: BTreeMap<&str, &(NaiveDate, UnitDay)> =
            before.iter().filter_map(|of| Some((of.unit.id.as_str(), of.last.as_ref()?))).collect();
        let now = units.into_iter().map(|StatedUnit { unit, figures }| {
            let known = newest.get(unit.id.as_str()).copied();
            // Of fewer of its units than before: not to be compared, so the earlier figures stay.
            let fuller = |now: &UnitDay| {
                now.counted == now.expected || known.is_none_or(|(_, known)| known.counted <= now.counted)
            };
            let last = figures.filter(fuller).map(|now| (day, now)).or_else(|| known.cloned());
            CarriedUnit { unit, last }
        });
        let now = now.collect();
        carried.insert(day, now);
    }
    carried
}

/// The position of a unit on each of its stated days: the sum of its [`carried_units`].
#[must_use]
pub fn carried(days: impl Iterator<Item = StatedDay>) -> BTreeMap<NaiveDate, UnitDay> {
    let mut own: BTreeMap<NaiveDate, AnnexFigures> = BTreeMap::new();
    let days = days.inspect(|stated| own.extend(stated.annex1.map(|annex1| (stated.day, annex1))));
    let carried = carried_units(days);
    let sum = |(day, units): (NaiveDate, Vec<CarriedUnit>)| {
        let last = units.iter().map(|unit| unit.last.as_ref().map(|(_, figures)| figures));
        let sum = UnitDay::sum(last)?;
        Some((day, UnitDay { annex1: own.get(&day).copied().or(sum.annex1), ..sum }))
    };
    carried.into_iter().filter_map(sum).collect()
}

impl UnitDay {
    /// As it stands on a later day of which it has said nothing: that brought nothing.
    #[must_use]
    pub fn silent(&self) -> Self {
        Self { expected: self.expected.max(1), ..Self::default() }.at(self.clone())
    }

    /// What a day in part brought, at the position that its units are [`carried`] to: silent ones brought nothing, and stand.
    #[must_use]
    pub fn at(self, carried: Self) -> Self {
        let figures = Figures {
            today: self.figures.today,
            visited_today: self.figures.visited_today,
            ..carried.figures
        };
        Self { figures, today: self.today, counted: self.counted, expected: self.expected, ..carried }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_silent_unit_counts_as_it_last_stood() {
        // Active people by unit; "a:5" one unit, "b:7/2" of 2 units of 3, "c:-" silent.
        let day = |(n, text): (u32, &str)| {
            let units = text.split(' ').map(|part| {
                let (id, figures) = part.split_once(':').unwrap();
                let (active, counted) = figures.split_once('/').unwrap_or((figures, "3"));
                let figures = active.parse().ok().map(|active| {
                    let mut day =
                        UnitDay { counted: counted.parse().unwrap(), expected: 3, ..UnitDay::default() };
                    day.figures.active_level1 = active;
                    day
                });
                StatedUnit { unit: NamedUnit { id: id.into(), code: "".into(), name: id.into() }, figures }
            });
            StatedDay::of(NaiveDate::from_ymd_opt(2026, 11, n).unwrap(), units.collect())
        };
        let check = |days: &[&str], expect: &[u32]| {
            let days = (1..).zip(days.iter().copied()).map(day);
            let active: Vec<u32> = carried(days).values().map(|sum| sum.figures.active()).collect();
            assert_eq!(active, expect);
        };
        check(&["a:5 b:7", "a:6 b:-", "a:- b:9"], &[12, 13, 15]);
        check(&["a:- b:-", "a:6 b:-"], &[6]);
        check(&["a:5 b:7/2", "a:5 b:3/1", "a:5 b:8/2", "a:5 b:4"], &[12, 12, 13, 9]); // the last one of all three
        check(&["a:5 b:7", "a:13"], &[12, 13]); // b went into a
    }
}
