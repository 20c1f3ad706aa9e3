//! Enrolment: a plan is typed once, at the top, and goes down to the books below with their own targets and tasks. No people.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::names;
use crate::disk::{
    self, FileKind, NewFile, Written, draft_folder_in, folder_of, free_folder, new_folders, not_written,
    place_folder,
};
use crate::domain::dates::vi;
use crate::domain::ids::UnitId;
use crate::domain::sharing::{Conflict, Fields, Rows, merge};
use crate::domain::summary::is_far_ahead;
use crate::domain::text::{file_name, fold};
use crate::domain::unit::{Level, Unit};
use crate::error::{Error, Result};
use crate::exchange::envelope;
use crate::exchange::package_v1::{Enrolment, Opened, UnitV1, read_enrolment, write_enrolment};
use crate::exchange::rows_v1::{ENROLMENT, table_named};
use crate::session::Session;
use crate::store::packages::{KeptConflict, KeptPackage, PackageKind};
use crate::store::summaries::PinnedKey;
use crate::store::{Book, BookInfo, Tx};

/// Which enrolments to write, and where.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct WriteEnrolments {
    /// The units below; all when empty.
    pub units: Vec<UnitId>,
    /// The file (.tnmoi) of one unit.
    pub out: Option<PathBuf>,
    /// The folder in which those of several get a folder of their own.
    pub folder: Option<PathBuf>,
    /// Whether the file may take the place of an earlier one.
    pub replace: bool,
}

/// Enrolments that were written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct WrittenEnrolments {
    /// The folder of several.
    pub folder: Option<PathBuf>,
    /// Each file.
    pub files: Vec<WrittenEnrolment>,
    /// Fingerprint of the book's key, which the units below confirm once.
    pub fingerprint: String,
}

/// An enrolment that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct WrittenEnrolment {
    /// Name of the unit.
    pub unit: String,
    /// The file.
    pub path: PathBuf,
    /// Its number.
    pub sequence: u32,
    /// Campaigns in it.
    pub campaigns: usize,
    /// Tasks in it.
    pub tasks: usize,
}

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

/// Writes enrolments for units below, all or none.
///
/// # Errors
/// `enrolment.not_above`, `enrolment.no_units`, `package.folder_missing`; `save.*`; the book's own.
pub fn write(book: &mut Book, session: &Session, args: &WriteEnrolments) -> Result<WrittenEnrolments> {
    let info = book.info()?;
    if !matches!(info.level, Level::District | Level::Province) {
        return Err(Error::new("enrolment.not_above").with("unit", info.name));
    }
    let below = |unit: &Unit| unit.parent_id == Some(info.unit_id) && unit.kind != AGENCY;
    let asked = |unit: &Unit| args.units.is_empty() || args.units.contains(&unit.id);
    let units: Vec<Unit> = book.units()?.into_iter().filter(|unit| below(unit) && asked(unit)).collect();
    if units.is_empty() {
        return Err(Error::new("enrolment.no_units"));
    }
    let day = session.today();
    let folder = args.folder.as_ref().map(|above| {
        (free_folder(above, &format!("{day} giao chi tieu {}", file_name(&info.name))), new_folders(above))
    });
    if folder.is_none() && (units.len() > 1 || args.out.is_none()) {
        return Err(Error::new("package.folder_missing"));
    }
    let seed = book.signing_seed()?;
    let mut files: Vec<WrittenEnrolment> = Vec::new();
    let mut written = None;
    let done = book.transact(session, "write-enrolments", json!({ "files": units.len() }), |tx| {
        let mut texts = Vec::new();
        let given = tx.packages(PackageKind::Enrolment)?;
        for unit in &units {
            session.check_stop()?;
            let last = given.iter().rfind(|file| file.unit == unit.id);
            let enrolment = Enrolment {
                above: std::iter::once(info.name.clone()).chain(info.above.iter().cloned()).collect(),
                day,
                issued_at: session.now(),
                key: String::new(),
                level: info.level,
                rows: rows_for(tx, unit, day)?,
                sequence: last.map_or(1, |last| last.sequence.saturating_add(1)),
                signer: UnitV1 {
                    code: info.code.clone(),
                    id: info.unit_id.to_string(),
                    name: info.name.clone(),
                },
                unit: UnitV1 { code: unit.code.clone(), id: unit.id.to_string(), name: unit.name.clone() },
            };
            let text = write_enrolment(&enrolment, &seed);
            let of = |table: &str| enrolment.rows.keys().filter(|(of, _)| of == table).count();
            let nth = files.iter().filter(|file| file_name(&file.unit) == file_name(&unit.name)).count() + 1;
            let nth = if nth == 1 { String::new() } else { format!(" ({nth})") };
            let name = format!(
                "giao chi tieu {} {day}{nth}.{}",
                file_name(&unit.name),
                FileKind::Enrolment.ending()
            );
            files.push(WrittenEnrolment {
                unit: unit.name.clone(),
                path: folder
                    .as_ref()
                    .map_or_else(|| args.out.clone().unwrap_or_default(), |(f, _)| f.join(name)),
                sequence: enrolment.sequence,
                campaigns: of("campaign"),
                tasks: of("assignment"),
            });
            tx.keep_package(&kept(&enrolment, unit.id, &text, session), "")?;
            texts.push(text);
        }
        written = Some(match &folder {
            Some((folder, _)) => {
                let failed = |e: std::io::Error| not_written(folder, &e);
                let draft = draft_folder_in(folder_of(folder)).map_err(failed)?;
                for (file, text) in files.iter().zip(&texts) {
                    let path = draft.path().join(disk::name_of(&file.path));
                    let to = NewFile { path: &path, kind: FileKind::Enrolment, replace: false };
                    to.write_bytes(text.as_bytes())?.keep();
                }
                place_folder(draft, folder).map_err(failed)?
            }
            None => {
                let path = args.out.clone().unwrap_or_default();
                let to = NewFile { path: &path, kind: FileKind::Enrolment, replace: args.replace };
                to.write_bytes(texts.first().map(String::as_bytes).unwrap_or_default())?
            }
        });
        Ok(())
    });
    if let (Err(_), Some((_, new))) = (&done, &folder) {
        new.iter().for_each(|folder| drop(std::fs::remove_dir(folder)));
    }
    Written::keep_with(written, done)?;
    let fingerprint = envelope::fingerprint(&envelope::public_key(&seed))?;
    Ok(WrittenEnrolments { folder: folder.map(|(folder, _)| folder), files, fingerprint })
}

/// The kind of units that report nothing.
const AGENCY: &str = crate::domain::unit::AGENCY;

fn kept(enrolment: &Enrolment, unit: UnitId, text: &str, session: &Session) -> KeptPackage {
    KeptPackage {
        sha256: envelope::sha256(text.as_bytes()),
        unit,
        kind: PackageKind::Enrolment,
        sequence: enrolment.sequence,
        acknowledged: 0,
        day: enrolment.day,
        issued_at: enrolment.issued_at,
        at: session.now(),
        people: 0,
    }
}

/// The plans that are not over, with the unit's own targets, and the tasks that it holds.
fn rows_for(book: &Book, unit: &Unit, day: NaiveDate) -> Result<Rows> {
    let mut rows = Rows::new();
    for name in ENROLMENT {
        let table = table_named(name).ok_or_else(|| Error::new("book.failed").with("detail", name))?;
        rows.extend(book.rows_for(table.name, &names(table), unit.id, &[], &[])?);
    }
    let over = |fields: &Fields| {
        fields.get("last_day").and_then(Value::as_str).is_some_and(|last| last < day.to_string().as_str())
    };
    let gone: BTreeSet<String> = rows
        .iter()
        .filter(|((table, _), fields)| table == "campaign" && over(fields))
        .map(|((_, id), _)| id.clone())
        .collect();
    rows.retain(|(_, id), fields| {
        let of = fields.get("campaign_id").and_then(Value::as_str).unwrap_or(id);
        !gone.contains(of)
    });
    own_targets(book, unit.id, &mut rows)?;
    for ((table, _), fields) in &mut rows {
        if table == "campaign" {
            fields.insert("in_use".to_owned(), Value::from(0));
        }
    }
    Ok(rows)
}

/// In campaigns and phases that go to a unit stands the unit's own target, not that of the whole.
///
/// # Errors
/// The book's own.
pub(super) fn own_targets(book: &Book, unit: UnitId, rows: &mut Rows) -> Result<()> {
    for campaign in book.campaigns()? {
        let mut by_phase: BTreeMap<String, u32> = BTreeMap::new();
        for sheet in book.target_sheets(campaign.id)? {
            let own = sheet.targets.iter().find(|target| target.unit_id == unit);
            by_phase.extend(own.map(|target| (sheet.phase.clone(), target.row.target.total)));
        }
        let target = |phase: &str| by_phase.get(phase).map_or(Value::Null, |target| Value::from(*target));
        let id = campaign.id.to_string();
        for ((table, row), fields) in rows.iter_mut() {
            match table.as_str() {
                "campaign" if *row == id => drop(fields.insert("target".to_owned(), target(""))),
                "phase" if fields.get("campaign_id").and_then(Value::as_str) == Some(&id) => {
                    let name = fields.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
                    fields.insert("target".to_owned(), target(&name));
                }
                _ => {}
            }
        }
    }
    Ok(())
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
    let kept = KeptPackage { sha256: envelope::sha256(&bytes), ..kept(enrolment, info.unit_id, "", session) };
    let mut taken = TakenEnrolment {
        from: enrolment.signer.name.clone(),
        sequence: enrolment.sequence,
        again: false,
        changes: Vec::new(),
    };
    let last = book.packages(PackageKind::Enrolment)?.pop();
    let known = last.as_ref().map_or(0, |last| last.sequence);
    if is_far_ahead(known, enrolment.sequence) {
        return Err(Error::new("package.far_ahead").with("number", enrolment.sequence).with("known", known));
    }
    if let Some(last) = last {
        if last.sha256 == kept.sha256 {
            return Ok(TakenEnrolment { again: true, ..taken });
        }
        if (enrolment.sequence, enrolment.issued_at) <= (last.sequence, last.issued_at) {
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
        let changes = Taking::new(tx, session, enrolment)?.all()?;
        tx.check_references()?;
        Ok(changes)
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
    match book.pinned_keys()?.into_iter().find(|key| of_above(key) && key.id == enrolment.signer.id) {
        Some(known) if known.fingerprint == opened.fingerprint => Ok(()),
        Some(_) => Err(Error::new("enrolment.other_key")
            .with("from", &enrolment.signer.name)
            .with("fingerprint", spaced)),
        None if envelope::typed_fingerprint(trust) == opened.fingerprint => Ok(()),
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
    shared: Rows,
    own: Unit,
    changes: Vec<EnrolmentChange>,
}

impl<'a> Taking<'a> {
    fn new(tx: &'a Tx<'a>, session: &'a Session, enrolment: &Enrolment) -> Result<Self> {
        let rows = known_here(tx, enrolment.rows.clone())?;
        Ok(Self { tx, session, rows, shared: tx.shared_rows()?, own: tx.own_unit()?, changes: Vec::new() })
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
                if let Some(mine) = here.get(&key).filter(|_| *name == "campaign") {
                    theirs.extend(mine.get("in_use").map(|in_use| ("in_use".to_owned(), in_use.clone())));
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
                self.tx.share_row((name, &id), None)?;
                self.tell(name, &fields, EnrolmentAction::Gone, "", (&Value::Null, &Value::Null));
            }
        }
        Ok(self.changes)
    }

    fn row(&mut self, table: &str, id: &str, mine: Option<&Fields>, theirs: &Fields) -> Result<()> {
        let key = (table.to_owned(), id.to_owned());
        let base = self.shared.get(&key).cloned();
        let Some(mine) = mine else {
            // Taken away here, and not changed above since: it stays away.
            if base.as_ref() != Some(theirs) {
                self.tx.put_fields(table, id, theirs)?;
                if table == "assignment" {
                    self.hold(id, theirs)?;
                }
                self.tell(table, theirs, EnrolmentAction::New, "", (&Value::Null, &Value::Null));
                self.tx.share_row((table, id), Some(theirs))?;
            }
            return Ok(());
        };
        let first = base.is_none();
        let merged = merge(Some(mine), std::slice::from_ref(&base), Some(theirs));
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
                id: format!("{} {table} {id} {field}", self.own.id),
                unit: self.own.id,
                row: key.clone(),
                conflict: Conflict { field, mine, theirs: value },
                at: self.session.now(),
                settled: String::new(),
            })?;
        }
        let kept =
            mine.iter().filter(|(field, value)| !first && theirs.get(*field).is_some_and(|t| t != *value));
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
            self.tx.share_row((table, id), Some(&agreed))?;
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

/// A campaign that was typed here too, by its number, is the one from above; so are its phases, by their place.
fn known_here(tx: &Tx<'_>, rows: Rows) -> Result<Rows> {
    let text = |fields: &Fields, field: &str| {
        fields.get(field).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let of = |name: &str| -> Result<Rows> {
        let table = table_named(name).ok_or_else(|| Error::new("book.failed").with("detail", name))?;
        tx.rows_of_table(name, &names(table), None)
    };
    let (campaigns, phases) = (of("campaign")?, of("phase")?);
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    for ((_, id), fields) in rows.iter().filter(|((table, _), _)| table == "campaign") {
        let number = fold(&text(fields, "number"));
        let here = campaigns
            .iter()
            .find(|((_, own), c)| own == id || (!number.is_empty() && fold(&text(c, "number")) == number));
        ids.extend(here.map(|((_, own), _)| (id.clone(), own.clone())));
    }
    for ((_, id), fields) in rows.iter().filter(|((table, _), _)| table == "phase") {
        let campaign = text(fields, "campaign_id");
        let campaign = ids.get(&campaign).unwrap_or(&campaign);
        let same = |phase: &Fields| {
            text(phase, "campaign_id") == *campaign && phase.get("position") == fields.get("position")
        };
        let here = phases.iter().find(|((_, own), phase)| own == id || same(phase));
        ids.extend(here.map(|((_, own), _)| (id.clone(), own.clone())));
    }
    let renamed = rows.into_iter().map(|((table, id), mut fields)| {
        if let Some(Value::String(campaign)) = fields.get_mut("campaign_id")
            && let Some(own) = ids.get(campaign)
        {
            campaign.clone_from(own);
        }
        let id = ids.get(&id).cloned().unwrap_or(id);
        ((table, id), fields)
    });
    Ok(renamed.collect())
}
