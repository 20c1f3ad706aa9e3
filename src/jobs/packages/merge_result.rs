//! Merges what a hamlet's result package says into the commune's book, row by row.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::row_changes::{changes_of, people_in, task_in};
use super::taken::ImportedResults;
use super::{ANSWER, names, of_today};
use crate::domain::dates::vi;
use crate::domain::ids::{CitizenId, UnitId, VisitId};
use crate::domain::sharing::{Conflict, Fields, Merged, RowChange, merge, said};
use crate::domain::unit::{AGENCY, Unit, reach, told_of_end};
use crate::domain::visit::Visit;
use crate::domain::visit::venue::carried;
use crate::error::{Error, Refusal, Result};
use crate::exchange::package_v1::ResultPackage;
use crate::exchange::rows_v1::{Table, table_named};
use crate::session::Session;
use crate::store::Tx;
use crate::store::packages::KeptConflict;

/// Findings, each in Vietnamese, then in English.
pub(super) type Findings = Vec<[String; 2]>;

/// The order in which rows are written, each after those that it speaks of.
const ORDER: [&str; 9] = [
    "member",
    "household",
    "citizen",
    "merged_citizen",
    "identity",
    "departure",
    "visit",
    "assignment",
    "assignment_note",
];

/// How long before the day of its package a visit may have been made.
const LONGEST_AGO: chrono::Duration = chrono::Duration::days(60);

/// A result package that is being merged.
pub(super) struct Merging<'a> {
    pub(super) tx: &'a Tx<'a>,
    pub(super) session: &'a Session,
    pub(super) package: &'a ResultPackage,
    pub(super) unit: &'a Unit,
    /// The units whose people its laptop has; more than one where units were merged or split.
    pub(super) reach: Vec<UnitId>,
    /// Records that stand for others now, by the id of those.
    pub(super) joined: BTreeMap<String, String>,
    /// Whether it is the laptop of an agency, and who of the register stands on its list: these are its people.
    pub(super) of_agency: bool,
    on_list: BTreeSet<String>,
    /// Visits that are new here.
    pub(super) new_visits: Vec<VisitId>,
    /// Rows that were written, ids by table.
    written: BTreeMap<String, BTreeSet<String>>,
    /// Rows that go in the end.
    removed: Vec<(String, String)>,
    /// Whether the file has its place in the order of files.
    in_order: bool,
    /// What a person has to know.
    findings: Findings,
}

impl<'a> Merging<'a> {
    pub(super) fn new(
        tx: &'a Tx<'a>,
        session: &'a Session,
        package: &'a ResultPackage,
        unit: &'a Unit,
    ) -> Result<Self> {
        let (joined, units) = (tx.joined_records()?, tx.dated_units()?);
        let reach = reach(&units, unit.id, session.today());
        let ended = told_of_end(&units, unit.id).map(|told| Refusal::from(told).sentences);
        let (written, removed, findings) = (BTreeMap::new(), Vec::new(), ended.into_iter().collect());
        let new_visits = Vec::new();
        let list = if unit.kind == AGENCY { tx.affiliations(Some(unit.id))? } else { Vec::new() };
        let on_list = list.into_iter().filter_map(|one| one.citizen_id).map(|id| id.to_string()).collect();
        let in_order = true;
        Ok(Self {
            tx,
            session,
            package,
            unit,
            reach,
            joined,
            of_agency: unit.kind == AGENCY,
            on_list,
            new_visits,
            written,
            removed,
            in_order,
            findings,
        })
    }

    /// Takes what a laptop added that is out of the order of files: it closes no question.
    pub(super) fn found(mut self, done: &mut ImportedResults) -> Result<Findings> {
        self.in_order = false;
        self.take(&[], done)
    }

    pub(super) fn take(mut self, before: &[RowChange], done: &mut ImportedResults) -> Result<Findings> {
        let gone = self.check_scope(before.iter().chain(&self.package.changes))?;
        for change in changes_of(&self.package.changes, "merged_citizen") {
            if !people_in(change).any(|id| gone.contains(id)) {
                self.join(change)?;
            }
        }
        self.joined = self.tx.joined_records()?;
        let mut said = said(&self.now_of(before), &self.now_of(&self.package.changes));
        let place = |table: &str| ORDER.iter().position(|name| *name == table).unwrap_or(ORDER.len());
        said.sort_by_key(|(change, _)| place(&change.table));
        let is_lost =
            |change: &RowChange| people_in(change).chain(task_in(change)).any(|id| gone.contains(id));
        let lost = said.iter().filter(|(change, _)| is_lost(change)).count();
        if lost > 0 {
            self.findings.push(Refusal::from(Error::new("package.person_gone").with("rows", lost)).sentences);
            said.retain(|(change, _)| !is_lost(change));
        }
        let mut open: BTreeMap<String, KeptConflict> = self
            .tx
            .conflicts()?
            .into_iter()
            .filter(|c| c.unit == self.unit.id)
            .map(|c| (c.id.clone(), c))
            .collect();
        let mut changed: BTreeSet<String> = BTreeSet::new();
        for (change, bases) in said.iter().filter(|(change, _)| change.table != "merged_citizen") {
            let table = table_named(&change.table)
                .ok_or_else(|| Error::new("package.malformed").with("where", &change.table))?;
            let mine = self.tx.row_of_table(table.name, &names(table), &change.id)?;
            let mine = mine.map(|mine| self.as_told(mine));
            if table.name == "visit"
                && let Err(e) = self.check_visit(change, mine.as_ref())
            {
                // It holds nothing else up; the hamlet says it again until it is put right.
                let told = self.left_out(change, &e)?;
                self.findings.push(told);
                continue;
            }
            if table.name == "citizen" && mine.is_none() {
                let told = self.same_number(change)?;
                self.findings.extend(told);
            }
            self.take_row(table, change, bases, mine.as_ref(), &mut open, done, &mut changed)?;
        }
        for (change, bases) in self.said_of_joined(before) {
            self.land(&change, &bases, &mut open, done, &mut changed)?;
        }
        self.take_away()?;
        self.stand_beside(&said, &mut open, &mut done.visits)?;
        // What the hamlet does not say any more is no question any more.
        // Of a record that was joined to another it falls silent as soon as it knows.
        let is_own = |kept: &KeptConflict| kept.conflict.field != ANSWER && kept.id.contains(&kept.row.1);
        open.retain(|_, kept| self.in_order && kept.settled.is_empty() && is_own(kept));
        for kept in open.into_values() {
            let still = self.package.changes.iter().any(|change| {
                change.key() == kept.row
                    && change.to.as_ref().is_some_and(|to| to.contains_key(&kept.conflict.field))
            });
            if !still {
                self.tx.put_conflict(&KeptConflict { settled: "mine".to_owned(), ..kept })?;
            }
        }
        done.people.changed += changed.len();
        self.tx.check_references(&self.written)?;
        Ok(self.findings)
    }

    /// A row as packages have it: of the hamlet, also where it stands with a part.
    fn as_told(&self, mut row: Fields) -> Fields {
        let unit = row.get("unit_id").and_then(Value::as_str).and_then(|id| id.parse().ok());
        if unit.is_some_and(|unit| self.of_agency || self.reach.contains(&unit)) {
            row.insert("unit_id".to_owned(), Value::from(self.unit.id.to_string()));
        }
        row
    }

    /// Takes rows away, the last ones first; what something else speaks of stays.
    fn take_away(&mut self) -> Result<()> {
        for (table, id) in std::mem::take(&mut self.removed).into_iter().rev() {
            if !self.tx.is_named(&table, &id)? {
                self.tx.delete_row(&table, &id)?;
            }
        }
        Ok(())
    }

    /// Writes fields of a row. A member or visit that the book does not know any more is left out: the hamlet says it again.
    pub(super) fn put(&mut self, table: &str, id: &str, mut fields: Fields) -> Result<()> {
        for (field, of) in [("member_id", "member"), ("corrects", "visit")] {
            if let Some(Value::String(named)) = fields.get(field)
                && !self.tx.has_row(of, named)?
            {
                fields.insert(field.to_owned(), Value::Null);
            }
        }
        self.written.entry(table.to_owned()).or_default().insert(id.to_owned());
        self.tx.put_fields(table, id, &fields)
    }

    /// The changes of today's records: who was joined to another is that one. A record that only the hamlet joined to another
    /// stays.
    pub(super) fn now_of(&self, changes: &[RowChange]) -> Vec<RowChange> {
        let now = |fields: &Option<Fields>| fields.as_ref().map(|fields| of_today(fields, &self.joined));
        let joined_there: BTreeSet<&String> = changes_of(changes, "merged_citizen").map(|c| &c.id).collect();
        changes
            .iter()
            .filter(|change| {
                let is_joined = self.joined.contains_key(&change.id) || joined_there.contains(&change.id);
                !(is_joined && matches!(change.table.as_str(), "citizen" | "departure"))
            })
            .map(|change| RowChange { from: now(&change.from), to: now(&change.to), ..change.clone() })
            .collect()
    }

    /// Refuses a package that speaks of people who never were of its hamlet. Gives the ids of those whom the book has no more.
    fn check_scope<'r>(&self, said: impl Iterator<Item = &'r RowChange>) -> Result<BTreeSet<String>> {
        let said: Vec<&RowChange> = said.collect();
        let refused =
            |id: &str| Error::new("package.not_yours").with("unit", &self.unit.name).with("where", id);
        let own = Value::from(self.unit.id.to_string());
        let mut new: BTreeSet<&str> = BTreeSet::new();
        let mut asked: BTreeSet<String> = BTreeSet::new();
        for change in &said {
            asked.extend(people_in(change).map(str::to_owned));
            match change.to.as_ref().and_then(|to| to.get("unit_id")) {
                Some(unit) if *unit == own => drop(new.insert(&change.id)),
                Some(_) if change.from.is_none() => return Err(refused(&change.id)),
                _ => {}
            }
        }
        let known = self.tx.hamlets_of(&asked)?;
        let of_others = known.iter().filter(|(_, unit)| !self.reach.contains(unit));
        let mut of_others: BTreeSet<String> = of_others.map(|(id, _)| id.clone()).collect();
        if self.of_agency {
            of_others.retain(|id| !self.on_list.contains(id));
        }
        let once = self.tx.once_stood_in(&self.reach, &of_others)?;
        let foreign: Vec<&String> = of_others.iter().filter(|id| !once.contains(*id)).collect();
        if let Some(first) = foreign.first() {
            let ids: Vec<CitizenId> = foreign.iter().filter_map(|id| id.parse().ok()).collect();
            let people = self.tx.citizens_by_id(&ids)?;
            // A household goes with its people.
            let codes: Vec<&str> = people.iter().take(5).map(|person| person.code.as_str()).collect();
            return Err(refused(&if codes.is_empty() { (*first).clone() } else { codes.join(", ") }));
        }
        let tasks = self.tx.tasks_of(self.unit.id)?;
        let mut gone = BTreeSet::new();
        for task in said.iter().filter_map(|change| task_in(change)).filter(|task| !tasks.contains(*task)) {
            if self.tx.has_row("assignment", task)? {
                return Err(refused(task));
            }
            gone.insert(task.to_owned());
        }
        gone.extend(asked.into_iter().filter(|id| !known.contains_key(id) && !new.contains(id.as_str())));
        Ok(gone)
    }

    /// What becomes of a row, without what is the hamlet's or the commune's alone to say.
    fn merged(
        &self,
        table: &Table,
        change: &RowChange,
        bases: &[Option<Fields>],
        mine: Option<&Fields>,
    ) -> Merged {
        let mut merged = merge(mine, bases, change.to.as_ref());
        // What only the commune gives stays.
        if mine.is_some() {
            merged.take.retain(|field, _| !table.fixed.contains(&field.as_str()));
            merged.conflicts.retain(|conflict| !table.fixed.contains(&conflict.field.as_str()));
        }
        // Which answer counts was said here.
        merged.conflicts.retain(|conflict| conflict.field != "corrects");
        // Whom it visited the team knows: that is no question.
        let of_whom = merged.conflicts.extract_if(.., |conflict| conflict.field == "citizen_id");
        merged.take.extend(of_whom.map(|conflict| (conflict.field, conflict.theirs)));
        // Whom the commune sent to another hamlet lives there.
        let own = Value::from(self.unit.id.to_string());
        if table.name == "citizen" && mine.is_some_and(|mine| mine.get("unit_id") != Some(&own)) {
            merged.take.remove("household_id");
            merged.conflicts.retain(|conflict| conflict.field != "household_id");
        }
        merged
    }

    #[expect(clippy::too_many_arguments, reason = "one row with all that is known of it")]
    fn take_row(
        &mut self,
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
        let mut merged = self.merged(table, change, bases, mine);
        let whole = mine.is_none() && !merged.take.is_empty();
        if whole && table.fields.iter().any(|(field, _)| !merged.take.contains_key(*field)) {
            // Of a row that the book has no more only some fields are told.
            return Ok(());
        }
        if merged.remove {
            self.removed.push(change.key());
        } else if !merged.take.is_empty() {
            let mut take = merged.take.clone();
            if whole && table.name == "citizen" {
                self.give_code(&mut take)?;
                self.give_unit(&mut take)?;
            }
            self.put(table.name, &change.id, take)?;
        }
        let asked = self.ask(change.key(), &change.id, std::mem::take(&mut merged.conflicts), open)?;
        let nothing = !merged.remove && merged.take.is_empty();
        let (visits, people) = (&mut done.visits, &mut done.people);
        match table.name {
            "visit" if asked > 0 => visits.conflict += 1,
            "visit" if merged.remove => visits.removed += 1,
            "visit" if whole => {
                visits.added += 1;
                let via = Fields::from([("via".to_owned(), Value::from(self.unit.id.to_string()))]);
                self.tx.put_fields("visit", &change.id, &via)?;
                self.new_visits.extend(change.id.parse::<VisitId>());
            }
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

    /// Keeps what a person has to settle of a row, of which the hamlet speaks as `id`; gives how many fields that are.
    pub(super) fn ask(
        &self,
        row: (String, String),
        id: &str,
        conflicts: Vec<Conflict>,
        open: &mut BTreeMap<String, KeptConflict>,
    ) -> Result<usize> {
        let mut asked = 0;
        for conflict in conflicts {
            let id = format!("{} {} {id} {}", self.unit.id, row.0, conflict.field);
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
                row: row.clone(),
                conflict,
                at,
                settled: String::new(),
            })?;
        }
        Ok(asked)
    }

    /// Who is new stands where the household does. Which part a new household of a unit that was split belongs to nobody has said.
    fn give_unit(&mut self, take: &mut Fields) -> Result<()> {
        let [household, name] = ["household_id", "name"]
            .map(|field| take.get(field).and_then(Value::as_str).unwrap_or_default().to_owned());
        let home = self.tx.hamlets_of(&BTreeSet::from([household]))?.into_values().next();
        let home = home.filter(|home| self.reach.contains(home)).unwrap_or(self.unit.id);
        take.insert("unit_id".to_owned(), Value::from(home.to_string()));
        let units = self.tx.dated_units()?;
        let split = units
            .iter()
            .any(|unit| unit.unit.id == home && unit.last_day.is_some() && unit.merged_into().is_none());
        if split {
            let told = Error::new("package.unit_undecided").with("name", name).with("unit", &self.unit.name);
            self.findings.push(Refusal::from(told).sentences);
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
    fn check_visit(&self, change: &RowChange, mine: Option<&Fields>) -> Result<()> {
        let Some(to) = &change.to else { return Ok(()) };
        let mut fields = mine.cloned().unwrap_or_default();
        fields.extend(to.clone());
        fields.insert("id".to_owned(), Value::from(change.id.as_str()));
        for blank in ["channel", "come_back_at"] {
            if fields.get(blank).and_then(Value::as_str) == Some("") {
                fields.insert(blank.to_owned(), Value::Null);
            }
        }
        if let Some(note) = fields.get("note").and_then(Value::as_str) {
            let (venue, note) = carried(note);
            let said = [("note".to_owned(), json!(note)), ("venue".to_owned(), json!(venue))];
            fields.extend(said);
        }
        let whole =
            table_named("visit").is_some_and(|t| t.fields.iter().all(|(f, _)| fields.contains_key(*f)));
        if !whole {
            return Ok(());
        }
        let visit: Visit = serde_json::from_value(json!(fields))
            .map_err(|e| Error::new("package.malformed").with("where", format!("visit {} {e}", change.id)))?;
        // A clock that stands a year behind.
        if self.package.day - visit.at.date_naive() > LONGEST_AGO {
            return Err(Error::new("package.visit_long_ago").with("day", vi(visit.at.date_naive())));
        }
        // Clocks of laptops differ; the day itself was looked at.
        visit.validate(self.session.now().max(self.package.issued_at), None)
    }

    /// Somebody new with a number that another person of the book has.
    fn same_number(&self, change: &RowChange) -> Result<Option<[String; 2]>> {
        let of = |field: &str| change.to.as_ref().and_then(|to| to.get(field)?.as_str()).unwrap_or_default();
        let other = self.tx.other_with_number(of("number"), &change.id)?;
        Ok(other.map(|other| {
            let told = Error::new("package.same_number").with("name", of("name")).with("other", other);
            Refusal::from(told).sentences
        }))
    }

    /// Whose visit was left out, and why.
    fn left_out(&self, change: &RowChange, why: &Error) -> Result<[String; 2]> {
        let of = change.to.as_ref().and_then(|to| to.get("citizen_id")?.as_str()?.parse::<CitizenId>().ok());
        let person = of.map_or_else(|| Ok(Vec::new()), |id| self.tx.citizens_by_id(&[id]))?.pop();
        let name = person.map(|person| person.name).unwrap_or_default();
        let [vi, en] = Refusal::from(why.clone()).sentences;
        let [said, told] = Refusal::from(Error::new("package.visit_left_out").with("name", name)).sentences;
        Ok([format!("{said} {vi}"), format!("{told} {en}")])
    }

    /// Two records that the hamlet found to be of one person. The commune's own word on either stands.
    fn join(&mut self, change: &RowChange) -> Result<()> {
        let Some(to) = &change.to else { return Ok(()) };
        // Whom the commune joined on to a third is that one.
        let today = of_today(to, &self.joined);
        let kept = today.get("citizen_id").and_then(Value::as_str);
        let (Some(Ok(kept)), Ok(dropped)) =
            (kept.map(str::parse::<CitizenId>), change.id.parse::<CitizenId>())
        else {
            return Ok(());
        };
        let there = self.tx.citizens_by_id(&[kept, dropped])?;
        match there.as_slice() {
            [_, _] => self.tx.merge_citizen(kept, dropped),
            // It never came here.
            [one] if one.id == kept && change.from.is_none() && !self.joined.contains_key(&change.id) => {
                self.put("merged_citizen", &change.id, today)
            }
            _ => Ok(()),
        }
    }
}
