//! Spreadsheets in and out: the only place that knows cells.

pub mod layout;
pub mod read_people;
pub mod read_sheet;
mod spellings;
pub mod write_form;
