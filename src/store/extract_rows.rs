//! The rows of extracts as the lists of people read them.

use std::collections::{BTreeMap, BTreeSet};

use super::Book;
use super::matches::{OF_LISTS, RowsOfLists};
use super::rosters::{ENTRY, entry, listed_row};
use super::values::Blank;
use crate::domain::dates::PartialDate;
use crate::domain::extract::ListedRow;
use crate::domain::ids::{CitizenId, EntryId};
use crate::domain::matching::Verdict;
use crate::domain::roster::RosterEntry;
use crate::error::Result;

/// Whose account a row speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowOfAccount {
    /// The row.
    pub id: EntryId,
    /// The person, when one is matched.
    pub citizen_id: Option<CitizenId>,
    /// What it says.
    pub says: ListedRow,
}

impl Book {
    /// The rows whom nobody in the register is matched to, with the verdict on each; none when it is not reconciled yet.
    pub fn unmatched_rows(&self, of: &RowsOfLists) -> Result<Vec<(RosterEntry, Option<Verdict>)>> {
        let mut columns = [""; 18];
        columns.iter_mut().zip(ENTRY.into_iter().chain(["verdict"])).for_each(|(at, name)| *at = name);
        let mut rows = self.rows_with(
            &format!(
                "SELECT e.*, m.verdict
                 FROM (SELECT * FROM roster_entry WHERE {OF_LISTS}) e LEFT JOIN match m ON m.id = e.id
                 WHERE m.verdict IS NOT 'matched'"
            ),
            &of.params()[..],
            columns,
            |row, at| {
                let [entry_at @ .., verdict] = at;
                Ok((entry(row, entry_at)?, row.get(*verdict)?))
            },
        )?;
        rows.sort_unstable_by_key(|(row, _)| row.id);
        Ok(rows)
    }

    /// Whose account each row speaks of, and its state.
    pub fn accounts_of_rows(&self, of: &RowsOfLists) -> Result<Vec<RowOfAccount>> {
        self.rows_with(
            &format!(
                "SELECT e.id, e.number, e.old_number, e.name, e.birth, e.hamlet, e.state, e.level,
                   iif(m.verdict = 'matched', m.citizen_id, NULL) AS citizen_id
                 FROM (SELECT * FROM roster_entry WHERE {OF_LISTS}) e LEFT JOIN match m ON m.id = e.id"
            ),
            &of.params()[..],
            ["id", "citizen_id", "number", "old_number", "name", "birth", "hamlet", "state", "level"],
            |row, [id, citizen_id, says @ ..]| {
                Ok(RowOfAccount {
                    id: row.get(*id)?,
                    citizen_id: row.get(*citizen_id)?,
                    says: listed_row(row, says)?,
                })
            },
        )
    }

    /// The rows that do not say the same of name, birth, sex or number as the register does of the
    /// person they are matched to: letter by letter, to be compared closer.
    pub fn rows_that_differ(&self, of: &RowsOfLists) -> Result<Vec<(CitizenId, RosterEntry)>> {
        let mut columns = [""; 18];
        columns.iter_mut().zip(ENTRY.into_iter().chain(["citizen_id"])).for_each(|(at, name)| *at = name);
        self.rows_with(
            &format!(
                "SELECT e.*, m.citizen_id FROM (SELECT * FROM match WHERE {OF_LISTS}) m
                 JOIN roster_entry e ON e.id = m.id JOIN citizen c ON c.id = m.citizen_id
                 WHERE m.verdict = 'matched' AND (e.name <> c.name OR (e.birth <> '' AND c.birth <> '' AND e.birth <> c.birth)
               OR (e.sex <> '' AND c.sex <> '' AND e.sex <> c.sex)
               OR (e.number <> '' AND c.number <> '' AND e.number <> c.number))"
            ),
            &of.params()[..],
            columns,
            |row, at| {
                let [entry_at @ .., citizen_id] = at;
                Ok((row.get(*citizen_id)?, entry(row, entry_at)?))
            },
        )
    }

    /// Numbers and births that the lists have and the register has not, or only in part, by person.
    pub fn known_by_lists(
        &self,
        of: &RowsOfLists,
    ) -> Result<BTreeMap<CitizenId, (String, Option<PartialDate>)>> {
        let rows = self.rows(
            &format!(
                "SELECT m.citizen_id, iif(c.number = '', e.number, '') AS number,
                   iif(length(e.birth) > length(c.birth), e.birth, '') AS birth
                 FROM (SELECT * FROM match WHERE {OF_LISTS}) m
                 JOIN roster_entry e ON e.id = m.id JOIN citizen c ON c.id = m.citizen_id
                 WHERE m.verdict = 'matched'
                   AND (c.number = '' AND e.number <> '' OR length(e.birth) > length(c.birth))"
            ),
            &of.params()[..],
            |row| Ok((row.get("citizen_id")?, (row.get("number")?, row.get::<_, Blank<_>>("birth")?.0))),
        )?;
        Ok(rows.into_iter().collect())
    }

    /// What the survey says of each: a smartphone, a computer with internet.
    pub fn survey_answers(&self) -> Result<BTreeMap<CitizenId, [Option<bool>; 2]>> {
        let answers = self.rows("SELECT id, smartphone, internet FROM citizen", [], |row| {
            let answer = |name| row.get::<_, Blank<_>>(name).map(|answer| answer.0);
            Ok((row.get("id")?, [answer("smartphone")?, answer("internet")?]))
        })?;
        Ok(answers.into_iter().collect())
    }

    /// Who has a smartphone, by the survey.
    pub fn with_smartphone(&self) -> Result<BTreeSet<CitizenId>> {
        let ids = self.rows("SELECT id FROM citizen WHERE smartphone = 'yes'", [], |row| row.get("id"))?;
        Ok(ids.into_iter().collect())
    }
}
