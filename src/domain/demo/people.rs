//! Invents the people of a commune, household by household.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};

use super::draw::{Draw, names, texts};
use super::{AS_OF, Commune, Hamlet, Person, is_kept_out};
use crate::domain::citizen::Sex;
use crate::domain::dates::PartialDate;
use crate::domain::roster::AccountState;
use crate::domain::text::fold;

/// Provinces of birth registration beside the commune's own: cities people move from, and the five codes that lose
/// two zeros in a spreadsheet (docs/domain.md, Identity numbers).
const OTHER_PROVINCES: &[&str] = &[
    "001", "001", "002", "004", "006", "008", "024", "027", "031", "034", "036", "037", "040", "048", "056",
    "066", "075", "079", "079", "091", "092", "096",
];

/// Prefixes of mobile phones in use (docs/domain.md, Phones).
const PHONE_PREFIXES: &[&str] = &[
    "032", "033", "034", "035", "036", "037", "038", "039", "056", "058", "070", "076", "077", "078", "079",
    "081", "082", "083", "084", "085", "086", "088", "090", "091", "093", "094", "096", "097", "098", "087",
    "0559",
];

const PEOPLES: &[&str] = &["ede", "jarai", "mong", "khmer", "thai", "thai"];

/// How a commune names its people.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Naming {
    /// Households of peoples other than the majority.
    pub minorities: f64,
    /// So many family names, and as many given names of each age and sex.
    pub names: usize,
    /// Births that are of twins.
    pub twins: f64,
    /// Sons who bear their father's name.
    pub sons: f64,
}

impl Default for Naming {
    fn default() -> Self {
        Self { minorities: 0.06, names: usize::MAX, twins: 0.012, sons: 0.006 }
    }
}

/// A commune of exactly `people` people. The same numbers give the same commune.
#[must_use]
pub fn invent(people: u32, seed: u64) -> Commune {
    invent_named(people, seed, Naming::default())
}

/// As [`invent`], of people named otherwise.
#[must_use]
pub fn invent_named(people: u32, seed: u64, naming: Naming) -> Commune {
    let mut draw = Draw::new(seed, 0);
    let mut registrar = Registrar {
        home_province: draw.one_of(&["038", "040", "042", "022", "014", "066", "082"]),
        numbers: BTreeSet::new(),
        old_numbers: BTreeSet::new(),
    };
    let mut commune = Commune { hamlets: Vec::new(), people: Vec::with_capacity(people as usize), seed };
    let mut hamlet_names = hamlet_names(&mut draw);
    while commune.people.len() < people as usize {
        let start = commune.people.len();
        let left = people as usize - start;
        let size = hamlet_size(people, &mut draw);
        // No hamlet of a handful of people at the end.
        let size = if left < size * 5 / 4 { left } else { size };
        let place = commune.hamlets.len();
        let name = hamlet_names.pop().unwrap_or_else(|| {
            format!("{} {}", texts().pick("hamlet.kind", &mut draw), place.saturating_add(1))
        });
        let mut street = Street { alleys: draw.between(3, 14), alley: 1, house: 0 };
        let mut households = 0;
        while commune.people.len() < start + size {
            households += 1;
            let mut household = household(&mut registrar, naming, &mut draw);
            household.truncate(start + size - commune.people.len());
            let head = household.first().map(|p| p.name.clone()).unwrap_or_default();
            let (alley, house_number) = street.next(&mut draw, size);
            for mut person in household {
                person.hamlet = place;
                person.household = format!("{:03}-{households:04}", place + 1);
                person.head.clone_from(&head);
                person.alley.clone_from(&alley);
                person.house_number.clone_from(&house_number);
                person.code = format!("CD{:06}", commune.people.len() + 1);
                commune.people.push(person);
            }
        }
        commune.hamlets.push(Hamlet { name, people: start..commune.people.len() });
    }
    commune
}

/// A hamlet of a full commune has 300 to 1,200 people; a small commune still gets several hamlets.
fn hamlet_size(people: u32, draw: &mut Draw) -> usize {
    let size = if people < 4_000 {
        let sixth = i32::try_from(people / 6).unwrap_or(1);
        draw.between(sixth * 4 / 5, sixth * 6 / 5).max(20)
    } else {
        draw.between(300, 1_200).max(draw.between(300, 1_200))
    };
    usize::try_from(size).unwrap_or(1)
}

/// Names of hamlets, to be taken from the end. Near names ("Thôn Đông", "Thôn Đông 2", "Thôn 1", "Thôn 11") are wanted.
fn hamlet_names(draw: &mut Draw) -> Vec<String> {
    let mut all = Vec::new();
    for place in names().all("hamlet.name") {
        let kind = texts().pick("hamlet.kind", draw);
        all.push(format!("{kind} {place}"));
        if draw.chance(0.3) {
            all.push(format!("{kind} {place} 2"));
        }
    }
    let kind = texts().first("hamlet.kind");
    all.extend((1..=60).map(|n| format!("{kind} {n}")));
    draw.shuffle(&mut all);
    all
}

/// The walk through a hamlet: alley after alley, house after house.
struct Street {
    alleys: i32,
    alley: i32,
    house: i32,
}

impl Street {
    fn next(&mut self, draw: &mut Draw, hamlet_size: usize) -> (String, String) {
        // About 3.5 people a household, and every other number skipped.
        let houses = i32::try_from(hamlet_size).unwrap_or(0) * 3 / 7 / self.alleys + 1;
        self.house += draw.between(1, 2);
        if self.house > houses && self.alley < self.alleys {
            self.alley += 1;
            self.house = 1;
        }
        let number = match draw.below(20) {
            0 => format!("{}/{}", self.house, draw.between(1, 12)),
            1 => format!("{}/{}{}", self.house, draw.between(1, 12), draw.one_of(&['A', 'B', 'C'])),
            2 => format!("{}{}", self.house, draw.one_of(&['A', 'B'])),
            _ => self.house.to_string(),
        };
        (format!("{} {}", texts().first("alley"), self.alley), number)
    }
}

/// Gives numbers that nobody else has.
struct Registrar {
    home_province: &'static str,
    numbers: BTreeSet<String>,
    old_numbers: BTreeSet<String>,
}

impl Registrar {
    fn number(&mut self, sex: Sex, year: i32, draw: &mut Draw) -> String {
        loop {
            let province = if draw.chance(0.86) { self.home_province } else { draw.one_of(OTHER_PROVINCES) };
            let century = (year / 100 - 19) * 2 + i32::from(sex == Sex::Female);
            let number =
                format!("{province}{century}{:02}{:06}", year.rem_euclid(100), draw.below(1_000_000));
            if self.numbers.insert(number.clone()) {
                return number;
            }
        }
    }

    /// Nine digits, for people who had a paper card before 2016.
    fn old_number(&mut self, year: i32, draw: &mut Draw) -> String {
        if year > 2000 || !draw.chance(0.8) {
            return String::new();
        }
        loop {
            let number = format!(
                "{}{:07}",
                draw.one_of(&["17", "17", "18", "01", "02", "22"]),
                draw.below(10_000_000)
            );
            if self.old_numbers.insert(number.clone()) {
                return number;
            }
        }
    }
}

pub(super) fn phone(draw: &mut Draw) -> String {
    loop {
        let digits = format!("{}{:07}", draw.one_of(PHONE_PREFIXES), draw.below(10_000_000));
        let phone: String = digits.chars().take(10).collect();
        if !is_kept_out(&phone) {
            return phone;
        }
    }
}

/// How a household names its people: the majority's way or one of five other peoples'.
#[derive(Clone)]
struct Custom {
    people: Option<&'static str>,
    family: &'static str,
    naming: Naming,
}

impl Custom {
    fn new(naming: Naming, draw: &mut Draw) -> Self {
        let people = draw.chance(naming.minorities).then(|| draw.one_of(PEOPLES));
        let family = match people {
            None => names().pick_among("family", naming.names, draw),
            Some(people) => names().pick(&format!("{people}.clan"), draw),
        };
        Self { people, family, naming }
    }

    fn name(&self, sex: Sex, year: i32, draw: &mut Draw) -> String {
        loop {
            let name = self.any_name(sex, year, draw);
            if !is_kept_out(&fold(&name)) {
                return name;
            }
        }
    }

    fn any_name(&self, sex: Sex, year: i32, draw: &mut Draw) -> String {
        let letter = if sex == Sex::Male { "m" } else { "f" };
        let family = self.family;
        if let Some(people) = self.people {
            let given = names().pick(&format!("{people}.{letter}"), draw);
            // Ê Đê put the clan last: Y Brư Niê.
            return if people == "ede" { format!("{given} {family}") } else { format!("{family} {given}") };
        }
        let age = match year {
            ..1965 => "old",
            1965..1992 => "mid",
            _ => "new",
        };
        let middle = names().pick(&format!("middle.{letter}.{age}"), draw);
        let given = names().pick_among(&format!("given.{letter}.{age}"), self.naming.names, draw);
        if middle == given { format!("{family} {given}") } else { format!("{family} {middle} {given}") }
    }
}

/// One household, the head first. Codes, addresses and the hamlet are set by the caller.
fn household(registrar: &mut Registrar, naming: Naming, draw: &mut Draw) -> Vec<Person> {
    let mut home = Home { registrar, people: Vec::new(), phone: phone(draw), internet: draw.chance(0.35) };
    let custom = Custom::new(naming, draw);
    let year = draw.between(1942, 1999).max(draw.between(1942, 1999));
    let sex = if draw.chance(0.76) { Sex::Male } else { Sex::Female };
    home.add(&custom, sex, year, "head", draw);
    let father_first = sex == Sex::Male;
    let child_custom = if father_first { custom.clone() } else { Custom::new(naming, draw) };
    if draw.chance(0.74) {
        let spouse_custom = if father_first { Custom::new(naming, draw) } else { child_custom.clone() };
        let (spouse, relation) = if father_first { (Sex::Female, "wife") } else { (Sex::Male, "husband") };
        let spouse_year = (year + draw.between(-3, 6)).clamp(1940, 2004);
        home.add(&spouse_custom, spouse, spouse_year, relation, draw);
    }
    add_children(&mut home, &child_custom, year, draw);
    if year > 1962 && draw.chance(0.16) {
        let mother = draw.chance(0.7);
        let parent_custom = if mother { Custom::new(naming, draw) } else { custom };
        let (sex, relation) =
            if mother { (Sex::Female, "parent.female") } else { (Sex::Male, "parent.male") };
        home.add(&parent_custom, sex, year - draw.between(20, 30), relation, draw);
    }
    home.people
}

fn add_children(home: &mut Home<'_>, custom: &Custom, head_year: i32, draw: &mut Draw) {
    let father = home.people.first().map(|p| (p.sex, p.name.clone()));
    let mut year = head_year + draw.between(19, 28);
    for _ in 0..draw.one_of(&[0, 1, 1, 2, 2, 2, 2, 3, 3, 4]) {
        if year > AS_OF.0 - 1 {
            break;
        }
        let grown = year < AS_OF.0 - 25;
        if !grown || draw.chance(0.45) {
            let sex = if draw.chance(0.52) { Sex::Male } else { Sex::Female };
            let relation = child_relation(sex, draw);
            home.add(custom, sex, year, relation, draw);
            if draw.chance(custom.naming.twins) {
                home.add_twin(custom, relation, draw);
            } else if sex == Sex::Male
                && draw.chance(custom.naming.sons)
                && let (Some((Sex::Male, name)), Some(son)) = (&father, home.people.last_mut())
            {
                son.name.clone_from(name);
            }
            if grown && draw.chance(0.6) {
                add_young_family(home, custom, sex, year, draw);
            }
        }
        year += draw.between(1, 6);
    }
}

fn child_relation(sex: Sex, draw: &mut Draw) -> &'static str {
    match (draw.chance(0.5), sex) {
        (true, _) => "child",
        (false, Sex::Male) => "child.male",
        (false, Sex::Female) => "child.female",
    }
}

/// A grown child's spouse and child in the same house.
fn add_young_family(home: &mut Home<'_>, custom: &Custom, sex: Sex, year: i32, draw: &mut Draw) {
    let own = Custom::new(custom.naming, draw);
    let (spouse, relation) =
        if sex == Sex::Male { (Sex::Female, "in_law.female") } else { (Sex::Male, "in_law.male") };
    home.add(&own, spouse, year + draw.between(-2, 3), relation, draw);
    let child_year = year + draw.between(22, 30);
    if child_year < AS_OF.0 {
        let family = if sex == Sex::Male { custom } else { &own };
        let sex = if draw.chance(0.52) { Sex::Male } else { Sex::Female };
        home.add(family, sex, child_year, "grandchild", draw);
    }
}

struct Home<'a> {
    registrar: &'a mut Registrar,
    people: Vec<Person>,
    /// Shared by those without a phone of their own.
    phone: String,
    internet: bool,
}

impl Home<'_> {
    fn add(&mut self, custom: &Custom, sex: Sex, year: i32, relation: &'static str, draw: &mut Draw) {
        let day = Days::new(u64::from(draw.below(365)));
        let birth = NaiveDate::from_ymd_opt(year, 1, 1).and_then(|first| first.checked_add_days(day));
        let Some(birth) = birth else { return };
        // Some old papers have the year alone (docs/domain.md, Lists in spreadsheets).
        let year_only = year < 1962 && draw.chance(0.05);
        let age = AS_OF.0 - year;
        let phone = match age {
            ..14 => self.phone.clone(),
            14..75 if draw.chance(0.82) => phone(draw),
            _ if draw.chance(0.5) => self.phone.clone(),
            _ => String::new(),
        };
        let (state, level) = account(age, draw);
        let approved_on = (level > 0).then(|| approval(draw)).flatten();
        self.people.push(Person {
            code: String::new(),
            hamlet: 0,
            household: String::new(),
            head: String::new(),
            alley: String::new(),
            house_number: String::new(),
            name: custom.name(sex, year, draw),
            sex,
            birth: if year_only {
                PartialDate::from_year(year).unwrap_or(birth.into())
            } else {
                birth.into()
            },
            number: self.registrar.number(sex, birth.year(), draw),
            old_number: self.registrar.old_number(birth.year(), draw),
            phone,
            relation,
            smartphone: (10..70).contains(&age) && draw.chance(0.8),
            internet: self.internet,
            state,
            level,
            approved_on,
        });
    }

    /// A twin of the person added last: one birth, the same middle name, another given name.
    fn add_twin(&mut self, custom: &Custom, relation: &'static str, draw: &mut Draw) {
        let Some(first) = self.people.last().cloned() else { return };
        self.add(custom, first.sex, first.birth.year(), relation, draw);
        let Some(twin) = self.people.last_mut() else { return };
        let given = twin.name.split(' ').next_back().unwrap_or_default().to_owned();
        let shared = first.name.rsplit_once(' ').map_or("", |(start, _)| start);
        let name = format!("{shared} {given}");
        if name != first.name && custom.people.is_none() && !is_kept_out(&fold(&name)) {
            twin.name = name;
        }
        twin.birth = first.birth;
    }
}

/// Account state and level by age (levels 01/02 from 14 years on; docs/domain.md, Accounts and levels).
fn account(age: i32, draw: &mut Draw) -> (AccountState, u8) {
    if age < 14 {
        return (AccountState::NotRegistered, 0);
    }
    let granted = if draw.chance(0.7) { 2 } else { 1 };
    match draw.below(100) {
        0..36 => (AccountState::ApprovedNotActivated, granted),
        36..48 => (AccountState::ActiveLevel1, 1),
        48..84 => (AccountState::ActiveLevel2, 2),
        84..90 => (AccountState::PendingApproval, 0),
        90..92 => (AccountState::Rejected, 0),
        92..93 => (AccountState::Locked, granted),
        93..99 => (AccountState::NotRegistered, 0),
        _ => (AccountState::Unknown, 0),
    }
}

fn approval(draw: &mut Draw) -> Option<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(2023, 1, 5)?;
    first.checked_add_days(Days::new(u64::from(draw.below(1_400))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commune_is_a_pure_function_of_people_and_seed() {
        assert_eq!(invent(700, 7), invent(700, 7));
        assert_ne!(invent(700, 7).people, invent(700, 8).people);
    }

    #[test]
    fn numbers_agree_with_sex_and_birth_and_are_unique() {
        let commune = invent(5_000, 1);
        assert_eq!(commune.people.len(), 5_000);
        let mut numbers = BTreeSet::new();
        for p in &commune.people {
            let digits: Vec<u32> = p.number.chars().map(|c| c.to_digit(10).unwrap()).collect();
            assert_eq!(digits.len(), 12, "{p:?}");
            assert_eq!(digits[3] % 2 == 1, p.sex == Sex::Female, "{p:?}");
            let year = 1900
                + 100 * i32::try_from(digits[3] / 2).unwrap()
                + i32::try_from(digits[4] * 10 + digits[5]).unwrap();
            assert_eq!(year, p.birth.year(), "{p:?}");
            assert!(numbers.insert(p.number.clone()), "{p:?}");
        }
        assert!(numbers.iter().any(|n| n.starts_with("00")), "some numbers lose two zeros");
    }

    #[test]
    fn a_full_commune_has_hamlets_of_a_real_size() {
        let commune = invent(40_000, 3);
        assert!(commune.hamlets.iter().all(|h| (240..=1_500).contains(&h.people.len())));
        let names: BTreeSet<_> = commune.hamlets.iter().map(|h| &h.name).collect();
        assert_eq!(names.len(), commune.hamlets.len());
    }

    #[test]
    fn there_are_twins_namesakes_and_sons_named_as_their_fathers() {
        let people = invent(20_000, 2).people;
        let pairs = || people.windows(2).filter(|w| w[0].household == w[1].household);
        assert!(pairs().any(|w| w[0].birth == w[1].birth && w[0].name != w[1].name), "twins");
        assert!(people.iter().any(|p| p.relation.starts_with("child") && p.name == p.head), "father and son");
        let in_hamlets: BTreeSet<_> = people.iter().map(|p| (p.hamlet, &p.name)).collect();
        assert!(in_hamlets.len() < people.len() - 100, "namesakes in one hamlet");
    }

    #[test]
    fn nobody_named_in_the_public_plans_appears() {
        for p in invent(20_000, 5).people {
            assert!(!is_kept_out(&fold(&p.name)) && !is_kept_out(&p.phone), "{p:?}");
        }
    }
}
