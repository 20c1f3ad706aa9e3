//! From door to door: lists, rounds, visits.

pub mod import_visits;
pub mod log_visit;
pub mod make_worklist;
pub mod take_answer;
pub mod walk_hamlet;
