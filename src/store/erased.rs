//! Who was erased, and what tells an erased person when an old list brings him back.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeDelta};
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::sign::Signer;
use rusqlite::OptionalExtension;

use super::values::Plain;
use super::{Book, Tx};
use crate::domain::dates::vi;
use crate::domain::erasure::{mark_of_head, marks_of_row};
use crate::domain::hash::hex;
use crate::domain::ids::CitizenId;
use crate::domain::import::PersonRow;
use crate::error::{Error, Result};

/// The people whom a day counts: those who came after an erasure of everybody (at the end of a campaign) and until the next one. The
/// figures of a campaign stay when its people were erased, and the next campaign begins without them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Generation {
    /// The day of the erasure before them: whoever was erased by then is of a campaign before. Their first day is that on which one came.
    pub(super) after: Option<NaiveDate>,
    /// The day of the erasure that ended them: whoever was not erased by then came later.
    pub(super) until: Option<NaiveDate>,
    /// Police lists with smaller ids were taken in for those before; `""`: none was.
    pub(super) first_list: String,
}

impl Generation {
    /// Whether it has a person whose data were erased on that day, if ever.
    pub(super) fn counts(&self, erased_on: Option<NaiveDate>) -> bool {
        let is_before = erased_on.is_some_and(|on| self.after.is_some_and(|after| on <= after));
        let is_later = self.until.is_some_and(|until| erased_on.is_none_or(|on| until < on));
        !is_before && !is_later
    }
}

/// Of the people up to an erasure of everybody at most one in so many is left: what came late from a laptop.
const LEFT_OF_ALL: u32 = 10;

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

    /// Refuses what would bring data of an erased person back, or go on with him.
    ///
    /// # Errors
    /// `citizen.erased`; the book's own.
    pub fn check_not_erased(&self, id: CitizenId) -> Result<()> {
        match self.erased_on(id)? {
            Some(day) => Err(Error::new("citizen.erased").with("day", vi(day))),
            None => Ok(()),
        }
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
        Ok(self.erasures()?.into_iter().map(|(id, _)| id).collect())
    }

    /// Everybody whose data were erased, and when.
    pub(super) fn erasures(&self) -> Result<Vec<(CitizenId, NaiveDate)>> {
        self.rows("SELECT id, day FROM erased", [], |row| {
            Ok((row.get("id")?, row.get::<_, Plain<_>>("day")?.0))
        })
    }

    /// The people whom `day` counts. Where nobody came after an erasure of everybody, the figures go on with those who were erased.
    ///
    /// Laptops of hamlets hear of an erasure person by person, so it is known by who was erased when.
    pub(super) fn generation(&self, day: NaiveDate) -> Result<Generation> {
        let mut found = Generation::default();
        let ends: Vec<(NaiveDate, String)> =
            self.rows("SELECT day, max(id) AS last FROM erased GROUP BY day ORDER BY day", [], |row| {
                Ok((row.get::<_, Plain<_>>("day")?.0, row.get("last")?))
            })?;
        let mut floor = String::new();
        for (end, last) in ends {
            let Some(next) = self.next_generation(&floor, end, last)? else { continue };
            floor.clone_from(&next);
            // Until somebody comes, days are handed in with those who were erased.
            let first: String =
                self.row("SELECT min(id) AS id FROM citizen WHERE id > ?1", [&next], |row| row.get("id"))?;
            if day_of_id(&first).unwrap_or(end) <= day {
                (found.after, found.first_list) = (Some(end), next);
            } else {
                found.until = Some(end);
                break;
            }
        }
        Ok(found)
    }

    /// From which id on people came after everybody between `floor` and there was erased, at the latest on `end`; `None`: some are left, or
    /// nobody came. `last` is the greatest id of those who were erased on that day.
    fn next_generation(&self, floor: &str, end: NaiveDate, last: String) -> Result<Option<String>> {
        let within = |next: String| -> Result<Option<String>> {
            // Of thousands of people no more are counted than tell.
            let is_end = self.row(
                "WITH gone AS (SELECT count(*) AS people FROM erased WHERE id > ?1 AND day <= ?3)
                 SELECT EXISTS (SELECT 1 FROM citizen WHERE id > ?2) AND people + people / ?4 >= (
                   SELECT count(*) FROM (SELECT 1 FROM citizen WHERE citizen.id > ?1 AND citizen.id <= ?2
                       AND id NOT IN (SELECT id FROM departure WHERE gone = 'elsewhere')
                     LIMIT (SELECT 2 * people + 2 FROM gone))) AS is_end FROM gone",
                (floor, &next, Plain(end), LEFT_OF_ALL - 1),
                |row| row.get::<_, bool>("is_end"),
            )?;
            Ok(is_end.then_some(next))
        };
        // Where everybody went in one go, the next may come on the very day.
        let at_once =
            "SELECT max(at) AS at FROM operation WHERE kind = 'erase-campaign' AND substr(at, 1, 10) = ?1";
        let at_once: Option<Plain<DateTime<FixedOffset>>> =
            self.row(at_once, [Plain(end)], |row| row.get("at"))?;
        if let Some(Plain(at)) = at_once {
            return within(first_id_at(at.timestamp_millis() + 1));
        }
        let after = |day: NaiveDate| last.clone().max(first_id_on(day));
        let next_day = within(after(end.succ_opt().unwrap_or(end)))?;
        // A laptop that was told of many on one day, and those who came to the commune on that day.
        let many = "SELECT count(*) > ?2 AS many FROM erased WHERE day = ?1";
        if next_day.is_some()
            || !self.row(many, (Plain(end), LEFT_OF_ALL), |row| row.get::<_, bool>("many"))?
        {
            return Ok(next_day);
        }
        within(after(end))
    }

    /// What was taken in for the people of `day` has ids from this on; `""`: nobody was before them.
    pub(crate) fn first_id_for(&self, day: NaiveDate) -> Result<String> {
        Ok(self.generation(day)?.first_list)
    }

    /// The day on which the people of before those of `day` were erased. Days of which it is another one have nobody in common.
    pub fn people_since(&self, day: NaiveDate) -> Result<Option<NaiveDate>> {
        Ok(self.generation(day)?.after)
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

/// Ids made since the midnight that begins a day are greater.
fn first_id_on(day: NaiveDate) -> String {
    first_id_at((day.and_time(NaiveTime::MIN).and_utc() - TimeDelta::hours(7)).timestamp_millis())
}

/// The day on which an id was made.
fn day_of_id(id: &str) -> Option<NaiveDate> {
    let milliseconds = i64::from_str_radix(&id.get(..13)?.replace('-', ""), 16).ok()?;
    Some((DateTime::from_timestamp_millis(milliseconds)? + TimeDelta::hours(7)).date_naive())
}

/// Ids made since then are greater: they begin with the milliseconds since 1970 (UUIDv7).
fn first_id_at(milliseconds: i64) -> String {
    let milliseconds = format!("{milliseconds:012x}");
    let (high, low) = milliseconds.split_at(8);
    format!("{high}-{low}")
}

impl Tx<'_> {
    /// Notes people who came with a package as erased already: this book never had their data.
    pub fn note_erased(&self, people: &[CitizenId], today: NaiveDate) -> Result<()> {
        for id in people {
            self.write("INSERT INTO erased (id, day) VALUES (?1, ?2)", (id, Plain(today)))?;
        }
        self.date_erasures(people)
    }

    /// People whom the commune has erased were erased on the commune's day, the one before they are gone from: a package brings the next
    /// campaign's people along. Of who had died or moved away before only that is known.
    pub fn date_erasures(&self, people: &[CitizenId]) -> Result<()> {
        self.write(
            "UPDATE erased SET day = min(day, (SELECT date(d.day, '-1 day') FROM departure d WHERE d.id = erased.id))
             WHERE id IN (SELECT value FROM json_each(?1)) AND id IN (SELECT id FROM departure)",
            [serde_json::to_string(people).unwrap_or_default()],
        )
    }

    /// Keeps the sums of marks.
    pub(super) fn keep_marks(&self, marks: &[String]) -> Result<()> {
        let keyed = self.erased_marks()?;
        marks.iter().try_for_each(|mark| {
            self.write("INSERT OR IGNORE INTO erased_mark (id) VALUES (?1)", [keyed.sum(mark)?])
        })
    }
}
