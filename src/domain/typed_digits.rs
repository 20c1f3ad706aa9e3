//! What people type where digits belong: digits of other scripts, a tail of zeros, words for "none".

use super::text::fold;

/// Full-width digits as ASCII, invisible characters and outer spaces dropped.
pub(super) fn plain_digits(raw: &str, repairs: &mut Vec<&'static str>) -> String {
    let mut text = String::with_capacity(raw.len());
    let (mut wide, mut blank) = (false, false);
    for c in raw.trim_matches(' ').chars() {
        match c {
            '0'..='9' => text.push(c),
            '\u{ff10}'..='\u{ff19}' => {
                wide = true;
                text.extend(char::from_digit(u32::from(c) - 0xff10, 10));
            }
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => blank = true,
            _ => text.push(c),
        }
    }
    blank |= text.trim() != text || raw.starts_with(' ') || raw.ends_with(' ');
    if wide {
        repairs.push("repair.fullwidth");
    }
    if blank {
        repairs.push("repair.spaces");
    }
    text.trim().to_owned()
}

/// `38201001234.0` without its tail, which must not become a digit.
pub(super) fn without_float_tail(text: &str) -> Option<&str> {
    let (whole, tail) = text.split_once(['.', ','])?;
    let tail_is_zero = matches!(tail, "0" | "00");
    let whole_is_number = whole.bytes().all(|b| b.is_ascii_digit()) && whole.len() >= 8;
    (tail_is_zero && whole_is_number && (whole.len() == 12 || !whole.starts_with('0'))).then_some(whole)
}

/// Words and signs that people put where there is no number.
pub(super) fn is_nothing(text: &str) -> bool {
    let text = fold(text);
    text.is_empty()
        || matches!(text.as_str(), "x" | "k" | "mat" | "kxd" | "n a" | "na" | "null" | "none" | "trong")
        || ["khong", "chua", "ko", "kg"].iter().any(|word| text.split(' ').next() == Some(word))
}
