//! How the units come along against their targets: the league of a day, the burn-up of a campaign.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::set_campaign::{pace_of, standings};
use super::set_targets::campaign_meant;
use crate::domain::campaign::{Campaign, Plan};
use crate::domain::dates::vi;
use crate::domain::forecast::{BurnUp, Course, Pace};
use crate::domain::ids::UnitId;
use crate::domain::league::{LeagueRow, rank};
use crate::domain::report::{Evidence, Percent};
use crate::domain::standing::{Standing, annex1, course_of_people, whole};
use crate::domain::target::{Target, TargetSheet};
use crate::domain::unit::UnitsOfDay;
use crate::error::{Error, Result};
use crate::jobs::reports::draw_annex1::{TargetsOfDay, at_home, sheet_of};
use crate::jobs::roll_up::reported_days;
use crate::session::Session;
use crate::store::Book;

/// The days before that the league looks at: 14 gains and the pace of a week.
const LOOK_BACK: u64 = 15;

/// What each unit had active day by day, and what else is known of it.
#[derive(Default)]
pub(crate) struct Courses {
    units: BTreeMap<UnitId, Course>,
    known: BTreeMap<UnitId, Known>,
    /// Newest stated day of a unit; units at the bottom behind it, and all that there are.
    behind: BTreeMap<UnitId, (NaiveDate, u32, u32)>,
}

/// What is known of a unit on a day.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    /// People who may hold an account.
    eligible: u32,
    /// The day that its newest figures are of: stated, visited or in the extract.
    newest: Option<NaiveDate>,
}

impl Courses {
    /// The courses of the units of `sheet` from `first` to `day`: what a unit signed goes before what this book counts,
    /// as in Phụ lục I. With them the evidence of `day`.
    pub(crate) fn read(
        book: &Book,
        sheet: &TargetSheet,
        first: NaiveDate,
        day: NaiveDate,
    ) -> Result<(Self, Vec<Evidence>)> {
        let mut courses = Self::default();
        let people = courses.add_people(book, sheet, first.min(day), day)?;
        for (unit, days) in reported_days(book, first, day)? {
            for (on, stated) in days {
                courses.units.entry(unit).or_default().insert(on, stated.figures.active());
                let known = Known { eligible: stated.figures.eligible, newest: Some(on) };
                courses.known.insert(unit, known);
                courses.behind.insert(unit, (on, stated.counted, stated.expected));
            }
        }
        Ok((courses, people))
    }

    /// Between two extracts only the day of the visits counts. Claims from before the first extract, without a baseline to
    /// be added to, are no position that its figures could be held against: those days are left out.
    fn add_people(
        &mut self,
        book: &Book,
        sheet: &TargetSheet,
        first: NaiveDate,
        day: NaiveDate,
    ) -> Result<Vec<Evidence>> {
        // The units are those of the day, whose rows are drawn: a merged one has its past with it.
        let units = UnitsOfDay::new(&book.dated_units()?, day);
        // Stretches end before an extract.
        let mut ends = BTreeSet::from([day]);
        let mut from = first;
        while let Some(next) = book.extract_after(from)?.filter(|next| *next <= day) {
            ends.extend(next.pred_opt());
            from = next;
        }
        let ends: Vec<NaiveDate> = ends.into_iter().collect();
        let has_baseline = sheet.targets.iter().any(|target| target.row.active.is_some());
        let claims_alone = has_baseline || book.newest_extract(day)?.is_none();
        from = first;
        let people = book.evidence_of_days(&ends, |until, people| {
            let extract = book.newest_extract(from)?;
            if extract.is_some() || claims_alone {
                for (unit, course) in course_of_people(sheet, people, extract, &units, (from, until)) {
                    self.units.entry(unit).or_default().extend(course);
                }
            }
            from = until.succ_opt().unwrap_or(until);
            Ok(())
        })?;
        let asked = self.units.keys().copied().collect();
        self.known = known_of_people(&people, &asked, &units, day);
        Ok(people)
    }

    fn of(&self, target: &Target) -> (Course, Option<u32>) {
        let course = self.units.get(&target.unit_id).cloned().unwrap_or_default();
        (course, self.known.get(&target.unit_id).map(|known| known.eligible))
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
        let course = first.iter_days().take_while(|on| *on <= day).filter_map(on).collect();
        (course, courses.iter().map(|(_, eligible)| *eligible).sum())
    }

    /// The burn-up of the whole book: of the row of `own` where the sheet has one.
    pub(crate) fn whole(&self, plan: &Plan, sheet: &TargetSheet, own: UnitId, day: NaiveDate) -> BurnUp {
        let targets = sheet.whole(own);
        let together = self.together(&targets, plan.first_day, day.min(plan.last_day));
        burn_up(plan, &targets, together, day)
    }
}

/// Eligible people of each unit of `sheet` on `day`, where they are known.
///
/// # Errors
/// The book's own.
pub(crate) fn eligible(book: &Book, sheet: &TargetSheet, day: NaiveDate) -> Result<BTreeMap<UnitId, u32>> {
    let units = UnitsOfDay::new(&book.dated_units()?, day);
    let asked: BTreeSet<UnitId> = sheet.targets.iter().map(|target| target.unit_id).collect();
    let people = known_of_people(&book.evidence(day)?, &asked, &units, day).into_iter();
    let mut eligible: BTreeMap<UnitId, u32> = people.map(|(unit, known)| (unit, known.eligible)).collect();
    let first = day.checked_sub_days(Days::new(LOOK_BACK)).unwrap_or(day);
    for (unit, days) in reported_days(book, first, day)? {
        if let Some((_, newest)) = days.last_key_value() {
            eligible.insert(unit, newest.figures.eligible);
        }
    }
    Ok(eligible)
}

/// What the people say of each of the units of `asked`, those below them included; units without people are left out.
fn known_of_people(
    people: &[Evidence],
    asked: &BTreeSet<UnitId>,
    units: &UnitsOfDay,
    day: NaiveDate,
) -> BTreeMap<UnitId, Known> {
    let mut of_units: BTreeMap<UnitId, Known> = BTreeMap::new();
    let mut homes: BTreeMap<UnitId, Vec<UnitId>> = BTreeMap::new();
    for person in people {
        let homes = homes
            .entry(person.unit_id)
            .or_insert_with(|| units.counting(person.unit_id).filter(|id| asked.contains(id)).collect());
        let visited = person.latest_visit(NaiveDate::MIN, day).map(|visit| visit.day);
        let newest = visited.max(person.official.map(|official| official.as_of));
        for home in homes {
            let known = of_units.entry(*home).or_default();
            known.eligible += u32::from(person.eligible(day));
            known.newest = known.newest.max(newest);
        }
    }
    of_units
}

/// Which league.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct AskLeague {
    /// The day; today when missing.
    #[serde(default)]
    pub day: Option<NaiveDate>,
}

/// All units with a target on a day, the highest ratio first.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct League {
    /// The day, its evening included.
    pub day: NaiveDate,
    /// Number of the campaign, or empty: targets that came with summaries alone.
    pub campaign: String,
    /// How the whole stands; `None` without a campaign.
    pub pace: Option<Pace>,
    /// Ratio of the whole; `None` while a unit has no figures.
    pub ratio: Option<Percent>,
    /// Units.
    pub rows: Vec<LeagueRow>,
    /// Units that will miss their target at the pace of late.
    pub falling_short: usize,
    /// Units without figures of the day.
    pub not_reported: usize,
    /// Units that have stated the day without figures of all their own units: name, units counted, units expected. The
    /// others count as they last stood.
    pub partial: Vec<(String, u32, u32)>,
    /// Units that have stated no target.
    pub without_target: Vec<String>,
}

/// The league of a day: rank, target, active, ratio, remaining, what the day brought, what each day left needs, where it
/// leads, who has not reported.
///
/// # Errors
/// `target.none`, `report.in_future`; the book's own.
pub fn league(book: &mut Book, session: &Session, args: &AskLeague) -> Result<League> {
    let day = args.day.unwrap_or_else(|| session.today());
    if day > session.today() {
        return Err(Error::new("report.in_future").with("day", vi(day)));
    }
    league_of(book, &TargetsOfDay::read(book, day, None)?, day)
}

/// The league of the units with targets on `day`.
///
/// # Errors
/// The book's own.
pub(crate) fn league_of(book: &Book, of_day: &TargetsOfDay, day: NaiveDate) -> Result<League> {
    let TargetsOfDay { campaign, sheet, without } = of_day;
    let first = day.checked_sub_days(Days::new(LOOK_BACK)).unwrap_or(day);
    let (courses, people) = Courses::read(book, sheet, first, day)?;
    let standings = standings(book, sheet, &people, book.newest_extract(day)?, day)?;
    let plan = campaign.as_ref().map(|campaign| plan_of(campaign, sheet));
    let own = book.info()?.unit_id;
    let (target, active, pending) = whole(&standings, own);
    let pace = plan.as_ref().map(|plan| {
        let (_, baseline, _) = whole(&annex1(sheet, &[], day), own);
        pace_of(plan, target.total, baseline, active, pending, day)
    });
    let row = |(standing, target): (Standing, &Target)| {
        let (course, eligible) = courses.of(target);
        let pace = plan.as_ref().map(|plan| {
            pace_of(plan, standing.target.total, target.row.active, standing.active, standing.pending, day)
        });
        let newest = courses.known.get(&target.unit_id).and_then(|known| known.newest);
        LeagueRow::new(standing, &course, newest, eligible, pace.as_ref(), day)
    };
    let mut rows: Vec<LeagueRow> = standings.into_iter().zip(&sheet.targets).map(row).collect();
    rank(&mut rows);
    Ok(League {
        day,
        campaign: campaign.as_ref().map(|campaign| campaign.plan.number.clone()).unwrap_or_default(),
        pace,
        ratio: active.and_then(|active| Percent::of(active.total, target.total)),
        falling_short: rows
            .iter()
            .filter(|row| row.forecast.is_some_and(|ahead| ahead < row.standing.target.total))
            .count(),
        not_reported: rows.iter().filter(|row| !row.reported).count(),
        partial: sheet
            .targets
            .iter()
            .filter_map(|target| {
                let (on, counted, expected) = *courses.behind.get(&target.unit_id)?;
                (on == day && counted < expected).then(|| (target.row.unit.clone(), counted, expected))
            })
            .collect(),
        without_target: without.clone(),
        rows,
    })
}

/// The plan of a sheet: that of the phase alone when it is a phase's.
pub(crate) fn plan_of(campaign: &Campaign, sheet: &TargetSheet) -> Plan {
    let mut plan = campaign.plan.clone();
    if let Some(phase) = plan.phases.iter().find(|phase| phase.name == sheet.phase).cloned() {
        (plan.first_day, plan.last_day) = (phase.first_day, phase.last_day);
        plan.phases.clear();
    }
    plan
}

/// Which burn-ups.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct AskBurnUps {
    /// Number of the campaign, when several could be meant.
    #[serde(default)]
    pub campaign: Option<String>,
    /// Units; none: the whole book.
    #[serde(default)]
    pub units: Vec<UnitId>,
    /// The day; today when missing.
    #[serde(default)]
    pub day: Option<NaiveDate>,
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

/// The days of a campaign: where each unit was, where it has to be, where it is heading for.
///
/// # Errors
/// `target.none`, `unit.unknown` of a unit without a target, `report.in_future`, `campaign.*`; the book's own.
pub fn burn_ups(book: &mut Book, session: &Session, args: &AskBurnUps) -> Result<Vec<UnitBurnUp>> {
    let day = args.day.unwrap_or_else(|| session.today());
    if day > session.today() {
        return Err(Error::new("report.in_future").with("day", vi(day)));
    }
    let campaign = campaign_meant(book, args.campaign.as_deref(), day)?;
    let sheets = book.target_sheets(campaign.id)?;
    let sheet = match sheets.into_iter().find(|sheet| sheet.phase.is_empty()) {
        Some(sheet) => at_home(book, sheet, day)?,
        None => sheet_of(book, day)?.1,
    };
    let plan = plan_of(&campaign, &sheet);
    let until = day.min(plan.last_day);
    let (courses, _) = Courses::read(book, &sheet, plan.first_day, until)?;
    if args.units.is_empty() {
        let own = book.own_unit()?;
        let burn_up = courses.whole(&plan, &sheet, own.id, day);
        return Ok(vec![UnitBurnUp { unit_id: None, unit: own.name, burn_up }]);
    }
    let of = |unit: &UnitId| {
        let target = sheet.targets.iter().find(|target| target.unit_id == *unit).ok_or_else(|| {
            let names: Vec<&str> = sheet.targets.iter().map(|target| target.row.unit.as_str()).collect();
            Error::new("unit.unknown").with("name", unit).with("units", names.join(", "))
        })?;
        let burn_up = burn_up(&plan, &[target], courses.of(target), day);
        Ok(UnitBurnUp { unit_id: Some(*unit), unit: target.row.unit.clone(), burn_up })
    };
    args.units.iter().map(of).collect()
}

/// The burn-up of the units of `targets` together.
fn burn_up(
    plan: &Plan,
    targets: &[&Target],
    (course, eligible): (Course, Option<u32>),
    day: NaiveDate,
) -> BurnUp {
    let sum = |of: fn(&Target) -> Option<u32>| targets.iter().map(|target| of(target)).sum::<Option<u32>>();
    let target = sum(|target| Some(target.row.target.total)).unwrap_or_default();
    let baseline = sum(|target| Some(target.row.active?.total)).unwrap_or_default();
    BurnUp::new(plan, target, baseline, eligible, &course, day)
}
