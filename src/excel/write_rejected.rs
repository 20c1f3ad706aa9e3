//! Writes the rows that were not taken, with what is wrong and how to mend it, as a workbook that can be corrected and
//! imported again: the headings, the sheets and the kinds of values are those of the file.

use chrono::{Datelike, NaiveDateTime, Timelike};
use rust_xlsxwriter::{
    ColNum, ExcelDateTime, Format, FormatAlign, FormatBorder, RowNum, Workbook, Worksheet, XlsxError,
};

use super::layout::{Layout, RowKind, unicode_text, usual_heading};
use super::lock::as_it_leaves;
use super::sheet::{Cell, Sheet, SheetRow};
use super::workbook::new_workbook;
use crate::disk::{NewFile, Written};
use crate::domain::import::Field;
use crate::domain::legacy::Encoding;
use crate::error::{Error, Result, RowIssue};
use crate::messages;
use crate::session::Session;

/// What rows of one household share; it may stand in the first row of the household only.
const HOUSEHOLD: [Field; 5] =
    [Field::HouseholdCode, Field::Head, Field::Alley, Field::HouseNumber, Field::WalkOrder];
/// Longest sheet name that Excel takes.
const LONGEST_NAME: usize = 31;

/// The workbook of rejected rows, filled sheet by sheet.
pub struct RejectedBook {
    workbook: Workbook,
    names: Vec<String>,
    formats: Formats,
}

struct Formats {
    heading: Format,
    text: Format,
    /// Text that begins like a formula stays text, also after somebody edits it.
    guarded: Format,
    number: Format,
    date: Format,
    finding: Format,
}

impl Default for RejectedBook {
    fn default() -> Self {
        let text = Format::new().set_num_format("@");
        Self {
            workbook: new_workbook(),
            names: Vec::new(),
            formats: Formats {
                heading: Format::new()
                    .set_bold()
                    .set_text_wrap()
                    .set_align(FormatAlign::Center)
                    .set_border(FormatBorder::Thin),
                guarded: text.clone().set_quote_prefix(),
                text,
                number: Format::new().set_num_format("0"),
                date: Format::new().set_num_format("dd/mm/yyyy"),
                finding: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            },
        }
    }
}

impl RejectedBook {
    /// Whether no row was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Adds the rejected rows of one sheet: index in [`Sheet::rows`] and the finding, several findings of one row one
    /// after the other. `kinds` is what [`super::layout::classify`] gave: a hamlet or household that the file names in a
    /// row of its own, in a merged area or only in a household's first row is written into each row.
    ///
    /// # Errors
    /// `workbook.unfit` when the rows do not fit a sheet of Excel.
    pub fn add_sheet(
        &mut self,
        sheet: &Sheet,
        layout: &Layout,
        kinds: &[RowKind],
        rejected: &[(usize, RowIssue)],
    ) -> Result<()> {
        if rejected.is_empty() {
            return Ok(());
        }
        let name = self.free_name(&sheet.name);
        let worksheet = self.workbook.add_worksheet();
        write(worksheet, &name, &self.formats, sheet, layout, kinds, rejected)
            .map_err(|e| Error::new("workbook.unfit").with("sheet", &name).with("why", e))?;
        self.names.push(name);
        Ok(())
    }

    /// Writes the file, locked where that was chosen.
    ///
    /// # Errors
    /// `save.*`, `workbook.unfit`.
    pub fn save(&mut self, to: &NewFile<'_>, session: &Session) -> Result<Written> {
        let unfit =
            |e: XlsxError| Error::new("workbook.unfit").with("sheet", self.names.join(", ")).with("why", e);
        to.write_bytes(&as_it_leaves(self.workbook.save_to_buffer().map_err(unfit)?, session)?)
    }

    /// The sheet's name as Excel allows it, once in the workbook; CSV files have none.
    fn free_name(&self, name: &str) -> String {
        let clean: String =
            name.chars().map(|c| if "[]:*?/\\".contains(c) { '_' } else { c }).take(LONGEST_NAME).collect();
        let clean = clean.trim_matches('\'').to_owned();
        let base =
            if clean.trim().is_empty() { messages::word("layout.rejected_sheet").to_owned() } else { clean };
        let is_taken =
            |name: &str| self.names.iter().any(|taken| taken.to_lowercase() == name.to_lowercase());
        let mut free = base.clone();
        for count in 2.. {
            if !is_taken(&free) {
                break;
            }
            let end = format!(" ({count})");
            free = base.chars().take(LONGEST_NAME - end.len()).collect::<String>() + &end;
        }
        free
    }
}

fn write(
    worksheet: &mut Worksheet,
    name: &str,
    formats: &Formats,
    sheet: &Sheet,
    layout: &Layout,
    kinds: &[RowKind],
    rejected: &[(usize, RowIssue)],
) -> std::result::Result<(), XlsxError> {
    worksheet.set_name(name)?;
    let width = sheet.rows.iter().filter(|row| row.number > layout.header.1).map(|row| row.cells.len()).max();
    let width = width.unwrap_or(0).max(layout.columns.last().map_or(0, |column| column.index + 1));
    let context = Context::new(sheet, layout, kinds);
    let mut extra = width;
    let mut extra_columns: Vec<(Field, usize)> = Vec::new();
    for field in context.fields_without_column() {
        worksheet.write_string_with_format(0, column(extra), usual_heading(field), &formats.heading)?;
        extra_columns.push((field, extra));
        extra += 1;
    }
    for heading in &layout.columns {
        worksheet.write_string_with_format(0, column(heading.index), &heading.heading, &formats.heading)?;
        worksheet.set_column_width(column(heading.index), 18)?;
    }
    for (at, code) in [(extra, "layout.rejected_error"), (extra + 1, "layout.rejected_fix")] {
        worksheet.write_string_with_format(0, column(at), messages::word(code), &formats.heading)?;
        worksheet.set_column_width(column(at), 45)?;
    }
    worksheet.set_freeze_panes(1, 0)?;
    let mut at: RowNum = 0;
    for findings in rejected.chunk_by(|a, b| a.0 == b.0) {
        let Some(index) = findings.first().map(|(index, _)| *index) else { continue };
        let Some(row) = sheet.rows.get(index) else { continue };
        at += 1;
        for place in 0..width {
            let value = match row.cells.get(place).unwrap_or(&Cell::Empty) {
                Cell::Empty => context.inherited(index, place),
                _ => Some(row),
            };
            if let Some(row) = value {
                write_cell(worksheet, at, place, row, layout, formats)?;
            }
        }
        for (field, place) in &extra_columns {
            let value = context.value(index, *field);
            write_text(worksheet, at, *place, value, formats)?;
        }
        let lines = |text: fn(&RowIssue) -> String| {
            findings.iter().map(|(_, issue)| text(issue)).collect::<Vec<_>>().join("\n")
        };
        worksheet.write_string_with_format(at, column(extra), lines(RowIssue::sentence), &formats.finding)?;
        worksheet.write_string_with_format(
            at,
            column(extra + 1),
            lines(RowIssue::remedy),
            &formats.finding,
        )?;
    }
    Ok(())
}

fn column(index: usize) -> ColNum {
    ColNum::try_from(index).unwrap_or(ColNum::MAX)
}

fn write_cell(
    worksheet: &mut Worksheet,
    at: RowNum,
    place: usize,
    row: &SheetRow,
    layout: &Layout,
    formats: &Formats,
) -> std::result::Result<(), XlsxError> {
    match row.cells.get(place).unwrap_or(&Cell::Empty) {
        Cell::Empty => {}
        Cell::Text(_) => {
            let known = layout.columns.iter().find(|column| column.index == place);
            let encoding = known.map_or(Encoding::Unicode, |column| column.encoding);
            let text = unicode_text(row, place, encoding).unwrap_or_default();
            write_text(worksheet, at, place, &text, formats)?;
        }
        Cell::Number(n) => {
            // Excel would show a long number as 3.8E+10.
            let long = n.fract() == 0.0 && n.abs() >= 1e9;
            if long {
                worksheet.write_number_with_format(at, column(place), *n, &formats.number)?;
            } else {
                worksheet.write_number(at, column(place), *n)?;
            }
        }
        Cell::Date(date) => match excel_date(date) {
            Some(value) => {
                worksheet.write_datetime_with_format(at, column(place), &value, &formats.date)?;
            }
            None => write_text(worksheet, at, place, &date.format("%d/%m/%Y").to_string(), formats)?,
        },
        Cell::Bool(value) => {
            worksheet.write_boolean(at, column(place), *value)?;
        }
        Cell::Error => write_text(worksheet, at, place, "#N/A", formats)?,
    }
    Ok(())
}

fn write_text(
    worksheet: &mut Worksheet,
    at: RowNum,
    place: usize,
    text: &str,
    formats: &Formats,
) -> std::result::Result<(), XlsxError> {
    if !text.is_empty() {
        let guard = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let format = if guard { &formats.guarded } else { &formats.text };
        worksheet.write_string_with_format(at, column(place), text, format)?;
    }
    Ok(())
}

/// `None` before 1900, which Excel does not know.
fn excel_date(date: &NaiveDateTime) -> Option<ExcelDateTime> {
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    let midnight = ExcelDateTime::from_ymd(u16::try_from(date.year()).ok()?, month, day).ok()?;
    let (minute, second) = (u8::try_from(date.minute()).ok()?, u8::try_from(date.second()).ok()?);
    midnight.and_hms(u16::try_from(date.hour()).ok()?, minute, second).ok()
}

/// What the rows around a rejected row say about it.
struct Context<'a> {
    sheet: &'a Sheet,
    layout: &'a Layout,
    kinds: &'a [RowKind],
    /// Place of the first kind in the rows of the sheet.
    start: usize,
    /// Columns of the household that are filled in its first row only.
    filled_once: Vec<usize>,
}

impl<'a> Context<'a> {
    fn new(sheet: &'a Sheet, layout: &'a Layout, kinds: &'a [RowKind]) -> Self {
        let start = sheet.rows.len().saturating_sub(kinds.len());
        let mut context = Self { sheet, layout, kinds, start, filled_once: Vec::new() };
        let people: Vec<&SheetRow> = context.people().collect();
        let blank = |row: &&&SheetRow, place: usize| matches!(row.cells.get(place), None | Some(Cell::Empty));
        context.filled_once = HOUSEHOLD
            .iter()
            .filter_map(|field| Some(layout.column(*field)?.index))
            .filter(|place| people.iter().filter(|row| blank(row, *place)).count() * 10 >= people.len() * 3)
            .collect();
        context
    }

    fn people(&self) -> impl Iterator<Item = &'a SheetRow> {
        let rows = self.sheet.rows.iter().skip(self.start).zip(self.kinds);
        rows.filter(|(_, kind)| **kind == RowKind::Person).map(|(row, _)| row)
    }

    /// Kinds of the rows before a row, the nearest first.
    fn before(&self, index: usize) -> impl Iterator<Item = &'a RowKind> {
        self.kinds.iter().take(index.saturating_sub(self.start)).rev()
    }

    fn fields_without_column(&self) -> Vec<Field> {
        let said = |field: Field| {
            self.kinds.iter().any(|kind| match (kind, field) {
                (RowKind::Group(_), Field::Hamlet) | (RowKind::Alley(_), Field::Alley) => true,
                (RowKind::Household { code, .. }, Field::HouseholdCode) => !code.is_empty(),
                (RowKind::Household { head, .. }, Field::Head) => !head.is_empty(),
                _ => false,
            })
        };
        let fields = [Field::Hamlet, Field::Alley, Field::HouseholdCode, Field::Head];
        fields.into_iter().filter(|field| said(*field) && self.layout.column(*field).is_none()).collect()
    }

    /// The hamlet, alley or household that a row above names.
    fn value(&self, index: usize, field: Field) -> &'a str {
        let group = |kind: &&RowKind| matches!(kind, RowKind::Group(_));
        let named = |kind: &'a RowKind| match (kind, field) {
            (RowKind::Group(name), Field::Hamlet) | (RowKind::Alley(name), Field::Alley) => {
                Some(name.as_str())
            }
            _ => None,
        };
        match field {
            Field::Hamlet => return self.before(index).find_map(named).unwrap_or_default(),
            Field::Alley => {
                let mut within = self.before(index).take_while(|kind| !group(kind));
                return within.find_map(named).unwrap_or_default();
            }
            _ => {}
        }
        let household =
            self.before(index).take_while(|kind| !matches!(kind, RowKind::Group(_) | RowKind::Alley(_)));
        let mut household = household.filter_map(|kind| match kind {
            RowKind::Household { code, head } => Some(if field == Field::Head { head } else { code }),
            _ => None,
        });
        household.next().map_or("", String::as_str)
    }

    /// The row from which a blank cell takes its value: the first of its merged area or of its household.
    fn inherited(&self, index: usize, place: usize) -> Option<&'a SheetRow> {
        let row = self.sheet.rows.get(index)?;
        let column = u32::try_from(place).ok()?;
        let merged = self.sheet.merged.iter().find(|(top, left, bottom, right)| {
            *top > self.layout.header.1
                && left == right
                && *left == column
                && (*top..=*bottom).contains(&row.number)
        });
        let filled = |row: &&SheetRow| !matches!(row.cells.get(place), None | Some(Cell::Empty));
        if let Some((top, ..)) = merged {
            return self.sheet.rows.iter().find(|row| row.number == *top).filter(filled);
        }
        let says_household = self
            .filled_once
            .iter()
            .any(|place| matches!(row.cells.get(*place), Some(c) if *c != Cell::Empty));
        if says_household || !self.filled_once.contains(&place) {
            return None;
        }
        let above = self.sheet.rows.get(self.start..index)?.iter().zip(self.kinds).rev();
        above
            .take_while(|(_, kind)| !matches!(kind, RowKind::Group(_) | RowKind::Alley(_)))
            .filter(|(_, kind)| **kind == RowKind::Person)
            .map(|(row, _)| row)
            .find(filled)
    }
}

#[cfg(test)]
mod tests {

    use std::path::Path;

    use super::super::layout::{ColumnsSaid, classify, find};
    use super::super::read_sheet::SourceFile;
    use super::*;
    use crate::domain::file_kind::FileKind;
    use crate::error::Severity;

    fn issue(row: u32) -> RowIssue {
        RowIssue {
            sheet: "Thôn 1".to_owned(),
            row,
            column: "Số CCCD".to_owned(),
            code: "row.number_scientific",
            severity: Severity::Rejection,
            raw: "3,82E+10".to_owned(),
            stored: String::new(),
        }
    }

    #[test]
    fn corrected_rows_come_back_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let original = folder.path().join("goc.xlsx");
        let mut book = Workbook::new();
        let page = book.add_worksheet().set_name("Thôn 1").unwrap();
        let date = Format::new().set_num_format("dd/mm/yyyy");
        let tcvn3 = Format::new().set_font_name(".VnTime");
        page.write_string(0, 0, "DANH SÁCH").unwrap();
        for (column, text) in
            (0..).zip(["STT", "Mã hộ", "Họ và tên", "Năm sinh", "", "Số CCCD", "SĐT", "Khác"])
        {
            page.write_string(2, column, text).unwrap();
        }
        page.merge_range(2, 3, 2, 4, "Năm sinh", &Format::new()).unwrap();
        page.write_string(3, 3, "Nam").unwrap();
        page.write_string(3, 4, "Nữ").unwrap();
        page.write_string(4, 0, "Tổ 3 (2 hộ)").unwrap();
        page.write_number(5, 0, 1).unwrap().write_string(5, 1, "H1").unwrap();
        page.write_string_with_format(5, 2, "NguyÔn V¨n An", &tcvn3)
            .unwrap()
            .write_number(5, 3, 1950)
            .unwrap();
        page.write_number(5, 5, 38_050_001_234.0).unwrap().write_string(5, 6, "+84912345678").unwrap();
        page.write_number(6, 0, 2).unwrap().write_string_with_format(6, 2, "TrÇn ThÞ Hoa", &tcvn3).unwrap();
        let birth = ExcelDateTime::from_ymd(1980, 2, 1).unwrap();
        page.write_datetime_with_format(6, 4, &birth, &date).unwrap().write_string(6, 5, "3,82E+10").unwrap();
        page.write_string(6, 7, "=HYPERLINK(\"x\")").unwrap();
        book.save(&original).unwrap();

        let read = |path: &Path| {
            let sheet = SourceFile::open(path).unwrap().read(0).unwrap();
            let layout = find(&sheet, &ColumnsSaid::default()).unwrap().unwrap();
            let kinds = classify(&sheet, &layout, false, &[]);
            (sheet, layout, kinds)
        };
        let (sheet, layout, kinds) = read(&original);
        let (first, second) = (sheet.rows.len() - 2, sheet.rows.len() - 1);
        let path = folder.path().join("sua.xlsx");
        let mut rejected = RejectedBook::default();
        assert!(rejected.is_empty());
        let issues = [(first, issue(6)), (second, issue(7)), (second, issue(7))];
        rejected.add_sheet(&sheet, &layout, &kinds, &issues).unwrap();
        let place = NewFile { path: &path, kind: FileKind::Workbook, replace: false };
        rejected.save(&place, &Session::new(None)).unwrap().keep();

        let (again, layout_again, kinds_again) = read(&path);
        assert_eq!(again.name, "Thôn 1");
        assert_eq!(kinds_again, [RowKind::Person, RowKind::Person]);
        let known = |layout: &Layout| {
            layout.columns.iter().filter_map(|c| Some((c.field?, c.index))).collect::<Vec<_>>()
        };
        let mut expect = known(&layout);
        // The hamlet of the group row has become a column; the two columns of findings are of no field.
        expect.push((Field::Hamlet, 8));
        assert_eq!(known(&layout_again), expect);
        assert_eq!(layout_again.columns.len(), layout.columns.len() + 3);
        let text = |text: &str| Cell::Text(text.to_owned());
        let [_, one, two] = again.rows.as_slice() else { panic!("{again:?}") };
        assert_eq!(
            one.cells[..9],
            [
                Cell::Number(1.0),
                text("H1"),
                text("Nguyễn Văn An"),
                Cell::Number(1950.0),
                Cell::Empty,
                Cell::Number(38_050_001_234.0),
                text("+84912345678"),
                Cell::Empty,
                text("Tổ 3")
            ]
        );
        // The household stands in its first row only, and is written to each.
        assert_eq!(two.cells[1..3], [text("H1"), text("Trần Thị Hoa")]);
        assert_eq!(two.cells[4], sheet.rows[second].cells[4]);
        assert_eq!(two.cells[7], text("=HYPERLINK(\"x\")"));
        let Cell::Text(finding) = &two.cells[9] else { panic!("{two:?}") };
        assert_eq!(finding.lines().count(), 2);
    }

    #[test]
    fn sheet_names_fit_excel() {
        let mut book = RejectedBook::default();
        let check = |book: &RejectedBook, name: &str, expect: &str| assert_eq!(book.free_name(name), expect);
        check(&book, "", "Danh sách");
        check(&book, "Tổ 1/2: [a]", "Tổ 1_2_ _a_");
        check(&book, &"ă".repeat(40), &"ă".repeat(31));
        book.names.push("Thôn 1".to_owned());
        check(&book, "THÔN 1", "THÔN 1 (2)");
    }
}
