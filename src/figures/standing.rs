//! Each unit against its target, and how far a campaign is.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::course::Courses;
use super::day::{Day, once, with_shares};
use crate::domain::campaign::{Campaign, Plan};
use crate::domain::forecast::Pace;
use crate::domain::ids::UnitId;
use crate::domain::standing::{Position, Standing, Whole, annex1, positions_of_people};
use crate::domain::summary::AnnexFigures;
use crate::domain::target::TargetSheet;
use crate::domain::unit::Level;
use crate::error::Result;

/// How a campaign stands.
pub(crate) struct PaceOfCampaign {
    /// Plan to date, actual to date, needed per day.
    pub(crate) pace: Pace,
    /// How much of the actual waits to be confirmed by the extract.
    pub(crate) pending: u32,
}

impl Day<'_> {
    /// The row of Phụ lục I of each unit with people: against its target of the day, without a baseline where it has none.
    pub(super) fn annex_of_people(&self) -> Result<BTreeMap<UnitId, AnnexFigures>> {
        let mut positions = match self.own_targets()? {
            Some(sheet) => self.positions(sheet)?.into_owned(),
            None => Vec::new(),
        };
        // The own row is the whole; people who stand with no unit below are a part of it.
        positions.retain(|at| at.unit_id != self.info.unit_id || self.info.level == Level::Hamlet);
        let known: BTreeSet<UnitId> = positions.iter().map(|position| position.unit_id).collect();
        let others: BTreeSet<UnitId> = self.homes()?.values().copied().collect();
        let sheet = TargetSheet::of_units(others.difference(&known).copied(), self.day);
        if !sheet.targets.is_empty() {
            positions.extend_from_slice(&self.positions(&sheet)?);
        }
        let figures = |p: Position| (p.unit_id, AnnexFigures { active: p.active, pending: p.pending });
        Ok(positions.into_iter().map(figures).collect())
    }

    /// The total row of Phụ lục I, where the targets have a row of the book's own unit: its units need not add up to it.
    pub(crate) fn own_annex_row(&self) -> Result<Option<AnnexFigures>> {
        let own = self.info.unit_id;
        let sheet = self.own_targets()?.filter(|sheet| sheet.targets.iter().any(|t| t.unit_id == own));
        let Some(sheet) = sheet.filter(|_| self.info.level != Level::Hamlet) else { return Ok(None) };
        let Whole { active, pending, .. } = Whole::of(&self.standings(sheet)?, own);
        Ok(active.map(|active| AnnexFigures { active, pending }))
    }

    /// What the people make active in the units of `sheet`; in those of the book's own targets counted once a day.
    fn positions(&self, sheet: &TargetSheet) -> Result<Cow<'_, [Position]>> {
        let count = || Ok(positions_of_people(sheet, self.people()?, self.extract, &self.units, self.day));
        if self.own_targets()? == Some(sheet) {
            return once(&self.own_positions, count).map(|known| Cow::Borrowed(known.as_slice()));
        }
        count().map(Cow::Owned)
    }

    /// Where the units of `sheet` stand, by all that the book knows.
    pub(crate) fn standings(&self, sheet: &TargetSheet) -> Result<Vec<Standing>> {
        let mut positions = self.positions(sheet)?.into_owned();
        // What a unit has signed itself goes before what this book counts.
        positions.extend_from_slice(self.reported()?);
        Ok(annex1(sheet, &positions, self.day))
    }

    /// How a campaign stands; `None` without a target for this book's unit. The plan's own figure is that of the province
    /// that keeps the book.
    pub(crate) fn pace_of(
        &self,
        campaign: &Campaign,
        sheets: &[TargetSheet],
    ) -> Result<Option<PaceOfCampaign>> {
        let own = self.info.unit_id;
        let plan = with_shares(&campaign.plan, sheets, &self.units, own);
        let of_plan = plan.target.filter(|_| self.info.level == Level::Province);
        let sheet = match (sheets.iter().find(|sheet| sheet.phase.is_empty()), of_plan) {
            (Some(sheet), _) => self.at_home(sheet.clone()),
            (None, Some(target)) => {
                let pace = Pace::of(&plan, target, None, None, self.day);
                return Ok(Some(PaceOfCampaign { pace, pending: 0 }));
            }
            // A district that was given none of its own has what its units have stated.
            (None, None) => match self.stated_targets()? {
                Some(stated) if stated.sheet.campaign_id == campaign.id => stated.sheet,
                _ => return Ok(None),
            },
        };
        let whole = Whole::of(&self.standings(&sheet)?, own);
        let pace = self.pace_to(&plan, &sheet, own, &whole)?;
        Ok(Some(PaceOfCampaign { pace, pending: whole.unconfirmed() }))
    }

    /// How `whole`, the rows of `unit` in `sheet`, stands in the plan.
    pub(crate) fn pace_to(
        &self,
        plan: &Plan,
        sheet: &TargetSheet,
        unit: UnitId,
        whole: &Whole,
    ) -> Result<Pace> {
        let baseline = match sheet.baseline(unit) {
            Some(printed) => Some(printed.total),
            // Before any figures of the campaign it begins where the whole stands.
            None => self.first_known(plan, sheet, unit)?.or(whole.so_far()),
        };
        Ok(Pace::of(plan, whole.target.total, baseline, whole.so_far(), self.day))
    }

    /// What was active when the first figures of a campaign without a baseline were known.
    fn first_known(&self, plan: &Plan, sheet: &TargetSheet, unit: UnitId) -> Result<Option<u32>> {
        let read = || {
            let courses = Courses::read(self, sheet, plan.eve())?;
            let burn_up = courses.whole(plan, sheet, unit, self.day);
            Ok(burn_up.pace.baseline)
        };
        let in_use = self.campaign.as_ref().is_some_and(|campaign| campaign.id == sheet.campaign_id);
        if unit == self.info.unit_id && in_use { once(&self.first_known, read).copied() } else { read() }
    }
}
