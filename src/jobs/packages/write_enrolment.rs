//! Writes enrolments: a plan is typed once, at the top, and goes down to the books below with their own targets and tasks. No
//! people.

use std::collections::BTreeSet;
use std::path::PathBuf;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::names;
use super::own_targets::OwnTargets;
use crate::disk::{
    self, NewFile, Written, draft_folder_in, folder_of, free_folder, new_folders, not_written, place_folder,
};
use crate::domain::file_kind::FileKind;
use crate::domain::hash;
use crate::domain::ids::UnitId;
use crate::domain::sharing::{Fields, Rows};
use crate::domain::text::{file_name, nth_name};
use crate::domain::unit::{AGENCY, Level, Unit};
use crate::error::{Error, Result};
use crate::exchange::envelope;
use crate::exchange::package_v1::{Enrolment, UnitV1, write_enrolment};
use crate::exchange::rows_v1::{ENROLMENT, table_named};
use crate::session::Session;
use crate::store::packages::{KeptPackage, PackageKind};
use crate::store::{Book, BookInfo, Tx};

/// Which enrolments to write, and where.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct WriteEnrolments {
    /// The units below; all when empty.
    pub units: Vec<UnitId>,
    /// The file (.tnmoi) of one unit.
    pub out: Option<PathBuf>,
    /// The folder in which those of several get a folder of their own.
    pub folder: Option<PathBuf>,
    /// Whether the file may take the place of an earlier one.
    pub replace: bool,
}

/// Enrolments that were written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct WrittenEnrolments {
    /// The folder of several.
    pub folder: Option<PathBuf>,
    /// Each file.
    pub files: Vec<WrittenEnrolment>,
    /// Fingerprint of the book's key, which the units below confirm once.
    pub fingerprint: String,
}

/// An enrolment that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct WrittenEnrolment {
    /// Name of the unit.
    pub unit: String,
    /// The file.
    pub path: PathBuf,
    /// Its number.
    pub sequence: u32,
    /// Campaigns in it.
    pub campaigns: usize,
    /// Tasks in it.
    pub tasks: usize,
}

/// Writes enrolments for units below, all or none.
///
/// # Errors
/// `enrolment.not_above`, `enrolment.no_units`, `package.folder_missing`; `save.*`; the book's own.
pub fn write(book: &mut Book, session: &Session, args: &WriteEnrolments) -> Result<WrittenEnrolments> {
    let info = book.info()?;
    if !matches!(info.level, Level::District | Level::Province) {
        return Err(Error::new("enrolment.not_above").with("unit", info.name));
    }
    let below = |unit: &Unit| unit.parent_id == Some(info.unit_id);
    // A department gets one when it is asked for: most have no book.
    let asked = |unit: &Unit| match args.units.as_slice() {
        [] => unit.kind != AGENCY,
        asked => asked.contains(&unit.id),
    };
    let units: Vec<Unit> = book.units()?.into_iter().filter(|unit| below(unit) && asked(unit)).collect();
    if units.is_empty() {
        return Err(Error::new("enrolment.no_units"));
    }
    let day = session.today();
    let folder = args.folder.as_ref().map(|above| {
        (free_folder(above, &format!("{day} giao chi tieu {}", file_name(&info.name))), new_folders(above))
    });
    if folder.is_none() && (units.len() > 1 || args.out.is_none()) {
        return Err(Error::new("package.folder_missing"));
    }
    let seed = book.signing_seed()?;
    let targets = OwnTargets::read(book)?;
    let mut files: Vec<WrittenEnrolment> = Vec::new();
    let mut written = None;
    let done = book.transact(session, "write-enrolments", json!({ "files": units.len() }), |tx| {
        let mut texts = Vec::new();
        for unit in &units {
            session.check_stop()?;
            let enrolment = enrol(tx, session, (&info, unit, day), &targets)?;
            let text = write_enrolment(&enrolment, &seed);
            let path = match &folder {
                Some((folder, _)) => folder.join(free_name(&files, &unit.name, day)),
                None => args.out.clone().unwrap_or_default(),
            };
            let of = |table: &str| enrolment.rows.keys().filter(|(of, _)| of == table).count();
            files.push(WrittenEnrolment {
                unit: unit.name.clone(),
                path,
                sequence: enrolment.sequence,
                campaigns: of("campaign"),
                tasks: of("assignment"),
            });
            tx.keep_package(&kept(&enrolment, unit.id, &text, session), "")?;
            texts.push(text);
        }
        // Inside the transaction: what could not be written was not given.
        written = Some(match &folder {
            Some((folder, _)) => write_folder(folder, &files, &texts)?,
            None => {
                let path = args.out.clone().unwrap_or_default();
                let to = NewFile { path: &path, kind: FileKind::Enrolment, replace: args.replace };
                to.write_bytes(texts.first().map(String::as_bytes).unwrap_or_default())?
            }
        });
        Ok(())
    });
    if let (Err(_), Some((_, new))) = (&done, &folder) {
        new.iter().for_each(|folder| drop(std::fs::remove_dir(folder)));
    }
    Written::keep_with(written, done)?;
    let fingerprint = envelope::fingerprint(&envelope::public_key(&seed))?;
    Ok(WrittenEnrolments { folder: folder.map(|(folder, _)| folder), files, fingerprint })
}

/// What goes to one unit.
fn enrol(
    tx: &Tx<'_>,
    session: &Session,
    (info, unit, day): (&BookInfo, &Unit, NaiveDate),
    targets: &OwnTargets,
) -> Result<Enrolment> {
    let given = tx.packages(Some(unit.id))?;
    let last = given.iter().rfind(|file| file.kind == PackageKind::Enrolment);
    Ok(Enrolment {
        above: std::iter::once(info.name.clone()).chain(info.above.iter().cloned()).collect(),
        day,
        issued_at: session.now(),
        key: String::new(),
        level: info.level,
        rows: rows_for(tx, unit, day, targets)?,
        sequence: last.map_or(1, |last| last.sequence.saturating_add(1)),
        signer: UnitV1 { code: info.code.clone(), id: info.unit_id.to_string(), name: info.name.clone() },
        unit: UnitV1 { code: unit.code.clone(), id: unit.id.to_string(), name: unit.name.clone() },
    })
}

/// A file's name that no other of the folder has: units may have one name.
fn free_name(files: &[WrittenEnrolment], unit: &str, day: NaiveDate) -> String {
    let nth = nth_name(unit, files.iter().map(|file| &file.unit));
    format!("giao chi tieu {} {day}{nth}.{}", file_name(unit), FileKind::Enrolment.ending())
}

fn write_folder(folder: &std::path::Path, files: &[WrittenEnrolment], texts: &[String]) -> Result<Written> {
    let failed = |e: std::io::Error| not_written(folder, &e);
    let draft = draft_folder_in(folder_of(folder)).map_err(failed)?;
    for (file, text) in files.iter().zip(texts) {
        let path = draft.path().join(disk::name_of(&file.path));
        let to = NewFile { path: &path, kind: FileKind::Enrolment, replace: false };
        to.write_bytes(text.as_bytes())?.keep();
    }
    place_folder(draft, folder).map_err(failed)
}

pub(super) fn kept(enrolment: &Enrolment, unit: UnitId, text: &str, session: &Session) -> KeptPackage {
    KeptPackage {
        sha256: hash::sha256(text.as_bytes()),
        unit,
        kind: PackageKind::Enrolment,
        sequence: enrolment.sequence,
        acknowledged: 0,
        day: enrolment.day,
        issued_at: enrolment.issued_at,
        at: session.now(),
        people: 0,
        signer: enrolment.signer.id.clone(),
        open: false,
    }
}

/// The plans that are not over, with the unit's own targets, and the tasks that it holds.
fn rows_for(book: &Book, unit: &Unit, day: NaiveDate, targets: &OwnTargets) -> Result<Rows> {
    let mut rows = Rows::new();
    for name in ENROLMENT {
        let table = table_named(name).ok_or_else(|| Error::new("book.failed").with("detail", name))?;
        rows.extend(book.rows_for(table.name, &names(table), (unit.id, &[unit.id]), &[], &[])?);
    }
    let over = |fields: &Fields| {
        fields.get("last_day").and_then(Value::as_str).is_some_and(|last| last < day.to_string().as_str())
    };
    let gone: BTreeSet<String> = rows
        .iter()
        .filter(|((table, _), fields)| table == "campaign" && over(fields))
        .map(|((_, id), _)| id.clone())
        .collect();
    rows.retain(|(_, id), fields| {
        let of = fields.get("campaign_id").and_then(Value::as_str).unwrap_or(id);
        !gone.contains(of)
    });
    targets.put(unit.id, &mut rows);
    for ((table, _), fields) in &mut rows {
        if table == "campaign" {
            fields.insert("in_use".to_owned(), Value::from(0));
        }
    }
    Ok(rows)
}
