//! The extract against the register: who is who, and what both say.

mod carry;
pub mod fill_facts;
pub mod list_findings;
pub mod list_pairs;
pub mod reconcile;
pub mod settle_pairs;
