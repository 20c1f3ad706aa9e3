//! Which hamlet of the register a text names: "Thôn Đoài", "thon doai, xã Phú An", "KP5", "Khu II".

use std::collections::BTreeMap;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::address::{kind_of, phrase, segments};
use super::houses::House;
use super::names::hash;
use crate::domain::text::fold;

/// A hamlet of the register; 0 when not known.
pub(super) type Hamlet = u16;

/// The hamlets of the register, found by their names.
#[derive(Debug, Default)]
pub(super) struct Hamlets {
    /// Hash of the whole name → hamlet.
    whole: BTreeMap<u64, Hamlet>,
    /// Hash of the name without its kind → every hamlet of that name with its kind.
    core: BTreeMap<u64, Vec<(u64, Hamlet)>>,
    /// What texts turned out to mean on pairs that are certain.
    learned: BTreeMap<u64, Hamlet>,
}

/// Folded words; "KP5" is "kp 5", "01" is "1", "II" is "2".
fn words(segment: &str) -> Vec<String> {
    let folded = fold(segment);
    let mut out: Vec<String> = Vec::new();
    for word in folded.split(' ').filter(|word| !word.is_empty()) {
        let digits = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let letters = word.strip_suffix(digits).unwrap_or(word);
        for part in [letters, digits] {
            if part.is_empty() {
                continue;
            }
            let roman = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
            let part = match roman.iter().position(|r| *r == part) {
                Some(n) if !out.is_empty() => (n + 1).to_string(),
                _ => part.trim_start_matches('0').to_owned(),
            };
            out.push(part);
        }
    }
    out
}

impl Hamlets {
    /// The hamlets by the names of their units, sorted so that the same names give the same hamlets.
    pub(super) fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut names: Vec<String> =
            names.map(|name| words(name).join(" ")).filter(|n| !n.is_empty()).collect();
        names.sort_unstable();
        names.dedup();
        let mut hamlets = Self::default();
        for (name, id) in names.iter().zip(1..Hamlet::MAX) {
            let words: Vec<&str> = name.split(' ').collect();
            hamlets.whole.insert(phrase(&words), id);
            let (kind, taken) = kind_of(&words).unwrap_or((0, 0));
            let core = phrase(words.get(taken..).unwrap_or_default());
            hamlets.core.entry(core).or_default().push((kind, id));
        }
        hamlets
    }

    /// The hamlet that a unit's own name means.
    pub(super) fn named(&self, name: &str) -> Hamlet {
        let words = words(name);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        self.whole.get(&phrase(&words)).copied().unwrap_or(0)
    }

    /// The hamlet that unknown texts turned out to mean; 0 when they did not.
    fn learned(&self, column: &str, address: &str) -> Hamlet {
        let mut keys = segments(column).chain(segments(address)).map(segment_key);
        keys.find_map(|key| self.learned.get(&key).copied()).unwrap_or(0)
    }

    fn in_segment(&self, segment: &str, is_column: bool) -> Hamlet {
        let words = words(segment);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        if let Some(&hamlet) = self.whole.get(&phrase(&words)) {
            return hamlet;
        }
        for start in 0..words.len() {
            let rest = words.get(start..).unwrap_or_default();
            let Some((kind, taken)) = kind_of(rest) else { continue };
            let rest = rest.get(taken..).unwrap_or_default();
            for length in (1..=rest.len().min(4)).rev() {
                let core = rest.get(..length).unwrap_or_default();
                let Some(found) = self.core.get(&phrase(core)) else { continue };
                if let Some((_, hamlet)) = found.iter().find(|(k, _)| *k == kind) {
                    return *hamlet;
                }
                let number = core.iter().all(|word| word.starts_with(|c: char| c.is_ascii_digit()));
                if let [(_, hamlet)] = found.as_slice()
                    && (!number || is_column)
                {
                    return *hamlet;
                }
            }
        }
        let number = words.iter().all(|word| word.starts_with(|c: char| c.is_ascii_digit()));
        match self.core.get(&phrase(&words)).map(Vec::as_slice) {
            Some([(_, hamlet)]) if is_column || !number => *hamlet,
            _ => 0,
        }
    }

    /// Learns what unknown texts mean from pairs that are certain: a part that goes with one hamlet in at least
    /// four of five cases, three cases at least.
    pub(super) fn learn<'a>(&mut self, certain: impl Iterator<Item = (&'a str, &'a str, Hamlet)>) {
        let mut seen: BTreeMap<u64, BTreeMap<Hamlet, u32>> = BTreeMap::new();
        for (column, address, hamlet) in certain.filter(|(_, _, hamlet)| *hamlet > 0) {
            for segment in segments(column).chain(segments(address)) {
                *seen.entry(segment_key(segment)).or_default().entry(hamlet).or_default() += 1;
            }
        }
        for (segment, hamlets) in seen {
            let all: u32 = hamlets.values().sum();
            if let Some((hamlet, &most)) = hamlets.iter().max_by_key(|(_, n)| **n)
                && most >= 3
                && most * 5 >= all * 4
            {
                self.learned.insert(segment, *hamlet);
            }
        }
    }
}

fn segment_key(segment: &str) -> u64 {
    hash(fold(segment).as_bytes())
}

/// Reads the places that rows name; their texts have most parts in common.
pub(super) struct Places<'a> {
    hamlets: &'a Hamlets,
    columns: HashMap<&'a str, Hamlet, FixedState>,
    segments: HashMap<&'a str, (Hamlet, House), FixedState>,
}

impl<'a> Places<'a> {
    pub(super) fn of(hamlets: &'a Hamlets) -> Self {
        Self { hamlets, columns: HashMap::default(), segments: HashMap::default() }
    }

    /// The hamlet that a column or else an address means, 0 when they do not say, and the address's house.
    pub(super) fn read(&mut self, column: &'a str, address: &'a str) -> (Hamlet, House) {
        let hamlets = self.hamlets;
        let first =
            |column| segments(column).map(|segment| hamlets.in_segment(segment, true)).find(|h| *h > 0);
        let mut hamlet = *self.columns.entry(column).or_insert_with(|| first(column).unwrap_or(0));
        let mut house = House::default();
        for segment in segments(address) {
            let read = || (hamlets.in_segment(segment, false), House::in_segment(segment));
            let (there, door) = *self.segments.entry(segment).or_insert_with(read);
            hamlet = if hamlet > 0 { hamlet } else { there };
            house = house.or(door);
        }
        (if hamlet > 0 { hamlet } else { hamlets.learned(column, address) }, house)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hamlets_are_found_in_columns_and_addresses() {
        let names = ["Thôn Đoài", "Thôn Đông", "Khu 2", "Khu phố 5", "Tổ dân phố số 7", "Bản Nà Lốc"];
        let hamlets = Hamlets::of(names.into_iter());
        let check = |column: &str, address: &str, expect: &str| {
            let (found, _) = Places::of(&hamlets).read(column, address);
            assert_eq!(found, hamlets.named(expect), "{column} {address}");
        };
        check("Đoài", "", "Thôn Đoài");
        check("", "Số 12 ngõ 5 thôn Đoài xã Phú An", "Thôn Đoài");
        check("", "12/3A Trần Phú, KP5, P. Phú An", "Khu phố 5");
        check("", "tổ 7, xã Phú An", "Tổ dân phố số 7");
        check("", "TDP 07 - Phú An", "Tổ dân phố số 7");
        check("khu II", "", "Khu 2");
        check("2", "", "Khu 2");
        check("", "thon na loc", "Bản Nà Lốc");
        check("", "tổ 5, Phú An", "");
        check("", "Phú An", "");
    }

    #[test]
    fn a_new_name_is_learned_from_certain_pairs() {
        let mut hamlets = Hamlets::of(["Thôn Đoài", "Thôn Đông"].into_iter());
        let (doai, dong) = (hamlets.named("Thôn Đoài"), hamlets.named("Thôn Đông"));
        let pairs = [
            ("Lam Khê", doai),
            ("Lam Khê", doai),
            ("Lam Khê", doai),
            ("Lam Sơn", dong),
            ("Lam Sơn", dong),
            ("Lam Sơn", doai),
        ];
        hamlets.learn(pairs.iter().map(|(text, hamlet)| (*text, "Phú An", *hamlet)));
        let mut places = Places::of(&hamlets);
        assert_eq!(places.read("Lam Khê", "Phú An").0, doai);
        assert_eq!(places.read("Lam Sơn", "Phú An").0, 0);
    }
}
