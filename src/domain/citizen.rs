//! The register: households and their people.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::dates::PartialDate;
use super::ids::{CitizenId, HouseholdId, UnitId};
use super::text::fold;

/// Whether a relation (quan hệ với chủ hộ) says that the person is the head.
#[must_use]
pub fn says_head(relation: &str) -> bool {
    fold(relation) == "chu ho"
}

/// Sex as the papers state it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Sex {
    /// Nam.
    Male,
    /// Nữ.
    Female,
}

/// A household (hộ) of one hamlet. Empty text means not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Household {
    /// Id in this book.
    pub id: HouseholdId,
    /// The hamlet it belongs to.
    pub unit_id: UnitId,
    /// Mã hộ, as the survey gives it.
    pub code: String,
    /// Name of the head (chủ hộ).
    pub head: String,
    /// Ngõ, hẻm, kiệt, xóm.
    pub alley: String,
    /// Số nhà: "12", "12/3A".
    pub house_number: String,
    /// Place on the walk, 0 when the survey does not say; else 1, 2, …
    pub walk_order: u32,
}

impl Household {
    /// House and alley, as they are told within the hamlet: "12/3A, Ngõ 5".
    #[must_use]
    pub fn address(&self) -> String {
        address(&self.house_number, &self.alley)
    }
}

/// As [`Household::address`]; what is not known is left out.
#[must_use]
pub fn address(house_number: &str, alley: &str) -> String {
    [house_number, alley].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// One person of the register. One person is one record; identity numbers are a list on it, never the key
/// (docs/domain.md, Identity numbers). Empty text means not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Citizen {
    /// Id in this book.
    pub id: CitizenId,
    /// Mã công dân: from the file, else generated.
    pub code: String,
    /// Hamlet; equals the household's.
    pub unit_id: UnitId,
    /// Household.
    pub household_id: HouseholdId,
    /// Họ và tên as on the papers, NFC, never rewritten for matching.
    pub name: String,
    /// Birth with the precision the papers have.
    pub birth: Option<PartialDate>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Present 12-digit number.
    pub number: String,
    /// Old 9-digit number (CMND).
    pub old_number: String,
    /// Phone, 10 digits (11 for a fixed line); not unique (docs/domain.md, Phones).
    pub phone: String,
    /// Relation to the head ("chủ hộ", "vợ", "con"…), as the survey gives it.
    pub relation: String,
    /// Residence status ("thường trú", "tạm trú", "đi làm xa"…), as the survey gives it.
    pub residence: String,
    /// Permanent address as given.
    pub address: String,
    /// Has a smartphone.
    pub smartphone: Option<bool>,
    /// Has a computer with internet.
    pub internet: Option<bool>,
    /// Note, short.
    pub note: String,
}

/// A record that turned out to be of a person who has another, by what files know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedRecord {
    /// Hamlet.
    pub unit_id: UnitId,
    /// Household.
    pub household_id: HouseholdId,
    /// Mã công dân.
    pub code: String,
    /// Name.
    pub name: String,
    /// Birth with the precision the papers have.
    pub birth: Option<PartialDate>,
    /// 12-digit number.
    pub number: String,
}

/// How a person left the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Gone {
    /// Chuyển đi.
    Moved,
    /// Đã mất.
    Deceased,
    /// Sang thôn khác, by the commune's word: on that hamlet's list, and counted there.
    Elsewhere,
}

impl Gone {
    /// Code in the book.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Moved => "moved",
            Self::Deceased => "deceased",
            Self::Elsewhere => "elsewhere",
        }
    }

    /// Row of `messages.csv` with its words.
    #[must_use]
    pub fn word_code(self) -> &'static str {
        match self {
            Self::Moved => "held.gone.moved",
            Self::Deceased => "held.gone.deceased",
            Self::Elsewhere => "held.gone.elsewhere",
        }
    }
}

/// A person who moved away or died: from that day on off the worklists and not among the eligible. The record and its
/// history stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Departure {
    /// How.
    pub gone: Gone,
    /// From this day on.
    pub day: NaiveDate,
}
