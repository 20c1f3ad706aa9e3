//! The commands on agencies and their own people.

use chrono::NaiveDate;
use clap::Subcommand;
use tung_nha::api::{self, Desk, Nothing, Result};

use super::import::FileArgs;
use super::{give, parse};

#[derive(Subcommand)]
pub(crate) enum AgencyCommand {
    /// Adds an agency below the book's own unit
    Add {
        /// Its name
        #[arg(long)]
        name: String,
    },
    /// Agencies with how many of their people have level 2, ranked
    List,
    /// Takes in the list of an agency's people
    Import {
        #[command(flatten)]
        file: FileArgs,
        /// The agency, by name
        #[arg(long)]
        agency: String,
        /// As what its people belong there: official, party-member, soldier, teacher, pupil, worker, member; families: relative, parent
        #[arg(long = "kind", value_name = "KIND")]
        people: String,
    },
    /// The people of an agency
    People {
        /// The agency, by name
        #[arg(long)]
        agency: String,
        /// all, owing (no level 2), to-look-at (somebody has to say who it is), without-it or families
        #[arg(long, default_value = "all")]
        part: String,
    },
    /// Finds anew who of its people lives here
    Match {
        /// The agency, by name
        #[arg(long)]
        agency: String,
    },
    /// Sets what an agency has to reach, where not all of its people have to have level 2
    Target {
        /// The agency, by name
        #[arg(long)]
        agency: String,
        /// A share, 80%, or a number of people, 12; empty: all of them
        #[arg(long, allow_hyphen_values = true)]
        level2: String,
    },
    /// Notes why people have no level 2, the level by the agency's word, whether they know IT
    Note {
        /// The lines, as `people` gives their ids
        #[arg(long, required = true)]
        id: Vec<String>,
        /// Why; empty takes the reason away
        #[arg(long)]
        reason: Option<String>,
        /// 0, 1 or 2
        #[arg(long)]
        level: Option<u8>,
        /// Whether they know IT: true or false
        #[arg(long)]
        it: Option<bool>,
        /// The day on which they were taught
        #[arg(long, value_name = "DATE")]
        trained_on: Option<NaiveDate>,
    },
    /// Says who a person is: one of the register by his code, or somebody who lives elsewhere
    Settle {
        /// The line, as `people` gives its id
        #[arg(long)]
        id: String,
        /// Code in the register; without it the person lives elsewhere
        #[arg(long, value_name = "CODE")]
        citizen: Option<String>,
    },
    /// Takes people off the list
    Remove {
        /// The lines, as `people` gives their ids
        #[arg(long, required = true)]
        id: Vec<String>,
    },
}

pub(crate) fn run(desk: &mut Desk, command: AgencyCommand, json: bool) -> Result<String> {
    let ids = |texts: Vec<String>| texts.iter().map(|id| parse("id", id)).collect::<Result<Vec<_>>>();
    match command {
        AgencyCommand::Add { name } => give(api::agency_add(desk, &api::NewAgency { name }), json),
        AgencyCommand::List => give(api::agency_board(desk, &Nothing {}), json),
        AgencyCommand::Import { file, agency, people } => {
            let list = api::ListOfAgency { agency: agency_named(desk, &agency)?, people: people.parse()? };
            give(api::agency_import(desk, &api::ImportAgency { file: file.into_import()?, list }), json)
        }
        AgencyCommand::People { agency, part } => {
            let args = api::ListAgency { agency: agency_named(desk, &agency)?, part: parse("part", &part)? };
            give(api::agency_people(desk, &args), json)
        }
        AgencyCommand::Match { agency } => {
            let args = api::OfAgency { agency: agency_named(desk, &agency)? };
            give(api::agency_match(desk, &args), json)
        }
        AgencyCommand::Target { agency, level2 } => {
            let args = api::SetAgencyTarget { agency: agency_named(desk, &agency)?, target: level2 };
            give(api::agency_target(desk, &args), json)
        }
        AgencyCommand::Note { id, reason, level, it, trained_on } => {
            let args = api::ChangeAgencyPeople { ids: ids(id)?, reason, level, it, trained_on };
            give(api::agency_change(desk, &args), json)
        }
        AgencyCommand::Settle { id, citizen } => {
            let args = api::SettleAgencyPerson { id: parse("id", &id)?, citizen };
            give(api::agency_settle(desk, &args), json)
        }
        AgencyCommand::Remove { id } => {
            give(api::agency_remove(desk, &api::RemoveAgencyPeople { ids: ids(id)? }), json)
        }
    }
}

fn agency_named(desk: &mut Desk, name: &str) -> Result<api::UnitId> {
    let units = api::unit_list(desk, &Nothing {})?;
    Ok(api::Unit::called(&units, name)?.id)
}
