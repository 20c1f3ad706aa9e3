//! Signed figures that go up, and those that come in.

pub mod exchange_summary;
pub mod follow_summaries;
pub mod import_summary;
