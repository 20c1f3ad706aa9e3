//! One user job per file, read top to bottom. A job holds no SQL and no cell address.

use serde::{Deserialize, Serialize};

pub mod desk;
pub mod exchange_summary;
pub mod find_people;
pub mod import_register;
pub mod import_roster;
pub mod import_summary;
pub mod import_visits;
pub mod keep_book;
pub mod log_visit;
pub mod make_demo;
pub mod make_report;
pub mod make_worklist;
mod people_file;
pub mod reconcile;
mod roll_up;
pub mod set_campaign;
pub mod undo;

/// No arguments.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Nothing {}
