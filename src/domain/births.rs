//! Comparing births, each with the precision that its paper has.

use super::dates::PartialDate;

/// How two births compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Births {
    SameDay,
    SameYear,
    Unsaid,
    Different,
}

pub(super) fn births(a: Option<PartialDate>, b: Option<PartialDate>) -> Births {
    match (a, b) {
        (Some(a), Some(b)) if a == b && a.day().is_some() => Births::SameDay,
        (Some(a), Some(b)) if a.year() != b.year() => Births::Different,
        (Some(a), Some(b)) if a.month().is_some() && b.month().is_some() && a.month() != b.month() => {
            Births::Different
        }
        (Some(a), Some(b)) if a.day().is_some() && b.day().is_some() && a.day() != b.day() => {
            Births::Different
        }
        (Some(_), Some(_)) => Births::SameYear,
        _ => Births::Unsaid,
    }
}

/// Whether two births, each with the precision that its paper has, may be of one person.
#[must_use]
pub fn may_be_one_birth(a: Option<PartialDate>, b: Option<PartialDate>) -> bool {
    births(a, b) != Births::Different
}

/// How many parts of a birth are known.
pub(super) fn precision(birth: Option<PartialDate>) -> u8 {
    birth.map_or(0, |b| 1 + u8::from(b.month().is_some()) + u8::from(b.day().is_some()))
}
