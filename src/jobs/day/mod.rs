//! A day in one look, its end, and the steps before the first one.

pub mod check_day;
pub mod close_day;
pub mod look_at_today;
pub mod show_first_steps;
