//! Targets of members, teams and alleys against what they brought.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::Serialize;

use super::day::Day;
use super::teams::Brought;
use crate::domain::as_count;
use crate::domain::ids::UnitId;
use crate::domain::quota::{Per, Quota, QuotaKind, QuotaRow};
use crate::domain::standing::Whole;
use crate::domain::text::spelling;
use crate::domain::unit::Level;
use crate::domain::walk::NaturalKey;
use crate::error::Result;

/// Who owes what in a unit on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct QuotaSheet {
    /// Number of the campaign.
    pub campaign: String,
    /// The day, its evening included.
    pub day: NaiveDate,
    /// The unit; those below it are within.
    pub unit_id: UnitId,
    /// Its name.
    pub unit: String,
    /// Its own target, where it has one.
    pub target: Option<u32>,
    /// Accounts that it still lacks; negative when the target is exceeded.
    pub remaining: Option<i64>,
    /// Members, then teams, then alleys.
    pub rows: Vec<QuotaRow>,
}

impl QuotaSheet {
    /// The rows of a kind that stand in that very unit.
    pub(crate) fn of(&self, unit: UnitId, kind: QuotaKind) -> impl Iterator<Item = &QuotaRow> {
        self.rows.iter().filter(move |row| row.unit_id == unit && row.kind == kind)
    }
}

/// Who may have a target, by unit, kind and name.
type Candidates = BTreeMap<(UnitId, QuotaKind, NaturalKey, String), QuotaRow>;

fn candidate(unit: UnitId, kind: QuotaKind, name: &str, weight: u32, brought: Option<Brought>) -> QuotaRow {
    QuotaRow {
        kind,
        name: name.to_owned(),
        unit_id: unit,
        unit: String::new(),
        weight,
        count: None,
        per: Per::All,
        so_far: brought.map(|brought| brought.so_far),
        on_day: brought.map(|brought| brought.on_day),
        ratio: None,
        remaining: None,
    }
}

impl Day<'_> {
    /// Targets of members, teams and alleys of a unit and those below it; none without a campaign.
    pub(crate) fn quotas(&self, unit: UnitId) -> Result<QuotaSheet> {
        let quotas = match &self.campaign {
            Some(campaign) => self.book.quotas(campaign.id)?,
            None => Vec::new(),
        };
        let mut rows = Candidates::new();
        let mut add = |row: QuotaRow| {
            let key = (row.unit_id, row.kind, NaturalKey::new(&row.name), row.name.clone());
            rows.entry(key).or_insert(row);
        };
        self.add_walkers(unit, &mut add)?;
        self.add_alleys(unit, &mut add)?;
        // Who has a target and is no more there keeps his row: nothing of it is known.
        for quota in quotas.iter().filter(|quota| self.units.is_within(quota.unit_id, unit)) {
            add(candidate(self.units.home(quota.unit_id), quota.kind, &quota.name, 0, None));
        }
        let owes = |row: &QuotaRow| {
            let is = |quota: &&Quota| {
                self.units.home(quota.unit_id) == row.unit_id && quota.is_of(row.kind, &row.name)
            };
            Quota::together(quotas.iter().filter(is))
        };
        // Before it begins the campaign has brought nothing.
        let begun = self.campaign.is_none() || self.start.is_some();
        let places: BTreeMap<UnitId, usize> =
            self.units.rows(unit, &|_| true).iter().map(|unit| unit.id).zip(1..).collect();
        let mut rows: Vec<QuotaRow> = rows
            .into_values()
            .map(|row| {
                let owed = owes(&row);
                let so_far = row.so_far.map(|so_far| if begun { so_far } else { 0 });
                let row = QuotaRow { so_far, ..row };
                QuotaRow { unit: self.units.home_name(row.unit_id).to_owned(), ..row.owing(owed.as_ref()) }
            })
            .collect();
        rows.sort_by_key(|row| (row.kind, places.get(&row.unit_id).copied().unwrap_or_default()));
        let (target, remaining) = self.target_of(unit)?;
        Ok(QuotaSheet {
            campaign: self.campaign.as_ref().map(|campaign| campaign.plan.number.clone()).unwrap_or_default(),
            day: self.day,
            unit_id: unit,
            unit: self.units.name(unit).unwrap_or_default().to_owned(),
            target,
            remaining,
            rows,
        })
    }

    /// Members and teams: of a hamlet's book whoever walks, else who is in a team of the unit.
    fn add_walkers(&self, unit: UnitId, add: &mut impl FnMut(QuotaRow)) -> Result<()> {
        if self.info.level == Level::Hamlet {
            let brought = self.brought_by_members(None)?;
            for (_, name) in self.book.members()? {
                let work = brought.get(&spelling(&name)).copied().unwrap_or_default();
                add(candidate(unit, QuotaKind::Member, &name, 1, Some(work)));
            }
        }
        for team in self.teams(Some(unit))?.teams {
            let home = self.units.home(team.team.unit_id);
            let members = as_count(team.team.members.len());
            add(candidate(home, QuotaKind::Team, &team.team.name, members, team.together()));
            for member in &team.team.members {
                let brought = team.brought.get(&member.id).copied();
                add(candidate(home, QuotaKind::Member, &member.is.name, 1, brought));
            }
        }
        Ok(())
    }

    /// The alleys with the eligible people of each, and the new accounts that teams brought there.
    fn add_alleys(&self, unit: UnitId, add: &mut impl FnMut(QuotaRow)) -> Result<()> {
        let alleys: BTreeMap<_, String> = self.book.alleys()?.into_iter().collect();
        let from = self.start.unwrap_or_default();
        let mut counts: BTreeMap<(UnitId, String), (&str, u32, Brought)> = BTreeMap::new();
        for person in self.people()?.iter().filter(|person| self.units.is_within(person.unit_id, unit)) {
            let alley = alleys.get(&person.citizen_id).map(String::as_str).unwrap_or_default();
            let key = (person.unit_id, spelling(alley));
            let (_, eligible, brought) = counts.entry(key).or_insert((alley, 0, Brought::default()));
            *eligible += u32::from(person.eligible(self.day));
            let new = |from| u32::from(person.team_result(from, self.day).activated_by.is_some());
            brought.so_far += new(from);
            brought.on_day += new(self.day);
        }
        // One alley is the whole hamlet.
        let hamlets: BTreeSet<UnitId> = counts.keys().map(|(hamlet, _)| *hamlet).collect();
        for hamlet in hamlets {
            let of: Vec<_> = counts.iter().filter(|((of, _), _)| *of == hamlet).collect();
            for (_, (alley, eligible, brought)) in of.iter().filter(|_| of.len() > 1) {
                add(candidate(hamlet, QuotaKind::Alley, alley, *eligible, Some(*brought)));
            }
        }
        Ok(())
    }

    /// The target of the unit and what it lacks.
    fn target_of(&self, unit: UnitId) -> Result<(Option<u32>, Option<i64>)> {
        let Some(targets) = self.targets()? else {
            let own = self.campaign.as_ref().filter(|_| self.info.level == Level::Hamlet);
            return Ok((own.and_then(|campaign| campaign.plan.target), None));
        };
        let standings = self.standings(&targets.sheet)?;
        if unit == self.info.unit_id {
            let whole = Whole::of(&standings, unit);
            let left = whole.so_far().map(|so_far| i64::from(whole.target.total) - i64::from(so_far));
            return Ok((Some(whole.target.total), left));
        }
        let of = standings.iter().find(|standing| standing.unit_id == unit);
        let left = of.and_then(|of| Some(i64::from(of.target.total) - i64::from(of.so_far()?)));
        Ok((of.map(|of| of.target.total), left))
    }
}
