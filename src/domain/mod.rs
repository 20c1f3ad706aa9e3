//! Types and rules of the field: no IO, no clock, no SQL, no cell.

pub mod citizen;
pub mod dates;
pub mod form;
pub mod identity;
pub mod ids;
pub mod import;
pub mod legacy;
pub mod matching;
pub mod phone;
pub mod reconciliation;
pub mod report;
pub mod roster;
pub mod text;
pub mod unit;
pub mod visit;
pub mod walk;
pub mod worklist;
