//! What the figures of a unit on a day are made of: the people here, the file that it has signed, the units below it, the
//! printed baseline; and what stood there the day before. The values are those of the screens and papers, read once.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use super::figure::{FigurePart, FigureView, SignedFigures, StatedBefore};
use super::figure::{evidence, gained};
use super::signed_figures::{of_file, own_id, signed_by};
use crate::domain::dates::vi;
use crate::domain::ids::UnitId;
use crate::domain::standing::{Basis, Standing};
use crate::domain::summary::UnitDay;
use crate::domain::text::thousands;
use crate::error::{Error, Result};
use crate::figures::{Against, Day, Followed, LastStated, RowOfDay, RowsOfDay};
use crate::messages::sentences;
use crate::session::Session;
use crate::store::Book;

/// Whose figures.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct AskFigure {
    /// The unit; the whole book when missing.
    #[serde(default)]
    pub unit: Option<UnitId>,
    /// From it down to a unit that only the signed files know: their ids there, the nearest first.
    #[serde(default)]
    pub below: Vec<String>,
    /// The day; today when missing.
    #[serde(default)]
    pub day: Option<NaiveDate>,
}

/// What the figures of a unit on a day are made of.
///
/// # Errors
/// `report.in_future`, `unit.unknown_id`; the book's own.
pub fn view_figure(book: &mut Book, session: &Session, args: &AskFigure) -> Result<FigureView> {
    let on = Day::asked(book, session, args.day)?;
    let unit = args.unit.unwrap_or(on.info.unit_id);
    if !args.below.is_empty() {
        return of_file(&on, unit, &args.below);
    }
    let name = on.units.name(unit).ok_or_else(|| Error::new("unit.unknown_id"))?.to_owned();
    let now = Now::read(&on, session, args.unit)?;
    let day_before = on.day.pred_opt();
    let before = match day_before {
        Some(eve) => Some(Now::read(&on.on(eve)?, session, args.unit)?.row),
        None => None,
    };
    let mut view = FigureView {
        against: now.against,
        told: Vec::new(),
        gained: gained(&now.row, before.as_ref()),
        standing: now.standing,
        day_before,
        before,
        signed: Vec::new(),
        parts: now.parts,
        with_figures: 0,
        unit: name,
        day: on.day,
        row: now.row,
    };
    let stated = if now.is_row { on.last_stated(unit)? } else { Vec::new() };
    for LastStated { kept, .. } in &stated {
        view.signed.extend(signed_by(&on, kept)?);
    }
    let counts_people = now.is_row && on.holds_people_of(unit)?;
    if !counts_people {
        for LastStated { kept, units } in &stated {
            // A hamlet names itself.
            let own = own_id(book, kept)?;
            let others = units.iter().filter(|of| own.as_ref() != Some(&of.unit.id));
            view.parts.extend(others.map(|of| FigurePart::stated(of, on.day)));
        }
    }
    view.told = match (counts_people, stated.last()) {
        (true, _) => vec![sentences("origin.people", &[])],
        (false, Some(stated)) => told_of_signed(&on, &view, stated),
        (false, None) => told_of_units(&view, &now.without_target),
    };
    view.told.extend(basis(view.standing.as_ref()));
    view.with_figures = view.parts.iter().filter(|part| part.row.has_figures()).count();
    Ok(view)
}

/// The figures of a unit as the screens have them.
struct Now {
    row: RowOfDay,
    against: Against,
    standing: Option<Standing>,
    /// It has a row of its own: its people or its file count.
    is_row: bool,
    /// The rows below it.
    parts: Vec<FigurePart>,
    /// Units whose figures are not in the whole: they have no target.
    without_target: Vec<String>,
}

impl Now {
    fn read(on: &Day<'_>, session: &Session, unit: Option<UnitId>) -> Result<Self> {
        let RowsOfDay { rows, total, against, to_target, without_target, .. } =
            RowsOfDay::read(on, &Followed::read(on)?, session.now())?;
        let asked =
            unit.filter(|unit| *unit != on.info.unit_id || rows.iter().any(|r| r.unit_id == Some(*unit)));
        let Some(unit) = asked else {
            let parts = rows.into_iter().map(FigurePart::of_book).collect();
            return Ok(Self {
                against: if to_target.is_some() { Against::Target } else { against },
                row: to_target.unwrap_or(total),
                standing: None,
                is_row: false,
                parts,
                without_target,
            });
        };
        let targets = on.targets()?;
        let standings = targets.map(|targets| on.standings(&targets.sheet)).transpose()?.unwrap_or_default();
        let standing = standings.into_iter().find(|standing| standing.unit_id == unit);
        let (mut own, others): (Vec<RowOfDay>, Vec<RowOfDay>) =
            rows.into_iter().partition(|row| row.unit_id == Some(unit));
        if let Some(row) = own.pop() {
            return Ok(Self {
                row,
                against,
                standing,
                is_row: true,
                parts: Vec::new(),
                without_target: Vec::new(),
            });
        }
        // A unit with a target above those that have rows.
        let target = standing.as_ref().map(|standing| standing.target.total);
        let row = RowOfDay::standing(standing.as_ref().and_then(Standing::so_far), target);
        let within = |row: &RowOfDay| row.unit_id.is_some_and(|of| on.units.is_within(of, unit));
        let parts = others.into_iter().filter(within).map(FigurePart::of_book).collect();
        Ok(Self { row, against, standing, is_row: false, parts, without_target: Vec::new() })
    }
}

/// Of a unit that counts by its file: which day that is of, who is silent in it, what it rests on.
fn told_of_signed(
    on: &Day<'_>,
    view: &FigureView,
    LastStated { kept, units }: &LastStated,
) -> Vec<[String; 2]> {
    let of = kept.stated.day;
    let (day, last) = (vi(on.day), vi(of));
    let figures = units.iter().map(|unit| unit.last.as_ref().map(|(_, figures)| figures));
    let Some(figures) = UnitDay::sum(figures) else {
        return vec![sentences("origin.signed_empty", &[("day", &last)])];
    };
    let mut told = vec![if of == on.day {
        sentences("origin.signed", &[("day", &day)])
    } else {
        sentences("origin.signed_before", &[("day", &day), ("last", &last)])
    }];
    let silent = view.parts.iter().filter(|part| part.figures_of.is_some_and(|part| part < of)).count();
    if silent > 0 {
        told.push(sentences("origin.carried", &[("count", &thousands(silent)), ("day", &last)]));
    }
    told.push(evidence(&figures));
    told
}

/// Of a unit that adds up from the rows below it.
fn told_of_units(view: &FigureView, without_target: &[String]) -> Vec<[String; 2]> {
    let mut told = Vec::new();
    if !view.parts.is_empty() {
        told.push(sentences("origin.units", &[("count", &thousands(view.parts.len()))]));
        let unknown = view.parts.iter().filter(|part| part.row.cumulative.is_none());
        let unknown: Vec<&str> = unknown.map(|part| part.row.name.as_str()).collect();
        if view.row.cumulative.is_none() && !unknown.is_empty() {
            told.push(sentences("origin.waits", &[("units", &unknown.join(", "))]));
        }
    } else if view.row.cumulative.is_none() {
        told.push(sentences("origin.none", &[]));
    }
    if !without_target.is_empty() {
        told.push(sentences("origin.without_target", &[("units", &without_target.join(", "))]));
    }
    told
}

/// What the row of Phụ lục I rests on, beside what the unit has signed.
fn basis(standing: Option<&Standing>) -> Vec<[String; 2]> {
    let Some(standing) = standing else { return Vec::new() };
    let mut told = Vec::new();
    match standing.basis {
        Some(Basis::Baseline { as_of }) => told.push(sentences("origin.baseline", &[("day", &vi(as_of))])),
        Some(Basis::Claims { as_of: Some(as_of), day }) => {
            told.push(sentences("origin.claims", &[("as_of", &vi(as_of)), ("day", &vi(day))]));
        }
        Some(Basis::Claims { as_of: None, day }) => {
            told.push(sentences("origin.claims_only", &[("day", &vi(day))]));
        }
        Some(Basis::Extract { as_of }) => told.push(sentences("origin.extract", &[("day", &vi(as_of))])),
        Some(Basis::Reported { .. }) | None => {}
    }
    if standing.pending > 0 {
        told.push(sentences("origin.pending", &[("count", &thousands(standing.pending))]));
    }
    if standing.claimed > 0 && !matches!(standing.basis, Some(Basis::Claims { .. })) {
        told.push(sentences("origin.claimed", &[("count", &thousands(standing.claimed))]));
    }
    told
}
