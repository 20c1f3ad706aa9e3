//! A survey and an extract, from the files to who is who and what is taken back.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use calamine::{Data, Reader, Xlsx, open_workbook};
use tung_nha::api::{self, ImportFile, Reconcile};
use tung_nha::jobs::demo::make_demo::make_demo;

use crate::{Office, counts, fixture};

/// Reconciles an invented commune and holds every verdict against the truth beside it.
fn check_accuracy(people: u32, seed: u64) {
    let mut office = Office::new();
    let files = make_demo(people, seed, office.folder.path()).unwrap();
    office.survey(&files.register);
    office.extract(&files.roster);
    let out = office.file("doi-soat.csv");
    api::reconcile(&mut office.desk, &Reconcile { out: Some(out.clone()), ..Reconcile::default() }).unwrap();

    let truth: BTreeMap<(String, String), String> = csv::Reader::from_path(&files.truth)
        .unwrap()
        .records()
        .map(|r| r.unwrap())
        .map(|r| ((r[0].to_owned(), r[1].to_owned()), r[2].to_owned()))
        .collect();
    let mut reader = csv::Reader::from_path(&out).unwrap();
    let heads: Vec<&str> =
        vec!["sheet", "row", "verdict", "citizen_code", "rule", "score", "explanation", "candidates"];
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), heads);
    let (mut rows, mut present, mut found, mut review) = (0, 0, 0, 0);
    for line in reader.records() {
        let line = line.unwrap();
        let person = &truth[&(line[0].to_owned(), line[1].to_owned())];
        rows += 1;
        present += i32::from(!person.is_empty());
        review += i32::from(&line[2] == "review");
        assert!(!line[6].is_empty() && !line[6].contains('{'), "{line:?}");
        if &line[2] == "matched" {
            assert_eq!(&line[3], person, "{line:?}");
            found += 1;
        }
    }
    let share = |part: i32, whole: i32| f64::from(part) / f64::from(whole);
    assert!(share(found, present) >= 0.99, "recall {}", share(found, present));
    assert!(share(review, rows) <= 0.01, "review {}", share(review, rows));
}

#[test]
fn nobody_is_taken_for_somebody_else() {
    check_accuracy(3_000, 21);
    check_accuracy(2_000, 22);
}

#[test]
fn the_same_files_twice_change_nothing() {
    let mut office = Office::new();
    let (survey, extract) = (fixture("so-dieu-tra-nho.xlsx"), fixture("danh-sach-nho.xlsx"));
    let first = office.survey(&survey);
    let people = office.citizens();
    let again = office.survey(&survey);
    let split = |text: &str| text.split('/').map(|n| n.parse().unwrap()).collect::<Vec<u32>>();
    assert_eq!(split(&first)[0], people);
    assert_eq!(split(&again)[..3], [0, 0, people]);
    assert_eq!(split(&again)[3..], split(&first)[3..]);
    let rows = split(&office.extract(&extract))[0];
    assert_eq!(split(&office.extract(&extract))[..3], [0, 0, rows]);
    let history = api::history(&mut office.desk, &api::History { limit: 9 }).unwrap();
    assert_eq!(history.len(), 2, "two files, two steps");
    // Taken back in reverse, the book is empty again; put back, it is full again.
    api::undo(&mut office.desk, &api::Undo::default()).unwrap();
    api::undo(&mut office.desk, &api::Undo { id: Some(history[1].id), ask: false }).unwrap();
    assert_eq!(office.citizens(), 0);
    let undo = api::history(&mut office.desk, &api::History { limit: 1 }).unwrap()[0].id;
    api::undo(&mut office.desk, &api::Undo { id: Some(undo), ask: false }).unwrap();
    assert_eq!(office.citizens(), people);
}

#[test]
fn what_the_calendar_does_not_have_changes_no_birth() {
    let mut office = Office::new();
    let head = "Mã công dân,Họ và tên,Ngày sinh,Số ĐDCN,Thôn";
    let first = format!(
        "{head}\nA1,Lê Văn Tám,02/12/2002,038202000111,Thôn Đoài\nA2,Lê Thị Vân,05/03/1950,,Thôn Đoài\n"
    );
    let first = office.write("lan-1.csv", &first);
    assert_eq!(office.survey(&first), "2/0/0/0/0");
    let second = format!(
        "{head}\nA1,Lê Văn Tám,31/02/1990,023202000111,Thôn Đoài\nA2,Lê Thị Vân,31/02/1950,,Thôn Đoài\n"
    );
    let file = office.write("lan-2.csv", &second);
    let args = ImportFile { file, ..ImportFile::default() };
    let done = api::register_import(&mut office.desk, &args).unwrap();
    let issues: Vec<_> =
        done.issues.iter().map(|i| (i.row, i.code, i.raw.as_str(), i.stored.as_str())).collect();
    assert_eq!(
        issues,
        [
            (3, "row.date_impossible", "31/02/1950", "1950"),
            (2, "row.value_kept", "023202000111", "038202000111"),
            (2, "row.birth_kept", "31/02/1990", "02/12/2002"),
        ]
    );
    assert_eq!((done.updated, done.unchanged), (0, 2));
}

#[test]
fn what_was_put_right_by_hand_does_not_come_back_with_the_old_survey() {
    let mut office = Office::new();
    let survey = "Họ và tên,Ngày sinh,Giới tính,Số ĐDCN,Điện thoại,Điện thoại thông minh,Thôn,Chủ hộ\n\
        Lê Văn Tán,12/05/1980,Nữ,038080001234,0912000111,Không,Thôn Đoài,Lê Văn Cả\n\
        Lê Văn Cả,1950,Nam,,,,Thôn Đoài,Lê Văn Cả\n\
        Lê Thị Na,1960,Nữ,,,,Thôn Đoài,Lê Văn Cả\n\
        Lê Văn Ba,1990,Nam,,,,Thôn Đông,Lê Văn Ba\n";
    let survey = office.write("lan-1.csv", survey);
    assert_eq!(office.survey(&survey), "4/0/0/0/0");
    let named = |office: &mut Office, name: &str| {
        let people = crate::packages::people(&mut office.desk, None);
        people.into_iter().find(|person| person.name == name).unwrap_or_else(|| panic!("{name}"))
    };
    let first = named(&mut office, "Lê Văn Tán");
    crate::packages::change(&mut office.desk, &first.code, |form| {
        form.name = "Lê Văn Tám".into();
        form.birth = "05/12/1980".into();
        form.phone = "0912000222".into();
        form.number = "038080777777".into();
        (form.sex, form.smartphone) = (Some(tung_nha::domain::citizen::Sex::Male), Some(true));
    });
    // Of neither number nor code: the file finds them by what they were called, and where they lived.
    let wife = named(&mut office, "Lê Thị Na");
    crate::packages::change(&mut office.desk, &wife.code, |form| {
        form.name = "Lê Thị Nga".into();
        form.birth = "1961".into();
    });
    let home = named(&mut office, "Lê Văn Ba").household_id;
    let moved = api::MoveCitizens { citizens: vec![first.id, wife.id], home: api::Home::Known(home) };
    api::citizen_move(&mut office.desk, &moved).unwrap();
    let args = ImportFile { file: survey.clone(), ..ImportFile::default() };
    let done = api::register_import(&mut office.desk, &args).unwrap();
    let told: Vec<_> =
        done.issues.iter().map(|i| (i.row, i.code, i.raw.as_str(), i.stored.as_str())).collect();
    let put_right = [
        (2, "row.put_right", "038080001234", "038080777777"),
        (2, "row.put_right", "Lê Văn Tán", "Lê Văn Tám"),
        (2, "row.put_right", "12/05/1980", "05/12/1980"),
        (2, "row.put_right", "Nữ", "Nam"),
        (2, "row.put_right", "0912000111", "0912000222"),
        (2, "row.put_right", "không", "có"),
        (2, "row.put_right", "Thôn Đoài", "Thôn Đông"),
        (2, "row.put_right", "Lê Văn Cả", "Lê Văn Ba"),
        (4, "row.put_right", "Lê Thị Na", "Lê Thị Nga"),
        (4, "row.put_right", "1960", "1961"),
        (4, "row.put_right", "Thôn Đoài", "Thôn Đông"),
        (4, "row.put_right", "Lê Văn Cả", "Lê Văn Ba"),
    ];
    assert_eq!((told.as_slice(), done.unchanged), (put_right.as_slice(), 4));
    assert!(done.issues.iter().all(|issue| !issue.column.is_empty()));
    // A second row by the old name is a second row, and a namesake of today comes before one of yesterday.
    let again = "Họ và tên,Ngày sinh,Thôn,Chủ hộ\n\
        Lê Thị Na,1960,Thôn Đoài,Lê Văn Cả\nLê Thị Na,1960,Thôn Đoài,Lê Văn Cả\n";
    let again = office.write("lan-2.csv", again);
    assert_eq!(office.survey(&again), "0/0/1/1/0");
    // Of an answer that was changed twice the last one that was replaced is wrong.
    for smartphone in [false, true] {
        crate::packages::change(&mut office.desk, &first.code, |form| form.smartphone = Some(smartphone));
    }
    let told = api::register_import(&mut office.desk, &args).unwrap();
    assert!(told.issues.iter().any(|issue| (issue.raw.as_str(), issue.stored.as_str()) == ("không", "có")));
    for _ in 0..2 {
        api::undo(&mut office.desk, &api::Undo::default()).unwrap();
    }
    // What was put right and taken back was not put right.
    for _ in 0..3 {
        api::undo(&mut office.desk, &api::Undo::default()).unwrap();
    }
    assert_eq!(office.survey(&survey), "0/0/4/0/0");
}

#[test]
fn rows_that_name_an_alley_speak_for_the_houses_below() {
    let mut office = Office::new();
    let survey = "DANH SÁCH KHẢO SÁT THÔN ĐOÀI,,,,\nSTT,Họ và tên,Ngày sinh,Quan hệ,Số nhà\nNgõ 1,,,,\n1,Lê Văn Tám,1950,Chủ hộ,5\n\
        2,Trần Thị Vân,1953,Vợ,\n3,Bùi Văn Bình,1960,Chủ hộ,7\nXóm Trại,,,,\n4,Vũ Thị Mây,1971,Chủ hộ,5\n";
    let file = office.write("so.csv", survey);
    assert_eq!(office.survey(&file), "4/0/0/2/0");
    assert_eq!(office.survey(&file), "0/0/4/2/0");
    let places = api::register_places(&mut office.desk, &api::Nothing {}).unwrap();
    let alleys: Vec<(&str, u32, u32)> =
        places[0].alleys.iter().map(|alley| (alley.alley.as_str(), alley.households, alley.people)).collect();
    assert_eq!((places.len(), places[0].name.as_str()), (1, "THÔN ĐOÀI"));
    assert_eq!(alleys, [("Ngõ 1", 2, 3), ("Xóm Trại", 1, 1)]);
}

#[test]
fn a_preview_and_a_stopped_import_change_nothing() {
    let mut office = Office::new();
    let file = fixture("so-dieu-tra-nho.xlsx");
    let preview = ImportFile { file: file.clone(), dry_run: true, ..ImportFile::default() };
    let planned = counts(api::register_import(&mut office.desk, &preview));
    assert_eq!(office.citizens(), 0);
    office.desk.session.stop_switch().store(true, Ordering::Relaxed);
    assert_eq!(office.survey(&file), "job.stopped");
    office.desk.session.stop_switch().store(false, Ordering::Relaxed);
    assert_eq!(office.citizens(), 0);
    assert_eq!(office.survey(&file), planned, "the preview said what happens");
}

#[test]
fn rows_sent_back_come_in_once_mended() {
    let mut office = Office::new();
    let survey = office.write(
        "Thôn Đoài.csv",
        "STT,Họ và tên,Năm sinh,Số CCCD,Chủ hộ\n1,Lê Văn Tám,1950,038050001234,Lê Văn Tám\n2,Trần Thị Sáu,1953,3.8E+10,Lê Văn Tám\n",
    );
    let rejected = office.file("can-sua.xlsx");
    let args = ImportFile { file: survey, rejected: Some(rejected.clone()), ..ImportFile::default() };
    assert_eq!(counts(api::register_import(&mut office.desk, &args)), "1/0/0/0/1");
    let mut book: Xlsx<_> = open_workbook(&rejected).unwrap();
    let rows: Vec<Vec<Data>> =
        book.worksheet_range_at(0).unwrap().unwrap().rows().map(<[Data]>::to_vec).collect();
    let heads: Vec<String> = rows[0].iter().map(ToString::to_string).collect();
    assert_eq!(heads, ["STT", "Họ và tên", "Năm sinh", "Số CCCD", "Chủ hộ", "Lỗi", "Cách sửa"]);
    assert_eq!(rows[1][1].to_string(), "Trần Thị Sáu");
    // The user types the number in and imports the sheet as it is, its two new columns included.
    let mended: String = rows
        .iter()
        .map(|row| row.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",") + "\n")
        .collect();
    let mended = office.write("Thôn Đoài-sua.csv", &mended.replace("3.8E+10", "038153001235"));
    assert_eq!(office.survey(&mended), "1/0/0/0/0");
    assert_eq!(office.citizens(), 2);
}

#[test]
fn headings_that_nobody_knows_are_mapped_and_remembered() {
    let mut office = Office::new();
    let file = office.write("Thôn 1.csv", "Cột A;Họ và tên;Sinh\n038050001234;Lê Văn Tám;1950\n");
    let map = |heading: &str| [("number".to_owned(), heading.to_owned())].into();
    let wrong = ImportFile { file: file.clone(), map: map("Cột B"), ..ImportFile::default() };
    assert_eq!(counts(api::register_import(&mut office.desk, &wrong)), "layout.heading_missing");
    let right = ImportFile { file, map: map("Cột A"), ..ImportFile::default() };
    assert_eq!(counts(api::register_import(&mut office.desk, &right)), "1/0/0/0/0");
    let next = office.write("Thôn 2.csv", "Cột A;Họ và tên;Sinh\n038153001235;Trần Thị Sáu;1953\n");
    assert_eq!(office.survey(&next), "1/0/0/0/0");
    let found =
        api::register_find(&mut office.desk, &api::FindPeople { query: "038153001235".into(), limit: 9 })
            .unwrap()
            .people;
    assert_eq!(found.len(), 1, "the second file's column was known");
}

#[test]
fn a_row_is_decided_by_hand_and_stays_so() {
    let mut office = Office::new();
    let survey = office.write(
        "Thôn Đoài.csv",
        "Mã công dân,Họ và tên,Năm sinh\nA1,Lê Văn Tám,1950\nA2,Hoàng Thị Mận,1991\n",
    );
    office.survey(&survey);
    let extract = office.write(
        "cong-an.csv",
        "Họ và tên,Ngày sinh,Số ĐDCN,Nơi thường trú,Trạng thái\nPhạm Văn Mới,01/02/1980,038080001111,\"Thôn Đoài, Xã Thử Nghiệm\",Chờ phê duyệt\nLê Văn Tám,01/01/1950,038050002222,Thôn Đoài,Đã kích hoạt mức 2\n",
    );
    assert_eq!(office.extract(&extract), "2/0/0/0/0");
    api::reconcile(&mut office.desk, &Reconcile::default()).unwrap();
    let mut decide = |row, decision| {
        let args = api::Resolve {
            roster: None,
            sheet: String::new(),
            row,
            decision,
            number: api::KeepNumber::default(),
        };
        api::reconcile_resolve(&mut office.desk, &args).map(|line| line.verdict).map_err(|e| e.code)
    };
    assert_eq!(decide(2, api::Decision::New).unwrap(), api::Verdict::Matched);
    assert_eq!(decide(3, api::Decision::Citizen("A9".into())), Err("citizen.unknown_code"));
    assert_eq!(decide(9, api::Decision::Reject), Err("roster.no_such_row"));
    assert_eq!(decide(3, api::Decision::Citizen("A2".into())).unwrap(), api::Verdict::Matched);
    let again = api::reconcile(&mut office.desk, &Reconcile::default()).unwrap();
    assert_eq!((again.matched, again.decided), (2, 2), "what a person decided stays");
    assert_eq!(office.citizens(), 3);
    let found =
        api::register_find(&mut office.desk, &api::FindPeople { query: "pham van moi".into(), limit: 9 })
            .unwrap()
            .people;
    let unit = api::unit_named(&mut office.desk, &api::UnitName { name: "Thôn Đoài".into() }).unwrap();
    assert_eq!(found[0].citizen.unit_id, unit.id, "in the hamlet that the address names");
}

#[test]
fn files_of_every_kind_are_read() {
    for name in ["hamlet.xls", "hamlet.ods"] {
        let mut office = Office::new();
        let first = office.survey(&fixture(name));
        assert!(!first.starts_with('0') && first.contains('/'), "{name}: {first}");
    }
    let mut office = Office::new();
    let html =
        office.write("trang.xls", "<html><body><table><tr><td>Họ và tên</td></tr></table></body></html>");
    assert_eq!(office.survey(&html), "file.html");
    let missing = office.file("khong-co.xlsx");
    assert_eq!(office.survey(&missing), "file.not_found");
    let cover = office.write("bia.csv", "Danh sách,của xã\n");
    assert_eq!(office.survey(&cover), "layout.no_people");
    assert_eq!(office.citizens(), 0);
}
