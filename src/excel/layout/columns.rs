//! Gives each field to the column that claims it best, by its heading and by what it holds.

use super::aliases::{candidates, overridden};
use super::headings::Block;
use super::{Column, SAMPLED_ROWS};
use crate::domain::import::Field;
use crate::domain::text::fold;
use crate::excel::read_sheet::{Cell, Row};

/// What a sample of a column holds, in counts of cells.
#[derive(Default)]
struct Profile {
    filled: usize,
    identity: usize,
    phone: usize,
    date: usize,
    words: usize,
    ordinal: usize,
}

impl Profile {
    fn of(data: &[Row], column: usize) -> Self {
        let mut profile = Self::default();
        for cell in data.iter().take(SAMPLED_ROWS).filter_map(|row| row.cells.get(column)) {
            profile.add(cell);
        }
        profile
    }

    fn add(&mut self, cell: &Cell) {
        match cell {
            Cell::Empty | Cell::Error => return,
            Cell::Date(_) => self.date += 1,
            Cell::Number(n) => match *n {
                n if (1e9..1e12).contains(&n) => self.identity += 1,
                n if (1e8..1e9).contains(&n) => self.phone += 1,
                n if (1850.0..2200.0).contains(&n) => self.date += 1,
                n if n < 1850.0 => self.ordinal += 1,
                _ => {}
            },
            Cell::Text(text) => {
                let digits = text.chars().filter(char::is_ascii_digit).count();
                let letters = text.chars().filter(|c| c.is_alphabetic()).count();
                let slashes = text.contains(['/', '-', '.']);
                match digits {
                    _ if letters > digits => self.words += 1,
                    12 => self.identity += 1,
                    // A lost zero leaves 11 digits; so do 84… and fixed lines with theirs.
                    11 if !text.trim_start().starts_with(['0', '8', '+']) => self.identity += 1,
                    9..=11 => self.phone += 1,
                    4..=8 if slashes || digits == 4 => self.date += 1,
                    1..=3 => self.ordinal += 1,
                    _ => {}
                }
            }
            Cell::Bool(_) => {}
        }
        self.filled += 1;
    }

    /// Whether the content agrees with a field; `None` when there is too little of it or the field may hold anything.
    fn fits(&self, field: Field) -> Option<bool> {
        let most = |part: usize| Some(part * 3 >= self.filled);
        if self.filled < 3 {
            return None;
        }
        match field {
            Field::Number => most(self.identity),
            Field::NumberOrOld | Field::OldNumber => most(self.identity + self.phone),
            Field::Phone => most(self.phone),
            Field::Birth | Field::ApprovedOn | Field::ActivatedOn => most(self.date),
            Field::Name | Field::FamilyName | Field::GivenName | Field::Head => most(self.words),
            Field::Ordinal => most(self.ordinal),
            Field::Address | Field::PresentAddress => most(self.words),
            _ => None,
        }
    }
}

/// Gives each field to the column that claims it best; no field to two columns.
pub(super) fn assign_fields(
    columns: &mut [Column],
    block: &Block,
    data: &[Row],
    overrides: &[(Field, String)],
    unused: &[String],
) {
    let mut claims: Vec<(i32, usize, Option<Field>)> = Vec::new();
    for (at, (index, parts)) in block.headings.iter().enumerate() {
        if unused.contains(&fold(&parts.join(" "))) {
            continue;
        }
        if let Some(field) = overridden(parts, overrides) {
            claims.push((1000, at, Some(field)));
            continue;
        }
        let profile = Profile::of(data, *index);
        for candidate in candidates(parts, true) {
            let fits = candidate.field.and_then(|field| profile.fits(field));
            let score = match (fits, candidate.weak) {
                (Some(false), true) => continue,
                (Some(false), false) => candidate.score - 55,
                (Some(true), true) => candidate.score + 20,
                _ => candidate.score,
            };
            claims.push((score, at, candidate.field));
        }
    }
    claims.sort_by_key(|(score, at, _)| (std::cmp::Reverse(*score), *at));
    let mut done: Vec<usize> = Vec::new();
    let mut taken: Vec<Field> = Vec::new();
    for (_, at, field) in claims {
        if done.contains(&at) || field.is_some_and(|field| taken.contains(&field)) {
            continue;
        }
        done.push(at);
        taken.extend(field);
        if let Some(column) = columns.get_mut(at) {
            column.field = field;
        }
    }
    settle_by_the_others(columns, block, data);
}

/// Meanings that only show when all columns are known.
fn settle_by_the_others(columns: &mut [Column], block: &Block, data: &[Row]) {
    use Field as F;
    let has = |columns: &[Column], field: F| columns.iter().any(|column| column.field == Some(field));
    let turn = |columns: &mut [Column], from: F, to: Option<F>| {
        for column in columns.iter_mut().filter(|column| column.field == Some(from)) {
            column.field = to;
        }
    };
    // "Ngày sinh: Nam | Nữ" reads like "Ngày sinh: … | Năm" without marks.
    if has(columns, F::BirthFemale) && !has(columns, F::BirthMale) && !has(columns, F::BirthMonth) {
        turn(columns, F::BirthYear, Some(F::BirthMale));
    }
    if has(columns, F::BirthMonth) && !has(columns, F::BirthYear) {
        turn(columns, F::BirthMale, Some(F::BirthYear));
    }
    // "Sinh: Ngày | Tháng | Năm": "Sinh ngày" alone would be the whole date.
    if has(columns, F::BirthMonth) && has(columns, F::BirthYear) && !has(columns, F::BirthDay) {
        turn(columns, F::Birth, Some(F::BirthDay));
    }
    // "Họ và tên" merged over a column of family names and one of given names.
    let name_at = columns.iter().position(|column| column.field == Some(F::Name));
    if let Some(at) = name_at
        && !has(columns, F::GivenName)
        && let [name, next, ..] = columns.get_mut(at..).unwrap_or_default()
        && next.index == name.index + 1
        && next.field.is_none()
        && next.heading == name.heading
        && block.inherited.contains(&next.index)
        && Profile::of(data, next.index).fits(F::GivenName) == Some(true)
    {
        name.field = Some(F::FamilyName);
        next.field = Some(F::GivenName);
    }
    if !has(columns, F::Name) && !has(columns, F::FamilyName) {
        turn(columns, F::GivenName, Some(F::Name));
    }
    if !has(columns, F::Name) && !has(columns, F::GivenName) {
        turn(columns, F::FamilyName, Some(F::Name));
    }
    // A list of heads only: the head is the person.
    if !has(columns, F::Name) && !has(columns, F::GivenName) {
        turn(columns, F::Head, Some(F::Name));
    }
    // "Ngày cấp" is the card's unless the list speaks of accounts.
    let accounts = [F::State, F::Level, F::Level1, F::Level2].iter().any(|field| has(columns, *field));
    let issue_place = columns.iter().any(|column| fold(&column.heading).starts_with("noi cap"));
    for column in columns.iter_mut().filter(|column| column.field == Some(F::ApprovedOn)) {
        if fold(&column.heading) == "ngay cap" && (!accounts || issue_place) {
            column.field = None;
        }
    }
}
