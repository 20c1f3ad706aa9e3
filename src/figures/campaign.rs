//! The campaign that a day is held against.

use chrono::NaiveDate;
use serde::Serialize;

use super::course::Courses;
use super::day::Day;
use crate::domain::campaign::{Campaign, Plan, days};
use crate::domain::forecast::{BurnUp, phase_shares};
use crate::domain::today::Stage;
use crate::error::Result;

/// The campaign of a day; while the targets are those of a phase that runs, its days are the phase's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct CampaignOfDay {
    /// Number of its plan.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Name of the phase whose days these are; empty: the whole campaign's.
    pub phase: String,
    /// First day.
    pub first_day: NaiveDate,
    /// Last day.
    pub last_day: NaiveDate,
    /// Its days.
    pub days: u32,
    /// Which of them the day is, from 1; 0 before it.
    pub nth: u32,
    /// Days left after the day.
    pub days_left: u32,
    /// Where the day stands in it.
    pub stage: Stage,
}

/// What a day is held against.
pub(crate) struct Followed {
    /// The campaign that runs, ran last, or comes next; `None`: the book has none.
    pub(super) campaign: Option<Campaign>,
    /// The plan of the targets, which are to be reached by its last day: that of a phase when they are the phase's.
    pub(super) plan: Option<Plan>,
    /// How the whole stands.
    pub(crate) burn_up: Option<BurnUp>,
}

impl Followed {
    /// Reads with the courses the people of the day.
    pub(crate) fn read(on: &Day<'_>) -> Result<Self> {
        let targets = on.targets()?;
        let campaign = on.campaign.clone();
        let Some((targets, of)) = targets.zip(campaign.as_ref()) else {
            return Ok(Self { campaign, plan: None, burn_up: None });
        };
        let plan = of.plan.of_phase(&targets.sheet.phase);
        // Accounts that come after its end are accounts, too: what has been reached is one figure everywhere.
        let courses = Courses::read(on, &targets.sheet, plan.eve())?;
        let burn_up = courses.whole(&plan, &targets.sheet, on.info.unit_id, on.day);
        Ok(Self { plan: Some(plan), burn_up: Some(burn_up), campaign })
    }

    /// The phases with what each has to bring on the way to the target.
    pub(super) fn shares(&self) -> Vec<(String, u32)> {
        let Some((plan, BurnUp { pace, .. })) = self.plan.as_ref().zip(self.burn_up.as_ref()) else {
            return Vec::new();
        };
        let Some(baseline) = pace.baseline else { return Vec::new() };
        let shares = phase_shares(plan, pace.target, baseline);
        plan.phases.iter().map(|phase| phase.name.clone()).zip(shares).collect()
    }

    /// The plan of the targets, and where the day stands in it.
    pub(super) fn paced(&self, day: NaiveDate) -> Option<(Stage, &Plan)> {
        self.plan.as_ref().map(|plan| (stage_of(plan, day), plan))
    }

    /// Whether the day is one of the campaign's.
    pub(super) fn runs_on(&self, day: NaiveDate) -> bool {
        self.campaign.as_ref().is_some_and(|campaign| campaign.plan.runs_on(day))
    }

    /// The campaign, as of the day.
    pub(crate) fn of_day(&self, on: &Day<'_>) -> Result<Option<CampaignOfDay>> {
        let running = self.plan.as_ref().filter(|plan| plan.runs_on(on.day));
        let phase = on.targets()?.filter(|_| running.is_some()).map(|targets| targets.sheet.phase.as_str());
        let campaign = self.campaign.as_ref();
        Ok(campaign.map(|campaign| {
            CampaignOfDay::new(running.unwrap_or(&campaign.plan), phase.unwrap_or_default(), on.day)
        }))
    }
}

fn stage_of(plan: &Plan, day: NaiveDate) -> Stage {
    Stage::of(plan.first_day, plan.last_day, day)
}

impl CampaignOfDay {
    fn new(plan: &Plan, phase: &str, day: NaiveDate) -> Self {
        let Plan { first_day, last_day, .. } = *plan;
        let whole = plan.days();
        Self {
            number: plan.number.clone(),
            title: plan.title.clone(),
            phase: phase.to_owned(),
            first_day,
            last_day,
            days: whole,
            nth: if day < first_day { 0 } else { days(first_day, day).min(whole) },
            days_left: if day < first_day { whole } else { days(day, last_day).saturating_sub(1) },
            stage: stage_of(plan, day),
        }
    }
}
