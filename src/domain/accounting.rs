//! What became of the rows of one file.

use std::collections::BTreeMap;

use serde::Serialize;

use super::dates::PartialDate;
use super::extract::ExtractSays;
use super::file_warning::FileWarning;
use super::import::PersonRow;
use super::register::FieldChange;
use crate::error::{RowIssue, Severity};

/// The accounting of one file: `rows_in = added + updated + unchanged + skipped + rejected`.
/// Rows in are the rows below the headings that are not blank; sub-totals, group rows, numbering rows and signature
/// blocks are skipped.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the names are those of docs/formats.md, Tables for scripts")]
pub struct Accounting {
    pub rows_in: u32,
    pub added: u32,
    pub updated: u32,
    pub unchanged: u32,
    pub skipped: u32,
    pub rejected: u32,
    /// How often each repair was made, by code.
    pub repairs: BTreeMap<&'static str, u32>,
    /// All findings; a repair of a whole column (encoding) is listed once.
    pub issues: Vec<RowIssue>,
    /// The first rows of each outcome, for a window to show.
    #[serde(skip)]
    pub shown: BTreeMap<&'static str, Vec<TakenRow>>,
    /// How often a survey changes each field of people who are known.
    #[serde(skip)]
    pub updated_fields: BTreeMap<&'static str, u32>,
    /// The first of those people, for a window to show.
    #[serde(skip)]
    pub updates: Vec<UpdatedRow>,
    /// Warnings about the file as a whole.
    pub warnings: Vec<FileWarning>,
    /// What an extract says, state by state, and what that changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub extract: Option<ExtractSays>,
}

/// What one row changes of a person who is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct UpdatedRow {
    /// The row.
    pub row: TakenRow,
    /// What it changes.
    pub changes: Vec<FieldChange>,
}

/// One row that was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
#[expect(missing_docs, reason = "as in PersonRow")]
pub struct TakenRow {
    pub sheet: String,
    pub row: u32,
    pub name: String,
    pub birth: Option<PartialDate>,
    /// Code of the citizen, where the row changes one.
    pub code: String,
}

impl TakenRow {
    /// The row of a sheet.
    #[must_use]
    pub fn of(sheet: &str, row: &PersonRow, code: String) -> Self {
        Self { sheet: sheet.to_owned(), row: row.row, name: row.name.clone(), birth: row.birth, code }
    }
}

/// How many rows of one outcome, or of one finding, a window is shown.
pub const SHOWN: usize = 200;

impl Accounting {
    /// Keeps a row to show, while there are few.
    pub fn show(&mut self, outcome: &'static str, row: impl FnOnce() -> TakenRow) {
        let rows = self.shown.entry(outcome).or_default();
        if rows.len() < SHOWN {
            rows.push(row());
        }
    }

    /// Counts what a row changes of a person who is known, and keeps it to show while there are few.
    pub fn update(&mut self, changes: &[FieldChange], row: impl FnOnce() -> TakenRow) {
        for change in changes {
            *self.updated_fields.entry(change.field.name()).or_default() += 1;
        }
        if self.updates.len() < SHOWN {
            self.updates.push(UpdatedRow { row: row(), changes: changes.to_vec() });
        }
    }

    /// Adds a warning about one row; the column is the whole row's.
    pub fn warn(&mut self, sheet: &str, row: u32, code: &'static str, raw: &str) {
        self.issues.push(RowIssue {
            sheet: sheet.to_owned(),
            row,
            column: String::new(),
            code,
            severity: Severity::Warning,
            raw: raw.to_owned(),
            stored: raw.to_owned(),
        });
    }

    /// Whether every row is accounted for.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        self.rows_in == self.added + self.updated + self.unchanged + self.skipped + self.rejected
    }
}
