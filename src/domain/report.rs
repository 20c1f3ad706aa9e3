//! Figures of the reports: who counts where on a day, ratios, and the checks that they must pass.
//!
//! The rules (docs/domain.md, Counting): only successful activations count; a person counts once, at the highest level
//! reached; an upgrade 1 → 2 moves the person between columns and leaves the sum alone; a claim is provisional and an
//! extract of a later day decides; missing is not zero.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::dates::PartialDate;
use super::ids::{CitizenId, UnitId, VisitId};
use super::reconciliation::{Claim, Sides};
use super::roster::AccountState;
use super::text::thousands;
use super::unit::Level;
use super::visit::Outcome;
use crate::error::{Error, Result};

/// The forms of the end of a day. The text form is the word that the command line takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum ReportForm {
    /// One row a hamlet; the layout is ours, no official one is public.
    Daily,
    /// Phụ lục I of plan 70/KH-UBND (Thanh Hóa): target, active, ratio and remainder by unit.
    Annex1,
    /// Phụ lục II of plan 70/KH-UBND (Thanh Hóa): activated people by guiding officer.
    Annex2,
    /// Activated people, each to sign.
    Activated,
    /// People not at home.
    Absent,
    /// People who may not hold an account yet, with their ratio (plan of Tiền Giang).
    Ineligible,
    /// People without a smartphone.
    NoSmartphone,
    /// People to give back to the commune police each day (plan 180/KH-UBND of Kiên Giang).
    HandBack,
    /// Claim against official, person by person.
    Discrepancies,
    /// Work given by the "5 rõ" and how it stands.
    FiveClear,
    /// Units by their ratio, with the day's gain and the pace needed.
    League,
}

impl ReportForm {
    /// All forms.
    pub const ALL: [Self; 11] = [
        Self::Daily,
        Self::Annex1,
        Self::Annex2,
        Self::Activated,
        Self::Absent,
        Self::Ineligible,
        Self::NoSmartphone,
        Self::HandBack,
        Self::Discrepancies,
        Self::FiveClear,
        Self::League,
    ];

    /// The word of the command line.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Annex1 => "annex1",
            Self::Annex2 => "annex2",
            Self::Activated => "activated",
            Self::Absent => "absent",
            Self::Ineligible => "ineligible",
            Self::NoSmartphone => "no-smartphone",
            Self::HandBack => "hand-back",
            Self::Discrepancies => "discrepancies",
            Self::FiveClear => "five-clear",
            Self::League => "league",
        }
    }

    /// Whether it lists people; above the commune only counts exist.
    #[must_use]
    pub fn names_people(self) -> bool {
        !matches!(self, Self::Daily | Self::Annex1 | Self::FiveClear | Self::League)
    }

    /// Whether a book of this level draws it: a hamlet has no units to rank.
    #[must_use]
    pub fn made_at(self, level: Level) -> bool {
        match level {
            Level::Hamlet => self != Self::League,
            Level::Commune => true,
            Level::District | Level::Province => !self.names_people(),
        }
    }

    /// Whether it is among the files of a day that is closed: a hamlet has no extract of its own to differ from.
    #[must_use]
    pub fn closes_at(self, level: Level) -> bool {
        self.made_at(level) && (self != Self::Discrepancies || level == Level::Commune)
    }
}

impl fmt::Display for ReportForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for ReportForm {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let form = Self::ALL.into_iter().find(|form| form.code() == text);
        form.ok_or_else(|| {
            // Known to the plans, and still to come.
            let known = ["weekly", "phase", "audit", "invitations"].contains(&text);
            let code = if known { "report.not_built" } else { "report.unknown_form" };
            let forms: Vec<&str> = Self::ALL.iter().map(|form| form.code()).collect();
            Error::new(code).with("form", text).with("forms", forms.join(", "))
        })
    }
}

/// A percentage in hundredths of a percent: 6674 is 66,74 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ts_rs::TS)]
#[serde(transparent)]
pub struct Percent(pub u32);

impl Percent {
    /// `part` of `whole` to two decimals, half up (all 28 ratios of the signed plan 70/KH-UBND are rounded so); `None`
    /// of nothing. More than 100 % is allowed: targets and pools differ (docs/domain.md, Plans and targets).
    #[must_use]
    pub fn of(part: u32, whole: u32) -> Option<Self> {
        let (part, whole) = (u64::from(part), u64::from(whole));
        let rounded = (part * 20_000 + whole).checked_div(whole * 2)?;
        Some(Self(u32::try_from(rounded).unwrap_or(u32::MAX)))
    }

    /// As papers print it: `66,74%`.
    #[must_use]
    pub fn to_vi(self) -> String {
        format!("{},{:02}%", self.0 / 100, self.0 % 100)
    }
}

/// Whether a person may hold an account of their own by age: 14 on `day` (docs/domain.md, Accounts and levels). A birth of year only counts by
/// the year, of month by the month. An unknown birth counts as of age: the team has to go and see.
#[must_use]
pub fn of_age(birth: Option<PartialDate>, day: NaiveDate) -> bool {
    let Some(birth) = birth else { return true };
    let born = (birth.month().unwrap_or(0), birth.day().unwrap_or(0));
    let today = (
        if birth.month().is_some() { day.month() } else { 0 },
        if birth.day().is_some() { day.day() } else { 0 },
    );
    (day.year() - birth.year(), today) >= (14, born)
}

/// What the newest extract up to the day says of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Official {
    /// Account state.
    pub state: AccountState,
    /// Day of the extract.
    pub as_of: NaiveDate,
    /// Day of activation, when the extract gives it to the day.
    pub activated_on: Option<NaiveDate>,
}

impl Official {
    /// Active level, 0 when not active.
    #[must_use]
    pub fn level(self) -> u8 {
        match self.state {
            AccountState::ActiveLevel1 => 1,
            AccountState::ActiveLevel2 => 2,
            _ => 0,
        }
    }

    /// Whether the account was granted: approved, and whatever comes after.
    #[must_use]
    pub fn approved(self) -> bool {
        use AccountState::{ActiveLevel1, ActiveLevel2, ApprovedNotActivated, Locked};
        matches!(self.state, ApprovedNotActivated | ActiveLevel1 | ActiveLevel2 | Locked)
    }

    /// Of two rows for one person the greater decides: the newer extract, within one the more active state.
    #[must_use]
    pub fn decides_over(self) -> (NaiveDate, u8, bool, bool) {
        (self.as_of, self.level(), self.state == AccountState::ApprovedNotActivated, self.approved())
    }

    /// Whether the extract can judge an earlier claim. A locked account may well have been activated before.
    fn judges(self) -> bool {
        !matches!(self.state, AccountState::Unknown | AccountState::Locked)
    }
}

/// One visit that counts: a corrected one does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeenVisit {
    /// Id in this book.
    pub id: VisitId,
    /// The day in Việt Nam.
    pub day: NaiveDate,
    /// Outcome.
    pub outcome: Outcome,
    /// Level of an activation, else 0.
    pub level: u8,
    /// Code of the reason, or empty.
    pub reason: &'static str,
}

impl SeenVisit {
    /// Whether the team was told that the person has died or moved away.
    fn gone(&self) -> bool {
        matches!(self.reason, "moved" | "deceased")
    }
}

/// All that the reports know of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Who.
    pub citizen_id: CitizenId,
    /// Hamlet.
    pub unit_id: UnitId,
    /// Birth.
    pub birth: Option<PartialDate>,
    /// The newest extract that has the person.
    pub official: Option<Official>,
    /// Rows of that extract that mean the person.
    pub official_rows: u32,
    /// Visits up to the day of the report, oldest first.
    pub visits: Vec<SeenVisit>,
    /// The day from which the register has the person as moved away or deceased.
    pub gone_from: Option<NaiveDate>,
}

/// What the teams did for one person in a stretch of days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TeamResult {
    /// The account was activated by a team; the level that the person has reached since. 0: no.
    pub activated: u8,
    /// The visit that activated it.
    pub activated_by: Option<VisitId>,
    /// The visit that raised an active account from level 1 to 2.
    pub upgraded_by: Option<VisitId>,
}

impl Evidence {
    /// Takes in what a row of an extract says.
    pub fn hear(&mut self, official: Official) {
        let known = self.official.map_or(NaiveDate::MIN, |known| known.as_of);
        match known.cmp(&official.as_of) {
            Ordering::Less => self.official_rows = 1,
            Ordering::Equal => self.official_rows += 1,
            Ordering::Greater => {}
        }
        if self.official.is_none_or(|known| known.decides_over() < official.decides_over()) {
            self.official = Some(official);
        }
    }

    /// Level reached by the end of `day`, 0 when not activated: by the extract, or by a claim that no extract of a
    /// later day denies. Where the later extract knows a lower level, the extract decides.
    #[must_use]
    pub fn level_at(&self, day: NaiveDate) -> u8 {
        let official = self.official.map_or(0, |official| {
            let since = official.activated_on.map_or(official.as_of, |on| on.min(official.as_of));
            if since <= day { official.level() } else { 0 }
        });
        let claimed =
            self.visits.iter().filter(|visit| visit.day <= day).map(|visit| self.standing_level(visit)).max();
        official.max(claimed.unwrap_or(0))
    }

    /// Level that a claim still stands for, after the extract has judged it.
    fn standing_level(&self, visit: &SeenVisit) -> u8 {
        let claimed = if visit.outcome == Outcome::Activated { visit.level } else { 0 };
        match self.official {
            Some(official) if official.judges() && visit.day < official.as_of => {
                claimed.min(official.level())
            }
            _ => claimed,
        }
    }

    /// What the teams did from `from` to `day`, both included.
    #[must_use]
    pub fn team_result(&self, from: NaiveDate, day: NaiveDate) -> TeamResult {
        let mut result = TeamResult::default();
        for visit in self.visits_between(from, day) {
            let level = self.standing_level(visit);
            let before = visit.day.pred_opt().map_or(0, |eve| self.level_at(eve));
            if level > before {
                if before == 0 {
                    result.activated = self.level_at(day);
                    result.activated_by.get_or_insert(visit.id);
                } else {
                    result.upgraded_by = Some(visit.id);
                }
            }
        }
        result
    }

    /// The visits from `from` to `day`, both included, oldest first.
    pub fn visits_between(
        &self,
        from: NaiveDate,
        day: NaiveDate,
    ) -> impl DoubleEndedIterator<Item = &SeenVisit> {
        self.visits.iter().filter(move |visit| (from..=day).contains(&visit.day))
    }

    /// The newest visit from `from` to `day`.
    #[must_use]
    pub fn latest_visit(&self, from: NaiveDate, day: NaiveDate) -> Option<&SeenVisit> {
        self.visits_between(from, day).next_back()
    }

    /// The newest visit when it did not end in an activation and the person is not activated otherwise: the state in
    /// which the lists of absent, ineligible … people have the person.
    #[must_use]
    pub fn open_visit(&self, from: NaiveDate, day: NaiveDate) -> Option<&SeenVisit> {
        let visit = self.latest_visit(from, day)?;
        (visit.outcome != Outcome::Activated && self.level_at(day) == 0).then_some(visit)
    }

    /// The visit by which a team says that the account was activated by the end of `day`: the highest level, of those
    /// the newest.
    #[must_use]
    pub fn claim(&self, day: NaiveDate) -> Option<&SeenVisit> {
        let claims =
            self.visits.iter().filter(|v| v.day <= day && v.outcome == Outcome::Activated && v.level > 0);
        claims.max_by_key(|visit| (visit.level, visit.day))
    }

    /// Both sides of the person, to be judged; `extract` is the day of the newest extract of the book.
    #[must_use]
    pub fn sides(&self, day: NaiveDate, extract: Option<NaiveDate>) -> Sides {
        let approved = self.official.is_some_and(|o| o.state == AccountState::ApprovedNotActivated);
        Sides {
            claim: self.claim(day).map(|visit| Claim { level: visit.level, on: visit.day }),
            official: self.official.map(|official| official.state),
            rows: self.official_rows,
            in_review: false,
            off_lists: self.gone(day) || !(of_age(self.birth, day) || approved),
            as_of: self.official.map(|official| official.as_of).or(extract),
        }
    }

    /// Whether the person belongs to the eligible: of age and neither dead nor moved away by the register or by the newest
    /// visit, or activated already (younger people may hold an account on request since 01/7/2024, docs/domain.md, Accounts and levels).
    #[must_use]
    pub fn eligible(&self, day: NaiveDate) -> bool {
        self.level_at(day) > 0 || (of_age(self.birth, day) && !self.gone(day))
    }

    /// Dead or moved away, by the register or by the newest visit.
    fn gone(&self, day: NaiveDate) -> bool {
        self.gone_from.is_some_and(|from| from <= day)
            || self.latest_visit(NaiveDate::MIN, day).is_some_and(SeenVisit::gone)
    }
}

/// People that the teams activated, by level, and accounts raised from level 1 to 2. Who was activated at level 1 and
/// raised in the same stretch of days counts at level 2 only.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Activations {
    /// Newly activated, now at level 1.
    pub level1: u32,
    /// Newly activated, now at level 2.
    pub level2: u32,
    /// Raised from level 1 to 2; no new account.
    pub upgraded: u32,
}

impl Activations {
    fn add(&mut self, result: TeamResult) {
        match result.activated {
            0 => {}
            1 => self.level1 += 1,
            _ => self.level2 += 1,
        }
        self.upgraded += u32::from(result.upgraded_by.is_some());
    }
}

/// Figures of one hamlet, or of all; people, each counted once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the names are the columns'")]
pub struct Figures {
    /// All people of the register.
    pub people: u32,
    pub eligible: u32,
    /// Eligible people without a birth date.
    pub birth_unknown: u32,
    /// On the newest extract, in whatever state.
    pub listed: u32,
    /// With an approved account by the newest extract.
    pub approved: u32,
    pub visited_today: u32,
    pub visited: u32,
    pub today: Activations,
    pub so_far: Activations,
    /// Active by the end of the day, by any evidence, whoever did it; level 1 and 2.
    pub active_level1: u32,
    pub active_level2: u32,
    /// Active by the extract.
    pub official: u32,
    /// A team says activated; also counted when an extract confirms or denies it.
    pub claimed: u32,
    /// A team says activated, an extract of a later day says not: not counted as active.
    pub denied: u32,
    pub absent: u32,
    pub ineligible: u32,
    pub no_smartphone: u32,
    pub other: u32,
}

impl Figures {
    /// Active by any evidence.
    #[must_use]
    pub fn active(&self) -> u32 {
        self.active_level1 + self.active_level2
    }

    /// Eligible and not active.
    #[must_use]
    pub fn remaining(&self) -> u32 {
        self.eligible.saturating_sub(self.active())
    }

    /// Adds one person as of `day`, "so far" being from `from` on.
    pub fn add(&mut self, person: &Evidence, from: NaiveDate, day: NaiveDate) {
        let level = person.level_at(day);
        let claimed = person.claim(day).is_some();
        let eligible = person.eligible(day);
        let mut count = |figure: fn(&mut Self) -> &mut u32, yes: bool| *figure(self) += u32::from(yes);
        count(|f| &mut f.people, true);
        count(|f| &mut f.eligible, eligible);
        count(|f| &mut f.birth_unknown, eligible && person.birth.is_none());
        count(|f| &mut f.listed, person.official.is_some());
        count(|f| &mut f.approved, person.official.is_some_and(Official::approved));
        count(|f| &mut f.visited_today, person.latest_visit(day, day).is_some());
        count(|f| &mut f.visited, person.latest_visit(from, day).is_some());
        count(|f| &mut f.active_level1, level == 1);
        count(|f| &mut f.active_level2, level == 2);
        count(|f| &mut f.official, person.official.is_some_and(|official| official.level() > 0));
        count(|f| &mut f.claimed, claimed);
        count(|f| &mut f.denied, claimed && level == 0);
        let open = person.open_visit(from, day).map(|visit| visit.outcome);
        count(|f| &mut f.absent, open == Some(Outcome::Absent));
        count(|f| &mut f.ineligible, open == Some(Outcome::Ineligible));
        count(|f| &mut f.no_smartphone, open == Some(Outcome::NoSmartphone));
        count(|f| &mut f.other, open == Some(Outcome::Other));
        self.today.add(person.team_result(day, day));
        self.so_far.add(person.team_result(from, day));
    }

    /// Adds the figures of another unit; nobody counts in two units.
    pub fn add_unit(&mut self, unit: &Self) {
        for (sum, (_, value)) in self.places().into_iter().zip(unit.named()) {
            *sum = sum.saturating_add(value);
        }
    }

    /// The places of [`Figures::named`], in its order.
    fn places(&mut self) -> [&mut u32; 22] {
        [
            &mut self.people,
            &mut self.eligible,
            &mut self.birth_unknown,
            &mut self.listed,
            &mut self.approved,
            &mut self.visited_today,
            &mut self.visited,
            &mut self.today.level1,
            &mut self.today.level2,
            &mut self.today.upgraded,
            &mut self.so_far.level1,
            &mut self.so_far.level2,
            &mut self.so_far.upgraded,
            &mut self.active_level1,
            &mut self.active_level2,
            &mut self.official,
            &mut self.claimed,
            &mut self.denied,
            &mut self.absent,
            &mut self.ineligible,
            &mut self.no_smartphone,
            &mut self.other,
        ]
    }

    /// Every figure by name, in a fixed order.
    #[must_use]
    pub fn named(&self) -> [(&'static str, u32); 22] {
        [
            ("people", self.people),
            ("eligible", self.eligible),
            ("birth_unknown", self.birth_unknown),
            ("listed", self.listed),
            ("approved", self.approved),
            ("visited_today", self.visited_today),
            ("visited", self.visited),
            ("today.level1", self.today.level1),
            ("today.level2", self.today.level2),
            ("today.upgraded", self.today.upgraded),
            ("so_far.level1", self.so_far.level1),
            ("so_far.level2", self.so_far.level2),
            ("so_far.upgraded", self.so_far.upgraded),
            ("active_level1", self.active_level1),
            ("active_level2", self.active_level2),
            ("official", self.official),
            ("claimed", self.claimed),
            ("denied", self.denied),
            ("absent", self.absent),
            ("ineligible", self.ineligible),
            ("no_smartphone", self.no_smartphone),
            ("other", self.other),
        ]
    }
}

/// The same figures counted another way, by the book itself, over all hamlets of the report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "as in Figures")]
pub struct ControlTotals {
    pub people: u32,
    pub approved: u32,
    pub visited_today: u32,
    pub visited: u32,
    pub official: u32,
    pub claimed: u32,
}

/// Figures of a day: one row a hamlet, and their sum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct DailyFigures {
    /// Hamlets in the order asked for; those without people stay all zero.
    pub rows: Vec<(UnitId, Figures)>,
    /// Counted beside the rows, person by person.
    pub total: Figures,
}

impl DailyFigures {
    /// Counts `people` into the rows of `units` as of `day`, "so far" being from `from` on. People of other units are
    /// left out.
    #[must_use]
    pub fn count(units: &[UnitId], people: &[Evidence], from: NaiveDate, day: NaiveDate) -> Self {
        let mut rows: Vec<(UnitId, Figures)> = units.iter().map(|id| (*id, Figures::default())).collect();
        let mut places: Vec<(UnitId, usize)> = units.iter().copied().zip(0..).collect();
        places.sort_unstable();
        let mut total = Figures::default();
        for person in people {
            let Ok(place) = places.binary_search_by_key(&person.unit_id, |(id, _)| *id) else { continue };
            let row = places.get(place).and_then(|(_, at)| rows.get_mut(*at));
            if let Some((_, figures)) = row {
                figures.add(person, from, day);
                total.add(person, from, day);
            }
        }
        Self { rows, total }
    }

    /// Checks the sums before a paper leaves the house: every column adds up to the total, the total agrees with the
    /// book's own count, and active and remaining people make up the eligible.
    ///
    /// # Errors
    /// `report.sums_differ` with the figure, what the rows add to and what stands against it.
    pub fn check(&self, control: &ControlTotals) -> Result<()> {
        let differ = |figure: &str, rows: u32, total: u32| {
            Error::new("report.sums_differ")
                .with("figure", figure)
                .with("rows", thousands(rows))
                .with("total", thousands(total))
        };
        let mut sums = [0; 22];
        for (_, figures) in &self.rows {
            for (sum, (_, value)) in sums.iter_mut().zip(figures.named()) {
                *sum += value;
            }
        }
        for (sum, (figure, total)) in sums.into_iter().zip(self.total.named()) {
            if sum != total {
                return Err(differ(figure, sum, total));
            }
        }
        let t = &self.total;
        for (figure, counted, control) in [
            ("people", t.people, control.people),
            ("approved", t.approved, control.approved),
            ("visited_today", t.visited_today, control.visited_today),
            ("visited", t.visited, control.visited),
            ("official", t.official, control.official),
            ("claimed", t.claimed, control.claimed),
            ("eligible", t.active() + t.remaining(), t.eligible),
        ] {
            if counted != control {
                return Err(differ(figure, counted, control));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, n).unwrap()
    }

    /// "12/3: activated 1" and its like, as (day, outcome, level).
    fn person(official: Option<Official>, visits: &[(u32, Outcome, u8)]) -> Evidence {
        let visit = |&(on, outcome, level): &(u32, Outcome, u8)| SeenVisit {
            id: VisitId(Uuid::nil()),
            day: day(on),
            outcome,
            level,
            reason: "",
        };
        Evidence {
            citizen_id: CitizenId(Uuid::nil()),
            unit_id: UnitId(Uuid::nil()),
            birth: PartialDate::from_year(1970),
            official,
            official_rows: u32::from(official.is_some()),
            visits: visits.iter().map(visit).collect(),
            gone_from: None,
        }
    }

    fn extract(state: AccountState, on: u32) -> Option<Official> {
        Some(Official { state, as_of: day(on), activated_on: None })
    }

    #[test]
    fn every_ratio_of_the_signed_plan_is_rounded_as_printed() {
        // Phụ lục I of plan 70/KH-UBND: (target, activated, printed), 27 units and the total.
        let printed = [
            (316_749, 24_193, "7,64%"),
            (52_152, 3_182, "6,10%"),
            (95_999, 5_913, "6,16%"),
            (29_504, 2_299, "7,79%"),
            (38_557, 3_052, "7,92%"),
            (89_996, 1_751, "1,95%"),
            (32_373, 1_282, "3,96%"),
            (41_357, 1_344, "3,25%"),
            (122_695, 4_580, "3,73%"),
            (100_537, 3_190, "3,17%"),
            (127_341, 9_151, "7,19%"),
            (105_878, 2_922, "2,76%"),
            (76_963, 2_066, "2,68%"),
            (148_691, 3_631, "2,44%"),
            (203_202, 9_470, "4,66%"),
            (77_894, 4_036, "5,18%"),
            (190_941, 7_756, "4,06%"),
            (144_555, 3_432, "2,37%"),
            (199_892, 8_643, "4,32%"),
            (152_360, 5_036, "3,31%"),
            (128_710, 4_984, "3,87%"),
            (57_334, 3_131, "5,46%"),
            (79_093, 2_614, "3,30%"),
            (161_768, 5_153, "3,19%"),
            (72_470, 3_464, "4,78%"),
            (180_549, 5_771, "3,20%"),
            (216_416, 5_835, "2,70%"),
            (3_243_976, 137_881, "4,25%"),
        ];
        for (target, activated, text) in printed {
            assert_eq!(Percent::of(activated, target).unwrap().to_vi(), text);
        }
    }

    #[test]
    fn halves_round_up_and_nothing_has_no_ratio() {
        let check = |part, whole, expect: Option<&str>| {
            assert_eq!(Percent::of(part, whole).map(Percent::to_vi).as_deref(), expect, "{part}/{whole}");
        };
        check(1, 8, Some("12,50%"));
        check(1, 800, Some("0,13%")); // 0,125
        check(1, 20_000, Some("0,01%")); // 0,005
        check(1, 20_001, Some("0,00%"));
        check(2, 3, Some("66,67%"));
        check(3, 2, Some("150,00%"));
        check(0, 5, Some("0,00%"));
        check(0, 0, None);
    }

    #[test]
    fn fourteen_by_the_day_the_month_or_the_year() {
        let check = |birth: &str, expect| {
            assert_eq!(of_age(birth.parse().ok(), day(5)), expect, "{birth}");
        };
        check("2012-03-05", true);
        check("2012-03-06", false);
        check("2012-03", true);
        check("2012-04", false);
        check("2012", true);
        check("2013", false);
        check("2011-12-31", true);
        check("", true); // not known
    }

    #[test]
    fn the_extract_decides_on_earlier_claims_only() {
        use AccountState::{ActiveLevel1, ActiveLevel2, ApprovedNotActivated, Locked, Unknown};
        use Outcome::{Absent, Activated};
        let check = |official, visits: &[(u32, Outcome, u8)], expect| {
            assert_eq!(person(official, visits).level_at(day(10)), expect, "{official:?} {visits:?}");
        };
        check(None, &[], 0);
        check(None, &[(3, Absent, 0)], 0);
        check(None, &[(3, Activated, 1)], 1); // provisional
        check(None, &[(3, Activated, 1), (4, Activated, 2)], 2);
        check(None, &[(3, Activated, 2), (4, Absent, 0)], 2); // stays activated
        check(None, &[(11, Activated, 1)], 0); // tomorrow
        check(extract(ApprovedNotActivated, 5), &[(3, Activated, 1)], 0); // denied
        check(extract(ApprovedNotActivated, 3), &[(3, Activated, 1)], 1); // same day: cannot be judged yet
        check(extract(ActiveLevel1, 5), &[(3, Activated, 2)], 1); // the extract knows level 1
        check(extract(ActiveLevel1, 5), &[(6, Activated, 2)], 2); // raised since
        check(extract(ActiveLevel2, 5), &[(6, Activated, 1)], 2);
        check(extract(Unknown, 5), &[(3, Activated, 1)], 1);
        check(extract(Locked, 5), &[(3, Activated, 1)], 1);
        check(extract(Locked, 5), &[], 0);
    }

    #[test]
    fn a_team_is_credited_for_what_it_changed() {
        use AccountState::{ActiveLevel1, ActiveLevel2};
        use Outcome::Activated;
        let check = |official, visits: &[(u32, Outcome, u8)], from, on, activated, upgraded| {
            let result = person(official, visits).team_result(day(from), day(on));
            let found = (result.activated, result.upgraded_by.is_some());
            assert_eq!(found, (activated, upgraded), "{official:?} {visits:?} {from}–{on}");
        };
        check(None, &[(3, Activated, 1)], 3, 3, 1, false);
        check(None, &[(3, Activated, 1)], 4, 4, 0, false);
        check(None, &[(3, Activated, 1), (3, Activated, 2)], 3, 3, 2, false); // one day: counts at 2 only
        check(None, &[(3, Activated, 1), (5, Activated, 2)], 5, 5, 0, true);
        check(None, &[(3, Activated, 1), (5, Activated, 2)], 1, 5, 2, true); // moved between columns
        check(None, &[(3, Activated, 1), (5, Activated, 1)], 5, 5, 0, false); // twice counts once
        check(extract(ActiveLevel1, 1), &[(5, Activated, 2)], 1, 5, 0, true);
        check(extract(ActiveLevel2, 1), &[(5, Activated, 2)], 1, 5, 0, false); // was active before
        check(extract(ActiveLevel2, 9), &[(5, Activated, 2)], 1, 10, 2, false); // confirmed later
    }
}
