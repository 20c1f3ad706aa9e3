//! One user job per file, read top to bottom: no SQL, no cell address.

pub mod import_visits;
pub mod log_visit;
pub mod make_report;
pub mod make_worklist;
