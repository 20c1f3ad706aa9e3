//! Packages of agencies (docs/domain.md, Agencies and teams): the people of an agency's list who live in the commune, each shown by
//! the hamlet; households, and who lives in which, stay the commune's to say.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::domain::ids::{CitizenId, UnitId};
use crate::domain::sharing::{RowChange, Rows};
use crate::domain::unit::UnitsOfDay;
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
/// of a house or a person is not for colleagues.
pub(super) fn as_for_agency(rows: &mut Rows, units: &UnitsOfDay) {
    for ((table, _), fields) in rows {
        let text = |field: &str| fields.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
        if table == "household" {
            let hamlet = text("unit_id").parse().map_or("", |unit| units.home_name(unit));
            let alley = text("alley");
            let places: Vec<&str> = [hamlet, &alley].into_iter().filter(|place| !place.is_empty()).collect();
            fields.insert("alley".to_owned(), Value::from(places.join(", ")));
        }
        if matches!(table.as_str(), "household" | "citizen") {
            fields.insert("note".to_owned(), Value::from(""));
        }
    }
}

/// What the laptop of an agency may say: visits, and what it knows of its people. New people and households, moves between these, and
/// records that it joined are left out. Gives the names of people whom it added, too.
pub(super) fn trimmed(changes: &[RowChange]) -> (Vec<RowChange>, BTreeSet<String>) {
    let new = changes.iter().filter(|change| change.table == "citizen" && change.from.is_none());
    let names = new.clone().filter_map(|change| change.to.as_ref()?.get("name")?.as_str().map(str::to_owned));
    let new: BTreeSet<&str> = new.map(|change| change.id.as_str()).collect();
    let of_new = |change: &RowChange| {
        let fields = change.from.iter().chain(&change.to);
        let mut named = fields.filter_map(|fields| fields.get("citizen_id")?.as_str());
        new.contains(change.id.as_str()) || named.any(|id| new.contains(id))
    };
    let kept = changes.iter().filter(|change| {
        let removed = change.table == "citizen" && change.to.is_none();
        !matches!(change.table.as_str(), "household" | "merged_citizen") && !removed && !of_new(change)
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
