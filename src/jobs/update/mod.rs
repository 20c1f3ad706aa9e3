//! A new version of the program, from a file that somebody brought.

pub mod make_update;
pub mod take_update;
