//! How good a reconciliation is as a whole: the pairs that are likely wrong, and the people that were likely missed.
//!
//! Both are sums over rows of what the evidence leaves open. The intervals hold the chance of the rows and the doubt about
//! the probabilities themselves, as they turned out on invented communes of many kinds.

use serde::Serialize;

/// What a row leaves open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Doubt {
    /// The program joined it with a citizen by itself.
    pub matched: bool,
    /// Probability that the first candidate is the person.
    pub score: f64,
    /// Probability that the person is in the register at all.
    pub present: f64,
}

/// The ends of an interval that holds the truth in 95 of 100 cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Range {
    /// At least so many.
    pub low: u32,
    /// At most so many.
    pub high: u32,
}

/// What is expected of a reconciliation, in rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Expected {
    /// Pairs of the program that are of two people.
    pub wrong: Range,
    /// Rows whose person is in the register and was not joined by the program.
    pub missed: Range,
}

/// How many times more or less often than it says the program was wrong.
const WRONG_FACTOR: f64 = 3.0;
/// What no evidence shows: twins and sons who bear a name as good as the other's, among 10,000 pairs by likeness.
const UNSEEN: f64 = 1.5e-4;
/// A probability that somebody is in the register is this much too low or too high at most.
const MISSED_SHARE: f64 = 0.12;
/// Of the rows without a match these, at most, are of people whom nothing led to.
const UNFOUND: f64 = 0.02;

impl Expected {
    /// What the rows leave open together. Rows that a person decided are none of them.
    #[must_use]
    pub fn of(rows: impl IntoIterator<Item = Doubt>) -> Self {
        let (mut wrong, mut unseen, mut missed, mut spread, mut open) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for row in rows {
            if row.matched {
                wrong += 1.0 - row.score;
                unseen += if row.score < 1.0 { UNSEEN } else { UNSEEN / 100.0 };
            } else {
                open += 1.0;
                missed += row.present;
                spread += row.present * (1.0 - row.present);
            }
        }
        let wide = |mean: f64, spread: f64| 2.0 * spread.sqrt() + MISSED_SHARE * mean;
        Self {
            wrong: Range {
                low: whole((few(wrong / WRONG_FACTOR, 0.025)).max(0.0)),
                high: whole(few(wrong * WRONG_FACTOR + unseen, 0.975)),
            },
            missed: Range {
                low: whole((missed - wide(missed, spread)).floor()),
                high: whole((missed + wide(missed, spread) + UNFOUND * open).ceil()).min(whole(open)),
            },
        }
    }
}

/// The number that a count with this mean (Poisson) does not exceed with this probability.
fn few(mean: f64, probability: f64) -> f64 {
    if mean > 200.0 {
        let deviations = if probability < 0.5 { -2.0 } else { 2.0 };
        return (mean + deviations * mean.sqrt()).max(0.0);
    }
    let (mut count, mut term) = (0.0, (-mean).exp());
    let mut sum = term;
    while sum < probability && count < 1_000.0 {
        count += 1.0;
        term *= mean / count;
        sum += term;
    }
    count
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts of rows, never below zero here"
)]
fn whole(count: f64) -> u32 {
    count.max(0.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expected(rows: &[(usize, bool, f64, f64)]) -> [(u32, u32); 2] {
        let rows = rows.iter().flat_map(|(times, matched, score, present)| {
            let row = Doubt { matched: *matched, score: *score, present: *present };
            std::iter::repeat_n(row, *times)
        });
        let Expected { wrong, missed } = Expected::of(rows);
        [(wrong.low, wrong.high), (missed.low, missed.high)]
    }

    #[test]
    fn what_rows_leave_open_adds_up() {
        assert_eq!(expected(&[]), [(0, 0), (0, 0)]);
        // Beyond doubt.
        assert_eq!(expected(&[(10_000, true, 1.0, 1.0)]), [(0, 0), (0, 0)]);
        // One of 500 is wrong, more or less.
        let [(low, high), missed] = expected(&[(10_000, true, 0.998, 1.0)]);
        assert!((1..20).contains(&low) && (30..100).contains(&high) && missed == (0, 0), "{low} {high}");
        // Nobody is missed more often than there are rows.
        let [wrong, (low, high)] = expected(&[(100, false, 0.6, 0.99), (300, false, 0.0, 0.0)]);
        assert!(wrong == (0, 0) && (80..100).contains(&low) && (100..130).contains(&high), "{low} {high}");
    }
}
