//! Campaigns, targets and work given, from the facts of the public plans, through the public commands.
//!
//! The workbooks under `fixtures/` are made by `write_workbooks` from the CSV files beside them.

use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use rust_xlsxwriter::{Format, Workbook};
use serde_json::{Value, json};
use tung_nha::api::{self, Desk, Level, Session};

use crate::{Office, fixture};

fn csv_rows(name: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(fixture(name)).unwrap();
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// A workbook with a sheet: texts as they are, digits as numbers.
fn workbook(sheet: &str, merged: &[(u32, u16, u32, u16, &str)], rows: &[(u32, Vec<String>)]) -> Workbook {
    let mut book = Workbook::new();
    let page = book.add_worksheet().set_name(sheet).unwrap();
    for (top, left, bottom, right, text) in merged {
        page.merge_range(*top, *left, *bottom, *right, text, &Format::new()).unwrap();
    }
    for (row, cells) in rows {
        for (column, text) in (0..).zip(cells) {
            match text.parse::<f64>() {
                Ok(number) => page.write_number(*row, column, number).unwrap(),
                Err(_) => page.write_string(*row, column, text).unwrap(),
            };
        }
    }
    book
}

/// Phụ lục I as the plan prints it: titles, three heading rows, the numbering row, rows, total.
fn annex1_workbook() -> Workbook {
    let merged = [
        (0, 0, 0, 9, "PHỤ LỤC I"),
        (1, 0, 1, 9, "CHỈ TIÊU HƯỚNG DẪN KÍCH HOẠT VÀ THU NHẬN HỒ SƠ ĐỊNH DANH ĐIỆN TỬ"),
        (3, 0, 5, 0, "STT"),
        (3, 1, 5, 1, "Đơn vị"),
        (3, 2, 3, 4, "Chỉ tiêu giao kích hoạt"),
        (3, 5, 3, 7, "Kết quả thực hiện (Số liệu tính đến ngày 08/02/2023)"),
        (3, 8, 5, 8, "Tỷ lệ hoàn thành"),
        (3, 9, 5, 9, "Tổng số còn lại"),
        (4, 2, 5, 2, "Tổng số"),
        (4, 3, 5, 3, "Mức 1"),
        (4, 4, 5, 4, "Mức 2"),
        (4, 5, 4, 6, "Số lượng tài khoản đã kích hoạt"),
        (4, 7, 5, 7, "Tổng tài khoản đã kích hoạt"),
    ];
    let mut rows = vec![(5, ["", "", "", "", "", "Mức 1", "Mức 2"].map(str::to_owned).to_vec())];
    rows[0].1.truncate(7);
    rows.push((6, (1..=10).map(|n| format!("({n})")).collect()));
    for (number, cells) in (7..).zip(csv_rows("70-phu-luc-1.csv")) {
        let mut cells = cells;
        cells.remove(8); // the ratio once, as printed
        if cells[0] == "Tổng" {
            cells[1].clear();
        }
        rows.push((number, cells));
    }
    // Texts of merged headings are written by the merge.
    rows[0].1 = Vec::new();
    let mut book = workbook("Phụ lục I", &merged, &rows);
    let page = book.worksheet_from_index(0).unwrap();
    page.write_string(5, 5, "Mức 1").unwrap();
    page.write_string(5, 6, "Mức 2").unwrap();
    book
}

fn kien_giang_workbook() -> Workbook {
    let head = ["STT", "Đơn vị", "Tổng số", "Mức 1", "Mức 2"].map(str::to_owned).to_vec();
    let mut rows = vec![(0, head), (1, (1..=5).map(|n| format!("({n})")).collect())];
    rows.extend((2..).zip(csv_rows("180-chi-tieu.csv")));
    workbook("Chỉ tiêu", &[], &rows)
}

fn tasks_workbook() -> Workbook {
    let head =
        ["STT", "Cơ quan thực hiện", "Nhiệm vụ", "Bắt đầu", "Thời hạn", "Sản phẩm", "Người chịu trách nhiệm"];
    let mut rows = vec![(2, head.map(str::to_owned).to_vec())];
    for ((row, cells), number) in (3..).zip(csv_rows("771-nhiem-vu.csv")).zip(1..) {
        rows.push((row, std::iter::once(number.to_string()).chain(cells).collect()));
    }
    workbook("Nhiệm vụ", &[(0, 0, 0, 6, "NHIỆM VỤ CỦA CÁC CƠ QUAN")], &rows)
}

fn workbooks() -> [(&'static str, Workbook); 3] {
    [
        ("70-phu-luc-1.xlsx", annex1_workbook()),
        ("180-chi-tieu.xlsx", kien_giang_workbook()),
        ("771-nhiem-vu.xlsx", tasks_workbook()),
    ]
}

#[test]
#[ignore = "writes fixtures/*.xlsx"]
fn write_workbooks() {
    for (name, mut book) in workbooks() {
        book.save(fixture(name)).unwrap();
    }
}

fn cells(path: &Path) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn the_workbooks_are_those_of_the_csv_files() {
    let dir = tempfile::tempdir().unwrap();
    for (name, mut book) in workbooks() {
        let made = dir.path().join(name);
        book.save(&made).unwrap();
        assert_eq!(cells(&made), cells(&fixture(name)), "{name}");
    }
}

impl Office {
    pub(crate) fn refused(&mut self, name: &str, args: Value) -> api::Error {
        let before = self.call("history", json!({ "limit": 1 }));
        let error = api::call(&mut self.desk, name, args).unwrap_err();
        assert_eq!(self.call("history", json!({ "limit": 1 })), before, "nothing was changed");
        error
    }

    /// The table of a form, cells apart by '|', and the notes under it.
    pub(crate) fn report(&mut self, form: &str, day: &str) -> (Vec<String>, String) {
        let out = self.folder.path().join("bc.xlsx");
        self.call(
            "report",
            json!({ "form": form, "day": day, "from": null, "unit": null, "replace": true, "out": out }),
        );
        let rows = cells(&out);
        let text = |cell: &Data| match cell {
            Data::Float(number) => number.to_string(),
            other => other.to_string(),
        };
        let rows: Vec<String> =
            rows.iter().map(|row| row.iter().map(text).collect::<Vec<_>>().join("|")).collect();
        let all = rows.join("\n");
        (rows, all)
    }
}

fn thanh_hoa() -> Office {
    let mut office = Office::of(Level::Province, "Tỉnh Thanh Hóa", &[], "2023-03-24T08:00:00+07:00");
    office.call("campaign_create", json!({ "file": fixture("70-kh-ubnd.json") }));
    let args = json!({ "file": fixture("70-phu-luc-1.xlsx"), "new_units": true });
    let taken = office.call("target_import", args);
    assert_eq!((&taken["rows"], &taken["as_of"]), (&json!(27), &json!("2023-02-08")));
    office
}

#[test]
fn phu_luc_i_comes_out_as_printed() {
    let mut office = thanh_hoa();
    let (rows, all) = office.report("annex1", "2023-03-24");
    let printed = csv_rows("70-phu-luc-1.csv");
    for line in printed.iter().take(27) {
        let ratio = line[8].parse::<f64>().unwrap() / 10_000.0;
        let figures = line[2..8].join("|");
        let expect = format!("{}|{}|{figures}|{ratio}|{}", line[0], line[1], line[10]);
        assert!(rows.contains(&expect), "{expect} in\n{all}");
    }
    for expect in [
        "Tổng||3243976|2842865|401111|35153|102728|137881|0.0425|3106095",
        "Tổng (in trong văn bản)||3243976|2842863|401113|35153|102728|137881|0.0425|3106095",
        "Tổng, cột (4): văn bản in 2.842.863, cộng lại được 2.842.865.",
        "Tổng, cột (5): văn bản in 401.113, cộng lại được 401.111.",
        "số liệu ban đầu tính đến ngày 08/02/2023",
    ] {
        assert!(all.contains(expect), "{expect} in\n{all}");
    }
    assert_eq!(all.matches("văn bản in").count(), 2, "only two cells do not add up");
}

#[test]
fn the_same_targets_again_change_nothing_and_others_replace_them() {
    let mut office = thanh_hoa();
    let again = office.call("target_import", json!({ "file": fixture("70-phu-luc-1.xlsx") }));
    assert_eq!(again["unchanged"], json!(true));
    assert_eq!(again["differences"].as_array().unwrap().len(), 2);
    let other =
        office.call("target_import", json!({ "file": fixture("70-phu-luc-1.xlsx"), "as_of": "2023-03-01" }));
    assert_eq!((&other["unchanged"], &other["as_of"]), (&json!(false), &json!("2023-03-01")));
    office.call("undo", json!({}));
    let shown = office.call("campaign_show", json!({}));
    assert_eq!(shown[0]["targets"][0]["as_of"], json!("2023-02-08"));
}

#[test]
fn a_campaign_shows_plan_actual_and_need() {
    let mut office = thanh_hoa();
    office.at("2023-04-30T20:00:00+07:00");
    let shown = office.call("campaign_show", json!({}));
    let pace = &shown[0]["pace"];
    // 137.881 before, 1.200.000 by the end of the first phase; nobody has counted since.
    assert_eq!((&pace["planned"], &pace["actual"]), (&json!(1_337_881), &json!(137_881)));
    assert_eq!((&pace["days_left"], &pace["needed_per_day"]), (&json!(61), &json!(50_920)));
    assert_eq!((&pace["on_pace"], &pace["phase"]), (&json!(false), &json!("Giai đoạn 1")));
    assert_eq!(shown[0]["phases"][2]["report_due"], json!("2023-07-01"));

    let mut office = Office::of(Level::Province, "Tỉnh Kiên Giang", &[], "2023-07-28T20:00:00+07:00");
    office.call("campaign_create", json!({ "file": fixture("180-kh-ubnd.json") }));
    let taken =
        office.call("target_import", json!({ "file": fixture("180-chi-tieu.xlsx"), "as_of": "2023-06-27" }));
    assert_eq!(taken["total"]["total"], json!(718_386)); // more than the 630.024 who were left
    let shown = office.call("campaign_show", json!({}));
    assert_eq!((&shown[0]["days"], &shown[0]["shown"]), (&json!(92), &json!(true)));
    // Missing is not zero: without a printed baseline and before any figures nobody knows where the plan begins.
    assert_eq!((&shown[0]["pace"]["planned"], &shown[0]["pace"]["actual"]), (&json!(null), &json!(null)));
    // Another campaign that overlaps it: which one is meant has to be said.
    let overlap = office.write(
        "b.json",
        r#"{"number": "2/KH", "title": "Đợt 2", "first_day": "2023-07-15", "last_day": "2023-10-15"}"#,
    );
    office.call("campaign_create", json!({ "file": overlap }));
    let again = json!({ "file": fixture("180-chi-tieu.xlsx"), "as_of": "2023-06-27" });
    assert_eq!(office.refused("target_import", again).code, "campaign.which");
}

/// A commune with three hamlets and people, at a moment.
fn people(now: &str) -> Office {
    let mut office = Office::of(Level::Commune, "Xã Thử", &[], now);
    let mut csv = String::from("Mã công dân,Họ và tên,Ngày sinh,Số CCCD,Thôn,Ngõ,Chủ hộ,Mã hộ\n");
    for n in 0..12 {
        let hamlet = if n < 6 {
            1
        } else if n < 10 {
            2
        } else {
            3
        };
        csv += &format!(
            "C{n},Người {},01/02/1970,0010700000{n:02},Thôn {hamlet},Ngõ {},Chủ {n},H{n}\n",
            ["An", "Bình", "Cúc"][n % 3],
            n % 2
        );
    }
    let file = office.write("so.csv", &csv);
    let taken = office.call(
        "register_import",
        json!({ "file": file, "sheet": null, "map": {}, "dry_run": false, "rejected": null }),
    );
    assert_eq!(taken["added"], json!(12), "{taken}");
    office
}

/// A commune with three hamlets and people, and a campaign that begins.
pub(crate) fn commune() -> Office {
    let mut office = people("2026-11-01T08:00:00+07:00");
    let plan = office.write(
        "k.json",
        r#"{"number": "1/KH", "title": "Đợt", "first_day": "2026-11-01", "last_day": "2026-11-30"}"#,
    );
    office.call("campaign_create", json!({ "file": plan }));
    office
}

pub(crate) fn visit(office: &mut Office, code: &str, outcome: &str, level: u8, by: &str) {
    let channel = if level > 0 { json!("app") } else { json!(null) };
    let visit = json!({ "citizen": code, "outcome": outcome, "level": level, "channel": channel, "by": by });
    let mut whole = serde_json::to_value(api::NewVisit::new(code, api_outcome(outcome))).unwrap();
    for (key, value) in visit.as_object().unwrap() {
        if whole.get(key).is_some() {
            whole[key] = value.clone();
        }
    }
    office.call("visit_log", json!({ "visits": [whole] }));
}

fn api_outcome<T: serde::de::DeserializeOwned>(word: &str) -> T {
    serde_json::from_value(json!(word)).unwrap()
}

#[test]
fn targets_are_shared_out_and_teams_count_against_them() {
    let mut office = commune();
    let shared =
        office.call("target_share", json!({ "total": 13, "locked": [{ "unit": "Thôn 3", "total": 3 }] }));
    let rows = |taken: &Value| -> Vec<String> {
        let rows = taken["targets"].as_array().unwrap().iter();
        rows.map(|row| {
            format!("{} {} {}", row["unit"].as_str().unwrap(), row["target"]["total"], row["locked"])
        })
        .collect()
    };
    // 10 to 6 and 4 eligible; hamlet 3 keeps 3, although it has 2 people.
    assert_eq!(rows(&shared), ["Thôn 1 6 false", "Thôn 2 4 false", "Thôn 3 3 true"]);
    let shared = office.call("target_share", json!({ "total": 8 }));
    assert_eq!(rows(&shared), ["Thôn 1 3 false", "Thôn 2 2 false", "Thôn 3 3 true"], "the lock stays");
    office.call("target_share", json!({ "level1": 8, "level2": 4, "unlocked": ["Thôn 3"] }));

    office.at("2026-11-02T19:00:00+07:00");
    visit(&mut office, "C0", "activated", 1, "Lê An");
    visit(&mut office, "C1", "activated", 2, "Lê An");
    visit(&mut office, "C6", "activated", 2, "Hồ Bình");
    let (rows, all) = office.report("annex1", "2026-11-02");
    assert!(rows.iter().any(|row| row == "1|Thôn 1|6|4|2|1|1|2|0.3333|4"), "{all}");
    assert!(rows.iter().any(|row| row == "Tổng||12|8|4|1|2|3|0.25|9"), "{all}");
    assert!(all.contains("số tổ công tác báo đến hết ngày 02/11/2026"), "{all}");
    // 12 in 30 days; 9 in 28.
    let pace = "Kế hoạch 1/KH đến ngày 02/11/2026: theo kế hoạch 1, đã đạt 3 trên 12 (25,00%), kể cả 3 tài khoản chờ danh sách công an \
                xác nhận; còn 28 ngày, mỗi ngày cần 1 tài khoản.";
    assert!(all.contains(pace), "{all}");
    let (_, daily) = office.report("daily", "2026-11-02");
    assert!(daily.contains(pace), "{daily}");
}

#[test]
fn rows_that_do_not_add_up_to_the_plan_are_remarked() {
    let mut office = Office::of(Level::Commune, "Xã Thử", &[], "2026-11-01T08:00:00+07:00");
    let plan = json!({ "number": "1/KH", "title": "", "issuer": "UBND xã Thử", "first_day": "2026-11-01",
        "last_day": "2026-11-30", "target": 12_000 });
    office.call("campaign_add", plan);
    office.call("unit_add", json!({ "name": "Thôn 1" }));
    let mut doubts = |total: u32| {
        office.call("target_share", json!({ "locked": [{ "unit": "Thôn 1", "total": total }] }));
        let campaigns = office.call("campaign_show", json!({}));
        let doubts = campaigns[0]["doubts"].as_array().unwrap().iter();
        doubts.map(|doubt| doubt["sentences"][0].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(doubts(12_000), [""; 0]);
    let told = doubts(12_720).join(" ");
    assert!(told.contains("12.720") && told.contains("12.000"), "{told}");
}

#[test]
fn rows_that_are_all_locked_are_the_total() {
    let mut office = Office::of(Level::Commune, "Xã Thử", &[], "2026-11-01T08:00:00+07:00");
    office.call(
        "campaign_add",
        json!({ "number": "1/KH", "title": "", "first_day": "2026-11-01", "last_day": "2026-11-30" }),
    );
    for unit in ["Thôn 1", "Thôn 2"] {
        office.call("unit_add", json!({ "name": unit }));
    }
    let lock = |unit, total| json!({ "unit": unit, "total": total });
    // Nobody has been counted yet, and nothing is shared by people.
    let locked = json!([lock("Thôn 1", 7), lock("Thôn 2", 5)]);
    let shared = office.call("target_share", json!({ "total": 12, "locked": locked }));
    assert_eq!(shared["total"]["total"], 12);
    let again = office.call("target_share", json!({ "locked": [lock("Thôn 2", 6)] }));
    assert_eq!(again["total"]["total"], 13, "without a total theirs is the total");
    let refused = office.refused("target_share", json!({ "total": 14 }));
    assert_eq!(refused.code, "target.nothing_open");
    let refused = office.refused("target_share", json!({ "level1": 8, "level2": 5 }));
    assert_eq!(refused.code, "target.lock_levels", "a lock that knows no level");
    let refused = office.refused("target_share", json!({ "unlocked": ["Thôn 1"] }));
    assert_eq!(refused.code, "target.no_total");
}

#[test]
fn the_own_row_of_a_sheet_is_the_whole() {
    let mut office = commune();
    let list = office.write(
        "ds.csv",
        "Họ và tên,Ngày sinh,Số CCCD,Thôn,Trạng thái\nNgười An,01/02/1970,001070000000,Thôn 1,Chưa đăng ký\n",
    );
    office.call("roster_import", json!({ "file": list, "sheet": null, "map": {}, "dry_run": false, "rejected": null, "as_of": "2026-11-01" }));
    office.call("reconcile", json!({ "roster": null, "replace": true, "out": null }));
    // The district's paper gave the commune 12; the commune gives them on.
    let pasted = "Xã Thử\t12\t8\t4\nThôn 1\t6\t4\t2\nThôn 2\t4\t3\t1\nThôn 3\t2\t1\t1";
    let edited = office.call("target_edit", json!({ "pasted": pasted }));
    assert_eq!(edited["total"]["total"], json!(12));

    office.at("2026-11-02T19:00:00+07:00");
    visit(&mut office, "C1", "activated", 1, "Lê An");
    visit(&mut office, "C6", "activated", 2, "Hồ Bình");
    let (rows, all) = office.report("annex1", "2026-11-02");
    assert!(rows.iter().any(|row| row == "Tổng||12|8|4|0|0|0|0|12"), "{all}");
    assert!(all.contains("Chưa tính vào cột (6) đến (8): 2 tài khoản"), "{all}");
    assert!(
        all.contains("đã đạt 2 trên 12 (16,67%), kể cả 2 tài khoản chờ danh sách công an xác nhận; còn 28"),
        "{all}"
    );
    let (rows, all) = office.report("league", "2026-11-02");
    // The window's total row is the paper's. The commune's row beside those of its hamlets would be counted twice.
    let league = office.call("league", json!({}));
    let targets =
        league["rows"].as_array().unwrap().iter().map(|row| row["target"]["total"].as_u64().unwrap());
    assert_eq!(targets.sum::<u64>(), 24);
    let total = &league["total"];
    let figures =
        [&total["target"]["total"], &total["active"]["total"], &total["ratio"], &total["remaining"]];
    assert_eq!(figures, [12, 0, 0, 12]);
    assert_eq!(
        (&total["gain"], &total["pending"], &total["so_far_ratio"]),
        (&json!(2), &json!(2), &json!(1667))
    );
    assert!(rows.iter().any(|row| row == "Tổng||12|0|0|12|2|1||"), "{all}");
    assert!(all.contains("Chưa tính vào cột (4): 2 tài khoản"), "{all}");
    let shown = office.call("campaign_show", json!({}));
    assert_eq!((&shown[0]["targets"][0]["total"]["total"], &shown[0]["pending"]), (&json!(12), &json!(2)));
    let today = office.call("today", json!({}));
    assert_eq!((&today["total"]["pool"], &today["pending"]), (&json!(12), &json!(2)));
}

#[test]
fn a_phase_is_shared_out_by_what_each_unit_has_left() {
    let mut office = thanh_hoa();
    let args = json!({ "total": 1_200_000, "by": "remaining", "phase": "giai đoạn 1" });
    let shared = office.call("target_share", args);
    let rows = shared["targets"].as_array().unwrap();
    let counts: Vec<u64> = rows.iter().map(|row| row["target"]["total"].as_u64().unwrap()).collect();
    assert_eq!((counts.len(), counts.iter().sum::<u64>()), (27, 1_200_000));
    // Thành phố Thanh Hóa: 292.556 of the 3.106.095 that are left.
    assert_eq!(counts[0], 113_025);
    assert_eq!(office.call("campaign_show", json!({}))[0]["targets"].as_array().unwrap().len(), 2);
}

#[test]
fn old_papers_keep_their_units() {
    let mut office = commune();
    visit(&mut office, "C0", "activated", 1, "Lê An");
    let names = |office: &mut Office, day: &str| {
        let (rows, _) = office.report("daily", day);
        let hamlet = |row: &String| {
            let cells: Vec<&str> = row.split('|').collect();
            (cells.len() > 5 && cells[0].parse::<u32>().is_ok()).then(|| format!("{} {}", cells[1], cells[2]))
        };
        rows.iter().filter_map(hamlet).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(names(&mut office, "2026-11-01"), "Thôn 1 6, Thôn 2 4, Thôn 3 2");
    office.at("2026-11-10T08:00:00+07:00");
    office.call(
        "unit_merge",
        json!({ "units": ["Thôn 2", "Thôn 3"], "into": "Thôn Mới", "from": "2026-11-05" }),
    );
    office.call("unit_rename", json!({ "unit": "Thôn 1", "name": "Thôn Nhất", "from": "2026-11-07" }));
    assert_eq!(names(&mut office, "2026-11-04"), "Thôn 1 6, Thôn 2 4, Thôn 3 2");
    assert_eq!(names(&mut office, "2026-11-06"), "Thôn 1 6, Thôn Mới 6");
    assert_eq!(names(&mut office, "2026-11-07"), "Thôn Nhất 6, Thôn Mới 6");
    let parts = json!([{ "name": "Thôn A", "alleys": ["Ngõ 0"] }, { "name": "Thôn B", "alleys": ["Ngõ 1"] }]);
    office.call("unit_split", json!({ "unit": "Thôn Nhất", "parts": parts.clone(), "from": "2026-11-09" }));
    assert_eq!(names(&mut office, "2026-11-04"), "Thôn 1 6, Thôn 2 4, Thôn 3 2");
    assert_eq!(names(&mut office, "2026-11-08"), "Thôn Nhất 6, Thôn Mới 6");
    assert_eq!(names(&mut office, "2026-11-09"), "Thôn A 3, Thôn B 3, Thôn Mới 6");
    let done = office.call("history", json!({ "limit": 10 }));
    let split = done.as_array().unwrap().iter().find(|o| o["kind"] == "split-unit").unwrap()["id"].clone();
    let undone = office.call("undo", json!({ "id": split }));
    assert_eq!(names(&mut office, "2026-11-09"), "Thôn Nhất 6, Thôn Mới 6", "{undone}");
    office.call("unit_split", json!({ "unit": "Thôn Nhất", "parts": parts, "from": "2026-11-09" }));
    let mut refused = |name: &str, args: Value, code: &str| assert_eq!(office.refused(name, args).code, code);
    refused(
        "unit_rename",
        json!({ "unit": "Thôn A", "name": "Thôn C", "from": "2026-11-09" }),
        "unit.changed_later",
    );
    refused(
        "unit_rename",
        json!({ "unit": "Thôn Mới", "name": "thôn a", "from": "2026-11-10" }),
        "unit.exists",
    );
    refused(
        "unit_rename",
        json!({ "unit": "Thôn Mới", "name": "Thôn X", "from": "2026-12-10" }),
        "unit.in_future",
    );
    refused(
        "unit_merge",
        json!({ "units": ["Thôn Mới"], "into": "Thôn X", "from": "2026-11-10" }),
        "unit.too_few",
    );
    refused("unit_split", json!({ "unit": "Xã Thử", "parts": [], "from": "2026-11-10" }), "unit.own");
}

#[test]
fn targets_shared_after_a_merger_leave_the_days_before_their_figures() {
    let mut office = commune();
    office.call("target_share", json!({ "total": 12 }));
    office.at("2026-11-03T19:00:00+07:00");
    for code in ["C0", "C6", "C10"] {
        visit(&mut office, code, "activated", 1, "Lê An");
    }
    let look = |office: &mut Office| {
        let today = office.call("today", json!({ "day": "2026-11-03" }));
        let rows = today["rows"].as_array().unwrap().iter();
        let cumulative: u64 = rows.clone().filter_map(|row| row["cumulative"].as_u64()).sum();
        let league = office.call("league", json!({ "day": "2026-11-03" }));
        let (annex, _) = office.report("annex1", "2026-11-03");
        let total = annex.into_iter().find(|row| row.starts_with("Tổng")).unwrap();
        let week =
            office.report("weekly", "2026-11-03").0.into_iter().find(|row| row.starts_with("Tổng")).unwrap();
        let gain = &league["total"]["gain"];
        (
            cumulative,
            format!("{gain} {} {}", today["total"]["cumulative"], today["burn_up"]["pace"]["actual"]),
            total,
            week,
        )
    };
    let before = look(&mut office);
    office.at("2026-11-10T08:00:00+07:00");
    let merge = json!({ "units": ["Thôn 2", "Thôn 3"], "into": "Thôn Mới", "from": "2026-11-05" });
    office.call("unit_merge", merge);
    assert_eq!(look(&mut office), before);
    office.call("target_share", json!({ "total": 12 }));
    assert_eq!(look(&mut office), before);
    // Their target is one: a row of both, and none of a hamlet that was not there.
    let (annex, _) = office.report("annex1", "2026-11-03");
    assert!(annex.iter().any(|row| row.contains("|Thôn 2 + Thôn 3 (chung)|6|")), "{annex:#?}");
    assert_eq!(
        office
            .call("close_check", json!({ "day": "2026-11-03" }))
            .as_array()
            .map(|checks| { checks.iter().filter(|check| check["code"] == "close.undivided").count() }),
        Some(0)
    );
}

#[test]
fn an_old_survey_finds_the_hamlets_of_today() {
    let mut office = commune();
    let survey = office.folder.path().join("so.csv");
    let import = |office: &mut Office, file: &Path| {
        let args = json!({ "file": file, "sheet": null, "map": {}, "dry_run": false, "rejected": null });
        let taken = office.call("register_import", args);
        let counts = ["added", "updated", "unchanged"].map(|count| taken[count].as_u64().unwrap());
        let codes: Vec<String> =
            taken["issues"].as_array().unwrap().iter().map(|i| i["code"].to_string()).collect();
        (counts, codes.join(" "))
    };
    let people = |office: &mut Office| -> Vec<String> {
        let places = office.call("register_places", json!({}));
        let place = |place: &Value| format!("{} {}", place["name"].as_str().unwrap(), place["people"]);
        places.as_array().unwrap().iter().map(place).collect()
    };
    let unchanged = ([0, 0, 12], String::new());
    office.at("2026-11-10T08:00:00+07:00");
    office.call("unit_rename", json!({ "unit": "Thôn 1", "name": "Thôn Đông", "from": "2026-11-03" }));
    assert_eq!(import(&mut office, &survey), unchanged);
    let merge = json!({ "units": ["Thôn 2", "Thôn 3"], "into": "Thôn Mới", "from": "2026-11-05" });
    office.call("unit_merge", merge);
    assert_eq!(import(&mut office, &survey), unchanged);
    assert_eq!(people(&mut office), ["Thôn Đông 6", "Thôn Mới 6"]);

    // Split up: who is known stays, and of who is new the old name says nothing.
    let parts = json!([{ "name": "Thôn A", "alleys": ["Ngõ 0"] }, { "name": "Thôn B", "alleys": ["Ngõ 1"] }]);
    office.call("unit_split", json!({ "unit": "Thôn Đông", "parts": parts, "from": "2026-11-08" }));
    assert_eq!(import(&mut office, &survey), unchanged);
    let head = "Mã công dân,Họ và tên,Ngày sinh,Số CCCD,Thôn,Ngõ,Chủ hộ";
    let moved = office.write(
        "moi.csv",
        &format!("{head}\nC1,Người Bình,01/02/1970,001070000001,Thôn 1,Ngõ 7,Chủ 1\nC20,Người Mới,01/02/1980,,Thôn 1,Ngõ 0,Chủ 20\nC21,Người Hai,01/02/1981,,Thôn 2,Ngõ 0,Chủ 21\n"),
    );
    assert_eq!(import(&mut office, &moved), ([2, 1, 0], "\"row.hamlet_split\"".to_owned()));
    assert_eq!(import(&mut office, &moved), ([0, 0, 3], String::new()));
    assert_eq!(people(&mut office), ["Xã Thử 1", "Thôn A 3", "Thôn B 3", "Thôn Mới 7"]);

    // A row of the police list that names a hamlet of before is added to the one of today.
    let list = office.write("ds.csv", "Họ và tên,Ngày sinh,Số CCCD,Thôn,Trạng thái\nVũ Văn Xa,05/06/1985,001085009999,Thôn 3,Chưa đăng ký\n");
    office.call("roster_import", json!({ "file": list, "sheet": null, "map": {}, "dry_run": false, "rejected": null, "as_of": "2026-11-09" }));
    office.call("reconcile", json!({ "roster": null, "replace": true, "out": null }));
    let row = json!({ "sheet": "", "row": 2 });
    assert_eq!(office.call("reconcile_pair", row.clone())["hamlet"], json!("Thôn Mới"));
    let add = json!({ "sheet": row["sheet"], "row": 2, "decision": "new" });
    office.call("reconcile_resolve", add);
    assert_eq!(people(&mut office).last().unwrap(), "Thôn Mới 8");
}

#[test]
fn a_merged_hamlet_is_named_by_the_new_one() {
    let mut office = commune();
    let list = office.write("ds.csv", "Họ và tên,Ngày sinh,Số CCCD,Thôn,Trạng thái\nNgười Bình,01/02/1970,001070000007,Thôn 2,Chưa đăng ký\n");
    office.call("roster_import", json!({ "file": list, "sheet": null, "map": {}, "dry_run": false, "rejected": null, "as_of": "2026-11-01" }));
    office.call("reconcile", json!({ "roster": null, "replace": true, "out": null }));
    let mut absent = serde_json::to_value(api::NewVisit::new("C6", api::Outcome::Absent)).unwrap();
    absent["come_back_at"] = json!("2026-11-10T19:00:00+07:00");
    office.call("visit_log", json!({ "visits": [absent] }));
    office.at("2026-11-10T08:00:00+07:00");
    let merge = json!({ "units": ["Thôn 2", "Thôn 3"], "into": "Thôn Mới", "from": "2026-11-05" });
    let one = office.call("unit_merge", merge);

    let today = office.call("today", json!({}));
    let appointment = &today["appointments"][0];
    assert_eq!((&appointment["unit"], &appointment["unit_id"]), (&json!("Thôn Mới"), &one["id"]));
    let asked = json!({ "as_of": "2026-11-10", "from": 0, "limit": 20 });
    let findings = office.call("findings", asked);
    let hamlets = |rows: &Value| -> std::collections::BTreeSet<String> {
        rows.as_array().unwrap().iter().map(|row| row["hamlet"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(hamlets(&findings["rows"]), ["Thôn 1", "Thôn Mới"].map(str::to_owned).into());
    let pile = office.call("reconcile_pile", json!({ "pile": "not-on-list", "from": 0, "limit": 20 }));
    assert_eq!(hamlets(&pile["people"]), ["Thôn 1", "Thôn Mới"].map(str::to_owned).into());
}

#[test]
fn targets_go_with_their_units() {
    let mut office = commune();
    office.call("target_share", json!({ "total": 12 }));
    visit(&mut office, "C0", "activated", 1, "Lê An");
    // Another guide: who is in two hamlets at once is asked about, and not ranked.
    visit(&mut office, "C6", "activated", 1, "Trần Bình");
    office.at("2026-11-10T20:00:00+07:00");
    let league = |office: &mut Office, day: &str| -> Vec<String> {
        let league = office.call("league", json!({ "day": day }));
        let rows = league["rows"].as_array().unwrap().iter();
        rows.map(|r| {
            format!("{} {}/{}", r["unit"].as_str().unwrap(), r["active"]["total"], r["target"]["total"])
        })
        .collect()
    };
    let merge = json!({ "units": ["Thôn 2", "Thôn 3"], "into": "Thôn Mới", "from": "2026-11-05" });
    office.call("unit_merge", merge);
    let part = |name: &str, alleys: &[&str]| json!({ "name": name, "alleys": alleys });
    let split = |parts: Value| json!({ "unit": "Thôn 1", "parts": parts, "from": "2026-11-09" });
    let left = split(json!([part("Thôn A", &["Ngõ 0"]), part("Thôn B", &[]), part("Thôn C", &[])]));
    assert_eq!(office.refused("unit_split", left).code, "unit.left_over");
    let nobody = split(json!([part("Thôn A", &["Ngõ 0", "Ngõ 99"]), part("Thôn B", &[])]));
    let refused = office.refused("unit_split", nobody);
    assert_eq!((refused.code, &*refused.params["alley"]), ("unit.unknown_alley", "Ngõ 99"));
    assert_eq!(refused.params["alleys"], "Ngõ 0, Ngõ 1");
    office.call("unit_split", split(json!([part("Thôn A", &["Ngõ 0"]), part("Thôn B", &[])])));
    assert_eq!(league(&mut office, "2026-11-04"), ["Thôn 2 1/4", "Thôn 1 1/6", "Thôn 3 0/2"]);
    let undivided = ["Thôn A + Thôn B (chưa chia) 1/6", "Thôn Mới 1/6"];
    assert_eq!(league(&mut office, "2026-11-10"), undivided);
    assert_eq!(office.call("campaign_show", json!({}))[0]["pace"]["actual"], json!(2));
    let shown = |table: &Value| -> Vec<String> {
        let rows = table["rows"].as_array().unwrap().iter();
        rows.map(|r| format!("{} {}", r["unit"].as_str().unwrap(), r["target"]["total"])).collect()
    };
    let table = office.call("target_sheet", json!({}));
    assert_eq!(shown(&table), ["Thôn A + Thôn B (chưa chia) 6", "Thôn Mới 6", "Thôn A null", "Thôn B null"]);

    // Somebody is asked to divide it, and does.
    let asked = |office: &mut Office| {
        let checks = office.call("close_check", json!({ "day": null }));
        let check =
            checks.as_array().unwrap().iter().find(|check| check["code"] == "close.undivided").cloned();
        let today = office.call("today", json!({ "day": null }));
        assert_eq!(today["undivided"].as_array().unwrap().is_empty(), check.is_none());
        assert_eq!(today["total"]["pool"], 12);
        check.map(|check| check["params"]["units"].as_str().unwrap().to_owned())
    };
    assert_eq!(asked(&mut office).as_deref(), Some("Thôn 1 (6) → Thôn A, Thôn B"));
    let cell = |row: &Value, text: &str| json!({ "cells": [{ "unit_id": row["unit_id"], "column": 3, "text": text }] });
    let rows = table["rows"].as_array().unwrap();
    assert_eq!(office.refused("target_edit", cell(&rows[0], "7")).code, "target.undivided_fixed");
    let half = office.call("target_edit", cell(&rows[2], "4"));
    assert_eq!(shown(&half), ["Thôn B (chưa chia) 2", "Thôn Mới 6", "Thôn A 4", "Thôn B null"]);
    assert_eq!(half["total"]["total"], 12);
    assert_eq!(asked(&mut office).as_deref(), Some("Thôn 1 (2) → Thôn B"));
    let all = office.call("target_edit", cell(&rows[3], "2"));
    assert_eq!(shown(&all), ["Thôn Mới 6", "Thôn A 4", "Thôn B 2"]);
    assert_eq!(asked(&mut office), None);
    assert_eq!(league(&mut office, "2026-11-04"), ["Thôn 2 1/4", "Thôn 1 1/6", "Thôn 3 0/2"]);
}

#[test]
fn targets_shared_after_a_split_leave_the_days_before_their_figures() {
    let mut office = commune();
    office.call("target_share", json!({ "total": 12 }));
    visit(&mut office, "C6", "activated", 1, "Lê An");
    office.at("2026-11-10T20:00:00+07:00");
    let look = |office: &mut Office| {
        let today = office.call("today", json!({ "day": "2026-11-04" }));
        [
            today["total"]["cumulative"].clone(),
            today["total"]["pool"].clone(),
            today["without_target"].clone(),
        ]
    };
    let before = look(&mut office);
    let part = |name: &str, alleys: &[&str]| json!({ "name": name, "alleys": alleys });
    let parts = [part("Thôn A", &["Ngõ 0"]), part("Thôn B", &[])];
    office.call("unit_split", json!({ "unit": "Thôn 2", "parts": parts, "from": "2026-11-08" }));
    assert_eq!(look(&mut office), before);
    office.call("target_share", json!({ "total": 12 }));
    assert_eq!(look(&mut office), before);
}

#[test]
fn a_hamlet_is_not_split_before_it_took_another_in() {
    let mut office = commune();
    office.at("2026-11-10T20:00:00+07:00");
    office
        .call("unit_merge", json!({ "units": ["Thôn 2", "Thôn 3"], "into": "Thôn 2", "from": "2026-11-05" }));
    let part = |name: &str, alleys: &[&str]| json!({ "name": name, "alleys": alleys });
    let split = |from: &str| json!({ "unit": "Thôn 2", "from": from, "parts": [part("Thôn A", &["Ngõ 0"]), part("Thôn B", &[])] });
    for from in ["2026-11-04", "2026-11-05"] {
        assert_eq!(office.refused("unit_split", split(from)).code, "unit.changed_later", "{from}");
    }
    let planned = office.call("unit_split_plan", split("2026-11-08"));
    assert_eq!(
        [0, 1].map(|at| planned["after"][at]["people"].clone()),
        [3, 3],
        "those that it took in among them"
    );
}

#[test]
fn hamlets_that_were_merged_come_apart_again() {
    let check = |parts: Value, expect: [&str; 2], later: &[&str]| {
        let mut office = commune();
        office.call("target_share", json!({ "total": 12 }));
        for code in ["C0", "C6", "C10"] {
            visit(&mut office, code, "activated", 1, "Lê An");
        }
        let rows = |office: &mut Office, day: &str| -> Vec<String> {
            let today = office.call("today", json!({ "day": day }));
            let rows = today["rows"].as_array().unwrap().iter();
            rows.map(|row| format!("{} {}/{}", row["name"].as_str().unwrap(), row["cumulative"], row["pool"]))
                .collect()
        };
        office.at("2026-11-10T20:00:00+07:00");
        let before = rows(&mut office, "2026-11-04");
        let merge = json!({ "units": ["Thôn 2", "Thôn 3"], "into": "Thôn Mới", "from": "2026-11-05" });
        let planned = office.call("unit_merge_plan", merge.clone());
        assert_eq!(
            planned["after"],
            json!([{ "name": "Thôn Mới", "households": 6, "people": 6, "target": 6 }])
        );
        assert_eq!(
            planned["before"][0],
            json!({ "name": "Thôn 2", "households": 4, "people": 4, "target": 4 })
        );
        office.call("unit_merge", merge);
        let together = rows(&mut office, "2026-11-06");
        let split = json!({ "unit": "Thôn Mới", "parts": parts, "from": "2026-11-08" });
        let planned = office.call("unit_split_plan", split.clone());
        let told = |unit: &Value| {
            format!("{} {} {}", unit["name"].as_str().unwrap(), unit["households"], unit["people"])
        };
        assert_eq!([0, 1].map(|at| told(&planned["after"][at])), expect);
        assert_eq!(planned["before"][0]["target"], 6);
        assert_eq!(rows(&mut office, "2026-11-06"), together, "a plan changes nothing");
        office.call("unit_split", split);
        assert_eq!(rows(&mut office, "2026-11-04"), before, "the days before the merger");
        assert_eq!(rows(&mut office, "2026-11-06"), together, "the days of the merged one");
        assert_eq!(rows(&mut office, "2026-11-09"), later);
        // Shared out anew it is one target of those that were there, and the whole is what it was.
        let totals = |office: &mut Office| {
            ["2026-11-04", "2026-11-06", "2026-11-09"].map(|day| {
                let today = office.call("today", json!({ "day": day }));
                format!(
                    "{}/{} {}",
                    today["total"]["cumulative"], today["total"]["pool"], today["without_target"]
                )
            })
        };
        let whole = totals(&mut office);
        office.call("target_share", json!({ "total": 12 }));
        assert_eq!(totals(&mut office), whole);
        office.call("undo", json!({}));
        let open = office.call("today", json!({}))["undivided"].clone();
        let Some(open) = open.as_array().unwrap().first() else { return };
        assert_eq!((&open["whole"], &open["target"]), (&json!("Thôn Mới"), &json!(6)));
        office.call("target_edit", json!({ "pasted": "Thôn A\t4\nThôn B\t2" }));
        assert_eq!(rows(&mut office, "2026-11-04"), before, "divided, the days before the merger stay");
        assert_eq!(rows(&mut office, "2026-11-06"), together, "and those of the merged one");
        assert_eq!(rows(&mut office, "2026-11-09"), ["Thôn 1 1/6", "Thôn A 2/4", "Thôn B 0/2"]);
    };
    let homes = |office: &mut Office, unit: &str| -> Vec<String> {
        let (book, _) = office.desk.open().unwrap();
        let units = book.units().unwrap();
        let id = units.iter().find(|known| known.name == unit).unwrap().id;
        book.households()
            .unwrap()
            .into_iter()
            .filter(|home| home.unit_id == id)
            .map(|home| home.code)
            .collect()
    };
    let of_two = homes(&mut commune(), "Thôn 2");
    let part = |name: &str, alleys: &[&str]| json!({ "name": name, "alleys": alleys });
    let old = json!([{ "name": "Thôn Hai", "households": of_two }, part("Thôn Ba", &[])]);
    check(old, ["Thôn Hai 4 4", "Thôn Ba 2 2"], &["Thôn 1 1/6", "Thôn Ba 1/2", "Thôn Hai 1/4"]);
    check(
        json!([part("Thôn A", &["Ngõ 0"]), part("Thôn B", &[])]),
        ["Thôn A 3 3", "Thôn B 3 3"],
        &["Thôn 1 1/6", "Thôn A 2/null", "Thôn B 0/null"],
    );
}

#[test]
fn typing_into_targets_leaves_the_rows_of_merged_hamlets() {
    let mut office = commune();
    office.call("target_share", json!({ "total": 12 }));
    office.at("2026-11-10T20:00:00+07:00");
    let merge = json!({ "units": ["Thôn 2", "Thôn 3"], "into": "Thôn Mới", "from": "2026-11-05" });
    let one = office.call("unit_merge", merge)["id"].clone();
    let table = office.call("target_sheet", json!({}));
    let cell =
        |unit: &Value, text: &str| json!({ "cells": [{ "unit_id": unit, "column": 3, "text": text }] });
    // The figure of the one is that of two: only a new sheet can say another.
    let refused = office.refused("target_edit", cell(&one, "9"));
    let fixed: Vec<bool> =
        table["rows"].as_array().unwrap().iter().map(|row| !row["fixed"].is_null()).collect();
    assert_eq!(fixed, [false, true], "the table says so before anything is typed");
    assert_eq!((refused.code, refused.params["units"].as_str()), ("target.row_of_others", "Thôn 2, Thôn 3"));
    assert_eq!(
        office.refused("target_edit", json!({ "pasted": "Thôn Mới\t9" })).code,
        "target.row_of_others"
    );
    // The other rows are typed into, and the locks of both go together.
    let mut edit = cell(&table["rows"][0]["unit_id"], "8");
    edit["locks"] = json!([{ "unit_id": one, "locked": true }]);
    let edited = office.call("target_edit", edit);
    let rows: Vec<String> = edited["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| format!("{} {} {}", row["unit"].as_str().unwrap(), row["target"]["total"], row["locked"]))
        .collect();
    assert_eq!(rows, ["Thôn 1 8 false", "Thôn Mới 6 true"]);
    let units = |office: &mut Office, day: &str| {
        let (rows, _) = office.report("annex1", day);
        let hamlets = rows.into_iter().filter(|row| row.contains("|Thôn "));
        hamlets.map(|row| row.split('|').skip(1).take(2).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(units(&mut office, "2026-11-04"), ["Thôn 1 8", "Thôn 2 4", "Thôn 3 2"]);
    assert_eq!(units(&mut office, "2026-11-10"), ["Thôn 1 8", "Thôn Mới 6"]);
    // What the old ones were given can be put right by their own names.
    office.call("target_edit", json!({ "as_of": "2026-10-31", "pasted": "Thôn 2\t5" }));
    assert_eq!(units(&mut office, "2026-11-10"), ["Thôn 1 8", "Thôn Mới 7"]);
}

#[test]
fn what_is_being_typed_stays_in_the_book_and_is_no_change_of_it() {
    let mut office = Office::of(Level::Commune, "Xã Thử Nghiệm", &[], "2026-11-08T19:00:00+07:00");
    let journal = office.call("history", json!({ "limit": 9 }));
    let drafts = json!([{ "who": ["Thôn 1"], "due": "31/0" }, { "task": "Đến nhà", "checkpoints": [{ "day": "12" }] }]);
    office.call("drafts_keep", json!({ "drafts": drafts }));
    assert_eq!(office.call("history", json!({ "limit": 9 })), journal);

    office.call("book_close", json!({}));
    let book = office.file("Xã Thử Nghiệm.tungnha");
    office.call("book_open", json!({ "path": book, "passphrase": "mot mua he ruc nang" }));
    let kept = office.call("drafts", json!({}));
    assert_eq!(
        (&kept[0]["due"], &kept[1]["checkpoints"][0]["day"], &kept[1]["goal"]),
        (&json!("31/0"), &json!("12"), &json!("activated"))
    );
    // Those that are not named any more are dropped.
    office.call("drafts_keep", json!({ "drafts": [kept[1]] }));
    assert_eq!(office.call("drafts", json!({})), json!([kept[1]]));
}

#[test]
fn who_is_half_typed_stays_until_he_is_saved_or_thrown_away() {
    let mut office = commune();
    let tasks = json!([{ "task": "Đến nhà" }]);
    office.call("drafts_keep", json!({ "drafts": tasks }));
    let journal = office.call("history", json!({ "limit": 9 }));
    let unit = office.call("unit_list", json!({}))[1]["id"].clone();
    let home = json!({ "new": { "unit": unit, "head": "", "alley": "Ngõ 2", "house_number": "7" } });
    let draft = json!({ "id": null, "home": home, "form": { "name": "Nguyễn Thị Dở" } });
    let id = office.call("citizen_draft_keep", draft);
    let again = json!({ "id": id, "home": home, "form": { "name": "Nguyễn Thị Dở Dang", "birth": "31/0" } });
    assert_eq!(office.call("citizen_draft_keep", again), id);
    let other = json!({ "id": null, "home": null, "form": { "phone": "09" } });
    let other = office.call("citizen_draft_keep", other);
    assert_eq!(office.call("history", json!({ "limit": 9 })), journal);

    // Work that is being typed is kept beside them, and the other way round.
    office.call("drafts_keep", json!({ "drafts": tasks }));
    let kept = office.call("citizen_drafts", json!({}));
    assert_eq!(kept.as_array().unwrap().len(), 2);
    assert_eq!(kept[0]["draft"]["form"]["birth"], "31/0");
    assert_eq!(kept[0]["draft"]["home"], home);
    assert_eq!(office.call("drafts", json!({})).as_array().unwrap().len(), 1);

    office.call("citizen_draft_drop", json!({ "id": other }));
    // Refused for its birth: still a draft. Saved: none any more.
    let mut form = kept[0]["draft"]["form"].clone();
    let refused = office.call("citizen_add", json!({ "home": home, "form": form, "draft": id }));
    assert_eq!(refused["citizen"], Value::Null);
    assert_eq!(office.call("citizen_drafts", json!({})).as_array().unwrap().len(), 1);
    form["birth"] = json!("1980");
    let saved = office.call("citizen_add", json!({ "home": home, "form": form, "draft": id }));
    assert_eq!(office.call("citizen_drafts", json!({})), json!([]));

    // At the door of a household that is gone since, where he lives is asked anew.
    let household = &saved["citizen"]["household_id"];
    let here = json!({ "id": null, "home": { "known": household }, "form": { "name": "Trần Dở" } });
    office.call("citizen_draft_keep", here);
    let at = |office: &mut Office| office.call("citizen_drafts", json!({}))[0].clone();
    assert_eq!(at(&mut office)["household"]["alley"], "Ngõ 2");
    office.call("undo", json!({ "id": null, "ask": false }));
    assert_eq!(
        (&at(&mut office)["household"], &at(&mut office)["draft"]["home"]),
        (&Value::Null, &Value::Null)
    );
}

#[test]
fn a_pasted_table_may_have_its_headings_and_its_sum() {
    let mut office = commune();
    let text = "STT\tĐơn vị\tChỉ tiêu\n1\tThôn 1\t8\n2\tThôn 2\t4\nTổng cộng\t\t12";
    let table = office.call("target_edit", json!({ "pasted": text }));
    let given: Vec<&Value> =
        table["rows"].as_array().unwrap().iter().filter(|row| !row["target"].is_null()).collect();
    assert_eq!(given.len(), 2, "{table}");
    assert_eq!(table["printed_total"]["target"]["total"], json!(12));
    let told: Vec<&str> =
        table["set_apart"].as_array().unwrap().iter().map(|both| both[0].as_str().unwrap()).collect();
    assert_eq!(
        told,
        ["Đã bỏ qua 1 dòng tiêu đề.", "Dòng “Tổng cộng” là dòng tổng, không tính là một đơn vị."]
    );
    assert_eq!(office.call("target_sheet", json!({}))["set_apart"], json!([]));
}

#[test]
fn one_task_for_many_proposes_the_people_of_each() {
    let mut office = commune();
    assert_eq!(office.call("assignment_counts", json!({})), json!([]), "no extract");
    // Of twelve people eight wait; one of them said at the door that it is done.
    let rows = (0..12).map(|n| {
        let state =
            if n % 3 == 0 { "Đã kích hoạt mức 2" } else { "Đã phê duyệt chưa kích hoạt" };
        format!("Người {},01/02/1970,0010700000{n:02},{state}\n", ["An", "Bình", "Cúc"][n % 3])
    });
    let extract = format!("Họ tên,Ngày sinh,Số định danh,Trạng thái\n{}", rows.collect::<String>());
    let file = office.write("cong-an.csv", &extract);
    office.call("roster_import", json!({ "file": file, "as_of": "2026-11-01", "sheet": null, "map": {} }));
    office.call("reconcile", json!({}));
    office.at("2026-11-02T19:00:00+07:00");
    visit(&mut office, "C1", "activated", 2, "Lê An");
    office.call("unit_rename", json!({ "unit": "Thôn 3", "name": "Thôn Ba", "from": "2026-11-02" }));
    let counts = office.call("assignment_counts", json!({}));
    let shown: Vec<String> = counts
        .as_array()
        .unwrap()
        .iter()
        .map(|count| format!("{} {}", count["unit"].as_str().unwrap(), count["people"]))
        .collect();
    assert_eq!(shown, ["Thôn 1 3", "Thôn 2 2", "Thôn Ba 2", "Xã Thử 7"]);
}

#[test]
fn work_counts_the_accounts_that_papers_count() {
    let mut office = commune();
    let list = |office: &mut Office, day: &str, states: [&str; 3]| {
        let rows = states.iter().zip(["An", "Bình", "Cúc"]).enumerate();
        let rows =
            rows.map(|(n, (state, name))| format!("Người {name},01/02/1970,0010700000{n:02},{state}\n"));
        let file = office.write(
            "ca.csv",
            &format!("Họ tên,Ngày sinh,Số định danh,Trạng thái\n{}", rows.collect::<String>()),
        );
        office.call("roster_import", json!({ "file": file, "as_of": day, "sheet": null, "map": {} }));
        office.call("reconcile", json!({}));
    };
    list(&mut office, "2026-11-01", ["Đã kích hoạt mức 2", "Chưa đăng ký", "Chưa đăng ký"]);
    let work = json!({ "who": ["Công an xã"], "task": "Kích hoạt", "where": { "units": ["Thôn 1"] },
        "start": "2026-11-01", "due": "2026-11-10", "result": { "activated": 5 }, "answerable": "Trưởng thôn" });
    office.call("assignment_add", json!({ "assignments": [work] }));
    let check = |office: &mut Office, expect: u64| {
        let day = office.call("today", json!({}))["day"].clone();
        let counted = office.call("assignment_list", json!({}))[0]["count"].clone();
        let (paper, all) = office.report("activated", day.as_str().unwrap());
        let named = paper.iter().filter(|row| row.contains("|Người ")).count();
        assert_eq!((counted, named as u64), (json!(expect), expect), "{all}");
    };
    office.at("2026-11-02T19:00:00+07:00");
    // Whom the police had active before is no new account; the others are, until a later list denies one of them.
    for code in ["C0", "C1", "C2"] {
        visit(&mut office, code, "activated", 2, "Lê An");
    }
    check(&mut office, 2);
    office.at("2026-11-04T19:00:00+07:00");
    list(&mut office, "2026-11-03", ["Đã kích hoạt mức 2", "Đã kích hoạt mức 2", "Chưa đăng ký"]);
    check(&mut office, 1);
}

#[test]
fn work_is_given_counted_and_handed_on() {
    let mut office = commune();
    let file = office.write(
        "viec.json",
        r#"[{"who": ["Lê An", "Hồ Bình"], "task": "Đến từng nhà", "where": {"units": ["Thôn 1"]},
        "start": "2026-11-01", "due": "2026-11-10", "result": {"visited": 3}, "answerable": "Trưởng thôn"}]"#,
    );
    let given = office.call("assignment_add", json!({ "file": file }));
    assert_eq!(given.as_array().unwrap().len(), 2, "one each");
    assert_eq!(office.call("assignment_add", json!({ "file": file })).as_array().unwrap().len(), 2);
    let standing = |office: &mut Office, args: Value| -> Vec<String> {
        let list = office.call("assignment_list", args);
        let mut shown: Vec<String> = list
            .as_array()
            .unwrap()
            .iter()
            .map(|a| {
                format!(
                    "{} {} {} load {}",
                    a["holder"].as_str().unwrap(),
                    a["state"].as_str().unwrap(),
                    a["count"],
                    a["load"]
                )
            })
            .collect();
        shown.sort();
        shown
    };
    assert_eq!(
        standing(&mut office, json!({})),
        ["Hồ Bình not-started 0 load 1", "Lê An not-started 0 load 1"]
    );
    for (day, code) in [("02", "C0"), ("03", "C1"), ("04", "C2"), ("04", "C9")] {
        office.at(&format!("2026-11-{day}T19:00:00+07:00"));
        visit(&mut office, code, "absent", 0, "Lê An"); // C9 lives in another hamlet
    }
    assert_eq!(standing(&mut office, json!({})), ["Hồ Bình not-started 0 load 1", "Lê An done 3 load 0"]);
    office.at("2026-11-06T19:00:00+07:00");
    assert_eq!(standing(&mut office, json!({})), ["Hồ Bình behind 0 load 1", "Lê An done 3 load 0"]);
    office.call("unit_rename", json!({ "unit": "Thôn 1", "name": "Thôn Nhất", "from": "2026-11-05" }));
    assert_eq!(
        standing(&mut office, json!({ "who": "lê an" })),
        ["Lê An done 3 load 0"],
        "given under the old name"
    );
    let list = office.call("assignment_list", json!({ "who": "hồ bình" }));
    let id = list[0]["id"].clone();
    let handed = office.call("assignment_reassign", json!({ "id": id, "to": "Tổ thanh niên" }));
    assert_eq!(handed["holders"].as_array().unwrap().len(), 2, "history stays");
    office.call("assignment_note", json!({ "id": id, "text": "Đã họp tổ" }));
    assert_eq!(office.refused("assignment_hand_in", json!({ "id": id })).code, "assignment.counted");
    office.at("2026-11-11T19:00:00+07:00");
    assert_eq!(standing(&mut office, json!({ "overdue": true })), ["Tổ thanh niên overdue 0 load 1"]);
    // Organisations are units, and nobody of the team.
    let to_all = json!({ "who": ["Đoàn Thanh niên xã", "Công an xã", "Ban công tác mặt trận"], "task": "Vận động",
        "start": "2026-12-01", "due": "2026-12-02", "result": { "visited": 3 }, "answerable": "Chủ tịch" });
    office.call("assignment_add", json!({ "assignments": [to_all] }));
    let kinds = |office: &mut Office, who: &str| {
        office.call("assignment_list", json!({ "who": who }))[0]["holders"]
            .as_array()
            .unwrap()
            .last()
            .unwrap()["kind"]
            .clone()
    };
    for who in ["Đoàn Thanh niên xã", "Công an xã", "Ban công tác mặt trận"] {
        assert_eq!(kinds(&mut office, who), json!("unit"), "{who}");
    }
    let members = office.call("member_list", json!({})).to_string();
    assert!(!members.contains("Công an") && !members.contains("Đoàn"), "{members}");
    // Undone, the units go with the work.
    office.call("undo", json!({}));
    assert!(!office.call("unit_list", json!({})).to_string().contains("Công an xã"));
    // Marks tell people apart, and nobody is given another's work.
    let one = json!({ "who": ["Bùi Thúy", "Bùi Thủy"], "task": "Vệ sinh", "start": "2026-12-01", "due": "2026-12-02",
        "result": { "product": "Ngõ sạch" }, "answerable": "Trưởng thôn" });
    office.call("assignment_add", json!({ "assignments": [one] }));
    assert_eq!(standing(&mut office, json!({ "who": "Bùi Thủy" })), ["Bùi Thủy not-started 0 load 1"]);
    assert_eq!(standing(&mut office, json!({ "who": "bui thuy" })).len(), 2);
    let id = office.call("assignment_list", json!({ "who": "Bùi Thủy" }))[0]["id"].clone();
    let handed =
        office.call("assignment_reassign", json!({ "id": id, "to": "Bùi Thúy", "from": "2026-12-01" }));
    assert_eq!(handed["holders"][1]["name"], json!("Bùi Thúy"));
    let (_, form) = office.report("five-clear", "2026-11-11");
    for expect in [
        "Quá hạn",
        "Xong ngày 04/11/2026",
        "Tuần 45: Đã họp tổ; Trước đó: Hồ Bình",
        "Đến 3 người",
        "Trưởng thôn",
    ] {
        assert!(form.contains(expect), "{expect} in {form}");
    }
    let two = office.write(
        "hai.json",
        r#"[{"who": ["Lê An"], "task": "Một", "start": "2026-11-01", "due": "2026-11-02", "result": {"visited": 1}, "answerable": "T"},
            {"who": ["Lê An"], "task": "Hai", "start": "2026-11-02", "due": "2026-11-01", "result": {"visited": 1}, "answerable": "T"}]"#,
    );
    let error = office.refused("assignment_add", json!({ "file": two }));
    assert!(error.sentence().contains("việc thứ 2 (Hai)"), "{error}");
    // As it stood on an earlier evening, with the holder of that evening.
    let earlier = office.call("assignment_list", json!({ "day": "2026-11-05", "who": "hồ bình" }));
    assert_eq!(earlier[0]["holders"][1]["name"], json!("Tổ thanh niên"));
    let unclear =
        office.write("thieu.json", r#"{"who": ["Lê An"], "task": "Đến nhà", "start": "2026-11-01"}"#);
    let error = office.refused("assignment_add", json!({ "file": unclear }));
    assert_eq!(error.code, "assignment.not_clear");
    assert!(error.sentence().contains("rõ tiến độ (ngày giao, hạn), rõ kết quả, rõ trách nhiệm"), "{error}");
}

#[test]
fn agencies_have_tasks_with_deadlines() {
    let mut office = Office::of(Level::Province, "Tỉnh Tiền Giang", &[], "2023-09-20T08:00:00+07:00");
    let args = json!({ "file": fixture("771-nhiem-vu.xlsx"), "plan": "771/KH-UBND" });
    let taken = office.call("assignment_import", args.clone());
    let tasks = csv_rows("771-nhiem-vu.csv").len();
    assert!(tasks >= 40);
    assert_eq!((&taken["rows_in"], &taken["added"]), (&json!(tasks), &json!(tasks)), "{taken}");
    assert_eq!(office.call("assignment_import", args)["unchanged"], json!(tasks));
    let overdue = office.call("assignment_list", json!({ "overdue": true }));
    let video = overdue
        .as_array()
        .unwrap()
        .iter()
        .find(|a| a["result"]["product"] == json!("Video hướng dẫn"))
        .unwrap();
    assert_eq!(
        (&video["holder"], &video["due"]),
        (&json!("Sở Thông tin và Truyền thông"), &json!("2023-08-24"))
    );
    let early = json!({ "id": video["id"], "day": "2020-01-01" });
    assert_eq!(office.refused("assignment_hand_in", early).code, "assignment.handed_in_first");
    let done = office.call("assignment_hand_in", json!({ "id": video["id"], "day": "2023-08-24" }));
    assert_eq!(done["state"], json!("done"));
    let (rows, _) = office.report("five-clear", "2023-09-20");
    assert!(rows.iter().any(|row| row.contains("Báo cáo đợt 01") && row.contains("Quá hạn")));
    let listed = office.call("assignment_list", json!({ "day": "2023-09-20" }));
    assert!(rows.iter().any(|row| row.contains("Báo cáo đợt 04") && row.contains("Chưa làm")), "as the list");
    let numbered = rows.iter().filter(|row| row.split('|').next().unwrap().parse::<u32>().is_ok()).count();
    assert_eq!(numbered, listed.as_array().unwrap().len());
    let units = office.call("unit_list", json!({}));
    assert!(
        units
            .as_array()
            .unwrap()
            .iter()
            .any(|unit| unit["name"] == "Sở Tài chính" && unit["kind"] == "agency")
    );
}

#[test]
fn a_table_of_tasks_is_taken_as_a_plan_prints_it() {
    let mut office = Office::of(Level::Province, "Tỉnh Thử", &[], "2022-11-08T08:00:00+07:00");
    for name in ["Huyện Một", "Huyện Hai", "Thành phố Ba"] {
        office.call("unit_add", json!({ "name": name }));
    }
    let asked = json!({ "template": "nghe-an-771", "first_day": "2022-11-07" });
    let plan = office.call("campaign_from_template", asked);
    office.call("campaign_add", plan);
    let table = "STT,Cơ quan chủ trì,Nhiệm vụ,Cơ quan phối hợp,Thời hạn,Sản phẩm,Người chịu trách nhiệm\n\
        1,Sở Một,Đối sánh dữ liệu,Công an tỉnh,Trước ngày 25/11/2022,Báo cáo,Giám đốc\n\
        2,Sở Hai,Đôn đốc cơ sở,,Thường xuyên,Báo cáo,Giám đốc\n\
        3,\"UBND các huyện, thành, thị\",Lắp bảng,,Trước 15/12/2022,Bảng,Chủ tịch\n";
    let file = office.write("nhiem-vu.csv", table);
    let args = json!({ "file": file, "plan": "771/KH-UBND" });
    let taken = office.call("assignment_import", args.clone());
    assert_eq!((&taken["added"], &taken["rejected"]), (&json!(3), &json!(0)), "{taken}");
    let listed = office.call("assignment_list", json!({}));
    let mut told: Vec<String> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|task| {
            let text = |field: &str| task[field].as_str().unwrap().to_owned();
            format!("{}: {}, {} – {}", text("holder"), text("task"), text("start"), text("due"))
        })
        .collect();
    told.sort();
    assert_eq!(
        told,
        [
            "Huyện Hai: Lắp bảng, 2022-11-07 – 2022-12-14",
            "Huyện Một: Lắp bảng, 2022-11-07 – 2022-12-14",
            "Sở Hai: Đôn đốc cơ sở, 2022-11-07 – 2023-01-30",
            "Sở Một: Đối sánh dữ liệu, 2022-11-07 – 2022-11-24",
            "Thành phố Ba: Lắp bảng, 2022-11-07 – 2022-12-14",
        ]
    );
    office.at("2022-11-20T08:00:00+07:00");
    assert_eq!(
        office.call("assignment_import", args)["unchanged"],
        json!(3),
        "the same table on another day"
    );
    // Without its plan nobody knows until when "regularly" is.
    let alone = office.call("assignment_import", json!({ "file": file }));
    assert_eq!(alone["rejected"], json!(1), "{alone}");
}

#[test]
fn a_task_that_is_not_clear_is_left_out_and_says_why() {
    let mut office = Office::of(Level::Province, "Tỉnh Thử", &[], "2026-11-20T08:00:00+07:00");
    let table = "Cơ quan,Nhiệm vụ,Từ ngày,Hạn,Sản phẩm,Lãnh đạo phụ trách\n\
        Sở Một,Viết tài liệu,2026-11-01,2026-11-30,Tài liệu,Giám đốc\n\
        ,In áp phích,01/11/2026,30/11/2026,,Giám đốc\n\
        Sở Hai,Tập huấn,01/11/2026,15/10/2026,Lớp học,Giám đốc\n\
        ,Họp báo,01/11/2026,30/11/2026,Cuộc họp,Chánh Văn phòng\n";
    let file = office.write("nhiem-vu.csv", table);
    let taken = office.call("assignment_import", json!({ "file": file }));
    assert_eq!((&taken["rows_in"], &taken["added"], &taken["rejected"]), (&json!(4), &json!(2), &json!(2)));
    let issue = |n: usize| (taken["issues"][n]["row"].clone(), taken["issues"][n]["code"].clone());
    assert_eq!(issue(0), (json!(3), json!("row.task_not_clear")));
    assert_eq!(taken["issues"][0]["raw"], json!("rõ kết quả"));
    assert_eq!(issue(1), (json!(4), json!("row.task_wrong")));
    // An agency that is merged over its rows stands in the first of them.
    let of_two = office.call("assignment_list", json!({ "who": "Sở Hai" }));
    assert_eq!(of_two[0]["task"], json!("Họp báo"));
}

#[test]
fn bad_input_is_refused_and_nothing_changes() {
    let mut office = thanh_hoa();
    let table = |rows: &str| format!("STT,Đơn vị,Tổng,M1,M2\n(1),(2),(3),(4),(5)\n{rows}");
    let mut check = |rows: &str, code: &str, says: &str| {
        let file = office.write("ct.csv", &table(rows));
        let error =
            office.refused("target_import", json!({ "file": file, "as_of": "2023-03-01", "phase": null }));
        assert_eq!(error.code, code);
        assert!(error.sentence().contains(says), "{error}");
    };
    check("1,Huyện Quan Hóa,-5,,\n", "target.negative", "Huyện Quan Hóa");
    check("1,Huyện Quan Hóa,5,,\n2,huyện quan hoá,6,,\n", "target.unit_twice", "dòng 3 và dòng 4");
    check("1,Huyện Nơi Khác,5,,\n", "target.unknown_units", "Huyện Nơi Khác");
    check("1,Huyện Quan Hóa,nhiều,,\n", "target.not_a_number", "cột (3)");
    check("1,Huyện Quan Hóa,99999999999,,\n", "target.too_large", "Huyện Quan Hóa");
    check("", "target.no_table", "ct.csv");
    let args = json!({ "file": fixture("70-phu-luc-1.xlsx"), "phase": "Giai đoạn 9" });
    assert_eq!(office.refused("target_import", args).code, "campaign.unknown_phase");
    let phase = r#"{"number": "9/KH", "title": "x", "first_day": "2023-01-01", "last_day": "2023-02-01",
        "phases": [{"name": "1", "first_day": "2022-12-31", "last_day": "2023-01-02"}]}"#;
    let mut refused_file = |command: &str, text: &str, code: &str| {
        let file = office.write("f.json", text);
        let start = std::time::Instant::now();
        assert_eq!(office.refused(command, json!({ "file": file })).code, code, "{command}");
        assert!(start.elapsed().as_secs() < 5);
    };
    refused_file("campaign_create", phase, "campaign.phase_outside");
    let deep = format!("{}{}", "[".repeat(400_000), "]".repeat(400_000));
    refused_file("campaign_create", &deep, "campaign.bad_file");
    refused_file("assignment_add", &deep, "assignment.bad_file");
    let huge = format!("{{\"task\": \"{}\"}}", "x".repeat(6 << 20));
    refused_file("campaign_create", &huge, "file.not_small");
    refused_file("assignment_add", &huge, "file.not_small");
    refused_file("assignment_add", "[]", "assignment.nothing");
    refused_file("assignment_add", r#"{"who": ["A"], "task": "x", "nguoi": 1}"#, "assignment.bad_file");
    refused_file("assignment_add", &format!("[{}]", vec!["{}"; 6_000].join(",")), "assignment.too_many");
}

#[test]
fn places_are_offered() {
    let mut desk = Desk::new(Session::new(None));
    let found = api::call(&mut desk, "gazetteer", json!({ "name": "kép", "province": "Bắc Ninh" })).unwrap();
    assert_eq!(found, json!([{ "code": "07399", "name": "Phường Kép", "province": "24" }]));
}

#[test]
fn a_sheet_of_targets_is_typed_into_and_pasted_over() {
    let mut office = commune();
    let lines = |table: &Value| -> Vec<String> {
        let text = |row: &Value| {
            format!(
                "{} {}/{} {} of {}{}",
                row["unit"].as_str().unwrap(),
                row["target"]["total"],
                row["target"]["level1"],
                row["baseline"]["total"],
                row["eligible"],
                if row["locked"] == true { " locked" } else { "" }
            )
        };
        table["rows"].as_array().unwrap().iter().map(text).collect()
    };
    let table = office.call("target_sheet", json!({}));
    let empty = ["Thôn 1 null/null null of 6", "Thôn 2 null/null null of 4", "Thôn 3 null/null null of 2"];
    assert_eq!((lines(&table), &table["as_of"]), (empty.map(str::to_owned).to_vec(), &json!(null)));
    let id = |at: usize| table["rows"][at]["unit_id"].clone();

    let typed = json!({ "as_of": "2026-10-31", "cells": [
        { "unit_id": id(1), "column": 4, "text": "1.003" }, { "unit_id": id(1), "column": 5, "text": "2" },
        { "unit_id": id(0), "column": 3, "text": "7" }, { "unit_id": id(0), "column": 8, "text": "1" }],
        "locks": [{ "unit_id": id(0), "locked": true }] });
    let mut dry = typed.clone();
    dry["dry_run"] = json!(true);
    let shown = office.call("target_edit", dry);
    assert_eq!(office.call("target_sheet", json!({})), table, "a preview changes nothing");
    let edited = office.call("target_edit", typed);
    assert_eq!(edited, shown);
    let rows = ["Thôn 1 7/null 1 of 6 locked", "Thôn 2 1005/1003 null of 4", "Thôn 3 null/null null of 2"];
    assert_eq!(lines(&edited), rows.map(str::to_owned));
    assert_eq!((&edited["total"]["total"], &edited["as_of"]), (&json!(1012), &json!("2026-10-31")));

    // Rows from Excel, their total row as printed.
    let pasted = "1\tThôn 2\t8\t5\t3\n2\tthôn 3\t4\t2\t2\n\tTổng\t12\t8\t5";
    let edited = office.call("target_edit", json!({ "pasted": pasted }));
    let rows = ["Thôn 1 7/null 1 of 6 locked", "Thôn 2 8/5 null of 4", "Thôn 3 4/2 null of 2"];
    assert_eq!(lines(&edited), rows.map(str::to_owned));
    assert_eq!(edited["printed_total"]["target"]["level2"], json!(5));
    office.call("undo", json!({}));
    assert!(lines(&office.call("target_sheet", json!({})))[1].contains("1005/1003"));

    let one =
        |column: u8, text: &str| json!({ "cells": [{ "unit_id": id(0), "column": column, "text": text }] });
    let mut refused = |args: Value, code: &str| assert_eq!(office.refused("target_edit", args).code, code);
    refused(one(3, "-1"), "target.negative");
    refused(one(3, "nhiều"), "target.cell_not_a_number");
    refused(one(9, "1"), "target.no_column");
    refused(json!({ "pasted": "Thôn 9\t5" }), "target.unknown_units");
    refused(json!({ "pasted": "abc" }), "target.nothing_pasted");
    refused(json!({ "phase": "Giai đoạn 1" }), "campaign.unknown_phase");
    let cleared = office.call("target_edit", one(3, ""));
    assert!(lines(&cleared).iter().any(|line| line == "Thôn 1 null/null null of 6"), "{cleared}");
}

#[test]
fn the_sheet_of_a_hamlet_is_its_own_row() {
    let mut office = Office::of(Level::Hamlet, "Thôn Thử", &[], "2026-11-01T08:00:00+07:00");
    let plan =
        json!({ "number": "1/KH", "title": "Đợt", "first_day": "2026-11-01", "last_day": "2026-11-30" });
    office.call("campaign_add", plan);
    let empty = office.call("target_sheet", json!({}));
    assert_eq!(
        (empty["rows"][0]["unit"].as_str(), &empty["rows"][0]["target"]),
        (Some("Thôn Thử"), &json!(null))
    );
    let typed = json!([{ "unit_id": empty["rows"][0]["unit_id"], "column": 3, "text": "12" }]);
    let table = office.call("target_edit", json!({ "cells": typed }));
    assert_eq!((table["rows"].as_array().unwrap().len(), &table["total"]["total"]), (1, &json!(12)));
}

#[test]
fn a_campaign_is_typed_and_changed() {
    let mut office = commune();
    let plan = json!({ "number": "2/KH", "title": "Đợt 2", "first_day": "2026-11-01", "last_day": "2026-11-30",
        "phases": [{ "name": "Một", "first_day": "2026-11-01", "last_day": "2026-11-15" },
            { "name": "Hai", "first_day": "2026-11-16", "last_day": "2026-11-30" }] });
    let made = office.call("campaign_add", plan.clone());
    assert_eq!(office.call("campaign_add", plan.clone())["id"], made["id"], "the same again changes nothing");
    office.call("target_share", json!({ "campaign": "2/KH", "phase": "hai", "total": 10 }));
    let mut other = plan.clone();
    other["number"] = json!("3/KH");
    other["phases"][1]["name"] = json!("Hai (gia hạn)");
    let edited = office.call("campaign_edit", json!({ "campaign": "2/KH", "plan": other }));
    assert_eq!((&edited["id"], &edited["number"]), (&made["id"], &json!("3/KH")));
    let table = office.call("target_sheet", json!({ "campaign": "3/KH", "phase": "Hai (gia hạn)" }));
    assert_eq!(table["total"]["total"], json!(10), "the targets of the phase go with its name");
    let mut short = other.clone();
    short["phases"] = json!([plan["phases"][0]]);
    let mut refused = |plan: &Value, code: &str| {
        let args = json!({ "campaign": "3/KH", "plan": plan });
        assert_eq!(office.refused("campaign_edit", args).code, code);
    };
    refused(&short, "campaign.phase_has_targets");
    short["number"] = json!("1/KH");
    refused(&short, "campaign.exists");
    short["last_day"] = json!("2026-10-30");
    refused(&short, "campaign.ends_first");
    office.call("undo", json!({}));
    assert_eq!(
        office.call("target_sheet", json!({ "campaign": "2/KH", "phase": "Hai" }))["total"]["total"],
        json!(10)
    );
}

#[test]
fn what_a_person_decided_of_a_row_holds_for_the_next_extract() {
    let mut office = commune();
    let take = |office: &mut Office, day: u32, state: &str| {
        // Nobody can tell which of those with this name; and somebody whom the register does not have.
        let text = format!(
            "Họ và tên,Ngày sinh,Số CCCD,Thôn,Trạng thái\nNgười An,01/02/1970,,Thôn 1,{state}\n\
             Vũ Văn Xa,05/06/1985,001085009999,Thôn 3,{state}\n"
        );
        let list = office.write(&format!("ds-{day}.csv"), &text);
        office.call(
            "roster_import",
            json!({ "file": list, "sheet": null, "map": {}, "dry_run": false, "rejected": null,
            "as_of": format!("2026-11-{day:02}") }),
        );
        office.call("reconcile", json!({}))
    };
    office.at("2026-11-05T19:00:00+07:00");
    let first = take(&mut office, 2, "Chưa đăng ký");
    assert_eq!((&first["decided"], &first["review"]), (&json!(0), &json!(1)), "{first}");
    office.call("reconcile_resolve", json!({ "sheet": "", "row": 2, "decision": "reject" }));
    let second = take(&mut office, 3, "Đã kích hoạt mức 1");
    assert_eq!((&second["decided"], &second["review"]), (&json!(1), &json!(0)), "{second}");
    // And the same once more.
    assert_eq!(office.call("reconcile", json!({}))["decided"], json!(1));
}

#[test]
fn a_second_campaign_wipes_nothing_and_each_counts_a_person_once() {
    let mut office = commune();
    office.call("target_share", json!({ "total": 12 }));
    for (day, code, level) in [("02", "C0", 1), ("03", "C1", 2), ("05", "C0", 2)] {
        office.at(&format!("2026-11-{day}T19:00:00+07:00"));
        visit(&mut office, code, "activated", level, "Lê An");
    }
    // Activated so far at level 1 and 2, of the total row; target and active of the league; the campaign of Hôm nay.
    let said = |office: &mut Office| {
        let of = json!({ "form": "daily", "day": "2026-11-05", "from": null, "unit": null, "rows": null });
        let daily = office.call("report_preview", of);
        let total = daily["form"]["rows"].as_array().unwrap().last().unwrap().clone();
        let cell = |at: usize| total["cells"][at].clone();
        let league = office.call("league", json!({}));
        let target = league["rows"][0]["target"]["total"].clone();
        let today = office.call("today", json!({}));
        assert_eq!(league["campaign"], today["campaign"]["number"]);
        json!([cell(9), cell(10), target, today["campaign"]["number"], today["burn_up"]["pace"]["target"]])
    };
    let before = said(&mut office);
    assert_eq!(before[1], json!({ "count": 2 }));
    let second =
        json!({ "number": "9/KH", "title": "Cao điểm", "first_day": "2026-11-04", "last_day": "2026-11-30" });
    office.call("campaign_add", second);
    office.call("target_share", json!({ "campaign": "9/KH", "total": 24 }));
    assert_eq!(said(&mut office), before, "a campaign that is added changes no figure of the one that runs");

    let shown = office.call("campaign_use", json!({ "campaign": "9/KH" }));
    let marks: Vec<_> = shown.as_array().unwrap().iter().map(|one| (&one["number"], &one["shown"])).collect();
    assert_eq!(marks, [(&json!("1/KH"), &json!(false)), (&json!("9/KH"), &json!(true))]);
    let of_second = said(&mut office);
    assert_eq!(of_second[3], json!("9/KH"));
    assert_eq!(of_second[4], json!(24));
    // From the fourth on nobody is new: C0 was raised alone.
    assert_eq!(of_second[1], json!({ "count": 0 }));
    office.call("undo", json!({}));
    assert_eq!(said(&mut office), before);
    assert_eq!(office.refused("campaign_use", json!({ "campaign": "7/KH" })).code, "campaign.unknown");
}

#[test]
fn the_league_and_the_burn_up_follow_the_days() {
    let mut office = commune();
    office.call("target_share", json!({ "total": 12 }));
    for (day, code, level) in [("02", "C0", 1), ("03", "C1", 2), ("03", "C6", 2), ("05", "C2", 1)] {
        office.at(&format!("2026-11-{day}T19:00:00+07:00"));
        visit(&mut office, code, "activated", level, "Lê An");
    }
    let league = office.call("league", json!({}));
    let rows: Vec<String> = league["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let gains = row["gains"].as_array().unwrap().iter().rev().take(4).map(ToString::to_string);
            format!(
                "{} {} {} {} gains {} needs {} to {}",
                row["rank"],
                row["unit"].as_str().unwrap(),
                row["active"]["total"],
                row["ratio"],
                gains.collect::<Vec<_>>().join(","),
                row["needed_per_day"],
                row["forecast"]
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            "1 Thôn 1 3 5000 gains 1,null,1,1 needs 1 to 6",
            "2 Thôn 2 1 2500 gains null,null,1,null needs 1 to 4",
            "null Thôn 3 0 0 gains null,null,null,null needs 1 to null",
        ]
    );
    assert_eq!((&league["falling_short"], &league["with_forecast"]), (&json!(0), &json!(2)));
    assert_eq!((&league["not_reported"], &league["rows"][1]["days_old"]), (&json!(2), &json!(2)));
    let (sheet, all) = office.report("league", "2026-11-05");
    assert!(sheet.iter().any(|row| row == "1|Thôn 1|6|3|0.5|3|1|1|Đã có|0"), "{all}");
    assert!(all.contains("Chưa có số liệu ngày 05/11/2026 của 2/3 đơn vị: Thôn 2, Thôn 3."), "{all}");
    assert!(sheet.iter().any(|row| row == "Tổng||12|4|0.3333|8|1|1||"), "{all}");

    let whole = office.call("burn_ups", json!({}));
    let day = |at: usize| whole[0]["days"][at].clone();
    let actual: Vec<Value> = (0..6).map(|at| day(at)["actual"].clone()).collect();
    assert_eq!(actual, [json!(0), json!(1), json!(3), json!(3), json!(4), json!(null)]);
    assert_eq!((&day(29)["planned"], &day(29)["needed"]), (&json!(12), &json!(12)));
    assert_eq!((&whole[0]["unit_id"], &whole[0]["pace"]["target"]), (&json!(null), &json!(12)));
    // An extract of the 4th knows one of them only: from then on it decides.
    let list = office.write("ds.csv", "Họ và tên,Ngày sinh,Số CCCD,Thôn,Trạng thái\nNgười An,01/02/1970,001070000000,Thôn 1,Đã kích hoạt mức 1\n");
    office.call("roster_import", json!({ "file": list, "sheet": null, "map": {}, "dry_run": false, "rejected": null, "as_of": "2026-11-04" }));
    office.call("reconcile", json!({ "roster": null, "replace": true, "out": null }));
    let unit = league["rows"][0]["unit_id"].clone();
    let one = office.call("burn_ups", json!({ "units": [unit] }));
    let actual: Vec<Value> = (0..5).map(|at| one[0]["days"][at]["actual"].clone()).collect();
    assert_eq!(actual.len(), 5);
    // Without a baseline the claims of before are no position that the extract's could be held against.
    assert_eq!(actual[..3], [json!(null), json!(null), json!(null)]);
    assert_ne!(actual[3], json!(null));
    assert_eq!(office.refused("burn_ups", json!({ "units": [office_unit()] })).code, "unit.unknown");
    assert_eq!(office.refused("league", json!({ "day": "2026-12-01" })).code, "report.in_future");
}

fn office_unit() -> Value {
    json!("00000000-0000-7000-8000-000000000000")
}

#[test]
fn all_that_is_not_clear_is_said_at_once() {
    let mut office = commune();
    let check = |office: &mut Office, args: Value| -> String {
        let said = office.call("assignment_check", args);
        let parts = said["missing"].as_array().unwrap().iter().map(|part| part["part"].as_str().unwrap());
        let parts = parts.collect::<Vec<_>>().join(" ");
        format!("{} {parts} {}", said["clear"], said["refusal"]["code"]).trim().to_owned()
    };
    let whole = json!({ "who": ["Lê An"], "task": "Đến từng nhà", "start": "2026-11-01", "due": "2026-11-10",
        "result": { "visited": 3 }, "answerable": "Trưởng thôn" });
    assert_eq!(check(&mut office, json!({})), "false who task time result answerable null");
    assert_eq!(check(&mut office, whole.clone()), "true  null");
    for (part, blank) in [
        ("who", json!([" "])),
        ("task", json!("")),
        ("due", json!(null)),
        ("result", json!({ "activated": 0 })),
        ("answerable", json!(" – ")),
    ] {
        let mut one = whole.clone();
        one[part] = blank;
        let name = if part == "due" { "time" } else { part };
        assert_eq!(check(&mut office, one.clone()), format!("false {name} null"));
        let error = office.refused("assignment_add", json!({ "assignments": [one] }));
        assert_eq!(
            (error.code, error.params["parts"].as_str()),
            ("assignment.not_clear", format!("clear.{name}").as_str())
        );
    }
    let mut elsewhere = whole.clone();
    elsewhere["where"] = json!({ "units": ["Thôn 9"] });
    assert_eq!(check(&mut office, elsewhere), "false  \"unit.unknown\"");
    assert_eq!(office.call("member_list", json!({})), json!([]), "asking gives nothing");

    office.call("assignment_add", json!({ "assignments": [whole] }));
    office.at("2026-11-13T20:00:00+07:00");
    let board = office.call("assignment_board", json!({ "state": "overdue" }));
    assert_eq!(board["states"][0], json!({ "state": "overdue", "count": 1 }));
    assert_eq!(
        board["loads"][0],
        json!({ "who": "Lê An", "open": 1, "overdue": 1, "behind": 0, "done": 0, "late": 0, "helps": 0 })
    );
    let view = &board["assignments"][0];
    assert_eq!((&view["days_late"], &view["short"]), (&json!(3), &json!(3)));
    assert_eq!(office.call("member_list", json!({}))[0]["open"], json!(1));
}

/// A commune that begins the 92 days of 180/KH-UBND on 01/11 with 12 accounts to reach. Somebody of Thôn 1 was active before,
/// three more are in phase 1, one in phase 2; nobody ever goes to Thôn 3.
fn ninety_days() -> Office {
    let mut office = people("2026-10-30T19:00:00+07:00");
    visit(&mut office, "C3", "activated", 1, "Lê An");
    office.at("2026-11-01T08:00:00+07:00");
    let asked = json!({ "template": "kien-giang-180", "first_day": "2026-11-01", "target": 12 });
    let plan = office.call("campaign_from_template", asked);
    office.call("campaign_add", plan);
    office.call("target_share", json!({ "total": 12 }));
    office.at("2026-11-02T19:00:00+07:00");
    visit(&mut office, "C0", "activated", 1, "Lê An");
    visit(&mut office, "C1", "activated", 2, "Lê An");
    visit(&mut office, "C6", "activated", 2, "Hồ Bình");
    office.at("2026-12-05T19:00:00+07:00");
    visit(&mut office, "C2", "activated", 2, "Lê An");
    office
}

#[test]
fn a_phase_is_reported_on_the_day_it_is_due() {
    let mut office = ninety_days();
    let rows = |office: &mut Office, day: &str| {
        let (rows, all) = office.report("phase", day);
        let rows: Vec<String> =
            rows.into_iter().filter(|row| row.contains("Thôn ") || row.contains("Tổng cộng")).collect();
        (rows, all)
    };
    // Before the phase is over: it lasts to 01/12.
    let (told, all) = rows(&mut office, "2026-11-28");
    let expect = [
        "1|Thôn 1|2|1|2|3|6|0.5|3|1/28",
        "2|Thôn 2|1|0|1|1|4|0.25|3|1/28",
        "3|Thôn 3|–|0|0|0|2|0|2|0/28",
        "Tổng cộng||3|1|3|4|12|0.3333|8|",
    ];
    assert_eq!(told[..4], expect, "{all}");
    for said in
        ["BÁO CÁO KẾT QUẢ GIAI ĐOẠN", "Giai đoạn 1", "Từ ngày 01/11/2026 đến ngày 28/11/2026", "180/KH-UBND"]
    {
        assert!(all.contains(said), "{said} in\n{all}");
    }
    assert!(all.contains("1/3 đơn vị không có số liệu ngày nào trong giai đoạn: Thôn 3."), "{all}");
    // A late one can still be drawn for a week; then it is the next one's turn.
    let (_, all) = rows(&mut office, "2026-12-05");
    assert!(all.contains("đến ngày 01/12/2026"), "{all}");
    office.at("2026-12-06T19:00:00+07:00");
    let (told, all) = rows(&mut office, "2026-12-06");
    assert_eq!(told[0], "1|Thôn 1|1|3|1|4|6|0.6667|2|1/5", "{all}");
    let part = json!({ "form": "phase", "day": "2026-10-31", "from": null, "unit": null, "out": office.file("x.xlsx") });
    assert_eq!(office.refused("report", part).code, "report.no_phase");
}

#[test]
fn a_campaign_is_summed_up_by_phase() {
    let mut office = ninety_days();
    office.at("2027-02-03T08:00:00+07:00");
    let (rows, all) = office.report("final", "2027-02-03");
    let rows: Vec<&String> =
        rows.iter().filter(|row| row.contains("Thôn ") || row.contains("Tổng cộng")).collect();
    let expect = [
        "1|Thôn 1|3|1|2|1|0|3|4|6|0.6667|2",
        "2|Thôn 2|1|0|1|0|0|1|1|4|0.25|3",
        "3|Thôn 3|–|0|0|0|0|0|0|2|0|2",
        "Tổng cộng||4|1|3|1|0|4|5|12|0.4167|7",
    ];
    assert_eq!(rows, expect, "{all}");
    assert!(all.contains("Từ ngày 01/11/2026 đến ngày 31/01/2027"), "what came after it is not of it: {all}");
    let early = json!({ "form": "final", "day": "2026-10-31", "from": null, "unit": null, "out": office.file("x.xlsx") });
    assert_eq!(office.refused("report", early).code, "report.not_begun");
}

#[test]
fn a_target_that_merged_hamlets_share_later_has_a_row_on_the_final_report() {
    let mut office = ninety_days();
    office.at("2027-02-03T08:00:00+07:00");
    let merge = json!({ "units": ["Thôn 2", "Thôn 3"], "into": "Thôn Mới", "from": "2027-02-02" });
    office.call("unit_merge", merge);
    office.call("target_share", json!({ "total": 12 }));
    let (rows, all) = office.report("final", "2027-02-01");
    let rows: Vec<&String> =
        rows.iter().filter(|row| row.contains("(chung)") || row.contains("Tổng cộng")).collect();
    let expect = ["4|Thôn 2 + Thôn 3 (chung)||||||||6|0.1667|5", "Tổng cộng||4|1|3|1|0|4|5|12|0.4167|7"];
    assert_eq!(rows, expect, "{all}");
}

#[test]
fn what_the_plan_wants_of_a_phase_stands_beside_what_it_brought() {
    let mut office = thanh_hoa();
    office.at("2023-04-30T20:00:00+07:00");
    let (rows, all) = office.report("phase", "2023-04-30");
    assert!(
        rows.iter().any(|row| row == "1|Thành phố Thanh Hóa|–|24193|0|24193|316749|0.0764|292556|0/38"),
        "{all}"
    );
    assert!(
        all.contains("Kế hoạch giao Giai đoạn 1 1.200.000 tài khoản; tăng trong giai đoạn 0, đạt 0,00%."),
        "{all}"
    );
}

#[test]
fn a_report_that_is_due_is_told_until_it_is_written() {
    let mut office = ninety_days();
    let due = |office: &mut Office, day: &str| {
        office.at(&format!("{day}T19:00:00+07:00"));
        let today = office.call("today", json!({ "day": day }));
        let due: Vec<String> = today["reports_due"]
            .as_array()
            .unwrap()
            .iter()
            .map(|due| {
                format!(
                    "{} {} {}",
                    due["phase"].as_str().unwrap(),
                    due["form"].as_str().unwrap(),
                    due["days_left"]
                )
            })
            .collect();
        let checks = office.call("close_check", json!({ "day": day }));
        let told = checks.as_array().unwrap().iter().find(|check| check["code"] == "close.reports_due");
        assert_eq!(told.is_some(), !due.is_empty(), "Hôm nay and the closing say the same");
        due.join(", ")
    };
    assert_eq!(due(&mut office, "2026-12-05"), "Giai đoạn 1 phase -7");
    office.report("phase", "2026-11-28");
    assert_eq!(due(&mut office, "2026-12-05"), "");
    assert_eq!(due(&mut office, "2027-02-04"), "Giai đoạn 3 final 0");
    office.report("final", "2027-02-04");
    assert_eq!(due(&mut office, "2027-02-04"), "");
}

#[test]
fn who_has_guided_fewer_than_ten_is_named() {
    let mut office = ninety_days();
    office.call("member_change", json!({ "id": null, "name": "Vũ Chi", "role": "police", "phone": "" }));
    let (_, all) = office.report("annex2", "2026-12-05");
    assert!(all.contains("Chưa hướng dẫn đủ 10 người: Vũ Chi 0; Hồ Bình 1; Lê An 3."), "{all}");
}

#[test]
fn who_has_not_reported_since_the_targets_came_has_no_rank() {
    let mut office = thanh_hoa();
    let league = office.call("league", json!({ "day": null }));
    let ranks: Vec<&Value> = league["rows"].as_array().unwrap().iter().map(|row| &row["rank"]).collect();
    assert_eq!((ranks.len(), ranks.iter().all(|rank| rank.is_null())), (27, true), "{ranks:?}");
}

#[test]
fn a_campaign_begins_from_each_template() {
    let templates = Office::new().call("campaign_templates", json!({}));
    for template in templates.as_array().unwrap() {
        let mut office = Office::new();
        let asked = json!({ "template": template["id"], "first_day": "2026-11-10", "target": 500 });
        let plan = office.call("campaign_from_template", asked);
        assert_eq!(office.call("campaign_show", json!({})), json!([]), "nothing was made yet");
        office.call("campaign_add", plan);
        let shown = office.call("campaign_show", json!({}));
        assert_eq!(
            (&shown[0]["number"], &shown[0]["first_day"], &shown[0]["target"], &shown[0]["shown"]),
            (&template["plan"]["number"], &json!("2026-11-10"), &json!(500), &json!(true))
        );
    }
    let unknown = json!({ "template": "ha-noi-1", "first_day": "2026-11-10" });
    assert_eq!(Office::new().refused("campaign_from_template", unknown).code, "campaign.unknown_template");
}

#[test]
fn a_report_of_a_campaign_is_due_and_written_whichever_is_in_use() {
    let mut office = ninety_days();
    let own = json!({ "number": "99/KH", "title": "Tháng của xã", "first_day": "2026-11-20", "last_day": "2026-12-20",
        "phases": [{ "name": "Cả tháng", "first_day": "2026-11-20", "last_day": "2026-12-20", "report_due": "2026-12-07" }] });
    office.call("campaign_add", own);
    office.call("campaign_use", json!({ "campaign": "99/KH" }));
    office.at("2026-12-05T19:00:00+07:00");
    let due = |office: &mut Office| -> Vec<String> {
        let today = office.call("today", json!({}));
        let due = today["reports_due"].as_array().unwrap().iter();
        due.map(|due| {
            format!("{} {} {}", due["number"].as_str().unwrap(), due["form"].as_str().unwrap(), due["phase"])
        })
        .collect()
    };
    let both = ["180/KH-UBND phase \"Giai đoạn 1\"", "99/KH final \"Cả tháng\""];
    assert_eq!(due(&mut office), both);
    // That of one campaign does not stand for the other's.
    office.report("final", "2026-12-05");
    assert_eq!(due(&mut office), [both[0]]);
    let out = office.file("gd1.xlsx");
    let paper = |number: &str| json!({ "form": "phase", "day": "2026-12-05", "from": null, "unit": null, "campaign": number, "out": out });
    assert_eq!(office.refused("report", paper("70/KH")).code, "campaign.unknown");
    let done = office.call("report", paper("180/kh-ubnd"));
    assert_eq!(done["day"], "2026-12-01");
    assert_eq!(due(&mut office), [""; 0]);
    let checks = office.call("close_check", json!({}));
    assert!(!checks.to_string().contains("close.reports_due"));
}

#[test]
fn a_phase_is_held_to_what_the_line_of_the_plan_has_for_it() {
    let mut office = people("2026-10-30T19:00:00+07:00");
    for code in ["C0", "C1", "C2", "C3", "C4", "C6", "C7", "C8", "C10"] {
        visit(&mut office, code, "activated", 1, "Lê An");
    }
    // Of 12 accounts 9 are there before the campaign; 42, 35 and 23 of 100 say 5, 4 and 3.
    office.at("2026-11-01T08:00:00+07:00");
    let asked = json!({ "template": "kien-giang-180", "first_day": "2026-11-01", "target": 12 });
    let plan = office.call("campaign_from_template", asked);
    office.call("campaign_add", plan);
    office.call("target_share", json!({ "total": 12 }));
    office.at("2026-12-01T19:00:00+07:00");
    visit(&mut office, "C5", "activated", 1, "Lê An");
    visit(&mut office, "C9", "absent", 0, "Lê An");
    visit(&mut office, "C11", "absent", 0, "Lê An");
    let pace = office.call("today", json!({}))["burn_up"]["pace"].clone();
    let (_, all) = office.report("phase", "2026-12-01");
    assert_eq!((&pace["planned"], &pace["actual"]), (&json!(10), &json!(10)), "{pace}");
    let told = "Kế hoạch giao Giai đoạn 1 5 tài khoản, là 1 sau khi trừ phần đã có trước đợt; tăng trong giai đoạn 1, đạt 100,00%.";
    assert!(all.contains(told), "{all}");
}

#[test]
fn phases_with_sheets_of_their_own_are_the_plan_at_both_ends() {
    let plan = |office: &mut Office| {
        let plan = json!({ "number": "1/KH", "title": "Đợt", "first_day": "2026-11-01", "last_day": "2026-11-30", "phases": [
            { "name": "Một", "first_day": "2026-11-01", "last_day": "2026-11-10" },
            { "name": "Hai", "first_day": "2026-11-11", "last_day": "2026-11-30" }] });
        office.call("campaign_add", plan);
    };
    let mut office = people("2026-11-01T08:00:00+07:00");
    plan(&mut office);
    office.call("target_share", json!({ "total": 12 }));
    for (phase, total) in [("Một", 9), ("Hai", 3)] {
        office.call("target_share", json!({ "total": total, "phase": phase }));
    }
    office.at("2026-11-10T19:00:00+07:00");
    visit(&mut office, "C0", "activated", 1, "Lê An");
    let pace = office.call("today", json!({}))["burn_up"]["pace"].clone();
    assert_eq!(pace["planned"], json!(9), "{pace}");
    let show = office.call("campaign_show", json!({}))[0].clone();
    assert_eq!(show["pace"]["planned"], json!(9));
    assert_eq!(show["phases"][0]["target"], Value::Null, "the plan itself says none");
}

#[test]
fn a_column_that_is_pasted_leaves_the_rows_in_their_order() {
    let mut office = Office::of(Level::District, "Huyện Thử", &[], "2026-11-01T08:00:00+07:00");
    let plan = office.write(
        "dot.json",
        r#"{"number": "1/KH", "title": "Đợt", "first_day": "2026-11-01", "last_day": "2026-11-30"}"#,
    );
    office.call("campaign_create", json!({ "file": plan }));
    // Made within one moment of the clock: their ids are in no order.
    for n in 1..=12 {
        office.call("unit_add", json!({ "name": format!("Xã {n}"), "kind": "xa" }));
    }
    let names = |office: &mut Office| -> Vec<Value> {
        let rows = office.call("target_sheet", json!({ "campaign": null, "phase": null }))["rows"].clone();
        rows.as_array().unwrap().iter().map(|row| row["unit"].clone()).collect()
    };
    let before = names(&mut office);
    let rows = office.call("target_sheet", json!({ "campaign": null, "phase": null }))["rows"].clone();
    let cells: Vec<Value> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| json!({ "unit_id": row["unit_id"], "column": 3, "text": "10" }))
        .collect();
    office.call("target_edit", json!({ "cells": cells }));
    assert_eq!(names(&mut office), before);
    assert_eq!(before.len(), 12);
}
