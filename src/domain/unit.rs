//! Units (đơn vị) and the level that a book works at.

use serde::{Deserialize, Serialize};

use super::ids::UnitId;

/// The level of the unit that keeps a book (DESIGN §1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Thôn, ấp, bản, khu phố, tổ dân phố.
    Hamlet,
    /// Xã, phường, đặc khu.
    Commune,
    /// Huyện; only for plans from before 1/7/2025.
    District,
    /// Tỉnh, thành phố.
    Province,
}

/// A unit. There is no national code below the commune (DOMAIN §5), so hamlets have names only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unit {
    /// Id in this book.
    pub id: UnitId,
    /// The unit above; `None` for the book's own unit.
    pub parent_id: Option<UnitId>,
    /// "thon", "ap", "to-dan-pho", "xa", "huyen", "tinh", … ; empty when not said.
    pub kind: String,
    /// Name with its kind word: "Thôn 1", "Xã Thử Nghiệm".
    pub name: String,
    /// National code as text (2 or 5 digits), or empty.
    pub code: String,
    /// Order in lists and forms.
    pub position: u32,
}
