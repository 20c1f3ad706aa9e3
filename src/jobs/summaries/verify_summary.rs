//! A summary file and all that is signed inside, verified.

use std::collections::BTreeSet;
use std::path::PathBuf;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::file_kind::FileKind;
use crate::domain::unit::Level;
use crate::error::{Error, Result};
use crate::exchange::summary_file::Signed;
use crate::exchange::{inbox, summary_file};
use crate::jobs::desk::Desk;
use crate::store::Book;

/// The file to verify.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct VerifySummary {
    /// The file.
    pub file: PathBuf,
}

/// One signed summary of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct VerifiedFile {
    /// Units from the top of the chain down to this one.
    pub path: Vec<String>,
    /// Level of the unit.
    pub level: Level,
    /// Fingerprint of its key.
    pub fingerprint: String,
    /// Number of the file.
    pub sequence: u32,
    /// The day it was made for.
    pub day: NaiveDate,
    /// Days that it states.
    pub days: usize,
    /// Figures of units that no signed file inside backs: counted by the unit itself.
    pub counted_itself: usize,
    /// sha256 of the file.
    pub sha256: String,
}

/// Verifies a file and all inside, without a book: signatures, and that no figure was changed on the way.
///
/// # Errors
/// `summary.cannot_read`, and as [`summary_file::read`], with the place.
pub fn verify(_: &mut Desk, args: &VerifySummary) -> Result<Vec<VerifiedFile>> {
    let mut verified = Vec::new();
    for found in inbox::gather(std::slice::from_ref(&args.file), FileKind::Summary.ending())? {
        let place = |e: Error| place(&found.name, e);
        let signed = found.bytes.as_ref().map_err(Clone::clone).and_then(|bytes| summary_file::read(bytes));
        list(&signed.map_err(place)?, &[], &mut verified);
    }
    Ok(verified)
}

/// A file that the book has, read as it was when it was taken in or sent.
///
/// # Errors
/// As [`summary_file::read`], with the place; the book's own.
pub(super) fn read_kept(book: &Book, sha256: &str) -> Result<Signed> {
    let text = book.summary_text(sha256)?;
    read_named(&text, &format!("{}.{}", sha256.get(..8).unwrap_or(sha256), FileKind::Summary.ending()))
}

/// Reads a file; what is wrong with it is said under this name.
pub(super) fn read_named(text: &str, name: &str) -> Result<Signed> {
    summary_file::read(text.as_bytes()).map_err(|e| place(name, e))
}

/// Says in which file, and in whose inside it.
pub(crate) fn place(file: &str, e: Error) -> Error {
    let inside = e.params.get("where").filter(|place| !place.is_empty());
    let place = match inside {
        Some(inside) => format!("{file} › {inside}"),
        None => file.to_owned(),
    };
    e.with("file", place)
}

fn list(signed: &Signed, above: &[String], verified: &mut Vec<VerifiedFile>) {
    let s = &signed.summary;
    let path: Vec<String> = above.iter().chain([&s.unit.name]).cloned().collect();
    let backed: BTreeSet<(&str, NaiveDate)> = signed.backed().collect();
    let stated = s.days.iter().flat_map(|day| {
        day.units.iter().filter(|u| u.figures.is_some()).map(move |u| (u.unit.id.as_str(), day.day))
    });
    verified.push(VerifiedFile {
        level: s.level,
        fingerprint: signed.fingerprint.clone(),
        sequence: s.sequence,
        day: s.day,
        days: s.days.len(),
        counted_itself: stated.filter(|unit| !backed.contains(unit)).count(),
        sha256: signed.sha256.clone(),
        path: path.clone(),
    });
    for below in &signed.inside {
        list(below, &path, verified);
    }
}

// ---- Missing
