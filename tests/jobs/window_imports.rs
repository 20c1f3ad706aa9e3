//! A file taken in step by step and its pairs settled, as a window does.

use tung_nha::api::{self, Decision, ImportFile, KeepNumber, ListKind, TakeFile};

use crate::Office;

const SURVEY: &str = "Mã công dân,Chủ hộ,Họ và tên,Ngày sinh,Giới tính,Số ĐDCN,Thôn\n\
    A1,Trần Văn Nam,Trần Văn Nam,05/03/1950,Nam,038050000135,Thôn Đoài\n\
    A2,Trần Văn Nam,Lê Thị Hoà,04/09/1971,Nữ,038171000246,Thôn Đoài\n";
const EXTRACT: &str = "CÔNG AN XÃ,,,,\nSố liệu tính đến ngày 19/11/2026,,,,\n\
    Họ tên công dân,Ngày sinh,Số định danh,Nơi thường trú,Trạng thái\n\
    TRẦN VĂN NAM,05/03/1950,038050000315,Thôn Đoài,Đã kích hoạt mức 1\n\
    LÊ THỊ HÒA,04/09/1971,38171000246,Thôn Đoài,Chờ phê duyệt\n\
    ĐINH CÔNG TRÁNG,02/02/1988,038088000777,Thôn Đoài,Chờ phê duyệt\n";

fn office() -> Office {
    let mut office = Office::new();
    let survey = office.write("dieu-tra.csv", SURVEY);
    let extract = office.write("cong-an.csv", EXTRACT);
    assert_eq!(office.survey(&survey), "2/0/0/0/0");
    let args = TakeFile {
        kind: ListKind::Roster,
        file: ImportFile { file: extract, ..ImportFile::default() },
        as_of: "2026-11-19".parse().ok(),
        partial: None,
        list: None,
    };
    let taken = api::file_take(&mut office.desk, &args).unwrap();
    assert_eq!((taken.rows_in, taken.added, taken.rejected), (3, 3, 0));
    let found: Vec<(&str, u32)> = taken.findings.iter().map(|group| (group.code, group.count)).collect();
    assert_eq!(found, [("repair.lost_zero", 1)]);
    assert_eq!(taken.findings[0].examples[0].raw, "38•••••••46");
    api::reconcile(&mut office.desk, &api::Reconcile::default()).unwrap();
    office
}

#[test]
fn a_file_is_looked_at_before_it_is_taken() {
    let mut office = Office::new();
    let extract = office.write("cong-an.csv", EXTRACT);
    let mut args = ImportFile { file: extract, ..ImportFile::default() };
    let look = api::file_look(&mut office.desk, &args).unwrap();
    assert_eq!((look.kind, look.as_of), (Some(ListKind::Roster), "2026-11-19".parse().ok()));
    let sheet = &look.sheets[0];
    assert_eq!((sheet.header, sheet.people, sheet.lists_people), (Some((3, 3)), 3, true));
    let cell = |row: usize, column: usize| {
        let cell = &sheet.samples[row].cells[column];
        (cell.raw.as_str(), cell.read.as_deref())
    };
    assert_eq!(cell(1, 2), ("38•••••••46", Some("03••••••••46")));
    assert_eq!(cell(0, 1), ("05/03/1950", None));
    // A column that a person sets aside, and a heading row that a person names.
    args.unused = ["Nơi thường trú".to_owned()].into();
    args.headers = [(String::new(), 2)].into();
    let look = api::file_look(&mut office.desk, &args).unwrap();
    assert_eq!(look.sheets[0].header.map(|header| header.0), Some(2));
    args.headers.clear();
    let look = api::file_look(&mut office.desk, &args).unwrap();
    assert_eq!(look.sheets[0].columns[3].field, None);
}

#[test]
fn a_pair_is_settled_and_taken_back() {
    let mut office = office();
    let desk = &mut office.desk;
    let piles = |desk: &mut api::Desk| {
        let piles = api::reconcile_piles(desk, &api::OfRoster::default()).unwrap();
        let piles: Vec<String> = piles
            .piles
            .iter()
            .map(|pile| format!("{:?} {}/{}", pile.pile, pile.joined + pile.added + pile.split, pile.total))
            .collect();
        piles.join(", ")
    };
    assert_eq!(piles(desk), "Sure 0/1, NumberNear 0/1, Unknown 0/1");
    let row = api::RowOfRoster { roster: None, sheet: String::new(), row: 4 };
    let pair = api::reconcile_pair(desk, &row).unwrap();
    let number = pair.candidates[0].fields.iter().find(|field| field.field == "number").unwrap();
    assert_eq!((number.says, number.our_marks.as_slice()), ("compare.digits_swapped", [(9, 11)].as_slice()));
    assert!(pair.candidates[0].choose_number);
    assert_eq!(
        pair.explanation,
        [
            "Số định danh chỉ đổi chỗ hai chữ số (vị trí 10, 11); giống: họ tên, ngày sinh, nơi ở.",
            "The number has only two digits swapped (places 10, 11); alike: name, birth, hamlet."
        ]
    );

    let decide =
        |decision, number| api::Resolve { roster: None, sheet: String::new(), row: 4, decision, number };
    let one = decide(Decision::Citizen("A1".into()), KeepNumber::Roster);
    api::reconcile_resolve(desk, &one).unwrap();
    assert_eq!(piles(desk), "Sure 0/1, NumberNear 1/1, Unknown 0/1");
    let find = api::FindPeople { query: "038050000315".into(), limit: 5 };
    assert_eq!(api::register_find(desk, &find).unwrap().people[0].citizen.code, "A1");
    api::undo(desk, &api::Undo::default()).unwrap();
    assert_eq!(piles(desk), "Sure 0/1, NumberNear 0/1, Unknown 0/1");
    assert!(api::register_find(desk, &find).unwrap().people.is_empty());

    // Decided, then left after all: why it was a question is said as before.
    let leave = decide(Decision::Leave, KeepNumber::Register);
    api::reconcile_resolve(desk, &decide(Decision::Reject, KeepNumber::Register)).unwrap();
    api::reconcile_resolve(desk, &leave).unwrap();
    assert_eq!(api::reconcile_pair(desk, &row).unwrap().explanation, pair.explanation);
    let page =
        api::PageOfPile { roster: None, pile: tung_nha::domain::pile::Pile::NumberNear, from: 0, limit: 9 };
    assert_eq!(api::reconcile_pile(desk, &page).unwrap().states, "l");
}

#[test]
fn many_rows_are_settled_at_once() {
    let mut office = office();
    let piles = api::reconcile_piles(&mut office.desk, &api::OfRoster::default()).unwrap();
    let mut offers = piles.piles.into_iter().flat_map(|pile| pile.offers);
    let api::Offer { rule, rows, digest, .. } = offers.find(|offer| offer.rule == "not-found").unwrap();
    let add = api::SettleAll { roster: None, rule, rows, digest, number: KeepNumber::Register };
    assert_eq!(api::reconcile_settle_all(&mut office.desk, &add).unwrap().rows, 1);
    assert_eq!(office.citizens(), 3);
    api::undo(&mut office.desk, &api::Undo::default()).unwrap();
    assert_eq!(office.citizens(), 2);
    let one_by_one = api::SettleAll { rule: "several-alike".into(), ..add };
    let refused = api::reconcile_settle_all(&mut office.desk, &one_by_one).unwrap_err();
    assert_eq!(refused.code, "match.not_at_once");
}

#[test]
fn the_plain_file_is_destroyed_and_no_other() {
    let mut office = office();
    let file = office.file("cong-an.csv");
    let look = api::file_look(&mut office.desk, &ImportFile { file: file.clone(), ..ImportFile::default() });
    let sha256 = look.unwrap().sha256;
    let other = office.write("khac.csv", "Họ và tên,Năm sinh\nA B,1950\n");
    let mut shred = |file: &std::path::Path| {
        let args = api::ShredFile { file: file.into(), sha256: sha256.clone() };
        api::file_shred(&mut office.desk, &args).map(|_| ()).map_err(|e| e.code)
    };
    assert_eq!(shred(&other), Err("shred.not_taken"));
    assert_eq!(shred(&file), Ok(()));
    assert!(!file.exists() && other.exists());
    assert_eq!(shred(&file), Err("file.not_found"));
}

#[test]
fn findings_come_in_pages() {
    let mut office = office();
    let all = api::ListFindings {
        as_of: "2026-11-21".parse().unwrap(),
        finding: None,
        side: None,
        unit: None,
        from: 0,
        limit: 10,
    };
    let page = api::findings(&mut office.desk, &all).unwrap();
    assert_eq!((page.people, page.rows.len()), (2, 2));
    let finding = page.rows[0].finding;
    let some = api::ListFindings { finding: Some(finding), ..all };
    assert!(api::findings(&mut office.desk, &some).unwrap().rows.iter().all(|row| row.finding == finding));
}

#[test]
fn what_a_survey_changes_is_shown_before() {
    let mut office = Office::new();
    let survey = office.write("dieu-tra.csv", SURVEY);
    assert_eq!(office.survey(&survey), "2/0/0/0/0");
    let second = SURVEY
        .replace("Trần Văn Nam,05/03/1950,Nam,038050000135", "Trần Văn Nam,06/03/1950,Nam,038050000246");
    let second = second.replace("04/09/1971", "1971");
    let file = office.write("dieu-tra-2.csv", &second);
    let args = TakeFile {
        kind: ListKind::Register,
        file: ImportFile { file, dry_run: true, ..ImportFile::default() },
        as_of: None,
        partial: None,
        list: None,
    };
    let taken = api::file_take(&mut office.desk, &args).unwrap();
    assert_eq!((taken.updated, taken.unchanged), (1, 1));
    assert_eq!(taken.updated_fields, [("birth", 1), ("number", 1)].into());
    let changes: Vec<_> = taken.updates[0]
        .changes
        .iter()
        .map(|change| (change.field.name(), change.before.as_str(), change.after.as_str()))
        .collect();
    let expect = [("birth", "05/03/1950", "06/03/1950"), ("number", "03••••••••35", "03••••••••46")];
    assert_eq!(changes, expect);
}
