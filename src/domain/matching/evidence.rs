//! What speaks for and against two records being one person, in natural logarithms of likelihood ratios
//! (Fellegi–Sunter), with frequencies taken from the two lists at hand.
//!
//! Two other explanations of a likeness are weighed: a stranger who happens to be alike, and another member of the
//! same household (twin, father and son of one name), for whom hamlet, house, head and phone say nothing.
//! The weaker of the two sums counts.

use serde::Serialize;

use super::houses::House;
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
pub(in crate::domain) use numbers::numbers;

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
pub struct PairEvidence {
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
    pub(super) house: House,
    /// The list itself says the year, or the sex; else the number does.
    pub(super) year_told: bool,
    pub(super) sex_told: bool,
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
    /// Share of true pairs whose numbers agree, when both are known and no kin's.
    pub(super) number_kept: f32,
    /// What the same number says against a member of the household: how seldom the register mixes numbers up at home.
    pub(super) own_number: f32,
    /// ln of the odds that a row's person is in the register at all.
    pub(super) present: f32,
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
        NumberAgreement::Same => (weights.size, weights.own_number),
        NumberAgreement::Swapped(..) | NumberAgreement::Moved(..) => (5.0, 0.0),
        NumberAgreement::OneDigit(_) => (4.0, -4.0),
        NumberAgreement::OfKin => (1.0, 0.0),
        NumberAgreement::Unfit => (0.0, 0.0),
        NumberAgreement::Differs => {
            let weight = (1.0 - weights.number_kept).ln().clamp(-8.0, -3.0);
            (weight, weight)
        }
    }
}

/// What is looked up beside the two records.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Beside {
    /// Surprise of the hamlet for such a name.
    pub(super) rare_hamlet: f32,
    /// Surprise of the row's house among those of its hamlet, and of its phone.
    pub(super) rare_house: f32,
    pub(super) rare_phone: f32,
    /// Surprise of the alley in its hamlet, where both name it; else 0.
    pub(super) rare_alley: f32,
    /// The phone is known in the household.
    pub(super) phone_at_home: bool,
    /// Other rows of the row's address belong to the citizen's household, or to another.
    pub(super) household: Agreement,
}

/// What phone, head and house say against a stranger.
fn home(row: &Record, citizen: &Record, weights: &Weights, evidence: &PairEvidence, beside: Beside) -> f32 {
    let phone = match evidence.phone {
        Agreement::Same => beside.rare_phone + weights.phone_kept.ln(),
        _ if beside.phone_at_home => beside.rare_phone - 1.5,
        Agreement::Differs => lost(weights.phone_kept).max(-1.5),
        Agreement::Unknown => 0.0,
    };
    let head = match evidence.head {
        Agreement::Same => {
            if row.head == row.name.bag {
                0.5
            } else {
                6.0
            }
        }
        Agreement::Differs => lost(weights.head_kept).max(-2.5),
        Agreement::Unknown => 0.0,
    };
    let house = match (evidence.house, beside.household) {
        (Agreement::Same, _) | (Agreement::Unknown, Agreement::Same)
            if evidence.hamlet == Agreement::Differs =>
        {
            1.0
        }
        (Agreement::Same, _) | (Agreement::Unknown, Agreement::Same) => {
            // Whoever else lives in that very house is no stranger, but weighed as a member of the household.
            let very = if row.house.alley == citizen.house.alley && evidence.house == Agreement::Same {
                2.5
            } else {
                0.0
            };
            beside.rare_house + weights.house_kept.ln() + very
        }
        (Agreement::Differs, Agreement::Same) => 0.0,
        (Agreement::Differs, _) if evidence.hamlet != Agreement::Differs => {
            lost(weights.house_kept).max(-4.0)
        }
        // In another hamlet and another house: no slip of the hamlet alone.
        (Agreement::Differs, _) | (Agreement::Unknown, Agreement::Differs) => -1.5,
        _ => beside.rare_alley,
    };
    (phone + head + house).clamp(-5.0, 13.0)
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
        (NameAgreement::Same, BirthAgreement::Unknown) => 0.5,
        _ if matches!(number, NumberAgreement::OneDigit(_)) => -3.0,
        _ => 0.0,
    }
}

/// How each field compares, and the sexes with what only the number says of them.
fn compared(
    row: &Record,
    citizen: &Record,
    (name, birth, number): (NameAgreement, BirthAgreement, NumberAgreement),
    beside: Beside,
) -> (Agreement, PairEvidence) {
    let sex = match (row.sex, citizen.sex) {
        (Some(a), Some(b)) if a == b => Agreement::Same,
        (Some(_), Some(_)) => Agreement::Differs,
        _ => Agreement::Unknown,
    };
    let evidence = PairEvidence {
        name,
        // What only the number says is no second agreement, and no words of the list.
        birth: if row.year_told && citizen.year_told { birth } else { BirthAgreement::Unknown },
        sex: if row.sex_told && citizen.sex_told { sex } else { Agreement::Unknown },
        number,
        old_number: agreement(row.old_number, citizen.old_number),
        hamlet: agreement(u64::from(row.hamlet), u64::from(citizen.hamlet)),
        head: agreement(row.head, citizen.head),
        house: match row.house.is_same(&citizen.house) {
            Some(true) => Agreement::Same,
            Some(false) => Agreement::Differs,
            None => Agreement::Unknown,
        },
        phone: match agreement(row.phone, citizen.phone) {
            // A relative's phone is neither the person's nor another's.
            Agreement::Differs if beside.phone_at_home => Agreement::Unknown,
            found => found,
        },
    };
    (sex, evidence)
}

/// Weighs one pair: the logarithms of the odds that both are one person against a stranger and against a member of the
/// same household, other candidates left aside, and the evidence.
/// `number` is how the numbers compare, earlier ones included.
pub(super) fn weigh(
    row: &Record,
    citizen: &Record,
    weights: &Weights,
    name: NameWeight,
    number: NumberAgreement,
    beside: Beside,
) -> (f32, f32, PairEvidence) {
    let (birth, birth_stranger, birth_family) = births(row, citizen, weights);
    let (sex, evidence) = compared(row, citizen, (name.agreement, birth, number), beside);
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
        Agreement::Same => beside.rare_hamlet + weights.hamlet_kept.ln(),
        Agreement::Differs => lost(weights.hamlet_kept),
    };
    let home = home(row, citizen, weights, &evidence, beside);

    let stranger = weights.prior
        + name.stranger
        + birth_stranger
        + sex_stranger
        + number_stranger
        + old_stranger
        + hamlet
        + home;
    // The surer the person is in the register, the less a member of the household is taken for him.
    let family = weights.present - 0.7
        + kin(name.agreement, birth, number)
        + name.family
        + birth_family
        + sex_family
        + number_family
        + old_family
        // Members of a household share a phone in one of three cases.
        + match evidence.phone {
            Agreement::Same => 0.7,
            Agreement::Differs => -1.0,
            Agreement::Unknown => 0.0,
        };
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
