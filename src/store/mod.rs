//! The only SQL: the book (sổ) as one SQLCipher file with one door for change.
//!
//! Reads are `impl Book { pub fn … }` and writes `impl Tx<'_> { pub fn … }`, each in the file of their noun. A write
//! outside [`Book::transact`] fails: the connection is read-only (`query_only`) but for the time of a transaction.

mod affiliations;
mod assignments;
mod audits;
mod backup;
mod backup_places;
mod blanking;
pub mod campaigns;
mod door;
mod drafts;
pub mod erased;
pub mod erasing;
pub mod extract_rows;
mod file;
pub mod held;
pub mod imports;
mod indicators;
mod invitations;
mod journal;
mod key;
mod lock;
pub(crate) mod match_samples;
pub(crate) mod matches;
mod members;
mod migrate;
mod older_backups;
mod open;
pub mod outgoing;
mod outreach;
pub mod package_rows;
pub mod packages;
mod passphrase;
pub mod people;
mod points;
mod quotas;
pub mod register;
mod remarks;
pub mod reports;
mod restore;
mod rights;
pub mod rosters;
mod rounds;
mod salvage;
mod second_looks;
mod slots;
pub mod summaries;
mod tables;
mod targets;
mod teams;
pub mod units;
mod values;
pub(crate) mod visits;
mod worklists;

#[cfg(test)]
mod tests;

use std::any::Any;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, OpenFlags, params};
use serde::Serialize;
use zeroize::Zeroizing;

pub use self::backup::{Backup, BackupReason, BackupState, Verifying, backups_of};
pub use self::door::{Done, Tx};
use self::file::{
    SQLITE, check_free, clean, clear_drafts, detail_of, draft_in, folder_of, of, publish, take_back,
};
use self::journal::entries;
pub use self::journal::{
    Closing, JournalEntry, JournalFilter, JournalPage, KindCount, OperationView, Undone,
};
use self::key::Key;
use self::lock::Lock;
pub use self::matches::RowsOfLists;
pub use self::members::MemberView;
pub use self::older_backups::OlderBackups;
use self::open::connect;
pub use self::outgoing::Outgoing;
pub use self::rights::Held;
pub(crate) use self::rounds::Houses;
pub use self::salvage::{Lost, LostRow, Salvaged, SalvagedTable};
pub use self::slots::has_keys;
use self::values::Plain;
use crate::domain::hash;
use crate::domain::ids::{MemberId, UnitId};
use crate::domain::passphrase::PUBLIC;
use crate::domain::search::PeopleIndex;
use crate::domain::unit::{Level, check_name};
use crate::error::{Error, Result};
use crate::messages;
use crate::session::Session;

/// The schema of the books that this program writes; it reads all that were before.
pub const SCHEMA: u32 = migrate::VERSION;

/// What a new book is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBook {
    /// The level that the book works at.
    pub level: Level,
    /// Name of its unit with the kind word: "Xã Thử Nghiệm".
    pub name: String,
    /// National code of the unit as text (2 or 5 digits), or empty.
    pub code: String,
    /// Kind of the unit ("xa", "thon", …), or empty.
    pub kind: String,
    /// Names of the units above, nearest first.
    pub above: Vec<String>,
    /// The unit in the book above, when the book is made of its package; else it is a new one.
    pub unit: Option<UnitId>,
}

/// What a book is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct BookInfo {
    /// Id of the book.
    pub id: String,
    /// The file.
    pub path: PathBuf,
    /// The level it works at.
    pub level: Level,
    /// The book's own unit.
    pub unit_id: UnitId,
    /// Name of the unit.
    pub name: String,
    /// Kind of the unit, or empty.
    pub kind: String,
    /// National code of the unit, or empty.
    pub code: String,
    /// Names of the units above, nearest first.
    pub above: Vec<String>,
    /// Whether its people are invented, to try things on.
    pub sample: bool,
    /// Whether it can only be looked at: its file or its folder cannot be written.
    pub read_only: bool,
    /// The member who opened it by a secret of their own; `None`: by its passphrase.
    pub opened_by: Option<MemberId>,
    /// Whether the file with the members' keys was lost, damaged or older and was made anew as the book was opened.
    pub keys_mended: bool,
    /// Backups that still hold people who were erased, or open with a former passphrase, and places of such: not reached yet.
    pub backups_owed: Vec<PathBuf>,
    /// When it was made, RFC 3339.
    pub created_at: String,
    /// Version of its schema.
    pub version: u32,
    /// Units, the book's own included.
    pub units: u32,
    /// Households.
    pub households: u32,
    /// Citizens, without those whose data were erased.
    pub citizens: u32,
    /// People whose data were erased: figures of the days before count them.
    pub erased: u32,
    /// Rosters.
    pub rosters: u32,
    /// Visits.
    pub visits: u32,
}

/// An open book. It is closed, and its lock given back, when dropped.
pub struct Book {
    // Field order is drop order: the connection closes before the lock is given back.
    conn: Connection,
    /// The file was closed to be copied and could not be opened again: `conn` is none of it.
    closed: bool,
    /// It was opened where nothing can be written.
    read_only: bool,
    path: PathBuf,
    key: Key,
    /// Whoever opened it by a secret of their own.
    opener: Option<slots::Opener>,
    /// The file of keys was missing, damaged or older, and was made anew as the book was opened.
    keys_mended: bool,
    /// What whoever works is held to while a job runs.
    held: Held,
    day_backup: Option<Verifying>,
    /// With the time.
    backup_failure: Option<(Error, DateTime<FixedOffset>)>,
    /// What older backups are owed and could not be given.
    owed: Option<OlderBackups>,
    /// Where backups are copied to on this computer, if anywhere.
    pub second_place: Option<PathBuf>,
    /// With the last line of the journal that it knows of.
    people_index: Option<(PeopleIndex, i64)>,
    /// With the question that it answers, and the last line of the journal that it knows of.
    long_list: Option<(String, i64, Arc<dyn Any + Send + Sync>)>,
    touched: BTreeSet<String>,
    /// SHA-256 of the files that a sample is being made of.
    made_of: Vec<String>,
    lock: Lock,
}

impl Book {
    /// A connection that was set up, with its lock.
    fn new(conn: Connection, path: PathBuf, key: Key, lock: Lock) -> Self {
        Self {
            conn,
            closed: false,
            read_only: false,
            path,
            key,
            opener: None,
            keys_mended: false,
            held: Held::default(),
            day_backup: None,
            backup_failure: None,
            owed: None,
            second_place: None,
            people_index: None,
            long_list: None,
            touched: BTreeSet::new(),
            made_of: Vec::new(),
            lock,
        }
    }

    /// Makes a new book at `path`, which must not exist, and opens it.
    ///
    /// # Errors
    /// `book.exists`, `book.passphrase_short`, `book.passphrase_weak`, `book.folder_missing`, `book.linked`, `book.read_only`, `book.disk_full`,
    /// `book.busy`, `clock.out_of_range`; no file is left behind, or `book.left` tells so.
    pub fn create(path: &Path, passphrase: &str, new: &NewBook, session: &Session) -> Result<Self> {
        let known: Vec<&str> = std::iter::once(&new.name).chain(&new.above).map(String::as_str).collect();
        key::check_strength(passphrase, &known, session)?;
        Self::create_with(path, passphrase, new, session)
    }

    /// Makes a sample under the public passphrase, and opens it. `made_of` are the SHA-256 sums of the files with its
    /// invented people: no others get in, see [`Book::check_people_may_come`].
    ///
    /// # Errors
    /// As [`Book::create`].
    pub fn create_sample(
        path: &Path,
        new: &NewBook,
        made_of: Vec<String>,
        session: &Session,
    ) -> Result<Self> {
        let book = Self::create_with(path, PUBLIC, new, session)?;
        Ok(Self { made_of, ..book })
    }

    fn create_with(path: &Path, passphrase: &str, new: &NewBook, session: &Session) -> Result<Self> {
        session.check_clock()?;
        check_name(&new.name, &new.code)?;
        new.above.iter().try_for_each(|above| check_name(above, ""))?;
        check_free(path)?;
        let make = || {
            let lock = Lock::take(path)?;
            clear_drafts(path);
            let key = Key::new(passphrase, key::new_salt(session))?;
            let draft = draft_in(&folder_of(path))?;
            clean(&draft, make(&draft, &key, new, session))?;
            publish(draft, path)?;
            // Looked at once: a disk that fails now is told while nothing of value is in the book.
            let opened = connect(path, &key).and_then(|conn| {
                let book = Self::new(conn, path.to_owned(), key, lock);
                book.info().map(|_| book)
            });
            let mut book = clean(path, opened).map_err(|e| take_back(path, e))?;
            book.lock.keep();
            Ok(book)
        };
        make().map_err(|e| of(path, e))
    }

    /// As [`Book::create`], with something in it from the beginning: when `fill` fails there is no book.
    ///
    /// # Errors
    /// As [`Book::create`], and those of `fill`.
    pub fn create_filled(
        path: &Path,
        passphrase: &str,
        new: &NewBook,
        session: &Session,
        fill: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<Self> {
        let mut book = Self::create(path, passphrase, new, session)?;
        match fill(&mut book) {
            Ok(()) => Ok(book),
            Err(e) => {
                drop(book);
                clean(path, Err(take_back(path, e)))
            }
        }
    }

    /// Opens a book; raises it to this program's schema (after a backup) and begins the day's backup. When the day's backup
    /// fails the book still opens: see [`Book::backup_failure`]. Where nothing can be written it opens to be looked at.
    /// A member's own secret opens it as well, see [`Book::opened_by`].
    ///
    /// # Errors
    /// `book.not_found`, `book.folder_missing`, `book.not_a_book`, `book.wrong_passphrase`, `book.newer_version`,
    /// `book.busy`, `book.linked`, `book.damaged`, `book.read_only_unfinished`, `book.read_only_older`, `book.keys_damaged`, `book.keys_older`,
    /// `clock.out_of_range`; nothing is written then.
    pub fn open(path: &Path, passphrase: &str, session: &Session) -> Result<Self> {
        Self::open_with(path, passphrase, session, migrate::VERSION, migrate::STEPS)
    }

    fn open_with(
        path: &Path,
        passphrase: &str,
        session: &Session,
        version: u32,
        steps: &[migrate::Step],
    ) -> Result<Self> {
        open::open_book(path, passphrase, session, version, steps).map_err(|e| of(path, e))
    }

    /// The list that somebody scrolls through part by part: what `make` gives is kept as the answer to `question` until
    /// the book changes or another list is asked for. The question names all that `make` depends on beside the book.
    ///
    /// # Errors
    /// Those of `make`; the book's own.
    pub fn long_list<T: Any + Send + Sync>(
        &mut self,
        question: &str,
        make: impl FnOnce(&Self) -> Result<T>,
    ) -> Result<Arc<T>> {
        let last = entries::last_change(&self.conn)?;
        if let Some((of, seen, list)) = &self.long_list
            && (of.as_str(), *seen) == (question, last)
            && let Ok(list) = Arc::clone(list).downcast::<T>()
        {
            return Ok(list);
        }
        let list = Arc::new(make(self)?);
        self.long_list = Some((question.to_owned(), last, Arc::<T>::clone(&list)));
        Ok(list)
    }

    /// The tables with rows changed since the last call.
    pub fn take_touched(&mut self) -> Vec<String> {
        std::mem::take(&mut self.touched).into_iter().collect()
    }

    /// The file of the book.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the book is and how much stands in it.
    ///
    /// # Errors
    /// The book's own: `book.damaged`, `book.disk_failed`.
    pub fn info(&self) -> Result<BookInfo> {
        let info = self.conn.query_row(
            "SELECT b.id, b.level, b.unit_id, b.above, b.created_at, u.name, u.kind, u.code,
               (SELECT count(*) FROM unit) AS units, (SELECT count(*) FROM erased) AS erased,
               (SELECT count(*) FROM household) - (SELECT count(DISTINCT c.household_id) FROM erased e CROSS JOIN citizen c ON c.id = e.id
                  WHERE NOT EXISTS (SELECT 1 FROM citizen o WHERE o.household_id = c.household_id
                    AND o.id NOT IN (SELECT id FROM erased))) AS households,
               (SELECT count(*) FROM citizen) - (SELECT count(*) FROM departure WHERE gone = 'elsewhere'
                  AND id NOT IN (SELECT id FROM erased)) - (SELECT count(*) FROM erased) AS citizens, (SELECT count(*) FROM roster) AS rosters,
               (SELECT count(*) FROM visit) AS visits,
               (SELECT user_version FROM pragma_user_version) AS version
             FROM book b JOIN unit u ON u.id = b.unit_id",
            [],
            |row| {
                let above: Vec<String> =
                    serde_json::from_str(&row.get::<_, String>("above")?).unwrap_or_default();
                Ok(BookInfo {
                    sample: is_sample(&above),
                    read_only: self.read_only,
                    opened_by: self.opened_by(),
                    keys_mended: self.keys_mended,
                    backups_owed: self.backups_owed(),
                    id: row.get("id")?,
                    path: self.path.clone(),
                    level: row.get("level")?,
                    unit_id: row.get("unit_id")?,
                    name: row.get("name")?,
                    kind: row.get("kind")?,
                    code: row.get("code")?,
                    above,
                    created_at: row.get("created_at")?,
                    version: row.get("version")?,
                    units: row.get("units")?,
                    households: row.get("households")?,
                    citizens: row.get("citizens")?,
                    erased: row.get("erased")?,
                    rosters: row.get("rosters")?,
                    visits: row.get("visits")?,
                })
            },
        )?;
        Ok(info)
    }

    /// Lets people in, be it from a file with this SHA-256 or typed: not into a sample whose passphrase everybody knows,
    /// unless the file is one of its own.
    ///
    /// # Errors
    /// `sample.public_passphrase`; `erase.file_of_before` of a file that would bring everybody back who was erased with a campaign;
    /// the book's own.
    pub fn check_people_may_come(&self, file: Option<&str>) -> Result<()> {
        if let Some(sha256) = file
            && self.is_of_erased_campaign(sha256)?
        {
            return Err(Error::new("erase.file_of_before"));
        }
        if !self.key.is_public() || !self.info()?.sample {
            return Ok(());
        }
        match file {
            Some(sha256) if self.made_of.iter().any(|own| own == sha256) || self.ever_took(sha256)? => Ok(()),
            _ => Err(Error::new("sample.public_passphrase")),
        }
    }

    /// Opens the file again when a backup or a new passphrase had to leave it closed, as after a drive that was gone for a
    /// moment. Nothing can be read or written before.
    ///
    /// # Errors
    /// `book.disk_failed` as long as the file cannot be opened.
    pub fn ensure_open(&mut self) -> Result<()> {
        if !self.closed {
            return Ok(());
        }
        self.reopen()
            .map_err(|e| of(&self.path, Error::new("book.disk_failed").with("detail", detail_of(&e))))
    }

    /// Reads the whole file: every page's seal, the structure, the references, the journal.
    ///
    /// # Errors
    /// `book.damaged` with the pages, or with the first finding in `detail`.
    pub fn check(&self) -> Result<()> {
        open::check(&self.conn).map_err(|e| of(&self.path, e))
    }

    /// Reads the whole file once: every page's seal, and that the journal is whole. Quicker than [`Book::check`], and enough
    /// to find what a disk spoilt.
    ///
    /// # Errors
    /// `book.damaged` with the pages.
    pub fn check_pages(&self) -> Result<()> {
        let checked = open::check_seals(&self.conn).and_then(|()| entries::check(&self.conn));
        checked.map_err(|e| of(&self.path, e))
    }

    /// Completes what a refusal says of this book: which file it is, and of damage which pages.
    #[must_use]
    pub fn explain(&self, e: Error) -> Error {
        if e.params.contains_key("path") {
            return e;
        }
        let vague = e.params.get("detail").is_some_and(|detail| detail.starts_with(SQLITE));
        let e = match e.code {
            "book.damaged" | "book.disk_failed" if vague => open::damaged(&self.conn).unwrap_or(e),
            _ => e,
        };
        of(&self.path, e)
    }

    /// Refuses to change a book that can only be looked at.
    fn check_writable(&self) -> Result<()> {
        if self.read_only { Err(of(&self.path, Error::new("book.read_only"))) } else { Ok(()) }
    }
}

/// Whether a book below these units is a sample: its people are invented.
#[must_use]
pub fn is_sample(above: &[String]) -> bool {
    above.first().is_some_and(|above| above == messages::word("demo.province"))
}

/// Writes a new book as a draft, in one transaction, and closes it.
fn make(draft: &Path, key: &Key, new: &NewBook, session: &Session) -> Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(draft, flags)?;
    key.apply(&conn)?;
    conn.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA synchronous = FULL; BEGIN;",
    )?;
    migrate::make_fresh(&conn)?;
    let unit_id = new.unit.unwrap_or_else(|| UnitId(session.new_id()));
    let book = session.new_id().to_string();
    conn.execute(
        "INSERT INTO unit (id, parent_id, kind, name, name_fold, code, position) VALUES (?1, NULL, ?2, ?3, ?4, ?5, 0)",
        params![unit_id, new.kind, new.name, crate::domain::text::fold(&new.name), new.code],
    )?;
    // Generated codes say where they come from, so that two books never generate the same one for two people.
    let code_prefix = match (new.unit, new.code.as_str()) {
        // A book whose people go up: no other of the commune, nor the one that was lost, makes the same ones.
        (Some(_), _) => format!("{}-", book.get(book.len() - 5..).unwrap_or(&book)),
        (None, "") => "CD-".to_owned(),
        (None, code) => format!("{code}-"),
    };
    conn.execute(
        "INSERT INTO book (id, level, unit_id, above, created_at, code_prefix, next_code, signing_seed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7)",
        params![
            book,
            new.level,
            unit_id,
            serde_json::to_string(&new.above).unwrap_or_default(),
            Plain(session.now()),
            code_prefix,
            *Zeroizing::new(hash::hex(session.new_secret()?.as_ref())),
        ],
    )?;
    migrate::seal(&conn, migrate::VERSION)?;
    conn.execute_batch("COMMIT")?;
    conn.close().map_err(|(_, e)| e)?;
    Ok(())
}
