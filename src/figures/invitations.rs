//! Who has to come, by what for; and how many were invited and came, list by list.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::day::Day;
use crate::domain::ids::{CitizenId, PointId};
use crate::domain::invitation::{Errand, Invitation};
use crate::domain::report::Evidence;
use crate::error::Result;

/// The invitations to one point for one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct InvitationList {
    /// The point.
    pub point: PointId,
    /// Its name.
    pub name: String,
    /// The day.
    pub day: NaiveDate,
    /// People a day that it takes.
    pub capacity: Option<u32>,
    /// Invited.
    pub invited: u32,
    /// Of those, who came.
    pub came: u32,
    /// Who did not, as far as somebody said so.
    pub missed: u32,
}

impl InvitationList {
    /// Whether nobody comes any more: the day is over, or the list is being ticked off. Who is not ticked then did not come.
    pub(crate) fn is_over(&self, today: NaiveDate) -> bool {
        self.day < today || (self.day == today && self.came + self.missed > 0)
    }
}

impl Day<'_> {
    /// People with one of these errands by the lists of the day, each with the first that applies.
    pub(crate) fn errands(&self, asked: &[Errand]) -> Result<BTreeMap<CitizenId, Errand>> {
        let mut found = BTreeMap::new();
        for errand in Errand::ALL.into_iter().filter(|errand| asked.contains(errand)) {
            let people: Vec<CitizenId> = match errand.list() {
                Some((form, group)) => {
                    let on = self.people_on(form, group, NaiveDate::MIN)?;
                    on.people.iter().map(|(person, _)| person.citizen_id).collect()
                }
                None => {
                    let level1 = self.people()?.iter().filter(|person| person.level_at(self.day) == 1);
                    level1
                        .filter(|person| person.erased_on.is_none() && !person.gone(self.day))
                        .map(|person| person.citizen_id)
                        .collect()
                }
            };
            for citizen in people {
                found.entry(citizen).or_insert(errand);
            }
        }
        Ok(found)
    }

    /// The invitations that stand: whoever died, moved away, was erased or had all that he was invited for by the eve of his day has
    /// nothing to come for, and leaves his place to another, unless somebody said whether he came.
    pub(crate) fn invitations(&self) -> Result<Vec<Invitation>> {
        let people: BTreeMap<CitizenId, &Evidence> =
            self.people()?.iter().map(|person| (person.citizen_id, person)).collect();
        let stands = |one: &Invitation| {
            let eve = one.day.pred_opt().unwrap_or(one.day).min(self.day);
            // Wrong data are put right at the desk, whatever the account.
            let served = |person: &Evidence| one.errand != Errand::WrongData && person.level_at(eve) == 2;
            let comes =
                |person: &&Evidence| person.erased_on.is_none() && !person.gone(eve) && !served(person);
            one.came.is_some() || people.get(&one.citizen_id).is_some_and(comes)
        };
        Ok(self.book.invitations()?.into_iter().filter(stands).collect())
    }

    /// The lists of invitations, by day and point.
    pub(crate) fn invitation_lists(&self, invitations: &[Invitation]) -> Result<Vec<InvitationList>> {
        let points = self.points()?;
        let mut lists: BTreeMap<(NaiveDate, usize), InvitationList> = BTreeMap::new();
        for one in invitations {
            let Some(at) = points.iter().position(|point| point.id == one.point_id) else { continue };
            let Some(point) = points.get(at) else { continue };
            let list = lists.entry((one.day, at)).or_insert_with(|| InvitationList {
                point: point.id,
                name: point.name.clone(),
                day: one.day,
                capacity: point.capacity,
                invited: 0,
                came: 0,
                missed: 0,
            });
            list.invited += 1;
            list.came += u32::from(one.came == Some(true));
            list.missed += u32::from(one.came == Some(false));
        }
        Ok(lists.into_values().collect())
    }
}
