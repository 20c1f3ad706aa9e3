//! What was told and taught (tuyên truyền, tập huấn), by unit and day (docs/domain.md, Points and invitations).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::dates::vi;
use super::ids::{OutreachId, UnitId};
use crate::error::{Error, Result};

/// What it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum OutreachKind {
    /// Tuyên truyền: people were told.
    Communication,
    /// Tập huấn: those who take part were taught.
    Training,
}

impl OutreachKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Communication, Self::Training];

    /// Row of `messages.csv` with its word.
    #[must_use]
    pub fn word_code(self) -> &'static str {
        match self {
            Self::Communication => "outreach.communication",
            Self::Training => "outreach.training",
        }
    }
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Outreach {
    /// Id in this book.
    pub id: OutreachId,
    /// The day.
    pub day: NaiveDate,
    /// The unit.
    pub unit_id: UnitId,
    /// What it was.
    pub kind: OutreachKind,
    /// People who were there; `None` where nobody counted, as with a broadcast.
    pub people: Option<u32>,
    /// In the unit's words: what, where, who.
    pub words: String,
}

/// Characters of its words at most.
const LONGEST: usize = 300;
/// More people than any unit below a province has.
const MOST: u32 = 2_000_000;

impl Outreach {
    /// Refuses what cannot be.
    ///
    /// # Errors
    /// `outreach.no_words`, `outreach.too_long`, `outreach.people`, `outreach.in_future`.
    pub fn check(&self, today: NaiveDate) -> Result<()> {
        if self.words.trim().is_empty() {
            return Err(Error::new("outreach.no_words"));
        }
        if self.words.chars().count() > LONGEST {
            return Err(Error::new("outreach.too_long").with("limit", LONGEST));
        }
        if self.people.is_some_and(|people| people == 0 || people > MOST) {
            return Err(Error::new("outreach.people").with("limit", MOST));
        }
        if self.day > today {
            return Err(Error::new("outreach.in_future").with("day", vi(self.day)));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn an_event_has_been_and_says_what_it_was() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let check = |words: &str, people, day: u32, expect: &str| {
            let event = Outreach {
                id: OutreachId(Uuid::nil()),
                day: NaiveDate::from_ymd_opt(2026, 11, day).unwrap(),
                unit_id: UnitId(Uuid::nil()),
                kind: OutreachKind::Training,
                people,
                words: words.to_owned(),
            };
            assert_eq!(event.check(today).map_or_else(|e| e.code, |()| "ok"), expect, "{words}");
        };
        check("Tập huấn các tổ ở hội trường", Some(24), 21, "ok");
        check("Phát thanh ba buổi", None, 20, "ok");
        check(" ", None, 20, "outreach.no_words");
        check(&"dài ".repeat(80), None, 20, "outreach.too_long");
        check("Họp dân", Some(0), 20, "outreach.people");
        check("Họp dân", Some(2_000_001), 20, "outreach.people");
        check("Họp dân", Some(10), 22, "outreach.in_future");
    }
}
