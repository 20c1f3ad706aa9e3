//! The signed files behind a figure: the one of a unit of this book, and those inside it, down to the hamlets.

use chrono::NaiveDate;

use super::figure::{FigurePart, FigureView, SignedFigures, StatedBefore, evidence, gained};
use super::verify_summary::read_kept;
use crate::domain::dates::vi;
use crate::domain::ids::UnitId;
use crate::domain::summary::{CarriedUnit, NamedUnit, StatedDay, StatedUnit, UnitDay};
use crate::error::{Error, Result};
use crate::exchange::envelope::spaced;
use crate::exchange::summary_file::{self, Signed};
use crate::figures::{Against, Day, RowOfDay};
use crate::messages::sentences;
use crate::store::Book;
use crate::store::summaries::{KeptDay, PinnedKey};

/// The file that a statement stands in, and those that it replaces.
pub(super) fn signed_by(on: &Day<'_>, kept: &KeptDay) -> Result<Option<SignedFigures>> {
    let KeptDay { unit_id, rank, stated, .. } = kept;
    let files = on.book.summary_files()?;
    let Some(file) = files.into_iter().find(|file| file.sha256 == rank.file) else { return Ok(None) };
    let keys = on.book.pinned_keys()?;
    let earlier = on.book.statements(*unit_id, stated.day)?.into_iter().filter(|(other, _)| other != rank);
    let replaces =
        earlier.map(|(rank, total)| StatedBefore::new(rank.sequence, rank.issued_at, total.as_ref()));
    let signed = SignedFigures {
        unit: on.units.name(*unit_id).unwrap_or_default().to_owned(),
        sequence: file.sequence,
        day: file.day,
        states: stated.day,
        issued_at: file.issued_at,
        taken_at: Some(file.taken_at),
        fingerprint: String::new(),
        confirmed: false,
        of_laptop: false,
        replaced: false,
        named_by: String::new(),
        replaces: replaces.collect(),
    };
    with_key(on, signed, &keys, key_of_era(&keys, *unit_id, rank.era)).map(Some)
}

/// The key of a unit in one of its eras.
fn key_of_era(keys: &[PinnedKey], unit: UnitId, era: u32) -> Option<&PinnedKey> {
    let replaced: Vec<PinnedKey> = keys.iter().filter(|key| !key.replaced_by.is_empty()).cloned().collect();
    let mut key = keys.iter().find(|key| key.unit_id == Some(unit))?;
    for _ in era..key.era(&replaced) {
        key = keys.iter().find(|before| before.replaced_by == key.id)?;
    }
    Some(key)
}

/// The id by which the files of a unit name the unit itself, when they were signed with the key of the statement.
pub(super) fn own_id(book: &Book, kept: &KeptDay) -> Result<Option<String>> {
    let keys = book.pinned_keys()?;
    Ok(key_of_era(&keys, kept.unit_id, kept.rank.era).map(|key| key.id.clone()))
}

fn with_key(
    on: &Day<'_>,
    signed: SignedFigures,
    keys: &[PinnedKey],
    key: Option<&PinnedKey>,
) -> Result<SignedFigures> {
    let Some(key) = key else { return Ok(signed) };
    let named_by = keys.iter().find(|above| above.fingerprint == key.vouched_by);
    let called = |key: &PinnedKey| {
        let ours = key.unit_id.and_then(|unit| on.units.name(unit));
        ours.unwrap_or(&key.name).to_owned()
    };
    let of_laptop = on.book.laptops()?.iter().any(|laptop| laptop.fingerprint == key.fingerprint);
    Ok(SignedFigures {
        fingerprint: spaced(&key.fingerprint),
        confirmed: key.is_confirmed(),
        of_laptop,
        replaced: !key.replaced_by.is_empty(),
        named_by: named_by.map(called).unwrap_or_default(),
        ..signed
    })
}

/// What stands of a unit in the file of the one above it.
struct Entry {
    unit: NamedUnit,
    figures: Option<UnitDay>,
    /// The unit above, which has signed it.
    above: String,
    /// Fingerprint of its key.
    signed_with: String,
    /// Files of the unit itself that state the day, the one that decides first.
    files: Vec<Signed>,
}

impl Entry {
    /// Goes down from the file of `sender`, a unit of this book, that states the day.
    fn read(book: &Book, sender: UnitId, below: &[String], day: NaiveDate) -> Result<Option<Self>> {
        let Some((id, way)) = below.split_last() else { return Ok(None) };
        let Some(kept) = book.kept_days(Some(sender), day, day)?.pop() else { return Ok(None) };
        let mut file = read_kept(book, &kept.rank.file)?;
        for id in way {
            let Some(next) = summary_file::stating(file.inside, id, day).into_iter().next() else {
                return Ok(None);
            };
            file = next;
        }
        let Signed { summary, inside, fingerprint, .. } = file;
        let stated = summary.days.into_iter().find(|stated| stated.day == day);
        let stated = stated.and_then(|stated| stated.units.into_iter().find(|of| of.unit.id == *id));
        Ok(stated.map(|StatedUnit { unit, figures }| Self {
            files: summary_file::stating(inside, &unit.id, day),
            above: summary.unit.name,
            signed_with: fingerprint,
            unit,
            figures,
        }))
    }
}

/// What the figures of a unit that only the signed files know are made of.
///
/// # Errors
/// `unit.unknown_id`; the book's own.
pub(super) fn of_file(on: &Day<'_>, unit: UnitId, below: &[String]) -> Result<FigureView> {
    let unknown = || Error::new("unit.unknown_id");
    let named = on.last_stated(unit)?.into_iter().find_map(|stated| {
        let first = stated.units.into_iter().find(|of| Some(&of.unit.id) == below.first())?;
        Some((stated.kept.unit_id, first.last.map_or(stated.kept.stated.day, |(day, _)| day)))
    });
    // A silent unit stands as it last stated: there is the file that says so.
    let (sender, day) = named.ok_or_else(unknown)?;
    let entry = Entry::read(on.book, sender, below, day)?.ok_or_else(unknown)?;
    let day_before = day.pred_opt();
    let eve = match day_before {
        Some(eve) => Entry::read(on.book, sender, below, eve)?.and_then(|entry| entry.figures),
        None => None,
    };
    let Entry { unit: NamedUnit { name, .. }, figures, above, signed_with, files } = entry;
    let of_day = figures.as_ref().filter(|_| day == on.day);
    let row = RowOfDay::stated(&name, of_day, figures.as_ref());
    let before = eve.as_ref().map(|eve| RowOfDay::stated(&name, Some(eve), Some(eve)));
    let mut told = vec![match (files.is_empty(), day == on.day) {
        (true, _) => sentences("origin.counted_above", &[("unit", &above)]),
        (false, true) => sentences("origin.signed", &[("day", &vi(day))]),
        (false, false) => sentences("origin.signed_before", &[("day", &vi(on.day)), ("last", &vi(day))]),
    }];
    told.extend(figures.as_ref().map(evidence));
    let parts = files.first().map(|file| parts_of(file, day, on.day)).unwrap_or_default();
    Ok(FigureView {
        day: on.day,
        against: Against::Target,
        standing: None,
        told,
        gained: gained(&row, before.as_ref()),
        day_before,
        before,
        with_figures: parts.iter().filter(|part| part.row.activated.is_some()).count(),
        signed: signed_inside(on, &files, day, &signed_with)?.into_iter().collect(),
        parts,
        row,
        unit: name,
    })
}

/// The units that a file states a day of; none of a hamlet, which names itself.
fn parts_of(Signed { summary, .. }: &Signed, day: NaiveDate, asked: NaiveDate) -> Vec<FigurePart> {
    let stated = summary.days.iter().find(|stated| stated.day == day);
    let units = stated.map(|StatedDay { units, .. }| units.as_slice()).unwrap_or_default();
    let others = units.iter().filter(|of| of.unit.id != summary.unit.id);
    let last = |of: &StatedUnit| of.figures.clone().map(|figures| (day, figures));
    others
        .map(|of| FigurePart::stated(&CarriedUnit { unit: of.unit.clone(), last: last(of) }, asked))
        .collect()
}

/// The file that decides, of those inside a file that state a day of a unit.
fn signed_inside(
    on: &Day<'_>,
    files: &[Signed],
    day: NaiveDate,
    above: &str,
) -> Result<Option<SignedFigures>> {
    let Some((file, earlier)) = files.split_first() else { return Ok(None) };
    let total =
        |signed: &Signed| signed.summary.days.iter().find(|of| of.day == day).and_then(StatedDay::total);
    let replaces = earlier
        .iter()
        .map(|one| StatedBefore::new(one.summary.sequence, one.summary.issued_at, total(one).as_ref()));
    let s = &file.summary;
    let signed = SignedFigures {
        unit: s.unit.name.clone(),
        sequence: s.sequence,
        day: s.day,
        states: day,
        issued_at: s.issued_at,
        taken_at: None,
        fingerprint: spaced(&file.fingerprint),
        confirmed: false,
        of_laptop: false,
        replaced: false,
        named_by: String::new(),
        replaces: replaces.collect(),
    };
    let keys = on.book.pinned_keys()?;
    // The unit may stand inside the file of another, too.
    let mut of_file = keys.iter().filter(|key| key.fingerprint == file.fingerprint);
    let key = of_file.clone().find(|key| key.vouched_by == above).or_else(|| of_file.next());
    with_key(on, signed, &keys, key).map(Some)
}
