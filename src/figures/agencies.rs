//! The people of agencies, each with how the account stands; those who live here stand as everywhere else.

use std::collections::{BTreeMap, BTreeSet};

use super::day::Day;
use crate::domain::agency::{Affiliation, AgencyCount, AgencyStanding, ranks};
use crate::domain::agency_target::AgencyTarget;
use crate::domain::as_count;
use crate::domain::erasure::erased_name;
use crate::domain::ids::UnitId;
use crate::domain::report::Percent;
use crate::domain::unit::{AGENCY, Unit};
use crate::error::Result;

/// One person on the list of an agency.
pub(crate) struct PersonOfAgency {
    pub(crate) person: Affiliation,
    pub(crate) standing: AgencyStanding,
    /// The hamlet where he lives; empty of who lives elsewhere.
    pub(crate) home: String,
}

/// An agency on a day.
pub(crate) struct AgencyOfDay {
    pub(crate) unit: Unit,
    pub(crate) people: Vec<PersonOfAgency>,
    /// Its own people counted; `None` without a list, which is not zero.
    pub(crate) count: Option<AgencyCount>,
    /// Families on its list, counted apart.
    pub(crate) families: Option<AgencyCount>,
    /// What it has to reach, where not all of its people have to.
    pub(crate) target: Option<AgencyTarget>,
    /// Place by how much of what it has to reach is there.
    pub(crate) rank: Option<u32>,
}

impl AgencyOfDay {
    /// How many of its people have to have level 2.
    pub(crate) fn goal(&self) -> Option<u32> {
        let count = self.count?;
        Some(self.target.map_or(count.owing(), |target| target.goal(count)))
    }

    /// Level 2 of those who have to have it.
    pub(crate) fn fulfilled(&self) -> Option<Percent> {
        Percent::of(self.count?.level2, self.goal()?)
    }
}

/// All agencies of a day.
pub(crate) struct AgenciesOfDay {
    /// In the order of lists.
    pub(crate) agencies: Vec<AgencyOfDay>,
    /// Of all of them, each list counted for itself.
    pub(crate) total: Option<AgencyCount>,
    /// People of the register who stand on more than one list.
    pub(crate) on_several: u32,
}

/// These people counted; `None` without any.
fn counted<'p>(people: impl Iterator<Item = &'p PersonOfAgency>) -> Result<Option<AgencyCount>> {
    let mut count: Option<AgencyCount> = None;
    people.for_each(|one| count.get_or_insert_default().add(&one.person, one.standing));
    count.map_or(Ok(()), AgencyCount::check)?;
    Ok(count)
}

impl Day<'_> {
    /// The agencies with their people; of one alone when `part` is one, its rank among all of them.
    ///
    /// # Errors
    /// `report.sums_differ`.
    pub(crate) fn agencies(&self, part: Option<UnitId>) -> Result<AgenciesOfDay> {
        let mut lists: BTreeMap<UnitId, Vec<PersonOfAgency>> = BTreeMap::new();
        for person in self.people_of_agencies()? {
            lists.entry(self.units.home(person.person.unit_id)).or_default().push(person);
        }
        let targets = self.book.agency_targets()?;
        let mut agencies: Vec<AgencyOfDay> = Vec::new();
        for dated in self.book.dated_units()? {
            if dated.unit.kind != AGENCY || !dated.valid_on(self.day) || dated.unit.id == self.info.unit_id {
                continue;
            }
            let people = lists.remove(&dated.unit.id).unwrap_or_default();
            let count = counted(people.iter().filter(|one| !one.person.is_family()))?;
            let families = counted(people.iter().filter(|one| one.person.is_family()))?;
            let target = targets.get(&dated.unit.id).copied();
            let unit = dated.on(self.day);
            agencies.push(AgencyOfDay { unit, people, count, families, target, rank: None });
        }
        agencies.sort_by(|a, b| (a.unit.position, &a.unit.name).cmp(&(b.unit.position, &b.unit.name)));
        let fulfilled: Vec<_> = agencies.iter().map(AgencyOfDay::fulfilled).collect();
        for (agency, rank) in agencies.iter_mut().zip(ranks(&fulfilled)) {
            agency.rank = rank;
        }
        agencies.retain(|agency| part.is_none_or(|part| part == agency.unit.id || part == self.info.unit_id));
        let total = agencies.iter().filter_map(|agency| agency.count).reduce(AgencyCount::plus);
        let mut times: BTreeMap<_, BTreeSet<UnitId>> = BTreeMap::new();
        for agency in &agencies {
            for citizen in agency.people.iter().filter_map(|one| one.person.citizen_id) {
                times.entry(citizen).or_default().insert(agency.unit.id);
            }
        }
        let on_several = as_count(times.values().filter(|on| on.len() > 1).count());
        Ok(AgenciesOfDay { agencies, total, on_several })
    }

    fn people_of_agencies(&self) -> Result<Vec<PersonOfAgency>> {
        let all = self.book.affiliations(None)?;
        if all.is_empty() {
            return Ok(Vec::new());
        }
        let people = self.people()?;
        let lists = self.rows_in_use()?;
        let outside: Vec<&Affiliation> = all.iter().filter(|one| one.citizen_id.is_none()).collect();
        let elsewhere = self.book.accounts_elsewhere(&outside, lists)?;
        let listed = lists.newest().is_some();
        let first = self.book.first_id_for(self.day)?;
        let of_day = all.into_iter().filter_map(|person| {
            let known = person.citizen_id.and_then(|id| {
                let at = people.binary_search_by_key(&id, |known| known.citizen_id).ok()?;
                people.get(at)
            });
            // Of a campaign that is over.
            if known.is_none() && person.name == erased_name() && person.id.to_string() < first {
                return None;
            }
            let standing = person.standing(self.day, known, elsewhere.get(&person.id).copied(), listed);
            let home = known.map(|known| self.units.home_name(known.unit_id).to_owned());
            Some(PersonOfAgency { standing, home: home.unwrap_or_default(), person })
        });
        Ok(of_day.collect())
    }
}
