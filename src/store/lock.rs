//! One program at a time has a book open. The lock vanishes with the program, also when it is killed.

#[cfg(not(windows))]
use std::fs::TryLockError;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use super::{backup, disk_error};
use crate::error::{Error, Result};
use crate::messages;

/// The lock of one book, held until dropped.
pub(super) struct Lock {
    /// There until dropped.
    file: Option<File>,
    /// The folder, when it was made for this lock and the opening has not succeeded yet.
    made: Option<PathBuf>,
}

/// Name of the file in the folder of the backups.
const NAME: &str = "dang-mo.khoa";

impl Lock {
    /// Takes the lock, in the folder of the backups, so that nothing new lies beside the book.
    ///
    /// # Errors
    /// `book.busy` with who has it; `book.folder_missing`, `book.read_only`, `book.disk_full`.
    pub(super) fn take(path: &Path) -> Result<Self> {
        let folder = backup::folder_of(path);
        let made = !folder.is_dir();
        if made {
            std::fs::create_dir(&folder).map_err(|e| disk_error(&e))?;
        }
        let mut file = open_alone(&folder.join(NAME))?;
        // Only to be named to a second program.
        file.set_len(0).and_then(|()| write!(file, "{}", whoami())).map_err(|e| disk_error(&e))?;
        Ok(Self { file: Some(file), made: made.then_some(folder) })
    }

    /// The book is open: the folder stays.
    pub(super) fn keep(&mut self) {
        self.made = None;
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A refused opening leaves nothing behind; what cannot be removed harms nobody.
        if let Some(folder) = &self.made {
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

/// Opens the file for nobody else to write.
#[cfg(not(windows))]
fn open_alone(path: &Path) -> Result<File> {
    let mut file = options().open(path).map_err(|e| disk_error(&e))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(busy(&mut file)),
        // A drive that knows no such locks: SQLite's own, on the book itself, must do.
        Err(TryLockError::Error(e)) if e.kind() == std::io::ErrorKind::Unsupported => Ok(file),
        Err(TryLockError::Error(e)) => Err(disk_error(&e)),
    }
}

/// Opens the file for nobody else to write. A lock of Windows would keep it from being read, too, and nobody could be named.
#[cfg(windows)]
fn open_alone(path: &Path) -> Result<File> {
    use std::os::windows::fs::OpenOptionsExt;

    const FILE_SHARE_READ: u32 = 1;
    const FILE_SHARE_DELETE: u32 = 4;
    const ERROR_SHARING_VIOLATION: i32 = 32;
    match options().share_mode(FILE_SHARE_READ | FILE_SHARE_DELETE).open(path) {
        Err(e) if e.raw_os_error() == Some(ERROR_SHARING_VIOLATION) => {
            Err(File::open(path).map_or_else(|_| busy(&mut std::io::empty()), |mut file| busy(&mut file)))
        }
        opened => opened.map_err(|e| disk_error(&e)),
    }
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    options
}

fn busy(file: &mut impl Read) -> Error {
    let mut who = String::new();
    if file.read_to_string(&mut who).is_err() || who.is_empty() {
        messages::word("book.busy.somebody").clone_into(&mut who);
    }
    Error::new("book.busy").with("who", who)
}

/// Computer and process, as a technician can find them.
fn whoami() -> String {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname")
        .ok()
        .or_else(|| std::env::var("COMPUTERNAME").ok())
        .or_else(|| std::env::var("HOSTNAME").ok())
        .unwrap_or_default();
    format!("{} (PID {})", host.trim(), std::process::id())
}
