//! Whose summary of a day is missing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::ids::UnitId;
use crate::domain::summary::gaps;
use crate::domain::unit::Unit;
use crate::error::Result;
use crate::figures::{Day, LaptopOfDay};
use crate::session::Session;
use crate::store::Book;
use crate::store::summaries::KeptDay;

/// The day to look at.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct MissingSummaries {
    /// The day.
    pub day: NaiveDate,
}

/// Who has handed in a day, and who has not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct SummariesOfDay {
    /// The day.
    pub day: NaiveDate,
    /// Units that should hand in.
    pub expected: usize,
    /// Those that have.
    pub received: usize,
    /// Units that handed in before, but not this day.
    pub late: Vec<LateUnit>,
    /// Units that never handed in anything.
    pub never: Vec<String>,
    /// Numbers missing between the files of a unit.
    pub gaps: Vec<UnitGaps>,
    /// Units that handed in without figures of all their units.
    pub incomplete: Vec<IncompleteUnit>,
    /// The laptops of hamlets, which hand results in.
    pub laptops: Vec<LaptopOfDay>,
    /// How many units owe something of the day.
    pub owing: usize,
}

/// A unit that is late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the names say it")]
pub struct LateUnit {
    pub unit: String,
    /// The last day that it stated up to the day asked for, if any.
    pub last_day: Option<NaiveDate>,
    pub days_late: Option<i64>,
}

/// Numbers missing between the files of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the names say it")]
pub struct UnitGaps {
    pub unit: String,
    pub numbers: Vec<u32>,
}

/// A unit without figures of some of its own units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the names say it")]
pub struct IncompleteUnit {
    pub unit: String,
    pub without: Vec<String>,
}

/// Who has handed in a day: expected, received, late, never, gaps.
pub fn missing(book: &mut Book, _: &Session, args: &MissingSummaries) -> Result<SummariesOfDay> {
    let on = Day::read(book, args.day)?;
    let own = on.info.unit_id;
    let mut files: BTreeMap<UnitId, Vec<u32>> = BTreeMap::new();
    let eras = book.eras()?;
    // What is missing of a book that its unit has lost will never come.
    for file in book.summary_files()?.iter().filter(|file| eras.get(&file.unit_id) == Some(&file.era)) {
        files.entry(file.unit_id).or_default().push(file.sequence);
    }
    let of_the_day = book.kept_days(None, args.day, args.day)?;
    let of_the_day: BTreeMap<UnitId, KeptDay> =
        of_the_day.into_iter().map(|kept| (kept.unit_id, kept)).collect();
    let last_days = book.last_stated_days(args.day)?;
    let units = on.rows(None)?;
    // Units counted from the people of this book hand nothing in.
    let mut senders: Vec<&Unit> = Vec::new();
    for unit in units.iter().filter(|unit| unit.id != own) {
        if files.contains_key(&unit.id) || !on.holds_people_of(unit.id)? {
            senders.push(unit);
        }
    }
    let mut of_day = SummariesOfDay {
        day: args.day,
        expected: senders.len(),
        received: 0,
        late: Vec::new(),
        never: Vec::new(),
        gaps: Vec::new(),
        incomplete: Vec::new(),
        laptops: on.laptops()?,
        owing: 0,
    };
    for unit in senders {
        let Some(numbers) = files.get(&unit.id) else {
            of_day.never.push(unit.name.clone());
            continue;
        };
        let numbers = gaps(numbers);
        if !numbers.is_empty() {
            of_day.gaps.push(UnitGaps { unit: unit.name.clone(), numbers });
        }
        match of_the_day.get(&unit.id) {
            Some(kept) => {
                of_day.received += 1;
                let without = kept.stated.units.iter().filter(|u| u.figures.is_none());
                let without: Vec<String> = without.map(|u| u.unit.name.clone()).collect();
                if !without.is_empty() {
                    of_day.incomplete.push(IncompleteUnit { unit: unit.name.clone(), without });
                }
            }
            None => {
                let last_day = last_days.get(&unit.id).copied();
                of_day.late.push(LateUnit {
                    unit: unit.name.clone(),
                    last_day,
                    days_late: last_day.map(|last| (args.day - last).num_days()),
                });
            }
        }
    }
    let silent = of_day.laptops.iter().filter(|laptop| !laptop.handed_in).map(|laptop| &laptop.unit);
    let late = of_day.late.iter().map(|late| &late.unit);
    of_day.owing = late.chain(&of_day.never).chain(silent).collect::<BTreeSet<_>>().len();
    Ok(of_day)
}
