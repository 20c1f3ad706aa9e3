//! The league of a day: units by their ratio.

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::course::{Courses, LOOK_BACK};
use super::day::Day;
use super::standing::pace;
use crate::domain::forecast::Pace;
use crate::domain::league::{LeagueRow, rank};
use crate::domain::report::Percent;
use crate::domain::standing::{Standing, annex1, whole};
use crate::domain::target::Target;
use crate::domain::targets_of_day::TargetsOfDay;
use crate::error::Result;

/// All units with a target on a day, the highest ratio first.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct League {
    /// The day, its evening included.
    pub day: NaiveDate,
    /// Number of the campaign, or empty: targets that came with summaries alone.
    pub campaign: String,
    /// How the whole stands; `None` without a campaign.
    pub pace: Option<Pace>,
    /// Ratio of the whole; `None` while a unit has no figures.
    pub ratio: Option<Percent>,
    /// Units.
    pub rows: Vec<LeagueRow>,
    /// Units that will miss their target at the pace of late.
    pub falling_short: usize,
    /// Units without figures of the day.
    pub not_reported: usize,
    /// Units that have stated the day without figures of all their own units: name, units counted, units expected. The
    /// others count as they last stood.
    pub partial: Vec<(String, u32, u32)>,
    /// Units that have stated no target.
    pub without_target: Vec<String>,
}

impl League {
    /// The league of the units of `targets` on the day.
    pub(crate) fn of(day: &Day<'_>, targets: &TargetsOfDay) -> Result<Self> {
        let TargetsOfDay { campaign, sheet, without } = targets;
        let on = day.day;
        let first = on.checked_sub_days(Days::new(LOOK_BACK)).unwrap_or(on);
        let courses = Courses::read(day, sheet, first)?;
        let standings = day.standings(sheet)?;
        let plan = targets.plan();
        let own = day.info.unit_id;
        let (target, active, pending) = whole(&standings, own);
        let pace_of_whole = plan.as_ref().map(|plan| {
            let (_, baseline, _) = whole(&annex1(sheet, &[], on), own);
            pace(plan, target.total, baseline, active, pending, on)
        });
        let row = |(standing, target): (Standing, &Target)| {
            let (course, eligible) = courses.of(target);
            let pace = plan.as_ref().map(|plan| {
                pace(plan, standing.target.total, target.row.active, standing.active, standing.pending, on)
            });
            let newest = courses.known.get(&target.unit_id).and_then(|known| known.newest);
            LeagueRow::new(standing, &course, newest, eligible, pace.as_ref(), on)
        };
        let mut rows: Vec<LeagueRow> = standings.into_iter().zip(&sheet.targets).map(row).collect();
        rank(&mut rows);
        Ok(Self {
            day: on,
            campaign: campaign.as_ref().map(|campaign| campaign.plan.number.clone()).unwrap_or_default(),
            pace: pace_of_whole,
            ratio: active.and_then(|active| Percent::of(active.total, target.total)),
            falling_short: rows
                .iter()
                .filter(|row| row.forecast.is_some_and(|ahead| ahead < row.standing.target.total))
                .count(),
            not_reported: rows.iter().filter(|row| !row.reported).count(),
            partial: sheet
                .targets
                .iter()
                .filter_map(|target| {
                    let (stated, counted, expected) = *courses.behind.get(&target.unit_id)?;
                    (stated == on && counted < expected).then(|| (target.row.unit.clone(), counted, expected))
                })
                .collect(),
            without_target: without.clone(),
            rows,
        })
    }
}
