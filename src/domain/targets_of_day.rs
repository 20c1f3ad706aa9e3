//! The targets that stand on a day, and whose they are.

use super::campaign::{Campaign, Plan};
use super::target::TargetSheet;

/// The targets that stand on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetsOfDay {
    /// Their campaign; `None` when they came with summaries and the book has no campaign.
    pub campaign: Option<Campaign>,
    /// The book's own targets, else those that the units below have stated.
    pub sheet: TargetSheet,
    /// Units that have stated none.
    pub without: Vec<String>,
}

impl TargetsOfDay {
    /// The plan whose days and targets these are: that of the phase alone when they are a phase's.
    #[must_use]
    pub fn plan(&self) -> Option<Plan> {
        self.campaign.as_ref().map(|campaign| campaign.plan.of_phase(&self.sheet.phase))
    }
}
