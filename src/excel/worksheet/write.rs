//! Writes the worksheet of a worklist.

use chrono::NaiveTime;
use rust_xlsxwriter::{
    Color, DataValidation, Format, FormatAlign, FormatBorder, Formula, ProtectionOptions, Worksheet,
    XlsxError,
};
use unicode_normalization::UnicodeNormalization;

use super::super::workbook::new_workbook;
use super::{Column, HEADER, RowKey};
use crate::disk::{NewFile, Written};
use crate::domain::dates::vi;
use crate::domain::ids::VisitId;
use crate::domain::purpose;
use crate::domain::text::{fold, thousands};
use crate::domain::visit::{Channel, Outcome, PartOfDay, Venue, reasons};
use crate::domain::worklist::{HamletToVisit, HouseToVisit, PersonToVisit, Worklist};
use crate::error::{Error, Result};
use crate::excel::lock::as_it_leaves;
use crate::messages::{sentence, word};
use crate::session::Session;

/// Writes the worksheet of a worklist, `officers` to choose from as who guided a person. Nothing in the book changes: a row
/// becomes a visit only when it comes back.
///
/// # Errors
/// `save.*`, `workbook.unfit`; `job.stopped`.
pub fn write_worksheet(
    worklist: &Worklist,
    officers: &[String],
    session: &Session,
    to: &NewFile<'_>,
) -> Result<Written> {
    let failed = |e: XlsxError| {
        Error::new("workbook.unfit").with("sheet", word("worksheet.head.alley")).with("why", e)
    };
    to.check()?;
    let mut book = new_workbook();
    let formats = Formats::new();
    let mut names = vec![fold(word("worksheet.lists"))];
    for hamlet in &worklist.hamlets {
        session.check_stop()?;
        let name = sheet_name(&hamlet.unit.name, &mut names);
        let sheet = book.add_worksheet_with_low_memory().map_err(failed)?;
        sheet.set_name(name).map_err(failed)?;
        let last = write_hamlet(sheet, worklist, hamlet, session, &formats).map_err(failed)?;
        write_choices(sheet, last, officers.len()).map_err(failed)?;
        set_foot(sheet, purpose::foot(&session.purpose).as_deref());
    }
    if worklist.hamlets.is_empty() {
        let sheet = book.add_worksheet();
        write_head(sheet, worklist, "", 0, &formats).map_err(failed)?;
    }
    write_lists(book.add_worksheet(), officers).map_err(failed)?;
    to.write_bytes(&as_it_leaves(book.save_to_buffer().map_err(failed)?, session)?)
}

/// What the list leaves for, at the foot of each page.
pub(in crate::excel) fn set_foot(sheet: &mut Worksheet, foot: Option<&str>) {
    // "&" begins a code there.
    if let Some(foot) = foot {
        sheet.set_footer(format!("&L&9 {}", foot.replace('&', "&&")));
    }
}

/// A sheet name that every program takes and that no other sheet of the file has: ≤ 31 characters, none of `[]:*?/\`.
pub(in crate::excel) fn sheet_name(name: &str, taken: &mut Vec<String>) -> String {
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
    let day = vi(worklist.day);
    let count = thousands(count);
    let as_of = worklist.as_of.map(vi).unwrap_or_default();
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
) -> std::result::Result<u32, XlsxError> {
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
    Ok(row)
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
            // The list is what fake-police callers need: numbers stand masked on paper, phones not at all (docs/domain.md, Personal data).
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
    let count = thousands(person.visits.len());
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
fn write_choices(sheet: &mut Worksheet, last: u32, officers: usize) -> std::result::Result<(), XlsxError> {
    let first = HEADER + 1;
    let tip = |rule: DataValidation, code| rule.show_error_message(false).set_input_message(word(code));
    let outcomes =
        DataValidation::new().allow_list_strings(&Outcome::ALL.map(|outcome| word(outcome.word_code())))?;
    let channels =
        DataValidation::new().allow_list_strings(&Channel::ALL.map(|channel| word(channel.word_code())))?;
    let venues =
        DataValidation::new().allow_list_strings(&Venue::ALL.map(|venue| word(venue.word_code())))?;
    let listed = |column: char, count: usize| {
        let source = format!("='{}'!${column}$1:${column}${}", word("worksheet.lists"), count.max(1));
        DataValidation::new().allow_list_formula(Formula::new(source))
    };
    let choices = [
        (Column::Outcome, tip(outcomes, "worksheet.tip")?),
        (Column::Level, DataValidation::new().allow_list_strings(&["1", "2"])?.show_error_message(false)),
        (Column::Channel, channels.show_error_message(false)),
        (Column::Venue, tip(venues, "worksheet.tip_venue")?),
        (Column::Reason, listed('A', reasons().len()).show_error_message(false)),
        (Column::Officer, tip(listed('B', officers), "worksheet.tip_officer")?),
        (Column::Time, tip(DataValidation::new().allow_any_value(), "worksheet.tip_time")?),
        (Column::ComeBack, tip(DataValidation::new().allow_any_value(), "worksheet.tip_come_back")?),
    ];
    for (column, rule) in choices {
        sheet.add_data_validation(first, column.at(), last.max(first), column.at(), &rule)?;
    }
    Ok(())
}

/// The hidden sheet behind the drop-down lists of reasons and officers, which are too long for the cell itself.
fn write_lists(sheet: &mut Worksheet, officers: &[String]) -> std::result::Result<(), XlsxError> {
    sheet.set_name(word("worksheet.lists"))?;
    for (row, reason) in (0..).zip(reasons()) {
        sheet.write_string(row, 0, reason.word())?;
    }
    for (row, officer) in (0..).zip(officers) {
        sheet.write_string(row, 1, officer)?;
    }
    sheet.protect();
    sheet.set_hidden(true);
    Ok(())
}
