//! The commands on the survey by household, and the file that any import takes.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use tung_nha::api::{self, Desk, Error, Result};

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

pub(crate) fn run(desk: &mut Desk, command: RegisterCommand, json: bool) -> Result<String> {
    let RegisterCommand::Import(file) = command;
    give(api::register_import(desk, &file.into_import()?), json)
}
