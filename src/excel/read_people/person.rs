//! Reads one person: name, numbers, phones and plain text.

use std::borrow::Cow;

use chrono::Datelike;

use super::findings::Findings;
use super::sources::{Plan, Source, as_text};
use crate::domain::dates::Context;
use crate::domain::identity::{self, NumberColumn};
use crate::domain::import::{Field, PersonRow};
use crate::domain::{legacy, phone, text};
use crate::error::{RowIssue, Severity};
use crate::excel::sheet::{Cell, SheetRow};
use crate::excel::spellings;
use crate::messages;

impl<'a> Plan<'a> {
    /// Reads one person; `Err` is the rejection.
    pub(super) fn person(&self, row: &SheetRow, found: &mut Findings<'_>) -> Result<PersonRow, RowIssue> {
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
        // The name may have told it.
        let relation = self.text(Field::Relation, row, &mut person, found);
        if !relation.is_empty() {
            person.relation = relation;
        }
        person.residence = self.text(Field::Residence, row, &mut person, found);
        person.address = self.text(Field::Address, row, &mut person, found);
        person.present_address = self.text(Field::PresentAddress, row, &mut person, found);
        person.smartphone = self.yes_no(Field::Smartphone, row, found);
        person.internet = self.yes_no(Field::Internet, row, found);
        person.knows_it = self.yes_no(Field::KnowsIt, row, found);
        for source in self.sources(Field::Note) {
            let note = self.text_of(source, Field::Note, row, &mut person, found);
            add_note(&mut person.note, &note);
        }
        person.trained_on = self.date(Field::TrainedOn, row, &mut person, Context::new(self.today), found);
        self.account(row, &mut person, found);
        Ok(person)
    }

    /// The text of the first column of a field that has any.
    fn text(&self, field: Field, row: &SheetRow, person: &mut PersonRow, found: &mut Findings<'_>) -> String {
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
        row: &'r SheetRow,
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
            // The ư of TCVN3 is a soft hyphen: one name in old letters keeps it.
            None if raw.contains('\u{ad}') && legacy::suspected(raw).is_some() => {
                (text::nfc_clean(raw), text::Mended::default(), "")
            }
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
        // How a keyboard program composes its letters is told once a column, like an encoding.
        if mended.composed {
            found.encoding(column, "repair.composed", raw, &clean);
        }
        for (mended, code) in [(mended.spaces, "repair.spaces"), (mended.d_stroke, "repair.d_stroke")] {
            if mended {
                found.repair(column, code, raw, &clean);
            }
        }
        person.raw.push((field, raw.clone()));
        clean
    }

    fn name(&self, row: &SheetRow, person: &mut PersonRow, found: &mut Findings<'_>) -> Result<(), RowIssue> {
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
        let source = [Field::Name, Field::GivenName].iter().find_map(|field| self.first(*field));
        if !name.chars().any(char::is_alphabetic) {
            let heading = source.map_or("", |source| source.column.heading.as_str());
            return Err(found.issue(heading, "row.name_missing", Severity::Rejection, &name, ""));
        }
        if let (Some(source), Some(meant)) = (source, legacy::suspected(&name)) {
            found.warn(source.column, "row.name_old_letters", &name, &meant);
        }
        person.name = name;
        Ok(())
    }

    fn numbers(
        &self,
        row: &SheetRow,
        person: &mut PersonRow,
        found: &mut Findings<'_>,
    ) -> Result<(), RowIssue> {
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
                    return Err(found.issue(&column.heading, code, Severity::Rejection, &raw, ""));
                }
                if reading.warnings.contains(&"row.number_unknown_code") {
                    person.doubtful.push(Field::Number);
                }
                let stored = if reading.number.is_empty() {
                    reading.old_number.clone()
                } else {
                    reading.number.clone()
                };
                if found.reading(column, &reading.repairs, &reading.warnings, &raw, &stored) {
                    person.raw.push((field, raw.clone().into_owned()));
                }
                for (value, place) in
                    [(reading.number, &mut person.number), (reading.old_number, &mut person.old_number)]
                {
                    if place.is_empty() {
                        *place = value;
                    } else if !value.is_empty() && *place != value {
                        found.warn(column, "row.number_two", &raw, place);
                        person.doubtful.push(Field::Number);
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
        row: &'r SheetRow,
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

    fn phone(&self, row: &SheetRow, person: &mut PersonRow, found: &mut Findings<'_>) {
        for source in self.sources(Field::Phone) {
            let Some((raw, plain)) = self.digits(source, row, found) else { continue };
            let reading = phone::parse(&plain);
            if found.reading(source.column, &reading.repairs, &reading.warnings, &raw, &reading.phone) {
                person.raw.push((Field::Phone, raw.into_owned()));
            }
            if reading.warnings.contains(&"row.phone_unknown_prefix") {
                person.doubtful.push(Field::Phone);
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

    fn yes_no(&self, field: Field, row: &SheetRow, found: &mut Findings<'_>) -> Option<bool> {
        for (source, cell, font) in self.cells(field, row) {
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
}

/// "chủ hộ" in the spellings that a relation column and marks beside names use.
pub(super) fn is_head(relation: &str) -> bool {
    matches!(text::fold(relation).as_str(), "chu ho" | "ch" | "c ho" | "chu" | "la chu ho")
}

fn add_note(note: &mut String, more: &str) {
    if !more.is_empty() && !note.split("; ").any(|part| part == more) {
        if !note.is_empty() {
            note.push_str("; ");
        }
        note.push_str(more);
    }
}
