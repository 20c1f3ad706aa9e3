//! A day in one look, and closing it, through the public commands.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use calamine::{Data, Reader, Xlsx, open_workbook};
use tung_nha::api::{self, Desk, NewVisit, Outcome};
use tung_nha::domain::today::Stage;

use crate::{Office, session};

/// A commune of 150 people with an extract of 20/11, a campaign to 30/11 and 100 accounts to reach; its first hamlet.
struct Commune {
    desk: Desk,
    folder: tempfile::TempDir,
    hamlets: Vec<api::Unit>,
}

impl Commune {
    fn new() -> Self {
        let Office { mut desk, folder } =
            Office::of(api::Level::Commune, "Xã Thử Nghiệm", &[], "2026-11-21T21:12:00+07:00");
        let files = tung_nha::jobs::demo::make_demo::make_demo(150, 7, folder.path()).unwrap();
        let import = |file: &Path| api::ImportFile { file: file.to_owned(), ..Default::default() };
        api::register_import(&mut desk, &import(&files.register)).unwrap();
        let roster = api::ImportRoster {
            file: import(&files.roster),
            as_of: "2026-11-20".parse().unwrap(),
            partial: None,
        };
        api::roster_import(&mut desk, &roster).unwrap();
        api::reconcile(&mut desk, &api::Reconcile::default()).unwrap();
        let hamlets = api::unit_list(&mut desk, &api::Nothing {}).unwrap();
        Self { desk, folder, hamlets: hamlets.into_iter().filter(|unit| unit.parent_id.is_some()).collect() }
    }

    fn campaign(&mut self) {
        let plan = api::Plan::from_json(
            r#"{"number": "1/KH", "title": "Đợt", "first_day": "2026-10-12", "last_day": "2026-11-30"}"#,
        );
        api::campaign_add(&mut self.desk, &plan.unwrap()).unwrap();
        let share = api::ShareTargets { total: Some(100), ..Default::default() };
        api::target_share(&mut self.desk, &share).unwrap();
    }

    /// Codes of people to visit in a hamlet.
    fn due(&mut self, hamlet: usize) -> Vec<String> {
        let asked = api::MakeWorklist { unit: Some(self.hamlets[hamlet].id), ..Default::default() };
        api::worklist(&mut self.desk, &asked).unwrap().people().map(|person| person.code.clone()).collect()
    }

    fn visit(&mut self, code: &str, at: &str, outcome: Outcome, back: Option<&str>) {
        let mut visit = NewVisit::new(code, outcome);
        visit.at = Some(format!("2026-11-{at}:00+07:00").parse().unwrap());
        visit.come_back_at = back.map(|back| format!("2026-11-{back}:00+07:00").parse().unwrap());
        match outcome {
            Outcome::Activated => {
                (visit.level, visit.channel) = (2, Some(tung_nha::domain::visit::Channel::App));
                visit.reason = "own-device".into();
            }
            Outcome::Absent => visit.reason = "at-work".into(),
            _ => visit.reason = "refused".into(),
        }
        api::visit_log(&mut self.desk, &api::LogVisits { visits: vec![visit] }).unwrap();
    }

    fn today(&mut self) -> api::Today {
        api::today(&mut self.desk, &api::AskDay { day: None }).unwrap()
    }

    fn close(&mut self, day: &str) -> api::Result<api::ClosedDay> {
        let folder = self.folder.path().join("ngay");
        api::close_day(&mut self.desk, &api::CloseDay { day: Some(day.parse().unwrap()), folder })
    }

    /// What stands in the folder of closed days.
    fn written(&self) -> BTreeSet<PathBuf> {
        let folder = self.folder.path().join("ngay");
        let entries = std::fs::read_dir(&folder).into_iter().flatten();
        entries.map(|entry| entry.unwrap().path().strip_prefix(&folder).unwrap().to_owned()).collect()
    }
}

#[test]
fn an_empty_book_and_one_without_targets_say_so() {
    let mut commune = Commune::new();
    let today = commune.today();
    assert_eq!((today.campaign, today.burn_up, today.total.activated), (None, None, None));
    assert!(today.rows.iter().all(|row| row.activated.is_none() && row.cumulative.is_some() && !row.late));
    assert!(today.late_units.is_empty());
}

#[test]
fn a_day_says_what_it_brought_and_what_is_late() {
    let mut commune = Commune::new();
    commune.campaign();
    let (first, second) = (commune.due(0), commune.due(1));
    commune.visit(&first[0], "21T19:00", Outcome::Activated, None);
    commune.visit(&first[1], "21T19:20", Outcome::Absent, None);
    commune.visit(&second[0], "19T19:00", Outcome::Absent, Some("21T20:00"));
    commune.visit(&second[1], "19T19:10", Outcome::Absent, None);
    let today = commune.today();
    assert_eq!(today.rows.len(), commune.hamlets.len());
    let row = &today.rows[0];
    assert_eq!((row.activated, row.absent, row.other), (Some(1), Some(1), Some(0)));
    assert_eq!(row.at.unwrap().to_rfc3339(), "2026-11-21T19:20:00+07:00");
    // Without a visit today nothing of the day is known; who was walked before keeps the day.
    assert_eq!((today.rows[1].activated, today.rows[1].late), (None, true));
    assert_eq!(today.with_figures, 1);
    let late: Vec<_> = today.late_units.iter().map(|unit| (unit.name.as_str(), unit.days_late)).collect();
    assert!(late.contains(&(commune.hamlets[1].name.as_str(), Some(2))));
    assert_eq!(late.len(), commune.hamlets.len() - 1);

    let pace = &today.burn_up.as_ref().unwrap().pace;
    assert_eq!((today.total.activated, today.total.pool, pace.target), (Some(1), Some(100), 100));
    assert_eq!(today.total.cumulative, pace.actual);
    // What was missing in the morning, for today and the days after it; the pace speaks of those alone.
    let needed = (pace.remaining.unwrap() + 1).div_ceil(pace.days_left + 1);
    assert_eq!((today.total.needed, pace.days_left), (Some(needed), 9));
    assert_eq!(today.short, Some(i64::from(needed) - 1));
    let rows: u32 = today.rows.iter().map(|row| row.cumulative.unwrap()).sum();
    assert_eq!(Some(rows), pace.actual);

    let appointments: Vec<_> = today.appointments.iter().map(|one| one.code.as_str()).collect();
    // Who was absent on the evening before, and who was tonight.
    assert_eq!((appointments, today.again), (vec![second[0].as_str()], 2));
}

#[test]
fn the_targets_of_a_phase_are_to_be_reached_by_its_last_day() {
    let mut commune = Commune::new();
    let plan = api::Plan::from_json(
        r#"{"number": "1/KH", "title": "Đợt", "first_day": "2026-10-12", "last_day": "2026-11-30", "phases": [
          {"name": "Giai đoạn 1", "first_day": "2026-10-12", "last_day": "2026-11-22"}]}"#,
    );
    api::campaign_add(&mut commune.desk, &plan.unwrap()).unwrap();
    let share =
        api::ShareTargets {
            total: Some(100), phase: Some("Giai đoạn 1".to_owned()), ..Default::default()
        };
    api::target_share(&mut commune.desk, &share).unwrap();
    let told = |commune: &mut Commune| {
        let today = commune.today();
        let campaign = today.campaign.unwrap();
        let missing = today.burn_up.unwrap().pace.remaining.unwrap();
        let needed = today.total.needed.map(|needed| (needed, missing));
        (format!("{} {}", campaign.phase, campaign.last_day), campaign.days_left, campaign.stage, needed)
    };
    let (last, left, stage, needed) = told(&mut commune);
    assert_eq!((last.as_str(), left, stage), ("Giai đoạn 1 2026-11-22", 1, Stage::Running));
    let (needed, missing) = needed.unwrap();
    assert_eq!(needed, missing.div_ceil(2));
    commune.desk.session = session("2026-11-22T08:00:00+07:00");
    let (_, _, stage, needed) = told(&mut commune);
    assert_eq!((stage, needed), (Stage::LastDay, Some((missing, missing))));
    // After it nothing is needed by the phase, and the campaign runs on.
    commune.desk.session = session("2026-11-23T20:00:00+07:00");
    let (last, left, stage, needed) = told(&mut commune);
    assert_eq!((last.as_str(), left, stage, needed), (" 2026-11-30", 7, Stage::Running, None));
    assert!(!commune.today().late_units.is_empty());
}

#[test]
fn closing_a_day_writes_all_or_nothing() {
    let mut commune = Commune::new();
    commune.campaign();
    let due = commune.due(0);
    commune.visit(&due[0], "21T19:00", Outcome::Activated, None);
    commune.visit(&due[1], "21T19:20", Outcome::Absent, None);

    // Stopped: the book and the folder are as they were.
    commune.desk.session.stop_switch().store(true, Ordering::Relaxed);
    assert_eq!(commune.close("2026-11-21").unwrap_err().code, "job.stopped");
    commune.desk.session.stop_switch().store(false, Ordering::Relaxed);
    assert_eq!(commune.written(), BTreeSet::new());

    // Left by a program that was killed while it wrote: no paper of it gets into the folder of the day.
    let left = commune.folder.path().join("ngay").join(".dang-ghi-1");
    std::fs::create_dir_all(&left).unwrap();
    std::fs::write(left.join("khong-co-dien-thoai-thong-minh.xlsx"), "cũ").unwrap();
    let closed = commune.close("2026-11-21").unwrap();
    std::fs::remove_dir_all(left).unwrap();
    assert_eq!(commune.written(), BTreeSet::from([PathBuf::from("2026-11-21 xa-thu-nghiem")]));
    let mut there: Vec<String> = std::fs::read_dir(&closed.folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let mut told: Vec<String> = closed.files.iter().map(|file| file.name.clone()).collect();
    there.sort();
    told.sort();
    assert_eq!(there, told);
    for name in
        ["bao-cao-ngay.xlsx", "phu-luc-1.xlsx", "vang-mat.xlsx", "so-lieu-xa-thu-nghiem-2026-11-21.tnsolieu"]
    {
        assert!(told.iter().any(|one| one == name), "{name} of {told:?}");
    }
    // Nobody was found without a smartphone.
    assert!(closed.left_out.iter().any(|out| out.code == "form.no-smartphone.sheet"));

    // The report says what the screen says.
    let mut book: Xlsx<_> = open_workbook(closed.folder.join("bao-cao-ngay.xlsx")).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let texts: BTreeSet<String> = sheet.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
    assert!(commune.hamlets.iter().all(|hamlet| texts.contains(&hamlet.name)));
    assert!(sheet.used_cells().any(|(_, _, cell)| matches!(cell, Data::Float(_) | Data::Int(_))));
}

#[test]
fn a_day_closed_again_gets_another_folder_and_adjusts_past_papers() {
    let mut commune = Commune::new();
    commune.campaign();
    let due = commune.due(0);
    commune.visit(&due[0], "21T19:00", Outcome::Activated, None);
    commune.close("2026-11-21").unwrap();
    let steps =
        |commune: &mut Commune| api::history(&mut commune.desk, &api::History { limit: 50 }).unwrap().len();
    let before = steps(&mut commune);
    // The same figures: no new step in the book, but that its files were written once more.
    let again = commune.close("2026-11-21").unwrap();
    assert_eq!(again.folder.file_name().unwrap(), "2026-11-21 xa-thu-nghiem lan 2");
    assert_eq!(steps(&mut commune), before + 1);
    assert_eq!(api::history(&mut commune.desk, &api::History { limit: 1 }).unwrap()[0].kind, "write-day");
    assert!(again.files.iter().all(|file| file.adjusted == 0));

    // The next morning a visit of the evening before comes in.
    commune.desk.session = session("2026-11-22T08:00:00+07:00");
    commune.visit(&due[1], "21T20:00", Outcome::Activated, None);
    let adjusted = commune.close("2026-11-21").unwrap();
    let daily = adjusted.files.iter().find(|file| file.name == "bao-cao-ngay.xlsx").unwrap();
    assert_eq!(daily.adjusted, 1);
    let summary = adjusted.files.iter().find(|file| file.sequence.is_some()).unwrap();
    assert_eq!(summary.sequence, Some(2));
}

#[test]
fn a_closed_day_says_so_and_what_came_later() {
    let mut commune = Commune::new();
    commune.campaign();
    let due = commune.due(0);
    commune.visit(&due[0], "21T19:00", Outcome::Activated, None);
    let closed = |commune: &mut Commune| {
        let day = "2026-11-21".parse().ok();
        api::today(&mut commune.desk, &api::AskDay { day })
            .unwrap()
            .closed
            .map(|closed| (closed.at.format("%d %H:%M").to_string(), closed.sequence, closed.changed))
    };
    assert_eq!(closed(&mut commune), None);
    // The summary was signed before: the day is closed with it.
    let out = commune.folder.path().join("so-lieu.tnsolieu");
    let day = "2026-11-21".parse().unwrap();
    api::summary_export(&mut commune.desk, &api::ExportSummary { day, out, replace: false }).unwrap();
    commune.desk.session = session("2026-11-21T20:49:00+07:00");
    commune.close("2026-11-21").unwrap();
    assert_eq!(closed(&mut commune), Some(("21 20:49".to_owned(), Some(1), false)));
    // A visit of the next day changes nothing of this one; a late one does, until it is closed again.
    commune.desk.session = session("2026-11-22T20:00:00+07:00");
    commune.visit(&due[1], "22T19:00", Outcome::Activated, None);
    assert_eq!(closed(&mut commune), Some(("21 20:49".to_owned(), Some(1), false)));
    // Hamlets that were one by then are other rows of its papers. What is undone has changed nothing.
    let units = commune.hamlets.iter().take(2).map(|hamlet| hamlet.name.clone()).collect();
    let from = "2026-11-20".parse().unwrap();
    let merge = api::MergeUnits { units, into: "Thôn Liên Hợp".to_owned(), from };
    let changes: [&dyn Fn(&mut Commune); 2] = [
        &|commune| {
            api::unit_merge(&mut commune.desk, &merge).unwrap();
            // It counts from its people, and hands nothing in.
            let missing = api::MissingSummaries { day: "2026-11-21".parse().unwrap() };
            assert_eq!(api::summary_missing(&mut commune.desk, &missing).unwrap().expected, 0);
        },
        &|commune| commune.visit(&due[2], "21T20:55", Outcome::Activated, None),
    ];
    for change in changes {
        change(&mut commune);
        assert_eq!(closed(&mut commune), Some(("21 20:49".to_owned(), Some(1), true)));
        api::undo(&mut commune.desk, &api::Undo::default()).unwrap();
        assert_eq!(closed(&mut commune), Some(("21 20:49".to_owned(), Some(1), false)));
    }
    commune.visit(&due[2], "21T20:55", Outcome::Activated, None);
    commune.close("2026-11-22").unwrap();
    assert_eq!(closed(&mut commune), Some(("21 20:49".to_owned(), Some(1), true)));
    // The day after says so, until that day is closed again.
    let told = |commune: &mut Commune| {
        let checks = api::close_check(&mut commune.desk, &api::AskDay { day: None }).unwrap();
        let point = checks.into_iter().find(|check| check.code == "close.changed_before");
        (
            api::close_again(&mut commune.desk, &api::Nothing {}).unwrap(),
            point.map(|point| point.params["days"].clone()),
        )
    };
    let day = "2026-11-21".parse().unwrap();
    assert_eq!(told(&mut commune), (vec![day], Some("21/11/2026".to_owned())));
    commune.close("2026-11-21").unwrap();
    assert_eq!(told(&mut commune), (vec![], None));
    assert_eq!(closed(&mut commune), Some(("22 20:00".to_owned(), Some(2), false)));
    // Who presses Ctrl+Z is asked first, and nothing has happened.
    let asking = api::Undo { id: None, ask: true };
    let asked = api::undo(&mut commune.desk, &asking).unwrap_err();
    assert_eq!((asked.code, asked.params["day"].as_str()), ("undo.ask_closing", "21/11/2026"));
    assert_ne!(asked.params["papers"], "0");
    assert_eq!(closed(&mut commune), Some(("22 20:00".to_owned(), Some(2), false)));
    // Taken back in the book, its papers are still in somebody's hands.
    let undone = api::undo(&mut commune.desk, &api::Undo::default()).unwrap();
    assert!(undone.handed_in.unwrap()[0].contains("đã nộp"));
    assert_eq!(closed(&mut commune), Some(("21 20:49".to_owned(), Some(1), true)));
    // Done again it is as it was, and taken back once more.
    for expect in
        [Some(("22 20:00".to_owned(), Some(2), false)), Some(("21 20:49".to_owned(), Some(1), true))]
    {
        let newest = api::history(&mut commune.desk, &api::History { limit: 1 }).unwrap().remove(0).id;
        api::undo(&mut commune.desk, &api::Undo { id: Some(newest), ask: false }).unwrap();
        assert_eq!(closed(&mut commune), expect);
    }
    let visit = api::undo(&mut commune.desk, &api::Undo::default());
    assert_eq!(visit.unwrap().kind, "close-day");
    let visit = api::undo(&mut commune.desk, &asking).unwrap();
    assert_eq!((visit.kind.as_str(), visit.handed_in), ("log-visit", None));
}

#[test]
fn what_is_open_is_told_before_the_day_is_closed() {
    let mut commune = Commune::new();
    commune.campaign();
    let due = commune.due(0);
    commune.visit(&due[0], "20T19:00", Outcome::Absent, Some("21T20:00"));
    commune.visit(&due[1], "21T19:20", Outcome::Activated, None);
    let checks = api::close_check(&mut commune.desk, &api::AskDay { day: None }).unwrap();
    let codes: BTreeSet<&str> = checks.iter().map(|check| check.code.as_str()).collect();
    for code in ["close.sums", "close.units_missing", "close.appointments_open", "close.extract"] {
        assert!(codes.contains(code), "{code} of {codes:?}");
    }
    // A report alone does not close the day.
    let out = commune.folder.path().join("bao-cao.xlsx");
    let day = "2026-11-21".parse().unwrap();
    let report = api::ReportArgs {
        paper: api::AskPaper::new(api::ReportForm::Daily, day),
        out,
        replace: true,
        password: None,
    };
    api::report(&mut commune.desk, &report).unwrap();
    let checks = api::close_check(&mut commune.desk, &api::AskDay { day: None }).unwrap();
    assert!(!checks.iter().any(|check| check.code == "close.again"));
    commune.close("2026-11-21").unwrap();
    let checks = api::close_check(&mut commune.desk, &api::AskDay { day: None }).unwrap();
    assert!(checks.iter().any(|check| check.code == "close.again"));
}

/// A commune whose 21/11 was closed in its evening, and the people who were due then.
fn closed_on_21() -> (Commune, Vec<String>) {
    let mut commune = Commune::new();
    commune.campaign();
    let due = commune.due(0);
    commune.visit(&due[0], "21T19:00", Outcome::Activated, None);
    commune.desk.session = session("2026-11-21T20:49:00+07:00");
    commune.close("2026-11-21").unwrap();
    commune.desk.session = session("2026-11-22T20:00:00+07:00");
    (commune, due)
}

#[test]
fn a_restored_book_says_how_far_it_goes_until_a_day_is_closed() {
    let mut commune = Commune::new();
    let backup = commune.folder.path().join("sao.tungnha");
    api::book_backup(&mut commune.desk, &api::WriteTo { path: backup.clone() }).unwrap();
    let due = commune.due(0);
    commune.visit(&due[0], "21T19:00", Outcome::Activated, None);
    commune.desk.session = session("2026-11-21T22:30:00+07:00");
    crate::packages_strange::restored(&mut commune.desk, &backup, commune.folder.path().join("lại.tungnha"));
    let told = |commune: &mut Commune| {
        let last = commune.today().restored_from.map(|at| at.format("%H:%M").to_string());
        let asked = api::AskDay { day: None };
        let checks = api::close_check(&mut commune.desk, &asked).unwrap();
        let check = checks.into_iter().find(|check| check.code == "close.restored");
        (last, check.map(|check| check.params["last"].clone()))
    };
    assert_eq!(told(&mut commune), (Some("21:12".into()), Some("21:12 21/11/2026".into())));
    commune.close("2026-11-21").unwrap();
    assert_eq!(told(&mut commune), (None, None));
}

#[test]
fn what_is_undone_after_a_later_closing_has_changed_that_day() {
    let (mut commune, due) = closed_on_21();
    commune.visit(&due[1], "22T19:00", Outcome::Activated, None);
    let visit = api::history(&mut commune.desk, &api::History { limit: 1 }).unwrap()[0].id;
    commune.close("2026-11-22").unwrap();
    commune.desk.session = session("2026-11-23T20:00:00+07:00");
    api::undo(&mut commune.desk, &api::Undo { id: Some(visit), ask: false }).unwrap();
    let again = api::close_again(&mut commune.desk, &api::Nothing {}).unwrap();
    assert_eq!(again, ["2026-11-22".parse().unwrap()]);
}

#[test]
fn a_merger_from_today_leaves_yesterday_as_it_was_closed() {
    let (mut commune, _) = closed_on_21();
    let units = commune.hamlets.iter().take(2).map(|hamlet| hamlet.name.clone()).collect();
    let from = "2026-11-22".parse().unwrap();
    let merge = api::MergeUnits { units, into: "Thôn Liên Hợp".to_owned(), from };
    api::unit_merge(&mut commune.desk, &merge).unwrap();
    assert_eq!(api::close_again(&mut commune.desk, &api::Nothing {}).unwrap(), []);
}

/// The codes of the households of a hamlet, one half and the other.
fn halves(commune: &mut Commune, hamlet: usize) -> [Vec<String>; 2] {
    let unit = commune.hamlets[hamlet].id;
    let asked = api::ListHouseholds { unit, alley: None, offset: 0, limit: 1000 };
    let page = api::household_list(&mut commune.desk, &asked).unwrap();
    let codes: Vec<String> = page.households.into_iter().map(|line| line.household.code).collect();
    let (one, other) = codes.split_at(codes.len() / 2);
    [one.to_vec(), other.to_vec()]
}

#[test]
fn a_split_from_today_leaves_yesterday_as_it_was_closed() {
    let (mut commune, due) = closed_on_21();
    let [one, other] = halves(&mut commune, 0);
    let part = |name: &str, households| api::UnitPart { name: name.to_owned(), households, alleys: vec![] };
    let split = api::SplitUnit {
        unit: commune.hamlets[0].name.clone(),
        parts: vec![part("Thôn Thượng", one), part("Thôn Hạ", other)],
        from: "2026-11-22".parse().unwrap(),
    };
    api::unit_split(&mut commune.desk, &split).unwrap();
    assert_eq!(api::close_again(&mut commune.desk, &api::Nothing {}).unwrap(), []);
    // A late visit has changed it all the same.
    commune.visit(&due[1], "21T19:30", Outcome::Activated, None);
    assert_eq!(
        api::close_again(&mut commune.desk, &api::Nothing {}).unwrap(),
        ["2026-11-21".parse().unwrap()]
    );
}

#[test]
fn a_campaign_that_begins_later_changes_what_was_signed() {
    let (mut commune, due) = closed_on_21();
    let day = "2026-11-21".parse().unwrap();
    let stands = |commune: &mut Commune| {
        let chain = api::summary_chain(&mut commune.desk, &api::MissingSummaries { day }).unwrap();
        let again = api::close_again(&mut commune.desk, &api::Nothing {}).unwrap();
        assert_eq!(again.is_empty(), chain.own_stands);
        chain.own_stands
    };
    assert!(stands(&mut commune));
    // "So far" begins with the campaign: that of the day alone has none of the days before.
    commune.visit(&due[1], "20T19:00", Outcome::Absent, None);
    commune.close("2026-11-21").unwrap();
    assert!(stands(&mut commune));
    let plan = api::Plan::from_json(
        r#"{"number": "2/KH", "title": "Đợt hai", "first_day": "2026-11-21", "last_day": "2026-11-30"}"#,
    );
    api::campaign_add(&mut commune.desk, &plan.unwrap()).unwrap();
    api::campaign_use(&mut commune.desk, &api::UseCampaign { campaign: Some("2/KH".to_owned()) }).unwrap();
    // Of several plans the one without targets is named.
    let none = api::league(&mut commune.desk, &api::AskLeague { day: Some(day) }).unwrap_err();
    assert!(none.code == "target.none" && none.sentence().starts_with("2/KH chưa có chỉ tiêu"), "{none}");
    assert!(!stands(&mut commune));
    commune.close("2026-11-21").unwrap();
    assert!(stands(&mut commune));
    let absent = |commune: &mut Commune| {
        let out = commune.folder.path().join("so-lieu.tnsolieu");
        let sent =
            api::summary_export(&mut commune.desk, &api::ExportSummary { day, out, replace: true }).unwrap();
        (sent.sequence, sent.again)
    };
    assert_eq!(absent(&mut commune), (3, true));
}

#[test]
fn after_the_campaign_every_figure_goes_on_as_one() {
    let mut commune = Commune::new();
    let plan = api::Plan::from_json(
        r#"{"number": "1/KH", "title": "Đợt", "first_day": "2026-10-12", "last_day": "2026-11-20"}"#,
    );
    api::campaign_add(&mut commune.desk, &plan.unwrap()).unwrap();
    let share = api::ShareTargets { total: Some(100), ..Default::default() };
    api::target_share(&mut commune.desk, &share).unwrap();
    let due = commune.due(0);
    for (code, at) in due.iter().zip(["20T19:00", "21T19:00", "21T19:10"]) {
        commune.visit(code, at, Outcome::Activated, None);
    }
    let today = commune.today();
    let rows: u32 = today.rows.iter().filter_map(|row| row.cumulative).sum();
    let pace = today.burn_up.unwrap().pace;
    assert_eq!((today.total.cumulative, pace.actual, pace.needed_per_day), (Some(rows), Some(rows), None));
    let league = api::league(&mut commune.desk, &api::AskLeague { day: None }).unwrap();
    assert_eq!(league.pace.unwrap().actual, Some(rows));
    let paper = serde_json::json!({ "form": "daily", "day": "2026-11-21" });
    let daily = api::call(&mut commune.desk, "report_preview", paper).unwrap();
    let notes: Vec<String> = serde_json::from_value(daily["form"]["notes"].clone()).unwrap();
    let pace = format!("đã đạt {rows} trên 100");
    let says = |note: &String| note.contains(&pace) && note.ends_with("kế hoạch không còn ngày nào.");
    assert!(notes.iter().any(says), "{notes:?}");
    commune.close("2026-11-21").unwrap();
}
