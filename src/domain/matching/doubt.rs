//! How good a reconciliation is as a whole: the pairs that are likely wrong, and the people that were likely missed.
//!
//! Both are sums over rows of what the evidence leaves open. The intervals hold the chance of the rows and the doubt about
//! the probabilities themselves, as they turned out on invented communes of many kinds. A sample that people judged blind
//! ([`super::blind`]) has an interval of its own, which needs no probabilities: what both allow is stated, and where they do not
//! meet the sample is right.

use serde::Serialize;

use super::blind::{JudgedBlind, Judgement};
use super::{Match, Verdict};
use crate::domain::audit::{Estimate, Sampled};
use crate::domain::whole;

/// How one row was judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct JudgedRow {
    /// It is joined with somebody.
    pub matched: bool,
    /// A person decided it.
    pub decided: bool,
    /// How likely its first candidate is its person.
    pub score: f64,
    /// How likely its person is in the register, whoever it is; of a row that people decided, as the program had left it open.
    /// `None` where it was not kept.
    pub present: Option<f64>,
    /// Somebody comes near it.
    pub near: bool,
    /// What was said of it and its first candidate by somebody who did not know how it was judged.
    pub blind: Option<Judgement>,
}

impl From<&Match> for JudgedRow {
    fn from(found: &Match) -> Self {
        let matched = found.verdict == Verdict::Matched;
        Self {
            matched,
            decided: false,
            score: f64::from(found.score),
            present: (!matched).then_some(f64::from(found.present)),
            near: !found.candidates.is_empty(),
            blind: None,
        }
    }
}

/// What rows leave open together; rows that a person decided are not among the first six.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Doubts {
    /// Pairs of the program.
    pub joined: u32,
    /// Those of them that something but the number speaks for.
    pub likely: f64,
    /// Sum of the probabilities that a pair is of two people.
    pub wrong: f64,
    /// Rows that the program joined with nobody.
    pub open: u32,
    /// Sum of the probabilities that their people are in the register, and of the chance in it.
    pub missed: f64,
    /// See [`Doubts::missed`].
    pub spread: f64,
    /// Rows that people decided.
    pub decided: u32,
    /// Those of them that the program had left open and that are in the register, and how many were expected to be.
    pub found: f64,
    /// See [`Doubts::found`].
    pub foreseen: f64,
    /// Open rows that were judged before it was kept how likely somebody is in the register.
    pub untold: u32,
    /// Sum of the probabilities that the first candidates of open rows are their people.
    pub first: f64,
    /// What people said of a blind sample of the pairs by likeness and the open rows that somebody comes near.
    pub blind: JudgedBlind,
}

impl Doubts {
    /// Adds what was left open of a row.
    pub fn add(&mut self, row: JudgedRow) {
        let JudgedRow { matched, decided, score, present, near, blind } = row;
        match (decided, matched) {
            (false, true) => {
                self.joined += 1;
                self.likely += f64::from(u8::from(score < 1.0));
                self.wrong += 1.0 - score;
                if score < 1.0 {
                    self.blind.add(true, blind);
                }
            }
            (false, false) => {
                let chance = present.unwrap_or(0.0);
                self.open += 1;
                self.untold += u32::from(present.is_none());
                self.missed += chance;
                self.spread += chance * (1.0 - chance);
                if near {
                    self.first += score;
                    self.blind.add(false, blind);
                }
            }
            (true, _) => {
                self.decided += 1;
                self.found += f64::from(u8::from(matched && present.is_some()));
                self.foreseen += present.unwrap_or(0.0);
            }
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
/// In a part it leans farther, and where the parts lean to different sides that does not show in the whole.
const PART_SHARE: f64 = 0.22;
/// So many rows the probabilities weigh against what people decided.
const SURE: f64 = 20.0;
/// Fewer rows than these are no part to speak of.
const FEWEST: u32 = 100;
/// Of the rows without a match these, at most, are of people whom nothing led to.
const UNFOUND: f64 = 0.02;

impl Expected {
    /// What the rows leave open, as people who looked at some of them found it; `None` where it was not kept.
    #[must_use]
    pub fn of(doubts: &Doubts) -> Option<Self> {
        (doubts.untold == 0).then(|| {
            let [joined, open] = [doubts.blind.joined, doubts.blind.open];
            let by_scores = |sample: Sampled| {
                Self::sure(doubts, doubts.looked(), if sample.drawn > 0 { 0.025 } else { 0.05 }, MISSED_SHARE)
            };
            Self {
                wrong: by_scores(joined).wrong.with(of_sample(joined, 0.0)),
                missed: by_scores(open).missed.with(of_sample(open, doubts.unshown())),
            }
        })
    }

    /// What one of `parts` parts of the `whole` leaves open: so wide that the intervals of all parts hold the truth at once in 95
    /// of 100 cases, so that their ends add up to no less than the interval of the whole. `None` where the part is too small for
    /// the probabilities to have been measured on anything like it.
    #[must_use]
    pub fn of_part(part: &Doubts, whole: &Doubts, parts: u32) -> Option<Self> {
        let told = whole.untold == 0 && part.joined + part.open >= FEWEST;
        let part = part.leaning(whole);
        told.then(|| Self::sure(&part, whole.looked(), 0.05 / f64::from(parts.max(1)), PART_SHARE))
    }

    fn sure(doubts: &Doubts, looked: f64, risk: f64, share: f64) -> Self {
        let Doubts { likely, wrong, open, missed, spread, .. } = *doubts;
        let (open, missed) = (f64::from(open), missed * looked);
        let wide = deviations(risk / 2.0) * spread.sqrt() + share * missed;
        Self {
            wrong: Range {
                low: whole(few(wrong / WRONG_FACTOR, risk / 2.0)),
                high: whole(few(wrong * WRONG_FACTOR + likely * UNSEEN, 1.0 - risk / 2.0)),
            },
            missed: Range {
                low: whole(missed - wide),
                high: whole((missed + wide + UNFOUND * open).ceil()).min(whole(open)),
            },
        }
    }
}

/// What a blind sample says of all it was drawn from, with what was not shown to anybody; nothing before any was judged.
fn of_sample(sample: Sampled, unshown: f64) -> Option<Range> {
    (sample.drawn > 0).then(|| {
        let Estimate { low, high, .. } = Estimate::sure(sample, 0.025);
        Range { low, high: high + whole(unshown.ceil()) }
    })
}

impl Range {
    /// What both allow; where they do not meet, the sample alone.
    fn with(self, sample: Option<Self>) -> Self {
        let Some(sample) = sample else { return self };
        let both = Self { low: self.low.max(sample.low), high: self.high.min(sample.high) };
        if both.low > both.high { sample } else { both }
    }

    fn middle(self) -> f64 {
        f64::from(self.low + self.high) / 2.0
    }
}

impl Doubts {
    /// People whose rows are open and who are not their first candidates: nobody sees them in a pair.
    fn unshown(&self) -> f64 {
        (self.missed * self.looked() - self.first).max(0.0) * (1.0 + MISSED_SHARE)
            + UNFOUND * f64::from(self.open)
    }

    /// A part as far from what its scores say as the whole was found to be.
    fn leaning(mut self, whole: &Self) -> Self {
        let Some(found) = Expected::of(whole) else { return self };
        let scores = Expected::sure(whole, whole.looked(), 0.05, MISSED_SHARE);
        let by = |found: Range, scores: Range| (found.middle() + 1.0) / (scores.middle() + 1.0);
        if whole.blind.joined.drawn > 0 {
            self.wrong *= by(found.wrong, scores.wrong);
        }
        if whole.blind.open.drawn > 0 {
            let by = by(found.missed, scores.missed);
            self.missed *= by;
            self.spread *= by;
        }
        self
    }

    /// How much oftener those that people looked at were in the register than expected.
    fn looked(&self) -> f64 {
        // As many rows as are needed to speak against the program.
        ((self.found + SURE) / (self.foreseen + SURE)).clamp(0.5, 2.0)
    }
}

/// So many standard deviations the normal distribution exceeds with this probability at most (Abramowitz and Stegun, 26.2.23),
/// two at least.
fn deviations(risk: f64) -> f64 {
    let t = (-2.0 * risk.ln()).sqrt();
    let above = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let below = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    (t - above / below).max(2.0)
}

/// The number that a count with this mean (Poisson) does not exceed with this probability.
fn few(mean: f64, probability: f64) -> f64 {
    if mean > 200.0 {
        let wide = deviations(probability.min(1.0 - probability)) * mean.sqrt();
        return if probability < 0.5 { (mean - wide).max(0.0) } else { mean + wide };
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

#[cfg(test)]
mod tests {
    use super::*;

    fn expected(doubts: &Doubts) -> [(u32, u32); 2] {
        let Expected { wrong, missed } = Expected::of(doubts).unwrap();
        [(wrong.low, wrong.high), (missed.low, missed.high)]
    }

    #[test]
    fn a_blind_sample_corrects_what_the_scores_say() {
        // 1,000 pairs by likeness of which the scores expect 10 to be wrong; 300 open rows with 60 people of the register.
        let doubts = Doubts {
            joined: 9_000,
            likely: 1_000.0,
            wrong: 10.0,
            open: 300,
            missed: 60.0,
            spread: 30.0,
            first: 50.0,
            ..Doubts::default()
        };
        let [wrong, missed] = expected(&doubts);
        let check = |joined: [u32; 3], open: [u32; 3], expect: [(u32, u32); 2]| {
            let of =
                |claims, [drawn, untrue, confirmed]: [u32; 3]| Sampled { claims, drawn, untrue, confirmed };
            let blind = JudgedBlind { joined: of(1_000, joined), open: of(300, open) };
            assert_eq!(expected(&Doubts { blind, ..doubts }), expect, "{joined:?} {open:?}");
        };
        check([0, 0, 0], [0, 0, 0], [wrong, missed]);
        // Few that are as expected say nothing new: both must hold, so that the ends lie a little farther out.
        check([50, 0, 50], [0, 0, 0], [(0, 43), missed]);
        check([50, 1, 49], [50, 10, 40], [(1, 43), (40, 86)]);
        // Eight of fifty wrong: the scores are wrong. The ends are those of a program of its own, the distribution summed anew.
        check([50, 8, 42], [0, 0, 0], [(66, 306), missed]);
        // All were judged.
        check([1_000, 12, 988], [300, 70, 230], [(12, 12), (70, 86)]);
        // Who cannot tell says that it may be either.
        check([50, 8, 0], [0, 0, 0], [(66, 1_000), missed]);
    }

    #[test]
    fn what_rows_leave_open_adds_up() {
        assert_eq!(expected(&Doubts::default()), [(0, 0), (0, 0)]);
        // One of 500 is wrong, more or less.
        let doubts = Doubts { likely: 10_000.0, wrong: 20.0, ..Doubts::default() };
        let [(low, high), missed] = expected(&doubts);
        assert!((1..20).contains(&low) && (30..100).contains(&high) && missed == (0, 0), "{low} {high}");
        // Nobody is missed more often than there are rows.
        let doubts = Doubts { open: 400, missed: 99.0, spread: 1.0, ..Doubts::default() };
        let [wrong, (low, high)] = expected(&doubts);
        assert!(wrong == (0, 0) && (80..99).contains(&low) && (100..130).contains(&high), "{low} {high}");
        // Of the rows that people looked at, fewer were in the register than expected.
        let looked = Doubts { found: 30.0, foreseen: 80.0, ..doubts };
        assert!(expected(&looked)[1].1 < low, "{:?}", expected(&looked));
    }
}
