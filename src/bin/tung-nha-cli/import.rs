//! The commands that take in surveys and extracts.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
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
    /// Show what would happen and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Where to write the rows that were not taken
    #[arg(long, value_name = "F.xlsx")]
    rejected: Option<PathBuf>,
    /// Let that workbook take the place of an earlier one
    #[arg(long)]
    replace: bool,
}

impl FileArgs {
    pub(crate) fn into_import(self) -> Result<api::ImportFile> {
        let map: BTreeMap<String, String> = self
            .map
            .iter()
            .map(|pair| match pair.split_once('=') {
                Some((field, heading)) => {
                    Ok((field.trim().to_owned(), heading.trim().trim_matches('"').to_owned()))
                }
                None => Err(Error::new("layout.bad_map").with("pair", pair)),
            })
            .collect::<Result<_>>()?;
        Ok(api::ImportFile {
            file: self.file,
            sheets: self.sheet.into_iter().collect(),
            map,
            dry_run: self.dry_run,
            rejected: self.rejected,
            replace: self.replace,
            ..api::ImportFile::default()
        })
    }
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
    },
    /// Lists the extracts
    List,
}

pub(crate) fn on_register(desk: &mut Desk, command: RegisterCommand, json: bool) -> Result<String> {
    let RegisterCommand::Import(file) = command;
    give(api::register_import(desk, &file.into_import()?), json)
}

pub(crate) fn on_roster(desk: &mut Desk, command: RosterCommand, json: bool) -> Result<String> {
    match command {
        RosterCommand::Import { file, as_of } => {
            give(api::roster_import(desk, &api::ImportRoster { file: file.into_import()?, as_of }), json)
        }
        RosterCommand::List => give(api::roster_list(desk, &Nothing {}), json),
    }
}
