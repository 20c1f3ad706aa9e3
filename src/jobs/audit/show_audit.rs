//! Shows a random check: what was drawn, what came out, what it says of all claims.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::check_has_people;
use crate::domain::audit::{Audit, AuditFinding, DrawBy};
use crate::domain::ids::{AuditId, AuditLineId, UnitId};
use crate::domain::report::Percent;
use crate::domain::text::thousands;
use crate::domain::walk::{Numbering, WalkKey};
use crate::error::{Error, Result};
pub use crate::figures::AuditGroup;
use crate::figures::{AuditOfDay, Day};
use crate::messages::sentences;
use crate::session::Session;
use crate::store::Book;

/// Which check.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct AskAudit {
    /// The check; the newest draw when missing.
    #[serde(default)]
    pub audit: Option<AuditId>,
}

/// All checks of a book, and one of them.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct AuditsView {
    /// Lists and draws, newest first.
    pub checks: Vec<AuditHead>,
    /// The draw that was asked for; `None` while nothing is drawn.
    pub open: Option<AuditView>,
}

/// A list that was published, and whether it was drawn from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct AuditHead {
    /// The check.
    pub id: AuditId,
    /// Claims up to the end of this day are on the list.
    pub day: NaiveDate,
    /// The unit whose claims they are; empty of the whole book.
    pub unit: String,
    /// The day of its publication.
    pub published_on: NaiveDate,
    /// Claims on the list.
    pub claims: u32,
    /// SHA-256 of the list, hexadecimal.
    pub list_hash: String,
    /// The day of the draw; `None` until the seed was said.
    pub drawn_on: Option<NaiveDate>,
}

/// A draw and what came out of it.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct AuditView {
    /// The list.
    #[serde(flatten)]
    pub head: AuditHead,
    /// The seed.
    pub seed: String,
    /// What was drawn alone.
    pub by: DrawBy,
    /// The rate of false claims above which a unit fails.
    pub tolerated: Percent,
    /// Who drew, or empty.
    pub who: String,
    /// How often the very same list was drawn from before.
    pub drawn_before: u32,
    /// Units, or members, and what came out of theirs.
    pub groups: Vec<AuditGroup>,
    /// All together.
    pub total: AuditGroup,
    /// What it says of all claims, in Vietnamese and in English.
    pub says: [String; 2],
    /// The claims, in walking order.
    pub lines: Vec<AuditLineView>,
}

/// A claim that was drawn, as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct AuditLineView {
    /// The line.
    pub id: AuditLineId,
    /// Its code on paper.
    pub code: String,
    /// Name of the citizen.
    pub name: String,
    /// Year of birth, or empty.
    pub birth: String,
    /// Hamlet.
    pub hamlet: String,
    /// House and alley.
    pub address: String,
    /// Head of the household.
    pub head: String,
    /// The day of the claim.
    pub claimed_on: NaiveDate,
    /// The level claimed.
    pub level: u8,
    /// Who guided the citizen, or empty.
    pub member: String,
    /// What a later police list says, in Vietnamese and in English; `None` when none can judge the claim.
    pub listed: Option<[String; 2]>,
    /// What counts.
    pub finding: Option<AuditFinding>,
    /// It is the police list that says so.
    pub by_list: bool,
    /// The day it was found on.
    pub found_on: Option<NaiveDate>,
    /// A short note.
    pub note: String,
}

/// All checks, and the one asked for as it stands today.
///
/// # Errors
/// `audit.counts_only`, `audit.none` of a check that the book does not have; the book's own.
pub fn show_audits(book: &mut Book, session: &Session, args: &AskAudit) -> Result<AuditsView> {
    check_has_people(book)?;
    let day = Day::read(book, session.today())?;
    let checks: Vec<AuditHead> = book.audits()?.iter().rev().map(|audit| head(&day, audit)).collect();
    let is_drawn = checks.iter().any(|check| check.drawn_on.is_some());
    let open = if args.audit.is_some() || is_drawn { Some(view_of(&day, args.audit)?) } else { None };
    Ok(AuditsView { checks, open })
}

pub(super) fn view(book: &Book, session: &Session, audit: AuditId) -> Result<AuditView> {
    view_of(&Day::read(book, session.today())?, Some(audit))
}

fn view_of(day: &Day<'_>, audit: Option<AuditId>) -> Result<AuditView> {
    let found = check_drawn(day, audit)?;
    let lines = named_lines(day, &found)?;
    Ok(AuditView {
        head: head(day, &found.audit),
        says: says(&found),
        seed: found.drawn.seed,
        by: found.drawn.by,
        tolerated: found.drawn.tolerated,
        who: found.drawn.who,
        drawn_before: found.drawn_before,
        groups: found.groups,
        total: found.total,
        lines,
    })
}

fn head(day: &Day<'_>, audit: &Audit) -> AuditHead {
    AuditHead {
        id: audit.id,
        day: audit.day,
        unit: audit.unit_id.map(|unit| day.units.home_name(unit).to_owned()).unwrap_or_default(),
        published_on: audit.published_on,
        claims: audit.claims,
        list_hash: audit.list_hash.clone(),
        drawn_on: audit.drawn.as_ref().map(|drawn| drawn.on),
    }
}

/// A draw up to the day; the newest when none is named.
///
/// # Errors
/// `audit.none`.
pub(super) fn check_drawn(day: &Day<'_>, audit: Option<AuditId>) -> Result<AuditOfDay> {
    let asked = |found: &AuditOfDay| audit.is_none_or(|audit| found.audit.id == audit);
    day.audits()?.into_iter().rev().find(asked).ok_or_else(|| Error::new("audit.none"))
}

/// What a draw says of all claims, in one sentence.
pub(crate) fn says(found: &AuditOfDay) -> [String; 2] {
    let tally = &found.total.tally;
    let Some(estimate) = found.total.estimate.filter(|_| tally.looked_at() > 0) else {
        return sentences("audit.says.nothing", &[("drawn", &thousands(tally.drawn))]);
    };
    let params = [
        ("claims", thousands(tally.claims)),
        ("drawn", thousands(tally.drawn)),
        ("looked", thousands(tally.looked_at())),
        ("untrue", thousands(tally.untrue())),
        ("low", thousands(estimate.low)),
        ("high", thousands(estimate.high)),
        ("low_rate", estimate.low_rate.to_vi()),
        ("high_rate", estimate.high_rate.to_vi()),
    ];
    let params: Vec<(&str, &str)> = params.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let code = if estimate.low == estimate.high { "audit.says.exactly" } else { "audit.says.between" };
    // Each sentence has its own places.
    let heeded = |name: &str| code == "audit.says.between" || !matches!(name, "high" | "high_rate");
    sentences(code, &params.into_iter().filter(|(name, _)| heeded(name)).collect::<Vec<_>>())
}

/// The lines of a draw with their people, in walking order.
pub(super) fn named_lines(day: &Day<'_>, found: &AuditOfDay) -> Result<Vec<AuditLineView>> {
    let places: BTreeMap<UnitId, usize> = day.rows(None)?.iter().map(|unit| unit.id).zip(0..).collect();
    let people = day.people()?;
    let mut lines = Vec::new();
    for (line, settled) in &found.lines {
        let claim = &line.claim;
        let person = day.book.listed_person(claim.citizen_id, Some(claim.visit_id))?;
        let at = people.binary_search_by_key(&claim.citizen_id, |person| person.citizen_id).ok();
        let judged = at.and_then(|at| people.get(at)).and_then(|person| person.judged(claim.day));
        let unit = day.units.home(claim.unit_id);
        let place = places.get(&unit).copied().unwrap_or(usize::MAX);
        let walk = WalkKey::new(&person.household, Numbering::Hamlet);
        let view = AuditLineView {
            id: line.id,
            code: found.audit.code_of(line),
            birth: person.birth.map(|birth| birth.year().to_string()).unwrap_or_default(),
            hamlet: day.units.home_name(unit).to_owned(),
            address: person.household.address(),
            head: person.household.head.clone(),
            claimed_on: claim.day,
            level: claim.level,
            member: person.visit.map(|visit| visit.member).unwrap_or_default(),
            listed: judged.map(listed_words),
            finding: settled.finding,
            by_list: settled.by_list,
            found_on: line.found_on,
            note: line.note.clone(),
            name: person.name,
        };
        lines.push(((place, walk, line.position), view));
    }
    lines.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(lines.into_iter().map(|(_, view)| view).collect())
}

/// What a police list says of an account.
fn listed_words(level: u8) -> [String; 2] {
    match level {
        0 => sentences("audit.finding.not-activated", &[]),
        level => sentences("audit.listed_level", &[("level", level.to_string().as_str())]),
    }
}
