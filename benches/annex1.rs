//! Times Phụ lục I of 27 districts over 92 days: the table of every day from 2,484 positions, and the paper of the last
//! day through a book. The aim is half a second in all.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program for developers: it stops where it fails"
)]

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use tung_nha::api::{self, Desk, Session};
use tung_nha::domain::campaign::{Campaign, Plan};
use tung_nha::domain::form::Form;
use tung_nha::domain::ids::{CampaignId, TargetSheetId, UnitId};
use tung_nha::domain::standing::{Basis, Position, annex1};
use tung_nha::domain::target::{Levels, TargetSheet};
use tung_nha::jobs::reports::draw_annex1::fill;

const AIM: Duration = Duration::from_millis(500);

fn main() {
    let dir = tempfile::tempdir().unwrap();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let session = Session::new(Some("2023-06-23T20:00:00+07:00".parse().unwrap()));
    let mut desk = Desk::new(session);
    let new = api::CreateBook {
        path: dir.path().join("bench.tungnha"),
        passphrase: "mot mua he ruc nang".into(),
        level: api::Level::Province,
        name: "Tỉnh Thanh Hóa".into(),
        code: String::new(),
        above: Vec::new(),
    };
    api::book_create(&mut desk, &new).unwrap();
    api::campaign_create(&mut desk, &api::CampaignFile { file: fixtures.join("70-kh-ubnd.json") }).unwrap();
    let import = api::ImportTargets {
        file: fixtures.join("70-phu-luc-1.xlsx"),
        new_units: true,
        ..Default::default()
    };
    let taken = api::target_import(&mut desk, &import).unwrap();

    let plan = Plan::from_json(&std::fs::read_to_string(fixtures.join("70-kh-ubnd.json")).unwrap()).unwrap();
    let campaign =
        Campaign { id: CampaignId(uuid::Uuid::nil()), in_use: false, from_above: false, points: 1, plan };
    let sheet = TargetSheet {
        id: TargetSheetId(uuid::Uuid::nil()),
        campaign_id: campaign.id,
        phase: String::new(),
        as_of: taken.as_of,
        printed_total: taken.printed_total,
        targets: taken.targets,
    };
    let days: Vec<_> = campaign.plan.first_day.iter_days().take(92).collect();
    let position = |unit_id: UnitId, day, grown: u32| Position {
        unit_id,
        day,
        active: Levels::of(1_000 + 20 * grown, 2_000 + 400 * grown),
        pending: 0,
        claimed: 0,
        basis: Basis::Reported { day },
    };
    let units: Vec<UnitId> = sheet.targets.iter().map(|target| target.unit_id).collect();
    let positions: Vec<Position> = days
        .iter()
        .zip(0..)
        .flat_map(|(day, grown)| units.iter().map(move |unit| position(*unit, *day, grown)))
        .collect();

    let own = UnitId(uuid::Uuid::nil());
    let start = Instant::now();
    for day in &days {
        let mut form = Form::default();
        fill(&mut form, Some(&campaign), &sheet, &annex1(&sheet, &positions, *day), own);
        black_box(form);
    }
    let tables = start.elapsed();
    let start = Instant::now();
    let args = api::ReportArgs {
        paper: api::AskPaper::new("annex1".parse().unwrap(), *days.last().unwrap()),
        replace: true,
        out: dir.path().join("phu-luc-1.xlsx"),
        password: None,
    };
    api::report(&mut desk, &args).unwrap();
    let paper = start.elapsed();
    let verdict = if tables + paper <= AIM { "within" } else { "OVER" };
    println!(
        "annex1: {} positions, 92 tables {tables:.1?}, one paper {paper:.1?}: {verdict} {AIM:?}",
        positions.len()
    );
}
