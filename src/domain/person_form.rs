//! One person as typed by hand, field by field: what is wrong, what looks odd, and the repair to offer.
//!
//! A list that is taken in is mended silently where only one reading can be true (`domain/import.rs`); a person who
//! types is asked instead.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::card::Card;
use super::citizen::{Citizen, Sex};
use super::dates::{self, PartialDate};
use super::identity::{self, NumberColumn};
use super::ids::{HouseholdId, PersonDraftId, UnitId};
use super::import::Field;
use super::phone;
use super::text::nfc_clean;
use super::visit::NOTE_LENGTH;
use crate::error::Severity;

/// The fields as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "as in Citizen")]
pub struct PersonForm {
    pub name: String,
    /// "12/03/1980", "03/1980" or "1980".
    pub birth: String,
    pub sex: Option<Sex>,
    pub number: String,
    pub old_number: String,
    pub phone: String,
    pub relation: String,
    pub residence: String,
    pub address: String,
    pub smartphone: Option<bool>,
    pub internet: Option<bool>,
    pub note: String,
}

/// Where people live.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Home {
    /// A household of the book.
    Known(HouseholdId),
    /// A new household.
    New(HouseholdForm),
}

/// A household's fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "as in Household")]
pub struct HouseholdForm {
    pub unit: UnitId,
    pub head: String,
    pub alley: String,
    pub house_number: String,
}

/// Somebody new who is being typed: nothing of it need be readable yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PersonDraft {
    /// None before it was kept.
    pub id: Option<PersonDraftId>,
    /// Where the person lives, as far as it was said.
    pub home: Option<Home>,
    /// The fields as typed.
    pub form: PersonForm,
}

/// What is to be said of one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct FieldFinding {
    /// The field.
    pub field: Field,
    /// Row of `messages.csv`.
    pub code: &'static str,
    /// Values of its places.
    pub params: BTreeMap<&'static str, String>,
    /// A rejection must be mended first; a warning may stand.
    pub severity: Severity,
    /// What the field may have been meant to say.
    pub offer: Option<String>,
}

impl FieldFinding {
    /// A finding that must be mended first.
    #[must_use]
    pub fn wrong(field: Field, code: &'static str) -> Self {
        Self { field, code, params: BTreeMap::new(), severity: Severity::Rejection, offer: None }
    }

    /// A finding that may stand.
    #[must_use]
    pub fn odd(field: Field, code: &'static str) -> Self {
        Self { severity: Severity::Warning, ..Self::wrong(field, code) }
    }

    /// Fills a place of the sentence.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.insert(name, value.to_string());
        self
    }

    fn offering(self, offer: impl Into<String>) -> Self {
        Self { offer: Some(offer.into()), ..self }
    }
}

impl PersonForm {
    /// The fields as they stand for a citizen.
    #[must_use]
    pub fn of(citizen: &Citizen) -> Self {
        Self {
            name: citizen.name.clone(),
            birth: citizen.birth.map(PartialDate::to_vi).unwrap_or_default(),
            sex: citizen.sex,
            number: citizen.number.clone(),
            old_number: citizen.old_number.clone(),
            phone: citizen.phone.clone(),
            relation: citizen.relation.clone(),
            residence: citizen.residence.clone(),
            address: citizen.address.clone(),
            smartphone: citizen.smartphone,
            internet: citizen.internet,
            note: citizen.note.clone(),
        }
    }

    /// The fields that an identity card fills.
    #[must_use]
    pub fn of_card(card: &Card) -> Self {
        Self {
            name: card.name.clone(),
            birth: card.birth.map(PartialDate::to_vi).unwrap_or_default(),
            sex: card.sex,
            number: card.number.clone(),
            old_number: card.old_number.clone(),
            address: card.address.clone(),
            ..Self::default()
        }
    }

    /// Writes the fields into a citizen, and says what is to be said of them. With a rejection among the findings the
    /// citizen must not be stored.
    pub fn write(&self, citizen: &mut Citizen, today: NaiveDate) -> Vec<FieldFinding> {
        let mut found = Vec::new();
        let plain = |text: &str| nfc_clean(text).trim().to_owned();
        citizen.name = plain(&self.name);
        if citizen.name.is_empty() {
            found.push(FieldFinding::wrong(Field::Name, "typed.name_missing"));
        } else if citizen.name.chars().any(|c| c.is_ascii_digit() || matches!(c, '|' | '?' | '\u{FFFD}')) {
            found.push(FieldFinding::odd(Field::Name, "typed.name_signs"));
        }
        citizen.number = number(&self.number, &mut found);
        citizen.old_number = old_number(&self.old_number, &mut found);
        citizen.phone = read_phone(&self.phone, &mut found);
        citizen.birth = birth(&self.birth, &citizen.number, today, &mut found);
        citizen.sex = self.sex;
        for code in identity::check(&citizen.number, citizen.sex, citizen.birth, today) {
            found.push(FieldFinding::odd(
                Field::Number,
                match code {
                    "row.number_sex" => "typed.number_sex",
                    "row.number_future" => "typed.number_future",
                    _ => "typed.number_birth_year",
                },
            ));
        }
        citizen.relation = plain(&self.relation);
        citizen.residence = plain(&self.residence);
        citizen.address = plain(&self.address);
        citizen.smartphone = self.smartphone;
        citizen.internet = self.internet;
        let note = plain(&self.note);
        // What a list brought may be longer, and stays until somebody shortens it.
        if note.chars().count() > NOTE_LENGTH && note != plain(&citizen.note) {
            found.push(FieldFinding::wrong(Field::Note, "typed.note_long").with("most", NOTE_LENGTH));
        }
        citizen.note = note;
        found
    }
}

fn digits(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

fn number(typed: &str, found: &mut Vec<FieldFinding>) -> String {
    let reading = identity::parse(typed, NumberColumn::Number);
    let wrong = |code| FieldFinding::wrong(Field::Number, code).with("digits", digits(typed));
    if reading.repairs.contains(&"repair.lost_zero") {
        found.push(wrong("typed.number_short").offering(reading.number));
        return String::new();
    }
    if !reading.old_number.is_empty() {
        found.push(wrong("typed.number_old"));
        return String::new();
    }
    if reading.number.is_empty() && !typed.trim().is_empty() {
        found.push(wrong(if digits(typed) == 0 { "typed.number_no_digits" } else { "typed.number_length" }));
    }
    if reading.warnings.contains(&"row.number_unknown_code") {
        found.push(FieldFinding::odd(Field::Number, "typed.number_unknown_code"));
    }
    reading.number
}

fn old_number(typed: &str, found: &mut Vec<FieldFinding>) -> String {
    let reading = identity::parse(typed, NumberColumn::Old);
    let wrong = |code| FieldFinding::wrong(Field::OldNumber, code).with("digits", digits(typed));
    if reading.repairs.contains(&"repair.lost_zero") {
        found.push(wrong("typed.old_number_length").offering(reading.old_number));
        return String::new();
    }
    if reading.old_number.is_empty() && !typed.trim().is_empty() {
        found.push(wrong("typed.old_number_length"));
    }
    reading.old_number
}

fn read_phone(typed: &str, found: &mut Vec<FieldFinding>) -> String {
    let reading = phone::parse(typed);
    let wrong = |code| FieldFinding::wrong(Field::Phone, code).with("digits", digits(typed));
    let changed = ["repair.phone_lost_zero", "repair.phone_old_prefix"];
    if let Some(repair) = reading.repairs.iter().find(|repair| changed.contains(repair)) {
        let short = *repair == "repair.phone_lost_zero";
        found.push(
            wrong(if short { "typed.phone_short" } else { "typed.phone_old_prefix" }).offering(reading.phone),
        );
        return String::new();
    }
    if reading.phone.is_empty() && !typed.trim().is_empty() {
        found.push(wrong("typed.phone_unreadable"));
    } else if !reading.rest.is_empty() {
        found.push(wrong("typed.phone_several").offering(&reading.phone));
    } else if reading.warnings.contains(&"row.phone_unknown_prefix") {
        found.push(FieldFinding::odd(Field::Phone, "typed.phone_unknown_prefix"));
    }
    reading.phone
}

fn birth(typed: &str, number: &str, today: NaiveDate, found: &mut Vec<FieldFinding>) -> Option<PartialDate> {
    let known_year = identity::facts(number).map(|facts| facts.birth_year);
    let reading = dates::parse(typed, dates::Context { known_year, ..dates::Context::new(today) });
    let asked = ["repair.two_digit_year", "repair.date_swapped"];
    let doubtful = reading.warnings.contains(&"row.date_impossible")
        || reading.repairs.iter().any(|repair| asked.contains(repair));
    match reading.date {
        Some(date) if doubtful => {
            let stored = date.to_vi();
            found.push(
                FieldFinding::wrong(Field::Birth, "typed.birth_meant")
                    .with("stored", &stored)
                    .offering(stored),
            );
            None
        }
        Some(date) => {
            if reading.warnings.contains(&"row.birth_long_ago") || date.year() < today_year(today) - 115 {
                found.push(FieldFinding::odd(Field::Birth, "typed.birth_long_ago"));
            }
            Some(date)
        }
        None => {
            if reading.warnings.contains(&"row.date_future") {
                found.push(FieldFinding::wrong(Field::Birth, "typed.birth_future"));
            } else if !typed.trim().is_empty() {
                found.push(FieldFinding::wrong(Field::Birth, "typed.birth_unreadable"));
            }
            None
        }
    }
}

fn today_year(today: NaiveDate) -> i32 {
    chrono::Datelike::year(&today)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::ids::{CitizenId, HouseholdId, UnitId};

    fn nobody() -> Citizen {
        Citizen {
            id: CitizenId(Uuid::nil()),
            code: String::new(),
            unit_id: UnitId(Uuid::nil()),
            household_id: HouseholdId(Uuid::nil()),
            name: String::new(),
            birth: None,
            sex: None,
            number: String::new(),
            old_number: String::new(),
            phone: String::new(),
            relation: String::new(),
            residence: String::new(),
            address: String::new(),
            smartphone: None,
            internet: None,
            note: String::new(),
        }
    }

    /// One field typed, the others as they should be; expects "code→offer" of each finding.
    fn check(field: &str, typed: &str, expect: &str) {
        let mut form =
            PersonForm { name: "Lò Văn Thử".into(), sex: Some(Sex::Male), ..PersonForm::default() };
        *match field {
            "name" => &mut form.name,
            "number" => &mut form.number,
            "old" => &mut form.old_number,
            "phone" => &mut form.phone,
            "birth" => &mut form.birth,
            _ => &mut form.note,
        } = typed.into();
        let found = form.write(&mut nobody(), "2026-11-21".parse().unwrap());
        let said: Vec<String> = found
            .iter()
            .map(|f| match &f.offer {
                Some(offer) => format!("{}→{offer}", f.code.trim_start_matches("typed.")),
                None => f.code.trim_start_matches("typed.").to_owned(),
            })
            .collect();
        assert_eq!(said.join(" "), expect, "{field} {typed}");
    }

    #[test]
    fn each_field_says_what_is_wrong_and_offers_a_repair() {
        check("name", "Lò Văn Thử", "");
        check("name", "  ", "name_missing");
        check("name", "Lò V?n Thử", "name_signs");
        check("number", "", "");
        check("number", "038080001234", "");
        check("number", "038 080 001 234", "");
        check("number", "38080001234", "number_short→038080001234");
        check("number", "0380800012", "number_length");
        check("number", "171234567", "number_old");
        check("number", "hỏi lại", "number_no_digits");
        check("number", "023080001234", "number_unknown_code");
        check("number", "038180001234", "number_sex");
        check("old", "171234567", "");
        check("old", "71234567", "old_number_length→071234567");
        check("old", "1712", "old_number_length");
        check("phone", "0912345678", "");
        check("phone", "912345678", "phone_short→0912345678");
        check("phone", "09123", "phone_unreadable");
        check("birth", "12/03/1980", "");
        check("birth", "03/1980", "");
        check("birth", "1980", "");
        check("birth", "12/3/80", "birth_meant→12/03/1980");
        check("birth", "30/02/1980", "birth_meant→1980");
        check("birth", "hôm qua", "birth_unreadable");
        check("birth", "12/03/2030", "birth_future");
        check("note", &"x".repeat(201), "note_long");
    }

    #[test]
    fn what_was_typed_is_written_into_the_citizen() {
        let form = PersonForm {
            name: " Lò  Văn Thử ".into(),
            birth: "3/1980".into(),
            number: "038.080.001.234".into(),
            ..PersonForm::default()
        };
        let mut citizen = nobody();
        assert_eq!(form.write(&mut citizen, "2026-11-21".parse().unwrap()), []);
        assert_eq!((citizen.name.as_str(), citizen.number.as_str()), ("Lò Văn Thử", "038080001234"));
        assert_eq!(citizen.birth.map(PartialDate::to_vi).unwrap(), "03/1980");
        assert_eq!(PersonForm::of(&citizen).birth, "03/1980");
    }
}
