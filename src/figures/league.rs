//! The league of a day: units by their ratio.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::course::{Courses, LOOK_BACK};
use super::day::Day;
use crate::domain::campaign::points_above;
use crate::domain::forecast::{Course, Pace};
use crate::domain::ids::UnitId;
use crate::domain::league::{FiguresOf, LeagueRow, LeagueTotal, rank};
use crate::domain::standing::{Standing, Whole};
use crate::domain::target::{Target, TargetSheet};
use crate::domain::targets_of_day::TargetsOfDay;
use crate::error::Result;

/// All units with a target on a day, the highest ratio first.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct League {
    /// The day, its evening included.
    pub day: NaiveDate,
    /// Number of the campaign, or empty: targets that came with summaries alone.
    pub campaign: String,
    /// The phase whose targets and days these are, or empty: the whole campaign's.
    pub phase: String,
    /// How the whole stands; `None` without a campaign.
    pub pace: Option<Pace>,
    /// Units.
    pub rows: Vec<LeagueRow>,
    /// The whole.
    pub total: LeagueTotal,
    /// Units with a forecast.
    pub with_forecast: usize,
    /// Of these those that will miss their target at the pace of late.
    pub falling_short: usize,
    /// Units without figures of the day.
    pub not_reported: usize,
    /// Units that have stated the day without figures of all their own units: name, units counted, units expected. The
    /// others count as they last stood.
    pub partial: Vec<(String, u32, u32)>,
    /// Points for each whole percent above the target; `None` where none are given.
    pub points: Option<u32>,
    /// Units that have stated no target.
    pub without_target: Vec<String>,
}

impl League {
    /// The league of the day; with `part` only that unit and the units below it.
    ///
    /// # Errors
    /// `target.none`.
    pub(crate) fn of(day: &Day<'_>, part: Option<UnitId>) -> Result<Self> {
        let targets = day.targets_of(part)?;
        let plan = targets.plan();
        let TargetsOfDay { campaign, sheet, without } = targets;
        let unit = part.unwrap_or(day.info.unit_id);
        let on = day.day;
        let look_back = on.checked_sub_days(Days::new(LOOK_BACK)).unwrap_or(on);
        // A unit without a printed baseline begins where its first figures of the campaign stand, as in its burn-up.
        let eve = plan.as_ref().map(|plan| plan.eve());
        let unprinted = sheet.targets.iter().any(|target| target.row.active.is_none());
        let first = eve.filter(|eve| unprinted && *eve < look_back).unwrap_or(look_back);
        let courses = Courses::read(day, &sheet, first)?;
        let standings = day.standings(&sheet)?;
        let whole = Whole::of(&standings, unit);
        let heard = day.heard_of(&sheet)?;
        let stated = day.last_signed_days()?;
        let row = |(standing, target): (Standing, &Target)| {
            let (course, eligible) = courses.of(target);
            let baseline = target.row.active.map(|levels| levels.total).or_else(|| begins(&course, eve?));
            let pace = |plan| Pace::of(plan, standing.target.total, baseline, standing.so_far(), on);
            let pace = plan.as_ref().map(pace);
            let known = courses.known.get(&target.unit_id).cloned().unwrap_or_default();
            let told = if heard.contains(&target.unit_id) {
                Some(on)
            } else {
                known.told.last_key_value().map(|(told, _)| *told).or(stated.get(&target.unit_id).copied())
            };
            let days = FiguresOf { newest: known.newest, told };
            let row = LeagueRow::new(standing, &course, &known.told, days, eligible, pace.as_ref(), on);
            LeagueRow { answerable: target.answerable.clone(), ..row }
        };
        let mut rows: Vec<LeagueRow> = standings.into_iter().zip(&sheet.targets).map(row).collect();
        let failed = day.failed_checks()?;
        let looks = day.second_looks_by_unit()?;
        for row in &mut rows {
            (row.to_look_at, row.unsettled) = looks.get(&row.unit_id()).copied().unwrap_or_default();
            row.failed = failed.get(&row.unit_id()).copied();
        }
        rank(&mut rows);
        let points = campaign.as_ref().map(|campaign| campaign.points).filter(|points| *points > 0);
        for row in rows.iter_mut().filter(|row| row.rank.is_some()) {
            row.above = row
                .ranked_active()
                .zip(points)
                .and_then(|(active, points)| points_above(active, row.standing.target.total, points));
        }
        Ok(Self {
            points,
            day: on,
            campaign: campaign.map(|campaign| campaign.plan.number).unwrap_or_default(),
            phase: sheet.phase.clone(),
            pace: match plan.as_ref().filter(|plan| plan.first_day <= on) {
                Some(plan) => Some(day.pace_to(plan, &sheet, unit, &whole)?),
                None => None,
            },
            total: LeagueTotal::of(whole, &rows, unit),
            with_forecast: rows.iter().filter(|row| row.forecast.is_some()).count(),
            falling_short: rows
                .iter()
                .filter(|row| row.forecast.is_some_and(|ahead| ahead < row.standing.target.total))
                .count(),
            not_reported: rows.iter().filter(|row| !row.reported).count(),
            partial: courses.in_part(&sheet, on),
            without_target: without,
            rows,
        })
    }
}

/// Where a course stands at the eve of a plan; where it begins later, there.
fn begins(course: &Course, eve: NaiveDate) -> Option<u32> {
    course.range(..=eve).next_back().or(course.first_key_value()).map(|(_, active)| *active)
}

impl Day<'_> {
    /// When each unit of the day has signed something last: who was silent for longer than the courses go back has told something all
    /// the same. Of people who are here their visits tell, whatever was signed.
    fn last_signed_days(&self) -> Result<BTreeMap<UnitId, NaiveDate>> {
        let mut stated: BTreeMap<UnitId, NaiveDate> = BTreeMap::new();
        for (unit, last) in self.book.last_stated_days(self.day)? {
            if self.holds_people_of(unit)? {
                continue;
            }
            let known = stated.entry(self.units.home(unit)).or_insert(last);
            *known = last.max(*known);
        }
        Ok(stated)
    }

    /// The units of `sheet` that have figures of the day, as the daily report has them; a unit above has those of the ones below.
    fn heard_of(&self, sheet: &TargetSheet) -> Result<BTreeSet<UnitId>> {
        let asked: BTreeSet<UnitId> = sheet.targets.iter().map(|target| target.unit_id).collect();
        let heard = self.shown()?.iter().filter(|row| row.has_figures());
        Ok(heard.flat_map(|row| self.units.counting(row.unit.id, |unit| asked.contains(&unit))).collect())
    }
}
