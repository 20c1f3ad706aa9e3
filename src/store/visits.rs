//! Visits, and the people whom they name.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, NaiveDate};
use rusqlite::{OptionalExtension, Row, Statement, named_params};

use super::door::places;
use super::erased::Generation;
use super::values::{Blank, Plain};
use super::{Book, Tx};
use crate::domain::ids::{CitizenId, UnitId, VisitId};
use crate::domain::unit::AGENCY;
use crate::domain::visit::{Venue, Visit};
use crate::error::Result;

pub(super) const COLUMNS: &str =
    "id, citizen_id, at, outcome, level, channel, reason, come_back_at, member_id, note, corrects, venue";

/// A visit counts as long as none corrects it.
pub(super) const COUNTS: &str = "NOT EXISTS (SELECT 1 FROM visit c WHERE c.corrects = visit.id)";

/// Visits to people of one unit at one kind of place.
pub(crate) struct VisitsAt {
    /// Where; `None`: nobody said.
    pub(crate) venue: Option<Venue>,
    /// The unit of the people.
    pub(crate) unit: UnitId,
    /// Visits that count.
    pub(crate) visits: u32,
    /// Of those, activations.
    pub(crate) activated: u32,
}

/// Where the columns of a visit stand in a result.
pub(super) type VisitPlaces = [usize; 12];

pub(super) fn visit_places(statement: &Statement<'_>) -> rusqlite::Result<VisitPlaces> {
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
            "venue",
        ],
    )
}

pub(super) fn visit_of(row: &Row<'_>) -> rusqlite::Result<Visit> {
    visit_at(row, &visit_places(row.as_ref())?)
}

pub(super) fn visit_at(row: &Row<'_>, places: &VisitPlaces) -> rusqlite::Result<Visit> {
    let [id, citizen_id, at, outcome, level, channel, reason, come_back_at, member_id, note, corrects, venue] =
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
        venue: row.get::<_, Blank<_>>(venue)?.0,
    })
}

impl Book {
    /// The first day of the campaign, the earliest when the book has several; `None` when it has none.
    pub fn first_day(&self) -> Result<Option<NaiveDate>> {
        let mut statement = self.conn().prepare_cached("SELECT min(first_day) AS day FROM campaign")?;
        let day = statement.query_one([], |row| row.get::<_, Option<Plain<NaiveDate>>>("day"))?;
        Ok(day.map(|day| day.0))
    }

    /// The record of the person who has a code (mã công dân), or had it before two records were merged.
    pub fn citizen_of_code(&self, code: &str) -> Result<Option<CitizenId>> {
        let mut statement = self.conn().prepare_cached(
            "SELECT id FROM citizen WHERE code = ?1 UNION ALL SELECT citizen_id FROM merged_citizen WHERE code = ?1",
        )?;
        Ok(statement.query_row([code], |row| row.get(0)).optional()?)
    }

    /// The record of a person whom a paper names: its own, or the one that it was merged into since.
    pub fn present_record(&self, id: CitizenId) -> Result<Option<CitizenId>> {
        let mut statement = self.conn().prepare_cached(
            "SELECT id FROM citizen WHERE id = ?1 UNION ALL SELECT citizen_id FROM merged_citizen WHERE id = ?1",
        )?;
        Ok(statement.query_row([id], |row| row.get(0)).optional()?)
    }

    /// One visit.
    pub fn visit(&self, id: VisitId) -> Result<Option<Visit>> {
        let mut statement =
            self.conn().prepare_cached(&format!("SELECT {COLUMNS} FROM visit WHERE id = ?1"))?;
        Ok(statement.query_one([id], visit_of).optional()?)
    }

    /// The visit that corrects another.
    pub fn correction_of(&self, id: VisitId) -> Result<Option<Visit>> {
        let mut statement = self.conn().prepare_cached(&format!(
            "SELECT {COLUMNS} FROM visit WHERE corrects = ?1 ORDER BY id DESC LIMIT 1"
        ))?;
        Ok(statement.query_one([id], visit_of).optional()?)
    }

    /// Everything logged about one citizen, oldest first: corrected visits too.
    pub fn visit_history(&self, citizen: CitizenId) -> Result<Vec<Visit>> {
        let mut statement = self
            .conn()
            .prepare_cached(&format!("SELECT {COLUMNS} FROM visit WHERE citizen_id = ?1 ORDER BY at, id"))?;
        let visits = statement.query_map([citizen], visit_of)?.collect::<rusqlite::Result<_>>()?;
        Ok(visits)
    }

    /// The visits that were written on the laptop of a unit.
    pub fn visits_via(&self, unit: UnitId) -> Result<BTreeSet<VisitId>> {
        let visits = self.rows("SELECT id FROM visit WHERE via = ?1", [unit], |row| row.get("id"))?;
        Ok(visits.into_iter().collect())
    }

    /// The agencies on whose laptops visits to a citizen were written, by name.
    pub fn agencies_of_visits(&self, citizen: CitizenId) -> Result<BTreeMap<VisitId, String>> {
        let found = self.rows(
            "SELECT visit.id, unit.name FROM visit JOIN unit ON unit.id = visit.via
             WHERE visit.citizen_id = ?1 AND unit.kind = ?2",
            (citizen, AGENCY),
            |row| Ok((row.get("id")?, row.get("name")?)),
        )?;
        Ok(found.into_iter().collect())
    }

    /// Who was visited on a day, and at which hour where it is known; corrected visits left out.
    pub fn visit_times(&self, day: NaiveDate) -> Result<Vec<(CitizenId, DateTime<FixedOffset>)>> {
        let sql = format!(
            "SELECT citizen_id, at FROM visit
             WHERE at >= ?1 AND at < date(?1, '+1 day') AND substr(at, 12, 8) <> '00:00:00' AND {COUNTS}"
        );
        self.rows(&sql, [Plain(day)], |row| {
            Ok((row.get("citizen_id")?, row.get::<_, Plain<DateTime<FixedOffset>>>("at")?.0))
        })
    }

    /// Visits that count from one day to another, of people whom the last one counts, and the activations among them, by where they
    /// were and the unit of the person.
    pub(crate) fn visits_by_venue(&self, first: NaiveDate, last: NaiveDate) -> Result<Vec<VisitsAt>> {
        let sql = format!(
            "SELECT visit.venue, c.unit_id, count(*) AS visits, sum(visit.outcome = 'activated') AS activated
             FROM visit JOIN citizen c ON c.id = visit.citizen_id
             WHERE visit.at >= ?1 AND visit.at < date(?2, '+1 day') AND {COUNTS}
               AND c.id NOT IN (SELECT id FROM erased WHERE day <= ?3)
               AND (?4 = '' OR c.id IN (SELECT id FROM erased WHERE day <= ?4))
             GROUP BY visit.venue, c.unit_id"
        );
        let Generation { after, until, .. } = self.generation(last)?;
        self.rows(&sql, (Plain(first), Plain(last), Blank(after), Blank(until)), |row| {
            Ok(VisitsAt {
                venue: row.get::<_, Blank<_>>("venue")?.0,
                unit: row.get("unit_id")?,
                visits: row.get("visits")?,
                activated: row.get("activated")?,
            })
        })
    }

    /// All who live in a house where somebody was visited on a day, sorted.
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
    pub fn visits_with_appointment(&self, day: NaiveDate) -> Result<Vec<Visit>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM visit
             WHERE citizen_id IN (SELECT citizen_id FROM visit WHERE come_back_at >= ?1) AND {COUNTS}
             ORDER BY citizen_id, at, id"
        );
        self.rows(&sql, [Plain(day)], visit_of)
    }
}

impl Tx<'_> {
    /// Writes a visit.
    pub fn insert_visit(&self, visit: &Visit) -> Result<()> {
        let mut statement = self.conn().prepare_cached(&format!(
            "INSERT INTO visit ({COLUMNS}) VALUES (:id, :citizen_id, :at, :outcome, :level, :channel, :reason,
             :come_back_at, :member_id, :note, :corrects, :venue)"
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
            ":venue": Blank(visit.venue),
        })?;
        Ok(())
    }
}

/// A small book of invented people for the tests of visits and worklists.
#[cfg(test)]
pub(crate) mod example {
    use super::*;
    use crate::domain::ids::HouseholdId;
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
                unit: None,
            };
            let book =
                Book::create(&folder.path().join("thu.tungnha"), "mot mua he ruc nang", &new, &session)
                    .unwrap();
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
