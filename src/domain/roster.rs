//! The roster (danh sách công an): what the population database says of each person on a date.

use serde::{Deserialize, Serialize};

use super::citizen::Sex;
use super::dates::PartialDate;
use super::ids::{EntryId, RosterId};
use crate::error::{Error, Result};

/// Account state as the extract says (docs/domain.md, Accounts and levels). Activated states carry their level in [`RosterEntry::level`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum AccountState {
    /// Chưa đăng ký.
    NotRegistered,
    /// Chờ phê duyệt.
    PendingApproval,
    /// Bị từ chối, trả lại.
    Rejected,
    /// Đã phê duyệt, chưa kích hoạt.
    ApprovedNotActivated,
    /// Đã kích hoạt mức 1.
    ActiveLevel1,
    /// Đã kích hoạt mức 2.
    ActiveLevel2,
    /// Bị khóa.
    Locked,
    /// Không rõ.
    Unknown,
}

impl AccountState {
    /// All states, in the order of lists.
    pub const ALL: [Self; 8] = [
        Self::NotRegistered,
        Self::PendingApproval,
        Self::Rejected,
        Self::ApprovedNotActivated,
        Self::ActiveLevel1,
        Self::ActiveLevel2,
        Self::Locked,
        Self::Unknown,
    ];

    /// The state with a code.
    ///
    /// # Errors
    /// `roster.unknown_state`.
    pub fn of_code(code: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code.trim()).ok_or_else(|| {
            let codes: Vec<&str> = Self::ALL.iter().map(|state| state.code()).collect();
            Error::new("roster.unknown_state").with("state", code).with("states", codes.join(", "))
        })
    }

    /// The code that scripts and the book read.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotRegistered => "not-registered",
            Self::PendingApproval => "pending-approval",
            Self::Rejected => "rejected",
            Self::ApprovedNotActivated => "approved-not-activated",
            Self::ActiveLevel1 => "active-level1",
            Self::ActiveLevel2 => "active-level2",
            Self::Locked => "locked",
            Self::Unknown => "unknown",
        }
    }

    /// Whether the account was granted: approved, and whatever comes after.
    #[must_use]
    pub fn is_granted(self) -> bool {
        matches!(self, Self::ApprovedNotActivated | Self::ActiveLevel1 | Self::ActiveLevel2 | Self::Locked)
    }

    /// Whether an application was taken in that was not turned back: it waits, or was granted.
    #[must_use]
    pub fn is_taken_in(self) -> bool {
        self == Self::PendingApproval || self.is_granted()
    }

    /// The words for users: a row of `messages.csv`. `level` is the one granted, 0 when the extract does not say.
    #[must_use]
    pub fn word(self, level: u8) -> &'static str {
        match self {
            Self::NotRegistered => "worksheet.state.not-registered",
            Self::PendingApproval => "worksheet.state.pending-approval",
            Self::Rejected => "worksheet.state.rejected",
            Self::ApprovedNotActivated if level == 1 => "worksheet.state.approved-1",
            Self::ApprovedNotActivated if level == 2 => "worksheet.state.approved-2",
            Self::ApprovedNotActivated => "worksheet.state.approved",
            Self::ActiveLevel1 => "worksheet.state.active-1",
            Self::ActiveLevel2 => "worksheet.state.active-2",
            Self::Locked => "worksheet.state.locked",
            Self::Unknown => "worksheet.state.unknown",
        }
    }
}

/// One row of a roster. Empty text means not given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct RosterEntry {
    /// Id in this book.
    pub id: EntryId,
    /// The extract it stands in.
    pub roster_id: RosterId,
    /// Sheet of the file.
    pub sheet: String,
    /// 1-based row as Excel shows it.
    pub row: u32,
    /// Họ và tên.
    pub name: String,
    /// Birth with the precision given.
    pub birth: Option<PartialDate>,
    /// Sex.
    pub sex: Option<Sex>,
    /// 12-digit number.
    pub number: String,
    /// 9-digit number.
    pub old_number: String,
    /// Phone.
    pub phone: String,
    /// Hamlet column or group row, as given.
    pub hamlet: String,
    /// Address as given.
    pub address: String,
    /// Name of the head of household, when given.
    pub head: String,
    /// Account state.
    pub state: AccountState,
    /// Level granted (1 or 2; 0 when the extract does not say). An approved account has a level before it is activated.
    pub level: u8,
    /// Day of approval.
    pub approved_on: Option<PartialDate>,
    /// Day of activation.
    pub activated_on: Option<PartialDate>,
}
