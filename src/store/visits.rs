//! Visits, and what the worklist is made of.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use rusqlite::{OptionalExtension, Row, Statement, named_params};

use super::people::{HOUSEHOLD, household};
use super::rosters::RosterDay;
use super::values::{Blank, Plain};
use super::{Book, Tx, places};
use crate::domain::identity::mask;
use crate::domain::ids::{CitizenId, HouseholdId, UnitId, VisitId};
use crate::domain::report::of_age;
use crate::domain::visit::Visit;
use crate::domain::worklist::{HousesToVisit, Official, PersonToVisit, Worklist, due};
use crate::error::Result;

const COLUMNS: &str =
    "id, citizen_id, at, outcome, level, channel, reason, come_back_at, member_id, note, corrects";

/// A visit counts as long as none corrects it.
const COUNTS: &str = "NOT EXISTS (SELECT 1 FROM visit c WHERE c.corrects = visit.id)";

/// Where the columns of a visit stand in a result.
type VisitPlaces = [usize; 11];

fn visit_places(statement: &Statement<'_>) -> rusqlite::Result<VisitPlaces> {
    places(
        statement,
        [
            "id",
            "citizen_id",
            "at",
            "outcome",
            "level",
            "channel",
            "reason",
            "come_back_at",
            "member_id",
            "note",
            "corrects",
        ],
    )
}

pub(super) fn visit_of(row: &Row<'_>) -> rusqlite::Result<Visit> {
    visit_at(row, &visit_places(row.as_ref())?)
}

fn visit_at(row: &Row<'_>, places: &VisitPlaces) -> rusqlite::Result<Visit> {
    let [id, citizen_id, at, outcome, level, channel, reason, come_back_at, member_id, note, corrects] =
        *places;
    Ok(Visit {
        id: row.get(id)?,
        citizen_id: row.get(citizen_id)?,
        at: row.get::<_, Plain<DateTime<FixedOffset>>>(at)?.0,
        outcome: row.get(outcome)?,
        level: row.get(level)?,
        channel: row.get::<_, Blank<_>>(channel)?.0,
        reason: row.get(reason)?,
        come_back_at: row.get::<_, Blank<DateTime<FixedOffset>>>(come_back_at)?.0,
        member_id: row.get(member_id)?,
        note: row.get(note)?,
        corrects: row.get(corrects)?,
    })
}

impl Book {
    /// The first day of the campaign, the earliest when the book has several; `None` when it has none.
    ///
    /// # Errors
    /// The book's own.
    pub fn first_day(&self) -> Result<Option<NaiveDate>> {
        let mut statement = self.conn().prepare_cached("SELECT min(first_day) AS day FROM campaign")?;
        let day = statement.query_one([], |row| row.get::<_, Option<Plain<NaiveDate>>>("day"))?;
        Ok(day.map(|day| day.0))
    }

    /// The record of the person who has a code (mã công dân), or had it before two records were merged.
    ///
    /// # Errors
    /// The book's own.
    pub fn citizen_of_code(&self, code: &str) -> Result<Option<CitizenId>> {
        let mut statement = self.conn().prepare_cached(
            "SELECT id FROM citizen WHERE code = ?1 UNION ALL SELECT citizen_id FROM merged_citizen WHERE code = ?1",
        )?;
        Ok(statement.query_row([code], |row| row.get(0)).optional()?)
    }

    /// The record of a person whom a paper names: its own, or the one that it was merged into since.
    ///
    /// # Errors
    /// The book's own.
    pub fn present_record(&self, id: CitizenId) -> Result<Option<CitizenId>> {
        let mut statement = self.conn().prepare_cached(
            "SELECT id FROM citizen WHERE id = ?1 UNION ALL SELECT citizen_id FROM merged_citizen WHERE id = ?1",
        )?;
        Ok(statement.query_row([id], |row| row.get(0)).optional()?)
    }

    /// One visit.
    ///
    /// # Errors
    /// The book's own.
    pub fn visit(&self, id: VisitId) -> Result<Option<Visit>> {
        let mut statement =
            self.conn().prepare_cached(&format!("SELECT {COLUMNS} FROM visit WHERE id = ?1"))?;
        Ok(statement.query_one([id], visit_of).optional()?)
    }

    /// The visit that corrects another.
    ///
    /// # Errors
    /// The book's own.
    pub fn correction_of(&self, id: VisitId) -> Result<Option<Visit>> {
        let mut statement =
            self.conn().prepare_cached(&format!("SELECT {COLUMNS} FROM visit WHERE corrects = ?1"))?;
        Ok(statement.query_one([id], visit_of).optional()?)
    }

    /// Everything logged about one citizen, oldest first: corrected visits too.
    ///
    /// # Errors
    /// The book's own.
    pub fn visit_history(&self, citizen: CitizenId) -> Result<Vec<Visit>> {
        let mut statement = self
            .conn()
            .prepare_cached(&format!("SELECT {COLUMNS} FROM visit WHERE citizen_id = ?1 ORDER BY at, id"))?;
        let visits = statement.query_map([citizen], visit_of)?.collect::<rusqlite::Result<_>>()?;
        Ok(visits)
    }

    /// Who was visited on a day, and at which hour where it is known; corrected visits left out.
    ///
    /// # Errors
    /// The book's own.
    pub fn visit_times(&self, day: NaiveDate) -> Result<Vec<(CitizenId, DateTime<FixedOffset>)>> {
        let sql = format!(
            "SELECT citizen_id, at FROM visit
             WHERE at >= ?1 AND at < date(?1, '+1 day') AND substr(at, 12, 8) <> '00:00:00' AND {COUNTS}"
        );
        self.rows(&sql, [Plain(day)], |row| {
            Ok((row.get("citizen_id")?, row.get::<_, Plain<DateTime<FixedOffset>>>("at")?.0))
        })
    }

    /// All who live in a house where somebody was visited on a day, sorted.
    ///
    /// # Errors
    /// The book's own.
    pub fn housemates_of_visited(&self, day: NaiveDate) -> Result<Vec<CitizenId>> {
        self.rows(
            "SELECT id FROM citizen WHERE household_id IN
               (SELECT c.household_id FROM visit v JOIN citizen c ON c.id = v.citizen_id
                WHERE v.at >= ?1 AND v.at < date(?1, '+1 day'))
             ORDER BY id",
            [Plain(day)],
            |row| row.get("id"),
        )
    }

    /// All visits that count of those whom a visit gave an appointment on `day` or later, oldest first.
    ///
    /// # Errors
    /// The book's own.
    pub fn visits_with_appointment(&self, day: NaiveDate) -> Result<Vec<Visit>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM visit
             WHERE citizen_id IN (SELECT citizen_id FROM visit WHERE come_back_at >= ?1) AND {COUNTS}
             ORDER BY citizen_id, at, id"
        );
        self.rows(&sql, [Plain(day)], visit_of)
    }

    /// The worklist of a unit and those below it (`None`: the whole book) for a day.
    ///
    /// # Errors
    /// The book's own.
    pub fn worklist(&self, unit: Option<UnitId>, day: NaiveDate) -> Result<Worklist> {
        let whole = match unit {
            Some(unit) => self.conn().query_row("SELECT unit_id = ?1 FROM book", [unit], |row| row.get(0))?,
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
        let unit = unit.map(|unit| unit.to_string()).unwrap_or_default();

        let extract = self.latest_roster()?;
        let mut official: Vec<(CitizenId, Official)> = Vec::new();
        if let Some(RosterDay { id: roster, as_of }) = extract {
            // An extract stands together in its table: its first and last row, from the index, bound one straight read.
            // `+` keeps SQLite from looking each row up through that index.
            let (first, last) = self.conn().query_row(
                "SELECT coalesce(min(id), '') AS first, coalesce(max(id), '') AS last FROM roster_entry
                 WHERE roster_id = ?1",
                [roster],
                |row| Ok((row.get::<_, String>("first")?, row.get::<_, String>("last")?)),
            )?;
            let mut statement = self.conn().prepare_cached(&format!(
                "SELECT citizen_id, state, level FROM match
                 WHERE {range} AND +roster_id = ?4 AND verdict = 'matched' AND {person}",
                range = if whole { "id BETWEEN ?2 AND ?3" } else { "+id BETWEEN ?2 AND ?3" },
            ))?;
            let [citizen, state, level] = places(&statement, ["citizen_id", "state", "level"])?;
            let mut rows = statement.query((&unit, &first, &last, roster))?;
            while let Some(row) = rows.next()? {
                let found = Official { state: row.get(state)?, level: row.get(level)?, as_of };
                official.push((row.get(citizen)?, found));
            }
            official.sort_unstable_by_key(|(id, _)| *id);
        }

        let mut statement = self
            .conn()
            .prepare_cached(&format!("SELECT {COLUMNS} FROM visit WHERE {COUNTS} AND {person}"))?;
        let columns = visit_places(&statement)?;
        let mut visits = statement
            .query_map([&unit], |row| visit_at(row, &columns))?
            .collect::<rusqlite::Result<Vec<Visit>>>()?;
        visits.sort_unstable_by_key(|visit| (visit.citizen_id, visit.at, visit.id));

        let gone = self.departures()?;

        let mut statement = self.conn().prepare_cached(&format!(
            "SELECT id, unit_id, code, head, alley, house_number, walk_order FROM household WHERE {below} ORDER BY id"
        ))?;
        let columns = places(&statement, HOUSEHOLD)?;
        let mut houses = statement
            .query_map([&unit], |row| Ok((household(row, &columns)?, Vec::new())))?
            .collect::<rusqlite::Result<HousesToVisit>>()?;
        // Hamlets that were merged are walked as one.
        let units = self.units_of_day(day)?;
        let mut homes: BTreeMap<UnitId, UnitId> = BTreeMap::new();
        for (household, _) in &mut houses {
            household.unit_id = *homes.entry(household.unit_id).or_insert_with_key(|unit| units.home(*unit));
        }

        let mut statement = self.conn().prepare_cached(&format!(
            "SELECT id, household_id, code, name, birth, number, old_number FROM citizen WHERE {below} ORDER BY id"
        ))?;
        let [id_at, house_at, code_at, name_at, birth_at, number_at, old_number_at] =
            places(&statement, ["id", "household_id", "code", "name", "birth", "number", "old_number"])?;
        let mut rows = statement.query([&unit])?;
        let (mut entries, mut tries) = (official.as_slice(), visits.as_slice());
        while let Some(row) = rows.next()? {
            let id: CitizenId = row.get(id_at)?;
            entries = entries.get(entries.partition_point(|(other, _)| *other < id)..).unwrap_or_default();
            tries = skip_to(tries, id);
            let own = tries.get(..tries.partition_point(|visit| visit.citizen_id == id)).unwrap_or_default();
            let state = entries.first().filter(|(other, _)| *other == id).map(|(_, state)| *state);
            if gone.get(&id).is_some_and(|departure| departure.day <= day) {
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
        Ok(Worklist::new(day, extract.map(|roster| roster.as_of), self.units()?, houses))
    }
}

/// Visits from citizen `id` on. Visits are few beside people, so a linear step is the fastest.
fn skip_to(visits: &[Visit], id: CitizenId) -> &[Visit] {
    let skip = visits.iter().take_while(|visit| visit.citizen_id < id).count();
    visits.get(skip..).unwrap_or_default()
}

impl Tx<'_> {
    /// Writes a visit.
    ///
    /// # Errors
    /// The book's own.
    pub fn insert_visit(&self, visit: &Visit) -> Result<()> {
        let mut statement = self.conn().prepare_cached(&format!(
            "INSERT INTO visit ({COLUMNS}) VALUES (:id, :citizen_id, :at, :outcome, :level, :channel, :reason,
             :come_back_at, :member_id, :note, :corrects)"
        ))?;
        statement.execute(named_params! {
            ":id": visit.id,
            ":citizen_id": visit.citizen_id,
            ":at": Plain(visit.at),
            ":outcome": visit.outcome,
            ":level": visit.level,
            ":channel": Blank(visit.channel),
            ":reason": visit.reason,
            ":come_back_at": Blank(visit.come_back_at),
            ":member_id": visit.member_id,
            ":note": visit.note,
            ":corrects": visit.corrects,
        })?;
        Ok(())
    }
}

/// A small book of invented people for the tests of visits and worklists.
#[cfg(test)]
pub(crate) mod example {
    use super::*;
    use crate::domain::text::fold;
    use crate::domain::unit::Level;
    use crate::session::Session;
    use crate::store::NewBook;
    use std::collections::BTreeMap;
    use uuid::Uuid;

    /// A book in a folder that lives as long as it.
    pub(crate) struct Example {
        pub(crate) book: Book,
        pub(crate) session: Session,
        _folder: tempfile::TempDir,
    }

    pub(crate) fn at(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(&format!("2026-{text}:00+07:00")).unwrap()
    }

    pub(crate) fn citizen(nr: u128) -> CitizenId {
        CitizenId(Uuid::from_u128(0x3000 + nr))
    }

    pub(crate) fn unit(nr: u128) -> UnitId {
        UnitId(Uuid::from_u128(0x1000 + nr))
    }

    impl Example {
        /// An empty commune; now is 21/11/2026 20:00.
        pub(crate) fn new() -> Self {
            let session = Session::new(Some(at("11-21T20:00")));
            let folder = tempfile::tempdir().unwrap();
            let new = NewBook {
                level: Level::Commune,
                name: "Xã Thử".to_owned(),
                code: String::new(),
                kind: "xa".to_owned(),
                above: Vec::new(),
            };
            let book =
                Book::create(&folder.path().join("thu.tnso"), "mot mua he ruc nang", &new, &session).unwrap();
            Self { book, session, _folder: folder }
        }

        /// Runs SQL through the one door.
        pub(crate) fn sql(&mut self, sql: &str) {
            self.book.transact(&self.session, "test", (), |tx| Ok(tx.conn().execute_batch(sql)?)).unwrap();
        }

        /// People, one a line: `code;hamlet;alley;house;name;state`, with '-' for a person that no roster has.
        pub(crate) fn people(mut self, lines: &str) -> Self {
            let root = self.book.info().unwrap().unit_id;
            let mut sql = String::from(
                "INSERT INTO import VALUES ('i', 'roster', 'f', '', '', '{}');
                 INSERT INTO roster (id, as_of, import_id) VALUES ('019aa000-0000-7000-8000-000000000001', '2026-11-19', 'i');",
            );
            let mut units: BTreeMap<String, u128> = BTreeMap::new();
            let mut houses: BTreeMap<String, u128> = BTreeMap::new();
            for (nr, line) in (1..).zip(lines.trim().lines()) {
                let [code, hamlet, alley, house, name, state] =
                    line.split(';').map(str::trim).collect::<Vec<_>>().try_into().unwrap();
                let place = |list: &mut BTreeMap<String, u128>, key: String| {
                    let next = list.len() as u128;
                    let nr = *list.entry(key).or_insert(next);
                    (nr == next, nr)
                };
                let (new, u) = place(&mut units, hamlet.to_owned());
                let unit = unit(u);
                if new {
                    sql += &format!(
                        "INSERT INTO unit (id, parent_id, kind, name, name_fold, code, position)
                      VALUES ('{unit}', '{root}', 'thon', '{hamlet}', '{}', '', {u});",
                        fold(hamlet)
                    );
                }
                let (new, h) = place(&mut houses, format!("{hamlet}|{alley}|{house}"));
                let home = HouseholdId(Uuid::from_u128(0x2000 + h));
                if new {
                    sql += &format!(
                        "INSERT INTO household (id, unit_id, code, head, alley, house_number, walk_order)
                      VALUES ('{home}', '{unit}', '', '{name}', '{alley}', '{house}', 0);"
                    );
                }
                let id = citizen(nr);
                sql += &format!("INSERT INTO citizen (id, household_id, unit_id, code, name, birth, sex, number,
                    old_number, phone, relation, residence, address, smartphone, internet, note, raw)
                  VALUES ('{id}', '{home}', '{unit}', '{code}', '{name}', '1970', '', '001070{nr:06}', '', '', '', '', '',
                    '', '', '', '');");
                if state != "-" {
                    let level = if state.ends_with('2') { 2 } else { 0 };
                    sql += &format!("INSERT INTO roster_entry (id, roster_id, sheet, row, name, birth, sex, number,
                        old_number, phone, hamlet, address, head, state, level, approved_on, activated_on, raw)
                      VALUES ('e{nr}', '019aa000-0000-7000-8000-000000000001', '', {nr}, '{name}', '', '', '', '', '',
                        '', '', '', '{state}', {level}, '', '', '');
                      INSERT INTO match (id, roster_id, verdict, citizen_id, rule, score, params, candidates, decided,
                        state, level, activated_on)
                      VALUES ('e{nr}', '019aa000-0000-7000-8000-000000000001', 'matched', '{id}', '', 1, '{{}}', '', 0,
                        '{state}', {level}, '');");
                }
            }
            self.sql(&sql);
            self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::example::*;

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
        let list = example.book.worklist(unit.map(super::example::unit), day).unwrap();
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
        // Whoever stands in another section of the same house is counted there.
        assert_eq!(whole.hamlets[0].sections[0].alleys[0].houses[0].elsewhere, 1);
    }

    #[test]
    fn the_latest_extract_speaks() {
        check(
            "INSERT INTO roster (id, as_of, import_id) VALUES ('019aa000-0000-7000-8000-000000000000', '2026-11-20', 'i');",
            None,
            "C3 C4 C6 C2 C1 | C5",
        );
        check("UPDATE match SET verdict = 'review'", None, "C3 C4 C6 C2 C1 | C5");
    }

    #[test]
    fn a_corrected_visit_counts_no_more() {
        let visit = |id: &str, outcome: &str, reason: &str, corrects: &str| {
            format!(
                "INSERT INTO visit VALUES ('019aa000-0000-7000-8000-0000000000{id}', '{}', '2026-11-20T19:00:00+07:00',
                   '{outcome}', 0, '', '{reason}', '', NULL, '', {corrects});",
                citizen(2)
            )
        };
        let absent = visit("11", "absent", "", "NULL");
        check(&absent, None, "C4 C1 C2 C6 | C5");
        let refused = visit("12", "other", "refused", "'019aa000-0000-7000-8000-000000000011'");
        check(&format!("{absent}{refused}"), None, "C4 C1 C6 | C5");
    }
}
