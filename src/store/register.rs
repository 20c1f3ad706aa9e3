//! The register page by page: hamlets and alleys, households, all that is known of one person, and the changes by hand.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use rusqlite::{OptionalExtension, named_params};
use serde::Serialize;

use super::people::{CITIZEN, HOUSEHOLD, citizen, household};
use super::values::{Blank, Plain};
use super::{Book, Tx};
use crate::domain::citizen::{Citizen, Departure, Household};
use crate::domain::dates::PartialDate;
use crate::domain::ids::{CitizenId, HouseholdId, MemberId, OperationId, UnitId};
use crate::domain::report::ReportForm;
use crate::domain::roster::AccountState;
use crate::error::Result;

/// How many households and people live in one alley of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlleyCount {
    /// The unit that the households stand with.
    pub unit_id: UnitId,
    /// Alley as written; empty when not said.
    pub alley: String,
    /// Households.
    pub households: u32,
    /// People, without those who left.
    pub people: u32,
}

/// A number that a person had before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct FormerNumber {
    /// The number.
    pub number: String,
    /// The day it was replaced here.
    pub until: NaiveDate,
}

/// What one extract says of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct OfficialState {
    /// The day of the extract.
    pub as_of: NaiveDate,
    /// The file it came from.
    pub file_name: String,
    /// Account state.
    pub state: AccountState,
    /// Level, 0 when not said.
    pub level: u8,
    /// Day of approval, as far as the extract gives it.
    pub approved_on: Option<PartialDate>,
    /// Day of activation, as far as the extract gives it.
    pub activated_on: Option<PartialDate>,
    /// Whether a person joined the row to this citizen by hand.
    pub decided: bool,
}

/// One change of a person's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct PersonChange {
    /// The operation.
    pub operation: OperationId,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Who, if signed in.
    pub member: Option<MemberId>,
    /// Row of `messages.csv`: `operation.<kind>`.
    pub kind: String,
    /// Its parameters.
    pub params: serde_json::Value,
    /// Whether it was undone.
    pub undone: bool,
    /// What the changed columns held before, by column.
    pub before: BTreeMap<String, String>,
}

/// Who signs the papers of a form, and who gets them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaperSigning {
    /// Name of the signer, or empty.
    pub signer: String,
    /// Recipients, one a line; empty as the form has them.
    pub recipients: String,
}

impl Book {
    /// Households and people by unit and alley, in no order. A household that everybody was moved out of, or erased from, is none.
    pub fn alley_counts(&self) -> Result<Vec<AlleyCount>> {
        self.rows(
            "SELECT h.unit_id, h.alley, count(*) AS households, sum(h.people) AS people
             FROM (SELECT unit_id, alley,
                     (SELECT count(*) FROM citizen c WHERE c.household_id = household.id)
                     - (SELECT count(*) FROM departure d JOIN citizen c ON c.id = d.id
                        WHERE c.household_id = household.id) AS people
                   FROM household
                   WHERE EXISTS (SELECT 1 FROM citizen c WHERE c.household_id = household.id AND c.id NOT IN (SELECT id FROM erased))) h
             GROUP BY h.unit_id, h.alley",
            [],
            |row| {
                Ok(AlleyCount {
                    unit_id: row.get("unit_id")?,
                    alley: row.get("alley")?,
                    households: row.get("households")?,
                    people: row.get("people")?,
                })
            },
        )
    }

    /// The households with people that stand with one of `units`, in the order they were added.
    pub fn households_with(&self, units: &[UnitId]) -> Result<Vec<Household>> {
        self.rows_with(
            "SELECT * FROM household WHERE unit_id IN (SELECT value FROM json_each(?1))
               AND EXISTS (SELECT 1 FROM citizen c WHERE c.household_id = household.id AND c.id NOT IN (SELECT id FROM erased))
             ORDER BY id",
            [serde_json::to_string(units).unwrap_or_default()],
            HOUSEHOLD,
            household,
        )
    }

    /// One household.
    pub fn household(&self, id: HouseholdId) -> Result<Option<Household>> {
        Ok(self.rows_with("SELECT * FROM household WHERE id = ?1", [id], HOUSEHOLD, household)?.pop())
    }

    /// How many people a household has, without those who left.
    pub fn household_size(&self, id: HouseholdId) -> Result<u32> {
        self.row(
            "SELECT count(*) AS people FROM citizen c WHERE household_id = ?1
             AND NOT EXISTS (SELECT 1 FROM departure d WHERE d.id = c.id)",
            [id],
            |row| row.get("people"),
        )
    }

    /// The people of a household, in the order they were added.
    pub fn people_of(&self, household: HouseholdId) -> Result<Vec<Citizen>> {
        self.rows_with(
            "SELECT * FROM citizen WHERE household_id = ?1 ORDER BY id",
            [household],
            CITIZEN,
            citizen,
        )
    }

    /// Everybody who moved away or died.
    pub fn departures(&self) -> Result<BTreeMap<CitizenId, Departure>> {
        let rows = self.rows("SELECT id, gone, day FROM departure", [], |row| {
            let departure = Departure { gone: row.get("gone")?, day: row.get::<_, Plain<_>>("day")?.0 };
            Ok((row.get("id")?, departure))
        })?;
        Ok(rows.into_iter().collect())
    }

    /// Whether and when one person moved away or died.
    pub fn departure(&self, id: CitizenId) -> Result<Option<Departure>> {
        let mut statement = self.conn().prepare_cached("SELECT gone, day FROM departure WHERE id = ?1")?;
        let departure = statement.query_row([id], |row| {
            Ok(Departure { gone: row.get("gone")?, day: row.get::<_, Plain<_>>("day")?.0 })
        });
        Ok(departure.optional()?)
    }

    /// Numbers that a person had before, oldest first.
    pub fn former_numbers_of(&self, id: CitizenId) -> Result<Vec<FormerNumber>> {
        self.rows(
            "SELECT number, until FROM identity WHERE citizen_id = ?1 ORDER BY until, id",
            [id],
            |row| Ok(FormerNumber { number: row.get("number")?, until: row.get::<_, Plain<_>>("until")?.0 }),
        )
    }

    /// The people who had this number before.
    pub fn former_holders(&self, number: &str) -> Result<Vec<CitizenId>> {
        self.rows("SELECT DISTINCT citizen_id FROM identity WHERE number = ?1", [number], |row| {
            row.get("citizen_id")
        })
    }

    /// What the extracts say of a person, newest first.
    pub fn official_states(&self, id: CitizenId) -> Result<Vec<OfficialState>> {
        self.rows(
            "SELECT r.as_of, i.file_name, e.state, e.level, e.approved_on, e.activated_on,
               -- What came in a package says who it is, not who found it.
               m.decided = 1 AND m.rule <> 'by-commune' AS decided
             FROM match m JOIN roster_entry e ON e.id = m.id JOIN roster r ON r.id = m.roster_id
               JOIN import i ON i.id = r.import_id
             WHERE m.citizen_id = ?1 AND m.verdict = 'matched' ORDER BY r.as_of DESC, r.id DESC",
            [id],
            |row| {
                Ok(OfficialState {
                    as_of: row.get::<_, Plain<_>>("as_of")?.0,
                    file_name: row.get("file_name")?,
                    state: row.get("state")?,
                    level: row.get("level")?,
                    approved_on: row.get::<_, Blank<_>>("approved_on")?.0,
                    activated_on: row.get::<_, Blank<_>>("activated_on")?.0,
                    decided: row.get("decided")?,
                })
            },
        )
    }

    /// The values of a person's repaired fields as the file had them, by field.
    pub fn raw_values(&self, id: CitizenId) -> Result<BTreeMap<String, String>> {
        let raw: String = self.row("SELECT raw FROM citizen WHERE id = ?1", [id], |row| row.get("raw"))?;
        Ok(serde_json::from_str(&raw).unwrap_or_default())
    }

    /// What was done to a person's record, newest first. Reads all changes of people in the journal, not those of
    /// extracts: for one page, not for lists.
    pub fn changes_of(&self, id: CitizenId) -> Result<Vec<PersonChange>> {
        self.rows(
            "SELECT o.id, o.at, o.member_id, o.kind, o.params, o.undone_by IS NOT NULL AS undone,
               iif(c.action = 'update', c.before, '') AS before
             FROM operation o CROSS JOIN change c ON c.seq BETWEEN o.first_change AND o.last_change
             WHERE (o.tables ->> 'citizen' IS NOT NULL OR o.tables ->> 'departure' IS NOT NULL) AND c.row_id = ?1 AND c.place IN ('citizen', 'departure') ORDER BY c.seq DESC LIMIT 100",
            [id],
            |row| {
                let before: String = row.get("before")?;
                let before: BTreeMap<String, serde_json::Value> =
                    serde_json::from_str(&before).unwrap_or_default();
                Ok(PersonChange {
                    operation: row.get("id")?,
                    at: row.get::<_, Plain<_>>("at")?.0,
                    member: row.get("member_id")?,
                    kind: row.get("kind")?,
                    params: serde_json::from_str(&row.get::<_, String>("params")?).unwrap_or_default(),
                    undone: row.get("undone")?,
                    before: before
                        .into_iter()
                        .filter_map(|(column, value)| Some((column, value.as_str()?.to_owned())))
                        .collect(),
                })
            },
        )
    }

    /// Who signs the papers of a form and who gets them. A form of which nothing was said has the signer of another.
    pub fn paper(&self, form: ReportForm) -> Result<PaperSigning> {
        let mut statement = self.conn().prepare_cached(
            "SELECT signer, iif(id = ?1, recipients, '') AS recipients FROM paper
             WHERE id = ?1 OR signer <> '' ORDER BY id <> ?1, id LIMIT 1",
        )?;
        let paper = statement.query_row([form.code()], |row| {
            Ok(PaperSigning { signer: row.get("signer")?, recipients: row.get("recipients")? })
        });
        Ok(paper.optional()?.unwrap_or_default())
    }
}

impl Tx<'_> {
    /// Notes that a person moved away or died, or that he is here after all.
    pub fn set_departure(&self, id: CitizenId, departure: Option<Departure>) -> Result<()> {
        match departure {
            Some(Departure { gone, day }) => self.write(
                "INSERT INTO departure (id, gone, day) VALUES (:id, :gone, :day)
                 ON CONFLICT (id) DO UPDATE SET gone = excluded.gone, day = excluded.day",
                named_params! { ":id": id, ":gone": gone, ":day": Plain(day) },
            ),
            None => self.write("DELETE FROM departure WHERE id = ?1", [id]),
        }
    }

    /// Makes one person of two: all that hangs on `dropped` hangs on `kept` from now on, and the record of `dropped` goes;
    /// what files know it by stays.
    pub fn merge_citizen(&self, kept: CitizenId, dropped: CitizenId) -> Result<()> {
        for sql in [
            "INSERT INTO merged_citizen (id, citizen_id, household_id, unit_id, code, name, birth, number)
             SELECT id, ?1, household_id, unit_id, code, name, birth, number FROM citizen WHERE id = ?2",
            "UPDATE merged_citizen SET citizen_id = ?1 WHERE citizen_id = ?2",
            "UPDATE visit SET citizen_id = ?1 WHERE citizen_id = ?2",
            "UPDATE match SET citizen_id = ?1 WHERE citizen_id = ?2",
            "UPDATE identity SET citizen_id = ?1 WHERE citizen_id = ?2",
            "UPDATE audit_line SET citizen_id = ?1 WHERE citizen_id = ?2",
            "UPDATE match_sample SET citizen_id = ?1 WHERE citizen_id = ?2",
            "UPDATE invitation SET citizen_id = ?1 WHERE citizen_id = ?2",
            // On a list he stands once: of two rows that of the record that stays.
            "DELETE FROM affiliation WHERE citizen_id = ?2 AND unit_id IN (SELECT unit_id FROM affiliation WHERE citizen_id = ?1)",
            "UPDATE affiliation SET citizen_id = ?1 WHERE citizen_id = ?2",
            "UPDATE affiliation SET candidates = iif(instr(candidates, ?1) > 0,
               trim(replace(replace(candidates, ?2, ''), '  ', ' ')), replace(candidates, ?2, ?1))
             WHERE instr(candidates, ?2) > 0",
            // One candidate, not the same one twice.
            "UPDATE match SET candidates = iif(instr(candidates, ?1) > 0,
               trim(replace(replace(candidates, ?2, ''), '  ', ' ')), replace(candidates, ?2, ?1))
             WHERE instr(candidates, ?2) > 0",
            "UPDATE walk_sheet SET people = replace(people, ?2, ?1) WHERE instr(people, ?2) > 0",
        ] {
            self.write(sql, (kept, dropped))?;
        }
        // Whoever is known to have moved away or died stays so, whichever record said it.
        self.write(
            "INSERT OR IGNORE INTO departure (id, gone, day) SELECT ?1, gone, day FROM departure WHERE id = ?2",
            (kept, dropped),
        )?;
        self.write("DELETE FROM departure WHERE id = ?1", [dropped])?;
        self.write("DELETE FROM citizen WHERE id = ?1", [dropped])
    }

    /// Keeps a number among those that a person had before.
    pub fn keep_number(
        &self,
        id: uuid::Uuid,
        citizen: CitizenId,
        number: &str,
        until: NaiveDate,
    ) -> Result<()> {
        self.write(
            "INSERT INTO identity (id, citizen_id, number, until) VALUES (:id, :citizen, :number, :until)",
            named_params! { ":id": id.to_string(), ":citizen": citizen, ":number": number, ":until": Plain(until) },
        )
    }

    /// Keeps who signs the papers of a form and who gets them.
    pub fn set_paper(&self, form: ReportForm, paper: &PaperSigning) -> Result<()> {
        self.write(
            "INSERT INTO paper (id, signer, recipients) VALUES (:id, :signer, :recipients)
             ON CONFLICT (id) DO UPDATE SET signer = excluded.signer, recipients = excluded.recipients",
            named_params! { ":id": form.code(), ":signer": paper.signer, ":recipients": paper.recipients },
        )
    }
}
