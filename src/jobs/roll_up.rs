//! The figures of the units of a book on one day: from the unit's own signed summary where one came, else from the people
//! in the book, else none (missing is not zero). Each person counts in one of the two only.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, FixedOffset, NaiveDate};

use crate::domain::form::{Column, Kind, Value};
use crate::domain::ids::UnitId;
use crate::domain::report::{Activations, DailyFigures, Evidence, Figures, Percent};
use crate::domain::standing::{Basis, Position};
use crate::domain::summary::{UnitDay, carried};
use crate::domain::target::Levels;
use crate::domain::unit::{Unit, UnitsOfDay};
use crate::error::Result;
use crate::jobs::reports::draw_annex1::sheet_of;
use crate::messages::word;
use crate::store::Book;

/// Units and people of a book as they are on one day.
pub(crate) struct OnDay {
    day: NaiveDate,
    of_day: UnitsOfDay,
    /// Whether the units are all of the book.
    whole: bool,
    /// The units that have a row: those at the bottom, or the one above them that sends summaries.
    pub(crate) units: Vec<Unit>,
    /// The evidence; each person in the unit that is valid on the day.
    pub(crate) people: Vec<Evidence>,
    /// Units that people are written for, and the units that they belong to on the day.
    homes: BTreeMap<UnitId, UnitId>,
}

impl OnDay {
    /// Units and people under `unit`, the book's own when `None`.
    ///
    /// # Errors
    /// The book's own.
    pub(crate) fn new(book: &Book, unit: Option<UnitId>, day: NaiveDate) -> Result<Self> {
        Self::of(book, unit, day, book.evidence(day)?)
    }

    /// As [`OnDay::new`], when the evidence of the day was read already.
    ///
    /// # Errors
    /// The book's own.
    pub(crate) fn of(
        book: &Book,
        unit: Option<UnitId>,
        day: NaiveDate,
        mut people: Vec<Evidence>,
    ) -> Result<Self> {
        let of_day = UnitsOfDay::new(&book.dated_units()?, day);
        let mut homes = BTreeMap::new();
        for person in &mut people {
            let home = homes.entry(person.unit_id).or_insert_with_key(|unit| of_day.home(*unit));
            person.unit_id = *home;
        }
        let has_people = |unit| homes.values().any(|home| *home == unit);
        let own = book.own_unit()?.id;
        let bottom = of_day.rows(unit.unwrap_or(own), &has_people);
        let keys = book.pinned_keys()?;
        let senders: BTreeSet<UnitId> = keys.into_iter().filter_map(|key| key.unit_id).collect();
        let mut units: Vec<Unit> = Vec::new();
        let mut seen = BTreeSet::new();
        for leaf in bottom {
            let mut sender = None;
            for above in of_day.upwards(leaf.id) {
                if senders.contains(&above.id) {
                    sender = Some(above.clone());
                }
                if Some(above.id) == unit {
                    break;
                }
            }
            let row = sender.unwrap_or(leaf);
            if seen.insert(row.id) {
                units.push(row);
            }
        }
        Ok(Self { day, of_day, whole: unit.is_none(), units, people, homes })
    }
}

impl OnDay {
    /// Whom the people of `unit` belong to on the day, and its name.
    pub(crate) fn home(&self, unit: UnitId) -> (UnitId, &str) {
        let home = self.of_day.home(unit);
        (home, self.of_day.name(home).unwrap_or_default())
    }
}

/// One unit of a day.
pub(crate) struct UnitRow {
    /// Which.
    pub(crate) unit: Unit,
    /// Its figures.
    pub(crate) figures: Option<UnitDay>,
    /// Whether they come from a summary.
    pub(crate) received: bool,
    /// sha256 of that summary when the unit itself signed it with its present key; `None` for one of a unit that was
    /// merged into it, or of a book that it has lost.
    pub(crate) file: Option<String>,
    /// When that summary was made; of several the last.
    pub(crate) sent_at: Option<DateTime<FixedOffset>>,
}

/// The sum of rows, those without figures being expected.
pub(crate) fn total(rows: &[UnitRow]) -> Option<UnitDay> {
    UnitDay::sum(rows.iter().map(|row| row.figures.as_ref()))
}

/// The figures of the units, "so far" being from `from` on, held against the book's own count.
///
/// # Errors
/// `report.sums_differ` when the people counted here do not add up; the book's own.
pub(crate) fn roll_up(book: &Book, on: &OnDay, from: NaiveDate) -> Result<Vec<UnitRow>> {
    let rows = figures(book, on, from)?;
    let here: Vec<UnitId> = rows.iter().filter(|row| !row.received).map(|row| row.unit.id).collect();
    let counted = DailyFigures::count(&here, &on.people, from, on.day);
    let written: Vec<UnitId> =
        on.homes.iter().filter(|(_, home)| here.contains(home)).map(|(unit, _)| *unit).collect();
    let asked = (!on.whole || here.len() < on.units.len()).then_some(written.as_slice());
    counted.check(&book.control_totals(asked, from, on.day)?)?;
    Ok(rows)
}

/// The figures of the units, as a screen shows them that is read again after every visit.
///
/// # Errors
/// The book's own.
pub(crate) fn figures(book: &Book, on: &OnDay, from: NaiveDate) -> Result<Vec<UnitRow>> {
    let own = book.own_unit()?.id;
    type Received = (Option<UnitDay>, Option<String>, DateTime<FixedOffset>);
    let mut received: BTreeMap<UnitId, Received> = BTreeMap::new();
    let eras = book.eras()?;
    // What the book itself has sent is no source.
    for kept in book.kept_days(None, on.day, on.day)?.into_iter().filter(|kept| kept.unit_id != own) {
        let home = on.of_day.home(kept.unit_id);
        let sent_at = kept.rank.issued_at;
        let now_signs = eras.get(&kept.unit_id).is_some_and(|era| *era == kept.rank.era);
        let file = (home == kept.unit_id && now_signs).then_some(kept.rank.file);
        match received.entry(home) {
            Entry::Vacant(new) => {
                new.insert((kept.total, file, sent_at));
            }
            Entry::Occupied(mut known) => {
                let (figures, _, before) = known.get();
                let sum = UnitDay::sum([figures.as_ref(), kept.total.as_ref()].into_iter());
                let last = sent_at.max(*before);
                known.insert((sum, None, last));
            }
        }
    }
    let here = on.units.iter().map(|unit| unit.id).filter(|id| !received.contains_key(id));
    let mut people: BTreeMap<UnitId, Vec<&Evidence>> = here.map(|id| (id, Vec::new())).collect();
    for person in &on.people {
        if let Some(list) = people.get_mut(&person.unit_id) {
            list.push(person);
        }
    }
    let extract = book.newest_extract(on.day)?;
    let targets = targets_on(book, on.day)?;
    Ok(on
        .units
        .iter()
        .map(|unit| match received.remove(&unit.id) {
            Some((figures, file, sent_at)) => {
                UnitRow { unit: unit.clone(), figures, received: true, file, sent_at: Some(sent_at) }
            }
            None => {
                let people = people.get(&unit.id).map(Vec::as_slice).unwrap_or_default();
                let mut figures = UnitDay::count(people.iter().copied(), from, on.day, extract);
                if let Some(figures) = &mut figures {
                    figures.target = targets.get(&unit.id).copied();
                }
                UnitRow { unit: unit.clone(), figures, received: false, file: None, sent_at: None }
            }
        })
        .collect())
}

/// The targets by unit of the campaign that runs on `day`.
fn targets_on(book: &Book, day: NaiveDate) -> Result<BTreeMap<UnitId, u32>> {
    match sheet_of(book, day) {
        Ok((_, sheet)) => Ok(sheet.targets.iter().map(|t| (t.unit_id, t.row.target.total)).collect()),
        Err(e) if e.code == "target.none" => Ok(BTreeMap::new()),
        Err(e) => Err(e),
    }
}

/// Days back from which the figures of a silent unit are still taken.
pub(crate) const CARRIED_DAYS: u64 = 31;

/// What each unit below has stated of the days from `first` to `day`, by unit and day. Where some of its units were
/// silent, those count as they last stood; a day without any figures is not there.
///
/// # Errors
/// The book's own.
pub(crate) fn reported_days(
    book: &Book,
    first: NaiveDate,
    day: NaiveDate,
) -> Result<BTreeMap<UnitId, BTreeMap<NaiveDate, UnitDay>>> {
    let own = book.info()?.unit_id;
    let mut days: BTreeMap<UnitId, BTreeMap<NaiveDate, UnitDay>> = BTreeMap::new();
    let mut partial = BTreeSet::new();
    for ((unit, on), total) in
        book.stated_totals(first, day)?.into_iter().filter(|((unit, _), _)| *unit != own)
    {
        if let Some(total) = total {
            if total.counted < total.expected {
                partial.insert(unit);
            }
            days.entry(unit).or_default().insert(on, total);
        }
    }
    let earlier = first.checked_sub_days(Days::new(CARRIED_DAYS)).unwrap_or(first);
    for unit in partial {
        let kept = book.kept_days(Some(unit), earlier, day)?;
        let mut carried = carried(kept.into_iter().map(|kept| kept.stated));
        for (on, total) in days.entry(unit).or_default() {
            if let Some(carried) = carried.remove(on) {
                // Who has handed in is told of the day itself.
                *total = UnitDay { counted: total.counted, expected: total.expected, ..carried };
            }
        }
    }
    Ok(days)
}

/// What is active in each unit by the newest summary up to `day` that has figures of it.
///
/// # Errors
/// The book's own.
pub(crate) fn reported_positions(book: &Book, day: NaiveDate) -> Result<Vec<Position>> {
    let last = book.last_stated_days(day)?;
    let mut positions = Vec::new();
    for stated in last.values().collect::<BTreeSet<_>>() {
        for (unit_id, days) in reported_days(book, *stated, *stated)? {
            if let Some(UnitDay { figures, .. }) =
                days.get(stated).filter(|_| last.get(&unit_id) == Some(stated))
            {
                positions.push(Position {
                    unit_id,
                    day: *stated,
                    active: Levels::of(figures.active_level1, figures.active_level2),
                    pending: 0,
                    unconfirmed: figures.active().saturating_sub(figures.official),
                    basis: Basis::Reported { day: *stated },
                });
            }
        }
    }
    Ok(positions)
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
    // Who is active nobody knows before a police list or a visit tells.
    let told = f.people > 0 && (f.active() + f.visited > 0 || day.is_some_and(|day| day.extract.is_some()));
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
