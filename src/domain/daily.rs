//! The columns of the daily figures, on whatever paper they stand.

use super::form::{Column, Kind, Value};
use super::report::{Activations, Figures, Percent};
use super::summary::UnitDay;
use super::unit::Level;
use crate::messages::word;

/// Columns of the daily figures: heading, width.
const COLUMNS: [(&str, u32); 18] = [
    ("form.daily.eligible", 56),
    ("form.daily.approved", 56),
    ("form.daily.visited_today", 46),
    ("form.daily.visited", 52),
    ("form.daily.today1", 42),
    ("form.daily.today2", 42),
    ("form.daily.today_upgraded", 46),
    ("form.daily.so_far1", 46),
    ("form.daily.so_far2", 46),
    ("form.daily.so_far_upgraded", 46),
    ("form.daily.active", 56),
    ("form.daily.absent", 46),
    ("form.daily.ineligible", 46),
    ("form.daily.ineligible_ratio", 56),
    ("form.daily.no_smartphone", 56),
    ("form.daily.other", 46),
    ("form.daily.remaining", 56),
    ("form.daily.ratio", 60),
];

/// The columns of the daily figures.
pub fn daily_columns() -> impl Iterator<Item = Column> {
    COLUMNS.iter().map(|&(heading, width)| {
        let ratio = matches!(heading, "form.daily.ratio" | "form.daily.ineligible_ratio");
        Column::new(word(heading), width, if ratio { Kind::Ratio } else { Kind::Count })
    })
}

/// The heading over the units of a paper of this level.
#[must_use]
pub fn unit_heading(level: Level) -> &'static str {
    if level <= Level::Commune { "form.daily.hamlet" } else { "form.daily.unit" }
}

/// Who is active nobody knows before a police list or a visit tells.
#[must_use]
pub fn tells_who_is_active(day: &UnitDay) -> bool {
    let f = &day.figures;
    f.people > 0 && (f.active() + f.visited > 0 || day.extract.is_some())
}

/// The daily figures in the order of the columns. A unit without people, without a visit (so far, or on the day) or
/// without an extract has no figure there: missing is not zero.
#[must_use]
pub fn daily_cells(day: Option<&UnitDay>) -> [Value; 18] {
    let none = Figures::default();
    let f = day.map_or(&none, |day| &day.figures);
    let known = |yes: bool, count: u32| if yes { Value::from(count) } else { Value::Missing };
    let people = |count| known(f.people > 0, count);
    let today = |count| known(f.visited_today > 0, count);
    let so_far = |count| known(f.visited > 0, count);
    let told = day.is_some_and(tells_who_is_active);
    let active = |count| known(told, count);
    let Activations { level1, level2, upgraded } = f.so_far;
    [
        people(f.eligible),
        known(f.people > 0 && day.is_some_and(|day| day.extract.is_some()), f.approved),
        today(f.visited_today),
        so_far(f.visited),
        today(f.today.level1),
        today(f.today.level2),
        today(f.today.upgraded),
        so_far(level1),
        so_far(level2),
        so_far(upgraded),
        active(f.active()),
        so_far(f.absent),
        so_far(f.ineligible),
        Percent::of(f.ineligible, f.visited).into(),
        so_far(f.no_smartphone),
        so_far(f.other),
        active(f.remaining()),
        if told { Percent::of(f.active(), f.eligible).into() } else { Value::Missing },
    ]
}
