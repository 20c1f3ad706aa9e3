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
