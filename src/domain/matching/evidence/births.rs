//! How two births compare.

use serde::Serialize;

use super::{Record, Weights};

/// How two births compare.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum BirthAgreement {
    /// One side has no birth.
    #[default]
    Unknown,
    /// Equal to the day.
    Same,
    /// Equal as far as the less exact one goes.
    SameYear,
    /// Day and month swapped.
    Swapped,
    /// One year apart, else equal.
    NextYear,
    /// One of day, month and year differs.
    OnePart,
    /// Not equal.
    Differs,
}

/// Compares two births.
pub(in crate::domain::matching) fn births(
    a: &Record,
    b: &Record,
    weights: &Weights,
) -> (BirthAgreement, f32, f32) {
    if a.year == 0 || b.year == 0 {
        return (BirthAgreement::Unknown, 0.0, 0.0);
    }
    let rare_year = weights.year.get(usize::try_from(a.year - 1850).unwrap_or(0)).copied().unwrap_or(9.0);
    let rare_day = |r: &Record| {
        if (r.month, r.day) == (1, 1) {
            // Among the old, whose day nobody knew, it is everywhere.
            return 2.0;
        }
        weights.day.get(usize::from(r.month) * 32 + usize::from(r.day)).copied().unwrap_or(6.0).min(7.0)
    };
    let same_year = a.year == b.year;
    let next_year = (a.year - b.year).abs() == 1;
    if a.month == 0 || b.month == 0 {
        return match (same_year, next_year) {
            (true, _) => (BirthAgreement::SameYear, rare_year, 3.0),
            (_, true) => (BirthAgreement::NextYear, rare_year - 5.0, -2.5),
            _ => (BirthAgreement::Differs, -8.0, -7.0),
        };
    }
    if a.day == 0 || b.day == 0 {
        return match (same_year, a.month == b.month) {
            (true, true) => (BirthAgreement::SameYear, rare_year + 2.4, 4.0),
            (true, false) => (BirthAgreement::OnePart, rare_year - 4.0, -2.0),
            _ => (BirthAgreement::Differs, -8.0, -7.0),
        };
    }
    let same_day = (a.month, a.day) == (b.month, b.day);
    if same_year && same_day {
        return (BirthAgreement::Same, rare_year + rare_day(a), 5.3);
    }
    if same_year && (a.month, a.day) == (b.day, b.month) {
        return (BirthAgreement::Swapped, rare_year + rare_day(a) - 4.0, 3.5);
    }
    let made_up = |r: &Record| (r.month, r.day) == (1, 1);
    if same_year && (made_up(a) || made_up(b)) {
        // 1 January often stands for a year alone.
        return (BirthAgreement::SameYear, rare_year - 1.0, 1.5);
    }
    if same_day {
        let digits = a.year % 10 == b.year % 10 || a.year / 10 == b.year / 10 || {
            let (x, y) = (a.year % 100, b.year % 100);
            x / 10 == y % 10 && x % 10 == y / 10
        };
        return match (next_year, digits) {
            (true, _) => (BirthAgreement::NextYear, rare_day(a) - 2.0, 2.0),
            (_, true) => (BirthAgreement::OnePart, rare_day(a) - 3.0, 1.0),
            _ => (BirthAgreement::Differs, rare_day(a) - 8.0, -3.0),
        };
    }
    if same_year && a.month == b.month && a.day.abs_diff(b.day) == 1 {
        return (BirthAgreement::OnePart, rare_year, 2.0);
    }
    if same_year && (a.month == b.month || a.day == b.day) {
        return (BirthAgreement::OnePart, rare_year + 2.5 - 4.5, 1.0);
    }
    if same_year {
        return (BirthAgreement::Differs, rare_year - 7.0, -4.5);
    }
    (BirthAgreement::Differs, -8.0, -8.0)
}
