//! The rows of the extract of a day as the lists of people read them.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rusqlite::named_params;

use super::Book;
use super::rosters::{ENTRY, entry};
use super::values::{Blank, Plain};
use crate::domain::dates::PartialDate;
use crate::domain::ids::{CitizenId, EntryId};
use crate::domain::roster::{AccountState, RosterEntry};
use crate::error::Result;

/// Whose account a row speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowOfAccount {
    /// The row.
    pub id: EntryId,
    /// The person, when one is matched.
    pub citizen_id: Option<CitizenId>,
    /// 12-digit number.
    pub number: String,
    /// Name.
    pub name: String,
    /// Birth.
    pub birth: Option<PartialDate>,
    /// Hamlet column, as given.
    pub hamlet: String,
    /// Account state.
    pub state: AccountState,
}

impl Book {
    /// The rows of the extract of a day whom nobody in the register is matched to, with the verdict on each; empty text
    /// when it is not reconciled yet.
    pub fn unmatched_rows(&self, extract: NaiveDate) -> Result<Vec<(RosterEntry, String)>> {
        let mut columns = [""; 18];
        columns.iter_mut().zip(ENTRY.into_iter().chain(["verdict"])).for_each(|(at, name)| *at = name);
        let mut rows = self.rows_with(
            "SELECT e.*, coalesce(m.verdict, '') AS verdict
             FROM roster r JOIN roster_entry e ON e.roster_id = r.id LEFT JOIN match m ON m.id = e.id
             WHERE r.as_of = :extract AND coalesce(m.verdict, '') <> 'matched'",
            named_params! { ":extract": Plain(extract) },
            columns,
            |row, at| {
                let [entry_at @ .., verdict] = at;
                Ok((entry(row, entry_at)?, row.get(*verdict)?))
            },
        )?;
        rows.sort_unstable_by_key(|(row, _)| row.id);
        Ok(rows)
    }

    /// Whose account each row of the extract of a day speaks of, and its state.
    pub fn accounts_of_extract(&self, extract: NaiveDate) -> Result<Vec<RowOfAccount>> {
        self.rows_with(
            "SELECT e.id, e.number, e.name, e.birth, e.hamlet, e.state,
               iif(m.verdict = 'matched', m.citizen_id, NULL) AS citizen_id
             FROM roster r JOIN roster_entry e ON e.roster_id = r.id LEFT JOIN match m ON m.id = e.id
             WHERE r.as_of = ?1",
            [Plain(extract)],
            ["id", "citizen_id", "number", "name", "birth", "hamlet", "state"],
            |row, [id, citizen_id, number, name, birth, hamlet, state]| {
                Ok(RowOfAccount {
                    id: row.get(*id)?,
                    citizen_id: row.get(*citizen_id)?,
                    number: row.get(*number)?,
                    name: row.get(*name)?,
                    birth: row.get::<_, Blank<_>>(*birth)?.0,
                    hamlet: row.get(*hamlet)?,
                    state: row.get(*state)?,
                })
            },
        )
    }

    /// The rows of the extract of a day that do not say the same of name, birth, sex or number as the register does of the
    /// person they are matched to: letter by letter, to be compared closer.
    pub fn rows_that_differ(&self, extract: NaiveDate) -> Result<Vec<(CitizenId, RosterEntry)>> {
        let mut columns = [""; 18];
        columns.iter_mut().zip(ENTRY.into_iter().chain(["citizen_id"])).for_each(|(at, name)| *at = name);
        self.rows_with(
            "SELECT e.*, m.citizen_id FROM roster r JOIN match m ON m.roster_id = r.id AND m.verdict = 'matched'
             JOIN roster_entry e ON e.id = m.id JOIN citizen c ON c.id = m.citizen_id
             WHERE r.as_of = ?1 AND (e.name <> c.name OR (e.birth <> '' AND c.birth <> '' AND e.birth <> c.birth)
               OR (e.sex <> '' AND c.sex <> '' AND e.sex <> c.sex)
               OR (e.number <> '' AND c.number <> '' AND e.number <> c.number))",
            [Plain(extract)],
            columns,
            |row, at| {
                let [entry_at @ .., citizen_id] = at;
                Ok((row.get(*citizen_id)?, entry(row, entry_at)?))
            },
        )
    }

    /// Who has a smartphone, by the survey.
    pub fn with_smartphone(&self) -> Result<BTreeSet<CitizenId>> {
        let ids = self.rows("SELECT id FROM citizen WHERE smartphone = 'yes'", [], |row| row.get("id"))?;
        Ok(ids.into_iter().collect())
    }
}
