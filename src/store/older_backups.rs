//! What becomes of the backups that there are when people were erased from the book, or its passphrase is another one.
//!
//! What they are owed stands in the book from the very change on (`backup_owed`), so that neither a power cut nor a drive that is away
//! ends it: each opening takes it up again, and it is told until all are settled.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::backup::{Backup, BackupReason, list};
use super::backup_places::{FILE, OWN, SECOND, WAIVED};
use super::file::{clear_beside, copy, disk_error, folder_of, keep};
use super::key::Key;
use super::lock::Lock;
use super::open::{check_seals, connect, connect_to_read, is_sealed_with};
use super::{Book, Tx, slots};
use crate::disk;
use crate::error::{Error, Result};
use crate::session::Session;

/// What the backups are owed when people were erased; else the key that they had.
const ERASURE: &str = "erase";

/// The end of a backup that is being destroyed.
const NAMELESS: &str = ".tmp";

/// What became of the older backups.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct OlderBackups {
    /// How many were destroyed, or got the new passphrase.
    pub done: u32,
    /// Files that are there and stay as they were: written to a place of somebody's choice, another copy of the book, or nothing could be
    /// done.
    pub left: Vec<PathBuf>,
    /// Backups of another copy of this book, which was restored from one of them and goes on by itself: they stay as they are, and are that
    /// copy's to settle.
    pub of_copies: Vec<PathBuf>,
    /// Places that have backups and are not there now.
    pub away: Vec<PathBuf>,
}

/// What the book owes its backups.
struct Debt {
    /// The newest erasure, where backups may still hold whom it erased.
    erasure: Option<String>,
    /// Keys that the book had.
    former: Vec<Key>,
}

/// What one backup is owed.
enum Owed<'a> {
    Nothing,
    /// It holds people who were erased, as far as anybody can tell.
    Destroying,
    /// It opens with this former key.
    NewKey(&'a Key),
    /// It opens with no key that the book had, or cannot be read.
    Unknown,
    /// Another copy of the book made it.
    OfCopy,
}

/// What a folder of backups is to the book.
enum Folder {
    /// Its own, beside it.
    Own,
    /// At this second place.
    At(PathBuf),
    /// Its own of before, when it had another name or lay elsewhere.
    Left,
}

impl Folder {
    /// Whether this computer alone writes there. At a second place another copy of the book may.
    fn is_own(&self) -> bool {
        !matches!(self, Self::At(_))
    }
}

/// The backup that takes the place of those that go.
#[derive(Default)]
struct Fresh {
    made: Option<PathBuf>,
    /// Second places that have a copy of it.
    at: BTreeSet<PathBuf>,
}

/// What one folder has, beside what was done to it.
#[derive(Default)]
struct Settled {
    done: u32,
    left: Vec<PathBuf>,
    of_copies: Vec<PathBuf>,
    /// Of another book, or spoilt: told, and not ours to wait for.
    strange: usize,
}

/// Where backups are.
#[derive(Default)]
struct Places {
    folders: Vec<(PathBuf, Folder)>,
    /// Files that somebody wrote, and copies of the book that somebody works with: not ours to touch.
    others: Vec<PathBuf>,
    away: Vec<PathBuf>,
    waived: BTreeSet<PathBuf>,
}

/// Notes in an open book that its backups have the key from before.
pub(super) fn owe_new_key(conn: &Connection, former: &Key) -> Result<()> {
    conn.execute("INSERT OR IGNORE INTO backup_owed (id) VALUES (?1)", [former.raw()])?;
    Ok(())
}

impl Tx<'_> {
    /// Notes that backups hold people who are being erased.
    pub(super) fn owe_erasure(&self) -> Result<()> {
        self.write("INSERT OR IGNORE INTO backup_owed (id) VALUES (?1)", [ERASURE])
    }
}

impl Book {
    fn debt(&self) -> Result<Option<Debt>> {
        let owed =
            self.rows("SELECT id FROM backup_owed ORDER BY id", [], |row| row.get::<_, String>("id"))?;
        if owed.is_empty() {
            return Ok(None);
        }
        let former = owed.iter().filter_map(|id| Key::of_raw(id, self.key.salt())).collect();
        let erasure = if owed.iter().any(|id| id == ERASURE) {
            let sql = "SELECT id FROM operation WHERE kind IN ('erase-person', 'erase-campaign') ORDER BY seq DESC LIMIT 1";
            self.rows(sql, [], |row| row.get("id"))?.pop()
        } else {
            None
        };
        Ok(Some(Debt { erasure, former }))
    }

    fn places(&self) -> Result<Places> {
        let own = std::path::absolute(folder_of(&self.path)).unwrap_or_else(|_| folder_of(&self.path));
        let mut found = Places { folders: vec![(own.clone(), Folder::Own)], ..Places::default() };
        let mut former = BTreeSet::new();
        // Whoever renames a book leaves its folder.
        for beside in fs::read_dir(disk::folder_of(&own)).into_iter().flatten().flatten() {
            if beside.path().extension().is_some_and(|end| end == "saoluu") {
                former.insert(beside.path());
            }
        }
        for (path, kind) in self.known_places()? {
            let there = path.exists();
            // What is not there in a folder that is was taken away.
            let is_away = !there && (kind == SECOND || !disk::folder_of(&path).is_dir());
            match kind.as_str() {
                WAIVED => drop(found.waived.insert(path)),
                _ if is_away => found.away.push(path),
                SECOND => {
                    let folders = self.folders_at(&path)?.into_iter();
                    found.folders.extend(folders.map(|folder| (folder, Folder::At(path.clone()))));
                }
                FILE if there => found.others.push(path),
                OWN if there => drop(former.insert(path)),
                _ => {}
            }
        }
        former.remove(&own);
        for folder in former.into_iter().filter(|folder| folder.is_dir()) {
            // "xa-lam-khe.tungnha.saoluu"
            let book = folder.with_extension("");
            if self.is_ours(&book) {
                found.others.push(book);
            } else {
                // Another book may have come to its place: what is ours is known by its salt.
                found.folders.push((folder, Folder::Left));
            }
        }
        Ok(found)
    }

    /// What a backup in a folder is owed, or a book that lies in none.
    fn owed_to<'a>(&'a self, backup: &Path, is: Option<&Folder>, debt: &'a Debt) -> Owed<'a> {
        let mut keys = std::iter::once(&self.key).chain(&debt.former);
        let key = keys.find(|key| is_sealed_with(backup, key).unwrap_or_default());
        let read = key.map(|key| {
            let conn = connect_to_read(backup, key)?;
            let clean = debt.erasure.as_ref().map_or(Ok(true), |id| {
                let sql = "SELECT EXISTS (SELECT 1 FROM operation WHERE id = ?1)";
                conn.query_row(sql, [id], |row| row.get(0))
            });
            Ok::<_, Error>((key, clean?, self.is_past(&conn)?))
        });
        match read {
            Some(Ok((key, true, _))) if key.is_same(&self.key) => Owed::Nothing,
            // Beside the book they are of this copy, also those of before it was restored.
            Some(Ok((_, _, false))) if !matches!(is, Some(Folder::Own)) => Owed::OfCopy,
            Some(Ok((_, false, _))) => Owed::Destroying,
            Some(Ok((key, ..))) => Owed::NewKey(key),
            // Beside the book lies what was made of it.
            _ if is.is_some_and(Folder::is_own) && debt.erasure.is_some() && self.is_ours(backup) => {
                Owed::Destroying
            }
            _ => Owed::Unknown,
        }
    }

    /// Whether a backup holds the book as it once was: else another copy of it went on since, and made that one.
    fn is_past(&self, backup: &Connection) -> Result<bool> {
        let sql = "SELECT id FROM operation ORDER BY seq DESC LIMIT 1";
        let newest: Option<String> = backup.query_row(sql, [], |row| row.get(0)).optional()?;
        let sql = "SELECT EXISTS (SELECT 1 FROM operation WHERE id = ?1) AS known";
        newest.map_or(Ok(true), |id| self.row(sql, [id], |row| row.get("known")))
    }

    /// Whether a backup is surely one of this very copy of the book.
    pub(super) fn is_own_backup(&self, backup: &Path) -> bool {
        is_sealed_with(backup, &self.key).unwrap_or_default()
            && connect_to_read(backup, &self.key).and_then(|conn| self.is_past(&conn)).unwrap_or_default()
    }

    /// Settles what older backups are owed: those that hold people who were erased are destroyed, where a new one takes their place, and
    /// those of a former passphrase get the present one, each in one step. What cannot be reached stays owed.
    ///
    /// # Errors
    /// `backup.failed` when a new one could not be made: the older ones are then as they were.
    pub fn settle_backups(&mut self, session: &Session) -> Result<OlderBackups> {
        // The day's own may still be being verified.
        self.backup_failure(session);
        let Some(debt) = self.debt()? else {
            self.owed = None;
            return Ok(OlderBackups::default());
        };
        let there: Vec<PathBuf> = self.list_backups()?.into_iter().map(|backup| backup.path).collect();
        let settled = self.keep_own_place(&there, session).and_then(|()| self.settle(&debt, session));
        self.owed = Some(match &settled {
            Ok((older, _)) => older.clone(),
            Err(_) => OlderBackups { left: there, ..OlderBackups::default() },
        });
        let (older, all) = settled?;
        if all {
            let door = self.door(session)?;
            self.conn.execute_batch(
                "DELETE FROM backup_owed; DELETE FROM backup_place WHERE kind = 'waived'; COMMIT",
            )?;
            drop(door);
            self.owed = None;
        }
        Ok(older)
    }

    /// As [`Book::settle_backups`]; and whether none is left.
    fn settle(&mut self, debt: &Debt, session: &Session) -> Result<(OlderBackups, bool)> {
        let Places { folders, others, away, waived } = self.places()?;
        let mut older = OlderBackups { away, ..OlderBackups::default() };
        let mut fresh = Fresh::default();
        let mut strange = 0;
        for (folder, is) in folders {
            match (self.put_new(debt, (&folder, &is), &mut fresh, session), &is) {
                (Ok(()), _) => {}
                (Err(_), Folder::At(place)) => {
                    older.away.push(place.clone());
                    continue;
                }
                (Err(e), _) => return Err(e),
            }
            let Ok(backups) = clear_begun(&folder, &is).and_then(|()| list(&folder)) else {
                older.left.push(folder);
                continue;
            };
            let settled = self.settle_folder(debt, (&folder, &is), backups, &waived, session);
            older.done += settled.done;
            older.left.extend(settled.left);
            older.of_copies.extend(settled.of_copies);
            strange += settled.strange;
        }
        let owes = |other: &PathBuf| !matches!(self.owed_to(other, None, debt), Owed::Nothing);
        older.left.extend(others.into_iter().filter(owes));
        older.left.retain(|path| !waived.contains(path));
        // Another copy goes on making them: whoever has seen to it has seen to the folder.
        older.of_copies.retain(|path| !waived.contains(disk::folder_of(path)) && !waived.contains(path));
        older.away.retain(|path| !waived.contains(path));
        older.away.dedup();
        let all = older.away.is_empty() && older.of_copies.is_empty() && older.left.len() == strange;
        Ok((older, all))
    }

    /// Gives the backups of a folder what they are owed.
    fn settle_folder(
        &self,
        debt: &Debt,
        (folder, is): (&Path, &Folder),
        mut backups: Vec<Backup>,
        waived: &BTreeSet<PathBuf>,
        session: &Session,
    ) -> Settled {
        let mut settled = Settled::default();
        backups.retain(|backup| !matches!(is, Folder::Left) || self.is_ours(&backup.path));
        let all = backups.len() as u64;
        for (backup, n) in backups.into_iter().map(|backup| backup.path).zip(1..) {
            let done = match self.owed_to(&backup, Some(is), debt) {
                Owed::Nothing => continue,
                Owed::OfCopy => {
                    settled.of_copies.push(backup);
                    continue;
                }
                Owed::Destroying => destroy(&backup, session),
                Owed::NewKey(old) => self.lock_backup(&backup, old),
                Owed::Unknown => {
                    settled.strange += usize::from(!waived.contains(&backup) && !self.is_ours(&backup));
                    Err(Error::new("book.wrong_passphrase"))
                }
            };
            match done {
                Ok(()) => settled.done += 1,
                // Of an earlier passphrase still, or the disk fails: it stays as it was, or nameless in its folder.
                Err(_) => settled.left.push(if backup.exists() { backup } else { folder.to_owned() }),
            }
            session.progress("progress.backups", n, all);
        }
        settled
    }

    /// Makes a backup of the book as it is now in a folder of which all that are its own have to go; one for a second place, however many
    /// folders it has there.
    fn put_new(
        &mut self,
        debt: &Debt,
        (folder, is): (&Path, &Folder),
        fresh: &mut Fresh,
        session: &Session,
    ) -> Result<()> {
        let owed = list(folder)?.into_iter().map(|backup| self.owed_to(&backup.path, Some(is), debt));
        let own: Vec<bool> = owed
            .filter(|owed| !matches!(owed, Owed::OfCopy))
            .map(|owed| matches!(owed, Owed::Destroying))
            .collect();
        let has_copy = matches!(is, Folder::At(place) if fresh.at.contains(place));
        if matches!(is, Folder::Left) || has_copy || own.is_empty() || own.contains(&false) {
            return Ok(());
        }
        let made = match fresh.made.take() {
            Some(made) => made,
            None => self.backup_before(session, BackupReason::Asked)?.finish()?.path,
        };
        if let Folder::At(place) = is {
            self.copy_backup(&made, place, session.today())?;
            fresh.at.insert(place.clone());
        }
        fresh.made = Some(made);
        Ok(())
    }

    /// Gives a backup the passphrase of the book, in one step.
    fn lock_backup(&self, backup: &Path, old: &Key) -> Result<()> {
        let folder = disk::folder_of(backup);
        let draft = copy(backup, folder)?;
        let locked = old.replace(&draft, &self.key, |_| Ok(())).and_then(|()| {
            let conn = connect(&draft, &self.key)?;
            check_seals(&conn)
        });
        clear_beside(&draft);
        locked?;
        keep(&draft)?;
        // The slots beside it lead to the key that it had: from now on the passphrase alone opens it.
        disk::remove_own(&[slots::key_file(backup)]).map_err(|e| disk_error(&e))?;
        draft.persist(backup).map_err(|e| disk_error(&e.error))?;
        disk::sync_folder(folder).map_err(|e| disk_error(&e))
    }

    /// Backups and places that are owed something and could not be reached when the book was opened or changed last.
    pub(super) fn backups_owed(&self) -> Vec<PathBuf> {
        self.owed.iter().flat_map(|older| older.left.iter().chain(&older.away)).cloned().collect()
    }

    /// Backups of another copy of the book that were met when this one was opened or changed last.
    pub(super) fn backups_of_copies(&self) -> Vec<PathBuf> {
        self.owed.iter().flat_map(|older| &older.of_copies).cloned().collect()
    }

    /// Takes a place with backups off what is told: somebody has seen to it, or the drive is gone for good. Of those of another copy it may
    /// be their folder.
    ///
    /// # Errors
    /// `backup.not_owed`; the book's own.
    pub fn waive_backups(&mut self, path: &Path, session: &Session) -> Result<()> {
        let of_copies = self.backups_of_copies();
        let is_of_copy = of_copies.iter().any(|backup| backup == path || disk::folder_of(backup) == path);
        if !is_of_copy && !self.backups_owed().iter().any(|owed| owed == path) {
            return Err(Error::new("backup.not_owed").with("path", path.display()));
        }
        self.keep_place(path, WAIVED, session)?;
        self.note(session, "backups-waived", &json!({ "path": path }))?;
        self.settle_backups(session).map(drop)
    }
}

/// Takes away what a program that was stopped had begun in a folder: copies, and backups that it was destroying. In a folder that a former
/// name left another book may be at work by now: only while nobody has that open.
fn clear_begun(folder: &Path, is: &Folder) -> Result<()> {
    let begun = |name: &str| {
        let nameless = name.strip_suffix(NAMELESS).is_some_and(|id| Uuid::parse_str(id).is_ok());
        nameless || name.starts_with(disk::DRAFT)
    };
    let begun: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| {
            begun(&entry.file_name().to_string_lossy()) && entry.file_type().is_ok_and(|kind| kind.is_file())
        })
        .map(|entry| entry.path())
        .collect();
    // "xa-lam-khe.tungnha.saoluu"
    let alone = matches!(is, Folder::Left) && !begun.is_empty();
    let _alone = alone.then(|| Lock::take(&folder.with_extension(""))).transpose()?;
    begun.iter().try_for_each(|path| disk::destroy(path, path).map_err(|e| disk_error(&e)))
}

/// Destroys a backup. Under its name it stays whole: a power cut leaves no backup that does not open.
fn destroy(backup: &Path, session: &Session) -> Result<()> {
    let nameless = backup.with_file_name(format!("{}{NAMELESS}", session.new_id()));
    fs::rename(backup, &nameless)
        .and_then(|()| disk::sync_folder(disk::folder_of(backup)))
        .and_then(|()| disk::destroy(&nameless, &nameless))
        // A key without its lock: it opens nothing.
        .and_then(|()| disk::remove_own(&[slots::key_file(backup)]))
        .map_err(|e| disk_error(&e))
}
