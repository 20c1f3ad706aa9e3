//! What the teams claim, what the police list has and in whom they differ, unit by unit; and the applications that were taken in
//! (docs/domain.md, Claim and list side by side).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ids::UnitId;
use super::report::{Evidence, Percent};
use super::roster::AccountState;
use super::summary::UnitDay;

/// The reason of a visit that says so (70/KH-UBND, IV.3c).
const APP_INSTALLED: &str = "app-installed";

/// A group of people that a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// A team says that the account was activated.
    Claimed,
    /// The police list has it as active.
    Official,
    /// A team says so, the list does not.
    OnlyClaimed,
    /// The list says so, no team does.
    OnlyOfficial,
    /// The list has an application that was taken in: waiting, approved or active.
    TakenIn,
    /// Of these it waits for approval.
    Waiting,
    /// By the newest visit the app is on the phone, and nothing is activated.
    Installed,
}

impl Side {
    /// All of them, in the order of columns.
    pub const ALL: [Self; 7] = [
        Self::Claimed,
        Self::Official,
        Self::OnlyClaimed,
        Self::OnlyOfficial,
        Self::TakenIn,
        Self::Waiting,
        Self::Installed,
    ];

    /// Whether the person is one of them on the day.
    #[must_use]
    pub fn has(self, person: &Evidence, day: NaiveDate) -> bool {
        let claimed = person.claim(day).is_some();
        let official = person.official.is_some_and(|official| official.level() > 0);
        let state = person.official.map(|official| official.state);
        match self {
            Self::Claimed => claimed,
            Self::Official => official,
            Self::OnlyClaimed => claimed && !official,
            Self::OnlyOfficial => official && !claimed,
            Self::TakenIn => state.is_some_and(AccountState::is_taken_in),
            Self::Waiting => state == Some(AccountState::PendingApproval),
            Self::Installed => {
                person.open_visit(NaiveDate::MIN, day).is_some_and(|visit| visit.reason == APP_INSTALLED)
            }
        }
    }
}

/// Applications that were taken in (hồ sơ thu nhận), by the level that the list grants.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct TakenIn {
    /// At level 1.
    pub level1: u32,
    /// At level 2.
    pub level2: u32,
    /// The list does not say at which.
    pub unsaid: u32,
    /// Of all these: waiting for approval.
    pub waiting: u32,
}

impl TakenIn {
    /// All of them.
    #[must_use]
    pub fn all(self) -> u32 {
        self.level1.saturating_add(self.level2).saturating_add(self.unsaid)
    }

    fn add(&mut self, person: &Evidence, day: NaiveDate) {
        if !Side::TakenIn.has(person, day) {
            return;
        }
        let level = person.official.map_or(0, |official| official.level().max(official.granted));
        *match level {
            1 => &mut self.level1,
            2 => &mut self.level2,
            _ => &mut self.unsaid,
        } += 1;
        self.waiting += u32::from(Side::Waiting.has(person, day));
    }

    fn plus(self, other: Self) -> Self {
        Self {
            level1: self.level1.saturating_add(other.level1),
            level2: self.level2.saturating_add(other.level2),
            unsaid: self.unsaid.saturating_add(other.unsaid),
            waiting: self.waiting.saturating_add(other.waiting),
        }
    }
}

/// What is counted from people alone: no summary says it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OfPeople {
    /// Applications taken in.
    pub taken_in: TakenIn,
    /// [`Side::Installed`].
    pub installed: u32,
}

impl OfPeople {
    /// Counts one person.
    pub fn add(&mut self, person: &Evidence, day: NaiveDate) {
        self.taken_in.add(person, day);
        self.installed += u32::from(Side::Installed.has(person, day));
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let installed = self.installed.saturating_add(other.installed);
        Self { taken_in: self.taken_in.plus(other.taken_in), installed }
    }
}

/// A unit, or the whole: claimed − only claimed = official − only official. `None` is not known, which is not zero.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct SidesRow {
    /// The unit; `None` of the whole.
    pub unit_id: Option<UnitId>,
    /// Its name; empty of the whole.
    pub unit: String,
    /// Day of the police list behind it, of several the oldest.
    pub extract: Option<NaiveDate>,
    /// People who may hold an account.
    pub eligible: Option<u32>,
    /// A team says: activated.
    pub claimed: Option<u32>,
    /// Active by the police list.
    pub official: Option<u32>,
    /// Claimed, and not on the list as active.
    pub only_claimed: Option<u32>,
    /// Active by the list, and claimed by no team.
    pub only_official: Option<u32>,
    /// Active by the list, of the eligible: the ratio that the system has.
    pub ratio: Option<Percent>,
    /// Applications taken in; of people in this book alone.
    pub taken_in: Option<TakenIn>,
    /// The app is installed and nothing activated; of people in this book alone.
    pub installed: Option<u32>,
    /// Its people stand in this book: a figure leads to their names.
    pub names: bool,
}

impl SidesRow {
    /// What the figures of a unit say of both sides.
    #[must_use]
    pub fn new(unit: Option<(UnitId, String)>, day: Option<&UnitDay>, people: Option<OfPeople>) -> Self {
        let (unit_id, name) = unit.unzip();
        let figures = day.map(|day| &day.figures);
        // Without a list nothing is known of its side.
        let extract = day.and_then(|day| day.extract);
        let listed = figures.filter(|_| extract.is_some());
        // Claimed is active by the claim alone, or denied, or on the list as well.
        let only_claimed = listed.map(|f| (f.active() + f.denied).saturating_sub(f.official));
        Self {
            unit_id,
            unit: name.unwrap_or_default(),
            extract,
            eligible: figures.map(|f| f.eligible),
            claimed: figures.map(|f| f.claimed),
            official: listed.map(|f| f.official),
            only_claimed,
            only_official: listed
                .zip(only_claimed)
                .map(|(f, only)| (f.official + only).saturating_sub(f.claimed)),
            ratio: listed.and_then(|f| Percent::of(f.official, f.eligible)),
            names: people.is_some(),
            taken_in: people.map(|people| people.taken_in).filter(|_| extract.is_some()),
            installed: people.map(|people| people.installed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::report::Figures;

    #[test]
    fn both_sides_lead_to_who_is_on_both() {
        let extract = NaiveDate::from_ymd_opt(2026, 11, 20);
        let check = |[claimed, official, active, denied]: [u32; 4], expect: [u32; 2]| {
            let figures = Figures {
                eligible: 200,
                claimed,
                official,
                active_level1: active,
                denied,
                ..Figures::default()
            };
            let day = UnitDay { figures, extract, ..UnitDay::default() };
            let row = SidesRow::new(None, Some(&day), None);
            assert_eq!([row.only_claimed, row.only_official], expect.map(Some));
            assert_eq!(claimed - expect[0], official - expect[1]);
        };
        check([0, 0, 0, 0], [0, 0]);
        check([10, 0, 10, 0], [10, 0]);
        check([10, 0, 0, 10], [10, 0]); // all denied
        check([10, 30, 34, 2], [6, 26]); // four wait, two are denied, four are on both
        let unknown = SidesRow::new(None, Some(&UnitDay::default()), Some(OfPeople::default()));
        assert_eq!((unknown.claimed, unknown.official, unknown.only_claimed), (Some(0), None, None));
        assert_eq!((unknown.taken_in, SidesRow::new(None, None, None).claimed), (None, None));
    }
}
