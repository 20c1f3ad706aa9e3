//! The first steps with a new book: what the book holds says which were taken.

use tung_nha::api::{self, Desk, FirstStep, Level, Session};

use crate::{Office, new_book};

/// The next step, and how many are behind.
fn next(desk: &mut Desk) -> (Option<FirstStep>, usize) {
    let found = api::first_steps(desk, &api::AskFirstSteps::default()).unwrap();
    (found.next, found.steps.iter().filter(|taken| taken.done).count())
}

#[test]
fn a_commune_is_led_from_the_survey_to_the_first_house() {
    let mut office = Office::new();
    let survey = office.write("so.csv", "Hộ số,Họ tên,Năm sinh\n1,Trần Văn Thử,1970\n1,Trần Thị Thử,1972\n");
    let list = office.write("ca.csv", "Họ tên,Năm sinh,Trạng thái\nTrần Văn Thử,1970,Chờ phê duyệt\n");
    assert_eq!(next(&mut office.desk), (Some(FirstStep::Survey), 0));
    assert_eq!(office.survey(&survey), "2/0/0/0/0");
    assert_eq!(next(&mut office.desk), (Some(FirstStep::Extract), 1));
    assert_eq!(office.extract(&list), "1/0/0/0/0");
    // Taken in by the command line, which reconciles when it is asked to.
    assert_eq!(next(&mut office.desk), (Some(FirstStep::Match), 2));
    api::reconcile(&mut office.desk, &api::Reconcile::default()).unwrap();
    assert_eq!(next(&mut office.desk), (Some(FirstStep::Walk), 2));
    let aside = api::AskFirstSteps { aside: vec![FirstStep::Walk] };
    assert_eq!(api::first_steps(&mut office.desk, &aside).unwrap().hint, None);

    let found =
        api::register_find(&mut office.desk, &api::FindPeople { query: "Trần Văn Thử".into(), limit: 1 });
    let code = found.unwrap().people[0].citizen.code.clone();
    let visit = api::NewVisit::new(&code, api::Outcome::Absent);
    api::visit_log(&mut office.desk, &api::LogVisits { visits: vec![visit] }).unwrap();
    assert_eq!(next(&mut office.desk), (None, 3));
}

#[test]
fn each_level_begins_with_its_own_step() {
    let check = |level: Level, expect: FirstStep| {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::new(Session::new(Some("2026-11-21T19:00:00+07:00".parse().unwrap())));
        let mut desk = new_book(desk, folder.path(), level, "Đơn vị Thử", &[]);
        assert_eq!(next(&mut desk), (Some(expect), 0), "{level:?}");
    };
    check(Level::Hamlet, FirstStep::Package);
    check(Level::Commune, FirstStep::Survey);
    check(Level::District, FirstStep::Campaign);
    check(Level::Province, FirstStep::Campaign);
}
