//! A small commune's office on a disk: its book, its lists, what a day brings to it; and how each book in it stands.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use openssl::hash::MessageDigest;
use openssl::pkcs5::pbkdf2_hmac;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};
use tung_nha::api::{self, Desk, ImportFile, Level, NewVisit, Nothing, Outcome, Session};
use tung_nha::jobs::demo::make_demo::make_demo;

use crate::disk::{Tree, read_tree, write_tree};

pub(crate) const BOOK: &str = "so.tungnha";
/// The one that books are made with, and the one that some get.
pub(crate) const PASSPHRASES: [&str; 2] =
    ["bap cai xanh moc tren doi gio", "con thuyen nan troi qua ben vang"];
pub(crate) const DAY: &str = "2026-11-21";
pub(crate) const NOW: &str = "2026-11-21T21:00:00+07:00";

/// A folder that is gone with the test; in memory where the system has such a place.
pub(crate) fn scratch() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    tempfile::tempdir_in(folder.canonicalize().unwrap()).unwrap()
}

pub(crate) fn session(now: &str) -> Session {
    Session::new(Some(now.parse().unwrap()))
}

/// A desk with a new book on it.
pub(crate) fn new_desk(path: PathBuf, level: Level, name: &str, above: &[&str]) -> Desk {
    let mut desk = Desk::new(session(NOW));
    let book = api::CreateBook {
        path,
        passphrase: PASSPHRASES[0].into(),
        level,
        name: name.into(),
        code: String::new(),
        above: above.iter().map(|name| (*name).to_owned()).collect(),
    };
    api::book_create(&mut desk, &book).unwrap();
    desk
}

/// The folders that scenarios begin with.
pub(crate) struct Offices {
    /// A commune's lists and its empty book.
    pub(crate) empty: Tree,
    /// The same after an evening: people, extract, who is who, a campaign with targets, some visits.
    pub(crate) evening: Tree,
    /// With a book of the first version.
    pub(crate) old: Tree,
    /// The fingerprint of the hamlet that hands in `thon.tnsolieu`.
    pub(crate) fingerprint: String,
}

pub(crate) fn offices() -> &'static Offices {
    static OFFICES: OnceLock<Offices> = OnceLock::new();
    OFFICES.get_or_init(|| {
        let folder = scratch();
        let at = |name: &str| folder.path().join(name);
        let mut desk = new_desk(at(BOOK), Level::Commune, "Xã Thử Nghiệm", &["Tỉnh Mẫu"]);
        let lists = make_demo(300, 11, folder.path()).unwrap();
        fs::write(at("khong-phai-cua-ta.txt"), "of somebody else").unwrap();
        let fingerprint = hand_in_of_a_hamlet(&at("thon.tnsolieu"));
        // So that the day's backup is there.
        desk.close();
        drop(open(&at(BOOK), 0).unwrap());
        let empty = read_tree(folder.path());
        write_old_book(&at(BOOK));
        let old = read_tree(folder.path());

        write_tree(folder.path(), &empty);
        let mut desk = open(&at(BOOK), 0).unwrap();
        let file = |file: PathBuf| ImportFile { file, ..ImportFile::default() };
        api::register_import(&mut desk, &file(lists.register)).unwrap();
        let roster = api::ImportRoster {
            file: file(lists.roster),
            as_of: "2026-11-20".parse().unwrap(),
            partial: None,
        };
        api::roster_import(&mut desk, &roster).unwrap();
        api::reconcile(&mut desk, &api::Reconcile::default()).unwrap();
        let plan =
            r#"{"number": "1/KH", "title": "Đợt", "first_day": "2026-10-12", "last_day": "2026-11-30"}"#;
        api::campaign_add(&mut desk, &api::Plan::from_json(plan).unwrap()).unwrap();
        let share = api::ShareTargets { total: Some(200), ..Default::default() };
        api::target_share(&mut desk, &share).unwrap();
        for (code, minute) in due(&mut desk).iter().zip(10..30) {
            let outcome = if minute % 3 == 0 { Outcome::Absent } else { Outcome::Activated };
            log(&mut desk, code, outcome, &format!("{DAY}T19:{minute}:00+07:00")).unwrap();
        }
        desk.close();
        Offices { empty, evening: read_tree(folder.path()), old, fingerprint }
    })
}

/// Codes of people to visit.
pub(crate) fn due(desk: &mut Desk) -> Vec<String> {
    let list = api::worklist(desk, &api::MakeWorklist::default()).unwrap();
    list.people().map(|person| person.code.clone()).collect()
}

pub(crate) fn log(desk: &mut Desk, code: &str, outcome: Outcome, at: &str) -> api::Result<api::Logged> {
    let mut visit = NewVisit::new(code, outcome);
    visit.at = Some(at.parse().unwrap());
    visit.reason = match outcome {
        Outcome::Activated => String::new(),
        Outcome::Absent => "at-work".into(),
        Outcome::NoSmartphone => "relatives-phone".into(),
        Outcome::Ineligible => "card-expired".into(),
        Outcome::Other => "refused".into(),
    };
    if outcome == Outcome::Activated {
        (visit.level, visit.channel) = (2, Some(tung_nha::domain::visit::Channel::App));
    }
    api::visit_log(desk, &api::LogVisits { visits: vec![visit] })
}

/// A hamlet of the commune writes its summary; its fingerprint.
fn hand_in_of_a_hamlet(out: &Path) -> String {
    let folder = scratch();
    let path = folder.path().join("thon.tungnha");
    let mut desk = new_desk(path, Level::Hamlet, "Thôn Tự Ghi", &["Xã Thử Nghiệm", "Tỉnh Mẫu"]);
    let list = folder.path().join("Thôn Tự Ghi.csv");
    fs::write(&list, "Mã công dân,Họ và tên,Năm sinh\nT1,Lê Văn Tám,1950\nT2,Hoàng Thị Mận,1991\n").unwrap();
    api::register_import(&mut desk, &ImportFile { file: list, ..ImportFile::default() }).unwrap();
    log(&mut desk, "T1", Outcome::Activated, "2026-11-21T19:00:00+07:00").unwrap();
    let out_of_hamlet = folder.path().join("thon.tnsolieu");
    let export = api::ExportSummary { day: DAY.parse().unwrap(), out: out_of_hamlet, replace: false };
    let exported = api::summary_export(&mut desk, &export).unwrap();
    fs::copy(exported.out, out).unwrap();
    exported.fingerprint
}

/// Makes a book one of the first version: what it holds stands in the tables of then.
fn write_old_book(path: &Path) {
    let conn = connect(path, &raw_key(path, PASSPHRASES[0]), OpenFlags::SQLITE_OPEN_READ_WRITE);
    conn.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    let names = |kind: &str| -> Vec<String> {
        let mut all = conn
            .prepare(
                "SELECT name FROM sqlite_schema WHERE type = ?1 AND name NOT LIKE 'sqlite_%' ORDER BY name",
            )
            .unwrap();
        all.query_map([kind], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let drop_all = |kind: &str, names: Vec<String>| {
        names.iter().map(|n| format!("DROP {kind} \"{n}\";")).collect::<String>()
    };
    conn.execute_batch(&drop_all("TRIGGER", names("trigger"))).unwrap();
    let kept = ["book", "unit"].map(|table| {
        let mut all = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = all.column_count();
        let rows =
            all.query_map([], |row| (0..columns).map(|i| row.get(i)).collect::<Result<Vec<Value>, _>>());
        (table, rows.unwrap().map(Result::unwrap).collect::<Vec<_>>())
    });
    conn.execute_batch(&drop_all("TABLE", names("table"))).unwrap();
    conn.execute_batch(include_str!("../../src/store/tests/schema_1.sql")).unwrap();
    for (table, rows) in kept {
        let columns = conn.prepare(&format!("SELECT * FROM {table}")).unwrap().column_count();
        for mut row in rows {
            // What came since stands last.
            row.truncate(columns);
            let places = vec!["?"; columns].join(", ");
            conn.execute(&format!("INSERT INTO {table} VALUES ({places})"), params_from_iter(row)).unwrap();
        }
    }
    conn.execute_batch("PRAGMA user_version = 1; VACUUM").unwrap();
}

/// The key of a book in hexadecimal, with its salt, as SQLCipher 4 makes it.
fn raw_key(path: &Path, passphrase: &str) -> String {
    static KEYS: std::sync::Mutex<BTreeMap<(Vec<u8>, String), String>> =
        std::sync::Mutex::new(BTreeMap::new());
    let salt = fs::read(path).unwrap().get(..16).unwrap_or_default().to_vec();
    let mut keys = KEYS.lock().unwrap();
    let key = keys.entry((salt.clone(), passphrase.to_owned())).or_insert_with(|| {
        let mut raw = [0; 32];
        pbkdf2_hmac(passphrase.as_bytes(), &salt, 256_000, MessageDigest::sha512(), &mut raw).unwrap();
        raw.iter().chain(&salt).map(|byte| format!("{byte:02x}")).collect()
    });
    key.clone()
}

fn connect(path: &Path, key: &str, flags: OpenFlags) -> Connection {
    let conn = Connection::open_with_flags(path, flags).unwrap();
    conn.execute_batch(&format!("PRAGMA cipher_log_level = NONE; PRAGMA key = \"x'{key}'\";")).unwrap();
    conn
}

/// Checks a backup with stock SQLCipher: every page's seal, the structure.
pub(crate) fn check_backup(path: &Path) -> Result<(), String> {
    let verify = |passphrase| -> rusqlite::Result<()> {
        let conn = connect(path, &raw_key(path, passphrase), OpenFlags::SQLITE_OPEN_READ_ONLY);
        for pragma in ["cipher_integrity_check", "integrity_check"] {
            let mut check = conn.prepare(&format!("PRAGMA {pragma}"))?;
            let found: Vec<String> = check.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            if found.iter().any(|line| line != "ok") {
                return Err(rusqlite::Error::InvalidQuery);
            }
        }
        Ok(())
    };
    let verified = PASSPHRASES.iter().map(|p| verify(p)).find(Result::is_ok);
    verified.map_or_else(|| Err("no backup: it does not open, or is damaged".to_owned()), |_| Ok(()))
}

/// Whether the backups beside a book that was opened are owed nothing: they open with its passphrase and hold nobody whom it
/// erased.
pub(crate) fn check_older(book: &Path, passphrase: usize) -> Result<(), String> {
    let erasures = |path: &Path| -> rusqlite::Result<u32> {
        // A copy, whose log may have to be taken in.
        let conn = connect(path, &raw_key(path, PASSPHRASES[passphrase]), OpenFlags::SQLITE_OPEN_READ_WRITE);
        conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        let erased = "SELECT count(*) FROM operation WHERE kind LIKE 'erase-%'";
        conn.query_row(erased, [], |row| row.get(0))
    };
    let said = |path: &Path, why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
    let own = erasures(book).map_err(|e| said(book, &e))?;
    let folder = PathBuf::from(format!("{}.saoluu", book.display()));
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        match path.extension().and_then(|end| end.to_str()) {
            Some("tungnha") if erasures(&path).map_err(|e| said(&path, &e))? < own => {
                return Err(said(&path, &"it holds whom the book has erased"));
            }
            Some("tmp") => return Err(said(&path, &"a backup that was to be destroyed")),
            _ => {}
        }
    }
    Ok(())
}

/// How a book stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BookState {
    pub(crate) passphrase: usize,
    /// Version, units, households, citizens, rosters, visits.
    counts: [u32; 6],
    /// Ids and kinds of what was done, newest first.
    journal: Vec<(String, String)>,
}

impl BookState {
    pub(crate) fn told(&self) -> String {
        let Self { passphrase, counts, journal } = self;
        let last = journal.first().map_or("nothing", |(_, kind)| kind);
        format!("passphrase {passphrase}, {counts:?}, {} entries, the last: {last}", journal.len())
    }

    /// Whether it is as another one, that of another run of the same commands. That a backup failed is noted beside them.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let kinds = |state: &Self| {
            let kinds = state.journal.iter().map(|(_, kind)| kind.clone());
            kinds.filter(|kind| kind != "backup-failed").collect::<Vec<_>>()
        };
        (self.passphrase, self.counts, kinds(self)) == (other.passphrase, other.counts, kinds(other))
    }
}

pub(crate) fn open(path: &Path, passphrase: usize) -> api::Result<Desk> {
    let mut desk = Desk::new(session(NOW));
    let passphrase = PASSPHRASES[passphrase].to_owned();
    api::book_open(&mut desk, &api::OpenBook { path: path.to_owned(), passphrase })?;
    Ok(desk)
}

/// Opens a book as its user would, reads all of it, and says how it stands. The first passphrase tried is `passphrase`.
pub(crate) fn look_at(path: &Path, passphrase: usize) -> Result<BookState, String> {
    let said = |e: api::Error| format!("{}: {}", e.code, e.sentence());
    let (passphrase, mut desk) = match open(path, passphrase) {
        Err(e) if e.code == "book.wrong_passphrase" => {
            (1 - passphrase, open(path, 1 - passphrase).map_err(said)?)
        }
        opened => (passphrase, opened.map_err(said)?),
    };
    let info = api::book_check(&mut desk, &Nothing {}).map_err(said)?;
    let journal = api::history(&mut desk, &api::History { limit: 1000 }).map_err(said)?;
    Ok(BookState {
        passphrase,
        counts: [info.version, info.units, info.households, info.citizens, info.rosters, info.visits],
        journal: journal.into_iter().map(|entry| (entry.id.to_string(), entry.kind)).collect(),
    })
}

/// How the shim is told to let a program fail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    /// Kinds of calls, as the shim knows them.
    pub(crate) kinds: &'static str,
    /// The first that fails.
    pub(crate) from: usize,
    /// An errno; 0 a short write, -1 the end of the program.
    pub(crate) what: i32,
    /// So does every later one.
    pub(crate) on: bool,
}

/// Runs a command of the product in a folder; `@` in an argument is that folder. Watched, its calls are added to `log`.
pub(crate) fn run(folder: &Path, args: &[&str], log: Option<&Path>, plan: Option<&Plan>) -> Output {
    command(folder, args, log, plan).output().unwrap()
}

pub(crate) fn command(folder: &Path, args: &[&str], log: Option<&Path>, plan: Option<&Plan>) -> Command {
    let at = |arg: &str| arg.replace('@', folder.to_str().unwrap());
    let mut command = Command::new(env!("CARGO_BIN_EXE_tung-nha-cli"));
    if !args.contains(&"--book") {
        command.arg("--book").arg(folder.join(BOOK));
    }
    if !args.contains(&"--now") {
        command.args(["--now", NOW]);
    }
    command.args(args.iter().map(|arg| at(arg))).env_remove("TUNG_NHA_BOOK");
    command.env("TUNG_NHA_PASSPHRASE", PASSPHRASES[0]).env("TUNG_NHA_NEW_PASSPHRASE", PASSPHRASES[1]);
    if let Some(log) = log {
        command.env("LD_PRELOAD", shim()).env("TORTURE_FOLDER", folder).env("TORTURE_LOG", log);
    }
    if let Some(Plan { kinds, from, what, on }) = plan {
        command.env("TORTURE_FAULT", format!("{kinds}:{from}:{what}:{}", u8::from(*on)));
    }
    command
}

/// The shim, compiled once.
pub(crate) fn shim() -> &'static Path {
    static SHIM: OnceLock<PathBuf> = OnceLock::new();
    SHIM.get_or_init(|| {
        let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("shim.so");
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/torture/shim.c");
        let built = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o"])
            .arg(&out)
            .arg(source)
            .status();
        assert!(built.unwrap().success(), "the shim was not built");
        out
    })
}
