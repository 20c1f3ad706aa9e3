//! Who expects the team on a day, and who can be tried again.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Serialize;

use super::day::Day;
use crate::domain::citizen::Household;
use crate::domain::ids::{CitizenId, UnitId};
use crate::domain::report::of_age;
use crate::domain::visit::Outcome;
use crate::domain::worklist::{self, MISSED_DAYS, Tried, due, is_wanted};
use crate::error::Result;

/// Appointments that one look shows; the rest is counted.
const MOST_APPOINTMENTS: usize = 30;

/// Somebody who expects the team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
#[expect(missing_docs, reason = "as in Citizen and Household")]
pub struct Appointment {
    pub code: String,
    pub name: String,
    pub at: DateTime<FixedOffset>,
    pub unit_id: UnitId,
    pub unit: String,
    pub alley: String,
    pub house_number: String,
    pub head: String,
}

/// Who expects the team, and who can be tried again.
pub(crate) struct Expected {
    /// The earliest first.
    pub(crate) open: Vec<(DateTime<FixedOffset>, CitizenId)>,
    /// Of days before, and nobody came since; the latest first.
    pub(crate) missed: Vec<(DateTime<FixedOffset>, CitizenId)>,
    pub(crate) again: Vec<CitizenId>,
    /// How many of those have an account of level 1 already: they are absent in no figure.
    pub(crate) again_to_raise: usize,
}

/// The open appointments of the day, and the people to try again.
pub(crate) fn appointments(on: &Day<'_>) -> Result<Expected> {
    let (book, day) = (on.book, on.day);
    let mut visits: BTreeMap<CitizenId, Vec<_>> = BTreeMap::new();
    let week = day.checked_sub_days(MISSED_DAYS).unwrap_or(day);
    for visit in book.visits_with_appointment(week)? {
        visits.entry(visit.citizen_id).or_default().push(visit);
    }
    let (mut open, mut missed) = (Vec::new(), Vec::new());
    let mut later = BTreeSet::new();
    let (mut again, mut again_to_raise) = (Vec::new(), 0);
    for person in on.people()? {
        let Some(last) = person.latest_visit(NaiveDate::MIN, day) else { continue };
        if person.erased_on.is_some() || person.gone_from.is_some_and(|from| from <= day) {
            continue;
        }
        // Who is expected is decided as on the round and the worklist.
        let official = person.official.map(|official| worklist::Official {
            state: official.state,
            level: official.level(),
            as_of: official.as_of,
        });
        let of_age = of_age(person.birth, day);
        if let Some(visits) = visits.get(&person.citizen_id) {
            let appointment = due(day, of_age, official, visits).and_then(|due| due.appointment);
            match appointment.map(|at| (at, at.date_naive())) {
                Some((at, on)) if on == day => open.push((at, person.citizen_id)),
                Some((at, on)) if on >= week && on < day => {
                    missed.push((at, person.citizen_id));
                    later.insert(person.citizen_id);
                }
                _ => {}
            }
            if visits.last().and_then(|visit| visit.come_back_at).is_some_and(|at| at.date_naive() >= day) {
                later.insert(person.citizen_id);
            }
        }
        let tried = last.outcome == Outcome::Absent;
        if tried && !later.contains(&person.citizen_id) {
            let tries = person.visits.iter().filter(|visit| visit.day <= day).map(|visit| Tried {
                day: visit.day,
                outcome: visit.outcome,
                reason: visit.reason,
                asked_back: false,
            });
            if is_wanted(of_age, official, tries) {
                again.push(person.citizen_id);
                again_to_raise += usize::from(person.level_at(day) > 0);
            }
        }
    }
    open.sort_unstable();
    missed.sort_unstable_by_key(|(at, citizen)| (std::cmp::Reverse(*at), *citizen));
    Ok(Expected { open, missed, again, again_to_raise })
}

impl Expected {
    /// The first of them, as a list shows them.
    pub(crate) fn first(
        all: &[(DateTime<FixedOffset>, CitizenId)],
        on: &Day<'_>,
    ) -> Result<Vec<Appointment>> {
        let one = |(at, citizen): &(DateTime<FixedOffset>, CitizenId)| {
            let person = on.book.listed_person(*citizen, None)?;
            let Household { unit_id, alley, house_number, head, .. } = person.household;
            let unit_id = on.units.home(unit_id);
            Ok(Appointment {
                code: person.code,
                name: person.name,
                at: *at,
                unit_id,
                unit: on.units.name(unit_id).unwrap_or_default().to_owned(),
                alley,
                house_number,
                head,
            })
        };
        all.iter().take(MOST_APPOINTMENTS).map(one).collect()
    }
}
