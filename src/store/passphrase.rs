//! The passphrase of a book that is open: asked for again, or changed.

use rusqlite::Connection;

use super::file::{clear_beside, copy, disk_error, folder_of, keep, make_folder, unsynced};
use super::journal::entries::{Tables, insert_entry, last_change};
use super::key::{self, Key};
use super::older_backups::owe_new_key;
use super::{Book, BookInfo, OlderBackups, backup};
use crate::disk;
use crate::error::{Error, Result};
use crate::session::Session;

impl Book {
    /// Whether this is the book's passphrase.
    ///
    /// # Errors
    /// `book.disk_failed` when its file cannot be read.
    pub fn is_passphrase(&self, passphrase: &str) -> Result<bool> {
        Ok(self.key.of_same_book(passphrase)?.is_same(&self.key))
    }

    /// Gives the book a new passphrase. The new file is made beside, with the entry of the journal and what backups are owed
    /// in it, verified and put in the place of the old one in one step, so that a power cut leaves either the old or the new. Backups made before get the new one, too, as far as they
    /// are at hand and open with the old one: who knows that one alone opens none of them any more. Members keep their secrets: the
    /// slots that there are get the new key.
    ///
    /// # Errors
    /// `book.passphrase_short`, `book.passphrase_weak`; `member.secret_taken` when it is the secret of a member; the book's own, such as `book.disk_full`: the old passphrase then
    /// still holds. `book.keys_unwritten`: the new one holds.
    pub fn change_passphrase(&mut self, new: &str, session: &Session) -> Result<OlderBackups> {
        self.check_writable()?;
        if self.opens_slot(new, |_| true)? {
            return Err(Error::new("member.secret_taken"));
        }
        let BookInfo { name, above, .. } = self.info()?;
        let known: Vec<&str> = std::iter::once(&name).chain(&above).map(String::as_str).collect();
        key::check_strength(new, &known, session)?;
        let mut expect = backup::counts(&self.conn)?;
        *expect.entry("operation".to_owned()).or_default() += 1;
        // A passphrase that comes back may be owed since before.
        let sql = "SELECT NOT EXISTS (SELECT 1 FROM backup_owed WHERE id = ?1) AS new";
        let new_debt: bool = self.row(sql, [self.key.raw()], |row| row.get("new"))?;
        *expect.entry("backup_owed".to_owned()).or_default() += i64::from(new_debt);
        self.close()?;
        let change = || -> Result<Key> {
            let key = self.key.of_same_book(new)?;
            let folder = folder_of(&self.path);
            make_folder(&folder)?;
            let draft = copy(&self.path, &folder)?;
            let changed = self
                .key
                .replace(&draft, &key, |conn| note(conn, &self.key, session))
                .and_then(|()| backup::verify(&draft, &key, &expect));
            // SQLite keeps to itself that a sync of the draft failed, and leaves its journal. The draft is verified and
            // synced again.
            clear_beside(&draft);
            changed?;
            keep(&draft)?;
            draft.persist(&self.path).map_err(|e| disk_error(&e.error))?;
            Ok(key)
        };
        match change() {
            Ok(key) => {
                self.key = key;
                self.touched.insert("operation".to_owned());
                let synced = disk::sync_folder(disk::folder_of(&self.path)).map_err(|e| disk_error(&e));
                let opened = self.reopen().and(synced).map_err(|e| unsynced(&e));
                let keys = self.keep_keys_now();
                opened.and(keys)?;
                // The new passphrase holds by now: what cannot be reached is told, and is no reason to say that nothing was changed.
                self.settle_backups(session).or_else(|_| Ok(self.owed.clone().unwrap_or_default()))
            }
            Err(e) => self.reopen().and(Err(e)),
        }
    }
}

/// Notes the change in the copy that becomes the book.
fn note(conn: &Connection, old: &Key, session: &Session) -> Result<()> {
    conn.execute_batch("BEGIN IMMEDIATE")?;
    let last = last_change(conn)?;
    insert_entry(conn, session, ("change-passphrase", "{}"), (last + 1, last), &Tables::new(), None)?;
    owe_new_key(conn, old)?;
    conn.execute_batch("COMMIT")?;
    Ok(())
}
