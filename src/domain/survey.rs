//! What a survey says of smartphones and computers, counted.

use super::text::thousands;
use crate::error::{Error, Result};

/// Answers to one question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Answers {
    /// Has it.
    pub yes: u32,
    /// Has it not.
    pub no: u32,
    /// Nobody asked: missing is not "no" (docs/domain.md, Counting).
    pub unasked: u32,
}

impl Answers {
    fn add(&mut self, answer: Option<bool>) {
        *match answer {
            Some(true) => &mut self.yes,
            Some(false) => &mut self.no,
            None => &mut self.unasked,
        } += 1;
    }

    fn plus(self, other: Self) -> Self {
        Self { yes: self.yes + other.yes, no: self.no + other.no, unasked: self.unasked + other.unasked }
    }

    /// The three as they stand on paper.
    #[must_use]
    pub fn counts(self) -> [u32; 3] {
        [self.yes, self.no, self.unasked]
    }
}

/// What the survey says of the people of age of one unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SurveyCount {
    /// People of 14 and more who are neither dead nor moved away.
    pub of_age: u32,
    /// A smartphone.
    pub smartphone: Answers,
    /// A computer with internet.
    pub internet: Answers,
}

impl SurveyCount {
    /// Counts one person.
    pub fn add(&mut self, smartphone: Option<bool>, internet: Option<bool>) {
        self.of_age += 1;
        self.smartphone.add(smartphone);
        self.internet.add(internet);
    }

    /// The sum of two.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            of_age: self.of_age + other.of_age,
            smartphone: self.smartphone.plus(other.smartphone),
            internet: self.internet.plus(other.internet),
        }
    }

    /// Checks the sum of the rows before a paper leaves the house: the answers make up the people, and the people are
    /// all `people`, counted without rows.
    ///
    /// # Errors
    /// `report.sums_differ`.
    pub fn check(self, people: u32) -> Result<()> {
        let sum = |answers: Answers| answers.counts().iter().sum();
        let parts = [
            ("of_age", self.of_age, people),
            ("smartphone", sum(self.smartphone), self.of_age),
            ("internet", sum(self.internet), self.of_age),
        ];
        match parts.into_iter().find(|(_, rows, total)| rows != total) {
            Some((figure, rows, total)) => Err(Error::new("report.sums_differ")
                .with("figure", figure)
                .with("rows", thousands(rows))
                .with("total", thousands(total))),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_that_do_not_agree_are_refused() {
        let mut count = SurveyCount::default();
        count.add(Some(true), None);
        count.add(Some(false), Some(true));
        assert_eq!(count.plus(count).smartphone.counts(), [2, 2, 0]);
        let check = |count: SurveyCount, people: u32, fine: bool| {
            assert_eq!(count.check(people).is_ok(), fine, "{count:?}");
        };
        check(count, 2, true);
        check(count, 3, false);
        check(SurveyCount { of_age: 3, ..count }, 3, false);
    }
}
