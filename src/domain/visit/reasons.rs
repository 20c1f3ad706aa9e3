//! Why a visit ended as it did: the table of reasons.

use std::sync::OnceLock;

use super::{Outcome, rows};
use crate::domain::text::fold;
use crate::error::{Error, Result};

/// Code of a reason that the table does not have; its words stand in the note.
pub const UNLISTED: &str = "unlisted";

/// What a reason means for the worklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follow {
    /// Nothing special.
    Nothing,
    /// The person is not visited again: moved, deceased, active before.
    Off,
    /// The team was asked to come again.
    Again,
}

/// One row of the table of reasons (`visit_reasons.csv`).
#[derive(Debug)]
pub struct Reason {
    /// Code, kebab-case.
    pub code: &'static str,
    /// The outcome it explains; `None` fits each.
    pub outcome: Option<Outcome>,
    /// What it means for the worklist.
    pub follow: Follow,
    pub(super) words: Vec<&'static str>,
}

impl Reason {
    /// Whether the reason explains the outcome.
    #[must_use]
    pub fn fits(&self, outcome: Outcome) -> bool {
        self.outcome.is_none_or(|own| own == outcome)
    }

    /// The Vietnamese word.
    #[must_use]
    pub fn word(&self) -> &'static str {
        crate::messages::word(&format!("reason.{}", self.code))
    }

    pub(super) fn is_called(&self, folded: &str) -> bool {
        self.code == folded
            || fold(self.code) == folded
            || self.words.contains(&folded)
            || fold(self.word()) == folded
    }
}

/// The reasons, in the order in which lists show them.
pub fn reasons() -> &'static [Reason] {
    static TABLE: OnceLock<Vec<Reason>> = OnceLock::new();
    TABLE.get_or_init(|| {
        rows(include_str!("../data/visit_reasons.csv"))
            .map(|[code, outcome, follow, words]| Reason {
                code,
                outcome: Outcome::from_code(outcome),
                follow: match follow {
                    "off" => Follow::Off,
                    "again" => Follow::Again,
                    _ => Follow::Nothing,
                },
                words: words.split('|').collect(),
            })
            .collect()
    })
}

/// The reason of a code.
#[must_use]
pub fn reason(code: &str) -> Option<&'static Reason> {
    reasons().iter().find(|reason| reason.code == code)
}

/// The reason that a code or words mean for an outcome: `(code, rest)`. Words that the table does not have become
/// [`UNLISTED`] and are given back as the rest, to be kept in the note.
///
/// # Errors
/// `visit.reason_mismatch` when the words are a reason of another outcome only.
pub fn find_reason(outcome: Outcome, text: &str) -> Result<(&'static str, String)> {
    let folded = fold(text);
    if folded.is_empty() {
        return Ok(("", String::new()));
    }
    let mut elsewhere = false;
    for reason in reasons().iter().filter(|reason| reason.is_called(&folded)) {
        if reason.fits(outcome) {
            return Ok((reason.code, String::new()));
        }
        elsewhere = true;
    }
    if elsewhere {
        return Err(Error::new("visit.reason_mismatch").with("raw", text.trim()));
    }
    Ok((UNLISTED, text.trim().to_owned()))
}
