//! Honest files read alike by calamine, which knows far more of the formats.

use std::path::PathBuf;

use calamine::{Data, ExcelDateTime, Reader, Sheets, open_workbook_auto_from_rs};

use super::*;
use crate::excel::sheet::values::{
    is_date_format, iso_date, number_cell, position, short_number, text_cell, unescape,
};

/// What calamine gives of each visible sheet: row, column (0-based) and value.
fn by_calamine(bytes: &[u8]) -> Vec<Vec<(usize, usize, Cell)>> {
    let mut book: Sheets<_> = open_workbook_auto_from_rs(Cursor::new(bytes)).unwrap();
    let hidden = |sheet: &&calamine::Sheet| sheet.visible == calamine::SheetVisible::Visible;
    let names: Vec<String> = book.sheets_metadata().iter().filter(hidden).map(|s| s.name.clone()).collect();
    let sheet = |name: &String| {
        let range = book.worksheet_range(name).unwrap();
        let (top, left) = range.start().unwrap_or_default();
        let place = |at: usize, first: u32| at + first as usize;
        let cells = range.used_cells().map(|(row, column, value)| {
            let cell = match value {
                Data::Int(i) => Cell::Number(*i as f64),
                Data::Float(f) => Cell::Number(*f),
                Data::String(s) => text_cell(s),
                Data::Bool(b) => Cell::Bool(*b),
                Data::DateTime(d) => day_of(*d),
                Data::DateTimeIso(s) => iso_date(s),
                Data::Error(_) => Cell::Error,
                other => panic!("{other:?}"),
            };
            (place(row, top), place(column, left), cell)
        });
        cells.filter(|(_, _, cell)| *cell != Cell::Empty).collect()
    };
    names.iter().map(sheet).collect()
}

fn day_of(said: ExcelDateTime) -> Cell {
    let (year, month, day, hour, minute, second, milli) = said.to_ymd_hms_milli();
    let date = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
    let time =
        date.and_then(|d| d.and_hms_milli_opt(hour.into(), minute.into(), second.into(), milli.into()));
    time.map_or(Cell::Number(said.as_f64()), Cell::Date)
}

fn check(name: &str, bytes: Vec<u8>) {
    let expect = by_calamine(&bytes);
    let sheets = read(bytes).unwrap();
    assert_eq!(sheets.len(), expect.len(), "{name}");
    for (sheet, expect) in sheets.iter().zip(expect) {
        let mut cells = Vec::new();
        for row in &sheet.rows {
            let filled = row.cells.iter().enumerate().filter(|(_, cell)| **cell != Cell::Empty);
            cells.extend(filled.map(|(column, cell)| (row.number as usize - 1, column, cell.clone())));
        }
        assert_eq!(cells, expect, "{name}, {}", sheet.name);
    }
}

#[test]
fn honest_files_read_as_by_calamine() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if [".xlsx", ".xls", ".ods"].iter().any(|end| name.ends_with(end)) {
            check(&name, std::fs::read(&path).unwrap());
        }
    }
    check("xlsb", small_xlsb());
    check("hamlet", hamlet_book().save_to_buffer().unwrap());
    let demo = tempfile::tempdir().unwrap();
    let files = crate::jobs::demo::make_demo::make_demo(300, 7, demo.path()).unwrap();
    for path in [files.register, files.roster] {
        check(&path.display().to_string(), std::fs::read(path).unwrap());
    }
    let mut book = sample();
    let page = book.worksheet_from_index(0).unwrap();
    let formats = ["dd/mm/yyyy", "hh:mm", "0.00", "[$-42A]d/m/yy;@", "\"năm\" 0", "yyyy\\-mm", "General"];
    for (row, format) in (3..).zip(formats) {
        for (column, value) in (0..).zip([0.0, 0.75, 59.0, 60.0, 61.5, 29_252.0, 45_000.123_456, 2_958_465.0])
        {
            page.write_number_with_format(row, column, value, &Format::new().set_num_format(format)).unwrap();
        }
    }
    page.write_string(11, 0, " x\u{1}y _x0041_ \n z ").unwrap();
    page.write_formula(11, 1, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    page.write_formula(11, 2, Formula::new("=\"a\"&1").set_result("a & b")).unwrap();
    let (bold, plain) = (Format::new().set_bold(), Format::new());
    page.write_rich_string(11, 3, &[(&bold, " Hòa "), (&plain, "Bình")]).unwrap();
    check("formats", book.save_to_buffer().unwrap());
}

#[test]
fn values_are_what_they_stand_for() {
    let is_date = |format: &str, expect: bool| assert_eq!(is_date_format(format), expect, "{format}");
    is_date("dd/mm/yyyy", true);
    is_date("[$-42A]dddd d", true);
    is_date("h:mm AM/PM", true);
    is_date("[Red]0.00", false);
    is_date("\"ngày\" 0", false);
    is_date("0\\d", false);
    is_date("[hh]:mm", false);
    is_date("0;dd", false);
    is_date("General", false);
    let number = |bits: u32, expect: f64| assert!((short_number(bits) - expect).abs() < 1e-9, "{bits:x}");
    number(0x3FF0_0000, 1.0);
    number(0x3FF0_0001, 0.01);
    number(7 << 2 | 2, 7.0);
    number((-7_i32 << 2).cast_unsigned() | 3, -0.07);
    let day = |value: f64, expect: Cell| assert_eq!(number_cell(value, true, false), expect);
    day(29_252.0, date(1980, 2, 1));
    day(59.0, date(1900, 2, 28));
    // A day that never was, and what lies outside.
    day(60.0, Cell::Number(60.0));
    day(-1.0, Cell::Number(-1.0));
    day(1e300, Cell::Number(1e300));
    let place = |text: &str, expect: Option<(u32, u32)>| assert_eq!(position(text), expect, "{text}");
    place("B3", Some((2, 1)));
    place("xfd1048576", Some((1_048_575, 16_383)));
    place("A0", None);
    place("ZZZZZZZZ1", None);
    place("A99999999999", None);
    place("Ấ1", None);
    let plain = |text: &str, expect: &str| assert_eq!(unescape(text), expect, "{text}");
    plain("a_x000D_\nb", "a\r\nb");
    plain("_x005F_x000D_", "_x000D_");
    plain("_xD83D__xDCF7_", "\u{1F4F7}");
    plain("_xD83D_", "\u{FFFD}");
    plain("_x00_x_xZZZZ_ấ_", "_x00_x_xZZZZ_ấ_");
}
