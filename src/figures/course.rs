//! What each unit had active day by day, and the burn-ups drawn from it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::day::{Day, with_shares};
use super::target::{no_targets, sheet_on};
use crate::domain::campaign::{Campaign, Plan};
use crate::domain::forecast::{BurnUp, Course, Gain, Told, Way};
use crate::domain::ids::UnitId;
use crate::domain::standing::course_of_people;
use crate::domain::target::{Target, TargetSheet};
use crate::domain::unit::Unit;
use crate::error::Result;

/// The days before that the league looks at: 14 gains and the pace of a week.
pub(super) const LOOK_BACK: u64 = 15;

/// What each unit had active day by day, and what else is known of it.
#[derive(Default)]
pub(crate) struct Courses {
    units: BTreeMap<UnitId, Course>,
    pub(super) known: BTreeMap<UnitId, Known>,
    /// Newest stated day of a unit; units at the bottom behind it, and all that there are.
    behind: BTreeMap<UnitId, (NaiveDate, u32, u32)>,
}

/// What is known of a unit on a day.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    /// People who may hold an account.
    eligible: u32,
    /// The day that its newest figures are of: stated, visited or in the extract.
    pub(super) newest: Option<NaiveDate>,
    /// The days that it has told of itself: stated or visited.
    pub(super) told: Told,
}

impl Courses {
    /// The courses of the units of `sheet` from `first` to the day: what a unit signed goes before what this book counts,
    /// as in Phụ lục I.
    pub(crate) fn read(day: &Day<'_>, sheet: &TargetSheet, first: NaiveDate) -> Result<Self> {
        let mut courses = Self::default();
        courses.add_people(day, sheet, first.min(day.day))?;
        for position in day.reported()?.iter().filter(|position| position.day < first) {
            courses.units.entry(position.unit_id).or_default().insert(first, position.so_far());
        }
        for (unit, days) in day.reported_days(first)? {
            for (on, stated) in days {
                courses.units.entry(unit).or_default().insert(on, stated.annex_figures().so_far());
                let known = courses.known.entry(unit).or_default();
                (known.eligible, known.newest) = (stated.figures.eligible, Some(on));
                let today = stated.figures.today;
                known.told.insert(on, Some(today.level1.saturating_add(today.level2)));
                courses.behind.insert(unit, (on, stated.counted, stated.expected));
            }
        }
        Ok(courses)
    }

    /// Units of `sheet` that have stated the day without figures of all their own: name, units counted, units expected.
    pub(super) fn in_part(&self, sheet: &TargetSheet, on: NaiveDate) -> Vec<(String, u32, u32)> {
        let part = |target: &Target| {
            let (stated, counted, expected) = *self.behind.get(&target.unit_id)?;
            (stated == on && counted < expected).then(|| (target.row.unit.clone(), counted, expected))
        };
        sheet.targets.iter().filter_map(part).collect()
    }

    /// Between two extracts only the day of the visits counts. Claims from before the first extract, without a baseline to
    /// be added to, are no position that its figures could be held against: those days are left out.
    fn add_people(&mut self, day: &Day<'_>, sheet: &TargetSheet, first: NaiveDate) -> Result<()> {
        // What people of a campaign before had is no course of these.
        let first = day.since.and_then(|end| end.succ_opt()).map_or(first, |since| first.max(since));
        // Stretches end before an extract.
        let mut ends = BTreeSet::from([day.day]);
        let mut from = first;
        while let Some(next) = day.book.extract_after(from)?.filter(|next| *next <= day.day) {
            ends.extend(next.pred_opt());
            from = next;
        }
        let ends: Vec<NaiveDate> = ends.into_iter().collect();
        let has_baseline = sheet.targets.iter().any(|target| target.row.active.is_some());
        let claims_alone = has_baseline || day.extract.is_none();
        from = first;
        let people = day.book.evidence_of_days(&ends, |until, people| {
            let extract = day.book.newest_extract(from)?;
            if extract.is_some() || claims_alone {
                // The units are those of the day, whose rows are drawn: a merged one has its past with it.
                for (unit, course) in course_of_people(sheet, people, extract, &day.units, (from, until)) {
                    self.units.entry(unit).or_default().extend(course);
                }
            }
            from = until.succ_opt().unwrap_or(until);
            Ok(())
        })?;
        day.keep_people(people);
        let asked = self.units.keys().copied().collect();
        self.known = known_of_people(day, &asked)?;
        Ok(())
    }

    /// Up to the newest figures: behind them the position stands as it stood, which are no days without a gain. Where a course
    /// begins it stands in any case.
    pub(super) fn of(&self, target: &Target) -> (Course, Option<u32>) {
        let mut course = self.units.get(&target.unit_id).cloned().unwrap_or_default();
        let known = self.known.get(&target.unit_id);
        if let Some(newest) = known.and_then(|known| known.newest) {
            let last = course.first_key_value().map_or(newest, |(first, _)| newest.max(*first));
            course.retain(|on, _| *on <= last);
        }
        (course, known.map(|known| known.eligible))
    }

    /// The course of several units together: on each day the newest of each, from the day on that all have figures.
    fn together(&self, targets: &[&Target], first: NaiveDate, day: NaiveDate) -> (Course, Option<u32>) {
        let courses: Vec<_> = targets.iter().map(|target| self.of(target)).collect();
        let on = |on: NaiveDate| {
            let newest = courses.iter().zip(targets).map(|((course, _), target)| {
                let baseline = target.row.active.map(|active| active.total);
                course.range(..=on).next_back().map(|(_, active)| *active).or(baseline)
            });
            // Before the first figures there is nothing but baselines.
            let begun = courses.iter().any(|(course, _)| course.range(..=on).next().is_some());
            let sum = newest.sum::<Option<u32>>().filter(|_| begun);
            Some((on, sum?))
        };
        let newest = targets.iter().filter_map(|target| self.known.get(&target.unit_id)?.newest).max();
        let last = newest.unwrap_or(first).max(first).min(day);
        let course = first.iter_days().take_while(|on| *on <= last).filter_map(on).collect();
        (course, courses.iter().map(|(_, eligible)| *eligible).sum())
    }

    /// The burn-up of the whole book: of the row of `own` where the sheet has one.
    pub(crate) fn whole(&self, plan: &Plan, sheet: &TargetSheet, own: UnitId, day: NaiveDate) -> BurnUp {
        let targets = sheet.whole(own);
        let together = self.together(&targets, plan.eve(), day);
        self.burn_up(plan, &targets, together, day)
    }

    /// The burn-up of the units of `targets` together.
    fn burn_up(
        &self,
        plan: &Plan,
        targets: &[&Target],
        (course, eligible): (Course, Option<u32>),
        day: NaiveDate,
    ) -> BurnUp {
        let sum =
            |of: fn(&Target) -> Option<u32>| targets.iter().map(|target| of(target)).sum::<Option<u32>>();
        let target = sum(|target| Some(target.row.target.total)).unwrap_or_default();
        let baseline = sum(|target| Some(target.row.active?.total));
        let (mut ways, mut unknown) = (Vec::new(), Vec::new());
        for target in targets {
            let (course, eligible) = self.of(target);
            let newest = course.range(..=day).next_back().map(|(_, active)| *active);
            match newest.or(target.row.active.map(|levels| levels.total)) {
                Some(active) => ways.push(Way { active, gain: Gain::of_late(&course, day), eligible }),
                None => unknown.push(target.row.unit.clone()),
            }
        }
        BurnUp { unknown, ..BurnUp::new(plan, target, baseline, eligible, &course, &ways, day) }
    }
}

impl Day<'_> {
    /// Eligible people of each unit of `sheet`, where they are known.
    pub(crate) fn eligible(&self, sheet: &TargetSheet) -> Result<BTreeMap<UnitId, u32>> {
        let asked: BTreeSet<UnitId> = sheet.targets.iter().map(|target| target.unit_id).collect();
        let people = known_of_people(self, &asked)?.into_iter();
        let mut eligible: BTreeMap<UnitId, u32> =
            people.map(|(unit, known)| (unit, known.eligible)).collect();
        let first = self.day.checked_sub_days(Days::new(LOOK_BACK)).unwrap_or(self.day);
        for (unit, days) in self.reported_days(first)? {
            if let Some((_, newest)) = days.last_key_value() {
                eligible.insert(unit, newest.figures.eligible);
            }
        }
        Ok(eligible)
    }
}

/// What the people say of each of the units of `asked`, those below them included; units without people are left out.
fn known_of_people(day: &Day<'_>, asked: &BTreeSet<UnitId>) -> Result<BTreeMap<UnitId, Known>> {
    let mut of_units: BTreeMap<UnitId, Known> = BTreeMap::new();
    let mut homes: BTreeMap<UnitId, Vec<UnitId>> = BTreeMap::new();
    for person in day.people()? {
        let homes = homes
            .entry(person.unit_id)
            .or_insert_with(|| day.units.counting(person.unit_id, |unit| asked.contains(&unit)));
        let visited = person.latest_visit(NaiveDate::MIN, day.day).map(|visit| visit.day);
        let newest = visited.max(person.official.map(|official| official.as_of));
        for home in homes {
            let known = of_units.entry(*home).or_default();
            known.eligible += u32::from(person.eligible(day.day));
            known.newest = known.newest.max(newest);
            known.told.extend(person.visits.iter().map(|visit| (visit.day, None)));
        }
    }
    Ok(of_units)
}

/// The burn-up of one unit, or of the whole book.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct UnitBurnUp {
    /// The unit; `None`: the whole book.
    pub unit_id: Option<UnitId>,
    /// Its name.
    pub unit: String,
    /// Its days.
    #[serde(flatten)]
    pub burn_up: BurnUp,
}

/// The days of a campaign: those of `asked`, or of the whole book when there are none.
///
/// # Errors
/// `target.none`, `unit.unknown` of a unit without a target.
pub(crate) fn burn_ups(day: &Day<'_>, campaign: &Campaign, asked: &[UnitId]) -> Result<Vec<UnitBurnUp>> {
    let sheets = day.book.target_sheets(campaign.id)?;
    let sheet = sheet_on(&campaign.plan, &sheets, day.day).ok_or_else(|| no_targets(Some(campaign)))?;
    let sheet = day.at_home(sheet.clone());
    let plan = with_shares(&campaign.plan, &sheets, &day.units, day.info.unit_id).of_phase(&sheet.phase);
    let courses = Courses::read(day, &sheet, plan.eve())?;
    if asked.is_empty() {
        let burn_up = courses.whole(&plan, &sheet, day.info.unit_id, day.day);
        return Ok(vec![UnitBurnUp { unit_id: None, unit: day.info.name.clone(), burn_up }]);
    }
    let of = |unit: &UnitId| {
        let target = sheet.targets.iter().find(|target| target.unit_id == *unit);
        let names = || sheet.targets.iter().map(|target| &target.row.unit);
        let target = target.ok_or_else(|| Unit::unknown(unit, names()))?;
        let burn_up = courses.burn_up(&plan, &[target], courses.of(target), day.day);
        Ok(UnitBurnUp { unit_id: Some(*unit), unit: target.row.unit.clone(), burn_up })
    };
    asked.iter().map(of).collect()
}
