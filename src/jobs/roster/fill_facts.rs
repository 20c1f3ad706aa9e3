//! Fills births and identity numbers that the register lacks from the police lists in use, as one change: of people whose row is
//! settled or beyond doubt.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::reconcile::choose_lists;
use crate::domain::accounting::SHOWN;
use crate::domain::as_count;
use crate::domain::citizen::Citizen;
use crate::domain::dates::PartialDate;
use crate::domain::erasure::erased_name;
use crate::domain::fill::filled;
use crate::domain::identity::mask;
use crate::domain::ids::CitizenId;
use crate::domain::pile::Pile;
use crate::domain::register::RegisterChange;
use crate::error::Result;
use crate::jobs::import::import_register::apply;
use crate::session::Session;
use crate::store::Book;
use crate::store::rosters::RosterDay;

/// Fills what is missing.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct FillFacts {
    /// Show what would be filled and change nothing.
    pub dry_run: bool,
}

/// What is, or was, filled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Filled {
    /// The day of the newest list in use.
    pub as_of: NaiveDate,
    /// People of whom something is filled.
    pub people: u32,
    /// Births among it, also those of which the year alone was known.
    pub births: u32,
    /// Identity numbers among it.
    pub numbers: u32,
    /// The first of the people.
    pub shown: Vec<FilledPerson>,
}

/// What is filled of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct FilledPerson {
    /// Mã công dân.
    pub code: String,
    /// Name as the register has it.
    pub name: String,
    /// The birth before, where the year or the month was known.
    pub birth_before: Option<PartialDate>,
    /// The birth that is filled.
    pub birth: Option<PartialDate>,
    /// The number that is filled, its middle hidden; or empty.
    pub number: String,
}

/// Fills births and numbers that the register lacks, or shows what would be filled.
///
/// # Errors
/// `roster.none`, `job.stopped`.
pub fn fill_facts(book: &mut Book, session: &Session, args: &FillFacts) -> Result<Filled> {
    let lists = choose_lists(book, None)?;
    let as_of = lists.first().map_or_else(|| session.today(), |list| list.as_of);
    let changes = plan(book, session, lists)?;
    let count = |is: &dyn Fn(&(Citizen, Citizen)) -> bool| {
        as_count(changes.iter().filter(|change| is(change)).count())
    };
    let done = Filled {
        as_of,
        people: count(&|_| true),
        births: count(&|(before, after)| before.birth != after.birth),
        numbers: count(&|(before, after)| before.number != after.number),
        shown: changes.iter().take(SHOWN).map(shown).collect(),
    };
    if args.dry_run || changes.is_empty() {
        return Ok(done);
    }
    let params = json!({ "births": done.births, "numbers": done.numbers, "as_of": as_of });
    book.transact(session, "fill-facts", params, |tx| {
        for (n, (_, after)) in changes.into_iter().enumerate() {
            if n % 256 == 0 {
                session.check_stop()?;
            }
            let change = RegisterChange::UpdateCitizen { citizen: after, former_number: String::new() };
            apply(tx, session, &change, &Vec::new())?;
        }
        Ok(())
    })?;
    Ok(done)
}

/// The people before and after, those of the newest list first.
fn plan(book: &Book, session: &Session, lists: Vec<RosterDay>) -> Result<Vec<(Citizen, Citizen)>> {
    let of = book.rows_of_lists(lists)?;
    let mut numbers: BTreeSet<String> = book.numbers()?.into_iter().collect();
    let mut places: BTreeMap<CitizenId, usize> = BTreeMap::new();
    let mut changes: Vec<(Citizen, Citizen)> = Vec::new();
    for (n, row) in book.rows_with_more(&of)?.into_iter().enumerate() {
        if n % 256 == 0 {
            session.check_stop()?;
        }
        let beyond_doubt = row.decided || Pile::of(&row.rule) == Pile::Sure;
        if !beyond_doubt {
            continue;
        }
        // An older list adds to what a newer one has filled.
        let known = places.get(&row.citizen).and_then(|place| changes.get_mut(*place));
        let before = match &known {
            Some((_, so_far)) => Some(so_far.clone()),
            None => book.citizens_by_id(&[row.citizen])?.pop(),
        };
        let Some((entry, before)) = book.entries_by_id(&[row.entry])?.pop().zip(before) else { continue };
        let held = numbers.contains(&entry.number);
        if before.name == erased_name() {
            continue;
        }
        let Some(after) = filled(&before, &entry, held, session.today()) else { continue };
        numbers.insert(after.number.clone());
        match known {
            Some((_, so_far)) => *so_far = after,
            None => {
                places.insert(row.citizen, changes.len());
                changes.push((before, after));
            }
        }
    }
    Ok(changes)
}

fn shown((before, after): &(Citizen, Citizen)) -> FilledPerson {
    let birth = after.birth.filter(|_| before.birth != after.birth);
    FilledPerson {
        code: after.code.clone(),
        name: after.name.clone(),
        birth_before: before.birth.filter(|_| birth.is_some()),
        birth,
        number: if before.number == after.number { String::new() } else { mask(&after.number) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::reports::sample::Sample;

    #[test]
    fn the_newest_list_fills_first_and_an_older_one_adds() {
        let mut s = Sample::new("2026-03-05T20:00:00+07:00");
        s.hamlet("Thôn 1", "1");
        s.person("A1", "Thôn 1", "Nguyễn Thị Lúa", "");
        s.sql("UPDATE citizen SET number = ''");
        s.row("2026-03-01", "Nguyễn Thị Lúa, 1950-03-05, , Thôn 1", "active-level1", "A1", "matched");
        s.row("2026-03-03", "Nguyễn Thị Lúa, 1950, 038150000135, Thôn 1", "active-level1", "A1", "matched");
        s.sql("UPDATE roster SET partial = 1 WHERE as_of = '2026-03-03'");
        let done = fill_facts(&mut s.book, &s.session, &FillFacts::default()).unwrap();
        assert_eq!((done.people, done.births, done.numbers), (1, 1, 1));
        let after = s.book.citizen_with_code("A1").unwrap();
        assert_eq!(
            (after.birth.unwrap().to_string(), after.number),
            ("1950-03-05".into(), "038150000135".into())
        );
        let again = fill_facts(&mut s.book, &s.session, &FillFacts::default()).unwrap();
        assert_eq!(again.people, 0);
    }
}
