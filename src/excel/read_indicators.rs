//! Reads what units report of indicators: a row a unit with numerator and denominator, the indicator in a column of its own or in a
//! row above its units, as the paper `indicators` prints it.

use super::sheet::{Cell, Sheet, SheetRow};
use crate::domain::target::is_total;
use crate::domain::text::{clean, fold};

/// What a row reports, as it is written there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportedRow {
    /// 1-based row as Excel shows it; of pasted text the line.
    pub row: u32,
    /// Name of the indicator; empty when nothing says it.
    pub indicator: String,
    /// Name of the unit.
    pub unit: String,
    /// Numerator, or the number.
    pub numerator: String,
    /// Denominator.
    pub denominator: String,
}

/// Places of the columns.
struct Columns {
    indicator: Option<usize>,
    unit: usize,
    numerator: usize,
    denominator: usize,
}

impl Columns {
    /// The columns that a row of headings names.
    fn named(row: &SheetRow) -> Option<Self> {
        let place = |is: &[&str], begins: &[&str]| {
            row.cells.iter().position(|cell| {
                let said = fold(&text_of(cell));
                is.contains(&said.as_str()) || begins.iter().any(|word| said.starts_with(word))
            })
        };
        let units = ["thon", "xa", "xa phuong", "dia ban", "co quan"];
        Some(Self {
            indicator: place(&["chi tieu", "noi dung", "ten chi tieu"], &[]),
            unit: place(&units, &["don vi", "ten don vi", "chi tieu don vi"])?,
            numerator: place(&["dat", "thuc hien", "da thuc hien", "so luong"], &["tu so", "so dat"])?,
            denominator: place(&["tong", "tong so", "phai thuc hien"], &["mau so"]).unwrap_or(usize::MAX),
        })
    }

    /// Those of rows without headings: unit, numerator, denominator, perhaps with an ordinal before them.
    fn guessed(rows: &[SheetRow]) -> Self {
        let is_figure = |cell: &Cell| {
            let said = text_of(cell);
            !said.is_empty() && said.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' '))
        };
        let ordinals = rows.iter().any(|row| {
            let at = |place: usize| row.cells.get(place);
            at(0).is_some_and(is_figure)
                && at(1).is_some_and(|cell| !text_of(cell).is_empty() && !is_figure(cell))
        });
        let first = usize::from(ordinals);
        Self { indicator: None, unit: first, numerator: first + 1, denominator: first + 2 }
    }
}

/// The rows of a sheet that report something of one of the indicators called `names`; empty when the sheet has no headings for unit
/// and numerator.
#[must_use]
pub fn read_indicators(sheet: &Sheet, names: &[&str]) -> Vec<ReportedRow> {
    let found = sheet.rows.iter().enumerate().find_map(|(at, row)| Some((at, Columns::named(row)?)));
    let Some((at, columns)) = found else { return Vec::new() };
    rows(sheet.rows.get(at + 1..).unwrap_or_default(), &columns, names)
}

/// The same of rows that were copied from a table: a line a row, cells apart by tabs, with or without headings.
#[must_use]
pub fn read_pasted(text: &str, names: &[&str]) -> Vec<ReportedRow> {
    let cell = |cell: &str| match cell.trim() {
        "" => Cell::Empty,
        text => Cell::Text(text.to_owned()),
    };
    let row = |(line, number): (&str, u32)| SheetRow {
        number,
        cells: line.split('\t').map(cell).collect(),
        fonts: Vec::new(),
    };
    let all: Vec<SheetRow> = text.lines().zip(1..).map(row).collect();
    match all.iter().enumerate().find_map(|(at, row)| Some((at, Columns::named(row)?))) {
        Some((at, columns)) => rows(all.get(at + 1..).unwrap_or_default(), &columns, names),
        None => rows(&all, &Columns::guessed(&all), names),
    }
}

fn rows(rows: &[SheetRow], columns: &Columns, names: &[&str]) -> Vec<ReportedRow> {
    let mut group = String::new();
    let mut found = Vec::new();
    for row in rows {
        let text = |place: usize| row.cells.get(place).map(text_of).unwrap_or_default();
        let unit = text(columns.unit);
        let named = columns.indicator.map(text).unwrap_or_default();
        // An indicator merged over its rows stands in the first of them; or it has a row above its units.
        if !named.is_empty() {
            group = named;
        }
        if let Some(name) = names.iter().find(|name| fold(name) == fold(&unit)) {
            (*name).clone_into(&mut group);
            continue;
        }
        let (numerator, denominator) = (text(columns.numerator), text(columns.denominator));
        let sum = row.cells.iter().take(2).any(|cell| is_total(&text_of(cell)));
        if unit.is_empty() || sum || numerator.is_empty() && denominator.is_empty() {
            continue;
        }
        found.push(ReportedRow { row: row.number, indicator: group.clone(), unit, numerator, denominator });
    }
    found
}

fn text_of(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => clean(text).0.trim().to_owned(),
        Cell::Number(number) if number.fract() == 0.0 => format!("{number:.0}"),
        // Not a whole number, and not to be mistaken for one with dots between its groups.
        Cell::Number(number) => format!("{number:.2}"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &[&str], expect: &[&str]) {
        let text = lines.join("\n").replace('|', "\t");
        let rows = read_pasted(&text, &["Hồ sơ nộp trực tuyến", "Số hóa"]);
        let shown: Vec<String> = rows
            .iter()
            .map(|row| {
                format!("{}:{}:{}:{}/{}", row.row, row.indicator, row.unit, row.numerator, row.denominator)
            })
            .collect();
        assert_eq!(shown, expect, "{lines:?}");
    }

    #[test]
    fn tables_are_read_in_the_ways_that_offices_write_them() {
        check(&["Xã A|30|100", "Xã B|45|90"], &["1::Xã A:30/100", "2::Xã B:45/90"]);
        check(&["1|Xã A|30|100", "2|Xã B|45|90", "Tổng|| 75|190"], &["1::Xã A:30/100", "2::Xã B:45/90"]);
        check(
            &["TT|Đơn vị|Chỉ tiêu|Tử số|Mẫu số", "1|Xã A|Số hóa|30|100", "2|Xã B||45|90"],
            &["2:Số hóa:Xã A:30/100", "3:Số hóa:Xã B:45/90"],
        );
        // As the paper prints it, the total of the indicator in its row.
        check(
            &[
                "TT|Chỉ tiêu, đơn vị|Tử số|Mẫu số|Tỷ lệ",
                "|HỒ SƠ NỘP TRỰC TUYẾN|75|190|39,47",
                "1|Xã A|30|100|30",
                "|Số hóa|||",
                "1|Xã A|–|–|",
                "2|Xã B|1.250|2.000|",
            ],
            &["3:Hồ sơ nộp trực tuyến:Xã A:30/100", "5:Số hóa:Xã A:–/–", "6:Số hóa:Xã B:1.250/2.000"],
        );
        check(&["Xã A||", ""], &[]);
    }
}
