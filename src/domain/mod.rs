//! Types and rules of the field: no IO, no clock, no SQL, no cell.

pub mod campaign;
pub mod citizen;
pub mod dates;
pub mod demo;
pub mod form;
pub mod identity;
pub mod ids;
pub mod import;
pub mod legacy;
pub mod matching;
pub mod phone;
pub mod reconciliation;
pub mod register;
pub mod report;
pub mod roster;
pub mod search;
pub mod summary;
pub mod text;
pub mod unit;
pub mod visit;
pub mod walk;
pub mod worklist;
