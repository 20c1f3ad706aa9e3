//! Keeps teams and who is in them.

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::domain::ids::{TeamId, TeamMemberId, UnitId};
use crate::domain::team::{
    NewTeamMember, Team, TeamKind, TeamMember, check_length, checked_members, is_same,
};
use crate::domain::text::fold;
use crate::domain::unit::{AGENCY, Unit};
use crate::error::{Error, Result};
use crate::jobs::Nothing;
use crate::messages::sentence;
use crate::session::Session;
use crate::store::Book;

/// What a team is to be: all of it.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct KeepTeam {
    /// The team; a new one when missing.
    #[serde(default)]
    pub id: Option<TeamId>,
    /// Where it works.
    pub unit: UnitId,
    /// What it is for.
    #[serde(default)]
    pub kind: TeamKind,
    /// Name; empty: "Tổ công tác" and the unit.
    #[serde(default)]
    pub name: String,
    /// The leader who answers for the unit, or empty.
    #[serde(default)]
    pub in_charge: String,
    /// Who is in it.
    #[serde(default)]
    pub members: Vec<NewTeamMember>,
}

/// A team to take out.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
pub struct RemoveTeam {
    /// The team.
    pub id: TeamId,
}

/// Writes a team as it is to be. What it holds of tasks it holds by its name.
///
/// # Errors
/// `unit.unknown_id`, `team.unknown`, `team.exists`, and those of [`checked_members`].
pub fn keep_team(book: &mut Book, session: &Session, args: &KeepTeam) -> Result<Team> {
    let unit = unit_of_team(book, args.unit)?;
    let teams = book.teams()?;
    let before = match args.id {
        Some(id) => Some(teams.iter().find(|team| team.id == id).ok_or_else(|| Error::new("team.unknown"))?),
        None => None,
    };
    let name = name_of_team(&args.name, args.kind, &unit);
    check_length([&name, &args.in_charge])?;
    let is_other = |team: &&Team| Some(team.id) != args.id && team.unit_id == unit.id;
    if teams.iter().filter(is_other).any(|team| fold(&team.name) == fold(&name)) {
        return Err(Error::new("team.exists").with("name", name).with("unit", unit.name));
    }
    let members = checked_members(&args.members, session.today())?;
    let team = Team {
        id: args.id.unwrap_or_else(|| TeamId(session.new_id())),
        unit_id: unit.id,
        kind: args.kind,
        name,
        in_charge: args.in_charge.trim().to_owned(),
        position: before.map_or_else(|| next_position(&teams), |team| team.position),
        members: with_ids(session, members, before),
    };
    if before == Some(&team) {
        return Ok(team);
    }
    let kind = if before.is_none() { "add-team" } else { "change-team" };
    book.transact(session, kind, json!({ "name": team.name }), |tx| tx.put_team(&team))?;
    Ok(team)
}

/// Takes a team out; tasks that it holds keep its name.
///
/// # Errors
/// `team.unknown`.
pub fn remove_team(book: &mut Book, session: &Session, args: &RemoveTeam) -> Result<Nothing> {
    let found = book.teams()?.into_iter().find(|team| team.id == args.id);
    let team = found.ok_or_else(|| Error::new("team.unknown"))?;
    book.transact(session, "remove-team", json!({ "name": team.name }), |tx| tx.delete_team(team.id))?;
    Ok(Nothing {})
}

/// The unit of an id that may have teams: agencies have people, and no ground.
///
/// # Errors
/// `unit.unknown_id`.
pub(super) fn unit_of_team(book: &Book, id: UnitId) -> Result<Unit> {
    let found = book.units()?.into_iter().find(|unit| unit.id == id && unit.kind != AGENCY);
    found.ok_or_else(|| Error::new("unit.unknown_id"))
}

/// The name as said, else that of its kind and unit.
pub(super) fn name_of_team(said: &str, kind: TeamKind, unit: &Unit) -> String {
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let code = match kind {
        TeamKind::Working => "team.name.working",
        TeamKind::Inspection => "team.name.inspection",
        TeamKind::Support => "team.name.support",
    };
    if said.is_empty() { sentence(code, [("unit", unit.name.as_str())]) } else { said }
}

pub(super) fn next_position(teams: &[Team]) -> u32 {
    teams.iter().map(|team| team.position + 1).max().unwrap_or_default()
}

/// The members, each with the id that he had in the team before.
pub(super) fn with_ids(
    session: &Session,
    members: Vec<NewTeamMember>,
    before: Option<&Team>,
) -> Vec<TeamMember> {
    let known = before.map(|team| team.members.as_slice()).unwrap_or_default();
    let id = |member: &NewTeamMember| known.iter().find(|one| is_same(&one.is, member)).map(|one| one.id);
    let new = |member: NewTeamMember| TeamMember {
        id: id(&member).unwrap_or_else(|| TeamMemberId(session.new_id())),
        is: member,
    };
    members.into_iter().map(new).collect()
}
