//! Times what users wait for, on an invented commune of full size: `cargo xtask bench`.
//!
//! Each figure stands beside what it is measured against in the same run, as machines differ. Imports and
//! reconciliation against calamine alone reading the same file; a visit against a bare synced write.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program for developers: it stops where it fails"
)]

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use calamine::{Reader, Xlsx, open_workbook};
use tung_nha::api::{self, Desk, Session};

/// As the command line has.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const PASSPHRASE: &str = "mot mua he ruc nang";

fn main() {
    let people: u32 =
        std::env::var("TUNG_NHA_BENCH_PEOPLE").ok().and_then(|n| n.parse().ok()).unwrap_or(130_000);
    let dir = tempfile::tempdir().unwrap();
    let files = tung_nha::jobs::demo::make_demo::make_demo(people, 1, dir.path()).unwrap();
    println!("commune of {people} people, {} hamlets, {} roster rows", files.hamlets, files.roster_rows);

    let book = dir.path().join("bench.tungnha");
    let mut desk = Desk::new(Session::new(Some("2026-11-21T19:00:00+07:00".parse().unwrap())));
    api::book_create(
        &mut desk,
        &api::CreateBook {
            path: book.clone(),
            passphrase: PASSPHRASE.into(),
            level: api::Level::Commune,
            name: "Xã Thử Nghiệm".into(),
            code: String::new(),
            above: Vec::new(),
        },
    )
    .unwrap();

    let bare = time(|| read_bare(&files.register));
    let import = api::ImportFile { file: files.register.clone(), ..Default::default() };
    let taken = time(|| println!("  {} rows", api::register_import(&mut desk, &import).unwrap().rows_in));
    against("register import", taken, "calamine alone", bare, 3.0);

    let bare = time(|| read_bare(&files.roster));
    let import = api::ImportRoster {
        file: api::ImportFile { file: files.roster.clone(), ..Default::default() },
        as_of: files.as_of,
        partial: None,
    };
    let imported = time(|| println!("  {} rows", api::roster_import(&mut desk, &import).unwrap().rows_in));
    let reconciled =
        time(|| println!("  {:?}", api::reconcile(&mut desk, &api::Reconcile::default()).unwrap()));
    println!("  import {imported:.2?}, reconciliation {reconciled:.2?}");
    against("roster import + reconciliation", imported + reconciled, "calamine alone", bare, 3.0);

    piles(&mut desk);
    find(&mut desk);
    walk(&mut desk, dir.path());
    open(&mut desk, &book, dir.path());
    drop(desk);
    peak_memory(dir.path(), &files);
}

/// The piles of the reconciliation with their buttons, which the screen and the menu ask for again after every decision.
fn piles(desk: &mut Desk) {
    let ask = |desk: &mut Desk| time(|| drop(api::reconcile_piles(desk, &api::OfRoster::default()).unwrap()));
    let first = ask(desk);
    println!("  piles {first:.2?}, once more {:.2?}", ask(desk));
    limit("piles of the reconciliation", first, Duration::from_millis(200));
}

/// From the passphrase to the figures of the day, with the day's backup on its way.
fn open(desk: &mut Desk, book: &Path, dir: &Path) {
    desk.close();
    let mut backups = book.as_os_str().to_owned();
    backups.push(".saoluu");
    std::fs::remove_dir_all(backups).unwrap();
    let args = api::OpenBook { path: book.to_owned(), passphrase: PASSPHRASE.into() };
    let opened = time(|| drop(api::book_open(desk, &args).unwrap()));
    let args = daily("2026-11-21".parse().unwrap(), dir);
    let report = time(|| drop(api::report(desk, &args).unwrap()));
    println!("  open {opened:.2?}, first daily report {report:.2?}");
    limit("from the passphrase to the figures of the day", opened + report, Duration::from_millis(1500));
}

fn daily(day: chrono::NaiveDate, dir: &Path) -> api::ReportArgs {
    api::ReportArgs {
        paper: api::AskPaper::new(api::ReportForm::Daily, day),
        out: dir.join("ngay.xlsx"),
        replace: true,
        password: None,
    }
}

/// An evening's visits, the list for the next one, and the report of the day.
fn walk(desk: &mut Desk, dir: &Path) {
    let people = api::register_find(desk, &api::FindPeople { query: "a".into(), limit: 200 }).unwrap().people;
    let mut times: Vec<Duration> = people
        .iter()
        .map(|person| {
            let visit = api::NewVisit::new(&person.citizen.code, api::Outcome::Absent);
            time(|| drop(api::visit_log(desk, &api::LogVisits { visits: vec![visit] }).unwrap()))
        })
        .collect();
    let sync = dir.join("sync");
    let mut syncs: Vec<Duration> = (0..200)
        .map(|_| {
            time(|| {
                let file = std::fs::File::create(&sync).unwrap();
                (&file).write_all(&[7; 4096]).unwrap();
                file.sync_all().unwrap();
            })
        })
        .collect();
    let (visit, sync) = (p99(&mut times), p99(&mut syncs));
    println!("  log a visit, p99 {visit:.2?}; a synced write of one page, p99 {sync:.2?}");
    limit("log a visit, beyond the disk's sync", visit.saturating_sub(sync), Duration::from_millis(5));

    let args = daily("2026-11-21".parse().unwrap(), dir);
    let mut times: Vec<Duration> = (0..5).map(|_| time(|| drop(api::report(desk, &args).unwrap()))).collect();
    times.sort_unstable();
    limit(
        "daily report of the commune, median",
        times.get(2).copied().unwrap_or_default(),
        Duration::from_millis(300),
    );
    println!(
        "  worklist of the commune {:.2?}",
        time(|| drop(api::worklist(desk, &api::MakeWorklist::default()).unwrap()))
    );
}

/// Peak memory of the command line over the whole path, where the system tells it.
fn peak_memory(dir: &Path, files: &tung_nha::jobs::demo::make_demo::DemoFiles) {
    let as_of = files.as_of.to_string();
    let (register, roster) = (files.register.to_string_lossy(), files.roster.to_string_lossy());
    for (what, args) in [
        ("book create", vec!["book", "create", "--level", "commune", "--name", "Xã Thử Nghiệm"]),
        ("register import", vec!["register", "import", &register]),
        ("roster import", vec!["roster", "import", &roster, "--as-of", &as_of, "--no-reconcile"]),
        ("reconcile", vec!["reconcile"]),
    ] {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_tung-nha-cli"))
            .arg("--book")
            .arg(dir.join("memory.tungnha"))
            .args(args)
            .env("TUNG_NHA_PASSPHRASE", PASSPHRASE)
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let mut peak = None;
        while child.try_wait().unwrap().is_none() {
            let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
            let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
            peak = line.and_then(|l| l.split_whitespace().next()?.parse::<u64>().ok()).max(peak);
            std::thread::sleep(Duration::from_millis(5));
        }
        match peak {
            Some(kib) => {
                let verdict = if kib <= 400 * 1024 { "reached" } else { "NOT REACHED" };
                println!("peak memory of {what}: {} MiB; wanted ≤ 400 MiB: {verdict}", kib / 1024);
            }
            None => println!("peak memory of {what}: not told by this system"),
        }
    }
}

/// Every cell of every sheet, as calamine gives it.
fn read_bare(path: &Path) {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let mut cells = 0;
    for sheet in book.sheet_names() {
        cells += book.worksheet_range(&sheet).unwrap().used_cells().count();
    }
    println!("  {cells} cells");
}

/// Finds people by parts of what is known of them.
fn find(desk: &mut Desk) {
    let found = |desk: &mut Desk, query: &str| {
        api::register_find(desk, &api::FindPeople { query: query.into(), limit: 50 }).unwrap().people
    };
    let index = time(|| drop(found(desk, "nguyen")));
    let some = found(desk, "a");
    let mut queries: Vec<String> =
        ["nguyen", "nguyễn thị", "h", "ng", "dang van", "zzz", "038", "12/3"].map(str::to_owned).into();
    for person in some.iter().map(|one| &one.citizen) {
        queries.extend([
            person.name.clone(),
            person.name.to_lowercase(),
            person.number.clone(),
            person.phone.clone(),
        ]);
        queries.push(person.number.chars().skip(6).collect());
    }
    queries.retain(|q| !q.is_empty());
    let mut times: Vec<Duration> =
        queries.iter().cycle().take(1000).map(|q| time(|| drop(found(desk, q)))).collect();
    limit("find a person, p99", p99(&mut times), Duration::from_millis(10));
    println!("  first find after opening (makes the index) {index:.2?}");
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn p99(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times.get(times.len() * 99 / 100).copied().unwrap_or_default()
}

fn against(what: &str, took: Duration, measure: &str, base: Duration, limit: f64) {
    let ratio = took.as_secs_f64() / base.as_secs_f64();
    let verdict = if ratio <= limit { "reached" } else { "NOT REACHED" };
    println!("{what}: {took:.2?} = {ratio:.2} × {measure} ({base:.2?}); wanted ≤ {limit} ×: {verdict}");
}

fn limit(what: &str, took: Duration, limit: Duration) {
    let verdict = if took <= limit { "reached" } else { "NOT REACHED" };
    println!("{what}: {took:.2?}; wanted ≤ {limit:?}: {verdict}");
}
