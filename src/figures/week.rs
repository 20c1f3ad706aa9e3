//! A week, unit by unit: what the teams did, and how many accounts more there are at its end than before it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate};

use super::campaign::Followed;
use super::day::Day;
use super::rows_of_day::{Against, RowOfDay, RowsOfDay};
use crate::domain::ids::UnitId;
use crate::domain::report::Evidence;
use crate::error::Result;

/// The week that a report of `day` is of, first and last day: from Monday to the day; on a Monday the week before, which
/// is the one that plans want to hear of then.
pub(crate) fn week_of(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let back = |days: u32| day.checked_sub_days(Days::new(days.into())).unwrap_or(day);
    match day.weekday().num_days_from_monday() {
        0 => (back(7), back(1)),
        days => (back(days), day),
    }
}

/// A week of a book, whose last day it was read on.
pub(crate) struct Week {
    pub(crate) first: NaiveDate,
    pub(crate) against: Against,
    pub(crate) rows: Vec<WeekRow>,
    pub(crate) total: WeekRow,
    /// Units with figures and no target: no row has them where the others stand against targets.
    pub(crate) without_target: Vec<String>,
}

/// One unit, or all of them.
pub(crate) struct WeekRow {
    /// How it stands at the end, as Hôm nay has it.
    pub(crate) at_end: RowOfDay,
    /// Newly activated by teams within the week; `None` where nobody told anything.
    pub(crate) activated: Option<u32>,
    /// Active before the week.
    pub(crate) before: Option<u32>,
    /// Days of the week with figures.
    pub(crate) days: usize,
}

impl WeekRow {
    /// Accounts more than before the week.
    pub(crate) fn gain(&self) -> Option<i64> {
        Some(i64::from(self.at_end.cumulative?) - i64::from(self.before?))
    }
}

/// What was told of a unit within the week.
#[derive(Default)]
struct Told {
    activated: u32,
    days: BTreeSet<NaiveDate>,
}

impl Week {
    /// The week that ends on the day, at the time `now`; with `part` only that unit and those below it.
    pub(crate) fn read(on: &Day<'_>, part: Option<UnitId>, now: DateTime<FixedOffset>) -> Result<Self> {
        let (first, _) = week_of(on.day);
        let eve = on.on(first.pred_opt().unwrap_or(first))?;
        let ends = RowsOfDay::read(on, &Followed::read(on)?, now)?;
        let began = RowsOfDay::read(&eve, &Followed::read(&eve)?, now)?;
        let mut before = baselines(on, first)?;
        // Units that were merged within the week began it together.
        let mut stood: BTreeMap<UnitId, u32> = BTreeMap::new();
        for (unit, active) in began.rows.iter().filter_map(|row| Some((row.unit_id?, row.cumulative?))) {
            *stood.entry(on.units.home(unit)).or_default() += active;
        }
        // Without a list and a visit nobody had told anything of a unit: that is not zero.
        if eve.extract.is_none() {
            let seen = |person: &&Evidence| person.latest_visit(NaiveDate::MIN, eve.day).is_some();
            let visited: BTreeSet<UnitId> =
                on.people()?.iter().filter(seen).map(|person| person.unit_id).collect();
            let peopled: BTreeSet<UnitId> = on.people()?.iter().map(|person| person.unit_id).collect();
            stood.retain(|unit, _| visited.contains(unit) || !peopled.contains(unit));
        }
        before.extend(stood);
        let mut told = told(on, first)?;
        let wanted: Option<BTreeSet<UnitId>> = part
            .map(|part| on.rows(Some(part)))
            .transpose()?
            .map(|rows| rows.iter().map(|unit| unit.id).collect());
        let against = ends.against;
        let has_row = |row: &RowOfDay| {
            let asked = |unit: UnitId| wanted.as_ref().is_none_or(|wanted| wanted.contains(&unit));
            row.unit_id.is_some_and(asked) && (against == Against::Eligible || row.pool.is_some())
        };
        let row = |at_end: RowOfDay| {
            let told = at_end.unit_id.and_then(|unit| told.remove(&unit));
            WeekRow {
                activated: told.as_ref().map(|told| told.activated),
                before: at_end.unit_id.and_then(|unit| before.get(&unit).copied()),
                days: told.map_or(0, |told| told.days.len()),
                at_end,
            }
        };
        let rows: Vec<WeekRow> = ends.rows.into_iter().filter(has_row).map(row).collect();
        let at_end = if part.is_some() { sum(&rows) } else { ends.total };
        let known = |of: fn(&WeekRow) -> Option<u32>| -> Option<Vec<u32>> { rows.iter().map(of).collect() };
        let activated: Vec<u32> = rows.iter().filter_map(|row| row.activated).collect();
        let total = WeekRow {
            at_end,
            activated: (!activated.is_empty()).then(|| activated.iter().sum()),
            before: known(|row| row.before).map(|before| before.iter().sum()),
            days: 0,
        };
        Ok(Self { first, against, rows, total, without_target: ends.without_target })
    }
}

/// Where units with a target stood when it was set, before the week.
fn baselines(on: &Day<'_>, first: NaiveDate) -> Result<BTreeMap<UnitId, u32>> {
    let Some(targets) = on.targets()?.filter(|targets| targets.sheet.as_of < first) else {
        return Ok(BTreeMap::new());
    };
    let baseline =
        targets.sheet.targets.iter().filter_map(|target| Some((target.unit_id, target.row.active?.total)));
    Ok(baseline.collect())
}

/// What visits and signed files tell of each unit from `first` to the day.
fn told(on: &Day<'_>, first: NaiveDate) -> Result<BTreeMap<UnitId, Told>> {
    let mut told: BTreeMap<UnitId, Told> = BTreeMap::new();
    for person in on.people()? {
        let mut visits = person.visits_between(first, on.day).peekable();
        if visits.peek().is_none() {
            continue;
        }
        let unit = told.entry(person.unit_id).or_default();
        unit.days.extend(visits.map(|visit| visit.day));
        unit.activated += u32::from(person.team_result(first, on.day).activated > 0);
    }
    for kept in on.book.kept_days(None, first, on.day)? {
        if kept.unit_id == on.info.unit_id || on.holds_people_of(kept.unit_id)? {
            continue;
        }
        let Some(day) = kept.total else { continue };
        let unit = told.entry(on.units.home(kept.unit_id)).or_default();
        unit.days.insert(kept.stated.day);
        unit.activated = unit.activated.saturating_add(day.figures.today.level1 + day.figures.today.level2);
    }
    Ok(told)
}

/// How the rows of a part stand together; known only where all are.
fn sum(rows: &[WeekRow]) -> RowOfDay {
    let all = |of: fn(&RowOfDay) -> Option<u32>| {
        rows.iter().map(|row| of(&row.at_end)).collect::<Option<Vec<u32>>>().map(|all| all.iter().sum())
    };
    RowOfDay::standing(all(|row| row.cumulative), all(|row| row.pool))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_reported_on_the_monday_after_it() {
        let check = |day: &str, expect: &str| {
            let (first, last) = week_of(day.parse().unwrap());
            assert_eq!(format!("{first} {last}"), expect, "{day}");
        };
        check("2026-11-29", "2026-11-23 2026-11-29"); // Sunday
        check("2026-11-30", "2026-11-23 2026-11-29"); // Monday
        check("2026-12-01", "2026-11-30 2026-12-01");
    }
}
