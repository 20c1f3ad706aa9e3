//! The commands on the figures that go up.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Subcommand;
use tung_nha::api::{self, Desk, Nothing, Result};

use super::{Keys, give};

#[derive(Subcommand)]
pub(crate) enum SummaryCommand {
    /// Writes the summary up to a day, and a workbook of the same figures beside it
    Export {
        /// The day
        #[arg(long)]
        date: NaiveDate,
        /// The file to write (.tnsolieu)
        #[arg(long, value_name = "F")]
        out: PathBuf,
        /// Let both take the places of earlier ones
        #[arg(long)]
        replace: bool,
    },
    /// Takes in summaries of the units below
    Import {
        /// Files, folders or zips
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Fingerprint of a unit that hands in for the first time, as the unit tells it
        #[arg(long, value_name = "FINGERPRINT")]
        trust: Vec<String>,
        /// Fingerprint of a unit that lost its book, as the unit tells it: it takes the place of the old one
        #[arg(long, value_name = "FINGERPRINT")]
        replace_key: Vec<String>,
        /// Show the plan and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Verifies a file and all inside; needs no book
    Verify {
        /// The file
        file: PathBuf,
    },
    /// Who has handed in a day, and who has not
    Missing {
        /// The day
        #[arg(long)]
        date: NaiveDate,
        /// Only a sentence to paste into a message: who has no figures of the day, as Hôm nay has it
        #[arg(long)]
        text: bool,
    },
    /// Who has signed a day, and what comes next
    Chain {
        /// The day
        #[arg(long)]
        date: NaiveDate,
    },
    /// The own fingerprint, to be told by telephone, and the keys of the units below
    Keys,
}

pub(crate) fn run(desk: &mut Desk, command: SummaryCommand, keys: &Keys, json: bool) -> Result<String> {
    match command {
        SummaryCommand::Export { date, out, replace } => {
            give(api::summary_export(keys.open(desk)?, &api::ExportSummary { day: date, out, replace }), json)
        }
        SummaryCommand::Import { files, trust, replace_key, dry_run } => {
            let args = api::ImportSummaries { files, trust, replace_key, dry_run };
            give(api::summary_import(keys.open(desk)?, &args), json)
        }
        SummaryCommand::Verify { file } => {
            give(api::summary_verify(desk, &api::VerifySummary { file }), json)
        }
        SummaryCommand::Missing { date, text: true } => {
            let [told, _] = api::today(keys.open(desk)?, &api::AskDay { day: Some(date) })?.late_told;
            if json { give(Ok(told), json) } else { Ok(told) }
        }
        SummaryCommand::Missing { date, text: false } => {
            give(api::summary_missing(keys.open(desk)?, &api::MissingSummaries { day: date }), json)
        }
        SummaryCommand::Chain { date } => {
            give(api::summary_chain(keys.open(desk)?, &api::MissingSummaries { day: date }), json)
        }
        SummaryCommand::Keys => give(api::key_list(keys.open(desk)?, &Nothing {}), json),
    }
}
