//! Both lists as records that compare fast, with the frequencies of their names and the hamlets they name.

#![expect(
    clippy::indexing_slicing,
    reason = "every index is made here from the length of the vector it goes into"
)]

use std::cmp::Ordering;

use foldhash::fast::FixedState;
use hashbrown::{HashMap, HashSet};

use super::MatchPerson;
use super::evidence::Record;
use super::houses::House;
use super::index::{Counts, both, real};
use super::names::{MOST, Name, hash, mix};
use super::places::{Hamlets, Places};
use crate::domain::citizen::Sex;

/// A number of so many digits as a record keeps it; 0 is none.
pub(super) fn digits(text: &str, length: usize) -> u64 {
    let text = if text.len() > length { text.trim() } else { text };
    // One more, so that 000000000000 is not "none".
    if text.len() == length { text.parse::<u64>().map_or(0, |n| n + 1) } else { 0 }
}

fn text(text: &str) -> u64 {
    if text.is_empty() { 0 } else { hash(text.as_bytes()) }
}

/// The head counts where both lists name heads.
fn record(person: &MatchPerson<'_>, heads: bool) -> Record {
    let name = Name::read(person.name);
    let number = digits(person.number, 12);
    let (mut year, mut month, mut day) = (0, 0, 0);
    if let Some(birth) = person.birth {
        year = i16::try_from(birth.year()).unwrap_or(0);
        month = birth.month().and_then(|m| u8::try_from(m).ok()).unwrap_or(0);
        day = birth.day().and_then(|d| u8::try_from(d).ok()).unwrap_or(0);
    }
    let (mut sex, year_told) = (person.sex, year > 0);
    if number > 0 {
        // The number tells century, sex and year (docs/domain.md, Identity numbers); it fills what the list does not say.
        let n = number - 1;
        let (digit, two) = (n / 100_000_000 % 10, n / 1_000_000 % 100);
        if sex.is_none() && digit < 4 {
            sex = Some(if digit % 2 == 0 { Sex::Male } else { Sex::Female });
        }
        if year == 0 && digit < 4 {
            year = i16::try_from(1900 + digit / 2 * 100 + two).unwrap_or(0);
        }
    }
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
        phone: text(person.phone.trim()),
        hamlet: 0,
        head: if !heads || person.head.is_empty() { 0 } else { Name::read(person.head).bag },
        house: House::default(),
        year_told,
        sex_told: person.sex.is_some(),
    }
}

/// The number of a record as digits again.
pub(super) fn shown(number: u64) -> u64 {
    // Records hold one more than the digits; comparing digit by digit needs them as they are. A zero stays "none".
    number.saturating_sub(1)
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
    /// Syllables before the given name, after the one before them: those of a long clan come together.
    pairs: Counts,
    first: Counts,
    given: Counts,
}

impl Frequencies {
    fn of(register: &[Record], roster: &[Record]) -> Self {
        let mut found = Self {
            syllables: [Counts::new(), Counts::new(), Counts::new()],
            pairs: Counts::new(),
            first: Counts::new(),
            given: Counts::new(),
        };
        for record in register.iter().chain(roster) {
            for place in 0..record.name.len {
                let role = role(record, place);
                found.syllables[role].add(record.name.loose[place]);
                if role == 1 {
                    let before = record.name.loose[place - 1];
                    found.first.add(before);
                    found.pairs.add(mix(before, record.name.loose[place]));
                }
            }
            if record.name.len > 0 {
                found.given.add(given_key(record));
            }
        }
        found
    }

    /// Surprise of a syllable after another that is common enough to tell.
    fn after(&self, before: u64, syllable: u64) -> f32 {
        let all = self.first.get(before);
        if all < 20 {
            return f32::MAX;
        }
        -((real(self.pairs.get(mix(before, syllable))) + 0.5) / (real(all) + 1.0)).ln()
    }

    fn fill(&self, records: &mut [Record]) {
        let usual = 4 + self.given.total / 20_000;
        for record in records {
            for place in 0..record.name.len {
                let role = role(record, place);
                let mut surprise = self.syllables[role].surprise(record.name.loose[place]).min(8.0);
                if role == 1 {
                    surprise =
                        surprise.min(self.after(record.name.loose[place - 1], record.name.loose[place]));
                }
                record.surprise[place] = surprise;
            }
            record.given_usual = record.name.len > 0 && self.given.get(given_key(record)) >= usual;
        }
    }
}

/// The register and the roster, each person with the record of it.
pub(super) struct Lists<'a> {
    pub(super) register: &'a [MatchPerson<'a>],
    pub(super) roster: &'a [MatchPerson<'a>],
    pub(super) people: Vec<Record>,
    pub(super) rows: Vec<Record>,
    pub(super) hamlets: Hamlets,
}

impl<'a> Lists<'a> {
    pub(super) fn of(register: &'a [MatchPerson<'a>], roster: &'a [MatchPerson<'a>]) -> Self {
        let heads = roster.iter().any(|person| !person.head.is_empty());
        let ((hamlets, mut people), mut rows) = both(
            || {
                let names: HashSet<&str, FixedState> = register.iter().map(|p| p.hamlet).collect();
                let mut names: Vec<&str> = names.into_iter().collect();
                names.sort_unstable();
                let hamlets = Hamlets::of(names.iter().copied());
                let ids: HashMap<&str, u16, FixedState> =
                    names.iter().map(|name| (*name, hamlets.named(name))).collect();
                let mut alleys: HashMap<&str, House, FixedState> = HashMap::default();
                let mut places = Places::of(&hamlets);
                let people: Vec<Record> = register
                    .iter()
                    .map(|person| {
                        let (_, address) = places.read("", person.address);
                        let house = House::read("", person.house_number, address);
                        let alley = alleys.entry(person.alley);
                        let none = House::default();
                        let alley = *alley.or_insert_with(|| House::read(person.alley, "", none));
                        Record {
                            hamlet: ids.get(person.hamlet).copied().unwrap_or(0),
                            house: house.in_alley(alley),
                            ..record(person, heads)
                        }
                    })
                    .collect();
                drop(places);
                (hamlets, people)
            },
            || roster.iter().map(|person| record(person, heads)).collect::<Vec<Record>>(),
        );
        let frequencies = Frequencies::of(&people, &rows);
        both(|| frequencies.fill(&mut people), || frequencies.fill(&mut rows));
        Self { register, roster, people, rows, hamlets }
    }

    /// Of two citizens the one to name first, whatever the order of the rows: by all that the register says of them.
    pub(super) fn tie(&self, a: usize, b: usize) -> Ordering {
        let plain = |at: usize| {
            let r = &self.people[at];
            (r.name.marked_key, r.year, r.month, r.day, r.number, r.phone, r.sex)
        };
        let texts = |at: usize| {
            let p = &self.register[at];
            (p.house_number, p.alley, p.head, p.hamlet, p.address)
        };
        plain(a).cmp(&plain(b)).then_with(|| texts(a).cmp(&texts(b))).then(a.cmp(&b))
    }

    /// Finds the hamlets and houses that rows name, for those that have none yet.
    pub(super) fn place(&mut self, rows: &[usize]) {
        let (roster, hamlets, records) = (self.roster, &self.hamlets, &self.rows);
        let find = |rows: &[usize]| {
            let mut places = Places::of(hamlets);
            let open = rows.iter().filter(|row| records[**row].hamlet == 0);
            open.map(|row| (*row, places.read(roster[*row].hamlet, roster[*row].address))).collect::<Vec<_>>()
        };
        let (first, rest) = rows.split_at(rows.len() / 2);
        let (first, rest) = both(|| find(first), || find(rest));
        for (row, (hamlet, house)) in first.into_iter().chain(rest) {
            self.rows[row].hamlet = hamlet;
            self.rows[row].house = house;
        }
    }
}
