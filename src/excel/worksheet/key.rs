//! The key of a row: what a row is about, in a form that survives every spreadsheet program.

use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::domain::ids::{CitizenId, VisitId};
use crate::domain::text::fold;

/// What a row is about, in a form that survives every spreadsheet program: the visit that will come of it, the person,
/// and the day of the worklist. It is text, `TN1-…`, with a check of itself and of the name that stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowKey {
    /// The id of the visit that the row's answer becomes, so that the same row counts once.
    pub visit: VisitId,
    /// The person.
    pub citizen: CitizenId,
    /// The day of the worklist: the day of a visit that has none written.
    pub day: NaiveDate,
    /// Check of the name that stands beside it.
    name: u16,
}

const PREFIX: &str = "TN1-";

impl RowKey {
    pub(super) fn new(visit: VisitId, citizen: CitizenId, day: NaiveDate, name: &str) -> Self {
        Self { visit, citizen, day, name: check_of(&fold(name)) }
    }

    /// Whether the key was made for a person of this name.
    pub(super) fn is_of(self, name: &str) -> bool {
        check_of(&fold(name)) == self.name
    }

    pub(super) fn to_text(self) -> String {
        let body = format!(
            "{PREFIX}{}-{}-{}-{:04x}",
            self.visit.0.simple(),
            self.citizen.0.simple(),
            self.day.format("%Y%m%d"),
            self.name
        );
        let check = check_of(&body.to_ascii_uppercase());
        format!("{body}{check:04x}").to_ascii_uppercase()
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_uppercase();
        let (body, check) = text.split_at_checked(text.len().checked_sub(4)?)?;
        (u16::from_str_radix(check, 16).ok()? == check_of(body)).then_some(())?;
        let mut parts = body.strip_prefix(PREFIX)?.split('-');
        let key = Self {
            visit: VisitId(Uuid::try_parse(parts.next()?).ok()?),
            citizen: CitizenId(Uuid::try_parse(parts.next()?).ok()?),
            day: NaiveDate::parse_from_str(parts.next()?, "%Y%m%d").ok()?,
            name: u16::from_str_radix(parts.next()?, 16).ok()?,
        };
        parts.next().is_none().then_some(key)
    }
}

fn check_of(text: &str) -> u16 {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(2).fold(0, |sum, byte| sum << 8 | u16::from(*byte))
}
