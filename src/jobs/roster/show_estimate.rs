//! How good a reconciliation is: as a whole, and by hamlet, age and kind of birth.

use serde::Serialize;

use super::list_pairs::OfRoster;
use super::reconcile::choose_lists;
use crate::domain::hamlets::Hamlets;
use crate::domain::matching::doubt::{Doubts, Expected};
use crate::domain::matching::parts::{AGE_CODES, EXACTNESS_CODES, PartExpected, Parts, age, exactness};
use crate::domain::unit::UnitsOfDay;
use crate::error::Result;
use crate::session::Session;
use crate::store::Book;
use crate::store::rosters::RosterDay;

/// What is expected of a reconciliation, as a whole and by its parts. Each row stands once in each division.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct ExpectedByPart {
    /// As a whole; nothing where the lists were reconciled at the commune, or before this was kept.
    pub whole: Option<Expected>,
    /// By hamlet: of the person whom a row is joined with, else as the row names it.
    pub hamlets: Vec<PartExpected>,
    /// By age on the day of the list, from the year of birth.
    pub ages: Vec<PartExpected>,
    /// By how exactly both sides know the birth.
    pub births: Vec<PartExpected>,
}

/// How many pairs of the program are likely wrong and how many people were likely missed, by hamlet, age and kind of birth.
///
/// # Errors
/// `roster.none`, `roster.not_found`.
pub fn show_estimate(book: &mut Book, session: &Session, args: &OfRoster) -> Result<ExpectedByPart> {
    estimate(book, session, choose_lists(book, args.roster)?)
}

pub(super) fn estimate(book: &Book, session: &Session, lists: Vec<RosterDay>) -> Result<ExpectedByPart> {
    let day = lists.first().map_or_else(|| session.today(), |list| list.as_of);
    let units = book.dated_units()?;
    let today = UnitsOfDay::new(&units, session.today());
    let hamlets = Hamlets::new(units);
    let mut whole = Doubts::default();
    let [mut by_hamlet, mut by_age, mut by_birth] = [Parts::default(), Parts::default(), Parts::default()];
    for (row, part) in book.judged_rows(&book.rows_of_lists(lists)?)? {
        let named = || hamlets.name_in(&part.hamlet).or_else(|| hamlets.name_in(&part.address));
        let hamlet = part.unit.map_or_else(|| named().unwrap_or_default(), |unit| today.home_name(unit));
        whole.add(row);
        by_hamlet.add(hamlet, row);
        by_age.add(age(part.theirs.or(part.ours.flatten()), day), row);
        by_birth.add(exactness(part.ours, part.theirs), row);
    }
    Ok(ExpectedByPart {
        whole: Expected::of(&whole),
        hamlets: by_hamlet.told(&whole, &[], ""),
        ages: by_age.told(&whole, &AGE_CODES, "age"),
        births: by_birth.told(&whole, &EXACTNESS_CODES, "birth"),
    })
}
