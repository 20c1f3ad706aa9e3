//! The extract against the register: who is who, and what both say.

mod carry;
pub(crate) mod open_rows;

pub mod choose_error;
pub mod fill_facts;
pub mod judge_blind;
pub mod list_findings;
pub mod list_pairs;
pub mod reconcile;
pub mod settle_pairs;
pub mod show_estimate;
pub mod show_housemates;
