//! How tables of tasks write by when: a day, "before" a day, several days with what has to be there by each, "regularly"
//! (docs/domain.md, Plans and targets).

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use super::Checkpoint;
use crate::domain::dates::parse_day;
use crate::domain::text::fold;

/// How often what is done regularly is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// It is not said how often.
    Unsaid,
    /// By the end of each week, on Sunday.
    Week,
    /// By the end of each month.
    Month,
}

/// By when something is to be done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deadline {
    /// The first day of a stretch.
    pub start: Option<NaiveDate>,
    /// Days, with what has to be there by each; the last one ends the work.
    pub days: BTreeMap<NaiveDate, String>,
    /// It is done, or looked after, as long as its plan runs.
    pub regular: Option<Every>,
}

impl Deadline {
    /// Reads a cell: days with or without words around them, of which "before" means the day before; "regularly". A day without
    /// its year is the first one from `around` on. `None` when it says neither, or names a day that is none.
    #[must_use]
    pub fn read(text: &str, around: NaiveDate) -> Option<Self> {
        let mut found = Self::default();
        for clause in text.split([';', '\n']) {
            let said = fold(clause);
            let says = |of: &[&str]| of.iter().any(|words| said.contains(words));
            let (week, month) =
                (["hang tuan", "moi tuan", "ky tuan"], ["hang thang", "moi thang", "ky thang"]);
            if says(&["thuong xuyen", "dinh ky"]) || says(&week) || says(&month) {
                found.regular = Some(if says(&week) {
                    Every::Week
                } else if says(&month) {
                    Every::Month
                } else {
                    Every::Unsaid
                });
            }
            found.read_days(clause, around)?;
        }
        (found.regular.is_some() || !found.days.is_empty()).then_some(found)
    }

    fn read_days(&mut self, clause: &str, around: NaiveDate) -> Option<()> {
        let mut rest = clause;
        let mut words = String::new();
        let mut day_before: Option<NaiveDate> = None;
        let mut begins = false;
        while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
            let (before, from) = rest.split_at_checked(at)?;
            words.push_str(before);
            let (written, after) = day_at(from);
            let Some(written) = written else {
                let (digits, after) =
                    from.split_at_checked(from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len()))?;
                words.push_str(digits);
                rest = after;
                continue;
            };
            let mut day = written.day(around)?;
            let said = fold(&words);
            let said = said.trim_end().trim_end_matches("ngay").trim_end();
            if said.ends_with("truoc") {
                day = day.pred_opt()?;
            } else if said.ends_with("truoc thang") {
                day = day.with_day(1)?.pred_opt()?;
            }
            // "Từ 1/11 đến 30/11" is a stretch.
            let ends =
                said.ends_with("den") || said.ends_with("den het") || matches!(words.trim(), "-" | "–");
            match day_before {
                Some(first) if ends && first <= day => {
                    self.days.remove(&first);
                    self.start = Some(first);
                    self.put(day, "");
                }
                _ => self.put(day, &meaning(&words)),
            }
            begins = said.split(' ').next_back() == Some("tu");
            day_before = Some(day);
            words.clear();
            rest = after;
        }
        words.push_str(rest);
        // "25/11: xong 70 %"
        if let Some(day) = day_before
            && let Some(text) = words.trim_start().strip_prefix(':')
            && self.days.get(&day).is_some_and(String::is_empty)
        {
            self.put(day, text.trim());
        }
        // Since when it runs says nothing of by when.
        (!begins).then_some(())
    }

    fn put(&mut self, day: NaiveDate, words: &str) {
        let said = self.days.entry(day).or_default();
        if !words.is_empty() {
            *said = if said.is_empty() { words.to_owned() } else { format!("{said}; {words}") };
        }
    }

    /// The last day and the checkpoints before it, of a plan that ends on `last`: what is done regularly ends with it, and is told of by
    /// each week or month. `None` without a day.
    #[must_use]
    pub fn spread(&self, start: NaiveDate, last: Option<NaiveDate>) -> Option<(NaiveDate, Vec<Checkpoint>)> {
        let of_days = self.days.keys().last().copied();
        let regular = self.regular.zip(last).filter(|(_, last)| of_days.is_none_or(|day| day <= *last));
        let due = regular.map_or(of_days, |(_, last)| Some(last))?;
        let mut points: BTreeMap<NaiveDate, String> = self.days.clone();
        if let Some((every, _)) = regular {
            let ends = |day: NaiveDate| {
                let next = day.succ_opt().unwrap_or(day);
                match every {
                    Every::Unsaid => false,
                    Every::Week => next.weekday() == chrono::Weekday::Mon,
                    Every::Month => next.day() == 1,
                }
            };
            // A plan of some years has no place for all of its weeks.
            let days = start
                .iter_days()
                .take_while(|day| *day < due)
                .filter(|day| ends(*day))
                .take(super::MOST_LINES / 2);
            for day in days {
                points.entry(day).or_default();
            }
        }
        // The last day needs no checkpoint, unless it says more than that.
        points.retain(|day, words| *day >= start && (*day < due || !words.is_empty()));
        let point = |(day, text)| Checkpoint { day, count: 0, text };
        Some((due, points.into_iter().map(point).collect()))
    }
}

/// A day as it is written.
enum Written {
    Day(NaiveDate),
    /// Day and month.
    Yearless(u32, u32),
    /// It looks like a day and is none.
    None,
    /// All of a month.
    Month(NaiveDate),
}

impl Written {
    fn day(self, around: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Day(day) | Self::Month(day) => Some(day),
            Self::None => None,
            Self::Yearless(day, month) => {
                let of = |year| NaiveDate::from_ymd_opt(year, month, day);
                let this = of(around.year());
                this.filter(|day| *day >= around).or_else(|| of(around.year() + 1)).or(this)
            }
        }
    }
}

/// The day that a text begins with, if it does, and what follows.
fn day_at(text: &str) -> (Option<Written>, &str) {
    let end =
        text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '/' | '-' | '.'))).unwrap_or(text.len());
    let (run, _) = text.split_at_checked(end).unwrap_or((text, ""));
    let run = run.trim_end_matches(['.', '-', '/']);
    let after = text.get(run.len()..).unwrap_or("");
    let parts: Vec<&str> = run.split(['/', '-', '.']).collect();
    let number = |part: &str| part.parse::<u32>().ok();
    match parts.as_slice() {
        // "25 tháng 11 năm 2022"
        [day] => {
            let mut words = after.split_whitespace();
            let mut next = || words.next().map(|word| word.trim_end_matches([')', '.', ',', ';', ':']));
            let month = (next().is_some_and(|word| fold(word) == "thang")).then(&mut next).flatten();
            let Some((day, month)) = number(day).zip(month.and_then(number)) else { return (None, text) };
            let year =
                (next().is_some_and(|word| fold(word) == "nam")).then(&mut next).flatten().and_then(number);
            let written = match year.and_then(|year| i32::try_from(year).ok()) {
                Some(year) => NaiveDate::from_ymd_opt(year, month, day).map_or(Written::None, Written::Day),
                None => Written::Yearless(day, month),
            };
            let last = year.unwrap_or(month).to_string();
            let rest = after.find(&last).and_then(|at| after.get(at + last.len()..)).unwrap_or("");
            (Some(written), rest)
        }
        [_, _] if run.contains('.') => (None, text), // "3.1", "1.000"
        [month, year] if year.len() == 4 => {
            let first = number(month)
                .zip(year.parse().ok())
                .and_then(|(month, year)| NaiveDate::from_ymd_opt(year, month, 1));
            let last = first.and_then(|first| {
                first.checked_add_months(chrono::Months::new(1))?.checked_sub_days(Days::new(1))
            });
            (Some(last.map_or(Written::None, Written::Month)), after)
        }
        [day, month] => match number(day).zip(number(month)) {
            Some((day @ 1..=31, month @ 1..=12)) => (Some(Written::Yearless(day, month)), after),
            _ => (None, text),
        },
        [_, _, _] => (Some(parse_day(run).map_or(Written::None, Written::Day)), after),
        _ => (Some(Written::None), after),
    }
}

/// Words that only say that a day ends it.
const EMPTY: &str = include_str!("../data/deadline_words.csv");

/// What the words before a day say of it: nothing, when they only say that it ends there.
fn meaning(words: &str) -> String {
    let mut kept: Vec<&str> = words.split_whitespace().collect();
    let is_empty = |word: &&str| {
        let word = word.trim_matches(['(', ')', ':', ',', '.', '-', '–', ';']).to_lowercase();
        word.is_empty() || EMPTY.lines().skip(1).any(|empty| empty == word)
    };
    while kept.last().is_some_and(is_empty) {
        kept.pop();
    }
    while kept.first().is_some_and(is_empty) {
        kept.remove(0);
    }
    kept.join(" ").trim_matches(['(', ')', ':', ',', '.', '-', '–', ';', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn deadlines_are_read_as_plans_write_them() {
        let check = |text: &str, expect: &str| {
            let read = Deadline::read(text, day("2022-11-07")).map(|read| {
                let start = read.start.map(|start| format!("from {start}"));
                let days = read.days.iter().map(|(day, words)| format!("{day} {words}").trim().to_owned());
                let regular = read.regular.map(|every| format!("{every:?}").to_lowercase());
                start.into_iter().chain(days).chain(regular).collect::<Vec<_>>().join("; ")
            });
            assert_eq!(read.as_deref().unwrap_or("-"), expect, "{text}");
        };
        check("25/11/2022", "2022-11-25");
        check("2022-11-25", "2022-11-25");
        check("Trước ngày 25/11/2022", "2022-11-24");
        check("(Hoàn thành trước 25/11/2022)", "2022-11-24");
        check("hoàn thành trước ngày 01/12/2022.", "2022-11-30");
        check("Trong ngày 25/10/2023", "2023-10-25");
        check("Đến hết ngày 31/12/2022", "2022-12-31");
        check("Trước 25 tháng 11 năm 2022", "2022-11-24");
        check("ngày 25 tháng 11 năm 2022 và thường xuyên", "2022-11-25; unsaid");
        check("Thực hiện thường xuyên", "unsaid");
        check("thuong xuyen", "unsaid");
        check("Thường xuyên, báo cáo hằng tuần", "week");
        check("Hằng tháng", "month");
        check("Định kỳ hàng tháng", "month");
        check("Trước ngày 15/11/2022 và thường xuyên", "2022-11-14; unsaid");
        check("Thời gian: Trước 30/6; thường xuyên", "2023-06-29; unsaid");
        check("trước 25/11", "2022-11-24");
        check("Tháng 11/2022", "2022-11-30");
        check("Trước tháng 11/2022", "2022-10-31");
        // Several days, with what has to be there.
        check(
            "Giai đoạn 1: trước 25/11/2022; giai đoạn 2: 31/12/2022",
            "2022-11-24 Giai đoạn 1; 2022-12-31 giai đoạn 2",
        );
        check(
            "70% cấp huyện (hoàn thành trước ngày 25/11/2022)\n100% toàn tỉnh (trước ngày 31/12/2022)",
            "2022-11-24 70% cấp huyện; 2022-12-30 100% toàn tỉnh",
        );
        check("25/11/2022: xong 70 %; 31/12/2022: xong hết", "2022-11-25 xong 70 %; 2022-12-31 xong hết");
        check("Từ 01/11/2022 đến 30/11/2022", "from 2022-11-01; 2022-11-30");
        check("01/12/2022 - 30/12/2022", "from 2022-12-01; 2022-12-30");
        check("Trước 31/11/2022", "-"); // no such day
        check("Từ 01/11/2022", "-");
        check("Quý IV", "-");
        check("Mục 3.1", "-");
        check("", "-");
    }

    #[test]
    fn what_is_done_regularly_is_told_of_until_the_plan_ends() {
        let check = |text: &str, last: Option<&str>, expect: &str| {
            let start = day("2022-11-07");
            let (due, points) = Deadline::read(text, start).unwrap().spread(start, last.map(day)).unwrap();
            let points = points.iter().map(|point| format!("{} {}", point.day, point.text).trim().to_owned());
            let told = std::iter::once(due.to_string()).chain(points).collect::<Vec<_>>().join("; ");
            assert_eq!(told, expect, "{text}");
        };
        check("thường xuyên", Some("2023-01-30"), "2023-01-30");
        check("hằng tháng", Some("2023-01-30"), "2023-01-30; 2022-11-30; 2022-12-31");
        check("hằng tuần", Some("2022-11-28"), "2022-11-28; 2022-11-13; 2022-11-20; 2022-11-27");
        check("trước 15/11/2022 và thường xuyên", Some("2023-01-30"), "2023-01-30; 2022-11-14");
        check("trước 15/11/2022 và thường xuyên", None, "2022-11-14"); // nobody knows until when
        check("70%: 25/11/2022; 100%: 31/12/2022", None, "2022-12-31; 2022-11-25 70%; 2022-12-31 100%");
        assert_eq!(
            Deadline::read("thường xuyên", day("2022-11-07")).unwrap().spread(day("2022-11-07"), None),
            None
        );
    }
}
