//! Keys, times and sheet names of worksheets.

use chrono::NaiveDate;
use proptest::prelude::*;
use rust_xlsxwriter::Workbook;
use uuid::Uuid;

use super::RowKey;
use super::times::when;
use super::write::sheet_name;
use crate::domain::ids::{CitizenId, VisitId};
use crate::domain::text::fold;
use crate::excel::sheet::Cell;
use crate::messages::word;

fn key() -> RowKey {
    let day = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    RowKey::new(VisitId(Uuid::from_u128(7)), CitizenId(Uuid::from_u128(8)), day, "Lê Thị Ánh")
}

#[test]
fn a_key_comes_back_and_a_changed_one_is_refused() {
    let text = key().to_text();
    assert_eq!(RowKey::parse(&text), Some(key()));
    assert_eq!(RowKey::parse(&format!(" {} ", text.to_lowercase())), Some(key()));
    for place in 0..text.len() {
        let mut bytes = text.clone().into_bytes();
        bytes[place] = if bytes[place] == b'3' { b'4' } else { b'3' };
        assert_eq!(RowKey::parse(&String::from_utf8(bytes).unwrap()), None, "{place}");
    }
    assert_eq!(RowKey::parse(""), None);
    assert_eq!(RowKey::parse("ộ"), None);
}

/// Day and hour of a text, '-' for what it does not say; '?' when it cannot be read.
fn check_when(text: &str, expect: &str) {
    let cell = text.parse().map_or_else(|_| Cell::Text(text.to_owned()), Cell::Number);
    let near = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let found = when(&cell, near).map_or("?".to_owned(), |(day, hour)| {
        let day = day.map_or("-".to_owned(), |day| day.to_string());
        format!("{day} {}", hour.map_or("-".to_owned(), |hour| hour.format("%H:%M").to_string()))
    });
    assert_eq!(found, expect, "{text}");
}

#[test]
fn times_as_people_write_them() {
    check_when("19:30", "- 19:30");
    check_when("19h30", "- 19:30");
    check_when("19h", "- 19:00");
    check_when("19 giờ 30", "- 19:30");
    check_when("7:30 CH", "- 19:30");
    check_when("12:15 AM", "- 00:15");
    check_when("21/11 19h30", "2026-11-21 19:30");
    check_when("19h30 ngày 21/11", "2026-11-21 19:30");
    check_when("21/11/2026", "2026-11-21 -");
    check_when("21.11.26", "2026-11-21 -");
    check_when("2026-11-21 19:30:00", "2026-11-21 19:30");
    check_when("2026-11-21T19:30:00", "2026-11-21 19:30");
    check_when("2/1", "2027-01-02 -");
    check_when("19", "- 19:00");
    check_when("0.8125", "- 19:30");
    check_when("46347", "2026-11-21 -");
    check_when("46347.8125", "2026-11-21 19:30");
    check_when("", "- -");
    check_when("tối", "?");
    check_when("31/2", "?");
    check_when("25h", "?");
    check_when("21/11 22/11", "?");
    check_when("-5", "?");
    check_when("1e300", "?");
}

#[test]
fn sheet_names_are_legal_and_differ() {
    let mut taken = vec![fold(word("worksheet.lists"))];
    let long = "Tổ dân phố số 12 khu đô thị mới Phía Đông [mở rộng]";
    let names: Vec<String> = ["Thôn 1/2", "thôn 1 2", long, long, "", "Danh mục"]
        .map(|name| sheet_name(name, &mut taken))
        .to_vec();
    assert_eq!(names[0], "Thôn 1 2");
    assert_eq!(names[1], "thôn 1 2 (2)");
    assert_eq!(names[5], "Danh mục (2)");
    let mut book = Workbook::new();
    for name in &names {
        book.add_worksheet().set_name(name).unwrap();
    }
    book.save_to_buffer().unwrap();
}

proptest! {
    #[test]
    fn any_cell_is_read_or_refused(text in "[0-9/.:hgtpmsaNGÀYngày ,-]{0,14}") {
        let near = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let _ = when(&Cell::Text(text), near);
    }
}
