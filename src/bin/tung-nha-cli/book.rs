//! The commands on the book itself and its units.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Subcommand;
use tung_nha::api::{self, Desk, Nothing, Result};

use super::{Keys, give, parse, secret};

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
    /// Tells no more of a backup that still holds erased people or a former passphrase: you have seen to it
    WaiveBackup {
        /// As `backups` tells it in `owed` or `of_copies`; of the latter their folder, too
        path: PathBuf,
    },
    /// Sets a folder on a stick or second disk that backups are copied to, at the end of a day and by `copy`
    SecondPlace {
        /// The folder; no such place when missing
        #[arg(long, value_name = "DIR")]
        folder: Option<PathBuf>,
    },
    /// Makes a backup and copies it to the second place
    Copy,
    /// What left the book with names: files, packages, prints, backups; whether it is still there
    Files {
        /// Destroy what this entry wrote, by its number on the list
        #[arg(long, value_name = "SEQ")]
        shred: Option<i64>,
    },
    /// Whose data go with this computer, or with a backup, when it is lost
    Leak {
        /// A backup of the book
        #[arg(long, value_name = "F")]
        backup: Option<PathBuf>,
        /// The workbook in which all of them are to stand by name
        #[arg(long, value_name = "F.xlsx")]
        out: Option<PathBuf>,
        /// Let it take the place of an earlier file of its kind
        #[arg(long)]
        replace: bool,
    },
    /// Makes a new book of what can be read of a damaged one
    Salvage {
        /// The damaged book
        file: PathBuf,
        /// The new book
        #[arg(long, value_name = "BOOK")]
        out: PathBuf,
    },
    /// Notes that the passphrase is printed for the safe, and prints what stands beside it
    RecoverySheet,
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
        BookCommand::Files { shred: Some(seq) } => {
            give(api::file_out_shred(keys.open(desk)?, &api::ShredOut { seq }), json)
        }
        BookCommand::Files { shred: None } => give(api::files_out(keys.open(desk)?, &Nothing {}), json),
        BookCommand::Leak { backup, out, replace } => {
            give(api::leak_view(keys.open(desk)?, &api::AskLeak { backup, out, replace }), json)
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
            let old = keys.passphrase()?;
            let new = secret(new_passphrase_file.as_ref(), "TUNG_NHA_NEW_PASSPHRASE")?;
            let args = api::NewPassphrase { old, passphrase: new };
            give(api::book_passphrase(keys.open(desk)?, &args), json)
        }
        BookCommand::RecoverySheet => {
            let args = api::AskRecoverySheet { passphrase: keys.passphrase()? };
            give(api::recovery_sheet(keys.open(desk)?, &args), json)
        }
        BookCommand::Info => give(api::book_info(keys.open(desk)?, &Nothing {}), json),
        BookCommand::Check => give(api::book_check(keys.open(desk)?, &Nothing {}), json),
        BookCommand::Backup { out } => {
            give(api::book_backup(keys.open(desk)?, &api::WriteTo { path: out }), json)
        }
        BookCommand::Backups => give(api::backup_state(keys.open(desk)?, &Nothing {}), json),
        BookCommand::WaiveBackup { path } => {
            give(api::backup_waive(keys.open(desk)?, &api::WaiveBackup { path }), json)
        }
        BookCommand::SecondPlace { folder } => {
            give(api::backup_second_place(keys.open(desk)?, &api::SecondPlace { folder }), json)
        }
        BookCommand::Copy => give(api::backup_copy(keys.open(desk)?, &Nothing {}), json),
    }
}

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
        /// Say what would happen and change nothing
        #[arg(long)]
        dry_run: bool,
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
        /// Say what would happen and change nothing
        #[arg(long)]
        dry_run: bool,
    },
}

pub(crate) fn on_units(desk: &mut Desk, command: UnitCommand, json: bool) -> Result<String> {
    match command {
        UnitCommand::Add { name, kind } => give(api::unit_add(desk, &api::NewUnit { name, kind }), json),
        UnitCommand::List => give(api::unit_list(desk, &Nothing {}), json),
        UnitCommand::History => give(api::unit_history(desk, &Nothing {}), json),
        UnitCommand::AddAgency { name } => give(api::agency_add(desk, &api::NewAgency { name }), json),
        UnitCommand::Rename { unit, name, from, code } => {
            give(api::unit_rename(desk, &api::RenameUnit { unit, name, from, code }), json)
        }
        UnitCommand::Merge { units, into, from, dry_run } => {
            let args = api::MergeUnits { units, into, from };
            if dry_run {
                return give(api::unit_merge_plan(desk, &args), json);
            }
            give(api::unit_merge(desk, &args), json)
        }
        UnitCommand::Split { unit, parts, from, dry_run } => {
            let part = |text: String| {
                let (name, alleys) = text.split_once('=').unwrap_or((&text, ""));
                let alleys = alleys.split(';').filter(|alley| !alley.is_empty()).map(str::to_owned).collect();
                api::UnitPart { name: name.to_owned(), households: Vec::new(), alleys }
            };
            let parts = parts.into_iter().map(part).collect();
            let args = api::SplitUnit { unit, parts, from };
            if dry_run {
                return give(api::unit_split_plan(desk, &args), json);
            }
            give(api::unit_split(desk, &args), json)
        }
    }
}
