//! The remarks of a paper's days, as notes under its table and as paragraphs.

use serde::Serialize;

use super::frame::PaperOfDay;
use crate::domain::remark::{Remark, RemarkKind};
use crate::error::Result;
use crate::messages::sentence;

/// A remark beside the name of its unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct RemarkView {
    /// What was said.
    #[serde(flatten)]
    pub remark: Remark,
    /// Name of the unit on the last day.
    pub unit: String,
}

/// The remarks of a paper's days; of a unit, its own and those of units within it.
pub(super) fn remarks_of(paper: &PaperOfDay<'_>) -> Result<Vec<RemarkView>> {
    let on = paper.day;
    let of_part = |remark: &Remark| {
        paper.part.is_none_or(|part| remark.unit_id == part || on.units.is_within(remark.unit_id, part))
    };
    let all = on.book.remarks(paper.from, on.day)?.into_iter().filter(of_part);
    let named = |remark: Remark| RemarkView {
        unit: on.units.name(remark.unit_id).unwrap_or_default().to_owned(),
        remark,
    };
    Ok(all.map(named).collect())
}

/// The remarks as notes under a table, a line a kind.
pub(super) fn remark_notes(paper: &PaperOfDay<'_>) -> Result<Vec<String>> {
    let remarks = remarks_of(paper)?;
    let line = |kind: RemarkKind| {
        let says = remarks.iter().filter(|one| one.remark.kind == kind).map(said).collect::<Vec<_>>();
        let texts = says.join(" ");
        (!says.is_empty())
            .then(|| sentence("remark.line", [("heading", kind.heading()), ("texts", texts.as_str())]))
    };
    Ok(RemarkKind::ALL.into_iter().filter_map(line).collect())
}

/// "Thôn 1: …", with a full stop.
pub(super) fn said(view: &RemarkView) -> String {
    let text = view.remark.text.as_str();
    let stop = if text.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!("{}: {text}{stop}", view.unit)
}
