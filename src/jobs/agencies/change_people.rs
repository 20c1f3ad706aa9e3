//! Changes people on the list of an agency by hand: the reason, the agency's word, who somebody is, who belongs there no more.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::domain::agency::{Affiliation, checked_reason};
use crate::domain::as_count;
use crate::domain::dates::PartialDate;
use crate::domain::ids::AffiliationId;
use crate::error::{Error, Result};
use crate::jobs::Nothing;
use crate::session::Session;
use crate::store::Book;

/// What is said of some people of an agency.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct ChangeAgencyPeople {
    /// Whom.
    pub ids: Vec<AffiliationId>,
    /// Why they have no level 2; empty takes the reason away; missing leaves it.
    #[serde(default)]
    pub reason: Option<String>,
    /// The level of their accounts by the agency's word today, 0 to 2.
    #[serde(default)]
    pub level: Option<u8>,
    /// Whether they know IT.
    #[serde(default)]
    pub it: Option<bool>,
    /// The day on which they were taught.
    #[serde(default)]
    pub trained_on: Option<NaiveDate>,
}

/// Who a person of an agency is.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SettleAgencyPerson {
    /// Whom.
    pub id: AffiliationId,
    /// Code of the person in the register; missing: lives elsewhere.
    pub citizen: Option<String>,
}

/// Whom to take off.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct RemoveAgencyPeople {
    /// Whom.
    pub ids: Vec<AffiliationId>,
}

/// Notes why people have no level 2, what the agency says of their accounts, whether they know IT.
///
/// # Errors
/// `agency.no_person`, `agency.reason_too_long`, `agency.level`, `agency.trained_later`.
pub fn change_people(book: &mut Book, session: &Session, args: &ChangeAgencyPeople) -> Result<Nothing> {
    let reason = args.reason.as_deref().map(checked_reason).transpose()?;
    if let Some(level) = args.level.filter(|level| *level > 2) {
        return Err(Error::new("agency.level").with("level", level));
    }
    let people = people_of(book, &args.ids)?;
    let today = session.today();
    if args.trained_on.is_some_and(|on| on > today) {
        return Err(Error::new("agency.trained_later"));
    }
    let trained_on = args.trained_on.map(PartialDate::from);
    let changed = people.iter().map(|person| Affiliation {
        reason: reason.clone().unwrap_or_else(|| person.reason.clone()),
        level: args.level.or(person.level),
        told_on: args.level.map(|_| today).or(person.told_on),
        it: args.it.or(person.it),
        trained_on: trained_on.or(person.trained_on),
        ..person.clone()
    });
    let changed: Vec<Affiliation> =
        changed.zip(&people).filter(|(new, old)| new != *old).map(|(new, _)| new).collect();
    if changed.is_empty() {
        return Ok(Nothing {});
    }
    book.transact(session, "change-affiliation", json!({ "count": as_count(changed.len()) }), |tx| {
        changed.iter().try_for_each(|person| tx.put_affiliation(person))
    })?;
    Ok(Nothing {})
}

/// Says who a person of an agency is, or that he lives elsewhere: the program leaves that as it is.
///
/// # Errors
/// `agency.no_person`, `agency.citizen_unknown`, `agency.citizen_taken`.
pub fn settle_person(book: &mut Book, session: &Session, args: &SettleAgencyPerson) -> Result<Nothing> {
    let [person] = &people_of(book, &[args.id])?[..] else { return Err(Error::new("agency.no_person")) };
    let citizen = match &args.citizen {
        None => None,
        Some(code) => {
            let found = book.citizen_of_code(code.trim())?;
            Some(found.ok_or_else(|| Error::new("agency.citizen_unknown").with("code", code))?)
        }
    };
    let other = book.affiliations(Some(person.unit_id))?;
    let other = other.into_iter().find(|o| o.id != person.id && citizen.is_some() && o.citizen_id == citizen);
    if let Some(other) = other {
        return Err(Error::new("agency.citizen_taken").with("name", other.name));
    }
    let settled =
        Affiliation { citizen_id: citizen, candidates: Vec::new(), decided: true, ..person.clone() };
    // Names of people stand in the lists, not in the journal.
    let agency = book.units()?.into_iter().find(|unit| unit.id == person.unit_id).map(|unit| unit.name);
    book.transact(session, "settle-affiliation", json!({ "agency": agency }), |tx| {
        tx.put_affiliation(&settled)
    })?;
    Ok(Nothing {})
}

/// Takes people off the list of their agency; in the register they stay.
///
/// # Errors
/// `agency.no_person`.
pub fn remove_people(book: &mut Book, session: &Session, args: &RemoveAgencyPeople) -> Result<Nothing> {
    let people = people_of(book, &args.ids)?;
    book.transact(session, "remove-affiliation", json!({ "count": as_count(people.len()) }), |tx| {
        people.iter().try_for_each(|person| tx.delete_affiliation(person.id))
    })?;
    Ok(Nothing {})
}

/// # Errors
/// `agency.no_person` without any, and when one of them is on no list.
fn people_of(book: &Book, ids: &[AffiliationId]) -> Result<Vec<Affiliation>> {
    let all = book.affiliations(None)?;
    let found: Vec<Affiliation> = all.into_iter().filter(|one| ids.contains(&one.id)).collect();
    if found.is_empty() || found.len() < ids.iter().collect::<std::collections::BTreeSet<_>>().len() {
        return Err(Error::new("agency.no_person"));
    }
    Ok(found)
}
