//! A random check through the public commands and the command line: what an inspection team does of an evening.

use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader, Xlsx, open_workbook};
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};
use tung_nha::api::{self, Level};

use crate::{Office, PASSPHRASE};

const SURVEY: &str = "Thôn;Số nhà;Chủ hộ;Họ và tên;Năm sinh;Mã công dân\n";

/// A commune of three hamlets with ten claims each.
fn office() -> Office {
    let mut office = Office::new();
    let mut survey = SURVEY.to_owned();
    for hamlet in 1..=3 {
        for n in 1..=10 {
            let name = format!("Lò Văn Thử {hamlet}{n:02}");
            survey += &format!("Thôn {hamlet};{n};{name};{name};1980;T{hamlet}{n:02}\n");
        }
    }
    let file = office.write("dieu-tra.csv", &survey);
    assert_eq!(office.survey(&file), "30/0/0/0/0");
    let people = office.call("register_find", json!({ "query": "Thử", "limit": 100 }));
    let codes: Vec<String> = people["people"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| found["citizen"]["code"].as_str().unwrap().to_owned())
        .collect();
    let visits: Vec<Value> = codes
        .iter()
        .map(|code| json!({ "citizen": code, "outcome": "activated", "level": 2, "channel": "app", "reason": "", "come_back_at": null, "by": "Lê Thị Mơ", "at": null, "note": "" }))
        .collect();
    office.call("visit_log", json!({ "visits": visits }));
    office
}

fn cli(office: &Office, args: &[&str]) -> (i32, String, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_tung-nha-cli"))
        .args(["--now", "2026-11-21T20:00:00+07:00", "--json", "--book"])
        .arg(office.file("Xã Thử Nghiệm.tungnha"))
        .args(args)
        .env("TUNG_NHA_PASSPHRASE", PASSPHRASE)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (done.status.code().unwrap(), text(done.stdout), text(done.stderr))
}

/// Writes one answer into every row of a sheet.
fn fill(sheet: &Path, to: &Path, answer: &str) {
    let mut workbook: Xlsx<_> = open_workbook(sheet).unwrap();
    let range = workbook.worksheet_range_at(0).unwrap().unwrap();
    let mut out = Workbook::new();
    let page = out.add_worksheet();
    for (at, row) in (0..).zip(range.rows()) {
        for (column, cell) in (0..).zip(row) {
            let text = if *cell == Data::Empty { String::new() } else { cell.to_string() };
            page.write_string(at, column, text).unwrap();
        }
        if row[12].to_string().contains('-') {
            page.write_string(at, 9, answer).unwrap();
        }
    }
    out.save(to).unwrap();
}

#[test]
fn an_inspection_team_publishes_draws_looks_and_tells() {
    let mut office = office();
    api::book_close(&mut office.desk, &api::Nothing {}).unwrap();
    let path = |name: &str| office.file(name).to_str().unwrap().to_owned();
    let (list, sheet, back) = (path("danh-sach.csv"), path("phieu.xlsx"), path("ve.xlsx"));

    let (code, _, said) = cli(&office, &["audit", "draw", "--seed", "3141526535"]);
    assert!(code == 1 && said.contains("audit.not_published"), "{said}");
    let (code, out, said) = cli(&office, &["audit", "publish", "--out", &list]);
    assert_eq!(code, 0, "{said}");
    let published: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (published["claims"].as_u64(), published["list_hash"].as_str().unwrap().len()),
        (Some(30), 64)
    );
    assert_eq!(std::fs::read_to_string(&list).unwrap().lines().count(), 31);

    let (code, _, said) = cli(&office, &["audit", "draw", "--seed", "31415", "--out", &sheet]);
    assert!(code == 1 && said.contains("5 chữ số"), "{said}");
    let (code, _, said) = cli(&office, &["audit", "draw", "--seed", "3141526535", "--tolerate", "nhiều"]);
    assert!(code == 2 && said.contains("cli.bad_rate"), "{said}");
    let draw = ["audit", "draw", "--seed", "3141526535", "--by", "hamlet", "--n", "5", "--out", &sheet];
    let (code, out, said) = cli(&office, &draw);
    assert_eq!(code, 0, "{said}");
    assert!(!out.contains("Thử "), "names stand in the sheet alone");

    fill(Path::new(&sheet), Path::new(&back), "kích hoạt rồi");
    let (code, _, said) = cli(&office, &["audit", "record", &back]);
    assert!(code == 1 && said.contains("không hiểu kết quả “kích hoạt rồi”"), "{said}");
    fill(Path::new(&sheet), Path::new(&back), "1");
    let (code, out, said) = cli(&office, &["audit", "record", &back]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["recorded"], 15);

    let (_, out, _) = cli(&office, &["audit", "show"]);
    let shown: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(shown["open"]["total"]["confirmed"], 15);
    assert_eq!(shown["open"]["groups"].as_array().unwrap().len(), 3);
    let (code, _, said) =
        cli(&office, &["report", "audit", "--date", "2026-11-21", "--out", &path("bien-ban.xlsx")]);
    assert_eq!(code, 0, "{said}");
    let (_, out, _) = cli(&office, &["history", "--limit", "9"]);
    let kinds: Vec<String> = serde_json::from_str::<Vec<Value>>(&out)
        .unwrap()
        .iter()
        .map(|entry| entry["kind"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(kinds[..4], ["report", "record-findings", "draw-audit", "publish-list"]);
}

/// A campaign of the commune from a day on, with a target for each hamlet.
fn campaign(office: &mut Office, number: &str, first_day: &str) {
    let plan = json!({ "number": number, "title": "Đợt", "issuer": "", "first_day": first_day,
        "last_day": "2026-12-31", "phases": [] });
    office.call("campaign_add", plan);
    office.call("target_share", json!({ "total": 30, "campaign": number }));
}

#[test]
fn a_check_that_failed_counts_in_its_campaign_alone_and_nobody_erased_is_drawn() {
    let mut office = office();
    campaign(&mut office, "1/KH", "2026-11-01");
    let (sheet, back) = (office.file("phieu.xlsx"), office.file("ve.xlsx"));
    office.call("person_erase", json!({ "citizen": "T101", "reason": "công dân yêu cầu" }));
    assert_eq!(office.call("audit_publish", json!({}))["claims"], 29);
    let draw = json!({ "seed": "3141526535", "by": "hamlet", "size": 9, "out": sheet });
    office.call("audit_draw", draw);
    fill(&sheet, &back, "2");
    assert_eq!(office.call("audit_record", json!({ "file": back }))["recorded"], 27);
    let failed = |office: &mut Office| {
        let league = office.call("league", json!({ "day": null }));
        let rows = league["rows"].as_array().unwrap();
        rows.iter().filter(|row| !row["failed"].is_null()).count()
    };
    assert_eq!(failed(&mut office), 3);
    // In the next one nobody has been looked at yet.
    office.at("2026-12-02T20:00:00+07:00");
    campaign(&mut office, "2/KH", "2026-12-01");
    office.call("campaign_use", json!({ "campaign": "2/KH" }));
    assert_eq!(office.call("league", json!({ "day": null }))["campaign"], "2/KH");
    assert_eq!(failed(&mut office), 0);
}

#[test]
fn books_that_have_no_names_draw_nobody() {
    let mut office = Office::of(Level::District, "Huyện Thử", &["Tỉnh Thử"], "2026-11-21T19:00:00+07:00");
    let mut check = |command: &str, args: Value| {
        let refused = api::call(&mut office.desk, command, args).unwrap_err();
        assert_eq!(refused.code, "audit.counts_only", "{command}");
        assert!(refused.sentence().contains("không có tên người"));
    };
    check("audit_publish", json!({}));
    check("audit_draw", json!({ "seed": "3141526535" }));
    check("audit_show", json!({}));
    let forms = office.call("report_forms", json!({}));
    assert!(forms.as_array().unwrap().iter().all(|form| form["form"] != "audit"));
}
