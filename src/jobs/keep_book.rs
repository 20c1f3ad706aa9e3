//! Keeps the book: make, open, look at, check, back up, restore, change the passphrase.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Nothing;
use super::desk::Desk;
use crate::domain::unit::{Level, Unit};
use crate::error::Result;
use crate::session::Session;
use crate::store::{Book, BookInfo, NewBook};

/// A new book.
#[derive(Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct CreateBook {
    /// The file; it must not exist.
    pub path: PathBuf,
    /// At least 8 characters.
    pub passphrase: String,
    /// The level that the book works at.
    pub level: Level,
    /// Name of its unit with the kind word.
    pub name: String,
    /// National code, or empty.
    #[serde(default)]
    pub code: String,
    /// Names of the units above, nearest first.
    #[serde(default)]
    pub above: Vec<String>,
}

/// A book to open.
#[derive(Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct OpenBook {
    /// The file.
    pub path: PathBuf,
    /// Its passphrase.
    pub passphrase: String,
}

/// A backup to restore.
#[derive(Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct RestoreBook {
    /// The backup.
    pub backup: PathBuf,
    /// Its passphrase.
    pub passphrase: String,
    /// The file of the new book; it must not exist.
    pub path: PathBuf,
}

/// Where to write.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteTo {
    /// The file; it must not exist.
    pub path: PathBuf,
}

/// A new passphrase.
#[derive(Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct NewPassphrase {
    /// At least 8 characters. A forgotten one cannot be recovered.
    pub passphrase: String,
}

/// A new unit.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct NewUnit {
    /// Name with the kind word.
    pub name: String,
    /// Kind ("thon", "ap", …); guessed from the name when empty.
    #[serde(default)]
    pub kind: String,
}

/// The name of a unit; marks and case do not count.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct UnitName {
    /// The name.
    pub name: String,
}

/// Makes a new book and opens it.
///
/// # Errors
/// As [`Book::create`].
pub fn create(desk: &mut Desk, args: &CreateBook) -> Result<BookInfo> {
    let new = NewBook {
        level: args.level,
        name: args.name.clone(),
        code: args.code.clone(),
        kind: String::new(),
        above: args.above.clone(),
    };
    let book = Book::create(&args.path, &args.passphrase, &new, &desk.session)?;
    desk.put(book)
}

/// Opens a book.
///
/// # Errors
/// As [`Book::open`].
pub fn open(desk: &mut Desk, args: &OpenBook) -> Result<BookInfo> {
    let book = Book::open(&args.path, &args.passphrase, &desk.session)?;
    desk.put(book)
}

/// Restores a backup as a new book, beside whatever is there.
///
/// # Errors
/// As [`Book::restore`].
pub fn restore(desk: &mut Desk, args: &RestoreBook) -> Result<BookInfo> {
    let book = Book::restore(&args.backup, &args.passphrase, &args.path, &desk.session)?;
    desk.put(book)
}

/// What the book is and how much it holds.
///
/// # Errors
/// `book.*` when the book cannot be read.
pub fn info(book: &mut Book, _: &Session, _: &Nothing) -> Result<BookInfo> {
    book.info()
}

/// Looks for damage.
///
/// # Errors
/// `book.damaged` with the first finding.
pub fn check(book: &mut Book, _: &Session, _: &Nothing) -> Result<BookInfo> {
    book.check()?;
    book.info()
}

/// Backs the book up to a file of the user's choice.
///
/// # Errors
/// As [`Book::backup_to`].
pub fn backup(book: &mut Book, _: &Session, args: &WriteTo) -> Result<BookInfo> {
    book.backup_to(&args.path)?;
    book.info()
}

/// Gives the book a new passphrase.
///
/// # Errors
/// As [`Book::change_passphrase`].
pub fn change_passphrase(book: &mut Book, _: &Session, args: &NewPassphrase) -> Result<BookInfo> {
    book.change_passphrase(&args.passphrase)?;
    book.info()
}

/// Adds a unit below the book's own.
///
/// # Errors
/// `unit.exists`, `unit.no_name`.
pub fn add_unit(book: &mut Book, session: &Session, args: &NewUnit) -> Result<Unit> {
    use crate::domain::ids::UnitId;
    use crate::domain::text::fold;
    use crate::error::Error;

    let name = args.name.trim();
    if fold(name).is_empty() {
        return Err(Error::new("unit.no_name"));
    }
    let units = book.units()?;
    if units.iter().any(|u| fold(&u.name) == fold(name)) {
        return Err(Error::new("unit.exists").with("name", name));
    }
    let unit = Unit {
        id: UnitId(session.new_id()),
        parent_id: Some(book.own_unit()?.id),
        kind: if args.kind.is_empty() {
            crate::domain::register::kind_of(name).to_owned()
        } else {
            args.kind.clone()
        },
        name: name.to_owned(),
        code: String::new(),
        position: u32::try_from(units.len()).unwrap_or(u32::MAX),
    };
    book.transact(session, "add-unit", serde_json::json!({ "name": name }), |tx| tx.insert_unit(&unit))?;
    Ok(unit)
}

/// All units, in the order of lists and forms.
///
/// # Errors
/// `book.*` when the book cannot be read.
pub fn list_units(book: &mut Book, _: &Session, _: &Nothing) -> Result<Vec<Unit>> {
    book.units()
}

/// The unit with a name.
///
/// # Errors
/// `unit.unknown` with the names there are.
pub fn unit_named(book: &mut Book, _: &Session, args: &UnitName) -> Result<Unit> {
    book.unit_named(&args.name)
}
