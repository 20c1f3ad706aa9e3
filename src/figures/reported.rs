//! What units below have stated in their signed summaries.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use crate::domain::ids::UnitId;
use crate::domain::report::Figures;
use crate::domain::standing::{Basis, Position};
use crate::domain::summary::{UnitDay, carried};
use crate::domain::target::Levels;
use crate::error::Result;
use crate::store::Book;

/// Days back from which the figures of a silent unit are still taken.
const CARRIED_DAYS: u64 = 31;

/// What each unit below has stated of the days from `first` to `day`, by unit and day. Where some of its units were
/// silent, those count as they last stood; a day without any figures is not there.
pub(super) fn reported_days(
    book: &Book,
    first: NaiveDate,
    day: NaiveDate,
) -> Result<BTreeMap<UnitId, BTreeMap<NaiveDate, UnitDay>>> {
    let own = book.own_unit()?.id;
    let mut days: BTreeMap<UnitId, BTreeMap<NaiveDate, UnitDay>> = BTreeMap::new();
    let mut partial = BTreeSet::new();
    for ((unit, on), total) in
        book.stated_totals(first, day)?.into_iter().filter(|((unit, _), _)| *unit != own)
    {
        if let Some(total) = total {
            if total.counted < total.expected {
                partial.insert(unit);
            }
            days.entry(unit).or_default().insert(on, total);
        }
    }
    let earlier = first.checked_sub_days(Days::new(CARRIED_DAYS)).unwrap_or(first);
    for unit in partial {
        let kept = book.kept_days(Some(unit), earlier, day)?;
        let mut carried = carried(kept.into_iter().map(|kept| kept.stated));
        for (on, total) in days.entry(unit).or_default() {
            if let Some(carried) = carried.remove(on) {
                // Who has handed in is told of the day itself.
                *total = UnitDay { counted: total.counted, expected: total.expected, ..carried };
            }
        }
    }
    Ok(days)
}

/// What is active in each unit by the newest summary up to `day` that has figures of it.
pub(super) fn reported_positions(book: &Book, day: NaiveDate) -> Result<Vec<Position>> {
    let last = book.last_stated_days(day)?;
    let mut positions = Vec::new();
    for stated in last.values().collect::<BTreeSet<_>>() {
        for (unit_id, days) in reported_days(book, *stated, *stated)? {
            if let Some(UnitDay { figures, .. }) =
                days.get(stated).filter(|_| last.get(&unit_id) == Some(stated))
            {
                positions.push(Position {
                    unit_id,
                    day: *stated,
                    active: Levels::of(figures.active_level1, figures.active_level2),
                    pending: 0,
                    unconfirmed: figures.active().saturating_sub(figures.official),
                    basis: Basis::Reported { day: *stated },
                });
            }
        }
    }
    Ok(positions)
}

/// The newest figures that each unit below has stated in the days before `day`.
pub(crate) fn newest_reported(book: &Book, day: NaiveDate) -> Result<BTreeMap<UnitId, Figures>> {
    let since = day.checked_sub_days(Days::new(CARRIED_DAYS)).unwrap_or(day);
    let newest = |(unit, days): (UnitId, BTreeMap<NaiveDate, UnitDay>)| {
        Some((unit, days.into_iter().next_back()?.1.figures))
    };
    Ok(reported_days(book, since, day)?.into_iter().filter_map(newest).collect())
}
