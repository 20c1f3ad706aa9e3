//! A campaign summed up, unit by unit: what each of its phases brought.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::day::Day;
use super::stretch::{Stretch, StretchRow, stood_before};
use crate::domain::campaign::{Phase, Plan};
use crate::domain::ids::UnitId;
use crate::error::Result;

/// The phases of a campaign that have begun by a day.
pub(crate) struct Phases {
    /// The campaign up to the day as one stretch.
    pub(crate) whole: Stretch,
    /// Each phase with what it brought to the rows of the whole, in their order; the total last.
    pub(crate) gains: Vec<(Phase, Vec<Option<i64>>)>,
}

impl Phases {
    /// The campaign up to the day, at the time `now`; with `part` only that unit and those below it.
    pub(crate) fn read(
        on: &Day<'_>,
        plan: &Plan,
        part: Option<UnitId>,
        now: DateTime<FixedOffset>,
    ) -> Result<Self> {
        let whole = Stretch::read(on, plan.first_day, part, now)?;
        // Where the units of the day stood on the evenings between the phases.
        let mut evenings: BTreeMap<NaiveDate, BTreeMap<UnitId, u32>> = BTreeMap::new();
        let mut gains = Vec::new();
        for phase in plan.phases.iter().filter(|phase| phase.first_day <= on.day) {
            let eve = phase.first_day.pred_opt().unwrap_or(phase.first_day);
            for evening in [eve, phase.last_day] {
                if evening >= plan.first_day && evening < on.day && !evenings.contains_key(&evening) {
                    evenings.insert(evening, stood_before(&on.with_units_on(evening)?, on, now)?);
                }
            }
            let stood = |row: &StretchRow, evening: NaiveDate| match evenings.get(&evening) {
                Some(stood) => row.at_end.unit_id.and_then(|unit| stood.get(&unit).copied()),
                None if evening < plan.first_day => row.before,
                None => row.at_end.cumulative,
            };
            let gain =
                |row: &StretchRow| Some(i64::from(stood(row, phase.last_day)?) - i64::from(stood(row, eve)?));
            let mut of_phase: Vec<Option<i64>> = whole.rows.iter().map(gain).collect();
            // Known only where all are.
            of_phase.push(of_phase.iter().copied().sum());
            gains.push((phase.clone(), of_phase));
        }
        Ok(Self { whole, gains })
    }
}
