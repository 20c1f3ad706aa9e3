//! Opens a zipped workbook and gives its parts, piece by piece and within bounds.
//!
//! Nothing is believed that an archive claims: bytes are counted as they come out, and neither an event of XML nor the
//! directory of the archive can take more memory than an honest one.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::sync::Arc;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::read::ZipFile;

use super::damaged;
use crate::error::{Error, Result};

type Bytes = Cursor<Arc<[u8]>>;

/// All that is inflated of a file: the largest honest commune needs about 0.1 GiB.
pub(in crate::excel) const MAX_INFLATED: u64 = 1 << 30;
/// A part with cells or strings.
pub(in crate::excel) const MAX_PART: u64 = 512 << 20;
/// A part that lists sheets, styles or other parts.
pub(in crate::excel) const MAX_LIST: u64 = 96 << 20;
/// Deflate reaches 1032; honest sheets stay under 60, sheets of formatted blanks under 200.
const MAX_RATIO: u64 = 400;
/// Below this a part is too small for its ratio to matter.
const RATIO_MATTERS: u64 = 64 << 20;
/// Parts of a workbook: one a sheet, a drawing, a picture.
const MAX_PARTS: usize = 20_000;
/// All their names in the archive.
const MAX_NAMES: usize = 4 << 20;
/// One tag, text or comment: longer than the longest cell.
const MAX_EVENT: u64 = 256 << 10;
/// Depth of the XML; honest files stay under 20.
const MAX_DEPTH: usize = 200;

/// An archive whose directory was found honest.
pub(in crate::excel) struct Package {
    zip: ZipArchive<Bytes>,
    /// Place of each part by its name in small letters, `/` between folders.
    places: BTreeMap<String, usize>,
    /// What may still be inflated.
    left: u64,
}

impl Package {
    /// Reads the directory of an archive.
    ///
    /// # Errors
    /// `file.damaged`, `file.bomb`.
    pub(in crate::excel) fn open(bytes: &Arc<[u8]>) -> Result<Self> {
        check_directory(bytes)?;
        let mut zip = ZipArchive::new(Cursor::new(bytes.clone())).map_err(damaged)?;
        let mut places = BTreeMap::new();
        let mut total = 0_u64;
        for index in 0..zip.len() {
            let part = zip.by_index_raw(index).map_err(damaged)?;
            let (size, packed) = (part.size(), part.compressed_size());
            total = total.saturating_add(size);
            if size > MAX_PART || (size > RATIO_MATTERS && size / packed.max(1) > MAX_RATIO) {
                return Err(Error::new("file.bomb"));
            }
            let name = part.name().map_err(damaged)?.replace('\\', "/").to_ascii_lowercase();
            places.insert(name, index);
        }
        if total > MAX_INFLATED {
            return Err(Error::new("file.bomb"));
        }
        Ok(Self { zip, places, left: MAX_INFLATED })
    }

    /// Whether a part has a name with this end.
    pub(in crate::excel) fn has_ending(&self, end: &str) -> bool {
        self.places.keys().any(|name| name.ends_with(end))
    }

    /// One part, or nothing when there is none of this name.
    ///
    /// # Errors
    /// `file.damaged`; reading it gives `file.bomb`, too.
    pub(in crate::excel) fn part(&mut self, name: &str, limit: u64) -> Result<Option<Part<'_>>> {
        let Some(index) = self.places.get(&name.to_ascii_lowercase()) else { return Ok(None) };
        let inner = BufReader::with_capacity(64 << 10, self.zip.by_index(*index).map_err(damaged)?);
        Ok(Some(Part { inner, of_part: limit, of_event: u64::MAX, of_file: &mut self.left }))
    }

    /// One part as XML.
    ///
    /// # Errors
    /// As [`Package::part`].
    pub(in crate::excel) fn xml(&mut self, name: &str, limit: u64) -> Result<Option<Xml<'_>>> {
        Ok(self.part(name, limit)?.map(Xml::new))
    }
}

/// Holds the directory against its caps before memory is reserved for it.
fn check_directory(bytes: &[u8]) -> Result<()> {
    let bomb = || Error::new("file.bomb");
    let number = |at: usize, length: usize| {
        let field = bytes.get(at..at + length).unwrap_or_default();
        field.iter().rev().fold(0_u64, |number, byte| number << 8 | u64::from(*byte))
    };
    let (mut parts, mut names) = (0_usize, 0_usize);
    for at in memchr::memmem::find_iter(bytes, b"PK\x01\x02") {
        parts += 1;
        // The lengths of its name, extra fields and comment.
        let length: u64 = [28, 30, 32].into_iter().map(|field| number(at + field, 2)).sum();
        names = names.saturating_add(usize::try_from(length).unwrap_or(usize::MAX));
        if parts > MAX_PARTS || names > MAX_NAMES {
            return Err(bomb());
        }
    }
    // The directory's own end, as archives beyond 4 GB have it: its length, the number of parts.
    for (found, at) in memchr::memmem::find_iter(bytes, b"PK\x06\x06").enumerate() {
        if found > MAX_PARTS || (number(at + 4, 8) < 1 << 20 && number(at + 32, 8) > MAX_PARTS as u64) {
            return Err(bomb());
        }
    }
    Ok(())
}

/// One part while it is inflated.
pub(in crate::excel) struct Part<'a> {
    inner: BufReader<ZipFile<'a, Bytes>>,
    of_part: u64,
    of_event: u64,
    of_file: &'a mut u64,
}

impl BufRead for Part<'_> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        let spent = if self.of_event == 0 {
            Some("file.cell_too_long")
        } else if self.of_part == 0 || *self.of_file == 0 {
            Some("file.bomb")
        } else {
            None
        };
        match spent {
            Some(code) => Err(std::io::Error::other(Error::new(code))),
            None => self.inner.fill_buf(),
        }
    }

    fn consume(&mut self, amount: usize) {
        let spent = amount as u64;
        self.of_part = self.of_part.saturating_sub(spent);
        self.of_event = self.of_event.saturating_sub(spent);
        *self.of_file = self.of_file.saturating_sub(spent);
        self.inner.consume(amount);
    }
}

impl Read for Part<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let amount = self.fill_buf()?.read(into)?;
        self.consume(amount);
        Ok(amount)
    }
}

/// A refusal of [`Part`] as it was meant, any other failure as damage.
pub(in crate::excel) fn refused(error: &std::io::Error) -> Error {
    let own = error.get_ref().and_then(|own| own.downcast_ref::<Error>());
    own.cloned().unwrap_or_else(|| damaged(error))
}

/// The events of a part; an empty tag gives its start and its end.
pub(in crate::excel) struct Xml<'a> {
    reader: quick_xml::Reader<Part<'a>>,
    buffer: Vec<u8>,
    depth: usize,
}

impl<'a> Xml<'a> {
    fn new(part: Part<'a>) -> Self {
        let mut reader = quick_xml::Reader::from_reader(part);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new(), depth: 0 }
    }

    /// The next event; [`Event::Eof`] only where all tags are closed.
    ///
    /// # Errors
    /// `file.damaged`, `file.bomb`, `file.cell_too_long`.
    pub(in crate::excel) fn next(&mut self) -> Result<Event<'_>> {
        self.buffer.clear();
        self.reader.get_mut().of_event = MAX_EVENT;
        let event = match self.reader.read_event_into(&mut self.buffer) {
            Ok(event) => event,
            Err(quick_xml::Error::Io(error)) => return Err(refused(&error)),
            Err(error) => return Err(damaged(error)),
        };
        match event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Eof if self.depth > 0 => return Err(damaged("the part is cut")),
            _ => {}
        }
        if self.depth > MAX_DEPTH { Err(damaged("too deep")) } else { Ok(event) }
    }
}

/// What an event adds to a text.
///
/// # Errors
/// `file.damaged`.
pub(in crate::excel) fn text_of<'e>(event: &'e Event<'_>) -> Result<Cow<'e, str>> {
    Ok(match event {
        Event::Text(text) => text.xml10_content(),
        Event::CData(text) => text.xml10_content(),
        Event::GeneralRef(reference) => match reference.resolve_char_ref().map_err(damaged)? {
            Some(c) => Cow::Owned(c.to_string()),
            None => Cow::Borrowed(
                quick_xml::escape::resolve_predefined_entity(reference.as_ref()).unwrap_or_default(),
            ),
        },
        _ => Cow::Borrowed(""),
    })
}

/// The value of an attribute by its name without a prefix, or with it when `name` has one.
///
/// # Errors
/// `file.damaged`.
pub(in crate::excel) fn attribute(e: &BytesStart<'_>, name: &str) -> Result<Option<String>> {
    for attribute in e.attributes().with_checks(false) {
        let attribute = attribute.map_err(damaged)?;
        if attribute.key.as_ref() == name || attribute.key.local_name().as_ref() == name {
            return Ok(Some(
                attribute.normalized_value(XmlVersion::Implicit1_0).map_err(damaged)?.into_owned(),
            ));
        }
    }
    Ok(None)
}

/// A part that a workbook names.
pub(in crate::excel) struct Relation {
    /// The last word of its type, such as `worksheet`; empty when it has none.
    pub(in crate::excel) kind: String,
    /// Name of the part in the archive.
    pub(in crate::excel) part: String,
}

/// The relations of the parts in `folder` (which ends with `/` or is empty) by their ids, from the part that lists them.
///
/// # Errors
/// `file.damaged`, `file.bomb`.
pub(in crate::excel) fn relations(
    package: &mut Package,
    list: &str,
    folder: &str,
) -> Result<BTreeMap<String, Relation>> {
    let mut found = BTreeMap::new();
    let Some(mut xml) = package.xml(list, MAX_LIST)? else { return Ok(found) };
    loop {
        match xml.next()? {
            Event::Start(e) if e.local_name().as_ref() == "Relationship" => {
                let target = attribute(&e, "Target")?.unwrap_or_default();
                let kind = attribute(&e, "Type")?.unwrap_or_default();
                let id = attribute(&e, "Id")?.unwrap_or_default();
                if found.len() >= MAX_PARTS || id.len() + kind.len() + target.len() > 1024 {
                    return Err(Error::new("file.bomb"));
                }
                let part =
                    target.strip_prefix('/').map_or_else(|| format!("{folder}{target}"), str::to_owned);
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                found.insert(id, Relation { kind, part });
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}
