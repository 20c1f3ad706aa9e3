//! The summary that goes up, through the public API: from people to counts, from hamlet to province.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::NaiveDate;
use proptest::prelude::*;

use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::Value;
use tung_nha::api::{self, Action, Desk, Level, Nothing};
use tung_nha::domain::hash;
use tung_nha::domain::summary::{NamedUnit, StatedDay, StatedUnit, SummaryFile, UnitDay};
use tung_nha::exchange::{envelope, summary_file};
use tung_nha::store::Book;

use crate::{PASSPHRASE, fixture, new_book, session};

/// A book in a folder with others.
struct Party {
    desk: Desk,
    folder: PathBuf,
    name: &'static str,
}

impl Party {
    fn new(folder: &Path, level: Level, name: &'static str, above: &[&str]) -> Self {
        let desk = new_book(Desk::new(session("2026-03-05T20:00:00+07:00")), folder, level, name, above);
        Self { desk, folder: folder.to_owned(), name }
    }

    fn path(&self, ending: &str) -> PathBuf {
        self.folder.join(format!("{}.{ending}", self.name))
    }

    fn at(&mut self, now: &str) {
        self.desk.session = session(now);
    }

    /// A campaign of March from that day on.
    fn campaign(&mut self, number: &str, first: u32) {
        let plan = format!(
            r#"{{"number": "{number}", "title": "Đợt", "first_day": "2026-03-{first:02}", "last_day": "2026-03-31"}}"#
        );
        api::campaign_add(&mut self.desk, &api::Plan::from_json(&plan).unwrap()).unwrap();
    }

    fn export(&mut self, day: &str, file: &str) -> api::ExportedSummary {
        let args = api::ExportSummary { day: day.parse().unwrap(), out: self.path(file), replace: true };
        api::summary_export(&mut self.desk, &args).unwrap()
    }

    fn import(&mut self, files: &[&Path], trust: &[&str]) -> api::Result<api::ImportedSummaries> {
        let args = api::ImportSummaries {
            files: files.iter().map(|path| (*path).to_owned()).collect(),
            trust: trust.iter().map(|print| (*print).to_owned()).collect(),
            replace_key: Vec::new(),
            dry_run: false,
        };
        api::summary_import(&mut self.desk, &args)
    }

    fn log(&mut self, citizen: &str, outcome: &str, level: u8, at: &str) {
        let channel = (outcome == "activated").then(|| serde_json::from_value("app".into()).unwrap());
        let reason = if outcome == "absent" { "at-work" } else { "" };
        let outcome = serde_json::from_value(outcome.into()).unwrap();
        let visit = api::NewVisit {
            at: Some(at.parse().unwrap()),
            level,
            channel,
            reason: reason.into(),
            ..api::NewVisit::new(citizen, outcome)
        };
        api::visit_log(&mut self.desk, &api::LogVisits { visits: vec![visit] }).unwrap();
    }
}

/// A commune with the people of the fixture; the codes of some of them.
fn commune(folder: &Path) -> (Party, Vec<String>) {
    let mut commune = Party::new(folder, Level::Commune, "Xã Thử Nghiệm", &["Tỉnh Thử"]);
    let file = api::ImportFile { file: fixture("so-dieu-tra-nho.xlsx"), ..Default::default() };
    api::register_import(&mut commune.desk, &file).unwrap();
    let found =
        api::register_find(&mut commune.desk, &api::FindPeople { query: "a".into(), limit: 500 }).unwrap();
    let codes = found.people.iter().map(|person| person.citizen.code.clone()).collect();
    (commune, codes)
}

/// What a file signs, and everything signed inside, as one text.
fn opened(file: &[u8]) -> String {
    let envelope: Value = serde_json::from_slice(file).unwrap();
    let payload = STANDARD.decode(envelope["payload"].as_str().unwrap()).unwrap();
    let mut text = String::from_utf8(payload.clone()).unwrap();
    let payload: Value = serde_json::from_slice(&payload).unwrap();
    for inside in payload["inside"].as_array().unwrap() {
        text += &opened(&STANDARD.decode(inside["file"].as_str().unwrap()).unwrap());
    }
    text
}

#[test]
fn counts_alone_go_up() {
    let dir = tempfile::tempdir().unwrap();
    let (mut commune, codes) = commune(dir.path());
    commune.log(&codes[0], "activated", 2, "2026-03-05T18:00:00+07:00");
    commune.log(&codes[1], "absent", 0, "2026-03-05T18:10:00+07:00");
    let exported = commune.export("2026-03-05", "tnsolieu");
    assert_eq!((exported.sequence, exported.days.len(), exported.again), (1, 1, false));
    let file = std::fs::read(&exported.out).unwrap();
    let text = opened(&file);
    assert!(text.contains(r#""activated_level2":1"#), "{text}");

    // Neither in the file, nor in what it signs, nor in the workbook beside it.
    let path = commune.path("tungnha");
    commune.desk.close();
    let book = Book::open(&path, PASSPHRASE, &session("2026-03-05T20:00:00+07:00")).unwrap();
    let people = book.citizens().unwrap();
    assert!(people.len() > 50);
    let mut workbook: calamine::Xlsx<_> = calamine::open_workbook(&exported.workbook).unwrap();
    let cells: String = calamine::Reader::worksheets(&mut workbook)
        .iter()
        .flat_map(|(_, range)| range.cells().map(|(_, _, cell)| format!("{cell}\n")).collect::<Vec<_>>())
        .collect();
    for outside in [text.as_str(), std::str::from_utf8(&file).unwrap(), cells.as_str()] {
        for person in &people {
            let secrets = [&person.name, &person.number, &person.old_number, &person.phone, &person.code];
            for secret in secrets.into_iter().filter(|secret| secret.chars().count() > 3) {
                assert!(!outside.contains(secret.as_str()), "{secret} goes out");
            }
        }
    }
}

#[test]
fn a_commune_hands_in_and_the_province_reports() {
    let dir = tempfile::tempdir().unwrap();
    let (mut commune, codes) = commune(dir.path());
    let mut province = Party::new(dir.path(), Level::Province, "Tỉnh Thử", &[]);
    commune.log(&codes[0], "activated", 2, "2026-03-05T18:00:00+07:00");
    let first = commune.export("2026-03-05", "1.tnsolieu");

    // The key is confirmed once.
    let refused = province.import(&[&first.out], &[]).unwrap_err();
    assert_eq!(refused.code, "summary.key_unknown");
    let typed = refused.params["fingerprint"].to_uppercase();
    let taken = province.import(&[&first.out], &[&typed]).unwrap();
    assert_eq!((taken.new, taken.files[0].new_unit), (1, true));
    assert_eq!(province.import(&[&first.out], &[]).unwrap().same, 1);

    // Two days later: the day between, and a visit entered late for a day that was sent.
    commune.at("2026-03-07T20:00:00+07:00");
    province.at("2026-03-07T21:00:00+07:00");
    commune.log(&codes[1], "activated", 1, "2026-03-05T19:00:00+07:00");
    commune.log(&codes[2], "absent", 0, "2026-03-07T19:00:00+07:00");
    let second = commune.export("2026-03-07", "2.tnsolieu");
    let days: Vec<String> = second.days.iter().map(ToString::to_string).collect();
    assert_eq!(days, ["2026-03-05", "2026-03-06", "2026-03-07"]);
    assert_eq!(second.restated.len(), 1);
    let third = commune.export("2026-03-07", "2b.tnsolieu");
    assert!(third.again);
    assert_eq!(std::fs::read(&third.out).unwrap(), std::fs::read(&second.out).unwrap());

    let missing = |province: &mut Party| {
        api::summary_missing(
            &mut province.desk,
            &api::MissingSummaries { day: "2026-03-07".parse().unwrap() },
        )
        .unwrap()
    };
    assert_eq!(missing(&mut province).late[0].days_late, Some(2));
    let taken = province.import(&[&second.out], &[]).unwrap();
    assert_eq!(taken.files[0].action, Action::Replaces);
    assert!(!taken.files[0].findings.is_empty());
    assert_eq!((missing(&mut province).received, missing(&mut province).late.len()), (1, 0));

    // The form of the province: one row, the commune's.
    let out = province.path("xlsx");
    let form = serde_json::from_value("daily".into()).unwrap();
    let args = api::ReportArgs {
        paper: api::AskPaper::new(form, "2026-03-07".parse().unwrap()),
        replace: true,
        out: out.clone(),
        password: None,
    };
    assert_eq!(api::report(&mut province.desk, &args).unwrap().rows, 1);
    let cells = cells(&out);
    let row = cells.iter().find(|row| row.contains(&"Xã Thử Nghiệm".to_owned()) && row[0] == "1").unwrap();
    // visited, activated so far at levels 1 and 2
    assert_eq!((row[5].as_str(), row[9].as_str(), row[10].as_str()), ("3", "1", "1"), "{row:?}");

    // Taken back, and everything is as before; the paper that was written needs no taking back.
    api::undo(&mut province.desk, &api::Undo::default()).unwrap();
    assert_eq!(missing(&mut province).late[0].days_late, Some(2));
    api::undo(&mut province.desk, &api::Undo::default()).unwrap();
    assert_eq!(api::unit_list(&mut province.desk, &Nothing {}).unwrap().len(), 1);
}

#[test]
fn what_a_unit_counts_by_another_campaign_is_not_added_to_this_one() {
    let dir = tempfile::tempdir().unwrap();
    let (mut commune, codes) = commune(dir.path());
    let mut district = Party::new(dir.path(), Level::District, "Tỉnh Thử", &[]);
    let mut province = Party::new(dir.path(), Level::Province, "Vùng Thử", &[]);
    commune.log(&codes[0], "activated", 2, "2026-03-03T18:00:00+07:00");
    commune.campaign("99/KH-UBND", 4);
    district.campaign("70/KH-UBND", 2);
    province.campaign("70/KH-UBND", 2);
    commune.log(&codes[1], "activated", 2, "2026-03-05T18:00:00+07:00");
    // Of the row: on the day at level 2, so far at level 2, all that are active; and whether the notes name the unit.
    let daily = |office: &mut Party| {
        let of = api::PreviewReport {
            paper: api::AskPaper::new(api::ReportForm::Daily, day(5)),
            rows: None,
            numbers: false,
        };
        let form = api::report_preview(&mut office.desk, &of).unwrap().form;
        let row = &form.rows[0].cells;
        let told = form.notes.iter().any(|note| note.contains("như báo cáo này"));
        ([7, 10, 12].map(|at: usize| row[at].clone()), told)
    };
    let row = |so_far: Option<u32>| [1.into(), so_far.into(), 2.into()];
    let sent = commune.export("2026-03-05", "tnsolieu");
    let told = district.import(&[&sent.out], &[&sent.fingerprint]).unwrap();
    let finding = &told.files[0].findings[0][0];
    assert!(finding.contains("tính từ 04/03/2026") && finding.contains("70/KH-UBND"), "{finding}");
    assert_eq!(daily(&mut district), (row(None), true));
    // The chain holds above, where the district's row lacks the commune, and says so.
    let top = district.export("2026-03-05", "tnsolieu");
    province.import(&[&top.out], &[&top.fingerprint]).unwrap();
    assert_eq!(daily(&mut province), (row(None), true));

    commune.campaign("70/KH-UBND", 2);
    let sent = commune.export("2026-03-05", "tnsolieu");
    let told = district.import(&[&sent.out], &[]).unwrap();
    assert!(told.files[0].findings.iter().all(|[vi, _]| !vi.contains("70/KH-UBND")));
    assert_eq!(daily(&mut district), (row(Some(2)), false));
}

fn cells(path: &Path) -> Vec<Vec<String>> {
    let mut workbook: calamine::Xlsx<_> = calamine::open_workbook(path).unwrap();
    let sheets = calamine::Reader::worksheets(&mut workbook);
    sheets[0].1.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

// ---- Files of units without a book ---------------------------------------------------------------------------------

fn day(n: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, n).unwrap()
}

fn seed(n: u32) -> [u8; 32] {
    let mut seed = [7; 32];
    seed[..4].copy_from_slice(&n.to_le_bytes());
    seed
}

fn fingerprint(n: u32) -> String {
    envelope::fingerprint(&envelope::public_key(&seed(n))).unwrap()
}

/// A hamlet that signs for itself, and the files it has signed.
struct Hamlet {
    n: u32,
    files: Vec<String>,
}

impl Hamlet {
    fn new(n: u32) -> Self {
        Self { n, files: Vec::new() }
    }

    fn unit(&self) -> NamedUnit {
        NamedUnit { id: format!("hamlet-{}", self.n), code: String::new(), name: format!("Thôn {}", self.n) }
    }

    /// Signs its next file: (day, people, visited).
    fn sign(&mut self, days: &[(u32, u32, u32)]) -> &str {
        let stated = days.iter().map(|&(n, people, visited)| {
            let mut figures = UnitDay { counted: 1, expected: 1, ..UnitDay::default() };
            figures.figures.people = people;
            figures.figures.eligible = people;
            figures.figures.visited = visited;
            figures.figures.visited_today = visited.min(1);
            figures.figures.active_level1 = visited / 2;
            let unit = StatedUnit { unit: self.unit(), figures: Some(figures) };
            StatedDay::of(day(n), vec![unit])
        });
        let last = days.iter().map(|(n, ..)| *n).max().unwrap();
        let summary = SummaryFile {
            unit: self.unit(),
            level: Level::Hamlet,
            above: Vec::new(),
            sequence: u32::try_from(self.files.len()).unwrap() + 1,
            previous: self.files.last().map(|file| hash::sha256(file.as_bytes())).unwrap_or_default(),
            day: day(last),
            issued_at: format!("2026-03-{last:02}T20:00:00+07:00").parse().unwrap(),
            days: stated.collect(),
            indicators: Vec::new(),
        };
        self.files.push(summary_file::write(&summary, &[], &seed(self.n)));
        self.files.last().unwrap()
    }
}

/// The code with which a file is refused.
#[track_caller]
fn refused(file: &[u8]) -> &'static str {
    summary_file::read(file).map(|signed| panic!("taken: {:?}", signed.summary)).unwrap_err().code
}

#[test]
fn every_flipped_bit_is_refused() {
    let mut hamlet = Hamlet::new(1);
    let file = hamlet.sign(&[(5, 200, 20)]).as_bytes().to_vec();
    assert!(summary_file::read(&file).is_ok());
    for at in 0..file.len() {
        for bit in 0..8 {
            let mut flipped = file.clone();
            flipped[at] ^= 1 << bit;
            refused(&flipped);
        }
    }
}

#[test]
fn what_is_cut_swapped_or_newer_is_refused() {
    let mut hamlet = Hamlet::new(1);
    let first = hamlet.sign(&[(5, 200, 20)]).to_owned();
    let second = hamlet.sign(&[(6, 200, 25)]).to_owned();
    for end in 0..first.len() {
        refused(&first.as_bytes()[..end]);
    }
    refused(format!("{first}\n").as_bytes());
    // The signature of one under the other, the key of another, the other's name.
    let parts = |file: &str| serde_json::from_str::<Value>(file).unwrap();
    let (mut a, b) = (parts(&first), parts(&second));
    a["signatures"] = b["signatures"].clone();
    assert_eq!(refused(a.to_string().as_bytes()), "summary.bad_signature");
    let other = parts(Hamlet::new(2).sign(&[(5, 200, 20)]));
    let mut c = parts(&first);
    c["signatures"] = other["signatures"].clone();
    assert_eq!(refused(c.to_string().as_bytes()), "summary.bad_signature");
    // Another program's spelling of the same content.
    let mut spaced = first.replacen("\":", "\": ", 1);
    assert_eq!(refused(spaced.as_bytes()), "summary.unreadable");
    spaced = first.replace("summary.v1+json", "summary.v2+json");
    assert_eq!(refused(spaced.as_bytes()), "summary.newer_version");
    assert_eq!(refused(b""), "summary.unreadable");
    assert_eq!(refused("[".repeat(1 << 20).as_bytes()), "summary.unreadable");
    assert_eq!(refused(&vec![b' '; (32 << 20) + 1]), "summary.too_large");
}

/// A signed payload that says `edit` instead, signed anew by the same key.
fn edited(file: &str, edit: impl Fn(&mut Value)) -> String {
    let envelope: Value = serde_json::from_str(file).unwrap();
    let mut payload: Value =
        serde_json::from_slice(&STANDARD.decode(envelope["payload"].as_str().unwrap()).unwrap()).unwrap();
    edit(&mut payload);
    envelope::seal(envelope["payloadType"].as_str().unwrap(), payload.to_string().as_bytes(), &seed(1))
}

#[test]
fn signed_nonsense_is_refused() {
    let file = Hamlet::new(1).sign(&[(5, 200, 20)]).to_owned();
    // The canonical form of the struct is that of the value: edits below change what they say they change.
    assert_eq!(edited(&file, |_| {}), file);
    let check = |edit: &dyn Fn(&mut Value), code: &str| {
        assert_eq!(refused(edited(&file, edit).as_bytes()), code);
    };
    check(&|p| p["version"] = 4.into(), "summary.newer_version");
    check(&|p| (p["version"], p["more"]) = (4.into(), 1.into()), "summary.newer_version");
    check(&|p| p["version"] = 2.into(), "summary.malformed"); // with what version 3 has
    check(&|p| p["days"][0]["since"] = "2026-03-06".into(), "summary.malformed"); // after the day
    check(&|p| p["days"][0]["without"] = Value::Null, "summary.malformed");
    check(&|p| p["days"][0]["without"] = vec![0].into(), "summary.malformed"); // with figures and without
    check(&|p| p["days"][0]["without"] = vec![7].into(), "summary.malformed");
    check(&|p| p["more"] = 1.into(), "summary.malformed");
    check(&|p| p["sequence"] = 0.into(), "summary.malformed");
    check(&|p| p["sequence"] = 2.into(), "summary.malformed"); // without the file before
    check(&|p| p["day"] = "2026-03-04".into(), "summary.malformed"); // before the days it states
    check(&|p| p["days"][0]["figures"][0]["position"]["visited"] = (-1).into(), "summary.malformed");
    check(&|p| p["days"][0]["figures"][0]["position"]["visited"] = 300_000_000.into(), "summary.malformed");
    check(&|p| p["days"][0]["figures"][0]["position"]["approved"] = 0.into(), "summary.malformed"); // no extract
    check(&|p| p["days"][0]["figures"][0]["change"]["absent"] = 300_000_000.into(), "summary.malformed");
    check(&|p| p["days"][0]["figures"][0]["unit"] = 1.into(), "summary.malformed");
    check(&|p| p["units"] = vec![p["units"][0].clone(); 2].into(), "summary.malformed");
    check(&|p| p["units"] = vec![p["units"][0].clone(); 60_001].into(), "summary.malformed");
    check(&|p| p["unit"]["name"] = "\u{1b}[2J".into(), "summary.malformed");
    check(&|p| p["level"] = "state".into(), "summary.malformed");
    check(&|p| p["key"] = envelope::public_key(&seed(2)).into(), "summary.bad_signature");
}

#[test]
fn files_of_the_first_version_are_read() {
    let file = Hamlet::new(1).sign(&[(5, 200, 20)]).to_owned();
    let first = edited(&file, |p| {
        p["version"] = 1.into();
        p.as_object_mut().unwrap().remove("indicators");
        p["days"][0].as_object_mut().unwrap().remove("without");
        p["days"][0]["figures"][0]["position"].as_object_mut().unwrap().remove("annex1");
    });
    let read = |file: &str| summary_file::read(file.as_bytes()).unwrap().summary.days[0].total().unwrap();
    let (then, now) = (read(&first), read(&file));
    assert_eq!((then.annex1, then.annex_figures()), (None, now.annex_figures()));
    assert_eq!(then.difference(&now), None);
    // All units of the file that have no figures of a day were silent then.
    let silent = edited(&first, |p| p["days"][0]["figures"] = Value::Array(vec![]));
    assert_eq!(summary_file::read(silent.as_bytes()).unwrap().summary.days[0].units.len(), 1);
}

#[test]
fn a_figure_changed_on_the_way_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let mut commune = Party::new(dir.path(), Level::Commune, "Xã Thử Nghiệm", &["Tỉnh Thử"]);
    let mut hamlet = Hamlet::new(3);
    let path = dir.path().join("thon.tnsolieu");
    std::fs::write(&path, hamlet.sign(&[(5, 200, 20)])).unwrap();
    commune.import(&[&path], &[&fingerprint(3)]).unwrap();
    let exported = commune.export("2026-03-05", "tnsolieu");
    assert_eq!(exported.inside, 1);
    let honest = std::fs::read_to_string(&exported.out).unwrap();
    let checked =
        api::summary_verify(&mut commune.desk, &api::VerifySummary { file: exported.out.clone() }).unwrap();
    let paths: Vec<String> = checked.iter().map(|file| file.path.join(" › ")).collect();
    assert_eq!(paths, ["Xã Thử Nghiệm", "Xã Thử Nghiệm › Thôn 3"]);

    // The commune's own program would not do it: the figure is edited and signed with a key.
    let forged = edited(&honest, |p| {
        p["key"] = envelope::public_key(&seed(1)).into();
        p["days"][0]["figures"][0]["position"]["visited"] = 40.into();
    });
    let error = summary_file::read(forged.as_bytes()).unwrap_err();
    assert_eq!(error.code, "summary.figures_changed");
    let named = [&error.params["unit"], &error.params["stated"], &error.params["signed"]];
    assert_eq!(named, ["Thôn 3", "40", "20"]);
    // Left out is changed as well.
    let forged = edited(&honest, |p| {
        p["key"] = envelope::public_key(&seed(1)).into();
        p["days"][0]["figures"] = Value::Array(vec![]);
    });
    assert_eq!(refused(forged.as_bytes()), "summary.figures_changed");
    let forged = edited(&honest, |p| {
        p["key"] = envelope::public_key(&seed(1)).into();
        p["days"][0]["figures"][0]["position"]["annex1"]["active"] = 11.into();
    });
    assert_eq!(refused(forged.as_bytes()), "summary.figures_changed");
}

#[test]
fn a_file_of_a_unit_that_was_merged_since_holds_no_export_up() {
    let dir = tempfile::tempdir().unwrap();
    let mut commune = Party::new(dir.path(), Level::Commune, "Xã Thử Nghiệm", &["Tỉnh Thử"]);
    let mut hamlets = [Hamlet::new(1), Hamlet::new(2)];
    let mut take = |commune: &mut Party, n: usize, days: &[(u32, u32, u32)]| {
        let path = dir.path().join(format!("{n}.tnsolieu"));
        std::fs::write(&path, hamlets[n].sign(days)).unwrap();
        commune.import(&[&path], &[&fingerprint(hamlets[n].n)]).unwrap();
    };
    take(&mut commune, 1, &[(5, 100, 20)]);
    commune.at("2026-03-06T20:00:00+07:00");
    let merge = serde_json::json!({ "units": ["Thôn 1", "Thôn 2"], "into": "Thôn 12", "from": "2026-03-06" });
    // Both are known once the silent one has sent, too: a day of before the merger, and the day itself.
    take(&mut commune, 0, &[(5, 100, 10), (6, 100, 30)]);
    api::call(&mut commune.desk, "unit_merge", merge).unwrap();
    let exported = commune.export("2026-03-06", "tnsolieu");
    let signed = summary_file::read(&std::fs::read(&exported.out).unwrap()).unwrap();
    assert_eq!(signed.summary.days.len(), 2);
    assert_eq!(signed.summary.days[1].units.len(), 1);
}

/// A Python that has the checker's one package; `None` where there is none, which the CI machine may not be.
fn python() -> Option<&'static str> {
    let has = |python: &&str| {
        let asked = Command::new(python).args(["-c", "import cryptography"]).stderr(Stdio::null()).status();
        asked.is_ok_and(|status| status.success())
    };
    let found = ["python3", "/usr/bin/python3", "python"].into_iter().find(has);
    let must = cfg!(target_os = "linux") && std::env::var_os("CI").is_some();
    assert!(found.is_some() || !must, "the checker needs python3-cryptography: cargo xtask test installs it");
    found
}

#[test]
fn another_program_verifies_the_chain_from_the_text_alone() {
    let Some(python) = python() else {
        eprintln!("left out: no Python with the package cryptography here");
        return;
    };
    let check = |file: &str| {
        let path = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(path.path(), file).unwrap();
        let checker = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check_summary.py");
        let said = Command::new(python).arg(checker).arg(path.path()).output().unwrap();
        (said.status.success(), String::from_utf8(said.stdout).unwrap())
    };
    // A hamlet, a commune with people of its own beside it, a district that counts by another campaign.
    let dir = tempfile::tempdir().unwrap();
    let (mut commune, codes) = commune(dir.path());
    let mut district = Party::new(dir.path(), Level::District, "Tỉnh Thử", &[]);
    commune.campaign("99/KH-UBND", 4);
    district.campaign("70/KH-UBND", 2);
    commune.log(&codes[0], "activated", 2, "2026-03-05T18:00:00+07:00");
    let roster = api::ImportFile { file: fixture("danh-sach-nho.xlsx"), ..Default::default() };
    let roster = api::ImportRoster { file: roster, as_of: day(4), partial: None };
    api::roster_import(&mut commune.desk, &roster).unwrap();
    api::reconcile(&mut commune.desk, &api::Reconcile::default()).unwrap();
    let mut hamlet = Hamlet::new(3);
    let path = dir.path().join("thon.tnsolieu");
    std::fs::write(&path, hamlet.sign(&[(4, 200, 10), (5, 200, 20)])).unwrap();
    commune.import(&[&path], &[&fingerprint(3)]).unwrap();
    let exported = commune.export("2026-03-05", "tnsolieu");
    district.import(&[&exported.out], &[&exported.fingerprint]).unwrap();
    let top = std::fs::read_to_string(district.export("2026-03-05", "tnsolieu").out).unwrap();

    let (holds, said) = check(&top);
    assert!(holds && said.lines().count() == 3, "{said}");
    let forge = |edit: &dyn Fn(&mut Value)| {
        check(&edited(&top, |p| {
            p["key"] = envelope::public_key(&seed(1)).into();
            edit(p);
        }))
    };
    assert!(forge(&|_| {}).0);
    let (holds, said) = forge(&|p| p["days"][3]["figures"][0]["position"]["people"] = 1.into());
    assert!(!holds && said.contains("position.people: says 1"), "{said}");
    assert!(!forge(&|p| p["days"][3]["figures"] = Value::Array(vec![])).0);
    let half = top.len() / 2;
    let flipped: String = top
        .char_indices()
        .map(|(at, c)| {
            if at != half {
                c
            } else if c == 'A' {
                'B'
            } else {
                'A'
            }
        })
        .collect();
    assert!(!check(&flipped).0);
}

/// What the daily report of the fifth has of each unit: visited so far, activated at level 1, active.
fn said_of_units(office: &mut Party) -> BTreeMap<String, [String; 3]> {
    let of =
        |form| api::PreviewReport { paper: api::AskPaper::new(form, day(5)), rows: None, numbers: false };
    let shown = api::report_preview(&mut office.desk, &of(api::ReportForm::Daily)).unwrap().form;
    let cell = |row: &Vec<String>, at: usize| row[at].clone();
    let rows: Vec<Vec<String>> =
        shown.rows.iter().map(|row| row.cells.iter().map(|cell| format!("{cell:?}")).collect()).collect();
    rows.iter().map(|row| (cell(row, 1), [cell(row, 5), cell(row, 9), cell(row, 12)])).collect()
}

#[test]
fn a_unit_whose_people_are_here_counts_from_them_and_its_file_is_compared() {
    let dir = tempfile::tempdir().unwrap();
    let (mut commune, codes) = commune(dir.path());
    commune.log(&codes[0], "activated", 2, "2026-03-05T18:00:00+07:00");
    let roster = api::ImportFile { file: fixture("danh-sach-nho.xlsx"), ..Default::default() };
    let roster = api::ImportRoster { file: roster, as_of: day(4), partial: None };
    api::roster_import(&mut commune.desk, &roster).unwrap();
    api::reconcile(&mut commune.desk, &api::Reconcile::default()).unwrap();
    let before = said_of_units(&mut commune);
    let worklist = |office: &mut Party| {
        let args = api::MakeWorklist::default();
        api::worklist(&mut office.desk, &args).unwrap().people().count()
    };
    let to_visit = worklist(&mut commune);

    // Thôn 5 has people here, Thôn 1 has none: each signs 200 people, two of them activated.
    let mut findings = Vec::new();
    for n in [5, 1] {
        let path = dir.path().join(format!("thon-{n}.tnsolieu"));
        std::fs::write(&path, Hamlet::new(n).sign(&[(5, 200, 2)])).unwrap();
        let taken = commune.import(&[&path], &[&fingerprint(n)]).unwrap();
        findings.push(taken.files[0].findings.iter().map(|[vi, _]| vi.clone()).collect::<Vec<_>>().join(" "));
    }
    assert!(findings[0].contains("số người trong sổ: tệp 200, sổ 90"), "{findings:?}");
    assert_eq!(findings[1], "", "of a hamlet without people here there is nothing to compare");

    let mut after = said_of_units(&mut commune);
    let thon_1 = after.remove("Text(\"Thôn 1\")").unwrap();
    assert_eq!(thon_1[0], "Count(2)", "a unit without people here counts by its file");
    let sum = |name: &str| name == "Left";
    after.retain(|name, _| !sum(name));
    let before: BTreeMap<_, _> =
        before.into_iter().filter(|(name, _)| !sum(name) && name != "Text(\"Thôn 1\")").collect();
    assert_eq!(after, before, "no figure of a unit with people here has moved");
    assert_eq!(worklist(&mut commune), to_visit);

    // What differs is named on the screen, at the closing and on the paper, with how many of how many.
    let today = api::today(&mut commune.desk, &api::AskDay { day: None }).unwrap();
    let named: Vec<&str> = today.differing.iter().map(|unit| unit.name.as_str()).collect();
    assert_eq!((named, today.sent), (vec!["Thôn 5"], 2));
    assert_eq!(today.differing[0].figures[0].figure, "people");
    let checks = api::close_check(&mut commune.desk, &api::AskDay { day: None }).unwrap();
    let check = checks.iter().find(|check| check.code == "close.stated_otherwise").unwrap();
    assert_eq!((check.params["count"].as_str(), check.params["all"].as_str()), ("1", "2"));
    let of = api::PreviewReport {
        paper: api::AskPaper::new(api::ReportForm::Daily, day(5)),
        rows: None,
        numbers: false,
    };
    let notes = api::report_preview(&mut commune.desk, &of).unwrap().form.notes.join(" ");
    assert!(notes.contains("1/2 đơn vị đã gửi số khác số đếm từ sổ"), "{notes}");

    // What goes up for Thôn 5 is counted from its people, and is not said to be what it signed.
    let exported = commune.export("2026-03-05", "tnsolieu");
    let file: Value = serde_json::from_str(&std::fs::read_to_string(&exported.out).unwrap()).unwrap();
    let payload = STANDARD.decode(file["payload"].as_str().unwrap()).unwrap();
    let payload: Value = serde_json::from_slice(&payload).unwrap();
    assert_eq!(payload["inside"].as_array().unwrap().len(), 1);
}

#[test]
fn keys_and_units_are_held_to() {
    let dir = tempfile::tempdir().unwrap();
    let mut commune = Party::new(dir.path(), Level::Commune, "Xã Thử Nghiệm", &["Tỉnh Thử"]);
    let mut province = Party::new(dir.path(), Level::Province, "Tỉnh Thử", &[]);
    let mut elsewhere = Party::new(dir.path(), Level::Province, "Tỉnh Khác", &[]);
    let first = dir.path().join("1.tnsolieu");
    let mut hamlet = Hamlet::new(3);
    std::fs::write(&first, hamlet.sign(&[(5, 200, 20)])).unwrap();
    commune.import(&[&first], &[&fingerprint(3)]).unwrap();

    // The same hamlet by another key, as a lost or a false book would sign.
    let impostor = dir.path().join("impostor.tnsolieu");
    let envelope: Value = serde_json::from_str(&hamlet.files[0]).unwrap();
    let mut payload: Value =
        serde_json::from_slice(&STANDARD.decode(envelope["payload"].as_str().unwrap()).unwrap()).unwrap();
    payload["key"] = envelope::public_key(&seed(9)).into();
    let kind = envelope["payloadType"].as_str().unwrap();
    std::fs::write(&impostor, envelope::seal(kind, payload.to_string().as_bytes(), &seed(9))).unwrap();
    for trust in [vec![], vec![fingerprint(9)]] {
        let trust: Vec<&str> = trust.iter().map(String::as_str).collect();
        assert_eq!(commune.import(&[&impostor], &trust).unwrap_err().code, "summary.other_key");
    }
    // With another id too, but the name of the hamlet.
    payload["unit"]["id"] = "another".into();
    payload["units"][0]["id"] = "another".into();
    std::fs::write(&impostor, envelope::seal(kind, payload.to_string().as_bytes(), &seed(9))).unwrap();
    assert_eq!(commune.import(&[&impostor], &[&fingerprint(9)]).unwrap_err().code, "summary.other_key");

    let exported = commune.export("2026-03-05", "tnsolieu");
    for (office, code) in [(&mut elsewhere, "summary.other_unit"), (&mut commune, "summary.own_file")] {
        let error = office.import(&[&exported.out], &[&exported.fingerprint]).unwrap_err();
        assert_eq!(error.code, code);
    }
    province.import(&[&exported.out], &[&exported.fingerprint]).unwrap();
    // Replayed: the older file changes nothing.
    let second = dir.path().join("2.tnsolieu");
    std::fs::write(&second, hamlet.sign(&[(5, 200, 30)])).unwrap();
    assert_eq!(commune.import(&[&second], &[]).unwrap().files[0].action, Action::Replaces);
    assert_eq!(commune.import(&[&first], &[]).unwrap().files[0].action, Action::Same);
    let again = commune.export("2026-03-05", "b.tnsolieu");
    assert!(opened(&std::fs::read(&again.out).unwrap()).contains(r#""visited":30"#));
}

#[test]
fn a_restored_sender_is_told_and_counts_by_its_later_file() {
    // Number 1 twice, as a book restored from a backup signs it.
    let (mut before, mut after) = (Hamlet::new(3), Hamlet::new(3));
    before.sign(&[(4, 200, 10), (5, 200, 20)]);
    after.sign(&[(5, 200, 15), (6, 200, 18)]);
    let mut results = Vec::new();
    for order in [[0, 1], [1, 0]] {
        let dir = tempfile::tempdir().unwrap();
        let mut commune = Party::new(dir.path(), Level::Commune, "Xã Thử Nghiệm", &["Tỉnh Thử"]);
        commune.at("2026-03-06T21:00:00+07:00");
        let files = [&before.files[0], &after.files[0]];
        let mut findings = Vec::new();
        for at in order {
            let path = dir.path().join(format!("{at}.tnsolieu"));
            std::fs::write(&path, files[at]).unwrap();
            findings.extend(commune.import(&[&path], &[&fingerprint(3)]).unwrap().files[0].findings.clone());
        }
        assert!(findings.iter().any(|told| told[0].contains("cùng số 1")), "{findings:?}");
        let top = commune.export("2026-03-06", "tnsolieu").out;
        let days = summary_file::read(&std::fs::read(top).unwrap()).unwrap().summary.days;
        results.push(days.iter().map(|day| day.total().unwrap().figures.visited).collect::<Vec<_>>());
    }
    assert_eq!(results, [[10, 15, 18], [10, 15, 18]]);
}

#[test]
fn falling_and_impossible_figures_are_flagged() {
    let check = |first: (u32, u32, u32), then: (u32, u32, u32), expect: &str| {
        let dir = tempfile::tempdir().unwrap();
        let mut commune = Party::new(dir.path(), Level::Commune, "Xã Thử Nghiệm", &["Tỉnh Thử"]);
        let mut hamlet = Hamlet::new(3);
        hamlet.sign(&[first]);
        hamlet.sign(&[then]);
        let paths = [dir.path().join("1.tnsolieu"), dir.path().join("2.tnsolieu")];
        paths.iter().zip(&hamlet.files).for_each(|(path, file)| std::fs::write(path, file).unwrap());
        let taken = commune.import(&[&paths[0], &paths[1]], &[&fingerprint(3)]).unwrap();
        let told: Vec<&str> = taken.files[1].findings.iter().map(|[vi, _]| vi.as_str()).collect();
        assert_eq!(told.join("\n"), expect);
    };
    check((4, 200, 10), (5, 200, 11), "");
    check(
        (4, 200, 11),
        (5, 200, 9),
        "Thôn 3, ngày 05/03/2026: số người đã đến lũy kế giảm từ 11 xuống 9.\nThôn 3, ngày 05/03/2026: số đã có tài khoản lũy kế giảm từ 5 xuống 4.",
    );
    check(
        (4, 200, 10),
        (5, 20, 30),
        "Thôn 3, ngày 05/03/2026: số người đã đến là 30, nhiều hơn 20 người trong diện.",
    );
}

#[test]
fn a_unit_that_lost_its_book_gets_its_new_key_confirmed() {
    let dir = tempfile::tempdir().unwrap();
    let mut commune = Party::new(dir.path(), Level::Commune, "Xã Thử Nghiệm", &["Tỉnh Thử"]);
    commune.at("2026-03-07T21:00:00+07:00");
    let put = |name: &str, file: &str| {
        let path = dir.path().join(name);
        std::fs::write(&path, file).unwrap();
        path
    };
    let mut lost = Hamlet::new(3);
    lost.sign(&[(4, 200, 10)]);
    let old = put("1.tnsolieu", &lost.files[0]);
    let late = lost.sign(&[(5, 200, 20)]).to_owned();
    let late = put("2.tnsolieu", &late);
    commune.import(&[&old], &[&fingerprint(3)]).unwrap();
    commune.export("2026-03-04", "truoc.tnsolieu");

    // The new book has another key and another id, counts from 1 again, and knows the days of before otherwise.
    let mut found = Hamlet { n: 9, files: Vec::new() };
    let named = |file: &str| {
        let envelope: Value = serde_json::from_str(file).unwrap();
        let mut payload: Value =
            serde_json::from_slice(&STANDARD.decode(envelope["payload"].as_str().unwrap()).unwrap()).unwrap();
        payload["unit"]["name"] = "Thôn 3".into();
        payload["units"][0]["name"] = "Thôn 3".into();
        envelope::seal(envelope["payloadType"].as_str().unwrap(), payload.to_string().as_bytes(), &seed(9))
    };
    found.sign(&[(4, 200, 9), (6, 200, 30)]);
    let new = put("moi.tnsolieu", &named(&found.files[0]));

    // Shown first: who asks, by which key, instead of which.
    let look = api::ImportSummaries { files: vec![new.clone()], dry_run: true, ..Default::default() };
    let plan = api::summary_import(&mut commune.desk, &look).unwrap();
    let asked = plan.files[0].key.clone().unwrap();
    assert_eq!(asked.fingerprint.replace(' ', ""), fingerprint(9));
    assert_eq!(asked.known.unwrap().replace(' ', ""), fingerprint(3));
    for trust in [vec![], vec![fingerprint(9)]] {
        let trust: Vec<&str> = trust.iter().map(String::as_str).collect();
        let refused = commune.import(&[&new], &trust).unwrap_err();
        assert_eq!(refused.code, "summary.other_key");
        assert!(refused.sentence().contains("--replace-key"), "{refused}");
    }
    let replace = api::ImportSummaries {
        files: vec![new.clone(), late.clone()],
        trust: Vec::new(),
        replace_key: vec![fingerprint(9)],
        dry_run: false,
    };
    let taken = api::summary_import(&mut commune.desk, &replace).unwrap();
    assert_eq!(taken.replaced_keys, ["Thôn 3"]);
    let of = |name: &str| taken.files.iter().find(|file| file.file.ends_with(name)).unwrap();
    // Number 1 is neither twice nor out of order; the old key signs no more, however the files came.
    assert_eq!((of("moi.tnsolieu").action, of("moi.tnsolieu").gaps.len()), (Action::Replaces, 0));
    assert_eq!((of("2.tnsolieu").action, of("2.tnsolieu").code), (Action::Refused, "summary.replaced_key"));
    assert_eq!(commune.import(&[&old], &[]).unwrap().same, 1);
    let done = &api::history(&mut commune.desk, &api::History { limit: 1 }).unwrap()[0];
    assert_eq!(done.sentence(), "Thay khóa của Thôn 3, nhập 1 tệp số liệu");

    // The newer key decides, and the chain up stays whole.
    let up = commune.export("2026-03-06", "sau.tnsolieu").out;
    let signed = summary_file::read(&std::fs::read(&up).unwrap()).unwrap();
    let visited = |day: &StatedDay| day.total().map(|total| total.figures.visited);
    assert_eq!(signed.summary.days.iter().map(visited).collect::<Vec<_>>(), [Some(9), None, Some(30)]);
    assert_eq!(signed.inside.len(), 1);
    let args = api::MissingSummaries { day: day(6) };
    assert_eq!(api::summary_missing(&mut commune.desk, &args).unwrap().gaps.len(), 0);
    let chain = api::summary_chain(&mut commune.desk, &args).unwrap();
    assert_eq!((chain.signed[0].unit.as_str(), chain.signed[0].sequence), ("Thôn 3", 1));
    assert_eq!((chain.own.unwrap().follows, chain.next_sequence), (Some(true), 3));
    let keys = api::key_list(&mut commune.desk, &Nothing {}).unwrap();
    let shown: Vec<(bool, bool)> = keys.below.iter().map(|key| (key.confirmed, key.replaced)).collect();
    assert_eq!(shown, [(true, false), (true, true)]);

    // Old files verify as before; taken back, the old key is in force again.
    let verify = api::VerifySummary { file: old.clone() };
    assert_eq!(api::summary_verify(&mut commune.desk, &verify).unwrap().len(), 1);
    api::undo(&mut commune.desk, &api::Undo::default()).unwrap();
    api::undo(&mut commune.desk, &api::Undo::default()).unwrap();
    assert_eq!(commune.import(&[&late], &[]).unwrap().new, 1);
    assert_eq!(commune.import(&[&new], &[&fingerprint(9)]).unwrap_err().code, "summary.other_key");
}

#[test]
fn what_changes_of_the_people_goes_up_again() {
    let dir = tempfile::tempdir().unwrap();
    let (mut commune, codes) = commune(dir.path());
    commune.log(&codes[0], "activated", 2, "2026-03-05T18:00:00+07:00");
    commune.export("2026-03-05", "1.tnsolieu");
    commune.at("2026-03-09T20:00:00+07:00");
    commune.log(&codes[0], "absent", 0, "2026-03-09T18:00:00+07:00");
    commune.export("2026-03-09", "2.tnsolieu");
    let found = api::FindPeople { query: codes[5].clone(), limit: 1 };
    let person = api::register_find(&mut commune.desk, &found).unwrap().people.remove(0).citizen;
    let mut number = 2;
    // Days stated anew, people of the last day and those of them who may be activated; '=': the last file once more.
    let mut check = |commune: &mut Party, expect: &str| {
        number += 1;
        let sent = commune.export("2026-03-09", &format!("{number}.tnsolieu"));
        let signed = summary_file::read(&std::fs::read(sent.out).unwrap()).unwrap().summary;
        let total = signed.days.last().unwrap().total().unwrap().figures;
        let days = if sent.again { "=".to_owned() } else { sent.restated.len().to_string() };
        assert_eq!(format!("{days} {} {}", total.people, total.eligible), expect);
        assert!(sent.again || signed.days.len() == sent.restated.len());
    };
    let change = |commune: &mut Party, edit: &dyn Fn(&mut api::PersonForm)| {
        let asked = api::ShowCitizen { citizen: person.id };
        let mut form = api::citizen_view(&mut commune.desk, &asked).unwrap().form;
        edit(&mut form);
        let change = api::ChangeCitizen { citizen: person.id, form };
        assert!(api::citizen_change(&mut commune.desk, &change).unwrap().citizen.is_some());
    };
    check(&mut commune, "= 534 428");
    change(&mut commune, &|form| form.phone = "0912000999".into());
    check(&mut commune, "= 534 428");
    change(&mut commune, &|form| form.birth = "2020".into());
    check(&mut commune, "5 534 427");
    change(&mut commune, &|form| form.birth = "1980".into());
    check(&mut commune, "5 534 428");
    // Moved away on the 7th: that day and those after it.
    let gone = serde_json::from_value("moved".into()).ok();
    let leave = api::LeaveCitizen { citizen: person.id, gone, day: "2026-03-07".parse().ok() };
    api::citizen_leave(&mut commune.desk, &leave).unwrap();
    check(&mut commune, "3 534 427");
    let back = api::LeaveCitizen { gone: None, ..leave };
    api::citizen_leave(&mut commune.desk, &back).unwrap();
    check(&mut commune, "3 534 428");
    // Two records of one person, and somebody who was forgotten.
    let other = api::FindPeople { query: codes[6].clone(), limit: 1 };
    let other = api::register_find(&mut commune.desk, &other).unwrap().people.remove(0).citizen;
    let view = api::citizen_view(&mut commune.desk, &api::ShowCitizen { citizen: person.id }).unwrap();
    let merge = api::MergeCitizens { keep: person.id, drop: other.id, form: view.form.clone() };
    assert!(api::citizen_merge(&mut commune.desk, &merge).unwrap().citizen.is_some());
    check(&mut commune, "5 533 428");
    let form = api::PersonForm { name: "Ngô Văn Sót".into(), birth: "1975".into(), ..Default::default() };
    let add = api::AddCitizen { home: api::Home::Known(view.household.id), form, draft: None };
    assert!(api::citizen_add(&mut commune.desk, &add).unwrap().citizen.is_some());
    check(&mut commune, "5 534 429");
}

#[test]
fn an_earlier_day_that_changed_goes_into_a_new_file() {
    let dir = tempfile::tempdir().unwrap();
    let (mut commune, codes) = commune(dir.path());
    commune.log(&codes[0], "activated", 2, "2026-03-05T18:00:00+07:00");
    commune.export("2026-03-05", "1.tnsolieu");
    commune.at("2026-03-06T20:00:00+07:00");
    commune.log(&codes[1], "activated", 2, "2026-03-06T18:00:00+07:00");
    commune.export("2026-03-06", "2.tnsolieu");
    let same = commune.export("2026-03-05", "1b.tnsolieu");
    assert_eq!((same.sequence, same.again), (1, true));

    commune.log(&codes[2], "activated", 2, "2026-03-05T19:00:00+07:00");
    let third = commune.export("2026-03-05", "3.tnsolieu");
    assert_eq!((third.sequence, third.again), (3, false));
    // What was activated so far has changed on the days after it, too.
    assert_eq!(third.restated, third.days);
    let signed = summary_file::read(&std::fs::read(third.out).unwrap()).unwrap().summary;
    let so_far = |day: &StatedDay| (day.day.to_string(), day.total().unwrap().figures.so_far.level2);
    let stated: Vec<_> = signed.days.iter().map(so_far).collect();
    assert_eq!(stated, [("2026-03-05".to_owned(), 2), ("2026-03-06".to_owned(), 3)]);
    assert_eq!(signed.day.to_string(), "2026-03-06");
    // Nothing is left for the next file, and each day asks for the one that counts.
    for (day, file) in [("2026-03-06", "4.tnsolieu"), ("2026-03-05", "5.tnsolieu")] {
        let again = commune.export(day, file);
        assert_eq!((again.sequence, again.again), (3, true), "{day}");
    }
}

#[test]
fn an_export_taken_back_is_written_anew() {
    let dir = tempfile::tempdir().unwrap();
    let (mut commune, codes) = commune(dir.path());
    commune.log(&codes[0], "activated", 2, "2026-03-05T18:00:00+07:00");
    let first = commune.export("2026-03-05", "1.tnsolieu");
    commune.log(&codes[1], "activated", 2, "2026-03-05T18:10:00+07:00");
    commune.export("2026-03-05", "2.tnsolieu");
    api::undo(&mut commune.desk, &api::Undo::default()).unwrap();
    let again = commune.export("2026-03-05", "2b.tnsolieu");
    assert_eq!((again.sequence, again.restated.len()), (2, 1));
    let signed = summary_file::read(&std::fs::read(again.out).unwrap()).unwrap().summary;
    assert_eq!(signed.previous, first.sha256);
    assert_eq!(signed.days[0].total().unwrap().figures.so_far.level2, 2);
}

#[test]
fn zips_and_folders_are_read_within_bounds() {
    use std::io::Write;
    let dir = tempfile::tempdir().unwrap();
    let mut commune = Party::new(dir.path(), Level::Commune, "Xã Thử Nghiệm", &[]);
    let zip = dir.path().join("sent.zip");
    let pack = |files: &[(&str, &[u8])]| {
        let mut zip = zip::ZipWriter::new(std::fs::File::create(&zip).unwrap());
        for (name, bytes) in files {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap();
    };
    let mut hamlet = Hamlet::new(1);
    hamlet.sign(&[(4, 200, 10)]);
    hamlet.sign(&[(5, 200, 20)]);
    let files = [
        ("b/2.tnsolieu", hamlet.files[1].as_bytes()),
        ("1.tnsolieu", hamlet.files[0].as_bytes()),
        ("x.txt", b"x"),
    ];
    pack(&files);
    let taken = commune.import(&[&zip], &[&fingerprint(1)]).unwrap();
    assert_eq!((taken.new, taken.refused, taken.gaps.len()), (2, 0, 0));

    let blanks = vec![b' '; 33 << 20];
    pack(&[("1.tnsolieu", &blanks)]);
    assert_eq!(commune.import(&[&zip], &[]).unwrap_err().code, "summary.too_large");
    let names: Vec<String> = (0..10).map(|n| format!("{n}.tnsolieu")).collect();
    let bomb: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), blanks.as_slice())).collect();
    pack(&bomb);
    assert_eq!(commune.import(&[&zip], &[]).unwrap_err().code, "summary.bomb");
    // Of a day that is still to come nothing is taken: one of the clocks is wrong.
    let stick = dir.path().join("stick");
    std::fs::create_dir(&stick).unwrap();
    std::fs::write(stick.join("3.tnsolieu"), hamlet.sign(&[(6, 200, 30)])).unwrap();
    assert_eq!(commune.import(&[&stick], &[]).unwrap_err().code, "summary.in_future");
    commune.at("2026-03-06T21:00:00+07:00");
    // On a stick with a broken zip the others are taken.
    std::fs::write(stick.join("anh.zip"), b"PK\x03\x04 broken").unwrap();
    let taken = commune.import(&[&stick], &[]).unwrap();
    assert_eq!((taken.new, taken.refused, taken.files[1].code), (1, 1, "summary.cannot_read"));
    assert_eq!(commune.import(&[&dir.path().join("none")], &[]).unwrap_err().code, "file.not_found");
    let empty = dir.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    assert_eq!(commune.import(&[&empty], &[]).unwrap_err().code, "summary.no_files");
}

#[test]
fn phu_luc_i_of_a_province_comes_from_what_its_units_signed() {
    let dir = tempfile::tempdir().unwrap();
    let mut province = Party::new(dir.path(), Level::Province, "Tỉnh Thanh Hóa", &[]);
    province.at("2023-03-30T20:00:00+07:00");
    let call = |office: &mut Party, name: &str, args: Value| api::call(&mut office.desk, name, args).unwrap();
    call(&mut province, "campaign_create", serde_json::json!({ "file": fixture("70-kh-ubnd.json") }));
    let targets = serde_json::json!({ "file": fixture("70-phu-luc-1.xlsx"), "new_units": true });
    call(&mut province, "target_import", targets);

    // One district of 27 hands in, with figures of one of its two communes.
    let figures = |level1, level2| {
        let mut figures = UnitDay { counted: 1, expected: 1, ..UnitDay::default() };
        figures.figures.people = 60_000;
        (figures.figures.visited_today, figures.figures.visited) = (40, 40);
        figures.figures.eligible = 50_000;
        figures.figures.active_level1 = level1;
        figures.figures.active_level2 = level2;
        Some(figures)
    };
    let unit = |id: &str, name: &str| NamedUnit { id: id.into(), code: String::new(), name: name.into() };
    let units = [("a", "Xã A", figures(3_000, 1_000)), ("b", "Xã B", None)];
    let units = units.map(|(id, name, figures)| StatedUnit { unit: unit(id, name), figures });
    let day = "2023-03-30".parse().unwrap();
    let summary = SummaryFile {
        unit: unit("bim-son", "Thị xã Bỉm Sơn"),
        level: Level::District,
        above: vec!["Tỉnh Thanh Hóa".into()],
        sequence: 1,
        previous: String::new(),
        day,
        issued_at: "2023-03-30T19:00:00+07:00".parse().unwrap(),
        days: vec![StatedDay { since: "2023-03-24".parse().ok(), ..StatedDay::of(day, units.into()) }],
        indicators: Vec::new(),
    };
    let path = dir.path().join("bim-son.tnsolieu");
    // A first file below the printed baseline takes its place, and is told.
    let mut lower = summary.clone();
    lower.days[0].units[0].figures = figures(2_000, 700);
    std::fs::write(&path, summary_file::write(&lower, &[], &seed(1))).unwrap();
    let args = serde_json::json!({ "files": [&path], "trust": [fingerprint(1)], "dry_run": true });
    let planned = call(&mut province, "summary_import", args);
    let told = planned["files"][0]["findings"].to_string();
    assert!(told.contains("2.700") && told.contains("thấp hơn số gốc 3.182 (08/02/2023)"), "{told}");

    std::fs::write(&path, summary_file::write(&summary, &[], &seed(1))).unwrap();
    let taken = province.import(&[&path], &[&fingerprint(1)]).unwrap();
    assert!(!taken.files[0].new_unit);
    assert_eq!(taken.files[0].findings, [[""; 2]; 0]);

    let mut report = |form: &str| {
        let out = province.path("xlsx");
        let form = serde_json::from_value(form.into()).unwrap();
        let args = api::ReportArgs {
            paper: api::AskPaper::new(form, day),
            out: out.clone(),
            replace: true,
            password: None,
        };
        api::report(&mut province.desk, &args).unwrap();
        cells(&out)
    };
    let annex = report("annex1");
    let row = |rows: &[Vec<String>], name: &str| {
        rows.iter().find(|row| row.iter().any(|cell| cell == name)).unwrap().clone()
    };
    assert_eq!(
        row(&annex, "Thị xã Bỉm Sơn")[2..9],
        ["52152", "44499", "7653", "3000", "1000", "4000", "0.0767"]
    );
    assert_eq!(row(&annex, "Thành phố Thanh Hóa")[7], "24193"); // its baseline
    let daily = report("daily");
    assert_eq!(row(&daily, "Thị xã Bỉm Sơn")[12], "4000");
    assert_eq!(row(&daily, "Thành phố Thanh Hóa")[12], "–");
    let told = |text: &str| daily.iter().flatten().any(|cell| cell.contains(text));
    assert!(told("của 26/27 đơn vị") && told("Thị xã Bỉm Sơn (1/2)"), "{daily:?}");
    let missing = api::summary_missing(&mut province.desk, &api::MissingSummaries { day }).unwrap();
    assert_eq!((missing.expected, missing.received, missing.never.len()), (27, 1, 26));
    assert_eq!(missing.incomplete[0].without, ["Xã B"]);
}

#[test]
fn a_province_without_targets_of_its_own_ranks_by_what_was_signed() {
    let dir = tempfile::tempdir().unwrap();
    let mut province = Party::new(dir.path(), Level::Province, "Tỉnh Thử", &[]);
    let figures = |active, target| {
        let mut figures = UnitDay { counted: 1, expected: 1, target: Some(target), ..UnitDay::default() };
        figures.figures.people = 600;
        figures.figures.eligible = 500;
        figures.figures.active_level1 = active;
        Some(figures)
    };
    let mut put = |name: &str, n: u32, days: &[(u32, [Option<UnitDay>; 2])]| {
        let unit = |id: &str| NamedUnit { id: format!("{name} {id}"), code: String::new(), name: id.into() };
        let stated = days.iter().map(|(on, [a, b])| {
            let units = [("Xã A", a), ("Xã B", b)];
            let units = units.map(|(id, figures)| StatedUnit { unit: unit(id), figures: figures.clone() });
            StatedDay::of(day(*on), units.into())
        });
        let summary = SummaryFile {
            unit: NamedUnit { id: name.into(), code: String::new(), name: name.into() },
            level: Level::District,
            above: vec!["Tỉnh Thử".into()],
            sequence: 1,
            previous: String::new(),
            day: day(5),
            issued_at: "2026-03-05T19:00:00+07:00".parse().unwrap(),
            days: stated.collect(),
            indicators: Vec::new(),
        };
        let path = dir.path().join(format!("{n}.tnsolieu"));
        std::fs::write(&path, summary_file::write(&summary, &[], &seed(n))).unwrap();
        province.import(&[&path], &[&fingerprint(n)]).unwrap();
    };
    // Xã B of the first district is silent on the 5th: it counts as on the 4th, target and all.
    put("Huyện Một", 1, &[(4, [figures(40, 100), figures(30, 100)]), (5, [figures(44, 100), None])]);
    put("Huyện Hai", 2, &[(4, [figures(90, 100), figures(20, 200)])]);
    let league = api::league(&mut province.desk, &api::AskLeague { day: Some(day(5)) }).unwrap();
    let shown: Vec<String> = league
        .rows
        .iter()
        .map(|row| {
            let s = &row.standing;
            let (active, ratio) = (s.active.unwrap().total, s.ratio.unwrap().to_vi());
            format!(
                "{:?} {} {}/{active} {ratio} {:?} {}",
                row.rank,
                s.unit,
                s.target.total,
                row.gain(),
                row.reported
            )
        })
        .collect();
    assert_eq!(
        shown,
        ["Some(1) Huyện Một 200/74 37,00% Some(4) true", "Some(2) Huyện Hai 300/110 36,67% None false"]
    );
    assert_eq!(league.partial, [("Huyện Một".to_owned(), 1, 2)]);
    assert_eq!((league.not_reported, league.pace), (1, None));
    // A target is shared out by the eligible that they have stated.
    let plan = serde_json::json!({ "number": "1/KH", "title": "Đợt", "first_day": "2026-03-01", "last_day": "2026-03-31" });
    let mut call = |name: &str, args: Value| api::call(&mut province.desk, name, args).unwrap();
    call("campaign_add", plan);
    let shared = call("target_share", serde_json::json!({ "total": 100, "dry_run": true }));
    let shares = shared["targets"].as_array().unwrap().iter().map(|t| t["target"]["total"].clone());
    assert_eq!(shares.collect::<Vec<_>>(), [50, 50]);
    for form in ["annex1", "league"] {
        let out = province.path("xlsx");
        let form = serde_json::from_value(form.into()).unwrap();
        let args = api::ReportArgs {
            paper: api::AskPaper::new(form, day(5)),
            out: out.clone(),
            replace: true,
            password: None,
        };
        assert_eq!(api::report(&mut province.desk, &args).unwrap().rows, 2);
        let all = cells(&out).concat().concat();
        assert!(all.contains("báo lên từ ngày 04/03/2026 đến ngày 05/03/2026"), "{all}");
    }
    // Silent for weeks, they have told something all the same: the last day that they told it of, and a rank.
    api::call(&mut province.desk, "target_share", serde_json::json!({ "total": 100 })).unwrap();
    province.desk.session = tung_nha::api::Session::new(Some("2026-03-30T20:00:00+07:00".parse().unwrap()));
    let league = api::league(&mut province.desk, &api::AskLeague { day: Some(day(30)) }).unwrap();
    let told: Vec<_> = league.rows.iter().map(|row| (row.rank.is_some(), row.figures_of)).collect();
    assert_eq!(told.len(), 2);
    assert!(told.contains(&(true, Some(day(5)))) && told.contains(&(true, Some(day(4)))), "{told:?}");
}

// ---- What a figure is made of --------------------------------------------------------------------------------------

/// A province on 06/3/2026: Xã Thử Nghiệm counts its own people, Xã Hai takes in three hamlets of which one is silent that
/// day, Xã Ba has handed in up to the day before, Xã Bốn has a printed baseline alone.
fn a_province(folder: &Path) -> Party {
    let mut province = Party::new(folder, Level::Province, "Tỉnh Thử", &[]);
    let (mut own, codes) = commune(folder);
    let mut two = Party::new(folder, Level::Commune, "Xã Hai", &["Tỉnh Thử"]);
    let mut three = Party::new(folder, Level::Commune, "Xã Ba", &["Tỉnh Thử"]);
    let mut hamlets: Vec<Hamlet> = (1..=4).map(Hamlet::new).collect();
    let mut take = |office: &mut Party, n: usize, days: &[(u32, u32, u32)]| {
        let path = folder.join(format!("{n}.tnsolieu"));
        std::fs::write(&path, hamlets[n - 1].sign(days)).unwrap();
        office.import(&[&path], &[&fingerprint(u32::try_from(n).unwrap())]).unwrap();
    };
    for n in 1..=3 {
        take(&mut two, n, &[(5, 100, 20)]);
    }
    take(&mut three, 4, &[(5, 100, 60)]);
    own.log(&codes[0], "activated", 2, "2026-03-05T18:00:00+07:00");
    let mut files = vec![two.export("2026-03-05", "5.tnsolieu"), three.export("2026-03-05", "5.tnsolieu")];
    own.at("2026-03-06T20:00:00+07:00");
    two.at("2026-03-06T20:00:00+07:00");
    own.log(&codes[1], "activated", 2, "2026-03-06T18:00:00+07:00");
    own.log(&codes[2], "absent", 0, "2026-03-06T18:00:00+07:00");
    take(&mut two, 1, &[(6, 100, 30)]);
    take(&mut two, 2, &[(6, 100, 24)]);
    files.extend([own.export("2026-03-06", "6.tnsolieu"), two.export("2026-03-06", "6.tnsolieu")]);
    // The first hamlet says the day anew: so does its commune.
    take(&mut two, 1, &[(6, 100, 40)]);
    files.push(two.export("2026-03-06", "6b.tnsolieu"));
    province.at("2026-03-06T21:00:00+07:00");
    for file in &files {
        province.import(&[&file.out], &[&file.fingerprint]).unwrap();
    }
    let mut call = |name: &str, args: Value| api::call(&mut province.desk, name, args).unwrap();
    call("unit_add", serde_json::json!({ "name": "Xã Bốn", "kind": "xa", "parent": null }));
    let plan = serde_json::json!({ "number": "1/KH", "title": "Đợt", "first_day": "2026-03-01", "last_day": "2026-03-31" });
    call("campaign_add", plan);
    let targets = folder.join("chi-tieu.csv");
    let row = |at: usize, name: &str, active: &str| format!("{at},{name},100,60,40,{active}\n");
    let rows = [("Xã Thử Nghiệm", "0,0,0"), ("Xã Hai", "3,2,5"), ("Xã Ba", "0,0,0"), ("Xã Bốn", "7,4,11")];
    let rows: String = rows.iter().zip(1..).map(|((name, active), at)| row(at, name, active)).collect();
    let head = "STT,Đơn vị,Chỉ tiêu,,,Kết quả,,\n(1),(2),(3),(4),(5),(6),(7),(8)";
    std::fs::write(&targets, format!("{head}\n{rows}")).unwrap();
    call("target_import", serde_json::json!({ "file": targets, "as_of": "2026-03-01" }));
    province
}

fn figure(office: &mut Party, unit: Option<api::UnitId>, below: &[&str]) -> api::FigureView {
    let below = below.iter().map(|id| (*id).to_owned()).collect();
    api::figure_view(&mut office.desk, &api::AskFigure { unit, below, day: None }).unwrap()
}

#[test]
fn every_figure_of_a_province_opens_to_what_it_is_made_of() {
    let dir = tempfile::tempdir().unwrap();
    let mut province = a_province(dir.path());
    let today = api::today(&mut province.desk, &api::AskDay { day: None }).unwrap();
    let league = api::league(&mut province.desk, &api::AskLeague { day: None }).unwrap();
    let mut paper = |form: &str| {
        let out = province.path("xlsx");
        let form = serde_json::from_value(form.into()).unwrap();
        let paper = api::AskPaper::new(form, day(6));
        api::report(
            &mut province.desk,
            &api::ReportArgs { paper, replace: true, out: out.clone(), password: None },
        )
        .unwrap();
        cells(&out)
    };
    let (annex, daily) = (paper("annex1"), paper("daily"));
    let on_paper = |rows: &[Vec<String>], name: &str, column: usize| {
        rows.iter().find(|row| row.get(1).is_some_and(|cell| cell == name)).unwrap()[column].clone()
    };
    let shown = |value: Option<u32>| value.map_or_else(|| "–".to_owned(), |value| value.to_string());

    // The whole, then each unit: one value on the panel, the screens and the papers.
    let whole = figure(&mut province, None, &[]);
    assert_eq!((&whole.row, whole.with_figures, whole.parts.len()), (&today.total, today.with_figures, 4));
    assert_eq!((today.with_figures, today.sent), (2, 2));
    assert_eq!(
        whole.parts.iter().map(|part| &part.row).collect::<Vec<_>>(),
        today.rows.iter().collect::<Vec<_>>()
    );
    for row in &today.rows {
        let view = figure(&mut province, row.unit_id, &[]);
        assert_eq!(&view.row, row);
        let of_league = league.rows.iter().find(|of| Some(of.unit_id()) == row.unit_id).unwrap();
        assert_eq!(view.standing.as_ref(), Some(&of_league.standing));
        assert_eq!(view.row.cumulative, of_league.so_far);
        assert_eq!(on_paper(&annex, &row.name, 7), shown(view.row.cumulative), "{}", row.name);
        // On paper a day on which nobody was visited has no outcomes.
        let [one, two] = [6, 7].map(|column| on_paper(&daily, &row.name, column).parse::<u32>().ok());
        if let Some(both) = one.zip(two).map(|(one, two)| one + two) {
            assert_eq!(Some(both), view.row.activated, "{}", row.name);
        }
        let parts: Option<u32> = view.parts.iter().map(|part| part.row.cumulative).sum();
        assert!(view.parts.is_empty() || parts == view.row.cumulative, "{view:?}");
    }

    // The rows of the preview lead to them.
    let form = serde_json::from_value("annex1".into()).unwrap();
    let preview = api::PreviewReport { paper: api::AskPaper::new(form, day(6)), rows: None, numbers: false };
    let units = api::report_preview(&mut province.desk, &preview).unwrap().units;
    let opened = units.iter().map(|unit| figure(&mut province, Some(*unit), &[]).unit);
    let expect = ["Xã Thử Nghiệm", "Xã Hai", "Xã Ba", "Xã Bốn", "Tỉnh Thử"];
    assert_eq!(opened.collect::<Vec<_>>(), expect);

    let of = |name: &str| today.rows.iter().find(|row| row.name == name).unwrap().unit_id;
    // Its own people: number, signer, the day before.
    let own = figure(&mut province, of("Xã Thử Nghiệm"), &[]);
    let file = &own.signed[0];
    assert_eq!(
        (file.unit.as_str(), file.sequence, file.states, file.confirmed),
        ("Xã Thử Nghiệm", 1, day(6), true)
    );
    assert_eq!((own.row.cumulative, own.before.unwrap().cumulative, own.gained), (Some(2), Some(1), Some(1)));
    // A file that took the place of another; a hamlet that is silent counts as it stood.
    let two = figure(&mut province, of("Xã Hai"), &[]);
    let said =
        |view: &api::FigureView| view.told.iter().map(|[vi, _]| vi.clone()).collect::<Vec<_>>().join(" ");
    assert_eq!((two.signed[0].sequence, two.signed[0].replaces.len()), (3, 1));
    assert_eq!((two.signed[0].replaces[0].sequence, two.signed[0].replaces[0].cumulative), (2, Some(27)));
    assert_eq!((two.with_figures, two.parts.len(), two.row.cumulative), (2, 3, Some(42)));
    assert_eq!((two.before.as_ref().unwrap().cumulative, two.gained), (Some(30), Some(12)));
    assert!(said(&two).contains("1 đơn vị bên dưới chưa có số ngày 06/03/2026"), "{}", said(&two));
    assert!(said(&two).contains("cả 42 tài khoản do tổ công tác báo"), "{}", said(&two));
    // Down to the hamlets, by the files inside.
    for (id, cumulative, before, sequence) in
        [("hamlet-1", 20, Some(10), 3), ("hamlet-2", 12, Some(10), 2), ("hamlet-3", 10, None, 1)]
    {
        let hamlet = figure(&mut province, of("Xã Hai"), &[id]);
        assert_eq!(
            (hamlet.row.cumulative, hamlet.before.and_then(|row| row.cumulative)),
            (Some(cumulative), before)
        );
        let file = &hamlet.signed[0];
        assert_eq!((file.sequence, file.confirmed, file.named_by.as_str()), (sequence, false, "Xã Hai"));
        assert_eq!((file.taken_at, hamlet.parts.len()), (None, 0));
    }
    // Nothing of the day; then the printed figures alone.
    let three = figure(&mut province, of("Xã Ba"), &[]);
    assert_eq!((three.row.activated, three.row.cumulative), (None, Some(30)));
    assert!(said(&three).contains("lấy từ số đã ký cho ngày 05/03/2026"), "{}", said(&three));
    let four = figure(&mut province, of("Xã Bốn"), &[]);
    assert_eq!((four.row.cumulative, four.signed.len()), (Some(11), 0));
    assert!(said(&four).contains("số ban đầu in kèm chỉ tiêu, tính đến ngày 01/03/2026"), "{}", said(&four));

    // What nobody knows is refused.
    let unknown = api::AskFigure { unit: of("Xã Hai"), below: vec!["nobody".into()], day: None };
    assert_eq!(api::figure_view(&mut province.desk, &unknown).unwrap_err().code, "unit.unknown_id");
}

#[test]
fn a_figure_opens_down_to_the_hamlet_through_two_files() {
    let dir = tempfile::tempdir().unwrap();
    let mut commune = Party::new(dir.path(), Level::Commune, "Xã Hai", &["Huyện Thử"]);
    let mut district = Party::new(dir.path(), Level::District, "Huyện Thử", &["Tỉnh Thử"]);
    let mut province = Party::new(dir.path(), Level::Province, "Tỉnh Thử", &[]);
    let mut hamlet = Hamlet::new(1);
    let path = dir.path().join("1.tnsolieu");
    std::fs::write(&path, hamlet.sign(&[(4, 100, 10), (5, 100, 20)])).unwrap();
    commune.import(&[&path], &[&fingerprint(1)]).unwrap();
    let hand_up = |from: &mut Party, to: &mut Party| {
        let file = from.export("2026-03-05", "tnsolieu");
        to.import(&[&file.out], &[&file.fingerprint]).unwrap();
    };
    hand_up(&mut commune, &mut district);
    hand_up(&mut district, &mut province);
    let today = api::today(&mut province.desk, &api::AskDay { day: None }).unwrap();
    let unit = today.rows[0].unit_id;
    let top = figure(&mut province, unit, &[]);
    let id = top.parts[0].id.clone();
    let middle = figure(&mut province, unit, &[&id]);
    let bottom = figure(&mut province, unit, &[&id, &middle.parts[0].id]);
    let told = [&top, &middle, &bottom].map(|view| {
        let signed = &view.signed[0];
        let before = view.before.as_ref().and_then(|row| row.cumulative);
        (view.unit.clone(), view.row.cumulative, before, signed.unit.clone(), signed.named_by.clone())
    });
    let expect = [("Huyện Thử", ""), ("Xã Hai", "Huyện Thử"), ("Thôn 1", "Xã Hai")];
    let expect =
        expect.map(|(unit, by)| (unit.to_owned(), Some(10), Some(5), unit.to_owned(), by.to_owned()));
    assert_eq!(told, expect);
}

// ---- Whatever happens on the way -----------------------------------------------------------------------------------

const HAMLETS: u32 = 30;
const COMMUNES: [&str; 3] = ["Xã Một", "Xã Hai", "Xã Ba"];
const LAST: u32 = 4;

/// Days of 30 hamlets and 3 communes whose files are lost for a while, doubled, re-ordered and issued anew.
fn a_campaign(chance: u64) {
    let dir = tempfile::tempdir().unwrap();
    let mut chance = ChaCha8Rng::seed_from_u64(chance);
    let mut hamlets: Vec<Hamlet> = (0..HAMLETS).map(Hamlet::new).collect();
    let prints: Vec<String> = (0..HAMLETS).map(fingerprint).collect();
    let prints: Vec<&str> = prints.iter().map(String::as_str).collect();
    let mut communes: Vec<Party> =
        COMMUNES.iter().map(|name| Party::new(dir.path(), Level::Commune, name, &["Huyện Thử"])).collect();
    let mut district = Party::new(dir.path(), Level::District, "Huyện Thử", &[]);

    // Truth: what each hamlet said last of each day.
    let mut truth: BTreeMap<(u32, u32), (u32, u32)> = BTreeMap::new();
    let mut under_way: Vec<Vec<PathBuf>> = vec![Vec::new(); COMMUNES.len()];
    let mut arrived: Vec<Vec<Vec<u32>>> = vec![vec![Vec::new(); HAMLETS as usize]; COMMUNES.len()];
    let mut sent: Vec<PathBuf> = Vec::new();
    let mut keys: Vec<String> = Vec::new();
    for today in 1..=LAST {
        for hamlet in &mut hamlets {
            // Today, and now and then an earlier day anew.
            let mut days: Vec<u32> = vec![today];
            days.extend((1..today).filter(|_| chance.random_bool(0.2)));
            days.sort_unstable();
            let stated: Vec<(u32, u32, u32)> =
                days.iter().map(|d| (*d, chance.random_range(50..500), chance.random_range(0..50))).collect();
            for (d, people, visited) in &stated {
                truth.insert((hamlet.n, *d), (*people, *visited));
            }
            let path = dir.path().join(format!("{}-{today}.tnsolieu", hamlet.n));
            std::fs::write(&path, hamlet.sign(&stated)).unwrap();
            let commune = hamlet.n as usize % COMMUNES.len();
            under_way[commune].push(path.clone());
            if chance.random_bool(0.2) {
                under_way[commune].push(path);
            }
        }
        for (at, commune) in communes.iter_mut().enumerate() {
            commune.at(&format!("2026-03-{today:02}T21:00:00+07:00"));
            under_way[at].shuffle(&mut chance);
            let all = std::mem::take(&mut under_way[at]);
            let (late, now): (Vec<_>, Vec<_>) =
                all.into_iter().partition(|_| today < LAST && chance.random_bool(0.3));
            under_way[at] = late;
            let now: Vec<&Path> = now.iter().map(PathBuf::as_path).collect();
            if !now.is_empty() {
                commune.import(&now, &prints).unwrap();
            }
            for path in now {
                let name = path.file_stem().unwrap().to_str().unwrap();
                let (n, number) = name.split_once('-').unwrap();
                arrived[at][n.parse::<usize>().unwrap()].push(number.parse().unwrap());
            }
            // Before all have arrived, the gaps are named.
            let args = api::MissingSummaries { day: day(today) };
            let missing = api::summary_missing(&mut commune.desk, &args).unwrap();
            for (n, numbers) in arrived[at].iter().enumerate().filter(|(_, numbers)| !numbers.is_empty()) {
                let highest = *numbers.iter().max().unwrap();
                let expect: Vec<u32> = (1..highest).filter(|number| !numbers.contains(number)).collect();
                let named = missing.gaps.iter().find(|gap| gap.unit == format!("Thôn {n}"));
                assert_eq!(named.map(|gap| gap.numbers.clone()).unwrap_or_default(), expect);
                let late = missing.late.iter().any(|late| late.unit == format!("Thôn {n}"));
                assert_eq!(late, !numbers.contains(&today));
            }
            let exported = commune.export(&day(today).to_string(), &format!("{today}.tnsolieu"));
            keys.push(exported.fingerprint.clone());
            sent.push(exported.out);
        }
        district.at(&format!("2026-03-{today:02}T22:00:00+07:00"));
        sent.shuffle(&mut chance);
        if today < LAST && chance.random_bool(0.5) {
            let now: Vec<PathBuf> = sent.split_off(sent.len() / 2);
            let now: Vec<&Path> = now.iter().map(PathBuf::as_path).collect();
            district.import(&now, &keys.iter().map(String::as_str).collect::<Vec<_>>()).unwrap();
        }
    }
    let all: Vec<&Path> = sent.iter().map(PathBuf::as_path).collect();
    let all: Vec<&Path> = all.iter().chain(&all).copied().collect();
    district.import(&all, &keys.iter().map(String::as_str).collect::<Vec<_>>()).unwrap();

    // The top equals the bottom.
    let top = district.export(&day(LAST).to_string(), "top.tnsolieu");
    let top = summary_file::read(&std::fs::read(top.out).unwrap()).unwrap().summary;
    assert_eq!(top.days.len(), LAST as usize);
    for stated in &top.days {
        for (at, name) in COMMUNES.iter().enumerate() {
            let unit = stated.units.iter().find(|unit| unit.unit.name == *name).unwrap();
            let figures = unit.figures.as_ref().unwrap();
            let below = truth
                .iter()
                .filter(|((n, d), _)| *n as usize % COMMUNES.len() == at && day(*d) == stated.day);
            let sum = below.fold((0, 0), |sum, (_, figures)| (sum.0 + figures.0, sum.1 + figures.1));
            assert_eq!((figures.figures.people, figures.figures.visited), sum, "{name} {}", stated.day);
            assert_eq!((figures.counted, figures.expected), (HAMLETS / 3, HAMLETS / 3));
        }
    }
    let missing =
        api::summary_missing(&mut district.desk, &api::MissingSummaries { day: day(LAST) }).unwrap();
    assert_eq!((missing.received, missing.gaps.len(), missing.late.len()), (3, 0, 0));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2, ..ProptestConfig::default() })]

    #[test]
    fn the_top_equals_the_bottom(chance: u64) {
        a_campaign(chance);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    #[ignore = "takes minutes: cargo xtask torture"]
    fn the_top_equals_the_bottom_a_hundred_times(chance: u64) {
        a_campaign(chance);
    }
}
