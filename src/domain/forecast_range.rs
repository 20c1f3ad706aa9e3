//! Between what the end of a campaign is expected: how far off forecasts of past evenings were says how far off this one may be.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::{as_count, whole};

/// Between what a campaign is expected to end, nine times of ten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct ForecastRange {
    /// Active at the end, at least.
    pub low: u32,
    /// Active at the end, at most.
    pub high: u32,
    /// Past evenings whose range for today, as it would have been stated then, holds where today stands.
    pub held: u32,
    /// Past evenings that had a range.
    pub tried: u32,
}

/// The days over which gains are looked at, and over which the pace of late is taken.
const GAINS: f64 = 14.0;
const PACE: f64 = 7.0;

/// Gains of fewer days say nothing of how they differ.
const FEWEST_GAINS: usize = 3;

/// A pace changes: over three weeks by about a third, either way.
const PACE_CHANGES: f64 = 0.35;
const CHANGES_OVER: f64 = 21.0;

/// Of a normal distribution nine tenths lie within so many deviations of the middle.
const DEVIATIONS: f64 = 1.7;

/// Replays of fewer evenings widen nothing.
const FEWEST_REPLAYS: usize = 8;

/// Where a unit stood in the evening of a day, both as numbers to reckon with.
type Evening = (f64, f64);

impl ForecastRange {
    /// The range about `forecast` for the end in `days_left` days, seen on `day`; `course` has who was active in the evening of
    /// each day; `None` with fewer than three gains within two weeks.
    ///
    /// Its width follows from how the gains of two weeks differ, from how a pace changes, and is widened by what the replay of past
    /// evenings missed by.
    pub(super) fn of(
        course: &BTreeMap<NaiveDate, u32>,
        day: NaiveDate,
        forecast: u32,
        days_left: u32,
        eligible: Option<u32>,
    ) -> Option<Self> {
        let known: Vec<Evening> =
            course.range(..=day).map(|(on, active)| (number(*on), f64::from(*active))).collect();
        let (last, stands) = *known.last()?;
        let most = eligible.map_or(f64::INFINITY, |eligible| f64::from(eligible).max(stands));
        let (_, reach) = ahead(&known, f64::from(days_left))?;
        let bound = |value: f64| value.min(most).max(stands);
        let [low, high] = [-reach, reach].map(|off| bound(f64::from(forecast) + off));
        let (mut held, mut tried) = (0, 0);
        for until in FEWEST_GAINS..known.len().saturating_sub(1) {
            let Some((then, (on, stood))) = known.get(..=until).zip(known.get(until)) else { continue };
            let Some((expected, reach)) = ahead(then, last - on) else { continue };
            tried += 1;
            let [low, high] = [-reach, reach].map(|off| (expected + off).min(most).max(*stood));
            held += u32::from(low.floor() <= stands && stands <= high.ceil());
        }
        Some(Self { low: whole(low.floor()), high: whole(high.ceil()), held, tried })
    }
}

/// Where a course leads at the pace of late, and the standard deviation of that.
struct Ahead {
    expected: f64,
    deviation: f64,
}

impl Ahead {
    /// So many days after the last evening known.
    fn of(known: &[Evening], days: f64) -> Option<Self> {
        let (last, stands) = *known.last()?;
        let since = |days: f64| known.get(known.partition_point(|(on, _)| *on < last - days)..);
        let lately = since(GAINS)?;
        if lately.len() <= FEWEST_GAINS {
            return None;
        }
        let (from, before) = *lately.first()?;
        let mean = (stands - before) / (last - from);
        let gains = lately.iter().zip(lately.iter().skip(1));
        let spread: f64 = gains
            .map(|((from, before), (to, after))| (after - before - mean * (to - from)).powi(2) / (to - from))
            .sum();
        let freedom = f64::from(as_count(lately.len() - 2));
        // Whole people: no pace is steadier than chance makes it.
        let variance = (spread / freedom).max(mean).max(1.0);
        let (from, before) = *since(PACE)?.first().filter(|(from, _)| *from < last)?;
        let pace = (stands - before) / (last - from);
        let changed = PACE_CHANGES * pace * days * (days / CHANGES_OVER).min(1.0);
        let noise = variance * (days + days * days / (last - from));
        Some(Self { expected: stands + pace * days, deviation: (noise + changed * changed).sqrt() })
    }
}

/// Where a course leads in `days` days, and how far from there its range reaches.
fn ahead(known: &[Evening], days: f64) -> Option<(f64, f64)> {
    let ahead = Ahead::of(known, days)?;
    let (first, last) = (known.first()?.0, known.last()?.0);
    // Far ahead the replay of a near end says little.
    let nearest = days.min((last - first) / 3.0).max(1.0);
    let mut missed: Vec<f64> = Vec::new();
    for until in FEWEST_GAINS..known.len() {
        let Some((then, (on, _))) = known.get(..=until).zip(known.get(until)) else { continue };
        let end = on + days.min(last - on);
        let by_end = known.partition_point(|(day, _)| *day <= end).checked_sub(1);
        let stood = by_end.and_then(|by_end| known.get(by_end)).filter(|(day, _)| *day > *on);
        if let Some(((to, stood), ahead)) = stood.zip(Ahead::of(then, end - on))
            && to - on >= nearest
        {
            missed.push((stood - ahead.expected).abs() / ahead.deviation);
        }
    }
    missed.sort_by(f64::total_cmp);
    let nine_of_ten = missed.len() * 9 / 10;
    let replayed = missed.get(nine_of_ten).filter(|_| missed.len() >= FEWEST_REPLAYS);
    let deviations = replayed.map_or(DEVIATIONS, |missed| missed.max(DEVIATIONS));
    Some((ahead.expected, ahead.deviation * deviations))
}

/// Days since the year 1.
fn number(day: NaiveDate) -> f64 {
    f64::from(chrono::Datelike::num_days_from_ce(&day))
}

#[cfg(test)]
mod tests {
    use chrono::Days;

    use super::*;
    use crate::domain::forecast::{Course, Gain, Way};

    /// A campaign of `days` days as one may go; `eligible` people, a part of them active before.
    fn campaign(kind: &str, days: u32, pool: f64, chance: &mut impl FnMut() -> f64) -> (Vec<u32>, u32) {
        let eligible = pool * (0.85 + 0.15 * chance());
        let mut active = pool * (0.2 + 0.4 * chance());
        let length = f64::from(days);
        let rate = (eligible - active) / length * (0.4 + 0.9 * chance());
        let tires = length * (0.35 + 0.45 * chance());
        let week: Vec<f64> = (0..7).map(|day| 0.7 + chance() * if day < 5 { 0.6 } else { 0.3 }).collect();
        let mut course = vec![whole(active)];
        for day in 0..days {
            let at = f64::from(day);
            let expected = week[day as usize % 7]
                * match kind {
                    "even" => rate,
                    "falling" => 2.2 * rate * (-at / tires).exp(),
                    "rising" => rate * (0.3 + 1.4 * at / length),
                    "a push in the middle" => {
                        rate * if (0.4..0.6).contains(&(at / length)) { 2.2 } else { 0.8 }
                    }
                    "running out of people" => (eligible - active) / (0.45 * length),
                    "as it comes" => rate * [0.2, 0.5, 1.0, 1.5, 2.5][whole(chance() * 4.99) as usize],
                    "some evenings a week" => rate * if day % 7 == 1 || day % 7 == 4 { 0.0 } else { 1.4 },
                    other => panic!("{other}"),
                };
            // The sum of twelve chances is nearly normal.
            let normal: f64 = (0..12).map(|_| chance()).sum::<f64>() - 6.0;
            let noise = (expected.max(0.1) * (1.0 + 3.0 * chance())).sqrt() + 0.15 * expected;
            active = eligible.min(active + (expected + normal * noise).max(0.0));
            course.push(whole(active));
        }
        (course, whole(eligible))
    }

    #[test]
    fn the_range_holds_the_end_nine_times_of_ten() {
        let kinds = [
            "even",
            "falling",
            "rising",
            "a push in the middle",
            "running out of people",
            "as it comes",
            "some evenings a week",
        ];
        let mut seed: u64 = 6;
        let mut chance = move || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            f64::from(u32::try_from(seed >> 32).unwrap()) / 4_294_967_296.0
        };
        let first: NaiveDate = "2026-03-02".parse().unwrap();
        let (mut inside, mut all, mut told) = (0, 0, String::new());
        for kind in kinds {
            let (mut of_kind, mut held) = (0, 0);
            for nth in 0..28 {
                let (days, pool) = ([30, 50, 60, 90][nth % 4], [300.0, 1_500.0, 8_000.0, 60_000.0][nth / 7]);
                let (actives, eligible) = campaign(kind, days, pool, &mut chance);
                let end = *actives.last().unwrap();
                for day in (7..days).step_by(5) {
                    let on = |day: u32| first.checked_add_days(Days::new(day.into())).unwrap();
                    let course: Course = (0..=day).map(|at| (on(at), actives[at as usize])).collect();
                    let way = Way {
                        active: actives[day as usize],
                        gain: Gain::of_late(&course, on(day)),
                        eligible: Some(eligible),
                    };
                    let forecast = way.forecast(days - day).unwrap();
                    let range =
                        ForecastRange::of(&course, on(day), forecast, days - day, Some(eligible)).unwrap();
                    assert!(
                        range.low <= forecast && forecast <= range.high,
                        "{kind} {day}: {range:?} {forecast}"
                    );
                    of_kind += 1;
                    held += u32::from((range.low..=range.high).contains(&end));
                }
            }
            told += &format!("{kind}: {held} of {of_kind}\n");
            inside += held;
            all += of_kind;
        }
        println!("{told}");
        assert!(inside * 10 >= all * 9, "{inside} of {all}\n{told}");
    }

    #[test]
    fn past_evenings_say_how_often_their_range_held() {
        let check = |actives: &[u32], expect: Option<(u32, u32, u32, u32)>| {
            let first: NaiveDate = "2026-03-02".parse().unwrap();
            let course: Course = first.iter_days().zip(actives.iter().copied()).collect();
            let day = *course.last_key_value().unwrap().0;
            let active = *actives.last().unwrap();
            let way = Way { active, gain: Gain::of_late(&course, day), eligible: Some(200) };
            let range =
                way.forecast(5).and_then(|forecast| ForecastRange::of(&course, day, forecast, 5, Some(200)));
            assert_eq!(range.map(|it| (it.low, it.high, it.held, it.tried)), expect, "{actives:?}");
        };
        check(&[10, 20], None);
        check(&[10, 20, 31, 40, 50, 61, 70, 79, 90, 100], Some((131, 167, 6, 6)));
        // It went on as it did until a push came that no evening before expected.
        check(&[10, 20, 31, 40, 50, 61, 70, 79, 90, 160], Some((160, 200, 0, 6)));
        // A list took accounts back: more stood there than are eligible.
        check(&[210, 220, 230, 240, 150, 151, 152], Some((152, 200, 2, 3)));
        // Nobody beyond the eligible.
        check(&[150, 160, 170, 180, 190], Some((190, 200, 1, 1)));
    }
}
