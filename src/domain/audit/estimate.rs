//! What a sample of claims says of all of them, and how large it has to be (docs/domain.md, Random checks).
//!
//! All is exact for a finite list drawn without putting back: the hypergeometric distribution, summed as it stands.

use serde::Serialize;

use crate::domain::as_count;
use crate::domain::report::Percent;

/// What sums of rounded terms may be off by.
const SLACK: f64 = 1e-9;
/// Hundredths of a percent in one.
const WHOLE: u64 = 10_000;

/// Of how many claims, how many were drawn and how many of those are known to be false or true.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sampled {
    /// Claims on the list.
    pub claims: u32,
    /// Claims drawn.
    pub drawn: u32,
    /// Found false.
    pub untrue: u32,
    /// Found true.
    pub confirmed: u32,
}

/// What a sample says of its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Estimate {
    /// False among those that are settled; `None` when none is.
    pub rate: Option<Percent>,
    /// At least so many claims of the list are false: whatever is not settled counted as true.
    pub low: u32,
    /// At most so many: whatever is not settled counted as false.
    pub high: u32,
    /// The lower end as a rate of the list.
    pub low_rate: Percent,
    /// The upper end.
    pub high_rate: Percent,
    /// The interval of Clopper and Pearson, as if the list had no end: for comparison; of several lists there is none.
    pub endless: Option<(Percent, Percent)>,
    /// From this rate of false claims on what is settled would have shown one of them in 95 of 100 draws.
    pub caught: Option<Percent>,
}

impl Estimate {
    /// The estimate of one list, its interval holding the truth in at least 95 of 100 draws.
    #[must_use]
    pub fn of(sampled: Sampled) -> Self {
        Self::sure(sampled, 0.05)
    }

    /// As [`Estimate::of`], the interval missing the truth in `risk` of the draws at most.
    pub(crate) fn sure(sampled: Sampled, risk: f64) -> Self {
        let Sampled { claims, drawn, untrue, confirmed } = sampled;
        let list = List::new(claims);
        // Who could not be seen may be either.
        let open = drawn.saturating_sub(untrue + confirmed);
        let low = list.fewest(drawn, untrue, risk / 2.0);
        let high = list.most(drawn, untrue + open, risk / 2.0);
        let settled = untrue + confirmed;
        let rate_of = |count| Percent::of(count, claims).unwrap_or(Percent(0));
        Self {
            rate: Percent::of(untrue, settled),
            low,
            high,
            low_rate: rate_of(low),
            high_rate: rate_of(high),
            endless: Some(clopper_pearson(drawn, untrue, untrue + open, risk / 2.0)),
            caught: list.caught(settled).map(rate_of),
        }
    }

    /// The estimate of several lists that were each drawn from: the ends of their intervals added up, each of them so wide that
    /// all hold at once in 95 of 100 draws. No weights are needed, and none can be wrong.
    #[must_use]
    pub fn of_parts(parts: &[Sampled]) -> Self {
        let count = f64::from(as_count(parts.len().max(1)));
        let each: Vec<Self> = parts.iter().map(|part| Self::sure(*part, 0.05 / count)).collect();
        let sum = |of: fn(&Sampled) -> u32| parts.iter().map(of).sum::<u32>();
        let claims = sum(|part| part.claims);
        let [low, high] =
            [each.iter().map(|one| one.low).sum::<u32>(), each.iter().map(|one| one.high).sum::<u32>()];
        let rate_of = |count| Percent::of(count, claims).unwrap_or(Percent(0));
        // Each part stands for its own list.
        let expected = |part: &Sampled| {
            let settled = u64::from(part.untrue + part.confirmed);
            (u64::from(part.claims) * u64::from(part.untrue) * WHOLE).checked_div(settled)
        };
        let rate = parts.iter().map(expected).sum::<Option<u64>>();
        let half = u64::from(claims) / 2;
        Self {
            rate: rate
                .and_then(|rate| (rate + half).checked_div(claims.into()))
                .map(|rate| Percent(as_count(rate))),
            low,
            high,
            low_rate: rate_of(low),
            high_rate: rate_of(high),
            endless: None,
            caught: None,
        }
    }

    /// Whether at least so many of the `claims` are false that the rate is above the tolerated one.
    #[must_use]
    pub fn fails(&self, claims: u32, tolerated: Percent) -> bool {
        u64::from(self.low) * WHOLE > u64::from(tolerated.0) * u64::from(claims)
    }
}

/// How many of `claims` have to be drawn, so that one false claim at least is among them with the confidence when more than the
/// tolerated part of the list is false.
#[must_use]
pub fn sample_size(claims: u32, confidence: Percent, tolerated: Percent) -> u32 {
    let untrue = u64::from(tolerated.0) * u64::from(claims) / WHOLE + 1;
    let untrue = as_count(untrue).min(claims);
    let list = List::new(claims);
    let risk = 1.0 - f64::from(confidence.0) / 10_000.0;
    // More draws never miss more.
    first(0, claims, |drawn| list.none_seen(untrue, drawn) <= risk + SLACK)
}

/// The first number from `low` to `high` for which `holds`, which goes on holding from there; else `high`.
fn first(mut low: u32, mut high: u32, holds: impl Fn(u32) -> bool) -> u32 {
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// A list of claims, some of them false, of which some are drawn.
struct List {
    claims: u32,
    /// Logarithms of the factorials up to the number of claims.
    factorials: Vec<f64>,
}

impl List {
    fn new(claims: u32) -> Self {
        let factorials = std::iter::once(0.0)
            .chain((1..=claims).scan(0.0, |sum, n| {
                *sum += f64::from(n).ln();
                Some(*sum)
            }))
            .collect();
        Self { claims, factorials }
    }

    /// Logarithm of the ways to choose `part` of `whole`; `None` when there is none.
    fn ways(&self, whole: u32, part: u32) -> Option<f64> {
        let of = |n: u32| self.factorials.get(usize::try_from(n).ok()?).copied();
        Some(of(whole)? - of(part)? - of(whole.checked_sub(part)?)?)
    }

    /// The probability that `seen` of the `drawn` are false when `untrue` of the list are.
    fn probability(&self, untrue: u32, drawn: u32, seen: u32) -> f64 {
        let ways = || {
            let rest = self.ways(self.claims.checked_sub(untrue)?, drawn.checked_sub(seen)?)?;
            Some(self.ways(untrue, seen)? + rest - self.ways(self.claims, drawn)?)
        };
        ways().map_or(0.0, f64::exp)
    }

    fn none_seen(&self, untrue: u32, drawn: u32) -> f64 {
        self.probability(untrue, drawn, 0)
    }

    /// The fewest false claims with which `seen` or more among the `drawn` are more likely than `risk`.
    fn fewest(&self, drawn: u32, seen: u32, risk: f64) -> u32 {
        if seen == 0 {
            return 0;
        }
        let likely = |untrue: u32| {
            (seen..=drawn.min(untrue)).map(|seen| self.probability(untrue, drawn, seen)).sum::<f64>() > risk
        };
        first(seen, self.claims, likely)
    }

    /// The most false claims with which `seen` or fewer among the `drawn` are more likely than `risk`.
    fn most(&self, drawn: u32, seen: u32, risk: f64) -> u32 {
        let most = self.claims.saturating_sub(drawn.saturating_sub(seen));
        let unlikely =
            |untrue: u32| (0..=seen).map(|seen| self.probability(untrue, drawn, seen)).sum::<f64>() <= risk;
        if unlikely(most) { first(seen, most, unlikely).saturating_sub(1).max(seen) } else { most }
    }

    /// The fewest false claims of which one at least is among the `settled` in 95 of 100 draws.
    fn caught(&self, settled: u32) -> Option<u32> {
        (settled > 0).then(|| first(1, self.claims, |untrue| self.none_seen(untrue, settled) <= 0.05 + SLACK))
    }
}

/// The interval of Clopper and Pearson for a rate, `fewest` to `most` of `drawn` being false; each end misses in `risk`.
fn clopper_pearson(drawn: u32, fewest: u32, most: u32, risk: f64) -> (Percent, Percent) {
    let ways = List::new(drawn);
    let probability = |rate: f64, seen: u32| {
        let (seen_f, rest) = (f64::from(seen), f64::from(drawn - seen));
        ways.ways(drawn, seen)
            .map_or(0.0, |ways| (ways + seen_f * rate.ln() + rest * (1.0 - rate).ln()).exp())
    };
    let at = |hundredths: u32| f64::from(hundredths) / 10_000.0;
    let at_least = |rate: u32| (fewest..=drawn).map(|seen| probability(at(rate), seen)).sum::<f64>();
    let at_most = |rate: u32| (0..=most).map(|seen| probability(at(rate), seen)).sum::<f64>();
    // The ends are rounded outwards, to the two decimals that papers show.
    let low = if fewest == 0 { 0 } else { first(1, 9_999, |rate| at_least(rate) > risk) - 1 };
    let high = if most >= drawn {
        10_000
    } else {
        first(1, 10_000, |rate| rate == 10_000 || at_most(rate) <= risk + SLACK)
    };
    (Percent(low), Percent(high))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sampled([claims, drawn, untrue, confirmed]: [u32; 4]) -> Sampled {
        Sampled { claims, drawn, untrue, confirmed }
    }

    #[test]
    fn intervals_are_those_of_another_program() {
        // claims, drawn, false, confirmed; expected of scipy 1.x: `hypergeom` inverted, `beta.ppf`, rounded outwards.
        let check = |counts: [u32; 4], ends: [u32; 2], endless: [u32; 2], caught: Option<u32>| {
            let found = Estimate::of(sampled(counts));
            let [claims, ..] = counts;
            let (low, high) = found.endless.unwrap();
            assert_eq!([found.low, found.high], ends, "{counts:?}");
            assert_eq!([low.0, high.0], endless, "{counts:?}");
            assert_eq!(found.caught, caught.and_then(|caught| Percent::of(caught, claims)), "{counts:?}");
        };
        check([100, 10, 0, 10], [0, 29], [0, 3085], Some(25));
        check([100, 10, 1, 9], [1, 42], [25, 4451], Some(25));
        check([100, 10, 3, 5], [8, 80], [667, 8130], Some(31)); // two were not seen
        check([50, 50, 4, 46], [4, 4], [222, 1924], Some(1)); // all were seen
        check([30, 12, 12, 0], [24, 30], [7353, 10_000], Some(6));
        check([1200, 59, 0, 59], [0, 70], [0, 607], Some(58));
        check([1200, 59, 3, 50], [14, 320], [106, 2700], Some(65));
        check([5000, 148, 0, 140], [0, 514], [0, 1038], Some(105));
        check([8000, 300, 30, 260], [553, 1410], [684, 1772], Some(81));
        check([20_000, 1000, 17, 983], [202, 536], [99, 271], Some(59));
        check([1, 1, 0, 1], [0, 0], [0, 9750], Some(1));
        check([1, 1, 1, 0], [1, 1], [250, 10_000], Some(1));
        check([7, 3, 0, 0], [0, 7], [0, 10_000], None); // nothing is known yet
        assert_eq!(Estimate::of(Sampled::default()).rate, None);
    }

    #[test]
    fn a_sample_is_as_large_as_the_question_needs() {
        let check = |claims, expect: [u32; 3]| {
            let size = |confidence, tolerated| sample_size(claims, Percent(confidence), Percent(tolerated));
            assert_eq!([size(9500, 200), size(9900, 100), size(9000, 500)], expect, "{claims}");
        };
        check(0, [0, 0, 0]);
        check(1, [1, 1, 1]);
        check(10, [10, 10, 9]);
        check(50, [39, 50, 27]);
        check(100, [63, 90, 32]);
        check(500, [119, 267, 42]);
        check(1200, [135, 357, 44]);
        check(5000, [145, 430, 45]);
        check(20_000, [148, 451, 45]);
    }

    #[test]
    fn the_truth_lies_within_in_at_least_95_of_100_draws() {
        // 60 claims, 15 drawn: every rate, every outcome, weighed by how likely it is.
        let list = List::new(60);
        for untrue in 0..=60 {
            let held: f64 = (0..=15)
                .filter(|seen| {
                    let Estimate { low, high, .. } = Estimate::of(sampled([60, 15, *seen, 15 - seen]));
                    (low..=high).contains(&untrue)
                })
                .map(|seen| list.probability(untrue, 15, seen))
                .sum();
            assert!(held > 0.95 - 1e-9, "{untrue}: {held}");
        }
    }

    #[test]
    fn lists_that_were_each_drawn_from_add_up() {
        let parts = [sampled([100, 10, 3, 7]), sampled([20, 20, 1, 19])];
        let found = Estimate::of_parts(&parts);
        // (30 + 1) of 120; the second list was seen whole.
        assert_eq!(found.rate, Some(Percent(2583)));
        let first = Estimate::sure(parts[0], 0.025);
        assert_eq!([found.low, found.high], [first.low + 1, first.high + 1]);
        assert!(first.high > Estimate::of(parts[0]).high, "wider than alone");
        assert_eq!(Estimate::of_parts(&[sampled([9, 3, 0, 0]), parts[0]]).rate, None);
    }

    #[test]
    fn a_list_fails_by_what_is_sure() {
        let check = |counts: [u32; 4], tolerated, expect| {
            let [claims, ..] = counts;
            assert_eq!(
                Estimate::of(sampled(counts)).fails(claims, Percent(tolerated)),
                expect,
                "{counts:?} {tolerated}"
            );
        };
        check([50, 50, 1, 49], 200, false); // 2 % are not above 2 %
        check([50, 50, 2, 48], 200, true);
        check([100, 10, 1, 9], 200, false); // at least 1 %
        check([100, 10, 2, 8], 200, true); // at least 3 %
        check([100, 10, 0, 0], 200, false);
    }
}
