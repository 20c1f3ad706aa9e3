//! Checks an OLE compound file before calamine reads it as .xls.
//!
//! calamine 0.38 follows sector chains without end and lays each sheet out as a full rectangle: a crafted file of a
//! few kilobytes would take all memory. This walks the same chains and records with bounds first.

use super::read_sheet::damaged;
use crate::error::{Error, Result};

/// Cells of the rectangles of all sheets together, 32 bytes each: four times a commune of 120,000 rows by 15.
const MAX_AREA: u64 = 8_000_000;
/// Area that a sheet may claim; memory is set aside for it but not touched. The largest sheet that the format has.
const MAX_CLAIMED: u64 = 65_536 * 256;

const END: u32 = 0xFFFF_FFFE;
const RESERVED: u32 = 0xFFFF_FFFA;

struct Compound<'a> {
    bytes: &'a [u8],
    sector_size: usize,
    fat: Vec<u32>,
}

/// `Ok` when the file is an .xls that can be read within bounds.
///
/// # Errors
/// `file.password`, `file.not_spreadsheet`, `file.damaged`, `file.too_many_cells`.
pub(super) fn check(bytes: &[u8]) -> Result<()> {
    let broken = || damaged("broken compound file");
    let sector_size = match u16_at(bytes, 30) {
        Some(9) => 512,
        Some(12) => 4096,
        _ => return Err(broken()),
    };
    let mut file = Compound { bytes, sector_size, fat: Vec::new() };
    file.read_fat().ok_or_else(broken)?;
    let directory = file.chain(u32_at(bytes, 48).ok_or_else(broken)?, usize::MAX).ok_or_else(broken)?;
    let mut workbook = None;
    let mut root = None;
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
            "workbook" => workbook = Some((start, size)),
            "book" if workbook.is_none() => workbook = Some((start, size)),
            _ => {}
        }
    }
    let Some((start, size)) = workbook else { return Err(Error::new("file.not_spreadsheet")) };
    let mini_start = u32_at(bytes, 60).ok_or_else(broken)?;
    let has_mini = u32_at(bytes, 64).ok_or_else(broken)? > 0;
    let mut mini = (Vec::new(), Vec::new());
    if has_mini {
        let (root_start, root_size) = root.ok_or_else(broken)?;
        let stream = file.chain(root_start, root_size).ok_or_else(broken)?;
        let fat = file.chain(mini_start, usize::MAX).ok_or_else(broken)?;
        mini = (stream, fat.chunks_exact(4).filter_map(|c| u32_at(c, 0)).collect());
    }
    let stream = if size < 4096 {
        let (bytes, fat) = mini;
        follow(start, &fat, size, 64, |id| bytes.get(id * 64..).map(|rest| rest.get(..64).unwrap_or(rest)))
    } else {
        file.chain(start, size)
    };
    check_records(&stream.ok_or_else(broken)?)
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

/// Walks the records of the workbook stream and adds up the rectangles that its sheets span.
fn check_records(stream: &[u8]) -> Result<()> {
    let mut at = 0_usize;
    let mut sheet: Option<(u64, u64, u64, u64)> = None;
    let mut area = 0_u64;
    let close = |sheet: &mut Option<(u64, u64, u64, u64)>| {
        sheet.take().map_or(0, |(top, left, bottom, right)| (bottom - top + 1) * (right - left + 1))
    };
    while let (Some(kind), Some(length)) = (u16_at(stream, at), u16_at(stream, at + 2)) {
        let length = usize::from(length);
        let data = stream.get(at + 4..at + 4 + length).unwrap_or_default();
        at += 4 + length;
        match kind {
            0x002F => return Err(Error::new("file.password")),
            // BOF: the records of another sheet begin.
            0x0809 => area += close(&mut sheet),
            // Dimensions, with 32-bit or (before Excel 97) 16-bit rows.
            0x0200 => {
                let (rows, columns) = if length >= 14 {
                    (
                        u32_at(data, 4).unwrap_or(0).saturating_sub(u32_at(data, 0).unwrap_or(0)),
                        u16_at(data, 10).unwrap_or(0),
                    )
                } else {
                    (u32::from(u16_at(data, 2).unwrap_or(0)), u16_at(data, 6).unwrap_or(0))
                };
                if u64::from(rows) * u64::from(columns) > MAX_CLAIMED {
                    return Err(Error::new("file.too_many_cells"));
                }
            }
            0x0203 | 0x0204 | 0x00D6 | 0x0205 | 0x027E | 0x00FD | 0x0006 | 0x00BD => {
                let row = u64::from(u16_at(data, 0).unwrap_or(0));
                let first = u64::from(u16_at(data, 2).unwrap_or(0));
                // MulRk ends with its last column.
                let last = if kind == 0x00BD {
                    u64::from(u16_at(data, length.saturating_sub(2)).unwrap_or(0)).max(first)
                } else {
                    first
                };
                let (top, left, bottom, right) = sheet.unwrap_or((row, first, row, last));
                sheet = Some((top.min(row), left.min(first), bottom.max(row), right.max(last)));
            }
            _ => {}
        }
    }
    area += close(&mut sheet);
    if area > MAX_AREA { Err(Error::new("file.too_many_cells")) } else { Ok(()) }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk::<2>().map(|b| u16::from_le_bytes(*b))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk::<4>().map(|b| u32::from_le_bytes(*b))
}
