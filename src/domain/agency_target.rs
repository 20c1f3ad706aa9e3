//! What an agency has to reach where a plan asks for less than all of its people (docs/domain.md, Agencies and teams).

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use super::agency::AgencyCount;
use super::indicator::Measure;
use super::report::Percent;
use super::target::whole_number;
use super::text::thousands;
use crate::error::{Error, Result};

/// People of the largest agency.
const MOST: u32 = 100_000;

/// A share of the people who owe a level 2, or a number of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct AgencyTarget {
    /// A share or a number.
    pub measure: Measure,
    /// Hundredths of a percent, or people.
    pub value: u32,
}

impl AgencyTarget {
    /// People who have to have level 2, of those whom the list has: a share is rounded up.
    #[must_use]
    pub fn goal(self, count: AgencyCount) -> u32 {
        match self.measure {
            Measure::Number => self.value,
            Measure::Percent => {
                let part = (u64::from(count.owing()) * u64::from(self.value)).div_ceil(10_000);
                u32::try_from(part).unwrap_or(u32::MAX)
            }
        }
    }
}

impl FromStr for AgencyTarget {
    type Err = Error;

    /// "80%", "82,5 %" or "12".
    fn from_str(text: &str) -> Result<Self> {
        let wrong = || Error::new("agency.bad_target").with("text", text.trim());
        let typed = text.trim();
        let Some(share) = typed.strip_suffix('%') else {
            let value = whole_number(typed).and_then(|value| u32::try_from(value).ok());
            let value = value.filter(|value| (1..=MOST).contains(value));
            return Ok(Self { measure: Measure::Number, value: value.ok_or_else(wrong)? });
        };
        let share = Percent::read(share.trim()).filter(|share| (1..=10_000).contains(&share.0));
        Ok(Self { measure: Measure::Percent, value: share.ok_or_else(wrong)?.0 })
    }
}

impl fmt::Display for AgencyTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.measure {
            Measure::Number => f.write_str(&thousands(self.value)),
            Measure::Percent if self.value.is_multiple_of(100) => write!(f, "{}%", self.value / 100),
            Measure::Percent => f.write_str(&Percent(self.value).to_vi()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_a_share_or_a_number() {
        let check = |text: &str, expect: &str| {
            let read = text.parse::<AgencyTarget>();
            assert_eq!(
                read.map_or_else(|e| e.code.to_owned(), |target| target.to_string()),
                expect,
                "{text:?}"
            );
        };
        check("80%", "80%");
        check(" 82,5 % ", "82,50%");
        check("100%", "100%");
        check("12", "12");
        check("1.200", "1.200");
        for bad in
            ["140%", "100,01%", "0%", "-5%", "0", "-3", "", "%", "80,123%", "tất cả", "100001", "99999999999"]
        {
            check(bad, "agency.bad_target");
        }
    }

    #[test]
    fn a_share_is_rounded_up() {
        let count = AgencyCount { people: 13, under_age: 2, level2: 9, none: 2, ..AgencyCount::default() };
        let check = |text: &str, expect: u32| {
            assert_eq!(text.parse::<AgencyTarget>().unwrap().goal(count), expect, "{text}");
        };
        check("80%", 9); // of 11
        check("100%", 11);
        check("12", 12);
    }
}
