//! Opens a file of any spreadsheet kind and gives its sheets as sparse rows of plain cells.
//!
//! A file comes from anybody's memory stick. Its kind is decided by its content, never by its name, and whatever it
//! claims about itself is held against a cap before memory or time is spent on it.

use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use calamine::{Data, DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xls, Xlsb, Xlsx};
use chrono::{NaiveDate, NaiveDateTime};
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::{read_csv, read_ods, read_xls};
use crate::disk;
use crate::error::{Error, Result};

/// The file itself: a commune's register of 130,000 people is about 15 MB, its CSV about 40 MB.
const MAX_FILE: u64 = 128 << 20;
/// All parts of a zipped workbook inflated; the largest honest commune needs about 0.1 GiB.
const MAX_INFLATED: u64 = 1536 << 20;
/// One part: calamine holds the shared strings in memory.
const MAX_PART: u64 = 512 << 20;
/// Deflate reaches 1032; honest sheets stay under 60, sheets of formatted blanks under 200.
const MAX_RATIO: u64 = 400;
/// Below this a part is too small for its ratio to matter.
const RATIO_MATTERS: u64 = 64 << 20;
/// Cells of one sheet, the blank ones that stand before a filled one included: 16 times a whole commune.
pub(super) const MAX_CELLS: usize = 20_000_000;
/// Text of one sheet in bytes, each use of a shared string counted: 16 times a whole commune.
pub(super) const MAX_TEXT: usize = 512 << 20;
/// Columns that may hold data. A list of people has 10 to 40.
pub(super) const MAX_COLUMNS: usize = 512;
/// Stray cells beyond [`MAX_COLUMNS`] that are overlooked; more of them are a table that we cannot read.
const MAX_STRAYS: usize = 64;
/// Bytes of one cell. Excel itself stops at 32,767 characters.
pub(super) const MAX_CELL: usize = 128 << 10;
/// Rows of Excel.
pub(super) const MAX_ROWS: u32 = 1_048_576;
/// Merged areas of one sheet: every household of a commune merged in five columns.
const MAX_MERGED: usize = 200_000;

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

type Bytes = Cursor<Arc<[u8]>>;

enum Book {
    Xlsx {
        book: Box<Xlsx<Bytes>>,
        fonts: Option<Vec<FontKind>>,
        zip: ZipArchive<Bytes>,
        /// Sheet names and their parts in the archive.
        parts: Vec<(String, String)>,
    },
    Xlsb(Box<Xlsb<Bytes>>),
    Xls(Box<Xls<Bytes>>),
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
        guarded(|| match book {
            Book::Xlsx { book, fonts, zip, parts } => {
                let part = parts.iter().find(|(sheet, _)| *sheet == name).map(|(_, part)| part.as_str());
                let merged = part.map_or_else(|| Ok(Vec::new()), |part| check_sheet_part(zip, part))?;
                let mut sheet = read_xlsx(book, fonts, &name)?;
                sheet.merged = merged;
                Ok(sheet)
            }
            Book::Xlsb(book) => {
                let mut rows = RowCollector::default();
                let mut reader = book.worksheet_cells_reader(&name).map_err(damaged)?;
                while let Some(cell) = reader.next_cell().map_err(damaged)? {
                    let (row, column) = cell.get_position();
                    rows.add(row, column, from_ref(cell.get_value()), FontKind::Plain)?;
                }
                Ok(Sheet { name, rows: rows.finish(), merged: Vec::new() })
            }
            Book::Xls(book) => {
                let range = book.worksheet_range(&name).map_err(damaged)?;
                let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
                let mut rows = RowCollector::default();
                let (row_0, column_0) = range.start().unwrap_or_default();
                for (row, column, value) in range.used_cells() {
                    let row = u32::try_from(row).unwrap_or(u32::MAX).saturating_add(row_0);
                    let column = u32::try_from(column).unwrap_or(u32::MAX).saturating_add(column_0);
                    rows.add(row, column, from_data(value), FontKind::Plain)?;
                }
                let merged =
                    merged.iter().map(|d| (d.start.0 + 1, d.start.1, d.end.0 + 1, d.end.1)).collect();
                Ok(Sheet { name, rows: rows.finish(), merged })
            }
            Book::Sheets(sheets) => Ok(sheets.get_mut(index).map(std::mem::take).unwrap_or_default()),
        })
        .map_err(|e| e.with("file", &self.file))
    }
}

/// Runs a parser that may panic on crafted bytes (calamine's xls and xlsb readers index unchecked).
fn guarded<T>(parse: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(parse))
        .unwrap_or_else(|_| Err(Error::new("file.damaged").with("reason", "the parser gave up")))
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
        read_xls::check(bytes)?;
        let book: Xls<_> = Xls::new(Cursor::new(bytes.clone())).map_err(damaged)?;
        let names = names_to_read(book.sheets_metadata());
        return Ok((names, Book::Xls(Box::new(book))));
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
    let mut zip = ZipArchive::new(Cursor::new(bytes.clone())).map_err(damaged)?;
    check_sizes(&mut zip)?;
    let has = |zip: &ZipArchive<Bytes>, end: &str| {
        zip.file_names().flatten().any(|n| n.to_ascii_lowercase().ends_with(end))
    };
    if has(&zip, "workbook.bin") {
        drop(zip);
        let book: Xlsb<_> = Xlsb::new(Cursor::new(bytes.clone())).map_err(damaged)?;
        let names = names_to_read(book.sheets_metadata());
        return Ok((names, Book::Xlsb(Box::new(book))));
    }
    if has(&zip, "workbook.xml") {
        let parts = sheet_parts(&mut zip).unwrap_or_default();
        let book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.clone())).map_err(damaged)?;
        let names = names_to_read(book.sheets_metadata());
        return Ok((names, Book::Xlsx { book: Box::new(book), fonts: None, zip, parts }));
    }
    let mut mime = String::new();
    if let Ok(part) = zip.by_name("mimetype") {
        part.take(100).read_to_string(&mut mime).map_err(damaged)?;
    }
    if mime.trim() == "application/vnd.oasis.opendocument.spreadsheet" {
        let sheets = read_ods::sheets(&mut zip)?;
        return Ok((sheets.iter().map(|s| s.name.clone()).collect(), Book::Sheets(sheets)));
    }
    Err(Error::new("file.not_spreadsheet"))
}

fn names_to_read(sheets: &[calamine::Sheet]) -> Vec<String> {
    let sheets: Vec<_> = sheets.iter().filter(|s| s.typ == SheetType::WorkSheet).collect();
    let visible: Vec<String> =
        sheets.iter().filter(|s| s.visible == SheetVisible::Visible).map(|s| s.name.clone()).collect();
    if visible.is_empty() { sheets.iter().map(|s| s.name.clone()).collect() } else { visible }
}

/// Holds the sizes that the archive claims against the caps; inflates large parts that are read whole, as the claim
/// may be a lie.
fn check_sizes(zip: &mut ZipArchive<Bytes>) -> Result<()> {
    let bomb = || Error::new("file.bomb");
    let mut total = 0_u64;
    let mut strings = None;
    let mut large = Vec::new();
    for index in 0..zip.len() {
        let part = zip.by_index_raw(index).map_err(damaged)?;
        let (size, packed) = (part.size(), part.compressed_size());
        total = total.saturating_add(size);
        if size > MAX_PART || (size > RATIO_MATTERS && size / packed.max(1) > MAX_RATIO) {
            return Err(bomb());
        }
        let name = part.name().map_err(damaged)?.to_ascii_lowercase();
        if name.ends_with("sharedstrings.xml") {
            strings = Some((index, size));
        } else if packed.saturating_mul(1032) > MAX_PART
            && !(name.contains("worksheets/") && name.ends_with(".xml"))
        {
            large.push(index);
        }
    }
    if total > MAX_INFLATED {
        return Err(bomb());
    }
    for index in large {
        inflate(zip, index, |_| Ok(()))?;
    }
    if let Some((index, size)) = strings {
        // Memory is reserved for as many strings as the part claims: an entry has at least five bytes.
        let mut first = true;
        inflate(zip, index, |chunk| {
            if std::mem::take(&mut first) && claimed_count(chunk) > size / 5 + 1 {
                Err(bomb())
            } else {
                Ok(())
            }
        })?;
    }
    Ok(())
}

fn claimed_count(head: &[u8]) -> u64 {
    let Some(at) = memchr::memmem::find(head, b"uniqueCount=\"") else { return 0 };
    let digits: String = head
        .iter()
        .skip(at + b"uniqueCount=\"".len())
        .take_while(|b| b.is_ascii_digit())
        .map(|b| char::from(*b))
        .collect();
    digits.parse().unwrap_or(u64::MAX)
}

/// Inflates one part piece by piece and counts what really comes out.
fn inflate(
    zip: &mut ZipArchive<Bytes>,
    index: usize,
    mut each: impl FnMut(&[u8]) -> Result<()>,
) -> Result<()> {
    let mut part = zip.by_index(index).map_err(damaged)?;
    let is_xml = part.name().is_ok_and(|name| name.to_ascii_lowercase().ends_with(".xml"));
    let mut chunk = vec![0_u8; MAX_CELL];
    let mut total = 0_u64;
    loop {
        let mut filled = 0;
        while let Some(rest) = chunk.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match part.read(rest).map_err(damaged)? {
                0 => break,
                n => filled += n,
            }
        }
        let piece = chunk.get(..filled).unwrap_or_default();
        total += filled as u64;
        if total > MAX_PART {
            return Err(Error::new("file.bomb"));
        }
        each(piece)?;
        if filled < chunk.len() {
            return Ok(());
        }
        // A stretch of this length without any tag is one text.
        if is_xml && memchr::memchr(b'<', piece).is_none() {
            return Err(Error::new("file.cell_too_long"));
        }
    }
}

/// Sheet names and their parts in the archive, from `xl/workbook.xml` and its relationships.
fn sheet_parts(zip: &mut ZipArchive<Bytes>) -> Option<Vec<(String, String)>> {
    let attribute = |e: &quick_xml::events::BytesStart<'_>, name: &str| {
        let value = e.try_get_attribute(name).ok()??;
        Some(value.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?.into_owned())
    };
    let mut targets = Vec::new();
    each_tag(zip, "xl/_rels/workbook.xml.rels", |e| {
        if e.local_name().as_ref() == "Relationship" {
            targets.extend(attribute(e, "Id").zip(attribute(e, "Target")));
        }
    })?;
    let mut parts = Vec::new();
    each_tag(zip, "xl/workbook.xml", |e| {
        if e.local_name().as_ref() == "sheet" {
            let target = attribute(e, "r:id").and_then(|id| targets.iter().find(|(i, _)| *i == id));
            if let (Some(name), Some((_, target))) = (attribute(e, "name"), target) {
                let part = target
                    .strip_prefix('/')
                    .map_or_else(|| format!("xl/{target}"), std::borrow::ToOwned::to_owned);
                parts.push((name, part));
            }
        }
    })?;
    Some(parts)
}

fn each_tag(
    zip: &mut ZipArchive<Bytes>,
    part: &str,
    mut each: impl FnMut(&quick_xml::events::BytesStart<'_>),
) -> Option<()> {
    use quick_xml::events::Event;
    let mut text = String::new();
    // A workbook part of 1 MiB would list some 8,000 sheets.
    zip.by_name(part).ok()?.take(1 << 20).read_to_string(&mut text).ok()?;
    let mut xml = quick_xml::Reader::from_str(&text);
    loop {
        match xml.read_event().ok()? {
            Event::Start(e) | Event::Empty(e) => each(&e),
            Event::Eof => return Some(()),
            _ => {}
        }
    }
}

/// Inflates the part of a sheet once to bound it, and picks the merged areas, which stand behind the cells, on the way.
fn check_sheet_part(zip: &mut ZipArchive<Bytes>, part: &str) -> Result<Vec<(u32, u32, u32, u32)>> {
    let Some(index) = zip.index_for_name(part) else { return Ok(Vec::new()) };
    let finder = memchr::memmem::Finder::new(b"mergeCells");
    let mut tail: Vec<u8> = Vec::new();
    let mut found = false;
    inflate(zip, index, |chunk| {
        if found {
            // 40 bytes an area.
            if tail.len() < MAX_MERGED * 40 {
                tail.extend_from_slice(chunk);
            }
            return Ok(());
        }
        // The word may be cut by the edge of a chunk: look at the seam, too.
        let seam: Vec<u8> = tail.iter().chain(chunk.iter().take(16)).copied().collect();
        if finder.find(&seam).is_some() {
            found = true;
            tail = seam;
            tail.extend(chunk.iter().skip(16));
        } else if let Some(at) = finder.find(chunk) {
            found = true;
            tail = chunk.get(at..).unwrap_or_default().to_vec();
        } else {
            tail = chunk.get(chunk.len().saturating_sub(16)..).unwrap_or_default().to_vec();
        }
        Ok(())
    })?;
    if !found {
        return Ok(Vec::new());
    }
    let text = String::from_utf8_lossy(&tail);
    let areas = text.split("<").filter(|tag| tag.contains("mergeCell ")).filter_map(|tag| {
        let area = tag.split("ref=\"").nth(1)?.split('"').next()?;
        let (from, to) = area.split_once(':')?;
        let ((row_1, column_1), (row_2, column_2)) = (position(from)?, position(to)?);
        Some((row_1, column_1, row_2, column_2))
    });
    Ok(areas.take(MAX_MERGED).collect())
}

/// "B3" → (3, 1).
fn position(reference: &str) -> Option<(u32, u32)> {
    let digits = reference.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = reference.split_at_checked(digits)?;
    let column = letters.bytes().try_fold(0_u32, |column, b| {
        b.is_ascii_uppercase().then(|| column.checked_mul(26)?.checked_add(u32::from(b - b'A') + 1))?
    })?;
    Some((row.parse().ok()?, column.checked_sub(1)?))
}

fn read_xlsx(book: &mut Xlsx<Bytes>, fonts: &mut Option<Vec<FontKind>>, name: &str) -> Result<Sheet> {
    let mut reader = book.worksheet_cells_reader(name).map_err(damaged)?;
    let fonts = fonts.get_or_insert_with(|| {
        let font = |style: &calamine::Style| style.font.as_ref()?.name.as_deref().map(FontKind::from_name);
        reader.styles().iter().map(|style| font(style).unwrap_or_default()).collect()
    });
    let mut rows = RowCollector::default();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(damaged)? {
        let (row, column) = cell.get_position();
        let font = fonts.get(style).copied().unwrap_or_default();
        rows.add(row, column, from_ref(cell.get_value()), font)?;
    }
    Ok(Sheet { name: name.to_owned(), rows: rows.finish(), merged: Vec::new() })
}

fn from_ref(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Int(i) => Cell::Number(*i as f64),
        DataRef::Float(f) => Cell::Number(*f),
        DataRef::String(s) => text_cell(s),
        DataRef::SharedString(s) => text_cell(s),
        DataRef::Bool(b) => Cell::Bool(*b),
        DataRef::DateTime(d) => date_cell(d),
        DataRef::DateTimeIso(s) => iso_date(s),
        DataRef::DurationIso(s) => text_cell(s),
        DataRef::Error(_) => Cell::Error,
        DataRef::Empty => Cell::Empty,
    }
}

fn from_data(value: &Data) -> Cell {
    match value {
        Data::Int(i) => Cell::Number(*i as f64),
        Data::Float(f) => Cell::Number(*f),
        Data::String(s) => text_cell(s),
        Data::Bool(b) => Cell::Bool(*b),
        Data::DateTime(d) => date_cell(d),
        Data::DateTimeIso(s) => iso_date(s),
        Data::DurationIso(s) => text_cell(s),
        Data::Error(_) => Cell::Error,
        Data::Empty => Cell::Empty,
    }
}

/// Text, or nothing when it is blank.
pub(super) fn text_cell(text: &str) -> Cell {
    if text.trim().is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

fn date_cell(date: &ExcelDateTime) -> Cell {
    if date.is_duration() {
        return Cell::Number(date.as_f64());
    }
    let (year, month, day, hour, minute, second, milli) = date.to_ymd_hms_milli();
    NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))
        .and_then(|d| d.and_hms_milli_opt(hour.into(), minute.into(), second.into(), milli.into()))
        .map_or_else(|| Cell::Number(date.as_f64()), Cell::Date)
}

/// `2026-11-21` or `2026-11-21T08:30:00`, as ods and some xlsx writers have it; other text stays text.
pub(super) fn iso_date(text: &str) -> Cell {
    let text = text.trim().trim_end_matches('Z');
    let date = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok();
    let date = date.or_else(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0));
    date.map_or_else(|| text_cell(text), Cell::Date)
}

/// Puts cells into sparse rows and holds them against the caps.
#[derive(Default)]
pub(super) struct RowCollector {
    rows: Vec<Row>,
    open: Row,
    any_font: bool,
    seen: usize,
    stored: usize,
    text: usize,
    strays: usize,
    unordered: bool,
}

impl RowCollector {
    /// Adds one cell; `row` and `column` are 0-based.
    pub(super) fn add(&mut self, row: u32, column: u32, cell: Cell, font: FontKind) -> Result<()> {
        self.seen += 1;
        if self.seen > MAX_CELLS {
            return Err(Error::new("file.too_many_cells"));
        }
        if cell == Cell::Empty || row >= MAX_ROWS {
            return Ok(());
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= MAX_COLUMNS {
            self.strays += 1;
            if self.strays > MAX_STRAYS {
                return Err(Error::new("file.too_many_columns").with("limit", MAX_COLUMNS));
            }
            return Ok(());
        }
        if let Cell::Text(text) = &cell {
            self.text += text.len();
            if text.len() > MAX_CELL {
                return Err(Error::new("file.cell_too_long"));
            }
            if self.text > MAX_TEXT {
                return Err(Error::new("file.too_many_cells"));
            }
        }
        let number = row + 1;
        if number != self.open.number {
            self.close_row();
            self.unordered |= self.rows.last().is_some_and(|last| last.number >= number);
            self.open.number = number;
        }
        let cells = &mut self.open.cells;
        if column >= cells.len() {
            self.stored += column + 1 - cells.len();
            if self.stored > MAX_CELLS {
                return Err(Error::new("file.too_many_cells"));
            }
            cells.resize(column, Cell::Empty);
            cells.push(cell);
        } else if let Some(place) = cells.get_mut(column) {
            *place = cell;
        }
        if font != FontKind::Plain || self.any_font {
            self.any_font = true;
            if self.open.fonts.len() <= column {
                self.open.fonts.resize(column + 1, FontKind::Plain);
            }
            if let Some(place) = self.open.fonts.get_mut(column) {
                *place = font;
            }
        }
        Ok(())
    }

    fn close_row(&mut self) {
        let width = self.open.cells.len();
        if width > 0 {
            let mut row = std::mem::replace(
                &mut self.open,
                Row { number: 0, cells: Vec::with_capacity(width), fonts: Vec::new() },
            );
            if self.any_font {
                row.fonts.resize(width, FontKind::Plain);
            }
            self.any_font = false;
            self.rows.push(row);
        }
    }

    pub(super) fn finish(mut self) -> Vec<Row> {
        self.close_row();
        if self.unordered {
            // Some writers give a row in several pieces or out of order.
            self.rows.sort_by_key(|row| row.number);
            let mut whole: Vec<Row> = Vec::with_capacity(self.rows.len());
            for row in self.rows {
                match whole.last_mut().filter(|last| last.number == row.number) {
                    Some(last) => merge_row(last, row),
                    None => whole.push(row),
                }
            }
            return whole;
        }
        self.rows
    }
}

fn merge_row(into: &mut Row, from: Row) {
    let width = into.cells.len().max(from.cells.len());
    into.cells.resize(width, Cell::Empty);
    if !(into.fonts.is_empty() && from.fonts.is_empty()) {
        into.fonts.resize(width, FontKind::Plain);
    }
    for (column, cell) in from.cells.into_iter().enumerate().filter(|(_, cell)| *cell != Cell::Empty) {
        if let Some(place) = into.cells.get_mut(column) {
            *place = cell;
        }
        if let (Some(place), Some(font)) = (into.fonts.get_mut(column), from.fonts.get(column)) {
            *place = *font;
        }
    }
}

#[cfg(test)]
mod tests;
