//! How hard a passphrase is to guess: by zxcvbn, and as somebody would guess who knows Vietnamese and the unit.
//! A book refuses what is weak.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::text::fold;
use super::words::words;
use crate::error::{Error, Result};
use crate::messages::word;

/// Wipes passphrases from what holds them when it is dropped.
macro_rules! wiped {
    ($($holder:ident: $($field:tt),+;)*) => {
        $(impl Drop for $holder {
            fn drop(&mut self) {
                $(zeroize::Zeroize::zeroize(&mut self.$field);)+
            }
        })*
    };
}
pub(crate) use wiped;

/// Shortest passphrase, in characters.
pub const SHORTEST: usize = 8;

/// Passphrase of samples: everybody in them is invented, and everybody may know it.
pub const PUBLIC: &str = "xa thu nghiem";

/// Guesses that take a stolen computer some days: fewer is weak (zxcvbn's scores 0 to 2).
const WEAK: f64 = 1e8;

/// Guesses that nobody makes (zxcvbn's score 4).
const STRONG: f64 = 1e10;

/// How hard a passphrase is to guess, and what would make it harder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Strength {
    /// 0 too short, 1 easy to guess, 2 usable, 3 strong. A book refuses 0 and 1.
    pub grade: u8,
    /// Row of `messages.csv` with its sentence.
    pub hint: &'static str,
}

/// The password that locks a file which leaves; wiped from memory, never told.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(transparent)]
pub struct FilePassword(String);

impl FilePassword {
    /// # Errors
    /// `report.password_missing`; `report.password_weak` with why: whoever finds the stick has all the time that guessing needs.
    pub fn check(&self) -> Result<()> {
        if self.0.trim().is_empty() {
            return Err(Error::new("report.password_missing"));
        }
        let Strength { grade, hint } = weigh(&self.0, &[]);
        if grade < 2 {
            return Err(Error::new("report.password_weak").with("why", word(hint)));
        }
        Ok(())
    }

    /// The characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for FilePassword {
    fn from(password: String) -> Self {
        Self(password)
    }
}

impl std::fmt::Debug for FilePassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FilePassword(…)")
    }
}

wiped! {
    FilePassword: 0;
}

/// What people take first, folded and without blanks.
const COMMON: &[&str] = &[
    "matkhau",
    "password",
    "pass",
    "123456",
    "12345678",
    "123456789",
    "abc",
    "abcd",
    "qwerty",
    "admin",
    "anhyeuem",
    "emyeuanh",
    "yeuem",
    "congan",
    "vneid",
    "dean06",
    "tungnha",
    "vietnam",
    "hanoi",
    "saigon",
    "canbo",
    "ubnd",
    "conganxa",
    "dinhdanh",
    "cancuoc",
    "cccd",
    "chuyendoiso",
    "chinhphu",
    "giadinh",
    "hanhphuc",
    "tinhyeu",
    "thunghiem",
    "maytinh",
    "dienthoai",
    "iloveyou",
    "khongbiet",
    "khongco",
    "quenroi",
    "bimat",
    "dangnhap",
];

/// Families of most people; most of them go on with "Văn" or "Thị".
const FAMILIES: &[&str] = &[
    "nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui", "do", "ho", "ngo",
    "duong", "ly", "lo", "ha", "trinh", "dinh", "mai", "cao", "luong", "dao", "doan", "vuong", "quach", "lu",
    "vi", "cam",
];

/// Ranks of the syllables, the most frequent first.
static SYLLABLES: LazyLock<BTreeMap<&str, usize>> =
    LazyLock::new(|| include_str!("data/syllables.txt").lines().zip(1..).collect());

/// The words of proposals, without their blanks.
static WORDS: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| words().iter().map(|word| word.replace(' ', "")).collect());

/// Weighs a passphrase; `known` are names that everybody here knows, such as that of the unit.
#[must_use]
pub fn weigh(passphrase: &str, known: &[&str]) -> Strength {
    let grade = |grade, hint| Strength { grade, hint };
    let typed = passphrase.trim();
    if typed.chars().count() < SHORTEST {
        return grade(0, "passphrase.short");
    }
    if typed.chars().all(|c| c.is_ascii_digit() || " ./-".contains(c)) {
        return grade(1, "passphrase.digits");
    }
    let guesses = guesses(typed, known);
    if guesses < WEAK {
        grade(1, "passphrase.common")
    } else if guesses < STRONG {
        grade(2, "passphrase.usable")
    } else {
        grade(3, "passphrase.strong")
    }
}

/// Guesses that find the passphrase, by the best of three guessers: one who knows English words and keyboards, the same
/// without marks and blanks, and one who knows Vietnamese.
fn guesses(typed: &str, known: &[&str]) -> f64 {
    let names = names_of(known);
    let plain = plain(typed);
    let inputs: Vec<&str> = names.iter().map(String::as_str).chain(COMMON.iter().copied()).collect();
    let by_zxcvbn = |text: &str| zxcvbn::zxcvbn(text, &inputs).guesses_log10();
    10_f64.powf(by_zxcvbn(typed).min(by_zxcvbn(&plain))).min(in_vietnamese(&plain, &names))
}

/// Without marks, case, blanks and what else stands between words.
fn plain(typed: &str) -> String {
    let mut plain = String::new();
    for c in typed.chars().filter(|c| !c.is_whitespace() && !"-_.,/".contains(*c)) {
        let folded = fold(c.encode_utf8(&mut [0; 4]));
        if folded.is_empty() { plain.push(c) } else { plain.push_str(&folded) }
    }
    plain
}

/// The names folded and without blanks, each with its kind word, "xã", and without.
fn names_of(known: &[&str]) -> Vec<String> {
    let mut names = Vec::new();
    for name in known.iter().map(|name| fold(name)) {
        let bare = name.split_once(' ').map_or("", |(_, bare)| bare);
        names.extend(
            [name.as_str(), bare].map(|name| name.replace(' ', "")).into_iter().filter(|n| n.len() > 3),
        );
    }
    names
}

/// Steps of the scale on which products of ranks are counted, per factor e.
const STEPS: f64 = 8.0;

/// A way to make the beginning of a passphrase of known parts.
#[derive(Clone, Copy)]
struct Way {
    /// Natural logarithm of the product of the ranks of its syllables.
    ranks: f64,
    /// Natural logarithm of the choices for all else in it: names, dates, words, single characters.
    rest: f64,
}

/// Guesses of somebody who tries phrases of syllables, frequent ones first, with names, dates and numbers among them.
fn in_vietnamese(plain: &str, names: &[String]) -> f64 {
    // What is longer is strong by its first part, or made of few parts.
    let chars: Vec<char> = plain.chars().take(120).collect();
    // The best way to each place, by the number of syllables in it.
    let mut ways = vec![BTreeMap::from([(0_usize, Way { ranks: 0.0, rest: 0.0 })])];
    for end in 1..=chars.len() {
        let mut best: BTreeMap<usize, Way> = BTreeMap::new();
        for begin in end.saturating_sub(LONGEST_PART)..end {
            let part: String = chars.iter().take(end).skip(begin).collect();
            let (syllable, other) = (SYLLABLES.get(part.as_str()), choices(&part, names));
            for (syllables, way) in ways.get(begin).into_iter().flatten() {
                let mut offer = |syllables: usize, way: Way| {
                    let old = best.entry(syllables).or_insert(way);
                    if way.ranks + way.rest < old.ranks + old.rest {
                        *old = way;
                    }
                };
                if let Some(rank) = syllable {
                    offer(syllables + 1, Way { ranks: way.ranks + ln(*rank), ..*way });
                }
                if let Some(choices) = other {
                    offer(*syllables, Way { rest: way.rest + choices.ln(), ..*way });
                }
            }
        }
        ways.push(best);
    }
    let last = ways.pop().unwrap_or_default();
    let guesses = last.iter().map(|(syllables, way)| phrases(*syllables, way.ranks) * way.rest.exp());
    guesses.fold(f64::INFINITY, f64::min)
}

/// Longest part that is looked up.
const LONGEST_PART: usize = 24;

/// How many things a guesser tries for this part of a passphrase when it is no syllable.
fn choices(part: &str, names: &[String]) -> Option<f64> {
    if names.iter().any(|name| name == part) || COMMON.contains(&part) {
        return Some(COMMON.len() as f64);
    }
    let family = part.strip_suffix("van").or_else(|| part.strip_suffix("thi"));
    if family.is_some_and(|family| FAMILIES.contains(&family)) {
        return Some(2.0 * FAMILIES.len() as f64);
    }
    if WORDS.contains(part) {
        return Some(WORDS.len() as f64);
    }
    if part.bytes().all(|b| b.is_ascii_digit()) {
        return of_digits(part);
    }
    // A single character that belongs to nothing.
    (part.chars().count() == 1).then_some(if part.is_ascii() { 30.0 } else { 100.0 })
}

/// Digits as people choose them: days of the last century, years, numbers of phones and cards.
fn of_digits(part: &str) -> Option<f64> {
    let number = |from: usize, to: usize| {
        part.get(from..to).and_then(|digits| digits.parse::<u32>().ok()).unwrap_or(0)
    };
    let is_day = (1..=31).contains(&number(0, 2)) && (1..=12).contains(&number(2, 4));
    match part.len() {
        1 => Some(10.0),
        4 if (1930..=2030).contains(&number(0, 4)) => Some(100.0),
        4 if is_day => Some(366.0),
        6 if is_day => Some(36_600.0),
        8 if is_day && (1900..=2030).contains(&number(4, 8)) => Some(36_600.0),
        // Those of the people around are tried: a commune has some thousands.
        10 if part.starts_with('0') && "35789".contains(part.chars().nth(1)?) => Some(100_000.0),
        12 if part.starts_with('0') => Some(100_000.0),
        _ => None,
    }
}

/// How many phrases of so many syllables come before one whose ranks have this product: the product decides, because a
/// syllable of rank r is about r times as rare as the first one.
fn phrases(syllables: usize, product: f64) -> f64 {
    #[expect(clippy::cast_possible_truncation, reason = "a logarithm of at most some hundred")]
    let step = |ln: f64| (ln * STEPS).max(0.0) as usize;
    let wanted = step(product) + 1;
    let mut one = vec![0.0; step(ln(SYLLABLES.len())) + 1];
    for rank in 1..=SYLLABLES.len() {
        if let Some(count) = one.get_mut(step(ln(rank))) {
            *count += 1.0;
        }
    }
    let mut all = vec![1.0];
    for _ in 0..syllables {
        let mut next = vec![0.0; wanted.min(all.len() + one.len())];
        for (i, left) in all.iter().enumerate() {
            for (sum, right) in next.iter_mut().skip(i).zip(&one) {
                *sum += left * right;
            }
        }
        all = next;
    }
    all.iter().sum()
}

fn ln(count: usize) -> f64 {
    (count as f64).ln()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::words::passphrase_of;

    #[test]
    fn passphrases_are_weighed() {
        let check = |typed: &str, expect: u8| {
            let known = ["Xã Lam Khê", "Tỉnh Sơn Hạ"];
            assert_eq!(weigh(typed, &known).grade, expect, "{typed:?}: {:e}", guesses(typed, &known));
        };
        check("", 0);
        check("  ngắn    ", 0);
        // Digits: counted up, birthdays, phones, cards.
        check("12345678", 1);
        check("20111985", 1);
        check("20/11/1985", 1);
        check("0912 345 678", 1);
        check("038085001234", 1);
        // What everybody takes, and the names that everybody here knows.
        check("password", 1);
        check("P@ssw0rd123", 1);
        check("qwertyuiop", 1);
        check("aaaaaaaaaa", 1);
        check("matkhau123", 1);
        check("Mật khẩu 2026", 1);
        check("Xã Lam Khê", 1);
        check("lamkhe123", 1);
        check("Lam Khê 20111985", 1);
        check("congan0912345678", 1);
        // Few and frequent syllables, with and without marks and blanks.
        check("mat khau de thu", 1);
        check(PUBLIC, 1);
        check("matkhaudethu", 1);
        check("mật khẩu để thử", 1);
        check("anh yeu em nhieu", 1);
        check("con trâu", 1);
        check("Hoa-ban-7", 1);
        check("nguyen van an", 1);
        check("Nguyễn Văn An 1985", 1);
        check("hoa sen trang", 1);
        // A sentence, or long enough.
        check("bon mua hoa ban no", 2);
        check("bốn mùa hoa ban nở", 2);
        check("tre xanh bên bờ ao", 3);
        check("Kj8#mPq2vR5!nX7w", 3);
        check("khuya chep xoan", 2);
        check(&passphrase_of(&[7; 32]), 1);
        check(&passphrase_of(&std::array::from_fn(|i| i.to_le_bytes()[0].wrapping_mul(37))), 3);
    }

    #[test]
    fn phrases_are_counted_by_how_frequent_their_syllables_are() {
        let check = |syllables: usize, ranks: &[usize], from: f64, to: f64| {
            let found = phrases(syllables, ranks.iter().map(|rank| ln(*rank)).sum());
            assert!((from..=to).contains(&found), "{ranks:?}: {found}");
        };
        check(0, &[], 1.0, 1.0);
        check(1, &[100], 80.0, 120.0);
        // Counted one by one: 29,425 and 70,423,768.
        check(3, &[10, 10, 10], 2e4, 4e4);
        check(3, &[179, 37, 311], 5e7, 9e7);
    }
}
