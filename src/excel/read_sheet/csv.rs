//! Reads CSV text of unknown encoding and separator.

use std::borrow::Cow;
use std::str::Utf8Chunk;

use csv_core::{ReadFieldResult, ReaderBuilder};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252, WINDOWS_1258};
use unicode_normalization::UnicodeNormalization;

use crate::domain::as_count;
use crate::error::{Error, Result};
use crate::excel::sheet::rows::{MAX_CELL, MAX_ROWS, RowCollector};
use crate::excel::sheet::values::text_cell;
use crate::excel::sheet::{Cell, FontKind, SheetRow};

/// The file: a commune's CSV is about 40 MB, and UTF-16 is written out anew.
const MAX_FILE: usize = 96 << 20;
/// Fields of a line, the empty ones included: Excel stops at 16,384.
const MAX_FIELDS: u32 = 20_000;

/// The rows of a CSV file; every value stays text, as a CSV does not say what is a number.
pub(super) fn rows(bytes: &[u8]) -> Result<Vec<SheetRow>> {
    if bytes.len() > MAX_FILE {
        return Err(Error::new("file.too_large").with("limit", MAX_FILE >> 20));
    }
    let (bytes, encoding) = plain(bytes);
    refuse_binary(&bytes, encoding)?;
    let (bytes, told) = told_separator(&bytes);
    let separator = told.unwrap_or_else(|| find_separator(bytes));
    let mut reader = ReaderBuilder::new().delimiter(separator).build();
    let mut rows = RowCollector::default();
    // The line that says "sep=;" is a row of the file, too, and so are blank lines, which the reader leaves out.
    let mut row = u32::from(told.is_some()).saturating_add(blank_lines(bytes, 0));
    let (mut at, mut column, mut filled) = (0, 0_u32, 0);
    let mut field = vec![0; MAX_CELL];
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let (result, read, written) = reader.read_field(rest, field.get_mut(filled..).unwrap_or_default());
        at += read;
        filled += written;
        let record_end = match result {
            ReadFieldResult::Field { record_end } => record_end,
            ReadFieldResult::OutputFull => return Err(Error::new("file.cell_too_long")),
            // Nothing is left: the reader is asked once more for the field that is open.
            ReadFieldResult::InputEmpty => continue,
            ReadFieldResult::End => return rows.finish(),
        };
        let text = decode(field.get(..filled).unwrap_or_default(), encoding);
        let cell = text_cell(&text);
        if row >= MAX_ROWS {
            return Err(Error::new("file.too_many_cells"));
        }
        if column >= MAX_FIELDS {
            return Err(Error::new("file.too_many_columns").with("limit", MAX_FIELDS));
        }
        if cell != Cell::Empty {
            rows.add(row, column, cell, FontKind::Plain)?;
        }
        (column, filled) = (column + 1, 0);
        if record_end {
            column = 0;
            row = row.saturating_add(1).saturating_add(blank_lines(bytes, at));
        }
    }
}

/// Blank lines from `at` on, where the reader stood before it skipped them.
fn blank_lines(bytes: &[u8], at: usize) -> u32 {
    let ahead = bytes.get(at..).unwrap_or_default().iter().take_while(|b| matches!(b, b'\r' | b'\n'));
    let breaks = ahead.filter(|b| **b == b'\n').count();
    // The line before may have ended between its CR and LF.
    let cut = at > 0 && bytes.get(at - 1) == Some(&b'\r') && bytes.get(at) == Some(&b'\n');
    as_count(breaks) - u32::from(cut)
}

/// The file in an encoding that has separators and quotes where ASCII has them, and that encoding.
fn plain(bytes: &[u8]) -> (Cow<'_, [u8]>, &'static Encoding) {
    match Encoding::for_bom(bytes) {
        Some((encoding, length)) if encoding == UTF_8 => {
            (Cow::Borrowed(bytes.get(length..).unwrap_or_default()), UTF_8)
        }
        Some((encoding, _)) => (Cow::Owned(encoding.decode(bytes).0.into_owned().into_bytes()), UTF_8),
        None if std::str::from_utf8(bytes).is_ok() => (Cow::Borrowed(bytes), UTF_8),
        None => (Cow::Borrowed(bytes), encoding_of(bytes)),
    }
}

fn decode<'f>(field: &'f [u8], encoding: &'static Encoding) -> Cow<'f, str> {
    let (text, _) = encoding.decode_without_bom_handling(field);
    if encoding == UTF_8 || text.is_ascii() { text } else { Cow::Owned(text.nfc().collect()) }
}

/// Windows-1258 writes tones as marks of their own behind a vowel; windows-1252 has letters at those places.
fn encoding_of(bytes: &[u8]) -> &'static Encoding {
    const TONES: [u8; 5] = [0xCC, 0xD2, 0xDE, 0xEC, 0xF2];
    const VOWELS: &[u8] = b"aeiouyAEIOUY\xC2\xCA\xD4\xC3\xD5\xDD\xE2\xEA\xF4\xE3\xF5\xFD";
    let (mut behind_vowel, mut elsewhere) = (0_usize, 0_usize);
    for (before, byte) in bytes.iter().zip(bytes.iter().skip(1)) {
        if TONES.contains(byte) {
            if VOWELS.contains(before) { behind_vowel += 1 } else { elsewhere += 1 }
        }
    }
    if behind_vowel >= 2 && behind_vowel > 4 * elsewhere { WINDOWS_1258 } else { WINDOWS_1252 }
}

fn refuse_binary(bytes: &[u8], encoding: &'static Encoding) -> Result<()> {
    let is_control = |b: &u8| b.is_ascii_control() && !matches!(b, b'\t' | b'\r' | b'\n' | 0);
    let controls = bytes.iter().filter(|b| is_control(b)).count();
    let nuls = memchr::memchr_iter(0, bytes).count();
    let is_broken = |chunk: &Utf8Chunk<'_>| !chunk.invalid().is_empty();
    let broken = if encoding == UTF_8 {
        memchr::memmem::find_iter(bytes, "\u{FFFD}").count() + bytes.utf8_chunks().filter(is_broken).count()
    } else {
        0
    };
    // A text may hold a stray control character; binary data holds many.
    if (controls + broken) * 100 > bytes.len() || nuls * 20 > bytes.len() {
        return Err(Error::new("file.not_spreadsheet"));
    }
    if nuls > 0 { Err(Error::new("file.nul")) } else { Ok(()) }
}

/// The first line "sep=;" by which some programs tell Excel the separator.
fn told_separator(bytes: &[u8]) -> (&[u8], Option<u8>) {
    let told = bytes.strip_prefix(b"sep=").and_then(|rest| rest.split_first());
    let Some((separator @ (b',' | b';' | b'\t' | b'|'), rest)) = told else { return (bytes, None) };
    let body = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"));
    body.map_or((bytes, None), |body| (body, Some(*separator)))
}

/// The separator whose number per line is the steadiest, outside quotes, in the first lines.
fn find_separator(text: &[u8]) -> u8 {
    const LINES: usize = 60;
    let mut counts: Vec<[usize; 3]> = Vec::new();
    let (mut commas, mut semicolons, mut tabs) = (0, 0, 0);
    let (mut quoted, mut blank) = (false, true);
    for &byte in text {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => {
                if !std::mem::replace(&mut blank, true) {
                    counts.push([commas, semicolons, tabs]);
                }
                (commas, semicolons, tabs) = (0, 0, 0);
                if counts.len() >= LINES {
                    break;
                }
                continue;
            }
            b',' if !quoted => commas += 1,
            b';' if !quoted => semicolons += 1,
            b'\t' if !quoted => tabs += 1,
            _ => {}
        }
        blank &= byte.is_ascii_whitespace() && byte != b'\t';
    }
    if !blank {
        counts.push([commas, semicolons, tabs]);
    }
    let score = |i: usize| {
        let mut seen: Vec<usize> =
            counts.iter().filter_map(|c| c.get(i).copied()).filter(|n| *n > 0).collect();
        seen.sort_unstable();
        let most =
            seen.chunk_by(|a, b| a == b).map(|run| (run.len(), run.first().copied().unwrap_or(0))).max();
        most.unwrap_or_default()
    };
    [(b',', score(0)), (b';', score(1)), (b'\t', score(2))]
        .into_iter()
        .max_by_key(|(_, s)| *s)
        .map_or(b',', |(c, _)| c)
}
