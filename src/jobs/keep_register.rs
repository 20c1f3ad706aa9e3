//! Keeps the register by hand: a person changed, added, moved, gone or twice in it, a household changed. Each is one step
//! that can be undone.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::show_register::{known_citizen, known_household};
use crate::domain::citizen::{Citizen, Departure, Gone, Household};
use crate::domain::ids::{CitizenId, HouseholdId, UnitId};
use crate::domain::import::Field;
use crate::domain::person_form::{FieldFinding, PersonForm};
use crate::domain::text::nfc_clean;
use crate::error::{Error, Result, Severity};
use crate::session::Session;
use crate::store::{Book, Tx};

/// What is typed of a person, to be looked at before it is saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CheckPerson {
    /// The person; none for a new one.
    pub citizen: Option<CitizenId>,
    /// The fields as typed.
    pub form: PersonForm,
}

/// A person's fields as they shall be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ChangeCitizen {
    /// The person.
    pub citizen: CitizenId,
    /// The fields as typed.
    pub form: PersonForm,
}

/// A new person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct AddCitizen {
    /// Where the person lives.
    pub home: Home,
    /// The fields as typed.
    pub form: PersonForm,
}

/// Where people live.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Home {
    /// A household of the book.
    Known(HouseholdId),
    /// A new household.
    New(HouseholdForm),
}

/// A household's fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "as in Household")]
pub struct HouseholdForm {
    pub unit: UnitId,
    pub head: String,
    pub alley: String,
    pub house_number: String,
}

/// What became of fields that were typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct SavedCitizen {
    /// The person as saved; none when a field must be mended first. Nothing was written then.
    pub citizen: Option<Citizen>,
    /// What is to be said of the fields.
    pub findings: Vec<FieldFinding>,
}

/// People that move to another household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct MoveCitizens {
    /// The people.
    pub citizens: Vec<CitizenId>,
    /// Where to.
    pub home: Home,
}

/// A household's fields as they shall be; with another hamlet its people move with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ChangeHousehold {
    /// The household.
    pub household: HouseholdId,
    /// Its fields.
    pub form: HouseholdForm,
}

/// A person who moved away or died, or is here after all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LeaveCitizen {
    /// The person.
    pub citizen: CitizenId,
    /// How; none for a person who is here after all.
    pub gone: Option<Gone>,
    /// From this day on; today when missing.
    pub day: Option<NaiveDate>,
}

/// Two records of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct MergeCitizens {
    /// The record that stays.
    pub keep: CitizenId,
    /// The record that goes into it.
    pub drop: CitizenId,
    /// The fields as they shall be.
    pub form: PersonForm,
}

/// The code of a person, for the journal: names stand in the register alone.
#[derive(Serialize)]
struct OfCitizen<'a> {
    citizen: &'a str,
}

/// What is to be said of a person's fields as typed. Writes nothing.
///
/// # Errors
/// `citizen.unknown`; the book's own.
pub fn check_person(book: &mut Book, session: &Session, args: &CheckPerson) -> Result<Vec<FieldFinding>> {
    let citizen = args.citizen.map(|id| known_citizen(book, id)).transpose()?;
    let mut typed = citizen.unwrap_or_else(|| nobody(session));
    check(book, session, &args.form, &mut typed, &[])
}

/// Changes a person's fields. A number that is replaced stays among the person's earlier ones.
///
/// # Errors
/// `citizen.unknown`; the book's own.
pub fn change_citizen(book: &mut Book, session: &Session, args: &ChangeCitizen) -> Result<SavedCitizen> {
    let before = known_citizen(book, args.citizen)?;
    let mut citizen = before.clone();
    let findings = check(book, session, &args.form, &mut citizen, &[])?;
    if wrong(&findings) {
        return Ok(SavedCitizen { citizen: None, findings });
    }
    if citizen != before {
        book.transact(session, "change-citizen", OfCitizen { citizen: &citizen.code }, |tx| {
            let former = if before.number == citizen.number { "" } else { before.number.as_str() };
            tx.update_citizen(session, &citizen, &Vec::new(), former)
        })?;
    }
    Ok(SavedCitizen { citizen: Some(citizen), findings })
}

/// Adds a person, to a household of the book or to a new one.
///
/// # Errors
/// `household.unknown`, `unit.unknown_id`; the book's own.
pub fn add_citizen(book: &mut Book, session: &Session, args: &AddCitizen) -> Result<SavedCitizen> {
    let mut citizen = nobody(session);
    let findings = check(book, session, &args.form, &mut citizen, &[])?;
    if wrong(&findings) {
        return Ok(SavedCitizen { citizen: None, findings });
    }
    let (prefix, mut next) = book.code_counter()?;
    citizen.code = loop {
        let code = format!("{prefix}{next:06}");
        next += 1;
        if book.citizen_of_code(&code)?.is_none() {
            break code;
        }
    };
    let code = citizen.code.clone();
    let done = book.transact(session, "add-citizen", OfCitizen { citizen: &code }, |tx| {
        let household = home(tx, session, &args.home, &citizen.name)?;
        citizen.household_id = household.id;
        citizen.unit_id = household.unit_id;
        tx.insert_citizen(&citizen, &Vec::new())?;
        tx.set_next_code(next)?;
        Ok(citizen)
    })?;
    Ok(SavedCitizen { citizen: Some(done.value), findings })
}

/// Moves people to another household, of the book or new.
///
/// # Errors
/// `citizen.unknown`, `household.unknown`, `unit.unknown_id`; the book's own.
pub fn move_citizens(book: &mut Book, session: &Session, args: &MoveCitizens) -> Result<Household> {
    let citizens =
        args.citizens.iter().map(|id| known_citizen(book, *id)).collect::<Result<Vec<Citizen>>>()?;
    let codes = citizens.iter().map(|citizen| citizen.code.as_str()).collect::<Vec<_>>().join(", ");
    let done = book.transact(session, "move-citizen", OfCitizen { citizen: &codes }, |tx| {
        let head = citizens.first().map_or("", |citizen| citizen.name.as_str());
        let household = home(tx, session, &args.home, head)?;
        for citizen in citizens {
            let moved = Citizen { household_id: household.id, unit_id: household.unit_id, ..citizen };
            tx.update_citizen(session, &moved, &Vec::new(), "")?;
        }
        Ok(household)
    })?;
    Ok(done.value)
}

/// Changes a household's head and address, or moves it to another hamlet with its people.
///
/// # Errors
/// `household.unknown`, `unit.unknown_id`; the book's own.
pub fn change_household(book: &mut Book, session: &Session, args: &ChangeHousehold) -> Result<Household> {
    let before = known_household(book, args.household)?;
    let after = Household {
        head: plain(&args.form.head),
        alley: plain(&args.form.alley),
        house_number: plain(&args.form.house_number),
        unit_id: known_unit(book, args.form.unit)?,
        ..before.clone()
    };
    if after == before {
        return Ok(after);
    }
    book.transact(session, "change-household", serde_json::json!({ "household": before.code }), |tx| {
        if after.unit_id != before.unit_id {
            tx.move_household(after.id, after.unit_id)?;
        }
        tx.update_household(&after)
    })?;
    Ok(after)
}

/// Notes that a person moved away or died: off the worklists and not among the eligible from that day on, the history
/// stays. Or that the person is here after all.
///
/// # Errors
/// `citizen.unknown`, `citizen.leaves_in_future`; the book's own.
pub fn leave(book: &mut Book, session: &Session, args: &LeaveCitizen) -> Result<Option<Departure>> {
    let citizen = known_citizen(book, args.citizen)?;
    let day = args.day.unwrap_or_else(|| session.today());
    if day > session.today() {
        return Err(Error::new("citizen.leaves_in_future"));
    }
    let departure = args.gone.map(|gone| Departure { gone, day });
    if departure == book.departure(citizen.id)? {
        return Ok(departure);
    }
    let kind = match args.gone {
        Some(Gone::Moved) => "citizen-moved",
        Some(Gone::Deceased) => "citizen-deceased",
        None => "citizen-here",
    };
    book.transact(session, kind, OfCitizen { citizen: &citizen.code }, |tx| {
        tx.set_departure(citizen.id, departure)
    })?;
    Ok(departure)
}

/// Makes one person of two records: visits, rows of extracts and earlier numbers of both, the fields as chosen. A number
/// that is not chosen stays among the earlier ones.
///
/// # Errors
/// `citizen.unknown`, `citizen.merge_same`; the book's own.
pub fn merge_citizens(book: &mut Book, session: &Session, args: &MergeCitizens) -> Result<SavedCitizen> {
    if args.keep == args.drop {
        return Err(Error::new("citizen.merge_same"));
    }
    let (kept, dropped) = (known_citizen(book, args.keep)?, known_citizen(book, args.drop)?);
    let mut citizen = kept.clone();
    let findings = check(book, session, &args.form, &mut citizen, &[dropped.id])?;
    if wrong(&findings) {
        return Ok(SavedCitizen { citizen: None, findings });
    }
    let params = serde_json::json!({ "citizen": kept.code, "dropped": dropped.code });
    book.transact(session, "merge-citizens", params, |tx| {
        tx.merge_citizen(kept.id, dropped.id)?;
        tx.update_citizen(session, &citizen, &Vec::new(), "")?;
        let mut former: Vec<&str> = vec![&kept.number, &dropped.number];
        former.dedup();
        for number in former {
            if !number.is_empty() && number != citizen.number {
                tx.keep_number(session.new_id(), kept.id, number, session.today())?;
            }
        }
        Ok(())
    })?;
    Ok(SavedCitizen { citizen: Some(citizen), findings })
}

/// Writes the typed fields into `citizen`, and holds the number against those of everybody else but `alike`.
fn check(
    book: &mut Book,
    session: &Session,
    form: &PersonForm,
    citizen: &mut Citizen,
    alike: &[CitizenId],
) -> Result<Vec<FieldFinding>> {
    let mut findings = form.write(citizen, session.today());
    if !citizen.number.is_empty() {
        let found = book.people_index()?.find(&citizen.number, 20);
        let twin = book.citizens_by_id(&found)?.into_iter().find(|other| {
            other.number == citizen.number && other.id != citizen.id && !alike.contains(&other.id)
        });
        if let Some(twin) = twin {
            let said = FieldFinding::odd(Field::Number, "typed.number_taken");
            findings.push(said.with("name", twin.name).with("citizen", twin.code));
        }
    }
    Ok(findings)
}

fn wrong(findings: &[FieldFinding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Rejection)
}

fn home(tx: &Tx<'_>, session: &Session, home: &Home, head: &str) -> Result<Household> {
    match home {
        Home::Known(id) => known_household(tx, *id),
        Home::New(form) => {
            let named = plain(&form.head);
            let household = Household {
                id: HouseholdId(session.new_id()),
                unit_id: known_unit(tx, form.unit)?,
                code: String::new(),
                head: if named.is_empty() { head.to_owned() } else { named },
                alley: plain(&form.alley),
                house_number: plain(&form.house_number),
                walk_order: 0,
            };
            tx.insert_household(&household)?;
            Ok(household)
        }
    }
}

fn known_unit(book: &Book, id: UnitId) -> Result<UnitId> {
    let known = book.units()?.iter().any(|unit| unit.id == id);
    if known { Ok(id) } else { Err(Error::new("unit.unknown_id")) }
}

fn plain(text: &str) -> String {
    nfc_clean(text).trim().to_owned()
}

fn nobody(session: &Session) -> Citizen {
    let (home, unit) = (HouseholdId(uuid::Uuid::nil()), UnitId(uuid::Uuid::nil()));
    Citizen {
        id: CitizenId(session.new_id()),
        code: String::new(),
        unit_id: unit,
        household_id: home,
        name: String::new(),
        birth: None,
        sex: None,
        number: String::new(),
        old_number: String::new(),
        phone: String::new(),
        relation: String::new(),
        residence: String::new(),
        address: String::new(),
        smartphone: None,
        internet: None,
        note: String::new(),
    }
}
