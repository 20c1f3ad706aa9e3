//! Who the rows of a roster are, pile by pile: counts, and ids with what became of each.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rusqlite::{Row, ToSql, named_params};

use super::Book;
use super::rosters::{ENTRY, RosterDay, StoredMatch, entry, stored_match};
use super::values::{Blank, Plain};
use crate::domain::dates::PartialDate;
use crate::domain::extract::ListedRow;
use crate::domain::ids::{CitizenId, EntryId, RosterId, UnitId};
use crate::domain::matching::doubt::{Doubts, JudgedRow};
use crate::domain::pile::RowState;
use crate::domain::roster::RosterEntry;
use crate::error::Result;

/// Of rows that a person decided: the rule by which the program had judged, and the decision.
const DECIDED: &str = "coalesce(json_extract(params, '$.was'), rule) AS judged,
    CASE WHEN rule = 'added-by-hand' THEN 'added' WHEN verdict = 'matched' THEN 'joined' ELSE 'split' END AS decision";

/// The rows of lists that are worked at together.
pub struct RowsOfLists {
    lists: Vec<RosterDay>,
    /// Their ids, a JSON list.
    rosters: String,
    /// Rows that a newer one of the lists has too, a JSON list.
    replaced: String,
}

impl RowsOfLists {
    /// The lists, the newest first.
    #[must_use]
    pub fn lists(&self) -> &[RosterDay] {
        &self.lists
    }

    /// The newest of the lists, where there is one.
    #[must_use]
    pub fn newest(&self) -> Option<&RosterDay> {
        self.lists.first()
    }

    /// Rows that a newer one of the lists has too.
    #[must_use]
    pub fn replaced(&self) -> BTreeSet<EntryId> {
        serde_json::from_str(&self.replaced).unwrap_or_default()
    }

    /// The values of [`OF_LISTS`].
    pub(super) fn params(&self) -> [(&'static str, &dyn ToSql); 2] {
        [(":rosters", &self.rosters), (":replaced", &self.replaced)]
    }
}

/// A row that is matched to a person and has a birth or a number of which the register has less.
pub struct RowWithMore {
    /// The row.
    pub entry: EntryId,
    /// The person.
    pub citizen: CitizenId,
    /// The rule by which they were matched.
    pub rule: String,
    /// A person decided it.
    pub decided: bool,
}

/// To which part of a reconciliation a row belongs.
pub struct RowOfPart {
    /// The unit of the person whom it is joined with.
    pub unit: Option<UnitId>,
    /// Of a row that is joined with nobody the hamlet as it says it.
    pub hamlet: String,
    /// Of such a row the address.
    pub address: String,
    /// The birth of the citizen who comes nearest, as the register has it; `None` where nobody does.
    pub ours: Option<Option<PartialDate>>,
    /// The birth as the row has it.
    pub theirs: Option<PartialDate>,
}

/// Those rows (`:rosters`, `:replaced`).
pub(super) const OF_LISTS: &str = "roster_id IN (SELECT value FROM json_each(:rosters))
         AND id NOT IN (SELECT value FROM json_each(:replaced))";

/// What [`judged`] reads. Who was found for certain has nothing kept beside it.
const JUDGED: &str =
    "verdict = 'matched' AS matched, score, decided, CASE WHEN verdict <> 'matched' OR decided = 1
    THEN CAST(json_extract(params, '$.present') AS REAL) END AS present, candidates <> '' AS near,
    coalesce((SELECT judgement FROM match_sample WHERE match_sample.id = match.id
      AND match_sample.citizen_id = coalesce(match.citizen_id, substr(candidates, 1, 36))), '') AS blind";

fn judged(row: &Row<'_>) -> rusqlite::Result<JudgedRow> {
    Ok(JudgedRow {
        matched: row.get("matched")?,
        decided: row.get("decided")?,
        score: row.get("score")?,
        present: row.get("present")?,
        near: row.get("near")?,
        blind: row.get::<_, Blank<_>>("blind")?.0,
    })
}

/// The rows of lists that were judged by one of `:rules`, with what became of each.
fn of_rules() -> String {
    format!(
        "SELECT id, iif(id IN (SELECT id FROM match_left), 'left', 'open') AS decision FROM match
         WHERE {OF_LISTS} AND decided = 0 AND rule IN (SELECT value FROM json_each(:rules))
         UNION ALL
         SELECT id, decision FROM (SELECT id, {DECIDED} FROM match WHERE {OF_LISTS} AND decided = 1)
         WHERE judged IN (SELECT value FROM json_each(:rules))"
    )
}

fn decision(row: &Row<'_>) -> rusqlite::Result<RowState> {
    let text: String = row.get("decision")?;
    Ok(match text.as_str() {
        "left" => RowState::Left,
        "added" => RowState::Added,
        "joined" => RowState::Joined,
        "split" => RowState::Split,
        _ => RowState::Open,
    })
}

impl Book {
    /// The rows of lists, newest first, each person once: who stands in a newer one of them is not looked at in the older.
    pub fn rows_of_lists(&self, lists: Vec<RosterDay>) -> Result<RowsOfLists> {
        let mut replaced: Vec<EntryId> = Vec::new();
        let mut newer: BTreeSet<String> = BTreeSet::new();
        for (n, list) in lists.iter().enumerate().filter(|_| lists.len() > 1) {
            let rows = self.listed_rows(std::slice::from_ref(list))?;
            let is_newer = |row: &ListedRow| row.key().is_some_and(|key| newer.contains(&key));
            replaced.extend(rows.iter().filter(|(_, row)| is_newer(row)).map(|(id, _)| *id));
            if n + 1 < lists.len() {
                newer.extend(rows.iter().filter_map(|(_, row)| row.key()));
            }
        }
        let ids: Vec<RosterId> = lists.iter().map(|list| list.id).collect();
        Ok(RowsOfLists {
            rosters: serde_json::to_string(&ids).unwrap_or_default(),
            replaced: serde_json::to_string(&replaced).unwrap_or_default(),
            lists,
        })
    }

    /// How many rows of lists there are of each rule and state.
    pub fn match_counts(&self, of: &RowsOfLists) -> Result<Vec<(String, RowState, u32)>> {
        let sql = format!(
            "SELECT rule AS judged, 'open' AS decision, count(*) AS rows FROM match
             WHERE {OF_LISTS} AND decided = 0 GROUP BY rule
             UNION ALL
             SELECT rule, 'left', count(*) FROM match
             WHERE {OF_LISTS} AND decided = 0 AND id IN (SELECT id FROM match_left) GROUP BY rule
             UNION ALL
             SELECT judged, decision, count(*) FROM
               (SELECT {DECIDED} FROM match WHERE {OF_LISTS} AND decided = 1) GROUP BY judged, decision"
        );
        let counts: Vec<(String, RowState, u32)> = self
            .rows(&sql, &of.params()[..], |row| Ok((row.get("judged")?, decision(row)?, row.get("rows")?)))?;
        let left = |rule: &str| {
            let mut left = counts.iter().filter(|(of, state, _)| of == rule && *state == RowState::Left);
            left.next().map_or(0, |(.., rows)| *rows)
        };
        let counts = counts.iter().map(|(rule, state, rows)| {
            let open = if *state == RowState::Open { rows - left(rule) } else { *rows };
            (rule.clone(), *state, open)
        });
        Ok(counts.filter(|(.., rows)| *rows > 0).collect())
    }

    /// What the rows of lists leave open.
    pub fn match_doubts(&self, of: &RowsOfLists) -> Result<Doubts> {
        let mut doubts = Doubts::default();
        let sql = format!("SELECT {JUDGED} FROM match WHERE {OF_LISTS}");
        self.rows(&sql, &of.params()[..], |row| {
            doubts.add(judged(row)?);
            Ok(())
        })?;
        Ok(doubts)
    }

    /// How each row of lists was judged, beside what says to which part it belongs.
    pub fn judged_rows(&self, of: &RowsOfLists) -> Result<Vec<(JudgedRow, RowOfPart)>> {
        let sql = format!(
            "SELECT {JUDGED}, citizen_id IS NOT NULL AS found, citizen.unit_id AS unit, citizen.birth AS ours,
               roster_entry.birth AS theirs, iif(citizen_id IS NULL, hamlet, '') AS hamlet,
               iif(citizen_id IS NULL, roster_entry.address, '') AS address
             FROM (SELECT * FROM match WHERE {OF_LISTS}) AS match
             JOIN roster_entry ON roster_entry.id = match.id
             LEFT JOIN citizen ON citizen.id = coalesce(citizen_id, substr(candidates, 1, 36))"
        );
        self.rows(&sql, &of.params()[..], |row| {
            let ours: Option<Blank<PartialDate>> = row.get("ours")?;
            let is_found: bool = row.get("found")?;
            let part = RowOfPart {
                unit: if is_found { row.get("unit")? } else { None },
                hamlet: row.get("hamlet")?,
                address: row.get("address")?,
                ours: ours.map(|birth| birth.0),
                theirs: row.get::<_, Blank<_>>("theirs")?.0,
            };
            Ok((judged(row)?, part))
        })
    }

    /// The rows that were judged by one of `rules`, with what became of each, in the order of the file.
    pub fn rows_of_rules(&self, of: &RowsOfLists, rules: &[&str]) -> Result<Vec<(EntryId, RowState)>> {
        let sql = format!("SELECT id, decision FROM ({})", of_rules());
        let rules = serde_json::to_string(rules).unwrap_or_default();
        let params = named_params! { ":rosters": of.rosters, ":replaced": of.replaced, ":rules": rules };
        let mut rows = self.rows(&sql, params, |row| Ok((row.get::<_, EntryId>("id")?, decision(row)?)))?;
        // Ids rise with the rows of the file; sorting them here costs a tenth of what it costs as texts.
        rows.sort_unstable_by_key(|(id, _)| *id);
        Ok(rows)
    }

    /// The matches of rows, in this order.
    pub fn matches_by_id(&self, ids: &[EntryId]) -> Result<Vec<StoredMatch>> {
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            found.append(&mut self.rows("SELECT * FROM match WHERE id = ?1", [id], stored_match)?);
        }
        Ok(found)
    }

    /// The rows that nobody has decided or left for later, of a rule and with at least a score.
    pub fn open_matches(&self, of: &RowsOfLists, rule: &str, score: f64) -> Result<Vec<StoredMatch>> {
        self.rows(
            &format!(
                "SELECT * FROM match WHERE {OF_LISTS} AND decided = 0 AND rule = :rule AND score >= :score
                   AND id NOT IN (SELECT id FROM match_left) ORDER BY id"
            ),
            named_params! { ":rosters": of.rosters, ":replaced": of.replaced, ":rule": rule, ":score": score },
            stored_match,
        )
    }

    /// The people whom a person added to the register from rows of lists.
    pub fn people_added(&self, of: &RowsOfLists) -> Result<Vec<CitizenId>> {
        let sql = format!(
            "SELECT DISTINCT citizen_id FROM match WHERE {OF_LISTS} AND decided = 1 AND rule = 'added-by-hand'
               AND citizen_id IS NOT NULL ORDER BY citizen_id"
        );
        self.rows(&sql, &of.params()[..], |row| row.get("citizen_id"))
    }

    /// The rows of the lists before one that mean nobody in the register, or `citizen`; of number and birth of `like` alone
    /// when it is given: a person who decides row by row does not wait for all rows of all lists.
    pub fn open_rows_before(
        &self,
        list: &RosterDay,
        citizen: Option<CitizenId>,
        like: Option<&RosterEntry>,
    ) -> Result<Vec<RosterEntry>> {
        self.rows_with(
            "SELECT roster_entry.* FROM match JOIN roster_entry ON roster_entry.id = match.id
             WHERE match.roster_id IN (SELECT id FROM roster WHERE (as_of, id) < (:as_of, :roster))
               AND (verdict <> 'matched' OR citizen_id = :citizen)
               AND (:number IS NULL OR (number, birth) = (:number, :birth))
             ORDER BY match.id",
            named_params! {
                ":as_of": Plain(list.as_of),
                ":roster": list.id,
                ":citizen": citizen,
                ":number": like.map(|like| &like.number),
                ":birth": Blank(like.and_then(|like| like.birth)),
            },
            ENTRY,
            entry,
        )
    }

    /// What persons decided of the rows of other rosters, the newest extract last.
    pub fn decided_elsewhere(&self, roster: RosterId) -> Result<Vec<StoredMatch>> {
        self.rows(
            "SELECT match.* FROM match JOIN roster ON roster.id = match.roster_id
             WHERE decided = 1 AND match.roster_id <> ?1 ORDER BY roster.as_of, match.id",
            [roster],
            stored_match,
        )
    }

    /// The rows of other rosters that persons left for later.
    pub fn left_elsewhere(&self, roster: RosterId) -> Result<Vec<EntryId>> {
        self.rows(
            "SELECT match.id FROM match JOIN match_left ON match_left.id = match.id
             WHERE decided = 0 AND roster_id <> ?1",
            [roster],
            |row| row.get("id"),
        )
    }

    /// The matched rows that know more of birth or number than the register does, those of the newest list first.
    pub fn rows_with_more(&self, of: &RowsOfLists) -> Result<Vec<RowWithMore>> {
        self.rows(
            &format!(
                "SELECT found.id, citizen_id, rule, decided
                 FROM (SELECT * FROM match WHERE {OF_LISTS} AND verdict = 'matched') AS found
                 JOIN roster_entry ON roster_entry.id = found.id JOIN citizen ON citizen.id = found.citizen_id
                 WHERE (citizen.number = '' AND roster_entry.number <> '')
                   OR length(citizen.birth) < length(roster_entry.birth)
                 ORDER BY (SELECT key FROM json_each(:rosters) WHERE value = found.roster_id), found.id"
            ),
            &of.params()[..],
            |row| {
                Ok(RowWithMore {
                    entry: row.get("id")?,
                    citizen: row.get("citizen_id")?,
                    rule: row.get("rule")?,
                    decided: row.get("decided")?,
                })
            },
        )
    }

    /// The rows of rosters with these ids, in this order.
    pub fn entries_by_id(&self, ids: &[EntryId]) -> Result<Vec<RosterEntry>> {
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            found.append(&mut self.rows_with(
                "SELECT * FROM roster_entry WHERE id = ?1",
                [id],
                ENTRY,
                entry,
            )?);
        }
        Ok(found)
    }

    /// The rows of a roster that have this address, or this head in this hamlet, each with its person where it has one. Empty
    /// values mean none.
    pub fn rows_of_home(
        &self,
        like: &RosterEntry,
        address: &str,
    ) -> Result<Vec<(RosterEntry, Option<CitizenId>)>> {
        let mut found = Vec::new();
        let rows = self.rows_with(
            "SELECT * FROM roster_entry WHERE roster_id = :roster
               AND ((address = :address AND :address <> '') OR (head = :head AND hamlet = :hamlet AND :head <> ''))",
            named_params! {
                ":roster": like.roster_id, ":address": address, ":head": like.head, ":hamlet": like.hamlet,
            },
            ENTRY,
            entry,
        )?;
        for row in rows {
            let of = self.matches_by_id(&[row.id])?.pop().and_then(|found| found.citizen_id);
            found.push((row, of));
        }
        Ok(found)
    }

    /// How many rows there are of lists.
    pub fn count_entries(&self, of: &RowsOfLists) -> Result<u32> {
        let sql = format!("SELECT count(*) AS rows FROM roster_entry WHERE {OF_LISTS}");
        self.row(&sql, &of.params()[..], |row| row.get("rows"))
    }

    /// The people whom a row that is not settled may mean (its first candidate); `true` when it is a second row for a person
    /// who has one.
    pub fn people_in_review(&self, of: &RowsOfLists) -> Result<Vec<(CitizenId, bool)>> {
        let rows = self.rows(
            &format!(
                "SELECT candidates, rule = 'second-row' AS second FROM match WHERE {OF_LISTS} AND verdict = 'review'"
            ),
            &of.params()[..],
            |row| Ok((row.get::<_, String>("candidates")?, row.get("second")?)),
        )?;
        let first = |ids: &str| ids.split(' ').next().and_then(|id| id.parse().ok());
        Ok(rows.iter().filter_map(|(ids, second)| Some((first(ids)?, *second))).collect())
    }

    /// The days up to `day` (`None`: of any) of the lists to use that were not held against the register, the newest first.
    pub fn unreconciled(&self, day: Option<NaiveDate>) -> Result<Vec<NaiveDate>> {
        let lists = self.lists_to_use(day)?.into_iter().filter(|list| !list.held);
        Ok(lists.map(|list| list.as_of).collect())
    }

    /// How many people of the register lists have no row for.
    pub fn count_not_on_list(&self, of: &RowsOfLists) -> Result<u32> {
        self.row(
            // Within the index, whose order makes them distinct.
            "SELECT (SELECT count(*) FROM citizen) - (SELECT count(*) FROM (SELECT DISTINCT citizen_id
               FROM match INDEXED BY match_citizen WHERE roster_id IN (SELECT value FROM json_each(?1))
                 AND verdict = 'matched' AND citizen_id IS NOT NULL))
               - (SELECT count(*) FROM erased WHERE NOT EXISTS (SELECT 1 FROM match WHERE citizen_id = erased.id
                    AND verdict = 'matched' AND roster_id IN (SELECT value FROM json_each(?1)))) AS people",
            [&of.rosters],
            |row| row.get("people"),
        )
    }

    /// The people of the register that lists have no row for, by hamlet.
    pub fn people_not_on_list(&self, of: &RowsOfLists) -> Result<Vec<CitizenId>> {
        self.rows(
            "SELECT id FROM citizen WHERE NOT EXISTS (
               SELECT 1 FROM match WHERE citizen_id = citizen.id AND verdict = 'matched'
                 AND roster_id IN (SELECT value FROM json_each(?1)))
               AND id NOT IN (SELECT id FROM erased)
             ORDER BY unit_id, birth, id",
            [&of.rosters],
            |row| row.get("id"),
        )
    }

    /// The rows of a roster that other matches give to citizens: where a citizen's row stands.
    pub fn row_of_citizen(
        &self,
        roster: RosterId,
        citizen: CitizenId,
    ) -> Result<Option<(EntryId, String, u32)>> {
        let mut rows = self.rows(
            "SELECT match.id, sheet, row FROM match JOIN roster_entry ON roster_entry.id = match.id
             WHERE citizen_id = :citizen AND match.roster_id = :roster AND verdict = 'matched'",
            named_params! { ":citizen": citizen, ":roster": roster },
            |row| Ok((row.get("id")?, row.get("sheet")?, row.get("row")?)),
        )?;
        Ok(rows.pop())
    }

    /// Whether a file with this SHA-256 was taken in.
    pub fn has_taken(&self, sha256: &str) -> Result<bool> {
        self.row("SELECT EXISTS (SELECT 1 FROM import WHERE sha256 = ?1) AS taken", [sha256], |row| {
            row.get("taken")
        })
    }
    /// As [`Book::has_taken`], also when that was taken back since.
    pub(super) fn ever_took(&self, sha256: &str) -> Result<bool> {
        let taken_back = "SELECT EXISTS (SELECT 1 FROM change WHERE place = 'import' AND action = 'delete'
             AND before ->> 'sha256' = ?1) AS taken";
        Ok(self.has_taken(sha256)? || self.row(taken_back, [sha256], |row| row.get("taken"))?)
    }
}
