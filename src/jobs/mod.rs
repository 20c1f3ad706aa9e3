//! One user job per file, read top to bottom: no SQL, no cell address.

pub mod make_report;
