//! Who is who: the rows of an extract against the register, by the program; and what the evidence says of each person.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::carry;
use super::open_rows::{Judged, roster_person};
use crate::disk::{NewFile, Written};
use crate::domain::as_count;
use crate::domain::citizen::Citizen;
use crate::domain::file_kind::FileKind;
use crate::domain::ids::{CitizenId, RosterId};
use crate::domain::matching::doubt::Expected;
use crate::domain::matching::{self, Accepted, Match, MatchPerson, Verdict};
use crate::domain::pile::{Pile, RowState};
use crate::domain::roster::RosterEntry;
use crate::domain::text::thousands;
use crate::error::{Error, Result};
use crate::excel::write_csv::write_csv;
use crate::figures::Day;
use crate::session::Session;
use crate::store::rosters::{RosterDay, StoredMatch};
use crate::store::{Book, Tx};

/// What to reconcile.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct Reconcile {
    /// The roster; the lists in use when missing.
    pub roster: Option<RosterId>,
    /// Where to write the verdicts of the newest of them as CSV.
    pub out: Option<PathBuf>,
    /// Whether the CSV may take the place of an earlier one.
    pub replace: bool,
    /// How many wrong pairs are accepted among 10,000 rows: the more, the fewer are left to people. When missing as many as
    /// the last time, at first 1.
    pub accept: Option<u32>,
}

/// How a reconciliation ended, in rows of the roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Reconciled {
    /// The roster.
    pub roster: RosterId,
    /// The day of the extract.
    pub as_of: NaiveDate,
    /// All rows: the sum of the next three.
    pub rows: u32,
    /// Rows whose person is found beyond doubt, or by hand; as the list of extracts counts them.
    pub matched: u32,
    /// Rows that a person has to look at.
    pub review: u32,
    /// Rows of people that the register does not have.
    pub unknown: u32,
    /// Rows, of the three, that a person decided.
    pub decided: u32,
    /// How many wrong pairs among 10,000 rows were accepted.
    pub accepted: u32,
    /// How good the answer is as a whole: pairs that are likely wrong, people that were likely missed.
    pub expected: Option<Expected>,
}

/// One row of the verdicts (docs/formats.md, Tables for scripts).
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct ReconcileLine {
    /// Sheet of the extract.
    pub sheet: String,
    /// Row as Excel shows it.
    pub row: u32,
    /// What became of it; whoever a person turned away is `unknown`.
    pub verdict: Verdict,
    /// Code of the citizen, when matched.
    pub citizen_code: String,
    /// The rule that decided.
    pub rule: String,
    /// 0 … 1.
    pub score: f64,
    /// Why, in Vietnamese.
    pub explanation: String,
    /// Codes of the candidates, best first, ';' between.
    pub candidates: String,
}

/// Finds out who each row of a roster is; without one, of each list in use. What a person decided stays.
///
/// # Errors
/// `roster.none`, `roster.not_found`, `reconcile.accept`, `save.*` when the CSV cannot be written, `job.stopped`.
pub fn reconcile(book: &mut Book, session: &Session, args: &Reconcile) -> Result<Reconciled> {
    // Before anything is written.
    accepted(args)?;
    check_unlocked(session, args.out.as_deref())?;
    args.out.as_ref().map(|path| table(path, args.replace).check()).transpose()?;
    let older = choose_lists(book, args.roster)?.into_iter().skip(1).rev();
    for list in older {
        reconcile_one(
            book,
            session,
            &Reconcile { roster: Some(list.id), accept: args.accept, ..Reconcile::default() },
        )?;
    }
    reconcile_one(book, session, args)
}

/// The entry of the journal that a table of people went out.
const TABLE: &str = "write-table";

/// A table for scripts cannot be locked: better none than one that lies open.
fn check_unlocked(session: &Session, out: Option<&Path>) -> Result<()> {
    match out.filter(|_| session.lock.is_some()) {
        Some(path) => Err(Error::new("save.no_lock").with("path", path.display())),
        None => Ok(()),
    }
}

fn told_of_table(day: NaiveDate, path: &Path) -> serde_json::Value {
    json!({ "day": day, "path": path })
}

fn accepted(args: &Reconcile) -> Result<Option<Accepted>> {
    let refused = |wrong: u32| {
        Error::new("reconcile.accept").with("wrong", thousands(wrong)).with("most", Accepted::MOST)
    };
    args.accept.map(|wrong| Accepted::of_10_000(wrong).ok_or_else(|| refused(wrong))).transpose()
}

/// The error that was accepted when a list was last held against the register, or the one before it: whoever chose has chosen
/// for the lists to come, too.
pub(super) fn accepted_so_far(book: &Book, list: &RosterDay) -> Result<Accepted> {
    if list.held {
        return Ok(list.accepted);
    }
    let before = book.roster_days()?.into_iter().find(|other| other.held && other.id != list.id);
    Ok(before.map(|list| list.accepted).unwrap_or_default())
}

fn reconcile_one(book: &mut Book, session: &Session, args: &Reconcile) -> Result<Reconciled> {
    let to = args.out.as_ref().map(|path| table(path, args.replace));
    to.iter().try_for_each(NewFile::check)?;
    let roster = choose(book, args.roster)?;
    let accepted = match accepted(args)? {
        Some(accepted) => accepted,
        None => accepted_so_far(book, &roster)?,
    };
    let import = book.newest_is_import_of(session, roster.id)?;
    let judged = Judged::read(book, &roster)?;
    let (open, free) = (judged.open(), judged.free());
    let people: Vec<MatchPerson<'_>> = free.iter().map(|c| judged.register.person(c)).collect();
    let rows: Vec<MatchPerson<'_>> = open.iter().map(|e| roster_person(e)).collect();
    // Verdicts are written while others are still sought. Without a bound: to wait for each other at every row would cost
    // more than is won, and all of them are some megabytes.
    let (send, matches) = channel();
    let mut written = None;
    let done = std::thread::scope(|scope| {
        let (people, rows) = (&people, &rows);
        let seeker = scope.spawn(move || {
            // Nobody takes them once the user has stopped.
            matching::reconcile_each(people, rows, accepted, |at, found| drop(send.send((at, found))));
        });
        let change = |tx: &Tx<'_>| {
            tx.set_accepted(roster.id, accepted)?;
            judged.carried.iter().try_for_each(|found| tx.put_match(roster.id, found))?;
            for (n, (at, found)) in matches.into_iter().enumerate() {
                if n % 256 == 0 {
                    session.check_stop()?;
                    session.progress("progress.matching", n as u64, open.len() as u64);
                }
                let Some(entry) = open.get(at) else { continue };
                let found = stored(entry, &found, &free);
                if judged.is_first {
                    tx.insert_match(roster.id, &found)?;
                } else {
                    tx.put_match(roster.id, &found)?;
                }
            }
            if let Err(panic) = seeker.join() {
                std::panic::resume_unwind(panic);
            }
            judged.left.iter().try_for_each(|row| tx.leave_match(*row, session.now()))?;
            carry::to_older(tx, &roster, &judged.entries, None)?;
            let Some(to) = &to else { return Ok(()) };
            // Inside the transaction: a table that could not be written was not reconciled.
            written = Some(write_verdicts(
                to,
                &judged.register.citizens,
                &judged.entries,
                &tx.matches(roster.id)?,
            )?);
            tx.note_beside(TABLE, &told_of_table(roster.as_of, to.path))
        };
        // A list that was only just taken in is one step back with it: without, it would stand there and say nothing.
        match import {
            Some(import) if judged.is_first => book.finish(session, import, change),
            _ => book.transact(session, "reconcile", json!({ "as_of": roster.as_of }), change),
        }
    });
    Written::keep_with(written, done)?;
    session.progress("progress.matching", open.len() as u64, open.len() as u64);
    summed_up(book, roster, &judged, accepted)
}

/// How the list stands after its reconciliation.
fn summed_up(book: &Book, roster: RosterDay, judged: &Judged, accepted: Accepted) -> Result<Reconciled> {
    let RowsFound { matched, review, unknown } = RowsFound::of(book, &roster)?;
    Ok(Reconciled {
        roster: roster.id,
        as_of: roster.as_of,
        rows: as_count(judged.entries.len()),
        matched,
        review,
        unknown,
        decided: as_count(judged.decided.len()),
        accepted: accepted.wrong(),
        expected: expected_of(book, vec![roster])?,
    })
}

pub(crate) fn expected_of(book: &Book, lists: Vec<RosterDay>) -> Result<Option<Expected>> {
    Ok(Expected::of(&book.match_doubts(&book.rows_of_lists(lists)?)?))
}

/// How the rows of a list stand, as in their piles: those that were joined but want a look, for a digit that differs, are
/// among those to look at. All 0 before the first reconciliation.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RowsFound {
    pub(crate) matched: u32,
    pub(crate) review: u32,
    pub(crate) unknown: u32,
}

impl RowsFound {
    pub(crate) fn of(book: &Book, list: &RosterDay) -> Result<Self> {
        let mut found = Self::default();
        for (rule, state, rows) in book.match_counts(&book.rows_of_lists(vec![list.clone()])?)? {
            found.add(&rule, state, rows);
        }
        Ok(found)
    }

    pub(super) fn add(&mut self, rule: &str, state: RowState, rows: u32) {
        *match (state, Pile::of(rule)) {
            (RowState::Joined | RowState::Added, _) | (_, Pile::Sure) => &mut self.matched,
            (RowState::Split, _) | (_, Pile::Unknown) => &mut self.unknown,
            _ => &mut self.review,
        } += rows;
    }
}

/// Writes the verdicts of the rows as a table; `matches` are in the order of their rows' ids.
fn write_verdicts(
    to: &NewFile<'_>,
    citizens: &[Citizen],
    entries: &[RosterEntry],
    matches: &[StoredMatch],
) -> Result<Written> {
    let of = |entry: &RosterEntry| {
        let at = matches.binary_search_by_key(&entry.id, |m| m.entry_id).ok()?;
        Some(line(citizens, entry, matches.get(at)?))
    };
    write_csv(to, entries.iter().filter_map(of))
}

/// Which evidence to weigh.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct WeighEvidence {
    /// The day: later visits and extracts do not count.
    pub as_of: NaiveDate,
    /// Where to write the findings as CSV.
    #[serde(default)]
    pub out: Option<PathBuf>,
    /// Whether the CSV may take the place of an earlier one.
    #[serde(default)]
    pub replace: bool,
}

/// What the evidence says, in people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Weighed {
    /// The day.
    pub as_of: NaiveDate,
    /// The newest extract up to that day.
    pub extract: Option<NaiveDate>,
    /// People of the register: the sum of the findings.
    pub people: u32,
    /// People by finding.
    pub findings: BTreeMap<&'static str, u32>,
}

/// One person of the evidence (docs/formats.md, Tables for scripts).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct EvidenceLine<'a> {
    citizen_code: &'a str,
    /// `level-1`, `level-2`, or empty.
    claim: String,
    claim_date: Option<NaiveDate>,
    /// State as the extract says it, or empty.
    official: &'static str,
    /// The extract's day.
    official_date: Option<NaiveDate>,
    finding: &'static str,
}

/// Holds what the teams claim of each person against what the extracts say.
///
/// # Errors
/// `save.*`; the book's own.
pub fn weigh_evidence(book: &mut Book, session: &Session, args: &WeighEvidence) -> Result<Weighed> {
    check_unlocked(session, args.out.as_deref())?;
    let day = Day::read(book, args.as_of)?;
    let citizens = book.citizens()?;
    let mut findings: BTreeMap<&'static str, u32> = BTreeMap::new();
    let lines: Vec<EvidenceLine<'_>> = day
        .people()?
        .iter()
        .zip(day.findings()?)
        .zip(&citizens)
        .map(|((person, finding), citizen)| {
            let claim = person.claim(args.as_of);
            let finding = finding.code();
            *findings.entry(finding).or_default() += 1;
            EvidenceLine {
                citizen_code: &citizen.code,
                claim: claim.map(|visit| format!("level-{}", visit.level)).unwrap_or_default(),
                claim_date: claim.map(|visit| visit.day),
                official: person.official.map(|official| official.state.code()).unwrap_or_default(),
                official_date: person.official.map(|official| official.as_of),
                finding,
            }
        })
        .collect();
    let to = args.out.as_ref().map(|path| table(path, args.replace));
    let written = to.as_ref().map(|to| write_csv(to, &lines)).transpose()?;
    let (extract, people) = (day.extract, as_count(lines.len()));
    if let Some(to) = to {
        let noted = book.note_written(session, TABLE, &told_of_table(args.as_of, to.path));
        Written::keep_with(written, noted)?;
    }
    Ok(Weighed { as_of: args.as_of, extract, people, findings })
}

/// A table to write.
fn table(path: &Path, replace: bool) -> NewFile<'_> {
    NewFile { path, kind: FileKind::Table, replace }
}

/// The roster asked for, or the newest extract.
pub(crate) fn choose(book: &Book, wanted: Option<RosterId>) -> Result<RosterDay> {
    choose_lists(book, wanted)?.into_iter().next().ok_or_else(|| Error::new("roster.none"))
}

/// The roster asked for, or the lists to use, the newest first.
pub(crate) fn choose_lists(book: &Book, wanted: Option<RosterId>) -> Result<Vec<RosterDay>> {
    let lists = match wanted {
        Some(id) => {
            let found = book.roster_days()?.into_iter().find(|list| list.id == id);
            vec![found.ok_or_else(|| Error::new("roster.not_found").with("roster", id))?]
        }
        None => book.lists_to_use(None)?,
    };
    if lists.is_empty() { Err(Error::new("roster.none")) } else { Ok(lists) }
}

/// One row of the verdicts; `citizens` are those it may name, in the order of their ids.
pub(crate) fn line(citizens: &[Citizen], entry: &RosterEntry, found: &StoredMatch) -> ReconcileLine {
    let code = |id: &CitizenId| {
        let at = citizens.binary_search_by_key(id, |c| c.id).ok()?;
        citizens.get(at).map(|c| c.code.as_str())
    };
    let [explanation, _] = found.explanation();
    let candidates: Vec<&str> = found.candidates.iter().filter_map(code).collect();
    ReconcileLine {
        sheet: entry.sheet.clone(),
        row: entry.row,
        // Whoever a person turned away is not in the register.
        verdict: if found.verdict == Verdict::Rejected { Verdict::Unknown } else { found.verdict },
        citizen_code: found.citizen_id.as_ref().and_then(code).unwrap_or_default().to_owned(),
        rule: found.rule.clone(),
        score: found.score,
        explanation,
        candidates: candidates.join(";"),
    }
}

fn stored(entry: &RosterEntry, found: &Match, register: &[&Citizen]) -> StoredMatch {
    let id = |at: usize| register.get(at).map(|c| c.id);
    let mut params: BTreeMap<&str, String> = found.params().into_iter().collect();
    if found.verdict != Verdict::Matched {
        // Kept for what is expected of the whole.
        params.insert("present", format!("{:.3}", found.present));
    }
    StoredMatch {
        entry_id: entry.id,
        verdict: found.verdict,
        citizen_id: found.citizen.and_then(id),
        rule: found.rule.to_owned(),
        score: f64::from(found.score),
        params: serde_json::to_string(&params).unwrap_or_default(),
        candidates: found.candidates.iter().copied().filter_map(id).collect(),
        decided: false,
        state: entry.state,
        level: entry.level,
        activated_on: entry.activated_on,
    }
}
