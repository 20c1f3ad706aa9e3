//! The desk: the session and the book that lies open on it.

use crate::error::{Error, Result};
use crate::session::Session;
use crate::store::{Book, BookInfo};

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
    pub(super) fn put(&mut self, book: Book) -> Result<BookInfo> {
        let info = book.info()?;
        self.book = Some(book);
        Ok(info)
    }

    /// Closes the book.
    pub fn close(&mut self) {
        self.book = None;
    }

    /// The open book and the session.
    ///
    /// # Errors
    /// `book.none_open`.
    pub fn open(&mut self) -> Result<(&mut Book, &Session)> {
        match &mut self.book {
            Some(book) => Ok((book, &self.session)),
            None => Err(Error::new("book.none_open")),
        }
    }
}
