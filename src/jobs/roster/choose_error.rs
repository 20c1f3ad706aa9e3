//! Which error is accepted when the program joins pairs by itself: what would come of each, before anybody chooses.

use std::collections::BTreeSet;

use serde::Serialize;

use super::list_pairs::OfRoster;
use super::open_rows::{Judged, roster_person};
use super::reconcile::{RowsFound, accepted_so_far, choose_lists};
use crate::domain::matching::doubt::{Doubts, Expected, JudgedRow};
use crate::domain::matching::{Accepted, reconcile_with_each};
use crate::domain::pile::RowState;
use crate::error::{Error, Result};
use crate::session::Session;
use crate::store::Book;

/// What a reconciliation would leave, were this error accepted. Rows that people decided stay as they are, and are not counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct ErrorChoice {
    /// So many wrong pairs among 10,000 rows are accepted.
    pub accept: u32,
    /// It is the one by which the lists stand now.
    pub now: bool,
    /// Rows that the program would join by itself.
    pub matched: u32,
    /// Rows that somebody would have to look at.
    pub review: u32,
    /// Rows that would not be found in the register.
    pub unknown: u32,
    /// How many of the pairs would be wrong, and how many people would be missed.
    pub expected: Option<Expected>,
}

/// What would come of each error that may be accepted: those that are offered, and the one by which the lists stand.
///
/// # Errors
/// `roster.none`, `roster.not_found`, `job.stopped`.
pub fn show_choices(book: &mut Book, session: &Session, args: &OfRoster) -> Result<Vec<ErrorChoice>> {
    let lists = choose_lists(book, args.roster)?;
    let newest = lists.first().ok_or_else(|| Error::new("roster.none"))?;
    let now = accepted_so_far(book, newest)?;
    let choices: BTreeSet<Accepted> = Accepted::OFFERED.into_iter().chain([now]).collect();
    let choices = Vec::from_iter(choices);
    let rows = book.rows_of_lists(lists)?;
    let replaced = rows.replaced();
    // What people found in the rows they looked at holds whatever is chosen.
    let known = book.match_doubts(&rows)?;
    let said = book.judgements(&rows)?;
    let begin = Doubts { found: known.found, foreseen: known.foreseen, ..Doubts::default() };
    let mut sums = vec![(begin, RowsFound::default()); choices.len()];
    for list in rows.lists() {
        session.check_stop()?;
        let judged = Judged::read(book, list)?;
        let (open, free) = (judged.open(), judged.free());
        let people: Vec<_> = free.iter().map(|citizen| judged.register.person(citizen)).collect();
        let list: Vec<_> = open.iter().map(|entry| roster_person(entry)).collect();
        reconcile_with_each(&people, &list, &choices, |which, row, found| {
            let Some(entry) = open.get(row).filter(|entry| !replaced.contains(&entry.id)) else { return };
            let first = found.candidates.first().and_then(|at| free.get(*at)).map(|citizen| citizen.id);
            let of_pair = said.get(&entry.id).filter(|(citizen, _)| Some(*citizen) == first);
            let blind = of_pair.map(|(_, judgement)| *judgement);
            if let Some((doubts, rows)) = sums.get_mut(which) {
                doubts.add(JudgedRow { blind, ..(&found).into() });
                rows.add(found.rule, RowState::Open, 1);
            }
        });
    }
    let choice = |(accepted, (doubts, rows)): (Accepted, (Doubts, RowsFound))| ErrorChoice {
        accept: accepted.wrong(),
        now: accepted == now,
        matched: rows.matched,
        review: rows.review,
        unknown: rows.unknown,
        expected: Expected::of(&doubts),
    };
    Ok(choices.into_iter().zip(sums).map(choice).collect())
}
