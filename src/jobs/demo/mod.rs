//! An invented commune to try things on.

mod demo_evenings;
pub mod make_demo;
