//! A campaign summed up, unit by unit: what each of its phases brought.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::day::Day;
use super::stretch::{Evening, Stretch, StretchRow};
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
        let mut evenings: BTreeMap<NaiveDate, Evening> = BTreeMap::new();
        let mut gains = Vec::new();
        for phase in plan.phases.iter().filter(|phase| phase.first_day <= on.day) {
            let eve = phase.first_day.pred_opt().unwrap_or(phase.first_day);
            for evening in [eve, phase.last_day] {
                if evening >= plan.first_day && evening < on.day && !evenings.contains_key(&evening) {
                    evenings.insert(evening, Evening::before(&on.with_units_on(evening)?, on, now)?);
                }
            }
            let [begin, end] = &whole.evenings;
            let of_whole = |evening: NaiveDate| if evening < plan.first_day { begin } else { end };
            let on_evening = |evening: NaiveDate| evenings.get(&evening).unwrap_or_else(|| of_whole(evening));
            let gain = |row: &StretchRow| {
                on_evening(phase.last_day).gain_since(on_evening(eve), row.at_end.unit_id?)
            };
            let mut of_phase: Vec<Option<i64>> = whole.rows.iter().map(gain).collect();
            // Known only where all are.
            of_phase.push(of_phase.iter().copied().sum());
            gains.push((phase.clone(), of_phase));
        }
        Ok(Self { whole, gains })
    }
}
