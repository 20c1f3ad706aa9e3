//! Every command of the product in one table. Shells (the window, the command line) call these and nothing below.
//!
//! A command is `name(Args) -> Out = job`: the table makes a typed function for Rust callers and an arm of [`call`] for
//! callers that speak JSON.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use crate::domain::import::Accounting;
pub use crate::error::{Error, Result, RowIssue, Severity};
pub use crate::jobs::import_register::ImportFile;
pub use crate::jobs::import_roster::ImportRoster;
pub use crate::jobs::keep_book::{CreateBook, OpenBook, RestoreBook};
pub use crate::session::Session;

use crate::jobs;
use crate::store::Book;

/// What a shell holds: the session and the open book.
pub struct Desk {
    /// Clock, ids, progress and the switch to stop.
    pub session: Session,
    book: Option<Book>,
}

impl Desk {
    /// A desk without a book.
    #[must_use]
    pub fn new(session: Session) -> Self {
        Self { session, book: None }
    }

    /// Puts an opened book on the desk; the one before is closed.
    pub(crate) fn put(&mut self, book: Book) {
        self.book = Some(book);
    }

    /// Closes the book.
    pub fn close(&mut self) {
        self.book = None;
    }

    fn open(&mut self) -> Result<(&mut Book, &Session)> {
        match &mut self.book {
            Some(book) => Ok((book, &self.session)),
            None => Err(Error::new("book.none_open")),
        }
    }
}

/// No arguments.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Nothing {}

/// A file to write or read.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct FilePath {
    /// The path.
    pub path: PathBuf,
}
