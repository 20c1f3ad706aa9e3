//! How two names compare, syllable by syllable.

use serde::Serialize;

use super::Record;
use crate::domain::matching::names::{MOST, abbreviates, one_slip};

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
pub(in crate::domain::matching) struct NameWeight {
    pub(in crate::domain::matching) agreement: NameAgreement,
    pub(in crate::domain::matching) stranger: f32,
    pub(in crate::domain::matching) family: f32,
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
pub(in crate::domain::matching) fn names(a: &Record, b: &Record, full_name: f32) -> NameWeight {
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
    if n != m && one_key_apart(a, b) {
        let other: f32 = b.surprise.iter().take(m).sum();
        return NameWeight {
            agreement: NameAgreement::Similar,
            stranger: full_name.max(whole).min(whole.min(other)) - 5.0,
            family: 2.0,
        };
    }
    let mut parts = Parts::default();
    parts.given(a, b);
    if n > 1 && m > 1 {
        parts.first(a, b);
    }
    parts.middle(a, b);
    let surprise = at(&a.surprise, n - 1).min(at(&b.surprise, m - 1));
    NameWeight {
        agreement: parts.agreement(),
        stranger: parts.stranger.min(full_name.max(surprise)),
        family: parts.family,
    }
}

/// One letter too many, too few or in the place of a space ("Trần ThịaĐào"); the spaces left aside.
fn one_key_apart(a: &Record, b: &Record) -> bool {
    let letters = |record: &Record| -> Vec<u8> {
        let words = record.name.letters.iter().take(record.name.len);
        words.flat_map(|word| word.to_le_bytes()).filter(u8::is_ascii_alphanumeric).collect()
    };
    let (a, b) = (letters(a), letters(b));
    let before = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (Some(a), Some(b)) = (a.get(before..), b.get(before..)) else { return false };
    let after = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    before + after > 5 && a.len() <= after + 1 && b.len() <= after + 1
}

/// Two names syllable by syllable: what speaks for them so far, and how many differ how.
#[derive(Debug, Default)]
struct Parts {
    stranger: f32,
    family: f32,
    slips: u8,
    initials: u8,
    others: u8,
    /// Middle names that one side lacks.
    missing: u8,
}

impl Parts {
    fn note(&mut self, found: Syllables) {
        self.slips += u8::from(matches!(found, Syllables::Slip | Syllables::SlipAndMarks));
        self.initials += u8::from(found == Syllables::Initial);
        self.others += u8::from(found == Syllables::Differs);
    }

    /// Given names, the last syllable.
    fn given(&mut self, a: &Record, b: &Record) {
        let (last_a, last_b) = (a.name.len - 1, b.name.len - 1);
        let given = syllables(a, last_a, b, last_b);
        let surprise = at(&a.surprise, last_a).min(at(&b.surprise, last_b));
        let usual = a.given_usual && b.given_usual;
        (self.stranger, self.family) = match given {
            Syllables::Same => (surprise, 4.0),
            Syllables::MarksLeftOut if !a.name.marked || !b.name.marked => (surprise, 3.5),
            Syllables::MarksLeftOut | Syllables::OtherMarks if usual => (surprise - 3.0, -4.0),
            Syllables::MarksLeftOut | Syllables::OtherMarks => (surprise - 2.0, 2.0),
            Syllables::Slip if usual => (surprise + SLIP - 1.5, -4.0),
            Syllables::Slip => (surprise + SLIP, 2.5),
            Syllables::SlipAndMarks => (surprise + SLIP - 2.0, -2.5),
            Syllables::Initial => (0.0, -1.0),
            Syllables::Differs => (-7.0, -6.0),
        };
        self.note(given);
    }

    /// Family names.
    fn first(&mut self, a: &Record, b: &Record) {
        let first = syllables(a, 0, b, 0);
        let surprise = at(&a.surprise, 0).min(at(&b.surprise, 0));
        self.stranger += match first {
            Syllables::Same => surprise,
            Syllables::MarksLeftOut => surprise - 0.3,
            Syllables::OtherMarks => surprise - 1.5,
            Syllables::Slip => surprise + SLIP,
            Syllables::SlipAndMarks => surprise + SLIP - 1.5,
            Syllables::Initial => surprise * 0.4 - 0.5,
            Syllables::Differs => -6.0,
        };
        self.note(first);
    }

    /// Middle names in order; what only one side has was left out or added.
    fn middle(&mut self, a: &Record, b: &Record) {
        let (n, m) = (a.name.len, b.name.len);
        let (mut i, mut j) = (1, 1);
        while i + 1 < n || j + 1 < m {
            if i + 1 >= n || j + 1 >= m {
                self.missing += 1;
                self.stranger -= 2.0;
                i += 1;
                j += 1;
                continue;
            }
            let middle = syllables(a, i, b, j);
            if middle == Syllables::Differs && n != m {
                let skip_a = n > m && syllables(a, i + 1, b, j) != Syllables::Differs;
                let skip_b = m > n && syllables(a, i, b, j + 1) != Syllables::Differs;
                if skip_a || skip_b {
                    self.missing += 1;
                    self.stranger -= 2.0;
                    if skip_a {
                        i += 1
                    } else {
                        j += 1
                    }
                    continue;
                }
            }
            let surprise = at(&a.surprise, i).min(at(&b.surprise, j)).min(5.0);
            self.stranger += match middle {
                Syllables::Same | Syllables::MarksLeftOut => surprise * 0.9,
                Syllables::OtherMarks => surprise * 0.9 - 1.5,
                Syllables::Slip => surprise + SLIP,
                Syllables::SlipAndMarks => surprise + SLIP - 1.5,
                Syllables::Initial => surprise * 0.4 - 0.5,
                Syllables::Differs => -4.5,
            };
            self.note(middle);
            if middle == Syllables::Differs {
                self.family -= 1.0;
            }
            i += 1;
            j += 1;
        }
    }

    fn agreement(&self) -> NameAgreement {
        if self.others > 0 {
            NameAgreement::Differs
        } else if self.slips > 0 {
            NameAgreement::Similar
        } else if self.initials > 0 {
            NameAgreement::Abbreviated
        } else if self.missing > 0 {
            NameAgreement::OtherMiddle
        } else {
            NameAgreement::Similar
        }
    }
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
            // Twins are often named so.
            (_, true) if usual => (-3.0, -8.5),
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
