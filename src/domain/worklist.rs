//! The worklist (danh sách cần đến): who is to be visited on a day, in which order, and at which time of day.

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::citizen::Household;
use super::dates::PartialDate;
use super::ids::{CitizenId, UnitId};
use super::roster::AccountState;
use super::unit::Unit;
use super::visit::{Follow, Outcome, PartOfDay, Visit, reason};
use super::walk::{Numbering, WalkKey};

/// Why a person is on the list, most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Approved and not activated by the latest extract.
    Approved,
    /// Absent, or asked the team to come back, and due for another try.
    Again,
    /// Not yet visited.
    Rest,
}

impl Group {
    /// All, most urgent first.
    pub const ALL: [Self; 3] = [Self::Approved, Self::Again, Self::Rest];

    /// Row of `messages.csv` with its words.
    #[must_use]
    pub fn word_code(self) -> &'static str {
        match self {
            Self::Approved => "worksheet.group.approved",
            Self::Again => "worksheet.group.again",
            Self::Rest => "worksheet.group.rest",
        }
    }

    /// Row of `messages.csv` with the number that stands for it on paper.
    #[must_use]
    pub fn number_code(self) -> &'static str {
        match self {
            Self::Approved => "worksheet.group.approved.number",
            Self::Again => "worksheet.group.again.number",
            Self::Rest => "worksheet.group.rest.number",
        }
    }
}

/// What the latest extract says of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Official {
    /// Account state.
    pub state: AccountState,
    /// Level granted, 0 when not said.
    pub level: u8,
    /// The extract's date ("số liệu tính đến").
    pub as_of: NaiveDate,
}

impl Official {
    /// Whether the account waits to be activated.
    #[must_use]
    pub fn is_approved(self) -> bool {
        self.state == AccountState::ApprovedNotActivated
    }

    /// Row of `messages.csv` with the state in words, with the level where one is granted.
    #[must_use]
    pub fn word_code(self) -> &'static str {
        self.state.word(self.level)
    }
}

/// Why and when to visit one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Due {
    /// Why.
    pub group: Group,
    /// The time of day to propose: the appointment's, else one that was not tried; `None` when nothing speaks for one.
    pub part: Option<PartOfDay>,
    /// The appointment, when one is open.
    pub appointment: Option<DateTime<FixedOffset>>,
}

/// Decides whether a person is to be visited on `day`; `None` is no. `visits` are those that count, oldest first.
///
/// Off the list are: active at level 2 by the extract; under age and not approved; claimed activated or found ineligible by the team, unless an
/// extract of a later day says approved and not activated (docs/domain.md, Visits and evidence); moved, deceased, active
/// before. An appointment on a later day is kept. Whoever was absent today is due again today only at a later time of
/// day. People that were met for another reason and are not on the approved list are not visited twice.
#[must_use]
pub fn due(day: NaiveDate, of_age: bool, official: Option<Official>, visits: &[Visit]) -> Option<Due> {
    if !is_wanted(of_age, official, visits.iter().map(Tried::of)) {
        return None;
    }
    let approved = official.is_some_and(Official::is_approved);
    let Some(last) = visits.last() else {
        let group = if approved { Group::Approved } else { Group::Rest };
        return Some(Due { group, part: None, appointment: None });
    };
    let appointment = last.come_back_at;
    if appointment.is_some_and(|back| back.date_naive() > day) {
        return None;
    }
    let kept = |back: DateTime<FixedOffset>| back.date_naive() == day;
    let part =
        if let Some(back) = appointment.filter(|back| kept(*back) && PartOfDay::of(back.time()).is_some()) {
            PartOfDay::of(back.time())
        } else {
            untried(day, visits)?
        };
    let group = if approved { Group::Approved } else { Group::Again };
    Some(Due { group, part, appointment })
}

/// A visit as far as it decides whether the person is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tried<'a> {
    /// The day in Việt Nam.
    pub day: NaiveDate,
    /// Outcome.
    pub outcome: Outcome,
    /// Code of the reason, or empty.
    pub reason: &'a str,
    /// Whether an appointment was made.
    pub asked_back: bool,
}

impl<'a> Tried<'a> {
    fn of(visit: &'a Visit) -> Self {
        Self {
            day: visit.at.date_naive(),
            outcome: visit.outcome,
            reason: &visit.reason,
            asked_back: visit.come_back_at.is_some(),
        }
    }
}

/// Whether a person is to be visited at all, on this day or a later one: what [`due`] says of everything but appointments
/// and times of day. `visits` are those that count, oldest first.
#[must_use]
pub fn is_wanted<'a>(
    of_age: bool,
    official: Option<Official>,
    visits: impl Iterator<Item = Tried<'a>>,
) -> bool {
    let approved = official.is_some_and(Official::is_approved);
    if official.is_some_and(|official| official.state == AccountState::ActiveLevel2) || !(of_age || approved)
    {
        return false;
    }
    let overruled = |tried: &Tried<'_>| contradicted(official, tried.outcome, tried.day);
    let mut last = None;
    for tried in visits {
        // The last visit speaks, but an activation is not unsaid by a later visit.
        if tried.outcome == Outcome::Activated && !overruled(&tried) {
            return false;
        }
        last = Some(tried);
    }
    let Some(last) = last else { return true };
    let follow = reason(last.reason).map_or(Follow::Nothing, |reason| reason.follow);
    let again = last.outcome == Outcome::Absent || follow == Follow::Again || last.asked_back;
    follow != Follow::Off && (last.outcome != Outcome::Ineligible || overruled(&last)) && (again || approved)
}

/// So long ago an appointment may be that nobody kept; after that the person is one to be tried again.
pub const MISSED_DAYS: Days = Days::new(7);

/// Whether the team missed a person, tonight included, and is to try again with no appointment to keep: those that are
/// open, and those that were missed of late, stand by themselves. `visits` are those that count, oldest first.
#[must_use]
pub fn to_try_again(day: NaiveDate, of_age: bool, official: Option<Official>, visits: &[Visit]) -> bool {
    let week = day.checked_sub_days(MISSED_DAYS).unwrap_or(day);
    let missed = |last: &Visit| {
        last.outcome == Outcome::Absent && last.come_back_at.is_none_or(|back| back.date_naive() < week)
    };
    visits.last().is_some_and(missed) && is_wanted(of_age, official, visits.iter().map(Tried::of))
}

/// Whether an extract of a later day says that the account still waits, against a visit that activated it or found it
/// ineligible.
pub(super) fn overruled(official: Option<Official>, visit: &Visit) -> bool {
    contradicted(official, visit.outcome, visit.at.date_naive())
}

fn contradicted(official: Option<Official>, outcome: Outcome, day: NaiveDate) -> bool {
    matches!(outcome, Outcome::Activated | Outcome::Ineligible)
        && official.is_some_and(|official| official.is_approved() && official.as_of > day)
}

/// The part of the day tried least so far, evening before afternoon before morning as most people work by day; on the
/// day of the last visit a later part only. `None` when that day has none left.
#[expect(clippy::option_option, reason = "outer: due at all; inner: a part to propose")]
fn untried(day: NaiveDate, visits: &[Visit]) -> Option<Option<PartOfDay>> {
    let today: Vec<&Visit> = visits.iter().filter(|visit| visit.at.date_naive() == day).collect();
    let mut open: Vec<PartOfDay> = PartOfDay::ALL.into_iter().rev().collect();
    if !today.is_empty() {
        // An unknown hour may have been the evening.
        let last = today.iter().map(|v| v.part_of_day().unwrap_or(PartOfDay::Evening)).max();
        open.retain(|part| Some(*part) > last);
        if open.is_empty() {
            return None;
        }
    }
    let tries = |part: PartOfDay| visits.iter().filter(|visit| visit.part_of_day() == Some(part)).count();
    Some(open.into_iter().min_by_key(|part| tries(*part)))
}

/// One person to visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct PersonToVisit {
    /// The person.
    pub citizen_id: CitizenId,
    /// Mã công dân.
    pub code: String,
    /// Họ và tên.
    pub name: String,
    /// Birth with the precision the papers have.
    pub birth: Option<PartialDate>,
    /// The number, else the old one, masked: nobody needs it whole to find a house.
    pub number: String,
    /// Why and when.
    pub due: Due,
    /// What the latest extract says; `None` when it does not have the person.
    pub official: Option<Official>,
    /// Visits so far that count, oldest first.
    pub visits: Vec<Visit>,
}

impl PersonToVisit {
    /// The state by the extract in words, with the level where one is granted.
    #[must_use]
    pub fn official_words(&self) -> String {
        let state = self.official.map_or("worksheet.state.none", Official::word_code);
        crate::messages::word(state).to_owned()
    }
}

/// One house and those to visit there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct HouseToVisit {
    /// The household.
    pub household: Household,
    /// People, as the register has them.
    pub people: Vec<PersonToVisit>,
}

/// One alley.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct AlleyToVisit {
    /// As the survey writes it; empty when not known.
    pub alley: String,
    /// Houses in walking order.
    pub houses: Vec<HouseToVisit>,
}

/// The part of a hamlet's list with one reason to go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Section {
    /// The reason.
    pub group: Group,
    /// Alleys in walking order.
    pub alleys: Vec<AlleyToVisit>,
}

impl Section {
    /// How many people are in it.
    fn len(&self) -> usize {
        self.alleys.iter().flat_map(|alley| &alley.houses).map(|house| house.people.len()).sum()
    }
}

/// One hamlet's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct HamletToVisit {
    /// The hamlet.
    pub unit: Unit,
    /// Sections, most urgent first; empty ones are left out.
    pub sections: Vec<Section>,
}

/// Households with those of their people who are due.
pub type HousesToVisit = Vec<(Household, Vec<PersonToVisit>)>;

/// Who is to be visited on a day: hamlets → reasons → alleys → houses → people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Worklist {
    /// The day it is for.
    pub day: NaiveDate,
    /// The date of the latest extract; `None` when the book has none.
    pub as_of: Option<NaiveDate>,
    /// Hamlets in their order; those with nobody to visit are left out.
    pub hamlets: Vec<HamletToVisit>,
}

impl Worklist {
    /// Sorts people into the list. `houses` are the households of the hamlets with those people who are due.
    #[must_use]
    pub fn new(
        day: NaiveDate,
        as_of: Option<NaiveDate>,
        units: Vec<Unit>,
        mut houses: HousesToVisit,
    ) -> Self {
        houses.sort_by_key(|(household, _)| household.unit_id);
        let mut hamlets = Vec::new();
        for unit in units {
            let from = houses.partition_point(|(household, _)| household.unit_id < unit.id);
            let to = houses.partition_point(|(household, _)| household.unit_id <= unit.id);
            let sections = sections(houses.get_mut(from..to).unwrap_or_default());
            if !sections.is_empty() {
                hamlets.push(HamletToVisit { unit, sections });
            }
        }
        Self { day, as_of, hamlets }
    }

    /// How many people each part has in the hamlet, in the order of [`Group::ALL`].
    #[must_use]
    pub fn by_group(&self, hamlet: UnitId) -> [usize; 3] {
        let sections =
            || self.hamlets.iter().filter(|own| own.unit.id == hamlet).flat_map(|own| &own.sections);
        Group::ALL.map(|group| sections().filter(|section| section.group == group).map(Section::len).sum())
    }

    /// The list with these parts alone; without any, with all. Hamlets with nobody there are left out.
    #[must_use]
    pub fn only(mut self, parts: &[Group]) -> Self {
        for hamlet in &mut self.hamlets {
            hamlet.sections.retain(|section| parts.is_empty() || parts.contains(&section.group));
        }
        self.hamlets.retain(|hamlet| !hamlet.sections.is_empty());
        self
    }

    /// How many people are on it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.people().count()
    }

    /// Whether nobody is to be visited.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hamlets.is_empty()
    }

    /// Everybody, in order.
    pub fn people(&self) -> impl Iterator<Item = &PersonToVisit> {
        self.hamlets
            .iter()
            .flat_map(|hamlet| &hamlet.sections)
            .flat_map(|section| &section.alleys)
            .flat_map(|alley| &alley.houses)
            .flat_map(|house| &house.people)
    }
}

fn sections(houses: &mut [(Household, Vec<PersonToVisit>)]) -> Vec<Section> {
    let numbering = Numbering::of(houses.iter().map(|(household, _)| household));
    let mut keyed: Vec<(WalkKey, &Household, Vec<PersonToVisit>)> = houses
        .iter_mut()
        .filter(|(_, people)| !people.is_empty())
        .map(|(household, people)| (WalkKey::new(household, numbering), &*household, std::mem::take(people)))
        .collect();
    keyed.sort_by(|a, b| a.0.cmp(&b.0));

    let mut out: Vec<Section> =
        Group::ALL.into_iter().map(|group| Section { group, alleys: Vec::new() }).collect();
    for (_, household, mut people) in keyed {
        for section in &mut out {
            let (here, rest): (Vec<_>, Vec<_>) =
                people.into_iter().partition(|person| person.due.group == section.group);
            people = rest;
            if here.is_empty() {
                continue;
            }
            let house = HouseToVisit { household: household.clone(), people: here };
            match section.alleys.last_mut().filter(|alley| alley.alley == house.household.alley) {
                Some(alley) => alley.houses.push(house),
                None => section
                    .alleys
                    .push(AlleyToVisit { alley: house.household.alley.clone(), houses: vec![house] }),
            }
        }
    }
    out.retain(|section| !section.alleys.is_empty());
    out
}

/// A day and month written without a year: the one nearest to `day`.
#[must_use]
pub fn nearest_year(day: NaiveDate, month: u32, dom: u32) -> Option<NaiveDate> {
    (-1..=1)
        .filter_map(|shift| NaiveDate::from_ymd_opt(day.year() + shift, month, dom))
        .min_by_key(|found| (*found - day).num_days().abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::VisitId;
    use chrono::DateTime;
    use uuid::Uuid;

    fn visit(spec: &str) -> Visit {
        let mut parts = spec.split_whitespace();
        let time = |text: &str| DateTime::parse_from_rfc3339(&format!("2026-11-{text}:00+07:00")).unwrap();
        let outcome = Outcome::from_code(parts.next().unwrap()).unwrap();
        Visit {
            id: VisitId(Uuid::nil()),
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
        }
    }

    /// On 21/11: `state as-of-day`; visits `outcome day-time reason come-back`, ';' between; expects `group part`.
    fn check(official: &str, visits: &str, expect: &str) {
        let visits: Vec<Visit> = visits.split(';').filter(|v| !v.trim().is_empty()).map(visit).collect();
        let official = official.split_once(' ').map(|(state, day)| Official {
            state: serde_json::from_value(state.into()).unwrap(),
            level: 0,
            as_of: NaiveDate::from_ymd_opt(2026, 11, day.parse().unwrap()).unwrap(),
        });
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let found = due(today, true, official, &visits).map_or("no".to_owned(), |due| {
            let part = due.part.map(|part| format!(" {part:?}")).unwrap_or_default();
            format!("{:?}{part}", due.group).to_lowercase()
        });
        assert_eq!(found, expect, "{official:?} {visits:?}");
    }

    const APPROVED: &str = "approved-not-activated 19";

    #[test]
    fn nobody_came_yet() {
        check(APPROVED, "", "approved");
        check("", "", "rest");
        check("pending-approval 19", "", "rest");
        check("active-level1 19", "", "rest");
        check("active-level2 19", "", "no");
    }

    #[test]
    fn absent_people_are_tried_at_another_time_of_day() {
        check("", "absent 20T09:00", "again evening");
        check("", "absent 20T19:30", "again afternoon");
        check("", "absent 19T19:30; absent 20T15:00", "again morning");
        check("", "absent 18T19:30; absent 19T15:00; absent 20T08:00; absent 20T19:00", "again afternoon");
        check(APPROVED, "absent 20T19:30", "approved afternoon");
        // The hour was not written down.
        check("", "absent 20T00:00", "again evening");
    }

    #[test]
    fn on_the_same_day_only_later() {
        check("", "absent 21T09:00", "again evening");
        check("", "absent 20T19:00; absent 21T09:00", "again afternoon");
        check("", "absent 21T19:00", "no");
        check("", "absent 21T00:00", "no");
    }

    #[test]
    fn appointments_are_kept() {
        check("", "absent 20T09:00 - 21T10:00", "again morning");
        check("", "absent 20T09:00 - 22T10:00", "no");
        check(APPROVED, "other 20T09:00 come-back 22T10:00", "no");
        check("", "other 19T09:00 come-back 20T10:00", "again evening");
        check("", "no-smartphone 19T09:00 sim 21T19:00", "again evening");
        check("", "other 19T09:00 come-back 21T00:00", "again evening");
    }

    #[test]
    fn who_was_met_is_not_visited_twice() {
        check("", "no-smartphone 20T09:00", "no");
        check("", "other 20T09:00 refused", "no");
        check(APPROVED, "no-smartphone 20T09:00", "approved evening");
        check("", "other 20T09:00 moved", "no");
        check(APPROVED, "other 18T09:00 deceased", "no");
        check(APPROVED, "other 18T09:00 already-active", "no");
    }

    #[test]
    fn a_later_extract_decides() {
        check(APPROVED, "activated 20T09:00", "no");
        check(APPROVED, "activated 19T09:00", "no");
        check(APPROVED, "activated 18T09:00", "approved evening");
        check("pending-approval 19", "activated 18T09:00", "no");
        check("", "activated 18T09:00; absent 20T09:00", "no");
        check(APPROVED, "ineligible 20T09:00 no-chip-card", "no");
        check(APPROVED, "ineligible 18T09:00 no-chip-card", "approved evening");
        check("", "ineligible 18T09:00 under-14", "no");
    }
}
