//! Assignments that are being typed: kept in the book until they are given, so that a lid that is shut loses nothing.

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::domain::assignment::AssignmentDraft;
use crate::error::{Error, Result};
use crate::jobs::Nothing;
use crate::session::Session;
use crate::store::Book;

/// Drafts of one book.
const MOST: usize = 1_000;

/// The drafts of a book.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct KeepDrafts {
    /// All of them: those that are missing here are dropped.
    pub drafts: Vec<AssignmentDraft>,
}

/// The drafts, in the order in which they were kept.
pub fn drafts(book: &mut Book, _: &Session, _: &Nothing) -> Result<Vec<AssignmentDraft>> {
    book.drafts()
}

/// Keeps these drafts. They change nothing in the book: there is no journal entry and nothing to undo.
///
/// # Errors
/// `assignment.too_many`; the book's own.
pub fn keep_drafts(book: &mut Book, session: &Session, args: &KeepDrafts) -> Result<()> {
    if args.drafts.len() > MOST {
        return Err(Error::new("assignment.too_many").with("limit", MOST));
    }
    book.transact(session, "keep-drafts", json!({}), |tx| tx.set_drafts(&args.drafts))?;
    Ok(())
}
