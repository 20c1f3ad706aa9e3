//! What the reports read: evidence person by person, control totals counted by SQL, and the papers handed in before.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};
use rusqlite::{OptionalExtension, Row, params};

use super::door::places;
use super::erased::Generation;
use super::matches::{OF_LISTS, RowsOfLists};
use super::rosters::HELD;
use super::values::{Blank, Plain};
use super::{Book, Tx};
use crate::domain::citizen::{Household, Sex};
use crate::domain::dates::PartialDate;
use crate::domain::ids::{CitizenId, RosterId, UnitId, VisitId};
use crate::domain::matching::Verdict;
use crate::domain::report::{ControlTotals, Evidence, OfficialState, ReportForm, SeenVisit};
use crate::domain::visit::{self, Channel, Outcome};
use crate::error::Result;
use crate::session::Session;

/// One person of a list, with the visit that put the person there.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "as in Citizen and Visit")]
pub struct ListedPerson {
    pub citizen_id: CitizenId,
    pub code: String,
    pub name: String,
    pub birth: Option<PartialDate>,
    pub sex: Option<Sex>,
    /// The number; of who has none the old one of the identity card (CMND), by which the police find the person.
    pub number: String,
    pub phone: String,
    pub household: Household,
    pub visit: Option<ListedVisit>,
}

/// The visit of a [`ListedPerson`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "as in Visit")]
pub struct ListedVisit {
    pub at: DateTime<FixedOffset>,
    pub outcome: Outcome,
    pub level: u8,
    pub channel: Option<Channel>,
    pub reason: String,
    pub come_back_at: Option<DateTime<FixedOffset>>,
    pub note: String,
    /// Name of the member; empty when the paper does not say.
    pub member: String,
}

/// Rows of lists whose account is active, as they were reconciled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActiveRows {
    /// All of them.
    pub all: u32,
    /// Those of somebody in the register.
    pub matched: u32,
    /// The people whom those mean, sorted.
    pub people: Vec<CitizenId>,
    /// Those that wait for a person to look.
    pub waiting: u32,
}

/// A paper handed in before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportIssue {
    /// sha256 of its figures, hexadecimal.
    pub figures: String,
    /// 0 for the first, then 1, 2, … for "bản điều chỉnh lần n".
    pub number: u32,
}

impl Book {
    /// Day of the newest extract up to `day` that was held against the register.
    pub fn newest_extract(&self, day: NaiveDate) -> Result<Option<NaiveDate>> {
        self.one_day("max(as_of)", "as_of <= ?1", day)
    }

    /// The day of the last extract before `day`.
    pub fn extract_before(&self, day: NaiveDate) -> Result<Option<NaiveDate>> {
        self.one_day("max(as_of)", "as_of < ?1", day)
    }

    /// The day of the first extract after `day`.
    pub fn extract_after(&self, day: NaiveDate) -> Result<Option<NaiveDate>> {
        self.one_day("min(as_of)", "as_of > ?1", day)
    }

    /// The rows of lists whose account is active; `None` until a list was held against the register.
    pub fn active_rows(&self, lists: &RowsOfLists) -> Result<Option<ActiveRows>> {
        if !self.row("SELECT EXISTS (SELECT 1 FROM match) AS any", [], |row| row.get::<_, bool>("any"))? {
            return Ok(None);
        }
        // The plus keeps to the index that holds all it asks for.
        let mut statement = self.conn().prepare_cached(&format!(
            "SELECT verdict, citizen_id FROM match
             WHERE state IN ('active-level1', 'active-level2') AND +{OF_LISTS} ORDER BY citizen_id"
        ))?;
        let [verdict, citizen_id] = places(&statement, ["verdict", "citizen_id"])?;
        let mut found = ActiveRows::default();
        let mut rows = statement.query(&lists.params()[..])?;
        while let Some(row) = rows.next()? {
            found.all += 1;
            match row.get(verdict)? {
                Verdict::Matched => {
                    found.matched += 1;
                    let citizen: Option<CitizenId> = row.get(citizen_id)?;
                    found.people.extend(citizen.filter(|citizen| found.people.last() != Some(citizen)));
                }
                Verdict::Review => found.waiting += 1,
                Verdict::Unknown | Verdict::Rejected => {}
            }
        }
        Ok(Some(found))
    }

    fn one_day(&self, which: &str, of: &str, day: NaiveDate) -> Result<Option<NaiveDate>> {
        let sql = format!("SELECT {which} FROM roster WHERE {of} AND id >= ?2 AND {HELD}");
        let first = self.generation(day)?.first_list;
        let found: Option<Plain<NaiveDate>> =
            self.conn().query_row(&sql, (Plain(day), first), |row| row.get(0))?;
        Ok(found.map(|Plain(day)| day))
    }

    /// What is known of every person of the register up to the end of `day`, sorted by citizen: the newest extract that
    /// has the person, and the visits that count. A correction takes effect for the day of the visit it corrects.
    pub fn evidence(&self, day: NaiveDate) -> Result<Vec<Evidence>> {
        let mut people = self.read_evidence(None, day)?;
        self.keep_counted(day, &mut people)?;
        Ok(people)
    }

    /// Leaves out whom the day does not count.
    fn keep_counted(&self, day: NaiveDate, people: &mut Vec<Evidence>) -> Result<()> {
        let generation = self.generation(day)?;
        people.retain(|person| generation.counts(person.erased_on));
        Ok(())
    }

    /// As [`Book::evidence`], of the people of campaigns before as well, whom no figure of the day counts.
    pub fn evidence_of_all(&self, day: NaiveDate) -> Result<Vec<Evidence>> {
        self.read_evidence(None, day)
    }

    /// As [`Book::evidence`], of these people only: much quicker where they are few.
    pub(super) fn evidence_of(&self, people: &[CitizenId], day: NaiveDate) -> Result<Vec<Evidence>> {
        self.read_evidence(Some(&serde_json::to_string(people).unwrap_or_default()), day)
    }

    fn read_evidence(&self, only: Option<&str>, day: NaiveDate) -> Result<Vec<Evidence>> {
        let mut people = self.people_without_evidence(only)?;
        self.read_officials(only, day, &mut people, Evidence::hear)?;
        self.read_visits(only, day, &mut people)?;
        Ok(people)
    }

    /// `only`: a JSON list of people, as in all that follow.
    fn people_without_evidence(&self, only: Option<&str>) -> Result<Vec<Evidence>> {
        // Each query walks an index that holds all it asks for: the tables themselves are ten times as large. Places of
        // columns are looked up once, not once a row.
        let mut statement = self.conn().prepare_cached(&format!(
            "SELECT id, unit_id, birth FROM citizen WHERE {}
                 AND id NOT IN (SELECT id FROM departure WHERE gone = 'elsewhere')",
            among("id", only)
        ))?;
        let [id, unit_id, birth] = places(&statement, ["id", "unit_id", "birth"])?;
        let mut people: Vec<Evidence> = statement
            .query_map([only], |row| {
                Ok(Evidence {
                    citizen_id: row.get(id)?,
                    unit_id: row.get(unit_id)?,
                    birth: row.get::<_, Blank<_>>(birth)?.0,
                    official: None,
                    earlier: Vec::new(),
                    official_rows: 0,
                    visits: Vec::new(),
                    gone_from: None,
                    erased_on: None,
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        people.sort_unstable_by_key(|person| person.citizen_id);
        for (citizen, departure) in self.departures()? {
            if let Ok(at) = people.binary_search_by_key(&citizen, |person| person.citizen_id)
                && let Some(person) = people.get_mut(at)
            {
                person.gone_from = Some(departure.day);
            }
        }
        for (citizen, day) in self.erasures()? {
            if let Ok(at) = people.binary_search_by_key(&citizen, |person| person.citizen_id)
                && let Some(person) = people.get_mut(at)
            {
                person.erased_on = Some(day);
            }
        }
        Ok(people)
    }

    /// Tells `each` the evidence of several rising days, as [`Book::evidence`] has it but for the visits, which are those
    /// of the last day: every figure asks for a day. All is read once. Gives the evidence of the last day.
    pub fn evidence_of_days(
        &self,
        days: &[NaiveDate],
        mut each: impl FnMut(NaiveDate, &[Evidence]) -> Result<()>,
    ) -> Result<Vec<Evidence>> {
        let Some(last) = days.last() else { return Ok(Vec::new()) };
        let mut people = self.people_without_evidence(None)?;
        let mut said: Vec<(CitizenId, OfficialState)> = Vec::new();
        let hear = |person: &mut Evidence, official| said.push((person.citizen_id, official));
        self.read_officials(None, *last, &mut people, hear)?;
        self.read_visits(None, *last, &mut people)?;
        said.sort_by_key(|(_, official)| official.as_of);
        let mut said = said.into_iter().peekable();
        for day in days {
            while let Some((citizen, official)) = said.next_if(|(_, official)| official.as_of <= *day) {
                let at = people.binary_search_by_key(&citizen, |person| person.citizen_id);
                if let Some(person) = at.ok().and_then(|at| people.get_mut(at)) {
                    person.hear(official);
                }
            }
            let generation = self.generation(*day)?;
            let counted = |person: &&Evidence| generation.counts(person.erased_on);
            if generation == Generation::default() {
                each(*day, &people)?;
            } else {
                each(*day, &people.iter().filter(counted).cloned().collect::<Vec<_>>())?;
            }
        }
        self.keep_counted(*last, &mut people)?;
        Ok(people)
    }

    /// What the extracts up to `day` say of the people that they were matched to.
    fn read_officials(
        &self,
        only: Option<&str>,
        day: NaiveDate,
        people: &mut [Evidence],
        mut says: impl FnMut(&mut Evidence, OfficialState),
    ) -> Result<()> {
        let extracts: BTreeMap<RosterId, NaiveDate> = self
            .conn()
            .prepare_cached("SELECT id, as_of FROM roster WHERE as_of <= ?1")?
            .query_map([Plain(day)], |row| Ok((row.get("id")?, row.get::<_, Plain<_>>("as_of")?.0)))?
            .collect::<rusqlite::Result<_>>()?;
        let mut statement = self.conn().prepare_cached(&format!(
            "SELECT citizen_id, roster_id, state, level, activated_on FROM match
             WHERE verdict = 'matched' AND {} ORDER BY citizen_id",
            among("citizen_id", only)
        ))?;
        let [citizen_id, roster_id, state, level, activated_on] =
            places(&statement, ["citizen_id", "roster_id", "state", "level", "activated_on"])?;
        let mut rows = statement.query([only])?;
        let mut at = people.iter_mut().peekable();
        let mut speak = |citizen: CitizenId, said: &mut Vec<(RosterId, OfficialState)>| {
            let person = find(&mut at, citizen);
            said.sort_by_key(|(_, official)| official.as_of);
            // Of two lists of one day the one that was taken in last decides.
            let decides = |(roster, official): &&(RosterId, OfficialState)| {
                !said.iter().any(|(other, of)| of.as_of == official.as_of && other > roster)
            };
            if let Some(person) = person {
                said.iter().filter(decides).for_each(|(_, official)| says(person, *official));
            }
            said.clear();
        };
        let mut of: Option<CitizenId> = None;
        let mut said = Vec::new();
        while let Some(row) = rows.next()? {
            let roster: RosterId = row.get(roster_id)?;
            let Some(as_of) = extracts.get(&roster) else { continue };
            let citizen: CitizenId = row.get(citizen_id)?;
            if let Some(before) = of.replace(citizen).filter(|before| *before != citizen) {
                speak(before, &mut said);
            }
            let activated_on: Blank<PartialDate> = row.get(activated_on)?;
            let activated_on = activated_on.0.and_then(PartialDate::to_date);
            let (state, granted) = (row.get(state)?, row.get(level)?);
            said.push((roster, OfficialState { state, as_of: *as_of, activated_on, granted }));
        }
        if let Some(last) = of {
            speak(last, &mut said);
        }
        Ok(())
    }

    /// The visits up to `day` that count, oldest first; of one minute, in the order of the book.
    fn read_visits(&self, only: Option<&str>, day: NaiveDate, people: &mut [Evidence]) -> Result<()> {
        let mut corrected: Vec<VisitId> = self
            .conn()
            .prepare_cached("SELECT corrects FROM visit WHERE corrects IS NOT NULL")?
            .query_map([], |row| row.get("corrects"))?
            .collect::<rusqlite::Result<_>>()?;
        corrected.sort_unstable();
        let mut statement = self.conn().prepare_cached(&format!(
            "SELECT citizen_id, id, at, outcome, level, reason FROM visit
             WHERE {} AND at < date(?2, '+1 day') ORDER BY citizen_id, at",
            among("citizen_id", only)
        ))?;
        let [citizen_id, id, time, outcome, level, reason] =
            places(&statement, ["citizen_id", "id", "at", "outcome", "level", "reason"])?;
        let mut rows = statement.query(params![only, Plain(day)])?;
        let mut at = people.iter_mut().peekable();
        while let Some(row) = rows.next()? {
            let Some(person) = find(&mut at, row.get(citizen_id)?) else { continue };
            let id = row.get(id)?;
            if corrected.binary_search(&id).is_ok() {
                continue;
            }
            person.visits.push(SeenVisit {
                id,
                day: row.get::<_, Day>(time)?.0,
                outcome: row.get(outcome)?,
                level: row.get(level)?,
                reason: visit::reason(text(row, reason)?).map_or("", |reason| reason.code),
            });
        }
        Ok(())
    }

    /// The figures of `units`, or of the whole book, counted by SQL alone, "so far" being from `from` on.
    pub fn control_totals(
        &self,
        units: Option<&[UnitId]>,
        from: NaiveDate,
        day: NaiveDate,
    ) -> Result<ControlTotals> {
        let units = units.map(|units| serde_json::to_string(units).unwrap_or_default()).unwrap_or_default();
        let Generation { after, until, .. } = self.generation(day)?;
        let mut statement = self.conn().prepare_cached(include_str!("report_control.sql"))?;
        Ok(statement.query_row(
            params![units, Plain(from), Plain(day), Blank(after), Blank(until)],
            |row| {
                Ok(ControlTotals {
                    people: row.get("people")?,
                    approved: row.get("approved")?,
                    visited_today: row.get("visited_today")?,
                    visited: row.get("visited")?,
                    official: row.get("official")?,
                    claimed: row.get("claimed")?,
                })
            },
        )?)
    }

    /// A person and the visit that puts the person on a list.
    pub fn listed_person(&self, citizen: CitizenId, visit: Option<VisitId>) -> Result<ListedPerson> {
        let visit = visit.map(|visit| self.listed_visit(visit)).transpose()?;
        let mut statement = self.conn().prepare_cached(
            "SELECT c.id, c.code, c.name, c.birth, c.sex, c.phone, c.unit_id,
               iif(c.number <> '', c.number, c.old_number) AS number, h.id AS household_id,
               h.code AS household_code, h.head, h.alley, h.house_number, h.walk_order
             FROM citizen c JOIN household h ON h.id = c.household_id WHERE c.id = ?1",
        )?;
        Ok(statement.query_row([citizen], |row| {
            Ok(ListedPerson {
                citizen_id: row.get("id")?,
                code: row.get("code")?,
                name: row.get("name")?,
                birth: row.get::<_, Blank<_>>("birth")?.0,
                sex: row.get::<_, Blank<_>>("sex")?.0,
                number: row.get("number")?,
                phone: row.get("phone")?,
                household: Household {
                    id: row.get("household_id")?,
                    unit_id: row.get("unit_id")?,
                    code: row.get("household_code")?,
                    head: row.get("head")?,
                    alley: row.get("alley")?,
                    house_number: row.get("house_number")?,
                    walk_order: row.get("walk_order")?,
                },
                visit,
            })
        })?)
    }

    fn listed_visit(&self, visit: VisitId) -> Result<ListedVisit> {
        let mut statement = self.conn().prepare_cached(
            "SELECT v.at, v.outcome, v.level, v.channel, v.reason, v.come_back_at, v.note,
               coalesce(m.name, '') AS member
             FROM visit v LEFT JOIN member m ON m.id = v.member_id WHERE v.id = ?1",
        )?;
        Ok(statement.query_row([visit], |row| {
            Ok(ListedVisit {
                at: row.get::<_, Plain<_>>("at")?.0,
                outcome: row.get("outcome")?,
                level: row.get("level")?,
                channel: row.get::<_, Blank<_>>("channel")?.0,
                reason: row.get("reason")?,
                come_back_at: row.get::<_, Blank<_>>("come_back_at")?.0,
                note: row.get("note")?,
                member: row.get("member")?,
            })
        })?)
    }

    /// The paper of `form` for `day` that was written last.
    pub fn last_report_issue(&self, form: &str, day: NaiveDate, unit: UnitId) -> Result<Option<ReportIssue>> {
        let mut statement = self.conn().prepare_cached(
            "SELECT figures, number FROM report_issue WHERE form = ?1 AND day = ?2 AND unit_id = ?3
             ORDER BY at DESC, id DESC LIMIT 1",
        )?;
        let issue = statement.query_row(params![form, Plain(day), unit], |row| {
            Ok(ReportIssue { figures: row.get("figures")?, number: row.get("number")? })
        });
        Ok(issue.optional()?)
    }

    /// The reports of phases of the plan with `number`, and of the whole, that were written for `unit`, with the last day of their
    /// figures. Older ones do not say of which plan they are.
    pub fn reports_written(&self, unit: UnitId, number: &str) -> Result<Vec<(ReportForm, NaiveDate)>> {
        let mut statement = self.conn().prepare_cached(
            "SELECT day FROM report_issue WHERE form IN (?1, ?1 || ' ' || ?2) AND unit_id = ?3",
        )?;
        let mut written = Vec::new();
        for form in [ReportForm::Monthly, ReportForm::Phase, ReportForm::Final] {
            let days = statement.query_map(params![form.code(), number, unit], |row| {
                Ok((form, row.get::<_, Plain<_>>("day")?.0))
            })?;
            for day in days {
                written.push(day?);
            }
        }
        Ok(written)
    }
}

impl Tx<'_> {
    /// Notes a paper that is being written.
    pub fn add_report_issue(
        &self,
        session: &Session,
        form: &str,
        day: NaiveDate,
        unit: UnitId,
        issue: &ReportIssue,
    ) -> Result<()> {
        self.conn().execute(
            "INSERT INTO report_issue (id, form, day, unit_id, figures, number, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                session.new_id().to_string(),
                form,
                Plain(day),
                unit,
                issue.figures,
                issue.number,
                Plain(session.now()),
            ],
        )?;
        Ok(())
    }
}

/// The condition that a column is in the JSON list of the first parameter; of everybody it is NULL.
fn among(column: &str, only: Option<&str>) -> String {
    match only {
        Some(_) => format!("{column} IN (SELECT value FROM json_each(?1))"),
        None => "?1 IS NULL".to_owned(),
    }
}

/// The person with `id` in a sorted walk that only goes forward; `None` when the register has no such person.
fn find<'a>(
    people: &'a mut std::iter::Peekable<std::slice::IterMut<'_, Evidence>>,
    id: CitizenId,
) -> Option<&'a mut Evidence> {
    while people.next_if(|person| person.citizen_id < id).is_some() {}
    people.peek_mut().map(|person| &mut **person).filter(|person| person.citizen_id == id)
}

/// A text read in place: the big query makes no `String` for it.
fn text<'a>(row: &'a Row<'_>, place: usize) -> Result<&'a str> {
    Ok(row.get_ref(place)?.as_str().map_err(rusqlite::Error::from)?)
}

/// The day of a time of the book, which is one of Asia/Ho_Chi_Minh.
struct Day(NaiveDate);

impl FromSql for Day {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let text = value.as_str()?;
        text.get(..10).and_then(|day| day.parse().ok()).map(Self).ok_or(FromSqlError::InvalidType)
    }
}

#[cfg(test)]
pub(crate) mod sample;
