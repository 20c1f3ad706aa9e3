//! Reads .xlsb workbooks ([MS-XLSB]): parts of binary records, each with its kind and length.

use std::collections::BTreeSet;
use std::io::{BufRead, Read};

use crate::error::{Error, Result};
use crate::excel::sheet::package::{MAX_LIST, MAX_PART, Package, Part, refused, relations};
use crate::excel::sheet::rows::{RowCollector, Strings};
use crate::excel::sheet::values::{is_date_format, is_date_id, number_cell, short_number, text_cell};
use crate::excel::sheet::{Cell, FontKind, Named, Sheet, add_sheet, damaged};

/// What is kept of one record; longer ones hold pictures and the like.
const MAX_RECORD: u64 = 1 << 20;
/// Styles; Excel itself stops at 65,490.
const MAX_STYLES: usize = 200_000;

/// An open workbook.
pub(super) struct Book {
    package: Package,
    strings: Strings,
    /// Whether each style shows a date.
    dates: Vec<bool>,
    date_1904: bool,
}

/// Opens a workbook; the places of its sheets are their parts.
///
/// # Errors
/// `file.damaged`, `file.bomb`, `file.too_many_cells`, `file.cell_too_long`.
pub(super) fn open(mut package: Package) -> Result<(Vec<Named<String>>, Book)> {
    let related = relations(&mut package, "xl/_rels/workbook.bin.rels", "xl/")?;
    let mut book = Book { package, strings: Strings::default(), dates: Vec::new(), date_1904: false };
    let mut sheets = Vec::new();
    let mut records = book.records("xl/workbook.bin", MAX_LIST)?.ok_or_else(|| damaged("no workbook"))?;
    let mut date_1904 = false;
    while let Some(kind) = records.next()? {
        match kind {
            // BrtWbProp.
            0x99 => date_1904 = records.number(0)? & 1 != 0,
            // BrtBundleSh: state, number, relation, name.
            0x9C => {
                let hidden = records.number(0)? != 0;
                let (id, end) = records.text(8)?;
                let (name, _) = records.text(end)?;
                if let Some(part) =
                    related.get(&id).map(|relation| &relation.part).filter(|p| p.contains("worksheets/"))
                {
                    add_sheet(&mut sheets, Named { name, hidden, place: part.clone() })?;
                }
            }
            // BrtEndBundleShs.
            0x90 => break,
            _ => {}
        }
    }
    drop(records);
    book.date_1904 = date_1904;
    book.read_styles()?;
    book.read_strings()?;
    Ok((sheets, book))
}

impl Book {
    fn records(&mut self, part: &str, limit: u64) -> Result<Option<Records<'_>>> {
        Ok(self.package.part(part, limit)?.map(|part| Records { part, data: Vec::new() }))
    }

    fn read_styles(&mut self) -> Result<()> {
        let mut dates = Vec::new();
        let mut formats = BTreeSet::new();
        let mut in_cells = false;
        let Some(mut records) = self.records("xl/styles.bin", MAX_LIST)? else { return Ok(()) };
        while let Some(kind) = records.next()? {
            match kind {
                // BrtFmt.
                0x2C if is_date_format(&records.text(2)?.0) => drop(formats.insert(records.short(0)?)),
                // BrtBeginCellXFs, BrtXF, BrtEndCellXFs.
                0x269 => in_cells = true,
                0x2F if in_cells => {
                    let format = records.short(2)?;
                    dates.push(is_date_id(format) || formats.contains(&format));
                }
                0x26A => break,
                _ => {}
            }
            if dates.len() > MAX_STYLES {
                return Err(Error::new("file.bomb"));
            }
        }
        drop(records);
        self.dates = dates;
        Ok(())
    }

    fn read_strings(&mut self) -> Result<()> {
        let Self { package, strings, .. } = self;
        let Some(part) = package.part("xl/sharedStrings.bin", MAX_PART)? else { return Ok(()) };
        let mut records = Records { part, data: Vec::new() };
        while let Some(kind) = records.next()? {
            // BrtSSTItem: flags, text.
            if kind == 0x13 {
                strings.add(&records.text(1)?.0)?;
            }
        }
        Ok(())
    }

    /// The cells of one sheet.
    ///
    /// # Errors
    /// `file.damaged`, `file.bomb`, `file.too_many_cells`, `file.too_many_columns`, `file.cell_too_long`.
    pub(super) fn read(&mut self, name: &str, part: &str) -> Result<Sheet> {
        let Self { package, strings, dates, date_1904 } = self;
        let part = package.part(part, MAX_PART)?.ok_or_else(|| damaged("a sheet without a part"))?;
        let mut records = Records { part, data: Vec::new() };
        let mut rows = RowCollector::beside(strings.taken());
        let (mut row, mut in_data) = (0, false);
        while let Some(kind) = records.next()? {
            let is_date = |records: &Records<'_>| -> Result<bool> {
                let style = records.number(4)? & 0x00FF_FFFF;
                Ok(dates.get(style as usize).copied().unwrap_or_default())
            };
            let value = match kind {
                // BrtBeginSheetData, BrtEndSheetData, BrtRowHdr.
                0x91 => {
                    in_data = true;
                    continue;
                }
                0x92 => return Ok(Sheet { name: name.to_owned(), rows: rows.finish()?, merged: Vec::new() }),
                0x00 if in_data => {
                    row = records.number(0)?;
                    continue;
                }
                _ if !in_data => continue,
                // BrtCellRk, BrtCellReal or BrtFmlaNum.
                0x02 => number_cell(short_number(records.number(8)?), is_date(&records)?, *date_1904),
                0x05 | 0x09 => number_cell(records.real(8)?, is_date(&records)?, *date_1904),
                // An error, true or false, a text: as a value or what a formula gave.
                0x03 | 0x0B => Cell::Error,
                0x04 | 0x0A => Cell::Bool(records.data.get(8).is_some_and(|b| *b != 0)),
                0x06 | 0x08 => text_cell(&records.text(8)?.0),
                // BrtCellIsst.
                0x07 => {
                    let shared = strings.get(records.number(8)? as usize);
                    text_cell(shared.ok_or_else(|| damaged("a string that is not there"))?)
                }
                _ => continue,
            };
            rows.add(row, records.number(0)?, value, FontKind::Plain)?;
        }
        Err(damaged("the sheet is cut"))
    }
}

/// The records of a part, one at a time.
struct Records<'a> {
    part: Part<'a>,
    data: Vec<u8>,
}

impl Records<'_> {
    /// Kind of the next record, or nothing at the end of the part.
    fn next(&mut self) -> Result<Option<u16>> {
        if self.part.fill_buf().map_err(|e| refused(&e))?.is_empty() {
            return Ok(None);
        }
        let mut kind = u16::from(self.byte()?);
        if kind & 0x80 != 0 {
            kind = (kind & 0x7F) | u16::from(self.byte()? & 0x7F) << 7;
        }
        let mut length = 0_u64;
        for place in 0..4 {
            let byte = self.byte()?;
            length |= u64::from(byte & 0x7F) << (7 * place);
            if byte & 0x80 == 0 {
                break;
            }
        }
        self.data.clear();
        let kept = length.min(MAX_RECORD);
        let got = (&mut self.part).take(kept).read_to_end(&mut self.data).map_err(|e| refused(&e))?;
        let rest = length - kept;
        let skipped = std::io::copy(&mut (&mut self.part).take(rest), &mut std::io::sink());
        if got as u64 != kept || skipped.map_err(|e| refused(&e))? != rest {
            return Err(damaged("the record is cut"));
        }
        Ok(Some(kind))
    }

    fn byte(&mut self) -> Result<u8> {
        let mut byte = [0];
        self.part.read_exact(&mut byte).map_err(|e| refused(&e))?;
        Ok(u8::from_le_bytes(byte))
    }

    fn array<const N: usize>(&self, at: usize) -> Result<[u8; N]> {
        let found = self.data.get(at..).and_then(|rest| rest.first_chunk::<N>());
        found.copied().ok_or_else(|| damaged("the record is short"))
    }

    fn short(&self, at: usize) -> Result<u32> {
        self.array(at).map(|bytes| u32::from(u16::from_le_bytes(bytes)))
    }

    fn number(&self, at: usize) -> Result<u32> {
        self.array(at).map(u32::from_le_bytes)
    }

    fn real(&self, at: usize) -> Result<f64> {
        self.array(at).map(f64::from_le_bytes)
    }

    /// A text and the place behind it; one that is absent is empty.
    fn text(&self, at: usize) -> Result<(String, usize)> {
        let begin = at + 4;
        let length = match self.number(at)? {
            u32::MAX => 0,
            units => units as usize * 2,
        };
        let bytes = self.data.get(begin..begin + length).ok_or_else(|| damaged("the record is short"))?;
        let units = bytes.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit));
        let text = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        Ok((text, begin + length))
    }
}
