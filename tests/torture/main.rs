//! The tests of a database, for a book: power cuts, faults of the disk, kills; a day against a plain model; no network.
//!
//! `cargo xtask torture` runs the long forms and writes the table of `docs/reliability.md`. A failure names its seed and
//! number; `TORTURE_PERCENT` makes the long form shorter; `TORTURE_SEED`, `TORTURE_ONLY` (a part of "scenario cut 12") and `TORTURE_KEEP` (a folder for what was found) repeat it.

// What stands between program and disk is a library that Linux loads first.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at what it did not expect")]

mod disk;
mod judge;
mod network;
mod office;
mod ordeals;
mod scenarios;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use ordeals::{Tally, Watched};
use scenarios::SCENARIOS;

/// How often each scenario is tried.
#[derive(Clone, Copy)]
struct Times {
    cuts: usize,
    faults: usize,
    kills: usize,
}

/// Puts all scenarios to their ordeals, on all processors.
fn torture(times: Times, seed: u64) -> Vec<Tally> {
    let seed = std::env::var("TORTURE_SEED").map_or(seed, |seed| seed.parse().unwrap());
    let only = std::env::var("TORTURE_ONLY").unwrap_or_default();
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from).min(4) {
            scope.spawn(|| {
                while let Some(scenario) = SCENARIOS.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if !only.starts_with(scenario.name) && !only.is_empty() {
                        continue;
                    }
                    let watched = Watched::new(scenario);
                    let mut tally = Tally { scenario: scenario.name, ..Tally::default() };
                    let one = |kind: &str, times: usize| {
                        let rest = only.strip_prefix(scenario.name).unwrap_or_default().trim();
                        match rest.strip_prefix(kind).and_then(|nr| nr.trim().parse::<usize>().ok()) {
                            Some(nr) => nr..nr + 1,
                            None if rest.is_empty() || rest == kind => 0..times,
                            None => 0..0,
                        }
                    };
                    watched.cut(one("cut", times.cuts), seed, &mut tally);
                    watched.fault(one("fault", times.faults), seed, &mut tally);
                    watched.kill(one("kill", times.kills), seed, &mut tally);
                    eprintln!(
                        "{:20} {:5} cuts {:5} faults {:5} kills {:4} failures",
                        tally.scenario,
                        tally.cuts,
                        tally.faults,
                        tally.kills,
                        tally.failures.len()
                    );
                    tally.failures.iter().for_each(|failure| eprintln!("    {failure}"));
                    done.lock().unwrap().push(tally);
                }
            });
        }
    });
    done.into_inner().unwrap()
}

#[track_caller]
fn assert_nothing_lost(tallies: &[Tally]) {
    let failures: Vec<&str> = tallies.iter().flat_map(|t| &t.failures).map(String::as_str).collect();
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

/// Writes the table of `docs/reliability.md`, with what this run has found.
fn write_table(tallies: &[Tally], seed: u64) {
    const MARK: &str = "<!-- written by cargo xtask torture -->\n";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/reliability.md");
    let text = std::fs::read_to_string(path).unwrap();
    let [above, _, below] = text.split(MARK).collect::<Vec<_>>()[..] else { panic!("the marks are gone") };
    let row = |name: &str, n: [usize; 4]| format!("| {name} | {} | {} | {} | {} |\n", n[0], n[1], n[2], n[3]);
    let mut table = format!(
        "Seed {seed}.\n\n| commands | power cuts | faults | kills | failures |\n|---|---|---|---|---|\n"
    );
    let mut sum = [0; 4];
    for scenario in SCENARIOS {
        let Some(tally) = tallies.iter().find(|tally| tally.scenario == scenario.name) else { continue };
        let counts = [tally.cuts, tally.faults, tally.kills, tally.failures.len()];
        table += &row(scenario.name, counts);
        sum = std::array::from_fn(|i| sum[i] + counts[i]);
    }
    table += &row("all", sum);
    std::fs::write(path, [above, &table, below].join(MARK)).unwrap();
}

#[test]
#[ignore = "takes an hour: cargo xtask torture"]
fn a_thousand_cuts_ten_thousand_faults_and_a_thousand_kills_lose_nothing() {
    let percent: usize = std::env::var("TORTURE_PERCENT").map_or(100, |percent| percent.parse().unwrap());
    let each = |all: usize| (all * percent).div_ceil(100 * SCENARIOS.len());
    let seed = 2;
    let tallies = torture(Times { cuts: each(1000), faults: each(10_000), kills: each(1000) }, seed);
    let faults: usize = tallies.iter().map(|tally| tally.faults).sum();
    if std::env::var_os("TORTURE_WRITE").is_some() {
        write_table(&tallies, seed);
    }
    assert_nothing_lost(&tallies);
    assert!(faults >= 100 * percent, "{faults} faults met a call");
}

#[test]
fn cuts_faults_and_kills_lose_nothing() {
    assert_nothing_lost(&torture(Times { cuts: 4, faults: 4, kills: 1 }, 1));
}
