//! How far an assignment is: what follows from visits, from what units stated, and from the clock.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Assignment, Goal, HolderKind, Place, ProgressNote};
use crate::domain::campaign::days;
use crate::domain::ids::{MemberId, VisitId};
use crate::domain::text::fold;

/// How an assignment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Its first day is still to come, or nothing was done and nothing had to be yet.
    NotStarted,
    /// As far as it has to be.
    OnPace,
    /// Less far than it has to be.
    Behind,
    /// Past its due day and not done.
    Overdue,
    /// Done in time.
    Done,
    /// Done after its due day.
    DoneLate,
}

impl State {
    /// The word of the command line, and the end of its row in `messages.csv`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotStarted => "not-started",
            Self::OnPace => "on-pace",
            Self::Behind => "behind",
            Self::Overdue => "overdue",
            Self::Done => "done",
            Self::DoneLate => "done-late",
        }
    }

    /// All, the most pressing first.
    pub const ALL: [Self; 6] =
        [Self::Overdue, Self::Behind, Self::OnPace, Self::NotStarted, Self::Done, Self::DoneLate];

    /// Whether work is left.
    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Done | Self::DoneLate)
    }
}

/// A visit as assignments see it; corrected ones are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "as in Visit and Citizen")]
pub struct CountedVisit {
    pub id: VisitId,
    pub day: NaiveDate,
    /// It brought a new account, which stands.
    pub activated: bool,
    pub member_id: Option<MemberId>,
    pub citizen_code: String,
    pub household_code: String,
    /// Folded.
    pub alley: String,
    /// The unit of the citizen and the units above it, by every name they had, folded.
    pub units: Vec<String>,
}

/// What a unit has signed of one day: the people behind it have no names here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedWork {
    /// The day.
    pub day: NaiveDate,
    /// Newly activated.
    pub activated: u32,
    /// Visited: who is visited on two days counts on both.
    pub visited: u32,
    /// The unit and those above it, as of [`CountedVisit::units`]; its own name first.
    pub units: Vec<String>,
}

/// How far an assignment is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Progress {
    /// The state.
    pub state: State,
    /// People counted; 0 of a product.
    pub count: u32,
    /// Of these, those that units have stated in their summaries.
    pub stated: u32,
    /// People that had to be counted by the end of the day.
    pub expected: u32,
    /// How many of those were not: more than none of one that is behind or overdue.
    pub short: u32,
    /// The day on which it was done.
    pub done_on: Option<NaiveDate>,
    /// Days past the due day, of one that is overdue or was done late.
    pub days_late: u32,
}

impl Place {
    fn holds(&self, visit: &CountedVisit) -> bool {
        let named = |list: &[String], found: &dyn Fn(&str) -> bool| {
            list.is_empty() || list.iter().any(|name| found(name))
        };
        named(&self.units, &|name| visit.units.contains(&fold(name)))
            && named(&self.alleys, &|name| visit.alley == fold(name))
            && named(&self.households, &|code| visit.household_code == code)
            && named(&self.citizens, &|code| visit.citizen_code == code)
    }
}

impl Assignment {
    /// Whether a visit counts for it: by the holder of that day, from the first day on, at the place, with the outcome.
    fn counts(&self, visit: &CountedVisit) -> bool {
        let by_holder = || {
            self.holder_on(visit.day).is_some_and(|holder| match holder.kind {
                HolderKind::Member => holder.member_id.is_some() && holder.member_id == visit.member_id,
                HolderKind::Team | HolderKind::Unit => true,
            })
        };
        let outcome = match self.result {
            Goal::Visited(_) => true,
            Goal::Activated(_) => visit.activated,
            Goal::Product(_) => false,
        };
        outcome && visit.day >= self.start && by_holder() && self.place.holds(visit)
    }

    /// What a unit stated counts for the work of units and teams at places that are units: a count says nothing of
    /// members, alleys and people.
    fn counts_stated(&self, stated: &StatedWork) -> bool {
        let holder = self.holder_on(stated.day).map(|holder| holder.kind);
        let Place { units, alleys, households, citizens } = &self.place;
        let narrower = !(alleys.is_empty() && households.is_empty() && citizens.is_empty());
        stated.day >= self.start
            && matches!(holder, Some(HolderKind::Team | HolderKind::Unit))
            && !narrower
            && (units.is_empty() || units.iter().any(|name| stated.units.contains(&fold(name))))
    }

    /// How far it is at the end of `today`, by `visits` in the order of time and by what units have `stated`. Of a day that
    /// a unit stated, the visits of its people in this book are not counted once more.
    #[must_use]
    pub fn progress(&self, visits: &[CountedVisit], stated: &[StatedWork], today: NaiveDate) -> Progress {
        let goal = match self.result {
            Goal::Visited(count) | Goal::Activated(count) => count,
            Goal::Product(_) => 0,
        };
        let mut stated_on: BTreeMap<NaiveDate, Vec<&str>> = BTreeMap::new();
        let mut by_day: BTreeMap<NaiveDate, u32> = BTreeMap::new();
        for stated in stated.iter().filter(|stated| stated.day <= today && self.counts_stated(stated)) {
            stated_on.entry(stated.day).or_default().extend(stated.units.first().map(String::as_str));
            *by_day.entry(stated.day).or_default() += match self.result {
                Goal::Visited(_) => stated.visited,
                Goal::Activated(_) => stated.activated,
                Goal::Product(_) => 0,
            };
        }
        let is_stated = |visit: &CountedVisit| {
            let units = stated_on.get(&visit.day).map(Vec::as_slice).unwrap_or_default();
            units.iter().any(|unit| visit.units.iter().any(|of| of == unit))
        };
        let stated_count = by_day.values().copied().fold(0, u32::saturating_add);
        let mut people: BTreeSet<&str> = BTreeSet::new();
        for visit in visits.iter().filter(|visit| visit.day <= today && self.counts(visit)) {
            if !is_stated(visit) && people.insert(&visit.citizen_code) {
                *by_day.entry(visit.day).or_default() += 1;
            }
        }
        let mut count = 0_u32;
        let mut done_on = self.handed_in.filter(|day| *day <= today);
        for (day, brought) in by_day {
            count = count.saturating_add(brought);
            if goal > 0 && count >= goal {
                done_on = done_on.or(Some(day));
            }
        }
        let expected = self.expected(goal, today);
        let state = match done_on {
            Some(day) if day <= self.due => State::Done,
            Some(_) => State::DoneLate,
            None if today > self.due => State::Overdue,
            None if today < self.start => State::NotStarted,
            None if goal > 0 && count < expected => State::Behind,
            None if goal == 0 && self.note_missing(today) => State::Behind,
            None if count == 0 && !self.notes.iter().any(|note| note.day <= today) => State::NotStarted,
            None => State::OnPace,
        };
        let late = (done_on.unwrap_or(today) - self.due).num_days();
        Progress {
            state,
            count,
            stated: stated_count,
            expected,
            short: if done_on.is_some() { 0 } else { expected.saturating_sub(count) },
            done_on,
            days_late: u32::try_from(late).unwrap_or(0),
        }
    }

    /// How many have to be counted by the end of `today`: with checkpoints what the last one passed asks for, else every
    /// day the same. The day that runs is not yet asked for.
    fn expected(&self, goal: u32, today: NaiveDate) -> u32 {
        if today > self.due {
            return goal;
        }
        if let Some(point) = self.checkpoints.iter().rev().find(|point| point.day < today) {
            return point.count.min(goal);
        }
        if !self.checkpoints.is_empty() || today <= self.start {
            return 0;
        }
        let whole = u64::from(days(self.start, self.due));
        let over = u64::from(days(self.start, today)) - 1;
        u32::try_from((u64::from(goal) * over).checked_div(whole).unwrap_or(0)).unwrap_or(goal)
    }

    /// Whether a checkpoint of a product passed without a word since the one before.
    fn note_missing(&self, today: NaiveDate) -> bool {
        let mut passed =
            self.checkpoints.iter().rev().filter(|point| point.day < today).map(|point| point.day);
        if passed.next().is_none() {
            return false;
        }
        let before = passed.next();
        let told = |note: &ProgressNote| {
            note.day <= today && before.map_or(note.day >= self.start, |before| note.day > before)
        };
        !self.notes.iter().any(told)
    }
}
