//! Writes official forms as workbooks, one writer for all of them (layout of Nghị định 30/2020/NĐ-CP, Phụ lục I).
//!
//! Every text is written as a string cell of format `@`, so nothing that begins with `=`, `+`, `-` or `@` becomes a
//! formula, not even when somebody edits the cell. Counts and ratios are numbers: the separators on screen and paper
//! are those of the reader's system (`66,74%` under Vietnamese settings); a ratio is stored rounded, half up, to the
//! two decimals that are shown.

use std::io::{Cursor, Read, Write};

use chrono::Datelike;
use rust_xlsxwriter::{
    ExcelDateTime, Format, FormatAlign, IgnoreError, Image, Workbook, Worksheet, XlsxError,
};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::pages::Heights;
use super::type_of_forms::{cell, centred, font, formats, line_height, line_width, lines, parts};
use super::workbook::properties;
use crate::domain::as_count;
use crate::domain::dates::format_day_official;
use crate::domain::form::{Column, Form, Kind, Value};
use crate::error::{Error, Result};
use crate::messages::word;

/// A black pixel, drawn out to the rules under the agency, the national motto and the subtitle.
const RULE: &[u8] = include_bytes!("rule.png");
/// Pixels of 96 dpi between the margins (30 mm left, 15 mm right) of A4.
const PORTRAIT: u32 = 623;
const LANDSCAPE: u32 = 952;
/// Room for a signature, in rows.
const SIGNING_ROWS: u32 = 4;
/// Pixels that an indented text loses.
const INDENT: u32 = 9;
/// A row of one line, in points.
const ROW: f64 = 15.0;
/// The tallest row, in points.
const TALLEST: f64 = 409.0;
/// The longest text of a cell, in characters.
const CELL_CHARS: usize = 32_767;

/// The workbook of a form, as bytes of an .xlsx file.
///
/// # Errors
/// `workbook.unfit` when the form does not fit a sheet.
pub fn write_form(form: &Form) -> Result<Vec<u8>> {
    let unfit = |error: XlsxError| Error::new("workbook.unfit").with("sheet", &form.sheet).with("why", error);
    let mut workbook = Workbook::new();
    let day = |part: u32| u8::try_from(part).unwrap_or(1);
    let signed_at = ExcelDateTime::from_ymd(
        u16::try_from(form.date.year()).unwrap_or(1900),
        day(form.date.month()),
        day(form.date.day()),
    );
    let signed_at = signed_at.map_err(unfit)?;
    let properties = properties()
        .set_title(form.title.as_str())
        .set_author(form.agency.as_str())
        .set_creation_datetime(&signed_at);
    workbook.set_properties(&properties);
    // Columns are told in digits of this type: eight pixels wide to the thousandth, on screens and printers alike. Calibri's
    // are 7.4, and paper came out 6 % wider than drawn.
    let usual = Format::new().set_font_name("Times New Roman").set_font_size(12);
    workbook.set_default_format(&usual, 21, 72).map_err(unfit)?;
    let sheet = workbook.add_worksheet();
    Paper::new(sheet, form).and_then(Paper::draw).map_err(unfit)?;
    let bytes = workbook.save_to_buffer().map_err(unfit)?;
    hide_first_page_number(&bytes)
        .map_err(|error| Error::new("workbook.unfit").with("sheet", &form.sheet).with("why", error))
}

/// The decree hides the page number on page 1; the library has no word for that, so the sheet's part is rewritten.
fn hide_first_page_number(bytes: &[u8]) -> std::result::Result<Vec<u8>, zip::result::ZipError> {
    let mut parts = ZipArchive::new(Cursor::new(bytes))?;
    let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len() + 64)));
    for index in 0..parts.len() {
        let part = parts.by_index_raw(index)?;
        if part.name()? != "xl/worksheets/sheet1.xml" {
            out.raw_copy_file(part)?;
            continue;
        }
        let options =
            SimpleFileOptions::default().last_modified_time(part.last_modified().unwrap_or_default());
        out.start_file("xl/worksheets/sheet1.xml", options)?;
        drop(part);
        let mut xml = String::new();
        parts.by_index(index)?.read_to_string(&mut xml)?;
        out.write_all(xml.replace("<headerFooter ", "<headerFooter differentFirst=\"1\" ").as_bytes())?;
    }
    Ok(out.finish()?.into_inner())
}

/// Columns `first..=last`.
#[derive(Clone, Copy)]
struct Span {
    first: u16,
    last: u16,
}

/// The sheet being drawn, from the top.
struct Paper<'a> {
    sheet: &'a mut Worksheet,
    form: &'a Form,
    /// Width of each column in pixels.
    widths: Vec<u32>,
    /// The next free row, 0-based.
    row: u32,
    heights: Heights,
}

fn page_width(form: &Form) -> u32 {
    if form.landscape { LANDSCAPE } else { PORTRAIT }
}

impl<'a> Paper<'a> {
    fn new(sheet: &'a mut Worksheet, form: &'a Form) -> std::result::Result<Self, XlsxError> {
        sheet.set_name(&form.sheet)?;
        sheet.set_paper_size(9);
        if form.landscape {
            sheet.set_landscape();
        }
        // Decree: top and bottom 20–25 mm, left 30–35, right 15–20; the number stands in the top margin.
        let mm = |mm: f64| mm / 25.4;
        sheet.set_margins(mm(30.0), mm(15.0), mm(20.0), mm(20.0), mm(10.0), mm(10.0));
        sheet.set_header("&C&\"Times New Roman,Regular\"&13&P");
        sheet.set_header_footer_scale_with_doc(false);
        sheet.set_print_center_horizontally(true);
        sheet.set_screen_gridlines(false);

        let page = page_width(form);
        let asked: u32 = form.columns.iter().map(|column| column.width).sum();
        let widths: Vec<u32> =
            form.columns.iter().map(|column| (column.width * page.max(asked)) / asked.max(1)).collect();
        for (width, at) in widths.iter().zip(0..) {
            sheet.set_column_width_pixels(at, *width)?;
        }
        Ok(Self { sheet, form, widths, row: 0, heights: Heights::default() })
    }

    fn draw(mut self) -> std::result::Result<(), XlsxError> {
        self.head()?;
        self.titles()?;
        self.heights.begin(0, self.row);
        self.headings()?;
        self.heights.begin(1, self.row);
        self.body()?;
        self.heights.begin(2, self.row);
        self.notes()?;
        self.signatures()?;
        let width = self.width(self.all());
        self.heights.tell(self.sheet, self.form.landscape, width, page_width(self.form))
    }

    /// Ends the present row, which is so many points high.
    fn end_row(&mut self, height: f64) -> std::result::Result<(), XlsxError> {
        self.sheet.set_row_height(self.row, height.min(TALLEST))?;
        self.heights.note(self.row, height.min(TALLEST));
        self.row += 1;
        Ok(())
    }

    fn all(&self) -> Span {
        Span { first: 0, last: u16::try_from(self.widths.len()).unwrap_or(1).saturating_sub(1) }
    }

    fn width(&self, span: Span) -> u32 {
        let count = usize::from(span.last - span.first) + 1;
        self.widths.iter().skip(usize::from(span.first)).take(count).sum()
    }

    /// The first column whose middle lies beyond `part` of `whole` of the width.
    fn column_at(&self, part: u32, whole: u32) -> u16 {
        let total = self.width(self.all());
        let mut before = 0;
        for (width, at) in self.widths.iter().zip(0..) {
            if (before + width / 2) * whole >= total * part {
                return at;
            }
            before += width;
        }
        self.all().last + 1
    }

    /// The columns cut into `count` neighbouring spans of about equal width.
    fn split(&self, count: u32) -> Vec<Span> {
        let cut = |part| Span {
            first: self.column_at(part, count),
            last: self.column_at(part + 1, count).saturating_sub(1),
        };
        (0..count).map(cut).filter(|span| span.first <= span.last).collect()
    }

    /// Texts side by side in one row, as high as the longest needs.
    fn line(&mut self, parts: &[(Span, &str, &Format, u32, bool)]) -> std::result::Result<(), XlsxError> {
        let mut height = line_height(11);
        for &(span, text, format, size, bold) in parts {
            let count = lines(text, self.width(span), size, bold);
            height = height.max(f64::from(count) * line_height(size));
            if !text.is_empty() {
                self.area(self.row, span.first, self.row, span.last, format)?;
                self.sheet.write_string_with_format(self.row, span.first, text, format)?;
            }
        }
        self.end_row(height)
    }

    fn gap(&mut self) -> std::result::Result<(), XlsxError> {
        self.end_row(11.0)
    }

    /// Merges an area, unless it is one cell.
    fn area(
        &mut self,
        top: u32,
        left: u16,
        bottom: u32,
        right: u16,
        format: &Format,
    ) -> std::result::Result<(), XlsxError> {
        if (top, left) != (bottom, right) {
            self.sheet.merge_range(top, left, bottom, right, "", format)?;
        }
        Ok(())
    }

    /// A rule of `long` pixels in the middle of `span`, at the top of the present row.
    fn rule(&mut self, span: Span, long: f64) -> std::result::Result<(), XlsxError> {
        let room = f64::from(self.width(span));
        let long = long.clamp(1.0, room);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "pixels within the paper"
        )]
        let offset = ((room - long) / 2.0) as u32;
        let image = Image::new_from_buffer(RULE)?.set_scale_to_size(long, 1.0, false).set_decorative(true);
        self.sheet.insert_image_with_offset(self.row, span.first, &image, offset, 5)?;
        Ok(())
    }

    /// Agency at the left, country and motto at the right, place and date under them.
    fn head(&mut self) -> std::result::Result<(), XlsxError> {
        let form = self.form;
        // The country's name needs more room than the agency's.
        let cut = self.column_at(43, 100).clamp(1, self.all().last.max(1));
        let (left, right) = (Span { first: 0, last: cut - 1 }, Span { first: cut, last: self.all().last });
        let (regular, bold) = (centred(12), centred(12).set_bold());
        let motto = centred(13).set_bold();
        self.line(&[
            (left, &form.above, &regular, 12, false),
            (right, word("form.country"), &bold, 12, true),
        ])?;
        self.line(&[(left, &form.agency, &bold, 12, true), (right, word("form.motto"), &motto, 13, true)])?;
        let agency = line_width(&form.agency, 12, true).min(f64::from(self.width(left)));
        self.rule(left, agency * 0.4)?;
        self.rule(right, line_width(word("form.motto"), 13, true))?;
        self.gap()?;
        let place = format!("{}, {}", form.place, format_day_official(form.date));
        self.line(&[(right, &place, &centred(13).set_italic(), 13, false)])?;
        self.gap()
    }

    fn titles(&mut self) -> std::result::Result<(), XlsxError> {
        let form = self.form;
        let all = self.all();
        let bold = centred(14).set_bold();
        for text in std::iter::once(&form.annex).chain([&form.title]).chain(&form.subtitles) {
            if !text.is_empty() {
                self.line(&[(all, text, &bold, 14, true)])?;
            }
        }
        let longest = form.subtitles.last().unwrap_or(&form.title);
        let long = line_width(longest, 14, true).min(f64::from(self.width(all)));
        self.rule(all, long * 0.4)?;
        self.gap()?;
        let italic = centred(13).set_italic();
        for text in &form.remarks {
            self.line(&[(all, text, &italic, 13, false)])?;
        }
        self.gap()
    }

    /// Headings over one to three rows, groups merged, then the numbering row; all repeated on each page.
    fn headings(&mut self) -> std::result::Result<(), XlsxError> {
        let columns = &self.form.columns;
        let first = self.row;
        let format = cell(11).set_bold().set_align(FormatAlign::Center);
        let depth = columns.iter().map(|column| column.heading.len()).max().unwrap_or(1);
        let mut heights = vec![line_height(11) * 1.1; depth];
        let mut tall: Vec<(usize, f64)> = Vec::new();
        for level in 0..depth {
            let mut at = 0;
            while let Some(column) = columns.get(at) {
                let Some(text) = column.heading.get(level) else {
                    at += 1;
                    continue;
                };
                let own = level + 1 == column.heading.len();
                let same = |other: &&Column| {
                    !own && other.heading.len() > level + 1
                        && other.heading.get(..=level) == column.heading.get(..=level)
                };
                let count = columns.iter().skip(at + 1).take_while(same).count() + 1;
                let span = self.columns(at, count);
                let (top, bottom) =
                    (first + rows(level), if own { first + rows(depth - 1) } else { first + rows(level) });
                self.area(top, span.first, bottom, span.last, &format)?;
                self.sheet.write_string_with_format(top, span.first, text, &format)?;
                let high = (f64::from(lines(text, self.width(span), 11, true)) + 0.2) * line_height(11);
                match heights.get_mut(level) {
                    Some(height) if !own || level + 1 == depth => *height = height.max(high),
                    _ => tall.push((level, high)),
                }
                at += count;
            }
        }
        // A heading that spans several rows may need more than they have.
        for (level, high) in tall {
            let spanned: f64 = heights.iter().skip(level).sum();
            if let Some(last) = heights.last_mut() {
                *last += (high - spanned).max(0.0);
            }
        }
        for height in heights {
            self.end_row(height)?;
        }
        if self.form.numbered {
            let format = cell(11).set_italic().set_align(FormatAlign::Center);
            for at in 0..=self.all().last {
                self.sheet.write_string_with_format(self.row, at, format!("({})", at + 1), &format)?;
            }
            self.end_row(ROW)?;
        }
        self.sheet.set_repeat_rows(first, self.row - 1)?;
        Ok(())
    }

    /// `count` columns from `at` on.
    fn columns(&self, at: usize, count: usize) -> Span {
        let index = |at: usize| u16::try_from(at).unwrap_or(u16::MAX).min(self.all().last);
        Span { first: index(at), last: index(at + count - 1) }
    }

    fn body(&mut self) -> std::result::Result<(), XlsxError> {
        let form = self.form;
        if form.rows.is_empty() {
            let format = cell(12).set_italic().set_align(FormatAlign::Center);
            let all = self.all();
            return self.line(&[(all, &form.empty, &format, 12, false)]);
        }
        let formats = [false, true].map(formats);
        let first = self.row;
        for (at, row) in form.rows.iter().enumerate() {
            let [text, centred, centred_count, count, ratio] =
                if row.total { &formats[1] } else { &formats[0] };
            let mut high = 1;
            for (index, (value, column)) in row.cells.iter().zip(&form.columns).enumerate() {
                let right = row.cells.iter().skip(index + 1).take_while(|v| **v == Value::Left).count();
                let below = form.rows.iter().skip(at + 1);
                let down = below.take_while(|r| r.cells.get(index) == Some(&Value::Above)).count();
                let span = self.columns(index, right + 1);
                let format = match (value, column.kind) {
                    (Value::Count(_), Kind::Centred) => centred_count,
                    (Value::Count(_), _) => count,
                    (Value::Ratio(_), _) => ratio,
                    (Value::Missing, _) | (_, Kind::Centred) => centred,
                    _ => text,
                };
                let bottom = self.row + rows(down);
                match value {
                    Value::Above | Value::Left => continue,
                    _ => self.area(self.row, span.first, bottom, span.last, format)?,
                }
                match value {
                    Value::Text(text) if text.is_empty() => {
                        self.sheet.write_blank(self.row, span.first, format)?;
                    }
                    Value::Text(text) => {
                        let text: String = text.chars().take(CELL_CHARS).collect();
                        let room = self.width(span).saturating_sub(INDENT);
                        high = high.max(lines(&text, room, 11, row.total).div_ceil(rows(down) + 1));
                        self.sheet.write_string_with_format(self.row, span.first, text, format)?;
                    }
                    Value::Count(count) => {
                        #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
                        let count = *count as f64;
                        self.sheet.write_number_with_format(self.row, span.first, count, format)?;
                    }
                    Value::Ratio(ratio) => {
                        let part = f64::from(ratio.0) / 10_000.0;
                        self.sheet.write_number_with_format(self.row, span.first, part, format)?;
                    }
                    Value::Missing => {
                        self.sheet.write_string_with_format(self.row, span.first, "–", format)?;
                    }
                    Value::Above | Value::Left => {}
                }
            }
            // Told, not left to the reader's program: not all of them fit a row to its text.
            self.end_row(f64::from(high) * line_height(11) + 4.0)?;
        }
        let last = self.all().last;
        self.sheet.ignore_error_range(first, 0, self.row - 1, last, IgnoreError::NumberStoredAsText)?;
        Ok(())
    }

    fn notes(&mut self) -> std::result::Result<(), XlsxError> {
        let form = self.form;
        let all = self.all();
        let format = font(12).set_italic().set_text_wrap().set_align(FormatAlign::VerticalCenter);
        self.gap()?;
        for note in &form.notes {
            for part in parts(note, self.width(all), 12, TALLEST, CELL_CHARS) {
                self.line(&[(all, &part, &format, 12, false)])?;
            }
        }
        self.gap()
    }

    /// Nơi nhận at the left, level with the signer's title, then the signatures.
    fn signatures(&mut self) -> std::result::Result<(), XlsxError> {
        let form = self.form;
        let recipients = u32::from(!form.recipients.is_empty());
        let spans = self.split(recipients + rows(form.signatures.len()));
        let top = self.row;
        let mut spans = spans.into_iter();
        if !form.recipients.is_empty()
            && let Some(span) = spans.next()
        {
            let heading = font(12).set_bold().set_italic();
            self.line(&[(span, word("form.recipients"), &heading, 12, true)])?;
            for recipient in &form.recipients {
                self.line(&[(span, recipient, &font(11).set_text_wrap(), 11, false)])?;
            }
        }
        for (signature, span) in form.signatures.iter().zip(spans) {
            self.row = top;
            let (bold, italic) = (centred(13).set_bold(), centred(12).set_italic());
            for title in &signature.titles {
                self.line(&[(span, title, &bold, 13, true)])?;
            }
            self.line(&[(span, &signature.hint, &italic, 12, false)])?;
            for _ in 0..SIGNING_ROWS {
                self.end_row(ROW)?;
            }
            self.line(&[(span, &signature.name, &bold, 13, true)])?;
        }
        Ok(())
    }
}

fn rows(count: usize) -> u32 {
    as_count(count)
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader, Xlsx};
    use chrono::NaiveDate;

    use super::*;
    use crate::domain::form::{Row, Signature};
    use crate::domain::report::Percent;

    fn form() -> Form {
        Form {
            sheet: "Biểu thử".into(),
            landscape: true,
            above: "ỦY BAN NHÂN DÂN XÃ X".into(),
            agency: "TỔ CÔNG TÁC".into(),
            place: "Xã X".into(),
            date: NaiveDate::from_ymd_opt(2026, 3, 5).unwrap(),
            title: "DANH SÁCH".into(),
            columns: vec![
                Column::new("STT", 40, Kind::Centred),
                Column::new("Họ và tên", 200, Kind::Text),
                Column::new("Kết quả|Mức 1|Nam", 60, Kind::Count),
                Column::new("Kết quả|Mức 1|Nữ", 60, Kind::Count),
                Column::new("Kết quả|Mức 2", 60, Kind::Ratio),
            ],
            numbered: true,
            rows: vec![Row {
                total: false,
                cells: vec![
                    1.into(),
                    "Nguyễn A".into(),
                    1_234.into(),
                    Value::Missing,
                    Some(Percent(6674)).into(),
                ],
            }],
            signatures: vec![Signature { titles: vec!["TỔ TRƯỞNG".into()], ..Signature::default() }],
            ..Form::default()
        }
    }

    fn part(bytes: &[u8], name: &str) -> String {
        let mut text = String::new();
        ZipArchive::new(Cursor::new(bytes))
            .unwrap()
            .by_name(name)
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        text
    }

    fn cells(form: &Form) -> Vec<Vec<Data>> {
        let mut workbook = Xlsx::new(Cursor::new(write_form(form).unwrap())).unwrap();
        let range = workbook.worksheet_range(&form.sheet).unwrap();
        assert!(workbook.worksheet_formula(&form.sheet).unwrap().used_cells().next().is_none());
        range.rows().map(<[Data]>::to_vec).collect()
    }

    #[test]
    fn a_paper_of_more_pages_than_excel_has_breaks_is_written_all_the_same() {
        // Each row is too tall for another on its page.
        let long = "Nguyễn ".repeat(150);
        let paper = |rows: usize| {
            let row = Row { total: false, cells: vec![1.into(), long.as_str().into()] };
            let bytes = write_form(&Form { rows: vec![row; rows], ..form() }).unwrap();
            let xml = part(&bytes, "xl/worksheets/sheet1.xml");
            (xml.matches("<brk ").count(), xml.contains("fitToHeight=\"0\""))
        };
        let (breaks, fitted) = paper(1000);
        assert!((990..=1000).contains(&breaks) && !fitted, "{breaks}");
        assert_eq!(paper(1100), (0, true));
    }

    #[test]
    fn the_sheet_is_a4_with_repeated_headings_and_a_number_from_page_two() {
        let bytes = write_form(&form()).unwrap();
        let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
        for expect in [
            "paperSize=\"9\"",
            "orientation=\"landscape\"",
            "fitToPage=\"1\"",
            "fitToHeight=\"0\"",
            "differentFirst=\"1\"",
            "<oddHeader>&amp;C&amp;\"Times New Roman,Regular\"&amp;13&amp;P</oddHeader>",
        ] {
            assert!(sheet.contains(expect), "{expect} in {sheet}");
        }
        assert!(!sheet.contains("<f>"));
        // Three rows of headings and the numbering row.
        let rows = cells(&form());
        let first = rows.iter().position(|row| row[0] == Data::String("STT".into())).unwrap() + 1;
        let titles = format!("'Biểu thử'!${first}:${}", first + 3);
        let workbook = part(&bytes, "xl/workbook.xml");
        assert!(
            workbook.contains("_xlnm.Print_Titles") && workbook.contains(&titles),
            "{titles} in {workbook}"
        );
    }

    #[test]
    fn groups_of_headings_are_merged_and_columns_numbered() {
        let bytes = write_form(&form()).unwrap();
        let rows = cells(&form());
        let top = rows.iter().position(|row| row[0] == Data::String("STT".into())).unwrap() + 1;
        let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
        for (first, last) in
            [(("A", 0), ("A", 2)), (("C", 0), ("E", 0)), (("C", 1), ("D", 1)), (("E", 1), ("E", 2))]
        {
            let area = format!("\"{}{}:{}{}\"", first.0, top + first.1, last.0, top + last.1);
            assert!(sheet.contains(&area), "{area} in {sheet}");
        }
        let numbers: Vec<String> = rows[top + 2].iter().map(ToString::to_string).collect();
        assert_eq!(numbers, ["(1)", "(2)", "(3)", "(4)", "(5)"]);
        let expect = [
            Data::Float(1.0),
            Data::String("Nguyễn A".into()),
            Data::Float(1234.0),
            Data::String("–".into()),
            Data::Float(0.6674),
        ];
        assert_eq!(rows[top + 3], expect);
    }

    #[test]
    fn a_difference_below_zero_is_a_number_of_its_column() {
        let mut form = form();
        form.rows[0].cells[2] = Some(-1_234_i64).into();
        assert!(cells(&form).iter().flatten().any(|cell| *cell == Data::Float(-1234.0)));
    }

    #[test]
    fn no_text_becomes_a_formula_or_a_number() {
        let check = |text: &str| {
            let mut form = form();
            form.rows[0].cells[1] = text.into();
            form.notes = vec![text.to_owned()];
            form.recipients = vec![text.to_owned()];
            let rows = cells(&form);
            let found = rows.iter().flatten().filter(|cell| **cell == Data::String(text.to_owned())).count();
            assert_eq!(found, 3, "{text:?}");
        };
        for text in [
            "=1+1",
            "+84912345678",
            "-2+3",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "=HYPERLINK(\"http://x\")",
            "{=1}",
            "http://example.invalid",
            "001099012345",
            "1950-01-01",
            "<f>1</f> & co",
            "_x0041_",
        ] {
            check(text);
        }
    }

    #[test]
    fn a_form_without_rows_says_so() {
        let mut form = form();
        form.rows.clear();
        form.empty = "Không có công dân nào.".into();
        assert!(cells(&form).iter().flatten().any(|cell| *cell == Data::String(form.empty.clone())));
    }

    #[test]
    fn a_note_that_no_row_can_hold_goes_on_in_the_next() {
        let names: Vec<String> = (0..4_000).map(|n| format!("Nguyễn Văn Thử {n}")).collect();
        let long = "a".repeat(40_000);
        let note = format!("Chưa hướng dẫn đủ 10 người: {}; {long}.", names.join(", "));
        let rows = cells(&Form { notes: vec![note], ..form() });
        let texts: Vec<String> = rows.iter().map(|row| row[0].to_string()).collect();
        let said: Vec<&String> = texts.iter().filter(|text| text.contains("Văn Thử")).collect();
        assert!(said.len() > 10 && said.iter().all(|text| text.chars().count() < 4_500), "{}", said.len());
        assert!(
            said[0].starts_with("Chưa hướng dẫn đủ") && texts.iter().any(|text| text.contains("Thử 3999"))
        );
    }
}
