//! Campaigns (đợt cao điểm).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ids::CampaignId;
use crate::error::{Error, Result};

/// A campaign of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Campaign {
    /// Id in this book.
    pub id: CampaignId,
    /// What the plan says.
    #[serde(flatten)]
    pub plan: Plan,
}

/// What a plan says of its campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Number of the plan: "70/KH-UBND".
    pub number: String,
    /// Its title.
    pub title: String,
    /// First day, inclusive.
    pub first_day: NaiveDate,
    /// Last day, inclusive.
    pub last_day: NaiveDate,
}

impl Plan {
    /// Reads a plan from JSON.
    ///
    /// # Errors
    /// `campaign.bad_file` with the place, `campaign.ends_first`.
    pub fn from_json(text: &str) -> Result<Self> {
        let plan: Self =
            serde_json::from_str(text).map_err(|e| Error::new("campaign.bad_file").with("reason", e))?;
        if plan.last_day < plan.first_day {
            return Err(Error::new("campaign.ends_first")
                .with("first", plan.first_day.format("%d/%m/%Y"))
                .with("last", plan.last_day.format("%d/%m/%Y")));
        }
        Ok(plan)
    }
}
