//! The commands that take in surveys and extracts.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde::Serialize;
use tung_nha::api::{self, Desk, Error, Nothing, Result};

use super::give;

#[derive(Args)]
pub(crate) struct FileArgs {
    /// The file
    file: PathBuf,
    /// Only this sheet
    #[arg(long)]
    sheet: Option<String>,
    /// field="Heading", for a heading that is not recognised
    #[arg(long, value_name = "FIELD=HEADING")]
    map: Vec<String>,
    /// "WORD=STATE", for a word that is not understood, such as "Done=active-level2"
    #[arg(long, value_name = "WORD=STATE")]
    state: Vec<String>,
    /// Show what would happen and change nothing in the book
    #[arg(long)]
    dry_run: bool,
    /// Where to write the rows that were not taken; with --dry-run too
    #[arg(long, value_name = "F.xlsx")]
    rejected: Option<PathBuf>,
    /// Let that workbook take the place of an earlier one
    #[arg(long)]
    replace: bool,
}

impl FileArgs {
    pub(crate) fn into_import(self) -> Result<api::ImportFile> {
        let map = pairs(&self.map, "layout.bad_map")?;
        let states = pairs(&self.state, "roster.bad_state")?;
        Ok(api::ImportFile {
            file: self.file,
            sheets: self.sheet.into_iter().collect(),
            map,
            states,
            dry_run: self.dry_run,
            rejected: self.rejected,
            replace: self.replace,
            ..api::ImportFile::default()
        })
    }
}

/// Name and value of each "name=value"; `code` refuses what is none.
fn pairs(texts: &[String], code: &'static str) -> Result<BTreeMap<String, String>> {
    let pair = |text: &String| match text.split_once('=') {
        Some((name, value)) => Ok((name.trim().to_owned(), value.trim().trim_matches('"').to_owned())),
        None => Err(Error::new(code).with("pair", text)),
    };
    texts.iter().map(pair).collect()
}

#[derive(Subcommand)]
pub(crate) enum RegisterCommand {
    /// Takes in a survey
    Import(FileArgs),
}

#[derive(Subcommand)]
pub(crate) enum RosterCommand {
    /// Takes in an extract
    Import {
        #[command(flatten)]
        file: FileArgs,
        /// The day of the extract
        #[arg(long)]
        as_of: NaiveDate,
        /// It brings a part of the people and adds to the list before it
        #[arg(long)]
        partial: bool,
        /// It is the whole list, though it has far fewer people than the one in use
        #[arg(long, conflicts_with = "partial")]
        whole: bool,
        /// Take it in only: `reconcile` has to follow before its day can be closed
        #[arg(long)]
        no_reconcile: bool,
    },
    /// Lists the extracts
    List,
    /// Fills births and numbers that the register lacks from the extracts in use
    Fill {
        /// Show what would be filled and change nothing
        #[arg(long)]
        dry_run: bool,
    },
}

/// An extract that was taken in and held against the register, as the window does; two steps of the journal.
#[derive(Serialize)]
struct ImportedRoster {
    #[serde(flatten)]
    accounting: api::Accounting,
    /// How its rows stand; `None` where that was not asked for.
    reconciled: Option<api::Reconciled>,
}

pub(crate) fn on_register(desk: &mut Desk, command: RegisterCommand, json: bool) -> Result<String> {
    let RegisterCommand::Import(file) = command;
    give(api::register_import(desk, &file.into_import()?), json)
}

pub(crate) fn on_roster(desk: &mut Desk, command: RosterCommand, json: bool) -> Result<String> {
    match command {
        RosterCommand::Import { file, as_of, partial, whole, no_reconcile } => {
            let partial = (partial || whole).then_some(partial);
            let args = api::ImportRoster { file: file.into_import()?, as_of, partial };
            let accounting = api::roster_import(desk, &args)?;
            let roster = accounting.extract.as_ref().and_then(|says| says.roster);
            let reconcile = |roster| {
                api::reconcile(desk, &api::Reconcile { roster: Some(roster), ..api::Reconcile::default() })
            };
            // Nothing was taken in by a dry run.
            let reconciled = roster.filter(|_| !no_reconcile).map(reconcile).transpose()?;
            give(Ok(ImportedRoster { accounting, reconciled }), json)
        }
        RosterCommand::Fill { dry_run } => give(api::roster_fill(desk, &api::FillFacts { dry_run }), json),
        RosterCommand::List => give(api::roster_list(desk, &Nothing {}), json),
    }
}
