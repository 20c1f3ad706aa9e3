//! What units report of indicators: typed, pasted as a table, taken from a workbook.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::set_campaign::{campaign_meant, phase_meant};
use crate::domain::campaign::Campaign;
use crate::domain::ids::{IndicatorId, UnitId};
use crate::domain::indicator::{Indicator, IndicatorValue};
use crate::domain::text::{fold, thousands};
use crate::domain::unit::{DatedUnit, Unit};
use crate::error::{Error, Result};
use crate::excel::read_indicators::{ReportedRow, read_indicators, read_pasted};
use crate::excel::read_sheet::SourceFile;
use crate::figures::{Day, IndicatorRound};
use crate::session::Session;
use crate::store::Book;

/// What is reported in a round: of several ways that are given all is taken, what was typed last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ReportIndicators {
    /// Number of the campaign, when several could be meant.
    #[serde(default)]
    pub campaign: Option<String>,
    /// Name of the phase that is the round; else the whole campaign.
    #[serde(default)]
    pub phase: Option<String>,
    /// A workbook: a row a unit, with headings for unit, numerator and denominator.
    #[serde(default)]
    pub file: Option<PathBuf>,
    /// Rows copied from Excel, a line a row, cells apart by tabs: unit, numerator, denominator.
    #[serde(default)]
    pub pasted: String,
    /// The indicator of rows that do not name one; the only one when missing.
    #[serde(default)]
    pub indicator: Option<String>,
    /// Cells typed over.
    #[serde(default)]
    pub typed: Vec<TypedIndicator>,
    /// Show what would come out and change nothing.
    #[serde(default)]
    pub dry_run: bool,
}

/// What was typed for a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TypedIndicator {
    /// Name of the indicator.
    pub indicator: String,
    /// Name of the unit.
    pub unit: String,
    /// Numerator, or the number: "1.234". Both blank: it is not known any more.
    pub numerator: String,
    /// Denominator; blank of a number.
    pub denominator: String,
}

/// What was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct IndicatorsReported {
    /// The round as it stands now.
    pub round: IndicatorRound,
    /// Figures read.
    pub rows: usize,
    /// Of these, figures that are new or others than before.
    pub changed: usize,
}

/// Takes in what units report: all of it as one change, or nothing. The same again changes nothing.
///
/// # Errors
/// `indicator.none` of a campaign without any, `indicator.which` of rows that name none of several, `indicator.unknown`,
/// `indicator.unknown_units`, `indicator.unit_twice`, `indicator.signed` of a unit that has signed its own figure,
/// `indicator.nothing_read`, `indicator.row` with the row and what is wrong, those of [`IndicatorValue::read`], `file.*`,
/// `campaign.*`; nothing is changed.
pub fn report_indicators(
    book: &mut Book,
    session: &Session,
    args: &ReportIndicators,
) -> Result<IndicatorsReported> {
    let campaign = campaign_meant(book, args.campaign.as_deref(), session.today())?;
    let phase = phase_meant(&campaign, args.phase.as_deref())?;
    let desk = Reporting::read(book, session, &campaign, &phase)?;
    let names: Vec<&str> = desk.indicators.iter().map(|one| one.planned.name.as_str()).collect();
    let mut rows = Vec::new();
    if let Some(path) = &args.file {
        let mut file = SourceFile::open(path)?;
        for index in 0..file.sheet_names().len() {
            rows.extend(read_indicators(&file.read(index)?, &names));
        }
    }
    rows.extend(read_pasted(&args.pasted, &names));
    if rows.is_empty() && args.typed.is_empty() {
        return Err(Error::new("indicator.nothing_read"));
    }
    let mut values = desk.table(&rows, args.indicator.as_deref())?;
    for typed in &args.typed {
        let (indicator, unit) = (desk.indicator(&typed.indicator)?, desk.unit(&typed.unit)?);
        let measure = indicator.planned.measure;
        let value = IndicatorValue::read(measure, &typed.unit, &typed.numerator, &typed.denominator)?;
        values.insert((indicator.id, unit), value);
    }
    desk.check_signed(&values)?;
    let count = values.len();
    let before = book.indicator_values(campaign.id)?;
    // What is written for a unit goes before what those have that were merged into it, and theirs stands on the days before.
    let units = book.units_of_day(session.today())?;
    let own = book.info()?.unit_id;
    let merged = |unit: UnitId| {
        let merged = units.within(unit).into_iter().filter(move |other| *other != unit && unit != own);
        merged.collect::<Vec<_>>()
    };
    let had = |one: IndicatorId, unit: UnitId| before.get(&(one, phase.clone(), unit));
    let mut changed: Vec<((IndicatorId, UnitId), Option<IndicatorValue>)> = Vec::new();
    for ((one, unit), value) in values {
        let parts = merged(unit);
        let sum = || parts.iter().filter_map(|part| had(one, *part)).copied().map(Some);
        let known = had(one, unit).copied().or_else(|| sum().reduce(|a, b| a?.plus(b?)).flatten());
        if known != value {
            changed.push(((one, unit), value));
        }
    }
    if !changed.is_empty() && !args.dry_run {
        let told = json!({ "number": campaign.plan.number, "count": changed.len() });
        book.transact(session, "report-indicators", told, |tx| {
            changed.iter().try_for_each(|((one, unit), value)| {
                tx.put_indicator_value((*one, &phase, *unit), *value, || session.new_id())
            })
        })?;
    }
    let round = IndicatorRound::read(&Day::read(book, session.today())?, &campaign, &phase)?;
    Ok(IndicatorsReported { round, rows: count, changed: changed.len() })
}

/// What rows are read against.
struct Reporting {
    units: Vec<DatedUnit>,
    indicators: Vec<Indicator>,
    round: IndicatorRound,
    today: chrono::NaiveDate,
}

impl Reporting {
    fn read(book: &Book, session: &Session, campaign: &Campaign, phase: &str) -> Result<Self> {
        let indicators = book.indicators(campaign.id)?;
        if indicators.is_empty() {
            return Err(Error::new("indicator.none").with("number", &campaign.plan.number));
        }
        let today = session.today();
        let round = IndicatorRound::read(&Day::read(book, today)?, campaign, phase)?;
        Ok(Self { units: book.dated_units()?, indicators, round, today })
    }

    fn indicator(&self, name: &str) -> Result<&Indicator> {
        let found = self.indicators.iter().find(|one| fold(&one.planned.name) == fold(name));
        found.ok_or_else(|| {
            let names: Vec<&str> = self.indicators.iter().map(|one| one.planned.name.as_str()).collect();
            Error::new("indicator.unknown").with("name", name).with("names", names.join("; "))
        })
    }

    fn unit(&self, name: &str) -> Result<UnitId> {
        let names = || self.units.iter().map(|dated| &dated.unit.name);
        let found = DatedUnit::called(&self.units, name, self.today).map(|dated| dated.unit.id);
        found.ok_or_else(|| Unit::unknown(name, names()))
    }

    /// The rows of a table, each for its unit, once.
    fn table(
        &self,
        rows: &[ReportedRow],
        chosen: Option<&str>,
    ) -> Result<BTreeMap<(IndicatorId, UnitId), Option<IndicatorValue>>> {
        let only = match self.indicators.as_slice() {
            [only] => Some(only.planned.name.as_str()),
            _ => None,
        };
        let unknown: Vec<&str> = rows
            .iter()
            .filter(|row| DatedUnit::called(&self.units, &row.unit, self.today).is_none())
            .map(|row| row.unit.as_str())
            .collect();
        if !unknown.is_empty() {
            return Err(Error::new("indicator.unknown_units")
                .with("count", thousands(unknown.len()))
                .with("units", unknown.iter().take(10).copied().collect::<Vec<_>>().join(", ")));
        }
        let mut values = BTreeMap::new();
        let mut firsts: BTreeMap<(IndicatorId, UnitId), u32> = BTreeMap::new();
        for row in rows {
            let named = Some(row.indicator.as_str()).filter(|name| !name.is_empty());
            let name = named
                .or(chosen)
                .or(only)
                .ok_or_else(|| Error::new("indicator.which").with("row", row.row))?;
            let (indicator, unit) = (self.indicator(name)?, self.unit(&row.unit)?);
            if let Some(first) = firsts.insert((indicator.id, unit), row.row) {
                return Err(Error::new("indicator.unit_twice")
                    .with("unit", &row.unit)
                    .with("name", name)
                    .with("first", first)
                    .with("row", row.row));
            }
            let measure = indicator.planned.measure;
            let value = IndicatorValue::read(measure, &row.unit, &row.numerator, &row.denominator).map_err(
                |why| Error::new("indicator.row").with("row", row.row).with("why", why.sentence()),
            )?;
            values.insert((indicator.id, unit), value);
        }
        // A unit that has signed its own stays as it signed; a table that says the same is no other one.
        values.retain(|(one, unit), value| {
            let row = self.row(*one, *unit);
            value.is_some() && !row.is_some_and(|row| row.signed && row.value == *value)
        });
        Ok(values)
    }

    fn row(&self, indicator: IndicatorId, unit: UnitId) -> Option<&crate::figures::IndicatorRow> {
        let of = self.round.indicators.iter().find(|figures| figures.indicator.id == indicator)?;
        of.rows.iter().find(|row| row.unit_id == Some(unit))
    }

    /// # Errors
    /// `indicator.signed`.
    fn check_signed(&self, values: &BTreeMap<(IndicatorId, UnitId), Option<IndicatorValue>>) -> Result<()> {
        let signed = values.keys().filter_map(|(one, unit)| self.row(*one, *unit)).find(|row| row.signed);
        match signed {
            Some(row) => Err(Error::new("indicator.signed").with("unit", &row.unit)),
            None => Ok(()),
        }
    }
}
