//! What travels in packages: the rows that two books share, which packages went and came, and fields that both changed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, NaiveDate};
use rusqlite::{OptionalExtension, named_params};
use serde_json::Value;

use super::values::Plain;
use super::{Book, Tx};
use crate::domain::ids::UnitId;
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
    /// Of an enrolment, id of the unit above in its own book; else empty.
    pub signer: String,
    /// Whether what it says is kept: until both books know it.
    pub open: bool,
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

fn parse_fields(text: &str) -> rusqlite::Result<Fields> {
    serde_json::from_str(text)
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(1, rusqlite::types::Type::Text, Box::new(e)))
}

fn key_of(text: &str) -> (String, String) {
    let (table, id) = text.split_once(' ').unwrap_or((text, ""));
    (table.to_owned(), id.to_owned())
}

impl Book {
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
             UNION ALL SELECT id, unit_id FROM merged_citizen WHERE id IN (SELECT value FROM json_each(?1))",
            [serde_json::to_string(ids).unwrap_or_default()],
            |row| Ok((row.get("id")?, row.get("unit_id")?)),
        )?;
        Ok(found.into_iter().collect())
    }

    /// Of people and households that stand elsewhere, those who once stood in one of the units, or in one that once was a part
    /// of these, by what the journal says, and houses in which somebody of the units lives; of agencies those who are or were on
    /// their lists. Reads the whole journal: for few.
    pub fn once_stood_in(&self, units: &[UnitId], ids: &BTreeSet<String>) -> Result<BTreeSet<String>> {
        if ids.is_empty() {
            return Ok(BTreeSet::new());
        }
        let found = self.rows(
            "WITH whole (id) AS (SELECT value FROM json_each(?1)),
               part (id) AS (SELECT id FROM whole UNION SELECT row_id FROM change
                 WHERE place = 'unit' AND before <> '' AND before ->> 'parent_id' IN (SELECT id FROM whole)),
               listed (id) AS (SELECT citizen_id FROM affiliation WHERE unit_id IN (SELECT id FROM whole)
                 UNION SELECT before ->> 'citizen_id' FROM change
                 WHERE place = 'affiliation' AND before <> '' AND before ->> 'unit_id' IN (SELECT id FROM whole)),
               asked (id) AS (SELECT value FROM json_each(?2))
             SELECT DISTINCT row_id FROM change WHERE place IN ('citizen', 'household') AND before <> ''
               AND before ->> 'unit_id' IN (SELECT id FROM part) AND row_id IN (SELECT id FROM asked)
             UNION SELECT household_id FROM citizen
               WHERE unit_id IN (SELECT id FROM whole) AND household_id IN (SELECT id FROM asked)
             UNION SELECT id FROM citizen
               WHERE unit_id IN (SELECT id FROM part) AND id IN (SELECT id FROM asked)
             UNION SELECT id FROM household
               WHERE unit_id IN (SELECT id FROM part) AND id IN (SELECT id FROM asked)
             UNION SELECT id FROM listed WHERE id IN (SELECT id FROM asked)
             UNION SELECT id FROM merged_citizen
               WHERE citizen_id IN (SELECT id FROM listed) AND id IN (SELECT id FROM asked)
             UNION SELECT household_id FROM citizen
               WHERE id IN (SELECT id FROM listed) AND household_id IN (SELECT id FROM asked)",
            (
                serde_json::to_string(units).unwrap_or_default(),
                serde_json::to_string(ids).unwrap_or_default(),
            ),
            |row| row.get("row_id"),
        )?;
        Ok(found.into_iter().collect())
    }

    /// The day on which the laptop of a hamlet that signs with a key was given up for a new card; one that never handed anything in
    /// is known by its token.
    pub fn revoked_on(&self, unit: UnitId, fingerprint: &str, token: &str) -> Result<Option<NaiveDate>> {
        let found = self.rows(
            "SELECT date(substr(o.at, 1, 10)) AS day FROM change c
               JOIN operation o ON c.seq BETWEEN o.first_change AND o.last_change
             WHERE c.place = 'laptop' AND c.row_id = ?1 AND c.before <> '' AND o.kind = 'give-packages'
               AND (c.before ->> 'fingerprint' = ?2
                 OR c.before ->> 'token' = ?3 AND ?3 <> '' AND c.before ->> 'fingerprint' IS NULL)
             ORDER BY c.seq DESC LIMIT 1",
            (unit, fingerprint, token),
            |row| Ok(row.get::<_, Plain<NaiveDate>>("day")?.0),
        )?;
        Ok(found.into_iter().next())
    }

    /// Where the journal has a row first: what has the lower number was written earlier. A book that was mended has no lines.
    pub fn written_at(&self, place: &str, id: &str) -> Result<Option<i64>> {
        self.row(
            "SELECT max(seq) AS seq FROM change WHERE place = ?1 AND row_id = ?2 AND action = 'insert'",
            (place, id),
            |row| row.get("seq"),
        )
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

    /// How many people stand with each unit, as Sổ hộ has them: without those who left.
    pub fn people_by_unit(&self) -> Result<BTreeMap<UnitId, u32>> {
        let found =
            self.rows("SELECT unit_id, count(*) AS people FROM citizen WHERE id NOT IN (SELECT id FROM departure) GROUP BY unit_id", [], |row| {
                Ok((row.get("unit_id")?, row.get("people")?))
            })?;
        Ok(found.into_iter().collect())
    }

    /// How many people of the register stand on the list of each agency, without those who left.
    pub fn people_by_agency(&self) -> Result<BTreeMap<UnitId, u32>> {
        let found = self.rows(
            "SELECT unit_id, count(DISTINCT citizen_id) AS people FROM affiliation
             WHERE citizen_id IS NOT NULL AND citizen_id NOT IN (SELECT id FROM departure) GROUP BY unit_id",
            [],
            |row| Ok((row.get("unit_id")?, row.get("people")?)),
        )?;
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

    /// All packages, or those of a hamlet, by hamlet and number.
    pub fn packages(&self, unit: Option<UnitId>) -> Result<Vec<KeptPackage>> {
        let of = if unit.is_some() { "unit_id = ?1" } else { "?1 IS NULL" };
        self.rows(
            &format!(
                "SELECT id, unit_id, kind, sequence, acknowledged, day, issued_at, at, people, signer, file <> '' AS open
                 FROM package WHERE {of} ORDER BY unit_id, sequence, issued_at, id"
            ),
            [unit],
            |row| {
                Ok(KeptPackage {
                    sha256: row.get("id")?,
                    unit: row.get("unit_id")?,
                    kind: match row.get::<_, String>("kind")?.as_str() {
                        "work" => PackageKind::Work,
                        "result" => PackageKind::Result,
                        _ => PackageKind::Enrolment,
                    },
                    sequence: row.get("sequence")?,
                    acknowledged: row.get("acknowledged")?,
                    day: row.get::<_, Plain<_>>("day")?.0,
                    issued_at: row.get::<_, Plain<_>>("issued_at")?.0,
                    at: row.get::<_, Plain<_>>("at")?.0,
                    people: row.get("people")?,
                    signer: row.get("signer")?,
                    open: row.get("open")?,
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

    /// A code for a person that nobody has.
    pub fn next_code(&self) -> Result<String> {
        let (prefix, mut next) = self.code_counter()?;
        let code = loop {
            let code = format!("{prefix}{next:06}");
            next += 1;
            if self.citizen_of_code(&code)?.is_none() {
                break code;
            }
        };
        self.set_next_code(next)?;
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
            "INSERT INTO package (id, unit_id, kind, sequence, acknowledged, day, issued_at, at, people, signer, file)
             VALUES (:id, :unit, :kind, :sequence, :acknowledged, :day, :issued_at, :at, :people, :signer, :file)",
            named_params! {
                ":id": kept.sha256, ":unit": kept.unit, ":kind": kept.kind.code(), ":sequence": kept.sequence,
                ":acknowledged": kept.acknowledged, ":day": Plain(kept.day), ":issued_at": Plain(kept.issued_at),
                ":at": Plain(kept.at), ":people": kept.people, ":signer": kept.signer, ":file": file,
            },
        )
    }

    /// Forgets what a result package said: a later one says it, or both books know it.
    pub fn forget_result(&self, sha256: &str) -> Result<()> {
        self.write("UPDATE package SET file = '' WHERE id = ?1", [sha256])
    }

    /// Forgets a package that the other book does not know any more.
    pub fn forget_package(&self, sha256: &str) -> Result<()> {
        self.write("DELETE FROM package WHERE id = ?1", [sha256])
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
