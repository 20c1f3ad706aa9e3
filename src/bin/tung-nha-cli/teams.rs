//! The commands on teams and who is in them.

use std::path::PathBuf;

use clap::Subcommand;
use tung_nha::api::{self, Desk, Nothing, Result};

use super::{give, parse, unit_id};

#[derive(Subcommand)]
pub(crate) enum TeamCommand {
    /// Teams with what they lack, hold and brought; units that have none
    List,
    /// Takes in a table of teams: a row a member, as an appendix prints it
    Import {
        /// The workbook
        file: PathBuf,
        /// Show what would happen and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Adds a team with its leader; others come by `import` or in the window
    Add {
        /// The unit, by name
        #[arg(long)]
        unit: String,
        /// working, inspection or support
        #[arg(long, default_value = "working")]
        kind: String,
        /// Its name; that of its kind and unit when missing
        #[arg(long, default_value = "")]
        name: String,
        /// The leader who answers for the unit
        #[arg(long, default_value = "")]
        in_charge: String,
        /// Its members: leader first, each as NAME or NAME=ORGANISATION
        #[arg(long = "member", value_name = "NAME=ORGANISATION")]
        members: Vec<String>,
    },
    /// Takes a team out
    Remove {
        /// The team, as `list` gives its id
        #[arg(long)]
        id: String,
    },
}

pub(crate) fn run(desk: &mut Desk, command: TeamCommand, json: bool) -> Result<String> {
    match command {
        TeamCommand::List => give(api::team_board(desk, &Nothing {}), json),
        TeamCommand::Import { file, dry_run } => {
            let args = api::ImportTeams { file: Some(file), pasted: String::new(), dry_run };
            give(api::team_import(desk, &args), json)
        }
        TeamCommand::Add { unit, kind, name, in_charge, members } => {
            let unit = unit_id(desk, Some(unit))?.ok_or_else(|| api::Error::new("unit.unknown_id"))?;
            let member = |(at, text): (usize, &String)| {
                let (name, organisation) = text.split_once('=').unwrap_or((text, ""));
                api::NewTeamMember {
                    name: name.to_owned(),
                    organisation: organisation.to_owned(),
                    duty: (at == 0).then_some(api::Duty::Leader),
                    ..Default::default()
                }
            };
            let members = members.iter().enumerate().map(member).collect();
            let args = api::KeepTeam { id: None, unit, kind: kind.parse()?, name, in_charge, members };
            give(api::team_keep(desk, &args), json)
        }
        TeamCommand::Remove { id } => {
            give(api::team_remove(desk, &api::RemoveTeam { id: parse("id", &id)? }), json)
        }
    }
}
