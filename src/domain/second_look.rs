//! Visits that are worth a second look before they count for the league (lượt cần xem lại): claims with a reason to ask about them, until
//! an officer has settled them (docs/domain.md, A second look). A reason is a question, no verdict.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, NaiveTime, TimeDelta, Timelike};
use serde::{Deserialize, Serialize};

use super::ids::{CitizenId, HouseholdId, MemberId, UnitId, VisitId};

/// Houses whose people were activated with one phone, from which on it is asked about: a guardian's serves the children of a house, a
/// helper's that of the parents, a third is no family's.
const PHONE_HOUSES: usize = 3;

/// So many claims of one member within [`HURRY`]: two a minute. An activation waits for a code, a passcode and two questions (docs/domain.md,
/// Accounts and levels); typing off a list is as quick, which is why it is asked.
const HURRIED: usize = 20;
const HURRY: TimeDelta = TimeDelta::minutes(10);

/// Nobody is called on between these hours: the quiet ones of Nghị định 144/2021/NĐ-CP, Điều 8 (22:00 to 6:00).
const QUIET_FROM: u32 = 22;
const QUIET_TO: u32 = 6;

/// Within so little time one member is not in two hamlets: they lie a walk apart.
const APART: TimeDelta = TimeDelta::minutes(5);

/// Why a claim is worth a second look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Doubt {
    /// A police list of that day or later has no active account of the person.
    AgainstList,
    /// By the register the person had died or moved away by then.
    Gone,
    /// The person was activated at that level before.
    Twice,
    /// One phone in several houses.
    SharedPhone,
    /// Too many at once.
    Hurried,
    /// In the quiet hours.
    OddHour,
    /// The member was in another hamlet just then.
    Elsewhere,
}

impl Doubt {
    /// All, the heaviest first.
    pub const ALL: [Self; 7] = [
        Self::AgainstList,
        Self::Gone,
        Self::Twice,
        Self::SharedPhone,
        Self::Hurried,
        Self::OddHour,
        Self::Elsewhere,
    ];

    /// Code in files and in the book; row `second_look.<code>` of `messages.csv`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::AgainstList => "against-list",
            Self::Gone => "gone",
            Self::Twice => "twice",
            Self::SharedPhone => "shared-phone",
            Self::Hurried => "hurried",
            Self::OddHour => "odd-hour",
            Self::Elsewhere => "elsewhere",
        }
    }
}

/// A visit that counts, as it is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenVisit {
    /// The visit.
    pub id: VisitId,
    /// Whom.
    pub citizen: CitizenId,
    /// The house.
    pub household: HouseholdId,
    /// The hamlet that the person belongs to.
    pub unit: UnitId,
    /// When; 00:00:00 is a day whose hour nobody knows.
    pub at: DateTime<FixedOffset>,
    /// The level claimed; 0 for any other outcome.
    pub level: u8,
    /// Who says so.
    pub member: Option<MemberId>,
    /// The person's phone, or empty.
    pub phone: String,
    /// A police list denies the claim.
    pub denied: bool,
    /// By the register the person had died or moved away by then.
    pub gone: bool,
}

impl SeenVisit {
    fn hour_known(&self) -> bool {
        self.at.time() != NaiveTime::MIN
    }
}

/// Reasons by visit.
pub type Doubts = BTreeMap<VisitId, BTreeSet<Doubt>>;

/// What is worth a second look among all visits that count, in the order of time.
#[must_use]
pub fn doubts(visits: &[SeenVisit]) -> Doubts {
    let claims: Vec<&SeenVisit> = visits.iter().filter(|visit| visit.level > 0).collect();
    let mut found = Doubts::new();
    let mut ask = |visit: &SeenVisit, why| {
        found.entry(visit.id).or_default().insert(why);
    };
    let mut levels: BTreeMap<CitizenId, u8> = BTreeMap::new();
    let mut houses: BTreeMap<&str, BTreeSet<HouseholdId>> = BTreeMap::new();
    for claim in &claims {
        if !claim.phone.is_empty() {
            houses.entry(&claim.phone).or_default().insert(claim.household);
        }
    }
    for claim in &claims {
        let before = levels.entry(claim.citizen).or_default();
        if *before >= claim.level {
            ask(claim, Doubt::Twice);
        }
        // One that a list has denied is none to compare with.
        if !claim.denied {
            *before = claim.level.max(*before);
        }
        if claim.denied {
            ask(claim, Doubt::AgainstList);
        }
        if claim.gone {
            ask(claim, Doubt::Gone);
        }
        if houses.get(claim.phone.as_str()).is_some_and(|houses| houses.len() >= PHONE_HOUSES) {
            ask(claim, Doubt::SharedPhone);
        }
        if claim.hour_known() && !(QUIET_TO..QUIET_FROM).contains(&claim.at.hour()) {
            ask(claim, Doubt::OddHour);
        }
    }
    for mut of_member in by_member(visits) {
        of_member.sort_by_key(|visit| visit.at);
        let claims: Vec<&SeenVisit> = of_member.iter().copied().filter(|visit| visit.level > 0).collect();
        for many in claims.windows(HURRIED) {
            if let (Some(first), Some(last)) = (many.first(), many.last())
                && last.at - first.at <= HURRY
            {
                many.iter().for_each(|claim| ask(claim, Doubt::Hurried));
            }
        }
        for two in of_member.windows(2) {
            if let [one, other] = two
                && one.unit != other.unit
                && other.at - one.at <= APART
            {
                two.iter().filter(|visit| visit.level > 0).for_each(|visit| ask(visit, Doubt::Elsewhere));
            }
        }
    }
    found
}

/// The visits of each member whose hours are known.
fn by_member(visits: &[SeenVisit]) -> impl Iterator<Item = Vec<&SeenVisit>> {
    let mut of: BTreeMap<MemberId, Vec<&SeenVisit>> = BTreeMap::new();
    for visit in visits.iter().filter(|visit| visit.hour_known()) {
        if let Some(member) = visit.member {
            of.entry(member).or_default().push(visit);
        }
    }
    of.into_values()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    /// `person house hamlet member hour level phone`, "!" behind what a list denies, "†" behind what came too late.
    fn visits(lines: &str) -> Vec<SeenVisit> {
        let id = |text: &str| Uuid::from_u128(text.bytes().fold(1, |sum, b| sum * 256 + u128::from(b)));
        let visit = |(nr, line): (u128, &str)| {
            let [person, house, hamlet, member, at, level, phone] =
                line.split_whitespace().collect::<Vec<_>>().try_into().unwrap();
            SeenVisit {
                id: VisitId(Uuid::from_u128(nr)),
                citizen: CitizenId(id(person)),
                household: HouseholdId(id(house)),
                unit: UnitId(id(hamlet)),
                at: format!("2026-11-21T{at}:00+07:00").parse().unwrap(),
                level: level.trim_end_matches(['!', '†']).parse().unwrap(),
                member: (member != "-").then(|| MemberId(id(member))),
                phone: phone.trim_start_matches('-').to_owned(),
                denied: level.ends_with('!'),
                gone: level.ends_with('†'),
            }
        };
        (1..).zip(lines.lines()).map(visit).collect()
    }

    #[track_caller]
    fn check(lines: &str, expect: &str) {
        let found: Vec<String> = doubts(&visits(lines))
            .into_iter()
            .map(|(id, why)| {
                let why: Vec<&str> = why.into_iter().map(Doubt::code).collect();
                format!("{} {}", id.0.as_u128(), why.join("+"))
            })
            .collect();
        assert_eq!(found.join(", "), expect);
    }

    #[test]
    fn each_reason_has_its_border() {
        // Activated again at the same level is asked about, raised from 1 to 2 is not, nor an absence before.
        check("a h t m 08:00 1 -\na h t m 09:00 2 -\na h t n 10:00 2 -", "3 twice");
        check("a h t m 08:00 0 -\na h t m 09:00 1 -", "");
        check("a h t m 08:00 1! -\nb h t m 09:00 0! -", "1 against-list");
        // Two houses may be one family's, three are not; one house may have many.
        check("a h1 t m 08:00 1 0912\nb h2 t m 09:00 1 0912\nc h1 t m 10:00 1 0912", "");
        check(
            "a h1 t m 08:00 1 0912\nb h2 t m 09:00 1 0912\nc h3 t m 10:00 1 0912\nd h3 t m 11:00 0 0912",
            "1 shared-phone, 2 shared-phone, 3 shared-phone",
        );
        check(
            "a h t m 05:59 1 -\nb h t m 06:00 1 -\nc h t m 21:59 1 -\nd h t m 22:00 1 -",
            "1 odd-hour, 4 odd-hour",
        );
        check("a h t m 08:00 1† -\nb h t m 08:00 0† -", "1 gone");
        // An hour that nobody knows is none.
        check("a h t m 00:00 1 -", "");
        check("a h t m 08:00 1 -\nb h u m 08:05 1 -\nc h t m 08:11 1 -", "1 elsewhere, 2 elsewhere");
        check("a h t m 08:00 0 -\nb h u m 08:01 1 -", "2 elsewhere");
        check("a h t m 08:00 1 -\nb h u n 08:01 1 -\nc h u - 08:01 1 -", "");
    }

    #[test]
    fn twenty_within_ten_minutes_are_many() {
        let claims = |count: u32, minutes: u32| -> usize {
            let lines: Vec<String> = (0..count)
                .map(|n| format!("p{n} h t m 19:{:02} 1 -", n * minutes / (count - 1).max(1)))
                .collect();
            doubts(&visits(&lines.join("\n"))).len()
        };
        assert_eq!((claims(19, 10), claims(20, 10), claims(20, 11)), (0, 20, 0));
    }
}
