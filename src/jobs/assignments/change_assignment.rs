//! Hands an assignment on, says how it goes, notes that its product came.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::follow_assignments::{AssignmentView, views};
use super::give_assignment::{Giving, LONGEST_NOTE};
use crate::domain::as_count;
use crate::domain::assignment::{Assignment, Goal, ProgressNote};
use crate::domain::dates::vi;
use crate::domain::ids::AssignmentId;
use crate::domain::text::{fold, may_mean};
use crate::error::{Error, Result};
use crate::figures::Day;
use crate::session::Session;
use crate::store::Book;

/// Hands an assignment on.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct Reassign {
    /// The assignment.
    pub id: AssignmentId,
    /// The new holder by name.
    pub to: String,
    /// First day of the new holder; today when missing.
    #[serde(default)]
    pub from: Option<NaiveDate>,
}

/// Gives an assignment to another holder from a day on; who had it before stays in its history.
///
/// # Errors
/// `assignment.unknown`, `assignment.no_holder`, `assignment.same_holder`, `assignment.from_before`.
pub fn reassign(book: &mut Book, session: &Session, args: &Reassign) -> Result<AssignmentView> {
    let given = assignment(book, args.id)?;
    let from = args.from.unwrap_or_else(|| session.today());
    if fold(&args.to).is_empty() {
        return Err(Error::new("assignment.no_holder"));
    }
    if let Some(last) = given.holder() {
        if may_mean(&args.to, &last.name) {
            return Err(Error::new("assignment.same_holder").with("name", &last.name));
        }
        if from < last.from {
            return Err(Error::new("assignment.from_before").with("day", vi(last.from)));
        }
    }
    let mut desk = Giving::new(book, session, false)?;
    let holder = desk.holder(&args.to, from, &mut given.place.clone());
    let position = as_count(given.holders.len());
    let told = json!({ "task": given.task, "to": holder.name });
    book.transact(session, "reassign", told, |tx| {
        desk.write(tx)?;
        tx.insert_holder(session.new_id(), given.id, position, &holder)
    })?;
    view(book, session, args.id)
}

/// A word on how an assignment goes.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct NoteProgress {
    /// The assignment.
    pub id: AssignmentId,
    /// What to note.
    pub text: String,
    /// The day it is of; today when missing.
    #[serde(default)]
    pub day: Option<NaiveDate>,
}

/// Adds a progress note; the form shows the newest with its week.
///
/// # Errors
/// `assignment.unknown`, `rights.others_work`, `assignment.note_empty`, `assignment.note_long`, `assignment.in_future`.
pub fn note_progress(book: &mut Book, session: &Session, args: &NoteProgress) -> Result<AssignmentView> {
    let given = assignment(book, args.id)?;
    book.check_work(&given, session.today())?;
    let day = past_day(session, args.day)?;
    let text = args.text.trim().to_owned();
    if text.is_empty() {
        return Err(Error::new("assignment.note_empty"));
    }
    if text.chars().count() > LONGEST_NOTE {
        return Err(Error::new("assignment.note_long").with("limit", LONGEST_NOTE));
    }
    let note = ProgressNote { day, text };
    book.transact(session, "note-progress", json!({ "task": given.task }), |tx| {
        tx.insert_progress_note(session.new_id(), given.id, &note)
    })?;
    view(book, session, args.id)
}

/// A product that was handed in.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct HandIn {
    /// The assignment.
    pub id: AssignmentId,
    /// The day; today when missing.
    #[serde(default)]
    pub day: Option<NaiveDate>,
}

/// Notes that the product of an assignment was handed in.
///
/// # Errors
/// `assignment.unknown`, `rights.others_work`, `assignment.counted` when its result is counted from visits, `assignment.in_future`,
/// `assignment.handed_in_first` before it begins.
pub fn hand_in(book: &mut Book, session: &Session, args: &HandIn) -> Result<AssignmentView> {
    let given = assignment(book, args.id)?;
    book.check_work(&given, session.today())?;
    if !matches!(given.result, Goal::Product(_)) {
        return Err(Error::new("assignment.counted"));
    }
    let day = past_day(session, args.day)?;
    if day < given.start {
        return Err(Error::new("assignment.handed_in_first")
            .with("day", vi(day))
            .with("start", vi(given.start)));
    }
    book.transact(session, "hand-in", json!({ "task": given.task }), |tx| {
        tx.set_handed_in(given.id, Some(day))
    })?;
    view(book, session, args.id)
}

fn past_day(session: &Session, day: Option<NaiveDate>) -> Result<NaiveDate> {
    let day = day.unwrap_or_else(|| session.today());
    if day > session.today() {
        return Err(Error::new("assignment.in_future").with("day", vi(day)));
    }
    Ok(day)
}

fn assignment(book: &Book, id: AssignmentId) -> Result<Assignment> {
    let found = book.assignments()?.into_iter().find(|given| given.id == id);
    found.ok_or_else(|| Error::new("assignment.unknown").with("id", id))
}

fn view(book: &Book, session: &Session, id: AssignmentId) -> Result<AssignmentView> {
    let found = views(&Day::read(book, session.today())?)?.into_iter().find(|view| view.assignment.id == id);
    found.ok_or_else(|| Error::new("assignment.unknown").with("id", id))
}
