//! Whom to propose for praise, with the arithmetic, and who is left out and why (docs/domain.md, Commendation).

use super::league::{FailedCheck, LeagueRow};
use super::member::EACH_GUIDES;

/// What is said of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitMerit {
    /// It is above its target by so many accounts.
    Above(u32),
    /// It has reached its target and nothing above it.
    Reached,
    /// So many accounts are missing.
    Below(u32),
    /// It has not told of the day.
    NotReported,
    /// A random check found too much that was not so.
    Failed(FailedCheck),
}

impl UnitMerit {
    /// Judges a unit by its row of the league: nobody who is silent or has failed a check is praised (70/KH-UBND, V.3; 180/KH-UBND, III.2), and
    /// what is active is what Phụ lục I says.
    #[must_use]
    pub fn of(row: &LeagueRow) -> Self {
        if let Some(check) = row.failed {
            return Self::Failed(check);
        }
        let Some(active) = row.standing.active.filter(|_| row.reported) else { return Self::NotReported };
        let target = row.standing.target.total;
        match active.total.checked_sub(target) {
            None => Self::Below(target.saturating_sub(active.total)),
            Some(0) => Self::Reached,
            Some(above) => Self::Above(above),
        }
    }

    /// Whether it is proposed: 70/KH-UBND praises those above their target.
    #[must_use]
    pub fn is_proposed(self) -> bool {
        matches!(self, Self::Above(_))
    }
}

/// What is said of a person who guided others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonMerit {
    /// Guided so many more than each owes.
    Above(u32),
    /// Guided as many as each owes.
    Reached,
    /// So many are missing.
    Below(u32),
    /// A random check of his claims found too much that was not so.
    Failed,
}

impl PersonMerit {
    /// Judges by how many people were guided to an account that counts.
    #[must_use]
    pub fn of(guided: u32, failed: bool) -> Self {
        match guided.checked_sub(EACH_GUIDES) {
            _ if failed => Self::Failed,
            None => Self::Below(EACH_GUIDES.saturating_sub(guided)),
            Some(0) => Self::Reached,
            Some(above) => Self::Above(above),
        }
    }

    /// Whether he is proposed.
    #[must_use]
    pub fn is_proposed(self) -> bool {
        matches!(self, Self::Above(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_is_owed_and_praise_is_for_more() {
        let check = |guided, failed, expect| assert_eq!(PersonMerit::of(guided, failed), expect, "{guided}");
        check(0, false, PersonMerit::Below(10));
        check(9, false, PersonMerit::Below(1));
        check(10, false, PersonMerit::Reached);
        check(25, false, PersonMerit::Above(15));
        check(25, true, PersonMerit::Failed);
        assert!(PersonMerit::Above(1).is_proposed() && !PersonMerit::Reached.is_proposed());
    }
}
