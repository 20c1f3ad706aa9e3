//! Teams: typed, pasted and taken in from a table; what they lack, hold and brought; the paper; bad input.

use serde_json::{Value, json};
use tung_nha::api::{self, Duty, ImportTeams, KeepTeam, Level, NewTeamMember, TeamBoard, TeamKind, UnitId};

use crate::{Office, command_line, counts};

/// As an appendix prints it: unit and team merged over their rows, a numbering row, two pages, signatures.
const TABLE: &str = "DANH SÁCH TỔ CÔNG TÁC\t\t\t\t\t\t\t\t
TT\tThôn\tTên tổ\tHọ và tên\tChức vụ trong tổ\tĐơn vị công tác\tSố điện thoại\tBiết CNTT\tNgày tập huấn\tLãnh đạo phụ trách
(1)\t(2)\t(3)\t(4)\t(5)\t(6)\t(7)\t(8)\t(9)\t(10)
1\tThôn 1\t\tHoàng Văn Thử\tTổ trưởng\tCông an xã\t0912345001\tx\t10/11/2026\tPhó Chủ tịch Mẫu
2\t\t\tLê Thị Mẫu\tTổ phó\tHội Phụ nữ\t0912345002\tx\t10/11/2026\t
3\t\t\tĐinh Văn Nháp\tThành viên\tĐoàn Thanh niên\t\tkhông\t\t
TT\tThôn\tTên tổ\tHọ và tên\tChức vụ trong tổ\tĐơn vị công tác\tSố điện thoại\tBiết CNTT\tNgày tập huấn\tLãnh đạo phụ trách
4\tThôn 2\tTổ Đề án 06 thôn 2\tVõ Thị Ví Dụ\tTổ trưởng\tMặt trận\t\tx\thôm nọ\t
5\tXã Thử Nghiệm\tTổ kiểm tra, giám sát\tPhan Văn Kiểm\tTổ trưởng\tỦy ban nhân dân xã\t\t\t10/11/2026\t
6\tThôn 9\t\tTrịnh Văn Lạc\t\t\t\t\t\t
Tổng cộng\t\t\t6\t\t\t\t\t\t
\t\t\tNGƯỜI LẬP\t\t\t\t\t\t
";

fn office() -> Office {
    let mut office = Office::new();
    for name in ["Thôn 1", "Thôn 2", "Thôn 3"] {
        api::unit_add(&mut office.desk, &api::NewUnit { name: name.into(), kind: "thon".into() }).unwrap();
    }
    office
}

fn board(office: &mut Office) -> TeamBoard {
    api::team_board(&mut office.desk, &api::Nothing {}).unwrap()
}

fn paste(office: &mut Office, text: &str, dry_run: bool) -> String {
    counts(api::team_import(&mut office.desk, &ImportTeams { file: None, pasted: text.into(), dry_run }))
}

fn unit(office: &mut Office, name: &str) -> UnitId {
    let units = api::unit_list(&mut office.desk, &api::Nothing {}).unwrap();
    api::Unit::called(&units, name).unwrap().id
}

fn lacks(board: &TeamBoard, at: usize) -> Vec<&'static str> {
    board.teams[at].lacks.iter().map(|lack| lack.code()).collect()
}

#[test]
fn a_table_is_pasted_once_and_says_what_each_team_lacks() {
    let mut office = office();
    assert_eq!(paste(&mut office, TABLE, true), "5/0/0/0/1");
    assert!(board(&mut office).teams.is_empty(), "a dry run");
    let done = ImportTeams { pasted: TABLE.into(), ..ImportTeams::default() };
    let done = api::team_import(&mut office.desk, &done).unwrap();
    let issues: Vec<(u32, &str)> = done.issues.iter().map(|issue| (issue.row, issue.code)).collect();
    assert_eq!(issues, [(8, "row.team_no_day"), (10, "row.team_unit")]);
    assert_eq!(paste(&mut office, TABLE, false), "0/0/5/0/1", "the same table twice");
    let found = board(&mut office);
    let names: Vec<(&str, &str, usize)> = found
        .teams
        .iter()
        .map(|one| (one.unit.as_str(), one.team.name.as_str(), one.team.members.len()))
        .collect();
    assert_eq!(
        names,
        [
            ("Xã Thử Nghiệm", "Tổ kiểm tra, giám sát", 1),
            ("Thôn 1", "Tổ công tác Thôn 1", 3),
            ("Thôn 2", "Tổ Đề án 06 thôn 2", 1),
        ]
    );
    assert_eq!(found.teams[0].team.kind, TeamKind::Inspection);
    assert_eq!(found.teams[1].team.in_charge, "Phó Chủ tịch Mẫu");
    assert_eq!(lacks(&found, 0), [""; 0]);
    assert_eq!(lacks(&found, 1), ["training"]);
    assert_eq!(lacks(&found, 2), ["know-it", "training"]);
    assert_eq!(found.without, ["Thôn 3"]);
    // One more column is filled in later; who stands there no more stays, and one step takes it back.
    let later = "Thôn\tHọ và tên\tNgày tập huấn\nThôn 1\tĐinh Văn Nháp\t20/11/2026\n";
    assert_eq!(paste(&mut office, later, false), "0/1/0/0/0");
    assert_eq!(lacks(&board(&mut office), 1), [""; 0]);
    api::undo(&mut office.desk, &api::Undo::default()).unwrap();
    assert_eq!(board(&mut office), found);
}

#[test]
fn what_is_written_once_for_a_team_is_not_the_next_ones() {
    let mut office = office();
    let table = "Thôn\tTên tổ\tHọ và tên\tChức trách\tLãnh đạo phụ trách
Thôn 1\tTổ một\tHoàng Văn Thử\tTổ trưởng\tBí thư Mẫu
\t\tLê Thị Mẫu\tTổ phó\t
\tTổ hai\tĐinh Văn Nháp\tTổ trưởng\t
";
    assert_eq!(paste(&mut office, table, false), "3/0/0/0/0");
    let teams = board(&mut office).teams;
    let charge: Vec<(&str, &str, Option<Duty>)> = teams
        .iter()
        .map(|one| (one.team.name.as_str(), one.team.in_charge.as_str(), one.team.members[0].is.duty))
        .collect();
    assert_eq!(charge, [("Tổ một", "Bí thư Mẫu", Some(Duty::Leader)), ("Tổ hai", "", Some(Duty::Leader))]);
}

#[test]
fn a_team_is_typed_changed_and_taken_out() {
    let mut office = office();
    let hamlet = unit(&mut office, "Thôn 2");
    let member = |name: &str, duty| NewTeamMember { name: name.into(), duty, ..Default::default() };
    let mut team = KeepTeam {
        id: None,
        unit: hamlet,
        kind: TeamKind::Working,
        name: String::new(),
        in_charge: String::new(),
        members: vec![member("An Thử", None), member("Bình Thử", Some(Duty::Leader))],
    };
    let kept = api::team_keep(&mut office.desk, &team).unwrap();
    assert_eq!((kept.name.as_str(), kept.members[0].is.name.as_str()), ("Tổ công tác Thôn 2", "Bình Thử"));
    assert_eq!(api::team_keep(&mut office.desk, &team).unwrap_err().code, "team.exists");
    team.id = Some(kept.id);
    team.members.push(member("Chi Thử", None));
    let more = api::team_keep(&mut office.desk, &team).unwrap();
    assert_eq!(more.members[..2], kept.members[..], "whoever was there keeps his line");
    let mut refused = |members: Vec<NewTeamMember>| {
        let args = KeepTeam { members, ..team.clone() };
        api::team_keep(&mut office.desk, &args).unwrap_err().code
    };
    assert_eq!(refused(vec![member("An", None), member("an", None)]), "team.twice");
    assert_eq!(refused(vec![member("", None)]), "team.no_name");
    let leader = Some(Duty::Leader);
    assert_eq!(refused(vec![member("An", leader), member("Chi", leader)]), "team.two_leaders");
    let later = NewTeamMember { trained_on: "2026-12-01".parse().ok(), ..member("An", None) };
    assert_eq!(refused(vec![later]), "team.trained_later");
    assert_eq!(board(&mut office).teams[0].team, more);
    assert_eq!(paste(&mut office, "không có bảng nào\n", false), "team.no_table");
    api::team_remove(&mut office.desk, &api::RemoveTeam { id: kept.id }).unwrap();
    assert!(board(&mut office).teams.is_empty());
    let gone = api::team_remove(&mut office.desk, &api::RemoveTeam { id: kept.id });
    assert_eq!(gone.unwrap_err().code, "team.unknown");
}

#[test]
fn a_team_holds_work_and_brings_what_its_members_wrote() {
    let mut office = Office::of(Level::Commune, "Xã Thử Nghiệm", &[], "2026-11-21T19:00:00+07:00");
    let survey = "Mã công dân;Họ và tên;Ngày sinh;Thôn;Chủ hộ\nA1;Tạ Văn Một;1970;Thôn 1;Tạ Văn Một\n\
                  A2;Tạ Thị Hai;1972;Thôn 1;Tạ Văn Một\n";
    let survey = office.write("so.csv", survey);
    office.survey(&survey);
    assert_eq!(paste(&mut office, TABLE, false), "4/0/0/0/2", "Thôn 2 is not there");
    let visit = |citizen: &str, by: &str, at: &str| -> Value {
        json!({ "citizen": citizen, "at": at, "outcome": "activated", "level": 2, "channel": "app",
          "reason": "own-device", "come_back_at": null, "by": by, "note": "", "corrects": null })
    };
    office.call(
        "visit_log",
        json!({ "visits": [
        visit("A1", "Lê Thị Mẫu", "2026-11-20T19:00:00+07:00"),
        visit("A2", "Lê Thị Mẫu", "2026-11-21T18:00:00+07:00"),
    ] }),
    );
    office.call(
        "assignment_add",
        json!({ "assignments": [{
        "who": ["Tổ công tác Thôn 1"], "task": "Đến từng nhà", "start": "2026-11-20", "due": "2026-11-30",
        "result": { "product": "Báo cáo kết quả" }, "answerable": "Phó Chủ tịch Mẫu",
    }] }),
    );
    let found = board(&mut office);
    let team = found.teams.iter().find(|one| one.unit == "Thôn 1").unwrap();
    assert_eq!(team.tasks, 1);
    let brought = team.brought.unwrap();
    assert_eq!((brought.so_far, brought.on_day), (2, 1));
    // Only who works in this book under his name is told of.
    assert_eq!(team.by_member.len(), 1);
    let id = team.team.members.iter().find(|one| one.is.name == "Lê Thị Mẫu").unwrap().id;
    assert_eq!(team.by_member[&id].so_far, 2);
    // A second team with somebody of that name: then nobody knows whose they are.
    let other = "Thôn\tTên tổ\tHọ và tên\nThôn 1\tTổ hỗ trợ\tLê Thị Mẫu\n";
    assert_eq!(paste(&mut office, other, false), "1/0/0/0/0");
    assert!(board(&mut office).teams.iter().all(|one| one.brought.is_none()));
}

#[test]
fn the_paper_lists_teams_at_each_level_that_has_some() {
    let folder = command_line::office();
    let path = folder.path();
    for name in ["Thôn 1", "Thôn 2"] {
        command_line::done(path, &["unit", "add", "--name", name, "--kind", "thon"]);
    }
    std::fs::write(path.join("to.csv"), TABLE.replace('\t', ";")).unwrap();
    let table = path.join("to.csv").display().to_string();
    assert_eq!(command_line::done(path, &["team", "import", &table, "--dry-run"])["added"], 5);
    assert_eq!(command_line::done(path, &["team", "import", &table])["added"], 5);
    let add = ["team", "add", "--unit", "Thôn 2", "--kind", "support", "--member", "Tạ Văn Ba=Đoàn xã"];
    let made = command_line::done(path, &add);
    assert_eq!(made["name"], "Tổ hỗ trợ Thôn 2");
    let out = path.join("to.xlsx");
    command_line::done(
        path,
        &["report", "teams", "--date", "2026-11-21", "--out", &out.display().to_string()],
    );
    use calamine::{Data, Reader, Xlsx, open_workbook};
    let mut book: Xlsx<_> = open_workbook(&out).unwrap();
    let range = book.worksheet_range("Tổ công tác").unwrap();
    let all: Vec<String> = range.cells().map(|(_, _, cell): (_, _, &Data)| cell.to_string()).collect();
    for told in [
        "Tổ Đề án 06 thôn 2",
        "Lê Thị Mẫu",
        "Phó Chủ tịch Mẫu",
        "dưới 2 người biết CNTT; có người chưa tập huấn",
    ] {
        assert!(all.iter().any(|cell| cell == told), "{told}: {all:?}");
    }
    let counted = "Tổ công tác: 2; tổ kiểm tra: 1; tổ hỗ trợ: 1. Thành viên: 6, đã tập huấn 3.";
    assert!(all.iter().any(|cell| cell.starts_with(counted)), "{all:?}");
    let id = made["id"].as_str().unwrap().to_owned();
    command_line::done(path, &["team", "remove", "--id", &id]);
    assert_eq!(command_line::done(path, &["team", "list"])["teams"].as_array().unwrap().len(), 3);
    assert_eq!(command_line::run(path, &["team", "add", "--unit", "Thôn 7"]).status.code(), Some(1));
    // A district has inspection teams of its own.
    let mut above = Office::of(Level::District, "Huyện Thử Nghiệm", &[], "2026-11-21T19:00:00+07:00");
    assert_eq!(
        paste(&mut above, "Họ và tên\tChức vụ\tTên tổ\nTạ Văn Ba\tTổ trưởng\tTổ kiểm tra\n", false),
        "1/0/0/0/0"
    );
    let preview = above.call(
        "report_preview",
        json!({ "form": "teams", "day": "2026-11-21", "from": null, "unit": null, "rows": null }),
    );
    assert_eq!(preview["form"]["rows"].as_array().unwrap().len(), 2);
}
