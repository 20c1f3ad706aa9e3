//! Finds the headings of a sheet, maps its columns to fields and decides the encoding of each column.

use crate::domain::import::Field;
use crate::domain::legacy::Encoding;

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
