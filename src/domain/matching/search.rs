//! The citizens that a row may mean, best first.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is made here from the length of the vector it goes into"
)]

use super::evidence::{
    Beside, NameWeight, NumberAgreement, PairEvidence, Record, Weights, clan, names, numbers, weaker, weigh,
};
use super::index::{Counts, Entry, real, small};
use super::kin::{Addresses, Numbers};
use super::lists::{Lists, digits, shown};
use super::names::mix;
use super::near::{Around, Indexes, MANY, Shared};
use super::rates::{YEARS, year_place};

/// Below this a citizen is not worth naming.
const HOPELESS: f32 = -9.0;
/// How many candidates of a row are kept.
const KEPT: usize = 6;

/// What is looked up once a row.
struct Looked {
    /// Surprise of the whole name.
    full_name: f32,
    /// Surprise of the hamlet for the name.
    hamlet: f32,
    /// Surprise of the house in its hamlet, and of the phone.
    house: f32,
    phone: f32,
    /// Households that have the row's phone.
    homes: Vec<u64>,
}

/// One possible pair.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub(super) citizen: u32,
    pub(super) odds: f32,
    /// Against a stranger alone, and against a member of the household alone.
    pub(super) stranger: f32,
    pub(super) family: f32,
    /// The citizen's household; 0 when not known.
    pub(super) home: u64,
    pub(super) evidence: PairEvidence,
}

/// How many citizens bear a family name, live in a place, or are of an age.
pub(super) struct Population {
    /// By family name and hamlet.
    clans: Counts,
    families: Counts,
    /// Surprise of each hamlet.
    places: Vec<f32>,
    /// How many citizens of each hamlet have a house number.
    housed: Vec<u32>,
    /// How many citizens live in each alley, and in any of a hamlet.
    alleys: Counts,
    /// How many citizens are born before each year from 1850.
    ages: Vec<u32>,
}

fn alley_key(alley: u32, hamlet: u16) -> u64 {
    mix(u64::from(alley), u64::from(hamlet))
}

impl Population {
    pub(super) fn of(people: &[Record]) -> Self {
        let (mut clans, mut families, mut alleys) = (Counts::new(), Counts::new(), Counts::new());
        let hamlets = people.iter().map(|person| usize::from(person.hamlet)).max().unwrap_or(0);
        let mut places = vec![0u32; hamlets + 1];
        let mut housed = places.clone();
        let mut ages = vec![0u32; YEARS + 2];
        for person in people {
            let family = person.name.family();
            clans.add(clan(family, person.hamlet));
            families.add(family);
            places[usize::from(person.hamlet)] += 1;
            housed[usize::from(person.hamlet)] += u32::from(person.house.number > 0);
            if person.house.alley > 0 {
                alleys.add(alley_key(person.house.alley, person.hamlet));
                alleys.add(alley_key(0, person.hamlet));
            }
            if person.year > 0 {
                ages[year_place(person.year) + 1] += 1;
            }
        }
        for at in 1..ages.len() {
            ages[at] += ages[at - 1];
        }
        let all = real(small(people.len()));
        let places = places.into_iter().map(|n| -((real(n) + 0.5) / all).ln()).collect();
        Self { clans, families, places, housed, alleys, ages }
    }
}

fn number_is_mute(number: NumberAgreement) -> bool {
    matches!(number, NumberAgreement::Unknown | NumberAgreement::Differs | NumberAgreement::Unfit)
}

fn is_near(row: &Record, citizen: &Record) -> bool {
    row.phone > 0 && row.phone == citizen.phone
        || row.day > 0 && (row.year, row.month, row.day) == (citizen.year, citizen.month, citizen.day)
}

/// Finds and weighs the citizens that a row may mean.
pub(super) struct Search<'a> {
    lists: &'a Lists<'a>,
    indexes: &'a Indexes,
    weights: &'a Weights,
    numbers: &'a Numbers,
    addresses: &'a Addresses,
    population: &'a Population,
    /// Some citizens had another number before.
    earlier: bool,
}

impl<'a> Search<'a> {
    pub(super) fn of(
        lists: &'a Lists<'a>,
        indexes: &'a Indexes,
        weights: &'a Weights,
        (population, numbers, addresses): (&'a Population, &'a Numbers, &'a Addresses),
    ) -> Self {
        Self {
            lists,
            indexes,
            weights,
            numbers,
            addresses,
            population,
            earlier: lists.register.iter().any(|person| !person.earlier_numbers.is_empty()),
        }
    }

    fn number(&self, row: &Record, holders: &[Entry], citizen: usize) -> NumberAgreement {
        if row.number == 0 {
            return NumberAgreement::Unknown;
        }
        let now = numbers(shown(row.number), shown(self.lists.people[citizen].number));
        if self.earlier {
            let earlier = self.lists.register[citizen].earlier_numbers;
            if earlier.iter().any(|number| digits(number, 12) == row.number) {
                return NumberAgreement::Same;
            }
        }
        match now {
            NumberAgreement::Same => now,
            _ if self.numbers.is_of_kin(self.indexes, holders, citizen) => NumberAgreement::OfKin,
            NumberAgreement::Differs if self.numbers.is_unfit(citizen) => NumberAgreement::Unfit,
            _ => now,
        }
    }

    /// How many citizens bear the row's name.
    pub(super) fn namesakes(&self, row: &Record) -> usize {
        self.indexes.name.get(row.name.bag).len()
    }

    /// The best candidates, among those that came near `before` if that is known; `near` is room to work in.
    pub(super) fn candidates(&self, row: &Record, before: &[Pair], near: &mut Vec<u32>) -> Vec<Pair> {
        let mut row = *row;
        if self.indexes.phone.get(row.phone).len() > MANY / 4 {
            row.phone = 0;
        }
        let row = &row;
        let shared = self.indexes.shared(row);
        let around = if before.is_empty() {
            self.indexes.near(row, &shared, near)
        } else {
            near.clear();
            near.extend(before.iter().map(|pair| pair.citizen));
            self.indexes.near_again(row, &shared, self.addresses.homes(row), near)
        };
        let mut pairs: Vec<Pair> = Vec::with_capacity(KEPT + 1);
        let looked = self.look_up(row, &shared, &around);
        let mut last = None;
        for &at in near.iter() {
            let citizen = &self.lists.people[at as usize];
            let number = self.number(row, shared.number, at as usize);
            // Many of those that come near bear one name.
            let theirs = (citizen.name.marked_key, citizen.name.joined);
            let name = match last {
                Some((before, weight)) if before == theirs => weight,
                _ => names(row, citizen, looked.full_name),
            };
            last = Some((theirs, name));
            // With another name only a number, a phone or a birth to the day can save the pair.
            if name.stranger < -4.0 && number_is_mute(number) && !is_near(row, citizen) {
                continue;
            }
            let (stranger, family, evidence) = self.weigh(row, at, &looked, name, number);
            let odds = weaker(stranger, family);
            if odds < HOPELESS && number != NumberAgreement::Same {
                continue;
            }
            let home = self.indexes.briefs[at as usize].home;
            pairs.push(Pair { citizen: at, odds, stranger, family, home, evidence });
            if pairs.len() > 4 * KEPT {
                self.rank(&mut pairs);
            }
        }
        self.rank(&mut pairs);
        pairs.shrink_to_fit();
        pairs
    }

    /// How rare the row's name is, among people of its age too, and in its hamlet.
    fn look_up(&self, row: &Record, shared: &Shared<'_>, around: &Around) -> Looked {
        let Around { housemates, coeval, local } = *around;
        let all = real(small(shared.name.len()).max(1));
        let age = row.year.clamp(1850, 2199) - 1850;
        let age = usize::try_from(age).unwrap_or(0);
        let coevals =
            real(self.population.ages[(age + 6).min(400)] - self.population.ages[age.saturating_sub(5)]);
        let in_all = self.weights.size - all.ln();
        let in_age = if coeval > 1 && row.year > 0 { (coevals.max(1.0) / real(coeval)).ln() } else { in_all };
        let in_place = if local > 1 { (all / (real(local) - 0.5)).ln() } else { f32::MAX };
        let home = |(_, at, _): &Entry| self.indexes.briefs[*at as usize].home;
        let mut homes: Vec<u64> = shared.phone.iter().map(home).collect();
        homes.retain(|home| *home > 0);
        homes.truncate(20);
        let phones = shared.phone.len();
        Looked {
            full_name: in_all.min(in_age),
            hamlet: in_place,
            house: self.rare_house(row, housemates),
            phone: (self.weights.size - real(small(phones.max(2))).ln()).clamp(2.0, 7.5),
            homes,
        }
    }

    /// How rare the row's house is in its hamlet: that of a few people among those who have a house number.
    fn rare_house(&self, row: &Record, housemates: usize) -> f32 {
        if row.hamlet == 0 {
            return 3.0;
        }
        let housed = self.population.housed[usize::from(row.hamlet)].max(20);
        (real(housed) / real(small(housemates.max(4)))).ln().max(0.0)
    }

    /// How rare the alley that both name is among those of the hamlet.
    fn rare_alley(&self, row: &Record, citizen: &Record) -> f32 {
        let (alley, hamlet) = (row.house.alley, row.hamlet);
        if alley == 0 || hamlet == 0 || (alley, hamlet) != (citizen.house.alley, citizen.hamlet) {
            return 0.0;
        }
        let alleys = &self.population.alleys;
        let (all, there) = (alleys.get(alley_key(0, hamlet)), alleys.get(alley_key(alley, hamlet)));
        (real(all.max(1)) / (real(there) + 5.0)).ln().max(0.0)
    }

    fn weigh(
        &self,
        row: &Record,
        at: u32,
        looked: &Looked,
        name: NameWeight,
        number: NumberAgreement,
    ) -> (f32, f32, PairEvidence) {
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
        let home = self.indexes.briefs[at as usize].home;
        let beside = Beside {
            rare_hamlet: hamlet,
            rare_house: looked.house,
            rare_phone: looked.phone,
            rare_alley: self.rare_alley(row, citizen),
            phone_at_home: looked.homes.contains(&home),
            household: self.addresses.compare(row, home),
        };
        weigh(row, citizen, self.weights, name, number, beside)
    }

    fn rank(&self, pairs: &mut Vec<Pair>) {
        pairs.sort_unstable_by(|a, b| {
            let same = |p: &Pair| p.evidence.number != NumberAgreement::Same;
            b.odds
                .total_cmp(&a.odds)
                .then_with(|| same(a).cmp(&same(b)))
                .then_with(|| self.lists.tie(a.citizen as usize, b.citizen as usize))
        });
        pairs.truncate(KEPT);
    }
}
