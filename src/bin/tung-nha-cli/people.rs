//! The commands on one person's data: all that is held, and erasing it.

use std::path::PathBuf;

use clap::Subcommand;
use tung_nha::api::{self, Desk, Result};

use super::give;

#[derive(Subcommand)]
pub(crate) enum PersonCommand {
    /// Writes all that is held of a person, to hand over to him
    Export {
        /// The person's code
        code: String,
        /// The workbook to write
        #[arg(long, value_name = "F.xlsx")]
        out: PathBuf,
        /// Let it take the place of an earlier file of its kind
        #[arg(long)]
        replace: bool,
    },
    /// Who saw or took out a person's data, when and what for, by the journal
    Seen {
        /// The person's code
        code: String,
    },
    /// Erases a person's data from the book, its journal and its backups, for good; what was counted stays
    Erase {
        /// The person's code
        code: String,
        /// Why, without a name: it stays in the journal
        #[arg(long, required_unless_present = "dry_run", default_value = "")]
        reason: String,
        /// Say what would go and change nothing
        #[arg(long)]
        dry_run: bool,
    },
}

pub(crate) fn run(desk: &mut Desk, command: PersonCommand, json: bool) -> Result<String> {
    match command {
        PersonCommand::Export { code, out, replace } => {
            give(api::person_export(desk, &api::ExportPerson { citizen: code, out, replace }), json)
        }
        PersonCommand::Seen { code } => give(api::person_seen(desk, &api::AskSeen { citizen: code }), json),
        PersonCommand::Erase { code, reason, dry_run } => {
            give(api::person_erase(desk, &api::ErasePerson { citizen: code, reason, dry_run }), json)
        }
    }
}
