//! Several units become one from a day on. Figures of the days before keep their units.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::change_units::{Census, Change, PlannedUnits, dated, held_to, new_unit};
use crate::domain::ids::UnitId;
use crate::domain::text::fold;
use crate::domain::unit::{AGENCY, DatedUnit, Unit};
use crate::error::{Error, Result};
use crate::session::Session;
use crate::store::Book;

/// Units that become one.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct MergeUnits {
    /// The units by name, two or more.
    pub units: Vec<String>,
    /// Name of the one: a new unit, or one of them that takes the others in.
    pub into: String,
    /// The first day of it.
    pub from: NaiveDate,
}

/// A merger that can be done.
struct Merger {
    merged: Vec<DatedUnit>,
    one: Unit,
    /// Whether it is one of them that takes the others in.
    stands: bool,
}

impl Merger {
    fn new(change: &Change, session: &Session, args: &MergeUnits) -> Result<Self> {
        let mut merged: Vec<&DatedUnit> = Vec::new();
        for name in &args.units {
            let unit = change.unit(name)?;
            if !merged.iter().any(|other| other.unit.id == unit.unit.id) {
                merged.push(unit);
            }
        }
        let Some(first) = merged.first().filter(|_| merged.len() > 1) else {
            return Err(Error::new("unit.too_few"));
        };
        let parent = change.parent_of(first)?;
        for unit in &merged {
            if change.parent_of(unit)?.id != parent.id {
                return Err(Error::new("unit.parents_differ").with("name", &unit.unit.name));
            }
        }
        if let Some(agency) = merged.iter().find(|unit| unit.unit.kind == AGENCY) {
            return Err(Error::new("unit.is_agency").with("name", &agency.unit.name));
        }
        let taking = merged.iter().find(|unit| fold(&unit.unit.name) == fold(&args.into));
        let one = match taking {
            Some(unit) => unit.unit.clone(),
            None => {
                let name = change.free_name(&args.into, &merged)?;
                Unit { position: first.unit.position, ..new_unit(session, &name, parent.id, 0) }
            }
        };
        Ok(Self { stands: taking.is_some(), merged: merged.into_iter().cloned().collect(), one })
    }
}

/// Says what [`merge_units`] would do, and changes nothing.
///
/// # Errors
/// Those of [`merge_units`].
pub fn plan_merger(book: &mut Book, session: &Session, args: &MergeUnits) -> Result<PlannedUnits> {
    let change = Change::new(book, session, args.from)?;
    let Merger { merged, one, .. } = Merger::new(&change, session, args)?;
    let (census, eve) = (Census::read(book, session)?, change.eve());
    let ids: Vec<UnitId> = merged.iter().map(|unit| unit.unit.id).collect();
    let targets: Vec<u32> = ids.iter().filter_map(|id| census.target(*id)).collect();
    let target = (!targets.is_empty()).then(|| targets.iter().sum());
    let after = census.unit(&one.name, target, |home| ids.contains(&eve.home(home.unit_id)));
    let before = merged.iter().map(|unit| {
        let id = unit.unit.id;
        census.unit(&unit.unit.name, census.target(id), |home| eve.home(home.unit_id) == id)
    });
    let rights = held_to(book, |unit| unit != one.id && ids.contains(&unit), Some(&one))?;
    Ok(PlannedUnits { before: before.collect(), after: vec![after], rights })
}

/// Makes one unit of several from a day on. They end the day before and become parts of the one: their people and
/// figures stay theirs, and count for the one from that day.
///
/// # Errors
/// `unit.unknown`, `unit.too_few`, `unit.own`, `unit.parents_differ`, `unit.is_agency`, `unit.no_name`, `unit.exists`, `unit.in_future`,
/// `unit.changed_later`.
pub fn merge_units(book: &mut Book, session: &Session, args: &MergeUnits) -> Result<DatedUnit> {
    let change = Change::new(book, session, args.from)?;
    let Merger { merged, one, stands } = Merger::new(&change, session, args)?;
    let told = json!({ "names": args.units.join(", "), "to": one.name });
    book.transact(session, "merge-units", told, |tx| {
        if !stands {
            tx.insert_unit(&one)?;
            tx.update_unit(&one, Some(args.from), None)?;
        }
        for old in merged.iter().filter(|old| old.unit.id != one.id) {
            change.keep_past(tx, session, &old.unit, old.unit.parent_id)?;
            let closed = Unit { parent_id: Some(one.id), ..old.unit.clone() };
            tx.update_unit(&closed, old.first_day, Some(change.day_before))?;
            // Whoever works in a hamlet that goes works in the one that takes it in.
            tx.move_rights(old.unit.id, one.id)?;
        }
        Ok(())
    })?;
    dated(book, &one)
}
