//! Takes result packages of hamlets in: plan, then one transaction, one undo step. The same file twice changes nothing, and the
//! order in which files arrive does not matter.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::names;
use super::write_result::people_of;
use crate::domain::dates::vi;
use crate::domain::ids::CitizenId;
use crate::domain::sharing::{Fields, RowChange, merge, said};
use crate::domain::summary::is_far_ahead;
use crate::domain::unit::{Level, Unit};
use crate::domain::visit::Visit;
use crate::error::{Error, Refusal, Result};
use crate::exchange::package_v1::{Opened, ResultPackage, read_result};
use crate::exchange::rows_v1::{Table, table_named};
use crate::exchange::{envelope, inbox, sealed};
use crate::session::Session;
use crate::store::packages::{KeptConflict, KeptPackage, Laptop, PackageKind};
use crate::store::summaries::PinnedKey;
use crate::store::{Book, Tx};

/// The result packages to take in.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ImportResults {
    /// Files, folders and zips.
    pub files: Vec<PathBuf>,
    /// Only say what would happen.
    pub dry_run: bool,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum ResultAction {
    /// It is taken in.
    New,
    /// The book has it.
    Same,
    /// A later one of the hamlet, which says all that it says, was taken in before.
    Older,
    /// It is refused.
    Refused,
}

/// What became of a file, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct TakenResult {
    /// The file; within a zip, the zip's path and its own.
    pub file: String,
    /// What became of it.
    pub action: ResultAction,
    /// The hamlet; empty when it cannot be read.
    pub unit: String,
    /// Its number.
    pub sequence: u32,
    /// The day it was made for.
    pub day: Option<NaiveDate>,
    /// When it was made.
    pub issued_at: Option<DateTime<FixedOffset>>,
    /// Visits that it brings.
    pub visits: VisitsTaken,
    /// What it brings of people.
    pub people: PeopleTaken,
    /// Code of the refusal, or empty.
    pub code: &'static str,
    /// What the user has to know, each in Vietnamese, then in English.
    pub findings: Vec<[String; 2]>,
}

/// Visits that came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct VisitsTaken {
    /// New here.
    pub added: usize,
    /// The book had them.
    pub same: usize,
    /// Taken back at the hamlet.
    pub removed: usize,
    /// Changed on both sides.
    pub conflict: usize,
}

/// Changes of the register that came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct PeopleTaken {
    /// People who are new here.
    pub added: usize,
    /// People whose record changed.
    pub changed: usize,
    /// The book had it.
    pub same: usize,
    /// Who moved away or died.
    pub left: usize,
    /// Fields changed on both sides: a person settles them.
    pub conflict: usize,
}

impl VisitsTaken {
    fn since(self, before: Self) -> Self {
        Self {
            added: self.added - before.added,
            same: self.same - before.same,
            removed: self.removed - before.removed,
            conflict: self.conflict - before.conflict,
        }
    }
}

impl PeopleTaken {
    fn since(self, before: Self) -> Self {
        Self {
            added: self.added - before.added,
            changed: self.changed - before.changed,
            same: self.same - before.same,
            left: self.left - before.left,
            conflict: self.conflict - before.conflict,
        }
    }
}

/// What was taken in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct ImportedResults {
    /// Each file.
    pub files: Vec<TakenResult>,
    /// Visits.
    pub visits: VisitsTaken,
    /// People.
    pub people: PeopleTaken,
    /// Hamlets whose key is believed from now on: their first file had the token of their package.
    pub enrolled: Vec<String>,
}

/// Takes result packages in. Files that are refused do not hold the others up.
///
/// # Errors
/// `package.not_commune`; `summary.no_files`, `summary.cannot_read`, `summary.bomb`; when no file could be taken, the first refusal:
/// `package.not_enrolled`, `package.other_key`, `package.in_future`, `package.far_ahead`, `package.not_yours`, `package.not_whole`, and as [`read_result`];
/// the book's own. Nothing is changed then.
pub fn import(book: &mut Book, session: &Session, args: &ImportResults) -> Result<ImportedResults> {
    let info = book.info()?;
    if info.level != Level::Commune {
        return Err(Error::new("package.not_commune").with("unit", info.name));
    }
    let seed = book.signing_seed()?;
    let mut refused: Option<Error> = None;
    let mut done = ImportedResults::default();
    let mut opened: Vec<(String, String, Opened<ResultPackage>)> = Vec::new();
    for found in inbox::gather(&args.files, "tnketqua")? {
        session.check_stop()?;
        let read = found.bytes.and_then(|bytes| {
            let text = sealed::open(&seed, &bytes)?;
            let package = read_result(&text)?;
            Ok((String::from_utf8_lossy(&text).into_owned(), package))
        });
        match read {
            Ok((text, package)) => opened.push((found.name, text, package)),
            Err(e) => {
                let e = e.with("file", &found.name);
                done.files.push(told(&found.name, None, ResultAction::Refused, Some(&e)));
                refused.get_or_insert(e);
            }
        }
    }
    // The newest of a hamlet says all that its earlier ones say.
    opened.sort_by_key(|(_, _, o)| (o.package.unit.id.clone(), o.package.sequence, o.package.issued_at));
    let change = |tx: &Tx<'_>| -> Result<(ImportedResults, Option<Error>)> {
        let mut done = done.clone();
        let mut refused = refused.clone();
        for (name, text, opened) in &opened {
            session.check_stop()?;
            let before = done.clone();
            match tx.attempt(|| Taking::new(tx, session, opened, text)?.all(&mut done)) {
                Ok((action, findings)) => {
                    let mut file = told(name, Some(&opened.package), action, None);
                    file.findings.extend(findings);
                    file.visits = done.visits.since(before.visits);
                    file.people = done.people.since(before.people);
                    done.files.push(file);
                }
                Err(e) if e.code.starts_with("package.") || e.code.starts_with("visit.") => {
                    done = before;
                    let e = e.with("file", name);
                    done.files.push(told(name, Some(&opened.package), ResultAction::Refused, Some(&e)));
                    refused.get_or_insert(e);
                }
                Err(e) => return Err(e),
            }
        }
        Ok((done, refused))
    };
    let (done, refused) = if args.dry_run {
        book.rehearse(session, change)?
    } else {
        let told = json!({ "files": opened.len() });
        book.transact(session, "take-results", told, change)?.value
    };
    match refused {
        Some(e) if done.files.iter().all(|file| file.action == ResultAction::Refused) => Err(e),
        _ => Ok(done),
    }
}

fn told(name: &str, package: Option<&ResultPackage>, action: ResultAction, e: Option<&Error>) -> TakenResult {
    TakenResult {
        file: name.to_owned(),
        action,
        unit: package.map(|p| p.unit.name.clone()).unwrap_or_default(),
        sequence: package.map_or(0, |p| p.sequence),
        day: package.map(|p| p.day),
        issued_at: package.map(|p| p.issued_at),
        visits: VisitsTaken::default(),
        people: PeopleTaken::default(),
        code: e.map_or("", |e| e.code),
        findings: e.map(|e| Refusal::from(e.clone()).sentences).into_iter().collect(),
    }
}

/// A result package that is being taken in.
struct Taking<'a> {
    tx: &'a Tx<'a>,
    session: &'a Session,
    package: &'a ResultPackage,
    fingerprint: &'a str,
    text: &'a str,
    unit: Unit,
    laptop: Laptop,
    /// Records that stand for others now, by the id of those.
    joined: BTreeMap<String, String>,
}

/// The order in which rows are written, each after those that it speaks of.
const ORDER: [&str; 8] =
    ["member", "household", "citizen", "merged_citizen", "identity", "departure", "visit", "assignment_note"];

/// The people and households that a change speaks of.
fn people_in(change: &RowChange) -> impl Iterator<Item = &str> {
    let own = matches!(change.table.as_str(), "citizen" | "household" | "departure" | "merged_citizen");
    let fields = change.from.iter().chain(&change.to);
    let named = fields.flat_map(|fields| ["citizen_id", "household_id"].map(|field| fields.get(field)));
    own.then_some(change.id.as_str()).into_iter().chain(named.flatten().filter_map(Value::as_str))
}

/// Findings, each in Vietnamese, then in English.
type Findings = Vec<[String; 2]>;

impl<'a> Taking<'a> {
    /// Whose the package is, and whether its key is to be believed.
    fn new(
        tx: &'a Tx<'a>,
        session: &'a Session,
        opened: &'a Opened<ResultPackage>,
        text: &'a str,
    ) -> Result<Self> {
        let package = &opened.package;
        let unknown = || Error::new("package.not_enrolled").with("unit", &package.unit.name);
        let unit = tx.units()?.into_iter().find(|unit| unit.id.to_string() == package.unit.id);
        let unit = unit.ok_or_else(unknown)?;
        let laptop = tx.laptops()?.into_iter().find(|laptop| laptop.unit == unit.id).ok_or_else(unknown)?;
        let believed = if laptop.fingerprint.is_empty() {
            !laptop.token.is_empty() && laptop.token == package.token
        } else {
            laptop.fingerprint == opened.fingerprint
        };
        if !believed {
            return Err(Error::new("package.other_key")
                .with("unit", &unit.name)
                .with("fingerprint", envelope::spaced(&opened.fingerprint)));
        }
        let day = package.day.max(package.issued_at.date_naive());
        if day > session.today() {
            return Err(Error::new("package.in_future")
                .with("day", vi(day))
                .with("today", vi(session.today())));
        }
        let joined = tx.joined_records()?;
        Ok(Self { tx, session, package, fingerprint: &opened.fingerprint, text, unit, laptop, joined })
    }

    fn all(self, done: &mut ImportedResults) -> Result<(ResultAction, Findings)> {
        let package = self.package;
        let sha256 = envelope::sha256(self.text.as_bytes());
        let kept: Vec<KeptPackage> = self.tx.packages(PackageKind::Result)?;
        if kept.iter().any(|file| file.sha256 == sha256) {
            return Ok((ResultAction::Same, Vec::new()));
        }
        // A book that was lost and made anew counts from 1 again.
        let of_book = |file: &&KeptPackage| file.unit == self.unit.id && !self.laptop.fingerprint.is_empty();
        let last = kept.iter().rfind(of_book);
        if last.is_some_and(|last| (package.sequence, package.issued_at) <= (last.sequence, last.issued_at)) {
            return Ok((ResultAction::Older, Vec::new()));
        }
        let known = last.map_or(0, |last| last.sequence);
        // Taken, it would make every honest one an older one.
        if is_far_ahead(known, package.sequence) {
            return Err(Error::new("package.far_ahead")
                .with("number", package.sequence)
                .with("known", known));
        }
        let mut findings = Vec::new();
        // Nothing is missing: the newest says all; but a file that never came may lie somewhere with people in it.
        let first = known.saturating_add(1);
        if package.sequence > first {
            let missing = Error::new("package.gap").with("from", first).with("to", package.sequence - 1);
            findings.push(Refusal::from(missing).sentences);
        }
        let before = match last {
            Some(last) if package.acknowledged < last.sequence => {
                let text = self.tx.package_file(&last.sha256)?;
                if text.is_empty() { Vec::new() } else { read_result(text.as_bytes())?.package.changes }
            }
            _ => Vec::new(),
        };
        self.enrol(done)?;
        self.take(&before, done, &mut findings)?;
        let kept = KeptPackage {
            sha256,
            unit: self.unit.id,
            kind: PackageKind::Result,
            sequence: package.sequence,
            acknowledged: package.acknowledged,
            day: package.day,
            issued_at: package.issued_at,
            at: self.session.now(),
            people: u32::try_from(people_of(&package.changes).len()).unwrap_or(u32::MAX),
        };
        self.tx.forget_results(self.unit.id, package.sequence)?;
        self.tx.keep_package(&kept, self.text)?;
        Ok((ResultAction::New, findings))
    }

    /// A first file with the token of its package shows whose key it is: no telephone is needed.
    fn enrol(&self, done: &mut ImportedResults) -> Result<()> {
        let known = &self.laptop;
        let laptop = Laptop {
            unit: known.unit,
            card: String::new(),
            token: String::new(),
            address: self.package.recipient.clone(),
            fingerprint: self.fingerprint.to_owned(),
        };
        if laptop == *known {
            return Ok(());
        }
        self.tx.put_laptop(&laptop)?;
        if known.fingerprint.is_empty() {
            done.enrolled.push(self.unit.name.clone());
            self.tx.pin_book_of(&PinnedKey {
                id: self.unit.id.to_string(),
                unit_id: Some(self.unit.id),
                name: self.unit.name.clone(),
                fingerprint: self.fingerprint.to_owned(),
                vouched_by: String::new(),
                replaced_by: String::new(),
            })?;
        }
        Ok(())
    }

    fn take(&self, before: &[RowChange], done: &mut ImportedResults, findings: &mut Findings) -> Result<()> {
        let mut said = said(&self.now_of(before), &self.now_of(&self.package.changes));
        let place = |table: &str| ORDER.iter().position(|name| *name == table).unwrap_or(ORDER.len());
        said.sort_by_key(|(change, _)| place(&change.table));
        let gone = self.check_scope(&said)?;
        let lost = said.iter().filter(|(change, _)| people_in(change).any(|id| gone.contains(id))).count();
        if lost > 0 {
            findings.push(Refusal::from(Error::new("package.person_gone").with("rows", lost)).sentences);
            said.retain(|(change, _)| !people_in(change).any(|id| gone.contains(id)));
        }
        let mut open: BTreeMap<String, KeptConflict> = self
            .tx
            .conflicts()?
            .into_iter()
            .filter(|c| c.unit == self.unit.id)
            .map(|c| (c.id.clone(), c))
            .collect();
        let mut changed: BTreeSet<String> = BTreeSet::new();
        for (change, bases) in &said {
            let table = table_named(&change.table)
                .ok_or_else(|| Error::new("package.malformed").with("where", &change.table))?;
            if change.table == "merged_citizen" {
                self.join(change)?;
                continue;
            }
            let here = self.tx.rows_of_table(
                table.name,
                &names(table),
                Some(&BTreeSet::from([change.id.clone()])),
            )?;
            let mine = here.into_values().next();
            self.take_row(table, change, bases, mine.as_ref(), &mut open, done, &mut changed)?;
        }
        // What the hamlet does not say any more is no question any more.
        for kept in open.into_values().filter(|kept| kept.settled.is_empty()) {
            let still = self.package.changes.iter().any(|change| {
                change.key() == kept.row
                    && change.to.as_ref().is_some_and(|to| to.contains_key(&kept.conflict.field))
            });
            if !still {
                self.tx.put_conflict(&KeptConflict { settled: "mine".to_owned(), ..kept })?;
            }
        }
        done.people.changed += changed.len();
        self.tx.check_references()
    }

    /// The changes of today's records: who was joined to another is that one.
    fn now_of(&self, changes: &[RowChange]) -> Vec<RowChange> {
        let now = |fields: &Option<Fields>| {
            fields.clone().map(|mut fields| {
                if let Some(Value::String(id)) = fields.get_mut("citizen_id")
                    && let Some(kept) = self.joined.get(id)
                {
                    id.clone_from(kept);
                }
                fields
            })
        };
        changes
            .iter()
            .filter(|change| change.table != "citizen" || !self.joined.contains_key(&change.id))
            .map(|change| RowChange { from: now(&change.from), to: now(&change.to), ..change.clone() })
            .collect()
    }

    /// Refuses a package that speaks of people who never were of its hamlet. Gives the ids of those whom the book has no more.
    fn check_scope(&self, said: &[(RowChange, Vec<Option<Fields>>)]) -> Result<BTreeSet<String>> {
        let refused =
            |id: &str| Error::new("package.not_yours").with("unit", &self.unit.name).with("where", id);
        let own = Value::from(self.unit.id.to_string());
        let mut new: BTreeSet<&str> = BTreeSet::new();
        let mut asked: BTreeSet<String> = BTreeSet::new();
        for (change, _) in said {
            asked.extend(people_in(change).map(str::to_owned));
            match change.to.as_ref().and_then(|to| to.get("unit_id")) {
                Some(unit) if *unit == own => drop(new.insert(&change.id)),
                Some(_) if change.from.is_none() => return Err(refused(&change.id)),
                _ => {}
            }
        }
        let known = self.tx.hamlets_of(&asked)?;
        let of_others = known.iter().filter(|(_, unit)| **unit != self.unit.id);
        let of_others: BTreeSet<String> = of_others.map(|(id, _)| id.clone()).collect();
        let once = self.tx.once_stood_in(self.unit.id, &of_others)?;
        if let Some(id) = of_others.iter().find(|id| !once.contains(*id)) {
            return Err(refused(id));
        }
        let tasks = self.tx.tasks_of(self.unit.id)?;
        for (change, _) in said.iter().filter(|(change, _)| change.table == "assignment_note") {
            let of = |fields: &Fields| fields.get("assignment_id").and_then(Value::as_str).map(str::to_owned);
            if change.from.iter().chain(&change.to).filter_map(of).any(|task| !tasks.contains(&task)) {
                return Err(refused(&change.id));
            }
        }
        Ok(asked.into_iter().filter(|id| !known.contains_key(id) && !new.contains(id.as_str())).collect())
    }

    #[expect(clippy::too_many_arguments, reason = "one row with all that is known of it")]
    fn take_row(
        &self,
        table: &Table,
        change: &RowChange,
        bases: &[Option<Fields>],
        mine: Option<&Fields>,
        open: &mut BTreeMap<String, KeptConflict>,
        done: &mut ImportedResults,
        changed: &mut BTreeSet<String>,
    ) -> Result<()> {
        // A member whom the book has stays as the book has him.
        if table.name == "member" && mine.is_some() {
            return Ok(());
        }
        let mut merged = merge(mine, bases, change.to.as_ref());
        // What only the commune gives stays.
        if mine.is_some() {
            merged.take.retain(|field, _| !table.fixed.contains(&field.as_str()));
            merged.conflicts.retain(|conflict| !table.fixed.contains(&conflict.field.as_str()));
        }
        let whole = mine.is_none() && !merged.take.is_empty();
        if whole && table.fields.iter().any(|(field, _)| !merged.take.contains_key(*field)) {
            // Of a row that the book has no more only some fields are told.
            return Ok(());
        }
        if merged.remove {
            self.tx.delete_row(table.name, &change.id)?;
        } else if !merged.take.is_empty() {
            let mut take = merged.take.clone();
            if table.name == "visit" {
                self.check_visit(&change.id, mine, &take)?;
            }
            if whole && table.name == "citizen" {
                self.give_code(&mut take)?;
            }
            self.tx.put_fields(table.name, &change.id, &take)?;
        }
        let mut asked = 0;
        for conflict in merged.conflicts {
            let id = format!("{} {} {} {}", self.unit.id, table.name, change.id, conflict.field);
            // What a person has decided is not asked again.
            let known = open.remove(&id);
            let decided = known
                .as_ref()
                .is_some_and(|kept| !kept.settled.is_empty() && kept.conflict.theirs == conflict.theirs);
            if decided {
                continue;
            }
            asked += 1;
            let at = known
                .filter(|kept| kept.conflict == conflict)
                .map_or_else(|| self.session.now(), |kept| kept.at);
            self.tx.put_conflict(&KeptConflict {
                id,
                unit: self.unit.id,
                row: change.key(),
                conflict,
                at,
                settled: String::new(),
            })?;
        }
        let nothing = !merged.remove && merged.take.is_empty();
        let (visits, people) = (&mut done.visits, &mut done.people);
        match table.name {
            "visit" if asked > 0 => visits.conflict += 1,
            "visit" if merged.remove => visits.removed += 1,
            "visit" if whole => visits.added += 1,
            "visit" => visits.same += 1,
            "departure" if whole => people.left += 1,
            "citizen" if whole => people.added += 1,
            "citizen" | "departure" | "identity" => {
                people.conflict += asked;
                if nothing && asked == 0 {
                    people.same += 1;
                } else if !nothing {
                    let of = change.to.as_ref().and_then(|to| to.get("citizen_id")?.as_str());
                    changed.insert(of.unwrap_or(&change.id).to_owned());
                }
            }
            _ => people.conflict += asked,
        }
        Ok(())
    }

    /// A code that nobody has.
    fn give_code(&self, take: &mut Fields) -> Result<()> {
        let code = take.get("code").and_then(Value::as_str).unwrap_or_default();
        if self.tx.citizen_of_code(code)?.is_some() {
            let given = self.tx.next_code()?;
            take.insert("code".to_owned(), Value::from(given));
        }
        Ok(())
    }

    /// A visit that came is one that could have been logged here.
    fn check_visit(&self, id: &str, mine: Option<&Fields>, take: &Fields) -> Result<()> {
        let mut fields = mine.cloned().unwrap_or_default();
        fields.extend(take.clone());
        fields.insert("id".to_owned(), Value::from(id));
        for blank in ["channel", "come_back_at"] {
            if fields.get(blank).and_then(Value::as_str) == Some("") {
                fields.insert(blank.to_owned(), Value::Null);
            }
        }
        let visit: Visit = serde_json::from_value(json!(fields))
            .map_err(|e| Error::new("package.malformed").with("where", format!("visit {id} {e}")))?;
        // Clocks of laptops differ; the day itself was looked at.
        visit.validate(self.session.now().max(self.package.issued_at), None)
    }

    /// Two records that the hamlet found to be of one person.
    fn join(&self, change: &RowChange) -> Result<()> {
        let kept = change.to.as_ref().and_then(|to| to.get("citizen_id")?.as_str());
        let (Some(Ok(kept)), Ok(dropped)) =
            (kept.map(str::parse::<CitizenId>), change.id.parse::<CitizenId>())
        else {
            return Ok(());
        };
        let there = self.tx.citizens_by_id(&[kept, dropped])?;
        if there.len() == 2 {
            self.tx.merge_citizen(kept, dropped)?;
        }
        Ok(())
    }
}
