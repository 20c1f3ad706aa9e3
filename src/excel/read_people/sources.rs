//! The columns that hold a field, and their cells as text.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};

use crate::domain::as_count;
use crate::domain::import::Field;
use crate::domain::legacy::{self, Encoding};
use crate::excel::layout::{Layout, SheetColumn};
use crate::excel::sheet::{Cell, FontKind, Sheet, SheetRow};

/// A column that holds a field, with what all its cells together tell.
pub(super) struct Source<'a> {
    pub(super) column: &'a SheetColumn,
    /// Some of its cells have the font of an old encoding.
    legacy_fonts: bool,
    /// Order of day and month in its dates.
    pub(super) order: DateOrder,
    /// Merged areas: first and last row, sorted.
    merged: Vec<(u32, u32)>,
}

/// How the cells of a sheet become fields.
pub(super) struct Plan<'a> {
    sheet: &'a Sheet,
    pub(super) today: NaiveDate,
    /// Sources of each field, by its place in `Field`.
    sources: Vec<Vec<Source<'a>>>,
    /// The household is written only in its first row.
    pub(super) household_once: bool,
}

pub(super) const DATES: [Field; 6] = [
    Field::Birth,
    Field::BirthMale,
    Field::BirthFemale,
    Field::ApprovedOn,
    Field::ActivatedOn,
    Field::TrainedOn,
];
const HOUSEHOLD: [Field; 3] = [Field::HouseholdCode, Field::Head, Field::HouseNumber];

impl<'a> Plan<'a> {
    pub(super) fn new(
        sheet: &'a Sheet,
        layout: &'a Layout,
        persons: &[&'a SheetRow],
        today: NaiveDate,
    ) -> Self {
        let mut sources: Vec<Vec<Source<'a>>> = Vec::new();
        sources.resize_with(Field::ActivatedOn as usize + 1, Vec::new);
        for column in &layout.columns {
            let Some((field, slot)) =
                column.field.and_then(|field| Some((field, sources.get_mut(field as usize)?)))
            else {
                continue;
            };
            let legacy_fonts = persons
                .iter()
                .any(|row| row.fonts.get(column.index).is_some_and(|font| *font != FontKind::Plain));
            let number = as_count(column.index);
            let merged = sheet.merged.iter().filter(|(first, left, last, right)| {
                *first > layout.header.1 && last > first && (*left..=*right).contains(&number)
            });
            let mut merged: Vec<_> = merged.map(|(first, _, last, _)| (*first, *last)).collect();
            merged.sort_unstable();
            let order =
                if DATES.contains(&field) { date_order(column, persons) } else { DateOrder::default() };
            slot.push(Source { column, legacy_fonts, order, merged });
        }
        let mut plan = Self { sheet, today, sources, household_once: false };
        plan.household_once = HOUSEHOLD.iter().find_map(|field| plan.first(*field)).is_some_and(|key| {
            let blank = |row: &&&SheetRow| plan.cell(key, row).is_none();
            persons.first().is_some_and(|first| !blank(&first))
                && persons.iter().filter(blank).count() * 10 >= persons.len() * 3
        });
        plan
    }

    pub(super) fn sources(&self, field: Field) -> &[Source<'a>] {
        self.sources.get(field as usize).map_or(&[], Vec::as_slice)
    }

    pub(super) fn first(&self, field: Field) -> Option<&Source<'a>> {
        self.sources(field).first()
    }

    pub(super) fn has(&self, field: Field) -> bool {
        !self.sources(field).is_empty()
    }

    /// The cells of a row that hold a field and are not blank.
    pub(super) fn cells<'r>(
        &self,
        field: Field,
        row: &'r SheetRow,
    ) -> impl Iterator<Item = (&Source<'a>, &'r Cell, FontKind)>
    where
        'a: 'r,
    {
        self.sources(field).iter().filter_map(move |source| {
            let (cell, font) = self.cell(source, row)?;
            Some((source, cell, font))
        })
    }

    /// The cell of a row, or of the first row of the merged area it lies in, with its font. `None` when it is blank.
    pub(super) fn cell<'r>(&self, source: &Source<'a>, row: &'r SheetRow) -> Option<(&'r Cell, FontKind)>
    where
        'a: 'r,
    {
        let at = source.column.index;
        let filled = |row: &'r SheetRow| {
            let cell = row.cells.get(at).filter(|cell| match cell {
                Cell::Empty => false,
                Cell::Text(text) => !text.is_empty(),
                _ => true,
            })?;
            Some((cell, row.fonts.get(at).copied().unwrap_or_default()))
        };
        filled(row).or_else(|| {
            let area = source.merged.partition_point(|(first, _)| *first <= row.number).checked_sub(1)?;
            let (first, last) = *source.merged.get(area)?;
            (row.number <= last).then_some(())?;
            let above = self.sheet.rows.binary_search_by_key(&first, |row| row.number).ok()?;
            filled(self.sheet.rows.get(above)?)
        })
    }
}

impl Source<'_> {
    /// Turns a cell into Unicode; `None` when it is Unicode. The column decides, a font of the cell's own is stronger:
    /// in a column of mixed fonts a plain cell is converted only when it cannot be Unicode.
    pub(super) fn decode(&self, raw: &str, font: FontKind) -> Option<(String, &'static str)> {
        let reads = || {
            let of_font = match font {
                FontKind::Plain => self.column.encoding,
                FontKind::Vni => Encoding::Vni,
                FontKind::Tcvn3 | FontKind::Tcvn3Capital => Encoding::Tcvn3,
            };
            let decoded = legacy::decode(raw, of_font);
            !legacy::is_readable(raw) && legacy::is_readable(&decoded)
        };
        if self.column.mixed && !legacy::has_legacy_letters(raw) && !reads() {
            return None;
        }
        let encoding = match (font, self.column.encoding) {
            (FontKind::Plain, Encoding::Unicode) => return None,
            (FontKind::Plain, _) if self.legacy_fonts && !legacy::has_legacy_letters(raw) => return None,
            (FontKind::Plain, encoding) => encoding,
            (_, Encoding::Unicode) if !legacy::has_legacy_letters(raw) => return None,
            (FontKind::Vni, _) => Encoding::Vni,
            (FontKind::Tcvn3 | FontKind::Tcvn3Capital, _) => Encoding::Tcvn3,
        };
        let (decoded, code) = match (font, encoding) {
            (FontKind::Tcvn3Capital, _) => (legacy::decode_capital(raw), "repair.capital_font"),
            _ if raw.is_ascii() => return None,
            (_, Encoding::Vni) => (legacy::decode(raw, encoding), "repair.vni"),
            _ => (legacy::decode(raw, encoding), "repair.tcvn3"),
        };
        (decoded != raw).then_some((decoded, code))
    }

    /// The text of a cell in Unicode, for a vocabulary.
    pub(super) fn plain<'r>(&self, cell: &'r Cell, font: FontKind) -> Cow<'r, str> {
        match cell {
            Cell::Text(raw) => {
                self.decode(raw, font).map_or(Cow::Borrowed(raw.as_str()), |(text, _)| Cow::Owned(text))
            }
            cell => as_text(cell),
        }
    }
}

/// The value of a cell as text: whole numbers without a fraction or an exponent.
pub(super) fn as_text(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Empty | Cell::Error => Cow::Borrowed(""),
        Cell::Text(text) => Cow::Borrowed(text),
        Cell::Number(number) => Cow::Owned(number_text(*number)),
        Cell::Date(date) => Cow::Owned(date.format("%d/%m/%Y").to_string()),
        Cell::Bool(true) => Cow::Borrowed("TRUE"),
        Cell::Bool(false) => Cow::Borrowed("FALSE"),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "whole and below 10^15")]
fn number_text(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        (number as i64).to_string()
    } else {
        number.to_string()
    }
}

/// The order of day and month in a column of dates, where all its cells together show it.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum DateOrder {
    #[default]
    DayFirst,
    /// The texts are written month first: many second parts are above 12, no first one.
    MonthFirst,
    /// A program set to US English turned every date it could read: what it could not read stayed text with a day above
    /// 12, and every real date has a "day" up to 12.
    CellsSwapped,
}

/// Finds the order; anything but day first only when chance cannot have made it.
fn date_order(column: &SheetColumn, persons: &[&SheetRow]) -> DateOrder {
    let (mut day_first, mut month_first, mut either) = (0, 0, 0);
    let (mut low_cells, mut high_cells) = (0, 0);
    for cell in persons.iter().filter_map(|row| row.cells.get(column.index)) {
        match cell {
            Cell::Date(date) if date.day() > 12 => high_cells += 1,
            Cell::Date(_) => low_cells += 1,
            Cell::Text(text) => {
                let mut parts = text.trim().split(['/', '-', '.']).map(str::parse::<u32>);
                match (parts.next(), parts.next(), parts.next()) {
                    (Some(Ok(13..=31)), Some(Ok(1..=12)), Some(Ok(_))) => day_first += 1,
                    (Some(Ok(1..=12)), Some(Ok(13..=31)), Some(Ok(_))) => month_first += 1,
                    (Some(Ok(1..=12)), Some(Ok(1..=12)), Some(Ok(_))) => either += 1,
                    _ => {}
                }
            }
            _ => {}
        }
    }
    if month_first >= 4 && day_first == 0 {
        DateOrder::MonthFirst
    } else if day_first >= 4 && month_first + either == 0 && low_cells >= 6 && high_cells == 0 {
        DateOrder::CellsSwapped
    } else {
        DateOrder::DayFirst
    }
}
