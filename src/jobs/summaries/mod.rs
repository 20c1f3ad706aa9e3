//! Signed figures that go up, and those that come in.

mod doubts;
pub mod export_summary;
mod figure;
pub mod follow_summaries;
pub mod import_summary;
pub mod list_missing;
mod named_below;
mod sender;
mod signed_figures;
mod unit_history;
pub mod verify_summary;
pub mod view_figure;
