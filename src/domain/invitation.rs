//! Invitations (giấy mời): who has to come is spread over the days and points, up to what a point takes in a day
//! (docs/domain.md, Points and invitations).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ids::{CitizenId, InvitationId, PointId, UnitId};
use super::reconciliation::Finding;
use super::report::ReportForm;

/// What somebody is invited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Errand {
    /// Has not registered: hands a dossier in.
    NotEnrolled,
    /// Approved, and not activated.
    Approved,
    /// Active at level 1: level 2 needs the desk.
    Level1,
    /// Data that differ, or were found to be wrong.
    WrongData,
}

impl Errand {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::NotEnrolled, Self::Approved, Self::Level1, Self::WrongData];

    /// Row of `messages.csv` with its words.
    #[must_use]
    pub fn word_code(self) -> &'static str {
        match self {
            Self::NotEnrolled => "errand.not-enrolled",
            Self::Approved => "errand.approved",
            Self::Level1 => "errand.level1",
            Self::WrongData => "errand.wrong-data",
        }
    }

    /// The list of the standing whose people have it; `None` of level 1, which is no list.
    #[must_use]
    pub fn list(self) -> Option<(ReportForm, Option<Finding>)> {
        match self {
            Self::NotEnrolled => Some((ReportForm::NotEnrolled, None)),
            Self::Approved => Some((ReportForm::Findings, Some(Finding::ToVisit))),
            Self::WrongData => Some((ReportForm::WrongData, None)),
            Self::Level1 => None,
        }
    }
}

/// One invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Invitation {
    /// Id in this book.
    pub id: InvitationId,
    /// Who.
    pub citizen_id: CitizenId,
    /// Where.
    pub point_id: PointId,
    /// When.
    pub day: NaiveDate,
    /// Its code on paper.
    pub number: u32,
    /// What for.
    pub errand: Errand,
    /// Whether the person came; `None` until somebody says so.
    pub came: Option<bool>,
}

/// The people of one household who have to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Household {
    /// Its hamlet.
    pub unit: UnitId,
    /// They.
    pub people: Vec<CitizenId>,
}

/// A point on a day on which it is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// The point.
    pub point: PointId,
    /// The unit that it stands in.
    pub unit: UnitId,
    /// The day.
    pub day: NaiveDate,
    /// How many more it takes.
    pub room: u32,
}

/// Where everybody goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spread {
    /// Who goes where, point by point, day by day, each household together.
    pub seats: Vec<(NaiveDate, PointId, CitizenId)>,
    /// For whom there is no room.
    pub left: Vec<CitizenId>,
}

/// Spreads households, in walking order, over slots: a day is filled before the next; a point first by its own hamlet, then by those
/// that are near; a household goes together, unless it is larger than any slot.
#[must_use]
pub fn spread(households: &[Household], slots: &[Slot], near: impl Fn(UnitId, UnitId) -> u32) -> Spread {
    let most = slots.iter().map(|slot| slot.room).max().unwrap_or(0);
    let part = usize::try_from(most).unwrap_or(usize::MAX).max(1);
    // Those who wait, in order, by hamlet in the order in which the hamlets come.
    let mut order: Vec<UnitId> = Vec::new();
    let mut waiting: BTreeMap<UnitId, Vec<&[CitizenId]>> = BTreeMap::new();
    for household in households {
        if !order.contains(&household.unit) {
            order.push(household.unit);
        }
        waiting.entry(household.unit).or_default().extend(household.people.chunks(part));
    }
    let days: BTreeSet<NaiveDate> = slots.iter().map(|slot| slot.day).collect();
    let mut spread = Spread::default();
    for day in days {
        let mut open: Vec<Slot> = slots.iter().copied().filter(|slot| slot.day == day).collect();
        let mut pairs: Vec<(u32, usize, UnitId, usize)> = Vec::new();
        for (at, hamlet) in order.iter().enumerate() {
            pairs.extend(
                open.iter().enumerate().map(|(slot, of)| (near(*hamlet, of.unit), at, *hamlet, slot)),
            );
        }
        pairs.sort_unstable();
        for (_, _, hamlet, slot) in pairs {
            let (Some(people), Some(slot)) = (waiting.get_mut(&hamlet), open.get_mut(slot)) else { continue };
            people.retain(|together| {
                let size = super::as_count(together.len());
                let fits = size <= slot.room;
                if fits {
                    slot.room -= size;
                    spread.seats.extend(together.iter().map(|citizen| (day, slot.point, *citizen)));
                }
                !fits
            });
        }
    }
    let order_of = |hamlet: &UnitId| waiting.get(hamlet).into_iter().flatten();
    spread.left = order.iter().flat_map(order_of).flat_map(|together| together.iter().copied()).collect();
    // A list of a day and point stands in one piece.
    let place = |point: &PointId| slots.iter().position(|slot| slot.point == *point);
    spread.seats.sort_by_key(|(day, point, _)| (*day, place(point)));
    spread
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn unit(nr: u128) -> UnitId {
        UnitId(Uuid::from_u128(nr))
    }

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    /// Hamlets by number: their own point, then that of the whole (unit 0), then by how far the numbers are apart.
    fn near(hamlet: UnitId, of: UnitId) -> u32 {
        let [hamlet, of] = [hamlet, of].map(|unit| u32::try_from(unit.0.as_u128()).unwrap());
        if hamlet == of {
            0
        } else if of == 0 {
            1
        } else {
            2 + hamlet.abs_diff(of)
        }
    }

    /// "hamlet:size", a blank between; people are numbered from 1.
    fn households(spec: &str) -> Vec<Household> {
        let mut next = 0;
        let household = |spec: &str| {
            let (hamlet, size) = spec.split_once(':').unwrap();
            let people = (0..size.parse::<u128>().unwrap()).map(|_| {
                next += 1;
                CitizenId(Uuid::from_u128(next))
            });
            Household { people: people.collect(), unit: unit(hamlet.parse().unwrap()) }
        };
        spec.split_whitespace().map(household).collect()
    }

    /// "point unit day room", ',' between.
    fn slots(spec: &str) -> Vec<Slot> {
        let slot = |spec: &str| {
            let numbers: Vec<u32> = spec.split_whitespace().map(|number| number.parse().unwrap()).collect();
            let [point, of, on, room] = numbers[..] else { panic!("{spec}") };
            Slot { point: PointId(Uuid::from_u128(point.into())), unit: unit(of.into()), day: day(on), room }
        };
        spec.split(',').map(slot).collect()
    }

    #[test]
    fn households_go_together_to_the_nearest_point_with_room() {
        // Expects "day point: people", and who is left.
        let check = |homes: &str, open: &str, expect: &[&str], left: &str| {
            let found = spread(&households(homes), &slots(open), near);
            let mut told: Vec<String> = Vec::new();
            for run in found.seats.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
                let people: Vec<String> = run.iter().map(|seat| seat.2.0.as_u128().to_string()).collect();
                told.push(format!(
                    "{} {}: {}",
                    run[0].0.format("%d"),
                    run[0].1.0.as_u128(),
                    people.join(" ")
                ));
            }
            assert_eq!(told, expect, "{homes} | {open}");
            let rest: Vec<String> = found.left.iter().map(|one| one.0.as_u128().to_string()).collect();
            assert_eq!(rest.join(" "), left, "{homes} | {open}");
        };
        // In walking order; the third would not fit whole, the fourth does.
        check("1:2 1:1 1:2 1:1", "7 1 23 4", &["23 7: 1 2 3 6"], "4 5");
        check("1:2 1:1 1:2 1:1", "7 1 23 4, 7 1 24 4", &["23 7: 1 2 3 6", "24 7: 4 5"], "");
        // Each to the point of its hamlet, who has none to the one of the whole, then to the near one.
        check("1:1 2:1 3:1", "7 1 23 9, 8 2 23 9, 9 0 23 9", &["23 7: 1", "23 8: 2", "23 9: 3"], "");
        check("1:1 2:1 3:1 3:1", "7 1 23 9, 8 2 23 2, 9 0 23 1", &["23 7: 1", "23 8: 2 4", "23 9: 3"], "");
        check("1:1 2:1 3:1", "7 1 23 1, 8 1 24 9", &["23 7: 1", "24 8: 2 3"], "");
        // Larger than any day: in parts, as large as they go.
        check("1:5", "7 1 23 2, 7 1 24 2", &["23 7: 1 2", "24 7: 3 4"], "5");
        check("1:2", "7 1 23 0", &[], "1 2");
        check("", "7 1 23 9", &[], "");
    }

    proptest! {
        #[test]
        fn nobody_is_lost_twice_or_beyond_the_room(
            sizes in prop::collection::vec((1_u128..5, 1_usize..7), 0..40),
            open in prop::collection::vec((0_u128..5, 20_u32..25, 0_u32..12), 0..12),
        ) {
            let spec: Vec<String> = sizes.iter().map(|(hamlet, size)| format!("{hamlet}:{size}")).collect();
            let homes = households(&spec.join(" "));
            let mut open: Vec<Slot> = (1..).zip(&open).map(|(nr, (of, on, room))| Slot {
                point: PointId(Uuid::from_u128(nr)), unit: unit(*of), day: day(*on), room: *room,
            }).collect();
            open.sort_by_key(|slot| (slot.day, slot.point));
            let found = spread(&homes, &open, near);
            let mut all: Vec<CitizenId> = found.seats.iter().map(|seat| seat.2).chain(found.left.clone()).collect();
            all.sort();
            let mut expect: Vec<CitizenId> = homes.iter().flat_map(|home| home.people.clone()).collect();
            expect.sort();
            prop_assert_eq!(all, expect);
            for slot in &open {
                let here = found.seats.iter().filter(|seat| (seat.0, seat.1) == (slot.day, slot.point)).count();
                prop_assert!(here <= slot.room as usize);
            }
            let most = open.iter().map(|slot| slot.room as usize).max().unwrap_or(0);
            for home in homes.iter().filter(|home| home.people.len() <= most) {
                let places: BTreeSet<_> = found.seats.iter()
                    .filter(|seat| home.people.contains(&seat.2)).map(|seat| (seat.0, seat.1)).collect();
                prop_assert!(places.len() <= 1);
            }
        }
    }
}
