//! Work given by the "5 rõ".

pub mod give_assignment;
pub mod keep_drafts;
