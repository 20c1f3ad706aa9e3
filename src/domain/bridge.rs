//! The bridge from the police list's count of active accounts to the book's.

use chrono::NaiveDate;
use serde::Serialize;

use super::dates::vi as written;
use super::text::thousands;
use crate::messages::sentences;

/// `listed - unknown - waiting - doubled + earlier + claimed + stated = active`: rows on the left, people on the right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Bridge {
    /// Day of the newest extract.
    pub extract: NaiveDate,
    /// Rows with an active account, its own and those of the lists that it adds to.
    pub listed: u32,
    /// Of those, rows of nobody in the book.
    pub unknown: u32,
    /// Rows that wait for a person to say whose they are.
    pub waiting: u32,
    /// Rows beyond the first of one person.
    pub doubled: u32,
    /// People who are not on them, active by an extract before.
    pub earlier: u32,
    /// People active by what the teams say alone.
    pub claimed: u32,
    /// Active in units that count by what they have signed.
    pub stated: u32,
    /// Active by the day's papers.
    pub active: u32,
    /// All of it in a sentence, in Vietnamese and in English.
    pub told: [String; 2],
}

impl Bridge {
    /// Whether both ends meet.
    #[must_use]
    pub fn meets(&self) -> bool {
        let less = self.unknown + self.waiting + self.doubled;
        self.listed + self.earlier + self.claimed + self.stated == self.active + less
    }

    /// All of it in a sentence, in Vietnamese and in English.
    #[must_use]
    pub fn sentence(&self) -> [String; 2] {
        let parts = [
            ("bridge.unknown", self.unknown),
            ("bridge.waiting", self.waiting),
            ("bridge.doubled", self.doubled),
            ("bridge.earlier", self.earlier),
            ("bridge.claimed", self.claimed),
            ("bridge.stated", self.stated),
        ];
        let told = parts.into_iter().filter(|(_, count)| *count > 0);
        let told = told.map(|(code, count)| sentences(code, &[("count", &thousands(count))]));
        let (vi, en): (Vec<String>, Vec<String>) = told.map(|[vi, en]| (vi, en)).unzip();
        let (day, listed, active) = (written(self.extract), thousands(self.listed), thousands(self.active));
        let code = if vi.is_empty() { "bridge.same" } else { "bridge.told" };
        let [mut whole, mut en_whole] =
            sentences(code, &[("day", day.as_str()), ("listed", &listed), ("active", &active)]);
        whole.push_str(&vi.join(", "));
        en_whole.push_str(&en.join(", "));
        [whole, en_whole]
    }
}
