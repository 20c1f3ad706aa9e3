//! Takes plans, targets and tasks of the unit above in: what they change is told, what was changed here stays.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::write_enrolment::kept;
use super::{names, settle_what_agrees};
use crate::disk;
use crate::domain::dates::vi;
use crate::domain::hash;
use crate::domain::sharing::{Conflict, Fields, Rows, merge};
use crate::domain::summary::is_far_ahead;
use crate::domain::text::fold;
use crate::domain::unit::Unit;
use crate::error::{Error, Result};
use crate::exchange::envelope;
use crate::exchange::package_v1::{Enrolment, Opened, UnitV1, read_enrolment};
use crate::exchange::rows_v1::{ENROLMENT, table_named};
use crate::session::Session;
use crate::store::packages::{KeptConflict, KeptPackage, PackageKind};
use crate::store::summaries::PinnedKey;
use crate::store::{Book, BookInfo, Tx};

/// An enrolment to take in.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct TakeEnrolment {
    /// The file (.tnmoi).
    pub file: PathBuf,
    /// Fingerprint of the unit above, as it tells it; needed once.
    pub trust: String,
    /// Only say what would happen.
    pub dry_run: bool,
}

/// What an enrolment does to a field, or to a whole campaign, phase or task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum EnrolmentAction {
    /// It is new here.
    New,
    /// The unit above changed it.
    Changed,
    /// It was changed here, and stays.
    Kept,
    /// Both changed it: a person settles it.
    Conflict,
    /// The unit above took it away; here it stays.
    Gone,
    /// It was taken away here, and stays away.
    Removed,
}

/// One thing that an enrolment says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct EnrolmentChange {
    /// "campaign", "phase" or "assignment".
    pub table: String,
    /// Title of the campaign, name of the phase, words of the task.
    pub name: String,
    /// What becomes of it.
    pub action: EnrolmentAction,
    /// The field; empty for the whole.
    pub field: String,
    /// What this book has.
    pub mine: Value,
    /// What the unit above says.
    pub theirs: Value,
}

/// What was taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct TakenEnrolment {
    /// The unit above.
    pub from: String,
    /// Its number.
    pub sequence: u32,
    /// The book has had it: nothing changed.
    pub again: bool,
    /// What it changes, and what was changed here.
    pub changes: Vec<EnrolmentChange>,
}

/// Takes the enrolment of the unit above in: what it changes is told, what was changed here stays.
///
/// # Errors
/// `file.*`; as [`read_enrolment`]; `enrolment.other_unit`, `enrolment.key_unknown` with the fingerprint to confirm, `enrolment.other_key`,
/// `package.in_future`, `package.older`, `package.far_ahead`; the book's own. Nothing is changed then.
pub fn take(book: &mut Book, session: &Session, args: &TakeEnrolment) -> Result<TakenEnrolment> {
    read_and_take(book, session, args).map_err(|e| of_file(&args.file, e))
}

fn of_file(path: &Path, e: Error) -> Error {
    let ours = e.code.starts_with("package.") || e.code.starts_with("enrolment.");
    if ours { e.with("file", disk::name_of(path)) } else { e }
}

fn read_and_take(book: &mut Book, session: &Session, args: &TakeEnrolment) -> Result<TakenEnrolment> {
    let bytes = disk::read(&args.file, envelope::LARGEST_FILE as u64)?;
    let opened = read_enrolment(&bytes)?;
    let info = book.info()?;
    check_sender(book, session, &info, &opened, &args.trust)?;
    let enrolment = &opened.package;
    let kept = KeptPackage { sha256: hash::sha256(&bytes), ..kept(enrolment, info.unit_id, "", session) };
    let mut taken = TakenEnrolment {
        from: enrolment.signer.name.clone(),
        sequence: enrolment.sequence,
        again: false,
        changes: Vec::new(),
    };
    let files = book.packages(Some(info.unit_id))?;
    let ours =
        |file: &&KeptPackage| file.kind == PackageKind::Enrolment && file.signer == enrolment.signer.id;
    let known = files.iter().filter(ours).map(|file| file.sequence).max().unwrap_or_default();
    if is_far_ahead(known, enrolment.sequence) {
        return Err(Error::new("package.far_ahead").with("number", enrolment.sequence).with("known", known));
    }
    if let Some(last) = files.iter().filter(ours).max_by_key(|file| (file.issued_at, file.sequence)) {
        if last.sha256 == kept.sha256 {
            return Ok(TakenEnrolment { again: true, ..taken });
        }
        // By their times: a book above that was restored counts some numbers twice.
        if (enrolment.issued_at, enrolment.sequence) <= (last.issued_at, last.sequence) {
            return Err(Error::new("package.older")
                .with("number", enrolment.sequence)
                .with("known", last.sequence));
        }
    }
    let change = |tx: &Tx<'_>| {
        tx.pin_key(&PinnedKey {
            id: enrolment.signer.id.clone(),
            unit_id: None,
            name: enrolment.signer.name.clone(),
            fingerprint: opened.fingerprint.clone(),
            vouched_by: String::new(),
            replaced_by: String::new(),
        })?;
        tx.keep_package(&kept, "")?;
        Taking::new(tx, session, enrolment)?.all()
    };
    taken.changes = if args.dry_run {
        book.rehearse(session, change)?
    } else {
        let told = json!({ "unit": enrolment.signer.name, "number": enrolment.sequence });
        book.transact(session, "take-enrolment", told, change)?.value
    };
    Ok(taken)
}

/// Whether the file is of a unit above this one, for this one, and signed by the key that is believed.
fn check_sender(
    book: &Book,
    session: &Session,
    info: &BookInfo,
    opened: &Opened<Enrolment>,
    trust: &str,
) -> Result<()> {
    let enrolment = &opened.package;
    let named = |unit: &UnitV1, name: &str| fold(&unit.name) == fold(name);
    let above = info.above.is_empty() || info.above.iter().any(|name| named(&enrolment.signer, name));
    let codes = [enrolment.unit.code.as_str(), info.code.as_str()];
    let same_code = codes.iter().any(|code| code.is_empty()) || enrolment.unit.code == info.code;
    if enrolment.level <= info.level || !named(&enrolment.unit, &info.name) || !above || !same_code {
        return Err(Error::new("enrolment.other_unit")
            .with("unit", &enrolment.unit.name)
            .with("from", &enrolment.signer.name)
            .with("book", &info.name));
    }
    let day = enrolment.day.max(enrolment.issued_at.date_naive());
    if day > session.today() {
        return Err(Error::new("package.in_future").with("day", vi(day)).with("today", vi(session.today())));
    }
    let spaced = envelope::spaced(&opened.fingerprint);
    // Keys of units below are no word on who is above, whatever id they give themselves or others.
    let of_above =
        |key: &PinnedKey| key.is_confirmed() && key.unit_id.is_none() && key.replaced_by.is_empty();
    let above: Vec<PinnedKey> = book.pinned_keys()?.into_iter().filter(of_above).collect();
    let confirmed = envelope::typed_fingerprint(trust) == opened.fingerprint;
    let other = || {
        Err(Error::new("enrolment.other_key")
            .with("from", &enrolment.signer.name)
            .with("fingerprint", &spaced))
    };
    match above.iter().find(|key| key.id == enrolment.signer.id) {
        Some(known) if known.fingerprint == opened.fingerprint => Ok(()),
        Some(_) => other(),
        None if confirmed => Ok(()),
        // A book that takes the name of one that is known.
        None if above.iter().any(|key| fold(&key.name) == fold(&enrolment.signer.name)) => other(),
        None => Err(Error::new("enrolment.key_unknown")
            .with("from", &enrolment.signer.name)
            .with("fingerprint", spaced)),
    }
}

/// An enrolment that is being taken in.
struct Taking<'a> {
    tx: &'a Tx<'a>,
    session: &'a Session,
    rows: Rows,
    /// Id of the unit above. What one above says changes nothing of what another does: each has bases of its own.
    signer: String,
    shared: Rows,
    own: Unit,
    changes: Vec<EnrolmentChange>,
}

/// The rows as one unit above had them last; those of before bases were kept by signer are anybody's.
fn shared_with(tx: &Tx<'_>, signer: &str) -> Result<Rows> {
    let (own, any): (Vec<_>, Vec<_>) =
        tx.shared_rows()?.into_iter().partition(|((_, id), _)| id.contains(' '));
    let own = own.into_iter().filter_map(|((table, id), fields)| {
        let (id, of) = id.split_once(' ')?;
        (of == signer).then(|| ((table, id.to_owned()), fields))
    });
    // The last one with a key stands.
    Ok(any.into_iter().chain(own).collect())
}

impl<'a> Taking<'a> {
    fn new(tx: &'a Tx<'a>, session: &'a Session, enrolment: &Enrolment) -> Result<Self> {
        let signer = enrolment.signer.id.clone();
        let shared = shared_with(tx, &signer)?;
        let rows = known_here(tx, enrolment.rows.clone(), &shared)?;
        Ok(Self { tx, session, rows, signer, shared, own: tx.own_unit()?, changes: Vec::new() })
    }

    fn share(&self, (table, id): (&str, &str), fields: Option<&Fields>) -> Result<()> {
        if fields.is_none() {
            self.tx.share_row((table, id), None)?;
        }
        self.tx.share_row((table, &format!("{id} {}", self.signer)), fields)
    }

    fn all(mut self) -> Result<Vec<EnrolmentChange>> {
        for name in ENROLMENT {
            let table = table_named(name).ok_or_else(|| Error::new("book.failed").with("detail", name))?;
            let here = self.tx.rows_of_table(table.name, &names(table), None)?;
            let came: Vec<(String, Fields)> = self
                .rows
                .iter()
                .filter(|((of, _), _)| of == name)
                .map(|((_, id), fields)| (id.clone(), fields.clone()))
                .collect();
            for (id, mut theirs) in came {
                let key = ((*name).to_owned(), id.clone());
                // Which campaign is shown is chosen here.
                if *name == "campaign" {
                    let in_use = here.get(&key).and_then(|mine| mine.get("in_use")).cloned();
                    theirs.insert("in_use".to_owned(), in_use.unwrap_or(Value::from(0)));
                }
                self.row(name, &id, here.get(&key), &theirs)?;
            }
            let gone: Vec<(String, Fields)> = self
                .shared
                .iter()
                .filter(|(key, _)| key.0 == *name && !self.rows.contains_key(*key) && here.contains_key(*key))
                .map(|((_, id), fields)| (id.clone(), fields.clone()))
                .collect();
            for (id, fields) in gone {
                self.share((name, &id), None)?;
                self.tell(name, &fields, EnrolmentAction::Gone, "", (&Value::Null, &Value::Null));
            }
        }
        settle_what_agrees(self.tx, self.own.id, &self.signer, &self.rows)?;
        let mut written: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (table, id) in self.rows.keys() {
            written.entry(table.clone()).or_default().insert(id.clone());
        }
        self.tx.check_references(&written)?;
        Ok(self.changes)
    }

    fn row(&mut self, table: &str, id: &str, mine: Option<&Fields>, theirs: &Fields) -> Result<()> {
        let mut theirs = theirs.clone();
        // Missing is not zero: without a target of this unit the file says nothing of it.
        if let (Some(Value::Null), Some(own)) =
            (theirs.get("target"), mine.and_then(|mine| mine.get("target")))
        {
            theirs.insert("target".to_owned(), own.clone());
        }
        let theirs = &theirs;
        let key = (table.to_owned(), id.to_owned());
        let base = self.shared.get(&key).cloned();
        let Some(mine) = mine else {
            // Taken away here, or of a campaign that was: it stays away.
            let campaign = theirs.get("campaign_id").and_then(Value::as_str);
            if base.is_some() || !campaign.map_or(Ok(true), |id| self.tx.has_row("campaign", id))? {
                self.tell(table, theirs, EnrolmentAction::Removed, "", (&Value::Null, &Value::Null));
            } else {
                self.tx.put_fields(table, id, theirs)?;
                if table == "assignment" {
                    self.hold(id, theirs)?;
                }
                self.tell(table, theirs, EnrolmentAction::New, "", (&Value::Null, &Value::Null));
            }
            if base.as_ref() != Some(theirs) {
                self.share((table, id), Some(theirs))?;
            }
            return Ok(());
        };
        let first = base.is_none();
        let mut merged = merge(Some(mine), std::slice::from_ref(&base), Some(theirs));
        // Phases stand one after the other; where one was taken away or added here the others have moved.
        merged.conflicts.retain(|conflict| conflict.field != "position");
        if !merged.take.is_empty() {
            self.tx.put_fields(table, id, &merged.take)?;
        }
        for (field, value) in &merged.take {
            let before = mine.get(field).cloned().unwrap_or_default();
            self.tell(table, theirs, EnrolmentAction::Changed, field, (&before, value));
        }
        let mut agreed = theirs.clone();
        for Conflict { field, mine, theirs: value } in merged.conflicts {
            let before = base.as_ref().and_then(|base| base.get(&field)).cloned().unwrap_or_default();
            agreed.insert(field.clone(), before);
            self.tell(table, theirs, EnrolmentAction::Conflict, &field, (&mine, &value));
            self.tx.put_conflict(&KeptConflict {
                id: format!("{} {table} {id} {field} {}", self.own.id, self.signer),
                unit: self.own.id,
                row: key.clone(),
                conflict: Conflict { field, mine, theirs: value },
                at: self.session.now(),
                settled: String::new(),
            })?;
        }
        let kept = mine.iter().filter(|(field, _)| *field != "position");
        let kept = kept.filter(|(field, value)| !first && theirs.get(*field).is_some_and(|t| t != *value));
        let kept: Vec<(String, Value, Value)> = kept
            .filter(|(field, _)| {
                !merged.take.contains_key(*field) && agreed.get(*field) == theirs.get(*field)
            })
            .map(|(field, value)| {
                (field.clone(), value.clone(), theirs.get(field).cloned().unwrap_or_default())
            })
            .collect();
        for (field, mine, value) in kept {
            self.tell(table, theirs, EnrolmentAction::Kept, &field, (&mine, &value));
        }
        if self.shared.get(&key) != Some(&agreed) {
            self.share((table, id), Some(&agreed))?;
        }
        Ok(())
    }

    /// A task from above is held by this unit until it is handed on.
    fn hold(&self, id: &str, task: &Fields) -> Result<()> {
        let holder = Fields::from([
            ("assignment_id".to_owned(), Value::from(id)),
            ("from_day".to_owned(), task.get("start").cloned().unwrap_or_default()),
            ("kind".to_owned(), Value::from("unit")),
            ("member_id".to_owned(), Value::Null),
            ("name".to_owned(), Value::from(self.own.name.clone())),
            ("position".to_owned(), Value::from(0)),
            ("unit_id".to_owned(), Value::from(self.own.id.to_string())),
        ]);
        self.tx.put_fields("assignment_holder", &self.session.new_id().to_string(), &holder)
    }

    fn tell(
        &mut self,
        table: &str,
        row: &Fields,
        action: EnrolmentAction,
        field: &str,
        (mine, theirs): (&Value, &Value),
    ) {
        let name = ["title", "task", "name"].iter().find_map(|name| row.get(*name)?.as_str());
        self.changes.push(EnrolmentChange {
            table: table.to_owned(),
            name: name.unwrap_or_default().to_owned(),
            action,
            field: field.to_owned(),
            mine: mine.clone(),
            theirs: theirs.clone(),
        });
    }
}

/// A campaign that was typed here too, by its number, is the one from above; so are its phases, by their place, until both books
/// know them.
fn known_here(tx: &Tx<'_>, rows: Rows, shared: &Rows) -> Result<Rows> {
    let text = |fields: &Fields, field: &str| {
        fields.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let of = |name: &str| -> Result<Rows> {
        let table = table_named(name).ok_or_else(|| Error::new("book.failed").with("detail", name))?;
        tx.rows_of_table(name, &names(table), None)
    };
    // What was taken away here is known by what both books had.
    let known = |name: &str| -> Result<Rows> {
        let mut all: Rows = shared
            .iter()
            .filter(|((table, _), _)| table == name)
            .map(|(k, f)| (k.clone(), f.clone()))
            .collect();
        all.extend(of(name)?);
        Ok(all)
    };
    let (campaigns, phases) = (known("campaign")?, known("phase")?);
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    for ((_, id), fields) in rows.iter().filter(|((table, _), _)| table == "campaign") {
        let number = fold(&text(fields, "number"));
        let same = |c: &Fields| !number.is_empty() && fold(&text(c, "number")) == number;
        if !campaigns.contains_key(&("campaign".to_owned(), id.clone())) {
            let here = campaigns.iter().find(|(_, campaign)| same(campaign));
            ids.extend(here.map(|((_, own), _)| (id.clone(), own.clone())));
        }
    }
    let came: Vec<(&String, &Fields)> = rows
        .iter()
        .filter(|((table, _), _)| table == "phase")
        .map(|((_, id), fields)| (id, fields))
        .collect();
    let of_campaign = |fields: &Fields| {
        let campaign = text(fields, "campaign_id");
        ids.get(&campaign).cloned().unwrap_or(campaign)
    };
    let mut of_phases: BTreeMap<String, String> = BTreeMap::new();
    for (id, fields) in
        came.iter().filter(|(id, _)| !phases.contains_key(&("phase".to_owned(), (*id).clone())))
    {
        let here = || phases.iter().filter(|(_, phase)| text(phase, "campaign_id") == of_campaign(fields));
        let name_of = |phase: &Fields| fold(&text(phase, "name"));
        let named = here().find(|(_, phase)| name_of(phase) == name_of(fields));
        let is_free = |phase: &Fields| !came.iter().any(|(_, other)| name_of(other) == name_of(phase));
        let at =
            || here().find(|(_, phase)| is_free(phase) && phase.get("position") == fields.get("position"));
        of_phases.extend(named.or_else(at).map(|((_, own), _)| ((*id).clone(), own.clone())));
    }
    let renamed = rows.into_iter().map(|((table, id), mut fields)| {
        if let Some(Value::String(campaign)) = fields.get_mut("campaign_id")
            && let Some(own) = ids.get(campaign)
        {
            campaign.clone_from(own);
        }
        let id = ids.get(&id).or_else(|| of_phases.get(&id)).cloned().unwrap_or(id);
        ((table, id), fields)
    });
    Ok(renamed.collect())
}
