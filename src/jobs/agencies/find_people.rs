//! Finds who of an agency's people lives here, by the engine that holds extracts against the register.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::agency_of;
use crate::domain::agency::Affiliation;
use crate::domain::as_count;
use crate::domain::ids::{CitizenId, UnitId};
use crate::domain::matching::{self, MatchPerson, Verdict};
use crate::error::Result;
use crate::jobs::roster::open_rows::People;
use crate::session::Session;
use crate::store::{Book, Tx};

/// An agency.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
pub struct OfAgency {
    /// The agency.
    pub agency: UnitId,
}

/// Who of an agency's people was found, in people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct FoundOfAgency {
    /// On the list: the sum of the next three.
    pub people: u32,
    /// Live here.
    pub residents: u32,
    /// Somebody has to look who they are.
    pub to_look_at: u32,
    /// Live elsewhere.
    pub elsewhere: u32,
}

/// Finds the people of an agency anew, as after a survey that brought new people. What a person decided stays.
///
/// # Errors
/// `agency.not_commune`, `agency.unknown`.
pub fn find_people(book: &mut Book, session: &Session, args: &OfAgency) -> Result<FoundOfAgency> {
    let agency = agency_of(book, args.agency)?;
    book.transact(session, "match-agency", json!({ "agency": agency.name }), |tx| {
        find(tx, session, agency.id)
    })?;
    let people = book.affiliations(Some(agency.id))?;
    let residents = people.iter().filter(|one| one.citizen_id.is_some()).count();
    let to_look_at = people.iter().filter(|one| one.is_to_look_at()).count();
    Ok(FoundOfAgency {
        people: as_count(people.len()),
        residents: as_count(residents),
        to_look_at: as_count(to_look_at),
        elsewhere: as_count(people.len() - residents - to_look_at),
    })
}

/// Finds whom nobody decided on, and writes what changed.
pub(super) fn find(tx: &Tx<'_>, session: &Session, agency: UnitId) -> Result<()> {
    session.check_stop()?;
    let list = tx.affiliations(Some(agency))?;
    let register = People::load(tx)?;
    let taken: BTreeSet<CitizenId> =
        list.iter().filter(|one| one.decided).filter_map(|one| one.citizen_id).collect();
    let free: Vec<_> = register.citizens.iter().filter(|citizen| !taken.contains(&citizen.id)).collect();
    let open: Vec<&Affiliation> = list.iter().filter(|one| !one.decided).collect();
    let people: Vec<MatchPerson<'_>> = free.iter().map(|citizen| register.person(citizen)).collect();
    let rows: Vec<MatchPerson<'_>> = open.iter().map(|one| match_person(one)).collect();
    for (one, found) in open.into_iter().zip(matching::reconcile(&people, &rows)) {
        let id = |at: usize| free.get(at).map(|citizen| citizen.id);
        let citizen_id = found.citizen.filter(|_| found.verdict == Verdict::Matched).and_then(id);
        let candidates = match found.verdict {
            Verdict::Review => found.candidates.into_iter().filter_map(id).collect(),
            _ => Vec::new(),
        };
        if (citizen_id, &candidates) != (one.citizen_id, &one.candidates) {
            tx.put_affiliation(&Affiliation { citizen_id, candidates, ..one.clone() })?;
        }
    }
    Ok(())
}

fn match_person(one: &Affiliation) -> MatchPerson<'_> {
    MatchPerson {
        name: &one.name,
        birth: one.birth,
        sex: one.sex,
        number: &one.number,
        old_number: &one.old_number,
        phone: &one.phone,
        hamlet: &one.hamlet,
        address: &one.address,
        ..MatchPerson::default()
    }
}
