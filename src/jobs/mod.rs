//! One user job per file, read top to bottom. A job holds no SQL and no cell address.

use serde::{Deserialize, Serialize};

pub mod change_units;
pub mod close_day;
mod demo_evenings;
pub mod desk;
pub mod draw_annex1;
mod draw_five_clear;
mod draw_league;
pub mod edit_targets;
pub mod exchange_summary;
pub mod follow_summaries;
pub mod follow_targets;
pub mod give_assignment;
pub mod import_register;
pub mod import_roster;
pub mod import_summary;
pub mod import_visits;
pub mod keep_book;
pub mod keep_drafts;
pub mod keep_members;
pub mod keep_register;
pub mod list_findings;
pub mod list_pairs;
pub mod log_visit;
pub mod look_at_today;
pub mod make_demo;
pub mod make_report;
pub mod make_worklist;
mod people_file;
pub mod preview_report;
pub mod reconcile;
pub mod reveal_numbers;
mod roll_up;
pub mod set_campaign;
pub mod set_targets;
pub mod settle_pairs;
pub mod show_register;
pub mod shred_file;
pub mod take_file;
pub mod undo;
pub mod walk_hamlet;

/// No arguments.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct Nothing {}
