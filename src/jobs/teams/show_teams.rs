//! Shows the teams with what they lack, what they hold and what they brought.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::ids::TeamMemberId;
use crate::domain::quota::Quota;
use crate::domain::team::{KNOW_IT, Team, TeamLack};
use crate::domain::text::spelling;
use crate::error::Result;
use crate::figures::{Brought, Day, TeamOfDay};
use crate::jobs::Nothing;
use crate::jobs::assignments::follow_assignments::{loads, views};
use crate::session::Session;
use crate::store::Book;

/// A team as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct TeamView {
    /// The team.
    #[serde(flatten)]
    pub team: Team,
    /// Its unit.
    pub unit: String,
    /// What it lacks.
    pub lacks: Vec<TeamLack>,
    /// Members who know IT.
    pub know_it: usize,
    /// Members who were trained.
    pub trained: usize,
    /// Open tasks that are given to it by its name.
    pub tasks: u32,
    /// New accounts of all its members; `None` when none of them works in this book.
    pub brought: Option<Brought>,
    /// What it owes of new accounts, all its members together.
    pub quota: Option<Quota>,
    /// Of each member who does.
    pub by_member: BTreeMap<TeamMemberId, Brought>,
}

/// All teams.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct TeamBoard {
    /// In the order of the units.
    pub teams: Vec<TeamView>,
    /// Units at the bottom without a working team.
    pub without: Vec<String>,
    /// So many members of a team know IT at least.
    pub it_needed: usize,
}

/// All teams today.
pub fn show_teams(book: &mut Book, session: &Session, _: &Nothing) -> Result<TeamBoard> {
    let day = Day::asked(book, session, None)?;
    let held: BTreeMap<String, u32> =
        loads(&views(&day)?).into_iter().map(|load| (spelling(&load.who), load.open)).collect();
    let found = day.teams(None)?;
    let view = |one: TeamOfDay| TeamView {
        know_it: one.team.know_it(),
        trained: one.team.trained(day.day),
        tasks: held.get(&spelling(&one.team.name)).copied().unwrap_or_default(),
        brought: one.together(),
        quota: one.quota,
        unit: one.unit,
        lacks: one.lacks,
        by_member: one.brought,
        team: one.team,
    };
    Ok(TeamBoard {
        teams: found.teams.into_iter().map(view).collect(),
        without: found.without,
        it_needed: KNOW_IT,
    })
}
