//! The reconciliation (bảng đối soát): what a team claims of one person beside what the extract says. A claim is
//! provisional until an extract confirms it; the extract decides (docs/domain.md, Visits and evidence).

use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::roster::AccountState;
use crate::error::{Error, Result};
use crate::messages;

/// The latest activation that a team logged and that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// 1 or 2; 0 when the visit does not say.
    pub level: u8,
    /// Day of the visit.
    pub on: NaiveDate,
}

/// Both sides of one person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sides {
    /// What the team claims.
    pub claim: Option<Claim>,
    /// The account state that the extract says; `None` when the person is not on it.
    pub official: Option<AccountState>,
    /// How many rows of the extract mean this person.
    pub rows: u32,
    /// Whether a row that is not settled yet may be this person.
    pub in_review: bool,
    /// Too young to be invited, moved away or dead.
    pub off_lists: bool,
    /// Date of the latest extract ("tính đến"); `None` when there is none yet.
    pub as_of: Option<NaiveDate>,
}

/// What comes out of the two sides. The text form (kebab-case) is what scripts and the book read; the Vietnamese words
/// are `finding.<code>` in `messages.csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// Claimed and active in the extract, at one level.
    Confirmed,
    /// Claimed, but the extract of that day or later does not have it.
    ClaimedNotOfficial,
    /// Claimed after the extract's date: cannot be judged yet.
    ClaimedAfterExtract,
    /// Claimed and active, at different levels.
    LevelDiffers,
    /// Active in the extract; no team claims it.
    OfficialOnly,
    /// Approved, not activated: the team has to go there.
    ToVisit,
    /// Waits for approval.
    PendingApproval,
    /// The application was rejected.
    Rejected,
    /// The account is locked.
    Locked,
    /// The extract says that there is no account: invite to enrol.
    NotRegistered,
    /// On no list: invite to enrol.
    NotOnList,
    /// No active account, and nobody to invite: under age, moved away or dead. An application may be pending.
    NotEligible,
    /// On the list, but its state cannot be read.
    StateUnknown,
    /// Two rows of the extract mean this person.
    Duplicate,
    /// A row of the extract may be this person: somebody has to look first.
    InReview,
    /// There is no extract yet.
    NoExtract,
}

impl Finding {
    /// Every finding, in the order of lists.
    pub const ALL: [Self; 16] = [
        Self::Confirmed,
        Self::ClaimedNotOfficial,
        Self::ClaimedAfterExtract,
        Self::LevelDiffers,
        Self::OfficialOnly,
        Self::ToVisit,
        Self::PendingApproval,
        Self::Rejected,
        Self::Locked,
        Self::NotRegistered,
        Self::NotOnList,
        Self::NotEligible,
        Self::StateUnknown,
        Self::Duplicate,
        Self::InReview,
        Self::NoExtract,
    ];

    /// The code that scripts and the book read.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::ClaimedNotOfficial => "claimed-not-official",
            Self::ClaimedAfterExtract => "claimed-after-extract",
            Self::LevelDiffers => "level-differs",
            Self::OfficialOnly => "official-only",
            Self::ToVisit => "to-visit",
            Self::PendingApproval => "pending-approval",
            Self::Rejected => "rejected",
            Self::Locked => "locked",
            Self::NotRegistered => "not-registered",
            Self::NotOnList => "not-on-list",
            Self::NotEligible => "not-eligible",
            Self::StateUnknown => "state-unknown",
            Self::Duplicate => "duplicate",
            Self::InReview => "in-review",
            Self::NoExtract => "no-extract",
        }
    }

    /// The words for users, in Vietnamese.
    #[must_use]
    pub fn words(self) -> &'static str {
        messages::word(&format!("finding.{}", self.code()))
    }

    /// Whether a team may claim an account of its people.
    #[must_use]
    pub fn may_have_claim(self) -> bool {
        use Finding::{
            ClaimedAfterExtract, ClaimedNotOfficial, Confirmed, Duplicate, InReview, LevelDiffers, Locked,
            NoExtract, StateUnknown,
        };
        matches!(
            self,
            Confirmed
                | ClaimedNotOfficial
                | ClaimedAfterExtract
                | LevelDiffers
                | Locked
                | StateUnknown
                | Duplicate
                | InReview
                | NoExtract
        )
    }

    /// The two sides contradict each other, so somebody has to find out. A state that cannot be read says nothing, so it
    /// contradicts nothing.
    #[must_use]
    pub fn is_discrepancy(self) -> bool {
        matches!(self, Self::ClaimedNotOfficial | Self::LevelDiffers | Self::Duplicate)
    }
}

impl FromStr for Finding {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let finding = Self::ALL.into_iter().find(|finding| finding.code() == text);
        finding.ok_or_else(|| {
            let findings: Vec<&str> = Self::ALL.iter().map(|finding| finding.code()).collect();
            Error::new("report.unknown_group").with("group", text).with("groups", findings.join(", "))
        })
    }
}

/// The level of an active account: by its state, else as granted; `None` when the account is not active.
#[must_use]
pub fn active_level(state: AccountState) -> Option<u8> {
    match state {
        AccountState::ActiveLevel1 => Some(1),
        AccountState::ActiveLevel2 => Some(2),
        _ => None,
    }
}

/// Judges one person.
#[must_use]
pub fn judge(sides: &Sides) -> Finding {
    let Some(as_of) = sides.as_of else { return Finding::NoExtract };
    if sides.rows > 1 {
        return Finding::Duplicate;
    }
    if sides.in_review && sides.official.is_none() {
        return Finding::InReview;
    }
    // An extract of the same day was made before the evening's walk.
    let later = sides.claim.is_some_and(|claim| claim.on >= as_of);
    let Some(official) = sides.official else {
        return match sides.claim {
            None if sides.off_lists => Finding::NotEligible,
            None => Finding::NotOnList,
            Some(_) if later => Finding::ClaimedAfterExtract,
            Some(_) => Finding::ClaimedNotOfficial,
        };
    };
    match (active_level(official), sides.claim) {
        (Some(_), None) => Finding::OfficialOnly,
        (Some(level), Some(claim)) if claim.level == level || claim.level == 0 => Finding::Confirmed,
        // A step from level 1 to level 2 after the extract.
        (Some(level), Some(claim)) if claim.level > level && later => Finding::ClaimedAfterExtract,
        (Some(_), Some(_)) => Finding::LevelDiffers,
        (None, Some(_)) if later => Finding::ClaimedAfterExtract,
        (None, claim) => match official {
            AccountState::Locked => Finding::Locked,
            AccountState::Unknown => Finding::StateUnknown,
            _ if claim.is_some() => Finding::ClaimedNotOfficial,
            _ if sides.off_lists => Finding::NotEligible,
            AccountState::ApprovedNotActivated => Finding::ToVisit,
            AccountState::PendingApproval => Finding::PendingApproval,
            AccountState::Rejected => Finding::Rejected,
            _ => Finding::NotRegistered,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use AccountState::*;

    #[test]
    fn claim_beside_extract() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 11, d).unwrap();
        let check = |claim: Option<(u8, u32)>, state: Option<AccountState>, expect: Finding| {
            let sides = Sides {
                claim: claim.map(|(level, d)| Claim { level, on: day(d) }),
                official: state,
                rows: u32::from(state.is_some()),
                as_of: Some(day(10)),
                ..Sides::default()
            };
            assert_eq!(judge(&sides), expect, "{claim:?} {state:?}");
            assert!(claim.is_none() || expect.may_have_claim(), "{expect:?}");
        };
        check(Some((1, 9)), Some(ActiveLevel1), Finding::Confirmed);
        check(Some((2, 12)), Some(ActiveLevel2), Finding::Confirmed);
        check(Some((0, 9)), Some(ActiveLevel2), Finding::Confirmed);
        check(Some((1, 9)), Some(ActiveLevel2), Finding::LevelDiffers);
        check(Some((2, 9)), Some(ActiveLevel1), Finding::LevelDiffers);
        check(Some((2, 11)), Some(ActiveLevel1), Finding::ClaimedAfterExtract);
        check(Some((1, 11)), Some(ActiveLevel2), Finding::LevelDiffers);
        check(Some((1, 10)), Some(ApprovedNotActivated), Finding::ClaimedAfterExtract);
        check(Some((1, 11)), Some(ApprovedNotActivated), Finding::ClaimedAfterExtract);
        check(Some((1, 9)), Some(PendingApproval), Finding::ClaimedNotOfficial);
        check(Some((1, 9)), Some(Locked), Finding::Locked);
        check(Some((1, 9)), Some(Unknown), Finding::StateUnknown);
        check(Some((1, 9)), None, Finding::ClaimedNotOfficial);
        check(Some((1, 11)), None, Finding::ClaimedAfterExtract);
        check(None, Some(ActiveLevel1), Finding::OfficialOnly);
        check(None, Some(ApprovedNotActivated), Finding::ToVisit);
        check(None, Some(PendingApproval), Finding::PendingApproval);
        check(None, Some(Rejected), Finding::Rejected);
        check(None, Some(Locked), Finding::Locked);
        check(None, Some(NotRegistered), Finding::NotRegistered);
        check(None, Some(Unknown), Finding::StateUnknown);
        check(None, None, Finding::NotOnList);
    }

    #[test]
    fn nobody_to_invite() {
        let as_of = NaiveDate::from_ymd_opt(2026, 11, 10);
        let check = |official, expect| {
            let sides = Sides {
                official,
                rows: u32::from(official.is_some()),
                as_of,
                off_lists: true,
                ..Sides::default()
            };
            assert_eq!(judge(&sides), expect, "{official:?}");
        };
        check(None, Finding::NotEligible);
        check(Some(NotRegistered), Finding::NotEligible);
        check(Some(ApprovedNotActivated), Finding::NotEligible);
        check(Some(ActiveLevel2), Finding::OfficialOnly);
        check(Some(Locked), Finding::Locked);
    }

    #[test]
    fn two_rows_or_no_extract() {
        let as_of = NaiveDate::from_ymd_opt(2026, 11, 10);
        assert_eq!(judge(&Sides { rows: 2, as_of, ..Sides::default() }), Finding::Duplicate);
        assert_eq!(judge(&Sides::default()), Finding::NoExtract);
    }

    #[test]
    fn a_word_that_is_no_finding_is_refused_with_those_there_are() {
        let refused = "cho-duyet".parse::<Finding>().unwrap_err();
        assert_eq!(refused.code, "report.unknown_group");
        assert!(refused.params.iter().any(|(_, value)| value.contains("pending-approval")));
    }

    #[test]
    fn every_finding_has_a_code_and_words() {
        for finding in Finding::ALL {
            assert_eq!(serde_json::to_value(finding).unwrap(), finding.code());
            assert!(!finding.words().is_empty(), "{}", finding.code());
            assert_eq!(finding.code().parse::<Finding>().unwrap(), finding);
        }
    }
}
