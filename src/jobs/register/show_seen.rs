//! Shows who saw or took out a person's data, when and what for, as far as the journal knows.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::export_person::laptops_with;
use crate::domain::ids::MemberId;
use crate::domain::purpose::names_people;
use crate::error::Result;
use crate::session::Session;
use crate::store::Book;

/// Whose data.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct AskSeen {
    /// The person's code.
    pub citizen: String,
}

/// One time that somebody saw a person's data or took them out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct SeenLine {
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Name of who it was; empty when nobody was signed in.
    pub member: String,
    /// What was done and what for, in Vietnamese, then in English.
    pub sentences: [String; 2],
    /// Whether this very person stood on it; else he may have.
    pub surely: bool,
}

/// Who saw a person's data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Seen {
    /// The times, the newest first.
    pub lines: Vec<SeenLine>,
    /// Hamlets and agencies on whose laptops the person is.
    pub laptops: Vec<String>,
}

/// Who saw or took out a person's data.
///
/// # Errors
/// `citizen.unknown_code`; the book's own.
pub fn show_seen(book: &mut Book, session: &Session, args: &AskSeen) -> Result<Seen> {
    let citizen = book.citizen_with_code(&args.citizen)?;
    let members: BTreeMap<MemberId, String> = book.members()?.into_iter().collect();
    let went_out = book.went_out(citizen.id, &citizen.code)?;
    let lines = went_out.into_iter().filter(|one| names_people(&one.kind, &one.params)).map(|one| SeenLine {
        at: one.at,
        member: one.member.and_then(|id| members.get(&id).cloned()).unwrap_or_default(),
        sentences: one.sentences,
        surely: one.surely,
    });
    let lines = lines.collect();
    Ok(Seen { lines, laptops: laptops_with(book, session, &[citizen])? })
}
