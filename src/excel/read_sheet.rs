//! Opens a file of any spreadsheet kind and gives its sheets as sparse rows of plain cells.
//!
//! A file comes from anybody's memory stick. Its kind is decided by its content, never by its name, and whatever it
//! claims about itself is held against a cap before memory or time is spent on it.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDateTime;
use sha2::{Digest, Sha256};

use super::{read_csv, read_ods, read_xls, read_xlsb, read_xlsx};
use crate::disk;
use crate::error::{Error, Result};

mod guard;
pub(super) mod package;
pub(super) mod rows;
pub(super) mod values;

use guard::guarded;
use package::Package;

/// The file itself: a commune's register of 130,000 people is about 15 MB, its CSV about 40 MB.
const MAX_FILE: u64 = 128 << 20;
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

/// The visible sheets, or all when all are hidden.
fn shown<P>(sheets: Vec<Named<P>>) -> Vec<Named<P>> {
    let all_hidden = sheets.iter().all(|sheet| sheet.hidden);
    sheets.into_iter().filter(|sheet| all_hidden || !sheet.hidden).collect()
}

enum Book {
    /// A book and the parts of its sheets.
    Xlsx(Box<read_xlsx::Book>, Vec<String>),
    Xlsb(Box<read_xlsb::Book>, Vec<String>),
    /// A book and the offsets of its sheets.
    Xls(Box<read_xls::Book>, Vec<usize>),
    /// Already read: ods and csv.
    Sheets(Vec<Sheet>),
}

/// An open spreadsheet file. It is `Send`: a job reads sheet after sheet on one thread and hands them to another.
pub struct SourceFile {
    file: String,
    sha256: String,
    /// The sheets that are read, as the file names and orders them.
    names: Vec<String>,
    book: Book,
}

impl std::fmt::Debug for SourceFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SourceFile")
            .field("file", &self.file)
            .field("sheets", &self.names)
            .finish_non_exhaustive()
    }
}

impl SourceFile {
    /// Opens a file, decides its kind by its content and checks it against the caps.
    ///
    /// # Errors
    /// `file.not_found`, `file.is_directory`, `file.not_regular`, `file.cannot_read`, `file.empty`, `file.too_large`, `file.password`,
    /// `file.html`, `file.not_spreadsheet`, `file.nul`, `file.damaged`, `file.bomb`, `file.no_sheet` and the caps
    /// of [`SourceFile::read`].
    pub fn open(path: &Path) -> Result<Self> {
        let file = disk::name_of(path);
        let bytes = read_all(path).map_err(|e| e.with("file", &file))?;
        Self::from_bytes(file, bytes)
    }

    /// Like [`SourceFile::open`], from memory; `file` is the name for messages.
    ///
    /// # Errors
    /// As [`SourceFile::open`].
    pub fn from_bytes(file: String, bytes: Arc<[u8]>) -> Result<Self> {
        let sha256 = Sha256::digest(&bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
            use std::fmt::Write as _;
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        let opened = guarded(|| open_book(&bytes)).map_err(|e| e.with("file", &file))?;
        let (names, book) = opened;
        if names.is_empty() {
            return Err(Error::new("file.no_sheet").with("file", &file));
        }
        Ok(Self { file, sha256, names, book })
    }

    /// Names of the sheets that are read, in order; one empty name for CSV. Hidden sheets are left out unless all are
    /// hidden.
    #[must_use]
    pub fn sheet_names(&self) -> &[String] {
        &self.names
    }

    /// SHA-256 of the file, 64 hexadecimal digits.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Name of the file without its folder.
    #[must_use]
    pub fn file_name(&self) -> &str {
        &self.file
    }

    /// Reads one sheet, by its place in [`SourceFile::sheet_names`]. Hidden rows and columns are read like others
    /// (they hold people); formulas give the value that was last computed. A sheet of ods or csv can be read once.
    ///
    /// # Errors
    /// `file.no_sheet`, `file.damaged`, `file.bomb`, `file.too_many_cells`, `file.too_many_columns`,
    /// `file.cell_too_long`.
    pub fn read(&mut self, index: usize) -> Result<Sheet> {
        let Some(name) = self.names.get(index).cloned() else {
            return Err(Error::new("file.no_sheet").with("file", &self.file));
        };
        let book = &mut self.book;
        let gone = || Error::new("file.no_sheet");
        guarded(|| match book {
            Book::Xlsx(book, parts) => book.read(&name, parts.get(index).ok_or_else(gone)?),
            Book::Xlsb(book, parts) => book.read(&name, parts.get(index).ok_or_else(gone)?),
            Book::Xls(book, places) => book.read(&name, *places.get(index).ok_or_else(gone)?),
            Book::Sheets(sheets) => Ok(sheets.get_mut(index).map(std::mem::take).unwrap_or_default()),
        })
        .map_err(|e| e.with("file", &self.file))
    }
}

pub(super) fn damaged(reason: impl std::fmt::Display) -> Error {
    let reason: String = reason.to_string().chars().take(200).collect();
    if reason.contains("assword protected") || reason.contains("ncrypted") {
        return Error::new("file.password");
    }
    Error::new("file.damaged").with("reason", reason)
}

fn read_all(path: &Path) -> Result<Arc<[u8]>> {
    let bytes = disk::read(path, MAX_FILE)?;
    if bytes.is_empty() { Err(Error::new("file.empty")) } else { Ok(bytes.into()) }
}

fn open_book(bytes: &Arc<[u8]>) -> Result<(Vec<String>, Book)> {
    if bytes.is_empty() {
        return Err(Error::new("file.empty"));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return open_zip(bytes);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        let (sheets, book) = read_xls::open(bytes)?;
        let (names, places) = shown(sheets).into_iter().map(|sheet| (sheet.name, sheet.place)).unzip();
        return Ok((names, Book::Xls(Box::new(book), places)));
    }
    let head: Vec<u8> = bytes
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(bytes)
        .iter()
        .skip_while(|b| b.is_ascii_whitespace())
        .take(16)
        .map(u8::to_ascii_lowercase)
        .collect();
    if head.starts_with(b"<") {
        return Err(Error::new("file.html"));
    }
    const OTHER_KINDS: [&[u8]; 8] =
        [b"%pdf", b"{\\rtf", b"\x89png", b"\xff\xd8\xff", b"rar!", b"7z\xbc\xaf", b"gif8", b"\x1f\x8b"];
    if OTHER_KINDS.iter().any(|magic| head.starts_with(magic)) {
        return Err(Error::new("file.not_spreadsheet"));
    }
    let rows = read_csv::rows(bytes)?;
    Ok((vec![String::new()], Book::Sheets(vec![Sheet { name: String::new(), rows, merged: Vec::new() }])))
}

fn open_zip(bytes: &Arc<[u8]>) -> Result<(Vec<String>, Book)> {
    let mut package = Package::open(bytes)?;
    let split = |sheets| shown(sheets).into_iter().map(|sheet| (sheet.name, sheet.place)).unzip();
    if package.has_ending("workbook.bin") {
        let (sheets, book) = read_xlsb::open(package)?;
        let (names, parts): (_, Vec<String>) = split(sheets);
        return Ok((names, Book::Xlsb(Box::new(book), parts)));
    }
    if package.has_ending("workbook.xml") {
        let (sheets, book) = read_xlsx::open(package)?;
        let (names, parts) = split(sheets);
        return Ok((names, Book::Xlsx(Box::new(book), parts)));
    }
    let mut mime = String::new();
    if let Some(part) = package.part("mimetype", 100)? {
        part.take(99).read_to_string(&mut mime).map_err(|e| package::refused(&e))?;
    }
    if mime.trim() == "application/vnd.oasis.opendocument.spreadsheet" {
        let sheets = shown(read_ods::sheets(&mut package)?);
        let (names, sheets) = sheets.into_iter().map(|sheet| (sheet.name, sheet.place)).unzip();
        return Ok((names, Book::Sheets(sheets)));
    }
    Err(Error::new("file.not_spreadsheet"))
}

#[cfg(test)]
mod tests;
