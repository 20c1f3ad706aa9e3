//! Files as the field has them, also damaged and oversized ones, and the sheets that come of them.

use std::io::{Cursor, Write as _};
use std::path::PathBuf;

use calamine::{Reader, Xlsx};
use chrono::NaiveDate;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::super::layout;
use super::super::sheet::{Cell, FontKind, SheetRow};
use super::*;

mod compared;
#[cfg(target_os = "linux")]
mod hostile;
#[cfg(target_os = "linux")]
mod mutated;

fn open(bytes: Vec<u8>) -> Result<SourceFile> {
    SourceFile::from_bytes("thu.xlsx".to_owned(), bytes.into())
}

/// Opens and reads all sheets.
fn read(bytes: Vec<u8>) -> Result<Vec<Sheet>> {
    let mut file = open(bytes)?;
    (0..file.sheet_names().len()).map(|index| file.read(index)).collect()
}

fn check_refused(bytes: Vec<u8>, code: &str) {
    let error = read(bytes).expect_err(code);
    assert_eq!(error.code, code, "{error:?}");
    let sentence = error.sentence();
    assert!(!sentence.contains('{') && sentence.contains("thu.xlsx"), "{sentence}");
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn date(year: i32, month: u32, day: u32) -> Cell {
    Cell::Date(NaiveDate::from_ymd_opt(year, month, day).unwrap().and_hms_opt(0, 0, 0).unwrap())
}

fn sample() -> Workbook {
    let mut book = Workbook::new();
    let page = book.add_worksheet().set_name("Thôn 1").unwrap();
    page.write_string(0, 0, "STT").unwrap().write_string(0, 1, "Họ và tên").unwrap();
    page.write_number(2, 0, 1).unwrap().write_string(2, 1, "Nguyễn Văn An").unwrap();
    book
}

/// The parts of a zip, changed or left out.
fn rezip(bytes: &[u8], mut change: impl FnMut(&str, Vec<u8>) -> Option<Vec<u8>>) -> Vec<u8> {
    let mut old = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut new = Vec::new();
    for index in 0..old.len() {
        let mut part = old.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if let Some(content) = change(&name, content) {
            new.push((name, content));
        }
    }
    let parts: Vec<(&str, Vec<u8>)> =
        new.iter().map(|(name, content)| (name.as_str(), content.clone())).collect();
    zipped(&parts)
}

fn zipped(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated))
            .unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The sample with other rows in its sheet, as XML.
fn with_rows(rows: &str) -> Vec<u8> {
    rezip(&sample().save_to_buffer().unwrap(), |name, content| {
        if name != "xl/worksheets/sheet1.xml" {
            return Some(content);
        }
        let xml = String::from_utf8(content).unwrap();
        let (before, rest) = xml.split_once("<sheetData>").unwrap();
        let (_, after) = rest.split_once("</sheetData>").unwrap();
        Some(format!("{before}<sheetData>{rows}</sheetData>{after}").into_bytes())
    })
}

#[test]
fn xlsx_gives_what_is_stored() {
    let mut book = sample();
    let page = book.worksheet_from_index(0).unwrap();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    page.write_datetime_with_format(2, 2, ExcelDateTime::from_ymd(1980, 2, 1).unwrap(), &day).unwrap();
    page.write_boolean(2, 3, true).unwrap();
    page.write_formula(2, 4, Formula::new("=1+1").set_result("2")).unwrap();
    page.write_string_with_format(2, 6, "NGUYÔN", &Format::new().set_font_name(".VnTimeH")).unwrap();
    page.write_string(2, 7, "  ").unwrap();
    page.write_number_with_format(3, 0, 38_080_001_234.0, &Format::new().set_num_format("000000000000"))
        .unwrap();
    page.set_row_hidden(3).unwrap();
    page.merge_range(4, 0, 5, 1, "Thôn 2", &Format::new()).unwrap();
    book.add_worksheet().set_name("Ẩn").unwrap().set_hidden(true);
    book.add_worksheet().set_name("Tổ <2> & 3").unwrap().write_string(1, 1, "x").unwrap();
    let mut file = open(book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(file.sheet_names(), ["Thôn 1", "Tổ <2> & 3"]);
    assert_eq!(file.sha256().len(), 64);
    let sheet = file.read(0).unwrap();
    assert_eq!(sheet.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 3, 4, 5]);
    assert_eq!(
        sheet.rows[1].cells,
        [
            Cell::Number(1.0),
            text("Nguyễn Văn An"),
            date(1980, 2, 1),
            Cell::Bool(true),
            Cell::Number(2.0),
            Cell::Empty,
            text("NGUYÔN")
        ]
    );
    assert_eq!(sheet.rows[1].fonts.len(), 7);
    assert_eq!(sheet.rows[1].fonts[6], FontKind::Tcvn3Capital);
    assert_eq!(sheet.rows[0].fonts, []);
    assert_eq!(sheet.rows[2].cells, [Cell::Number(38_080_001_234.0)]);
    assert_eq!(sheet.merged, [(5, 0, 6, 1)]);
    assert_eq!(file.read(1).unwrap().rows[0].cells, [Cell::Empty, text("x")]);
    assert_eq!(file.read(2).unwrap_err().code, "file.no_sheet");
}

#[test]
fn the_1904_system_is_honoured() {
    let mut book = sample();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    book.worksheet_from_index(0).unwrap().write_number_with_format(2, 2, 29_251, &day).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    assert_eq!(read(bytes.clone()).unwrap()[0].rows[1].cells[2], date(1980, 1, 31));
    let bytes = rezip(&bytes, |name, content| {
        let xml = String::from_utf8(content).unwrap();
        Some(
            if name == "xl/workbook.xml" {
                xml.replace("<workbookPr ", "<workbookPr date1904=\"1\" ")
            } else {
                xml
            }
            .into(),
        )
    });
    assert_eq!(read(bytes).unwrap()[0].rows[1].cells[2], date(1984, 2, 1));
}

#[test]
fn only_sheet_hidden_is_read() {
    let bytes = rezip(&sample().save_to_buffer().unwrap(), |name, content| {
        let xml = String::from_utf8(content).unwrap();
        Some(
            if name == "xl/workbook.xml" {
                xml.replace("<sheet ", "<sheet state=\"veryHidden\" ")
            } else {
                xml
            }
            .into(),
        )
    });
    assert_eq!(read(bytes).unwrap()[0].name, "Thôn 1");
}

#[test]
fn fonts_tell_the_encoding() {
    let check = |name: &str, expect: FontKind| assert_eq!(FontKind::from_name(name), expect, "{name}");
    check(".VnTime", FontKind::Tcvn3);
    check(".VnArialH", FontKind::Tcvn3Capital);
    check("VNI-Times", FontKind::Vni);
    check("Times New Roman", FontKind::Plain);
    check("VNtimes", FontKind::Plain);
}

#[test]
fn a_stray_cell_in_the_last_corner_costs_nothing() {
    let sheets = read(with_rows(
        r#"<row r="2"><c r="B2" t="inlineStr"><is><t>An</t></is></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#,
    ));
    assert_eq!(
        sheets.unwrap()[0].rows,
        [SheetRow { number: 2, cells: vec![Cell::Empty, text("An")], fonts: vec![] }]
    );
}

#[test]
fn rows_in_pieces_are_put_together() {
    let sheets = read(with_rows(
        r#"<row r="3"><c r="A3"><v>3</v></c></row><row r="2"><c r="B2"><v>2</v></c></row><row r="3"><c r="C3"><v>4</v></c></row>"#,
    ));
    let rows = &sheets.unwrap()[0].rows;
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(rows[1].cells, [Cell::Number(3.0), Cell::Empty, Cell::Number(4.0)]);
}

#[test]
fn million_blank_rows_are_no_burden() {
    let mut rows = String::from(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#);
    for row in 2..=1_000_000 {
        use std::fmt::Write as _;
        let _ = write!(rows, r#"<row r="{row}"><c r="A{row}" s="1"/></row>"#);
    }
    assert_eq!(read(with_rows(&rows)).unwrap()[0].rows.len(), 1);
}

#[test]
fn too_many_columns() {
    let column = |index: u32| {
        let (mut name, mut rest) = (String::new(), index + 1);
        while rest > 0 {
            name.insert(0, char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap()));
            rest = (rest - 1) / 26;
        }
        name
    };
    let cells: String = (0..16_384).map(|i| format!(r#"<c r="{}1"><v>1</v></c>"#, column(i))).collect();
    check_refused(with_rows(&format!(r#"<row r="1">{cells}</row>"#)), "file.too_many_columns");
    check_refused(
        (0..2000).map(|i| format!("c{i};")).collect::<String>().into_bytes(),
        "file.too_many_columns",
    );
}

#[test]
fn gigantic_cells() {
    let long = "a".repeat(1 << 20);
    check_refused(
        with_rows(&format!(r#"<row r="1"><c r="A1" t="inlineStr"><is><t>{long}</t></is></c></row>"#)),
        "file.cell_too_long",
    );
    check_refused(format!("STT;{long}\n1;2\n").into_bytes(), "file.cell_too_long");
    check_refused(
        ods(&format!(
            "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>{long}</text:p></table:table-cell></table:table-row>"
        )),
        "file.cell_too_long",
    );
}

#[test]
fn nested_xml_ends() {
    let deep = "<a>".repeat(300_000) + &"</a>".repeat(300_000);
    check_refused(ods(&deep), "file.damaged");
    // calamine skips what it does not know; the file must just end in time.
    let _ = read(with_rows(&format!(r#"<row r="1"><c r="A1">{deep}</c></row>"#)));
}

#[test]
fn cut_and_foreign_files() {
    let whole = sample().save_to_buffer().unwrap();
    check_refused(whole[..whole.len() / 2].to_vec(), "file.damaged");
    check_refused(whole[..whole.len() - 10].to_vec(), "file.damaged");
    let cut = rezip(&whole, |name, mut content| {
        if name == "xl/worksheets/sheet1.xml" {
            content.truncate(content.len() / 2);
        }
        Some(content)
    });
    check_refused(cut, "file.damaged");
    check_refused(
        rezip(&whole, |name, content| (name != "xl/workbook.xml").then_some(content)),
        "file.not_spreadsheet",
    );
    check_refused(zipped(&[("word/document.xml", b"<a/>".to_vec())]), "file.not_spreadsheet");
    check_refused(zipped(&[("Thôn 1/phieu.XLSX", whole.clone())]), "file.archive");
    check_refused(b"Rar!\x1A\x07\x01\x00".to_vec(), "file.archive");
    check_refused(b"\xEF\xBB\xBF <html><table><tr><td>1</td></tr></table></html>".to_vec(), "file.html");
    check_refused(b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>".to_vec(), "file.html");
    check_refused(b"%PDF-1.7 ...".to_vec(), "file.not_spreadsheet");
    check_refused(Vec::new(), "file.empty");
    let junk: Vec<u8> = (0..20_000_u32).map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes()[3]).collect();
    check_refused(junk, "file.not_spreadsheet");
    check_refused(b"STT;Ho ten;Nam sinh\n1;Nguyen\0 An;1950\n2;Tran B;1960\n".to_vec(), "file.nul");
}

#[test]
fn paths_that_are_no_files() {
    let folder = tempfile::tempdir().unwrap();
    let check = |path: PathBuf, code: &str| assert_eq!(SourceFile::open(&path).unwrap_err().code, code);
    check(folder.path().to_owned(), "file.is_directory");
    check(folder.path().join("khong-co.xlsx"), "file.not_found");
    let path = folder.path().join("ten-sai.xls");
    sample().save(&path).unwrap();
    assert_eq!(SourceFile::open(&path).unwrap().sheet_names(), ["Thôn 1"]);
    let path = folder.path().join("lon.csv");
    std::fs::File::create(&path).unwrap().set_len(MAX_FILE + 1).unwrap();
    check(path, "file.too_large");
}

#[test]
fn zip_bombs() {
    let blanks = vec![b' '; 80 << 20];
    let bomb = |part: &str| {
        rezip(&sample().save_to_buffer().unwrap(), |name, content| {
            Some(if name == part { [content.as_slice(), &blanks].concat() } else { content })
        })
    };
    check_refused(bomb("xl/worksheets/sheet1.xml"), "file.bomb");
    check_refused(bomb("xl/sharedStrings.xml"), "file.bomb");
    // An archive that lies about the size of a part.
    let mut liar = bomb("xl/sharedStrings.xml");
    let size = u32::try_from((80 << 20) + shared_strings_length()).unwrap().to_le_bytes();
    let places: Vec<usize> = (0..liar.len() - 4).filter(|at| liar[*at..*at + 4] == size).collect();
    assert!(!places.is_empty());
    for at in places {
        liar[at..at + 4].copy_from_slice(&1000_u32.to_le_bytes());
    }
    let error = read(liar).unwrap_err();
    assert!(["file.bomb", "file.damaged", "file.cell_too_long"].contains(&error.code), "{error:?}");
}

fn shared_strings_length() -> usize {
    let bytes = sample().save_to_buffer().unwrap();
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let size = zip.by_name("xl/sharedStrings.xml").unwrap().size();
    usize::try_from(size).unwrap()
}

/// A compound file of 512-byte sectors: FAT in sector 0, directory in sector 1, one stream behind.
fn compound(name: &str, stream: &[u8], fat: impl Fn(&mut Vec<u32>)) -> Vec<u8> {
    let sectors = stream.len().div_ceil(512);
    let mut header = vec![0_u8; 512];
    header[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
    put(24, &[0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
    put(44, &1_u32.to_le_bytes());
    put(48, &1_u32.to_le_bytes());
    put(56, &4096_u32.to_le_bytes());
    put(60, &END.to_le_bytes());
    put(68, &END.to_le_bytes());
    put(76, &[0xFF; 436]);
    put(76, &0_u32.to_le_bytes());
    let mut table: Vec<u32> = vec![0xFFFF_FFFF; 128];
    table[0] = 0xFFFF_FFFD;
    table[1] = END;
    for sector in 0..sectors {
        table[sector + 2] = if sector + 1 == sectors { END } else { u32::try_from(sector + 3).unwrap() };
    }
    fat(&mut table);
    let entry = |name: &str, kind: u8, start: u32, size: usize| {
        let mut entry = vec![0_u8; 128];
        for (at, unit) in name.encode_utf16().enumerate() {
            entry[at * 2..at * 2 + 2].copy_from_slice(&unit.to_le_bytes());
        }
        entry[66] = kind;
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry[120..124].copy_from_slice(&u32::try_from(size).unwrap().to_le_bytes());
        entry
    };
    let mut out = header;
    out.extend(table.iter().flat_map(|id| id.to_le_bytes()));
    out.extend(entry("Root Entry", 5, END, 0));
    out.extend(entry(name, 2, 2, stream.len()));
    out.extend([0_u8; 256]);
    out.extend(stream);
    out.resize(512 * (3 + sectors), 0);
    out
}

const END: u32 = 0xFFFF_FFFE;

/// A workbook stream of one sheet with a number at each of two places, padded to the size of a big stream.
fn workbook_stream(dimensions: (u32, u16), cells: &[(u16, u16)]) -> Vec<u8> {
    let record = |kind: u16, data: &[u8]| {
        [kind.to_le_bytes().as_slice(), &u16::try_from(data.len()).unwrap().to_le_bytes(), data].concat()
    };
    let bof = |kind: u16| {
        record(0x0809, &[&0x0600_u16.to_le_bytes(), &kind.to_le_bytes(), [0; 12].as_slice()].concat())
    };
    let mut globals = bof(5);
    let sheet_at = globals.len() + 4 + 9 + 4;
    globals.extend(record(
        0x0085,
        &[&u32::try_from(sheet_at).unwrap().to_le_bytes()[..], &[0, 0, 1, 0, b'A']].concat(),
    ));
    globals.extend(record(0x000A, &[]));
    assert_eq!(globals.len(), sheet_at);
    globals.extend(bof(0x10));
    let (rows, columns) = dimensions;
    let size = [&[0; 4][..], &rows.to_le_bytes(), &[0; 2], &columns.to_le_bytes(), &[0; 2]].concat();
    globals.extend(record(0x0200, &size));
    for (row, column) in cells {
        let cell = [&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 2], &7_f64.to_le_bytes()].concat();
        globals.extend(record(0x0203, &cell));
    }
    globals.extend(record(0x000A, &[]));
    globals.resize(5000, 0);
    globals
}

#[test]
fn old_excel_within_bounds() {
    let rows = read(compound("Workbook", &workbook_stream((3, 2), &[(1, 0), (2, 1)]), |_| ())).unwrap();
    assert_eq!(rows[0].name, "A");
    assert_eq!(
        rows[0].rows[1],
        SheetRow { number: 3, cells: vec![Cell::Empty, Cell::Number(7.0)], fonts: vec![] }
    );
    check_refused(compound("EncryptedPackage", &[0; 5000], |_| ()), "file.password");
    check_refused(compound("WordDocument", &[0; 5000], |_| ()), "file.not_spreadsheet");
    // The far corner would be 4 billion cells if sheets were laid out whole.
    for (dimensions, cells) in
        [((3, 2), [(0, 0), (65_535, 65_535)]), ((4_000_000_000, 256), [(0, 0), (0, 0)])]
    {
        let sheets = read(compound("Workbook", &workbook_stream(dimensions, &cells), |_| ())).unwrap();
        assert_eq!(sheets[0].rows, [SheetRow { number: 1, cells: vec![Cell::Number(7.0)], fonts: vec![] }]);
    }
    // A directory that runs in a circle.
    check_refused(
        compound("Workbook", &workbook_stream((3, 2), &[(0, 0)]), |fat| fat[1] = 1),
        "file.damaged",
    );
    check_refused(
        compound("Workbook", &workbook_stream((3, 2), &[(0, 0)]), |fat| fat[3] = 900),
        "file.damaged",
    );
    check_refused(
        compound("Workbook", &workbook_stream((3, 2), &[(0, 0)]), |_| ())[..900].to_vec(),
        "file.damaged",
    );
}

fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content><office:automatic-styles>\
         <style:style style:name=\"ta2\"><style:table-properties table:display=\"false\"/></style:style></office:automatic-styles>\
         <office:body><office:spreadsheet><table:table table:name=\"Thôn &lt;1&gt;\">{rows}</table:table>\
         <table:table table:name=\"Ẩn\" table:style-name=\"ta2\"/></office:spreadsheet></office:body></office:document-content>"
    );
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
        ("content.xml", content.into_bytes()),
        ("META-INF/manifest.xml", b"<manifest/>".to_vec()),
    ])
}

#[test]
fn ods_gives_what_is_stored() {
    let sheets = read(ods(
        "<table:table-row table:number-rows-repeated=\"3\"><table:table-cell table:number-columns-repeated=\"1024\"/></table:table-row>\
         <table:table-row><table:table-cell office:value-type=\"float\" office:value=\"38080001234\"><text:p>38,080,001,234</text:p></table:table-cell>\
         <table:table-cell table:number-columns-repeated=\"2\"/>\
         <table:table-cell office:value-type=\"date\" office:date-value=\"1980-02-01\"><text:p>01/02/80</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"string\" table:number-columns-spanned=\"2\" table:number-rows-spanned=\"2\"><office:annotation><text:p>ghi</text:p></office:annotation><text:p>Y<text:s text:c=\"2\"/>&amp; Z</text:p><text:p>&#225;</text:p></table:table-cell>\
         <table:covered-table-cell/><table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"/></table:table-row>\
         <table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"1024\"/></table:table-row>",
    ))
    .unwrap();
    let [sheet] = sheets.as_slice() else { panic!("{sheets:?}") };
    assert_eq!(sheet.name, "Thôn <1>");
    assert_eq!(sheet.rows.len(), 1);
    assert_eq!(sheet.rows[0].number, 4);
    assert_eq!(
        sheet.rows[0].cells,
        [
            Cell::Number(38_080_001_234.0),
            Cell::Empty,
            Cell::Empty,
            date(1980, 2, 1),
            text("Y  & Z\ná"),
            Cell::Empty,
            Cell::Bool(true)
        ]
    );
    assert_eq!(sheet.merged, [(4, 4, 5, 5)]);
}

#[test]
fn ods_bombs() {
    let cell = "<table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"9999\"><text:p>x</text:p></table:table-cell>";
    check_refused(ods(&format!("<table:table-row>{cell}</table:table-row>")), "file.too_many_columns");
    let one = "<table:table-cell office:value-type=\"string\"><text:p>x</text:p></table:table-cell>";
    check_refused(
        ods(&format!("<table:table-row table:number-rows-repeated=\"1048576\">{one}</table:table-row>")),
        "file.too_many_cells",
    );
    let whole = ods(&format!("<table:table-row>{one}</table:table-row>"));
    let change = |find: &'static str, put: &'static str| {
        rezip(&whole, move |_, content| Some(String::from_utf8(content).unwrap().replace(find, put).into()))
    };
    check_refused(change("</table:table-row></table:table>", ""), "file.damaged");
    check_refused(change("<manifest/>", "<m><encryption-data/></m>"), "file.password");
}

#[test]
fn csv_encodings_and_separators() {
    let expect = [
        SheetRow { number: 1, cells: vec![text("STT"), text("Họ và tên"), text("SĐT")], fonts: vec![] },
        SheetRow {
            number: 3,
            cells: vec![text("1"), text("Nguyễn Thị Hòa, Đỗ\nBình"), text("0912345678")],
            fonts: vec![],
        },
        SheetRow { number: 4, cells: vec![text("2"), text("Lê \"Ất\"")], fonts: vec![] },
    ];
    let csv = |separator: char| {
        "STT;Họ và tên;SĐT\r\n;;\r\n1;\"Nguyễn Thị Hòa, Đỗ\nBình\";0912345678\r\n2;\"Lê \"\"Ất\"\"\"\r\n"
            .replace(';', &separator.to_string())
    };
    let check = |bytes: Vec<u8>| {
        let sheets = read(bytes).unwrap();
        assert_eq!((sheets[0].name.as_str(), sheets[0].rows.as_slice()), ("", expect.as_slice()));
    };
    for separator in [',', ';', '\t'] {
        let text = csv(separator);
        check(text.clone().into_bytes());
        check([b"\xEF\xBB\xBF", text.as_bytes()].concat());
        check([0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect());
        check([0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect());
        check(windows_1258(&text));
    }
    // Blank lines are rows of Excel's, too.
    let rows = |text: &str| {
        read(text.as_bytes().to_vec()).unwrap()[0].rows.iter().map(|r| r.number).collect::<Vec<_>>()
    };
    assert_eq!(rows("a,b\n\n\nc,d\n"), [1, 4]);
    assert_eq!(rows("sep=;\r\na;b\r\n\"c\nd\";e\r\n\r\nf;g"), [2, 3, 5]);
    // Western letters at the places of Vietnamese tones stay what they are; TCVN3 comes as windows-1252.
    let latin: Vec<u8> =
        "STT,Hä vµ tªn\n1,NguyÔn ThÞ B×nh\n".chars().map(|c| u8::try_from(c as u32).unwrap()).collect();
    assert_eq!(read(latin).unwrap()[0].rows[1].cells[1], text("NguyÔn ThÞ B×nh"));
}

/// Vietnamese as Windows writes it: precomposed base letters with the tone behind.
fn windows_1258(text: &str) -> Vec<u8> {
    use unicode_normalization::UnicodeNormalization;
    const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    let mut out = String::new();
    for c in text.chars() {
        let parts: Vec<char> = [c].into_iter().nfd().collect();
        let (tones, base): (Vec<char>, Vec<char>) = parts.into_iter().partition(|c| TONES.contains(c));
        out.extend(base.into_iter().nfc());
        out.extend(tones);
    }
    let (bytes, _, lost) = encoding_rs::WINDOWS_1258.encode(&out);
    assert!(!lost);
    bytes.into_owned()
}

/// A list of one hamlet with titles, merged headings, a group row, real dates, long numbers and a signature.
fn hamlet_book() -> Workbook {
    let mut book = Workbook::new();
    let page = book.add_worksheet().set_name("Thôn Đoài").unwrap();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let long = Format::new().set_num_format("000000000000");
    page.merge_range(0, 0, 0, 5, "DANH SÁCH NHÂN KHẨU", &Format::new()).unwrap();
    for (column, heading) in
        (0..).zip(["STT", "Mã hộ", "Họ và tên", "Năm sinh", "", "Số CCCD", "SĐT", "Mức độ"])
    {
        page.write_string(2, column, heading).unwrap();
    }
    page.merge_range(2, 3, 2, 4, "Năm sinh", &Format::new()).unwrap();
    page.write_string(3, 3, "Nam").unwrap().write_string(3, 4, "Nữ").unwrap();
    page.write_string(4, 0, "Tổ 3").unwrap();
    let people =
        [("Nguyễn Văn Mẫu", 3, 1950_u16, 38_050_001_234_u64), ("Trần Thị Thử", 4, 1980, 38_180_001_235)];
    for (row, (name, column, year, number)) in (5..).zip(people) {
        page.write_number(row, 0, row - 4).unwrap().write_string(row, 2, name).unwrap();
        page.write_datetime_with_format(row, column, ExcelDateTime::from_ymd(year, 2, 1).unwrap(), &day)
            .unwrap();
        page.write_number_with_format(row, 5, number as f64, &long).unwrap();
        page.write_string(row, 6, "0912345678").unwrap();
        page.write_formula(row, 7, Formula::new("=1+1").set_result("2")).unwrap();
    }
    page.merge_range(5, 1, 6, 1, "H1", &Format::new()).unwrap();
    page.set_row_hidden(6).unwrap();
    page.write_string(8, 2, "NGƯỜI LẬP BIỂU").unwrap();
    book.add_worksheet().set_name("Ẩn").unwrap().set_hidden(true).write_string(0, 0, "x").unwrap();
    book
}

#[test]
fn old_formats_read_alike() {
    let expect = read(hamlet_book().save_to_buffer().unwrap()).unwrap();
    assert_eq!((expect.len(), expect[0].rows.len(), expect[0].merged.len()), (1, 7, 3));
    for name in ["hamlet.xls", "hamlet.ods"] {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
        let mut sheets = read(std::fs::read(path).unwrap()).unwrap();
        for sheet in &mut sheets {
            sheet.merged.sort_unstable();
        }
        assert_eq!(sheets, expect, "{name}");
    }
}

/// The source of the fixtures that only other programs can write; fixtures/README.md says how.
#[test]
#[ignore = "run by hand when the fixtures change"]
fn write_fixture_source() {
    hamlet_book().save(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/hamlet.xlsx")).unwrap();
}

fn xlsb_record(kind: u16, data: &[u8]) -> Vec<u8> {
    let low = u8::try_from(kind & 0x7F).unwrap();
    let kind = if kind < 0x80 { vec![low] } else { vec![low | 0x80, u8::try_from(kind >> 7).unwrap()] };
    [kind, vec![u8::try_from(data.len()).unwrap()], data.to_vec()].concat()
}

fn xlsb_text(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    [&u32::try_from(units.len() / 2).unwrap().to_le_bytes()[..], &units].concat()
}

fn xlsb_sheet(row: u32, column: u32) -> Vec<u8> {
    let cell =
        |column: u32, style: u8, value: &[u8]| [&column.to_le_bytes()[..], &[style, 0, 0, 0], value].concat();
    [
        xlsb_record(0x94, &[0; 16]),
        xlsb_record(0x91, &[]),
        xlsb_record(0, &row.to_le_bytes()),
        xlsb_record(6, &cell(0, 0, &xlsb_text("Hòa"))),
        xlsb_record(7, &cell(1, 0, &[0; 4])),
        xlsb_record(2, &cell(2, 1, &(29_252_u32 << 2 | 2).to_le_bytes())),
        xlsb_record(5, &cell(column, 0, &7_f64.to_le_bytes())),
        xlsb_record(0x92, &[]),
    ]
    .concat()
}

fn xlsb(sheet: Vec<u8>) -> Vec<u8> {
    let bundle = [&[0; 4][..], &[1, 0, 0, 0], &xlsb_text("rId1"), &xlsb_text("Thôn 1")].concat();
    let rels = r#"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.bin"/></Relationships>"#;
    let styles = [
        xlsb_record(0x267, &[1, 0, 0, 0]),
        xlsb_record(0x2C, &[&[200, 0][..], &xlsb_text("d/m/yy")].concat()),
        xlsb_record(0x269, &[2, 0, 0, 0]),
        xlsb_record(0x2F, &[0; 16]),
        xlsb_record(0x2F, &[&[0, 0, 200][..], &[0; 13]].concat()),
        xlsb_record(0x26A, &[]),
    ];
    let strings = [
        xlsb_record(0x9F, &[1, 0, 0, 0, 1, 0, 0, 0]),
        xlsb_record(0x13, &[&[0][..], &xlsb_text("Bình")].concat()),
        xlsb_record(0xA0, &[]),
    ];
    zipped(&[
        (
            "xl/workbook.bin",
            [xlsb_record(0x9C, &bundle), xlsb_record(0x90, &[]), xlsb_record(0x9D, &[])].concat(),
        ),
        ("xl/_rels/workbook.bin.rels", rels.into()),
        ("xl/worksheets/sheet1.bin", sheet),
        ("xl/styles.bin", styles.concat()),
        ("xl/sharedStrings.bin", strings.concat()),
    ])
}

fn small_xlsb() -> Vec<u8> {
    xlsb(xlsb_sheet(4, 3))
}

#[test]
fn binary_excel() {
    let sheets = read(small_xlsb()).unwrap();
    assert_eq!(sheets[0].name, "Thôn 1");
    let cells = vec![text("Hòa"), text("Bình"), date(1980, 2, 1), Cell::Number(7.0)];
    assert_eq!(sheets[0].rows, [SheetRow { number: 5, cells, fonts: vec![] }]);
    assert_eq!(read(xlsb(xlsb_sheet(4, u32::MAX - 1))).unwrap()[0].rows[0].cells.len(), 3);
    check_refused(xlsb(xlsb_sheet(4, 3)[..40].to_vec()), "file.damaged");
    check_refused(xlsb(xlsb_record(0x94, &[0; 3])), "file.damaged");
}

#[cfg(target_os = "linux")]
#[test]
fn what_a_parser_panics_with_is_not_printed() {
    // The child of this test says so on its streams; the hook that was set before still tells other panics.
    let child = hostile::in_child("panics", &[("PANICS", "1".to_owned())]);
    assert_eq!(child.outcome, "file.damaged; in the middle; told: an honest one");
}

#[test]
#[ignore = "the child of the test above"]
fn panics() {
    use std::sync::Mutex;
    static TOLD: Mutex<Vec<String>> = Mutex::new(Vec::new());
    if std::env::var_os("PANICS").is_none() {
        return;
    }
    std::panic::set_hook(Box::new(|panic| {
        TOLD.lock().unwrap().push(panic.payload_as_str().unwrap_or_default().to_owned());
    }));
    let refused = guard::guarded(|| -> Result<()> { panic!("a parser's") }).unwrap_err();
    // Another thread's panic while this one parses, and this one's own before and after.
    let middle = guard::guarded(|| {
        let other = std::thread::spawn(|| panic!("an honest one")).join();
        Ok(if other.is_err() { "in the middle" } else { "" })
    });
    let told = TOLD.lock().unwrap().join(", ");
    println!("outcome={}; {}; told: {told}", refused.code, middle.unwrap());
}

/// Calamine alone against this reader, on a commune of 150 sheets: `cargo test --lib -- --ignored speed --nocapture`.
#[test]
#[ignore = "takes half a minute; run by hand when the reader changes"]
fn speed() {
    const HEADINGS: [&str; 15] = [
        "STT",
        "Mã hộ",
        "Chủ hộ",
        "Họ và tên",
        "Ngày sinh",
        "Số CCCD",
        "SĐT",
        "Giới tính",
        "Quan hệ",
        "Ngõ",
        "Số nhà",
        "Tình trạng cư trú",
        "Smartphone",
        "Internet",
        "Ghi chú",
    ];
    let mut book = Workbook::new();
    let bold = Format::new().set_font_name(".VnTime");
    for sheet in 0..150 {
        let page = book.add_worksheet();
        for row in 0..800_u32 {
            for column in 0..15_u16 {
                match column {
                    _ if row == 0 => page.write_string(row, column, HEADINGS[usize::from(column)]),
                    0 | 5 => page.write_number(row, column, row),
                    3 => page.write_string_with_format(row, column, format!("NguyÔn {sheet} {row}"), &bold),
                    _ => page.write_string(row, column, format!("Nguyễn Văn {sheet} {row} {column}")),
                }
                .unwrap();
            }
        }
    }
    let bytes: Arc<[u8]> = book.save_to_buffer().unwrap().into();
    let (mut alone_best, mut ours_best) = (f64::MAX, f64::MAX);
    for _ in 0..5 {
        let start = cpu_seconds();
        let mut alone: Xlsx<_> = Xlsx::new(Cursor::new(bytes.clone())).unwrap();
        let mut cells = 0;
        for name in alone.sheet_names() {
            cells += alone.worksheet_range(&name).unwrap().cells().count();
        }
        drop(alone);
        alone_best = alone_best.min(cpu_seconds() - start);
        let mut start = cpu_seconds();
        let mut file = SourceFile::from_bytes(String::new(), bytes.clone()).unwrap();
        let opened = cpu_seconds() - start;
        let mut ours = 0;
        let mut layouts = 0.0;
        for index in 0..150 {
            let sheet = file.read(index).unwrap();
            ours += sheet.rows.iter().map(|row| row.cells.len()).sum::<usize>();
            let before = cpu_seconds();
            let layout = layout::find(&sheet, &layout::ColumnsSaid::default()).unwrap().unwrap();
            assert_eq!(layout::classify(&sheet, &layout, false, &[]).len(), 799);
            layouts += cpu_seconds() - before;
        }
        drop(file);
        start += layouts;
        ours_best = ours_best.min(cpu_seconds() - start);
        assert_eq!(cells, ours);
        println!(
            "{cells} cells, {} MB; calamine {alone_best:.2} s, this {ours_best:.2} s (open {opened:.2} s), ratio {:.2}; layouts {layouts:.2} s",
            bytes.len() >> 20,
            ours_best / alone_best
        );
    }
}

/// Time that this thread has run, where Linux tells; other programs on the machine do not count.
fn cpu_seconds() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    told.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).map_or(0.0, |ns| ns / 1e9)
}
