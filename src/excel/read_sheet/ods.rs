//! Reads OpenDocument spreadsheets.
//!
//! calamine 0.38 expands repeated rows to a full rectangle of up to 100 million cells (3 GB) and never ends on a cut
//! `content.xml`; this keeps sparse rows and stops at the caps. Meaning of the attributes: ODF 1.2, part 1, §9.1.

use std::collections::BTreeSet;
use std::io::Read;

use quick_xml::events::{BytesStart, Event};

use crate::error::{Error, Result};
use crate::excel::sheet::package::{MAX_PART, Package, attribute, refused, text_of};
use crate::excel::sheet::rows::{MAX_CELL, MAX_COLUMNS, MAX_MERGED, MAX_ROWS, MAX_STRAYS, RowCollector};
use crate::excel::sheet::values::{iso_date, text_cell};
use crate::excel::sheet::{Cell, FontKind, Named, Sheet, add_sheet, damaged};

/// The same filled row repeated; more is a filled-down block, not people.
const MAX_REPEATED: u32 = 10_000;
/// Repeats of one cell in a row that are laid out: enough to be refused for too many columns.
const REPEATED_CELLS: u32 = 1000;
/// Styles of hidden tables: one a sheet.
const MAX_HIDDEN: usize = 10_000;
/// Bytes of a style's name that is looked at; programs write "ta1".
const MAX_STYLE_NAME: usize = 1024;

/// All sheets, read.
///
/// # Errors
/// `file.password`, `file.damaged`, `file.bomb`, `file.too_many_cells`, `file.too_many_columns`, `file.cell_too_long`.
pub(super) fn sheets(package: &mut Package) -> Result<Vec<Named<Sheet>>> {
    let mut manifest = Vec::new();
    if let Some(part) = package.part("META-INF/manifest.xml", MAX_PART)? {
        part.take(1 << 20).read_to_end(&mut manifest).map_err(|e| refused(&e))?;
    }
    if memchr::memmem::find(&manifest, b"encryption-data").is_some() {
        return Err(Error::new("file.password"));
    }
    let mut xml = package.xml("content.xml", MAX_PART)?.ok_or_else(|| damaged("no content.xml"))?;
    let mut parser = Parser::default();
    loop {
        match xml.next()? {
            Event::Start(e) => parser.start(&e)?,
            Event::End(e) => parser.end(e.name().as_ref())?,
            Event::Eof => return Ok(parser.sheets),
            event => parser.text(&text_of(&event)?)?,
        }
    }
}

#[derive(Default)]
struct Parser {
    sheets: Vec<Named<Sheet>>,
    hidden_styles: BTreeSet<String>,
    hidden_tables: usize,
    /// Merged areas of all sheets.
    merged: usize,
    style: String,
    rows: RowCollector,
    row: u32,
    row_repeated: u32,
    /// Column, cell and how often it is repeated.
    row_cells: Vec<(u32, Cell, u32)>,
    column: u32,
    in_cell: bool,
    /// Comments hold paragraphs, too.
    in_comment: usize,
    kind: String,
    value: Option<String>,
    repeated: u32,
    text: String,
}

impl Parser {
    fn start(&mut self, e: &BytesStart<'_>) -> Result<()> {
        match e.name().as_ref() {
            "style:style" => self.style = attribute(e, "style:name")?.unwrap_or_default(),
            "style:table-properties" if attribute(e, "table:display")?.as_deref() == Some("false") => {
                self.hidden_tables += 1;
                if self.hidden_tables > MAX_HIDDEN {
                    return Err(Error::new("file.bomb"));
                }
                if self.style.len() < MAX_STYLE_NAME {
                    self.hidden_styles.insert(self.style.clone());
                }
            }
            "table:table" => {
                let hidden =
                    attribute(e, "table:style-name")?.is_some_and(|s| self.hidden_styles.contains(&s));
                let name = attribute(e, "table:name")?.unwrap_or_default();
                let place = Sheet { name: name.clone(), ..Sheet::default() };
                add_sheet(&mut self.sheets, Named { name, hidden, place })?;
                self.rows = RowCollector::beside(self.rows.taken());
                self.row = 0;
            }
            "table:table-row" => {
                self.row_repeated = number(e, "table:number-rows-repeated")?.max(1);
                self.column = 0;
                self.row_cells.clear();
            }
            "table:table-cell" | "table:covered-table-cell" => {
                self.in_cell = true;
                self.repeated = number(e, "table:number-columns-repeated")?.max(1);
                self.kind = attribute(e, "office:value-type")?.unwrap_or_default();
                self.value = match self.kind.as_str() {
                    "float" | "percentage" | "currency" => attribute(e, "office:value")?,
                    "date" => attribute(e, "office:date-value")?,
                    "boolean" => attribute(e, "office:boolean-value")?,
                    "string" => attribute(e, "office:string-value")?,
                    _ => None,
                };
                self.text.clear();
                let (rows, columns) =
                    (number(e, "table:number-rows-spanned")?, number(e, "table:number-columns-spanned")?);
                if (rows > 1 || columns > 1)
                    && let Some(sheet) = self.sheets.last_mut().map(|sheet| &mut sheet.place)
                    && self.merged < MAX_MERGED
                {
                    self.merged += 1;
                    let (top, left) = (self.row + 1, self.column);
                    sheet.merged.push((
                        top,
                        left,
                        top.saturating_add(rows.max(1) - 1),
                        left.saturating_add(columns.max(1) - 1),
                    ));
                }
            }
            "office:annotation" => self.in_comment += 1,
            "text:p" if self.in_cell && self.in_comment == 0 && !self.text.is_empty() => self.text("\n")?,
            "text:line-break" if self.in_cell => self.text("\n")?,
            "text:tab" if self.in_cell => self.text("\t")?,
            "text:s" if self.in_cell => {
                let spaces = number(e, "text:c")?.clamp(1, 1000);
                self.text(&" ".repeat(spaces as usize))?;
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<()> {
        if self.in_cell && self.in_comment == 0 {
            self.text.push_str(text);
            if self.text.len() > MAX_CELL {
                return Err(Error::new("file.cell_too_long"));
            }
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<()> {
        match name {
            "office:annotation" => self.in_comment = self.in_comment.saturating_sub(1),
            "table:table-cell" | "table:covered-table-cell" => {
                self.in_cell = false;
                let cell = self.cell();
                if cell != Cell::Empty {
                    if self.row_cells.len() > MAX_COLUMNS + MAX_STRAYS {
                        return Err(Error::new("file.too_many_columns").with("limit", MAX_COLUMNS));
                    }
                    self.row_cells.push((self.column, cell, self.repeated));
                }
                self.column = self.column.saturating_add(self.repeated);
            }
            "table:table-row" => self.end_row()?,
            "table:table" => {
                if let Some(sheet) = self.sheets.last_mut() {
                    sheet.place.rows = self.rows.finish()?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn cell(&mut self) -> Cell {
        match (self.kind.as_str(), self.value.take()) {
            ("float" | "percentage" | "currency", Some(value)) => {
                value.parse().map_or_else(|_| text_cell(&self.text), Cell::Number)
            }
            ("date", Some(value)) => iso_date(&value),
            ("boolean", Some(value)) => Cell::Bool(value == "true"),
            ("string", Some(value)) if !value.is_empty() => text_cell(&value),
            _ => text_cell(&self.text),
        }
    }

    fn end_row(&mut self) -> Result<()> {
        if !self.row_cells.is_empty() {
            if self.row_repeated > MAX_REPEATED {
                return Err(Error::new("file.too_many_cells"));
            }
            for row in self.row..self.row.saturating_add(self.row_repeated).min(MAX_ROWS) {
                for (column, cell, repeated) in &self.row_cells {
                    // Beyond the cap one cell more is enough to be refused.
                    let repeated = (*repeated).min(REPEATED_CELLS);
                    for column in *column..column.saturating_add(repeated) {
                        self.rows.add(row, column, cell.clone(), FontKind::Plain)?;
                    }
                }
            }
        }
        self.row = self.row.saturating_add(self.row_repeated);
        Ok(())
    }
}

fn number(e: &BytesStart<'_>, name: &str) -> Result<u32> {
    Ok(attribute(e, name)?.map_or(0, |value| value.parse().unwrap_or(u32::MAX)))
}
