//! Reads birth and sex, and every other date.

use chrono::{Datelike, NaiveDate};

use super::findings::Findings;
use super::sources::{DATES, DateOrder, Plan, as_text};
use crate::domain::citizen::Sex;
use crate::domain::dates::{self, Context, PartialDate};
use crate::domain::identity;
use crate::domain::import::{Field, PersonRow};
use crate::excel::sheet::{Cell, SheetRow};
use crate::excel::spellings;

impl Plan<'_> {
    pub(super) fn birth_and_sex(&self, row: &SheetRow, person: &mut PersonRow, found: &mut Findings<'_>) {
        let facts = identity::facts(&person.number);
        let context = Context { known_year: facts.map(|facts| facts.birth_year), ..Context::new(self.today) };
        person.birth = self.date(Field::Birth, row, person, context, found);
        let mut sex_by_column = None;
        for (field, sex) in [(Field::BirthMale, Sex::Male), (Field::BirthFemale, Sex::Female)] {
            let Some(source) = self.first(field) else { continue };
            // A tick instead of a year tells the sex alone.
            let cell = self.cell(source, row);
            let tick = matches!(cell, Some((Cell::Text(text), _)) if spellings::yes_no(text) == Some(true));
            let digits =
                matches!(cell, Some((Cell::Text(text), _)) if text.contains(|c: char| c.is_ascii_digit()));
            let birth = if tick && !digits { None } else { self.date(field, row, person, context, found) };
            if (tick || birth.is_some()) && sex_by_column.replace(sex).is_some() {
                found.warn(source.column, "row.sex_twice", "", "");
                sex_by_column = None;
                break;
            }
            person.birth = person.birth.or(birth);
        }
        if person.birth.is_none() {
            person.birth = self.birth_in_parts(row, person, context, found);
        }
        if person.birth.is_some_and(|birth| birth.year() < self.today.year() - 115)
            && let Some(source) = DATES.iter().find_map(|field| self.first(*field))
        {
            let birth = person.birth.map(PartialDate::to_vi).unwrap_or_default();
            found.warn(source.column, "row.birth_long_ago", &birth, &birth);
        }
        person.sex = self.sex(row, found);
        if let Some(source) = self.first(Field::Sex).filter(|_| person.sex.is_some())
            && sex_by_column.is_some_and(|sex| Some(sex) != person.sex)
        {
            found.warn(source.column, "row.sex_twice", "", "");
        }
        person.sex = person.sex.or(sex_by_column);
        let number =
            [Field::Number, Field::NumberOrOld, Field::OldNumber].iter().find_map(|f| self.first(*f));
        if let Some(source) = number.filter(|_| facts.is_some()) {
            for code in identity::check(&person.number, person.sex, person.birth, self.today) {
                found.warn(source.column, code, &person.number, &person.number);
                person.doubtful.push(Field::Number);
            }
        }
    }

    pub(super) fn date(
        &self,
        field: Field,
        row: &SheetRow,
        person: &mut PersonRow,
        context: Context,
        found: &mut Findings<'_>,
    ) -> Option<PartialDate> {
        for (source, cell, font) in self.cells(field, row) {
            let context = Context { month_first: source.order == DateOrder::MonthFirst, ..context };
            let mut reading = match cell {
                Cell::Text(text) => match source.decode(text, font) {
                    Some((text, _)) => dates::parse(&text, context),
                    None => dates::parse(text, context),
                },
                Cell::Number(number) => dates::parse_number(*number, context),
                Cell::Date(date) => {
                    let date = date.date();
                    let turned = NaiveDate::from_ymd_opt(date.year(), date.day(), date.month());
                    match turned.filter(|turned| source.order == DateOrder::CellsSwapped && *turned != date) {
                        Some(turned) => {
                            let mut reading = dates::parse_cell_date(turned, context);
                            reading.repairs.push("repair.date_swapped");
                            reading
                        }
                        None => dates::parse_cell_date(date, context),
                    }
                }
                Cell::Error => {
                    found.warn(source.column, "row.cell_error", "", "");
                    continue;
                }
                Cell::Empty | Cell::Bool(_) => continue,
            };
            if reading.date.is_none() {
                reading.repairs.clear();
            }
            let guessed = reading.warnings.contains(&"row.date_impossible")
                || reading.repairs.contains(&"repair.two_digit_year");
            if guessed && !matches!(field, Field::ApprovedOn | Field::ActivatedOn | Field::TrainedOn) {
                person.doubtful.push(Field::Birth);
            }
            if !reading.repairs.is_empty() || !reading.warnings.is_empty() {
                let raw = as_text(cell);
                let stored = reading.date.map(PartialDate::to_vi).unwrap_or_default();
                found.reading(source.column, &reading.repairs, &reading.warnings, &raw, &stored);
                person.raw.push((field, raw.into_owned()));
            }
            if reading.date.is_some() {
                return reading.date;
            }
        }
        None
    }

    /// Day, month and year in three columns; the year column may hold the whole date.
    fn birth_in_parts(
        &self,
        row: &SheetRow,
        person: &mut PersonRow,
        context: Context,
        found: &mut Findings<'_>,
    ) -> Option<PartialDate> {
        let year = self.date(Field::BirthYear, row, person, context, found)?;
        let part = |field| {
            let (cell, _) = self.cell(self.first(field)?, row)?;
            as_text(cell).trim().parse::<u32>().ok().filter(|part| *part > 0)
        };
        if year.month().is_some() {
            return Some(year);
        }
        let Some(month) = part(Field::BirthMonth) else { return Some(year) };
        let (date, swapped) = match part(Field::BirthDay) {
            None => (PartialDate::from_month(year.year(), month), None),
            Some(day) => (
                PartialDate::from_day(year.year(), month, day),
                PartialDate::from_day(year.year(), day, month).filter(|_| month > 12),
            ),
        };
        let source = self.first(Field::BirthMonth)?;
        let raw = || format!("{}/{month}/{}", part(Field::BirthDay).unwrap_or(0), year.year());
        if let (None, Some(swapped)) = (date, swapped) {
            found.repair(source.column, "repair.date_swapped", &raw(), &swapped.to_vi());
            person.raw.push((Field::Birth, raw()));
        } else if date.is_none() {
            found.warn(source.column, "row.date_impossible", &raw(), &year.to_vi());
            person.raw.push((Field::Birth, raw()));
            person.doubtful.push(Field::Birth);
        }
        date.or(swapped).or(Some(year)).filter(|date| *date <= PartialDate::from(self.today))
    }

    fn sex(&self, row: &SheetRow, found: &mut Findings<'_>) -> Option<Sex> {
        for (source, cell, font) in self.cells(Field::Sex, row) {
            let text = source.plain(cell, font);
            if text.trim().is_empty() {
                continue;
            }
            // A column headed "Nữ" with ticks.
            let by_heading =
                || spellings::sex(&source.column.heading).filter(|_| spellings::yes_no(&text) == Some(true));
            if let Some(sex) = spellings::sex(&text).or_else(by_heading) {
                return Some(sex);
            }
            if spellings::yes_no(&text) != Some(false) {
                found.warn(source.column, "row.sex_unreadable", &text, "");
            }
        }
        None
    }
}
