//! Indicators of a campaign, what units report of them, and what their summary files state.

use std::collections::BTreeMap;

use rusqlite::named_params;
use uuid::Uuid;

use super::values::Blank;
use super::{Book, Tx};
use crate::domain::ids::{CampaignId, IndicatorId, UnitId};
use crate::domain::indicator::{Indicator, IndicatorValue, PlannedIndicator, StatedIndicator};
use crate::error::{Error, Result};

impl Book {
    /// The indicators of a campaign, in their order.
    pub fn indicators(&self, campaign: CampaignId) -> Result<Vec<Indicator>> {
        self.rows("SELECT * FROM indicator WHERE campaign_id = ?1 ORDER BY position, id", [campaign], |row| {
            Ok(Indicator {
                id: row.get("id")?,
                campaign_id: row.get("campaign_id")?,
                planned: PlannedIndicator {
                    name: row.get("name")?,
                    numerator: row.get("numerator")?,
                    denominator: row.get("denominator")?,
                    measure: row.get("measure")?,
                    threshold: row.get("threshold")?,
                    due: row.get::<_, Blank<_>>("due")?.0,
                    apart: row.get("apart")?,
                },
            })
        })
    }

    /// What was written here of the indicators of a campaign: by indicator, phase and unit.
    pub fn indicator_values(
        &self,
        campaign: CampaignId,
    ) -> Result<BTreeMap<(IndicatorId, String, UnitId), IndicatorValue>> {
        let rows = self.rows(
            "SELECT v.indicator_id, v.phase, v.unit_id, v.numerator, v.denominator FROM indicator_value v
             JOIN indicator i ON i.id = v.indicator_id WHERE i.campaign_id = ?1",
            [campaign],
            |row| {
                let value =
                    IndicatorValue { numerator: row.get("numerator")?, denominator: row.get("denominator")? };
                Ok(((row.get("indicator_id")?, row.get("phase")?, row.get("unit_id")?), value))
            },
        )?;
        Ok(rows.into_iter().collect())
    }

    /// What the newest summary file of each unit states of indicators; the book's own among them, as it was sent.
    pub fn stated_indicators(&self) -> Result<BTreeMap<UnitId, Vec<StatedIndicator>>> {
        let rows: Vec<(UnitId, String)> = self.rows(
            "SELECT f.unit_id, coalesce(s.stated, '[]') AS stated FROM summary_file f
             LEFT JOIN summary_indicator s ON s.id = f.id
             ORDER BY f.unit_id, f.era, f.sequence, f.issued_at, f.id",
            [],
            |row| Ok((row.get("unit_id")?, row.get("stated")?)),
        )?;
        // The last one of a unit stands: each states all that there is.
        let newest: BTreeMap<UnitId, String> = rows.into_iter().collect();
        let damaged = |e: serde_json::Error| Error::new("book.damaged").with("detail", e);
        newest
            .into_iter()
            .map(|(unit, stated)| Ok((unit, serde_json::from_str(&stated).map_err(damaged)?)))
            .collect()
    }
}

impl Book {
    /// The newest file of each unit, where it states indicators.
    pub fn files_with_indicators(&self) -> Result<BTreeMap<UnitId, String>> {
        let rows: Vec<(UnitId, Option<String>)> = self.rows(
            "SELECT f.unit_id, s.id FROM summary_file f LEFT JOIN summary_indicator s ON s.id = f.id
             ORDER BY f.unit_id, f.era, f.sequence, f.issued_at, f.id",
            [],
            |row| Ok((row.get("unit_id")?, row.get("id")?)),
        )?;
        let newest: BTreeMap<UnitId, Option<String>> = rows.into_iter().collect();
        Ok(newest.into_iter().filter_map(|(unit, file)| Some((unit, file?))).collect())
    }
}

impl Tx<'_> {
    /// Puts the indicators of a campaign in the place of those that it had; what was reported of those that stay stays.
    pub fn put_indicators(&self, campaign: CampaignId, indicators: &[Indicator]) -> Result<()> {
        self.write("DELETE FROM indicator WHERE campaign_id = ?1", [campaign])?;
        for (indicator, position) in indicators.iter().zip(0_u32..) {
            let planned = &indicator.planned;
            self.write(
                "INSERT INTO indicator (id, campaign_id, position, name, numerator, denominator, measure, threshold, due, apart)
                 VALUES (:id, :campaign, :position, :name, :numerator, :denominator, :measure, :threshold, :due, :apart)",
                named_params! {
                    ":id": indicator.id, ":campaign": campaign, ":position": position, ":name": planned.name,
                    ":numerator": planned.numerator, ":denominator": planned.denominator,
                    ":measure": planned.measure, ":threshold": planned.threshold, ":due": Blank(planned.due),
                    ":apart": planned.apart,
                },
            )?;
        }
        Ok(())
    }

    /// Writes what a unit reports of an indicator in a round; `None`: it is not known any more.
    pub fn put_indicator_value(
        &self,
        (indicator, phase, unit): (IndicatorId, &str, UnitId),
        value: Option<IndicatorValue>,
        new_id: impl Fn() -> Uuid,
    ) -> Result<()> {
        let Some(IndicatorValue { numerator, denominator }) = value else {
            return self.write(
                "DELETE FROM indicator_value WHERE indicator_id = :indicator AND phase = :phase AND unit_id = :unit",
                named_params! { ":indicator": indicator, ":phase": phase, ":unit": unit },
            );
        };
        self.write(
            "INSERT INTO indicator_value (id, indicator_id, unit_id, phase, numerator, denominator)
             VALUES (:id, :indicator, :unit, :phase, :numerator, :denominator)
             ON CONFLICT (indicator_id, phase, unit_id)
             DO UPDATE SET numerator = excluded.numerator, denominator = excluded.denominator",
            named_params! {
                ":id": new_id().to_string(), ":indicator": indicator, ":unit": unit, ":phase": phase,
                ":numerator": numerator, ":denominator": denominator,
            },
        )
    }
}
