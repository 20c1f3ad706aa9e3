//! One program at a time has a book open. The lock vanishes with the program, also when it is killed.

#[cfg(not(windows))]
use std::fs::TryLockError;
use std::fs::{File, Metadata, OpenOptions};
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};

use super::file::{disk_error, folder_of, linked, make_folder};
use crate::error::{Error, Result};
use crate::messages;

/// The lock of one book, held until dropped.
pub(super) struct Lock {
    /// There until dropped; a book that is only read may have none.
    file: Option<File>,
    /// The folder, when it was made for this lock and the opening has not succeeded yet.
    made: Option<PathBuf>,
}

/// Name of the file in the folder of the backups.
const NAME: &str = "dang-mo.khoa";

/// More than any name of a computer.
const LONGEST: u64 = 1024;

impl Lock {
    /// Takes the lock, in the folder of the backups, so that nothing new lies beside the book.
    ///
    /// # Errors
    /// `book.busy` with who has it; `book.linked`, `book.folder_missing`, `book.read_only`, `book.disk_full`.
    pub(super) fn take(path: &Path) -> Result<Self> {
        let folder = folder_of(path);
        let made = make_folder(&folder)?.then(|| folder.clone());
        // Dropped from here on, it takes the folder away again.
        let mut lock = Self { file: None, made };
        let mut file = open_alone(&folder.join(NAME))?;
        // Only to be named to a second program: a full disk is no reason not to open. Never over what is not ours.
        if said_in(&mut file).is_some() {
            let _ = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| write!(file, "{}", whoami()));
        }
        lock.file = Some(file);
        Ok(lock)
    }

    /// Refuses a book that is open elsewhere, as far as can be seen without writing.
    ///
    /// # Errors
    /// `book.busy` with who has it.
    pub(super) fn look(path: &Path) -> Result<()> {
        Self::share(path).map(drop)
    }

    /// Keeps others from writing a book that is only read here, where somebody once had it open to write.
    ///
    /// # Errors
    /// `book.busy` with who has it.
    pub(super) fn share(path: &Path) -> Result<Self> {
        let path = folder_of(path).join(NAME);
        let file = path.symlink_metadata().is_ok_and(|found| found.is_file()).then(|| share(&path));
        Ok(Self { file: file.transpose()?.flatten(), made: None })
    }

    /// The book is open: the folder stays.
    pub(super) fn keep(&mut self) {
        self.made = None;
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A refused opening leaves nothing behind; what cannot be removed harms nobody.
        if let Some(folder) = &self.made
            && self.file.is_some()
        {
            let _ = std::fs::remove_file(folder.join(NAME));
        }
        if let Some(file) = self.file.take() {
            let _ = file.unlock();
        }
        // On sticks Windows keeps the name of a removed file until the file is closed.
        if let Some(folder) = &self.made {
            let _ = std::fs::remove_dir(folder);
        }
    }
}

/// Opens a file for nobody else to write: the one that is there itself, or a new one; never through a link.
fn open_alone(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    match path.symlink_metadata() {
        Err(e) if e.kind() == ErrorKind::NotFound => {
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            match alone(options.create_new(true), path) {
                // Somebody was quicker.
                Err(e) if e.code == "book.exists" => alone(options.create_new(false), path),
                opened => opened,
            }
        }
        Ok(found) if found.is_file() => {
            let file = alone(&mut options, path)?;
            let opened = file.metadata().map_err(|e| disk_error(&e))?;
            if is_same(&found, &opened) { Ok(file) } else { Err(linked(path)) }
        }
        Ok(_) => Err(linked(path)),
        Err(e) => Err(disk_error(&e)),
    }
}

/// Whether nobody put a link there between looking and opening.
#[cfg(unix)]
fn is_same(looked_at: &Metadata, opened: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (looked_at.dev(), looked_at.ino()) == (opened.dev(), opened.ino())
}

/// Making a link takes an administrator there.
#[cfg(not(unix))]
fn is_same(_: &Metadata, opened: &Metadata) -> bool {
    opened.is_file()
}

#[cfg(not(windows))]
fn alone(options: &mut OpenOptions, path: &Path) -> Result<File> {
    let mut file = options.open(path).map_err(|e| disk_error(&e))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(busy(&mut file)),
        // A drive that knows no such locks: SQLite's own, on the book itself, must do.
        Err(TryLockError::Error(e)) if e.kind() == ErrorKind::Unsupported => Ok(file),
        Err(TryLockError::Error(e)) => Err(disk_error(&e)),
    }
}

#[cfg(not(windows))]
fn share(path: &Path) -> Result<Option<File>> {
    // What cannot be read tells nothing.
    let Ok(mut file) = File::open(path) else { return Ok(None) };
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => Err(busy(&mut file)),
        _ => Ok(Some(file)),
    }
}

/// A lock of Windows would keep the file from being read, too, and nobody could be named: it is not shared for writing.
#[cfg(windows)]
fn alone(options: &mut OpenOptions, path: &Path) -> Result<File> {
    use std::os::windows::fs::OpenOptionsExt;

    const FILE_SHARE_READ: u32 = 1;
    const FILE_SHARE_DELETE: u32 = 4;
    const ERROR_SHARING_VIOLATION: i32 = 32;
    match options.share_mode(FILE_SHARE_READ | FILE_SHARE_DELETE).open(path) {
        Err(e) if e.raw_os_error() == Some(ERROR_SHARING_VIOLATION) => {
            Err(File::open(path).map_or_else(|_| busy(&mut std::io::empty()), |mut file| busy(&mut file)))
        }
        opened => opened.map_err(|e| disk_error(&e)),
    }
}

/// Whoever writes has the file open to write.
#[cfg(windows)]
fn share(path: &Path) -> Result<Option<File>> {
    use std::os::windows::fs::OpenOptionsExt;

    const FILE_SHARE_READ: u32 = 1;
    const ERROR_SHARING_VIOLATION: i32 = 32;
    match OpenOptions::new().read(true).share_mode(FILE_SHARE_READ).open(path) {
        Err(e) if e.raw_os_error() == Some(ERROR_SHARING_VIOLATION) => {
            Err(File::open(path).map_or_else(|_| busy(&mut std::io::empty()), |mut file| busy(&mut file)))
        }
        opened => Ok(opened.ok()),
    }
}

fn busy(file: &mut impl Read) -> Error {
    let who = said_in(file).filter(|who| !who.is_empty());
    Error::new("book.busy").with("who", who.as_deref().unwrap_or(messages::word("book.busy.somebody")))
}

/// Who wrote a lock; empty when it is new, nothing when the file is not of a lock.
fn said_in(file: &mut impl Read) -> Option<String> {
    let mut said = String::new();
    file.take(LONGEST).read_to_string(&mut said).ok()?;
    let ours = (said.len() as u64) < LONGEST && said.contains(PID) && said.ends_with(')');
    (said.is_empty() || ours).then_some(said)
}

const PID: &str = " (PID ";

/// Computer and process, as a technician can find them.
fn whoami() -> String {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname")
        .ok()
        .or_else(|| std::env::var("COMPUTERNAME").ok())
        .or_else(|| std::env::var("HOSTNAME").ok())
        .unwrap_or_default();
    format!("{}{PID}{})", host.trim(), std::process::id())
}
