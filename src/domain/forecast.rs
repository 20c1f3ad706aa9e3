//! Plan to date, actual to date, and what each day needs: plain arithmetic in whole accounts.
//!
//! Every figure counts accounts that are active, those of before the campaign (the baseline) included: a target of a plan
//! is a position to reach, and phases say how much of it each stretch of days must bring (DOMAIN §7).

use chrono::NaiveDate;
use serde::Serialize;

use super::campaign::{Phase, Plan, days};
use super::report::Percent;

/// How a campaign stands on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Pace {
    /// The day, its evening included.
    pub day: NaiveDate,
    /// Accounts to be active at the end.
    pub target: u32,
    /// Of these active before the campaign.
    pub baseline: u32,
    /// Active by the plan on this day, if each day of a phase brings the same.
    pub planned: u32,
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
    /// The phase that the day belongs to; the first one of several.
    pub phase: Option<String>,
}

impl Pace {
    /// How `plan` stands on `day` against `target`, with `baseline` active before it began.
    #[must_use]
    pub fn of(plan: &Plan, target: u32, baseline: u32, actual: Option<u32>, day: NaiveDate) -> Self {
        let remaining = actual.map(|actual| target.saturating_sub(actual));
        let days_left = if day < plan.first_day {
            plan.days()
        } else {
            u32::try_from((plan.last_day - day).num_days()).unwrap_or(0)
        };
        let planned = planned_to_date(plan, target, baseline, day);
        let phase = plan.phases.iter().find(|phase| phase.first_day <= day && day <= phase.last_day);
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
            on_pace: actual.map(|actual| actual >= planned),
            phase: phase.map(|phase| phase.name.clone()),
        }
    }
}

/// Accounts that each of `days_left` days must bring for `remaining`, rounded up; `None` when no day is left.
#[must_use]
pub fn needed_per_day(remaining: u32, days_left: u32) -> Option<u32> {
    (days_left > 0).then(|| remaining.div_ceil(days_left))
}

/// What each phase must bring. Phases without a figure of their own share what the others leave of the way from
/// baseline to target, evenly; if all have one, the target of the whole is left to them.
#[must_use]
pub fn phase_shares(plan: &Plan, target: u32, baseline: u32) -> Vec<u32> {
    let way = target.saturating_sub(baseline);
    let said: u32 = plan.phases.iter().filter_map(|phase| phase.target).fold(0, u32::saturating_add);
    let open = u32::try_from(plan.phases.iter().filter(|phase| phase.target.is_none()).count()).unwrap_or(0);
    // A target for a unit below the plan's own: its phases are parts of the plan's, in proportion.
    let own = plan.target.filter(|own| *own > 0 && *own != target);
    let scale = |part: u32| match own {
        Some(own) => round(u64::from(part) * u64::from(target), u64::from(own)),
        None => part,
    };
    let rest = way.saturating_sub(scale(said));
    let mut nth = 0;
    let share = |phase: &Phase| match phase.target {
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
/// the part of their days. A campaign without phases is one.
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
    baseline.saturating_add(brought)
}

/// `nth` of `all` parts of `whole`, half up.
fn spread(whole: u32, nth: u32, all: u32) -> u32 {
    if all == 0 { 0 } else { round(u64::from(whole) * u64::from(nth), u64::from(all)) }
}

fn round(part: u64, whole: u64) -> u32 {
    u32::try_from((part * 2 + whole) / (whole * 2)).unwrap_or(u32::MAX)
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
        assert_eq!(kien_giang().days(), 92); // although it says 90
    }

    #[test]
    fn the_plan_to_date_grows_day_by_day() {
        let check = |day: &str, actual, expect: (u32, u32, Option<u32>, Option<bool>)| {
            let pace = Pace::of(&kien_giang(), 718_386, 0, actual, day.parse().unwrap());
            assert_eq!((pace.planned, pace.days_left, pace.needed_per_day, pace.on_pace), expect, "{day}");
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
}
