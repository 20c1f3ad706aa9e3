//! A blind sample: draws pairs, shows them without what the program said of them, and keeps what a person says. It corrects the
//! estimate of the reconciliation, and changes no match.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::list_pairs::{OfRoster, Side};
use super::reconcile::choose_lists;
use crate::domain::as_count;
use crate::domain::audit::{Estimate, Sampled};
use crate::domain::ids::{EntryId, RosterId};
use crate::domain::matching::FieldPair;
use crate::domain::matching::blind::{Judgement, draw};
use crate::domain::matching::doubt::Range;
use crate::domain::text::thousands;
use crate::domain::unit::UnitsOfDay;
use crate::error::{Error, Result};
use crate::session::Session;
use crate::store::match_samples::DrawnPair;
use crate::store::{Book, RowsOfLists};

/// The most that is drawn at once: more than anybody looks at in an evening.
const MOST: u32 = 500;

/// How many pairs to draw.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ts_rs::TS)]
pub struct DrawPairs {
    /// The roster; the lists in use when missing.
    #[serde(default)]
    pub roster: Option<RosterId>,
    /// So many.
    pub n: u32,
}

/// What a person says of a pair.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct JudgePair {
    /// The roster; the lists in use when missing.
    #[serde(default)]
    pub roster: Option<RosterId>,
    /// Sheet of the row.
    pub sheet: String,
    /// Row as Excel shows it.
    pub row: u32,
    /// What is said.
    pub judgement: Judgement,
}

/// A sample, and how far it is judged.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct BlindSample {
    /// Pairs that were drawn.
    pub drawn: u32,
    /// Those of them that were judged.
    pub judged: u32,
    /// The next one to judge.
    pub next: Option<BlindPair>,
    /// What came out, once all are judged: of the pairs that the program joined, those of two people.
    pub wrong: Option<BlindFound>,
    /// And of the rows that it left open those that are one with their first candidate.
    pub missed: Option<BlindFound>,
}

/// A pair without what the program said of it.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct BlindPair {
    /// The list it stands in.
    pub roster: RosterId,
    /// Sheet of the row.
    pub sheet: String,
    /// Row as Excel shows it.
    pub row: u32,
    /// Code of the citizen.
    pub citizen: String,
    /// Number of the citizen's house.
    pub house_number: String,
    /// Its alley.
    pub alley: String,
    /// Both values of each field.
    pub fields: Vec<FieldPair>,
}

/// What was found in one half of a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct BlindFound {
    /// Pairs it was drawn from.
    pub of: u32,
    /// Judged.
    pub judged: u32,
    /// Those that the program had wrong.
    pub wrong: u32,
    /// Those of which nobody can tell.
    pub unsure: u32,
    /// What that says of all of them: holds in 95 of 100 draws.
    pub all: Range,
}

impl BlindFound {
    fn of(sampled: Sampled) -> Option<Self> {
        let Sampled { claims, drawn, untrue, confirmed } = sampled;
        let Estimate { low, high, .. } = Estimate::of(sampled);
        let unsure = drawn - untrue - confirmed;
        (drawn > 0).then_some(Self {
            of: claims,
            judged: drawn,
            wrong: untrue,
            unsure,
            all: Range { low, high },
        })
    }
}

/// Draws pairs to judge. Those of an earlier draw that nobody has judged are drawn from again; what was judged stays.
///
/// # Errors
/// `roster.none`, `roster.not_found`, `sample.size`, `sample.nothing` where no pair needs judging.
pub fn draw_pairs(book: &mut Book, session: &Session, args: &DrawPairs) -> Result<BlindSample> {
    let rows = book.rows_of_lists(choose_lists(book, args.roster)?)?;
    if !(1..=MOST).contains(&args.n) {
        return Err(Error::new("sample.size").with("most", MOST));
    }
    let pairs = draw(&book.pairs_to_judge(&rows)?, &session.new_id().to_string(), args.n as usize);
    if pairs.is_empty() {
        return Err(Error::new("sample.nothing"));
    }
    book.transact(session, "draw-pairs", json!({ "count": as_count(pairs.len()) }), |tx| {
        tx.draw_pairs(&pairs)
    })?;
    sample(book, session, &rows)
}

/// Keeps what a person says of a pair that was drawn.
///
/// # Errors
/// `roster.none`, `roster.not_found`, `roster.no_such_row`, `sample.not_drawn`.
pub fn judge_pair(book: &mut Book, session: &Session, args: &JudgePair) -> Result<BlindSample> {
    let rows = book.rows_of_lists(choose_lists(book, args.roster)?)?;
    let drawn = book.drawn_pairs(&rows)?;
    let named = |entry: EntryId| drawn.iter().any(|pair| pair.entry == entry);
    let mut found = None;
    for list in rows.lists() {
        let entry = book.roster_entry_at(list.id, &args.sheet, args.row);
        found = found.or(entry.ok().filter(|entry| named(entry.id)));
    }
    let entry = found.ok_or_else(|| {
        Error::new("sample.not_drawn").with("sheet", &args.sheet).with("row", thousands(args.row))
    })?;
    let told = json!({ "row": thousands(args.row), "sheet": args.sheet });
    book.transact(session, "judge-pair", told, |tx| tx.judge_pair(entry.id, args.judgement))?;
    sample(book, session, &rows)
}

/// The sample of the lists in use, with the next pair to judge.
///
/// # Errors
/// `roster.none`, `roster.not_found`.
pub fn show_sample(book: &mut Book, session: &Session, args: &OfRoster) -> Result<BlindSample> {
    let rows = book.rows_of_lists(choose_lists(book, args.roster)?)?;
    sample(book, session, &rows)
}

fn sample(book: &Book, session: &Session, rows: &RowsOfLists) -> Result<BlindSample> {
    let drawn = book.drawn_pairs(rows)?;
    let next = drawn.iter().find(|pair| pair.judgement.is_none());
    let judged = drawn.iter().filter(|pair| pair.judgement.is_some()).count();
    // What came out is not told before the last one: it would show what the program said of those before.
    let found = if drawn.is_empty() || next.is_some() { None } else { Some(book.match_doubts(rows)?.blind) };
    Ok(BlindSample {
        drawn: as_count(drawn.len()),
        judged: as_count(judged),
        next: next.map(|pair| blind_pair(book, session, *pair)).transpose()?.flatten(),
        wrong: found.and_then(|found| BlindFound::of(found.joined)),
        missed: found.and_then(|found| BlindFound::of(found.open)),
    })
}

fn blind_pair(book: &Book, session: &Session, pair: DrawnPair) -> Result<Option<BlindPair>> {
    let units = UnitsOfDay::new(&book.dated_units()?, session.today());
    let entry = book.entries_by_id(&[pair.entry])?.pop();
    let citizen = book.citizens_by_id(&[pair.citizen])?.pop();
    let Some((entry, citizen)) = entry.zip(citizen) else { return Ok(None) };
    let side = Side::of(book, &units, citizen)?;
    let fields = side.fields(&entry).into_iter().filter(|field| field.field != "account").collect();
    let (house_number, alley) =
        side.household.map(|home| (home.house_number, home.alley)).unwrap_or_default();
    Ok(Some(BlindPair {
        roster: entry.roster_id,
        sheet: entry.sheet,
        row: entry.row,
        citizen: side.citizen.code,
        house_number,
        alley,
        fields,
    }))
}
