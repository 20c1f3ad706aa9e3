//! What travels in packages: the rows that two books share, which packages went and came, and fields that both changed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, NaiveDate};
use rusqlite::types::{Value as Sql, ValueRef};
use rusqlite::{OptionalExtension, Row, named_params, params_from_iter};
use serde_json::Value;

use super::values::Plain;
use super::{Book, Tx};
use crate::domain::ids::{EntryId, RosterId, UnitId};
use crate::domain::sharing::{Conflict, Fields, Rows};
use crate::domain::text::fold;
use crate::error::{Error, Result};

/// The book that packages go to and come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Laptop {
    /// The hamlet.
    pub unit: UnitId,
    /// Six words that open its packages until its address is known; else empty.
    pub card: String,
    /// What its first result package has to say.
    pub token: String,
    /// To whom packages are sealed; empty until it is known.
    pub address: String,
    /// Fingerprint of the key that signs what comes; empty until it is known.
    pub fingerprint: String,
}

/// Which package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PackageKind {
    /// Down, from the commune.
    Work,
    /// Up, from the hamlet.
    Result,
    /// Plans and tasks, down from the province or district.
    Enrolment,
}

impl PackageKind {
    fn code(self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::Result => "result",
            Self::Enrolment => "enrolment",
        }
    }
}

/// A package that was given or taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPackage {
    /// sha256 of what was signed.
    pub sha256: String,
    /// The hamlet.
    pub unit: UnitId,
    /// Which package.
    pub kind: PackageKind,
    /// Its number.
    pub sequence: u32,
    /// Number of the result package that it acknowledged.
    pub acknowledged: u32,
    /// The day it was made for.
    pub day: NaiveDate,
    /// When it was made.
    pub issued_at: DateTime<FixedOffset>,
    /// When this book wrote it or took it in.
    pub at: DateTime<FixedOffset>,
    /// People in it.
    pub people: u32,
}

/// A field that both books changed, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptConflict {
    /// Its id.
    pub id: String,
    /// The hamlet.
    pub unit: UnitId,
    /// The row's table and id.
    pub row: (String, String),
    /// Field and values.
    pub conflict: Conflict,
    /// When it was found.
    pub at: DateTime<FixedOffset>,
    /// How it was settled: "mine", "theirs", or empty while it is open.
    pub settled: String,
}

/// Which rows of a table go to a hamlet. `:unit` is the hamlet, `:rows` the rows of extracts, `:lists` the extracts in use.
fn scope(table: &str) -> Option<&'static str> {
    Some(match table {
        "citizen" => "unit_id = :unit",
        "household" => "id IN (SELECT household_id FROM citizen WHERE unit_id = :unit)",
        "departure" => "id IN (SELECT id FROM citizen WHERE unit_id = :unit)",
        "identity" | "visit" => "citizen_id IN (SELECT id FROM citizen WHERE unit_id = :unit)",
        "merged_citizen" => {
            "unit_id = :unit AND citizen_id IN (SELECT id FROM citizen WHERE unit_id = :unit)
             AND household_id IN (SELECT household_id FROM citizen WHERE unit_id = :unit)"
        }
        "member" => {
            "id IN (SELECT v.member_id FROM citizen c JOIN visit v ON v.citizen_id = c.id WHERE c.unit_id = :unit
                    UNION SELECT member_id FROM assignment_holder WHERE assignment_id IN
                      (SELECT assignment_id FROM assignment_holder WHERE unit_id = :unit))"
        }
        "roster" => "id IN (SELECT value FROM json_each(:lists))",
        "import" => "id IN (SELECT import_id FROM roster WHERE id IN (SELECT value FROM json_each(:lists)))",
        "match" | "roster_entry" => "id IN (SELECT value FROM json_each(:rows))",
        "campaign" | "phase" => "1 = 1",
        "target_sheet" => "id IN (SELECT sheet_id FROM target WHERE unit_id = :unit)",
        "target" => "unit_id = :unit",
        "assignment" => "id IN (SELECT assignment_id FROM assignment_holder WHERE unit_id = :unit)",
        "assignment_note" => {
            "assignment_id IN (SELECT assignment_id FROM assignment_holder WHERE unit_id = :unit)"
        }
        "assignment_holder" => {
            "(unit_id = :unit OR unit_id IS NULL) AND assignment_id IN
               (SELECT assignment_id FROM assignment_holder WHERE unit_id = :unit)"
        }
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

fn to_sql(value: &Value) -> Sql {
    match value {
        Value::String(text) => Sql::Text(text.clone()),
        Value::Number(number) => number.as_i64().map_or(Sql::Null, Sql::Integer),
        _ => Sql::Null,
    }
}

fn parse_fields(text: &str) -> rusqlite::Result<Fields> {
    serde_json::from_str(text)
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(1, rusqlite::types::Type::Text, Box::new(e)))
}

/// A row of an extract in use, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedRow {
    /// The row.
    pub id: EntryId,
    /// The hamlet of the person it is matched to.
    pub unit: Option<UnitId>,
    /// The hamlet as the row names it.
    pub hamlet: String,
    /// The address of the row.
    pub address: String,
}

fn key_of(text: &str) -> (String, String) {
    let (table, id) = text.split_once(' ').unwrap_or((text, ""));
    (table.to_owned(), id.to_owned())
}

impl Book {
    /// The rows of a table that go to a hamlet, with these fields. `rows` are the rows of extracts that concern it, `lists` the
    /// extracts in use.
    pub fn rows_for(
        &self,
        table: &str,
        fields: &[&str],
        unit: UnitId,
        rows: &[EntryId],
        lists: &[RosterId],
    ) -> Result<Rows> {
        let condition = scope(table).ok_or_else(|| Error::new("book.failed").with("detail", table))?;
        let sql = format!("SELECT id, {} FROM {table} WHERE {condition}", fields.join(", "));
        let mut statement = self.conn().prepare_cached(&sql)?;
        let given = [
            (":unit", unit.to_string()),
            (":rows", serde_json::to_string(rows).unwrap_or_default()),
            (":lists", serde_json::to_string(lists).unwrap_or_default()),
        ];
        let given: Vec<(&str, &dyn rusqlite::ToSql)> = given
            .iter()
            .filter(|(name, _)| condition.contains(name))
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
        let sql = format!("SELECT id, {} FROM {table} {of}", fields.join(", "));
        let ids = ids.map_or_else(|| "[]".to_owned(), |ids| serde_json::to_string(ids).unwrap_or_default());
        let found = self.rows(&sql, [ids], |row| {
            Ok(((table.to_owned(), row.get::<_, String>(0)?), fields_of(row, fields)?))
        })?;
        Ok(found.into_iter().collect())
    }

    /// The rows of extracts, each with the hamlet of the person that it is matched to.
    pub fn rows_by_place(&self, lists: &[RosterId]) -> Result<Vec<PlacedRow>> {
        self.rows(
            "SELECT e.id, c.unit_id, iif(c.id IS NULL, e.hamlet, '') AS hamlet,
               iif(c.id IS NULL, e.address, '') AS address
             FROM roster_entry e LEFT JOIN match m ON m.id = e.id AND m.verdict = 'matched'
               LEFT JOIN citizen c ON c.id = m.citizen_id
             WHERE e.roster_id IN (SELECT value FROM json_each(?1)) ORDER BY e.roster_id, e.sheet, e.row",
            [serde_json::to_string(lists).unwrap_or_default()],
            |row| {
                Ok(PlacedRow {
                    id: row.get("id")?,
                    unit: row.get("unit_id")?,
                    hamlet: row.get("hamlet")?,
                    address: row.get("address")?,
                })
            },
        )
    }

    /// In a hamlet's book: the rows as the commune has them.
    pub fn shared_rows(&self) -> Result<Rows> {
        let rows = self.rows("SELECT id, fields FROM shared_row", [], |row| {
            let key: String = row.get("id")?;
            Ok((key_of(&key), parse_fields(&row.get::<_, String>("fields")?)?))
        })?;
        Ok(rows.into_iter().collect())
    }

    /// The hamlets of people and households, of those that the book has.
    pub fn hamlets_of(&self, ids: &BTreeSet<String>) -> Result<BTreeMap<String, UnitId>> {
        let found = self.rows(
            "SELECT id, unit_id FROM citizen WHERE id IN (SELECT value FROM json_each(?1))
             UNION ALL SELECT id, unit_id FROM household WHERE id IN (SELECT value FROM json_each(?1))
             UNION ALL SELECT m.id, c.unit_id FROM merged_citizen m JOIN citizen c ON c.id = m.citizen_id
               WHERE m.id IN (SELECT value FROM json_each(?1))",
            [serde_json::to_string(ids).unwrap_or_default()],
            |row| Ok((row.get("id")?, row.get("unit_id")?)),
        )?;
        Ok(found.into_iter().collect())
    }

    /// Of people and households, those who once stood in a unit, by what the journal says of their moves. Reads the whole journal:
    /// for the few who stand elsewhere.
    pub fn once_stood_in(&self, unit: UnitId, ids: &BTreeSet<String>) -> Result<BTreeSet<String>> {
        if ids.is_empty() {
            return Ok(BTreeSet::new());
        }
        let found = self.rows(
            "SELECT DISTINCT row_id FROM change WHERE place IN ('citizen', 'household') AND before <> ''
             AND before ->> 'unit_id' = ?1 AND row_id IN (SELECT value FROM json_each(?2))",
            (unit, serde_json::to_string(ids).unwrap_or_default()),
            |row| row.get("row_id"),
        )?;
        Ok(found.into_iter().collect())
    }

    /// Records that were found to be of a person who has another, by their ids: the id of the one that stays.
    pub fn joined_records(&self) -> Result<BTreeMap<String, String>> {
        let found = self.rows("SELECT id, citizen_id FROM merged_citizen", [], |row| {
            Ok((row.get("id")?, row.get("citizen_id")?))
        })?;
        Ok(found.into_iter().collect())
    }

    /// The assignments that a unit holds or held.
    pub fn tasks_of(&self, unit: UnitId) -> Result<BTreeSet<String>> {
        let found = self.rows(
            "SELECT DISTINCT assignment_id FROM assignment_holder WHERE unit_id = ?1",
            [unit],
            |row| row.get("assignment_id"),
        )?;
        Ok(found.into_iter().collect())
    }

    /// How many people stand with each unit, those who left included.
    pub fn people_by_unit(&self) -> Result<BTreeMap<UnitId, u32>> {
        let found =
            self.rows("SELECT unit_id, count(*) AS people FROM citizen GROUP BY unit_id", [], |row| {
                Ok((row.get("unit_id")?, row.get("people")?))
            })?;
        Ok(found.into_iter().collect())
    }

    /// The books that packages go to and come from.
    pub fn laptops(&self) -> Result<Vec<Laptop>> {
        self.rows("SELECT id, card, token, address, fingerprint FROM laptop ORDER BY id", [], |row| {
            Ok(Laptop {
                unit: row.get("id")?,
                card: row.get("card")?,
                token: row.get("token")?,
                address: row.get("address")?,
                fingerprint: row.get("fingerprint")?,
            })
        })
    }

    /// The packages of a kind, by hamlet and number.
    pub fn packages(&self, kind: PackageKind) -> Result<Vec<KeptPackage>> {
        self.rows(
            "SELECT id, unit_id, sequence, acknowledged, day, issued_at, at, people FROM package WHERE kind = ?1
             ORDER BY unit_id, sequence, issued_at, id",
            [kind.code()],
            |row| {
                Ok(KeptPackage {
                    sha256: row.get("id")?,
                    unit: row.get("unit_id")?,
                    kind,
                    sequence: row.get("sequence")?,
                    acknowledged: row.get("acknowledged")?,
                    day: row.get::<_, Plain<_>>("day")?.0,
                    issued_at: row.get::<_, Plain<_>>("issued_at")?.0,
                    at: row.get::<_, Plain<_>>("at")?.0,
                    people: row.get("people")?,
                })
            },
        )
    }

    /// What a result package said, as it was signed; empty when it is kept no more.
    pub fn package_file(&self, sha256: &str) -> Result<String> {
        let mut statement = self.conn().prepare_cached("SELECT file FROM package WHERE id = ?1")?;
        Ok(statement.query_row([sha256], |row| row.get("file")).optional()?.unwrap_or_default())
    }

    /// All fields that both books changed, the oldest first.
    pub fn conflicts(&self) -> Result<Vec<KeptConflict>> {
        self.rows("SELECT * FROM conflict ORDER BY at, id", [], |row| {
            let value = |column: &str| -> rusqlite::Result<Value> {
                Ok(serde_json::from_str(&row.get::<_, String>(column)?).unwrap_or_default())
            };
            Ok(KeptConflict {
                id: row.get("id")?,
                unit: row.get("unit_id")?,
                row: (row.get("place")?, row.get("row_id")?),
                conflict: Conflict {
                    field: row.get("field")?,
                    mine: value("mine")?,
                    theirs: value("theirs")?,
                },
                at: row.get::<_, Plain<_>>("at")?.0,
                settled: row.get("settled")?,
            })
        })
    }
}

impl Tx<'_> {
    /// Writes fields of a row that came with a package: a new row, or these fields of the row that is there.
    pub fn put_fields(&self, table: &str, id: &str, fields: &Fields) -> Result<()> {
        let names: Vec<&str> = fields.keys().map(String::as_str).collect();
        let values = || fields.values().map(to_sql);
        let there =
            self.conn().prepare_cached(&format!("SELECT 1 FROM {table} WHERE id = ?1"))?.exists([id])?;
        if there {
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

    /// Takes a row away.
    pub fn delete_row(&self, table: &str, id: &str) -> Result<()> {
        self.write(&format!("DELETE FROM {table} WHERE id = ?1"), [id])
    }

    /// In a hamlet's book: keeps what the commune has of a row; `None`: nothing more.
    pub fn share_row(&self, (table, id): (&str, &str), fields: Option<&Fields>) -> Result<()> {
        let key = format!("{table} {id}");
        let Some(fields) = fields else { return self.write("DELETE FROM shared_row WHERE id = ?1", [key]) };
        let fields =
            serde_json::to_string(fields).map_err(|e| Error::new("book.failed").with("detail", e))?;
        self.write(
            "INSERT INTO shared_row (id, fields) VALUES (?1, ?2)
             ON CONFLICT (id) DO UPDATE SET fields = excluded.fields WHERE fields IS NOT excluded.fields",
            (key, fields),
        )
    }

    /// The book's own unit is called so.
    pub fn rename_own_unit(&self, name: &str) -> Result<()> {
        self.write(
            "UPDATE unit SET name = ?1, name_fold = ?2
             WHERE id = (SELECT unit_id FROM book) AND name <> ?1",
            (name, fold(name)),
        )
    }

    /// Refuses rows that speak of rows which are not there, before the change is committed.
    ///
    /// # Errors
    /// `package.not_whole` with the table.
    pub fn check_references(&self) -> Result<()> {
        let missing = self.rows("PRAGMA foreign_key_check", [], |row| row.get::<_, String>(0))?;
        match missing.first() {
            Some(table) => Err(Error::new("package.not_whole").with("where", table)),
            None => Ok(()),
        }
    }

    /// A code for a person that nobody has.
    pub fn next_code(&self) -> Result<String> {
        let (prefix, mut next) = self.code_counter()?;
        let code = loop {
            let code = format!("{prefix}{next:05}");
            next += 1;
            if self.citizen_of_code(&code)?.is_none() {
                break code;
            }
        };
        self.write("UPDATE book SET next_code = ?1", [next])?;
        Ok(code)
    }

    /// Keeps what is known of another book.
    pub fn put_laptop(&self, laptop: &Laptop) -> Result<()> {
        self.write(
            "INSERT INTO laptop (id, card, token, address, fingerprint)
             VALUES (:id, :card, :token, :address, :fingerprint)
             ON CONFLICT (id) DO UPDATE SET card = excluded.card, token = excluded.token,
             address = excluded.address, fingerprint = excluded.fingerprint",
            named_params! {
                ":id": laptop.unit, ":card": laptop.card, ":token": laptop.token, ":address": laptop.address,
                ":fingerprint": laptop.fingerprint,
            },
        )
    }

    /// Keeps that a package was given or taken in; of a result with what was signed.
    pub fn keep_package(&self, kept: &KeptPackage, file: &str) -> Result<()> {
        self.write(
            "INSERT INTO package (id, unit_id, kind, sequence, acknowledged, day, issued_at, at, people, file)
             VALUES (:id, :unit, :kind, :sequence, :acknowledged, :day, :issued_at, :at, :people, :file)",
            named_params! {
                ":id": kept.sha256, ":unit": kept.unit, ":kind": kept.kind.code(), ":sequence": kept.sequence,
                ":acknowledged": kept.acknowledged, ":day": Plain(kept.day), ":issued_at": Plain(kept.issued_at),
                ":at": Plain(kept.at), ":people": kept.people, ":file": file,
            },
        )
    }

    /// Forgets what result packages of a hamlet said before the number `before`: it is known to both books.
    pub fn forget_results(&self, unit: UnitId, before: u32) -> Result<()> {
        self.write(
            "UPDATE package SET file = '' WHERE unit_id = ?1 AND kind = 'result' AND sequence < ?2 AND file <> ''",
            (unit, before),
        )
    }

    /// Keeps a field that both books changed, or how it was settled.
    pub fn put_conflict(&self, kept: &KeptConflict) -> Result<()> {
        let json = |value: &Value| value.to_string();
        self.write(
            "INSERT INTO conflict (id, unit_id, place, row_id, field, mine, theirs, at, settled)
             VALUES (:id, :unit, :place, :row, :field, :mine, :theirs, :at, :settled)
             ON CONFLICT (id) DO UPDATE SET mine = excluded.mine, theirs = excluded.theirs, at = excluded.at,
             settled = excluded.settled",
            named_params! {
                ":id": kept.id, ":unit": kept.unit, ":place": kept.row.0, ":row": kept.row.1,
                ":field": kept.conflict.field, ":mine": json(&kept.conflict.mine),
                ":theirs": json(&kept.conflict.theirs), ":at": Plain(kept.at), ":settled": kept.settled,
            },
        )
    }
}
