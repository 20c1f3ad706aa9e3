//! What is left of a person whose data were erased, what else in a book may still name him, and what tells him when an old list
//! brings him back (docs/domain.md, Personal data).

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::dates::PartialDate;
use super::import::PersonRow;
use super::report::of_age;
use super::text::fold;
use crate::messages::word;

/// What stands in place of a name. Packages of version 1 carry it, and a hamlet's book erases whoever comes so: it may never change.
#[must_use]
pub fn erased_name() -> &'static str {
    word("person.erased")
}

/// The least of a birth that leaves every count of the days from `first` to `last` as it was: a year that says no more than "of age all the
/// time", or "never". The whole of it only where he came of age in between; not known stays not known, which is counted, too.
#[must_use]
pub fn least_birth(birth: Option<PartialDate>, first: NaiveDate, last: NaiveDate) -> Option<PartialDate> {
    let birth = birth?;
    match (of_age(Some(birth), first), of_age(Some(birth), last)) {
        (true, _) => PartialDate::from_year(first.year() - 14),
        (false, true) => Some(birth),
        (false, false) => PartialDate::from_year(last.year()),
    }
}

/// By what files know a person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownBy {
    /// Mã công dân.
    pub code: String,
    /// Name.
    pub name: String,
    /// Birth with the precision that the book has.
    pub birth: Option<PartialDate>,
    /// Numbers, new and old, present and former.
    pub numbers: Vec<String>,
    /// Name of the hamlet.
    pub hamlet: String,
}

/// What of a person is marked, so that a row of an old list is recognised. The book keeps keyed sums of these, not the texts.
#[must_use]
pub fn marks_of(person: &KnownBy) -> Vec<String> {
    let numbers =
        person.numbers.iter().filter(|number| !number.is_empty()).map(|number| format!("number {number}"));
    let code = Some(&person.code).filter(|code| !code.is_empty()).map(|code| format!("code {code}"));
    let name = fold(&person.name);
    let full = person.birth.and_then(PartialDate::to_date);
    let year = person.birth.map(|birth| birth.year().to_string()).unwrap_or_default();
    let by_name = match full {
        Some(day) => vec![format!("day {name} {day}"), format!("year of {name} {year}")],
        None => vec![format!("year {name} {year}")],
    };
    let head = format!("head {name} {}", fold(&person.hamlet));
    numbers.chain(code).chain(by_name).chain([head]).collect()
}

/// The marks by which a row is that of an erased person, any of them. Who has a number is known by it, else by the whole birth; a year is
/// compared where one side has no more.
#[must_use]
pub fn marks_of_row(row: &PersonRow) -> Vec<String> {
    let name = fold(&row.name);
    let mut marks: Vec<String> = [&row.number, &row.old_number]
        .into_iter()
        .filter(|n| !n.is_empty())
        .map(|n| format!("number {n}"))
        .collect();
    if !row.code.is_empty() {
        marks.push(format!("code {}", row.code));
    }
    let year = row.birth.map(|birth| birth.year().to_string()).unwrap_or_default();
    match row.birth.and_then(PartialDate::to_date) {
        Some(day) => marks.push(format!("day {name} {day}")),
        None if row.number.is_empty() => marks.push(format!("year of {name} {year}")),
        None => {}
    }
    if row.number.is_empty() {
        marks.push(format!("year {name} {year}"));
    }
    marks
}

/// The mark of a name that stands as the head of a household.
#[must_use]
pub fn mark_of_head(head: &str, hamlet: &str) -> String {
    format!("head {} {}", fold(head), fold(hamlet))
}

/// Names and numbers to look for in texts, however they are spelled there.
#[derive(Debug, Clone, Default)]
pub struct Traces {
    names: BTreeSet<String>,
    /// Words of the longest name.
    longest: usize,
    numbers: BTreeSet<String>,
}

impl Traces {
    /// Of one word no name can be told from other words: those are not looked for.
    #[must_use]
    pub fn new(names: impl IntoIterator<Item = String>, numbers: impl IntoIterator<Item = String>) -> Self {
        let names: BTreeSet<String> =
            names.into_iter().map(|n| fold(&n)).filter(|n| n.contains(' ')).collect();
        let longest = names.iter().map(|name| name.split(' ').count()).max().unwrap_or_default();
        // Also without the zero that a spreadsheet drops and +84 replaces.
        let both = |number: String| [number.strip_prefix('0').unwrap_or_default().to_owned(), number];
        let numbers = numbers.into_iter().flat_map(both).filter(|number| number.len() >= 9).collect();
        Self { names, longest, numbers }
    }

    /// Whether a text names one of them.
    #[must_use]
    pub fn are_in(&self, text: &str) -> bool {
        self.number_in(text) || self.name_in(text)
    }

    fn name_in(&self, text: &str) -> bool {
        if self.names.is_empty() || !text.trim().contains(' ') {
            return false;
        }
        let folded = fold(text);
        let words: Vec<&str> =
            folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        (2..=self.longest)
            .any(|length| words.windows(length).any(|some| self.names.contains(&some.join(" "))))
    }

    fn number_in(&self, text: &str) -> bool {
        if self.numbers.is_empty() || text.len() < 9 {
            return false;
        }
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        (9..=12).any(|length| {
            let starts = 0..=digits.len().saturating_sub(length);
            starts
                .into_iter()
                .filter_map(|at| digits.get(at..at + length))
                .any(|some| self.numbers.contains(some))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn of_a_birth_is_left_what_the_counts_need() {
        let (first, last) = (day("2026-09-01"), day("2026-11-30"));
        let check = |birth: &str, expect: &str| {
            let birth: Option<PartialDate> = birth.parse().ok();
            let left = least_birth(birth, first, last);
            assert_eq!(left.map(|b| b.to_string()).unwrap_or_default(), expect, "{birth:?}");
            let mut on = first;
            while on <= last {
                assert_eq!(of_age(left, on), of_age(birth, on), "{birth:?} on {on}");
                on = on.succ_opt().unwrap();
            }
        };
        check("1980-03-12", "2012");
        check("1980", "2012");
        check("", "");
        check("2020-01-31", "2026");
        // Fourteen in the middle of it.
        check("2012-10-05", "2012-10-05");
        check("2012-09-01", "2012");
    }

    fn row(name: &str, birth: &str, number: &str) -> PersonRow {
        let (name, number) = (name.to_owned(), number.to_owned());
        PersonRow { name, number, birth: birth.parse().ok(), ..PersonRow::default() }
    }

    #[test]
    fn a_row_of_an_old_list_is_recognised_and_that_of_a_namesake_is_not() {
        let whole = KnownBy {
            code: "A7".into(),
            name: "Lò Văn Thử".into(),
            birth: "1970-03-12".parse().ok(),
            numbers: vec!["038070001234".into()],
            hamlet: "Thôn 1".into(),
        };
        let year = KnownBy { birth: "1970".parse().ok(), numbers: Vec::new(), ..whole.clone() };
        let check = |row: &PersonRow, expect: (bool, bool)| {
            let is = |person| marks_of_row(row).iter().any(|mark| marks_of(person).contains(mark));
            assert_eq!((is(&whole), is(&year)), expect, "{row:?}");
        };
        check(&row("LÒ VĂN THỬ", "1970-03-12", ""), (true, true));
        check(&row("Lò Văn Thử", "1970", ""), (true, true));
        check(&row("Lo Van Thu", "1970-05-01", ""), (false, true));
        check(&row("Lò Văn Khác", "", "038070001234"), (true, false));
        check(&row("Lò Văn Thử", "1970", "038070009999"), (false, false));
        check(&row("Lò Văn Thử", "1971-03-12", ""), (false, false));
        check(&PersonRow { code: "A7".into(), ..row("Lò Văn Mới", "1999", "") }, (true, true));
    }

    #[test]
    fn texts_are_searched_however_they_are_spelled() {
        let traces = Traces::new(["Lò Văn Thử".to_owned(), "Y".to_owned()], ["0912345678".to_owned()]);
        let check = |text: &str, expect: bool| assert_eq!(traces.are_in(text), expect, "{text:?}");
        check("gọi ông LÒ VĂN THỬ, nhà cuối ngõ", true);
        check("lo van thu", true);
        check("Lò Văn Thửa", false);
        check("Y", false);
        check("con gái 0912.345.678", true);
        check("+84912345678", true);
        check("0912345679", false);
        check("hẹn 20 giờ", false);
        check("", false);
    }
}
