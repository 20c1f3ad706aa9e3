//! Where people are met: the place of a visit, points with their days, and invitations to them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tung_nha::api::{self, Level, Outcome};
use tung_nha::domain::visit::{Venue, Visit};
use tung_nha::exchange::{package_v1, sealed};

use crate::Office;
use crate::packages::{Commune, people};

fn at(code: &str, venue: Option<Venue>, note: &str) -> api::NewVisit {
    api::NewVisit {
        at: Some("2026-11-21T18:30:00+07:00".parse().unwrap()),
        venue,
        note: note.to_owned(),
        ..api::NewVisit::new(code, Outcome::Absent)
    }
}

fn history(desk: &mut api::Desk, code: &str) -> Vec<Visit> {
    let (book, _) = desk.open().unwrap();
    let id = book.citizen_of_code(code).unwrap().unwrap();
    book.visit_history(id).unwrap()
}

#[test]
fn the_place_of_a_visit_travels_in_words_that_older_programs_read() {
    let mut commune = Commune::new();
    let mut hamlet = commune.laptop(0);
    let codes: Vec<String> =
        people(&mut hamlet.desk, Some(hamlet.unit)).into_iter().map(|one| one.code).take(3).collect();
    let visits = vec![
        at(&codes[0], Some(Venue::Market), "đi chợ về"),
        at(&codes[1], Some(Venue::School), ""),
        at(&codes[2], None, "về muộn"),
    ];
    api::visit_log(&mut hamlet.desk, &api::LogVisits { visits }).unwrap();
    let file = hamlet.result(&commune.office);
    let (book, _) = commune.office.desk.open().unwrap();
    let seed = book.signing_seed().unwrap();
    let text = sealed::open(&seed, &std::fs::read(&file).unwrap()).unwrap();
    // Version 1 has no field for it, and takes none: the note says it.
    let mut notes: Vec<Value> = package_v1::read_result(&text)
        .unwrap()
        .package
        .changes
        .into_iter()
        .filter(|change| change.table == "visit")
        .map(|change| {
            let fields = change.to.unwrap();
            assert!(!fields.contains_key("venue"));
            fields["note"].clone()
        })
        .collect();
    notes.sort_by_key(Value::to_string);
    assert_eq!(notes, [json!("[tại chợ] đi chợ về"), json!("[tại trường]"), json!("về muộn")]);

    assert_eq!(commune.take(&[&file]), "3/0/0/0 0/0/0/0");
    for (code, venue, note) in [
        (&codes[0], Some(Venue::Market), "đi chợ về"),
        (&codes[1], Some(Venue::School), ""),
        (&codes[2], None, "về muộn"),
    ] {
        let visits = history(&mut commune.office.desk, code);
        assert_eq!((visits[0].venue, visits[0].note.as_str()), (venue, note));
    }
    // Both books say the same of them from now on: nothing goes up again.
    commune.bring(&mut hamlet);
    let file = hamlet.result(&commune.office);
    assert_eq!(commune.take(&[&file]), "0/0/0/0 0/0/0/0");
    assert_eq!(history(&mut hamlet.desk, &codes[0])[0].venue, Some(Venue::Market));
}

#[test]
fn a_paper_says_where_people_were_met() {
    let mut commune = Commune::new();
    let codes: Vec<String> =
        people(&mut commune.office.desk, None).into_iter().map(|one| one.code).take(4).collect();
    let notes = |commune: &mut Commune, form: &str| -> String {
        let asked = json!({"form": form, "day": "2026-11-21", "from": null, "unit": null, "rows": null});
        let shown = commune.office.call("report_preview", asked);
        shown["form"]["notes"].to_string()
    };
    commune.office.at("2026-11-21T21:00:00+07:00");
    let log = |commune: &mut Commune, visits| {
        api::visit_log(&mut commune.office.desk, &api::LogVisits { visits }).unwrap();
    };
    log(&mut commune, vec![at(&codes[0], None, "")]);
    assert!(!notes(&mut commune, "daily").contains("Nơi gặp"));
    let met = [Some(Venue::Market), Some(Venue::Point), Some(Venue::Point)];
    let met = codes[1..].iter().zip(met).map(|(code, venue)| at(code, venue, "")).collect();
    log(&mut commune, met);
    for form in ["daily", "weekly"] {
        let notes = notes(&mut commune, form);
        assert!(
            notes.contains(
                "Nơi gặp người dân: Đi từng nhà 1 lượt, 0 lượt ghi kích hoạt; Chợ 1 lượt, 0 lượt ghi kích hoạt; \
                 Điểm hỗ trợ 2 lượt, 0 lượt ghi kích hoạt."
            ),
            "{form} {notes}"
        );
    }
}

/// A commune with its points as a table gives them: people a day at each hamlet's own.
fn with_points(table: &str) -> (Commune, Value) {
    let mut commune = Commune::new();
    commune.office.at("2026-11-21T21:00:00+07:00");
    let text = table.replace('|', "\t");
    let taken = commune.office.call("point_import", json!({ "text": text, "dry_run": false }));
    (commune, taken)
}

fn names(commune: &Commune) -> Vec<String> {
    commune.units.iter().map(|unit| unit.name.clone()).collect()
}

#[test]
fn points_come_in_as_a_table_and_go_out_as_one() {
    let names = names(&Commune::new());
    let table = format!(
        "STT|Đơn vị|Tên điểm|Loại|Địa điểm|Ngày mở|Giờ|Người trực|Thiết bị|Công suất\n\
         1|{0}|Nhà văn hóa|Cố định|Ngõ 1|T2-T6|7h30-11h|Lê Văn Mẫu|2 máy tính, máy in, máy quét|40\n\
         2||Trụ sở công an xã|||hằng ngày||||25\n\
         3|{1}|Chợ|Lưu động||CN|6h-9h|||\n\
         4|Thôn Không Có|Chợ khác|Lưu động||CN||||\n\
         5|{1}|Trường|Lưu động||khi rảnh||||\n\
         6|{1}|Nhà thờ|Lưu động||CN||||-5\n\
         7|{1}|chợ|Lưu động||T7||||\n\
         8|{1}|Đình|Lưu động||CN||||0\n\
         Tổng cộng||3 điểm|||||||65",
        names[0], names[1]
    );
    let (mut commune, taken) = with_points(&table);
    let told = |taken: &Value| {
        ["rows_in", "added", "updated", "unchanged", "rejected"].map(|f| taken[f].as_u64().unwrap())
    };
    assert_eq!(told(&taken), [8, 3, 0, 0, 5]);
    let why: Vec<String> =
        taken["issues"].as_array().unwrap().iter().map(|issue| issue["raw"].to_string()).collect();
    for (why, part) in why.iter().zip(["Thôn Không Có", "khi rảnh", "-5", "hai dòng", "5.000"]) {
        assert!(why.contains(part) || why.contains("5000"), "{why} {part}");
    }
    // The same again, and one changed.
    let text = table.replace('|', "\t");
    let again = commune.office.call("point_import", json!({ "text": text, "dry_run": false }));
    assert_eq!(told(&again), [8, 0, 0, 3, 5]);
    let text = text.replace("\t40\n", "\t50\n");
    let changed = commune.office.call("point_import", json!({ "text": text, "dry_run": true }));
    assert_eq!(told(&changed), [8, 0, 1, 2, 5]);

    let view = commune.office.call("point_list", json!({}));
    let shown: Vec<String> = view["points"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| format!("{} {} {} {}", one["name"], one["open"], one["capacity"], one["lacks"]))
        .collect();
    assert_eq!(
        shown,
        [
            "\"Trụ sở công an xã\" \"hằng ngày\" 25 []",
            "\"Nhà văn hóa\" \"thứ hai đến thứ sáu\" 40 []",
            "\"Chợ\" \"chủ nhật\" null []",
        ]
    );
    // Hamlets: the plan says nothing of them, so nothing is met or missed.
    let [coverage] = view["coverage"].as_array().unwrap().as_slice() else { panic!("{view}") };
    let units = names.len();
    assert_eq!(
        (&coverage["covered"], &coverage["units"], &coverage["wanted"]),
        (&json!(2), &json!(units), &Value::Null)
    );

    // The paper has them, and is such a table itself.
    let out = commune.office.file("diem.xlsx");
    let day = "2026-11-21";
    commune
        .office
        .call("report", json!({"form": "points", "day": day, "from": null, "unit": null, "out": out}));
    let back = commune.office.call("point_import", json!({ "file": out, "dry_run": true }));
    assert_eq!(told(&back), [3, 0, 0, 3, 0]);
    let empty = commune.office.call(
        "report_preview",
        json!({"form": "points", "day": day, "from": null, "unit": null, "rows": null}),
    );
    assert_eq!(empty["form"]["rows"].as_array().unwrap().len(), units - 2 + 3, "a row for each without one");
    let notes = empty["form"]["notes"].to_string();
    assert!(notes.contains(&format!("Có điểm ở 2/{units} đơn vị")), "{notes}");
}

#[test]
fn a_ward_without_a_point_is_told_against_the_plan() {
    let mut office = Office::of(Level::District, "Huyện Thử", &[], "2026-11-21T19:00:00+07:00");
    for (name, kind) in [("Phường Một", "phuong"), ("Phường Hai", "phuong"), ("Xã Ba", "xa")] {
        office.call("unit_add", json!({ "name": name, "kind": kind, "code": "", "parent": null }));
    }
    let text = "Đơn vị\tTên điểm\nPhường Một\tTrụ sở\nXã Ba\tNhà văn hóa";
    office.call("point_import", json!({ "text": text }));
    let asked = json!({"form": "points", "day": "2026-11-21", "from": null, "unit": null, "rows": null});
    let notes = office.call("report_preview", asked)["form"]["notes"].to_string();
    assert!(notes.contains("1/2 đơn vị (50,00%), kế hoạch yêu cầu 100,00%: chưa đạt"), "{notes}");
    assert!(notes.contains("1/1 đơn vị (100,00%), kế hoạch yêu cầu 80,00%: đạt"), "{notes}");
    // Who is invited has a name, and stays at the commune.
    let asked = json!({"form": "invitations", "day": "2026-11-21", "from": null, "unit": null, "rows": null});
    assert_eq!(api::call(&mut office.desk, "report_preview", asked).unwrap_err().code, "report.not_of_level");
}

#[test]
fn an_invitation_day() {
    let hamlets = names(&Commune::new());
    let (mut commune, _) = with_points(&format!(
        "Đơn vị|Tên điểm|Ngày mở|Công suất\n{}|Nhà văn hóa|T2-T3|12\n|Trụ sở|23/11|5",
        hamlets[0]
    ));
    let plan = |commune: &mut Commune, errands: &[&str], from: &str, to: &str, dry: bool| {
        let args = json!({ "errands": errands, "from": from, "to": to, "dry_run": dry });
        api::call(&mut commune.office.desk, "invitation_plan", args).map_err(|e| e.code)
    };
    // Bad input is a sentence, and nothing changes.
    for (errands, from, to, code) in [
        (&[][..], "2026-11-23", "2026-11-24", "invitation.no_errand"),
        (&["not-enrolled"], "2026-11-20", "2026-11-24", "invitation.days"),
        (&["not-enrolled"], "2026-11-24", "2026-11-23", "invitation.days"),
        (&["not-enrolled"], "2026-11-23", "2027-03-01", "invitation.days"),
        (&["not-enrolled"], "2026-11-25", "2026-11-27", "invitation.no_point"),
    ] {
        assert_eq!(plan(&mut commune, errands, from, to, false).unwrap_err(), code, "{from} {to}");
    }
    let errands = ["not-enrolled", "approved", "level1", "wrong-data"];
    let looked = plan(&mut commune, &errands, "2026-11-23", "2026-11-24", true).unwrap();
    let all = |commune: &mut Commune, day: &str| -> Vec<Value> {
        let view = commune.office.call("invitation_list", json!({ "day": day, "point": null }));
        view["people"].as_array().unwrap().clone()
    };
    assert_eq!(all(&mut commune, "2026-11-23").len(), 0, "a look changes nothing");
    let done = plan(&mut commune, &errands, "2026-11-23", "2026-11-24", false).unwrap();
    for figure in ["invited", "again", "left", "waiting", "lists"] {
        assert_eq!(looked[figure], done[figure], "{figure}");
    }
    let (monday, tuesday) = (all(&mut commune, "2026-11-23"), all(&mut commune, "2026-11-24"));
    assert_eq!(done["invited"], json!(monday.len() + tuesday.len()));
    let at = |people: &[Value], point: &str| people.iter().filter(|one| one["point"] == point).count();
    assert!(
        at(&monday, "Nhà văn hóa") <= 12 && at(&monday, "Trụ sở") <= 5 && at(&tuesday, "Nhà văn hóa") <= 12
    );
    assert!(monday.len() > 10, "{monday:?}");
    // Nobody twice, households together, codes of their own, the point's own hamlet first.
    let every: Vec<&Value> = monday.iter().chain(&tuesday).collect();
    let distinct =
        |field: &str| every.iter().map(|one| one[field].to_string()).collect::<BTreeSet<_>>().len();
    assert_eq!((distinct("citizen_id"), distinct("number")), (every.len(), every.len()));
    let of =
        people(&mut commune.office.desk, None).into_iter().map(|one| (one.id.to_string(), one.household_id));
    let of: BTreeMap<String, _> = of.collect();
    let mut places: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for one in &every {
        let home = of[one["citizen_id"].as_str().unwrap()];
        places.entry(home).or_default().insert(format!("{} {}", one["day"], one["point"]));
    }
    assert!(places.values().all(|places| places.len() == 1));
    let hamlet = |one: &&Value| one["hamlet"] == hamlets[0].as_str();
    assert!(monday.iter().filter(|one| one["point"] == "Nhà văn hóa").all(|one| hamlet(&one)));

    // Who waits is not invited twice.
    let more = plan(&mut commune, &errands, "2026-11-23", "2026-11-24", true).unwrap();
    assert_eq!(more["waiting"], json!(every.len()));
    assert_eq!(more["again"], json!(0));

    // Who dies before his day, or reaches level 2, leaves the list and his place; what is done on the day itself changes nothing.
    let (dead, served) = (&tuesday[0], &tuesday[1]);
    commune.office.call(
        "citizen_leave",
        json!({ "citizen": dead["citizen_id"], "gone": "deceased", "day": "2026-11-21" }),
    );
    let code = people(&mut commune.office.desk, None)
        .into_iter()
        .find_map(|one| (served["citizen_id"] == json!(one.id)).then_some(one.code));
    let mut visit = api::NewVisit::new(&code.unwrap(), Outcome::Activated);
    (visit.at, visit.level, visit.reason) =
        ("2026-11-21T18:30:00+07:00".parse().ok(), 2, "own-device".to_owned());
    visit.channel = Some(tung_nha::domain::visit::Channel::App);
    api::visit_log(&mut commune.office.desk, &api::LogVisits { visits: vec![visit] }).unwrap();
    assert_ne!(served["errand"], "wrong-data");
    assert_eq!(all(&mut commune, "2026-11-24").len(), tuesday.len() - 2);
    let looked = plan(&mut commune, &errands, "2026-11-23", "2026-11-24", true).unwrap();
    assert!(looked["waiting"] == json!(every.len() - 2), "{looked}");
    for _ in 0..2 {
        api::undo(&mut commune.office.desk, &api::Undo { id: None, ask: false }).unwrap();
    }

    // The papers: lists and slips as a workbook, the form masked.
    let out = commune.office.file("giay-moi.xlsx");
    let written = commune.office.call("invitation_sheet", json!({ "day": "2026-11-23", "out": out }));
    assert_eq!((&written["lists"], &written["people"]), (&json!(2), &json!(monday.len())));
    let asked = json!({"form": "invitations", "day": "2026-11-21", "from": null, "unit": null, "rows": null});
    let form = commune.office.call("report_preview", asked)["form"].clone();
    assert_eq!(form["rows"].as_array().unwrap().len(), every.len());
    let whole = every.iter().filter_map(|one| one["identity"].as_str()).filter(|number| number.len() == 12);
    let paper = form.to_string();
    assert!(whole.clone().count() > 0 && whole.clone().all(|number| !paper.contains(number)));

    // Monday evening: the list comes back, by Excel; a row of another name, an unclear one.
    commune.office.at("2026-11-23T18:00:00+07:00");
    let mut csv = "Mã;Họ và tên;Đã đến\n".to_owned();
    for (nr, one) in monday.iter().enumerate() {
        let name = if nr == 0 { "Ai Đó Khác" } else { one["name"].as_str().unwrap() };
        let came = ["x", "vắng", "x", "mai đến", ""].get(nr).copied().unwrap_or("x");
        csv += &format!("{};{name};{came}\n", one["number"]);
    }
    let file = commune.office.write("ve.csv", &csv);
    let took = commune.office.call("invitation_take", json!({ "file": file, "dry_run": false }));
    assert_eq!((&took["rejected"], &took["skipped"]), (&json!(2), &json!(1)));
    assert_eq!(took["updated"], json!(monday.len() - 3));
    let codes: Vec<&str> =
        took["issues"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["row.invitation_other", "row.invitation_unclear"]);
    let again = commune.office.call("invitation_take", json!({ "file": file, "dry_run": false }));
    assert_eq!(again["updated"], json!(0));

    // Who did not come, or was not ticked on a list that was, is offered for the next days; who came is done.
    let next = plan(&mut commune, &errands, "2026-11-24", "2026-11-30", false).unwrap();
    assert_eq!(next["again"], json!(4));
    assert_eq!(next["waiting"], json!(tuesday.len()));
    let undone = api::undo(&mut commune.office.desk, &api::Undo { id: None, ask: false });
    assert!(undone.is_ok());
    assert_eq!(all(&mut commune, "2026-11-24").len(), tuesday.len(), "one step");

    // A tick on the screen; an unknown one changes nothing; the point stays.
    let id = tuesday[0]["id"].clone();
    commune.office.call("invitation_tick", json!({ "ids": [id], "came": true }));
    let unknown = json!({ "ids": [monday[0]["citizen_id"]], "came": true });
    let desk = &mut commune.office.desk;
    assert_eq!(api::call(desk, "invitation_tick", unknown).unwrap_err().code, "invitation.unknown");
    let point = tuesday[0]["point_id"].clone();
    assert_eq!(api::call(desk, "point_remove", json!({ "id": point })).unwrap_err().code, "point.used");

    // Nothing of it leaves with a package.
    let unit = commune.units[0].id;
    let (file, card) = commune.give(unit);
    let text = sealed::open_with_card(&card, &std::fs::read(&file).unwrap()).unwrap();
    let rows = package_v1::read_work(&text).unwrap().package.rows;
    assert!(rows.keys().all(|(table, _)| table != "point" && table != "invitation"));
}

#[test]
fn what_was_told_and_taught_stands_in_the_reports() {
    let mut commune = Commune::new();
    commune.office.at("2026-11-21T21:00:00+07:00");
    let hamlet = commune.units[0].name.clone();
    let add = |commune: &mut Commune, args: Value| {
        api::call(&mut commune.office.desk, "outreach_add", args).map(drop).map_err(|e| e.code)
    };
    for (args, code) in [
        (json!({ "kind": "training", "words": " " }), "outreach.no_words"),
        (json!({ "kind": "training", "words": "Tập huấn", "people": 0 }), "outreach.people"),
        (json!({ "kind": "training", "words": "Tập huấn", "day": "2026-11-22" }), "outreach.in_future"),
        (json!({ "kind": "training", "words": "Tập huấn", "unit": "Thôn Không Có" }), "unit.unknown"),
        (json!({ "kind": "training", "words": "Tập huấn", "people": -3 }), "api.bad_arguments"),
    ] {
        assert_eq!(add(&mut commune, args).unwrap_err(), code);
    }
    assert_eq!(commune.office.call("outreach_list", json!({})), json!([]));
    for args in [
        json!({ "kind": "training", "words": "Tập huấn tổ ở trụ sở", "people": 24, "day": "2026-11-17" }),
        json!({ "kind": "communication", "words": "Họp dân", "unit": hamlet, "people": 60 }),
        json!({ "kind": "communication", "words": "Phát thanh", "unit": hamlet }),
        // The week before.
        json!({ "kind": "communication", "words": "Họp dân", "people": 500, "day": "2026-11-14" }),
    ] {
        add(&mut commune, args).unwrap();
    }
    let asked = json!({"form": "weekly", "day": "2026-11-21", "from": null, "unit": null, "rows": null});
    let notes = commune.office.call("report_preview", asked)["form"]["notes"].to_string();
    let told = "Tuyên truyền 2 buổi, 60 lượt người; Tập huấn 1 buổi, 24 lượt người.";
    assert!(notes.contains(told), "{notes}");
    let id = commune.office.call("outreach_list", json!({}))[0]["id"].clone();
    commune.office.call("outreach_remove", json!({ "id": id }));
    assert_eq!(commune.office.call("outreach_list", json!({})).as_array().unwrap().len(), 3);
}
