//! Rights: every command by every role; a team member in the own hamlet; undo of another's work; secrets.

use std::process::Output;

use calamine::{Reader, Xlsx, open_workbook};
use serde_json::{Value, json};
use tung_nha::api::{self, May, Nothing, Outcome, RIGHTS, Rights};

use crate::{Office, PASSPHRASE, command_line};

const SURVEY: &str = "Thôn;Số nhà;Chủ hộ;Họ và tên;Năm sinh
Thôn 1;1;Nguyễn Văn Một;Nguyễn Văn Một;1980
Thôn 1;1;Nguyễn Văn Một;Trần Thị Hai;1982
Thôn 2;2;Lê Văn Ba;Lê Văn Ba;1975
";

const SECRET: &str = "chuồn chuồn bay thấp thì mưa";

/// A commune's book with a survey of two hamlets and a member of each right, the team member of Thôn 1.
struct Commune {
    office: Office,
    members: Vec<(Rights, api::MemberId)>,
}

fn unit(office: &mut Office, name: &str) -> api::UnitId {
    let units = api::unit_list(&mut office.desk, &Nothing {}).unwrap();
    api::Unit::called(&units, name).unwrap().id
}

fn code<T>(done: api::Result<T>) -> &'static str {
    match done {
        Ok(_) => "",
        Err(e) => {
            assert_ne!(e.sentence(), e.code, "every refusal has its sentence");
            e.code
        }
    }
}

fn commune() -> Commune {
    let mut office = Office::new();
    let file = office.write("dieu-tra.csv", SURVEY);
    assert_eq!(office.survey(&file), "3/0/0/0/0");
    let hamlet = unit(&mut office, "Thôn 1");
    let mut members = Vec::new();
    for (rights, name) in Rights::ALL.into_iter().zip(["An Mẫu", "Bình Thử", "Chi Ví Dụ", "Dung Nháp"])
    {
        let new = api::ChangeMember { name: name.into(), ..Default::default() };
        let id = api::member_change(&mut office.desk, &new).unwrap().id;
        let unit = (rights == Rights::Member).then_some(hamlet);
        // The first leader is named while everybody is one; after that somebody has to be.
        api::member_rights(&mut office.desk, &api::SetRights { id, rights: Some(rights), unit }).unwrap();
        members.push((rights, id));
        sign_in(&mut office, members[0].1);
    }
    Commune { office, members }
}

fn sign_in(office: &mut Office, member: api::MemberId) {
    api::sign_in(&mut office.desk, &api::SignIn { member: Some(member), name: String::new() }).unwrap();
}

impl Commune {
    /// Another works from now on.
    fn as_(&mut self, rights: Rights) -> &mut api::Desk {
        let member = self.members.iter().find(|(of, _)| *of == rights).unwrap().1;
        sign_in(&mut self.office, member);
        &mut self.office.desk
    }

    fn person(&mut self, name: &str) -> api::Citizen {
        let found =
            api::register_find(&mut self.office.desk, &api::FindPeople { query: name.into(), limit: 5 });
        found.unwrap().people.remove(0).citizen
    }
}

/// All that a change would leave behind.
fn entries(desk: &mut api::Desk) -> usize {
    api::history(desk, &api::History { limit: 1000 }).unwrap().len()
}

#[test]
fn every_command_on_a_book_stands_in_the_table_once() {
    for command in api::ON_BOOK {
        let rows = RIGHTS.iter().filter(|right| right.commands.contains(command)).count();
        assert_eq!(rows, 1, "{command}: a row of src/domain/rights.rs has it");
    }
    let known = RIGHTS.iter().flat_map(|right| right.commands);
    let strange: Vec<_> = known.filter(|command| !api::ON_BOOK.contains(command)).collect();
    assert!(strange.is_empty(), "{strange:?}");
}

#[test]
fn the_page_of_the_docs_is_the_table() {
    let page = include_str!("../../docs/rights.md");
    for right in RIGHTS {
        let words = right.may.map(|may| match may {
            May::Yes => "yes",
            May::OwnUnit => "own unit",
            May::Own => "own",
            May::No => "–",
        });
        let name = &api::words(
            &mut api::Desk::new(api::Session::new(None)),
            &api::Words { language: api::Language::En },
        )
        .unwrap()[right.name];
        let row = format!("| {name} | {} |", words.join(" | "));
        let line = page.lines().find(|line| line.starts_with(&row));
        let line = line.unwrap_or_else(|| panic!("docs/rights.md has no row {row}"));
        for command in right.commands.iter().filter(|_| right.name != "right.look") {
            assert!(line.contains(&format!("`{command}`")), "docs/rights.md, {name}: {command}");
        }
    }
}

#[test]
fn every_command_is_refused_to_those_who_may_not_and_changes_nothing() {
    let mut c = commune();
    let mut refused = 0;
    for rights in Rights::ALL {
        c.as_(rights);
        let before = entries(&mut c.office.desk);
        for command in api::ON_BOOK {
            let right = api::right_of(command, &Value::Null).unwrap();
            // It would take the rights back that were given last.
            if *command == "undo" && rights == Rights::Leader {
                continue;
            }
            let done = api::call(&mut c.office.desk, command, json!({ "nothing": "of the kind" }));
            let by_right = done.as_ref().is_err_and(|e| e.code == "rights.refused");
            let may = api::may(right, rights) != May::No;
            assert_eq!(by_right, !may, "{rights:?} {command}: {done:?}");
            if let Err(e) = done
                && by_right
            {
                let said = e.sentence();
                assert!(
                    said.contains(api::word(right.name)) && said.contains("Sổ chưa thay đổi gì"),
                    "{said}"
                );
                refused += 1;
            }
        }
        // Some commands that are allowed write without arguments; who may not change has changed nothing.
        if rights == Rights::Inspector {
            assert_eq!(entries(&mut c.office.desk), before);
        }
    }
    assert!(refused > 150, "{refused}");
}

#[test]
fn a_book_without_a_leader_is_everybodys() {
    let mut office = Office::new();
    let new = api::ChangeMember { name: "An Mẫu".into(), ..Default::default() };
    let id = api::member_change(&mut office.desk, &new).unwrap().id;
    sign_in(&mut office, id);
    assert!(!api::rights_table(&mut office.desk, &Nothing {}).unwrap().begun);
    let set = |office: &mut Office, rights| {
        code(api::member_rights(&mut office.desk, &api::SetRights { id, rights, unit: None }))
    };
    // Nobody could give rights any more.
    assert_eq!(set(&mut office, Some(Rights::Officer)), "rights.first_leader");
    assert_eq!(set(&mut office, Some(Rights::Leader)), "");
    assert!(api::rights_table(&mut office.desk, &Nothing {}).unwrap().begun);
    // The only leader gives them up again, as long as nobody else has any.
    assert_eq!(set(&mut office, None), "");
    assert!(!api::rights_table(&mut office.desk, &Nothing {}).unwrap().begun);
}

#[test]
fn the_last_leader_stays_one_while_others_have_rights() {
    let mut c = commune();
    let id = c.members[0].1;
    let set = api::SetRights { id, rights: None, unit: None };
    assert_eq!(code(api::member_rights(c.as_(Rights::Leader), &set)), "rights.first_leader");
}

#[test]
fn who_says_no_name_only_looks() {
    let mut c = commune();
    api::sign_in(&mut c.office.desk, &api::SignIn::default()).unwrap();
    let desk = &mut c.office.desk;
    assert_eq!(code(api::unit_list(desk, &Nothing {})), "");
    assert_eq!(code(api::backup_make(desk, &Nothing {})), "rights.nobody");
    assert_eq!(code(api::undo(desk, &api::Undo::default())), "rights.nobody");
}

#[test]
fn a_team_member_writes_of_the_own_hamlet_alone() {
    let mut c = commune();
    let (own, other) = (c.person("Nguyễn Văn Một"), c.person("Lê Văn Ba"));
    let log = |desk: &mut api::Desk, people: &[&api::Citizen]| {
        let visits = people.iter().map(|person| api::NewVisit::new(&person.code, Outcome::Absent)).collect();
        code(api::visit_log(desk, &api::LogVisits { visits }))
    };
    let desk = c.as_(Rights::Member);
    let before = entries(desk);
    assert_eq!(log(desk, &[&own]), "");
    assert_eq!(entries(desk), before + 1);
    assert_eq!(log(desk, &[&other]), "rights.other_unit");
    assert_eq!(log(desk, &[&own, &other]), "rights.other_unit");
    let note = |desk: &mut api::Desk, person: &api::Citizen| {
        code(api::household_note(
            desk,
            &api::NoteHousehold { household: person.household_id, note: "chó dữ".into() },
        ))
    };
    assert_eq!((note(desk, &own), note(desk, &other)), ("", "rights.other_unit"));
    // Nobody is moved out of the hamlet, nor into it.
    let moves = |desk: &mut api::Desk, who: &api::Citizen, to: &api::Citizen| {
        let home = json!({ "known": to.household_id });
        code(api::call(desk, "citizen_move", json!({ "citizens": [who.id], "home": home })))
    };
    assert_eq!(moves(desk, &own, &other), "rights.other_unit");
    assert_eq!(moves(desk, &other, &own), "rights.other_unit");
    let leaves = |desk: &mut api::Desk, who: &api::Citizen| {
        code(api::call(desk, "citizen_leave", json!({ "citizen": who.id, "gone": "moved", "day": null })))
    };
    assert_eq!((leaves(desk, &other), leaves(desk, &own)), ("rights.other_unit", ""));
    assert_eq!(entries(desk), before + 3);
    // An officer has all hamlets.
    assert_eq!(log(c.as_(Rights::Officer), &[&own, &other]), "");
}

#[test]
fn rights_come_by_the_leader_alone() {
    let mut c = commune();
    let (officer, other) = (c.members[1].1, c.person("Lê Văn Ba"));
    // Whoever gave rights once does not take them back by an undo, nor does anybody else.
    let desk = c.as_(Rights::Leader);
    let given = api::history(desk, &api::History { limit: 50 }).unwrap();
    let given = given.iter().find(|entry| entry.kind == "set-rights").unwrap().id;
    assert_eq!(code(api::undo(desk, &api::Undo { id: Some(given), ..Default::default() })), "undo.rights");
    // A name that the book does not know would work in all of it.
    let stranger = api::SignIn { member: None, name: "Người Lạ".into() };
    assert_eq!(code(api::sign_in(desk, &stranger)), "member.unknown");
    // The book's passphrase is nobody's secret.
    let args = api::SetSecret { id: officer, own: PASSPHRASE.into(), secret: SECRET.into() };
    api::member_secret(c.as_(Rights::Leader), &args).unwrap();
    let new = api::NewPassphrase { old: PASSPHRASE.into(), passphrase: SECRET.into() };
    assert_eq!(code(api::book_passphrase(c.as_(Rights::Leader), &new)), "member.secret_taken");
    let place = api::SecondPlace { folder: None };
    assert_eq!(code(api::backup_second_place(c.as_(Rights::Inspector), &place)), "rights.refused");
    // What is taken away was of a hamlet, too.
    let leaves = |desk: &mut api::Desk, gone: Value| {
        code(api::call(desk, "citizen_leave", json!({ "citizen": other.id, "gone": gone, "day": null })))
    };
    assert_eq!(leaves(c.as_(Rights::Leader), json!("moved")), "");
    assert_eq!(leaves(c.as_(Rights::Member), Value::Null), "rights.other_unit");
}

#[test]
fn what_another_did_is_the_leaders_to_undo() {
    let mut c = commune();
    let person = c.person("Nguyễn Văn Một");
    let log = |desk: &mut api::Desk| {
        let visits = vec![api::NewVisit::new(&person.code, Outcome::Absent)];
        api::visit_log(desk, &api::LogVisits { visits }).unwrap();
    };
    let undo = |desk: &mut api::Desk| code(api::undo(desk, &api::Undo::default()));
    log(c.as_(Rights::Member));
    assert_eq!(undo(c.as_(Rights::Officer)), "rights.others");
    assert_eq!(undo(c.as_(Rights::Inspector)), "rights.refused");
    assert_eq!(undo(c.as_(Rights::Member)), "");
    log(c.as_(Rights::Member));
    assert_eq!(undo(c.as_(Rights::Leader)), "");
    // Nobody is asked who then would be refused.
    let folder = c.office.folder.path().join("ngay");
    api::close_day(c.as_(Rights::Leader), &api::CloseDay { day: None, folder }).unwrap();
    let ask = |desk: &mut api::Desk| code(api::undo(desk, &api::Undo { id: None, ask: true }));
    assert_eq!(ask(c.as_(Rights::Officer)), "rights.others");
    assert_eq!(ask(c.as_(Rights::Leader)), "undo.ask_closing");
}

#[test]
fn names_leave_the_book_by_the_leader() {
    let mut c = commune();
    let out = c.office.file("danh-sach.xlsx");
    let list = api::MakeWorklist { out: Some(out.clone()), ..Default::default() };
    assert_eq!(code(api::worklist(c.as_(Rights::Officer), &list)), "rights.refused");
    assert!(!out.exists());
    assert_eq!(code(api::worklist(c.as_(Rights::Officer), &api::MakeWorklist::default())), "");
    // It says what for, each time anew; the journal and the paper have it.
    let say = |desk: &mut api::Desk, purpose: &str| {
        code(api::purpose_set(desk, &api::SayPurpose { purpose: purpose.into(), password: None }))
    };
    let desk = c.as_(Rights::Leader);
    assert_eq!(code(api::worklist(desk, &list)), "purpose.missing");
    assert!(!out.exists());
    assert_eq!(say(desk, "gọi 0912345678"), "purpose.number");
    assert_eq!(say(desk, "call"), "");
    assert_eq!(code(api::worklist(desk, &list)), "");
    let newest = api::history(desk, &api::History { limit: 1 }).unwrap().remove(0);
    assert_eq!((newest.kind.as_str(), &newest.params["purpose"]), ("write-worklist", &json!("call")));
    assert!(newest.sentence().ends_with("; để gọi điện hẹn lại"), "{}", newest.sentence());
    let again = api::MakeWorklist { replace: true, ..list };
    assert_eq!(code(api::worklist(desk, &again)), "purpose.missing");
    let report =
        |form: &str, out: &str| json!({ "form": form, "day": "2026-11-21", "out": c.office.file(out) });
    let (named, counts) = (report("absent", "a.xlsx"), report("survey", "b.xlsx"));
    let desk = c.as_(Rights::Officer);
    assert_eq!(code(api::call(desk, "report", named.clone())), "rights.refused");
    assert_eq!(code(api::call(desk, "report", counts)), "");
    let desk = c.as_(Rights::Leader);
    assert_eq!(code(api::call(desk, "report", named.clone())), "purpose.missing");
    assert_eq!(say(desk, "họp thôn"), "");
    assert_eq!(code(api::call(desk, "report", named)), "");
    let mut written: Xlsx<_> = open_workbook(c.office.file("a.xlsx")).unwrap();
    let sheet = written.worksheet_range_at(0).unwrap().unwrap();
    let foot =
        sheet.used_cells().any(|(_, _, cell)| cell.to_string().contains("Mục đích lấy danh sách: họp thôn."));
    assert!(foot);
}

#[test]
fn what_is_not_ones_own_to_do_is_told_before_it_is_tried() {
    let mut c = commune();
    let refused = |desk: &mut api::Desk, command: &str| {
        let table = api::rights_table(desk, &Nothing {}).unwrap();
        let row = table.rows.into_iter().find(|row| row.commands.contains(&command)).unwrap();
        row.refused.map(|[vi, _]| vi).unwrap_or_default()
    };
    assert_eq!(refused(c.as_(Rights::Leader), "close_day"), "");
    let said = refused(c.as_(Rights::Member), "close_day");
    assert_eq!(
        said,
        api::close_day(c.as_(Rights::Member), &api::CloseDay { day: None, folder: "".into() })
            .unwrap_err()
            .sentence()
    );
    assert_eq!(refused(c.as_(Rights::Member), "visit_log"), "");
    assert!(!refused(c.as_(Rights::Inspector), "visit_log").is_empty());
    // What another did is not offered to be taken back.
    let person = c.person("Nguyễn Văn Một");
    let visits = vec![api::NewVisit::new(&person.code, Outcome::Absent)];
    let desk = c.as_(Rights::Leader);
    api::visit_log(desk, &api::LogVisits { visits }).unwrap();
    let id = api::history(desk, &api::History { limit: 1 }).unwrap().remove(0).id;
    let why = |desk: &mut api::Desk| {
        api::undo_refusal(desk, &api::OneOperation { id }).unwrap().map_or_else(String::new, |no| no.code)
    };
    assert_eq!(why(c.as_(Rights::Leader)), "");
    assert_eq!(why(c.as_(Rights::Officer)), "rights.others");
    assert_eq!(why(c.as_(Rights::Inspector)), "rights.refused");
    // The round begins in the hamlet that one is held to, wherever the last visit was.
    let asked = api::AskRound { unit: None, date: None };
    let other = c.person("Lê Văn Ba");
    let visits = vec![api::NewVisit::new(&other.code, Outcome::Absent)];
    api::visit_log(c.as_(Rights::Leader), &api::LogVisits { visits }).unwrap();
    assert_eq!(api::walk(c.as_(Rights::Leader), &asked).unwrap().unit, Some(other.unit_id));
    assert_eq!(api::walk(c.as_(Rights::Member), &asked).unwrap().unit, Some(person.unit_id));
}

#[test]
fn a_secret_is_set_by_its_owner_or_the_leader_who_says_what_opened_the_book() {
    let mut c = commune();
    let (leader, officer) = (c.members[0].1, c.members[1].1);
    let set = |desk: &mut api::Desk, id, own: &str, secret: &str| {
        code(api::member_secret(desk, &api::SetSecret { id, own: own.into(), secret: secret.into() }))
    };
    assert_eq!(set(c.as_(Rights::Officer), leader, PASSPHRASE, SECRET), "rights.others");
    assert_eq!(set(c.as_(Rights::Officer), officer, "không phải", SECRET), "member.own_secret");
    assert_eq!(set(c.as_(Rights::Officer), officer, PASSPHRASE, SECRET), "");
    let path = api::book_info(&mut c.office.desk, &Nothing {}).unwrap().path;
    api::book_close(&mut c.office.desk, &Nothing {}).unwrap();
    let opened =
        api::book_open(&mut c.office.desk, &api::OpenBook { path, passphrase: SECRET.into() }).unwrap();
    assert_eq!(opened.opened_by, Some(officer));
    assert_eq!(api::signed_in(&mut c.office.desk, &Nothing {}).unwrap().unwrap().name, "Bình Thử");
    // Nobody takes another's name there.
    let as_leader = api::SignIn { member: Some(leader), name: String::new() };
    assert_eq!(code(api::sign_in(&mut c.office.desk, &as_leader)), "member.by_secret");
    assert_eq!(code(api::sign_in(&mut c.office.desk, &api::SignIn::default())), "member.by_secret");
    let remove = api::RemoveMember { id: officer };
    assert_eq!(code(api::member_secret_remove(&mut c.office.desk, &remove)), "rights.refused");
    // One's own is changed by oneself.
    assert_eq!(set(&mut c.office.desk, officer, SECRET, "gió đưa cành trúc la đà"), "");
    assert_eq!(
        code(api::book_passphrase(
            &mut c.office.desk,
            &api::NewPassphrase {
                old: SECRET.into(), passphrase: "bảy nổi ba chìm với nước non".into()
            }
        )),
        "rights.refused"
    );
}

#[test]
fn a_leader_who_lost_the_passphrase_sets_another_by_the_own_secret() {
    let mut c = commune();
    let leader = c.members[0].1;
    let args = api::SetSecret { id: leader, own: PASSPHRASE.into(), secret: SECRET.into() };
    api::member_secret(c.as_(Rights::Leader), &args).unwrap();
    let path = api::book_info(&mut c.office.desk, &Nothing {}).unwrap().path;
    api::book_close(&mut c.office.desk, &Nothing {}).unwrap();
    let open = |desk: &mut api::Desk, passphrase: &str| {
        code(api::book_open(desk, &api::OpenBook { path: path.clone(), passphrase: passphrase.into() }))
    };
    assert_eq!(open(&mut c.office.desk, SECRET), "");
    let new = api::NewPassphrase {
        old: SECRET.into(), passphrase: "bảy nổi ba chìm với nước non".into()
    };
    api::book_passphrase(&mut c.office.desk, &new).unwrap();
    api::book_close(&mut c.office.desk, &Nothing {}).unwrap();
    assert_eq!(open(&mut c.office.desk, PASSPHRASE), "book.wrong_passphrase");
    assert_eq!(open(&mut c.office.desk, SECRET), "");
}

#[test]
fn the_sheet_for_the_safe_is_noted_and_asks_for_the_passphrase() {
    let mut c = commune();
    let ask = |passphrase: &str| api::AskRecoverySheet { passphrase: passphrase.into() };
    assert_eq!(code(api::recovery_sheet(c.as_(Rights::Leader), &ask("không phải"))), "book.sheet_passphrase");
    let sheet = api::recovery_sheet(c.as_(Rights::Leader), &ask(PASSPHRASE)).unwrap();
    assert_eq!((sheet.unit.as_str(), sheet.file.as_str()), ("Xã Thử Nghiệm", "Xã Thử Nghiệm.tungnha"));
    let last = &api::history(&mut c.office.desk, &api::History { limit: 1 }).unwrap()[0];
    assert_eq!(last.sentence(), "In phiếu mật khẩu của sổ để cất giữ");
}

#[test]
fn scripts_say_who_works_or_open_by_a_secret() {
    let folder = command_line::office();
    let run = |args: &[&str]| -> Output { command_line::run(folder.path(), args) };
    let done = |args: &[&str]| command_line::done(folder.path(), args);
    done(&["member", "add", "--name", "An Mẫu"]);
    done(&["member", "add", "--name", "Bình Thử"]);
    done(&["member", "rights", "--name", "An Mẫu", "--rights", "leader"]);
    let refused = run(&["member", "rights", "--name", "Bình Thử", "--rights", "inspector"]);
    assert!(String::from_utf8_lossy(&refused.stderr).starts_with("rights.nobody"));
    done(&["--as", "An Mẫu", "member", "rights", "--name", "Bình Thử", "--rights", "inspector"]);
    std::fs::write(folder.path().join("rieng.txt"), SECRET).unwrap();
    let secret = folder.path().join("rieng.txt").display().to_string();
    done(&["--as", "An Mẫu", "member", "secret", "--name", "Bình Thử", "--secret-file", &secret]);
    assert_eq!(done(&["--passphrase-file", &secret, "unit", "list"]).as_array().unwrap().len(), 1);
    let refused = run(&["--passphrase-file", &secret, "unit", "add", "--name", "Thôn 1"]);
    assert!(String::from_utf8_lossy(&refused.stderr).starts_with("rights.refused"), "{refused:?}");
    assert_eq!(done(&["member", "list"])[1]["secret"].as_bool().map(|_| ()), Some(()));
    assert_eq!(done(&["member", "table"])["begun"], true);
    done(&["--as", "An Mẫu", "member", "secret-remove", "--name", "Bình Thử"]);
    assert_eq!(run(&["--passphrase-file", &secret, "unit", "list"]).status.code(), Some(1));
}

#[test]
fn progress_is_noted_by_whoever_has_the_work() {
    let mut c = commune();
    let mut note = |holder: &str, place: &str| {
        let work = json!({ "who": [holder], "task": format!("Việc của {holder}"), "where": { "units": [place] },
            "start": "2026-11-01", "due": "2026-12-20", "result": { "product": "báo cáo" }, "answerable": holder });
        let given =
            api::call(c.as_(Rights::Leader), "assignment_add", json!({ "assignments": [work] })).unwrap();
        let note = json!({ "id": given[0]["id"], "text": "đang làm" });
        code(api::call(c.as_(Rights::Member), "assignment_note", note))
    };
    assert_eq!(note("Chi Ví Dụ", "Thôn 2"), "");
    assert_eq!(note("Bình Thử", "Thôn 1"), "rights.others_work");
    assert_eq!(note("Thôn 1", "Thôn 1"), "");
    assert_eq!(note("Thôn 2", "Thôn 2"), "rights.others_work");
}

#[test]
fn rights_in_a_hamlet_go_with_it_into_a_merger() {
    let mut c = commune();
    let (own, other) = (c.person("Nguyễn Văn Một"), c.person("Lê Văn Ba"));
    let desk = c.as_(Rights::Leader);
    let units = api::unit_list(desk, &Nothing {}).unwrap();
    let name = |id| units.iter().find(|unit| unit.id == id).unwrap().name.clone();
    let from = desk.session.today();
    let merger = api::MergeUnits {
        units: vec![name(own.unit_id), name(other.unit_id)],
        into: "Thôn Chung".into(),
        from,
    };
    let plan = api::unit_merge_plan(desk, &merger).unwrap();
    assert_eq!(plan.rights.iter().map(|(_, to)| to.as_str()).collect::<Vec<_>>(), ["Thôn Chung"]);
    api::unit_merge(desk, &merger).unwrap();
    let log = |desk: &mut api::Desk, person: &api::Citizen| {
        let visits = vec![api::NewVisit::new(&person.code, Outcome::Absent)];
        code(api::visit_log(desk, &api::LogVisits { visits }))
    };
    let desk = c.as_(Rights::Member);
    assert_eq!((log(desk, &own), log(desk, &other)), ("", ""));
}
