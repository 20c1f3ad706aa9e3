//! The list of an agency while a file is taken in.

use std::collections::{BTreeMap, BTreeSet};

use super::agency::Affiliation;
use super::as_count;
use super::text::fold;

/// What became of one row of an agency's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListRow {
    /// A new person.
    Added,
    /// A known one of whom more, or other, is known.
    Updated,
    /// A known one, nothing new.
    Unchanged,
    /// A second row of this file for one person; the first one counts.
    Repeated,
}

/// The list of an agency while a file is taken in.
#[derive(Debug, Default)]
pub struct AgencyList {
    people: Vec<Affiliation>,
    /// Whether a row of the file has spoken of each.
    taken: Vec<bool>,
    /// Places of those that are new or changed.
    changed: BTreeSet<usize>,
    by_number: BTreeMap<String, Vec<usize>>,
    by_name: BTreeMap<String, Vec<usize>>,
}

impl AgencyList {
    /// The list as it stands.
    #[must_use]
    pub fn new(people: Vec<Affiliation>) -> Self {
        let mut list = Self::default();
        for person in people {
            list.push(person, false);
        }
        list
    }

    fn push(&mut self, person: Affiliation, taken: bool) {
        let at = self.people.len();
        if !person.number.is_empty() {
            self.by_number.entry(person.number.clone()).or_default().push(at);
        }
        self.by_name.entry(fold(&person.name)).or_default().push(at);
        self.people.push(person);
        self.taken.push(taken);
    }

    /// Takes a row in.
    pub fn take(&mut self, row: Affiliation) -> ListRow {
        let by_number = self.by_number.get(&row.number).into_iter().flatten();
        let by_name = self.by_name.get(&fold(&row.name)).into_iter().flatten();
        let is_same = |at: &&usize| self.people.get(**at).is_some_and(|known| known.is_same(&row));
        let Some(at) = by_number.chain(by_name).find(is_same).copied() else {
            self.changed.insert(self.people.len());
            self.push(row, true);
            return ListRow::Added;
        };
        let (Some(known), Some(taken)) = (self.people.get_mut(at), self.taken.get_mut(at)) else {
            return ListRow::Repeated;
        };
        if std::mem::replace(taken, true) {
            return ListRow::Repeated;
        }
        let updated = known.updated(&row);
        if updated == *known {
            return ListRow::Unchanged;
        }
        *known = updated;
        self.changed.insert(at);
        ListRow::Updated
    }

    /// Its people that are new or changed, and how many of the others no row of the file has spoken of.
    #[must_use]
    pub fn finish(self) -> (Vec<Affiliation>, u32) {
        let silent = as_count(self.taken.iter().filter(|taken| !**taken).count());
        let changed = self.people.into_iter().enumerate().filter(|(at, _)| self.changed.contains(at));
        (changed.map(|(_, person)| person).collect(), silent)
    }
}
