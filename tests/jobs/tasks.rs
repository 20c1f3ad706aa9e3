//! The tasks of a plan, whole: with the campaign in one step, under their heads, with partners and checkpoints; as a plan prints them; down
//! to the units that hold them; what is refused.

use calamine::{Data, Reader, Xlsx, open_workbook};
use rust_xlsxwriter::{Format, Workbook};
use serde_json::{Value, json};
use tung_nha::api::{self, Level};

use crate::{Office, counts};

const FIRST: &str = "2022-11-07";

fn province() -> Office {
    let mut office = Office::of(Level::Province, "Tỉnh Nghệ An", &[], "2022-11-08T08:00:00+07:00");
    for name in ["Huyện Một", "Huyện Hai", "Thành phố Vinh"] {
        office.call("unit_add", json!({ "name": name }));
    }
    office
}

/// A table as a plan prints it: heads, cells merged over rows, a numbering row, several days in a cell.
const TABLE: [&str; 12] = [
    "TT|Nội dung nhiệm vụ|Cơ quan chủ trì|Cơ quan phối hợp|Thời gian|Sản phẩm",
    "(1)|(2)|(3)|(4)|(5)|(6)",
    "I|NHIỆM VỤ CHUNG||||",
    "3.1|Số hóa hộ tịch||||",
    "(1)|Đối sánh dữ liệu|Sở Tư pháp|Công an tỉnh; Sở Một|Trước ngày 25/11/2022|Kết quả",
    "(2)|Nhập dữ liệu||Công an tỉnh|70 % cấp huyện: trước 25/11; 100 %: trước 31/12|Dữ liệu",
    "11.2|Cấp tài khoản an sinh||||",
    "(1)|Chi trả|Ngân hàng Một|Sở Một|Trước 30/11; thường xuyên|Kết quả chi trả",
    "(2)|Kiểm tra|||Quý IV|Biên bản",
    "(3)|Lắp bảng||||Bảng",
    "(4)|Báo cáo|||thường xuyên hằng tuần|Báo cáo",
    "TT|Nội dung nhiệm vụ|Cơ quan chủ trì|Cơ quan phối hợp|Thời gian|Sản phẩm",
];

fn workbook(office: &Office) -> std::path::PathBuf {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    for (line, row) in TABLE.iter().zip(2..) {
        for (text, column) in line.split('|').zip(0..) {
            page.write_string(row, column, text).unwrap();
        }
    }
    let plain = Format::new();
    // The agency, the due day and the product stand once for two rows, the head once for all columns.
    page.merge_range(6, 2, 7, 2, "Sở Tư pháp", &plain).unwrap();
    page.merge_range(8, 0, 8, 5, "11.2. Cấp tài khoản an sinh", &plain).unwrap();
    page.merge_range(9, 2, 10, 2, "Ngân hàng Một", &plain).unwrap();
    page.merge_range(11, 2, 12, 2, "UBND các huyện, thành, thị", &plain).unwrap();
    page.merge_range(10, 4, 11, 4, "Quý IV", &plain).unwrap();
    let out = office.file("bang.xlsx");
    book.save(&out).unwrap();
    out
}

/// "Sở Tư pháp: Nhập dữ liệu [3.1] with …, to 2022-12-30, 2022-11-24 70 %", in their order of days.
fn listed(office: &mut Office, args: Value) -> Vec<String> {
    let list = |value: &Value| -> Vec<Value> { value.as_array().unwrap().clone() };
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let one = |task: &Value| {
        let with = list(&task["with"]).iter().map(text).collect::<Vec<_>>().join("; ");
        let points = list(&task["checkpoints"]);
        let points = points.iter().map(|point| format!(", {} {}", text(&point["day"]), text(&point["text"])));
        format!(
            "{}: {} [{}] with {with} to {}{}",
            text(&task["holder"]),
            text(&task["task"]),
            text(&task["group"]),
            text(&task["due"]),
            points.collect::<String>()
        )
    };
    list(&office.call("assignment_list", args)).iter().map(one).collect()
}

#[test]
fn a_table_loses_no_row() {
    let mut office = province();
    let plan =
        office.call("campaign_from_template", json!({ "template": "nghe-an-771", "first_day": FIRST }));
    office.call("campaign_add", plan);
    let file = workbook(&office);
    let asked = api::ImportTasks { file: file.clone(), plan: "771/KH-UBND".into(), dry_run: false };
    let done = api::assignment_import(&mut office.desk, &asked).unwrap();
    // Numbers, "I", "3.1", "11.2" and the headings again are no tasks; two have no day.
    assert_eq!((done.rows_in, done.skipped), (11, 5));
    assert_eq!(counts(Ok(done.clone())), "4/0/0/5/2");
    assert_eq!(done.rows_in, done.added + done.updated + done.unchanged + done.skipped + done.rejected);
    let issues: Vec<(u32, &str, &str)> =
        done.issues.iter().map(|issue| (issue.row, issue.code, issue.raw.as_str())).collect();
    let missing = "rõ tiến độ (ngày giao, hạn)";
    assert_eq!(issues, [(11, "row.task_not_clear", missing), (12, "row.task_not_clear", missing)]);
    let head = "3.1. Số hóa hộ tịch";
    let each = |unit: &str| format!("{unit}: Báo cáo [11.2. Cấp tài khoản an sinh] with  to 2023-01-30");
    let all = listed(&mut office, json!({}));
    assert_eq!(
        all[0],
        format!("Sở Tư pháp: Đối sánh dữ liệu [{head}] with Công an tỉnh; Sở Một to 2022-11-24")
    );
    assert_eq!(
        all[1],
        format!(
            "Sở Tư pháp: Nhập dữ liệu [{head}] with Công an tỉnh to 2022-12-30, 2022-11-24 70 % cấp huyện, 2022-12-30 100 %"
        )
    );
    assert!(all.iter().any(|line| line.starts_with(
        "Ngân hàng Một: Chi trả [11.2. Cấp tài khoản an sinh] with Sở Một to 2023-01-30, 2022-11-29"
    )));
    assert!(all.iter().any(|line| line.starts_with(&each("Huyện Một"))), "{all:?}");
    // The same table again changes nothing; a partner that was added is taken in.
    assert_eq!(counts(api::assignment_import(&mut office.desk, &asked)), "0/0/4/5/2");
    let more = "TT,Nhiệm vụ,Chủ trì,Phối hợp,Thời gian,Sản phẩm\n(1),Đối sánh dữ liệu,Sở Tư pháp,Sở Hai,Trước ngày 25/11/2022,Kết quả\n";
    let more = office.write("them.csv", more);
    let asked = api::ImportTasks { file: more, ..asked };
    assert_eq!(counts(api::assignment_import(&mut office.desk, &asked)), "0/1/0/0/0");
    assert_eq!(
        listed(&mut office, json!({ "who": "Sở Hai" })),
        [format!("Sở Tư pháp: Đối sánh dữ liệu [{head}] with Sở Hai to 2022-11-24")]
    );
    // Twice in one table: what is said last of it stands.
    let twice =
        "Nhiệm vụ,Chủ trì,Phối hợp,Thời gian\nHọp,Sở Bốn,Sở Một,25/11/2022\nHọp,Sở Bốn,Sở Hai,25/11/2022\n";
    let twice = office.write("hai-lan.csv", twice);
    let asked = api::ImportTasks { file: twice, ..asked };
    assert_eq!(counts(api::assignment_import(&mut office.desk, &asked)), "1/1/0/0/0");
    assert_eq!(listed(&mut office, json!({ "who": "Sở Bốn" })), ["Sở Bốn: Họp [] with Sở Hai to 2022-11-25"]);
    assert_eq!(listed(&mut office, json!({ "group": "3.1" })).len(), 2);
    assert_eq!(listed(&mut office, json!({ "group": "3" })).len(), 2);
    assert_eq!(listed(&mut office, json!({ "group": "1" })).len(), 0);
    assert_eq!(listed(&mut office, json!({ "group": "an sinh" })).len(), 4);
}

#[test]
fn who_helps_is_seen_and_not_ranked() {
    let mut office = province();
    let task = json!({ "who": ["Sở Một"], "task": "Đối sánh", "start": "2022-11-07", "due": "2022-11-10",
        "with": ["Công an tỉnh, UBND các huyện, thành, thị"], "group": "8. An sinh", "result": { "product": "Báo cáo" },
        "checkpoints": [{ "day": "2022-11-09", "text": "xong 70 %" }], "answerable": "Giám đốc" });
    office.call("assignment_add", json!({ "assignments": [task] }));
    office.at("2022-11-20T08:00:00+07:00");
    let board = office.call("assignment_board", json!({ "who": "Huyện Một" }));
    assert_eq!(
        (&board["assignments"][0]["helps"], &board["assignments"][0]["load"]),
        (&json!(true), &json!(1))
    );
    assert_eq!(office.call("assignment_list", json!({ "who": "Sở Một" }))[0]["helps"], json!(false));
    assert_eq!(office.call("assignment_list", json!({ "who": "Sở Hai" })), json!([]));
    let loads: Vec<String> = board["loads"]
        .as_array()
        .unwrap()
        .iter()
        .map(|load| {
            format!(
                "{} {}/{}/{}",
                load["who"].as_str().unwrap(),
                load["open"],
                load["overdue"],
                load["helps"]
            )
        })
        .collect();
    assert_eq!(loads, ["Sở Một 1/1/0", "Công an tỉnh 0/0/1", "UBND các huyện, thành, thị 0/0/1"]);
    let paper = paper(&mut office, "2022-11-08");
    let expect =
        ["8. An sinh", "Phối hợp: Công an tỉnh; UBND các huyện, thành, thị", "Mốc 09/11/2022: xong 70 %"];
    for expect in expect {
        assert!(paper.contains(expect), "{expect} in {paper}");
    }
}

fn paper(office: &mut Office, day: &str) -> String {
    let out = office.file("5ro.xlsx");
    let args =
        json!({ "form": "five-clear", "day": day, "from": null, "unit": null, "replace": true, "out": out });
    office.call("report", args);
    let mut book: Xlsx<_> = open_workbook(&out).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let text = |cell: &Data| cell.to_string();
    range.rows().map(|row| row.iter().map(text).collect::<Vec<_>>().join("|")).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_plan_begins_with_its_tasks_in_one_step() {
    let mut office = province();
    let asked = json!({ "template": "nghe-an-771", "first_day": FIRST });
    let plan = office.call("campaign_from_template", asked.clone());
    let offered = office.call("campaign_tasks", asked);
    let offered = offered.as_array().unwrap();
    assert_eq!(offered.len(), 57);
    assert!(offered.iter().all(|one| one["chosen"] == json!(true)));
    let tasks: Vec<&Value> = offered.iter().map(|one| &one["task"]).collect();
    let before = office.call("unit_list", json!({})).as_array().unwrap().len();
    let begin = json!({ "plan": plan, "tasks": tasks });
    let begun = office.call("campaign_begin", begin.clone());
    let all = office.call("assignment_list", json!({}));
    let all = all.as_array().unwrap();
    assert_eq!(begun["given"], json!(all.len()));
    let held: usize = tasks.iter().map(|task| task["who"].as_array().unwrap().len()).sum();
    assert_eq!(held, all.len());
    assert!(all.iter().all(|task| task["plan"] == json!("771/KH-UBND")));
    let agencies = office.call("unit_list", json!({})).as_array().unwrap().len() - before;
    assert_eq!(begun["agencies"], json!(agencies));
    // The city leads its own task; it is no agency beside itself.
    let vinh = office.call("assignment_list", json!({ "who": "Thành phố Vinh" }));
    let led = |task: &&Value| task["task"].as_str().unwrap().starts_with("Khảo sát, hướng dẫn, cấp phép");
    let vinh = vinh.as_array().unwrap().iter().find(led).unwrap().clone();
    assert_eq!(
        (&vinh["helps"], &vinh["answerable"]),
        (&json!(false), &json!("Chủ tịch UBND Thành phố Vinh"))
    );
    let history = office.call("history", json!({ "limit": 1 }));
    assert_eq!(history[0]["kind"], json!("begin-campaign"), "{history}");
    // The same again changes nothing; one undo takes all of it away.
    assert_eq!(office.call("campaign_begin", begin)["given"], json!(0));
    assert_eq!(office.call("history", json!({ "limit": 1 })), history);
    office.call("undo", json!({}));
    assert_eq!(office.call("assignment_list", json!({})), json!([]));
    assert_eq!(office.call("campaign_show", json!({})), json!([]));
    assert_eq!(office.call("unit_list", json!({})).as_array().unwrap().len(), before);
}

#[test]
fn a_commune_takes_what_it_wants_of_a_plan() {
    let mut office = Office::new();
    let asked = json!({ "template": "nghe-an-771", "first_day": "2026-11-07" });
    let offered = office.call("campaign_tasks", asked.clone());
    let chosen: Vec<&Value> =
        offered.as_array().unwrap().iter().filter(|one| one["chosen"] == json!(true)).collect();
    assert_eq!(chosen.len(), 17);
    let plan = office.call("campaign_from_template", asked);
    let two: Vec<Value> = chosen[..2].iter().map(|one| one["task"].clone()).collect();
    let begun = office.call("campaign_begin", json!({ "plan": plan, "tasks": two }));
    assert_eq!((&begun["given"], &begun["agencies"]), (&json!(2), &json!(1)));
    let given = office.call("assignment_list", json!({}));
    assert_eq!(given[0]["holder"], json!("Công an xã"));
    assert_eq!(given[0]["answerable"], json!("Thủ trưởng Công an xã"));
}

#[test]
fn what_cannot_be_is_refused_and_nothing_changes() {
    let mut office = province();
    let task = |change: Value| {
        let mut task = json!({ "who": ["Sở Một"], "task": "Đối sánh", "start": "2022-11-07", "due": "2022-11-10",
            "result": { "product": "Báo cáo" }, "answerable": "Giám đốc" });
        for (field, value) in change.as_object().unwrap() {
            task[field] = value.clone();
        }
        task
    };
    let mut check = |change: Value, code: &str, says: &str| {
        let one = task(change);
        for (name, args) in [
            ("assignment_add", json!({ "assignments": [one.clone()] })),
            (
                "campaign_begin",
                json!({ "tasks": [one.clone()], "plan":
                { "number": "9/KH", "title": "Đợt", "first_day": "2022-11-07", "last_day": "2022-12-07" } }),
            ),
        ] {
            let error = office.refused(name, args);
            assert_eq!(error.code, code, "{error}");
            assert!(error.sentence().contains(says), "{error}");
        }
        assert_eq!(office.call("campaign_show", json!({})), json!([]));
        assert_eq!(office.call("assignment_list", json!({})), json!([]));
    };
    check(json!({ "group": "x".repeat(301) }), "assignment.line_long", "300 ký tự");
    check(json!({ "with": ["Sở Một"] }), "assignment.leads_and_helps", "Sở Một");
    check(json!({ "with": vec!["Sở"; 61] }), "assignment.lines_many", "60");
    let point = |day: &str, text: &str| json!({ "checkpoints": [{ "day": day, "text": text }] });
    check(point("2022-12-01", "70 %"), "assignment.checkpoint_outside", "01/12/2022");
    check(point("2022-11-08", "hai\ndòng"), "assignment.line_long", "một dòng");
    check(json!({ "due": "2022-11-01" }), "assignment.due_first", "01/11/2022");
    let error = office.refused("campaign_tasks", json!({ "template": "ha-noi-1", "first_day": FIRST }));
    assert_eq!(error.code, "campaign.unknown_template");
}

#[test]
fn who_answers_for_a_target_is_named_beside_it() {
    let mut office = Office::new();
    let plan =
        json!({ "number": "9/KH", "title": "Đợt", "first_day": "2026-11-01", "last_day": "2026-11-30" });
    office.call("campaign_add", plan);
    let ids: Vec<Value> = ["Thôn 1", "Thôn 2"]
        .iter()
        .map(|name| office.call("unit_add", json!({ "name": name }))["id"].clone())
        .collect();
    let cell = |unit: &Value| json!({ "unit_id": unit, "column": 3, "text": "60" });
    office.call("target_edit", json!({ "cells": [cell(&ids[0])] }));
    let name = |unit: &Value, name: &str| json!({ "answerable": [{ "unit_id": unit, "name": name }] });
    let error = office.refused("target_edit", name(&ids[1], "Trưởng thôn"));
    assert_eq!((error.code, error.sentence().contains("Thôn 2")), ("target.answerable_without", true));
    assert_eq!(office.refused("target_edit", name(&ids[0], &"x".repeat(201))).code, "target.answerable_long");
    let nobody = json!("00000000-0000-0000-0000-000000000001");
    assert_eq!(office.refused("target_edit", name(&nobody, "Ai")).code, "unit.unknown_id");
    let table = office.call("target_edit", name(&ids[0], " Trưởng thôn Lê Văn Mẫu "));
    assert_eq!(table["rows"][0]["answerable"], json!("Trưởng thôn Lê Văn Mẫu"));
    // It is one step, and stays when the target changes.
    office.call("target_edit", json!({ "cells": [{ "unit_id": ids[0], "column": 3, "text": "90" }] }));
    let rows = office.call("target_sheet", json!({}))["rows"].clone();
    assert_eq!(rows[0]["answerable"], json!("Trưởng thôn Lê Văn Mẫu"));
    let league = office.call("league", json!({ "day": "2026-11-16" }));
    assert_eq!(league["rows"][0]["answerable"], json!("Trưởng thôn Lê Văn Mẫu"));
    office.call("undo", json!({}));
    office.call("undo", json!({}));
    assert_eq!(office.call("target_sheet", json!({}))["rows"][0]["answerable"], json!(""));
}
