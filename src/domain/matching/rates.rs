//! What the weights of the evidence are learned from: the lists themselves and the pairs that are certain.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is made here from the length of the vector it goes into"
)]

use super::evidence::{Record, Weights};
use super::index::{real, small};
use super::lists::Lists;

/// ln of the odds that a row's person is in the register, before anything is known: 85 of 100.
const ODDS_PRESENT: f32 = 1.73;
/// Years that are told apart, from 1850 on.
pub(super) const YEARS: usize = 400;

pub(super) fn year_place(year: i16) -> usize {
    usize::try_from(year - 1850).unwrap_or(0).min(YEARS - 1)
}

/// Frequencies of births, and cautious rates for the rest.
pub(super) fn first_weights(people: &[Record], rows: &[Record]) -> Weights {
    let mut years = vec![0u32; YEARS];
    let mut days = vec![0u32; 13 * 32];
    for record in people.iter().chain(rows).filter(|r| r.year > 0) {
        years[year_place(record.year)] += 1;
        if record.day > 0 {
            days[usize::from(record.month) * 32 + usize::from(record.day)] += 1;
        }
    }
    let surprise = |counts: &[u32]| {
        let all: u32 = counts.iter().sum();
        counts.iter().map(|n| -((real(*n) + 0.5) / (real(all) + 1.0)).ln()).collect::<Vec<f32>>()
    };
    let size = real(small(people.len().max(10))).ln();
    Weights {
        year: surprise(&years),
        day: surprise(&days).into_iter().map(|s| s.min(7.0)).collect(),
        hamlet_kept: 0.9,
        phone_kept: 0.6,
        head_kept: 0.9,
        house_kept: 0.8,
        number_kept: 0.9997,
        own_number: 5.0,
        present: ODDS_PRESENT,
        prior: ODDS_PRESENT - size,
        size,
    }
}

/// Shares among certain pairs, with 20 made-up pairs of the cautious rate.
pub(super) fn learn_rates(weights: &mut Weights, lists: &Lists<'_>, certain: &[(usize, usize)]) {
    let share = |rate: f32, field: &dyn Fn(&Record) -> u64| {
        let (mut same, mut all) = (0u32, 0u32);
        for &(row, citizen) in certain {
            let (a, b) = (field(&lists.rows[row]), field(&lists.people[citizen]));
            if a > 0 && b > 0 {
                all += 1;
                same += u32::from(a == b);
            }
        }
        (real(same) + rate * 20.0) / (real(all) + 20.0)
    };
    weights.hamlet_kept = share(weights.hamlet_kept, &|r| u64::from(r.hamlet)).clamp(0.3, 0.99);
    weights.phone_kept = share(weights.phone_kept, &|r| r.phone).clamp(0.2, 0.99);
    weights.head_kept = share(weights.head_kept, &|r| r.head).clamp(0.2, 0.99);
    let (mut same, mut known) = (0u32, 0u32);
    for &(row, citizen) in certain {
        let Some(is_same) = lists.rows[row].house.is_same(&lists.people[citizen].house) else { continue };
        known += 1;
        same += u32::from(is_same);
    }
    weights.house_kept = ((real(same) + weights.house_kept * 20.0) / (real(known) + 20.0)).clamp(0.2, 0.99);
}

/// How likely a row's person is in the register, from the rows that have a number.
pub(super) fn learn_prior(weights: &mut Weights, lists: &Lists<'_>, certain: usize, numbered: u32) {
    let with_number = lists.people.iter().filter(|p| p.number > 0).count();
    let share = real(small(with_number)) / real(small(lists.people.len()));
    let reached = real(small(certain)) / (real(numbered) * share).max(1.0);
    if numbered >= 100 && share > 0.05 {
        set_present(weights, reached);
    }
}

/// The share of the rows whose person is in the register.
pub(super) fn set_present(weights: &mut Weights, share: f32) {
    let share = share.clamp(0.1, 0.97);
    weights.present = (share / (1.0 - share)).ln();
    weights.prior = weights.present - weights.size;
}
