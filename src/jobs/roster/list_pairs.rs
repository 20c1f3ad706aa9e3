//! The reconciliation as a window shows it: its piles, a page of one pile, and one pair side by side.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::open_rows::{register_person, roster_person};
use super::reconcile::{choose, choose_lists, expected_of};
use super::settle_pairs::{Offer, hamlet_of, offer};
use crate::domain::as_count;
use crate::domain::citizen::{Citizen, Household};
use crate::domain::dates::PartialDate;
use crate::domain::erasure::erased_name;
use crate::domain::hamlets::Hamlets;
use crate::domain::ids::RosterId;
use crate::domain::matching::doubt::Expected;
use crate::domain::matching::{Comparison, FieldPair, MatchPerson, compare};
use crate::domain::pile::{Pile, RowState};
use crate::domain::roster::RosterEntry;
use crate::domain::text::thousands;
use crate::domain::unit::UnitsOfDay;
use crate::error::{Error, Result};
use crate::session::Session;
use crate::store::Book;

/// Which roster.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct OfRoster {
    /// The roster; the lists in use when missing.
    pub roster: Option<RosterId>,
}

/// A reconciliation in piles.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct Piles {
    /// The day of the extract.
    pub as_of: NaiveDate,
    /// Its rows.
    pub entries: u32,
    /// Whether the rows of all of them were held against the register.
    pub reconciled: bool,
    /// People of the register.
    pub people: u32,
    /// Rows that wait for somebody, over all piles.
    pub waiting: u32,
    /// The piles that have anything, in the order of lists.
    pub piles: Vec<PileCount>,
}

/// One pile and how far it is.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct PileCount {
    /// The pile.
    pub pile: Pile,
    /// Whether somebody has to look at it.
    pub to_look_at: bool,
    /// Rows; people for those not on the list.
    pub total: u32,
    /// Rows joined by hand.
    pub joined: u32,
    /// Rows added to the register.
    pub added: u32,
    /// Rows that are somebody else.
    pub split: u32,
    /// Rows left for later.
    pub left: u32,
    /// What may be done with many rows at once.
    pub offers: Vec<Offer>,
}

/// The piles of a reconciliation.
///
/// # Errors
/// `roster.none`, `roster.not_found`.
pub fn list_piles(book: &mut Book, session: &Session, args: &OfRoster) -> Result<Piles> {
    let lists = choose_lists(book, args.roster)?;
    let as_of = lists.iter().map(|list| list.as_of).max().unwrap_or_default();
    // Who is not on a part of a list may stand on the rest.
    let has_all = lists.iter().any(|list| !list.partial);
    let rows = book.rows_of_lists(lists)?;
    let counts = book.match_counts(&rows)?;
    let mut piles: BTreeMap<Pile, PileCount> = BTreeMap::new();
    for (rule, state, n) in &counts {
        let pile = Pile::of(rule);
        let entry = piles.entry(pile).or_insert_with(|| empty(pile));
        entry.total += n;
        match state {
            RowState::Joined => entry.joined += n,
            RowState::Added => entry.added += n,
            RowState::Split => entry.split += n,
            RowState::Left => entry.left += n,
            RowState::Open => entry.offers.extend(offer(book, session, &rows, rule)?),
        }
    }
    // A row of which nothing is known, as in a book that was saved from a damaged one, lies in no pile.
    let entries = book.count_entries(&rows)?;
    let reconciled = entries > 0 && counts.iter().map(|(.., n)| n).sum::<u32>() == entries;
    if reconciled && has_all {
        let pile = Pile::NotOnList;
        piles.insert(pile, PileCount { total: book.count_not_on_list(&rows)?, ..empty(pile) });
    }
    let piles: Vec<PileCount> = piles.into_values().filter(|pile| pile.total > 0).collect();
    let waiting = piles
        .iter()
        .filter(|pile| pile.to_look_at)
        .map(|pile| pile.total - pile.joined - pile.added - pile.split)
        .sum();
    Ok(Piles { as_of, entries, people: book.info()?.citizens, reconciled, waiting, piles })
}

/// How many pairs of the program are likely wrong, and how many people were likely missed; nothing where the lists were
/// reconciled at the commune, or before this was kept.
///
/// # Errors
/// `roster.none`, `roster.not_found`.
pub fn show_expected(book: &mut Book, _: &Session, args: &OfRoster) -> Result<Option<Expected>> {
    expected_of(book, choose_lists(book, args.roster)?)
}

fn empty(pile: Pile) -> PileCount {
    PileCount {
        pile,
        to_look_at: pile.is_to_look_at(),
        total: 0,
        joined: 0,
        added: 0,
        split: 0,
        left: 0,
        offers: Vec::new(),
    }
}

/// Which rows of a pile.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
pub struct PageOfPile {
    /// The roster; the lists in use when missing.
    #[serde(default)]
    pub roster: Option<RosterId>,
    /// The pile.
    pub pile: Pile,
    /// Rows before the page.
    pub from: u32,
    /// At most so many rows.
    pub limit: u32,
}

/// A page of a pile.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct PilePage {
    /// All of the pile.
    pub total: u32,
    /// One letter for each row of the pile, in the order of the file: open, joined, added, split, left. Empty where
    /// there is nothing to decide.
    pub states: String,
    /// Its rows on this page.
    pub rows: Vec<PileRow>,
    /// People, for those not on the list.
    pub people: Vec<NotOnList>,
}

/// One row of a pile.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct PileRow {
    /// The list it stands in.
    pub roster: RosterId,
    /// Sheet of the extract.
    pub sheet: String,
    /// Row as Excel shows it.
    pub row: u32,
    /// Name as the extract has it.
    pub name: String,
    /// Birth as the extract has it.
    pub birth: Option<PartialDate>,
    /// Hamlet or address as the extract has it.
    pub home: String,
    /// What became of it.
    pub state: RowState,
    /// The rule by which it was judged: `match.<rule>`.
    pub rule: String,
    /// Why, in Vietnamese, then in English.
    pub explanation: [String; 2],
    /// The field that is to be looked at, beside the nearest citizen.
    pub point: Option<FieldPair>,
}

/// One person of the register who is not on the list.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct NotOnList {
    /// Code of the citizen.
    pub code: String,
    /// Name.
    pub name: String,
    /// Birth.
    pub birth: Option<PartialDate>,
    /// Present number.
    pub number: String,
    /// Hamlet.
    pub hamlet: String,
}

/// A page of one pile.
///
/// # Errors
/// `roster.none`, `roster.not_found`.
pub fn list_pile(book: &mut Book, session: &Session, args: &PageOfPile) -> Result<PilePage> {
    let lists = choose_lists(book, args.roster)?;
    let units = book.units_of_day(session.today())?;
    let question = format!("pile {:?} {:?}", args.roster, args.pile);
    let (from, limit) = (args.from as usize, args.limit as usize);
    if args.pile == Pile::NotOnList {
        let people =
            book.long_list(&question, |book| book.people_not_on_list(&book.rows_of_lists(lists)?))?;
        let total = as_count(people.len());
        let ids: Vec<_> = people.iter().skip(from).take(limit).copied().collect();
        let people = book.citizens_by_id(&ids)?.into_iter().map(|c| NotOnList {
            hamlet: units.home_name(c.unit_id).to_owned(),
            code: c.code,
            name: c.name,
            birth: c.birth,
            number: c.number,
        });
        return Ok(PilePage { total, states: String::new(), rows: Vec::new(), people: people.collect() });
    }
    let all = book.long_list(&question, |book| {
        let of = book.rows_of_lists(lists)?;
        let counts = book.match_counts(&of)?;
        let rules = counts.iter().map(|(rule, ..)| rule.as_str());
        book.rows_of_rules(&of, &rules.filter(|rule| Pile::of(rule) == args.pile).collect::<Vec<_>>())
    })?;
    let states = if args.pile.is_to_look_at() {
        all.iter().map(|(_, state)| state.letter()).collect()
    } else {
        String::new()
    };
    let (ids, page_states): (Vec<_>, Vec<_>) = all.iter().skip(from).take(limit).copied().unzip();
    let page: Vec<_> = book.matches_by_id(&ids)?.into_iter().zip(page_states).collect();
    let entries = book.entries_by_id(&ids)?;
    let rows: Result<Vec<PileRow>> = page
        .iter()
        .zip(&entries)
        .map(|((found, state), entry)| {
            let nearest = found.citizen_id.or(found.candidates.first().copied());
            let citizen = book.citizens_by_id(&Vec::from_iter(nearest))?.pop();
            let point = citizen.and_then(|citizen| point(book, &units, &citizen, entry).transpose());
            Ok(PileRow {
                roster: entry.roster_id,
                sheet: entry.sheet.clone(),
                row: entry.row,
                name: entry.name.clone(),
                // What is left of an erased person is for the counts.
                birth: entry.birth.filter(|_| entry.name != erased_name()),
                home: if entry.hamlet.is_empty() { entry.address.clone() } else { entry.hamlet.clone() },
                state: *state,
                rule: found.rule.clone(),
                explanation: found.explanation(),
                point: point.transpose()?,
            })
        })
        .collect();
    Ok(PilePage { total: as_count(all.len()), states, rows: rows?, people: Vec::new() })
}

/// The field of a pair that differs most: the number, else the birth, the name, the home.
fn point(
    book: &Book,
    units: &UnitsOfDay,
    citizen: &Citizen,
    entry: &RosterEntry,
) -> Result<Option<FieldPair>> {
    let fields = Side::of(book, units, citizen.clone())?.fields(entry);
    let differs = |field: &&FieldPair| field.comparison == Comparison::Differs;
    let of = |name: &str| fields.iter().find(|field| field.field == name);
    let told = ["number", "birth", "name", "home"].into_iter().filter_map(of).find(differs);
    Ok(told.or_else(|| of("number")).or_else(|| of("birth")).cloned())
}

/// One row of an extract.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct RowOfRoster {
    /// The roster; the newest extract when missing.
    #[serde(default)]
    pub roster: Option<RosterId>,
    /// Sheet of the extract.
    pub sheet: String,
    /// Row as Excel shows it.
    pub row: u32,
}

/// One row of an extract beside the citizens it may mean.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct Pair {
    /// The list it stands in.
    pub roster: RosterId,
    /// Sheet of the extract.
    pub sheet: String,
    /// Row as Excel shows it.
    pub row: u32,
    /// Name as the extract has it.
    pub name: String,
    /// Day of the extract.
    pub as_of: NaiveDate,
    /// Whether a person decided.
    pub decided: bool,
    /// Code of the citizen it is joined with.
    pub citizen: Option<String>,
    /// Why: `match.<rule>` of the message table.
    pub rule: String,
    /// Why, in Vietnamese, then in English.
    pub explanation: [String; 2],
    /// What the row says alone.
    pub row_fields: Vec<FieldPair>,
    /// The citizens that it may mean, best first.
    pub candidates: Vec<Candidate>,
    /// The hamlet that the row's person would be added to; empty: the book's own unit.
    pub hamlet: String,
}

/// A citizen that a row may mean.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct Candidate {
    /// Code of the citizen.
    pub code: String,
    /// Name.
    pub name: String,
    /// Birth.
    pub birth: Option<PartialDate>,
    /// Number of the house.
    pub house_number: String,
    /// Alley.
    pub alley: String,
    /// Both values of each field.
    pub fields: Vec<FieldPair>,
    /// Whether both sides have a number and the numbers differ: one has to be chosen.
    pub choose_number: bool,
    /// Another row of the extract that the citizen is joined with: sheet and row.
    pub taken: Option<(String, u32)>,
}

/// One row beside the citizens that it may mean.
///
/// # Errors
/// `roster.none`, `roster.not_found`, `roster.no_such_row`.
pub fn show_pair(book: &mut Book, session: &Session, args: &RowOfRoster) -> Result<Pair> {
    let roster = choose(book, args.roster)?;
    let entry = book.roster_entry_at(roster.id, &args.sheet, args.row)?;
    let found = book.matches_of(roster.id, entry.id, None)?.pop();
    let found = found.ok_or_else(|| {
        Error::new("roster.no_such_row").with("sheet", &args.sheet).with("row", thousands(args.row))
    })?;
    let dated = book.dated_units()?;
    let units = UnitsOfDay::new(&dated, session.today());
    let mut ids = found.candidates.clone();
    if let Some(citizen) = found.citizen_id {
        ids.retain(|id| *id != citizen);
        ids.insert(0, citizen);
    }
    let mut candidates = Vec::new();
    for citizen in book.citizens_by_id(&ids)? {
        let taken = book.row_of_citizen(roster.id, citizen.id)?.filter(|(id, ..)| *id != entry.id);
        let side = Side::of(book, &units, citizen)?;
        let fields = side.fields(&entry);
        let numbers = fields.iter().find(|field| field.field == "number");
        candidates.push(Candidate {
            choose_number: numbers.is_some_and(|field| field.comparison == Comparison::Differs),
            code: side.citizen.code,
            name: side.citizen.name,
            birth: side.citizen.birth,
            house_number: side.household.as_ref().map(|h| h.house_number.clone()).unwrap_or_default(),
            alley: side.household.map(|h| h.alley).unwrap_or_default(),
            fields,
            taken: taken.map(|(_, sheet, row)| (sheet, row)),
        });
    }
    let joined = found.citizen_id.and_then(|_| candidates.first()).map(|first| first.code.clone());
    Ok(Pair {
        row_fields: with_account(compare(&MatchPerson::default(), &roster_person(&entry)), &entry),
        hamlet: hamlet_of(&Hamlets::new(dated), &entry).to_owned(),
        roster: roster.id,
        as_of: roster.as_of,
        decided: found.decided,
        citizen: joined,
        explanation: found.explanation(),
        rule: found.rule,
        candidates,
        sheet: entry.sheet,
        row: entry.row,
        name: entry.name,
    })
}

/// A citizen with all that a comparison needs.
pub(super) struct Side {
    pub(super) citizen: Citizen,
    pub(super) household: Option<Household>,
    hamlet: String,
    earlier: Vec<String>,
}

impl Side {
    pub(super) fn of(book: &Book, units: &UnitsOfDay, citizen: Citizen) -> Result<Self> {
        Ok(Self {
            household: book.household(citizen.household_id)?,
            hamlet: units.home_name(citizen.unit_id).to_owned(),
            earlier: book.former_numbers_of(citizen.id)?.into_iter().map(|former| former.number).collect(),
            citizen,
        })
    }

    pub(super) fn fields(&self, entry: &RosterEntry) -> Vec<FieldPair> {
        let person = register_person(&self.citizen, self.household.as_ref(), &self.hamlet, &self.earlier);
        with_account(compare(&person, &roster_person(entry)), entry)
    }
}

/// The fields with what the extract says of the account.
fn with_account(mut fields: Vec<FieldPair>, entry: &RosterEntry) -> Vec<FieldPair> {
    fields.push(FieldPair {
        field: "account",
        ours: String::new(),
        theirs: entry.state.word(entry.level).to_owned(),
        our_marks: Vec::new(),
        their_marks: Vec::new(),
        comparison: Comparison::Missing,
        says: "compare.by_police",
    });
    fields
}
