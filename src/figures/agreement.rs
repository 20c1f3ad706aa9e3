//! Figures that mean the same, held against each other: the daily report, the lists, Phụ lục I and II.

use std::collections::BTreeMap;

use super::day::Day;
use crate::domain::ids::UnitId;
use crate::domain::lists::{Period, listed};
use crate::domain::report::{Figures, ReportForm};
use crate::domain::standing::Basis;
use crate::error::{Error, Result};
use crate::messages::word;

/// One figure of the daily report.
type Figure = fn(&Figures) -> u32;

/// Lists, and the figure that counts their rows.
const SAME: [(ReportForm, Figure); 4] = [
    (ReportForm::Annex2, |f| f.so_far.level1 + f.so_far.level2),
    (ReportForm::Absent, |f| f.absent),
    (ReportForm::Ineligible, |f| f.ineligible),
    (ReportForm::NoSmartphone, |f| f.no_smartphone),
];

impl Day<'_> {
    /// Holds the rows of the daily report that are counted from people against the lists and Phụ lục I, unit by unit.
    ///
    /// # Errors
    /// `report.contradiction` with the first two that differ; `report.bridge`; `report.sums_differ`.
    pub(crate) fn check_agreement(&self) -> Result<()> {
        self.check_bridge()?;
        let period = Period { from: self.start.unwrap_or_default(), day: self.day };
        let mut on_lists: BTreeMap<(UnitId, usize), u32> = BTreeMap::new();
        for person in self.people()? {
            for (place, (form, _)) in SAME.iter().enumerate() {
                if listed(*form, person, period).is_some() {
                    *on_lists.entry((person.unit_id, place)).or_default() += 1;
                }
            }
        }
        let standings = match self.own_targets()? {
            Some(sheet) => self.standings(sheet)?,
            None => Vec::new(),
        };
        for row in self.whole()?.iter().filter(|row| !row.received) {
            let figures = row.figures.as_ref().map(|day| day.figures.clone()).unwrap_or_default();
            for (place, (form, count)) in SAME.iter().enumerate() {
                let on_list = on_lists.get(&(row.unit.id, place)).copied().unwrap_or_default();
                same(&row.unit.name, (ReportForm::Daily, count(&figures)), (*form, on_list))?;
            }
            // Only an extract has the position of everybody; the others begin at the baseline.
            let by_extract = standings.iter().find(|standing| {
                standing.unit_id == row.unit.id && matches!(standing.basis, Some(Basis::Extract { .. }))
            });
            if let Some(standing) = by_extract {
                let active = standing.so_far().unwrap_or_default();
                same(&row.unit.name, (ReportForm::Daily, figures.active()), (ReportForm::Annex1, active))?;
            }
        }
        Ok(())
    }
}

fn same(unit: &str, one: (ReportForm, u32), other: (ReportForm, u32)) -> Result<()> {
    if one.1 == other.1 {
        return Ok(());
    }
    let name = |form: ReportForm| word(&format!("form.{form}.sheet"));
    Err(Error::new("report.contradiction")
        .with("unit", unit)
        .with("one", name(one.0))
        .with("first", one.1)
        .with("other", name(other.0))
        .with("second", other.1))
}
