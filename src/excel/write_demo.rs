//! Writes the workbooks of the invented commune as Excel would have saved them.

use chrono::NaiveDate;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::workbook::properties;
use crate::disk::{NewFile, Written, name_of};
use crate::domain::demo::{Font, Line, Mark, Page, Typed};
use crate::error::{Error, Result};

/// Writes `pages` as one workbook, sheet after sheet. The same pages give the same bytes, of one build.
///
/// # Errors
/// `save.*`, `workbook.unfit`.
pub fn write_pages(pages: impl Iterator<Item = Page>, to: &NewFile<'_>) -> Result<Written> {
    let unfit = |e| Error::new("workbook.unfit").with("sheet", name_of(to.path)).with("why", e);
    to.write_bytes(&draw(pages).map_err(unfit)?)
}

fn draw(pages: impl Iterator<Item = Page>) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_ymd(2026, 11, 20)?;
    workbook.set_properties(&properties().set_creation_datetime(&made));
    let formats = Formats::new();
    for page in pages {
        let sheet = workbook.add_worksheet_with_low_memory()?;
        sheet.set_name(&page.name)?;
        for (row, line) in (0_u32..).zip(&page.lines) {
            write_line(sheet, row, line, &formats)?;
        }
    }
    workbook.save_to_buffer()
}

fn write_line(
    sheet: &mut Worksheet,
    row: u32,
    line: &Line,
    formats: &Formats,
) -> std::result::Result<(), XlsxError> {
    if line.hidden {
        sheet.set_row_hidden(row)?;
    }
    for mark in &line.marks {
        let Mark { column, value, .. } = mark;
        let format = formats.of(mark);
        if (mark.columns, mark.lines) != (1, 1) {
            let (to_row, to_column) = (row + mark.lines - 1, column + mark.columns - 1);
            let Typed::Text(text) = value else { continue };
            sheet.merge_range(row, *column, to_row, to_column, text, format)?;
            continue;
        }
        match value {
            Typed::Text(text) => sheet.write_string_with_format(row, *column, text, format)?,
            Typed::Number(number) | Typed::Padded(number) => {
                sheet.write_number_with_format(row, *column, *number, format)?
            }
            Typed::Date(date) => sheet.write_number_with_format(row, *column, serial(*date), format)?,
        };
    }
    Ok(())
}

/// Days of the 1900 date system; true from 1 March 1900 on.
fn serial(date: NaiveDate) -> f64 {
    let days = NaiveDate::from_ymd_opt(1899, 12, 30).map_or(0, |zero| (date - zero).num_days());
    f64::from(i32::try_from(days).unwrap_or(0))
}

/// Formats, made once for a workbook.
struct Formats {
    text: [Format; 4],
    merged: [Format; 4],
    date: Format,
    padded: Format,
}

impl Formats {
    fn new() -> Self {
        let font = |name: &str| Format::new().set_font_name(name).set_font_size(12);
        let text = ["Times New Roman", ".VnTime", ".VnTimeH", "VNI-Times"].map(font);
        let merged = text.clone().map(|f| f.set_align(FormatAlign::Center).set_text_wrap().set_bold());
        let [plain, ..] = &text;
        let date = plain.clone().set_num_format("dd/mm/yyyy");
        let padded = plain.clone().set_num_format("000000000000");
        Self { text, merged, date, padded }
    }

    fn of(&self, mark: &Mark) -> &Format {
        let fonts = if (mark.columns, mark.lines) == (1, 1) { &self.text } else { &self.merged };
        let [unicode, tcvn3, tcvn3_capital, vni] = fonts;
        match (&mark.value, mark.font) {
            (Typed::Date(_), _) => &self.date,
            (Typed::Padded(_), _) => &self.padded,
            (_, Font::Unicode) => unicode,
            (_, Font::Tcvn3) => tcvn3,
            (_, Font::Tcvn3Capital) => tcvn3_capital,
            (_, Font::Vni) => vni,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;
    use crate::domain::demo::{Noise, invent, survey};

    fn bytes(people: u32) -> Vec<u8> {
        let commune = invent(people, 11);
        draw(survey(&commune, &Noise::default())).unwrap()
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes() {
        assert!(bytes(500) == bytes(500));
    }

    #[test]
    fn every_line_stands_in_its_row() {
        let commune = invent(500, 11);
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes(500))).unwrap();
        for page in survey(&commune, &Noise::default()) {
            let sheet = book.worksheet_range(&page.name).unwrap();
            for (row, line) in (0_u32..).zip(&page.lines) {
                for mark in &line.marks {
                    let cell = sheet.get_value((row, u32::from(mark.column)));
                    let same = match (&mark.value, cell) {
                        (Typed::Text(text), Some(Data::String(cell))) => text == cell,
                        (Typed::Number(n) | Typed::Padded(n), Some(Data::Float(cell))) => n == cell,
                        (Typed::Date(date), Some(Data::DateTime(cell))) => serial(*date) == cell.as_f64(),
                        _ => false,
                    };
                    assert!(same, "{} row {} {mark:?} {cell:?}", page.name, row + 1);
                }
            }
        }
    }
}
