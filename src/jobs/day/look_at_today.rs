//! The state of a day in one look: what it brought and needed, unit by unit, what is late, who comes next.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, FixedOffset, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use crate::domain::as_count;
use crate::domain::bridge::Bridge;
use crate::domain::campaign::{Campaign, DueReport};
use crate::domain::forecast::BurnUp;
use crate::domain::ids::{AssignmentId, CitizenId, UnitId};
use crate::domain::lists::form_of;
use crate::domain::reconciliation::Finding;
use crate::domain::report::{Percent, ReportForm};
use crate::domain::target::Undivided;
use crate::domain::today::late_told;
use crate::domain::unit::Level;
use crate::error::{Error, Result};
use crate::figures::{
    Against, Appointment, CampaignOfDay, Day, DifferingUnit, Expected, Followed, LateUnitOfDay, RowOfDay,
    RowsOfDay, appointments,
};
use crate::jobs::Nothing;
use crate::jobs::assignments::follow_assignments::overdue_on;
use crate::jobs::summaries::export_summary::still_stands;
use crate::session::Session;
use crate::store::summaries::ChangedSince;
use crate::store::{Book, Closing};

/// So many days back papers are still made anew.
const DAYS_TO_CLOSE_AGAIN: Days = Days::new(7);

/// Clocks of computers that share a book differ by some minutes.
const CLOCKS_DIFFER: TimeDelta = TimeDelta::minutes(15);

/// Which day.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct AskDay {
    /// The day; today when missing.
    #[serde(default)]
    pub day: Option<NaiveDate>,
}

/// The state of a day.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct Today {
    /// The day.
    pub day: NaiveDate,
    /// When it was looked at.
    pub as_of: DateTime<FixedOffset>,
    /// The campaign that runs, ran last, or comes next; `None`: the book has none.
    pub campaign: Option<CampaignOfDay>,
    /// When the day was closed last; `None`: it is open.
    pub closed: Option<Closed>,
    /// When the book was written last, when that is later than the clock of this computer says that it is.
    pub written_ahead: Option<DateTime<FixedOffset>>,
    /// How far the backup goes that the book was restored from, until a day is closed: nothing written later is in it.
    pub restored_from: Option<DateTime<FixedOffset>>,
    /// People whom the figures count, those whose data were erased among them.
    pub people: u32,
    /// Day of the newest extract.
    pub extract: Option<NaiveDate>,
    /// Days of the police lists in use that were not held against the register: figures are those of the list before.
    pub unreconciled: Vec<NaiveDate>,
    /// The people whom the police have to see to or the teams to visit, list by list; empty without an extract.
    pub standing: Vec<ListOfDay>,
    /// What the rows are.
    pub rows_are: RowsAre,
    /// What the cumulative figures stand against.
    pub against: Against,
    /// The rows.
    pub rows: Vec<RowOfDay>,
    /// Their sum.
    pub total: RowOfDay,
    /// How the whole stands against its target, where the rows have none.
    pub to_target: Option<RowOfDay>,
    /// Rows with figures of the day, or that have signed that there are none.
    pub with_figures: usize,
    /// How the whole stands: its days for the chart. `None` without targets or campaign.
    pub burn_up: Option<BurnUp>,
    /// Forecast of target.
    pub forecast_ratio: Option<Percent>,
    /// The ends of its range of target.
    pub forecast_between: Option<[Percent; 2]>,
    /// What the day fell short of what it needed; negative when it brought more. `None` on the day of a police list, too: its
    /// accounts are in what is needed, and not in what the teams did.
    pub short: Option<i64>,
    /// Claimed by the teams and not yet confirmed by the extract; part of the cumulative figures.
    pub pending: u32,
    /// Units with figures and no target: in the rows, not in the total against the target.
    pub without_target: Vec<String>,
    /// Targets of units that were split, which stand in the total and in no row until somebody divides them.
    pub undivided: Vec<Undivided>,
    /// Units that have no figures of the day and are asked for them.
    pub late_units: Vec<LateUnitOfDay>,
    /// The same as a text to paste into a message, in Vietnamese and in English.
    pub late_told: [String; 2],
    /// Units that have signed other figures of the day than their people in this book count; those of the book count.
    pub differing: Vec<DifferingUnit>,
    /// How the extract's count of active accounts leads to the book's; `None` without an extract or people.
    pub bridge: Option<Bridge>,
    /// Units that have signed figures of the day.
    pub sent: usize,
    /// Assignments past their day.
    pub late_tasks: Vec<LateTask>,
    /// Reports of phases that are due in a few days, or late, of the campaign of the day.
    pub reports_due: Vec<DueReport>,
    /// Open appointments of the day, the earliest first; at most 30.
    pub appointments: Vec<Appointment>,
    /// All open appointments of the day.
    pub appointment_count: usize,
    /// Appointments of the last week that nobody kept, the latest first; the first of them.
    pub missed: Vec<Appointment>,
    /// How many of those there are.
    pub missed_count: usize,
    /// People who were absent when last visited, tonight included, and are to be tried again.
    pub again: usize,
    /// How many of those have an account of level 1 and are to be raised: no figure counts them as absent.
    pub again_to_raise: usize,
    /// The first of them.
    pub again_first: Option<FirstToSee>,
}

/// That a day was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Closed {
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Number of the summary that went with its papers.
    pub sequence: Option<u32>,
    /// Figures of the day may have changed since.
    pub changed: bool,
}

/// What has changed since a line of the journal.
struct Touched<'a> {
    book: &'a Book,
    changed: ChangedSince,
    stated: BTreeSet<(UnitId, NaiveDate)>,
}

impl<'a> Touched<'a> {
    /// Since the line `since`; what was done and undone since is left out unless `every` line is asked for.
    fn since(book: &'a Book, since: i64, every: bool) -> Result<Self> {
        Ok(Self {
            book,
            changed: book.changed_since(since, every)?,
            stated: book.stated_since(since, every)?,
        })
    }

    /// Whether what a day says has changed: surely, or perhaps. A unit that is silent on the day stands as it stated last.
    fn on(&self, day: NaiveDate) -> Result<(bool, bool)> {
        let reached = |from: Option<NaiveDate>| from.is_some_and(|from| from <= day);
        let before = || self.stated.iter().any(|(_, stated)| *stated <= day);
        let last = if before() { self.book.last_stated_days(day)? } else { BTreeMap::new() };
        let stands = |(unit, stated): &(UnitId, NaiveDate)| last.get(unit).is_none_or(|last| last <= stated);
        let restated = self.stated.iter().filter(|(_, stated)| *stated <= day).any(stands);
        let mut lists = self.changed.lists.iter().filter(|list| **list <= day).peekable();
        let older = lists.peek().is_some();
        // A list older than the one that was in use on the day may change what was new on it, and mostly nothing.
        let oldest = if older { self.book.lists_in_use(Some(day))?.pop() } else { None };
        let in_use = lists.any(|list| oldest.as_ref().is_none_or(|oldest| oldest.as_of <= *list));
        let surely = reached(self.changed.first) || restated || in_use;
        Ok((surely, reached(self.changed.doubtful) || older))
    }
}

/// The days from `first` to `last` that were closed; `on` is a day that was read already.
pub(super) fn closed_days(
    on: &Day<'_>,
    session: &Session,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<BTreeMap<NaiveDate, Closed>> {
    let book = on.book;
    let closings = book.closings(first, last)?;
    let Some(since) = closings.values().map(|closing| closing.last_change).min() else {
        return Ok(BTreeMap::new());
    };
    // On most days what changed since the first closing has touched none of them, and one look tells.
    let touched = Touched::since(book, since, true)?;
    // What may have touched any day has changed those alone whose signed summary is no longer so; above the commune the targets of its
    // units stand in no summary.
    let differs = |day| {
        if on.info.level > Level::Commune {
            return Ok(true);
        }
        let stands =
            if day == on.day { still_stands(on, session) } else { still_stands(&on.on(day)?, session) };
        Ok::<bool, Error>(stands? != Some(true))
    };
    let closed = |(day, Closing { at, sequence, last_change }): (NaiveDate, Closing)| {
        let changed = touched.on(day)? != (false, false)
            && match Touched::since(book, last_change, false)?.on(day)? {
                (true, _) => true,
                (false, doubtful) => doubtful && differs(day)?,
            };
        Ok((day, Closed { at, sequence, changed }))
    };
    closings.into_iter().map(closed).collect()
}

/// The days of the week before today that were closed and whose figures may have changed since, the last one first. Apart from
/// [`look_at_today`], which is read again after every visit: it goes through the journal of a week.
pub fn days_to_close_again(book: &mut Book, session: &Session, _: &Nothing) -> Result<Vec<NaiveDate>> {
    closed_and_changed(&Day::read(book, session.today())?, session)
}

/// The days of the week before the day that were closed and whose figures may have changed since, the last one first.
pub(super) fn closed_and_changed(on: &Day<'_>, session: &Session) -> Result<Vec<NaiveDate>> {
    let before = |days| on.day.checked_sub_days(days).unwrap_or(on.day);
    let closed =
        closed_days(on, session, before(DAYS_TO_CLOSE_AGAIN), before(Days::new(1)))?.into_iter().rev();
    Ok(closed.filter(|(_, closed)| closed.changed).map(|(day, _)| day).collect())
}

/// A person whom a count leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct FirstToSee {
    /// Whose round the house is on.
    pub unit_id: UnitId,
    /// The person's code.
    pub citizen: String,
}

impl FirstToSee {
    pub(super) fn of(on: &Day<'_>, citizen: CitizenId) -> Result<Self> {
        let person = on.book.listed_person(citizen, None)?;
        Ok(Self { unit_id: on.units.home(person.household.unit_id), citizen: person.code })
    }
}

/// What the rows of a day are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum RowsAre {
    /// Alleys of a hamlet.
    Alleys,
    /// Hamlets of a commune.
    Hamlets,
    /// Units below a district or province.
    Units,
}

/// An assignment past its day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
#[expect(missing_docs, reason = "as in Assignment")]
pub struct LateTask {
    pub id: AssignmentId,
    pub task: String,
    pub holder: String,
    pub due: NaiveDate,
    pub days_late: i64,
}

/// A list that is worth a look, where somebody is on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct ListOfDay {
    /// What its people have in common: `finding.<code>` of the message table.
    pub finding: Finding,
    /// The form that lists them.
    pub form: ReportForm,
    /// How many stand on it.
    pub people: usize,
}

fn standing(on: &Day<'_>) -> Result<Vec<ListOfDay>> {
    if on.info.level != Level::Commune || on.extract.is_none() {
        return Ok(Vec::new());
    }
    let list = |finding: Finding| {
        let form = form_of(finding);
        Ok(ListOfDay { finding, form, people: on.people_on(form, Some(finding), NaiveDate::MIN)?.len() })
    };
    let lists: Result<Vec<ListOfDay>> =
        [Finding::ToVisit, Finding::PendingApproval, Finding::Rejected].into_iter().map(list).collect();
    Ok(lists?.into_iter().filter(|list| list.people > 0).collect())
}

/// The state of a day in one look.
///
/// # Errors
/// `report.in_future`; the book's own.
pub fn look_at_today(book: &mut Book, session: &Session, args: &AskDay) -> Result<Today> {
    look_at(&Day::asked(book, session, args.day)?, session)
}

/// The state of a day that was read.
pub(super) fn look_at(on: &Day<'_>, session: &Session) -> Result<Today> {
    // First: the courses read the people of the day, too.
    let followed = Followed::read(on)?;
    let RowsOfDay {
        rows,
        total,
        against,
        to_target,
        pending,
        without_target,
        undivided,
        late_units,
        differing,
        sent,
    } = RowsOfDay::read(on, &followed, session.now())?;
    let late: Vec<&str> = late_units.iter().map(|unit| unit.name.as_str()).collect();
    let late_told = late_told(&late, rows.len(), on.info.level == Level::Commune, session.now(), on.day);
    let expected = appointments(on)?;
    let last_written = on.book.last_written()?;
    Ok(Today {
        day: on.day,
        as_of: session.now(),
        campaign: followed.of_day(on)?,
        closed: closed_days(on, session, on.day, on.day)?.remove(&on.day),
        written_ahead: last_written.filter(|last| *last > session.now() + CLOCKS_DIFFER),
        restored_from: on.book.restored_from()?,
        people: as_count(on.people()?.len()),
        extract: on.extract,
        unreconciled: on.unreconciled()?,
        standing: standing(on)?,
        rows_are: match on.info.level {
            Level::Hamlet => RowsAre::Alleys,
            Level::Commune => RowsAre::Hamlets,
            Level::District | Level::Province => RowsAre::Units,
        },
        against,
        to_target,
        with_figures: rows.iter().filter(|row| row.has_figures()).count(),
        short: total
            .needed
            .zip(total.activated)
            .filter(|_| on.extract != Some(on.day))
            .map(|(needed, done)| i64::from(needed) - i64::from(done)),
        pending,
        without_target,
        undivided,
        late_tasks: late_tasks(on)?,
        reports_due: reports_due(on)?,
        appointment_count: expected.open.len(),
        again: expected.again.len(),
        again_to_raise: expected.again_to_raise,
        again_first: expected.again.first().map(|citizen| FirstToSee::of(on, *citizen)).transpose()?,
        appointments: Expected::first(&expected.open, on)?,
        missed_count: expected.missed.len(),
        missed: Expected::first(&expected.missed, on)?,
        rows,
        total,
        forecast_ratio: followed.burn_up.as_ref().and_then(BurnUp::forecast_ratio),
        forecast_between: followed.burn_up.as_ref().and_then(BurnUp::forecast_between),
        burn_up: followed.burn_up,
        late_units,
        late_told,
        differing,
        bridge: on.bridge()?.cloned(),
        sent,
    })
}

/// A hamlet's team reports no phase.
fn reports_due(on: &Day<'_>) -> Result<Vec<DueReport>> {
    if !ReportForm::Phase.made_at(on.info.level) {
        return Ok(Vec::new());
    }
    let mut due = Vec::new();
    for Campaign { plan, .. } in on.book.campaigns()? {
        let written = on.book.reports_written(on.info.unit_id, &plan.number)?;
        due.extend(plan.reports_due(on.day, &written));
    }
    due.sort_by_key(|report| report.due);
    Ok(due)
}

fn late_tasks(on: &Day<'_>) -> Result<Vec<LateTask>> {
    let late = overdue_on(on)?.into_iter().map(|view| LateTask {
        id: view.assignment.id,
        holder: view.holder,
        due: view.assignment.due,
        days_late: (on.day - view.assignment.due).num_days(),
        task: view.assignment.task,
    });
    Ok(late.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::visit::{NewVisit, Outcome};
    use crate::jobs::roster::list_findings::{ListFindings, list_findings};
    use crate::jobs::walk::log_visit::{LogVisits, log_visits};
    use crate::store::visits::example::{Example, at, citizen};

    #[test]
    fn people_who_wait_by_the_extract_are_counted_as_the_lists_count_them() {
        let mut example = Example::new().people(
            "C1;Thôn 1;Ngõ 1;1;Lê Văn An;active-level1
             C2;Thôn 1;Ngõ 1;2;Trần Thị Bình;approved-not-activated
             C3;Thôn 1;Ngõ 1;3;Phạm Văn Cường;pending-approval
             C4;Thôn 1;Ngõ 1;4;Đỗ Thị Dung;pending-approval
             C5;Thôn 1;Ngõ 1;5;Hoàng Văn Em;-",
        );
        let today = look_at_today(&mut example.book, &example.session, &AskDay { day: None }).unwrap();
        let told: Vec<_> = today.standing.iter().map(|one| (one.finding.code(), one.people)).collect();
        assert_eq!(told, [("to-visit", 1), ("pending-approval", 2)]);
        let of_day = ListFindings { as_of: today.day, ..ListFindings::default() };
        let page = list_findings(&mut example.book, &example.session, &of_day).unwrap();
        for one in &today.standing {
            let found = page.findings.iter().find(|found| found.finding == one.finding).unwrap();
            assert_eq!((found.people as usize, found.form), (one.people, one.form));
        }
        example.sql("DELETE FROM match; DELETE FROM roster_entry; DELETE FROM roster;");
        let today = look_at_today(&mut example.book, &example.session, &AskDay { day: None }).unwrap();
        assert_eq!(today.standing, [], "without an extract nobody knows");
    }

    #[test]
    fn who_is_expected_is_whom_the_worklist_has() {
        let mut example = Example::new().people(
            "C1;Thôn 1;Ngõ 1;1;Lê Văn An;active-level1
             C2;Thôn 1;Ngõ 1;2;Trần Thị Bình;approved-not-activated
             C3;Thôn 1;Ngõ 1;3;Phạm Văn Cường;active-level2
             C4;Thôn 1;Ngõ 1;4;Đỗ Thị Dung;-
             C5;Thôn 1;Ngõ 1;5;Hoàng Văn Em;-
             C6;Thôn 1;Ngõ 1;6;Vũ Thị Phúc;active-level1",
        );
        // Not fourteen yet: one is approved, one is not; and one has moved away.
        example.sql(&format!(
            "UPDATE citizen SET birth = '2015' WHERE code IN ('C2', 'C4');
             INSERT INTO departure VALUES ('{}', 'moved', '2026-11-20');",
            citizen(5)
        ));
        for code in ["C1", "C2", "C3", "C4", "C5", "C6"] {
            let back = (code != "C6").then(|| at("11-21T20:30"));
            let absent = NewVisit { come_back_at: back, ..NewVisit::new(code, Outcome::Absent) };
            let visit = NewVisit { at: Some(at("11-19T19:00")), ..absent };
            log_visits(&mut example.book, &example.session, &LogVisits { visits: vec![visit] }).unwrap();
        }
        let today = look_at_today(&mut example.book, &example.session, &AskDay { day: None }).unwrap();
        let mut expected: Vec<&str> = today.appointments.iter().map(|one| one.code.as_str()).collect();
        expected.sort_unstable();
        assert_eq!((expected, today.again, today.again_to_raise), (vec!["C1", "C2"], 1, 1));
        assert_eq!(today.again_first.unwrap().citizen, "C6");
        let list = example.book.worklist(None, today.day).unwrap();
        let mut listed: Vec<&str> = list.people().map(|person| person.code.as_str()).collect();
        listed.sort_unstable();
        assert_eq!(listed, ["C1", "C2", "C6"]);

        // Nobody came: the next morning they are missed, and no longer among those to try again.
        example.session = Session::new(Some(at("11-22T08:00")));
        let next = look_at_today(&mut example.book, &example.session, &AskDay { day: None }).unwrap();
        let mut missed: Vec<&str> = next.missed.iter().map(|one| one.code.as_str()).collect();
        missed.sort_unstable();
        assert_eq!((missed, next.appointment_count, next.again), (vec!["C1", "C2"], 0, 1));
    }
}
