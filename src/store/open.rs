//! Opening: what is looked at before the passphrase is known to be right, and a book that can only be read.
//!
//! Nothing in a folder changes before the seal of a page has shown that the passphrase is right.

use std::fs::{self, File};
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::file::{beside, clear_drafts, disk_error};
use super::journal::{chain, entries, judge};
use super::key::{self, Key};
use super::lock::Lock;
use super::slots::{self, Opener};
use super::{Book, migrate};
use crate::disk;
use crate::error::{Error, Result};
use crate::messages;
use crate::session::Session;

/// Page size of SQLCipher 4.
pub(super) const PAGE: u64 = 4096;

/// How many pages are tried for the seal that shows a passphrase to be right, when that of the first is broken.
const TRIED: u64 = 64;

/// The file that a path means: a link is taken for the file that it leads to, so that one book has one lock.
pub(super) fn real(path: &Path) -> PathBuf {
    let real = if path.is_symlink() { fs::canonicalize(path).ok() } else { None };
    real.unwrap_or_else(|| path.to_owned())
}

/// Opens a book and raises it to `version`.
pub(super) fn open_book(
    path: &Path,
    passphrase: &str,
    session: &Session,
    version: u32,
    steps: &[migrate::Step],
) -> Result<Book> {
    session.check_clock()?;
    let path = real(path);
    let (key, opener) = find_key(&path, passphrase)?;
    open_with_key(path, (key, opener), session, version, steps)
}

/// As [`open_book`], once the key is known, and by whose secret.
pub(super) fn open_with_key(
    path: PathBuf,
    (key, opener): (Key, Option<Opener>),
    session: &Session,
    version: u32,
    steps: &[migrate::Step],
) -> Result<Book> {
    let lock = match writable(&path).and_then(|()| Lock::take(&path)) {
        Err(e) if e.code == "book.read_only" => return open_to_read(path, key, opener, version),
        lock => lock?,
    };
    let (conn, found) = unlock_book(&path, &key, version)?;
    check_opener(&conn, opener.as_ref())?;
    set_up(&conn)?;
    clear_drafts(&path);
    let mut book = Book::new(conn, path, key, lock);
    book.opener = opener;
    if found < version {
        book.backup_before(session, super::BackupReason::Upgrade)?.finish()?;
        book.conn.pragma_update(None, "query_only", false)?;
        migrate::upgrade(&book.conn, found, steps)?;
        book.conn.pragma_update(None, "query_only", true)?;
    }
    // Where it cannot be written the book opens by its passphrase, and the next opening tries again.
    book.keys_mended = book.keep_keys().is_ok_and(|made| made && slots::key_file(&book.path).exists());
    if let Err(e) = book.settle_backups(session) {
        book.ensure_open()?;
        book.note_backup_failure(session, e);
    }
    match book.backup_of_the_day(session) {
        Ok(backup) => book.day_backup = backup,
        Err(e) => {
            // It may have left the book closed, in whose journal it is noted.
            book.ensure_open()?;
            book.note_backup_failure(session, e);
        }
    }
    book.lock.keep();
    Ok(book)
}

/// The key of a file that is a whole book, as far as can be seen without writing anything.
///
/// # Errors
/// `book.not_found`, `book.folder_missing`, `book.not_a_book`, `book.busy`, `book.wrong_passphrase`, `book.damaged`,
/// `book.keys_damaged`, `book.keys_older`.
pub(super) fn find_key(path: &Path, passphrase: &str) -> Result<(Key, Option<Opener>)> {
    let whole = look_at(path)?;
    Lock::look(path)?;
    let salt = key::salt_of(path)?;
    let key = Key::new(passphrase, salt)?;
    match (is_sealed_with(path, &key)?, whole) {
        (true, true) => Ok((key, None)),
        (true, false) => {
            Err(Error::new("book.damaged").with("detail", messages::word("book.damaged.length")))
        }
        (false, true) => match slots::find(path, passphrase, salt)? {
            Some((key, opener)) if is_sealed_with(path, &key)? => Ok((key, Some(opener))),
            // The passphrase was changed since, and the power went before the slots were written.
            Some(_) => Err(Error::new("book.keys_older").with("keys", slots::key_file(path).display())),
            None => Err(Error::new("book.wrong_passphrase")),
        },
        (false, false) => Err(Error::new("book.not_a_book")),
    }
}

/// Refuses a secret that was taken away since the file of keys was written.
fn check_opener(conn: &Connection, opener: Option<&Opener>) -> Result<()> {
    match opener {
        Some(opener) if !slots::holds(conn, opener)? => Err(Error::new("book.wrong_passphrase")),
        _ => Ok(()),
    }
}

/// As [`find_key`], of a file that may be damaged in any way.
pub(super) fn find_key_of_any(path: &Path, passphrase: &str) -> Result<Key> {
    look_at(path)?;
    Lock::look(path)?;
    let key = Key::new(passphrase, key::salt_of(path)?)?;
    if is_sealed_with(path, &key)? { Ok(key) } else { Err(Error::new("book.wrong_passphrase")) }
}

/// Refuses what cannot be a book before anything is asked or written. `false`: the length is not that of whole pages.
fn look_at(path: &Path) -> Result<bool> {
    let missing_folder = || path.parent().is_some_and(|p| !p.as_os_str().is_empty() && !p.exists());
    // Looked at before it is opened: opening a pipe waits for somebody who writes.
    let meta = fs::metadata(path).map_err(|e| match e.kind() {
        ErrorKind::NotFound if missing_folder() => Error::new("book.folder_missing"),
        ErrorKind::NotFound => Error::new("book.not_found"),
        _ => disk_error(&e),
    })?;
    if !meta.is_file() || meta.len() < PAGE {
        return Err(Error::new("book.not_a_book"));
    }
    // The first bytes of a book are random. Those of a plain SQLite file, a workbook or a PDF are not.
    let mut head = [0; 16];
    File::open(path).and_then(|mut file| file.read_exact(&mut head)).map_err(|e| disk_error(&e))?;
    let known: [&[u8]; 5] = [b"SQLite format 3\0", b"PK\x03\x04", b"\xD0\xCF\x11\xE0", b"%PDF", b"<!DOCTYPE"];
    if known.iter().any(|magic| head.starts_with(magic)) {
        return Err(Error::new("book.not_a_book"));
    }
    // A page at the end that was written in part stands whole in the log: opening puts it in its place.
    Ok(meta.len() % PAGE == 0 || fs::metadata(beside(path, "-wal")).is_ok_and(|log| log.len() > 0))
}

/// Whether one of its pages is sealed with the key: then the passphrase is right, whatever the first page says. Past
/// SQLite, which says the same of a wrong passphrase and of a damaged first page.
pub(super) fn is_sealed_with(path: &Path, key: &Key) -> Result<bool> {
    Ok(has_page_of(path, key)? || log_has_page_of(&beside(path, "-wal"), key)?)
}

fn has_page_of(path: &Path, key: &Key) -> Result<bool> {
    let mut file = File::open(path).map_err(|e| disk_error(&e))?;
    let pages = file.metadata().map_err(|e| disk_error(&e))?.len() / PAGE;
    let apart = usize::try_from(pages.div_ceil(TRIED).max(1)).unwrap_or(1);
    let mut page = vec![0; usize::try_from(PAGE).unwrap_or_default()];
    for number in (1..=pages).step_by(apart) {
        let read = file.seek(SeekFrom::Start((number - 1) * PAGE)).and_then(|_| file.read_exact(&mut page));
        // A place that cannot be read says nothing of the others.
        if read.is_ok() && key.seals(u32::try_from(number).unwrap_or_default(), &page)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A power cut may tear every page of a small book while they are moved from the log, which then still has them. Layout of
/// the log: sqlite.org/fileformat2.html, 4.1: a head of 32 bytes, then frames of a head with the page's number and the page.
fn log_has_page_of(log: &Path, key: &Key) -> Result<bool> {
    const HEAD: usize = 32;
    const FRAME_HEAD: usize = 24;
    let Ok(file) = File::open(log) else { return Ok(false) };
    let frame = FRAME_HEAD + usize::try_from(PAGE).unwrap_or_default();
    let mut frames = Vec::new();
    let most = (HEAD + frame * usize::try_from(TRIED).unwrap_or_default()) as u64;
    file.take(most).read_to_end(&mut frames).map_err(|e| disk_error(&e))?;
    for frame in frames.get(HEAD..).unwrap_or_default().chunks_exact(frame) {
        let (head, page) = frame.split_at(FRAME_HEAD);
        let number = head.first_chunk().map(|number| u32::from_be_bytes(*number)).unwrap_or_default();
        if key.seals(number, page)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Refuses with `book.read_only` where the file or its folder cannot be written.
fn writable(path: &Path) -> Result<()> {
    if fs::metadata(path).map_err(|e| disk_error(&e))?.permissions().readonly() {
        return Err(Error::new("book.read_only"));
    }
    let tried = File::options().write(true).open(path).map(drop);
    // SQLite's log lies beside the book. Gone again at once.
    let tried = tried.and_then(|()| disk::draft_in(disk::folder_of(path)).map(drop));
    match tried.map_err(|e| disk_error(&e)) {
        Err(e) if e.code == "book.read_only" => Err(e),
        // Whatever else is wrong is told by whoever needs it.
        _ => Ok(()),
    }
}

/// Opens a book where nothing can be written: it can be looked at. Nothing is written anywhere.
fn open_to_read(path: PathBuf, key: Key, opener: Option<Opener>, version: u32) -> Result<Book> {
    let lock = Lock::share(&path)?;
    // What was written last may stand in the log alone, which SQLite reads only where it can write.
    if fs::metadata(beside(&path, "-wal")).is_ok_and(|log| log.len() > 0) {
        return Err(Error::new("book.read_only_unfinished"));
    }
    let conn = connect_to_read(&path, &key)?;
    if version_of(&conn, version)? < version {
        return Err(Error::new("book.read_only_older"));
    }
    check_opener(&conn, opener.as_ref())?;
    let mut book = Book::new(conn, path, key, lock);
    book.opener = opener;
    book.read_only = true;
    Ok(book)
}

/// Opens the file with the key where nothing can be written and nobody writes.
pub(super) fn connect_to_read(path: &Path, key: &Key) -> Result<Connection> {
    let conn = open_as_it_is(path)?;
    set_up_to_read(first_read(conn, key)?)
}

/// As [`connect_to_read`], of a file that may be shorter than its first page says.
pub(super) fn connect_to_salvage(path: &Path, key: &Key) -> Result<Connection> {
    let conn = open_as_it_is(path)?;
    conn.execute_batch("PRAGMA writable_schema = ON")?;
    set_up_to_read(first_read(conn, key)?)
}

fn open_as_it_is(path: &Path) -> Result<Connection> {
    let uri = format!("file:{}?immutable=1", uri_path(path));
    let conn = Connection::open_with_flags(
        uri,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    Ok(conn)
}

fn set_up_to_read(conn: Connection) -> Result<Connection> {
    conn.execute_batch(&format!("{SET_UP} PRAGMA query_only = ON;"))?;
    conn.set_prepared_statement_cache_capacity(256);
    Ok(conn)
}

/// A path in a URI of SQLite.
fn uri_path(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = if cfg!(windows) { format!("/{}", text.replace('\\', "/")) } else { text.into_owned() };
    text.replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}

/// Opens the file with the key and sets the connection up; the door is shut (`query_only`).
pub(super) fn connect(path: &Path, key: &Key) -> Result<Connection> {
    let conn = unlock(path, key)?;
    set_up(&conn)?;
    Ok(conn)
}

/// Opens the file with its key and reads for the first time. Writes nothing into it.
pub(super) fn unlock(path: &Path, key: &Key) -> Result<Connection> {
    let conn = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    first_read(conn, key)
}

fn first_read(conn: Connection, key: &Key) -> Result<Connection> {
    key.apply(&conn)?;
    conn.busy_timeout(Duration::from_millis(500))?;
    // One program at a time, no file of shared memory, also on a network drive. Before the first read, or that file is made.
    conn.execute_batch("PRAGMA locking_mode = EXCLUSIVE")?;
    conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).map_err(|e| {
        // The key is right (see `find_key`), so it is a page.
        match e.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => damaged(&conn).unwrap_or(e.into()),
            _ => e.into(),
        }
    })?;
    Ok(conn)
}

/// As [`unlock`], for a book of at most `version`; gives its version.
pub(super) fn unlock_book(path: &Path, key: &Key, version: u32) -> Result<(Connection, u32)> {
    let conn = unlock(path, key)?;
    let found = version_of(&conn, version)?;
    Ok((conn, found))
}

/// The version of an open file, which must be at most `version`.
pub(super) fn version_of(conn: &Connection, version: u32) -> Result<u32> {
    let found = migrate::version(conn)?;
    if found > version { Err(Error::new("book.newer_version")) } else { Ok(found) }
}

const SET_UP: &str = "
    PRAGMA foreign_keys = ON;
    -- So that REPLACE fires the journal's triggers for the row that it removes.
    PRAGMA recursive_triggers = ON;
    PRAGMA secure_delete = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA trusted_schema = OFF;
    PRAGMA cache_size = -131072;";

fn set_up(conn: &Connection) -> Result<()> {
    // SQLite keeps the old mode in silence where the new one cannot be had.
    let mode: String = conn.query_row("PRAGMA journal_mode = WAL", [], |row| row.get("journal_mode"))?;
    if mode != "wal" {
        return Err(Error::new("book.disk_failed").with("detail", format!("journal_mode {mode}")));
    }
    conn.execute_batch(&format!(
        "PRAGMA synchronous = FULL; {SET_UP} PRAGMA journal_size_limit = 67108864; PRAGMA query_only = ON;"
    ))?;
    conn.set_prepared_statement_cache_capacity(256);
    Ok(())
}

/// Reads every page and compares its seal.
///
/// # Errors
/// `book.damaged` with the pages.
pub(super) fn check_seals(conn: &Connection) -> Result<()> {
    damaged(conn).map_or(Ok(()), Err)
}

/// Reads every page of an open file: seals, structure, references, journal.
pub(super) fn check(conn: &Connection) -> Result<()> {
    check_seals(conn)?;
    for pragma in ["integrity_check", "foreign_key_check"] {
        let mut statement = conn.prepare(&format!("PRAGMA {pragma}"))?;
        let mut rows = statement.query([])?;
        if let Some(row) = rows.next()? {
            let first = match row.get_ref(0)? {
                rusqlite::types::ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                other => format!("{other:?}"),
            };
            if first != "ok" {
                return Err(Error::new("book.damaged").with("detail", format!("{pragma}: {first}")));
            }
        }
    }
    entries::check(conn)?;
    match chain::first_broken(conn)? {
        Some(seq) => Err(judge::named(conn, seq, "book.journal_changed")?),
        None => Ok(()),
    }
}

/// What the seals say of damage; nothing when all hold.
pub(super) fn damaged(conn: &Connection) -> Option<Error> {
    // The seals are looked at in the file alone: a page that a power cut tore there may stand whole in the log. Within a
    // transaction, or where nothing can be written, the log stays.
    let _ = conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
    let found = conn.prepare("PRAGMA cipher_integrity_check").and_then(|mut statement| {
        statement.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()
    });
    match found {
        Ok(lines) if lines.is_empty() => None,
        Ok(lines) => Some(damaged_pages(&pages_in(&lines))),
        Err(e) => Some(e.into()),
    }
}

/// "HMAC verification failed for page 17": the numbers, the first twenty.
fn pages_in(lines: &[String]) -> String {
    let numbers: Vec<&str> =
        lines.iter().filter_map(|line| line.rsplit(' ').find(|word| word.parse::<u64>().is_ok())).collect();
    let more = if numbers.len() > 20 { ", …" } else { "" };
    format!("{}{more}", numbers.iter().take(20).copied().collect::<Vec<_>>().join(", "))
}

fn damaged_pages(pages: &str) -> Error {
    Error::new("book.damaged").with("detail", format!("{} {pages}", messages::word("book.damaged.pages")))
}
