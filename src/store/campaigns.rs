//! Campaigns.

use rusqlite::named_params;

use super::values::Plain;
use super::{Book, Tx};
use crate::domain::campaign::{Campaign, Plan};
use crate::error::Result;

impl Book {
    /// All campaigns, the first one first.
    ///
    /// # Errors
    /// `book.*` when the book cannot be read.
    pub fn campaigns(&self) -> Result<Vec<Campaign>> {
        self.rows("SELECT * FROM campaign ORDER BY first_day, id", [], |row| {
            Ok(Campaign {
                id: row.get("id")?,
                plan: Plan {
                    number: row.get("number")?,
                    title: row.get("title")?,
                    first_day: row.get::<_, Plain<_>>("first_day")?.0,
                    last_day: row.get::<_, Plain<_>>("last_day")?.0,
                },
            })
        })
    }
}

impl Tx<'_> {
    /// Adds a campaign.
    ///
    /// # Errors
    /// `book.*` when the book cannot be written.
    pub fn insert_campaign(&self, campaign: &Campaign) -> Result<()> {
        self.write(
            "INSERT INTO campaign (id, number, title, first_day, last_day)
             VALUES (:id, :number, :title, :first_day, :last_day)",
            named_params! {
                ":id": campaign.id, ":number": campaign.plan.number, ":title": campaign.plan.title,
                ":first_day": Plain(campaign.plan.first_day), ":last_day": Plain(campaign.plan.last_day),
            },
        )
    }
}
