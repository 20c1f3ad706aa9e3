//! Extracts that could mislead: older ones, parts, words that are not understood, files that are read anew.

use std::path::PathBuf;

use tung_nha::api::{self, ImportFile, ImportRoster};

use crate::Office;

const HEAD: &str = "Họ tên công dân,Ngày sinh,Số định danh,Thôn,Trạng thái\n";

/// Name and birth.
fn person(n: u32) -> String {
    let [family, middle, given] = [
        ["Trần", "Lê", "Phạm", "Đỗ"][n as usize % 4],
        ["Văn", "Quang", "Đức", "Minh", "Hữu"][n as usize % 5],
        ["Nam", "Hùng", "Phúc", "Khánh", "Sơn", "Tuấn", "Ích"][n as usize % 7],
    ];
    format!("{family} {middle} {given},{:02}/{:02}/{}", n % 28 + 1, n % 12 + 1, 1940 + n)
}

/// A list of the people `from`…`to`, all with one state.
fn list(from: u32, to: u32, state: &str) -> String {
    HEAD.to_owned() + &rows(from, to, state)
}

fn rows(from: u32, to: u32, state: &str) -> String {
    let row = |n: u32| format!("{},0380500{n:05},Thôn {},{state}\n", person(n), n % 3 + 1);
    (from..=to).map(row).collect()
}

fn survey(to: u32) -> String {
    let row = |n: u32| format!("A{n},Chủ {n},{},Nam,0380500{n:05},Thôn {}\n", person(n), n % 3 + 1);
    "Mã công dân,Chủ hộ,Họ và tên,Ngày sinh,Giới tính,Số ĐDCN,Thôn\n".to_owned()
        + &(1..=to).map(row).collect::<String>()
}

fn args(file: PathBuf, as_of: &str) -> ImportRoster {
    let file = ImportFile { file, ..ImportFile::default() };
    ImportRoster { file, as_of: as_of.parse().unwrap(), partial: None }
}

fn take(office: &mut Office, args: &ImportRoster) -> api::Accounting {
    let done = api::roster_import(&mut office.desk, args).unwrap();
    assert!(done.adds_up());
    api::reconcile(
        &mut office.desk,
        &api::Reconcile { roster: done.extract.as_ref().unwrap().roster, ..Default::default() },
    )
    .unwrap();
    done
}

fn warnings(done: &api::Accounting) -> String {
    done.warnings.iter().map(|warning| warning.code).collect::<Vec<_>>().join(" ")
}

/// Rows by pile, with those to look at of all lists in use.
fn piles(office: &mut Office) -> String {
    let piles = api::reconcile_piles(&mut office.desk, &api::OfRoster::default()).unwrap();
    let pile = |of: &tung_nha::jobs::roster::list_pairs::PileCount| format!("{:?} {}", of.pile, of.total);
    let shown: Vec<String> = piles.piles.iter().map(pile).collect();
    format!("{} rows: {}", piles.entries, shown.join(", "))
}

/// What the worklist and the extract's evidence say of a person: state and day.
fn says(office: &mut Office, code: &str) -> String {
    let args = api::MakeWorklist { date: "2026-11-21".parse().ok(), ..api::MakeWorklist::default() };
    let work = api::worklist(&mut office.desk, &args).unwrap();
    let work = serde_json::to_value(&work).unwrap();
    fn find<'a>(of: &'a serde_json::Value, code: &str) -> Option<&'a serde_json::Value> {
        match of {
            serde_json::Value::Object(fields)
                if fields.get("code").is_some_and(|c| c == code) && fields.contains_key("official") =>
            {
                Some(of)
            }
            serde_json::Value::Object(fields) => fields.values().find_map(|of| find(of, code)),
            serde_json::Value::Array(items) => items.iter().find_map(|of| find(of, code)),
            _ => None,
        }
    }
    let Some(person) = find(&work, code) else { return "-".to_owned() };
    let official = &person["official"];
    format!("{} {}", official["state"].as_str().unwrap_or("none"), official["as_of"].as_str().unwrap_or(""))
}

#[test]
fn the_same_is_said_before_and_after() {
    let mut office = Office::new();
    let first = office.write("a.csv", &list(1, 30, "Chờ phê duyệt"));
    let second = office.write("b.csv", &(list(1, 20, "Đã kích hoạt mức 2") + &rows(21, 31, "Từ chối")));
    take(&mut office, &args(first, "2026-11-10"));
    let mut args = args(second, "2026-11-20");
    args.file.dry_run = true;
    let before = api::roster_import(&mut office.desk, &args).unwrap();
    args.file.dry_run = false;
    let after = take(&mut office, &args);
    let (before, mut after) = (before.extract.unwrap(), after.extract.unwrap());
    assert!(after.roster.take().is_some());
    assert_eq!(before, after);
    let against = after.against.unwrap();
    assert_eq!((against.new, against.changed, against.same, against.missing), (1, 30, 0, 0));
    let steps: Vec<(&str, &str, u32, bool)> = against
        .steps
        .iter()
        .map(|step| (step.from.state.code(), step.to.state.code(), step.rows, step.back))
        .collect();
    assert_eq!(
        steps,
        [("pending-approval", "active-level2", 20, false), ("pending-approval", "rejected", 10, false)]
    );
}

#[test]
fn the_day_of_the_title_and_of_the_same_file_are_told() {
    let mut office = Office::new();
    let titled = |day: &str| format!("Số liệu tính đến ngày {day}\n{}", list(1, 30, "Chờ phê duyệt"));
    let file = office.write("a.csv", &titled("12/11/2026"));
    let done = take(&mut office, &args(file.clone(), "2026-11-12"));
    assert_eq!(warnings(&done), "");
    let mut again = args(file, "2026-11-20");
    again.file.dry_run = true;
    let before = api::roster_import(&mut office.desk, &again).unwrap();
    assert_eq!(warnings(&before), "import.title_day import.same_file");
    let other = office.write("b.csv", &titled("20/11/2026"));
    assert_eq!(warnings(&take(&mut office, &args(other, "2026-11-20"))), "");
}

#[test]
fn a_part_adds_to_the_list_before_it() {
    let mut office = Office::new();
    let survey = office.write("dieu-tra.csv", &survey(40));
    office.survey(&survey);
    // 1 to 30 are ours, 41 to 60 nobody knows yet.
    let whole = office.write("a.csv", &(list(1, 30, "Chờ phê duyệt") + &rows(41, 60, "Chờ phê duyệt")));
    let part = office.write("b.csv", &list(25, 44, "Đã duyệt, chưa kích hoạt"));
    take(&mut office, &args(whole, "2026-11-10"));
    assert_eq!(piles(&mut office), "50 rows: Sure 30, Unknown 20, NotOnList 10");

    let mut args = args(part, "2026-11-20");
    let refused = api::roster_import(&mut office.desk, &args).unwrap_err();
    assert_eq!(refused.code, "roster.part_or_whole");
    assert!(refused.sentence().contains("20 người"), "{refused}");
    assert_eq!(says(&mut office, "A30"), "pending-approval 2026-11-10");

    args.partial = Some(true);
    let done = take(&mut office, &args);
    assert_eq!(warnings(&done), "import.part");
    // 31 to 40 came onto the list, 41 to 44 are told by the part alone.
    assert_eq!(piles(&mut office), "60 rows: Sure 40, Unknown 20");
    // Who is not on the part alone may stand on the rest.
    let lists = api::roster_list(&mut office.desk, &api::Nothing {}).unwrap();
    let alone = lists.into_iter().find(|list| list.as_of == "2026-11-20".parse().unwrap()).unwrap();
    let alone = api::reconcile_piles(&mut office.desk, &api::OfRoster { roster: Some(alone.id) }).unwrap();
    assert!(alone.piles.iter().all(|pile| pile.pile != tung_nha::domain::pile::Pile::NotOnList));
    assert_eq!(says(&mut office, "A30"), "approved-not-activated 2026-11-20");
    assert_eq!(says(&mut office, "A24"), "pending-approval 2026-11-10");
    assert_eq!(says(&mut office, "A40"), "approved-not-activated 2026-11-20");
    let day = |day: &str| api::WeighEvidence { as_of: day.parse().unwrap(), ..Default::default() };
    let found = api::reconcile_evidence(&mut office.desk, &day("2026-11-21")).unwrap().findings;
    assert_eq!((found.get("pending-approval"), found.get("to-visit")), (Some(&24), Some(&16)));

    // A list that was not held against the register is told.
    api::undo(&mut office.desk, &api::Undo::default()).unwrap();
    api::roster_import(&mut office.desk, &args).unwrap();
    assert!(!api::reconcile_piles(&mut office.desk, &api::OfRoster::default()).unwrap().reconciled);
    api::reconcile(&mut office.desk, &api::Reconcile::default()).unwrap();
    assert_eq!(piles(&mut office), "60 rows: Sure 40, Unknown 20");

    // Rows of both lists are opened and settled, together too.
    let unknown = tung_nha::domain::pile::Pile::Unknown;
    let page = api::PageOfPile { roster: None, pile: unknown, from: 0, limit: 99 };
    let rows = api::reconcile_pile(&mut office.desk, &page).unwrap().rows;
    assert_eq!(rows.len(), 20);
    for row in [rows.first().unwrap(), rows.last().unwrap()] {
        let of = api::RowOfRoster { roster: Some(row.roster), sheet: row.sheet.clone(), row: row.row };
        assert_eq!(api::reconcile_pair(&mut office.desk, &of).unwrap().name, row.name);
    }
    let piles_now = api::reconcile_piles(&mut office.desk, &api::OfRoster::default()).unwrap().piles;
    let offers = piles_now.into_iter().flat_map(|pile| pile.offers);
    let api::Offer { rule, rows, digest, .. } = { offers }.find(|offer| offer.rule == "not-found").unwrap();
    let add = api::SettleAll { roster: None, rule, rows, digest, number: api::KeepNumber::Register };
    assert_eq!(api::reconcile_settle_all(&mut office.desk, &add).unwrap().rows, 20);
    assert_eq!(office.citizens(), 60);

    // Taken as whole, it is the only one in use; what was decided of its rows stays.
    args.partial = Some(false);
    take(&mut office, &args);
    assert_eq!(piles(&mut office), "20 rows: Sure 16, Unknown 4, NotOnList 40");
}

#[test]
fn an_older_list_changes_nothing_of_later_days() {
    let mut office = Office::new();
    let survey = office.write("dieu-tra.csv", &survey(30));
    office.survey(&survey);
    let newer = office.write("b.csv", &list(1, 20, "Đã duyệt, chưa kích hoạt"));
    let older = office.write("a.csv", &list(1, 20, "Chờ phê duyệt"));
    take(&mut office, &args(newer, "2026-11-20"));
    let done = take(&mut office, &args(older, "2025-11-10"));
    assert_eq!(warnings(&done), "import.long_ago import.older");
    assert_eq!(says(&mut office, "A1"), "approved-not-activated 2026-11-20");
    let day = |day: &str| api::WeighEvidence { as_of: day.parse().unwrap(), ..Default::default() };
    let on =
        |office: &mut Office, of: &str| api::reconcile_evidence(&mut office.desk, &day(of)).unwrap().findings;
    assert_eq!(on(&mut office, "2026-11-21").get("to-visit"), Some(&20));
    assert_eq!(on(&mut office, "2025-11-11").get("pending-approval"), Some(&20));
}

#[test]
fn of_two_lists_of_a_day_the_one_taken_in_last_decides_a_second_time_too() {
    let mut office = Office::new();
    let survey = office.write("dieu-tra.csv", &survey(30));
    office.survey(&survey);
    let right = office.write("a.csv", &list(1, 20, "Đã duyệt, chưa kích hoạt"));
    let wrong = office.write("b.csv", &list(1, 20, "Chờ phê duyệt"));
    for (file, expect) in [
        (&right, "approved-not-activated 2026-11-20"),
        (&wrong, "pending-approval 2026-11-20"),
        (&right, "approved-not-activated 2026-11-20"),
        (&right, "approved-not-activated 2026-11-20"),
    ] {
        take(&mut office, &args(file.clone(), "2026-11-20"));
        assert_eq!(says(&mut office, "A1"), expect);
    }
    let lists = api::roster_list(&mut office.desk, &api::Nothing {}).unwrap();
    assert_eq!(lists.len(), 3, "the file in use is not taken in twice");
    // So it is where a part of the day came between; a part that speaks of others takes nothing's place.
    let between = office.write("c.csv", &list(1, 5, "Chờ phê duyệt"));
    let others = office.write("d.csv", &list(21, 25, "Chờ phê duyệt"));
    let of_part = |file: &PathBuf| ImportRoster { partial: Some(true), ..args(file.clone(), "2026-11-20") };
    for (asked, expect, lists) in [
        (of_part(&between), "pending-approval 2026-11-20", 4),
        (args(right.clone(), "2026-11-20"), "approved-not-activated 2026-11-20", 5),
        (of_part(&others), "approved-not-activated 2026-11-20", 6),
        (args(right.clone(), "2026-11-20"), "approved-not-activated 2026-11-20", 6),
    ] {
        take(&mut office, &asked);
        assert_eq!(says(&mut office, "A1"), expect);
        assert_eq!(api::roster_list(&mut office.desk, &api::Nothing {}).unwrap().len(), lists);
    }
}

#[test]
fn whom_a_row_means_holds_for_the_lists_before() {
    let mut office = Office::new();
    let survey = office.write("dieu-tra.csv", &survey(22));
    office.survey(&survey);
    let known = list(1, 20, "Chờ phê duyệt");
    let with = |rest: &str| known.clone() + rest;
    let stranger = rows(40, 40, "Đã kích hoạt mức 1");
    // The same number with another name is another row.
    let other = stranger.replace(person(40).split(' ').next().unwrap(), "Hoàng");
    for (name, text, day) in [
        ("a.csv", with(&stranger), "2026-11-10"),
        ("b.csv", with(&other), "2026-11-12"),
        ("c.csv", with(&stranger), "2026-11-20"),
    ] {
        let file = office.write(name, &text);
        take(&mut office, &args(file, day));
    }
    let active = |office: &mut Office| {
        ["2026-11-10", "2026-11-12", "2026-11-20"].map(|day| {
            let today = office.call("today", serde_json::json!({ "day": day }));
            today["total"]["cumulative"].as_u64()
        })
    };
    let decide = |office: &mut Office, decision: api::Decision| {
        let number = api::KeepNumber::Register;
        let row = api::Resolve { roster: None, sheet: String::new(), row: 22, decision, number };
        api::reconcile_resolve(&mut office.desk, &row).unwrap();
    };
    let (none, one) = ([Some(0); 3], [Some(1); 3]);
    assert_eq!(active(&mut office), none);
    decide(&mut office, api::Decision::Citizen("A21".into()));
    // Who stood on a list stands so until the next list has him.
    assert_eq!(active(&mut office), one);
    decide(&mut office, api::Decision::Citizen("A22".into()));
    assert_eq!(active(&mut office), one, "A22 alone");
    decide(&mut office, api::Decision::Reject);
    assert_eq!(active(&mut office), none, "A22 on no list");
    decide(&mut office, api::Decision::New);
    assert_eq!(active(&mut office), one);
    decide(&mut office, api::Decision::Leave);
    assert_eq!(active(&mut office), none);
    api::undo(&mut office.desk, &api::Undo::default()).unwrap();
    assert_eq!(active(&mut office), one);
}

#[test]
fn of_two_lists_of_one_day_the_later_decides() {
    let mut office = Office::new();
    let survey = office.write("dieu-tra.csv", &survey(20));
    office.survey(&survey);
    let first = office.write("a.csv", &list(1, 20, "Đã kích hoạt mức 2"));
    let second = office.write("b.csv", &list(1, 20, "Đã duyệt, chưa kích hoạt"));
    take(&mut office, &args(first, "2026-11-20"));
    let done = take(&mut office, &args(second, "2026-11-20"));
    assert_eq!(warnings(&done), "import.many_back import.same_day");
    assert!(done.extract.unwrap().against.unwrap().steps[0].back);
    let day = api::WeighEvidence { as_of: "2026-11-21".parse().unwrap(), ..Default::default() };
    let found = api::reconcile_evidence(&mut office.desk, &day).unwrap().findings;
    assert_eq!(found, [("to-visit", 20)].into());
}

#[test]
fn words_for_states_are_said_and_remembered() {
    let mut office = Office::new();
    let first = office.write("a.csv", &(list(1, 12, "Done 038171000135") + &rows(13, 15, "Hm")));
    let look = api::file_look(&mut office.desk, &ImportFile { file: first.clone(), ..ImportFile::default() })
        .unwrap();
    // A number that stands among the words is not shown.
    let unread: Vec<(&str, u32)> = look.unread.iter().map(|word| (word.text.as_str(), word.rows)).collect();
    assert_eq!(unread, [("Done 03••••••••35", 12), ("Hm", 3)]);
    let codes: Vec<&str> = look.warnings[&api::ListKind::Roster].iter().map(|warning| warning.code).collect();
    assert_eq!(codes, ["import.states_unread"]);

    let mut args = args(first, "2026-11-20");
    let done = take(&mut office, &args);
    assert_eq!(warnings(&done), "import.states_unread");
    assert_eq!(done.warnings[0].params["words"], "“Done 03••••••••35” (12), “Hm” (3)");

    // The known file is read anew once a word is understood.
    args.file.states = [("Done 03••••••••35".to_owned(), "active-level2".to_owned())].into();
    let done = take(&mut office, &args);
    let extract = done.extract.unwrap();
    assert_eq!((done.added, done.unchanged), (15, 0));
    let states: Vec<(&str, u32)> =
        extract.states.iter().map(|of| (of.account.state.code(), of.rows)).collect();
    assert_eq!(states, [("active-level2", 12), ("unknown", 3)]);
    // Then nothing is new; and the next file with these headings knows the word.
    args.file.states.clear();
    assert_eq!(take(&mut office, &args).unchanged, 15);
    let next = office.write("b.csv", &list(1, 14, "done 038171000135"));
    let extract = take(&mut office, &self::args(next, "2026-11-21")).extract.unwrap();
    assert_eq!(extract.states[0].account.state.code(), "active-level2");

    args.file.states = [("Hm".to_owned(), "active".to_owned())].into();
    assert_eq!(api::roster_import(&mut office.desk, &args).unwrap_err().code, "roster.unknown_state");
}

#[test]
fn a_known_file_whose_columns_are_said_otherwise_is_read_anew() {
    let mut office = Office::new();
    let file = office.write("a.csv", &list(1, 20, "Đã kích hoạt mức 2").replace("Trạng thái", "Cột lạ"));
    let mut args = args(file, "2026-11-20");
    let done = take(&mut office, &args);
    assert_eq!(warnings(&done), "import.no_state");
    assert_eq!(done.warnings[0].params["people"], "20");
    args.file.map =
        [("state".to_owned(), "Cột lạ".to_owned()), ("name".to_owned(), "Họ tên công dân".to_owned())].into();
    args.file.dry_run = true;
    assert_eq!(api::roster_import(&mut office.desk, &args).unwrap().added, 20);
    args.file.dry_run = false;
    let done = take(&mut office, &args);
    assert_eq!((done.added, warnings(&done).as_str()), (20, ""));
    let step = done.extract.unwrap().against.unwrap().steps[0];
    assert_eq!((step.from.state.code(), step.to.state.code(), step.rows), ("unknown", "active-level2", 20));
    assert_eq!(take(&mut office, &args).unchanged, 20);
}

#[test]
fn a_list_of_the_other_kind_is_told() {
    let mut office = Office::new();
    let extract = office.write("a.csv", &list(1, 3, "Chờ phê duyệt"));
    let done = api::register_import(&mut office.desk, &ImportFile { file: extract, ..ImportFile::default() })
        .unwrap();
    assert_eq!(warnings(&done), "import.like_extract");
    let survey = office
        .write("b.csv", "Chủ hộ,Quan hệ,Họ và tên,Ngày sinh\nTrần Văn An,Chủ hộ,Trần Văn An,05/03/1950\n");
    let done = take(&mut office, &args(survey, "2026-11-20"));
    assert_eq!(warnings(&done), "import.no_state import.like_survey");
}

#[test]
fn births_and_numbers_that_are_missing_are_filled_from_the_list() {
    let mut office = Office::new();
    let survey = office.write(
        "so.csv",
        "Họ và tên,Ngày sinh,Giới tính,Số ĐDCN,Thôn\nTrần Văn Nam,1950,Nam,038050000135,Thôn 1\n\
         Lê Thị Hoà,04/09/1971,Nữ,,Thôn 1\nBùi Văn Ba,01/01/1960,Nam,038060000777,Thôn 1\n",
    );
    assert_eq!(office.survey(&survey), "3/0/0/0/0");
    let list = office.write(
        "ds.csv",
        "Họ tên công dân,Ngày sinh,Số định danh,Nơi thường trú,Trạng thái\n\
         TRẦN VĂN NAM,05/03/1950,038050000135,Thôn 1,Chờ phê duyệt\nLÊ THỊ HÒA,1971,038171000246,Thôn 1,Chờ phê duyệt\n\
         BÙI VĂN BA,02/02/1960,038060000777,Thôn 1,Chờ phê duyệt\n",
    );
    assert_eq!(office.extract(&list), "3/0/0/0/0");
    let desk = &mut office.desk;
    api::reconcile(desk, &api::Reconcile::default()).unwrap();
    let counts = |filled: &api::Filled| (filled.people, filled.births, filled.numbers);
    let shown = api::roster_fill(desk, &api::FillFacts { dry_run: true }).unwrap();
    assert_eq!(counts(&shown), (1, 1, 0));
    // Name and year alone are not beyond doubt: a person says so.
    let find = api::FindPeople { query: "hoa".into(), limit: 1 };
    let code = api::register_find(desk, &find).unwrap().people[0].citizen.code.clone();
    let decision = api::Decision::Citizen(code);
    let number = api::KeepNumber::Register;
    let resolve = api::Resolve { roster: None, sheet: String::new(), row: 3, decision, number };
    api::reconcile_resolve(desk, &resolve).unwrap();
    let shown = api::roster_fill(desk, &api::FillFacts { dry_run: true }).unwrap();
    assert_eq!(counts(&shown), (2, 1, 1));
    let lines: Vec<_> = shown.shown.iter().map(|one| (one.name.as_str(), one.number.as_str())).collect();
    assert_eq!(lines, [("Trần Văn Nam", ""), ("Lê Thị Hoà", "03••••••••46")]);
    let filled = api::roster_fill(desk, &api::FillFacts::default()).unwrap();
    assert_eq!(filled, shown);
    assert_eq!(counts(&api::roster_fill(desk, &api::FillFacts::default()).unwrap()), (0, 0, 0));
    api::undo(desk, &api::Undo::default()).unwrap();
    assert_eq!(counts(&api::roster_fill(desk, &api::FillFacts { dry_run: true }).unwrap()), (2, 1, 1));
}

#[test]
fn a_list_that_was_not_held_against_the_register_is_compared_and_not_decided() {
    let mut office = Office::new();
    let survey = office.write("dieu-tra.csv", &survey(40));
    office.survey(&survey);
    let whole = office.write("a.csv", &list(1, 40, "Chờ phê duyệt"));
    api::roster_import(&mut office.desk, &args(whole, "2026-11-10")).unwrap();
    // The next file is a part, whatever the one before waits for.
    let part = office.write("b.csv", &list(1, 1, "Chờ phê duyệt"));
    let refused = api::roster_import(&mut office.desk, &args(part, "2026-11-11")).unwrap_err();
    assert_eq!(refused.code, "roster.part_or_whole");
    // One row that somebody decides would make the list one that speaks of everybody.
    let row = api::Resolve {
        roster: None,
        sheet: String::new(),
        row: 2,
        decision: api::Decision::Reject,
        number: api::KeepNumber::default(),
    };
    assert_eq!(api::reconcile_resolve(&mut office.desk, &row).unwrap_err().code, "roster.not_held");
}

#[test]
fn a_list_of_before_the_survey_is_held_against_it() {
    let mut office = Office::new();
    let whole = office.write("a.csv", &list(1, 30, "Đã kích hoạt mức 2"));
    take(&mut office, &args(whole, "2026-11-10"));
    let survey = office.write("dieu-tra.csv", &survey(40));
    office.survey(&survey);
    let today = |office: &mut Office| api::today(&mut office.desk, &api::AskDay { day: None }).unwrap();
    assert_eq!(today(&mut office).unreconciled, ["2026-11-10".parse().unwrap()]);
    api::reconcile(&mut office.desk, &api::Reconcile::default()).unwrap();
    assert_eq!(today(&mut office).total.cumulative, Some(30));
}

#[test]
fn a_survey_whose_columns_slipped_is_told_before_it_is_taken_in() {
    let mut office = Office::of(api::Level::Commune, "Xã Thử", &[], "2026-11-20T08:00:00+07:00");
    let people: Vec<[String; 4]> = (0..40_u32)
        .map(|n| {
            let (day, month) = (n % 28 + 1, n % 12 + 1);
            let name = person(n).split_once(',').unwrap().0.to_owned();
            let number = format!("0010{}{:06}", 60 + n, n);
            [name, format!("{day:02}/{month:02}/19{}", 60 + n % 40), number, format!("Thôn {}", n % 3)]
        })
        .collect();
    let mut told = |name: &str, row: &dyn Fn(usize) -> [String; 4], dry_run: bool| {
        let rows: Vec<String> = (0..people.len()).map(|n| row(n).join(",")).collect();
        let text = format!("Họ và tên,Ngày sinh,Số CCCD,Thôn\n{}\n", rows.join("\n"));
        let file = office.write(name, &text);
        let args = api::ImportFile { file, dry_run, ..api::ImportFile::default() };
        warnings(&api::register_import(&mut office.desk, &args).unwrap())
    };
    let of = |n: usize| people[n].clone();
    let swapped = |n: usize| {
        let [name, birth, number, hamlet] = of(n);
        [hamlet, birth, number, format!("{name} {n}")]
    };
    assert_eq!(told("doi.csv", &swapped, true), "import.names_of_places import.many_hamlets");
    assert_eq!(told("so.csv", &of, false), "");
    let slipped = |n: usize| {
        let [_, birth, number, hamlet] = of(n);
        [of((n + 1) % people.len())[0].clone(), birth, number, hamlet]
    };
    assert_eq!(told("lech.csv", &slipped, true), "import.numbers_of_others");
}
