//! Takes a work package in at the hamlet: makes the hamlet's book of it, or brings the book up to it. What the team wrote is
//! never lost.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use zeroize::{Zeroize, Zeroizing};

use super::names;
use crate::disk;
use crate::domain::dates::vi;
use crate::domain::ids::UnitId;
use crate::domain::sharing::{Conflict, Fields, Rows, merge};
use crate::domain::summary::is_far_ahead;
use crate::domain::unit::Level;
use crate::error::{Error, Result};
use crate::exchange::package_v1::{Opened, WorkPackage, read_result, read_work};
use crate::exchange::rows_v1::{TABLES, Table, Way};
use crate::exchange::{envelope, sealed};
use crate::jobs::desk::Desk;
use crate::session::Session;
use crate::store::packages::{KeptConflict, KeptPackage, Laptop, PackageKind};
use crate::store::{Book, BookInfo, NewBook, Tx};

/// The largest package, in bytes.
const LARGEST: u64 = 64 << 20;

/// A package to make the hamlet's book of.
#[derive(Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct OpenPackage {
    /// The package (.tngiao).
    pub file: PathBuf,
    /// The six words of its card.
    pub card: String,
    /// The file of the new book; it must not exist.
    pub path: PathBuf,
    /// The new book's own passphrase.
    pub passphrase: String,
}

impl Drop for OpenPackage {
    fn drop(&mut self) {
        self.card.zeroize();
        self.passphrase.zeroize();
    }
}

/// A package to take in.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ImportPackage {
    /// The package (.tngiao).
    pub file: PathBuf,
    /// Only say what would happen.
    pub dry_run: bool,
}

/// What a work package brought.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct TakenWork {
    /// Its number.
    pub sequence: u32,
    /// The book has had it: nothing changed.
    pub again: bool,
    /// Number of the newest result package that the commune had taken in; 0: none.
    pub acknowledged: u32,
    /// People in it.
    pub people: usize,
    /// People who are new here.
    pub added: usize,
    /// People of whom something changed.
    pub changed: usize,
    /// People who are of this hamlet no more.
    pub left: usize,
    /// Visits that are new here.
    pub visits: usize,
    /// Fields that both books changed: a person settles them.
    pub conflicts: usize,
}

/// Makes the hamlet's book of its first package, and opens it.
///
/// # Errors
/// As `read_work`; `package.card_missing`, `package.in_future`, `package.not_whole`; as [`Book::create`]. No book is left then.
pub fn open(desk: &mut Desk, args: &OpenPackage) -> Result<BookInfo> {
    make_book(desk, args).map_err(|e| of_file(&args.file, e))
}

fn make_book(desk: &mut Desk, args: &OpenPackage) -> Result<BookInfo> {
    let bytes = read(&args.file)?;
    if !sealed::is_for_card(&bytes)? {
        return Err(Error::new("package.not_for_card"));
    }
    if args.card.trim().is_empty() {
        return Err(Error::new("package.card_missing"));
    }
    let opened = sealed::open_with_card(&args.card, &bytes)?;
    let work = read_work(&opened)?;
    let unit = &work.package.unit;
    let new = NewBook {
        level: Level::Hamlet,
        name: unit.name.clone(),
        code: unit.code.clone(),
        kind: crate::domain::hamlets::kind_of(&unit.name).to_owned(),
        above: work.package.above.clone(),
        unit: Some(unit.id.parse().map_err(|_| Error::new("package.malformed").with("where", "unit"))?),
    };
    let book = Book::create_filled(&args.path, &args.passphrase, &new, &desk.session, |book| {
        take(book, &desk.session, &opened, &work, Some(&args.card), false).map(drop)
    })?;
    desk.put(book)
}

/// Takes a later package in.
///
/// # Errors
/// As `read_work`; `package.not_hamlet`, `package.other_unit`, `package.other_key`, `package.older`, `package.in_future`, `package.far_ahead`,
/// `package.not_whole`; the book's own. Nothing is changed then.
pub fn import(book: &mut Book, session: &Session, args: &ImportPackage) -> Result<TakenWork> {
    read_and_take(book, session, args).map_err(|e| of_file(&args.file, e))
}

fn of_file(path: &Path, e: Error) -> Error {
    if e.code.starts_with("package.") { e.with("file", disk::name_of(path)) } else { e }
}

fn read_and_take(book: &mut Book, session: &Session, args: &ImportPackage) -> Result<TakenWork> {
    let bytes = read(&args.file)?;
    let own = own_laptop(book)?;
    let opened = if sealed::is_for_card(&bytes)? {
        sealed::open_with_card(&own.card, &bytes)?
    } else {
        sealed::open(&*book.signing_seed()?, &bytes)?
    };
    let work = read_work(&opened)?;
    take(book, session, &opened, &work, None, args.dry_run)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    disk::read(path, LARGEST)
}

/// What the book of a hamlet knows of its commune's.
///
/// # Errors
/// `package.not_hamlet`.
pub(super) fn own_laptop(book: &Book) -> Result<Laptop> {
    let info = book.info()?;
    let own = book.laptops()?.into_iter().find(|laptop| laptop.unit == info.unit_id);
    own.filter(|_| info.level == Level::Hamlet)
        .ok_or_else(|| Error::new("package.not_hamlet").with("unit", info.name))
}

fn take(
    book: &mut Book,
    session: &Session,
    opened: &Zeroizing<Vec<u8>>,
    work: &Opened<WorkPackage>,
    card: Option<&str>,
    dry_run: bool,
) -> Result<TakenWork> {
    let package = &work.package;
    let info = book.info()?;
    let sha256 = envelope::sha256(opened);
    let last = book.packages(PackageKind::Work)?.pop();
    if package.unit.id != info.unit_id.to_string() {
        return Err(Error::new("package.other_unit")
            .with("unit", &package.unit.name)
            .with("book", &info.name));
    }
    let known = book.laptops()?.into_iter().find(|laptop| laptop.unit == info.unit_id);
    if known.as_ref().is_some_and(|known| known.fingerprint != work.fingerprint) {
        return Err(
            Error::new("package.other_key").with("unit", package.above.first().cloned().unwrap_or_default())
        );
    }
    if package.day > session.today() {
        return Err(Error::new("package.in_future")
            .with("day", vi(package.day))
            .with("today", vi(session.today())));
    }
    if let Some(last) = &last {
        if last.sha256 == sha256 {
            return Ok(TakenWork { sequence: package.sequence, again: true, ..TakenWork::default() });
        }
        // A commune whose book was restored counts some numbers twice: the later file is the newer one.
        if (package.sequence, package.issued_at) <= (last.sequence, last.issued_at) {
            return Err(Error::new("package.older")
                .with("number", package.sequence)
                .with("known", last.sequence));
        }
    }
    let number = last.as_ref().map_or(0, |last| last.sequence);
    if is_far_ahead(number, package.sequence) {
        return Err(Error::new("package.far_ahead").with("number", package.sequence).with("known", number));
    }
    let laptop = Laptop {
        unit: info.unit_id,
        card: card.map_or_else(|| known.as_ref().map(|k| k.card.clone()).unwrap_or_default(), str::to_owned),
        token: package.token.clone(),
        address: package.recipient.clone(),
        fingerprint: work.fingerprint.clone(),
    };
    let kept = KeptPackage {
        sha256,
        unit: info.unit_id,
        kind: PackageKind::Work,
        sequence: package.sequence,
        acknowledged: package.acknowledged,
        day: package.day,
        issued_at: package.issued_at,
        at: session.now(),
        people: u32::try_from(people_of(&package.rows).count()).unwrap_or(u32::MAX),
    };
    let change = |tx: &Tx<'_>| {
        tx.put_laptop(&laptop)?;
        tx.keep_package(&kept, "")?;
        tx.rename_own_unit(&package.unit.name)?;
        let taken = Taking::new(tx, session, package)?.all()?;
        // Told now by name, not by the database when the change is committed.
        tx.check_references()?;
        Ok(taken)
    };
    if dry_run {
        return book.rehearse(session, change);
    }
    let told = json!({ "number": package.sequence, "day": package.day });
    Ok(book.transact(session, "take-package", told, change)?.value)
}

fn people_of(rows: &Rows) -> impl Iterator<Item = &String> {
    rows.keys().filter(|(table, _)| table == "citizen").map(|(_, id)| id)
}

/// What the result package of a number said of each row.
fn said(book: &Book, number: u32) -> Result<BTreeMap<(String, String), Option<Fields>>> {
    let sent = book.packages(PackageKind::Result)?.into_iter().rfind(|result| result.sequence == number);
    let text = sent.map_or_else(|| Ok(String::new()), |result| book.package_file(&result.sha256))?;
    if text.is_empty() {
        return Ok(BTreeMap::new());
    }
    let changes = read_result(text.as_bytes())?.package.changes;
    Ok(changes.into_iter().map(|change| (change.key(), change.to)).collect())
}

/// A package that is being taken in.
struct Taking<'a> {
    tx: &'a Tx<'a>,
    session: &'a Session,
    package: &'a WorkPackage,
    unit: UnitId,
    /// As the commune had the rows until now.
    shared: Rows,
    /// What the hamlet said of rows that has arrived.
    arrived: BTreeMap<(String, String), Option<Fields>>,
    /// People who were of this hamlet, and are no more.
    left: BTreeSet<String>,
    taken: TakenWork,
    /// People of whom something changed.
    changed: BTreeSet<String>,
}

impl<'a> Taking<'a> {
    fn new(tx: &'a Tx<'a>, session: &'a Session, package: &'a WorkPackage) -> Result<Self> {
        let shared = tx.shared_rows()?;
        let here: BTreeSet<&String> = people_of(&package.rows).collect();
        let merged = package.rows.keys().filter(|(table, _)| table == "merged_citizen").map(|(_, id)| id);
        let merged: BTreeSet<&String> = merged.collect();
        let left = people_of(&shared).filter(|id| !here.contains(id) && !merged.contains(id));
        Ok(Self {
            tx,
            session,
            package,
            unit: tx.own_unit()?.id,
            arrived: said(tx, package.acknowledged)?,
            left: left.cloned().collect(),
            taken: TakenWork {
                sequence: package.sequence,
                acknowledged: package.acknowledged,
                people: here.len(),
                ..TakenWork::default()
            },
            shared,
            changed: BTreeSet::new(),
        })
    }

    fn all(mut self) -> Result<TakenWork> {
        for table in TABLES {
            self.session.check_stop()?;
            match (table.name, table.way) {
                ("merged_citizen", _) => {}
                (_, Way::Down) => self.replace(table)?,
                (_, Way::Both) => self.merge(table)?,
            }
        }
        self.join_records()?;
        self.leave()?;
        self.settle_what_agrees()?;
        self.tx.forget_results(self.unit, self.package.acknowledged)?;
        self.taken.changed = self.changed.len();
        Ok(self.taken)
    }

    fn of_table<'r>(rows: &'r Rows, table: &str) -> impl Iterator<Item = (&'r String, &'r Fields)> {
        let table = table.to_owned();
        rows.iter().filter(move |((of, _), _)| *of == table).map(|((_, id), fields)| (id, fields))
    }

    /// Rows that only the commune writes: they are as the package has them.
    fn replace(&mut self, table: &Table) -> Result<()> {
        let came: Vec<_> = Self::of_table(&self.package.rows, table.name).collect();
        let ids: BTreeSet<String> = came.iter().map(|(id, _)| (*id).clone()).collect();
        let here = self.tx.rows_of_table(table.name, &names(table), Some(&ids))?;
        for (id, fields) in came {
            let key = (table.name.to_owned(), id.clone());
            if here.get(&key) != Some(fields) {
                self.tx.put_fields(table.name, id, fields)?;
            }
            self.tx.share_row((table.name, id), Some(&Fields::new()))?;
        }
        let gone: Vec<String> = Self::of_table(&self.shared, table.name)
            .map(|(id, _)| id.clone())
            .filter(|id| !ids.contains(id))
            .collect();
        for id in gone {
            self.tx.delete_row(table.name, &id)?;
            self.tx.share_row((table.name, &id), None)?;
        }
        Ok(())
    }

    /// Rows that both write: field by field.
    fn merge(&mut self, table: &Table) -> Result<()> {
        let package = self.package;
        let here = self.tx.rows_of_table(table.name, &names(table), None)?;
        for (id, theirs) in Self::of_table(&package.rows, table.name) {
            let key = (table.name.to_owned(), id.clone());
            let (mine, base) = (here.get(&key), self.shared.get(&key).cloned());
            let (bases, open) = self.bases(table, id, base.clone(), mine);
            let mut merged = merge(mine, &bases, Some(theirs));
            merged.take.retain(|field, _| !open.contains(field));
            if !merged.take.is_empty() {
                self.tx.put_fields(table.name, id, &merged.take)?;
                self.count(table, id, mine.is_some());
            }
            let mut agreed = theirs.clone();
            // Until it is settled both say what they said: the base stays.
            let before =
                |field: &str| base.as_ref().and_then(|base| base.get(field)).cloned().unwrap_or_default();
            agreed.extend(open.iter().map(|field| (field.clone(), before(field))));
            merged.conflicts.retain(|conflict| !open.contains(&conflict.field));
            for Conflict { field, mine, theirs } in merged.conflicts {
                agreed.insert(field.clone(), before(&field));
                self.conflict(table, id, Conflict { field, mine, theirs })?;
            }
            if self.shared.get(&key) != Some(&agreed) {
                self.tx.share_row((table.name, id), Some(&agreed))?;
            }
        }
        // Rows of those who left stay as they were; who left is noted below.
        let gone = Self::of_table(&self.shared, table.name).filter(|(id, fields)| {
            let of = if table.name == "departure" {
                Some(id.as_str())
            } else {
                fields.get("citizen_id").and_then(Value::as_str)
            };
            let is_there = package.rows.contains_key(&(table.name.to_owned(), (*id).clone()));
            let stays = matches!(table.name, "citizen" | "household" | "member");
            !is_there && !stays && !of.is_some_and(|person| self.left.contains(person))
        });
        for (id, fields) in gone {
            let key = (table.name.to_owned(), id.clone());
            let bases = [Some(fields.clone()), self.arrived.get(&key).cloned().flatten()];
            if merge(here.get(&key), &bases, None).remove {
                self.tx.delete_row(table.name, id)?;
            }
            self.tx.share_row((table.name, id), None)?;
        }
        Ok(())
    }

    /// From where a change of a row by the commune is no surprise: what both agreed on, what the hamlet said that has arrived,
    /// what a person at the commune decided against. And the fields that nobody has decided yet: they stay as they are.
    fn bases(
        &self,
        table: &Table,
        id: &str,
        agreed: Option<Fields>,
        mine: Option<&Fields>,
    ) -> (Vec<Option<Fields>>, BTreeSet<String>) {
        let key = (table.name.to_owned(), id.to_owned());
        let mut bases = vec![agreed];
        bases.extend(self.arrived.get(&key).cloned());
        // Codes and the like are the commune's to give.
        let own = mine
            .iter()
            .flat_map(|mine| mine.iter())
            .filter(|(field, _)| table.fixed.contains(&field.as_str()));
        bases.push(Some(own.map(|(field, value)| (field.clone(), value.clone())).collect()));
        let mut open = BTreeSet::new();
        for conflict in self.package.conflicts.iter().filter(|c| c.table == table.name && c.id == id) {
            let value = mine.and_then(|mine| mine.get(&conflict.field));
            if conflict.settled {
                bases.push(Some(Fields::from([(conflict.field.clone(), conflict.value.clone())])));
            } else if value == Some(&conflict.value) {
                open.insert(conflict.field.clone());
            }
        }
        (bases, open)
    }

    fn count(&mut self, table: &Table, id: &str, there: bool) {
        match (table.name, there) {
            ("citizen", false) => self.taken.added += 1,
            ("citizen", true) => drop(self.changed.insert(id.to_owned())),
            ("visit", false) => self.taken.visits += 1,
            _ => {}
        }
    }

    fn conflict(&mut self, table: &Table, id: &str, conflict: Conflict) -> Result<()> {
        self.taken.conflicts += 1;
        self.tx.put_conflict(&KeptConflict {
            id: format!("{} {} {id} {}", self.unit, table.name, conflict.field),
            unit: self.unit,
            row: (table.name.to_owned(), id.to_owned()),
            conflict,
            at: self.session.now(),
            settled: String::new(),
        })
    }

    /// Records that the commune found to be of one person.
    fn join_records(&mut self) -> Result<()> {
        let table = crate::exchange::rows_v1::table_named("merged_citizen")
            .ok_or_else(|| Error::new("package.malformed").with("where", "merged_citizen"))?;
        let here = self.tx.rows_of_table("merged_citizen", &names(table), None)?;
        for (id, fields) in Self::of_table(&self.package.rows, "merged_citizen") {
            self.tx.share_row(("merged_citizen", id), Some(fields))?;
            if here.contains_key(&("merged_citizen".to_owned(), id.clone())) {
                continue;
            }
            let kept = fields.get("citizen_id").and_then(Value::as_str).unwrap_or_default();
            match (id.parse(), kept.parse()) {
                (Ok(dropped), Ok(kept)) if !self.tx.citizens_by_id(&[dropped])?.is_empty() => {
                    self.tx.merge_citizen(kept, dropped)?;
                    self.tx.share_row(("citizen", id), None)?;
                }
                _ => self.tx.put_fields("merged_citizen", id, fields)?,
            }
        }
        Ok(())
    }

    /// Who is of another hamlet now leaves the lists here, by the commune's word.
    fn leave(&mut self) -> Result<()> {
        // What the hamlet said of them has arrived, and the package does not say it again.
        for ((table, id), said) in &self.arrived {
            let of = said.as_ref().and_then(|to| to.get("citizen_id")).and_then(Value::as_str).unwrap_or(id);
            if self.left.contains(of) && table != "citizen" {
                let shared = self.shared.get(&(table.clone(), id.clone())).cloned().unwrap_or_default();
                let known = said.clone().map(|said| shared.into_iter().chain(said).collect());
                self.tx.share_row((table, id), known.as_ref())?;
            }
        }
        let departures = self.tx.departures()?;
        for id in &self.left {
            let Ok(citizen) = id.parse() else { continue };
            let day = self.package.day;
            if departures.contains_key(&citizen) {
                continue;
            }
            let fields = Fields::from([
                ("day".to_owned(), Value::from(day.to_string())),
                ("gone".to_owned(), Value::from("moved")),
            ]);
            self.tx.put_fields("departure", id, &fields)?;
            self.tx.share_row(("departure", id), Some(&fields))?;
            self.taken.left += 1;
        }
        Ok(())
    }

    /// Questions that the two books answer alike by now are none.
    fn settle_what_agrees(&mut self) -> Result<()> {
        for kept in self.tx.conflicts()?.into_iter().filter(|kept| kept.settled.is_empty()) {
            let (table, id) = &kept.row;
            let field = [kept.conflict.field.as_str()];
            let here = self.tx.rows_of_table(table, &field, Some(&BTreeSet::from([id.clone()])))?;
            let mine = here.get(&kept.row).and_then(|fields| fields.get(&kept.conflict.field));
            let theirs = self.package.rows.get(&kept.row).and_then(|fields| fields.get(&kept.conflict.field));
            if mine.is_some() && mine == theirs {
                self.tx.put_conflict(&KeptConflict { settled: "theirs".to_owned(), ..kept })?;
            }
        }
        Ok(())
    }
}
