//! Units change: renamed, merged, split from a day on, and agencies added. Figures of the days before keep their units.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::domain::as_count;
use crate::domain::dates::vi;
use crate::domain::gazetteer::{self, ListedPlace};
use crate::domain::hamlets::kind_of;
use crate::domain::ids::UnitId;
use crate::domain::text::{fold, thousands};
use crate::domain::unit::{AGENCY, DatedUnit, PastUnit, Unit};
use crate::domain::walk::NaturalKey;
use crate::error::{Error, Result};
use crate::jobs::Nothing;
use crate::jobs::desk::Desk;
use crate::session::Session;
use crate::store::{Book, Tx};

/// A new name.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct RenameUnit {
    /// The unit by its present name.
    pub unit: String,
    /// The new name.
    pub name: String,
    /// The first day of it.
    pub from: NaiveDate,
    /// A new national code, if it changes.
    #[serde(default)]
    pub code: Option<String>,
}

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

/// An agency to add.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct NewAgency {
    /// Name: "Sở Tài chính".
    pub name: String,
}

/// Which places to offer.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct FindPlaces {
    /// Words of the name; marks and case do not count.
    #[serde(default)]
    pub name: String,
    /// The province by name or code; all when empty.
    #[serde(default)]
    pub province: String,
    /// At most this many; 50 when 0.
    #[serde(default)]
    pub limit: usize,
}

/// Provinces and communes of the national list that fit: offered, never forced.
pub fn find_places(_: &mut Desk, args: &FindPlaces) -> Result<Vec<ListedPlace>> {
    let limit = if args.limit == 0 { 50 } else { args.limit };
    Ok(gazetteer::search(&args.name, &args.province).into_iter().take(limit).cloned().collect())
}

/// All units with the days they are valid and what they were before.
pub fn unit_history(book: &mut Book, _: &Session, _: &Nothing) -> Result<Vec<DatedUnit>> {
    book.dated_units()
}

/// Gives a unit a new name from a day on; papers of the days before keep the old one.
///
/// # Errors
/// `unit.unknown`, `unit.no_name`, `unit.exists`, `unit.in_future`, `unit.changed_later`.
pub fn rename_unit(book: &mut Book, session: &Session, args: &RenameUnit) -> Result<DatedUnit> {
    let change = Change::new(book, session, args.from)?;
    let was = change.unit(&args.unit)?.clone();
    let name = change.free_name(&args.name, &[&was])?;
    let mut unit = was.unit.clone();
    if unit.kind != AGENCY && !kind_of(&name).is_empty() {
        kind_of(&name).clone_into(&mut unit.kind);
    }
    unit.name = name;
    if let Some(code) = &args.code {
        unit.code.clone_from(code);
    }
    let told = json!({ "name": was.unit.name, "to": unit.name });
    book.transact(session, "rename-unit", told, |tx| {
        change.keep_past(tx, session, &was.unit, was.unit.parent_id)?;
        tx.update_unit(&unit, was.first_day, was.last_day)
    })?;
    dated(book, &unit)
}

/// Makes one unit of several from a day on. They end the day before and become parts of the one: their people and
/// figures stay theirs, and count for the one from that day.
///
/// # Errors
/// `unit.unknown`, `unit.too_few`, `unit.own`, `unit.parents_differ`, and those of [`rename_unit`].
pub fn merge_units(book: &mut Book, session: &Session, args: &MergeUnits) -> Result<DatedUnit> {
    let change = Change::new(book, session, args.from)?;
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
    let taking = merged.iter().find(|unit| fold(&unit.unit.name) == fold(&args.into));
    let one = match taking {
        Some(unit) => unit.unit.clone(),
        None => {
            let name = change.free_name(&args.into, &merged)?;
            Unit { position: first.unit.position, ..new_unit(session, &name, parent.id, 0) }
        }
    };
    let told = json!({ "names": args.units.join(", "), "to": one.name });
    book.transact(session, "merge-units", told, |tx| {
        if taking.is_none() {
            tx.insert_unit(&one)?;
            tx.update_unit(&one, Some(args.from), None)?;
        }
        for old in merged.iter().filter(|old| old.unit.id != one.id) {
            change.keep_past(tx, session, &old.unit, old.unit.parent_id)?;
            let closed = Unit { parent_id: Some(one.id), ..old.unit.clone() };
            tx.update_unit(&closed, old.first_day, Some(change.day_before))?;
        }
        Ok(())
    })?;
    dated(book, &one)
}

/// Makes several units of one from a day on; the households that a part names move to it, the rest to the
/// one that names none. On papers of the days before,
/// all of them still stand under the old unit.
///
/// # Errors
/// `unit.unknown`, `unit.too_few`, `unit.own`, `unit.unknown_alley`, `unit.part_empty`, `unit.household_twice`, `unit.left_over`, and those of [`rename_unit`].
pub fn split_unit(book: &mut Book, session: &Session, args: &SplitUnit) -> Result<Vec<DatedUnit>> {
    let change = Change::new(book, session, args.from)?;
    let old = change.unit(&args.unit)?;
    let parent = change.parent_of(old)?;
    if args.parts.len() < 2 {
        return Err(Error::new("unit.too_few"));
    }
    let there = book.alleys_of(old.unit.id)?;
    let mut parts: Vec<(Unit, Vec<_>)> = Vec::new();
    let mut taken = Vec::new();
    let mut nameless = Vec::new();
    for part in &args.parts {
        let name = change.free_name(&part.name, &[old])?;
        if parts.iter().any(|(other, _)| fold(&other.name) == fold(&name)) {
            return Err(Error::new("unit.exists").with("name", name));
        }
        let alleys: Vec<String> = part.alleys.iter().map(|alley| fold(alley)).collect();
        let lives = |alley: &&String| there.iter().any(|known| fold(known) == fold(alley));
        if let Some(unknown) = part.alleys.iter().find(|alley| !there.is_empty() && !lives(alley)) {
            return Err(Error::new("unit.unknown_alley")
                .with("alley", unknown)
                .with("unit", &old.unit.name)
                .with("alleys", in_order(&there).join(", ")));
        }
        let households = book.households_of(old.unit.id, &part.households, &alleys)?;
        if part.households.is_empty() && part.alleys.is_empty() {
            nameless.push(parts.len());
        } else if households.is_empty() {
            return Err(Error::new("unit.part_empty").with("name", name));
        }
        if households.iter().any(|household| taken.contains(household)) {
            return Err(Error::new("unit.household_twice").with("name", name));
        }
        taken.extend(households.iter().copied());
        let unit = Unit { position: old.unit.position, ..new_unit(session, &name, parent.id, 0) };
        parts.push((unit, households));
    }
    // One part that names nothing takes the rest: nobody may be left in a unit that is no more.
    let all = book.households()?.into_iter().filter(|household| household.unit_id == old.unit.id);
    let rest: Vec<_> = all.map(|household| household.id).filter(|id| !taken.contains(id)).collect();
    match nameless.as_slice() {
        [one] => parts.iter_mut().skip(*one).take(1).for_each(|(_, taken)| taken.clone_from(&rest)),
        _ if rest.is_empty() => {}
        _ => {
            return Err(Error::new("unit.left_over")
                .with("name", &old.unit.name)
                .with("count", thousands(rest.len())));
        }
    }
    let names = parts.iter().map(|(unit, _)| unit.name.as_str()).collect::<Vec<_>>().join(", ");
    let told = json!({ "name": old.unit.name, "to": names });
    book.transact(session, "split-unit", told, |tx| {
        for (unit, households) in &parts {
            tx.insert_unit(unit)?;
            tx.update_unit(unit, Some(args.from), None)?;
            // Before that day it was within the old unit.
            change.keep_past(tx, session, unit, Some(old.unit.id))?;
            for household in households {
                tx.move_household(*household, unit.id)?;
            }
        }
        tx.update_unit(&old.unit, old.first_day, Some(change.day_before))
    })?;
    parts.iter().map(|(unit, _)| dated(book, unit)).collect()
}

/// Alleys as one walks them.
fn in_order(alleys: &BTreeSet<String>) -> Vec<&str> {
    let mut alleys: Vec<&str> = alleys.iter().map(String::as_str).collect();
    alleys.sort_by_cached_key(|alley| NaturalKey::new(alley));
    alleys
}

/// Adds an agency below the book's own unit.
///
/// # Errors
/// `unit.no_name`, `unit.exists`.
pub fn add_agency(book: &mut Book, session: &Session, args: &NewAgency) -> Result<Unit> {
    let change = Change::new(book, session, session.today())?;
    let name = change.free_name(&args.name, &[])?;
    let unit = agency(session, &name, &book.own_unit()?, change.units.len());
    book.transact(session, "add-unit", json!({ "name": name }), |tx| tx.insert_unit(&unit))?;
    Ok(unit)
}

/// A new agency below the book's own unit.
pub(crate) fn agency(session: &Session, name: &str, own: &Unit, position: usize) -> Unit {
    Unit { kind: AGENCY.to_owned(), ..new_unit(session, name, own.id, position) }
}

fn dated(book: &Book, unit: &Unit) -> Result<DatedUnit> {
    let found = book.dated_units()?.into_iter().find(|other| other.unit.id == unit.id);
    found.ok_or_else(|| Unit::unknown(&unit.name, []))
}

/// A change of units from a day on.
struct Change {
    units: Vec<DatedUnit>,
    day_before: NaiveDate,
}

impl Change {
    fn new(book: &Book, session: &Session, from: NaiveDate) -> Result<Self> {
        let day = || vi(from);
        if from > session.today() {
            return Err(Error::new("unit.in_future").with("day", day()));
        }
        let Some(day_before) = from.pred_opt() else {
            return Err(Error::new("unit.in_future").with("day", day()));
        };
        Ok(Self { units: book.dated_units()?, day_before })
    }

    /// The unit of a name that is valid up to the change, and was not changed on that day or later.
    fn unit(&self, name: &str) -> Result<&DatedUnit> {
        let valid = || self.units.iter().filter(|unit| unit.last_day.is_none());
        let found = valid().find(|unit| fold(&unit.unit.name) == fold(name));
        let unit = found.ok_or_else(|| Unit::unknown(name, valid().map(|unit| &unit.unit.name)))?;
        let changed = unit.past.last().map(|past| past.until).or(unit.first_day);
        if changed.is_some_and(|day| day >= self.day_before) {
            return Err(Error::new("unit.changed_later").with("name", name));
        }
        Ok(unit)
    }

    fn parent_of(&self, unit: &DatedUnit) -> Result<&Unit> {
        let parent = self.units.iter().find(|other| Some(other.unit.id) == unit.unit.parent_id);
        let own = || Error::new("unit.own").with("name", &unit.unit.name);
        parent.map(|parent| &parent.unit).ok_or_else(own)
    }

    /// A name that no other valid unit has.
    fn free_name(&self, name: &str, but: &[&DatedUnit]) -> Result<String> {
        let name = name.trim();
        if fold(name).is_empty() {
            return Err(Error::new("unit.no_name"));
        }
        let other = |unit: &&DatedUnit| !but.iter().any(|b| b.unit.id == unit.unit.id);
        let taken = self
            .units
            .iter()
            .filter(other)
            .any(|unit| unit.last_day.is_none() && fold(&unit.unit.name) == fold(name));
        if taken { Err(Error::new("unit.exists").with("name", name)) } else { Ok(name.to_owned()) }
    }

    fn keep_past(&self, tx: &Tx<'_>, session: &Session, unit: &Unit, parent: Option<UnitId>) -> Result<()> {
        let past = PastUnit {
            until: self.day_before,
            parent_id: parent,
            kind: unit.kind.clone(),
            name: unit.name.clone(),
            code: unit.code.clone(),
        };
        tx.insert_unit_past(session.new_id(), unit.id, &past)
    }
}

/// A new unit below another.
pub(crate) fn new_unit(session: &Session, name: &str, parent: UnitId, position: usize) -> Unit {
    Unit {
        id: UnitId(session.new_id()),
        parent_id: Some(parent),
        kind: kind_of(name).to_owned(),
        name: name.to_owned(),
        code: String::new(),
        position: as_count(position),
    }
}
