//! The indicators of a campaign in one of its rounds, unit by unit, held against what each has to reach.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Serialize;

use super::day::Day;
use crate::domain::as_count;
use crate::domain::campaign::Campaign;
use crate::domain::ids::{IndicatorId, UnitId};
use crate::domain::indicator::{
    Indicator, IndicatorValue, StatedByUnit, StatedIndicator, Thresholds, Verdict, kind_of,
};
use crate::domain::report::Percent;
use crate::domain::unit::{AGENCY, Level, Unit};
use crate::error::Result;
use crate::messages::sentence;

/// The indicators of a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct IndicatorRound {
    /// Number of the plan.
    pub campaign: String,
    /// Name of the phase that is the round; empty: the whole campaign.
    pub phase: String,
    /// The day on which it is reported; `None` where the plan names none.
    pub report_due: Option<NaiveDate>,
    /// The rounds that there are beside the whole campaign.
    pub phases: Vec<String>,
    /// Each indicator with its units.
    pub indicators: Vec<IndicatorFigures>,
}

/// An indicator and what the units report of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct IndicatorFigures {
    /// What the plan says.
    #[serde(flatten)]
    pub indicator: Indicator,
    /// A row a unit that reports it.
    pub rows: Vec<IndicatorRow>,
    /// All units together, each once; `None` where the figures cannot be added, and while there are none.
    pub total: Option<IndicatorRow>,
    /// Units that reach what they have to.
    pub reached: u32,
    /// Units that have something to reach.
    pub held: u32,
}

/// What a unit reports of an indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct IndicatorRow {
    /// The unit; `None` of the total.
    pub unit_id: Option<UnitId>,
    /// Its name on the day; empty of the total.
    pub unit: String,
    /// What it reports; `None`: not known, which is not zero.
    pub value: Option<IndicatorValue>,
    /// Its share.
    pub ratio: Option<Percent>,
    /// What it has to reach.
    pub threshold: Option<u32>,
    /// How it stands.
    pub verdict: Verdict,
    /// The unit has signed it itself: it is not typed over here.
    pub signed: bool,
    /// Units below it whose figures are in it; of the total its rows that have all of theirs.
    pub counted: u32,
    /// Units below it that report it; of the total its rows.
    pub expected: u32,
}

impl IndicatorRow {
    fn new(unit: Option<&Unit>, value: Option<IndicatorValue>, threshold: Option<u32>) -> Self {
        Self {
            unit_id: unit.map(|unit| unit.id),
            unit: unit.map(|unit| unit.name.clone()).unwrap_or_default(),
            value,
            ratio: value.and_then(IndicatorValue::ratio),
            threshold,
            verdict: Verdict::of(value, threshold),
            signed: false,
            counted: u32::from(value.is_some()),
            expected: 1,
        }
    }
}

/// What a book knows of the indicators of a campaign, read once.
struct Known<'a> {
    on: &'a Day<'a>,
    campaign: &'a Campaign,
    indicators: Vec<Indicator>,
    typed: BTreeMap<(IndicatorId, String, UnitId), IndicatorValue>,
    stated: BTreeMap<UnitId, Vec<StatedIndicator>>,
}

impl<'a> Known<'a> {
    fn read(on: &'a Day<'a>, campaign: &'a Campaign) -> Result<Self> {
        let mut stated = on.book.stated_indicators()?;
        stated.remove(&on.info.unit_id);
        Ok(Self {
            indicators: on.book.indicators(campaign.id)?,
            typed: on.book.indicator_values(campaign.id)?,
            on,
            campaign,
            stated,
        })
    }

    /// What the unit itself has signed of a round.
    fn signed(&self, unit: UnitId, indicator: &Indicator, phase: &str) -> Option<&StatedIndicator> {
        let of = (&self.campaign.plan.number, &indicator.planned.name);
        self.stated.get(&unit)?.iter().find(|stated| stated.is_of(of.0, of.1, phase))
    }

    /// What was written here for the unit; else for those that belong to it by now.
    fn typed(&self, unit: UnitId, indicator: &Indicator, phase: &str) -> Option<IndicatorValue> {
        if let Some(own) = self.typed.get(&(indicator.id, phase.to_owned(), unit)) {
            return Some(*own);
        }
        let of_round = |(of, round, _): &(IndicatorId, String, UnitId)| *of == indicator.id && round == phase;
        let here = self.typed.iter().filter(|(key, _)| of_round(key) && self.home(key.2) == unit);
        here.map(|(_, value)| *value).reduce(|a, b| a.plus(b).unwrap_or(a))
    }

    /// The unit whose row has what was written for `unit`.
    fn home(&self, unit: UnitId) -> UnitId {
        // The book's own unit is above all: what was written for a unit that is no more stays with that one.
        Some(self.on.units.home(unit)).filter(|home| *home != self.on.info.unit_id).unwrap_or(unit)
    }

    /// The units that report an indicator, each with what it has to reach.
    fn units(&self, indicator: &Indicator, phase: &str) -> Vec<(Unit, Option<u32>)> {
        let (own, level, units) = (self.on.info.unit_id, self.on.info.level, &self.on.units);
        let thresholds = indicator.planned.thresholds();
        let below = units.below(own);
        let itself = units.upwards(own).next();
        let named = itself.into_iter().chain(units.agencies(own)).chain(below.iter().copied());
        let mut rows: Vec<(Unit, Option<u32>)> = Vec::new();
        for unit in named {
            let threshold = thresholds.of(kind_of(unit, own, level));
            let has_row = if unit.kind == AGENCY {
                thresholds.by_kind() && level == Level::Province && threshold.is_some()
            } else if thresholds.by_kind() {
                threshold.is_some()
            } else {
                // The whole is the sum of its parts.
                unit.id != own || below.is_empty()
            };
            let reported = self.typed(unit.id, indicator, phase).is_some()
                || self.signed(unit.id, indicator, phase).is_some();
            if has_row || reported {
                rows.push((unit.clone(), threshold.flatten()));
            }
        }
        rows.extend(self.split(indicator, phase).into_iter().map(|unit| {
            let threshold = thresholds.of(kind_of(&unit, own, level));
            (unit, threshold.flatten())
        }));
        rows
    }

    /// Units that reported and were split since: their figure stands until a part has one of its own, as a target does.
    fn split(&self, indicator: &Indicator, phase: &str) -> Vec<Unit> {
        let units = &self.on.units;
        let reports = |unit: UnitId| {
            self.typed(unit, indicator, phase).is_some() || self.signed(unit, indicator, phase).is_some()
        };
        let known: BTreeSet<UnitId> =
            self.typed.keys().map(|(_, _, unit)| *unit).chain(self.stated.keys().copied()).collect();
        let open = known.into_iter().filter(|unit| {
            let parts = units.parts(*unit);
            !parts.is_empty() && !parts.iter().any(|part| reports(part.id)) && reports(*unit)
        });
        let named = |unit: UnitId| {
            let unit = units.upwards(unit).next()?;
            Some(Unit { name: sentence("target.undivided", [("units", unit.name.as_str())]), ..unit.clone() })
        };
        open.filter_map(named).collect()
    }

    /// What a summary says of a round; `None` while nothing is known of it.
    fn stated(
        &self,
        indicator: &Indicator,
        phase: &str,
        named: &dyn Fn(UnitId) -> Option<String>,
    ) -> Option<StatedIndicator> {
        let figures = self.figures(indicator, phase);
        let own = figures.rows.iter().find(|row| row.unit_id == Some(self.on.info.unit_id));
        let own = own.and_then(|row| row.value);
        let sum = figures.total.as_ref().and_then(|total| total.value);
        if own.is_none() && sum.is_none() {
            return None;
        }
        let count = |of: fn(&IndicatorRow) -> u32| figures.rows.iter().map(of).fold(0, u32::saturating_add);
        let by_unit = |row: &IndicatorRow| {
            let id = row.unit_id.filter(|id| *id != self.on.info.unit_id)?;
            let signed = self.signed(id, indicator, phase);
            let sum = signed.map_or(row.value, |signed| signed.sum)?;
            Some(StatedByUnit { unit: named(id)?, sum, counted: row.counted, expected: row.expected })
        };
        Some(StatedIndicator {
            campaign: self.campaign.plan.number.clone(),
            name: indicator.planned.name.clone(),
            phase: phase.to_owned(),
            own,
            sum,
            counted: count(|row| row.counted),
            expected: count(|row| row.expected),
            units: if sum.is_some() { figures.rows.iter().filter_map(by_unit).collect() } else { Vec::new() },
        })
    }

    fn figures(&self, indicator: &Indicator, phase: &str) -> IndicatorFigures {
        let mut rows = Vec::new();
        let mut whole: Option<IndicatorValue> = None;
        let mut adds = !indicator.planned.apart;
        let thresholds: Thresholds = indicator.planned.thresholds();
        // Held by its kind a unit answers for its own figure; else its row is a part of the total.
        let of_row = |signed: &StatedIndicator| {
            if thresholds.by_kind() { signed.own.or(signed.sum) } else { signed.sum.or(signed.own) }
        };
        for (unit, threshold) in self.units(indicator, phase) {
            let signed = self.signed(unit.id, indicator, phase);
            let typed = self.typed(unit.id, indicator, phase);
            let value = signed.map_or(typed, of_row);
            let mut row = IndicatorRow::new(Some(&unit), value, threshold);
            row.signed = signed.is_some();
            if let Some(signed) = signed {
                (row.counted, row.expected) = (signed.counted.max(1), signed.expected.max(1));
            }
            let part = signed.map_or(typed, |signed| signed.sum);
            adds &= part.is_some() || value.is_none();
            if let Some(part) = part {
                let sum = whole.map_or(Some(part), |whole| whole.plus(part));
                adds &= sum.is_some();
                whole = sum;
            }
            rows.push(row);
        }
        let of_all = thresholds.of_all().filter(|_| !thresholds.by_kind());
        let count = |says: fn(&IndicatorRow) -> bool| as_count(rows.iter().filter(|row| says(row)).count());
        // The units of these rows, whatever each of them has below: hamlets and communes are not added.
        let total = whole.filter(|_| adds).map(|sum| IndicatorRow {
            counted: count(|row| row.counted >= row.expected),
            expected: as_count(rows.len()),
            ..IndicatorRow::new(None, Some(sum), of_all)
        });
        IndicatorFigures {
            reached: count(|row| row.verdict == Verdict::Reached),
            held: count(|row| row.threshold.is_some()),
            indicator: indicator.clone(),
            rows,
            total,
        }
    }
}

impl IndicatorRound {
    /// The round of a phase, or of the whole campaign when that is empty.
    pub(crate) fn read(on: &Day<'_>, campaign: &Campaign, phase: &str) -> Result<Self> {
        let known = Known::read(on, campaign)?;
        let of = campaign.plan.phases.iter().find(|of| of.name == phase);
        Ok(Self {
            campaign: campaign.plan.number.clone(),
            phase: phase.to_owned(),
            report_due: of.and_then(|of| of.report_due),
            phases: campaign.plan.phases.iter().map(|phase| phase.name.clone()).collect(),
            indicators: known.indicators.iter().map(|indicator| known.figures(indicator, phase)).collect(),
        })
    }

    /// The round that a paper of the day tells: that of the phase that is told on it; the whole campaign's while that phase has no
    /// figures and the whole has.
    pub(crate) fn told(on: &Day<'_>, campaign: &Campaign) -> Result<Self> {
        let phase = campaign.plan.phase_told(on.day).map(|phase| phase.name.as_str()).unwrap_or_default();
        let round = Self::read(on, campaign, phase)?;
        if phase.is_empty() || round.has_figures() {
            return Ok(round);
        }
        let whole = Self::read(on, campaign, "")?;
        Ok(if whole.has_figures() { whole } else { round })
    }

    /// Whether any unit has reported anything.
    pub(crate) fn has_figures(&self) -> bool {
        self.indicators.iter().any(|one| one.rows.iter().any(|row| row.value.is_some()))
    }
}

/// What the book states of all its indicators in a summary: each round of which anything is known. `named` gives the id of a unit
/// as files name it; units without one, such as agencies, are in the sum alone.
pub(crate) fn stated_of_book(
    on: &Day<'_>,
    named: &dyn Fn(UnitId) -> Option<String>,
) -> Result<Vec<StatedIndicator>> {
    let mut all = Vec::new();
    for campaign in on.book.campaigns()? {
        let known = Known::read(on, &campaign)?;
        let phases = campaign.plan.phases.iter().map(|phase| phase.name.as_str());
        let rounds: Vec<&str> = std::iter::once("").chain(phases).collect();
        for indicator in &known.indicators {
            let stated = rounds.iter().filter_map(|phase| known.stated(indicator, phase, named));
            all.extend(stated);
        }
    }
    Ok(all)
}
