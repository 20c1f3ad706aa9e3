//! A stretch of days that is reported (kỳ số liệu), a week, a month or a phase, unit by unit: what the teams did, and how many accounts more there are at its
//! end than before it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate};

use super::campaign::Followed;
use super::day::Day;
use super::rows_of_day::{Against, RowOfDay, RowsOfDay};
use crate::domain::daily::tells_who_is_active;
use crate::domain::ids::UnitId;
use crate::domain::report::{Activations, Evidence, Figures};
use crate::domain::roster::AccountState;
use crate::domain::summary::UnitDay;
use crate::domain::target::Undivided;
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

/// So many days of a month its reports are of the month before, which may still be told (docs/domain.md, Plans and targets).
const MONTH_TOLD: u32 = 7;

/// The month that a report of `day` is of, first and last day: from the first to the day; in the first week of a month the month before.
pub(crate) fn month_of(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = day.with_day(1).unwrap_or(day);
    if day.day() > MONTH_TOLD {
        return (first, day);
    }
    let last = first.pred_opt().unwrap_or(first);
    (last.with_day(1).unwrap_or(last), last)
}

/// A stretch of days of a book, whose last day it was read on.
pub(crate) struct Stretch {
    /// Its eve, and the evening of its last day.
    pub(super) evenings: [Evening; 2],
    pub(crate) first: NaiveDate,
    pub(crate) against: Against,
    pub(crate) rows: Vec<StretchRow>,
    pub(crate) total: StretchRow,
    /// Units with figures and no target: no row has them where the others stand against targets.
    pub(crate) without_target: Vec<String>,
    /// Targets of units that were split: their parts have rows, and the total has what is not divided among them.
    pub(crate) undivided: Vec<Undivided>,
    /// What the plan's line has for each phase of the campaign.
    pub(crate) shares: Vec<(String, u32)>,
}

/// One unit, or all of them.
pub(crate) struct StretchRow {
    /// How it stands at the end, as Hôm nay has it.
    pub(crate) at_end: RowOfDay,
    /// Newly activated by teams within it; `None` where nobody told anything.
    pub(crate) activated: Option<u32>,
    /// So many of those, at most, a list has denied within it: units do not state of which days' claims.
    pub(crate) doubtful: u32,
    /// Active before it.
    pub(crate) before: Option<u32>,
    /// Accounts more than before it; `None` also where the first police list came within it: what it has was there before, nobody
    /// knows since when.
    pub(crate) gain: Option<i64>,
    /// Days of it with figures.
    pub(crate) days: usize,
    /// People of the book who were active before it and are no more.
    pub(crate) lost: Lost,
}

/// Why accounts are fewer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Lost {
    /// Locked, by the newest list.
    pub(crate) locked: u32,
    /// The newest list has another state.
    pub(crate) unlisted: u32,
}

/// Accounts of people of the book that were lost since the eve, by the units of the day.
fn lost(eve: &Day<'_>, on: &Day<'_>) -> Result<BTreeMap<UnitId, Lost>> {
    let mut units: BTreeMap<UnitId, Lost> = BTreeMap::new();
    if eve.since != on.since {
        return Ok(units);
    }
    // Both have everybody in the register, in one order.
    for (was, is) in eve.people()?.iter().zip(on.people()?) {
        if was.level_at(eve.day) > 0 && is.level_at(on.day) == 0 {
            let lost = units.entry(is.unit_id).or_default();
            let locked = is.official.is_some_and(|official| official.state == AccountState::Locked);
            *(if locked { &mut lost.locked } else { &mut lost.unlisted }) += 1;
        }
    }
    Ok(units)
}

impl StretchRow {
    /// The unit whose row it is, and its name.
    pub(crate) fn unit(&self) -> (Option<UnitId>, &str) {
        (self.at_end.unit_id, &self.at_end.name)
    }

    /// Whether it is the row of a unit.
    pub(crate) fn is_of(&self, unit: UnitId) -> bool {
        self.at_end.unit_id == Some(unit)
    }
}

/// What was told of a unit within a stretch.
#[derive(Default)]
struct Told {
    activated: u32,
    doubtful: u32,
    days: BTreeSet<NaiveDate>,
}

impl Stretch {
    /// The stretch from `first` to the day, at the time `now`; with `part` only that unit and those below it.
    pub(crate) fn read(
        on: &Day<'_>,
        first: NaiveDate,
        part: Option<UnitId>,
        now: DateTime<FixedOffset>,
    ) -> Result<Self> {
        let eve = on.with_units_on(first.pred_opt().unwrap_or(first))?;
        let followed = Followed::read(on)?;
        let ends = RowsOfDay::read(on, &followed, now)?;
        let before = Evening::before(&eve, on, now)?;
        let end = Evening::of(on, &ends.rows)?;
        let lost = lost(&eve, on)?;
        let mut told = told(on, first)?;
        let wanted: Option<BTreeSet<UnitId>> = part
            .map(|part| on.rows(Some(part)))
            .transpose()?
            .map(|rows| rows.iter().map(|unit| unit.id).collect());
        let against = ends.against;
        let counts = |row: &RowOfDay| {
            against == Against::Eligible || row.pool.is_some() || Undivided::has(&ends.undivided, row.unit_id)
        };
        let has_row = |row: &RowOfDay| {
            let asked = |unit: UnitId| wanted.as_ref().is_none_or(|wanted| wanted.contains(&unit));
            row.unit_id.is_some_and(asked) && counts(row)
        };
        let row = |at_end: RowOfDay| {
            let told = at_end.unit_id.and_then(|unit| told.remove(&unit));
            StretchRow {
                activated: told.as_ref().map(|told| told.activated),
                doubtful: told.as_ref().map_or(0, |told| told.doubtful),
                before: at_end.unit_id.and_then(|unit| before.stood.get(&unit).copied()),
                gain: at_end.unit_id.and_then(|unit| end.gain_since(&before, unit)),
                days: told.map_or(0, |told| told.days.len()),
                lost: at_end.unit_id.and_then(|unit| lost.get(&unit).copied()).unwrap_or_default(),
                at_end,
            }
        };
        let rows: Vec<StretchRow> = ends.rows.into_iter().filter(has_row).map(row).collect();
        let at_end = if part.is_some() { sum(&rows) } else { ends.total };
        let known =
            |of: fn(&StretchRow) -> Option<u32>| -> Option<Vec<u32>> { rows.iter().map(of).collect() };
        let activated: Vec<u32> = rows.iter().filter_map(|row| row.activated).collect();
        let stood: Option<u32> = known(|row| row.before).map(|stood| stood.iter().sum());
        let gained = rows.iter().all(|row| row.gain.is_some());
        let gain = at_end.cumulative.zip(stood).filter(|_| gained);
        let total = StretchRow {
            gain: gain.map(|(now, stood)| i64::from(now) - i64::from(stood)),
            at_end,
            activated: (!activated.is_empty()).then(|| activated.iter().sum()),
            doubtful: 0,
            before: stood,
            days: 0,
            lost: Lost::default(),
        };
        let undivided = if part.is_some() { Vec::new() } else { ends.undivided };
        Ok(Self {
            evenings: [before, end],
            first,
            against,
            rows,
            total,
            without_target: ends.without_target,
            undivided,
            shares: followed.shares(),
        })
    }
}

/// Where the units of the day stood on an evening.
pub(super) struct Evening {
    stood: BTreeMap<UnitId, u32>,
    known_by: BTreeMap<UnitId, KnownBy>,
    /// Units with a printed baseline by then.
    printed: BTreeSet<UnitId>,
}

/// By what the figures of each part of a unit are known, by the id that its statement gives the part; people of the book are one part.
type KnownBy = BTreeMap<String, Source>;

/// By what figures are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    /// Nobody has told anything.
    Nothing,
    /// What teams say.
    Claims,
    /// A police list.
    List,
}

impl Source {
    fn of(figures: &UnitDay) -> Self {
        if figures.extract.is_some() { Self::List } else { Self::Claims }
    }
}

impl Evening {
    /// The eve of a stretch that ends on `on`: in its targets, and as Hôm nay of that evening had it. Before anybody has told anything
    /// nobody knows, which is not zero.
    pub(super) fn before(eve: &Day<'_>, on: &Day<'_>, now: DateTime<FixedOffset>) -> Result<Self> {
        let mut stood = baselines(on, eve.day)?;
        let printed = stood.keys().copied().collect();
        let visited = |person: &Evidence| person.latest_visit(NaiveDate::MIN, eve.day).is_some();
        let told = eve.extract.is_some()
            || on.people()?.iter().any(visited)
            || eve.newest_reported()?.values().any(tells_who_is_active);
        if told {
            stood.extend(stood_on(eve, on, now)?);
        }
        Ok(Self { known_by: known_by(eve, on)?, stood, printed })
    }

    /// The evening of `on`, with the rows of it.
    fn of(on: &Day<'_>, rows: &[RowOfDay]) -> Result<Self> {
        let stood = rows.iter().filter_map(|row| Some((row.unit_id?, row.cumulative?))).collect();
        Ok(Self { stood, known_by: known_by(on, on)?, printed: BTreeSet::new() })
    }

    /// Accounts of a unit more than on the evening `eve`. What the first list of it, or of a part of it, has was there before and is
    /// no gain, nor is what a part had when it was first heard of.
    pub(super) fn gain_since(&self, eve: &Self, unit: UnitId) -> Option<i64> {
        let before = eve.known_by.get(&unit);
        let first = |(part, source): (&String, &Source)| match before {
            // A part that was not named then has come out of others.
            Some(before) => before.get(part).is_some_and(|before| before < source),
            None => *source == Source::List,
        };
        let begins = self.known_by.get(&unit).is_some_and(|parts| parts.iter().any(first));
        let (now, before) = (self.stood.get(&unit)?, eve.stood.get(&unit)?);
        (!begins || eve.printed.contains(&unit)).then(|| i64::from(*now) - i64::from(*before))
    }
}

/// By what the units of `on` were known in the evening.
fn known_by(evening: &Day<'_>, on: &Day<'_>) -> Result<BTreeMap<UnitId, KnownBy>> {
    let mut known: BTreeMap<UnitId, KnownBy> = BTreeMap::new();
    // A whole list has everybody; parts of lists have who is on them.
    let lists = evening.book.lists_in_use(Some(evening.day))?;
    let whole = lists.iter().any(|list| !list.partial);
    let people = if evening.since == on.since { evening.people()? } else { &[] };
    for person in people {
        let listed = evening.extract.is_some() && (whole || person.official.is_some());
        let source = if listed { Source::List } else { Source::Claims };
        let own = known.entry(on.units.home(person.unit_id)).or_default().entry(String::new());
        own.and_modify(|known| *known = source.max(*known)).or_insert(source);
    }
    for (unit, parts) in evening.newest_parts()? {
        let untold = parts.iter().all(|part| part.last.is_none());
        if untold || *unit == evening.info.unit_id || evening.holds_people_of(*unit)? {
            continue;
        }
        for part in parts {
            let source = part.last.as_ref().map_or(Source::Nothing, |(_, figures)| Source::of(figures));
            known.entry(on.units.home(*unit)).or_default().insert(part.unit.id.clone(), source);
        }
    }
    Ok(known)
}

/// Where the units of the end of the stretch stood on its `eve`, so far as that is known: by the people who stand in them now; those
/// whose people are not in the book by what they had stated, merged ones together.
fn stood_on(eve: &Day<'_>, on: &Day<'_>, now: DateTime<FixedOffset>) -> Result<BTreeMap<UnitId, u32>> {
    let rows_of = |day: &Day<'_>| -> Result<Vec<(UnitId, Option<u32>)>> {
        let rows = RowsOfDay::read(day, &Followed::read(day)?, now)?.rows.into_iter();
        Ok(rows.filter_map(|row| Some((row.unit_id?, row.cumulative))).collect())
    };
    let mut stood: BTreeMap<UnitId, Option<u32>> = BTreeMap::new();
    let mut told = Vec::new();
    for (unit, known) in rows_of(eve)? {
        if on.holds_people_of(unit)? {
            stood.insert(unit, known.filter(|_| eve.since == on.since));
        } else {
            told.push(unit);
        }
    }
    if !told.is_empty() {
        for (unit, known) in rows_of(&on.on(eve.day)?)? {
            let home = on.units.home(unit);
            if told.contains(&home) {
                let together = stood.entry(home).or_insert(Some(0));
                // Missing is not zero, in a sum neither.
                *together = together.zip(known).map(|(a, b)| a.saturating_add(b));
            }
        }
    }
    Ok(stood.into_iter().filter_map(|(unit, known)| Some((unit, known?))).collect())
}

/// Where units with a target stood when it was set, on the eve or before.
fn baselines(on: &Day<'_>, eve: NaiveDate) -> Result<BTreeMap<UnitId, u32>> {
    let Some(targets) = on.targets()?.filter(|targets| targets.sheet.as_of <= eve) else {
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
    let since = on.start.unwrap_or(first).min(first);
    // Of a unit that is silent for a day, "so far" stands as it stood.
    let mut totals = on.stated_days(since)?;
    let mut signed: BTreeMap<UnitId, BTreeMap<NaiveDate, Signed>> = BTreeMap::new();
    for kept in on.book.kept_days(None, since, on.day)? {
        let of = kept.stated;
        if let Some(total) = totals.get_mut(&kept.unit_id).and_then(|days| days.remove(&of.day)) {
            let stated = Signed { figures: total.figures, since: of.since, in_part: !of.apart.is_empty() };
            signed.entry(kept.unit_id).or_default().insert(of.day, stated);
        }
    }
    for (unit, days) in signed {
        if let Some((activated, doubtful)) = activated_by_signed(&days, first) {
            let unit = told.entry(on.units.home(unit)).or_default();
            unit.days.extend(days.range(first..).filter(|(_, of)| of.is_of_visits()).map(|(day, _)| *day));
            unit.activated = unit.activated.saturating_add(activated);
            unit.doubtful = unit.doubtful.saturating_add(doubtful);
        }
    }
    Ok(told)
}

/// What a unit has signed of a day.
struct Signed {
    figures: Figures,
    /// First day of its "so far", where that was stated.
    since: Option<NaiveDate>,
    /// Its "so far" lacks some of its units.
    in_part: bool,
}

impl Signed {
    /// Of a day without a visit nothing is known, whoever signs it: as on the daily report.
    fn is_of_visits(&self) -> bool {
        self.figures.visited_today > 0
    }
}

/// What a unit activated from `first` on, by the days of the campaign that it has signed, and how many of that, at most, a list has
/// denied; `None` when it signed none of these, or nobody was visited on any of them. A claim that a list denies later is in the figure
/// of its day and no more in "so far": where nothing was claimed before, how much this rose is what stands. Else no file says whether
/// claims of these days or of before were denied; nor where "so far" begins anew with another campaign (files of before that was
/// stated: where it fell for another reason).
fn activated_by_signed(days: &BTreeMap<NaiveDate, Signed>, first: NaiveDate) -> Option<(u32, u32)> {
    let of = |done: &Activations| done.level1.saturating_add(done.level2);
    days.range(first..).find(|(_, of)| of.is_of_visits())?;
    let (_, last) = days.range(first..).next_back()?;
    let last = &last.figures;
    let claimed = days.range(first..).map(|(_, day)| of(&day.figures.today)).fold(0, u32::saturating_add);
    let eve = days.range(..first).next_back().map(|(_, eve)| &eve.figures);
    let begins_anew = days.values().zip(days.values().skip(1)).any(|(day, next)| {
        let (was, now) = (&day.figures, &next.figures);
        let denied = now.denied.saturating_sub(was.denied);
        let fell = || of(&now.so_far).saturating_add(denied) < of(&was.so_far);
        let otherwise = |(was, now)| was != now || day.in_part != next.in_part;
        day.since.zip(next.since).map_or_else(fell, otherwise)
    });
    let before = eve.or(days.values().next().map(|day| &day.figures)).map_or(0, |day| day.denied);
    let denied = last.denied.saturating_sub(before);
    if begins_anew || days.range(first..).any(|(_, of)| of.in_part) {
        return Some((claimed, denied.min(claimed)));
    }
    let stood = eve.map_or(0, |eve| of(&eve.so_far));
    // What "so far" loses on a day are claims of before the stretch, or of its days until then: never more of these than there are.
    let (mut was, mut of_these, mut lost, mut lost_of_these) = (stood, 0_u32, 0_u32, 0_u32);
    for (_, Signed { figures, .. }) in days.range(first..) {
        let fell = was.saturating_add(of(&figures.today)).saturating_sub(of(&figures.so_far));
        was = of(&figures.so_far);
        let of_both = fell.min(of_these);
        // No list judges a claim of its own day.
        of_these = (of_these - of_both).saturating_add(of(&figures.today));
        lost_of_these = lost_of_these.saturating_add(of_both);
        lost = lost.saturating_add(fell);
    }
    let with = |lost: u32| of(&last.so_far).saturating_add(lost).saturating_sub(stood).min(claimed);
    let (least, most) = (with(lost - lost_of_these), with(lost.min(stood)));
    Some((most, most.saturating_sub(least)))
}

/// How the rows of a part stand together; known only where all are.
fn sum(rows: &[StretchRow]) -> RowOfDay {
    let all = |of: fn(&RowOfDay) -> Option<u32>| {
        rows.iter().map(|row| of(&row.at_end)).collect::<Option<Vec<u32>>>().map(|all| all.iter().sum())
    };
    RowOfDay::standing(all(|row| row.cumulative), all(|row| row.pool))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::campaign::Plan;
    use crate::jobs::book::merge_units::{MergeUnits, merge_units};
    use crate::jobs::book::split_unit::{SplitUnit, UnitPart, split_unit};
    use crate::jobs::targets::edit_targets::{EditTargets, edit_targets};
    use crate::jobs::targets::set_campaign::add_campaign;
    use crate::store::reports::sample::Sample;

    #[test]
    fn what_a_list_denies_later_is_not_activated() {
        // Day, claims of the day, so far, denied; and since when "so far" is, 0 where that is not stated.
        let check_since = |days: &[(u32, u32, u32, u32, u32)], first: u32, expect: Option<(u32, u32)>| {
            let on = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
            let level1 = |level1| Activations { level1, ..Activations::default() };
            let days = days.iter().map(|&(day, today, so_far, denied, since)| {
                let figures = Figures {
                    visited_today: 1,
                    today: level1(today),
                    so_far: level1(so_far),
                    denied,
                    ..Figures::default()
                };
                (on(day), Signed { figures, since: (since > 0).then(|| on(since)), in_part: false })
            });
            assert_eq!(activated_by_signed(&days.collect(), on(first)), expect);
        };
        let check = |days: &[(u32, u32, u32, u32)], first: u32, expect: Option<(u32, u32)>| {
            let days = days.iter().map(|&(day, today, so_far, denied)| (day, today, so_far, denied, 0));
            check_since(&days.collect::<Vec<_>>(), first, expect);
        };
        check(&[(3, 6, 6, 0), (5, 2, 8, 0)], 2, Some((8, 0)));
        check(&[(3, 6, 6, 0), (5, 0, 0, 6)], 2, Some((0, 0)));
        check(&[(3, 6, 6, 0), (5, 0, 0, 6), (6, 6, 6, 0)], 2, Some((6, 0))); // visited once more
        check(&[(3, 6, 6, 0), (10, 2, 8, 0)], 9, Some((2, 0))); // the week alone
        check(&[(10, 2, 40, 0)], 9, Some((2, 0))); // nothing signed before
        check(&[(10, 6, 6, 0), (21, 1, 1, 0)], 2, Some((7, 0))); // another campaign's "so far"
        // Denied, and visited once more within the week: what a list denies before the week's first claim is of before.
        check(&[(5, 4, 4, 0), (10, 0, 0, 4), (11, 4, 4, 0)], 9, Some((4, 0)));
        check(&[(5, 4, 4, 0), (9, 1, 5, 0), (10, 0, 1, 4), (11, 4, 5, 0)], 9, Some((5, 1)));
        check(&[(3, 6, 6, 0)], 9, None);
        let silent = Signed { figures: Figures::default(), since: None, in_part: false };
        let of_no_visit = BTreeMap::from([(NaiveDate::from_ymd_opt(2026, 11, 9).unwrap(), silent)]);
        assert_eq!(activated_by_signed(&of_no_visit, NaiveDate::from_ymd_opt(2026, 11, 2).unwrap()), None);
        check_since(&[(10, 6, 6, 0, 2), (21, 8, 8, 0, 16)], 2, Some((14, 0))); // nothing fell, and it began anew
        check_since(&[(10, 6, 6, 0, 2), (21, 1, 1, 0, 2)], 2, Some((1, 0))); // corrected
        // Claims of before, of the week, or of both: no file says which were denied.
        check(&[(5, 6, 6, 0), (9, 4, 10, 0), (10, 0, 5, 5)], 9, Some((4, 4)));
        check(&[(5, 6, 6, 0), (10, 4, 5, 5)], 9, Some((4, 0))); // of before: no list judges its own day
        check(&[(5, 40, 40, 0), (10, 2, 41, 0)], 9, Some((2, 0))); // one of before was corrected
    }

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

    fn told(s: &Sample) -> String {
        let on = Day::asked(&s.book, &s.session, None).unwrap();
        let week = Stretch::read(&on, week_of(on.day).0, None, s.session.now()).unwrap();
        let count = |count: Option<i64>| count.map_or("-".to_owned(), |count| count.to_string());
        let row = |row: &StretchRow| {
            let (before, now) = (row.before.map(i64::from), row.at_end.cumulative.map(i64::from));
            format!("{} {} {} {}", row.at_end.name, count(before), count(row.gain), count(now))
        };
        let rows: Vec<String> = week.rows.iter().chain([&week.total]).map(row).collect();
        rows.join(", ")
    }

    /// A Friday; a list of the week before has A and B active.
    fn sample() -> Sample {
        let mut s = Sample::new("2026-03-06T20:00:00+07:00");
        s.hamlet("Thôn 1", "1");
        s.hamlet("Thôn 2", "2");
        for (hamlet, code) in [("Thôn 1", "A"), ("Thôn 1", "B"), ("Thôn 2", "C")] {
            s.person(code, hamlet, "Nguyễn Thị Lúa", "1970");
        }
        let active = [("A", "active-level1"), ("B", "active-level1"), ("C", "pending-approval")];
        s.roster("2026-02-27", &active);
        s
    }

    #[test]
    fn units_that_change_within_the_week_have_the_figures_of_before() {
        let from = "2026-03-04".parse().unwrap();
        let mut s = sample();
        s.visit("1", "C", "2026-03-05T19:00", "activated 1", "?");
        assert_eq!(told(&s), "Thôn 1 2 0 2, Thôn 2 0 1 1,  2 1 3");
        let units = ["Thôn 1", "Thôn 2"].map(str::to_owned).to_vec();
        let merged = MergeUnits { units, into: "Thôn Đoài".to_owned(), from };
        merge_units(&mut s.book, &s.session, &merged).unwrap();
        assert_eq!(told(&s), "Thôn Đoài 2 1 3,  2 1 3");

        let mut s = sample();
        split(&mut s);
        assert_eq!(told(&s), "Thôn 1A 1 0 1, Thôn 1B 1 0 1, Thôn 2 0 0 0,  2 0 2");
    }

    /// Thôn 1 becomes Thôn 1A and, of the alley of B, Thôn 1B on 04/03.
    fn split(s: &mut Sample) {
        s.sql(
            "UPDATE household SET alley = 'Ngõ 9' WHERE unit_id = (SELECT id FROM unit WHERE name = 'Thôn 1')
                 AND id = (SELECT household_id FROM citizen WHERE code = 'B')",
        );
        let part = |name: &str, alleys: &[&str]| UnitPart {
            name: name.to_owned(),
            households: Vec::new(),
            alleys: alleys.iter().map(|alley| (*alley).to_owned()).collect(),
        };
        let parts = vec![part("Thôn 1A", &[]), part("Thôn 1B", &["Ngõ 9"])];
        let split = SplitUnit { unit: "Thôn 1".to_owned(), parts, from: "2026-03-04".parse().unwrap() };
        split_unit(&mut s.book, &s.session, &split).unwrap();
    }

    /// Types targets, as "Thôn 1\t4".
    fn give_targets(s: &mut Sample, pasted: &str) {
        let pasted = EditTargets { pasted: pasted.to_owned(), ..EditTargets::default() };
        edit_targets(&mut s.book, &s.session, &pasted).unwrap();
    }

    #[test]
    fn parts_of_a_unit_have_rows_before_its_target_is_divided_and_after() {
        let plan = Plan::from_json(
            r#"{"number": "1/KH", "title": "Đợt", "first_day": "2026-02-20", "last_day": "2026-03-20"}"#,
        );
        let mut s = sample();
        add_campaign(&mut s.book, &s.session, &plan.unwrap()).unwrap();
        give_targets(&mut s, "Thôn 1\t4\nThôn 2\t6");
        s.visit("1", "C", "2026-03-05T19:00", "activated 1", "?");
        let whole = "Thôn 1 2 0 2, Thôn 2 0 1 1,  2 1 3";
        assert_eq!(told(&s), whole);
        split(&mut s);
        let parts = "Thôn 1A 1 0 1, Thôn 1B 1 0 1, Thôn 2 0 1 1,  2 1 3";
        assert_eq!(told(&s), parts);
        give_targets(&mut s, "Thôn 1A\t3");
        assert_eq!(told(&s), parts);
        give_targets(&mut s, "Thôn 1B\t1");
        assert_eq!(told(&s), parts);
        let on = Day::asked(&s.book, &s.session, None).unwrap();
        on.check_agreement(s.session.now()).unwrap();
    }

    #[test]
    fn accounts_that_were_lost_are_told_apart() {
        let mut s = sample();
        s.roster("2026-03-05", &[("A", "locked"), ("B", "not-registered"), ("C", "pending-approval")]);
        assert_eq!(told(&s), "Thôn 1 2 -2 0, Thôn 2 0 0 0,  2 -2 0");
        let on = Day::asked(&s.book, &s.session, None).unwrap();
        let week = Stretch::read(&on, week_of(on.day).0, None, s.session.now()).unwrap();
        let lost: Vec<Lost> = week.rows.iter().map(|row| row.lost).collect();
        assert_eq!(lost, [Lost { locked: 1, unlisted: 1 }, Lost::default()]);
    }
}
