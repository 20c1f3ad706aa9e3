//! A form on paper as Nghị định 30/2020/NĐ-CP wants it, without a cell address: what the workbook and the preview draw.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::import::masked_within;
use super::report::Percent;
use super::text::thousands;
use super::unit::Level;
use crate::messages::word;

/// Whose paper it is: the unit whose people's committee stands at its top, and the agency below. A hamlet has no committee:
/// its papers are the commune's, by the hamlet's team. `above` are the units above `name`, nearest first.
#[must_use]
pub fn issuer<'a>(level: Level, name: &'a str, above: &'a [String]) -> (&'a str, String) {
    let agency = word("form.agency");
    if level == Level::Hamlet {
        (above.first().map_or(name, String::as_str), format!("{agency} {name}"))
    } else {
        (name, agency.to_owned())
    }
}

/// One official form, every text ready to print.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Form {
    /// Name of the sheet.
    pub sheet: String,
    /// Landscape for wide tables, else portrait.
    pub landscape: bool,
    /// Cơ quan chủ quản, capitals, regular.
    pub above: String,
    /// Cơ quan ban hành, capitals, bold, with a rule under it.
    pub agency: String,
    /// Where it is signed; with the day after it.
    pub place: String,
    /// The day it is signed.
    pub date: NaiveDate,
    /// "Phụ lục II", bold 14; empty when the form is not an appendix.
    pub annex: String,
    /// Tên loại, capitals, bold.
    pub title: String,
    /// Lines under the title, bold.
    pub subtitles: Vec<String>,
    /// Lines under those, italic: "(Theo mẫu …)", "Số liệu tính đến …".
    pub remarks: Vec<String>,
    /// Columns of the table.
    pub columns: Vec<Column>,
    /// Whether a row "(1) (2) …" stands under the headings.
    pub numbered: bool,
    /// Rows of the table.
    pub rows: Vec<Row>,
    /// What stands in the table when it has no rows.
    pub empty: String,
    /// Lines under the table.
    pub notes: Vec<String>,
    /// Nơi nhận, one recipient a line, with its punctuation.
    pub recipients: Vec<String>,
    /// Signature blocks, from the left.
    pub signatures: Vec<Signature>,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Column {
    /// Headings from the widest group down to the column's own: one to three. Neighbours with equal groups share them.
    pub heading: Vec<String>,
    /// Width in pixels at 96 dpi. The writer widens a table that is narrower than the paper.
    pub width: u32,
    /// How its values stand.
    pub kind: Kind,
}

impl Column {
    /// A column; the heading's groups are separated by '|'.
    #[must_use]
    pub fn new(heading: &str, width: u32, kind: Kind) -> Self {
        Self { heading: heading.split('|').map(|part| part.trim().to_owned()).collect(), width, kind }
    }
}

/// How the values of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Text at the left.
    Text,
    /// Short text in the middle: dates, levels, identity numbers, phones.
    Centred,
    /// A count at the right.
    Count,
    /// A ratio at the right.
    Ratio,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Row {
    /// Totals are bold.
    pub total: bool,
    /// One value a column.
    pub cells: Vec<Value>,
}

/// One value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// Text; empty leaves the cell blank. Numbers of people and phones are texts. Never a formula.
    Text(String),
    /// A whole number; a difference may be below zero.
    Count(#[ts(type = "number")] i64),
    /// A ratio, already rounded; the workbook holds exactly this number, shown with two decimals.
    Ratio(Percent),
    /// Not known: "–". Missing is not zero.
    Missing,
    /// One cell with the one above: belongs to several rows.
    Above,
    /// One cell with the one at the left.
    Left,
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u32> for Value {
    fn from(count: u32) -> Self {
        Self::Count(count.into())
    }
}

impl From<Option<u32>> for Value {
    fn from(count: Option<u32>) -> Self {
        count.map(i64::from).into()
    }
}

impl From<Option<i64>> for Value {
    fn from(count: Option<i64>) -> Self {
        count.map_or(Self::Missing, Self::Count)
    }
}

impl From<Option<Percent>> for Value {
    fn from(ratio: Option<Percent>) -> Self {
        ratio.map_or(Self::Missing, Self::Ratio)
    }
}

/// One signature block.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Signature {
    /// "TM. TỔ CÔNG TÁC", "TỔ TRƯỞNG": capitals, bold, one a line.
    pub titles: Vec<String>,
    /// "(Ký, ghi rõ họ tên)", italic.
    pub hint: String,
    /// The signer's name where the book has it, bold, without rank or title; else empty.
    pub name: String,
}

/// What was checked of a form before it leaves the house.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct FormCheck {
    /// Row of `messages.csv`.
    pub code: &'static str,
    /// Values of its places.
    pub params: BTreeMap<&'static str, String>,
    /// Nothing for anybody to look at.
    pub fine: bool,
}

impl Form {
    /// Hides the middle of every identity number and phone in its rows and notes, as screens do; whether there was any.
    pub fn hide_numbers(&mut self) -> bool {
        let cells = self.rows.iter_mut().flat_map(|row| &mut row.cells);
        let texts = cells.filter_map(|cell| if let Value::Text(text) = cell { Some(text) } else { None });
        let mut hidden = false;
        for text in texts.chain(&mut self.notes) {
            let shown = masked_within(text);
            hidden |= shown != *text;
            *text = shown;
        }
        hidden
    }

    /// The checks of the form: totals against their rows, rows without figures, how many rows a list has.
    #[must_use]
    pub fn checks(&self) -> Vec<FormCheck> {
        let check = |code, fine, name: &'static str, value: String| FormCheck {
            code,
            params: if name.is_empty() { BTreeMap::new() } else { BTreeMap::from([(name, value)]) },
            fine,
        };
        let rows = || self.rows.iter().filter(|row| !row.total);
        let count = rows().count();
        let mut checks = Vec::new();
        if let Some(total) = self.rows.iter().find(|row| row.total) {
            let number =
                |cell: Option<&Value>| if let Some(Value::Count(n)) = cell { Some(*n) } else { None };
            let sum = |at: usize| rows().filter_map(|row| number(row.cells.get(at))).sum::<i64>();
            let differs =
                |(at, cell): &(usize, &Value)| number(Some(cell)).is_some_and(|total| total != sum(*at));
            let wrong = total.cells.iter().enumerate().find(differs);
            checks.push(match wrong.and_then(|(at, _)| self.columns.get(at)) {
                Some(column) => check("form.check.sums_differ", false, "column", column.heading.join(", ")),
                None => check("form.check.sums", true, "", String::new()),
            });
            let figures =
                |row: &&Row| row.cells.iter().any(|cell| matches!(cell, Value::Count(_) | Value::Ratio(_)));
            let blank = rows()
                .map(|row| Row { total: false, cells: row.cells.iter().skip(2).cloned().collect() })
                .filter(|row| !figures(&row))
                .count();
            if blank > 0 && blank == count {
                checks.push(check("form.check.no_figures", false, "", String::new()));
            } else if blank > 0 {
                checks.push(check("form.check.without", false, "count", thousands(blank)));
            }
        } else if count > 0 {
            checks.push(check("form.check.rows", true, "count", thousands(count)));
        } else {
            checks.push(check("form.check.empty", true, "", String::new()));
        }
        checks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of counts, '-' for missing, the total last; expects the codes of the checks.
    fn check(rows: &[&str], expect: &str) {
        let cells = |row: &str| {
            let value = |text: &str| text.parse().map_or(Value::Missing, Value::Count);
            [Value::Count(1), "Thôn".into()].into_iter().chain(row.split(' ').map(value)).collect()
        };
        let mut form = Form { columns: vec![Column::new("Cột", 30, Kind::Count); 4], ..Form::default() };
        form.rows = rows.iter().map(|row| Row { total: false, cells: cells(row) }).collect();
        if let Some(total) = form.rows.last_mut() {
            total.total = true;
            total.cells[0] = "Tổng".into();
        }
        let codes: Vec<&str> =
            form.checks().iter().map(|check| check.code.trim_start_matches("form.check.")).collect();
        assert_eq!(codes.join(" "), expect, "{rows:?}");
    }

    #[test]
    fn totals_are_held_against_their_rows() {
        check(&["1 2", "3 4", "4 6"], "sums");
        check(&["1 2", "- -", "1 2"], "sums without");
        check(&["1 2", "3 4", "4 7"], "sums_differ");
        check(&["- -", "- -", "- -"], "sums no_figures");
        check(&[], "empty");
    }
}
