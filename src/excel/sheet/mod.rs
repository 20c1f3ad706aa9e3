//! Cells, rows and sheets as any spreadsheet file has them, and what all readers share: their parts, values and caps.

use chrono::NaiveDateTime;

use crate::error::{Error, Result};

pub(super) mod package;
pub(super) mod rows;
pub(super) mod values;

/// Sheets of a workbook: one a hamlet and a phase.
const MAX_SHEETS: usize = 2000;
/// Bytes of a sheet's name; Excel stops at 31 letters.
const MAX_NAME: usize = 1024;

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

/// How a font draws bytes (docs/domain.md, Old encodings).
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

impl FontKind {
    /// From the name that the font box shows.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        let name = name.trim().to_ascii_lowercase();
        if name.starts_with(".vn") {
            if name.ends_with('h') { Self::Tcvn3Capital } else { Self::Tcvn3 }
        } else if name.starts_with("vni-") {
            Self::Vni
        } else {
            Self::Plain
        }
    }
}

/// One row that has at least one cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SheetRow {
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
    pub rows: Vec<SheetRow>,
    /// Merged areas: first row, first column, last row, last column; rows 1-based, columns 0-based.
    pub merged: Vec<(u32, u32, u32, u32)>,
}

impl Sheet {
    /// The texts above a row, such as the titles above the headings, as the file has them.
    pub fn texts_above(&self, row: u32) -> impl Iterator<Item = &str> {
        let above = self.rows.iter().take_while(move |r| r.number < row);
        above.flat_map(|r| &r.cells).filter_map(|cell| match cell {
            Cell::Text(text) => Some(text.as_str()),
            _ => None,
        })
    }
}

/// A sheet before it is read.
pub(super) struct Named<P> {
    pub(super) name: String,
    pub(super) hidden: bool,
    /// Where its cells are.
    pub(super) place: P,
}

/// Adds a sheet to those of a workbook.
///
/// # Errors
/// `file.too_many_cells`, `file.damaged`.
pub(super) fn add_sheet<P>(sheets: &mut Vec<Named<P>>, sheet: Named<P>) -> Result<()> {
    if sheets.len() >= MAX_SHEETS {
        return Err(Error::new("file.too_many_cells"));
    }
    if sheet.name.len() > MAX_NAME {
        return Err(damaged("a name of a sheet is too long"));
    }
    sheets.push(sheet);
    Ok(())
}

/// A file that is not as its kind should be.
pub(super) fn damaged(reason: impl std::fmt::Display) -> Error {
    let reason: String = reason.to_string().chars().take(200).collect();
    if reason.contains("assword protected") || reason.contains("ncrypted") {
        return Error::new("file.password");
    }
    Error::new("file.damaged").with("reason", reason)
}
