//! What is left of people whose data were erased: the counts, and nothing that says who they were. Every file of the folder is decrypted
//! page by page, free pages and logs too, and searched.

use std::path::{Path, PathBuf};

use openssl::hash::MessageDigest;
use openssl::symm::{Cipher, Crypter, Mode};
use serde_json::{Value, json};
use tung_nha::api::{self, Nothing, ReportForm};
use tung_nha::domain::text::fold;

use crate::packages::{Commune, change, people, person, visit};
use crate::{Office, PASSPHRASE};

const PAGE: usize = 4096;

/// The pages of a book's file as SQLCipher 4 encrypts them, or of the log beside it.
fn decrypted(file: &[u8], salt: &[u8], is_log: bool) -> Vec<u8> {
    let mut key = [0; 32];
    let digest = MessageDigest::sha512();
    openssl::pkcs5::pbkdf2_hmac(PASSPHRASE.as_bytes(), salt, 256_000, digest, &mut key).unwrap();
    let (start, step) = if is_log { (32 + 24, 24 + PAGE) } else { (0, PAGE) };
    let mut plain = Vec::new();
    let mut at = start;
    while at + PAGE <= file.len() {
        let page = &file[at..at + PAGE];
        // The first page begins with the salt; each ends with its vector and seal.
        let first = if !is_log && at == 0 { 16 } else { 0 };
        let vector = &page[PAGE - 80..PAGE - 64];
        let mut crypter = Crypter::new(Cipher::aes_256_cbc(), Mode::Decrypt, &key, Some(vector)).unwrap();
        crypter.pad(false);
        let mut out = vec![0; PAGE + 16];
        let n = crypter.update(&page[first..PAGE - 80], &mut out).unwrap();
        plain.extend_from_slice(&out[..n]);
        at += step;
    }
    plain
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files_in(&path)) } else { found.push(path) }
    }
    found
}

/// Which of the texts stand in which file of a folder, decrypted where it is a book, a backup or a log.
fn left_in(folder: &Path, texts: &[String]) -> Vec<String> {
    let mut left = Vec::new();
    let mut books = 0;
    for path in files_in(folder) {
        let bytes = std::fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let plain = if name.ends_with(".tungnha") && bytes.len() >= PAGE {
            books += 1;
            let plain = decrypted(&bytes, &bytes[..16], false);
            assert!(memchr::memmem::find(&plain, b"CREATE TABLE citizen").is_some(), "{name} is decrypted");
            plain
        } else if name.ends_with("-wal") {
            let book = std::fs::read(path.with_file_name(name.trim_end_matches("-wal"))).unwrap();
            decrypted(&bytes, &book[..16], true)
        } else {
            bytes
        };
        for text in texts.iter().filter(|text| memchr::memmem::find(&plain, text.as_bytes()).is_some()) {
            left.push(format!("{text} in {name}"));
        }
    }
    assert!(books > 0);
    left
}

/// A name in the spellings that a book may have it in, and numbers.
fn spellings(name: &str, numbers: &[&str]) -> Vec<String> {
    let names =
        [name.to_owned(), name.to_uppercase(), name.to_lowercase(), fold(name), fold(name).to_uppercase()];
    names.into_iter().chain(numbers.iter().map(|number| (*number).to_owned())).collect()
}

const HEAD: &str =
    "Mã công dân;Họ và tên;Ngày sinh;Số CCCD;Số CMND;Thôn;Mã hộ;Chủ hộ;Ngõ;Số nhà;Điện thoại;Ghi chú";
const NAME: &str = "Lò Văn Khuyếch";
const NUMBERS: [&str; 5] = ["038070001234", "038070004321", "171234567", "0912345678", "912345678"];

/// A commune in which one person has left traces wherever a book has room for them.
fn commune() -> Office {
    let mut office =
        Office::of(api::Level::Commune, "Xã Thử Nghiệm", &["Tỉnh Mẫu"], "2026-11-21T19:00:00+07:00");
    let survey = |number: &str| {
        [
            HEAD,
            &format!("A1;{NAME};12/03/1970;{number};171234567;Thôn 1;H1;{NAME};Ngõ Đình;4;0912345678;nhà ông Khuyếch"),
            "A2;Hà Thị Mẫu;1972;038172005555;;Thôn 1;H1;Lò Văn Khuyếch;Ngõ Đình;4;0987654321;",
            "A3;Vàng A Páo;2001;038201006666;;Thôn 1;H2;Vàng A Páo;Ngõ Đình;6;;",
            "A4;Vàng Thị Ly;1999;038199007777;;Thôn 2;H3;Vàng Thị Ly;;1;;",
        ]
        .join("\n")
    };
    // Taken in, taken back, taken in again with another number.
    let file = office.write("khao sat lo van khuyech.csv", &survey(NUMBERS[0]));
    assert_eq!(office.survey(&file), "4/0/0/0/0");
    api::undo(&mut office.desk, &api::Undo::default()).unwrap();
    assert_eq!(office.survey(&file), "4/0/0/0/0");
    let mended = office.write("khao sat 2.csv", &survey(NUMBERS[1]));
    office.survey(&mended);
    let plan = json!({ "number": "5/KH", "title": "Thử", "issuer": "", "target": 3, "first_day": "2026-11-10",
        "last_day": "2026-11-30", "phases": [] });
    office.call("campaign_add", plan);
    let list = office.write(
        "danh sach.csv",
        &[
            "Họ và tên;Ngày sinh;Số CCCD;Thôn;Điện thoại;Chủ hộ;Trạng thái",
            &format!("{};12/03/1970;{};Thôn 1;0912.345.678;{NAME};M2", NAME.to_uppercase(), NUMBERS[1]),
            &format!("Hà Thị Mẫu;1972;038172005555;Thôn 1;;{NAME};Chờ phê duyệt"),
            "Vàng A Páo;2001;038201006666;Thôn 1;;;đã phê duyệt",
        ]
        .join("\n"),
    );
    assert_eq!(office.extract(&list), "3/0/0/0/0");
    office.call("reconcile", json!({ "accept": null }));
    let who = person(&mut office.desk, "A1");
    office.call(
        "household_note",
        json!({ "household": who.household_id, "note": format!("gọi {NAME} trước") }),
    );
    let half = json!({ "name": NAME, "number": NUMBERS[0], "note": "chưa gõ xong" });
    office.call("citizen_draft_keep", json!({ "id": null, "home": null, "form": half }));
    for (code, note) in [("A1", "gọi lại 0912345678"), ("A2", "chồng là lo van khuyech"), ("A3", "")] {
        let at = Some("2026-11-21T18:00:00+07:00".parse().unwrap());
        let visit = api::NewVisit { note: note.into(), at, ..api::NewVisit::new(code, api::Outcome::Absent) };
        api::visit_log(&mut office.desk, &api::LogVisits { visits: vec![visit] }).unwrap();
    }
    visit(&mut office.desk, "A3", api::Outcome::Activated);
    change(&mut office.desk, "A1", |form| form.phone = "0911112222".into());
    change(&mut office.desk, "A1", |form| form.phone = "0912345678".into());
    let day = json!({ "day": "2026-11-21" });
    let folder = office.file("giay");
    office.call("close_day", json!({ "day": day["day"], "folder": folder }));
    office.at("2026-11-22T19:00:00+07:00");
    office.call("remark_keep", json!({ "kind": "difficulty", "text": format!("{NAME} không cho vào nhà") }));
    api::backup_make(&mut office.desk, &Nothing {}).unwrap();
    office
}

/// All that closed days say: Hôm nay and the papers of counts.
fn figures(office: &mut Office, days: &[&str]) -> Vec<Value> {
    let mut all = Vec::new();
    for day in days {
        let mut today = office.call("today", json!({ "day": day }));
        // The hour at which it is looked at is no figure, nor who is listed or to be seen.
        let now = ["as_of", "standing", "again", "again_to_raise", "again_first"];
        for key in now.into_iter().chain(["appointments", "appointment_count", "missed", "missed_count"]) {
            assert!(today.as_object_mut().unwrap().remove(key).is_some(), "{key}");
        }
        all.push(today);
        for form in [ReportForm::Daily, ReportForm::SideBySide, ReportForm::Survey] {
            let paper = api::AskPaper::new(form, day.parse().unwrap());
            let preview = api::report_preview(
                &mut office.desk,
                &api::PreviewReport { paper, rows: None, numbers: false },
            );
            all.push(json!(preview.unwrap().form.rows));
        }
    }
    all
}

/// Where two values differ.
fn differences(a: &Value, b: &Value, at: &str, found: &mut Vec<String>) {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            for (key, value) in a {
                differences(value, b.get(key).unwrap_or(&Value::Null), &format!("{at}.{key}"), found);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (n, (a, b)) in a.iter().zip(b).enumerate() {
                differences(a, b, &format!("{at}[{n}]"), found);
            }
        }
        (a, b) if a == b => {}
        (a, b) => found.push(format!("{at}: {a} is {b}")),
    }
}

fn assert_same(before: Vec<Value>, after: Vec<Value>) {
    let mut found = Vec::new();
    differences(&Value::Array(before), &Value::Array(after), "", &mut found);
    assert_eq!(found, Vec::<String>::new());
}

const CLOSED: [&str; 2] = ["2026-11-20", "2026-11-21"];

#[test]
fn nothing_of_an_erased_person_is_left_in_any_file_and_the_figures_stay() {
    let mut office = commune();
    let book = office.file("Xã Thử Nghiệm.tungnha");
    let folder = office.folder.path().join("chi so");
    let texts = spellings(NAME, &NUMBERS);
    let before = figures(&mut office, &CLOSED);
    // What is looked for is there before, in the book and in its backups.
    let keep_books = |office: &Office| {
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir(&folder).unwrap();
        for path in files_in(office.folder.path()) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name.contains(".tungnha") && !path.starts_with(&folder) {
                let to = folder.join(path.parent().unwrap().file_name().unwrap());
                std::fs::create_dir_all(&to).unwrap();
                std::fs::copy(&path, to.join(name)).unwrap();
            }
        }
    };
    keep_books(&office);
    let found = left_in(&folder, &texts);
    for text in [NAME, NUMBERS[0], NUMBERS[1], NUMBERS[2], NUMBERS[3]] {
        assert!(found.iter().filter(|one| one.starts_with(text)).count() >= 2, "{text}: {found:?}");
    }
    let asked = json!({ "citizen": "A1", "reason": "công dân yêu cầu", "dry_run": true });
    let planned = office.call("person_erase", asked.clone());
    assert_eq!(planned["people"], 1);
    let done = office.call("person_erase", json!({ "citizen": "A1", "reason": "công dân yêu cầu" }));
    assert_eq!((&done["people"], &done["rows"]), (&planned["people"], &planned["rows"]));
    assert_eq!(done["backups"], planned["backups"], "{done}");
    assert_eq!(done["backups_left"], json!([]));
    // With the log as it lies there, and once the book is closed.
    keep_books(&office);
    assert_eq!(left_in(&folder, &texts), Vec::<String>::new());
    assert_same(before, figures(&mut office, &CLOSED));
    api::book_check(&mut office.desk, &Nothing {}).unwrap();
    assert_eq!(api::backup_list(&mut office.desk, &Nothing {}).unwrap().len(), 1);
    assert_eq!(api::close_again(&mut office.desk, &Nothing {}).unwrap(), Vec::<chrono::NaiveDate>::new());
    api::book_close(&mut office.desk, &Nothing {}).unwrap();
    keep_books(&office);
    assert_eq!(left_in(&folder, &texts), Vec::<String>::new());

    // The others are as they were; their house has another word for its head.
    api::book_open(&mut office.desk, &api::OpenBook { path: book, passphrase: PASSPHRASE.into() }).unwrap();
    let wife = person(&mut office.desk, "A2");
    assert_eq!((wife.name.as_str(), wife.phone.as_str()), ("Hà Thị Mẫu", "0987654321"));
    let names: Vec<String> = people(&mut office.desk, None).into_iter().map(|one| one.name).collect();
    assert_eq!(names.iter().filter(|name| *name == "Đã xóa").count(), 1);
    let entry = &api::history(&mut office.desk, &api::History { limit: 1 }).unwrap()[0];
    assert_eq!(entry.sentence(), "Xóa dữ liệu cá nhân của 1 người: công dân yêu cầu");
    assert_eq!(entry.can_undo.clone().unwrap_err().code, "undo.erasure");
}

#[test]
fn nothing_of_an_erased_person_is_left_at_a_second_place() {
    let mut office = commune();
    let texts = spellings(NAME, &NUMBERS);
    let stick = tempfile::tempdir().unwrap();
    let place = api::SecondPlace { folder: Some(stick.path().to_owned()) };
    api::backup_second_place(&mut office.desk, &place).unwrap();
    api::backup_copy(&mut office.desk, &Nothing {}).unwrap();
    assert!(left_in(stick.path(), &texts).len() > 3);
    let done = office.call("person_erase", json!({ "citizen": "A1", "reason": "công dân yêu cầu" }));
    assert_eq!((&done["backups_left"], &done["backups_of_copies"]), (&json!([]), &json!([])));
    assert_eq!(left_in(stick.path(), &texts), Vec::<String>::new());
}

#[test]
fn what_was_erased_cannot_be_undone_nor_changed_and_does_not_come_back() {
    let mut office = commune();
    let refused = |office: &mut Office, args: Value| {
        api::call(&mut office.desk, "person_erase", args).unwrap_err().code
    };
    assert_eq!(refused(&mut office, json!({ "citizen": "A1", "reason": " " })), "erase.no_reason");
    assert_eq!(
        refused(&mut office, json!({ "citizen": "A1", "reason": "ông lò văn khuyếch xin" })),
        "erase.reason_names"
    );
    assert_eq!(refused(&mut office, json!({ "citizen": "A9", "reason": "x" })), "citizen.unknown_code");
    let id = person(&mut office.desk, "A1").id;
    office.call("person_erase", json!({ "citizen": "A1", "reason": "công dân yêu cầu" }));
    assert_eq!(refused(&mut office, json!({ "citizen": "A1", "reason": "x" })), "citizen.unknown_code");

    // Of what was done before nothing that held him can be played back; what did not hold him can.
    let history = api::history(&mut office.desk, &api::History { limit: 99 }).unwrap();
    for one in &history {
        let code = one.can_undo.clone().map_or_else(|e| e.code, |()| "");
        match one.kind.as_str() {
            "import-register" | "change-citizen" | "undo" if one.undone_by.is_none() => {
                assert_eq!(code, "undo.erased", "{}", one.kind);
            }
            "erase-person" => assert_eq!(code, "undo.erasure"),
            _ => {}
        }
        assert!(!one.sentence().contains("Khuyếch"), "{}", one.sentence());
    }
    // The newest that can be taken back is not the erasure.
    let undone = api::undo(&mut office.desk, &api::Undo::default());
    assert_ne!(undone.map_or_else(|e| e.code.to_owned(), |done| done.kind), "erase-person");

    let form = json!(api::PersonForm { name: NAME.into(), ..api::PersonForm::default() });
    let changed = api::call(&mut office.desk, "citizen_change", json!({ "citizen": id, "form": form }));
    assert_eq!(changed.unwrap_err().code, "citizen.erased");
    // Nor does anybody go on visiting him by the code that his record has now.
    let (book, _) = office.desk.open().unwrap();
    let code = book.citizens_by_id(&[id]).unwrap().remove(0).code;
    let visit = api::LogVisits { visits: vec![api::NewVisit::new(&code, api::Outcome::Absent)] };
    assert_eq!(api::visit_log(&mut office.desk, &visit).unwrap_err().code, "citizen.erased");
    // The old lists bring nobody back, and say so.
    for file in ["khao sat lo van khuyech.csv", "khao sat 2.csv"] {
        let file = office.file(file);
        let done =
            api::register_import(&mut office.desk, &api::ImportFile { file, ..Default::default() }).unwrap();
        assert_eq!((done.added, done.skipped), (0, 1));
        assert!(done.issues.iter().any(|issue| issue.code == "row.erased" && issue.row == 2));
    }
    let list = office.file("danh sach.csv");
    assert_eq!(office.extract(&list), "0/0/2/1/0", "the same list is no new one");
    let folder = office.folder.path().join("sau");
    std::fs::create_dir(&folder).unwrap();
    std::fs::copy(office.file("Xã Thử Nghiệm.tungnha"), folder.join("a.tungnha")).unwrap();
    assert_eq!(left_in(&folder, &spellings(NAME, &NUMBERS)), Vec::<String>::new());
    // He may come back by his own wish.
    let house = api::HouseholdForm {
        unit: person(&mut office.desk, "A3").unit_id,
        head: String::new(),
        alley: String::new(),
        house_number: String::new(),
    };
    let form = api::PersonForm { name: NAME.into(), ..api::PersonForm::default() };
    let back = api::AddCitizen { home: api::Home::New(house), form, draft: None };
    assert!(api::citizen_add(&mut office.desk, &back).unwrap().citizen.is_some());
}

#[test]
fn a_namesake_keeps_all_that_is_his() {
    let mut office = commune();
    let more = [
        HEAD,
        "B1;Lò Văn Khuyếch;05/06/1988;038088001111;;Thôn 2;H9;Lò Văn Khuyếch;;7;0933333333;gọi Lò Văn Khuyếch",
    ];
    let file = office.write("them.csv", &more.join("\n"));
    assert_eq!(office.survey(&file), "1/0/0/0/0");
    let before = person(&mut office.desk, "B1");
    let home = |office: &mut Office, who: &tung_nha::domain::citizen::Citizen| {
        office.call("household_view", json!({ "household": who.household_id }))["household"].clone()
    };
    let house = home(&mut office, &before);
    office.call("person_erase", json!({ "citizen": "A1", "reason": "công dân yêu cầu" }));
    assert_eq!(person(&mut office.desk, "B1"), before);
    assert_eq!(home(&mut office, &before), house);
    let numbers: Vec<String> = NUMBERS.iter().map(|number| (*number).to_owned()).collect();
    let folder = office.folder.path().join("sau");
    std::fs::create_dir(&folder).unwrap();
    std::fs::copy(office.file("Xã Thử Nghiệm.tungnha"), folder.join("a.tungnha")).unwrap();
    assert_eq!(left_in(&folder, &numbers), Vec::<String>::new());
}

/// Nobody is to be visited, called, listed or counted among those who are in the book, on the very day and later.
fn nobody_is_asked_for(office: &mut Office) {
    let info = office.call("book_info", json!({}));
    assert_eq!((&info["citizens"], &info["households"], &info["erased"]), (&json!(0), &json!(0), &json!(4)));
    let today = office.call("today", json!({ "day": null }));
    for count in ["again", "appointment_count", "missed_count"] {
        assert_eq!(today[count], 0, "{count}");
    }
    assert_eq!(today["people"], 4, "the figures of the campaign still stand there");
    assert_eq!((&today["standing"], &today["again_first"]), (&json!([]), &Value::Null));
    assert_eq!(office.call("walk", json!({}))["hamlets"], json!([]));
    assert_eq!(office.call("worklist", json!({}))["hamlets"], json!([]));
    assert_eq!(office.call("register_places", json!({})), json!([]));
    assert_eq!(office.call("register_find", json!({ "query": "đã xóa", "limit": 9 }))["people"], json!([]));
    let findings = office.call("findings", json!({ "as_of": "2026-12-05", "limit": 9, "from": 0 }));
    assert_eq!((&findings["people"], &findings["rows"]), (&json!(0), &json!([])));
}

#[test]
fn at_the_end_of_a_campaign_everybody_goes_and_every_figure_stays() {
    let mut office = commune();
    let refused =
        api::call(&mut office.desk, "campaign_erase", json!({ "number": "5/KH", "reason": "hết đợt" }));
    assert_eq!(refused.unwrap_err().code, "erase.campaign_runs");
    office.at("2026-12-05T19:00:00+07:00");
    let days = ["2026-11-20", "2026-11-21", "2026-11-22", "2026-12-05"];
    let before = figures(&mut office, &days);
    let asked = |confirm: Value| json!({ "number": "5/KH", "reason": "hết đợt", "confirm": confirm });
    for unsure in [Value::Null, json!(3)] {
        let refused = api::call(&mut office.desk, "campaign_erase", asked(unsure)).unwrap_err();
        assert_eq!(
            refused.sentence(),
            "Để chắc chắn không xóa nhầm, gõ lại số người sẽ xóa: 4. Chưa xóa gì."
        );
    }
    let done = office.call("campaign_erase", asked(json!(4)));
    assert_eq!(done["people"], 4);
    nobody_is_asked_for(&mut office);
    assert_same(before, figures(&mut office, &days));
    let mut texts = spellings(NAME, &NUMBERS);
    for name in ["Hà Thị Mẫu", "Vàng A Páo", "Vàng Thị Ly"] {
        texts.extend(spellings(name, &[]));
    }
    texts.extend(["038172005555", "038201006666", "038199007777", "0987654321"].map(str::to_owned));
    let folder = office.folder.path().join("sau");
    std::fs::create_dir(&folder).unwrap();
    for path in files_in(office.folder.path()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.contains(".tungnha") {
            std::fs::copy(&path, folder.join(name)).unwrap();
        }
    }
    assert_eq!(left_in(&folder, &texts), Vec::<String>::new());
    // The lists of then do not bring them back.
    let list = office.file("danh sach.csv");
    assert_eq!(office.extract(&list), "erase.file_of_before");
    api::book_check(&mut office.desk, &Nothing {}).unwrap();
}

#[test]
fn the_next_campaign_begins_without_those_who_were_erased() {
    let mut office = commune();
    office.call("assignment_add", json!({ "assignments": [{ "who": ["Thôn 1"], "task": "Giúp dân kích hoạt",
        "start": "2026-11-01", "due": "2026-11-30", "result": {"activated": 1}, "answerable": "Trưởng thôn" }] }));
    office.at("2026-12-05T17:00:00+07:00");
    let list = office.write(
        "danh sach cuoi dot.csv",
        "Họ và tên;Ngày sinh;Số CCCD;Thôn;Trạng thái\nHà Thị Mẫu;1972;038172005555;Thôn 1;M1",
    );
    assert_eq!(office.extract_of("2026-12-05", &list), "1/0/0/0/0");
    office.call("reconcile", json!({ "accept": null }));
    office.call("close_day", json!({ "day": "2026-12-05", "folder": office.file("giay cuoi") }));
    office.at("2026-12-05T19:00:00+07:00");
    let days = ["2026-11-20", "2026-11-21", "2026-12-05"];
    let before = figures(&mut office, &days);
    office.call("campaign_erase", json!({ "number": "5/KH", "reason": "hết đợt", "confirm": 4 }));
    let reached = |office: &mut Office| office.call("campaign_show", json!({}))[0]["pace"]["actual"].clone();
    let before_next =
        (office.call("today", json!({ "day": "2026-12-05" }))["people"].clone(), reached(&mut office));
    office.at("2026-12-06T08:00:00+07:00");
    let survey = office.write(
        "khao sat moi.csv",
        &[
            HEAD,
            "A1;Vàng Thị Ly;1999;038199007777;;Thôn 2;H3;Vàng Thị Ly;;1;;",
            "A2;Vàng A Páo;2001;038201006666;;Thôn 1;H2;Vàng A Páo;Ngõ Đình;6;;",
        ]
        .join("\n"),
    );
    assert_eq!(office.survey(&survey), "2/0/0/0/0");
    let plan = json!({ "number": "9/KH", "title": "Đợt sau", "issuer": "", "target": 2, "first_day": "2026-12-10",
        "last_day": "2026-12-31", "phases": [] });
    office.call("campaign_add", plan);
    office.at("2026-12-10T19:00:00+07:00");
    // What the campaign that is over reached stays, and the days until somebody came.
    let after_next =
        (office.call("today", json!({ "day": "2026-12-05" }))["people"].clone(), reached(&mut office));
    assert_eq!(before_next, after_next);
    // Nor are those who came before the next one begins counted towards it.
    let between = office.call("today", json!({ "day": "2026-12-06" }));
    assert_eq!((&between["people"], &between["campaign"]["number"]), (&json!(2), &json!("9/KH")));
    // The week that both are of begins for the new ones at nothing known, and nobody of them was lost.
    let paper = api::AskPaper::new(ReportForm::Weekly, "2026-12-06".parse().unwrap());
    let weekly = api::PreviewReport { paper, rows: None, numbers: false };
    let weekly = api::report_preview(&mut office.desk, &weekly).unwrap().form;
    let told = format!("{:?} {:?}", weekly.rows.last().unwrap(), weekly.notes);
    assert!(!told.contains("không còn kích hoạt") && !told.contains("Nơi gặp"), "{told}");
    // What was done stays done.
    let tasks = office.call("assignment_list", json!({}));
    assert_eq!(tasks[0]["state"], "done", "{tasks}");
    // No list of theirs yet: that of the campaign before says nothing of them.
    let today = office.call("today", json!({ "day": null }));
    assert_eq!(
        (&today["people"], &today["extract"], &today["bridge"]),
        (&json!(2), &Value::Null, &Value::Null)
    );
    let list = office.write(
        "danh sach moi.csv",
        "Họ và tên;Ngày sinh;Số CCCD;Thôn;Điện thoại;Chủ hộ;Trạng thái\nVàng A Páo;2001;038201006666;Thôn 1;;;M2",
    );
    assert_eq!(office.extract_of("2026-12-09", &list), "1/0/0/0/0");
    office.call("reconcile", json!({ "accept": null }));
    let at = Some("2026-12-10T18:00:00+07:00".parse().unwrap());
    let visit = api::NewVisit { at, ..api::NewVisit::new("A1", api::Outcome::Absent) };
    api::visit_log(&mut office.desk, &api::LogVisits { visits: vec![visit] }).unwrap();
    let paper = api::AskPaper::new(ReportForm::Daily, "2026-12-10".parse().unwrap());
    let preview = api::PreviewReport { paper, rows: None, numbers: false };
    let daily = api::report_preview(&mut office.desk, &preview).unwrap().form;
    let counted: Vec<String> =
        daily.rows.last().unwrap().cells.iter().take(6).map(|cell| format!("{cell:?}")).collect();
    assert_eq!(counted[2..], ["Count(2)", "Count(1)", "Count(1)", "Count(1)"], "people, active, visited");
    office.call("close_day", json!({ "day": "2026-12-10", "folder": office.file("giay moi") }));
    // The days of the campaign before keep their figures, looked at by the clock of then.
    office.at("2026-12-05T19:00:00+07:00");
    let mut after = figures(&mut office, &days);
    for day in &mut after {
        day.as_object_mut().and_then(|today| today.insert("written_ahead".into(), Value::Null));
    }
    assert_same(before, after);
    // Nobody of it is any more: the second erasure is of the two.
    office.at("2027-01-05T19:00:00+07:00");
    let done = office.call("campaign_erase", json!({ "number": "9/KH", "reason": "hết đợt", "confirm": 2 }));
    assert_eq!(done["people"], 2);
    assert_eq!(office.call("today", json!({ "day": null }))["people"], 2);
}

#[test]
fn an_erasure_travels_to_the_hamlet_with_the_next_package() {
    let mut commune = Commune::new();
    let mut hamlet = commune.laptop(0);
    let who =
        people(&mut hamlet.desk, None).into_iter().find(|p| !p.number.is_empty() && !p.phone.is_empty());
    let who = who.unwrap();
    visit(&mut hamlet.desk, &who.code, api::Outcome::Absent);
    change(&mut hamlet.desk, &who.code, |form| form.phone = "0912345678".into());
    let first = hamlet.result(&commune.office);
    commune.take(&[&first]);
    // Not acknowledged yet: the commune keeps the package with him in it.
    change(&mut hamlet.desk, &who.code, |form| form.phone = "0912345679".into());
    let refused = api::call(&mut hamlet.desk, "person_erase", json!({ "citizen": who.code, "reason": "x" }));
    assert_eq!(refused.unwrap_err().code, "erase.at_commune");
    let done =
        commune.office.call("person_erase", json!({ "citizen": who.code, "reason": "công dân yêu cầu" }));
    assert_eq!(done["rows"]["packages"], 1);
    assert_eq!(done["laptops"], json!([commune.units[0].name]));
    // What the laptop says meanwhile brings nothing back.
    let second = hamlet.result(&commune.office);
    commune.take(&[&second]);
    let texts = vec![who.name.clone(), who.number.clone(), "0912345678".into(), "0912345679".into()];
    let unique = |desk: &mut api::Desk| people(desk, None).iter().all(|one| one.name != who.name);
    assert!(unique(&mut commune.office.desk));
    let taken = commune.bring(&mut hamlet);
    assert_eq!((taken.erased, taken.conflicts), (1, 0));
    assert!(unique(&mut hamlet.desk));
    // Nothing of it goes up again, and a second package erases nobody again.
    let third = hamlet.result(&commune.office);
    assert_eq!(commune.take(&[&third]), "0/0/0/0 0/0/0/0");
    assert_eq!(commune.bring(&mut hamlet).erased, 0);
    for desk in [&mut commune.office.desk, &mut hamlet.desk] {
        let info = api::book_info(desk, &Nothing {}).unwrap();
        api::book_close(desk, &Nothing {}).unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::copy(&info.path, folder.path().join("a.tungnha")).unwrap();
        assert_eq!(left_in(folder.path(), &texts), Vec::<String>::new(), "{}", info.name);
    }
}

#[test]
fn the_next_campaign_of_a_hamlet_begins_without_those_whom_the_commune_erased() {
    let mut commune = Commune::new();
    let mut hamlet = commune.laptop(0);
    let plan = json!({ "number": "5/KH", "title": "Thử", "issuer": "", "target": 3, "first_day": "2026-11-10",
        "last_day": "2026-11-30", "phases": [] });
    commune.office.call("campaign_add", plan);
    commune.office.at("2026-12-05T09:00:00+07:00");
    let all = people(&mut commune.office.desk, None).len();
    commune.office.call("campaign_erase", json!({ "number": "5/KH", "reason": "hết đợt", "confirm": all }));
    // On the very day.
    commune.office.at("2026-12-05T15:00:00+07:00");
    let unit = commune.units[0].name.clone();
    let survey = commune.office.write(
        "khao sat moi.csv",
        &[HEAD, &format!("A1;Vàng Thị Ly;1999;038199007777;;{unit};H3;Vàng Thị Ly;;1;;")].join("\n"),
    );
    assert_eq!(commune.office.survey(&survey), "1/0/0/0/0");
    commune.office.at("2026-12-12T08:00:00+07:00");
    hamlet.desk.session = tung_nha::session::Session::new(Some(commune.office.desk.session.now()));
    // The package that erases brings those of the next campaign along.
    assert!(commune.bring(&mut hamlet).erased > 0);
    let now =
        |desk: &mut api::Desk| api::call(desk, "today", json!({ "day": null })).unwrap()["people"].clone();
    assert_eq!(now(&mut hamlet.desk), 1);
    // So does one that makes a book anew.
    let mut anew = commune.laptop(0);
    assert_eq!(now(&mut anew.desk), 1);
}

/// All cells of a workbook, a line each.
fn cells(path: &Path) -> Vec<String> {
    use calamine::Reader;
    let mut workbook: calamine::Xlsx<_> = calamine::open_workbook(path).unwrap();
    let (_, sheet) = workbook.worksheets().remove(0);
    sheet.rows().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join("|")).collect()
}

#[test]
fn a_person_is_shown_all_that_is_held_of_him() {
    let mut office = commune();
    let out = office.file("cua ong.xlsx");
    let before = api::history(&mut office.desk, &api::History { limit: 99 }).unwrap().len();
    let refused = json!({ "citizen": "A1", "out": office.file("danh sach.csv") });
    assert_eq!(api::call(&mut office.desk, "person_export", refused).unwrap_err().code, "save.wrong_ending");
    let args = json!({ "citizen": "A1", "out": out });
    office.call("person_export", args.clone());
    let lines = cells(&out);
    let text = lines.join("\n");
    // His own, whole: register, earlier number, list, visit, notes, who changed him, on which list he stood.
    for held in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "DỮ LIỆU CÁ NHÂN ĐANG GIỮ",
        NAME,
        "12/03/1970",
        NUMBERS[0],
        NUMBERS[1],
        NUMBERS[2],
        NUMBERS[3],
        "Ngõ Đình",
        "nhà ông Khuyếch",
        "danh sach.csv",
        "Đã kích hoạt",
        "Vắng mặt",
        "gọi lại 0912345678",
        "Sửa thông tin công dân A1",
        "Chốt ngày 21/11/2026",
    ] {
        assert!(text.contains(held), "{held}:\n{text}");
    }
    // Of nobody else anything, and no code where a word has to stand.
    for other in ["Hà Thị Mẫu", "038172005555", "Vàng A Páo", "held.", "{", "absent", "active-level"] {
        assert!(!text.contains(other), "{other}:\n{text}");
    }
    let history = api::history(&mut office.desk, &api::History { limit: 99 }).unwrap();
    assert_eq!((history.len(), history[0].kind.as_str()), (before + 1, "export-person"));
    // The next one says that this one was handed out.
    let again = json!({ "citizen": "A1", "out": out, "replace": true });
    office.call("person_export", again);
    assert!(cells(&out).join("\n").contains("Ghi ra dữ liệu đang giữ của công dân A1"));
    assert_eq!(api::call(&mut office.desk, "person_export", args).unwrap_err().code, "save.exists");
}

#[test]
fn a_worklist_that_is_written_stands_in_the_journal() {
    let mut office = commune();
    let out = office.file("phieu.xlsx");
    api::worklist(&mut office.desk, &api::MakeWorklist { out: Some(out), ..Default::default() }).unwrap();
    let newest = api::history(&mut office.desk, &api::History { limit: 1 }).unwrap().remove(0);
    assert_eq!(newest.kind, "write-worklist");
    // Looked at alone it leaves none.
    api::worklist(&mut office.desk, &api::MakeWorklist::default()).unwrap();
    assert_eq!(api::history(&mut office.desk, &api::History { limit: 1 }).unwrap()[0].id, newest.id);
}
