//! Where each unit stands against its target on a day: the ten columns of Phụ lục I, and the evidence they rest on.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::forecast::Course;
use super::ids::UnitId;
use super::report::{Evidence, OfficialState, Percent};
use super::target::{Levels, Target, TargetSheet, rows_of_whole};
use super::unit::UnitsOfDay;

/// What a figure rests on (docs/domain.md, Visits and evidence).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Basis {
    /// The baseline that came with the targets.
    Baseline {
        /// "Số liệu tính đến ngày".
        as_of: NaiveDate,
    },
    /// The baseline and what the teams claim since.
    Claims {
        /// Day of the baseline; `None` without one.
        as_of: Option<NaiveDate>,
        /// Claims up to the evening of this day.
        day: NaiveDate,
    },
    /// The newest extract of the population database.
    Extract {
        /// Day of the extract.
        as_of: NaiveDate,
    },
    /// What the units below report up.
    Reported {
        /// The day.
        day: NaiveDate,
    },
}

impl Basis {
    /// Whether nobody has counted since the targets came.
    #[must_use]
    pub fn is_baseline(self) -> bool {
        matches!(self, Self::Baseline { .. })
    }
}

/// What is active in a unit at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Position {
    /// The unit.
    pub unit_id: UnitId,
    /// The day.
    pub day: NaiveDate,
    /// Active accounts.
    pub active: Levels,
    /// Claimed by the teams and not yet confirmed by the extract; not in `active`.
    pub pending: u32,
    /// Claimed by the teams where no extract counts; in `active`.
    pub claimed: u32,
    /// What it rests on.
    pub basis: Basis,
}

impl Position {
    /// As [`Standing::so_far`].
    #[must_use]
    pub fn so_far(&self) -> u32 {
        self.active.total.saturating_add(self.pending)
    }

    /// As [`Standing::unconfirmed`].
    #[must_use]
    pub fn unconfirmed(&self) -> u32 {
        self.pending.saturating_add(self.claimed)
    }
}

/// A row of Phụ lục I.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Standing {
    /// The unit.
    pub unit_id: UnitId,
    /// Its name, as the targets have it.
    pub unit: String,
    /// Columns (3) to (5).
    pub target: Levels,
    /// Columns (6) to (8); `None` when nobody has counted: missing is not zero.
    pub active: Option<Levels>,
    /// Claimed and not yet confirmed, beside `active`.
    pub pending: u32,
    /// As in [`Position`].
    pub claimed: u32,
    /// Column (9).
    pub ratio: Option<Percent>,
    /// Column (10); negative when the target is exceeded.
    pub remaining: Option<i64>,
    /// What it rests on.
    pub basis: Option<Basis>,
}

impl Standing {
    fn new(target: &Target, as_of: NaiveDate, position: Option<&Position>) -> Self {
        let row = &target.row;
        let active = position.map(|p| p.active).or(row.active);
        Self {
            unit_id: target.unit_id,
            unit: row.unit.clone(),
            target: row.target,
            active,
            pending: position.map_or(0, |p| p.pending),
            claimed: position.map_or(0, |p| p.claimed),
            ratio: ratio(active, row.target),
            remaining: remaining(active, row.target),
            basis: position.map(|p| p.basis).or(row.active.map(|_| Basis::Baseline { as_of })),
        }
    }

    /// Active, what waits to be confirmed included: what pace and forecast go by.
    #[must_use]
    pub fn so_far(&self) -> Option<u32> {
        so_far(self.active, self.pending)
    }

    /// How much of [`Self::so_far`] the teams claim and no extract confirms.
    #[must_use]
    pub fn unconfirmed(&self) -> u32 {
        self.pending.saturating_add(self.claimed)
    }
}

fn ratio(active: Option<Levels>, target: Levels) -> Option<Percent> {
    Percent::of(active?.total, target.total)
}

fn remaining(active: Option<Levels>, target: Levels) -> Option<i64> {
    Some(i64::from(target.total) - i64::from(active?.total))
}

fn so_far(active: Option<Levels>, pending: u32) -> Option<u32> {
    Some(active?.total.saturating_add(pending))
}

/// Phụ lục I of `sheet` on `day`: for each unit its newest position up to the day, else the baseline.
#[must_use]
pub fn annex1(sheet: &TargetSheet, positions: &[Position], day: NaiveDate) -> Vec<Standing> {
    let mut newest: BTreeMap<UnitId, &Position> = BTreeMap::new();
    for position in positions.iter().filter(|position| position.day <= day) {
        let known = newest.entry(position.unit_id).or_insert(position);
        if known.day <= position.day {
            *known = position;
        }
    }
    let of = |target: &Target| Standing::new(target, sheet.as_of, newest.get(&target.unit_id).copied());
    sheet.targets.iter().map(of).collect()
}

/// The total row of Phụ lục I and of the league.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Whole {
    /// Columns (3) to (5).
    pub target: Levels,
    /// Columns (6) to (8); `None` while a row has none.
    pub active: Option<Levels>,
    /// Claimed and not yet confirmed, beside `active`.
    pub pending: u32,
    /// As in [`Position`].
    pub claimed: u32,
    /// Column (9).
    pub ratio: Option<Percent>,
    /// Column (10); negative when the target is exceeded.
    pub remaining: Option<i64>,
}

impl Whole {
    /// `unit` as a whole ([`rows_of_whole`]).
    #[must_use]
    pub fn of(standings: &[Standing], unit: UnitId) -> Self {
        let mine = rows_of_whole(standings, unit, |standing| standing.unit_id);
        let target = Levels::sum(mine.iter().map(|standing| standing.target));
        let active: Option<Vec<Levels>> = mine.iter().map(|standing| standing.active).collect();
        let active = active.map(Levels::sum);
        let add = |of: fn(&Standing) -> u32| mine.iter().map(|one| of(one)).fold(0, u32::saturating_add);
        Self {
            target,
            active,
            pending: add(|standing| standing.pending),
            claimed: add(|standing| standing.claimed),
            ratio: ratio(active, target),
            remaining: remaining(active, target),
        }
    }

    /// As [`Standing::so_far`].
    #[must_use]
    pub fn so_far(&self) -> Option<u32> {
        so_far(self.active, self.pending)
    }

    /// As [`Standing::unconfirmed`].
    #[must_use]
    pub fn unconfirmed(&self) -> u32 {
        self.pending.saturating_add(self.claimed)
    }
}

/// The positions that the people of a book give to the units of `sheet` on `day`. The extract decides when it is not
/// older than the baseline; else the claims of the teams since the baseline are added to it. A book without people
/// gives none.
#[must_use]
pub fn positions_of_people(
    sheet: &TargetSheet,
    people: &[Evidence],
    extract: Option<NaiveDate>,
    units: &UnitsOfDay,
    day: NaiveDate,
) -> Vec<Position> {
    let mut count = Count::new(sheet, extract, units);
    for person in people {
        count.add(person, day);
    }
    count.positions(day)
}

/// What the people of a book make active in the units of `sheet` at the end of each of `days`, first and last, what waits
/// to be confirmed included: [`positions_of_people`] day by day, when no extract comes in between. Only on
/// the day of a visit can a person begin to count, so each day costs its visits alone.
#[must_use]
pub fn course_of_people(
    sheet: &TargetSheet,
    people: &[Evidence],
    extract: Option<NaiveDate>,
    units: &UnitsOfDay,
    (first, last): (NaiveDate, NaiveDate),
) -> BTreeMap<UnitId, Course> {
    let mut count = Count::new(sheet, extract, units);
    let mut visited: BTreeMap<NaiveDate, Vec<&Evidence>> = BTreeMap::new();
    for person in people {
        count.add(person, first);
        let mut before = None;
        for visit in person.visits.iter().filter(|visit| first < visit.day && visit.day <= last) {
            if before.replace(visit.day) != Some(visit.day) {
                visited.entry(visit.day).or_default().push(person);
            }
        }
    }
    let mut courses: BTreeMap<UnitId, Course> = BTreeMap::new();
    for day in first.iter_days().take_while(|day| *day <= last) {
        for person in visited.remove(&day).unwrap_or_default() {
            count.remove(person, day.pred_opt().unwrap_or(day));
            count.add(person, day);
        }
        for position in count.positions(day) {
            courses.entry(position.unit_id).or_default().insert(day, position.so_far());
        }
    }
    courses
}

/// People counted into the units of a sheet, those below them included.
struct Count<'a> {
    sheet: &'a TargetSheet,
    units: &'a UnitsOfDay,
    /// Day of the baseline.
    as_of: Option<NaiveDate>,
    /// The extract, when it decides.
    extract: Option<NaiveDate>,
    /// Claims count from this day on, when they decide.
    from: NaiveDate,
    tallies: BTreeMap<UnitId, Tally>,
    homes: BTreeMap<UnitId, Vec<UnitId>>,
}

impl<'a> Count<'a> {
    fn new(sheet: &'a TargetSheet, extract: Option<NaiveDate>, units: &'a UnitsOfDay) -> Self {
        let has_baseline = sheet.targets.iter().any(|target| target.row.active.is_some());
        let as_of = has_baseline.then_some(sheet.as_of);
        Self {
            sheet,
            units,
            as_of,
            extract: extract.filter(|extract| as_of.is_none_or(|as_of| as_of <= *extract)),
            from: as_of.and_then(|day| day.succ_opt()).unwrap_or(NaiveDate::MIN),
            tallies: sheet.targets.iter().map(|target| (target.unit_id, Tally::default())).collect(),
            homes: BTreeMap::new(),
        }
    }

    fn add(&mut self, person: &Evidence, day: NaiveDate) {
        let one = Tally::of(person, self.extract.is_some(), self.from, day);
        self.change(person.unit_id, |tally| tally.add(&one));
    }

    fn remove(&mut self, person: &Evidence, day: NaiveDate) {
        let one = Tally::of(person, self.extract.is_some(), self.from, day);
        self.change(person.unit_id, |tally| tally.remove(&one));
    }

    fn change(&mut self, unit: UnitId, change: impl Fn(&mut Tally)) {
        let (units, tallies) = (self.units, &self.tallies);
        let homes = self
            .homes
            .entry(unit)
            .or_insert_with(|| units.counting(unit, |unit| tallies.contains_key(&unit)));
        for home in homes {
            if let Some(tally) = self.tallies.get_mut(home) {
                change(tally);
            }
        }
    }

    fn positions(&self, day: NaiveDate) -> Vec<Position> {
        let basis = match self.extract {
            Some(as_of) => Basis::Extract { as_of },
            None => Basis::Claims { as_of: self.as_of, day },
        };
        let position = |target: &Target| {
            let tally = self.tallies.get(&target.unit_id)?;
            let baseline = target.row.active.filter(|_| self.extract.is_none()).unwrap_or(Levels::of(0, 0));
            tally.position(target.unit_id, baseline, basis, day)
        };
        self.sheet.targets.iter().filter_map(position).collect()
    }
}

#[derive(Default)]
struct Tally {
    people: u32,
    level1: u32,
    level2: u32,
    upgraded: u32,
    pending: u32,
    claimed: u32,
}

impl Tally {
    /// What one person counts on a day.
    fn of(person: &Evidence, by_extract: bool, from: NaiveDate, day: NaiveDate) -> Self {
        let mut one = Self { people: 1, ..Self::default() };
        let official = person.official.map_or(0, OfficialState::level);
        let level = if by_extract {
            one.pending = u32::from(official == 0 && person.level_at(day) > 0);
            official
        } else {
            let result = person.team_result(from, day);
            one.upgraded = u32::from(result.activated == 0 && result.upgraded_by.is_some());
            // One older than the baseline may have confirmed somebody nevertheless.
            one.claimed = u32::from(result.activated > 0 && official == 0);
            result.activated
        };
        match level {
            0 => {}
            1 => one.level1 = 1,
            _ => one.level2 = 1,
        }
        one
    }

    fn add(&mut self, one: &Self) {
        self.people += one.people;
        self.level1 += one.level1;
        self.level2 += one.level2;
        self.upgraded += one.upgraded;
        self.pending += one.pending;
        self.claimed += one.claimed;
    }

    fn remove(&mut self, one: &Self) {
        self.people -= one.people;
        self.level1 -= one.level1;
        self.level2 -= one.level2;
        self.upgraded -= one.upgraded;
        self.pending -= one.pending;
        self.claimed -= one.claimed;
    }

    /// An upgrade moves an account between the columns and leaves the sum alone.
    fn position(&self, unit_id: UnitId, baseline: Levels, basis: Basis, day: NaiveDate) -> Option<Position> {
        (self.people > 0).then_some(())?;
        let active = Levels {
            total: baseline.total.saturating_add(self.level1).saturating_add(self.level2),
            level1: baseline.level1.map(|n| n.saturating_add(self.level1).saturating_sub(self.upgraded)),
            level2: baseline.level2.map(|n| n.saturating_add(self.level2).saturating_add(self.upgraded)),
        };
        Some(Position { unit_id, day, active, pending: self.pending, claimed: self.claimed, basis })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::ids::{CampaignId, CitizenId, TargetSheetId, VisitId};
    use crate::domain::report::SeenVisit;
    use crate::domain::roster::AccountState;
    use crate::domain::target::PrintedRow;
    use crate::domain::unit::{DatedUnit, Unit};
    use crate::domain::visit::Outcome;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, n).unwrap()
    }

    fn unit(n: u128) -> UnitId {
        UnitId(Uuid::from_u128(n))
    }

    /// Unit 1 with hamlets 2 and 3; targets of 10 each, the baseline of the 2nd being 1 + 2.
    fn sheet(baseline: Option<Levels>) -> TargetSheet {
        let target = |n: u128| {
            let row = PrintedRow {
                unit: n.to_string(),
                target: Levels::of(4, 6),
                active: baseline,
                ..PrintedRow::default()
            };
            Target { unit_id: unit(n), locked: false, answerable: String::new(), row }
        };
        TargetSheet {
            id: TargetSheetId(Uuid::nil()),
            campaign_id: CampaignId(Uuid::nil()),
            phase: String::new(),
            as_of: day(2),
            printed_total: None,
            targets: vec![target(2), target(3)],
        }
    }

    fn units() -> UnitsOfDay {
        let unit = |n, parent: Option<u128>| Unit {
            id: unit(n),
            parent_id: parent.map(unit),
            kind: String::new(),
            name: n.to_string(),
            code: String::new(),
            position: 0,
        };
        let dated = |unit| DatedUnit { unit, first_day: None, last_day: None, past: Vec::new() };
        UnitsOfDay::new(&[dated(unit(1, None)), dated(unit(2, Some(1))), dated(unit(3, Some(1)))], day(5))
    }

    fn person(home: u128, official: Option<(AccountState, u32)>, visits: &[(u32, u8)]) -> Evidence {
        let visit = |&(on, level): &(u32, u8)| SeenVisit {
            id: VisitId(Uuid::nil()),
            day: day(on),
            outcome: Outcome::Activated,
            level,
            reason: "",
        };
        Evidence {
            citizen_id: CitizenId(Uuid::nil()),
            unit_id: unit(home),
            birth: None,
            earlier: Vec::new(),
            official_rows: u32::from(official.is_some()),
            official: official.map(|(state, on)| OfficialState {
                state,
                as_of: day(on),
                activated_on: None,
                granted: 0,
            }),
            visits: visits.iter().map(visit).collect(),
            gone_from: None,
            erased_on: None,
        }
    }

    #[test]
    fn the_evidence_decides_what_is_counted() {
        use AccountState::{ActiveLevel1, ActiveLevel2, ApprovedNotActivated};
        let check = |baseline, people: &[Evidence], extract: Option<u32>, expect: &str| {
            let sheet = sheet(baseline);
            let positions = positions_of_people(&sheet, people, extract.map(day), &units(), day(5));
            let shown = annex1(&sheet, &positions, day(5)).into_iter().map(|s| match s.active {
                Some(a) => format!("{}+{}={} +{}", a.level1.unwrap(), a.level2.unwrap(), a.total, s.pending),
                None => "–".to_owned(),
            });
            assert_eq!(shown.collect::<Vec<_>>().join("; "), expect);
        };
        let base = Some(Levels::of(1, 2));
        check(None, &[], None, "–; –");
        check(base, &[], None, "1+2=3 +0; 1+2=3 +0");
        // Claims of before the baseline are in it already; raised since: between the columns.
        let claims =
            [person(2, None, &[(1, 1)]), person(2, None, &[(3, 2)]), person(2, None, &[(1, 1), (4, 2)])];
        check(base, &claims, None, "0+4=4 +0; 1+2=3 +0");
        let listed = [
            person(2, Some((ActiveLevel1, 4)), &[]),
            person(2, Some((ActiveLevel2, 4)), &[(3, 1)]),
            person(2, Some((ApprovedNotActivated, 4)), &[(3, 1)]), // denied
            person(2, Some((ApprovedNotActivated, 4)), &[(5, 1)]), // waits for the next extract
        ];
        check(base, &listed, Some(4), "1+1=2 +1; 1+2=3 +0");
        check(base, &listed[..1], Some(1), "1+2=3 +0; 1+2=3 +0"); // the extract is older than the baseline
    }

    #[test]
    fn a_course_is_the_positions_day_by_day() {
        use AccountState::{ActiveLevel1, ApprovedNotActivated};
        let people = [
            person(2, None, &[(1, 1), (4, 2)]),
            person(2, Some((ApprovedNotActivated, 3)), &[(2, 1), (4, 1), (5, 2)]),
            person(2, Some((ActiveLevel1, 3)), &[(6, 2)]),
            person(3, None, &[(3, 1), (3, 2)]),
            person(3, None, &[]),
        ];
        let check = |baseline, extract: Option<u32>| {
            let sheet = sheet(baseline);
            let (extract, units) = (extract.map(day), units());
            let courses = course_of_people(&sheet, &people, extract, &units, (day(2), day(7)));
            for on in 2..=7 {
                let expect: Vec<_> = positions_of_people(&sheet, &people, extract, &units, day(on))
                    .iter()
                    .map(|p| (p.unit_id, p.active.total + p.pending))
                    .collect();
                let found: Vec<_> = courses.iter().map(|(unit, course)| (*unit, course[&day(on)])).collect();
                assert_eq!(found, expect, "{on} {extract:?}");
            }
        };
        for baseline in [None, Some(Levels::of(1, 2))] {
            check(baseline, None);
            check(baseline, Some(3));
        }
    }

    #[test]
    fn the_newest_position_up_to_the_day_counts() {
        let at = |on, total| Position {
            unit_id: unit(2),
            day: day(on),
            active: Levels { total, level1: None, level2: None },
            pending: 0,
            claimed: 0,
            basis: Basis::Reported { day: day(on) },
        };
        let positions = [at(6, 60), at(3, 12), at(4, 40)];
        let check = |on, expect: (u32, &str, i64)| {
            let standing = annex1(&sheet(None), &positions, day(on)).remove(0);
            let found = (
                standing.active.unwrap().total,
                standing.ratio.unwrap().to_vi(),
                standing.remaining.unwrap(),
            );
            assert_eq!((found.0, found.1.as_str(), found.2), expect);
        };
        check(3, (12, "120,00%", -2));
        check(5, (40, "400,00%", -30));
        check(9, (60, "600,00%", -50));
    }
}
