//! Where data went: who saw a person, what was written where and is still there, destroying it, whose data a lost computer has.

use calamine::{Data, Reader, Xlsx, open_workbook};
use serde_json::json;
use tung_nha::api::{self, AskLeak, AskSeen, Nothing, ShredOut};

use crate::Office;

const SURVEY: &str = "Thôn;Số nhà;Chủ hộ;Họ và tên;Năm sinh;Số định danh;Điện thoại
Thôn 1;1;Nguyễn Văn Một;Nguyễn Văn Một;1980;038080001234;0912345678
Thôn 1;1;Nguyễn Văn Một;Trần Thị Hai;1982;;
Thôn 2;2;Lê Văn Ba;Lê Văn Ba;1975;038075004321;
";

fn office() -> Office {
    let mut office = Office::new();
    let file = office.write("dieu-tra.csv", SURVEY);
    assert_eq!(office.survey(&file), "3/0/0/0/0");
    office
}

fn code_of(office: &mut Office, name: &str) -> String {
    let found = api::register_find(&mut office.desk, &api::FindPeople { query: name.into(), limit: 5 });
    found.unwrap().people.remove(0).citizen.code
}

fn write_list(office: &mut Office, name: &str) -> std::path::PathBuf {
    let out = office.file(name);
    office.call("purpose_set", json!({ "purpose": "call" }));
    office.call("worklist", json!({ "out": out }));
    out
}

#[test]
fn who_took_a_person_out_is_told_with_the_purpose() {
    let mut office = office();
    let citizen = code_of(&mut office, "Trần Thị Hai");
    let seen = |office: &mut Office| {
        let seen = api::person_seen(&mut office.desk, &AskSeen { citizen: citizen.clone() }).unwrap();
        seen.lines.into_iter().map(|line| (line.sentences[0].clone(), line.surely)).collect::<Vec<_>>()
    };
    assert_eq!(seen(&mut office), []);
    write_list(&mut office, "phieu.xlsx");
    let out = office.file("giu.xlsx");
    office.call("person_export", json!({ "citizen": citizen, "out": out }));
    let other = code_of(&mut office, "Lê Văn Ba");
    let out = office.file("giu-ba.xlsx");
    office.call("person_export", json!({ "citizen": other, "out": out }));
    office.call("report", json!({ "form": "daily", "day": "2026-11-21", "out": office.file("ngay.xlsx") }));
    let seen = seen(&mut office);
    assert_eq!(seen.len(), 2, "{seen:?}");
    assert!(seen[0].1 && seen[0].0.ends_with("; để người dân yêu cầu"), "{seen:?}");
    assert!(!seen[1].1 && seen[1].0.ends_with("; để gọi điện hẹn lại"), "{seen:?}");
}

#[test]
fn a_file_that_left_is_listed_until_it_is_destroyed_and_nothing_else_goes() {
    let mut office = office();
    let list = write_list(&mut office, "phieu.xlsx");
    let folder = office.file("");
    office.call("close_day", json!({ "day": "2026-11-21", "folder": folder }));
    let backup = office.file("sao-luu.tungnha");
    office.call("book_backup", json!({ "path": backup }));
    let lines = api::files_out(&mut office.desk, &Nothing {}).unwrap();
    let told: Vec<_> = lines.iter().map(|line| (line.there, line.shred)).collect();
    // The newest first: the backup, which the program does not destroy, the folder of the day, the list.
    assert_eq!(told, [(true, false), (true, true), (true, true)]);
    let shred = |office: &mut Office, seq| {
        api::file_out_shred(&mut office.desk, &ShredOut { seq }).map_err(|e| e.code).err().unwrap_or_default()
    };
    // Another file lies there now.
    std::fs::rename(&list, office.file("cat.xlsx")).unwrap();
    std::fs::write(&list, "ghi chép riêng").unwrap();
    assert_eq!(shred(&mut office, lines[2].seq), "shred.other");
    std::fs::rename(office.file("cat.xlsx"), &list).unwrap();
    // Somebody has filled it in.
    let touch = |path: &std::path::Path, seconds: u64| {
        let file = std::fs::File::options().write(true).open(path).unwrap();
        let was = file.metadata().unwrap().modified().unwrap();
        file.set_modified(was + std::time::Duration::from_secs(seconds)).unwrap();
        was
    };
    let was = touch(&list, 60);
    assert_eq!(shred(&mut office, lines[2].seq), "shred.other");
    std::fs::File::options().write(true).open(&list).unwrap().set_modified(was).unwrap();
    assert_eq!(shred(&mut office, lines[2].seq), "");
    assert!(!list.exists());
    assert_eq!(shred(&mut office, lines[2].seq), "file.not_found");
    // What somebody put beside the day's files stays, with its folder.
    let day = lines[1].path.clone().unwrap();
    std::fs::write(day.join("rieng.txt"), "của tôi").unwrap();
    assert_eq!(shred(&mut office, lines[1].seq), "");
    let left: Vec<_> = std::fs::read_dir(&day).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["rieng.txt"]);
    assert_eq!(shred(&mut office, lines[0].seq), "shred.no_entry");
    assert!(backup.exists());
    assert_eq!(shred(&mut office, 1), "shred.no_entry");
    let newest = api::history(&mut office.desk, &api::History { limit: 1 }).unwrap().remove(0);
    assert_eq!(newest.kind, "shred-out");
}

/// The newest entries that say something left: kind, whether the file is there.
fn left(office: &mut Office) -> Vec<(String, bool)> {
    let journal = office.call("journal", json!({ "limit": 999 }));
    let kind = |seq: i64| {
        let entry = journal["entries"].as_array().unwrap().iter().find(|entry| entry["seq"] == seq).unwrap();
        entry["kind"].as_str().unwrap().to_owned()
    };
    let lines = api::files_out(&mut office.desk, &Nothing {}).unwrap();
    lines.into_iter().map(|line| (kind(line.seq), line.there)).collect()
}

#[test]
fn rows_that_were_not_taken_leave_by_an_entry_of_their_own() {
    let mut office = Office::new();
    let bad = SURVEY.replace("Trần Thị Hai;1982", ";1982");
    let file = office.write("dieu-tra.csv", &bad);
    let import = |office: &mut Office, out: &str, dry_run: bool| {
        let rejected = office.file(out);
        office.call("register_import", json!({ "file": file, "rejected": rejected, "dry_run": dry_run }))
    };
    assert_eq!(import(&mut office, "thu.xlsx", true)["rejected"], 1);
    assert_eq!(left(&mut office), [("write-rejected".to_owned(), true)]);
    import(&mut office, "sua.xlsx", false);
    // Nothing in it is new, and its rows leave all the same.
    import(&mut office, "sua-2.xlsx", false);
    assert_eq!(left(&mut office).len(), 3);
    let newest = api::files_out(&mut office.desk, &Nothing {}).unwrap().remove(0);
    assert_eq!(
        newest.sentences[0],
        "Ghi 1 dòng chưa nhận được ra tệp Excel để sửa; để sửa các dòng chưa nhận được"
    );
    // The import is still what is undone last.
    assert_eq!(api::undo(&mut office.desk, &api::Undo::default()).unwrap().kind, "import-register");
    api::book_check(&mut office.desk, &Nothing {}).unwrap();
}

#[test]
fn a_day_that_is_closed_again_unchanged_leaves_again() {
    let mut office = office();
    let close = |office: &mut Office| {
        let folder = office.file("");
        office.call("close_day", json!({ "day": "2026-11-21", "folder": folder }))["folder"].clone()
    };
    let (first, again) = (close(&mut office), close(&mut office));
    assert_ne!(first, again);
    assert_eq!(left(&mut office), [("write-day".to_owned(), true), ("close-day".to_owned(), true)]);
}

#[test]
fn what_the_days_papers_are_for_stands_on_those_with_names() {
    let mut office = office();
    // Said for another list, which was not written.
    office.call("purpose_set", json!({ "purpose": "call" }));
    let citizen = code_of(&mut office, "Lê Văn Ba");
    let visit = api::NewVisit::new(&citizen, api::Outcome::Absent);
    api::visit_log(&mut office.desk, &api::LogVisits { visits: vec![visit] }).unwrap();
    let folder = office.file("");
    let done = office.call("close_day", json!({ "day": "2026-11-21", "folder": folder }));
    let folder = std::path::PathBuf::from(done["folder"].as_str().unwrap());
    let purposes = |name: &str| -> Vec<String> {
        let mut written: calamine::Xlsx<_> = calamine::open_workbook(folder.join(name)).unwrap();
        let sheet = calamine::Reader::worksheet_range_at(&mut written, 0).unwrap().unwrap();
        let texts = sheet.used_cells().map(|(_, _, cell)| cell.to_string());
        texts.filter(|text| text.starts_with("Mục đích lấy danh sách")).collect()
    };
    assert_eq!(
        purposes("vang-mat.xlsx"),
        ["Mục đích lấy danh sách: nộp báo cáo của ngày. Chỉ dùng vào việc này, dùng xong hủy."]
    );
    assert_eq!(purposes("bao-cao-ngay.xlsx"), Vec::<String>::new());
}

#[test]
fn a_purpose_is_not_the_next_ones_to_work_or_of_the_next_book() {
    let mut office = office();
    let purpose = |office: &mut Office| office.desk.session.purpose.clone();
    let sign_in = |office: &mut Office, name: &str| {
        api::sign_in(&mut office.desk, &api::SignIn { member: None, name: name.into() }).unwrap();
    };
    sign_in(&mut office, "An Mẫu");
    office.call("purpose_set", json!({ "purpose": "call" }));
    sign_in(&mut office, "An Mẫu");
    assert_eq!(purpose(&mut office), "call");
    sign_in(&mut office, "Bình Thử");
    assert_eq!(purpose(&mut office), "");
    office.call("purpose_set", json!({ "purpose": "call" }));
    api::book_close(&mut office.desk, &Nothing {}).unwrap();
    assert_eq!(purpose(&mut office), "");
}

#[test]
fn who_stands_on_lists_alone_is_among_those_who_leak() {
    let mut office = office();
    let list = office.write(
        "danh-sach.csv",
        "Họ và tên;Ngày sinh;Số CCCD;Thôn;Điện thoại;Trạng thái
Nguyễn Văn Một;1980;038080001234;Thôn 1;;đã phê duyệt
Hồ Văn Bốn;1991;038091007777;Thôn 2;0911112222;đã phê duyệt
",
    );
    assert_eq!(office.extract(&list), "2/0/0/0/0");
    office.call("reconcile", json!({ "accept": null }));
    // The same once more, on a newer list.
    office.at("2026-11-22T19:00:00+07:00");
    let newer = office.write(
        "danh-sach-2.csv",
        "Họ và tên;Ngày sinh;Số CCCD;Thôn;Điện thoại;Trạng thái
Hồ Văn Bốn;1991;038091007777;Thôn 2;0911112222;M2
Nguyễn Văn Một;1980;038080001234;Thôn 1;;M2
",
    );
    office.extract(&newer);
    office.call("reconcile", json!({ "accept": null }));
    let out = office.file("lo.xlsx");
    let of = AskLeak { backup: None, out: Some(out.clone()), replace: false };
    let leak = api::leak_view(&mut office.desk, &of).unwrap();
    assert_eq!((leak.people, leak.listed, leak.numbers, leak.phones), (4, 1, 3, 2));
    assert_eq!(leak.hamlets.iter().map(|(_, people)| people).sum::<u32>(), 3);
    let mut written: calamine::Xlsx<_> = calamine::open_workbook(out).unwrap();
    let sheet = calamine::Reader::worksheet_range(&mut written, "Có thể bị lộ").unwrap();
    assert!(sheet.used_cells().any(|(_, _, cell)| *cell == "Hồ Văn Bốn"));
    assert!(
        sheet.used_cells().any(|(_, _, cell)| cell.to_string().starts_with("Mục đích lấy danh sách: báo lộ"))
    );
    // Erased with the rest.
    office.at("2026-12-05T19:00:00+07:00");
    let plan = json!({ "number": "5/KH", "title": "Thử", "issuer": "", "target": 3, "first_day": "2026-11-10",
        "last_day": "2026-11-30", "phases": [] });
    office.call("campaign_add", plan);
    office.call("campaign_erase", json!({ "number": "5/KH", "reason": "hết đợt", "confirm": 3 }));
    assert_eq!(api::leak_view(&mut office.desk, &AskLeak::default()).unwrap().people, 0);
}

#[test]
fn tables_that_the_journal_refuses_do_not_stay() {
    let mut office = office();
    let list = office.write(
        "danh-sach.csv",
        "Họ và tên;Ngày sinh;Số CCCD;Thôn;Trạng thái\nNguyễn Văn Một;1980;038080001234;Thôn 1;đã phê duyệt\n",
    );
    office.extract(&list);
    office.call("reconcile", json!({ "accept": null, "out": office.file("a.csv") }));
    office.call("reconcile_evidence", json!({ "as_of": "2026-11-21", "out": office.file("b.csv") }));
    let tables = ["write-table", "write-table"].map(|kind| (kind.to_owned(), true));
    assert_eq!(left(&mut office), tables);
    // A clock of another century: nothing may be noted.
    office.at("2190-11-21T19:00:00+07:00");
    let refused = |office: &mut Office, command: &str, args: serde_json::Value| {
        api::call(&mut office.desk, command, args).unwrap_err().code
    };
    let (c, d) = (office.file("c.csv"), office.file("d.csv"));
    assert_eq!(refused(&mut office, "reconcile", json!({ "accept": null, "out": c })), "date.out_of_range");
    let asked = json!({ "as_of": "2026-11-21", "out": d });
    assert_eq!(refused(&mut office, "reconcile_evidence", asked), "clock.out_of_range");
    assert!(!c.exists() && !d.exists());
}

#[test]
fn whose_data_a_lost_computer_or_backup_has() {
    let mut office = office();
    let leak = |office: &mut Office, args: &AskLeak| {
        let leak = api::leak_view(&mut office.desk, args).unwrap();
        (leak.people, leak.numbers, leak.phones, leak.hamlets)
    };
    let all = (3, 2, 1, vec![("Thôn 1".to_owned(), 2), ("Thôn 2".to_owned(), 1)]);
    assert_eq!(leak(&mut office, &AskLeak::default()), all);
    let backup = office.file("sao-luu.tungnha");
    office.call("book_backup", json!({ "path": backup }));
    let citizen = code_of(&mut office, "Lê Văn Ba");
    office.call("person_erase", json!({ "citizen": citizen, "reason": "yêu cầu", "dry_run": false }));
    assert_eq!(leak(&mut office, &AskLeak::default()).0, 2);
    let out = office.file("lo.xlsx");
    let of = AskLeak { backup: Some(backup), out: Some(out.clone()), replace: false };
    assert_eq!(leak(&mut office, &of), all);
    let mut written: calamine::Xlsx<_> = calamine::open_workbook(out).unwrap();
    let sheet = calamine::Reader::worksheet_range(&mut written, "Có thể bị lộ").unwrap();
    assert!(sheet.used_cells().any(|(_, _, cell)| *cell == "Lê Văn Ba"));
    let other =
        AskLeak { backup: Some(office.write("x.tungnha", "không phải sổ")), ..AskLeak::default() };
    assert_eq!(api::leak_view(&mut office.desk, &other).unwrap_err().code, "leak.backup");
}

#[test]
fn a_draw_is_of_whom_it_drew_and_without_a_file_nothing_left() {
    let mut office = office();
    let activate = |office: &mut Office, name: &str| {
        let code = code_of(office, name);
        let visit = api::NewVisit {
            level: 2,
            channel: Some(tung_nha::domain::visit::Channel::App),
            ..api::NewVisit::new(&code, api::Outcome::Activated)
        };
        api::visit_log(&mut office.desk, &api::LogVisits { visits: vec![visit] }).unwrap();
        code
    };
    let draw = |office: &mut Office, out: Option<std::path::PathBuf>| {
        office.call("audit_publish", json!({}));
        office.call("audit_draw", json!({ "seed": "3141526535", "out": out }));
    };
    let seen = |office: &mut Office, citizen: &str| {
        let seen = api::person_seen(&mut office.desk, &AskSeen { citizen: citizen.to_owned() }).unwrap();
        seen.lines.into_iter().map(|line| (line.sentences[0].clone(), line.surely)).collect::<Vec<_>>()
    };
    let two = activate(&mut office, "Trần Thị Hai");
    draw(&mut office, None);
    assert_eq!((left(&mut office), seen(&mut office, &two)), (vec![], vec![]));
    let three = code_of(&mut office, "Lê Văn Ba");
    office.at("2026-11-21T20:00:00+07:00");
    let out = office.file("kiem-tra.xlsx");
    draw(&mut office, Some(out));
    assert_eq!(left(&mut office), [("draw-audit".to_owned(), true)]);
    let said = "Rút 1/1 lượt báo đến ngày 21/11/2026 để kiểm tra xác suất; để kiểm tra xác suất";
    assert_eq!(seen(&mut office, &two), [(said.to_owned(), true)]);
    assert_eq!(seen(&mut office, &three), []);
}

const PASSWORD: &str = "mùa hè rực nắng trên đồi";

#[test]
fn workbooks_with_names_leave_locked_where_it_is_chosen() {
    let mut office = office();
    let two = code_of(&mut office, "Trần Thị Hai");
    let visit = api::NewVisit::new(&two, api::Outcome::Absent);
    api::visit_log(&mut office.desk, &api::LogVisits { visits: vec![visit] }).unwrap();
    let locked = |path: &std::path::Path| {
        let bytes = std::fs::read(path).unwrap();
        let open = bytes.starts_with(b"PK");
        let inside =
            office_crypto::decrypt_from_bytes(bytes, PASSWORD).is_ok_and(|inside| inside.starts_with(b"PK"));
        assert_ne!(open, inside, "{}", path.display());
        inside
    };
    let lock = |office: &mut Office| {
        office.call("purpose_set", json!({ "purpose": "call", "password": PASSWORD }));
    };
    let check = |office: &mut Office, command: &str, args: serde_json::Value| {
        let out = office.file(&format!("{command}.xlsx"));
        for expect in [true, false] {
            if expect {
                lock(office);
            }
            let mut args = args.clone();
            args["out"] = json!(out);
            args["replace"] = json!(!expect);
            office.call(command, args);
            // What was said once is not said of the next file.
            assert_eq!(locked(&out), expect, "{command}");
        }
    };
    check(&mut office, "worklist", json!({}));
    check(&mut office, "person_export", json!({ "citizen": two }));
    check(&mut office, "leak_view", json!({}));
    check(&mut office, "report", json!({ "form": "absent", "day": "2026-11-21" }));
    let folder = office.file("phieu");
    lock(&mut office);
    let made = office.call("worklists", json!({ "folder": folder }));
    let made = std::path::PathBuf::from(made["folder"].as_str().unwrap());
    assert!(std::fs::read_dir(made).unwrap().all(|file| locked(&file.unwrap().path())));
    lock(&mut office);
    let done = office.call("close_day", json!({ "day": "2026-11-21", "folder": office.file("") }));
    let day = std::path::PathBuf::from(done["folder"].as_str().unwrap());
    // Papers of counts go up as they always did.
    assert_eq!(["vang-mat.xlsx", "bao-cao-ngay.xlsx"].map(|name| locked(&day.join(name))), [true, false]);
    // Files that a list lies in are destroyed like any other.
    let newest = api::files_out(&mut office.desk, &Nothing {}).unwrap().remove(0);
    api::file_out_shred(&mut office.desk, &ShredOut { seq: newest.seq }).unwrap();
    assert!(!day.join("vang-mat.xlsx").exists());
}

#[test]
fn what_cannot_be_locked_is_not_written_and_a_weak_password_is_refused() {
    let mut office = office();
    let refused = |office: &mut Office, command: &str, args: serde_json::Value| {
        let refused = api::call(&mut office.desk, command, args).unwrap_err();
        assert_ne!(refused.sentence(), refused.code);
        refused.code
    };
    let weak = json!({ "purpose": "call", "password": "123456" });
    assert_eq!(refused(&mut office, "purpose_set", weak), "report.password_weak");
    let empty = json!({ "purpose": "call", "password": " " });
    assert_eq!(refused(&mut office, "purpose_set", empty), "report.password_missing");
    office.call("purpose_set", json!({ "purpose": "call", "password": PASSWORD }));
    let out = office.file("b.csv");
    let asked = json!({ "as_of": "2026-11-21", "out": out });
    assert_eq!(refused(&mut office, "reconcile_evidence", asked), "save.no_lock");
    assert!(!out.exists());
}

#[test]
fn a_table_of_a_screen_is_written_as_it_stands_and_one_with_names_is_journalled() {
    let mut office = office();
    let table = |names: bool, out: Option<&std::path::Path>| {
        let cells = [["Trần Thị Hai", "1.316", "66,74%"], ["=Lê", "–", "0"], ["Tổng", "1.316", "66,74%"]];
        let head = [("Họ và tên", false), ("Số", true), ("Tỷ lệ", true)];
        json!({
            "title": "Cần xem lại", "rows": cells, "sums": 1, "names": names, "out": out,
            "head": head.map(|(text, number)| json!({ "text": text, "number": number })),
        })
    };
    let newest = |office: &mut Office| {
        let page = office.call("journal", json!({ "limit": 1 }));
        page["entries"][0]["sentences"][0].as_str().unwrap().to_owned()
    };
    let before = newest(&mut office);
    let (counts, named) = (office.file("so.xlsx"), office.file("ten.xlsx"));
    assert_eq!(office.call("table_take", table(false, Some(&counts)))["rows"], 2);
    assert_eq!(newest(&mut office), before);
    office.call("purpose_set", json!({ "purpose": "call" }));
    office.call("table_take", table(true, Some(&named)));
    assert_eq!(newest(&mut office), "Ghi bảng “Cần xem lại”, 2 dòng, ra tệp Excel; để gọi điện hẹn lại");
    // What was said was for that list.
    office.call("table_take", table(true, None));
    assert_eq!(newest(&mut office), "Chép bảng “Cần xem lại”, 2 dòng");
    let lines = api::files_out(&mut office.desk, &Nothing {}).unwrap();
    assert_eq!(
        lines.iter().map(|line| (line.there, line.shred)).collect::<Vec<_>>(),
        [(false, false), (true, true)]
    );
    let mut book: Xlsx<_> = open_workbook(&named).unwrap();
    let cells: Vec<Vec<Data>> = book.worksheet_range("Bảng").unwrap().rows().map(<[Data]>::to_vec).collect();
    let row =
        |name: &str| cells.iter().find(|row| row[0] == Data::String(name.into())).unwrap()[1..].to_vec();
    assert_eq!(row("Trần Thị Hai"), [Data::Float(1316.0), Data::Float(0.6674)]);
    assert_eq!(row("=Lê"), [Data::String("–".into()), Data::Float(0.0)]);
    let foot = cells.iter().flatten().any(|cell| cell.to_string().contains("gọi điện hẹn lại"));
    assert!(foot, "{cells:?}");
}
