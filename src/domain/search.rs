//! Find-as-you-type over people: any part of the name with or without marks, of a number, a phone, a house or a code.
//!
//! One folded line a person in one text, in the order of names: a scan of 130,000 lines is some milliseconds and
//! needs no index that could be out of step.

use memchr::memmem::Finder;

use super::citizen::{Citizen, Household};
use super::ids::CitizenId;
use super::text::{NameOrder, fold};

/// The lines of all people.
#[derive(Debug, Default)]
pub struct PeopleIndex {
    text: String,
    /// Where each person's line ends, and who it is, in the order of names.
    lines: Vec<(usize, CitizenId)>,
}

impl PeopleIndex {
    /// The index of all people with their households, which come in any order.
    #[must_use]
    pub fn new<'a>(people: impl IntoIterator<Item = (&'a Citizen, Option<&'a Household>)>) -> Self {
        let order = NameOrder::new();
        let mut rows: Vec<(Vec<u8>, CitizenId, String)> = people
            .into_iter()
            .map(|(citizen, household)| (order.key(&citizen.name), citizen.id, line(citizen, household)))
            .collect();
        rows.sort_unstable();
        let mut index = Self::default();
        for (_, id, line) in rows {
            index.text.push_str(&line);
            index.text.push('\n');
            index.lines.push((index.text.len(), id));
        }
        index
    }

    /// At most `limit` people whose lines have every word of `query`, in the order of names; those that begin a word
    /// come before those that only hold it inside.
    #[must_use]
    pub fn find(&self, query: &str, limit: usize) -> Vec<CitizenId> {
        let query = fold_query(query);
        let words: Vec<&str> = query.split(' ').filter(|w| !w.is_empty()).collect();
        // The longest word is the rarest: scan for it, look at the line for the others.
        let Some(longest) = words.iter().copied().max_by_key(|w| w.len()) else { return Vec::new() };
        let others: Vec<Finder<'_>> =
            words.iter().filter(|w| **w != longest).map(|w| Finder::new(*w)).collect();
        let text = self.text.as_bytes();
        let (mut first, mut second) = (Vec::new(), Vec::new());
        let mut from = 0;
        let finder = Finder::new(longest);
        while let Some(rest) = text.get(from..)
            && let Some(found) = finder.find(rest)
        {
            let at = from + found;
            let line = self.lines.partition_point(|(end, _)| *end <= at);
            let Some(&(end, id)) = self.lines.get(line) else { break };
            let start = line.checked_sub(1).and_then(|l| self.lines.get(l)).map_or(0, |(end, _)| *end);
            let whole = text.get(start..end).unwrap_or_default();
            if others.iter().all(|o| o.find(whole).is_some()) {
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

    /// At most `limit` people whose names are nearest to `name`, which is folded; the nearest first, one a name.
    #[must_use]
    pub fn near(&self, name: &str, limit: usize) -> Vec<CitizenId> {
        /// Below this two names have little in common.
        const ALIKE: f64 = 0.84;
        let mut found: Vec<(f64, &str, CitizenId)> = Vec::new();
        let mut last = "";
        for (line, id) in self.lines() {
            // The name ends where numbers begin; a blank number leaves the code.
            let end = line.find(|c: char| c.is_ascii_digit()).unwrap_or(line.len());
            let other = line.get(..end).unwrap_or_default();
            let other = other.rsplit_once(' ').map_or(other, |(name, _)| name).trim_end();
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
        let ends = self.lines.iter().map(|(end, id)| (*end, *id));
        let starts = std::iter::once(0).chain(self.lines.iter().map(|(end, _)| *end));
        starts.zip(ends).map(|(start, (end, id))| (self.text.get(start..end).unwrap_or_default(), id))
    }
}

fn line(citizen: &Citizen, household: Option<&Household>) -> String {
    let mut line = format!(
        "{} {} {} {} {}",
        fold(&citizen.name),
        citizen.number,
        citizen.old_number,
        citizen.phone,
        fold_query(&citizen.code)
    );
    if let Some(household) = household {
        line.push(' ');
        line.push_str(&fold(&household.alley));
        line.push(' ');
        line.push_str(&fold_query(&household.house_number));
    }
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
    use crate::domain::ids::{HouseholdId, UnitId};
    use uuid::Uuid;

    fn check(query: &str, expect: &[&str]) {
        let household = Household {
            id: HouseholdId(Uuid::nil()),
            unit_id: UnitId(Uuid::nil()),
            code: String::new(),
            head: String::new(),
            alley: "Ngõ Đình".into(),
            house_number: "12/3A".into(),
            walk_order: 0,
        };
        let person = |n: u128, name: &str, number: &str, phone: &str| Citizen {
            id: CitizenId(Uuid::from_u128(n)),
            code: format!("CD-{n:06}"),
            unit_id: UnitId(Uuid::nil()),
            household_id: household.id,
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
        };
        let people = [
            person(1, "Nguyễn Văn Đẳng", "038080001234", "0912000111"),
            person(2, "Đặng Thị Ánh", "038180001235", "0912000222"),
            person(3, "Nguyễn Hoàng An", "", ""),
        ];
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
        check("dang", &["Đặng Thị Ánh", "Nguyễn Văn Đẳng"]);
        check("Đặng", &["Đặng Thị Ánh", "Nguyễn Văn Đẳng"]);
        check("nguyen an", &["Nguyễn Hoàng An", "Nguyễn Văn Đẳng"]);
        check("nguyen van dang", &["Nguyễn Văn Đẳng"]);
        check("1235", &["Đặng Thị Ánh"]);
        check("0912000111", &["Nguyễn Văn Đẳng"]);
        check("12/3a", &["Đặng Thị Ánh"]);
        check("ngo dinh anh", &["Đặng Thị Ánh"]);
        check("cd-000003", &["Nguyễn Hoàng An"]);
        check("không ai", &[]);
        check("  ", &[]);
    }
}
