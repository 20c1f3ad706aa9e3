//! Dates of the field: partial births, day-first text, and the day of Asia/Ho_Chi_Minh.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// A date with the precision that the paper has: year, year and month, or the full day. A missing part is never
/// invented (DOMAIN §11). Text form: `1950`, `1950-03`, `1950-03-12`; the order is that of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
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
