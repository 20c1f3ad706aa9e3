//! Takes a work package in at the hamlet: makes the hamlet's book of it, or brings the book up to it. What the team wrote is
//! never lost.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::json;
use zeroize::{Zeroize, Zeroizing};

use super::heard::Heard;
use super::merge_work::{Merging, people_of};
use super::taken::TakenWork;
use crate::disk;
use crate::domain::as_count;
use crate::domain::assignment::NameOf;
use crate::domain::dates::vi;
use crate::domain::erasure::erased_name;
use crate::domain::hamlets::kind_of;
use crate::domain::hash;
use crate::domain::ids::CitizenId;
use crate::domain::summary::is_far_ahead;
use crate::domain::unit::{AGENCY, Level};
use crate::error::{Error, Result};
use crate::exchange::package_v1::{Opened, WorkPackage, read_work};
use crate::exchange::sealed;
use crate::jobs::book::keep_book::make_folder;
use crate::jobs::desk::Desk;
use crate::jobs::register::erase_people::erase_as_commune;
use crate::session::Session;
use crate::store::packages::{KeptPackage, Laptop, PackageKind};
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

/// A package that is looked into before its book is made.
#[derive(Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct LookPackage {
    /// The package (.tngiao).
    pub file: PathBuf,
    /// The six words of its card.
    pub card: String,
}

impl Drop for LookPackage {
    fn drop(&mut self) {
        self.card.zeroize();
    }
}

/// Whose package it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct PackageOf {
    /// Name of the hamlet.
    pub name: String,
    /// Names of the units above, nearest first.
    pub above: Vec<String>,
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

/// Whose a first package is: its book is called so, and its passphrase is not.
///
/// # Errors
/// As `read_work`; `package.not_for_card`, `package.card_missing`.
pub fn look(_: &mut Desk, args: &LookPackage) -> Result<PackageOf> {
    let package = open_first(&args.file, &args.card).and_then(|opened| Ok(read_work(&opened)?.package));
    let package = package.map_err(|e| of_file(&args.file, e))?;
    Ok(PackageOf { name: package.unit.name, above: package.above })
}

/// Makes the hamlet's book of its first package, and opens it.
///
/// # Errors
/// As `read_work`; `package.card_missing`, `package.in_future`, `package.not_whole`; as [`Book::create`]. No book is left then.
pub fn open(desk: &mut Desk, args: &OpenPackage) -> Result<BookInfo> {
    make_book(desk, args).map_err(|e| of_file(&args.file, e))
}

/// A package does not say of what kind its unit is; whatever is called as hamlets are is one.
fn kind_by_name(name: &str) -> &'static str {
    // "Ban Chỉ huy" is no "Bản", where marks are written.
    let is_agency = NameOf::of(name) == NameOf::Agency;
    match kind_of(name) {
        kind if is_agency && (kind.is_empty() || !name.is_ascii()) => AGENCY,
        kind => kind,
    }
}

fn open_first(file: &Path, card: &str) -> Result<Zeroizing<Vec<u8>>> {
    let bytes = read(file)?;
    if !sealed::is_for_card(&bytes)? {
        return Err(Error::new("package.not_for_card"));
    }
    if card.trim().is_empty() {
        return Err(Error::new("package.card_missing"));
    }
    sealed::open_with_card(card, &bytes)
}

fn make_book(desk: &mut Desk, args: &OpenPackage) -> Result<BookInfo> {
    let opened = open_first(&args.file, &args.card)?;
    let work = read_work(&opened)?;
    let unit = &work.package.unit;
    let new = NewBook {
        level: Level::Hamlet,
        name: unit.name.clone(),
        code: unit.code.clone(),
        kind: kind_by_name(&unit.name).to_owned(),
        above: work.package.above.clone(),
        unit: Some(unit.id.parse().map_err(|_| Error::new("package.malformed").with("where", "unit"))?),
    };
    make_folder(&args.path);
    let book = Book::create_filled(&args.path, &args.passphrase, &new, &desk.session, |book| {
        take(book, &desk.session, &opened, &work, Some(&args.card), false).map(drop)
    })?;
    desk.put(book)
}

/// Takes a later package in.
///
/// # Errors
/// As `read_work`; `package.not_hamlet`, `package.other_unit`, `package.other_key_above`, `package.older`, `package.in_future`, `package.far_ahead`,
/// `package.not_whole`; the book's own. Nothing is changed then.
pub fn import(book: &mut Book, session: &Session, args: &ImportPackage) -> Result<TakenWork> {
    read_and_take(book, session, args).map_err(|e| of_file(&args.file, e))
}

fn of_file(path: &Path, e: Error) -> Error {
    if e.code.starts_with("package.") { e.with("file", disk::name_of(path)) } else { e }
}

fn read_and_take(book: &mut Book, session: &Session, args: &ImportPackage) -> Result<TakenWork> {
    let taken = read_package(book, session, args)?;
    if !args.dry_run {
        // In an entry of its own, and with the next package where it was stopped.
        erase_as_commune(book, session, taken.sequence)?;
    }
    Ok(taken)
}

fn read_package(book: &mut Book, session: &Session, args: &ImportPackage) -> Result<TakenWork> {
    let bytes = read(&args.file)?;
    let own = own_laptop(book)?;
    let opened = if sealed::is_for_card(&bytes)? {
        sealed::open_with_card(&own.card, &bytes).map_err(|e| match e.code {
            "package.wrong_card" => Error::new("package.new_card"),
            _ => e,
        })?
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

/// Refuses a package for another hamlet, from another book than the one known, and of days to come.
fn check(
    session: &Session,
    info: &BookInfo,
    known: Option<&Laptop>,
    work: &Opened<WorkPackage>,
) -> Result<()> {
    let package = &work.package;
    if package.unit.id != info.unit_id.to_string() {
        return Err(Error::new("package.other_unit")
            .with("unit", &package.unit.name)
            .with("book", &info.name));
    }
    if known.is_some_and(|known| known.fingerprint != work.fingerprint) {
        return Err(Error::new("package.other_key_above")
            .with("unit", package.above.first().cloned().unwrap_or_default()));
    }
    // Of two packages that do not know of each other the later one counts: a time to come would be later than all.
    let day = package.day.max(package.issued_at.date_naive());
    if day > session.today() {
        return Err(Error::new("package.in_future").with("day", vi(day)).with("today", vi(session.today())));
    }
    Ok(())
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
    let sha256 = hash::sha256(opened);
    let packages = book.packages(Some(info.unit_id))?;
    let known = book.laptops()?.into_iter().find(|laptop| laptop.unit == info.unit_id);
    check(session, &info, known.as_ref(), work)?;
    let heard = match Heard::of(&packages, package, &sha256) {
        Heard { again: true, .. } => {
            return Ok(TakenWork { sequence: package.sequence, again: true, ..TakenWork::default() });
        }
        Heard { older_than: Some(known), .. } => {
            return Err(Error::new("package.older").with("number", package.sequence).with("known", known));
        }
        heard => heard,
    };
    let works = packages.iter().filter(|file| file.kind == PackageKind::Work);
    let number = works.map(|work| work.sequence).max().unwrap_or_default();
    if is_far_ahead(number, package.sequence) {
        return Err(Error::new("package.far_ahead").with("number", package.sequence).with("known", number));
    }
    let (had_card, had_token) = known.map(|known| (known.card, known.token)).unwrap_or_default();
    let laptop = Laptop {
        unit: info.unit_id,
        card: card.map_or(had_card, str::to_owned),
        // Said for ever: a commune whose book was restored may have forgotten our key.
        token: if package.token.is_empty() { had_token } else { package.token.clone() },
        address: package.recipient.clone(),
        fingerprint: work.fingerprint.clone(),
    };
    let kept = KeptPackage {
        sha256,
        unit: info.unit_id,
        kind: PackageKind::Work,
        sequence: package.sequence,
        acknowledged: heard.acknowledged,
        day: package.day,
        issued_at: package.issued_at,
        at: session.now(),
        people: as_count(people_of(&package.rows).count()),
        signer: String::new(),
        open: false,
    };
    let change = |tx: &Tx<'_>| {
        tx.put_laptop(&laptop)?;
        tx.keep_package(&kept, "")?;
        tx.rename_own_unit(&package.unit.name)?;
        heard.forgotten.iter().try_for_each(|sum| tx.forget_package(sum))?;
        let known: BTreeSet<CitizenId> = tx.people_not_erased()?.into_iter().collect();
        let mut taken = Merging::new(tx, session, package, &heard)?.all()?;
        let (erased, never_known): (Vec<_>, Vec<_>) =
            tx.erased_elsewhere(erased_name())?.into_iter().partition(|id| known.contains(id));
        tx.note_erased(&never_known, session.today())?;
        taken.erased = as_count(erased.len());
        heard.known.iter().try_for_each(|sum| tx.forget_result(sum))?;
        Ok(taken)
    };
    if dry_run {
        return book.rehearse(session, change);
    }
    let told = json!({ "number": package.sequence, "day": package.day });
    let kind = if card.is_some() { "open-package" } else { "take-package" };
    Ok(book.transact(session, kind, told, change)?.value)
}
