//! Who gets whom, and the verdict on each row.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is made here from the length of the vector it goes into"
)]

use super::evidence::{Agreement, BirthAgreement, NameAgreement, NumberAgreement, Record};
use super::index::{real, small};
use super::search::Pair;
use super::{Match, Verdict};

/// From here on a pair is one person, if nobody else comes near: odds of about 250 to 1.
pub(super) const CERTAIN: f32 = 5.5;
/// From here on a pair deserves a look.
const DOUBTFUL: f32 = -0.5;

/// How many are handed out.
const NAMED: usize = 5;

/// A pair that people have to look at, however strong the rest is.
fn barred(pair: &Pair) -> bool {
    matches!(pair.evidence.number, NumberAgreement::Differs)
}

/// Gives citizens to rows, one to one: a pair is settled when it stands out from the second best of the row and of the
/// citizen; then both are out of the way of the others. All pairs of a round are judged on the same state, so the
/// order of the rows plays no part.
pub(super) fn give(pairs: &[Vec<Pair>], taken: &mut [bool], certain: f32) -> Vec<Option<usize>> {
    let mut given: Vec<Option<usize>> = vec![None; pairs.len()];
    let none = f32::NEG_INFINITY;
    for _ in 0..12 {
        // The fewer citizens are free, the fewer of them are alike by chance.
        let free = taken.iter().filter(|taken| !**taken).count().max(taken.len() / 5).max(1);
        let bonus = (real(small(taken.len())) / real(small(free))).ln();
        // Best and second best row of each citizen.
        let mut wanted: Vec<(f32, f32)> = vec![(none, none); taken.len()];
        for (row, pairs) in pairs.iter().enumerate() {
            for pair in pairs.iter().filter(|_| given[row].is_none()) {
                let (best, second) = &mut wanted[pair.citizen as usize];
                if pair.odds > *best {
                    (*best, *second) = (pair.odds, *best);
                } else if pair.odds > *second {
                    *second = pair.odds;
                }
            }
        }
        let mut settled = Vec::new();
        for (row, pairs) in pairs.iter().enumerate() {
            if given[row].is_some() {
                continue;
            }
            let mut free = pairs.iter().filter(|pair| !taken[pair.citizen as usize]);
            let Some(first) = free.next() else { continue };
            let rival = free.next().map_or(none, |pair| pair.odds);
            let (best, second) = wanted[first.citizen as usize];
            let other = if first.odds >= best { second } else { best };
            let by_number = |pair: &Pair| pair.evidence.number == NumberAgreement::Same;
            let claimed = !by_number(first) && pairs.iter().any(by_number);
            // The bonus speaks against strangers only; of a household there are as many as there are.
            let alone = (first.odds + bonus).min(first.family);
            let apart = first.odds - rival.max(other);
            if alone.min(apart) >= certain && !barred(first) && !claimed {
                settled.push((row, first.citizen as usize));
            }
        }
        if settled.is_empty() {
            break;
        }
        for (row, citizen) in settled {
            given[row] = Some(citizen);
            taken[citizen] = true;
        }
    }
    given
}

fn one_name(name: NameAgreement) -> bool {
    matches!(name, NameAgreement::Same | NameAgreement::Unmarked | NameAgreement::OtherOrder)
}

fn probability(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

fn named(pairs: &[Pair]) -> Vec<usize> {
    pairs.iter().take(NAMED).map(|pair| pair.citizen as usize).collect()
}

pub(super) fn unknown(pairs: &[Pair]) -> Match {
    let best = pairs.first();
    Match {
        verdict: Verdict::Unknown,
        citizen: None,
        rule: if best.is_some() { "not-found-near" } else { "not-found" },
        score: best.map_or(0.0, |pair| probability(pair.odds)),
        candidates: named(pairs),
        evidence: best.map(|pair| pair.evidence).unwrap_or_default(),
    }
}

pub(super) fn judge(pairs: &[Pair], given: Option<usize>, taken: &[bool], row: &Record) -> Match {
    let mut pairs = pairs.to_vec();
    if let Some(citizen) = given {
        pairs.sort_by_key(|pair| pair.citizen as usize != citizen);
        let Some(first) = pairs.first() else { return unknown(&[]) };
        let e = first.evidence;
        let rule = match (e.number, e.old_number, e.birth) {
            (NumberAgreement::Same, ..) => "number-similar",
            (NumberAgreement::Swapped(..), ..) => "number-swapped",
            (NumberAgreement::Moved(..), ..) => "number-moved",
            (NumberAgreement::OneDigit(_), ..) => "number-one-digit",
            (_, Agreement::Same, _) => "old-number",
            (_, _, BirthAgreement::Same) => match e.name {
                NameAgreement::Same | NameAgreement::Unmarked => "name-birth",
                _ => "similar-name-birth",
            },
            _ => "likeness",
        };
        return Match {
            verdict: Verdict::Matched,
            citizen: Some(citizen),
            rule,
            score: probability(first.odds),
            candidates: named(&pairs),
            evidence: e,
        };
    }
    // Those that nobody has taken come first, unless the taken one is far likelier.
    let standing = |pair: &Pair| {
        let gone = taken[pair.citizen as usize] && pair.evidence.number != NumberAgreement::Same;
        pair.odds - if gone { 6.0 } else { 0.0 }
    };
    pairs.sort_by(|a, b| standing(b).total_cmp(&standing(a)));
    let Some(first) = pairs.first() else { return unknown(&[]) };
    let by_number = pairs.iter().filter(|pair| pair.evidence.number == NumberAgreement::Same).count();
    let gone = taken[first.citizen as usize];
    let likely =
        pairs.iter().filter(|pair| !taken[pair.citizen as usize] && pair.odds > first.odds - CERTAIN).count();
    let e = first.evidence;
    let rule = if by_number > 1 {
        "number-of-several"
    } else if gone && (first.odds >= CERTAIN || by_number > 0) && !barred(first) {
        "second-row"
    } else if by_number > 0 {
        if e.number == NumberAgreement::Same { "number-other-person" } else { "number-elsewhere" }
    } else if gone || first.odds < DOUBTFUL || row.name.len == 0 {
        return unknown(&pairs);
    } else if e.number == NumberAgreement::Differs {
        "number-differs"
    } else if likely > 1 {
        "several-alike"
    } else if first.odds >= CERTAIN {
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
        score: probability(first.odds),
        candidates: named(&pairs),
        evidence: e,
    }
}
