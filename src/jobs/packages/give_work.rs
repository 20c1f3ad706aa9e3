//! Gives work packages down: to each hamlet with a laptop all that concerns it, and nobody else's people.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{known, names};
use crate::disk::{
    FileKind, NewFile, Written, draft_folder_in, free_folder, new_folders, not_written, place_folder,
};
use crate::domain::hamlets::Hamlets;
use crate::domain::ids::{EntryId, RosterId, UnitId};
use crate::domain::sharing::Rows;
use crate::domain::text::file_name;
use crate::domain::unit::{Level, Unit};
use crate::domain::words::passphrase_of;
use crate::error::{Error, Result};
use crate::exchange::package_v1::{ConflictV1, UnitV1, WorkPackage, write_work};
use crate::exchange::rows_v1::TABLES;
use crate::exchange::{envelope, sealed};
use crate::session::Session;
use crate::store::packages::{KeptPackage, Laptop, PackageKind};
use crate::store::{Book, BookInfo, Tx};

/// Which packages to write, and where.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct GivePackages {
    /// The hamlets; empty: all that have a laptop, or all when none has.
    pub units: Vec<UnitId>,
    /// The day; today when missing.
    pub day: Option<NaiveDate>,
    /// The package (.tngiao) of one hamlet.
    pub out: Option<PathBuf>,
    /// The folder in which the packages of several get a folder of their own.
    pub folder: Option<PathBuf>,
    /// The hamlets' laptops are lost or new: make new cards, and believe the old books no more.
    pub new_cards: bool,
    /// Whether the package may take the place of an earlier one.
    pub replace: bool,
}

/// Packages that were written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct GivenPackages {
    /// The folder of several.
    pub folder: Option<PathBuf>,
    /// Each package.
    pub files: Vec<GivenPackage>,
}

/// A package that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct GivenPackage {
    /// Name of the hamlet.
    pub unit: String,
    /// The file.
    pub path: PathBuf,
    /// Its number.
    pub sequence: u32,
    /// Number of the newest result package that had arrived; 0: none.
    pub acknowledged: u32,
    /// People in it.
    pub people: u32,
    /// Six words that open it; empty when it is sealed to the hamlet's book.
    pub card: String,
}

/// Writes work packages, all or none.
///
/// # Errors
/// `package.not_commune`, `package.no_people`, `package.folder_missing`; `save.*`; `job.stopped`; the book's own.
pub fn give(book: &mut Book, session: &Session, args: &GivePackages) -> Result<GivenPackages> {
    let info = book.info()?;
    if info.level != Level::Commune {
        return Err(Error::new("package.not_commune").with("unit", info.name));
    }
    let day = args.day.unwrap_or_else(|| session.today());
    let units = asked(book, &args.units)?;
    let (folder, new) = match &args.folder {
        Some(above) => {
            let folder = free_folder(above, &format!("{day} goi giao viec {}", file_name(&info.name)));
            (Some(folder), new_folders(above))
        }
        None => (None, Vec::new()),
    };
    if folder.is_none() && units.len() > 1 {
        return Err(Error::new("package.folder_missing"));
    }
    let seed = book.signing_seed()?;
    let shared = Shared::new(book)?;
    let mut files: Vec<GivenPackage> = Vec::new();
    let mut written = None;
    let told = json!({ "packages": units.len(), "day": day });
    let done = book.transact(session, "give-packages", told, |tx| {
        let mut sealed = Vec::new();
        for (unit, at) in units.iter().zip(1..) {
            session.check_stop()?;
            let laptop = laptop_of(tx, session, unit.id, args.new_cards)?;
            let (package, acknowledged) = pack(tx, session, (&info, unit, day), &shared, &laptop)?;
            let text = write_work(&package, &seed);
            let people = u32::try_from(package.rows.keys().filter(|(table, _)| table == "citizen").count());
            let people = people.unwrap_or(u32::MAX);
            tx.put_laptop(&laptop)?;
            let kept = KeptPackage {
                sha256: envelope::sha256(text.as_bytes()),
                unit: unit.id,
                kind: PackageKind::Work,
                sequence: package.sequence,
                acknowledged,
                day,
                issued_at: package.issued_at,
                at: session.now(),
                people,
                open: false,
            };
            tx.keep_package(&kept, "")?;
            let name = free_name(&files, &unit.name, day);
            let path = folder.as_ref().map(|f| f.join(name)).or_else(|| args.out.clone()).unwrap_or_default();
            let bytes = if laptop.address.is_empty() {
                sealed::seal_with_card(&laptop.card, text.as_bytes())?
            } else {
                sealed::seal_to(&laptop.address, text.as_bytes())?
            };
            sealed.push(bytes);
            files.push(GivenPackage {
                unit: unit.name.clone(),
                path,
                sequence: package.sequence,
                acknowledged,
                people,
                card: if laptop.address.is_empty() { laptop.card } else { String::new() },
            });
            session.progress("progress.packages", at, units.len() as u64);
        }
        // Inside the transaction: what could not be written was not given.
        written = Some(match &folder {
            Some(folder) => write_folder(folder, &files, &sealed)?,
            None => write_one(args, &files, &sealed)?,
        });
        Ok(())
    });
    if done.is_err() {
        new.iter().for_each(|folder| drop(std::fs::remove_dir(folder)));
    }
    Written::keep_with(written, done)?;
    Ok(GivenPackages { folder, files })
}

/// The hamlets that get a package: those asked for, else those with a laptop, else all with people.
fn asked(book: &Book, asked: &[UnitId]) -> Result<Vec<Unit>> {
    let peopled = book.units_with_people()?;
    let own = book.own_unit()?.id;
    let laptops: BTreeSet<UnitId> = book.laptops()?.into_iter().map(|laptop| laptop.unit).collect();
    let units = book.units()?;
    if asked.iter().any(|id| units.iter().all(|unit| unit.id != *id)) {
        return Err(Error::new("package.no_people"));
    }
    let wanted = |unit: &Unit| match asked {
        [] => laptops.is_empty() || laptops.contains(&unit.id),
        asked => asked.contains(&unit.id),
    };
    let units: Vec<Unit> =
        units.into_iter().filter(|u| u.id != own && peopled.contains(&u.id) && wanted(u)).collect();
    if units.is_empty() { Err(Error::new("package.no_people")) } else { Ok(units) }
}

/// The book of a hamlet; one that has none yet gets a card, and what an earlier one handed in is no news to it.
fn laptop_of(book: &Tx<'_>, session: &Session, unit: UnitId, new_card: bool) -> Result<Laptop> {
    let known = book.laptops()?.into_iter().find(|laptop| laptop.unit == unit);
    if let Some(laptop) = known.filter(|_| !new_card) {
        return Ok(laptop);
    }
    for result in book.packages(Some(unit))?.iter().filter(|package| package.open) {
        book.forget_result(&result.sha256)?;
    }
    let token = session.new_secret()?.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    Ok(Laptop {
        unit,
        card: passphrase_of(&*session.new_secret()?),
        token,
        address: String::new(),
        fingerprint: String::new(),
    })
}

/// What all packages of one action have in common: which rows of extracts concern whom.
struct Shared {
    lists: Vec<RosterId>,
    rows: BTreeMap<UnitId, Vec<EntryId>>,
    conflicts: BTreeMap<UnitId, Vec<ConflictV1>>,
}

impl Shared {
    fn new(book: &Book) -> Result<Self> {
        let lists: Vec<RosterId> = book.lists_in_use(None)?.into_iter().map(|list| list.id).collect();
        let hamlets = Hamlets::new(book.dated_units()?);
        let units: BTreeMap<String, UnitId> =
            book.units()?.into_iter().map(|unit| (unit.name, unit.id)).collect();
        let mut rows: BTreeMap<UnitId, Vec<EntryId>> = BTreeMap::new();
        for row in book.rows_by_place(&lists)? {
            // Who is nobody in the register stands with the hamlet that the row names.
            let named = || hamlets.name_in(&row.hamlet).or_else(|| hamlets.name_in(&row.address));
            if let Some(unit) = row.unit.or_else(|| named().and_then(|name| units.get(name)).copied()) {
                rows.entry(unit).or_default().push(row.id);
            }
        }
        let mut conflicts: BTreeMap<UnitId, Vec<ConflictV1>> = BTreeMap::new();
        // Where the hamlet's value was taken there is nothing more to say.
        for kept in book.conflicts()?.into_iter().filter(|kept| kept.settled != "theirs") {
            let (table, id) = kept.row;
            conflicts.entry(kept.unit).or_default().push(ConflictV1 {
                field: kept.conflict.field,
                id,
                settled: !kept.settled.is_empty(),
                table,
                value: kept.conflict.theirs,
            });
        }
        Ok(Self { lists, rows, conflicts })
    }
}

/// Packs all that concerns a hamlet; and the number of the newest result package that had arrived.
fn pack(
    book: &Book,
    session: &Session,
    (info, unit, day): (&BookInfo, &Unit, NaiveDate),
    shared: &Shared,
    laptop: &Laptop,
) -> Result<(WorkPackage, u32)> {
    let packages = book.packages(Some(unit.id))?;
    let last = packages.iter().rfind(|package| package.kind == PackageKind::Work);
    // What an earlier book of the hamlet handed in was forgotten with its card: the new one begins to count anew.
    let arrived = packages.iter().filter(|package| package.kind == PackageKind::Result && package.open);
    let acknowledged = arrived.map(|result| result.sequence).max().unwrap_or_default();
    let package = WorkPackage {
        above: std::iter::once(info.name.clone()).chain(info.above.iter().cloned()).collect(),
        conflicts: shared.conflicts.get(&unit.id).cloned().unwrap_or_default(),
        day,
        issued_at: session.now(),
        key: String::new(),
        known: known(&packages),
        recipient: sealed::address(&*book.signing_seed()?)?,
        rows: rows_of(book, unit.id, shared)?,
        sequence: last.map_or(1, |last| last.sequence.saturating_add(1)),
        token: if laptop.fingerprint.is_empty() { laptop.token.clone() } else { String::new() },
        unit: UnitV1 { code: unit.code.clone(), id: unit.id.to_string(), name: unit.name.clone() },
    };
    Ok((package, acknowledged))
}

fn rows_of(book: &Book, unit: UnitId, shared: &Shared) -> Result<Rows> {
    let none = Vec::new();
    let of_extracts = shared.rows.get(&unit).unwrap_or(&none);
    let mut rows = Rows::new();
    for table in TABLES {
        rows.extend(book.rows_for(table.name, &names(table), unit, of_extracts, &shared.lists)?);
    }
    let ids: BTreeSet<String> = rows.keys().map(|(_, id)| id.clone()).collect();
    for ((table, _), fields) in &mut rows {
        match table.as_str() {
            // Its people stand with the hamlet, whatever the household's own line says.
            "household" => drop(fields.insert("unit_id".to_owned(), Value::from(unit.to_string()))),
            "match" if fields.get("verdict").and_then(Value::as_str) != Some("matched") => {
                fields.insert("verdict".to_owned(), Value::from("unknown"));
                fields.insert("citizen_id".to_owned(), Value::Null);
            }
            _ => {}
        }
        // What is spoken of is in the package or not spoken of.
        for field in ["member_id", "corrects"] {
            if fields.get(field).and_then(Value::as_str).is_some_and(|id| !ids.contains(id)) {
                fields.insert(field.to_owned(), Value::Null);
            }
        }
    }
    Ok(rows)
}

/// A file's name that no other of the folder has: hamlets may have one name.
fn free_name(files: &[GivenPackage], unit: &str, day: NaiveDate) -> String {
    let nth = files.iter().filter(|file| file_name(&file.unit) == file_name(unit)).count() + 1;
    let nth = if nth == 1 { String::new() } else { format!(" ({nth})") };
    format!("giao viec {} {day}{nth}.{}", file_name(unit), FileKind::Work.ending())
}

fn write_folder(folder: &Path, files: &[GivenPackage], sealed: &[Vec<u8>]) -> Result<Written> {
    let failed = |e: std::io::Error| not_written(folder, &e);
    let draft = draft_folder_in(crate::disk::folder_of(folder)).map_err(failed)?;
    for (file, bytes) in files.iter().zip(sealed) {
        let path = draft.path().join(file.path.file_name().unwrap_or_default());
        NewFile { path: &path, kind: FileKind::Work, replace: false }.write_bytes(bytes)?.keep();
    }
    place_folder(draft, folder).map_err(failed)
}

fn write_one(args: &GivePackages, files: &[GivenPackage], sealed: &[Vec<u8>]) -> Result<Written> {
    let (Some(file), Some(bytes)) = (files.first(), sealed.first()) else {
        return Err(Error::new("package.no_people"));
    };
    NewFile { path: &file.path, kind: FileKind::Work, replace: args.replace }.write_bytes(bytes)
}
