//! Writes a report in words as a Word document (layout of Nghị định 30/2020/NĐ-CP, Phụ lục I): A4, Times New Roman, margins of 20, 20,
//! 30 and 15 mm.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, Docx, LineSpacing, PageMargin, Paragraph, Run, RunFonts, SpecialIndentType, Table,
    TableCell, TableLayoutType, TableRow, VAlignType, WidthType,
};

use crate::domain::dates::format_day_official;
use crate::domain::letter::Letter;
use crate::error::{Error, Result};
use crate::messages::word;

/// Twentieths of a point in a millimetre, nearly.
const MM: f64 = 56.7;
/// A4.
const PAGE: (u32, u32) = (11_906, 16_838);
/// Half points: 12 and 14 points, and the small type of Nơi nhận.
const HEAD: usize = 24;
const BODY: usize = 28;
const SMALL: usize = 22;
/// Columns of the head: agency, motto; of the end: recipients, signature.
const COLUMNS: [usize; 2] = [3_800, 5_550];

/// The document, as bytes of a .docx file.
///
/// # Errors
/// `letter.unfit`.
pub fn write_letter(letter: &Letter) -> Result<Vec<u8>> {
    let fonts = RunFonts::new()
        .ascii("Times New Roman")
        .hi_ansi("Times New Roman")
        .cs("Times New Roman")
        .east_asia("Times New Roman");
    let margin = PageMargin::new().top(mm(20.0)).bottom(mm(20.0)).left(mm(30.0)).right(mm(15.0));
    let at = format!("{}T00:00:00Z", letter.date);
    let mut docx = Docx::new()
        .page_size(PAGE.0, PAGE.1)
        .page_margin(margin)
        .default_fonts(fonts)
        .default_size(BODY)
        .created_at(&at)
        .updated_at(&at)
        .add_table(head(letter))
        .add_paragraph(line("", HEAD, Style::Plain))
        .add_paragraph(line(&letter.title, BODY, Style::Bold).align(AlignmentType::Center))
        .add_paragraph(line(&letter.subject, BODY, Style::Bold).align(AlignmentType::Center))
        .add_paragraph(line("", HEAD, Style::Plain))
        .add_paragraph(line(&letter.to, BODY, Style::Plain).align(AlignmentType::Center))
        .add_paragraph(paragraph(&letter.opening));
    for part in &letter.parts {
        let heading = line(&part.heading, BODY, Style::Bold).keep_next(true);
        docx = docx.add_paragraph(indented(heading));
        docx = part.paragraphs.iter().fold(docx, |docx, text| docx.add_paragraph(paragraph(text)));
    }
    let docx = docx
        .add_paragraph(paragraph(&letter.closing))
        .add_paragraph(line("", HEAD, Style::Plain))
        .add_table(end(letter))
        // A table wants a paragraph after it: one that makes no page of its own.
        .add_paragraph(line("", 2, Style::Plain));
    let mut bytes = Cursor::new(Vec::new());
    docx.build().pack(&mut bytes).map_err(|why| Error::new("letter.unfit").with("why", why))?;
    Ok(bytes.into_inner())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain,
    Bold,
    Italic,
    BoldItalic,
    Underlined,
}

fn mm(length: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "some thousands")]
    let twentieths = (length * MM).round() as i32;
    twentieths
}

fn run(text: &str, size: usize, style: Style) -> Run {
    let run = Run::new().add_text(text).size(size);
    match style {
        Style::Plain => run,
        Style::Bold => run.bold(),
        Style::Italic => run.italic(),
        Style::BoldItalic => run.bold().italic(),
        Style::Underlined => run.bold().underline("single"),
    }
}

/// A line of the head, without room around it.
fn line(text: &str, size: usize, style: Style) -> Paragraph {
    Paragraph::new().add_run(run(text, size, style)).line_spacing(LineSpacing::new().before(0).after(0))
}

/// A paragraph of the body: justified, its first line indented by 10 mm, six points after it.
fn paragraph(text: &str) -> Paragraph {
    indented(Paragraph::new().add_run(run(text, BODY, Style::Plain))).align(AlignmentType::Both)
}

fn indented(paragraph: Paragraph) -> Paragraph {
    paragraph
        .indent(None, Some(SpecialIndentType::FirstLine(mm(10.0))), None, None)
        .line_spacing(LineSpacing::new().before(0).after(120))
}

/// A table of two columns without borders.
fn two_columns(left: Vec<Paragraph>, right: Vec<Paragraph>) -> Table {
    let cell = |paragraphs: Vec<Paragraph>, width: usize| {
        let empty = TableCell::new().width(width, WidthType::Dxa).vertical_align(VAlignType::Top);
        paragraphs.into_iter().fold(empty, TableCell::add_paragraph)
    };
    let [first, second] = COLUMNS;
    Table::without_borders(vec![TableRow::new(vec![cell(left, first), cell(right, second)])])
        .set_grid(COLUMNS.to_vec())
        .width(first + second, WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
}

fn head(letter: &Letter) -> Table {
    let centred = |paragraph: Paragraph| paragraph.align(AlignmentType::Center);
    let day = format!("{}, {}", letter.place, format_day_official(letter.date));
    two_columns(
        vec![
            centred(line(&letter.above, HEAD, Style::Plain)),
            centred(line(&letter.agency, HEAD, Style::Underlined)),
            centred(line(&letter.number, HEAD, Style::Plain)),
        ],
        vec![
            centred(line(word("form.country"), HEAD, Style::Bold)),
            centred(line(word("form.motto"), 26, Style::Underlined)),
            centred(line(&day, 26, Style::Italic)),
        ],
    )
}

fn end(letter: &Letter) -> Table {
    let mut left = vec![line(word("form.recipients"), 24, Style::BoldItalic)];
    left.extend(letter.recipients.iter().map(|recipient| line(recipient, SMALL, Style::Plain)));
    let centred = |text: &str, style| line(text, BODY, style).align(AlignmentType::Center);
    let mut right: Vec<Paragraph> = letter.titles.iter().map(|title| centred(title, Style::Bold)).collect();
    // Room to sign and seal.
    right.extend((0..4).map(|_| centred("", Style::Plain)));
    right.push(centred(&letter.signer, Style::Bold));
    two_columns(left, right)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use crate::domain::letter::LetterPart;

    #[test]
    fn the_document_holds_all_that_the_letter_says() {
        let text = |text: &str| text.to_owned();
        let letter = Letter {
            above: text("ỦY BAN NHÂN DÂN XÃ THỬ"),
            agency: text("TỔ CÔNG TÁC ĐỀ ÁN 06"),
            number: text("Số:      /BC-TCT"),
            place: text("Xã Thử"),
            date: "2026-11-21".parse().unwrap(),
            title: text("BÁO CÁO"),
            subject: text("Kết quả <Giai đoạn 1> & ý kiến"),
            to: text("Kính gửi: Ủy ban nhân dân huyện Thử"),
            opening: text("Thực hiện Kế hoạch số 1."),
            parts: vec![LetterPart {
                heading: text("1. Kết quả"),
                paragraphs: vec![text("Được 12 tài khoản.")],
            }],
            closing: text("Trân trọng báo cáo."),
            recipients: vec![text("- Như trên;"), text("- Lưu: VT.")],
            titles: vec![text("TỔ TRƯỞNG")],
            signer: text("Lò Văn Ký"),
        };
        let bytes = write_letter(&letter).unwrap();
        assert_eq!(bytes, write_letter(&letter).unwrap(), "the same letter is the same file");
        let mut parts = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut xml = String::new();
        parts.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
        for said in [
            "ỦY BAN NHÂN DÂN XÃ THỬ",
            "Kết quả &lt;Giai đoạn 1&gt; &amp; ý kiến",
            "ngày 21 tháng 11 năm 2026",
            "Được 12 tài khoản.",
            "- Lưu: VT.",
            "Lò Văn Ký",
        ] {
            assert!(xml.contains(said), "{said} in {xml}");
        }
    }
}
