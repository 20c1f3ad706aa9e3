//! Work given by the "5 rõ".

pub mod change_assignment;
pub mod follow_assignments;
pub mod give_assignment;
pub mod import_tasks;
pub mod keep_drafts;
pub mod propose_counts;
