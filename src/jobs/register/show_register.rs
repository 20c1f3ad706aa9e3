//! Shows the register: hamlets, alleys and households to browse, what is found as the user types, and all that is known
//! of a household and of a person.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::births::may_be_one_birth;
use crate::domain::card::Card;
use crate::domain::citizen::{Citizen, Departure, Household};
use crate::domain::ids::{CitizenId, HouseholdId, UnitId};
use crate::domain::person_form::PersonForm;
use crate::domain::report::of_age;
use crate::domain::round::sign;
use crate::domain::text::{fold, spelling};
use crate::domain::unit::UnitsOfDay;
use crate::domain::visit::{Outcome, Visit};
use crate::domain::walk::{NaturalKey, Numbering, WalkKey};
use crate::domain::worklist::Official;
use crate::error::{Error, Result};
use crate::jobs::Nothing;
use crate::session::Session;
use crate::store::Book;
use crate::store::register::{FormerNumber, OfficialState, PersonChange};

/// People of one name and birth that a card shows.
const MOST_NAMESAKES: usize = 50;

/// A hamlet to browse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct RegisterPlace {
    /// The unit.
    pub unit_id: UnitId,
    /// Its name.
    pub name: String,
    /// Households.
    pub households: u32,
    /// People, without those who left.
    pub people: u32,
    /// Its alleys in the order of the walk.
    pub alleys: Vec<RegisterAlley>,
}

/// An alley to browse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct RegisterAlley {
    /// As written; empty for households without an alley.
    pub alley: String,
    /// Households.
    pub households: u32,
    /// People, without those who left.
    pub people: u32,
}

/// Which households, and which part of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ListHouseholds {
    /// The hamlet.
    pub unit: UnitId,
    /// Only this alley.
    pub alley: Option<String>,
    /// Households left out before the first.
    pub offset: usize,
    /// At most so many.
    pub limit: usize,
}

/// A part of the households of a hamlet, in the order of the walk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct HouseholdPage {
    /// All of the hamlet or alley.
    pub total: usize,
    /// The part asked for.
    pub households: Vec<HouseholdLine>,
}

/// One household in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct HouseholdLine {
    /// The household.
    pub household: Household,
    /// Its people, without those who left.
    pub people: u32,
}

/// Which household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ShowHousehold {
    /// The household.
    pub household: HouseholdId,
}

/// A household and its people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct HouseholdView {
    /// The household.
    pub household: Household,
    /// Name of its hamlet.
    pub unit: String,
    /// Its people: the head first, those who left last.
    pub people: Vec<PersonLine>,
}

/// One person of a household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct PersonLine {
    /// The person.
    pub citizen: Citizen,
    /// Whether the person moved away or died.
    pub departure: Option<Departure>,
    /// What the newest extract says.
    pub official: Option<OfficialState>,
    /// What shows for the person, as on the round.
    pub sign: Option<Outcome>,
}

/// Which person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ShowCitizen {
    /// The person.
    pub citizen: CitizenId,
}

/// All that is known of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct CitizenView {
    /// The person.
    pub citizen: Citizen,
    /// The household.
    pub household: Household,
    /// Name of the hamlet.
    pub unit: String,
    /// Whether the person moved away or died.
    pub departure: Option<Departure>,
    /// Earlier numbers, oldest first.
    pub former_numbers: Vec<FormerNumber>,
    /// What the extracts say, newest first.
    pub officials: Vec<OfficialState>,
    /// Visits, newest first.
    pub visits: Vec<VisitLine>,
    /// Values as a file had them, of the fields mended when it was taken in.
    pub raw: BTreeMap<String, String>,
    /// The fields to edit.
    pub form: PersonForm,
    /// The day on which the person's data were erased, if they were: nothing is to be edited.
    pub erased_on: Option<NaiveDate>,
}

/// One visit, with who made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct VisitLine {
    /// The visit.
    pub visit: Visit,
    /// Name of the member, or empty.
    pub member: String,
    /// Name of the agency on whose laptop it was written, or empty.
    pub via: String,
    /// A later entry corrects it: it counts no more.
    pub corrected: bool,
}

/// One change of a person's record, with who made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct PersonChangeLine {
    /// The change.
    pub change: PersonChange,
    /// Name of the member, or empty.
    pub member: String,
}

/// What was typed to find people.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct FindPeople {
    /// Any part of a name with or without marks, of a number, a phone, a house or a code.
    pub query: String,
    /// At most this many people.
    pub limit: usize,
}

/// People that were found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct FoundPeople {
    /// The people, with their households.
    pub people: Vec<FoundPerson>,
    /// There are more.
    pub more: bool,
}

/// One person that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct FoundPerson {
    /// The person.
    pub citizen: Citizen,
    /// The household.
    pub household: Household,
    /// Name of the hamlet.
    pub unit: String,
    /// Whether the person moved away or died.
    pub departure: Option<Departure>,
}

/// What a reader typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ReadCard {
    /// The line, bars and all.
    pub typed: String,
}

/// Whom a card is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct CardFound {
    /// What the card says.
    pub card: Card,
    /// The people with its number, now or before; else those with its old number, or its name and birth.
    pub people: Vec<FoundPerson>,
    /// Whether they have its number.
    pub same_number: bool,
    /// The fields that the card fills for a new person.
    pub form: PersonForm,
}

/// The hamlets with households, and their alleys.
pub fn places(book: &mut Book, session: &Session, _: &Nothing) -> Result<Vec<RegisterPlace>> {
    let units = book.units_of_day(session.today())?;
    let mut places: BTreeMap<UnitId, BTreeMap<(NaturalKey, String), RegisterAlley>> = BTreeMap::new();
    for count in book.alley_counts()? {
        let key = (NaturalKey::new(&count.alley), count.alley.clone());
        let alley = places
            .entry(units.home(count.unit_id))
            .or_default()
            .entry(key)
            .or_insert_with(|| RegisterAlley { alley: count.alley.clone(), households: 0, people: 0 });
        alley.households += count.households;
        alley.people += count.people;
    }
    let mut found = Vec::new();
    for unit in book.units()? {
        let Some(alleys) = places.remove(&unit.id) else { continue };
        let alleys: Vec<RegisterAlley> = alleys.into_values().collect();
        found.push(RegisterPlace {
            unit_id: unit.id,
            name: unit.name,
            households: alleys.iter().map(|alley| alley.households).sum(),
            people: alleys.iter().map(|alley| alley.people).sum(),
            alleys,
        });
    }
    Ok(found)
}

/// The households of a hamlet or alley, in the order of the walk, a part at a time.
pub fn list_households(book: &mut Book, session: &Session, args: &ListHouseholds) -> Result<HouseholdPage> {
    let units = book.units_of_day(session.today())?;
    let mut households = book.households_with(&units.within(args.unit))?;
    let numbering = Numbering::of(&households);
    households.sort_by_cached_key(|household| WalkKey::new(household, numbering));
    if let Some(alley) = &args.alley {
        households.retain(|household| household.alley == *alley);
    }
    let total = households.len();
    let households = households
        .into_iter()
        .skip(args.offset)
        .take(args.limit)
        .map(|household| Ok(HouseholdLine { people: book.household_size(household.id)?, household }))
        .collect::<Result<_>>()?;
    Ok(HouseholdPage { total, households })
}

/// A household and its people.
///
/// # Errors
/// `household.unknown`.
pub fn show_household(book: &mut Book, session: &Session, args: &ShowHousehold) -> Result<HouseholdView> {
    let household = known_household(book, args.household)?;
    let mut people = Vec::new();
    for mut citizen in book.people_of(household.id)? {
        forget_birth(book, &mut citizen)?;
        let visits = book.visit_history(citizen.id)?;
        let corrected = |visit: &Visit| visits.iter().any(|later| later.corrects == Some(visit.id));
        let counted: Vec<Visit> = visits.iter().filter(|visit| !corrected(visit)).cloned().collect();
        let official = book.official_states(citizen.id)?.into_iter().next();
        let says = official.as_ref().map(|o| Official { state: o.state, level: o.level, as_of: o.as_of });
        people.push(PersonLine {
            departure: book.departure(citizen.id)?,
            sign: sign(says, of_age(citizen.birth, session.today()), &counted),
            official,
            citizen,
        });
    }
    let head = fold(&household.head);
    people
        .sort_by_key(|line| (line.departure.is_some(), head.is_empty() || fold(&line.citizen.name) != head));
    let unit = unit_name(book, session, household.unit_id)?;
    Ok(HouseholdView { household, unit, people })
}

/// What is left of an erased person's birth is for the counts, and says nothing of him. The day, where he was erased.
fn forget_birth(book: &Book, citizen: &mut Citizen) -> Result<Option<NaiveDate>> {
    let erased_on = book.erased_on(citizen.id)?;
    if erased_on.is_some() {
        citizen.birth = None;
    }
    Ok(erased_on)
}

/// All that is known of a person.
///
/// # Errors
/// `citizen.unknown`.
pub fn show_citizen(book: &mut Book, session: &Session, args: &ShowCitizen) -> Result<CitizenView> {
    let mut citizen = known_citizen(book, args.citizen)?;
    let erased_on = forget_birth(book, &mut citizen)?;
    let household = known_household(book, citizen.household_id)?;
    let visits = book.visit_history(citizen.id)?;
    let members: BTreeMap<_, _> = book.members()?.into_iter().collect();
    let via = book.agencies_of_visits(citizen.id)?;
    let lines = visits.iter().rev().map(|visit| VisitLine {
        corrected: visits.iter().any(|later| later.corrects == Some(visit.id)),
        member: visit.member_id.and_then(|id| members.get(&id).cloned()).unwrap_or_default(),
        via: via.get(&visit.id).cloned().unwrap_or_default(),
        visit: visit.clone(),
    });
    Ok(CitizenView {
        visits: lines.collect(),
        unit: unit_name(book, session, citizen.unit_id)?,
        departure: book.departure(citizen.id)?,
        former_numbers: book.former_numbers_of(citizen.id)?,
        officials: book.official_states(citizen.id)?,
        raw: book.raw_values(citizen.id)?,
        form: PersonForm::of(&citizen),
        erased_on,
        household,
        citizen,
    })
}

/// What was done to a person's record, newest first.
pub fn citizen_changes(book: &mut Book, _: &Session, args: &ShowCitizen) -> Result<Vec<PersonChangeLine>> {
    let members: BTreeMap<_, _> = book.members()?.into_iter().collect();
    let line = |change: PersonChange| PersonChangeLine {
        member: change.member.and_then(|id| members.get(&id).cloned()).unwrap_or_default(),
        change,
    };
    let mut changes = book.changes_of(args.citizen)?;
    // An erasing touches two rows of his and is one thing that was done.
    changes.dedup_by(|a, b| a.kind.starts_with("erase-") && (&a.kind, a.at) == (&b.kind, b.at));
    Ok(changes.into_iter().map(line).collect())
}

/// The people who have every word of what was typed, with their households.
pub fn find(book: &mut Book, session: &Session, args: &FindPeople) -> Result<FoundPeople> {
    let mut ids = book.people_index()?.find(&args.query, args.limit + 1);
    let more = ids.len() > args.limit;
    ids.truncate(args.limit);
    Ok(FoundPeople { people: with_households(book, session, &ids)?, more })
}

/// The names of the register nearest to what was typed, for when nobody has it.
pub fn names_near(book: &mut Book, _: &Session, args: &FindPeople) -> Result<Vec<String>> {
    let wanted = fold(&args.query);
    let ids = book.people_index()?.near(&wanted, args.limit);
    let mut names: Vec<String> = Vec::new();
    for citizen in book.citizens_by_id(&ids)? {
        if !names.contains(&citizen.name) {
            names.push(citizen.name);
        }
    }
    Ok(names)
}

/// Whom a card is of.
///
/// # Errors
/// `card.unreadable` when the line is no card's.
pub fn read_card(book: &mut Book, session: &Session, args: &ReadCard) -> Result<CardFound> {
    let card = Card::parse(&args.typed).ok_or_else(|| Error::new("card.unreadable"))?;
    let has = |number: &str, book: &mut Book| -> Result<Vec<CitizenId>> {
        let found = book.people_index()?.find(number, 20);
        let people = book.citizens_by_id(&found)?;
        let mut ids: Vec<CitizenId> =
            people.iter().filter(|c| c.number == number || c.old_number == number).map(|c| c.id).collect();
        ids.extend(book.former_holders(number)?);
        ids.sort_unstable();
        ids.dedup();
        Ok(ids)
    };
    let mut ids = has(&card.number, book)?;
    let same_number = !ids.is_empty();
    if ids.is_empty() && !card.old_number.is_empty() {
        ids = has(&card.old_number, book)?;
    }
    if ids.is_empty() {
        // A common name has more bearers than are shown: whoever was born another day is left out first.
        let found = book.people_index()?.find(&card.name, usize::MAX);
        let name = fold(&card.name);
        let same = |c: &Citizen| fold(&c.name) == name && may_be_one_birth(c.birth, card.birth);
        let mut people = book.citizens_by_id(&found)?;
        // Whoever is written as on the card comes first.
        let other = |c: &Citizen| (spelling(&c.name) != spelling(&card.name), c.birth != card.birth);
        people.sort_by_cached_key(other);
        ids = people.iter().filter(|c| same(c)).map(|c| c.id).take(MOST_NAMESAKES).collect();
    }
    let people = with_households(book, session, &ids)?;
    Ok(CardFound { form: PersonForm::of_card(&card), card, people, same_number })
}

fn with_households(book: &Book, session: &Session, ids: &[CitizenId]) -> Result<Vec<FoundPerson>> {
    let mut people = Vec::with_capacity(ids.len());
    let dated = book.dated_units()?;
    let units = UnitsOfDay::new(&dated, session.today());
    for citizen in book.citizens_by_id(ids)? {
        let household = known_household(book, citizen.household_id)?;
        let home = units.home(citizen.unit_id);
        let unit = dated.iter().find(|unit| unit.unit.id == home);
        people.push(FoundPerson {
            departure: book.departure(citizen.id)?,
            unit: unit.map(|unit| unit.unit.name.clone()).unwrap_or_default(),
            household,
            citizen,
        });
    }
    Ok(people)
}

pub(crate) fn known_household(book: &Book, id: HouseholdId) -> Result<Household> {
    book.household(id)?.ok_or_else(|| Error::new("household.unknown"))
}

pub(crate) fn known_citizen(book: &Book, id: CitizenId) -> Result<Citizen> {
    book.citizens_by_id(&[id])?.pop().ok_or_else(|| Error::new("citizen.unknown"))
}

fn unit_name(book: &Book, session: &Session, id: UnitId) -> Result<String> {
    let dated = book.dated_units()?;
    let home = UnitsOfDay::new(&dated, session.today()).home(id);
    let unit = dated.into_iter().find(|unit| unit.unit.id == home);
    Ok(unit.map(|unit| unit.unit.name).unwrap_or_default())
}
