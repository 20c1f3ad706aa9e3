//! A plan that is typed once, at the top, and goes down: with each unit's own targets and tasks, and never over what was changed
//! below without a word.

use std::path::{Path, PathBuf};

use tung_nha::api::{self, Desk, Level, Nothing, Session};

use crate::{PASSPHRASE, fixture, new_book};

const PLAN: &str = r#"{"number": "70/KH-UBND", "issuer": "UBND tỉnh Thử Nghiệm", "title": "Đợt cao điểm 50 ngày",
    "first_day": "2026-10-12", "last_day": "2026-11-30", "target": 9000, "phases": [
      {"name": "Giai đoạn 1", "first_day": "2026-10-12", "last_day": "2026-11-05", "report_due": "2026-11-06"},
      {"name": "Giai đoạn 2", "first_day": "2026-11-06", "last_day": "2026-11-30", "report_due": "2026-12-02"}]}"#;

fn book(folder: &tempfile::TempDir, level: Level, name: &str, above: &[&str]) -> Desk {
    let desk = Desk::new(Session::new(Some("2026-11-21T19:00:00+07:00".parse().unwrap())));
    new_book(desk, folder.path(), level, name, above)
}

fn campaigns(desk: &mut Desk) -> Vec<api::Campaign> {
    desk.open().unwrap().0.campaigns().unwrap()
}

struct Province {
    folder: tempfile::TempDir,
    desk: Desk,
    key: String,
    number: u32,
}

impl Province {
    /// A province of two communes, with a plan, 300 and 200 accounts and one task for the first.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = book(&folder, Level::Province, "Tỉnh Thử Nghiệm", &[]);
        for name in ["Xã Một", "Xã Hai"] {
            api::unit_add(&mut desk, &api::NewUnit { name: name.into(), kind: String::new() }).unwrap();
        }
        api::campaign_add(&mut desk, &api::Plan::from_json(PLAN).unwrap()).unwrap();
        Self { folder, desk, key: String::new(), number: 0 }
    }

    fn unit(&mut self, name: &str) -> api::UnitId {
        api::unit_named(&mut self.desk, &api::UnitName { name: name.into() }).unwrap().id
    }

    fn write(&mut self, name: &str) -> PathBuf {
        self.number += 1;
        let out = self.folder.path().join(format!("{}.tnmoi", self.number));
        let units = vec![self.unit(name)];
        let args = api::WriteEnrolments { units, out: Some(out.clone()), folder: None, replace: false };
        self.key = api::enrolment_write(&mut self.desk, &args).unwrap().fingerprint;
        out
    }

    fn retitle(&mut self, title: &str, last_day: &str) {
        let mut plan = api::Plan::from_json(PLAN).unwrap();
        plan.title = title.to_owned();
        plan.last_day = last_day.parse().unwrap();
        plan.phases[1].last_day = plan.last_day;
        api::campaign_edit(&mut self.desk, &api::EditCampaign { campaign: "70/KH-UBND".into(), plan })
            .unwrap();
    }
}

/// Takes a file in; "table action field: mine → theirs" of each change, or the code.
fn take(desk: &mut Desk, file: &Path, trust: &str) -> Vec<String> {
    let args = api::TakeEnrolment { file: file.to_owned(), trust: trust.to_owned(), dry_run: true };
    let planned = api::enrolment_take(desk, &args);
    let done = api::enrolment_take(desk, &api::TakeEnrolment { dry_run: false, ..args });
    assert_eq!(planned, done, "the preview says what happens");
    match done {
        Ok(taken) if taken.again => vec!["again".to_owned()],
        Ok(taken) => taken
            .changes
            .iter()
            .map(|change| {
                let action = serde_json::to_value(change.action).unwrap();
                let values = if change.field.is_empty() {
                    String::new()
                } else {
                    format!(" {}: {} → {}", change.field, change.mine, change.theirs)
                };
                format!("{} {}{values}", change.table, action.as_str().unwrap())
            })
            .collect(),
        Err(e) => {
            assert!(!e.sentence().contains('{') && e.sentence() != e.code, "{}", e.sentence());
            vec![e.code.to_owned()]
        }
    }
}

#[test]
fn a_plan_typed_at_the_top_is_there_below() {
    let mut province = Province::new();
    let mut commune = book(&province.folder, Level::Commune, "Xã Một", &["Tỉnh Thử Nghiệm"]);
    let first = province.write("Xã Một");
    assert_eq!(take(&mut commune, &first, ""), ["enrolment.key_unknown"]);
    let key = province.key.clone();
    assert_eq!(take(&mut commune, &first, &key), ["campaign new", "phase new", "phase new"]);
    assert_eq!(take(&mut commune, &first, ""), ["again"]);
    let plan = campaigns(&mut commune).remove(0).plan;
    assert_eq!((plan.number.as_str(), plan.phases.len()), ("70/KH-UBND", 2));
    assert_eq!(plan.target, None, "of the whole province is not the commune's");

    // Changed above: told field by field; changed below: told, and it stays.
    province.retitle("Đợt cao điểm 60 ngày", "2026-12-10");
    let second = province.write("Xã Một");
    assert_eq!(
        take(&mut commune, &second, ""),
        [
            r#"campaign changed last_day: "2026-11-30" → "2026-12-10""#,
            r#"campaign changed title: "Đợt cao điểm 50 ngày" → "Đợt cao điểm 60 ngày""#,
            r#"phase changed last_day: "2026-11-30" → "2026-12-10""#,
        ]
    );
    assert_eq!(take(&mut commune, &first, ""), ["package.older"]);
}

#[test]
fn what_was_changed_below_stays_and_is_told() {
    let mut province = Province::new();
    let mut commune = book(&province.folder, Level::Commune, "Xã Một", &["Tỉnh Thử Nghiệm"]);
    let first = province.write("Xã Một");
    let key = province.key.clone();
    take(&mut commune, &first, &key);
    let mut plan = campaigns(&mut commune)[0].plan.clone();
    plan.title = "Đợt cao điểm của xã".into();
    api::campaign_edit(&mut commune, &api::EditCampaign { campaign: "70/KH-UBND".into(), plan }).unwrap();
    let second = province.write("Xã Một");
    assert_eq!(
        take(&mut commune, &second, ""),
        [r#"campaign kept title: "Đợt cao điểm của xã" → "Đợt cao điểm 50 ngày""#]
    );
    province.retitle("Đợt cao điểm 60 ngày", "2026-11-30");
    let third = province.write("Xã Một");
    assert_eq!(
        take(&mut commune, &third, ""),
        [r#"campaign conflict title: "Đợt cao điểm của xã" → "Đợt cao điểm 60 ngày""#]
    );
    let open = api::conflict_list(&mut commune, &Nothing {}).unwrap();
    let settle = api::SettleConflict { id: open[0].id.clone(), stands: api::Stands::Theirs };
    api::conflict_settle(&mut commune, &settle).unwrap();
    let title = campaigns(&mut commune).remove(0).plan.title;
    assert_eq!(title, "Đợt cao điểm 60 ngày");
}

#[test]
fn the_plan_from_above_is_the_one_that_is_shown_where_two_run() {
    let mut province = Province::new();
    let mut commune = book(&province.folder, Level::Commune, "Xã Một", &["Tỉnh Thử Nghiệm"]);
    let shown = |desk: &mut Desk| {
        let today = api::today(desk, &api::AskDay::default()).unwrap();
        today.campaign.map(|campaign| campaign.number).unwrap_or_default()
    };
    let own = r#"{"number": "99/KH-UBND", "title": "Đợt của xã", "first_day": "2026-10-01", "last_day": "2026-12-31"}"#;
    api::campaign_add(&mut commune, &api::Plan::from_json(own).unwrap()).unwrap();
    assert_eq!(shown(&mut commune), "99/KH-UBND");
    let (file, key) = (province.write("Xã Một"), province.key.clone());
    take(&mut commune, &file, &key);
    assert_eq!(shown(&mut commune), "70/KH-UBND");

    // To a hamlet both come from above: it shows what the commune shows.
    let survey = api::ImportFile { file: fixture("so-dieu-tra-nho.xlsx"), ..Default::default() };
    api::register_import(&mut commune, &survey).unwrap();
    let hamlet = api::unit_list(&mut commune, &Nothing {}).unwrap().pop().unwrap();
    let out = province.folder.path().join("thon-1.tngiao");
    let args = api::GivePackages { units: vec![hamlet.id], out: Some(out.clone()), ..Default::default() };
    let card = api::package_give(&mut commune, &args).unwrap().files[0].card.clone();
    let mut laptop = Desk::new(Session::new(Some("2026-11-21T19:30:00+07:00".parse().unwrap())));
    let path = province.folder.path().join("thon-1.tungnha");
    let args = api::OpenPackage { file: out, card, path, passphrase: PASSPHRASE.into() };
    api::package_open(&mut laptop, &args).unwrap();
    assert_eq!(shown(&mut laptop), "70/KH-UBND");
}

#[test]
fn a_campaign_that_was_typed_below_too_is_one() {
    let mut province = Province::new();
    let mut commune = book(&province.folder, Level::Commune, "Xã Một", &["Tỉnh Thử Nghiệm"]);
    api::campaign_add(&mut commune, &api::Plan::from_json(PLAN).unwrap()).unwrap();
    let first = province.write("Xã Một");
    let key = province.key.clone();
    // The file has no target of this commune: what stands here stays.
    assert_eq!(take(&mut commune, &first, &key), [""; 0]);
    assert_eq!(campaigns(&mut commune)[0].plan.target, Some(9000));
    assert_eq!(campaigns(&mut commune).len(), 1);
}

#[test]
fn files_for_others_and_from_others_are_refused() {
    let mut province = Province::new();
    let mut commune = book(&province.folder, Level::Commune, "Xã Một", &["Tỉnh Thử Nghiệm"]);
    let for_two = province.write("Xã Hai");
    let key = province.key.clone();
    assert_eq!(take(&mut commune, &for_two, &key), ["enrolment.other_unit"]);
    let first = province.write("Xã Một");
    take(&mut commune, &first, &key);
    let mut other = Province::new();
    let forged = other.write("Xã Một");
    assert_eq!(take(&mut commune, &forged, ""), ["enrolment.other_key"], "a person has to compare it");
    let text = std::fs::read_to_string(&first).unwrap();
    let changed = province.folder.path().join("sua.tnmoi");
    std::fs::write(&changed, text.replacen("payload\":\"e", "payload\":\"f", 1)).unwrap();
    assert_eq!(take(&mut commune, &changed, "").len(), 1);
}

#[test]
fn each_unit_gets_its_own_targets_and_tasks() {
    let mut province = Province::new();
    let own = [("Xã Một", 300), ("Xã Hai", 200)].map(|(unit, total)| api::LockedTarget {
        unit: unit.to_owned(),
        target: api::Levels { total, level1: None, level2: None },
    });
    let share = api::ShareTargets { locked: own.into(), ..Default::default() };
    api::target_share(&mut province.desk, &share).unwrap();
    let task: api::NewAssignment = serde_json::from_str(
        r#"{"who": ["Xã Một"], "task": "Rà soát người chưa có tài khoản", "start": "2026-11-20", "due": "2026-11-28",
            "result": {"product": "Danh sách có chữ ký"}, "answerable": "Chủ tịch UBND xã", "plan": "70/KH-UBND"}"#,
    )
    .unwrap();
    let give = api::GiveAssignments { file: None, assignments: vec![task] };
    api::assignment_add(&mut province.desk, &give).unwrap();
    for (name, target, tasks) in [("Xã Một", 300, 1), ("Xã Hai", 200, 0)] {
        let mut commune = book(&province.folder, Level::Commune, name, &["Tỉnh Thử Nghiệm"]);
        let file = province.write(name);
        let key = province.key.clone();
        take(&mut commune, &file, &key);
        assert_eq!(campaigns(&mut commune)[0].plan.target, Some(target), "{name}");
        let work = commune.open().unwrap().0.assignments().unwrap();
        let held: Vec<(&str, &str)> =
            work.iter().map(|work| (work.task.as_str(), work.holders[0].name.as_str())).collect();
        assert_eq!(held.len(), tasks);
        assert!(held.iter().all(|held| *held == ("Rà soát người chưa có tài khoản", name)), "{held:?}");
    }
}

#[test]
fn a_department_takes_its_plan_and_tasks_into_a_book_of_its_own() {
    let mut province = Province::new();
    api::agency_add(&mut province.desk, &api::NewAgency { name: "Sở Tư pháp".into() }).unwrap();
    let task = |who: &str, what: &str| -> api::GiveAssignments {
        let task = serde_json::from_value(serde_json::json!({
            "who": [who], "task": what, "start": "2026-11-20", "due": "2026-11-28",
            "result": {"product": "Báo cáo"}, "answerable": "Giám đốc", "plan": "771/KH-UBND"
        }));
        api::GiveAssignments { file: None, assignments: vec![task.unwrap()] }
    };
    api::assignment_add(&mut province.desk, &task("Sở Tư pháp", "Làm sạch dữ liệu hộ tịch")).unwrap();
    // Units get theirs without being named; a department is named.
    let folder = Some(province.folder.path().to_owned());
    let all = api::WriteEnrolments { folder, ..Default::default() };
    let written = api::enrolment_write(&mut province.desk, &all).unwrap();
    assert_eq!(written.files.iter().map(|file| file.unit.as_str()).collect::<Vec<_>>(), ["Xã Một", "Xã Hai"]);
    let file = province.write("Sở Tư pháp");
    let key = province.key.clone();
    let mut department = book(&province.folder, Level::District, "Sở Tư pháp", &["Tỉnh Thử Nghiệm"]);
    take(&mut department, &file, &key);
    assert_eq!(campaigns(&mut department).len(), 1);
    // It hands its work on and follows that.
    api::agency_add(&mut department, &api::NewAgency { name: "Phòng Hộ tịch".into() }).unwrap();
    api::assignment_add(&mut department, &task("Phòng Hộ tịch", "Rà soát sổ gốc")).unwrap();
    let work = api::assignment_list(&mut department, &api::ListAssignments::default()).unwrap();
    let mut held: Vec<(&str, &str)> =
        work.iter().map(|one| (one.holder.as_str(), one.assignment.task.as_str())).collect();
    held.sort_unstable();
    assert_eq!(held, [("Phòng Hộ tịch", "Rà soát sổ gốc"), ("Sở Tư pháp", "Làm sạch dữ liệu hộ tịch")]);
}

#[test]
fn what_was_taken_away_below_stays_away_and_is_told() {
    // Which phases the commune took away, whether the province changed its plan since, what is told.
    let check = |gone: &[&str], changed: bool, expect: &[&str]| {
        let mut province = Province::new();
        let mut commune = book(&province.folder, Level::Commune, "Xã Một", &["Tỉnh Thử Nghiệm"]);
        let first = province.write("Xã Một");
        let key = province.key.clone();
        take(&mut commune, &first, &key);
        let mut plan = campaigns(&mut commune)[0].plan.clone();
        plan.phases.retain(|phase| !gone.contains(&phase.name.as_str()));
        let left = plan.phases.clone();
        api::campaign_edit(&mut commune, &api::EditCampaign { campaign: "70/KH-UBND".into(), plan }).unwrap();
        if changed {
            province.retitle("Đợt cao điểm 50 ngày", "2026-12-10");
        }
        for _ in 0..2 {
            let next = province.write("Xã Một");
            let told = take(&mut commune, &next, "");
            assert!(told.iter().map(String::as_str).eq(expect.iter().copied()), "{gone:?} {told:?}");
            let stays: Vec<String> =
                campaigns(&mut commune)[0].plan.phases.iter().map(|p| p.name.clone()).collect();
            assert_eq!(stays, left.iter().map(|phase| phase.name.clone()).collect::<Vec<_>>(), "{gone:?}");
            if changed {
                break;
            }
        }
        assert_eq!(api::conflict_list(&mut commune, &Nothing {}).unwrap(), []);
    };
    check(&[], false, &[]);
    check(&["Giai đoạn 1"], false, &["phase removed"]);
    check(&["Giai đoạn 2"], false, &["phase removed"]);
    check(&["Giai đoạn 1", "Giai đoạn 2"], false, &["phase removed", "phase removed"]);
    let day = r#"campaign changed last_day: "2026-11-30" → "2026-12-10""#;
    check(&["Giai đoạn 2"], true, &[day, "phase removed"]);
    let phase = r#"phase changed last_day: "2026-11-30" → "2026-12-10""#;
    check(&["Giai đoạn 1"], true, &[day, "phase removed", phase]);
}

#[test]
fn two_above_who_say_otherwise_take_nothing_back_from_each_other() {
    let mut province = Province::new();
    let mut commune =
        book(&province.folder, Level::Commune, "Xã Một", &["Huyện Thử Nghiệm", "Tỉnh Thử Nghiệm"]);
    let first = province.write("Xã Một");
    let key = province.key.clone();
    take(&mut commune, &first, &key);
    // The district has typed the same plan with a title of its own, and sends it every week.
    let mut desk = book(&province.folder, Level::District, "Huyện Thử Nghiệm", &["Tỉnh Thử Nghiệm"]);
    api::unit_add(&mut desk, &api::NewUnit { name: "Xã Một".into(), kind: String::new() }).unwrap();
    let mut plan = api::Plan::from_json(PLAN).unwrap();
    plan.title = "Đợt cao điểm của huyện".into();
    api::campaign_add(&mut desk, &plan).unwrap();
    let (folder, number) = (tempfile::tempdir().unwrap(), 100);
    let mut district = Province { folder, desk, key: String::new(), number };
    let weekly = district.write("Xã Một");
    let key = district.key.clone();
    let asked = r#"campaign conflict title: "Đợt cao điểm 50 ngày" → "Đợt cao điểm của huyện""#;
    assert_eq!(take(&mut commune, &weekly, &key), [asked]);
    let open = api::conflict_list(&mut commune, &Nothing {}).unwrap();
    let settle = api::SettleConflict { id: open[0].id.clone(), stands: api::Stands::Mine };
    api::conflict_settle(&mut commune, &settle).unwrap();
    // Neither has changed anything: nothing changes, and what was decided is not asked again.
    let kept = r#"campaign kept title: "Đợt cao điểm 50 ngày" → "Đợt cao điểm của huyện""#;
    for _ in 0..2 {
        let second = province.write("Xã Một");
        assert_eq!(take(&mut commune, &second, ""), [""; 0]);
        let weekly = district.write("Xã Một");
        assert_eq!(take(&mut commune, &weekly, ""), [kept]);
    }
    assert_eq!(campaigns(&mut commune)[0].plan.title, "Đợt cao điểm 50 ngày");
    assert_eq!(campaigns(&mut commune).len(), 1);
    assert_eq!(campaigns(&mut commune)[0].plan.phases.len(), 2);
}
