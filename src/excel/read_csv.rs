//! Reads CSV text of unknown encoding and separator.

use encoding_rs::{Encoding, WINDOWS_1252, WINDOWS_1258};
use unicode_normalization::UnicodeNormalization;

use super::read_sheet::{Cell, FontKind, MAX_ROWS, Row, RowCollector, text_cell};
use crate::error::{Error, Result};

/// The rows of a CSV file; every value stays text, as a CSV does not say what is a number.
pub(super) fn rows(bytes: &[u8]) -> Result<Vec<Row>> {
    let text = decode(bytes)?;
    let (text, told) = told_separator(&text);
    let separator = told.unwrap_or_else(|| find_separator(text));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut rows = RowCollector::default();
    // The line that says "sep=;" is a row of the file, too. Blank lines count, line breaks within quotes do not.
    let mut row = u64::from(told.is_some());
    let mut line_after = 1;
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(super::read_sheet::damaged)? {
        let line = record.position().map_or(line_after, csv::Position::line);
        row += line.saturating_sub(line_after);
        let breaks: usize = record.iter().map(|field| field.matches('\n').count()).sum();
        line_after = line + breaks as u64 + 1;
        if row >= u64::from(MAX_ROWS) {
            return Err(Error::new("file.too_many_cells"));
        }
        for (column, field) in record.iter().enumerate() {
            let cell = text_cell(field);
            if cell != Cell::Empty {
                let (row, column) =
                    (u32::try_from(row).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX));
                rows.add(row, column, cell, FontKind::Plain)?;
            }
        }
        row += 1;
    }
    Ok(rows.finish())
}

fn decode(bytes: &[u8]) -> Result<String> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        let (text, _, _) = encoding.decode(bytes);
        return refuse_binary(text.into_owned());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return refuse_binary(text.to_owned());
    }
    let (text, _) = encoding_of(bytes).decode_without_bom_handling(bytes);
    refuse_binary(text.nfc().collect())
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

fn refuse_binary(text: String) -> Result<String> {
    let controls = text.chars().filter(|c| c.is_control() && !matches!(c, '\t' | '\r' | '\n' | '\0')).count();
    let nuls = memchr::memchr_iter(0, text.as_bytes()).count();
    let replaced = text.matches('\u{FFFD}').count();
    // A text may hold a stray control character; binary data holds many.
    if (controls + replaced) * 100 > text.len() || nuls * 20 > text.len() {
        return Err(Error::new("file.not_spreadsheet"));
    }
    if nuls > 0 {
        return Err(Error::new("file.nul"));
    }
    Ok(text)
}

/// The first line "sep=;" by which some programs tell Excel the separator.
fn told_separator(text: &str) -> (&str, Option<u8>) {
    let Some(rest) = text.strip_prefix("sep=") else { return (text, None) };
    let mut chars = rest.chars();
    match chars.next() {
        Some(c @ (',' | ';' | '\t' | '|')) => {
            let after = chars.as_str();
            let body = after.strip_prefix("\r\n").or_else(|| after.strip_prefix('\n'));
            body.map_or((text, None), |body| (body, u8::try_from(c).ok()))
        }
        _ => (text, None),
    }
}

/// The separator whose number per line is the steadiest, outside quotes, in the first lines.
fn find_separator(text: &str) -> u8 {
    const LINES: usize = 60;
    let mut counts: Vec<[usize; 3]> = Vec::new();
    let (mut commas, mut semicolons, mut tabs) = (0, 0, 0);
    let (mut quoted, mut blank) = (false, true);
    for byte in text.bytes() {
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
