//! What travels beside figures: lists down to hamlets, their visits and corrections back up, named and sealed; plans and tasks
//! down from the province.

pub mod give_work;
pub mod list_laptops;
pub mod settle_conflicts;
pub mod take_enrolment;
pub mod take_result;
pub mod take_work;
pub mod write_enrolment;
pub mod write_result;

use crate::exchange::rows_v1::{TABLES, Table, Way};

/// The names of a table's fields.
fn names(table: &Table) -> Vec<&'static str> {
    table.fields.iter().map(|(name, _)| *name).collect()
}

/// The tables whose rows go up too.
fn both_ways() -> impl Iterator<Item = &'static Table> {
    TABLES.iter().filter(|table| table.way == Way::Both)
}
