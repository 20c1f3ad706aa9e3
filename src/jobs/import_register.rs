//! Takes in a survey by household: reads every sheet, finds who is known already, adds and updates, and accounts for
//! every row. One file is one transaction and one undo step.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::people_file::{Columns, Mapping, PeopleSheet, file_name, read_people_file};
use super::register::Register;
use crate::domain::import::{Accounting, Field};
use crate::error::{Error, Result, RowIssue, Severity};
use crate::excel::read_people;
use crate::excel::read_sheet::SourceFile;
use crate::excel::write_rejected::{RejectedSheet, write_rejected};
use crate::session::Session;
use crate::store::{Book, NewImport};

/// A file to take in.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportFile {
    /// The file.
    pub file: PathBuf,
    /// Only this sheet.
    pub sheet: Option<String>,
    /// Field → heading, for headings that the program does not know.
    pub map: BTreeMap<String, String>,
    /// Show what would happen and change nothing.
    pub dry_run: bool,
    /// Where to write the rows that were not taken, if there are any.
    pub rejected: Option<PathBuf>,
}

impl ImportFile {
    /// The mapping with its fields named.
    ///
    /// # Errors
    /// `layout.unknown_field`.
    pub(super) fn mapping(&self) -> Result<Mapping> {
        self.map.iter().map(|(field, heading)| Ok((field.parse::<Field>()?, heading.clone()))).collect()
    }
}

/// Takes in the survey `args.file`.
///
/// # Errors
/// `file.*`, `layout.*`, `book.*`, `job.stopped`; the book is as it was.
pub fn import_register(book: &mut Book, session: &Session, args: &ImportFile) -> Result<Accounting> {
    let columns = Columns { said: args.mapping()?, remembered: book.layouts()? };
    let sha256 = SourceFile::open(&args.file)?.sha256()?;
    if !args.dry_run {
        book.backup_before(session, "import")?;
    }
    let mut accounting = Accounting::default();
    let mut rejected = Vec::new();
    let params = json!({ "file": file_name(&args.file) });
    let done = book.transact(session, "import-register", params, |tx| {
        let mut register = Register::load(tx, session)?;
        let mut layouts = BTreeMap::new();
        read_people_file(&args.file, args.sheet.as_deref(), &columns, session, |sheet| {
            layouts.insert(sheet.layout.signature.clone(), ());
            register.take_sheet(tx, session, &sheet, &args.file, &mut accounting)?;
            keep_rejected(sheet, &mut accounting, &mut rejected);
            Ok(())
        })?;
        register.finish(tx, &mut accounting)?;
        if args.dry_run {
            // The plan is the run itself, taken back: what it shows is what would happen.
            return Err(Error::new("job.dry_run"));
        }
        if register.changed() {
            tx.insert_import(session, &NewImport { kind: "register", file_name: &file_name(&args.file), sha256: &sha256, accounting: &accounting })?;
            if !columns.said.is_empty() {
                tx.remember_layouts(session, layouts.into_keys(), &columns.said)?;
            }
        }
        Ok(())
    });
    settle(done.map(drop), args, &rejected)?;
    Ok(accounting)
}
