//! What units say in words, the report as a Word document, and whom to propose for praise: the same figures as the table has.

use std::io::Read;

use calamine::{Data, Reader, Xlsx, open_workbook};
use serde_json::{Value, json};
use tung_nha::api::{self, Level};

use crate::Office;

/// A commune of two hamlets on the fifth day of a campaign, of which the second phase has begun.
fn commune() -> Office {
    let mut office =
        Office::of(Level::Commune, "Xã Thử", &["Huyện Thử", "Tỉnh Thử"], "2026-11-01T08:00:00+07:00");
    let mut csv = String::from("Mã công dân,Họ và tên,Ngày sinh,Số CCCD,Thôn,Ngõ,Chủ hộ\n");
    for n in 0..30 {
        let hamlet = if n < 20 { 1 } else { 2 };
        csv += &format!("C{n},Người {n},01/02/1970,0010700000{n:02},Thôn {hamlet},Ngõ 1,Chủ {n}\n");
    }
    let file = office.write("so.csv", &csv);
    assert_eq!(office.survey(&file), "30/0/0/0/0");
    // The evening before it: nobody is active yet, which is known.
    let absent = |code: &str| api::NewVisit {
        by: "Hồ Bình".into(),
        ..api::NewVisit::new(code, api::Outcome::Absent)
    };
    office.call("visit_log", json!({ "visits": [absent("C19"), absent("C29")] }));
    let plan = json!({ "number": "1/KH", "issuer": "UBND huyện Thử", "title": "Đợt", "first_day": "2026-11-02",
        "last_day": "2026-11-30", "phases": [
            { "name": "Giai đoạn 1", "first_day": "2026-11-02", "last_day": "2026-11-04", "report_due": "2026-11-05" },
            { "name": "Giai đoạn 2", "first_day": "2026-11-05", "last_day": "2026-11-30" }] });
    office.call("campaign_add", plan);
    office.call(
        "target_share",
        json!({ "locked": [
        { "unit": "Thôn 1", "total": 10 }, { "unit": "Thôn 2", "total": 5 }] }),
    );
    office.at("2026-11-03T19:00:00+07:00");
    let mut log = |first: usize, count: usize, by: &str| {
        let visits: Vec<Value> = (first..first + count)
            .map(|n| {
                let visit = api::NewVisit {
                    level: 2,
                    by: by.into(),
                    ..api::NewVisit::new(&format!("C{n}"), api::Outcome::Activated)
                };
                let mut visit = serde_json::to_value(visit).unwrap();
                visit["channel"] = json!("app");
                visit
            })
            .collect();
        office.call("visit_log", json!({ "visits": visits }));
    };
    log(0, 12, "Lê An"); // two more than ten, in hamlet 1
    log(20, 3, "Hồ Bình");
    office.at("2026-11-05T19:00:00+07:00");
    office
}

impl Office {
    fn unit(&mut self, name: &str) -> Value {
        self.call("unit_named", json!({ "name": name }))["id"].clone()
    }

    fn remark(&mut self, unit: &str, day: &str, kind: &str, text: &str) -> Value {
        let unit = self.unit(unit);
        self.call("remark_keep", json!({ "unit": unit, "day": day, "kind": kind, "text": text }))
    }

    fn table(&mut self, form: &str, day: &str) -> String {
        let out = self.file("bang.xlsx");
        let args =
            json!({ "form": form, "day": day, "from": null, "unit": null, "replace": true, "out": out });
        self.call("report", args);
        let mut book: Xlsx<_> = open_workbook(&out).unwrap();
        let range = book.worksheet_range_at(0).unwrap().unwrap();
        let text = |cell: &Data| match cell {
            Data::Float(number) => number.to_string(),
            other => other.to_string(),
        };
        let rows: Vec<String> =
            range.rows().map(|row| row.iter().map(text).collect::<Vec<_>>().join("|")).collect();
        rows.join("\n")
    }

    /// The texts of the Word document.
    fn letter(&mut self, form: &str, day: &str) -> String {
        let out = self.file("bao-cao.docx");
        let args =
            json!({ "form": form, "day": day, "from": null, "unit": null, "replace": true, "out": out });
        self.call("report_letter", args);
        let mut parts = zip::ZipArchive::new(std::fs::File::open(&out).unwrap()).unwrap();
        let mut xml = String::new();
        parts.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
        let texts =
            xml.split("<w:t").skip(1).filter_map(|part| part.split_once('>')?.1.split("</w:t>").next());
        texts.collect::<Vec<_>>().join("\n")
    }
}

#[test]
fn remarks_stand_in_the_reports_of_their_days_and_nowhere_else() {
    let mut office = commune();
    office.remark("Thôn 1", "2026-11-02", "difficulty", "Nhiều người đi làm xa");
    office.remark("Thôn 2", "2026-11-03", "difficulty", "Mạng yếu.");
    office.remark("Xã Thử", "2026-11-04", "proposal", "Cấp thêm thẻ SIM");
    office.remark("Xã Thử", "2026-11-05", "merit", "Đi buổi tối");
    let phase = office.table("phase", "2026-11-05");
    assert!(phase.contains("Khó khăn, tồn tại: Thôn 1: Nhiều người đi làm xa. Thôn 2: Mạng yếu."), "{phase}");
    assert!(phase.contains("Kiến nghị, đề xuất: Xã Thử: Cấp thêm thẻ SIM."), "{phase}");
    assert!(!phase.contains("Đi buổi tối"), "of the next phase: {phase}");
    let whole = office.table("final", "2026-11-05");
    assert!(whole.contains("Ưu điểm: Xã Thử: Đi buổi tối."), "{whole}");
    // Taken out, and back.
    let listed = office.call("remark_list", json!({ "form": "phase", "day": "2026-11-05" }));
    assert_eq!((&listed["from"], &listed["until"]), (&json!("2026-11-02"), &json!("2026-11-04")));
    let count = |listed: &Value| listed["remarks"].as_array().unwrap().len();
    assert_eq!(count(&listed), 3);
    let id = listed["remarks"][0]["id"].clone();
    office.call("remark_remove", json!({ "id": id }));
    assert_eq!(count(&office.call("remark_list", json!({ "form": "phase", "day": "2026-11-05" }))), 2);
    office.call("undo", json!({}));
    assert_eq!(count(&office.call("remark_list", json!({ "form": "phase", "day": "2026-11-05" }))), 3);
}

#[test]
fn a_difficulty_is_told_until_it_was_removed_and_then_how() {
    let mut office = commune();
    let kept = office.remark("Thôn 1", "2026-11-02", "difficulty", "Mạng yếu");
    office.remark("Thôn 2", "2026-11-03", "difficulty", "Thiếu thẻ SIM");
    office.remark("Thôn 2", "2026-11-03", "merit", "Đi buổi tối");
    let solve = |how: &str, day: &str| json!({ "id": kept["id"], "how": how, "day": day });
    office.call("remark_solve", solve("Đã dựng thêm trạm phát", "2026-11-05"));
    // On the day of the phase it was still there.
    let phase = office.table("phase", "2026-11-05");
    assert!(phase.contains("Khó khăn, tồn tại: Thôn 1: Mạng yếu. Thôn 2: Thiếu thẻ SIM."), "{phase}");
    let whole = office.letter("final", "2026-11-05");
    let expect =
        "Thôn 2: Thiếu thẻ SIM.\nThôn 1: Mạng yếu. Đã tháo gỡ ngày 05/11/2026: Đã dựng thêm trạm phát.";
    assert!(whole.contains(expect), "open ones first: {whole}");
    // The next week has what is open since before, and what was removed in it; the one after that only what is open.
    office.at("2026-11-16T08:00:00+07:00");
    office.call("remark_solve", solve("Đã dựng thêm trạm phát", "2026-11-10"));
    let week = office.letter("weekly", "2026-11-16");
    let expect = "Thôn 2 (từ ngày 03/11/2026): Thiếu thẻ SIM.\nThôn 1 (từ ngày 02/11/2026): Mạng yếu. Đã tháo gỡ ngày 10/11/2026";
    assert!(week.contains(expect) && !week.contains("Đi buổi tối"), "{week}");
    office.at("2026-11-23T08:00:00+07:00");
    let week = office.letter("weekly", "2026-11-23");
    assert!(week.contains("Thôn 2 (từ ngày 03/11/2026)") && !week.contains("Mạng yếu"), "{week}");
    // The same again is no step; open again is one, and one step takes it back.
    let steps = |office: &mut Office| {
        office.call("history", json!({ "limit": 50 }))["entries"].as_array().map(Vec::len)
    };
    let before = steps(&mut office);
    office.call("remark_solve", solve("Đã dựng thêm trạm phát", "2026-11-10"));
    assert_eq!(steps(&mut office), before);
    assert_eq!(office.call("remark_solve", solve(" ", "2026-11-20"))["removed"], json!(null));
    office.call("undo", json!({}));
    assert!(!office.letter("weekly", "2026-11-23").contains("Mạng yếu"));
    // What it is not.
    let merit = office.remark("Thôn 1", "2026-11-05", "merit", "Tốt")["id"].clone();
    let mut refused = |args: Value| api::call(&mut office.desk, "remark_solve", args).unwrap_err().code;
    assert_eq!(refused(json!({ "id": merit, "how": "Xong" })), "remark.no_difficulty");
    assert_eq!(refused(solve("Xong", "2026-11-01")), "remark.removed_before");
    assert_eq!(refused(solve("Xong", "2026-12-01")), "remark.in_future");
    assert_eq!(refused(solve("Gọi 0912 345 678", "2026-11-10")), "remark.number");
}

#[test]
fn each_percent_above_the_target_gives_the_points_of_the_campaign() {
    let mut office = commune();
    let league = |office: &mut Office| {
        let league = office.call("league", json!({ "day": "2026-11-03" }));
        let rows = league["rows"].as_array().unwrap().iter();
        rows.map(|row| format!("{} {}", row["unit"].as_str().unwrap(), row["above"])).collect::<Vec<_>>()
    };
    assert_eq!(league(&mut office), ["Thôn 1 [20,20]", "Thôn 2 [0,0]"]);
    office.call("campaign_points", json!({ "points": 3 }));
    assert_eq!(league(&mut office), ["Thôn 1 [20,60]", "Thôn 2 [0,0]"]);
    let praise = office.table("commendation", "2026-11-03");
    assert!(praise.contains("hơn chỉ tiêu 20,00%; trọn 20% × 3 = 60 điểm"), "{praise}");
    let table = office.table("league", "2026-11-03");
    assert!(table.contains("mỗi phần trăm trọn được 3 điểm"), "{table}");
    let refused = api::call(&mut office.desk, "campaign_points", json!({ "points": 101 })).unwrap_err();
    assert_eq!(refused.code, "campaign.too_many_points");
    office.call("campaign_points", json!({ "points": 0 }));
    assert_eq!(league(&mut office), ["Thôn 1 null", "Thôn 2 null"]);
    assert!(!office.table("commendation", "2026-11-03").contains("điểm"));
}

#[test]
fn what_a_remark_cannot_be_is_refused_and_nothing_changes() {
    let mut office = commune();
    let mut check = |args: Value, code: &str| {
        let before = office.call("history", json!({ "limit": 1 }));
        let error = api::call(&mut office.desk, "remark_keep", args).unwrap_err();
        assert_eq!(error.code, code);
        assert_ne!(error.sentence(), error.code);
        assert_eq!(office.call("history", json!({ "limit": 1 })), before);
    };
    check(json!({ "kind": "merit", "text": " " }), "remark.empty");
    check(json!({ "kind": "merit", "text": "Bà Lê, số 001 070 000 012" }), "remark.number");
    check(json!({ "kind": "merit", "text": "Tốt", "day": "2026-11-06" }), "remark.in_future");
    let nobody = "00000000-0000-7000-8000-000000000009";
    check(json!({ "kind": "merit", "text": "Tốt", "unit": nobody }), "unit.unknown_id");
    check(json!({ "kind": "merit", "text": "Tốt", "id": nobody }), "remark.unknown");
    let error = api::call(&mut office.desk, "remark_list", json!({ "form": "daily", "day": "2026-11-05" }));
    assert_eq!(error.unwrap_err().code, "remark.not_of_stretch");
}

#[test]
fn the_report_in_words_has_the_figures_of_its_table() {
    let mut office = commune();
    office.remark("Thôn 2", "2026-11-03", "difficulty", "Mạng yếu");
    office.call(
        "report_paper",
        json!({ "form": "phase", "signer": "Lò Văn Ký", "recipients": "- Huyện Thử;" }),
    );
    let table = office.table("phase", "2026-11-05");
    // 15 activated of a target of 15.
    assert!(table.contains("Tổng cộng||15|0|15|15|15|1|0|"), "{table}");
    let letter = office.letter("phase", "2026-11-05");
    for said in [
        "ỦY BAN NHÂN DÂN XÃ THỬ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Xã Thử, ngày 05 tháng 11 năm 2026",
        "BÁO CÁO",
        "Kết quả kích hoạt tài khoản định danh điện tử (Giai đoạn 1)",
        "Kính gửi: Huyện Thử",
        "Kế hoạch số 1/KH của UBND huyện Thử",
        "Đến hết ngày 04/11/2026, toàn đơn vị có 15 tài khoản đã kích hoạt, đạt 100,00% chỉ tiêu (15); còn lại 0.",
        "Trong kỳ báo cáo tăng 15 tài khoản, trong đó các tổ công tác kích hoạt mới 15.",
        "3. Khó khăn, tồn tại",
        "Thôn 2: Mạng yếu.",
        "- Huyện Thử;",
        "Lò Văn Ký",
    ] {
        assert!(letter.contains(said), "{said} in\n{letter}");
    }
    // Nobody who was visited stands in it, by no name or number.
    assert!(!letter.contains("Người 1") && !letter.contains("00107"), "{letter}");
    // On the fifth a month tells of the one before; later of its own days.
    assert!(office.letter("monthly", "2026-11-05").contains("từ ngày 01/10/2026 đến ngày 31/10/2026"));
    let whole = office.letter("final", "2026-11-05");
    assert!(whole.contains("Giai đoạn 1: tăng 15 tài khoản."), "{whole}");
    let out = office.file("x.docx");
    let daily = json!({ "form": "daily", "day": "2026-11-05", "from": null, "unit": null, "out": out });
    let refused = api::call(&mut office.desk, "report_letter", daily).unwrap_err();
    assert_eq!(refused.code, "letter.not_of_stretch");
    assert!(!office.file("x.docx").exists());
}

#[test]
fn praise_is_proposed_with_the_arithmetic_and_the_rest_says_why() {
    let mut office = commune();
    // On the day of the visits both hamlets have figures.
    let paper = office.table("commendation", "2026-11-03");
    for said in [
        "Đề nghị khen: 1 tập thể, 1 cá nhân",
        "1|Thôn 1|10|12|1.2|12 − 10 = vượt 2 tài khoản, hơn chỉ tiêu 20,00%",
        "2|Lê An|10|12|1.2|Hướng dẫn 12 người − 10 = vượt 2 người",
        "Chưa đề nghị: 1 tập thể, 1 cá nhân",
        "1|Thôn 2|5|3|0.6|5 − 3 = còn thiếu 2 tài khoản",
        "2|Hồ Bình|10|3|0.3|Hướng dẫn 3 người, dưới 10: thiếu 7",
    ] {
        assert!(paper.contains(said), "{said} in\n{paper}");
    }
    // A day later nobody has reported: no unit is proposed, and who guided still is.
    let silent = office.table("commendation", "2026-11-05");
    assert!(silent.contains("Đề nghị khen: 0 tập thể, 1 cá nhân"), "{silent}");
    assert!(silent.contains("Thôn 1|10|12|1.2|Chưa báo cáo số liệu của ngày"), "{silent}");
    // Nobody who was visited is named.
    assert!(!paper.contains("Người 1"), "{paper}");
}
