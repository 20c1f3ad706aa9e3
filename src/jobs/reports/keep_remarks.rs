//! What units say in words for the reports of a week, a phase or the whole: merits, difficulties, causes, proposals.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::frame::{AskPaper, PaperOfDay};
use super::make_report::day_of;
pub use super::remark_notes::RemarkView;
use super::remark_notes::remarks_of;
use crate::domain::dates::vi;
use crate::domain::ids::{RemarkId, UnitId};
use crate::domain::remark::{Remark, RemarkKind, Removal, checked};
use crate::domain::report::ReportForm;
use crate::domain::unit::Unit;
use crate::error::{Error, Result};
use crate::messages::word;
use crate::session::Session;
use crate::store::Book;

/// The report whose remarks are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct AskRemarks {
    /// `weekly`, `phase` or `final`.
    pub form: ReportForm,
    /// The day that it is asked on.
    pub day: NaiveDate,
    /// A unit of the book; without it the whole.
    #[serde(default)]
    pub unit: Option<UnitId>,
    /// Number of its campaign, as the report itself is asked for.
    #[serde(default)]
    pub campaign: Option<String>,
}

/// The remarks of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct RemarksOfReport {
    /// First day of what it tells.
    pub from: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
    /// Its remarks, by kind, then day.
    pub remarks: Vec<RemarkView>,
}

/// The remarks of the days that a report tells.
///
/// # Errors
/// `remark.not_of_stretch` of another form; those of the report itself; the book's own.
pub fn list_remarks(book: &mut Book, session: &Session, args: &AskRemarks) -> Result<RemarksOfReport> {
    if !args.form.is_of_stretch() {
        return Err(Error::new("remark.not_of_stretch").with("form", args.form));
    }
    let campaign = args.campaign.clone();
    let asked = AskPaper { unit: args.unit, campaign, ..AskPaper::new(args.form, args.day) };
    let on = day_of(book, session, &asked)?;
    let paper = PaperOfDay::new(&on, &asked)?;
    Ok(RemarksOfReport { from: paper.from, until: on.day, remarks: remarks_of(&paper)? })
}

/// A remark to keep.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct KeepRemark {
    /// The one to change; a new one without it.
    #[serde(default)]
    pub id: Option<RemarkId>,
    /// Whose it is; the book's own unit without it.
    #[serde(default)]
    pub unit: Option<UnitId>,
    /// The day that it is of; today when missing.
    #[serde(default)]
    pub day: Option<NaiveDate>,
    /// What it is about.
    pub kind: RemarkKind,
    /// Its words.
    pub text: String,
}

/// Keeps a remark; the same again changes nothing.
///
/// # Errors
/// `unit.unknown_id`, `remark.unknown`, and those of [`checked`].
pub fn keep_remark(book: &mut Book, session: &Session, args: &KeepRemark) -> Result<Remark> {
    let today = session.today();
    let day = args.day.unwrap_or(today);
    let text = checked(&args.text, day, today)?;
    let unit_id = args.unit.map_or_else(|| book.own_unit().map(|own| own.id), Ok)?;
    let units = book.units()?;
    let unit: &Unit =
        units.iter().find(|unit| unit.id == unit_id).ok_or_else(|| Error::new("unit.unknown_id"))?;
    let before = args.id.map(|id| known(book, id)).transpose()?;
    let id = args.id.unwrap_or_else(|| RemarkId(session.new_id()));
    // What is no difficulty any more was not removed.
    let removed = before.as_ref().and_then(|remark| remark.removed.clone());
    let removed = removed.filter(|removed| args.kind == RemarkKind::Difficulty && removed.on >= day);
    let remark = Remark { id, unit_id, day, kind: args.kind, text, removed };
    if before.as_ref() == Some(&remark) {
        return Ok(remark);
    }
    let told = json!({ "unit": unit.name, "kind": word(&format!("remark.{}", args.kind.code())) });
    book.transact(session, "keep-remark", told, |tx| tx.put_remark(&remark))?;
    Ok(remark)
}

/// A difficulty that was removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SolveRemark {
    /// Which.
    pub id: RemarkId,
    /// How, in words; blank: it is open again.
    #[serde(default)]
    pub how: String,
    /// The day; today when missing.
    #[serde(default)]
    pub day: Option<NaiveDate>,
}

/// Notes that a difficulty was removed, or that it is open again; the same again changes nothing.
///
/// # Errors
/// `remark.unknown`, `remark.no_difficulty`, `remark.removed_before`, and those of [`checked`].
pub fn solve_remark(book: &mut Book, session: &Session, args: &SolveRemark) -> Result<Remark> {
    let before = known(book, args.id)?;
    if before.kind != RemarkKind::Difficulty {
        return Err(Error::new("remark.no_difficulty"));
    }
    let on = args.day.unwrap_or(session.today());
    let removed = match args.how.trim() {
        "" => None,
        how => Some(Removal { on, how: checked(how, on, session.today())? }),
    };
    if removed.is_some() && on < before.day {
        return Err(Error::new("remark.removed_before").with("day", vi(on)).with("since", vi(before.day)));
    }
    if removed == before.removed {
        return Ok(before);
    }
    let remark = Remark { removed, ..before };
    let unit = book.units()?.into_iter().find(|unit| unit.id == remark.unit_id).map(|unit| unit.name);
    let kind = if remark.removed.is_some() { "solve-remark" } else { "open-remark" };
    book.transact(session, kind, json!({ "unit": unit }), |tx| tx.put_remark(&remark))?;
    Ok(remark)
}

/// A remark to take out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RemoveRemark {
    /// Which.
    pub id: RemarkId,
}

/// Takes a remark out.
///
/// # Errors
/// `remark.unknown`.
pub fn remove_remark(
    book: &mut Book,
    session: &Session,
    args: &RemoveRemark,
) -> Result<crate::jobs::Nothing> {
    let remark = known(book, args.id)?;
    let unit = book.units()?.into_iter().find(|unit| unit.id == remark.unit_id).map(|unit| unit.name);
    let told = json!({ "unit": unit, "kind": word(&format!("remark.{}", remark.kind.code())) });
    book.transact(session, "remove-remark", told, |tx| tx.remove_remark(args.id))?;
    Ok(crate::jobs::Nothing {})
}

fn known(book: &Book, id: RemarkId) -> Result<Remark> {
    book.remark(id)?.ok_or_else(|| Error::new("remark.unknown"))
}
