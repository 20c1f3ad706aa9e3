//! What speaks for and against two records being one person, in natural logarithms of likelihood ratios
//! (Fellegi–Sunter), with frequencies taken from the two lists at hand.
//!
//! Two other explanations of a likeness are weighed: a stranger who happens to be alike, and another member of the
//! same household (twin, father and son of one name), for whom hamlet, house, head and phone say nothing.
//! The weaker of the two sums counts.

use serde::Serialize;

use super::names::{MOST, Name, mix};
use crate::domain::citizen::Sex;

mod births;
mod names;
mod numbers;

pub use births::BirthAgreement;
pub(super) use births::births;
pub use names::NameAgreement;
pub(super) use names::{NameWeight, names};
pub use numbers::NumberAgreement;
pub(super) use numbers::numbers;

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

/// What the numbers say against a stranger and against a member of the household.
fn number_weight(number: NumberAgreement, weights: &Weights) -> (f32, f32) {
    match number {
        NumberAgreement::Unknown => (0.0, 0.0),
        NumberAgreement::Same => (weights.size, 5.0),
        NumberAgreement::Swapped(..) | NumberAgreement::Moved(..) => (5.0, 0.0),
        NumberAgreement::OneDigit(_) => (4.0, -4.0),
        NumberAgreement::Differs => (-8.0, -8.0),
    }
}

/// What phone, head and house say against a stranger.
fn home(row: &Record, weights: &Weights, evidence: &Evidence) -> f32 {
    [
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
    .clamp(-3.0, 8.0)
}

/// What a likeness of name, birth and number says against a member of the same household.
fn kin(name: NameAgreement, birth: BirthAgreement, number: NumberAgreement) -> f32 {
    match (name, birth) {
        // No household has two people of one name born in one year.
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
    }
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
    let (number_stranger, number_family) = number_weight(number, weights);
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
    let home = home(row, weights, &evidence);

    let stranger = weights.prior
        + name.stranger
        + birth_stranger
        + sex_stranger
        + number_stranger
        + old_stranger
        + hamlet
        + home;
    let family = 1.0
        + kin(name.agreement, birth, number)
        + name.family
        + birth_family
        + sex_family
        + number_family
        + old_family;
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
