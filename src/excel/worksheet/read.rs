//! Reads worksheets that came back filled in.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::times::{is_hour_alone, when};
use super::{Column, RowKey};
use crate::domain::dates::parse_day;
use crate::domain::legacy::Encoding;
use crate::domain::text::{fold, nfc_clean};
use crate::domain::visit::{Answer, Channel, Outcome, Venue, parse_level};
use crate::error::{Error, Result, RowIssue, Severity};
use crate::excel::layout::{self, Layout};
use crate::excel::read_sheet::SourceFile;
use crate::excel::sheet::{Cell, Sheet, SheetRow};
use crate::excel::write_rejected::RejectedBook;
use crate::messages::word;
use crate::session::Session;

/// Longest name of who guided a person, in characters.
const OFFICER_LENGTH: usize = 100;

/// The answer of one row, as the team wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilledRow {
    /// Sheet of the file.
    pub sheet: String,
    /// 1-based row as Excel shows it.
    pub row: u32,
    /// What the row is about.
    pub key: RowKey,
    /// The name that stands there; the key, not the name, says who it is.
    pub name: String,
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
    /// Who guided the person, as written; empty when the paper does not say.
    pub by: String,
    /// When to come back.
    pub come_back_at: Option<NaiveDateTime>,
    /// Note.
    pub note: String,
    /// Where it was, if written.
    pub venue: Option<Venue>,
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

/// One sheet that is a worksheet.
pub struct FilledSheet {
    /// Every row below the headings that is not empty.
    pub rows: Vec<WorksheetRow>,
    /// The day that its title names.
    pub title_day: Option<NaiveDate>,
    sheet: Sheet,
    header: u32,
}

impl FilledSheet {
    /// Adds the rows that were not taken to the workbook of rows to correct, each with its finding.
    ///
    /// # Errors
    /// `workbook.unfit`.
    pub fn add_rejected(&self, issues: &[RowIssue], book: &mut RejectedBook) -> Result<()> {
        let mut of_row: BTreeMap<u32, Vec<&RowIssue>> = BTreeMap::new();
        // An answer that is set apart waits for a person: on a file that is taken in again it would count unasked.
        let waits = |issue: &RowIssue| issue.code == "row.worksheet_opposite";
        for issue in issues.iter().filter(|issue| issue.severity == Severity::Rejection && !waits(issue)) {
            if issue.sheet == self.sheet.name {
                of_row.entry(issue.row).or_default().push(issue);
            }
        }
        let rejected: Vec<(usize, RowIssue)> = (0..)
            .zip(&self.sheet.rows)
            .filter_map(|(at, row)| Some((at, of_row.get(&row.number)?)))
            .flat_map(|(at, issues)| issues.iter().map(move |issue| (at, (*issue).clone())))
            .collect();
        book.add_sheet(&self.sheet, &self.layout(), &[], &rejected)
    }

    fn layout(&self) -> Layout {
        let heads = self.sheet.rows.iter().find(|row| row.number == self.header);
        let columns = heads.map_or(&[][..], |row| &row.cells).iter().map(text_of);
        let column = |(index, heading)| layout::SheetColumn {
            index,
            heading,
            field: None,
            encoding: Encoding::Unicode,
            mixed: false,
        };
        Layout {
            header: (self.header, self.header),
            columns: (0..).zip(columns).map(column).collect(),
            signature: String::new(),
            states: BTreeMap::new(),
        }
    }
}

/// Reads all worksheets of a file. Sheets without the headings are left out.
///
/// # Errors
/// Those of [`SourceFile::open`] and [`SourceFile::read`]; `worksheet.none` when no sheet is a worksheet.
pub fn read_worksheets(file: &mut SourceFile, session: &Session) -> Result<Vec<FilledSheet>> {
    let mut sheets = Vec::new();
    for index in 0..file.sheet_names().len() {
        session.check_stop()?;
        let mut sheet = file.read(index)?;
        if let Some((header, columns)) = find_header(&sheet) {
            let below = sheet.rows.iter().filter(|row| row.number > header);
            let rows = below.map(|row| read_row(&sheet.name, row, &columns)).collect();
            let title_day = sheet.texts_above(header).find_map(day_of_title);
            plain(&mut sheet, header, &columns);
            sheets.push(FilledSheet { rows, title_day, sheet, header });
        }
    }
    if sheets.is_empty() {
        Err(Error::new("worksheet.none").with("file", file.file_name()))
    } else {
        Ok(sheets)
    }
}

/// "Ngày 21/11/2026 · 34 người"
fn day_of_title(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    fold(text).starts_with("ngay ").then_some(())?;
    text.split_whitespace().nth(1).and_then(parse_day)
}

/// Makes a sheet ready to be written again: hours as they read, without the findings of the time before.
fn plain(sheet: &mut Sheet, header: u32, columns: &[(Column, usize)]) {
    let last = columns.iter().map(|(_, place)| place + 1).max().unwrap_or(0);
    let errors = fold(word("layout.rejected_error"));
    let heads = sheet.rows.iter().find(|row| row.number == header);
    let old =
        heads.and_then(|row| row.cells.iter().skip(last).position(|cell| fold(&text_of(cell)) == errors));
    for row in &mut sheet.rows {
        row.cells.truncate(old.map_or(usize::MAX, |place| last + place));
        for cell in &mut row.cells {
            if let Cell::Date(time) = cell {
                let hour = time.time() != NaiveTime::MIN;
                if is_hour_alone(*time) {
                    *cell = Cell::Text(time.format("%H:%M").to_string());
                } else if hour {
                    *cell = Cell::Text(time.format("%d/%m/%Y %H:%M").to_string());
                }
            }
        }
    }
}

/// The row of the headings and the place of each column: the first row with the headings of the result and of the key.
pub(super) fn find_header(sheet: &Sheet) -> Option<(u32, Vec<(Column, usize)>)> {
    sheet.rows.iter().take(50).find_map(|row| {
        let columns = headings(row);
        let has = |wanted| columns.iter().any(|(column, _)| *column == wanted);
        (has(Column::Outcome) && has(Column::Key)).then_some((row.number, columns))
    })
}

fn headings(row: &SheetRow) -> Vec<(Column, usize)> {
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

/// One row by its columns.
struct Cells<'a> {
    row: &'a SheetRow,
    columns: &'a [(Column, usize)],
}

impl Cells<'_> {
    fn cell(&self, wanted: Column) -> &Cell {
        let place = self.columns.iter().find(|(column, _)| *column == wanted).map(|(_, place)| *place);
        place.and_then(|place| self.row.cells.get(place)).unwrap_or(&Cell::Empty)
    }

    fn text(&self, wanted: Column) -> String {
        text_of(self.cell(wanted))
    }
}

/// Why a row cannot be taken, and the column that it is about.
type Bad = (Option<Column>, &'static str);

fn read_row(sheet: &str, row: &SheetRow, columns: &[(Column, usize)]) -> WorksheetRow {
    let cells = Cells { row, columns };
    // A day or an hour alone is no answer: people fill these columns down in advance.
    let answers =
        [Column::Outcome, Column::Level, Column::Channel, Column::Reason, Column::ComeBack, Column::Note];
    let is_heading = fold(&cells.text(Column::Outcome)) == fold(Column::Outcome.heading());
    if is_heading || answers.into_iter().all(|column| cells.text(column).is_empty()) {
        return WorksheetRow::Blank;
    }
    match read_filled(sheet, &cells) {
        Ok(filled) => WorksheetRow::Filled(Box::new(filled)),
        Err((column, code)) => WorksheetRow::Bad(Box::new(RowIssue {
            sheet: sheet.to_owned(),
            row: row.number,
            column: column.map(|column| column.heading().to_owned()).unwrap_or_default(),
            code,
            severity: Severity::Rejection,
            raw: column.map(|column| cells.text(column)).unwrap_or_default(),
            stored: String::new(),
        })),
    }
}

fn read_filled(sheet: &str, cells: &Cells<'_>) -> std::result::Result<FilledRow, Bad> {
    let key = key_of(cells)?;
    let said = cells.text(Column::Outcome);
    if said.is_empty() {
        return Err((Some(Column::Outcome), "row.worksheet_outcome_missing"));
    }
    let answer = Answer::parse(&said).ok_or((Some(Column::Outcome), "row.worksheet_outcome_unknown"))?;
    let level = level_of(cells, &answer)?;
    let channel = channel_of(cells, &answer)?;
    let time = |column| when(cells.cell(column), key.day).ok_or((Some(column), "row.worksheet_time_bad"));
    let (day, hour) = time(Column::Day)?;
    let (second_day, second_hour) = time(Column::Time)?;
    let come_back_at = match time(Column::ComeBack)? {
        (Some(day), hour) => Some(day.and_time(hour.unwrap_or_default())),
        (None, None) => None,
        (None, Some(_)) => return Err((Some(Column::ComeBack), "row.worksheet_time_bad")),
    };
    if cells.text(Column::Officer).chars().count() > OFFICER_LENGTH {
        return Err((Some(Column::Officer), "row.worksheet_officer_long"));
    }
    let reason = match cells.text(Column::Reason) {
        blank if blank.is_empty() => answer.reason.to_owned(),
        reason => reason,
    };
    Ok(FilledRow {
        sheet: sheet.to_owned(),
        row: cells.row.number,
        outcome: answer.outcome,
        level,
        channel,
        reason,
        name: cells.text(Column::Name),
        by: cells.text(Column::Officer),
        at: day.or(second_day).unwrap_or(key.day).and_time(second_hour.or(hour).unwrap_or_default()),
        come_back_at,
        note: cells.text(Column::Note),
        venue: venue_of(cells)?,
        key,
    })
}

fn key_of(cells: &Cells<'_>) -> std::result::Result<RowKey, Bad> {
    let text = cells.text(Column::Key);
    if text.is_empty() {
        return Err((None, "row.worksheet_key_missing"));
    }
    let key = RowKey::parse(&text).ok_or((None, "row.worksheet_key_bad"))?;
    let name = cells.text(Column::Name);
    if !name.is_empty() && !key.is_of(&name) {
        return Err((Some(Column::Name), "row.worksheet_name_moved"));
    }
    Ok(key)
}

fn level_of(cells: &Cells<'_>, answer: &Answer) -> std::result::Result<u8, Bad> {
    let text = cells.text(Column::Level);
    if text.is_empty() {
        return Ok(answer.level);
    }
    match parse_level(&text) {
        None => Err((Some(Column::Level), "row.worksheet_level_bad")),
        Some(level) if answer.level != 0 && level != answer.level => {
            Err((Some(Column::Level), "row.worksheet_level_twice"))
        }
        Some(level) => Ok(level),
    }
}

fn channel_of(cells: &Cells<'_>, answer: &Answer) -> std::result::Result<Option<Channel>, Bad> {
    let text = cells.text(Column::Channel);
    if text.is_empty() {
        return Ok(answer.channel);
    }
    match Channel::from_words(&text) {
        Some(channel) if answer.channel.is_none_or(|said| said == channel) => Ok(Some(channel)),
        _ => Err((Some(Column::Channel), "row.worksheet_channel_bad")),
    }
}

/// Sheets of before have no such column; it may be filled down in advance, as days are.
fn venue_of(cells: &Cells<'_>) -> std::result::Result<Option<Venue>, Bad> {
    let text = cells.text(Column::Venue);
    let venue = Venue::from_words(&text);
    if text.is_empty() || venue.is_some() {
        Ok(venue)
    } else {
        Err((Some(Column::Venue), "row.worksheet_venue_bad"))
    }
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
