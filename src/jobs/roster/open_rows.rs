//! What the program judges of a list: the rows that nobody decided, beside the people whom nobody decided on.

use std::collections::{BTreeMap, BTreeSet};

use super::carry;
use crate::domain::citizen::{Citizen, Household};
use crate::domain::ids::{CitizenId, EntryId, HouseholdId, UnitId};
use crate::domain::matching::MatchPerson;
use crate::domain::roster::RosterEntry;
use crate::error::Result;
use crate::store::Book;
use crate::store::rosters::{RosterDay, StoredMatch};

/// The rows of a list and the register, with what people decided.
pub(super) struct Judged {
    pub(super) register: People,
    pub(super) entries: Vec<RosterEntry>,
    /// Decisions of other lists that hold for this one.
    pub(super) carried: Vec<StoredMatch>,
    /// Rows that people left for later in other lists; none once this one was judged.
    pub(super) left: Vec<EntryId>,
    /// Rows that people decided, those that were carried here among them.
    pub(super) decided: BTreeSet<EntryId>,
    /// Whom they decided on: a citizen who was given takes no part.
    taken: BTreeSet<CitizenId>,
    /// Nothing was judged before.
    pub(super) is_first: bool,
}

impl Judged {
    pub(super) fn read(book: &Book, list: &RosterDay) -> Result<Self> {
        let entries = book.roster_entries(list.id)?;
        let before = book.matches(list.id)?;
        let mut decided: BTreeMap<_, _> =
            before.iter().filter(|m| m.decided).map(|m| (m.entry_id, m)).collect();
        let carried = carry::to_newer(book, list.id, &entries, &decided)?;
        decided.extend(carried.iter().map(|m| (m.entry_id, m)));
        let is_first = before.is_empty();
        let left = match is_first {
            true => carry::left_in_others(book, list.id, &entries, &decided)?,
            false => Vec::new(),
        };
        Ok(Self {
            register: People::load(book)?,
            left,
            taken: decided.values().filter_map(|m| m.citizen_id).collect(),
            decided: decided.into_keys().collect(),
            is_first,
            carried,
            entries,
        })
    }

    /// The rows that the program judges.
    pub(super) fn open(&self) -> Vec<&RosterEntry> {
        self.entries.iter().filter(|e| !self.decided.contains(&e.id)).collect()
    }

    /// The people whom it may find in them.
    pub(super) fn free(&self) -> Vec<&Citizen> {
        self.register.citizens.iter().filter(|c| !self.taken.contains(&c.id)).collect()
    }
}

/// The register with what a comparison needs of each person.
pub(crate) struct People {
    pub(crate) citizens: Vec<Citizen>,
    households: BTreeMap<HouseholdId, Household>,
    units: BTreeMap<UnitId, String>,
    earlier: BTreeMap<CitizenId, Vec<String>>,
}

impl People {
    pub(crate) fn load(book: &Book) -> Result<Self> {
        Ok(Self {
            citizens: book.citizens()?,
            households: book.households()?.into_iter().map(|h| (h.id, h)).collect(),
            units: book.units()?.into_iter().map(|u| (u.id, u.name)).collect(),
            earlier: book.former_numbers()?,
        })
    }

    pub(crate) fn person<'a>(&'a self, citizen: &'a Citizen) -> MatchPerson<'a> {
        let earlier = self.earlier.get(&citizen.id).map(Vec::as_slice).unwrap_or_default();
        let hamlet = self.units.get(&citizen.unit_id).map(String::as_str).unwrap_or_default();
        register_person(citizen, self.households.get(&citizen.household_id), hamlet, earlier)
    }
}

/// A citizen as a comparison sees him.
pub(crate) fn register_person<'a>(
    citizen: &'a Citizen,
    household: Option<&'a Household>,
    hamlet: &'a str,
    earlier_numbers: &'a [String],
) -> MatchPerson<'a> {
    MatchPerson {
        name: &citizen.name,
        birth: citizen.birth,
        sex: citizen.sex,
        number: &citizen.number,
        earlier_numbers,
        old_number: &citizen.old_number,
        phone: &citizen.phone,
        hamlet,
        address: &citizen.address,
        head: household.map(|h| h.head.as_str()).unwrap_or_default(),
        relation: &citizen.relation,
        house_number: household.map(|h| h.house_number.as_str()).unwrap_or_default(),
        alley: household.map(|h| h.alley.as_str()).unwrap_or_default(),
        household: Some(citizen.household_id),
    }
}

/// A row as a comparison sees it.
pub(crate) fn roster_person(entry: &RosterEntry) -> MatchPerson<'_> {
    MatchPerson {
        name: &entry.name,
        birth: entry.birth,
        sex: entry.sex,
        number: &entry.number,
        earlier_numbers: &[],
        old_number: &entry.old_number,
        phone: &entry.phone,
        hamlet: &entry.hamlet,
        address: &entry.address,
        head: &entry.head,
        relation: "",
        house_number: "",
        alley: "",
        household: None,
    }
}
