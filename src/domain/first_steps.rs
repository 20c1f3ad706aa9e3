//! The first steps with a new book: what is to be done next, by what the book holds.

use serde::{Deserialize, Serialize};

use super::unit::Level;

/// One of the steps with which the work begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum FirstStep {
    /// A hamlet opens the work package that its commune gave it.
    Package,
    /// The survey is taken in.
    Survey,
    /// The list of the police is taken in.
    Extract,
    /// A list of the police is held against the register.
    Match,
    /// The first house is walked to.
    Walk,
    /// The hamlet's evening goes up.
    Send,
    /// The campaign is written down.
    Campaign,
    /// Its targets are.
    Targets,
    /// The first file of figures from below is taken in.
    Figures,
}

/// What a book holds, as far as the first steps are about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// The level that the book works at.
    pub level: Level,
    /// Somebody is in the register.
    pub people: bool,
    /// A list of the police.
    pub extract: bool,
    /// Every list of the police in use was held against the register.
    pub reconciled: bool,
    /// A visit.
    pub visits: bool,
    /// Results or figures went up.
    pub sent: bool,
    /// A campaign.
    pub campaign: bool,
    /// Targets of a campaign.
    pub targets: bool,
    /// Figures that a unit below signed.
    pub figures: bool,
}

/// A step, and whether it was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct StepTaken {
    /// Which.
    pub step: FirstStep,
    /// Whether what the book holds shows it.
    pub done: bool,
}

/// The three steps of a level, in their order.
#[must_use]
pub fn first_steps(held: &Held) -> [StepTaken; 3] {
    use FirstStep::{Campaign, Extract, Figures, Match, Package, Send, Survey, Targets, Walk};
    let waits = held.people && held.extract && !held.reconciled;
    let steps = match held.level {
        Level::Hamlet => [(Package, held.people), (Walk, held.visits), (Send, held.sent)],
        Level::Commune if waits => [(Survey, true), (Extract, true), (Match, false)],
        Level::Commune => [(Survey, held.people), (Extract, held.extract), (Walk, held.visits)],
        Level::District | Level::Province => {
            [(Campaign, held.campaign), (Targets, held.targets), (Figures, held.figures)]
        }
    };
    steps.map(|(step, done)| StepTaken { step, done })
}

/// The first step that is not taken, those left out that somebody put aside.
#[must_use]
pub fn next_step(steps: &[StepTaken], aside: &[FirstStep]) -> Option<FirstStep> {
    steps.iter().find(|taken| !taken.done && !aside.contains(&taken.step)).map(|taken| taken.step)
}

#[cfg(test)]
mod tests {
    use super::FirstStep::{Campaign, Extract, Figures, Match, Package, Send, Survey, Targets, Walk};
    use super::*;

    #[test]
    fn what_a_book_holds_says_the_next_step() {
        let check = |level: Level, holds: &str, aside: &[FirstStep], expect: Option<FirstStep>| {
            let has = |what: &str| holds.split(' ').any(|word| word == what);
            let held = Held {
                level,
                people: has("people"),
                extract: has("extract"),
                reconciled: has("reconciled"),
                visits: has("visits"),
                sent: has("sent"),
                campaign: has("campaign"),
                targets: has("targets"),
                figures: has("figures"),
            };
            assert_eq!(next_step(&first_steps(&held), aside), expect, "{level:?} with {holds:?}");
        };
        let commune = |holds, expect| check(Level::Commune, holds, &[], expect);
        commune("", Some(Survey));
        commune("campaign targets", Some(Survey));
        commune("people", Some(Extract));
        // Taken in first, it waits for people to be held against.
        commune("extract", Some(Survey));
        commune("people extract", Some(Match));
        commune("people extract visits", Some(Match));
        commune("people extract reconciled", Some(Walk));
        commune("people visits", Some(Extract));
        commune("people extract reconciled visits", None);
        check(Level::Commune, "people", &[Extract], Some(Walk));
        check(Level::Commune, "people", &[Extract, Walk], None);
        check(Level::Commune, "", &[Survey, Extract, Walk], None);
        let hamlet = |holds, expect| check(Level::Hamlet, holds, &[], expect);
        hamlet("", Some(Package));
        hamlet("people", Some(Walk));
        hamlet("people extract", Some(Walk));
        hamlet("people visits", Some(Send));
        hamlet("people visits sent", None);
        for level in [Level::District, Level::Province] {
            check(level, "", &[], Some(Campaign));
            check(level, "campaign", &[], Some(Targets));
            check(level, "campaign targets", &[], Some(Figures));
            check(level, "figures", &[], Some(Campaign));
            check(level, "campaign targets figures", &[], None);
            check(level, "campaign", &[Targets], Some(Figures));
        }
    }
}
