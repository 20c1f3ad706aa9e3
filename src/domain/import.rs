//! What one row of a survey or an extract says of one person, and the accounting of one file.

use std::collections::BTreeMap;

use serde::Serialize;

use super::citizen::Sex;
use super::dates::PartialDate;
use super::roster::AccountState;
use crate::error::{RowIssue, Severity};

/// A field that a column can hold. The text form (kebab-case) is what `--map` takes; the Vietnamese field names of
/// DOMAIN's header_aliases.csv (`ho_ten`, `ngay_sinh`, …) are accepted beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the glossary's")]
pub enum Field {
    Ordinal,
    Hamlet,
    HouseholdCode,
    Head,
    Alley,
    HouseNumber,
    WalkOrder,
    Code,
    Name,
    /// Họ đệm of a name in two columns.
    FamilyName,
    /// Tên of a name in two columns.
    GivenName,
    Birth,
    /// "Năm sinh: Nam | Nữ": the filled one of the two columns tells the sex.
    BirthMale,
    BirthFemale,
    BirthDay,
    BirthMonth,
    BirthYear,
    Sex,
    Number,
    OldNumber,
    /// "Số CMND/CCCD": 9 or 12 digits in one column.
    NumberOrOld,
    Phone,
    Relation,
    Residence,
    /// Nơi thường trú.
    Address,
    /// Nơi ở hiện tại.
    PresentAddress,
    Smartphone,
    Internet,
    Note,
    State,
    Level,
    /// "Mức 1" and "Mức 2" as two tick columns.
    Level1,
    Level2,
    ApprovedOn,
    ActivatedOn,
}

/// The value as the file had it, of each repaired field.
pub type Raw = Vec<(Field, String)>;

/// One person as one row says it. Empty text and `None` mean that the row does not say.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[expect(missing_docs, reason = "as in Citizen, Household and RosterEntry")]
pub struct PersonRow {
    /// 1-based row as Excel shows it.
    pub row: u32,
    /// Hamlet column, else group row, else empty (then the sheet's name decides).
    pub hamlet: String,
    pub household_code: String,
    pub head: String,
    pub alley: String,
    pub house_number: String,
    pub walk_order: u32,
    pub code: String,
    pub name: String,
    pub birth: Option<PartialDate>,
    pub sex: Option<Sex>,
    pub number: String,
    pub old_number: String,
    pub phone: String,
    pub relation: String,
    pub residence: String,
    pub address: String,
    pub present_address: String,
    pub smartphone: Option<bool>,
    pub internet: Option<bool>,
    pub note: String,
    pub state: Option<AccountState>,
    /// 0 when the row does not say.
    pub level: u8,
    pub approved_on: Option<PartialDate>,
    pub activated_on: Option<PartialDate>,
    /// The value as the file had it, of each repaired field.
    pub raw: Raw,
}

/// The accounting of one file: `rows_in = added + updated + unchanged + skipped + rejected`.
/// Rows in are the rows below the headings that are not blank; sub-totals, group rows, numbering rows and signature
/// blocks are skipped.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are the glossary's (DESIGN §6)")]
pub struct Accounting {
    pub rows_in: u32,
    pub added: u32,
    pub updated: u32,
    pub unchanged: u32,
    pub skipped: u32,
    pub rejected: u32,
    /// How often each repair was made, by code.
    pub repairs: BTreeMap<&'static str, u32>,
    /// All findings; a repair of a whole column (encoding) is listed once.
    pub issues: Vec<RowIssue>,
}

impl Accounting {
    /// Adds a warning about one row; the column is the whole row's.
    pub fn warn(&mut self, sheet: &str, row: u32, code: &'static str, raw: &str) {
        self.issues.push(RowIssue {
            sheet: sheet.to_owned(),
            row,
            column: String::new(),
            code,
            severity: Severity::Warning,
            raw: raw.to_owned(),
            stored: raw.to_owned(),
        });
    }

    /// Whether every row is accounted for.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        self.rows_in == self.added + self.updated + self.unchanged + self.skipped + self.rejected
    }
}
