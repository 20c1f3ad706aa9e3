//! Who was erased, and what tells an erased person when an old list brings him back.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::sign::Signer;
use rusqlite::OptionalExtension;

use super::values::Plain;
use super::{Book, Tx};
use crate::domain::erasure::{mark_of_head, marks_of_row};
use crate::domain::hash::hex;
use crate::domain::ids::CitizenId;
use crate::domain::import::PersonRow;
use crate::error::{Error, Result};

/// The marks of all whom the book erased one by one, and its key to them.
pub struct ErasedMarks {
    key: PKey<Private>,
    marks: BTreeSet<String>,
}

impl ErasedMarks {
    fn sum(&self, mark: &str) -> Result<String> {
        let failed = |e: openssl::error::ErrorStack| Error::new("book.failed").with("detail", e);
        let mut signer = Signer::new(MessageDigest::sha256(), &self.key).map_err(failed)?;
        signer
            .update(b"tung-nha erased v1 ")
            .and_then(|()| signer.update(mark.as_bytes()))
            .map_err(failed)?;
        Ok(hex(&signer.sign_to_vec().map_err(failed)?))
    }

    fn has(&self, mark: &str) -> Result<bool> {
        Ok(!self.marks.is_empty() && self.marks.contains(&self.sum(mark)?))
    }

    /// Whether nobody was erased one by one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// Whether a row is that of an erased person.
    ///
    /// # Errors
    /// `book.failed` when no sum can be made.
    pub fn has_row(&self, row: &PersonRow) -> Result<bool> {
        for mark in marks_of_row(row) {
            if self.has(&mark)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether the head of a household that a row of a hamlet names is an erased person.
    ///
    /// # Errors
    /// `book.failed` when no sum can be made.
    pub fn has_head(&self, head: &str, hamlet: &str) -> Result<bool> {
        if head.is_empty() { Ok(false) } else { self.has(&mark_of_head(head, hamlet)) }
    }
}

impl Book {
    /// What tells the erased people.
    pub fn erased_marks(&self) -> Result<ErasedMarks> {
        let key = PKey::hmac(&*self.signing_seed()?);
        let key = key.map_err(|e| Error::new("book.failed").with("detail", e))?;
        let marks = self.rows("SELECT id FROM erased_mark", [], |row| row.get("id"))?;
        Ok(ErasedMarks { key, marks: marks.into_iter().collect() })
    }

    /// The day on which a person's data were erased; `None`: they were not.
    pub fn erased_on(&self, id: CitizenId) -> Result<Option<NaiveDate>> {
        let mut statement = self.conn().prepare_cached("SELECT day FROM erased WHERE id = ?1")?;
        let day = statement.query_row([id], |row| row.get::<_, Plain<_>>("day")).optional()?;
        Ok(day.map(|Plain(day)| day))
    }

    /// People who came as erased with a package, and whose earlier data this book still has.
    pub fn erased_elsewhere(&self, name: &str) -> Result<Vec<CitizenId>> {
        self.rows(
            "SELECT id FROM citizen WHERE name = ?1 AND id NOT IN (SELECT id FROM erased) ORDER BY id",
            [name],
            |row| row.get("id"),
        )
    }

    /// The first day that a figure may be asked for.
    pub fn first_figure_day(&self) -> Result<NaiveDate> {
        self.row(
            "SELECT min(day) AS day FROM (
               SELECT min(first_day) AS day FROM campaign UNION ALL SELECT min(as_of) FROM roster
               UNION ALL SELECT min(substr(at, 1, 10)) FROM visit UNION ALL SELECT substr(created_at, 1, 10) FROM book)
             WHERE day IS NOT NULL",
            [],
            |row| Ok(row.get::<_, Plain<_>>("day")?.0),
        )
    }

    /// Of people and households those who were erased; a house is when its head, here called `name`, was.
    pub fn erased_among(&self, ids: &BTreeSet<&str>, name: &str) -> Result<BTreeSet<String>> {
        let found = self.rows(
            "SELECT id FROM erased WHERE id IN (SELECT value FROM json_each(?1))
             UNION SELECT id FROM household WHERE head = ?2 AND id IN (SELECT value FROM json_each(?1))",
            (serde_json::to_string(ids).unwrap_or_default(), name),
            |row| row.get("id"),
        )?;
        Ok(found.into_iter().collect())
    }

    /// Everybody whose data were erased: nobody to visit, to call, to list or to count among those who are in the book.
    pub(super) fn erased_people(&self) -> Result<BTreeSet<CitizenId>> {
        Ok(self.rows("SELECT id FROM erased", [], |row| row.get("id"))?.into_iter().collect())
    }

    /// Everybody whose data are still there.
    pub fn people_not_erased(&self) -> Result<Vec<CitizenId>> {
        self.rows("SELECT id FROM citizen WHERE id NOT IN (SELECT id FROM erased) ORDER BY id", [], |row| {
            row.get("id")
        })
    }

    /// Whether a file was taken in before everybody of a campaign was erased: taken in again it would bring them back.
    pub fn is_of_erased_campaign(&self, sha256: &str) -> Result<bool> {
        self.row(
            "SELECT EXISTS (SELECT 1 FROM import i JOIN operation o ON o.kind = 'erase-campaign' AND o.at >= i.at
               WHERE i.sha256 = ?1) AS any",
            [sha256],
            |row| row.get("any"),
        )
    }
}

impl Tx<'_> {
    /// Keeps the sums of marks.
    pub(super) fn keep_marks(&self, marks: &[String]) -> Result<()> {
        let keyed = self.erased_marks()?;
        marks.iter().try_for_each(|mark| {
            self.write("INSERT OR IGNORE INTO erased_mark (id) VALUES (?1)", [keyed.sum(mark)?])
        })
    }
}
