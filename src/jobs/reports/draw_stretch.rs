//! The report of a week, of a month and of a phase: what it brought, a row a unit. The layout is ours; plans ask wards for it weekly,
//! provinces on Mondays, and everybody at the end of a phase (docs/domain.md, Plans and targets).

use chrono::{DateTime, FixedOffset};

use super::draw_annex1::{undivided_note, without_note};
use super::frame::{PaperOfDay, known_in_part_note};
use crate::domain::as_count;
use crate::domain::form::{Column, Form, Kind, Row, Value};
use crate::domain::report::{Percent, ReportForm};
use crate::domain::target::Undivided;
use crate::domain::text::thousands;
use crate::error::Result;
use crate::figures::{Against, RowOfDay, Stretch, StretchRow};
use crate::messages::{sentence, word};

/// Headings on the report of a week, of a month, of a phase; width, kind.
const COLUMNS: [([&str; 3], u32, Kind); 10] = [
    (["form.column.ordinal"; 3], 36, Kind::Centred),
    (["form.daily.unit"; 3], 160, Kind::Text),
    (["form.weekly.activated", "form.monthly.activated", "form.phase.activated"], 90, Kind::Count),
    (["form.weekly.before", "form.monthly.before", "form.phase.before"], 100, Kind::Count),
    (["form.weekly.gain", "form.monthly.gain", "form.phase.gain"], 84, Kind::Count),
    (["form.weekly.now", "form.phase.now", "form.phase.now"], 100, Kind::Count),
    (["form.weekly.target"; 3], 90, Kind::Count),
    (["form.daily.ratio"; 3], 84, Kind::Ratio),
    (["form.daily.remaining"; 3], 90, Kind::Count),
    (["form.weekly.days"; 3], 84, Kind::Centred),
];

/// Draws the table of the stretch that the paper is of, up to its day.
pub(super) fn draw(paper: &PaperOfDay<'_>, now: DateTime<FixedOffset>, form: &mut Form) -> Result<()> {
    let day = paper.day;
    let week = Stretch::read(day, paper.from, paper.part, now)?;
    let (of, silent_code) = match paper.form {
        ReportForm::Weekly => (0, "form.weekly.silent"),
        ReportForm::Monthly => (1, "form.monthly.silent"),
        _ => (2, "form.phase.silent"),
    };
    form.numbered = true;
    let heading = |code: &'static str| match (code, week.against) {
        ("form.weekly.target", Against::Eligible) => word("form.daily.eligible"),
        _ => word(code),
    };
    let column = |(codes, width, kind): &([&'static str; 3], u32, Kind)| {
        Column::new(heading(codes.get(of).copied().unwrap_or_default()), *width, *kind)
    };
    form.columns = COLUMNS.iter().map(column).collect();
    let of = (day.day - week.first).num_days() + 1;
    for (row, ordinal) in week.rows.iter().zip(1_u32..) {
        let days = format!("{}/{of}", row.days);
        let head = [Value::from(ordinal), row.at_end.name.as_str().into()];
        form.rows.push(Row { total: false, cells: cells(head, row, &days) });
    }
    for (open, ordinal) in week.undivided.iter().zip(week.rows.len() + 1..) {
        let days = [Value::from("")];
        form.rows
            .push(Row { total: false, cells: undivided_row(ordinal, &week, open, 4).chain(days).collect() });
    }
    let head = [word("form.total").into(), Value::Left];
    form.rows.push(Row { total: true, cells: cells(head, &week.total, "") });
    form.notes.push(word("form.weekly.formulas").to_owned());
    if week.against == Against::Target {
        form.notes.extend(undivided_note(&week.undivided));
        form.notes.extend(without_note(&week.without_target));
    }
    form.notes.extend(plan_note(paper, &week));
    let silent: Vec<&str> =
        week.rows.iter().filter(|row| row.days == 0).map(|row| row.at_end.name.as_str()).collect();
    if !silent.is_empty() {
        let (count, all, units) = (thousands(silent.len()), thousands(week.rows.len()), silent.join(", "));
        let params = [("count", count.as_str()), ("all", &all), ("units", &units)];
        form.notes.push(sentence(silent_code, params));
    }
    form.notes.extend(fallen_note("form.weekly.fallen", &week.rows));
    form.notes.extend(doubtful_note(&week.rows));
    form.notes.extend(known_in_part_note(day, week.rows.iter().map(StretchRow::unit))?);
    form.notes.extend(paper.venues_note(week.first)?);
    form.notes.extend(paper.outreach_note(week.first)?);
    if form.rows.iter().any(|row| row.cells.contains(&Value::Missing)) {
        form.notes.push(word("form.daily.missing").to_owned());
    }
    Ok(())
}

/// The row of a target that is not divided among the parts of a unit: up to the ratio, with `blank` columns before the target.
/// The figures are those of the rows above; the target, and what is left of it, is in none of them.
pub(super) fn undivided_row(
    ordinal: usize,
    whole: &Stretch,
    open: &Undivided,
    blank: usize,
) -> impl Iterator<Item = Value> {
    let parts = whole.rows.iter().filter(|row| open.parts.iter().any(|(part, _)| row.is_of(*part)));
    let standing = RowOfDay::standing(parts.map(|row| row.at_end.cumulative).sum(), Some(open.target));
    let head = [Value::from(as_count(ordinal)), open.row.as_str().into()];
    let blank = std::iter::repeat_n(Value::from(""), blank);
    head.into_iter().chain(blank).chain([
        open.target.into(),
        standing.ratio.into(),
        standing.remaining.into(),
    ])
}

/// What the plan wants of the phase, where its target is this unit's own: that of the rows is the plan's for the whole.
fn plan_note(paper: &PaperOfDay<'_>, whole: &Stretch) -> Option<String> {
    let phase = paper.phase.as_ref()?;
    let own = whole.total.at_end.pool.is_some_and(|pool| {
        paper.part.is_none() && paper.day.campaign.as_ref().and_then(|of| of.plan.target) == Some(pool)
    });
    let (given, gain) = phase.target.filter(|_| own).zip(whole.total.gain)?;
    // What the line of the plan has for it: where the phases add up to more than the way, a part of that.
    let target = whole.shares.iter().find(|(name, _)| *name == phase.name)?.1;
    let gain = u32::try_from(gain).unwrap_or(0);
    let ratio = Percent::of(gain, target)?;
    let [given, target, gain] = [given, target, gain].map(thousands);
    let code = if given == target { "form.phase.of_plan" } else { "form.phase.share_of_plan" };
    let params = [
        ("phase", phase.name.as_str()),
        ("given", &given),
        ("target", &target),
        ("gain", &gain),
        ("ratio", &ratio.to_vi()),
    ];
    Some(sentence(code, params))
}

/// Says what of the teams' results a list may have denied: units state how many claims are denied, not of which days.
pub(super) fn doubtful_note(rows: &[StretchRow]) -> Option<String> {
    let told = rows.iter().filter(|row| row.doubtful > 0);
    let told: Vec<String> =
        told.map(|row| format!("{} ({})", row.at_end.name, thousands(row.doubtful))).collect();
    (!told.is_empty()).then(|| sentence("form.weekly.doubtful", [("units", told.join(", ").as_str())]))
}

/// Says why figures that only rise have fallen.
pub(super) fn fallen_note(code: &'static str, rows: &[StretchRow]) -> Option<String> {
    let told = |row: &StretchRow| {
        let whys = [("form.weekly.locked", row.lost.locked), ("form.weekly.unlisted", row.lost.unlisted)];
        let why = whys.into_iter().filter(|(_, count)| *count > 0);
        let why: Vec<String> =
            why.map(|(code, count)| sentence(code, [("count", thousands(count).as_str())])).collect();
        let why = if why.is_empty() { word("form.weekly.stated_less").to_owned() } else { why.join(", ") };
        format!("{} ({why})", row.at_end.name)
    };
    let fallen: Vec<String> =
        rows.iter().filter(|row| row.gain.is_some_and(|gain| gain < 0)).map(told).collect();
    (!fallen.is_empty()).then(|| sentence(code, [("units", fallen.join("; ").as_str())]))
}

fn cells(head: [Value; 2], row: &StretchRow, days: &str) -> Vec<Value> {
    let figures = [
        row.activated.into(),
        row.before.into(),
        row.gain.into(),
        row.at_end.cumulative.into(),
        row.at_end.pool.into(),
        row.at_end.ratio.into(),
        row.at_end.remaining.into(),
        Value::from(days),
    ];
    head.into_iter().chain(figures).collect()
}
