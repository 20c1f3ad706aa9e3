//! Plan to date, actual to date, and what each day needs: plain arithmetic in whole accounts.
//!
//! Every figure counts accounts that are active, those of before the campaign (the baseline) included: a target of a plan
//! is a position to reach, and phases say how much of it each stretch of days must bring (docs/domain.md, Plans and targets).

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, TimeDelta};
use serde::Serialize;

use super::campaign::{Phase, Plan, days};
use super::forecast_range::ForecastRange;
use super::report::Percent;
use crate::domain::as_count;

/// How a campaign stands on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Pace {
    /// The day, its evening included.
    pub day: NaiveDate,
    /// Accounts to be active at the end.
    pub target: u32,
    /// Of these active before the campaign; where no baseline was printed, when its first figures were known. `None` before:
    /// from nought on, accounts of before the campaign would be owed to it.
    pub baseline: Option<u32>,
    /// Active by the plan on this day, if each day of a phase brings the same; `None` while nobody knows where it begins.
    pub planned: Option<u32>,
    /// Active on this day; `None` when nobody has counted yet.
    pub actual: Option<u32>,
    /// Actual of target.
    pub ratio: Option<Percent>,
    /// Still missing to the target.
    pub remaining: Option<u32>,
    /// Days left after this one, the last day counted.
    pub days_left: u32,
    /// Accounts that each of the days left needs, rounded up; `None` when no day is left.
    pub needed_per_day: Option<u32>,
    /// Whether the actual has reached the plan.
    pub on_pace: Option<bool>,
    /// Actual less planned; negative when it lags behind.
    pub ahead: Option<i64>,
    /// The phase that the day belongs to; the first one of several.
    pub phase: Option<String>,
}

impl Pace {
    /// How `plan` stands on `day` against `target`, with `baseline` active before it began, where that is known.
    #[must_use]
    pub fn of(plan: &Plan, target: u32, baseline: Option<u32>, actual: Option<u32>, day: NaiveDate) -> Self {
        let remaining = actual.map(|actual| target.saturating_sub(actual));
        let days_left = if day < plan.first_day {
            plan.days()
        } else {
            u32::try_from((plan.last_day - day).num_days()).unwrap_or(0)
        };
        let planned = baseline.map(|baseline| planned_to_date(plan, target, baseline, day));
        let phase = plan.phases.iter().find(|phase| phase.runs_on(day));
        Self {
            day,
            target,
            baseline,
            planned,
            actual,
            ratio: actual.and_then(|actual| Percent::of(actual, target)),
            remaining,
            days_left,
            needed_per_day: remaining.and_then(|remaining| needed_per_day(remaining, days_left)),
            on_pace: actual.zip(planned).map(|(actual, planned)| actual >= planned),
            ahead: actual.zip(planned).map(|(actual, planned)| i64::from(actual) - i64::from(planned)),
            phase: phase.map(|phase| phase.name.clone()),
        }
    }
}

/// Active accounts at the end of each day that has figures. A day without is not there: missing is not zero.
pub type Course = BTreeMap<NaiveDate, u32>;

/// The days that a unit has told of, with the new accounts of each by its own word, where there is one: of people who are here
/// their visits tell.
pub type Told = BTreeMap<NaiveDate, Option<u32>>;

/// Days over which the present pace is taken: each day of the week once.
const PACE_DAYS: u64 = 7;

/// The accounts that a stretch of days has brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gain {
    /// Accounts.
    pub accounts: u32,
    /// Days.
    pub days: u32,
}

impl Gain {
    /// What the week up to the newest figures has brought; of fewer days, or older ones, when there are no others. None
    /// of a single figure. A position that fell has brought nothing.
    #[must_use]
    pub fn of_late(course: &Course, day: NaiveDate) -> Option<Self> {
        let (last, after) = course.range(..=day).next_back()?;
        let week = last.checked_sub_days(Days::new(PACE_DAYS))?;
        let within = course.range(week..*last).next();
        let (first, before) = within.or_else(|| course.range(..week).next_back())?;
        let days = u32::try_from((*last - *first).num_days()).ok()?;
        Some(Self { accounts: after.saturating_sub(*before), days })
    }

    /// Accounts that so many days bring at this pace, half up.
    #[must_use]
    pub fn over(self, days: u32) -> u32 {
        spread(self.accounts, days, self.days)
    }
}

/// A pace of fewer days is none to forecast by: one police list after another is a jump, not a day's work.
const FEWEST_DAYS: u32 = 3;

/// Where a unit stands and how it goes on.
#[derive(Debug, Clone, Copy)]
pub struct Way {
    /// Active.
    pub active: u32,
    /// What the days of late have brought.
    pub gain: Option<Gain>,
    /// Who may hold an account, where that is known.
    pub eligible: Option<u32>,
}

impl Way {
    /// Active at the end when each of `days_left` days brings what the days of late have brought; nobody beyond the
    /// eligible can be activated. `None` when the pace is of fewer than three days.
    #[must_use]
    pub fn forecast(self, days_left: u32) -> Option<u32> {
        let gain = self.gain.filter(|gain| gain.days >= FEWEST_DAYS)?;
        let reached = self.active.saturating_add(gain.over(days_left));
        Some(self.eligible.map_or(reached, |eligible| reached.min(eligible.max(self.active))))
    }
}

/// The forecast of several units: each goes on at its own pace, who has none stays as it stands. Days that one of them has not
/// told of are no days without a gain of all.
fn forecast_of(ways: &[Way], days_left: u32) -> Option<u32> {
    let known = ways.iter().any(|way| way.forecast(days_left).is_some());
    let each = ways.iter().map(|way| way.forecast(days_left).unwrap_or(way.active));
    known.then(|| each.fold(0, u32::saturating_add))
}

/// The accounts a day of several units, half up: parts of an account make whole ones together.
fn gain_per_day_of(ways: &[Way]) -> Option<u32> {
    let mut of_stretches: BTreeMap<u32, u32> = BTreeMap::new();
    for gain in ways.iter().filter_map(|way| way.gain) {
        let accounts = of_stretches.entry(gain.days).or_default();
        *accounts = accounts.saturating_add(gain.accounts);
    }
    let each = of_stretches.iter().map(|(days, accounts)| Gain { accounts: *accounts, days: *days }.over(1));
    (!of_stretches.is_empty()).then(|| each.fold(0, u32::saturating_add))
}

/// The burn-up of a unit or of the whole book: where it was each day, where it has to be, where it is heading for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct BurnUp {
    /// How it stands on the day.
    pub pace: Pace,
    /// First day of the campaign.
    pub first_day: NaiveDate,
    /// Its last day.
    pub last_day: NaiveDate,
    /// Accounts a day of late.
    pub gain_per_day: Option<u32>,
    /// Active at the end at that pace.
    pub forecast: Option<u32>,
    /// Between what it is expected to end; `None` where it can end at everybody eligible alone, or too little is known.
    pub range: Option<ForecastRange>,
    /// Whether that is everybody eligible: more cannot come, at whatever pace.
    pub at_most: bool,
    /// Eligible people when they are fewer than the target.
    pub ceiling: Option<u32>,
    /// Units without any figures or printed baseline: until they have some, nobody knows where the whole stands.
    pub unknown: Vec<String>,
    /// Each day of the campaign.
    pub days: Vec<BurnUpDay>,
    /// Its weeks, Monday to Sunday.
    pub weeks: Vec<PlannedStretch>,
    /// Its months.
    pub months: Vec<PlannedStretch>,
}

/// A week or month of the calendar within a campaign, cut to its days: what it has to bring, what it brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct PlannedStretch {
    /// First day.
    pub first_day: NaiveDate,
    /// Last day.
    pub last_day: NaiveDate,
    /// Accounts that the plan wants of it; `None` while nobody knows where it begins.
    pub owed: Option<u32>,
    /// Active at its end by the plan, likewise.
    pub planned: Option<u32>,
    /// Active at its end, or so far; `None` of one to come, and without figures of it.
    pub actual: Option<u32>,
    /// What came to that since it began; negative when a list took accounts back.
    pub brought: Option<i64>,
}

/// The plan's days parted wherever `parts` says that two days that follow each other belong to different stretches.
fn stretches(plan: &Plan, parts: fn(NaiveDate, NaiveDate) -> bool) -> Vec<(NaiveDate, NaiveDate)> {
    let mut found: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for day in plan.first_day.iter_days().take_while(|day| *day <= plan.last_day) {
        match found.last_mut() {
            Some((_, last)) if !parts(*last, day) => *last = day,
            _ => found.push((day, day)),
        }
    }
    found
}

/// One day of a burn-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct BurnUpDay {
    /// The day, its evening included.
    pub day: NaiveDate,
    /// Active; `None` of days to come and of days without figures.
    pub actual: Option<u32>,
    /// Active by the plan and its phases; `None` while nobody knows where it begins.
    pub planned: Option<u32>,
    /// From today on: the straight way to the target.
    pub needed: Option<u32>,
    /// From today on: the way at the pace of late.
    pub forecast: Option<u32>,
}

impl BurnUp {
    /// The burn-up of `plan` as seen on `day`, `ways` where its units stand. Without a `baseline` the plan begins where the first figures stand: from nought on,
    /// accounts of before the campaign would be far ahead of any plan.
    #[must_use]
    pub fn new(
        plan: &Plan,
        target: u32,
        baseline: Option<u32>,
        eligible: Option<u32>,
        course: &Course,
        ways: &[Way],
        day: NaiveDate,
    ) -> Self {
        let actual = course.range(..=day).next_back().map(|(_, active)| *active);
        let first = course.first_key_value().map(|(_, active)| *active);
        let baseline = baseline.or(first);
        let planned = |on| Some(planned_to_date(plan, target, baseline?, on));
        let pace = Pace::of(plan, target, baseline, actual, day);
        let ahead = |days| forecast_of(ways, days).filter(|_| actual.is_some());
        let on = |on: NaiveDate| {
            let to_come = u32::try_from((on - day).num_days()).ok();
            BurnUpDay {
                day: on,
                actual: course.get(&on).copied().filter(|_| on <= day),
                planned: planned(on),
                needed: to_come.and_then(|days| {
                    let actual = actual?;
                    Some(actual.saturating_add(spread(target.saturating_sub(actual), days, pace.days_left)))
                }),
                forecast: to_come.and_then(ahead),
            }
        };
        let stretch = |(first, last): (NaiveDate, NaiveDate)| {
            let eve = first.pred_opt().unwrap_or(first);
            let within =
                course.range(first..=last.min(day).max(first)).next_back().map(|(_, active)| *active);
            let actual = within.filter(|_| first <= day);
            let before = course.range(..first).next_back();
            // Of a stretch after one without figures nobody knows what it brought alone.
            let lately = first - TimeDelta::days((last - first).num_days().max(6) + 1);
            let is_known = first <= plan.first_day || before.is_none_or(|(on, _)| *on >= lately);
            let before = before.map(|(_, active)| *active).or(baseline);
            let (by_eve, by_last) = (planned(eve), planned(last));
            PlannedStretch {
                first_day: first,
                last_day: last,
                owed: by_last.zip(by_eve).map(|(last, eve)| last.saturating_sub(eve)),
                planned: by_last,
                actual,
                brought: actual
                    .filter(|_| is_known)
                    .zip(before)
                    .map(|(actual, before)| i64::from(actual) - i64::from(before)),
            }
        };
        let weeks = stretches(plan, |a, b| a.iso_week() != b.iso_week());
        let months = stretches(plan, |a, b| a.month() != b.month());
        let forecast = ahead(pace.days_left);
        let at_most = forecast >= eligible && eligible.is_some();
        Self {
            weeks: weeks.into_iter().map(stretch).collect(),
            months: months.into_iter().map(stretch).collect(),
            days: plan.first_day.iter_days().take_while(|on| *on <= plan.last_day).map(on).collect(),
            first_day: plan.first_day,
            last_day: plan.last_day,
            gain_per_day: gain_per_day_of(ways),
            forecast,
            range: forecast
                .filter(|_| pace.days_left > 0 && !at_most)
                .and_then(|forecast| ForecastRange::of(course, day, forecast, pace.days_left, eligible)),
            at_most,
            ceiling: eligible.filter(|eligible| *eligible < target),
            unknown: Vec::new(),
            pace,
        }
    }
}

impl BurnUp {
    /// The forecast of target.
    #[must_use]
    pub fn forecast_ratio(&self) -> Option<Percent> {
        Percent::of(self.forecast?, self.pace.target)
    }

    /// The ends of its range of target.
    #[must_use]
    pub fn forecast_between(&self) -> Option<[Percent; 2]> {
        let of_target = |end| Percent::of(end, self.pace.target);
        let range = self.range?;
        Some([of_target(range.low)?, of_target(range.high)?])
    }
}

/// Accounts that each of `days_left` days must bring for `remaining`, rounded up; `None` when no day is left.
#[must_use]
pub fn needed_per_day(remaining: u32, days_left: u32) -> Option<u32> {
    (days_left > 0).then(|| remaining.div_ceil(days_left))
}

/// What each phase must bring. Phases without a figure of their own share what the others leave of the way from
/// baseline to target, evenly; if all have one, the target of the whole is left to them. Where they say more than that way, as
/// phases do that add up to the whole target, each brings its part of it, and so does the rest: a plan never runs past its target.
#[must_use]
pub fn phase_shares(plan: &Plan, target: u32, baseline: u32) -> Vec<u32> {
    let way = target.saturating_sub(baseline);
    let said: u32 = plan.phases.iter().filter_map(|phase| phase.target).fold(0, u32::saturating_add);
    let open = u32::try_from(plan.phases.iter().filter(|phase| phase.target.is_none()).count()).unwrap_or(0);
    // A target for a unit below the plan's own: its phases are parts of the plan's, in proportion. Phases that add up to
    // more than the plan are parts of their sum: nobody has to reach more than the target.
    let own = plan.target.filter(|own| *own > 0).map(|own| own.max(said)).filter(|own| *own != target);
    let scale = |part: u32| match own {
        Some(own) => round(u64::from(part) * u64::from(target), u64::from(own)),
        None => part,
    };
    let brought = scale(said);
    // The phases that have the rest have a part of that sum, too.
    let sum = if open > 0 { brought.max(target) } else { brought };
    let part_of_way = |part: u32| round(u64::from(part) * u64::from(way), u64::from(sum));
    let rest = way.saturating_sub(if brought > way { part_of_way(brought) } else { brought });
    let mut nth = 0;
    let share = |phase: &Phase| match phase.target {
        Some(part) if brought > way => part_of_way(scale(part)),
        Some(part) => scale(part),
        None => {
            let share = spread(rest, nth + 1, open) - spread(rest, nth, open);
            nth += 1;
            share
        }
    };
    plan.phases.iter().map(share).collect()
}

/// Accounts active by the plan at the end of `day`: the baseline, all of the phases that are over, and of the others
/// the part of their days; never more than the target. A campaign without phases is one.
#[must_use]
pub fn planned_to_date(plan: &Plan, target: u32, baseline: u32, day: NaiveDate) -> u32 {
    let part = |first: NaiveDate, last: NaiveDate, share: u32| {
        let over = if day < first { 0 } else { days(first, day.min(last)) };
        spread(share, over, days(first, last))
    };
    let brought = if plan.phases.is_empty() {
        part(plan.first_day, plan.last_day, target.saturating_sub(baseline))
    } else {
        let shares = phase_shares(plan, target, baseline);
        let phases = plan.phases.iter().zip(shares);
        phases.map(|(phase, share)| part(phase.first_day, phase.last_day, share)).fold(0, u32::saturating_add)
    };
    baseline.saturating_add(brought).min(target)
}

/// `nth` of `all` parts of `whole`, half up.
fn spread(whole: u32, nth: u32, all: u32) -> u32 {
    if all == 0 { 0 } else { round(u64::from(whole) * u64::from(nth), u64::from(all)) }
}

fn round(part: u64, whole: u64) -> u32 {
    as_count((part * 2 + whole) / (whole * 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thanh_hoa() -> Plan {
        Plan::from_json(include_str!("../../fixtures/70-kh-ubnd.json")).unwrap()
    }

    fn kien_giang() -> Plan {
        Plan::from_json(include_str!("../../fixtures/180-kh-ubnd.json")).unwrap()
    }

    #[test]
    fn phases_bring_what_the_plans_say() {
        // "The rest" of Thanh Hóa is 906.095 of what remained on 08/02/2023.
        assert_eq!(phase_shares(&thanh_hoa(), 3_243_976, 137_881), [1_200_000, 1_000_000, 906_095]);
        assert_eq!(phase_shares(&kien_giang(), 718_386, 0), [301_722, 251_435, 165_229]);
        let over = |plan: &mut Plan| plan.target = Some(359_193); // half of what its phases say
        let mut plan = kien_giang();
        over(&mut plan);
        assert_eq!(phase_shares(&plan, 359_193, 0), [150_861, 125_718, 82_615]);
        // With 600.000 active before, its phases are parts of what is left.
        assert_eq!(phase_shares(&kien_giang(), 718_386, 600_000), [49_722, 41_435, 27_229]);
        // "The rest" is a part of that sum, written out or not.
        let parts = |targets: &[Option<u32>]| {
            let mut plan = thanh_hoa();
            plan.target = None;
            plan.phases.truncate(targets.len());
            plan.phases.iter_mut().zip(targets).for_each(|(phase, target)| phase.target = *target);
            phase_shares(&plan, 300, 151)
        };
        assert_eq!(parts(&[Some(160), None]), [79, 70]);
        assert_eq!(parts(&[Some(160), Some(140)]), [79, 70]);
        assert_eq!(parts(&[Some(100), None]), [100, 49]);
        let end = planned_to_date(&kien_giang(), 718_386, 600_000, "2023-09-30".parse().unwrap());
        assert_eq!(end, 718_386);
        // People who came into the register since were active before, more than the target.
        assert_eq!(planned_to_date(&kien_giang(), 718_386, 720_000, "2023-07-15".parse().unwrap()), 718_386);
        assert_eq!(kien_giang().days(), 92); // although it says 90
    }

    #[test]
    fn weeks_and_months_of_a_plan_add_up_to_its_target() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        // Kiên Giang: Saturday 1/7 to Saturday 30/9/2023.
        let course =
            Course::from([(day("2023-07-01"), 900), (day("2023-07-05"), 4_000), (day("2023-07-11"), 3_900)]);
        let burn_up = BurnUp::new(&kien_giang(), 718_386, Some(0), None, &course, &[], day("2023-07-12"));
        let told = |of: &[PlannedStretch]| {
            let one = |of: &PlannedStretch| {
                let (first, last) = (of.first_day.format("%-d/%-m"), of.last_day.format("%-d/%-m"));
                let known = |n: Option<i64>| n.map_or_else(|| "–".to_owned(), |n| n.to_string());
                let (actual, brought) = (known(of.actual.map(i64::from)), known(of.brought));
                let [owed, planned] = [of.owed, of.planned].map(|n| known(n.map(i64::from)));
                format!("{first}-{last} {owed} {planned} {actual} {brought}")
            };
            of.iter().map(one).collect::<Vec<_>>()
        };
        let weeks = told(&burn_up.weeks);
        assert_eq!(
            (weeks.len(), burn_up.weeks.iter().map(|week| week.owed).sum::<Option<u32>>()),
            (14, Some(718_386))
        );
        let expect = [
            "1/7-2/7 19466 19466 900 900",
            "3/7-9/7 68131 87597 4000 3100",
            "10/7-16/7 68130 155727 3900 -100",
        ];
        assert_eq!(weeks[..3], expect);
        assert_eq!((weeks[3].ends_with("– –"), weeks[13].starts_with("25/9-30/9 ")), (true, true));
        // Months are the plan's phases here.
        let expect =
            ["1/7-31/7 301722 301722 3900 3900", "1/8-31/8 251435 553157 – –", "1/9-30/9 165229 718386 – –"];
        assert_eq!(told(&burn_up.months), expect);
    }

    #[test]
    fn the_plan_to_date_grows_day_by_day() {
        let check = |day: &str, actual, expect: (u32, u32, Option<u32>, Option<bool>)| {
            let pace = Pace::of(&kien_giang(), 718_386, Some(0), actual, day.parse().unwrap());
            assert_eq!(
                (pace.planned.unwrap(), pace.days_left, pace.needed_per_day, pace.on_pace),
                expect,
                "{day}"
            );
        };
        check("2023-06-30", None, (0, 92, None, None));
        check("2023-07-01", Some(9_733), (9_733, 91, Some(7_788), Some(true))); // 301.722 / 31
        check("2023-07-31", Some(300_000), (301_722, 61, Some(6_859), Some(false)));
        check("2023-08-31", Some(553_157), (553_157, 30, Some(5_508), Some(true)));
        check("2023-09-30", Some(718_386), (718_386, 0, None, Some(true)));
        check("2023-12-31", Some(800_000), (718_386, 0, None, Some(true)));
    }

    #[test]
    fn a_unit_below_has_its_part_of_each_phase() {
        // Huyện Quan Hóa: 38.557 of 3.243.976, 3.052 before.
        let shares = phase_shares(&thanh_hoa(), 38_557, 3_052);
        assert_eq!(shares, [14_263, 11_886, 9_356]);
        assert_eq!(shares.iter().sum::<u32>(), 38_557 - 3_052);
    }

    #[test]
    fn the_pace_of_late_is_that_of_a_week() {
        let check = |course: &[(&str, u32)], day: &str, expect: Option<(u32, u32)>| {
            let course = course.iter().map(|(day, active)| (day.parse().unwrap(), *active)).collect();
            let gain = Gain::of_late(&course, day.parse().unwrap());
            assert_eq!(gain.map(|gain| (gain.accounts, gain.days)), expect, "{course:?}");
        };
        let days = [("2026-11-01", 10), ("2026-11-12", 60), ("2026-11-15", 90), ("2026-11-19", 130)];
        check(&days, "2026-11-19", Some((70, 7)));
        check(&days, "2026-11-21", Some((70, 7))); // the newest figures are of the 19th
        check(&days, "2026-11-13", Some((50, 11))); // none within the week before
        check(&days, "2026-11-03", None);
        check(&[("2026-11-01", 10), ("2026-11-02", 7)], "2026-11-02", Some((0, 1)));
        assert_eq!(way(1_905, (287, 7), None).forecast(9), Some(2_274));
        assert_eq!(way(1_905, (287, 7), Some(2_000)).forecast(9), Some(2_000));
        assert_eq!(way(1_905, (287, 7), Some(1_800)).forecast(9), Some(1_905));
        assert_eq!(way(1_905, (287, 2), None).forecast(9), None);
    }

    fn way(active: u32, (accounts, days): (u32, u32), eligible: Option<u32>) -> Way {
        Way { active, gain: Some(Gain { accounts, days }), eligible }
    }

    #[test]
    fn the_whole_goes_on_as_its_units_do() {
        // One found nobody at home, one has but a day's jump, one has no more people.
        let all = [
            way(100, (14, 7), None),
            way(50, (0, 7), None),
            way(70, (30, 1), None),
            way(9, (7, 7), Some(10)),
        ];
        assert_eq!(forecast_of(&all, 10), Some(120 + 50 + 70 + 10));
        assert_eq!((gain_per_day_of(&all), forecast_of(&all[2..3], 10)), (Some(3 + 30), None));
        // Three of a third each are one, not three noughts.
        assert_eq!(gain_per_day_of(&[way(5, (1, 3), None); 3]), Some(1));
    }

    #[test]
    fn a_burn_up_leaves_gaps_and_looks_ahead() {
        let plan = Plan::from_json(
            r#"{"number": "1/KH", "title": "Đợt", "first_day": "2026-11-01", "last_day": "2026-11-10"}"#,
        );
        let course = [("2026-11-01", 10), ("2026-11-04", 40)];
        let course = course.map(|(day, active)| (day.parse().unwrap(), active)).into();
        let plan = plan.unwrap();
        let day = "2026-11-04".parse().unwrap();
        let on = |eligible| {
            BurnUp::new(&plan, 100, Some(10), eligible, &course, &[way(40, (30, 3), eligible)], day)
        };
        let burn_up = on(Some(90));
        let lines: Vec<String> = burn_up
            .days
            .iter()
            .map(|day| {
                format!("{:?} {} {:?} {:?}", day.actual, day.planned.unwrap(), day.needed, day.forecast)
            })
            .map(|line| line.replace("Some", "").replace("None", "–"))
            .collect();
        assert_eq!(lines[0], "(10) 19 – –");
        assert_eq!(lines[1..4], ["– 28 – –", "– 37 – –", "(40) 46 (40) (40)"]);
        assert_eq!(lines[9], "– 100 (100) (90)"); // 40 + 6 × 10, and only 90 are eligible
        assert_eq!((burn_up.gain_per_day, burn_up.forecast, burn_up.ceiling), (Some(10), Some(90), Some(90)));
        assert_eq!([Some(90), Some(101), None].map(|eligible| on(eligible).at_most), [true, false, false]);
        assert_eq!(burn_up.pace.ahead, Some(-6));
        // Without a baseline the plan begins where the first figures stand.
        let pace = BurnUp::new(&plan, 100, None, None, &course, &[], "2026-11-04".parse().unwrap()).pace;
        assert_eq!((pace.baseline, pace.planned, pace.ahead), (Some(10), Some(46), Some(-6)));
        // Before any figures nobody knows where it begins: no line from nought on.
        let unknown = BurnUp::new(&plan, 100, None, None, &Course::new(), &[], "2026-11-04".parse().unwrap());
        assert_eq!(
            (unknown.pace.planned, unknown.days[9].planned, unknown.weeks[0].owed),
            (None, None, None)
        );
    }
}
