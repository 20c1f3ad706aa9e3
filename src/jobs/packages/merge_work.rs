//! Merges a work package into the hamlet's book: field by field what both write, whole what only the commune does.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::heard::{Heard, disagree, said};
use super::taken::TakenWork;
use super::{names, of_today, settle_what_agrees};
use crate::domain::citizen::Gone;
use crate::domain::erasure::erased_name;
use crate::domain::ids::UnitId;
use crate::domain::sharing::{Conflict, Fields, Rows, merge};
use crate::error::{Error, Result};
use crate::exchange::package_v1::WorkPackage;
use crate::exchange::rows_v1::{TABLES, Table, Way, table_named};
use crate::session::Session;
use crate::store::Tx;
use crate::store::packages::KeptConflict;

/// Tables that only the commune writes, those that speak of others first.
const GONE_IN_ORDER: [&str; 10] = [
    "match",
    "roster_entry",
    "roster",
    "import",
    "target",
    "target_sheet",
    "phase",
    "campaign",
    "assignment_holder",
    "assignment",
];

/// The people of rows.
pub(super) fn people_of(rows: &Rows) -> impl Iterator<Item = &String> {
    rows.keys().filter(|(table, _)| table == "citizen").map(|(_, id)| id)
}

/// A package that is being taken in.
pub(super) struct Merging<'a> {
    pub(super) tx: &'a Tx<'a>,
    session: &'a Session,
    package: &'a WorkPackage,
    unit: UnitId,
    /// As the commune had the rows until now.
    pub(super) shared: Rows,
    /// What the hamlet said of rows that has arrived.
    pub(super) arrived: BTreeMap<(String, String), Option<Fields>>,
    /// People who were of this hamlet, and are no more.
    left: BTreeSet<String>,
    /// Records that were joined to others here, by their ids: the id of the one that stays.
    joined: BTreeMap<String, String>,
    /// Likewise at the commune.
    joined_there: BTreeMap<String, String>,
    taken: TakenWork,
    /// People of whom something changed.
    pub(super) changed: BTreeSet<String>,
}

impl<'a> Merging<'a> {
    pub(super) fn new(
        tx: &'a Tx<'a>,
        session: &'a Session,
        package: &'a WorkPackage,
        heard: &Heard,
    ) -> Result<Self> {
        let mut shared = tx.shared_rows()?;
        let here: BTreeSet<&String> = people_of(&package.rows).collect();
        if heard.went_back {
            disagree(tx, &here, &mut shared)?;
        }
        let arrived = if heard.went_back { None } else { heard.arrived.as_deref() };
        let arrived = arrived.map_or_else(|| Ok(BTreeMap::new()), |sum| said(tx, sum))?;
        let joined = tx.joined_records()?;
        let merged = package.rows.keys().filter(|(table, _)| table == "merged_citizen").map(|(_, id)| id);
        let merged: BTreeSet<&String> = merged.collect();
        let stays = |fields: &Fields| fields.get("citizen_id").and_then(Value::as_str).map(str::to_owned);
        let joined_there = Self::of_table(&package.rows, "merged_citizen");
        let joined_there =
            joined_there.filter_map(|(id, fields)| Some((id.clone(), stays(fields)?))).collect();
        // Who was new here stands elsewhere as soon as the commune has sent the record there.
        let new = arrived.iter().filter(|((table, _), to)| table == "citizen" && to.is_some());
        let left = people_of(&shared).chain(new.map(|((_, id), _)| id));
        let left = left.filter(|id| !here.contains(id) && !merged.contains(id)).cloned().collect();
        // Whom the hamlet took out itself, or joined to somebody, cannot leave.
        let left = tx.hamlets_of(&left)?.into_keys().filter(|id| !joined.contains_key(id)).collect();
        Ok(Self {
            tx,
            session,
            package,
            unit: tx.own_unit()?.id,
            left,
            joined,
            joined_there,
            taken: TakenWork {
                sequence: package.sequence,
                acknowledged: heard.acknowledged,
                people: here.len(),
                ..TakenWork::default()
            },
            arrived,
            shared,
            changed: BTreeSet::new(),
        })
    }

    pub(super) fn all(mut self) -> Result<TakenWork> {
        self.drop_gone()?;
        for table in TABLES {
            self.session.check_stop()?;
            match (table.name, table.way) {
                ("merged_citizen", _) => {}
                (_, Way::Down) => self.replace(table)?,
                (_, Way::Both) => self.merge(table)?,
            }
        }
        self.join_records()?;
        self.bring_back()?;
        self.leave()?;
        settle_what_agrees(self.tx, self.unit, "", &self.package.rows)?;
        self.taken.changed = self.changed.len();
        Ok(self.taken)
    }

    fn of_table<'r>(rows: &'r Rows, table: &str) -> impl Iterator<Item = (&'r String, &'r Fields)> {
        let table = table.to_owned();
        rows.iter().filter(move |((of, _), _)| *of == table).map(|((_, id), fields)| (id, fields))
    }

    /// Rows that only the commune writes: they are as the package has them.
    fn replace(&mut self, table: &Table) -> Result<()> {
        let came: Vec<_> = Self::of_table(&self.package.rows, table.name).collect();
        let ids: BTreeSet<String> = came.iter().map(|(id, _)| (*id).clone()).collect();
        let here = self.tx.rows_of_table(table.name, &names(table), Some(&ids))?;
        for (id, fields) in came {
            let key = (table.name.to_owned(), id.clone());
            let fields = of_today(fields, &self.joined);
            if here.get(&key) != Some(&fields) {
                self.tx.put_fields(table.name, id, &fields)?;
            }
            self.tx.share_row((table.name, id), Some(&Fields::new()))?;
        }
        Ok(())
    }

    /// Rows that only the commune writes and has no more, before those that come may take their place: those first that
    /// speak of others. What something of the hamlet's own speaks of stays, and is the hamlet's from now on.
    fn drop_gone(&mut self) -> Result<()> {
        let gone = |table: &str| -> Vec<String> {
            let ids = Self::of_table(&self.shared, table).map(|(id, _)| id.clone());
            ids.filter(|id| !self.package.rows.contains_key(&(table.to_owned(), id.clone()))).collect()
        };
        let tasks = gone("assignment");
        for (id, fields) in Self::of_table(&self.shared, "assignment_note") {
            if fields
                .get("assignment_id")
                .and_then(Value::as_str)
                .is_some_and(|task| tasks.iter().any(|t| t == task))
            {
                self.tx.delete_row("assignment_note", id)?;
                self.tx.share_row(("assignment_note", id), None)?;
            }
        }
        for table in GONE_IN_ORDER {
            for id in gone(table) {
                if !self.tx.is_named(table, &id)? {
                    self.tx.delete_row(table, &id)?;
                }
                self.tx.share_row((table, &id), None)?;
            }
        }
        // A sheet that was typed here for the same phase gives way.
        for (id, fields) in Self::of_table(&self.package.rows, "target_sheet") {
            let of = |field: &str| fields.get(field).and_then(Value::as_str).unwrap_or_default();
            self.tx.clear_sheet(of("campaign_id"), of("phase"), id)?;
        }
        Ok(())
    }

    /// Whether a row is of a person whom the commune erased.
    fn is_erased(&self, table: &Table, theirs: &Fields) -> bool {
        let text = |field: &str| theirs.get(field).and_then(Value::as_str).unwrap_or_default();
        match table.name {
            "citizen" => text("name") == erased_name(),
            "household" => text("head") == erased_name(),
            "visit" => {
                let of = ("citizen".to_owned(), text("citizen_id").to_owned());
                let person = self.package.rows.get(&of);
                person.is_some_and(|person| person.get("name").and_then(Value::as_str) == Some(erased_name()))
            }
            _ => false,
        }
    }

    /// Rows that both write: field by field.
    fn merge(&mut self, table: &Table) -> Result<()> {
        let package = self.package;
        let here = self.tx.rows_of_table(table.name, &names(table), None)?;
        for (id, theirs) in Self::of_table(&package.rows, table.name) {
            let key = (table.name.to_owned(), id.clone());
            let (mine, base) = (here.get(&key), self.shared.get(&key).cloned());
            let (bases, open) = self.bases(table, id, base.clone(), (mine, theirs));
            let mut merged = merge(mine, &bases, Some(theirs));
            merged.take.retain(|field, _| !open.contains(field));
            if self.is_erased(table, theirs) {
                // Nobody is asked which of two names he had.
                merged.conflicts.clear();
                merged.take.clone_from(theirs);
                merged.take.retain(|field, value| mine.and_then(|mine| mine.get(field)) != Some(value));
            }
            // Whom it visited the team knows: that goes up. Which answer counts the commune says.
            merged.conflicts.retain(|conflict| conflict.field != "citizen_id");
            let counts = merged.conflicts.extract_if(.., |conflict| conflict.field == "corrects");
            merged.take.extend(counts.map(|conflict| (conflict.field, conflict.theirs)));
            // A record that was joined to another here is that one.
            let is_joined = matches!(table.name, "citizen" | "departure") && self.joined.contains_key(id);
            if !merged.take.is_empty() && !is_joined {
                self.put(table, id, &merged.take)?;
                self.count(table, id, mine.is_some());
            }
            let mut agreed = theirs.clone();
            let found = merged.conflicts.iter().map(|conflict| &conflict.field);
            for field in open.iter().chain(found) {
                // Until it is settled both say what they said: the base stays, or there is none.
                match base.as_ref().and_then(|base| base.get(field)) {
                    Some(before) => drop(agreed.insert(field.clone(), before.clone())),
                    None => drop(agreed.remove(field)),
                }
            }
            for conflict in merged.conflicts.into_iter().filter(|conflict| !open.contains(&conflict.field)) {
                self.conflict(table, id, conflict)?;
            }
            if self.shared.get(&key) != Some(&agreed) {
                self.tx.share_row((table.name, id), Some(&agreed))?;
            }
        }
        // Rows of those who left stay as they were; who left is noted below.
        let gone = Self::of_table(&self.shared, table.name).filter(|(id, fields)| {
            let of = if table.name == "departure" {
                Some(id.as_str())
            } else {
                fields.get("citizen_id").and_then(Value::as_str)
            };
            let of = of.map(|person| self.joined.get(person).map_or(person, String::as_str));
            let is_there = package.rows.contains_key(&(table.name.to_owned(), (*id).clone()));
            let stays = matches!(table.name, "citizen" | "household" | "member" | "assignment");
            !is_there && !stays && !of.is_some_and(|person| self.left.contains(person))
        });
        for (id, fields) in gone {
            let key = (table.name.to_owned(), id.clone());
            let bases = [Some(fields.clone()), self.arrived.get(&key).cloned().flatten()];
            if merge(here.get(&key), &bases, None).remove {
                self.tx.delete_row(table.name, id)?;
            }
            self.tx.share_row((table.name, id), None)?;
        }
        Ok(())
    }

    /// Writes fields of a row; a code that somebody else has here is the commune's to give.
    fn put(&self, table: &Table, id: &str, fields: &Fields) -> Result<()> {
        let code = fields.get("code").and_then(Value::as_str).filter(|_| table.name == "citizen");
        if let Some(other) = code.map_or(Ok(None), |code| self.tx.citizen_of_code(code))?
            && other.to_string() != id
        {
            let given = Fields::from([("code".to_owned(), Value::from(self.tx.next_code()?))]);
            self.tx.put_fields("citizen", &other.to_string(), &given)?;
        }
        self.tx.put_fields(table.name, id, &of_today(fields, &self.joined))
    }

    /// From where a change of a row by the commune is no surprise: what both agreed on, what the hamlet said that has arrived,
    /// what a person at the commune decided against. And the fields that nobody has decided yet: they stay as they are.
    fn bases(
        &self,
        table: &Table,
        id: &str,
        agreed: Option<Fields>,
        (mine, theirs): (Option<&Fields>, &Fields),
    ) -> (Vec<Option<Fields>>, BTreeSet<String>) {
        let key = (table.name.to_owned(), id.to_owned());
        // What was decided once is news until both agree on it; what is written after that is written anew.
        let is_news = |field: &str| agreed.as_ref().and_then(|agreed| agreed.get(field)) != theirs.get(field);
        let mut open = BTreeSet::new();
        let mut decided = Vec::new();
        for conflict in self.package.conflicts.iter().filter(|c| c.table == table.name && c.id == id) {
            let value = mine.and_then(|mine| mine.get(&conflict.field));
            if conflict.settled && is_news(&conflict.field) {
                decided.push(Some(Fields::from([(conflict.field.clone(), conflict.value.clone())])));
            } else if !conflict.settled && value == Some(&conflict.value) {
                open.insert(conflict.field.clone());
            }
        }
        let mut bases = vec![agreed];
        bases.extend(decided);
        bases.extend(self.arrived.get(&key).cloned());
        // Whatever either said of a record that the commune has joined to another it said of that one.
        let today: Vec<_> =
            bases.iter().flatten().map(|base| Some(of_today(base, &self.joined_there))).collect();
        bases.extend(today);
        // Codes and the like are the commune's to give.
        let own = mine
            .iter()
            .flat_map(|mine| mine.iter())
            .filter(|(field, _)| table.fixed.contains(&field.as_str()));
        bases.push(Some(own.map(|(field, value)| (field.clone(), value.clone())).collect()));
        (bases, open)
    }

    /// Whether a visit that came corrects another.
    fn corrects(&self, id: &str) -> bool {
        let came = self.package.rows.get(&("visit".to_owned(), id.to_owned()));
        came.and_then(|fields| fields.get("corrects")).is_some_and(Value::is_string)
    }

    fn count(&mut self, table: &Table, id: &str, there: bool) {
        match (table.name, there) {
            ("citizen", false) => self.taken.added += 1,
            ("citizen", true) => drop(self.changed.insert(id.to_owned())),
            ("visit", false) if self.corrects(id) => self.taken.corrected += 1,
            ("visit", false) => self.taken.visits += 1,
            _ => {}
        }
    }

    pub(super) fn conflict(&mut self, table: &Table, id: &str, conflict: Conflict) -> Result<()> {
        self.taken.conflicts += 1;
        self.tx.put_conflict(&KeptConflict {
            id: format!("{} {} {id} {}", self.unit, table.name, conflict.field),
            unit: self.unit,
            row: (table.name.to_owned(), id.to_owned()),
            conflict,
            at: self.session.now(),
            settled: String::new(),
        })
    }

    /// Records that the commune found to be of one person.
    fn join_records(&mut self) -> Result<()> {
        let came: Vec<_> = Self::of_table(&self.package.rows, "merged_citizen").collect();
        for (id, fields) in &came {
            self.tx.share_row(("merged_citizen", id), Some(fields))?;
            let stays = fields.get("citizen_id").and_then(Value::as_str).unwrap_or_default();
            // The other way round than here: the commune's word stands.
            if self.joined.get(stays).is_some_and(|here| here == *id) {
                self.tx.delete_row("merged_citizen", stays)?;
                self.restore("citizen", stays)?;
            }
            match (id.parse(), stays.parse()) {
                (Ok(dropped), Ok(kept)) if self.tx.citizens_by_id(&[dropped, kept])?.len() == 2 => {
                    self.carry_over(id, stays)?;
                    self.tx.merge_citizen(kept, dropped)?;
                    self.tx.share_row(("citizen", id), None)?;
                }
                // Here it may have been joined on to a third.
                _ => self.tx.put_fields("merged_citizen", id, &of_today(fields, &self.joined))?,
            }
        }
        // Two people after all.
        let gone = Self::of_table(&self.shared, "merged_citizen").map(|(id, _)| id);
        for id in gone.filter(|id| !came.iter().any(|(came, _)| came == id)) {
            self.tx.delete_row("merged_citizen", id)?;
            self.tx.share_row(("merged_citizen", id), None)?;
        }
        self.joined = self.tx.joined_records()?;
        Ok(())
    }

    /// What was taken away here comes back when something of the commune speaks of it.
    fn bring_back(&self) -> Result<()> {
        // A visit, its person, the household.
        for _ in 0..3 {
            for (table, id) in self.tx.missing_rows()? {
                self.restore(&table, &id)?;
            }
        }
        match self.tx.missing_rows()?.first() {
            Some((table, _)) => Err(Error::new("package.not_whole").with("where", table)),
            None => Ok(()),
        }
    }

    /// A row as the package has it.
    fn restore(&self, table: &str, id: &str) -> Result<()> {
        match (table_named(table), self.package.rows.get(&(table.to_owned(), id.to_owned()))) {
            (Some(table), Some(fields)) => self.put(table, id, fields),
            _ => Ok(()),
        }
    }

    /// Who is of another hamlet now leaves the lists here, by the commune's word.
    fn leave(&mut self) -> Result<()> {
        // What the hamlet said of them has arrived, and the package does not say it again.
        for ((table, id), said) in &self.arrived {
            let of = said.as_ref().and_then(|to| to.get("citizen_id")).and_then(Value::as_str).unwrap_or(id);
            if self.left.contains(of) {
                let shared = self.shared.get(&(table.clone(), id.clone())).cloned().unwrap_or_default();
                let is_here = self.tx.has_row(table, id)?;
                let known = said.clone().filter(|_| is_here);
                let known = known.map(|said| shared.into_iter().chain(said).collect());
                self.tx.share_row((table, id), known.as_ref())?;
            }
        }
        let departures = self.tx.departures()?;
        for id in &self.left {
            let Ok(citizen) = id.parse() else { continue };
            let day = self.package.day;
            // What the hamlet itself says of a departure goes up first.
            let key = ("departure".to_owned(), id.clone());
            if departures.contains_key(&citizen)
                && !self.shared.contains_key(&key)
                && !self.arrived.contains_key(&key)
            {
                continue;
            }
            let fields = Fields::from([
                ("day".to_owned(), Value::from(day.to_string())),
                ("gone".to_owned(), Value::from(Gone::Elsewhere.code())),
            ]);
            if departures.get(&citizen).is_some_and(|left| left.gone == Gone::Elsewhere) {
                continue;
            }
            self.tx.put_fields("departure", id, &fields)?;
            self.tx.share_row(("departure", id), Some(&fields))?;
            self.taken.left += 1;
        }
        Ok(())
    }
}
