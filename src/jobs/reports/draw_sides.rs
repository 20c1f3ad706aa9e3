//! The form "tổ báo và danh sách công an": both sides by unit, in whom they differ, the applications taken in. The layout is ours.

use super::frame::{PaperOfDay, in_part_note};
use crate::domain::daily::unit_heading;
use crate::domain::form::{Column, Form, Kind, Row, Value};
use crate::domain::sides::{SidesRow, TakenIn};
use crate::domain::text::thousands;
use crate::error::Result;
use crate::messages::{sentence, word};

const COLUMNS: [(&str, u32, Kind); 12] = [
    ("form.side-by-side.eligible", 76, Kind::Count),
    ("form.side-by-side.claimed", 76, Kind::Count),
    ("form.side-by-side.official", 76, Kind::Count),
    ("form.side-by-side.only_claimed", 70, Kind::Count),
    ("form.side-by-side.only_official", 70, Kind::Count),
    ("form.side-by-side.ratio", 76, Kind::Ratio),
    ("form.side-by-side.taken_in", 70, Kind::Count),
    ("form.side-by-side.level1", 70, Kind::Count),
    ("form.side-by-side.level2", 70, Kind::Count),
    ("form.side-by-side.unsaid", 70, Kind::Count),
    ("form.side-by-side.waiting", 70, Kind::Count),
    ("form.side-by-side.installed", 76, Kind::Count),
];

/// Draws the table.
///
/// # Errors
/// `report.sums_differ`; the book's own.
pub(super) fn draw(paper: &PaperOfDay<'_>, form: &mut Form) -> Result<()> {
    let sides = paper.day.side_by_side(paper.part)?;
    let head =
        [("form.column.ordinal", 36, Kind::Centred), (unit_heading(paper.day.info.level), 150, Kind::Text)];
    let columns = head.iter().chain(&COLUMNS);
    form.columns = columns.map(|(code, width, kind)| Column::new(word(code), *width, *kind)).collect();
    form.numbered = true;
    for (row, ordinal) in sides.rows.iter().zip(1..) {
        let head = [Value::from(ordinal), row.unit.as_str().into()];
        form.rows.push(Row { total: false, cells: cells(head, row) });
    }
    form.rows.push(Row { total: true, cells: cells([word("form.total").into(), Value::Left], &sides.total) });
    form.notes.push(word("form.side-by-side.formulas").to_owned());
    let silent = sides.rows.iter().filter(|row| row.claimed.is_none());
    let silent: Vec<&str> = silent.map(|row| row.unit.as_str()).collect();
    if !silent.is_empty() {
        let (told, all) = (thousands(sides.rows.len() - silent.len()), thousands(sides.rows.len()));
        let params = [("told", told.as_str()), ("all", &all), ("units", &silent.join(", "))];
        form.notes.push(sentence("form.side-by-side.silent", params));
    }
    form.notes.extend(in_part_note("form.daily.partial", &sides.in_part));
    Ok(())
}

fn cells(head: [Value; 2], row: &SidesRow) -> Vec<Value> {
    let taken = |of: fn(TakenIn) -> u32| row.taken_in.map(of).into();
    let figures = [
        row.eligible.into(),
        row.claimed.into(),
        row.official.into(),
        row.only_claimed.into(),
        row.only_official.into(),
        row.ratio.into(),
        taken(TakenIn::all),
        taken(|taken| taken.level1),
        taken(|taken| taken.level2),
        taken(|taken| taken.unsaid),
        taken(|taken| taken.waiting),
        row.installed.into(),
    ];
    head.into_iter().chain(figures).collect()
}
