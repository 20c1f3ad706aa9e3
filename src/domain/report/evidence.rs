//! What is known of one person, and what follows from it on a day.

use chrono::{Datelike, NaiveDate};

use crate::domain::dates::PartialDate;
use crate::domain::ids::{CitizenId, UnitId, VisitId};
use crate::domain::reconciliation::{Claim, Sides};
use crate::domain::roster::AccountState;
use crate::domain::visit::Outcome;

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
pub struct OfficialState {
    /// Account state.
    pub state: AccountState,
    /// Day of the extract.
    pub as_of: NaiveDate,
    /// Day of activation, when the extract gives it to the day.
    pub activated_on: Option<NaiveDate>,
    /// Level granted; 0 when the extract does not say.
    pub granted: u8,
}

impl OfficialState {
    /// Active level, 0 when not active.
    #[must_use]
    pub fn level(self) -> u8 {
        match self.state {
            AccountState::ActiveLevel1 => 1,
            AccountState::ActiveLevel2 => 2,
            _ => 0,
        }
    }

    /// Whether the account was granted.
    #[must_use]
    pub fn approved(self) -> bool {
        self.state.is_granted()
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
    /// Level that it stands for, once an extract of a later day has judged it.
    fn level_judged_by(&self, official: Option<OfficialState>) -> u8 {
        let claimed = if self.outcome == Outcome::Activated { self.level } else { 0 };
        match official {
            Some(official) if official.judges() && self.day < official.as_of => claimed.min(official.level()),
            _ => claimed,
        }
    }

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
    pub official: Option<OfficialState>,
    /// What the extracts before it say, by their days.
    pub earlier: Vec<OfficialState>,
    /// Rows of that extract that mean the person.
    pub official_rows: u32,
    /// Visits up to the day of the report, oldest first.
    pub visits: Vec<SeenVisit>,
    /// The day from which the register has the person as moved away or deceased.
    pub gone_from: Option<NaiveDate>,
    /// The day on which the person's data were erased: counted on the days that were, and nobody to list, to visit or to call on any.
    pub erased_on: Option<NaiveDate>,
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
    /// Takes in what a row of an extract says; those of older extracts first.
    pub fn hear(&mut self, official: OfficialState) {
        if let Some(known) = self.official.filter(|known| known.as_of == official.as_of) {
            self.official_rows += 1;
            self.official = Some(std::cmp::max_by_key(official, known, |one| one.decides_over()));
        } else {
            self.official_rows = 1;
            self.earlier.extend(self.official.replace(official));
        }
    }

    /// What the extracts say, the newest first.
    fn newest_first(&self) -> impl Iterator<Item = OfficialState> {
        self.official.into_iter().chain(self.earlier.iter().rev().copied())
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

    /// Level that the person had before the visits of `day`: by the newest extract before it, by a day of activation that a
    /// later one gives, or by earlier claims that neither has denied. No list of the day or later makes a person new who
    /// was active by then, nor somebody active by an old claim that was denied (docs/domain.md, Visits and evidence).
    fn level_before(&self, day: NaiveDate) -> u8 {
        let mut before = self.newest_first().filter(|official| official.as_of < day).peekable();
        let by_then = before.peek().copied();
        let judging = before.find(|official| official.judges());
        let dated = self.official.filter(|official| official.activated_on.is_some_and(|on| on < day));
        let claimed = self.visits.iter().filter(|visit| visit.day < day);
        let claimed =
            claimed.map(|visit| self.standing_level(visit).min(visit.level_judged_by(judging))).max();
        let official = by_then.into_iter().chain(dated).map(OfficialState::level).max();
        official.max(claimed).unwrap_or(0)
    }

    /// Level that a claim still stands for, after the newest extract that can has judged it.
    fn standing_level(&self, visit: &SeenVisit) -> u8 {
        visit.level_judged_by(self.judge_of(visit.day))
    }

    /// The newest extract that can judge a claim of `day`: one that has the account locked, or in a state that nobody knows, leaves what
    /// those before it say.
    fn judge_of(&self, day: NaiveDate) -> Option<OfficialState> {
        self.newest_first().find(|official| official.judges() && day < official.as_of)
    }

    /// The level that the newest extract that can judge a claim of `day` gives the person; 0 is not activated.
    #[must_use]
    pub fn judged(&self, day: NaiveDate) -> Option<u8> {
        self.judge_of(day).map(OfficialState::level)
    }

    /// What the teams did from `from` to `day`, both included.
    #[must_use]
    pub fn team_result(&self, from: NaiveDate, day: NaiveDate) -> TeamResult {
        let mut result = TeamResult::default();
        for visit in self.visits_between(from, day) {
            let level = self.standing_level(visit);
            let before = self.level_before(visit.day);
            if level > before {
                if before == 0 {
                    // A claim of before that a list in between has denied stays so, also when a later list has the account.
                    let known = result.activated_by.and_then(|known| self.day_of(known));
                    if known.is_none_or(|known| known < visit.day) {
                        result = TeamResult {
                            activated: self.level_at(day),
                            activated_by: Some(visit.id),
                            upgraded_by: None,
                        };
                    }
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

    /// The day of a visit.
    #[must_use]
    pub fn day_of(&self, visit: VisitId) -> Option<NaiveDate> {
        self.visits.iter().find(|of| of.id == visit).map(|of| of.day)
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
    #[must_use]
    pub fn gone(&self, day: NaiveDate) -> bool {
        self.gone_from.is_some_and(|from| from <= day)
            || self.latest_visit(NaiveDate::MIN, day).is_some_and(SeenVisit::gone)
    }
}
