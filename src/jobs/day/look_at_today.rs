//! The state of a day in one look: what it brought and needed, unit by unit, what is late, who comes next.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, FixedOffset, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use crate::domain::campaign::{Campaign, Plan};
use crate::domain::citizen::Household;
use crate::domain::dates::vi;
use crate::domain::forecast::{BurnUp, Pace};
use crate::domain::ids::{AssignmentId, CitizenId, UnitId};
use crate::domain::report::{Evidence, Percent, of_age};
use crate::domain::standing::Standing;
use crate::domain::summary::UnitDay;
use crate::domain::today::{Stage, is_late, lagging, needed_on};
use crate::domain::unit::Level;
use crate::domain::visit::Outcome;
use crate::domain::walk::NaturalKey;
use crate::domain::worklist::{self, Tried, due, is_wanted};
use crate::error::{Error, Result};
use crate::jobs::assignments::give_assignment::overdue_on;
use crate::jobs::reports::draw_annex1::TargetsOfDay;
use crate::jobs::roll_up::{OnDay, UnitRow, figures, reported_positions};
use crate::jobs::targets::follow_targets::{Courses, plan_of};
use crate::jobs::targets::set_campaign::standings;
use crate::session::Session;
use crate::store::Book;

/// So long ago an appointment may be that nobody kept; after that the person is one to be tried again.
const MISSED_DAYS: Days = Days::new(7);

/// Clocks of computers that share a book differ by some minutes.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::minutes(15);

/// Appointments that one look shows; the rest is counted.
const MOST_APPOINTMENTS: usize = 30;

/// Which day.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct AskDay {
    /// The day; today when missing.
    #[serde(default)]
    pub day: Option<NaiveDate>,
}

/// The state of a day.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct Today {
    /// The day.
    pub day: NaiveDate,
    /// When it was looked at.
    pub as_of: DateTime<FixedOffset>,
    /// The campaign that runs, ran last, or comes next; `None`: the book has none.
    pub campaign: Option<CampaignOfDay>,
    /// When the book was written last, when that is later than the clock of this computer says that it is.
    pub written_ahead: Option<DateTime<FixedOffset>>,
    /// People of the register.
    pub people: u32,
    /// Day of the newest extract.
    pub extract: Option<NaiveDate>,
    /// What the rows are.
    pub rows_are: RowsAre,
    /// What the cumulative figures stand against.
    pub against: Against,
    /// The rows.
    pub rows: Vec<RowOfDay>,
    /// Their sum.
    pub total: RowOfDay,
    /// Rows with figures of the day.
    pub with_figures: usize,
    /// How the whole stands: its days for the chart. `None` without targets or campaign.
    pub burn_up: Option<BurnUp>,
    /// Forecast of target.
    pub forecast_ratio: Option<Percent>,
    /// What the day fell short of what it needed; negative when it brought more.
    pub short: Option<i64>,
    /// Claimed by the teams and not yet confirmed by the extract; part of the cumulative figures.
    pub pending: u32,
    /// Units with figures and no target: in the rows, not in the total against the target.
    pub without_target: Vec<String>,
    /// Units that have no figures of the day and are asked for them.
    pub late_units: Vec<LateUnitOfDay>,
    /// Assignments past their day.
    pub late_tasks: Vec<LateTask>,
    /// Open appointments of the day, the earliest first; at most 30.
    pub appointments: Vec<Appointment>,
    /// All open appointments of the day.
    pub appointment_count: usize,
    /// Appointments of the last week that nobody kept, the latest first; the first of them.
    pub missed: Vec<Appointment>,
    /// How many of those there are.
    pub missed_count: usize,
    /// People who were absent on an earlier day and can be tried again.
    pub again: u32,
}

/// The campaign of a day; while the targets are those of a phase that runs, its days are the phase's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct CampaignOfDay {
    /// Number of its plan.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Name of the phase whose days these are; empty: the whole campaign's.
    pub phase: String,
    /// First day.
    pub first_day: NaiveDate,
    /// Last day.
    pub last_day: NaiveDate,
    /// Its days.
    pub days: u32,
    /// Which of them the day is, from 1; 0 before it.
    pub nth: u32,
    /// Days left after the day.
    pub days_left: u32,
    /// Where the day stands in it.
    pub stage: Stage,
}

/// What the rows of a day are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum RowsAre {
    /// Alleys of a hamlet.
    Alleys,
    /// Hamlets of a commune.
    Hamlets,
    /// Units below a district or province.
    Units,
}

/// What cumulative figures stand against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Against {
    /// The target.
    Target,
    /// The eligible people, as there is no target by row.
    Eligible,
}

/// One row of a day. `None` is not known, which is not zero.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct RowOfDay {
    /// The unit; `None` of an alley and of the sum.
    pub unit_id: Option<UnitId>,
    /// Its name; of an alley as the survey writes it; empty of the sum, and of people without an alley.
    pub name: String,
    /// Activated on the day.
    pub activated: Option<u32>,
    /// What the day had to bring.
    pub needed: Option<u32>,
    /// Visited on the day: absent.
    pub absent: Option<u32>,
    /// Visited on the day: not eligible.
    pub ineligible: Option<u32>,
    /// Visited on the day: no smartphone.
    pub no_smartphone: Option<u32>,
    /// Visited on the day: other.
    pub other: Option<u32>,
    /// Active so far.
    pub cumulative: Option<u32>,
    /// Target, or eligible people.
    pub pool: Option<u32>,
    /// Cumulative of pool.
    pub ratio: Option<Percent>,
    /// Pool less cumulative; negative when exceeded.
    pub remaining: Option<i64>,
    /// Among the lowest by ratio.
    pub lags: bool,
    /// When its figures of the day were sent, or its last visit was made; `None` also of an unknown hour.
    pub at: Option<DateTime<FixedOffset>>,
    /// It has no figures of the day and is asked for them.
    pub late: bool,
}

/// A unit without figures of the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
#[expect(missing_docs, reason = "as in RowOfDay")]
pub struct LateUnitOfDay {
    pub unit_id: UnitId,
    pub name: String,
    /// The last day with figures; `None`: never.
    pub last_day: Option<NaiveDate>,
    pub days_late: Option<i64>,
}

/// An assignment past its day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
#[expect(missing_docs, reason = "as in Assignment")]
pub struct LateTask {
    pub id: AssignmentId,
    pub task: String,
    pub holder: String,
    pub due: NaiveDate,
    pub days_late: i64,
}

/// Somebody who expects the team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
#[expect(missing_docs, reason = "as in Citizen and Household")]
pub struct Appointment {
    pub code: String,
    pub name: String,
    pub at: DateTime<FixedOffset>,
    pub unit_id: UnitId,
    pub unit: String,
    pub alley: String,
    pub house_number: String,
    pub head: String,
}

/// What a row is counted from.
struct Line {
    row: RowOfDay,
    figures: Option<UnitDay>,
    received: bool,
    last_day: Option<NaiveDate>,
}

/// The state of a day in one look.
///
/// # Errors
/// `report.in_future`; the book's own.
pub fn look_at_today(book: &mut Book, session: &Session, args: &AskDay) -> Result<Today> {
    let day = args.day.unwrap_or_else(|| session.today());
    if day > session.today() {
        return Err(Error::new("report.in_future").with("day", vi(day)));
    }
    let info = book.info()?;
    let targets = match TargetsOfDay::read(book, day, None) {
        Ok(targets) => Some(targets),
        Err(none) if none.code == "target.none" => None,
        Err(e) => return Err(e),
    };
    let campaign = match targets.as_ref().and_then(|targets| targets.campaign.clone()) {
        Some(campaign) => Some(campaign),
        None => nearest_campaign(book, day)?,
    };
    // The evidence is read once; the courses need it day by day.
    let followed = targets.as_ref().zip(campaign.as_ref()).map(|(t, c)| (t, plan_of(c, &t.sheet)));
    let (burn_up, people) = match &followed {
        Some((targets, plan)) => {
            let (courses, people) =
                Courses::read(book, &targets.sheet, plan.first_day, day.min(plan.last_day))?;
            let people = if day > plan.last_day { book.evidence(day)? } else { people };
            (Some(courses.whole(plan, &targets.sheet, info.unit_id, day)), people)
        }
        None => (None, book.evidence(day)?),
    };
    let stage_of = |plan: &Plan| Stage::of(plan.first_day, plan.last_day, day);
    let stage = campaign.as_ref().map(|campaign| stage_of(&campaign.plan));
    let extract = book.newest_extract(day)?;
    let stood = match &targets {
        Some(targets) => standings(book, &targets.sheet, &people, extract, day)?,
        None => Vec::new(),
    };
    let baselines = targets.iter().flat_map(|targets| &targets.sheet.targets);
    let standings: BTreeMap<UnitId, (Standing, Option<u32>)> = stood
        .into_iter()
        .zip(baselines)
        .map(|(standing, target)| {
            (standing.unit_id, (standing, target.row.active.map(|active| active.total)))
        })
        .collect();
    let from = book.campaign_start(day)?.unwrap_or_default();
    let on_day = OnDay::of(book, None, day, people)?;
    let hamlet = info.level == Level::Hamlet;
    let mut lines = if hamlet {
        lines_of_alleys(book, &on_day.people, from, day, extract)?
    } else {
        lines_of_units(book, &on_day, from, day)?
    };
    let against = if !hamlet && lines.iter().any(|line| is_in(&standings, line)) {
        Against::Target
    } else {
        Against::Eligible
    };
    // The targets of a phase are to be reached by its own last day.
    let plan = followed.as_ref().map(|(_, plan)| plan);
    let paced = plan.map(|plan| (stage_of(plan), plan));
    let reported: BTreeMap<UnitId, u32> = reported_positions(book, day)?
        .into_iter()
        .map(|position| (position.unit_id, position.active.total))
        .collect();
    let pending = lines.iter().filter_map(|line| line.figures.as_ref()).map(|day| &day.figures);
    let pending = pending.map(|f| f.active().saturating_sub(f.official)).fold(0, u32::saturating_add);
    let untargeted = lines.iter().filter(|line| against == Against::Target && !is_in(&standings, line));
    let without_target = untargeted.map(|line| line.row.name.clone()).collect();
    for line in &mut lines {
        stand(line, against, &standings, &reported, paced, day);
    }
    // Alleys are walked on some evenings only; and nobody is asked for figures outside the campaign.
    let asks = !hamlet && matches!(stage, Some(Stage::Running | Stage::LastDay));
    let first_day = campaign.as_ref().map_or(day, |campaign| campaign.plan.first_day);
    let mut late_units = Vec::new();
    for line in lines.iter_mut().filter(|line| asks && !line.received && line.row.activated.is_none()) {
        line.row.late = is_late(line.last_day, first_day, session.now(), day);
        if let (true, Some(unit_id)) = (line.row.late, line.row.unit_id) {
            late_units.push(LateUnitOfDay {
                unit_id,
                name: line.row.name.clone(),
                last_day: line.last_day,
                days_late: line.last_day.map(|last| (day - last).num_days()),
            });
        }
    }
    late_units.sort_by_key(|unit| std::cmp::Reverse(unit.days_late.unwrap_or(i64::MAX)));

    let mut rows: Vec<RowOfDay> = lines.into_iter().map(|line| line.row).collect();
    let mut total = sum(&rows);
    if let Some(pace) = burn_up.as_ref().map(|burn_up| &burn_up.pace) {
        total.needed = paced.and_then(|(stage, _)| needed_on(stage, pace, total.activated));
        if against == Against::Target {
            let known = pace.actual.or(total.cumulative);
            stand_at(&mut total, known, Some(pace.target));
        }
    }
    let ratios: Vec<Option<Percent>> = rows.iter().map(|row| row.ratio).collect();
    for (row, lags) in rows.iter_mut().zip(lagging(&ratios, total.ratio)) {
        row.lags = lags;
    }
    let appointments = appointments(book, &on_day, day)?;
    let running = plan.filter(|plan| matches!(stage_of(plan), Stage::Running | Stage::LastDay));
    let phase = targets.as_ref().filter(|_| running.is_some()).map(|targets| targets.sheet.phase.as_str());
    let campaign_of_day = campaign
        .as_ref()
        .map(|campaign| of_day(running.unwrap_or(&campaign.plan), phase.unwrap_or_default(), day));
    let forecast_ratio =
        burn_up.as_ref().and_then(|burn_up| Percent::of(burn_up.forecast?, burn_up.pace.target));
    Ok(Today {
        day,
        as_of: session.now(),
        campaign: campaign_of_day,
        written_ahead: book.last_written()?.filter(|last| *last > session.now() + CLOCKS_DIFFER),
        people: info.citizens,
        extract,
        rows_are: match info.level {
            Level::Hamlet => RowsAre::Alleys,
            Level::Commune => RowsAre::Hamlets,
            Level::District | Level::Province => RowsAre::Units,
        },
        against,
        with_figures: rows.iter().filter(|row| row.activated.is_some()).count(),
        short: total.needed.zip(total.activated).map(|(needed, done)| i64::from(needed) - i64::from(done)),
        pending,
        without_target,
        late_tasks: late_tasks(book, day)?,
        appointment_count: appointments.open.len(),
        again: appointments.again,
        appointments: Expected::first(&appointments.open, book, &on_day)?,
        missed_count: appointments.missed.len(),
        missed: Expected::first(&appointments.missed, book, &on_day)?,
        rows,
        total,
        burn_up,
        forecast_ratio,
        late_units,
    })
}

/// The campaign that began last by `day`, else the one that comes next.
fn nearest_campaign(book: &Book, day: NaiveDate) -> Result<Option<Campaign>> {
    let mut campaigns = book.campaigns()?;
    campaigns.sort_by_key(|campaign| campaign.plan.first_day);
    let begun = campaigns.iter().rposition(|campaign| campaign.plan.first_day <= day);
    Ok(campaigns.into_iter().nth(begun.unwrap_or_default()))
}

fn of_day(plan: &Plan, phase: &str, day: NaiveDate) -> CampaignOfDay {
    let (first_day, last_day) = (plan.first_day, plan.last_day);
    let days = |from: NaiveDate, to: NaiveDate| u32::try_from((to - from).num_days()).unwrap_or(0);
    let whole = days(first_day, last_day) + 1;
    CampaignOfDay {
        number: plan.number.clone(),
        title: plan.title.clone(),
        phase: phase.to_owned(),
        first_day,
        last_day,
        days: whole,
        nth: if day < first_day { 0 } else { (days(first_day, day) + 1).min(whole) },
        days_left: if day < first_day { whole } else { days(day, last_day) },
        stage: Stage::of(first_day, last_day, day),
    }
}

fn is_in(standings: &BTreeMap<UnitId, (Standing, Option<u32>)>, line: &Line) -> bool {
    line.row.unit_id.is_some_and(|unit| standings.contains_key(&unit))
}

/// The units with a row of their own.
fn lines_of_units(book: &Book, on_day: &OnDay, from: NaiveDate, day: NaiveDate) -> Result<Vec<Line>> {
    let mut last_days = book.last_stated_days(day)?;
    let mut homes: BTreeMap<CitizenId, UnitId> = BTreeMap::new();
    for person in &on_day.people {
        if let Some(last) = person.latest_visit(NaiveDate::MIN, day) {
            let known = last_days.entry(person.unit_id).or_insert(last.day);
            *known = (*known).max(last.day);
            homes.insert(person.citizen_id, person.unit_id);
        }
    }
    let mut times: BTreeMap<UnitId, DateTime<FixedOffset>> = BTreeMap::new();
    for (citizen, at) in book.visit_times(day)? {
        if let Some(unit) = homes.get(&citizen) {
            let known = times.entry(*unit).or_insert(at);
            *known = (*known).max(at);
        }
    }
    let line = |row: UnitRow| Line {
        last_day: last_days.get(&row.unit.id).copied(),
        row: RowOfDay {
            at: row.sent_at.or_else(|| times.get(&row.unit.id).copied()),
            unit_id: Some(row.unit.id),
            name: row.unit.name,
            ..RowOfDay::default()
        },
        figures: row.figures,
        received: row.received,
    };
    // The book's own unit has a row where people or figures are its own.
    let own = book.info()?.unit_id;
    let rows = figures(book, on_day, from)?.into_iter();
    Ok(rows.filter(|row| row.unit.id != own || row.figures.is_some()).map(line).collect())
}

/// The alleys of a hamlet, as one walks them.
fn lines_of_alleys(
    book: &Book,
    people: &[Evidence],
    from: NaiveDate,
    day: NaiveDate,
    extract: Option<NaiveDate>,
) -> Result<Vec<Line>> {
    let alleys: BTreeMap<CitizenId, String> = book.alleys()?.into_iter().collect();
    let mut times: BTreeMap<&str, DateTime<FixedOffset>> = BTreeMap::new();
    for (citizen, at) in book.visit_times(day)? {
        if let Some(alley) = alleys.get(&citizen) {
            let known = times.entry(alley).or_insert(at);
            *known = (*known).max(at);
        }
    }
    let mut by_alley: BTreeMap<(NaturalKey, &str), Vec<&Evidence>> = BTreeMap::new();
    for person in people {
        let alley = alleys.get(&person.citizen_id).map(String::as_str).unwrap_or_default();
        by_alley.entry((NaturalKey::new(alley), alley)).or_default().push(person);
    }
    let line = |((_, alley), people): ((NaturalKey, &str), Vec<&Evidence>)| Line {
        row: RowOfDay { name: alley.to_owned(), at: times.get(alley).copied(), ..RowOfDay::default() },
        figures: UnitDay::count(people.into_iter(), from, day, extract),
        received: false,
        last_day: None,
    };
    Ok(by_alley.into_iter().map(line).collect())
}

/// Fills in what the day brought, and where the row stands.
fn stand(
    line: &mut Line,
    against: Against,
    standings: &BTreeMap<UnitId, (Standing, Option<u32>)>,
    reported: &BTreeMap<UnitId, u32>,
    plan: Option<(Stage, &Plan)>,
    day: NaiveDate,
) {
    let row = &mut line.row;
    // Of people in this book nothing is known of a day without a visit.
    let brought = line.figures.as_ref().filter(|f| line.received || f.figures.visited_today > 0);
    if let Some(UnitDay { figures, today, .. }) = brought {
        row.activated = Some(figures.today.level1 + figures.today.level2);
        row.absent = Some(today.absent);
        row.ineligible = Some(today.ineligible);
        row.no_smartphone = Some(today.no_smartphone);
        row.other = Some(today.other);
    }
    let counted = line.figures.as_ref().map(|figures| figures.figures.active());
    let last = row.unit_id.and_then(|unit| reported.get(&unit).copied());
    let known = row.unit_id.and_then(|unit| standings.get(&unit));
    match (against, known) {
        (Against::Target, Some((standing, baseline))) => {
            let active = standing.active.map(|active| active.total.saturating_add(standing.pending));
            stand_at(row, active, Some(standing.target.total));
            if let Some((stage, plan)) = plan {
                let pace = Pace::of(plan, standing.target.total, baseline.unwrap_or_default(), active, day);
                row.needed = needed_on(stage, &pace, row.activated);
            }
        }
        (Against::Target, None) => stand_at(row, counted.or(last), None),
        (Against::Eligible, _) => {
            stand_at(row, counted.or(last), line.figures.as_ref().map(|figures| figures.figures.eligible));
        }
    }
}

fn stand_at(row: &mut RowOfDay, cumulative: Option<u32>, pool: Option<u32>) {
    row.cumulative = cumulative;
    row.pool = pool;
    row.ratio = cumulative.zip(pool).and_then(|(done, pool)| Percent::of(done, pool));
    row.remaining = cumulative.zip(pool).map(|(done, pool)| i64::from(pool) - i64::from(done));
}

/// The sum of what is known; cumulative figures only when all are.
fn sum(rows: &[RowOfDay]) -> RowOfDay {
    let known = |of: fn(&RowOfDay) -> Option<u32>| {
        let mut values = rows.iter().filter_map(of).peekable();
        values.peek().is_some().then(|| values.fold(0, u32::saturating_add))
    };
    let all = |of: fn(&RowOfDay) -> Option<u32>| {
        let values: Option<Vec<u32>> = rows.iter().map(of).collect();
        values
            .filter(|values| !values.is_empty())
            .map(|values| values.into_iter().fold(0, u32::saturating_add))
    };
    let mut total = RowOfDay {
        activated: known(|row| row.activated),
        absent: known(|row| row.absent),
        ineligible: known(|row| row.ineligible),
        no_smartphone: known(|row| row.no_smartphone),
        other: known(|row| row.other),
        ..RowOfDay::default()
    };
    stand_at(&mut total, all(|row| row.cumulative), all(|row| row.pool));
    total
}

fn late_tasks(book: &Book, day: NaiveDate) -> Result<Vec<LateTask>> {
    let late = overdue_on(book, day)?.into_iter().map(|view| LateTask {
        id: view.assignment.id,
        holder: view.holder,
        due: view.assignment.due,
        days_late: (day - view.assignment.due).num_days(),
        task: view.assignment.task,
    });
    Ok(late.collect())
}

/// Who expects the team, and who can be tried again.
struct Expected {
    /// The earliest first.
    open: Vec<(DateTime<FixedOffset>, CitizenId)>,
    /// Of days before, and nobody came since; the latest first.
    missed: Vec<(DateTime<FixedOffset>, CitizenId)>,
    again: u32,
}

/// The open appointments of `day`, and the people to try again.
fn appointments(book: &Book, on_day: &OnDay, day: NaiveDate) -> Result<Expected> {
    let mut visits: BTreeMap<CitizenId, Vec<_>> = BTreeMap::new();
    let week = day.checked_sub_days(MISSED_DAYS).unwrap_or(day);
    for visit in book.visits_with_appointment(week)? {
        visits.entry(visit.citizen_id).or_default().push(visit);
    }
    let (mut open, mut missed) = (Vec::new(), Vec::new());
    let mut later = BTreeSet::new();
    let mut again = 0;
    for person in &on_day.people {
        let Some(last) = person.latest_visit(NaiveDate::MIN, day) else { continue };
        if person.gone_from.is_some_and(|from| from <= day) {
            continue;
        }
        // Who is expected is decided as on the round and the worklist.
        let official = person.official.map(|official| worklist::Official {
            state: official.state,
            level: official.level(),
            as_of: official.as_of,
        });
        let of_age = of_age(person.birth, day);
        if let Some(visits) = visits.get(&person.citizen_id) {
            let appointment = due(day, of_age, official, visits).and_then(|due| due.appointment);
            match appointment.map(|at| (at, at.date_naive())) {
                Some((at, on)) if on == day => open.push((at, person.citizen_id)),
                Some((at, on)) if on >= week && on < day => {
                    missed.push((at, person.citizen_id));
                    later.insert(person.citizen_id);
                }
                _ => {}
            }
            if visits.last().and_then(|visit| visit.come_back_at).is_some_and(|at| at.date_naive() >= day) {
                later.insert(person.citizen_id);
            }
        }
        let tried = last.outcome == Outcome::Absent && last.day < day;
        if tried && !later.contains(&person.citizen_id) {
            let tries = person.visits.iter().filter(|visit| visit.day <= day).map(|visit| Tried {
                day: visit.day,
                outcome: visit.outcome,
                reason: visit.reason,
                asked_back: false,
            });
            again += u32::from(is_wanted(of_age, official, tries));
        }
    }
    open.sort_unstable();
    missed.sort_unstable_by_key(|(at, citizen)| (std::cmp::Reverse(*at), *citizen));
    Ok(Expected { open, missed, again })
}

impl Expected {
    fn first(
        all: &[(DateTime<FixedOffset>, CitizenId)],
        book: &Book,
        on_day: &OnDay,
    ) -> Result<Vec<Appointment>> {
        let one = |(at, citizen): &(DateTime<FixedOffset>, CitizenId)| {
            let person = book.listed_person(*citizen, None)?;
            let Household { unit_id, alley, house_number, head, .. } = person.household;
            let (unit_id, unit) = on_day.home(unit_id);
            Ok(Appointment {
                code: person.code,
                name: person.name,
                at: *at,
                unit_id,
                unit: unit.to_owned(),
                alley,
                house_number,
                head,
            })
        };
        all.iter().take(MOST_APPOINTMENTS).map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::visit::NewVisit;
    use crate::jobs::walk::log_visit::{LogVisits, log_visits};
    use crate::store::visits::example::{Example, at, citizen};

    #[test]
    fn who_is_expected_is_whom_the_worklist_has() {
        let mut example = Example::new().people(
            "C1;Thôn 1;Ngõ 1;1;Lê Văn An;active-level1
             C2;Thôn 1;Ngõ 1;2;Trần Thị Bình;approved-not-activated
             C3;Thôn 1;Ngõ 1;3;Phạm Văn Cường;active-level2
             C4;Thôn 1;Ngõ 1;4;Đỗ Thị Dung;-
             C5;Thôn 1;Ngõ 1;5;Hoàng Văn Em;-
             C6;Thôn 1;Ngõ 1;6;Vũ Thị Phúc;active-level1",
        );
        // Not fourteen yet: one is approved, one is not; and one has moved away.
        example.sql(&format!(
            "UPDATE citizen SET birth = '2015' WHERE code IN ('C2', 'C4');
             INSERT INTO departure VALUES ('{}', 'moved', '2026-11-20');",
            citizen(5)
        ));
        for code in ["C1", "C2", "C3", "C4", "C5", "C6"] {
            let back = (code != "C6").then(|| at("11-21T20:30"));
            let absent = NewVisit { come_back_at: back, ..NewVisit::new(code, Outcome::Absent) };
            let visit = NewVisit { at: Some(at("11-19T19:00")), ..absent };
            log_visits(&mut example.book, &example.session, &LogVisits { visits: vec![visit] }).unwrap();
        }
        let today = look_at_today(&mut example.book, &example.session, &AskDay { day: None }).unwrap();
        let mut expected: Vec<&str> = today.appointments.iter().map(|one| one.code.as_str()).collect();
        expected.sort_unstable();
        assert_eq!((expected, today.again), (vec!["C1", "C2"], 1));
        let list = example.book.worklist(None, today.day).unwrap();
        let mut listed: Vec<&str> = list.people().map(|person| person.code.as_str()).collect();
        listed.sort_unstable();
        assert_eq!(listed, ["C1", "C2", "C6"]);

        // Nobody came: the next morning they are missed, and no longer among those to try again.
        example.session = Session::new(Some(at("11-22T08:00")));
        let next = look_at_today(&mut example.book, &example.session, &AskDay { day: None }).unwrap();
        let mut missed: Vec<&str> = next.missed.iter().map(|one| one.code.as_str()).collect();
        missed.sort_unstable();
        assert_eq!((missed, next.appointment_count, next.again), (vec!["C1", "C2"], 0, 1));
    }
}
