//! Indicators beside activation: what the plans want, what units report, and one figure on screen, on paper and in the file.

use calamine::{Data, Reader, Xlsx, open_workbook};
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};
use tung_nha::api::{self, Level};

use crate::Office;

const NUMBER: &str = "60 ngày, đêm (số hóa)";

impl Office {
    /// What the indicators are of, and of which round.
    fn indicators(&mut self, phase: &str) -> Vec<String> {
        let round = self.call("indicator_show", json!({ "phase": phase }));
        shown(&round)
    }

    fn reported(&mut self, phase: &str, typed: &[(&str, &str, &str, &str)]) -> Value {
        let typed: Vec<Value> = typed
            .iter()
            .map(|(indicator, unit, part, all)| {
                json!({ "indicator": indicator, "unit": unit, "numerator": part, "denominator": all })
            })
            .collect();
        self.call("indicator_report", json!({ "phase": phase, "typed": typed }))
    }

    /// The code of what is refused, with its sentence; nothing was changed.
    fn indicator_refused(&mut self, name: &str, args: Value) -> (String, String) {
        let before = (self.call("history", json!({ "limit": 1 })), self.indicators("Đợt 01"));
        let error = api::call(&mut self.desk, name, args).unwrap_err();
        let after = (self.call("history", json!({ "limit": 1 })), self.indicators("Đợt 01"));
        assert_eq!(after, before, "nothing was changed");
        (error.code.to_owned(), error.sentence())
    }

    /// The rows of the paper, cells apart by '|'.
    fn indicator_paper(&mut self, day: &str) -> Vec<String> {
        let out = self.file("chi-tieu.xlsx");
        let args = json!({ "form": "indicators", "day": day, "from": null, "unit": null, "replace": true, "out": out });
        self.call("report", args);
        let mut book: Xlsx<_> = open_workbook(&out).unwrap();
        let range = book.worksheet_range_at(0).unwrap().unwrap();
        let text = |cell: &Data| match cell {
            Data::Float(number) => number.to_string(),
            other => other.to_string(),
        };
        range.rows().map(|row| row.iter().map(text).collect::<Vec<_>>().join("|")).collect()
    }
}

/// "Hồ sơ …: Xã A 30/100 30,00% 25 reached" and the total, a line an indicator that has figures.
fn shown(round: &Value) -> Vec<String> {
    let row = |row: &Value| {
        let number = |value: &Value| value.as_u64().map_or("–".to_owned(), |value| value.to_string());
        let value = &row["value"];
        let figure = match (&value["numerator"], &value["denominator"]) {
            (Value::Null, _) => "–".to_owned(),
            (part, Value::Null) => number(part),
            (part, all) => format!("{}/{}", number(part), number(all)),
        };
        let signed = if row["signed"] == json!(true) { " ký" } else { "" };
        let name = row["unit"].as_str().filter(|name| !name.is_empty()).unwrap_or("Cộng");
        let (counted, expected) = (number(&row["counted"]), number(&row["expected"]));
        format!(
            "{name} {figure} {} {}{signed} {counted}/{expected}",
            number(&row["threshold"]),
            row["verdict"].as_str().unwrap()
        )
    };
    let line = |one: &Value| {
        let rows = one["rows"].as_array().unwrap();
        let rows = rows.iter().chain(Some(&one["total"]).filter(|total| !total.is_null())).map(row);
        let reached = format!("{}/{}", one["reached"], one["held"]);
        format!("{} [{reached}]: {}", one["name"].as_str().unwrap(), rows.collect::<Vec<_>>().join("; "))
    };
    let all = round["indicators"].as_array().unwrap().iter();
    all.filter(|one| one["rows"].as_array().unwrap().iter().any(|row| !row["value"].is_null()))
        .map(line)
        .collect()
}

/// A district of the second 60 days of Tiền Giang, with a commune, a ward and a township.
pub(crate) fn district() -> Office {
    let mut office = Office::of(Level::District, "Huyện Thử", &["Tỉnh Thử"], "2023-09-16T08:00:00+07:00");
    for name in ["Xã Một", "Phường Hai", "Thị trấn Ba"] {
        office.call("unit_add", json!({ "name": name, "kind": "" }));
    }
    begin(&mut office);
    office
}

/// Begins the campaign with its indicators.
pub(crate) fn begin(office: &mut Office) {
    let asked = json!({ "template": "tien-giang-so-hoa", "first_day": "2023-09-01", "target": null });
    let plan = office.call("campaign_from_template", asked);
    office.call("campaign_add", plan);
    let set = office.call("indicator_set", json!({ "template": "tien-giang-so-hoa" }));
    assert_eq!(set.as_array().unwrap().len(), 8);
}

#[test]
fn each_kind_of_unit_is_held_to_its_own_threshold_and_missing_is_not_zero() {
    let mut office = district();
    assert_eq!(office.indicators("Đợt 01"), [""; 0]);
    let online = "Hồ sơ giải quyết trực tuyến";
    let done = office.reported(
        "Đợt 01",
        &[
            (online, "Xã Một", "26", "100"),
            (online, "Phường Hai", "1.099", "2.000"),
            (online, "Huyện Thử", "600", "1.000"),
        ],
    );
    assert_eq!((&done["rows"], &done["changed"]), (&json!(3), &json!(3)));
    let expect = [
        "Hồ sơ giải quyết trực tuyến [2/4]: Huyện Thử 600/1000 60 reached 1/1; Xã Một 26/100 25 reached 1/1; \
         Phường Hai 1099/2000 55 not-reached 1/1; Thị trấn Ba – 45 missing 0/1; Cộng 1725/3100 – no-threshold 3/4",
    ];
    assert_eq!(office.indicators("Đợt 01"), expect);
    assert_eq!(office.indicators("Đợt 02"), [""; 0], "a round is for itself");
    assert_eq!(shown(&done["round"]), expect);
    // The same again changes nothing; one step takes it back.
    assert_eq!(office.reported("Đợt 01", &[(online, "Xã Một", "26", "100")])["changed"], json!(0));
    office.call("undo", json!({}));
    assert_eq!(office.indicators("Đợt 01"), [""; 0]);
}

#[test]
fn what_the_screen_says_the_paper_says_and_the_paper_can_be_read_again() {
    let mut office = district();
    let (online, numbered) = ("Hồ sơ giải quyết trực tuyến", "Kết quả bản giấy còn hiệu lực đã kiểm đếm");
    office.reported(
        "Đợt 01",
        &[
            (online, "Xã Một", "26", "100"),
            (online, "Phường Hai", "1.099", "2.000"),
            (numbered, "Xã Một", "1.500", ""),
            (numbered, "Thị trấn Ba", "20", ""),
        ],
    );
    let screen = office.indicators("Đợt 01");
    // On 16/9 the round that ended on the 15th is told, and due on the 18th.
    let paper = office.indicator_paper("2023-09-16");
    let has = |line: &str| assert!(paper.iter().any(|row| row == line), "{line} in\n{}", paper.join("\n"));
    has("|Hồ sơ giải quyết trực tuyến|1125|2100|0.5357||1/4 đơn vị đạt");
    has("1|Huyện Thử|–|–|–|60%|Chưa có số liệu");
    has("2|Xã Một|26|100|0.26|25%|Đạt");
    has("3|Phường Hai|1099|2000|0.5495|55%|Chưa đạt");
    has("|Kết quả bản giấy còn hiệu lực đã kiểm đếm|1520||||");
    has("2|Xã Một|1500||||Đã có số liệu");
    let all = paper.join("\n");
    assert!(all.contains("Đợt 01") && all.contains("Hạn báo cáo: 18/09/2023"), "{all}");
    assert!(all.contains("mới có đủ số liệu của 2/4 đơn vị"), "{all}");
    // The paper of an office comes back as a table.
    for (one, unit) in
        [(online, "Xã Một"), (online, "Phường Hai"), (numbered, "Xã Một"), (numbered, "Thị trấn Ba")]
    {
        office.reported("Đợt 01", &[(one, unit, "", "")]);
    }
    assert_eq!(office.indicators("Đợt 01"), [""; 0]);
    let file = office.file("chi-tieu.xlsx");
    let taken = office.call("indicator_report", json!({ "phase": "Đợt 01", "file": file }));
    assert_eq!((&taken["rows"], &taken["changed"]), (&json!(4), &json!(4)));
    assert_eq!(office.indicators("Đợt 01"), screen);
}

#[test]
fn tables_come_from_excel_and_by_pasting() {
    let mut office = district();
    let file = office.file("bang.xlsx");
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let table = [
        ["BÁO CÁO SỐ LIỆU", "", "", ""],
        ["TT", "Đơn vị", "Tử số", "Mẫu số"],
        ["1", "xã một", "270", "300"],
        ["2", "Phường Hai", "", ""],
        ["3", "THỊ TRẤN BA", "0", "40"],
        ["", "Tổng cộng", "270", "340"],
    ];
    for (row, cells) in (0..).zip(table) {
        for (column, text) in (0..).zip(cells) {
            match text.parse::<f64>() {
                Ok(number) => page.write_number(row, column, number).unwrap(),
                Err(_) => page.write_string(row, column, text).unwrap(),
            };
        }
    }
    book.save(&file).unwrap();
    let args = json!({ "phase": "Đợt 01", "file": file, "indicator": "Số hóa hồ sơ, kết quả còn hiệu lực" });
    let taken = office.call("indicator_report", args);
    assert_eq!(taken["changed"], json!(2));
    let expect = "Số hóa hồ sơ, kết quả còn hiệu lực [1/4]: Huyện Thử – 90 missing 0/1; Xã Một 270/300 90 reached 1/1; \
                  Phường Hai – 90 missing 0/1; Thị trấn Ba 0/40 90 not-reached 1/1; Cộng 270/340 – no-threshold 2/4";
    assert_eq!(office.indicators("Đợt 01"), [expect]);
    // A table without headings, for one indicator.
    let pasted = "Xã Một\t31\t100\nThị trấn Ba\t29\t100";
    let args = json!({ "phase": "Đợt 01", "pasted": pasted, "indicator": "Thanh toán trực tuyến" });
    assert_eq!(office.call("indicator_report", args)["changed"], json!(2));
    assert!(office.indicators("Đợt 01")[1].contains("Xã Một 31/100 30 reached"));
    assert!(office.indicators("Đợt 01")[1].contains("Thị trấn Ba 29/100 30 not-reached"));
}

#[test]
fn what_cannot_be_is_refused_with_a_sentence_and_nothing_changes() {
    let mut office = district();
    let online = "Hồ sơ giải quyết trực tuyến";
    office.reported("Đợt 01", &[(online, "Xã Một", "26", "100")]);
    let mut check = |name: &str, args: Value, code: &str, says: &str| {
        let (found, sentence) = office.indicator_refused(name, args);
        assert_eq!(found, code, "{sentence}");
        assert!(sentence.contains(says), "{sentence}");
    };
    let typed = |unit: &str, part: &str, all: &str| json!({ "phase": "Đợt 01", "typed": [{ "indicator": online, "unit": unit, "numerator": part, "denominator": all }] });
    check("indicator_report", typed("Xã Một", "-3", "100"), "indicator.negative", "Xã Một: -3 nhỏ hơn 0");
    check(
        "indicator_report",
        typed("Xã Một", "101", "100"),
        "indicator.more_than_all",
        "tử số 101 lớn hơn mẫu số 100",
    );
    check("indicator_report", typed("Xã Một", "3", ""), "indicator.half", "Ghi cả tử số và mẫu số");
    check("indicator_report", typed("Xã Chín", "3", "5"), "unit.unknown", "Xã Chín");
    let pasted = |text: &str| json!({ "phase": "Đợt 01", "pasted": text, "indicator": online });
    check("indicator_report", pasted("Xã Chín\t3\t5"), "indicator.unknown_units", "Xã Chín");
    check(
        "indicator_report",
        pasted("Xã Một\t3\t5\nxã một\t4\t5"),
        "indicator.unit_twice",
        "dòng 1 và dòng 2",
    );
    check("indicator_report", pasted("Xã Một\t9\t5"), "indicator.row", "Dòng 1: Xã Một: tử số 9");
    check("indicator_report", pasted("chẳng có gì"), "indicator.nothing_read", "Mẫu số");
    let unnamed = json!({ "phase": "Đợt 01", "pasted": "Xã Một\t3\t5" });
    check("indicator_report", unnamed, "indicator.which", "Dòng 1");
    check("indicator_report", json!({ "phase": "Đợt 09", "pasted": "" }), "campaign.unknown_phase", "Đợt 09");
    let set = |name: &str, threshold: &str| json!({ "indicators": [{ "name": online }, { "name": name, "threshold": threshold }] });
    check("indicator_set", set("Số hóa", "140"), "indicator.threshold_over", "lớn hơn 100%");
    check("indicator_set", set("Số hóa", "xã -1"), "indicator.bad_threshold", "xã -1");
    check("indicator_set", set("hồ sơ giải quyết TRỰC TUYẾN", ""), "indicator.twice", "có hai lần");
    check("indicator_set", json!({ "indicators": [{ "name": "Số hóa" }] }), "indicator.has_values", online);
    let as_number = json!({ "indicators": [{ "name": online, "measure": "number" }] });
    check("indicator_set", as_number, "indicator.has_values", online);
    check("campaign_edit", without_phase(), "campaign.phase_has_targets", "Đợt 01");
}

/// The campaign without its first round.
fn without_phase() -> Value {
    json!({ "campaign": NUMBER, "plan": {
        "number": NUMBER, "title": "Số hóa", "first_day": "2023-09-01", "last_day": "2023-10-30",
        "phases": [{ "name": "Đợt 02", "first_day": "2023-09-16", "last_day": "2023-09-30" }] } })
}

#[test]
fn a_round_and_an_indicator_that_get_another_name_keep_what_was_reported() {
    let mut office = district();
    let online = "Hồ sơ giải quyết trực tuyến";
    office.reported("Đợt 01", &[(online, "Xã Một", "26", "100")]);
    let campaign = office.call("campaign_show", json!({})).as_array().unwrap()[0].clone();
    let mut plan = json!({});
    for field in ["number", "issuer", "title", "first_day", "last_day", "target", "phases"] {
        plan[field] = campaign[field].clone();
    }
    plan["phases"][0]["name"] = json!("Đợt đầu");
    office.call("campaign_edit", json!({ "campaign": NUMBER, "plan": plan }));
    assert!(office.indicators("Đợt đầu")[0].contains("Xã Một 26/100"));
    let renamed = json!({ "indicators": [{ "name": "Hồ sơ trực tuyến", "threshold": "xã 20" }],
        "renamed": [[online, "Hồ sơ trực tuyến"]] });
    office.call("indicator_set", renamed);
    let expect = "Hồ sơ trực tuyến [1/3]: Xã Một 26/100 20 reached 1/1; Phường Hai – 20 missing 0/1; \
                  Thị trấn Ba – 20 missing 0/1; Cộng 26/100 – no-threshold 1/3";
    assert_eq!(office.indicators("Đợt đầu"), [expect]);
}

/// A commune of the district.
fn commune(name: &str) -> Office {
    let mut office =
        Office::of(Level::Commune, name, &["Huyện Thử", "Tỉnh Thử"], "2023-09-16T08:00:00+07:00");
    office.call("unit_add", json!({ "name": "Ấp Một", "kind": "" }));
    begin(&mut office);
    office
}

impl Office {
    /// Sends a summary and says its file, key and number.
    fn send(&mut self, name: &str) -> (std::path::PathBuf, String, u64) {
        let out = self.file(name);
        let args = json!({ "day": "2023-09-16", "out": out, "replace": true });
        let sent = self.call("summary_export", args);
        let key = sent["fingerprint"].as_str().unwrap().to_owned();
        (out, key, sent["sequence"].as_u64().unwrap())
    }

    fn receive(&mut self, (file, key, _): &(std::path::PathBuf, String, u64)) {
        let args = json!({ "files": [file], "trust": [key], "replace_key": [], "dry_run": false });
        let taken = self.call("summary_import", args);
        assert_eq!(taken["refused"], json!(0), "{taken}");
    }
}

#[test]
fn what_communes_sign_stands_in_the_district_and_is_added_up_once() {
    let online = "Hồ sơ giải quyết trực tuyến";
    let mut one = commune("Xã Một");
    let mut three = commune("Thị trấn Ba");
    assert_eq!(three.send("cu.tnsolieu").2, 1);
    one.reported("Đợt 01", &[(online, "Xã Một", "30", "100")]);
    three.reported("Đợt 01", &[(online, "Thị trấn Ba", "40", "100")]);
    let (sent_one, sent_three) = (one.send("1.tnsolieu"), three.send("3.tnsolieu"));
    assert_eq!((sent_one.2, sent_three.2), (1, 2));
    // Nothing has changed: the same file once more.
    assert_eq!(one.send("1.tnsolieu").2, 1);

    let mut district = district();
    district.reported("Đợt 01", &[(online, "Xã Một", "1", "2"), (online, "Phường Hai", "60", "100")]);
    district.reported("Đợt 01", &[(online, "Huyện Thử", "600", "1000")]);
    district.receive(&sent_one);
    district.receive(&sent_three);
    let expect = "Hồ sơ giải quyết trực tuyến [3/4]: Huyện Thử 600/1000 60 reached 1/1; Xã Một 30/100 25 reached ký 1/1; \
                  Phường Hai 60/100 55 reached 1/1; Thị trấn Ba 40/100 45 not-reached ký 1/1; Cộng 730/1300 – no-threshold 4/4";
    assert_eq!(district.indicators("Đợt 01"), [expect]);
    // The file twice adds nothing, and what is signed is not typed over.
    district.receive(&sent_one);
    assert_eq!(district.indicators("Đợt 01"), [expect]);
    let typed = json!({ "phase": "Đợt 01", "typed": [
        { "indicator": online, "unit": "Xã Một", "numerator": "99", "denominator": "100" }] });
    let (code, says) = district.indicator_refused("indicator_report", typed);
    assert_eq!(code, "indicator.signed");
    assert!(says.contains("Xã Một đã ký"), "{says}");
    assert!(district.indicator_paper("2023-09-16").contains(&"2|Xã Một|30|100|0.3|25%|Đạt".to_owned()));

    // The commune corrects it: what was sent stands no more, and the new file does, whichever comes last.
    let stands = |office: &mut Office| {
        office.call("summary_chain", json!({ "day": "2023-09-16" }))["own_stands"].clone()
    };
    assert_eq!(stands(&mut one), true);
    one.reported("Đợt 01", &[(online, "Xã Một", "20", "100")]);
    assert_eq!(stands(&mut one), false);
    let corrected = one.send("1b.tnsolieu");
    assert_eq!(corrected.2, 2);
    district.receive(&corrected);
    district.receive(&sent_one);
    assert!(district.indicators("Đợt 01")[0].contains("Xã Một 20/100 25 not-reached ký 1/1"));

    // And up again: the district once, with all below it.
    let sent = district.send("huyen.tnsolieu");
    let mut province = Office::of(Level::Province, "Tỉnh Thử", &[], "2023-09-16T08:00:00+07:00");
    begin(&mut province);
    province.receive(&sent);
    province.reported("Đợt 01", &[(online, "Tỉnh Thử", "70", "100")]);
    let expect = "Hồ sơ giải quyết trực tuyến [2/2]: Tỉnh Thử 70/100 70 reached 1/1; Huyện Thử 600/1000 60 reached ký 4/4; \
                  Cộng 790/1400 – no-threshold 2/2";
    assert_eq!(province.indicators("Đợt 01"), [expect]);

    // A district that has not all of its communes is no whole unit; communes are not added to districts.
    district.reported("Đợt 01", &[(online, "Phường Hai", "", "")]);
    province.receive(&district.send("huyen.tnsolieu"));
    let told = province.indicators("Đợt 01").join("");
    assert!(
        told.contains("Huyện Thử 600/1000 60 reached ký 3/4; Cộng 730/1300 – no-threshold 1/2"),
        "{told}"
    );
    let paper = province.indicator_paper("2023-09-16").join("\n");
    let says = "mới có đủ số liệu của 1/2 đơn vị; Huyện Thử mới có 3/4 đơn vị cấp dưới";
    assert!(paper.contains(says), "{paper}");
}

#[test]
fn the_figure_of_a_unit_that_is_split_stands_until_a_part_has_its_own() {
    let online = "Hồ sơ giải quyết trực tuyến";
    let mut office = district();
    let typed = [(online, "Xã Một", "40", "100"), (online, "Phường Hai", "30", "50")];
    office.reported("Đợt 01", &typed);
    let parts = json!([{ "name": "Xã Đông" }, { "name": "Xã Tây" }]);
    office.call("unit_split", json!({ "unit": "Xã Một", "parts": parts, "from": "2023-09-16" }));
    let told = office.indicators("Đợt 01").join("");
    assert!(told.contains("Xã Một (chưa chia) 40/100 ") && told.contains("Cộng 70/150"), "{told}");
    office.reported("Đợt 01", &[(online, "Xã Đông", "20", "50")]);
    let told = office.indicators("Đợt 01").join("");
    assert!(!told.contains("Xã Một") && told.contains("Cộng 50/100"), "{told}");
}

#[test]
fn a_figure_that_was_changed_on_the_way_is_refused() {
    use tung_nha::exchange::{envelope, summary_file};
    let online = "Hồ sơ giải quyết trực tuyến";
    let mut one = commune("Xã Một");
    one.reported("Đợt 01", &[(online, "Xã Một", "30", "100")]);
    let sent = one.send("1.tnsolieu");
    let mut district = district();
    district.receive(&sent);
    let up = district.send("huyen.tnsolieu");
    let honest: Value = serde_json::from_slice(&std::fs::read(&up.0).unwrap()).unwrap();
    let engine = base64::engine::general_purpose::STANDARD;
    let payload = base64::Engine::decode(&engine, honest["payload"].as_str().unwrap()).unwrap();
    let payload: Value = serde_json::from_slice(&payload).unwrap();
    let check = |edit: &dyn Fn(&mut Value), expect: &str| {
        let mut edited = payload.clone();
        edit(&mut edited);
        let seed = [7; 32];
        edited["key"] = envelope::public_key(&seed).into();
        let file = envelope::seal(summary_file::TYPE, edited.to_string().as_bytes(), &seed);
        let found = summary_file::read(file.as_bytes()).map(drop).map_err(|e| e.code).err();
        assert_eq!(found.unwrap_or_default(), expect, "{}", edited["indicators"]);
    };
    check(&|_| (), "");
    let of = |p: &mut Value, edit: &dyn Fn(&mut Value)| edit(&mut p["indicators"][0]);
    check(&|p| of(p, &|one| one["units"][0]["sum"]["numerator"] = json!(29)), "summary.indicator_changed");
    check(&|p| of(p, &|one| one["units"] = json!([])), "summary.indicator_changed");
    check(&|p| of(p, &|one| one["sum"]["numerator"] = json!(29)), "summary.malformed"); // less than its parts
    check(&|p| of(p, &|one| one["sum"]["numerator"] = json!(101)), "summary.malformed"); // of 100
    check(&|p| of(p, &|one| one["counted"] = json!(9)), "summary.malformed");
    check(&|p| of(p, &|one| one["note"] = json!("x")), "summary.malformed");
    check(&|p| p["version"] = json!(2), "summary.malformed");
    check(&|p| p["version"] = json!(4), "summary.newer_version");
    check(
        &|p| {
            let twice = p["indicators"][0].clone();
            p["indicators"].as_array_mut().unwrap().push(twice);
        },
        "summary.malformed",
    );
}
