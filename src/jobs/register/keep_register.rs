//! Keeps the register by hand: a person changed, added, moved, gone or twice in it, a household changed. Each is one step
//! that can be undone.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::show_register::{known_citizen, known_household};
use crate::domain::citizen::{Citizen, Departure, Gone, Household, says_head};
use crate::domain::ids::{CitizenId, HouseholdId, PersonDraftId, UnitId};
use crate::domain::import::Field;
use crate::domain::person_form::{FieldFinding, Home, HouseholdForm, PersonForm};
use crate::domain::text::{fold, nfc_clean};
use crate::domain::unit::AGENCY;
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
    /// The draft that this was: it is one no more.
    #[serde(default)]
    pub draft: Option<PersonDraftId>,
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

/// A person whose data are there.
///
/// # Errors
/// `citizen.unknown`, `citizen.erased`; the book's own.
fn present(book: &Book, id: CitizenId) -> Result<Citizen> {
    book.check_not_erased(id)?;
    known_citizen(book, id)
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
/// `citizen.unknown`, `citizen.erased`; the book's own.
pub fn change_citizen(book: &mut Book, session: &Session, args: &ChangeCitizen) -> Result<SavedCitizen> {
    book.check_people_may_come(None)?;
    let before = present(book, args.citizen)?;
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

/// The commune takes nobody new from an agency, and no two as one: who belongs there stands on the list that it keeps.
///
/// # Errors
/// `agency.own_book`.
fn check_no_agency(book: &Book) -> Result<()> {
    if book.own_unit()?.kind == AGENCY { Err(Error::new("agency.own_book")) } else { Ok(()) }
}

/// Adds a person, to a household of the book or to a new one.
///
/// # Errors
/// `agency.own_book`, `household.unknown`, `unit.unknown_id`; the book's own.
pub fn add_citizen(book: &mut Book, session: &Session, args: &AddCitizen) -> Result<SavedCitizen> {
    book.check_people_may_come(None)?;
    check_no_agency(book)?;
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
        args.draft.map_or(Ok(()), |draft| tx.drop_person_draft(draft))?;
        Ok(citizen)
    })?;
    Ok(SavedCitizen { citizen: Some(done.value), findings })
}

/// Moves people to another household, of the book or new. A household that its head leaves has none until one is named; a
/// house has one head, so who comes to one that has its own is no head there.
///
/// # Errors
/// `citizen.unknown`, `citizen.erased`, `household.unknown`, `unit.unknown_id`; the book's own.
pub fn move_citizens(book: &mut Book, session: &Session, args: &MoveCitizens) -> Result<Household> {
    book.check_people_may_come(None)?;
    let citizens = args.citizens.iter().map(|id| present(book, *id)).collect::<Result<Vec<Citizen>>>()?;
    let codes = citizens.iter().map(|citizen| citizen.code.as_str()).collect::<Vec<_>>().join(", ");
    let done = book.transact(session, "move-citizen", OfCitizen { citizen: &codes }, |tx| {
        let head = citizens.first().map_or("", |citizen| citizen.name.as_str());
        let household = home(tx, session, &args.home, head)?;
        for citizen in citizens {
            let is_head = |of: &Household| fold(&of.head) == fold(&citizen.name);
            let before = known_household(tx, citizen.household_id)?;
            if before.id != household.id && is_head(&before) {
                tx.update_household(&Household { head: String::new(), ..before })?;
            }
            let other_head = says_head(&citizen.relation) && !is_head(&household);
            let relation = if other_head { String::new() } else { citizen.relation };
            let moved =
                Citizen { household_id: household.id, unit_id: household.unit_id, relation, ..citizen };
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
    book.check_people_may_come(None)?;
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
/// `citizen.unknown`, `citizen.erased`, `citizen.leaves_in_future`, `citizen.elsewhere`; the book's own.
pub fn leave(book: &mut Book, session: &Session, args: &LeaveCitizen) -> Result<Option<Departure>> {
    let citizen = present(book, args.citizen)?;
    let day = args.day.unwrap_or_else(|| session.today());
    if day > session.today() {
        return Err(Error::new("citizen.leaves_in_future"));
    }
    let departure = args.gone.map(|gone| Departure { gone, day });
    let before = book.departure(citizen.id)?;
    if departure == before {
        return Ok(departure);
    }
    let elsewhere = before.is_some_and(|before| before.gone == Gone::Elsewhere);
    let kind = match args.gone {
        // In which hamlet somebody lives is the commune's to say.
        gone if elsewhere || gone == Some(Gone::Elsewhere) => {
            return Err(Error::new("citizen.elsewhere").with("name", &citizen.name));
        }
        Some(Gone::Moved) => "citizen-moved",
        Some(_) => "citizen-deceased",
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
/// `agency.own_book`, `citizen.unknown`, `citizen.erased`, `citizen.merge_same`; the book's own.
pub fn merge_citizens(book: &mut Book, session: &Session, args: &MergeCitizens) -> Result<SavedCitizen> {
    book.check_people_may_come(None)?;
    check_no_agency(book)?;
    if args.keep == args.drop {
        return Err(Error::new("citizen.merge_same"));
    }
    let (kept, dropped) = (present(book, args.keep)?, present(book, args.drop)?);
    let mut citizen = kept.clone();
    if plain(&args.form.note) == plain(&dropped.note) {
        // Chosen, not typed: as the other record has it.
        citizen.note.clone_from(&dropped.note);
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::report::Figures;
    use crate::jobs::assignments::give_assignment::{GiveAssignments, give_assignments};
    use crate::jobs::register::show_register::{
        CitizenView, FindPeople, ListHouseholds, ReadCard, ShowCitizen, ShowHousehold, citizen_changes, find,
        list_households, names_near, places, read_card, show_citizen, show_household,
    };
    use crate::store::reports::sample::Sample;

    fn sample() -> Sample {
        let mut s = Sample::new("2026-03-05T20:00:00+07:00");
        s.hamlet("Thôn 1", "1");
        s.hamlet("Thôn 2", "2");
        s.person("A1", "Thôn 1", "Lò Văn Thử", "1970");
        s.person("A2", "Thôn 1", "Lò Thị Mẫu", "1972-04");
        s.person("B1", "Thôn 2", "Lò Văn Thữ", "1970-02-03");
        s.visit("1", "A1", "2026-03-04T19:00", "absent by Vàng Thị Ghi", "?");
        s.visit("2", "B1", "2026-03-04T19:30", "activated 2 by Vàng Thị Ghi", "?");
        s.roster("2026-03-03", &[("A1", "approved-not-activated")]);
        s.roster("2026-03-05", &[("B1", "active-level2")]);
        s
    }

    fn id(s: &Sample, code: &str) -> CitizenId {
        s.id(code).parse().unwrap()
    }

    fn view(s: &mut Sample, code: &str) -> CitizenView {
        let citizen = id(s, code);
        show_citizen(&mut s.book, &s.session, &ShowCitizen { citizen }).unwrap()
    }

    fn found(s: &mut Sample, query: &str) -> Vec<String> {
        let query = FindPeople { query: query.to_owned(), limit: 10 };
        let people = find(&mut s.book, &s.session, &query).unwrap().people;
        people.into_iter().map(|person| format!("{} {}", person.citizen.code, person.unit)).collect()
    }

    fn eligible(s: &Sample) -> u32 {
        let day = s.session.today();
        let mut figures = Figures::default();
        for person in s.book.evidence(day).unwrap() {
            figures.add(&person, day, day);
        }
        figures.eligible
    }

    #[test]
    fn a_changed_number_keeps_the_old_one_and_is_undone_whole() {
        let mut s = sample();
        let before = view(&mut s, "A1");
        let mut form = before.form.clone();
        form.number = "038080001234".into();
        form.birth = "12/03/1980".into();
        form.sex = Some(crate::domain::citizen::Sex::Male);
        let change = ChangeCitizen { citizen: before.citizen.id, form: form.clone() };
        let saved = change_citizen(&mut s.book, &s.session, &change).unwrap();
        assert_eq!(saved.findings, []);
        let after = view(&mut s, "A1");
        assert_eq!(after.form, form);
        assert_eq!(after.former_numbers[0].number, before.citizen.number);
        assert_eq!(found(&mut s, "038080001234"), ["A1 Thôn 1"]);
        // The page tells what was before.
        let asked = ShowCitizen { citizen: before.citizen.id };
        let changes = citizen_changes(&mut s.book, &s.session, &asked).unwrap();
        assert_eq!(changes[0].change.kind, "change-citizen");
        assert_eq!(changes[0].change.before["birth"], "1970");
        s.book.undo(None, &s.session).unwrap();
        assert_eq!(view(&mut s, "A1"), before);
        assert!(citizen_changes(&mut s.book, &s.session, &asked).unwrap().iter().any(|c| c.change.undone));
        // The same fields again are no change.
        let same = ChangeCitizen { citizen: before.citizen.id, form: before.form.clone() };
        change_citizen(&mut s.book, &s.session, &same).unwrap();
        assert_eq!(s.book.history(1).unwrap()[0].kind, "undo");
    }

    #[test]
    fn a_wrong_field_saves_nothing() {
        let mut s = sample();
        let before = view(&mut s, "A1");
        let form = PersonForm { number: "38080001234".into(), ..before.form.clone() };
        let change = ChangeCitizen { citizen: before.citizen.id, form };
        let saved = change_citizen(&mut s.book, &s.session, &change).unwrap();
        assert_eq!(saved.citizen, None);
        assert_eq!(saved.findings[0].offer.as_deref(), Some("038080001234"));
        assert_eq!(view(&mut s, "A1"), before);
        // A number of somebody else may stand, and is told.
        let number = view(&mut s, "B1").citizen.number;
        let check =
            CheckPerson { citizen: Some(before.citizen.id), form: PersonForm { number, ..before.form } };
        let said = check_person(&mut s.book, &s.session, &check).unwrap();
        assert!(said.iter().any(|finding| finding.code == "typed.number_taken"), "{said:?}");
    }

    #[test]
    fn a_new_person_gets_a_code_and_a_household() {
        let mut s = sample();
        let unit = s.id("Thôn 2").parse().unwrap();
        let home = Home::New(HouseholdForm {
            unit,
            head: String::new(),
            alley: "Ngõ Mới".into(),
            house_number: "7".into(),
        });
        let form = PersonForm { name: "Vàng A Mới".into(), ..PersonForm::default() };
        let add = AddCitizen { home, form: form.clone(), draft: None };
        let citizen = add_citizen(&mut s.book, &s.session, &add).unwrap().citizen.unwrap();
        assert_eq!(citizen.code, "CD-000001");
        let asked = ShowHousehold { household: citizen.household_id };
        let shown = show_household(&mut s.book, &s.session, &asked).unwrap();
        assert_eq!((shown.household.head.as_str(), shown.unit.as_str()), ("Vàng A Mới", "Thôn 2"));
        // One more into the same household.
        let add = AddCitizen { home: Home::Known(citizen.household_id), form, draft: None };
        let second = add_citizen(&mut s.book, &s.session, &add).unwrap().citizen.unwrap();
        assert_eq!(second.code, "CD-000002");
        assert_eq!(show_household(&mut s.book, &s.session, &asked).unwrap().people.len(), 2);
        assert_eq!(found(&mut s, "vang a moi").len(), 2);
        // Nobody without a name.
        let add =
            AddCitizen { home: Home::Known(citizen.household_id), form: PersonForm::default(), draft: None };
        assert_eq!(add_citizen(&mut s.book, &s.session, &add).unwrap().citizen, None);
    }

    #[test]
    fn people_move_to_another_household_and_a_household_to_another_hamlet() {
        let mut s = sample();
        let (a2, to) = (id(&s, "A2"), view(&mut s, "B1").household.id);
        let moving = MoveCitizens { citizens: vec![a2], home: Home::Known(to) };
        move_citizens(&mut s.book, &s.session, &moving).unwrap();
        assert_eq!(found(&mut s, "A2"), ["A2 Thôn 2"]);
        let form = HouseholdForm {
            unit: s.id("Thôn 1").parse().unwrap(),
            head: "Lò Văn Thử".into(),
            alley: "Ngõ Đình".into(),
            house_number: "1A".into(),
        };
        change_household(&mut s.book, &s.session, &ChangeHousehold { household: to, form }).unwrap();
        assert_eq!(found(&mut s, "ngo dinh"), ["A2 Thôn 1", "B1 Thôn 1"]);
        let shown: Vec<_> = places(&mut s.book, &s.session, &crate::jobs::Nothing {}).unwrap();
        // The household that A2 left has nobody any more.
        assert_eq!((shown.len(), shown[0].households, shown[0].people), (1, 2, 3));
        let list = ListHouseholds { unit: shown[0].unit_id, alley: None, offset: 1, limit: 1 };
        let page = list_households(&mut s.book, &s.session, &list).unwrap();
        assert_eq!((page.total, page.households.len()), (2, 1));
    }

    #[test]
    fn who_moved_away_or_died_is_off_the_lists_and_keeps_the_history() {
        let mut s = sample();
        let citizen = id(&s, "A1");
        let today = s.session.today();
        let listed = |s: &Sample| s.book.worklist(None, s.session.today()).unwrap().people().count();
        let (before, people) = (eligible(&s), listed(&s));
        let mut gone = LeaveCitizen { citizen, gone: Some(Gone::Deceased), day: Some(today) };
        leave(&mut s.book, &s.session, &gone).unwrap();
        assert_eq!((eligible(&s), listed(&s)), (before - 1, people - 1));
        let shown = view(&mut s, "A1");
        assert_eq!((shown.departure.unwrap().gone, shown.visits.len()), (Gone::Deceased, 1));
        gone.gone = None;
        leave(&mut s.book, &s.session, &gone).unwrap();
        assert_eq!((eligible(&s), listed(&s)), (before, people));
        s.book.undo(None, &s.session).unwrap();
        assert_eq!(eligible(&s), before - 1);
        gone = LeaveCitizen { day: today.succ_opt(), gone: Some(Gone::Moved), ..gone };
        assert_eq!(leave(&mut s.book, &s.session, &gone).unwrap_err().code, "citizen.leaves_in_future");
    }

    #[test]
    fn two_records_of_one_person_become_one_in_one_step() {
        let mut s = sample();
        let (keep, drop) = (id(&s, "A1"), id(&s, "B1"));
        let (kept, dropped) = (view(&mut s, "A1"), view(&mut s, "B1"));
        let form = PersonForm { birth: dropped.form.birth.clone(), ..kept.form.clone() };
        let merge = MergeCitizens { keep, drop, form };
        merge_citizens(&mut s.book, &s.session, &merge).unwrap();
        let shown = view(&mut s, "A1");
        assert_eq!((shown.visits.len(), shown.officials.len()), (2, 2));
        assert_eq!(shown.form.birth, "03/02/1970");
        assert_eq!(shown.former_numbers[0].number, dropped.citizen.number);
        let gone = show_citizen(&mut s.book, &s.session, &ShowCitizen { citizen: drop });
        assert_eq!(gone.unwrap_err().code, "citizen.unknown");
        s.book.check().unwrap();
        assert_eq!(
            s.book.citizen_with_code("B1").unwrap().id,
            keep,
            "papers with the old code still find the person"
        );
        assert_eq!(s.book.merged_records().unwrap().len(), 1);
        s.book.undo(None, &s.session).unwrap();
        assert_eq!(s.book.merged_records().unwrap(), []);
        assert_eq!((view(&mut s, "A1"), view(&mut s, "B1")), (kept, dropped));
        let merge = MergeCitizens { drop: keep, ..merge };
        let same = merge_citizens(&mut s.book, &s.session, &merge);
        assert_eq!(same.unwrap_err().code, "citizen.merge_same");
    }

    #[test]
    fn who_died_stays_so_when_two_records_become_one() {
        let mut s = sample();
        let (keep, drop) = (id(&s, "A1"), id(&s, "B1"));
        let form = view(&mut s, "A1").form;
        let gone = LeaveCitizen { citizen: drop, gone: Some(Gone::Deceased), day: None };
        leave(&mut s.book, &s.session, &gone).unwrap();
        merge_citizens(&mut s.book, &s.session, &MergeCitizens { keep, drop, form }).unwrap();
        assert_eq!(view(&mut s, "A1").departure.unwrap().gone, Gone::Deceased);
        s.book.undo(None, &s.session).unwrap();
        assert_eq!(view(&mut s, "A1").departure, None);
        assert_eq!(view(&mut s, "B1").departure.unwrap().gone, Gone::Deceased);
    }

    #[test]
    fn a_house_that_its_head_leaves_has_none_and_the_other_keeps_its_own() {
        let mut s = sample();
        let head = Citizen { relation: "Chủ hộ".into(), ..view(&mut s, "A1").citizen };
        let write = |tx: &Tx<'_>| tx.update_citizen(&s.session, &head, &Vec::new(), "");
        s.book.transact(&s.session, "test", (), write).unwrap();
        let to = view(&mut s, "A2").household.id;
        let told = |s: &mut Sample| {
            let old = known_household(&s.book, head.household_id).unwrap().head;
            let new = known_household(&s.book, to).unwrap().head;
            format!("{old} | {new} | {}", view(s, "A1").citizen.relation)
        };
        assert_eq!(told(&mut s), "Lò Văn Thử | Lò Thị Mẫu | Chủ hộ");
        let moving = MoveCitizens { citizens: vec![head.id], home: Home::Known(to) };
        move_citizens(&mut s.book, &s.session, &moving).unwrap();
        assert_eq!(told(&mut s), " | Lò Thị Mẫu | ");
        s.book.undo(None, &s.session).unwrap();
        assert_eq!(told(&mut s), "Lò Văn Thử | Lò Thị Mẫu | Chủ hộ");
    }

    #[test]
    fn work_given_for_a_merged_person_is_for_the_one_that_stays() {
        let mut s = sample();
        let list = |citizens: &str| {
            let new = format!(
                r#"{{"who": ["Tổ thử"], "task": "Đến nhà {}", "where": {{"citizens": {citizens}}},
                    "start": "2026-03-01", "due": "2026-03-10", "result": {{"visited": 1}}, "answerable": "Lò Thị Đáp"}}"#,
                citizens.replace('"', "")
            );
            serde_json::from_str(&new).unwrap()
        };
        let lists = [r#"["A1", "B1", "A2"]"#, r#"["B1"]"#, r#"["A2"]"#].map(list).to_vec();
        let given = GiveAssignments { assignments: lists, ..Default::default() };
        give_assignments(&mut s.book, &s.session, &given).unwrap();
        let named = |s: &Sample| {
            let mut lists: Vec<_> = s
                .book
                .assignments()
                .unwrap()
                .into_iter()
                .map(|given| given.place.citizens.join(" "))
                .collect();
            lists.sort();
            lists
        };
        let (keep, drop) = (id(&s, "A1"), id(&s, "B1"));
        let form = view(&mut s, "A1").form;
        merge_citizens(&mut s.book, &s.session, &MergeCitizens { keep, drop, form }).unwrap();
        assert_eq!(named(&s), ["A1", "A1 A2", "A2"]);
        s.book.undo(None, &s.session).unwrap();
        assert_eq!(named(&s), ["A1 B1 A2", "A2", "B1"]);
    }

    #[test]
    fn a_long_note_of_a_list_keeps_nobody_from_mending_the_rest() {
        let mut s = sample();
        let long = "x".repeat(300);
        for code in ["A1", "B1"] {
            let citizen = Citizen { note: format!("{long} {code}"), ..view(&mut s, code).citizen };
            let write = |tx: &Tx<'_>| tx.update_citizen(&s.session, &citizen, &Vec::new(), "");
            s.book.transact(&s.session, "test", (), write).unwrap();
        }
        let before = view(&mut s, "A1");
        let change = |s: &mut Sample, form: PersonForm| {
            let change = ChangeCitizen { citizen: before.citizen.id, form };
            let saved = change_citizen(&mut s.book, &s.session, &change).unwrap();
            saved.findings.into_iter().filter(|f| f.severity == Severity::Rejection).collect::<Vec<_>>()
        };
        let form = PersonForm { phone: "0912345678".into(), ..before.form.clone() };
        assert_eq!(change(&mut s, form.clone()), []);
        assert_eq!(view(&mut s, "A1").citizen.phone, "0912345678");
        let longer = PersonForm { note: format!("{}!", form.note), ..form.clone() };
        assert_eq!(change(&mut s, longer)[0].code, "typed.note_long");
        // Of two records either note may stay.
        let note = view(&mut s, "B1").citizen.note;
        let merge = MergeCitizens {
            keep: before.citizen.id,
            drop: id(&s, "B1"),
            form: PersonForm { note: note.clone(), ..form },
        };
        let merged = merge_citizens(&mut s.book, &s.session, &merge).unwrap().citizen;
        assert_eq!(merged.map(|citizen| citizen.note), Some(note));
    }

    #[test]
    fn a_card_finds_its_person_or_fills_a_new_one() {
        let mut s = sample();
        let number = view(&mut s, "A1").citizen.number;
        let mut read = |typed: &str| {
            let read = read_card(&mut s.book, &s.session, &ReadCard { typed: typed.to_owned() })?;
            let codes: Vec<_> = read.people.iter().map(|person| person.citizen.code.clone()).collect();
            Ok((codes.join(" "), read.same_number, read.form.name))
        };
        let name = || "Lò Văn Thử".to_owned();
        assert_eq!(
            read(&format!("{number}||Lò Văn Thử|01011970|Nữ|Thôn 1|01012021")),
            Ok(("A1".into(), true, name()))
        );
        // Another number, the same name and birth: offered, not taken.
        assert_eq!(
            read("038070001234||Lò Văn Thữ|03021970|Nam|Thôn 1|01012021"),
            Ok(("B1 A1".into(), false, "Lò Văn Thữ".into()))
        );
        assert_eq!(
            read("038070001234||Vàng A Lạ|03021970|Nam|Thôn 1|01012021"),
            Ok((String::new(), false, "Vàng A Lạ".into()))
        );
        assert_eq!(read("lo van thu"), Err(Error::new("card.unreadable")));
    }

    #[test]
    fn a_card_finds_who_has_the_year_alone_behind_many_namesakes() {
        let mut s = Sample::new("2026-03-05T20:00:00+07:00");
        s.hamlet("Thôn 1", "1");
        for nr in 0..60 {
            s.person(&format!("A{nr}"), "Thôn 1", "Lò Văn Thử", "1955");
        }
        s.person("B1", "Thôn 1", "Lò Văn Thử", "1970");
        s.person("B2", "Thôn 1", "Lò Văn Thử", "1970-02");
        s.person("B3", "Thôn 1", "Lò Văn Thử", "1970-03");
        let typed = "038070001234||Lò Văn Thử|03021970|Nam|Thôn 1|01012021".to_owned();
        let found = read_card(&mut s.book, &s.session, &ReadCard { typed }).unwrap().people;
        let codes: Vec<_> = found.iter().map(|person| person.citizen.code.as_str()).collect();
        assert_eq!(codes, ["B1", "B2"]);
    }

    #[test]
    fn the_nearest_names_are_offered() {
        let mut s = sample();
        let asked = FindPeople { query: "Lò Văn Thửu".into(), limit: 3 };
        assert_eq!(names_near(&mut s.book, &s.session, &asked).unwrap(), ["Lò Văn Thử"]);
        let asked = FindPeople { query: "Trần Quốc Xyz".into(), limit: 3 };
        assert!(names_near(&mut s.book, &s.session, &asked).unwrap().is_empty());
    }
}
