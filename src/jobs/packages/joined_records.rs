//! What a hamlet says of a record that the commune has joined to another meanwhile: it is said of the one that stays.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::merge_result::Merging;
use super::names;
use super::row_changes::changes_of;
use super::taken::ImportedResults;
use crate::domain::sharing::{Conflict, Fields, RowChange, merge, said};
use crate::error::{Error, Result};
use crate::exchange::rows_v1::table_named;
use crate::store::packages::KeptConflict;

/// Fields that say where a record stands, not who the person is.
const OF_PLACE: [&str; 4] = ["household_id", "unit_id", "code", "relation"];

impl Merging<'_> {
    /// What the hamlet says of records that only the commune has joined, with the states from which it is no surprise.
    pub(super) fn said_of_joined(&self, before: &[RowChange]) -> Vec<(RowChange, Vec<Option<Fields>>)> {
        let of_joined = |changes: &[RowChange]| -> Vec<RowChange> {
            let own: BTreeSet<&String> = changes_of(changes, "merged_citizen").map(|c| &c.id).collect();
            let person = |change: &&RowChange| matches!(change.table.as_str(), "citizen" | "departure");
            let joined =
                |change: &&RowChange| self.joined.contains_key(&change.id) && !own.contains(&change.id);
            changes.iter().filter(person).filter(joined).cloned().collect()
        };
        said(&of_joined(before), &of_joined(&self.package.changes))
    }

    /// Writes it to the record that stays; what that one says otherwise is asked, and of a person of another hamlet all is.
    pub(super) fn land(
        &mut self,
        change: &RowChange,
        bases: &[Option<Fields>],
        open: &mut BTreeMap<String, KeptConflict>,
        done: &mut ImportedResults,
        changed: &mut BTreeSet<String>,
    ) -> Result<()> {
        let (Some(stays), Some(to)) = (self.joined.get(&change.id).cloned(), &change.to) else {
            return Ok(());
        };
        let of = self.tx.hamlets_of(&BTreeSet::from([stays.clone()]))?;
        let is_here = self.of_agency || of.get(&stays).is_some_and(|unit| self.reach.contains(unit));
        if change.table == "departure" {
            if is_here && change.from.is_none() && !self.tx.has_row("departure", &stays)? {
                self.put("departure", &stays, to.clone())?;
                done.people.left += 1;
            }
            return Ok(());
        }
        let table =
            table_named("citizen").ok_or_else(|| Error::new("package.malformed").with("where", "citizen"))?;
        // Somebody new who was joined at once: the commune has read all of it.
        let Some(mine) = self.tx.row_of_table("citizen", &names(table), &stays)? else { return Ok(()) };
        if bases.iter().flatten().next().is_none() {
            return Ok(());
        }
        let mut theirs = to.clone();
        theirs.retain(|field, _| !OF_PLACE.contains(&field.as_str()));
        let mut merged = merge(Some(&mine), bases, Some(&theirs));
        if !is_here {
            let asked = std::mem::take(&mut merged.take).into_iter().map(|(field, theirs)| {
                let mine = mine.get(&field).cloned().unwrap_or(Value::Null);
                Conflict { field, mine, theirs }
            });
            merged.conflicts.extend(asked);
        }
        if !merged.take.is_empty() {
            changed.insert(stays.clone());
            self.put("citizen", &stays, merged.take)?;
        }
        let row = ("citizen".to_owned(), stays);
        done.people.conflict += self.ask(row, &change.id, merged.conflicts, open)?;
        Ok(())
    }
}

impl super::merge_work::Merging<'_> {
    /// What was corrected here of a record that the commune has joined to another, and has not arrived, is said of the one that
    /// stays; what that one says otherwise is asked.
    pub(super) fn carry_over(&mut self, dropped: &str, stays: &str) -> Result<()> {
        let key = |id: &str| ("citizen".to_owned(), id.to_owned());
        let Some(table) = table_named("citizen") else { return Ok(()) };
        let (Some(base), Some(mine), Some(kept)) = (
            self.shared.get(&key(dropped)).cloned(),
            self.tx.row_of_table("citizen", &names(table), dropped)?,
            self.tx.row_of_table("citizen", &names(table), stays)?,
        ) else {
            return Ok(());
        };
        let arrived = self.arrived.get(&key(dropped)).cloned().flatten().unwrap_or_default();
        for (field, value) in mine {
            let is_known = base.get(&field) == Some(&value) || arrived.get(&field) == Some(&value);
            let theirs = kept.get(&field).cloned().unwrap_or_default();
            if is_known || theirs == value || OF_PLACE.contains(&field.as_str()) {
                continue;
            }
            self.tx.put_fields("citizen", stays, &Fields::from([(field.clone(), value.clone())]))?;
            self.changed.insert(stays.to_owned());
            if base.get(&field) != Some(&theirs) {
                let mut agreed = self.tx.shared_rows()?.remove(&key(stays)).unwrap_or_default();
                agreed.remove(&field);
                self.tx.share_row(("citizen", stays), Some(&agreed))?;
                self.conflict(table, stays, Conflict { field, mine: value, theirs })?;
            }
        }
        Ok(())
    }
}
