//! Gives each field to the column that claims it best, by its heading and by what it holds.

use super::aliases::{candidates, overridden};
use super::headings::Block;
use super::{SAMPLED_ROWS, SheetColumn};
use crate::domain::import::Field;
use crate::domain::text::fold;
use crate::excel::sheet::{Cell, SheetRow};

/// Whether folded words say what somebody is to the head of the household: "con trai", "me vo", "chu ho". Names are longer.
fn is_relation(words: &str) -> bool {
    let mut parts = words.split(' ');
    words == "chu ho" || (parts.next().is_some_and(|first| RELATIONS.contains(&first)) && parts.count() < 2)
}

/// What a sample of a column holds, in counts of cells.
#[derive(Default)]
struct Profile {
    filled: usize,
    identity: usize,
    phone: usize,
    date: usize,
    words: usize,
    relation: usize,
    ordinal: usize,
}

/// What a member may be to the head of the household, folded: the first word tells.
const RELATIONS: [&str; 15] =
    ["anh", "ba", "bo", "cha", "chau", "chi", "chong", "co", "con", "dau", "em", "me", "ong", "re", "vo"];

impl Profile {
    fn of(data: &[SheetRow], column: usize) -> Self {
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
                    _ if letters > digits => {
                        self.words += 1;
                        self.relation += usize::from(is_relation(&fold(text)));
                    }
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

    /// Whether it holds identity numbers and hardly anything else.
    fn is_identity(&self) -> bool {
        self.filled >= 3 && self.identity * 10 >= self.filled * 8
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
            Field::Relation => Some(self.relation * 3 >= self.filled * 2),
            Field::Ordinal => most(self.ordinal),
            Field::Address | Field::PresentAddress => most(self.words),
            _ => None,
        }
    }
}

/// Gives each field to the column that claims it best; no field to two columns.
pub(super) fn assign_fields(
    columns: &mut [SheetColumn],
    block: &Block,
    data: &[SheetRow],
    overrides: &[(Field, String)],
    unused: &[String],
) {
    let mut claims: Vec<(i32, usize, Option<Field>)> = Vec::new();
    for (at, (index, parts)) in block.headings.iter().enumerate() {
        if is_unused(parts, unused) {
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
    // Nobody should lose the numbers for an unusual heading: one column that holds nothing else is that of the numbers.
    if !columns.iter().any(|column| column.field.is_some_and(|field| Field::NUMBERS.contains(&field))) {
        let silent = |at: &usize| {
            !done.contains(at) && !block.headings.get(*at).is_some_and(|(_, parts)| is_unused(parts, unused))
        };
        let holds = |at: &usize| {
            let index = block.headings.get(*at).map(|(index, _)| *index);
            index.is_some_and(|index| Profile::of(data, index).is_identity())
        };
        let found: Vec<usize> = (0..columns.len()).filter(silent).filter(holds).collect();
        if let [only] = found.as_slice()
            && let Some(column) = columns.get_mut(*only)
        {
            column.field = Some(Field::NumberOrOld);
        }
    }
}

/// Whether the user said that a column is of no use.
fn is_unused(parts: &[String], unused: &[String]) -> bool {
    unused.contains(&fold(&parts.join(" ")))
}

/// Meanings that only show when all columns are known.
fn settle_by_the_others(columns: &mut [SheetColumn], block: &Block, data: &[SheetRow]) {
    use Field as F;
    let has = |columns: &[SheetColumn], field: F| columns.iter().any(|column| column.field == Some(field));
    let turn = |columns: &mut [SheetColumn], from: F, to: Option<F>| {
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
    // "Chủ hộ" over "Vợ", "Con", "Mẹ" is what each is to the head.
    if !has(columns, F::Relation)
        && let Some(head) = columns.iter_mut().find(|column| column.field == Some(F::Head))
        && Profile::of(data, head.index).fits(F::Relation) == Some(true)
    {
        head.field = Some(F::Relation);
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
