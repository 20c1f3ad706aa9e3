//! Keeps the points of the book's units, and tells which units have one.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::domain::ids::{PointId, UnitId};
use crate::domain::point::coverage::{Coverage, CoveredUnit, coverage};
use crate::domain::point::{Point, PointForm};
use crate::domain::text::fold;
use crate::error::{Error, Result};
use crate::figures::Day;
use crate::jobs::Nothing;
use crate::session::Session;
use crate::store::Book;

/// A point as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct PointView {
    /// The point.
    #[serde(flatten)]
    pub point: Point,
    /// Name of its unit.
    pub unit: String,
    /// Its days in words.
    pub open: String,
    /// What the plan wants at each point and this one is not said to have.
    pub lacks: Vec<&'static str>,
    /// The next days on which it is open, from today on: to invite people to.
    pub next: Vec<NaiveDate>,
}

/// All points, and how far the units have them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct PointsView {
    /// The points, in the order of the units.
    pub points: Vec<PointView>,
    /// The units below the book's own, each with how many points stand in it.
    pub units: Vec<CoveredUnit>,
    /// How many of them have one, against what the plan wants.
    pub coverage: Vec<Coverage>,
}

/// A point to write.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct SavePoint {
    /// The point; a new one when missing.
    #[serde(default)]
    pub id: Option<PointId>,
    /// What it is.
    #[serde(flatten)]
    pub form: PointForm,
}

/// A point to take out.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct RemovePoint {
    /// The point.
    pub id: PointId,
}

/// How many of the next days are told of a point.
const NEXT: usize = 14;
/// How far ahead they are looked for.
const AHEAD: usize = 60;

/// The points, and which units have one.
pub fn list_points(book: &mut Book, session: &Session, _: &Nothing) -> Result<PointsView> {
    let day = Day::read(book, session.today())?;
    let points = day.points()?;
    let units = day.covered_units(&points, None)?;
    let view = |point: Point| PointView {
        unit: day.units.home_name(point.unit_id).to_owned(),
        open: point.days.words(),
        lacks: point.lacks(),
        next: day.day.iter_days().take(AHEAD).filter(|on| point.days.contains(*on)).take(NEXT).collect(),
        point,
    };
    let coverage = coverage(&units);
    Ok(PointsView { points: points.into_iter().map(view).collect(), units, coverage })
}

/// Adds a point, or changes one.
///
/// # Errors
/// Those of [`PointForm::read`]; `point.unknown`, `point.exists`, `unit.unknown`.
pub fn save_point(book: &mut Book, session: &Session, args: &SavePoint) -> Result<Point> {
    let known = book.points()?;
    if args.id.is_some_and(|id| !known.iter().any(|point| point.id == id)) {
        return Err(Error::new("point.unknown"));
    }
    let unit = place(book, session, &args.form.unit)?;
    let id = args.id.unwrap_or_else(|| PointId(session.new_id()));
    let point = args.form.read(id, unit, session.today())?;
    if twin(&known, &point).is_some_and(|other| other.id != id) {
        return Err(Error::new("point.exists").with("name", &point.name));
    }
    let kind = if args.id.is_none() { "add-point" } else { "change-point" };
    book.transact(session, kind, json!({ "name": point.name }), |tx| tx.put_point(&point))?;
    Ok(point)
}

/// Takes a point out that nobody was invited to.
///
/// # Errors
/// `point.unknown`, `point.used`.
pub fn remove_point(book: &mut Book, session: &Session, args: &RemovePoint) -> Result<Nothing> {
    let known = book.points()?.into_iter().find(|point| point.id == args.id);
    let point = known.ok_or_else(|| Error::new("point.unknown"))?;
    if book.has_invitations(args.id)? {
        return Err(Error::new("point.used").with("name", &point.name));
    }
    book.transact(session, "remove-point", json!({ "name": point.name }), |tx| tx.delete_point(args.id))?;
    Ok(Nothing {})
}

/// The unit of a name; the book's own without one.
pub(super) fn place(book: &Book, session: &Session, name: &str) -> Result<UnitId> {
    if fold(name).is_empty() {
        Ok(book.own_unit()?.id)
    } else {
        Ok(book.unit_named(name, session.today())?.id)
    }
}

/// The point of the same name in the same unit.
pub(super) fn twin<'p>(known: &'p [Point], point: &Point) -> Option<&'p Point> {
    let name = fold(&point.name);
    known.iter().find(|other| other.unit_id == point.unit_id && fold(&other.name) == name)
}
