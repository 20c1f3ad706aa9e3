//! Reads .xls workbooks: a compound file ([MS-CFB]) with a stream of records ([MS-XLS], and that of Excel 5 and 95).
//!
//! calamine 0.38 follows sector chains without end, lays each sheet out as a full rectangle and writes formulas out that
//! may grow without bound. This keeps the stream and reads one sheet after the other, within bounds.

use std::collections::BTreeMap;

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::error::{Error, Result};
use crate::excel::sheet::rows::{MAX_MERGED, RowCollector, Strings};
use crate::excel::sheet::values::{is_date_format, is_date_id, number_cell, short_number, text_cell};
use crate::excel::sheet::{Cell, FontKind, Named, Sheet, add_sheet, damaged};

/// Styles; Excel itself stops at 4,000 in this format.
const MAX_STYLES: usize = 200_000;
/// Bytes of records that are walked for all sheets together: sheets may lie at one place.
const MAX_WALKED: usize = 1 << 30;

/// An open workbook.
pub(super) struct Book {
    stream: Vec<u8>,
    strings: Strings,
    /// Whether each style shows a date.
    dates: Vec<bool>,
    date_1904: bool,
    script: Script,
    /// Bytes of records that may still be walked.
    left: usize,
}

/// How texts are written.
#[derive(Clone, Copy)]
enum Script {
    /// Units of one or two bytes, as a flag before them says.
    Unicode,
    /// Before Excel 97: bytes of a code page.
    Page(&'static Encoding),
}

/// Opens a workbook; the places of its sheets are offsets of its stream.
///
/// # Errors
/// `file.password`, `file.not_spreadsheet`, `file.damaged`, `file.bomb`, `file.too_many_cells`, `file.cell_too_long`.
pub(super) fn open(bytes: &[u8]) -> Result<(Vec<Named<usize>>, Book)> {
    let stream = workbook_stream(bytes)?;
    let mut records = Records { stream: &stream, at: 0 };
    let (mut sheets, mut strings, mut dates) = (Vec::new(), Strings::default(), Vec::new());
    let (mut date_1904, mut script, mut page) = (false, Script::Unicode, WINDOWS_1252);
    let mut formats = BTreeMap::new();
    while let Some((kind, data)) = records.next()? {
        match kind {
            // FilePass.
            0x002F => return Err(Error::new("file.password")),
            // BOF: the version.
            0x0809 => {
                let version = (u16_at(data, 0).unwrap_or_default(), u16_at(data, 2).unwrap_or_default());
                if matches!(version, (0x0002 | 0x0007 | 0x0200..=0x05FF, _) | (0, 0x1000)) {
                    script = Script::Page(page);
                }
            }
            // CodePage.
            0x0042 => {
                page = codepage::to_encoding(u16_at(data, 0).unwrap_or_default()).unwrap_or(WINDOWS_1252);
                if matches!(script, Script::Page(_)) {
                    script = Script::Page(page);
                }
            }
            // Date1904.
            0x0022 => date_1904 = u16_at(data, 0) == Some(1),
            // Format: number, text.
            0x041E => {
                let code = match script {
                    Script::Unicode => script.text(data, 2)?,
                    Script::Page(_) => script.short_text(data, 2)?,
                };
                formats.insert(u16_at(data, 0).unwrap_or_default(), is_date_format(&code));
            }
            // XF.
            0x00E0 => {
                let format = u16_at(data, 2).ok_or_else(short)?;
                dates.push(formats.get(&format).copied().unwrap_or_else(|| is_date_id(format.into())));
                if dates.len() > MAX_STYLES {
                    return Err(Error::new("file.bomb"));
                }
            }
            // BoundSheet8: place, state, kind, name; 0 is a worksheet.
            0x0085 => {
                let place = u32_at(data, 0).ok_or_else(short)? as usize;
                let hidden = data.get(4).is_some_and(|state| state & 0x3F != 0);
                let name = script.short_text(data, 6)?.replace('\0', "");
                if data.get(5) == Some(&0) {
                    add_sheet(&mut sheets, Named { name, hidden, place })?;
                }
            }
            // SST.
            0x00FC => read_strings(&mut records, data, &mut strings)?,
            // EOF.
            0x000A => break,
            _ => {}
        }
    }
    Ok((sheets, Book { stream, strings, dates, date_1904, script, left: MAX_WALKED }))
}

impl Book {
    /// The cells of one sheet and its merged areas.
    ///
    /// # Errors
    /// `file.damaged`, `file.bomb`, `file.too_many_cells`, `file.too_many_columns`, `file.cell_too_long`.
    pub(super) fn read(&mut self, name: &str, place: usize) -> Result<Sheet> {
        let mut records = Records { stream: &self.stream, at: place };
        let mut rows = RowCollector::beside(self.strings.taken());
        let mut merged = Vec::new();
        // Charts that stand in a sheet have records of their own, between a BOF and an EOF.
        let mut depth = 0_usize;
        // Where the text belongs that a formula gave: it comes in a record behind.
        let mut formula = (0, 0);
        while let Some((kind, data)) = records.next()? {
            match kind {
                0x0809 => depth += 1,
                0x000A => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        break;
                    }
                }
                _ if depth > 1 => {}
                // MergeCells: rows and columns, from and to.
                0x00E5 => {
                    for area in data.get(2..).unwrap_or_default().chunks_exact(8) {
                        let [top, bottom, left, right] =
                            [0, 2, 4, 6].map(|at| u32::from(u16_at(area, at).unwrap_or_default()));
                        if merged.len() < MAX_MERGED {
                            merged.push((top + 1, left, bottom + 1, right));
                        }
                    }
                }
                // MulRk: row, first column, style and number of each, last column.
                0x00BD => {
                    let (row, first) = place_of(data)?;
                    let numbers = data.get(4..data.len().saturating_sub(2)).unwrap_or_default();
                    for (column, number) in (first..).zip(numbers.chunks_exact(6)) {
                        rows.add(row, column, self.short_number(number, 0)?, FontKind::Plain)?;
                    }
                }
                // String: what the formula before gave.
                0x0207 => {
                    let text = text_cell(&self.script.text(data, 0)?);
                    rows.add(formula.0, formula.1, text, FontKind::Plain)?;
                }
                // Number, Label, RString, BoolErr, Rk, LabelSst, Formula.
                0x0203 | 0x0204 | 0x00D6 | 0x0205 | 0x027E | 0x00FD | 0x0006 => {
                    let (row, column) = place_of(data)?;
                    let value = match kind {
                        0x0203 => self.real_number(data, 4)?,
                        0x0204 | 0x00D6 => text_cell(&self.script.text(data, 6)?),
                        0x0205 if data.get(7) == Some(&0) => {
                            Cell::Bool(data.get(6).is_some_and(|value| *value != 0))
                        }
                        0x0205 => Cell::Error,
                        0x027E => self.short_number(data, 4)?,
                        0x00FD => {
                            let number = u32_at(data, 6).ok_or_else(short)?;
                            self.strings.get(number as usize).map_or(Cell::Empty, text_cell)
                        }
                        _ => {
                            formula = (row, column);
                            self.formula_value(data)?
                        }
                    };
                    rows.add(row, column, value, FontKind::Plain)?;
                }
                _ => {}
            }
        }
        let walked = records.at.saturating_sub(place);
        self.left = self.left.checked_sub(walked).ok_or_else(|| Error::new("file.bomb"))?;
        Ok(Sheet { name: name.to_owned(), rows: rows.finish()?, merged })
    }

    fn is_date(&self, data: &[u8], at: usize) -> bool {
        u16_at(data, at).is_some_and(|style| self.dates.get(usize::from(style)) == Some(&true))
    }

    fn short_number(&self, data: &[u8], at: usize) -> Result<Cell> {
        let number = short_number(u32_at(data, at + 2).ok_or_else(short)?);
        Ok(number_cell(number, self.is_date(data, at), self.date_1904))
    }

    fn real_number(&self, data: &[u8], at: usize) -> Result<Cell> {
        let bytes = data.get(at + 2..).and_then(|rest| rest.first_chunk()).ok_or_else(short)?;
        Ok(number_cell(f64::from_le_bytes(*bytes), self.is_date(data, at), self.date_1904))
    }

    fn formula_value(&self, data: &[u8]) -> Result<Cell> {
        if data.get(12..14) != Some(&[0xFF, 0xFF]) {
            return self.real_number(data, 4);
        }
        Ok(match data.get(6) {
            Some(1) => Cell::Bool(data.get(8).is_some_and(|value| *value != 0)),
            Some(2) => Cell::Error,
            _ => Cell::Empty,
        })
    }
}

fn short() -> Error {
    damaged("the record is short")
}

/// Row and column, 0-based.
fn place_of(data: &[u8]) -> Result<(u32, u32)> {
    let (row, column) = u16_at(data, 0).zip(u16_at(data, 2)).ok_or_else(short)?;
    Ok((row.into(), column.into()))
}

impl Script {
    /// A text with its length in two bytes.
    fn text(self, data: &[u8], at: usize) -> Result<String> {
        let length = usize::from(u16_at(data, at).ok_or_else(short)?);
        // An empty text may end before its flag.
        if length == 0 { Ok(String::new()) } else { self.letters(data, at + 2, length) }
    }

    /// A text with its length in one byte.
    fn short_text(self, data: &[u8], at: usize) -> Result<String> {
        let length = usize::from(*data.get(at).ok_or_else(short)?);
        self.letters(data, at + 1, length)
    }

    /// Letters that may go on in a record behind are taken as far as they stand here.
    fn letters(self, data: &[u8], at: usize, length: usize) -> Result<String> {
        let rest = data.get(at..).ok_or_else(short)?;
        Ok(match self {
            Self::Page(page) => {
                page.decode_without_bom_handling(rest.get(..length).unwrap_or(rest)).0.into_owned()
            }
            Self::Unicode => {
                let (flags, rest) = rest.split_first().ok_or_else(short)?;
                let mut units = Vec::new();
                take_units(&mut &*rest, flags & 1 != 0, length, &mut units);
                String::from_utf16_lossy(&units)
            }
        })
    }
}

/// Moves up to `count` units of one or two bytes from `data` to `units`.
fn take_units(data: &mut &[u8], wide: bool, count: usize, units: &mut Vec<u16>) {
    let bytes = if wide { count.saturating_mul(2).min(data.len() & !1) } else { count.min(data.len()) };
    let (taken, rest) = data.split_at_checked(bytes).unwrap_or((*data, &[]));
    *data = rest;
    if wide {
        units.extend(taken.chunks_exact(2).filter_map(|unit| u16_at(unit, 0)));
    } else {
        units.extend(taken.iter().map(|byte| u16::from(*byte)));
    }
}

/// The table of strings: their number is a claim, they go on in the records behind.
fn read_strings(records: &mut Records<'_>, data: &[u8], strings: &mut Strings) -> Result<()> {
    let mut data = data.get(8..).ok_or_else(short)?;
    let mut units: Vec<u16> = Vec::new();
    loop {
        while data.is_empty() {
            match records.next_if_more()? {
                Some(more) => data = more,
                None => return Ok(()),
            }
        }
        let length = usize::from(u16_at(data, 0).ok_or_else(short)?);
        let flags = *data.get(2).ok_or_else(short)?;
        let mut head = 3;
        // Looks of its parts, four bytes each; how Japanese is pronounced.
        let mut behind = 0_usize;
        if flags & 8 != 0 {
            behind += 4 * usize::from(u16_at(data, head).ok_or_else(short)?);
            head += 2;
        }
        if flags & 4 != 0 {
            behind = behind.saturating_add(u32_at(data, head).ok_or_else(short)? as usize);
            head += 4;
        }
        data = data.get(head..).ok_or_else(short)?;
        units.clear();
        let mut wide = flags & 1 != 0;
        take_units(&mut data, wide, length, &mut units);
        while units.len() < length {
            let more = records.next_if_more()?.ok_or_else(short)?;
            let (flags, rest) = more.split_first().ok_or_else(short)?;
            (data, wide) = (rest, flags & 1 != 0);
            take_units(&mut data, wide, length - units.len(), &mut units);
        }
        while behind > data.len() {
            behind -= data.len();
            data = records.next_if_more()?.ok_or_else(short)?;
        }
        data = data.get(behind..).unwrap_or_default();
        strings.add(&String::from_utf16_lossy(&units))?;
    }
}

/// The records of a stream, one after the other.
struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Records<'a> {
    /// Kind and data of the next record, or nothing at the end of the stream.
    fn next(&mut self) -> Result<Option<(u16, &'a [u8])>> {
        if self.at >= self.stream.len() {
            return Ok(None);
        }
        let cut = || damaged("the record is cut");
        let kind = u16_at(self.stream, self.at).ok_or_else(cut)?;
        let length = usize::from(u16_at(self.stream, self.at + 2).ok_or_else(cut)?);
        let data = self.stream.get(self.at + 4..self.at + 4 + length).ok_or_else(cut)?;
        self.at += 4 + length;
        Ok(Some((kind, data)))
    }

    /// Data of the next record when it goes on with the one before.
    fn next_if_more(&mut self) -> Result<Option<&'a [u8]>> {
        if u16_at(self.stream, self.at) != Some(0x003C) {
            return Ok(None);
        }
        Ok(self.next()?.map(|(_, data)| data))
    }
}

const END: u32 = 0xFFFF_FFFE;
const RESERVED: u32 = 0xFFFF_FFFA;

struct Compound<'a> {
    bytes: &'a [u8],
    sector_size: usize,
    fat: Vec<u32>,
}

/// The stream of the workbook, wherever the compound file has it.
fn workbook_stream(bytes: &[u8]) -> Result<Vec<u8>> {
    let broken = || damaged("broken compound file");
    let sector_size = match u16_at(bytes, 30) {
        Some(9) => 512,
        Some(12) => 4096,
        _ => return Err(broken()),
    };
    let mut file = Compound { bytes, sector_size, fat: Vec::new() };
    file.read_fat().ok_or_else(broken)?;
    let directory = file.chain(u32_at(bytes, 48).ok_or_else(broken)?, usize::MAX).ok_or_else(broken)?;
    let (mut workbook, mut book, mut root) = (None, None, None);
    for (index, entry) in directory.chunks_exact(128).enumerate() {
        let name: String = entry
            .chunks_exact(2)
            .take(32)
            .map_while(|pair| match (pair.first(), pair.get(1)) {
                (Some(low), Some(0)) if *low > 0 => Some(char::from(low.to_ascii_lowercase())),
                _ => None,
            })
            .collect();
        let start = u32_at(entry, 116).ok_or_else(broken)?;
        let size = usize::try_from(u32_at(entry, 120).ok_or_else(broken)?).map_err(damaged)?;
        if index == 0 {
            root = Some((start, size));
        }
        match name.as_str() {
            "encryptedpackage" | "encryptioninfo" => return Err(Error::new("file.password")),
            "workbook" => workbook = workbook.or(Some((start, size))),
            "book" => book = book.or(Some((start, size))),
            _ => {}
        }
    }
    let (start, size) = workbook.or(book).ok_or_else(|| Error::new("file.not_spreadsheet"))?;
    if size >= 4096 {
        return file.chain(start, size).ok_or_else(broken);
    }
    let (root_start, root_size) = root.ok_or_else(broken)?;
    let mini = file.chain(root_start, root_size).ok_or_else(broken)?;
    let fat = file.chain(u32_at(bytes, 60).ok_or_else(broken)?, usize::MAX).ok_or_else(broken)?;
    let fat: Vec<u32> = fat.chunks_exact(4).filter_map(|c| u32_at(c, 0)).collect();
    let piece = |id: usize| mini.get(id * 64..).map(|rest| rest.get(..64).unwrap_or(rest));
    follow(start, &fat, size, 64, piece).ok_or_else(broken)
}

impl Compound<'_> {
    fn sector(&self, id: usize) -> Option<&[u8]> {
        let start = id.checked_add(1)?.checked_mul(self.sector_size)?;
        let rest = self.bytes.get(start..).filter(|rest| !rest.is_empty())?;
        Some(rest.get(..self.sector_size).unwrap_or(rest))
    }

    fn read_fat(&mut self) -> Option<()> {
        let sectors = self.bytes.len() / self.sector_size + 1;
        let mut places: Vec<u32> =
            self.bytes.get(76..512)?.chunks_exact(4).filter_map(|c| u32_at(c, 0)).collect();
        let mut next = u32_at(self.bytes, 68)?;
        let mut steps = 0;
        while next < RESERVED {
            steps += 1;
            if steps > sectors {
                return None;
            }
            places.extend(self.sector(next as usize)?.chunks_exact(4).filter_map(|c| u32_at(c, 0)));
            next = places.pop()?;
        }
        for place in places.into_iter().filter(|place| *place < RESERVED) {
            if self.fat.len() > sectors + 1024 * 2 {
                return None;
            }
            let entries: Vec<u32> =
                self.sector(place as usize)?.chunks_exact(4).filter_map(|c| u32_at(c, 0)).collect();
            self.fat.extend(entries);
        }
        Some(())
    }

    fn chain(&self, start: u32, size: usize) -> Option<Vec<u8>> {
        follow(start, &self.fat, size, self.sector_size, |id| self.sector(id))
    }
}

/// Follows a chain until `size` bytes or its end; `None` when it leaves the file or runs in a circle.
fn follow<'a>(
    start: u32,
    fat: &[u32],
    size: usize,
    sector_size: usize,
    sector: impl Fn(usize) -> Option<&'a [u8]>,
) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut id = start;
    let mut steps = 0;
    while id != END && out.len() < size {
        steps += 1;
        if steps > fat.len() {
            return None;
        }
        let place = usize::try_from(id).ok()?;
        let piece = sector(place)?;
        let wanted = size.saturating_sub(out.len()).min(sector_size);
        out.extend_from_slice(piece.get(..wanted).unwrap_or(piece));
        if out.len() >= size {
            break;
        }
        id = *fat.get(place)?;
    }
    Some(out)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk::<2>().map(|b| u16::from_le_bytes(*b))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk::<4>().map(|b| u32::from_le_bytes(*b))
}
