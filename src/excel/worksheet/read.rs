//! Reads worksheets that came back filled in.

use chrono::NaiveDateTime;

use super::times::when;
use super::{Column, RowKey};
use crate::domain::text::{fold, nfc_clean};
use crate::domain::visit::{Answer, Channel, Outcome, parse_level};
use crate::error::{Error, Result, RowIssue, Severity};
use crate::excel::read_sheet::SourceFile;
use crate::excel::sheet::{Cell, Row, Sheet};
use crate::session::Session;

/// The answer of one row, as the team wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledRow {
    /// Sheet of the file.
    pub sheet: String,
    /// 1-based row as Excel shows it.
    pub row: u32,
    /// What the row is about.
    pub key: RowKey,
    /// Outcome.
    pub outcome: Outcome,
    /// Level as written, 0 when none is.
    pub level: u8,
    /// Channel, if written.
    pub channel: Option<Channel>,
    /// Reason: a code or words.
    pub reason: String,
    /// Day, and hour or 00:00 when none is written. The day is the worklist's when none is written, as the sheet says.
    pub at: NaiveDateTime,
    /// When to come back.
    pub come_back_at: Option<NaiveDateTime>,
    /// Note.
    pub note: String,
}

/// One row below the headings of a worksheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorksheetRow {
    /// Nothing was answered, or the row is none of the table (a signature, a heading pasted again).
    Blank,
    /// An answer.
    Filled(Box<FilledRow>),
    /// An answer that cannot be read.
    Bad(Box<RowIssue>),
}

/// Reads all worksheets of a file: every row below the headings that is not empty. Sheets without the headings are left
/// out.
///
/// # Errors
/// Those of [`SourceFile::open`] and [`SourceFile::read`]; `worksheet.none` when no sheet is a worksheet.
pub fn read_worksheets(file: &mut SourceFile, session: &Session) -> Result<Vec<WorksheetRow>> {
    let mut rows = Vec::new();
    let mut found = false;
    for index in 0..file.sheet_names().len() {
        session.check_stop()?;
        let sheet = file.read(index)?;
        if let Some((header, columns)) = find_header(&sheet) {
            found = true;
            rows.extend(
                sheet
                    .rows
                    .iter()
                    .filter(|row| row.number > header)
                    .map(|row| read_row(&sheet.name, row, &columns)),
            );
        }
    }
    if found { Ok(rows) } else { Err(Error::new("worksheet.none").with("file", file.file_name())) }
}

/// The row of the headings and the place of each column: the first row with the headings of the result and of the key.
pub(super) fn find_header(sheet: &Sheet) -> Option<(u32, Vec<(Column, usize)>)> {
    sheet.rows.iter().take(50).find_map(|row| {
        let columns = headings(row);
        let has = |wanted| columns.iter().any(|(column, _)| *column == wanted);
        (has(Column::Outcome) && has(Column::Key)).then_some((row.number, columns))
    })
}

fn headings(row: &Row) -> Vec<(Column, usize)> {
    let mut out: Vec<(Column, usize)> = Vec::new();
    for (place, cell) in row.cells.iter().enumerate() {
        let Cell::Text(text) = cell else { continue };
        let folded = fold(text);
        if let Some(column) = Column::ALL.into_iter().find(|column| fold(column.heading()) == folded)
            && !out.iter().any(|(known, _)| *known == column)
        {
            out.push((column, place));
        }
    }
    out
}

fn read_row(sheet: &str, row: &Row, columns: &[(Column, usize)]) -> WorksheetRow {
    let cell = |wanted| {
        let place = columns.iter().find(|(column, _)| *column == wanted).map(|(_, place)| *place);
        place.and_then(|place| row.cells.get(place)).unwrap_or(&Cell::Empty)
    };
    let text = |wanted| text_of(cell(wanted));
    // A day or an hour alone is no answer: people fill these columns down in advance.
    let answers =
        [Column::Outcome, Column::Level, Column::Channel, Column::Reason, Column::ComeBack, Column::Note];
    let is_heading = fold(&text(Column::Outcome)) == fold(Column::Outcome.heading());
    if is_heading || answers.into_iter().all(|column| text(column).is_empty()) {
        return WorksheetRow::Blank;
    }
    let bad = |column: Option<Column>, code| {
        WorksheetRow::Bad(Box::new(RowIssue {
            sheet: sheet.to_owned(),
            row: row.number,
            column: column.map(|column| column.heading().to_owned()).unwrap_or_default(),
            code,
            severity: Severity::Rejection,
            raw: column.map(text).unwrap_or_default(),
            stored: String::new(),
        }))
    };

    let key_text = text(Column::Key);
    if key_text.is_empty() {
        return bad(None, "row.worksheet_key_missing");
    }
    let Some(key) = RowKey::parse(&key_text) else { return bad(None, "row.worksheet_key_bad") };
    let name = text(Column::Name);
    if !name.is_empty() && !key.is_of(&name) {
        return bad(Some(Column::Name), "row.worksheet_name_moved");
    }

    let said = text(Column::Outcome);
    if said.is_empty() {
        return bad(Some(Column::Outcome), "row.worksheet_outcome_missing");
    }
    let Some(answer) = Answer::parse(&said) else {
        return bad(Some(Column::Outcome), "row.worksheet_outcome_unknown");
    };
    let level = match text(Column::Level) {
        blank if blank.is_empty() => answer.level,
        level => match parse_level(&level) {
            None => return bad(Some(Column::Level), "row.worksheet_level_bad"),
            Some(level) if answer.level != 0 && level != answer.level => {
                return bad(Some(Column::Level), "row.worksheet_level_twice");
            }
            Some(level) => level,
        },
    };
    let channel = match text(Column::Channel) {
        blank if blank.is_empty() => answer.channel,
        channel => match Channel::from_words(&channel) {
            Some(channel) if answer.channel.is_none_or(|said| said == channel) => Some(channel),
            _ => return bad(Some(Column::Channel), "row.worksheet_channel_bad"),
        },
    };
    let Some((mut day, mut hour)) = when(cell(Column::Day), key.day) else {
        return bad(Some(Column::Day), "row.worksheet_time_bad");
    };
    match when(cell(Column::Time), key.day) {
        Some((second_day, second_hour)) => {
            day = day.or(second_day);
            hour = second_hour.or(hour);
        }
        None => return bad(Some(Column::Time), "row.worksheet_time_bad"),
    }
    let come_back_at = match when(cell(Column::ComeBack), key.day) {
        Some((Some(day), hour)) => Some(day.and_time(hour.unwrap_or_default())),
        Some((None, None)) => None,
        _ => return bad(Some(Column::ComeBack), "row.worksheet_time_bad"),
    };
    let reason = match text(Column::Reason) {
        blank if blank.is_empty() => answer.reason.to_owned(),
        reason => reason,
    };
    WorksheetRow::Filled(Box::new(FilledRow {
        sheet: sheet.to_owned(),
        row: row.number,
        key,
        outcome: answer.outcome,
        level,
        channel,
        reason,
        at: day.unwrap_or(key.day).and_time(hour.unwrap_or_default()),
        come_back_at,
        note: text(Column::Note),
    }))
}

pub(super) fn text_of(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => nfc_clean(text).trim().to_owned(),
        Cell::Number(number) => number.to_string(),
        Cell::Date(date) => date.format("%d/%m/%Y %H:%M").to_string(),
        Cell::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        Cell::Error => "#N/A".to_owned(),
    }
}
