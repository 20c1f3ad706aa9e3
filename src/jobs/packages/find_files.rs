//! Finds what a book can take in among files and folders that were handed in.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::domain::unit::Level;
use crate::error::{Error, Result};
use crate::exchange::inbox;
use crate::jobs::walk::import_visits::{WORKBOOKS, is_hidden, is_workbook};
use crate::session::Session;
use crate::store::Book;

/// Where to look.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct FindFiles {
    /// Files, folders and zips.
    pub files: Vec<PathBuf>,
}

/// What a file that travels between books is, by its ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum TravellingKind {
    /// A work package (.tngiao).
    Work,
    /// A result package (.tnketqua).
    Result,
    /// Plans and tasks (.tnmoi).
    Enrolment,
    /// A summary (.tnsolieu).
    Summary,
    /// A workbook, which may be a worksheet that was filled in.
    Sheet,
    /// A zip, or anything else that a person named: it is looked into.
    Other,
}

impl TravellingKind {
    const ENDINGS: [(&'static str, Self); 4] = [
        ("tngiao", Self::Work),
        ("tnketqua", Self::Result),
        ("tnmoi", Self::Enrolment),
        ("tnsolieu", Self::Summary),
    ];

    fn of(path: &Path) -> Self {
        let own = path.extension().unwrap_or_default();
        let known = Self::ENDINGS.iter().find(|(ending, _)| own.eq_ignore_ascii_case(ending));
        match known {
            Some((_, kind)) => *kind,
            None if is_workbook(path) => Self::Sheet,
            None => Self::Other,
        }
    }

    /// Whether a book of this level takes such files in.
    fn is_for(self, level: Level) -> bool {
        match self {
            Self::Work => level == Level::Hamlet,
            Self::Result => level == Level::Commune,
            Self::Enrolment => matches!(level, Level::Commune | Level::District),
            Self::Summary | Self::Other => level != Level::Hamlet,
            Self::Sheet => matches!(level, Level::Hamlet | Level::Commune),
        }
    }
}

/// A file that the book may take in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct FoundFile {
    /// The file.
    pub file: PathBuf,
    /// What it is.
    pub kind: TravellingKind,
    /// Whether a person named it itself, not only the folder that it lies in.
    pub named: bool,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct FoundFiles {
    /// Files of the kinds that this book takes in.
    pub files: Vec<FoundFile>,
    /// Files for books of another level: they are passed over.
    pub foreign: Vec<PathBuf>,
}

/// Finds the files that this book can take in, in folders as deep as `inbox` looks.
///
/// # Errors
/// `file.not_found`, `summary.cannot_read`, `summary.bomb`; `inbox.none_for_…` when there are none.
pub fn find(book: &mut Book, _: &Session, args: &FindFiles) -> Result<FoundFiles> {
    let level = book.info()?.level;
    let endings = TravellingKind::ENDINGS.map(|(ending, _)| ending);
    // Where worksheets are not taken in, a workbook that nobody named is not spoken of.
    let workbooks = if TravellingKind::Sheet.is_for(level) { WORKBOOKS.as_slice() } else { &[] };
    let endings = [endings.as_slice(), &["zip"], workbooks].concat();
    let mut found = FoundFiles::default();
    let lying = inbox::find(&args.files, &endings)?;
    let summaries: BTreeSet<PathBuf> = lying
        .iter()
        .map(|lying| &lying.path)
        .filter(|path| TravellingKind::of(path) == TravellingKind::Summary)
        .map(|path| path.with_extension(""))
        .collect();
    for lying in lying {
        let kind = TravellingKind::of(&lying.path);
        let file = lying.path;
        // The workbook beside a summary is for people to read; what Excel keeps beside an open one is none.
        let beside = summaries.contains(&file.with_extension("")) || !lying.named && is_hidden(&file);
        if kind == TravellingKind::Sheet && beside {
            continue;
        }
        if kind.is_for(level) {
            found.files.push(FoundFile { file, kind, named: lying.named });
        } else {
            found.foreign.push(file);
        }
    }
    if found.files.is_empty() {
        return Err(Error::new(match level {
            Level::Hamlet => "inbox.none_for_hamlet",
            Level::Commune => "inbox.none_for_commune",
            Level::District => "inbox.none_for_district",
            Level::Province => "inbox.none_for_province",
        }));
    }
    Ok(found)
}
