//! What stored values mean: dates by their number and format, texts, positions.

use std::borrow::Cow;

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};

use super::Cell;

/// The last day that Excel knows, 31/12/9999.
const LAST_DAY: f64 = 2_958_465.0;

/// Text, or nothing when it is blank.
pub(in crate::excel) fn text_cell(text: &str) -> Cell {
    if text.trim().is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

/// `2026-11-21` or `2026-11-21T08:30:00`, as ods and some xlsx writers have it; other text stays text.
pub(in crate::excel) fn iso_date(text: &str) -> Cell {
    let trimmed = text.trim().trim_end_matches('Z');
    let date = NaiveDateTime::parse_from_str(trimmed, "%Y-%m-%dT%H:%M:%S%.f").ok();
    let date = date.or_else(|| NaiveDate::parse_from_str(trimmed, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0));
    date.map_or_else(|| text_cell(trimmed), Cell::Date)
}

/// A number, as a day when its format shows one.
pub(in crate::excel) fn number_cell(value: f64, is_date: bool, date_1904: bool) -> Cell {
    let date = if is_date { date_of(value, date_1904) } else { None };
    date.map_or(Cell::Number(value), Cell::Date)
}

/// The day and time of a serial number; Excel counts a 29/02/1900 that never was.
fn date_of(value: f64, date_1904: bool) -> Option<NaiveDateTime> {
    if !(0.0..LAST_DAY + 1.0).contains(&value) {
        return None;
    }
    let (year, month, day) = match value {
        _ if date_1904 => (1904, 1, 1),
        v if v < 60.0 => (1899, 12, 31),
        v if v < 61.0 => return None,
        _ => (1899, 12, 30),
    };
    let epoch = NaiveDate::from_ymd_opt(year, month, day)?;
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 2,958,466")]
    let (days, milliseconds) = (value.trunc() as u64, (value.fract() * 86_400_000.0).round() as i64);
    let midnight = epoch.checked_add_days(Days::new(days))?.and_hms_opt(0, 0, 0)?;
    midnight.checked_add_signed(TimeDelta::milliseconds(milliseconds))
}

/// Whether a built-in format shows a day or a time of day.
pub(in crate::excel) fn is_date_id(id: u32) -> bool {
    matches!(id, 14..=22 | 27..=36 | 45 | 47 | 50..=58)
}

/// Whether a format such as `dd/mm/yyyy` shows a day or a time of day; a duration like `[h]:mm` is a number.
pub(in crate::excel) fn is_date_format(format: &str) -> bool {
    let mut chars = format.chars();
    let mut before_pm = false;
    while let Some(c) = chars.next() {
        match c.to_ascii_lowercase() {
            // What follows stands for itself.
            '\\' | '_' | '*' => drop(chars.next()),
            '"' => drop(chars.find(|c| *c == '"')),
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                let inside = inside.to_ascii_lowercase();
                if ["h", "m", "s"]
                    .iter()
                    .any(|unit| !inside.is_empty() && inside.replace(unit, "").is_empty())
                {
                    return false;
                }
            }
            // The first of its parts is that of ordinary numbers.
            ';' => return false,
            'a' => before_pm = true,
            'd' | 'm' | 'h' | 'y' | 's' => return true,
            'p' | '/' if before_pm => return true,
            _ => {}
        }
    }
    false
}

/// A number in the short form of the binary formats.
pub(in crate::excel) fn short_number(bits: u32) -> f64 {
    let value = if bits & 2 != 0 {
        f64::from(bits.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(bits & 0xFFFF_FFFC) << 32)
    };
    if bits & 1 != 0 { value / 100.0 } else { value }
}

/// "B3" → row 2, column 1; both 0-based.
pub(in crate::excel) fn position(reference: &str) -> Option<(u32, u32)> {
    let digits = reference.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = reference.split_at_checked(digits)?;
    let column = letters.bytes().try_fold(0_u32, |column, b| {
        let letter = b.to_ascii_uppercase();
        letter
            .is_ascii_uppercase()
            .then(|| column.checked_mul(26)?.checked_add(u32::from(letter - b'A') + 1))?
    })?;
    Some((row.parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

/// Excel writes a character that XML cannot hold as `_x000D_`.
pub(in crate::excel) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let unit = |at: usize| -> Option<u16> {
        let hex = text.get(at..at + 7)?.strip_prefix("_x")?.strip_suffix('_')?;
        hex.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u16::from_str_radix(hex, 16).ok())?
    };
    let mut out = String::with_capacity(text.len());
    let mut units = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some(unit) = unit(at) {
            units.push(unit);
            at += 7;
            continue;
        }
        out.push_str(&String::from_utf16_lossy(&std::mem::take(&mut units)));
        let next = rest.char_indices().skip(1).find(|(_, c)| *c == '_').map_or(rest.len(), |(next, _)| next);
        out.push_str(rest.get(..next).unwrap_or_default());
        at += next;
    }
    out.push_str(&String::from_utf16_lossy(&units));
    Cow::Owned(out)
}
