//! The summary file (tệp số liệu), versions 1 to 3, as docs/formats.md describes it: the days of one unit, counts only, with
//! the signed summaries of the units below inside. Frozen: a change is a version 4. Version 3 is written, all are read.

mod figures;
mod indicators;

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use self::figures::{AnnexV2, FiguresV1, annex_from_wire, annex_to_wire, figures_from_wire, figures_to_wire};
use self::indicators::IndicatorV3;
use super::envelope;
use crate::domain::dates::vi;
use crate::domain::hash;
use crate::domain::summary::{
    AnnexFigures, NO_CAMPAIGN, NamedUnit, NotActivated, Rank, StatedDay, StatedUnit, SummaryFile, UnitDay,
    deciding,
};
use crate::domain::unit::{LONGEST_NAME, Level, check_name};
use crate::error::{Error, Result};
use crate::messages::word;

/// The type that its envelope names.
pub const TYPE: &str = "application/vnd.tung-nha.summary.v1+json";
const FORMAT: &str = "tung-nha-summary";
const VERSION: u32 = 3;

/// Within an honest file: days of the longest campaign, units of the largest province, the people of the country.
const MOST_DAYS: usize = 400;
const MOST_UNITS: usize = 6_000;
const MOST_STATED: usize = 60_000;
const MOST_PEOPLE: u64 = 200_000_000;

// ---- The wire. Fields stand in the order of the alphabet: the JSON is canonical.

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PayloadV1 {
    above: Vec<String>,
    day: NaiveDate,
    days: Vec<DayV1>,
    format: String,
    /// What is reported of indicators; since version 3, and always there in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    indicators: Option<Vec<IndicatorV3>>,
    inside: Vec<InsideV1>,
    issued_at: String,
    key: String,
    level: String,
    previous: String,
    sequence: u32,
    unit: UnitV1,
    units: Vec<UnitV1>,
    version: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitV1 {
    code: String,
    id: String,
    name: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct InsideV1 {
    /// base64 of the signed file.
    file: String,
    /// Place in `units`.
    unit: usize,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DayV1 {
    /// The signer's own row of Phụ lục I, where its targets have one; since version 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    annex1: Option<AnnexV2>,
    /// Places of the units whose "so far" is of another campaign, and not in their figures; since version 3, none where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    apart: Vec<usize>,
    day: NaiveDate,
    figures: Vec<FiguresV1>,
    /// First day of "so far"; since version 3, none while the signer has no campaign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<NaiveDate>,
    /// Places of the units of the day that have no figures; since version 2. A unit in neither was merged or split.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    without: Option<Vec<usize>>,
}

// ---- To the wire and back

/// Levels as files name them.
pub(super) const LEVELS: [(Level, &str); 4] = [
    (Level::Hamlet, "hamlet"),
    (Level::Commune, "commune"),
    (Level::District, "district"),
    (Level::Province, "province"),
];

fn unit_to_wire(unit: &NamedUnit) -> UnitV1 {
    UnitV1 { code: unit.code.clone(), id: unit.id.clone(), name: unit.name.clone() }
}

fn unit_from_wire(unit: &UnitV1) -> Result<NamedUnit> {
    let id = !unit.id.is_empty() && unit.id.len() <= 64 && !unit.id.chars().any(char::is_control);
    if !id || check_name(&unit.name, &unit.code).is_err() {
        return Err(malformed("unit"));
    }
    Ok(NamedUnit { id: unit.id.clone(), code: unit.code.clone(), name: unit.name.clone() })
}

fn malformed(reason: &str) -> Error {
    Error::new("summary.malformed").with("reason", reason)
}

/// Writes and signs a summary. Every day names its units in the same order. `inside` are signed files of units
/// below, by the id of the unit.
#[must_use]
pub fn write(summary: &SummaryFile, inside: &[(String, String)], seed: &[u8; 32]) -> String {
    let units: Vec<&NamedUnit> =
        summary.days.iter().flat_map(|day| &day.units).map(|unit| &unit.unit).collect();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut listed = Vec::new();
    for unit in units {
        if !places.contains_key(unit.id.as_str()) {
            places.insert(&unit.id, listed.len());
            listed.push(unit_to_wire(unit));
        }
    }
    let place = |id: &str| places.get(id).copied();
    let days = summary.days.iter().map(|day| {
        let figures = day.units.iter().filter_map(|StatedUnit { unit, figures }| {
            Some(figures_to_wire(place(&unit.id)?, figures.as_ref()?))
        });
        let mut figures: Vec<FiguresV1> = figures.collect();
        figures.sort_by_key(|f| f.unit);
        let without = day.units.iter().filter(|unit| unit.figures.is_none());
        let without: BTreeSet<usize> = without.filter_map(|unit| place(&unit.unit.id)).collect();
        DayV1 {
            annex1: day.annex1.map(annex_to_wire),
            apart: day
                .apart
                .iter()
                .filter_map(|unit| place(unit))
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect(),
            day: day.day,
            figures,
            since: day.since.filter(|since| *since != NO_CAMPAIGN),
            without: Some(without.into_iter().collect()),
        }
    });
    let inside = inside
        .iter()
        .filter_map(|(id, file)| Some(InsideV1 { file: STANDARD.encode(file), unit: place(id)? }));
    let level = LEVELS.iter().find(|(level, _)| *level == summary.level).map_or("", |(_, word)| word);
    let payload = PayloadV1 {
        above: summary.above.clone(),
        day: summary.day,
        days: days.collect(),
        format: FORMAT.to_owned(),
        indicators: Some(summary.indicators.iter().map(|one| indicators::to_wire(one, place)).collect()),
        inside: inside.collect(),
        issued_at: summary.issued_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, false),
        key: envelope::public_key(seed),
        level: level.to_owned(),
        previous: summary.previous.clone(),
        sequence: summary.sequence,
        unit: unit_to_wire(&summary.unit),
        units: listed,
        version: VERSION,
    };
    envelope::seal(TYPE, envelope::canonical(&payload).as_bytes(), seed)
}

/// A summary whose signature, and all those inside, hold, and in which nothing was changed on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// What it says.
    pub summary: SummaryFile,
    /// sha256 of the file, hexadecimal.
    pub sha256: String,
    /// Fingerprint of the key.
    pub fingerprint: String,
    /// Summaries inside, as the file has them.
    pub inside: Vec<Signed>,
}

impl Signed {
    /// The units and days that a file inside states.
    pub fn backed(&self) -> impl Iterator<Item = (&str, NaiveDate)> {
        self.inside
            .iter()
            .flat_map(|below| below.summary.days.iter().map(|day| (below.summary.unit.id.as_str(), day.day)))
    }
}

/// The files that state the day of a unit, of those inside a file: the one that decides first.
#[must_use]
pub fn stating(inside: Vec<Signed>, unit: &str, day: NaiveDate) -> Vec<Signed> {
    let states = |signed: &Signed| {
        signed.summary.unit.id == unit && signed.summary.days.iter().any(|stated| stated.day == day)
    };
    let mut stating: Vec<Signed> = inside.into_iter().filter(states).collect();
    stating.sort_by_key(|signed| std::cmp::Reverse(rank(signed)));
    stating
}

/// What decides between the files of one unit inside a file: two keys of a unit have two ids.
fn rank(signed: &Signed) -> Rank {
    let s = &signed.summary;
    Rank { era: 0, sequence: s.sequence, issued_at: s.issued_at, file: signed.sha256.clone() }
}

/// Reads a summary and verifies everything that can be verified without a book: signatures, also of the files inside,
/// and that each figure of a unit is the one that the unit itself signed.
///
/// # Errors
/// `summary.too_large`, `summary.unreadable`, `summary.newer_version`, `summary.bad_signature`, `summary.malformed`,
/// `summary.figures_changed`; `where` names the units on the way to a file inside.
pub fn read(bytes: &[u8]) -> Result<Signed> {
    read_below(bytes, Level::Province, true).map_err(|e| {
        let place = e.params.get("where").cloned().unwrap_or_default();
        e.with("where", place)
    })
}

fn read_below(bytes: &[u8], highest: Level, top: bool) -> Result<Signed> {
    let envelope = envelope::open(TYPE, bytes)?;
    let payload: PayloadV1 = serde_json::from_slice(&envelope.payload).map_err(|_| {
        // A broken signature says more than what it broke.
        let keyless = Error::new("summary.bad_signature");
        marks_of(&envelope.payload).map_or(keyless.clone(), |Marks { key, version }| {
            match envelope.verify(&key) {
                // A later version has fields that this one does not know.
                Ok(_) if version > VERSION => Error::new("summary.newer_version"),
                Ok(_) => malformed("json"),
                Err(_) => keyless,
            }
        })
    })?;
    let fingerprint = envelope.verify(&payload.key)?;
    drop(envelope);
    let summary = summary_of(&payload)?;
    if summary.level > highest || (!top && summary.level == highest) {
        return Err(malformed("level"));
    }
    let mut inside = Vec::with_capacity(payload.inside.len());
    for InsideV1 { file, unit } in &payload.inside {
        let unit = payload.units.get(*unit).ok_or_else(|| malformed("inside"))?;
        let below =
            STANDARD
                .decode(file)
                .map_err(|_| malformed("inside"))
                .and_then(|file| read_below(&file, summary.level, false))
                .and_then(|signed| {
                    if signed.summary.unit.id == unit.id { Ok(signed) } else { Err(malformed("inside")) }
                })
                .map_err(|e| {
                    let deeper = e.params.get("where").map(|w| format!(" › {w}")).unwrap_or_default();
                    e.with("where", format!("{}{deeper}", unit.name))
                })?;
        inside.push(below);
    }
    compare(&summary, &inside)?;
    indicators::compare(&summary, &inside)?;
    Ok(Signed { summary, sha256: hash::sha256(bytes), fingerprint, inside })
}

/// What a payload that is not of this format says of itself.
#[derive(Deserialize)]
struct Marks {
    key: String,
    #[serde(default)]
    version: u32,
}

fn marks_of(payload: &[u8]) -> Option<Marks> {
    serde_json::from_slice(payload).ok()
}

fn summary_of(p: &PayloadV1) -> Result<SummaryFile> {
    if p.version > VERSION {
        return Err(Error::new("summary.newer_version"));
    }
    if p.format != FORMAT || p.version == 0 || p.indicators.is_some() != (p.version == VERSION) {
        return Err(malformed("format"));
    }
    let stated = p.units.len() * p.days.len();
    if p.units.len() > MOST_UNITS || p.days.is_empty() || p.days.len() > MOST_DAYS || stated > MOST_STATED {
        return Err(malformed("size"));
    }
    let hex = |text: &str| text.len() == 64 && text.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'));
    if p.sequence == 0 || (p.sequence == 1) != p.previous.is_empty() {
        return Err(malformed("sequence"));
    }
    if !p.previous.is_empty() && !hex(&p.previous) {
        return Err(malformed("previous"));
    }
    let issued_at: DateTime<FixedOffset> = p.issued_at.parse().map_err(|_| malformed("issued_at"))?;
    if issued_at.offset().local_minus_utc() != 7 * 3600 {
        return Err(malformed("issued_at"));
    }
    let level = LEVELS.iter().find(|(_, word)| *word == p.level).ok_or_else(|| malformed("level"))?.0;
    let units: Vec<NamedUnit> = p.units.iter().map(unit_from_wire).collect::<Result<_>>()?;
    if units.iter().map(|unit| &unit.id).collect::<BTreeSet<_>>().len() < units.len() {
        return Err(malformed("units"));
    }
    let rising = p.days.iter().zip(p.days.iter().skip(1)).all(|(a, b)| a.day < b.day);
    let of_our_time = |day: NaiveDate| (2000..2200).contains(&day.year());
    let within = p.days.iter().all(|day| of_our_time(day.day) && day.day <= p.day);
    if !rising || !within || !of_our_time(p.day) {
        return Err(malformed("days"));
    }
    let days = p.days.iter().map(|day| day_of(p.version, day, &units)).collect::<Result<_>>()?;
    let indicators = indicators::from_wire(p.indicators.as_deref().unwrap_or_default(), &units)?;
    let above = p.above.iter().take(8).map(|name| name.chars().take(LONGEST_NAME).collect()).collect();
    Ok(SummaryFile {
        unit: unit_from_wire(&p.unit)?,
        level,
        above,
        sequence: p.sequence,
        previous: p.previous.clone(),
        day: p.day,
        issued_at,
        days,
        indicators,
    })
}

fn day_of(version: u32, wire: &DayV1, units: &[NamedUnit]) -> Result<StatedDay> {
    let rising = |places: &[usize]| places.iter().zip(places.iter().skip(1)).all(|(a, b)| a < b);
    if wire.without.is_some() != (version > 1) || wire.annex1.is_some() && version < 2 {
        return Err(malformed("without"));
    }
    if wire.since.is_some_and(|since| version < 3 || since > wire.day) {
        return Err(malformed("since"));
    }
    if version < 3 && !wire.apart.is_empty() || !rising(&wire.apart) {
        return Err(malformed("apart"));
    }
    let mut stated: BTreeMap<usize, Option<UnitDay>> = match &wire.without {
        Some(without) => without.iter().map(|place| (*place, None)).collect(),
        None => (0..units.len()).map(|place| (place, None)).collect(),
    };
    if !rising(wire.without.as_deref().unwrap_or_default()) {
        return Err(malformed("without"));
    }
    let mut people = 0;
    let mut before = None;
    for figures in &wire.figures {
        if before.is_some_and(|before| before >= figures.unit) {
            return Err(malformed("figures"));
        }
        before = Some(figures.unit);
        let day = figures_from_wire(version, figures)?;
        let NotActivated { absent, ineligible, no_smartphone, other } = day.today;
        let (target, active) = (day.target.unwrap_or_default(), day.annex_figures().so_far());
        let rest = [absent, ineligible, no_smartphone, other, day.expected, target, active];
        let most = day.figures.named().into_iter().map(|(_, n)| n).chain(rest).max();
        people += u64::from(most.unwrap_or_default());
        if stated.insert(figures.unit, Some(day)).is_some_and(|_| version > 1) {
            return Err(malformed("figures"));
        }
    }
    let whole = wire.annex1.as_ref().map(annex_from_wire).map_or(0, AnnexFigures::so_far);
    if people.max(u64::from(whole)) > MOST_PEOPLE {
        return Err(malformed("size"));
    }
    let unit = |(place, figures): (usize, Option<UnitDay>)| {
        let unit = units.get(place).ok_or_else(|| malformed("figures"))?.clone();
        Ok(StatedUnit { unit, figures })
    };
    let apart = wire.apart.iter().map(|place| units.get(*place).map(|unit| unit.id.clone()));
    let apart = apart.collect::<Option<_>>().ok_or_else(|| malformed("apart"))?;
    let units = stated.into_iter().map(unit).collect::<Result<_>>()?;
    let annex1 = wire.annex1.as_ref().map(annex_from_wire);
    let since = (version > 2).then(|| wire.since.unwrap_or(NO_CAMPAIGN));
    Ok(StatedDay { annex1, since, apart, ..StatedDay::of(wire.day, units) })
}

/// Holds what a summary states against what the units below have signed. A unit without a file inside that states the
/// day was counted by the book itself.
fn compare(summary: &SummaryFile, inside: &[Signed]) -> Result<()> {
    let signed = deciding(inside.iter().flat_map(|signed| {
        let s = &signed.summary;
        s.days.iter().map(move |day| ((s.unit.id.as_str(), day.day), rank(signed), day))
    }));
    let days: BTreeMap<NaiveDate, &StatedDay> = summary.days.iter().map(|day| (day.day, day)).collect();
    let names: BTreeMap<&str, &str> =
        inside.iter().map(|signed| (&*signed.summary.unit.id, &*signed.summary.unit.name)).collect();
    for ((id, on), (_, below)) in signed {
        let Some(day) = days.get(&on) else { continue };
        let none = UnitDay::default();
        let (stated, below) = (day.figures_of(id), below.total_since(day.since));
        if let Some((figure, stated, signed)) =
            stated.unwrap_or(&none).difference(below.as_ref().unwrap_or(&none))
        {
            return Err(Error::new("summary.figures_changed")
                .with("unit", names.get(id).copied().unwrap_or_default())
                .with("id", id)
                .with("day", vi(on))
                .with("figure", word(&format!("figure.{figure}")))
                .with("stated", stated)
                .with("signed", signed));
        }
    }
    Ok(())
}
