//! How good a reconciliation is as a whole: the pairs that are likely wrong, and the people that were likely missed.
//!
//! Both are sums over rows of what the evidence leaves open. The intervals hold the chance of the rows and the doubt about
//! the probabilities themselves, as they turned out on invented communes of many kinds.

use serde::Serialize;

use super::{Match, Verdict};

/// What rows leave open together; rows that a person decided are not among the first five.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Doubts {
    /// Pairs of the program that something but the number speaks for.
    pub likely: f64,
    /// Sum of the probabilities that a pair is of two people.
    pub wrong: f64,
    /// Rows that the program joined with nobody.
    pub open: f64,
    /// Sum of the probabilities that their people are in the register, and of the chance in it.
    pub missed: f64,
    /// See [`Doubts::missed`].
    pub spread: f64,
    /// Rows of the last kind that people decided: those that are in the register, and how many were expected to be.
    pub found: f64,
    /// See [`Doubts::found`].
    pub foreseen: f64,
}

impl Doubts {
    /// Adds what the program left open of a row.
    pub fn add(&mut self, found: &Match) {
        let (score, present) = (f64::from(found.score), f64::from(found.present));
        if found.verdict == Verdict::Matched {
            self.likely += f64::from(u8::from(score < 1.0));
            self.wrong += 1.0 - score;
        } else {
            self.open += 1.0;
            self.missed += present;
            self.spread += present * (1.0 - present);
        }
    }
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
/// So many rows the probabilities weigh against what people decided.
const SURE: f64 = 20.0;
/// Of the rows without a match these, at most, are of people whom nothing led to.
const UNFOUND: f64 = 0.02;

impl Expected {
    /// What the rows leave open, as people who looked at some of them found it.
    #[must_use]
    pub fn of(doubts: &Doubts) -> Self {
        let Doubts { likely, wrong, open, missed, spread, found, foreseen } = *doubts;
        // As many rows as are needed to speak against the program.
        let missed = missed * ((found + SURE) / (foreseen + SURE)).clamp(0.5, 2.0);
        let wide = 2.0 * spread.sqrt() + MISSED_SHARE * missed;
        Self {
            wrong: Range {
                low: whole(few(wrong / WRONG_FACTOR, 0.025)),
                high: whole(few(wrong * WRONG_FACTOR + likely * UNSEEN, 0.975)),
            },
            missed: Range {
                low: whole(missed - wide),
                high: whole((missed + wide + UNFOUND * open).ceil()).min(whole(open)),
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

    fn expected(doubts: &Doubts) -> [(u32, u32); 2] {
        let Expected { wrong, missed } = Expected::of(doubts);
        [(wrong.low, wrong.high), (missed.low, missed.high)]
    }

    #[test]
    fn what_rows_leave_open_adds_up() {
        assert_eq!(expected(&Doubts::default()), [(0, 0), (0, 0)]);
        // One of 500 is wrong, more or less.
        let doubts = Doubts { likely: 10_000.0, wrong: 20.0, ..Doubts::default() };
        let [(low, high), missed] = expected(&doubts);
        assert!((1..20).contains(&low) && (30..100).contains(&high) && missed == (0, 0), "{low} {high}");
        // Nobody is missed more often than there are rows.
        let doubts = Doubts { open: 400.0, missed: 99.0, spread: 1.0, ..Doubts::default() };
        let [wrong, (low, high)] = expected(&doubts);
        assert!(wrong == (0, 0) && (80..99).contains(&low) && (100..130).contains(&high), "{low} {high}");
        // Of the rows that people looked at, fewer were in the register than expected.
        let looked = Doubts { found: 30.0, foreseen: 80.0, ..doubts };
        assert!(expected(&looked)[1].1 < low, "{:?}", expected(&looked));
    }
}
