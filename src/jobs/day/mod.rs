//! A day in one look, and its end.

pub mod close_day;
pub mod look_at_today;
