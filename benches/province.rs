//! Times the screens and papers of a province of 559 communes after 92 days, with two campaigns and twelve indicators: as it was until
//! 2025, with 27 districts above the communes, and as it is since, with communes that hand in 4,400 hamlets themselves.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a program for developers: it stops where it fails"
)]

use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};
use tung_nha::api::{self, Desk, Level, Session};
use tung_nha::domain::indicator::{IndicatorValue, StatedByUnit, StatedIndicator};
use tung_nha::domain::report::{Activations, Figures};
use tung_nha::domain::summary::{AnnexFigures, StatedDay, StatedUnit, SummaryFile, UnitDay};
use tung_nha::domain::target::Levels;

mod hand_in;

/// What nobody has to wait for.
const AIM: Duration = Duration::from_millis(500);
/// Each is read so often; the median counts.
const TIMES: usize = 3;
const DAYS: u64 = 92;
const LAST: &str = "2026-11-21";
const INDICATORS: u32 = 12;

fn main() {
    time(Level::District, 27, 559);
    time(Level::Commune, 559, 4_400);
}

/// A province of `units` of a level, which name so many below them.
fn time(level: Level, units: u32, below: u32) {
    let dir = tempfile::tempdir().unwrap();
    let files = dir.path().join("files");
    std::fs::create_dir(&files).unwrap();
    let (mut trust, mut paths) = (Vec::new(), Vec::new());
    for unit in 0..units {
        let file = files.join(format!("{unit}.tnsolieu"));
        std::fs::write(&file, hand_in::signed(&summary(level, unit, units, below), &[], unit)).unwrap();
        trust.push(hand_in::fingerprint(unit));
        paths.push(file);
    }
    let mut desk = Desk::new(Session::new(Some(format!("{LAST}T22:00:00+07:00").parse().unwrap())));
    let mut call = |name: &str, args: Value| api::call(&mut desk, name, args).unwrap();
    call(
        "book_create",
        json!({ "path": dir.path().join("tinh.tungnha"), "passphrase": "mot mua he ruc nang", "level": "province",
            "name": "Tỉnh Thử", "code": "", "above": [] }),
    );
    for (number, first) in [("1/KH", first_day()), ("2/KH", day(30))] {
        call(
            "campaign_add",
            json!({ "number": number, "title": "Đợt", "first_day": first, "last_day": "2026-12-31" }),
        );
    }
    let indicators: Vec<Value> =
        (0..INDICATORS).map(|n| json!({ "name": indicator(n), "threshold": "70" })).collect();
    call("indicator_set", json!({ "campaign": "1/KH", "indicators": indicators }));
    let start = Instant::now();
    // As the files of a morning are: all at once they would be too much to unpack.
    for files in paths.chunks(100) {
        let args = json!({ "files": files, "trust": trust, "replace_key": [], "dry_run": false });
        assert_eq!(call("summary_import", args)["new"], json!(files.len()));
    }
    println!("{units} units, {below} below them, {DAYS} days: taken in within {:.2?}", start.elapsed());
    call("target_share", json!({ "campaign": "1/KH", "total": 400_000 }));
    call("target_share", json!({ "campaign": "2/KH", "total": 500_000 }));

    let mut asks: Vec<(&str, Value)> = vec![
        ("today", json!({})),
        ("campaign_show", json!({})),
        ("target_sheet", json!({ "campaign": "1/KH", "phase": "" })),
        ("burn_ups", json!({ "campaign": "1/KH", "units": [] })),
        ("league", json!({})),
        ("side_by_side", json!({})),
        ("indicator_show", json!({ "campaign": "1/KH" })),
        ("figure_view", json!({})),
        ("summary_missing", json!({ "day": LAST })),
        ("close_check", json!({ "day": LAST })),
    ];
    for form in [
        "daily",
        "weekly",
        "monthly",
        "final",
        "annex1",
        "league",
        "side-by-side",
        "indicators",
        "commendation",
    ] {
        asks.push((form, json!({ "form": form, "day": LAST, "from": null, "unit": null, "rows": 50 })));
    }
    for (name, args) in asks {
        let command = if args["form"].is_null() { name } else { "report_preview" };
        let mut took: Vec<Duration> = (0..TIMES)
            .map(|_| {
                let start = Instant::now();
                call(command, args.clone());
                start.elapsed()
            })
            .collect();
        took.sort();
        let median = took[TIMES / 2];
        let verdict = if median <= AIM { "reached" } else { "NOT REACHED" };
        println!("  {command} {name}: {median:.0?}; wanted ≤ {AIM:?}: {verdict}");
    }
}

fn day(after: u64) -> NaiveDate {
    first_day().checked_add_days(Days::new(after)).unwrap()
}

fn first_day() -> NaiveDate {
    LAST.parse::<NaiveDate>().unwrap().checked_sub_days(Days::new(DAYS - 1)).unwrap()
}

fn indicator(n: u32) -> String {
    format!("Chỉ tiêu {n}")
}

/// All that a unit has handed in: each of the days.
fn summary(level: Level, unit: u32, units: u32, below: u32) -> SummaryFile {
    let (kind, kind_below) = if level == Level::District { ("huyen", "xa") } else { ("xa", "thon") };
    let parts: Vec<u32> = (unit..below).step_by(units as usize).collect();
    let stated = |after: u64| {
        let part = |n: &u32| StatedUnit {
            unit: hand_in::unit(kind_below, *n),
            figures: Some(figures(*n, u32::try_from(after).unwrap())),
        };
        let stated = StatedDay::of(day(after), parts.iter().map(part).collect());
        StatedDay { since: Some(first_day()), ..stated }
    };
    let value = |units: usize| {
        let units = u32::try_from(units).unwrap();
        IndicatorValue { numerator: 50 * units, denominator: Some(100 * units) }
    };
    let indicators = (0..INDICATORS).map(|n| StatedIndicator {
        campaign: "1/KH".to_owned(),
        name: indicator(n),
        phase: String::new(),
        own: None,
        sum: Some(value(parts.len())),
        counted: u32::try_from(parts.len()).unwrap(),
        expected: u32::try_from(parts.len()).unwrap(),
        units: parts
            .iter()
            .map(|part| StatedByUnit {
                unit: hand_in::unit(kind_below, *part).id,
                sum: value(1),
                counted: 1,
                expected: 1,
            })
            .collect(),
    });
    SummaryFile {
        unit: hand_in::unit(kind, unit),
        level,
        above: Vec::new(),
        sequence: 1,
        previous: String::new(),
        day: LAST.parse().unwrap(),
        issued_at: format!("{LAST}T21:00:00+07:00").parse().unwrap(),
        days: (0..DAYS).map(stated).collect(),
        indicators: indicators.collect(),
    }
}

/// A unit that activates two people a day.
fn figures(n: u32, day: u32) -> UnitDay {
    let active = 20 + n % 50 + 2 * (day + 1);
    let level2 = |count| Activations { level2: count, ..Activations::default() };
    UnitDay {
        figures: Figures {
            people: 900 + n % 300,
            eligible: 800 + n % 300,
            listed: 800,
            approved: 300,
            official: active,
            claimed: active,
            visited_today: 5,
            visited: 5 * (day + 1),
            today: level2(2),
            so_far: level2(2 * (day + 1)),
            active_level2: active,
            ..Figures::default()
        },
        annex1: Some(AnnexFigures {
            active: Levels { total: active, level1: Some(0), level2: Some(active) },
            pending: 0,
        }),
        extract: Some(first_day()),
        counted: 1,
        expected: 1,
        ..UnitDay::default()
    }
}
