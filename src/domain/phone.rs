//! Phone numbers (docs/domain.md, Phones).
//!
//! A phone is not unique: a guardian's serves the children. The prefix does not tell the network (numbers are carried
//! over), so an unknown one is only a warning.

use std::sync::LazyLock;

use super::typed_digits::{is_nothing, plain_digits, without_float_tail};

/// What one cell of a phone column says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PhoneReading {
    /// 10 digits from 0, or 11 for a fixed line (02…); empty when there is none.
    pub phone: String,
    /// What stood beside it: another number, whose it is. Empty mostly.
    pub rest: String,
    /// Codes of what was mended (`repair.…`).
    pub repairs: Vec<&'static str>,
    /// Codes of what somebody should look at (`row.…`).
    pub warnings: Vec<&'static str>,
}

/// Reads a phone from the text of a cell; a numeric cell is given as its integer digits. Of several numbers the first
/// that can be one is taken, the others go to [`PhoneReading::rest`].
#[must_use]
pub fn parse(raw: &str) -> PhoneReading {
    let mut reading = PhoneReading::default();
    if let Some(phone) = as_is(raw) {
        reading.take(phone.to_owned(), None);
        return reading;
    }
    let text = plain_digits(raw, &mut reading.repairs);
    let text = match without_float_tail(&text) {
        Some(whole) => {
            reading.repairs.push("repair.float_suffix");
            whole
        }
        None => text.as_str(),
    };
    if !text.bytes().any(|b| b.is_ascii_digit() && b != b'0') {
        reading.repairs.clear();
        if !is_nothing(text) && !text.contains('0') {
            reading.warnings.push("row.phone_unreadable");
        }
        return reading;
    }
    let Some(found) = find(text) else {
        reading.repairs.clear();
        reading.warnings.push("row.phone_unreadable");
        return reading;
    };
    let before = text.get(..found.start).unwrap_or_default();
    let after = text.get(found.end..).unwrap_or_default();
    let rest = [before, after].map(words_of).join(" ").trim().to_owned();
    let inner = text.get(found.start..found.end).unwrap_or_default();
    let signs = |s: &str| s.chars().any(|c| !c.is_ascii_digit() && c != '+');
    if !rest.is_empty() {
        reading.warnings.push("row.phone_several");
    }
    if signs(inner) || (rest.is_empty() && (signs(before) || signs(after))) {
        reading.repairs.push("repair.phone_signs");
    }
    reading.rest = rest;
    reading.take(found.phone, found.repair);
    reading
}

/// What stands beside a phone, without the signs between; empty when it is only signs.
fn words_of(text: &str) -> &str {
    if !text.contains(char::is_alphanumeric) {
        return "";
    }
    let text = text.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')'));
    let whole = text.matches('(').count() == text.matches(')').count();
    if whole { text } else { text.trim_matches(['(', ')', ' ']) }
}

impl PhoneReading {
    fn take(&mut self, phone: String, repair: Option<&'static str>) {
        self.repairs.extend(repair);
        if !phone.starts_with("02") && !knows_prefix(&phone) {
            self.warnings.push("row.phone_unknown_prefix");
        }
        self.phone = phone;
    }
}

/// A phone found in a text, with the bytes it took.
struct Found {
    phone: String,
    repair: Option<&'static str>,
    start: usize,
    end: usize,
}

/// The first and longest run of digit groups that makes a phone; only signs that people write inside a number may stand between
/// the groups.
fn find(text: &str) -> Option<Found> {
    let mut groups: Vec<(usize, usize)> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
        match groups.last_mut() {
            Some(group) if group.1 == at => group.1 = at + c.len_utf8(),
            _ => groups.push((at, at + c.len_utf8())),
        }
    }
    for (i, first) in groups.iter().enumerate() {
        let mut digits = String::new();
        let mut end = first.0;
        let mut longest = None;
        for group in groups.iter().skip(i) {
            let between = text.get(end..group.0).unwrap_or_default();
            if !between.chars().all(|c| c.is_whitespace() || ".-–()_+'’".contains(c)) || digits.len() > 15
            {
                break;
            }
            digits.push_str(text.get(group.0..group.1).unwrap_or_default());
            end = group.1;
            if let Some((phone, repair)) = normal(&digits) {
                let plus = text.get(..first.0).is_some_and(|before| before.ends_with('+'));
                longest = Some(Found { phone, repair, start: first.0 - usize::from(plus), end });
            }
        }
        if longest.is_some() {
            return longest;
        }
    }
    None
}

/// 10 digits of a mobile phone, nothing else.
fn as_is(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let mobile = bytes.len() == 10
        && matches!(bytes, [b'0', b'3' | b'5' | b'7' | b'8' | b'9', ..])
        && bytes.iter().all(u8::is_ascii_digit);
    mobile.then_some(text)
}

/// Digits as a phone of today: country code off, lost zero back, prefix of before 15/9/2018 converted. The length
/// decides what a leading 84 is: `842345678` is 084 2345678 with its zero lost.
fn normal(digits: &str) -> Option<(String, Option<&'static str>)> {
    let first = digits.as_bytes();
    match (digits.len(), first) {
        (10, [b'0', ..]) => as_is(digits).map(|phone| (phone.to_owned(), None)),
        (11, [b'0', b'2', ..]) => Some((digits.to_owned(), None)),
        (11, [b'0', b'1', ..]) => new_prefix(digits).map(|phone| (phone, Some("repair.phone_old_prefix"))),
        (9, [b'3' | b'5' | b'7' | b'8' | b'9', ..]) | (10, [b'1' | b'2', ..]) => {
            let (phone, repair) = normal(&format!("0{digits}"))?;
            Some((phone, repair.or(Some("repair.phone_lost_zero"))))
        }
        (13.., [b'0', b'0', b'8', b'4', ..]) => abroad(digits.get(4..)?),
        (11..=13, [b'8', b'4', ..]) => abroad(digits.get(2..)?),
        _ => None,
    }
}

/// What stands after the country code, with or without its zero.
fn abroad(digits: &str) -> Option<(String, Option<&'static str>)> {
    let (phone, repair) = match digits.as_bytes() {
        [b'8', b'4', ..] if digits.len() > 10 => None,
        [b'0', ..] => normal(digits),
        _ => normal(&format!("0{digits}")),
    }?;
    Some((phone, repair.or(Some("repair.phone_country"))))
}

/// One prefix of today.
struct Prefix {
    now: &'static str,
    /// The 11-digit prefix of before 15/9/2018, or empty.
    old: &'static str,
    /// Allocated fourth digits; empty when all are.
    fourth: &'static str,
}

static PREFIXES: LazyLock<Vec<Prefix>> = LazyLock::new(|| {
    let rows = include_str!("data/mobile_prefixes.csv").lines().skip(1);
    rows.filter_map(|row| {
        let mut cells = row.split(',');
        Some(Prefix { now: cells.next()?, old: cells.next()?, fourth: cells.next()? })
    })
    .collect()
});

fn new_prefix(digits: &str) -> Option<String> {
    let (old, rest) = digits.split_at_checked(4)?;
    let prefix = PREFIXES.iter().find(|prefix| prefix.old == old)?;
    Some(format!("{}{rest}", prefix.now))
}

/// Whether a mobile phone begins as some allocated range does.
#[must_use]
pub fn knows_prefix(phone: &str) -> bool {
    let Some((start, rest)) = phone.split_at_checked(3) else { return false };
    PREFIXES
        .binary_search_by(|prefix| prefix.now.cmp(start))
        .ok()
        .and_then(|at| PREFIXES.get(at))
        .is_some_and(|prefix| prefix.fourth.is_empty() || rest.starts_with(|c| prefix.fourth.contains(c)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(raw: &str, phone: &str, codes: &str) {
        let r = parse(raw);
        let found: Vec<_> = r.repairs.into_iter().chain(r.warnings).collect();
        assert_eq!((r.phone.as_str(), found.join(" ").as_str()), (phone, codes), "{raw:?}");
    }

    #[track_caller]
    fn check_rest(raw: &str, phone: &str, rest: &str) {
        let r = parse(raw);
        assert_eq!((r.phone.as_str(), r.rest.as_str()), (phone, rest), "{raw:?}");
        assert!(r.warnings.contains(&"row.phone_several"));
    }

    #[test]
    fn forms() {
        check("0912000001", "0912000001", "");
        check("0912.000.001", "0912000001", "repair.phone_signs");
        check("0912 000 001", "0912000001", "repair.phone_signs");
        check("(0912) 000-001", "0912000001", "repair.phone_signs");
        check("'0912000001", "0912000001", "repair.phone_signs");
        check("0912000001\u{a0}", "0912000001", "repair.spaces");
        check("０９１２０００００１", "0912000001", "repair.fullwidth");
        check("912000001.0", "0912000001", "repair.float_suffix repair.phone_lost_zero");
        check("912000001", "0912000001", "repair.phone_lost_zero");
    }

    #[test]
    fn country_code_by_length() {
        check("+84912000001", "0912000001", "repair.phone_country");
        check("84912000001", "0912000001", "repair.phone_country");
        check("0084912000001", "0912000001", "repair.phone_country");
        check("840912000001", "0912000001", "repair.phone_country");
        check("+84 (0)912 000 001", "0912000001", "repair.phone_signs repair.phone_country");
        check("(84) 912000001", "0912000001", "repair.phone_signs repair.phone_country");
        check("841692000001", "0392000001", "repair.phone_old_prefix");
        check("+8401692000001", "0392000001", "repair.phone_old_prefix");
        check("842973000001", "02973000001", "repair.phone_country");
        // 084… with its zero lost, not +84.
        check("842345678", "0842345678", "repair.phone_lost_zero");
    }

    #[test]
    fn old_prefixes() {
        let old_to_new = [
            ("0162", "032"),
            ("0169", "039"),
            ("0120", "070"),
            ("0121", "079"),
            ("0122", "077"),
            ("0126", "076"),
            ("0128", "078"),
            ("0123", "083"),
            ("0124", "084"),
            ("0125", "085"),
            ("0127", "081"),
            ("0129", "082"),
            ("0186", "056"),
            ("0188", "058"),
            ("0199", "059"),
        ];
        for (old, new) in old_to_new {
            check(&format!("{old}0000001"), &format!("{new}0000001"), "repair.phone_old_prefix");
            // And with its zero lost.
            check(
                &format!("{}0000001", old.trim_start_matches('0')),
                &format!("{new}0000001"),
                "repair.phone_old_prefix",
            );
        }
        // Fixed lines have 11 digits too.
        check("0297.3000001", "02973000001", "repair.phone_signs");
        check("2973000001", "02973000001", "repair.phone_lost_zero");
        check("01610000001", "", "row.phone_unreadable");
    }

    #[test]
    fn prefixes_warn_only() {
        // In use though printed tables lack them.
        for known in ["0300000001", "0559000001", "0870000001", "0950000001"] {
            check(known, known, "");
        }
        check("0540000001", "0540000001", "row.phone_unknown_prefix");
        check("0550000001", "0550000001", "row.phone_unknown_prefix");
    }

    #[test]
    fn several_in_one_cell() {
        check_rest("0912000001/0987000002", "0912000001", "0987000002");
        check_rest("0912000001 - con gái", "0912000001", "con gái");
        check_rest("0912.000.001; 0987.000.002 (vợ)", "0912000001", "0987.000.002 (vợ)");
        check_rest("0912 000 001 0987 000 002", "0912000001", "0987 000 002");
        check_rest("0912000001 (con gái)", "0912000001", "(con gái)");
        check_rest("(con gái: 0912000001)", "0912000001", "con gái");
        check_rest("12345, 0912000001", "0912000001", "12345");
        check_rest("Zalo: 0912000001", "0912000001", "Zalo");
    }

    #[test]
    fn nothing_and_unreadable() {
        for raw in ["", "-", "không", "chưa có", "0", "ko có ĐT"] {
            check(raw, "", "");
        }
        check("hỏi con trai", "", "row.phone_unreadable");
        check("091200000", "", "row.phone_unreadable");
        check("0412000001", "", "row.phone_unreadable");
        check("19000368", "", "row.phone_unreadable");
        check("9,12E+08", "", "row.phone_unreadable");
    }

    proptest! {
        #[test]
        fn what_is_stored_reads_back_without_repair(raw in "[0-9+ .()/-]{0,20}|(0|84|\\+84)?[0-9]{8,11}|.{0,20}") {
            let phone = parse(&raw).phone;
            let again = parse(&phone);
            prop_assert!(again.repairs.is_empty() && again.rest.is_empty());
            prop_assert_eq!(again.phone, phone);
        }
    }
}
