//! Reads the sheet of a random check (phiếu kiểm tra) that came back filled in.

use chrono::NaiveDate;

use super::read::text_of;
use super::times::when;
use crate::domain::text::fold;
use crate::error::{Error, Result};
use crate::excel::read_sheet::SourceFile;
use crate::excel::sheet::{Cell, Sheet, SheetRow};
use crate::messages::word;
use crate::session::Session;

/// Rows among which the headings stand.
const TOP_ROWS: usize = 60;

/// What somebody wrote in one row. Rows without a finding are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditedRow {
    /// 1-based row as Excel shows it.
    pub row: u32,
    /// The code of the line as it stands there.
    pub code: String,
    /// The name that stands beside it.
    pub name: String,
    /// The finding as written.
    pub finding: String,
    /// The day as written.
    pub said_day: String,
    /// The day, when one is written and can be read.
    pub day: Option<NaiveDate>,
    /// Note.
    pub note: String,
}

/// The columns that are looked for, by their headings.
const COLUMNS: [&str; 5] = [
    "form.audit-sheet.code",
    "form.column.name",
    "form.audit-sheet.finding",
    "form.audit-sheet.day",
    "form.column.note",
];

/// Reads the filled rows of all such sheets of a file; columns may have been moved and rows sorted. A day without a year is
/// the one nearest to `near`.
///
/// # Errors
/// Those of [`SourceFile::read`]; `audit.no_sheet` when no sheet has the headings.
pub fn read_audited(file: &mut SourceFile, near: NaiveDate, session: &Session) -> Result<Vec<AuditedRow>> {
    let mut rows = Vec::new();
    let mut found = false;
    for index in 0..file.sheet_names().len() {
        session.check_stop()?;
        let sheet = file.read(index)?;
        if let Some((header, places)) = find_header(&sheet) {
            found = true;
            let below = sheet.rows.iter().filter(|row| row.number > header);
            rows.extend(below.filter_map(|row| read_row(row, places, near)));
        }
    }
    if found { Ok(rows) } else { Err(Error::new("audit.no_sheet").with("file", file.file_name())) }
}

/// The row of the headings and the place of each column; code and finding must be there.
fn find_header(sheet: &Sheet) -> Option<(u32, [Option<usize>; 5])> {
    sheet.rows.iter().take(TOP_ROWS).find_map(|row| {
        let place = |heading: &str| {
            let wanted = fold(word(heading));
            row.cells.iter().position(|cell| matches!(cell, Cell::Text(text) if fold(text) == wanted))
        };
        let places = COLUMNS.map(place);
        let [code, _, finding, ..] = places;
        (code.is_some() && finding.is_some()).then_some((row.number, places))
    })
}

fn read_row(row: &SheetRow, places: [Option<usize>; 5], near: NaiveDate) -> Option<AuditedRow> {
    let cells = places.map(|place| place.and_then(|place| row.cells.get(place)).unwrap_or(&Cell::Empty));
    let [code, name, finding, said_day, note] = cells.map(text_of);
    // Notes and signatures stand below the table, each in one column.
    let named = !code.is_empty() || !name.is_empty();
    if finding.is_empty() || !named || fold(&code) == fold(word("form.audit-sheet.code")) {
        return None;
    }
    let [.., day, _] = cells;
    let day = when(day, near).and_then(|(day, _)| day);
    Some(AuditedRow { row: row.number, code, name, finding, said_day, day, note })
}
