//! Pairs that were drawn to be judged blind, and what was said of them.

use std::collections::BTreeMap;

use rusqlite::named_params;

use super::matches::{OF_LISTS, RowsOfLists};
use super::values::Blank;
use super::{Book, Tx};
use crate::domain::ids::{CitizenId, EntryId};
use crate::domain::matching::blind::{Judgement, PairToJudge};
use crate::error::Result;

/// A pair that was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DrawnPair {
    /// The row.
    pub entry: EntryId,
    /// Beside whom it is shown.
    pub citizen: CitizenId,
    /// What was said of it.
    pub judgement: Option<Judgement>,
}

impl Book {
    /// The pairs of rows of lists that may be drawn: by likeness or open, decided by nobody, not judged yet.
    pub fn pairs_to_judge(&self, of: &RowsOfLists) -> Result<Vec<PairToJudge>> {
        let sql = format!(
            "SELECT id, verdict = 'matched' AS joined, coalesce(citizen_id, substr(candidates, 1, 36)) AS citizen
             FROM match WHERE {OF_LISTS} AND decided = 0
               AND iif(verdict = 'matched', score < 1, candidates <> '')
               AND id NOT IN (SELECT id FROM match_sample WHERE judgement <> '') ORDER BY id"
        );
        self.rows(&sql, &of.params()[..], |row| {
            Ok(PairToJudge {
                entry: row.get("id")?,
                citizen: row.get("citizen")?,
                joined: row.get("joined")?,
            })
        })
    }

    /// The pairs of rows of lists that were drawn, in the order of the draw.
    pub fn drawn_pairs(&self, of: &RowsOfLists) -> Result<Vec<DrawnPair>> {
        let sql = format!(
            "SELECT id, citizen_id, judgement FROM match_sample
             WHERE id IN (SELECT id FROM roster_entry WHERE {OF_LISTS}) ORDER BY position"
        );
        self.rows(&sql, &of.params()[..], |row| {
            Ok(DrawnPair {
                entry: row.get("id")?,
                citizen: row.get("citizen_id")?,
                judgement: row.get::<_, Blank<_>>("judgement")?.0,
            })
        })
    }

    /// What was said of rows of lists, and beside whom.
    pub fn judgements(&self, of: &RowsOfLists) -> Result<BTreeMap<EntryId, (CitizenId, Judgement)>> {
        let said = self.drawn_pairs(of)?.into_iter();
        Ok(said.filter_map(|pair| Some((pair.entry, (pair.citizen, pair.judgement?)))).collect())
    }
}

impl Tx<'_> {
    /// Writes a draw; pairs of an earlier one that nobody has judged go.
    pub fn draw_pairs(&self, pairs: &[PairToJudge]) -> Result<()> {
        self.write("DELETE FROM match_sample WHERE judgement = ''", [])?;
        for pair in pairs {
            self.write(
                "INSERT INTO match_sample (id, citizen_id, position, judgement)
                 VALUES (:id, :citizen, (SELECT coalesce(max(position), 0) + 1 FROM match_sample), '')",
                named_params! { ":id": pair.entry, ":citizen": pair.citizen },
            )?;
        }
        Ok(())
    }

    /// Writes what was said of a pair.
    pub fn judge_pair(&self, entry: EntryId, judgement: Judgement) -> Result<()> {
        self.write(
            "UPDATE match_sample SET judgement = :judgement WHERE id = :id",
            named_params! { ":id": entry, ":judgement": judgement },
        )
    }
}
