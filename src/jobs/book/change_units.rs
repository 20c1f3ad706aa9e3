//! Units are renamed from a day on, and agencies added. Figures of the days before keep their units.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::domain::as_count;
use crate::domain::dates::vi;
use crate::domain::gazetteer::{self, ListedPlace};
use crate::domain::hamlets::kind_of;
use crate::domain::ids::UnitId;
use crate::domain::text::fold;
use crate::domain::unit::{AGENCY, DatedUnit, PastUnit, Unit, UnitsOfDay};
use crate::error::{Error, Result};
use crate::figures::Day;
use crate::jobs::Nothing;
use crate::jobs::desk::Desk;
use crate::session::Session;
use crate::store::units::Residents;
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

pub(super) fn dated(book: &Book, unit: &Unit) -> Result<DatedUnit> {
    let found = book.dated_units()?.into_iter().find(|other| other.unit.id == unit.id);
    found.ok_or_else(|| Unit::unknown(&unit.name, []))
}

/// A unit as it would be after a change, or is before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct PlannedUnit {
    /// Its name.
    pub name: String,
    /// Households.
    pub households: u32,
    /// People, without those who left.
    pub people: u32,
    /// Its target in the campaign of today; `None`: it has none, or none of its own yet.
    pub target: Option<u32>,
}

/// What a merger or a split would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct PlannedUnits {
    /// The units that are no more then.
    pub before: Vec<PlannedUnit>,
    /// Those that take their people.
    pub after: Vec<PlannedUnit>,
    /// Members who may work in a unit that is no more, each with the one where they may from then on.
    pub rights: Vec<(String, String)>,
}

/// The members who are held to such a unit, each with the one that takes its place.
pub(super) fn held_to(
    book: &Book,
    is_gone: impl Fn(UnitId) -> bool,
    to: Option<&Unit>,
) -> Result<Vec<(String, String)>> {
    let Some(to) = to else { return Ok(Vec::new()) };
    let members = book.member_views()?.into_iter().map(|view| view.member);
    let held = members.filter(|member| member.unit.is_some_and(&is_gone));
    Ok(held.map(|member| (member.name, to.name.clone())).collect())
}

/// A change of units from a day on.
pub(super) struct Change {
    pub(super) units: Vec<DatedUnit>,
    pub(super) day_before: NaiveDate,
}

impl Change {
    pub(super) fn new(book: &Book, session: &Session, from: NaiveDate) -> Result<Self> {
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
    pub(super) fn unit(&self, name: &str) -> Result<&DatedUnit> {
        let valid = || self.units.iter().filter(|unit| unit.last_day.is_none());
        let found = valid().find(|unit| fold(&unit.unit.name) == fold(name));
        let unit = found.ok_or_else(|| Unit::unknown(name, valid().map(|unit| &unit.unit.name)))?;
        // The last day before each change.
        let begun = unit.first_day.and_then(|first| first.pred_opt());
        let changed = unit.past.last().map(|past| past.until).or(begun);
        let took_in = self.units.iter().filter(|other| other.merged_into() == Some(unit.unit.id));
        let changed = changed.max(took_in.filter_map(|other| other.last_day).max());
        if changed.is_some_and(|day| day >= self.day_before) {
            return Err(Error::new("unit.changed_later").with("name", name));
        }
        Ok(unit)
    }

    pub(super) fn parent_of(&self, unit: &DatedUnit) -> Result<&Unit> {
        let parent = self.units.iter().find(|other| Some(other.unit.id) == unit.unit.parent_id);
        let own = || Error::new("unit.own").with("name", &unit.unit.name);
        parent.map(|parent| &parent.unit).ok_or_else(own)
    }

    /// A name that no other valid unit has.
    pub(super) fn free_name(&self, name: &str, but: &[&DatedUnit]) -> Result<String> {
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

    pub(super) fn keep_past(
        &self,
        tx: &Tx<'_>,
        session: &Session,
        unit: &Unit,
        parent: Option<UnitId>,
    ) -> Result<()> {
        let past = PastUnit {
            until: self.day_before,
            parent_id: parent,
            kind: unit.kind.clone(),
            name: unit.name.clone(),
            code: unit.code.clone(),
        };
        tx.insert_unit_past(session.new_id(), unit.id, &past)
    }

    /// The units as they stand on the day before.
    pub(super) fn eve(&self) -> UnitsOfDay {
        UnitsOfDay::new(&self.units, self.day_before)
    }
}

/// The households of a book with their people and the targets of today, to tell what a change would do.
pub(super) struct Census {
    residents: Vec<Residents>,
    targets: BTreeMap<UnitId, u32>,
}

impl Census {
    pub(super) fn read(book: &Book, session: &Session) -> Result<Self> {
        let day = Day::asked(book, session, None)?;
        let rows = day.targets()?.map(|targets| targets.sheet.targets.as_slice()).unwrap_or_default();
        let targets = rows.iter().map(|target| (target.unit_id, target.row.target.total)).collect();
        Ok(Self { residents: book.residents()?, targets })
    }

    /// The target of a unit that stands.
    pub(super) fn target(&self, unit: UnitId) -> Option<u32> {
        self.targets.get(&unit).copied()
    }

    /// A unit of the households that are `here`.
    pub(super) fn unit(
        &self,
        name: &str,
        target: Option<u32>,
        here: impl Fn(&Residents) -> bool,
    ) -> PlannedUnit {
        let here = self.residents.iter().filter(|home| here(home));
        let (households, people) =
            here.fold((0, 0), |(homes, people), home| (homes + 1, people + home.people));
        PlannedUnit { name: name.to_owned(), households, people, target }
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
