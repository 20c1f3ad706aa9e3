//! Visits worth a second look before they count for the league: the pile, and settling it. What is not true is corrected as any visit is.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::check_has_people;
use crate::domain::as_count;
use crate::domain::ids::{UnitId, VisitId};
use crate::domain::second_look::Doubt;
use crate::error::{Error, Result};
use crate::figures::{Day, OpenLook};
use crate::messages::sentences;
use crate::session::Session;
use crate::store::Book;

/// Which part of the pile.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct AskLooks {
    /// Only for this reason.
    pub reason: Option<Doubt>,
    /// Only of this unit.
    pub unit: Option<UnitId>,
    /// At most so many; all when missing.
    pub limit: Option<u32>,
}

/// The pile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct LooksPage {
    /// Visits that wait, of all reasons and units.
    pub all: u32,
    /// How many for each reason there is; one visit may have several.
    pub reasons: Vec<(Doubt, u32)>,
    /// How many of what was asked for.
    pub count: u32,
    /// Of those the newest.
    pub rows: Vec<LookRow>,
}

/// A visit to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct LookRow {
    /// The visit.
    pub visit: VisitId,
    /// Code of the person.
    pub code: String,
    /// Name.
    pub name: String,
    /// Hamlet.
    pub hamlet: String,
    /// House and alley.
    pub address: String,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// The level claimed.
    pub level: u8,
    /// Who says so, or empty.
    pub member: String,
    /// Why, the heaviest first.
    pub reasons: Vec<Doubt>,
    /// The same in words, in Vietnamese and in English.
    pub says: [String; 2],
}

/// Shows the pile.
///
/// # Errors
/// `audit.counts_only`; the book's own.
pub fn show_looks(book: &mut Book, session: &Session, args: &AskLooks) -> Result<LooksPage> {
    check_has_people(book)?;
    let day = Day::read(book, session.today())?;
    let open = day.second_looks()?;
    let mut reasons: BTreeMap<Doubt, u32> = BTreeMap::new();
    for reason in open.iter().flat_map(|look| &look.reasons) {
        *reasons.entry(*reason).or_default() += 1;
    }
    let asked = |look: &&OpenLook| {
        args.reason.is_none_or(|reason| look.reasons.contains(&reason))
            && args.unit.is_none_or(|unit| day.units.is_within(look.visit.unit, unit))
    };
    let found: Vec<&OpenLook> = open.iter().filter(asked).collect();
    let limit = args.limit.map_or(usize::MAX, |limit| limit as usize);
    let rows = found.iter().take(limit).map(|look| {
        let person = day.book.listed_person(look.visit.citizen, Some(look.visit.id))?;
        Ok(LookRow {
            visit: look.visit.id,
            hamlet: day.units.home_name(look.visit.unit).to_owned(),
            address: person.household.address(),
            at: look.visit.at,
            level: look.visit.level,
            member: person.visit.map(|visit| visit.member).unwrap_or_default(),
            reasons: look.reasons.clone(),
            says: said(&look.reasons),
            code: person.code,
            name: person.name,
        })
    });
    Ok(LooksPage {
        all: as_count(open.len()),
        reasons: reasons.into_iter().collect(),
        rows: rows.collect::<Result<_>>()?,
        count: as_count(found.len()),
    })
}

/// The reasons in words, in Vietnamese and in English.
fn said(reasons: &[Doubt]) -> [String; 2] {
    let words = reasons.iter().map(|doubt| sentences(&format!("second_look.{}", doubt.code()), &[]));
    let (vi, en): (Vec<String>, Vec<String>) = words.map(|[vi, en]| (vi, en)).unzip();
    [vi.join("; "), en.join("; ")]
}

/// Visits that are as they say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SettleLooks {
    /// The visits.
    pub visits: Vec<VisitId>,
}

/// How many were settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct SettledLooks {
    /// Visits.
    pub settled: u32,
}

/// Settles visits of the pile as true, for the reasons that they have now.
///
/// # Errors
/// `audit.counts_only`; `audit.not_waiting` when one of them is not on the pile: nothing is settled then.
pub fn settle_looks(book: &mut Book, session: &Session, args: &SettleLooks) -> Result<SettledLooks> {
    check_has_people(book)?;
    let wanted: BTreeSet<VisitId> = args.visits.iter().copied().collect();
    let mut open = Day::read(book, session.today())?.second_looks()?;
    open.retain(|look| wanted.contains(&look.visit.id));
    if open.is_empty() || open.len() != wanted.len() {
        return Err(Error::new("audit.not_waiting"));
    }
    let settled = as_count(open.len());
    book.transact(session, "settle-looks", json!({ "visits": settled }), |tx| {
        open.iter().try_for_each(|look| {
            tx.settle_visit(look.visit.id, session.today(), &look.reasons.iter().copied().collect())
        })
    })?;
    Ok(SettledLooks { settled })
}
