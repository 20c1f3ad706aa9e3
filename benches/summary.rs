//! Times a province on the evening of one day: 559 communes hand in, with 4,400 hamlets signed inside.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program for developers: it stops where it fails"
)]

use std::path::Path;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use tung_nha::api::{self, Desk, Session};
use tung_nha::domain::report::Figures;
use tung_nha::domain::summary::{NamedUnit, StatedDay, StatedUnit, SummaryFile, UnitDay};

use hand_in::unit;

mod hand_in;

const COMMUNES: u32 = 559;
const HAMLETS: u32 = 4400;

fn main() {
    let dir = tempfile::tempdir().unwrap();
    let day: NaiveDate = "2026-11-21".parse().unwrap();
    let files = dir.path().join("files");
    std::fs::create_dir(&files).unwrap();
    let (mut trust, mut bytes) = (Vec::new(), 0);
    for commune in 0..COMMUNES {
        let hamlets = (commune..HAMLETS).step_by(COMMUNES as usize);
        let mut units = Vec::new();
        let mut inside = Vec::new();
        for hamlet in hamlets {
            let unit = unit("thon", hamlet);
            let figures = Some(figures(hamlet));
            let stated = StatedDay::of(day, vec![StatedUnit { unit: unit.clone(), figures }]);
            units.extend(stated.units.clone());
            let file = sign(unit.clone(), api::Level::Hamlet, stated, &[], 1_000_000 + hamlet);
            inside.push((unit.id, file));
        }
        let file =
            sign(unit("xa", commune), api::Level::Commune, StatedDay::of(day, units), &inside, commune);
        trust.push(hand_in::fingerprint(commune));
        bytes += file.len();
        std::fs::write(files.join(format!("{commune}.tnsolieu")), file).unwrap();
    }
    println!("{COMMUNES} commune files, {HAMLETS} hamlet files inside, {:.1} MB", bytes as f64 / 1e6);

    let mut desk = Desk::new(Session::new(Some("2026-11-21T22:00:00+07:00".parse().unwrap())));
    let book = api::CreateBook {
        path: dir.path().join("tinh.tungnha"),
        passphrase: "mot mua he ruc nang".into(),
        level: api::Level::Province,
        name: "Tỉnh Thử".into(),
        code: String::new(),
        above: Vec::new(),
    };
    api::book_create(&mut desk, &book).unwrap();
    let import = api::ImportSummaries { files: vec![files], trust, replace_key: Vec::new(), dry_run: false };
    let took = time(|| {
        let taken = api::summary_import(&mut desk, &import).unwrap();
        assert_eq!((taken.new, taken.refused), (COMMUNES as usize, 0));
    });
    limit("import, all signatures checked", took, Duration::from_secs(3));
    println!(
        "  again: {:.2?}",
        time(|| assert_eq!(api::summary_import(&mut desk, &import).unwrap().same, 559))
    );
    println!(
        "  missing: {:.2?}",
        time(|| drop(api::summary_missing(&mut desk, &api::MissingSummaries { day })))
    );
    println!(
        "  what the whole is made of: {:.2?}",
        time(|| assert_eq!(
            api::figure_view(&mut desk, &api::AskFigure::default()).unwrap().parts.len(),
            COMMUNES as usize
        ))
    );
    let form = serde_json::from_value("daily".into()).unwrap();
    let report = api::ReportArgs {
        paper: api::AskPaper::new(form, day),
        out: dir.path().join("ngay.xlsx"),
        replace: true,
        password: None,
    };
    println!("  daily form: {:.2?}", time(|| assert_eq!(api::report(&mut desk, &report).unwrap().rows, 559)));
    if let Some(peak) = peak_memory() {
        let verdict = if peak <= 400 << 10 { "reached" } else { "NOT REACHED" };
        println!("peak memory, making the files included: {} MiB; wanted ≤ 400 MiB: {verdict}", peak >> 10);
    }
}

fn figures(n: u32) -> UnitDay {
    let count = |most: u32| n.wrapping_mul(2_654_435_761) % most;
    UnitDay {
        figures: Figures {
            people: 500 + count(300),
            eligible: 400 + count(100),
            visited: 100 + count(99),
            active_level1: count(50),
            active_level2: count(150),
            ..Figures::default()
        },
        counted: 1,
        expected: 1,
        ..UnitDay::default()
    }
}

fn sign(
    unit: NamedUnit,
    level: api::Level,
    stated: StatedDay,
    inside: &[(String, String)],
    key: u32,
) -> String {
    let summary = SummaryFile {
        unit,
        level,
        above: Vec::new(),
        sequence: 1,
        previous: String::new(),
        day: stated.day,
        issued_at: "2026-11-21T21:00:00+07:00".parse().unwrap(),
        days: vec![stated],
        indicators: Vec::new(),
    };
    hand_in::signed(&summary, inside, key)
}

/// In KiB, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string(Path::new("/proc/self/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
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
