//! What becomes of the backups that there are when people were erased from the book, or its passphrase is another one.

use std::path::PathBuf;

use serde::Serialize;

use super::backup::{BackupReason, list};
use super::file::{clear_beside, copy, disk_error, folder_of, keep};
use super::key::Key;
use super::open::{check_seals, connect};
use super::{Book, slots};
use crate::disk;
use crate::error::Result;
use crate::session::Session;

/// What became of the older backups.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct OlderBackups {
    /// How many were destroyed, or got the new passphrase.
    pub done: u32,
    /// Files that are there and stay as they were: written to a place of somebody's choice, or nothing could be done.
    pub left: Vec<PathBuf>,
    /// Places that they were copied to and that are not there now.
    pub away: Vec<PathBuf>,
}

impl Book {
    /// By the journal, the places that backups were copied to, and of the files that were written where somebody chose those that are
    /// there: they stay as they are.
    fn elsewhere(&self) -> Result<(Vec<PathBuf>, OlderBackups)> {
        let of = |kind: &str, param: &str| -> Result<Vec<PathBuf>> {
            let places = self.rows(
                "SELECT DISTINCT json_extract(params, '$.' || ?2) AS place FROM operation
                 WHERE kind = ?1 AND place IS NOT NULL ORDER BY place",
                (kind, param),
                |row| row.get::<_, String>("place"),
            )?;
            Ok(places.into_iter().map(PathBuf::from).collect())
        };
        let mut left = of("backup-written", "path")?;
        left.retain(|path| path.exists());
        Ok((of("backup-copied", "folder")?, OlderBackups { left, ..OlderBackups::default() }))
    }

    /// Makes a backup of the book as it is now, there and at each second place that is at hand, and destroys all older ones.
    ///
    /// # Errors
    /// `backup.failed` when the new one could not be made: the older ones are then as they were.
    pub fn replace_backups(&mut self, session: &Session) -> Result<OlderBackups> {
        // The day's own may still be being verified.
        self.backup_failure(session);
        let made = self.backup_before(session, BackupReason::Asked)?.finish()?;
        let (places, mut older) = self.elsewhere()?;
        let mut kept = vec![(folder_of(&self.path), made.path.clone())];
        for place in places {
            let copied = if place.is_dir() {
                self.copy_backup(&made.path, &place, session.today()).ok()
            } else {
                None
            };
            match copied {
                Some(copied) => kept.push((self.folder_at(&place)?, copied)),
                None => older.away.push(place),
            }
        }
        for (folder, newest) in kept {
            for backup in list(&folder)?.into_iter().filter(|backup| backup.path != newest) {
                let nameless = backup.path.with_file_name(format!("{}.tmp", session.new_id()));
                match disk::destroy(&backup.path, &nameless) {
                    Ok(()) => {
                        older.done += 1;
                        // A key without its lock: it opens nothing.
                        let _ = disk::remove_own(&[slots::key_file(&backup.path)]);
                    }
                    Err(_) => older.left.push(backup.path),
                }
            }
        }
        Ok(older)
    }

    /// Gives older backups the passphrase of the book, each in one step, those that still open with `old`.
    pub(super) fn lock_backups(&mut self, old: &Key, session: &Session) -> OlderBackups {
        // The new passphrase holds by now: what cannot be reached is told, and is no reason to say that nothing was changed.
        let (places, mut older) = self.elsewhere().unwrap_or_default();
        let mut found = Vec::new();
        match self.list_backups() {
            Ok(mut here) => found.append(&mut here),
            Err(_) => older.away.push(folder_of(&self.path)),
        }
        for place in places {
            match self
                .folder_at(&place)
                .and_then(|folder| if folder.is_dir() { list(&folder).map(Some) } else { Ok(None) })
            {
                Ok(Some(mut there)) => found.append(&mut there),
                Ok(None) | Err(_) => older.away.push(place),
            }
        }
        let all = found.len() as u64;
        for (backup, done) in found.into_iter().zip(1..) {
            let folder = disk::folder_of(&backup.path);
            let locked = copy(&backup.path, folder).and_then(|draft| {
                let locked = old.replace(&draft, &self.key).and_then(|()| {
                    let conn = connect(&draft, &self.key)?;
                    check_seals(&conn)
                });
                clear_beside(&draft);
                locked?;
                keep(&draft)?;
                // The slots beside it lead to the key that it had: from now on the passphrase alone opens it.
                disk::remove_own(&[slots::key_file(&backup.path)]).map_err(|e| disk_error(&e))?;
                draft.persist(&backup.path).map_err(|e| disk_error(&e.error))?;
                disk::sync_folder(folder).map_err(|e| disk_error(&e))
            });
            match locked {
                Ok(()) => older.done += 1,
                // Of an earlier passphrase still, or the disk fails: it stays as it was.
                Err(_) => older.left.push(backup.path),
            }
            session.progress("progress.backups", done, all);
        }
        older
    }
}
