//! Visits (lượt đến): one outcome a person a call at the door.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::ids::{CitizenId, MemberId, VisitId};

/// What the team found (DESIGN §4). The four first are the card's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// K: activated with the team; needs level and channel.
    Activated,
    /// V: absent.
    Absent,
    /// Đ: ineligible; needs a reason.
    Ineligible,
    /// S: no smartphone.
    NoSmartphone,
    /// H: other (refused, wrong data, moved, deceased, come back at …); needs a reason.
    Other,
}

/// How the account was activated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// The VNeID app.
    App,
    /// The web page, for people without a smartphone (plan 180/KH-UBND).
    Web,
}

/// One visit to one person, as logged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Id in this book.
    pub id: VisitId,
    /// Who was visited.
    pub citizen_id: CitizenId,
    /// When, with the offset of Asia/Ho_Chi_Minh.
    pub at: DateTime<FixedOffset>,
    /// Outcome.
    pub outcome: Outcome,
    /// 1 or 2 for an activation, else 0.
    pub level: u8,
    /// Channel of an activation.
    pub channel: Option<Channel>,
    /// Code of the reason (`visit_reasons.csv`), or empty.
    pub reason: String,
    /// When the person is expected back or wants the team back.
    pub come_back_at: Option<DateTime<FixedOffset>>,
    /// Who logged it; `None` when the paper does not say.
    pub member_id: Option<MemberId>,
    /// Note, short.
    pub note: String,
    /// The visit that this one corrects; a corrected visit counts no more but stays in the history.
    pub corrects: Option<VisitId>,
}
