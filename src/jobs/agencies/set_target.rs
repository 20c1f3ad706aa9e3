//! Sets what an agency has to reach, where a plan asks for less than all of its people.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::agency_of;
use crate::domain::agency_target::AgencyTarget;
use crate::domain::ids::UnitId;
use crate::error::Result;
use crate::jobs::Nothing;
use crate::session::Session;
use crate::store::Book;

/// What an agency has to reach.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SetAgencyTarget {
    /// The agency.
    pub agency: UnitId,
    /// A share of its people, "80%", or a number of them, "12"; empty: all of them.
    pub target: String,
}

/// Sets it.
///
/// # Errors
/// `agency.not_commune`, `agency.unknown`, `agency.bad_target`.
pub fn set_target(book: &mut Book, session: &Session, args: &SetAgencyTarget) -> Result<Nothing> {
    let agency = agency_of(book, args.agency)?;
    let target: Option<AgencyTarget> =
        if args.target.trim().is_empty() { None } else { Some(args.target.parse()?) };
    if book.agency_targets()?.get(&agency.id).copied() == target {
        return Ok(Nothing {});
    }
    let told = json!({ "agency": agency.name, "target": target.map(|target| target.to_string()).unwrap_or_default() });
    book.transact(session, "set-agency-target", told, |tx| tx.set_agency_target(agency.id, target))?;
    Ok(Nothing {})
}
