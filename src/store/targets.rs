//! Targets with their baseline, sheet by sheet.

use rusqlite::named_params;
use uuid::Uuid;

use super::values::Plain;
use super::{Book, Tx};
use crate::domain::ids::{CampaignId, TargetSheetId};
use crate::domain::target::{PrintedRow, Target, TargetSheet};
use crate::error::{Error, Result};

/// A row as printed, from its JSON.
fn printed(text: &str) -> Result<PrintedRow> {
    serde_json::from_str(text).map_err(|e| Error::new("book.damaged").with("detail", e))
}

fn json(row: &PrintedRow) -> Result<String> {
    serde_json::to_string(row).map_err(|e| Error::new("book.failed").with("detail", e))
}

impl Book {
    /// Whether anybody has a target.
    pub fn has_targets(&self) -> Result<bool> {
        self.row("SELECT EXISTS (SELECT 1 FROM target_sheet) AS any", [], |row| row.get("any"))
    }

    /// The sheets of targets of a campaign: the whole campaign's first, then those of its phases.
    pub fn target_sheets(&self, campaign: CampaignId) -> Result<Vec<TargetSheet>> {
        let mut sheets = Vec::new();
        let heads: Vec<(TargetSheetId, String, Plain<_>, String)> = self.rows(
            "SELECT id, phase, as_of, total FROM target_sheet WHERE campaign_id = ?1 ORDER BY phase",
            [campaign],
            |row| Ok((row.get("id")?, row.get("phase")?, row.get("as_of")?, row.get("total")?)),
        )?;
        for (id, phase, Plain(as_of), total) in heads {
            let printed_total = if total.is_empty() { None } else { Some(printed(&total)?) };
            let rows: Vec<(_, bool, String, String)> = self.rows(
                "SELECT unit_id, locked, answerable, printed FROM target WHERE sheet_id = ?1 ORDER BY position",
                [id],
                |row| {
                    Ok((
                        row.get("unit_id")?,
                        row.get("locked")?,
                        row.get("answerable")?,
                        row.get("printed")?,
                    ))
                },
            )?;
            let targets = rows
                .into_iter()
                .map(|(unit_id, locked, answerable, row)| {
                    Ok(Target { unit_id, locked, answerable, row: printed(&row)? })
                })
                .collect::<Result<_>>()?;
            sheets.push(TargetSheet { id, campaign_id: campaign, phase, as_of, printed_total, targets });
        }
        Ok(sheets)
    }
}

impl Tx<'_> {
    /// Puts a sheet in the place of the one of the same campaign and phase.
    pub fn put_target_sheet(&self, sheet: &TargetSheet, new_id: impl Fn() -> Uuid) -> Result<()> {
        let old = "SELECT id FROM target_sheet WHERE campaign_id = :campaign AND phase = :phase";
        let key = named_params! { ":campaign": sheet.campaign_id, ":phase": sheet.phase };
        self.write(&format!("DELETE FROM target WHERE sheet_id IN ({old})"), key)?;
        self.write(&format!("DELETE FROM target_sheet WHERE id IN ({old})"), key)?;
        self.write(
            "INSERT INTO target_sheet (id, campaign_id, phase, as_of, total)
             VALUES (:id, :campaign, :phase, :as_of, :total)",
            named_params! {
                ":id": sheet.id, ":campaign": sheet.campaign_id, ":phase": sheet.phase,
                ":as_of": Plain(sheet.as_of),
                ":total": sheet.printed_total.as_ref().map(json).transpose()?.unwrap_or_default(),
            },
        )?;
        for (target, position) in sheet.targets.iter().zip(0_u32..) {
            self.write(
                "INSERT INTO target (id, sheet_id, unit_id, position, locked, printed, answerable)
                 VALUES (:id, :sheet, :unit, :position, :locked, :printed, :answerable)",
                named_params! {
                    ":id": new_id().to_string(), ":sheet": sheet.id, ":unit": target.unit_id,
                    ":position": position, ":locked": target.locked, ":printed": json(&target.row)?,
                    ":answerable": target.answerable,
                },
            )?;
        }
        Ok(())
    }
}
