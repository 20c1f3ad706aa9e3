//! Spreadsheets in and out, and reports in words: the only place that knows cells.

pub mod invitation_sheet;
pub mod layout;
pub mod lock;
pub mod look;
mod pages;
pub mod read_indicators;
pub mod read_people;
pub mod read_points;
pub mod read_sheet;
pub mod read_targets;
pub mod read_tasks;
pub mod read_teams;
pub mod sheet;
mod spellings;
mod type_of_forms;
mod workbook;
pub mod worksheet;
pub mod write_csv;
pub mod write_demo;
pub mod write_form;
pub mod write_letter;
pub mod write_rejected;
