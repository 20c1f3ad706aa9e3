//! Reads .xlsx workbooks (ECMA-376 part 1, §18) in one pass over each part.
//!
//! calamine 0.38 reserves memory for as many strings as a part claims and clones fonts and formats for each style: a
//! crafted file of a few kilobytes would take all memory. This keeps of a style whether it shows dates and its font.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::events::{BytesStart, Event};

use crate::error::{Error, Result};
use crate::excel::sheet::package::{MAX_LIST, MAX_PART, Package, Relation, attribute, relations, text_of};
use crate::excel::sheet::rows::{MAX_CELL, MAX_MERGED, RowCollector, Strings};
use crate::excel::sheet::values::{
    is_date_format, is_date_id, iso_date, number_cell, position, text_cell, unescape,
};
use crate::excel::sheet::{Cell, FontKind, Named, Sheet, add_sheet, damaged};

/// Fonts, formats and styles; Excel itself stops at 65,490 styles.
const MAX_STYLES: usize = 200_000;

#[derive(Default, Clone, Copy)]
struct Style {
    is_date: bool,
    font: FontKind,
}

/// An open workbook.
pub(super) struct Book {
    package: Package,
    strings: Strings,
    styles: Vec<Style>,
    date_1904: bool,
}

/// Opens a workbook; the places of its sheets are their parts.
///
/// # Errors
/// `file.damaged`, `file.bomb`, `file.too_many_cells`, `file.cell_too_long`.
pub(super) fn open(mut package: Package) -> Result<(Vec<Named<String>>, Book)> {
    let main = relations(&mut package, "_rels/.rels", "")?
        .into_values()
        .find(|relation| relation.kind == "officeDocument")
        .map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.part);
    let (folder, name) = main.rsplit_once('/').map_or(("", main.as_str()), |(folder, name)| (folder, name));
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let related = relations(&mut package, &format!("{folder}_rels/{name}.rels"), &folder)?;
    let part = |kind: &str, usual: &str| {
        let found = related.values().find(|relation| relation.kind == kind);
        found.map_or_else(|| format!("{folder}{usual}"), |relation| relation.part.clone())
    };
    let mut book = Book { package, strings: Strings::default(), styles: Vec::new(), date_1904: false };
    let sheets = book.read_workbook(&main, &related)?;
    book.read_styles(&part("styles", "styles.xml"))?;
    book.read_strings(&part("sharedStrings", "sharedStrings.xml"))?;
    Ok((sheets, book))
}

impl Book {
    fn read_workbook(
        &mut self,
        part: &str,
        related: &BTreeMap<String, Relation>,
    ) -> Result<Vec<Named<String>>> {
        let mut sheets = Vec::new();
        let mut xml = self.package.xml(part, MAX_LIST)?.ok_or_else(|| damaged("no workbook"))?;
        loop {
            match xml.next()? {
                Event::Start(e) if e.local_name().as_ref() == "sheet" => {
                    let id = attribute(&e, "id")?.unwrap_or_default();
                    let relation = related.get(&id).ok_or_else(|| damaged("a sheet without a part"))?;
                    let name = attribute(&e, "name")?.unwrap_or_default();
                    let hidden = attribute(&e, "state")?.is_some_and(|state| state != "visible");
                    if relation.kind == "worksheet" || relation.kind.is_empty() {
                        add_sheet(&mut sheets, Named { name, hidden, place: relation.part.clone() })?;
                    }
                }
                Event::Start(e) if e.local_name().as_ref() == "workbookPr" => {
                    if let Some(said) = attribute(&e, "date1904")? {
                        self.date_1904 = said == "1" || said == "true";
                    }
                }
                Event::Eof => return Ok(sheets),
                _ => {}
            }
        }
    }

    fn read_styles(&mut self, part: &str) -> Result<()> {
        let Some(mut xml) = self.package.xml(part, MAX_LIST)? else { return Ok(()) };
        let (mut dates, mut fonts, mut seen) = (BTreeSet::new(), Vec::new(), 0_usize);
        let mut section = String::new();
        let number = |e: &BytesStart<'_>, name: &str| -> Result<Option<u32>> {
            Ok(attribute(e, name)?.and_then(|value| value.parse().ok()))
        };
        loop {
            match xml.next()? {
                Event::Start(e) => match (section.as_str(), e.local_name().as_ref()) {
                    (_, name @ ("numFmts" | "fonts" | "cellXfs")) => name.clone_into(&mut section),
                    ("numFmts", "numFmt") => {
                        seen += 1;
                        if let Some(id) = number(&e, "numFmtId")?
                            && is_date_format(&attribute(&e, "formatCode")?.unwrap_or_default())
                        {
                            dates.insert(id);
                        } else if let Some(id) = number(&e, "numFmtId")? {
                            dates.remove(&id);
                        }
                    }
                    ("fonts", "font") => {
                        seen += 1;
                        fonts.push(FontKind::Plain);
                    }
                    ("fonts", "name") => {
                        if let (Some(font), Some(name)) = (fonts.last_mut(), attribute(&e, "val")?) {
                            *font = FontKind::from_name(&name);
                        }
                    }
                    ("cellXfs", "xf") => {
                        seen += 1;
                        let format = number(&e, "numFmtId")?.unwrap_or_default();
                        let font = number(&e, "fontId")?.and_then(|id| fonts.get(id as usize).copied());
                        let is_date = dates.contains(&format) || is_date_id(format);
                        self.styles.push(Style { is_date, font: font.unwrap_or_default() });
                    }
                    _ => {}
                },
                Event::End(e) if e.local_name().as_ref() == section => section.clear(),
                Event::Eof => return Ok(()),
                _ => {}
            }
            if seen > MAX_STYLES {
                return Err(Error::new("file.bomb"));
            }
        }
    }

    fn read_strings(&mut self, part: &str) -> Result<()> {
        let Some(mut xml) = self.package.xml(part, MAX_PART)? else { return Ok(()) };
        let mut runs = Runs::default();
        loop {
            match xml.next()? {
                Event::Start(e) => match e.local_name().as_ref().as_bytes() {
                    b"si" => runs = Runs::default(),
                    name => runs.start(name, &e),
                },
                Event::End(e) => match e.local_name().as_ref().as_bytes() {
                    b"si" => self.strings.add(&runs.text)?,
                    name => runs.end(name),
                },
                Event::Eof => return Ok(()),
                event => runs.add(&event)?,
            }
        }
    }

    /// The cells of one sheet and its merged areas.
    ///
    /// # Errors
    /// `file.damaged`, `file.bomb`, `file.too_many_cells`, `file.too_many_columns`, `file.cell_too_long`.
    pub(super) fn read(&mut self, name: &str, part: &str) -> Result<Sheet> {
        let Self { package, strings, styles, date_1904 } = self;
        let mut xml = package.xml(part, MAX_PART)?.ok_or_else(|| damaged("a sheet without a part"))?;
        let mut rows = RowCollector::beside(strings.taken());
        let mut merged = Vec::new();
        let (mut in_data, mut row, mut column) = (false, 0_u32, 0_u32);
        let mut cell = Open::default();
        loop {
            match xml.next()? {
                Event::Start(e) => match e.local_name().as_ref().as_bytes() {
                    b"c" if in_data => {
                        cell.start(&e, row, column)?;
                        column = cell.column;
                    }
                    b"v" if cell.is_open && !cell.kind.is_inline() => cell.in_value = true,
                    b"is" if cell.is_open => {
                        cell.is_text = true;
                        cell.runs.text.clear();
                    }
                    b"row" if in_data => {
                        if let Some(said) = raw(&e, "r") {
                            row = row_number(said)?;
                        }
                        column = 0;
                    }
                    b"sheetData" => in_data = true,
                    b"mergeCell" if merged.len() < MAX_MERGED => merged.extend(area(&e)),
                    name if cell.is_text => cell.runs.start(name, &e),
                    _ => {}
                },
                Event::End(e) => match e.local_name().as_ref().as_bytes() {
                    b"v" => cell.in_value = false,
                    b"c" if cell.is_open => {
                        cell.is_open = false;
                        let style = styles.get(cell.style).copied().unwrap_or_default();
                        let value = cell.value(strings, style.is_date, *date_1904)?;
                        rows.add(cell.row, cell.column, value, style.font)?;
                        column = column.saturating_add(1);
                    }
                    b"row" => row = row.saturating_add(1),
                    b"sheetData" => in_data = false,
                    name if cell.is_text => cell.runs.end(name),
                    _ => {}
                },
                Event::Eof => break,
                event if cell.is_open && cell.in_value => {
                    cell.runs.text.push_str(&text_of(&event)?);
                    cell.runs.check()?;
                }
                event if cell.is_open && cell.is_text => cell.runs.add(&event)?,
                _ => {}
            }
        }
        Ok(Sheet { name: name.to_owned(), rows: rows.finish()?, merged })
    }
}

/// A text that may be cut into runs of different looks.
#[derive(Default)]
struct Runs {
    text: String,
    /// Where the run begins that is being read.
    begin: usize,
    in_run: bool,
    /// How Japanese is pronounced; not part of the text.
    in_sound: bool,
    keep_blanks: bool,
}

impl Runs {
    fn start(&mut self, name: &[u8], e: &BytesStart<'_>) {
        match name {
            b"t" if !self.in_sound => {
                self.in_run = true;
                self.begin = self.text.len();
                self.keep_blanks = raw(e, "xml:space") == Some("preserve");
            }
            b"rPh" => self.in_sound = true,
            _ => {}
        }
    }

    fn add(&mut self, event: &Event<'_>) -> Result<()> {
        if self.in_run {
            self.text.push_str(&text_of(event)?);
            self.check()?;
        }
        Ok(())
    }

    fn check(&self) -> Result<()> {
        if self.text.len() > MAX_CELL { Err(Error::new("file.cell_too_long")) } else { Ok(()) }
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            b"t" if self.in_run => {
                self.in_run = false;
                let run = self.text.get(self.begin..).unwrap_or_default();
                let kept = if self.keep_blanks { run } else { run.trim_matches([' ', '\t', '\r', '\n']) };
                if kept.len() < run.len() || kept.contains("_x") {
                    let kept = unescape(kept).into_owned();
                    self.text.truncate(self.begin);
                    self.text.push_str(&kept);
                }
            }
            b"rPh" => self.in_sound = false,
            _ => {}
        }
    }
}

/// What the text of a cell is.
#[derive(Default, Clone, Copy, PartialEq)]
enum Kind {
    #[default]
    Number,
    Shared,
    Inline,
    Text,
    Bool,
    Date,
    Error,
}

impl Kind {
    fn is_inline(self) -> bool {
        self == Self::Inline
    }
}

/// The cell that is being read.
#[derive(Default)]
struct Open {
    row: u32,
    column: u32,
    style: usize,
    kind: Kind,
    is_open: bool,
    in_value: bool,
    is_text: bool,
    runs: Runs,
}

impl Open {
    fn start(&mut self, e: &BytesStart<'_>, row: u32, column: u32) -> Result<()> {
        (self.row, self.column, self.style, self.kind) = (row, column, 0, Kind::Number);
        (self.is_open, self.in_value, self.is_text) = (true, false, false);
        self.runs.text.clear();
        (self.runs.in_run, self.runs.in_sound) = (false, false);
        for (name, value) in Attributes(e.attributes_raw()) {
            match name {
                "r" => {
                    let place = position(value).ok_or_else(|| damaged("a cell without a place"))?;
                    (self.row, self.column) = place;
                }
                "s" => self.style = value.parse().unwrap_or_default(),
                "t" => {
                    self.kind = match value {
                        "s" => Kind::Shared,
                        "inlineStr" | "is" => Kind::Inline,
                        "str" => Kind::Text,
                        "b" => Kind::Bool,
                        "d" => Kind::Date,
                        "e" => Kind::Error,
                        _ => Kind::Number,
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn value(&self, strings: &Strings, is_date: bool, date_1904: bool) -> Result<Cell> {
        let text = self.runs.text.as_str();
        if text.is_empty() || self.is_text {
            return Ok(text_cell(text));
        }
        Ok(match self.kind {
            Kind::Number => text
                .parse()
                .map_or_else(|_| text_cell(text), |number| number_cell(number, is_date, date_1904)),
            Kind::Shared => {
                let shared = text.trim().parse().ok().and_then(|number| strings.get(number));
                text_cell(shared.ok_or_else(|| damaged("a string that is not there"))?)
            }
            Kind::Inline => Cell::Empty,
            Kind::Text => text_cell(&unescape(text)),
            Kind::Bool => match text.trim() {
                "" => Cell::Empty,
                said => Cell::Bool(said == "1" || said.eq_ignore_ascii_case("true")),
            },
            Kind::Date => iso_date(text),
            Kind::Error => Cell::Error,
        })
    }
}

/// Names and values of attributes as they stand in the file: a sheet has millions, and none that matters is escaped.
struct Attributes<'e>(&'e str);

impl<'e> Iterator for Attributes<'e> {
    type Item = (&'e str, &'e str);

    fn next(&mut self) -> Option<Self::Item> {
        let split = |text: &'e str, at: u8| {
            let found = text.bytes().position(|b| b == at)?;
            Some((text.get(..found)?, text.get(found + 1..)?))
        };
        let (name, rest) = split(self.0, b'=')?;
        let rest = rest.trim_ascii_start();
        let quote = rest.bytes().next().filter(|b| matches!(b, b'"' | b'\''))?;
        let (value, rest) = split(rest.get(1..)?, quote)?;
        self.0 = rest;
        Some((name.trim_ascii(), value))
    }
}

/// The value of one attribute as it stands in the file.
fn raw<'e>(e: &'e BytesStart<'_>, name: &str) -> Option<&'e str> {
    Attributes(e.attributes_raw()).find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// The 0-based row of "3", or of "B3" as some writers have it.
fn row_number(said: &str) -> Result<u32> {
    let digits = said.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    digits
        .parse::<u32>()
        .ok()
        .and_then(|row| row.checked_sub(1))
        .ok_or_else(|| damaged("a row without a number"))
}

/// A merged area: rows 1-based, columns 0-based.
fn area(e: &BytesStart<'_>) -> Option<(u32, u32, u32, u32)> {
    let (from, to) = raw(e, "ref")?.split_once(':')?;
    let ((top, left), (bottom, right)) = (position(from)?, position(to)?);
    Some((top.saturating_add(1), left, bottom.saturating_add(1), right))
}
