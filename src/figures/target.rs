//! The targets of a day: the book's own, else those that the units below have stated.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::day::{Day, once};
use crate::domain::campaign::{Campaign, Plan};
use crate::domain::ids::{CampaignId, TargetSheetId, UnitId};
use crate::domain::target::{Levels, PrintedRow, Target, TargetSheet, Undivided};
use crate::domain::targets_of_day::TargetsOfDay;
use crate::domain::unit::Unit;
use crate::error::{Error, Result};
use crate::messages::word;

impl Day<'_> {
    /// The book's own targets of the day, of its campaign.
    pub(super) fn own_targets(&self) -> Result<Option<&TargetSheet>> {
        once(&self.own_targets, || self.read_own_targets()).map(Option::as_ref)
    }

    fn read_own_targets(&self) -> Result<Option<TargetSheet>> {
        Ok(self.given_targets()?.map(|sheet| self.at_home(sheet)))
    }

    /// The same as they were given, whatever became of their units since.
    fn given_targets(&self) -> Result<Option<TargetSheet>> {
        let Some(campaign) = &self.campaign else { return Ok(None) };
        let sheets = self.book.target_sheets(campaign.id)?;
        Ok(sheet_on(&campaign.plan, &sheets, self.day).cloned())
    }

    /// The targets of the day: the book's own, else those that the units below have stated; `None` without any.
    pub(crate) fn targets(&self) -> Result<Option<&TargetsOfDay>> {
        let read = || match self.own_targets()?.cloned() {
            Some(sheet) => {
                Ok(Some(TargetsOfDay { campaign: self.campaign.clone(), sheet, without: Vec::new() }))
            }
            None => self.stated_targets(),
        };
        once(&self.targets, read).map(Option::as_ref)
    }

    /// The targets of the day that still have to be divided among the parts of a unit that was split.
    pub(crate) fn undivided(&self) -> Result<Vec<Undivided>> {
        Ok(self.targets()?.map(|targets| targets.sheet.undivided(&self.units)).unwrap_or_default())
    }

    /// Units that were split whose parts were given another sum: [`TargetSheet::divided_otherwise`].
    pub(crate) fn divided_otherwise(&self) -> Result<Vec<(String, u32, u32)>> {
        let given = self.given_targets()?;
        Ok(given.map(|sheet| sheet.divided_otherwise(&self.units)).unwrap_or_default())
    }

    /// The targets of the day; with `part` only those of that unit and the units below it.
    ///
    /// # Errors
    /// `target.none`.
    pub(crate) fn targets_of(&self, part: Option<UnitId>) -> Result<TargetsOfDay> {
        let mut targets = self.targets()?.cloned().ok_or_else(|| no_targets(self.campaign.as_ref()))?;
        if let Some(part) = part {
            let within = |target: &Target| self.units.upwards(target.unit_id).any(|unit| unit.id == part);
            targets.sheet.targets.retain(within);
            // A total of more rows than these says nothing of them.
            targets.sheet.printed_total = None;
        }
        Ok(targets)
    }

    /// The targets that came with the summaries, for a district that was given none of its own; `None` when none did.
    pub(super) fn stated_targets(&self) -> Result<Option<TargetsOfDay>> {
        let last = self.book.last_stated_days(self.day)?;
        let Some(first) = last.values().min() else { return Ok(None) };
        let mut targets: BTreeMap<UnitId, u32> = BTreeMap::new();
        // Without its silent units a part of the targets would stand for the target.
        for (unit, days) in self.reported_days(*first)? {
            if let Some(target) = days.values().rev().find_map(|stated| stated.target) {
                targets.insert(unit, target);
            }
        }
        let (with, without): (Vec<Unit>, Vec<Unit>) =
            self.rows(None)?.into_iter().partition(|unit| targets.contains_key(&unit.id));
        let target = |unit: Unit| Target {
            unit_id: unit.id,
            locked: false,
            answerable: String::new(),
            row: PrintedRow {
                target: Levels {
                    total: targets.get(&unit.id).copied().unwrap_or_default(),
                    ..Levels::default()
                },
                unit: unit.name,
                ..PrintedRow::default()
            },
        };
        let campaign = self.campaign.clone().filter(|campaign| campaign.plan.runs_on(self.day));
        let sheet = TargetSheet {
            id: TargetSheetId(Uuid::nil()),
            campaign_id: campaign.as_ref().map_or(CampaignId(Uuid::nil()), |campaign| campaign.id),
            phase: String::new(),
            as_of: self.day,
            printed_total: None,
            targets: with.into_iter().map(target).collect(),
        };
        let without = without.into_iter().map(|unit| unit.name).collect();
        Ok((!sheet.targets.is_empty()).then_some(TargetsOfDay { campaign, sheet, without }))
    }
}

/// Says which plan has none: another may.
pub(super) fn no_targets(campaign: Option<&Campaign>) -> Error {
    let plan = campaign.map_or(word("target.none.book"), |campaign| campaign.plan.number.as_str());
    Error::new("target.none").with("plan", plan)
}

/// The targets that count on a day: of the whole campaign, else of the phase that runs, else of the one that ended last, else the first.
pub(super) fn sheet_on<'s>(
    plan: &Plan,
    sheets: &'s [TargetSheet],
    day: NaiveDate,
) -> Option<&'s TargetSheet> {
    let runs = |sheet: &&TargetSheet| {
        plan.phases.iter().any(|phase| phase.name == sheet.phase && phase.runs_on(day))
    };
    let ended = |sheet: &'s TargetSheet| {
        let of = plan.phases.iter().find(|phase| phase.name == sheet.phase)?;
        (of.last_day < day).then_some((of.last_day, sheet))
    };
    let whole = sheets.iter().find(|sheet| sheet.phase.is_empty());
    let last = || sheets.iter().filter_map(ended).max_by_key(|(day, _)| *day).map(|(_, sheet)| sheet);
    whole.or_else(|| sheets.iter().find(runs)).or_else(last).or(sheets.first())
}
