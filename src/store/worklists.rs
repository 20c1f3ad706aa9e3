//! What a worklist is made of, read in few straight scans: a commune's must be there at once.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Book;
use super::door::places;
use super::people::{HOUSEHOLD, household};
use super::rosters::RosterDay;
use super::values::Blank;
use super::visits::{COLUMNS, COUNTS, visit_at, visit_places};
use crate::domain::identity::mask;
use crate::domain::ids::{CitizenId, HouseholdId, UnitId};
use crate::domain::report::of_age;
use crate::domain::unit::UnitsOfDay;
use crate::domain::visit::Visit;
use crate::domain::walk::name_former_hamlet;
use crate::domain::worklist::{HousesToVisit, Official, PersonToVisit, Worklist, due};
use crate::error::Result;

/// What a worklist is of, as conditions of SQL on its parameter 1, `unit`.
struct Part {
    whole: bool,
    unit: String,
    /// Of rows with a unit.
    below: &'static str,
    /// Of rows with a citizen.
    person: &'static str,
}

impl Part {
    fn new(book: &Book, unit: Option<UnitId>) -> Result<Self> {
        let whole = match unit {
            Some(unit) => book.row("SELECT unit_id = ?1 FROM book", [unit], |row| row.get(0))?,
            None => true,
        };
        // The whole book is read by plain scans; a hamlet through the indexes.
        let (below, person) = if whole {
            ("?1 IS NOT '-'", "?1 IS NOT '-'")
        } else {
            (
                "unit_id IN (WITH RECURSIVE below (id) AS (SELECT ?1 UNION SELECT u.id FROM unit u
                   JOIN below b ON u.parent_id = b.id) SELECT id FROM below)",
                "citizen_id IN (WITH RECURSIVE below (id) AS (SELECT ?1 UNION SELECT u.id FROM unit u
                   JOIN below b ON u.parent_id = b.id) SELECT c.id FROM citizen c JOIN below ON c.unit_id = below.id)",
            )
        };
        Ok(Self { whole, unit: unit.map(|unit| unit.to_string()).unwrap_or_default(), below, person })
    }
}

impl Book {
    /// The worklist of a unit and those below it (`None`: the whole book) for a day.
    pub fn worklist(&self, unit: Option<UnitId>, day: NaiveDate) -> Result<Worklist> {
        let part = Part::new(self, unit)?;
        let lists = self.lists_in_use(None)?;
        let mut official = Vec::new();
        for list in &lists {
            official.append(&mut self.states_in(&part, list)?);
        }
        // Of several the newest list's: its rows come first.
        official.sort_by_key(|(id, _)| *id);
        let visits = self.visits_of(&part)?;
        let (gone, erased) = (self.departures()?, self.erased_people()?);
        let mut houses = self.houses_of(&part, day)?;

        let mut statement = self.conn().prepare_cached(&format!(
            "SELECT id, household_id, code, name, birth, number, old_number FROM citizen WHERE {} ORDER BY id",
            part.below
        ))?;
        let [id_at, house_at, code_at, name_at, birth_at, number_at, old_number_at] =
            places(&statement, ["id", "household_id", "code", "name", "birth", "number", "old_number"])?;
        let mut rows = statement.query([&part.unit])?;
        let (mut entries, mut tries) = (official.as_slice(), visits.as_slice());
        while let Some(row) = rows.next()? {
            let id: CitizenId = row.get(id_at)?;
            entries = entries.get(entries.partition_point(|(other, _)| *other < id)..).unwrap_or_default();
            tries = skip_to(tries, id);
            let own = tries.get(..tries.partition_point(|visit| visit.citizen_id == id)).unwrap_or_default();
            let state = entries.first().filter(|(other, _)| *other == id).map(|(_, state)| *state);
            if erased.contains(&id) || gone.get(&id).is_some_and(|departure| departure.day <= day) {
                continue;
            }
            let birth = row.get::<_, Blank<_>>(birth_at)?.0;
            let Some(due) = due(day, of_age(birth, day), state, own) else { continue };
            let house: HouseholdId = row.get(house_at)?;
            let Ok(place) = houses.binary_search_by_key(&house, |(household, _)| household.id) else {
                continue;
            };
            let Some((_, people)) = houses.get_mut(place) else { continue };
            let number: String = row.get(number_at)?;
            people.push(PersonToVisit {
                citizen_id: id,
                code: row.get(code_at)?,
                name: row.get(name_at)?,
                birth,
                number: mask(&if number.is_empty() { row.get(old_number_at)? } else { number }),
                due,
                official: state,
                visits: own.to_vec(),
            });
        }
        Ok(Worklist::new(day, lists.first().map(|list| list.as_of), self.units()?, houses))
    }

    /// What an extract says of the people of a part.
    fn states_in(&self, part: &Part, extract: &RosterDay) -> Result<Vec<(CitizenId, Official)>> {
        let (roster, as_of) = (extract.id, extract.as_of);
        // An extract stands together in its table: its first and last row, from the index, bound one straight read.
        // `+` keeps SQLite from looking each row up through that index.
        let (first, last) = self.conn().query_row(
            "SELECT coalesce(min(id), '') AS first, coalesce(max(id), '') AS last FROM roster_entry
             WHERE roster_id = ?1",
            [roster],
            |row| Ok((row.get::<_, String>("first")?, row.get::<_, String>("last")?)),
        )?;
        let sql = format!(
            "SELECT citizen_id, state, level FROM match
             WHERE {range} AND +roster_id = ?4 AND verdict = 'matched' AND {person}",
            range = if part.whole { "id BETWEEN ?2 AND ?3" } else { "+id BETWEEN ?2 AND ?3" },
            person = part.person,
        );
        let params = (&part.unit, &first, &last, roster);
        let columns = ["citizen_id", "state", "level"];
        self.rows_with(&sql, params, columns, |row, [citizen, state, level]| {
            let found = Official { state: row.get(*state)?, level: row.get(*level)?, as_of };
            Ok((row.get(*citizen)?, found))
        })
    }

    /// The visits of a part that count, by citizen, oldest first.
    fn visits_of(&self, part: &Part) -> Result<Vec<Visit>> {
        let mut statement = self
            .conn()
            .prepare_cached(&format!("SELECT {COLUMNS} FROM visit WHERE {COUNTS} AND {}", part.person))?;
        let columns = visit_places(&statement)?;
        let mut visits = statement
            .query_map([&part.unit], |row| visit_at(row, &columns))?
            .collect::<rusqlite::Result<Vec<Visit>>>()?;
        visits.sort_unstable_by_key(|visit| (visit.citizen_id, visit.at, visit.id));
        Ok(visits)
    }

    /// The houses of a part, sorted, nobody in them yet.
    fn houses_of(&self, part: &Part, day: NaiveDate) -> Result<HousesToVisit> {
        let sql = format!(
            "SELECT id, unit_id, code, head, alley, house_number, walk_order FROM household WHERE {} ORDER BY id",
            part.below
        );
        let mut houses: HousesToVisit =
            self.rows_with(&sql, [&part.unit], HOUSEHOLD, |row, at| Ok((household(row, at)?, Vec::new())))?;
        // Hamlets that were merged are walked as one.
        let units = UnitsOfDay::new(&self.dated_units()?, day);
        let mut homes: BTreeMap<UnitId, UnitId> = BTreeMap::new();
        for (household, _) in &mut houses {
            name_former_hamlet(household, &units);
            household.unit_id = *homes.entry(household.unit_id).or_insert_with_key(|unit| units.home(*unit));
        }
        Ok(houses)
    }
}

/// Visits from citizen `id` on. Visits are few beside people, so a linear step is the fastest.
fn skip_to(visits: &[Visit], id: CitizenId) -> &[Visit] {
    let skip = visits.iter().take_while(|visit| visit.citizen_id < id).count();
    visits.get(skip..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::store::visits::example::{Example, citizen, unit as unit_of};

    const PEOPLE: &str = "
        C1;Thôn 1;Ngõ 10;1;Lê Văn An;approved-not-activated
        C2;Thôn 1;Ngõ 2;12/3A;Trần Thị Bình;-
        C3;Thôn 1;Ngõ 2;12/3;Phạm Văn Cường;active-level2
        C4;Thôn 1;Ngõ 2;12/3;Đỗ Thị Dung;approved-not-activated
        C5;Thôn 2;Ngõ 1;1;Hoàng Văn Em;pending-approval
        C6;Thôn 1;Ngõ 2;12/3;Đỗ Văn Giang;-";

    /// Codes of the list of hamlet `unit` (`None`: all), hamlets apart by '|', on 21/11.
    fn check(sql: &str, unit: Option<u128>, expect: &str) {
        let mut example = Example::new().people(PEOPLE);
        example.sql(sql);
        let day = example.session.today();
        let list = example.book.worklist(unit.map(unit_of), day).unwrap();
        let hamlets: Vec<String> = list
            .hamlets
            .iter()
            .map(|hamlet| {
                let houses = hamlet.sections.iter().flat_map(|s| &s.alleys).flat_map(|a| &a.houses);
                houses.flat_map(|h| &h.people).map(|p| p.code.clone()).collect::<Vec<_>>().join(" ")
            })
            .collect();
        assert_eq!(hamlets.join(" | "), expect);
        assert_eq!(list.people().count(), list.len());
    }

    #[test]
    fn approved_people_first_then_as_a_person_walks() {
        check("", None, "C4 C1 C6 C2 | C5");
        check("", Some(0), "C4 C1 C6 C2");
        check("", Some(1), "C5");
        check("", Some(9), "");
    }

    #[test]
    fn the_whole_book_is_the_same_by_its_own_unit() {
        let example = Example::new().people(PEOPLE);
        let (day, root) = (example.session.today(), example.book.info().unwrap().unit_id);
        let whole = example.book.worklist(None, day).unwrap();
        assert_eq!(example.book.worklist(Some(root), day).unwrap(), whole);
        assert_eq!(whole.as_of.unwrap().to_string(), "2026-11-19");
    }

    #[test]
    fn the_latest_extract_speaks() {
        let newer = "INSERT INTO roster (id, as_of, import_id) VALUES ('019aa000-0000-7000-8000-000000000000', '2026-11-20', 'i');
            INSERT INTO roster_entry SELECT 'x', '019aa000-0000-7000-8000-000000000000', sheet, row, name, birth, sex, number, old_number,
              phone, hamlet, address, head, state, level, approved_on, activated_on, raw FROM roster_entry WHERE id = 'e1';";
        // It was not held against the register.
        check(newer, None, "C4 C1 C6 C2 | C5");
        let held = "UPDATE match SET roster_id = '019aa000-0000-7000-8000-000000000000', verdict = 'unknown' WHERE id = 'e1';";
        check(&format!("{newer}{held}"), None, "C3 C4 C6 C2 C1 | C5");
        check("UPDATE match SET verdict = 'review'", None, "C3 C4 C6 C2 C1 | C5");
    }

    #[test]
    fn a_corrected_visit_counts_no_more() {
        let visit = |id: &str, outcome: &str, reason: &str, corrects: &str| {
            format!(
                "INSERT INTO visit VALUES ('019aa000-0000-7000-8000-0000000000{id}', '{}', '2026-11-20T19:00:00+07:00',
                   '{outcome}', 0, '', '{reason}', '', NULL, '', {corrects}, '', NULL);",
                citizen(2)
            )
        };
        let absent = visit("11", "absent", "", "NULL");
        check(&absent, None, "C4 C1 C2 C6 | C5");
        let refused = visit("12", "other", "refused", "'019aa000-0000-7000-8000-000000000011'");
        check(&format!("{absent}{refused}"), None, "C4 C1 C6 | C5");
    }
}
