//! A round through a hamlet (đi từng nhà): in which state each person and house is, what the papers suggest to answer,
//! and the codes that stand for people on paper.

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, NaiveTime};
use serde::Serialize;

use super::citizen::{Citizen, Household, Sex};
use super::dates::PartialDate;
use super::ids::{CitizenId, UnitId, VisitId};
use super::report::{Evidence, Figures, of_age};
use super::roster::AccountState;
use super::text::fold;
use super::visit::{Channel, Outcome, Visit, reasons};
use super::walk::{Numbering, WalkKey};
use super::worklist::{Due, Group, Official, due, overruled, to_try_again};
use crate::domain::as_count;

/// An appointment this near is not waited for.
const SOON: Duration = Duration::minutes(15);

/// Whether a person needs a visit today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Yes, and nothing speaks against going now.
    Now,
    /// Yes, at an hour of today that is still to come.
    Later,
    /// Not today.
    No,
}

/// What the papers suggest to answer when the team says an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Preset {
    /// The outcome.
    pub outcome: Outcome,
    /// 1 or 2 for an activation whose level the extract tells, else 0.
    pub level: u8,
    /// Channel of an activation.
    pub channel: Option<Channel>,
    /// Code of the reason, or empty.
    pub reason: &'static str,
}

/// The reasons that go with an outcome, in the order in which they are offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct ReasonsOf {
    /// The outcome.
    pub outcome: Outcome,
    /// Codes.
    pub codes: Vec<&'static str>,
    /// Whether one must be said.
    pub needed: bool,
    /// Whether an appointment can be made.
    pub appointment: bool,
}

/// One attempt at the door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Attempt {
    /// What was logged.
    pub visit: Visit,
    /// Whether it counts: no later one corrects it.
    pub counts: bool,
    /// Name of the member, or empty.
    pub by: String,
}

/// What the latest extract says of a person on the round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Extract {
    /// State, level, date.
    pub says: Official,
    /// Day of activation, when the extract has it.
    pub activated_on: Option<PartialDate>,
}

/// One person as the register, the extract and the visits know them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPerson {
    /// The person.
    pub citizen: Citizen,
    /// What the latest extract says; `None` when it does not have the person.
    pub extract: Option<Extract>,
    /// All visits, oldest first, corrected ones too.
    pub attempts: Vec<Attempt>,
}

/// One household and its people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownHouse {
    /// The household.
    pub household: Household,
    /// Note of the team, short.
    pub note: String,
    /// Its people.
    pub people: Vec<KnownPerson>,
}

/// One person on the round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct PersonOnRound {
    /// Id in this book.
    pub id: CitizenId,
    /// Mã công dân.
    pub code: String,
    /// Họ và tên.
    pub name: String,
    /// Sex.
    pub sex: Option<Sex>,
    /// Birth with the precision the papers have.
    pub birth: Option<PartialDate>,
    /// Relation to the head, as the survey gives it.
    pub relation: String,
    /// The number, else the old one.
    pub number: String,
    /// Phone.
    pub phone: String,
    /// What shows for the person: the outcome that stands, `None` while nobody came.
    pub sign: Option<Outcome>,
    /// Whether a visit is needed today.
    pub need: Need,
    /// Whether the team missed the person and is to try again, today or later, without an appointment.
    pub again: bool,
    /// Why and when, if one is.
    pub due: Option<Due>,
    /// Row of `messages.csv` with what the extract says.
    pub official: &'static str,
    /// The extract.
    pub extract: Option<Extract>,
    /// The highest level that an activation can have by the extract, 0 while no account is granted; `None`: it does not say. One
    /// above it is looked at twice before it is written.
    pub granted: Option<u8>,
    /// Whether the person may hold an account of their own by age.
    pub of_age: bool,
    /// All visits, oldest first, corrected ones too.
    pub attempts: Vec<Attempt>,
    /// The last visit of today that counts: a new one may be meant to correct it.
    pub today: Option<VisitId>,
    /// Whether it most likely is: the person was met then.
    pub corrects: bool,
    /// What the papers suggest, by outcome.
    pub presets: Vec<Preset>,
    /// Folded words that find the person.
    pub words: String,
}

/// Lists that a house may stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum RoundList {
    /// Somebody needs a visit.
    Due,
    /// Somebody was absent, tonight included, and is to be tried again without an appointment: as Hôm nay counts.
    Again,
    /// Somebody has an appointment today.
    Tonight,
    /// Somebody is approved and not activated by the extract.
    Approved,
    /// Some were met and some are left.
    Partly,
}

/// One house on the round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct HouseOnRound {
    /// The household.
    pub household: Household,
    /// Note of the team, short.
    pub note: String,
    /// What shows for the house: the sign of the person who needs most.
    pub sign: Option<Outcome>,
    /// The appointment to keep next today.
    pub appointment: Option<DateTime<FixedOffset>>,
    /// How many of its people need a visit today.
    pub open: u32,
    /// The lists it stands in.
    pub lists: Vec<RoundList>,
    /// People as the register has them, the head first.
    pub people: Vec<PersonOnRound>,
}

/// One alley on the round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct AlleyOnRound {
    /// As the survey writes it; empty when not known.
    pub alley: String,
    /// Houses in walking order.
    pub houses: Vec<HouseOnRound>,
}

/// What was found in a hamlet on one day, counted as the day's figures count it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Tally {
    /// Houses visited.
    pub houses: u32,
    /// People visited.
    pub people: u32,
    /// Activated on the day, then those who are not by their last visit, in the order of [`Outcome::ALL`].
    pub by_outcome: [u32; 5],
    /// Raised from level 1 to 2.
    pub upgraded: u32,
    /// Visited and in none of these: active before, or claimed against what a later extract says.
    pub uncounted: u32,
}

impl Tally {
    /// Counts the people who were visited on `day` in so many houses.
    #[must_use]
    pub fn count(visited: &[Evidence], houses: u32, day: NaiveDate) -> Self {
        let mut found = Figures::default();
        for person in visited {
            found.add(person, day, day);
        }
        let activated = found.today.level1 + found.today.level2;
        let by_outcome = [activated, found.absent, found.ineligible, found.no_smartphone, found.other];
        let counted = by_outcome.iter().sum::<u32>() + found.today.upgraded;
        Self {
            houses,
            people: found.visited_today,
            by_outcome,
            upgraded: found.today.upgraded,
            uncounted: found.visited_today.saturating_sub(counted),
        }
    }
}

/// A hamlet that has households.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct HamletOnRound {
    /// The unit.
    pub id: UnitId,
    /// Its name.
    pub name: String,
    /// Its households.
    pub households: u32,
}

/// The round through one hamlet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Round {
    /// The day.
    pub day: NaiveDate,
    /// The date of the latest extract; `None` when the book has none.
    pub as_of: Option<NaiveDate>,
    /// The hamlets of the book that have households.
    pub hamlets: Vec<HamletOnRound>,
    /// The hamlet of this round; `None` when the book has no household.
    pub unit: Option<UnitId>,
    /// Alleys in walking order.
    pub alleys: Vec<AlleyOnRound>,
    /// What was found there on the day.
    pub tally: Tally,
    /// The reasons that go with each outcome.
    pub reasons: Vec<ReasonsOf>,
}

/// The reasons that go with each outcome.
#[must_use]
pub fn offered_reasons() -> Vec<ReasonsOf> {
    Outcome::ALL
        .into_iter()
        .map(|outcome| ReasonsOf {
            outcome,
            codes: reasons()
                .iter()
                .filter(|reason| match reason.outcome {
                    Some(own) => own == outcome,
                    None => matches!(outcome, Outcome::Ineligible | Outcome::Other),
                })
                .map(|reason| reason.code)
                .collect(),
            needed: matches!(outcome, Outcome::Ineligible | Outcome::Other),
            appointment: matches!(outcome, Outcome::Absent | Outcome::NoSmartphone | Outcome::Other),
        })
        .collect()
}

/// Houses sorted into alleys as a person walks.
#[must_use]
pub fn alleys(mut houses: Vec<HouseOnRound>) -> Vec<AlleyOnRound> {
    let numbering = Numbering::of(houses.iter().map(|house| &house.household));
    houses.sort_by_cached_key(|house| WalkKey::new(&house.household, numbering));
    let mut alleys: Vec<AlleyOnRound> = Vec::new();
    for house in houses {
        match alleys.last_mut().filter(|alley| alley.alley == house.household.alley) {
            Some(alley) => alley.houses.push(house),
            None => alleys.push(AlleyOnRound { alley: house.household.alley.clone(), houses: vec![house] }),
        }
    }
    alleys
}

impl HouseOnRound {
    /// How a house stands on `day`, at the time `now`.
    #[must_use]
    pub fn new(known: KnownHouse, day: NaiveDate, now: DateTime<FixedOffset>) -> Self {
        let household = known.household;
        let mut people: Vec<PersonOnRound> =
            known.people.into_iter().map(|person| PersonOnRound::new(person, &household, day, now)).collect();
        let head = fold(&household.head);
        people.sort_by_key(|person| (fold(&person.name) != head, person.id));
        let appointments = people.iter().filter_map(|person| person.due?.appointment);
        let mut house = Self {
            note: known.note,
            sign: house_sign(&people),
            appointment: appointments.filter(|back| back.date_naive() == day).min(),
            open: 0,
            lists: Vec::new(),
            household,
            people,
        };
        let due = || house.people.iter().filter(|person| person.need != Need::No);
        let counted = |person: &PersonOnRound| person.attempts.iter().any(|attempt| attempt.counts);
        let met = |person: &PersonOnRound| counted(person) && person.sign != Some(Outcome::Absent);
        let lists = [
            (RoundList::Due, due().next().is_some()),
            (RoundList::Again, house.people.iter().any(|person| person.again)),
            (RoundList::Tonight, house.appointment.is_some()),
            (RoundList::Approved, due().any(|person| person.due.is_some_and(|d| d.group == Group::Approved))),
            (RoundList::Partly, due().next().is_some() && house.people.iter().any(met)),
        ];
        house.open = as_count(due().count());
        house.lists = lists.into_iter().filter(|(_, stands)| *stands).map(|(list, _)| list).collect();
        house
    }
}

/// A house stands by those who count, of age or approved; by all where nobody does.
fn house_sign(people: &[PersonOnRound]) -> Option<Outcome> {
    let approved = |person: &PersonOnRound| person.extract.is_some_and(|extract| extract.says.is_approved());
    let counts = |person: &&PersonOnRound| person.of_age || approved(person);
    let nobody = !people.iter().any(|person| counts(&person));
    let those = people.iter().filter(|person| nobody || counts(person));
    those.map(|person| person.sign).min_by_key(|sign| urgency(*sign)).flatten()
}

/// Not visited needs most, then absent, no smartphone, other, ineligible, activated (docs/look.md, Tile map).
fn urgency(sign: Option<Outcome>) -> u8 {
    match sign {
        None => 0,
        Some(Outcome::Absent) => 1,
        Some(Outcome::NoSmartphone) => 2,
        Some(Outcome::Other) => 3,
        Some(Outcome::Ineligible) => 4,
        Some(Outcome::Activated) => 5,
    }
}

impl PersonOnRound {
    fn new(known: KnownPerson, household: &Household, day: NaiveDate, now: DateTime<FixedOffset>) -> Self {
        let KnownPerson { citizen, extract, attempts } = known;
        let of_age = of_age(citizen.birth, day);
        let official = extract.map(|extract| extract.says);
        let visits: Vec<Visit> =
            attempts.iter().filter(|attempt| attempt.counts).map(|attempt| attempt.visit.clone()).collect();
        let due = due(day, of_age, official, &visits);
        let last = visits.last().filter(|visit| visit.at.date_naive() == day);
        Self {
            sign: sign(official, of_age, &visits),
            need: need(due, day, now),
            again: to_try_again(day, of_age, official, &visits),
            due,
            official: official.map_or("worksheet.state.none", Official::word_code),
            granted: official.and_then(granted),
            today: last.map(|visit| visit.id),
            corrects: last
                .is_some_and(|visit| visit.outcome != Outcome::Absent && visit.come_back_at.is_none()),
            presets: presets(official, of_age, &citizen),
            words: fold(&format!("{} {} {}", citizen.name, household.house_number, household.head)),
            id: citizen.id,
            code: citizen.code,
            name: citizen.name,
            sex: citizen.sex,
            birth: citizen.birth,
            relation: citizen.relation,
            number: if citizen.number.is_empty() { citizen.old_number } else { citizen.number },
            phone: citizen.phone,
            extract,
            of_age,
            attempts,
        }
    }
}

fn need(due: Option<Due>, day: NaiveDate, now: DateTime<FixedOffset>) -> Need {
    let Some(due) = due else { return Need::No };
    let ahead = |back: &DateTime<FixedOffset>| {
        back.date_naive() == day && back.time() != NaiveTime::MIN && *back > now + SOON
    };
    if due.appointment.as_ref().is_some_and(ahead) { Need::Later } else { Need::Now }
}

/// What shows for a person: the outcome that stands. `visits` are those that count, oldest first.
#[must_use]
pub fn sign(official: Option<Official>, of_age: bool, visits: &[Visit]) -> Option<Outcome> {
    let stands = |visit: &&Visit| !overruled(official, visit);
    let activated = visits.iter().filter(stands).any(|visit| visit.outcome == Outcome::Activated);
    if activated || official.is_some_and(|official| official.state == AccountState::ActiveLevel2) {
        return Some(Outcome::Activated);
    }
    match visits.last() {
        Some(visit) => Some(visit).filter(stands).map(|visit| visit.outcome),
        None if !of_age && official.is_none_or(|official| !official.is_approved()) => {
            Some(Outcome::Ineligible)
        }
        None => None,
    }
}

/// What the papers suggest for each outcome.
fn presets(official: Option<Official>, of_age: bool, citizen: &Citizen) -> Vec<Preset> {
    let no_smartphone = citizen.smartphone == Some(false);
    Outcome::ALL
        .into_iter()
        .map(|outcome| {
            let preset = Preset { outcome, level: 0, channel: None, reason: "" };
            match outcome {
                Outcome::Activated => Preset {
                    level: official.map_or(0, level),
                    channel: Some(if no_smartphone { Channel::Web } else { Channel::App }),
                    reason: if no_smartphone { "relatives-device" } else { "own-device" },
                    ..preset
                },
                Outcome::Absent => preset,
                Outcome::Ineligible => Preset { reason: obstacle(official, of_age), ..preset },
                Outcome::NoSmartphone => {
                    Preset { reason: if citizen.internet == Some(true) { "web" } else { "" }, ..preset }
                }
                Outcome::Other => Preset {
                    reason: match official.map(|official| official.state) {
                        Some(AccountState::ActiveLevel2) => "already-active",
                        _ => "",
                    },
                    ..preset
                },
            }
        })
        .collect()
}

/// The level that an activation will most likely have; 0 when the extract does not say.
fn level(official: Official) -> u8 {
    if official.state == AccountState::ActiveLevel1 { 2 } else { official.level }
}

/// The highest level that an activation can have: level 2 is granted by the police after a look at face and fingers, never at
/// the door (docs/domain.md, Accounts and levels).
fn granted(official: Official) -> Option<u8> {
    match official.state {
        AccountState::Unknown => None,
        AccountState::ApprovedNotActivated => Some(official.level).filter(|level| *level > 0),
        state => Some(if state.is_granted() { 2 } else { 0 }),
    }
}

/// Why a person is not eligible, as far as age and extract tell.
fn obstacle(official: Option<Official>, of_age: bool) -> &'static str {
    match official.map(|official| official.state) {
        _ if !of_age => "under-14",
        Some(AccountState::NotRegistered) => "not-enrolled",
        Some(AccountState::PendingApproval | AccountState::Rejected) => "not-approved",
        Some(AccountState::Locked) => "account-locked",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::HouseholdId;
    use uuid::Uuid;

    fn time(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(&format!("2026-11-{text}:00+07:00")).unwrap()
    }

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    /// `outcome day-time reason come-back`, as in the tests of the worklist.
    fn attempt(nr: u128, spec: &str) -> Attempt {
        let mut parts = spec.split_whitespace();
        let outcome = Outcome::from_code(parts.next().unwrap()).unwrap();
        let visit = Visit {
            id: VisitId(Uuid::from_u128(nr)),
            citizen_id: CitizenId(Uuid::nil()),
            outcome,
            at: time(parts.next().unwrap()),
            level: 0,
            channel: None,
            reason: parts.next().unwrap_or("-").trim_matches('-').to_owned(),
            come_back_at: parts.next().map(time),
            member_id: None,
            note: String::new(),
            corrects: None,
            venue: None,
        };
        Attempt { visit, counts: true, by: String::new() }
    }

    fn citizen(nr: u128, name: &str, birth: i32) -> Citizen {
        Citizen {
            id: CitizenId(Uuid::from_u128(nr)),
            code: format!("C{nr}"),
            unit_id: UnitId(Uuid::nil()),
            household_id: HouseholdId(Uuid::nil()),
            name: name.to_owned(),
            birth: PartialDate::from_year(birth),
            sex: None,
            number: String::new(),
            old_number: String::new(),
            phone: String::new(),
            relation: String::new(),
            residence: String::new(),
            address: String::new(),
            smartphone: None,
            internet: None,
            note: String::new(),
        }
    }

    /// People, one a line: `birth; extract (state as-of-day, or nothing); visits`, ',' between.
    fn house(people: &str) -> HouseOnRound {
        let people = people.trim().lines().enumerate().map(|(nr, line)| {
            let [birth, official, visits] = line.split(';').collect::<Vec<_>>().try_into().unwrap();
            let visits = visits.split(',').filter(|v| !v.trim().is_empty());
            KnownPerson {
                citizen: citizen(nr as u128, "Lê Thị Thử", birth.trim().parse().unwrap()),
                extract: official.trim().split_once(' ').map(|(state, as_of)| Extract {
                    says: Official {
                        state: serde_json::from_value(state.into()).unwrap(),
                        level: 2,
                        as_of: day(as_of.parse().unwrap()),
                    },
                    activated_on: None,
                }),
                attempts: (1..).zip(visits).map(|(nr, visit)| attempt(nr, visit)).collect(),
            }
        });
        let household = Household {
            id: HouseholdId(Uuid::nil()),
            unit_id: UnitId(Uuid::nil()),
            code: String::new(),
            head: "Lê Thị Thử".to_owned(),
            alley: String::new(),
            house_number: "6".to_owned(),
            walk_order: 0,
        };
        let known = KnownHouse { household, note: String::new(), people: people.collect() };
        HouseOnRound::new(known, day(21), time("21T19:00"))
    }

    /// On 21/11 at 19:00: signs of the people (the house's first) and what they need; then the lists.
    fn check(people: &str, expect: &str) {
        let house = house(people);
        let letter = |sign: Option<Outcome>| {
            sign.map_or("○", |sign| match sign {
                Outcome::Activated => "K",
                Outcome::Absent => "V",
                Outcome::Ineligible => "Đ",
                Outcome::NoSmartphone => "S",
                Outcome::Other => "H",
            })
        };
        let people: Vec<String> =
            house.people.iter().map(|p| format!("{} {:?}", letter(p.sign), p.need)).collect();
        let lists: Vec<String> = house.lists.iter().map(|list| format!("{list:?}")).collect();
        let found = format!("{}: {} | {}", letter(house.sign), people.join(", "), lists.join(" "));
        assert_eq!(found.to_lowercase(), expect.to_lowercase());
    }

    #[test]
    fn the_person_who_needs_most_shows_for_the_house() {
        check("1980; approved-not-activated 19;", "○: ○ Now | Due Approved");
        check("1980; active-level2 19;", "K: K No | ");
        check("1980; active-level2 19;\n1990;; absent 20T19:00", "V: K No, V Now | Due Again");
        check("1980;; activated 20T19:00\n1990;;", "○: K No, ○ Now | Due Partly");
        check("1980;; activated 20T19:00\n2016;;", "K: K No, Đ No | ");
        check(
            "1980;; absent 20T19:00\n2016; approved-not-activated 19;",
            "○: V Now, ○ Now | Due Again Approved",
        );
        check("2016;;\n2018;;", "Đ: Đ No, Đ No | ");
        check("1980;; other 20T19:00 refused\n1990;; no-smartphone 20T19:00", "S: H No, S No | ");
    }

    #[test]
    fn a_later_extract_overrules_the_team() {
        check("1980; approved-not-activated 19; activated 18T19:00", "○: ○ Now | Due Approved Partly");
        check("1980; approved-not-activated 19; activated 20T19:00", "K: K No | ");
        check(
            "1980; approved-not-activated 19; ineligible 18T19:00 under-14",
            "○: ○ Now | Due Approved Partly",
        );
    }

    #[test]
    fn an_appointment_is_waited_for_until_it_is_near() {
        check("1980;; absent 20T19:00 - 21T20:30", "V: V Later | Due Tonight");
        check("1980;; absent 20T19:00 - 21T19:10", "V: V Now | Due Tonight");
        check("1980;; absent 20T19:00 - 21T00:00", "V: V Now | Due Tonight");
        // Missed of late it stands as missed, after a week as one to try again.
        check("1980;; absent 18T19:00 - 20T19:00", "V: V Now | Due");
        check("1980;; absent 12T19:00 - 13T19:00", "V: V Now | Due Again");
        // Whom the team missed tonight.
        check("1980;; absent 21T19:00", "V: V No | Again");
        check("1980;; absent 20T19:00 - 22T19:00", "V: V No | ");
        check("1980;; absent 21T18:30", "V: V No | Again");
    }

    #[test]
    fn children_are_outside_unless_the_extract_has_approved_them() {
        check("2016;;", "Đ: Đ No | ");
        check("2016; approved-not-activated 19;", "○: ○ Now | Due Approved");
        check("2016; pending-approval 19;", "Đ: Đ No | ");
    }

    #[test]
    fn no_activation_is_above_what_the_extract_grants() {
        let check = |state: AccountState, level: u8, expect: Option<u8>| {
            assert_eq!(granted(Official { state, level, as_of: day(19) }), expect, "{state:?} {level}");
        };
        check(AccountState::NotRegistered, 0, Some(0));
        check(AccountState::PendingApproval, 2, Some(0));
        check(AccountState::Rejected, 0, Some(0));
        check(AccountState::ApprovedNotActivated, 0, None);
        check(AccountState::ApprovedNotActivated, 1, Some(1));
        check(AccountState::ApprovedNotActivated, 2, Some(2));
        check(AccountState::ActiveLevel1, 1, Some(2));
        check(AccountState::Locked, 0, Some(2));
        check(AccountState::Unknown, 0, None);
    }

    #[test]
    fn the_extract_suggests_the_answers() {
        let preset = |people: &str, outcome: Outcome| {
            let house = house(people);
            let preset = house.people[0].presets.iter().find(|p| p.outcome == outcome).copied().unwrap();
            (preset.level, preset.reason)
        };
        assert_eq!(preset("1980; approved-not-activated 19;", Outcome::Activated), (2, "own-device"));
        assert_eq!(preset("1980; active-level1 19;", Outcome::Activated), (2, "own-device"));
        assert_eq!(preset("1980;;", Outcome::Activated), (0, "own-device"));
        assert_eq!(preset("1980; pending-approval 19;", Outcome::Ineligible), (0, "not-approved"));
        assert_eq!(preset("2016;;", Outcome::Ineligible), (0, "under-14"));
        assert_eq!(preset("1980; active-level2 19;", Outcome::Other), (0, "already-active"));
    }

    #[test]
    fn who_was_met_today_is_corrected_and_who_was_absent_is_tried_again() {
        let corrects = |visits: &str| {
            let person = house(&format!("1980;; {visits}")).people.remove(0);
            (person.today.is_some(), person.corrects)
        };
        assert_eq!(corrects("other 21T18:00 refused"), (true, true));
        assert_eq!(corrects("absent 21T18:00"), (true, false));
        assert_eq!(corrects("other 21T18:00 come-back 21T20:00"), (true, false));
        assert_eq!(corrects("other 20T18:00 refused"), (false, false));
    }

    #[test]
    fn each_outcome_offers_its_reasons() {
        let offered = offered_reasons();
        let of = |outcome| offered.iter().find(|reasons| reasons.outcome == outcome).unwrap();
        assert_eq!(of(Outcome::Activated).codes.len(), 3);
        assert_eq!(of(Outcome::Absent).codes.first(), Some(&"at-work"));
        assert!(of(Outcome::Other).codes.ends_with(&["unlisted"]) && of(Outcome::Other).needed);
        assert!(!of(Outcome::Absent).needed && of(Outcome::Absent).appointment);
    }
}
