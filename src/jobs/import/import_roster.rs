//! Takes in an extract of the population database: what it says of each account on its day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::import_register::ImportFile;
use super::people_file::{Columns, Intake, PeopleSheet, Sheets, read_people_file};
use crate::disk::name_of;
use crate::domain::accounting::{Accounting, TakenRow};
use crate::domain::as_count;
use crate::domain::dates::vi;
use crate::domain::erasure::erased_name;
use crate::domain::extract::{ExtractCount, ExtractSays, ListsBefore};
use crate::domain::file_warning::{OfSameDay, warn_of_columns, warn_of_day, warn_of_lists};
use crate::domain::ids::{EntryId, RosterId};
use crate::domain::import::{PersonRow, Raw};
use crate::domain::roster::{AccountState, RosterEntry};
use crate::domain::text::thousands;
use crate::error::{Error, Result};
use crate::jobs::roster::reconcile::RowsFound;
use crate::session::Session;
use crate::store::imports::NewImport;
use crate::store::rosters::{RosterDay, RosterSummary};
use crate::store::{BackupReason, Book, Tx, Verifying};

/// An extract to take in.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportRoster {
    /// The file.
    #[serde(flatten)]
    pub file: ImportFile,
    /// The day of the extract: evidence without a date is none.
    pub as_of: NaiveDate,
    /// Whether it brings a part of the people and adds to the list before it, or is the whole list; missing when nobody
    /// said, and then a list that seems a part is refused.
    #[serde(default)]
    pub partial: Option<bool>,
}

/// Takes in the extract `args.file`. The same file of the same day again changes nothing, unless it is read otherwise.
///
/// # Errors
/// `roster.in_future`, `roster.part_or_whole`, `roster.unknown_state`, `file.*`, `layout.*`, `book.*`, `job.stopped`; the
/// book is as it was.
pub fn import_roster(book: &mut Book, session: &Session, args: &ImportRoster) -> Result<Accounting> {
    let ImportRoster { file, as_of, partial } = args;
    if *as_of > session.today() {
        return Err(Error::new("roster.in_future").with("day", vi(*as_of)));
    }
    let rejected = file.place_of_rejected()?;
    let columns = file.columns(book)?;
    let (mut intake, source) = Intake::open(&file.file)?;
    book.check_people_may_come(Some(&intake.sha256))?;
    let known = known_list(book, session, args, &columns, &intake.sha256)?;
    let beside = Beside::of(book, &intake.sha256, *as_of)?;
    let mut count = ExtractCount::new(*as_of, beside.before(book)?);
    // The file is read while the book is backed up.
    let sheets = Sheets::begin(source, &file.sheets)?;
    let backup = if file.dry_run || known.is_some() {
        None
    } else {
        Some(book.backup_before(session, BackupReason::Import)?)
    };
    let roster_id = RosterId(session.new_id());
    let change = |tx: &Tx<'_>| {
        let record = NewImport {
            kind: "roster",
            file_name: &name_of(&file.file),
            sha256: &intake.sha256,
            accounting: &intake.accounting,
        };
        let import_id = if known.is_some() { None } else { Some(tx.insert_import(session, &record)?) };
        if let Some(import_id) = import_id {
            tx.insert_roster(roster_id, *as_of, import_id, *partial == Some(true))?;
        }
        let plan = |sheet: PeopleSheet| {
            let (name, people) = take_sheet(&mut intake, sheet, known.is_some(), &mut count)?;
            let entries =
                people.into_iter().map(|row| entry(EntryId(session.new_id()), roster_id, &name, row));
            Ok(if known.is_some() { Vec::new() } else { entries.collect() })
        };
        read_people_file(sheets, &columns, session, plan, |(entry, raw)| tx.insert_roster_entry(entry, raw))?;
        intake.check_said(&columns)?;
        intake.write_rejected(tx, session, rejected.as_ref())?;
        let partial = partial.or(known.as_ref().map(|list| list.partial));
        let says = count.finish(partial, &intake.unread_states);
        beside.warn(&mut intake, &says, session.today());
        let seems_partial = says.seems_partial();
        let taken = if file.dry_run { None } else { known.as_ref().map(|list| list.id).or(Some(roster_id)) };
        intake.accounting.extract = Some(ExtractSays { roster: taken, ..says });
        if file.dry_run {
            return Ok(());
        }
        if let Some(import_id) = import_id {
            if intake.accounting.added == 0 {
                // An extract without people would say of everybody that he has no account.
                return Err(Error::new("roster.no_rows").with("file", name_of(&file.file)));
            }
            if seems_partial && partial.is_none() {
                return Err(part_or_whole(&intake.accounting));
            }
            tx.finish_import(import_id, &intake.accounting)?;
        }
        intake.remember(tx, session, &columns)?;
        backup.map(Verifying::finish).transpose()?;
        Ok(())
    };
    let done = if file.dry_run {
        book.rehearse(session, change)
    } else {
        let params = json!({ "file": name_of(&file.file), "as_of": as_of });
        book.transact(session, "import-roster", params, change).map(drop)
    };
    intake.settle(done)
}

/// The refusal of a list that seems a part while nobody said what it is: taken as whole it would hide everybody else.
fn part_or_whole(accounting: &Accounting) -> Error {
    let says = accounting.extract.as_ref();
    let before = says.and_then(|says| says.against.as_ref());
    Error::new("roster.part_or_whole")
        .with("rows", thousands(says.map_or(0, |says| says.rows)))
        .with("people", thousands(before.map_or(0, |before| before.people)))
        .with("day", before.map(|before| vi(before.as_of)).unwrap_or_default())
}

/// Accounts for the rows of a sheet: its name, its people.
fn take_sheet(
    intake: &mut Intake,
    mut sheet: PeopleSheet,
    known: bool,
    count: &mut ExtractCount,
) -> Result<(String, Vec<PersonRow>)> {
    let (name, people) = (sheet.sheet.name.clone(), std::mem::take(&mut sheet.people.people));
    let rows = as_count(people.len());
    *(if known { &mut intake.accounting.unchanged } else { &mut intake.accounting.added }) += rows;
    for row in &people {
        let outcome = count.take(row);
        intake.accounting.show(outcome, || TakenRow::of(&name, row, String::new()));
    }
    intake.keep(sheet)?;
    Ok((name, people))
}

/// The list that was made of the same file as the extract of that day, where taking it in again would change nothing: its
/// columns and words are read as then, and it is a part, or whole, as then.
fn known_list(
    book: &Book,
    session: &Session,
    args: &ImportRoster,
    columns: &Columns,
    sha256: &str,
) -> Result<Option<RosterDay>> {
    let is_of_file = |list: &RosterDay| list.is_of_file(sha256, args.as_of);
    let Some(list) = book.roster_days()?.into_iter().find(is_of_file) else { return Ok(None) };
    // Another list of the day took its place, or that of some of its rows: it is taken in anew, and decides.
    let in_use = book.lists_to_use(Some(args.as_of))?;
    if in_use.iter().all(|other| other.id != list.id) || later_speaks_of_same(book, in_use, &list)? {
        return Ok(None);
    }
    if args.partial.is_some_and(|partial| partial != list.partial) {
        return Ok(None);
    }
    // Who was erased since is not in the file either: his row is left out.
    let mut stored = book.roster_entries(list.id)?;
    stored.retain(|entry| entry.name != erased_name());
    let stored: BTreeMap<(&str, u32), &RosterEntry> =
        stored.iter().map(|entry| ((entry.sheet.as_str(), entry.row), entry)).collect();
    let (mut rows, mut same) = (0, true);
    let (_, source) = Intake::open(&args.file.file)?;
    let sheets = Sheets::begin(source, &args.file.sheets)?;
    let compare = |sheet: PeopleSheet| {
        for row in sheet.people.people {
            let Some(before) = stored.get(&(sheet.sheet.name.as_str(), row.row)) else {
                same = false;
                continue;
            };
            rows += 1;
            let (now, _) = entry(before.id, list.id, &sheet.sheet.name, row);
            same &= now == **before;
        }
        Ok(Vec::<()>::new())
    };
    read_people_file(sheets, columns, session, compare, |()| Ok(()))?;
    // Only some of its sheets are no other reading of it.
    let whole = !args.file.sheets.is_empty() || rows == stored.len();
    Ok((same && whole).then_some(list))
}

/// Whether one of the lists in use that was taken in later for the same day speaks of somebody on `list`.
fn later_speaks_of_same(book: &Book, in_use: Vec<RosterDay>, list: &RosterDay) -> Result<bool> {
    let later = in_use.into_iter().take_while(|other| other.id != list.id);
    let later: Vec<RosterDay> = later.filter(|other| other.as_of == list.as_of).collect();
    if later.is_empty() {
        return Ok(false);
    }
    let keys = |lists: &[RosterDay]| -> Result<BTreeSet<String>> {
        Ok(book.listed_rows(lists)?.iter().filter_map(|(_, row)| row.key()).collect())
    };
    Ok(!keys(&later)?.is_disjoint(&keys(std::slice::from_ref(list))?))
}

/// The lists of the book beside which an extract stands.
struct Beside {
    /// Those in use on its day.
    lists: Vec<RosterDay>,
    /// The newest of all, of another file.
    newest: Option<NaiveDate>,
    /// Another one of its day: file and rows.
    same_day: Option<OfSameDay>,
    /// Another day that the same file was taken in for.
    taken_for: Option<NaiveDate>,
}

impl Beside {
    fn of(book: &Book, sha256: &str, as_of: NaiveDate) -> Result<Self> {
        let others = book.rosters()?.into_iter().filter(|list| list.sha256 != sha256 || list.as_of != as_of);
        let others: Vec<RosterSummary> = others.collect();
        Ok(Self {
            lists: book.lists_to_use(Some(as_of))?,
            taken_for: others.iter().find(|list| list.sha256 == sha256).map(|list| list.as_of),
            newest: others.first().map(|list| list.as_of),
            same_day: others
                .into_iter()
                .find(|list| list.as_of == as_of)
                .map(|list| (list.file_name, list.entries)),
        })
    }

    /// What those say that are in use, or are once they were held against the register.
    fn before(&self, book: &Book) -> Result<Option<ListsBefore>> {
        let Some(newest) = self.lists.first() else { return Ok(None) };
        let rows = book.listed_rows(&self.lists)?.into_iter().map(|(_, row)| row);
        Ok(Some(ListsBefore::new(newest.as_of, rows)))
    }

    /// The warnings about the file.
    fn warn(&self, intake: &mut Intake, says: &ExtractSays, today: NaiveDate) {
        let mut warnings = warn_of_columns(&intake.fields, says.rows, &intake.unread_states);
        warnings.extend(warn_of_day(says.as_of, intake.title_day, self.taken_for));
        warnings.extend(warn_of_lists(says, today, self.newest, self.same_day.as_ref()));
        intake.accounting.warnings = warnings;
    }
}

fn entry(id: EntryId, roster_id: RosterId, sheet: &str, row: PersonRow) -> (RosterEntry, Raw) {
    let address = if row.address.is_empty() { row.present_address } else { row.address };
    let entry = RosterEntry {
        id,
        roster_id,
        sheet: sheet.to_owned(),
        row: row.row,
        name: row.name,
        birth: row.birth,
        sex: row.sex,
        number: row.number,
        old_number: row.old_number,
        phone: row.phone,
        hamlet: row.hamlet,
        address,
        head: row.head,
        state: row.state.unwrap_or(AccountState::Unknown),
        level: row.level,
        approved_on: row.approved_on,
        activated_on: row.activated_on,
    };
    (entry, row.raw)
}

/// All rosters, newest extract first.
pub fn list_rosters(book: &mut Book, _: &Session, _: &crate::jobs::Nothing) -> Result<Vec<RosterSummary>> {
    let mut rosters = book.rosters()?;
    for (roster, day) in rosters.iter_mut().zip(book.roster_days()?) {
        let RowsFound { matched, review, unknown } = RowsFound::of(book, &day)?;
        (roster.matched, roster.review, roster.unknown) = (matched, review, unknown);
        // A list that is reconciled in part waits, too, as it does in the piles.
        roster.reconciled = roster.entries == matched + review + unknown;
    }
    Ok(rosters)
}
