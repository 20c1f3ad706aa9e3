//! The remarks of a paper's days, as notes under its table and as paragraphs.

use serde::Serialize;

use super::frame::PaperOfDay;
use crate::domain::dates::vi;
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
    let mut all: Vec<RemarkView> = all.map(named).collect();
    // Of each kind what is open stands first.
    all.sort_by_key(|one| (one.remark.kind, one.remark.removed_by(on.day).is_some()));
    Ok(all)
}

/// The remarks as notes under a table, a line a kind.
pub(super) fn remark_notes(paper: &PaperOfDay<'_>) -> Result<Vec<String>> {
    let remarks = remarks_of(paper)?;
    let line = |kind: RemarkKind| {
        let says = remarks.iter().filter(|one| one.remark.kind == kind);
        let says = says.map(|one| said(one, paper)).collect::<Vec<_>>();
        let texts = says.join(" ");
        (!says.is_empty())
            .then(|| sentence("remark.line", [("heading", kind.heading()), ("texts", texts.as_str())]))
    };
    Ok(RemarkKind::ALL.into_iter().filter_map(line).collect())
}

/// "Thôn 1: …", with a full stop; since when, where that was before the paper's days; whether and how it was removed by its last.
pub(super) fn said(view: &RemarkView, paper: &PaperOfDay<'_>) -> String {
    let stopped = |text: &str| {
        let stop = if text.ends_with(['.', '!', '?', '…']) { "" } else { "." };
        format!("{text}{stop}")
    };
    let Remark { day, text, .. } = &view.remark;
    let unit = if *day < paper.from {
        sentence("remark.since", [("unit", view.unit.as_str()), ("day", vi(*day).as_str())])
    } else {
        view.unit.clone()
    };
    let removed = view.remark.removed_by(paper.day.day).map(|removed| {
        let how = stopped(&removed.how);
        format!(" {}", sentence("remark.removed", [("day", vi(removed.on).as_str()), ("how", how.as_str())]))
    });
    format!("{unit}: {}{}", stopped(text), removed.unwrap_or_default())
}
