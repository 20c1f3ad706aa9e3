//! Walk lists on paper (tờ đi từng nhà): the code of each person on one.

use chrono::NaiveDate;
use serde::Serialize;

use super::ids::{CitizenId, HouseholdId, UnitId};

/// Digits and letters of the codes on paper: none that looks like another. The digit stands first, since Vietnamese
/// typing tools read a digit or a letter after a vowel as its mark.
const DIGITS: [char; 8] = ['2', '3', '4', '5', '6', '7', '8', '9'];
const LETTERS: [char; 14] = ['A', 'C', 'E', 'F', 'H', 'K', 'M', 'N', 'P', 'R', 'T', 'V', 'X', 'Y'];

/// How many people a sheet can name.
pub const SHEET_LENGTH: usize = DIGITS.len() * LETTERS.len();

/// The code of a place on a sheet, from 0: 2A, 2C, … 9Y; `None` past the end.
#[must_use]
pub fn paper_code(place: usize) -> Option<String> {
    let digit = DIGITS.get(place / LETTERS.len())?;
    let letter = LETTERS.get(place % LETTERS.len())?;
    Some(format!("{digit}{letter}"))
}

/// One line of a printed sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct SheetLine {
    /// The code on the paper.
    pub code: String,
    /// The person.
    pub citizen: CitizenId,
    /// The house; `None` when the person is in the book no more.
    pub household: Option<HouseholdId>,
}

/// A walk list as it was printed: its codes keep their people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Sheet {
    /// The number on the paper.
    pub number: u32,
    /// The hamlet.
    pub unit: UnitId,
    /// The day it is for.
    pub day: NaiveDate,
    /// Its people in order.
    pub lines: Vec<SheetLine>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_on_paper_are_all_different() {
        let codes: std::collections::BTreeSet<String> = (0..SHEET_LENGTH).filter_map(paper_code).collect();
        assert_eq!(codes.len(), SHEET_LENGTH);
        assert_eq!((paper_code(0).as_deref(), paper_code(SHEET_LENGTH)), (Some("2A"), None));
    }
}
