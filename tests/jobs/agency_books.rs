//! Agencies with books of their own: their people go down as a hamlet's do, what they report comes back, and counts once where people live.

use std::fmt::Write;
use std::path::Path;

use serde_json::json;
use tung_nha::api::{self, Desk, Outcome, PeopleKind, UnitId};
use tung_nha::domain::citizen::Citizen;
use tung_nha::exchange::sealed;

use crate::packages::{Commune, Hamlet, change, figures, people, person, steer, visit};

/// People of two hamlets on the list of an agency.
struct Station {
    commune: Commune,
    agency: UnitId,
    staff: Vec<Citizen>,
}

fn list_of(staff: &[Citizen]) -> String {
    let mut text = "TT;Họ và tên;Ngày sinh;Số CCCD\n".to_owned();
    for (one, nth) in staff.iter().zip(1..) {
        let birth = one.birth.map(|birth| birth.to_vi()).unwrap_or_default();
        writeln!(text, "{nth};{};{birth};{}", one.name, one.number).unwrap();
    }
    text
}

impl Station {
    fn new(name: &str) -> Self {
        let mut commune = Commune::new();
        let agency = api::agency_add(&mut commune.office.desk, &api::NewAgency { name: name.into() });
        let agency = agency.unwrap().id;
        let mut staff = Vec::new();
        for unit in [commune.units[0].id, commune.units[1].id] {
            let mut of = people(&mut commune.office.desk, Some(unit));
            of.retain(|one| {
                let official = commune.office.call("citizen_view", json!({ "citizen": one.id }));
                one.number.len() == 12 && official["officials"][0]["level"].as_u64().unwrap_or(0) == 0
            });
            staff.extend(of.into_iter().take(4));
        }
        assert_eq!(staff.len(), 8);
        let mut station = Self { commune, agency, staff };
        let staff = station.staff.clone();
        station.list(&staff);
        station
    }

    fn list(&mut self, staff: &[Citizen]) {
        let file = self.commune.path("csv");
        std::fs::write(&file, list_of(staff)).unwrap();
        let list = api::ListOfAgency { agency: self.agency, people: PeopleKind::Official };
        let file = api::ImportFile { file, ..api::ImportFile::default() };
        api::agency_import(&mut self.commune.office.desk, &api::ImportAgency { file, list }).unwrap();
    }

    /// What the commune finds to say of a result.
    fn findings(&mut self, file: &Path) -> String {
        let args = api::ImportResults { files: vec![file.to_owned()], ..Default::default() };
        let done = api::result_import(&mut self.commune.office.desk, &args).unwrap();
        done.files[0].findings.iter().map(|told| told[0].as_str()).collect::<Vec<_>>().join(" ")
    }

    fn whole(&mut self) -> String {
        figures(&mut self.commune.office.desk, None)
    }

    fn via(&mut self, of: usize) -> Vec<String> {
        let id = self.staff[of].id;
        let view = self.commune.office.call("citizen_view", json!({ "citizen": id }));
        let lines = view["visits"].as_array().unwrap().clone();
        lines.iter().map(|line| line["via"].as_str().unwrap().to_owned()).collect()
    }
}

fn codes(desk: &mut Desk) -> Vec<String> {
    let mut codes: Vec<String> = people(desk, None).into_iter().map(|one| one.code).collect();
    codes.sort();
    codes
}

fn sorted(staff: &[Citizen]) -> Vec<String> {
    let mut codes: Vec<String> = staff.iter().map(|one| one.code.clone()).collect();
    codes.sort();
    codes
}

#[test]
fn an_agency_works_in_a_book_of_its_own_and_counts_once() {
    let mut s = Station::new("Trạm Y tế xã");
    let mut hamlet = s.commune.laptop(0);
    let mut agency: Hamlet = s.commune.open(s.agency);
    let info = api::book_info(&mut agency.desk, &api::Nothing {}).unwrap();
    assert_eq!((info.name.as_str(), info.level), ("Trạm Y tế xã", api::Level::Hamlet));
    assert_eq!(codes(&mut agency.desk), sorted(&s.staff), "its people, from both hamlets");
    let mut alley = |one: &Citizen| {
        let view = api::household_view(&mut agency.desk, &api::ShowHousehold { household: one.household_id });
        view.unwrap().household.alley
    };
    let alleys: Vec<String> = s.staff.iter().map(&mut alley).collect();
    let begins = |alley: &String| s.commune.units[..2].iter().any(|unit| alley.starts_with(&unit.name));
    assert!(alleys.iter().all(begins), "where they live: {alleys:?}");

    let before = s.whole();
    let homes: Vec<_> = s.staff.iter().map(|one| (one.unit_id, one.household_id)).collect();
    visit(&mut agency.desk, &s.staff[0].code, Outcome::Activated);
    visit(&mut agency.desk, &s.staff[5].code, Outcome::Absent);
    change(&mut agency.desk, &s.staff[6].code, |form| form.phone = "0912345678".into());
    let first = agency.result(&s.commune.office);
    assert_eq!(s.commune.take(&[&first]), "2/0/0/0 0/1/0/0");
    assert_eq!(s.commune.take(&[&first]), "0/0/0/0 0/0/0/0", "twice is once");
    let after = s.whole();
    assert_ne!(before, after);
    assert_eq!(s.via(0), ["Trạm Y tế xã"]);
    let now: Vec<_> =
        s.staff.clone().iter().map(|one| person(&mut s.commune.office.desk, &one.code)).collect();
    assert_eq!(now.iter().map(|one| (one.unit_id, one.household_id)).collect::<Vec<_>>(), homes);
    assert_eq!(now[6].phone, "0912345678");

    // The hamlet, which does not know it yet, has the same: that is the twin, and the figures stand.
    visit(&mut hamlet.desk, &s.staff[0].code, Outcome::Activated);
    let same = hamlet.result(&s.commune.office);
    assert_eq!(s.commune.take(&[&same]), "0/1/0/0 0/0/0/0");
    assert_eq!(s.whole(), after);
    // Both get it with their next package, and have nothing to ask.
    let down = s.commune.bring(&mut agency);
    assert_eq!((down.acknowledged, down.changed, down.left, down.conflicts), (1, 0, 0, 0));
    let down = s.commune.bring(&mut hamlet);
    assert_eq!((down.acknowledged, down.left, down.conflicts), (1, 0, 0));
    for laptop in [&mut agency, &mut hamlet] {
        let again = laptop.result(&s.commune.office);
        assert_eq!(s.commune.take(&[&again]), "0/0/0/0 0/0/0/0");
    }
    // Work that the agency was given goes down, and what it hands in comes back.
    let task = serde_json::from_value(json!({
        "who": ["Trạm Y tế xã"], "task": "Rà soát viên chức", "start": "2026-11-20", "due": "2026-11-28",
        "result": {"product": "Danh sách"}, "answerable": "Trưởng trạm", "plan": "133/TTYT"
    }));
    let give = api::GiveAssignments { file: None, assignments: vec![task.unwrap()] };
    let id = api::assignment_add(&mut s.commune.office.desk, &give).unwrap()[0].assignment.id;
    s.commune.bring(&mut agency);
    let day = Some("2026-11-21".parse().unwrap());
    api::assignment_hand_in(&mut agency.desk, &api::HandIn { id, day }).unwrap();
    let handed_in = agency.result(&s.commune.office);
    s.commune.take(&[&handed_in]);
    let board = api::agency_board(&mut s.commune.office.desk, &api::Nothing {}).unwrap();
    assert_eq!(board.agencies[0].tasks.as_ref().unwrap().in_time.unwrap().to_vi(), "100,00%");
    // The summary that its laptop writes beside is of people who count in their hamlets: it changes no figure.
    steer(&mut s.commune);
    s.commune.bring(&mut agency);
    let out = s.commune.office.file("tram.tnsolieu");
    let day = "2026-11-21".parse().unwrap();
    let summary = api::ExportSummary { day, out: out.clone(), replace: false };
    api::summary_export(&mut agency.desk, &summary).unwrap();
    let key = api::key_list(&mut agency.desk, &api::Nothing {}).unwrap().own;
    let counted = serde_json::from_value(json!({
        "who": ["Trạm Y tế xã"], "task": "Kích hoạt", "start": "2026-11-20", "due": "2026-11-28",
        "result": {"activated": 5}, "answerable": "Trưởng trạm", "plan": "133/TTYT"
    }));
    let give = api::GiveAssignments { file: None, assignments: vec![counted.unwrap()] };
    api::assignment_add(&mut s.commune.office.desk, &give).unwrap();
    let all = |s: &mut Station| {
        let shown =
            [s.commune.office.call("league", json!({})), s.commune.office.call("assignment_list", json!({}))];
        (s.whole(), shown)
    };
    let before = all(&mut s);
    let summaries = api::ImportSummaries { files: vec![out], trust: vec![key], ..Default::default() };
    let taken = api::summary_import(&mut s.commune.office.desk, &summaries);
    assert_eq!(all(&mut s), before, "{taken:?}");
    // The list of laptops tells it apart.
    let laptops = api::laptop_list(&mut s.commune.office.desk, &api::Nothing {}).unwrap();
    let last = laptops.last().unwrap();
    assert_eq!((last.name.as_str(), last.agency, last.people, last.known), ("Trạm Y tế xã", true, 8, true));
}

#[test]
fn only_whom_it_needs_goes_to_an_agency() {
    let mut s = Station::new("Trạm Y tế xã");
    let (code, id) = (s.staff[1].code.clone(), s.staff[1].household_id);
    change(&mut s.commune.office.desk, &code, |form| form.note = "ghi chú riêng của thôn".into());
    s.commune.office.call("household_note", json!({ "household": id, "note": "nhà có chó dữ" }));
    let (file, card) = s.commune.give(s.agency);
    let text = sealed::open_with_card(&card, &std::fs::read(&file).unwrap()).unwrap();
    let work = tung_nha::exchange::package_v1::read_work(&text).unwrap().package;
    let sent = format!("{:?}", work.rows);
    assert!(!sent.contains("ghi chú riêng") && !sent.contains("chó dữ"));
    let on_list = sorted(&s.staff);
    for one in people(&mut s.commune.office.desk, None) {
        let inside = sent.contains(&one.id.to_string());
        assert_eq!(inside, on_list.contains(&one.code), "{one:?}");
    }
    // Hamlets go first; an agency gets a package when it is asked for, and from then on with the others.
    let folder = s.commune.path("d");
    std::fs::create_dir(&folder).unwrap();
    let all = api::GivePackages { folder: Some(folder), ..Default::default() };
    let given = api::package_give(&mut s.commune.office.desk, &all).unwrap();
    assert_eq!(given.files.iter().map(|file| file.unit.as_str()).collect::<Vec<_>>(), ["Trạm Y tế xã"]);
}

#[test]
fn an_agency_says_nothing_of_others() {
    // By this name nobody sees that it is no hamlet.
    let mut s = Station::new("Xí nghiệp may Sao Mai");
    let mut agency = s.commune.open(s.agency);
    let citizens = s.commune.office.citizens();
    let household = person(&mut agency.desk, &s.staff[0].code).household_id;
    let form =
        || api::PersonForm { name: "Lê Văn Mới".into(), birth: "1990".into(), ..Default::default() };
    let home = api::Home::Known(household);
    let added = api::citizen_add(&mut agency.desk, &api::AddCitizen { form: form(), home, draft: None })
        .unwrap()
        .citizen
        .unwrap();
    visit(&mut agency.desk, &added.code, Outcome::Activated);
    visit(&mut agency.desk, &s.staff[1].code, Outcome::Activated);
    let moved = api::MoveCitizens { citizens: vec![s.staff[2].id], home: api::Home::Known(household) };
    api::citizen_move(&mut agency.desk, &moved).unwrap();
    let file = agency.result(&s.commune.office);
    let told = s.findings(&file);
    assert!(told.contains("Lê Văn Mới") && told.contains("Xí nghiệp may Sao Mai"), "{told}");
    assert_eq!(s.commune.office.citizens(), citizens, "nobody new");
    let home = person(&mut s.commune.office.desk, &s.staff[2].code).household_id;
    assert_eq!(home, s.staff[2].household_id, "nobody moved");
    assert_eq!(s.via(1), ["Xí nghiệp may Sao Mai"], "and the visits are there");
    // Who was taken off the list meanwhile was on it when the package went.
    visit(&mut agency.desk, &s.staff[3].code, Outcome::Absent);
    let lines = api::agency_people(
        &mut s.commune.office.desk,
        &api::ListAgency { agency: s.agency, part: api::AgencyPart::All },
    );
    let off = lines.unwrap().into_iter().find(|line| line.code == s.staff[3].code).unwrap();
    api::agency_remove(&mut s.commune.office.desk, &api::RemoveAgencyPeople { ids: vec![off.id] }).unwrap();
    let file = agency.result(&s.commune.office);
    s.findings(&file);
    assert_eq!(s.via(3), ["Xí nghiệp may Sao Mai"]);
    let down = s.commune.bring(&mut agency);
    assert_eq!(down.left, 2, "off the list, and the one whom nobody took in");
    // A named agency's book asks to tell the commune.
    let mut station = Station::new("Trạm Y tế xã");
    let mut desk = station.commune.open(station.agency).desk;
    let household = person(&mut desk, &station.staff[0].code).household_id;
    let home = api::Home::Known(household);
    let refused =
        api::citizen_add(&mut desk, &api::AddCitizen { form: form(), home, draft: None }).unwrap_err();
    assert_eq!(refused.code, "agency.own_book");
    let [keep, drop] = [0, 1].map(|at: usize| person(&mut desk, &station.staff[at].code).id);
    let joined = api::citizen_merge(&mut desk, &api::MergeCitizens { keep, drop, form: form() }).unwrap_err();
    assert_eq!(joined.code, "agency.own_book");
}

#[test]
fn who_never_was_on_the_list_is_refused() {
    let mut s = Station::new("Trạm Y tế xã");
    let mut agency = s.commune.open(s.agency);
    let staff = s.staff.clone();
    visit(&mut agency.desk, &staff[0].code, Outcome::Activated);
    let file = agency.result(&s.commune.office);
    // The step that took the list in is taken back: the book never had anybody on it.
    api::undo(&mut s.commune.office.desk, &api::Undo::default()).unwrap();
    let before = s.whole();
    assert_eq!(s.commune.take(&[&file]), "package.not_yours");
    assert_eq!(s.whole(), before);
    s.list(&staff);
    assert_eq!(s.commune.take(&[&file]), "1/0/0/0 0/0/0/0");
}
