//! Teams: who is in them, what they lack; typed, pasted or taken in from a table.

pub mod import_teams;
pub mod keep_teams;
pub mod show_teams;
