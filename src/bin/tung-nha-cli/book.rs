//! The commands on the book itself.

use std::path::PathBuf;

use clap::Subcommand;
use tung_nha::api::{self, Desk, Nothing, Result};

use super::{Keys, give, open, parse, secret};

#[derive(Subcommand)]
pub(crate) enum BookCommand {
    /// Makes a new book
    Create {
        /// hamlet, commune, district or province
        #[arg(long)]
        level: String,
        /// Name of the unit with its kind word
        #[arg(long)]
        name: String,
        /// National code
        #[arg(long, default_value = "")]
        code: String,
        /// Units above, nearest first
        #[arg(long)]
        above: Vec<String>,
    },
    /// What the book is and how much it holds
    Info,
    /// Looks for damage
    Check,
    /// Writes a backup
    Backup {
        /// The file to write
        #[arg(long, value_name = "F")]
        out: PathBuf,
    },
    /// Restores a backup as a new book
    Restore {
        /// The backup
        file: PathBuf,
        /// The new book
        #[arg(long, value_name = "BOOK")]
        out: PathBuf,
    },
    /// What is to be told of the backups
    Backups,
    /// Sets a folder on a stick or second disk that backups are copied to, at the end of a day and by `copy`
    SecondPlace {
        /// The folder; no such place when missing
        #[arg(long, value_name = "DIR")]
        folder: Option<PathBuf>,
    },
    /// Makes a backup and copies it to the second place
    Copy,
    /// Makes a new book of what can be read of a damaged one
    Salvage {
        /// The damaged book
        file: PathBuf,
        /// The new book
        #[arg(long, value_name = "BOOK")]
        out: PathBuf,
    },
    /// Changes the passphrase to TUNG_NHA_NEW_PASSPHRASE or the first line of a file
    Passphrase {
        /// A file whose first line is the new passphrase
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<PathBuf>,
    },
}

pub(crate) fn run(desk: &mut Desk, command: BookCommand, keys: &Keys, json: bool) -> Result<String> {
    match command {
        BookCommand::Create { level, name, code, above } => {
            let level = parse("level", &level)?;
            let (path, passphrase) = (keys.book()?, keys.passphrase()?);
            let book = api::CreateBook { path, passphrase, level, name, code, above };
            give(api::book_create(desk, &book), json)
        }
        BookCommand::Restore { file, out } => {
            let passphrase = keys.passphrase()?;
            give(api::book_restore(desk, &api::RestoreBook { backup: file, passphrase, path: out }), json)
        }
        BookCommand::Salvage { file, out } => {
            let passphrase = keys.passphrase()?;
            give(api::book_salvage(desk, &api::SalvageBook { path: file, passphrase, out }), json)
        }
        BookCommand::Passphrase { new_passphrase_file } => {
            let (path, old) = (keys.book()?, keys.passphrase()?);
            let new = secret(new_passphrase_file.as_ref(), "TUNG_NHA_NEW_PASSPHRASE")?;
            let args = api::NewPassphrase { old: old.clone(), passphrase: new };
            give(api::book_passphrase(open(desk, path, old)?, &args), json)
        }
        BookCommand::Info => give(api::book_info(keys.open(desk)?, &Nothing {}), json),
        BookCommand::Check => give(api::book_check(keys.open(desk)?, &Nothing {}), json),
        BookCommand::Backup { out } => {
            give(api::book_backup(keys.open(desk)?, &api::WriteTo { path: out }), json)
        }
        BookCommand::Backups => give(api::backup_state(keys.open(desk)?, &Nothing {}), json),
        BookCommand::SecondPlace { folder } => {
            give(api::backup_second_place(keys.open(desk)?, &api::SecondPlace { folder }), json)
        }
        BookCommand::Copy => give(api::backup_copy(keys.open(desk)?, &Nothing {}), json),
    }
}
