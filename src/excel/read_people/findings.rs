//! The list of all that was found in the rows of a sheet.

use std::collections::BTreeMap;

use crate::domain::extract::state_word;
use crate::domain::roster::AccountState;
use crate::error::{RowIssue, Severity};
use crate::excel::layout::SheetColumn;
use crate::excel::spellings::{self, State};

/// Findings of all rows; those of the row at hand are dropped again when it is rejected.
#[derive(Default)]
pub(super) struct Findings<'a> {
    sheet: &'a str,
    row: u32,
    pub(super) issues: Vec<RowIssue>,
    pub(super) repairs: BTreeMap<&'static str, u32>,
    /// Issues before the row at hand.
    issues_before: usize,
    row_repairs: Vec<&'static str>,
    /// Encodings that stand in the list already, by column.
    listed: Vec<(usize, &'static str)>,
    listed_before: usize,
    /// Account states that were read before, by their text: an extract has few.
    states: BTreeMap<String, Option<(State, Option<u8>)>>,
    said: Option<&'a BTreeMap<String, AccountState>>,
}

impl<'a> Findings<'a> {
    /// Of a sheet; `said` is what a person says of words for states, by [`state_word`].
    pub(super) fn of(sheet: &'a str, said: &'a BTreeMap<String, AccountState>) -> Self {
        Self { sheet, said: Some(said), ..Self::default() }
    }

    /// Begins the findings of a row.
    pub(super) fn start(&mut self, row: u32) {
        self.row = row;
        self.issues_before = self.issues.len();
        self.row_repairs.clear();
        self.listed_before = self.listed.len();
    }

    /// What a text says of an account.
    pub(super) fn state(&mut self, text: &str) -> Option<(State, Option<u8>)> {
        if let Some(known) = self.states.get(text) {
            return *known;
        }
        let said = self.said.and_then(|said| said.get(&state_word(text))).map(|state| match state {
            AccountState::ActiveLevel1 => (State::Active, Some(1)),
            AccountState::ActiveLevel2 => (State::Active, Some(2)),
            state => (State::Other(*state), None),
        });
        let state = said.or_else(|| spellings::state(text));
        self.states.insert(text.to_owned(), state);
        state
    }

    /// The row at hand is taken.
    pub(super) fn keep(&mut self) {
        for code in self.row_repairs.drain(..) {
            *self.repairs.entry(code).or_default() += 1;
        }
    }

    /// The row at hand is not taken: nothing but the reason counts.
    pub(super) fn reject(&mut self, issue: RowIssue) {
        self.issues.truncate(self.issues_before);
        self.listed.truncate(self.listed_before);
        self.row_repairs.clear();
        self.issues.push(issue);
    }

    pub(super) fn issue(
        &self,
        heading: &str,
        code: &'static str,
        severity: Severity,
        raw: &str,
        stored: &str,
    ) -> RowIssue {
        RowIssue {
            sheet: self.sheet.to_owned(),
            row: self.row,
            column: heading.to_owned(),
            code,
            severity,
            raw: raw.to_owned(),
            stored: stored.to_owned(),
        }
    }

    pub(super) fn repair(&mut self, column: &SheetColumn, code: &'static str, raw: &str, stored: &str) {
        self.row_repairs.push(code);
        self.issues.push(self.issue(&column.heading, code, Severity::Repair, raw, stored));
    }

    /// A repair that is listed once a column.
    pub(super) fn encoding(&mut self, column: &SheetColumn, code: &'static str, raw: &str, stored: &str) {
        self.row_repairs.push(code);
        if !self.listed.contains(&(column.index, code)) {
            self.listed.push((column.index, code));
            self.issues.push(self.issue(&column.heading, code, Severity::Repair, raw, stored));
        }
    }

    pub(super) fn warn(&mut self, column: &SheetColumn, code: &'static str, raw: &str, stored: &str) {
        self.issues.push(self.issue(&column.heading, code, Severity::Warning, raw, stored));
    }

    /// Lists what reading one cell repaired and doubted; whether there was anything.
    pub(super) fn reading(
        &mut self,
        column: &SheetColumn,
        repairs: &[&'static str],
        warnings: &[&'static str],
        raw: &str,
        stored: &str,
    ) -> bool {
        for code in repairs {
            self.repair(column, code, raw, stored);
        }
        for code in warnings {
            self.warn(column, code, raw, stored);
        }
        !(repairs.is_empty() && warnings.is_empty())
    }
}
