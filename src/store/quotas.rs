//! Targets of members, teams and alleys.

use rusqlite::named_params;

use super::{Book, Tx};
use crate::domain::ids::{CampaignId, QuotaId};
use crate::domain::quota::Quota;
use crate::error::Result;

impl Book {
    /// All of a campaign.
    pub fn quotas(&self, campaign: CampaignId) -> Result<Vec<Quota>> {
        let sql = "SELECT * FROM quota WHERE campaign_id = ?1 ORDER BY unit_id, kind, name";
        self.rows(sql, [campaign], |row| {
            Ok(Quota {
                id: row.get("id")?,
                campaign_id: row.get("campaign_id")?,
                unit_id: row.get("unit_id")?,
                kind: row.get("kind")?,
                name: row.get("name")?,
                per: row.get("per")?,
                count: row.get("count")?,
            })
        })
    }
}

impl Tx<'_> {
    /// Adds a target, or changes it.
    pub fn put_quota(&self, quota: &Quota) -> Result<()> {
        self.write(
            "INSERT INTO quota (id, campaign_id, unit_id, kind, name, per, count)
             VALUES (:id, :campaign, :unit, :kind, :name, :per, :count)
             ON CONFLICT (id) DO UPDATE SET per = excluded.per, count = excluded.count",
            named_params! {
                ":id": quota.id, ":campaign": quota.campaign_id, ":unit": quota.unit_id, ":kind": quota.kind,
                ":name": quota.name, ":per": quota.per, ":count": quota.count,
            },
        )
    }

    /// Takes a target out.
    pub fn remove_quota(&self, id: QuotaId) -> Result<()> {
        self.write("DELETE FROM quota WHERE id = ?1", [id])
    }
}
