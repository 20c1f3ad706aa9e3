//! What can go wrong: a refusal of the whole job (`Error`) or one bad row (`RowIssue`).
//!
//! Both are codes with parameters. The sentences live in `messages.csv` alone.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::messages;

/// The result of a job.
pub type Result<T> = std::result::Result<T, Error>;

/// A job was refused and nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Error {
    /// Row of `messages.csv`, such as `book.wrong_passphrase`.
    pub code: &'static str,
    /// Values for the `{name}` places of the sentence.
    pub params: BTreeMap<&'static str, String>,
}

impl Error {
    /// An error without parameters; add them by [`Error::with`].
    #[must_use]
    pub fn new(code: &'static str) -> Self {
        Self { code, params: BTreeMap::new() }
    }

    /// Sets one parameter of the sentence.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.insert(name, value.to_string());
        self
    }

    /// The sentence for the user, in Vietnamese.
    #[must_use]
    pub fn sentence(&self) -> String {
        messages::sentence(self.code, self.params.iter().map(|(k, v)| (*k, v.as_str())))
    }
}

/// A refusal as a window shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Refusal {
    /// Row of `messages.csv`.
    pub code: String,
    /// The sentence in Vietnamese, then in English: what happened, where, what to do.
    pub sentences: [String; 2],
    /// Values of the sentence's places.
    pub params: BTreeMap<String, String>,
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        let places: Vec<_> = error.params.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let sentences = messages::sentences(error.code, &places);
        let params = error.params.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        Self { code: error.code.to_owned(), sentences, params }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.sentence())
    }
}

impl std::error::Error for Error {}

/// How much one finding in a file matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The value was mended; the raw one is kept.
    Repair,
    /// The value is taken as it is, somebody should look.
    Warning,
    /// The row was not taken.
    Rejection,
}

/// One finding in one row of a file: data, never an `Err` (ARCHITECTURE.md, Invariants).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct RowIssue {
    /// Sheet name as the file has it; empty for CSV.
    pub sheet: String,
    /// 1-based row as Excel shows it.
    pub row: u32,
    /// Heading of the column, as the file has it; empty when the whole row is meant.
    pub column: String,
    /// Row of `messages.csv`, such as `row.number_scientific`; its `.fix` neighbour says what to do.
    pub code: &'static str,
    /// Repair, warning or rejection.
    pub severity: Severity,
    /// The value as the file has it.
    pub raw: String,
    /// The value as stored; empty when nothing was stored.
    pub stored: String,
}

impl RowIssue {
    /// The sentence for the user, in Vietnamese.
    #[must_use]
    pub fn sentence(&self) -> String {
        messages::sentence(self.code, self.params())
    }

    /// What the user can do about it, in Vietnamese ("Cách sửa").
    #[must_use]
    pub fn remedy(&self) -> String {
        messages::sentence(&format!("{}.fix", self.code), self.params())
    }

    fn params(&self) -> impl Iterator<Item = (&str, &str)> {
        [("raw", self.raw.as_str()), ("stored", self.stored.as_str()), ("column", self.column.as_str())]
            .into_iter()
    }
}
