//! Opens a file of any spreadsheet kind and gives its sheets as sparse rows of plain cells.
//!
//! A file comes from anybody's memory stick. Its kind is decided by its content, never by its name, and whatever it
//! claims about itself is held against a cap before memory or time is spent on it.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use super::sheet::package::{Package, refused};
use super::sheet::{Named, Sheet};
use crate::disk;
use crate::domain::hash::sha256;
use crate::error::{Error, Result};

mod csv;
mod guard;
mod ods;
mod xls;
mod xlsb;
mod xlsx;

use guard::guarded;

/// The file itself: a commune's register of 130,000 people is about 15 MB, its CSV about 40 MB.
const MAX_FILE: u64 = 128 << 20;

/// The visible sheets, or all when all are hidden.
fn shown<P>(sheets: Vec<Named<P>>) -> Vec<Named<P>> {
    let all_hidden = sheets.iter().all(|sheet| sheet.hidden);
    sheets.into_iter().filter(|sheet| all_hidden || !sheet.hidden).collect()
}

enum Book {
    /// A book and the parts of its sheets.
    Xlsx(Box<xlsx::Book>, Vec<String>),
    Xlsb(Box<xlsb::Book>, Vec<String>),
    /// A book and the offsets of its sheets.
    Xls(Box<xls::Book>, Vec<usize>),
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
        let sha256 = sha256(&bytes);
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
        let (sheets, book) = xls::open(bytes)?;
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
    const ARCHIVES: [&[u8]; 3] = [b"rar!", b"7z\xbc\xaf", b"\x1f\x8b"];
    if ARCHIVES.iter().any(|magic| head.starts_with(magic)) {
        return Err(Error::new("file.archive"));
    }
    const OTHER_KINDS: [&[u8]; 5] = [b"%pdf", b"{\\rtf", b"\x89png", b"\xff\xd8\xff", b"gif8"];
    if OTHER_KINDS.iter().any(|magic| head.starts_with(magic)) {
        return Err(Error::new("file.not_spreadsheet"));
    }
    let rows = csv::rows(bytes)?;
    Ok((vec![String::new()], Book::Sheets(vec![Sheet { name: String::new(), rows, merged: Vec::new() }])))
}

fn open_zip(bytes: &Arc<[u8]>) -> Result<(Vec<String>, Book)> {
    let mut package = Package::open(bytes)?;
    let split = |sheets| shown(sheets).into_iter().map(|sheet| (sheet.name, sheet.place)).unzip();
    if package.has_ending("workbook.bin") {
        let (sheets, book) = xlsb::open(package)?;
        let (names, parts): (_, Vec<String>) = split(sheets);
        return Ok((names, Book::Xlsb(Box::new(book), parts)));
    }
    if package.has_ending("workbook.xml") {
        let (sheets, book) = xlsx::open(package)?;
        let (names, parts) = split(sheets);
        return Ok((names, Book::Xlsx(Box::new(book), parts)));
    }
    let mut mime = String::new();
    if let Some(part) = package.part("mimetype", 100)? {
        part.take(99).read_to_string(&mut mime).map_err(|e| refused(&e))?;
    }
    if mime.trim() == "application/vnd.oasis.opendocument.spreadsheet" {
        let sheets = shown(ods::sheets(&mut package)?);
        let (names, sheets) = sheets.into_iter().map(|sheet| (sheet.name, sheet.place)).unzip();
        return Ok((names, Book::Sheets(sheets)));
    }
    let lists = [".xlsx", ".xls", ".xlsb", ".ods", ".csv"];
    // A document may hold a workbook.
    let is_document = package.has_ending("[content_types].xml");
    let holds_lists = !is_document && lists.into_iter().any(|ending| package.has_ending(ending));
    Err(Error::new(if holds_lists { "file.archive" } else { "file.not_spreadsheet" }))
}

#[cfg(test)]
mod tests;
