//! The parts of a reconciliation for which it is told how good it is: hamlets, ages, and how exactly births are known.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::doubt::{Doubts, Expected, JudgedRow};
use crate::domain::as_count;
use crate::domain::dates::PartialDate;
use crate::messages::sentences;

/// Ages that are told apart, by the year of birth alone: what teams meet at the door differs between them, and so do papers.
const AGES: [(i32, &str); 5] =
    [(14, "under-14"), (18, "14-17"), (35, "18-34"), (60, "35-59"), (i32::MAX, "60")];
const UNKNOWN: &str = "unknown";

/// The part by age on a day.
#[must_use]
pub fn age(birth: Option<PartialDate>, day: NaiveDate) -> &'static str {
    let Some(birth) = birth else { return UNKNOWN };
    let years = day.year() - birth.year();
    AGES.iter().find(|(below, _)| years < *below).map_or(UNKNOWN, |(_, code)| code)
}

/// The part by how exactly a pair's births are known: as the side that knows less has it. A row that nobody comes near stands
/// for itself.
#[must_use]
pub fn exactness(ours: Option<Option<PartialDate>>, theirs: Option<PartialDate>) -> &'static str {
    let rank = |birth: Option<PartialDate>| birth.map_or(2, |birth| usize::from(birth.to_date().is_none()));
    let code = |rank| ["day", "year", "none"].get(rank).copied().unwrap_or(UNKNOWN);
    code(ours.map_or(0, rank).max(rank(theirs)))
}

/// A part, and what is expected of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct PartExpected {
    /// Which: the hamlet's name, or a code; empty for rows that name no hamlet.
    pub part: String,
    /// In words, in Vietnamese, then in English.
    pub name: [String; 2],
    /// Its rows: the sum of the next three. Over all parts they are the rows of the whole.
    pub rows: u32,
    /// Pairs of the program.
    pub joined: u32,
    /// Rows that are joined with nobody.
    pub open: u32,
    /// Rows that people decided.
    pub decided: u32,
    /// How many of the pairs are likely wrong and how many people were likely missed; `None` where the part is too small to say.
    pub expected: Option<Expected>,
}

/// The rows of a division, part by part.
#[derive(Debug, Default)]
pub struct Parts(BTreeMap<String, Doubts>);

impl Parts {
    /// Adds a row to its part.
    pub fn add(&mut self, part: &str, row: JudgedRow) {
        match self.0.get_mut(part) {
            Some(doubts) => doubts.add(row),
            None => {
                let mut doubts = Doubts::default();
                doubts.add(row);
                self.0.insert(part.to_owned(), doubts);
            }
        }
    }

    /// The parts in the order of `codes`, those without one by their names after them, and last what belongs to none. `words`
    /// names a division's codes in `messages.csv`.
    #[must_use]
    pub fn told(self, whole: &Doubts, codes: &[&str], words: &str) -> Vec<PartExpected> {
        let count = as_count(self.0.len());
        let place = |part: &str| match part {
            "" => usize::MAX,
            part => codes.iter().position(|code| *code == part).unwrap_or(codes.len()),
        };
        let mut parts: Vec<(String, Doubts)> = self.0.into_iter().collect();
        parts.sort_by_key(|(part, _)| place(part));
        let told = |(part, doubts): (String, Doubts)| PartExpected {
            name: match part.as_str() {
                "" => sentences("expected.no_hamlet", &[]),
                code if codes.is_empty() => [code.to_owned(), code.to_owned()],
                code => sentences(&format!("expected.{words}.{code}"), &[]),
            },
            rows: doubts.joined + doubts.open + doubts.decided,
            joined: doubts.joined,
            open: doubts.open,
            decided: doubts.decided,
            expected: Expected::of_part(&doubts, whole, count),
            part,
        };
        parts.into_iter().map(told).collect()
    }
}

/// The codes of [`age()`], in the order of lists.
pub const AGE_CODES: [&str; 6] = ["under-14", "14-17", "18-34", "35-59", "60", UNKNOWN];
/// The codes of [`exactness`].
pub const EXACTNESS_CODES: [&str; 3] = ["day", "year", "none"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_divided_by_age_and_birth() {
        let day: NaiveDate = "2026-11-20".parse().unwrap();
        let check = |birth: &str, expect: &str| assert_eq!(age(birth.parse().ok(), day), expect, "{birth}");
        check("2013-12-31", "under-14");
        check("2012", "14-17");
        check("2008-11-21", "18-34");
        check("1966", "60");
        check("1967-01", "35-59");
        check("", "unknown");
        let check = |ours: Option<&str>, theirs: &str, expect: &str| {
            let found = exactness(ours.map(|birth| birth.parse().ok()), theirs.parse().ok());
            assert_eq!(found, expect, "{ours:?} {theirs}");
        };
        check(Some("1950-03-12"), "1950-03-12", "day");
        check(Some("1950"), "1950-03-12", "year");
        check(Some(""), "1950-03-12", "none");
        check(Some("1950-03-12"), "1950-03", "year");
        check(None, "1950", "year");
        check(None, "1950-03-12", "day");
    }

    #[test]
    fn parts_add_up_to_the_whole() {
        // Hamlets of 10 to 4,000 rows, with every hundredth pair doubtful and every third open row likely one of ours.
        let mut whole = Doubts::default();
        let mut parts = Parts::default();
        let plain =
            JudgedRow { matched: true, decided: false, score: 1.0, present: None, near: true, blind: None };
        for (hamlet, rows) in [10, 90, 120, 400, 4_000].into_iter().enumerate() {
            for n in 0..rows {
                let score = if n % 100 == 0 { 0.95 } else { 1.0 };
                let row = match n % 20 {
                    0 => JudgedRow { matched: false, score: 0.2, present: Some(0.34), ..plain },
                    1 => JudgedRow { decided: true, score: 1.0, present: Some(0.9), ..plain },
                    _ => JudgedRow { score, ..plain },
                };
                whole.add(row);
                parts.add(&format!("Thôn {hamlet}"), row);
            }
        }
        let told = parts.told(&whole, &[], "");
        let expected = Expected::of(&whole).unwrap();
        assert_eq!(told.iter().map(|part| part.rows).sum::<u32>(), 4_620);
        assert_eq!(told.iter().map(|part| part.joined).sum::<u32>(), whole.joined);
        assert_eq!(told.iter().map(|part| part.open).sum::<u32>(), whole.open);
        let small: Vec<bool> = told.iter().map(|part| part.expected.is_none()).collect();
        assert_eq!(small, [true, true, false, false, false]);
        let large: Vec<Expected> = told.into_iter().filter_map(|part| part.expected).collect();
        let sum = |of: fn(&Expected) -> u32| large.iter().map(of).sum::<u32>();
        assert!(sum(|e| e.wrong.low) <= expected.wrong.low && sum(|e| e.missed.low) <= expected.missed.low);
        // The two small ones have 5 open rows.
        assert!(
            sum(|e| e.wrong.high) >= expected.wrong.high
                && sum(|e| e.missed.high) + 5 >= expected.missed.high
        );
    }
}
