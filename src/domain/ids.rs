//! Ids: UUIDv7 newtypes, text in the book and in files. They come from `Session`, never from the system.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::from_str(text).map($name)
            }
        }
    )*};
}

ids! {
    /// A unit (đơn vị): hamlet, commune, district, province or agency.
    UnitId;
    /// A household (hộ).
    HouseholdId;
    /// A citizen (công dân).
    CitizenId;
    /// Somebody who is being typed and is not in the register yet (bản nháp).
    PersonDraftId;
    /// A team member (thành viên).
    MemberId;
    /// One roster (danh sách công an): one extract of one date.
    RosterId;
    /// One row of a roster (dòng).
    EntryId;
    /// One visit (lượt đến) to one person.
    VisitId;
    /// One import of one file.
    ImportId;
    /// One change of the book: one journal entry, one undo step.
    OperationId;
    /// A campaign (đợt cao điểm).
    CampaignId;
    /// A sheet of targets (bảng chỉ tiêu).
    TargetSheetId;
    /// An indicator of a campaign (chỉ tiêu khác).
    IndicatorId;
    /// A target of a member, a team or an alley.
    QuotaId;
    /// A remark of a unit (nhận xét).
    RemarkId;
    /// An assignment (giao việc 5 rõ).
    AssignmentId;
    /// A random check (kiểm tra xác suất): a list of claims, and what is drawn from it.
    AuditId;
    /// One claim that was drawn.
    AuditLineId;
    /// A point (điểm hỗ trợ): where people come to the team.
    PointId;
    /// An invitation of one person to a point on a day.
    InvitationId;
    /// One event at which people were told or taught.
    OutreachId;
    /// One person on the list of an agency.
    AffiliationId;
    /// A team (tổ công tác, tổ kiểm tra, tổ hỗ trợ).
    TeamId;
    /// One person of a team.
    TeamMemberId;
}
