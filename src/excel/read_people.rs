//! Turns the rows of a sheet into people, repairing what can be repaired and listing all that was found.
//!
//! A row is rejected only when storing it would be false (a number in scientific notation) or when there is nobody to
//! store (no name). Whatever else cannot be read is left empty with a warning, and the raw value is kept.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::layout::{Column, Layout, RowKind};
use super::read_sheet::{Cell, FontKind, Row, Sheet};
use super::spellings::{self, State};
use crate::domain::citizen::Sex;
use crate::domain::dates::{self, Context, PartialDate};
use crate::domain::identity::{self, NumberColumn};
use crate::domain::import::{Field, PersonRow};
use crate::domain::legacy::{self, Encoding};
use crate::domain::phone;
use crate::domain::roster::AccountState;
use crate::domain::text;
use crate::error::{RowIssue, Severity};
use crate::messages;

/// The people of one sheet and the accounting of its rows: `rows_in = people + rejected + skipped`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PeopleOfSheet {
    /// One for each row that was taken, in order.
    pub people: Vec<PersonRow>,
    /// Rows that were not taken: index in [`Sheet::rows`] and why (also in `issues`).
    pub rejected: Vec<(usize, RowIssue)>,
    /// All findings, in the order of rows. An encoding is listed once a column, at its first row.
    pub issues: Vec<RowIssue>,
    /// How often each repair was made in the rows that were taken, by code, counted by cell.
    pub repairs: BTreeMap<&'static str, u32>,
    /// Numbering, group, sub-total and signature rows.
    pub skipped: u32,
    /// Rows below the headings that are not blank.
    pub rows_in: u32,
}

/// Reads the people of a sheet. `kinds` says what each row is; when it is shorter than the rows of the sheet, it is
/// that of the last rows. Rows up to the last heading row are left out in any case.
#[must_use]
pub fn read_people(sheet: &Sheet, layout: &Layout, kinds: &[RowKind], today: NaiveDate) -> PeopleOfSheet {
    let above = sheet.rows.len().saturating_sub(kinds.len());
    let below = || {
        let rows = sheet.rows.iter().enumerate().skip(above).zip(kinds);
        rows.filter(|((_, row), _)| row.number > layout.header.1)
    };
    let persons: Vec<&Row> =
        below().filter(|(_, kind)| **kind == RowKind::Person).map(|((_, row), _)| row).collect();
    let plan = Plan::new(sheet, layout, &persons, today);
    let mut found = Findings { sheet: &sheet.name, ..Findings::default() };
    let mut out = PeopleOfSheet::default();
    out.people.reserve(persons.len());
    let mut hamlet = "";
    // The household that a row of its own names, and the person whose household a row without one belongs to.
    let mut named = ("", "");
    let mut household: Option<usize> = None;
    for ((index, row), kind) in below() {
        out.rows_in += 1;
        match kind {
            RowKind::Person => {}
            RowKind::Group(name) => (hamlet, named, household) = (name, ("", ""), None),
            RowKind::Household { code, head } => (named, household) = ((code.as_str(), head.as_str()), None),
            RowKind::Numbering | RowKind::Subtotal | RowKind::Footer => {}
        }
        if *kind != RowKind::Person {
            out.skipped += 1;
            continue;
        }
        found.start(row.number);
        match plan.person(row, &mut found) {
            Ok(mut person) => {
                for (place, said) in [
                    (&mut person.hamlet, hamlet),
                    (&mut person.household_code, named.0),
                    (&mut person.head, named.1),
                ] {
                    if place.is_empty() {
                        said.clone_into(place);
                    }
                }
                match household.and_then(|at| out.people.get(at)).filter(|_| plan.household_once) {
                    Some(first) if goes_with(&person, first) => join(&mut person, first),
                    _ => household = Some(out.people.len()),
                }
                found.keep();
                out.people.push(person);
            }
            Err(issue) => {
                found.reject(issue.clone());
                out.rejected.push((index, issue));
            }
        }
    }
    out.issues = found.issues;
    out.repairs = found.repairs;
    out
}

/// Warnings that only all sheets of a file together can give: one number with two people, one phone with more than
/// four. Each sheet comes with its name; every row concerned is listed.
#[must_use]
pub fn cross_check(sheets: &[(&str, &[PersonRow])]) -> Vec<RowIssue> {
    let all = || sheets.iter().flat_map(|(name, people)| people.iter().map(move |person| (*name, person)));
    let issue = |sheet: &str, person: &PersonRow, code, value: &str| RowIssue {
        sheet: sheet.to_owned(),
        row: person.row,
        column: String::new(),
        code,
        severity: Severity::Warning,
        raw: value.to_owned(),
        stored: value.to_owned(),
    };
    let mut issues = Vec::new();
    let mut by_number: Vec<_> = all().filter(|(_, person)| !person.number.is_empty()).collect();
    by_number.sort_by(|a, b| a.1.number.cmp(&b.1.number));
    for same in by_number.chunk_by(|a, b| a.1.number == b.1.number).filter(|same| same.len() > 1) {
        let mut names: Vec<_> = same.iter().map(|(_, person)| text::fold(&person.name)).collect();
        names.sort_unstable();
        names.dedup();
        let births = same.iter().filter_map(|(_, person)| person.birth.map(PartialDate::year));
        let same_year = births.clone().max() == births.min();
        if names.len() > 1 || !same_year {
            issues.extend(
                same.iter().map(|(sheet, person)| issue(sheet, person, "row.number_shared", &person.number)),
            );
        }
    }
    let mut by_phone: Vec<_> = all().filter(|(_, person)| !person.phone.is_empty()).collect();
    by_phone.sort_by(|a, b| a.1.phone.cmp(&b.1.phone));
    for same in by_phone.chunk_by(|a, b| a.1.phone == b.1.phone).filter(|same| same.len() > 4) {
        issues.extend(
            same.iter().map(|(sheet, person)| issue(sheet, person, "row.phone_shared", &person.phone)),
        );
    }
    issues
}

/// Findings of all rows; those of the row at hand are dropped again when it is rejected.
#[derive(Default)]
struct Findings<'a> {
    sheet: &'a str,
    row: u32,
    issues: Vec<RowIssue>,
    repairs: BTreeMap<&'static str, u32>,
    /// Issues before the row at hand.
    mark: usize,
    row_repairs: Vec<&'static str>,
    /// Encodings that are listed already, by column.
    told: Vec<(usize, &'static str)>,
    row_told: usize,
    /// Account states that were read before, by their text: an extract has few.
    states: BTreeMap<String, Option<(State, Option<u8>)>>,
}

impl Findings<'_> {
    fn start(&mut self, row: u32) {
        self.row = row;
        self.mark = self.issues.len();
        self.row_repairs.clear();
        self.row_told = self.told.len();
    }

    fn state(&mut self, text: &str) -> Option<(State, Option<u8>)> {
        if let Some(known) = self.states.get(text) {
            return *known;
        }
        let state = spellings::state(text);
        self.states.insert(text.to_owned(), state);
        state
    }

    fn keep(&mut self) {
        for code in self.row_repairs.drain(..) {
            *self.repairs.entry(code).or_default() += 1;
        }
    }

    fn reject(&mut self, issue: RowIssue) {
        self.issues.truncate(self.mark);
        self.told.truncate(self.row_told);
        self.row_repairs.clear();
        self.issues.push(issue);
    }

    fn issue(
        &self,
        column: &Column,
        code: &'static str,
        severity: Severity,
        raw: &str,
        stored: &str,
    ) -> RowIssue {
        RowIssue {
            sheet: self.sheet.to_owned(),
            row: self.row,
            column: column.heading.clone(),
            code,
            severity,
            raw: raw.to_owned(),
            stored: stored.to_owned(),
        }
    }

    fn repair(&mut self, column: &Column, code: &'static str, raw: &str, stored: &str) {
        self.row_repairs.push(code);
        self.issues.push(self.issue(column, code, Severity::Repair, raw, stored));
    }

    fn encoding(&mut self, column: &Column, code: &'static str, raw: &str, stored: &str) {
        self.row_repairs.push(code);
        if !self.told.contains(&(column.index, code)) {
            self.told.push((column.index, code));
            self.issues.push(self.issue(column, code, Severity::Repair, raw, stored));
        }
    }

    fn warn(&mut self, column: &Column, code: &'static str, raw: &str, stored: &str) {
        self.issues.push(self.issue(column, code, Severity::Warning, raw, stored));
    }
}

/// A column that holds a field, with what all its cells together tell.
struct Source<'a> {
    column: &'a Column,
    /// Some of its cells have the font of an old encoding.
    legacy_fonts: bool,
    /// Order of day and month in its dates.
    order: DateOrder,
    /// Merged areas: first and last row, sorted.
    merged: Vec<(u32, u32)>,
}

/// How the cells of a sheet become fields.
struct Plan<'a> {
    sheet: &'a Sheet,
    today: NaiveDate,
    /// Sources of each field, by its place in `Field`.
    sources: Vec<Vec<Source<'a>>>,
    /// The household is written only in its first row.
    household_once: bool,
}

const DATES: [Field; 5] =
    [Field::Birth, Field::BirthMale, Field::BirthFemale, Field::ApprovedOn, Field::ActivatedOn];
const HOUSEHOLD: [Field; 3] = [Field::HouseholdCode, Field::Head, Field::HouseNumber];

impl<'a> Plan<'a> {
    fn new(sheet: &'a Sheet, layout: &'a Layout, persons: &[&'a Row], today: NaiveDate) -> Self {
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
            let merged = sheet.merged.iter().filter(|(first, left, last, right)| {
                *first > layout.header.1 && last > first && (*left..=*right).contains(&column_number(column))
            });
            let mut merged: Vec<_> = merged.map(|(first, _, last, _)| (*first, *last)).collect();
            merged.sort_unstable();
            let order =
                if DATES.contains(&field) { date_order(column, persons) } else { DateOrder::default() };
            slot.push(Source { column, legacy_fonts, order, merged });
        }
        let mut plan = Self { sheet, today, sources, household_once: false };
        plan.household_once = HOUSEHOLD.iter().find_map(|field| plan.first(*field)).is_some_and(|key| {
            let blank = |row: &&&Row| plan.cell(key, row).is_none();
            persons.first().is_some_and(|first| !blank(&first))
                && persons.iter().filter(blank).count() * 10 >= persons.len() * 3
        });
        plan
    }

    fn sources(&self, field: Field) -> &[Source<'a>] {
        self.sources.get(field as usize).map_or(&[], Vec::as_slice)
    }

    fn first(&self, field: Field) -> Option<&Source<'a>> {
        self.sources(field).first()
    }

    fn has(&self, field: Field) -> bool {
        !self.sources(field).is_empty()
    }

    /// The cell of a row, or of the first row of the merged area it lies in, with its font. `None` when it is blank.
    fn cell<'r>(&self, source: &Source<'a>, row: &'r Row) -> Option<(&'r Cell, FontKind)>
    where
        'a: 'r,
    {
        let at = source.column.index;
        let filled = |row: &'r Row| {
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

    /// Reads one person; `Err` is the rejection.
    fn person(&self, row: &Row, found: &mut Findings<'_>) -> Result<PersonRow, RowIssue> {
        let mut person = PersonRow { row: row.number, ..PersonRow::default() };
        self.name(row, &mut person, found)?;
        self.numbers(row, &mut person, found)?;
        self.phone(row, &mut person, found);
        self.birth_and_sex(row, &mut person, found);
        person.hamlet = self.text(Field::Hamlet, row, &mut person, found);
        person.household_code = self.text(Field::HouseholdCode, row, &mut person, found);
        person.head = self.text(Field::Head, row, &mut person, found);
        person.alley = self.text(Field::Alley, row, &mut person, found);
        person.house_number = self.text(Field::HouseNumber, row, &mut person, found);
        person.walk_order = self.text(Field::WalkOrder, row, &mut person, found).parse().unwrap_or(0);
        person.code = self.text(Field::Code, row, &mut person, found);
        let relation = self.text(Field::Relation, row, &mut person, found);
        if !relation.is_empty() {
            person.relation = relation;
        }
        person.residence = self.text(Field::Residence, row, &mut person, found);
        person.address = self.text(Field::Address, row, &mut person, found);
        person.present_address = self.text(Field::PresentAddress, row, &mut person, found);
        person.smartphone = self.yes_no(Field::Smartphone, row, found);
        person.internet = self.yes_no(Field::Internet, row, found);
        for source in self.sources(Field::Note) {
            let note = self.text_of(source, Field::Note, row, &mut person, found);
            add_note(&mut person.note, &note);
        }
        self.account(row, &mut person, found);
        Ok(person)
    }

    /// The text of the first column of a field that has any.
    fn text(&self, field: Field, row: &Row, person: &mut PersonRow, found: &mut Findings<'_>) -> String {
        for source in self.sources(field) {
            let text = self.text_of(source, field, row, person, found);
            if !text.is_empty() {
                return text.into_owned();
            }
        }
        String::new()
    }

    fn text_of<'r>(
        &self,
        source: &Source<'a>,
        field: Field,
        row: &'r Row,
        person: &mut PersonRow,
        found: &mut Findings<'_>,
    ) -> Cow<'r, str>
    where
        'a: 'r,
    {
        let column = source.column;
        let (raw, font) = match self.cell(source, row) {
            None => return Cow::Borrowed(""),
            Some((Cell::Text(raw), font)) => (raw, font),
            Some((Cell::Date(date), _)) if field == Field::HouseNumber => {
                // "12/3" typed into a cell that was not text.
                let number = format!("{}/{}", date.day(), date.month());
                let raw = date.format("%d/%m/%Y").to_string();
                found.warn(column, "row.house_number_date", &raw, &number);
                person.raw.push((field, raw));
                return Cow::Owned(number);
            }
            Some((Cell::Error, _)) => {
                found.warn(column, "row.cell_error", "", "");
                return Cow::Borrowed("");
            }
            Some((cell, _)) => return as_text(cell),
        };
        let (clean, mended, code) = match source.decode(raw, font) {
            None => {
                let (clean, mended) = text::clean(raw);
                (clean, mended, "")
            }
            Some((decoded, code)) => match text::clean(&decoded) {
                (Cow::Borrowed(_), mended) => (Cow::Owned(decoded), mended, code),
                (Cow::Owned(clean), mended) => (Cow::Owned(clean), mended, code),
            },
        };
        if (code.is_empty() && !mended.any()) || clean.is_empty() {
            return clean;
        }
        if !code.is_empty() {
            found.encoding(column, code, raw, &clean);
        }
        for (mended, code) in [
            (mended.spaces, "repair.spaces"),
            (mended.composed, "repair.composed"),
            (mended.d_stroke, "repair.d_stroke"),
        ] {
            if mended {
                found.repair(column, code, raw, &clean);
            }
        }
        person.raw.push((field, raw.clone()));
        clean
    }

    fn name(&self, row: &Row, person: &mut PersonRow, found: &mut Findings<'_>) -> Result<(), RowIssue> {
        let mut name = self.text(Field::Name, row, person, found);
        if self.has(Field::GivenName) || self.has(Field::FamilyName) {
            let family = self.text(Field::FamilyName, row, person, found);
            let given = self.text(Field::GivenName, row, person, found);
            if name.is_empty() {
                name = [family, given].join(" ").trim().to_owned();
            }
        }
        // "Nguyễn Văn A (chủ hộ)", "Nguyễn Văn A - chủ hộ" in a column that marks the heads.
        let marked =
            name.strip_suffix(')').and_then(|name| name.rsplit_once('(')).or(name.rsplit_once(" - "));
        if let Some(bare) =
            marked.filter(|(_, mark)| is_head(mark)).map(|(bare, _)| bare.trim_end().to_owned())
        {
            name = bare;
            messages::word("relation.head").clone_into(&mut person.relation);
        }
        if !name.chars().any(char::is_alphabetic) {
            let source = [Field::Name, Field::GivenName].iter().find_map(|field| self.first(*field));
            let column = source.map(|source| source.column.clone()).unwrap_or(Column {
                index: 0,
                heading: String::new(),
                field: None,
                encoding: Encoding::Unicode,
            });
            return Err(found.issue(&column, "row.name_missing", Severity::Rejection, &name, ""));
        }
        person.name = name;
        Ok(())
    }

    fn numbers(&self, row: &Row, person: &mut PersonRow, found: &mut Findings<'_>) -> Result<(), RowIssue> {
        for (field, kind) in [
            (Field::Number, NumberColumn::Number),
            (Field::NumberOrOld, NumberColumn::Either),
            (Field::OldNumber, NumberColumn::Old),
        ] {
            for source in self.sources(field) {
                let Some((raw, plain)) = self.digits(source, row, found) else { continue };
                let reading = identity::parse(&plain, kind);
                let column = source.column;
                if let Some(code) = reading.rejection {
                    return Err(found.issue(column, code, Severity::Rejection, &raw, ""));
                }
                let stored = if reading.number.is_empty() {
                    reading.old_number.clone()
                } else {
                    reading.number.clone()
                };
                for code in &reading.repairs {
                    found.repair(column, code, &raw, &stored);
                }
                for code in &reading.warnings {
                    found.warn(column, code, &raw, &stored);
                }
                if !reading.repairs.is_empty() || !reading.warnings.is_empty() {
                    person.raw.push((field, raw.clone().into_owned()));
                }
                for (value, place) in
                    [(reading.number, &mut person.number), (reading.old_number, &mut person.old_number)]
                {
                    if place.is_empty() {
                        *place = value;
                    } else if !value.is_empty() && *place != value {
                        found.warn(column, "row.number_two", &raw, place);
                        person.raw.push((field, raw.clone().into_owned()));
                    }
                }
            }
        }
        Ok(())
    }

    /// The text of a cell of digits, as the file has it and decoded where words in an old encoding may stand.
    fn digits<'r>(
        &self,
        source: &Source<'a>,
        row: &'r Row,
        found: &mut Findings<'_>,
    ) -> Option<(Cow<'r, str>, Cow<'r, str>)>
    where
        'a: 'r,
    {
        match self.cell(source, row)? {
            (Cell::Text(raw), font) => {
                let plain = source
                    .decode(raw, font)
                    .map_or(Cow::Borrowed(raw.as_str()), |(text, _)| Cow::Owned(text));
                Some((Cow::Borrowed(raw), plain))
            }
            (Cell::Error, _) => {
                found.warn(source.column, "row.cell_error", "", "");
                None
            }
            (cell, _) => {
                let text = as_text(cell);
                Some((text.clone(), text))
            }
        }
    }

    fn phone(&self, row: &Row, person: &mut PersonRow, found: &mut Findings<'_>) {
        for source in self.sources(Field::Phone) {
            let Some((raw, plain)) = self.digits(source, row, found) else { continue };
            let reading = phone::parse(&plain);
            for code in &reading.repairs {
                found.repair(source.column, code, &raw, &reading.phone);
            }
            for code in &reading.warnings {
                found.warn(source.column, code, &raw, &reading.phone);
            }
            if !reading.repairs.is_empty() || !reading.warnings.is_empty() {
                person.raw.push((Field::Phone, raw.into_owned()));
            }
            let mut others = vec![reading.rest];
            if person.phone.is_empty() {
                person.phone = reading.phone;
            } else if person.phone != reading.phone {
                others.push(reading.phone);
            }
            for other in others.iter().filter(|other| !other.is_empty()) {
                add_note(
                    &mut person.note,
                    &messages::sentence("note.other_phone", [("rest", other.as_str())]),
                );
            }
        }
    }

    fn birth_and_sex(&self, row: &Row, person: &mut PersonRow, found: &mut Findings<'_>) {
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
            }
        }
    }

    fn date(
        &self,
        field: Field,
        row: &Row,
        person: &mut PersonRow,
        context: Context,
        found: &mut Findings<'_>,
    ) -> Option<PartialDate> {
        for source in self.sources(field) {
            let Some((cell, font)) = self.cell(source, row) else { continue };
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
            if !reading.repairs.is_empty() || !reading.warnings.is_empty() {
                let raw = as_text(cell);
                let stored = reading.date.map(PartialDate::to_vi).unwrap_or_default();
                for code in reading.repairs {
                    found.repair(source.column, code, &raw, &stored);
                }
                for code in reading.warnings {
                    found.warn(source.column, code, &raw, &stored);
                }
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
        row: &Row,
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
        }
        date.or(swapped).or(Some(year)).filter(|date| *date <= PartialDate::from(self.today))
    }

    fn sex(&self, row: &Row, found: &mut Findings<'_>) -> Option<Sex> {
        for source in self.sources(Field::Sex) {
            let Some((cell, font)) = self.cell(source, row) else { continue };
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

    fn yes_no(&self, field: Field, row: &Row, found: &mut Findings<'_>) -> Option<bool> {
        for source in self.sources(field) {
            let Some((cell, font)) = self.cell(source, row) else { continue };
            if let Cell::Bool(value) = cell {
                return Some(*value);
            }
            // Ticks of symbol fonts are Latin-1 letters: they are no legacy text.
            let as_is = as_text(cell);
            let answer = spellings::yes_no(&as_is).or_else(|| spellings::yes_no(&source.plain(cell, font)));
            if answer.is_some() {
                return answer;
            }
            if !as_is.trim().is_empty() {
                found.warn(source.column, "row.yes_no_unreadable", &source.plain(cell, font), "");
            }
        }
        None
    }

    /// State, level and dates of the account.
    fn account(&self, row: &Row, person: &mut PersonRow, found: &mut Findings<'_>) {
        let context = Context::new(self.today);
        person.approved_on = self.date(Field::ApprovedOn, row, person, context, found);
        person.activated_on = self.date(Field::ActivatedOn, row, person, context, found);
        let level = self.level(row, found);
        let mut state = None;
        let mut column = None;
        for source in self.sources(Field::State) {
            let Some((cell, font)) = self.cell(source, row) else { continue };
            let text = source.plain(cell, font);
            let bare = text.trim();
            if bare.is_empty() || state.is_some() {
                continue;
            }
            column = Some((source.column, bare.to_owned()));
            // A tick in a column headed "Đã kích hoạt" says what the heading says.
            let by_heading = if bare.contains(' ') { None } else { found.state(&source.column.heading) };
            let tick = by_heading.and_then(|_| spellings::yes_no(bare));
            state = match (tick, by_heading) {
                (Some(true), said) => said,
                (Some(false), Some((State::Active, _))) => {
                    Some((State::Other(AccountState::ApprovedNotActivated), None))
                }
                (Some(false), _) => None,
                (None, _) => found.state(bare),
            };
            if state.is_none() && tick.is_none() && bare.chars().any(char::is_alphanumeric) {
                found.warn(source.column, "row.state_unreadable", bare, "");
                person.raw.push((Field::State, bare.to_owned()));
                state = Some((State::Other(AccountState::Unknown), None));
            }
        }
        if state.is_none() && !self.has(Field::State) {
            // No column of states: a day of activation or a tick under "Mức 2" tells it.
            let ticked = (self.has(Field::Level1) || self.has(Field::Level2)) && level.is_some();
            if person.activated_on.is_some() || ticked {
                state = Some((State::Active, None));
            } else if person.approved_on.is_some() {
                state = Some((State::Other(AccountState::ApprovedNotActivated), None));
            }
        }
        let said = state.and_then(|(_, level)| level);
        let (state_column, raw) = match &column {
            Some((column, raw)) => (Some(*column), raw.as_str()),
            None => (self.first(Field::Level2).or(self.first(Field::ActivatedOn)).map(|s| s.column), ""),
        };
        let warn = |found: &mut Findings<'_>, code| {
            if let Some(column) = state_column {
                found.warn(column, code, raw, "");
            }
        };
        if let (Some(said), Some(level)) = (said, level)
            && said != level
        {
            warn(found, "row.level_differs");
        }
        let level = said.or(level);
        person.level = level.filter(|level| *level <= 2).unwrap_or(0);
        person.state = state.map(|(state, _)| match (state, level) {
            (State::Other(state), _) => state,
            (State::Active, Some(1)) => AccountState::ActiveLevel1,
            (State::Active, Some(2)) => AccountState::ActiveLevel2,
            (State::Active, Some(_)) => {
                warn(found, "row.level_unusual");
                AccountState::Unknown
            }
            (State::Active, None) => {
                warn(found, "row.level_missing");
                AccountState::ActiveLevel1
            }
        });
    }

    /// The level by its column, or by ticks under "Mức 1" and "Mức 2"; the higher one counts.
    fn level(&self, row: &Row, found: &mut Findings<'_>) -> Option<u8> {
        for source in self.sources(Field::Level) {
            let Some((cell, font)) = self.cell(source, row) else { continue };
            let text = source.plain(cell, font);
            if text.trim().is_empty() {
                continue;
            }
            match spellings::level(&text) {
                Some(level @ 0..=2) => return Some(level),
                Some(_) => found.warn(source.column, "row.level_unusual", &text, ""),
                None if spellings::yes_no(&text) == Some(false) => {}
                None => found.warn(source.column, "row.level_unreadable", &text, ""),
            }
        }
        let ticked = |field| {
            self.sources(field).iter().any(|source| {
                self.cell(source, row).is_some_and(|(cell, _)| match cell {
                    Cell::Date(_) | Cell::Bool(true) => true,
                    cell => {
                        let text = as_text(cell);
                        spellings::yes_no(&text).unwrap_or(text.contains(|c: char| c.is_ascii_digit()))
                    }
                })
            })
        };
        if ticked(Field::Level2) { Some(2) } else { ticked(Field::Level1).then_some(1) }
    }
}

impl Source<'_> {
    /// Turns a cell into Unicode; `None` when it is Unicode. The column decides, a font of the cell's own is stronger:
    /// in a column of mixed fonts a plain cell is converted only when it cannot be Unicode.
    fn decode(&self, raw: &str, font: FontKind) -> Option<(String, &'static str)> {
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
    fn plain<'r>(&self, cell: &'r Cell, font: FontKind) -> Cow<'r, str> {
        match cell {
            Cell::Text(raw) => {
                self.decode(raw, font).map_or(Cow::Borrowed(raw.as_str()), |(text, _)| Cow::Owned(text))
            }
            cell => as_text(cell),
        }
    }
}

fn column_number(column: &Column) -> u32 {
    u32::try_from(column.index).unwrap_or(u32::MAX)
}

/// The value of a cell as text: whole numbers without a fraction or an exponent.
fn as_text(cell: &Cell) -> Cow<'_, str> {
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
enum DateOrder {
    #[default]
    DayFirst,
    /// The texts are written month first: many second parts are above 12, no first one.
    MonthFirst,
    /// A program set to US English turned every date it could read: what it could not read stayed text with a day above
    /// 12, and every real date has a "day" up to 12.
    CellsSwapped,
}

/// Finds the order; anything but day first only when chance cannot have made it.
fn date_order(column: &Column, persons: &[&Row]) -> DateOrder {
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

/// "chủ hộ" in the spellings that a relation column and marks beside names use.
fn is_head(relation: &str) -> bool {
    matches!(text::fold(relation).as_str(), "chu ho" | "ch" | "c ho" | "chu" | "la chu ho")
}

/// Whether a row belongs to the household of the first row above that names one: it names none and contradicts nothing.
fn goes_with(person: &PersonRow, first: &PersonRow) -> bool {
    let pairs = [
        (&person.household_code, &first.household_code),
        (&person.head, &first.head),
        (&person.house_number, &first.house_number),
        (&person.alley, &first.alley),
        (&person.hamlet, &first.hamlet),
    ];
    let names_one = if first.household_code.is_empty() { &person.head } else { &person.household_code };
    !is_head(&person.relation)
        && names_one.is_empty()
        && pairs.iter().all(|(own, of_first)| own.is_empty() || own == of_first)
}

fn join(person: &mut PersonRow, first: &PersonRow) {
    person.household_code.clone_from(&first.household_code);
    person.head.clone_from(&first.head);
    person.alley.clone_from(&first.alley);
    person.house_number.clone_from(&first.house_number);
    person.walk_order = first.walk_order;
}

fn add_note(note: &mut String, more: &str) {
    if !more.is_empty() && !note.split("; ").any(|part| part == more) {
        if !note.is_empty() {
            note.push_str("; ");
        }
        note.push_str(more);
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDateTime;
    use proptest::prelude::*;

    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
    }

    fn day(year: i32, month: u32, day: u32) -> Cell {
        Cell::Date(NaiveDate::from_ymd_opt(year, month, day).map(NaiveDateTime::from).unwrap())
    }

    impl From<&str> for Cell {
        fn from(text: &str) -> Self {
            if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
        }
    }

    /// A sheet with headings in row 1 and persons from row 2 on.
    struct Case {
        sheet: Sheet,
        layout: Layout,
        kinds: Vec<RowKind>,
    }

    fn case(columns: &[(Field, &str)], rows: &[&[Cell]]) -> Case {
        let columns = columns.iter().enumerate().map(|(index, (field, heading))| Column {
            index,
            heading: (*heading).to_owned(),
            field: Some(*field),
            encoding: Encoding::Unicode,
        });
        let rows = rows.iter().enumerate().map(|(index, cells)| Row {
            number: u32::try_from(index).unwrap() + 2,
            cells: cells.to_vec(),
            fonts: Vec::new(),
        });
        let sheet = Sheet { name: "Thôn 1".into(), rows: rows.collect(), merged: Vec::new() };
        let kinds = vec![RowKind::Person; sheet.rows.len()];
        Case {
            sheet,
            layout: Layout { header: (1, 1), columns: columns.collect(), ..Layout::default() },
            kinds,
        }
    }

    impl Case {
        fn read(&self) -> PeopleOfSheet {
            read_people(&self.sheet, &self.layout, &self.kinds, today())
        }
    }

    /// One person with a name and one more cell: what was read, with all codes in order.
    fn one(field: Field, heading: &str, cell: impl Into<Cell>) -> (PersonRow, String) {
        let read =
            case(&[(Field::Name, "Họ tên"), (field, heading)], &[&["Lò Thị Thử".into(), cell.into()]]).read();
        let codes: Vec<_> = read.issues.iter().map(|issue| issue.code).collect();
        (read.people.into_iter().next().unwrap_or_default(), codes.join(" "))
    }

    #[test]
    fn numbers_of_a_column() {
        let check = |cell: Cell, number: &str, codes: &str| {
            let (person, found) = one(Field::Number, "Số CCCD", cell);
            assert_eq!((person.number.as_str(), found.as_str()), (number, codes));
        };
        // Pitfall 1: stored as a number.
        check(Cell::Number(38_201_001_234.0), "038201001234", "repair.lost_zero");
        check(Cell::Number(1_190_001_234.0), "001190001234", "repair.lost_zero");
        check("038201001234".into(), "038201001234", "");
        check("112190001234".into(), "112190001234", "row.number_unknown_code");
        check("chưa có".into(), "", "");
        check(Cell::Error, "", "row.cell_error");
        check(Cell::Number(0.5), "", "row.number_unreadable");
    }

    #[test]
    fn rejections() {
        let columns = [(Field::Name, "Họ tên"), (Field::Number, "Số CCCD"), (Field::Note, "Ghi chú")];
        let read = case(
            &columns,
            &[
                &["Lò Thị Thử".into(), "038201001234".into()],
                &["Lò Văn Thử".into(), "3.8201E+10".into(), "ghi  chú".into()],
                &["".into(), "038201001235".into(), "".into()],
                &[" \u{a0}".into(), "038201001235".into()],
            ],
        )
        .read();
        assert_eq!((read.rows_in, read.people.len(), read.skipped), (4, 1, 0));
        let rejected: Vec<_> =
            read.rejected.iter().map(|(index, issue)| (*index, issue.row, issue.code)).collect();
        assert_eq!(
            rejected,
            [(1, 3, "row.number_scientific"), (2, 4, "row.name_missing"), (3, 5, "row.name_missing")]
        );
        // What was mended in a rejected row does not count.
        assert_eq!(read.issues.len(), 3);
        assert!(read.repairs.is_empty());
        assert!(read.rejected[0].1.sentence().contains("3.8201E+10"));
        assert!(read.rejected[1].1.remedy().contains("Họ tên"));
    }

    #[test]
    fn births() {
        let check = |cell: Cell, birth: &str, codes: &str| {
            let (person, found) = one(Field::Birth, "Ngày sinh", cell);
            let read = person.birth.map(|birth| birth.to_string()).unwrap_or_default();
            assert_eq!((read.as_str(), found.as_str()), (birth, codes));
        };
        // Pitfall 26.
        check(Cell::Number(1950.0), "1950", "");
        check(day(1905, 5, 3), "1950", "repair.year_as_date");
        check(day(1950, 3, 12), "1950-03-12", "");
        check("12/3/50".into(), "1950-03-12", "repair.two_digit_year");
        check("hỏi lại".into(), "", "row.date_unreadable");
        check("1890".into(), "1890", "row.birth_long_ago");
    }

    #[test]
    fn the_number_helps_the_birth() {
        let columns = [
            (Field::Name, "Họ tên"),
            (Field::Birth, "Ngày sinh"),
            (Field::Sex, "GT"),
            (Field::Number, "CCCD"),
        ];
        let check = |birth: &str, sex: &str, number: &str, expect: &str, codes: &[&str]| {
            let read =
                case(&columns, &[&["Lò Thị Thử".into(), birth.into(), sex.into(), number.into()]]).read();
            let found: Vec<_> = read.issues.iter().map(|issue| issue.code).collect();
            assert_eq!(
                (read.people[0].birth.unwrap().to_string().as_str(), found.as_slice()),
                (expect, codes)
            );
        };
        check("05/12/1949", "Nữ", "038149001234", "1949-12-05", &[]);
        check("49/12/05", "Nữ", "038149001234", "1949-12-05", &["repair.date_swapped"]);
        check("05/12/25", "Nữ", "038125001234", "1925-12-05", &["repair.two_digit_year"]);
        // Pitfall 6: warnings only.
        check("1950", "nam", "038149001234", "1950", &["row.number_sex", "row.number_birth_year"]);
    }

    #[test]
    fn birth_and_sex_by_columns() {
        let columns = [
            (Field::Name, "Họ tên"),
            (Field::BirthMale, "Năm sinh – Nam"),
            (Field::BirthFemale, "Năm sinh – Nữ"),
        ];
        let read = case(
            &columns,
            &[
                &["Lò Văn Thử".into(), Cell::Number(1950.0), Cell::Empty],
                &["Lò Thị Thử".into(), Cell::Empty, "12/3/1951".into()],
                &["Lò Ai Thử".into(), "1950".into(), "1951".into()],
            ],
        )
        .read();
        let found: Vec<_> = read
            .people
            .iter()
            .map(|p| (p.sex, p.birth.map(PartialDate::to_vi).unwrap_or_default()))
            .collect();
        assert_eq!(found[0], (Some(Sex::Male), "1950".into()));
        assert_eq!(found[1], (Some(Sex::Female), "12/03/1951".into()));
        assert_eq!(found[2].0, None);
        assert_eq!(read.issues[0].code, "row.sex_twice");
        let columns = [
            (Field::Name, "Họ tên"),
            (Field::BirthDay, "Ngày"),
            (Field::BirthMonth, "Tháng"),
            (Field::BirthYear, "Năm"),
        ];
        let read = case(
            &columns,
            &[
                &["A Thử".into(), Cell::Number(5.0), "3".into(), Cell::Number(1950.0)],
                &["B Thử".into(), Cell::Empty, "3".into(), "1950".into()],
                &["C Thử".into(), Cell::Empty, Cell::Empty, "1950".into()],
                &["D Thử".into(), "3".into(), "25".into(), "1950".into()],
            ],
        )
        .read();
        let births: Vec<_> = read.people.iter().map(|p| p.birth.unwrap().to_string()).collect();
        assert_eq!(births, ["1950-03-05", "1950-03", "1950", "1950-03-25"]);
    }

    #[test]
    fn dates_that_a_us_program_turned() {
        let columns = [(Field::Name, "Họ tên"), (Field::Birth, "Ngày sinh")];
        let read = |texts: usize, dates: usize| {
            let texts = (0..texts).map(|i| Cell::from(format!("{}/03/1950", 13 + i).as_str()));
            // 05/04/1950 (5 April) was read as 4 May.
            let dates = (0..dates).map(|_| day(1950, 5, 4));
            let rows: Vec<Vec<Cell>> = texts.chain(dates).map(|birth| vec!["A Thử".into(), birth]).collect();
            let rows: Vec<&[Cell]> = rows.iter().map(Vec::as_slice).collect();
            let read = case(&columns, &rows).read();
            read.people.last().unwrap().birth.unwrap().to_string()
        };
        assert_eq!(read(4, 6), "1950-04-05");
        // Too few to tell from chance.
        assert_eq!(read(1, 6), "1950-05-04");
        assert_eq!(read(4, 2), "1950-05-04");
        let texts = |last: &str| {
            let births = ["03/25/1950", "03/26/1950", "3/27/50", "03/28/1950", last];
            let rows: Vec<_> =
                births.iter().map(|birth| vec![Cell::from("A Thử"), Cell::from(*birth)]).collect();
            let rows: Vec<&[Cell]> = rows.iter().map(Vec::as_slice).collect();
            case(&columns, &rows).read().people.last().unwrap().birth.unwrap().to_string()
        };
        assert_eq!(texts("05/04/1950"), "1950-05-04");
        assert_eq!(texts("13/04/1950"), "1950-04-13");
    }

    #[test]
    fn text_is_mended_and_the_raw_kept() {
        let check = |raw: &str, name: &str, code: &str| {
            let read = case(&[(Field::Name, "Họ tên")], &[&[raw.into()]]).read();
            assert_eq!(read.people[0].name, name);
            assert_eq!(read.people[0].raw, [(Field::Name, raw.to_owned())]);
            assert_eq!(read.repairs.get(code), Some(&1), "{:?}", read.repairs);
        };
        check("Nguyê\u{303}n Thi\u{323} Hoa", "Nguyễn Thị Hoa", "repair.composed");
        check("Ðặng Thử", "Đặng Thử", "repair.d_stroke");
        check(" Lê\nThử ", "Lê Thử", "repair.spaces");
        let untouched = case(&[(Field::Name, "Họ tên")], &[&["Y Brư Niê".into()]]).read();
        assert!(untouched.people[0].raw.is_empty() && untouched.issues.is_empty());
    }

    #[test]
    fn a_column_in_tcvn3_is_listed_once() {
        let mut case = case(
            &[(Field::Name, "Họ tên"), (Field::Note, "Ghi chú"), (Field::Sex, "GT")],
            &[
                &["NguyÔn ThÞ Thö".into(), "§· gÆp".into(), "N÷".into()],
                &["TrÇn V¨n Thö".into(), "abc".into(), "Nam".into()],
            ],
        );
        for column in &mut case.layout.columns {
            column.encoding = Encoding::Tcvn3;
        }
        let read = case.read();
        assert_eq!(read.people[0].name, "Nguyễn Thị Thử");
        assert_eq!(read.people[0].sex, Some(Sex::Female));
        assert_eq!((read.people[1].name.as_str(), read.people[1].note.as_str()), ("Trần Văn Thử", "abc"));
        assert_eq!(read.repairs.get("repair.tcvn3"), Some(&3));
        let listed: Vec<_> = read.issues.iter().map(|issue| (issue.row, issue.column.as_str())).collect();
        assert_eq!(listed, [(2, "Họ tên"), (2, "Ghi chú")]);
    }

    #[test]
    fn fonts_of_cells() {
        // Pitfalls 16 and 17: the font of the cell decides in a column of mixed fonts.
        let names = ["NguyÔn ThÞ Thö", "Hoàng Anh", "NguyÔn ®µo", "Đỗ Văn Thử", "Lª Thö", "Leâ Thöû"];
        let fonts = [
            FontKind::Tcvn3,
            FontKind::Plain,
            FontKind::Tcvn3Capital,
            FontKind::Tcvn3,
            FontKind::Plain,
            FontKind::Vni,
        ];
        let rows: Vec<Vec<Cell>> = names.iter().map(|name| vec![Cell::from(*name)]).collect();
        let rows: Vec<&[Cell]> = rows.iter().map(Vec::as_slice).collect();
        let mut case = case(&[(Field::Name, "Họ tên")], &rows);
        case.layout.columns[0].encoding = Encoding::Tcvn3;
        for (row, font) in case.sheet.rows.iter_mut().zip(fonts) {
            row.fonts = vec![font];
        }
        let read = case.read();
        let names: Vec<_> = read.people.iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names, ["Nguyễn Thị Thử", "Hoàng Anh", "NGUYỄN ĐÀO", "Đỗ Văn Thử", "Lê Thử", "Lê Thử"]);
        // A Unicode column whose cells kept an old font.
        case.layout.columns[0].encoding = Encoding::Unicode;
        assert_eq!(case.read().people[1].name, "Hoàng Anh");
    }

    #[test]
    fn groups_give_the_hamlet() {
        let mut case = case(
            &[(Field::Name, "Họ tên"), (Field::Hamlet, "Thôn")],
            &[
                &["Thôn 1".into()],
                &["(1)".into()],
                &["A Thử".into()],
                &["B Thử".into(), "Thôn 9".into()],
                &["Thôn 2".into()],
                &["C Thử".into()],
                &["Cộng".into()],
            ],
        );
        use RowKind::{Group, Numbering, Person, Subtotal};
        case.kinds =
            vec![Group("Thôn 1".into()), Numbering, Person, Person, Group("Thôn 2".into()), Person, Subtotal];
        let read = case.read();
        let hamlets: Vec<_> = read.people.iter().map(|p| (p.row, p.hamlet.as_str())).collect();
        assert_eq!(hamlets, [(4, "Thôn 1"), (5, "Thôn 9"), (7, "Thôn 2")]);
        assert_eq!((read.rows_in, read.skipped), (7, 4));
        // Titles above the heading belong to no accounting.
        case.layout.header = (2, 2);
        assert_eq!(case.read().rows_in, 6);
        case.kinds.remove(0);
        assert_eq!(case.read().people.len(), 3);
    }

    #[test]
    fn a_household_written_once() {
        let columns = [
            (Field::HouseholdCode, "Mã hộ"),
            (Field::HouseNumber, "Số nhà"),
            (Field::Name, "Họ tên"),
            (Field::Relation, "QH"),
        ];
        let rows: [&[Cell]; 5] = [
            &["H1".into(), "12/3A".into(), "A Thử".into(), "chủ hộ".into()],
            &["".into(), "".into(), "B Thử".into(), "vợ".into()],
            &["".into(), "".into(), "C Thử".into(), "con".into()],
            &["H2".into(), "".into(), "D Thử".into(), "chủ hộ".into()],
            &["".into(), "".into(), "E Thử".into(), "Chủ hộ".into()],
        ];
        let mut case = case(&columns, &rows);
        let read = |case: &Case| {
            let people = case.read().people;
            people.iter().map(|p| format!("{} {}", p.household_code, p.house_number)).collect::<Vec<_>>()
        };
        assert_eq!(read(&case), ["H1 12/3A", "H1 12/3A", "H1 12/3A", "H2 ", " "]);
        // A row of its own names the household of those below.
        let mut rows = rows.to_vec();
        rows.insert(3, &[]);
        let mut with_row = super::tests::case(&columns, &rows);
        with_row.kinds[3] = RowKind::Household { code: "H9".into(), head: "Z Thử".into() };
        assert_eq!(read(&with_row), ["H1 12/3A", "H1 12/3A", "H1 12/3A", "H2 ", "H9 "]);
        // A merged area says the same.
        case.sheet.merged = vec![(2, 0, 4, 0), (2, 1, 3, 1)];
        assert_eq!(read(&case), ["H1 12/3A", "H1 12/3A", "H1 ", "H2 ", " "]);
    }

    #[test]
    fn names_with_a_mark_and_in_two_columns() {
        let check = |raw: &str, name: &str, relation: &str| {
            let read = case(&[(Field::Name, "Họ và tên (chủ hộ)")], &[&[raw.into()]]).read();
            assert_eq!((read.people[0].name.as_str(), read.people[0].relation.as_str()), (name, relation));
        };
        check("Nguyễn Văn Thử (chủ hộ)", "Nguyễn Văn Thử", "chủ hộ");
        check("Nguyễn Văn Thử - Chủ hộ", "Nguyễn Văn Thử", "chủ hộ");
        check("Nguyễn Văn Thử (CH)", "Nguyễn Văn Thử", "chủ hộ");
        check("Nguyễn Văn Thử (Bé)", "Nguyễn Văn Thử (Bé)", "");
        let columns = [(Field::FamilyName, "Họ đệm"), (Field::GivenName, "Tên")];
        let read =
            case(&columns, &[&["Nguyễn Văn".into(), "Thử".into()], &["".into(), "H'Thoan".into()]]).read();
        assert_eq!(
            (read.people[0].name.as_str(), read.people[1].name.as_str()),
            ("Nguyễn Văn Thử", "H'Thoan")
        );
    }

    #[test]
    fn phones() {
        let (person, codes) = one(Field::Phone, "SĐT", Cell::Number(912_000_001.0));
        assert_eq!((person.phone.as_str(), codes.as_str()), ("0912000001", "repair.phone_lost_zero"));
        let (person, codes) = one(Field::Phone, "SĐT", "0912000001 - con gái");
        assert_eq!((person.phone.as_str(), codes.as_str()), ("0912000001", "row.phone_several"));
        assert_eq!(person.note, "ĐT khác: con gái");
        let columns = [
            (Field::Name, "Họ tên"),
            (Field::Phone, "SĐT"),
            (Field::Phone, "SĐT 2"),
            (Field::Note, "Ghi chú"),
        ];
        let row: &[Cell] = &["A Thử".into(), "0912000001".into(), "0987000002".into(), "gặp tối".into()];
        let read = case(&columns, &[row]).read();
        assert_eq!(read.people[0].note, "ĐT khác: 0987000002; gặp tối");
    }

    #[test]
    fn accounts() {
        use AccountState::{
            ActiveLevel1, ActiveLevel2, ApprovedNotActivated, Locked, NotRegistered, PendingApproval, Unknown,
        };
        let columns = [(Field::Name, "Họ tên"), (Field::State, "Trạng thái"), (Field::Level, "Mức")];
        let check = |state: &str, level: &str, expect, granted: u8, codes: &[&str]| {
            let read = case(&columns, &[&["A Thử".into(), state.into(), level.into()]]).read();
            let found: Vec<_> = read.issues.iter().map(|issue| issue.code).collect();
            let person = &read.people[0];
            assert_eq!(
                (person.state, person.level, found.as_slice()),
                (expect, granted, codes),
                "{state} {level}"
            );
        };
        check("Chờ phê duyệt", "", Some(PendingApproval), 0, &[]);
        check("đã cấp, chưa KH", "M2", Some(ApprovedNotActivated), 2, &[]);
        check("đã KH", "mức độ 02", Some(ActiveLevel2), 2, &[]);
        check("M1", "", Some(ActiveLevel1), 1, &[]);
        check("đã KH", "", Some(ActiveLevel1), 0, &["row.level_missing"]);
        check("Đã kích hoạt mức 1", "2", Some(ActiveLevel1), 1, &["row.level_differs"]);
        check("Khóa", "2", Some(Locked), 2, &[]);
        check("chưa đăng ký", "", Some(NotRegistered), 0, &[]);
        check("", "", None, 0, &[]);
        // Pitfall 22: mức 0 does not count, mức 3 does not exist.
        check("Mức 0", "", Some(NotRegistered), 0, &[]);
        check("đã kích hoạt mức 3", "", Some(Unknown), 0, &["row.level_unusual"]);
        check("đã chết", "", Some(Unknown), 0, &["row.state_unreadable"]);
        check("đã KH", "3", Some(ActiveLevel1), 0, &["row.level_unusual", "row.level_missing"]);
    }

    #[test]
    fn accounts_by_ticks_and_days() {
        use AccountState::{ActiveLevel1, ActiveLevel2, ApprovedNotActivated};
        let check = |columns: &[(Field, &str)], cells: &[Cell], expect, level: u8| {
            let columns: Vec<_> = [(Field::Name, "Họ tên")].iter().chain(columns).copied().collect();
            let cells: Vec<_> = [Cell::from("A Thử")].iter().chain(cells).cloned().collect();
            let read = case(&columns, &[&cells]).read();
            assert_eq!((read.people[0].state, read.people[0].level), (expect, level), "{:?}", read.issues);
        };
        let levels = [(Field::Level1, "Đã kích hoạt – Mức 1"), (Field::Level2, "Đã kích hoạt – Mức 2")];
        check(&levels, &["x".into(), Cell::Empty], Some(ActiveLevel1), 1);
        check(&levels, &["x".into(), "√".into()], Some(ActiveLevel2), 2);
        check(&levels, &[Cell::Empty, Cell::Number(1.0)], Some(ActiveLevel2), 2);
        check(&levels, &[Cell::Empty, Cell::Number(0.0)], None, 0);
        let ticked = [(Field::State, "Đã kích hoạt"), (Field::Level, "Mức")];
        check(&ticked, &["x".into(), "2".into()], Some(ActiveLevel2), 2);
        check(&ticked, &["đã kích hoạt mức 2".into()], Some(ActiveLevel2), 2);
        check(&ticked, &["chưa".into(), "2".into()], Some(ApprovedNotActivated), 2);
        let days =
            [(Field::ApprovedOn, "Ngày duyệt"), (Field::ActivatedOn, "Ngày KH"), (Field::Level, "Mức")];
        check(&days, &["01/10/2026".into(), Cell::Empty, "1".into()], Some(ApprovedNotActivated), 1);
        check(&days, &["01/10/2026".into(), day(2026, 10, 9), "1".into()], Some(ActiveLevel1), 1);
    }

    #[test]
    fn other_cells() {
        let (person, codes) = one(Field::Smartphone, "Có ĐTTM", "√");
        assert_eq!((person.smartphone, codes.as_str()), (Some(true), ""));
        assert_eq!(one(Field::Smartphone, "ĐTTM", Cell::Bool(false)).0.smartphone, Some(false));
        assert_eq!(one(Field::Smartphone, "ĐTTM", "hỏng").1, "row.yes_no_unreadable");
        assert_eq!(one(Field::HouseNumber, "Số nhà", Cell::Number(12.0)).0.house_number, "12");
        let (person, codes) = one(Field::HouseNumber, "Số nhà", day(2026, 3, 12));
        assert_eq!((person.house_number.as_str(), codes.as_str()), ("12/3", "row.house_number_date"));
        assert_eq!(one(Field::WalkOrder, "Thứ tự", Cell::Number(7.0)).0.walk_order, 7);
        assert_eq!(one(Field::Sex, "Nữ", "x").0.sex, Some(Sex::Female));
        assert_eq!(one(Field::Sex, "Giới tính", "?!").1, "row.sex_unreadable");
    }

    #[test]
    fn findings_of_the_whole_file() {
        let person = |row, name: &str, number: &str, phone: &str| PersonRow {
            row,
            name: name.into(),
            number: number.into(),
            phone: phone.into(),
            ..PersonRow::default()
        };
        let one = [person(2, "A Thử", "038201001234", "0912000001"), person(3, "B Thử", "", "0912000001")];
        let two = [
            person(2, "C Thử", "038201001234", "0912000001"),
            person(3, "D Thử", "038201001235", "0912000001"),
            person(4, "Đ THỬ", "038201001235", ""),
            person(5, "E Thử", "038201001236", ""),
        ];
        let check = |issues: Vec<RowIssue>, expect: &[(&str, u32, &str)]| {
            let found: Vec<_> = issues.iter().map(|i| (i.sheet.as_str(), i.row, i.code)).collect();
            assert_eq!(found, expect);
        };
        // The same person twice is no number of two people.
        let shared = [("T1", 2, "row.number_shared"), ("T2", 2, "row.number_shared")];
        check(cross_check(&[("T1", &one), ("T2", &two)]), &shared);
        // Pitfall 9: a phone serves several; more than four are told.
        let five: Vec<_> = (2..7).map(|row| person(row, "A Thử", "", "0912000001")).collect();
        check(cross_check(&[("T1", &five[..4])]), &[]);
        assert_eq!(cross_check(&[("T1", &five)]).len(), 5);
    }

    #[test]
    fn every_code_has_a_sentence_and_a_remedy() {
        let sources = [
            include_str!("read_people.rs"),
            include_str!("../domain/identity.rs"),
            include_str!("../domain/phone.rs"),
            include_str!("../domain/dates.rs"),
        ];
        let mut count = 0;
        for code in sources.iter().flat_map(|source| source.split('"')) {
            let name = code.strip_prefix("row.").or_else(|| code.strip_prefix("repair."));
            if name.is_some_and(|name| {
                !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c == '3')
            }) {
                assert!(messages::has(code), "{code}");
                assert!(messages::has(&format!("{code}.fix")), "{code}.fix");
                count += 1;
            }
        }
        assert!(count > 50);
    }

    proptest! {
        #[test]
        fn any_text_in_any_column(texts in prop::collection::vec(any::<String>(), 35), legacy in 0..3_usize) {
            use Field::*;
            let fields = [
                Name, FamilyName, GivenName, Ordinal, Hamlet, HouseholdCode, Head, Alley, HouseNumber, WalkOrder, Code, Birth,
                BirthMale, BirthFemale, BirthDay, BirthMonth, BirthYear, Field::Sex, Number, OldNumber, NumberOrOld, Phone,
                Relation, Residence, Address, PresentAddress, Smartphone, Internet, Note, Field::State, Level, Level1, Level2,
                ApprovedOn, ActivatedOn,
            ];
            let columns: Vec<_> = fields.iter().map(|field| (*field, "Cột")).collect();
            let cells: Vec<_> = texts.iter().map(|text| Cell::from(text.as_str())).collect();
            let mut case = case(&columns, &[&cells]);
            for column in &mut case.layout.columns {
                column.encoding = [Encoding::Unicode, Encoding::Tcvn3, Encoding::Vni][legacy];
            }
            let read = case.read();
            prop_assert_eq!(read.people.len() + read.rejected.len(), 1);
            prop_assert!(read.people.iter().all(|person| matches!(person.number.len(), 0 | 12)));
        }
    }
}
