//! Takes in a survey by household: reads every sheet, finds who is known already, adds and updates, and accounts for
//! every row. One file is one transaction and one undo step.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::people_file::{Columns, Intake, PeopleSheet, Sheets, read_people_file};
use crate::disk::{NewFile, name_of};
use crate::domain::accounting::{Accounting, TakenRow};
use crate::domain::extract::state_word;
use crate::domain::file_kind::FileKind;
use crate::domain::file_warning::{SurveySays, warn_of_many_updated, warn_of_rows, warn_of_survey};
use crate::domain::hamlets::is_place_name;
use crate::domain::import::{Field, Raw};
use crate::domain::register::{Kept, Register, RegisterChange, RowTaken};
use crate::domain::roster::AccountState;
use crate::domain::unit::Level;
use crate::error::{Error, Result, RowIssue};
use crate::excel::layout::ColumnsSaid;
use crate::session::Session;
use crate::store::imports::{MappedColumns, NewImport};
use crate::store::{BackupReason, Book, Tx, Verifying};

/// A phone that more people than this have is worth a look: guardians' numbers serve children, so a few are normal
/// (docs/domain.md, Phones).
const PHONE_OF_MANY: usize = 6;

/// A file to take in.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ImportFile {
    /// The file.
    pub file: PathBuf,
    /// Only these sheets; all of them when empty.
    pub sheets: Vec<String>,
    /// Sheet → its heading row as Excel shows it, where the program does not see it.
    pub headers: BTreeMap<String, u32>,
    /// Field → heading, for headings that the program does not know.
    pub map: BTreeMap<String, String>,
    /// Headings of columns that hold nothing for the book.
    pub unused: BTreeSet<String>,
    /// Word for a state as the file has it → code of the state, where the program does not understand it.
    pub states: BTreeMap<String, String>,
    /// Show what would happen and change nothing.
    pub dry_run: bool,
    /// Where to write the rows that were not taken, if there are any.
    pub rejected: Option<PathBuf>,
    /// Whether that workbook may take the place of an earlier one.
    pub replace: bool,
}

impl ImportFile {
    pub(crate) fn columns(&self, book: &Book) -> Result<Columns> {
        let fields: Result<BTreeMap<Field, String>> =
            self.map.iter().map(|(field, heading)| Ok((field.parse()?, heading.clone()))).collect();
        let state = |(text, code): (&String, &String)| Ok((state_word(text), AccountState::of_code(code)?));
        let states: Result<BTreeMap<String, AccountState>> = self.states.iter().map(state).collect();
        let said =
            ColumnsSaid { fields: fields?, unused: self.unused.clone(), header: None, states: states? };
        let remembered = book.layouts()?.into_iter().map(|(signature, mapped)| {
            let MappedColumns { fields, unused, states } = mapped;
            (signature, ColumnsSaid { fields, unused, header: None, states })
        });
        Ok(Columns {
            said,
            headers: self.headers.clone(),
            remembered: remembered.collect(),
            file: self.file.clone(),
            one_hamlet: book.info()?.level == Level::Hamlet,
            erased: book.erased_marks()?,
        })
    }

    /// The place of the workbook of refused rows.
    ///
    /// # Errors
    /// `save.*` when nothing may be written there, `save.is_source` for the very file that is taken in.
    pub(crate) fn place_of_rejected(&self) -> Result<Option<NewFile<'_>>> {
        let path = self.rejected.as_ref();
        let place = path.map(|path| NewFile { path, kind: FileKind::Workbook, replace: self.replace });
        place.iter().try_for_each(NewFile::check)?;
        // Not even when asked: the list itself would be gone.
        let same = |path: &PathBuf| {
            path.canonicalize().is_ok_and(|path| self.file.canonicalize().is_ok_and(|f| f == path))
        };
        match path.filter(|path| same(path)) {
            Some(path) => Err(Error::new("save.is_source").with("path", path.display())),
            None => Ok(place),
        }
    }
}

/// Takes in the survey `args.file`.
///
/// # Errors
/// `file.*`, `layout.*`, `book.*`, `job.stopped`; the book is as it was.
pub fn import_register(book: &mut Book, session: &Session, args: &ImportFile) -> Result<Accounting> {
    let rejected = args.place_of_rejected()?;
    let columns = args.columns(book)?;
    let (mut intake, source) = Intake::open(&args.file)?;
    book.check_people_may_come(Some(&intake.sha256))?;
    let info = book.info()?;
    // The file is read while the book is backed up.
    let sheets = Sheets::begin(source, &args.sheets)?;
    let backup = if args.dry_run { None } else { Some(book.backup_before(session, BackupReason::Import)?) };
    let change = |tx: &Tx<'_>| {
        if info.citizens == 0 {
            // Police lists of before were held against nobody: they are held against these people.
            tx.forget_found()?;
        }
        let (next_code, says) = take_rows(tx, session, sheets, &columns, &mut intake)?;
        intake.check_said(&columns)?;
        intake.accounting.warnings = warn_of_survey(&intake.fields);
        intake.accounting.warnings.extend(warn_of_rows(says));
        let updated = intake.accounting.updated;
        intake.accounting.warnings.extend(warn_of_many_updated(
            "import.many_updated",
            updated,
            info.citizens,
        ));
        intake.write_rejected(tx, session, rejected.as_ref())?;
        if args.dry_run {
            return Ok(());
        }
        if intake.accounting.added + intake.accounting.updated > 0 {
            tx.set_next_code(next_code)?;
            tx.insert_import(
                session,
                &NewImport {
                    kind: "register",
                    file_name: &name_of(&args.file),
                    sha256: &intake.sha256,
                    accounting: &intake.accounting,
                },
            )?;
        }
        intake.remember(tx, session, &columns)?;
        backup.map(Verifying::finish).transpose()?;
        Ok(())
    };
    let done = if args.dry_run {
        book.rehearse(session, change)
    } else {
        let params = json!({ "file": name_of(&args.file) });
        book.transact(session, "import-register", params, change).map(drop)
    };
    intake.settle(done)
}

/// Adds and updates what the rows say; the next code for a person then, and what the rows say together.
fn take_rows(
    tx: &Tx<'_>,
    session: &Session,
    sheets: Sheets,
    columns: &Columns,
    intake: &mut Intake,
) -> Result<(i64, SurveySays)> {
    let (own, units, (code_prefix, next_code)) = (tx.own_unit()?, tx.dated_units()?, tx.code_counter()?);
    let mut register = Register::new(own, units, tx.households()?, tx.citizens()?, code_prefix, next_code)
        .with_merged(tx.merged_records()?)
        .with_put_right(tx.put_right()?);
    let mut seen = SeenRows::default();
    let plan = |mut sheet: PeopleSheet| {
        let steps = plan_sheet(session, &mut register, &mut sheet, &mut intake.accounting, &mut seen)?;
        intake.keep(sheet)?;
        Ok(steps)
    };
    read_people_file(sheets, columns, session, plan, |(change, raw)| apply(tx, session, change, raw))?;
    seen.says.shared = warn_of_shared(&register, &seen, &mut intake.accounting);
    seen.says.added = intake.accounting.added;
    let next_code = register.next_code();
    // Giving its million small strings back takes a tenth of a second: not while the book waits.
    std::thread::spawn(move || drop(register));
    Ok((next_code, seen.says))
}

/// Where a row stood and what others may have too: for the warnings about the file as a whole.
struct Seen {
    /// Place in the names of the sheets.
    sheet: usize,
    row: u32,
    number: String,
    phone: String,
}

/// The rows of a file that have a number or a phone.
#[derive(Default)]
struct SeenRows {
    sheets: Vec<String>,
    rows: Vec<Seen>,
    says: SurveySays,
}

/// What the rows of one sheet change, step by step, with the values as the file had them.
fn plan_sheet(
    session: &Session,
    register: &mut Register,
    sheet: &mut PeopleSheet,
    accounting: &mut Accounting,
    seen: &mut SeenRows,
) -> Result<Vec<(RegisterChange, Raw)>> {
    let new_id = || session.new_id();
    let hamlet = sheet.hamlet.clone();
    let mut steps = Vec::new();
    let mut changes = Vec::new();
    let mut kept = Vec::new();
    register.begin_sheet();
    seen.sheets.push(sheet.sheet.name.clone());
    for mut row in std::mem::take(&mut sheet.people.people) {
        let code = |changes: &[RegisterChange]| match changes.last() {
            Some(RegisterChange::AddCitizen(citizen) | RegisterChange::UpdateCitizen { citizen, .. }) => {
                citizen.code.clone()
            }
            _ => String::new(),
        };
        let name = &sheet.sheet.name;
        seen.says.rows += 1;
        seen.says.places += u32::from(is_place_name(&row.name));
        seen.says.numbered += u32::from(!row.number.is_empty());
        match register.take(&row, &hamlet, &new_id, &mut changes) {
            RowTaken::Added => {
                accounting.added += 1;
                accounting.show("added", || TakenRow::of(name, &row, code(&changes)));
                if register.is_unplaced() {
                    let named = if row.hamlet.is_empty() { &hamlet } else { &row.hamlet };
                    accounting.warn(name, row.row, "row.hamlet_split", named);
                }
                if register.lives_with_namesake() {
                    accounting.warn(name, row.row, "row.namesake", &row.name);
                }
            }
            RowTaken::Updated => {
                accounting.updated += 1;
                accounting.show("updated", || TakenRow::of(name, &row, code(&changes)));
                accounting.update(register.changed(), || TakenRow::of(name, &row, code(&changes)));
            }
            RowTaken::Unchanged => {
                accounting.unchanged += 1;
                accounting.show("unchanged", || TakenRow::of(name, &row, String::new()));
            }
            RowTaken::Repeated => {
                accounting.skipped += 1;
                accounting.issues.push(sheet.issue(row.row, Field::Name, "row.repeated", &row.name));
            }
        }
        kept.extend(register.kept().iter().map(|kept| (row.row, kept.clone())));
        for change in changes.drain(..) {
            seen.says.hamlets += u32::from(matches!(change, RegisterChange::AddUnit(_)));
            let of_citizen =
                matches!(change, RegisterChange::AddCitizen(_) | RegisterChange::UpdateCitizen { .. });
            steps.push((change, if of_citizen { std::mem::take(&mut row.raw) } else { Raw::new() }));
        }
        if !row.number.is_empty() || !row.phone.is_empty() {
            seen.rows.push(Seen {
                sheet: seen.sheets.len() - 1,
                row: row.row,
                number: row.number,
                phone: row.phone,
            });
        }
    }
    tell_kept(sheet, &kept);
    Ok(steps)
}

/// Tells what the book keeps against rows of a sheet, instead of what the reader said of it: that it is stored.
fn tell_kept(sheet: &mut PeopleSheet, kept: &[(u32, Kept)]) {
    const SAID_STORED: [&str; 6] = [
        "row.date_impossible",
        "row.number_unknown_code",
        "row.number_sex",
        "row.number_birth_year",
        "row.number_future",
        "row.phone_unknown_prefix",
    ];
    let told: BTreeSet<(u32, String)> =
        kept.iter().map(|(row, kept)| (*row, sheet.issue(*row, kept.field, "", "").column)).collect();
    let stands = |issue: &RowIssue| {
        !SAID_STORED.contains(&issue.code) || !told.contains(&(issue.row, issue.column.clone()))
    };
    sheet.people.issues.retain(stands);
    for (row, Kept { field, said, kept, put_right }) in kept {
        let code = match field {
            _ if *put_right => "row.put_right",
            Field::Birth => "row.birth_kept",
            _ => "row.value_kept",
        };
        let issue = RowIssue { stored: kept.clone(), ..sheet.issue(*row, *field, code, said) };
        sheet.people.issues.push(issue);
    }
}

/// Carries out one step of the plan; `raw` are the values as the file had them.
pub(crate) fn apply(tx: &Tx<'_>, session: &Session, change: &RegisterChange, raw: &Raw) -> Result<()> {
    match change {
        RegisterChange::AddUnit(unit) => tx.insert_unit(unit),
        RegisterChange::AddHousehold(household) => tx.insert_household(household),
        RegisterChange::UpdateHousehold(household) => tx.update_household(household),
        RegisterChange::AddCitizen(citizen) => tx.insert_citizen(citizen, raw),
        RegisterChange::UpdateCitizen { citizen, former_number } => {
            tx.update_citizen(session, citizen, raw, former_number)
        }
    }
}

/// Warns of a number that two people have and of a phone that many have. Neither is a reason to refuse or to merge. How many rows
/// have another's number.
fn warn_of_shared(register: &Register, seen: &SeenRows, accounting: &mut Accounting) -> u32 {
    let mut phones: Vec<&str> =
        seen.rows.iter().map(|row| row.phone.as_str()).filter(|p| !p.is_empty()).collect();
    phones.sort_unstable();
    let of_many: Vec<&str> = phones
        .chunk_by(|a, b| a == b)
        .filter(|same| same.len() > PHONE_OF_MANY)
        .filter_map(|same| same.first().copied())
        .collect();
    let mut shared = 0;
    for row in &seen.rows {
        let sheet = seen.sheets.get(row.sheet).map(String::as_str).unwrap_or_default();
        if register.is_shared(&row.number) {
            shared += 1;
            accounting.warn(sheet, row.row, "row.number_shared", &row.number);
        }
        if of_many.binary_search(&row.phone.as_str()).is_ok() {
            accounting.warn(sheet, row.row, "row.phone_of_many", &row.phone);
        }
    }
    shared
}
