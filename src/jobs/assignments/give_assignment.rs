//! Work given by the "5 rõ": to one or to many, typed or from a file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::follow_assignments::{AssignmentView, views};
use crate::disk::read_text;
use crate::domain::assignment::{
    Assignment, Holder, HolderKind, NameOf, NewAssignment, Place, ProgressNote, bare_task, council_of,
    partners_of,
};
use crate::domain::ids::{AssignmentId, MemberId};
use crate::domain::text::{fold, named};
use crate::domain::unit::{AGENCY, Unit};
use crate::error::{Error, Refusal, Result};
use crate::figures::Day;
use crate::jobs::book::change_units::agency;
use crate::messages::{sentence, word};
use crate::session::Session;
use crate::store::{Book, Tx};

/// A file of assignments is some kilobytes; a larger file is another file.
const LARGEST_FILE: u64 = 4 << 20;
/// Assignments of one file, or holders of one assignment.
pub(crate) const MOST: usize = 5_000;
/// Characters of a progress note.
pub(super) const LONGEST_NOTE: usize = 500;

/// Assignments to give: from a file, or as they are.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct GiveAssignments {
    /// JSON: one assignment, or a list.
    #[serde(default)]
    pub file: Option<PathBuf>,
    /// Assignments beside those of the file.
    #[serde(default)]
    pub assignments: Vec<NewAssignment>,
}

/// Gives work: each name in `who` gets an assignment of its own. The same again changes nothing.
///
/// # Errors
/// `assignment.bad_file`, `assignment.nothing`, `assignment.not_clear` naming what is missing, `unit.unknown`, and those
/// of [`NewAssignment::check`]; nothing is changed.
pub fn give_assignments(
    book: &mut Book,
    session: &Session,
    args: &GiveAssignments,
) -> Result<Vec<AssignmentView>> {
    let mut new = match &args.file {
        Some(path) => read_json(path)?,
        None => Vec::new(),
    };
    new.extend(args.assignments.iter().cloned());
    if new.is_empty() {
        return Err(Error::new("assignment.nothing"));
    }
    check_count(&new)?;
    let mut desk = Giving::new(book, session, false)?;
    let several = new.len() > 1;
    for (new, number) in new.iter().zip(1..) {
        // Of several the user has to know which.
        desk.take(new, None).map_err(|e| if several { in_list(number, &new.task, e) } else { e })?;
    }
    desk.keep(book)?;
    let all = views(&Day::read(book, session.today())?)?;
    Ok(all.into_iter().filter(|view| desk.asked.contains(&view.assignment.id)).collect())
}

/// # Errors
/// `assignment.too_many`.
pub(crate) fn check_count(new: &[NewAssignment]) -> Result<()> {
    let count = new.iter().map(|new| new.who.len().max(1)).sum::<usize>();
    if count > MOST { Err(Error::new("assignment.too_many").with("limit", MOST)) } else { Ok(()) }
}

/// Says which assignment of a list is refused.
fn in_list(number: u32, task: &str, e: Error) -> Error {
    let (number, short) = (number.to_string(), task.trim().chars().take(60).collect::<String>());
    let place = sentence("assignment.in_list", [("number", number.as_str()), ("task", short.as_str())]);
    match e.params.get("missing").cloned() {
        Some(missing) => e.with("missing", format!("{missing} {place}")),
        None => Error::new("assignment.one_wrong").with("place", place).with("why", e.sentence()),
    }
}

fn read_json(path: &Path) -> Result<Vec<NewAssignment>> {
    let bad = |reason: String| Error::new("assignment.bad_file").with("reason", reason);
    let text = read_text(path, LARGEST_FILE)?;
    let value: Value =
        serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|e| bad(e.to_string()))?;
    let list = match value {
        Value::Array(list) => list,
        one => vec![one],
    };
    let read = |(value, number): (Value, u32)| {
        serde_json::from_value(value).map_err(|e| bad(format!("{number}: {e}")))
    };
    list.into_iter().zip(1..).map(read).collect()
}

/// Assignments on their way into the book.
pub(crate) struct Giving<'a> {
    session: &'a Session,
    pub(super) units: Vec<Unit>,
    pub(super) own: Unit,
    members: Vec<(MemberId, String)>,
    known: BTreeMap<String, Assignment>,
    pub(crate) given: Vec<Assignment>,
    /// Known ones of which more is said now: head, partners, checkpoints.
    pub(crate) changed: Vec<Assignment>,
    /// Given now, or known before.
    asked: Vec<AssignmentId>,
    new_members: Vec<(MemberId, String)>,
    pub(crate) new_agencies: Vec<Unit>,
    /// Unknown names are agencies, whatever they say.
    of_agencies: bool,
}

impl<'a> Giving<'a> {
    pub(crate) fn new(book: &Book, session: &'a Session, of_agencies: bool) -> Result<Self> {
        let known = book.assignments()?;
        Ok(Self {
            session,
            units: book.units()?,
            own: book.own_unit()?,
            members: book.members()?,
            known: known.into_iter().filter_map(|a| Some((same_as(&a, a.holders.first()?), a))).collect(),
            given: Vec::new(),
            changed: Vec::new(),
            asked: Vec::new(),
            new_members: Vec::new(),
            new_agencies: Vec::new(),
            of_agencies,
        })
    }

    /// How many assignments are to be written.
    pub(crate) fn count(&self) -> usize {
        self.given.len() + self.changed.len()
    }

    /// Writes what was taken in, and whom it needs.
    pub(crate) fn write(&self, tx: &Tx<'_>) -> Result<()> {
        self.new_agencies.iter().try_for_each(|unit| tx.insert_unit(unit))?;
        self.new_members.iter().try_for_each(|(id, name)| tx.insert_member(*id, name))?;
        self.given.iter().try_for_each(|given| tx.insert_assignment(given, || self.session.new_id()))?;
        self.changed.iter().try_for_each(|given| tx.update_assignment(given))
    }

    /// Writes it as a change of its own, where there is anything.
    pub(super) fn keep(&self, book: &mut Book) -> Result<()> {
        if self.count() > 0 {
            let told = json!({ "count": self.count() });
            book.transact(self.session, "give-assignments", told, |tx| self.write(tx))?;
        }
        Ok(())
    }

    /// Takes one in; what became of it.
    pub(super) fn take(&mut self, new: &NewAssignment, note: Option<ProgressNote>) -> Result<Taken> {
        let (start, due, result) = new.check(|code| word(code).to_owned())?;
        let mut place = new.place.clone();
        for name in &mut place.units {
            *name = Unit::called(&self.units, name)?.name.clone();
        }
        let with = self.partners(&new.with);
        let mut taken = Taken::Known;
        for name in &new.who {
            let mut given = Assignment {
                id: AssignmentId(self.session.new_id()),
                task: new.task.trim().to_owned(),
                place: place.clone(),
                start,
                due,
                checkpoints: new.checkpoints.clone(),
                result: result.clone(),
                answerable: new.answerable.trim().to_owned(),
                plan: new.plan.clone(),
                group: new.group.trim().to_owned(),
                with: with.clone(),
                handed_in: None,
                holders: Vec::new(),
                notes: note.iter().cloned().collect(),
            };
            let holder = self.holder(name, start, &mut given.place);
            let key = same_as(&given, &holder);
            given.holders.push(holder);
            if let Some(known) = self.known.get_mut(&key) {
                self.asked.push(known.id);
                if more_is_said(known, &given) {
                    self.changed.retain(|other| other.id != known.id);
                    self.changed.push(known.clone());
                    taken = taken.max(Taken::Changed);
                }
                continue;
            }
            self.known.insert(key, given.clone());
            self.asked.push(given.id);
            self.given.push(given);
            taken = Taken::New;
        }
        Ok(taken)
    }

    /// Partners by the names that the book has for them, each once.
    fn partners(&self, names: &[String]) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for name in names.iter().flat_map(|name| partners_of(name)) {
            let unit = self.units.iter().find(|unit| fold(&unit.name) == fold(&name));
            let name = unit.map_or(name, |unit| unit.name.clone());
            if !found.contains(&name) {
                found.push(name);
            }
        }
        found
    }

    /// Who a name is: a unit of the book, an agency or a team by its first words, else a member. A hamlet that is given work without a place works at
    /// home.
    pub(super) fn holder(&mut self, name: &str, from: NaiveDate, place: &mut Place) -> Holder {
        let name = name.trim();
        let wanted = fold(name);
        let holder =
            |kind, member_id, unit_id| Holder { name: name.to_owned(), kind, member_id, unit_id, from };
        // "UBND huyện Một" is the district.
        let council = council_of(name);
        let is_called = |unit: &&Unit| {
            let called = fold(&unit.name);
            called == wanted || unit.kind != AGENCY && council.as_ref() == Some(&called)
        };
        if let Some(unit) = self.units.iter().find(is_called) {
            if unit.kind != AGENCY && *place == Place::default() {
                place.units.push(unit.name.clone());
            }
            let holder = holder(HolderKind::Unit, None, Some(unit.id));
            return Holder { name: unit.name.clone(), ..holder };
        }
        let name_of = if self.of_agencies { NameOf::Agency } else { NameOf::of(name) };
        if name_of == NameOf::Agency {
            let unit = agency(self.session, name, &self.own, self.units.len());
            let id = unit.id;
            self.units.push(unit.clone());
            self.new_agencies.push(unit);
            return holder(HolderKind::Unit, None, Some(id));
        }
        if name_of == NameOf::Team {
            return holder(HolderKind::Team, None, None);
        }
        if let Some((id, known)) = named(name, self.members.iter().map(|member| (member, member.1.as_str())))
        {
            let holder = holder(HolderKind::Member, Some(*id), None);
            return Holder { name: known.clone(), ..holder };
        }
        let id = MemberId(self.session.new_id());
        self.members.push((id, name.to_owned()));
        self.new_members.push((id, name.to_owned()));
        holder(HolderKind::Member, Some(id), None)
    }
}

/// What became of an assignment that was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Taken {
    /// It stands there already, for each of its holders.
    Known,
    /// It stands there, and more is said of it.
    Changed,
    /// At least one of its holders has it now.
    New,
}

/// Takes over what is said anew of an assignment that is known; what is not said stays. Whether anything is.
fn more_is_said(known: &mut Assignment, new: &Assignment) -> bool {
    let before = known.clone();
    if !new.group.is_empty() {
        known.group.clone_from(&new.group);
    }
    if !new.with.is_empty() {
        known.task.clone_from(&new.task);
        known.with.clone_from(&new.with);
    }
    if !new.checkpoints.is_empty() {
        known.checkpoints.clone_from(&new.checkpoints);
        known.start = known.start.min(new.start);
    }
    *known != before
}

/// Two assignments with the same of this are one; a table that is taken in again on another day may begin its tasks on that day.
fn same_as(given: &Assignment, holder: &Holder) -> String {
    let goal = serde_json::to_string(&given.result).unwrap_or_default();
    let member = holder.member_id.map(|id| id.to_string());
    let who = member.or(holder.unit_id.map(|id| id.to_string())).unwrap_or_else(|| fold(&holder.name));
    [who, fold(bare_task(&given.task)), given.due.to_string(), goal].join("|")
}

/// Whether an assignment could be given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Clearness {
    /// It is clear in all five, and nothing else stands in its way.
    pub clear: bool,
    /// Which of the five are missing.
    pub missing: Vec<MissingPart>,
    /// What else stands in its way.
    pub refusal: Option<Refusal>,
}

/// One of the five that is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct MissingPart {
    /// `who`, `task`, `time`, `result` or `answerable`.
    pub part: String,
    /// What is missing and what to do, in Vietnamese.
    pub sentence: String,
}

/// Says all that keeps an assignment from being given, and gives nothing.
pub fn check_assignment(book: &mut Book, session: &Session, args: &NewAssignment) -> Result<Clearness> {
    let part = |code: &str| MissingPart {
        part: code.trim_start_matches("clear.").to_owned(),
        sentence: word(&format!("{code}.fix")).to_owned(),
    };
    let missing: Vec<MissingPart> = args.unclear().into_iter().map(part).collect();
    let taken = Giving::new(book, session, false)?.take(args, None);
    let refusal = taken.err().filter(|e| e.code != "assignment.not_clear");
    Ok(Clearness {
        clear: missing.is_empty() && refusal.is_none(),
        missing,
        refusal: refusal.map(Refusal::from),
    })
}
