//! The figures of a unit on a day, as files have them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::malformed;
use crate::domain::report::{Activations, Figures};
use crate::domain::summary::{AnnexFigures, NotActivated, UnitDay};
use crate::domain::target::Levels;
use crate::error::Result;

/// What a file says of a unit on a day.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FiguresV1 {
    change: ChangeV1,
    position: PositionV1,
    /// Place in `units`.
    pub(super) unit: usize,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangeV1 {
    absent: u32,
    activated_level1: u32,
    activated_level2: u32,
    ineligible: u32,
    no_smartphone: u32,
    other: u32,
    upgraded: u32,
    visited: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PositionV1 {
    absent: u32,
    activated_level1: u32,
    activated_level2: u32,
    active_level1: u32,
    active_level2: u32,
    /// Since version 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    annex1: Option<AnnexV2>,
    approved: Option<u32>,
    birth_unknown: u32,
    claimed: u32,
    confirmed: Option<u32>,
    counted: u32,
    denied: Option<u32>,
    eligible: u32,
    expected: u32,
    extract: Option<NaiveDate>,
    ineligible: u32,
    listed: Option<u32>,
    no_smartphone: u32,
    other: u32,
    people: u32,
    target: Option<u32>,
    upgraded: u32,
    visited: u32,
}

/// A row of Phụ lục I.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AnnexV2 {
    active: u32,
    level1: Option<u32>,
    level2: Option<u32>,
    pending: u32,
}

/// To the wire.
pub(super) fn annex_to_wire(AnnexFigures { active, pending }: AnnexFigures) -> AnnexV2 {
    AnnexV2 { active: active.total, level1: active.level1, level2: active.level2, pending }
}

/// And back.
pub(super) fn annex_from_wire(&AnnexV2 { active, level1, level2, pending }: &AnnexV2) -> AnnexFigures {
    AnnexFigures { active: Levels { total: active, level1, level2 }, pending }
}

/// To the wire.
pub(super) fn figures_to_wire(unit: usize, day: &UnitDay) -> FiguresV1 {
    let f = &day.figures;
    let by_extract = |count: u32| day.extract.map(|_| count);
    FiguresV1 {
        unit,
        change: ChangeV1 {
            absent: day.today.absent,
            activated_level1: f.today.level1,
            activated_level2: f.today.level2,
            ineligible: day.today.ineligible,
            no_smartphone: day.today.no_smartphone,
            other: day.today.other,
            upgraded: f.today.upgraded,
            visited: f.visited_today,
        },
        position: PositionV1 {
            absent: f.absent,
            activated_level1: f.so_far.level1,
            activated_level2: f.so_far.level2,
            active_level1: f.active_level1,
            active_level2: f.active_level2,
            annex1: Some(annex_to_wire(day.annex_figures())),
            approved: by_extract(f.approved),
            birth_unknown: f.birth_unknown,
            claimed: f.claimed,
            confirmed: by_extract(f.official),
            counted: day.counted,
            denied: by_extract(f.denied),
            eligible: f.eligible,
            expected: day.expected,
            extract: day.extract,
            ineligible: f.ineligible,
            listed: by_extract(f.listed),
            no_smartphone: f.no_smartphone,
            other: f.other,
            people: f.people,
            target: day.target,
            upgraded: f.so_far.upgraded,
            visited: f.visited,
        },
    }
}

/// And back.
///
/// # Errors
/// `summary.malformed`.
pub(super) fn figures_from_wire(version: u32, wire: &FiguresV1) -> Result<UnitDay> {
    let (c, p) = (&wire.change, &wire.position);
    if p.annex1.is_some() != (version > 1) {
        return Err(malformed("annex1"));
    }
    let by_extract = [p.approved, p.confirmed, p.denied, p.listed];
    if by_extract.iter().any(|count| count.is_some() != p.extract.is_some()) {
        return Err(malformed("extract"));
    }
    if p.counted == 0 || p.counted > p.expected {
        return Err(malformed("counted"));
    }
    let level = |level1, level2, upgraded| Activations { level1, level2, upgraded };
    Ok(UnitDay {
        figures: Figures {
            people: p.people,
            eligible: p.eligible,
            birth_unknown: p.birth_unknown,
            listed: p.listed.unwrap_or_default(),
            approved: p.approved.unwrap_or_default(),
            visited_today: c.visited,
            visited: p.visited,
            today: level(c.activated_level1, c.activated_level2, c.upgraded),
            so_far: level(p.activated_level1, p.activated_level2, p.upgraded),
            active_level1: p.active_level1,
            active_level2: p.active_level2,
            official: p.confirmed.unwrap_or_default(),
            claimed: p.claimed,
            denied: p.denied.unwrap_or_default(),
            absent: p.absent,
            ineligible: p.ineligible,
            no_smartphone: p.no_smartphone,
            other: p.other,
        },
        today: NotActivated {
            absent: c.absent,
            ineligible: c.ineligible,
            no_smartphone: c.no_smartphone,
            other: c.other,
        },
        target: p.target,
        annex1: p.annex1.as_ref().map(annex_from_wire),
        extract: p.extract,
        counted: p.counted,
        expected: p.expected,
    })
}
