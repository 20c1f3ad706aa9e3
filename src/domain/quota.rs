//! Targets of members, teams and alleys (docs/domain.md, Quotas): how many new accounts each owes, in all or a day.

use serde::{Deserialize, Serialize};

use super::ids::{CampaignId, QuotaId, UnitId};
use super::report::Percent;
use super::text::{spelling, thousands};
use crate::messages::sentence;

/// Whose target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum QuotaKind {
    /// Who walks.
    Member,
    /// A team, all its members together.
    Team,
    /// A cluster of houses (ngõ, cụm, xóm), as the register writes it.
    Alley,
}

/// Over which time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Per {
    /// In the whole campaign.
    #[default]
    All,
    /// On each day.
    Day,
}

impl Per {
    /// What counts against it, of what came so far and on the day.
    #[must_use]
    pub fn reached<T>(self, so_far: T, on_day: T) -> T {
        match self {
            Self::All => so_far,
            Self::Day => on_day,
        }
    }
}

/// A target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Quota {
    /// Id in this book.
    pub id: QuotaId,
    /// Its campaign.
    pub campaign_id: CampaignId,
    /// The hamlet or unit whose share it is.
    pub unit_id: UnitId,
    /// Whose.
    pub kind: QuotaKind,
    /// The name.
    pub name: String,
    /// Over which time.
    pub per: Per,
    /// New accounts.
    pub count: u32,
}

impl Quota {
    /// Whether it is of that name; case does not count.
    #[must_use]
    pub fn is_of(&self, kind: QuotaKind, name: &str) -> bool {
        self.kind == kind && spelling(&self.name) == spelling(name)
    }

    /// What one who has several owes: of hamlets that were merged, their sum, over the time of the first.
    pub fn together<'q>(quotas: impl Iterator<Item = &'q Self>) -> Option<Self> {
        quotas.cloned().reduce(|a, b| {
            let more = if a.per == b.per { b.count } else { 0 };
            Self { count: a.count.saturating_add(more), ..a }
        })
    }

    /// "40", or "2/ngày".
    #[must_use]
    pub fn told(&self) -> String {
        let count = thousands(self.count);
        match self.per {
            Per::All => count,
            Per::Day => sentence("quota.per_day", [("count", count.as_str())]),
        }
    }
}

/// Somebody who has a target or may have one, and what was reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct QuotaRow {
    /// Whose.
    pub kind: QuotaKind,
    /// The name; of an alley empty where the register names none.
    pub name: String,
    /// The unit.
    pub unit_id: UnitId,
    /// Its name on the day.
    pub unit: String,
    /// What a number is shared out by: eligible people of an alley, members of a team, 1 of a member; 0 of who is no more there.
    pub weight: u32,
    /// New accounts owed; `None`: no target.
    pub count: Option<u32>,
    /// Over which time.
    pub per: Per,
    /// New accounts since the campaign began; `None` where nobody knows who brought them.
    pub so_far: Option<u32>,
    /// On the day.
    pub on_day: Option<u32>,
    /// Reached of owed.
    pub ratio: Option<Percent>,
    /// Still owed; negative when more came.
    pub remaining: Option<i64>,
}

impl QuotaRow {
    /// Says what is owed, and how that stands.
    #[must_use]
    pub fn owing(mut self, quota: Option<&Quota>) -> Self {
        (self.count, self.per) = quota.map_or((None, Per::All), |quota| (Some(quota.count), quota.per));
        let both = self.count.zip(self.per.reached(self.so_far, self.on_day));
        self.ratio = both.and_then(|(count, reached)| Percent::of(reached, count));
        self.remaining = both.map(|(count, reached)| i64::from(count) - i64::from(reached));
        self
    }
}
