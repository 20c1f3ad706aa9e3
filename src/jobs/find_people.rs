//! Finds people as the user types.

use serde::{Deserialize, Serialize};

use crate::domain::citizen::Citizen;
use crate::error::Result;
use crate::session::Session;
use crate::store::Book;

/// What was typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct FindPeople {
    /// Any part of a name with or without marks, of a number, a phone, a house or a code.
    pub query: String,
    /// At most this many people.
    pub limit: usize,
}

/// The people who have every word of the query, in the order of names.
///
/// # Errors
/// `book.*` when the book cannot be read.
pub fn find_people(book: &mut Book, _: &Session, args: &FindPeople) -> Result<Vec<Citizen>> {
    let found = book.people_index()?.find(&args.query, args.limit);
    book.citizens_by_id(&found)
}
