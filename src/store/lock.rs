//! One program at a time has a book open. The lock vanishes with the program, also when it is killed.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use super::{backup, disk_error};
use crate::error::{Error, Result};
use crate::messages;

/// The lock of one book, held until dropped.
pub(super) struct Lock {
    file: File,
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
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(folder.join(NAME))
            .map_err(|e| disk_error(&e))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(busy(&mut file)),
            // A drive that knows no such locks: SQLite's own, on the book itself, must do.
            Err(TryLockError::Error(e)) if e.kind() == std::io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(e)) => return Err(disk_error(&e)),
        }
        // Only to be named to a second program.
        file.set_len(0).and_then(|()| write!(file, "{}", whoami())).map_err(|e| disk_error(&e))?;
        Ok(Self { file, made: made.then_some(folder) })
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
            let _ = std::fs::remove_dir(folder);
        }
        let _ = self.file.unlock();
    }
}

fn busy(file: &mut File) -> Error {
    let mut who = String::new();
    // Windows does not let a locked file be read: then nobody is named.
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
