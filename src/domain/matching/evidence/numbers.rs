//! How two identity numbers compare.

use serde::Serialize;

/// How two identity numbers compare.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum NumberAgreement {
    /// One side has none.
    #[default]
    Unknown,
    /// Equal, or equal to an earlier one.
    Same,
    /// Two digits swapped; their places from 1.
    Swapped(u8, u8),
    /// One digit differs; its place from 1.
    OneDigit(u8),
    /// One digit stands elsewhere; the places between, from 1.
    Moved(u8, u8),
    /// Another number, and one of both belongs to another member of the household.
    OfKin,
    /// Another number, and the register's does not fit its own person's birth and sex.
    Unfit,
    /// Other numbers.
    Differs,
}

/// Compares two numbers of 12 digits.
pub(in crate::domain) fn numbers(a: u64, b: u64) -> NumberAgreement {
    if a == 0 || b == 0 {
        return NumberAgreement::Unknown;
    }
    if a == b {
        return NumberAgreement::Same;
    }
    let (x, y) = (digits(a), digits(b));
    let differs = |i: &usize| x.get(*i) != y.get(*i);
    let (Some(first), Some(last)) = ((0..12).find(differs), (0..12).rev().find(differs)) else {
        return NumberAgreement::Differs;
    };
    let (Some(p), Some(q)) = (x.get(first..=last), y.get(first..=last)) else {
        return NumberAgreement::Differs;
    };
    let place = |i: usize| u8::try_from(i + 1).unwrap_or(0);
    match (p, q) {
        ([_], _) => NumberAgreement::OneDigit(place(first)),
        ([a, mid @ .., b], [c, same @ .., d]) if a == d && b == c && mid == same => {
            NumberAgreement::Swapped(place(first), place(last))
        }
        ([a, rest @ ..], [others @ .., b]) | ([others @ .., b], [a, rest @ ..])
            if a == b && rest == others =>
        {
            NumberAgreement::Moved(place(first), place(last))
        }
        _ => NumberAgreement::Differs,
    }
}

fn digits(mut number: u64) -> [u64; 12] {
    let mut digits = [0; 12];
    for slot in digits.iter_mut().rev() {
        *slot = number % 10;
        number /= 10;
    }
    digits
}
