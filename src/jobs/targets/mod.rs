//! Campaigns and targets, and how far they are.

pub mod edit_targets;
pub mod follow_targets;
pub mod set_campaign;
pub mod set_targets;
