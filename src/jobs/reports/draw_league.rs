//! The form "bảng xếp hạng": units by their ratio, what the day brought, what each day left needs, who has not reported.
//! Its layout is ours; the columns are those that plans ask a district or province to follow daily (docs/domain.md, Plans and targets).

use super::draw_annex1::{basis_words, claimed_note, pace_note, without_note};
use super::frame::{in_part_note, without_figures};
use crate::domain::dates::vi;
use crate::domain::form::{Column, Form, Kind, Row, Value};
use crate::domain::ids::UnitId;
use crate::domain::league::{FailedCheck, LeagueRow, LeagueTotal};
use crate::domain::text::thousands;
use crate::error::Result;
use crate::figures::{Day, League};
use crate::messages::{sentence, word};

const COLUMNS: [(&str, u32, Kind); 10] = [
    ("form.league.rank", 44, Kind::Centred),
    ("form.annex1.unit", 160, Kind::Text),
    ("form.league.target", 90, Kind::Count),
    ("form.league.active", 90, Kind::Count),
    ("form.league.ratio", 84, Kind::Ratio),
    ("form.league.remaining", 90, Kind::Count),
    ("form.league.gain", 84, Kind::Count),
    ("form.league.needed", 84, Kind::Count),
    ("form.league.reported", 170, Kind::Centred),
    ("form.league.points", 60, Kind::Count),
];

/// Fills the form in for the day; with `part` only the units of it.
///
/// # Errors
/// `target.none`; the book's own.
pub(super) fn draw(day: &Day<'_>, part: Option<UnitId>, form: &mut Form) -> Result<()> {
    let league = League::of(day, part)?;
    form.landscape = true;
    form.numbered = true;
    form.columns = COLUMNS.iter().map(|(code, width, kind)| Column::new(word(code), *width, *kind)).collect();
    form.subtitles.truncate(usize::from(part.is_some()));
    form.subtitles.push(sentence("form.league.subtitle", [("day", vi(day.day).as_str())]));
    let bases = league.rows.iter().filter_map(|row| row.standing.basis).collect();
    form.remarks = basis_words(&bases).collect();
    form.rows = league.rows.iter().map(row).collect();
    form.rows.push(total(&league));
    form.notes = notes(&league);
    Ok(())
}

fn row(row: &LeagueRow) -> Row {
    let standing = &row.standing;
    let reported = match row.figures_of {
        Some(_) if row.reported => word("form.league.has_reported").to_owned(),
        Some(day) => sentence("form.league.figures_of", [("day", vi(day).as_str())]),
        None => word("form.league.no_figures").to_owned(),
    };
    let cells = vec![
        row.rank.into(),
        standing.unit.as_str().into(),
        standing.target.total.into(),
        standing.active.map(|active| active.total).into(),
        standing.ratio.into(),
        standing.remaining.into(),
        row.gain().into(),
        row.needed_per_day.into(),
        reported.into(),
        row.above.map(|[_, points]| points).into(),
    ];
    Row { total: false, cells }
}

fn total(league: &League) -> Row {
    let LeagueTotal { whole, gain, .. } = &league.total;
    let cells = vec![
        word("form.annex1.total").into(),
        Value::Left,
        whole.target.total.into(),
        whole.active.map(|active| active.total).into(),
        whole.ratio.into(),
        whole.remaining.into(),
        (*gain).into(),
        // Of the whole, as a text: the rows are each rounded up, so they do not add up to it.
        match league.pace.as_ref().and_then(|pace| pace.needed_per_day) {
            Some(needed) => Value::from(thousands(needed).as_str()),
            None => Value::Missing,
        },
        Value::from(""),
        Value::from(""),
    ];
    Row { total: true, cells }
}

fn notes(league: &League) -> Vec<String> {
    let mut notes = vec![word("form.league.formulas").to_owned()];
    notes.extend(points_note(league.points));
    let silent = league.rows.iter().filter(|row| !row.reported);
    let silent: Vec<&str> = silent.map(|row| row.standing.unit.as_str()).collect();
    if !silent.is_empty() {
        notes.push(without_figures(&silent, league.rows.len(), league.day));
    }
    let failed = league.rows.iter().filter_map(|row| Some((row.standing.unit.as_str(), row.failed?)));
    notes.extend(failed.map(|(unit, check)| failed_note(unit, &check)));
    let looks = league.rows.iter().filter(|row| row.to_look_at > 0);
    let looks = looks.map(|row| format!("{} ({})", row.standing.unit, thousands(row.to_look_at)));
    let looks = looks.collect::<Vec<_>>().join(", ");
    if !looks.is_empty() {
        notes.push(sentence("form.league.to_look_at", [("units", looks.as_str())]));
    }
    let late = league.rows.iter().filter(|row| !row.answerable.is_empty()).filter_map(|row| {
        let (count, unit) = (thousands(row.behind?), row.standing.unit.as_str());
        let params = [("unit", unit), ("count", count.as_str()), ("who", row.answerable.as_str())];
        Some(sentence("form.league.late_one", params))
    });
    let late = late.collect::<Vec<_>>().join("; ");
    if !late.is_empty() {
        notes.push(sentence("form.league.late", [("units", late.as_str())]));
    }
    notes.extend(in_part_note("form.league.partial", &league.partial));
    notes.extend(without_note(&league.without_target));
    let whole = &league.total.whole;
    if whole.pending > 0 {
        notes.push(sentence("form.league.pending", [("count", thousands(whole.pending).as_str())]));
    }
    notes.extend(claimed_note(
        "form.league.claimed",
        league.rows.iter().map(|row| &row.standing),
        whole.claimed,
    ));
    if let Some(pace) = league.pace.as_ref().filter(|pace| pace.actual.is_some()) {
        notes.push(pace_note(&league.campaign, &league.phase, pace, whole.unconfirmed()));
    }
    if league.rows.iter().any(|row| row.rank.is_none() || row.gain().is_none()) {
        notes.push(word("form.daily.missing").to_owned());
    }
    notes
}

/// How points are reckoned, where a campaign gives any.
pub(super) fn points_note(points: Option<u32>) -> Option<String> {
    points.map(|points| sentence("form.league.points_rule", [("points", thousands(points).as_str())]))
}

/// Why a unit has no rank though it has reported.
fn failed_note(unit: &str, check: &FailedCheck) -> String {
    let FailedCheck { day, looked_at, untrue, low_rate, tolerated } = check;
    let params = [
        ("unit", unit),
        ("day", &vi(*day)),
        ("looked", &thousands(*looked_at)),
        ("untrue", &thousands(*untrue)),
        ("low", &low_rate.to_vi()),
        ("tolerated", &tolerated.to_vi()),
    ];
    sentence("form.league.failed", params)
}
