//! Types and rules of the field: no IO, no clock, no SQL, no cell.

pub mod accounting;
pub mod agency;
pub mod agency_list;
pub mod agency_target;
pub mod apportion;
pub mod assignment;
pub mod audit;
pub mod births;
pub mod bridge;
pub mod campaign;
pub mod card;
pub mod citizen;
pub mod commendation;
pub mod daily;
pub mod dates;
pub mod demo;
pub mod erasure;
pub mod extract;
pub mod file_kind;
pub mod file_warning;
pub mod fill;
pub mod first_steps;
pub mod forecast;
pub mod forecast_range;
pub mod form;
pub mod gazetteer;
pub mod hamlets;
pub mod hash;
pub mod identity;
pub mod ids;
pub mod import;
pub mod indicator;
pub mod invitation;
pub mod league;
pub mod legacy;
pub mod letter;
pub mod lists;
pub mod matching;
pub mod member;
pub mod outreach;
pub mod passphrase;
pub mod person_form;
pub mod phone;
pub mod pile;
pub mod plan_task;
pub mod point;
pub mod purpose;
pub mod quota;
pub mod reconciliation;
pub mod register;
pub mod remark;
pub mod report;
pub mod rights;
pub mod roster;
pub mod round;
pub mod search;
pub mod second_look;
pub mod sharing;
pub mod sides;
pub mod standing;
pub mod summary;
pub mod survey;
pub mod target;
pub mod targets_of_day;
pub mod team;
pub mod template;
pub mod text;
pub mod today;
pub mod trace;
mod typed_digits;
pub mod unit;
pub mod visit;
pub mod walk;
pub mod walk_sheet;
pub mod words;
pub mod worklist;

/// The whole part of a count of rows or people that was reckoned; nothing below zero.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts, never below zero here")]
pub(crate) fn whole(count: f64) -> u32 {
    count.max(0.0) as u32
}

/// A number of things as figures hold it; more than a `u32` holds is no number that a commune or a province has.
#[must_use]
pub fn as_count(n: impl TryInto<u32>) -> u32 {
    n.try_into().unwrap_or(u32::MAX)
}
