//! What a day brought and needed, row by row.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Serialize;

use super::campaign::Followed;
use super::day::Day;
use super::unit_row::UnitRow;
use crate::domain::campaign::Plan;
use crate::domain::forecast::Pace;
use crate::domain::ids::{CitizenId, UnitId};
use crate::domain::report::{Evidence, Figures, Percent};
use crate::domain::standing::{Position, Standing};
use crate::domain::summary::{StatedOtherwise, UnitDay};
use crate::domain::target::{Target, Undivided};
use crate::domain::today::{Stage, is_late, lagging, needed_on};
use crate::domain::unit::Level;
use crate::domain::walk::NaturalKey;
use crate::error::Result;

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
    /// Raised from level 1 to 2 on the day: no new accounts.
    pub upgraded: Option<u32>,
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
    /// It has signed figures of the day, and they count.
    pub sent: bool,
    /// Of a unit that has sent the day: its units with visits of the day, and all that it named; `None` when it named itself alone.
    pub walked: Option<[u32; 2]>,
    /// Its people stand in this book: a figure of the day leads to their names.
    pub names: bool,
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

/// A unit that has signed other figures of the day than its people in this book count; those of the book count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
#[expect(missing_docs, reason = "as in RowOfDay")]
pub struct DifferingUnit {
    pub unit_id: UnitId,
    pub name: String,
    pub figures: Vec<StatedOtherwise>,
    /// The same in Vietnamese and in English.
    pub told: [String; 2],
}

impl DifferingUnit {
    fn take(line: &mut Line) -> Option<Self> {
        let (unit_id, figures) = (line.row.unit_id?, std::mem::take(&mut line.differs));
        let told = StatedOtherwise::told(&figures);
        (!figures.is_empty()).then(|| Self { unit_id, name: line.row.name.clone(), figures, told })
    }
}

/// What a row is counted from.
struct Line {
    row: RowOfDay,
    figures: Option<UnitDay>,
    received: bool,
    last_day: Option<NaiveDate>,
    /// Whether a summary of the day came from the unit.
    sent: bool,
    /// Of the cumulative figure, what the teams claim and no extract confirms.
    unconfirmed: u32,
    differs: Vec<StatedOtherwise>,
}

/// The rows of a day.
pub(crate) struct RowsOfDay {
    pub(crate) rows: Vec<RowOfDay>,
    /// Their sum.
    pub(crate) total: RowOfDay,
    pub(crate) against: Against,
    /// How the whole stands against its target, where the rows have none and so their sum does not: as alleys.
    pub(crate) to_target: Option<RowOfDay>,
    /// Claimed by the teams and not yet confirmed by the extract; part of the cumulative figure of the whole.
    pub(crate) pending: u32,
    /// Units with figures and no target.
    pub(crate) without_target: Vec<String>,
    /// Targets that stand in the sum and in no row.
    pub(crate) undivided: Vec<Undivided>,
    /// Units that are asked for figures, those that were silent longest first.
    pub(crate) late_units: Vec<LateUnitOfDay>,
    /// Units that have signed other figures of the day than their people count.
    pub(crate) differing: Vec<DifferingUnit>,
    /// Units that have signed figures of the day.
    pub(crate) sent: usize,
}

impl RowsOfDay {
    /// The alleys of a hamlet, else the units, as they stand at the time `now`.
    pub(crate) fn read(on: &Day<'_>, followed: &Followed, now: DateTime<FixedOffset>) -> Result<Self> {
        let standings = standings(on)?;
        let hamlet = on.info.level == Level::Hamlet;
        let mut lines = if hamlet { lines_of_alleys(on)? } else { lines_of_units(on)? };
        let against = if !hamlet && lines.iter().any(|line| is_in(&standings, line)) {
            Against::Target
        } else {
            Against::Eligible
        };
        let untargeted = lines.iter().filter(|line| against == Against::Target && !is_in(&standings, line));
        let undivided = if against == Against::Target { on.undivided()? } else { Vec::new() };
        let untargeted = untargeted.filter(|line| !Undivided::has(&undivided, line.row.unit_id));
        let (apart, without_target): (BTreeSet<Option<UnitId>>, Vec<String>) =
            untargeted.map(|line| (line.row.unit_id, line.row.name.clone())).unzip();
        let reported: BTreeMap<UnitId, &Position> = on.reported()?.iter().map(|p| (p.unit_id, p)).collect();
        // Where some units below a row are silent, it stands as they last stood; its figures of the day are in part.
        let mut carried: BTreeMap<UnitId, UnitDay> = BTreeMap::new();
        for (unit, mut days) in on.reported_days(on.day)? {
            if let Some(stood) = days.remove(&on.day) {
                carried.entry(on.units.home(unit)).or_default().add_unit(&stood);
            }
        }
        let newest = if against == Against::Eligible { Some(on.newest_reported()?) } else { None };
        for line in &mut lines {
            let carried = line.row.unit_id.and_then(|unit| carried.remove(&unit));
            stand(line, against, &standings, (&reported, newest), carried, followed.paced(on.day), on.day);
        }
        let in_sum = lines.iter().filter(|line| !apart.contains(&line.row.unit_id));
        let pending = in_sum.map(|line| line.unconfirmed).fold(0, u32::saturating_add);
        // Alleys are walked on some evenings only; and nobody is asked for figures outside the campaign.
        let asks = !hamlet && followed.runs_on(on.day);
        let late_units = if asks { mark_late(&mut lines, on, followed, now) } else { Vec::new() };
        let sent = lines.iter().filter(|line| line.sent).count();
        let differing = lines.iter_mut().filter_map(DifferingUnit::take).collect();
        let mut rows: Vec<RowOfDay> = lines.into_iter().map(|line| line.row).collect();
        let (total, to_target) = whole(&rows, &apart, against, followed, on.day);
        let ratios: Vec<Option<Percent>> = rows.iter().map(|row| row.ratio).collect();
        for (row, lags) in rows.iter_mut().zip(lagging(&ratios, total.ratio)) {
            row.lags = lags;
        }
        Ok(Self {
            rows,
            total,
            against,
            to_target,
            pending,
            without_target,
            undivided,
            late_units,
            differing,
            sent,
        })
    }
}

/// Where the units with a target stand, with their baselines.
fn standings(on: &Day<'_>) -> Result<BTreeMap<UnitId, (Standing, Option<u32>)>> {
    let Some(targets) = on.targets()? else { return Ok(BTreeMap::new()) };
    let stood = on.standings(&targets.sheet)?.into_iter().zip(&targets.sheet.targets);
    let baseline = |target: &Target| target.row.active.map(|active| active.total);
    Ok(stood.map(|(standing, target)| (standing.unit_id, (standing, baseline(target)))).collect())
}

/// Marks the units without figures that are asked for them.
fn mark_late(
    lines: &mut [Line],
    on: &Day<'_>,
    followed: &Followed,
    now: DateTime<FixedOffset>,
) -> Vec<LateUnitOfDay> {
    let first_day = followed.campaign.as_ref().map_or(on.day, |campaign| campaign.plan.first_day);
    let mut late = Vec::new();
    for line in lines.iter_mut().filter(|line| !line.received && line.row.activated.is_none()) {
        line.row.late = is_late(line.last_day, first_day, now, on.day);
        if let (true, Some(unit_id)) = (line.row.late, line.row.unit_id) {
            late.push(LateUnitOfDay {
                unit_id,
                name: line.row.name.clone(),
                last_day: line.last_day,
                days_late: line.last_day.map(|last| (on.day - last).num_days()),
            });
        }
    }
    late.sort_by_key(|unit| std::cmp::Reverse(unit.days_late.unwrap_or(i64::MAX)));
    late
}

/// The sum of the rows. Against its target the whole stands as the burn-up has it, and without one as the rows that are in the
/// target: in the sum where the rows have targets, too, else in a row of its own, so that each adds up.
fn whole(
    rows: &[RowOfDay],
    apart: &BTreeSet<Option<UnitId>>,
    against: Against,
    followed: &Followed,
    day: NaiveDate,
) -> (RowOfDay, Option<RowOfDay>) {
    let mut total = sum(rows);
    let Some(pace) = followed.burn_up.as_ref().map(|burn_up| &burn_up.pace) else { return (total, None) };
    total.needed = followed.paced(day).and_then(|(stage, _)| needed_on(stage, pace, total.activated));
    let mut to_target = total.clone();
    let within: Vec<RowOfDay> = rows.iter().filter(|row| !apart.contains(&row.unit_id)).cloned().collect();
    stand_at(&mut to_target, pace.actual.or(sum(&within).cumulative), Some(pace.target));
    match against {
        Against::Target => (to_target, None),
        Against::Eligible => (total, Some(to_target)),
    }
}

fn is_in(standings: &BTreeMap<UnitId, (Standing, Option<u32>)>, line: &Line) -> bool {
    line.row.unit_id.is_some_and(|unit| standings.contains_key(&unit))
}

/// The units with a row of their own.
fn lines_of_units(on: &Day<'_>) -> Result<Vec<Line>> {
    let (book, day) = (on.book, on.day);
    let mut last_days = book.last_stated_days(day)?;
    let mut homes: BTreeMap<CitizenId, UnitId> = BTreeMap::new();
    for person in on.people()? {
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
    let line = |row: &UnitRow, names: bool| Line {
        last_day: last_days.get(&row.unit.id).copied(),
        row: RowOfDay {
            names,
            sent: row.received,
            walked: row.walked.map(|(walked, all)| [walked, all]),
            at: row.sent_at.or_else(|| times.get(&row.unit.id).copied()),
            unit_id: Some(row.unit.id),
            name: row.unit.name.clone(),
            ..RowOfDay::default()
        },
        figures: row.figures.clone(),
        received: row.received,
        sent: row.sent_at.is_some(),
        unconfirmed: 0,
        differs: row.differs.clone(),
    };
    // The book's own unit has a row where people or figures are its own.
    let own = on.info.unit_id;
    let rows = on.shown()?.iter();
    rows.filter(|row| row.unit.id != own || row.figures.is_some())
        .map(|row| {
            let names = on.holds_people_of(row.unit.id)?;
            Ok(line(row, names))
        })
        .collect()
}

/// The alleys of a hamlet, as one walks them.
fn lines_of_alleys(on: &Day<'_>) -> Result<Vec<Line>> {
    let (book, day) = (on.book, on.day);
    let alleys: BTreeMap<CitizenId, String> = book.alleys()?.into_iter().collect();
    let mut times: BTreeMap<&str, DateTime<FixedOffset>> = BTreeMap::new();
    for (citizen, at) in book.visit_times(day)? {
        if let Some(alley) = alleys.get(&citizen) {
            let known = times.entry(alley).or_insert(at);
            *known = (*known).max(at);
        }
    }
    let mut by_alley: BTreeMap<(NaturalKey, &str), Vec<&Evidence>> = BTreeMap::new();
    for person in on.people()? {
        let alley = alleys.get(&person.citizen_id).map(String::as_str).unwrap_or_default();
        by_alley.entry((NaturalKey::new(alley), alley)).or_default().push(person);
    }
    let line = |((_, alley), people): ((NaturalKey, &str), Vec<&Evidence>)| Line {
        row: RowOfDay {
            name: alley.to_owned(),
            at: times.get(alley).copied(),
            names: true,
            ..RowOfDay::default()
        },
        figures: UnitDay::count(people.into_iter(), on.start.unwrap_or_default(), day, on.extract),
        received: false,
        last_day: None,
        sent: false,
        unconfirmed: 0,
        differs: Vec::new(),
    };
    Ok(by_alley.into_iter().map(line).collect())
}

/// Fills in what the day brought, and where the row stands.
fn stand(
    line: &mut Line,
    against: Against,
    standings: &BTreeMap<UnitId, (Standing, Option<u32>)>,
    (reported, newest): (&BTreeMap<UnitId, &Position>, Option<&BTreeMap<UnitId, UnitDay>>),
    carried: Option<UnitDay>,
    plan: Option<(Stage, &Plan)>,
    day: NaiveDate,
) {
    let row = &mut line.row;
    if let Some(figures) = &line.figures {
        row.bring(figures);
    }
    let stands = carried.as_ref().or(line.figures.as_ref()).map(|stood| &stood.figures);
    let last = row.unit_id.and_then(|unit| reported.get(&unit));
    let counted = stands.map(Figures::active).or(last.map(|last| last.so_far()));
    line.unconfirmed = match stands {
        Some(figures) => figures.unconfirmed(),
        None => last.map_or(0, |last| last.unconfirmed()),
    };
    let known = row.unit_id.and_then(|unit| standings.get(&unit));
    match (against, known) {
        (Against::Target, Some((standing, baseline))) => {
            let active = standing.so_far();
            line.unconfirmed = standing.unconfirmed();
            stand_at(row, active, Some(standing.target.total));
            if let Some((stage, plan)) = plan {
                let pace = Pace::of(plan, standing.target.total, *baseline, active, day);
                row.needed = needed_on(stage, &pace, row.activated);
            }
        }
        (Against::Target, None) => stand_at(row, counted, None),
        (Against::Eligible, _) => {
            // Who is silent has the people whom it stated last.
            let stands = stands.or(row.unit_id.and_then(|unit| Some(&newest?.get(&unit)?.figures)));
            stand_at(row, counted, stands.map(|figures| figures.eligible));
        }
    }
}

impl RowOfDay {
    /// A unit as a signed file states it: what it brought, if it has figures of the day, and how it stood last.
    pub(crate) fn stated(name: &str, brought: Option<&UnitDay>, last: Option<&UnitDay>) -> Self {
        let mut row = Self { name: name.to_owned(), ..Self::default() };
        if let Some(figures) = brought {
            row.bring(figures);
        }
        // Against its target it stands as its Phụ lục I has it.
        let so_far = |last: &UnitDay| match last.target {
            Some(_) => last.annex_figures().so_far(),
            None => last.figures.active(),
        };
        stand_at(&mut row, last.map(so_far), last.and_then(|last| last.target));
        row
    }

    /// Whether it has figures of the day, or has signed that there are none.
    pub(crate) fn has_figures(&self) -> bool {
        self.activated.is_some() || self.sent
    }

    /// Fills in what the day brought. Of a day without a visit nothing is known, whoever signs it: as on the papers.
    fn bring(&mut self, UnitDay { figures, today, .. }: &UnitDay) {
        if figures.visited_today == 0 {
            return;
        }
        self.activated = Some(figures.today.level1.saturating_add(figures.today.level2));
        self.upgraded = Some(figures.today.upgraded);
        self.absent = Some(today.absent);
        self.ineligible = Some(today.ineligible);
        self.no_smartphone = Some(today.no_smartphone);
        self.other = Some(today.other);
    }

    /// A row that only says how it stands.
    pub(crate) fn standing(cumulative: Option<u32>, pool: Option<u32>) -> Self {
        let mut row = Self::default();
        stand_at(&mut row, cumulative, pool);
        row
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
        upgraded: known(|row| row.upgraded),
        absent: known(|row| row.absent),
        ineligible: known(|row| row.ineligible),
        no_smartphone: known(|row| row.no_smartphone),
        other: known(|row| row.other),
        names: !rows.is_empty() && rows.iter().all(|row| row.names),
        ..RowOfDay::default()
    };
    stand_at(&mut total, all(|row| row.cumulative), all(|row| row.pool));
    total
}
