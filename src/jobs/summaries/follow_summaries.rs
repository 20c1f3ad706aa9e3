//! The chain of signatures of a day, and the keys that it rests on.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use super::export_summary::still_stands;
use super::list_missing::{MissingSummaries, SummariesOfDay, missing};

use crate::domain::ids::UnitId;
use crate::error::Result;
use crate::exchange::envelope;
use crate::figures::Day;
use crate::jobs::Nothing;
use crate::session::Session;
use crate::store::Book;
use crate::store::summaries::{KeptDay, KeptFile};

/// The chain of signatures of a day: what the units below have signed, what this book has, what comes next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Chain {
    /// Who has handed in, and who has not.
    pub below: SummariesOfDay,
    /// What each unit below has signed, in the order of their names.
    pub signed: Vec<SignedDay>,
    /// What this book has signed and sent; `None`: not yet.
    pub own: Option<SignedDay>,
    /// Whether that still says what the book says; true when nothing was signed.
    pub own_stands: bool,
    /// The number that its next file will have.
    pub next_sequence: u32,
}

/// A day as one unit has signed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct SignedDay {
    /// The unit.
    pub unit_id: UnitId,
    /// Its name.
    pub unit: String,
    /// Number of the file that decides.
    pub sequence: u32,
    /// When it was made.
    pub issued_at: DateTime<FixedOffset>,
    /// When it was taken in; of the own file when it was written.
    pub taken_at: DateTime<FixedOffset>,
    /// Whether it follows the file numbered one below; `None` when that one is not here.
    pub follows: Option<bool>,
    /// Units at the bottom behind its figures.
    pub counted: u32,
    /// Units at the bottom that there are.
    pub expected: u32,
}

/// The chain of signatures of a day.
pub fn chain(book: &mut Book, session: &Session, args: &MissingSummaries) -> Result<Chain> {
    let below = missing(book, session, args)?;
    let own = book.own_unit()?;
    let files = book.summary_files()?;
    let by_sum: BTreeMap<&str, &KeptFile> = files.iter().map(|file| (file.sha256.as_str(), file)).collect();
    let names = names(book)?;
    let signed = |kept: KeptDay| {
        let file = by_sum.get(kept.rank.file.as_str())?;
        let mut before = files.iter().filter(|other| {
            other.unit_id == file.unit_id && other.era == file.era && other.sequence + 1 == file.sequence
        });
        let known = before.clone().next().is_some();
        Some(SignedDay {
            unit_id: kept.unit_id,
            unit: names.get(&kept.unit_id).cloned().unwrap_or_default(),
            sequence: file.sequence,
            issued_at: file.issued_at,
            taken_at: file.taken_at,
            follows: match file.sequence {
                1 => Some(true),
                _ => known.then(|| before.any(|before| before.sha256 == file.previous)),
            },
            counted: kept.total.as_ref().map_or(0, |total| total.counted),
            expected: kept.total.as_ref().map_or(0, |total| total.expected),
        })
    };
    let all = book.kept_days(None, args.day, args.day)?;
    let (mine, theirs): (Vec<SignedDay>, Vec<SignedDay>) =
        all.into_iter().filter_map(signed).partition(|day| day.unit_id == own.id);
    let mut signed = theirs;
    signed.sort_by(|a, b| a.unit.cmp(&b.unit));
    let sent = files.iter().filter(|file| file.unit_id == own.id).map(|file| file.sequence).max();
    let mine = mine.into_iter().next();
    let own_stands = mine.is_none() || still_stands(&Day::read(book, args.day)?, session)? != Some(false);
    Ok(Chain {
        below,
        signed,
        own: mine,
        own_stands,
        next_sequence: sent.map_or(1, |sent| sent.saturating_add(1)),
    })
}

fn names(book: &Book) -> Result<BTreeMap<UnitId, String>> {
    Ok(book.units()?.into_iter().map(|unit| (unit.id, unit.name)).collect())
}

/// The keys of a book: its own, and those of the units below.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Keys {
    /// Fingerprint of the book's own key, in groups: what the unit above asks for by telephone.
    pub own: String,
    /// Keys of units below, by name.
    pub below: Vec<KeyBelow>,
}

/// The key of a unit below.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct KeyBelow {
    /// The unit here; `None` further down, and of a key that was replaced.
    pub unit_id: Option<UnitId>,
    /// Name of the unit.
    pub unit: String,
    /// Fingerprint in groups.
    pub fingerprint: String,
    /// A person has confirmed it; else the unit above it has named it.
    pub confirmed: bool,
    /// Another has taken its place.
    pub replaced: bool,
}

/// The own fingerprint, and the keys of the units below.
pub fn list_keys(book: &mut Book, _: &Session, _: &Nothing) -> Result<Keys> {
    let names = names(book)?;
    let below = book.pinned_keys()?.into_iter().map(|key| KeyBelow {
        unit_id: key.unit_id,
        fingerprint: envelope::spaced(&key.fingerprint),
        confirmed: key.is_confirmed(),
        replaced: !key.replaced_by.is_empty(),
        // What the book calls the unit: a person has confirmed the key for that one, whatever its files say.
        unit: key.unit_id.and_then(|unit| names.get(&unit).cloned()).unwrap_or(key.name),
    });
    let mut below: Vec<KeyBelow> = below.collect();
    below.sort_by(|a, b| (&a.unit, a.replaced).cmp(&(&b.unit, b.replaced)));
    let own = envelope::fingerprint(&envelope::public_key(&*book.signing_seed()?))?;
    Ok(Keys { own: envelope::spaced(&own), below })
}
