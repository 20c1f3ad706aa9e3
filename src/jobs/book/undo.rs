//! History, and taking back.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::dates::vi;
use crate::domain::ids::OperationId;
use crate::domain::text::thousands;
use crate::error::{Error, Refusal, Result};
use crate::jobs::rights::look_into;
use crate::session::Session;
use crate::store::{Book, JournalFilter, JournalPage, OperationView, Undone};

/// How much of the history to show.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct History {
    /// At most this many operations, newest first.
    pub limit: u32,
}

/// What to take back.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct Undo {
    /// The operation; the newest that is not undone when missing, papers that were written left out. An undo is an operation
    /// too: undoing it is redo.
    #[serde(default)]
    pub id: Option<OperationId>,
    /// The closing of a day is not taken back before a person was asked.
    #[serde(default)]
    pub ask: bool,
}

/// What was done, newest first.
pub fn history(book: &mut Book, _: &Session, args: &History) -> Result<Vec<OperationView>> {
    book.history(args.limit)
}

/// One operation.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct OneOperation {
    /// Its id.
    pub id: OperationId,
}

/// One page of the journal, by kind and member.
pub fn journal_page(book: &mut Book, _: &Session, args: &JournalFilter) -> Result<JournalPage> {
    book.journal_page(args)
}

/// Why whoever works cannot take an operation back; nothing when it can be.
pub fn refusal_of_undo(book: &mut Book, session: &Session, args: &OneOperation) -> Result<Option<Refusal>> {
    let held = look_into(book, session, "undo", &Value::Null);
    match held.and_then(|held| book.hold(held, |book| book.can_undo(args.id))) {
        Ok(()) => Ok(None),
        Err(reason) if reason.code.starts_with("undo.") || reason.code.starts_with("rights.") => {
            Ok(Some(reason.into()))
        }
        Err(e) => Err(e),
    }
}

/// Takes one operation back.
///
/// # Errors
/// `undo.nothing`, `undo.not_found`, `undo.already`, `undo.changed_since`, `undo.ask_closing`, `undo.newest_erased`; nothing is changed.
pub fn undo(book: &mut Book, session: &Session, args: &Undo) -> Result<Undone> {
    let newest = book.history(1)?.into_iter().next();
    if args.ask && args.id.is_none() && newest.is_some_and(|one| one.kind.starts_with("erase-")) {
        return Err(Error::new("undo.newest_erased"));
    }
    if args.ask
        && args.id.is_none()
        && let Some((id, day, papers)) = book.closing_undone_next()?
    {
        // Whoever may not is not asked.
        book.can_undo(id)?;
        return Err(Error::new("undo.ask_closing").with("day", vi(day)).with("papers", thousands(papers)));
    }
    Ok(book.undo(args.id, session)?.value)
}
