//! Reads OpenDocument spreadsheets.
//!
//! calamine 0.38 expands repeated rows to a full rectangle of up to 100 million cells (3 GB) and never ends on a cut
//! `content.xml`; this keeps sparse rows and stops at the caps. Meaning of the attributes: ODF 1.2, part 1, §9.1.

use std::io::{BufReader, Read, Seek};

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::read_sheet::{
    Cell, FontKind, MAX_CELL, MAX_ROWS, RowCollector, Sheet, damaged, iso_date, text_cell,
};
use crate::error::{Error, Result};

/// The same filled row repeated; more is a filled-down block, not people.
const MAX_REPEATED: u32 = 10_000;
/// Repeats of one cell in a row that are laid out: enough to be refused for too many columns.
const REPEATED_CELLS: u32 = 1000;
/// Depth of the XML; honest files stay under 20.
const MAX_DEPTH: usize = 200;

/// The visible sheets, or all when all are hidden.
pub(super) fn sheets<R: Read + Seek>(zip: &mut ZipArchive<R>) -> Result<Vec<Sheet>> {
    let mut manifest = String::new();
    if let Ok(part) = zip.by_name("META-INF/manifest.xml") {
        part.take(1 << 20).read_to_string(&mut manifest).map_err(damaged)?;
    }
    if manifest.contains("encryption-data") {
        return Err(Error::new("file.password"));
    }
    let content = zip.by_name("content.xml").map_err(damaged)?;
    let mut xml = quick_xml::Reader::from_reader(BufReader::new(content));
    let mut parser = Parser::default();
    let mut buffer = Vec::new();
    let mut depth = 0_usize;
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(damaged)? {
            Event::Start(e) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(damaged("too deep"));
                }
                parser.start(&e)?;
            }
            Event::Empty(e) => {
                parser.start(&e)?;
                parser.end(e.name().as_ref())?;
            }
            Event::End(e) => {
                depth = depth.saturating_sub(1);
                parser.end(e.name().as_ref())?;
            }
            Event::Text(text) => parser.text(&text.xml10_content())?,
            Event::CData(text) => parser.text(&text.xml10_content())?,
            Event::GeneralRef(reference) => {
                let name: &str = reference.as_ref();
                match reference.resolve_char_ref().map_err(damaged)? {
                    Some(c) => parser.text(c.encode_utf8(&mut [0; 4]))?,
                    None => {
                        parser.text(quick_xml::escape::resolve_predefined_entity(name).unwrap_or_default())?
                    }
                }
            }
            Event::Eof if depth > 0 => return Err(damaged("content.xml is cut")),
            Event::Eof => return Ok(parser.visible()),
            _ => {}
        }
    }
}

#[derive(Default)]
struct Parser {
    sheets: Vec<(Sheet, bool)>,
    hidden_styles: Vec<String>,
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
                self.hidden_styles.push(self.style.clone());
            }
            "table:table" => {
                let hidden =
                    attribute(e, "table:style-name")?.is_some_and(|s| self.hidden_styles.contains(&s));
                let name = attribute(e, "table:name")?.unwrap_or_default();
                self.sheets.push((Sheet { name, ..Sheet::default() }, hidden));
                self.rows = RowCollector::default();
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
                    && let Some((sheet, _)) = self.sheets.last_mut()
                {
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
                    self.row_cells.push((self.column, cell, self.repeated));
                }
                self.column = self.column.saturating_add(self.repeated);
            }
            "table:table-row" => self.end_row()?,
            "table:table" => {
                if let Some((sheet, _)) = self.sheets.last_mut() {
                    sheet.rows = std::mem::take(&mut self.rows).finish();
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

    fn visible(self) -> Vec<Sheet> {
        let all_hidden = self.sheets.iter().all(|(_, hidden)| *hidden);
        self.sheets.into_iter().filter(|(_, hidden)| all_hidden || !hidden).map(|(sheet, _)| sheet).collect()
    }
}

fn attribute(e: &BytesStart<'_>, name: &str) -> Result<Option<String>> {
    let Some(found) = e.try_get_attribute(name).map_err(damaged)? else { return Ok(None) };
    Ok(Some(found.normalized_value(XmlVersion::Implicit1_0).map_err(damaged)?.into_owned()))
}

fn number(e: &BytesStart<'_>, name: &str) -> Result<u32> {
    Ok(attribute(e, name)?.map_or(0, |value| value.parse().unwrap_or(u32::MAX)))
}
