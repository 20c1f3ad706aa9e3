//! The diagnosis and the log: what they say, and that nobody stands in either.

use std::path::Path;

use tung_nha::api::{self, Desk, Level, Nothing, Session};

use crate::command_line::{done, office, run};
use crate::{Office, PASSPHRASE, new_book};

const NAME: &str = "Lò Văn Riêng";
const NUMBER: &str = "034099001234";
const PHONE: &str = "0912345678";
const UNIT: &str = "Xã Bí Mật";
const FOLDER: &str = "thu muc rieng";

fn desk(settings: &Path) -> Desk {
    Desk::with_settings(Session::new(Some("2026-11-21T19:00:00+07:00".parse().unwrap())), settings)
}

/// An evening of work and refusals about one person, in a folder of that person's name.
fn work(settings: &Path, folder: &Path) -> Desk {
    let mut desk = new_book(desk(settings), folder, Level::Commune, UNIT, &["Tỉnh Riêng"]);
    let survey = folder.join(format!("{NAME}.csv"));
    let rows = format!("Hộ số,Họ tên,Năm sinh,Số định danh,Điện thoại\n1,{NAME},1970,{NUMBER},{PHONE}\n");
    std::fs::write(&survey, rows).unwrap();
    let import = |file: &Path| api::ImportFile { file: file.to_owned(), ..api::ImportFile::default() };
    api::register_import(&mut desk, &import(&survey)).unwrap();
    // Refusals with the name, the number, a path in them.
    api::register_import(&mut desk, &import(&folder.join(format!("{NAME} {NUMBER}.xlsx")))).unwrap_err();
    api::unit_named(&mut desk, &api::UnitName { name: format!("Thôn {NAME}") }).unwrap_err();
    let visit = api::NewVisit::new(NUMBER, api::Outcome::Absent);
    api::visit_log(&mut desk, &api::LogVisits { visits: vec![visit] }).unwrap_err();
    let open = api::OpenBook { path: folder.join(format!("{NAME}.tungnha")), passphrase: PHONE.into() };
    api::book_open(&mut desk, &open).unwrap_err();
    let bad = serde_json::json!({ "query": NAME, "limit": NUMBER });
    api::call(&mut desk, "register_find", bad).unwrap_err();
    api::call(&mut desk, NAME, serde_json::Value::Null).unwrap_err();
    desk
}

fn assert_nobody(text: &str) {
    for secret in
        [NAME, "Riêng", "Rieng", NUMBER, PHONE, UNIT, "Bí Mật", FOLDER, "rieng", ".csv", ".xlsx", ".tungnha"]
    {
        assert!(!text.contains(secret), "{secret} stands in:\n{text}");
    }
}

#[test]
fn nobody_stands_in_the_log_nor_in_the_diagnosis() {
    let dir = tempfile::tempdir().unwrap();
    let (settings, folder) = (dir.path().join("cai dat"), dir.path().join(FOLDER));
    std::fs::create_dir(&folder).unwrap();
    let mut desk = work(&settings, &folder);
    let text = api::diagnose(&mut desk, &api::Diagnose::default()).unwrap().text;
    assert_nobody(&text);
    for entry in std::fs::read_dir(&settings).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|end| end == "log") {
            assert_nobody(&String::from_utf8(std::fs::read(path).unwrap()).unwrap());
        }
    }
    for said in [
        "file.not_found",
        "unit.unknown",
        "visit.unknown_citizen",
        "book.not_found",
        "register_import",
        "Cấp xã/phường",
        "citizen: 1",
        "Tệp sổ: ",
        "ổ đĩa còn trống: ",
    ] {
        assert!(text.contains(said), "{said} is missing in:\n{text}");
    }
    // It is still there after a crash, and goes with a button.
    drop(desk);
    let mut again = self::desk(&settings);
    let text = api::diagnose(&mut again, &api::Diagnose::default()).unwrap().text;
    assert!(text.contains("unit.unknown") && text.contains("Không mở sổ nào."), "{text}");
    api::log_wipe(&mut again, &Nothing {}).unwrap();
    let text = api::diagnose(&mut again, &api::Diagnose::default()).unwrap().text;
    assert!(!text.contains("unit.unknown"), "{text}");
}

#[test]
fn what_was_shown_is_what_is_saved() {
    let mut office = Office::new();
    let out = office.file("chan-doan.txt");
    let save = |replace| api::SaveDiagnosis { out: out.clone(), replace };
    assert_eq!(api::diagnosis_save(&mut office.desk, &save(false)).unwrap_err().code, "diagnosis.none");
    let shown = api::diagnose(&mut office.desk, &api::Diagnose::default()).unwrap();
    api::diagnosis_save(&mut office.desk, &save(false)).unwrap();
    let saved = std::fs::read_to_string(&out).unwrap();
    assert_eq!(saved.trim_start_matches('\u{feff}').replace("\r\n", "\n"), shown.text);
    assert_eq!(api::diagnosis_save(&mut office.desk, &save(false)).unwrap_err().code, "save.exists");
    api::diagnosis_save(&mut office.desk, &save(true)).unwrap();
    std::fs::write(&out, "somebody's own").unwrap();
    assert_eq!(api::diagnosis_save(&mut office.desk, &save(true)).unwrap_err().code, "save.other_kind");
}

#[test]
fn the_command_line_makes_one_of_a_book_that_does_not_open() {
    let folder = office();
    let out = folder.path().join("chan-doan.txt");
    let path = out.to_string_lossy().into_owned();
    assert!(done(folder.path(), &["diagnose"])["text"].as_str().unwrap().contains("Cấp xã/phường"));
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_tung-nha-cli"));
    command.arg("--book").arg(folder.path().join("so.tungnha")).args(["diagnose", "--out", &path]);
    let output = command.env("TUNG_NHA_PASSPHRASE", format!("{PASSPHRASE} sai")).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let text = std::fs::read_to_string(&out).unwrap();
    assert!(text.contains("book.wrong_passphrase") && text.contains("Không mở sổ nào."), "{text}");
    assert!(!run(folder.path(), &["diagnose", "--out", &path]).status.success(), "it stands there already");
    assert!(run(folder.path(), &["diagnose", "--out", &path, "--replace"]).status.success());
}
