//! Takes in an extract of the population database: what it says of each account on its day.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::import_register::ImportFile;
use super::people_file::{Intake, PeopleSheet, Sheets, read_people_file};
use crate::disk::name_of;
use crate::domain::dates::vi;
use crate::domain::ids::{EntryId, RosterId};
use crate::domain::import::{Accounting, ExtractChange, PersonRow, Raw, TakenRow};
use crate::domain::pile::{Pile, RowState};
use crate::domain::roster::{AccountState, RosterEntry};
use crate::error::{Error, Result};
use crate::session::Session;
use crate::store::imports::NewImport;
use crate::store::rosters::RosterSummary;
use crate::store::{BackupReason, Book, Tx, Verifying};

/// An extract to take in.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportRoster {
    /// The file.
    #[serde(flatten)]
    pub file: ImportFile,
    /// The day of the extract: evidence without a date is none.
    pub as_of: chrono::NaiveDate,
}

/// Takes in the extract `args.file`. The same file of the same day again changes nothing.
///
/// # Errors
/// `roster.in_future`, `file.*`, `layout.*`, `book.*`, `job.stopped`; the book is as it was.
pub fn import_roster(book: &mut Book, session: &Session, args: &ImportRoster) -> Result<Accounting> {
    let ImportRoster { file, as_of } = args;
    if *as_of > session.today() {
        return Err(Error::new("roster.in_future").with("day", vi(*as_of)));
    }
    let rejected = file.place_of_rejected()?;
    let columns = file.columns(book)?;
    let (mut intake, source) = Intake::open(&file.file)?;
    book.check_people_may_come(Some(&intake.sha256))?;
    let known = book.knows_roster(&intake.sha256, *as_of)?;
    // What changes is told against the extract before: each extract is whole.
    let before = if file.dry_run { ExtractBefore::of(book, *as_of)? } else { None };
    // The file is read while the book is backed up.
    let sheets = Sheets::begin(source, &file.sheets)?;
    let backup =
        if file.dry_run || known { None } else { Some(book.backup_before(session, BackupReason::Import)?) };
    let change = |tx: &Tx<'_>| {
        let roster_id = RosterId(session.new_id());
        let record = NewImport {
            kind: "roster",
            file_name: &name_of(&file.file),
            sha256: &intake.sha256,
            accounting: &intake.accounting,
        };
        let import_id = if known { None } else { Some(tx.insert_import(session, &record)?) };
        if let Some(import_id) = import_id {
            tx.insert_roster(roster_id, *as_of, import_id)?;
        }
        let plan = |sheet: PeopleSheet| {
            let (name, people) = take_sheet(&mut intake, sheet, known, before.as_ref())?;
            let entries =
                people.into_iter().map(|row| entry(EntryId(session.new_id()), roster_id, &name, row));
            Ok(if known { Vec::new() } else { entries.collect() })
        };
        read_people_file(sheets, &columns, session, plan, |(entry, raw)| tx.insert_roster_entry(entry, raw))?;
        intake.check_said(&columns)?;
        intake.write_rejected(rejected.as_ref())?;
        if file.dry_run {
            return Ok(());
        }
        if let Some(import_id) = import_id {
            if intake.accounting.added == 0 {
                // An extract without people would say of everybody that he has no account.
                return Err(Error::new("roster.no_rows").with("file", name_of(&file.file)));
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

/// Accounts for the rows of a sheet: its name, its people.
fn take_sheet(
    intake: &mut Intake,
    mut sheet: PeopleSheet,
    known: bool,
    before: Option<&ExtractBefore>,
) -> Result<(String, Vec<PersonRow>)> {
    let (name, people) = (sheet.sheet.name.clone(), std::mem::take(&mut sheet.people.people));
    let count = u32::try_from(people.len()).unwrap_or(u32::MAX);
    *(if known { &mut intake.accounting.unchanged } else { &mut intake.accounting.added }) += count;
    if let Some(before) = before {
        before.compare(&name, &people, &mut intake.accounting);
    }
    intake.keep(sheet)?;
    Ok((name, people))
}

/// The newest extract before a day: states of accounts by number.
struct ExtractBefore {
    as_of: chrono::NaiveDate,
    states: BTreeMap<String, (AccountState, u8)>,
}

impl ExtractBefore {
    fn of(book: &Book, as_of: chrono::NaiveDate) -> Result<Option<Self>> {
        let Some(roster) = book.roster_days()?.into_iter().find(|r| r.as_of < as_of) else { return Ok(None) };
        let states =
            book.roster_states(roster.id)?.into_iter().map(|(number, state, level)| (number, (state, level)));
        Ok(Some(Self { as_of: roster.as_of, states: states.collect() }))
    }

    /// Counts what the rows say anew. A row without a number counts as new: nobody knows whom it meant before.
    fn compare(&self, sheet: &str, people: &[PersonRow], accounting: &mut Accounting) {
        let mut against = accounting
            .against
            .take()
            .unwrap_or_else(|| ExtractChange { as_of: self.as_of, ..ExtractChange::default() });
        for row in people {
            let says = (row.state.unwrap_or(AccountState::Unknown), row.level);
            let (count, outcome) = match self.states.get(&row.number).filter(|_| !row.number.is_empty()) {
                None => (&mut against.new, "added"),
                Some(before) if *before == says => (&mut against.same, "unchanged"),
                Some(_) => (&mut against.changed, "updated"),
            };
            *count += 1;
            accounting.show(outcome, || TakenRow::of(sheet, row, String::new()));
        }
        accounting.against = Some(against);
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

/// All rosters, newest extract first. Rows that were joined but want a look, for a digit that differs, are counted among
/// those to look at, as in their piles.
pub fn list_rosters(book: &mut Book, _: &Session, _: &crate::jobs::Nothing) -> Result<Vec<RosterSummary>> {
    let mut rosters = book.rosters()?;
    for roster in &mut rosters {
        let open = |(rule, state, rows): (String, RowState, u32)| {
            let pile = Pile::of(&rule);
            let waits = matches!(state, RowState::Open | RowState::Left);
            (waits && pile.is_to_look_at() && pile != Pile::Unknown).then_some(rows)
        };
        let to_look_at: u32 = book.match_counts(roster.id)?.into_iter().filter_map(open).sum();
        let joined = to_look_at.saturating_sub(roster.review);
        (roster.matched, roster.review) = (roster.matched.saturating_sub(joined), to_look_at);
    }
    Ok(rosters)
}
