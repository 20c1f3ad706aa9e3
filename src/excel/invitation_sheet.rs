//! The lists of invitations as a workbook: a sheet a point to sign and to tick, slips to hand out; and reading the ticks back.
//! Numbers stand masked: these lists are carried about (docs/domain.md, Personal data).

use chrono::NaiveDate;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use super::sheet::{Cell, Sheet, SheetRow};
use super::workbook::new_workbook;
use super::worksheet::{set_foot, sheet_name};
use crate::domain::dates::vi;
use crate::domain::identity;
use crate::domain::invitation::Errand;
use crate::domain::point::Point;
use crate::domain::text::{clean, fold, thousands};
use crate::error::{Error, Result};
use crate::messages::{sentence, word};

/// One person on a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "as in InvitedPerson")]
pub struct InvitationRow {
    pub number: u32,
    pub name: String,
    pub birth: String,
    pub identity: String,
    pub hamlet: String,
    pub address: String,
    pub head: String,
    pub errand: Errand,
}

/// The list of a point and day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetOfList {
    /// The point.
    pub point: Point,
    /// The day.
    pub day: NaiveDate,
    /// Who is invited.
    pub rows: Vec<InvitationRow>,
}

/// A row of a list that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CameRow {
    /// 1-based row as Excel shows it.
    pub row: u32,
    /// The code of the invitation.
    pub number: Option<u32>,
    /// The name beside it.
    pub name: String,
    /// What the cell says; `None` where it says nothing.
    pub came: Option<bool>,
    /// It says something that nobody understands.
    pub unclear: bool,
    /// The cell as it stands there.
    pub raw: String,
}

/// Row of `messages.csv` with the heading, and the width in characters.
const COLUMNS: [(&str, f64); 10] = [
    ("form.column.ordinal", 5.0),
    ("invitation.head.code", 7.0),
    ("form.column.name", 24.0),
    ("form.column.birth", 11.0),
    ("form.column.number", 15.0),
    ("form.column.hamlet", 13.0),
    ("form.column.address", 15.0),
    ("form.column.head", 20.0),
    ("invitation.head.errand", 22.0),
    ("invitation.head.came", 12.0),
];
/// Row of the headings, 0-based.
const HEADER: u32 = 4;
/// Slips beside each other, and lines of print of each.
const ACROSS: usize = 2;

/// Writes the lists and the slips.
///
/// # Errors
/// `workbook.unfit`.
pub fn write_invitations(lists: &[SheetOfList], foot: Option<String>) -> Result<Vec<u8>> {
    let failed =
        |e: XlsxError| Error::new("workbook.unfit").with("sheet", word("invitation.slips")).with("why", e);
    let mut book = new_workbook();
    let mut names = vec![fold(word("invitation.slips"))];
    for list in lists {
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(&list.point.name, &mut names)).map_err(failed)?;
        write_list(sheet, list).map_err(failed)?;
        set_foot(sheet, foot.as_deref());
    }
    let sheet = book.add_worksheet();
    sheet.set_name(word("invitation.slips")).map_err(failed)?;
    write_slips(sheet, lists).map_err(failed)?;
    book.save_to_buffer().map_err(failed)
}

fn base() -> Format {
    Format::new().set_font_name("Times New Roman").set_font_size(12).set_align(FormatAlign::VerticalCenter)
}

/// "Nhà văn hóa Thôn 1, ngõ 3" and its hours, as far as they are known.
fn place(point: &Point) -> [String; 2] {
    let joined =
        |parts: [&str; 2]| parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    [joined([&point.name, &point.address]), point.hours.clone()]
}

fn write_list(sheet: &mut Worksheet, list: &SheetOfList) -> std::result::Result<(), XlsxError> {
    let cell = base().set_text_wrap().set_num_format("@").set_border(FormatBorder::Thin);
    let heading = base()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_border(FormatBorder::Thin)
        .set_background_color(Color::RGB(0x00E7_E6E6));
    let [place, hours] = place(&list.point);
    let (day, count) = (vi(list.day), thousands(list.rows.len()));
    let params = [("place", place.as_str()), ("day", &day), ("hours", &hours), ("count", &count)];
    let title = base().set_bold().set_font_size(14);
    sheet.write_string_with_format(0, 0, word("invitation.title"), &title)?;
    sheet.write_string_with_format(1, 0, sentence("invitation.where", params), &base().set_bold())?;
    let when = if hours.is_empty() { "invitation.when_bare" } else { "invitation.when" };
    sheet.write_string_with_format(2, 0, sentence(when, params), &base())?;
    sheet.write_string_with_format(3, 0, word("invitation.guide"), &base().set_italic())?;
    for (at, (code, width)) in (0..).zip(COLUMNS) {
        sheet.set_column_width(at, width)?;
        sheet.write_string_with_format(HEADER, at, word(code), &heading)?;
    }
    sheet.set_row_height(HEADER, 32)?;
    for (nr, one) in (1_u32..).zip(&list.rows) {
        let row = HEADER + nr;
        sheet.set_row_height(row, 32)?;
        let number = base().set_align(FormatAlign::Center).set_border(FormatBorder::Thin);
        sheet.write_number_with_format(row, 0, nr, &number)?;
        sheet.write_number_with_format(row, 1, one.number, &number.set_bold())?;
        let texts = [
            one.name.as_str(),
            &one.birth,
            &identity::mask(&one.identity),
            &one.hamlet,
            &one.address,
            &one.head,
            word(one.errand.word_code()),
            "",
        ];
        for (column, text) in (2..).zip(texts) {
            if text.is_empty() {
                sheet.write_blank(row, column, &cell)?;
            } else {
                sheet.write_string_with_format(row, column, text, &cell)?;
            }
        }
    }
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(HEADER, HEADER)?;
    sheet.set_header(format!("&C{}", word("worksheet.page")));
    sheet.set_freeze_panes(HEADER + 1, 3)?;
    Ok(())
}

/// Ten slips a page, to be cut: whom, where, when, what for, what to bring.
fn write_slips(sheet: &mut Worksheet, lists: &[SheetOfList]) -> std::result::Result<(), XlsxError> {
    let slip = base().set_text_wrap().set_num_format("@").set_border(FormatBorder::Dashed).set_indent(1);
    let all: Vec<(&SheetOfList, &InvitationRow)> =
        lists.iter().flat_map(|list| list.rows.iter().map(move |row| (list, row))).collect();
    for (row, beside) in (0..).zip(all.chunks(ACROSS)) {
        sheet.set_row_height(row, 150)?;
        for (column, (list, one)) in (0..).zip(beside) {
            let [place, hours] = place(&list.point);
            let (day, number) = (vi(list.day), one.number.to_string());
            let born = if one.birth.is_empty() { String::new() } else { format!(", {}", one.birth) };
            let home: Vec<&str> =
                [one.address.as_str(), &one.hamlet].into_iter().filter(|part| !part.is_empty()).collect();
            let params = [
                ("name", one.name.as_str()),
                ("born", &born),
                ("home", &home.join(", ")),
                ("place", &place),
                ("day", &day),
                ("hours", &hours),
                ("errand", word(one.errand.word_code())),
                ("code", &number),
            ];
            let text = sentence("invitation.slip", params).replace('|', "\n");
            sheet.write_string_with_format(row, column, text, &slip)?;
        }
    }
    for column in 0..ACROSS {
        sheet.set_column_width(u16::try_from(column).unwrap_or_default(), 46)?;
    }
    sheet.set_paper_size(9).set_margins(0.4, 0.4, 0.4, 0.4, 0.2, 0.2).set_print_fit_to_pages(1, 0);
    Ok(())
}

/// The rows of a sheet that is a list of invitations; `None` of another.
#[must_use]
pub fn read_came(sheet: &Sheet) -> Option<Vec<CameRow>> {
    let heads = ["invitation.head.code", "form.column.name", "invitation.head.came"];
    let find = |row: &SheetRow| -> Option<[usize; 3]> {
        let place = |code: &str| row.cells.iter().position(|cell| fold(&text_of(cell)) == fold(word(code)));
        let [code, name, came] = heads.map(place);
        Some([code?, name?, came?])
    };
    let (at, [code, name, came]) =
        sheet.rows.iter().enumerate().find_map(|(at, row)| Some((at, find(row)?)))?;
    let rows = sheet.rows.iter().skip(at + 1).filter_map(|row| {
        let text = |place: usize| row.cells.get(place).map(text_of).unwrap_or_default();
        let raw = text(came);
        let said = came_of(&raw);
        let number = text(code).parse().ok();
        // Signatures below, and the headings again.
        let of_list = number.is_some() || (!raw.is_empty() && !text(name).is_empty() && find(row).is_none());
        let (came, unclear) = (said.flatten(), said.is_none());
        of_list.then(|| CameRow { row: row.number, number, name: text(name), came, unclear, raw })
    });
    Some(rows.collect())
}

/// What a cell says of who came; `None` where nobody understands it.
fn came_of(text: &str) -> Option<Option<bool>> {
    match fold(text).as_str() {
        "" if text.trim().is_empty() => Some(None),
        "x" | "co" | "v" | "da den" | "den" | "1" | "roi" | "co mat" => Some(Some(true)),
        "" if matches!(text.trim(), "✓" | "✔" | "☑" | "√") => Some(Some(true)),
        "k" | "khong" | "0" | "vang" | "khong den" | "chua den" | "vang mat" | "o" => Some(Some(false)),
        _ => None,
    }
}

fn text_of(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => clean(text).0.trim().to_owned(),
        Cell::Number(number) => number.to_string(),
        Cell::Bool(true) => "x".to_owned(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::read_points::pasted;
    use super::*;

    #[test]
    fn ticks_as_people_make_them() {
        let check = |text: &str, expect: Option<Option<bool>>| assert_eq!(came_of(text), expect, "{text}");
        check("x", Some(Some(true)));
        check("X", Some(Some(true)));
        check("đã đến", Some(Some(true)));
        check("✓", Some(Some(true)));
        check("có", Some(Some(true)));
        check("vắng", Some(Some(false)));
        check("Không", Some(Some(false)));
        check("  ", Some(None));
        check("mai đến", None);
        check("?", None);
    }

    #[test]
    fn a_list_that_came_back_in_another_order() {
        let text = "Điểm Nhà văn hóa\n\
                    Đã đến\tMã\tHọ và tên\n\
                    x\t12\tLê Văn An\n\
                    \t13\tTrần Thị Bình\n\
                    mai\t14\tPhạm Văn Cường\n\
                    x\t\tĐỗ Thị Dung\n\
                    \t\tNgười lập\n";
        let rows = read_came(&pasted(text)).unwrap();
        let told: Vec<String> = rows
            .iter()
            .map(|row| format!("{} {:?} {:?} {}", row.row, row.number, row.came, row.unclear))
            .collect();
        assert_eq!(
            told,
            [
                "3 Some(12) Some(true) false",
                "4 Some(13) None false",
                "5 Some(14) None true",
                "6 None Some(true) false",
            ]
        );
        assert_eq!(read_came(&pasted("Mã\tHọ và tên\n1\tLê Văn An")), None);
    }
}
