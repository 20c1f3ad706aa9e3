//! Rows as the field writes them and the people and findings that come of them.

use chrono::NaiveDateTime;
use proptest::prelude::*;

use super::*;
use crate::domain::citizen::Sex;
use crate::domain::dates::PartialDate;
use crate::domain::import::Field;
use crate::domain::legacy::Encoding;
use crate::domain::roster::AccountState;
use crate::excel::layout::SheetColumn;
use crate::excel::sheet::{Cell, FontKind};
use crate::messages;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

fn day(year: i32, month: u32, day: u32) -> Cell {
    Cell::Date(NaiveDate::from_ymd_opt(year, month, day).map(NaiveDateTime::from).unwrap())
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
    }
}

/// A sheet with headings in row 1 and persons from row 2 on.
struct Case {
    sheet: Sheet,
    layout: Layout,
    kinds: Vec<RowKind>,
}

fn case(columns: &[(Field, &str)], rows: &[&[Cell]]) -> Case {
    let columns = columns.iter().enumerate().map(|(index, (field, heading))| SheetColumn {
        index,
        heading: (*heading).to_owned(),
        field: Some(*field),
        encoding: Encoding::Unicode,
        mixed: false,
    });
    let rows = rows.iter().enumerate().map(|(index, cells)| SheetRow {
        number: u32::try_from(index).unwrap() + 2,
        cells: cells.to_vec(),
        fonts: Vec::new(),
    });
    let sheet = Sheet { name: "Thôn 1".into(), rows: rows.collect(), merged: Vec::new() };
    let kinds = vec![RowKind::Person; sheet.rows.len()];
    Case { sheet, layout: Layout { header: (1, 1), columns: columns.collect(), ..Layout::default() }, kinds }
}

impl Case {
    fn read(&self) -> PeopleOfSheet {
        read_people(&self.sheet, &self.layout, &self.kinds, today())
    }
}

/// One person with a name and one more cell: what was read, with all codes in order.
fn one(field: Field, heading: &str, cell: impl Into<Cell>) -> (PersonRow, String) {
    let read =
        case(&[(Field::Name, "Họ tên"), (field, heading)], &[&["Lò Thị Thử".into(), cell.into()]]).read();
    let codes: Vec<_> = read.issues.iter().map(|issue| issue.code).collect();
    (read.people.into_iter().next().unwrap_or_default(), codes.join(" "))
}

#[test]
fn numbers_of_a_column() {
    let check = |cell: Cell, number: &str, codes: &str| {
        let (person, found) = one(Field::Number, "Số CCCD", cell);
        assert_eq!((person.number.as_str(), found.as_str()), (number, codes));
    };
    // Stored as a number.
    check(Cell::Number(38_201_001_234.0), "038201001234", "repair.lost_zero");
    check(Cell::Number(1_190_001_234.0), "001190001234", "repair.lost_zero");
    check("038201001234".into(), "038201001234", "");
    check("112190001234".into(), "112190001234", "row.number_unknown_code");
    check("chưa có".into(), "", "");
    check(Cell::Error, "", "row.cell_error");
    check(Cell::Number(0.5), "", "row.number_unreadable");
}

#[test]
fn rejections() {
    let columns = [(Field::Name, "Họ tên"), (Field::Number, "Số CCCD"), (Field::Note, "Ghi chú")];
    let read = case(
        &columns,
        &[
            &["Lò Thị Thử".into(), "038201001234".into()],
            &["Lò Văn Thử".into(), "3.8201E+10".into(), "ghi  chú".into()],
            &["".into(), "038201001235".into(), "".into()],
            &[" \u{a0}".into(), "038201001235".into()],
        ],
    )
    .read();
    assert_eq!((read.rows_in, read.people.len(), read.skipped), (4, 1, 0));
    let rejected: Vec<_> =
        read.rejected.iter().map(|(index, issue)| (*index, issue.row, issue.code)).collect();
    assert_eq!(
        rejected,
        [(1, 3, "row.number_scientific"), (2, 4, "row.name_missing"), (3, 5, "row.name_missing")]
    );
    // What was mended in a rejected row does not count.
    assert_eq!(read.issues.len(), 3);
    assert!(read.repairs.is_empty());
    assert!(read.rejected[0].1.sentence().contains("3.8201E+10"));
    assert!(read.rejected[1].1.remedy().contains("Họ tên"));
}

#[test]
fn births() {
    let check = |cell: Cell, birth: &str, codes: &str| {
        let (person, found) = one(Field::Birth, "Ngày sinh", cell);
        let read = person.birth.map(|birth| birth.to_string()).unwrap_or_default();
        assert_eq!((read.as_str(), found.as_str()), (birth, codes));
    };
    // A year in a date cell.
    check(Cell::Number(1950.0), "1950", "");
    check(day(1905, 5, 3), "1950", "repair.year_as_date");
    check(day(1950, 3, 12), "1950-03-12", "");
    check("12/3/50".into(), "1950-03-12", "repair.two_digit_year");
    check("hỏi lại".into(), "", "row.date_unreadable");
    check("1890".into(), "1890", "row.birth_long_ago");
}

#[test]
fn the_number_helps_the_birth() {
    let columns =
        [(Field::Name, "Họ tên"), (Field::Birth, "Ngày sinh"), (Field::Sex, "GT"), (Field::Number, "CCCD")];
    let check = |birth: &str, sex: &str, number: &str, expect: &str, codes: &[&str]| {
        let read = case(&columns, &[&["Lò Thị Thử".into(), birth.into(), sex.into(), number.into()]]).read();
        let found: Vec<_> = read.issues.iter().map(|issue| issue.code).collect();
        assert_eq!((read.people[0].birth.unwrap().to_string().as_str(), found.as_slice()), (expect, codes));
    };
    check("05/12/1949", "Nữ", "038149001234", "1949-12-05", &[]);
    check("49/12/05", "Nữ", "038149001234", "1949-12-05", &["repair.date_swapped"]);
    check("05/12/25", "Nữ", "038125001234", "1925-12-05", &["repair.two_digit_year"]);
    // Warnings only.
    check("1950", "nam", "038149001234", "1950", &["row.number_sex", "row.number_birth_year"]);
}

#[test]
fn birth_and_sex_by_columns() {
    let columns = [
        (Field::Name, "Họ tên"),
        (Field::BirthMale, "Năm sinh – Nam"),
        (Field::BirthFemale, "Năm sinh – Nữ"),
    ];
    let read = case(
        &columns,
        &[
            &["Lò Văn Thử".into(), Cell::Number(1950.0), Cell::Empty],
            &["Lò Thị Thử".into(), Cell::Empty, "12/3/1951".into()],
            &["Lò Ai Thử".into(), "1950".into(), "1951".into()],
        ],
    )
    .read();
    let found: Vec<_> =
        read.people.iter().map(|p| (p.sex, p.birth.map(PartialDate::to_vi).unwrap_or_default())).collect();
    assert_eq!(found[0], (Some(Sex::Male), "1950".into()));
    assert_eq!(found[1], (Some(Sex::Female), "12/03/1951".into()));
    assert_eq!(found[2].0, None);
    assert_eq!(read.issues[0].code, "row.sex_twice");
    let columns = [
        (Field::Name, "Họ tên"),
        (Field::BirthDay, "Ngày"),
        (Field::BirthMonth, "Tháng"),
        (Field::BirthYear, "Năm"),
    ];
    let read = case(
        &columns,
        &[
            &["A Thử".into(), Cell::Number(5.0), "3".into(), Cell::Number(1950.0)],
            &["B Thử".into(), Cell::Empty, "3".into(), "1950".into()],
            &["C Thử".into(), Cell::Empty, Cell::Empty, "1950".into()],
            &["D Thử".into(), "3".into(), "25".into(), "1950".into()],
        ],
    )
    .read();
    let births: Vec<_> = read.people.iter().map(|p| p.birth.unwrap().to_string()).collect();
    assert_eq!(births, ["1950-03-05", "1950-03", "1950", "1950-03-25"]);
}

#[test]
fn dates_that_a_us_program_turned() {
    let columns = [(Field::Name, "Họ tên"), (Field::Birth, "Ngày sinh")];
    let read = |texts: usize, dates: usize| {
        let texts = (0..texts).map(|i| Cell::from(format!("{}/03/1950", 13 + i).as_str()));
        // 05/04/1950 (5 April) was read as 4 May.
        let dates = (0..dates).map(|_| day(1950, 5, 4));
        let rows: Vec<Vec<Cell>> = texts.chain(dates).map(|birth| vec!["A Thử".into(), birth]).collect();
        let rows: Vec<&[Cell]> = rows.iter().map(Vec::as_slice).collect();
        let read = case(&columns, &rows).read();
        read.people.last().unwrap().birth.unwrap().to_string()
    };
    assert_eq!(read(4, 6), "1950-04-05");
    // Too few to tell from chance.
    assert_eq!(read(1, 6), "1950-05-04");
    assert_eq!(read(4, 2), "1950-05-04");
    let texts = |last: &str| {
        let births = ["03/25/1950", "03/26/1950", "3/27/50", "03/28/1950", last];
        let rows: Vec<_> = births.iter().map(|birth| vec![Cell::from("A Thử"), Cell::from(*birth)]).collect();
        let rows: Vec<&[Cell]> = rows.iter().map(Vec::as_slice).collect();
        case(&columns, &rows).read().people.last().unwrap().birth.unwrap().to_string()
    };
    assert_eq!(texts("05/04/1950"), "1950-05-04");
    assert_eq!(texts("13/04/1950"), "1950-04-13");
}

#[test]
fn text_is_mended_and_the_raw_kept() {
    let check = |raw: &str, name: &str, code: &str| {
        let read = case(&[(Field::Name, "Họ tên")], &[&[raw.into()]]).read();
        assert_eq!(read.people[0].name, name);
        assert_eq!(read.people[0].raw, [(Field::Name, raw.to_owned())]);
        assert_eq!(read.repairs.get(code), Some(&1), "{:?}", read.repairs);
    };
    check("Nguyê\u{303}n Thi\u{323} Hoa", "Nguyễn Thị Hoa", "repair.composed");
    check("Ðặng Thử", "Đặng Thử", "repair.d_stroke");
    check(" Lê\nThử ", "Lê Thử", "repair.spaces");
    let untouched = case(&[(Field::Name, "Họ tên")], &[&["Y Brư Niê".into()]]).read();
    assert!(untouched.people[0].raw.is_empty() && untouched.issues.is_empty());
}

#[test]
fn a_column_in_tcvn3_is_listed_once() {
    let mut case = case(
        &[(Field::Name, "Họ tên"), (Field::Note, "Ghi chú"), (Field::Sex, "GT")],
        &[
            &["NguyÔn ThÞ Thö".into(), "§· gÆp".into(), "N÷".into()],
            &["TrÇn V¨n Thö".into(), "abc".into(), "Nam".into()],
        ],
    );
    for column in &mut case.layout.columns {
        column.encoding = Encoding::Tcvn3;
    }
    let read = case.read();
    assert_eq!(read.people[0].name, "Nguyễn Thị Thử");
    assert_eq!(read.people[0].sex, Some(Sex::Female));
    assert_eq!((read.people[1].name.as_str(), read.people[1].note.as_str()), ("Trần Văn Thử", "abc"));
    assert_eq!(read.repairs.get("repair.tcvn3"), Some(&3));
    let listed: Vec<_> = read.issues.iter().map(|issue| (issue.row, issue.column.as_str())).collect();
    assert_eq!(listed, [(2, "Họ tên"), (2, "Ghi chú")]);
}

#[test]
fn one_name_in_an_old_encoding_among_unicode_ones_is_told_and_kept() {
    let check = |raw: &str, meant: &str| {
        let read = case(&[(Field::Name, "Họ tên")], &[&["Trần Thị Thử".into()], &[raw.into()]]).read();
        assert_eq!(read.people[1].name, raw);
        let told: Vec<_> =
            read.issues.iter().map(|issue| (issue.row, issue.code, issue.stored.as_str())).collect();
        let expect = [(3, "row.name_old_letters", meant)];
        assert_eq!(told, if meant.is_empty() { &expect[..0] } else { &expect[..] }, "{raw}");
    };
    check("NguyÔn Thanh Long", "Nguyễn Thanh Long");
    check("Giµng A P¸o", "Giàng A Páo");
    check("D\u{ad}¬ng ThÞ H\u{ad}¬ng", "Dương Thị Hương");
    check("Phaïm Thò B", "Phạm Thị B");
    // Names that read as they stand, of whatever people.
    for name in [
        "Hoàng Anh",
        "Lê Hùng",
        "Y Brư Niê",
        "H'Thoan Êban",
        "Lò Páo",
        "Nguyen Van A",
        "Đỗ Văn Thử",
        "LÊ VĂN TÁM",
    ] {
        check(name, "");
    }
}

#[test]
fn a_row_in_unicode_does_not_keep_the_others_from_being_repaired() {
    let names = [
        "TrÇn ThÞ H\u{ad}¬ng",
        "NguyÔn V¨n An",
        "Lª ThÞ Ph\u{ad}îng",
        "Lò Thị Ới",
        "Hà Lê",
        "Hoàng Anh",
        "NguyÔn Anh",
    ];
    let rows: Vec<Vec<Cell>> = names.iter().map(|name| vec![Cell::from(*name)]).collect();
    let rows: Vec<&[Cell]> = rows.iter().map(Vec::as_slice).collect();
    let mut case = case(&[(Field::Name, "Họ tên")], &rows);
    (case.layout.columns[0].encoding, case.layout.columns[0].mixed) = (Encoding::Tcvn3, true);
    let read = case.read();
    let names: Vec<_> = read.people.iter().map(|p| p.name.as_str()).collect();
    let expect =
        ["Trần Thị Hương", "Nguyễn Văn An", "Lê Thị Phượng", "Lò Thị Ới", "Hà Lê", "Hoàng Anh", "Nguyễn Anh"];
    assert_eq!(names, expect);
}

#[test]
fn fonts_of_cells() {
    // The font of the cell decides in a column of mixed fonts.
    let names = ["NguyÔn ThÞ Thö", "Hoàng Anh", "NguyÔn ®µo", "Đỗ Văn Thử", "Lª Thö", "Leâ Thöû"];
    let fonts = [
        FontKind::Tcvn3,
        FontKind::Plain,
        FontKind::Tcvn3Capital,
        FontKind::Tcvn3,
        FontKind::Plain,
        FontKind::Vni,
    ];
    let rows: Vec<Vec<Cell>> = names.iter().map(|name| vec![Cell::from(*name)]).collect();
    let rows: Vec<&[Cell]> = rows.iter().map(Vec::as_slice).collect();
    let mut case = case(&[(Field::Name, "Họ tên")], &rows);
    case.layout.columns[0].encoding = Encoding::Tcvn3;
    for (row, font) in case.sheet.rows.iter_mut().zip(fonts) {
        row.fonts = vec![font];
    }
    let read = case.read();
    let names: Vec<_> = read.people.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["Nguyễn Thị Thử", "Hoàng Anh", "NGUYỄN ĐÀO", "Đỗ Văn Thử", "Lê Thử", "Lê Thử"]);
    // A Unicode column whose cells kept an old font.
    case.layout.columns[0].encoding = Encoding::Unicode;
    assert_eq!(case.read().people[1].name, "Hoàng Anh");
}

#[test]
fn groups_give_the_hamlet() {
    let mut case = case(
        &[(Field::Name, "Họ tên"), (Field::Hamlet, "Thôn")],
        &[
            &["Thôn 1".into()],
            &["(1)".into()],
            &["A Thử".into()],
            &["B Thử".into(), "Thôn 9".into()],
            &["Thôn 2".into()],
            &["C Thử".into()],
            &["Cộng".into()],
        ],
    );
    use RowKind::{Group, Numbering, Person, Subtotal};
    case.kinds =
        vec![Group("Thôn 1".into()), Numbering, Person, Person, Group("Thôn 2".into()), Person, Subtotal];
    let read = case.read();
    let hamlets: Vec<_> = read.people.iter().map(|p| (p.row, p.hamlet.as_str())).collect();
    assert_eq!(hamlets, [(4, "Thôn 1"), (5, "Thôn 9"), (7, "Thôn 2")]);
    assert_eq!((read.rows_in, read.skipped), (7, 4));
    // Titles above the heading belong to no accounting.
    case.layout.header = (2, 2);
    assert_eq!(case.read().rows_in, 6);
    case.kinds.remove(0);
    assert_eq!(case.read().people.len(), 3);
}

#[test]
fn a_household_written_once() {
    let columns = [
        (Field::HouseholdCode, "Mã hộ"),
        (Field::HouseNumber, "Số nhà"),
        (Field::Name, "Họ tên"),
        (Field::Relation, "QH"),
    ];
    let rows: [&[Cell]; 5] = [
        &["H1".into(), "12/3A".into(), "A Thử".into(), "chủ hộ".into()],
        &["".into(), "".into(), "B Thử".into(), "vợ".into()],
        &["".into(), "".into(), "C Thử".into(), "con".into()],
        &["H2".into(), "".into(), "D Thử".into(), "chủ hộ".into()],
        &["".into(), "".into(), "E Thử".into(), "Chủ hộ".into()],
    ];
    let mut case = case(&columns, &rows);
    let read = |case: &Case| {
        let people = case.read().people;
        people.iter().map(|p| format!("{} {}", p.household_code, p.house_number)).collect::<Vec<_>>()
    };
    assert_eq!(read(&case), ["H1 12/3A", "H1 12/3A", "H1 12/3A", "H2 ", " "]);
    // A row of its own names the household of those below.
    let mut rows = rows.to_vec();
    rows.insert(3, &[]);
    let mut with_row = super::tests::case(&columns, &rows);
    with_row.kinds[3] = RowKind::Household { code: "H9".into(), head: "Z Thử".into() };
    assert_eq!(read(&with_row), ["H1 12/3A", "H1 12/3A", "H1 12/3A", "H2 ", "H9 "]);
    // A merged area says the same.
    case.sheet.merged = vec![(2, 0, 4, 0), (2, 1, 3, 1)];
    assert_eq!(read(&case), ["H1 12/3A", "H1 12/3A", "H1 ", "H2 ", " "]);
}

#[test]
fn names_with_a_mark_and_in_two_columns() {
    let check = |raw: &str, name: &str, relation: &str| {
        let read = case(&[(Field::Name, "Họ và tên (chủ hộ)")], &[&[raw.into()]]).read();
        assert_eq!((read.people[0].name.as_str(), read.people[0].relation.as_str()), (name, relation));
    };
    check("Nguyễn Văn Thử (chủ hộ)", "Nguyễn Văn Thử", "chủ hộ");
    check("Nguyễn Văn Thử - Chủ hộ", "Nguyễn Văn Thử", "chủ hộ");
    check("Nguyễn Văn Thử (CH)", "Nguyễn Văn Thử", "chủ hộ");
    check("Nguyễn Văn Thử (Bé)", "Nguyễn Văn Thử (Bé)", "");
    let columns = [(Field::FamilyName, "Họ đệm"), (Field::GivenName, "Tên")];
    let read = case(&columns, &[&["Nguyễn Văn".into(), "Thử".into()], &["".into(), "H'Thoan".into()]]).read();
    assert_eq!((read.people[0].name.as_str(), read.people[1].name.as_str()), ("Nguyễn Văn Thử", "H'Thoan"));
}

#[test]
fn phones() {
    let (person, codes) = one(Field::Phone, "SĐT", Cell::Number(912_000_001.0));
    assert_eq!((person.phone.as_str(), codes.as_str()), ("0912000001", "repair.phone_lost_zero"));
    let (person, codes) = one(Field::Phone, "SĐT", "0912000001 - con gái");
    assert_eq!((person.phone.as_str(), codes.as_str()), ("0912000001", "row.phone_several"));
    assert_eq!(person.note, "ĐT khác: con gái");
    let columns =
        [(Field::Name, "Họ tên"), (Field::Phone, "SĐT"), (Field::Phone, "SĐT 2"), (Field::Note, "Ghi chú")];
    let row: &[Cell] = &["A Thử".into(), "0912000001".into(), "0987000002".into(), "gặp tối".into()];
    let read = case(&columns, &[row]).read();
    assert_eq!(read.people[0].note, "ĐT khác: 0987000002; gặp tối");
}

#[test]
fn accounts() {
    use AccountState::{
        ActiveLevel1, ActiveLevel2, ApprovedNotActivated, Locked, NotRegistered, PendingApproval, Unknown,
    };
    let columns = [(Field::Name, "Họ tên"), (Field::State, "Trạng thái"), (Field::Level, "Mức")];
    let check = |state: &str, level: &str, expect, granted: u8, codes: &[&str]| {
        let read = case(&columns, &[&["A Thử".into(), state.into(), level.into()]]).read();
        let found: Vec<_> = read.issues.iter().map(|issue| issue.code).collect();
        let person = &read.people[0];
        assert_eq!(
            (person.state, person.level, found.as_slice()),
            (expect, granted, codes),
            "{state} {level}"
        );
    };
    check("Chờ phê duyệt", "", Some(PendingApproval), 0, &[]);
    check("đã cấp, chưa KH", "M2", Some(ApprovedNotActivated), 2, &[]);
    check("đã KH", "mức độ 02", Some(ActiveLevel2), 2, &[]);
    check("M1", "", Some(ActiveLevel1), 1, &[]);
    check("đã KH", "", Some(ActiveLevel1), 0, &["row.level_missing"]);
    check("Đã kích hoạt mức 1", "2", Some(ActiveLevel1), 1, &["row.level_differs"]);
    check("Khóa", "2", Some(Locked), 2, &[]);
    check("chưa đăng ký", "", Some(NotRegistered), 0, &[]);
    check("", "", None, 0, &[]);
    // Mức 0 does not count, mức 3 does not exist.
    check("Mức 0", "", Some(NotRegistered), 0, &[]);
    check("đã kích hoạt mức 3", "", Some(Unknown), 0, &["row.level_unusual"]);
    check("đã chết", "", Some(Unknown), 0, &["row.state_unreadable"]);
    check("đã KH", "3", Some(ActiveLevel1), 0, &["row.level_unusual", "row.level_missing"]);
}

#[test]
fn accounts_by_ticks_and_days() {
    use AccountState::{ActiveLevel1, ActiveLevel2, ApprovedNotActivated};
    let check = |columns: &[(Field, &str)], cells: &[Cell], expect, level: u8| {
        let columns: Vec<_> = [(Field::Name, "Họ tên")].iter().chain(columns).copied().collect();
        let cells: Vec<_> = [Cell::from("A Thử")].iter().chain(cells).cloned().collect();
        let read = case(&columns, &[&cells]).read();
        assert_eq!((read.people[0].state, read.people[0].level), (expect, level), "{:?}", read.issues);
    };
    let levels = [(Field::Level1, "Đã kích hoạt – Mức 1"), (Field::Level2, "Đã kích hoạt – Mức 2")];
    check(&levels, &["x".into(), Cell::Empty], Some(ActiveLevel1), 1);
    check(&levels, &["x".into(), "√".into()], Some(ActiveLevel2), 2);
    check(&levels, &[Cell::Empty, Cell::Number(1.0)], Some(ActiveLevel2), 2);
    check(&levels, &[Cell::Empty, Cell::Number(0.0)], None, 0);
    let ticked = [(Field::State, "Đã kích hoạt"), (Field::Level, "Mức")];
    check(&ticked, &["x".into(), "2".into()], Some(ActiveLevel2), 2);
    check(&ticked, &["đã kích hoạt mức 2".into()], Some(ActiveLevel2), 2);
    check(&ticked, &["chưa".into(), "2".into()], Some(ApprovedNotActivated), 2);
    let days = [(Field::ApprovedOn, "Ngày duyệt"), (Field::ActivatedOn, "Ngày KH"), (Field::Level, "Mức")];
    check(&days, &["01/10/2026".into(), Cell::Empty, "1".into()], Some(ApprovedNotActivated), 1);
    check(&days, &["01/10/2026".into(), day(2026, 10, 9), "1".into()], Some(ActiveLevel1), 1);
}

#[test]
fn other_cells() {
    let (person, codes) = one(Field::Smartphone, "Có ĐTTM", "√");
    assert_eq!((person.smartphone, codes.as_str()), (Some(true), ""));
    assert_eq!(one(Field::Smartphone, "ĐTTM", Cell::Bool(false)).0.smartphone, Some(false));
    assert_eq!(one(Field::Smartphone, "ĐTTM", "hỏng").1, "row.yes_no_unreadable");
    assert_eq!(one(Field::HouseNumber, "Số nhà", Cell::Number(12.0)).0.house_number, "12");
    let (person, codes) = one(Field::HouseNumber, "Số nhà", day(2026, 3, 12));
    assert_eq!((person.house_number.as_str(), codes.as_str()), ("12/3", "row.house_number_date"));
    assert_eq!(one(Field::WalkOrder, "Thứ tự", Cell::Number(7.0)).0.walk_order, 7);
    assert_eq!(one(Field::Sex, "Nữ", "x").0.sex, Some(Sex::Female));
    assert_eq!(one(Field::Sex, "Giới tính", "?!").1, "row.sex_unreadable");
}

#[test]
fn every_code_has_a_sentence_and_a_remedy() {
    let sources = [
        include_str!("account.rs"),
        include_str!("birth.rs"),
        include_str!("person.rs"),
        include_str!("sources.rs"),
        include_str!("../../domain/identity.rs"),
        include_str!("../../domain/phone.rs"),
        include_str!("../../domain/dates.rs"),
    ];
    let mut count = 0;
    for code in sources.iter().flat_map(|source| source.split('"')) {
        let name = code.strip_prefix("row.").or_else(|| code.strip_prefix("repair."));
        if name.is_some_and(|name| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c == '3')
        }) {
            assert!(messages::has(code), "{code}");
            assert!(messages::has(&format!("{code}.fix")), "{code}.fix");
            count += 1;
        }
    }
    assert!(count > 50);
}

proptest! {
    #[test]
    fn any_text_in_any_column(texts in prop::collection::vec(any::<String>(), 37), legacy in 0..3_usize) {
        use Field::*;
        let fields = [
            Name, FamilyName, GivenName, Ordinal, Hamlet, HouseholdCode, Head, Alley, HouseNumber, WalkOrder, Code, Birth,
            BirthMale, BirthFemale, BirthDay, BirthMonth, BirthYear, Field::Sex, Number, OldNumber, NumberOrOld, Phone,
            Relation, Residence, Address, PresentAddress, Smartphone, Internet, Note, Field::State, Level, Level1, Level2,
            ApprovedOn, ActivatedOn, KnowsIt, TrainedOn,
        ];
        let columns: Vec<_> = fields.iter().map(|field| (*field, "Cột")).collect();
        let cells: Vec<_> = texts.iter().map(|text| Cell::from(text.as_str())).collect();
        let mut case = case(&columns, &[&cells]);
        for column in &mut case.layout.columns {
            column.encoding = [Encoding::Unicode, Encoding::Tcvn3, Encoding::Vni][legacy];
        }
        let read = case.read();
        prop_assert_eq!(read.people.len() + read.rejected.len(), 1);
        prop_assert!(read.people.iter().all(|person| matches!(person.number.len(), 0 | 12)));
    }
}
