//! Dates of the field: partial births, day-first text, and the day of Asia/Ho_Chi_Minh.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::typed_digits::is_nothing;
use crate::messages;

/// A date with the precision that the paper has: year, year and month, or the full day. A missing part is never
/// invented (docs/domain.md, Lists in spreadsheets). Text form: `1950`, `1950-03`, `1950-03-12`; the order is that of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(into = "String", try_from = "String")]
#[ts(type = "string")]
pub struct PartialDate {
    year: i16,
    month: u8,
    day: u8,
}

impl PartialDate {
    /// A year alone, 1850…2199; `None` outside.
    #[must_use]
    pub fn from_year(year: i32) -> Option<Self> {
        (1850..2200).contains(&year).then_some(())?;
        Some(Self { year: i16::try_from(year).ok()?, month: 0, day: 0 })
    }

    /// A year and a month (1…12).
    #[must_use]
    pub fn from_month(year: i32, month: u32) -> Option<Self> {
        (1..=12).contains(&month).then_some(())?;
        Some(Self { month: u8::try_from(month).ok()?, ..Self::from_year(year)? })
    }

    /// A full date that the calendar has.
    #[must_use]
    pub fn from_day(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day)?;
        Some(Self { day: u8::try_from(day).ok()?, ..Self::from_month(year, month)? })
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        i32::from(self.year)
    }

    /// The month, 1…12, if known.
    #[must_use]
    pub fn month(self) -> Option<u32> {
        (self.month > 0).then_some(u32::from(self.month))
    }

    /// The day of the month, if known.
    #[must_use]
    pub fn day(self) -> Option<u32> {
        (self.day > 0).then_some(u32::from(self.day))
    }

    /// The full date, if known to the day.
    #[must_use]
    pub fn to_date(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year(), self.month()?, self.day()?)
    }

    /// As people write it: `12/03/1950`, `03/1950`, `1950`.
    #[must_use]
    pub fn to_vi(self) -> String {
        match (self.month(), self.day()) {
            (Some(m), Some(d)) => format!("{d:02}/{m:02}/{}", self.year),
            (Some(m), None) => format!("{m:02}/{}", self.year),
            _ => self.year.to_string(),
        }
    }
}

impl From<NaiveDate> for PartialDate {
    fn from(date: NaiveDate) -> Self {
        Self {
            year: i16::try_from(date.year()).unwrap_or(i16::MAX),
            month: u8::try_from(date.month()).unwrap_or(0),
            day: u8::try_from(date.day()).unwrap_or(0),
        }
    }
}

/// A day as people write it: `12/03/1950`.
#[must_use]
pub fn vi(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// A moment as people write it: `20:49 21/11/2026`.
#[must_use]
pub fn vi_at(at: DateTime<FixedOffset>) -> String {
    at.format("%H:%M %d/%m/%Y").to_string()
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if self.month > 0 {
            write!(f, "-{:02}", self.month)?;
        }
        if self.day > 0 {
            write!(f, "-{:02}", self.day)?;
        }
        Ok(())
    }
}

impl FromStr for PartialDate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts: Vec<u32> =
            text.split('-').map(str::parse).collect::<Result<_, _>>().map_err(|_| text.to_owned())?;
        let year = |y: u32| i32::try_from(y).unwrap_or(0);
        match parts.as_slice() {
            [y] => Self::from_year(year(*y)),
            [y, m] => Self::from_month(year(*y), *m),
            [y, m, d] => Self::from_day(year(*y), *m, *d),
            _ => None,
        }
        .ok_or_else(|| text.to_owned())
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.to_string()
    }
}

impl TryFrom<String> for PartialDate {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

/// What one cell of a date column says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DateReading {
    /// The date with the precision given; `None` when there is none or it cannot be true.
    pub date: Option<PartialDate>,
    /// Codes of what was mended (`repair.…`).
    pub repairs: Vec<&'static str>,
    /// Codes of what somebody should look at (`row.…`).
    pub warnings: Vec<&'static str>,
}

/// What helps to read a date: nothing lies after `today`, and a birth may have its year in the identity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    /// The day of reading, in Việt Nam.
    pub today: NaiveDate,
    /// Year of birth that the identity number tells.
    pub known_year: Option<i32>,
    /// The whole column is written month first (a US form).
    pub month_first: bool,
}

impl Context {
    /// Day first, nothing known.
    #[must_use]
    pub fn new(today: NaiveDate) -> Self {
        Self { today, known_year: None, month_first: false }
    }
}

/// Reads a date from text, day first: `5/3/50`, `05.03.1950`, `3/1950`, `1950`, `00/00/1950`, `05031950`, ISO, with
/// words between ("ngày 5 tháng 3 năm 1950"). No part is invented: where day and month cannot be true, the year stays.
///
/// A month above 12 shows that month and day changed places; a two-digit year that the identity number confirms in
/// the first place shows the order year, month, day.
#[must_use]
pub fn parse(text: &str, context: Context) -> DateReading {
    let mut reading = DateReading::default();
    let groups = groups(text);
    match groups.as_slice() {
        [] if is_nothing(text) => {}
        [year] => reading.single(*year, context),
        [month, year] => reading.month_year(*month, *year, context),
        [day, month, year] => reading.three(*day, *month, *year, context),
        [day, month, year, ..] if text.contains(':') => reading.three(*day, *month, *year, context),
        _ => reading.unreadable(),
    }
    reading.not_after(context.today)
}

/// Reads a number of a date column that has no date format: a year, digits run together, or a day serial of Excel.
#[must_use]
pub fn parse_number(number: f64, context: Context) -> DateReading {
    let mut reading = DateReading::default();
    if (0.0..1e8).contains(&number) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within bounds")]
        let value = number as u32;
        let digits = value.checked_ilog10().map_or(1, |log| usize::try_from(log).unwrap_or(0) + 1);
        match (value, number.fract() == 0.0) {
            (0, true) => {}
            (_, true) => reading.single(Group { value, digits }, context),
            (_, false) if digits == 5 => reading.single(Group { value, digits }, context),
            (_, false) => reading.unreadable(),
        }
    } else {
        reading.unreadable();
    }
    reading.not_after(context.today)
}

/// Reads a cell that holds a real date. The year 1950 typed into a cell with a date format becomes 03/05/1905 (1909 in
/// the 1904 system, believed only when the identity number says so): then only the year is taken.
#[must_use]
pub fn parse_cell_date(date: NaiveDate, context: Context) -> DateReading {
    let mut reading = DateReading::default();
    let year_of = |epoch: Option<NaiveDate>| {
        let days = date.signed_duration_since(epoch?).num_days();
        i32::try_from(days).ok().filter(|year| (1850..=context.today.year()).contains(year))
    };
    let by_1900 = year_of(EPOCH_1900).filter(|_| context.known_year != Some(date.year()));
    let by_1904 =
        year_of(NaiveDate::from_ymd_opt(1904, 1, 1)).filter(|year| context.known_year == Some(*year));
    if let Some(year) = by_1900.or(by_1904) {
        reading.repairs.push("repair.year_as_date");
        reading.date = PartialDate::from_year(year);
    } else {
        reading.date = PartialDate::from_day(date.year(), date.month(), date.day());
        if reading.date.is_none() {
            reading.unreadable();
        }
    }
    reading.not_after(context.today)
}

/// A full day as people and scripts write it: `21/11/2026` or `2026-11-21`.
#[must_use]
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    let far = NaiveDate::from_ymd_opt(2199, 12, 31)?;
    let reading = parse(text, Context::new(far));
    reading.repairs.is_empty().then_some(())?;
    reading.date?.to_date()
}

/// A day as official papers write it: "ngày 05 tháng 3 năm 2026". A leading zero for days below 10 and for the months
/// 1 and 2 only (Nghị định 30/2020, Phụ lục I).
#[must_use]
pub fn format_day_official(date: NaiveDate) -> String {
    let day = format!("{:02}", date.day());
    let month = if date.month() <= 2 { format!("{:02}", date.month()) } else { date.month().to_string() };
    let year = date.year().to_string();
    messages::sentence("date.official", [("day", day.as_str()), ("month", &month), ("year", &year)])
}

/// Day 0 of Excel's serials (for days after February 1900).
const EPOCH_1900: Option<NaiveDate> = NaiveDate::from_ymd_opt(1899, 12, 30);

/// A run of digits, or the name of a month.
#[derive(Debug, Clone, Copy)]
struct Group {
    value: u32,
    digits: usize,
}

fn groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::with_capacity(3);
    let mut word = String::new();
    let mut in_digits = false;
    for c in text.chars().chain([' ']) {
        let digit = c.to_digit(10).or_else(|| u32::from(c).checked_sub(0xff10).filter(|d| *d < 10));
        if let Some(digit) = digit {
            match groups.last_mut().filter(|_| in_digits) {
                Some(group) => {
                    group.value = group.value.saturating_mul(10).saturating_add(digit);
                    group.digits += 1;
                }
                None => groups.push(Group { value: digit, digits: 1 }),
            }
        } else if c.is_ascii_alphabetic() {
            word.push(c.to_ascii_lowercase());
        }
        if !c.is_ascii_alphabetic() && !word.is_empty() {
            groups.extend(month_named(&word));
            word.clear();
        }
        in_digits = digit.is_some();
    }
    groups
}

/// English month names, which Excel shows in a CSV (`12-Mar-50`).
fn month_named(word: &str) -> Option<Group> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let at = MONTHS.iter().position(|month| word.starts_with(month))?;
    Some(Group { value: u32::try_from(at).ok()? + 1, digits: 2 })
}

/// The full year of a two-digit one: the one that the identity number confirms, else the last that is not to come.
fn full_year(two_digits: u32, context: Context) -> i32 {
    let two_digits = i32::try_from(two_digits).unwrap_or(0);
    match context.known_year {
        Some(known) if known % 100 == two_digits => known,
        _ => {
            let year = context.today.year() / 100 * 100 + two_digits;
            if year > context.today.year() { year - 100 } else { year }
        }
    }
}

impl DateReading {
    fn unreadable(&mut self) {
        self.date = None;
        self.repairs.clear();
        self.warnings.push("row.date_unreadable");
    }

    fn not_after(mut self, today: NaiveDate) -> Self {
        if self.date.is_some_and(|date| date > PartialDate::from(today)) {
            self.date = None;
            self.repairs.clear();
            self.warnings.push("row.date_future");
        }
        self
    }

    /// Puts year, month and day together; 0 is a part that the paper leaves open.
    fn assemble(&mut self, year: i32, month: u32, day: u32) {
        self.date = match (month, day) {
            (0, _) => PartialDate::from_year(year),
            (month, 0) => PartialDate::from_month(year, month),
            (month, day) => PartialDate::from_day(year, month, day),
        };
        if self.date.is_some() {
            if month == 0 || day == 0 {
                self.repairs.push("repair.date_zero_parts");
            }
        } else if let Some(date) = PartialDate::from_day(year, day, month).filter(|_| month > 12) {
            self.repairs.push("repair.date_swapped");
            self.date = Some(date);
        } else if let Some(date) = PartialDate::from_year(year) {
            self.warnings.push("row.date_impossible");
            self.date = Some(date);
        } else {
            self.unreadable();
        }
    }

    fn three(&mut self, a: Group, b: Group, c: Group, context: Context) {
        let (Ok(first), Ok(last)) = (i32::try_from(a.value), i32::try_from(c.value)) else {
            return self.unreadable();
        };
        match (a.digits, b.digits, c.digits) {
            (4, 1..=2, 1..=2) => self.assemble(first, b.value, c.value),
            (1..=2, 1..=2, 4) => self.year_last(last, a, b, context),
            (1..=2, 1..=2, 2) => {
                let known = context.known_year.map(|year| year % 100);
                let year_first = a.digits == 2 && known == Some(first) && known != Some(last);
                if year_first {
                    self.repairs.push("repair.date_swapped");
                    self.assemble(full_year(a.value, context), b.value, c.value);
                } else {
                    self.repairs.push("repair.two_digit_year");
                    self.year_last(full_year(c.value, context), a, b, context);
                }
            }
            _ => self.unreadable(),
        }
    }

    fn year_last(&mut self, year: i32, a: Group, b: Group, context: Context) {
        if context.month_first && a.value != b.value && a.value <= 12 {
            self.repairs.push("repair.date_swapped");
            self.assemble(year, a.value, b.value);
        } else {
            self.assemble(year, b.value, a.value);
        }
    }

    fn month_year(&mut self, a: Group, b: Group, context: Context) {
        let (Ok(first), Ok(last)) = (i32::try_from(a.value), i32::try_from(b.value)) else {
            return self.unreadable();
        };
        let (year, month) = match (a.digits, b.digits) {
            (4, 1..=2) => (first, b.value),
            (1..=2, 4) => (last, a.value),
            // "3/50" is March 1950; "3/12" may be a day without a year.
            (1..=2, 2) if b.value > 31 || context.known_year.map(|year| year % 100) == Some(last) => {
                self.repairs.push("repair.two_digit_year");
                (full_year(b.value, context), a.value)
            }
            _ => return self.unreadable(),
        };
        self.date = PartialDate::from_month(year, month).or_else(|| PartialDate::from_year(year));
        match (month, self.date) {
            (_, None) => self.unreadable(),
            (0, _) => self.repairs.push("repair.date_zero_parts"),
            (13.., _) => self.warnings.push("row.date_impossible"),
            _ => {}
        }
    }

    /// One group of digits: a year, or a date without signs between its parts.
    fn single(&mut self, group: Group, context: Context) {
        let value = group.value;
        let year = |value: u32| i32::try_from(value).unwrap_or(0);
        match group.digits {
            2 => {
                self.repairs.push("repair.two_digit_year");
                self.date = PartialDate::from_year(full_year(value, context));
            }
            4 => self.date = PartialDate::from_year(year(value)),
            5 if value >= 10_000 => {
                let date = EPOCH_1900.and_then(|epoch| epoch.checked_add_days(Days::new(value.into())));
                self.repairs.push("repair.date_serial");
                self.date = date.map(PartialDate::from);
            }
            6 => {
                let (ab, cd, ef) = (value / 10_000, value / 100 % 100, value % 100);
                let readings = [
                    PartialDate::from_day(full_year(ef, context), cd, ab),
                    PartialDate::from_month(year(value % 10_000), ab),
                    PartialDate::from_month(year(value / 100), ef),
                ];
                let mut found = readings.into_iter().flatten();
                self.date = found.next().filter(|_| found.next().is_none());
                self.repairs.push("repair.date_compact");
            }
            7 | 8 => {
                self.date =
                    PartialDate::from_day(year(value % 10_000), value / 10_000 % 100, value / 1_000_000)
                        .or_else(|| {
                            PartialDate::from_day(year(value / 10_000), value / 100 % 100, value % 100)
                        });
                self.repairs.push("repair.date_compact");
            }
            _ => {}
        }
        if self.date.is_none() {
            self.unreadable();
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn context(known_year: Option<i32>) -> Context {
        Context { known_year, ..Context::new(NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()) }
    }

    #[track_caller]
    fn expect(reading: DateReading, date: &str, codes: &str) {
        let found: Vec<_> = reading.repairs.into_iter().chain(reading.warnings).collect();
        let read = reading.date.map(|date| date.to_string()).unwrap_or_default();
        assert_eq!((read.as_str(), found.join(" ").as_str()), (date, codes));
    }

    #[track_caller]
    fn check(text: &str, date: &str, codes: &str) {
        expect(parse(text, context(None)), date, codes);
    }

    #[test]
    fn day_first() {
        for text in [
            "12/03/1950",
            "12/3/1950",
            "12.03.1950",
            "12-3-1950",
            " 12 / 03 / 1950 ",
            "1950-03-12",
            "12/03/1950 00:00:00",
            "1950-03-12T00:00:00",
            "ngày 12 tháng 3 năm 1950",
            "12-Mar-1950",
            "12 March 1950",
            "１２/０３/１９５０",
        ] {
            check(text, "1950-03-12", "");
        }
        check("05/12/49", "1949-12-05", "repair.two_digit_year");
        check("05/12/12", "2012-12-05", "repair.two_digit_year");
        check("12031950", "1950-03-12", "repair.date_compact");
        check("19500312", "1950-03-12", "repair.date_compact");
        check("120350", "1950-03-12", "repair.date_compact");
        check("031950", "1950-03", "repair.date_compact");
    }

    #[test]
    fn parts_are_not_invented() {
        // docs/domain.md, Lists in spreadsheets.
        check("1950", "1950", "");
        check("SN 1950", "1950", "");
        check("3/1950", "1950-03", "");
        check("tháng 3 năm 1950", "1950-03", "");
        check("1950-03", "1950-03", "");
        check("00/00/1950", "1950", "repair.date_zero_parts");
        check("00/03/1950", "1950-03", "repair.date_zero_parts");
        check("00/1950", "1950", "repair.date_zero_parts");
        check("31/02/1950", "1950", "row.date_impossible");
        check("45/02/1950", "1950", "row.date_impossible");
        check("49", "1949", "repair.two_digit_year");
        check("3/50", "1950-03", "repair.two_digit_year");
    }

    #[test]
    fn not_a_date() {
        for text in ["", " ", "-", "không rõ", "chưa rõ", "0"] {
            let codes = if text == "0" { "row.date_unreadable" } else { "" };
            check(text, "", codes);
        }
        for text in [
            "hỏi lại",
            "12/3",
            "12/3/195",
            "5",
            "12/3/19500",
            "1203",
            "1950-1951",
            "99999999999999999999",
            "200103",
        ] {
            check(text, "", "row.date_unreadable");
        }
        check("21/11/2026", "2026-11-21", "");
        check("22/11/2026", "", "row.date_future");
        check("2027", "", "row.date_future");
    }

    #[test]
    fn changed_places() {
        check("03/25/1950", "1950-03-25", "repair.date_swapped");
        check("1950-25-03", "1950-03-25", "repair.date_swapped");
        // The number's year finds the order: 49/12/05 is no day of 2005.
        expect(parse("49/12/05", context(Some(1949))), "1949-12-05", "repair.date_swapped");
        expect(parse("03/05/12", context(Some(2003))), "2003-05-12", "repair.date_swapped");
        let us = Context { month_first: true, ..context(None) };
        expect(parse("03/05/1950", us), "1950-03-05", "repair.date_swapped");
        expect(parse("03/05/50", us), "1950-03-05", "repair.two_digit_year repair.date_swapped");
        expect(parse("25/03/1950", us), "1950-03-25", "");
        expect(parse("03/05/12", context(Some(2012))), "2012-05-03", "repair.two_digit_year");
        // And the century: 25 is 1925 for who has it in the number.
        expect(parse("03/05/25", context(Some(1925))), "1925-05-03", "repair.two_digit_year");
        check("03/05/25", "2025-05-03", "repair.two_digit_year");
    }

    #[test]
    fn numbers() {
        let check =
            |number: f64, date: &str, codes: &str| expect(parse_number(number, context(None)), date, codes);
        check(1950.0, "1950", "");
        check(18_334.0, "1950-03-12", "repair.date_serial");
        check(18_334.5, "1950-03-12", "repair.date_serial");
        check(12_031_950.0, "1950-03-12", "repair.date_compact");
        check(5_031_950.0, "1950-03-05", "repair.date_compact");
        check(49.0, "1949", "repair.two_digit_year");
        check(0.0, "", "");
        check(3.195, "", "row.date_unreadable");
        check(-5.0, "", "row.date_unreadable");
        check(f64::NAN, "", "row.date_unreadable");
    }

    #[test]
    fn a_year_read_as_a_date() {
        // The number 1950 with a date format is 03/05/1905.
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        expect(parse_cell_date(day(1905, 5, 3), context(None)), "1950", "repair.year_as_date");
        expect(parse_cell_date(day(1905, 5, 3), context(Some(1905))), "1905-05-03", "");
        expect(parse_cell_date(day(1909, 5, 4), context(Some(1950))), "1950", "repair.year_as_date");
        expect(parse_cell_date(day(1909, 5, 4), context(None)), "1909-05-04", "");
        expect(parse_cell_date(day(1950, 3, 12), context(None)), "1950-03-12", "");
        expect(parse_cell_date(day(2027, 1, 1), context(None)), "", "row.date_future");
    }

    #[test]
    fn days_of_papers() {
        // docs/domain.md, Official papers.
        let check = |text: &str, official: &str| {
            assert_eq!(format_day_official(parse_day(text).unwrap()), official);
        };
        check("05/03/2026", "ngày 05 tháng 3 năm 2026");
        check("2026-02-21", "ngày 21 tháng 02 năm 2026");
        check("05/01/2026", "ngày 05 tháng 01 năm 2026");
        check("10/10/2026", "ngày 10 tháng 10 năm 2026");
        for text in ["2026", "11/2026", "21/11/26", "31/02/2026", "hôm nay"] {
            assert_eq!(parse_day(text), None);
        }
    }

    proptest! {
        #[test]
        fn what_is_stored_reads_back_without_repair(
            text in "[0-9]{1,4}[/. -][0-9]{1,2}[/. -][0-9]{1,4}|[0-9]{1,9}|.{0,20}",
            known_year in proptest::option::of(1900..2026),
        ) {
            if let Some(date) = parse(&text, context(known_year)).date {
                for stored in [date.to_string(), date.to_vi()] {
                    let again = parse(&stored, context(known_year));
                    prop_assert_eq!(again, DateReading { date: Some(date), ..DateReading::default() });
                }
            }
        }

        #[test]
        fn numbers_never_panic(number in any::<f64>()) {
            let _ = parse_number(number, context(None));
        }
    }
}
