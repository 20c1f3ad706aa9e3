//! The commands on new versions of the program.

use std::path::PathBuf;

use clap::Subcommand;
use tung_nha::api::{self, Desk, MakeUpdate, Nothing, Result, UpdateFile};

use super::give;

#[derive(Subcommand)]
pub(crate) enum UpdateCommand {
    /// The version that runs, and whether it can be exchanged
    State,
    /// What a new version is
    Look {
        /// The file (.tncapnhat)
        file: PathBuf,
    },
    /// Puts a new version in the place of this one, which is kept
    Apply {
        /// The file (.tncapnhat)
        file: PathBuf,
    },
    /// Exchanges this version for the one that is kept
    Back,
    /// The public key of a secret one
    Key {
        /// 64 hexadecimal digits
        key: PathBuf,
    },
    /// Signs a zip with programs of this version, and gives the public key
    Make {
        /// The zip for a stick
        zip: PathBuf,
        /// The secret key of releases: 64 hexadecimal digits
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        /// The system of the programs
        #[arg(long, default_value = "windows")]
        system: String,
        /// What changes, below the heading of this version
        #[arg(long, value_name = "FILE")]
        changes: PathBuf,
        /// The file to write (.tncapnhat)
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

pub(crate) fn run(desk: &mut Desk, command: UpdateCommand, json: bool) -> Result<String> {
    match command {
        UpdateCommand::State => give(api::update_state(desk, &Nothing {}), json),
        UpdateCommand::Look { file } => give(api::update_look(desk, &UpdateFile { file }), json),
        UpdateCommand::Apply { file } => give(api::update_apply(desk, &UpdateFile { file }), json),
        UpdateCommand::Back => give(api::update_back(desk, &Nothing {}), json),
        UpdateCommand::Key { key } => give(api::release_key(&key), json),
        UpdateCommand::Make { zip, key, system, changes, out } => {
            give(api::make_update(&MakeUpdate { zip, key, system, changes, out }), json)
        }
    }
}
