//! What a sheet seems to be, for a person who checks it before it is taken in: heading row, columns, some rows as the
//! file has them and as they would be read. Long numbers are masked.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::layout::{Layout, RowKind, classify, unicode_text};
use super::read_people::read_people;
use super::sheet::{Cell, Sheet, SheetRow};
use crate::domain::as_count;
use crate::domain::citizen::Sex;
use crate::domain::dates::parse_day;
use crate::domain::import::{Field, PersonRow, masked};
use crate::domain::legacy::Encoding;
use crate::domain::text::fold;

/// Rows at the top, among which a person finds the headings.
const TOP_ROWS: usize = 16;
/// Columns of those rows that are shown.
const TOP_COLUMNS: usize = 12;
/// Sample rows.
const SAMPLES: usize = 4;
/// Longest text of a cell that is shown.
const LONGEST: usize = 60;

/// One sheet.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct SheetLook {
    /// Name as the file has it; empty for CSV.
    pub name: String,
    /// First and last heading row; missing when there is none.
    pub header: Option<(u32, u32)>,
    /// Whether it lists people: a column holds names.
    pub lists_people: bool,
    /// Whether a column holds identity numbers.
    pub has_numbers: bool,
    /// Rows below the headings that speak of people.
    pub people: u32,
    /// The columns that have a heading.
    pub columns: Vec<ColumnLook>,
    /// Some rows of people, those with most repairs among them.
    pub samples: Vec<SampleRow>,
    /// The first rows as they stand.
    pub top: Vec<TopRow>,
    /// Whether the columns are as somebody said of an earlier file.
    pub remembered: bool,
    /// Words for states that are not understood, with their rows.
    #[serde(skip)]
    pub unread_states: BTreeMap<String, u32>,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct ColumnLook {
    /// As Excel shows it: "A", "AB".
    pub letter: String,
    /// Heading.
    pub heading: String,
    /// The field that it holds, if any.
    pub field: Option<Field>,
}

/// One row of people.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct SampleRow {
    /// Row as Excel shows it.
    pub row: u32,
    /// One cell for each column.
    pub cells: Vec<SampleCell>,
}

/// One value as the file has it and as it is read.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct SampleCell {
    /// As the file has it.
    pub raw: String,
    /// As it is read; a code for the account. Missing when it is taken as it stands, or not taken at all.
    pub read: Option<String>,
}

/// One row at the top of a sheet.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct TopRow {
    /// Row as Excel shows it.
    pub row: u32,
    /// Texts of its first cells.
    pub cells: Vec<String>,
}

/// What a sheet seems to be.
#[must_use]
pub fn look_at(sheet: &Sheet, layout: Option<&Layout>, remembered: bool, today: NaiveDate) -> SheetLook {
    let top = sheet.rows.iter().take(TOP_ROWS).map(|row| TopRow {
        row: row.number,
        cells: (0..row.cells.len().min(TOP_COLUMNS))
            .map(|at| masked(&shown(row, at, Encoding::Unicode)))
            .collect(),
    });
    let mut look = SheetLook {
        name: sheet.name.clone(),
        header: layout.map(|layout| layout.header),
        lists_people: layout.is_some_and(Layout::has_names),
        has_numbers: layout.is_some_and(Layout::has_numbers),
        people: 0,
        columns: Vec::new(),
        samples: Vec::new(),
        top: top.collect(),
        remembered,
        unread_states: BTreeMap::new(),
    };
    let Some(layout) = layout else { return look };
    look.columns = layout
        .columns
        .iter()
        .map(|column| ColumnLook {
            letter: letter(column.index),
            heading: column.heading.clone(),
            field: column.field,
        })
        .collect();
    if !look.lists_people {
        // Nobody to read yet: the rows below the headings, as they stand.
        let below = sheet.rows.iter().filter(|row| row.number > layout.header.1).take(SAMPLES);
        look.samples = below.map(|row| sample(row, layout, None)).collect();
        return look;
    }
    let kinds = classify(sheet, layout, false, &[]);
    look.people = as_count(kinds.iter().filter(|kind| **kind == RowKind::Person).count());
    let read = read_people(sheet, layout, &kinds, today);
    for person in few(&read.people) {
        let at = sheet.rows.partition_point(|row| row.number < person.row);
        if let Some(row) = sheet.rows.get(at) {
            look.samples.push(sample(row, layout, Some(person)));
        }
    }
    look.unread_states = read.unread_states;
    look
}

/// The first person, and those with the most repairs of kinds not shown yet.
fn few(people: &[PersonRow]) -> Vec<&PersonRow> {
    let mut few: Vec<&PersonRow> = people.first().into_iter().collect();
    let mut seen: Vec<Field> =
        few.iter().flat_map(|person| person.raw.iter().map(|(field, _)| *field)).collect();
    while few.len() < SAMPLES {
        let news = |person: &&PersonRow| person.raw.iter().filter(|(field, _)| !seen.contains(field)).count();
        let Some(next) = people.iter().filter(|person| news(person) > 0).max_by_key(|person| {
            // Of equal ones the first.
            (news(person), std::cmp::Reverse(person.row))
        }) else {
            break;
        };
        seen.extend(next.raw.iter().map(|(field, _)| *field));
        few.push(next);
    }
    let more = people.iter().skip(1).take(SAMPLES - few.len().min(SAMPLES));
    few.extend(more);
    few.sort_by_key(|person| person.row);
    few.dedup_by_key(|person| person.row);
    few
}

fn sample(row: &SheetRow, layout: &Layout, person: Option<&PersonRow>) -> SampleRow {
    let cells = layout.columns.iter().map(|column| {
        let raw = shown(row, column.index, Encoding::Unicode);
        let read = person.zip(column.field).and_then(|(person, field)| read_as(person, field));
        let read = read.filter(|read| *read != raw).map(|read| masked(&read));
        SampleCell { raw: masked(&raw), read }
    });
    SampleRow { row: row.number, cells: cells.collect() }
}

/// What was read of a field; `None` where several columns make one value.
fn read_as(person: &PersonRow, field: Field) -> Option<String> {
    let text = |text: &str| Some(text.to_owned());
    match field {
        Field::Name => text(&person.name),
        Field::Birth => person.birth.map(|birth| birth.to_vi()),
        Field::Sex => person.sex.map(|sex| {
            let code = if sex == Sex::Male { "form.sex.male" } else { "form.sex.female" };
            crate::messages::word(code).to_owned()
        }),
        Field::Number => text(&person.number),
        Field::NumberOrOld => {
            text(if person.number.is_empty() { &person.old_number } else { &person.number })
        }
        Field::OldNumber => text(&person.old_number),
        Field::Phone => text(&person.phone),
        Field::Hamlet => text(&person.hamlet),
        Field::Address => text(&person.address),
        Field::HouseNumber => text(&person.house_number),
        Field::Head => text(&person.head),
        Field::State => person.state.map(|state| state.word(person.level).to_owned()),
        _ => None,
    }
}

/// The text of a cell as the spreadsheet program shows it, in Unicode.
fn shown(row: &SheetRow, column: usize, encoding: Encoding) -> String {
    let text = match row.cells.get(column) {
        None | Some(Cell::Empty) => String::new(),
        // As the file has it: the letters of an old font stay what they are.
        Some(Cell::Text(text)) if row.fonts.is_empty() => text.clone(),
        Some(Cell::Text(_)) => unicode_text(row, column, encoding).unwrap_or_default(),
        Some(Cell::Number(number)) => number.to_string(),
        Some(Cell::Date(date)) => date.format("%d/%m/%Y").to_string(),
        Some(Cell::Bool(flag)) => flag.to_string(),
        Some(Cell::Error) => "#".to_owned(),
    };
    let mut text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() > LONGEST {
        text = text.chars().take(LONGEST).chain(['…']).collect();
    }
    text
}

/// 0 → "A", 27 → "AB".
fn letter(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
        if column < 26 {
            break;
        }
        column = column / 26 - 1;
    }
    letters.iter().rev().collect()
}

/// The day of "Số liệu tính đến ngày …" in the titles above the headings.
#[must_use]
pub fn day_in_titles(sheet: &Sheet, layout: Option<&Layout>) -> Option<NaiveDate> {
    let below = layout.map_or(TOP_ROWS, |layout| usize::try_from(layout.header.1).unwrap_or(TOP_ROWS) + 1);
    sheet.texts_above(as_count(below)).find_map(day_in)
}

/// What a title says where "Số liệu tính đến ngày …" names a day that there is not, such as 31/11/2026.
#[must_use]
pub fn no_day_in_titles(sheet: &Sheet, layout: Option<&Layout>) -> Option<String> {
    let below = layout.map_or(TOP_ROWS, |layout| usize::try_from(layout.header.1).unwrap_or(TOP_ROWS) + 1);
    sheet.texts_above(as_count(below)).find_map(no_day_in)
}

fn no_day_in(text: &str) -> Option<String> {
    fold(text).contains("tinh den").then_some(())?;
    let words = text.split(|c: char| c.is_whitespace() || "(),;:".contains(c));
    let like_day = |word: &&str| {
        let parts: Vec<&str> = word.split(['/', '-', '.']).collect();
        parts.len() == 3
            && parts
                .iter()
                .all(|part| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
    };
    let found = words.map(|word| word.trim_end_matches('.')).find(like_day)?;
    parse_day(found).is_none().then(|| found.to_owned())
}

/// The day after "tính đến".
pub(super) fn day_in(text: &str) -> Option<NaiveDate> {
    let folded = fold(text);
    folded.contains("tinh den").then_some(())?;
    let mut words = text.split(|c: char| c.is_whitespace() || "(),;:".contains(c));
    words.find_map(|word| parse_day(word.trim_end_matches('.'))).or_else(|| {
        // "ngày 08 tháng 02 năm 2023"
        let numbers: Vec<&str> =
            folded.split(' ').filter(|w| w.chars().all(|c| c.is_ascii_digit())).collect();
        numbers.windows(3).find_map(|run| parse_day(&run.join("/")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_the_spreadsheet() {
        let check = |column: usize, expect: &str| assert_eq!(letter(column), expect);
        check(0, "A");
        check(25, "Z");
        check(26, "AA");
        check(27, "AB");
    }

    #[test]
    fn the_day_stands_in_a_title() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(day_in(text), expect.map(|day| day.parse().unwrap()), "{text}");
        };
        check("(Số liệu tính đến ngày 19/11/2026)", Some("2026-11-19"));
        check("Số liệu tính đến ngày 08 tháng 02 năm 2023", Some("2023-02-08"));
        check("Ngày 19/11/2026", None);
        check("Số liệu tính đến ngày 31/11/2026", None);
    }

    #[test]
    fn a_day_that_there_is_not_is_named() {
        let check =
            |text: &str, expect: Option<&str>| assert_eq!(no_day_in(text).as_deref(), expect, "{text}");
        check("(Số liệu tính đến ngày 31/11/2026)", Some("31/11/2026"));
        check("Số liệu tính đến ngày 29-02-2026.", Some("29-02-2026"));
        check("Số liệu tính đến ngày 30/11/2026", None);
        check("Số liệu tính đến hết tháng 11", None);
        check("Ngày 31/11/2026", None);
    }
}
