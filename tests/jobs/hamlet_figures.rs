//! Figures of a hamlet's laptop and of its row at the commune: they may never contradict each other.

use tung_nha::api::{self, Outcome};

use crate::packages::{Commune, figures, people, state, steer, visit};

/// How a hamlet stands at both ends: its whole on its laptop, its row at the commune.
fn both(commune: &mut Commune, hamlet: &mut crate::packages::Hamlet) -> [String; 2] {
    let name = commune.units.iter().find(|unit| unit.id == hamlet.unit).unwrap().name.clone();
    [figures(&mut hamlet.desk, None), figures(&mut commune.office.desk, Some(&name))]
}

#[test]
fn a_hamlet_stands_against_the_target_that_the_commune_gave_it() {
    let mut commune = Commune::new();
    steer(&mut commune);
    let mut hamlet = commune.laptop(0);
    let codes: Vec<String> = people(&mut hamlet.desk, None).into_iter().map(|p| p.code).collect();
    visit(&mut hamlet.desk, &codes[0], Outcome::Activated);
    visit(&mut hamlet.desk, &codes[1], Outcome::Absent);
    let result = hamlet.result(&commune.office);
    commune.take(&[&result]);
    let [there, here] = both(&mut commune, &mut hamlet);
    assert_eq!(there, here);
    let day = api::AskDay { day: Some("2026-11-21".parse().unwrap()) };
    let today = api::today(&mut hamlet.desk, &day).unwrap();
    let (pace, whole) = (today.burn_up.unwrap().pace, today.to_target.unwrap());
    assert_eq!((whole.pool, whole.ratio), (Some(pace.target), pace.ratio), "one percentage");
    // The alleys have no targets: their sum adds up beside it.
    assert_eq!(today.total.pool, today.rows.iter().map(|row| row.pool).sum());
    assert_eq!(today.total.cumulative, today.rows.iter().map(|row| row.cumulative).sum());
}

#[test]
fn who_lives_in_another_hamlet_now_counts_there_alone() {
    let mut commune = Commune::new();
    let (mut from, mut to) = (commune.laptop(0), commune.laptop(1));
    let mover = people(&mut from.desk, None)[0].clone();
    visit(&mut from.desk, &mover.code, Outcome::Activated);
    let result = from.result(&commune.office);
    commune.take(&[&result]);
    let home = people(&mut to.desk, None)[0].household_id;
    let moved = api::MoveCitizens { citizens: vec![mover.id], home: api::Home::Known(home) };
    api::citizen_move(&mut commune.office.desk, &moved).unwrap();
    commune.bring(&mut from);
    commune.bring(&mut to);
    for hamlet in [&mut from, &mut to] {
        let [there, here] = both(&mut commune, hamlet);
        assert_eq!(there, here);
    }
    // As many stand with a hamlet as its register has.
    let listed = api::laptop_list(&mut from.desk, &api::Nothing {}).unwrap();
    let standing = api::register_places(&mut from.desk, &api::Nothing {}).unwrap();
    assert_eq!(listed[0].people, standing[0].people);
    // In which hamlet he lives is not for the team to say.
    let here = api::LeaveCitizen { citizen: mover.id, gone: None, day: None };
    assert_eq!(api::citizen_leave(&mut from.desk, &here).unwrap_err().code, "citizen.elsewhere");
}

#[test]
fn whom_only_an_earlier_list_has_keeps_the_account_at_both_ends() {
    let mut commune = Commune::new();
    // The newer list is whole, and has lost nearly everybody.
    let stranger =
        "Họ tên,Ngày sinh,Số định danh,Trạng thái\nNgười Lạ,01/02/1970,001070999999,Chưa đăng ký\n";
    let file = commune.path("csv");
    std::fs::write(&file, stranger).unwrap();
    let import = api::ImportRoster {
        file: api::ImportFile { file, ..Default::default() },
        as_of: "2026-11-21".parse().unwrap(),
        partial: Some(false),
    };
    api::roster_import(&mut commune.office.desk, &import).unwrap();
    api::reconcile(&mut commune.office.desk, &api::Reconcile::default()).unwrap();
    let mut hamlet = commune.laptop(0);
    let unit = hamlet.unit;
    assert_eq!(state(&mut hamlet.desk, unit), state(&mut commune.office.desk, unit));
    let [there, here] = both(&mut commune, &mut hamlet);
    assert_eq!(there, here);
    // And of a day before it.
    let name = commune.units[0].name.clone();
    let on = |desk: &mut api::Desk, row: Option<&str>| {
        let today = api::today(desk, &api::AskDay { day: "2026-11-20".parse().ok() }).unwrap();
        let row = row.map_or(&today.total, |name| today.rows.iter().find(|row| row.name == name).unwrap());
        row.cumulative
    };
    // Of the earlier list the laptop has what it says of the accounts, and nobody's name or number.
    let (book, _) = hamlet.desk.open().unwrap();
    let earlier = book
        .roster_days()
        .unwrap()
        .into_iter()
        .find(|list| !list.partial && list.as_of.to_string() == "2026-11-20");
    let rows = book.roster_entries(earlier.unwrap().id).unwrap();
    let said = |row: &tung_nha::domain::roster::RosterEntry| {
        [&row.name, &row.number, &row.old_number, &row.phone, &row.address, &row.head]
            .iter()
            .all(|text| text.is_empty())
    };
    assert!(!rows.is_empty() && rows.iter().all(said));
    let active = on(&mut commune.office.desk, Some(&name));
    assert!(active > Some(0));
    assert_eq!(on(&mut hamlet.desk, None), active);
}

#[test]
fn a_paper_that_a_level_does_not_have_is_refused_by_name() {
    let mut commune = Commune::new();
    let mut hamlet = commune.laptop(0);
    let refused = |desk: &mut api::Desk, form: api::ReportForm| {
        let paper = api::AskPaper::new(form, "2026-11-21".parse().unwrap());
        let drawn = api::report_preview(desk, &api::PreviewReport { paper, rows: None, numbers: false });
        let told = drawn.err().filter(|e| e.code == "report.not_of_level").map(|e| e.sentence());
        if let Some(told) = &told {
            assert!(told.contains(&format!("“{form}”")) && told.contains("daily, annex1"), "{told}");
        }
        told.is_some()
    };
    for desk in [&mut commune.office.desk, &mut hamlet.desk] {
        let forms = api::report_forms(desk, &api::Nothing {}).unwrap();
        for form in api::ReportForm::ALL {
            assert_eq!(refused(desk, form), !forms.iter().any(|known| known.form == form), "{form}");
        }
    }
    assert!(refused(&mut hamlet.desk, api::ReportForm::Weekly));
}

#[test]
fn a_day_is_not_closed_without_a_word_of_silent_laptops() {
    let mut commune = Commune::new();
    let (mut first, mut second) = (commune.laptop(0), commune.laptop(1));
    let check = |commune: &mut Commune| -> Vec<(String, String)> {
        let points = api::close_check(&mut commune.office.desk, &api::AskDay::default()).unwrap();
        let of = points.into_iter().filter(|p| p.code.starts_with("close.laptops"));
        of.map(|p| (p.code, p.params.get("units").or(p.params.get("count")).unwrap().clone())).collect()
    };
    let [one, two] = [commune.units[0].name.clone(), commune.units[1].name.clone()];
    assert_eq!(check(&mut commune), [("close.laptops_silent".into(), format!("{one}, {two}"))]);
    let result = first.result(&commune.office);
    commune.take(&[&result]);
    assert_eq!(check(&mut commune), [("close.laptops_silent".into(), two)]);
    let result = second.result(&commune.office);
    commune.take(&[&result]);
    assert_eq!(check(&mut commune), [("close.laptops".into(), "2".into())]);
}

#[test]
fn who_has_not_sent_is_told_of_laptops_as_the_closing_tells_it() {
    let mut commune = Commune::new();
    let (mut first, _second) = (commune.laptop(0), commune.laptop(1));
    let told = |commune: &mut Commune, day: &str| -> Vec<String> {
        let day = api::MissingSummaries { day: day.parse().unwrap() };
        let missing = api::summary_missing(&mut commune.office.desk, &day).unwrap();
        let line = |of: &api::LaptopOfDay| format!("{} {:?} {}", of.unit, of.last_day, of.handed_in);
        missing.laptops.iter().map(line).chain([missing.owing.to_string()]).collect()
    };
    let [one, two] = [commune.units[0].name.clone(), commune.units[1].name.clone()];
    let never = |unit: &str| format!("{unit} None false");
    assert_eq!(told(&mut commune, "2026-11-21"), [never(&one), never(&two), "2".into()]);
    let result = first.result(&commune.office);
    commune.take(&[&result]);
    let sent = |there| format!("{one} Some(2026-11-21) {there}");
    assert_eq!(told(&mut commune, "2026-11-21"), [sent(true), never(&two), "1".into()]);
    assert_eq!(told(&mut commune, "2026-11-22"), [sent(false), never(&two), "2".into()]);
    // Before they had lists nobody waited for them.
    assert_eq!(told(&mut commune, "2026-11-20"), ["0"]);
}

#[test]
fn visits_of_before_the_first_signed_day_go_up_once_they_have_come() {
    let mut commune = Commune::new();
    let mut hamlet = commune.laptop(0);
    let export = |commune: &mut Commune| {
        let out = commune.path("tnsolieu");
        let day = "2026-11-21".parse().unwrap();
        api::summary_export(&mut commune.office.desk, &api::ExportSummary { day, out, replace: false })
            .unwrap()
            .days
    };
    assert_eq!(export(&mut commune).len(), 1, "nobody was visited yet");
    let code = people(&mut hamlet.desk, None)[0].code.clone();
    let early = api::NewVisit {
        at: Some("2026-11-19T18:30:00+07:00".parse().unwrap()),
        ..api::NewVisit::new(&code, Outcome::Absent)
    };
    api::visit_log(&mut hamlet.desk, &api::LogVisits { visits: vec![early] }).unwrap();
    let result = hamlet.result(&commune.office);
    commune.take(&[&result]);
    let days: Vec<String> = export(&mut commune).into_iter().map(|day| day.to_string()).collect();
    assert_eq!(days, ["2026-11-19", "2026-11-20", "2026-11-21"]);
}
