//! Members (thành viên) of the team that keeps a book.

use serde::{Deserialize, Serialize};

use super::ids::{MemberId, UnitId};
use super::rights::Rights;
use super::unit::{is_plain, shown};
use crate::error::{Error, Result};

/// So many people each official guides at least (70/KH-UBND, II.2; docs/domain.md, Plans and targets).
pub const EACH_GUIDES: u32 = 10;

/// Characters of a member's name at most.
const LONGEST_NAME: usize = 100;

/// Refuses a name that no paper could show, or that looks like another for characters that nobody sees.
///
/// # Errors
/// `member.bad_name` with its beginning.
pub fn check_name(name: &str) -> Result<()> {
    if is_plain(name, LONGEST_NAME) {
        return Ok(());
    }
    Err(Error::new("member.bad_name").with("name", shown(name)).with("limit", LONGEST_NAME))
}

/// What a member is in the team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Tổ trưởng.
    Leader,
    /// Tổ phó.
    Deputy,
    /// Thành viên.
    Member,
    /// Công an xã, phường.
    Police,
    /// Đoàn viên, tình nguyện viên.
    Volunteer,
}

/// A member of the team. A name that was first met in a visit or an assignment has no role and no phone yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Member {
    /// Id in this book.
    pub id: MemberId,
    /// Name.
    pub name: String,
    /// Phone as the user typed it, or empty.
    pub phone: String,
    /// What they are in the team; `None` when not said.
    pub role: Option<Role>,
    /// What they may do in this book; `None` when not said.
    pub rights: Option<Rights>,
    /// The unit whose people they may change as a team member; `None`: all.
    pub unit: Option<UnitId>,
}
