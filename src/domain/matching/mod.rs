//! Who is who (đối chiếu): finds the citizen that each row of a roster means.
//!
//! Rows whose number, name and birth agree with one citizen are settled first. The rest is compared with every citizen
//! that shares a name, a birth, a hamlet and year, a phone or a near number, weighed ([`evidence`]) and settled one to
//! one, where a pair must stand out from the second best on both sides. What does not stand out is left to people.
//! The outcome does not depend on the order of either list.

mod address;
pub mod blind;
pub mod doubt;
pub mod evidence;
mod give;
mod houses;
mod index;
mod kin;
mod lists;
mod names;
mod near;
mod pair;
pub mod parts;
mod places;
mod rates;
mod search;
mod settle;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::Serialize;

use super::citizen::Sex;
use super::dates::PartialDate;
use super::ids::HouseholdId;
use crate::messages::{self, Language};
pub use houses::door;
pub use pair::{Comparison, FieldPair, compare};

use evidence::{Agreement, BirthAgreement, NameAgreement, NumberAgreement, PairEvidence};

/// One person as one list says it. Empty text and `None` mean that the list does not say.
#[derive(Debug, Clone, Copy, Default)]
pub struct MatchPerson<'a> {
    /// Họ và tên.
    pub name: &'a str,
    /// Birth with the precision given.
    pub birth: Option<PartialDate>,
    /// Sex.
    pub sex: Option<Sex>,
    /// 12 digits.
    pub number: &'a str,
    /// Numbers of 12 digits that the person had before (register only).
    pub earlier_numbers: &'a [String],
    /// 9 digits.
    pub old_number: &'a str,
    /// Phone.
    pub phone: &'a str,
    /// Register: the unit's name. Roster: the hamlet column.
    pub hamlet: &'a str,
    /// Address; a roster's may name the hamlet and the house.
    pub address: &'a str,
    /// Name of the head of household.
    pub head: &'a str,
    /// Relation to the head.
    pub relation: &'a str,
    /// House number.
    pub house_number: &'a str,
    /// Alley (register only).
    pub alley: &'a str,
    /// Household (register only).
    pub household: Option<HouseholdId>,
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// One citizen, beyond doubt.
    Matched,
    /// Somebody has to look.
    Review,
    /// Not in the register.
    Unknown,
    /// A person said: not one of ours. The program itself never does.
    Rejected,
}

/// The verdict on one row of the roster.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct Match {
    /// Verdict.
    pub verdict: Verdict,
    /// Place of the citizen in the register given, when matched.
    pub citizen: Option<usize>,
    /// Why: `match.<rule>` in `messages.csv`.
    pub rule: &'static str,
    /// Probability that the first candidate is the person, 0…1; a number to sort by, not to promise.
    pub score: f32,
    /// Probability that the row's person is in the register at all, whoever it is.
    pub present: f32,
    /// Citizens that come nearest, best first, five at most; a match begins with its citizen. For an unknown row they
    /// are those that a person would look at first.
    pub candidates: Vec<usize>,
    /// How the first candidate compares with the row.
    pub evidence: PairEvidence,
}

/// How many wrong pairs are accepted among 10,000 rows, where the doubtful ones are many: the more, the fewer are left to
/// people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Accepted(u32);

impl Accepted {
    /// The most that may be accepted.
    pub const MOST: u32 = 10;
    /// What a screen offers: sure, and freer; with the second a third to a half fewer rows are left where they are many
    /// (docs/decisions.md, Imports and matching).
    pub const OFFERED: [Self; 2] = [Self(1), Self(5)];

    /// From 1 to [`Accepted::MOST`]; else `None`.
    #[must_use]
    pub fn of_10_000(wrong: u32) -> Option<Self> {
        (1..=Self::MOST).contains(&wrong).then_some(Self(wrong))
    }

    /// Wrong pairs among 10,000 rows.
    #[must_use]
    pub fn wrong(self) -> u32 {
        self.0
    }

    fn share(self) -> f64 {
        f64::from(self.0) / 10_000.0
    }
}

impl Default for Accepted {
    fn default() -> Self {
        Self(1)
    }
}

/// Finds the citizen of each row: one [`Match`] a row, in the order of the rows; no citizen is given to two rows.
#[must_use]
pub fn reconcile(register: &[MatchPerson<'_>], roster: &[MatchPerson<'_>]) -> Vec<Match> {
    let mut matches: Vec<Option<Match>> = vec![None; roster.len()];
    reconcile_each(register, roster, Accepted::default(), |row, found| {
        if let Some(place) = matches.get_mut(row) {
            *place = Some(found);
        }
    });
    matches.into_iter().flatten().collect()
}

/// As [`reconcile`], giving each row's place and [`Match`] as soon as it is known: the certain ones first.
pub fn reconcile_each(
    register: &[MatchPerson<'_>],
    roster: &[MatchPerson<'_>],
    accepted: Accepted,
    mut found: impl FnMut(usize, Match),
) {
    settle::settle(register, roster, &[accepted], |_, row, of| found(row, of));
}

/// As [`reconcile_each`] for several accepted errors at once, each named by its place: the rows are weighed once and cut as often.
pub fn reconcile_with_each(
    register: &[MatchPerson<'_>],
    roster: &[MatchPerson<'_>],
    accepted: &[Accepted],
    found: impl FnMut(usize, usize, Match),
) {
    settle::settle(register, roster, accepted, found);
}

impl Match {
    /// The explanation for the user, in Vietnamese, then in English.
    #[must_use]
    pub fn sentences(&self) -> [String; 2] {
        explain(self.rule, &self.params().into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// Values for the places of the sentence: `same` and `differs` list the codes of the fields (`match.same.<code>`,
    /// `match.differs.<code>`), `others` counts the other candidates, `places` names the digits that differ. Empty when
    /// the sentence has no places.
    #[must_use]
    pub fn params(&self) -> Vec<(&'static str, String)> {
        if !messages::word(&format!("match.{}", self.rule)).contains('{') {
            return Vec::new();
        }
        let (same, differs) = self.evidence.fields();
        let places = match self.evidence.number {
            NumberAgreement::Swapped(a, b) | NumberAgreement::Moved(a, b) => format!("{a}, {b}"),
            NumberAgreement::OneDigit(a) => a.to_string(),
            _ => String::new(),
        };
        vec![
            ("same", same.join(" ")),
            ("differs", differs.join(" ")),
            ("others", self.candidates.len().saturating_sub(1).to_string()),
            ("places", places),
        ]
    }
}

/// The explanation of a verdict in Vietnamese, then in English, from its rule and what [`Match::params`] gave.
#[must_use]
pub fn explain(rule: &str, params: &BTreeMap<String, String>) -> [String; 2] {
    [Language::Vi, Language::En].map(|language| {
        let said = |code: &str| messages::sentence_in(language, code, []);
        let fields = |list: &str| {
            let Some(value) = params.get(list) else { return "…".to_owned() };
            let codes: Vec<String> = value.split_whitespace().map(|f| format!("match.{list}.{f}")).collect();
            if codes.is_empty() {
                return said("match.none");
            }
            // The first books have the words themselves.
            if !codes.iter().all(|code| messages::has(code)) {
                return value.clone();
            }
            codes.iter().map(|code| said(code)).collect::<Vec<_>>().join(", ")
        };
        let (same, differs) = (fields("same"), fields("differs"));
        let text = |name: &str| params.get(name).map_or("…", String::as_str);
        messages::sentence_in(
            language,
            &format!("match.{rule}"),
            [
                ("same", same.as_str()),
                ("differs", &differs),
                ("others", text("others")),
                ("places", text("places")),
            ],
        )
    })
}

impl PairEvidence {
    /// The codes of what agrees and of what does not.
    fn fields(&self) -> (Vec<&'static str>, Vec<&'static str>) {
        let (mut same, mut differs) = (Vec::new(), Vec::new());
        match self.number {
            NumberAgreement::Same => same.push("number"),
            NumberAgreement::Swapped(..) | NumberAgreement::OneDigit(_) | NumberAgreement::Moved(..) => {
                differs.push("number_near");
            }
            NumberAgreement::OfKin => differs.push("number_kin"),
            NumberAgreement::Unfit => differs.push("number_unfit"),
            NumberAgreement::Differs => differs.push("number"),
            NumberAgreement::Unknown => {}
        }
        match self.name {
            NameAgreement::Same => same.push("name"),
            NameAgreement::Unmarked => same.push("name_unmarked"),
            NameAgreement::OtherOrder => same.push("name_order"),
            NameAgreement::Abbreviated => same.push("name_short"),
            NameAgreement::OtherMiddle => same.push("name_middle"),
            NameAgreement::Similar => same.push("name_similar"),
            NameAgreement::OtherMarks => differs.push("name_marks"),
            NameAgreement::Differs => differs.push("name"),
            NameAgreement::Unknown => {}
        }
        match self.birth {
            BirthAgreement::Same => same.push("birth"),
            BirthAgreement::SameYear => same.push("birth_year"),
            BirthAgreement::Swapped => same.push("birth_swapped"),
            BirthAgreement::NextYear => differs.push("birth_next"),
            BirthAgreement::OnePart => differs.push("birth_part"),
            BirthAgreement::Differs => differs.push("birth"),
            BirthAgreement::Unknown => {}
        }
        for (found, field) in [
            (self.sex, "sex"),
            (self.old_number, "old_number"),
            (self.hamlet, "hamlet"),
            (self.head, "head"),
            (self.house, "house"),
            (self.phone, "phone"),
        ] {
            match found {
                // Half of all people have the same sex.
                Agreement::Same if field != "sex" => same.push(field),
                Agreement::Differs => differs.push(field),
                _ => {}
            }
        }
        (same, differs)
    }
}
