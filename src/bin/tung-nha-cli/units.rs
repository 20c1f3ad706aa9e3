//! The commands on units.

use chrono::NaiveDate;
use clap::Subcommand;
use tung_nha::api::{self, Desk, Nothing, Result};

use super::give;

#[derive(Subcommand)]
pub(crate) enum UnitCommand {
    /// Adds a unit below the book's own
    Add {
        /// Name with the kind word
        #[arg(long)]
        name: String,
        /// thon, ap, to-dan-pho, …; guessed from the name when missing
        #[arg(long, default_value = "")]
        kind: String,
    },
    /// Lists the units
    List,
    /// Units with the days they are valid and what they were before
    History,
    /// Adds an agency below the book's own unit
    AddAgency {
        /// Its name
        #[arg(long)]
        name: String,
    },
    /// Gives a unit a new name from a day on
    Rename {
        /// Its present name
        #[arg(long)]
        unit: String,
        /// The new name
        #[arg(long)]
        name: String,
        /// The first day of it
        #[arg(long)]
        from: NaiveDate,
        /// A new national code
        #[arg(long)]
        code: Option<String>,
    },
    /// Makes one unit of several from a day on
    Merge {
        /// The units
        #[arg(long = "unit", required = true)]
        units: Vec<String>,
        /// The one
        #[arg(long)]
        into: String,
        /// The first day of it
        #[arg(long)]
        from: NaiveDate,
    },
    /// Makes several units of one from a day on
    Split {
        /// The unit
        #[arg(long)]
        unit: String,
        /// "Name=Alley;Alley", once a part
        #[arg(long = "part", required = true, value_name = "NAME=ALLEYS")]
        parts: Vec<String>,
        /// The first day of them
        #[arg(long)]
        from: NaiveDate,
    },
}

pub(crate) fn run(desk: &mut Desk, command: UnitCommand, json: bool) -> Result<String> {
    match command {
        UnitCommand::Add { name, kind } => give(api::unit_add(desk, &api::NewUnit { name, kind }), json),
        UnitCommand::List => give(api::unit_list(desk, &Nothing {}), json),
        UnitCommand::History => give(api::unit_history(desk, &Nothing {}), json),
        UnitCommand::AddAgency { name } => give(api::agency_add(desk, &api::NewAgency { name }), json),
        UnitCommand::Rename { unit, name, from, code } => {
            give(api::unit_rename(desk, &api::RenameUnit { unit, name, from, code }), json)
        }
        UnitCommand::Merge { units, into, from } => {
            give(api::unit_merge(desk, &api::MergeUnits { units, into, from }), json)
        }
        UnitCommand::Split { unit, parts, from } => {
            let part = |text: String| {
                let (name, alleys) = text.split_once('=').unwrap_or((&text, ""));
                let alleys = alleys.split(';').filter(|alley| !alley.is_empty()).map(str::to_owned).collect();
                api::UnitPart { name: name.to_owned(), households: Vec::new(), alleys }
            };
            let parts = parts.into_iter().map(part).collect();
            give(api::unit_split(desk, &api::SplitUnit { unit, parts, from }), json)
        }
    }
}
