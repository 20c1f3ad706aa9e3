//! One unit becomes several from a day on. Figures of the days before keep their units.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::change_units::{Census, Change, PlannedUnits, dated, held_to, new_unit};
use crate::domain::citizen::Household;
use crate::domain::ids::{HouseholdId, UnitId};
use crate::domain::text::{fold, thousands};
use crate::domain::unit::{DatedUnit, Unit};
use crate::domain::walk::NaturalKey;
use crate::error::{Error, Result};
use crate::session::Session;
use crate::store::{Book, Tx};

/// A unit that becomes several.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SplitUnit {
    /// The unit by name.
    pub unit: String,
    /// The parts, two or more.
    pub parts: Vec<UnitPart>,
    /// The first day of them.
    pub from: NaiveDate,
}

/// A part of a unit that is split. Households that no part names stay with the old unit, and count above it.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct UnitPart {
    /// Name of the new unit.
    pub name: String,
    /// Codes of its households.
    #[serde(default)]
    pub households: Vec<String>,
    /// Its alleys.
    #[serde(default)]
    pub alleys: Vec<String>,
}

/// A split that can be done.
struct Split {
    old: DatedUnit,
    /// The new units with their households.
    parts: Vec<(Unit, BTreeSet<HouseholdId>)>,
    /// The households of the old unit, those of the units that it once took in among them.
    homes: Vec<Household>,
}

impl Split {
    fn new(book: &Book, change: &Change, session: &Session, args: &SplitUnit) -> Result<Self> {
        let old = change.unit(&args.unit)?;
        let parent = change.parent_of(old)?;
        if args.parts.len() < 2 {
            return Err(Error::new("unit.too_few"));
        }
        let within: BTreeSet<UnitId> = change.eve().within(old.unit.id).into_iter().collect();
        let mut homes = book.households()?;
        homes.retain(|home| within.contains(&home.unit_id));
        let mut parts: Vec<(Unit, BTreeSet<HouseholdId>)> = Vec::new();
        let mut rest: BTreeSet<HouseholdId> = homes.iter().map(|home| home.id).collect();
        let mut nameless = Vec::new();
        for part in &args.parts {
            let name = change.free_name(&part.name, &[old])?;
            if parts.iter().any(|(other, _)| fold(&other.name) == fold(&name)) {
                return Err(Error::new("unit.exists").with("name", name));
            }
            let taken = part.taken(&old.unit, &homes)?;
            if part.households.is_empty() && part.alleys.is_empty() {
                nameless.push(parts.len());
            } else if taken.is_empty() {
                return Err(Error::new("unit.part_empty").with("name", name));
            }
            if !taken.iter().all(|home| rest.remove(home)) {
                return Err(Error::new("unit.household_twice").with("name", name));
            }
            let unit = Unit { position: old.unit.position, ..new_unit(session, &name, parent.id, 0) };
            parts.push((unit, taken));
        }
        // One part that names nothing takes the rest: nobody may be left in a unit that is no more.
        match nameless.as_slice() {
            [one] => parts.iter_mut().skip(*one).take(1).for_each(|(_, taken)| taken.clone_from(&rest)),
            _ if rest.is_empty() => {}
            _ => {
                return Err(Error::new("unit.left_over")
                    .with("name", &old.unit.name)
                    .with("count", thousands(rest.len())));
            }
        }
        Ok(Self { old: old.clone(), parts, homes })
    }

    /// The part with the most households, where whoever is held to the old unit goes on: they are told, and a leader says it otherwise.
    fn largest(&self) -> Option<&Unit> {
        let sizes = || self.parts.iter().map(|(_, taken)| taken.len());
        let most = sizes().max()?;
        self.parts.iter().find(|(_, taken)| taken.len() == most).map(|(unit, _)| unit)
    }

    /// Gives the parts the households of a unit that the old one took in. Where they all go to one part the unit goes with them;
    /// else each part has a unit that never stands itself: the days before the merger still find the one that did.
    fn divide(&self, tx: &Tx<'_>, change: &Change, session: &Session, origin: &DatedUnit) -> Result<()> {
        let id = origin.unit.id;
        let homes: Vec<HouseholdId> =
            self.homes.iter().filter(|home| home.unit_id == id).map(|home| home.id).collect();
        for (part, taken) in &self.parts {
            let here: Vec<HouseholdId> = homes.iter().copied().filter(|home| taken.contains(home)).collect();
            if here.is_empty() {
                continue;
            }
            if here.len() == homes.len() {
                change.keep_past(tx, session, &origin.unit, origin.unit.parent_id)?;
                let moved = Unit { parent_id: Some(part.id), ..origin.unit.clone() };
                return tx.update_unit(&moved, origin.first_day, origin.last_day);
            }
            let name = format!("{} – {}", origin.unit.name, part.name);
            let piece = Unit { position: part.position, ..new_unit(session, &name, part.id, 0) };
            tx.insert_unit(&piece)?;
            let first = change.day_before.succ_opt();
            tx.update_unit(&piece, first, Some(change.day_before))?;
            change.keep_past(tx, session, &piece, Some(id))?;
            for home in here {
                tx.move_household(home, piece.id)?;
            }
        }
        Ok(())
    }
}

impl UnitPart {
    /// Its households among `homes`.
    fn taken(&self, of: &Unit, homes: &[Household]) -> Result<BTreeSet<HouseholdId>> {
        let there: BTreeSet<&str> =
            homes.iter().map(|home| home.alley.as_str()).filter(|alley| !alley.is_empty()).collect();
        let lives = |alley: &&String| there.iter().any(|known| fold(known) == fold(alley));
        if let Some(unknown) = self.alleys.iter().find(|alley| !there.is_empty() && !lives(alley)) {
            let mut alleys: Vec<&str> = there.into_iter().collect();
            alleys.sort_by_cached_key(|alley| NaturalKey::new(alley));
            return Err(Error::new("unit.unknown_alley")
                .with("alley", unknown)
                .with("unit", &of.name)
                .with("alleys", alleys.join(", ")));
        }
        let alleys: Vec<String> = self.alleys.iter().map(|alley| fold(alley)).collect();
        let wanted = |home: &&Household| {
            !home.code.is_empty() && self.households.contains(&home.code)
                || alleys.iter().any(|alley| !alley.is_empty() && *alley == fold(&home.alley))
        };
        Ok(homes.iter().filter(wanted).map(|home| home.id).collect())
    }
}

/// Says what [`split_unit`] would do, and changes nothing. The parts have no targets yet.
///
/// # Errors
/// Those of [`split_unit`].
pub fn plan_split(book: &mut Book, session: &Session, args: &SplitUnit) -> Result<PlannedUnits> {
    let change = Change::new(book, session, args.from)?;
    let split = Split::new(book, &change, session, args)?;
    let rights = held_to(book, |unit| unit == split.old.unit.id, split.largest())?;
    let Split { old, parts, .. } = split;
    let (census, eve) = (Census::read(book, session)?, change.eve());
    let id = old.unit.id;
    let before = census.unit(&old.unit.name, census.target(id), |home| eve.home(home.unit_id) == id);
    let part = |(unit, taken): &(Unit, BTreeSet<HouseholdId>)| {
        census.unit(&unit.name, None, |home| taken.contains(&home.id))
    };
    Ok(PlannedUnits { before: vec![before], after: parts.iter().map(part).collect(), rights })
}

/// Makes several units of one from a day on; the households that a part names move to it, the rest to the
/// one that names none. On papers of the days before, all of them still stand under the old unit, or under the one that this
/// took in.
///
/// # Errors
/// `unit.unknown`, `unit.too_few`, `unit.own`, `unit.unknown_alley`, `unit.part_empty`, `unit.household_twice`, `unit.left_over`,
/// `unit.no_name`, `unit.exists`, `unit.in_future`, `unit.changed_later`.
pub fn split_unit(book: &mut Book, session: &Session, args: &SplitUnit) -> Result<Vec<DatedUnit>> {
    let change = Change::new(book, session, args.from)?;
    let split = Split::new(book, &change, session, args)?;
    let old = &split.old;
    let origins: BTreeSet<UnitId> =
        split.homes.iter().map(|home| home.unit_id).filter(|unit| *unit != old.unit.id).collect();
    let own: BTreeSet<HouseholdId> =
        split.homes.iter().filter(|home| home.unit_id == old.unit.id).map(|home| home.id).collect();
    let names = split.parts.iter().map(|(unit, _)| unit.name.as_str()).collect::<Vec<_>>().join(", ");
    let told = json!({ "name": old.unit.name, "to": names });
    book.transact(session, "split-unit", told, |tx| {
        for (unit, taken) in &split.parts {
            tx.insert_unit(unit)?;
            tx.update_unit(unit, Some(args.from), None)?;
            // Before that day it was within the old unit.
            change.keep_past(tx, session, unit, Some(old.unit.id))?;
            for home in taken.intersection(&own) {
                tx.move_household(*home, unit.id)?;
            }
        }
        for origin in change.units.iter().filter(|unit| origins.contains(&unit.unit.id)) {
            split.divide(tx, &change, session, origin)?;
        }
        if let Some(kept) = split.largest() {
            tx.move_rights(old.unit.id, kept.id)?;
        }
        tx.update_unit(&old.unit, old.first_day, Some(change.day_before))
    })?;
    split.parts.iter().map(|(unit, _)| dated(book, unit)).collect()
}
