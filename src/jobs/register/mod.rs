//! Households and people: looked at, changed by hand.

pub mod erase_people;
pub mod export_person;
pub mod keep_half_typed;
pub mod keep_register;
pub mod reveal_numbers;
pub mod show_register;
pub mod show_seen;
