//! The lists: a row a person, in walking order, hamlet by hamlet.

use std::collections::BTreeMap;

use super::frame::PaperOfDay;
use super::list_field::{Field, Item, fields};
use crate::domain::form::{Form, Row, Value};
use crate::domain::ids::UnitId;
use crate::domain::lists::{Listed, Period, listed};
use crate::domain::report::{Percent, ReportForm};
use crate::domain::text::{NameOrder, thousands};
use crate::domain::walk::{Numbering, WalkKey};
use crate::error::Result;
use crate::messages::{sentence, word};

/// Draws the table: a row a person.
pub(super) fn draw(paper: &PaperOfDay<'_>, form: &mut Form) -> Result<()> {
    let fields = fields(paper.form);
    form.columns = fields.iter().map(|field| field.column(paper.form)).collect();
    let mut items = items(paper)?;
    form.notes = notes(paper, &items)?;
    // Of units whose people are in another book there are only figures.
    for ((unit, _), total) in paper.day.book.stated_totals(paper.from, paper.day.day)? {
        if total.is_some() && unit != paper.day.info.unit_id && !paper.day.holds_people_of(unit)? {
            form.notes.push(word("form.list.without_names").to_owned());
            break;
        }
    }
    if paper.form == ReportForm::Annex2 {
        let order = NameOrder::new();
        // Stable: within an officer the order of the walk stays. Rows without an officer come last.
        items.sort_by_cached_key(|item| (item.member().is_empty(), order.key(item.member())));
    }
    for (item, ordinal) in items.iter().zip(1..) {
        let cells = fields.iter().map(|field| field.value(item, ordinal)).collect();
        form.rows.push(Row { total: false, cells });
    }
    if paper.form == ReportForm::Annex2 && !items.is_empty() {
        merge_officers(&items, fields, form);
    }
    Ok(())
}

/// The people of a list in walking order, hamlet by hamlet.
fn items<'a>(paper: &'a PaperOfDay<'_>) -> Result<Vec<Item<'a>>> {
    let day = paper.day;
    let period = Period { from: paper.from, day: day.day, extract: day.extract };
    let mut places: Vec<(UnitId, usize)> = paper.units.iter().map(|unit| unit.id).zip(0..).collect();
    places.sort_unstable();
    let mut items = Vec::new();
    for person in day.people()? {
        let Ok(place) = places.binary_search_by_key(&person.unit_id, |(id, _)| *id) else { continue };
        let Some((_, unit)) = places.get(place).and_then(|(_, at)| paper.units.get(*at).map(|u| (*at, u)))
        else {
            continue;
        };
        let Some(Listed { visit, finding }) = listed(paper.form, person, period) else { continue };
        let team = person.team_result(paper.from, day.day);
        items.push(Item {
            unit,
            listed: day.book.listed_person(person.citizen_id, visit)?,
            level: person.level_at(day.day),
            attempts: person.visits_between(paper.from, day.day).count(),
            upgraded: team.activated == 0 && team.upgraded_by.is_some(),
            finding,
            person,
        });
    }
    let numbering = |unit: UnitId| {
        Numbering::of(items.iter().filter(|item| item.unit.id == unit).map(|item| &item.listed.household))
    };
    let numberings: Vec<(UnitId, Numbering)> = paper.units.iter().map(|u| (u.id, numbering(u.id))).collect();
    items.sort_by_cached_key(|item| {
        let place = numberings.iter().position(|(id, _)| *id == item.unit.id).unwrap_or_default();
        let numbering = numberings.get(place).map_or(Numbering::Hamlet, |(_, numbering)| *numbering);
        (place, WalkKey::new(&item.listed.household, numbering), item.listed.birth, item.listed.citizen_id)
    });
    Ok(items)
}

fn notes(paper: &PaperOfDay<'_>, items: &[Item<'_>]) -> Result<Vec<String>> {
    let day = paper.day;
    let count = thousands(items.len());
    let mut notes = vec![sentence("form.list.total", [("count", count.as_str())])];
    if paper.form == ReportForm::Ineligible {
        let inside = |unit: UnitId| paper.units.iter().any(|own| own.id == unit);
        let visited = day
            .people()?
            .iter()
            .filter(|p| inside(p.unit_id) && p.latest_visit(paper.from, day.day).is_some());
        let visited = u32::try_from(visited.count()).unwrap_or(u32::MAX);
        let ineligible = u32::try_from(items.len()).unwrap_or(u32::MAX);
        let ratio = Percent::of(ineligible, visited).map_or_else(|| "–".to_owned(), Percent::to_vi);
        let params = [("count", count.as_str()), ("visited", &thousands(visited)), ("ratio", &ratio)];
        notes.push(sentence("form.ineligible.ratio", params));
    }
    let masked = fields(paper.form).contains(&Field::MaskedNumber);
    notes.extend(masked.then(|| word("form.masked").to_owned()));
    Ok(notes)
}

/// The officer and his total stand once for all his rows: they belong to him, not to the citizen (docs/domain.md, Plans and targets).
fn merge_officers(items: &[Item<'_>], fields: &[Field], form: &mut Form) {
    let (member, total) = (Field::Member, Field::OfficerTotal);
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for item in items {
        *counts.entry(item.member()).or_default() += 1;
    }
    let mut before: Option<&str> = None;
    for (item, row) in items.iter().zip(&mut form.rows) {
        for (field, cell) in fields.iter().zip(&mut row.cells) {
            if *field != member && *field != total {
                continue;
            }
            if before == Some(item.member()) {
                *cell = Value::Above;
            } else if *field == total {
                *cell = Value::Count(counts.get(item.member()).copied().unwrap_or_default());
            } else if item.member().is_empty() {
                *cell = word("form.annex2.no_member").into();
            }
        }
        before = Some(item.member());
    }
    let place = fields.iter().position(|field| *field == total).unwrap_or_default();
    let cells = (0..fields.len()).map(|at| match at {
        0 => word("form.total").into(),
        at if at < place => Value::Left,
        at if at == place => Value::Count(u32::try_from(items.len()).unwrap_or(u32::MAX)),
        _ => Value::from(""),
    });
    form.rows.push(Row { total: true, cells: cells.collect() });
}
