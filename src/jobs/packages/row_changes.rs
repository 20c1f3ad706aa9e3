//! What the changes of a package speak of.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::domain::erasure::erased_name;
use crate::domain::sharing::{Fields, RowChange};
use crate::domain::visit::Venue;
use crate::domain::visit::venue::carried;
use crate::error::Result;
use crate::store::Book;

/// The task that a change speaks of.
pub(super) fn task_in(change: &RowChange) -> Option<&str> {
    let of = || change.to.as_ref().or(change.from.as_ref())?.get("assignment_id")?.as_str();
    if change.table == "assignment" { Some(&change.id) } else { of() }
}

/// The people and households that a change speaks of.
pub(super) fn people_in(change: &RowChange) -> impl Iterator<Item = &str> {
    let own = matches!(change.table.as_str(), "citizen" | "household" | "departure" | "merged_citizen");
    let fields = change.from.iter().chain(&change.to);
    let named = fields.flat_map(|fields| ["citizen_id", "household_id"].map(|field| fields.get(field)));
    own.then_some(change.id.as_str()).into_iter().chain(named.flatten().filter_map(Value::as_str))
}

pub(super) fn changes_of<'r>(
    changes: &'r [RowChange],
    table: &'static str,
) -> impl Iterator<Item = &'r RowChange> {
    changes.iter().filter(move |change| change.table == table)
}

/// The changes without what they say of people whom this book has erased: a visit to one counts, and says no more of him. `None`: they
/// speak of none.
pub(super) fn without_erased(book: &Book, changes: &[RowChange]) -> Result<Option<Vec<RowChange>>> {
    let asked: BTreeSet<&str> = changes.iter().flat_map(people_in).collect();
    let erased = book.erased_among(&asked, erased_name())?;
    if erased.is_empty() {
        return Ok(None);
    }
    let of_erased = |change: &RowChange| people_in(change).any(|id| erased.contains(id));
    let left = changes.iter().filter_map(|change| {
        if !of_erased(change) {
            return Some(change.clone());
        }
        let mut change = change.clone();
        match change.table.as_str() {
            "visit" => [&mut change.from, &mut change.to].into_iter().flatten().for_each(only_place),
            "household" => [&mut change.from, &mut change.to].into_iter().flatten().for_each(only_alley),
            _ => return None,
        }
        (change.from != change.to).then_some(change)
    });
    Ok(Some(left.collect()))
}

/// Of a note of a visit the place at its head.
fn only_place(visit: &mut Fields) {
    if let Some(note) = visit.get_mut("note") {
        let (venue, _) = carried(note.as_str().unwrap_or_default());
        *note = Value::from(venue.map_or("", Venue::mark));
    }
}

/// A house in which nobody else is left.
fn only_alley(house: &mut Fields) {
    for field in ["code", "head", "house_number", "note"] {
        house.remove(field);
    }
}
