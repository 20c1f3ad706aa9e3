//! A blind sample: pairs that people judge without knowing what the program said of them, which corrects its estimate.
//!
//! Half are drawn from the pairs that it joined by likeness, half from the rows that it left open, each beside its first candidate
//! (docs/decisions.md, Imports and matching). A pair whose number, name and birth agree is none to be judged by its looks.

use serde::{Deserialize, Serialize};

use crate::domain::audit::{Sampled, Sampler};
use crate::domain::ids::{CitizenId, EntryId};

/// What a person says of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Judgement {
    /// One person.
    Same,
    /// Two people.
    Two,
    /// What stands there does not tell.
    Unsure,
}

/// A pair that may be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairToJudge {
    /// The row.
    pub entry: EntryId,
    /// Whom it is joined with, or its first candidate.
    pub citizen: CitizenId,
    /// The program joined them.
    pub joined: bool,
}

/// Draws `size` pairs, in the order in which they are to be judged: as many joined ones as open ones where there are enough of
/// either. The order tells nothing of which is which.
#[must_use]
pub fn draw(pairs: &[PairToJudge], seed: &str, size: usize) -> Vec<PairToJudge> {
    let sampler = Sampler::new(seed);
    let mut tickets: Vec<(String, PairToJudge)> =
        pairs.iter().map(|pair| (sampler.ticket(&pair.entry.to_string()), *pair)).collect();
    tickets.sort_by(|(one, pair), (other, than)| (one, pair.entry).cmp(&(other, than.entry)));
    let joined = pairs.iter().filter(|pair| pair.joined).count();
    let open = pairs.len() - joined;
    let of_joined = (size / 2).max(size.saturating_sub(open)).min(joined);
    let mut left = [size.saturating_sub(of_joined), of_joined];
    let mut drawn = Vec::new();
    for (_, pair) in tickets {
        let [of_open, of_joined] = &mut left;
        let left = if pair.joined { of_joined } else { of_open };
        if *left > 0 {
            *left -= 1;
            drawn.push(pair);
        }
    }
    drawn
}

/// What was judged of the pairs that the program joined by likeness, and of the rows that it left open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct JudgedBlind {
    /// Of the joined: how many there are, how many were judged; untrue are those of two people.
    pub joined: Sampled,
    /// Of the open: untrue are those whose first candidate is the person.
    pub open: Sampled,
}

impl JudgedBlind {
    /// Adds a row of one of both kinds, with what was said of it.
    pub fn add(&mut self, joined: bool, said: Option<Judgement>) {
        let kind = if joined { &mut self.joined } else { &mut self.open };
        kind.claims += 1;
        let wrong = if joined { Judgement::Two } else { Judgement::Same };
        match said {
            None => return,
            Some(Judgement::Unsure) => {}
            Some(said) if said == wrong => kind.untrue += 1,
            Some(_) => kind.confirmed += 1,
        }
        kind.drawn += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn half_are_joined_where_there_are_enough() {
        let check = |joined: u128, open: u128, size: usize, expect: [usize; 2]| {
            let pair = |n: u128, joined| PairToJudge {
                entry: EntryId(Uuid::from_u128(n)),
                citizen: CitizenId(Uuid::from_u128(n)),
                joined,
            };
            let pairs: Vec<_> =
                (0..joined).map(|n| pair(n, true)).chain((0..open).map(|n| pair(1_000 + n, false))).collect();
            let drawn = draw(&pairs, "20261120", size);
            let of_joined = drawn.iter().filter(|pair| pair.joined).count();
            assert_eq!([of_joined, drawn.len() - of_joined], expect, "{joined} {open} {size}");
            let other = draw(&pairs, "20261121", size);
            assert!(drawn == draw(&pairs, "20261120", size) && (drawn != other || drawn.len() < 3));
            // In no order that tells.
            let runs = drawn.windows(2).filter(|two| two[0].joined != two[1].joined).count();
            assert!(of_joined.min(drawn.len() - of_joined) < 20 || runs > 15, "{runs}");
        };
        check(400, 300, 100, [50, 50]);
        check(10, 300, 100, [10, 90]);
        check(400, 3, 100, [97, 3]);
        check(4, 3, 100, [4, 3]);
        check(0, 0, 100, [0, 0]);
    }
}
