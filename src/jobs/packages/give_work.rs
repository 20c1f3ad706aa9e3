//! Gives work packages down: to each hamlet or agency with a laptop all that concerns it, and nobody else's people.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::draw_handed_over::draw_list;
use super::merge_work::people_of;
use super::of_agency::{as_for_agency, people_on_lists};
use super::own_targets::OwnTargets;
use super::taken::GivenPackage;
use super::{ANSWER, check_fits, known, names};
use crate::disk::{
    NewFile, Written, draft_folder_in, folder_of, free_folder, new_folders, not_written, place_folder,
};
use crate::domain::file_kind::FileKind;
use crate::domain::hamlets::Hamlets;
use crate::domain::hash;
use crate::domain::ids::{CampaignId, EntryId, RosterId, UnitId};
use crate::domain::sharing::{Fields, Rows};
use crate::domain::text::{file_name, nth_name};
use crate::domain::unit::{AGENCY, DatedUnit, Level, Unit, UnitsOfDay, reach, told_of_end};
use crate::domain::words::passphrase_of;
use crate::domain::worklist::Group;
use crate::domain::{as_count, campaign};
use crate::error::{Error, Refusal, Result};
use crate::excel::write_form::write_form;
use crate::exchange::package_v1::{ConflictV1, UnitV1, WorkPackage, write_work};
use crate::exchange::rows_v1::TABLES;
use crate::exchange::sealed;
use crate::jobs::walk::make_worklist::{HamletList, write_lists_of};
use crate::messages::word;
use crate::session::Session;
use crate::store::packages::{KeptConflict, KeptPackage, Laptop, PackageKind};
use crate::store::{Book, BookInfo, Tx};

/// Which packages to write, and where.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct GivePackages {
    /// The hamlets and agencies; empty: all that have a laptop, or all hamlets when none has.
    pub units: Vec<UnitId>,
    /// The day; today when missing.
    pub day: Option<NaiveDate>,
    /// The package (.tngiao) of one hamlet.
    pub out: Option<PathBuf>,
    /// The folder in which the packages of several get a folder of their own.
    pub folder: Option<PathBuf>,
    /// Into the folder also a worksheet for each hamlet that gets no package.
    pub worksheets: bool,
    /// Which parts stand on the worksheets; all when empty.
    pub parts: Vec<Group>,
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
    /// Each hamlet with a worksheet.
    pub worksheets: Vec<HamletList>,
    /// The list of what went to whom, to be signed for.
    pub list: Option<PathBuf>,
    /// What the user has to know, each in Vietnamese, then in English.
    pub findings: Vec<[String; 2]>,
}

/// Writes work packages. One that cannot be written is told and holds no other up; else all or none.
///
/// # Errors
/// `package.not_commune`, `package.no_people`, `package.folder_missing`, `package.misfit` when no other is written; `save.*`; `job.stopped`; the book's own.
pub fn give(book: &mut Book, session: &Session, args: &GivePackages) -> Result<GivenPackages> {
    let info = book.info()?;
    if info.level != Level::Commune {
        return Err(Error::new("package.not_commune").with("unit", info.name));
    }
    let day = args.day.unwrap_or_else(|| session.today());
    let shared = Shared::new(book, session)?;
    let units = asked(book, &shared, &args.units, args.worksheets)?;
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
    let mut files: Vec<GivenPackage> = Vec::new();
    let mut refused: Vec<Error> = Vec::new();
    let (mut written, mut worksheets) = (None, Vec::new());
    let told = json!({ "packages": units.len(), "day": day, "path": folder.as_ref().or(args.out.as_ref()) });
    let done = book.transact(session, "give-packages", told, |tx| {
        // Inside the transaction: what could not be written was not given. One after the other: all of them are much to hold.
        let draft = match &folder {
            Some(folder) => Some(draft_folder_in(folder_of(folder)).map_err(|e| not_written(folder, &e))?),
            None => None,
        };
        for (unit, at) in units.iter().zip(1..) {
            session.check_stop()?;
            let made = tx.attempt(|| seal(tx, session, args.new_cards, (&info, unit, day), &shared));
            let Some((mut file, bytes)) = unless_misfit(made, units.len(), &mut refused)? else { continue };
            let name = free_name(&files, &unit.name, day);
            if let (Some(draft), Some(folder)) = (&draft, &folder) {
                file.path = folder.join(&name);
                let path = draft.path().join(name);
                NewFile { path: &path, kind: FileKind::Work, replace: false }.write_bytes(&bytes)?.keep();
            } else {
                file.path = args.out.clone().unwrap_or_default();
                let to = NewFile { path: &file.path, kind: FileKind::Work, replace: args.replace };
                written = Some(to.write_bytes(&bytes)?);
            }
            files.push(file);
            session.progress("progress.packages", at, units.len() as u64);
        }
        if files.is_empty() && !refused.is_empty() {
            return Err(refused.swap_remove(0));
        }
        if let (Some(draft), Some(folder)) = (draft, &folder) {
            if args.worksheets {
                let others = others(tx, &units, &shared)?;
                worksheets = write_lists_of(tx, session, (day, &args.parts), &others, draft.path())?;
            }
            let form = draw_list(&info, day, &files, &worksheets);
            let path = draft.path().join(word("path.handed_over"));
            let to = NewFile { path: &path, kind: FileKind::Workbook, replace: false };
            to.write_bytes(&write_form(&form)?)?.keep();
            written = Some(place_folder(draft, folder).map_err(|e| not_written(folder, &e))?);
        }
        Ok(())
    });
    if done.is_err() {
        new.iter().for_each(|folder| drop(std::fs::remove_dir(folder)));
    }
    Written::keep_with(written, done)?;
    let list = folder.as_ref().map(|folder| folder.join(word("path.handed_over")));
    let findings = refused.into_iter().chain(shared.told()).map(|e| Refusal::from(e).sentences).collect();
    Ok(GivenPackages { folder, files, worksheets, list, findings })
}

/// What was made; of several packages one that cannot be carried is set aside.
fn unless_misfit<T>(made: Result<T>, packages: usize, refused: &mut Vec<Error>) -> Result<Option<T>> {
    match made {
        Err(e) if e.code == "package.misfit" && packages > 1 => {
            refused.push(e);
            Ok(None)
        }
        made => made.map(Some),
    }
}

/// The hamlets that get no package and whose people are in none.
fn others(book: &Book, units: &[Unit], shared: &Shared) -> Result<BTreeSet<UnitId>> {
    let given: BTreeSet<UnitId> = units.iter().flat_map(|unit| shared.reach(unit.id)).collect();
    let home = UnitsOfDay::new(&shared.units, shared.today);
    let peopled = book.units_with_people()?.into_iter().filter(|unit| !given.contains(unit));
    Ok(peopled.map(|unit| home.home(unit)).collect())
}

/// The hamlets that get a package: those asked for, else those with a laptop, else all with people. One that was merged or split
/// gets its own as long as its laptop is out.
fn asked(book: &Book, shared: &Shared, asked: &[UnitId], worksheets: bool) -> Result<Vec<Unit>> {
    let mut peopled = book.units_with_people()?;
    peopled.extend(book.people_by_agency()?.into_keys());
    let own = book.own_unit()?.id;
    let laptops: BTreeSet<UnitId> = book.laptops()?.into_iter().map(|laptop| laptop.unit).collect();
    let known = |id: &UnitId| shared.units.iter().any(|unit| unit.unit.id == *id);
    if !asked.iter().all(known) {
        return Err(Error::new("package.no_people"));
    }
    let wanted = |unit: &DatedUnit| match asked {
        // Who has no laptop gets a worksheet, where those are wanted; people of agencies stand on those of their hamlets.
        [] => {
            let first = laptops.is_empty() && !worksheets && unit.unit.kind != AGENCY;
            first || laptops.contains(&unit.unit.id)
        }
        asked => asked.contains(&unit.unit.id),
    };
    let served = |unit: &DatedUnit| {
        let stands =
            unit.last_day.is_none() && shared.reach(unit.unit.id).iter().any(|id| peopled.contains(id));
        stands || laptops.contains(&unit.unit.id)
    };
    let units = shared.units.iter().filter(|unit| unit.unit.id != own && wanted(unit) && served(unit));
    let units: Vec<Unit> = units.map(|unit| unit.unit.clone()).collect();
    if !units.is_empty() || worksheets && !peopled.is_empty() {
        return Ok(units);
    }
    let ended = asked.iter().find_map(|id| told_of_end(&shared.units, *id));
    Err(ended.unwrap_or_else(|| Error::new("package.no_people")))
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
    let token = hash::hex(session.new_secret()?.get(..16).unwrap_or_default());
    Ok(Laptop {
        unit,
        card: passphrase_of(&*session.new_secret()?),
        token,
        address: String::new(),
        fingerprint: String::new(),
    })
}

/// Of a row of an earlier extract: who it is stands in the match.
const EARLIER_UNSAID: &[&str] =
    &["name", "birth", "sex", "number", "old_number", "phone", "hamlet", "address", "head"];

/// What all packages of one action have in common: which rows of extracts concern whom.
struct Shared {
    units: Vec<DatedUnit>,
    today: NaiveDate,
    /// The extracts that were held against the register, and of them those in use.
    lists: Vec<RosterId>,
    in_use: BTreeSet<RosterId>,
    rows: BTreeMap<UnitId, Vec<EntryId>>,
    conflicts: BTreeMap<UnitId, Vec<ConflictV1>>,
    targets: OwnTargets,
    /// Where one is shown here because it comes from above: the hamlet, to which all come from here, shows it, too.
    shown: Option<CampaignId>,
    /// Names that several hamlets have: how many rows of extracts say nothing else of whose they are.
    doubtful: BTreeMap<String, usize>,
}

impl Shared {
    fn new(book: &Book, session: &Session) -> Result<Self> {
        let in_use: BTreeSet<RosterId> = book.lists_in_use(None)?.into_iter().map(|list| list.id).collect();
        let held = book.roster_days()?.into_iter().filter(|list| list.held).map(|list| list.id);
        let lists: Vec<RosterId> = held.collect();
        let units = book.dated_units()?;
        let hamlets = Hamlets::new(units.clone());
        let mut rows: BTreeMap<UnitId, Vec<EntryId>> = BTreeMap::new();
        let mut doubtful: BTreeMap<String, usize> = BTreeMap::new();
        let on_lists = people_on_lists(book)?;
        for row in book.rows_by_place(&lists)? {
            if let Some((citizen, unit)) = row.citizen {
                let agencies = on_lists.get(&citizen).into_iter().flatten().copied();
                agencies.chain([unit]).for_each(|unit| rows.entry(unit).or_default().push(row.id));
                continue;
            }
            // An earlier list says what the accounts of people were; of who is nobody in the register the newest one speaks.
            if !in_use.contains(&row.roster) {
                continue;
            }
            // Who is nobody in the register stands with the hamlet that the row names; where several are called so, with none.
            let Some(name) = hamlets.name_in(&row.hamlet).or_else(|| hamlets.name_in(&row.address)) else {
                continue;
            };
            let called: Vec<&DatedUnit> = units.iter().filter(|unit| unit.unit.name == name).collect();
            let stands: Vec<&DatedUnit> =
                called.iter().copied().filter(|unit| unit.last_day.is_none()).collect();
            match if stands.is_empty() { called } else { stands }.as_slice() {
                [] => {}
                [one] => rows.entry(one.unit.id).or_default().push(row.id),
                _ => *doubtful.entry(name.to_owned()).or_default() += 1,
            }
        }
        let mut conflicts: BTreeMap<UnitId, Vec<ConflictV1>> = BTreeMap::new();
        // Where the hamlet's value was taken there is nothing more to say.
        let told = |kept: &KeptConflict| kept.settled != "theirs" && kept.conflict.field != ANSWER;
        for kept in book.conflicts()?.into_iter().filter(told) {
            let (table, id) = kept.row;
            conflicts.entry(kept.unit).or_default().push(ConflictV1 {
                field: kept.conflict.field,
                id,
                settled: !kept.settled.is_empty(),
                table,
                value: kept.conflict.theirs,
            });
        }
        let (today, targets) = (session.today(), OwnTargets::read(book)?);
        let campaigns = book.campaigns()?;
        let shown =
            campaign::in_use(&campaigns, today).filter(|shown| shown.from_above).map(|shown| shown.id);
        Ok(Self { units, today, lists, in_use, rows, conflicts, targets, shown, doubtful })
    }

    /// Rows of extracts that went to nobody.
    fn told(&self) -> impl Iterator<Item = Error> {
        let told = |(name, rows)| Error::new("package.same_name").with("name", name).with("rows", rows);
        self.doubtful.iter().map(told)
    }

    /// Whether the row is of an extract in use.
    fn is_in_use(&self, row: &Fields) -> bool {
        let list = row.get("roster_id").and_then(Json::as_str).and_then(|id| id.parse().ok());
        list.is_some_and(|list| self.in_use.contains(&list))
    }

    /// The units whose people the laptop of a unit has.
    fn reach(&self, unit: UnitId) -> Vec<UnitId> {
        reach(&self.units, unit, self.today)
    }

    fn is_agency(&self, unit: UnitId) -> bool {
        self.units.iter().any(|dated| dated.unit.id == unit && dated.unit.kind == AGENCY)
    }
}

/// Packs, signs and seals all that concerns a hamlet, and keeps that it was given.
fn seal(
    tx: &Tx<'_>,
    session: &Session,
    new_card: bool,
    of: (&BookInfo, &Unit, NaiveDate),
    shared: &Shared,
) -> Result<(GivenPackage, Vec<u8>)> {
    let (_, unit, day) = of;
    let laptop = laptop_of(tx, session, unit.id, new_card)?;
    let (package, acknowledged) = pack(tx, session, of, shared, &laptop)?;
    package
        .rows
        .iter()
        .try_for_each(|((table, id), fields)| check_fits(tx, &unit.name, (table, id), fields))?;
    let text = write_work(&package, &*tx.signing_seed()?);
    let left = |id: &&String| package.rows.contains_key(&("departure".to_owned(), (*id).clone()));
    let people = as_count(people_of(&package.rows).filter(|id| !left(id)).count());
    tx.put_laptop(&laptop)?;
    let kept = KeptPackage {
        sha256: hash::sha256(text.as_bytes()),
        unit: unit.id,
        kind: PackageKind::Work,
        sequence: package.sequence,
        acknowledged,
        day,
        issued_at: package.issued_at,
        at: session.now(),
        people,
        signer: String::new(),
        open: false,
    };
    tx.keep_package(&kept, "")?;
    let (unit, sequence) = (unit.name.clone(), package.sequence);
    let given =
        |card: String| GivenPackage { unit, path: PathBuf::new(), sequence, acknowledged, people, card };
    Ok(if laptop.address.is_empty() {
        let bytes = sealed::seal_with_card(&laptop.card, text.as_bytes())?;
        (given(laptop.card), bytes)
    } else {
        (given(String::new()), sealed::seal_to(&laptop.address, text.as_bytes())?)
    })
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
    let reach = shared.reach(unit);
    let of_extracts: Vec<EntryId> =
        reach.iter().filter_map(|unit| shared.rows.get(unit)).flatten().copied().collect();
    let mut rows = Rows::new();
    for table in TABLES {
        rows.extend(book.rows_for(table.name, &names(table), (unit, &reach), &of_extracts, &shared.lists)?);
    }
    shared.targets.put(unit, &mut rows);
    if shared.is_agency(unit) {
        let own = book.visits_via(unit)?;
        as_for_agency(&mut rows, &UnitsOfDay::new(&shared.units, shared.today), &own);
    }
    let ids: BTreeSet<String> = rows.keys().map(|(_, id)| id.clone()).collect();
    for ((table, id), fields) in &mut rows {
        match table.as_str() {
            "campaign" => {
                if let Some(shown) = shared.shown {
                    fields.insert("in_use".to_owned(), Json::from(u8::from(*id == shown.to_string())));
                }
            }
            // Its people stand with the hamlet, whatever the household's own line says; those of its parts too.
            "citizen" | "household" | "merged_citizen" => {
                drop(fields.insert("unit_id".to_owned(), Json::from(unit.to_string())))
            }
            // Of an earlier list only what it says of the account.
            "roster_entry" if !shared.is_in_use(fields) => {
                for field in EARLIER_UNSAID {
                    fields.insert((*field).to_owned(), Json::from(""));
                }
            }
            "match" if fields.get("verdict").and_then(Json::as_str) != Some("matched") => {
                fields.insert("verdict".to_owned(), Json::from("unknown"));
                fields.insert("citizen_id".to_owned(), Json::Null);
            }
            _ => {}
        }
        // What is spoken of is in the package or not spoken of.
        for field in ["member_id", "corrects"] {
            if fields.get(field).and_then(Json::as_str).is_some_and(|id| !ids.contains(id)) {
                fields.insert(field.to_owned(), Json::Null);
            }
        }
    }
    Ok(rows)
}

/// A file's name that no other of the folder has: hamlets may have one name.
fn free_name(files: &[GivenPackage], unit: &str, day: NaiveDate) -> String {
    let nth = nth_name(unit, files.iter().map(|file| &file.unit));
    format!("giao viec {} {day}{nth}.{}", file_name(unit), FileKind::Work.ending())
}
