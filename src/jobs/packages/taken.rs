//! What packages brought and what was written, as it is handed out.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Serialize;

/// A package that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct GivenPackage {
    /// Name of the hamlet.
    pub unit: String,
    /// The file.
    pub path: PathBuf,
    /// Its number.
    pub sequence: u32,
    /// Number of the newest result package that had arrived; 0: none.
    pub acknowledged: u32,
    /// People in it.
    pub people: u32,
    /// Six words that open it; empty when it is sealed to the hamlet's book.
    pub card: String,
}

/// What a work package brought.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct TakenWork {
    /// Its number.
    pub sequence: u32,
    /// The book has had it: nothing changed.
    pub again: bool,
    /// Number of the newest result package that the commune had taken in; 0: none.
    pub acknowledged: u32,
    /// People in it.
    pub people: usize,
    /// People who are new here.
    pub added: usize,
    /// People of whom something changed.
    pub changed: usize,
    /// People whom the commune has erased, and whose data are erased here, too.
    pub erased: u32,
    /// People who are of this hamlet no more.
    pub left: usize,
    /// Visits that are new here.
    pub visits: usize,
    /// Visits that the commune corrected.
    pub corrected: usize,
    /// Fields that both books changed: a person settles them.
    pub conflicts: usize,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum ResultAction {
    /// It is taken in.
    New,
    /// The book has it.
    Same,
    /// A later one of the hamlet, which says all that it says, was taken in before.
    Older,
    /// It is refused.
    Refused,
}

/// What became of a file, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct TakenResult {
    /// The file; within a zip, the zip's path and its own.
    pub file: String,
    /// What became of it.
    pub action: ResultAction,
    /// The hamlet; empty when it cannot be read.
    pub unit: String,
    /// Its number.
    pub sequence: u32,
    /// The day it was made for.
    pub day: Option<NaiveDate>,
    /// When it was made.
    pub issued_at: Option<DateTime<FixedOffset>>,
    /// Fingerprint of the key that signed it, in groups; empty when it cannot be read.
    pub fingerprint: String,
    /// Visits that it brings.
    pub visits: VisitsTaken,
    /// What it brings of people.
    pub people: PeopleTaken,
    /// Code of the refusal, or empty.
    pub code: &'static str,
    /// What the user has to know, each in Vietnamese, then in English.
    pub findings: Vec<[String; 2]>,
}

/// Visits that came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct VisitsTaken {
    /// New here.
    pub added: usize,
    /// The book had them.
    pub same: usize,
    /// Taken back at the hamlet.
    pub removed: usize,
    /// Changed on both sides.
    pub conflict: usize,
}

/// Changes of the register that came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct PeopleTaken {
    /// People who are new here.
    pub added: usize,
    /// People whose record changed.
    pub changed: usize,
    /// The book had it.
    pub same: usize,
    /// Who moved away or died.
    pub left: usize,
    /// Fields changed on both sides: a person settles them.
    pub conflict: usize,
}

impl VisitsTaken {
    pub(super) fn since(self, before: Self) -> Self {
        Self {
            added: self.added - before.added,
            same: self.same - before.same,
            removed: self.removed - before.removed,
            conflict: self.conflict - before.conflict,
        }
    }
}

impl PeopleTaken {
    pub(super) fn since(self, before: Self) -> Self {
        Self {
            added: self.added - before.added,
            changed: self.changed - before.changed,
            same: self.same - before.same,
            left: self.left - before.left,
            conflict: self.conflict - before.conflict,
        }
    }
}

/// What was taken in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct ImportedResults {
    /// Each file.
    pub files: Vec<TakenResult>,
    /// Visits.
    pub visits: VisitsTaken,
    /// People.
    pub people: PeopleTaken,
    /// Hamlets whose key is believed from now on: their first file had the token of their package.
    pub enrolled: Vec<String>,
    /// Their fingerprints: nobody has to be asked by telephone.
    pub believed: Vec<String>,
}
