//! People who are being typed, as at a door: kept in the book until they are saved or thrown away, so that no call to the
//! next house loses half a form.

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::domain::citizen::Household;
use crate::domain::ids::PersonDraftId;
use crate::domain::person_form::{Home, PersonDraft};
use crate::error::Result;
use crate::jobs::Nothing;
use crate::session::Session;
use crate::store::Book;

/// Somebody half typed, and at whose door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct HalfTyped {
    /// What was typed.
    pub draft: PersonDraft,
    /// The household, where one of the book was chosen.
    pub household: Option<Household>,
}

/// A draft that is thrown away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DropPersonDraft {
    /// Which.
    pub id: PersonDraftId,
}

/// Who is half typed. A household that is not there any more has to be chosen anew.
pub fn half_typed(book: &mut Book, _: &Session, _: &Nothing) -> Result<Vec<HalfTyped>> {
    let with_household = |mut draft: PersonDraft| {
        let household = match &draft.home {
            Some(Home::Known(id)) => book.household(*id)?,
            _ => None,
        };
        if household.is_none() {
            draft.home = draft.home.filter(|home| matches!(home, Home::New(_)));
        }
        Ok(HalfTyped { draft, household })
    };
    book.person_drafts()?.into_iter().map(with_household).collect()
}

/// Keeps what was typed of somebody. It changes nothing in the book: there is no journal entry and nothing to undo.
pub fn keep_half_typed(book: &mut Book, session: &Session, draft: &PersonDraft) -> Result<PersonDraftId> {
    let id = draft.id.unwrap_or_else(|| PersonDraftId(session.new_id()));
    let kept = PersonDraft { id: Some(id), ..draft.clone() };
    book.transact(session, "keep-drafts", json!({}), |tx| tx.set_person_draft(id, &kept))?;
    Ok(id)
}

/// Throws away what was typed of somebody.
pub fn drop_half_typed(book: &mut Book, session: &Session, args: &DropPersonDraft) -> Result<()> {
    book.transact(session, "keep-drafts", json!({}), |tx| tx.drop_person_draft(args.id))?;
    Ok(())
}
