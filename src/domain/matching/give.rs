//! Who gets whom, and the verdict on each row.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is made here from the length of the vector it goes into"
)]

use super::evidence::{
    Agreement, BirthAgreement, NameAgreement, NumberAgreement, PairEvidence, Record, Weights,
};
use super::index::{real, small};
use super::search::Pair;
use super::{Accepted, Match, Verdict};

/// From here on a pair is one person, if nobody else comes near: odds of about 250 to 1.
pub(super) const CERTAIN: f32 = 5.5;
/// From here on a pair deserves a look.
const DOUBTFUL: f32 = -0.5;
/// No pair below is settled, whatever room there is: 90 to 1.
const LOWEST: f32 = 4.5;
/// Citizens within such odds of the first are as near as he is: 20 to 1.
const AS_NEAR: f32 = 3.0;
/// A share of wrong numbers from which another number is no bar.
const MANY_WRONG: f32 = 0.02;

/// How many are handed out.
const NAMED: usize = 5;

/// A pair that people have to look at, however strong the rest is.
fn barred(pair: &Pair, weights: &Weights) -> bool {
    let e = &pair.evidence;
    match e.number {
        NumberAgreement::Differs => weights.number_kept > 1.0 - MANY_WRONG,
        NumberAgreement::Unknown | NumberAgreement::OfKin | NumberAgreement::Unfit => {
            e.name == NameAgreement::Differs && e.old_number != Agreement::Same
        }
        _ => false,
    }
}

/// The odds of the first citizen against another: of one household they share the home, so that it tells nothing.
fn apart(first: &Pair, rival: &Pair) -> f32 {
    if first.home > 0 && first.home == rival.home {
        (first.stranger - rival.stranger).min(first.family - rival.family)
    } else {
        first.stranger - rival.odds
    }
}

/// What stands against a pair from the side of the other rows.
#[derive(Debug, Clone, Copy)]
struct Rows {
    best: f32,
    second: f32,
}

/// The best and the second best open row of each citizen.
fn wanted(pairs: &[Vec<Pair>], given: &[Option<usize>], people: usize) -> Vec<Rows> {
    let none = f32::NEG_INFINITY;
    let mut wanted = vec![Rows { best: none, second: none }; people];
    for (row, pairs) in pairs.iter().enumerate().filter(|(row, _)| given[*row].is_none()) {
        debug_assert!(given[row].is_none());
        for pair in pairs {
            let rows = &mut wanted[pair.citizen as usize];
            if pair.odds > rows.best {
                *rows = Rows { best: pair.odds, second: rows.best };
            } else if pair.odds > rows.second {
                rows.second = pair.odds;
            }
        }
    }
    wanted
}

impl Rows {
    /// The best of the others than the row with these odds.
    fn beside(self, odds: f32) -> f32 {
        if odds >= self.best { self.second } else { self.best }
    }
}

/// Who got whom, and how surely.
#[derive(Debug, Clone, Default)]
pub(super) struct Given {
    /// The citizen of each row.
    pub(super) citizens: Vec<Option<usize>>,
    /// ln of the odds that each row's first free candidate is its person, rivals and other rows considered.
    strengths: Vec<f32>,
    /// Rows whose first candidate may be settled by strength alone.
    eligible: Vec<bool>,
    /// The best open rows of each citizen.
    wanted: Vec<Rows>,
}

impl Given {
    /// The lowest strength from which rows may be settled so that no more of all are expected wrong than is accepted.
    pub(super) fn cut(&self, rows: usize, accepted: Accepted) -> f32 {
        let wrong = |strength: f32| f64::from(1.0 / (1.0 + strength.exp()));
        let settled: f64 = (0..self.citizens.len())
            .filter(|at| self.citizens[*at].is_some())
            .map(|at| (wrong(self.strengths[at]) * 1e9).round())
            .sum();
        let mut left = accepted.share() * f64::from(small(rows)) - settled / 1e9;
        let open = (0..self.citizens.len()).filter(|at| self.citizens[*at].is_none() && self.eligible[*at]);
        let mut open: Vec<f32> =
            open.map(|at| self.strengths[at]).filter(|strength| *strength >= LOWEST).collect();
        open.sort_unstable_by(|a, b| b.total_cmp(a));
        let mut cut = f32::MAX;
        for strength in open {
            left -= wrong(strength);
            if left < 0.0 {
                break;
            }
            cut = strength;
        }
        cut
    }

    pub(super) fn nobody(rows: usize) -> Self {
        Self {
            citizens: vec![None; rows],
            strengths: vec![f32::NEG_INFINITY; rows],
            eligible: vec![false; rows],
            wanted: Vec::new(),
        }
    }
}

/// Gives citizens to rows, one to one: a pair is settled when it stands out from the second best of the row and of the
/// citizen; then both are out of the way of the others. All pairs of a round are judged on the same state, so the
/// order of the rows plays no part.
pub(super) fn give(
    pairs: &[Vec<Pair>],
    given: &mut Given,
    taken: &mut [bool],
    weights: &Weights,
    certain: f32,
) {
    loop {
        // The fewer citizens are free, the fewer of them are alike by chance.
        let free = taken.iter().filter(|taken| !**taken).count().max(taken.len() / 5).max(1);
        let bonus = (real(small(taken.len())) / real(small(free))).ln();
        given.wanted = wanted(pairs, &given.citizens, taken.len());
        let mut settled = Vec::new();
        for (row, pairs) in pairs.iter().enumerate().filter(|(row, _)| given.citizens[*row].is_none()) {
            let mut free = pairs.iter().filter(|pair| !taken[pair.citizen as usize]);
            let Some(first) = free.next() else { continue };
            let by_number = |pair: &Pair| pair.evidence.number == NumberAgreement::Same;
            let of_kin = first.evidence.number == NumberAgreement::OfKin;
            let claimed = !by_number(first) && !of_kin && pairs.iter().any(by_number);
            // The bonus speaks against strangers only; of a household there are as many as there are.
            let alone = (first.odds + bonus).min(first.family);
            let other_row = first.stranger - given.wanted[first.citizen as usize].beside(first.odds);
            let apart = free.map(|rival| apart(first, rival)).fold(other_row, f32::min);
            given.strengths[row] = alone.min(apart);
            given.eligible[row] = !barred(first, weights) && !claimed;
            if alone.min(apart) >= certain && given.eligible[row] {
                settled.push((row, first.citizen as usize));
            }
        }
        if settled.is_empty() {
            return;
        }
        for (row, citizen) in settled {
            given.citizens[row] = Some(citizen);
            taken[citizen] = true;
        }
    }
}

fn one_name(name: NameAgreement) -> bool {
    matches!(name, NameAgreement::Same | NameAgreement::Unmarked | NameAgreement::OtherOrder)
}

fn probability(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

/// How likely one of the citizens that are free is the row's person.
pub(super) fn anybody<'a>(pairs: impl Iterator<Item = &'a Pair>) -> f32 {
    let odds: f32 = pairs.map(|pair| pair.odds.clamp(-20.0, 20.0).exp()).sum();
    odds / (1.0 + odds)
}

fn named(pairs: &[Pair]) -> Vec<usize> {
    pairs.iter().take(NAMED).map(|pair| pair.citizen as usize).collect()
}

pub(super) fn unknown(pairs: &[Pair], present: f32) -> Match {
    let best = pairs.first();
    Match {
        verdict: Verdict::Unknown,
        citizen: None,
        rule: if best.is_some() { "not-found-near" } else { "not-found" },
        score: best.map_or(0.0, |pair| probability(pair.odds)),
        present,
        candidates: named(pairs),
        evidence: best.map(|pair| pair.evidence).unwrap_or_default(),
    }
}

fn rule_of_match(e: PairEvidence) -> &'static str {
    match (e.number, e.old_number, e.birth) {
        (NumberAgreement::Same, ..) => "number-similar",
        (NumberAgreement::Swapped(..), ..) => "number-swapped",
        (NumberAgreement::Moved(..), ..) => "number-moved",
        (NumberAgreement::OneDigit(_), ..) => "number-one-digit",
        (NumberAgreement::OfKin, ..) => "number-of-kin",
        (NumberAgreement::Unfit, ..) => "number-unfit",
        (_, Agreement::Same, _) => "old-number",
        // Only where numbers are often wrong (`barred`).
        (NumberAgreement::Differs, ..) => "likeness",
        (_, _, BirthAgreement::Same) => match e.name {
            NameAgreement::Same | NameAgreement::Unmarked => "name-birth",
            _ => "similar-name-birth",
        },
        _ => "likeness",
    }
}

/// What the verdicts of a reconciliation are measured by.
#[derive(Clone, Copy)]
pub(super) struct Measure<'a> {
    pub(super) taken: &'a [bool],
    pub(super) given: &'a Given,
    pub(super) weights: &'a Weights,
    pub(super) certain: f32,
}

/// The verdict on the row at a place among the open ones.
pub(super) fn judge(pairs: &[Pair], at: usize, row: &Record, measure: Measure<'_>) -> Match {
    let Measure { taken, given, weights, certain } = measure;
    let mut pairs = pairs.to_vec();
    if let Some(citizen) = given.citizens[at] {
        pairs.sort_by_key(|pair| pair.citizen as usize != citizen);
        let Some(first) = pairs.first() else { return unknown(&[], 0.0) };
        let e = first.evidence;
        let rule = rule_of_match(e);
        return Match {
            verdict: Verdict::Matched,
            citizen: Some(citizen),
            rule,
            score: probability(given.strengths[at]),
            present: 1.0,
            candidates: named(&pairs),
            evidence: e,
        };
    }
    let present = anybody(pairs.iter().filter(|pair| !taken[pair.citizen as usize]));
    // Those that nobody has taken come first, unless the taken one is far likelier.
    let standing = |pair: &Pair| {
        let gone = taken[pair.citizen as usize] && pair.evidence.number != NumberAgreement::Same;
        pair.odds - if gone { 6.0 } else { 0.0 }
    };
    pairs.sort_by(|a, b| standing(b).total_cmp(&standing(a)));
    let Some(first) = pairs.first() else { return unknown(&[], 0.0) };
    let by_number = pairs.iter().filter(|pair| pair.evidence.number == NumberAgreement::Same).count();
    let gone = taken[first.citizen as usize];
    let e = first.evidence;
    let free = pairs.iter().filter(|pair| !taken[pair.citizen as usize]);
    let as_near = free.filter(|pair| pair.odds > first.odds - AS_NEAR).count();
    let other_row = given.wanted[first.citizen as usize].beside(first.odds);
    let rule = if by_number > 1 {
        "number-of-several"
    } else if gone && (first.odds >= CERTAIN || by_number > 0) && !barred(first, weights) {
        "second-row"
    } else if by_number > 0 && e.number == NumberAgreement::Same {
        "number-other-person"
    } else if by_number > 0 {
        "number-elsewhere"
    } else if gone || first.odds < DOUBTFUL || row.name.len == 0 {
        return unknown(&pairs, present);
    } else if e.number == NumberAgreement::Differs {
        "number-differs"
    } else if as_near > 1 {
        "several-alike"
    } else if other_row >= (first.odds - certain).max(DOUBTFUL) {
        "wanted-by-another"
    } else if one_name(e.name)
        && matches!(e.birth, BirthAgreement::NextYear | BirthAgreement::OnePart | BirthAgreement::Differs)
    {
        "other-birth"
    } else {
        "weak"
    };
    Match {
        verdict: Verdict::Review,
        citizen: None,
        rule,
        score: probability(given.strengths[at]),
        present,
        candidates: named(&pairs),
        evidence: e,
    }
}
