//! Where backups of the book are, as far as it knows. They are known by its salt, which stays when it is renamed, moved or gets another
//! passphrase.

use std::path::{Path, PathBuf};

use super::Book;
use super::file::folder_of;
use super::key::salt_of;
use crate::error::Result;
use crate::session::Session;

/// What lies at a place: the folder beside the book, folders of several books at a second place, a file that somebody wrote; or one that
/// somebody has seen to by themselves.
pub(super) const OWN: &str = "own";
pub(super) const SECOND: &str = "second";
pub(super) const FILE: &str = "file";
pub(super) const WAIVED: &str = "waived";

impl Book {
    /// Whether a file is a copy of this book.
    pub(super) fn is_ours(&self, file: &Path) -> bool {
        salt_of(file).is_ok_and(|salt| salt == self.key.salt())
    }

    /// Remembers the folder beside the book with the backups that are there. One that has some before it is known came along with the
    /// book: folders that are gone were this one.
    pub(super) fn keep_own_place(&self, there: &[PathBuf], session: &Session) -> Result<()> {
        if !self.keep_place(&folder_of(&self.path), OWN, session)?
            || !there.iter().any(|backup| self.is_ours(backup))
        {
            return Ok(());
        }
        let known = self.known_places()?;
        let gone = known.into_iter().filter(|(path, kind)| kind == OWN && !path.exists());
        let door = self.door(session)?;
        for (path, _) in gone {
            self.conn.execute("DELETE FROM backup_place WHERE id = ?1", [path.to_string_lossy()])?;
        }
        self.conn.execute_batch("COMMIT")?;
        drop(door);
        Ok(())
    }

    /// Remembers a place with backups of this book. Whether it is a new one.
    pub(super) fn keep_place(&self, path: &Path, kind: &str, session: &Session) -> Result<bool> {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let path = path.to_string_lossy();
        let sql = "SELECT EXISTS (SELECT 1 FROM backup_place WHERE id = ?1 AND kind = ?2) AS known";
        if self.row(sql, (&path, kind), |row| row.get("known"))? {
            return Ok(false);
        }
        let door = self.door(session)?;
        self.conn.execute("INSERT OR REPLACE INTO backup_place (id, kind) VALUES (?1, ?2)", (&path, kind))?;
        self.conn.execute_batch("COMMIT")?;
        drop(door);
        Ok(true)
    }

    /// All places, with what lies there.
    pub(super) fn known_places(&self) -> Result<Vec<(PathBuf, String)>> {
        self.rows("SELECT id, kind FROM backup_place ORDER BY id", [], |row| {
            Ok((PathBuf::from(row.get::<_, String>("id")?), row.get("kind")?))
        })
    }
}
