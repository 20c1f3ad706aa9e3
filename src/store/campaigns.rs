//! Campaigns and their phases.

use std::collections::BTreeMap;

use rusqlite::named_params;
use uuid::Uuid;

use super::values::{Blank, Plain};
use super::{Book, Tx};
use crate::domain::campaign::{Campaign, Phase, Plan};
use crate::domain::ids::CampaignId;
use crate::error::Result;

impl Book {
    /// All campaigns, the first one first.
    pub fn campaigns(&self) -> Result<Vec<Campaign>> {
        let mut campaigns = self.rows(include_str!("campaigns.sql"), [], |row| {
            Ok(Campaign {
                id: row.get("id")?,
                in_use: row.get("in_use")?,
                from_above: row.get("from_above")?,
                points: row.get("points")?,
                plan: Plan {
                    number: row.get("number")?,
                    issuer: row.get("issuer")?,
                    title: row.get("title")?,
                    first_day: row.get::<_, Plain<_>>("first_day")?.0,
                    last_day: row.get::<_, Plain<_>>("last_day")?.0,
                    target: row.get("target")?,
                    phases: Vec::new(),
                },
            })
        })?;
        for campaign in &mut campaigns {
            campaign.plan.phases = self.phases(campaign.id)?;
        }
        Ok(campaigns)
    }

    fn phases(&self, campaign: CampaignId) -> Result<Vec<Phase>> {
        self.rows("SELECT * FROM phase WHERE campaign_id = ?1 ORDER BY position", [campaign], |row| {
            Ok(Phase {
                name: row.get("name")?,
                first_day: row.get::<_, Plain<_>>("first_day")?.0,
                last_day: row.get::<_, Plain<_>>("last_day")?.0,
                report_due: row.get::<_, Blank<_>>("report_due")?.0,
                target: row.get("target")?,
            })
        })
    }
}

impl Tx<'_> {
    /// Adds a campaign; `new_id` gives the ids of its phases.
    pub fn insert_campaign(&self, campaign: &Campaign, new_id: impl Fn() -> Uuid) -> Result<()> {
        let plan = &campaign.plan;
        self.write(
            "INSERT INTO campaign (id, number, title, issuer, target, first_day, last_day)
             VALUES (:id, :number, :title, :issuer, :target, :first_day, :last_day)",
            named_params! {
                ":id": campaign.id, ":number": plan.number, ":title": plan.title, ":issuer": plan.issuer,
                ":target": plan.target, ":first_day": Plain(plan.first_day), ":last_day": Plain(plan.last_day),
            },
        )?;
        self.insert_phases(campaign, |_| new_id().to_string())
    }

    /// Writes what a campaign says now; the targets of `renamed` phases, (old name, new name), go with them.
    pub fn update_campaign(
        &self,
        campaign: &Campaign,
        renamed: &[(String, String)],
        new_id: impl Fn() -> Uuid,
    ) -> Result<()> {
        let plan = &campaign.plan;
        self.write(
            "UPDATE campaign SET number = :number, title = :title, issuer = :issuer, target = :target,
             first_day = :first_day, last_day = :last_day WHERE id = :id",
            named_params! {
                ":id": campaign.id, ":number": plan.number, ":title": plan.title, ":issuer": plan.issuer,
                ":target": plan.target, ":first_day": Plain(plan.first_day), ":last_day": Plain(plan.last_day),
            },
        )?;
        // A phase stays the row that it was, by its name, so that books above and below speak of the same one.
        let known = self.rows("SELECT name, id FROM phase WHERE campaign_id = ?1", [campaign.id], |row| {
            Ok((row.get::<_, String>("name")?, row.get::<_, String>("id")?))
        })?;
        let mut known: BTreeMap<String, String> = known.into_iter().collect();
        for (from, to) in renamed {
            if let Some(id) = known.remove(from) {
                known.insert(to.clone(), id);
            }
        }
        self.write("DELETE FROM phase WHERE campaign_id = ?1", [campaign.id])?;
        self.insert_phases(campaign, |name| {
            known.get(name).cloned().unwrap_or_else(|| new_id().to_string())
        })?;
        renamed.iter().try_for_each(|(from, to)| {
            self.write(
                "UPDATE indicator_value SET phase = :to WHERE phase = :from
                 AND indicator_id IN (SELECT id FROM indicator WHERE campaign_id = :campaign)",
                named_params! { ":campaign": campaign.id, ":from": from, ":to": to },
            )?;
            self.write(
                "UPDATE target_sheet SET phase = :to WHERE campaign_id = :campaign AND phase = :from",
                named_params! { ":campaign": campaign.id, ":from": from, ":to": to },
            )
        })
    }

    /// Chooses the campaign whose figures are shown; none: the days decide.
    pub fn use_campaign(&self, campaign: Option<CampaignId>) -> Result<()> {
        self.write("UPDATE campaign SET in_use = (id IS ?1) WHERE in_use <> (id IS ?1)", [campaign])
    }

    /// Says how many points a campaign gives for each whole percent above the target.
    pub fn give_points(&self, campaign: CampaignId, points: u32) -> Result<()> {
        self.write("UPDATE campaign SET points = ?2 WHERE id = ?1", (campaign, points))
    }

    fn insert_phases(&self, campaign: &Campaign, id_of: impl Fn(&str) -> String) -> Result<()> {
        for (phase, position) in campaign.plan.phases.iter().zip(0_u32..) {
            self.write(
                "INSERT INTO phase (id, campaign_id, position, name, first_day, last_day, report_due, target)
                 VALUES (:id, :campaign_id, :position, :name, :first_day, :last_day, :report_due, :target)",
                named_params! {
                    ":id": id_of(&phase.name), ":campaign_id": campaign.id, ":position": position,
                    ":name": phase.name, ":first_day": Plain(phase.first_day), ":last_day": Plain(phase.last_day),
                    ":report_due": Blank(phase.report_due), ":target": phase.target,
                },
            )?;
        }
        Ok(())
    }
}
