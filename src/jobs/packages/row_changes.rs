//! What the changes of a package speak of.

use serde_json::Value;

use crate::domain::sharing::RowChange;

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
