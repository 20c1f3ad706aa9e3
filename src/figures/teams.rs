//! The teams of a day: where they work, what they lack, what their members brought.

use std::collections::{BTreeMap, BTreeSet};

use super::day::Day;
use crate::domain::ids::{MemberId, TeamMemberId, UnitId};
use crate::domain::quota::{Quota, QuotaKind};
use crate::domain::team::{Team, TeamKind, TeamLack, TeamMember};
use crate::domain::text::spelling;
use crate::error::Result;

/// A team on a day.
pub(crate) struct TeamOfDay {
    pub(crate) team: Team,
    /// Name of its unit on the day.
    pub(crate) unit: String,
    pub(crate) lacks: Vec<TeamLack>,
    /// What each member brought, who works in this book under that name; who does not is not here.
    pub(crate) brought: BTreeMap<TeamMemberId, Brought>,
    /// What it owes, all its members together.
    pub(crate) quota: Option<Quota>,
    /// What each member owes.
    pub(crate) quotas: BTreeMap<TeamMemberId, Quota>,
}

/// New accounts that somebody guided people to, as papers count them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, ts_rs::TS)]
pub struct Brought {
    /// Since the campaign began, else in all.
    pub so_far: u32,
    /// On the day.
    pub on_day: u32,
}

impl TeamOfDay {
    /// What all its members brought; `None` when none of them works in this book.
    pub(crate) fn together(&self) -> Option<Brought> {
        let sum =
            |a: Brought, b: &Brought| Brought { so_far: a.so_far + b.so_far, on_day: a.on_day + b.on_day };
        (!self.brought.is_empty()).then(|| self.brought.values().fold(Brought::default(), sum))
    }
}

/// The teams, and who has none.
pub(crate) struct TeamsOfDay {
    /// In the order of the units, then of lists.
    pub(crate) teams: Vec<TeamOfDay>,
    /// Units at the bottom without a working team.
    pub(crate) without: Vec<String>,
}

impl Day<'_> {
    /// The teams of the day, of a unit and those below it when `part` is one.
    pub(crate) fn teams(&self, part: Option<UnitId>) -> Result<TeamsOfDay> {
        let all = self.book.teams()?;
        let whole = part.unwrap_or(self.info.unit_id);
        let work = if all.is_empty() { BTreeMap::new() } else { self.brought_by_members(None)? };
        let names = names(&all);
        let quotas = match &self.campaign {
            Some(campaign) => self.book.quotas(campaign.id)?,
            None => Vec::new(),
        };
        let members: BTreeSet<String> =
            self.book.members()?.into_iter().map(|(_, name)| spelling(&name)).collect();
        let rows = self.units.rows(whole, &|_| false);
        let place = |team: &Team| {
            let home = self.units.home(team.unit_id);
            rows.iter().position(|unit| unit.id == home).map_or(0, |at| at + 1)
        };
        let mut teams: Vec<TeamOfDay> = Vec::new();
        let mut with: BTreeSet<UnitId> = BTreeSet::new();
        for team in all.into_iter().filter(|team| self.units.is_within(team.unit_id, whole)) {
            if team.kind == TeamKind::Working {
                with.insert(self.units.home(team.unit_id));
            }
            let brought = team.members.iter().filter_map(|one| {
                let name = spelling(&one.is.name);
                // One name in two teams says nothing of either.
                let alone = members.contains(&name) && names.get(&name) == Some(&1);
                alone.then(|| (one.id, work.get(&name).copied().unwrap_or_default()))
            });
            let home = self.units.home(team.unit_id);
            let owed = |kind, name: &str| {
                let is = |quota: &&Quota| self.units.home(quota.unit_id) == home && quota.is_of(kind, name);
                Quota::together(quotas.iter().filter(is))
            };
            let of = |one: &TeamMember| Some((one.id, owed(QuotaKind::Member, &one.is.name)?));
            teams.push(TeamOfDay {
                quota: owed(QuotaKind::Team, &team.name),
                quotas: team.members.iter().filter_map(of).collect(),
                unit: self.units.home_name(team.unit_id).to_owned(),
                lacks: team.lacks(self.day),
                brought: brought.collect(),
                team,
            });
        }
        teams.sort_by_key(|one| (place(&one.team), one.team.kind, one.team.position));
        let without = rows.iter().filter(|unit| unit.id != self.info.unit_id && !with.contains(&unit.id));
        let without = without.map(|unit| unit.name.clone()).collect();
        Ok(TeamsOfDay { teams, without })
    }

    /// What each guide brought by the spelling of his name, of the people of a unit and those below it when `part` is one. Two laptops on
    /// which one name was typed have a member each: by his name he is one, as in Phụ lục II.
    pub(super) fn brought_by_members(&self, part: Option<UnitId>) -> Result<BTreeMap<String, Brought>> {
        let guides = self.book.guides()?;
        let names: BTreeMap<MemberId, String> =
            self.book.members()?.into_iter().map(|(id, name)| (id, spelling(&name))).collect();
        let from = self.start.unwrap_or_default();
        let mut work: BTreeMap<String, Brought> = BTreeMap::new();
        let of_part = |unit: UnitId| part.is_none_or(|part| unit == part || self.units.is_within(unit, part));
        for person in self.people()?.iter().filter(|person| of_part(person.unit_id)) {
            let by = |result: Option<_>| names.get(guides.get(&result?)?).cloned();
            if let Some(name) = by(person.team_result(from, self.day).activated_by) {
                work.entry(name).or_default().so_far += 1;
            }
            if let Some(name) = by(person.team_result(self.day, self.day).activated_by) {
                work.entry(name).or_default().on_day += 1;
            }
        }
        Ok(work)
    }
}

/// How many lines of teams bear each name.
fn names(teams: &[Team]) -> BTreeMap<String, u32> {
    let mut names = BTreeMap::new();
    for member in teams.iter().flat_map(|team| &team.members) {
        *names.entry(spelling(&member.is.name)).or_default() += 1;
    }
    names
}
