//! Shows the hidden middle of identity numbers and phones for a while: who looked, and where, stands in the journal.

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::error::Result;
use crate::jobs::Nothing;
use crate::session::Session;
use crate::store::Book;

/// Where hidden numbers are to be shown.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct Reveal {
    /// The screen: "walk", "register", …; never a number.
    pub screen: String,
}

/// Notes that hidden numbers are shown on a screen. The entry holds none of them.
///
/// # Errors
/// The book's own: then the numbers stay hidden.
pub fn reveal(book: &mut Book, session: &Session, args: &Reveal) -> Result<Nothing> {
    book.note(session, "reveal", &json!({ "screen": args.screen }))?;
    Ok(Nothing {})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::visits::example::Example;

    #[test]
    fn a_look_is_noted_and_leaves_undo_as_it_was() {
        let mut example = Example::new();
        let session = Session::new(None);
        reveal(&mut example.book, &session, &Reveal { screen: "walk".into() }).unwrap();
        let newest = example.book.history(1).unwrap().remove(0);
        assert_eq!((newest.kind.as_str(), newest.rows), ("reveal", 0));
        assert_eq!(newest.can_undo.unwrap_err().code, "undo.no_change");
        let undone = example.book.undo(None, &session).map(|done| done.value.kind);
        assert_ne!(undone.unwrap_or_default(), "reveal");
    }
}
