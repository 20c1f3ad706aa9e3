//! The summary that goes up, through the public API: from people to counts, from hamlet to province.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops at what it did not expect")]

use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use tung_nha::api::{self, Action, Desk, Level, Nothing, Session};
use tung_nha::store::Book;

const PASS: &str = "so lieu thu nghiem";

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// A book in a folder.
struct Office {
    desk: Desk,
    folder: PathBuf,
    name: &'static str,
}

impl Office {
    fn new(folder: &Path, level: Level, name: &'static str, above: &[&str]) -> Self {
        let mut office =
            Self { desk: Desk::new(session("2026-03-05T20:00:00+07:00")), folder: folder.to_owned(), name };
        let book = api::CreateBook {
            path: office.path("tungnha"),
            passphrase: PASS.into(),
            level,
            name: name.into(),
            code: String::new(),
            above: above.iter().map(|name| (*name).to_owned()).collect(),
        };
        api::book_create(&mut office.desk, &book).unwrap();
        office
    }

    fn path(&self, ending: &str) -> PathBuf {
        self.folder.join(format!("{}.{ending}", self.name))
    }

    fn at(&mut self, now: &str) {
        self.desk.session = session(now);
    }

    fn export(&mut self, day: &str, file: &str) -> api::ExportedSummary {
        let args = api::ExportSummary { day: day.parse().unwrap(), out: self.path(file) };
        api::summary_export(&mut self.desk, &args).unwrap()
    }

    fn import(&mut self, files: &[&Path], trust: &[&str]) -> api::Result<api::ImportedSummaries> {
        let args = api::ImportSummaries {
            files: files.iter().map(|path| (*path).to_owned()).collect(),
            trust: trust.iter().map(|print| (*print).to_owned()).collect(),
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

fn session(now: &str) -> Session {
    Session::new(Some(now.parse().unwrap()))
}

/// A commune with the people of the fixture; the codes of some of them.
fn commune(folder: &Path) -> (Office, Vec<String>) {
    let mut commune = Office::new(folder, Level::Commune, "Xã Thử Nghiệm", &["Tỉnh Thử"]);
    let file = api::ImportFile { file: fixture("so-dieu-tra-nho.xlsx"), ..Default::default() };
    api::register_import(&mut commune.desk, &file).unwrap();
    let found =
        api::people_find(&mut commune.desk, &api::FindPeople { query: "a".into(), limit: 500 }).unwrap();
    let codes = found.iter().map(|person| person.code.clone()).collect();
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
    let book = Book::open(&path, PASS, &session("2026-03-05T20:00:00+07:00")).unwrap();
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
    let mut province = Office::new(dir.path(), Level::Province, "Tỉnh Thử", &[]);
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

    let missing = |province: &mut Office| {
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
        form,
        day: "2026-03-07".parse().unwrap(),
        from: None,
        unit: None,
        out: out.clone(),
    };
    assert_eq!(api::report(&mut province.desk, &args).unwrap().rows, 1);
    let cells = cells(&out);
    let row = cells.iter().find(|row| row.contains(&"Xã Thử Nghiệm".to_owned()) && row[0] == "1").unwrap();
    // visited, activated so far at levels 1 and 2
    assert_eq!((row[5].as_str(), row[9].as_str(), row[10].as_str()), ("3", "1", "1"), "{row:?}");

    // Taken back, and everything is as before.
    api::undo(&mut province.desk, &api::Undo::default()).unwrap();
    api::undo(&mut province.desk, &api::Undo::default()).unwrap();
    assert_eq!(missing(&mut province).late[0].days_late, Some(2));
    api::undo(&mut province.desk, &api::Undo::default()).unwrap();
    assert_eq!(api::unit_list(&mut province.desk, &Nothing {}).unwrap().len(), 1);
}

fn cells(path: &Path) -> Vec<Vec<String>> {
    let mut workbook: calamine::Xlsx<_> = calamine::open_workbook(path).unwrap();
    let sheets = calamine::Reader::worksheets(&mut workbook);
    sheets[0].1.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}
