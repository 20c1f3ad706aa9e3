//! The days on which a point is open, as people write them.

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::domain::dates::{parse_day, vi};
use crate::domain::text::fold;
use crate::messages::word;

/// Days of a stretch at most: a typing error in a month would open a point for years.
const LONGEST: u64 = 92;

/// Days of every week, and single days.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct OpenDays {
    /// 1 Monday to 7 Sunday, rising.
    pub weekdays: Vec<u8>,
    /// Single days, rising.
    pub dates: Vec<NaiveDate>,
}

/// What one end of a stretch says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Weekday(u8),
    Day(NaiveDate),
    /// A number alone: the day of a month that the other end says, or a weekday after another.
    Bare(u8),
}

impl OpenDays {
    /// Reads "T2-T6", "thứ 2, 4, 6", "hằng ngày", "12/3, 14/3/2026", "12-15/3"; nothing said is no day. `None`: not understood.
    #[must_use]
    pub fn read(text: &str, near: NaiveDate) -> Option<Self> {
        let mut found = Self::default();
        let mut after_weekday = false;
        let (text, and) = (text.to_lowercase(), format!(" {} ", word("weekday.and")));
        for part in text.split([',', ';', '\n']).flat_map(|part| part.split(and.as_str())) {
            let part = part.trim();
            if part.is_empty() {
                continue;
            }
            if let Some(all) = every(part) {
                found.weekdays.extend(all);
                continue;
            }
            after_weekday = match stretch(part, near)? {
                (End::Weekday(first), last) => {
                    let last = match last {
                        End::Weekday(last) => last,
                        End::Bare(last @ 2..=7) => last - 1,
                        _ => return None,
                    };
                    // "CN-T3" goes round the end of the week.
                    let days = (last + 7 - first) % 7;
                    found.weekdays.extend((0..=days).map(|day| (first - 1 + day) % 7 + 1));
                    true
                }
                (End::Day(first), End::Day(last)) => {
                    let days =
                        u64::try_from((last - first).num_days()).ok().filter(|days| *days < LONGEST)?;
                    found.dates.extend((0..=days).filter_map(|day| first.checked_add_days(Days::new(day))));
                    false
                }
                (End::Bare(first), End::Day(last)) => {
                    let first = last.with_day(first.into()).filter(|first| *first <= last)?;
                    found.dates.extend(first.iter_days().take_while(|day| *day <= last));
                    false
                }
                // "thứ 2, 4, 6"
                (End::Bare(first @ 2..=7), End::Bare(last @ 2..=7)) if after_weekday && first <= last => {
                    found.weekdays.extend(first - 1..last);
                    true
                }
                _ => return None,
            };
        }
        found.weekdays.sort_unstable();
        found.weekdays.dedup();
        found.dates.sort_unstable();
        found.dates.dedup();
        Some(found)
    }

    /// Whether it is open on a day.
    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        let weekday = u8::try_from(day.weekday().number_from_monday()).unwrap_or(0);
        self.weekdays.contains(&weekday) || self.dates.contains(&day)
    }

    /// As papers say it, and as [`OpenDays::read`] reads it again: "thứ hai đến thứ sáu; 12/03/2026".
    #[must_use]
    pub fn words(&self) -> String {
        let name =
            |day: u8| word(WEEKDAYS.get(usize::from(day).saturating_sub(1)).copied().unwrap_or_default());
        let mut parts = Vec::new();
        if self.weekdays.len() == 7 {
            parts.push(word("weekday.every").to_owned());
        } else {
            for run in self.weekdays.chunk_by(|a, b| a + 1 == *b) {
                match run {
                    [first, .., last] if run.len() > 2 => {
                        parts.push(format!("{} {} {}", name(*first), word("weekday.to"), name(*last)));
                    }
                    days => parts.extend(days.iter().map(|day| name(*day).to_owned())),
                }
            }
        }
        for run in self.dates.chunk_by(|a, b| a.succ_opt() == Some(*b)) {
            match run {
                [first, .., last] if run.len() > 2 => {
                    parts.push(format!("{} {} {}", vi(*first), word("weekday.to"), vi(*last)));
                }
                days => parts.extend(days.iter().map(|day| vi(*day))),
            }
        }
        parts.join(", ")
    }
}

/// Rows of `messages.csv` with the names of the days, Monday first.
const WEEKDAYS: [&str; 7] =
    ["weekday.1", "weekday.2", "weekday.3", "weekday.4", "weekday.5", "weekday.6", "weekday.7"];

fn every(part: &str) -> Option<std::ops::RangeInclusive<u8>> {
    match fold(part).as_str() {
        "hang ngay" | "moi ngay" | "ca tuan" | "cac ngay trong tuan" | "hang ngay trong tuan" => Some(1..=7),
        "ngay lam viec" | "cac ngay lam viec" | "gio hanh chinh" | "trong gio hanh chinh" => Some(1..=5),
        _ => None,
    }
}

/// The first and last day of "T2-T6", "từ thứ hai đến thứ sáu", "12-15/3", "12/3".
fn stretch(part: &str, near: NaiveDate) -> Option<(End, End)> {
    // A day of ISO has dashes of its own.
    if let Some(one) = end(part, near) {
        return Some((one, one));
    }
    let from = format!("{} ", word("weekday.from"));
    let part = part.strip_prefix(&from).unwrap_or(part);
    let to = format!(" {} ", word("weekday.to"));
    [to.as_str(), " - ", "–", "-"].into_iter().find_map(|between| {
        let (first, last) = part.split_once(between)?;
        Some((end(first, near)?, end(last, near)?))
    })
}

fn end(text: &str, near: NaiveDate) -> Option<End> {
    let (text, on) = (text.trim(), format!("{} ", word("weekday.day")));
    let text = text.strip_prefix(&on).unwrap_or(text);
    let folded = fold(text);
    let digits = |text: &str| text.parse::<u8>().ok();
    if let Some(number) = digits(text) {
        return (1..=31).contains(&number).then_some(End::Bare(number));
    }
    if matches!(folded.as_str(), "cn" | "chu nhat") {
        return Some(End::Weekday(7));
    }
    if let Some(rest) = folded.strip_prefix("thu ").or_else(|| folded.strip_prefix('t')) {
        const NAMES: [&str; 6] = ["hai", "ba", "tu", "nam", "sau", "bay"];
        let named = || (2..).zip(NAMES).find(|(_, name)| *name == rest).map(|(number, _)| number);
        return digits(rest)
            .or_else(named)
            .filter(|day| (2..=7).contains(day))
            .map(|day| End::Weekday(day - 1));
    }
    if let Some(day) = parse_day(text) {
        return Some(End::Day(day));
    }
    // Without a year it is the day that lies nearest.
    let (day, month) = text.split_once('/')?;
    let of = |year: i32| NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?);
    let years = [near.year() - 1, near.year(), near.year() + 1].into_iter().filter_map(of);
    years.min_by_key(|day| (*day - near).num_days().abs()).map(End::Day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_people_write_them() {
        let near = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let check = |text: &str, expect: &str| {
            let found = OpenDays::read(text, near);
            assert_eq!(found.as_ref().map_or("?".to_owned(), OpenDays::words), expect, "{text}");
            // What papers say is read again.
            if let Some(found) = found {
                assert_eq!(OpenDays::read(&found.words(), near).as_ref(), Some(&found), "{text}");
            }
        };
        check("T2-T6", "thứ hai đến thứ sáu");
        check("Thứ 2 đến thứ 6", "thứ hai đến thứ sáu");
        check("từ thứ hai đến thứ sáu", "thứ hai đến thứ sáu");
        check("thứ 2, 4, 6", "thứ hai, thứ tư, thứ sáu");
        check("T3, T5; CN", "thứ ba, thứ năm, chủ nhật");
        check("T7 và chủ nhật", "thứ bảy, chủ nhật");
        check("CN-T3", "thứ hai, thứ ba, chủ nhật");
        check("Hằng ngày", "hằng ngày");
        check("hàng ngày", "hằng ngày");
        check("ngày làm việc", "thứ hai đến thứ sáu");
        check("23/11", "23/11/2026");
        check("3/1", "03/01/2027");
        check("23/11/2026, 2026-11-25", "23/11/2026, 25/11/2026");
        check("23-26/11", "23/11/2026 đến 26/11/2026");
        check("23/11 - 24/11", "23/11/2026, 24/11/2026");
        check("T2, 24/11", "thứ hai, 24/11/2026");
        check("", "");
        check("thứ 8", "?");
        check("4, 6", "?");
        check("31/2", "?");
        check("26-23/11", "?");
        check("1/1/2026-31/12/2026", "?");
        check("khi nào có dịp", "?");
    }

    #[test]
    fn open_on_a_day() {
        let near = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let days = OpenDays::read("T2-T6, 22/11", near).unwrap();
        let open = |day| days.contains(NaiveDate::from_ymd_opt(2026, 11, day).unwrap());
        // 21/11/2026 is a Saturday.
        assert_eq!((20..=24).map(open).collect::<Vec<_>>(), [true, false, true, true, true]);
        assert!(!OpenDays::default().contains(near));
    }
}
