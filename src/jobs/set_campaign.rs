//! Campaigns: from when on visits count.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Nothing;
use crate::domain::campaign::{Campaign, Plan};
use crate::domain::ids::CampaignId;
use crate::error::{Error, Result};
use crate::session::Session;
use crate::store::Book;

/// A campaign is some kilobytes; a larger file is another file.
const LARGEST_FILE: u64 = 1 << 20;

/// A file that holds a campaign.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct CampaignFile {
    /// JSON: number, title, first_day, last_day.
    pub file: PathBuf,
}

/// Makes a campaign. The same plan again changes nothing.
///
/// # Errors
/// `campaign.bad_file`, `campaign.ends_first`, `campaign.exists` when the plan's number is taken by other days.
pub fn create_campaign(book: &mut Book, session: &Session, args: &CampaignFile) -> Result<Campaign> {
    let bad = |e: std::io::Error| Error::new("campaign.bad_file").with("reason", e);
    if std::fs::metadata(&args.file).map_err(bad)?.len() > LARGEST_FILE {
        return Err(Error::new("campaign.bad_file").with("reason", "> 1 MiB"));
    }
    let plan = Plan::from_json(&std::fs::read_to_string(&args.file).map_err(bad)?)?;
    if let Some(known) = book.campaigns()?.into_iter().find(|c| c.plan.number == plan.number) {
        return if known.plan == plan {
            Ok(known)
        } else {
            Err(Error::new("campaign.exists").with("number", plan.number))
        };
    }
    let campaign = Campaign { id: CampaignId(session.new_id()), plan };
    let params = json!({ "number": campaign.plan.number });
    book.transact(session, "create-campaign", params, |tx| {
        tx.insert_campaign(&campaign, || session.new_id())
    })?;
    Ok(campaign)
}

/// All campaigns, the first one first.
///
/// # Errors
/// `book.*` when the book cannot be read.
pub fn show_campaigns(book: &mut Book, _: &Session, _: &Nothing) -> Result<Vec<Campaign>> {
    book.campaigns()
}
