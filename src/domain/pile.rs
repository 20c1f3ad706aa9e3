//! The piles of a reconciliation: rows of an extract that a person looks at together, because one question decides them.

use serde::{Deserialize, Serialize};

/// Rows (and people) of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Pile {
    /// Joined by the program beyond doubt: nothing to look at.
    Sure,
    /// One person by all else, but the numbers differ in one or two digits: which one is right?
    NumberNear,
    /// The number points at one person, the rest at another.
    NumberOther,
    /// Same name, other birth.
    OtherBirth,
    /// Perhaps one person.
    Alike,
    /// One row, several people who are equally near.
    Several,
    /// Several people of the register have the row's number.
    NumberShared,
    /// Two rows, one person.
    TwoRows,
    /// On the list, not in the register.
    Unknown,
    /// In the register, not on the list: people, not rows.
    NotOnList,
}

/// What became of a row of a pile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum RowState {
    /// Nobody has looked.
    Open,
    /// A person said that both are one.
    Joined,
    /// A person added the row's person to the register.
    Added,
    /// A person said that they are two.
    Split,
    /// A person left it for later.
    Left,
}

impl RowState {
    /// One letter, for a long list of states.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::Open => 'o',
            Self::Joined => 'j',
            Self::Added => 'a',
            Self::Split => 's',
            Self::Left => 'l',
        }
    }
}

/// What may be done with all rows of one rule at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum AtOnce {
    /// Join each with its person.
    Join,
    /// Add each to the register.
    Add,
}

impl Pile {
    /// All piles, in the order of lists.
    pub const ALL: [Self; 10] = [
        Self::Sure,
        Self::NumberNear,
        Self::NumberOther,
        Self::OtherBirth,
        Self::Alike,
        Self::Several,
        Self::NumberShared,
        Self::TwoRows,
        Self::Unknown,
        Self::NotOnList,
    ];

    /// The pile of a row by the rule that decided it (`match.<rule>` of `messages.csv`).
    #[must_use]
    pub fn of(rule: &str) -> Self {
        match rule {
            "number-swapped" | "number-moved" | "number-one-digit" => Self::NumberNear,
            "number-differs" | "number-other-person" | "number-elsewhere" => Self::NumberOther,
            "other-birth" => Self::OtherBirth,
            "weak" => Self::Alike,
            "several-alike" => Self::Several,
            "number-of-several" => Self::NumberShared,
            "second-row" | "wanted-by-another" | "citizen-given-by-hand" => Self::TwoRows,
            "not-found" | "not-found-near" => Self::Unknown,
            _ => Self::Sure,
        }
    }

    /// Whether a person has to look at its rows one by one.
    #[must_use]
    pub fn is_to_look_at(self) -> bool {
        !matches!(self, Self::Sure | Self::NotOnList)
    }
}

/// The probability from which a pair is one person beyond reasonable doubt; odds of about 250 to 1.
const SAFE: f64 = 0.996;
/// The probability from which pairs that are only alike may be joined together by whoever is told how many of them are likely
/// wrong; odds of about 20 to 1.
const LIKELY: f64 = 0.953;

/// What may be done with all open rows of a rule at once, and from which score on. `None`: each wants its own look.
#[must_use]
pub fn at_once(rule: &str) -> Option<(AtOnce, f64)> {
    match rule {
        "number-swapped" | "number-moved" | "number-one-digit" => Some((AtOnce::Join, SAFE)),
        "weak" | "other-birth" => Some((AtOnce::Join, LIKELY)),
        // Nobody in the register is near, whatever the score.
        "not-found" => Some((AtOnce::Add, 0.0)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_has_its_pile() {
        let check = |rule: &str, expect: Pile| assert_eq!(Pile::of(rule), expect, "{rule}");
        check("number-name-birth", Pile::Sure);
        check("number-moved", Pile::NumberNear);
        check("number-differs", Pile::NumberOther);
        check("other-birth", Pile::OtherBirth);
        check("second-row", Pile::TwoRows);
        check("not-found-near", Pile::Unknown);
    }

    #[test]
    fn what_needs_a_look_of_its_own_does_not_go_at_once() {
        for (rule, score) in [("number-swapped", 0.996), ("weak", 0.953), ("not-found", 0.0)] {
            assert_eq!(at_once(rule).map(|(_, from)| from), Some(score), "{rule}");
        }
        for rule in
            ["several-alike", "wanted-by-another", "number-other-person", "number-differs", "not-found-near"]
        {
            assert!(at_once(rule).is_none(), "{rule}");
        }
    }
}
