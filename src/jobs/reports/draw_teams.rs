//! The form of teams: a row a member, unit and team once for all of theirs; what each team lacks, holds and brought.

use super::frame::PaperOfDay;
use crate::domain::dates::vi;
use crate::domain::form::{Column, Form, Kind, Row, Value};
use crate::domain::quota::Quota;
use crate::domain::team::{Duty, KNOW_IT, NewTeamMember, TeamKind, TeamLack};
use crate::domain::text::{spelling, thousands};
use crate::error::Result;
use crate::figures::{Brought, TeamOfDay, TeamsOfDay};
use crate::jobs::assignments::follow_assignments::{HolderLoad, loads, views};
use crate::messages::{sentence, word};

const COLUMNS: [(&str, u32, Kind); 14] = [
    ("form.column.ordinal", 40, Kind::Centred),
    ("form.teams.unit", 95, Kind::Text),
    ("form.teams.team", 140, Kind::Text),
    ("form.teams.in_charge", 110, Kind::Text),
    ("form.column.name", 140, Kind::Text),
    ("form.teams.duty", 95, Kind::Text),
    ("form.teams.organisation", 120, Kind::Text),
    ("form.column.phone", 110, Kind::Centred),
    ("form.teams.it", 60, Kind::Centred),
    ("form.teams.trained", 105, Kind::Centred),
    ("form.teams.quota", 60, Kind::Centred),
    ("form.teams.so_far", 65, Kind::Count),
    ("form.teams.on_day", 60, Kind::Count),
    ("form.teams.lacks", 130, Kind::Text),
];

/// Draws the table.
///
/// # Errors
/// The book's own.
pub(super) fn draw(paper: &PaperOfDay<'_>, form: &mut Form) -> Result<()> {
    let found = paper.day.teams(paper.part)?;
    let loads = loads(&views(paper.day)?);
    form.columns = COLUMNS.iter().map(|(code, width, kind)| Column::new(word(code), *width, *kind)).collect();
    for (team, ordinal) in found.teams.iter().zip(1_u32..) {
        form.rows.extend(rows(ordinal, team, &loads));
    }
    if !found.teams.is_empty() {
        form.rows.push(total(&found));
    }
    form.notes = notes(paper, &found);
    Ok(())
}

/// The rows of a team: one a member, one at least.
fn rows(ordinal: u32, one: &TeamOfDay, loads: &[HolderLoad]) -> Vec<Row> {
    let TeamOfDay { team, unit, lacks, brought, quota, quotas } = one;
    let mut told: Vec<String> = lacks.iter().map(|lack| lack_word(*lack).to_owned()).collect();
    let held = loads.iter().find(|load| load.who == team.name || spelling(&load.who) == spelling(&team.name));
    told.extend(
        held.filter(|load| load.open > 0)
            .map(|load| sentence("form.teams.tasks", [("count", thousands(load.open).as_str())])),
    );
    if let Some(quota) = quota {
        let reached = one.together().map(|all| quota.per.reached(all.so_far, all.on_day));
        let says = [("quota", quota.told()), ("reached", reached.map_or_else(|| "–".to_owned(), thousands))];
        told.push(sentence("form.teams.team_quota", says.iter().map(|(name, text)| (*name, text.as_str()))));
    }
    let of_team = [
        (0, Value::from(ordinal)),
        (1, unit.as_str().into()),
        (2, team.name.as_str().into()),
        (3, team.in_charge.as_str().into()),
        (13, told.join("; ").into()),
    ];
    let blank = [NewTeamMember::default()];
    let members = team.members.iter().map(|member| (Some(member.id), &member.is));
    let nobody = blank.iter().filter(|_| team.members.is_empty()).map(|member| (None, member));
    let mut rows = Vec::new();
    for (nth, (id, member)) in members.chain(nobody).enumerate() {
        let figures = id.and_then(|id| brought.get(&id)).copied();
        let owed = id.and_then(|id| quotas.get(&id)).map(Quota::told);
        let mut cells = member_cells(member, owed, figures);
        for (at, value) in &of_team {
            if let Some(cell) = cells.get_mut(*at) {
                *cell = if nth == 0 { value.clone() } else { Value::Above };
            }
        }
        rows.push(Row { total: false, cells });
    }
    rows
}

fn member_cells(member: &NewTeamMember, owed: Option<String>, brought: Option<Brought>) -> Vec<Value> {
    let duty = match member.duty {
        Some(Duty::Leader) => word("team.duty.leader"),
        Some(Duty::Deputy) => word("team.duty.deputy"),
        None if member.name.is_empty() => "",
        None => word("team.duty.member"),
    };
    let it = match member.it {
        Some(true) => word("team.yes"),
        Some(false) => word("team.no"),
        None => "",
    };
    let figure = |of: fn(&Brought) -> u32| match (&brought, member.name.is_empty()) {
        (Some(brought), _) => Value::from(of(brought)),
        (None, true) => Value::from(""),
        (None, false) => Value::Missing,
    };
    let blank = || Value::from("");
    vec![
        blank(),
        blank(),
        blank(),
        blank(),
        member.name.as_str().into(),
        duty.into(),
        member.organisation.as_str().into(),
        member.phone.as_str().into(),
        it.into(),
        member.trained_on.map(vi).unwrap_or_default().into(),
        owed.unwrap_or_default().into(),
        figure(|brought| brought.so_far),
        figure(|brought| brought.on_day),
        blank(),
    ]
}

fn total(found: &TeamsOfDay) -> Row {
    let sum = |of: fn(&Brought) -> u32| -> Option<u32> {
        let all = found.teams.iter().flat_map(|team| team.brought.values());
        found.teams.iter().any(|team| !team.brought.is_empty()).then(|| all.map(of).sum())
    };
    let left = (1..11).map(|_| Value::Left);
    let figures =
        [sum(|brought| brought.so_far).into(), sum(|brought| brought.on_day).into(), Value::from("")];
    let cells = std::iter::once(word("form.total").into()).chain(left).chain(figures).collect();
    Row { total: true, cells }
}

fn notes(paper: &PaperOfDay<'_>, found: &TeamsOfDay) -> Vec<String> {
    let of = |kind| found.teams.iter().filter(|one| one.team.kind == kind).count();
    let members: usize = found.teams.iter().map(|one| one.team.members.len()).sum();
    let trained: usize = found.teams.iter().map(|one| one.team.trained(paper.day.day)).sum();
    let few = found.teams.iter().filter(|one| one.lacks.contains(&TeamLack::KnowIt)).count();
    let params = [
        ("working", thousands(of(TeamKind::Working))),
        ("inspection", thousands(of(TeamKind::Inspection))),
        ("support", thousands(of(TeamKind::Support))),
        ("members", thousands(members)),
        ("trained", thousands(trained)),
        ("few", thousands(few)),
        ("needed", KNOW_IT.to_string()),
    ];
    let params = params.iter().map(|(name, text)| (*name, text.as_str()));
    let mut notes = vec![sentence("form.teams.count", params)];
    if !found.without.is_empty() && paper.part.is_none() {
        let params = [("count", thousands(found.without.len())), ("units", found.without.join(", "))];
        let params = params.iter().map(|(name, text)| (*name, text.as_str()));
        notes.push(sentence("form.teams.without", params));
    }
    notes.push(word("form.teams.brought").to_owned());
    notes
}

fn lack_word(lack: TeamLack) -> &'static str {
    match lack {
        TeamLack::Members => word("team.lack.members"),
        TeamLack::Leader => word("team.lack.leader"),
        TeamLack::KnowIt => word("team.lack.know-it"),
        TeamLack::Training => word("team.lack.training"),
    }
}
