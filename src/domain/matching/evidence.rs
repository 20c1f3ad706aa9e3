//! What speaks for and against two records being one person, in natural logarithms of likelihood ratios
//! (Fellegi–Sunter), with frequencies taken from the two lists at hand.
//!
//! Two other explanations of a likeness are weighed: a stranger who happens to be alike, and another member of the
//! same household (twin, father and son of one name), for whom hamlet, house, head and phone say nothing.
//! The weaker of the two sums counts.

use serde::Serialize;

use super::names::{MOST, Name, abbreviates, mix, one_slip};
use crate::domain::citizen::Sex;

/// How two values of one field compare.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Agreement {
    /// One side or both do not say.
    #[default]
    Unknown,
    /// Equal, or equal but for marks, case and spaces.
    Same,
    /// Not equal.
    Differs,
}

/// How two names compare.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum NameAgreement {
    /// One side has no name.
    #[default]
    Unknown,
    /// Equal, wherever the tone is placed.
    Same,
    /// Equal letters; one side has no marks.
    Unmarked,
    /// Equal letters, other marks.
    OtherMarks,
    /// The same syllables in another order, or parted otherwise.
    OtherOrder,
    /// One side is abbreviated.
    Abbreviated,
    /// One side has a middle name more.
    OtherMiddle,
    /// Slips in some letters.
    Similar,
    /// Other names.
    Differs,
}

/// How two births compare.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum BirthAgreement {
    /// One side has no birth.
    #[default]
    Unknown,
    /// Equal to the day.
    Same,
    /// Equal as far as the less exact one goes.
    SameYear,
    /// Day and month swapped.
    Swapped,
    /// One year apart, else equal.
    NextYear,
    /// One of day, month and year differs.
    OnePart,
    /// Not equal.
    Differs,
}

/// How two identity numbers compare.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum NumberAgreement {
    /// One side has none.
    #[default]
    Unknown,
    /// Equal, or equal to an earlier one.
    Same,
    /// Two digits swapped; their places from 1.
    Swapped(u8, u8),
    /// One digit differs; its place from 1.
    OneDigit(u8),
    /// One digit stands elsewhere; the places between, from 1.
    Moved(u8, u8),
    /// Other numbers.
    Differs,
}

/// Everything that was compared in one pair.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields of MatchPerson")]
pub struct Evidence {
    pub name: NameAgreement,
    pub birth: BirthAgreement,
    pub sex: Agreement,
    pub number: NumberAgreement,
    pub old_number: Agreement,
    pub hamlet: Agreement,
    pub head: Agreement,
    pub house: Agreement,
    pub phone: Agreement,
}

/// One record of either list, ready to compare.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Record {
    pub(super) name: Name,
    /// Surprise (−ln of the frequency) of each syllable in its place.
    pub(super) surprise: [f32; MOST],
    /// The given name with its marks is one that people really have.
    pub(super) given_usual: bool,
    pub(super) year: i16,
    pub(super) month: u8,
    pub(super) day: u8,
    pub(super) sex: Option<Sex>,
    pub(super) number: u64,
    pub(super) old_number: u64,
    pub(super) phone: u64,
    pub(super) hamlet: u16,
    pub(super) head: u64,
    pub(super) house: u64,
    /// Hash of everything the record says: breaks ties, whatever the order of the rows.
    pub(super) content: u64,
}

impl Record {
    /// Puts the first syllable last, or the last one first.
    fn turn(&mut self, to_left: bool) {
        fn turn<T>(slots: &mut [T; MOST], len: usize, to_left: bool) {
            if let Some(used) = slots.get_mut(..len) {
                if to_left { used.rotate_left(1) } else { used.rotate_right(1) }
            }
        }
        let len = self.name.len;
        turn(&mut self.name.letters, len, to_left);
        turn(&mut self.name.loose, len, to_left);
        turn(&mut self.name.marks, len, to_left);
        turn(&mut self.surprise, len, to_left);
    }
}

/// Frequencies and rates of the two lists.
#[derive(Debug, Clone)]
pub(super) struct Weights {
    /// Surprise of a year, from 1850.
    pub(super) year: Vec<f32>,
    /// Surprise of a day of the year, `month * 32 + day`.
    pub(super) day: Vec<f32>,
    /// Share of true pairs whose hamlet agrees, when both are known; likewise for the others.
    pub(super) hamlet_kept: f32,
    pub(super) phone_kept: f32,
    pub(super) head_kept: f32,
    pub(super) house_kept: f32,
    /// ln of the odds that a citizen picked at random is the row's person.
    pub(super) prior: f32,
    /// ln of the size of the register.
    pub(super) size: f32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Syllables {
    Same,
    MarksLeftOut,
    OtherMarks,
    Slip,
    /// A letter and a mark differ.
    SlipAndMarks,
    Initial,
    Differs,
}

/// Weight of a name against a stranger and against a member of the same household.
#[derive(Debug, Clone, Copy)]
pub(super) struct NameWeight {
    pub(super) agreement: NameAgreement,
    pub(super) stranger: f32,
    pub(super) family: f32,
}

const SLIP: f32 = -3.5;

fn at<T: Copy + Default>(slots: &[T; MOST], place: usize) -> T {
    slots.get(place).copied().unwrap_or_default()
}

fn syllables(a: &Record, i: usize, b: &Record, j: usize) -> Syllables {
    let (x, y) = (at(&a.name.letters, i), at(&b.name.letters, j));
    if x == y {
        let (p, q) = (at(&a.name.marks, i), at(&b.name.marks, j));
        return if p == q {
            Syllables::Same
        } else if p == 0 || q == 0 {
            Syllables::MarksLeftOut
        } else {
            Syllables::OtherMarks
        };
    }
    let (lx, ly) = (at(&a.name.loose, i), at(&b.name.loose, j));
    let (p, q) = (at(&a.name.marks, i), at(&b.name.marks, j));
    let other_marks = p != 0 && q != 0 && kinds_of_marks(p) != kinds_of_marks(q);
    if lx == ly && !other_marks {
        return Syllables::Slip;
    }
    if abbreviates(x, y) || abbreviates(y, x) {
        return Syllables::Initial;
    }
    // A slip in a word of two letters would make it any other word.
    match one_slip(lx, ly) && (lx | ly) > 0xFFFF {
        true if other_marks => Syllables::SlipAndMarks,
        true => Syllables::Slip,
        false => Syllables::Differs,
    }
}

/// The tone and which marks stand on letters, wherever.
fn kinds_of_marks(marks: u32) -> (u32, u32) {
    let letters = (0..8).map(|i| 1 << (marks >> (3 * i) & 7)).fold(0, |all, one| all | one);
    (marks >> 24, letters | 1)
}

/// Compares two names, also with the given name of one of them put first.
pub(super) fn names(a: &Record, b: &Record, full_name: f32) -> NameWeight {
    let weight = in_order(a, b, full_name);
    if weight.agreement != NameAgreement::Differs || a.name.len < 2 || a.name.len != b.name.len {
        return weight;
    }
    let last = a.name.len - 1;
    let alike = |i, j| syllables(a, i, b, j) != Syllables::Differs;
    let mut turned = *b;
    if alike(last, 0) {
        turned.turn(true);
    } else if alike(0, last) {
        turned.turn(false);
    } else {
        return weight;
    }
    let other = in_order(a, &turned, full_name);
    if other.agreement == NameAgreement::Differs || other.stranger - 2.0 <= weight.stranger {
        return weight;
    }
    NameWeight {
        agreement: NameAgreement::OtherOrder,
        stranger: other.stranger - 2.0,
        family: other.family - 1.0,
    }
}

fn in_order(a: &Record, b: &Record, full_name: f32) -> NameWeight {
    let (n, m) = (a.name.len, b.name.len);
    if n == 0 || m == 0 {
        return NameWeight { agreement: NameAgreement::Unknown, stranger: 0.0, family: -1.0 };
    }
    if a.name.key == b.name.key {
        return equal_letters(a, b, full_name);
    }
    let whole: f32 = a.surprise.iter().take(n).sum();
    if a.name.bag == b.name.bag || a.name.joined == b.name.joined {
        let ordered = n == m && (0..n).all(|i| at(&a.name.loose, i) == at(&b.name.loose, i));
        let agreement = if ordered { NameAgreement::Similar } else { NameAgreement::OtherOrder };
        return NameWeight { agreement, stranger: full_name.min(whole) - 2.0, family: 3.5 };
    }

    let given = syllables(a, n - 1, b, m - 1);
    let surprise = at(&a.surprise, n - 1).min(at(&b.surprise, m - 1));
    let usual = a.given_usual && b.given_usual;
    let (mut stranger, mut family) = match given {
        Syllables::Same => (surprise, 4.0),
        Syllables::MarksLeftOut if !a.name.marked || !b.name.marked => (surprise, 3.5),
        Syllables::MarksLeftOut | Syllables::OtherMarks if usual => (surprise - 3.0, -2.5),
        Syllables::MarksLeftOut | Syllables::OtherMarks => (surprise - 2.0, 2.0),
        Syllables::Slip if usual => (surprise + SLIP - 1.5, -2.5),
        Syllables::Slip => (surprise + SLIP, 2.5),
        Syllables::SlipAndMarks => (surprise + SLIP - 2.0, -2.5),
        Syllables::Initial => (0.0, -1.0),
        Syllables::Differs => (-7.0, -6.0),
    };
    let mut slips = u8::from(matches!(given, Syllables::Slip | Syllables::SlipAndMarks));
    let mut initials = u8::from(given == Syllables::Initial);
    let mut others = u8::from(given == Syllables::Differs);
    if n > 1 && m > 1 {
        let first = syllables(a, 0, b, 0);
        let surprise = at(&a.surprise, 0).min(at(&b.surprise, 0));
        stranger += match first {
            Syllables::Same => surprise,
            Syllables::MarksLeftOut => surprise - 0.3,
            Syllables::OtherMarks => surprise - 1.5,
            Syllables::Slip => surprise + SLIP,
            Syllables::SlipAndMarks => surprise + SLIP - 1.5,
            Syllables::Initial => surprise * 0.4 - 0.5,
            Syllables::Differs => -6.0,
        };
        slips += u8::from(matches!(first, Syllables::Slip | Syllables::SlipAndMarks));
        initials += u8::from(first == Syllables::Initial);
        others += u8::from(first == Syllables::Differs);
    }

    // Middle names in order; what only one side has was left out or added.
    let (mut i, mut j, mut missing) = (1, 1, 0u8);
    while i + 1 < n || j + 1 < m {
        if i + 1 >= n || j + 1 >= m {
            missing += 1;
            stranger -= 2.0;
            i += 1;
            j += 1;
            continue;
        }
        let middle = syllables(a, i, b, j);
        if middle == Syllables::Differs && n != m {
            let skip_a = n > m && syllables(a, i + 1, b, j) != Syllables::Differs;
            let skip_b = m > n && syllables(a, i, b, j + 1) != Syllables::Differs;
            if skip_a || skip_b {
                missing += 1;
                stranger -= 2.0;
                if skip_a {
                    i += 1
                } else {
                    j += 1
                }
                continue;
            }
        }
        let surprise = at(&a.surprise, i).min(at(&b.surprise, j)).min(5.0);
        stranger += match middle {
            Syllables::Same | Syllables::MarksLeftOut => surprise * 0.9,
            Syllables::OtherMarks => surprise * 0.9 - 1.5,
            Syllables::Slip => surprise + SLIP,
            Syllables::SlipAndMarks => surprise + SLIP - 1.5,
            Syllables::Initial => surprise * 0.4 - 0.5,
            Syllables::Differs => -4.5,
        };
        slips += u8::from(matches!(middle, Syllables::Slip | Syllables::SlipAndMarks));
        initials += u8::from(middle == Syllables::Initial);
        if middle == Syllables::Differs {
            others += 1;
            family -= 1.0;
        }
        i += 1;
        j += 1;
    }
    let agreement = if others > 0 {
        NameAgreement::Differs
    } else if slips > 0 {
        NameAgreement::Similar
    } else if initials > 0 {
        NameAgreement::Abbreviated
    } else if missing > 0 {
        NameAgreement::OtherMiddle
    } else {
        NameAgreement::Similar
    };
    NameWeight { agreement, stranger: stranger.min(full_name.max(surprise)), family }
}

fn equal_letters(a: &Record, b: &Record, full_name: f32) -> NameWeight {
    let n = a.name.len;
    let whole: f32 = a.surprise.iter().take(n).sum::<f32>() + 1.0;
    let stranger = full_name.min(whole);
    if a.name.marked_key == b.name.marked_key {
        let bonus = if a.name.marked { 0.5 } else { 0.0 };
        return NameWeight { agreement: NameAgreement::Same, stranger: stranger + bonus, family: 5.0 };
    }
    if !a.name.marked || !b.name.marked {
        return NameWeight { agreement: NameAgreement::Unmarked, stranger, family: 4.0 };
    }
    let mut weight = NameWeight { agreement: NameAgreement::OtherMarks, stranger, family: 4.5 };
    for i in 0..n {
        let last = i + 1 == n;
        let usual = a.given_usual && b.given_usual;
        let (stranger, family) = match (syllables(a, i, b, i), last) {
            (Syllables::Same, _) => (0.0, 0.0),
            (_, true) if usual => (-3.0, -7.0),
            (Syllables::MarksLeftOut, true) => (-0.5, -1.0),
            (_, true) => (-2.0, -2.0),
            (Syllables::MarksLeftOut, false) => (-0.5, 0.0),
            (_, false) => (-1.5, -0.5),
        };
        weight.stranger += stranger;
        weight.family += family;
    }
    weight
}

/// Compares two births.
pub(super) fn births(a: &Record, b: &Record, weights: &Weights) -> (BirthAgreement, f32, f32) {
    if a.year == 0 || b.year == 0 {
        return (BirthAgreement::Unknown, 0.0, 0.0);
    }
    let rare_year = weights.year.get(usize::try_from(a.year - 1850).unwrap_or(0)).copied().unwrap_or(9.0);
    let rare_day = |r: &Record| {
        if (r.month, r.day) == (1, 1) {
            // Among the old, whose day nobody knew, it is everywhere.
            return 2.0;
        }
        weights.day.get(usize::from(r.month) * 32 + usize::from(r.day)).copied().unwrap_or(6.0).min(7.0)
    };
    let same_year = a.year == b.year;
    let next_year = (a.year - b.year).abs() == 1;
    if a.month == 0 || b.month == 0 {
        return match (same_year, next_year) {
            (true, _) => (BirthAgreement::SameYear, rare_year, 3.0),
            (_, true) => (BirthAgreement::NextYear, rare_year - 5.0, -2.5),
            _ => (BirthAgreement::Differs, -8.0, -7.0),
        };
    }
    if a.day == 0 || b.day == 0 {
        return match (same_year, a.month == b.month) {
            (true, true) => (BirthAgreement::SameYear, rare_year + 2.4, 4.0),
            (true, false) => (BirthAgreement::OnePart, rare_year - 4.0, -2.0),
            _ => (BirthAgreement::Differs, -8.0, -7.0),
        };
    }
    let same_day = (a.month, a.day) == (b.month, b.day);
    if same_year && same_day {
        return (BirthAgreement::Same, rare_year + rare_day(a), 5.3);
    }
    if same_year && (a.month, a.day) == (b.day, b.month) {
        return (BirthAgreement::Swapped, rare_year + rare_day(a) - 4.0, 1.5);
    }
    let made_up = |r: &Record| (r.month, r.day) == (1, 1);
    if same_year && (made_up(a) || made_up(b)) {
        // 1 January often stands for a year alone.
        return (BirthAgreement::SameYear, rare_year - 1.0, 1.5);
    }
    if same_day {
        let digits = a.year % 10 == b.year % 10 || a.year / 10 == b.year / 10 || {
            let (x, y) = (a.year % 100, b.year % 100);
            x / 10 == y % 10 && x % 10 == y / 10
        };
        return match (next_year, digits) {
            (true, _) => (BirthAgreement::NextYear, rare_day(a) - 4.0, 0.5),
            (_, true) => (BirthAgreement::OnePart, rare_day(a) - 5.0, -0.5),
            _ => (BirthAgreement::Differs, rare_day(a) - 8.0, -3.0),
        };
    }
    if same_year && (a.month == b.month || a.day == b.day) {
        return (BirthAgreement::OnePart, rare_year + 2.5 - 4.5, -0.5);
    }
    if same_year {
        return (BirthAgreement::Differs, rare_year - 7.0, -4.5);
    }
    (BirthAgreement::Differs, -8.0, -8.0)
}

/// Compares two numbers of 12 digits.
pub(super) fn numbers(a: u64, b: u64) -> NumberAgreement {
    if a == 0 || b == 0 {
        return NumberAgreement::Unknown;
    }
    if a == b {
        return NumberAgreement::Same;
    }
    let (x, y) = (digits(a), digits(b));
    let differs = |i: &usize| x.get(*i) != y.get(*i);
    let (Some(first), Some(last)) = ((0..12).find(differs), (0..12).rev().find(differs)) else {
        return NumberAgreement::Differs;
    };
    let (Some(p), Some(q)) = (x.get(first..=last), y.get(first..=last)) else {
        return NumberAgreement::Differs;
    };
    let place = |i: usize| u8::try_from(i + 1).unwrap_or(0);
    match (p, q) {
        ([_], _) => NumberAgreement::OneDigit(place(first)),
        ([a, mid @ .., b], [c, same @ .., d]) if a == d && b == c && mid == same => {
            NumberAgreement::Swapped(place(first), place(last))
        }
        ([a, rest @ ..], [others @ .., b]) | ([others @ .., b], [a, rest @ ..])
            if a == b && rest == others =>
        {
            NumberAgreement::Moved(place(first), place(last))
        }
        _ => NumberAgreement::Differs,
    }
}

fn digits(mut number: u64) -> [u64; 12] {
    let mut digits = [0; 12];
    for slot in digits.iter_mut().rev() {
        *slot = number % 10;
        number /= 10;
    }
    digits
}

fn agreement(a: u64, b: u64) -> Agreement {
    match (a, b) {
        (0, _) | (_, 0) => Agreement::Unknown,
        (a, b) if a == b => Agreement::Same,
        _ => Agreement::Differs,
    }
}

fn lost(kept: f32) -> f32 {
    (1.0 - kept).max(0.01).ln()
}

/// Weighs one pair: the logarithms of the odds that both are one person against a stranger and against a member of the
/// same household, other candidates left aside, and the evidence.
/// `rare_hamlet` is the surprise of the hamlet for such a name, `number` how the numbers compare, earlier ones included;
/// `at_home` says that the phone is known in the household.
pub(super) fn weigh(
    row: &Record,
    citizen: &Record,
    weights: &Weights,
    name: NameWeight,
    rare_hamlet: f32,
    number: NumberAgreement,
    at_home: bool,
) -> (f32, f32, Evidence) {
    let (birth, birth_stranger, birth_family) = births(row, citizen, weights);
    let sex = match (row.sex, citizen.sex) {
        (Some(a), Some(b)) if a == b => Agreement::Same,
        (Some(_), Some(_)) => Agreement::Differs,
        _ => Agreement::Unknown,
    };
    let phone = match agreement(row.phone, citizen.phone) {
        Agreement::Differs if at_home => Agreement::Same,
        Agreement::Unknown if at_home => Agreement::Same,
        found => found,
    };
    let evidence = Evidence {
        name: name.agreement,
        birth,
        sex,
        number,
        old_number: agreement(row.old_number, citizen.old_number),
        hamlet: agreement(u64::from(row.hamlet), u64::from(citizen.hamlet)),
        head: agreement(row.head, citizen.head),
        house: agreement(row.house, citizen.house),
        phone,
    };

    let (sex_stranger, sex_family) = match sex {
        Agreement::Same => (0.3, 0.6),
        Agreement::Differs => (-4.5, -4.5),
        Agreement::Unknown => (0.0, 0.0),
    };
    let (number_stranger, number_family) = match number {
        NumberAgreement::Unknown => (0.0, 0.0),
        NumberAgreement::Same => (weights.size, 5.0),
        NumberAgreement::Swapped(..) | NumberAgreement::Moved(..) => (5.0, 0.0),
        NumberAgreement::OneDigit(_) => (4.0, -4.0),
        NumberAgreement::Differs => (-8.0, -8.0),
    };
    let (old_stranger, old_family) = match evidence.old_number {
        Agreement::Unknown => (0.0, 0.0),
        Agreement::Same => (weights.size, 5.0),
        Agreement::Differs => (-3.0, -3.0),
    };
    let hamlet = match evidence.hamlet {
        Agreement::Unknown => 0.0,
        Agreement::Same => rare_hamlet + weights.hamlet_kept.ln(),
        Agreement::Differs => lost(weights.hamlet_kept),
    };
    let home = [
        (evidence.phone, 7.0, lost(weights.phone_kept).max(-1.5)),
        (evidence.head, if row.head == row.name.bag { 0.5 } else { 6.0 }, lost(weights.head_kept).max(-2.5)),
        (
            evidence.house,
            if evidence.hamlet == Agreement::Differs { 1.0 } else { 3.5 },
            lost(weights.house_kept).max(-2.0),
        ),
    ]
    .into_iter()
    .map(|(found, same, differs)| match found {
        Agreement::Unknown => 0.0,
        Agreement::Same => same,
        Agreement::Differs => differs,
    })
    .sum::<f32>()
    .clamp(-3.0, 8.0);

    let stranger = weights.prior
        + name.stranger
        + birth_stranger
        + sex_stranger
        + number_stranger
        + old_stranger
        + hamlet
        + home;
    // No household has two people of one name born in one year.
    let unlike_kin = match (name.agreement, birth) {
        (
            NameAgreement::Same,
            BirthAgreement::Same
            | BirthAgreement::SameYear
            | BirthAgreement::Swapped
            | BirthAgreement::NextYear,
        ) => 3.0,
        // Twins often have neighbouring numbers and names.
        _ if matches!(number, NumberAgreement::OneDigit(_)) => -3.0,
        _ => 0.0,
    };
    let family = 1.0 + unlike_kin + name.family + birth_family + sex_family + number_family + old_family;
    (stranger, family, evidence)
}

/// −ln(e^−a + e^−b): the weaker one counts.
pub(super) fn weaker(a: f32, b: f32) -> f32 {
    let (low, high) = if a < b { (a, b) } else { (b, a) };
    low - (low - high).exp().ln_1p()
}

/// Key of a family name in a hamlet.
pub(super) fn clan(family: u64, hamlet: u16) -> u64 {
    mix(family, u64::from(hamlet) + 1)
}
