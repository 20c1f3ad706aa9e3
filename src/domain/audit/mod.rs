//! Random checks (kiểm tra xác suất): a list of what teams claim, what is drawn from it, and what came out.
//!
//! The rules (docs/domain.md, Random checks) are these: the list is fixed before the seed is said, so that nobody can choose; who is
//! not met counts neither for nor against a unit; a unit fails by what is sure.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::OnceLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::ids::{AuditId, AuditLineId, CitizenId, MemberId, UnitId, VisitId};
use crate::domain::report::{Evidence, Percent};
use crate::domain::text::fold;
use crate::error::{Error, Result};
use crate::messages::word;

mod estimate;
mod sampler;

pub use estimate::{Estimate, Sampled, sample_size};
pub use sampler::Sampler;

/// The shortest seed: ten throws of a die.
const SHORTEST_SEED: usize = 10;
const LONGEST_SEED: usize = 60;

/// What came out of a claim that was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum AuditFinding {
    /// Active, at the level claimed or above.
    Confirmed,
    /// Not activated.
    NotActivated,
    /// Active at a lower level than claimed.
    WrongLevel,
    /// Nobody was met: says nothing of the claim.
    NotFound,
    /// The citizen did not want to show the account: says nothing either.
    Refused,
}

impl AuditFinding {
    /// All, in the order of their keys 1 to 5.
    pub const ALL: [Self; 5] =
        [Self::Confirmed, Self::NotActivated, Self::WrongLevel, Self::NotFound, Self::Refused];

    /// The code in the book.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::NotActivated => "not-activated",
            Self::WrongLevel => "wrong-level",
            Self::NotFound => "not-found",
            Self::Refused => "refused",
        }
    }

    /// The finding of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// The word on screen and paper.
    #[must_use]
    pub fn words(self) -> &'static str {
        word(&format!("audit.finding.{}", self.code()))
    }

    /// What somebody wrote in a cell: a word or its number.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        static WORDS: OnceLock<BTreeMap<String, AuditFinding>> = OnceLock::new();
        let words = WORDS.get_or_init(|| {
            let mut table = csv::Reader::from_reader(&include_bytes!("../data/audit_words.csv")[..]);
            let rows = table.records().filter_map(|row| {
                let row = row.ok()?;
                Some((Self::from_code(row.get(0)?)?, row.get(1)?.to_owned()))
            });
            let each = |(finding, words): (Self, String)| {
                words.split('|').map(|word| (word.to_owned(), finding)).collect::<Vec<_>>()
            };
            rows.flat_map(each).collect()
        });
        words.get(fold(text).trim()).copied()
    }

    /// What a later police list says of a claim, when it can judge it.
    #[must_use]
    pub fn of_list(claimed: u8, listed: u8) -> Self {
        match listed {
            0 => Self::NotActivated,
            listed if listed < claimed => Self::WrongLevel,
            _ => Self::Confirmed,
        }
    }

    /// Whether it says what became of the claim.
    #[must_use]
    pub fn settles(self) -> bool {
        !matches!(self, Self::NotFound | Self::Refused)
    }
}

/// What is drawn alone: all together, each hamlet, or each member of the teams.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum DrawBy {
    /// One draw from the whole list.
    #[default]
    Whole,
    /// As many of each hamlet.
    Hamlet,
    /// As many of each who guided citizens.
    Member,
}

/// One claim of a list: the visit by which a team says that a citizen's account is active.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "as in Visit")]
pub struct Claim {
    pub visit_id: VisitId,
    pub citizen_id: CitizenId,
    /// The hamlet on the day of the list.
    pub unit_id: UnitId,
    pub member_id: Option<MemberId>,
    pub day: NaiveDate,
    pub level: u8,
}

impl Claim {
    /// Every claim up to the end of `day`, one a citizen whose data were not erased, in the order of the list. Those that a police
    /// list has denied since are among them: what is asked is how often the teams' word is true.
    #[must_use]
    pub fn all(people: &[Evidence], members: &BTreeMap<VisitId, MemberId>, day: NaiveDate) -> Vec<Self> {
        let claim = |person: &Evidence| {
            let visit = person.claim(day)?;
            Some(Self {
                visit_id: visit.id,
                citizen_id: person.citizen_id,
                unit_id: person.unit_id,
                member_id: members.get(&visit.id).copied(),
                day: visit.day,
                level: visit.level,
            })
        };
        // Nobody goes to whom nobody knows any more.
        let known = people.iter().filter(|person| person.erased_on.is_none());
        let mut claims: Vec<Self> = known.filter_map(claim).collect();
        claims.sort_by_key(|claim| claim.visit_id);
        claims
    }

    /// The group that it is drawn in or counted by: a hamlet, or who guided; empty when the paper does not say who.
    #[must_use]
    pub fn group(&self, by: DrawBy) -> String {
        match by {
            DrawBy::Whole | DrawBy::Hamlet => self.unit_id.to_string(),
            DrawBy::Member => self.member_id.map(|id| id.to_string()).unwrap_or_default(),
        }
    }
}

/// The list that is published: a line a claim, without a name. Its SHA-256 is what the minutes print.
#[must_use]
pub fn list_file(claims: &[Claim]) -> String {
    let mut text = "id,unit,member,day,level\n".to_owned();
    for claim in claims {
        let Claim { visit_id, unit_id, day, level, .. } = claim;
        let member = claim.member_id.map(|id| id.to_string()).unwrap_or_default();
        let _ = writeln!(text, "{visit_id},{unit_id},{member},{day},{level}");
    }
    text
}

/// The digits of a seed as they were said: blanks between them do not count.
///
/// # Errors
/// `audit.seed_digits`, `audit.seed_length`.
pub fn parse_seed(said: &str) -> Result<String> {
    let digits: String = said.chars().filter(|c| !c.is_whitespace()).collect();
    if !digits.chars().all(|c| c.is_ascii_digit()) {
        return Err(Error::new("audit.seed_digits").with("seed", said));
    }
    if !(SHORTEST_SEED..=LONGEST_SEED).contains(&digits.len()) {
        return Err(Error::new("audit.seed_length")
            .with("count", digits.len())
            .with("least", SHORTEST_SEED)
            .with("most", LONGEST_SEED));
    }
    Ok(digits)
}

/// Draws from a list, `size` of a group being told by how many claims it has; in the order of the ticket numbers.
#[must_use]
pub fn draw(claims: &[Claim], seed: &str, by: DrawBy, size: impl Fn(u32) -> u32) -> Vec<Claim> {
    let sampler = Sampler::new(seed);
    let mut tickets: Vec<(String, &Claim)> =
        claims.iter().map(|claim| (sampler.ticket(&claim.visit_id.to_string()), claim)).collect();
    tickets.sort_by(|(one, of), (other, than)| (one, of.visit_id).cmp(&(other, than.visit_id)));
    let group = |claim: &Claim| if by == DrawBy::Whole { String::new() } else { claim.group(by) };
    let mut left: BTreeMap<String, u32> = BTreeMap::new();
    for claim in claims {
        *left.entry(group(claim)).or_default() += 1;
    }
    left.values_mut().for_each(|count| *count = size(*count).min(*count));
    let mut drawn = Vec::new();
    for (_, claim) in tickets {
        if let Some(left) = left.get_mut(&group(claim)).filter(|left| **left > 0) {
            *left -= 1;
            drawn.push(*claim);
        }
    }
    drawn
}

/// How many claims each group of a list has.
#[must_use]
pub fn group_sizes(claims: &[Claim], by: DrawBy) -> BTreeMap<String, u32> {
    let mut sizes = BTreeMap::new();
    for claim in claims {
        *sizes.entry(claim.group(by)).or_default() += 1;
    }
    sizes
}

/// A random check as the book has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// Id.
    pub id: AuditId,
    /// The day up to whose end claims are on the list.
    pub day: NaiveDate,
    /// The hamlet whose claims they are; all when missing.
    pub unit_id: Option<UnitId>,
    /// SHA-256 of the list, published before the seed was said.
    pub list_hash: String,
    /// Claims on the list.
    pub claims: u32,
    /// The day it was published.
    pub published_on: NaiveDate,
    /// The draw; `None` until the seed was said.
    pub drawn: Option<Drawn>,
}

impl Audit {
    /// The code of a line on paper: of which check, which line, and the end of the claim's id on the published list, by which
    /// whoever draws again knows it.
    #[must_use]
    pub fn code_of(&self, line: &AuditLine) -> String {
        let tail = |id: Uuid, digits: usize| {
            let id = id.simple().to_string().to_uppercase();
            id.get(id.len() - digits..).unwrap_or_default().to_owned()
        };
        format!("{}-{:03}-{}", tail(self.id.0, 4), line.position, tail(line.claim.visit_id.0, 6))
    }
}

/// What was drawn from a list, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The day.
    pub on: NaiveDate,
    /// The seed as digits.
    pub seed: String,
    /// What was drawn alone.
    pub by: DrawBy,
    /// The rate of false claims above which a unit fails.
    pub tolerated: Percent,
    /// Name of who drew.
    pub who: String,
    /// Claims on the list by group.
    pub sizes: BTreeMap<String, u32>,
}

/// A claim that was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// Id.
    pub id: AuditLineId,
    /// Its place in the draw, from 1.
    pub position: u32,
    /// The claim.
    pub claim: Claim,
    /// What somebody found who went there.
    pub finding: Option<AuditFinding>,
    /// The day of that.
    pub found_on: Option<NaiveDate>,
    /// A short note.
    pub note: String,
}

/// What counts for a line: what was found there, else what a later police list says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Settled {
    /// The finding; `None` while nobody knows.
    pub finding: Option<AuditFinding>,
    /// The police list says so, nobody has seen it.
    pub by_list: bool,
}

impl AuditLine {
    /// What counts on `day`, `listed` being the level that a police list later than the claim gives.
    #[must_use]
    pub fn settled(&self, listed: Option<u8>, day: NaiveDate) -> Settled {
        let seen = self.finding.filter(|_| self.found_on.is_none_or(|on| on <= day));
        match (seen, listed) {
            (Some(finding), _) if finding.settles() => Settled { finding: seen, by_list: false },
            (_, Some(listed)) => {
                Settled { finding: Some(AuditFinding::of_list(self.claim.level, listed)), by_list: true }
            }
            _ => Settled { finding: seen, by_list: false },
        }
    }
}

/// How a unit, or a whole draw, came out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Tally {
    /// Claims on the list.
    pub claims: u32,
    /// Claims drawn.
    pub drawn: u32,
    /// Of them true.
    pub confirmed: u32,
    /// Not activated.
    pub not_activated: u32,
    /// Active at a lower level.
    pub wrong_level: u32,
    /// Not met.
    pub not_found: u32,
    /// Refused to show it.
    pub refused: u32,
    /// Nobody has been there yet.
    pub waiting: u32,
    /// Of those with a finding, how many the police list has settled.
    pub by_list: u32,
}

impl Tally {
    /// Adds a line.
    pub fn add(&mut self, settled: Settled) {
        let count = match settled.finding {
            Some(AuditFinding::Confirmed) => &mut self.confirmed,
            Some(AuditFinding::NotActivated) => &mut self.not_activated,
            Some(AuditFinding::WrongLevel) => &mut self.wrong_level,
            Some(AuditFinding::NotFound) => &mut self.not_found,
            Some(AuditFinding::Refused) => &mut self.refused,
            None => &mut self.waiting,
        };
        *count += 1;
        self.drawn += 1;
        self.by_list += u32::from(settled.by_list);
    }

    /// Claims found false: not activated, or active at a lower level than claimed.
    #[must_use]
    pub fn untrue(&self) -> u32 {
        self.not_activated + self.wrong_level
    }

    /// Claims of which it is known whether they are true.
    #[must_use]
    pub fn looked_at(&self) -> u32 {
        self.confirmed + self.untrue()
    }

    /// As the estimate asks for it.
    #[must_use]
    pub fn sampled(&self) -> Sampled {
        let Self { claims, drawn, confirmed, .. } = *self;
        Sampled { claims, drawn, confirmed, untrue: self.untrue() }
    }
}

/// Whether a rate can be asked for: a confidence from 50 to 99,99 %, a tolerated rate from 0 to 50 %.
///
/// # Errors
/// `audit.confidence`, `audit.tolerated`.
pub fn check_rates(confidence: Percent, tolerated: Percent) -> Result<()> {
    if !(5_000..10_000).contains(&confidence.0) {
        return Err(Error::new("audit.confidence").with("rate", confidence.to_vi()));
    }
    if tolerated.0 > 5_000 {
        return Err(Error::new("audit.tolerated").with("rate", tolerated.to_vi()));
    }
    Ok(())
}

/// The tally of a whole draw from those of its groups.
#[must_use]
pub fn total<'a>(claims: u32, parts: impl IntoIterator<Item = &'a Tally>) -> Tally {
    let sum = |sum: Tally, part: &Tally| Tally {
        claims,
        drawn: sum.drawn + part.drawn,
        confirmed: sum.confirmed + part.confirmed,
        not_activated: sum.not_activated + part.not_activated,
        wrong_level: sum.wrong_level + part.wrong_level,
        not_found: sum.not_found + part.not_found,
        refused: sum.refused + part.refused,
        waiting: sum.waiting + part.waiting,
        by_list: sum.by_list + part.by_list,
    };
    parts.into_iter().fold(Tally { claims, ..Tally::default() }, sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::hash::sha256;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, n).unwrap()
    }

    fn claim(n: u128, unit: u128, member: Option<u128>) -> Claim {
        Claim {
            visit_id: VisitId(Uuid::from_u128(n)),
            citizen_id: CitizenId(Uuid::from_u128(n)),
            unit_id: UnitId(Uuid::from_u128(unit)),
            member_id: member.map(|id| MemberId(Uuid::from_u128(id))),
            day: day(2),
            level: 2,
        }
    }

    #[test]
    fn a_finding_is_read_as_people_write_it() {
        let check = |text: &str, expect: Option<AuditFinding>| {
            assert_eq!(AuditFinding::parse(text), expect, "{text}")
        };
        check("1", Some(AuditFinding::Confirmed));
        check("Đúng", Some(AuditFinding::Confirmed));
        check("chưa kích hoạt", Some(AuditFinding::NotActivated));
        check(" SAI MỨC ", Some(AuditFinding::WrongLevel));
        check("Không gặp", Some(AuditFinding::NotFound));
        check("từ chối", Some(AuditFinding::Refused));
        check("5", Some(AuditFinding::Refused));
        check("6", None);
        check("sai", None); // what is wrong?
        check("", None);
        for finding in AuditFinding::ALL {
            check(finding.words(), Some(finding));
        }
    }

    #[test]
    fn a_seed_is_what_was_thrown() {
        let check = |said: &str, expect: std::result::Result<&str, &str>| {
            let seed = parse_seed(said);
            assert_eq!(seed.as_deref().map_err(|e| e.code), expect, "{said}");
        };
        check("3 1 4 1 5 2 6 5 3 5", Ok("3141526535"));
        check("3141526535", Ok("3141526535"));
        check("314152653", Err("audit.seed_length"));
        check(&"6".repeat(61), Err("audit.seed_length"));
        check("314152653x", Err("audit.seed_digits"));
        check("3,141526535", Err("audit.seed_digits"));
    }

    #[test]
    fn each_group_gives_its_part_and_the_same_seed_the_same_people() {
        let claims: Vec<Claim> =
            (1..=30).map(|n| claim(n, 100 + n % 3, (n % 2 == 0).then_some(200))).collect();
        let drawn = |by, seed, size: fn(u32) -> u32| -> Vec<u128> {
            draw(&claims, seed, by, size).iter().map(|claim| claim.visit_id.0.as_u128()).collect()
        };
        let whole = drawn(DrawBy::Whole, "3141526535", |_| 30);
        assert_eq!(whole.len(), 30);
        // The first of the whole are drawn, whoever asks for how many.
        assert_eq!(drawn(DrawBy::Whole, "3141526535", |_| 4), whole[..4]);
        assert_ne!(drawn(DrawBy::Whole, "3141526536", |_| 4), whole[..4]);
        // Of each group its first, in the order of the whole.
        let two: Vec<u128> =
            (0..3).flat_map(|unit| whole.iter().copied().filter(move |n| n % 3 == unit).take(2)).collect();
        let expect: Vec<u128> = whole.iter().copied().filter(|n| two.contains(n)).collect();
        assert_eq!(drawn(DrawBy::Hamlet, "3141526535", |_| 2), expect);
        // Who is on no paper is a group of its own; a group is never drawn more often than it is.
        assert_eq!(drawn(DrawBy::Member, "3141526535", |size| size * 2).len(), 30);
        assert_eq!(drawn(DrawBy::Member, "3141526535", |_| 3).len(), 6);
        assert!(draw(&[], "3141526535", DrawBy::Whole, |_| 3).is_empty());
    }

    #[test]
    fn a_list_that_differs_in_anything_has_another_hash() {
        let list = [claim(1, 100, None), claim(2, 100, Some(200))];
        let text = list_file(&list);
        assert!(text.lines().count() == 3 && text.ends_with(",2026-03-02,2\n"), "{text}");
        let hash = |list: &[Claim]| sha256(list_file(list));
        assert_eq!(hash(&list).len(), 64);
        for other in [
            Claim { level: 1, ..list[1] },
            Claim { day: day(3), ..list[1] },
            claim(3, 100, Some(200)),
            claim(2, 101, Some(200)),
            claim(2, 100, None),
        ] {
            assert_ne!(hash(&[list[0], other]), hash(&list), "{other:?}");
        }
    }

    #[test]
    fn what_was_seen_counts_before_a_list_and_a_list_before_nothing() {
        use AuditFinding::{Confirmed, NotActivated, NotFound, Refused, WrongLevel};
        let line = |finding| AuditLine {
            id: AuditLineId(Uuid::nil()),
            position: 1,
            claim: claim(1, 100, None),
            finding,
            found_on: finding.map(|_| day(5)),
            note: String::new(),
        };
        let check = |finding, listed, on, expect: Option<AuditFinding>, by_list| {
            let settled = line(finding).settled(listed, day(on));
            assert_eq!(settled, Settled { finding: expect, by_list }, "{finding:?} {listed:?} {on}");
        };
        check(None, None, 9, None, false);
        check(None, Some(0), 9, Some(NotActivated), true);
        check(None, Some(1), 9, Some(WrongLevel), true);
        check(None, Some(2), 9, Some(Confirmed), true);
        check(Some(NotFound), Some(2), 9, Some(Confirmed), true);
        check(Some(Refused), None, 9, Some(Refused), false);
        check(Some(Confirmed), Some(0), 9, Some(Confirmed), false);
        check(Some(NotActivated), Some(2), 9, Some(NotActivated), false);
        check(Some(NotActivated), Some(2), 4, Some(Confirmed), true); // nobody had been there yet
    }
}
