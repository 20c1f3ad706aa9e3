//! What a round through a hamlet needs: one hamlet or one house through the indexes, never the whole book.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, named_params};

use super::people::{CITIZEN, HOUSEHOLD, citizen, household};
use super::rosters::RosterDay;
use super::values::{Blank, Plain};
use super::visits::visit_of;
use super::{Book, Tx};
use crate::domain::as_count;
use crate::domain::ids::{CitizenId, HouseholdId, UnitId};
use crate::domain::report::Evidence;
use crate::domain::round::{Attempt, Extract, HamletOnRound, KnownHouse, KnownPerson, Tally};
use crate::domain::walk::name_former_hamlet;
use crate::domain::walk_sheet::{Sheet, SheetLine, paper_code};
use crate::domain::worklist::Official;
use crate::error::{Error, Result};
use crate::session::Session;

/// The households of a hamlet, or one of them.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Houses<'a> {
    /// All that are written for the units that make up a hamlet.
    Of(&'a [UnitId]),
    /// One.
    One(HouseholdId),
}

impl Houses<'_> {
    /// The condition on a table's column, and its value.
    fn wanted(self, unit: &str, house: &str) -> (String, String) {
        match self {
            Self::Of(units) => (in_list(unit), list(units)),
            Self::One(id) => (format!("{house} = ?1"), id.to_string()),
        }
    }
}

/// The condition that a column is in the list of the first parameter.
fn in_list(column: &str) -> String {
    format!("{column} IN (SELECT value FROM json_each(?1))")
}

/// Units as the parameter of [`in_list`].
fn list(units: &[UnitId]) -> String {
    serde_json::to_string(units).unwrap_or_default()
}

impl Book {
    /// The units that households are written for, in the order of lists.
    pub(crate) fn hamlets_on_round(&self) -> Result<Vec<HamletOnRound>> {
        self.rows(
            "SELECT unit.id, unit.name, count(*) AS households FROM household JOIN unit ON unit.id = household.unit_id
             WHERE EXISTS (SELECT 1 FROM citizen WHERE citizen.household_id = household.id AND citizen.id NOT IN (SELECT id FROM erased))
             GROUP BY unit.id ORDER BY unit.position, unit.name_fold, unit.id",
            [],
            |row| {
                Ok(HamletOnRound {
                    id: row.get("id")?,
                    name: row.get("name")?,
                    households: row.get("households")?,
                })
            },
        )
    }

    /// Households with their people who had not left by `day`, what the latest extract says of them, and all visits.
    pub(crate) fn known_houses(&self, houses: Houses<'_>, day: NaiveDate) -> Result<Vec<KnownHouse>> {
        let (condition, id) = houses.wanted("unit_id", "id");
        let mut found = self.rows_with(
            &format!("SELECT * FROM household WHERE {condition} ORDER BY id"),
            [&id],
            HOUSEHOLD,
            |row, at| {
                Ok(KnownHouse { household: household(row, at)?, note: row.get("note")?, people: Vec::new() })
            },
        )?;
        let units = self.units_of_day(day)?;
        found.iter_mut().for_each(|house| name_former_hamlet(&mut house.household, &units));
        let (condition, _) = houses.wanted("unit_id", "household_id");
        let citizens = self.rows_with(
            &format!(
                "SELECT * FROM citizen WHERE {condition}
                   AND NOT EXISTS (SELECT 1 FROM departure WHERE departure.id = citizen.id AND departure.day <= ?2)
                   AND id NOT IN (SELECT id FROM erased)
                 ORDER BY id"
            ),
            (&id, Plain(day)),
            CITIZEN,
            citizen,
        )?;
        let extracts = self.extracts(houses, &id)?;
        let mut attempts = self.attempts(houses, &id)?.into_iter().peekable();
        for citizen in citizens {
            let mut known = KnownPerson { extract: None, attempts: Vec::new(), citizen };
            let id = known.citizen.id;
            if let Ok(place) = extracts.binary_search_by_key(&id, |(citizen, _)| *citizen) {
                known.extract = extracts.get(place).map(|(_, extract)| *extract);
            }
            while attempts.next_if(|attempt| attempt.visit.citizen_id < id).is_some() {}
            while let Some(attempt) = attempts.next_if(|attempt| attempt.visit.citizen_id == id) {
                known.attempts.push(attempt);
            }
            let home = known.citizen.household_id;
            if let Ok(place) = found.binary_search_by_key(&home, |house| house.household.id)
                && let Some(house) = found.get_mut(place)
            {
                house.people.push(known);
            }
        }
        Ok(found)
    }

    /// What the lists in use say of the people, by their ids.
    fn extracts(&self, houses: Houses<'_>, id: &str) -> Result<Vec<(CitizenId, Extract)>> {
        let mut extracts = Vec::new();
        for list in self.lists_in_use(None)? {
            extracts.append(&mut self.extracts_of(houses, id, &list)?);
        }
        // Of several the newest list's: its rows come first.
        extracts.sort_by_key(|(citizen, _)| *citizen);
        extracts.dedup_by_key(|(citizen, _)| *citizen);
        Ok(extracts)
    }

    fn extracts_of(
        &self,
        houses: Houses<'_>,
        id: &str,
        list: &RosterDay,
    ) -> Result<Vec<(CitizenId, Extract)>> {
        let (roster, as_of) = (list.id, list.as_of);
        let (condition, _) = houses.wanted("citizen.unit_id", "citizen.household_id");
        self.rows(
            &format!(
                "SELECT match.citizen_id, state, level, activated_on FROM citizen
                 CROSS JOIN match ON match.citizen_id = citizen.id AND match.roster_id = ?2 AND verdict = 'matched'
                 WHERE {condition}"
            ),
            (id, roster),
            |row| {
                let says = Official { state: row.get("state")?, level: row.get("level")?, as_of };
                let activated_on = row.get::<_, Blank<_>>("activated_on")?.0;
                Ok((row.get("citizen_id")?, Extract { says, activated_on }))
            },
        )
    }

    /// All visits to the people, by citizen and time.
    fn attempts(&self, houses: Houses<'_>, id: &str) -> Result<Vec<Attempt>> {
        let (condition, _) = houses.wanted("citizen.unit_id", "citizen.household_id");
        let mut attempts = self.rows(
            &format!(
                "SELECT visit.*, coalesce(member.name, '') AS by,
                   NOT EXISTS (SELECT 1 FROM visit c WHERE c.corrects = visit.id) AS counts
                 FROM citizen CROSS JOIN visit ON visit.citizen_id = citizen.id
                 LEFT JOIN member ON member.id = visit.member_id WHERE {condition}"
            ),
            [id],
            |row| Ok(Attempt { visit: visit_of(row)?, counts: row.get("counts")?, by: row.get("by")? }),
        )?;
        attempts
            .sort_unstable_by_key(|attempt| (attempt.visit.citizen_id, attempt.visit.at, attempt.visit.id));
        Ok(attempts)
    }

    /// What was found in a hamlet on a day.
    pub(crate) fn tally(&self, units: &[UnitId], day: NaiveDate) -> Result<Tally> {
        let visited: Vec<(CitizenId, HouseholdId)> = self.rows(
            &format!(
                "SELECT DISTINCT citizen.id, household_id FROM visit JOIN citizen ON citizen.id = visit.citizen_id
                 WHERE visit.at >= ?2 AND visit.at < date(?2, '+1 day') AND {here}",
                here = in_list("citizen.unit_id")
            ),
            (list(units), Plain(day)),
            |row| Ok((row.get("id")?, row.get("household_id")?)),
        )?;
        let people: Vec<CitizenId> = visited.iter().map(|(person, _)| *person).collect();
        let people = self.evidence_of(&people, day)?;
        let seen = |person: &Evidence| person.latest_visit(day, day).is_some();
        let homes: BTreeMap<CitizenId, HouseholdId> = visited.into_iter().collect();
        let houses =
            people.iter().filter(|person| seen(person)).filter_map(|person| homes.get(&person.citizen_id));
        let houses = houses.collect::<BTreeSet<_>>().len();
        Ok(Tally::count(&people, as_count(houses), day))
    }

    /// The unit of whoever was visited last.
    pub(crate) fn hamlet_of_last_visit(&self) -> Result<Option<UnitId>> {
        let mut last = self.rows(
            "SELECT citizen.unit_id FROM visit JOIN citizen ON citizen.id = visit.citizen_id
             ORDER BY visit.at DESC, visit.id DESC LIMIT 1",
            [],
            |row| row.get("unit_id"),
        )?;
        Ok(last.pop())
    }

    /// The unit that a household is written for.
    ///
    /// # Errors
    /// `household.unknown`.
    pub(crate) fn hamlet_of(&self, household: HouseholdId) -> Result<UnitId> {
        let mut statement = self.conn().prepare_cached("SELECT unit_id FROM household WHERE id = ?1")?;
        let unit = statement.query_row([household], |row| row.get("unit_id")).optional()?;
        unit.ok_or_else(|| Error::new("household.unknown"))
    }

    /// The printed sheets of the units that make up a hamlet, the last one first.
    pub(crate) fn sheets(&self, units: &[UnitId], limit: u32) -> Result<Vec<Sheet>> {
        let sheets: Vec<(u32, UnitId, NaiveDate, String)> = self.rows(
            &format!(
                "SELECT number, unit_id, day, people FROM walk_sheet WHERE {} ORDER BY number DESC LIMIT ?2",
                in_list("unit_id")
            ),
            (list(units), limit),
            |row| {
                let day = row.get::<_, Plain<NaiveDate>>("day")?.0;
                Ok((row.get("number")?, row.get("unit_id")?, day, row.get("people")?))
            },
        )?;
        let mut found = Vec::new();
        for (number, unit, day, people) in sheets {
            let people: Vec<CitizenId> = serde_json::from_str(&people).unwrap_or_default();
            let mut lines = Vec::new();
            for (place, citizen) in people.into_iter().enumerate() {
                let mut statement =
                    self.conn().prepare_cached("SELECT household_id FROM citizen WHERE id = ?1")?;
                let household = statement.query_row([citizen], |row| row.get("household_id")).optional()?;
                lines.push(SheetLine { code: paper_code(place).unwrap_or_default(), citizen, household });
            }
            found.push(Sheet { number, unit, day, lines });
        }
        Ok(found)
    }
}

impl Tx<'_> {
    /// Changes the note of a household.
    pub(crate) fn set_household_note(&self, household: HouseholdId, note: &str) -> Result<()> {
        self.write("UPDATE household SET note = ?2 WHERE id = ?1 AND note <> ?2", (household, note))
    }

    /// Keeps a sheet that is printed, under the next number; gives the number.
    pub(crate) fn insert_sheet(
        &self,
        session: &Session,
        unit: UnitId,
        day: NaiveDate,
        people: &[CitizenId],
    ) -> Result<u32> {
        let number: u32 = self.row("SELECT next_sheet FROM book", [], |row| row.get("next_sheet"))?;
        self.write("UPDATE book SET next_sheet = next_sheet + 1", [])?;
        self.write(
            "INSERT INTO walk_sheet (id, number, unit_id, day, people) VALUES (:id, :number, :unit, :day, :people)",
            named_params! {
                ":id": session.new_id().to_string(), ":number": number, ":unit": unit, ":day": Plain(day),
                ":people": serde_json::to_string(people).unwrap_or_default(),
            },
        )?;
        Ok(number)
    }
}
