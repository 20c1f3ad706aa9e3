//! From two lists to verdicts: indexes, the certain pairs, the candidates of the rest, and who gets whom.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is made here from the length of the vector it goes into"
)]

use std::thread;

use super::evidence::{
    Agreement, BirthAgreement, Evidence, NameAgreement, NameWeight, NumberAgreement, Record, Weights, births,
    clan, names, numbers, weaker, weigh,
};
use super::names::{MOST, Name, abbreviates, hash, mix, one_slip};
use super::places::{Hamlets, house};
use super::{Match, MatchPerson, Verdict};
use crate::domain::citizen::Sex;

/// From here on a pair is one person, if nobody else comes near: odds of about 250 to 1.
const CERTAIN: f32 = 5.5;
/// From here on a pair deserves a look.
const DOUBTFUL: f32 = -0.5;
/// Below this a citizen is not worth naming.
const HOPELESS: f32 = -9.0;
/// A number or phone that more citizens share says nothing.
const MANY: usize = 60;
/// How many candidates of a row are kept.
const KEPT: usize = 6;
/// How many are handed out.
const NAMED: usize = 5;

/// Keys with the places they stand for, in buckets by the first bits of the mixed key.
struct Index {
    shift: u32,
    starts: Vec<u32>,
    entries: Vec<(u64, u32)>,
}

impl Index {
    fn of(pairs: impl Iterator<Item = (u64, u32)> + Clone, about: usize) -> Self {
        let bits = about.max(2).ilog2();
        let shift = 64 - bits;
        let mixed = pairs.filter(|(key, _)| *key != 0).map(|(key, place)| (mix(key, 5), place));
        let mut starts = vec![0u32; (1 << bits) + 1];
        for (key, _) in mixed.clone() {
            starts[low(key >> shift) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut entries = vec![(0, 0); starts.last().map_or(0, |n| *n as usize)];
        for (key, place) in mixed {
            let at = &mut next[low(key >> shift)];
            entries[*at as usize] = (key, place);
            *at += 1;
        }
        for bucket in starts.windows(2) {
            entries[bucket[0] as usize..bucket[1] as usize].sort_unstable();
        }
        Self { shift, starts, entries }
    }

    fn get(&self, key: u64) -> &[(u64, u32)] {
        if key == 0 {
            return &[];
        }
        let key = mix(key, 5);
        let bucket = low(key >> self.shift);
        let entries = &self.entries[self.starts[bucket] as usize..self.starts[bucket + 1] as usize];
        let from = entries.partition_point(|(k, _)| *k < key);
        let rest = &entries[from..];
        &rest[..rest.partition_point(|(k, _)| *k == key)]
    }
}

/// Counts of hashed keys, open addressing, half empty at least.
struct Counts {
    slots: Vec<(u64, u32)>,
    used: usize,
    total: u32,
}

impl Counts {
    fn new() -> Self {
        Self { slots: vec![(0, 0); 1 << 10], used: 0, total: 0 }
    }

    fn slot(&self, key: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = low(mix(key, 3)) & mask;
        while self.slots[at].1 > 0 && self.slots[at].0 != key {
            at = (at + 1) & mask;
        }
        at
    }

    fn add(&mut self, key: u64) {
        let at = self.slot(key);
        self.used += usize::from(self.slots[at].1 == 0);
        self.slots[at] = (key, self.slots[at].1 + 1);
        self.total += 1;
        if self.used * 2 > self.slots.len() {
            let wider = vec![(0, 0); self.slots.len() * 4];
            for (key, count) in std::mem::replace(&mut self.slots, wider) {
                if count > 0 {
                    let at = self.slot(key);
                    self.slots[at] = (key, count);
                }
            }
        }
    }

    fn get(&self, key: u64) -> u32 {
        self.slots[self.slot(key)].1
    }

    /// −ln of the frequency; a key seen once counts as one and a half.
    fn surprise(&self, key: u64) -> f32 {
        -((real(self.get(key)) + 0.5) / (real(self.total) + 1.0)).ln()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "only the low bits are wanted")]
fn low(hash: u64) -> usize {
    hash as usize
}

#[expect(clippy::cast_precision_loss, reason = "counts of people are far below 2^24")]
fn real(count: u32) -> f32 {
    count as f32
}

fn small(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

fn digits(text: &str, length: usize) -> u64 {
    let text = text.trim();
    // One more, so that 000000000000 is not "none".
    if text.len() == length { text.parse::<u64>().map_or(0, |n| n + 1) } else { 0 }
}

fn record(person: &MatchPerson<'_>) -> Record {
    let name = Name::read(person.name);
    let number = digits(person.number, 12);
    let text = |s: &str| if s.is_empty() { 0 } else { hash(s.as_bytes()) };
    let (mut year, mut month, mut day) = (0, 0, 0);
    if let Some(birth) = person.birth {
        year = i16::try_from(birth.year()).unwrap_or(0);
        month = birth.month().and_then(|m| u8::try_from(m).ok()).unwrap_or(0);
        day = birth.day().and_then(|d| u8::try_from(d).ok()).unwrap_or(0);
    }
    let mut sex = person.sex;
    if number > 0 {
        // The number tells century, sex and year (DOMAIN §1); it fills what the list does not say.
        let n = number - 1;
        let (digit, two) = (n / 100_000_000 % 10, n / 1_000_000 % 100);
        if sex.is_none() && digit < 4 {
            sex = Some(if digit % 2 == 0 { Sex::Male } else { Sex::Female });
        }
        if year == 0 && digit < 4 {
            year = i16::try_from(1900 + digit / 2 * 100 + two).unwrap_or(0);
        }
    }
    let head = if person.head.is_empty() { 0 } else { Name::read(person.head).bag };
    let phone = text(person.phone.trim());
    let house = house(person.house_number, person.address);
    let birth = u64::from(year.unsigned_abs()) << 16 | u64::from(month) << 8 | u64::from(day);
    let content =
        [name.marked_key, birth, number, phone, house, head, text(person.hamlet), text(person.address)]
            .into_iter()
            .fold(u64::from(sex == Some(Sex::Female)), mix);
    Record {
        name,
        surprise: [0.0; MOST],
        given_usual: false,
        year,
        month,
        day,
        sex,
        number,
        old_number: digits(person.old_number, 9),
        phone,
        hamlet: 0,
        head,
        house,
        content,
    }
}

/// Does `left` and `right` at once.
fn both<A: Send, B: Send>(left: impl FnOnce() -> A + Send, right: impl FnOnce() -> B + Send) -> (A, B) {
    thread::scope(|scope| {
        let left = scope.spawn(left);
        let right = right();
        match left.join() {
            Ok(left) => (left, right),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// Marks the places of a name: family, middle, given.
fn role(record: &Record, place: usize) -> usize {
    if place + 1 == record.name.len {
        2
    } else if place == 0 {
        0
    } else {
        1
    }
}

fn given_key(record: &Record) -> u64 {
    let last = record.name.len.saturating_sub(1);
    mix(record.name.letters[last], u64::from(record.name.marks[last]) + 11)
}

/// Frequencies of the names of both lists.
struct Frequencies {
    syllables: [Counts; 3],
    given: Counts,
}

impl Frequencies {
    fn of(register: &[Record], roster: &[Record]) -> Self {
        let mut found =
            Self { syllables: [Counts::new(), Counts::new(), Counts::new()], given: Counts::new() };
        for record in register.iter().chain(roster) {
            for place in 0..record.name.len {
                let role = role(record, place);
                found.syllables[role].add(record.name.loose[place]);
            }
            if record.name.len > 0 {
                found.given.add(given_key(record));
            }
        }
        found
    }

    fn fill(&self, records: &mut [Record]) {
        let usual = 4 + self.given.total / 20_000;
        for record in records {
            for place in 0..record.name.len {
                let role = role(record, place);
                record.surprise[place] = self.syllables[role].surprise(record.name.loose[place]).min(8.0);
            }
            record.given_usual = record.name.len > 0 && self.given.get(given_key(record)) >= usual;
        }
    }
}

struct Lists<'a> {
    register: &'a [MatchPerson<'a>],
    roster: &'a [MatchPerson<'a>],
    people: Vec<Record>,
    rows: Vec<Record>,
    hamlets: Hamlets,
}

/// Keys by which citizens are found.
struct Indexes {
    number: Index,
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

fn indexed(people: &[Record], key: impl Fn(&Record) -> u64) -> Index {
    Index::of(people.iter().enumerate().map(|(i, p)| (key(p), small(i))), people.len())
}

fn household_key(person: &MatchPerson<'_>) -> u64 {
    person.household.map_or(0, |id| hash(id.0.as_bytes()) | 1)
}

impl Indexes {
    fn of(lists: &Lists<'_>) -> Self {
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
struct Pair {
    citizen: u32,
    odds: f32,
    /// Against a member of the household alone.
    family: f32,
    evidence: Evidence,
}

/// A pair whose number, name and birth agree needs no weighing.
fn plainly_one(row: &Record, citizen: &Record, weights: &Weights) -> Option<Evidence> {
    let one_name = row.name.key == citizen.name.key
        && row.name.len > 1
        && (row.name.marked_key == citizen.name.marked_key || !row.name.marked || !citizen.name.marked);
    let (birth, ..) = births(row, citizen, weights);
    let one_birth = matches!(
        birth,
        BirthAgreement::Same
            | BirthAgreement::SameYear
            | BirthAgreement::Swapped
            | BirthAgreement::NextYear
            | BirthAgreement::Unknown
    );
    (one_name && one_birth).then(|| Evidence {
        name: names(row, citizen, 0.0).agreement,
        birth,
        number: NumberAgreement::Same,
        sex: match (row.sex, citizen.sex) {
            (Some(a), Some(b)) if a != b => Agreement::Differs,
            (Some(_), Some(_)) => Agreement::Same,
            _ => Agreement::Unknown,
        },
        ..Evidence::default()
    })
}

fn prepare<'a>(register: &'a [MatchPerson<'a>], roster: &'a [MatchPerson<'a>]) -> Lists<'a> {
    let ((hamlets, mut people), mut rows) = both(
        || {
            let mut names: Vec<&str> = register.iter().map(|p| p.hamlet).collect();
            names.sort_unstable();
            names.dedup();
            let hamlets = Hamlets::of(names.iter().copied());
            let ids: Vec<u16> = names.iter().map(|name| hamlets.named(name)).collect();
            let people: Vec<Record> = register
                .iter()
                .map(|person| Record {
                    hamlet: names.binary_search(&person.hamlet).map_or(0, |at| ids[at]),
                    ..record(person)
                })
                .collect();
            (hamlets, people)
        },
        || roster.iter().map(record).collect::<Vec<Record>>(),
    );
    let frequencies = Frequencies::of(&people, &rows);
    both(|| frequencies.fill(&mut people), || frequencies.fill(&mut rows));
    Lists { register, roster, people, rows, hamlets }
}

/// Frequencies of births, and cautious rates for the rest.
fn first_weights(people: &[Record], rows: &[Record]) -> Weights {
    let mut years = vec![0u32; 400];
    let mut days = vec![0u32; 13 * 32];
    for record in people.iter().chain(rows).filter(|r| r.year > 0) {
        years[usize::try_from(record.year - 1850).unwrap_or(0).min(399)] += 1;
        if record.day > 0 {
            days[usize::from(record.month) * 32 + usize::from(record.day)] += 1;
        }
    }
    let surprise = |counts: &[u32]| {
        let all: u32 = counts.iter().sum();
        counts.iter().map(|n| -((real(*n) + 0.5) / (real(all) + 1.0)).ln()).collect::<Vec<f32>>()
    };
    let size = real(small(people.len().max(10))).ln();
    Weights {
        year: surprise(&years),
        day: surprise(&days).into_iter().map(|s| s.min(7.0)).collect(),
        hamlet_kept: 0.9,
        phone_kept: 0.6,
        head_kept: 0.9,
        house_kept: 0.8,
        prior: 2.0 - size,
        size,
    }
}

/// Shares among certain pairs, with 20 made-up pairs of the cautious rate.
fn learn_rates(weights: &mut Weights, lists: &Lists<'_>, certain: &[(usize, usize)]) {
    let share = |rate: f32, field: &dyn Fn(&Record) -> u64| {
        let (mut same, mut all) = (0u32, 0u32);
        for &(row, citizen) in certain {
            let (a, b) = (field(&lists.rows[row]), field(&lists.people[citizen]));
            if a > 0 && b > 0 {
                all += 1;
                same += u32::from(a == b);
            }
        }
        (real(same) + rate * 20.0) / (real(all) + 20.0)
    };
    weights.hamlet_kept = share(weights.hamlet_kept, &|r| u64::from(r.hamlet)).clamp(0.3, 0.99);
    weights.phone_kept = share(weights.phone_kept, &|r| r.phone).clamp(0.2, 0.99);
    weights.head_kept = share(weights.head_kept, &|r| r.head).clamp(0.2, 0.99);
    weights.house_kept = share(weights.house_kept, &|r| r.house).clamp(0.2, 0.99);
}

struct Search<'a> {
    lists: &'a Lists<'a>,
    indexes: &'a Indexes,
    briefs: &'a [Brief],
    weights: &'a Weights,
    clans: &'a Counts,
    families: &'a Counts,
    places: &'a [f32],
    /// How many citizens are born before each year from 1850.
    ages: &'a [u32],
    earlier: bool,
}

impl Search<'_> {
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

    fn candidates(&self, row: &Record, near: &mut Vec<u32>) -> Vec<Pair> {
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
        let coevals = real(self.ages[(age + 6).min(400)] - self.ages[age.saturating_sub(5)]);
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
            let clan = real(self.clans.get(clan(family, citizen.hamlet))) + 0.5;
            let local = -(clan / (real(self.families.get(family)) + 1.0)).ln();
            let of_name = if citizen.name.bag == row.name.bag { looked.hamlet } else { f32::MAX };
            self.places[usize::from(citizen.hamlet)].min(local).min(of_name).max(0.0)
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

/// The number as digits again.
fn shown(number: u64) -> u64 {
    // Records hold one more than the digits; comparing digit by digit needs them as they are. A zero stays "none".
    number.saturating_sub(1)
}

/// See [`super::reconcile`].
pub(super) fn settle(register: &[MatchPerson<'_>], roster: &[MatchPerson<'_>]) -> Vec<Match> {
    if register.is_empty() {
        return roster.iter().map(|_| unknown(&[])).collect();
    }
    let mut lists = prepare(register, roster);
    let mut weights = first_weights(&lists.people, &lists.rows);
    let indexes = Indexes::of(&lists);
    let row_numbers = indexed(&lists.rows, |r| r.number);

    // First pass: the number points at one citizen, one row has it, and name and birth agree.
    let mut verdicts: Vec<Option<Match>> = vec![None; roster.len()];
    let mut taken = vec![false; register.len()];
    let mut certain: Vec<(usize, usize)> = Vec::new();
    let mut numbered = 0u32;
    for (at, row) in lists.rows.iter().enumerate() {
        numbered += u32::from(row.number > 0);
        let [(_, citizen)] = indexes.number.get(row.number) else { continue };
        if row_numbers.get(row.number).len() > 1 {
            continue;
        }
        let citizen = *citizen as usize;
        if let Some(evidence) = plainly_one(row, &lists.people[citizen], &weights) {
            certain.push((at, citizen));
            verdicts[at] = Some(Match {
                verdict: Verdict::Matched,
                citizen: Some(citizen),
                rule: if evidence.birth == BirthAgreement::Same {
                    "number-name-birth"
                } else {
                    "number-name"
                },
                score: 1.0,
                candidates: vec![citizen],
                evidence,
            });
        }
    }
    // Two numbers of one person (the present and an earlier one) may have brought two rows.
    let mut times = vec![0u8; register.len()];
    for (_, citizen) in &certain {
        times[*citizen] = times[*citizen].saturating_add(1);
    }
    certain.retain(|(row, citizen)| {
        let once = times[*citizen] == 1;
        if once {
            taken[*citizen] = true;
        } else {
            verdicts[*row] = None;
        }
        once
    });

    // Hamlets of a sample of certain rows teach what texts mean and how often hamlet, phone and the rest agree.
    let sample: Vec<(usize, usize)> = {
        let every = if certain.len() > 20_000 { 8 } else { 1 };
        certain.iter().copied().filter(|(row, _)| lists.rows[*row].content.is_multiple_of(every)).collect()
    };
    let open: Vec<usize> = (0..roster.len()).filter(|at| verdicts[*at].is_none()).collect();
    let mut rows: Vec<usize> = sample.iter().map(|(row, _)| *row).collect();
    place(&mut lists, &rows);
    let unplaced: Vec<(&str, &str, u16)> = sample
        .iter()
        .filter(|(row, _)| lists.rows[*row].hamlet == 0)
        .map(|(row, citizen)| (roster[*row].hamlet, roster[*row].address, lists.people[*citizen].hamlet))
        .collect();
    let mut hamlets = std::mem::take(&mut lists.hamlets);
    hamlets.learn(unplaced.into_iter());
    lists.hamlets = hamlets;
    rows.extend(&open);
    place(&mut lists, &rows);
    learn_rates(&mut weights, &lists, &sample);
    learn_prior(&mut weights, &lists, certain.len(), numbered);

    // Second pass: weigh the candidates of every open row.
    let (clans, families, places) = clans(&lists.people);
    let mut ages = vec![0u32; 402];
    for person in lists.people.iter().filter(|p| p.year > 0) {
        ages[usize::try_from(person.year - 1850).unwrap_or(0).min(399) + 1] += 1;
    }
    for at in 1..ages.len() {
        ages[at] += ages[at - 1];
    }
    let briefs: Vec<Brief> = lists
        .people
        .iter()
        .zip(register)
        .map(|(p, person)| Brief {
            given: p.name.given(),
            family: p.name.family(),
            year: p.year,
            month: p.month,
            day: p.day,
            hamlet: p.hamlet,
            home: household_key(person),
        })
        .collect();
    let search = Search {
        lists: &lists,
        indexes: &indexes,
        briefs: &briefs,
        weights: &weights,
        clans: &clans,
        families: &families,
        places: &places,
        ages: &ages,
        earlier: register.iter().any(|person| !person.earlier_numbers.is_empty()),
    };
    let half = open.len() / 2;
    let weigh_all = |rows: &[usize]| {
        let mut near = Vec::new();
        rows.iter().map(|row| search.candidates(&lists.rows[*row], &mut near)).collect::<Vec<Vec<Pair>>>()
    };
    let (mut pairs, rest) = both(|| weigh_all(&open[..half]), || weigh_all(&open[half..]));
    pairs.extend(rest);

    // The more rows are judged by likeness, the surer each must be for the same share of errors.
    let share = real(small(open.len())) / real(small(roster.len().max(1)));
    let given = give(&pairs, &mut taken, CERTAIN + (share / 0.3).ln().max(0.0));
    for ((at, pairs), given) in open.iter().zip(&pairs).zip(&given) {
        verdicts[*at] = Some(judge(pairs, *given, &taken, &lists.rows[*at]));
    }
    verdicts.into_iter().map(|verdict| verdict.unwrap_or_else(|| unknown(&[]))).collect()
}

/// Finds the hamlets that rows name, for those that have none yet.
fn place(lists: &mut Lists<'_>, rows: &[usize]) {
    let (roster, hamlets) = (lists.roster, &lists.hamlets);
    let records = &lists.rows;
    let find = |rows: &[usize]| {
        let mut known: std::collections::BTreeMap<&str, u16> = std::collections::BTreeMap::new();
        let mut found = Vec::new();
        for &row in rows.iter().filter(|row| records[**row].hamlet == 0) {
            let person = &roster[row];
            let hamlet = if person.address.is_empty() {
                *known.entry(person.hamlet).or_insert_with(|| hamlets.meant(person.hamlet, ""))
            } else {
                hamlets.meant(person.hamlet, person.address)
            };
            found.push((row, hamlet));
        }
        found
    };
    let (first, rest) = rows.split_at(rows.len() / 2);
    let (first, rest) = both(|| find(first), || find(rest));
    for (row, hamlet) in first.into_iter().chain(rest) {
        lists.rows[row].hamlet = hamlet;
    }
}

/// How likely a row's person is in the register, from the rows that have a number.
fn learn_prior(weights: &mut Weights, lists: &Lists<'_>, certain: usize, numbered: u32) {
    let with_number = lists.people.iter().filter(|p| p.number > 0).count();
    let share = real(small(with_number)) / real(small(lists.people.len()));
    let reached = real(small(certain)) / (real(numbered) * share).max(1.0);
    let present = if numbered >= 100 && share > 0.05 { reached.clamp(0.5, 0.97) } else { 0.85 };
    weights.prior = (present / (1.0 - present)).ln() - weights.size;
}

fn clans(people: &[Record]) -> (Counts, Counts, Vec<f32>) {
    let mut clans = Counts::new();
    let mut families = Counts::new();
    let mut places = vec![0u32; usize::from(u16::MAX) + 1];
    for person in people {
        let family = person.name.family();
        clans.add(clan(family, person.hamlet));
        families.add(family);
        places[usize::from(person.hamlet)] += 1;
    }
    let all = real(small(people.len()));
    let places = places.into_iter().map(|n| -((real(n) + 0.5) / all).ln()).collect();
    (clans, families, places)
}

/// A pair that people have to look at, however strong the rest is.
fn barred(pair: &Pair) -> bool {
    matches!(pair.evidence.number, NumberAgreement::Differs)
}

/// Gives citizens to rows, one to one: a pair is settled when it stands out from the second best of the row and of the
/// citizen; then both are out of the way of the others. All pairs of a round are judged on the same state, so the
/// order of the rows plays no part.
fn give(pairs: &[Vec<Pair>], taken: &mut [bool], certain: f32) -> Vec<Option<usize>> {
    let mut given: Vec<Option<usize>> = vec![None; pairs.len()];
    let none = f32::NEG_INFINITY;
    for _ in 0..12 {
        // The fewer citizens are free, the fewer of them are alike by chance.
        let free = taken.iter().filter(|taken| !**taken).count().max(taken.len() / 5).max(1);
        let bonus = (real(small(taken.len())) / real(small(free))).ln();
        // Best and second best row of each citizen.
        let mut wanted: Vec<(f32, f32)> = vec![(none, none); taken.len()];
        for (row, pairs) in pairs.iter().enumerate() {
            for pair in pairs.iter().filter(|_| given[row].is_none()) {
                let (best, second) = &mut wanted[pair.citizen as usize];
                if pair.odds > *best {
                    (*best, *second) = (pair.odds, *best);
                } else if pair.odds > *second {
                    *second = pair.odds;
                }
            }
        }
        let mut settled = Vec::new();
        for (row, pairs) in pairs.iter().enumerate() {
            if given[row].is_some() {
                continue;
            }
            let mut free = pairs.iter().filter(|pair| !taken[pair.citizen as usize]);
            let Some(first) = free.next() else { continue };
            let rival = free.next().map_or(none, |pair| pair.odds);
            let (best, second) = wanted[first.citizen as usize];
            let other = if first.odds >= best { second } else { best };
            let by_number = |pair: &Pair| pair.evidence.number == NumberAgreement::Same;
            let claimed = !by_number(first) && pairs.iter().any(by_number);
            // The bonus speaks against strangers only; of a household there are as many as there are.
            let alone = (first.odds + bonus).min(first.family);
            let apart = first.odds - rival.max(other);
            if alone.min(apart) >= certain && !barred(first) && !claimed {
                settled.push((row, first.citizen as usize));
            }
        }
        if settled.is_empty() {
            break;
        }
        for (row, citizen) in settled {
            given[row] = Some(citizen);
            taken[citizen] = true;
        }
    }
    given
}

fn probability(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

fn named(pairs: &[Pair]) -> Vec<usize> {
    pairs.iter().take(NAMED).map(|pair| pair.citizen as usize).collect()
}

fn unknown(pairs: &[Pair]) -> Match {
    let best = pairs.first();
    Match {
        verdict: Verdict::Unknown,
        citizen: None,
        rule: if best.is_some() { "not-found-near" } else { "not-found" },
        score: best.map_or(0.0, |pair| probability(pair.odds)),
        candidates: named(pairs),
        evidence: best.map(|pair| pair.evidence).unwrap_or_default(),
    }
}

fn judge(pairs: &[Pair], given: Option<usize>, taken: &[bool], row: &Record) -> Match {
    let mut pairs = pairs.to_vec();
    if let Some(citizen) = given {
        pairs.sort_by_key(|pair| pair.citizen as usize != citizen);
        let Some(first) = pairs.first() else { return unknown(&[]) };
        let e = first.evidence;
        let rule = match (e.number, e.old_number, e.birth) {
            (NumberAgreement::Same, ..) => "number-similar",
            (NumberAgreement::Swapped(..), ..) => "number-swapped",
            (NumberAgreement::Moved(..), ..) => "number-moved",
            (NumberAgreement::OneDigit(_), ..) => "number-one-digit",
            (_, Agreement::Same, _) => "old-number",
            (_, _, BirthAgreement::Same) => match e.name {
                NameAgreement::Same | NameAgreement::Unmarked => "name-birth",
                _ => "similar-name-birth",
            },
            _ => "likeness",
        };
        return Match {
            verdict: Verdict::Matched,
            citizen: Some(citizen),
            rule,
            score: probability(first.odds),
            candidates: named(&pairs),
            evidence: e,
        };
    }
    // Those that nobody has taken come first, unless the taken one is far likelier.
    let standing = |pair: &Pair| {
        let gone = taken[pair.citizen as usize] && pair.evidence.number != NumberAgreement::Same;
        pair.odds - if gone { 6.0 } else { 0.0 }
    };
    pairs.sort_by(|a, b| standing(b).total_cmp(&standing(a)));
    let Some(first) = pairs.first() else { return unknown(&[]) };
    let by_number = pairs.iter().filter(|pair| pair.evidence.number == NumberAgreement::Same).count();
    let gone = taken[first.citizen as usize];
    let likely =
        pairs.iter().filter(|pair| !taken[pair.citizen as usize] && pair.odds > first.odds - CERTAIN).count();
    let e = first.evidence;
    let rule = if by_number > 1 {
        "number-of-several"
    } else if gone && (first.odds >= CERTAIN || by_number > 0) && !barred(first) {
        "second-row"
    } else if by_number > 0 {
        if e.number == NumberAgreement::Same { "number-other-person" } else { "number-elsewhere" }
    } else if gone || first.odds < DOUBTFUL || row.name.len == 0 {
        return unknown(&pairs);
    } else if e.number == NumberAgreement::Differs {
        "number-differs"
    } else if likely > 1 {
        "several-alike"
    } else if first.odds >= CERTAIN {
        "wanted-by-another"
    } else {
        "weak"
    };
    Match {
        verdict: Verdict::Review,
        citizen: None,
        rule,
        score: probability(first.odds),
        candidates: named(&pairs),
        evidence: e,
    }
}

/// The evidence of one pair alone.
pub(super) fn evidence_of(citizen: &MatchPerson<'_>, row: &MatchPerson<'_>) -> Evidence {
    let (register, roster) = ([*citizen], [*row]);
    let mut lists = prepare(&register, &roster);
    place(&mut lists, &[0]);
    let weights = first_weights(&lists.people, &lists.rows);
    let (row, citizen) = (&lists.rows[0], &lists.people[0]);
    let number = numbers(shown(row.number), shown(citizen.number));
    weigh(row, citizen, &weights, names(row, citizen, 5.0), 0.0, number, false).2
}
