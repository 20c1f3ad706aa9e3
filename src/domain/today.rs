//! The state of a day as its screen tells it: what the day needed, which units lag, what is late.

use chrono::{DateTime, FixedOffset, NaiveDate, Timelike};
use serde::Serialize;

use super::dates::vi;
use super::forecast::Pace;
use super::report::Percent;
use super::text::thousands;
use crate::messages::sentences;

/// Where a day stands in its campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// It has not begun.
    Before,
    /// Days are left after this one.
    Running,
    /// This is its last day.
    LastDay,
    /// It is over.
    Over,
}

impl Stage {
    /// The stage of `day` in a campaign from `first` to `last`.
    #[must_use]
    pub fn of(first: NaiveDate, last: NaiveDate, day: NaiveDate) -> Self {
        match day {
            day if day < first => Self::Before,
            day if day < last => Self::Running,
            day if day == last => Self::LastDay,
            _ => Self::Over,
        }
    }
}

/// What a day has to bring by `pace`: its part of what was missing when it began, itself being one of the days left; so
/// the figure stands from morning to evening, and on the last day it is all that was missing. The pace itself speaks of
/// the evening: what each day after this one needs. `None` before the campaign, after it, and while nobody has counted.
#[must_use]
pub fn needed_on(stage: Stage, pace: &Pace, brought: Option<u32>) -> Option<u32> {
    match stage {
        Stage::Running | Stage::LastDay => {
            let before = pace.actual?.saturating_sub(brought.unwrap_or_default());
            Some(pace.target.saturating_sub(before).div_ceil(pace.days_left.saturating_add(1)))
        }
        Stage::Before | Stage::Over => None,
    }
}

/// Fewer rows than this have no laggards: the eye sees them.
const FEW_ROWS: usize = 4;

/// Which rows lag: the lowest third by ratio, of those below the whole's.
#[must_use]
pub fn lagging(ratios: &[Option<Percent>], whole: Option<Percent>) -> Vec<bool> {
    let mut known: Vec<Percent> = ratios.iter().copied().flatten().collect();
    if known.len() < FEW_ROWS {
        return vec![false; ratios.len()];
    }
    known.sort_unstable();
    let bar = known.get(known.len() / 3 - 1).copied();
    let lags = |ratio: &Option<Percent>| {
        ratio.is_some_and(|ratio| Some(ratio) <= bar && whole.is_none_or(|whole| ratio < whole))
    };
    ratios.iter().map(lags).collect()
}

/// The hour from which a unit without figures of the day is asked for them: results come after the evening's walk.
const ASKED_FROM: u32 = 17;

/// Whether a unit without figures of today is late: in the evening, or when it has none of yesterday either. Before
/// `first_day` of the campaign nobody was asked.
#[must_use]
pub fn is_late(
    last_day: Option<NaiveDate>,
    first_day: NaiveDate,
    now: DateTime<FixedOffset>,
    day: NaiveDate,
) -> bool {
    let past = day < now.date_naive();
    let last = last_day.max(first_day.pred_opt());
    past || now.hour() >= ASKED_FROM || last.is_some_and(|last| (day - last).num_days() > 1)
}

/// Which of `of` units have no figures of `day`, as a text to paste into a message, in Vietnamese and in English.
#[must_use]
pub fn late_told(
    late: &[&str],
    of: usize,
    hamlets: bool,
    now: DateTime<FixedOffset>,
    day: NaiveDate,
) -> [String; 2] {
    let today = day == now.date_naive();
    let code = match (late.is_empty(), hamlets, today) {
        (true, ..) => "late.nobody",
        (_, true, true) => "late.hamlets",
        (_, true, false) => "late.hamlets_of",
        (_, false, true) => "late.units",
        (_, false, false) => "late.units_of",
    };
    let (hour, on, day) = (now.format("%H:%M").to_string(), vi(now.date_naive()), vi(day));
    let (count, of, names) = (thousands(late.len()), thousands(of), late.join(", "));
    let at = [("hour", hour.as_str()), ("on", &on)];
    let units = [("day", day.as_str()), ("count", &count), ("of", &of), ("names", &names)];
    sentences(code, &[at.as_slice(), &units].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, n).unwrap()
    }

    #[test]
    fn a_day_needs_its_part_and_the_last_one_all() {
        let check = |on: u32, actual, brought, expect| {
            let plan = crate::domain::campaign::Plan::from_json(
                r#"{"number": "1", "title": "", "first_day": "2026-11-01", "last_day": "2026-11-10"}"#,
            );
            let pace = Pace::of(&plan.unwrap(), 100, Some(0), actual, day(on));
            assert_eq!(needed_on(Stage::of(day(1), day(10), day(on)), &pace, brought), expect, "{on}");
        };
        check(5, Some(40), Some(3), Some(11)); // 63 when it began : 6, the 5th to the 10th
        check(9, Some(40), None, Some(30)); // in the morning: 60 : 2
        check(9, Some(65), Some(25), Some(30)); // and in the evening
        check(9, Some(104), Some(6), Some(1)); // more than the target
        check(5, None, None, None);
        check(10, Some(90), Some(8), Some(18)); // 82 when it began
        check(10, Some(100), None, Some(0));
        check(11, Some(90), Some(1), None);
    }

    #[test]
    fn the_lowest_third_lags() {
        let check = |ratios: &[u32], whole: u32, expect: &str| {
            let ratios: Vec<_> = ratios.iter().map(|ratio| (*ratio > 0).then_some(Percent(*ratio))).collect();
            let found: String = lagging(&ratios, Some(Percent(whole)))
                .into_iter()
                .map(|lags| if lags { 'x' } else { '.' })
                .collect();
            assert_eq!(found, expect);
        };
        check(&[50, 40, 70, 60, 80, 90], 65, "xx....");
        check(&[50, 0, 70, 60, 80], 65, "x....");
        check(&[50, 40, 70], 65, "...");
        check(&[50, 50, 50, 50], 50, "....");
    }

    #[test]
    fn who_is_late_is_told_in_one_line() {
        let check = |late: &[&str], hamlets: bool, on: u32, expect: &str| {
            let [told, _] =
                late_told(late, 27, hamlets, "2026-11-29T20:30:00+07:00".parse().unwrap(), day(on));
            assert_eq!(told, expect);
        };
        check(
            &["Thôn 1", "Thôn Đoài"],
            true,
            29,
            "Đến 20:30 ngày 29/11/2026 còn 2/27 thôn, tổ chưa có số liệu: Thôn 1, Thôn Đoài.",
        );
        check(
            &["Xã Thử"],
            false,
            28,
            "Đến 20:30 ngày 29/11/2026 còn 1/27 đơn vị chưa có số liệu ngày 28/11/2026: Xã Thử.",
        );
        check(&[], true, 29, "Đến 20:30 ngày 29/11/2026 không có nơi nào chậm số liệu.");
    }

    #[test]
    fn nobody_is_late_before_the_evening() {
        let check = |now: &str, last: Option<u32>, first: u32, expect| {
            let now = now.parse().unwrap();
            assert_eq!(is_late(last.map(day), day(first), now, day(21)), expect, "{now} {last:?} {first}");
        };
        let (morning, evening) = ("2026-11-21T09:00:00+07:00", "2026-11-21T20:00:00+07:00");
        check(morning, Some(20), 1, false);
        check(morning, Some(19), 1, true);
        check(morning, None, 1, true);
        // The campaign begins today.
        check(morning, None, 21, false);
        check(morning, Some(2), 21, false);
        check(evening, Some(20), 1, true);
        check("2026-11-22T08:00:00+07:00", None, 21, true);
    }
}
