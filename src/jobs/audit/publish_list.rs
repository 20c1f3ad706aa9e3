//! Publishes the list of claims: its hash and count are fixed before anybody says a seed.

use std::path::PathBuf;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::check_has_people;
use crate::disk::{NewFile, Written};
use crate::domain::as_count;
use crate::domain::audit::{Audit, list_file};
use crate::domain::dates::vi;
use crate::domain::file_kind::FileKind;
use crate::domain::hash::sha256;
use crate::domain::ids::{AuditId, UnitId};
use crate::error::{Error, Result};
use crate::figures::Day;
use crate::session::Session;
use crate::store::Book;

/// Which claims.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PublishList {
    /// Those up to the end of this day; today when missing.
    #[serde(default)]
    pub day: Option<NaiveDate>,
    /// Only those of this unit.
    #[serde(default)]
    pub unit: Option<UnitId>,
    /// The file to write the list to: a line a claim, without names.
    #[serde(default)]
    pub out: Option<PathBuf>,
    /// Whether it may take the place of an earlier one.
    #[serde(default)]
    pub replace: bool,
}

/// What was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct PublishedList {
    /// The check.
    pub audit: AuditId,
    /// The day of the list.
    pub day: NaiveDate,
    /// How many claims it has.
    pub claims: u32,
    /// Its SHA-256, hexadecimal: to be read out and written down.
    pub list_hash: String,
    /// The file, when one was written.
    pub out: Option<PathBuf>,
}

/// Publishes the list. The same list again is the same check, until it is drawn.
///
/// # Errors
/// `audit.counts_only`, `audit.no_claims`, `unit.unknown_id`, `report.in_future`, `save.*`; the book's own.
pub fn publish_list(book: &mut Book, session: &Session, args: &PublishList) -> Result<PublishedList> {
    check_has_people(book)?;
    let to = args.out.as_deref().map(|path| NewFile { path, kind: FileKind::Table, replace: args.replace });
    to.map(|to| to.check()).transpose()?;
    let day = Day::asked(book, session, args.day)?;
    if args.unit.is_some_and(|unit| day.units.name(unit).is_none()) {
        return Err(Error::new("unit.unknown_id"));
    }
    let claims = day.claims(args.unit)?;
    let on = day.day;
    if claims.is_empty() {
        return Err(Error::new("audit.no_claims").with("day", vi(on)));
    }
    let list = list_file(&claims);
    let list_hash = sha256(&list);
    let same = |audit: &Audit| {
        audit.drawn.is_none() && (audit.day, audit.unit_id, &audit.list_hash) == (on, args.unit, &list_hash)
    };
    let known = book.audits()?.into_iter().rev().find(same);
    let is_new = known.is_none();
    let audit = known.unwrap_or_else(|| Audit {
        id: AuditId(session.new_id()),
        day: on,
        unit_id: args.unit,
        list_hash,
        claims: as_count(claims.len()),
        published_on: session.today(),
        drawn: None,
    });
    let write = || to.map(|to| to.write_bytes(list.as_bytes())).transpose();
    if is_new {
        let mut written = None;
        let told = json!({ "count": audit.claims, "day": on });
        let done = book.transact(session, "publish-list", told, |tx| {
            tx.insert_audit(&audit)?;
            written = write()?;
            Ok(())
        });
        Written::keep_with(written, done)?;
    } else {
        write()?.into_iter().for_each(Written::keep);
    }
    let Audit { id, day, claims, list_hash, .. } = audit;
    Ok(PublishedList { audit: id, day, claims, list_hash, out: args.out.clone() })
}
