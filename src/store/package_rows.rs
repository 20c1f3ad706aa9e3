//! The rows that packages carry: which of them concern a hamlet or an agency, and writing those that came.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rusqlite::types::{Value as Sql, ValueRef};
use rusqlite::{Row, params_from_iter};
use serde_json::Value;

use super::tables::{Reference, references};
use super::{Book, Tx};
use crate::domain::assignment::{Carried, carried_marks};
use crate::domain::ids::{CitizenId, EntryId, RosterId, UnitId};
use crate::domain::sharing::{Fields, Rows};
use crate::domain::visit::Venue;
use crate::domain::visit::venue::carried;
use crate::error::{Error, Result};

/// Whose people the laptop of a unit has: those who stand with `:units`, or on their lists when they are agencies.
macro_rules! people {
    () => {
        "(SELECT id FROM citizen WHERE unit_id IN (SELECT value FROM json_each(:units))
          UNION SELECT citizen_id FROM affiliation
          WHERE citizen_id IS NOT NULL AND unit_id IN (SELECT value FROM json_each(:units)))"
    };
}

/// Which rows of a table go to the laptop of a unit. `:unit` is that, `:units` those whose people it has, `:rows` the rows of
/// extracts, `:lists` those extracts.
fn scope(table: &str) -> Option<&'static str> {
    Some(match table {
        "citizen" | "departure" => concat!("id IN ", people!()),
        "household" => concat!("id IN (SELECT household_id FROM citizen WHERE id IN ", people!(), ")"),
        "identity" | "visit" => concat!("citizen_id IN ", people!()),
        "merged_citizen" => concat!(
            "citizen_id IN ",
            people!(),
            " AND household_id IN (SELECT household_id FROM citizen WHERE id IN ",
            people!(),
            ") AND (unit_id IN (SELECT value FROM json_each(:units)) OR citizen_id IN
               (SELECT citizen_id FROM affiliation WHERE unit_id IN (SELECT value FROM json_each(:units))))"
        ),
        "member" => concat!("id IN (SELECT member_id FROM visit WHERE citizen_id IN ", people!(), ")"),
        "roster" => "id IN (SELECT value FROM json_each(:lists))",
        "import" => "id IN (SELECT import_id FROM roster WHERE id IN (SELECT value FROM json_each(:lists)))",
        "match" | "roster_entry" => "id IN (SELECT value FROM json_each(:rows))",
        "campaign" | "phase" => "1 = 1",
        "target_sheet" => "id IN (SELECT sheet_id FROM target WHERE unit_id = :unit)",
        "target" => "unit_id = :unit",
        // Who holds it now: what it was to others is theirs.
        "assignment" => "id IN (SELECT assignment_id FROM assignment_holder h WHERE unit_id = :unit AND position =
            (SELECT max(position) FROM assignment_holder o WHERE o.assignment_id = h.assignment_id))",
        "assignment_note" => "assignment_id IN (SELECT assignment_id FROM assignment_holder h WHERE unit_id = :unit AND position =
            (SELECT max(position) FROM assignment_holder o WHERE o.assignment_id = h.assignment_id))",
        "assignment_holder" => "unit_id = :unit AND position =
            (SELECT max(position) FROM assignment_holder o WHERE o.assignment_id = assignment_holder.assignment_id)",
        _ => return None,
    })
}

/// What a row that came has in the columns that do not travel.
fn unsaid(table: &str) -> &'static [(&'static str, &'static str)] {
    match table {
        "citizen" | "roster_entry" => &[("raw", "''")],
        "import" => &[("outcome", "'{}'")],
        "target_sheet" => &[("total", "''")],
        // The commune found who it is; the hamlet does not decide it again.
        "match" => &[
            ("rule", "'by-commune'"),
            ("score", "1"),
            ("params", "'{}'"),
            ("candidates", "''"),
            ("decided", "1"),
        ],
        _ => &[],
    }
}

fn fields_of(row: &Row<'_>, fields: &[&str]) -> rusqlite::Result<Fields> {
    fields
        .iter()
        .enumerate()
        .map(|(at, field)| {
            let value = match row.get_ref(at + 1)? {
                ValueRef::Integer(number) => Value::from(number),
                ValueRef::Text(text) => Value::from(String::from_utf8_lossy(text).into_owned()),
                _ => Value::Null,
            };
            Ok(((*field).to_owned(), value))
        })
        .collect()
}

/// A task as it travels: [`Carried::text`].
fn task_column() -> String {
    let [with, group, point] = carried_marks().map(|mark| format!("'{mark}'"));
    format!(
        "task || iif(partners = '[]', '', {with} || (SELECT group_concat(value, '; ') FROM json_each(partners)) || ')')
        || iif(heading = '', '', {group} || heading)
        || coalesce((SELECT group_concat({point} || key || ': ' || value, '') FROM json_each(milestones)), '') AS task"
    )
}

/// The columns that fields of packages are read from: where a visit was travels at the head of its note, what a task has beside
/// its words at their end.
fn columns_of(table: &str, fields: &[&str]) -> String {
    let column = |field: &&str| match (table, *field) {
        ("visit", "note") => {
            let mark = |venue: Venue| format!(" WHEN '{}' THEN '{}'", venue.code(), venue.mark());
            let marks: String = Venue::ALL.into_iter().map(mark).collect();
            format!("iif(venue = '', note, rtrim(CASE venue{marks} END || ' ' || note)) AS note")
        }
        ("assignment", "task") => task_column(),
        (_, field) => field.to_owned(),
    };
    fields.iter().map(column).collect::<Vec<_>>().join(", ")
}

/// The columns that fields of packages are written to.
fn stored<'f>(table: &str, fields: &'f Fields) -> Cow<'f, Fields> {
    if let Some(Value::String(task)) = fields.get("task").filter(|_| table == "assignment") {
        let Carried { task, group, with, points } = Carried::read(task);
        let points = points.into_iter().map(|(day, words)| (day.to_string(), words.into())).collect();
        let said = [
            ("task", task.into()),
            ("heading", group.into()),
            ("partners", Value::from(with).to_string().into()),
            ("milestones", Value::Object(points).to_string().into()),
        ];
        let said = said.map(|(column, value): (&str, Value)| (column.to_owned(), value));
        return Cow::Owned(fields.clone().into_iter().chain(said).collect());
    }
    let Some(Value::String(note)) = fields.get("note").filter(|_| table == "visit") else {
        return Cow::Borrowed(fields);
    };
    let (venue, note) = carried(note);
    let said = [("note", note), ("venue", venue.map_or("", Venue::code))];
    let said = said.map(|(column, text)| (column.to_owned(), Value::from(text)));
    Cow::Owned(fields.clone().into_iter().chain(said).collect())
}

fn to_sql(value: &Value) -> Sql {
    match value {
        Value::String(text) => Sql::Text(text.clone()),
        Value::Number(number) => number.as_i64().map_or(Sql::Null, Sql::Integer),
        _ => Sql::Null,
    }
}

/// A row of an extract, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedRow {
    /// The row.
    pub id: EntryId,
    /// Its extract.
    pub roster: RosterId,
    /// The person it is matched to, and his hamlet.
    pub citizen: Option<(CitizenId, UnitId)>,
    /// The hamlet as the row names it.
    pub hamlet: String,
    /// The address of the row.
    pub address: String,
}

impl Book {
    /// The name of somebody else with an identity number.
    pub fn other_with_number(&self, number: &str, id: &str) -> Result<Option<String>> {
        let mut found = self.rows(
            "SELECT name FROM citizen WHERE number = ?1 AND number <> '' AND id <> ?2 LIMIT 1",
            [number, id],
            |row| row.get("name"),
        )?;
        Ok(found.pop())
    }

    /// The rows of a table that go to a hamlet, with these fields. `units` are those whose people its laptop has, `rows` the rows
    /// of extracts that concern it, `lists` the extracts in use.
    pub fn rows_for(
        &self,
        table: &str,
        fields: &[&str],
        (unit, units): (UnitId, &[UnitId]),
        rows: &[EntryId],
        lists: &[RosterId],
    ) -> Result<Rows> {
        let condition = scope(table).ok_or_else(|| Error::new("book.failed").with("detail", table))?;
        let sql = format!("SELECT id, {} FROM {table} WHERE {condition}", columns_of(table, fields));
        let mut statement = self.conn().prepare_cached(&sql)?;
        let given = [
            (":unit", unit.to_string()),
            (":units", serde_json::to_string(units).unwrap_or_default()),
            (":rows", serde_json::to_string(rows).unwrap_or_default()),
            (":lists", serde_json::to_string(lists).unwrap_or_default()),
        ];
        let given: Vec<(&str, &dyn rusqlite::ToSql)> = given
            .iter()
            .filter(|(name, _)| {
                condition.split(|c: char| c != ':' && !c.is_alphanumeric()).any(|w| w == *name)
            })
            .map(|(name, value)| (*name, value as &dyn rusqlite::ToSql))
            .collect();
        let found = statement.query_map(given.as_slice(), |row| {
            Ok(((table.to_owned(), row.get::<_, String>(0)?), fields_of(row, fields)?))
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// All rows of a table with these fields, or those with the ids.
    pub fn rows_of_table(
        &self,
        table: &str,
        fields: &[&str],
        ids: Option<&BTreeSet<String>>,
    ) -> Result<Rows> {
        let of =
            if ids.is_some() { "WHERE id IN (SELECT value FROM json_each(?1))" } else { "WHERE ?1 = ?1" };
        let sql = format!("SELECT id, {} FROM {table} {of}", columns_of(table, fields));
        let ids = ids.map_or_else(|| "[]".to_owned(), |ids| serde_json::to_string(ids).unwrap_or_default());
        let found = self.rows(&sql, [ids], |row| {
            Ok(((table.to_owned(), row.get::<_, String>(0)?), fields_of(row, fields)?))
        })?;
        Ok(found.into_iter().collect())
    }

    /// These fields of one row of a table.
    pub fn row_of_table(&self, table: &str, fields: &[&str], id: &str) -> Result<Option<Fields>> {
        let rows = self.rows_of_table(table, fields, Some(&BTreeSet::from([id.to_owned()])))?;
        Ok(rows.into_values().next())
    }

    /// The rows of extracts, each with the person that it is matched to.
    pub fn rows_by_place(&self, lists: &[RosterId]) -> Result<Vec<PlacedRow>> {
        self.rows(
            "SELECT e.id, e.roster_id, c.id AS citizen_id, c.unit_id, iif(c.id IS NULL, e.hamlet, '') AS hamlet,
               iif(c.id IS NULL, e.address, '') AS address
             FROM roster_entry e LEFT JOIN match m ON m.id = e.id AND m.verdict = 'matched'
               LEFT JOIN citizen c ON c.id = m.citizen_id
             WHERE e.roster_id IN (SELECT value FROM json_each(?1)) ORDER BY e.roster_id, e.sheet, e.row",
            [serde_json::to_string(lists).unwrap_or_default()],
            |row| {
                let citizen: Option<CitizenId> = row.get("citizen_id")?;
                Ok(PlacedRow {
                    id: row.get("id")?,
                    roster: row.get("roster_id")?,
                    citizen: citizen.map(|id| Ok::<_, rusqlite::Error>((id, row.get("unit_id")?))).transpose()?,
                    hamlet: row.get("hamlet")?,
                    address: row.get("address")?,
                })
            },
        )
    }
}

impl Tx<'_> {
    /// Writes fields of a row that came with a package: a new row, or these fields of the row that is there.
    pub fn put_fields(&self, table: &str, id: &str, fields: &Fields) -> Result<()> {
        let fields = stored(table, fields);
        let names: Vec<&str> = fields.keys().map(String::as_str).collect();
        let values = || fields.values().map(to_sql);
        if self.has_row(table, id)? {
            let set: Vec<String> =
                names.iter().enumerate().map(|(at, n)| format!("{n} = ?{}", at + 2)).collect();
            let sql = format!("UPDATE {table} SET {} WHERE id = ?1", set.join(", "));
            let values = std::iter::once(Sql::Text(id.to_owned())).chain(values());
            return self.write(&sql, params_from_iter(values));
        }
        let (unsaid, constants): (Vec<&str>, Vec<&str>) = unsaid(table).iter().copied().unzip();
        let columns: Vec<&str> = std::iter::once("id").chain(names).chain(unsaid).collect();
        let places = (1..=fields.len() + 1).map(|at| format!("?{at}"));
        let places: Vec<String> = places.chain(constants.into_iter().map(str::to_owned)).collect();
        let sql = format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), places.join(", "));
        let values = std::iter::once(Sql::Text(id.to_owned())).chain(values());
        self.write(&sql, params_from_iter(values))
    }

    /// Whether a table has a row.
    pub fn has_row(&self, table: &str, id: &str) -> Result<bool> {
        let sql = format!("SELECT 1 FROM {table} WHERE id = ?1");
        Ok(self.conn().prepare_cached(&sql)?.exists([id])?)
    }

    /// Takes a row away.
    pub fn delete_row(&self, table: &str, id: &str) -> Result<()> {
        self.write(&format!("DELETE FROM {table} WHERE id = ?1"), [id])
    }

    /// Whether a row of a table speaks of this one.
    pub fn is_named(&self, table: &str, id: &str) -> Result<bool> {
        for Reference { child, column, .. } in references(self.conn())?.iter().filter(|r| r.parent == table) {
            let sql = format!("SELECT 1 FROM {child} WHERE {column} = ?1 LIMIT 1");
            if self.conn().prepare_cached(&sql)?.exists([id])? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Rows that are spoken of and are not there, by table and id.
    pub fn missing_rows(&self) -> Result<BTreeSet<(String, String)>> {
        let mut missing = BTreeSet::new();
        for Reference { child, column, parent } in references(self.conn())? {
            let sql = format!(
                "SELECT DISTINCT {column} AS id FROM {child}
                 WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT id FROM {parent})"
            );
            let ids: Vec<String> = self.rows(&sql, [], |row| row.get("id"))?;
            missing.extend(ids.into_iter().map(|id| (parent.clone(), id)));
        }
        Ok(missing)
    }

    /// Takes the sheet of targets of a phase away, unless it is this one.
    pub fn clear_sheet(&self, campaign: &str, phase: &str, keep: &str) -> Result<()> {
        let old = "SELECT id FROM target_sheet WHERE campaign_id = ?1 AND phase = ?2 AND id <> ?3";
        self.write(&format!("DELETE FROM target WHERE sheet_id IN ({old})"), (campaign, phase, keep))?;
        self.write(&format!("DELETE FROM target_sheet WHERE id IN ({old})"), (campaign, phase, keep))
    }

    /// Refuses rows that speak of rows which are not there, of those with these ids by table: told by name now, not by the
    /// database when the change is committed.
    ///
    /// # Errors
    /// `package.not_whole` with the table.
    pub fn check_references(&self, written: &BTreeMap<String, BTreeSet<String>>) -> Result<()> {
        for Reference { child, column, parent } in references(self.conn())? {
            let Some(ids) = written.get(&child) else { continue };
            let sql = format!(
                "SELECT 1 FROM {child} c WHERE c.id IN (SELECT value FROM json_each(?1)) AND c.{column} IS NOT NULL
                 AND NOT EXISTS (SELECT 1 FROM {parent} p WHERE p.id = c.{column})"
            );
            let ids = serde_json::to_string(ids).unwrap_or_default();
            if self.conn().prepare_cached(&sql)?.exists([ids])? {
                return Err(Error::new("package.not_whole").with("where", child));
            }
        }
        Ok(())
    }
}
