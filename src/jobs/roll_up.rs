//! The figures of the units of a book on one day: from the unit's own signed summary where one came, else from the people
//! in the book, else none (missing is not zero). Each person counts in one of the two only.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::domain::form::{Column, Kind, Value};
use crate::domain::ids::UnitId;
use crate::domain::report::{Activations, DailyFigures, Evidence, Figures, Percent};
use crate::domain::summary::UnitDay;
use crate::domain::unit::{Unit, UnitsOfDay};
use crate::error::Result;
use crate::messages::word;
use crate::store::Book;

/// One unit of a day.
pub(crate) struct UnitRow {
    /// Which.
    pub(crate) unit: Unit,
    /// Its figures.
    pub(crate) figures: Option<UnitDay>,
    /// sha256 of the summary that they come from; `None` when counted here.
    pub(crate) file: Option<String>,
}

/// The sum of rows, those without figures being expected.
pub(crate) fn total(rows: &[UnitRow]) -> Option<UnitDay> {
    UnitDay::sum(rows.iter().map(|row| row.figures.as_ref()))
}

/// The units and the people of a book as they stand on one day.
pub(crate) struct DayOfBook {
    /// The units that have a row: those at the bottom, or the one above them that sends summaries.
    pub(crate) units: Vec<Unit>,
    /// Everybody, each with the unit that he belongs to on the day.
    pub(crate) people: Vec<Evidence>,
    /// The units that people are written for, and where these belong on the day.
    homes: BTreeMap<UnitId, UnitId>,
    /// Whether the rows are all of the book.
    whole: bool,
}

impl DayOfBook {
    /// The rows over `unit` (the book's own when `None`) on `day`.
    ///
    /// # Errors
    /// The book's own.
    pub(crate) fn read(book: &Book, unit: Option<UnitId>, day: NaiveDate) -> Result<Self> {
        let of_day = UnitsOfDay::new(&book.dated_units()?, day);
        let mut people = book.evidence(day)?;
        let mut homes = BTreeMap::new();
        for person in &mut people {
            person.unit_id = *homes.entry(person.unit_id).or_insert_with_key(|unit| of_day.home(*unit));
        }
        let has_people = |unit| homes.values().any(|home| *home == unit);
        let over = match unit {
            Some(unit) => unit,
            None => book.info()?.unit_id,
        };
        let senders: BTreeSet<UnitId> =
            book.pinned_keys()?.into_iter().filter_map(|key| key.unit_id).collect();
        let mut units: Vec<Unit> = Vec::new();
        for leaf in of_day.rows(over, &has_people) {
            let above: Vec<&Unit> = of_day.upwards(leaf.id).collect();
            let end = above.iter().position(|at| at.id == over).map_or(above.len(), |own| own + 1);
            let sender = above.iter().take(end).rev().find(|at| senders.contains(&at.id));
            let row = sender.map_or(leaf, |sender| (*sender).clone());
            if units.iter().all(|known| known.id != row.id) {
                units.push(row);
            }
        }
        Ok(Self { units, people, homes, whole: unit.is_none() })
    }
}

/// The figures of the units on `day`, "so far" being from `from` on.
///
/// # Errors
/// `report.sums_differ` when the people counted here do not add up; the book's own.
pub(crate) fn roll_up(
    book: &Book,
    of_day: &DayOfBook,
    from: NaiveDate,
    day: NaiveDate,
) -> Result<Vec<UnitRow>> {
    let DayOfBook { units, people, homes, whole } = of_day;
    let mut received: BTreeMap<UnitId, (Option<UnitDay>, String)> = book
        .kept_days(None, day, day)?
        .into_iter()
        .map(|kept| (kept.unit_id, (kept.total, kept.file)))
        .collect();
    // What the book itself has sent is no source.
    received.remove(&book.info()?.unit_id);
    let here: Vec<UnitId> =
        units.iter().map(|unit| unit.id).filter(|id| !received.contains_key(id)).collect();
    let extract = book.newest_extract(day)?;
    let counted = DailyFigures::count(&here, people, from, day);
    let written_for: Vec<UnitId> =
        homes.iter().filter(|(_, home)| here.contains(home)).map(|(unit, _)| *unit).collect();
    let asked = (!whole || here.len() < units.len()).then_some(written_for.as_slice());
    counted.check(&book.control_totals(asked, from, day)?)?;
    let mut here: BTreeMap<UnitId, Vec<&Evidence>> = here.into_iter().map(|id| (id, Vec::new())).collect();
    for person in people {
        if let Some(list) = here.get_mut(&person.unit_id) {
            list.push(person);
        }
    }
    Ok(units
        .iter()
        .map(|unit| {
            let (figures, file) = match received.remove(&unit.id) {
                Some((figures, file)) => (figures, Some(file)),
                None => {
                    let people = here.get(&unit.id).map(Vec::as_slice).unwrap_or_default();
                    (UnitDay::count(people.iter().copied(), from, day, extract), None)
                }
            };
            UnitRow { unit: unit.clone(), figures, file }
        })
        .collect())
}

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
pub(crate) fn daily_columns() -> impl Iterator<Item = Column> {
    COLUMNS.iter().map(|&(heading, width)| {
        let ratio = matches!(heading, "form.daily.ratio" | "form.daily.ineligible_ratio");
        Column::new(word(heading), width, if ratio { Kind::Ratio } else { Kind::Count })
    })
}

/// The daily figures in the order of the columns. A unit without people, without a visit (so far, or on the day) or
/// without an extract has no figure there: missing is not zero.
pub(crate) fn daily_cells(day: Option<&UnitDay>) -> [Value; 18] {
    let none = Figures::default();
    let f = day.map_or(&none, |day| &day.figures);
    let known = |yes: bool, count: u32| if yes { Value::Count(count) } else { Value::Missing };
    let people = |count| known(f.people > 0, count);
    let today = |count| known(f.visited_today > 0, count);
    let so_far = |count| known(f.visited > 0, count);
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
        people(f.active()),
        so_far(f.absent),
        so_far(f.ineligible),
        Percent::of(f.ineligible, f.visited).into(),
        so_far(f.no_smartphone),
        so_far(f.other),
        people(f.remaining()),
        Percent::of(f.active(), f.eligible).into(),
    ]
}
