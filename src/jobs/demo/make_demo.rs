//! Makes the files of an invented commune: survey, police list and the truth beside them.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::demo_evenings::{first_morning, live_through};
use crate::disk::{NewFile, Written, not_written};
use crate::domain::as_count;
use crate::domain::demo::{AS_OF, Kind, invent_named, police_list, survey};
use crate::domain::file_kind::FileKind;
use crate::domain::passphrase::PUBLIC;
use crate::domain::unit::Level;
use crate::error::{Error, Result};
use crate::excel::read_sheet::SourceFile;
use crate::excel::write_csv::write_csv;
use crate::excel::write_demo::write_pages;
use crate::jobs::desk::Desk;
use crate::jobs::import::import_register::{ImportFile, import_register};
use crate::jobs::import::import_roster::{ImportRoster, import_roster};
use crate::jobs::roster::reconcile::{Reconcile, Reconciled, reconcile};
use crate::messages;
use crate::session::Session;
use crate::store::{Book, NewBook};

/// The files that were made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct DemoFiles {
    /// `so-dieu-tra.xlsx`: the survey by household, one sheet a hamlet.
    pub register: PathBuf,
    /// `danh-sach-cong-an.xlsx`: the police list.
    pub roster: PathBuf,
    /// `su-that.csv`: `sheet,row,citizen_code` for each row of the police list (row 1-based as Excel shows it;
    /// the code is empty when the survey lacks the person).
    pub truth: PathBuf,
    /// The day of the police list.
    pub as_of: NaiveDate,
    /// People of the commune.
    pub people: u32,
    /// Hamlets of the commune.
    pub hamlets: u32,
    /// Rows of the police list.
    pub roster_rows: u32,
}

/// Makes a commune of `people` invented people in the folder `out_dir`, which is created if need be. The same people and
/// seed give the same files. Files of the same names are never replaced.
///
/// # Errors
/// `demo.too_few` for no people, `save.*` when a file cannot be written.
pub fn make_demo(people: u32, seed: u64, out_dir: &Path) -> Result<DemoFiles> {
    make_kind(people, seed, "usual", out_dir)
}

/// As [`make_demo`], a commune of one of [`Kind::all`].
///
/// # Errors
/// `demo.no_kind`, and as [`make_demo`].
pub fn make_kind(people: u32, seed: u64, kind: &str, out_dir: &Path) -> Result<DemoFiles> {
    let Kind { naming, noise, .. } = Kind::named(kind).ok_or_else(|| {
        let kinds: Vec<&str> = Kind::all().iter().map(|kind| kind.name).collect();
        Error::new("demo.no_kind").with("kind", kind).with("kinds", kinds.join(", "))
    })?;
    if people == 0 {
        return Err(Error::new("demo.too_few"));
    }
    let [register, roster, truth] =
        ["so-dieu-tra.xlsx", "danh-sach-cong-an.xlsx", "su-that.csv"].map(|name| out_dir.join(name));
    let workbook = |path| NewFile { path, kind: FileKind::Workbook, replace: false };
    let table = NewFile { path: &truth, kind: FileKind::Table, replace: false };
    if out_dir.exists() {
        [workbook(&register), workbook(&roster), table].iter().try_for_each(NewFile::check)?;
    }
    fs::create_dir_all(out_dir).map_err(|e| not_written(out_dir, &e))?;
    let commune = invent_named(people, seed, naming);

    let mut written = vec![write_pages(survey(&commune, &noise), &workbook(&register))?];

    let mut pages = Vec::new();
    let mut truths = Vec::new();
    for (page, truth) in police_list(&commune, &noise) {
        truths.push((page.name.clone(), truth));
        pages.push(page);
    }
    written.push(write_pages(pages.into_iter(), &workbook(&roster))?);
    written.push(write_truth(&truths, &table)?);
    written.into_iter().for_each(Written::keep);

    let roster_rows = truths.iter().map(|(_, rows)| rows.len()).sum::<usize>();
    Ok(DemoFiles {
        register,
        roster,
        truth,
        as_of: NaiveDate::from_ymd_opt(AS_OF.0, AS_OF.1, AS_OF.2).unwrap_or_default(),
        people,
        hamlets: as_count(commune.hamlets.len()),
        roster_rows: as_count(roster_rows),
    })
}

/// What to invent.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct MakeDemo {
    /// How many people.
    pub people: u32,
    /// The same seed gives the same commune.
    pub seed: u64,
    /// The folder to write into.
    pub out: PathBuf,
    /// Passphrase of the book; [`PUBLIC`] when empty.
    #[serde(default)]
    pub passphrase: String,
    /// The kind of its lists, named for what is wrong with them; the usual one when empty.
    #[serde(default)]
    pub kind: String,
    /// With a plan and the team's visits of the last three evenings.
    #[serde(default)]
    pub evenings: bool,
}

/// Makes the files of an invented commune and `mau.tungnha`, a book that has taken them in and reconciled them, and
/// opens the book. A book that is there already is kept and refused. If it is stopped or fails, what it made goes again.
///
/// # Errors
/// `book.exists`, `job.stopped`, and as [`make_demo`] and the imports.
pub fn demo(desk: &mut Desk, args: &MakeDemo) -> Result<Demo> {
    let path = args.out.join("mau.tungnha");
    if path.exists() {
        return Err(Error::new("book.exists").with("path", path.display()));
    }
    let is_new = !args.out.exists();
    let made = make_book(&desk.session, args, &path);
    if made.is_err() && is_new {
        // All in it is our own, unfinished and invented.
        let _ = fs::remove_dir_all(&args.out);
    }
    let (book, demo) = made?;
    desk.put(book)?;
    Ok(demo)
}

fn make_book(session: &Session, args: &MakeDemo, path: &Path) -> Result<(Book, Demo)> {
    session.progress("progress.demo", 0, 0);
    let kind = if args.kind.is_empty() { "usual" } else { &args.kind };
    let files = make_kind(args.people, args.seed, kind, &args.out)?;
    session.check_stop()?;
    let earlier;
    let session_then = if args.evenings {
        earlier = session.at(first_morning(session));
        &earlier
    } else {
        session
    };
    let new = NewBook {
        level: Level::Commune,
        name: messages::word("demo.commune").to_owned(),
        code: String::new(),
        kind: "xa".to_owned(),
        above: vec![messages::word("demo.province").to_owned()],
        unit: None,
    };
    let mut book = if args.passphrase.is_empty() {
        let sums =
            [&files.register, &files.roster].map(|file| Ok(SourceFile::open(file)?.sha256().to_owned()));
        Book::create_sample(path, &new, sums.into_iter().collect::<Result<_>>()?, session_then)?
    } else {
        Book::create(path, &args.passphrase, &new, session_then)?
    };
    let filled = fill(&mut book, &files, session_then).and_then(|reconciled| {
        if args.evenings {
            live_through(&mut book, session, args.people)?;
        }
        Ok(reconciled)
    });
    let reconciled = filled.map_err(|e| book.explain(e))?;
    let passphrase = if args.passphrase.is_empty() { PUBLIC } else { &args.passphrase };
    let demo = Demo { files, book: path.to_owned(), passphrase: passphrase.to_owned(), reconciled };
    Ok((book, demo))
}

/// Takes the files into the book.
fn fill(book: &mut Book, files: &DemoFiles, session_then: &Session) -> Result<Reconciled> {
    let survey = ImportFile { file: files.register.clone(), ..ImportFile::default() };
    import_register(book, session_then, &survey)?;
    let extract = ImportRoster {
        file: ImportFile { file: files.roster.clone(), ..ImportFile::default() },
        as_of: files.as_of.min(session_then.today()),
        partial: None,
    };
    import_roster(book, session_then, &extract)?;
    reconcile(book, session_then, &Reconcile::default())
}

/// An invented commune to try things on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Demo {
    /// The files.
    #[serde(flatten)]
    pub files: DemoFiles,
    /// The book that has taken them in.
    pub book: PathBuf,
    /// Its passphrase.
    pub passphrase: String,
    /// How its reconciliation ended.
    pub reconciled: Reconciled,
}

/// Who a row of the police list is.
#[derive(Serialize)]
struct TruthLine<'a> {
    sheet: &'a str,
    row: usize,
    citizen_code: &'a str,
}

fn write_truth(sheets: &[(String, Vec<(usize, String)>)], to: &NewFile<'_>) -> Result<Written> {
    let lines = sheets.iter().flat_map(|(sheet, rows)| {
        rows.iter().map(move |(line, code)| TruthLine { sheet, row: line + 1, citizen_code: code })
    });
    write_csv(to, lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_people_and_seed_give_the_same_files() {
        let made = |name: &str| {
            let dir = tempfile::tempdir().unwrap();
            let files = make_demo(600, 5, &dir.path().join(name)).unwrap();
            [files.register, files.roster, files.truth].map(|path| fs::read(path).unwrap())
        };
        assert!(made("a") == made("b"));
    }

    #[test]
    fn the_evenings_are_in_the_past_and_somebodys() {
        let dir = tempfile::tempdir().unwrap();
        let mut desk = Desk::new(Session::new(Some("2026-11-21T20:30:00+07:00".parse().unwrap())));
        let args = MakeDemo {
            people: 600,
            seed: 3,
            out: dir.path().join("mau"),
            evenings: true,
            ..MakeDemo::default()
        };
        demo(&mut desk, &args).unwrap();
        let (book, session) = desk.open().unwrap();
        assert!(book.info().unwrap().visits > 60);
        assert!(book.history(500).unwrap().iter().all(|entry| entry.at <= session.now()));
        assert_eq!(book.member_views().unwrap().len(), 2);
        // Stopped or refused: nothing is left of it.
        let args = MakeDemo { people: 0, out: dir.path().join("khong"), ..args };
        assert_eq!(demo(&mut desk, &args).unwrap_err().code, "demo.too_few");
        assert!(!args.out.exists());
    }

    #[test]
    fn a_folder_that_is_a_file_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        assert_eq!(make_demo(10, 1, file.path()).unwrap_err().code, "save.folder_missing");
        assert_eq!(make_demo(0, 1, file.path()).unwrap_err().code, "demo.too_few");
    }
}
