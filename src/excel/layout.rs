//! Finds the headings of a sheet, maps its columns to fields and decides the encoding of each column.
//!
//! Headings are known by `data/header_aliases.csv`: exact first, then by the words they hold, and where a heading alone
//! does not tell ("Số", "Địa chỉ", "Ngày cấp") the column's content confirms it. `data/row_words.csv` has the words by
//! which rows that are not people are known.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::read_sheet::{Cell, FontKind, Row, Sheet};
use crate::domain::import::Field;
use crate::domain::legacy::{Encoding, decode, decode_capital, has_unicode_vietnamese};
use crate::domain::text::{fold, nfc_clean};
use crate::error::{Error, Result};

/// Rows that are searched for headings: titles above them take 3 to 8 (DOMAIN §11).
const SEARCHED_ROWS: usize = 60;
/// Longest text that can be a heading.
const LONGEST_HEADING: usize = 200;
/// Rows below the headings that show what a column holds.
const SAMPLED_ROWS: usize = 120;

/// What the columns of one sheet hold.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layout {
    /// First and last heading row, 1-based as Excel shows them.
    pub header: (u32, u32),
    /// One for each column that has a heading, in order.
    pub columns: Vec<Column>,
    /// Folded headings with '|' between: the key under which a mapping is remembered.
    pub signature: String,
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// 0-based.
    pub index: usize,
    /// Heading in Unicode; merged rows joined by " – ".
    pub heading: String,
    /// What it holds; `None` when not recognised (kept for the workbook of rejected rows only).
    pub field: Option<Field>,
    /// How its text is encoded, decided for the whole column, never for one cell (DOMAIN §4).
    pub encoding: Encoding,
}

/// What one row below the headings is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowKind {
    /// A person, or at least something that somebody must look at.
    Person,
    /// Names the hamlet of the rows below.
    Group(String),
    /// Names the household of the rows below, up to the next such row or group; either part may be empty.
    Household {
        /// Household code or number.
        code: String,
        /// Head of household.
        head: String,
    },
    /// "(1) (2) …", repeated headings, and lines that were only numbered.
    Numbering,
    /// "Tổng", "Cộng" and their like.
    Subtotal,
    /// Signatures, distribution list and notes.
    Footer,
}

impl Layout {
    /// The column that holds `field`.
    #[must_use]
    pub fn column(&self, field: Field) -> Option<&Column> {
        self.columns.iter().find(|column| column.field == Some(field))
    }

    fn has(&self, field: Field) -> bool {
        self.column(field).is_some()
    }

    /// Columns that say the same as another one and were left out: heading, and the field that the other column took.
    #[must_use]
    pub fn lost(&self) -> Vec<(&str, Field)> {
        self.columns
            .iter()
            .filter(|column| column.field.is_none())
            .filter_map(|column| {
                let parts: Vec<String> = column.heading.split(" – ").map(str::to_owned).collect();
                let best = candidates(&parts, true).into_iter().max_by_key(|c| c.score)?;
                let field = best.field.filter(|field| !best.weak && self.has(*field))?;
                Some((column.heading.as_str(), field))
            })
            .collect()
    }
}

struct Aliases {
    /// Folded heading → fields, best first; `None` is a heading that is known to hold nothing for us.
    exact: BTreeMap<String, Vec<(Option<Field>, bool)>>,
    /// Sure aliases with a blank on either side, longest first, for headings that hold more words.
    parts: Vec<(String, Option<Field>)>,
}

static ALIASES: LazyLock<Aliases> = LazyLock::new(|| {
    let mut exact: BTreeMap<String, Vec<(Option<Field>, bool)>> = BTreeMap::new();
    for record in
        csv::Reader::from_reader(include_str!("data/header_aliases.csv").as_bytes()).records().flatten()
    {
        let (Some(field), Some(heading), Some(strength)) = (record.get(0), record.get(1), record.get(2))
        else {
            continue;
        };
        let meaning = (field.parse().ok(), strength == "weak");
        let known = exact.entry(fold(heading)).or_default();
        if !known.contains(&meaning) {
            known.push(meaning);
        }
    }
    let mut parts: Vec<(String, Option<Field>)> = exact
        .iter()
        .filter(|(heading, _)| heading.len() >= 4)
        .filter_map(|(heading, fields)| {
            let (field, weak) = fields.first()?;
            (!weak).then(|| (format!(" {heading} "), *field))
        })
        .collect();
    parts.sort_by_key(|(heading, _)| std::cmp::Reverse(heading.len()));
    Aliases { exact, parts }
});

/// Words by which rows are known: kind, words in lower case, the same without marks.
static ROW_WORDS: LazyLock<Vec<(&'static str, &'static str, String)>> = LazyLock::new(|| {
    include_str!("data/row_words.csv")
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(','))
        .map(|(kind, words)| (kind, words, fold(words)))
        .collect()
});

/// The usual Vietnamese heading of a field, which leads back to it.
#[must_use]
pub fn usual_heading(field: Field) -> &'static str {
    let name = field.name();
    let row =
        include_str!("data/header_aliases.csv").lines().find(|line| line.split(',').next() == Some(name));
    row.and_then(|line| line.split(',').nth(1)).unwrap_or_default()
}

#[derive(Debug, Clone, Copy)]
struct Candidate {
    field: Option<Field>,
    score: i32,
    weak: bool,
}

/// Whose data a heading speaks of, if not the citizen's own.
const OTHER_PEOPLE: [&str; 9] =
    ["chu ho", "can bo", "nguoi huong dan", "giam ho", "cua cha", "cua me", "ten cha", "ten me", "cua bo"];

/// Fields that a heading may mean. Sure and whole matches score highest; words within a longer heading only with `tolerant`.
fn candidates(parts: &[String], tolerant: bool) -> Vec<Candidate> {
    let folded: Vec<String> = parts.iter().map(|part| fold(part)).collect();
    if folded.is_empty() {
        return Vec::new();
    }
    let bare: Vec<String> = parts.iter().map(|part| fold(&without_brackets(part))).collect();
    let bare_last = bare.last().map_or("", String::as_str);
    let above = folded.iter().rev().skip(1).cloned().collect::<Vec<_>>().join(" ");
    let speaks_of_others = OTHER_PEOPLE.iter().any(|other| above.contains(other));
    let mut tries: Vec<(String, i32)> = vec![(folded.join(" "), 100), (bare.join(" "), 95)];
    if !above.is_empty() {
        tries.push((format!("{bare_last} {above}"), 92));
        if !speaks_of_others {
            // The lowest rows say most: "Ngày sinh – Ngày" below "Thông tin công dân".
            let lower = (1..folded.len()).filter_map(|from| folded.get(from..)).map(|parts| parts.join(" "));
            tries.extend(lower.map(|text| (text, 90)));
            tries.push((bare_last.to_owned(), 85));
            tries.push((bare.first().cloned().unwrap_or_default(), 60));
        }
    }
    for (text, score) in &tries {
        if let Some(fields) = ALIASES.exact.get(text) {
            return fields
                .iter()
                .zip(0..)
                .map(|((field, weak), rank)| Candidate {
                    field: *field,
                    score: score - rank - if *weak { 50 } else { 0 },
                    weak: *weak,
                })
                .collect();
        }
    }
    if !tolerant {
        return Vec::new();
    }
    let joined = format!(" {} ", bare.join(" "));
    let found = ALIASES.parts.iter().find(|(alias, _)| joined.contains(alias.as_str()));
    let Some((alias, field)) = found else { return Vec::new() };
    let share = alias.len() * 100 / joined.len();
    let others = OTHER_PEOPLE.iter().any(|other| joined.contains(other) && !alias.contains(other));
    if share < 30 || others {
        return Vec::new();
    }
    let score = 20 + i32::try_from(share / 5).unwrap_or(0);
    vec![Candidate { field: *field, score, weak: false }]
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' if depth > 0 => {
                    depth -= 1;
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

/// Text of a cell in Unicode, in one line; empty when it is not text.
fn cell_text(row: &Row, column: usize, encoding: Encoding) -> String {
    unicode_text(row, column, encoding).map_or_else(String::new, |text| one_line(&nfc_clean(&text)))
}

/// Text of a cell in Unicode: by its own font, else by the encoding of its column. `None` when it is not text.
pub(super) fn unicode_text(row: &Row, column: usize, encoding: Encoding) -> Option<String> {
    let Some(Cell::Text(text)) = row.cells.get(column) else { return None };
    Some(match row.fonts.get(column).copied().unwrap_or_default() {
        FontKind::Plain => decode(text, encoding),
        FontKind::Tcvn3 => decode(text, Encoding::Tcvn3),
        FontKind::Tcvn3Capital => decode_capital(text),
        FontKind::Vni => decode(text, Encoding::Vni),
    })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Headings read from one to three rows.
struct Block {
    first: usize,
    rows: usize,
    encoding: Encoding,
    headings: Vec<(usize, Vec<String>)>,
    /// Columns that have their heading from a merged area to the left.
    inherited: Vec<usize>,
    score: i32,
}

/// Finds the headings. `None`: the sheet has none, as a cover sheet or a table of counts.
/// `overrides` says by heading what a column holds, and wins over everything else (`--map`, remembered mappings).
///
/// # Errors
/// `layout.no_name` when there is a list of people without a column of names.
pub fn find(sheet: &Sheet, overrides: &BTreeMap<Field, String>) -> Result<Option<Layout>> {
    let overrides: Vec<(Field, String)> = overrides.iter().map(|(f, heading)| (*f, fold(heading))).collect();
    let best = best_block(sheet, &overrides, false).filter(|block| block.score >= 30);
    let Some(block) = best.or_else(|| best_block(sheet, &overrides, true)).filter(|block| block.score >= 20)
    else {
        return Ok(None);
    };
    let Some((first, last)) = sheet.rows.get(block.first).zip(sheet.rows.get(block.first + block.rows - 1))
    else {
        return Ok(None);
    };
    let data = sheet.rows.get(block.first + block.rows..).unwrap_or_default();
    let mut columns: Vec<Column> = block
        .headings
        .iter()
        .map(|(index, parts)| Column {
            index: *index,
            heading: parts.join(" – "),
            field: None,
            encoding: Encoding::Unicode,
        })
        .collect();
    assign(&mut columns, &block, data, &overrides);
    let mut layout = Layout {
        header: (first.number, last.number),
        signature: columns.iter().map(|column| fold(&column.heading)).collect::<Vec<_>>().join("|"),
        columns,
    };
    let is_person = |field: &Field| {
        use Field as F;
        [
            F::Number,
            F::NumberOrOld,
            F::OldNumber,
            F::Phone,
            F::Birth,
            F::BirthYear,
            F::BirthMale,
            F::Sex,
            F::Relation,
        ]
        .contains(field)
    };
    if !layout.has(Field::Name) && !layout.has(Field::GivenName) {
        let speaks_of_people =
            layout.columns.iter().filter_map(|column| column.field).filter(is_person).count();
        if speaks_of_people < 2 {
            return Ok(None);
        }
        let headings: Vec<&str> = layout.columns.iter().map(|column| column.heading.as_str()).collect();
        return Err(Error::new("layout.no_name")
            .with("sheet", &sheet.name)
            .with("row", layout.header.0)
            .with("headings", headings.join("; ")));
    }
    decide_encodings(&mut layout, &block, data);
    Ok(Some(layout))
}

fn best_block(sheet: &Sheet, overrides: &[(Field, String)], tolerant: bool) -> Option<Block> {
    let mut best: Option<Block> = None;
    for first in 0..sheet.rows.len().min(SEARCHED_ROWS) {
        if best.as_ref().is_some_and(|best| best.score >= 40 && first > best.first + 3) {
            break;
        }
        for encoding in [Encoding::Unicode, Encoding::Tcvn3, Encoding::Vni] {
            let legacy = encoding != Encoding::Unicode;
            if legacy && !sheet.rows.get(first).is_some_and(may_be_legacy) {
                break;
            }
            let Some(mut block) = read_block(sheet, first, encoding) else { continue };
            block.score = score(&block, overrides, tolerant);
            if let Some(row) = sheet.rows.get(first) {
                // Headings are words: numbers and dates belong to people.
                let filled =
                    row.cells.iter().filter(|c| matches!(c, Cell::Number(_) | Cell::Date(_))).count();
                let digits = row.cells.iter().filter(|c| matches!(c, Cell::Text(t) if is_digits(t))).count();
                block.score -= i32::try_from(filled + digits).unwrap_or(0) * 10;
            }
            let better = best.as_ref().is_none_or(|best| {
                block.score > best.score
                    || (block.score == best.score
                        && block.first + block.rows == best.first + best.rows
                        && block.encoding == best.encoding)
            });
            if block.score >= 20 && better {
                best = Some(block);
            }
        }
    }
    best
}

fn is_digits(text: &str) -> bool {
    let mut digits = 0;
    text.trim().chars().all(|c| {
        digits += usize::from(c.is_ascii_digit());
        c.is_ascii_digit() || matches!(c, '.' | '/' | '-' | ' ' | '\'')
    }) && digits >= 4
}

fn may_be_legacy(row: &Row) -> bool {
    row.cells.iter().any(|c| matches!(c, Cell::Text(t) if !t.is_ascii() && !has_unicode_vietnamese(t)))
}

/// 10 for each field that a heading names, 5 for a heading that is known to be of no use.
fn score(block: &Block, overrides: &[(Field, String)], tolerant: bool) -> i32 {
    let mut fields: Vec<Field> = Vec::new();
    let mut known = 0;
    for (_, parts) in &block.headings {
        if let Some(field) = overridden(parts, overrides) {
            fields.push(field);
            continue;
        }
        let found = candidates(parts, tolerant);
        match found.iter().find(|c| c.field.is_none_or(|field| !fields.contains(&field))) {
            Some(Candidate { field: Some(field), .. }) => fields.push(*field),
            Some(_) => known += 1,
            None => {}
        }
    }
    fields.sort_unstable();
    fields.dedup();
    i32::try_from(fields.len() * 10 + known * 5).unwrap_or(i32::MAX)
}

fn overridden(parts: &[String], overrides: &[(Field, String)]) -> Option<Field> {
    let (joined, last) = (fold(&parts.join(" ")), fold(parts.last()?));
    overrides
        .iter()
        .find(|(_, heading)| *heading == joined)
        .or_else(|| overrides.iter().find(|(_, heading)| *heading == last))
        .map(|(field, _)| *field)
}

fn read_block(sheet: &Sheet, first: usize, encoding: Encoding) -> Option<Block> {
    // Below, households may be merged by the thousand.
    let top = sheet.rows.get(first)?.number;
    let near: Vec<_> =
        sheet.merged.iter().filter(|(from, _, to, _)| *from <= top + 3 && *to >= top).collect();
    let merged_at = |row: u32, column: usize| {
        let column = u32::try_from(column).unwrap_or(u32::MAX);
        near.iter().find(|(top, left, bottom, right)| {
            (*top..=*bottom).contains(&row) && (*left..=*right).contains(&column)
        })
    };
    // The rows of the block, filled to the right within merged areas.
    let width_of = |row: &Row| row.cells.len();
    let mut rows = 1;
    while rows < 3
        && let Some((above, row)) = sheet.rows.get(first + rows - 1).zip(sheet.rows.get(first + rows))
        && row.number == above.number + 1
        && continues(above, row, &|column| merged_at(above.number, column).is_some_and(|(_, l, _, r)| l < r))
    {
        rows += 1;
    }
    let block_rows = sheet.rows.get(first..first + rows)?;
    let width = block_rows.iter().map(width_of).max()?;
    let mut inherited = Vec::new();
    let mut grid: Vec<Vec<String>> = Vec::new();
    for (at, row) in block_rows.iter().enumerate() {
        let below = block_rows.get(at + 1);
        let mut texts: Vec<String> = Vec::with_capacity(width);
        for column in 0..width {
            let mut text = cell_text(row, column, encoding);
            if text.chars().count() > LONGEST_HEADING {
                text.clear();
            }
            if text.is_empty() {
                let filled_below =
                    |c: usize| below.is_some_and(|b| !matches!(b.cells.get(c), None | Some(Cell::Empty)));
                let from_left = match merged_at(row.number, column) {
                    Some((_, left, _, _)) => usize::try_from(*left).ok().filter(|left| *left < column),
                    // Without merged areas (csv): a gap above two headings belongs to the text on its left.
                    None if sheet.merged.is_empty()
                        && column > 0
                        && filled_below(column)
                        && filled_below(column - 1) =>
                    {
                        Some(column - 1)
                    }
                    None => None,
                };
                if let Some(from) = from_left.and_then(|left| texts.get(left)).filter(|t| !t.is_empty()) {
                    text = from.clone();
                    inherited.push(column);
                }
            }
            texts.push(text);
        }
        grid.push(texts);
    }
    let headings: Vec<(usize, Vec<String>)> = (0..width)
        .filter_map(|column| {
            let mut parts: Vec<String> = grid
                .iter()
                .filter_map(|texts| texts.get(column))
                .filter(|t| !t.is_empty())
                .cloned()
                .collect();
            parts.dedup();
            (!parts.is_empty()).then_some((column, parts))
        })
        .collect();
    (headings.len() >= 2).then_some(Block { first, rows, encoding, headings, inherited, score: 0 })
}

/// Whether `row` belongs to the headings above it: all its texts stand below a gap or below a heading that spans
/// several columns, or are hints in brackets.
fn continues(above: &Row, row: &Row, spans: &dyn Fn(usize) -> bool) -> bool {
    let filled = |row: &Row, column: usize| !matches!(row.cells.get(column), None | Some(Cell::Empty));
    let mut hints = 0;
    let mut texts = 0;
    for (column, cell) in row.cells.iter().enumerate() {
        match cell {
            Cell::Empty => continue,
            Cell::Text(text) => {
                let text = text.trim();
                texts += 1;
                let hint =
                    text.starts_with('(') && text.ends_with(')') && text.chars().any(char::is_alphabetic);
                hints += usize::from(hint);
                let gap_to_the_right = !filled(above, column + 1) && filled(row, column + 1);
                if hint || !filled(above, column) || spans(column) || gap_to_the_right {
                    continue;
                }
                return false;
            }
            _ => return false,
        }
    }
    // A single text below a gap is a title's or a group's, unless it is a hint.
    texts > 1 || hints == texts
}

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
fn assign(columns: &mut [Column], block: &Block, data: &[Row], overrides: &[(Field, String)]) {
    let mut claims: Vec<(i32, usize, Option<Field>)> = Vec::new();
    for (at, (index, parts)) in block.headings.iter().enumerate() {
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
    settle(columns, block, data);
}

/// Meanings that only show when all columns are known.
fn settle(columns: &mut [Column], block: &Block, data: &[Row]) {
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

/// Font majority first, then the headings' own encoding, then the names themselves; a column with any Vietnamese
/// Unicode letter is Unicode (DOMAIN §4).
fn decide_encodings(layout: &mut Layout, block: &Block, data: &[Row]) {
    let with_fonts = data.iter().any(|row| !row.fonts.is_empty());
    let by_header = block.encoding;
    let name =
        layout.column(Field::Name).or_else(|| layout.column(Field::FamilyName)).map(|column| column.index);
    let by_names = if with_fonts || by_header != Encoding::Unicode {
        Encoding::Unicode
    } else {
        name.map_or(Encoding::Unicode, |column| encoding_of_names(data, column))
    };
    if !with_fonts && by_header == Encoding::Unicode && by_names == Encoding::Unicode {
        return;
    }
    for column in &mut layout.columns {
        let (mut total, mut tcvn3, mut vni) = (0_usize, 0_usize, 0_usize);
        let mut is_unicode = false;
        for row in data {
            let Some(Cell::Text(text)) = row.cells.get(column.index) else { continue };
            if !text.is_ascii() && has_unicode_vietnamese(text) {
                is_unicode = true;
                break;
            }
            total += 1;
            match row.fonts.get(column.index) {
                Some(FontKind::Tcvn3 | FontKind::Tcvn3Capital) => tcvn3 += 1,
                Some(FontKind::Vni) => vni += 1,
                _ => {}
            }
        }
        column.encoding = if is_unicode {
            Encoding::Unicode
        } else if tcvn3 * 2 > total {
            Encoding::Tcvn3
        } else if vni * 2 > total {
            Encoding::Vni
        } else if by_header != Encoding::Unicode {
            by_header
        } else {
            by_names
        };
    }
}

/// The encoding under which a column without fonts reads as names: a third of its marked cells begin with a common
/// family name once decoded, and did not before.
fn encoding_of_names(data: &[Row], column: usize) -> Encoding {
    let cells = data.iter().filter_map(|row| match row.cells.get(column) {
        Some(Cell::Text(text)) if !text.is_ascii() => Some(text.as_str()),
        _ => None,
    });
    let sample: Vec<&str> = cells.take(SAMPLED_ROWS).collect();
    if sample.iter().any(|text| has_unicode_vietnamese(text)) {
        return Encoding::Unicode;
    }
    let is_family = |word: &str| {
        ROW_WORDS
            .iter()
            .any(|(kind, words, _)| *kind == "family" && words.to_lowercase() == word.to_lowercase())
    };
    let hits = |encoding: Encoding| {
        let first = |text: &str| text.split_whitespace().next().unwrap_or_default().to_owned();
        sample
            .iter()
            .filter(|text| !is_family(&first(text)) && is_family(&first(&decode(text, encoding))))
            .count()
    };
    let (tcvn3, vni) = (hits(Encoding::Tcvn3), hits(Encoding::Vni));
    let (encoding, most) = if tcvn3 >= vni { (Encoding::Tcvn3, tcvn3) } else { (Encoding::Vni, vni) };
    if most >= 3 && most * 3 >= sample.len() { encoding } else { Encoding::Unicode }
}

/// What each row of the sheet below the headings is, in order; rows above and within the headings are left out, so the
/// result runs along the rows whose number is greater than `layout.header.1`.
///
/// A row with a name and anything else about a person (number, birth, phone, sex) is always a person.
#[must_use]
pub fn classify(sheet: &Sheet, layout: &Layout) -> Vec<RowKind> {
    let start = sheet.rows.partition_point(|row| row.number <= layout.header.1);
    let rows = sheet.rows.get(start..).unwrap_or_default();
    let classifier = Classifier::new(layout);
    let mut in_footer = false;
    rows.iter()
        .map(|row| {
            let kind = classifier.kind(row, in_footer);
            match kind {
                RowKind::Footer => in_footer |= classifier.begins_footer(row),
                RowKind::Person => in_footer = false,
                _ => {}
            }
            kind
        })
        .collect()
}

struct Classifier<'a> {
    layout: &'a Layout,
    names: Vec<&'a Column>,
    evidence: Vec<(usize, Field)>,
    ordinal: Option<usize>,
    headings: Vec<(usize, String)>,
}

impl<'a> Classifier<'a> {
    fn new(layout: &'a Layout) -> Self {
        use Field as F;
        const EVIDENCE: [F; 14] = [
            F::Number,
            F::NumberOrOld,
            F::OldNumber,
            F::Phone,
            F::Birth,
            F::BirthYear,
            F::BirthMale,
            F::BirthFemale,
            F::BirthDay,
            F::Sex,
            F::Relation,
            F::State,
            F::Code,
            F::Level,
        ];
        Self {
            layout,
            names: layout
                .columns
                .iter()
                .filter(|c| matches!(c.field, Some(F::Name | F::FamilyName | F::GivenName)))
                .collect(),
            evidence: layout
                .columns
                .iter()
                .filter_map(|c| Some((c.index, c.field.filter(|field| EVIDENCE.contains(field))?)))
                .collect(),
            ordinal: layout.column(F::Ordinal).map(|c| c.index),
            headings: layout
                .columns
                .iter()
                .map(|c| (c.index, fold(c.heading.rsplit(" – ").next().unwrap_or_default())))
                .collect(),
        }
    }

    fn kind(&self, row: &Row, in_footer: bool) -> RowKind {
        let has_name = self.names.iter().any(|column| {
            matches!(row.cells.get(column.index), Some(Cell::Text(text)) if text.chars().filter(|c| c.is_alphabetic()).count() >= 2)
        });
        let mut evidence = None;
        for (column, field) in &self.evidence {
            evidence = evidence.max(row.cells.get(*column).and_then(|cell| weight(cell, *field)));
            if evidence == Some(2) {
                break;
            }
        }
        // The usual row first: this runs for every person.
        if has_name && evidence == Some(2) {
            return RowKind::Person;
        }
        let texts = self.texts(row);
        let lead = texts.iter().find(|text| !is_ordinal(text)).map_or("", String::as_str);
        let lead_without_ordinal = strip_ordinal(lead);
        if self.is_numbering(row) || self.repeats_headings(row) {
            return RowKind::Numbering;
        }
        if starts_with("subtotal", lead_without_ordinal).is_some() {
            return RowKind::Subtotal;
        }
        if has_name && evidence.is_some() {
            return RowKind::Person;
        }
        let numbered = self.ordinal.is_some_and(|column| is_number(row.cells.get(column)));
        if texts.iter().any(|text| is_footer(text)) {
            return RowKind::Footer;
        }
        // Also behind a signature block: the next hamlet's people may follow.
        if evidence != Some(2) && texts.len() <= 2 && starts_with("group", lead_without_ordinal).is_some() {
            return RowKind::Group(group_name(lead_without_ordinal));
        }
        if in_footer && !(has_name && numbered) {
            return if evidence == Some(2) && texts.len() > 1 { RowKind::Person } else { RowKind::Footer };
        }
        if evidence != Some(2) && texts.len() <= 2 {
            if let Some(household) = household(lead_without_ordinal) {
                return household;
            }
            let roman = texts.first().is_some_and(|text| is_roman(text));
            if roman && texts.len() == 2 && lead.split(' ').count() <= 6 {
                return RowKind::Group(group_name(lead_without_ordinal));
            }
        }
        if has_name || evidence == Some(2) {
            return RowKind::Person;
        }
        let filled = row.cells.iter().filter(|cell| **cell != Cell::Empty).count();
        if lead.is_empty() {
            return if filled <= 1 { RowKind::Numbering } else { RowKind::Subtotal };
        }
        // Nobody knows what it is: better refused by sight than dropped in silence.
        if filled >= 3 { RowKind::Person } else { RowKind::Footer }
    }

    fn begins_footer(&self, row: &Row) -> bool {
        self.texts(row).iter().any(|text| is_footer(text))
    }

    /// All texts of the row that have a letter, decoded.
    fn texts(&self, row: &Row) -> Vec<String> {
        (0..row.cells.len())
            .map(|index| {
                let column = self.layout.columns.iter().find(|column| column.index == index);
                // A title over all columns stands in column A, in the encoding of the names.
                let encoding = match column.map(|column| (column.field, column.encoding)) {
                    Some((field, encoding)) if field.is_some() && field != Some(Field::Ordinal) => encoding,
                    _ => self.names.first().map_or(Encoding::Unicode, |name| name.encoding),
                };
                cell_text(row, index, encoding)
            })
            .filter(|text| text.chars().any(char::is_alphabetic))
            .collect()
    }

    /// "(1) (2) (3)", "1 2 3", "A B 1 2", "(8)=(6)+(7)".
    fn is_numbering(&self, row: &Row) -> bool {
        let mut numbers: Vec<u64> = Vec::new();
        let mut filled = 0;
        for cell in row.cells.iter().filter(|cell| **cell != Cell::Empty) {
            filled += 1;
            match cell {
                Cell::Number(n) if (0.0..1000.0).contains(n) && n.fract() == 0.0 => {
                    numbers.extend(format!("{n:.0}").parse::<u64>());
                }
                Cell::Text(text) => {
                    let text = text.trim();
                    if text.chars().filter(|c| c.is_alphabetic()).count() > 1 || text.len() > 30 {
                        return false;
                    }
                    let digits: String = text
                        .chars()
                        .skip_while(|c| !c.is_ascii_digit())
                        .take_while(char::is_ascii_digit)
                        .collect();
                    numbers.extend(digits.parse::<u64>());
                }
                _ => return false,
            }
        }
        let rising = numbers.windows(2).all(|pair| matches!(pair, [a, b] if *b == a + 1));
        filled >= 3 && numbers.len() >= 2 && numbers.first() <= Some(&2) && rising
    }

    /// Headings printed again on every page.
    fn repeats_headings(&self, row: &Row) -> bool {
        let Some(Cell::Text(_)) = self.names.first().and_then(|name| row.cells.get(name.index)) else {
            return false;
        };
        let Some((_, heading)) =
            self.headings.iter().find(|(index, _)| Some(*index) == self.names.first().map(|n| n.index))
        else {
            return false;
        };
        let name =
            self.names.first().map(|name| cell_text(row, name.index, name.encoding)).unwrap_or_default();
        // Names are longer than their heading is often enough: compare lengths before folding every name.
        if name.len() > heading.len() * 3 + 8 || fold(&name) != *heading {
            return false;
        }
        let same = self
            .headings
            .iter()
            .filter(|(index, heading)| fold(&cell_text(row, *index, Encoding::Unicode)) == *heading)
            .count();
        same >= 2
    }
}

/// 2: tells of a person for sure; 1: may stand in other rows, too (a count, a word).
fn weight(cell: &Cell, field: Field) -> Option<u8> {
    use Field as F;
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
    let (sure, maybe) = match (field, cell) {
        (_, Cell::Empty | Cell::Error) => (false, false),
        (F::Number | F::NumberOrOld | F::OldNumber | F::Phone, Cell::Number(n)) => (*n >= 1e7, true),
        (F::Number | F::NumberOrOld | F::OldNumber | F::Phone, Cell::Text(text)) => {
            (digits(text) >= 8, digits(text) > 0)
        }
        (F::Birth | F::BirthYear | F::BirthMale | F::BirthFemale, Cell::Date(_)) => (true, true),
        (F::Birth | F::BirthYear | F::BirthMale | F::BirthFemale, Cell::Number(n)) => (*n >= 1850.0, true),
        (F::Birth | F::BirthYear | F::BirthMale | F::BirthFemale, Cell::Text(text)) => {
            (digits(text) >= 4, true)
        }
        (F::Sex, Cell::Text(text)) => {
            (matches!(fold(text).as_str(), "nam" | "nu"), text.chars().count() < 10)
        }
        (F::Sex, _) | (F::BirthDay, _) => (false, true),
        (F::Relation | F::State | F::Code | F::Level, _) => (false, true),
        _ => (false, false),
    };
    if sure { Some(2) } else { maybe.then_some(1) }
}

fn is_number(cell: Option<&Cell>) -> bool {
    match cell {
        Some(Cell::Number(_)) => true,
        Some(Cell::Text(text)) => text.trim().trim_end_matches('.').parse::<u32>().is_ok(),
        _ => false,
    }
}

fn is_roman(text: &str) -> bool {
    let text = text.trim_end_matches(['.', ')', ' ']);
    !text.is_empty() && text.len() <= 6 && text.chars().all(|c| "IVXL".contains(c))
}

fn is_ordinal(text: &str) -> bool {
    let text = text.trim_end_matches(['.', ')', ' ']);
    is_roman(text)
        || text.parse::<u32>().is_ok()
        || (text.len() == 1 && text.chars().all(char::is_alphabetic))
}

/// "I. Thôn Đoài" → "Thôn Đoài".
fn strip_ordinal(text: &str) -> &str {
    match text.split_once(['.', ')', '-', '/']) {
        Some((before, after)) if is_ordinal(before.trim()) && !after.trim().is_empty() => after.trim(),
        _ => match text.split_once(' ') {
            Some((before, after)) if is_roman(before) => after.trim(),
            _ => text.trim_start_matches(['-', '+', '*', '•', ' ']),
        },
    }
}

/// The rest of `text` behind the longest words of `kind` that it begins with. Words with marks are compared with marks
/// ("Tổng" is a total, "Tống" a family); a text without any mark is compared without.
fn starts_with<'a>(kind: &str, text: &'a str) -> Option<&'a str> {
    let lower = text.to_lowercase();
    let plain = text.is_ascii();
    let mut best: Option<(usize, &str)> = None;
    for (_, words, folded) in ROW_WORDS.iter().filter(|(of, _, _)| *of == kind) {
        let words = if plain { folded.as_str() } else { words };
        let Some(rest) = lower.strip_prefix(words) else { continue };
        if rest.chars().next().is_some_and(char::is_alphanumeric) {
            continue;
        }
        // Without marks, short words are family names, too ("To", "Ban", "Tong"): a number or the end must follow.
        let rest_ends = rest.trim_start().chars().next().is_none_or(|c| !c.is_alphabetic());
        if plain && !rest_ends && !words.contains(' ') && (words.len() <= 4 && words != "thon") {
            continue;
        }
        let letters = words.chars().count();
        if best.is_none_or(|(most, _)| letters > most) {
            let cut = text.char_indices().nth(letters).map_or(text.len(), |(at, _)| at);
            best = Some((letters, text.get(cut..).unwrap_or_default()));
        }
    }
    best.map(|(_, rest)| rest)
}

fn is_footer(text: &str) -> bool {
    let text = text.trim_start_matches(['-', '+', '*', '(', '/', '.', ' ', '“', '"']);
    if starts_with("footer", text).is_some() {
        return true;
    }
    // "Kiên Hải, ngày 05 tháng 01 năm 2026", also with dots for the figures.
    let folded = format!(" {} ", fold(text));
    match (folded.find(" ngay "), folded.find(" thang "), folded.find(" nam ")) {
        (Some(day), Some(month), Some(year)) => day < month && month < year && folded.len() < 80,
        _ => false,
    }
}

/// "Thôn 1 (25 hộ, 98 khẩu)", "Thôn 1: 25 hộ", "Địa bàn: Thôn 1" → "Thôn 1".
fn group_name(text: &str) -> String {
    let counts = |part: &str| {
        part.chars().any(|c| c.is_ascii_digit())
            && ROW_WORDS
                .iter()
                .any(|(kind, words, _)| *kind == "count" && part.to_lowercase().contains(words))
    };
    let mut name = text.trim();
    if let Some((before, after)) = name.split_once(':') {
        if counts(after) || after.trim().is_empty() {
            name = before;
        } else if starts_with("group", after.trim()).is_some() {
            name = after;
        }
    }
    for open in ['(', ',', ';'] {
        if let Some((before, _)) = name.split_once(open).filter(|(_, after)| counts(after)) {
            name = before;
        }
    }
    if let Some((before, _)) = name.split_once(" - ").filter(|(_, after)| counts(after)) {
        name = before;
    }
    name.trim().trim_end_matches([':', '-', '.', ',']).trim().to_owned()
}

/// "Hộ số 12: Nguyễn Văn B" → code 12, head Nguyễn Văn B; "Hộ ông Nguyễn Văn A (4 khẩu)" → head.
fn household(text: &str) -> Option<RowKind> {
    starts_with("household", text)?;
    const BETWEEN: [char; 7] = [':', '-', '.', ',', ';', ' ', '–'];
    let text = text.split(['(', ';']).next().unwrap_or_default();
    let skip = |text: &str| {
        let mut rest = text.trim_matches(BETWEEN).to_owned();
        while let Some(shorter) = starts_with("filler", &rest).map(|r| r.trim_matches(BETWEEN).to_owned()) {
            rest = shorter;
        }
        rest
    };
    let mut rest = skip(text);
    let mut code = String::new();
    let token = rest.split([' ', ':', ',', ';']).next().unwrap_or_default().to_owned();
    if token.chars().any(|c| c.is_ascii_digit()) {
        code = token.trim_matches(BETWEEN).to_owned();
        rest = skip(rest.strip_prefix(token.as_str()).unwrap_or_default());
    }
    // "… - 4 khẩu", "…, 4 khẩu"
    let head = rest
        .split(|c: char| c == ',' || c.is_ascii_digit())
        .next()
        .unwrap_or_default()
        .trim_matches(BETWEEN)
        .to_owned();
    (!code.is_empty() || !head.is_empty()).then_some(RowKind::Household { code, head })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of text by '|'; `#12` is a number; a row of "" is blank; "^" merges the cell with the one on its left.
    fn sheet(rows: &[&str]) -> Sheet {
        let mut sheet = Sheet { name: "Trang".to_owned(), ..Sheet::default() };
        for (at, text) in rows.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let number = u32::try_from(at).unwrap() + 1;
            let mut cells: Vec<Cell> = Vec::new();
            for (column, text) in text.split('|').map(str::trim).enumerate() {
                cells.push(match text.strip_prefix('#') {
                    Some(n) => Cell::Number(n.parse().unwrap()),
                    None if text.is_empty() || text == "^" => Cell::Empty,
                    None => Cell::Text(text.to_owned()),
                });
                if text == "^" {
                    let column = u32::try_from(column).unwrap();
                    match sheet
                        .merged
                        .last_mut()
                        .filter(|(top, _, _, right)| *top == number && *right + 1 == column)
                    {
                        Some(area) => area.3 = column,
                        None => sheet.merged.push((number, column - 1, number, column)),
                    }
                }
            }
            sheet.rows.push(Row { number, cells, fonts: Vec::new() });
        }
        sheet
    }

    fn fields(layout: &Layout) -> String {
        let name = |column: &Column| column.field.map_or("-", Field::name);
        layout.columns.iter().map(name).collect::<Vec<_>>().join(" ")
    }

    fn check(rows: &[&str], header: (u32, u32), expect: &str) -> Layout {
        let layout = find(&sheet(rows), &BTreeMap::new()).unwrap().unwrap();
        assert_eq!((layout.header, fields(&layout).as_str()), (header, expect), "{layout:#?}");
        layout
    }

    #[test]
    fn every_variant_of_the_field_is_known() {
        // The list that the alias table started from, with the names of its fields.
        for (heading, expect) in [
            ("Họ và tên người được kích hoạt tài khoản", "ho_ten"),
            ("Họ, chữ đệm và tên khai sinh", "ho_ten"),
            ("Ngày, tháng, năm sinh", "ngay_sinh"),
            ("Số CCCD của người được kích hoạt tài khoản", "so_dinh_danh"),
            ("Số ĐDCN/CCCD", "so_dinh_danh"),
            ("SDT đăng ký định danh", "dien_thoai"),
            ("Nơi ĐKTT", "thuong_tru"),
            ("Nơi ở hiện nay", "noi_o"),
            ("Ấp, khu phố", "to_thon"),
            ("Tổ nhân dân tự quản", "to_thon"),
            ("Quan hệ với chủ hộ", "quan_he"),
            ("Trạng thái hồ sơ", "trang_thai"),
            ("Mức độ 02", "muc_2"),
            ("Ngày kích hoạt", "ngay_kich_hoat"),
            ("Mã hộ", "ma_ho"),
            ("Mã công dân", "ma_cong_dan"),
            ("Thứ tự đi", "thu_tu_di"),
            ("Số CMND cũ", "cmnd_cu"),
            ("Điện thoại thông minh (có/không)", "smartphone"),
            ("Máy tính có kết nối internet", "internet"),
            ("Tình trạng cư trú", "residence"),
            ("HỌ VÀ TÊN (*)", "name"),
            ("Số điện thoại liên hệ của công dân", "phone"),
            ("Có điện thoại thông minh không?", "smartphone"),
            ("Ngày tháng năm sinh (ghi theo CCCD)", "birth"),
        ] {
            let found = candidates(&[heading.to_owned()], true);
            let expect: Field = expect.parse().unwrap();
            assert!(found.iter().any(|c| c.field == Some(expect)), "{heading}: {found:?}");
        }
        for heading in [
            "Ngày cấp CCCD",
            "Số CCCD của chủ hộ",
            "Lỗi",
            "Cách sửa",
            "Tổng số tài khoản đã kích hoạt",
            "Họ tên cha",
        ] {
            let found = candidates(&[heading.to_owned()], true);
            assert!(found.iter().all(|c| c.field.is_none()), "{heading}: {found:?}");
        }
        let error = "ho_va_ten".parse::<Field>().unwrap_err();
        assert_eq!(error.code, "layout.unknown_field");
    }

    #[test]
    fn the_alias_table_is_sound() {
        for (heading, fields) in &ALIASES.exact {
            let sure: Vec<_> = fields.iter().filter(|(_, weak)| !weak).collect();
            assert!(sure.len() <= 1, "{heading} is surely two things: {fields:?}");
        }
        for (field, name, vietnamese) in Field::NAMES {
            assert_eq!(name.parse::<Field>().unwrap(), field);
            assert_eq!(vietnamese.parse::<Field>().unwrap(), field);
            let known = ALIASES.exact.values().flatten().any(|(of, _)| *of == Some(field));
            assert!(known, "no heading leads to {name}");
        }
    }

    #[test]
    fn titles_then_one_row() {
        check(
            &[
                "UBND XÃ THỬ NGHIỆM|^|^||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|^",
                "",
                "DANH SÁCH NHÂN KHẨU THÔN 1|^|^|^|^|^",
                "(Số liệu tính đến ngày 01/11/2026)|^|^|^|^|^",
                "STT|Họ và tên|Ngày sinh|Giới tính|Số CCCD|SĐT",
                "(1)|(2)|(3)|(4)|(5)|(6)",
                "#1|Nguyễn Văn An|01/02/1980|Nam|038080001234|0912345678",
            ],
            (5, 5),
            "ordinal name birth sex number phone",
        );
    }

    #[test]
    fn merged_headings_over_two_and_three_rows() {
        check(
            &[
                "STT|Họ và tên|Năm sinh|^|Mức độ định danh|^|Ghi chú",
                "||Nam|Nữ|Mức 1|Mức 2|",
                "1|2|3|4|5|6|7",
                "#1|Nguyễn Văn An|#1980||x||",
            ],
            (1, 2),
            "ordinal name birth-male birth-female level1 level2 note",
        );
        check(
            &[
                "TT|Thông tin công dân|^|^|^|^|Số điện thoại",
                "|Họ và tên|^|Ngày sinh|^|^|",
                "|Họ đệm|Tên|Ngày|Tháng|Năm|",
                "#1|Nguyễn Văn|An|#1|#2|#1980|0912345678",
            ],
            (1, 3),
            "ordinal family-name given-name birth-day birth-month birth-year phone",
        );
        check(
            &["Họ tên|Sinh|^|^|CCCD", "|Ngày|Tháng|Năm|", "Lê B|#1|#2|#1980|038080001234"],
            (1, 2),
            "name birth-day birth-month birth-year number",
        );
        // CSV knows no merged areas.
        check(
            &["STT|Họ và tên|Năm sinh||CCCD", "||Nam|Nữ|", "1|Nguyễn Văn An|1980||038080001234"],
            (1, 2),
            "ordinal name birth-male birth-female number",
        );
        // A name merged over two columns without a second heading row.
        check(
            &[
                "STT|Họ và tên|^|Ngày sinh|CCCD",
                "1|Nguyễn Văn|An|01/01/1980|038080001234",
                "2|Lê Thị|Bình|01/01/1981|038181001234",
                "3|Phạm|Cường|01/01/1982|038082001234",
            ],
            (1, 1),
            "ordinal family-name given-name birth number",
        );
    }

    #[test]
    fn content_decides_where_the_heading_does_not() {
        check(
            &[
                "STT|Họ tên|Số|Liên hệ|Địa chỉ|Nơi thường trú|Ngày cấp|Nơi cấp",
                "1|Nguyễn Văn An|038080001234|0912345678|Ngõ 3|Thôn 1|01/01/2021|Cục CS",
                "2|Lê Thị Bình|038181001235|0912345679|Ngõ 4|Thôn 1|02/01/2021|Cục CS",
                "3|Phạm Cường|038082001236|0912345670|Ngõ 5|Thôn 1|03/01/2021|Cục CS",
            ],
            (1, 1),
            "ordinal name number phone present-address address - -",
        );
        check(
            &[
                "STT|Họ tên|Số|Mức độ|Trạng thái|Ngày cấp",
                "1|Nguyễn Văn An|0912345678|M2|Đã cấp|01/01/2021",
                "2|Lê Thị Bình|0912345679|M1|Đã cấp|01/01/2021",
                "3|Phạm Cường|0912345677|M1|Đã cấp|01/01/2021",
            ],
            (1, 1),
            "ordinal name phone level state approved-on",
        );
        check(&["Thôn|Xóm|Họ tên|Ngày sinh", "1|A|Lê B|1950"], (1, 1), "hamlet alley name birth");
        check(&["STT|Xóm|Họ tên|Ngày sinh", "1|A|Lê B|1950"], (1, 1), "ordinal hamlet name birth");
    }

    #[test]
    fn no_two_columns_take_one_field() {
        let layout = check(
            &["Họ tên|Số CCCD|CCCD|Ngày sinh", "Lê B|038080001234|038080001234|1950"],
            (1, 1),
            "name number - birth",
        );
        assert_eq!(layout.lost(), [("CCCD", Field::Number)]);
    }

    #[test]
    fn covers_have_no_headings_and_lists_need_names() {
        let none = |rows: &[&str]| assert_eq!(find(&sheet(rows), &BTreeMap::new()).unwrap(), None);
        none(&["HƯỚNG DẪN NHẬP LIỆU", "Điền đủ các cột, mỗi người một dòng."]);
        none(&["STT|Thôn|Số hộ|Số nhân khẩu|Ghi chú", "1|Thôn 1|120|430|"]);
        none(&[]);
        let rows = ["STT|Ai|Ngày sinh|Số CCCD", "1|Lê B|1950|038080001234"];
        assert_eq!(find(&sheet(&rows), &BTreeMap::new()).unwrap_err().code, "layout.no_name");
        let told = BTreeMap::from([(Field::Name, "ai".to_owned())]);
        assert_eq!(fields(&find(&sheet(&rows), &told).unwrap().unwrap()), "ordinal name birth number");
    }

    #[test]
    fn headings_in_old_encodings() {
        let tcvn3 = ["STT|Hä vµ tªn|Ngµy sinh|Sè CCCD", "1|NguyÔn V¨n An|1950|038080001234"];
        let layout = check(&tcvn3, (1, 1), "ordinal name birth number");
        assert!(layout.columns.iter().all(|c| c.encoding == Encoding::Tcvn3));
        assert_eq!(layout.columns[1].heading, "Họ và tên");
        let vni = ["STT|Hoï vaø teân|Ngaøy sinh|Soá CCCD", "1|Nguyeãn Vaên An|1950|038080001234"];
        let layout = check(&vni, (1, 1), "ordinal name birth number");
        assert_eq!(layout.columns[1].encoding, Encoding::Vni);
        // A column that holds Unicode is Unicode, whatever the headings are in.
        let mixed = ["STT|Hä vµ tªn|Ngµy sinh|Ghi chó", "1|Nguyễn Văn An|1950|Hoàng", "2|Lê Hùng|1951|"];
        let layout = check(&mixed, (1, 1), "ordinal name birth note");
        assert_eq!(layout.columns[1].encoding, Encoding::Unicode);
    }

    #[test]
    fn names_in_an_old_encoding_below_unicode_headings() {
        let rows = |names: [&str; 4]| {
            let mut rows = vec!["STT|Họ và tên|Ngày sinh".to_owned()];
            rows.extend(names.iter().map(|name| format!("1|{name}|1950")));
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            find(&sheet(&rows), &BTreeMap::new()).unwrap().unwrap().columns[1].encoding
        };
        assert_eq!(rows(["NguyÔn V¨n An", "TrÇn ThÞ B", "Lª Hïng", "Ph¹m C"]), Encoding::Tcvn3);
        assert_eq!(rows(["Nguyeãn Vaên An", "Traàn Thò B", "Leâ Huøng", "Phaïm C"]), Encoding::Vni);
        assert_eq!(rows(["Hoàng Anh", "Lê Hùng", "Vũ Hà", "Hoàng Hà"]), Encoding::Unicode);
        assert_eq!(rows(["Hoàng Anh", "Lê Hùng", "Hoàng Lâm", "Lê Hà"]), Encoding::Unicode);
    }

    #[test]
    fn fonts_decide_first() {
        let mut sheet = sheet(&["STT|Họ tên|Ngày sinh|Quê", "1|Hoàng Anh|1950|Hà", "2|NguyÔn B|1951|"]);
        for row in sheet.rows.iter_mut().skip(1) {
            row.fonts = vec![FontKind::Plain; row.cells.len()];
            row.fonts[1] = FontKind::Tcvn3;
        }
        let layout = find(&sheet, &BTreeMap::new()).unwrap().unwrap();
        let encodings: Vec<_> = layout.columns.iter().map(|c| c.encoding).collect();
        assert_eq!(encodings, [Encoding::Unicode, Encoding::Tcvn3, Encoding::Unicode, Encoding::Unicode]);
    }

    fn kinds(rows: &[&str]) -> Vec<RowKind> {
        let mut all = vec!["STT|Họ và tên|Ngày sinh|Giới tính|Số CCCD|SĐT|Ghi chú"];
        all.extend(rows);
        let sheet = sheet(&all);
        let layout = find(&sheet, &BTreeMap::new()).unwrap().unwrap();
        assert_eq!(layout.header, (1, 1));
        classify(&sheet, &layout)
    }

    fn check_kind(row: &str, expect: RowKind) {
        assert_eq!(kinds(&[row]), [expect], "{row}");
    }

    #[test]
    fn people_are_never_lost() {
        for row in [
            "#1|Nguyễn Văn An|01/01/1950|Nam|038050001234|0912345678|",
            "|Nguyễn Văn An|||038050001234||",
            "|Tống Văn An|#1950||||",
            "#7|Tổng Văn An|||038050001234||",
            "#7|Hồ Văn Tổ|||||",
            "#7|To Van An|||||",
            "|Nguyễn Văn An|||||",
            "|Hộ Thị Ấp||Nữ|||",
            "#3||01/01/1950|Nữ|038050001234||chưa rõ tên",
            "#3|Y|#1950||||",
            "#3|Thôn Thị Bản|#1950|nữ|||",
        ] {
            check_kind(row, RowKind::Person);
        }
        // People after a signature block, of the next hamlet on the same sheet.
        assert_eq!(
            kinds(&[
                "|||Kiên Hải, ngày 05 tháng 01 năm 2026|||",
                "|NGƯỜI LẬP BIỂU|||TRƯỞNG THÔN||",
                "|(Ký, ghi rõ họ tên)|||||",
                "|Trần Văn Biểu|||Lê Trưởng||",
                "Thôn 2",
                "#1|Nguyễn Văn An|#1950||||"
            ]),
            [
                RowKind::Footer,
                RowKind::Footer,
                RowKind::Footer,
                RowKind::Footer,
                RowKind::Group("Thôn 2".to_owned()),
                RowKind::Person
            ]
        );
    }

    #[test]
    fn groups_name_their_hamlet() {
        let check = |row: &str, name: &str| check_kind(row, RowKind::Group(name.to_owned()));
        check("Thôn 1", "Thôn 1");
        check("I|Thôn Đoài", "Thôn Đoài");
        check("I. Thôn Đoài (25 hộ, 98 khẩu)", "Thôn Đoài");
        check("|Tổ 3: 12 hộ|||||", "Tổ 3");
        check("|TỔ DÂN PHỐ SỐ 4|||||", "TỔ DÂN PHỐ SỐ 4");
        check("Ấp Bình An - 30 hộ", "Ấp Bình An");
        check("II|Đoài Thượng", "Đoài Thượng");
        check("Địa bàn: Khu phố 2", "Khu phố 2");
        check("THON 5", "THON 5");
        check("Xóm Trại|||||#25|", "Xóm Trại");
    }

    #[test]
    fn households_name_their_head_or_code() {
        let check = |row: &str, code: &str, head: &str| {
            check_kind(row, RowKind::Household { code: code.to_owned(), head: head.to_owned() });
        };
        check("Hộ ông Nguyễn Văn An (4 khẩu)", "", "Nguyễn Văn An");
        check("Hộ số 12: Nguyễn Văn Bình", "12", "Nguyễn Văn Bình");
        check("|Hộ bà: Lê Thị C|||||", "", "Lê Thị C");
        check("Hộ 12", "12", "");
        check("Mã hộ: H-012 - ông Trần D", "H-012", "Trần D");
        check("Chủ hộ: Phạm E, 5 khẩu", "", "Phạm E");
        check("#3|Hộ gia đình bà Phạm E|||||", "", "Phạm E");
    }

    #[test]
    fn the_rest_is_skipped() {
        for row in [
            "Tổng cộng||||#25||",
            "|CỘNG|||||",
            "Cộng thôn 1: 25 hộ",
            "Tổng số: 25 người",
            "|Tổng|#12||#13||",
        ] {
            check_kind(row, RowKind::Subtotal);
        }
        for row in [
            "(1)|(2)|(3)|(4)|(5)|(6)|(7)",
            "#1|#2|#3|#4|#5|#6|#7",
            "A|B|1|2|3|4|5",
            "STT|Họ và tên|Ngày sinh|Giới tính|Số CCCD|SĐT|Ghi chú",
            "#25||||||",
        ] {
            check_kind(row, RowKind::Numbering);
        }
        for row in [
            "Nơi nhận:",
            "- Như trên;",
            "- Lưu: VT.",
            "|NGƯỜI LẬP BIỂU|||TM. UBND XÃ||",
            "Danh sách này có 25 người./.",
            "KT. CHỦ TỊCH",
        ] {
            check_kind(row, RowKind::Footer);
        }
    }
}
