//! People of agencies (docs/domain.md, Agencies and teams): cán bộ, đảng viên, giáo viên, học sinh, công nhân by the agency's own list,
//! and who of them has a level 2.

use std::collections::BTreeSet;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::citizen::Sex;
use super::dates::PartialDate;
use super::ids::{AffiliationId, CitizenId, UnitId};
use super::import::PersonRow;
use super::report::{Evidence, OfficialState, Percent, of_age};
use super::roster::AccountState;
use super::text::{may_mean, thousands};
use crate::error::{Error, Result};

/// Characters of a reason at most.
pub const LONGEST_REASON: usize = 200;

/// As what somebody belongs to an agency, in the words of the plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum PeopleKind {
    /// Cán bộ, công chức, viên chức.
    Official,
    /// Đảng viên.
    PartyMember,
    /// Cán bộ, chiến sĩ lực lượng vũ trang.
    Soldier,
    /// Giáo viên.
    Teacher,
    /// Học sinh, sinh viên.
    Pupil,
    /// Công nhân, người lao động.
    Worker,
    /// Đoàn viên, hội viên.
    Member,
    /// Người thân of the agency's own people.
    Relative,
    /// Phụ huynh of a school's pupils.
    Parent,
}

impl PeopleKind {
    /// All of them, in the order of lists.
    pub const ALL: [Self; 9] = [
        Self::Official,
        Self::PartyMember,
        Self::Soldier,
        Self::Teacher,
        Self::Pupil,
        Self::Worker,
        Self::Member,
        Self::Relative,
        Self::Parent,
    ];

    /// The code that scripts and the book read.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::PartyMember => "party-member",
            Self::Soldier => "soldier",
            Self::Teacher => "teacher",
            Self::Pupil => "pupil",
            Self::Worker => "worker",
            Self::Member => "member",
            Self::Relative => "relative",
            Self::Parent => "parent",
        }
    }

    /// Whether it is a kind of families, who are none of the agency's own people: they follow (plan of Tiền Giang, II.1a and V.5).
    #[must_use]
    pub fn is_of_families(self) -> bool {
        matches!(self, Self::Relative | Self::Parent)
    }
}

impl FromStr for PeopleKind {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == text.trim()).ok_or_else(|| {
            let kinds = Self::ALL.map(Self::code).join(", ");
            Error::new("agency.unknown_kind").with("kind", text).with("kinds", kinds)
        })
    }
}

/// One person on the list of an agency. Empty text and `None` mean that the list does not say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
#[expect(missing_docs, reason = "as in Citizen")]
pub struct Affiliation {
    pub id: AffiliationId,
    /// The agency.
    pub unit_id: UnitId,
    /// As what: an official may be a party member, too, and stands once.
    pub kinds: BTreeSet<PeopleKind>,
    pub name: String,
    pub birth: Option<PartialDate>,
    pub sex: Option<Sex>,
    pub number: String,
    pub old_number: String,
    pub phone: String,
    /// Hamlet as the list has it.
    pub hamlet: String,
    pub address: String,
    /// The person in the register; `None`: lives elsewhere, or is not found.
    pub citizen_id: Option<CitizenId>,
    /// People of the register that somebody has to look at, best first.
    pub candidates: Vec<CitizenId>,
    /// Whether a person decided who it is.
    pub decided: bool,
    /// Level of the account by the agency's word.
    pub level: Option<u8>,
    /// The day of that word.
    pub told_on: Option<NaiveDate>,
    /// Why there is no level 2.
    pub reason: String,
    /// Whether he knows IT (771/KH-UBND, II.5).
    pub it: Option<bool>,
    /// When he was taught last.
    pub trained_on: Option<PartialDate>,
}

impl Affiliation {
    /// Whom a row of an agency's list means, on the day that it says so.
    #[must_use]
    pub fn of_row(
        id: AffiliationId,
        unit_id: UnitId,
        kind: PeopleKind,
        row: &PersonRow,
        day: NaiveDate,
    ) -> Self {
        let level = level_told(row.state, row.level);
        let address = if row.present_address.is_empty() { &row.address } else { &row.present_address };
        Self {
            id,
            unit_id,
            kinds: [kind].into(),
            name: row.name.clone(),
            birth: row.birth,
            sex: row.sex,
            number: row.number.clone(),
            old_number: row.old_number.clone(),
            phone: row.phone.clone(),
            hamlet: row.hamlet.clone(),
            address: address.clone(),
            citizen_id: None,
            candidates: Vec::new(),
            decided: false,
            level,
            told_on: level.map(|_| day),
            reason: row.note.chars().take(LONGEST_REASON).collect(),
            it: row.knows_it,
            trained_on: row.trained_on,
        }
    }

    /// Whether he is on the list as family of somebody alone.
    #[must_use]
    pub fn is_family(&self) -> bool {
        !self.kinds.is_empty() && self.kinds.iter().all(|kind| kind.is_of_families())
    }

    /// Whether both are one person of one list: the same number; else, without two numbers, the same name and a birth or, where one
    /// has none, a phone that does not differ.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        if !self.number.is_empty() && !other.number.is_empty() {
            return self.number == other.number;
        }
        let may_be = match (self.birth, other.birth) {
            // Of two who are both known to the day the day decides.
            (Some(one), Some(two)) if one.day().is_some() && two.day().is_some() => one == two,
            (Some(one), Some(two)) => one.year() == two.year(),
            _ => self.phone.is_empty() || other.phone.is_empty() || self.phone == other.phone,
        };
        may_be && (may_mean(&self.name, &other.name) || may_mean(&other.name, &self.name))
    }

    /// Whether somebody has to say who it is.
    #[must_use]
    pub fn is_to_look_at(&self) -> bool {
        self.citizen_id.is_none() && !self.candidates.is_empty()
    }

    /// The person with what a newer row of the list says: blanks overwrite nothing, and who it is stays unless the name, birth or a
    /// number changed and nobody decided.
    #[must_use]
    pub fn updated(&self, newer: &Self) -> Self {
        let text = |new: &String, old: &String| if new.is_empty() { old.clone() } else { new.clone() };
        let (level, told_on) = if newer.level.is_some() && newer.level != self.level {
            (newer.level, newer.told_on)
        } else {
            (self.level, self.told_on)
        };
        Self {
            id: self.id,
            unit_id: self.unit_id,
            kinds: &self.kinds | &newer.kinds,
            name: text(&newer.name, &self.name),
            birth: newer.birth.or(self.birth),
            sex: newer.sex.or(self.sex),
            number: text(&newer.number, &self.number),
            old_number: text(&newer.old_number, &self.old_number),
            phone: text(&newer.phone, &self.phone),
            hamlet: text(&newer.hamlet, &self.hamlet),
            address: text(&newer.address, &self.address),
            citizen_id: self.citizen_id,
            candidates: self.candidates.clone(),
            decided: self.decided,
            level,
            told_on,
            reason: text(&newer.reason, &self.reason),
            it: newer.it.or(self.it),
            trained_on: newer.trained_on.or(self.trained_on),
        }
    }

    /// How the account stands on a day; `known` is what the register has of the person, `elsewhere` what the police list in use says of
    /// the number of somebody who is not in it, `listed` whether there is such a list.
    ///
    /// A police list and a team's visit go before the agency's own word (70/KH-UBND, V.3: only what the system has).
    #[must_use]
    pub fn standing(
        &self,
        day: NaiveDate,
        known: Option<&Evidence>,
        elsewhere: Option<OfficialState>,
        listed: bool,
    ) -> AgencyStanding {
        let says = |official: &OfficialState| official.state != AccountState::Unknown;
        let official = known.map_or(elsewhere, |known| known.official).filter(says);
        let reached = known.map_or(official.map_or(0, OfficialState::level), |known| known.level_at(day));
        let by_team = known.is_some_and(|known| known.claim(day).is_some());
        let told = self.level.filter(|_| self.told_on.is_none_or(|on| on <= day));
        let (level, by) = match (official, told) {
            (Some(official), _) if official.level() >= reached => (Some(reached), Some(SaidBy::List)),
            (_, None) | (Some(_), _) if by_team => (Some(reached), Some(SaidBy::Team)),
            (None, Some(told)) if !by_team => (Some(told), Some(SaidBy::Agency)),
            (None, Some(_)) => (Some(reached), Some(SaidBy::Team)),
            (None, None) if known.is_some() && listed => (Some(0), Some(SaidBy::Unlisted)),
            _ => (None, None),
        };
        let birth = known.and_then(|known| known.birth).or(self.birth);
        AgencyStanding {
            level,
            by,
            under_age: !of_age(birth, day) && level.unwrap_or(0) == 0,
            gone: known.is_some_and(|known| known.gone(day)) && level != Some(2),
        }
    }
}

/// The level that a list of an agency tells, as far as it does: an approved account that is not active has none.
fn level_told(state: Option<AccountState>, level: u8) -> Option<u8> {
    match state {
        Some(AccountState::ActiveLevel1) => Some(1),
        Some(AccountState::ActiveLevel2) => Some(2),
        None | Some(AccountState::Unknown) => (level > 0).then_some(level),
        Some(_) => Some(0),
    }
}

/// Who says what an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum SaidBy {
    /// The police list.
    List,
    /// The police list, which has everybody of the commune, and not this person.
    Unlisted,
    /// A team that was there.
    Team,
    /// The agency itself: no evidence.
    Agency,
}

/// How the account of one person on an agency's list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct AgencyStanding {
    /// Level, 0 without an active account; `None`: nobody says.
    pub level: Option<u8>,
    /// By whom.
    pub by: Option<SaidBy>,
    /// Younger than 14, and without an account: nothing is asked of them.
    pub under_age: bool,
    /// Dead or moved away, and without a level 2: counts no more, as in the figures of the commune.
    pub gone: bool,
}

impl AgencyStanding {
    /// Whether a level 2 is owed and not there.
    #[must_use]
    pub fn owes(self) -> bool {
        !self.under_age && !self.gone && self.level != Some(2)
    }
}

/// The people of an agency, counted. Of `people` the five from `under_age` on are the sum.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct AgencyCount {
    /// On the list, who is [`AgencyStanding::gone`] left out.
    pub people: u32,
    /// Left out of all other figures: dead or moved away.
    pub gone: u32,
    /// Younger than 14, without an account.
    pub under_age: u32,
    /// Level 2.
    pub level2: u32,
    /// Level 1 alone.
    pub level1: u32,
    /// No active account.
    pub none: u32,
    /// Of whom nobody says: missing is not "no".
    pub unknown: u32,
    /// Of those who owe a level 2, with a reason.
    pub with_reason: u32,
    /// Of all, by the agency's word alone.
    pub told: u32,
    /// Of all, who lives here and counts in his own hamlet.
    pub residents: u32,
    /// Of all, rows of which somebody has to say who it is.
    pub to_look_at: u32,
    /// Of all, of whom the list says that they know IT, and that they do not.
    pub with_it: u32,
    /// See [`Self::with_it`].
    pub without_it: u32,
    /// Of those without, who was taught.
    pub taught: u32,
}

impl AgencyCount {
    /// Counts one person.
    pub fn add(&mut self, person: &Affiliation, standing: AgencyStanding) {
        if standing.gone {
            self.gone += 1;
            return;
        }
        self.people += 1;
        *match standing.level {
            _ if standing.under_age => &mut self.under_age,
            Some(2) => &mut self.level2,
            Some(1) => &mut self.level1,
            Some(_) => &mut self.none,
            None => &mut self.unknown,
        } += 1;
        self.with_reason += u32::from(standing.owes() && !person.reason.is_empty());
        self.told += u32::from(standing.by == Some(SaidBy::Agency));
        self.residents += u32::from(person.citizen_id.is_some());
        self.to_look_at += u32::from(person.is_to_look_at());
        self.with_it += u32::from(person.it == Some(true));
        self.without_it += u32::from(person.it == Some(false));
        self.taught += u32::from(person.it == Some(false) && person.trained_on.is_some());
    }

    /// The sum of two.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            people: self.people + other.people,
            gone: self.gone + other.gone,
            under_age: self.under_age + other.under_age,
            level2: self.level2 + other.level2,
            level1: self.level1 + other.level1,
            none: self.none + other.none,
            unknown: self.unknown + other.unknown,
            with_reason: self.with_reason + other.with_reason,
            told: self.told + other.told,
            residents: self.residents + other.residents,
            to_look_at: self.to_look_at + other.to_look_at,
            with_it: self.with_it + other.with_it,
            without_it: self.without_it + other.without_it,
            taught: self.taught + other.taught,
        }
    }

    /// Who owes a level 2: all but who is too young.
    #[must_use]
    pub fn owing(self) -> u32 {
        self.people - self.under_age
    }

    /// Level 2 of those who owe it; `None` without any.
    #[must_use]
    pub fn ratio(self) -> Option<Percent> {
        Percent::of(self.level2, self.owing())
    }

    /// Checks the sum before a paper leaves the house.
    ///
    /// # Errors
    /// `report.sums_differ`.
    pub fn check(self) -> Result<()> {
        let rows = self.under_age + self.level2 + self.level1 + self.none + self.unknown;
        if rows == self.people {
            return Ok(());
        }
        Err(Error::new("report.sums_differ")
            .with("figure", "people")
            .with("rows", thousands(rows))
            .with("total", thousands(self.people)))
    }
}

/// The ranks of agencies by their ratios: equal ones share it, who has none has no rank.
#[must_use]
pub fn ranks(ratios: &[Option<Percent>]) -> Vec<Option<u32>> {
    let better = |ratio: Percent| ratios.iter().flatten().filter(|other| **other > ratio).count();
    let rank = |ratio: &Option<Percent>| Some(super::as_count(better((*ratio)?)) + 1);
    ratios.iter().map(rank).collect()
}

/// A reason as it is kept.
///
/// # Errors
/// `agency.reason_too_long`.
pub fn checked_reason(text: &str) -> Result<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() > LONGEST_REASON {
        return Err(Error::new("agency.reason_too_long").with("limit", LONGEST_REASON));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::ids::VisitId;
    use crate::domain::report::SeenVisit;
    use crate::domain::visit::Outcome;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, n).unwrap()
    }

    fn row(name: &str, birth: &str, number: &str) -> PersonRow {
        PersonRow {
            name: name.into(),
            birth: birth.parse().ok(),
            number: number.into(),
            ..PersonRow::default()
        }
    }

    fn person(row: &PersonRow) -> Affiliation {
        let (id, unit) = (AffiliationId(Uuid::nil()), UnitId(Uuid::nil()));
        Affiliation::of_row(id, unit, PeopleKind::Teacher, row, day(10))
    }

    #[test]
    fn the_list_tells_an_active_level_alone() {
        use AccountState::{ActiveLevel1, ActiveLevel2, ApprovedNotActivated, Locked, Unknown};
        let check = |state, level, expect| assert_eq!(level_told(state, level), expect, "{state:?} {level}");
        check(None, 0, None);
        check(None, 2, Some(2));
        check(Some(Unknown), 0, None);
        check(Some(Unknown), 1, Some(1));
        check(Some(ActiveLevel1), 0, Some(1));
        check(Some(ActiveLevel2), 2, Some(2));
        check(Some(ApprovedNotActivated), 2, Some(0));
        check(Some(Locked), 2, Some(0));
    }

    #[test]
    fn one_person_of_one_list() {
        let check = |a: &PersonRow, b: &PersonRow, expect| {
            assert_eq!(person(a).is_same(&person(b)), expect, "{a:?} {b:?}");
        };
        let an = row("Nguyễn Văn An", "1970", "001070000001");
        check(&an, &row("Nguyễn Văn Ân", "1971", "001070000001"), true); // the number tells
        check(&an, &row("Nguyễn Văn An", "1970", "001070000002"), false);
        check(&an, &row("NGUYEN VAN AN", "1970-02-01", ""), true);
        check(&an, &row("Nguyễn Văn An", "1971", ""), false);
        check(&an, &row("Nguyễn Văn An", "", ""), true);
        check(&an, &row("Nguyễn Văn Bình", "1970", ""), false);
        // A class of one year, without numbers.
        let hoa = row("Lê Thị Hoa", "2010-02-01", "");
        check(&hoa, &row("Lê Thị Hoa", "2010-09-15", ""), false);
        check(&hoa, &row("Lê Thị Hòa", "2010-02-01", ""), false);
        check(&hoa, &row("LÊ THỊ HOA", "2010-02-01", ""), true);
    }

    #[test]
    fn a_newer_list_fills_and_never_blanks() {
        let before = Affiliation {
            reason: "Đi học xa".into(),
            level: Some(1),
            told_on: Some(day(3)),
            ..person(&row("Nguyễn Văn An", "1970-02-01", "001070000001"))
        };
        let same = before.updated(&person(&row("Nguyễn Văn An", "", "")));
        assert_eq!(same, before);
        let newer = PersonRow { level: 2, note: "Xong".into(), ..row("Nguyễn Văn An", "", "") };
        let after = before.updated(&person(&newer));
        assert_eq!((after.level, after.told_on, after.reason.as_str()), (Some(2), Some(day(10)), "Xong"));
        assert_eq!(after.number, "001070000001");
    }

    fn evidence(state: Option<AccountState>, claim: Option<u8>) -> Evidence {
        let visit = |level| SeenVisit {
            id: VisitId(Uuid::nil()),
            day: day(20),
            outcome: Outcome::Activated,
            level,
            reason: "",
        };
        Evidence {
            citizen_id: CitizenId(Uuid::nil()),
            unit_id: UnitId(Uuid::nil()),
            birth: PartialDate::from_year(1970),
            official: state.map(|state| OfficialState {
                state,
                as_of: day(15),
                activated_on: None,
                granted: 0,
            }),
            earlier: Vec::new(),
            official_rows: u32::from(state.is_some()),
            visits: claim.into_iter().map(visit).collect(),
            gone_from: None,
            erased_on: None,
        }
    }

    #[test]
    fn evidence_goes_before_the_word_of_the_agency() {
        use AccountState::{ActiveLevel1, ActiveLevel2, ApprovedNotActivated, Unknown};
        use SaidBy::{Agency, List, Team, Unlisted};
        let check = |told: Option<u8>, state, claim, listed, expect: (Option<u8>, Option<SaidBy>)| {
            let mut one = person(&row("Nguyễn Văn An", "1970", ""));
            (one.level, one.told_on) = (told, told.map(|_| day(10)));
            let standing = one.standing(day(25), Some(&evidence(state, claim)), None, listed);
            assert_eq!((standing.level, standing.by), expect, "{told:?} {state:?} {claim:?} {listed}");
        };
        check(None, Some(ActiveLevel2), None, true, (Some(2), Some(List)));
        check(Some(2), Some(ActiveLevel1), None, true, (Some(1), Some(List)));
        check(Some(2), Some(ApprovedNotActivated), None, true, (Some(0), Some(List)));
        check(Some(0), Some(ApprovedNotActivated), Some(2), true, (Some(2), Some(Team)));
        check(None, None, Some(1), true, (Some(1), Some(Team)));
        check(Some(2), None, Some(1), true, (Some(1), Some(Team)));
        check(Some(2), None, None, true, (Some(2), Some(Agency)));
        check(Some(1), Some(Unknown), None, true, (Some(1), Some(Agency)));
        check(None, None, None, true, (Some(0), Some(Unlisted)));
        check(None, None, None, false, (None, None)); // nobody says
    }

    #[test]
    fn who_lives_elsewhere_goes_by_the_police_list_or_the_agency() {
        let mut one = person(&row("Lê Thị Xa", "1980", "001180000001"));
        let of = |one: &Affiliation, state: Option<AccountState>, on: u32| {
            let official =
                state.map(|state| OfficialState { state, as_of: day(15), activated_on: None, granted: 0 });
            one.standing(day(on), None, official, true).level
        };
        assert_eq!(of(&one, None, 25), None);
        assert_eq!(of(&one, Some(AccountState::ActiveLevel1), 25), Some(1));
        assert_eq!(of(&one, Some(AccountState::Unknown), 25), None);
        (one.level, one.told_on) = (Some(2), Some(day(10)));
        assert_eq!(of(&one, None, 25), Some(2));
        assert_eq!(of(&one, Some(AccountState::NotRegistered), 25), Some(0));
        assert_eq!(of(&one, None, 9), None); // told later
    }

    #[test]
    fn who_died_or_moved_away_owes_nothing_and_counts_only_with_level_2() {
        let check = |level: Option<u8>, gone_from, expect: (u32, u32, u32, bool)| {
            let one = person(&row("Trần Minh Cường", "1970", ""));
            let known = Evidence { gone_from, ..evidence(None, level) };
            let standing = one.standing(day(25), Some(&known), None, true);
            let mut count = AgencyCount::default();
            count.add(&one, standing);
            count.check().unwrap();
            assert_eq!(
                (count.people, count.level2, count.gone, standing.owes()),
                expect,
                "{level:?} {gone_from:?}"
            );
        };
        check(None, None, (1, 0, 0, true));
        check(None, Some(day(26)), (1, 0, 0, true));
        check(None, Some(day(25)), (0, 0, 1, false));
        check(Some(1), Some(day(25)), (0, 0, 1, false));
        check(Some(2), Some(day(25)), (1, 1, 0, false));
    }

    #[test]
    fn the_young_owe_nothing_until_they_have_an_account() {
        let check = |birth: &str, level: Option<u8>, under_age, owes| {
            let mut one = person(&row("Bùi Văn Bé", birth, ""));
            (one.level, one.told_on) = (level, level.map(|_| day(10)));
            let standing = one.standing(day(25), None, None, true);
            assert_eq!((standing.under_age, standing.owes()), (under_age, owes), "{birth} {level:?}");
        };
        check("2012-11-25", None, false, true);
        check("2012-11-26", None, true, false);
        check("2012-11-26", Some(1), false, true);
        check("2012-11-26", Some(2), false, false);
        check("", None, false, true);
    }

    #[test]
    fn parts_make_up_the_people() {
        let mut count = AgencyCount::default();
        for (birth, level, reason) in [
            ("1970", Some(2), ""),
            ("1970", Some(1), "Thẻ hỏng"),
            ("1970", Some(0), ""),
            ("1970", None, ""),
            ("2020", None, "còn nhỏ"),
        ] {
            let mut one = person(&row("Lê Văn Thử", birth, ""));
            (one.level, one.reason) = (level, reason.into());
            count.add(&one, one.standing(day(25), None, None, true));
        }
        count.check().unwrap();
        assert_eq!((count.people, count.owing(), count.with_reason, count.told), (5, 4, 1, 3));
        assert_eq!(count.ratio(), Some(Percent(2500)));
        assert_eq!(AgencyCount { people: 6, ..count }.check().unwrap_err().code, "report.sums_differ");
    }

    #[test]
    fn equal_agencies_share_a_rank_and_those_without_a_list_have_none() {
        let check = |ratios: &[Option<u32>], expect: &[Option<u32>]| {
            let ratios: Vec<_> = ratios.iter().map(|ratio| ratio.map(Percent)).collect();
            assert_eq!(ranks(&ratios), expect);
        };
        check(&[Some(50), Some(100), None, Some(100), Some(10)], &[Some(3), Some(1), None, Some(1), Some(4)]);
        check(&[], &[]);
    }

    #[test]
    fn a_reason_is_one_short_line() {
        assert_eq!(checked_reason("  chờ\n cấp  thẻ ").unwrap(), "chờ cấp thẻ");
        assert!(checked_reason(&"ă".repeat(LONGEST_REASON)).is_ok());
        assert_eq!(
            checked_reason(&"ă".repeat(LONGEST_REASON + 1)).unwrap_err().code,
            "agency.reason_too_long"
        );
    }
}
