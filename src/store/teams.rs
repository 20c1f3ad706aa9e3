//! Teams and who is in them.

use std::collections::BTreeMap;

use rusqlite::named_params;

use super::values::Blank;
use super::{Book, Tx};
use crate::domain::ids::TeamId;
use crate::domain::team::{NewTeamMember, Team, TeamMember};
use crate::error::Result;

impl Book {
    /// All teams with their members, in the order of lists.
    pub fn teams(&self) -> Result<Vec<Team>> {
        let mut members: BTreeMap<TeamId, Vec<TeamMember>> = BTreeMap::new();
        let rows = self.rows(
            "SELECT id, team_id, name, phone, organisation, duty, it, trained_on FROM team_member ORDER BY team_id, position",
            [],
            |row| {
                let is = NewTeamMember {
                    name: row.get("name")?,
                    phone: row.get("phone")?,
                    organisation: row.get("organisation")?,
                    duty: row.get::<_, Blank<_>>("duty")?.0,
                    it: row.get::<_, Blank<_>>("it")?.0,
                    trained_on: row.get::<_, Blank<_>>("trained_on")?.0,
                };
                Ok((row.get("team_id")?, TeamMember { id: row.get("id")?, is }))
            },
        )?;
        for (team, member) in rows {
            members.entry(team).or_default().push(member);
        }
        let teams = self.rows(
            "SELECT id, unit_id, kind, name, in_charge, position FROM team ORDER BY position, id",
            [],
            |row| {
                Ok(Team {
                    id: row.get("id")?,
                    unit_id: row.get("unit_id")?,
                    kind: row.get("kind")?,
                    name: row.get("name")?,
                    in_charge: row.get("in_charge")?,
                    position: row.get("position")?,
                    members: Vec::new(),
                })
            },
        )?;
        let whole = |team: Team| Team { members: members.remove(&team.id).unwrap_or_default(), ..team };
        Ok(teams.into_iter().map(whole).collect())
    }
}

impl Tx<'_> {
    /// Writes a team as it is now: members who are no more in it go.
    pub fn put_team(&self, team: &Team) -> Result<()> {
        self.write(
            "INSERT INTO team (id, unit_id, kind, name, in_charge, position)
             VALUES (:id, :unit, :kind, :name, :in_charge, :position)
             ON CONFLICT (id) DO UPDATE SET unit_id = excluded.unit_id, kind = excluded.kind, name = excluded.name,
               in_charge = excluded.in_charge, position = excluded.position",
            named_params! {
                ":id": team.id, ":unit": team.unit_id, ":kind": team.kind, ":name": team.name,
                ":in_charge": team.in_charge, ":position": team.position,
            },
        )?;
        let kept = serde_json::to_string(&team.members.iter().map(|one| one.id).collect::<Vec<_>>());
        self.write(
            "DELETE FROM team_member WHERE team_id = ?1 AND id NOT IN (SELECT value FROM json_each(?2))",
            (team.id, kept.unwrap_or_default()),
        )?;
        for (TeamMember { id, is }, position) in team.members.iter().zip(0_u32..) {
            self.write(
                "INSERT INTO team_member (id, team_id, position, name, phone, organisation, duty, it, trained_on)
                 VALUES (:id, :team, :position, :name, :phone, :organisation, :duty, :it, :trained_on)
                 ON CONFLICT (id) DO UPDATE SET position = excluded.position, name = excluded.name, phone = excluded.phone,
                   organisation = excluded.organisation, duty = excluded.duty, it = excluded.it,
                   trained_on = excluded.trained_on",
                named_params! {
                    ":id": id, ":team": team.id, ":position": position, ":name": is.name, ":phone": is.phone,
                    ":organisation": is.organisation, ":duty": Blank(is.duty), ":it": Blank(is.it),
                    ":trained_on": Blank(is.trained_on),
                },
            )?;
        }
        Ok(())
    }

    /// Takes a team out with its list of members.
    pub fn delete_team(&self, id: TeamId) -> Result<()> {
        self.write("DELETE FROM team_member WHERE team_id = ?1", [id])?;
        self.write("DELETE FROM team WHERE id = ?1", [id])
    }
}
