//! Keeps the log of what was told and taught, by unit and day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::keep_points::place;
use crate::domain::ids::OutreachId;
use crate::domain::outreach::{Outreach, OutreachKind};
use crate::error::{Error, Result};
use crate::jobs::Nothing;
use crate::session::Session;
use crate::store::Book;

/// An event to log.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct LogOutreach {
    /// The day; today when missing.
    #[serde(default)]
    pub day: Option<NaiveDate>,
    /// Name of the unit; empty is the book's own.
    #[serde(default)]
    pub unit: String,
    /// What it was.
    pub kind: OutreachKind,
    /// People who were there.
    #[serde(default)]
    pub people: Option<u32>,
    /// In one's own words.
    pub words: String,
}

/// An event to take out.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct RemoveOutreach {
    /// The event.
    pub id: OutreachId,
}

/// An event as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct OutreachView {
    /// The event.
    #[serde(flatten)]
    pub event: Outreach,
    /// Name of its unit.
    pub unit: String,
}

/// All events, the newest first.
pub fn list_outreach(book: &mut Book, session: &Session, _: &Nothing) -> Result<Vec<OutreachView>> {
    let units = book.units_of_day(session.today())?;
    let view = |event: Outreach| OutreachView { unit: units.home_name(event.unit_id).to_owned(), event };
    Ok(book.outreach()?.into_iter().map(view).collect())
}

/// Logs an event.
///
/// # Errors
/// Those of [`Outreach::check`]; `unit.unknown`.
pub fn log_outreach(book: &mut Book, session: &Session, args: &LogOutreach) -> Result<Outreach> {
    let event = Outreach {
        id: OutreachId(session.new_id()),
        day: args.day.unwrap_or_else(|| session.today()),
        unit_id: place(book, session, &args.unit)?,
        kind: args.kind,
        people: args.people,
        words: args.words.split_whitespace().collect::<Vec<_>>().join(" "),
    };
    event.check(session.today())?;
    book.transact(session, "log-outreach", json!({}), |tx| tx.insert_outreach(&event))?;
    Ok(event)
}

/// Takes an event out.
///
/// # Errors
/// `outreach.unknown`.
pub fn remove_outreach(book: &mut Book, session: &Session, args: &RemoveOutreach) -> Result<Nothing> {
    if !book.outreach()?.iter().any(|event| event.id == args.id) {
        return Err(Error::new("outreach.unknown"));
    }
    book.transact(session, "remove-outreach", json!({}), |tx| tx.delete_outreach(args.id))?;
    Ok(Nothing {})
}
