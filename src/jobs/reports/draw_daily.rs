//! The daily report: what the day brought and how things stand, a row a unit.

use super::draw_annex1;
use super::frame::{PaperOfDay, in_part_note, without_figures};
use crate::domain::daily::{daily_cells, daily_columns, tells_who_is_active, unit_heading};
use crate::domain::dates::vi;
use crate::domain::form::{Column, Form, Kind, Row, Value};
use crate::domain::report::{Activations, Figures, OfficialState};
use crate::domain::summary::{StatedOtherwise, UnitDay};
use crate::domain::target::Undivided;
use crate::domain::text::thousands;
use crate::domain::unit::Level;
use crate::error::{Error, Result};
use crate::figures::{Day, UnitRow, in_part, total};
use crate::messages::{sentence, word};

/// Draws the table: a row a unit.
///
/// # Errors
/// `report.sums_differ`, `report.from_needs_people`; the book's own.
pub(super) fn draw(paper: &PaperOfDay<'_>, form: &mut Form) -> Result<()> {
    let asked;
    let rows = if paper.part.is_none() && !paper.asked_from {
        paper.day.whole()?
    } else {
        asked = paper.day.roll_up(&paper.units, paper.part.is_some(), paper.from)?;
        &asked
    };
    if paper.asked_from && rows.iter().any(|row| row.received) {
        return Err(Error::new("report.from_needs_people"));
    }
    let columns =
        [("form.column.ordinal", 38, Kind::Centred), (unit_heading(paper.day.info.level), 118, Kind::Text)];
    form.columns = columns
        .into_iter()
        .map(|(heading, width, kind)| Column::new(word(heading), width, kind))
        .chain(daily_columns())
        .collect();
    form.numbered = true;
    let row = |total, head: [Value; 2], figures: Option<&UnitDay>| Row {
        total,
        cells: head.into_iter().chain(daily_cells(figures)).collect(),
    };
    for (UnitRow { unit, figures, .. }, ordinal) in rows.iter().zip(1..) {
        form.rows.push(row(false, [Value::from(ordinal), unit.name.as_str().into()], figures.as_ref()));
    }
    let total = total(rows);
    form.rows.push(row(true, [word("form.total").into(), Value::Left], total.as_ref()));
    form.notes = notes(&total.clone().map(|total| total.figures).unwrap_or_default());
    form.notes.extend(total.as_ref().and_then(visited_again_note));
    form.notes.extend(approved_beside_note(paper)?);
    form.notes.extend(paper.venues_note(paper.day.day)?);
    if paper.part.is_none() {
        if let Some(bridge) = paper.day.bridge()? {
            let [told, _] = &bridge.told;
            form.notes.push(told.clone());
        }
        form.notes.extend(draw_annex1::pace_notes(paper.day)?);
    }
    // The line on the pace speaks of the units with targets alone.
    let target = |row: &UnitRow| row.figures.as_ref().map(|figures| figures.target.is_some());
    if paper.part.is_none() && rows.iter().any(|row| target(row) == Some(true)) {
        let undivided = paper.day.undivided()?;
        let untargeted = rows.iter().filter(|row| target(row) == Some(false));
        let untargeted = untargeted.filter(|row| !Undivided::has(&undivided, Some(row.unit.id)));
        let untargeted: Vec<String> = untargeted.map(|row| row.unit.name.clone()).collect();
        form.notes.extend(draw_annex1::undivided_note(&undivided));
        form.notes.extend(draw_annex1::without_note(&untargeted));
    }
    if form.rows.iter().any(|row| row.cells.contains(&Value::Missing)) {
        form.notes.push(word("form.daily.missing").to_owned());
    }
    form.notes.extend(notes_on_units(rows, paper.day));
    Ok(())
}

/// Whether its rows are hamlets.
fn is_at_bottom(on: &Day<'_>) -> bool {
    matches!(on.info.level, Level::Hamlet | Level::Commune)
}

/// What is to be said of single units.
fn notes_on_units(rows: &[UnitRow], on: &Day<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    let without: Vec<&str> = rows
        .iter()
        .filter(|row| !row.received && row.figures.is_none())
        .map(|row| row.unit.name.as_str())
        .collect();
    if !is_at_bottom(on) && !without.is_empty() {
        notes.push(without_figures(&without, rows.len(), on.day));
    }
    // Other papers have silent units as they stood; this one has what the day told.
    if !is_at_bottom(on) && rows.iter().any(|row| row.figures.is_none()) {
        notes.push(word("form.daily.of_the_day").to_owned());
    }
    notes.extend(untold_note(rows));
    notes.extend(otherwise_note(rows));
    notes.extend(since_note(rows, on));
    notes.extend(in_part_note("form.daily.partial", &in_part(rows, UnitRow::in_part_of_day)));
    notes
}

/// Says why the total has more people remaining than the rows: those of rows where nobody has told who is active.
fn untold_note(rows: &[UnitRow]) -> Option<String> {
    let figures = || rows.iter().filter_map(|row| row.figures.as_ref());
    let untold: Vec<u32> =
        figures().filter(|day| !tells_who_is_active(day)).map(|day| day.figures.remaining()).collect();
    let (count, units, all) =
        (thousands(untold.iter().sum::<u32>()), thousands(untold.len()), thousands(rows.len()));
    let params = [("count", count.as_str()), ("units", &units), ("all", &all)];
    let shown = figures().any(tells_who_is_active) && untold.iter().any(|count| *count > 0);
    shown.then(|| sentence("form.daily.untold", params))
}

/// Says which units have signed other figures than the report has.
fn otherwise_note(rows: &[UnitRow]) -> Option<String> {
    let sent = rows.iter().filter(|row| row.sent_at.is_some()).count();
    let differing = rows.iter().filter(|row| !row.differs.is_empty());
    let told = |row: &UnitRow| {
        let [vi, _] = StatedOtherwise::told(&row.differs);
        format!("{} ({vi})", row.unit.name)
    };
    let told: Vec<String> = differing.map(told).collect();
    let (count, all, units) = (thousands(told.len()), thousands(sent), told.join("; "));
    let params = [("count", count.as_str()), ("all", &all), ("units", &units)];
    (!told.is_empty()).then(|| sentence("form.daily.stated_otherwise", params))
}

/// Says of which units "so far" is not known: they count by another campaign.
fn since_note(rows: &[UnitRow], on: &Day<'_>) -> Option<String> {
    let others = rows.iter().filter(|row| row.apart).map(|row| row.unit.name.as_str());
    let units = others.collect::<Vec<_>>().join(", ");
    let plan = &on.campaign.as_ref().filter(|_| !units.is_empty())?.plan;
    let params = [("units", units.as_str()), ("plan", &plan.number), ("from", &vi(plan.first_day))];
    Some(sentence("form.daily.since", params))
}

/// Says why the outcomes of a day are fewer than the people visited: some had an account before.
fn visited_again_note(UnitDay { figures, today, .. }: &UnitDay) -> Option<String> {
    let Activations { level1, level2, upgraded } = figures.today;
    let outcomes =
        [level1, level2, upgraded, today.absent, today.ineligible, today.no_smartphone, today.other];
    let counted = outcomes.into_iter().fold(0, u32::saturating_add);
    let again = figures.visited_today.checked_sub(counted).filter(|again| *again > 0)?;
    Some(sentence("form.daily.visited_again", [("count", thousands(again).as_str())]))
}

/// Says how many approved applications are of people who are none of the eligible: they may be more than these.
fn approved_beside_note(paper: &PaperOfDay<'_>) -> Result<Option<String>> {
    let on = paper.day;
    let beside = on.people()?.iter().filter(|person| {
        paper.part.is_none_or(|part| on.units.is_within(person.unit_id, part))
            && person.official.is_some_and(OfficialState::approved)
            && !person.eligible(on.day)
    });
    let count = beside.count();
    Ok((count > 0).then(|| sentence("form.daily.approved_beside", [("count", thousands(count).as_str())])))
}

fn notes(total: &Figures) -> Vec<String> {
    let mut notes = vec![word("form.daily.formulas").to_owned()];
    let (official, pending) = (thousands(total.official), thousands(total.unconfirmed()));
    let evidence = [("official", official.as_str()), ("pending", pending.as_str())];
    notes.extend((total.people > 0).then(|| sentence("form.daily.evidence", evidence)));
    if total.denied > 0 {
        notes.push(sentence("form.daily.denied", [("count", thousands(total.denied).as_str())]));
    }
    if total.birth_unknown > 0 {
        notes
            .push(sentence("form.daily.birth_unknown", [("count", thousands(total.birth_unknown).as_str())]));
    }
    notes
}
