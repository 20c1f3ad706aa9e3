//! Where to look for the citizen that a row means: by everything that a slip in one field leaves whole.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is made here from the length of the vector it goes into"
)]

use std::ops::RangeInclusive;

use super::MatchPerson;
use super::evidence::Record;
use super::houses::House;
use super::index::{Entry, Index, both, small};
use super::lists::{Lists, digits};
use super::names::{abbreviates, hash, mix, one_slip};

/// A number or phone that more citizens share says nothing.
pub(super) const MANY: usize = 60;

/// Keys by which citizens are found.
pub(super) struct Indexes {
    pub(super) number: Index,
    tail: Index,
    old_number: Index,
    /// By name, in the order of years.
    pub(super) name: Index<i16>,
    /// By name and day of the year; by name and hamlet.
    name_day: Index,
    name_here: Index,
    /// By given name, year and first letter of the family name; by given name, year and hamlet.
    kin_year: Index<u64>,
    given_here: Index,
    place_year: Index,
    birth: Index,
    pub(super) phone: Index,
    /// By hamlet and house number, whatever the alley.
    house: Index,
    /// By household.
    pub(super) home: Index,
    pub(super) briefs: Vec<Brief>,
}

fn tail(number: u64) -> u64 {
    if number == 0 { 0 } else { (number - 1) % 1_000_000 + 1 }
}

fn given_year(given: u64, year: i16, of: u64) -> u64 {
    if given == 0 || year == 0 { 0 } else { mix(given, of << 16 | u64::from(year.unsigned_abs())) }
}

/// The first letter of a family name, which abbreviations keep.
fn letter(family: u64) -> u64 {
    family & 0xFF
}

fn place_year(hamlet: u16, year: i16) -> u64 {
    if hamlet == 0 || year == 0 { 0 } else { u64::from(hamlet) << 16 | u64::from(year.unsigned_abs()) }
}

fn birth_key(year: i16, month: u8, day: u8) -> u64 {
    if day == 0 { 0 } else { u64::from(year.unsigned_abs()) << 16 | u64::from(month) << 8 | u64::from(day) }
}

/// A name that no more citizens bear is looked at whole.
const FEW: usize = 12;

fn name_day(name: u64, month: u8, day: u8) -> u64 {
    if name == 0 || month == 0 { 0 } else { mix(name, u64::from(month) << 8 | u64::from(day)) }
}

fn name_here(name: u64, hamlet: u16) -> u64 {
    if name == 0 { 0 } else { mix(name, u64::from(hamlet) + 5) }
}

/// Those born in the years given, of people in the order of their years.
fn born(people: &[Entry<i16>], years: RangeInclusive<i16>) -> &[Entry<i16>] {
    let from = people.partition_point(|(.., year)| year < years.start());
    let rest = &people[from..];
    &rest[..rest.partition_point(|(.., year)| year <= years.end())]
}

pub(super) fn indexed(people: &[Record], key: impl Fn(&Record) -> u64) -> Index {
    hinted(people, key, |_| ())
}

fn hinted<H: Copy + Default + Ord>(
    people: &[Record],
    key: impl Fn(&Record) -> u64,
    hint: impl Fn(&Record) -> H,
) -> Index<H> {
    Index::of(people.iter().enumerate().map(|(i, p)| (key(p), small(i), hint(p))), people.len())
}

/// Key of a house number in its hamlet, whatever the alley.
fn house_key(number: u32, hamlet: u16) -> u64 {
    if number == 0 || hamlet == 0 { 0 } else { mix(u64::from(number), u64::from(hamlet) + 3) }
}

fn household_key(person: &MatchPerson<'_>) -> u64 {
    person.household.map_or(0, |id| hash(id.0.as_bytes()) | 1)
}

impl Indexes {
    pub(super) fn of(lists: &Lists<'_>) -> Self {
        let people = &lists.people;
        let briefs: Vec<Brief> = people
            .iter()
            .zip(lists.register)
            .map(|(record, person)| Brief {
                given: record.name.given(),
                family: record.name.family(),
                year: record.year,
                month: record.month,
                day: record.day,
                hamlet: record.hamlet,
                home: household_key(person),
                house: record.house,
            })
            .collect();
        let homes = briefs.iter().enumerate().map(|(i, brief)| (brief.home, small(i), ()));
        let (
            (name, name_day, kin_year, given_here, house, home),
            (name_here, place_year, birth, phone, old_number, tail, number),
        ) = both(
            || {
                (
                    hinted(people, |p| p.name.bag, |p| p.year),
                    indexed(people, |p| name_day(p.name.bag, p.month, p.day)),
                    hinted(
                        people,
                        |p| given_year(p.name.given(), p.year, letter(p.name.family())),
                        |p| p.name.family(),
                    ),
                    indexed(people, |p| given_year(p.name.given(), p.year, u64::from(p.hamlet))),
                    indexed(people, |p| house_key(p.house.number, p.hamlet)),
                    Index::of(homes.clone(), people.len()),
                )
            },
            || {
                let mut every: Vec<(u64, u32, ())> =
                    people.iter().enumerate().map(|(i, p)| (p.number, small(i), ())).collect();
                for (i, person) in lists.register.iter().enumerate() {
                    every.extend(
                        person.earlier_numbers.iter().map(|number| (digits(number, 12), small(i), ())),
                    );
                }
                (
                    indexed(people, |p| name_here(p.name.bag, p.hamlet)),
                    indexed(people, |p| place_year(p.hamlet, p.year)),
                    indexed(people, |p| birth_key(p.year, p.month, p.day)),
                    indexed(people, |p| p.phone),
                    indexed(people, |p| p.old_number),
                    indexed(people, |p| tail(p.number)),
                    Index::of(every.iter().copied(), every.len()),
                )
            },
        );
        Self {
            number,
            tail,
            old_number,
            name,
            name_day,
            name_here,
            kin_year,
            given_here,
            place_year,
            birth,
            phone,
            house,
            home,
            briefs,
        }
    }

    pub(super) fn shared(&self, row: &Record) -> Shared<'_> {
        Shared {
            number: self.number.get(row.number),
            name: self.name.get(row.name.bag),
            phone: self.phone.get(row.phone),
        }
    }

    /// Every citizen that shares something telling with the row.
    pub(super) fn near(&self, row: &Record, shared: &Shared<'_>, found: &mut Vec<u32>) -> Around {
        let i = self;
        found.clear();
        let (tail, old_number) = (i.tail.get(tail(row.number)), i.old_number.get(row.old_number));
        // What so many share is a stopgap ("000000000000"), not a number.
        for few in [shared.number, tail, old_number, shared.phone].iter().filter(|few| few.len() <= MANY) {
            found.extend(few.iter().map(|(_, at, _)| *at));
        }
        let (given, family) = (row.name.given(), row.name.family());
        let swapped = row.day <= 12 && row.day != row.month;
        for (month, day) in
            [(row.month, row.day), (row.day, row.month)].into_iter().take(1 + usize::from(swapped))
        {
            let coevals = i.birth.get(birth_key(row.year, month, day));
            let coevals = coevals.iter().filter(|_| coevals.len() <= 4 * MANY).map(|(_, at, _)| *at);
            found.extend(coevals.filter(|at| {
                let brief = &self.briefs[*at as usize];
                brief.family == family
                    || row.hamlet > 0 && brief.hamlet == row.hamlet
                    || one_slip(brief.given, given)
                    || brief.given == family
                    || brief.family == given
            }));
        }
        let at_once = self.namesakes(row, shared.name, found);
        let mut around = self.around(row, shared.name);
        around.housemates = self.at_house(row, found);
        for (_, at, _) in shared.phone.iter().take(4) {
            let home = i.home.get(self.briefs[*at as usize].home);
            found.extend(home.iter().filter(|_| home.len() <= MANY / 4).map(|(_, at, _)| *at));
        }
        // Beside one of the same name, day and hamlet nobody counts who has but the given name and the year.
        if row.year > 0 && !at_once {
            self.near_in_age(row, found);
        }
        // Found by two keys, a citizen would be his own rival.
        found.sort_unstable();
        found.dedup();
        around
    }

    /// Those who came near before, and the people of the row's house and of the households that turned out to live there.
    pub(super) fn near_again(
        &self,
        row: &Record,
        shared: &Shared<'_>,
        homes: &[u64],
        found: &mut Vec<u32>,
    ) -> Around {
        let around = Around { housemates: self.at_house(row, found), ..self.around(row, shared.name) };
        for home in homes {
            found.extend(self.home.get(*home).iter().map(|(_, at, _)| *at));
        }
        found.sort_unstable();
        found.dedup();
        around
    }

    /// The citizens of the row's name that may be meant, and whether one of them has its day and hamlet, too.
    fn namesakes(&self, row: &Record, all: &[Entry<i16>], found: &mut Vec<u32>) -> bool {
        let before = found.len();
        if all.len() <= FEW || row.year == 0 {
            found.extend(all.iter().map(|(_, at, _)| *at));
        } else {
            found.extend(
                born(all, 0..=0).iter().chain(born(all, row.year - 1..=row.year + 1)).map(|(_, at, _)| *at),
            );
            if row.month > 0 {
                let day = self.name_day.get(name_day(row.name.bag, row.month, row.day));
                found.extend(day.iter().map(|(_, at, _)| *at));
            }
        }
        let is_one = |at: &u32| {
            let brief = &self.briefs[*at as usize];
            (brief.year, brief.month, brief.day, brief.hamlet) == (row.year, row.month, row.day, row.hamlet)
        };
        row.day > 0 && found[before..].iter().any(is_one)
    }

    fn around(&self, row: &Record, namesakes: &[Entry<i16>]) -> Around {
        Around {
            housemates: 0,
            coeval: small(born(namesakes, row.year - 5..=row.year + 5).len()),
            local: small(self.name_here.get(name_here(row.name.bag, row.hamlet)).len()),
        }
    }

    /// Citizens of about the row's age who share a given name or the hamlet.
    fn near_in_age(&self, row: &Record, found: &mut Vec<u32>) {
        let (given, family) = (row.name.given(), row.name.family());
        let is_kin = |theirs: u64| theirs == family || abbreviates(theirs, family);
        for year in [row.year - 1, row.year, row.year + 1] {
            let exact = year == row.year;
            if exact || row.hamlet == 0 {
                let near = self.kin_year.get(given_year(given, year, letter(family)));
                found.extend(near.iter().filter(|(.., family)| is_kin(*family)).map(|(_, at, _)| *at));
            }
            if row.hamlet > 0 {
                let near = self.given_here.get(given_year(given, year, u64::from(row.hamlet)));
                let near = near.iter().map(|(_, at, _)| *at);
                found.extend(near.filter(|at| exact || is_kin(self.briefs[*at as usize].family)));
            }
        }
        let neighbours = self.place_year.get(place_year(row.hamlet, row.year)).iter().map(|(_, at, _)| *at);
        found.extend(neighbours.filter(|at| {
            let brief = &self.briefs[*at as usize];
            one_slip(brief.given, given)
                || brief.given & 0xFF == given & 0xFF && brief.family == family
                || brief.given == family
                || brief.family == given
        }));
    }

    /// The people of the row's house, and how many they are.
    fn at_house(&self, row: &Record, found: &mut Vec<u32>) -> usize {
        let before = found.len();
        for number in row.house.numbers() {
            let there = self.house.get(house_key(number, row.hamlet)).iter().map(|(_, at, _)| *at);
            found
                .extend(there.filter(|at| self.briefs[*at as usize].house.is_same(&row.house) == Some(true)));
        }
        found.len() - before
    }
}

/// How many citizens live in a row's house, and of those of its name, how many are of about its age and of its hamlet.
#[derive(Default)]
pub(super) struct Around {
    pub(super) housemates: usize,
    pub(super) coeval: u32,
    pub(super) local: u32,
}

/// Places of the citizens that share a row's number, name and phone, with their keys.
pub(super) struct Shared<'a> {
    pub(super) number: &'a [Entry],
    pub(super) name: &'a [Entry<i16>],
    pub(super) phone: &'a [Entry],
}

/// The little of a citizen that decides whether to look closer.
pub(super) struct Brief {
    pub(super) given: u64,
    pub(super) family: u64,
    pub(super) year: i16,
    month: u8,
    day: u8,
    pub(super) hamlet: u16,
    pub(super) home: u64,
    house: House,
}
