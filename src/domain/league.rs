//! The league (bảng xếp hạng): units by their ratio, what the day brought, what each day left needs, who has not reported.

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::forecast::{Course, Gain, Pace, Told, Way};
use super::ids::UnitId;
use super::report::Percent;
use super::standing::{Standing, Whole};
use super::target::rows_of_whole;

/// Days of the small bars.
const GAIN_DAYS: u64 = 14;

/// One unit of the league.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct LeagueRow {
    /// Place by the ratio as printed, claims that wait for a second look and that no list confirms left out; equal ratios share it, and
    /// the places after them are left out. `None` without a ratio: who has not reported is not the last.
    pub rank: Option<u32>,
    /// Target, active, ratio, remaining and the evidence, as in Phụ lục I.
    #[serde(flatten)]
    pub standing: Standing,
    /// Active, what waits to be confirmed included: what pace and forecast go by.
    pub so_far: Option<u32>,
    /// So far of target.
    pub so_far_ratio: Option<Percent>,
    /// Target less so far; negative when the target is exceeded.
    pub so_far_remaining: Option<i64>,
    /// New accounts of each of the last 14 days, the day itself last; `None` without figures of the day, and of one before that of
    /// which the day says nothing itself.
    pub gains: Vec<Option<i64>>,
    /// Accounts a day of late.
    pub gain_per_day: Option<u32>,
    /// Accounts that each day left needs; `None` when no day is left.
    pub needed_per_day: Option<u32>,
    /// Active at the end at the pace of late.
    pub forecast: Option<u32>,
    /// Forecast of target.
    pub forecast_ratio: Option<Percent>,
    /// Forecast of target, else so far of target: the lowest leads least.
    pub ahead_ratio: Option<Percent>,
    /// Eligible people when they are fewer than the target.
    pub ceiling: Option<u32>,
    /// The last day that it has told of; `None`: it never has, and there is no day that it is late since.
    pub figures_of: Option<NaiveDate>,
    /// How many days ago that was.
    pub days_old: Option<i64>,
    /// Whether there are figures of the day itself, as the daily report has them: a police list alone tells nothing of it.
    pub reported: bool,
    /// Who answers for its target, or empty.
    pub answerable: String,
    /// Accounts that it lacks of what its plan wants by the end of the day; `None` of one that has them, or without a plan.
    pub behind: Option<u32>,
    /// The random check that it failed: it has no rank.
    pub failed: Option<FailedCheck>,
    /// Claims that are worth a second look and not settled (docs/domain.md, A second look): in the figures
    /// meanwhile, for the rank not, so far as no list confirms them.
    pub to_look_at: u32,
    /// Of these the claims that figures have: neither denied nor made before.
    #[serde(skip)]
    pub unsettled: u32,
    /// Whole percents above the target and the points for them; `None` without a rank, and where none are given.
    pub above: Option<[u32; 2]>,
}

/// A random check by which surely more claims of a unit are false than tolerated (docs/domain.md, Random checks).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct FailedCheck {
    /// The day of the draw.
    pub day: NaiveDate,
    /// Claims of which it is known whether they are true.
    pub looked_at: u32,
    /// Those that are not.
    pub untrue: u32,
    /// At least this rate of all its claims is false.
    pub low_rate: Percent,
    /// The rate that was tolerated.
    pub tolerated: Percent,
}

/// The days that figures of a unit are of.
#[derive(Debug, Clone, Copy, Default)]
pub struct FiguresOf {
    /// The newest by any evidence: stated, visited or in the police list.
    pub newest: Option<NaiveDate>,
    /// The last that it has told of itself: stated or visited.
    pub told: Option<NaiveDate>,
}

impl LeagueRow {
    /// A unit on `day`, its rank still open. Between days with figures the course of a unit with people goes on as they last
    /// stood; `told_on` are the days that it has told of, with what they brought by its
    /// own word: of a day of whose eve nobody knows how it stood that is all. `pace` is that of its campaign, when there is one.
    #[must_use]
    pub fn new(
        standing: Standing,
        course: &Course,
        told_on: &Told,
        FiguresOf { newest, told }: FiguresOf,
        eligible: Option<u32>,
        pace: Option<&Pace>,
        day: NaiveDate,
    ) -> Self {
        let active = standing.so_far();
        // Of days after its newest figures nothing is known: they are no days without a gain.
        let known = newest.map(|newest| newest.min(day));
        let gain = known.and_then(|known| Gain::of_late(course, known));
        let ahead = pace.and_then(|pace| Way { active: active?, gain, eligible }.forecast(pace.days_left));
        let on = |on: Option<NaiveDate>| on.and_then(|on| course.get(&on)).map(|active| i64::from(*active));
        let gains = (0..GAIN_DAYS).rev().map(|back| {
            let of = day.checked_sub_days(Days::new(back)).filter(|of| Some(*of) <= known);
            let (stood, told) = (on(of)?, told_on.get(&of?).copied());
            match on(of?.pred_opt()) {
                // Nothing came and nobody told: a day without figures, which is no nought.
                Some(eve) => Some(stood - eve).filter(|gain| *gain != 0 || told.is_some()),
                None => told.flatten().map(i64::from),
            }
        });
        let of_target = |accounts: Option<u32>| Percent::of(accounts?, standing.target.total);
        let (so_far_ratio, forecast_ratio) = (of_target(active), of_target(ahead));
        Self {
            rank: None,
            so_far: active,
            so_far_ratio,
            so_far_remaining: active.map(|active| i64::from(standing.target.total) - i64::from(active)),
            gains: gains.collect(),
            gain_per_day: gain.map(|gain| gain.over(1)),
            needed_per_day: pace.and_then(|pace| pace.needed_per_day),
            forecast: ahead,
            forecast_ratio,
            ahead_ratio: forecast_ratio.or(so_far_ratio),
            ceiling: eligible.filter(|eligible| *eligible < standing.target.total),
            figures_of: told,
            days_old: told.map(|told| (day - told).num_days()),
            reported: told == Some(day),
            answerable: String::new(),
            behind: pace
                .and_then(|pace| pace.ahead)
                .and_then(|ahead| u32::try_from(-ahead).ok())
                .filter(|of| *of > 0),
            failed: None,
            to_look_at: 0,
            unsettled: 0,
            above: None,
            standing,
        }
    }

    /// New accounts of the day.
    #[must_use]
    pub fn gain(&self) -> Option<i64> {
        self.gains.last().copied().flatten()
    }

    /// Active as the rank and the points above the target go by.
    #[must_use]
    pub fn ranked_active(&self) -> Option<u32> {
        let waits = self.unsettled.min(self.standing.claimed);
        self.standing.active.map(|active| active.total.saturating_sub(waits))
    }

    fn ranked_by(&self) -> Option<Percent> {
        // As printed where nothing waits.
        if self.unsettled == 0 {
            self.standing.ratio
        } else {
            Percent::of(self.ranked_active()?, self.standing.target.total)
        }
    }

    /// The unit.
    #[must_use]
    pub fn unit_id(&self) -> UnitId {
        self.standing.unit_id
    }
}

/// The total row of the league.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct LeagueTotal {
    /// Target, active, ratio, remaining, as in Phụ lục I.
    #[serde(flatten)]
    pub whole: Whole,
    /// So far of target.
    pub so_far_ratio: Option<Percent>,
    /// New accounts of the day, of the rows that have them.
    pub gain: Option<i64>,
}

impl LeagueTotal {
    /// `unit` as a whole ([`rows_of_whole`]) in the rows of a league.
    #[must_use]
    pub fn of(whole: Whole, rows: &[LeagueRow], unit: UnitId) -> Self {
        let gains: Vec<i64> =
            rows_of_whole(rows, unit, LeagueRow::unit_id).into_iter().filter_map(LeagueRow::gain).collect();
        Self {
            so_far_ratio: whole.so_far().and_then(|so_far| Percent::of(so_far, whole.target.total)),
            gain: (!gains.is_empty()).then(|| gains.iter().sum()),
            whole,
        }
    }
}

/// Sorts by ratio, the highest first, and gives the ranks. Who has never told anything has none, whatever the plan printed of the
/// time before (docs/domain.md, Counting); last stand those that failed a check: what they say is not ranked.
pub fn rank(rows: &mut [LeagueRow]) {
    let silent = |row: &LeagueRow| row.figures_of.is_none();
    rows.sort_by_key(|row| (row.failed.is_some(), silent(row), std::cmp::Reverse(row.ranked_by())));
    let mut before: Option<(Option<Percent>, u32)> = None;
    for (row, place) in rows.iter_mut().zip(1..) {
        let ratio = row.ranked_by();
        row.rank = match before {
            _ if ratio.is_none() || silent(row) || row.failed.is_some() => None,
            Some((same, rank)) if same == ratio => Some(rank),
            _ => Some(place),
        };
        before = row.rank.map(|rank| (ratio, rank));
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::campaign::Plan;
    use crate::domain::standing::Basis;
    use crate::domain::target::Levels;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, n).unwrap()
    }

    fn standing(unit: &str, target: u32, active: Option<u32>) -> Standing {
        let levels = |total| Levels { total, level1: None, level2: None };
        Standing {
            unit_id: UnitId(Uuid::nil()),
            unit: unit.into(),
            target: levels(target),
            active: active.map(levels),
            pending: 0,
            claimed: 0,
            ratio: active.and_then(|active| Percent::of(active, target)),
            remaining: active.map(|active| i64::from(target) - i64::from(active)),
            basis: active.map(|_| Basis::Reported { day: day(20) }),
        }
    }

    #[test]
    fn equal_ratios_share_a_rank_and_the_silent_have_none() {
        let units = [
            ("A", 100, Some(50)),
            ("B", 100, None),
            ("C", 200, Some(160)),
            ("D", 10, Some(5)),
            ("E", 100, Some(0)),
            ("G", 0, Some(3)),
            ("H", 3, Some(4)),
        ];
        let row = |(unit, target, active)| {
            LeagueRow::new(
                standing(unit, target, active),
                &Course::new(),
                &Told::new(),
                FiguresOf { newest: Some(day(20)), told: Some(day(20)) },
                None,
                None,
                day(21),
            )
        };
        let mut rows: Vec<LeagueRow> = units.map(row).into();
        // Of a unit that never told anything the plan alone says what it had before.
        let mut silent = row(("S", 100, Some(99)));
        silent.figures_of = None;
        rows.push(silent);
        rank(&mut rows);
        let shown = |rows: &[LeagueRow]| {
            rows.iter()
                .map(|row| format!("{}{}", row.standing.unit, row.rank.unwrap_or(0)))
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(shown(&rows), "H1 C2 A3 D3 E5 B0 G0 S0");
        // Who failed a check has no rank, and takes none from the others.
        let rates = [Percent(800), Percent(200)];
        let check =
            FailedCheck { day: day(20), looked_at: 30, untrue: 6, low_rate: rates[0], tolerated: rates[1] };
        for row in rows.iter_mut().filter(|row| row.standing.unit == "H" || row.standing.unit == "D") {
            row.failed = Some(check);
        }
        rank(&mut rows);
        assert_eq!(shown(&rows), "C1 A2 E3 B0 G0 S0 H0 D0");
        // Claims that wait for a second look are not ranked, unless a list confirms them.
        for (claimed, expect) in [(0, "C1 A2 E3 B0 G0 S0 H0 D0"), (120, "A1 C2 E3 B0 G0 S0 H0 D0")] {
            let row = rows.iter_mut().find(|row| row.standing.unit == "C").unwrap();
            (row.unsettled, row.standing.claimed) = (120, claimed);
            rank(&mut rows);
            assert_eq!(shown(&rows), expect);
        }
    }

    #[test]
    fn who_has_never_sent_has_no_day_of_figures() {
        let standing =
            Standing { basis: Some(Basis::Baseline { as_of: day(1) }), ..standing("A", 100, Some(40)) };
        // A police list of the day is none of its figures.
        let row = |told| {
            let days = FiguresOf { newest: Some(day(21)), told };
            let row =
                LeagueRow::new(standing.clone(), &Course::new(), &Told::new(), days, None, None, day(21));
            (row.figures_of, row.days_old, row.reported)
        };
        assert_eq!(row(None), (None, None, false));
        assert_eq!(row(Some(day(19))), (Some(day(19)), Some(2), false));
        assert_eq!(row(Some(day(21))), (Some(day(21)), Some(0), true));
    }

    #[test]
    fn a_day_without_figures_is_no_zero() {
        let plan =
            r#"{"number": "1/KH", "title": "Đợt", "first_day": "2026-11-01", "last_day": "2026-11-30"}"#;
        let check = |course: &[(u32, u32)], expect: &str| {
            let course: Course = course.iter().map(|(on, active)| (day(*on), *active)).collect();
            let active = course.last_key_value().map(|(_, active)| *active);
            let pace = Pace::of(&Plan::from_json(plan).unwrap(), 100, Some(0), active, day(21));
            let newest = course.last_key_value().map(|(day, _)| *day);
            let standing = standing("A", 100, active);
            let days = FiguresOf { newest, told: newest };
            let told_on = Told::from([(day(17), Some(3)), (day(21), Some(2))]);
            let row = LeagueRow::new(standing, &course, &told_on, days, Some(90), Some(&pace), day(21));
            let shown = format!(
                "{:?} {:?} {:?} {:?} {:?} {:?} {}",
                row.gain(),
                row.gain_per_day,
                row.forecast,
                row.ahead_ratio.map(|ratio| ratio.0),
                row.figures_of.map(|day| day.to_string()),
                row.days_old,
                row.reported
            );
            assert_eq!(shown.replace("Some", "").replace("None", "–"), expect);
        };
        check(&[], "– – – – – – false");
        check(&[(18, 40), (20, 45), (21, 51)], "(6) (4) (84) (8400) (\"2026-11-21\") (0) true"); // 51 + 9 × 11 / 3
        // The day says itself what it brought, where nobody knows how its eve stood.
        check(&[(18, 45), (21, 43)], "(2) (0) (43) (4300) (\"2026-11-21\") (0) true");
        // One day's jump is no pace to forecast by: as it stands.
        check(&[(18, 40), (19, 45)], "– (5) – (4500) (\"2026-11-19\") (2) false");
        check(&[(20, 45)], "– – – (4500) (\"2026-11-20\") (1) false"); // no pace yet: as it stands
    }
}
