//! Looks at a new version, puts it in the place of this one, and goes back.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::built;
use crate::disk;
use crate::error::{Error, Result};
use crate::exchange::envelope::spaced;
use crate::exchange::update_v1::{self, Update};
use crate::jobs::Nothing;
use crate::jobs::desk::Desk;
use crate::program::FILES;
use crate::store::{Backup, BackupReason, SCHEMA, Verifying};

/// The file of a new version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct UpdateFile {
    /// The file (.tncapnhat).
    pub file: PathBuf,
}

/// What a new version is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct UpdateView {
    /// The version that runs.
    pub now: String,
    /// The new one.
    pub version: String,
    /// The new one with the day and the commit of its sources.
    pub build: String,
    /// What changes, a line each, in Vietnamese.
    pub changes: Vec<String>,
    /// Fingerprint of the key that signed it, in groups of four.
    pub signed_by: String,
    /// Whether it raises books, so that older versions no longer open them.
    pub raises_books: bool,
}

/// What can be done about the version that runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct UpdateState {
    /// The version that runs.
    pub now: String,
    /// Whether it can be exchanged from here; what a package put there is the system's.
    pub possible: bool,
    /// Whether it knows a key of releases: without one it takes no update by file.
    pub keys: bool,
    /// The version that is kept beside it, to go back to.
    pub kept: Option<String>,
}

/// The program was exchanged; the other one runs once this one is started anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Updated {
    /// The version that is in its place now.
    pub version: String,
    /// The backup of the book that was open; it is closed now.
    pub backup: Option<Backup>,
}

/// What can be done about the version that runs.
pub fn state(desk: &mut Desk, _: &Nothing) -> Result<UpdateState> {
    let program = &desk.program;
    Ok(UpdateState {
        now: built::NUMBER.to_owned(),
        possible: program.is_own(),
        keys: !desk.release_keys.is_empty(),
        kept: program.kept().filter(|_| program.is_own()),
    })
}

/// Looks at a new version, and changes nothing.
///
/// # Errors
/// `update.not_here`; as `update_v1::open`, and those of reading a file, each with the name in `file`.
pub fn look(desk: &mut Desk, args: &UpdateFile) -> Result<UpdateView> {
    let Update { manifest, key, .. } = open(desk, &args.file)?;
    Ok(UpdateView {
        now: built::NUMBER.to_owned(),
        raises_books: manifest.schema > SCHEMA,
        version: manifest.version,
        build: manifest.build,
        changes: manifest.changes,
        signed_by: spaced(&key),
    })
}

/// Backs the open book up, puts the new version in the place of this one, which is kept, and closes the book.
///
/// # Errors
/// As [`look`]; `backup.failed`, `update.failed`: everything is then as it was.
pub fn apply(desk: &mut Desk, args: &UpdateFile) -> Result<Updated> {
    let update = open(desk, &args.file)?;
    let named = |e: Error| e.with("file", disk::name_of(&args.file));
    let files = update.files(FILES).map_err(named)?;
    let backup = back_up(desk)?;
    desk.program.exchange(&files, built::NUMBER, &update.manifest.version)?;
    desk.close();
    Ok(Updated { version: update.manifest.version, backup })
}

/// Backs the open book up, puts the version that is kept in the place of this one, which is kept in turn, and closes the book.
///
/// # Errors
/// `update.none_kept`, `update.failed`, `backup.failed`.
pub fn back(desk: &mut Desk, _: &Nothing) -> Result<Updated> {
    if desk.program.kept().is_none() {
        return Err(Error::new("update.none_kept"));
    }
    let backup = back_up(desk)?;
    let version = desk.program.back()?;
    desk.close();
    Ok(Updated { version, backup })
}

fn open(desk: &Desk, file: &Path) -> Result<Update> {
    if !desk.program.is_own() {
        return Err(Error::new("update.not_here"));
    }
    let bytes = disk::read(file, update_v1::LARGEST_FILE)?;
    let opened = update_v1::open(bytes, &desk.release_keys);
    let newer = opened.and_then(|update| update.check_newer(built::NUMBER).map(|()| update));
    newer.map_err(|e| e.with("file", disk::name_of(file)))
}

/// A verified backup of the book that is open, if one is.
fn back_up(desk: &mut Desk) -> Result<Option<Backup>> {
    match desk.open() {
        Ok((book, session)) => {
            book.backup_before(session, BackupReason::Upgrade).and_then(Verifying::finish).map(Some)
        }
        Err(e) if e.code == "book.none_open" => Ok(None),
        Err(e) => Err(e),
    }
}
