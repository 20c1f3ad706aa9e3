//! Find-as-you-type over people: any part of the name with or without marks, of a number, a phone, a house or a code.
//!
//! One folded line a person in one text, in the order of names: a scan of 130,000 lines is some milliseconds, and so is
//! copying the text when people change.

use std::collections::BTreeSet;

use memchr::memmem::Finder;

use super::citizen::{Citizen, Household};
use super::ids::CitizenId;
use super::text::{NameOrder, fold};

/// The lines of all people.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct PeopleIndex {
    text: String,
    /// In the order of the text.
    lines: Vec<Line>,
}

/// Where one person's line ends, and who it is; sorted by name.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    key: Box<[u8]>,
    id: CitizenId,
    end: usize,
}

impl PeopleIndex {
    /// The index of all people with their households, which come in any order.
    #[must_use]
    pub fn new<'a>(people: impl IntoIterator<Item = (&'a Citizen, Option<&'a Household>)>) -> Self {
        let mut index = Self::default();
        index.replace(&BTreeSet::new(), people);
        index
    }

    /// Takes the lines of `changed` out and puts those of `people` in: whoever was changed stands in both, whoever was
    /// added or removed in one.
    pub fn replace<'a>(
        &mut self,
        changed: &BTreeSet<CitizenId>,
        people: impl IntoIterator<Item = (&'a Citizen, Option<&'a Household>)>,
    ) {
        let order = NameOrder::new();
        let mut new: Vec<(Box<[u8]>, CitizenId, String)> = people
            .into_iter()
            .map(|(citizen, household)| {
                (order.key(&citizen.name).into(), citizen.id, line(citizen, household))
            })
            .collect();
        new.sort_unstable();
        let mut new = new.into_iter().peekable();
        let old = std::mem::take(self);
        let mut start = 0;
        for Line { key, id, end } in old.lines {
            while let Some((key, id, text)) = new.next_if(|new| (&new.0, new.1) < (&key, id)) {
                self.push(key, id, &text);
            }
            if !changed.contains(&id) {
                self.push(key, id, old.text.get(start..end).unwrap_or_default());
            }
            start = end;
        }
        for (key, id, text) in new {
            self.push(key, id, &text);
        }
    }

    fn push(&mut self, key: Box<[u8]>, id: CitizenId, line: &str) {
        self.text.push_str(line);
        self.lines.push(Line { key, id, end: self.text.len() });
    }

    /// At most `limit` people whose lines have every word of `query`: who is called just that, who has it as the given name, where
    /// its words begin one, where they stand inside one; each in the order of names.
    #[must_use]
    pub fn find(&self, query: &str, limit: usize) -> Vec<CitizenId> {
        let query = fold_query(query);
        let words = words(&query);
        // The longest word is the rarest: scan for it, look at the line for the others.
        let Some(longest) = words.iter().copied().max_by_key(|w| w.len()) else { return Vec::new() };
        let others: Vec<Finder<'_>> =
            words.iter().filter(|w| **w != longest).map(|w| Finder::new(*w)).collect();
        let text = self.text.as_bytes();
        let (mut first, mut second) = (self.called(&words.join(" "), limit), Vec::new());
        if first.len() == limit {
            return first;
        }
        let called: BTreeSet<CitizenId> = first.iter().copied().collect();
        let mut from = 0;
        let finder = Finder::new(longest);
        while let Some(rest) = text.get(from..)
            && let Some(found) = finder.find(rest)
        {
            let at = from + found;
            // A number alone is meant as one: all who are born in a year would bury it.
            if words.len() == 1 && text.get(..at).is_some_and(|before| before.ends_with(BORN.as_bytes())) {
                from = at + longest.len();
                continue;
            }
            let line = self.lines.partition_point(|line| line.end <= at);
            let Some(&Line { end, id, .. }) = self.lines.get(line) else { break };
            let start =
                line.checked_sub(1).and_then(|before| self.lines.get(before)).map_or(0, |line| line.end);
            let whole = text.get(start..end).unwrap_or_default();
            if !called.contains(&id) && others.iter().all(|o| o.find(whole).is_some()) {
                let begins = |word: &str| begins_a_word(whole, word.as_bytes());
                if words.iter().all(|w| begins(w)) {
                    first.push(id);
                    if first.len() == limit {
                        return first;
                    }
                } else if second.len() < limit {
                    second.push(id);
                }
            }
            from = end;
        }
        first.extend(second);
        first.truncate(limit);
        first
    }

    /// At most `limit` people whose name is the folded `name`, then those whose name ends with it.
    fn called(&self, name: &str, limit: usize) -> Vec<CitizenId> {
        let text = self.text.as_bytes();
        let ending = format!("{name}{NAME_ENDS}");
        let (mut whole, mut ends) = (Vec::new(), Vec::new());
        for at in Finder::new(&ending).find_iter(text) {
            let found = match at.checked_sub(1).and_then(|before| text.get(before)) {
                None | Some(b'\n') => &mut whole,
                Some(b' ') => &mut ends,
                Some(_) => continue,
            };
            let line = self.lines.partition_point(|line| line.end <= at);
            if found.len() < limit {
                found.extend(self.lines.get(line).map(|line| line.id));
            }
        }
        whole.extend(ends);
        whole.truncate(limit);
        whole
    }

    /// At most `limit` people whose names are nearest to `name`, which is folded; the nearest first, one a name.
    #[must_use]
    pub fn near(&self, name: &str, limit: usize) -> Vec<CitizenId> {
        /// Below this two names have little in common.
        const ALIKE: f64 = 0.84;
        let mut found: Vec<(f64, &str, CitizenId)> = Vec::new();
        let mut last = "";
        for (line, id) in self.lines() {
            let other = line.split(NAME_ENDS).next().unwrap_or_default();
            if other == last || other.len().abs_diff(name.len()) > 6 {
                continue;
            }
            last = other;
            let alike = strsim::jaro_winkler(name, other);
            if alike > ALIKE && !found.iter().any(|(_, known, _)| *known == other) {
                found.push((alike, other, id));
            }
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        found.into_iter().take(limit).map(|(.., id)| id).collect()
    }

    /// The line of each person.
    fn lines(&self) -> impl Iterator<Item = (&str, CitizenId)> {
        let starts = std::iter::once(0).chain(self.lines.iter().map(|line| line.end));
        let text = |start: usize, end: usize| self.text.get(start..end).unwrap_or_default();
        starts.zip(&self.lines).map(move |(start, line)| (text(start, line.end), line.id))
    }
}

/// Stands after the name; no query has it.
const NAME_ENDS: char = ';';
/// Stands before the year of birth.
const BORN: &str = " s";
/// Stands before the number of a house, as people say it.
const HOUSE: &str = "nha ";

/// What a folded query asks for; "nhà 5/2" is one thing, which a phone with a 5 does not have.
fn words(query: &str) -> Vec<&str> {
    let house = |rest: &str| {
        let number = rest.strip_prefix(HOUSE).unwrap_or_default().split(' ').next().unwrap_or_default();
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        // Four digits after a name like Nhã are a year.
        ((1..4).contains(&digits)).then_some(HOUSE.len() + number.len())
    };
    let mut words = Vec::new();
    let mut rest = query.trim_start();
    while !rest.is_empty() {
        let end = house(rest).or_else(|| rest.find(' ')).unwrap_or(rest.len());
        words.extend(rest.get(..end));
        rest = rest.get(end..).unwrap_or_default().trim_start();
    }
    words
}

fn line(citizen: &Citizen, household: Option<&Household>) -> String {
    let born = citizen.birth.map(|birth| format!("{BORN}{}", birth.year())).unwrap_or_default();
    let mut line = format!(
        "{}{NAME_ENDS}{born} {} {} {} {}",
        fold(&citizen.name),
        citizen.number,
        citizen.old_number,
        citizen.phone,
        fold_query(&citizen.code)
    );
    if let Some(household) = household {
        line.push(' ');
        line.push_str(&fold(&household.alley));
        if !household.house_number.is_empty() {
            line.push(' ');
            line.push_str(HOUSE);
            line.push_str(&fold_query(&household.house_number));
        }
    }
    line.push('\n');
    line
}

/// As [`fold`], but "12/3" stays one word.
fn fold_query(text: &str) -> String {
    text.split('/').map(fold).collect::<Vec<_>>().join("/")
}

fn begins_a_word(line: &[u8], word: &[u8]) -> bool {
    Finder::new(word).find_iter(line).any(|at| at == 0 || line.get(at - 1) == Some(&b' '))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::dates::PartialDate;
    use crate::domain::ids::{HouseholdId, UnitId};
    use uuid::Uuid;

    fn house() -> Household {
        Household {
            id: HouseholdId(Uuid::nil()),
            unit_id: UnitId(Uuid::nil()),
            code: String::new(),
            head: String::new(),
            alley: "Ngõ Đình".into(),
            house_number: "12/3A".into(),
            walk_order: 0,
        }
    }

    fn person(n: u128, name: &str, number: &str, phone: &str) -> Citizen {
        Citizen {
            id: CitizenId(Uuid::from_u128(n)),
            code: format!("CD-{n:06}"),
            unit_id: UnitId(Uuid::nil()),
            household_id: HouseholdId(Uuid::nil()),
            name: name.into(),
            birth: None,
            sex: None,
            number: number.into(),
            old_number: String::new(),
            phone: phone.into(),
            relation: String::new(),
            residence: String::new(),
            address: String::new(),
            smartphone: None,
            internet: None,
            note: String::new(),
        }
    }

    fn check(query: &str, expect: &[&str]) {
        let household = house();
        let mut people = [
            person(1, "Nguyễn Văn Đẳng", "038080001234", "0912000111"),
            person(2, "Đặng Thị Ánh", "038180001235", "0912000222"),
            person(3, "Nguyễn Hoàng An", "", ""),
        ];
        people[2].birth = PartialDate::from_year(1985);
        let index =
            PeopleIndex::new(people.iter().map(|p| (p, (p.id.0.as_u128() == 2).then_some(&household))));
        let found: Vec<&str> = index
            .find(query, 10)
            .into_iter()
            .map(|id| people.iter().find(|p| p.id == id).unwrap().name.as_str())
            .collect();
        assert_eq!(found, expect, "{query}");
    }

    #[test]
    fn any_part_finds_the_person() {
        check("dang", &["Nguyễn Văn Đẳng", "Đặng Thị Ánh"]);
        check("Đặng Thị", &["Đặng Thị Ánh"]);
        check("nguyen an", &["Nguyễn Hoàng An", "Nguyễn Văn Đẳng"]);
        check("anh", &["Đặng Thị Ánh"]);
        check("nguyen van dang", &["Nguyễn Văn Đẳng"]);
        check("1235", &["Đặng Thị Ánh"]);
        check("0912000111", &["Nguyễn Văn Đẳng"]);
        check("12/3a", &["Đặng Thị Ánh"]);
        check("nhà 12/3A", &["Đặng Thị Ánh"]);
        check("nhà 12", &["Đặng Thị Ánh"]);
        check("anh nha 12/3a", &["Đặng Thị Ánh"]);
        check("nhà 3", &[]);
        check("nguyen an 1985", &["Nguyễn Hoàng An"]);
        check("nguyen dang 1985", &[]);
        check("1985", &[]);
        check("ngo dinh anh", &["Đặng Thị Ánh"]);
        check("cd-000003", &["Nguyễn Hoàng An"]);
        check("không ai", &[]);
        check("  ", &[]);
    }

    #[test]
    fn an_index_brought_up_to_date_is_as_a_new_one() {
        let index = |people: &[Citizen]| PeopleIndex::new(people.iter().map(|p| (p, None)));
        let [an, binh, chi] =
            [(1, "Lê An"), (2, "Lê Bình"), (3, "Lê Chi")].map(|(n, name)| person(n, name, "", ""));
        let renamed = person(2, "Lê Dung", "", "0912000222");
        let (first, last) = (person(4, "Lê Ái", "", ""), person(5, "Lê Yến", "", ""));
        let mut kept = index(&[an.clone(), binh.clone(), chi.clone()]);
        let mut check = |before: &[&Citizen], after: &[&Citizen], expect: &[&Citizen]| {
            let changed = before.iter().chain(after).map(|p| p.id).collect();
            kept.replace(&changed, after.iter().map(|p| (*p, None)));
            assert_eq!(kept, index(&expect.iter().copied().cloned().collect::<Vec<_>>()));
        };
        check(&[], &[], &[&an, &binh, &chi]);
        check(&[&binh], &[&renamed], &[&an, &chi, &renamed]);
        check(&[], &[&first, &last], &[&first, &an, &chi, &renamed, &last]);
        check(&[&an, &last], &[], &[&first, &chi, &renamed]);
        check(&[&first, &chi, &renamed], &[], &[]);
    }
}
