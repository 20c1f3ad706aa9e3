//! The points of a day, and which units have one.

use super::day::Day;
use crate::domain::as_count;
use crate::domain::ids::UnitId;
use crate::domain::point::coverage::CoveredUnit;
use crate::domain::point::{Point, PointKind};
use crate::domain::unit::Unit;
use crate::error::Result;

impl Day<'_> {
    /// All points, in the order of the units that they stand in, those of the whole first. Nobody's evidence is read.
    pub(crate) fn points(&self) -> Result<Vec<Point>> {
        let mut points = self.book.points()?;
        points.sort_by_cached_key(|point| {
            let above = self.units.upwards(self.units.home(point.unit_id));
            let mut path: Vec<(u32, String)> = above.map(|unit| (unit.position, unit.name.clone())).collect();
            path.reverse();
            path
        });
        Ok(points)
    }

    /// Whether a point stands in a row; one of the whole stands in none below it.
    pub(crate) fn stands_in(&self, point: &Point, row: &Unit) -> bool {
        let home = self.units.home(point.unit_id);
        home == row.id || (row.id != self.info.unit_id && self.units.is_within(home, row.id))
    }

    /// The rows of the book, or of a part of it, each with the points that stand in it.
    pub(crate) fn covered_units(&self, points: &[Point], part: Option<UnitId>) -> Result<Vec<CoveredUnit>> {
        let covered = self.rows(part)?.into_iter().map(|unit| {
            let of = |kind| {
                let own = points.iter().filter(|point| self.stands_in(point, &unit));
                own.filter(|point| point.kind == kind).collect::<Vec<_>>()
            };
            let [fixed, mobile] = [PointKind::Fixed, PointKind::Mobile].map(of);
            let capacity = fixed.iter().chain(&mobile).filter_map(|point| point.capacity);
            let capacity = capacity.fold(0_u32, u32::saturating_add);
            CoveredUnit { unit, fixed: as_count(fixed.len()), mobile: as_count(mobile.len()), capacity }
        });
        Ok(covered.collect())
    }
}
