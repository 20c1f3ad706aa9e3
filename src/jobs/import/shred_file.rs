//! Destroys the plain file that was taken in: names and numbers need not lie on the disk a second time, readable by anybody.
//!
//! The content is overwritten, then the file is renamed and removed. On a solid-state disk the old content may survive
//! in cells that no program reaches; the window says so.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::disk::{self, name_of};
use crate::error::{Error, Result};
use crate::excel::read_sheet::SourceFile;
use crate::jobs::Nothing;
use crate::session::Session;
use crate::store::Book;

/// The file to destroy.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ShredFile {
    /// The file.
    pub file: PathBuf,
    /// SHA-256 of what was taken in, hex: the file must still be that.
    pub sha256: String,
}

/// Destroys a file that was taken into this book, and no other.
///
/// # Errors
/// `shred.not_taken` when the book did not take exactly this file, `shred.link` for a link, `shred.failed`, `file.*`.
pub fn shred_file(book: &mut Book, session: &Session, args: &ShredFile) -> Result<Nothing> {
    let name = name_of(&args.file);
    let kind = args.file.symlink_metadata().map_err(|_| Error::new("file.not_found").with("file", &name))?;
    if !kind.is_file() {
        return Err(Error::new("shred.link").with("file", &name));
    }
    // Only a spreadsheet opens here: a book or a backup never does.
    let source = SourceFile::open(&args.file)?;
    if source.sha256() != args.sha256 || !book.has_taken(&args.sha256)? {
        return Err(Error::new("shred.not_taken").with("file", &name));
    }
    drop(source);
    let nameless = args.file.with_file_name(format!("{}.tmp", session.new_id()));
    disk::destroy(&args.file, &nameless)
        .map_err(|e| Error::new("shred.failed").with("file", &name).with("reason", e))?;
    Ok(Nothing {})
}
