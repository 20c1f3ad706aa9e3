//! Where a house stands, however a list writes it: "Số 67 Ngõ 5", "ngõ 5, nhà 67", "67/5 Thôn 3".

use super::address::{kind_of, segments};
use super::names::hash;
use crate::domain::text::fold;

/// Alley and number of a house; 0 where the list does not say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct House {
    pub(super) alley: u32,
    pub(super) number: u32,
    /// Both parts of a number like 67/5, which may be house and alley in either order.
    parts: (u32, u32),
}

fn is_alley(word: &str) -> bool {
    matches!(word, "ngo" | "ngach" | "hem" | "kiet" | "duong" | "pho" | "xeo" | "lo" | "ql")
}

fn is_lead(word: &str) -> bool {
    matches!(word, "so" | "sn" | "nha" | "can" | "no" | "dia" | "chi")
}

/// What is followed by a number that is no house's.
fn is_other(word: &str) -> bool {
    matches!(word, "xa" | "phuong" | "huyen" | "tinh" | "p" | "tp" | "q" | "quan" | "f" | "tx" | "tt" | "km")
}

#[expect(clippy::cast_possible_truncation, reason = "half of a hash is enough within a hamlet")]
fn key(word: &str) -> u32 {
    let word = word.trim_start_matches('0');
    hash(word.as_bytes()) as u32 | 1
}

/// A word with its digits: "67", "12/3a"; "KP5" is "kp", "5".
fn words(segment: &str) -> Vec<String> {
    let spaced: String =
        segment.chars().map(|c| if matches!(c, '.' | ':' | '\u{a0}') { ' ' } else { c }).collect();
    let mut out = Vec::new();
    for word in spaced.split_whitespace() {
        let word: String = word.split('/').map(fold).collect::<Vec<_>>().join("/");
        let digits = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let lead = word.strip_suffix(digits).unwrap_or_default();
        out.extend([lead, digits].into_iter().filter(|part| !part.is_empty()).map(str::to_owned));
    }
    out
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// Numbers of the alley (empty without one) and of the house in an address: "SN67, ngõ 5, KP3" is ("5", "67"). `None` where
/// the house has none, or the alley another name.
#[must_use]
pub fn door(address: &str) -> Option<(String, String)> {
    let mut number = String::new();
    let mut alleys = Vec::new();
    let mut found = |part: Part<'_>| match part {
        Part::Number(word) if number.is_empty() => number = word.to_uppercase(),
        Part::Number(_) => {}
        Part::Alley(kind, name) => alleys.push((kind.to_owned(), name.join(" "))),
    };
    segments(address).for_each(|segment| read_segment(segment, &mut found));
    let alley = match alleys.as_slice() {
        [] => String::new(),
        [(kind, name), ..] if kind == "ngo" && is_number(name) => name.trim_start_matches('0').to_owned(),
        _ => return None,
    };
    (!number.is_empty()).then_some((alley, number))
}

/// What an address says of a house, in folded words.
enum Part<'a> {
    Number(&'a str),
    /// Its kind and its name.
    Alley(&'a str, &'a [&'a str]),
}

fn read_segment(segment: &str, found: &mut dyn FnMut(Part<'_>)) {
    let words = words(segment);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let rest = words.get(at..).unwrap_or_default();
        at += 1;
        if let Some((name, taken)) = is_alley(word).then(|| alley_in(rest)).flatten() {
            at += taken;
            found(Part::Alley(word, name));
        } else if is_lead(word) {
        } else if let Some((_, taken)) = kind_of(rest) {
            // The hamlet, whose number is no house's.
            at += taken.max(1);
        } else if is_other(word) {
            at += usize::from(words.get(at).is_some_and(|next| is_number(next)));
        } else if is_number(word) {
            found(Part::Number(word));
        }
    }
}

/// The alley that the words after its kind name, and how many they are. "Phố" begins a hamlet's name, too.
fn alley_in<'a>(words: &'a [&'a str]) -> Option<(&'a [&'a str], usize)> {
    if kind_of(words).is_some() {
        return None;
    }
    let lead = usize::from(words.get(1) == Some(&"so"));
    let rest = words.get(1 + lead..)?;
    if is_number(rest.first()?) {
        return Some((rest.get(..1)?, lead + 1));
    }
    let is_kind = |at: usize| {
        let word = rest.get(at).copied().unwrap_or_default();
        is_number(word)
            || is_alley(word)
            || is_lead(word)
            || is_other(word)
            || kind_of(rest.get(at..).unwrap_or_default()).is_some()
    };
    let end = (1..rest.len()).find(|at| is_kind(*at)).unwrap_or(rest.len());
    Some((rest.get(..end)?, lead + end))
}

/// The key of an alley's name.
fn key_of(name: &[&str]) -> u32 {
    if let [number] = name { key(number) } else { key(&name.join(" ")) }
}

impl House {
    /// Reads the columns of a household, which go before its address.
    pub(super) fn read(alley: &str, number: &str, address: Self) -> Self {
        let mut house = Self::default();
        let plain = number.trim();
        if is_number(plain) && plain.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'/') {
            house.set_number(&plain.to_ascii_lowercase());
        } else {
            house = house.or_of(number);
        }
        if house.number == 0 {
            house = house.or(address);
        }
        house.read_alley(alley);
        house
    }

    /// What a part of an address says of the house.
    pub(super) fn in_segment(segment: &str) -> Self {
        let mut house = Self::default();
        read_segment(segment, &mut |part| match part {
            Part::Number(word) if house.number == 0 => house.set_number(word),
            Part::Alley(_, name) if house.alley == 0 => house.alley = key_of(name),
            _ => {}
        });
        house
    }

    /// What another text adds.
    pub(super) fn or(self, other: Self) -> Self {
        let alley = if self.alley > 0 { self.alley } else { other.alley };
        let numbered = if self.number > 0 { self } else { other };
        Self { alley, ..numbered }
    }

    fn or_of(self, text: &str) -> Self {
        segments(text).map(Self::in_segment).fold(self, Self::or)
    }

    /// The house in the alley that a column of its own names.
    pub(super) fn in_alley(self, alley: Self) -> Self {
        if alley.alley == 0 { self } else { Self { alley: alley.alley, ..self } }
    }

    fn read_alley(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let words = words(text);
        let known = words.iter().position(|word| !is_alley(word) && word != "so");
        if let Some(first) = known.and_then(|at| words.get(at..)) {
            self.alley = match first {
                [number, ..] if is_number(number) => key(number),
                named => key(&named.join(" ")),
            };
        }
    }

    fn set_number(&mut self, word: &str) {
        self.number = key(word);
        if let Some((first, second)) = word.split_once('/')
            && !second.contains('/')
        {
            self.parts = (key(first), key(second));
        }
    }

    /// Whether both are one house. An alley that one side leaves out says nothing; `None` when they do not say.
    pub(super) fn is_same(&self, other: &Self) -> Option<bool> {
        if self.number == 0 || other.number == 0 {
            return match (self.alley, other.alley) {
                (0, _) | (_, 0) => None,
                (a, b) if a == b => None,
                _ => Some(false),
            };
        }
        let of_parts = |a: &Self, b: &Self| {
            let (first, second) = a.parts;
            first > 0
                && b.alley > 0
                && ((first, second) == (b.number, b.alley) || (second, first) == (b.number, b.alley))
        };
        let alleys = self.alley == other.alley || self.alley == 0 || other.alley == 0;
        let same = self.number == other.number && alleys
            || of_parts(self, other)
            || of_parts(other, self)
            || self.parts.0 > 0 && self.parts == (other.parts.1, other.parts.0);
        let unclear =
            |a: &Self, b: &Self| a.parts.0 > 0 && b.alley == 0 && [a.parts.0, a.parts.1].contains(&b.number);
        match same {
            true => Some(true),
            false if unclear(self, other) || unclear(other, self) => None,
            false => Some(false),
        }
    }

    /// The numbers under which the house may stand elsewhere.
    pub(super) fn numbers(&self) -> impl Iterator<Item = u32> {
        [self.number, self.parts.0, self.parts.1].into_iter().filter(|number| *number > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_house_is_one_in_every_spelling() {
        let check = |address: &str, expect: Option<bool>| {
            let ours = House::read("Ngõ 5", "67", House::default());
            assert_eq!(House::default().or_of(address).is_same(&ours), expect, "{address}");
        };
        for address in [
            "Số 67 Ngõ 5",
            "Ngõ 5 67, Thôn 3",
            "67/5 Thôn 3",
            "5/67, thôn 3, xã Phú An",
            "nhà 67, ngõ 5",
            "Thôn 3, ngõ số 5, số nhà 67",
            "SN 67 NGÕ 05 KHU PHỐ 3",
            "SN67, ngõ 5, KP3, P. 12",
            "Số nhà 67, thôn 3",
        ] {
            check(address, Some(true));
        }
        check("Số 67 Ngõ 6", Some(false));
        check("Số 6 Ngõ 5", Some(false));
        check("ngõ 6, thôn 3", Some(false));
        check("Thôn 67, xã Phú An", None);
        check("tổ 67, phường 5", None);
        check("67/5/2 Thôn 3", Some(false));
        check("Ngõ 5, Thôn 3", None);
    }

    #[test]
    fn a_door_is_read_off_an_address() {
        let check = |address: &str, expect: Option<(&str, &str)>| {
            let door = door(address);
            assert_eq!(door.as_ref().map(|(alley, number)| (&**alley, &**number)), expect, "{address}");
        };
        check("Số 67 Ngõ 5, Thôn 3, xã Phú An", Some(("5", "67")));
        check("SN 12/3a NGÕ 05 KHU PHỐ 3", Some(("5", "12/3A")));
        check("nhà 8, thôn 3", Some(("", "8")));
        check("8 đường Bờ Sông, thôn 3", None);
        check("Ngõ 5, Thôn 3", None);
        check("Thôn 67, xã Phú An", None);
        check("", None);
    }

    #[test]
    fn streets_and_numbers_with_parts() {
        let check = |(alley, number): (&str, &str), address: &str| {
            let ours = House::read(alley, number, House::default());
            assert_eq!(House::default().or_of(address).is_same(&ours), Some(true), "{address}");
        };
        check(("", "12/3A"), "Số 12/3A ngõ 5, thôn Đoài");
        check(("", "SN 12/3a"), "12/3A Trần Phú");
        check(("đường Bờ Sông", "8"), "8 đường Bờ Sông, thôn Đoài");
        check(("đường Bờ Sông", "8"), "thôn Đoài, Đường bờ sông số 8");
        check(("Ngõ 2", "12/3A"), "12/3A Ngõ 2, Thôn 4");
    }
}
