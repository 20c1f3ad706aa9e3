//! Makes a book of a backup, beside whatever else is there.

use std::path::Path;

use chrono::{DateTime, FixedOffset};
use rusqlite::Connection;

use super::file::{check_free, clear_drafts, copy, folder_of, keep, of, publish, take_back};
use super::journal::entries::{Tables, insert_entry, last_change, last_written};
use super::lock::Lock;
use super::open::{check, find_key, open_with_key, real, unlock_book};
use super::{Book, migrate};
use crate::error::Result;
use crate::session::Session;

impl Book {
    /// Makes a book of a backup at `new_path`, which must not exist, and opens it. The backup and the book that it
    /// was made of stay as they are.
    ///
    /// # Errors
    /// As [`Book::open`] for the backup, as [`Book::create`] for the new file.
    pub fn restore(backup: &Path, passphrase: &str, new_path: &Path, session: &Session) -> Result<Self> {
        session.check_clock()?;
        let from = real(backup);
        let (key, opener) = find_key(&from, passphrase).map_err(|e| of(backup, e))?;
        check_free(new_path)?;
        let of_new = |e| of(new_path, e);
        let lock = Lock::take(new_path).map_err(of_new)?;
        clear_drafts(new_path);
        let draft = copy(&from, &folder_of(new_path)).map_err(of_new)?;
        keep(&draft).map_err(of_new)?;
        // What was copied is what is read.
        let (conn, version) = unlock_book(&draft, &key, migrate::VERSION).map_err(|e| of(backup, e))?;
        check(&conn).map_err(|e| of(backup, e))?;
        let last = last_written(&conn)?;
        // One of this version never stands there without saying so.
        let now = last.filter(|_| version == migrate::VERSION);
        now.map_or(Ok(()), |last| note_restored(&conn, session, last)).map_err(of_new)?;
        conn.close().map_err(|(_, e)| of_new(e.into()))?;
        keep(&draft).map_err(of_new)?;
        publish(draft, new_path).map_err(of_new)?;
        drop(lock);
        // One made now that cannot be written will not do for the work.
        let opened = open_with_key(real(new_path), (key, opener), session, migrate::VERSION, migrate::STEPS)
            .map_err(of_new)
            .and_then(|book| book.check_writable().map(|()| Self { keys_mended: false, ..book }))
            .and_then(|mut book| {
                let later = last.filter(|_| version < migrate::VERSION);
                later.map_or(Ok(()), |last| book.note(session, RESTORED, &restored_params(last)))?;
                book.forget_secrets(session).map(|()| book)
            });
        // The backup is there. Unless somebody was quicker.
        opened.map_err(|e| if e.code == "book.busy" { e } else { take_back(new_path, e) })
    }
}

/// The entry of the journal that the book is a backup's.
const RESTORED: &str = "restore-backup";

/// How far the backup goes.
fn restored_params(last: DateTime<FixedOffset>) -> serde_json::Value {
    serde_json::json!({ "last": last })
}

fn note_restored(conn: &Connection, session: &Session, last: DateTime<FixedOffset>) -> Result<()> {
    let change = last_change(conn)?;
    let params = restored_params(last).to_string();
    conn.execute_batch("PRAGMA synchronous = FULL; BEGIN IMMEDIATE")?;
    insert_entry(conn, session, (RESTORED, &params), (change + 1, change), &Tables::new(), None)?;
    conn.execute_batch("COMMIT")?;
    // All of it must be in the one file that takes its name: closing does it, too, and tells nobody when it cannot.
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(())
}
