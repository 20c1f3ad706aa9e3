//! The worksheet (phiếu danh sách cần đến): one sheet a hamlet that prints as a walk list and is also a form. Filled in
//! on any spreadsheet program, re-sorted, with columns moved, rows deleted or sheets renamed, it can be read back: each
//! row carries a key, and columns are found by their headings.

use std::path::Path;

use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use rust_xlsxwriter::{
    Color, DataValidation, Format, FormatAlign, FormatBorder, Formula, ProtectionOptions, Workbook,
    Worksheet, XlsxError,
};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use uuid::Uuid;

use super::read_sheet::{Cell, Row, Sheet, SourceFile};
use crate::domain::ids::{CitizenId, VisitId};
use crate::domain::text::fold;
use crate::domain::visit::{Answer, Channel, Outcome, PartOfDay, parse_level, reasons};
use crate::domain::worklist::{HamletToVisit, HouseToVisit, PersonToVisit, Worklist, nearest_year};
use crate::error::{Error, Result, RowIssue, Severity};
use crate::messages::{sentence, word};
use crate::session::Session;

/// What a row is about, in a form that survives every spreadsheet program: the visit that will come of it, the person,
/// and the day of the worklist. It is text, `TN1-…`, with a check of itself and of the name that stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowKey {
    /// The id of the visit that the row's answer becomes, so that the same row counts once.
    pub visit: VisitId,
    /// The person.
    pub citizen: CitizenId,
    /// The day of the worklist: the day of a visit that has none written.
    pub day: NaiveDate,
    name: u16,
}

const PREFIX: &str = "TN1-";

impl RowKey {
    fn new(visit: VisitId, citizen: CitizenId, day: NaiveDate, name: &str) -> Self {
        Self { visit, citizen, day, name: check_of(&fold(name)) }
    }

    fn to_text(self) -> String {
        let body = format!(
            "{PREFIX}{}-{}-{}-{:04x}",
            self.visit.0.simple(),
            self.citizen.0.simple(),
            self.day.format("%Y%m%d"),
            self.name
        );
        let check = check_of(&body.to_ascii_uppercase());
        format!("{body}{check:04x}").to_ascii_uppercase()
    }

    fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_uppercase();
        let (body, check) = text.split_at_checked(text.len().checked_sub(4)?)?;
        (u16::from_str_radix(check, 16).ok()? == check_of(body)).then_some(())?;
        let mut parts = body.strip_prefix(PREFIX)?.split('-');
        let key = Self {
            visit: VisitId(Uuid::try_parse(parts.next()?).ok()?),
            citizen: CitizenId(Uuid::try_parse(parts.next()?).ok()?),
            day: NaiveDate::parse_from_str(parts.next()?, "%Y%m%d").ok()?,
            name: u16::from_str_radix(parts.next()?, 16).ok()?,
        };
        parts.next().is_none().then_some(key)
    }
}

fn check_of(text: &str) -> u16 {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(2).fold(0, |sum, byte| sum << 8 | u16::from(*byte))
}

/// The columns, in the order in which they are written. Answers are what the team fills in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Ordinal,
    Group,
    Alley,
    House,
    Head,
    Name,
    Birth,
    Number,
    State,
    Attempts,
    Suggest,
    Outcome,
    Level,
    Channel,
    Reason,
    Day,
    Time,
    ComeBack,
    Note,
    Key,
}

impl Column {
    const ALL: [Self; 20] = [
        Self::Ordinal,
        Self::Group,
        Self::Alley,
        Self::House,
        Self::Head,
        Self::Name,
        Self::Birth,
        Self::Number,
        Self::State,
        Self::Attempts,
        Self::Suggest,
        Self::Outcome,
        Self::Level,
        Self::Channel,
        Self::Reason,
        Self::Day,
        Self::Time,
        Self::ComeBack,
        Self::Note,
        Self::Key,
    ];

    fn heading(self) -> &'static str {
        word(match self {
            Self::Ordinal => "worksheet.head.ordinal",
            Self::Group => "worksheet.head.group",
            Self::Alley => "worksheet.head.alley",
            Self::House => "worksheet.head.house",
            Self::Head => "worksheet.head.head",
            Self::Name => "worksheet.head.name",
            Self::Birth => "worksheet.head.birth",
            Self::Number => "worksheet.head.number",
            Self::State => "worksheet.head.state",
            Self::Attempts => "worksheet.head.attempts",
            Self::Suggest => "worksheet.head.suggest",
            Self::Outcome => "worksheet.head.outcome",
            Self::Level => "worksheet.head.level",
            Self::Channel => "worksheet.head.channel",
            Self::Reason => "worksheet.head.reason",
            Self::Day => "worksheet.head.day",
            Self::Time => "worksheet.head.time",
            Self::ComeBack => "worksheet.head.come_back",
            Self::Note => "worksheet.head.note",
            Self::Key => "worksheet.head.key",
        })
    }

    /// Width in characters; the sum prints on A4 landscape at nine tenths.
    fn width(self) -> f64 {
        match self {
            Self::Ordinal | Self::Group | Self::Level => 5.0,
            Self::House | Self::Birth | Self::Time => 6.5,
            Self::Channel | Self::Attempts | Self::Suggest => 8.0,
            Self::Alley | Self::Outcome | Self::Day | Self::ComeBack => 9.5,
            Self::State | Self::Reason | Self::Note => 12.5,
            Self::Number | Self::Head => 13.5,
            Self::Name => 18.0,
            Self::Key => 4.0,
        }
    }

    fn is_answer(self) -> bool {
        self >= Self::Outcome && self < Self::Key
    }

    /// 0-based place in the written file.
    fn at(self) -> u16 {
        self as u16
    }
}

/// Row of the headings, 0-based: title, subtitle and guide stand above.
const HEADER: u32 = 3;

/// Writes the worksheet of a worklist. Nothing in the book changes: a row becomes a visit only when it comes back.
///
/// # Errors
/// `worksheet.not_written`; `job.stopped`.
pub fn write_worksheet(worklist: &Worklist, session: &Session, path: &Path) -> Result<()> {
    let failed =
        |e: XlsxError| Error::new("worksheet.not_written").with("path", path.display()).with("detail", e);
    let mut book = Workbook::new();
    let formats = Formats::new();
    let mut names = vec![fold(word("worksheet.lists"))];
    for hamlet in &worklist.hamlets {
        session.check_stop()?;
        let name = sheet_name(&hamlet.unit.name, &mut names);
        let sheet = book.add_worksheet_with_low_memory().map_err(failed)?;
        sheet.set_name(name).map_err(failed)?;
        write_hamlet(sheet, worklist, hamlet, session, &formats).map_err(failed)?;
    }
    if worklist.hamlets.is_empty() {
        let sheet = book.add_worksheet();
        write_head(sheet, worklist, "", 0, &formats).map_err(failed)?;
    }
    write_lists(book.add_worksheet()).map_err(failed)?;
    book.save(path).map_err(failed)
}

/// A sheet name that every program takes and that no other sheet of the file has: ≤ 31 characters, none of `[]:*?/\`.
fn sheet_name(name: &str, taken: &mut Vec<String>) -> String {
    let plain: String =
        name.nfc().map(|c| if "[]:*?/\\'".contains(c) || c.is_control() { ' ' } else { c }).collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = if plain.is_empty() { word("worksheet.head.alley").to_owned() } else { plain };
    let mut nr = 1;
    loop {
        let tail = if nr == 1 { String::new() } else { format!(" ({nr})") };
        let candidate: String = plain.chars().take(31 - tail.chars().count()).chain(tail.chars()).collect();
        let candidate = candidate.trim().to_owned();
        if !taken.contains(&fold(&candidate)) {
            taken.push(fold(&candidate));
            return candidate;
        }
        nr += 1;
    }
}

struct Formats {
    title: Format,
    plain: Format,
    heading: Format,
    /// By border above: same house, new house, new alley.
    person: [Format; 3],
    /// The alley's name at its first house.
    alley: Format,
    answer: [Format; 3],
    day: [Format; 3],
    time: [Format; 3],
    hidden: Format,
}

impl Formats {
    fn new() -> Self {
        let base = || {
            Format::new()
                .set_font_name("Times New Roman")
                .set_font_size(11)
                .set_align(FormatAlign::VerticalCenter)
        };
        let cell = |top: FormatBorder| {
            base().set_text_wrap().set_num_format("@").set_border(FormatBorder::Hair).set_border_top(top)
        };
        let tops = [FormatBorder::Hair, FormatBorder::Thin, FormatBorder::Medium];
        Self {
            title: base().set_bold().set_font_size(14),
            plain: base().set_italic().set_text_wrap().set_align(FormatAlign::Top),
            heading: base()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_border(FormatBorder::Thin)
                .set_background_color(Color::RGB(0x00E7_E6E6)),
            person: tops.map(cell),
            alley: cell(FormatBorder::Medium).set_bold(),
            answer: tops.map(|top| cell(top).set_unlocked()),
            day: tops.map(|top| cell(top).set_unlocked().set_num_format("dd/mm/yyyy")),
            time: tops.map(|top| cell(top).set_unlocked().set_num_format("hh:mm")),
            hidden: base().set_num_format("@"),
        }
    }
}

fn write_head(
    sheet: &mut Worksheet,
    worklist: &Worklist,
    hamlet: &str,
    count: usize,
    formats: &Formats,
) -> std::result::Result<(), XlsxError> {
    let day = worklist.day.format("%d/%m/%Y").to_string();
    let count = count.to_string();
    let as_of = worklist.as_of.map(|day| day.format("%d/%m/%Y").to_string()).unwrap_or_default();
    let subtitle = if as_of.is_empty() { "worksheet.subtitle_bare" } else { "worksheet.subtitle" };
    let params = [("day", day.as_str()), ("count", &count), ("as_of", &as_of)];
    sheet.write_string_with_format(
        0,
        0,
        sentence("worksheet.title", [("hamlet", hamlet)]),
        &formats.title,
    )?;
    sheet.write_string(1, 0, sentence(subtitle, params))?;
    sheet.set_row_height(2, 32)?;
    sheet.merge_range(2, 0, 2, Column::Note.at(), &sentence("worksheet.guide", params), &formats.plain)?;
    sheet.set_row_height(HEADER, 32)?;
    for column in Column::ALL {
        sheet.set_column_width(column.at(), column.width())?;
        sheet.write_string_with_format(HEADER, column.at(), column.heading(), &formats.heading)?;
    }
    sheet.set_column_hidden(Column::Key.at())?;
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.4, 0.4, 0.6, 0.4, 0.3, 0.2);
    sheet.set_header(format!("&C{}", word("worksheet.page")));
    sheet.set_repeat_rows(HEADER, HEADER)?;
    sheet.set_freeze_panes(HEADER + 1, Column::Birth.at())?;
    sheet.protect_with_options(&ProtectionOptions {
        sort: true,
        use_autofilter: true,
        delete_rows: true,
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::new()
    });
    Ok(())
}

fn write_hamlet(
    sheet: &mut Worksheet,
    worklist: &Worklist,
    hamlet: &HamletToVisit,
    session: &Session,
    formats: &Formats,
) -> std::result::Result<(), XlsxError> {
    let houses =
        || hamlet.sections.iter().flat_map(|section| &section.alleys).flat_map(|alley| &alley.houses);
    let count: usize = houses().map(|house| house.people.len()).sum();
    write_head(sheet, worklist, &hamlet.unit.name, count, formats)?;
    let mut row = HEADER;
    let mut ordinal = 0_u32;
    for alley in hamlet.sections.iter().flat_map(|section| &section.alleys) {
        for (nr, house) in alley.houses.iter().enumerate() {
            for (place, person) in house.people.iter().enumerate() {
                let border = match (nr, place) {
                    (0, 0) => 2,
                    (_, 0) => 1,
                    _ => 0,
                };
                row += 1;
                ordinal += 1;
                // Two lines of print, or one of handwriting.
                sheet.set_row_height(row, 30)?;
                write_person(sheet, row, ordinal, border, house, person, formats)?;
                let id = VisitId(session.new_id());
                let key = RowKey::new(id, person.citizen_id, worklist.day, &person.name);
                sheet.write_string_with_format(row, Column::Key.at(), key.to_text(), &formats.hidden)?;
            }
        }
    }
    sheet.autofilter(HEADER, 0, row, Column::Key.at())?;
    write_choices(sheet, row)
}

fn write_person(
    sheet: &mut Worksheet,
    row: u32,
    ordinal: u32,
    border: usize,
    house: &HouseToVisit,
    person: &PersonToVisit,
    formats: &Formats,
) -> std::result::Result<(), XlsxError> {
    let pick = |of: &'_ [Format; 3]| of.get(border).cloned().unwrap_or_default();
    let fixed = pick(&formats.person);
    for column in Column::ALL.into_iter().filter(|column| *column != Column::Key) {
        let text = match column {
            Column::Ordinal => {
                sheet.write_number_with_format(
                    row,
                    column.at(),
                    ordinal,
                    &fixed.clone().set_num_format("0"),
                )?;
                continue;
            }
            Column::Group => word(person.due.group.number_code()).to_owned(),
            Column::Alley => house.household.alley.clone(),
            Column::House => house.household.house_number.clone(),
            Column::Head => house.household.head.clone(),
            Column::Name => person.name.clone(),
            Column::Birth => person.birth.map(|birth| birth.year().to_string()).unwrap_or_default(),
            // The list is what fake-police callers need: numbers stand masked on paper, phones not at all (DOMAIN §9).
            Column::Number => person.number.clone(),
            Column::State => person.official_words(),
            Column::Attempts => attempts(person),
            Column::Suggest => suggestion(person),
            _ => String::new(),
        };
        let format = match column {
            Column::Alley if border == 2 => formats.alley.clone(),
            Column::Day => pick(&formats.day),
            Column::Time => pick(&formats.time),
            column if column.is_answer() => pick(&formats.answer),
            _ => fixed.clone(),
        };
        // Text cells: nothing that begins with = + - @ becomes a formula.
        if text.is_empty() {
            sheet.write_blank(row, column.at(), &format)?;
        } else {
            sheet.write_string_with_format(row, column.at(), text, &format)?;
        }
    }
    Ok(())
}

/// "2 lần (sáng, tối)".
fn attempts(person: &PersonToVisit) -> String {
    if person.visits.is_empty() {
        return String::new();
    }
    let count = person.visits.len().to_string();
    let mut parts: Vec<PartOfDay> = person.visits.iter().filter_map(|visit| visit.part_of_day()).collect();
    parts.sort_unstable();
    parts.dedup();
    let parts = parts.into_iter().map(|part| word(part.word_code())).collect::<Vec<_>>().join(", ");
    let code = if parts.is_empty() { "worksheet.attempts_bare" } else { "worksheet.attempts" };
    sentence(code, [("count", count.as_str()), ("parts", &parts)])
}

/// The appointment, else the part of the day to try.
fn suggestion(person: &PersonToVisit) -> String {
    match (person.due.appointment, person.due.part) {
        (Some(back), _) if back.time() == NaiveTime::MIN => back.format("%d/%m").to_string(),
        (Some(back), _) => back.format("%d/%m %H:%M").to_string(),
        (None, Some(part)) => word(part.word_code()).to_owned(),
        (None, None) => String::new(),
    }
}

/// Drop-down lists on the answer cells. They propose and never refuse: a typed K2 is an answer too.
fn write_choices(sheet: &mut Worksheet, last: u32) -> std::result::Result<(), XlsxError> {
    let first = HEADER + 1;
    let tip = |rule: DataValidation, code| rule.show_error_message(false).set_input_message(word(code));
    let outcomes =
        DataValidation::new().allow_list_strings(&Outcome::ALL.map(|outcome| word(outcome.word_code())))?;
    let channels =
        DataValidation::new().allow_list_strings(&Channel::ALL.map(|channel| word(channel.word_code())))?;
    let source = format!("='{}'!$A$1:$A${}", word("worksheet.lists"), reasons().len());
    let choices = [
        (Column::Outcome, tip(outcomes, "worksheet.tip")?),
        (Column::Level, DataValidation::new().allow_list_strings(&["1", "2"])?.show_error_message(false)),
        (Column::Channel, channels.show_error_message(false)),
        (
            Column::Reason,
            DataValidation::new().allow_list_formula(Formula::new(source)).show_error_message(false),
        ),
        (Column::Time, tip(DataValidation::new().allow_any_value(), "worksheet.tip_time")?),
        (Column::ComeBack, tip(DataValidation::new().allow_any_value(), "worksheet.tip_come_back")?),
    ];
    for (column, rule) in choices {
        sheet.add_data_validation(first, column.at(), last.max(first), column.at(), &rule)?;
    }
    Ok(())
}

/// The hidden sheet behind the drop-down list of reasons, which is too long for the cell itself.
fn write_lists(sheet: &mut Worksheet) -> std::result::Result<(), XlsxError> {
    sheet.set_name(word("worksheet.lists"))?;
    for (row, reason) in (0..).zip(reasons()) {
        sheet.write_string(row, 0, reason.word())?;
    }
    sheet.protect();
    sheet.set_hidden(true);
    Ok(())
}

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
fn find_header(sheet: &Sheet) -> Option<(u32, Vec<(Column, usize)>)> {
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
    if !name.is_empty() && check_of(&fold(&name)) != key.name {
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
    let Some((day, mut hour)) = when(cell(Column::Day), key.day) else {
        return bad(Some(Column::Day), "row.worksheet_time_bad");
    };
    let mut day = day;
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

/// The heading of the column that a rule of the visit is about, for the list of findings.
#[must_use]
pub fn column_of(code: &str) -> &'static str {
    match code {
        "visit.level_missing" | "visit.level_unknown" | "visit.level_unexpected" => Column::Level.heading(),
        "visit.channel_missing" => Column::Channel.heading(),
        "visit.ineligible_reason_missing" | "visit.other_reason_missing" | "visit.reason_mismatch" => {
            Column::Reason.heading()
        }
        "visit.note_long" => Column::Note.heading(),
        "visit.in_future" | "visit.before_campaign" => Column::Day.heading(),
        "visit.come_back_before" => Column::ComeBack.heading(),
        _ => "",
    }
}

fn text_of(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => crate::domain::text::nfc_clean(text).trim().to_owned(),
        Cell::Number(number) => number.to_string(),
        Cell::Date(date) => date.format("%d/%m/%Y %H:%M").to_string(),
        Cell::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        Cell::Error => "#N/A".to_owned(),
    }
}

/// Day and hour of a cell, either or both; `None` when it cannot be read.
type When = Option<(Option<NaiveDate>, Option<NaiveTime>)>;

fn when(cell: &Cell, near: NaiveDate) -> When {
    match cell {
        Cell::Empty => Some((None, None)),
        Cell::Text(text) => when_said(text, near),
        // Excel keeps an hour alone as a part of its first day.
        Cell::Date(time) if time.date() < NaiveDate::from_ymd_opt(1905, 1, 1)? => {
            Some((None, Some(time.time())))
        }
        Cell::Date(time) => {
            Some((Some(time.date()), Some(time.time()).filter(|hour| *hour != NaiveTime::MIN)))
        }
        Cell::Number(number) => when_counted(*number),
        Cell::Bool(_) | Cell::Error => None,
    }
}

/// A number that lost its format: an hour (19), a part of a day (0,8125) or a day of Excel's count (46347).
fn when_counted(number: f64) -> When {
    let minutes = |days: f64| -> Option<i64> { format!("{:.0}", days * 1440.0).parse().ok() };
    let midnight = |minutes: i64| NaiveTime::MIN.overflowing_add_signed(Duration::minutes(minutes)).0;
    if number > 0.0 && number < 1.0 {
        return Some((None, Some(midnight(minutes(number)?))));
    }
    if (1.0..24.0).contains(&number) && number.fract() == 0.0 {
        return Some((None, Some(midnight(minutes(number / 24.0)?))));
    }
    if (36_500.0..73_000.0).contains(&number) {
        let start = NaiveDate::from_ymd_opt(1899, 12, 30)?.and_time(NaiveTime::MIN);
        let time = start.checked_add_signed(Duration::minutes(minutes(number)?))?;
        return Some((Some(time.date()), Some(time.time()).filter(|hour| *hour != NaiveTime::MIN)));
    }
    None
}

/// "21/11 19h30", "21/11/2026", "2026-11-21 19:30:00", "19 giờ", "7:30 CH": day first, the year nearest to `near`.
fn when_said(text: &str, near: NaiveDate) -> When {
    let plain: String = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    let plain = plain
        .replace("gio", "h")
        .replace(" h", "h")
        .replace("h ", "h")
        .replace("ngay", " ")
        .replace("luc", " ");
    let (mut day, mut hour, mut afternoon) = (None, None, None);
    let mut last_was_hour = false;
    for token in
        plain.split(|c: char| c.is_whitespace() || c == ',' || c == 't').filter(|token| !token.is_empty())
    {
        let numbers: Vec<u32> = token
            .split(|c: char| !c.is_ascii_digit())
            .filter(|part| !part.is_empty())
            .map(str::parse)
            .collect::<std::result::Result<_, _>>()
            .ok()?;
        let is_hour = token.contains([':', 'h']);
        if matches!(token, "am" | "sa" | "pm" | "ch") && last_was_hour {
            afternoon = Some(matches!(token, "pm" | "ch"));
        } else if token.contains(|c: char| !c.is_ascii_digit() && !":h/-.".contains(c)) {
            return None;
        } else if is_hour && hour.is_none() {
            hour = Some(match numbers.as_slice() {
                [h] => NaiveTime::from_hms_opt(*h, 0, 0)?,
                [h, m] | [h, m, _] => NaiveTime::from_hms_opt(*h, *m, 0)?,
                _ => return None,
            });
        } else if !is_hour && day.is_none() {
            day = Some(match numbers.as_slice() {
                [d, m] => nearest_year(near, *m, *d)?,
                [y, m, d] if *y > 31 => NaiveDate::from_ymd_opt(i32::try_from(*y).ok()?, *m, *d)?,
                [d, m, y] => {
                    let year = if *y < 100 { 2000 + *y } else { *y };
                    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, *m, *d)?
                }
                _ => return None,
            });
        } else {
            return None;
        }
        last_was_hour = is_hour;
    }
    let hour = match (hour, afternoon) {
        (Some(hour), Some(afternoon)) => {
            Some(hour.with_hour(hour.hour() % 12 + if afternoon { 12 } else { 0 })?)
        }
        (hour, _) => hour,
    };
    Some((day, hour))
}

/// Fills worksheets in as people and their programs do.
#[cfg(test)]
pub(crate) mod example {
    use super::*;
    use std::path::PathBuf;

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

    pub(crate) const SHAPES: [Shape; 6] = [
        Shape::AsItIs,
        Shape::TurnedRound,
        Shape::OnlyAnswered,
        Shape::Signed,
        Shape::Csv,
        Shape::ValuesOnly,
    ];

    /// The cells of a worksheet's first sheet from its headings on.
    pub(crate) fn table(path: &Path) -> Vec<Vec<Cell>> {
        let mut file = SourceFile::open(path).unwrap();
        let sheet = file.read(0).unwrap();
        let (header, columns) = find_header(&sheet).unwrap();
        let width = columns.len();
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
        let out =
            path.with_file_name(format!("{shape:?}.{}", if shape == Shape::Csv { "csv" } else { "xlsx" }));
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key() -> RowKey {
        let day = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        RowKey::new(VisitId(Uuid::from_u128(7)), CitizenId(Uuid::from_u128(8)), day, "Lê Thị Ánh")
    }

    #[test]
    fn a_key_comes_back_and_a_changed_one_is_refused() {
        let text = key().to_text();
        assert_eq!(RowKey::parse(&text), Some(key()));
        assert_eq!(RowKey::parse(&format!(" {} ", text.to_lowercase())), Some(key()));
        for place in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[place] = if bytes[place] == b'3' { b'4' } else { b'3' };
            assert_eq!(RowKey::parse(&String::from_utf8(bytes).unwrap()), None, "{place}");
        }
        assert_eq!(RowKey::parse(""), None);
        assert_eq!(RowKey::parse("ộ"), None);
    }

    /// Day and hour of a text, '-' for what it does not say; '?' when it cannot be read.
    fn check_when(text: &str, expect: &str) {
        let cell = text.parse().map_or_else(|_| Cell::Text(text.to_owned()), Cell::Number);
        let near = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let found = when(&cell, near).map_or("?".to_owned(), |(day, hour)| {
            let day = day.map_or("-".to_owned(), |day| day.to_string());
            format!("{day} {}", hour.map_or("-".to_owned(), |hour| hour.format("%H:%M").to_string()))
        });
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn times_as_people_write_them() {
        check_when("19:30", "- 19:30");
        check_when("19h30", "- 19:30");
        check_when("19h", "- 19:00");
        check_when("19 giờ 30", "- 19:30");
        check_when("7:30 CH", "- 19:30");
        check_when("12:15 AM", "- 00:15");
        check_when("21/11 19h30", "2026-11-21 19:30");
        check_when("19h30 ngày 21/11", "2026-11-21 19:30");
        check_when("21/11/2026", "2026-11-21 -");
        check_when("21.11.26", "2026-11-21 -");
        check_when("2026-11-21 19:30:00", "2026-11-21 19:30");
        check_when("2026-11-21T19:30:00", "2026-11-21 19:30");
        check_when("2/1", "2027-01-02 -");
        check_when("19", "- 19:00");
        check_when("0.8125", "- 19:30");
        check_when("46347", "2026-11-21 -");
        check_when("46347.8125", "2026-11-21 19:30");
        check_when("", "- -");
        check_when("tối", "?");
        check_when("31/2", "?");
        check_when("25h", "?");
        check_when("21/11 22/11", "?");
        check_when("-5", "?");
        check_when("1e300", "?");
    }

    #[test]
    fn sheet_names_are_legal_and_differ() {
        let mut taken = vec![fold(word("worksheet.lists"))];
        let long = "Tổ dân phố số 12 khu đô thị mới Phía Đông [mở rộng]";
        let names: Vec<String> = ["Thôn 1/2", "thôn 1 2", long, long, "", "Danh mục"]
            .map(|name| sheet_name(name, &mut taken))
            .to_vec();
        assert_eq!(names[0], "Thôn 1 2");
        assert_eq!(names[1], "thôn 1 2 (2)");
        assert_eq!(names[5], "Danh mục (2)");
        let mut book = Workbook::new();
        for name in &names {
            book.add_worksheet().set_name(name).unwrap();
        }
        book.save_to_buffer().unwrap();
    }

    proptest! {
        #[test]
        fn any_cell_is_read_or_refused(text in "[0-9/.:hgtpmsaNGÀYngày ,-]{0,14}") {
            let near = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
            let _ = when(&Cell::Text(text), near);
        }
    }
}
