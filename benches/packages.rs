//! Times the evening of a commune and the laptops of all its hamlets: lists down, results back up. `TUNG_NHA_BENCH_PEOPLE=20000`
//! is the short run.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program for developers: it stops where it fails"
)]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tung_nha::api::{self, Desk, Nothing, Session};

/// As the command line has.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PASSPHRASE: &str = "mot mua he ruc nang";

/// People that each hamlet visits in the evening.
const VISITS: usize = 30;

fn main() {
    let people: u32 =
        std::env::var("TUNG_NHA_BENCH_PEOPLE").ok().and_then(|n| n.parse().ok()).unwrap_or(130_000);
    let dir = tempfile::tempdir().unwrap();
    let book = dir.path().join("xa.tungnha");
    let mut desk = commune(people, dir.path(), &book);
    let (files, took) = give_all(&mut desk, dir.path(), true);
    let bytes: u64 = files.iter().map(|file| std::fs::metadata(&file.path).unwrap().len()).sum();
    println!("  {} packages, {:.1} MB", files.len(), bytes as f64 / 1e6);
    limit("packages of all hamlets, new cards", took, Duration::from_secs(60));

    let results = dir.path().join("ket-qua");
    std::fs::create_dir(&results).unwrap();
    let mut laptops = Vec::new();
    let mut opened = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let path = dir.path().join(format!("thon-{at}.tungnha"));
        let mut desk = at_time("2026-11-21T19:00:00+07:00");
        let args = api::OpenPackage {
            file: file.path.clone(),
            card: file.card.clone(),
            path,
            passphrase: PASSPHRASE.into(),
        };
        opened.push((file.people, time(|| drop(api::package_open(&mut desk, &args).unwrap()))));
        result(&mut desk, &results, at);
        laptops.push(desk);
    }
    let nearest = opened.iter().min_by_key(|(people, _)| people.abs_diff(1_000)).unwrap();
    println!("  the hamlet nearest to 1,000 people has {}", nearest.0);
    limit("its book made of its package, key derivation included", nearest.1, Duration::from_secs(1));
    take(&mut desk, &results, "first results of all hamlets, keys new");

    let (files, took) = give_all(&mut desk, dir.path(), false);
    limit("packages of all hamlets, keys known", took, Duration::from_secs(15));
    let units = api::unit_list(&mut desk, &Nothing {}).unwrap();
    let largest = files.iter().max_by_key(|file| file.people).unwrap();
    let unit = units.iter().find(|unit| unit.name == largest.unit).unwrap().id;
    let one = api::GivePackages {
        units: vec![unit],
        out: Some(dir.path().join("mot.tngiao")),
        ..Default::default()
    };
    println!("  the largest hamlet has {} people", largest.people);
    let took = time(|| drop(api::package_give(&mut desk, &one).unwrap()));
    limit("package of the largest hamlet", took, Duration::from_secs(1));

    std::fs::remove_dir_all(&results).unwrap();
    std::fs::create_dir(&results).unwrap();
    let mut times = Vec::new();
    for (at, (desk, file)) in laptops.iter_mut().zip(&files).enumerate() {
        let args = api::ImportPackage { file: file.path.clone(), dry_run: false };
        times.push(time(|| assert!(!api::package_import(desk, &args).unwrap().again)));
        desk.session = Session::new(Some("2026-11-21T20:00:00+07:00".parse().unwrap()));
        result(desk, &results, at);
    }
    desk.session = Session::new(Some("2026-11-21T21:00:00+07:00".parse().unwrap()));
    limit("a later package taken in, the slowest", times.into_iter().max().unwrap(), Duration::from_secs(1));
    drop(laptops);
    desk.close();
    let copy = dir.path().join("dem-bo-nho.tungnha");
    std::fs::copy(&book, &copy).unwrap();
    api::book_open(&mut desk, &api::OpenBook { path: book, passphrase: PASSPHRASE.into() }).unwrap();
    take(&mut desk, &results, "results of all hamlets");
    drop(desk);
    let out = dir.path().join("goi-dem").to_string_lossy().into_owned();
    peak_memory(&copy, "result import", &[&results.to_string_lossy()]);
    peak_memory(&copy, "package export", &["--all", "--out", &out]);
}

fn at_time(now: &str) -> Desk {
    Desk::new(Session::new(Some(now.parse().unwrap())))
}

/// The invented commune with its survey, extract and reconciliation.
fn commune(people: u32, dir: &Path, book: &Path) -> Desk {
    let files = tung_nha::jobs::demo::make_demo::make_demo(people, 1, dir).unwrap();
    println!("commune of {people} people, {} hamlets, {} roster rows", files.hamlets, files.roster_rows);
    let mut desk = at_time("2026-11-21T19:00:00+07:00");
    let new = api::CreateBook {
        path: book.to_owned(),
        passphrase: PASSPHRASE.into(),
        level: api::Level::Commune,
        name: "Xã Thử Nghiệm".into(),
        code: String::new(),
        above: Vec::new(),
    };
    api::book_create(&mut desk, &new).unwrap();
    let import = api::ImportFile { file: files.register, ..Default::default() };
    api::register_import(&mut desk, &import).unwrap();
    let file = api::ImportFile { file: files.roster, ..Default::default() };
    api::roster_import(&mut desk, &api::ImportRoster { file, as_of: files.as_of, partial: None }).unwrap();
    api::reconcile(&mut desk, &api::Reconcile::default()).unwrap();
    desk
}

fn give_all(desk: &mut Desk, dir: &Path, new_cards: bool) -> (Vec<api::GivenPackage>, Duration) {
    let args = api::GivePackages { folder: Some(dir.join("goi")), new_cards, ..Default::default() };
    let mut files = Vec::new();
    let took = time(|| files = api::package_give(desk, &args).unwrap().files);
    (files, took)
}

/// The evening of a hamlet, and its result package.
fn result(desk: &mut Desk, folder: &Path, at: usize) {
    let date = Some("2026-11-21".parse().unwrap());
    let list = api::worklist(desk, &api::MakeWorklist { date, ..Default::default() }).unwrap();
    let codes: Vec<String> = list.people().map(|person| person.code.clone()).take(VISITS).collect();
    let visits = codes.iter().map(|code| api::NewVisit::new(code, api::Outcome::Absent)).collect();
    api::visit_log(desk, &api::LogVisits { visits }).unwrap();
    let out: PathBuf = folder.join(format!("{at}.tnketqua"));
    api::result_write(desk, &api::WriteResult { out, ..Default::default() }).unwrap();
}

fn take(desk: &mut Desk, results: &Path, what: &str) {
    let args = api::ImportResults { files: vec![results.to_owned()], ..Default::default() };
    let took = time(|| {
        let done = api::result_import(desk, &args).unwrap();
        assert!(done.files.iter().all(|file| file.action == api::ResultAction::New));
        println!("  {} files, {} visits", done.files.len(), done.visits.added);
    });
    limit(what, took, Duration::from_secs(10));
}

/// Peak memory of the command line, where the system tells it.
fn peak_memory(book: &Path, what: &str, args: &[&str]) {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_tung-nha-cli"))
        .arg("--book")
        .arg(book)
        .args(what.split(' '))
        .args(args)
        .env("TUNG_NHA_PASSPHRASE", PASSPHRASE)
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut peak = None;
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).max(peak);
        std::thread::sleep(Duration::from_millis(5));
    };
    assert!(status.success(), "{what}");
    match peak {
        Some(kib) => {
            let verdict = if kib <= 400 * 1024 { "reached" } else { "NOT REACHED" };
            println!("peak memory of {what}: {} MiB; wanted ≤ 400 MiB: {verdict}", kib / 1024);
        }
        None => println!("peak memory of {what}: not told by this system"),
    }
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn limit(what: &str, took: Duration, limit: Duration) {
    let verdict = if took <= limit { "reached" } else { "NOT REACHED" };
    println!("{what}: {took:.2?}; wanted ≤ {limit:?}: {verdict}");
}
