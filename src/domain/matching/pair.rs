//! One pair for a person to look at: both values of each field side by side, and where they differ.

use std::ops::Range;

use serde::Serialize;

use super::evidence::{Agreement, BirthAgreement, NameAgreement, NumberAgreement, PairEvidence};
use super::{MatchPerson, settle};
use crate::domain::as_count;
use crate::domain::citizen::Sex;

/// How one field of a pair compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Comparison {
    /// One side does not say.
    Missing,
    /// Equal.
    Same,
    /// Another way of writing the same.
    Harmless,
    /// Not equal.
    Differs,
}

/// One field of a pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct FieldPair {
    /// "name", "birth", "sex", "number", "old-number", "home", "head", "phone", "account".
    pub field: &'static str,
    /// What the register says; a code for the sex.
    pub ours: String,
    /// What the extract says; a code for the sex and the account.
    pub theirs: String,
    /// Characters of `ours` that differ: from, to.
    pub our_marks: Vec<(u32, u32)>,
    /// Characters of `theirs` that differ: from, to.
    pub their_marks: Vec<(u32, u32)>,
    /// How both compare.
    pub comparison: Comparison,
    /// How, in words: a row of `messages.csv`.
    pub says: &'static str,
}

/// Compares a citizen and a row of an extract field by field, what weighs most first, be it for or against. Fields of which
/// neither side says anything are left out.
#[must_use]
pub fn compare(citizen: &MatchPerson<'_>, row: &MatchPerson<'_>) -> Vec<FieldPair> {
    use Comparison::{Differs, Harmless, Same};
    let found = settle::evidence_of(citizen, row);
    let plain = |found: Agreement, equal: bool| match found {
        Agreement::Differs => (Differs, "compare.differs"),
        Agreement::Same if !equal => (Harmless, "compare.same_meaning"),
        Agreement::Same => (Same, "compare.same"),
        // Neither side can be read as what it should be: compare the letters.
        Agreement::Unknown if equal => (Same, "compare.same"),
        Agreement::Unknown => (Harmless, "compare.unclear"),
    };
    let name = name_says(found.name, citizen.name, row.name);
    let birth = birth_says(found.birth, citizen.birth == row.birth);
    let number = number_says(found.number, citizen, row);
    let (our_home, their_home) = (our_home(citizen), their_home(row));
    let equal_home = our_home.to_lowercase() == their_home.to_lowercase();
    let home = match plain(found.hamlet, equal_home) {
        (Harmless, "compare.same_meaning") => (Harmless, "compare.same_hamlet"),
        (Differs, _) => (Differs, "compare.other_hamlet"),
        found => found,
    };
    let birth_text = |person: &MatchPerson<'_>| person.birth.map(|b| b.to_vi()).unwrap_or_default();
    let fields = [
        field("name", citizen.name.to_owned(), row.name.to_owned(), name, in_letters),
        field("birth", birth_text(citizen), birth_text(row), birth, in_dates),
        field(
            "sex",
            sex_code(citizen.sex).to_owned(),
            sex_code(row.sex).to_owned(),
            plain(found.sex, citizen.sex == row.sex),
            whole,
        ),
        field("number", citizen.number.to_owned(), row.number.to_owned(), number, in_places),
        field(
            "old-number",
            citizen.old_number.to_owned(),
            row.old_number.to_owned(),
            plain(found.old_number, citizen.old_number == row.old_number),
            in_places,
        ),
        field("home", our_home, their_home, home, in_words),
        field(
            "head",
            citizen.head.to_owned(),
            row.head.to_owned(),
            plain(found.head, citizen.head == row.head),
            in_letters,
        ),
        field(
            "phone",
            citizen.phone.to_owned(),
            row.phone.to_owned(),
            plain(found.phone, citizen.phone == row.phone),
            in_places,
        ),
    ];
    let mut fields: Vec<FieldPair> = fields.into_iter().flatten().collect();
    fields.sort_by_key(|field| std::cmp::Reverse(weight(field, &found)));
    fields
}

/// How much a field says of a pair, for or against, in logarithms of a likelihood ratio as they are in a commune of usual names
/// ([`super::evidence::weigh`]): which order to read them in, no more.
fn weight(field: &FieldPair, found: &PairEvidence) -> u8 {
    use Comparison::{Differs, Harmless, Missing, Same};
    match (field.field, field.comparison) {
        (_, Missing) => 0,
        ("number" | "old-number", Same) | ("number", Harmless) => 10,
        ("birth", Same) => 9,
        // One person has one number: another weighs as much as a birth that agrees, and a slip in it is what is to be decided.
        ("number", Differs) => 8,
        ("name" | "phone", Same | Harmless) => 7,
        ("home", _) if found.house == Agreement::Same => 7,
        ("head", Same | Harmless) | ("birth", Harmless) => 6,
        ("name" | "birth", _) => 6,
        ("sex", Differs) => 5,
        ("home", _) if found.house == Agreement::Differs => 4,
        ("home" | "head" | "old-number", _) => 3,
        ("phone", _) => 2,
        _ => 1,
    }
}

/// How two values compare, and the row of `messages.csv` that says it.
type Said = (Comparison, &'static str);

fn name_says(found: NameAgreement, ours: &str, theirs: &str) -> Said {
    use Comparison::{Differs, Harmless, Same};
    match found {
        _ if ours == theirs => (Same, "compare.same"),
        _ if ours.to_lowercase() == theirs.to_lowercase() => (Same, "compare.letter_case"),
        NameAgreement::Same => (Harmless, "compare.tone_place"),
        NameAgreement::Unmarked => (Harmless, "compare.unmarked"),
        NameAgreement::OtherOrder => (Harmless, "compare.order"),
        NameAgreement::Abbreviated => (Harmless, "compare.short"),
        NameAgreement::OtherMiddle => (Harmless, "compare.middle"),
        NameAgreement::Similar => (Harmless, "compare.letters"),
        NameAgreement::OtherMarks => (Differs, "compare.marks"),
        NameAgreement::Differs | NameAgreement::Unknown => (Differs, "compare.differs"),
    }
}

fn birth_says(found: BirthAgreement, equal: bool) -> Said {
    use Comparison::{Differs, Harmless, Same};
    match found {
        _ if equal => (Same, "compare.same"),
        BirthAgreement::Same => (Same, "compare.same"),
        BirthAgreement::SameYear => (Harmless, "compare.same_year"),
        BirthAgreement::Swapped => (Harmless, "compare.day_month"),
        BirthAgreement::NextYear => (Differs, "compare.next_year"),
        BirthAgreement::OnePart => (Differs, "compare.one_part"),
        BirthAgreement::Differs | BirthAgreement::Unknown => (Differs, "compare.differs"),
    }
}

fn number_says(found: NumberAgreement, citizen: &MatchPerson<'_>, row: &MatchPerson<'_>) -> Said {
    use Comparison::{Differs, Harmless, Same};
    match found {
        _ if citizen.number == row.number => (Same, "compare.same"),
        _ if citizen.earlier_numbers.iter().any(|number| number == row.number) => {
            (Harmless, "compare.earlier_number")
        }
        NumberAgreement::Swapped(..) => (Differs, "compare.digits_swapped"),
        NumberAgreement::Moved(..) => (Differs, "compare.digit_moved"),
        NumberAgreement::OneDigit(_) => (Differs, "compare.one_digit"),
        _ => (Differs, "compare.differs"),
    }
}

type Marks = (Vec<(u32, u32)>, Vec<(u32, u32)>);

fn field(
    field: &'static str,
    ours: String,
    theirs: String,
    (comparison, says): Said,
    marks: fn(&str, &str) -> Marks,
) -> Option<FieldPair> {
    let none = || (Comparison::Missing, Marks::default());
    let (comparison, says, (our_marks, their_marks)) = match (ours.is_empty(), theirs.is_empty()) {
        (true, true) => return None,
        (false, true) => (none().0, "compare.only_ours", none().1),
        (true, false) => (none().0, "compare.only_theirs", none().1),
        _ if comparison == Comparison::Same => (comparison, says, Marks::default()),
        _ => (comparison, says, marks(&ours, &theirs)),
    };
    Some(FieldPair { field, ours, theirs, our_marks, their_marks, comparison, says })
}

fn sex_code(sex: Option<Sex>) -> &'static str {
    match sex {
        Some(Sex::Male) => "form.sex.male",
        Some(Sex::Female) => "form.sex.female",
        None => "",
    }
}

fn our_home(citizen: &MatchPerson<'_>) -> String {
    let house = [citizen.house_number, citizen.address].into_iter().find(|part| !part.is_empty());
    [house.unwrap_or_default(), citizen.hamlet]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

fn their_home(row: &MatchPerson<'_>) -> String {
    let told = row.address.to_lowercase().contains(&row.hamlet.to_lowercase());
    match (row.hamlet.is_empty() || told, row.address.is_empty()) {
        (true, _) => row.address.to_owned(),
        (false, true) => row.hamlet.to_owned(),
        (false, false) => format!("{}, {}", row.hamlet, row.address),
    }
}

/// Numbers, digit by digit: those at the same place that differ; all behind the first when the lengths differ.
fn in_places(ours: &str, theirs: &str) -> Marks {
    let (a, b): (Vec<char>, Vec<char>) = (ours.chars().collect(), theirs.chars().collect());
    let same = if a.len() == b.len() {
        a.iter().zip(&b).map(|(x, y)| x == y).collect()
    } else {
        let first = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
        (0..a.len().max(b.len())).map(|at| at < first).collect::<Vec<bool>>()
    };
    let runs = |len: usize| runs((0..len).map(|at| !same.get(at).copied().unwrap_or(false)));
    (runs(a.len()), runs(b.len()))
}

/// Dates, part by part.
fn in_dates(ours: &str, theirs: &str) -> Marks {
    let parts = |text: &str| -> Vec<String> { text.rsplit('/').map(str::to_owned).collect() };
    let (a, b) = (parts(ours), parts(theirs));
    let mark = |text: &str, own: &[String], other: &[String]| {
        // From the year back: that is what a shorter date has, too.
        let mut end = text.chars().count();
        let mut marks = Vec::new();
        for (at, part) in own.iter().enumerate() {
            let from = end.saturating_sub(part.chars().count());
            if other.get(at).is_some_and(|other| other != part) {
                marks.push(span(from..end));
            }
            end = from.saturating_sub(1);
        }
        marks.reverse();
        marks
    };
    (mark(ours, &a, &b), mark(theirs, &b, &a))
}

/// Names, letter by letter; case does not count.
fn in_letters(ours: &str, theirs: &str) -> Marks {
    let letters = |text: &str| -> Vec<String> { text.chars().map(|c| c.to_lowercase().collect()).collect() };
    let (a, b) = (letters(ours), letters(theirs));
    let (in_a, in_b) = common(&a, &b);
    (runs(in_a.into_iter().map(|same| !same)), runs(in_b.into_iter().map(|same| !same)))
}

/// Addresses, word by word.
fn in_words(ours: &str, theirs: &str) -> Marks {
    let words = |text: &str| -> Vec<(String, Range<usize>)> {
        let mut at = 0;
        let mut words = Vec::new();
        for word in text.split(' ') {
            let len = word.chars().count();
            let key: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
            words.push((key.to_lowercase(), at..at + len));
            at += len + 1;
        }
        words
    };
    let (a, b) = (words(ours), words(theirs));
    let keys = |words: &[(String, Range<usize>)]| -> Vec<String> {
        words.iter().map(|(key, _)| key.clone()).collect()
    };
    let (in_a, in_b) = common(&keys(&a), &keys(&b));
    let marks = |words: &[(String, Range<usize>)], same: &[bool]| {
        let mut marks: Vec<(u32, u32)> = Vec::new();
        for ((_, range), same) in words.iter().zip(same) {
            let (from, to) = span(range.clone());
            match marks.last_mut() {
                _ if *same => {}
                Some(last) if last.1 + 1 == from => last.1 = to,
                _ => marks.push((from, to)),
            }
        }
        marks
    };
    (marks(&a, &in_a), marks(&b, &in_b))
}

fn whole(ours: &str, theirs: &str) -> Marks {
    (vec![span(0..ours.chars().count())], vec![span(0..theirs.chars().count())])
}

fn span(range: Range<usize>) -> (u32, u32) {
    let place = |at: usize| as_count(at);
    (place(range.start), place(range.end))
}

/// The runs of `true`.
fn runs(flags: impl IntoIterator<Item = bool>) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for (at, _) in flags.into_iter().enumerate().filter(|(_, flag)| *flag) {
        let (from, to) = span(at..at + 1);
        match runs.last_mut() {
            Some(last) if last.1 == from => last.1 = to,
            _ => runs.push((from, to)),
        }
    }
    runs
}

/// Longest text that is compared piece by piece: the table of a longer one would be large.
const LONGEST: usize = 300;

/// Which pieces belong to the longest common sequence.
fn common(a: &[String], b: &[String]) -> (Vec<bool>, Vec<bool>) {
    let (mut in_a, mut in_b) = (vec![false; a.len()], vec![false; b.len()]);
    if a.len() > LONGEST || b.len() > LONGEST {
        return (in_a, in_b);
    }
    let width = b.len() + 1;
    let mut table = vec![0_u32; (a.len() + 1) * width];
    let value = |table: &[u32], i: usize, j: usize| table.get(i * width + j).copied().unwrap_or(0);
    for (i, x) in a.iter().enumerate().rev() {
        for (j, y) in b.iter().enumerate().rev() {
            let longest = if x == y {
                value(&table, i + 1, j + 1) + 1
            } else {
                value(&table, i + 1, j).max(value(&table, i, j + 1))
            };
            if let Some(slot) = table.get_mut(i * width + j) {
                *slot = longest;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        if x == y {
            for (flags, at) in [(&mut in_a, i), (&mut in_b, j)] {
                if let Some(flag) = flags.get_mut(at) {
                    *flag = true;
                }
            }
            (i, j) = (i + 1, j + 1);
        } else if value(&table, i + 1, j) >= value(&table, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    (in_a, in_b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(marks: fn(&str, &str) -> Marks, (ours, theirs): (&str, &str), expect: (&str, &str)) {
        let shown = |text: &str, marks: &[(u32, u32)]| {
            let chars = text.chars().enumerate();
            let inside =
                |at: usize| marks.iter().any(|(from, to)| (*from as usize..*to as usize).contains(&at));
            chars.map(|(at, c)| if inside(at) { c } else { '.' }).collect::<String>()
        };
        let (a, b) = marks(ours, theirs);
        assert_eq!((shown(ours, &a).as_str(), shown(theirs, &b).as_str()), expect);
    }

    #[test]
    fn what_differs_is_marked() {
        check(in_letters, ("Nguyễn Thị Hoà", "NGUYỄN THỊ HÒA"), ("............oà", "............ÒA"));
        check(in_places, ("038171000135", "038171000315"), (".........13.", ".........31."));
        check(in_dates, ("04/09/1971", "05/09/1971"), ("04........", "05........"));
        check(in_dates, ("04/09/1971", "1972"), ("......1971", "1972"));
        check(in_words, ("Thôn Đoài", "Khu 2, thôn Đoài"), (".........", "Khu 2,.........."));
    }
}
