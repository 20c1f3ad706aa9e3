//! What is being typed and is in no list yet: assignments, and people who are not in the register.

use super::assignments::{json, parse};
use super::{Book, Tx};
use crate::domain::assignment::AssignmentDraft;
use crate::domain::ids::PersonDraftId;
use crate::domain::person_form::PersonDraft;
use crate::error::Result;

/// The id of a person's row; those of assignments are their places.
fn row_of(id: PersonDraftId) -> String {
    format!("person {id}")
}

impl Book {
    /// The assignments that are being typed, in their order.
    pub fn drafts(&self) -> Result<Vec<AssignmentDraft>> {
        self.rows("SELECT content FROM draft WHERE id NOT LIKE 'person %' ORDER BY id", [], |row| {
            parse(&row.get::<_, String>("content")?)
        })
    }

    /// The people who are being typed, in the order in which they were begun.
    pub fn person_drafts(&self) -> Result<Vec<PersonDraft>> {
        self.rows("SELECT content FROM draft WHERE id LIKE 'person %' ORDER BY id", [], |row| {
            parse(&row.get::<_, String>("content")?)
        })
    }
}

impl Tx<'_> {
    /// Keeps these assignments instead of those there were.
    pub fn set_drafts(&self, drafts: &[AssignmentDraft]) -> Result<()> {
        self.write("DELETE FROM draft WHERE id NOT LIKE 'person %'", [])?;
        drafts.iter().zip(1..).try_for_each(|(draft, place): (_, u32)| {
            let id = format!("{place:06}");
            self.write("INSERT INTO draft (id, content) VALUES (?1, ?2)", (id, json(draft)?))
        })
    }

    /// Keeps what was typed of a person instead of what was kept of it before.
    pub fn set_person_draft(&self, id: PersonDraftId, draft: &PersonDraft) -> Result<()> {
        let sql = "INSERT INTO draft (id, content) VALUES (?1, ?2)
                   ON CONFLICT (id) DO UPDATE SET content = excluded.content";
        self.write(sql, (row_of(id), json(draft)?))
    }

    /// Drops what was typed of a person.
    pub fn drop_person_draft(&self, id: PersonDraftId) -> Result<()> {
        self.write("DELETE FROM draft WHERE id = ?1", [row_of(id)])
    }
}
