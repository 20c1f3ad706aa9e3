//! Days and hours as people and their programs write them.

use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::domain::worklist::nearest_year;
use crate::excel::sheet::Cell;

/// Day and hour of a cell, either or both; `None` when it cannot be read.
pub(super) type When = Option<(Option<NaiveDate>, Option<NaiveTime>)>;

/// What a cell says; a day without a year is the one nearest to `near`.
pub(super) fn when(cell: &Cell, near: NaiveDate) -> When {
    match cell {
        Cell::Empty => Some((None, None)),
        Cell::Text(text) => when_said(text, near),
        Cell::Date(time) if is_hour_alone(*time) => Some((None, Some(time.time()))),
        Cell::Date(time) => {
            Some((Some(time.date()), Some(time.time()).filter(|hour| *hour != NaiveTime::MIN)))
        }
        Cell::Number(number) => when_counted(*number),
        Cell::Bool(_) | Cell::Error => None,
    }
}

/// Excel keeps an hour alone as a part of its first day.
pub(super) fn is_hour_alone(time: NaiveDateTime) -> bool {
    time.date().year() < 1905
}

/// A number that lost its format: an hour (19), a part of a day (0,8125) or a day of Excel's count (46347).
fn when_counted(number: f64) -> When {
    let minutes = |days: f64| -> Option<i64> { format!("{:.0}", days * 1440.0).parse().ok() };
    let midnight = |minutes: i64| NaiveTime::MIN.overflowing_add_signed(Duration::minutes(minutes)).0;
    if number > 0.0 && number < 1.0 {
        return Some((None, Some(midnight(minutes(number)?))));
    }
    if (1.0..24.0).contains(&number) && number.fract() == 0.0 {
        return Some((None, Some(midnight(minutes(number / 24.0)?))));
    }
    if (36_500.0..73_000.0).contains(&number) {
        let start = NaiveDate::from_ymd_opt(1899, 12, 30)?.and_time(NaiveTime::MIN);
        let time = start.checked_add_signed(Duration::minutes(minutes(number)?))?;
        return Some((Some(time.date()), Some(time.time()).filter(|hour| *hour != NaiveTime::MIN)));
    }
    None
}

/// "21/11 19h30", "21/11/2026", "2026-11-21 19:30:00", "19 giờ", "7:30 CH": day first, the year nearest to `near`.
fn when_said(text: &str, near: NaiveDate) -> When {
    let plain: String = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    let plain = plain
        .replace("gio", "h")
        .replace(" h", "h")
        .replace("h ", "h")
        .replace("ngay", " ")
        .replace("luc", " ");
    let (mut day, mut hour, mut afternoon) = (None, None, None);
    let mut last_was_hour = false;
    for token in
        plain.split(|c: char| c.is_whitespace() || c == ',' || c == 't').filter(|token| !token.is_empty())
    {
        let numbers: Vec<u32> = token
            .split(|c: char| !c.is_ascii_digit())
            .filter(|part| !part.is_empty())
            .map(str::parse)
            .collect::<std::result::Result<_, _>>()
            .ok()?;
        let is_hour = token.contains([':', 'h']);
        if matches!(token, "am" | "sa" | "pm" | "ch") && last_was_hour {
            afternoon = Some(matches!(token, "pm" | "ch"));
        } else if token.contains(|c: char| !c.is_ascii_digit() && !":h/-.".contains(c)) {
            return None;
        } else if is_hour && hour.is_none() {
            hour = Some(match numbers.as_slice() {
                [h] => NaiveTime::from_hms_opt(*h, 0, 0)?,
                [h, m] | [h, m, _] => NaiveTime::from_hms_opt(*h, *m, 0)?,
                _ => return None,
            });
        } else if !is_hour && day.is_none() {
            day = Some(match numbers.as_slice() {
                [d, m] => nearest_year(near, *m, *d)?,
                [y, m, d] if *y > 31 => NaiveDate::from_ymd_opt(i32::try_from(*y).ok()?, *m, *d)?,
                [d, m, y] => {
                    let year = if *y < 100 { 2000 + *y } else { *y };
                    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, *m, *d)?
                }
                _ => return None,
            });
        } else {
            return None;
        }
        last_was_hour = is_hour;
    }
    let hour = match (hour, afternoon) {
        (Some(hour), Some(afternoon)) => {
            Some(hour.with_hour(hour.hour() % 12 + if afternoon { 12 } else { 0 })?)
        }
        (hour, _) => hour,
    };
    Some((day, hour))
}
