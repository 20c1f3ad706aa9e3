//! The weekly report: what a week brought, a row a unit. Its layout is ours; plans ask wards for it weekly and provinces on
//! Mondays (docs/domain.md, Plans and targets).

use chrono::{DateTime, FixedOffset};

use super::draw_annex1::{undivided_note, without_note};
use crate::domain::as_count;
use crate::domain::form::{Column, Form, Kind, Row, Value};
use crate::domain::ids::UnitId;
use crate::domain::text::thousands;
use crate::error::Result;
use crate::figures::{Against, Day, RowOfDay, Week, WeekRow};
use crate::messages::{sentence, word};

const COLUMNS: [(&str, u32, Kind); 10] = [
    ("form.column.ordinal", 36, Kind::Centred),
    ("form.daily.unit", 160, Kind::Text),
    ("form.weekly.activated", 90, Kind::Count),
    ("form.weekly.before", 100, Kind::Count),
    ("form.weekly.gain", 84, Kind::Count),
    ("form.weekly.now", 100, Kind::Count),
    ("form.weekly.target", 90, Kind::Count),
    ("form.daily.ratio", 84, Kind::Ratio),
    ("form.daily.remaining", 90, Kind::Count),
    ("form.weekly.days", 84, Kind::Centred),
];

/// Draws the table of the week that ends on the day; with `part` only the units of it.
pub(super) fn draw(
    day: &Day<'_>,
    part: Option<UnitId>,
    now: DateTime<FixedOffset>,
    form: &mut Form,
) -> Result<()> {
    let week = Week::read(day, part, now)?;
    form.numbered = true;
    let heading = |code| match (code, week.against) {
        ("form.weekly.target", Against::Eligible) => word("form.daily.eligible"),
        _ => word(code),
    };
    form.columns =
        COLUMNS.iter().map(|(code, width, kind)| Column::new(heading(code), *width, *kind)).collect();
    let of = (day.day - week.first).num_days() + 1;
    for (row, ordinal) in week.rows.iter().zip(1_u32..) {
        let days = format!("{}/{of}", row.days);
        let head = [Value::from(ordinal), row.at_end.name.as_str().into()];
        form.rows.push(Row { total: false, cells: cells(head, row, &days) });
    }
    for (open, ordinal) in week.undivided.iter().zip(week.rows.len() + 1..) {
        let head = [Value::from(as_count(ordinal)), open.row.as_str().into()];
        // The figures are those of the rows above; the target, and what is left of it, is in none of them.
        let parts = week.rows.iter().filter(|row| open.parts.iter().any(|(part, _)| row.is_of(*part)));
        let so_far = parts.map(|row| row.at_end.cumulative).sum();
        let whole = RowOfDay::standing(so_far, Some(open.target));
        let blank = || Value::from("");
        let left = [open.target.into(), whole.ratio.into(), whole.remaining.into()];
        let cells = [blank(), blank(), blank(), blank()].into_iter().chain(left).chain([blank()]);
        form.rows.push(Row { total: false, cells: head.into_iter().chain(cells).collect() });
    }
    let head = [word("form.total").into(), Value::Left];
    form.rows.push(Row { total: true, cells: cells(head, &week.total, "") });
    form.notes.push(word("form.weekly.formulas").to_owned());
    if week.against == Against::Target {
        form.notes.extend(undivided_note(&week.undivided));
        form.notes.extend(without_note(&week.without_target));
    }
    let silent: Vec<&str> =
        week.rows.iter().filter(|row| row.days == 0).map(|row| row.at_end.name.as_str()).collect();
    if !silent.is_empty() {
        let (count, all, units) = (thousands(silent.len()), thousands(week.rows.len()), silent.join(", "));
        let params = [("count", count.as_str()), ("all", &all), ("units", &units)];
        form.notes.push(sentence("form.weekly.silent", params));
    }
    form.notes.extend(fallen_note(&week.rows));
    if form.rows.iter().any(|row| row.cells.contains(&Value::Missing)) {
        form.notes.push(word("form.daily.missing").to_owned());
    }
    Ok(())
}

/// Says why figures that only rise have fallen.
fn fallen_note(rows: &[WeekRow]) -> Option<String> {
    let told = |row: &WeekRow| {
        let whys = [("form.weekly.locked", row.lost.locked), ("form.weekly.unlisted", row.lost.unlisted)];
        let why = whys.into_iter().filter(|(_, count)| *count > 0);
        let why: Vec<String> =
            why.map(|(code, count)| sentence(code, [("count", thousands(count).as_str())])).collect();
        let why = if why.is_empty() { word("form.weekly.stated_less").to_owned() } else { why.join(", ") };
        format!("{} ({why})", row.at_end.name)
    };
    let fallen: Vec<String> =
        rows.iter().filter(|row| row.gain().is_some_and(|gain| gain < 0)).map(told).collect();
    (!fallen.is_empty()).then(|| sentence("form.weekly.fallen", [("units", fallen.join("; ").as_str())]))
}

fn cells(head: [Value; 2], row: &WeekRow, days: &str) -> Vec<Value> {
    let figures = [
        row.activated.into(),
        row.before.into(),
        row.gain().into(),
        row.at_end.cumulative.into(),
        row.at_end.pool.into(),
        row.at_end.ratio.into(),
        row.at_end.remaining.into(),
        Value::from(days),
    ];
    head.into_iter().chain(figures).collect()
}
