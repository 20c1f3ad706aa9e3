//! Communes made in another way than those of [`super::commune`], to judge what was tuned on them: the habits of whoever
//! typed a hamlet, slips of neighbouring keys, other names and addresses. Nothing is tuned on these.

#![expect(clippy::cast_possible_truncation, reason = "small made-up numbers")]

use std::collections::BTreeMap;

use super::commune::{Commune, Dice, Row};
use crate::domain::citizen::Sex;
use crate::domain::dates::PartialDate;
use crate::domain::ids::HouseholdId;

/// A kind of commune.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    pub(super) label: &'static str,
    /// Slips for each that a usual survey has.
    slips: f64,
    numbers: f64,
    years: f64,
    few_names: bool,
    minority: f64,
    kin_numbers: f64,
    bare_extract: bool,
    twins: f64,
    surveyed: f64,
}

impl Kind {
    pub(super) fn all() -> Vec<Self> {
        let usual = Self {
            label: "usual",
            slips: 1.0,
            numbers: 0.82,
            years: 0.1,
            few_names: false,
            minority: 0.05,
            kin_numbers: 0.0,
            bare_extract: false,
            twins: 0.012,
            surveyed: 0.9,
        };
        let none = Self { label: "unnumbered", numbers: 0.0, ..usual };
        vec![
            usual,
            Self { label: "noise x2", slips: 2.0, numbers: 0.65, ..usual },
            Self { label: "noise x3", slips: 3.0, numbers: 0.5, ..usual },
            Self { label: "noise x4", slips: 4.0, numbers: 0.4, ..usual },
            none,
            Self { label: "years", years: 0.6, ..none },
            Self { label: "namesakes", years: 0.6, few_names: true, slips: 2.0, ..none },
            Self { label: "minority", years: 1.0, minority: 1.0, ..none },
            Self { label: "kin numbers", kin_numbers: 0.15, ..usual },
            Self { label: "no birth", bare_extract: true, ..usual },
            Self { label: "kin of one name", twins: 0.06, ..usual },
            Self { label: "thin", surveyed: 0.35, ..usual },
        ]
    }
}

/// Words of the invented names, by key, each as often as its weight.
struct Words(BTreeMap<&'static str, Vec<&'static str>>);

impl Words {
    fn read() -> Self {
        let mut words: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for line in include_str!("../../demo/data/names.csv").lines().skip(1) {
            let mut cells = line.split(',');
            let (Some(key), Some(word), Some(times)) = (cells.next(), cells.next(), cells.next()) else {
                continue;
            };
            for _ in 0..times.parse::<f64>().unwrap_or(1.0) as usize {
                words.entry(key).or_default().push(word);
            }
        }
        Self(words)
    }

    fn pick(&self, key: &str, dice: &mut Dice) -> &'static str {
        let all = &self.0[key];
        all[dice.below(all.len())]
    }
}

fn chance(dice: &mut Dice, share: f64) -> bool {
    (dice.below(1_000_000) as f64) < share * 1_000_000.0
}

/// A given name of the highlands or mountains.
fn highland(dice: &mut Dice) -> String {
    let start =
        ["B", "Bl", "Dj", "Kr", "Th", "L", "M", "Ph", "S", "R", "Ng", "H", "Tl", "J", "D", "K", "N", "Y"];
    let end = [
        "ăm", "on", "uăn", "iêng", "ơi", "ung", "inh", "ăng", "um", "iak", "ôk", "en", "ướt", "à", "uôl",
        "ơr",
    ];
    let (a, b) = (start[dice.below(start.len())], end[dice.below(end.len())]);
    format!("{a}{b}")
}

struct Clan {
    people: usize,
    family: String,
}

fn full_name(words: &Words, dice: &mut Dice, clan: &Clan, sex: Sex, year: i32, kind: &Kind) -> String {
    let male = sex == Sex::Male;
    let letter = if male { "m" } else { "f" };
    let family = &clan.family;
    match clan.people {
        0 if kind.few_names => {
            let all = ["Hùng", "Lan", "Bình", "Hoa", "Sơn", "Mai", "Nam", "Thu", "Long", "Hà"];
            let pairs = ["Cường", "Yến", "Thành", "Nga", "Tâm", "Liên", "Dũng", "Hạnh", "Quân", "Huệ"];
            let from = if dice.below(2) == 0 { all } else { pairs };
            let given = from[dice.below(5) * 2 + usize::from(!male)];
            format!("{family} {} {given}", if male { "Văn" } else { "Thị" })
        }
        0 => {
            let age = if year < 1965 {
                "old"
            } else if year < 1992 {
                "mid"
            } else {
                "new"
            };
            let middle = words.pick(&format!("middle.{letter}.{age}"), dice);
            let given = words.pick(&format!("given.{letter}.{age}"), dice);
            if middle == given { format!("{family} {given}") } else { format!("{family} {middle} {given}") }
        }
        1 if male => format!("Y {} {family}", highland(dice)),
        1 => format!("H'{} {family}", highland(dice)),
        2 if male => format!("{family} {}", highland(dice)),
        2 => format!("{family} H'{}", highland(dice)),
        3 => format!("{} {}", if male { "A" } else { "Y" }, highland(dice)),
        4 if male => format!("{family} K'{}", highland(dice)),
        4 => format!("Ka {}", highland(dice)),
        _ => format!("{family} {}", words.pick(&format!("mong.{letter}"), dice)),
    }
}

fn clan_of(words: &Words, dice: &mut Dice, people: usize, kind: &Kind) -> Clan {
    let family = match people {
        0 if kind.few_names => ["Nguyễn", "Trần", "Lê", "Phạm", "Bùi", "Hoàng"][dice.below(6)],
        0 => words.pick("family", dice),
        1 => ["Niê", "Mlô", "Êban", "Kbuôr", "Buôn Krông", "Niê Kdăm"][dice.below(6)],
        2 => ["Ksor", "Siu", "Nay", "Kpă", "Rơ Châm"][dice.below(5)],
        4 => ["Cill", "Păng Ting", "Kơ Să", "Liêng Hót"][dice.below(4)],
        5 => words.pick("mong.clan", dice),
        _ => "",
    };
    Clan { people, family: family.to_owned() }
}

struct Soul {
    name: String,
    sex: Sex,
    year: i32,
    month: u32,
    day: u32,
    number: String,
    phone: String,
    home: usize,
}

struct House {
    hamlet: usize,
    alley: usize,
    number: String,
    head: String,
    souls: std::ops::Range<usize>,
}

fn number(dice: &mut Dice, sex: Sex, year: i32) -> String {
    let century = (year / 100 - 19) * 2 + i32::from(sex == Sex::Female);
    format!(
        "{}{century}{:02}{:06}",
        ["066", "066", "066", "052", "067"][dice.below(5)],
        year % 100,
        dice.below(1_000_000)
    )
}

fn phone(dice: &mut Dice) -> String {
    format!("0{}{:07}", ["32", "33", "79", "81", "94", "96"][dice.below(6)], dice.below(10_000_000))
}

fn settle_people(
    words: &Words,
    dice: &mut Dice,
    people: usize,
    kind: &Kind,
) -> (Vec<Soul>, Vec<House>, usize) {
    let (mut souls, mut houses): (Vec<Soul>, Vec<House>) = (Vec::new(), Vec::new());
    let mut hamlet = 0;
    while souls.len() < people {
        let folk = if chance(dice, kind.minority) { 1 + dice.below(5) } else { 0 };
        let clans: Vec<Clan> = (0..3).map(|_| clan_of(words, dice, folk, kind)).collect();
        let end = souls.len() + 250 + dice.below(900);
        let (mut alley, mut at) = (1, 0);
        while souls.len() < end.min(people) {
            at += 1 + dice.below(3);
            if at > 30 {
                (alley, at) = (alley + 1, 1 + dice.below(2));
            }
            let house_number = if dice.below(12) == 0 {
                format!("{at}{}", ["A", "B"][dice.below(2)])
            } else {
                at.to_string()
            };
            let start = souls.len();
            let home = houses.len();
            let line = phone(dice);
            let own = clan_of(words, dice, folk, kind);
            let clan = if dice.below(2) == 0 { &clans[dice.below(3)] } else { &own };
            let base = 1945 + dice.below(52) as i32;
            let add = |dice: &mut Dice, clan: &Clan, sex: Sex, year: i32, souls: &mut Vec<Soul>| {
                let grown = year < 2008;
                let name = full_name(words, dice, clan, sex, year, kind);
                souls.push(Soul {
                    name,
                    sex,
                    year,
                    month: 1 + dice.below(12) as u32,
                    day: 1 + dice.below(28) as u32,
                    number: number(dice, sex, year),
                    phone: if grown && dice.below(3) > 0 { phone(dice) } else { line.clone() },
                    home,
                });
            };
            let head = if dice.below(4) > 0 { Sex::Male } else { Sex::Female };
            add(dice, clan, head, base, &mut souls);
            if dice.below(4) > 0 {
                let theirs = clan_of(words, dice, folk, kind);
                let other = if head == Sex::Male { Sex::Female } else { Sex::Male };
                let year = base + dice.below(8) as i32 - 3;
                add(dice, &theirs, other, year, &mut souls);
            }
            let mut year = base + 19 + dice.below(9) as i32;
            for _ in 0..dice.below(4) {
                if year > 2011 {
                    break;
                }
                let sex = if dice.below(2) == 0 { Sex::Male } else { Sex::Female };
                add(dice, clan, sex, year, &mut souls);
                let at = souls.len() - 1;
                if chance(dice, kind.twins) {
                    add(dice, clan, sex, year, &mut souls);
                    let (month, day) = (souls[at].month, souls[at].day);
                    let twin = &mut souls[at + 1];
                    (twin.month, twin.day) = (month, day);
                    if folk == 0 && souls[at].name.split(' ').count() == 3 {
                        let given = souls[at + 1].name.rsplit(' ').next().unwrap().to_owned();
                        let shared = souls[at].name.rsplit_once(' ').unwrap().0;
                        let name = format!("{shared} {given}");
                        // No parents give twins one name.
                        let name = if name == souls[at].name { format!("{shared} Út") } else { name };
                        souls[at + 1].name = name;
                    }
                } else if sex == Sex::Male && chance(dice, kind.twins / 2.0) {
                    souls[at].name = souls[start].name.clone();
                }
                year += 1 + dice.below(6) as i32;
            }
            let head = souls[start].name.clone();
            houses.push(House { hamlet, alley, number: house_number, head, souls: start..souls.len() });
        }
        hamlet += 1;
    }
    (souls, houses, hamlet)
}

fn bare(text: &str) -> String {
    crate::domain::text::fold(text).split(' ').map(capital).collect::<Vec<_>>().join(" ")
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A slip of a finger: the key beside, a key too many where a space was meant, one left out.
fn slip(dice: &mut Dice, name: &str) -> String {
    const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    let mut letters: Vec<char> = name.chars().collect();
    let at = 1 + dice.below(letters.len() - 1);
    let beside = |c: char, dice: &mut Dice| {
        let row = ROWS.iter().find(|row| row.contains(c))?;
        let place = row.find(c)?;
        row.chars().nth(if place == 0 || dice.below(2) == 0 { place + 1 } else { place - 1 })
    };
    match (letters[at], dice.below(4)) {
        (' ', 0) => letters[at] = ['a', 'n', 'c'][dice.below(3)],
        (' ', 1) => drop(letters.remove(at)),
        (' ', _) => letters.insert(at, 'h'),
        (_, 0) if letters.len() > 6 => drop(letters.remove(at)),
        (c, 1) => letters.insert(at, c),
        (c, _) => letters[at] = beside(c, dice).unwrap_or('a'),
    }
    letters.into_iter().collect()
}

fn digit_slip(dice: &mut Dice, text: &str) -> String {
    let mut digits: Vec<u8> = text.bytes().collect();
    let at = 3 + dice.below(digits.len() - 4);
    if dice.below(2) == 0 {
        digits.swap(at, at + 1);
    } else {
        digits[at] = b'0' + (digits[at] - b'0' + 1 + dice.below(9) as u8) % 10;
    }
    String::from_utf8(digits).unwrap()
}

/// How one volunteer typed a hamlet.
struct Habit {
    no_marks: bool,
    years: bool,
    short_middle: bool,
    one_phone: bool,
    no_house: bool,
}

fn typed(dice: &mut Dice, soul: &Soul, house: &House, all: &[Soul], habit: &Habit, kind: &Kind) -> Row {
    let often = |share: f64| (share * kind.slips).min(0.6);
    let mut name = soul.name.clone();
    if chance(dice, often(0.006)) {
        let words: Vec<&str> = name.split(' ').collect();
        if words.len() > 2 {
            name = [words[0], words[words.len() - 1]].join(" ");
        }
    } else if habit.short_middle && chance(dice, 0.3) {
        name = name.replace(" Thị ", " T. ").replace(" Văn ", " V. ");
    }
    if chance(dice, often(0.035)) {
        name = slip(dice, &name);
    }
    if habit.no_marks && chance(dice, 0.9) {
        name = bare(&name);
    }
    let (mut year, mut month, mut day) = (soul.year, soul.month, soul.day);
    if chance(dice, often(0.006)) {
        year += [-1, 1, 10, -10][dice.below(4)];
    } else if chance(dice, often(0.008)) {
        day = if day < 28 { day + 1 } else { day - 1 };
    } else if chance(dice, often(0.004)) {
        month = month % 12 + 1;
    } else if chance(dice, often(0.008)) && day <= 12 {
        (day, month) = (month, day);
    }
    let birth = if chance(dice, often(0.003)) {
        None
    } else if habit.years || chance(dice, kind.years) {
        PartialDate::from_year(year)
    } else {
        PartialDate::from_day(year, month, day)
    };
    let member = |dice: &mut Dice| &all[house.souls.start + dice.below(house.souls.len())];
    let number = if !chance(dice, kind.numbers) {
        String::new()
    } else if chance(dice, kind.kin_numbers) {
        member(dice).number.clone()
    } else if chance(dice, often(0.01)) {
        digit_slip(dice, &soul.number)
    } else {
        soul.number.clone()
    };
    let phone = if chance(dice, 0.35) {
        String::new()
    } else if habit.one_phone {
        all[house.souls.start].phone.clone()
    } else if chance(dice, often(0.1)) {
        match dice.below(3) {
            0 => phone(dice),
            1 => digit_slip(dice, &soul.phone),
            _ => member(dice).phone.clone(),
        }
    } else {
        soul.phone.clone()
    };
    Row {
        name,
        birth,
        sex: Some(if chance(dice, often(0.004)) == (soul.sex == Sex::Male) {
            Sex::Female
        } else {
            Sex::Male
        }),
        number,
        phone,
        hamlet: hamlet_name(house.hamlet),
        head: house.head.clone(),
        house_number: if habit.no_house { String::new() } else { house.number.clone() },
        alley: if habit.no_house { String::new() } else { format!("Ngõ {}", house.alley) },
        household: Some(HouseholdId(uuid::Uuid::from_u128(1 + soul.home as u128))),
        ..Row::default()
    }
}

fn hamlet_name(at: usize) -> String {
    format!("{} {}", ["Thôn", "Buôn", "Tổ dân phố"][at % 3], at + 1)
}

fn listed(dice: &mut Dice, soul: &Soul, house: &House, kind: &Kind) -> Row {
    let hamlet = hamlet_name(house.hamlet);
    let (number, alley) = (&house.number, house.alley);
    let address = match dice.below(8) {
        0 => format!("{number}/{alley} {hamlet}"),
        1 => format!("Ngõ {alley} {number}, {hamlet}"),
        2 => format!("nhà {number}, ngõ {alley}, {hamlet}"),
        3 => format!("Số {number} Ngõ {alley}, {hamlet}, xã Ea Drông"),
        4 => format!("{hamlet}, xã Ea Drông"),
        5 => format!("số nhà {number} ngõ số {alley}, {}", hamlet.to_lowercase()),
        6 => format!("{hamlet}; Ngõ {alley}; {number}"),
        _ => String::new(),
    };
    let name = if chance(dice, 0.004) { slip(dice, &soul.name) } else { soul.name.clone() };
    let no_number = kind.bare_extract || chance(dice, 0.005);
    let phone = match dice.below(20) {
        0..3 => String::new(),
        3 => phone(dice),
        _ => soul.phone.clone(),
    };
    Row {
        name: if dice.below(2) == 0 { name.to_uppercase() } else { name },
        birth: (!kind.bare_extract).then(|| PartialDate::from_day(soul.year, soul.month, soul.day)).flatten(),
        sex: Some(soul.sex),
        number: if no_number { String::new() } else { soul.number.clone() },
        phone,
        hamlet: if dice.below(3) == 0 { hamlet } else { String::new() },
        address,
        ..Row::default()
    }
}

/// Makes a commune; the same seed gives the same commune.
pub(super) fn commune(seed: u64, people: usize, kind: &Kind) -> Commune {
    let (words, dice) = (Words::read(), &mut Dice::new(seed ^ 0x5EED));
    let (souls, houses, hamlets) = settle_people(&words, dice, people, kind);
    let habits: Vec<Habit> = (0..hamlets)
        .map(|_| Habit {
            no_marks: chance(dice, 0.05 * kind.slips),
            years: chance(dice, 0.03 * kind.slips),
            short_middle: chance(dice, 0.06 * kind.slips),
            one_phone: chance(dice, 0.1 * kind.slips),
            no_house: chance(dice, 0.2),
        })
        .collect();
    let mut ours: Vec<(usize, Row)> = Vec::new();
    let mut theirs: Vec<(usize, Row)> = Vec::new();
    for (at, soul) in souls.iter().enumerate() {
        let house = &houses[soul.home];
        if chance(dice, kind.surveyed) {
            let mut row = typed(dice, soul, house, &souls, &habits[house.hamlet], kind);
            if chance(dice, 0.015 * kind.slips) {
                row.hamlet = hamlet_name(dice.below(hamlets));
            }
            ours.push((at, row));
        }
        if chance(dice, 0.66) {
            theirs.push((at, listed(dice, soul, house, kind)));
        }
    }
    dice.shuffle(&mut ours);
    dice.shuffle(&mut theirs);
    let place: BTreeMap<usize, usize> = ours.iter().enumerate().map(|(at, (who, _))| (*who, at)).collect();
    Commune {
        truth: theirs.iter().map(|(who, _)| place.get(who).copied()).collect(),
        register: ours.into_iter().map(|(_, row)| row).collect(),
        roster: theirs.into_iter().map(|(_, row)| row).collect(),
    }
}
