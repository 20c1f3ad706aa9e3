//! Lists what left the book and where it lies, destroys such files, and says whose data go with a lost computer.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::disk::{self, NewFile, Written, name_of};
use crate::domain::as_count;
use crate::domain::dates::vi;
use crate::domain::file_kind::FileKind;
use crate::domain::form::{Column, Form, Kind, Row, issuer};
use crate::domain::purpose::{self, names_people};
use crate::error::{Error, Result};
use crate::excel::lock::as_it_leaves;
use crate::excel::write_form::write_form;
use crate::jobs::Nothing;
use crate::messages::{sentence, word};
use crate::session::Session;
use crate::store::Book;
use crate::store::outgoing::HeldPerson;

/// What a file that left is destroyed by: nothing else is touched, whatever lies there now.
const KINDS: [FileKind; 5] =
    [FileKind::Workbook, FileKind::Table, FileKind::Work, FileKind::Result, FileKind::Summary];

/// Something that left the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct OutLine {
    /// Its place in the journal.
    pub seq: i64,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Name of who did it; empty when nobody was signed in.
    pub member: String,
    /// What was done and what for, in Vietnamese, then in English.
    pub sentences: [String; 2],
    /// The file or folder; nothing where it was printed, and of older entries.
    pub path: Option<PathBuf>,
    /// Whether it is still there.
    pub there: bool,
    /// Whether the program destroys it when asked: a backup it does not.
    pub shred: bool,
}

/// What left the book with names, the newest first: files, packages, prints, backups.
pub fn list_files_out(book: &mut Book, _: &Session, _: &Nothing) -> Result<Vec<OutLine>> {
    let kinds: Vec<&str> = purpose::kinds().chain(["backup-written", "backup-copied"]).collect();
    let out = book.outgoing(&kinds, i64::MAX)?;
    let lines = out.into_iter().filter(|one| names_people(&one.kind, &one.params)).map(|one| {
        let path = one.path();
        let there = path.as_ref().is_some_and(|path| path.exists());
        let shred = there && !one.kind.starts_with("backup-");
        OutLine { seq: one.seq, at: one.at, member: one.member, sentences: one.sentences, path, there, shred }
    });
    Ok(lines.collect())
}

/// What to destroy.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct ShredOut {
    /// The place in the journal of the entry that says it was written.
    pub seq: i64,
}

/// Destroys what the journal says was written: a file, or the files of a folder that the program wrote, and the folder where nothing
/// else lies in it.
///
/// # Errors
/// `shred.no_entry`, `file.not_found`, `shred.link`, `shred.other`, `shred.failed`; the book's own.
pub fn shred_out(book: &mut Book, session: &Session, args: &ShredOut) -> Result<Nothing> {
    let kinds: Vec<&str> = purpose::kinds().collect();
    let entry = book.outgoing(&kinds, args.seq + 1)?.into_iter().find(|entry| entry.seq == args.seq);
    let none = || Error::new("shred.no_entry");
    let entry = entry.ok_or_else(none)?;
    let path = entry.path().ok_or_else(none)?;
    for file in files_of(&path, entry.clock)? {
        let nameless = file.with_file_name(format!("{}.tmp", session.new_id()));
        disk::destroy(&file, &nameless)
            .map_err(|e| Error::new("shred.failed").with("file", name_of(&file)).with("reason", e))?;
    }
    if path.is_dir() {
        // Somebody may have put something else there.
        let _ = fs::remove_dir(&path);
    }
    book.note(session, "shred-out", &json!({ "path": path }))?;
    Ok(Nothing {})
}

/// So many seconds a file may be younger than its entry: disks count in two, entries in whole ones.
const ROUNDED: i64 = 3;

/// The files to destroy: of the kinds that the program writes, and as they were when the entry was. What was changed since, such as a
/// sheet that was filled in, stays, and so do folders within the folder.
fn files_of(path: &Path, written: DateTime<FixedOffset>) -> Result<Vec<PathBuf>> {
    let there =
        path.symlink_metadata().map_err(|_| Error::new("file.not_found").with("file", name_of(path)))?;
    let is_ours = |path: &Path| {
        let there = path.symlink_metadata().ok().filter(Metadata::is_file);
        let changed = there.and_then(|file| file.modified().ok()).map(DateTime::<Utc>::from);
        changed.is_some_and(|changed| (changed - written.to_utc()).num_seconds() <= ROUNDED)
            && KINDS.into_iter().any(|kind| NewFile { path, kind, replace: true }.check().is_ok())
    };
    let files: Vec<PathBuf> = if there.is_file() {
        vec![path.to_owned()]
    } else if there.is_dir() {
        let failed =
            |e: std::io::Error| Error::new("shred.failed").with("file", name_of(path)).with("reason", e);
        let inside: std::io::Result<Vec<_>> = fs::read_dir(path).map_err(failed)?.collect();
        inside.map_err(failed)?.into_iter().map(|entry| entry.path()).collect()
    } else {
        return Err(Error::new("shred.link").with("file", name_of(path)));
    };
    let files: Vec<PathBuf> = files.into_iter().filter(|file| is_ours(file)).collect();
    if files.is_empty() {
        return Err(Error::new("shred.other").with("file", name_of(path)));
    }
    Ok(files)
}

/// Whose data are asked for.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct AskLeak {
    /// A backup of this book; the book itself when missing.
    pub backup: Option<PathBuf>,
    /// The workbook in which all of them are to stand by name.
    pub out: Option<PathBuf>,
    /// Whether it may take the place of an earlier one.
    pub replace: bool,
}

/// Whose data go with a computer or a stick that is lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Leak {
    /// How many people.
    pub people: u32,
    /// Of these, how many with an identity number.
    pub numbers: u32,
    /// Of these, how many with a phone.
    pub phones: u32,
    /// Of these, how many stand only on lists of the police or of agencies: nobody of the register is known to be them, though some may be.
    pub listed: u32,
    /// How many of the register by hamlet.
    pub hamlets: Vec<(String, u32)>,
    /// The workbook that was written.
    pub out: Option<PathBuf>,
}

/// Counts whose data go with this computer, or with a backup; writes them by name.
///
/// # Errors
/// `leak.backup`, `save.*`; the book's own.
pub fn show_leak(book: &mut Book, session: &Session, args: &AskLeak) -> Result<Leak> {
    let to = args.out.as_ref().map(|path| NewFile { path, kind: FileKind::Workbook, replace: args.replace });
    to.iter().try_for_each(NewFile::check)?;
    let people = book.held_people(args.backup.as_deref())?;
    if let Some(to) = to {
        let written = to.write_bytes(&as_it_leaves(write_form(&draw(book, session, &people)?)?, session)?)?;
        let told = json!({ "people": people.len(), "path": to.path });
        Written::keep_with([written], book.note_written(session, "write-leak", &told))?;
    }
    let mut hamlets: Vec<(String, u32)> = Vec::new();
    let registered: Vec<&HeldPerson> = people.iter().filter(|person| !person.listed).collect();
    for of in registered.chunk_by(|a, b| a.hamlet == b.hamlet) {
        hamlets.extend(of.first().map(|person| (person.hamlet.clone(), as_count(of.len()))));
    }
    let count = |has: fn(&HeldPerson) -> bool| as_count(people.iter().filter(|person| has(person)).count());
    Ok(Leak {
        people: as_count(people.len()),
        numbers: count(|person| person.number),
        phones: count(|person| person.phone),
        listed: count(|person| person.listed),
        hamlets,
        out: args.out.clone(),
    })
}

fn draw(book: &Book, session: &Session, people: &[HeldPerson]) -> Result<Form> {
    let info = book.info()?;
    let (commune, agency) = issuer(info.level, &info.name, &info.above);
    let columns = [
        ("form.column.ordinal", 40, Kind::Centred),
        ("form.column.name", 190, Kind::Text),
        ("form.column.birth", 90, Kind::Centred),
        ("form.column.hamlet", 120, Kind::Text),
        ("form.column.address", 140, Kind::Text),
        ("leak.what", 170, Kind::Text),
    ];
    let what = |person: &HeldPerson| {
        let parts =
            [(person.number, "leak.number"), (person.phone, "leak.phone"), (person.listed, "leak.listed")];
        parts.into_iter().filter(|(has, _)| *has).map(|(_, code)| word(code)).collect::<Vec<_>>().join(", ")
    };
    let rows = people.iter().zip(1_u32..).map(|(person, nr)| Row {
        total: false,
        cells: vec![
            nr.into(),
            person.name.as_str().into(),
            person.birth.map(|birth| birth.to_vi()).unwrap_or_default().into(),
            person.hamlet.as_str().into(),
            person.address.as_str().into(),
            what(person).into(),
        ],
    });
    Ok(Form {
        sheet: word("leak.sheet").to_owned(),
        landscape: true,
        above: sentence("form.above", [("unit", commune)]).to_uppercase(),
        agency: agency.to_uppercase(),
        place: commune.to_owned(),
        date: session.today(),
        title: word("leak.title").to_owned(),
        subtitles: vec![sentence("held.as_of", [("day", vi(session.today()).as_str())])],
        columns: columns.map(|(heading, width, kind)| Column::new(word(heading), width, kind)).into(),
        rows: rows.collect(),
        notes: std::iter::once(word("leak.note").to_owned()).chain(purpose::foot("leak")).collect(),
        ..Form::default()
    })
}
