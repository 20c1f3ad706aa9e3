//! The book itself: its file, its team, its units, its journal.

pub mod change_units;
pub mod keep_book;
pub mod keep_members;
pub mod keep_secrets;
pub mod list_outgoing;
pub mod merge_units;
pub mod split_unit;
pub mod undo;
