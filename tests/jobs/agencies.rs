//! Agencies with people of their own: lists taken in, who lives here and counts once, reasons, the papers, and what stays inside.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use calamine::{Data, Reader, Xlsx, open_workbook};
use serde_json::json;
use tung_nha::api::{
    self, AgencyPart, AgencyPerson, Citizen, Level, Outcome, PeopleKind, ReportForm, UnitId,
};
use tung_nha::jobs::demo::make_demo::make_demo;

use crate::command_line;
use crate::{Office, counts};

/// Somebody whom no demo makes.
const OUTSIDE: [&str; 2] = ["Đỗ Thị Ở Xa;12/04/1985;034185009999", "Kha Văn Ngoài;1979;"];

struct Commune {
    office: Office,
    /// People of the register who are on the agency's list.
    staff: Vec<Citizen>,
    agency: UnitId,
}

/// A commune with a police list, and its health station.
fn commune() -> Commune {
    let mut office = Office::of(Level::Commune, "Xã Thử Nghiệm", &[], "2026-11-21T19:00:00+07:00");
    let made = make_demo(600, 11, &office.file("demo")).unwrap();
    office.survey(&made.register);
    office.extract(&made.roster);
    api::reconcile(&mut office.desk, &api::Reconcile::default()).unwrap();
    let found = api::register_find(&mut office.desk, &api::FindPeople { query: "nguyen".into(), limit: 200 });
    let grown = |one: &Citizen| one.birth.is_some_and(|birth| birth.year() < 2000) && one.number.len() == 12;
    let staff: Vec<Citizen> =
        found.unwrap().people.into_iter().map(|one| one.citizen).filter(grown).take(12).collect();
    assert_eq!(staff.len(), 12);
    let agency = api::agency_add(&mut office.desk, &api::NewAgency { name: "Trạm Y tế".into() }).unwrap().id;
    Commune { office, staff, agency }
}

/// The list as the station keeps it: titles, other headings, names in capitals, a total, a signature.
fn list(staff: &[Citizen], outside: &[&str]) -> String {
    let mut text = "TRẠM Y TẾ XÃ\n\nDANH SÁCH CÁN BỘ, VIÊN CHỨC\n\n".to_owned();
    text += "TT;Họ và tên;Ngày tháng năm sinh;Số CCCD;Số điện thoại;Lý do chưa kích hoạt\n";
    let mut rows = 0;
    for one in staff {
        rows += 1;
        let birth = one.birth.map(|birth| birth.to_vi()).unwrap_or_default();
        let reason = if rows == 2 { "Thẻ hỏng, chờ cấp lại" } else { "" };
        let name = one.name.to_uppercase();
        writeln!(text, "{rows};{name};{birth};{};{};{reason}", one.number, one.phone).unwrap();
    }
    for one in outside {
        rows += 1;
        writeln!(text, "{rows};{one};;").unwrap();
    }
    writeln!(text, ";Tổng cộng: {rows} người;;;;").unwrap();
    text
}

impl Commune {
    fn import(&mut self, text: &str, dry_run: bool) -> String {
        let file = self.office.write("tram-y-te.csv", text);
        counts(api::agency_import(
            &mut self.office.desk,
            &api::ImportAgency {
                file: api::ImportFile { file, dry_run, ..api::ImportFile::default() },
                list: api::ListOfAgency { agency: self.agency, people: PeopleKind::Official },
            },
        ))
    }

    fn people(&mut self, part: AgencyPart) -> Vec<AgencyPerson> {
        api::agency_people(&mut self.office.desk, &api::ListAgency { agency: self.agency, part }).unwrap()
    }

    fn board(&mut self) -> api::AgencyView {
        api::agency_board(&mut self.office.desk, &api::Nothing {}).unwrap().agencies.remove(0)
    }

    /// The rows of a paper, from its first heading on.
    fn paper(&mut self, form: ReportForm, sheet: &str) -> Vec<Vec<String>> {
        let out = self.office.file(&format!("{form}.xlsx"));
        let paper = api::AskPaper::new(form, "2026-11-21".parse().unwrap());
        api::report(
            &mut self.office.desk,
            &api::ReportArgs { paper, out: out.clone(), replace: true, password: None },
        )
        .unwrap();
        let mut book: Xlsx<_> = open_workbook(out).unwrap();
        let range = book.worksheet_range(sheet).unwrap();
        let text = |cell: &Data| if *cell == Data::Empty { String::new() } else { cell.to_string() };
        range.rows().map(|row| row.iter().map(text).collect()).collect()
    }
}

fn active_in(office: &mut Office) -> u64 {
    let day = office.call("today", json!({}));
    day["total"]["cumulative"].as_u64().unwrap()
}

#[test]
fn a_list_is_taken_in_once_and_its_people_are_found() {
    let mut c = commune();
    let text = list(&c.staff.clone(), &OUTSIDE);
    assert_eq!(c.import(&text, true), "14/0/0/1/0");
    assert!(c.people(AgencyPart::All).is_empty(), "a dry run");
    assert_eq!(c.import(&text, false), "14/0/0/1/0");
    assert_eq!(c.import(&text, false), "0/0/14/1/0", "the same file twice");
    // Numbers that slipped against the names by a row.
    let mut slipped = c.staff.clone();
    let numbers: Vec<String> =
        slipped.iter().cycle().skip(1).map(|one| one.number.clone()).take(slipped.len()).collect();
    slipped.iter_mut().zip(numbers).for_each(|(one, number)| one.number = number);
    let file = c.office.write("lech.csv", &self::list(&slipped, &[]));
    let of = api::ListOfAgency { agency: c.agency, people: PeopleKind::Official };
    let file = api::ImportFile { file, dry_run: true, ..api::ImportFile::default() };
    let looked = api::agency_import(&mut c.office.desk, &api::ImportAgency { file, list: of }).unwrap();
    assert_eq!(looked.warnings[0].code, "agency.many_updated");

    let people = c.people(AgencyPart::All);
    for (one, citizen) in people.iter().zip(&c.staff) {
        assert_eq!(one.code, citizen.code, "{one:?} is {citizen:?}");
        assert!(!one.number.contains(citizen.number.get(3..9).unwrap()), "masked: {}", one.number);
    }
    assert!(people[12..].iter().all(|one| one.code.is_empty() && one.candidates.is_empty()), "{people:?}");
    assert_eq!(people[1].reason, "Thẻ hỏng, chờ cấp lại");
    // A party member, too: he stands once, as both.
    let file = c.office.write("dang-vien.csv", &list(&c.staff[..3], &[]));
    let list = api::ListOfAgency { agency: c.agency, people: PeopleKind::PartyMember };
    let file = api::ImportFile { file, ..api::ImportFile::default() };
    let done = api::agency_import(&mut c.office.desk, &api::ImportAgency { file, list }).unwrap();
    assert_eq!((done.added, done.updated), (0, 3));
    assert_eq!(done.warnings[0].code, "agency.not_on_list");
    assert_eq!(done.warnings[0].params["count"], "11");
    assert_eq!(c.people(AgencyPart::All)[0].kinds, [PeopleKind::Official, PeopleKind::PartyMember]);
    assert_eq!(c.board().count.unwrap().people, 14);
    // Two imports, two steps back.
    api::undo(&mut c.office.desk, &api::Undo::default()).unwrap();
    assert_eq!(c.people(AgencyPart::All)[0].kinds, [PeopleKind::Official]);
    api::undo(&mut c.office.desk, &api::Undo::default()).unwrap();
    assert!(c.people(AgencyPart::All).is_empty());
}

#[test]
fn who_lives_here_counts_once_and_by_the_same_evidence() {
    let mut c = commune();
    let text = list(&c.staff.clone(), &OUTSIDE);
    c.import(&text, false);
    let count = c.board().count.unwrap();
    assert_eq!(
        (count.people, count.residents, count.with_reason),
        (14, 12, u32::from(c.people(AgencyPart::All)[1].owes))
    );
    // What each has by the police list is what the register shows.
    for (one, citizen) in c.people(AgencyPart::All).iter().zip(&c.staff.clone()) {
        let shown = c.office.call("citizen_view", json!({ "citizen": citizen.id }));
        let level = match shown["officials"][0]["state"].as_str() {
            Some("active-level2") => 2,
            Some("active-level1") => 1,
            _ => 0,
        };
        assert_eq!(one.standing.level, Some(level), "{citizen:?}");
    }
    assert!(c.people(AgencyPart::All)[12..].iter().all(|one| one.standing.level.is_none()), "nobody says");
    let before = (active_in(&mut c.office), count.level2);
    let without = c.people(AgencyPart::Owing).into_iter().find(|one| one.standing.level == Some(0)).unwrap();
    let visit = api::NewVisit {
        level: 2,
        channel: Some(serde_json::from_value(json!("app")).unwrap()),
        reason: "own-device".into(),
        ..api::NewVisit::new(&without.code, Outcome::Activated)
    };
    api::visit_log(&mut c.office.desk, &api::LogVisits { visits: vec![visit] }).unwrap();
    let count = c.board().count.unwrap();
    assert_eq!((active_in(&mut c.office), count.level2), (before.0 + 1, before.1 + 1), "once, in his hamlet");
    // The agency's own word counts for who lives elsewhere, told apart, and for nobody else.
    let outside = c.people(AgencyPart::All)[12].clone();
    let ids = vec![outside.id];
    let said = api::ChangeAgencyPeople { ids, level: Some(2), ..Default::default() };
    api::agency_change(&mut c.office.desk, &said).unwrap();
    let after = c.board().count.unwrap();
    assert_eq!((after.level2, after.told), (count.level2 + 1, 1));
    assert_eq!(active_in(&mut c.office), before.0 + 1);
}

/// As [`list`], with other kinds and columns.
fn import(c: &mut Commune, kind: PeopleKind, text: &str) -> String {
    let file = c.office.write("khac.csv", text);
    let list = api::ListOfAgency { agency: c.agency, people: kind };
    let file = api::ImportFile { file, ..api::ImportFile::default() };
    counts(api::agency_import(&mut c.office.desk, &api::ImportAgency { file, list }))
}

fn set_target(c: &mut Commune, target: &str) -> Result<(), &'static str> {
    let args = api::SetAgencyTarget { agency: c.agency, target: target.into() };
    api::agency_target(&mut c.office.desk, &args).map(|_| ()).map_err(|refused| refused.code)
}

#[test]
fn an_agency_is_held_to_its_own_target() {
    let mut c = commune();
    let text = list(&c.staff.clone(), &OUTSIDE);
    c.import(&text, false);
    let all = c.board();
    let (count, whole) = (all.count.unwrap(), all.count.unwrap().people - all.count.unwrap().under_age);
    assert!(count.level2 > 0);
    assert_eq!((all.target.as_str(), all.goal, all.fulfilled), ("", Some(whole), all.ratio));
    assert_eq!(set_target(&mut c, "50%"), Ok(()));
    let half = c.board();
    assert_eq!((half.target.as_str(), half.goal, half.ratio), ("50%", Some(whole.div_ceil(2)), all.ratio));
    assert!(half.fulfilled > all.fulfilled);
    assert_eq!(set_target(&mut c, &count.level2.to_string()), Ok(()));
    assert_eq!(c.board().fulfilled.unwrap().to_vi(), "100,00%");
    let rows = c.paper(ReportForm::Agencies, "Cơ quan");
    let row = rows.iter().find(|row| row[1] == "Trạm Y tế").unwrap();
    assert_eq!(row[12..], [count.level2.to_string(), "1".to_owned()], "people and their share: {row:?}");
    for bad in ["140%", "-5", "nhiều", "0%"] {
        assert_eq!(set_target(&mut c, bad), Err("agency.bad_target"), "{bad}");
    }
    assert_eq!(c.board().goal, Some(count.level2));
    api::undo(&mut c.office.desk, &api::Undo::default()).unwrap();
    assert_eq!(c.board().target, "50%", "one step back");
    assert_eq!(set_target(&mut c, " "), Ok(()));
    assert_eq!(c.board().goal, Some(whole));
}

#[test]
fn families_are_counted_apart() {
    let mut c = commune();
    let text = list(&c.staff.clone(), &OUTSIDE);
    c.import(&text, false);
    let before = c.board();
    let family = "Họ và tên;Năm sinh;Mức\nLò Thị Vợ;1984;2\nLò Văn Con;1999;\n";
    assert_eq!(import(&mut c, PeopleKind::Relative, family), "2/0/0/0/0");
    // One of the staff is a parent, too: he stays one of the staff.
    let one = c.staff[0].clone();
    let text = format!("Họ và tên;Số CCCD\n{};{}\n", one.name, one.number);
    assert_eq!(import(&mut c, PeopleKind::Parent, &text), "0/1/0/0/0");
    let after = c.board();
    assert_eq!((after.count, after.ratio, after.rank), (before.count, before.ratio, before.rank));
    let families = after.families.unwrap();
    assert_eq!((families.people, families.level2, families.unknown), (2, 1, 1));
    assert_eq!(c.people(AgencyPart::Families).len(), 2);
    assert!(c.people(AgencyPart::Owing).iter().all(|one| !one.name.starts_with("Lò")));
    let rows = c.paper(ReportForm::Agencies, "Cơ quan").concat().join(" ");
    assert!(rows.contains("Người thân 1/2") && rows.contains("Người thân, phụ huynh đếm riêng"), "{rows}");
}

#[test]
fn who_does_not_know_it_is_listed_taught_and_counted() {
    let mut c = commune();
    let [a, b, d] = [&c.staff[0], &c.staff[1], &c.staff[2]].map(|one| (one.name.clone(), one.number.clone()));
    let text = format!(
        "Họ và tên;Số CCCD;Biết CNTT;Ngày tập huấn\n{};{};x;\n{};{};không;12/10/2026\n{};{};không;\nKha Văn Ngoài;;;\n",
        a.0, a.1, b.0, b.1, d.0, d.1
    );
    assert_eq!(import(&mut c, PeopleKind::Official, &text), "4/0/0/0/0");
    let it = |c: &mut Commune| {
        let count = c.board().count.unwrap();
        (count.with_it, count.without_it, count.taught)
    };
    assert_eq!(it(&mut c), (1, 2, 1), "of one nobody says");
    let without = c.people(AgencyPart::WithoutIt);
    assert_eq!(without.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), [b.0.as_str(), &d.0]);
    assert_eq!(without[0].trained_on.unwrap().to_vi(), "12/10/2026");
    let rows = c.paper(ReportForm::Agencies, "Cơ quan").concat().join(" ");
    assert!(rows.contains("Chưa biết CNTT: Trạm Y tế 2 người (đã tập huấn 1)."), "{rows}");
    // Taught today, and judged to know it.
    let of = |ids, it, on: Option<&str>| api::ChangeAgencyPeople {
        ids,
        it,
        trained_on: on.map(|on| on.parse().unwrap()),
        ..Default::default()
    };
    let ids = vec![without[1].id];
    api::agency_change(&mut c.office.desk, &of(ids.clone(), None, Some("2026-11-21"))).unwrap();
    assert_eq!(it(&mut c), (1, 2, 2));
    api::agency_change(&mut c.office.desk, &of(ids.clone(), Some(true), None)).unwrap();
    assert_eq!(it(&mut c), (2, 1, 1));
    let refused = api::agency_change(&mut c.office.desk, &of(ids, None, Some("2026-11-22")));
    assert_eq!(refused.unwrap_err().code, "agency.trained_later");
    // The same list again says the same, and does not take back what was judged since.
    assert_eq!(import(&mut c, PeopleKind::Official, &text), "0/1/3/0/0", "the list says no again");
}

/// Gives an agency a task that is due on a day, and hands it in on another.
fn task(office: &mut Office, who: &str, due: &str, handed_in: Option<&str>) {
    let new = serde_json::from_value(json!({
        "who": [who], "task": format!("Báo cáo trước {due}"), "start": "2026-11-01", "due": due,
        "result": {"product": "Báo cáo"}, "answerable": "Trưởng phòng", "plan": "771/KH-UBND"
    }));
    let give = api::GiveAssignments { file: None, assignments: vec![new.unwrap()] };
    let id = api::assignment_add(&mut office.desk, &give).unwrap()[0].assignment.id;
    if let Some(day) = handed_in {
        let hand_in = api::HandIn { id, day: Some(day.parse().unwrap()) };
        api::assignment_hand_in(&mut office.desk, &hand_in).unwrap();
    }
}

#[test]
fn agencies_are_ranked_by_their_tasks_at_every_level() {
    for (level, name) in [(Level::Commune, "Xã Thử Nghiệm"), (Level::Province, "Tỉnh Thử Nghiệm")]
    {
        let mut office = Office::of(level, name, &[], "2026-11-21T19:00:00+07:00");
        for agency in ["Phòng Một", "Phòng Hai", "Phòng Ba", "Phòng Bốn"] {
            api::agency_add(&mut office.desk, &api::NewAgency { name: agency.into() }).unwrap();
        }
        task(&mut office, "Phòng Một", "2026-11-10", Some("2026-11-09"));
        task(&mut office, "Phòng Một", "2026-11-30", None);
        task(&mut office, "Phòng Hai", "2026-11-10", Some("2026-11-12"));
        task(&mut office, "Phòng Hai", "2026-11-12", Some("2026-11-12"));
        task(&mut office, "Phòng Ba", "2026-11-30", None);
        let board = api::agency_board(&mut office.desk, &api::Nothing {}).unwrap();
        let told = |one: &api::AgencyView| {
            one.tasks.as_ref().map_or_else(String::new, |tasks| {
                let load = &tasks.load;
                let share = tasks.in_time.map_or_else(|| "–".to_owned(), |share| share.to_vi());
                let rank = tasks.rank.unwrap_or_default();
                format!(
                    "{}/{}/{}/{} {share} {rank}",
                    load.open,
                    load.overdue,
                    load.done - load.late,
                    load.late
                )
            })
        };
        let told: Vec<String> = board.agencies.iter().map(told).collect();
        assert_eq!(told, ["1/0/1/0 100,00% 1", "0/0/1/1 50,00% 2", "1/0/0/0 – 0", ""], "{name}");
        let out = office.file("x.xlsx");
        let paper = api::AskPaper::new(ReportForm::Agencies, "2026-11-21".parse().unwrap());
        api::report(
            &mut office.desk,
            &api::ReportArgs { paper, out: out.clone(), replace: true, password: None },
        )
        .unwrap();
        let mut book: Xlsx<_> = open_workbook(out).unwrap();
        let range = book.worksheet_range("Cơ quan").unwrap();
        let rows = range.rows().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>());
        let rows: Vec<Vec<String>> = rows.collect();
        let of = |agency: &str| {
            let row = rows.iter().find(|row| row[1] == agency || row[0] == agency).unwrap();
            row[row.len() - 6..].join(" ")
        };
        assert_eq!(of("Phòng Hai"), "0 0 1 1 0.5 2");
        assert_eq!(of("Phòng Bốn"), "– – – – – –", "nothing was given");
        assert_eq!(of("Tổng cộng"), "2 0 2 1 0.6667 ");
    }
}

#[test]
fn papers_say_what_the_screen_says() {
    let mut c = commune();
    api::agency_add(&mut c.office.desk, &api::NewAgency { name: "Trường THCS".into() }).unwrap();
    let empty = c.paper(ReportForm::Agencies, "Cơ quan");
    assert!(empty.concat().contains(&"Chưa có danh sách của cơ quan nào.".to_owned()));
    let text = list(&c.staff.clone(), &OUTSIDE);
    c.import(&text, false);
    let board = c.board();
    let count = board.count.unwrap();
    let rows = c.paper(ReportForm::Agencies, "Cơ quan");
    let row = |name: &str| rows.iter().find(|row| row[1] == name || row[0] == name).unwrap().clone();
    let figures = [
        count.people,
        count.under_age,
        count.level2,
        count.level1,
        count.none,
        count.unknown,
        count.with_reason,
    ];
    assert_eq!(row("Trạm Y tế")[2..9], figures.map(|n| n.to_string()));
    assert_eq!(row("Trạm Y tế")[11], "1");
    assert_eq!(row("Trường THCS")[2..], ["–"; 10], "missing is not zero");
    assert_eq!(row("Tổng cộng")[2..9], figures.map(|n| n.to_string()));
    let names = c.people(AgencyPart::Owing);
    let rows = c.paper(ReportForm::AgencyMissing, "Cơ quan - chưa mức 2");
    let listed: Vec<&str> =
        rows.iter().filter(|row| row[1] == "Trạm Y tế").map(|row| row[3].as_str()).collect();
    assert_eq!(listed, names.iter().map(|one| one.name.as_str()).collect::<Vec<_>>());
    assert_eq!(u32::try_from(listed.len()).unwrap(), count.people - count.level2 - count.under_age);
}

#[test]
fn a_person_is_settled_by_hand_and_stays_so() {
    let mut c = commune();
    let text = list(&c.staff.clone(), &OUTSIDE);
    c.import(&text, false);
    let people = c.people(AgencyPart::All);
    let settle = |c: &mut Commune, at: usize, citizen: Option<&str>| {
        let citizen = citizen.map(str::to_owned);
        let args = api::SettleAgencyPerson { id: people[at].id, citizen };
        api::agency_settle(&mut c.office.desk, &args).map(|_| ()).map_err(|refused| refused.code)
    };
    assert_eq!(settle(&mut c, 12, Some("XX-1")), Err("agency.citizen_unknown"));
    assert_eq!(settle(&mut c, 12, Some(&people[0].code)), Err("agency.citizen_taken"));
    assert_eq!(settle(&mut c, 0, None), Ok(()));
    assert_eq!(settle(&mut c, 12, Some(&people[0].code)), Ok(()));
    let of = api::OfAgency { agency: c.agency };
    let found = api::agency_match(&mut c.office.desk, &of).unwrap();
    assert_eq!((found.people, found.residents), (14, 12));
    let after = c.people(AgencyPart::All);
    assert_eq!((after[0].code.as_str(), &after[12].code), ("", &people[0].code));
    // Two records that become one person stand on the list once.
    let [keep, drop] = [&c.staff[3], &c.staff[4]].map(|one| one.id);
    let shown = c.office.call("citizen_view", json!({ "citizen": keep }));
    c.office.call("citizen_merge", json!({ "keep": keep, "drop": drop, "form": shown["form"] }));
    let codes: Vec<String> = c.people(AgencyPart::All).into_iter().map(|one| one.code).collect();
    assert_eq!(codes[3..5], [c.staff[3].code.clone(), c.staff[5].code.clone()]);
    // Off the list; in the register he stays.
    let citizens = c.office.citizens();
    let gone = api::RemoveAgencyPeople { ids: vec![people[5].id] };
    api::agency_remove(&mut c.office.desk, &gone).unwrap();
    assert_eq!((c.people(AgencyPart::All).len(), c.office.citizens()), (12, citizens));
    assert_eq!(api::agency_remove(&mut c.office.desk, &gone).unwrap_err().code, "agency.no_person");
}

#[test]
fn an_agency_is_not_merged_with_a_hamlet() {
    let mut c = commune();
    let hamlet = api::unit_list(&mut c.office.desk, &api::Nothing {}).unwrap()[1].name.clone();
    let merge = json!({ "units": [hamlet, "Trạm Y tế"], "into": "Thôn Mới", "from": "2026-11-20" });
    for call in ["unit_merge_plan", "unit_merge"] {
        assert_eq!(c.office.refused(call, merge.clone()).code, "unit.is_agency");
    }
}

#[test]
fn bad_input_is_a_sentence_and_changes_nothing() {
    let mut c = commune();
    let text = list(&c.staff.clone(), &OUTSIDE);
    c.import(&text, false);
    let people = c.people(AgencyPart::All);
    let said = |reason: Option<String>, level| api::ChangeAgencyPeople {
        ids: vec![people[0].id],
        reason,
        level,
        ..Default::default()
    };
    let mut refused =
        |args: &api::ChangeAgencyPeople| api::agency_change(&mut c.office.desk, args).unwrap_err().code;
    assert_eq!(refused(&said(None, Some(3))), "agency.level");
    assert_eq!(refused(&said(Some("x".repeat(201)), None)), "agency.reason_too_long");
    assert_eq!(refused(&api::ChangeAgencyPeople::default()), "agency.no_person");
    let text = "Họ và tên;Năm sinh\n";
    assert!(["agency.no_rows", "layout.no_people"].contains(&c.import(text, false).as_str()));
    // A hamlet is no agency.
    let own = c.agency;
    c.agency = api::unit_list(&mut c.office.desk, &api::Nothing {}).unwrap()[1].id;
    assert_eq!(c.import("Họ và tên;Năm sinh\nLê Văn Thử;1980\n", false), "agency.unknown");
    c.agency = own;
    assert_eq!(c.people(AgencyPart::All), people);
}

#[test]
fn people_of_agencies_stay_in_the_communes_book() {
    let mut c = commune();
    let text = list(&c.staff.clone(), &OUTSIDE);
    c.import(&text, false);
    let out = c.office.file("xa.tnsolieu");
    let day = "2026-11-21".parse().unwrap();
    api::summary_export(&mut c.office.desk, &api::ExportSummary { day, out: out.clone(), replace: false })
        .unwrap();
    let envelope: serde_json::Value = serde_json::from_slice(&std::fs::read(out).unwrap()).unwrap();
    let payload = STANDARD.decode(envelope["payload"].as_str().unwrap()).unwrap();
    let payload = String::from_utf8(payload).unwrap();
    for secret in ["Ở Xa", "034185009999", "affiliation", "Trạm Y tế"] {
        assert!(!payload.contains(secret), "{secret}");
    }
    for (level, name) in [(Level::District, "Huyện Thử Nghiệm"), (Level::Hamlet, "Thôn Thử")] {
        let mut above = Office::of(level, name, &[], "2026-11-21T19:00:00+07:00");
        let agency =
            api::agency_add(&mut above.desk, &api::NewAgency { name: "Phòng Y tế".into() }).unwrap().id;
        let file = above.write("ds.csv", "Họ và tên;Năm sinh\nLê Văn Thử;1980\n");
        let list = api::ListOfAgency { agency, people: PeopleKind::Official };
        let file = api::ImportFile { file, ..api::ImportFile::default() };
        let refused = api::agency_import(&mut above.desk, &api::ImportAgency { file, list });
        assert_eq!(refused.unwrap_err().code, "agency.not_commune");
        let paper = api::AskPaper::new(ReportForm::AgencyMissing, day);
        let out = above.file("x.xlsx");
        let refused =
            api::report(&mut above.desk, &api::ReportArgs { paper, out, replace: false, password: None });
        assert_eq!(refused.unwrap_err().code, "report.not_of_level");
    }
}

#[test]
fn scripts_do_it_too() {
    let folder = command_line::office();
    let path = folder.path();
    std::fs::write(path.join("ds.csv"), "Họ và tên;Năm sinh;Mức\nĐỗ Thị Ở Xa;1985;2\nKha Văn Ngoài;1979;\n")
        .unwrap();
    let list = path.join("ds.csv").display().to_string();
    command_line::done(path, &["agency", "add", "--name", "Công ty May"]);
    let import = ["agency", "import", &list, "--agency", "cong ty may", "--kind", "worker"];
    assert_eq!(command_line::done(path, &import)["added"], 2);
    let people =
        command_line::done(path, &["agency", "people", "--agency", "Công ty May", "--part", "owing"]);
    let id = people[0]["id"].as_str().unwrap().to_owned();
    assert_eq!((people.as_array().unwrap().len(), &people[0]["name"]), (1, &json!("Kha Văn Ngoài")));
    command_line::done(path, &["agency", "note", "--id", &id, "--reason", "Đang nghỉ thai sản"]);
    let board = command_line::done(path, &["agency", "list"]);
    assert_eq!(board["agencies"][0]["count"]["with_reason"], 1);
    assert_eq!(board["agencies"][0]["ratio"], 5000);
    for form in ["agencies", "agency-missing"] {
        let out = path.join(format!("{form}.xlsx")).display().to_string();
        command_line::done(path, &["report", form, "--date", "2026-11-21", "--out", &out]);
    }
    let refused =
        command_line::run(path, &["agency", "import", &list, "--agency", "Công ty May", "--kind", "boss"]);
    assert_eq!(refused.status.code(), Some(1));
    command_line::done(path, &["agency", "remove", "--id", &id]);
    assert_eq!(command_line::done(path, &["agency", "list"])["agencies"][0]["count"]["people"], 1);
}
