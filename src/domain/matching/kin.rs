//! What the members of a household tell about each other: whose number stands beside whom, and who lives at an address.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is made here from the length of the vector it goes into"
)]

use std::collections::BTreeMap;

use super::evidence::{Agreement, Record};
use super::index::{Entry, real, small};
use super::lists::{Lists, shown};
use super::names::mix;
use super::near::Indexes;
use crate::domain::citizen::Sex;

/// Numbers of the register that seem to stand beside the wrong person.
pub(super) struct Numbers {
    /// The citizen's number belongs to another member of the household.
    of_kin: Vec<bool>,
    /// It does not fit the birth or sex that the register itself gives the citizen.
    unfit: Vec<bool>,
}

impl Numbers {
    pub(super) fn of(lists: &Lists<'_>, indexes: &Indexes) -> Self {
        let people = &lists.people;
        let home = |at: usize| indexes.briefs[at].home;
        let mut of_kin = vec![false; people.len()];
        for (at, person) in people.iter().enumerate() {
            // Two members with one number: it is wrong beside one of them.
            let shared = indexes.number.get(person.number).iter().map(|(_, other, _)| *other as usize);
            of_kin[at] =
                home(at) > 0 && shared.filter(|other| *other != at).any(|other| home(other) == home(at));
        }
        for row in lists.rows.iter().filter(|row| row.number > 0) {
            for (_, at, _) in indexes.number.get(row.number) {
                let at = *at as usize;
                if people[at].name.bag == row.name.bag || of_kin[at] {
                    continue;
                }
                let members = indexes.home.get(home(at)).iter().map(|(_, other, _)| *other as usize);
                of_kin[at] = members.filter(|other| *other != at).any(|other| is_like(row, &people[other]));
            }
        }
        let unfit = people.iter().map(is_unfit).collect();
        Self { of_kin, unfit }
    }

    /// Whether the row's number, which `holders` have in the register, or the citizen's is that of another member of the
    /// citizen's household.
    pub(super) fn is_of_kin(&self, indexes: &Indexes, holders: &[Entry], citizen: usize) -> bool {
        let home = indexes.briefs[citizen].home;
        let mut others = holders.iter().map(|(_, at, _)| *at as usize).filter(|at| *at != citizen);
        self.of_kin[citizen] || home > 0 && others.any(|at| indexes.briefs[at].home == home)
    }

    /// What the same number says against a member of the household: how seldom numbers are mixed up at home.
    pub(super) fn own_number(&self, people: &[Record]) -> f32 {
        let mixed = self.of_kin.iter().filter(|of_kin| **of_kin).count();
        let numbered = people.iter().filter(|person| person.number > 0).count();
        let share = (real(small(mixed)) + 5.0) / (real(small(numbered)) + 1_000.0);
        (-share.ln()).clamp(1.5, 5.0)
    }

    pub(super) fn is_unfit(&self, citizen: usize) -> bool {
        self.unfit[citizen]
    }
}

/// One name, and births that do not speak against it.
fn is_like(row: &Record, citizen: &Record) -> bool {
    let years = row.year == 0 || citizen.year == 0 || (row.year - citizen.year).abs() <= 1;
    row.name.bag == citizen.name.bag && years
}

/// The number tells sex and year (docs/domain.md, Identity numbers).
fn is_unfit(person: &Record) -> bool {
    if person.number == 0 {
        return false;
    }
    let number = shown(person.number);
    let (digit, two) = (number / 100_000_000 % 10, number / 1_000_000 % 100);
    let sex = if digit % 2 == 0 { Sex::Male } else { Sex::Female };
    let year = i16::try_from(1900 + digit / 2 * 100 + two).unwrap_or(0);
    person.year_told && person.year != year || person.sex_told && person.sex != Some(sex)
}

/// Which households the rows of an address turned out to belong to.
#[derive(Default)]
pub(super) struct Addresses(BTreeMap<u64, Vec<u64>>);

fn address(row: &Record) -> u64 {
    let house = u64::from(row.house.number) << 32 | u64::from(row.house.alley);
    if row.house.number == 0 || row.hamlet == 0 { 0 } else { mix(house, u64::from(row.hamlet)) }
}

impl Addresses {
    pub(super) fn of(
        lists: &Lists<'_>,
        indexes: &Indexes,
        pairs: impl Iterator<Item = (usize, usize)>,
    ) -> Self {
        let mut found: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
        for (row, citizen) in pairs {
            let (key, home) = (address(&lists.rows[row]), indexes.briefs[citizen].home);
            if key > 0 && home > 0 {
                let homes = found.entry(key).or_default();
                if !homes.contains(&home) {
                    homes.push(home);
                }
            }
        }
        // A number that stands in every alley is no address.
        found.retain(|_, homes| homes.len() <= 3);
        Self(found)
    }

    /// The households to which other rows of the row's address belong.
    pub(super) fn homes(&self, row: &Record) -> &[u64] {
        self.0.get(&address(row)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether other rows of the row's address belong to the household.
    pub(super) fn compare(&self, row: &Record, home: u64) -> Agreement {
        match self.0.get(&address(row)) {
            Some(homes) if homes.contains(&home) => Agreement::Same,
            Some(_) if home > 0 => Agreement::Differs,
            _ => Agreement::Unknown,
        }
    }
}
