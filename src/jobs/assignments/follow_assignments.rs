//! Assignments and how far they are.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::as_count;
use crate::domain::assignment::{Assignment, Goal, Progress, State, head_order};
use crate::domain::ids::{MemberId, VisitId};
use crate::domain::report::{Evidence, Percent};
use crate::domain::text::{NameOrder, fold, may_mean, spelling};
use crate::error::Result;
use crate::figures::Day;
use crate::jobs::Nothing;
use crate::session::Session;
use crate::store::Book;

/// An assignment as it stands.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct AssignmentView {
    /// What was given.
    #[serde(flatten)]
    pub assignment: Assignment,
    /// How far it is.
    #[serde(flatten)]
    pub progress: Progress,
    /// The holder of the day.
    pub holder: String,
    /// Open assignments of that holder, this one included.
    pub load: u32,
    /// Asked for by a name that does not hold it but co-ordinates.
    pub helps: bool,
}

/// Which assignments to list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct ListAssignments {
    /// Only those past their due day.
    #[serde(default)]
    pub overdue: bool,
    /// Only those of this holder, or that it co-ordinates.
    #[serde(default)]
    pub who: Option<String>,
    /// Only those under this head of a plan: "3.1", or any words of it.
    #[serde(default)]
    pub group: Option<String>,
    /// Only those in this state.
    #[serde(default)]
    pub state: Option<State>,
    /// As of the end of this day; today when missing.
    #[serde(default)]
    pub day: Option<NaiveDate>,
}

/// Assignments with their state, the one due first first.
pub fn list_assignments(
    book: &mut Book,
    session: &Session,
    args: &ListAssignments,
) -> Result<Vec<AssignmentView>> {
    Ok(board(book, session, args)?.assignments)
}

/// Assignments, and what they add up to.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct AssignmentBoard {
    /// As of the end of this day.
    pub day: NaiveDate,
    /// How many there are in each state, whatever is asked for.
    pub states: Vec<StateCount>,
    /// What each holder has, the most open first, whatever is asked for.
    pub loads: Vec<HolderLoad>,
    /// Heads that there are tasks under, in their order, whatever is asked for.
    pub groups: Vec<String>,
    /// Those asked for, the one due first first.
    pub assignments: Vec<AssignmentView>,
}

/// How many assignments are in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the names say it")]
pub struct StateCount {
    pub state: State,
    pub count: u32,
}

/// What a holder has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct HolderLoad {
    /// The name.
    pub who: String,
    /// Open assignments.
    pub open: u32,
    /// Of these past their due day.
    pub overdue: u32,
    /// Of these behind.
    pub behind: u32,
    /// Done, in time or late.
    pub done: u32,
    /// Of these late.
    pub late: u32,
    /// Open ones of others that it co-ordinates; they are counted as theirs alone.
    pub helps: u32,
}

impl HolderLoad {
    fn of(who: &str) -> Self {
        Self { who: who.to_owned(), ..Self::default() }
    }

    /// The sum of two holders' work, in the name of the first.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            who: self.who.clone(),
            open: self.open + other.open,
            overdue: self.overdue + other.overdue,
            behind: self.behind + other.behind,
            done: self.done + other.done,
            late: self.late + other.late,
            helps: self.helps + other.helps,
        }
    }

    /// Done in time, of those that are done or past their due day; `None` before there is any.
    #[must_use]
    pub fn in_time(&self) -> Option<Percent> {
        Percent::of(self.done - self.late, self.done + self.overdue)
    }
}

/// Assignments with their state, how many are in each, and what each holder has.
pub fn board(book: &mut Book, session: &Session, args: &ListAssignments) -> Result<AssignmentBoard> {
    let day = args.day.unwrap_or_else(|| session.today());
    let mut all = views(&Day::read(book, day)?)?;
    let states = State::ALL.map(|state| {
        let count = all.iter().filter(|view| view.progress.state == state).count();
        StateCount { state, count: as_count(count) }
    });
    let loads = loads(&all);
    let heads: BTreeSet<&str> = all.iter().map(|view| view.assignment.group.as_str()).collect();
    let mut groups: Vec<String> =
        heads.into_iter().filter(|head| !head.is_empty()).map(str::to_owned).collect();
    groups.sort_by_cached_key(|head| head_order(head));
    all.retain(|view| !args.overdue || view.progress.state == State::Overdue);
    all.retain(|view| args.state.is_none_or(|state| view.progress.state == state));
    if let Some(who) = &args.who {
        for view in &mut all {
            view.helps = !may_mean(who, &view.holder) && view.assignment.is_helped_by(who);
        }
        all.retain(|view| view.helps || may_mean(who, &view.holder));
    }
    if let Some(group) = &args.group {
        all.retain(|view| is_under(&view.assignment.group, group));
    }
    Ok(AssignmentBoard { day, states: states.into(), loads, groups, assignments: all })
}

/// Whether a head is the one asked for: by its mark ("3.1"), or by words of it.
fn is_under(head: &str, asked: &str) -> bool {
    let (head, asked) = (fold(head), fold(asked));
    let asked = asked.trim_end_matches('.');
    let mark = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c == '.');
    let below = head.strip_prefix(asked).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
    !head.is_empty() && if mark(asked) { below } else { head.contains(asked) }
}

/// What each holder has of these, who has most open first; who only co-ordinates has nothing of its own.
pub(crate) fn loads(all: &[AssignmentView]) -> Vec<HolderLoad> {
    let mut loads: BTreeMap<String, HolderLoad> = BTreeMap::new();
    for view in all {
        let load = loads.entry(spelling(&view.holder)).or_insert_with(|| HolderLoad::of(&view.holder));
        let state = view.progress.state;
        load.open += u32::from(state.is_open());
        load.overdue += u32::from(state == State::Overdue);
        load.behind += u32::from(state == State::Behind);
        load.done += u32::from(!state.is_open());
        load.late += u32::from(state == State::DoneLate);
    }
    for view in all.iter().filter(|view| view.progress.state.is_open()) {
        for partner in &view.assignment.with {
            loads.entry(spelling(partner)).or_insert_with(|| HolderLoad::of(partner)).helps += 1;
        }
    }
    let mut loads: Vec<HolderLoad> = loads.into_values().collect();
    loads.sort_by_key(|load| std::cmp::Reverse(load.open));
    loads
}

/// Somebody who can be given work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the names say it")]
pub struct MemberLoad {
    pub id: MemberId,
    pub name: String,
    /// Open assignments today.
    pub open: u32,
}

/// The members, by name, with what they have.
pub fn list_members(book: &mut Book, session: &Session, _: &Nothing) -> Result<Vec<MemberLoad>> {
    let loads = loads(&views(&Day::read(book, session.today())?)?);
    let member = |(id, name): (MemberId, String)| {
        let load = loads.iter().find(|load| spelling(&load.who) == spelling(&name));
        MemberLoad { id, open: load.map_or(0, |load| load.open), name }
    };
    let mut members: Vec<MemberLoad> = book.members()?.into_iter().map(member).collect();
    let order = NameOrder::new();
    members.sort_by_cached_key(|member| order.key(&member.name));
    Ok(members)
}

/// All assignments as they stand at the end of the day.
pub(crate) fn views(on: &Day<'_>) -> Result<Vec<AssignmentView>> {
    views_of(on, on.book.assignments()?)
}

/// The open assignments that are past their day on the day, the one due first first. Visits are read for these alone.
pub(crate) fn overdue_on(on: &Day<'_>) -> Result<Vec<AssignmentView>> {
    let mut past = on.book.assignments()?;
    past.retain(|given| given.due < on.day && given.handed_in.is_none());
    let mut views = views_of(on, past)?;
    views.retain(|view| view.progress.state == State::Overdue);
    Ok(views)
}

fn views_of(on: &Day<'_>, all: Vec<Assignment>) -> Result<Vec<AssignmentView>> {
    let (book, day) = (on.book, on.day);
    let counted = all.iter().filter(|given| !matches!(given.result, Goal::Product(_)));
    let (mut visits, stated) = match counted.map(|given| given.start).min() {
        Some(first) => (book.counted_visits(first, day)?, book.stated_work(first, day)?),
        None => (Vec::new(), Vec::new()),
    };
    if visits.iter().any(|visit| visit.activated) {
        // What every paper counts: a new account that no later list has denied.
        let new = |person: &Evidence| person.team_result(NaiveDate::MIN, day).activated_by;
        let new: BTreeSet<VisitId> = on.people_of_all_campaigns()?.iter().filter_map(new).collect();
        visits.iter_mut().for_each(|visit| visit.activated &= new.contains(&visit.id));
    }
    let view = |assignment: Assignment| {
        let progress = assignment.progress(&visits, &stated, day);
        let holder = assignment.holder_on(day).map(|holder| holder.name.clone()).unwrap_or_default();
        AssignmentView { assignment, progress, holder, load: 0, helps: false }
    };
    let mut views: Vec<AssignmentView> = all.into_iter().map(view).collect();
    let loads: BTreeMap<String, u32> =
        loads(&views).into_iter().map(|load| (spelling(&load.who), load.open)).collect();
    for view in &mut views {
        view.load = loads.get(&spelling(&view.holder)).copied().unwrap_or_default();
    }
    Ok(views)
}
