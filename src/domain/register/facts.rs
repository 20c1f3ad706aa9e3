//! What the facts of a row change of a person who is known.

use serde::Serialize;

use super::set;
use crate::domain::births::{Births, births, precision};
use crate::domain::citizen::{Citizen, Sex};
use crate::domain::dates::PartialDate;
use crate::domain::identity;
use crate::domain::import::{Field, PersonRow};
use crate::domain::text::fold;
use crate::messages::word;

/// A value that the book keeps against a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Of what.
    pub field: Field,
    /// As the row has it.
    pub said: String,
    /// As the book has it.
    pub kept: String,
    /// Somebody has replaced what the row says by hand.
    pub put_right: bool,
}

/// One field that a row changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct FieldChange {
    /// Which.
    pub field: Field,
    /// As the book has it; empty when it had none.
    pub before: String,
    /// As it is from now on.
    pub after: String,
}

/// The fields of those given whose values differ.
pub(super) fn changed<'a>(
    fields: impl IntoIterator<Item = (Field, &'a str, &'a str)>,
) -> impl Iterator<Item = FieldChange> {
    fields.into_iter().filter(|(_, before, after)| before != after).map(|(field, before, after)| {
        FieldChange { field, before: before.to_owned(), after: after.to_owned() }
    })
}

/// In what a person differs, home left out; sex and answers by their codes.
pub(super) fn difference(before: &Citizen, after: &Citizen) -> Vec<FieldChange> {
    let birth = |citizen: &Citizen| citizen.birth.map(PartialDate::to_vi).unwrap_or_default();
    let sex = |citizen: &Citizen| match citizen.sex {
        Some(Sex::Male) => "male",
        Some(Sex::Female) => "female",
        None => "",
    };
    let answer = |answer: Option<bool>| match answer {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    };
    let births = [birth(before), birth(after)];
    let [birth_before, birth_after] = &births;
    changed([
        (Field::Name, before.name.as_str(), after.name.as_str()),
        (Field::Birth, birth_before, birth_after),
        (Field::Sex, sex(before), sex(after)),
        (Field::Number, &before.number, &after.number),
        (Field::OldNumber, &before.old_number, &after.old_number),
        (Field::Phone, &before.phone, &after.phone),
        (Field::Relation, &before.relation, &after.relation),
        (Field::Residence, &before.residence, &after.residence),
        (Field::Address, &before.address, &after.address),
        (Field::Smartphone, answer(before.smartphone), answer(after.smartphone)),
        (Field::Internet, answer(before.internet), answer(after.internet)),
        (Field::Note, &before.note, &after.note),
        (Field::Code, &before.code, &after.code),
    ])
    .collect()
}

/// The person once a row has spoken of him, and what the book keeps against it: what is blank, poorer or doubtful never
/// overwrites, nor does any number where the book's is to be kept.
pub(super) fn updated(before: &Citizen, row: &PersonRow, keep_number: bool) -> (Citizen, Vec<Kept>) {
    let mut after = before.clone();
    let mut kept = Vec::new();
    set(&mut after.code, &row.code);
    if !same_but_unmarked(&after.name, &row.name) {
        set(&mut after.name, &row.name);
    }
    for (field, old, new) in
        [(Field::Number, &mut after.number, &row.number), (Field::Phone, &mut after.phone, &row.phone)]
    {
        let keeps = keep_number && field == Field::Number;
        if (keeps || row.doubtful.contains(&field)) && !old.is_empty() {
            if !new.is_empty() && old != new {
                let said = raw(row, field, new);
                kept.push(Kept { field, said, kept: old.clone(), put_right: false });
            }
        } else {
            set(old, new);
        }
    }
    set(&mut after.old_number, &row.old_number);
    set(&mut after.relation, &row.relation);
    set(&mut after.residence, &row.residence);
    set(&mut after.address, address(row));
    set(&mut after.note, &row.note);
    let poorer = precision(row.birth) < precision(before.birth);
    let confirmed = confirms(&after.number, before.birth) && !confirms(&after.number, row.birth);
    match births(before.birth, row.birth) {
        // "1980" does not overwrite 12/03/1980, and says nothing else.
        Births::SameDay => {}
        Births::SameYear if precision(row.birth) <= precision(before.birth) => {}
        Births::Different if poorer || confirmed || row.doubtful.contains(&Field::Birth) => {
            let vi = |birth: Option<PartialDate>| birth.map(PartialDate::to_vi).unwrap_or_default();
            let (said, of_book) = (raw(row, Field::Birth, &vi(row.birth)), vi(before.birth));
            kept.push(Kept { field: Field::Birth, said, kept: of_book, put_right: false });
        }
        _ => after.birth = row.birth.or(after.birth),
    }
    after.sex = row.sex.or(after.sex);
    after.smartphone = row.smartphone.or(after.smartphone);
    after.internet = row.internet.or(after.internet);
    (after, kept)
}

/// Lets the book's values stand where a row brings back what somebody has replaced by hand.
pub(super) fn keep_put_right(
    before: &Citizen,
    after: &mut Citizen,
    replaced: &[(Field, String)],
) -> Vec<Kept> {
    let mut kept = Vec::new();
    for FieldChange { field, before: of_book, after: said } in difference(before, after) {
        let birth = after.birth.filter(|_| field == Field::Birth).map(|birth| birth.to_string());
        let brought = birth.as_ref().unwrap_or(&said);
        let mut values = replaced.iter().filter(|(of, _)| *of == field).map(|(_, value)| value);
        // Of two answers each was replaced once: the last one that was is wrong.
        let brings_back = match field {
            Field::Sex | Field::Smartphone | Field::Internet => values.next_back() == Some(brought),
            _ => values.any(|value| value == brought),
        };
        if !brings_back {
            continue;
        }
        match field {
            Field::Name => after.name.clone_from(&before.name),
            Field::Birth => after.birth = before.birth,
            Field::Phone => after.phone.clone_from(&before.phone),
            Field::Sex => after.sex = before.sex,
            Field::Smartphone => after.smartphone = before.smartphone,
            Field::Internet => after.internet = before.internet,
            _ => continue,
        }
        let [said, of_book] = [said, of_book].map(|value| told(field, value));
        kept.push(Kept { field, said, kept: of_book, put_right: true });
    }
    kept
}

/// A code as it is said.
fn told(field: Field, value: String) -> String {
    match field {
        Field::Sex => word(&format!("held.sex.{value}")).to_owned(),
        Field::Smartphone | Field::Internet => word(&format!("held.is.{value}")).to_owned(),
        _ => value,
    }
}

/// Present and permanent address stand in one field: where the person lives is what the team needs.
pub(super) fn address(row: &PersonRow) -> &str {
    if row.present_address.is_empty() { &row.address } else { &row.present_address }
}

/// Whether an identity number and a birth tell of one year.
fn confirms(number: &str, birth: Option<PartialDate>) -> bool {
    identity::facts(number).zip(birth).is_some_and(|(facts, birth)| facts.birth_year == birth.year())
}

/// A field as the file had it, else as it was read.
fn raw(row: &PersonRow, field: Field, read: &str) -> String {
    let births = [Field::Birth, Field::BirthMale, Field::BirthFemale, Field::BirthYear];
    let of: &[Field] = match field {
        Field::Birth => &births,
        Field::Number => &Field::NUMBERS,
        _ => &[Field::Phone],
    };
    row.raw.iter().rfind(|(field, _)| of.contains(field)).map_or(read, |(_, raw)| raw).to_owned()
}

/// Whether `new` is `old` typed without marks: it says nothing new.
fn same_but_unmarked(old: &str, new: &str) -> bool {
    !new.is_empty() && new.is_ascii() && !old.is_ascii() && fold(old) == fold(new)
}
