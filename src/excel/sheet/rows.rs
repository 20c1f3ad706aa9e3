//! Collects what a file gives, within bounds: its sparse rows, its table of strings.

use super::{Cell, FontKind, SheetRow};
use crate::domain::as_count;
use crate::error::{Error, Result};

/// Cells of one sheet, the blank ones included: 16 times a whole commune.
pub(super) const MAX_CELLS: usize = 20_000_000;
/// Memory of the rows and strings that are held at once: a commune of 130,000 people on one sheet needs about 150 MiB.
const MAX_MEMORY: usize = 320 << 20;
/// Columns that may hold data. A list of people has 10 to 40.
pub(in crate::excel) const MAX_COLUMNS: usize = 512;
/// Stray cells beyond [`MAX_COLUMNS`] that are overlooked; more of them are a table that we cannot read.
pub(in crate::excel) const MAX_STRAYS: usize = 64;
/// Bytes of one cell. Excel itself stops at 32,767 characters.
pub(in crate::excel) const MAX_CELL: usize = 128 << 10;
/// Rows of Excel.
pub(in crate::excel) const MAX_ROWS: u32 = 1_048_576;
/// Merged areas of one sheet: every household of a commune merged in five columns.
pub(in crate::excel) const MAX_MERGED: usize = 200_000;
/// Different strings of a workbook, and their bytes: a whole commune has about a million in 30 MiB.
const MAX_STRINGS: usize = 4_000_000;
const MAX_STRING_BYTES: usize = 96 << 20;

/// Puts cells into sparse rows and holds them against the caps.
#[derive(Default)]
pub(in crate::excel) struct RowCollector {
    rows: Vec<SheetRow>,
    open: SheetRow,
    any_font: bool,
    seen: usize,
    /// Bytes of memory that the rows take.
    taken: usize,
    strays: usize,
    unordered: bool,
}

impl RowCollector {
    /// For a sheet when so many bytes are held beside it.
    pub(in crate::excel) fn beside(taken: usize) -> Self {
        Self { taken, ..Self::default() }
    }

    /// Bytes that the rows so far take, what was held beside them included.
    pub(in crate::excel) fn taken(&self) -> usize {
        self.taken
    }

    /// Adds one cell; `row` and `column` are 0-based.
    ///
    /// # Errors
    /// `file.too_many_cells`, `file.too_many_columns`, `file.cell_too_long`.
    pub(in crate::excel) fn add(&mut self, row: u32, column: u32, cell: Cell, font: FontKind) -> Result<()> {
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
            if text.len() > MAX_CELL {
                return Err(Error::new("file.cell_too_long"));
            }
            // An allocator rounds up and keeps its books.
            self.take(text.capacity() + 16)?;
        }
        let number = row + 1;
        if number != self.open.number {
            self.close_row()?;
            self.unordered |= self.rows.last().is_some_and(|last| last.number >= number);
            self.open.number = number;
        }
        let cells = &mut self.open.cells;
        if column >= cells.len() {
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

    fn take(&mut self, bytes: usize) -> Result<()> {
        self.taken += bytes;
        if self.taken > MAX_MEMORY { Err(Error::new("file.too_many_cells")) } else { Ok(()) }
    }

    fn close_row(&mut self) -> Result<()> {
        let width = self.open.cells.len();
        if width > 0 {
            let mut row = std::mem::replace(
                &mut self.open,
                SheetRow { number: 0, cells: Vec::with_capacity(width), fonts: Vec::new() },
            );
            if self.any_font {
                row.fonts.resize(width, FontKind::Plain);
            }
            self.any_font = false;
            // The rows themselves lie in a list that doubles when it grows.
            let row_bytes = 2 * size_of::<SheetRow>() + row.fonts.capacity();
            self.take(row_bytes + row.cells.capacity() * size_of::<Cell>())?;
            self.rows.push(row);
        }
        Ok(())
    }

    /// The rows in order; what came in pieces is put together.
    ///
    /// # Errors
    /// `file.too_many_cells`.
    pub(in crate::excel) fn finish(&mut self) -> Result<Vec<SheetRow>> {
        self.close_row()?;
        let mut rows = std::mem::take(&mut self.rows);
        if !self.unordered {
            return Ok(rows);
        }
        // Some writers give a row in several pieces or out of order.
        rows.sort_by_key(|row| row.number);
        let mut whole: Vec<SheetRow> = Vec::new();
        for row in rows {
            match whole.last_mut().filter(|last| last.number == row.number) {
                Some(last) => merge_row(last, row),
                None => whole.push(row),
            }
        }
        Ok(whole)
    }
}

fn merge_row(into: &mut SheetRow, from: SheetRow) {
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

/// The strings that cells name by their number, one behind the other in one piece of memory.
#[derive(Default)]
pub(in crate::excel) struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    /// Adds the next string.
    ///
    /// # Errors
    /// `file.too_many_cells`, `file.cell_too_long`.
    pub(in crate::excel) fn add(&mut self, text: &str) -> Result<()> {
        if text.len() > MAX_CELL {
            return Err(Error::new("file.cell_too_long"));
        }
        let end = self.text.len() + text.len();
        if self.ends.len() >= MAX_STRINGS || end > MAX_STRING_BYTES {
            return Err(Error::new("file.too_many_cells"));
        }
        self.text.push_str(text);
        self.ends.push(as_count(end));
        Ok(())
    }

    /// Bytes of memory that the strings take.
    pub(in crate::excel) fn taken(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * size_of::<u32>()
    }

    pub(in crate::excel) fn get(&self, number: usize) -> Option<&str> {
        let start = number.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.text.get(start as usize..*self.ends.get(number)? as usize)
    }
}
