//! What looks odd in stated figures: told where they are taken in, or refused.

use chrono::NaiveDate;
use serde::Serialize;

use super::{NamedUnit, NotActivated, StatedDay, StatedUnit, UnitDay};
use crate::domain::unit::Level;

/// The most people that a unit of a level can have: more than any has today, and far below what makes a sum overflow. A
/// figure above is a mistake or a lie, and is not taken in.
#[must_use]
pub fn most_people(level: Level) -> u32 {
    match level {
        Level::Hamlet => 20_000,
        Level::Commune => 500_000,
        Level::District => 2_000_000,
        Level::Province => 15_000_000,
    }
}

/// The first figure of a day that no unit of the level can have, with its name.
#[must_use]
pub fn beyond(level: Level, day: &UnitDay) -> Option<(&'static str, u32)> {
    let NotActivated { absent, ineligible, no_smartphone, other } = day.today;
    let rest = [
        ("today.absent", absent),
        ("today.ineligible", ineligible),
        ("today.no_smartphone", no_smartphone),
        ("today.other", other),
        ("target", day.target.unwrap_or_default()),
        ("annex1.active", day.annex_figures().so_far()),
        ("expected", day.expected),
    ];
    let all = day.figures.named().into_iter().chain(rest);
    all.into_iter().find(|(_, count)| *count > most_people(level))
}

/// The most files in a row that a unit can have lost.
const MOST_LOST: u32 = 1_000;

/// Whether the number of a file is too far above the `last` one. Numbers decide which file counts: one that is made up would
/// stand before all that the unit sends afterwards.
#[must_use]
pub fn is_far_ahead(last: u32, number: u32) -> bool {
    number > last.saturating_add(MOST_LOST)
}

/// Something odd in figures that are taken all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Oddity {
    /// Row of `messages.csv`.
    pub code: &'static str,
    /// Name of the unit.
    pub unit: String,
    /// The day.
    pub day: NaiveDate,
    /// Which figure.
    pub figure: &'static str,
    /// What it is held against: the day before, the eligible, the figure stated first.
    pub before: u32,
    /// The figure.
    pub after: u32,
}

/// Cumulative figures that fall from one stated day to the next, and figures above what they are a part of.
#[must_use]
pub fn oddities(before: Option<&StatedDay>, day: &StatedDay) -> Vec<Oddity> {
    let mut odd = Vec::new();
    for StatedUnit { unit, figures } in &day.units {
        let Some(now) = figures else { continue };
        let mut say = |code, figure, before, after| {
            odd.push(Oddity { code, unit: unit.name.clone(), day: day.day, figure, before, after });
        };
        let f = &now.figures;
        if f.active() > f.eligible {
            say("summary.above_eligible", "active", f.eligible, f.active());
        }
        if f.visited > f.people {
            say("summary.above_eligible", "visited", f.people, f.visited);
        }
        let earlier = before.and_then(|before| before.figures_of(&unit.id));
        // Figures of fewer units than the day before are not to be compared.
        if let Some(b) = earlier.filter(|b| b.counted <= now.counted).map(|b| &b.figures) {
            let by_another = before.is_some_and(|before| {
                before.since.is_some() && (before.since, &before.apart) != (day.since, &day.apart)
            });
            for (figure, before, after) in [
                ("visited", b.visited, f.visited),
                ("activated", b.so_far.level1 + b.so_far.level2, f.so_far.level1 + f.so_far.level2),
                ("active", b.active(), f.active()),
            ] {
                if after < before && (figure == "active" || !by_another) {
                    say("summary.falling", figure, before, after);
                }
            }
        }
    }
    odd
}

/// What a newer statement of a day changed: each figure of each unit that differs.
#[must_use]
pub fn changes(before: &StatedDay, after: &StatedDay) -> Vec<Oddity> {
    let none = UnitDay::default();
    let mut changed = Vec::new();
    // A unit with a new book has a new id and the same name.
    let before_of = |unit: &NamedUnit| {
        let known = before.units.iter().find(|old| old.unit.id == unit.id);
        let known = known.or_else(|| before.units.iter().find(|old| old.unit.name == unit.name));
        known.and_then(|old| old.figures.as_ref())
    };
    for StatedUnit { unit, figures } in &after.units {
        // Who had said nothing has changed nothing.
        let Some(old) = before_of(unit).map(|old| old.figures.named()) else { continue };
        let new = figures.as_ref().unwrap_or(&none).figures.named();
        for ((figure, before), (_, now)) in old.into_iter().zip(new).filter(|(a, b)| a != b) {
            let code = "summary.changed";
            changed.push(Oddity {
                code,
                unit: unit.name.clone(),
                day: after.day,
                figure,
                before,
                after: now,
            });
        }
    }
    changed
}
