//! Hamlets that are renamed, merged or split while their laptops are out.

use tung_nha::api::{self, Desk, Outcome, UnitId};
use tung_nha::domain::ids::CitizenId;

use crate::packages::{Commune, change, figures, people, person, visit};

const DAY: &str = "2026-11-21";

impl Commune {
    fn name(&self, place: usize) -> String {
        self.units[place].name.clone()
    }

    fn merge(&mut self, units: &[usize], into: &str) -> UnitId {
        let units = units.iter().map(|place| self.name(*place)).collect();
        let args = api::MergeUnits { units, into: into.to_owned(), from: DAY.parse().unwrap() };
        api::unit_merge(&mut self.office.desk, &args).unwrap().unit.id
    }

    /// Splits a hamlet: the household of the person goes to the first part, the rest to the second.
    fn split(&mut self, place: usize, first: &CitizenId, parts: [&str; 2]) -> Vec<UnitId> {
        let (book, _) = self.office.desk.open().unwrap();
        let home =
            book.citizens().unwrap().into_iter().find(|person| person.id == *first).unwrap().household_id;
        let household = book.households().unwrap().into_iter().find(|one| one.id == home).unwrap().code;
        let part =
            |name: &str, households| api::UnitPart { name: name.to_owned(), households, alleys: Vec::new() };
        let parts = vec![part(parts[0], vec![household]), part(parts[1], Vec::new())];
        let args = api::SplitUnit { unit: self.name(place), parts, from: DAY.parse().unwrap() };
        api::unit_split(&mut self.office.desk, &args).unwrap().into_iter().map(|unit| unit.unit.id).collect()
    }

    /// What the commune is told of a hamlet that is no more.
    fn ended(&mut self, unit: UnitId) -> String {
        let all = api::laptop_list(&mut self.office.desk, &api::Nothing {}).unwrap();
        all.into_iter().find(|one| one.unit == unit).unwrap().ended.map(|[told, _]| told).unwrap_or_default()
    }

    /// Takes one file in; gives what is told of it.
    fn told(&mut self, file: std::path::PathBuf) -> Vec<String> {
        let args = api::ImportResults { files: vec![file], ..Default::default() };
        let taken = api::result_import(&mut self.office.desk, &args).unwrap();
        taken.files.into_iter().flat_map(|file| file.findings).map(|[told, _]| told).collect()
    }
}

fn ids(desk: &mut Desk) -> Vec<CitizenId> {
    let gone = desk.open().unwrap().0.departures().unwrap();
    let here = people(desk, None).into_iter().map(|person| person.id);
    here.filter(|id| !gone.contains_key(id)).collect()
}

#[test]
fn a_renamed_hamlet_is_renamed_on_its_laptop() {
    let mut commune = Commune::new();
    let mut hamlet = commune.laptop(0);
    let codes: Vec<String> = people(&mut hamlet.desk, None).into_iter().map(|p| p.code).collect();
    let name = format!("{} Mới", commune.name(0));
    let args =
        api::RenameUnit { unit: commune.name(0), name: name.clone(), from: DAY.parse().unwrap(), code: None };
    api::unit_rename(&mut commune.office.desk, &args).unwrap();
    visit(&mut hamlet.desk, &codes[0], Outcome::Absent);
    let file = hamlet.result(&commune.office);
    assert_eq!(commune.take(&[&file]), "1/0/0/0 0/0/0/0");
    commune.bring(&mut hamlet);
    assert_eq!(api::book_info(&mut hamlet.desk, &api::Nothing {}).unwrap().name, name);
    visit(&mut hamlet.desk, &codes[1], Outcome::Absent);
    let file = hamlet.result(&commune.office);
    assert_eq!(commune.take(&[&file]), "1/0/0/0 0/0/0/0");
}

#[test]
fn the_laptop_of_a_merged_hamlet_goes_on_and_the_other_has_its_people_too() {
    let mut commune = Commune::new();
    let (mut merged, mut taking) = (commune.laptop(0), commune.laptop(1));
    let own = ids(&mut merged.desk);
    let codes: Vec<String> = people(&mut merged.desk, None).into_iter().map(|p| p.code).collect();
    let into = commune.name(1);
    commune.merge(&[0, 1], &into);
    let told = commune.ended(merged.unit);
    assert!(told.contains(&format!("đã nhập vào {into} từ 21/11/2026")), "{told}");

    // Logged meanwhile: it comes home, and counts where the person is now.
    visit(&mut merged.desk, &codes[0], Outcome::Activated);
    let file = merged.result(&commune.office);
    assert!(commune.told(file)[0].contains(&format!("tính cho {into}")));
    let counted = figures(&mut commune.office.desk, Some(&into));
    assert!(counted.starts_with("[Some(1)"), "{counted}");
    commune.bring(&mut merged);
    assert_eq!(ids(&mut merged.desk), own, "nobody left");

    // The one that took it in has all of both, and nobody else's; what it says of them is taken.
    commune.bring(&mut taking);
    let both = ids(&mut taking.desk);
    assert!(own.iter().all(|id| both.contains(id)));
    let of_both = people(&mut commune.office.desk, Some(merged.unit)).len()
        + people(&mut commune.office.desk, Some(taking.unit)).len();
    assert_eq!(people(&mut taking.desk, None).len(), of_both);
    assert_eq!(figures(&mut taking.desk, None), figures(&mut commune.office.desk, Some(&into)));
    visit(&mut taking.desk, &codes[1], Outcome::Absent);
    change(&mut taking.desk, &codes[2], |form| form.phone = "0912345678".into());
    let beside = person(&mut taking.desk, &codes[3]);
    let form = api::PersonForm { name: "Lê Thị Mới".into(), birth: "1990".into(), ..Default::default() };
    let home = api::Home::Known(beside.household_id);
    api::citizen_add(&mut taking.desk, &api::AddCitizen { home, form, draft: None }).unwrap();
    let file = taking.result(&commune.office);
    assert_eq!(commune.take(&[&file]), "1/0/0/0 1/1/0/0");
    assert_eq!(person(&mut commune.office.desk, &codes[2]).phone, "0912345678");
    // Both have it; neither says anything more.
    for hamlet in [&mut merged, &mut taking] {
        commune.bring(hamlet);
        assert!(people(&mut hamlet.desk, None).iter().any(|person| person.name == "Lê Thị Mới"));
        let file = hamlet.result(&commune.office);
        assert_eq!(commune.take(&[&file]), "0/0/0/0 0/0/0/0");
    }
}

#[test]
fn a_hamlet_made_of_two_gets_a_package_and_a_merger_taken_back_locks_nobody_out() {
    let mut commune = Commune::new();
    let (mut first, second) = (commune.laptop(0), commune.laptop(1));
    let one = commune.merge(&[0, 1], "Thôn Hợp Nhất");
    let mut joint = commune.open(one);
    let both = people(&mut commune.office.desk, Some(first.unit)).len()
        + people(&mut commune.office.desk, Some(second.unit)).len();
    assert_eq!(people(&mut joint.desk, None).len(), both);
    // Without its laptop the package of the old one is told to be that of the new one.
    let other = commune.merge(&[2, 3], "Thôn Hợp Nhì");
    let gone = commune.units[2].id;
    let args =
        api::GivePackages { units: vec![gone], out: Some(commune.path("tngiao")), ..Default::default() };
    let refused = api::package_give(&mut commune.office.desk, &args).unwrap_err();
    assert_eq!(refused.code, "package.unit_merged");
    assert!(refused.sentence().contains("Thôn Hợp Nhì"), "{}", refused.sentence());
    assert!(commune.open(other).unit == other);

    let code = people(&mut joint.desk, None)[0].code.clone();
    visit(&mut joint.desk, &code, Outcome::Absent);
    let file = joint.result(&commune.office);
    assert_eq!(commune.take(&[&file]), "1/0/0/0 0/0/0/0");
    // One of both had taken it in, and that is taken back.
    let mut commune = Commune::new();
    (first, joint) = (commune.laptop(0), commune.laptop(1));
    let into = commune.name(1);
    let code = people(&mut first.desk, None)[0].code.clone();
    commune.merge(&[0, 1], &into);
    let (work, _) = commune.give(joint.unit);
    let history = api::history(&mut commune.office.desk, &api::History { limit: 9 }).unwrap();
    let id = history.iter().find(|one| one.kind == "merge-units").unwrap().id;
    api::undo(&mut commune.office.desk, &api::Undo { id: Some(id), ask: false }).unwrap();
    joint.take(&work).unwrap();
    visit(&mut joint.desk, &code, Outcome::Absent);
    let file = joint.result(&commune.office);
    assert_eq!(commune.take(&[&file]), "1/0/0/0 0/0/0/0");
    assert!(commune.bring(&mut joint).left > 10);
}

#[test]
fn the_laptop_of_a_split_hamlet_goes_on_for_its_parts() {
    let mut commune = Commune::new();
    let mut old = commune.laptop(0);
    let own = ids(&mut old.desk);
    let codes: Vec<String> = people(&mut old.desk, None).into_iter().map(|p| p.code).collect();
    let parts = commune.split(0, &own[0], ["Thôn Phần Một", "Thôn Phần Sau"]);
    visit(&mut old.desk, &codes[0], Outcome::Activated);
    let file = old.result(&commune.office);
    let told = commune.told(file);
    let expect = format!("{} đã tách thành Thôn Phần Một, Thôn Phần Sau từ 21/11/2026", commune.name(0));
    assert!(told.len() == 1 && told[0].contains(&expect), "{told:?}");
    assert_eq!(commune.ended(old.unit), told[0]);
    assert!(figures(&mut commune.office.desk, Some("Thôn Phần Một")).starts_with("[Some(1)"));
    assert_eq!(commune.bring(&mut old).left, 0);
    assert_eq!(ids(&mut old.desk), own, "nobody left");

    // New in a household of a part: of that part. In a new household: asked by name.
    let home = person(&mut old.desk, &codes[0]);
    let form = |name: &str| api::PersonForm { name: name.into(), birth: "1990".into(), ..Default::default() };
    let new = api::HouseholdForm {
        unit: home.unit_id,
        head: "Lê Thị Xa".into(),
        alley: String::new(),
        house_number: String::new(),
    };
    for (name, at) in
        [("Lê Thị Gần", api::Home::Known(home.household_id)), ("Lê Thị Xa", api::Home::New(new))]
    {
        api::citizen_add(&mut old.desk, &api::AddCitizen { home: at, form: form(name), draft: None })
            .unwrap();
    }
    let file = old.result(&commune.office);
    let told = commune.told(file);
    assert!(told.len() == 2 && told[1].contains("Lê Thị Xa") && told[1].contains("Sổ hộ"), "{told:?}");
    let new = people(&mut commune.office.desk, None).into_iter().find(|p| p.name == "Lê Thị Gần").unwrap();
    assert_eq!(new.unit_id, parts[0]);
    // Taken back at the hamlet, it goes at the commune, though it stands with the part there.
    let history = api::history(&mut old.desk, &api::History { limit: 9 }).unwrap();
    let id = history.iter().rfind(|one| one.kind == "add-citizen").map(|one| one.id);
    api::undo(&mut old.desk, &api::Undo { id, ask: false }).unwrap();
    let file = old.result(&commune.office);
    commune.take(&[&file]);
    assert!(people(&mut commune.office.desk, None).iter().all(|person| person.name != "Lê Thị Gần"));
    commune.bring(&mut old);
    let file = old.result(&commune.office);
    assert_eq!(commune.take(&[&file]), "0/0/0/0 0/0/0/0");

    // The parts have books of their own, each with its people.
    for part in parts {
        let mut hamlet = commune.open(part);
        assert_eq!(people(&mut hamlet.desk, None), people(&mut commune.office.desk, Some(part)));
    }
}

#[test]
fn a_row_of_the_police_that_names_one_of_two_hamlets_goes_to_none() {
    let mut commune = Commune::new();
    let name = commune.name(0);
    let list = format!(
        "Họ tên công dân,Ngày sinh,Số định danh,Thôn,Trạng thái\nLò Văn Lạ,12/03/1971,038071009991,{name},Đã phê duyệt\n"
    );
    let file = commune.office.write("ds.csv", &list);
    let file = api::ImportFile { file, ..Default::default() };
    let args = api::ImportRoster { file, as_of: DAY.parse().unwrap(), partial: Some(true) };
    api::roster_import(&mut commune.office.desk, &args).unwrap();
    api::reconcile(&mut commune.office.desk, &api::Reconcile::default()).unwrap();
    let holds = |commune: &mut Commune, unit: UnitId| {
        let (file, card) = commune.give(unit);
        let text = tung_nha::exchange::sealed::open_with_card(&card, &std::fs::read(&file).unwrap()).unwrap();
        let work = tung_nha::exchange::package_v1::read_work(&text).unwrap();
        format!("{:?}", work.package.rows).contains("038071009991")
    };
    let (first, second) = (commune.units[0].id, commune.units[1].id);
    assert!(holds(&mut commune, first) && !holds(&mut commune, second));
    // Two books that were put together may have two of a name.
    let (book, session) = commune.office.desk.open().unwrap();
    book.transact(session, "rename-unit", serde_json::json!({}), |tx| {
        let mut unit = tx.units()?.into_iter().find(|unit| unit.id == second).unwrap();
        unit.name.clone_from(&name);
        tx.update_unit(&unit, None, None)
    })
    .unwrap();
    assert!(!holds(&mut commune, first) && !holds(&mut commune, second));
    let args =
        api::GivePackages { units: vec![first], out: Some(commune.path("tngiao")), ..Default::default() };
    let given = api::package_give(&mut commune.office.desk, &args).unwrap();
    assert!(
        given.findings[0][0].contains("3 dòng") && given.findings[0][0].contains(&name),
        "{:?}",
        given.findings
    );
}

#[test]
fn a_list_that_names_nobody_of_a_hamlet_does_not_hold_its_day_up() {
    let mut commune = Commune::new();
    let mut hamlet = commune.open(commune.units[1].id);
    let first = people(&mut commune.office.desk, Some(commune.units[0].id));
    let person = first.into_iter().find(|person| !person.number.is_empty()).unwrap();
    let list = format!(
        "Họ tên công dân,Ngày sinh,Số định danh,Thôn,Trạng thái\n{},{},{},{},Đã phê duyệt\n",
        person.name,
        person.birth.unwrap().to_vi(),
        person.number,
        commune.name(0)
    );
    let file = api::ImportFile { file: commune.office.write("ds.csv", &list), ..Default::default() };
    let args = api::ImportRoster { file, as_of: DAY.parse().unwrap(), partial: Some(true) };
    api::roster_import(&mut commune.office.desk, &args).unwrap();
    api::reconcile(&mut commune.office.desk, &api::Reconcile::default()).unwrap();
    commune.bring(&mut hamlet);
    let today = api::today(&mut hamlet.desk, &api::AskDay { day: None }).unwrap();
    assert_eq!(today.unreconciled, []);
    // Without a campaign its day has alleys for rows, and is closed all the same.
    assert!(today.total.cumulative.is_some_and(|active| active > 0));
    let folder = commune.path("ngay");
    api::close_day(&mut hamlet.desk, &api::CloseDay { day: None, folder }).unwrap();
}
