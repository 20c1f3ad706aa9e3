//! What a unit states of indicators, as files of version 3 have it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Signed, malformed, rank};
use crate::domain::indicator::{IndicatorValue, StatedByUnit, StatedIndicator};
use crate::domain::summary::{NamedUnit, SummaryFile};
use crate::domain::text::fold;
use crate::error::{Error, Result};

/// Entries of a file, and figures of units in them: a province of today with all its campaigns.
const MOST: usize = 4_000;
const MOST_OF_UNITS: usize = 200_000;
/// Characters of a plan's number, of a phase, of an indicator's name.
const LONGEST: usize = 500;

/// An indicator in a round.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IndicatorV3 {
    campaign: String,
    counted: u32,
    expected: u32,
    name: String,
    own: Option<ValueV3>,
    phase: String,
    sum: Option<ValueV3>,
    units: Vec<ByUnitV3>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ValueV3 {
    denominator: Option<u32>,
    numerator: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ByUnitV3 {
    counted: u32,
    expected: u32,
    sum: ValueV3,
    /// Place in `units`.
    unit: usize,
}

fn value_to_wire(IndicatorValue { numerator, denominator }: IndicatorValue) -> ValueV3 {
    ValueV3 { denominator, numerator }
}

fn value_from_wire(&ValueV3 { denominator, numerator }: &ValueV3) -> IndicatorValue {
    IndicatorValue { numerator, denominator }
}

/// To the wire; a unit that the file does not name is in the sum alone.
pub(super) fn to_wire(stated: &StatedIndicator, place: impl Fn(&str) -> Option<usize>) -> IndicatorV3 {
    let by_unit = |of: &StatedByUnit| {
        Some(ByUnitV3 {
            counted: of.counted,
            expected: of.expected,
            sum: value_to_wire(of.sum),
            unit: place(&of.unit)?,
        })
    };
    let mut units: Vec<ByUnitV3> = stated.units.iter().filter_map(by_unit).collect();
    units.sort_by_key(|of| of.unit);
    IndicatorV3 {
        // As plans were kept before they were trimmed.
        campaign: stated.campaign.trim().to_owned(),
        counted: stated.counted,
        expected: stated.expected,
        name: stated.name.trim().to_owned(),
        own: stated.own.map(value_to_wire),
        phase: stated.phase.trim().to_owned(),
        sum: stated.sum.map(value_to_wire),
        units,
    }
}

/// And back.
///
/// # Errors
/// `summary.malformed`.
pub(super) fn from_wire(all: &[IndicatorV3], units: &[NamedUnit]) -> Result<Vec<StatedIndicator>> {
    let of_units: usize = all.iter().map(|one| one.units.len()).sum();
    if all.len() > MOST || of_units > MOST_OF_UNITS {
        return Err(malformed("size"));
    }
    let mut seen = BTreeSet::new();
    all.iter()
        .map(|wire| {
            let texts = [&wire.campaign, &wire.name, &wire.phase];
            let fits = |text: &String| {
                text.chars().count() <= LONGEST && !text.chars().any(char::is_control) && text.trim() == text
            };
            if wire.name.is_empty() || wire.campaign.is_empty() || !texts.into_iter().all(fits) {
                return Err(malformed("indicators"));
            }
            let rising = |pair: (&ByUnitV3, &ByUnitV3)| pair.0.unit < pair.1.unit;
            if !seen.insert(texts.map(|text| fold(text)))
                || !wire.units.iter().zip(wire.units.iter().skip(1)).all(rising)
            {
                return Err(malformed("indicators"));
            }
            let by_unit = |of: &ByUnitV3| {
                let unit = units.get(of.unit).ok_or_else(|| malformed("indicators"))?.id.clone();
                let sum = value_from_wire(&of.sum);
                Ok(StatedByUnit { unit, sum, counted: of.counted, expected: of.expected })
            };
            let stated = StatedIndicator {
                campaign: wire.campaign.clone(),
                name: wire.name.clone(),
                phase: wire.phase.clone(),
                own: wire.own.as_ref().map(value_from_wire),
                sum: wire.sum.as_ref().map(value_from_wire),
                counted: wire.counted,
                expected: wire.expected,
                units: wire.units.iter().map(by_unit).collect::<Result<_>>()?,
            };
            if stated.can_be() { Ok(stated) } else { Err(malformed("indicators")) }
        })
        .collect()
}

/// Holds what a summary states of the units below against what they have signed: what the newest file inside of a unit states of an
/// indicator is the unit's entry.
///
/// # Errors
/// `summary.indicator_changed`.
pub(super) fn compare(summary: &SummaryFile, inside: &[Signed]) -> Result<()> {
    let mut newest: BTreeMap<&str, &Signed> = BTreeMap::new();
    for signed in inside {
        let known = newest.entry(&signed.summary.unit.id).or_insert(signed);
        if rank(known) < rank(signed) {
            *known = signed;
        }
    }
    for signed in newest.into_values() {
        let below = &signed.summary;
        for own in below.indicators.iter().filter(|own| own.sum.is_some()) {
            let of = summary.indicators.iter().find(|one| one.is_of(&own.campaign, &own.name, &own.phase));
            // A book that has not this indicator, or adds nothing of it, says nothing of its units.
            let Some(of) = of.filter(|of| of.sum.is_some()) else { continue };
            let entry = of.units.iter().find(|entry| entry.unit == below.unit.id);
            let says = |sum: IndicatorValue| {
                let all = sum.denominator.map_or(String::new(), |all| format!("/{all}"));
                format!("{}{all}", sum.numerator)
            };
            let same = entry.is_some_and(|entry| {
                (Some(entry.sum), entry.counted, entry.expected) == (own.sum, own.counted, own.expected)
            });
            if !same {
                return Err(Error::new("summary.indicator_changed")
                    .with("unit", &below.unit.name)
                    .with("id", &below.unit.id)
                    .with("name", &own.name)
                    .with("stated", entry.map_or_else(|| "–".to_owned(), |entry| says(entry.sum)))
                    .with("signed", own.sum.map(says).unwrap_or_default()));
            }
        }
    }
    Ok(())
}
