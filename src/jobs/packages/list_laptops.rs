//! The laptops that packages go to and come from: what went last, what came last.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::ids::UnitId;
use crate::domain::unit::{AGENCY, DatedUnit, Level, reach, told_of_end};
use crate::error::{Refusal, Result};
use crate::jobs::Nothing;
use crate::session::Session;
use crate::store::Book;
use crate::store::packages::PackageKind;

/// A package that went or came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct PassedPackage {
    /// Its number.
    pub sequence: u32,
    /// The day it was made for.
    pub day: NaiveDate,
    /// Number of the result package that it acknowledged.
    pub acknowledged: u32,
}

/// A hamlet or agency, and the laptop that it may have. In a hamlet's book there is one row: its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct LaptopView {
    /// The hamlet.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// Whether it is an agency: its people are those of its list who live here.
    pub agency: bool,
    /// People who stand with it, without those who left.
    pub people: u32,
    /// What became of it when it is no more, in Vietnamese, then in English; its laptop is out still.
    pub ended: Option<[String; 2]>,
    /// Whether it was given a package.
    pub laptop: bool,
    /// Whether the key of its book is known: it has handed something in, and packages are sealed to it.
    pub known: bool,
    /// Six words that open its package until then; else empty.
    pub card: String,
    /// The newest work package.
    pub work: Option<PassedPackage>,
    /// The newest result package.
    pub result: Option<PassedPackage>,
}

/// The hamlets with people, in their order, then the agencies; of a hamlet's book the hamlet, if its book was made of a package.
///
/// # Errors
/// The book's own.
pub fn list(book: &mut Book, session: &Session, _: &Nothing) -> Result<Vec<LaptopView>> {
    let info = book.info()?;
    let laptops = book.laptops()?;
    let packages = book.packages(None)?;
    // A book that was made anew counts from 1 again: the last one is not the highest.
    let last = |kind: PackageKind, unit: UnitId| {
        let of = packages.iter().filter(|package| package.unit == unit && package.kind == kind);
        let last = of.max_by_key(|package| (package.at, package.sequence));
        last.map(|p| PassedPackage { sequence: p.sequence, day: p.day, acknowledged: p.acknowledged })
    };
    let mut people = book.people_by_unit()?;
    people.extend(book.people_by_agency()?);
    let units = book.dated_units()?;
    let people = |unit: UnitId| -> u32 {
        reach(&units, unit, session.today()).iter().filter_map(|unit| people.get(unit)).sum()
    };
    let has_laptop = |unit: UnitId| laptops.iter().any(|laptop| laptop.unit == unit);
    let listed = |dated: &DatedUnit| match info.level {
        Level::Commune if dated.unit.id == info.unit_id => false,
        Level::Commune => has_laptop(dated.unit.id) || dated.last_day.is_none() && people(dated.unit.id) > 0,
        Level::Hamlet => has_laptop(dated.unit.id),
        Level::District | Level::Province => false,
    };
    let views = units.iter().filter(|unit| listed(unit)).map(|DatedUnit { unit, .. }| {
        let laptop = laptops.iter().find(|laptop| laptop.unit == unit.id);
        LaptopView {
            unit: unit.id,
            name: unit.name.clone(),
            agency: unit.kind == AGENCY,
            people: people(unit.id),
            ended: told_of_end(&units, unit.id).map(|told| Refusal::from(told).sentences),
            laptop: laptop.is_some(),
            known: laptop.is_some_and(|laptop| !laptop.fingerprint.is_empty()),
            card: laptop.map(|laptop| laptop.card.clone()).unwrap_or_default(),
            work: last(PackageKind::Work, unit.id),
            result: last(PackageKind::Result, unit.id),
        }
    });
    let mut views: Vec<LaptopView> = views.collect();
    views.sort_by_key(|view| view.agency);
    Ok(views)
}
