//! Shows agencies with their figures, and the people of one.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::agency_of;
use super::rank_tasks::{AgencyTasks, tasks};
use crate::domain::agency::{AgencyCount, AgencyStanding, PeopleKind};
use crate::domain::dates::PartialDate;
use crate::domain::ids::{AffiliationId, CitizenId, UnitId};
use crate::domain::import::masked;
use crate::domain::report::Percent;
use crate::error::Result;
use crate::figures::{AgencyOfDay, Day, PersonOfAgency};
use crate::jobs::Nothing;
use crate::session::Session;
use crate::store::Book;

/// An agency with its figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct AgencyView {
    /// The agency.
    pub unit_id: UnitId,
    /// Its name.
    pub name: String,
    /// Its people; `None` without a list.
    pub count: Option<AgencyCount>,
    /// Families on its list, counted apart.
    pub families: Option<AgencyCount>,
    /// Level 2 of those who owe it.
    pub ratio: Option<Percent>,
    /// What it has to reach, "80%" or "12"; empty: all of its people.
    pub target: String,
    /// That in people.
    pub goal: Option<u32>,
    /// Level 2 of those.
    pub fulfilled: Option<Percent>,
    /// Place by that; equal ones share it.
    pub rank: Option<u32>,
    /// Its tasks; `None` without any.
    pub tasks: Option<AgencyTasks>,
}

/// All agencies today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct AgencyBoard {
    /// In the order of lists.
    pub agencies: Vec<AgencyView>,
    /// All lists together.
    pub total: Option<AgencyCount>,
    /// Its ratio.
    pub ratio: Option<Percent>,
    /// People of the register who stand on more than one list.
    pub on_several: u32,
    /// The police list that the figures rest on.
    pub extract: Option<NaiveDate>,
}

/// Whose people to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum AgencyPart {
    /// Everybody.
    #[default]
    All,
    /// Who owes a level 2.
    Owing,
    /// Of whom somebody has to say who it is.
    ToLookAt,
    /// Who does not know IT.
    WithoutIt,
    /// Families alone.
    Families,
}

/// Which people of an agency.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
pub struct ListAgency {
    /// The agency.
    pub agency: UnitId,
    /// Whose.
    #[serde(default)]
    pub part: AgencyPart,
}

/// One person of an agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct AgencyPerson {
    /// The line of the list.
    pub id: AffiliationId,
    /// As what.
    pub kinds: Vec<PeopleKind>,
    /// Name.
    pub name: String,
    /// Birth.
    pub birth: Option<PartialDate>,
    /// Number, its middle hidden.
    pub number: String,
    /// Code in the register of who lives here; empty of who lives elsewhere.
    pub code: String,
    /// The hamlet where he lives; the address by the list of who lives elsewhere.
    pub home: String,
    /// How the account stands.
    #[serde(flatten)]
    pub standing: AgencyStanding,
    /// Whether a level 2 is owed.
    pub owes: bool,
    /// Whether he knows IT, by the list.
    pub it: Option<bool>,
    /// When he was taught last.
    pub trained_on: Option<PartialDate>,
    /// Why there is no level 2.
    pub reason: String,
    /// Who it may be, best first.
    pub candidates: Vec<AgencyCandidate>,
}

/// A person of the register who may be meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct AgencyCandidate {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Birth.
    pub birth: Option<PartialDate>,
    /// Number, its middle hidden.
    pub number: String,
    /// Hamlet.
    pub hamlet: String,
}

/// All agencies with their figures today.
///
/// # Errors
/// `report.sums_differ`.
pub fn show_agencies(book: &mut Book, session: &Session, _: &Nothing) -> Result<AgencyBoard> {
    let day = Day::asked(book, session, None)?;
    let found = day.agencies(None)?;
    let tasks = tasks(&day, &found.agencies)?;
    let view = |(agency, tasks): (AgencyOfDay, Option<AgencyTasks>)| AgencyView {
        ratio: agency.count.and_then(AgencyCount::ratio),
        target: agency.target.map(|target| target.to_string()).unwrap_or_default(),
        goal: agency.goal(),
        fulfilled: agency.fulfilled(),
        unit_id: agency.unit.id,
        name: agency.unit.name,
        count: agency.count,
        families: agency.families,
        rank: agency.rank,
        tasks,
    };
    Ok(AgencyBoard {
        agencies: found.agencies.into_iter().zip(tasks).map(view).collect(),
        ratio: found.total.and_then(AgencyCount::ratio),
        total: found.total,
        on_several: found.on_several,
        extract: day.extract,
    })
}

/// The people of an agency today, in the order of its list.
///
/// # Errors
/// `agency.not_commune`, `agency.unknown`.
pub fn list_people(book: &mut Book, session: &Session, args: &ListAgency) -> Result<Vec<AgencyPerson>> {
    agency_of(book, args.agency)?;
    let day = Day::asked(book, session, None)?;
    let people = day.agencies(Some(args.agency))?.agencies.into_iter().flat_map(|agency| agency.people);
    let wanted = |one: &PersonOfAgency| match args.part {
        AgencyPart::All => true,
        AgencyPart::Owing => one.standing.owes() && !one.person.is_family(),
        AgencyPart::ToLookAt => one.person.is_to_look_at(),
        AgencyPart::WithoutIt => one.person.it == Some(false),
        AgencyPart::Families => one.person.is_family(),
    };
    let people: Vec<PersonOfAgency> = people.filter(wanted).collect();
    let mut ids: Vec<CitizenId> = Vec::new();
    for one in &people {
        ids.extend(one.person.citizen_id);
        ids.extend(&one.person.candidates);
    }
    ids.sort_unstable();
    ids.dedup();
    let known: BTreeMap<CitizenId, AgencyCandidate> = book
        .citizens_by_id(&ids)?
        .into_iter()
        .map(|citizen| {
            let hamlet = day.units.home_name(citizen.unit_id).to_owned();
            let number = masked(&citizen.number);
            let found = AgencyCandidate {
                code: citizen.code,
                name: citizen.name,
                birth: citizen.birth,
                number,
                hamlet,
            };
            (citizen.id, found)
        })
        .collect();
    Ok(people.into_iter().map(|one| shown(one, &known)).collect())
}

fn shown(one: PersonOfAgency, known: &BTreeMap<CitizenId, AgencyCandidate>) -> AgencyPerson {
    let PersonOfAgency { person, standing, home } = one;
    let citizen = person.citizen_id.and_then(|id| known.get(&id));
    AgencyPerson {
        id: person.id,
        kinds: person.kinds.into_iter().collect(),
        name: person.name,
        birth: person.birth.or(citizen.and_then(|citizen| citizen.birth)),
        number: masked(&person.number),
        code: citizen.map(|citizen| citizen.code.clone()).unwrap_or_default(),
        home: if home.is_empty() { person.address } else { home },
        owes: standing.owes(),
        it: person.it,
        trained_on: person.trained_on,
        standing,
        reason: person.reason,
        candidates: person.candidates.iter().filter_map(|id| known.get(id).cloned()).collect(),
    }
}
