//! The commands on what travels between a commune and its hamlets.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Subcommand;
use tung_nha::api::{self, Desk, Nothing, Result, Stands};

use super::{Keys, give, parse};

#[derive(Subcommand)]
pub(crate) enum PackageCommand {
    /// The hamlets and their laptops: what went last, what came last
    List,
    /// Writes work packages for hamlets; the first one of a hamlet comes with six words for its card
    Export {
        /// The hamlet
        #[arg(long, required_unless_present = "all", conflicts_with = "all")]
        unit: Vec<String>,
        /// Every hamlet with a laptop; every hamlet while none has one
        #[arg(long)]
        all: bool,
        /// The file (.tngiao); with --all or several hamlets, the folder in which they get a folder of their own
        #[arg(long, value_name = "F-OR-DIR")]
        out: PathBuf,
        /// The day; today when missing
        #[arg(long)]
        date: Option<NaiveDate>,
        /// Into the folder also a worksheet for each hamlet without a laptop
        #[arg(long)]
        worksheets: bool,
        /// Only this part on the worksheets: approved, again or rest
        #[arg(long, requires = "worksheets")]
        only: Vec<String>,
        /// The laptop is lost or new: a new card, and what the old one signs is believed no more
        #[arg(long)]
        new_card: bool,
        /// Let the file take the place of an earlier one
        #[arg(long)]
        replace: bool,
    },
    /// Makes the hamlet's book (--book, with its new passphrase) of its first package
    Open {
        /// The package
        file: PathBuf,
        /// The six words of its card
        #[arg(long, value_name = "WORDS")]
        card: String,
    },
    /// Brings the hamlet's book up to a package; what the team wrote stays
    Import {
        /// The package
        file: PathBuf,
        /// Show what would happen and change nothing
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Subcommand)]
pub(crate) enum ResultCommand {
    /// Writes all that the hamlet has changed and the commune has not acknowledged
    Export {
        /// The day; today when missing
        #[arg(long)]
        date: Option<NaiveDate>,
        /// The file to write (.tnketqua)
        #[arg(long, value_name = "F")]
        out: PathBuf,
        /// Let it take the place of an earlier one
        #[arg(long)]
        replace: bool,
    },
    /// Takes result packages of hamlets in
    Import {
        /// Files, folders or zips
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Fingerprint of a laptop that was lost and found, or that this book knows no more, as the hamlet tells it
        #[arg(long, value_name = "FINGERPRINT")]
        trust: Vec<String>,
        /// Show what would happen and change nothing
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Subcommand)]
pub(crate) enum EnrolCommand {
    /// Writes the plans that are not over, with the unit's own targets, and the tasks that it holds
    Export {
        /// The unit below
        #[arg(long, required_unless_present = "all", conflicts_with = "all")]
        unit: Vec<String>,
        /// Every unit below
        #[arg(long)]
        all: bool,
        /// The file (.tnmoi); with --all or several units, the folder in which they get a folder of their own
        #[arg(long, value_name = "F-OR-DIR")]
        out: PathBuf,
        /// Let the file take the place of an earlier one
        #[arg(long)]
        replace: bool,
    },
    /// Takes the plans and tasks of the unit above in; what was changed here stays
    Import {
        /// The enrolment
        file: PathBuf,
        /// Fingerprint of the unit above, as it tells it; needed once
        #[arg(long, default_value = "", value_name = "FINGERPRINT")]
        trust: String,
        /// Show what would change and change nothing
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Subcommand)]
pub(crate) enum ConflictCommand {
    /// What two books changed at once, side by side
    List,
    /// Says which of the two stands
    Settle {
        /// Its id
        id: String,
        /// What this book has
        #[arg(long, required_unless_present = "theirs", conflicts_with = "theirs")]
        mine: bool,
        /// What the other has
        #[arg(long)]
        theirs: bool,
    },
}

pub(crate) fn package(desk: &mut Desk, command: PackageCommand, keys: &Keys, json: bool) -> Result<String> {
    match command {
        PackageCommand::List => give(api::laptop_list(keys.open(desk)?, &Nothing {}), json),
        PackageCommand::Export { unit, all, out, date, worksheets, only, new_card, replace } => {
            let desk = keys.open(desk)?;
            let units = ids_of(desk, unit)?;
            let parts = only.iter().map(|part| parse("only", part)).collect::<Result<_>>()?;
            let one = units.len() == 1 && !all && !worksheets;
            let (out, folder) = if one { (Some(out), None) } else { (None, Some(out)) };
            let args = api::GivePackages {
                units,
                day: date,
                out,
                folder,
                worksheets,
                parts,
                new_cards: new_card,
                replace,
            };
            give(api::package_give(desk, &args), json)
        }
        PackageCommand::Open { file, card } => {
            let (path, passphrase) = (keys.book()?, keys.passphrase()?);
            give(api::package_open(desk, &api::OpenPackage { file, card, path, passphrase }), json)
        }
        PackageCommand::Import { file, dry_run } => {
            give(api::package_import(keys.open(desk)?, &api::ImportPackage { file, dry_run }), json)
        }
    }
}

pub(crate) fn result(desk: &mut Desk, command: ResultCommand, keys: &Keys, json: bool) -> Result<String> {
    match command {
        ResultCommand::Export { date, out, replace } => {
            give(api::result_write(keys.open(desk)?, &api::WriteResult { day: date, out, replace }), json)
        }
        ResultCommand::Import { files, trust, dry_run } => {
            give(api::result_import(keys.open(desk)?, &api::ImportResults { files, trust, dry_run }), json)
        }
    }
}

pub(crate) fn enrol(desk: &mut Desk, command: EnrolCommand, keys: &Keys, json: bool) -> Result<String> {
    match command {
        EnrolCommand::Export { unit, all, out, replace } => {
            let desk = keys.open(desk)?;
            let units = ids_of(desk, unit)?;
            let one = units.len() == 1 && !all;
            let (out, folder) = if one { (Some(out), None) } else { (None, Some(out)) };
            give(api::enrolment_write(desk, &api::WriteEnrolments { units, out, folder, replace }), json)
        }
        EnrolCommand::Import { file, trust, dry_run } => {
            let args = api::TakeEnrolment { file, trust, dry_run };
            give(api::enrolment_take(keys.open(desk)?, &args), json)
        }
    }
}

fn ids_of(desk: &mut Desk, names: Vec<String>) -> Result<Vec<api::UnitId>> {
    names.into_iter().map(|name| Ok(api::unit_named(desk, &api::UnitName { name })?.id)).collect()
}

pub(crate) fn conflict(desk: &mut Desk, command: ConflictCommand, keys: &Keys, json: bool) -> Result<String> {
    match command {
        ConflictCommand::List => give(api::conflict_list(keys.open(desk)?, &Nothing {}), json),
        ConflictCommand::Settle { id, mine, theirs: _ } => {
            let stands = if mine { Stands::Mine } else { Stands::Theirs };
            give(api::conflict_settle(keys.open(desk)?, &api::SettleConflict { id, stands }), json)
        }
    }
}
