//! The citizens that a row may mean, best first.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is made here from the length of the vector it goes into"
)]

use super::MatchPerson;
use super::evidence::{
    Evidence, NameWeight, NumberAgreement, Record, Weights, clan, names, numbers, weaker, weigh,
};
use super::index::{Counts, Index, both, real, small};
use super::lists::{Lists, digits, shown};
use super::names::{abbreviates, hash, mix, one_slip};
use super::rates::{YEARS, year_place};

/// Below this a citizen is not worth naming.
const HOPELESS: f32 = -9.0;
/// A number or phone that more citizens share says nothing.
const MANY: usize = 60;
/// How many candidates of a row are kept.
const KEPT: usize = 6;

/// Keys by which citizens are found.
pub(super) struct Indexes {
    pub(super) number: Index,
    tail: Index,
    old_number: Index,
    name: Index,
    given_year: Index,
    place_year: Index,
    birth: Index,
    phone: Index,
}

fn tail(number: u64) -> u64 {
    if number == 0 { 0 } else { (number - 1) % 1_000_000 + 1 }
}

fn given_year(given: u64, year: i16) -> u64 {
    if given == 0 || year == 0 { 0 } else { mix(given, u64::from(year.unsigned_abs())) }
}

fn place_year(hamlet: u16, year: i16) -> u64 {
    if hamlet == 0 || year == 0 { 0 } else { u64::from(hamlet) << 16 | u64::from(year.unsigned_abs()) }
}

fn birth_key(year: i16, month: u8, day: u8) -> u64 {
    if day == 0 { 0 } else { u64::from(year.unsigned_abs()) << 16 | u64::from(month) << 8 | u64::from(day) }
}

pub(super) fn indexed(people: &[Record], key: impl Fn(&Record) -> u64) -> Index {
    Index::of(people.iter().enumerate().map(|(i, p)| (key(p), small(i))), people.len())
}

fn household_key(person: &MatchPerson<'_>) -> u64 {
    person.household.map_or(0, |id| hash(id.0.as_bytes()) | 1)
}

impl Indexes {
    pub(super) fn of(lists: &Lists<'_>) -> Self {
        let people = &lists.people;
        let ((name, given_year), (place_year, birth, phone, old_number, tail, number)) = both(
            || (indexed(people, |p| p.name.bag), indexed(people, |p| given_year(p.name.given(), p.year))),
            || {
                let mut every: Vec<(u64, u32)> =
                    people.iter().enumerate().map(|(i, p)| (p.number, small(i))).collect();
                for (i, person) in lists.register.iter().enumerate() {
                    every.extend(person.earlier_numbers.iter().map(|number| (digits(number, 12), small(i))));
                }
                (
                    indexed(people, |p| place_year(p.hamlet, p.year)),
                    indexed(people, |p| birth_key(p.year, p.month, p.day)),
                    indexed(people, |p| p.phone),
                    indexed(people, |p| p.old_number),
                    indexed(people, |p| tail(p.number)),
                    Index::of(every.iter().copied(), every.len()),
                )
            },
        );
        Self { number, tail, old_number, name, given_year, place_year, birth, phone }
    }
}

/// The little of a citizen that decides whether to look closer.
struct Brief {
    given: u64,
    family: u64,
    year: i16,
    month: u8,
    day: u8,
    hamlet: u16,
    home: u64,
}

/// What is looked up once a row.
struct Looked {
    /// Surprise of the whole name.
    full_name: f32,
    /// Surprise of the hamlet for the name.
    hamlet: f32,
    /// Households that have the row's phone.
    homes: Vec<u64>,
}

/// One possible pair.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub(super) citizen: u32,
    pub(super) odds: f32,
    /// Against a member of the household alone.
    pub(super) family: f32,
    pub(super) evidence: Evidence,
}

/// How many citizens bear a family name, live in a place, or are of an age.
struct Population {
    /// By family name and hamlet.
    clans: Counts,
    families: Counts,
    /// Surprise of each hamlet.
    places: Vec<f32>,
    /// How many citizens are born before each year from 1850.
    ages: Vec<u32>,
}

impl Population {
    fn of(people: &[Record]) -> Self {
        let (mut clans, mut families) = (Counts::new(), Counts::new());
        let mut places = vec![0u32; usize::from(u16::MAX) + 1];
        let mut ages = vec![0u32; YEARS + 2];
        for person in people {
            let family = person.name.family();
            clans.add(clan(family, person.hamlet));
            families.add(family);
            places[usize::from(person.hamlet)] += 1;
            if person.year > 0 {
                ages[year_place(person.year) + 1] += 1;
            }
        }
        for at in 1..ages.len() {
            ages[at] += ages[at - 1];
        }
        let all = real(small(people.len()));
        let places = places.into_iter().map(|n| -((real(n) + 0.5) / all).ln()).collect();
        Self { clans, families, places, ages }
    }
}

/// Finds and weighs the citizens that a row may mean.
pub(super) struct Search<'a> {
    lists: &'a Lists<'a>,
    indexes: &'a Indexes,
    weights: &'a Weights,
    briefs: Vec<Brief>,
    population: Population,
    /// Some citizens had another number before.
    earlier: bool,
}

impl<'a> Search<'a> {
    pub(super) fn of(lists: &'a Lists<'a>, indexes: &'a Indexes, weights: &'a Weights) -> Self {
        let briefs = lists.people.iter().zip(lists.register).map(|(record, person)| Brief {
            given: record.name.given(),
            family: record.name.family(),
            year: record.year,
            month: record.month,
            day: record.day,
            hamlet: record.hamlet,
            home: household_key(person),
        });
        Self {
            lists,
            indexes,
            weights,
            briefs: briefs.collect(),
            population: Population::of(&lists.people),
            earlier: lists.register.iter().any(|person| !person.earlier_numbers.is_empty()),
        }
    }

    /// Every citizen that shares something telling with the row.
    fn near(&self, row: &Record, found: &mut Vec<u32>) {
        let i = self.indexes;
        found.clear();
        let all = |index: &'_ Index, key: u64, found: &mut Vec<u32>| {
            let shared = index.get(key);
            // What so many share is a stopgap ("000000000000"), not a number.
            if shared.len() <= MANY {
                found.extend(shared.iter().map(|(_, at)| *at));
            }
        };
        for (index, key) in [
            (&i.number, row.number),
            (&i.tail, tail(row.number)),
            (&i.old_number, row.old_number),
            (&i.phone, row.phone),
        ] {
            all(index, key, found);
        }
        let (given, family) = (row.name.given(), row.name.family());
        let swapped = row.day <= 12 && row.day != row.month;
        for (month, day) in
            [(row.month, row.day), (row.day, row.month)].into_iter().take(1 + usize::from(swapped))
        {
            let coevals = i.birth.get(birth_key(row.year, month, day));
            let coevals = coevals.iter().filter(|_| coevals.len() <= 4 * MANY).map(|(_, at)| *at);
            found.extend(coevals.filter(|at| {
                let brief = &self.briefs[*at as usize];
                brief.family == family
                    || one_slip(brief.given, given)
                    || brief.given == family
                    || brief.family == given
            }));
        }
        let namesakes = i.name.get(row.name.bag);
        let few = namesakes.len() <= 12;
        found.extend(namesakes.iter().map(|(_, at)| *at).filter(|at| {
            let brief = &self.briefs[*at as usize];
            few || brief.year == 0
                || row.year == 0
                || (brief.year - row.year).abs() <= 1
                || row.month > 0 && (brief.month, brief.day) == (row.month, row.day)
        }));
        if row.year == 0 {
            return;
        }
        let here = |brief: &Brief| row.hamlet == 0 || brief.hamlet == 0 || brief.hamlet == row.hamlet;
        for year in [row.year - 1, row.year, row.year + 1] {
            let near = i.given_year.get(given_year(given, year)).iter().map(|(_, at)| *at);
            found.extend(near.filter(|at| {
                let brief = &self.briefs[*at as usize];
                let kin = brief.family == family || abbreviates(brief.family, family);
                if year == row.year { kin || here(brief) } else { kin && here(brief) }
            }));
        }
        let neighbours = i.place_year.get(place_year(row.hamlet, row.year)).iter().map(|(_, at)| *at);
        found.extend(neighbours.filter(|at| {
            let brief = &self.briefs[*at as usize];
            one_slip(brief.given, given)
                || brief.given & 0xFF == given & 0xFF && brief.family == family
                || brief.given == family
                || brief.family == given
        }));
        found.sort_unstable();
        found.dedup();
    }

    fn number(&self, row: &Record, citizen: usize) -> NumberAgreement {
        let now = numbers(shown(row.number), shown(self.lists.people[citizen].number));
        if self.earlier && row.number > 0 {
            let earlier = self.lists.register[citizen].earlier_numbers;
            if earlier.iter().any(|number| digits(number, 12) == row.number) {
                return NumberAgreement::Same;
            }
        }
        now
    }

    /// The best candidates; `near` is room to work in.
    pub(super) fn candidates(&self, row: &Record, near: &mut Vec<u32>) -> Vec<Pair> {
        let mut row = *row;
        if self.indexes.phone.get(row.phone).len() > MANY / 4 {
            row.phone = 0;
        }
        let row = &row;
        self.near(row, near);
        let mut pairs: Vec<Pair> = Vec::with_capacity(KEPT + 1);
        let looked = self.look_up(row);
        for &at in near.iter() {
            let citizen = &self.lists.people[at as usize];
            let number = self.number(row, at as usize);
            let name = names(row, citizen, looked.full_name);
            // With another name only a number can save the pair.
            let unlike = name.stranger < -4.0;
            if unlike && (number == NumberAgreement::Unknown || number == NumberAgreement::Differs) {
                continue;
            }
            let (stranger, family, evidence) = self.weigh(row, at, &looked, name, number);
            let odds = weaker(stranger, family);
            if odds < HOPELESS && number != NumberAgreement::Same {
                continue;
            }
            pairs.push(Pair { citizen: at, odds, family, evidence });
            if pairs.len() > 4 * KEPT {
                self.rank(&mut pairs);
            }
        }
        self.rank(&mut pairs);
        pairs.shrink_to_fit();
        pairs
    }

    /// How rare the row's name is, among people of its age too, and in its hamlet.
    fn look_up(&self, row: &Record) -> Looked {
        let namesakes = self.indexes.name.get(row.name.bag);
        let (mut coeval, mut local) = (0u32, 0u32);
        for (_, at) in namesakes {
            let brief = &self.briefs[*at as usize];
            coeval += u32::from((brief.year - row.year).abs() <= 5);
            local += u32::from(brief.hamlet == row.hamlet);
        }
        let all = real(small(namesakes.len()).max(1));
        let age = row.year.clamp(1850, 2199) - 1850;
        let age = usize::try_from(age).unwrap_or(0);
        let coevals =
            real(self.population.ages[(age + 6).min(400)] - self.population.ages[age.saturating_sub(5)]);
        let in_all = self.weights.size - all.ln();
        let in_age = if coeval > 1 && row.year > 0 { (coevals.max(1.0) / real(coeval)).ln() } else { in_all };
        let in_place = if local > 1 { (all / (real(local) - 0.5)).ln() } else { f32::MAX };
        let mut homes: Vec<u64> =
            self.indexes.phone.get(row.phone).iter().map(|(_, at)| self.briefs[*at as usize].home).collect();
        homes.retain(|home| *home > 0);
        homes.truncate(20);
        Looked { full_name: in_all.min(in_age), hamlet: in_place, homes }
    }

    fn weigh(
        &self,
        row: &Record,
        at: u32,
        looked: &Looked,
        name: NameWeight,
        number: NumberAgreement,
    ) -> (f32, f32, Evidence) {
        let citizen = &self.lists.people[at as usize];
        let hamlet = if citizen.hamlet > 0 && citizen.hamlet == row.hamlet {
            let family = citizen.name.family();
            let clan = real(self.population.clans.get(clan(family, citizen.hamlet))) + 0.5;
            let local = -(clan / (real(self.population.families.get(family)) + 1.0)).ln();
            let of_name = if citizen.name.bag == row.name.bag { looked.hamlet } else { f32::MAX };
            self.population.places[usize::from(citizen.hamlet)].min(local).min(of_name).max(0.0)
        } else {
            0.0
        };
        let at_home = looked.homes.contains(&self.briefs[at as usize].home);
        weigh(row, citizen, self.weights, name, hamlet, number, at_home)
    }

    fn rank(&self, pairs: &mut Vec<Pair>) {
        pairs.sort_unstable_by(|a, b| {
            let same = |p: &Pair| p.evidence.number != NumberAgreement::Same;
            b.odds
                .total_cmp(&a.odds)
                .then_with(|| same(a).cmp(&same(b)))
                .then_with(|| self.content(a).cmp(&self.content(b)))
                .then_with(|| a.citizen.cmp(&b.citizen))
        });
        pairs.truncate(KEPT);
    }

    fn content(&self, pair: &Pair) -> u64 {
        self.lists.people[pair.citizen as usize].content
    }
}
