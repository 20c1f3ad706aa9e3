//! Turns the rows of a sheet into people, repairing what can be repaired and listing all that was found.
//!
//! A row is rejected only when storing it would be false (a number in scientific notation) or when there is nobody to
//! store (no name). Whatever else cannot be read is left empty with a warning, and the raw value is kept.

mod account;
mod birth;
mod findings;
mod person;
mod sources;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::layout::{Layout, RowKind};
use super::sheet::{Sheet, SheetRow};
use crate::domain::import::PersonRow;
use crate::error::RowIssue;
use findings::Findings;
use person::is_head;
use sources::Plan;

/// The people of one sheet and the accounting of its rows: `rows_in = people + rejected + skipped`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PeopleOfSheet {
    /// One for each row that was taken, in order.
    pub people: Vec<PersonRow>,
    /// Rows that were not taken: index in [`Sheet::rows`] and why (also in `issues`).
    pub rejected: Vec<(usize, RowIssue)>,
    /// All findings, in the order of rows. An encoding is listed once a column, at its first row.
    pub issues: Vec<RowIssue>,
    /// How often each repair was made in the rows that were taken, by code, counted by cell.
    pub repairs: BTreeMap<&'static str, u32>,
    /// Numbering, group, sub-total and signature rows.
    pub skipped: u32,
    /// Rows below the headings that are not blank.
    pub rows_in: u32,
    /// Words for states that are not understood, with their rows.
    pub unread_states: BTreeMap<String, u32>,
}

/// Reads the people of a sheet. `kinds` says what each row is; when it is shorter than the rows of the sheet, it is
/// that of the last rows. Rows up to the last heading row are left out in any case.
#[must_use]
pub fn read_people(sheet: &Sheet, layout: &Layout, kinds: &[RowKind], today: NaiveDate) -> PeopleOfSheet {
    let above = sheet.rows.len().saturating_sub(kinds.len());
    let below = || {
        let rows = sheet.rows.iter().enumerate().skip(above).zip(kinds);
        rows.filter(|((_, row), _)| row.number > layout.header.1)
    };
    let persons: Vec<&SheetRow> =
        below().filter(|(_, kind)| **kind == RowKind::Person).map(|((_, row), _)| row).collect();
    let plan = Plan::new(sheet, layout, &persons, today);
    let mut found = Findings::of(&sheet.name, &layout.states);
    let mut out = PeopleOfSheet::default();
    out.people.reserve(persons.len());
    let (mut hamlet, mut alley) = ("", "");
    // The household that a row of its own names, and the person whose household a row without one belongs to.
    let (mut code, mut head) = ("", "");
    let mut household: Option<usize> = None;
    for ((index, row), kind) in below() {
        out.rows_in += 1;
        match kind {
            RowKind::Person => {}
            RowKind::Group(name) => (hamlet, alley, code, head, household) = (name, "", "", "", None),
            RowKind::Alley(name) => (alley, code, head, household) = (name, "", "", None),
            RowKind::Household { code: own_code, head: own_head } => {
                (code, head, household) = (own_code, own_head, None);
            }
            RowKind::Numbering | RowKind::Subtotal | RowKind::Footer => {}
        }
        if *kind != RowKind::Person {
            out.skipped += 1;
            continue;
        }
        found.start(row.number);
        match plan.person(row, &mut found) {
            Ok(mut person) => {
                for (place, said) in [
                    (&mut person.hamlet, hamlet),
                    (&mut person.alley, alley),
                    (&mut person.household_code, code),
                    (&mut person.head, head),
                ] {
                    if place.is_empty() {
                        said.clone_into(place);
                    }
                }
                match household.and_then(|at| out.people.get(at)).filter(|_| plan.household_once) {
                    Some(first) if goes_with(&person, first) => take_home(&mut person, first),
                    _ => household = Some(out.people.len()),
                }
                found.keep();
                out.people.push(person);
            }
            Err(issue) => {
                found.reject(issue.clone());
                out.rejected.push((index, issue));
            }
        }
    }
    for issue in found.issues.iter().filter(|issue| issue.code == "row.state_unreadable") {
        *out.unread_states.entry(issue.raw.clone()).or_default() += 1;
    }
    out.issues = found.issues;
    out.repairs = found.repairs;
    out
}

/// Whether a row belongs to the household of the first row above that names one: it names none and contradicts nothing.
fn goes_with(person: &PersonRow, first: &PersonRow) -> bool {
    let pairs = [
        (&person.household_code, &first.household_code),
        (&person.head, &first.head),
        (&person.house_number, &first.house_number),
        (&person.alley, &first.alley),
        (&person.hamlet, &first.hamlet),
    ];
    let names_one = if first.household_code.is_empty() { &person.head } else { &person.household_code };
    !is_head(&person.relation)
        && names_one.is_empty()
        && pairs.iter().all(|(own, of_first)| own.is_empty() || own == of_first)
}

/// Gives a row the home of the first row of its household.
fn take_home(person: &mut PersonRow, first: &PersonRow) {
    person.household_code.clone_from(&first.household_code);
    person.head.clone_from(&first.head);
    person.alley.clone_from(&first.alley);
    person.house_number.clone_from(&first.house_number);
    person.walk_order = first.walk_order;
}

#[cfg(test)]
mod tests;
