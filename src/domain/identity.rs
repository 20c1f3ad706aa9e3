//! Personal identification numbers (docs/domain.md, Identity numbers).
//!
//! 12 digits: 3 of the place where the birth was registered, 1 of century and sex, 2 of the year of birth, 6 random.
//! There is no check digit. A number can change, so it is never the key of a person.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};

use super::citizen::Sex;
use super::dates::PartialDate;
use super::typed_digits::{is_nothing, plain_digits, without_float_tail};

/// What a column of numbers is said to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberColumn {
    /// Số định danh, CCCD, căn cước: 12 digits.
    Number,
    /// CMND: 9 digits.
    Old,
    /// "CMND/CCCD": either.
    Either,
}

/// What one cell of a number column says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NumberReading {
    /// 12 digits, or empty.
    pub number: String,
    /// 9 digits, or empty.
    pub old_number: String,
    /// Codes of what was mended (`repair.…`).
    pub repairs: Vec<&'static str>,
    /// Codes of what somebody should look at (`row.…`).
    pub warnings: Vec<&'static str>,
    /// Why the row must not be taken: storing anything would be false.
    pub rejection: Option<&'static str>,
}

/// Reads a number from the text of a cell; a numeric cell is given as its integer digits.
///
/// Lost zeros are put back only where the code of the place then exists (11 digits: 010–096, 10 digits: 001–008).
/// Scientific notation in text has lost its digits for good and is refused. Text without a number ("chưa có") reads as
/// nothing.
#[must_use]
pub fn parse(raw: &str, column: NumberColumn) -> NumberReading {
    let mut reading = NumberReading::default();
    if raw.len() == 12 && raw.bytes().all(|b| b.is_ascii_digit()) {
        reading.take(raw.to_owned(), column);
        return reading;
    }
    let text = plain_digits(raw, &mut reading.repairs);
    let text = text.trim();
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        reading.repairs.clear();
        if !is_nothing(text) {
            reading.warnings.push("row.number_unreadable");
        }
        return reading;
    }
    if is_scientific(text) {
        reading.repairs.clear();
        reading.rejection = Some("row.number_scientific");
        return reading;
    }
    let text = match without_float_tail(text) {
        Some(text) => {
            reading.repairs.push("repair.float_suffix");
            text
        }
        None => text,
    };
    let marks = reading.repairs.len();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.bytes().all(|b| b == b'0') {
        reading.repairs.clear();
        return reading;
    }
    if digits.len() == text.len() {
        if !reading.take(digits, column) {
            reading.repairs.clear();
            reading.warnings.push("row.number_unreadable");
        }
        return reading;
    }
    if text.chars().all(|c| c.is_ascii_digit() || is_separator(c)) {
        note_separators(text, &mut reading.repairs);
        if reading.take(digits, column) {
            return reading;
        }
        reading.repairs.truncate(marks);
    }
    // The letter O typed for 0, and nothing else strange: the code of the place must then exist.
    let zeros: String = text.chars().map(|c| if matches!(c, 'O' | 'o') { '0' } else { c }).collect();
    if zeros.len() == 12 && zeros.bytes().all(|b| b.is_ascii_digit()) && knows_code(&zeros) {
        reading.repairs.push("repair.letter_o");
        reading.take(zeros, column);
        return reading;
    }
    among_words(text, column)
}

fn note_separators(text: &str, repairs: &mut Vec<&'static str>) {
    if text.contains(['\'', '’', '`']) {
        repairs.push("repair.apostrophe");
    }
    if text.contains(char::is_whitespace) {
        repairs.push("repair.spaces");
    }
    if text.contains(['.', '-', '–', '_', ',']) {
        repairs.push("repair.number_signs");
    }
}

/// Several numbers, or words around one: the first of each length counts.
fn among_words(text: &str, column: NumberColumn) -> NumberReading {
    let mut reading = NumberReading::default();
    for part in text.split(|c: char| !c.is_ascii_digit() && !matches!(c, ' ' | '.' | '\u{a0}')) {
        let digits: String = part.chars().filter(char::is_ascii_digit).collect();
        if (digits.len() == 12 && reading.number.is_empty())
            || (digits.len() == 9 && reading.old_number.is_empty() && column != NumberColumn::Number)
        {
            reading.take(digits, column);
        }
    }
    if reading.number.is_empty() && reading.old_number.is_empty() {
        reading.warnings.push("row.number_unreadable");
    } else {
        reading.repairs.push("repair.number_words");
    }
    reading
}

impl NumberReading {
    /// Takes digits if they can be a number of the column.
    fn take(&mut self, digits: String, column: NumberColumn) -> bool {
        match (digits.len(), column) {
            (12, _) => {
                if !knows_code(&digits) {
                    self.warnings.push("row.number_unknown_code");
                }
                self.number = digits;
            }
            (11 | 10, _) => {
                let whole = format!("{digits:0>12}");
                // 11 digits belong to 010–096, 10 to 001–008, and nobody is born after 2099 yet.
                let code_fits = !digits.starts_with('0') && knows_code(&whole);
                if !code_fits || !matches!(whole.as_bytes().get(3), Some(b'0'..=b'3')) {
                    return false;
                }
                self.repairs.push("repair.lost_zero");
                self.number = whole;
            }
            (9, NumberColumn::Number) => {
                self.warnings.push("row.number_old");
                self.old_number = digits;
            }
            (9, _) => self.old_number = digits,
            (8, NumberColumn::Old | NumberColumn::Either) if !digits.starts_with('0') => {
                self.repairs.push("repair.lost_zero");
                self.old_number = format!("0{digits}");
            }
            _ => return false,
        }
        true
    }
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '.' | '-' | '–' | '_' | ',' | '\'' | '’' | '‘' | '`')
}

/// `3.8201E+10`, `3,82E+10`, `4E10`.
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.trim_start_matches('\'').split_once(['E', 'e']) else {
        return false;
    };
    let (mantissa, exponent) = (mantissa.trim_end(), exponent.trim_start_matches([' ', '+']));
    !mantissa.is_empty()
        && mantissa.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',')
        && !exponent.is_empty()
        && exponent.bytes().all(|b| b.is_ascii_digit())
}

static CODES: LazyLock<Vec<bool>> = LazyLock::new(|| {
    let mut known = vec![false; 1000];
    let codes = include_str!("data/cccd_province_codes.csv").lines().skip(1);
    for code in codes.filter_map(|line| line.split(',').next()?.parse::<usize>().ok()) {
        if let Some(slot) = known.get_mut(code) {
            *slot = true;
        }
    }
    known
});

/// Whether the first three digits are one of the 63 codes of a province. Codes of countries exist too, their list is
/// not public: an unknown code is worth a warning, never a refusal.
#[must_use]
pub fn knows_code(number: &str) -> bool {
    number.get(..3).and_then(|code| CODES.get(code.parse::<usize>().ok()?)).copied().unwrap_or(false)
}

/// What a number says of its holder. The province is not among it: 024 may mean the old Bắc Giang or today's Bắc Ninh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// Sex registered at birth.
    pub sex: Sex,
    /// Year of birth, 1900…2399.
    pub birth_year: i32,
    /// Whether the code of the place is one of a province.
    pub known_code: bool,
}

/// Reads the facts from a 12-digit number; `None` for anything else.
#[must_use]
pub fn facts(number: &str) -> Option<Facts> {
    let bytes: &[u8; 12] = number.as_bytes().try_into().ok()?;
    if !bytes.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let digit = |b: u8| i32::from(b - b'0');
    let [_, _, _, century, tens, ones, ..] = bytes.map(digit);
    Some(Facts {
        sex: if century % 2 == 0 { Sex::Male } else { Sex::Female },
        birth_year: 1900 + century / 2 * 100 + tens * 10 + ones,
        known_code: knows_code(number),
    })
}

/// Holds a 12-digit number against what else is known. Findings are warnings, never refusals (docs/domain.md, Identity numbers); the
/// unknown code is found by [`parse`].
#[must_use]
pub fn check(
    number: &str,
    sex: Option<Sex>,
    birth: Option<PartialDate>,
    today: NaiveDate,
) -> Vec<&'static str> {
    let Some(facts) = facts(number) else { return Vec::new() };
    let mut warnings = Vec::new();
    if sex.is_some_and(|sex| sex != facts.sex) {
        warnings.push("row.number_sex");
    }
    if birth.is_some_and(|birth| birth.year() != facts.birth_year) {
        warnings.push("row.number_birth_year");
    }
    if facts.birth_year > today.year() {
        warnings.push("row.number_future");
    }
    warnings
}

/// Hides all but the first and last two characters, as VNeID hides the 8 middle ones of 12 (docs/domain.md, Identity numbers).
#[must_use]
pub fn mask(number: &str) -> String {
    let length = number.chars().count();
    number
        .chars()
        .enumerate()
        .map(|(at, c)| if length > 4 && (at < 2 || at + 2 >= length) { c } else { '•' })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::NumberColumn::{Either, Number, Old};
    use super::*;

    /// Number, old number, and all codes in order.
    fn read(raw: &str, column: NumberColumn) -> (String, String, String) {
        let r = parse(raw, column);
        let codes: Vec<_> = r.repairs.into_iter().chain(r.warnings).chain(r.rejection).collect();
        (r.number, r.old_number, codes.join(" "))
    }

    #[track_caller]
    fn check_number(raw: &str, number: &str, codes: &str) {
        assert_eq!(read(raw, Number), (number.to_owned(), String::new(), codes.to_owned()), "{raw:?}");
    }

    #[test]
    fn lost_zeros() {
        // 11 digits for 010–096, 10 for 001, 002, 004, 006, 008.
        check_number("038201001234", "038201001234", "");
        check_number("38201001234", "038201001234", "repair.lost_zero");
        for code in ["1", "2", "4", "6", "8"] {
            let raw = format!("{code}190001234");
            check_number(&raw, &format!("00{raw}"), "repair.lost_zero");
        }
        check_number("3190001234", "", "row.number_unreadable");
        check_number("23190001234", "", "row.number_unreadable");
        // A digit is missing elsewhere: never padded.
        check_number("03820100123", "", "row.number_unreadable");
        check_number("0912345678", "", "row.number_unreadable");
        // A tax code of 10 digits would give a birth in the 2300s.
        check_number("2800123456", "", "row.number_unreadable");
    }

    #[test]
    fn dirt() {
        check_number("'038201001234", "038201001234", "repair.apostrophe");
        check_number(" 038201001234 ", "038201001234", "repair.spaces");
        check_number("038\u{a0}201\u{a0}001\u{a0}234", "038201001234", "repair.spaces");
        check_number("038201001234\u{200b}", "038201001234", "repair.spaces");
        check_number("038.201.001.234", "038201001234", "repair.number_signs");
        check_number("038-201-001234", "038201001234", "repair.number_signs");
        check_number("０３８２０１００１２３４", "038201001234", "repair.fullwidth");
        check_number("38201001234.0", "038201001234", "repair.float_suffix repair.lost_zero");
        check_number("1190001234,00", "001190001234", "repair.float_suffix repair.lost_zero");
        check_number("038201001234.0", "038201001234", "repair.float_suffix");
        check_number("O382O1OO1234", "038201001234", "repair.letter_o");
        check_number("CCCD: 038201001234", "038201001234", "repair.number_words");
        check_number("038201001234 (mới)", "038201001234", "repair.number_words");
        // Spaces on one side only, and those that are no blanks.
        for raw in [" 038201001234", "038201001234 ", "\t038201001234"] {
            check_number(raw, "038201001234", "repair.spaces");
        }
    }

    #[test]
    fn numbers_among_words() {
        // The first of several.
        check_number("038201001234/024190001234", "038201001234", "repair.number_words");
        check_number("038201001234 / 024190001234", "038201001234", "repair.number_words");
        check_number("số 038.201.001.234", "038201001234", "repair.number_words");
        // Nine digits beside twelve are not asked for.
        check_number("038201001234 / 171234567", "038201001234", "repair.number_words");
        let old = |text: &str| (String::new(), text.to_owned(), "repair.number_words".to_owned());
        assert_eq!(read("171234567 / 271234567", Old), old("171234567"));
        // Zeros are put back only where nothing else stands.
        check_number("CCCD: 38201001234", "", "row.number_unreadable");
        assert_eq!(read("CMND: 12345678", Either).2, "row.number_unreadable");
        // A tail of zeros is one of a number alone.
        check_number("số 038201001234.0", "", "row.number_unreadable");
        let float =
            ("".to_owned(), "012345678".to_owned(), "repair.float_suffix repair.lost_zero".to_owned());
        assert_eq!(read("12345678.0", Old), float);
    }

    #[test]
    fn scientific_text_is_refused() {
        // Digits that are lost for good.
        for raw in ["3.8201E+10", "3,82E+10", "3,82e10", "'3.8201E+11", " 4E+10 ", "3.82 E+10"] {
            check_number(raw, "", "row.number_scientific");
        }
        // The letter e alone makes none.
        for raw in ["the 038201001234", "038201001234e"] {
            check_number(raw, "038201001234", "repair.number_words");
        }
    }

    #[test]
    fn codes() {
        // 63 codes; Bắc Giang is 024, 023 nobody's.
        assert_eq!(CODES.iter().filter(|known| **known).count(), 63);
        check_number("024190001234", "024190001234", "");
        check_number("023190001234", "023190001234", "row.number_unknown_code");
        // A country's code is accepted with a warning.
        check_number("112190001234", "112190001234", "row.number_unknown_code");
        // No check digit: any last six digits are fine.
        check_number("024190999999", "024190999999", "");
    }

    #[test]
    fn the_column_decides_nine_digits() {
        assert_eq!(read("171234567", Either), (String::new(), "171234567".into(), String::new()));
        assert_eq!(read("171234567", Old), (String::new(), "171234567".into(), String::new()));
        assert_eq!(read("171234567", Number), (String::new(), "171234567".into(), "row.number_old".into()));
        assert_eq!(read("12345678", Old), (String::new(), "012345678".into(), "repair.lost_zero".into()));
        check_number("12345678", "", "row.number_unreadable");
        assert_eq!(read("01234567", Old).2, "row.number_unreadable");
        assert_eq!(read("038201001234", Old).0, "038201001234");
        assert_eq!(
            read("038201001234 / 171234567", Either),
            ("038201001234".into(), "171234567".into(), "repair.number_words".into())
        );
    }

    #[test]
    fn nothing_is_nothing() {
        for raw in ["", " ", "-", "không có", "Chưa có", "chưa làm CCCD", "x", "0", "…", "KHÔNG"] {
            check_number(raw, "", "");
        }
        check_number("hỏi lại anh Ba", "", "row.number_unreadable");
        check_number("12345", "", "row.number_unreadable");
        check_number("0382010012345", "", "row.number_unreadable");
    }

    #[test]
    fn facts_of_a_number() {
        let check = |number: &str, sex, birth_year, known_code| {
            assert_eq!(facts(number), Some(Facts { sex, birth_year, known_code }));
        };
        check("038049001234", Sex::Male, 1949, true);
        check("038149001234", Sex::Female, 1949, true);
        check("038205001234", Sex::Male, 2005, true);
        check("038305001234", Sex::Female, 2005, true);
        check("023999001234", Sex::Female, 2399, false);
        assert_eq!(facts("171234567"), None);
        assert_eq!(facts("03820100123x"), None);
    }

    #[test]
    fn checks_warn_only() {
        // Findings, never refusals.
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let year = |y| PartialDate::from_year(y);
        let warn = |sex, birth, expect: &[&str]| assert_eq!(check("038149001234", sex, birth, today), expect);
        warn(Some(Sex::Female), year(1949), &[]);
        warn(None, None, &[]);
        warn(Some(Sex::Male), year(1949), &["row.number_sex"]);
        warn(Some(Sex::Male), year(1950), &["row.number_sex", "row.number_birth_year"]);
        assert_eq!(check("038250001234", None, None, today), ["row.number_future"]);
        assert!(check("038226001234", None, None, today).is_empty());
    }

    #[test]
    fn masks_the_middle() {
        assert_eq!(mask("038201001231"), "03••••••••31");
        assert_eq!(mask("171234567"), "17•••••67");
        assert_eq!(mask("0912000042"), "09••••••42");
        assert_eq!(mask("1234"), "••••");
        assert_eq!(mask(""), "");
    }

    proptest! {
        #[test]
        fn what_is_stored_reads_back_without_repair(raw in "[0-9０３８ '.\u{a0}-]{0,16}|[0-9]{8,12}|.{0,20}") {
            for column in [Number, Old, Either] {
                let first = parse(&raw, column);
                for (stored, column) in [(&first.number, column), (&first.old_number, Old)] {
                    let again = parse(stored, column);
                    prop_assert!(again.repairs.is_empty() && again.rejection.is_none());
                    prop_assert_eq!(format!("{}{}", again.number, again.old_number), stored.as_str());
                    prop_assert!(matches!(stored.len(), 0 | 9 | 12));
                }
            }
        }
    }
}
