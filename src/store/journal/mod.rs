//! The journal (nhật ký): what every change did, row by row, so that it can be shown and taken back.

pub(super) mod chain;
pub(super) mod entries;
mod history;
pub(super) mod judge;
pub(super) mod scrub;
pub(super) mod triggers;
pub(super) mod undo;

pub use self::history::{Closing, JournalEntry, JournalFilter, JournalPage, KindCount};
pub use self::undo::{OperationView, Undone};
