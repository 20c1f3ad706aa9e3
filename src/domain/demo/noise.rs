//! How volunteers mistype: each function turns a true value into what stands in the survey.

use chrono::{Datelike, NaiveDate};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Typed;
use super::draw::{Draw, texts};
use super::people::Naming;
use crate::domain::dates::PartialDate;

/// How often what goes wrong in the survey. The default is the commune that reconciliation is measured on.
#[derive(Debug, Clone, PartialEq)]
pub struct Noise {
    /// No identity number.
    pub missing_number: f64,
    /// Typed numbers that lost their leading zeros, as numeric cells.
    pub lost_zeros: f64,
    /// Births given as a year only.
    pub year_only: f64,
    /// Names without any mark.
    pub unmarked: f64,
    /// Names with one typing mistake.
    pub typo: f64,
    /// Day and month changed places (where both can be months).
    pub swapped_day: f64,
    /// Two neighbouring digits of a number changed places.
    pub moved_digit: f64,
    /// People whom the survey missed.
    pub missed: f64,
    /// People who were written down twice.
    pub twice: f64,
    /// Every so many hamlets one is typed in TCVN3; 0 is none.
    pub tcvn3_every: usize,
    /// Numbers that are a housemate's.
    pub number_at_home: f64,
    /// Rows of the police list without birth and number.
    pub bare_rows: f64,
    /// Addresses of the police list in other orders and spellings.
    pub spellings: bool,
    /// Other small dirt: spaces, apostrophes, Ð for Đ, old phones, formats. 0 is none, 1 is usual.
    pub litter: f64,
}

impl Default for Noise {
    fn default() -> Self {
        Self {
            missing_number: 0.20,
            lost_zeros: 0.15,
            year_only: 0.10,
            unmarked: 0.05,
            typo: 0.03,
            swapped_day: 0.01,
            moved_digit: 0.003,
            missed: 0.10,
            twice: 0.002,
            tcvn3_every: 7,
            number_at_home: 0.0,
            bare_rows: 0.0,
            spellings: false,
            litter: 1.0,
        }
    }
}

impl Noise {
    /// All that volunteers mistype so many times as often.
    fn times(self, factor: f64) -> Self {
        let more = |share: f64| (share * factor).min(0.9);
        Self {
            missing_number: more(self.missing_number),
            year_only: more(self.year_only),
            unmarked: more(self.unmarked),
            typo: more(self.typo),
            swapped_day: more(self.swapped_day),
            moved_digit: more(self.moved_digit),
            litter: self.litter * factor,
            ..self
        }
    }
}

/// A kind of commune, named for what is wrong with its lists (docs/decisions.md, Imports and matching).
#[derive(Debug, Clone, PartialEq)]
pub struct Kind {
    /// What to ask for.
    pub name: &'static str,
    /// How its people are named.
    pub naming: Naming,
    /// What its lists make of them.
    pub noise: Noise,
}

impl Kind {
    /// All kinds, the usual one first.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let usual = Noise::default;
        let kind = |name, noise| Self { name, naming: Naming::default(), noise };
        let bare = || Noise { missing_number: 1.0, ..usual() };
        let years = || Noise { year_only: 0.6, ..bare() };
        let few = Naming { names: 6, ..Naming::default() };
        let peoples = Naming { minorities: 0.9, ..Naming::default() };
        let alike = Naming { twins: 0.08, sons: 0.08, ..Naming::default() };
        vec![
            kind("usual", usual()),
            kind("noise-2", usual().times(2.0)),
            kind("noise-3", usual().times(3.0)),
            kind("noise-4", usual().times(4.0)),
            kind("no-numbers", bare()),
            kind("years", years()),
            Self { naming: few, ..kind("namesakes", Noise { missing_number: 1.0, ..years().times(2.0) }) },
            Self { naming: peoples, ..kind("minorities", Noise { year_only: 1.0, ..bare() }) },
            kind("numbers-at-home", Noise { number_at_home: 0.15, ..usual() }),
            kind("bare-list", Noise { bare_rows: 1.0, ..usual() }),
            Self { naming: alike, ..kind("twins", usual()) },
            kind("few-surveyed", Noise { missed: 0.65, ..usual() }),
            kind("spellings", Noise { spellings: true, ..years() }),
        ]
    }

    /// The kind of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::all().into_iter().find(|kind| kind.name == name)
    }
}

/// The habits of the one who types a hamlet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Nfc,
    /// macOS.
    Nfd,
    /// Unikey "Unicode tổ hợp": letter with its hat, then the tone; neither NFC nor NFD (docs/domain.md, Names and text).
    Composite,
}

pub(super) fn in_form(text: &str, form: Form) -> String {
    match form {
        Form::Nfc => text.to_owned(),
        Form::Nfd => text.nfd().collect(),
        Form::Composite => text.chars().flat_map(|c| composite(c).into_iter().flatten()).collect(),
    }
}

/// The letter without its tone, and the tone.
fn composite(c: char) -> [Option<char>; 2] {
    let is_tone = |c: &char| matches!(u32::from(*c), 0x300 | 0x301 | 0x303 | 0x309 | 0x323);
    let parts: Vec<char> = std::iter::once(c).nfd().collect();
    let tone = parts.iter().copied().find(is_tone);
    [parts.into_iter().filter(|p| !is_tone(p)).nfc().next(), tone]
}

/// Without marks, đ as d; case stays.
pub(super) fn unmarked(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| match c {
            'đ' => 'd',
            'Đ' => 'D',
            c => c,
        })
        .collect()
}

/// One typing mistake inside a word.
pub(super) fn mistyped(name: &str, draw: &mut Draw) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let places: Vec<usize> = letters
        .windows(2)
        .enumerate()
        .filter(|(_, w)| w.iter().all(|c| c.is_lowercase()))
        .map(|(i, _)| i + 1)
        .collect();
    if places.is_empty() {
        return name.to_owned();
    }
    let place = draw.one_of(&places);
    let letter = letters.get(place).copied().unwrap_or_default();
    match draw.below(5) {
        0 => letters.swap(place, place - 1),
        1 => {
            letters.remove(place);
        }
        2 => letters.insert(place, letter),
        3 => {
            letters.remove(place);
            letters.insert(place, draw.one_of(&['a', 'e', 'i', 'o', 'u', 'n', 'h', 'g', 't', 'c']));
        }
        _ => {
            let bare = unmarked(&letter.to_string()).chars().next().unwrap_or(letter);
            letters.remove(place);
            letters.insert(place, if bare == letter { 'h' } else { bare });
        }
    }
    letters.iter().collect()
}

/// hoà ↔ hòa at the end of a word; the same name to everybody but a computer.
pub(super) fn other_tone_place(name: &str) -> String {
    name.split(' ')
        .map(|word| {
            let pair = texts().all("tone").filter_map(|p| p.split_once(' ')).find_map(|(a, b)| {
                let stem = word.strip_suffix(a)?;
                // In "quý" the u belongs to the consonant.
                (!stem.to_lowercase().ends_with('q')).then(|| format!("{stem}{b}"))
            });
            pair.unwrap_or_else(|| word.to_owned())
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// Ð and ð of another alphabet, which look like Đ and đ; a slip of Unicode keyboards.
pub(super) fn foreign_d(name: &str) -> String {
    name.replace('Đ', "\u{d0}").replace('đ', "\u{f0}")
}

/// A name as typed, in Unicode NFC.
pub(super) fn name(name: &str, noise: &Noise, draw: &mut Draw) -> String {
    let mut typed = name.to_owned();
    if draw.chance(noise.unmarked) {
        typed = unmarked(&typed);
    } else if draw.chance(0.05 * noise.litter) {
        typed = other_tone_place(&typed);
    }
    if draw.chance(noise.typo) {
        typed = mistyped(&typed, draw);
    }
    if draw.chance(0.02 * noise.litter) {
        typed = match draw.below(4) {
            0 => format!(" {typed}"),
            1 => format!("{typed} "),
            2 => typed.replacen(' ', "  ", 1),
            _ => typed.replacen(' ', "\u{a0}", 1),
        };
    }
    typed
}

/// An identity number as typed; `None` when it was left out.
pub(super) fn number(number: &str, noise: &Noise, draw: &mut Draw) -> Option<Typed> {
    if draw.chance(noise.missing_number) {
        return None;
    }
    let number = if draw.chance(noise.moved_digit) { moved_digit(number, draw) } else { number.to_owned() };
    let value = number.parse::<f64>().ok()?;
    if draw.chance(noise.lost_zeros) {
        return Some(Typed::Number(value));
    }
    if !draw.chance(0.09 * noise.litter) {
        return Some(Typed::Text(number));
    }
    let in_groups = |gap: &str| {
        let (start, rest) = number.split_at_checked(3).unwrap_or((&number, ""));
        let (middle, end) = rest.split_at_checked(3).unwrap_or((rest, ""));
        format!("{start}{gap}{middle}{gap}{end}")
    };
    Some(match draw.below(200) {
        0..60 => Typed::Text(format!("'{number}")),
        60..100 => Typed::Text(in_groups(" ")),
        100..115 => Typed::Text(in_groups(".")),
        115..135 => Typed::Text(format!("{number}\u{a0}")),
        135..155 => Typed::Text(format!("{value}.0")),
        155..199 => Typed::Padded(value),
        // Lost for good: to be refused, never padded.
        _ => Typed::Text(format!("{:.4}E+10", value / 1e10)),
    })
}

fn moved_digit(number: &str, draw: &mut Draw) -> String {
    let mut digits: Vec<char> = number.chars().collect();
    let place = 6 + draw.below(5) as usize;
    if place + 1 < digits.len() {
        digits.swap(place, place + 1);
    }
    digits.into_iter().collect()
}

/// A phone as typed; `None` when there is none or it was left out.
pub(super) fn phone(phone: &str, noise: &Noise, draw: &mut Draw) -> Option<Typed> {
    if phone.is_empty() || draw.chance(0.12) {
        return None;
    }
    let value = phone.parse::<f64>().ok()?;
    if draw.chance(0.15 * noise.litter) {
        return Some(Typed::Number(value));
    }
    if !draw.chance(0.2 * noise.litter) {
        return Some(Typed::Text(phone.to_owned()));
    }
    let (prefix, rest) = phone.split_at_checked(3).unwrap_or((phone, ""));
    let (middle, end) = rest.split_at_checked(4).unwrap_or((rest, ""));
    let dotted = |gap: &str| format!("{prefix}{middle}{gap}{end}");
    Some(Typed::Text(match draw.below(10) {
        0 | 1 => dotted("."),
        2 => dotted(" "),
        3 => format!("+84{}", phone.strip_prefix('0').unwrap_or(phone)),
        4 => format!("84{}", phone.strip_prefix('0').unwrap_or(phone)),
        5 => format!("{phone}/{}", super::people::phone(draw)),
        _ => match OLD_PREFIXES.iter().find(|(new, _)| *new == prefix) {
            Some((_, old)) => format!("{old}{rest}"),
            None => dotted("-"),
        },
    }))
}

/// Prefixes before 15/9/2018 (docs/domain.md, Phones).
const OLD_PREFIXES: &[(&str, &str)] = &[
    ("032", "0162"),
    ("033", "0163"),
    ("034", "0164"),
    ("035", "0165"),
    ("036", "0166"),
    ("037", "0167"),
    ("038", "0168"),
    ("039", "0169"),
    ("070", "0120"),
    ("076", "0126"),
    ("077", "0122"),
    ("078", "0128"),
    ("079", "0121"),
    ("081", "0127"),
    ("082", "0129"),
    ("083", "0123"),
    ("084", "0124"),
    ("085", "0125"),
    ("056", "0186"),
    ("058", "0188"),
];

/// A birth as typed.
pub(super) fn birth(birth: PartialDate, noise: &Noise, draw: &mut Draw) -> Typed {
    let Some(date) = birth.to_date().filter(|_| !draw.chance(noise.year_only)) else {
        return match draw.below(12) {
            0 if noise.litter > 0.0 => Typed::Text(format!("00/00/{}", birth.year())),
            1 if noise.litter > 0.0 && birth.month().is_some() => {
                Typed::Text(format!("{:02}/{}", birth.month().unwrap_or(1), birth.year()))
            }
            0..6 => Typed::Text(birth.year().to_string()),
            _ => Typed::Number(f64::from(birth.year())),
        };
    };
    let (mut day, mut month) = (date.day(), date.month());
    if day <= 12 && draw.chance(noise.swapped_day) {
        (day, month) = (month, day);
    }
    let year = date.year();
    match draw.below(100) {
        0..35 => {
            NaiveDate::from_ymd_opt(year, month, day).map_or(Typed::Number(f64::from(year)), Typed::Date)
        }
        35..80 => Typed::Text(format!("{day:02}/{month:02}/{year}")),
        80..90 => Typed::Text(format!("{day}/{month}/{year}")),
        90..94 => Typed::Text(format!("{day:02}-{month:02}-{year}")),
        94..96 => Typed::Text(format!("{day:02}.{month:02}.{year}")),
        _ => Typed::Text(format!("{day}/{month}/{:02}", year.rem_euclid(100))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn composite_text_is_neither_nfc_nor_nfd() {
        let name = "Nguyễn Thị Hường";
        let typed = in_form(name, Form::Composite);
        assert_ne!(typed, name);
        assert_ne!(typed, in_form(name, Form::Nfd));
        assert_eq!(typed.nfc().collect::<String>(), name);
        assert!(typed.contains("ê\u{303}"), "{typed:?}");
    }

    #[test]
    fn tone_places_move_but_quy_stays() {
        assert_eq!(other_tone_place("Trần Thị Thuỷ"), "Trần Thị Thủy");
        assert_eq!(other_tone_place("Bùi Hoà"), "Bùi Hòa");
        assert_eq!(other_tone_place("Đỗ Văn Quý"), "Đỗ Văn Quý");
    }

    #[test]
    fn kinds_are_what_they_are_named_for() {
        use crate::domain::demo::{Commune, Line, invent_named, police_list, survey};
        let lines = |kind: &str| {
            let Kind { naming, noise, .. } = Kind::named(kind).unwrap();
            let commune = invent_named(1_200, 6, naming);
            let ours: Vec<Line> = survey(&commune, &noise).flat_map(|page| page.lines).collect();
            let theirs: Vec<Line> =
                police_list(&commune, &noise).into_iter().flat_map(|(page, _)| page.lines).collect();
            (commune, ours, theirs)
        };
        let texts = |lines: &[Line]| -> Vec<String> {
            let marks = lines.iter().filter(|line| line.person.is_some()).flat_map(|line| &line.marks);
            let text = |mark: &crate::domain::demo::Mark| match &mark.value {
                Typed::Text(text) => text.clone(),
                _ => String::new(),
            };
            marks.map(text).collect()
        };
        let numbers = |lines: &[Line], commune: &Commune| {
            let known: std::collections::BTreeSet<&String> =
                commune.people.iter().map(|one| &one.number).collect();
            texts(lines).iter().filter(|text| known.contains(text)).count()
        };
        let (usual, ours, theirs) = lines("usual");
        assert!(numbers(&ours, &usual) > 500 && numbers(&theirs, &usual) > 500);
        let (commune, ours, _) = lines("no-numbers");
        assert!(commune == usual && numbers(&ours, &commune) == 0, "the same people");
        let (commune, _, theirs) = lines("bare-list");
        assert_eq!(numbers(&theirs, &commune), 0);
        let surnames = |commune: &Commune| {
            let first = |name: &String| name.split(' ').next().unwrap_or_default().to_owned();
            commune.people.iter().map(|one| first(&one.name)).collect::<std::collections::BTreeSet<_>>().len()
        };
        assert!(surnames(&lines("namesakes").0) < surnames(&usual) / 2);
        assert!(surnames(&lines("minorities").0) > 1 && lines("minorities").0 != usual);
        let surveyed = |lines: &[Line]| lines.iter().filter(|line| line.person.is_some()).count();
        assert!(surveyed(&lines("few-surveyed").1) < surveyed(&ours) / 2);
        let sons = |commune: &Commune| {
            commune
                .people
                .iter()
                .filter(|one| one.relation.starts_with("child") && one.name == one.head)
                .count()
        };
        assert!(sons(&lines("twins").0) > sons(&usual) + 3);
        let (commune, ours, _) = lines("numbers-at-home");
        let of_another = ours.iter().filter(|line| {
            let Some(person) = line.person.and_then(|at| commune.people.get(at)) else { return false };
            let others =
                commune.people.iter().filter(|one| one.household == person.household && *one != person);
            others.into_iter().any(|one| texts(std::slice::from_ref(line)).contains(&one.number))
        });
        assert!(of_another.count() > 60);
        assert!(texts(&lines("spellings").2).iter().any(|text| text.contains(", SN ")));
        assert!(Kind::named("nothing").is_none());
    }

    #[test]
    fn rates_are_kept() {
        let (noise, mut draw) = (Noise::default(), Draw::new(1, 1));
        let typed: Vec<_> = (0..20_000).map(|_| number("038203001234", &noise, &mut draw)).collect();
        let share = |n: usize| f64::from(u32::try_from(n).unwrap()) / 20_000.0;
        let missing = share(typed.iter().filter(|t| t.is_none()).count());
        let lost = share(typed.iter().filter(|t| matches!(t, Some(Typed::Number(_)))).count());
        assert!((missing - 0.20).abs() < 0.01, "{missing}");
        assert!((lost - 0.15 * 0.80).abs() < 0.01, "{lost}");
        assert!(typed.contains(&Some(Typed::Number(38_203_001_234.0))));
        assert!(typed.contains(&Some(Typed::Text("38203001234.0".into()))));
        assert!(typed.contains(&Some(Typed::Text("3.8203E+10".into()))));
    }

    #[test]
    fn a_mistake_changes_the_name_a_little() {
        let mut draw = Draw::new(1, 2);
        for _ in 0..500 {
            let typed = mistyped("Nguyễn Thị Bích Ngọc", &mut draw);
            assert!(strsim::damerau_levenshtein(&typed, "Nguyễn Thị Bích Ngọc") <= 1, "{typed}");
        }
    }
}
