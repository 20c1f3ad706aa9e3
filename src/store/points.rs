//! Points where people come to the team, and who was invited there.

use rusqlite::{Row, named_params};

use super::{Book, Tx};
use crate::domain::ids::PointId;
use crate::domain::point::{OpenDays, Point};
use crate::error::{Error, Result};

fn days_of(text: &str) -> rusqlite::Result<OpenDays> {
    serde_json::from_str(text)
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(e)))
}

fn point_of(row: &Row<'_>) -> rusqlite::Result<Point> {
    Ok(Point {
        id: row.get("id")?,
        name: row.get("name")?,
        unit_id: row.get("unit_id")?,
        kind: row.get("kind")?,
        address: row.get("address")?,
        days: days_of(&row.get::<_, String>("days")?)?,
        hours: row.get("hours")?,
        staff: row.get("staff")?,
        equipment: row.get("equipment")?,
        capacity: row.get("capacity")?,
    })
}

impl Book {
    /// All points, in the order in which they came.
    pub fn points(&self) -> Result<Vec<Point>> {
        self.rows("SELECT * FROM point ORDER BY id", [], point_of)
    }
}

impl Tx<'_> {
    /// Writes a point: a new one, or what one is now.
    pub fn put_point(&self, point: &Point) -> Result<()> {
        let days =
            serde_json::to_string(&point.days).map_err(|e| Error::new("book.failed").with("detail", e))?;
        self.write(
            "INSERT INTO point (id, name, unit_id, kind, address, days, hours, staff, equipment, capacity)
             VALUES (:id, :name, :unit, :kind, :address, :days, :hours, :staff, :equipment, :capacity)
             ON CONFLICT (id) DO UPDATE SET name = :name, unit_id = :unit, kind = :kind, address = :address, days = :days,
               hours = :hours, staff = :staff, equipment = :equipment, capacity = :capacity",
            named_params! {
                ":id": point.id, ":name": point.name, ":unit": point.unit_id, ":kind": point.kind,
                ":address": point.address, ":days": days, ":hours": point.hours, ":staff": point.staff,
                ":equipment": point.equipment, ":capacity": point.capacity,
            },
        )
    }

    /// Takes a point out that nobody was invited to.
    pub fn delete_point(&self, id: PointId) -> Result<()> {
        self.write("DELETE FROM point WHERE id = ?1", [id])
    }
}
