//! Opens a file of any spreadsheet kind and gives its sheets as sparse rows of plain cells.

use chrono::NaiveDateTime;

/// One cell, as stored (not as displayed).
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text, as the file has it: not trimmed, not normalised, encoding not decided.
    Text(String),
    /// A number without a date format.
    Number(f64),
    /// A number with a date format, converted by the workbook's own date system (1900 or 1904).
    Date(NaiveDateTime),
    /// TRUE or FALSE.
    Bool(bool),
    /// `#N/A` and its like.
    Error,
}

/// How a font draws bytes (DOMAIN §4).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum FontKind {
    /// A Unicode font, or unknown.
    #[default]
    Plain,
    /// `.Vn*`.
    Tcvn3,
    /// `.Vn*H`: lower-case codes drawn as capitals.
    Tcvn3Capital,
    /// `VNI-*`.
    Vni,
}

/// One row that has at least one cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    /// 1-based row as Excel shows it.
    pub number: u32,
    /// Cells from column A on; trailing empty cells are left out.
    pub cells: Vec<Cell>,
    /// Font of each cell, same length as `cells`, or empty when all are plain.
    pub fonts: Vec<FontKind>,
}

/// One sheet, blank rows left out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// Name as the file has it; empty for CSV.
    pub name: String,
    /// Rows in order.
    pub rows: Vec<Row>,
    /// Merged areas: first row, first column, last row, last column; rows 1-based, columns 0-based.
    pub merged: Vec<(u32, u32, u32, u32)>,
}
