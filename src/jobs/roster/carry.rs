//! Who the same row of other lists is: who two people are does not change from one list to the next.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::dates::PartialDate;
use crate::domain::ids::{CitizenId, EntryId, RosterId};
use crate::domain::roster::RosterEntry;
use crate::domain::text::fold;
use crate::error::Result;
use crate::store::rosters::{RosterDay, StoredMatch};
use crate::store::{Book, Tx};

/// The same is a row that says the same of number, name, birth and hamlet.
type Key = (String, String, Option<PartialDate>, String);

/// `None` where the row does not say enough of who it is.
fn key(entry: &RosterEntry) -> Option<Key> {
    let key = || (entry.number.clone(), fold(&entry.name), entry.birth, fold(&entry.hamlet));
    (!entry.number.is_empty() || entry.birth.is_some()).then(key)
}

/// The row of another list means whom `same` does.
fn as_in(same: &StoredMatch, entry: &RosterEntry) -> StoredMatch {
    let (state, level, activated_on) = (entry.state, entry.level, entry.activated_on);
    StoredMatch { entry_id: entry.id, state, level, activated_on, ..same.clone() }
}

/// What a person decided of the same row in another extract holds for this one.
pub(super) fn to_newer(
    book: &Book,
    roster: RosterId,
    entries: &[RosterEntry],
    decided: &BTreeMap<EntryId, &StoredMatch>,
) -> Result<Vec<StoredMatch>> {
    let elsewhere = book.decided_elsewhere(roster)?;
    if elsewhere.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<EntryId> = elsewhere.iter().map(|m| m.entry_id).collect();
    let before = book.entries_by_id(&ids)?;
    // Of several the newest extract's.
    let known = before.iter().zip(&elsewhere).filter_map(|(entry, found)| Some((key(entry)?, found)));
    let known: BTreeMap<_, &StoredMatch> = known.collect();
    let mut taken: BTreeSet<CitizenId> = decided.values().filter_map(|m| m.citizen_id).collect();
    let mut carried = Vec::new();
    for entry in entries.iter().filter(|entry| !decided.contains_key(&entry.id)) {
        let Some(same) = key(entry).and_then(|key| known.get(&key)) else { continue };
        // Two rows of one list are never one person.
        if same.citizen_id.is_none_or(|citizen| taken.insert(citizen)) {
            carried.push(as_in(same, entry));
        }
    }
    Ok(carried)
}

/// The rows that a person left for later in another list: this one offers them no more than that one did.
pub(super) fn left_in_others(
    book: &Book,
    roster: RosterId,
    entries: &[RosterEntry],
    decided: &BTreeMap<EntryId, &StoredMatch>,
) -> Result<Vec<EntryId>> {
    let left = book.entries_by_id(&book.left_elsewhere(roster)?)?;
    let left: BTreeSet<Key> = left.iter().filter_map(key).collect();
    let stays = |entry: &&RosterEntry| {
        !decided.contains_key(&entry.id) && key(entry).is_some_and(|key| left.contains(&key))
    };
    Ok(entries.iter().filter(stays).map(|entry| entry.id).collect())
}

/// Whom rows of a list mean holds for the same rows of older lists that are open there: else whoever came into the register
/// since would have no account on the days of those, and one at once on the day of this one (docs/domain.md, Counting).
/// `instead_of`: whom a row meant until now, and no longer means there either.
pub(super) fn to_older(
    tx: &Tx<'_>,
    list: &RosterDay,
    entries: &[RosterEntry],
    instead_of: Option<CitizenId>,
) -> Result<()> {
    let like = if let [one] = entries { Some(one) } else { None };
    let older = tx.open_rows_before(list, instead_of, like)?;
    if older.is_empty() {
        return Ok(());
    }
    let known: BTreeMap<Key, EntryId> =
        entries.iter().filter_map(|entry| Some((key(entry)?, entry.id))).collect();
    let mut taken = BTreeSet::new();
    for entry in &older {
        let Some(same) = key(entry).and_then(|key| known.get(&key)) else { continue };
        let Some(same) = tx.matches_by_id(&[*same])?.pop() else { continue };
        let there = tx.matches_of(entry.roster_id, entry.id, same.citizen_id)?;
        // The program overrides nobody, and two rows of one list are never one person.
        let stays = there.iter().any(|other| {
            let own = other.entry_id == entry.id;
            !own || (other.decided && !same.decided && instead_of.is_none())
        });
        let holds = match same.citizen_id {
            Some(citizen) => !stays && taken.insert((entry.roster_id, citizen)),
            None => instead_of.is_some(),
        };
        if holds {
            tx.put_match(entry.roster_id, &as_in(&same, entry))?;
        }
    }
    Ok(())
}
