//! Fills worksheets in as people and their programs do.

use std::path::{Path, PathBuf};

use chrono::{NaiveDate, NaiveTime};
use rust_xlsxwriter::{Format, Workbook, Worksheet};

use super::read::{find_header, text_of};
use super::{Column, HEADER};
use crate::excel::read_sheet::SourceFile;
use crate::excel::sheet::Cell;

/// What happens to the file on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    AsItIs,
    /// Rows in reverse order under another sheet name, columns reversed, the key column first.
    TurnedRound,
    /// Only the rows with answers are left.
    OnlyAnswered,
    /// The title above the headings is gone and a signature stands below.
    Signed,
    /// The first sheet as CSV.
    Csv,
    /// As LibreOffice writes it: nothing is left but values, numbers in General cells.
    ValuesOnly,
}

pub(crate) const SHAPES: [Shape; 6] =
    [Shape::AsItIs, Shape::TurnedRound, Shape::OnlyAnswered, Shape::Signed, Shape::Csv, Shape::ValuesOnly];

/// The cells of a worksheet's first sheet from its headings on.
pub(crate) fn table(path: &Path) -> Vec<Vec<Cell>> {
    let mut file = SourceFile::open(path).unwrap();
    let sheet = file.read(0).unwrap();
    let (header, _) = find_header(&sheet).unwrap();
    let width = sheet.rows.iter().find(|row| row.number == header).unwrap().cells.len();
    let rows = sheet.rows.into_iter().filter(|row| row.number >= header);
    rows.map(|mut row| {
        row.cells.resize(width, Cell::Empty);
        row.cells
    })
    .collect()
}

/// Writes answers (`name`, `heading`, value) into a copy of the worksheet in some shape.
pub(crate) fn fill(path: &Path, answers: &[(&str, &str, Cell)], shape: Shape) -> PathBuf {
    let mut rows = table(path);
    let place = |rows: &[Vec<Cell>], heading: &str| {
        rows[0].iter().position(|cell| *cell == Cell::Text(heading.to_owned())).unwrap()
    };
    let names = place(&rows, Column::Name.heading());
    let mut answered = vec![true];
    answered.resize(rows.len(), false);
    for (name, heading, value) in answers {
        let at = place(&rows, heading);
        let row = rows.iter().position(|row| row[names] == Cell::Text((*name).to_owned())).unwrap();
        rows[row][at] = value.clone();
        answered[row] = true;
    }
    match shape {
        Shape::TurnedRound => {
            rows[1..].reverse();
            rows.iter_mut().for_each(|row| row.reverse());
        }
        Shape::OnlyAnswered => {
            let mut keep = answered.into_iter();
            rows.retain(|_| keep.next().unwrap());
        }
        Shape::Signed => {
            rows.push(vec![Cell::Text("Người lập phiếu".to_owned())]);
            rows.push(vec![Cell::Empty, Cell::Text("(ký, ghi rõ họ tên)".to_owned())]);
        }
        Shape::AsItIs | Shape::Csv | Shape::ValuesOnly => {}
    }
    let out = path.with_file_name(format!("{shape:?}.{}", if shape == Shape::Csv { "csv" } else { "xlsx" }));
    if shape == Shape::Csv {
        let mut csv = csv::WriterBuilder::new().delimiter(b';').flexible(true).from_path(&out).unwrap();
        for row in &rows {
            csv.write_record(row.iter().map(shown)).unwrap();
        }
        csv.flush().unwrap();
        return out;
    }
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(if shape == Shape::TurnedRound { "Nộp lại" } else { "Thôn 1" }).unwrap();
    let first = if shape == Shape::Signed { 0 } else { HEADER };
    for (r, row) in (first..).zip(&rows) {
        for (c, cell) in (0..).zip(row) {
            write_cell(sheet, r, c, cell, shape == Shape::ValuesOnly);
        }
    }
    book.save(&out).unwrap();
    out
}

fn write_cell(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, general: bool) {
    match cell {
        Cell::Text(text) => drop(sheet.write_string(row, column, text).unwrap()),
        Cell::Number(number) => drop(sheet.write_number(row, column, *number).unwrap()),
        Cell::Date(time) => {
            let start = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap().and_time(NaiveTime::MIN);
            let serial = f64::from(i32::try_from((*time - start).num_minutes()).unwrap()) / 1440.0;
            let format = Format::new().set_num_format("dd/mm/yyyy hh:mm");
            let format = if general { Format::new() } else { format };
            sheet.write_number_with_format(row, column, serial, &format).unwrap();
        }
        Cell::Empty | Cell::Bool(_) | Cell::Error => {}
    }
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Date(time) => time.format("%d/%m/%Y %H:%M").to_string(),
        cell => text_of(cell),
    }
}
