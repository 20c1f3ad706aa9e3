//! Rosters (danh sách công an), their rows, and who each row is.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use rusqlite::{Row, named_params, params};
use serde::Serialize;

use super::people::raw_text;
use super::values::{Blank, Plain};
use super::{Book, Tx, migrate};
use crate::domain::dates::PartialDate;
use crate::domain::extract::ListedRow;
use crate::domain::ids::{CitizenId, EntryId, ImportId, OperationId, RosterId};
use crate::domain::import::Raw;
use crate::domain::matching::doubt::JudgedRow;
use crate::domain::matching::{Accepted, Verdict, explain};
use crate::domain::roster::{AccountState, RosterEntry};
use crate::error::{Error, Result};
use crate::session::Session;

/// One roster in a list of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct RosterSummary {
    /// Id in this book.
    pub id: RosterId,
    /// The day of the extract.
    pub as_of: NaiveDate,
    /// The file it came from.
    pub file_name: String,
    /// SHA-256 of that file, hex.
    pub sha256: String,
    /// Rows.
    pub entries: u32,
    /// Whether its rows were held against the register: before, the next three are all 0.
    pub reconciled: bool,
    /// Rows whose person is found; this and the next two are all rows.
    pub matched: u32,
    /// Rows that a person has to look at.
    pub review: u32,
    /// Rows of people that the register does not have, those among them that a person turned away.
    pub unknown: u32,
    /// Whether it adds to the list before it.
    pub partial: bool,
    /// Whether it is one of the lists in use.
    pub in_use: bool,
}

/// Whether a row of `roster` is of a list that was held against the register. Without people there is nothing to hold it against,
/// nor of a part that names nobody of this hamlet.
pub(super) const HELD: &str = "(EXISTS (SELECT 1 FROM match WHERE roster_id = roster.id)
   OR NOT EXISTS (SELECT 1 FROM citizen) OR NOT EXISTS (SELECT 1 FROM roster_entry WHERE roster_id = roster.id))";

/// An import and its reconciliation are one change within so many days: ten minutes.
const JUST_NOW: f64 = 10.0 / (24.0 * 60.0);

/// One extract: which, and of what day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterDay {
    /// Id in this book.
    pub id: RosterId,
    /// The day of the extract.
    pub as_of: NaiveDate,
    /// Whether it adds to the list before it.
    pub partial: bool,
    /// The file it came from.
    pub file_name: String,
    /// SHA-256 of that file, hex.
    pub sha256: String,
    /// Whether its rows were held against the register: one that was not says nothing of anybody.
    pub held: bool,
    /// The error that its reconciliation accepted.
    pub accepted: Accepted,
}

impl RosterDay {
    /// Whether it was made of a file as the extract of a day.
    #[must_use]
    pub fn is_of_file(&self, sha256: &str, as_of: NaiveDate) -> bool {
        self.sha256 == sha256 && self.as_of == as_of
    }
}

/// Who one roster row is, as stored.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct StoredMatch {
    /// The row.
    pub entry_id: EntryId,
    /// What became of the row.
    pub verdict: Verdict,
    /// The person, when matched.
    pub citizen_id: Option<CitizenId>,
    /// The rule that decided: row of messages.csv `match.<rule>`.
    pub rule: String,
    /// 0 … 1.
    pub score: f64,
    /// JSON of the parameters of the explanation; of a decided row also `was`, the program's own rule.
    pub params: String,
    /// Candidates, best first.
    pub candidates: Vec<CitizenId>,
    /// Whether a person decided: the program then never overrides it.
    pub decided: bool,
    /// The row's account state: figures read this and the next two without the row.
    pub state: AccountState,
    /// The row's level.
    pub level: u8,
    /// The row's day of activation.
    pub activated_on: Option<PartialDate>,
}

impl StoredMatch {
    /// The parameters of the explanation.
    #[must_use]
    pub fn params(&self) -> BTreeMap<String, String> {
        serde_json::from_str(&self.params).unwrap_or_default()
    }

    /// What its estimate is made of.
    #[must_use]
    pub fn judged(&self) -> JudgedRow {
        JudgedRow {
            matched: self.verdict == Verdict::Matched,
            decided: self.decided,
            score: self.score,
            present: self.params().get("present").and_then(|present| present.parse().ok()),
            near: !self.candidates.is_empty(),
            blind: None,
        }
    }

    /// Why, in Vietnamese, then in English.
    #[must_use]
    pub fn explanation(&self) -> [String; 2] {
        explain(&self.rule, &self.params())
    }
}

pub(super) const ENTRY: [&str; 17] = [
    "id",
    "roster_id",
    "sheet",
    "row",
    "name",
    "birth",
    "sex",
    "number",
    "old_number",
    "phone",
    "hamlet",
    "address",
    "head",
    "state",
    "level",
    "approved_on",
    "activated_on",
];

pub(super) fn entry(row: &Row<'_>, at: &[usize; 17]) -> rusqlite::Result<RosterEntry> {
    let [
        id,
        roster_id,
        sheet,
        place,
        name,
        birth,
        sex,
        number,
        old_number,
        phone,
        hamlet,
        address,
        head,
        state,
        level,
        approved_on,
        activated_on,
    ] = *at;
    Ok(RosterEntry {
        id: row.get(id)?,
        roster_id: row.get(roster_id)?,
        sheet: row.get(sheet)?,
        row: row.get(place)?,
        name: row.get(name)?,
        birth: row.get::<_, Blank<_>>(birth)?.0,
        sex: row.get::<_, Blank<_>>(sex)?.0,
        number: row.get(number)?,
        old_number: row.get(old_number)?,
        phone: row.get(phone)?,
        hamlet: row.get(hamlet)?,
        address: row.get(address)?,
        head: row.get(head)?,
        state: row.get(state)?,
        level: row.get(level)?,
        approved_on: row.get::<_, Blank<_>>(approved_on)?.0,
        activated_on: row.get::<_, Blank<_>>(activated_on)?.0,
    })
}

pub(super) fn stored_match(row: &Row<'_>) -> rusqlite::Result<StoredMatch> {
    let candidates: String = row.get("candidates")?;
    Ok(StoredMatch {
        entry_id: row.get("id")?,
        verdict: row.get("verdict")?,
        citizen_id: row.get("citizen_id")?,
        rule: row.get("rule")?,
        score: row.get("score")?,
        params: row.get("params")?,
        candidates: candidates.split(' ').filter_map(|id| id.parse().ok()).collect(),
        decided: row.get("decided")?,
        state: row.get("state")?,
        level: row.get("level")?,
        activated_on: row.get::<_, Blank<_>>("activated_on")?.0,
    })
}

/// A row as far as lists are compared; the places of its columns in the order of its fields.
pub(super) fn listed_row(row: &Row<'_>, at: &[usize; 7]) -> rusqlite::Result<ListedRow> {
    let [number, old_number, name, birth, hamlet, state, level] = at;
    Ok(ListedRow {
        number: row.get(*number)?,
        old_number: row.get(*old_number)?,
        name: row.get(*name)?,
        birth: row.get::<_, Blank<_>>(*birth)?.0,
        hamlet: row.get(*hamlet)?,
        state: row.get(*state)?,
        level: row.get(*level)?,
    })
}

impl Book {
    /// All rosters, newest extract first; who their rows are says [`Book::match_counts`].
    pub fn rosters(&self) -> Result<Vec<RosterSummary>> {
        let in_use: Vec<RosterId> = self.lists_in_use(None)?.iter().map(|list| list.id).collect();
        self.rows(include_str!("rosters.sql"), [], |row| {
            Ok(RosterSummary {
                id: row.get("id")?,
                as_of: row.get::<_, Plain<_>>("as_of")?.0,
                file_name: row.get("file_name")?,
                sha256: row.get("sha256")?,
                entries: row.get("entries")?,
                matched: 0,
                review: 0,
                unknown: 0,
                reconciled: false,
                partial: row.get("partial")?,
                in_use: in_use.contains(&row.get("id")?),
            })
        })
    }

    /// The extracts without their counts, newest first.
    pub fn roster_days(&self) -> Result<Vec<RosterDay>> {
        let sql = format!(
            "SELECT roster.id, as_of, partial, file_name, sha256, accepted, {HELD} AS held FROM roster
             JOIN import ON import.id = roster.import_id ORDER BY as_of DESC, roster.id DESC"
        );
        self.rows(&sql, [], |row| {
            Ok(RosterDay {
                id: row.get("id")?,
                as_of: row.get::<_, Plain<_>>("as_of")?.0,
                partial: row.get("partial")?,
                file_name: row.get("file_name")?,
                sha256: row.get("sha256")?,
                held: row.get("held")?,
                accepted: Accepted::of_10_000(row.get("accepted")?).unwrap_or_default(),
            })
        })
    }

    /// The newest entry of the journal, when it took in this extract: just now, and by the same person. Who comes back to it
    /// later has an entry of his own.
    pub fn newest_is_import_of(&self, session: &Session, roster: RosterId) -> Result<Option<OperationId>> {
        let newest = self.rows(
            "SELECT id FROM operation
             WHERE seq = (SELECT max(seq) FROM operation) AND kind = 'import-roster' AND undone_by IS NULL
               AND schema_version = ?2 AND member_id IS ?3 AND julianday(?4) - julianday(at) < ?5 AND EXISTS (
                 SELECT 1 FROM change WHERE seq BETWEEN first_change AND last_change
                   AND place = 'roster' AND action = 'insert' AND row_id = ?1)",
            params![roster, migrate::VERSION, session.member, Plain(session.now()), JUST_NOW],
            |row| row.get("id"),
        )?;
        Ok(newest.into_iter().next())
    }

    /// The lists in use on a day (`None`: the newest), the newest first: those that bring a part, down to the first that is
    /// whole. The first of them that has a person says what his account is; who is on none is not on the list.
    /// Of a file that was read anew the last reading counts. A list of a campaign whose people were erased is in use for none that came
    /// after them. A list that was not held against the register is passed over.
    pub fn lists_in_use(&self, day: Option<NaiveDate>) -> Result<Vec<RosterDay>> {
        self.lists_down_to_whole(day, true)
    }

    /// The lists that are in use up to `day` once all of them are held against the register.
    pub fn lists_to_use(&self, day: Option<NaiveDate>) -> Result<Vec<RosterDay>> {
        self.lists_down_to_whole(day, false)
    }

    fn lists_down_to_whole(&self, day: Option<NaiveDate>, held: bool) -> Result<Vec<RosterDay>> {
        let first = self.generation(day.unwrap_or(NaiveDate::MAX))?.first_list;
        let counts = |list: &RosterDay| {
            first <= list.id.to_string() && day.is_none_or(|day| list.as_of <= day) && (list.held || !held)
        };
        let mut lists: Vec<RosterDay> = Vec::new();
        for list in self.roster_days()?.into_iter().filter(counts) {
            if lists.iter().any(|newer| newer.is_of_file(&list.sha256, list.as_of)) {
                continue;
            }
            let whole = !list.partial;
            lists.push(list);
            if whole {
                break;
            }
        }
        Ok(lists)
    }

    /// The rows of a roster, in the order of the file.
    pub fn roster_entries(&self, roster: RosterId) -> Result<Vec<RosterEntry>> {
        let mut entries =
            self.rows_with("SELECT * FROM roster_entry WHERE roster_id = ?1", [roster], ENTRY, entry)?;
        // Ids rise in the order in which the file was read. Sorted here: SQLite would carry whole rows about.
        entries.sort_unstable_by_key(|entry| entry.id);
        Ok(entries)
    }

    /// The rows of lists as far as lists are compared, in the order of the lists, each with its id.
    pub fn listed_rows(&self, lists: &[RosterDay]) -> Result<Vec<(EntryId, ListedRow)>> {
        let mut rows = Vec::new();
        for list in lists {
            rows.append(&mut self.rows_with(
                "SELECT id, number, old_number, name, birth, hamlet, state, level FROM roster_entry
                 WHERE roster_id = ?1",
                [list.id],
                ["id", "number", "old_number", "name", "birth", "hamlet", "state", "level"],
                |row, [id, says @ ..]| Ok((row.get(*id)?, listed_row(row, says)?)),
            )?);
        }
        Ok(rows)
    }

    /// The row of a roster at a place of its file.
    ///
    /// # Errors
    /// `roster.no_such_row`.
    pub fn roster_entry_at(&self, roster: RosterId, sheet: &str, row: u32) -> Result<RosterEntry> {
        self.rows_with(
            "SELECT * FROM roster_entry WHERE roster_id = :roster AND sheet = :sheet AND row = :row",
            named_params! { ":roster": roster, ":sheet": sheet, ":row": row },
            ENTRY,
            entry,
        )?
        .pop()
        .ok_or_else(|| Error::new("roster.no_such_row").with("sheet", sheet).with("row", row))
    }

    /// Who the rows of a roster are, in the order of the file; empty before the first reconciliation.
    pub fn matches(&self, roster: RosterId) -> Result<Vec<StoredMatch>> {
        self.rows("SELECT * FROM match WHERE roster_id = ?1 ORDER BY id", [roster], stored_match)
    }
}

impl Book {
    /// The match of one row of a roster, and those of its other rows that have the same citizen.
    pub fn matches_of(
        &self,
        roster: RosterId,
        entry: EntryId,
        citizen: Option<CitizenId>,
    ) -> Result<Vec<StoredMatch>> {
        self.rows(
            "SELECT * FROM match WHERE id = :entry OR (citizen_id = :citizen AND roster_id = :roster) ORDER BY id",
            named_params! { ":roster": roster, ":entry": entry, ":citizen": citizen },
            stored_match,
        )
    }
}

impl Tx<'_> {
    /// Adds a roster without rows.
    pub fn insert_roster(
        &self,
        id: RosterId,
        as_of: NaiveDate,
        import: ImportId,
        partial: bool,
    ) -> Result<()> {
        self.write(
            "INSERT INTO roster (id, as_of, import_id, partial) VALUES (:id, :as_of, :import_id, :partial)",
            named_params! { ":id": id, ":as_of": Plain(as_of), ":import_id": import, ":partial": partial },
        )
    }

    /// Keeps which error the reconciliation of a roster accepted.
    pub fn set_accepted(&self, roster: RosterId, accepted: Accepted) -> Result<()> {
        self.write(
            "UPDATE roster SET accepted = :accepted WHERE id = :id AND accepted <> :accepted",
            named_params! { ":id": roster, ":accepted": accepted.wrong() },
        )
    }

    /// Adds a row of a roster; `raw` are the values as the file had them, of the repaired fields.
    pub fn insert_roster_entry(&self, entry: &RosterEntry, raw: &Raw) -> Result<()> {
        self.write(
            "INSERT OR FAIL INTO roster_entry (id, roster_id, sheet, row, name, birth, sex, number, old_number, phone, hamlet,
               address, head, state, level, approved_on, activated_on, raw)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                entry.id,
                entry.roster_id,
                entry.sheet,
                entry.row,
                entry.name,
                Blank(entry.birth),
                Blank(entry.sex),
                entry.number,
                entry.old_number,
                entry.phone,
                entry.hamlet,
                entry.address,
                entry.head,
                entry.state,
                entry.level,
                Blank(entry.approved_on),
                Blank(entry.activated_on),
                raw_text(raw),
            ],
        )
    }

    /// Writes who one roster row is, of which nothing is written yet.
    pub fn insert_match(&self, roster: RosterId, found: &StoredMatch) -> Result<()> {
        self.write_match(
            "INSERT OR FAIL INTO match (id, roster_id, verdict, citizen_id, rule, score, params, candidates, decided,
               state, level, activated_on)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            roster,
            found,
        )
    }

    /// Writes who one roster row is; nothing changes when it says the same already.
    pub fn put_match(&self, roster: RosterId, found: &StoredMatch) -> Result<()> {
        self.write_match(include_str!("put_match.sql"), roster, found)
    }

    /// Forgets who rows are, but for what persons decided: the lists are to be held against the register anew.
    pub fn forget_found(&self) -> Result<()> {
        self.write("DELETE FROM match_left WHERE id IN (SELECT id FROM match WHERE decided = 0)", [])?;
        self.write("DELETE FROM match WHERE decided = 0", [])
    }

    /// Marks a row as left for later.
    pub fn leave_match(&self, entry: EntryId, at: DateTime<FixedOffset>) -> Result<()> {
        self.write("INSERT OR IGNORE INTO match_left (id, at) VALUES (?1, ?2)", (entry, Plain(at)))
    }

    fn write_match(&self, sql: &str, roster: RosterId, found: &StoredMatch) -> Result<()> {
        let candidates: Vec<String> = found.candidates.iter().map(ToString::to_string).collect();
        self.write(
            sql,
            params![
                found.entry_id,
                roster,
                found.verdict,
                found.citizen_id,
                found.rule,
                found.score,
                found.params,
                candidates.join(" "),
                found.decided,
                found.state,
                found.level,
                Blank(found.activated_on),
            ],
        )
    }
}
