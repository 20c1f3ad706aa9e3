//! The targets that each unit below has of its own, read once for all packages of one action.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::domain::ids::UnitId;
use crate::domain::sharing::Rows;
use crate::error::Result;
use crate::store::Book;

/// Targets by unit, id of the campaign and name of the phase; of the whole campaign the phase is "".
pub(super) struct OwnTargets(BTreeMap<(UnitId, String, String), u32>);

impl OwnTargets {
    pub(super) fn read(book: &Book) -> Result<Self> {
        let mut all = BTreeMap::new();
        for campaign in book.campaigns()? {
            for sheet in book.target_sheets(campaign.id)? {
                let of = |unit| (unit, campaign.id.to_string(), sheet.phase.clone());
                all.extend(sheet.targets.iter().map(|target| (of(target.unit_id), target.row.target.total)));
            }
        }
        Ok(Self(all))
    }

    /// In campaigns and phases that go to a unit stands the unit's own target, not that of the whole.
    pub(super) fn put(&self, unit: UnitId, rows: &mut Rows) {
        for ((table, id), fields) in rows {
            let text = |field: &str| fields.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
            let (campaign, phase) = match table.as_str() {
                "campaign" => (id.clone(), String::new()),
                "phase" => (text("campaign_id"), text("name")),
                _ => continue,
            };
            let target =
                self.0.get(&(unit, campaign, phase)).map_or(Value::Null, |target| Value::from(*target));
            fields.insert("target".to_owned(), target);
        }
    }
}
