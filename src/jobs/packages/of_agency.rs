//! Packages of agencies (docs/domain.md, Agencies and teams): the people of an agency's list who live in the commune, each shown by
//! the hamlet; households, and who lives in which, stay the commune's to say.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::row_changes::people_in;
use crate::domain::ids::{CitizenId, UnitId, VisitId};
use crate::domain::sharing::{RowChange, Rows};
use crate::domain::unit::UnitsOfDay;
use crate::domain::visit::venue::{carried, carry};
use crate::error::Result;
use crate::store::Book;

/// The agencies on whose lists people of the register stand.
pub(super) fn people_on_lists(book: &Book) -> Result<BTreeMap<CitizenId, BTreeSet<UnitId>>> {
    let mut on: BTreeMap<CitizenId, BTreeSet<UnitId>> = BTreeMap::new();
    for person in book.affiliations(None)? {
        if let Some(citizen) = person.citizen_id {
            on.entry(citizen).or_default().insert(person.unit_id);
        }
    }
    Ok(on)
}

/// Rows as an agency has them: its people are from all hamlets, so the hamlet stands before the alley; what the team of a hamlet noted
/// of a house, a person or a visit is not for colleagues. Its `own` visits it has as it wrote them.
pub(super) fn as_for_agency(rows: &mut Rows, units: &UnitsOfDay, own: &BTreeSet<VisitId>) {
    for ((table, id), fields) in rows {
        let text = |field: &str| fields.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (unit, alley, note) = (text("unit_id"), text("alley"), text("note"));
        let mut put = |field: &str, text: String| drop(fields.insert(field.to_owned(), Value::from(text)));
        match table.as_str() {
            "household" => {
                let hamlet = unit.parse().map_or("", |unit| units.home_name(unit));
                let places = [hamlet, &alley].into_iter().filter(|place| !place.is_empty());
                put("alley", places.collect::<Vec<_>>().join(", "));
                put("note", String::new());
            }
            "citizen" => put("note", String::new()),
            "visit" if !id.parse().is_ok_and(|id| own.contains(&id)) => {
                put("note", carry(carried(&note).0, ""))
            }
            _ => {}
        }
    }
}

/// What the laptop of an agency may say: visits, and what it knows of its people. New people and households, moves between these, and
/// records that it joined are left out. Gives the names of people whom it added, too.
pub(super) fn trimmed(changes: &[RowChange]) -> (Vec<RowChange>, BTreeSet<String>) {
    let new = changes.iter().filter(|change| change.table == "citizen" && change.from.is_none());
    let names = new.clone().filter_map(|change| change.to.as_ref()?.get("name")?.as_str().map(str::to_owned));
    // Whom it joined is another here, and what it moved with him stays where it was.
    let joined = changes.iter().filter(|change| change.table == "citizen" && change.to.is_none());
    let left: BTreeSet<&str> = new.chain(joined).map(|change| change.id.as_str()).collect();
    let of_left = |change: &RowChange| people_in(change).any(|id| left.contains(id));
    let kept = changes.iter().filter(|change| {
        !matches!(change.table.as_str(), "household" | "merged_citizen") && !of_left(change)
    });
    let kept = kept.cloned().filter_map(|mut change| {
        if change.table == "citizen" {
            for fields in change.from.iter_mut().chain(&mut change.to) {
                fields.remove("household_id");
            }
        }
        (change.from != change.to).then_some(change)
    });
    (kept.collect(), names.collect())
}
