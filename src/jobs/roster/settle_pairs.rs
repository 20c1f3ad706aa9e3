//! Decides by hand who rows of an extract are: one row, or all of a rule where the domain says that it is safe.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::carry;
use super::reconcile::{ReconcileLine, choose, choose_lists, line};
use crate::domain::as_count;
use crate::domain::citizen::Citizen;
use crate::domain::dates::vi;
use crate::domain::hamlets::Hamlets;
use crate::domain::hash::hex;
use crate::domain::ids::{CitizenId, RosterId};
use crate::domain::import::PersonRow;
use crate::domain::matching::doubt::{Doubts, Expected, JudgedRow, Range};
use crate::domain::matching::{Verdict, door};
use crate::domain::pile::{AtOnce, at_once};
use crate::domain::register::{Register, RegisterChange};
use crate::domain::roster::{AccountState, RosterEntry};
use crate::domain::text::thousands;
use crate::error::{Error, Result};
use crate::jobs::import::import_register::apply;
use crate::messages::word;
use crate::session::Session;
use crate::store::rosters::StoredMatch;
use crate::store::{Book, RowsOfLists};

/// One row to decide by hand.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct Resolve {
    /// The roster; the newest extract when missing.
    #[serde(default)]
    pub roster: Option<RosterId>,
    /// Sheet of the extract.
    pub sheet: String,
    /// Row as Excel shows it.
    pub row: u32,
    /// What the person says.
    pub decision: Decision,
    /// Which number stays with the person when both have one.
    #[serde(default)]
    pub number: KeepNumber,
}

/// What a person says of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// It is the citizen with this code.
    Citizen(String),
    /// It is a new person: add him to the hamlet that his address names.
    New,
    /// It is not one of ours.
    Reject,
    /// Not clear: look again later.
    Leave,
}

/// Which number stays when both sides have one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum KeepNumber {
    /// That of the register.
    #[default]
    Register,
    /// That of the extract; the register's stays in the list of earlier numbers.
    Roster,
}

/// All open rows of one rule to decide at once.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SettleAll {
    /// The roster; the lists in use when missing.
    #[serde(default)]
    pub roster: Option<RosterId>,
    /// The rule by which the program judged them.
    pub rule: String,
    /// How many rows the person was shown ([`Offer`]).
    pub rows: u32,
    /// Which those were ([`Offer::digest`]): of others nothing is decided.
    pub digest: String,
    /// Which number stays with each person.
    #[serde(default)]
    pub number: KeepNumber,
}

/// All open rows of one rule that may be decided at once.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct Offer {
    /// The rule.
    pub rule: String,
    /// What may be done.
    pub action: AtOnce,
    /// So many rows, neither those left for later nor such as want a look of their own.
    pub rows: u32,
    /// How many of them have an active account: who is added counts among those reached.
    pub active: u32,
    /// How many of them are expected to be done wrong: joined with another person, or added who is in the register already.
    pub wrong: Option<Range>,
    /// Tells whether they are the same rows still: a sum of their ids and of the people they would be joined with.
    pub digest: String,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct SettledAll {
    /// Rows decided.
    pub rows: u32,
}

/// Decides one row by hand; the program never overrides it.
///
/// # Errors
/// `roster.none`, `roster.not_found`, `roster.not_held`, `roster.no_such_row`, `citizen.unknown_code`, `match.citizen_taken`.
pub fn resolve(book: &mut Book, session: &Session, args: &Resolve) -> Result<ReconcileLine> {
    let roster = choose(book, args.roster)?;
    if !roster.held {
        return Err(Error::new("roster.not_held").with("day", vi(roster.as_of)));
    }
    let entry = book.roster_entry_at(roster.id, &args.sheet, args.row)?;
    let (mut changes, mut next_code) = (Vec::new(), None);
    let (verdict, citizen_id, rule) = match &args.decision {
        Decision::Reject | Decision::Leave => (Verdict::Rejected, None, "rejected-by-hand"),
        Decision::Citizen(code) => {
            let citizen = book.citizen_with_code(code)?;
            let id = citizen.id;
            changes.extend(renumber(citizen, &entry, args.number));
            (Verdict::Matched, Some(id), "joined-by-hand")
        }
        Decision::New => {
            let mut newcomers = Newcomers::of(book, Vec::new())?;
            let id = newcomers.enrol(session, &entry, &mut changes)?;
            next_code = Some(newcomers.register.next_code());
            (Verdict::Matched, Some(id), "added-by-hand")
        }
    };
    let before = book.matches_of(roster.id, entry.id, citizen_id)?;
    let own = before.iter().find(|m| m.entry_id == entry.id);
    let others = || {
        before.iter().filter(|m| m.entry_id != entry.id && citizen_id.is_some() && m.citizen_id == citizen_id)
    };
    if let (Some(_), Decision::Citizen(code)) = (others().find(|m| m.decided), &args.decision) {
        return Err(Error::new("match.citizen_taken").with("citizen", code));
    }
    let found = match (&args.decision, own) {
        (Decision::Leave, Some(own)) => reopened(own),
        _ => {
            let candidates = own.map(|m| m.candidates.clone()).unwrap_or_default();
            by_hand(&entry, verdict, citizen_id, rule, judged_before(own), candidates)
        }
    };
    let params = json!({ "sheet": args.sheet, "row": thousands(args.row), "name": entry.name });
    let kind = if args.decision == Decision::Leave { "leave-row" } else { "resolve" };
    book.transact(session, kind, params, |tx| {
        for change in &changes {
            apply(tx, session, change, &Vec::new())?;
        }
        if let Some(next_code) = next_code {
            tx.set_next_code(next_code)?;
        }
        // A row that the program gave the same citizen is open again.
        for other in others() {
            let open = StoredMatch {
                verdict: Verdict::Review,
                citizen_id: None,
                rule: "citizen-given-by-hand".to_owned(),
                ..other.clone()
            };
            tx.put_match(roster.id, &open)?;
        }
        tx.put_match(roster.id, &found)?;
        let meant = own.and_then(|own| own.citizen_id).filter(|meant| citizen_id != Some(*meant));
        carry::to_older(tx, &roster, std::slice::from_ref(&entry), meant)?;
        if args.decision == Decision::Leave { tx.leave_match(entry.id, session.now()) } else { Ok(()) }
    })?;
    // Decisions come one after the other: only the few people that the row may mean are read.
    let mut named: Vec<CitizenId> = found.candidates.iter().copied().chain(citizen_id).collect();
    named.sort_unstable();
    named.dedup();
    Ok(line(&book.citizens_by_id(&named)?, &entry, &found))
}

/// Decides all open rows of a rule that are beyond doubt, as one change; `rows` is what the person was shown.
///
/// # Errors
/// `match.not_at_once`, `match.others_by_now` when other rows than were shown wait by now, `roster.none`,
/// `roster.not_found`, `job.stopped`.
pub fn settle_all(book: &mut Book, session: &Session, args: &SettleAll) -> Result<SettledAll> {
    let lists = book.rows_of_lists(choose_lists(book, args.roster)?)?;
    let as_of = lists.newest().map(|list| list.as_of);
    let (action, _) = at_once(&args.rule).ok_or_else(|| Error::new("match.not_at_once"))?;
    let Plan { steps, next_code, digest, .. } = Plan::of(book, session, &lists, &args.rule, args.number)?;
    let rows = as_count(steps.len());
    if digest != args.digest {
        let (shown, now) = (thousands(args.rows), thousands(rows));
        return Err(Error::new("match.others_by_now").with("shown", shown).with("now", now));
    }
    let kind = if action == AtOnce::Add { "add-rows" } else { "join-rows" };
    book.transact(session, kind, json!({ "rows": rows, "as_of": as_of }), |tx| {
        for (n, (roster, changes, found)) in steps.iter().enumerate() {
            if n % 256 == 0 {
                session.check_stop()?;
                session.progress("progress.matching", n as u64, steps.len() as u64);
            }
            for change in changes {
                apply(tx, session, change, &Vec::new())?;
            }
            tx.put_match(*roster, found)?;
        }
        for list in lists.lists() {
            let of_list = steps.iter().filter(|(roster, ..)| *roster == list.id);
            let ids: Vec<_> = of_list.map(|(.., found)| found.entry_id).collect();
            carry::to_older(tx, list, &tx.entries_by_id(&ids)?, None)?;
        }
        tx.set_next_code(next_code)
    })?;
    Ok(SettledAll { rows })
}

/// How many rows of a rule [`settle_all`] would decide now; nothing where each wants its own look.
pub(super) fn offer(book: &Book, session: &Session, of: &RowsOfLists, rule: &str) -> Result<Option<Offer>> {
    let Some((action, _)) = at_once(rule) else { return Ok(None) };
    let Plan { steps, digest, doubts, .. } = Plan::of(book, session, of, rule, KeepNumber::default())?;
    let rows = as_count(steps.len());
    let active = |(.., found): &&(RosterId, Vec<RegisterChange>, StoredMatch)| {
        matches!(found.state, AccountState::ActiveLevel1 | AccountState::ActiveLevel2)
    };
    let active = as_count(steps.iter().filter(active).count());
    let expected = Expected::of(&doubts);
    let wrong = expected.map(|expected| match action {
        AtOnce::Join => expected.wrong,
        AtOnce::Add => expected.missed,
    });
    Ok((rows > 0).then(|| Offer { rule: rule.to_owned(), action, rows, active, wrong, digest }))
}

/// What is done with all rows of a rule at once: what the button counts is what the deed does.
struct Plan {
    /// Of each row its extract, what it changes in the register, and who it is then.
    steps: Vec<(RosterId, Vec<RegisterChange>, StoredMatch)>,
    next_code: i64,
    /// What is left open of the rows.
    doubts: Doubts,
    /// Of the rows and of whom they are joined with; people who are added have no ids yet.
    digest: String,
}

impl Plan {
    fn of(book: &Book, session: &Session, lists: &RowsOfLists, rule: &str, keep: KeepNumber) -> Result<Self> {
        let mut newcomers = None;
        let mut steps = Vec::new();
        let mut doubts = Doubts::default();
        let mut given = BTreeSet::new();
        let mut digest = Sha256::new();
        if let Some((action, score)) = at_once(rule) {
            let open = book.open_matches(lists, rule, score)?;
            let ids: Vec<_> = open.iter().map(|m| m.entry_id).collect();
            // Only for rows to add the houses of the register are read.
            if action == AtOnce::Add && !open.is_empty() {
                // The second row of somebody who was added since wants a look.
                let added = book.citizens_by_id(&book.people_added(lists)?)?;
                newcomers = Some(Newcomers::of(book, added)?);
            }
            for (n, (own, entry)) in open.iter().zip(&book.entries_by_id(&ids)?).enumerate() {
                if n % 256 == 0 {
                    session.check_stop()?;
                }
                let mut changes = Vec::new();
                let mut means = own.citizen_id;
                let (citizen, rule) = match action {
                    AtOnce::Join => {
                        // Whoever has another row by now, as after two people became one, wants a look.
                        means = means.or(own.candidates.first().copied());
                        let Some(id) = means else { continue };
                        let has_other = book.matches_of(entry.roster_id, own.entry_id, means)?.len() > 1;
                        if has_other || !given.insert((entry.roster_id, id)) {
                            continue;
                        }
                        if let Some(citizen) = book.citizens_by_id(&[id])?.pop() {
                            changes.extend(renumber(citizen, entry, keep));
                        }
                        (id, "joined-by-hand")
                    }
                    AtOnce::Add => {
                        // Two rows of one person make one: the second is left to look at.
                        let enrol = |them: &mut Newcomers| them.enrol(session, entry, &mut changes).ok();
                        let Some(id) = newcomers.as_mut().and_then(enrol) else { continue };
                        (id, "added-by-hand")
                    }
                };
                digest.update(own.entry_id.0);
                digest.update(means.map(|citizen| citizen.0).unwrap_or_default());
                doubts.add(JudgedRow { matched: action == AtOnce::Join, ..own.judged() });
                let before = judged_before(Some(own));
                let candidates = own.candidates.clone();
                let found = by_hand(entry, Verdict::Matched, Some(citizen), rule, before, candidates);
                steps.push((entry.roster_id, changes, found));
            }
        }
        let digest = hex(&digest.finalize());
        let next_code = match newcomers {
            Some(newcomers) => newcomers.register.next_code(),
            None => book.code_counter()?.1,
        };
        Ok(Self { steps, next_code, doubts, digest })
    }
}

/// What a person decided of a row.
fn by_hand(
    entry: &RosterEntry,
    verdict: Verdict,
    citizen_id: Option<CitizenId>,
    rule: &str,
    params: String,
    candidates: Vec<CitizenId>,
) -> StoredMatch {
    StoredMatch {
        entry_id: entry.id,
        verdict,
        citizen_id,
        rule: rule.to_owned(),
        score: 1.0,
        params,
        candidates,
        decided: true,
        state: entry.state,
        level: entry.level,
        activated_on: entry.activated_on,
    }
}

/// The row's number for the person, where that is the one to keep.
fn renumber(mut citizen: Citizen, entry: &RosterEntry, keep: KeepNumber) -> Option<RegisterChange> {
    let other = !entry.number.is_empty() && entry.number != citizen.number;
    (keep == KeepNumber::Roster && other).then(|| {
        let former_number = std::mem::replace(&mut citizen.number, entry.number.clone());
        RegisterChange::UpdateCitizen { citizen, former_number }
    })
}

/// The rule by which the program judged a row, which a decision keeps: it says in which pile the row lies.
fn judged_by(own: &StoredMatch) -> String {
    let was = if own.decided { own.params().remove("was") } else { None };
    was.unwrap_or_else(|| own.rule.clone())
}

/// What a decision keeps of the program's judgement: its rule and the explanation's values.
fn judged_before(own: Option<&StoredMatch>) -> String {
    let mut params = own.map(StoredMatch::params).unwrap_or_default();
    if let Some(own) = own {
        params.insert("was".to_owned(), judged_by(own));
    }
    json!(params).to_string()
}

/// A row that was decided is open again when it is left for later.
fn reopened(own: &StoredMatch) -> StoredMatch {
    if !own.decided {
        return own.clone();
    }
    let mut params = own.params();
    params.remove("was");
    StoredMatch {
        verdict: Verdict::Review,
        citizen_id: None,
        rule: judged_by(own),
        params: json!(params).to_string(),
        decided: false,
        ..own.clone()
    }
}

/// People to add to the register, each in the hamlet that the row or its address names, in the house there that the address
/// names; those of one address together.
struct Newcomers {
    hamlets: Hamlets,
    register: Register,
}

impl Newcomers {
    /// Those of `known` are not added again. Whoever else a row resembles, a person said that it is somebody else.
    fn of(book: &Book, known: Vec<Citizen>) -> Result<Self> {
        let units = book.dated_units()?;
        let (code_prefix, next_code) = book.code_counter()?;
        let register =
            Register::new(book.own_unit()?, units.clone(), book.households()?, known, code_prefix, next_code);
        Ok(Self { hamlets: Hamlets::new(units), register })
    }

    fn enrol(
        &mut self,
        session: &Session,
        entry: &RosterEntry,
        changes: &mut Vec<RegisterChange>,
    ) -> Result<CitizenId> {
        let hamlet = hamlet_of(&self.hamlets, entry);
        let (alley, house_number) = door(&entry.address).unwrap_or_default();
        let alley = if alley.is_empty() { alley } else { format!("{} {alley}", word("register.alley")) };
        // Rows of an extract do not stand in the order of houses.
        self.register.begin_sheet();
        let row = PersonRow {
            alley,
            house_number,
            name: entry.name.clone(),
            birth: entry.birth,
            sex: entry.sex,
            number: entry.number.clone(),
            old_number: entry.old_number.clone(),
            phone: entry.phone.clone(),
            address: entry.address.clone(),
            ..PersonRow::default()
        };
        self.register.take(&row, hamlet, &|| session.new_id(), changes);
        let added = changes
            .iter()
            .find_map(|c| if let RegisterChange::AddCitizen(c) = c { Some(c.id) } else { None });
        added.ok_or_else(|| {
            Error::new("roster.no_such_row").with("sheet", &entry.sheet).with("row", thousands(entry.row))
        })
    }
}

/// The hamlet of today that a row's column or address names; empty when they name none.
pub(crate) fn hamlet_of<'a>(hamlets: &'a Hamlets, entry: &RosterEntry) -> &'a str {
    hamlets.name_in(&entry.hamlet).or_else(|| hamlets.name_in(&entry.address)).unwrap_or_default()
}
