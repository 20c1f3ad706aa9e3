//! The final report of a campaign: what each phase brought and where each unit stands, a row a unit. The layout is ours; 180/KH-UBND
//! (V.1) wants its figures by phase.

use chrono::{DateTime, FixedOffset};

use super::draw_annex1::{undivided_note, without_note};
use super::draw_stretch::{doubtful_note, fallen_note, undivided_row};
use super::frame::{PaperOfDay, known_in_part_note};
use crate::domain::form::{Column, Form, Kind, Row, Value};
use crate::error::{Error, Result};
use crate::figures::{Against, Phases, StretchRow};
use crate::messages::{sentence, word};

/// Draws the table of the campaign up to the paper's day.
///
/// # Errors
/// `campaign.none`; the book's own.
pub(super) fn draw(paper: &PaperOfDay<'_>, now: DateTime<FixedOffset>, form: &mut Form) -> Result<()> {
    let campaign = paper.day.campaign.as_ref().ok_or_else(|| Error::new("campaign.none"))?;
    let Phases { whole, gains } = Phases::read(paper.day, &campaign.plan, paper.part, now)?;
    form.numbered = true;
    let mut columns = vec![
        Column::new(word("form.column.ordinal"), 36, Kind::Centred),
        Column::new(word("form.daily.unit"), 150, Kind::Text),
        Column::new(word("form.final.activated"), 90, Kind::Count),
        Column::new(word("form.final.before"), 100, Kind::Count),
    ];
    columns.extend(gains.iter().map(|(phase, _)| {
        let name = phase.name.replace('|', "/");
        Column::new(&sentence("form.final.gain", [("phase", name.as_str())]), 90, Kind::Count)
    }));
    let target = if whole.against == Against::Target { "form.weekly.target" } else { "form.daily.eligible" };
    for (code, width, kind) in [
        ("form.final.whole", 90, Kind::Count),
        ("form.final.now", 100, Kind::Count),
        (target, 90, Kind::Count),
        ("form.daily.ratio", 84, Kind::Ratio),
        ("form.daily.remaining", 90, Kind::Count),
    ] {
        columns.push(Column::new(word(code), width, kind));
    }
    form.columns = columns;
    for (place, row) in whole.rows.iter().enumerate() {
        let head = [Value::from(crate::domain::as_count(place + 1)), row.at_end.name.as_str().into()];
        form.rows.push(Row { total: false, cells: cells(head, row, &gains, place) });
    }
    for (open, ordinal) in whole.undivided.iter().zip(whole.rows.len() + 1..) {
        form.rows.push(Row {
            total: false,
            cells: undivided_row(ordinal, &whole, open, 4 + gains.len()).collect(),
        });
    }
    let head = [word("form.total").into(), Value::Left];
    form.rows.push(Row { total: true, cells: cells(head, &whole.total, &gains, whole.rows.len()) });
    form.notes.push(word("form.final.formulas").to_owned());
    if whole.against == Against::Target {
        form.notes.extend(undivided_note(&whole.undivided));
        form.notes.extend(without_note(&whole.without_target));
    }
    form.notes.extend(fallen_note("form.weekly.fallen", &whole.rows));
    form.notes.extend(doubtful_note(&whole.rows));
    form.notes.extend(known_in_part_note(paper.day, whole.rows.iter().map(StretchRow::unit))?);
    form.notes.extend(paper.venues_note(whole.first)?);
    form.notes.extend(paper.outreach_note(whole.first)?);
    if form.rows.iter().any(|row| row.cells.contains(&Value::Missing)) {
        form.notes.push(word("form.daily.missing").to_owned());
    }
    Ok(())
}

fn cells(
    head: [Value; 2],
    row: &StretchRow,
    gains: &[(crate::domain::campaign::Phase, Vec<Option<i64>>)],
    place: usize,
) -> Vec<Value> {
    let of_phases = gains.iter().map(|(_, rows)| rows.get(place).copied().flatten().into());
    let last = [
        row.gain.into(),
        row.at_end.cumulative.into(),
        row.at_end.pool.into(),
        row.at_end.ratio.into(),
        row.at_end.remaining.into(),
    ];
    head.into_iter().chain([row.activated.into(), row.before.into()]).chain(of_phases).chain(last).collect()
}
