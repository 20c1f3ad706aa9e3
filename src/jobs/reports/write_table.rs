//! Takes a table along as it stands on a screen, as a workbook or through the clipboard. One with names leaves as every list with
//! names does: by right, for a purpose, with an entry in the journal.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::disk::{NewFile, Written};
use crate::domain::as_count;
use crate::domain::dates::vi;
use crate::domain::file_kind::FileKind;
use crate::domain::form::{Column, Form, Kind, Row, Value, issuer};
use crate::domain::purpose;
use crate::domain::report::Percent;
use crate::domain::target::whole_number;
use crate::domain::text::thousands;
use crate::error::Result;
use crate::excel::lock::as_it_leaves;
use crate::excel::write_form::write_form;
use crate::messages::{sentence, word};
use crate::session::Session;
use crate::store::Book;

/// Pixels of a letter.
const LETTER: usize = 7;
/// Pixels of the narrowest and the widest column.
const COLUMN: [usize; 2] = [56, 260];
/// Pixels between the margins of a page that stands.
const PORTRAIT: u32 = 620;

/// A table as it stands on a screen.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct TakeTable {
    /// What the screen calls it.
    pub title: String,
    /// The headings of its columns.
    pub head: Vec<TableHead>,
    /// Its rows in the order of the screen, as many cells as headings.
    pub rows: Vec<Vec<String>>,
    /// Of these, so many at the end are sums.
    pub sums: u32,
    /// Whether citizens stand in it.
    pub names: bool,
    /// The workbook; nothing where the page copies it.
    pub out: Option<PathBuf>,
    /// Whether it may take the place of an earlier one.
    pub replace: bool,
}

/// A heading.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct TableHead {
    /// Its words.
    pub text: String,
    /// Whether figures stand below it.
    pub number: bool,
}

/// What was taken along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct TakenTable {
    /// How many rows, without the sums.
    pub rows: u32,
}

/// Writes a table to a workbook, or notes that the page copies it.
///
/// # Errors
/// `save.*`, `workbook.unfit`; the book's own.
pub fn write_table(book: &mut Book, session: &Session, args: &TakeTable) -> Result<TakenTable> {
    let rows = as_count(args.rows.len()).saturating_sub(args.sums);
    let told = json!({ "table": args.title, "rows": rows, "path": args.out });
    let Some(path) = &args.out else {
        if args.names {
            book.note_written(session, "copy-list", &told)?;
        }
        return Ok(TakenTable { rows });
    };
    let to = NewFile { path, kind: FileKind::Workbook, replace: args.replace };
    to.check()?;
    let bytes = write_form(&draw(book, session, args)?)?;
    let written = to.write_bytes(&if args.names { as_it_leaves(bytes, session)? } else { bytes })?;
    // Without its entry there is no list.
    let noted = if args.names { book.note_written(session, "write-list", &told) } else { Ok(()) };
    Written::keep_with([written], noted)?;
    Ok(TakenTable { rows })
}

fn draw(book: &Book, session: &Session, args: &TakeTable) -> Result<Form> {
    let info = book.info()?;
    let (unit, agency) = issuer(info.level, &info.name, &info.above);
    let columns: Vec<Column> =
        args.head.iter().enumerate().map(|(at, head)| column(at, head, &args.rows)).collect();
    let first_sum = args.rows.len().saturating_sub(args.sums as usize);
    let rows = args.rows.iter().enumerate().map(|(at, row)| Row {
        total: at >= first_sum,
        cells: args.head.iter().zip(row).map(|(head, cell)| value(head.number, cell)).collect(),
    });
    let purpose = args.names.then(|| purpose::foot(&session.purpose)).flatten();
    Ok(Form {
        sheet: word("table.sheet").to_owned(),
        landscape: columns.iter().map(|column| column.width).sum::<u32>() > PORTRAIT,
        above: sentence("form.above", [("unit", unit)]).to_uppercase(),
        agency: agency.to_uppercase(),
        place: unit.to_owned(),
        date: session.today(),
        title: args.title.to_uppercase(),
        subtitles: vec![sentence("held.as_of", [("day", vi(session.today()).as_str())])],
        columns,
        rows: rows.collect(),
        notes: purpose.into_iter().collect(),
        ..Form::default()
    })
}

/// As wide as its longest words.
fn column(at: usize, head: &TableHead, rows: &[Vec<String>]) -> Column {
    let long = |text: &str| text.chars().count();
    let words = head.text.split_whitespace().map(long).max().unwrap_or_default();
    let cells = rows.iter().filter_map(|row| row.get(at)).map(|cell| long(cell)).max().unwrap_or_default();
    let width = (cells.max(words) * LETTER + LETTER * 2).clamp(COLUMN[0], COLUMN[1]);
    let kind = if head.number { Kind::Count } else { Kind::Text };
    Column { heading: vec![head.text.clone()], width: as_count(width), kind }
}

/// A figure as the screen writes it, else words: "3.416", "−210", "66,74%", "–" where nothing is known.
fn value(number: bool, cell: &str) -> Value {
    if !number {
        return cell.into();
    }
    if matches!(cell, "–" | "") {
        return Value::Missing;
    }
    // What is written back alike is one.
    let plain = cell.replace('−', "-");
    let count = whole_number(&plain).filter(|count| thousands(*count) == plain).map(Value::Count);
    count.or_else(|| ratio(cell).map(Value::Ratio)).unwrap_or_else(|| cell.into())
}

fn ratio(cell: &str) -> Option<Percent> {
    let (whole, part) = cell.strip_suffix('%')?.split_once(',')?;
    let hundredths =
        u32::try_from(whole_number(whole)?).ok()?.checked_mul(100)?.checked_add(part.parse().ok()?)?;
    Some(Percent(hundredths)).filter(|ratio| ratio.to_vi() == cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_as_screens_write_them() {
        let check = |cell: &str, expect: Value| assert_eq!(value(true, cell), expect, "{cell}");
        check("0", Value::Count(0));
        check("1.316.749", Value::Count(1_316_749));
        check("−210", Value::Count(-210));
        check("66,74%", Value::Ratio(Percent(6674)));
        check("–", Value::Missing);
        // A day, an hour, a part of a whole and a formula are none.
        for words in ["21.11", "20:30", "4/25", "=1+1", "1.3167", "2026.1", "66,7%"] {
            check(words, words.into());
        }
        assert_eq!(value(false, "12"), "12".into());
    }
}
