//! Takes in a file of people step by step, as a window does: look at it, see what would happen, take it. Findings come
//! in groups with some examples: a list of 85,000 rows has too many to hand over.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::import_register::{ImportFile, import_register};
use super::import_roster::{ImportRoster, import_roster};
use super::people_file::Columns;
use crate::disk::name_of;
use crate::domain::accounting::{Accounting, SHOWN, TakenRow, UpdatedRow};
use crate::domain::extract::{Account, ExtractSays, UnreadState, unread_states};
use crate::domain::file_warning::FileWarning;
use crate::domain::file_warning::{warn_of_columns, warn_of_survey};
use crate::domain::import::masked;
use crate::domain::register::FieldChange;
use crate::domain::roster::AccountState;
use crate::error::{Error, Result, RowIssue, Severity};
use crate::excel::look::{SheetLook, day_in_titles, look_at, no_day_in_titles};
use crate::excel::read_sheet::SourceFile;
use crate::jobs::agencies::import_agency::{ImportAgency, ListOfAgency, import_agency};
use crate::session::Session;
use crate::store::Book;

/// Sheets that are looked at; a file with more is read whole all the same.
const LOOKED_AT: usize = 40;

/// What lists a file of people is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum ListKind {
    /// The survey by household.
    Register,
    /// The police extract.
    Roster,
    /// The people of an agency.
    Agency,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct FileLook {
    /// The file's name, without its folder.
    pub file_name: String,
    /// SHA-256 of the file, hex.
    pub sha256: String,
    /// The sheets, in order.
    pub sheets: Vec<SheetLook>,
    /// "Số liệu tính đến ngày …" of a title.
    pub as_of: Option<NaiveDate>,
    /// The day as such a title writes it, when there is no such day.
    pub no_day: Option<String>,
    /// What it seems to be: an extract speaks of accounts.
    pub kind: Option<ListKind>,
    /// Whether the book took in exactly this file before.
    pub known: bool,
    /// Words for states that are not understood, the most frequent first.
    pub unread: Vec<UnreadState>,
    /// What such a word may mean.
    pub states: Vec<Account>,
    /// Warnings about the file as a whole, taken as what.
    pub warnings: BTreeMap<ListKind, Vec<FileWarning>>,
}

/// Looks at a file: sheets, heading rows, what the columns seem to hold. The book stays as it is.
///
/// # Errors
/// `file.*`, `layout.unknown_field`, `job.stopped`.
pub fn look_at_file(book: &mut Book, session: &Session, args: &ImportFile) -> Result<FileLook> {
    let columns: Columns = args.columns(book)?;
    let mut file = SourceFile::open(&args.file)?;
    let names = file.sheet_names().to_vec();
    let mut sheets = Vec::new();
    let mut as_of = None;
    let mut no_day = None;
    let mut speaks_of_accounts = None;
    let mut fields = BTreeSet::new();
    let mut unread: BTreeMap<String, u32> = BTreeMap::new();
    let mut people = 0;
    for (index, _) in names.iter().enumerate().take(LOOKED_AT) {
        session.check_stop()?;
        session.progress("progress.reading", index as u64, names.len() as u64);
        let sheet = file.read(index)?;
        let layout = columns.seem(&sheet);
        as_of = as_of.or_else(|| day_in_titles(&sheet, layout.as_ref()));
        no_day = no_day.or_else(|| no_day_in_titles(&sheet, layout.as_ref()));
        if let Some(layout) = &layout
            && layout.has_names()
        {
            speaks_of_accounts = speaks_of_accounts.max(Some(layout.speaks_of_accounts()));
            fields.extend(layout.fields());
        }
        let remembered = layout.as_ref().is_some_and(|layout| columns.remembers(layout));
        let look = look_at(&sheet, layout.as_ref(), remembered, session.today());
        people += look.people;
        for (text, rows) in &look.unread_states {
            *unread.entry(text.clone()).or_default() += rows;
        }
        sheets.push(look);
    }
    let of_survey = if fields.is_empty() { Vec::new() } else { warn_of_survey(&fields) };
    let of_extract = if fields.is_empty() { Vec::new() } else { warn_of_columns(&fields, people, &unread) };
    Ok(FileLook {
        file_name: file.file_name().to_owned(),
        known: book.has_taken(file.sha256())?,
        sha256: file.sha256().to_owned(),
        sheets,
        no_day: no_day.filter(|_| as_of.is_none()),
        as_of,
        unread: unread_states(&unread),
        states: AccountState::ALL.into_iter().map(|state| Account::of(state, 0)).collect(),
        warnings: [(ListKind::Register, of_survey), (ListKind::Roster, of_extract)].into(),
        kind: speaks_of_accounts.map(|accounts| if accounts { ListKind::Roster } else { ListKind::Register }),
    })
}

/// A file to take in.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct TakeFile {
    /// What it is.
    pub kind: ListKind,
    /// The file.
    pub file: ImportFile,
    /// The day of an extract.
    pub as_of: Option<NaiveDate>,
    /// Whether an extract brings a part of the people and adds to the list before it; missing when nobody said.
    #[serde(default)]
    pub partial: Option<bool>,
    /// Whose list it is, of the people of an agency.
    #[serde(default)]
    pub list: Option<ListOfAgency>,
}

/// What becomes, or became, of a file.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the names are those of Accounting")]
pub struct TakenFile {
    pub rows_in: u32,
    pub added: u32,
    pub updated: u32,
    pub unchanged: u32,
    pub skipped: u32,
    pub rejected: u32,
    /// Warnings about the file as a whole.
    pub warnings: Vec<FileWarning>,
    /// What an extract says, state by state, and what that changes.
    pub extract: Option<ExtractSays>,
    /// Findings by code, the gravest first.
    pub findings: Vec<FindingGroup>,
    /// The first rows of each outcome: `added`, `updated`, `unchanged`.
    pub shown: BTreeMap<&'static str, Vec<TakenRow>>,
    /// How often a survey changes each field of people who are known.
    pub updated_fields: BTreeMap<&'static str, u32>,
    /// The first of those people with what changes, long numbers masked.
    pub updates: Vec<UpdatedRow>,
    /// The workbook of rejected rows, when one was written.
    pub rejected_file: Option<PathBuf>,
    /// The same file of the same day was taken in before: nothing changes.
    pub known: bool,
}

/// All findings of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct FindingGroup {
    /// Row of the message table; its `.fix` neighbour says what to do.
    pub code: &'static str,
    /// Repair, warning or rejection.
    pub severity: Severity,
    /// How many there are: cells for repairs, rows for the rest.
    pub count: u32,
    /// The first of them, long numbers masked.
    pub examples: Vec<RowIssue>,
}

/// Takes in a survey, an extract or the people of an agency, or shows what would happen (`file.dry_run`).
///
/// # Errors
/// As the import of the file says; `roster.no_day` for an extract without a day, `agency.unknown` for people of no agency.
pub fn take_file(book: &mut Book, session: &Session, args: &TakeFile) -> Result<TakenFile> {
    let accounting = match (args.kind, args.as_of) {
        (ListKind::Register, _) => import_register(book, session, &args.file)?,
        (ListKind::Roster, Some(as_of)) => import_roster(
            book,
            session,
            &ImportRoster { file: args.file.clone(), as_of, partial: args.partial },
        )?,
        (ListKind::Agency, _) => {
            let list = args.list.ok_or_else(|| Error::new("agency.unknown"))?;
            import_agency(book, session, &ImportAgency { file: args.file.clone(), list })?
        }
        (ListKind::Roster, None) => {
            return Err(Error::new("roster.no_day").with("file", name_of(&args.file.file)));
        }
    };
    let rejected_file = args.file.rejected.clone().filter(|_| accounting.rejected > 0);
    Ok(taken(accounting, rejected_file))
}

fn taken(accounting: Accounting, rejected_file: Option<PathBuf>) -> TakenFile {
    TakenFile {
        rows_in: accounting.rows_in,
        added: accounting.added,
        updated: accounting.updated,
        unchanged: accounting.unchanged,
        skipped: accounting.skipped,
        rejected: accounting.rejected,
        known: accounting.added + accounting.updated == 0 && accounting.unchanged > 0,
        findings: groups(&accounting),
        warnings: accounting.warnings,
        extract: accounting.extract,
        shown: accounting.shown,
        updated_fields: accounting.updated_fields,
        updates: accounting.updates.into_iter().map(hidden).collect(),
        rejected_file,
    }
}

fn hidden(mut update: UpdatedRow) -> UpdatedRow {
    for FieldChange { before, after, .. } in &mut update.changes {
        (*before, *after) = (masked(before), masked(after));
    }
    update
}

/// Findings by code: rejections first, then warnings, then repairs; the most frequent of each first.
fn groups(accounting: &Accounting) -> Vec<FindingGroup> {
    let mut groups: BTreeMap<&'static str, FindingGroup> = BTreeMap::new();
    for issue in &accounting.issues {
        let (code, severity) = (issue.code, issue.severity);
        let group = groups.entry(code).or_insert_with(|| FindingGroup {
            code,
            severity,
            count: 0,
            examples: Vec::new(),
        });
        group.count += 1;
        if group.examples.len() < SHOWN {
            group.examples.push(RowIssue {
                raw: masked(&issue.raw),
                stored: masked(&issue.stored),
                ..issue.clone()
            });
        }
    }
    // A repair of a whole column is listed once, but counted by cell.
    for (code, count) in &accounting.repairs {
        if let Some(group) = groups.get_mut(code) {
            group.count = *count;
        }
    }
    let mut groups: Vec<FindingGroup> = groups.into_values().collect();
    groups.sort_by_key(|group| (std::cmp::Reverse(group.severity), std::cmp::Reverse(group.count)));
    groups
}
