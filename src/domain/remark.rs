//! Merits, difficulties, causes and proposals in the words of a unit, dated (docs/domain.md, Remarks).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::dates::vi;
use super::ids::{RemarkId, UnitId};
use super::text::{clean, has_long_number};
use crate::error::{Error, Result};
use crate::messages::word;

/// Characters of a remark: some sentences of a report.
const LONGEST: usize = 1_000;

/// What a remark is about, in the order of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum RemarkKind {
    /// Ưu điểm, cách làm hay.
    Merit,
    /// Khó khăn, tồn tại.
    Difficulty,
    /// Nguyên nhân.
    Cause,
    /// Kiến nghị, đề xuất.
    Proposal,
}

impl RemarkKind {
    /// All of them, in the order of a report.
    pub const ALL: [Self; 4] = [Self::Merit, Self::Difficulty, Self::Cause, Self::Proposal];

    /// The word of JSON and of the command line.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Merit => "merit",
            Self::Difficulty => "difficulty",
            Self::Cause => "cause",
            Self::Proposal => "proposal",
        }
    }

    /// As reports head it.
    #[must_use]
    pub fn heading(self) -> &'static str {
        word(&format!("remark.{}", self.code()))
    }
}

impl std::str::FromStr for RemarkKind {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let kinds = || Self::ALL.map(Self::code).join(", ");
        let found = Self::ALL.into_iter().find(|kind| kind.code() == text);
        found.ok_or_else(|| Error::new("remark.unknown_kind").with("kind", text).with("kinds", kinds()))
    }
}

/// A remark of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Remark {
    /// Id in this book.
    pub id: RemarkId,
    /// Whose it is.
    pub unit_id: UnitId,
    /// The day that it is of: the reports of the days between have it.
    pub day: NaiveDate,
    /// What it is about.
    pub kind: RemarkKind,
    /// Its words.
    pub text: String,
    /// When and how a difficulty was removed; `None` while it is open.
    pub removed: Option<Removal>,
}

/// That a difficulty is there no more (tháo gỡ).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Removal {
    /// The day.
    pub on: NaiveDate,
    /// How, in words.
    pub how: String,
}

impl Remark {
    /// How it was removed, as known on the evening of `day`.
    #[must_use]
    pub fn removed_by(&self, day: NaiveDate) -> Option<&Removal> {
        self.removed.as_ref().filter(|removal| removal.on <= day)
    }
}

/// The words of a remark as they are kept: one paragraph.
///
/// # Errors
/// `remark.empty`, `remark.too_long`, `remark.number`, `remark.in_future`.
pub fn checked(text: &str, day: NaiveDate, today: NaiveDate) -> Result<String> {
    let text = clean(text).0.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Err(Error::new("remark.empty"));
    }
    let length = text.chars().count();
    if length > LONGEST {
        return Err(Error::new("remark.too_long").with("length", length).with("limit", LONGEST));
    }
    // Reports go up, and no number of a person may.
    if has_long_number(&text) {
        return Err(Error::new("remark.number"));
    }
    if day > today {
        return Err(Error::new("remark.in_future").with("day", vi(day)));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_is_a_paragraph_of_words_of_a_day_that_was() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let check = |text: &str, on: &str, expect: std::result::Result<&str, &str>| {
            let found = checked(text, day(on), day("2026-11-21")).map_err(|e| e.code);
            assert_eq!(found, expect.map(str::to_owned), "{text}");
        };
        check(" Nhiều người đi làm xa,\n về muộn. ", "2026-11-21", Ok("Nhiều người đi làm xa, về muộn."));
        check(
            "Mạng 4G yếu ở 3 thôn, ngày 20/11/2026",
            "2026-11-01",
            Ok("Mạng 4G yếu ở 3 thôn, ngày 20/11/2026"),
        );
        check(" \n ", "2026-11-21", Err("remark.empty"));
        check(&"x".repeat(1_001), "2026-11-21", Err("remark.too_long"));
        check("Ông An, 0912 345 678", "2026-11-21", Err("remark.number"));
        check("Mạng yếu", "2026-11-22", Err("remark.in_future"));
    }
}
