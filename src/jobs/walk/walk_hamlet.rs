//! The round through a hamlet: what each house needs, the note of a house, and the sheets that go along on paper.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::ids::{CitizenId, HouseholdId, OperationId, UnitId};
use crate::domain::round::{HamletOnRound, HouseOnRound, Round, Tally, alleys, offered_reasons};
use crate::domain::unit::UnitsOfDay;
use crate::domain::visit::{NOTE_LENGTH, NewVisit};
use crate::domain::walk::NaturalKey;
use crate::domain::walk_sheet::{SHEET_LENGTH, Sheet};
use crate::error::{Error, Result};
use crate::jobs::Nothing;
use crate::jobs::walk::log_visit::{LogVisits, log_visits};
use crate::session::Session;
use crate::store::{Book, Houses};

/// Which hamlet, on which day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct AskRound {
    /// The hamlet; the first that has households when missing.
    pub unit: Option<UnitId>,
    /// The day; today when missing.
    pub date: Option<NaiveDate>,
}

/// Which house, on which day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct AskHouse {
    /// The household.
    pub household: HouseholdId,
    /// The day; today when missing.
    pub date: Option<NaiveDate>,
}

/// One house as it stands, and the day's tally of its hamlet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct HouseNow {
    /// The house.
    pub house: HouseOnRound,
    /// What was found in the hamlet on the day.
    pub tally: Tally,
}

/// Visits made at one door.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct LogAtDoor {
    /// The household.
    pub household: HouseholdId,
    /// The visits, of its people.
    pub visits: Vec<NewVisit>,
    /// The day whose round lies on the screen; today when missing.
    #[serde(default)]
    pub date: Option<NaiveDate>,
}

/// What stands after visits at a door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct LoggedAtDoor {
    /// The undo step; `None` when nothing changed.
    pub operation: Option<OperationId>,
    /// The house as it stands now.
    pub now: HouseNow,
}

/// The note of a household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct NoteHousehold {
    /// The household.
    pub household: HouseholdId,
    /// What to know at its door, short; empty takes the note away.
    pub note: String,
}

/// Walk sheets to print, of one hamlet or more, as one undo step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct KeepSheets {
    /// The day of the walk; today when missing.
    pub date: Option<NaiveDate>,
    /// The hamlets, in the order of the paper.
    pub hamlets: Vec<PeopleToPrint>,
}

/// Who of a hamlet goes on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PeopleToPrint {
    /// The hamlet.
    pub unit: UnitId,
    /// The people, in walking order.
    pub people: Vec<CitizenId>,
}

/// Which printed sheets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct AskSheets {
    /// The hamlet.
    pub unit: UnitId,
    /// At most this many, the last one first.
    pub limit: u32,
}

/// The round through one hamlet: alleys, houses and people in walking order, each with its state. Without a wish the hamlet
/// of whoever works, else the one that was visited last.
pub fn walk(book: &mut Book, session: &Session, args: &AskRound) -> Result<Round> {
    let day = args.date.unwrap_or_else(|| session.today());
    let units = book.units_of_day(day)?;
    let hamlets = hamlets(book, &units)?;
    // The one asked for may have lost its houses, by an undone import or a merger.
    let last = if args.unit.is_none() { book.hamlet_of_last_visit()? } else { None };
    // Whoever is held to a hamlet begins there: elsewhere nothing would be taken.
    let member = session.member.map(|id| book.member(id)).transpose()?.flatten();
    let own = member.and_then(|member| member.unit);
    let here = |unit: UnitId| hamlets.iter().any(|hamlet| hamlet.id == unit);
    let asked = args.unit.map(|unit| units.home(unit)).filter(|unit| here(*unit));
    let known = [own, last].into_iter().flatten().map(|unit| units.home(unit)).find(|unit| here(*unit));
    let unit =
        asked.or(known.filter(|_| args.unit.is_none())).or_else(|| hamlets.first().map(|hamlet| hamlet.id));
    let mut round = Round {
        day,
        as_of: book.lists_in_use(None)?.first().map(|list| list.as_of),
        hamlets,
        unit,
        alleys: Vec::new(),
        tally: Tally::default(),
        reasons: offered_reasons(),
    };
    if let Some(unit) = unit {
        let here = units.within(unit);
        let mut houses = book.known_houses(Houses::Of(&here), day)?;
        // Where everybody left there is no door to knock at.
        houses.retain(|house| !house.people.is_empty());
        let now = session.now();
        round.alleys = alleys(houses.into_iter().map(|house| HouseOnRound::new(house, day, now)).collect());
        round.tally = book.tally(&here, day)?;
    }
    Ok(round)
}

/// The hamlets of the day that have households: those that were merged stand together under the new one.
fn hamlets(book: &Book, units: &UnitsOfDay) -> Result<Vec<HamletOnRound>> {
    let mut hamlets: Vec<HamletOnRound> = Vec::new();
    for mut written in book.hamlets_on_round()? {
        written.id = units.home(written.id);
        match hamlets.iter_mut().find(|hamlet| hamlet.id == written.id) {
            Some(hamlet) => hamlet.households += written.households,
            None => {
                units.name(written.id).unwrap_or_default().clone_into(&mut written.name);
                hamlets.push(written);
            }
        }
    }
    hamlets.sort_by_cached_key(|hamlet| NaturalKey::new(&hamlet.name));
    Ok(hamlets)
}

/// Logs visits made at one door, as [`log_visits`], and says how its house stands then: one question while a person waits.
///
/// # Errors
/// `household.unknown`; those of [`log_visits`].
pub fn log_at_door(book: &mut Book, session: &Session, args: &LogAtDoor) -> Result<LoggedAtDoor> {
    book.hamlet_of(args.household)?;
    let logged = log_visits(book, session, &LogVisits { visits: args.visits.clone() })?;
    let now = house(book, session, &AskHouse { household: args.household, date: args.date })?;
    Ok(LoggedAtDoor { operation: logged.operation, now })
}

/// One house as it stands now.
///
/// # Errors
/// `household.unknown`; the book's own.
pub fn house(book: &mut Book, session: &Session, args: &AskHouse) -> Result<HouseNow> {
    let (day, now) = (args.date.unwrap_or_else(|| session.today()), session.now());
    let units = book.units_of_day(day)?;
    let here = units.within(units.home(book.hamlet_of(args.household)?));
    let known = book
        .known_houses(Houses::One(args.household), day)?
        .pop()
        .ok_or_else(|| Error::new("household.unknown"))?;
    Ok(HouseNow { house: HouseOnRound::new(known, day, now), tally: book.tally(&here, day)? })
}

/// Keeps a short note on a household.
///
/// # Errors
/// `household.note_long`, `household.unknown`; the book's own.
pub fn note_household(book: &mut Book, session: &Session, args: &NoteHousehold) -> Result<Nothing> {
    let note = args.note.split_whitespace().collect::<Vec<_>>().join(" ");
    if note.chars().count() > NOTE_LENGTH {
        return Err(Error::new("household.note_long"));
    }
    book.hamlet_of(args.household)?;
    book.transact(session, "note-household", (), |tx| tx.set_household_note(args.household, &note))?;
    Ok(Nothing {})
}

#[derive(Serialize)]
struct SheetParams {
    people: usize,
}

/// Keeps the sheets that are about to be printed, as many as the codes need, so that the codes lead back to the people.
pub fn keep_sheets(book: &mut Book, session: &Session, args: &KeepSheets) -> Result<Vec<Sheet>> {
    let day = args.date.unwrap_or_else(|| session.today());
    let params = SheetParams { people: args.hamlets.iter().map(|hamlet| hamlet.people.len()).sum() };
    let kept = book.transact(session, "print-sheets", params, |tx| {
        let mut kept = 0;
        for hamlet in &args.hamlets {
            for people in hamlet.people.chunks(SHEET_LENGTH) {
                tx.insert_sheet(session, hamlet.unit, day, people)?;
                kept += 1;
            }
        }
        Ok(kept)
    })?;
    let units: Vec<_> = args.hamlets.iter().map(|hamlet| hamlet.unit).collect();
    let mut sheets = book.sheets(&units, kept.value)?;
    sheets.reverse();
    Ok(sheets)
}

/// The printed sheets of a hamlet, the last one first.
pub fn list_sheets(book: &mut Book, session: &Session, args: &AskSheets) -> Result<Vec<Sheet>> {
    let units = book.units_of_day(session.today())?;
    book.sheets(&units.within(units.home(args.unit)), args.limit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::visit::{Channel, Outcome};
    use std::collections::BTreeMap;

    use crate::jobs::book::merge_units::{MergeUnits, merge_units};
    use crate::jobs::day::look_at_today::{AskDay, look_at_today};
    use crate::jobs::register::show_register::{ShowHousehold, show_household};
    use crate::store::visits::example::{Example, at, citizen, unit};

    const PEOPLE: &str = "
        C1;Thôn 1;Ngõ 10;1;Lê Văn An;approved-not-activated
        C2;Thôn 1;Ngõ 2;12/3A;Trần Thị Bình;-
        C3;Thôn 1;Ngõ 2;12/3;Phạm Văn Cường;active-level2
        C4;Thôn 1;Ngõ 2;12/3;Đỗ Thị Dung;approved-not-activated
        C5;Thôn 2;Ngõ 1;1;Hoàng Văn Em;pending-approval";

    fn round(example: &mut Example, nr: u128) -> Round {
        let args = AskRound { unit: Some(unit(nr)), date: None };
        walk(&mut example.book, &example.session, &args).unwrap()
    }

    /// People of one hamlet, by number, on a sheet.
    fn print(example: &mut Example, nr: u128, people: &[u128]) -> Vec<Sheet> {
        let people = people.iter().copied().map(citizen).collect();
        let hamlets = vec![PeopleToPrint { unit: unit(nr), people }];
        keep_sheets(&mut example.book, &example.session, &KeepSheets { date: None, hamlets }).unwrap()
    }

    fn absent(example: &mut Example, code: &str, time: &str) {
        let visit = NewVisit { at: Some(at(time)), ..NewVisit::new(code, Outcome::Absent) };
        log_visits(&mut example.book, &example.session, &LogVisits { visits: vec![visit] }).unwrap();
    }

    #[test]
    fn who_is_to_be_tried_again_is_counted_once() {
        let mut example = Example::new().people(PEOPLE);
        // Absent tonight; absent with an appointment kept open, missed, and missed long ago; active by the extract.
        let visits = [
            ("C1", "11-21T19:00", None),
            ("C2", "11-19T19:00", Some("11-21T20:30")),
            ("C4", "11-19T19:00", Some("11-20T19:00")),
            ("C5", "11-12T19:00", Some("11-13T19:00")),
            ("C3", "11-20T19:00", None),
        ];
        for (code, time, back) in visits {
            let back = back.map(at);
            let visit =
                NewVisit { at: Some(at(time)), come_back_at: back, ..NewVisit::new(code, Outcome::Absent) };
            log_visits(&mut example.book, &example.session, &LogVisits { visits: vec![visit] }).unwrap();
        }
        let mut again = Vec::new();
        for hamlet in 0..2 {
            let houses = round(&mut example, hamlet).alleys.into_iter().flat_map(|alley| alley.houses);
            again.extend(houses.flat_map(|house| house.people).filter(|person| person.again).map(|p| p.code));
        }
        assert_eq!(again, ["C1", "C5"]);
        let today = look_at_today(&mut example.book, &example.session, &AskDay { day: None }).unwrap();
        assert_eq!(today.again as usize, again.len(), "Hôm nay and the round have one count");
    }

    #[test]
    fn a_house_of_the_register_shows_the_signs_of_the_round() {
        let mut example = Example::new().people(PEOPLE);
        absent(&mut example, "C4", "11-20T19:00");
        for house in round(&mut example, 0).alleys.into_iter().flat_map(|alley| alley.houses) {
            let show = ShowHousehold { household: house.household.id };
            let shown = show_household(&mut example.book, &example.session, &show).unwrap();
            let signs = |of: Vec<(String, Option<Outcome>)>| of.into_iter().collect::<BTreeMap<_, _>>();
            assert_eq!(
                signs(shown.people.into_iter().map(|line| (line.citizen.code, line.sign)).collect()),
                signs(house.people.into_iter().map(|person| (person.code, person.sign)).collect())
            );
        }
    }

    #[test]
    fn a_hamlet_in_walking_order() {
        let mut example = Example::new().people(PEOPLE);
        let found = round(&mut example, 0);
        let houses: Vec<String> = found
            .alleys
            .iter()
            .flat_map(|alley| &alley.houses)
            .map(|house| {
                let people: Vec<&str> = house.people.iter().map(|p| p.code.as_str()).collect();
                format!("{}: {} open {}", house.household.house_number, people.join(" "), house.open)
            })
            .collect();
        assert_eq!(houses, ["12/3: C3 C4 open 1", "12/3A: C2 open 1", "1: C1 open 1"]);
        assert_eq!(found.hamlets.iter().map(|h| h.households).collect::<Vec<_>>(), [3, 1]);
        assert_eq!(found.as_of.unwrap().to_string(), "2026-11-19");
        // Without a wish it is the first hamlet, then the one that was visited last.
        let first = walk(&mut example.book, &example.session, &AskRound::default()).unwrap();
        assert_eq!(first, found);
    }

    #[test]
    fn a_door_is_answered_as_it_then_stands() {
        let mut example = Example::new().people(PEOPLE);
        let household = round(&mut example, 0).alleys[0].houses[0].household.id;
        let visits = vec![NewVisit::new("C4", Outcome::Absent)];
        let door = LogAtDoor { household, visits, date: None };
        let logged = log_at_door(&mut example.book, &example.session, &door).unwrap();
        assert!(logged.operation.is_some());
        let alone = house(&mut example.book, &example.session, &AskHouse { household, date: None }).unwrap();
        assert_eq!((logged.now.tally.people, &logged.now), (1, &alone));
        let unknown = LogAtDoor { household: HouseholdId(uuid::Uuid::nil()), ..door };
        let refused = log_at_door(&mut example.book, &example.session, &unknown);
        assert_eq!(refused.unwrap_err().code, "household.unknown");
    }

    #[test]
    fn hamlets_that_became_one_keep_their_alleys_apart() {
        let mut example = Example::new().people(
            "C1;Thôn 1;Ngõ 1;2;Lê Văn An;-
             C2;Thôn 2;Ngõ 1;2;Lê Văn Bình;-
             C3;Thôn 2;;3;Lê Văn Cường;-
             C4;Thôn 1;Ngõ 2;1;Lê Văn Dũng;-",
        );
        let (units, from) = (vec!["Thôn 1".to_owned(), "Thôn 2".to_owned()], "2026-11-20".parse().unwrap());
        let merge = MergeUnits { units, into: "Thôn Mới".to_owned(), from };
        merge_units(&mut example.book, &example.session, &merge).unwrap();
        let expect = ["Thôn 1 – Ngõ 1", "Thôn 1 – Ngõ 2", "Thôn 2", "Thôn 2 – Ngõ 1"];
        let found = walk(&mut example.book, &example.session, &AskRound::default()).unwrap();
        assert_eq!(found.alleys.iter().map(|alley| &*alley.alley).collect::<Vec<_>>(), expect);
        let list = example.book.worklist(None, example.session.today()).unwrap();
        let alleys = list.hamlets[0].sections.iter().flat_map(|section| &section.alleys);
        assert_eq!(alleys.map(|alley| &*alley.alley).collect::<Vec<_>>(), expect);
        // A house that is read alone stands where it stood.
        let household = found.alleys[3].houses[0].household.id;
        let args = AskHouse { household, date: None };
        let alone = super::house(&mut example.book, &example.session, &args).unwrap();
        assert_eq!(alone.house.household.alley, expect[3]);
    }

    #[test]
    fn a_house_read_alone_is_as_in_the_round() {
        let mut example = Example::new().people(PEOPLE);
        absent(&mut example, "C4", "11-20T19:00");
        absent(&mut example, "C4", "11-21T08:00");
        let found = round(&mut example, 0);
        for house in found.alleys.iter().flat_map(|alley| &alley.houses) {
            let args = AskHouse { household: house.household.id, date: None };
            let alone = super::house(&mut example.book, &example.session, &args).unwrap();
            assert_eq!((&alone.house, alone.tally), (house, found.tally));
        }
        assert_eq!((found.tally.houses, found.tally.people, found.tally.by_outcome[1]), (1, 1, 1));
        assert_eq!(found.alleys[0].houses[0].people[1].attempts.len(), 2);
        // Whoever was activated stays so, whatever comes after it.
        let activated =
            NewVisit { level: 2, channel: Some(Channel::App), ..NewVisit::new("C4", Outcome::Activated) };
        for visit in
            [NewVisit { at: Some(at("11-21T00:00")), ..activated }, NewVisit::new("C4", Outcome::Absent)]
        {
            log_visits(&mut example.book, &example.session, &LogVisits { visits: vec![visit] }).unwrap();
        }
        assert_eq!(round(&mut example, 0).tally.by_outcome, [1, 0, 0, 0, 0]);
    }

    #[test]
    fn the_tally_is_what_the_day_counts() {
        let people = "A;Thôn 1;;1;Lê A;active-level1
            B;Thôn 1;;2;Lê B;active-level2
            C;Thôn 1;;2;Lê C;approved-not-activated";
        let mut example = Example::new().people(people);
        let activated = |code: &str| NewVisit {
            level: 2,
            channel: Some(Channel::App),
            ..NewVisit::new(code, Outcome::Activated)
        };
        let visits = vec![
            activated("A"),
            NewVisit { reason: "already-active".into(), ..NewVisit::new("B", Outcome::Other) },
            activated("C"),
        ];
        log_visits(&mut example.book, &example.session, &LogVisits { visits }).unwrap();
        let expect = Tally { houses: 2, people: 3, by_outcome: [1, 0, 0, 0, 0], upgraded: 1, uncounted: 1 };
        assert_eq!(round(&mut example, 0).tally, expect);
    }

    #[test]
    fn hamlets_that_were_merged_are_walked_as_one() {
        let mut example = Example::new().people(PEOPLE);
        absent(&mut example, "C5", "11-21T08:00");
        print(&mut example, 1, &[5]);
        let merge = MergeUnits {
            units: vec!["Thôn 1".into(), "Thôn 2".into()],
            into: "Thôn Mới".into(),
            from: "2026-11-21".parse().unwrap(),
        };
        let one = merge_units(&mut example.book, &example.session, &merge).unwrap().unit.id;

        let args = AskRound { unit: Some(one), date: None };
        let found = walk(&mut example.book, &example.session, &args).unwrap();
        let hamlets = found.hamlets.iter().map(|h| (h.id, h.name.as_str(), h.households));
        assert_eq!(hamlets.collect::<Vec<_>>(), [(one, "Thôn Mới", 4)]);
        let houses: Vec<&HouseOnRound> = found.alleys.iter().flat_map(|alley| &alley.houses).collect();
        assert_eq!((houses.len(), found.tally.people), (4, 1));
        let args = AskHouse { household: houses[0].household.id, date: None };
        assert_eq!(house(&mut example.book, &example.session, &args).unwrap().tally, found.tally);
        // Asked for by the old one, and on a day before.
        assert_eq!(round(&mut example, 0), found);
        let before = AskRound { unit: Some(unit(0)), date: "2026-11-20".parse().ok() };
        let before = walk(&mut example.book, &example.session, &before).unwrap();
        let names: Vec<_> = before.hamlets.iter().map(|h| (h.name.as_str(), h.households)).collect();
        assert_eq!(names, [("Thôn 1", 3), ("Thôn 2", 1)]);
        // The sheet that went along before, and the list for the walk.
        let args = AskSheets { unit: one, limit: 9 };
        assert_eq!(list_sheets(&mut example.book, &example.session, &args).unwrap().len(), 1);
        let list = example.book.worklist(Some(one), "2026-11-21".parse().unwrap()).unwrap();
        let hamlets: Vec<_> = list.hamlets.iter().map(|hamlet| hamlet.unit.name.as_str()).collect();
        assert_eq!(hamlets, ["Thôn Mới"]);
    }

    #[test]
    fn who_left_is_not_on_the_round() {
        let mut example = Example::new().people(PEOPLE);
        let left =
            |day: &str| format!("INSERT INTO departure VALUES ('{}', 'moved', '2026-11-{day}');", citizen(4));
        example.sql(&left("21"));
        assert_eq!(round(&mut example, 0).alleys[0].houses[0].people.len(), 1);
        example.book.undo(None, &example.session).unwrap();
        example.sql(&left("22"));
        assert_eq!(round(&mut example, 0).alleys[0].houses[0].people.len(), 2);
    }

    #[test]
    fn a_note_is_kept_and_taken_back() {
        let mut example = Example::new().people(PEOPLE);
        let household = round(&mut example, 0).alleys[0].houses[0].household.id;
        let write = |example: &mut Example, note: &str| {
            let args = NoteHousehold { household, note: note.to_owned() };
            note_household(&mut example.book, &example.session, &args).map_err(|error| error.code)
        };
        assert!(write(&mut example, "  Anh Cường đi ca,\n về sau 19:00 ").is_ok());
        assert_eq!(round(&mut example, 0).alleys[0].houses[0].note, "Anh Cường đi ca, về sau 19:00");
        assert_eq!(write(&mut example, &"dài ".repeat(60)).err(), Some("household.note_long"));
        example.book.undo(None, &example.session).unwrap();
        assert_eq!(round(&mut example, 0).alleys[0].houses[0].note, "");
    }

    #[test]
    fn the_codes_of_a_printed_sheet_keep_their_people() {
        let mut example = Example::new().people(PEOPLE);
        let kept = print(&mut example, 0, &[4, 2, 1]);
        let lines: Vec<_> = kept[0].lines.iter().map(|line| (line.code.as_str(), line.citizen)).collect();
        assert_eq!(lines, [("2A", citizen(4)), ("2C", citizen(2)), ("2E", citizen(1))]);
        // Another sheet has another number; the first one keeps its people.
        assert_eq!(print(&mut example, 0, &[1])[0].number, 2);
        let args = AskSheets { unit: unit(0), limit: 9 };
        let listed = list_sheets(&mut example.book, &example.session, &args).unwrap();
        assert_eq!(listed.iter().map(|sheet| sheet.number).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(listed[1], kept[0]);
    }

    #[test]
    fn the_number_of_a_sheet_that_was_taken_back_is_not_printed_again() {
        let mut example = Example::new().people(PEOPLE);
        let [first, second] = [4, 2].map(|nr| print(&mut example, 0, &[nr])[0].number);
        assert_eq!((first, second), (1, 2));
        example.book.undo(None, &example.session).unwrap();
        // Number 2 may lie on paper already.
        assert_eq!(print(&mut example, 0, &[1])[0].number, 3);
    }

    #[test]
    fn the_sheets_of_all_hamlets_are_one_step() {
        let mut example = Example::new().people(PEOPLE);
        let of = |nr, people: &[u128]| PeopleToPrint {
            unit: unit(nr),
            people: people.iter().copied().map(citizen).collect(),
        };
        let args = KeepSheets { date: None, hamlets: vec![of(1, &[5]), of(0, &[2, 1])] };
        let kept = keep_sheets(&mut example.book, &example.session, &args).unwrap();
        let told = kept.iter().map(|sheet| (sheet.number, sheet.unit, sheet.lines.len()));
        assert_eq!(told.collect::<Vec<_>>(), [(1, unit(1), 1), (2, unit(0), 2)]);
        example.book.undo(None, &example.session).unwrap();
        let mut left = |nr| {
            let args = AskSheets { unit: unit(nr), limit: 9 };
            list_sheets(&mut example.book, &example.session, &args).unwrap().len()
        };
        assert_eq!((left(0), left(1)), (0, 0));
    }
}
