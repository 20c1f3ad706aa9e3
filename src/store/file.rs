//! The file of a book and its folder: names beside it, drafts and what gives them their name, errors of the disk.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use tempfile::TempPath;

use crate::disk;
use crate::error::{Error, Result};
use crate::messages;

/// The folder of a book's backups, beside it.
pub(super) fn folder_of(book: &Path) -> PathBuf {
    let mut name = book.file_name().unwrap_or_default().to_owned();
    name.push(".saoluu");
    book.with_file_name(name)
}

/// The file of SQLite beside a book.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    path.with_file_name(name)
}

/// The folder of the backups; `true` when it was made now. One that is a link leads to where nobody expects our files.
pub(super) fn make_folder(folder: &Path) -> Result<bool> {
    match folder.symlink_metadata() {
        Ok(found) if found.is_dir() => Ok(false),
        Ok(_) => Err(linked(folder)),
        Err(_) => {
            // Its name is on the disk before a backup in it is said to be there.
            fs::create_dir(folder).map_err(|e| disk_error(&e))?;
            disk::sync_folder(disk::folder_of(folder)).map_err(|e| {
                let _ = fs::remove_dir(folder);
                disk_error(&e)
            })?;
            Ok(true)
        }
    }
}

pub(super) fn linked(path: &Path) -> Error {
    Error::new("book.linked").with("path", path.display())
}

/// Refuses a place where something is, be it a link to nowhere.
pub(super) fn check_free(path: &Path) -> Result<()> {
    match path.symlink_metadata() {
        Ok(_) => Err(of(path, Error::new("book.exists"))),
        Err(_) => Ok(()),
    }
}

/// An error that names its file, where it names none yet.
pub(super) fn of(path: &Path, e: Error) -> Error {
    let named = !e.code.starts_with("book.") || e.params.contains_key("path");
    if named { e } else { e.with("path", path.display()) }
}

/// A draft in a folder, for a name of its own later.
pub(super) fn draft_in(folder: &Path) -> Result<TempPath> {
    disk::draft_in(folder).map(tempfile::NamedTempFile::into_temp_path).map_err(|e| disk_error(&e))
}

/// Copies a closed book to a draft in a folder; [`keep`] makes sure that it is on the disk.
pub(super) fn copy(from: &Path, folder: &Path) -> Result<TempPath> {
    let copied = File::open(from).and_then(|mut from| {
        let mut draft = disk::draft_in(folder)?;
        std::io::copy(&mut from, draft.as_file_mut())?;
        Ok(draft.into_temp_path())
    });
    copied.map_err(|e| disk_error(&e))
}

/// Waits until a copy is on the disk.
pub(super) fn keep(copy: &Path) -> Result<()> {
    let synced = File::options().write(true).open(copy).and_then(|file| file.sync_all());
    synced.map_err(|e| disk_error(&e))
}

/// Takes away what a program that was killed had begun to write in the folder of the backups, whose lock is ours.
pub(super) fn clear_drafts(book: &Path) {
    let drafts = fs::read_dir(folder_of(book)).into_iter().flatten().flatten().filter(|entry| {
        let ours = entry.file_name().to_string_lossy().starts_with(disk::DRAFT);
        ours && entry.file_type().is_ok_and(|kind| kind.is_file())
    });
    for draft in drafts {
        // What cannot be removed only takes room.
        let _ = fs::remove_file(draft.path());
    }
}

/// Gives a finished and synced draft its name, never over something that is there; the name is on the disk then.
pub(super) fn publish(draft: TempPath, path: &Path) -> Result<()> {
    draft.persist_noclobber(path).map_err(|e| disk_error(&e.error))?;
    // What is not sure to be there was not made.
    disk::sync_folder(disk::folder_of(path)).map_err(|e| take_back(path, disk_error(&e)))
}

/// Takes a new file away that was refused: ours, and nothing else has it. Says so when the disk does not even allow that.
pub(super) fn take_back(path: &Path, refused: Error) -> Error {
    match fs::remove_file(path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
            Error::new("book.left").with("path", path.display()).with("detail", detail_of(&refused))
        }
        _ => refused,
    }
}

/// Takes away what SQLite leaves beside a file of ours that could not be finished.
pub(super) fn clean<T>(path: &Path, done: Result<T>) -> Result<T> {
    done.inspect_err(|_| clear_beside(path))
}

pub(super) fn clear_beside(path: &Path) {
    for ending in ["-journal", "-wal", "-shm"] {
        let _ = fs::remove_file(beside(path, ending));
    }
}

/// A change that stands, though the disk failed to keep it.
pub(super) fn unsynced(failed: &Error) -> Error {
    Error::new("book.done_unsynced").with("detail", detail_of(failed))
}

pub(super) fn detail_of(e: &Error) -> &str {
    e.params.get("detail").map_or(e.code, String::as_str)
}

/// What a failed file operation means for the user.
pub(super) fn disk_error(e: &std::io::Error) -> Error {
    use std::io::ErrorKind;
    Error::new(match e.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "book.disk_full",
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => "book.read_only",
        ErrorKind::NotFound | ErrorKind::NotADirectory => "book.folder_missing",
        ErrorKind::AlreadyExists => "book.exists",
        _ => "book.disk_failed",
    })
    // Its number: the words of a system are in one language.
    .with(
        "detail",
        e.raw_os_error().map_or_else(|| format!("{:?}", e.kind()), |number| format!("errno {number}")),
    )
}

/// Begins the detail of an error that SQLite told.
pub(super) const SQLITE: &str = "SQLite ";

impl From<rusqlite::Error> for Error {
    fn from(e: rusqlite::Error) -> Self {
        // A value that no book holds: it says so itself.
        let e = match e {
            rusqlite::Error::ToSqlConversionFailure(refused) => match refused.downcast::<Self>() {
                Ok(refused) => return *refused,
                Err(other) => rusqlite::Error::ToSqlConversionFailure(other),
            },
            e => e,
        };
        let dangling = Some(rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY);
        if e.sqlite_error().map(|e| e.extended_code) == dangling {
            return Error::new("book.dangling").with("detail", e);
        }
        let code = match e.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => "book.damaged",
            Some(ErrorCode::DiskFull) => "book.disk_full",
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => "book.read_only",
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => "book.disk_failed",
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                return Error::new("book.busy").with("who", messages::word("book.busy.somebody"));
            }
            // A schema that could not be read.
            Some(ErrorCode::Unknown) if e.to_string().starts_with("no such ") => "book.disk_failed",
            _ => return Error::new("book.failed").with("detail", e),
        };
        let number = e.sqlite_error().map(|e| e.extended_code).unwrap_or_default();
        Error::new(code).with("detail", format!("{SQLITE}{number}"))
    }
}
