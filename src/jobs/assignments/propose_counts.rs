//! How many people a task would be about in each unit, so that one task for many gives each its own number.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::ids::UnitId;
use crate::domain::reconciliation::Finding;
use crate::domain::text::fold;
use crate::error::Result;
use crate::figures::Day;
use crate::jobs::Nothing;
use crate::session::Session;
use crate::store::Book;

/// A unit and whom its teams have to go to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct UnitCount {
    /// Name of the unit.
    pub unit: String,
    /// People with an account that was approved and waits to be activated, as today's findings have them.
    pub people: u32,
}

/// The units that have anybody to go to, those above them with their sum. A person counts where he lives today.
pub fn propose_counts(book: &mut Book, session: &Session, _: &Nothing) -> Result<Vec<UnitCount>> {
    let day = Day::read(book, session.today())?;
    let mut counts: BTreeMap<(String, UnitId), UnitCount> = BTreeMap::new();
    for (person, finding) in day.people()?.iter().zip(day.findings()?) {
        if *finding != Finding::ToVisit {
            continue;
        }
        for unit in day.units.upwards(person.unit_id) {
            let none = || UnitCount { unit: unit.name.clone(), people: 0 };
            counts.entry((fold(&unit.name), unit.id)).or_insert_with(none).people += 1;
        }
    }
    Ok(counts.into_values().collect())
}
