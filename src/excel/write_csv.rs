//! Writes tables for other programs as CSV: UTF-8 without BOM, comma, one heading row.

use std::io::{self, Write};

use serde::Serialize;

use crate::disk::{NewFile, Written};
use crate::error::Result;

/// Writes `rows` to a file; the headings are the names of their fields. A text that a spreadsheet program would take for a
/// formula gets an apostrophe before it.
///
/// # Errors
/// `save.*`.
pub fn write_csv<T: Serialize>(to: &NewFile<'_>, rows: impl IntoIterator<Item = T>) -> Result<Written> {
    to.write(|out| out.write_all(&table(rows).map_err(io::Error::other)?))
}

fn table<T: Serialize>(rows: impl IntoIterator<Item = T>) -> csv::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    rows.into_iter().try_for_each(|row| writer.serialize(row))?;
    let plain = writer.into_inner().map_err(|e| e.into_error())?;
    // Nearly always there is none: the table is looked through only when there may be one.
    let begins =
        |pair: &[u8]| matches!(pair, [b',' | b'"' | b'\n', b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r']);
    if !plain.windows(2).any(begins) {
        return Ok(plain);
    }
    let mut guarded = csv::Writer::from_writer(Vec::new());
    for record in csv::ReaderBuilder::new().has_headers(false).from_reader(&plain[..]).records() {
        guarded.write_record(record?.iter().map(guard))?;
    }
    guarded.into_inner().map_err(|e| e.into_error().into())
}

/// The text of a cell that no program computes.
fn guard(field: &str) -> String {
    let formula = field.starts_with(['=', '+', '-', '@', '\t', '\r']) && field.parse::<f64>().is_err();
    if formula { format!("'{field}") } else { field.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_a_formula() {
        #[derive(Serialize)]
        struct Line<'a> {
            sheet: &'a str,
            score: f64,
        }
        let check = |sheet, score, expect: &str| {
            let text = table([Line { sheet, score }]).unwrap();
            assert_eq!(String::from_utf8(text).unwrap(), format!("sheet,score\n{expect}\n"));
        };
        check("Thôn 1", 0.5, "Thôn 1,0.5");
        check("=1+1", 0.5, "'=1+1,0.5");
        check("@SUM(A1)", -0.5, "'@SUM(A1),-0.5");
        check("-2+3, a", 0.0, "\"'-2+3, a\",0.0");
        check("\tx", 0.0, "'\tx,0.0");
    }
}
