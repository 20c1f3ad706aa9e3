//! Campaigns and targets, and how far they are.

pub mod begin_campaign;
pub mod edit_targets;
pub mod follow_targets;
pub mod keep_quotas;
pub mod report_indicators;
pub mod set_campaign;
pub mod set_indicators;
pub mod set_targets;
