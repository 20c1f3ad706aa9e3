//! The figures of a day: people counted into the units of a paper, and the checks that the sums must pass.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::evidence::{Evidence, OfficialState, TeamResult};
use crate::domain::ids::UnitId;
use crate::domain::text::thousands;
use crate::domain::visit::Outcome;
use crate::error::{Error, Result};

/// People that the teams activated, by level, and accounts raised from level 1 to 2. Who was activated at level 1 and
/// raised in the same stretch of days counts at level 2, and among those raised.
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

    /// Of [`Self::active`], what the teams claim and no extract confirms.
    #[must_use]
    pub fn unconfirmed(&self) -> u32 {
        self.active().saturating_sub(self.official)
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
        count(|f| &mut f.approved, person.official.is_some_and(OfficialState::approved));
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
