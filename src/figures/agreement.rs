//! Figures that mean the same, held against each other: the daily report, the lists, Phụ lục I and II.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

use super::day::Day;
use super::stretch::{Stretch, StretchRow, week_of};
use crate::domain::ids::UnitId;
use crate::domain::lists::{Period, listed};
use crate::domain::report::{Figures, ReportForm};
use crate::domain::standing::Basis;
use crate::domain::summary::UnitDay;
use crate::domain::target::TargetSheet;
use crate::domain::unit::Level;
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
    /// Holds the rows of the daily report that are counted from people against the lists, Phụ lục I and the week, unit by
    /// unit, and the rows of the weekly report against its total.
    ///
    /// # Errors
    /// `report.contradiction` with the first two that differ; `report.bridge`; `report.sums_differ`.
    pub(crate) fn check_agreement(&self, now: DateTime<FixedOffset>) -> Result<()> {
        self.check_bridge()?;
        self.check_week(now)?;
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
            // Only an extract has the position of everybody; the others begin at the baseline. Above hamlets a target of the
            // book's own unit is the whole's, its row of the day is of whom no unit below has.
            let is_whole = self.info.level != Level::Hamlet && row.unit.id == self.info.unit_id;
            let by_extract = standings.iter().filter(|_| !is_whole).find(|standing| {
                standing.unit_id == row.unit.id && matches!(standing.basis, Some(Basis::Extract { .. }))
            });
            if let Some(standing) = by_extract {
                let active = standing.so_far().unwrap_or_default();
                same(&row.unit.name, (ReportForm::Daily, figures.active()), (ReportForm::Annex1, active))?;
            }
        }
        Ok(())
    }

    fn check_week(&self, now: DateTime<FixedOffset>) -> Result<()> {
        let week = Stretch::read(self, week_of(self.day).0, None, now)?;
        let counted = self.counted_units(week.first)?;
        for row in &week.rows {
            let day = row.at_end.unit_id.and_then(|unit| counted.get(&unit));
            let brought = |day: &UnitDay| day.figures.so_far.level1 + day.figures.so_far.level2;
            if let Some(daily) = day.map(brought) {
                let weekly = (ReportForm::Weekly, row.activated.unwrap_or_default());
                same(&row.at_end.name, (ReportForm::Daily, daily), weekly)?;
            }
        }
        // A hamlet's rows are its alleys, which have no week of their own.
        if self.info.level == Level::Hamlet {
            return Ok(());
        }
        // The book's own row of the targets is the whole: its units need not add up to it.
        let own = |sheet: &TargetSheet| sheet.targets.iter().any(|of| of.unit_id == self.info.unit_id);
        if self.targets()?.is_some_and(|targets| own(&targets.sheet)) {
            return Ok(());
        }
        let all = |of: fn(&StretchRow) -> Option<u32>| week.rows.iter().map(of).sum::<Option<u32>>();
        for (column, rows, total) in [
            ("form.weekly.before", all(|row| row.before), week.total.before),
            ("form.weekly.now", all(|row| row.at_end.cumulative), week.total.at_end.cumulative),
        ] {
            if let Some((rows, total)) = rows.zip(total).filter(|(rows, total)| rows != total) {
                return Err(Error::new("report.sums_differ")
                    .with("figure", word(column))
                    .with("rows", rows)
                    .with("total", total));
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
