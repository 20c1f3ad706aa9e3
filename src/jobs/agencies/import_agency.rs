//! Takes in the list of an agency's people, by the reader that takes in surveys and extracts, and finds who of them lives here.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::agency_of;
use super::find_people::find;
use crate::disk::name_of;
use crate::domain::accounting::{Accounting, TakenRow};
use crate::domain::agency::{Affiliation, PeopleKind};
use crate::domain::agency_list::{AgencyList, ListRow};
use crate::domain::as_count;
use crate::domain::file_warning::{FileWarning, warn_of_many_updated};
use crate::domain::ids::{AffiliationId, UnitId};
use crate::domain::import::Field;
use crate::error::{Error, Result};
use crate::jobs::import::import_register::ImportFile;
use crate::jobs::import::people_file::{Intake, PeopleSheet, Sheets, read_people_file};
use crate::session::Session;
use crate::store::{BackupReason, Book, Tx, Verifying};

/// A list of an agency's people to take in.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportAgency {
    /// The file.
    #[serde(flatten)]
    pub file: ImportFile,
    /// Whose list it is.
    #[serde(flatten)]
    pub list: ListOfAgency,
}

/// Whose list it is, and as what its people belong there.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
pub struct ListOfAgency {
    /// The agency.
    pub agency: UnitId,
    /// As what.
    pub people: PeopleKind,
}

/// Takes the list in: adds, fills what is new, and finds who lives here. The same file again changes nothing; who stands no more on it
/// stays, and is told.
///
/// # Errors
/// `agency.not_commune`, `agency.unknown`, `agency.no_rows`, `file.*`, `layout.*`, `book.*`, `job.stopped`; the book is as it was.
pub fn import_agency(book: &mut Book, session: &Session, args: &ImportAgency) -> Result<Accounting> {
    let ImportAgency { file, list } = args;
    let agency = agency_of(book, list.agency)?;
    let rejected = file.place_of_rejected()?;
    let columns = file.columns(book)?;
    let (mut intake, source) = Intake::open(&file.file)?;
    book.check_people_may_come(Some(&intake.sha256))?;
    let sheets = Sheets::begin(source, &file.sheets)?;
    let backup = if file.dry_run { None } else { Some(book.backup_before(session, BackupReason::Import)?) };
    let change = |tx: &Tx<'_>| {
        let before = tx.affiliations(Some(agency.id))?;
        let people = as_count(before.len());
        let mut known = AgencyList::new(before);
        let plan = |sheet: PeopleSheet| {
            take_sheet(&mut intake, session, list, &mut known, sheet)?;
            Ok(Vec::<()>::new())
        };
        read_people_file(sheets, &columns, session, plan, |()| Ok(()))?;
        intake.check_said(&columns)?;
        intake.write_rejected(tx, session, rejected.as_ref())?;
        let (changed, silent) = known.finish();
        if changed.is_empty() && intake.accounting.unchanged == 0 {
            return Err(Error::new("agency.no_rows").with("file", name_of(&file.file)));
        }
        let updated = intake.accounting.updated;
        intake.accounting.warnings.extend(warn_of_many_updated("agency.many_updated", updated, people));
        if silent > 0 {
            let warning = FileWarning::new("agency.not_on_list").with("count", silent);
            intake.accounting.warnings.push(warning);
        }
        changed.iter().try_for_each(|person| tx.put_affiliation(person))?;
        if !changed.is_empty() {
            find(tx, session, agency.id)?;
        }
        if file.dry_run {
            return Ok(());
        }
        intake.remember(tx, session, &columns)?;
        backup.map(Verifying::finish).transpose()?;
        Ok(())
    };
    let done = if file.dry_run {
        book.rehearse(session, change)
    } else {
        let params = json!({ "file": name_of(&file.file), "agency": agency.name });
        book.transact(session, "import-agency", params, change).map(drop)
    };
    intake.settle(done)
}

/// Accounts for the rows of a sheet.
fn take_sheet(
    intake: &mut Intake,
    session: &Session,
    list: &ListOfAgency,
    known: &mut AgencyList,
    mut sheet: PeopleSheet,
) -> Result<()> {
    let name = sheet.sheet.name.clone();
    for row in std::mem::take(&mut sheet.people.people) {
        let id = AffiliationId(session.new_id());
        let person = Affiliation::of_row(id, list.agency, list.people, &row, session.today());
        let accounting = &mut intake.accounting;
        let (count, outcome) = match known.take(person) {
            ListRow::Added => (&mut accounting.added, "added"),
            ListRow::Updated => (&mut accounting.updated, "updated"),
            ListRow::Unchanged => (&mut accounting.unchanged, "unchanged"),
            ListRow::Repeated => {
                accounting.skipped += 1;
                accounting.issues.push(sheet.issue(row.row, Field::Name, "row.repeated", &row.name));
                continue;
            }
        };
        *count += 1;
        accounting.show(outcome, || TakenRow::of(&name, &row, String::new()));
    }
    intake.keep(sheet)
}
