//! One program at a time has a book open. The lock vanishes with the program, also when it is killed.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::Path;

use super::{backup, disk_error};
use crate::error::{Error, Result};
use crate::messages;

/// The lock of one book, held until dropped.
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock, in the folder of the backups, so that nothing new lies beside the book.
    ///
    /// # Errors
    /// `book.busy` with who has it; `book.folder_missing`, `book.read_only`, `book.disk_full`.
    pub(super) fn take(path: &Path) -> Result<Self> {
        let folder = backup::folder_of(path);
        if !folder.is_dir() {
            std::fs::create_dir(&folder).map_err(|e| disk_error(&e))?;
        }
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(folder.join("dang-mo.khoa"))
            .map_err(|e| disk_error(&e))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(busy(&mut file)),
            Err(TryLockError::Error(e)) => return Err(disk_error(&e)),
        }
        // Only to be named to a second program.
        file.set_len(0).and_then(|()| write!(file, "{}", whoami())).map_err(|e| disk_error(&e))?;
        Ok(Self { _file: file })
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
