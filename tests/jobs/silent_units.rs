//! Units that are silent, late, or of which nobody has told anything: what stands above them, and what of a closed day changes.

use serde_json::{Value, json};
use tung_nha::api::{self, Level, NewVisit, Outcome};
use tung_nha::domain::visit::Channel;

use crate::Office;

const PLAN: &str =
    r#"{"number": "70/KH-UBND", "title": "Cao điểm", "first_day": "2026-11-02", "last_day": "2026-11-29"}"#;

impl Office {
    fn of_plan(level: Level, name: &str, above: &[&str]) -> Self {
        let mut office = Self::of(level, name, above, "2026-11-01T08:00:00+07:00");
        let plan = office.write("dot.json", PLAN);
        office.call("campaign_create", json!({ "file": plan }));
        office
    }

    /// A commune of two hamlets with three people each: "1" to "6".
    fn of_six(name: &str) -> Self {
        let mut office = Self::of_plan(Level::Commune, name, &["Huyện Thử"]);
        let names =
            ["Lê Văn An", "Trần Thị Bình", "Phạm Văn Cường", "Đỗ Thị Dung", "Hoàng Văn Em", "Vũ Thị Phúc"];
        let person = |(name, n): (&str, u32)| {
            let sex = u32::from(name.contains("Thị"));
            format!("{n},{name},197{n}-01-02,001{sex}7{n}00000{n},Thôn {},{n},{name}\n", n.div_ceil(3))
        };
        let rows: String = names.into_iter().zip(1..).map(person).collect();
        let file = office
            .write("so.csv", &format!("Mã công dân,Họ và tên,Ngày sinh,Số CCCD,Thôn,Số nhà,Chủ hộ\n{rows}"));
        assert_eq!(office.survey(&file), "6/0/0/0/0");
        office
    }

    /// The team of the commune activates these on an evening of November.
    fn activates(&mut self, day: u32, codes: &[&str]) {
        self.at(&format!("2026-11-{day:02}T20:00:00+07:00"));
        for code in codes {
            let mut visit = NewVisit::new(code, Outcome::Activated);
            visit.at = format!("2026-11-{day:02}T19:00:00+07:00").parse().ok();
            (visit.level, visit.channel) = (2, Some(Channel::App));
            visit.reason = "own-device".to_owned();
            api::visit_log(&mut self.desk, &api::LogVisits { visits: vec![visit] }).unwrap();
        }
    }

    /// Takes in a list of the police of a day, and holds it against the register.
    fn lists(&mut self, as_of: &str, rows: &str) {
        let list = self.write(
            &format!("ds-{as_of}.csv"),
            &format!("Họ và tên,Ngày sinh,Số CCCD,Thôn,Trạng thái\n{rows}"),
        );
        self.call("roster_import", json!({ "file": list, "sheet": null, "map": {}, "dry_run": false, "rejected": null, "as_of": as_of }));
        self.call("reconcile", json!({ "roster": null, "replace": true, "out": null }));
    }

    /// Closes a day.
    fn closes(&mut self, day: u32) {
        let folder = self.file("ngay");
        self.call("close_day", json!({ "day": format!("2026-11-{day:02}"), "folder": folder }));
    }

    /// Hands a day up.
    fn hands_up(&mut self, above: &mut Self, day: u32) {
        let (out, now) = (self.file(&format!("{day}.tnsolieu")), format!("2026-11-{day:02}T21:00:00+07:00"));
        self.at(&now);
        above.at(&now);
        let sent = self.call(
            "summary_export",
            json!({ "day": format!("2026-11-{day:02}"), "out": out, "replace": true }),
        );
        let args =
            json!({ "files": [out], "trust": [sent["fingerprint"]], "replace_key": [], "dry_run": false });
        assert_eq!(above.call("summary_import", args)["refused"], json!(0));
    }

    /// The row of a unit on a form: name and figures.
    fn row(&mut self, form: &str, day: u32, unit: &str) -> String {
        let (rows, all) = self.report(form, &format!("2026-11-{day:02}"));
        let row = rows.into_iter().find(|row| row.split('|').nth(1) == Some(unit));
        row.unwrap_or_else(|| panic!("no {unit} in\n{all}"))
    }

    fn closed(&mut self, day: u32) -> Value {
        self.call("today", json!({ "day": format!("2026-11-{day:02}") }))["closed"]["changed"].clone()
    }
}

/// A district of two communes under a province; A goes on, B is silent after the third.
fn district() -> [Office; 4] {
    let mut province = Office::of_plan(Level::Province, "Tỉnh Thử", &[]);
    let mut district = Office::of_plan(Level::District, "Huyện Thử", &["Tỉnh Thử"]);
    province.call("unit_add", json!({ "name": "Huyện Thử", "kind": "huyen" }));
    for name in ["Xã A", "Xã B"] {
        district.call("unit_add", json!({ "name": name, "kind": "xa" }));
    }
    let [mut a, mut b] = ["Xã A", "Xã B"].map(Office::of_six);
    a.activates(3, &["1", "4"]);
    b.activates(3, &["1", "2", "4"]);
    a.hands_up(&mut district, 3);
    b.hands_up(&mut district, 3);
    district.hands_up(&mut province, 3);
    [a, b, district, province]
}

#[test]
fn a_silent_commune_stands_as_it_stood_two_levels_above() {
    let [mut a, _, mut district, mut province] = district();
    a.activates(10, &["2"]);
    a.hands_up(&mut district, 10);
    district.hands_up(&mut province, 10);
    // Activated by the teams in the whole campaign; active now of twelve.
    assert!(district.report("final", "2026-11-10").1.contains("Tổng cộng||6|"), "three of each");
    let row = province.row("final", 10, "Huyện Thử");
    assert!(row.starts_with("1|Huyện Thử|6|") && row.ends_with("|6|12|0.5|6"), "{row}");
    let row = province.row("weekly", 10, "Huyện Thử");
    assert!(row.starts_with("1|Huyện Thử|1|5|1|6|12|0.5|6|"), "{row}");
    for office in [&mut district, &mut province] {
        let today = office.call("today", json!({}));
        assert_eq!((&today["total"]["cumulative"], &today["total"]["pool"]), (&json!(6), &json!(12)));
    }
}

#[test]
fn communes_that_became_one_stand_together() {
    for target in [None, Some(12)] {
        let [mut a, mut b, mut district, mut province] = district();
        if target.is_some() {
            api::target_share(&mut district.desk, &api::ShareTargets { total: target, ..Default::default() })
                .unwrap();
        }
        district.at("2026-11-04T08:00:00+07:00");
        let units = ["Xã A", "Xã B"].map(str::to_owned).to_vec();
        let merge = api::MergeUnits { units, into: "Xã AB".into(), from: "2026-11-04".parse().unwrap() };
        api::unit_merge(&mut district.desk, &merge).unwrap();
        let mut stands = |district: &mut Office, day: u32, expect: u32, above: u32| {
            let today = district.call("today", json!({ "day": format!("2026-11-{day:02}") }));
            let cumulative = [&today["rows"][0]["cumulative"], &today["total"]["cumulative"]];
            assert_eq!(cumulative, [&json!(expect); 2], "{day}: {today}");
            let row = district.row("weekly", day, "Xã AB");
            assert!(row.contains(&format!("|{expect}|12|")), "{row}");
            if target.is_some() {
                let league = district.call("league", json!({ "day": format!("2026-11-{day:02}") }));
                assert_eq!(league["pace"]["actual"], json!(expect), "{league}");
            }
            district.hands_up(&mut province, day);
            assert_eq!(province.call("today", json!({}))["total"]["cumulative"], json!(above));
        };
        a.activates(4, &["2"]);
        a.hands_up(&mut district, 4);
        b.hands_up(&mut district, 4);
        stands(&mut district, 4, 6, 6);
        // Of the one that is silent what it last said stands, and the papers say that it is wanting.
        a.activates(5, &["5"]);
        a.hands_up(&mut district, 5);
        // Above the district a unit in part stands as it stood when it was whole.
        stands(&mut district, 5, 7, 6);
        let (_, daily) = district.report("daily", "2026-11-05");
        assert!(daily.contains("Chưa đủ số liệu") && daily.contains("Xã AB ("), "{daily}");
        // From its own first file on the new one stands for both, whatever an old book still sends.
        let mut ab = Office::of_six("Xã AB");
        ab.activates(6, &["1", "2", "3"]);
        ab.hands_up(&mut district, 6);
        a.activates(6, &["3"]);
        a.hands_up(&mut district, 6);
        let today = district.call("today", json!({ "day": "2026-11-06" }));
        assert_eq!((&today["total"]["cumulative"], &today["total"]["activated"]), (&json!(3), &json!(3)));
        assert!(!district.report("daily", "2026-11-06").1.contains("Xã AB ("));
    }
}

#[test]
fn what_a_commune_took_in_comes_to_it_as_long_as_that_signs() {
    let [mut a, mut b, mut district, _] = district();
    district.at("2026-11-04T08:00:00+07:00");
    let units = ["Xã A", "Xã B"].map(str::to_owned).to_vec();
    let merge = api::MergeUnits { units, into: "Xã B".into(), from: "2026-11-04".parse().unwrap() };
    api::unit_merge(&mut district.desk, &merge).unwrap();
    a.activates(4, &["2"]);
    a.hands_up(&mut district, 4);
    b.hands_up(&mut district, 4);
    let stands = |district: &mut Office, day: u32| {
        let today = district.call("today", json!({ "day": format!("2026-11-{day:02}") }));
        today["total"]["cumulative"].clone()
    };
    assert_eq!(stands(&mut district, 3), json!(5), "before the merger, too");
    assert_eq!(stands(&mut district, 4), json!(6));
    // The book of the one that went is put away: what the other signs is all.
    b.activates(5, &["5"]);
    b.hands_up(&mut district, 5);
    assert_eq!(stands(&mut district, 5), json!(4));
}

#[test]
fn a_week_begins_where_the_one_before_has_ended() {
    let mut district = Office::of_plan(Level::District, "Huyện Thử", &[]);
    district.call("unit_add", json!({ "name": "Xã A", "kind": "xa" }));
    let mut a = Office::of_six("Xã A");
    let mut check = |a: &mut Office, day: u32, expect: &str| {
        a.hands_up(&mut district, day);
        let (here, all) = a.report("weekly", &format!("2026-11-{day:02}"));
        assert!(here.iter().any(|row| row.starts_with(&format!("Tổng cộng||{expect}|"))), "{all}");
        let row = district.row("weekly", day, "Xã A");
        assert!(row.starts_with(&format!("1|Xã A|{expect}|")), "{row}");
    };
    // Before the first week nobody had told anything. Thôn 2 was not walked in it.
    a.activates(3, &["1"]);
    check(&mut a, 3, "1|–|–|1");
    a.activates(10, &["4"]);
    check(&mut a, 10, "1|1|1|2");
    // The first list has accounts of before: of them nobody knows since when.
    a.at("2026-11-17T09:00:00+07:00");
    a.lists(
        "2026-11-17",
        "Lê Văn An,02/01/1971,001071000001,Thôn 1,Kích hoạt mức 2\nTrần Thị Bình,02/01/1972,001172000002,Thôn 1,Kích hoạt mức 2\n",
    );
    a.activates(17, &["5"]);
    check(&mut a, 17, "1|2|–|4");
}

#[test]
fn the_first_list_of_one_commune_is_no_gain_two_levels_above() {
    let [mut a, mut b, mut district, mut province] = district();
    let list = "Lê Văn An,02/01/1971,001071000001,Thôn 1,Kích hoạt mức 2\nTrần Thị Bình,02/01/1972,001172000002,Thôn 1,Kích hoạt mức 2\n";
    let mut check = |communes: [&mut Office; 2], day: u32, expect: &str| {
        communes.into_iter().for_each(|commune| commune.hands_up(&mut district, day));
        district.hands_up(&mut province, day);
        let (here, all) = district.report("weekly", &format!("2026-11-{day:02}"));
        assert!(here.iter().any(|row| row.starts_with(&format!("Tổng cộng||{expect}|"))), "{all}");
        let row = province.row("weekly", day, "Huyện Thử");
        assert!(row.starts_with(&format!("1|Huyện Thử|{expect}|")), "{row}");
    };
    a.at("2026-11-10T09:00:00+07:00");
    a.lists("2026-11-10", list);
    a.activates(10, &["5"]);
    check([&mut a, &mut b], 10, "1|5|–|7");
    // B has its first a week after A.
    b.at("2026-11-17T09:00:00+07:00");
    b.lists("2026-11-17", list);
    a.activates(17, &["6"]);
    check([&mut a, &mut b], 17, "1|7|–|8");
    b.activates(24, &["5"]);
    check([&mut a, &mut b], 24, "1|8|1|9");
}

#[test]
fn what_a_list_denies_of_weeks_before_is_not_taken_off_the_week() {
    let mut district = Office::of_plan(Level::District, "Huyện Thử", &[]);
    district.call("unit_add", json!({ "name": "Xã A", "kind": "xa" }));
    let mut a = Office::of_six("Xã A");
    a.activates(3, &["1", "4"]);
    a.hands_up(&mut district, 3);
    a.activates(10, &["2"]);
    a.lists(
        "2026-11-10",
        "Lê Văn An,02/01/1971,001071000001,Thôn 1,Chờ phê duyệt\n\
         Đỗ Thị Dung,02/01/1974,001174000004,Thôn 2,Chờ phê duyệt\n",
    );
    a.hands_up(&mut district, 10);
    let (_, here) = a.report("weekly", "2026-11-10");
    assert!(here.contains("Tổng cộng||1|"), "{here}");
    let (rows, all) = district.report("weekly", "2026-11-10");
    assert!(rows.iter().any(|row| row.starts_with("1|Xã A|1|")), "{all}");
    // Denied are claims of before: no list judges those of its own day, and nothing is in doubt.
    assert!(!all.contains("không xác nhận; tệp số liệu không ghi là của ngày nào"), "{all}");
}

#[test]
fn a_hamlet_that_finds_nobody_at_home_is_no_nought_of_the_others() {
    let mut office = Office::of_six("Xã A");
    office.call("target_share", json!({ "total": 6 }));
    office.activates(6, &["1"]);
    office.activates(10, &["2"]);
    let ahead = |office: &mut Office| {
        office.at("2026-11-22T21:00:00+07:00");
        let (today, league) = (office.call("today", json!({})), office.call("league", json!({})));
        let parts = league["rows"].as_array().unwrap();
        let parts: i64 =
            parts.iter().map(|row| row["forecast"].as_i64().or(row["so_far"].as_i64()).unwrap()).sum();
        (today["burn_up"]["forecast"].as_i64().unwrap(), parts)
    };
    // Hamlet 1: two in a week, and nobody but three people.
    assert_eq!(ahead(&mut office), (3, 3));
    office.at("2026-11-22T20:00:00+07:00");
    let mut absent = NewVisit::new("4", Outcome::Absent);
    absent.reason = "at-work".to_owned();
    api::visit_log(&mut office.desk, &api::LogVisits { visits: vec![absent] }).unwrap();
    assert_eq!(ahead(&mut office), (3, 3));
}

#[test]
fn a_late_day_before_and_new_targets_change_a_closed_day_until_it_is_closed_again() {
    let [mut a, mut b, mut district, _] = district();
    a.activates(5, &["2"]);
    a.hands_up(&mut district, 5);
    district.closes(5);
    assert_eq!(district.closed(5), json!(false));
    // B was silent on the fifth, and stands as on the fourth.
    b.activates(4, &["5"]);
    b.hands_up(&mut district, 4);
    district.at("2026-11-05T21:30:00+07:00");
    assert_eq!(district.closed(5), json!(true));
    district.closes(5);
    assert_eq!(district.closed(5), json!(false));
    district.call("target_edit", json!({ "pasted": "Xã A\t6\nXã B\t6" }));
    assert_eq!(district.closed(5), json!(true));
    district.closes(5);
    assert_eq!(district.closed(5), json!(false));
}

#[test]
fn claims_where_no_list_is_are_told_as_such_by_every_paper() {
    let mut district = Office::of_plan(Level::District, "Huyện Thử", &[]);
    for name in ["Xã A", "Xã B"] {
        district.call("unit_add", json!({ "name": name, "kind": "xa" }));
    }
    let [mut a, mut b] = ["Xã A", "Xã B"].map(Office::of_six);
    a.at("2026-11-02T09:00:00+07:00");
    a.lists("2026-11-02", "Lê Văn An,02/01/1971,001071000001,Thôn 1,Kích hoạt mức 2\n");
    a.activates(3, &["4"]);
    b.activates(3, &["1", "2", "4"]);
    a.hands_up(&mut district, 3);
    b.hands_up(&mut district, 3);
    district.call("target_edit", json!({ "pasted": "Xã A\t6\nXã B\t6" }));
    // One of A waits for the next list; the three of B have no list that could confirm them.
    let check = |district: &mut Office, form: &str, says: &[&str]| {
        let (_, all) = district.report(form, "2026-11-03");
        for says in says {
            assert!(all.contains(says), "{form}: {says}\n{all}");
        }
    };
    check(&mut district, "daily", &["xác nhận 1; tổ công tác báo, chờ danh sách công an xác nhận 4."]);
    check(
        &mut district,
        "annex1",
        &[
            "Chưa tính vào cột (6) đến (8): 1 tài khoản",
            "có 3 tài khoản do tổ công tác báo ở nơi chưa có danh sách công an: Xã B.",
            "kể cả 4 tài khoản chờ danh sách công an xác nhận",
        ],
    );
    check(&mut district, "league", &["Trong cột (4), (7) và (8) có 3 tài khoản"]);
    let today = district.call("today", json!({}));
    assert_eq!((&today["pending"], &today["total"]["cumulative"]), (&json!(4), &json!(5)));
    // B is silent the next day: what it claimed is no more confirmed than before.
    a.activates(4, &["5"]);
    a.hands_up(&mut district, 4);
    let today = district.call("today", json!({}));
    assert_eq!((&today["pending"], &today["total"]["cumulative"]), (&json!(5), &json!(6)));
}

#[test]
fn an_older_list_changes_the_days_on_which_it_was_the_newest() {
    let mut a = Office::of_six("Xã A");
    a.at("2026-11-05T09:00:00+07:00");
    a.lists("2026-11-05", "Lê Văn An,02/01/1971,001071000001,Thôn 1,Kích hoạt mức 2\n");
    for day in [3, 4, 5, 6] {
        a.activates(day, &[&(day - 1).to_string()]);
        a.closes(day);
    }
    a.at("2026-11-07T09:00:00+07:00");
    a.lists("2026-11-03", "Lê Văn An,02/01/1971,001071000001,Thôn 1,Kích hoạt mức 1\n");
    let changed = [3, 4, 5, 6].map(|day| a.closed(day) == json!(true));
    assert_eq!(changed, [true, true, false, false]);
}

#[test]
fn of_a_district_in_part_the_papers_above_say_so() {
    let mut province = Office::of_plan(Level::Province, "Tỉnh Thử", &[]);
    let mut district = Office::of_plan(Level::District, "Huyện Thử", &["Tỉnh Thử"]);
    province.call("unit_add", json!({ "name": "Huyện Thử", "kind": "huyen" }));
    for name in ["Xã A", "Xã B"] {
        district.call("unit_add", json!({ "name": name, "kind": "xa" }));
    }
    let mut a = Office::of_six("Xã A");
    a.activates(3, &["1", "4"]);
    a.hands_up(&mut district, 3);
    let (_, sides) = district.report("side-by-side", "2026-11-03");
    assert!(sides.contains("Tổng cộng là của 1/2 đơn vị; chưa có số liệu (–): Xã B."), "{sides}");
    district.hands_up(&mut province, 3);
    let target = api::ShareTargets { total: Some(9), ..Default::default() };
    api::target_share(&mut province.desk, &target).unwrap();
    for form in ["daily", "side-by-side", "weekly", "final", "annex1"] {
        let (_, all) = province.report(form, "2026-11-03");
        let of_day = form == "daily" || form == "side-by-side";
        let says = if of_day { "Chưa đủ số liệu" } else { "mới có một phần" };
        assert!(all.lines().any(|line| line.contains(says) && line.contains("Huyện Thử")), "{form}: {all}");
    }
}

#[test]
fn a_day_handed_up_before_anybody_told_leaves_all_as_they_stood() {
    let [mut a, _, mut district, mut province] = district();
    district.hands_up(&mut province, 4);
    let today = province.call("today", json!({}));
    assert_eq!((&today["total"]["cumulative"], &today["total"]["activated"]), (&json!(5), &json!(null)));
    let row = province.row("weekly", 4, "Huyện Thử");
    assert!(row.contains("|5|12|"), "{row}");
    let (_, daily) = province.report("daily", "2026-11-04");
    assert!(!daily.contains("xác nhận 0"), "{daily}");
    // A commune nobody of whose hamlets told anything: it has signed that there is nothing.
    a.hands_up(&mut district, 5);
    let (_, daily) = district.report("daily", "2026-11-05");
    assert!(daily.contains("Chưa đủ số liệu") && daily.contains("Xã A (0/2)"), "{daily}");
}

#[test]
fn the_pace_of_phases_with_targets_of_their_own_names_the_phase() {
    let mut commune = Office::of_six("Xã A");
    commune.call(
        "campaign_add",
        json!({ "number": "9/KH", "title": "Đợt", "first_day": "2026-11-02", "last_day": "2026-11-30",
        "phases": [{ "name": "GĐ1", "first_day": "2026-11-02", "last_day": "2026-11-08" },
            { "name": "GĐ2", "first_day": "2026-11-09", "last_day": "2026-11-15" },
            { "name": "GĐ3", "first_day": "2026-11-16", "last_day": "2026-11-30" }] }),
    );
    commune.call("campaign_use", json!({ "campaign": "9/KH" }));
    for (phase, total) in [("GĐ1", 2), ("GĐ2", 4)] {
        commune.call("target_share", json!({ "campaign": "9/KH", "phase": phase, "total": total }));
    }
    commune.activates(8, &["1"]);
    commune.activates(16, &["2"]);
    // GĐ3 has none yet: what the last phase owed stands, and says so.
    for (day, expect) in [(8, "9/KH (GĐ1)"), (9, "9/KH (GĐ2)"), (16, "9/KH (GĐ2)")] {
        for form in ["annex1", "league", "daily"] {
            let (_, all) = commune.report(form, &format!("2026-11-{day:02}"));
            let line = all.lines().find(|line| line.contains("đã đạt"));
            assert!(line.is_some_and(|line| line.contains(expect)), "{form} {day}: {all}");
        }
    }
}

#[test]
fn lists_say_of_whom_figures_count_they_have_no_name() {
    let mut commune = Office::of_six("Xã A");
    commune.activates(3, &["1", "2"]);
    commune.call("person_erase", json!({ "citizen": "1", "reason": "công dân yêu cầu" }));
    for form in ["annex2", "activated"] {
        let (_, all) = commune.report(form, "2026-11-03");
        assert!(
            all.contains("Tổng số: 1 công dân") && all.contains("1 người đã xóa dữ liệu"),
            "{form}: {all}"
        );
    }
}

#[test]
fn who_was_activated_and_raised_stands_once_and_says_when() {
    let mut commune = Office::of_six("Xã A");
    for (day, level, by) in [(3, 1, "Lê An"), (4, 2, "Trần Bình")] {
        let at = format!("2026-11-{day:02}T20:00:00+07:00");
        commune.at(&at);
        let mut visit = NewVisit::new("1", Outcome::Activated);
        (visit.at, visit.level, visit.by) = (at.parse().ok(), level, by.to_owned());
        visit.channel = Some(Channel::App);
        api::visit_log(&mut commune.desk, &api::LogVisits { visits: vec![visit] }).unwrap();
    }
    let (_, list) = commune.report("activated", "2026-11-04");
    assert!(list.contains("2 (nâng 04/11/2026)") && list.contains("Tổng số: 1 công dân"), "{list}");
    // Raised today; so far one account, of level 2, that was raised.
    let total = &commune.call("today", json!({ "day": "2026-11-04" }))["total"];
    assert_eq!((&total["activated"], &total["upgraded"]), (&json!(0), &json!(1)));
    let (daily, all) = commune.report("daily", "2026-11-04");
    let row = daily.iter().find(|row| row.starts_with("Tổng cộng")).unwrap();
    let cells: Vec<&str> = row.split('|').collect();
    assert_eq!((&cells[6..9], &cells[9..12]), (&["0", "0", "1"][..], &["0", "1", "1"][..]), "{all}");
}

#[test]
fn a_week_that_lost_accounts_says_so_in_words() {
    let mut commune = Office::of_six("Xã A");
    let [an, binh] =
        ["Lê Văn An,02/01/1971,001071000001,Thôn 1", "Trần Thị Bình,02/01/1972,001172000002,Thôn 1"];
    commune.at("2026-11-03T09:00:00+07:00");
    commune.lists("2026-11-03", &format!("{an},Kích hoạt mức 2\n{binh},Kích hoạt mức 2\n"));
    commune.at("2026-11-10T09:00:00+07:00");
    commune.lists("2026-11-10", &format!("{an},Đã khóa\n{binh},Kích hoạt mức 2\n"));
    let check = |commune: &mut Office, expect: &str| {
        let out = commune.file("bao-cao.docx");
        let args = json!({ "form": "weekly", "day": "2026-11-10", "from": null, "unit": null, "out": out, "replace": true });
        let told = commune.call("report_letter", args)["paragraphs"].to_string();
        assert!(told.contains(expect) && told.contains("Nơi có số giảm: Thôn 1 (1 bị khóa)"), "{told}");
    };
    check(&mut commune, "kích hoạt giảm 1.");
    commune.activates(10, &["5"]);
    check(&mut commune, "kích hoạt tăng 0.\",\"Trong kỳ báo cáo các tổ công tác kích hoạt mới 1 tài khoản.");
}
