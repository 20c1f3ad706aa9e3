//! From two lists to verdicts: the certain pairs first, then what they teach about the rest.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is made here from the length of the vector it goes into"
)]

use super::evidence::{
    Agreement, Beside, BirthAgreement, NumberAgreement, PairEvidence, Record, Weights, births, names,
    numbers, weigh,
};
use super::give::{CERTAIN, Given, Measure, anybody, give, judge, unknown};
use super::index::{both, narrow, real, small};
use super::kin::{Addresses, Numbers};
use super::lists::{Lists, shown};
use super::names::mix;
use super::near::{Indexes, indexed};
use super::rates::{first_weights, learn_prior, learn_rates, set_present};
use super::search::{Pair, Population, Search};
use super::{Accepted, Match, MatchPerson, Verdict};

/// A pair whose number, name and birth agree needs no weighing.
fn plainly_one(row: &Record, citizen: &Record, weights: &Weights) -> Option<PairEvidence> {
    let one_name = row.name.key == citizen.name.key
        && row.name.len > 1
        && (row.name.marked_key == citizen.name.marked_key || !row.name.marked || !citizen.name.marked);
    let (birth, ..) = births(row, citizen, weights);
    let one_birth = matches!(
        birth,
        BirthAgreement::Same
            | BirthAgreement::SameYear
            | BirthAgreement::Swapped
            | BirthAgreement::NextYear
            | BirthAgreement::Unknown
    );
    (one_name && one_birth).then(|| PairEvidence {
        name: names(row, citizen, 0.0).agreement,
        birth,
        number: NumberAgreement::Same,
        sex: match (row.sex, citizen.sex) {
            (Some(a), Some(b)) if a != b => Agreement::Differs,
            (Some(_), Some(_)) => Agreement::Same,
            _ => Agreement::Unknown,
        },
        ..PairEvidence::default()
    })
}

/// What the first pass finds.
struct ByNumber {
    /// Row and citizen.
    pairs: Vec<(usize, usize)>,
    /// How many rows have a number.
    numbered: u32,
}

/// First pass: the number points at one citizen, one row has it, and name and birth agree.
fn settle_by_number(
    lists: &Lists<'_>,
    indexes: &Indexes,
    weights: &Weights,
    verdicts: &mut [Option<Match>],
) -> ByNumber {
    let row_numbers = indexed(&lists.rows, |r| r.number);
    let mut found = ByNumber { pairs: Vec::new(), numbered: 0 };
    let mut times = vec![0u8; lists.people.len()];
    for (at, row) in lists.rows.iter().enumerate() {
        found.numbered += u32::from(row.number > 0);
        let [(_, citizen, _)] = indexes.number.get(row.number) else { continue };
        if row_numbers.get(row.number).len() > 1 {
            continue;
        }
        let citizen = *citizen as usize;
        if let Some(evidence) = plainly_one(row, &lists.people[citizen], weights) {
            found.pairs.push((at, citizen));
            times[citizen] = times[citizen].saturating_add(1);
            verdicts[at] = Some(Match {
                verdict: Verdict::Matched,
                citizen: Some(citizen),
                rule: if evidence.birth == BirthAgreement::Same {
                    "number-name-birth"
                } else {
                    "number-name"
                },
                score: 1.0,
                present: 1.0,
                candidates: vec![citizen],
                evidence,
            });
        }
    }
    // Two numbers of one person (the present and an earlier one) may have brought two rows.
    found.pairs.retain(|(row, citizen)| {
        let once = times[*citizen] == 1;
        if !once {
            verdicts[*row] = None;
        }
        once
    });
    found
}

/// Hamlets of a sample of certain rows teach what texts mean and how often hamlet, phone and the rest agree; then the
/// open rows get their hamlets, too.
fn learn(lists: &mut Lists<'_>, weights: &mut Weights, certain: &ByNumber, open: &[usize]) {
    let every = if certain.pairs.len() > 20_000 { 8 } else { 1 };
    let is_sampled = |row: &Record| mix(row.name.marked_key, row.number).is_multiple_of(every);
    let sample: Vec<(usize, usize)> =
        certain.pairs.iter().copied().filter(|(row, _)| is_sampled(&lists.rows[*row])).collect();
    let mut rows: Vec<usize> = sample.iter().map(|(row, _)| *row).collect();
    lists.place(&rows);
    let unplaced = sample.iter().filter(|(row, _)| lists.rows[*row].hamlet == 0).map(|(row, citizen)| {
        let said = &lists.roster[*row];
        (said.hamlet, said.address, lists.people[*citizen].hamlet)
    });
    lists.hamlets.learn(unplaced);
    rows.extend(open);
    lists.place(&rows);
    learn_rates(weights, lists, &sample);
    learn_prior(weights, lists, certain.pairs.len(), certain.numbered);
}

/// See [`super::reconcile_with_each`].
pub(super) fn settle(
    register: &[MatchPerson<'_>],
    roster: &[MatchPerson<'_>],
    accepted: &[Accepted],
    mut found: impl FnMut(usize, usize, Match),
) {
    let mut for_all = |row: usize, of: Match| (0..accepted.len()).for_each(|at| found(at, row, of.clone()));
    if register.is_empty() {
        return (0..roster.len()).for_each(|row| for_all(row, unknown(&[], 0.0)));
    }
    let mut lists = Lists::of(register, roster);
    let mut weights = first_weights(&lists.people, &lists.rows);
    let indexes = Indexes::of(&lists);
    let mut verdicts: Vec<Option<Match>> = vec![None; roster.len()];
    let certain = settle_by_number(&lists, &indexes, &weights, &mut verdicts);
    let mut taken = vec![false; register.len()];
    for (_, citizen) in &certain.pairs {
        taken[*citizen] = true;
    }
    let mut open = Vec::new();
    for (row, verdict) in verdicts.into_iter().enumerate() {
        match verdict {
            Some(certain) => for_all(row, certain),
            None => open.push(row),
        }
    }
    learn(&mut lists, &mut weights, &certain, &open);

    // Second pass: weigh the candidates of every open row, and settle what stands out far.
    let (numbers, population) = both(|| Numbers::of(&lists, &indexes), || Population::of(&lists.people));
    weights.own_number = numbers.own_number(&lists.people);
    let addresses = Addresses::of(&lists, &indexes, certain.pairs.iter().copied());
    let mut pairs = weigh_all(
        &Search::of(&lists, &indexes, &weights, (&population, &numbers, &addresses)),
        &lists,
        open.iter().map(|row| (*row, &[][..])).collect(),
    );
    // The more rows are judged by likeness, the surer each must be for the same share of errors.
    let share = real(small(open.len())) / real(small(roster.len().max(1)));
    let surer = CERTAIN + (share / 0.3).ln().max(0.0);
    let mut given = Given::nobody(open.len());
    give(&pairs, &mut given, &mut taken, &weights, surer + FAR);

    // Third pass: what these have taught about the lists and their houses tells of those that are left.
    let likely = || open.iter().zip(&given.citizens).filter_map(|(row, citizen)| Some((*row, (*citizen)?)));
    learn_again(&mut weights, &lists, &certain.pairs, &likely().collect::<Vec<_>>(), &pairs);
    let addresses = Addresses::of(&lists, &indexes, certain.pairs.iter().copied().chain(likely()));
    let hopeful = |at: &usize| pairs[*at].first().is_some_and(|first| first.odds > HOPELESS);
    let left: Vec<usize> =
        (0..open.len()).filter(|at| given.citizens[*at].is_none()).filter(hopeful).collect();
    let again = weigh_all(
        &Search::of(&lists, &indexes, &weights, (&population, &numbers, &addresses)),
        &lists,
        left.iter().map(|at| (open[*at], pairs[*at].as_slice())).collect(),
    );
    for (at, found) in left.into_iter().zip(again) {
        pairs[at] = found;
    }
    give(&pairs, &mut given, &mut taken, &weights, surer);
    // Where few are doubtful, the error that is accepted on the whole list leaves room for them.
    for (which, accepted) in accepted.iter().enumerate() {
        let (mut given, mut taken) = (given.clone(), taken.clone());
        let cut = given.cut(roster.len(), *accepted).min(surer);
        give(&pairs, &mut given, &mut taken, &weights, cut);
        let measure = Measure { taken: &taken, given: &given, weights: &weights, certain: cut };
        for (at, (row, pairs)) in open.iter().zip(&pairs).enumerate() {
            found(which, *row, judge(pairs, at, &lists.rows[*row], measure));
        }
    }
}

/// No home that is learned lifts a pair from here.
const HOPELESS: f32 = -7.0;
/// How much farther than others a pair stands out from which the rest is learned.
const FAR: f32 = 1.0;
/// A name that more citizens bear has more of them beyond a hamlet than a hamlet has people who come near.
const EVERYWHERE: usize = 40;

/// Weighs rows, each with what came near it before.
fn weigh_all(search: &Search<'_>, lists: &Lists<'_>, rows: Vec<(usize, &[Pair])>) -> Vec<Vec<Pair>> {
    // Whom they are compared with is at hand then: people of one hamlet, or of one name where it is everywhere.
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_cached_key(|at| {
        let row = &lists.rows[rows[*at].0];
        let everywhere = search.namesakes(row) > EVERYWHERE;
        (everywhere, if everywhere { row.name.bag } else { u64::from(row.hamlet) }, row.year)
    });
    let weigh = |order: &[usize]| {
        let mut near = Vec::new();
        let weighed = order.iter().map(|at| {
            let (row, before) = rows[*at];
            search.candidates(&lists.rows[row], before, &mut near)
        });
        weighed.collect::<Vec<Vec<Pair>>>()
    };
    let (half, rest) = order.split_at(order.len() / 2);
    let (weighed, others) = both(|| weigh(half), || weigh(rest));
    let mut pairs = vec![Vec::new(); rows.len()];
    for (at, found) in order.iter().zip(weighed.into_iter().chain(others)) {
        pairs[*at] = found;
    }
    pairs
}

/// What the first weighing taught: how many of the rows are in the register at all, how often homes and numbers agree.
fn learn_again(
    weights: &mut Weights,
    lists: &Lists<'_>,
    certain: &[(usize, usize)],
    likely: &[(usize, usize)],
    open: &[Vec<Pair>],
) {
    learn_rates(weights, lists, likely);
    // Whole steps, whose sum does not depend on the order of the rows.
    let steps = |pairs: &Vec<Pair>| f64::from((anybody(pairs.iter()) * 1024.0).round());
    let found = open.iter().map(steps).sum::<f64>() / 1024.0;
    // With 20 made-up rows, of which 17 are in the register: a few rows teach little.
    let present =
        (f64::from(small(certain.len())) + found + 17.0) / (f64::from(small(lists.rows.len())) + 20.0);
    set_present(weights, narrow(present));
    // Another number where all else agrees.
    let other = |pairs: &&Vec<Pair>| {
        pairs.first().is_some_and(|first| {
            first.evidence.number == NumberAgreement::Differs && first.odds > -1.0 && first.family > -1.0
        })
    };
    let wrong = real(small(open.iter().filter(other).count()));
    weights.number_kept = 1.0 - (wrong / real(small(lists.rows.len().max(100)))).clamp(0.0003, 0.2);
}

/// The evidence of one pair alone.
pub(super) fn evidence_of(citizen: &MatchPerson<'_>, row: &MatchPerson<'_>) -> PairEvidence {
    let (register, roster) = ([*citizen], [*row]);
    let mut lists = Lists::of(&register, &roster);
    lists.place(&[0]);
    let weights = first_weights(&lists.people, &lists.rows);
    let (row, citizen) = (&lists.rows[0], &lists.people[0]);
    let number = numbers(shown(row.number), shown(citizen.number));
    weigh(row, citizen, &weights, names(row, citizen, 5.0), number, Beside::default()).2
}
