//! Targets of members, teams and alleys: typed, shared out, counted as papers count; bad input.

use serde_json::{Value, json};
use tung_nha::api;

use crate::Office;
use crate::plans::{commune, visit};

fn unit(office: &mut Office, name: &str) -> Value {
    office.call("unit_named", json!({ "name": name }))["id"].clone()
}

fn told(sheet: &Value) -> Vec<String> {
    let rows = sheet["rows"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let columns = ["kind", "unit", "name", "weight", "count", "per", "so_far", "on_day", "remaining"];
    rows.map(|row| columns.map(|column| text(&row[column])).join(" ")).collect()
}

/// Six people in two alleys of Thôn 1; a team of three there, of whom two visit.
fn office() -> Office {
    let mut office = commune();
    let hamlet = unit(&mut office, "Thôn 1");
    let members = ["Lê An", "Hồ Bình", "Vũ Chưa Đi"].map(|name| json!({ "name": name }));
    office.call("team_keep", json!({ "unit": hamlet, "name": "Tổ một", "members": members }));
    office.at("2026-11-02T19:00:00+07:00");
    visit(&mut office, "C0", "activated", 1, "Lê An");
    visit(&mut office, "C1", "activated", 2, "Hồ Bình");
    visit(&mut office, "C2", "absent", 0, "Hồ Bình");
    office.at("2026-11-03T19:00:00+07:00");
    visit(&mut office, "C2", "activated", 1, "Lê An");
    office
}

#[test]
fn a_number_is_shared_out_by_people_and_counted_as_papers_count() {
    let mut office = office();
    let hamlet = unit(&mut office, "Thôn 1");
    let none = office.call("quota_sheet", json!({ "unit": hamlet }));
    let expect = [
        "member Thôn 1 Hồ Bình 1 null all 1 0 null",
        "member Thôn 1 Lê An 1 null all 2 1 null",
        "member Thôn 1 Vũ Chưa Đi 1 null all null null null",
        "team Thôn 1 Tổ một 3 null all 3 1 null",
        "alley Thôn 1 Ngõ 0 3 null all 2 1 null",
        "alley Thôn 1 Ngõ 1 3 null all 1 0 null",
    ];
    assert_eq!(told(&none), expect);
    let share = json!({ "unit": hamlet, "kind": "alley", "total": "5" });
    let shared = office.call("quota_share", share.clone());
    assert_eq!(told(&shared)[4..], ["alley Thôn 1 Ngõ 0 3 3 all 2 1 1", "alley Thôn 1 Ngõ 1 3 2 all 1 0 1"]);
    let typed = |kind: &str, name: &str, per: &str, count: &str| json!({ "unit": hamlet, "kind": kind, "name": name, "per": per, "count": count });
    let set =
        json!({ "typed": [typed("member", "lê an", "day", "2"), typed("team", "Tổ một", "all", "1.000")] });
    let set_again = set.clone();
    let sheet = office.call("quota_set", set);
    assert_eq!(told(&sheet)[1], "member Thôn 1 Lê An 1 2 day 2 1 1");
    assert_eq!(told(&sheet)[3], "team Thôn 1 Tổ một 3 1000 all 3 1 997");
    // The same again is no step; one step takes it back.
    let steps = |office: &mut Office| office.call("history", json!({ "limit": 1 }));
    let before = steps(&mut office);
    office.call("quota_set", set_again);
    office.call("quota_share", share);
    assert_eq!(steps(&mut office), before);
    let board = office.call("team_board", json!({}));
    assert_eq!(board["teams"][0]["quota"]["count"], json!(1000));
    let (paper, all) = office.report("teams", "2026-11-03");
    let paper = format!("{paper:?} {all}");
    assert!(paper.contains("2/ngày") && paper.contains("chỉ tiêu của tổ 1.000, đã được 3"), "{paper}");
    let blank = json!({ "typed": [typed("team", "Tổ một", "all", " ")] });
    assert_eq!(told(&office.call("quota_set", blank))[3], expect[3]);
    office.call("undo", json!({}));
    assert_eq!(told(&office.call("quota_sheet", json!({ "unit": hamlet })))[3], told(&sheet)[3]);
    // The whole has the rows of all hamlets.
    let whole = told(&office.call("quota_sheet", json!({})));
    assert!(whole.len() > expect.len() && whole.contains(&told(&sheet)[1]), "{whole:?}");
    // Who left the team keeps the target, and nothing is known of him.
    let team = board["teams"][0].clone();
    let members = json!([{ "name": "Hồ Bình" }]);
    office
        .call("team_keep", json!({ "id": team["id"], "unit": hamlet, "name": "Tổ một", "members": members }));
    let left = told(&office.call("quota_sheet", json!({ "unit": hamlet })));
    assert!(left.contains(&"member Thôn 1 Lê An 0 2 day null null null".to_owned()), "{left:?}");
}

#[test]
fn bad_targets_are_refused_and_nothing_changes() {
    let mut office = office();
    let hamlet = unit(&mut office, "Thôn 1");
    let nobody = "00000000-0000-7000-8000-000000000009";
    let before = office.call("history", json!({ "limit": 1 }));
    let one = |unit: &Value, name: &str, count: &str| json!({ "unit": unit, "kind": "alley", "name": name, "count": count });
    let mut check = |name: &str, args: Value, code: &str| {
        let error = api::call(&mut office.desk, name, args).unwrap_err();
        assert_eq!(error.code, code);
        assert_ne!(error.sentence(), error.code);
        assert_eq!(office.call("history", json!({ "limit": 1 })), before);
    };
    check("quota_set", json!({ "typed": [one(&hamlet, "Ngõ 9", "5")] }), "quota.unknown_name");
    check("quota_set", json!({ "typed": [one(&json!(nobody), "Ngõ 0", "5")] }), "unit.unknown_id");
    let twice = json!({ "typed": [one(&hamlet, "Ngõ 0", "5"), one(&hamlet, "ngõ  0", "6")] });
    check("quota_set", twice, "quota.twice");
    for (count, code) in [
        ("-5", "target.negative"),
        ("140%", "quota.no_number"),
        ("1,5", "quota.no_number"),
        ("999.999.999", "target.too_large"),
    ] {
        // The first line is good, and is not kept either.
        let typed = json!({ "typed": [one(&hamlet, "Ngõ 1", "5"), one(&hamlet, "Ngõ 0", count)] });
        check("quota_set", typed, code);
        check("quota_share", json!({ "unit": hamlet, "kind": "alley", "total": count }), code);
    }
    check("quota_share", json!({ "unit": hamlet, "kind": "alley", "total": "" }), "quota.no_number");
    let other = unit(&mut office, "Thôn 2");
    let refused =
        api::call(&mut office.desk, "quota_share", json!({ "unit": other, "kind": "team", "total": "5" }));
    assert_eq!(refused.unwrap_err().code, "quota.nobody");
    let typed = json!({ "typed": [{ "unit": other, "kind": "team", "name": "Tổ một", "count": "5" }] });
    assert_eq!(api::call(&mut office.desk, "quota_set", typed).unwrap_err().code, "quota.nobody");
    let mut empty = Office::new();
    let refused = api::call(&mut empty.desk, "quota_sheet", json!({})).unwrap_err();
    assert_eq!(refused.code, "campaign.none");
}
