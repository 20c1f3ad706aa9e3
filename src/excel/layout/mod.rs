//! Finds the headings of a sheet, maps its columns to fields and decides the encoding of each column.
//!
//! Headings are known by `../data/header_aliases.csv`: exact first, then by the words they hold, and where a heading alone
//! does not tell ("Số", "Địa chỉ", "Ngày cấp") the column's content confirms it. `../data/row_words.csv` has the words by
//! which rows that are not people are known.

mod aliases;
mod columns;
mod encoding;
mod headings;
mod row_words;
mod rows;

use std::collections::{BTreeMap, BTreeSet};

use super::sheet::{Cell, FontKind, Sheet, SheetRow};
use crate::domain::import::Field;
use crate::domain::legacy::{Encoding, decode, decode_capital};
use crate::domain::roster::AccountState;
use crate::domain::text::{fold, nfc_clean};
use crate::error::{Error, Result};

pub use aliases::usual_heading;

/// Rows below the headings that show what a column holds.
const SAMPLED_ROWS: usize = 120;

/// What the columns of one sheet hold.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layout {
    /// First and last heading row, 1-based as Excel shows them.
    pub header: (u32, u32),
    /// One for each column that has a heading, in order.
    pub columns: Vec<SheetColumn>,
    /// Folded headings with '|' between: the key under which a mapping is remembered.
    pub signature: String,
    /// What words for states mean as a person says, by [`state_word`](crate::domain::extract::state_word).
    pub states: BTreeMap<String, AccountState>,
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetColumn {
    /// 0-based.
    pub index: usize,
    /// Heading in Unicode; merged rows joined by " – ".
    pub heading: String,
    /// What it holds; `None` when not recognised (kept for the workbook of rejected rows only).
    pub field: Option<Field>,
    /// How its text is encoded, decided for the whole column, never for one cell (docs/domain.md, Old encodings).
    pub encoding: Encoding,
    /// Some of its cells are Unicode all the same: the others are converted where they cannot be.
    pub mixed: bool,
}

/// What one row below the headings is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowKind {
    /// A person, or at least something that somebody must look at.
    Person,
    /// Names the hamlet of the rows below.
    Group(String),
    /// Names the alley of the rows below: "Ngõ 1", or "Xóm Trại" within a hamlet.
    Alley(String),
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
    pub fn column(&self, field: Field) -> Option<&SheetColumn> {
        self.columns.iter().find(|column| column.field == Some(field))
    }

    /// Whether a column holds names.
    #[must_use]
    pub fn has_names(&self) -> bool {
        self.has(Field::Name) || self.has(Field::GivenName)
    }

    /// Whether a column holds identity numbers, new or old.
    #[must_use]
    pub fn has_numbers(&self) -> bool {
        Field::NUMBERS.iter().any(|field| self.has(*field))
    }

    /// Whether a column tells of accounts, as an extract does.
    #[must_use]
    pub fn speaks_of_accounts(&self) -> bool {
        [Field::State, Field::Level, Field::Level1, Field::Level2].iter().any(|field| self.has(*field))
    }

    fn has(&self, field: Field) -> bool {
        self.column(field).is_some()
    }

    /// The fields that a column holds.
    pub fn fields(&self) -> impl Iterator<Item = Field> {
        self.columns.iter().filter_map(|column| column.field)
    }

    /// Columns that say the same as another one and were left out: heading, and the field that the other column took.
    #[must_use]
    pub fn lost(&self) -> Vec<(&str, Field)> {
        self.columns
            .iter()
            .filter(|column| column.field.is_none())
            .filter_map(|column| {
                let parts: Vec<String> = column.heading.split(" – ").map(str::to_owned).collect();
                let best = aliases::candidates(&parts, true).into_iter().max_by_key(|c| c.score)?;
                let field = best.field.filter(|field| !best.weak && self.has(*field))?;
                Some((column.heading.as_str(), field))
            })
            .collect()
    }
}

/// Text of a cell in Unicode, in one line; empty when it is not text.
fn cell_text(row: &SheetRow, column: usize, encoding: Encoding) -> String {
    unicode_text(row, column, encoding).map_or_else(String::new, |text| one_line(&nfc_clean(&text)))
}

/// Text of a cell in Unicode: by its own font, else by the encoding of its column. `None` when it is not text.
pub(in crate::excel) fn unicode_text(row: &SheetRow, column: usize, encoding: Encoding) -> Option<String> {
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

/// What a person says of the columns; it wins over everything that the headings tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnsSaid {
    /// Heading of the column that holds a field.
    pub fields: BTreeMap<Field, String>,
    /// Headings of columns that hold nothing for us.
    pub unused: BTreeSet<String>,
    /// First heading row, 1-based as Excel shows it.
    pub header: Option<u32>,
    /// What words for states mean, by [`state_word`](crate::domain::extract::state_word).
    pub states: BTreeMap<String, AccountState>,
}

impl ColumnsSaid {
    /// Nothing is said of any column.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.fields.is_empty() && self.unused.is_empty()
    }
}

/// Finds the headings. `None`: the sheet has none, as a cover sheet or a table of counts.
///
/// # Errors
/// `layout.no_name` when there is a list of people without a column of names.
pub fn find(sheet: &Sheet, said: &ColumnsSaid) -> Result<Option<Layout>> {
    let Some(layout) = recognise(sheet, said) else { return Ok(None) };
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
    if !layout.has_names() {
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
    Ok(Some(layout))
}

/// The headings and columns of a sheet, whether it lists people or not.
#[must_use]
pub fn recognise(sheet: &Sheet, said: &ColumnsSaid) -> Option<Layout> {
    let overrides: Vec<(Field, String)> =
        said.fields.iter().map(|(f, heading)| (*f, fold(heading))).collect();
    let unused: Vec<String> = said.unused.iter().map(|heading| fold(heading)).collect();
    let block = headings::find_block(sheet, &overrides, said.header)?;
    let (first, last) = sheet.rows.get(block.first).zip(sheet.rows.get(block.first + block.rows - 1))?;
    let data = sheet.rows.get(block.first + block.rows..).unwrap_or_default();
    let mut columns: Vec<SheetColumn> = block
        .headings
        .iter()
        .map(|(index, parts)| SheetColumn {
            index: *index,
            heading: parts.join(" – "),
            field: None,
            encoding: Encoding::Unicode,
            mixed: false,
        })
        .collect();
    columns::assign_fields(&mut columns, &block, data, &overrides, &unused);
    let mut layout = Layout {
        header: (first.number, last.number),
        signature: columns.iter().map(|column| fold(&column.heading)).collect::<Vec<_>>().join("|"),
        columns,
        states: said.states.clone(),
    };
    encoding::decide_encodings(&mut layout, &block, data);
    Some(layout)
}

/// What each row of the sheet below the headings is, in order; rows above and within the headings are left out, so the
/// result runs along the rows whose number is greater than `layout.header.1`.
///
/// A row with a name and anything else about a person (number, birth, phone, sex) is always a person. `within_hamlet`: the
/// whole sheet is of one hamlet, so that a "Xóm" or "Tổ" is a part of it; not where its title names several places (`named`, folded) and
/// rows head each of them.
#[must_use]
pub fn classify(sheet: &Sheet, layout: &Layout, within_hamlet: bool, named: &[String]) -> Vec<RowKind> {
    let start = sheet.rows.partition_point(|row| row.number <= layout.header.1);
    let rows = sheet.rows.get(start..).unwrap_or_default();
    let classifier = rows::Classifier::new(layout);
    let mut in_footer = false;
    let kind_of = |row| {
        let kind = classifier.kind(row, in_footer);
        match kind {
            RowKind::Footer => in_footer |= classifier.begins_footer(row),
            RowKind::Person => in_footer = false,
            _ => {}
        }
        kind
    };
    let kinds: Vec<RowKind> = rows.iter().map(kind_of).collect();
    let hamlets = if heads_each(&kinds, named) { named } else { &[] };
    let within_hamlet = within_hamlet && hamlets.is_empty();
    let mut parts = Parts { within_hamlet, hamlets, part: String::new() };
    kinds.into_iter().map(|kind| parts.settle(kind)).collect()
}

/// Whether there are several names, folded, and a row heads each of them.
#[must_use]
pub fn heads_each(kinds: &[RowKind], named: &[String]) -> bool {
    let heads =
        |name: &String| kinds.iter().any(|kind| matches!(kind, RowKind::Group(head) if fold(head) == *name));
    named.len() > 1 && named.iter().all(heads)
}

/// Where a walk down the rows stands: whether a hamlet is known, and in which part of it.
struct Parts<'a> {
    within_hamlet: bool,
    /// Folded names that are hamlets for sure.
    hamlets: &'a [String],
    /// "Xóm Trại", or empty.
    part: String,
}

impl Parts<'_> {
    fn may_be_part(&self, name: &str) -> bool {
        row_words::may_be_part(name) && !self.hamlets.contains(&fold(name))
    }

    /// What a group row names, by what stands above it.
    fn settle(&mut self, kind: RowKind) -> RowKind {
        match kind {
            RowKind::Group(name) if self.within_hamlet && self.may_be_part(&name) => {
                self.part.clone_from(&name);
                RowKind::Alley(name)
            }
            RowKind::Group(name) => {
                self.within_hamlet |= !self.may_be_part(&name);
                self.part.clear();
                RowKind::Group(name)
            }
            RowKind::Alley(name) if !self.part.is_empty() => RowKind::Alley(format!("{}, {name}", self.part)),
            kind => kind,
        }
    }
}

#[cfg(test)]
mod tests;
