//! Invites who has to come to the points, day by day, up to what they take.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::domain::as_count;
use crate::domain::dates::vi;
use crate::domain::ids::{CitizenId, InvitationId, OperationId, PointId, UnitId};
use crate::domain::invitation::{Errand, Household, Invitation, Slot, spread};
use crate::domain::point::Point;
use crate::domain::unit::Unit;
use crate::domain::walk::{Numbering, WalkKey};
use crate::error::{Error, Result};
use crate::figures::{Day, InvitationList};
use crate::session::Session;
use crate::store::Book;
use crate::store::reports::ListedPerson;

/// Days that are planned ahead at most.
const LONGEST: u64 = 62;
/// And without a wish.
const USUAL: u64 = 6;

/// Whom to invite, when and where.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct InvitePeople {
    /// What for; of somebody with several the first counts.
    pub errands: Vec<Errand>,
    /// First day; tomorrow when missing.
    pub from: Option<NaiveDate>,
    /// Last day; six days after the first when missing.
    pub to: Option<NaiveDate>,
    /// The points; all with a capacity when empty.
    pub points: Vec<PointId>,
    /// Only people of this unit.
    pub unit: Option<UnitId>,
    /// Show what would happen and change nothing.
    pub dry_run: bool,
}

/// Who was invited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct InvitedPeople {
    /// People.
    pub invited: u32,
    /// Of those, people who were invited before and did not come.
    pub again: u32,
    /// People for whom there is no room until the last day.
    pub left: u32,
    /// People who have to come and wait for a day that they are invited for already.
    pub waiting: u32,
    /// The lists with what was added.
    pub lists: Vec<InvitationList>,
    /// The undo step; `None` when nothing changed.
    pub operation: Option<OperationId>,
}

/// Somebody who has to come.
struct Caller {
    listed: ListedPerson,
    errand: Errand,
    missed: bool,
}

/// Invites people: households together, each to the nearest point with room, a day filled before the next. Who was invited before
/// and did not come is invited again, first of the hamlet; who came is done with that errand.
///
/// # Errors
/// `invitation.no_errand`, `invitation.days`, `invitation.no_point`, `point.unknown`, `unit.unknown_id`.
pub fn invite_people(book: &mut Book, session: &Session, args: &InvitePeople) -> Result<InvitedPeople> {
    let today = session.today();
    // A number is given once, also one of whom nobody waits any more.
    let mut next = book.invitations()?.iter().map(|one| one.number).max().unwrap_or(0);
    let (found, callers) = {
        let day = Day::read(book, today)?;
        let before = day.invitations()?;
        let slots = slots(&day, args, today, &before)?;
        let (callers, waiting) = callers(&day, args, &before)?;
        (plan(&day, &slots, &callers, waiting)?, callers)
    };
    let Planned { seats, left, waiting } = found;
    let of: BTreeMap<CitizenId, &Caller> = callers.iter().map(|one| (one.listed.citizen_id, one)).collect();
    let mut again = 0;
    let mut new: Vec<Invitation> = Vec::new();
    for (day, point_id, citizen_id) in seats {
        let Some(caller) = of.get(&citizen_id) else { continue };
        again += u32::from(caller.missed);
        next += 1;
        let id = InvitationId(session.new_id());
        new.push(Invitation {
            id,
            citizen_id,
            point_id,
            day,
            number: next,
            errand: caller.errand,
            came: None,
        });
    }
    let mut operation = None;
    if !args.dry_run && !new.is_empty() {
        let done = book.transact(session, "invite-people", json!({ "count": new.len() }), |tx| {
            new.iter().try_for_each(|one| tx.insert_invitation(one))
        })?;
        operation = done.operation;
    }
    let lists = Day::read(book, today)?.invitation_lists(&new)?;
    Ok(InvitedPeople { invited: as_count(new.len()), again, left, waiting, lists, operation })
}

struct Planned {
    seats: Vec<(NaiveDate, PointId, CitizenId)>,
    left: u32,
    waiting: u32,
}

fn plan(day: &Day<'_>, slots: &[Slot], callers: &[Caller], waiting: u32) -> Result<Planned> {
    let rows = day.rows(None)?;
    let place = |unit: UnitId| rows.iter().position(|row| row.id == day.units.home(unit));
    let near = |hamlet: UnitId, of: UnitId| match (place(hamlet), place(of)) {
        (Some(hamlet), Some(of)) if hamlet == of => 0,
        // A point of the whole is nearer than that of another hamlet; those stand in the order of their numbers.
        (Some(hamlet), Some(of)) => as_count(hamlet.abs_diff(of)).saturating_add(2),
        _ => 1,
    };
    let households = households(callers, &rows, &place);
    let found = spread(&households, slots, near);
    Ok(Planned { seats: found.seats, left: as_count(found.left.len()), waiting })
}

/// The people by household, hamlet by hamlet in walking order, households of those who missed their day first.
fn households(callers: &[Caller], rows: &[Unit], place: &impl Fn(UnitId) -> Option<usize>) -> Vec<Household> {
    let mut by_hamlet: BTreeMap<usize, Vec<&Caller>> = BTreeMap::new();
    for caller in callers {
        let at = place(caller.listed.household.unit_id).unwrap_or(rows.len());
        by_hamlet.entry(at).or_default().push(caller);
    }
    let mut all = Vec::new();
    for (at, people) in by_hamlet {
        let numbering = Numbering::of(people.iter().map(|one| &one.listed.household));
        let mut houses: BTreeMap<_, Vec<&Caller>> = BTreeMap::new();
        for one in people {
            houses.entry(one.listed.household.id).or_default().push(one);
        }
        let mut houses: Vec<Vec<&Caller>> = houses.into_values().collect();
        houses.sort_by_cached_key(|house| {
            let first = house.first().map(|one| WalkKey::new(&one.listed.household, numbering));
            (!house.iter().any(|one| one.missed), first)
        });
        for mut house in houses {
            house.sort_by_key(|one| (one.listed.birth, one.listed.citizen_id));
            let unit =
                rows.get(at).map(|row| row.id).or(house.first().map(|one| one.listed.household.unit_id));
            let people = house.iter().map(|one| one.listed.citizen_id).collect();
            all.extend(unit.map(|unit| Household { unit, people }));
        }
    }
    all
}

/// Who has to come, and how many of those are waiting for their day.
fn callers(day: &Day<'_>, args: &InvitePeople, before: &[Invitation]) -> Result<(Vec<Caller>, u32)> {
    if args.errands.is_empty() {
        return Err(Error::new("invitation.no_errand"));
    }
    if args.unit.is_some_and(|unit| day.units.name(unit).is_none()) {
        return Err(Error::new("unit.unknown_id"));
    }
    let over: BTreeSet<(NaiveDate, PointId)> = day
        .invitation_lists(before)?
        .into_iter()
        .filter(|list| list.is_over(day.day))
        .map(|list| (list.day, list.point))
        .collect();
    let mut of: BTreeMap<CitizenId, Vec<&Invitation>> = BTreeMap::new();
    for one in before {
        of.entry(one.citizen_id).or_default().push(one);
    }
    let (mut callers, mut waiting) = (Vec::new(), 0);
    for (citizen, errand) in day.errands(&args.errands)? {
        let earlier = of.get(&citizen).map_or(&[][..], Vec::as_slice);
        let is_open = |one: &&Invitation| one.came.is_none() && !over.contains(&(one.day, one.point_id));
        if earlier.iter().any(|one| one.came == Some(true) && one.errand == errand) {
            continue;
        }
        let listed = day.book.listed_person(citizen, None)?;
        if args.unit.is_some_and(|unit| !day.units.is_within(listed.household.unit_id, unit)) {
            continue;
        }
        if earlier.iter().any(is_open) {
            waiting += 1;
        } else {
            let missed = earlier.iter().any(|one| one.came != Some(true));
            callers.push(Caller { listed, errand, missed });
        }
    }
    Ok((callers, waiting))
}

/// The points on the days that they are open, with the room that is left.
fn slots(day: &Day<'_>, args: &InvitePeople, today: NaiveDate, before: &[Invitation]) -> Result<Vec<Slot>> {
    let after = |day: NaiveDate, days: u64| day.checked_add_days(Days::new(days)).unwrap_or(day);
    let from = args.from.unwrap_or_else(|| after(today, 1));
    let to = args.to.unwrap_or_else(|| after(from, USUAL));
    if from < today || to < from || to > after(from, LONGEST) {
        return Err(Error::new("invitation.days")
            .with("from", vi(from))
            .with("to", vi(to))
            .with("today", vi(today))
            .with("limit", LONGEST));
    }
    let all = day.points()?;
    if args.points.iter().any(|id| !all.iter().any(|point| point.id == *id)) {
        return Err(Error::new("point.unknown"));
    }
    let asked = |point: &&Point| args.points.is_empty() || args.points.contains(&point.id);
    let mut slots = Vec::new();
    for on in from.iter_days().take_while(|on| *on <= to) {
        for point in all.iter().filter(asked).filter(|point| point.days.contains(on)) {
            let invited = before.iter().filter(|one| (one.day, one.point_id) == (on, point.id)).count();
            let room = point.capacity.unwrap_or(0).saturating_sub(as_count(invited));
            slots.push(Slot { point: point.id, unit: point.unit_id, day: on, room });
        }
    }
    let has_room = |slot: &Slot| all.iter().any(|point| point.id == slot.point && point.capacity.is_some());
    if !slots.iter().any(has_room) {
        let (from, to) = (vi(from), vi(to));
        return Err(Error::new("invitation.no_point").with("from", from).with("to", to));
    }
    Ok(slots)
}
