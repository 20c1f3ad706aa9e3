//! Takes summary files in: reads and verifies all, plans what each would do, applies the plan as one change.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::doubts::{InsideFiles, plausible};
use super::sender::{Sender, Senders};
use super::unit_history::{BookOnDays, Taken, UnitHistory, rank_of};
use super::verify_summary::place;
use crate::domain::dates::vi;
use crate::domain::file_kind::FileKind;
use crate::domain::hash;
use crate::domain::ids::UnitId;
use crate::domain::summary::{SummaryFile, gaps, is_far_ahead};
use crate::domain::unit::Level;
use crate::error::{Error, Refusal, Result};
use crate::exchange::summary_file::{self, Signed};
use crate::exchange::{envelope, inbox};
use crate::messages::{sentence, sentences};
use crate::session::Session;
use crate::store::Book;
use crate::store::summaries::KeptFile;

/// Findings told of one import; the rest is counted.
const MOST_FINDINGS: usize = 1000;

/// Summaries to take in.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportSummaries {
    /// Files, folders or zips.
    pub files: Vec<PathBuf>,
    /// Fingerprints that the user has confirmed.
    #[serde(default)]
    pub trust: Vec<String>,
    /// Fingerprints that the user has confirmed to take the place of the key that their unit has: it lost its book.
    #[serde(default)]
    pub replace_key: Vec<String>,
    /// Show the plan and change nothing; files that are refused are part of it.
    #[serde(default)]
    pub dry_run: bool,
}

/// What becomes of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Taken: days that were not known.
    New,
    /// Taken: states days anew; what changed is in the findings.
    Replaces,
    /// The book has it already.
    Same,
    /// Taken, although a later file of the unit came before; what that one states stays.
    OutOfOrder,
    /// Not taken.
    Refused,
}

/// The plan of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct PlannedFile {
    /// The file; within a zip, the zip's path and its own.
    pub file: String,
    /// What becomes of it.
    pub action: Action,
    /// The unit that signed it; empty when it cannot be read.
    pub unit: String,
    /// Fingerprint of its key; empty when it cannot be read, or the book has the file.
    pub fingerprint: String,
    /// Its number.
    pub sequence: u32,
    /// When it was made; `None` when it cannot be read.
    pub issued_at: Option<DateTime<FixedOffset>>,
    /// Days that it states; empty for a file that the book has.
    pub days: Vec<NaiveDate>,
    /// Numbers missing right before its own, this import counted.
    pub gaps: Vec<u32>,
    /// Figures that it states otherwise than the file before.
    pub changes: usize,
    /// The unit was not in the book and is added.
    pub new_unit: bool,
    /// What to ask the unit by telephone, when its answer would let the file in.
    pub key: Option<KeyQuestion>,
    /// Code of the refusal, or empty.
    pub code: &'static str,
    /// What the user has to know, each in Vietnamese, then in English: refusal, changes, odd figures.
    pub findings: Vec<[String; 2]>,
}

/// A key that a person has to confirm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct KeyQuestion {
    /// Level of the unit.
    pub level: Level,
    /// The fingerprint in groups, to be compared over the telephone.
    pub fingerprint: String,
    /// The fingerprint that was confirmed before; `None`: the unit hands in for the first time.
    pub known: Option<String>,
}

/// What was taken in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ts_rs::TS)]
#[expect(missing_docs, reason = "as in Action")]
pub struct ImportedSummaries {
    pub new: usize,
    pub replaces: usize,
    pub same: usize,
    pub out_of_order: usize,
    pub refused: usize,
    /// Each file.
    pub files: Vec<PlannedFile>,
    /// Units whose numbers have gaps after this import.
    pub gaps: Vec<String>,
    /// Units whose key was replaced.
    pub replaced_keys: Vec<String>,
}

/// Takes summaries in. Files that are refused do not hold the others up.
///
/// # Errors
/// `summary.no_files`, `summary.cannot_read`, `summary.bomb`; when no file could be taken, the first refusal:
/// `summary.key_unknown` with the fingerprint to confirm, `summary.other_key`, `summary.replaced_key`,
/// `summary.own_file`, `summary.other_unit`, `summary.implausible`, `summary.far_ahead`, and as [`summary_file::read`]; `summary.counts_differ`; the book's own. Nothing is changed then.
pub fn import(book: &mut Book, session: &Session, args: &ImportSummaries) -> Result<ImportedSummaries> {
    let mut plan = Plan::new(book, args)?;
    let found = inbox::gather(&args.files, FileKind::Summary.ending())?;
    let total = u64::try_from(found.len()).unwrap_or(0);
    for (found, at) in found.into_iter().zip(1..) {
        session.check_stop()?;
        session.progress("progress.summaries", at, total);
        plan.read(found);
    }
    plan.decide(book, session)?;
    let Plan { senders, accepted, mut planned, first_refusal, gaps, .. } = plan;
    let Senders { units, keys, replaced_keys, .. } = senders;
    if !args.dry_run
        && accepted.is_empty()
        && planned.iter().all(|file| file.action == Action::Refused)
        && let Some(refusal) = first_refusal
    {
        return Err(refusal);
    }
    if !accepted.is_empty() && !args.dry_run {
        let (files, days) = book.summary_counts()?;
        let told = json!({ "files": accepted.len(), "units": replaced_keys.join(", ") });
        let kind = if replaced_keys.is_empty() { "import-summary" } else { "replace-key" };
        book.transact(session, kind, told, |tx| {
            units.iter().try_for_each(|unit| tx.insert_unit(unit))?;
            keys.iter().try_for_each(|key| tx.pin_key(key))?;
            let mut stated = 0;
            for Accepted { unit, era, text, sha256, summary } in &accepted {
                tx.keep_summary(session, (*unit, *era), summary, sha256, text)?;
                stated += summary.days.len();
            }
            let counts = tx.summary_counts()?;
            let expect = (files as usize + accepted.len(), days as usize + stated);
            if (counts.0 as usize, counts.1 as usize) != expect {
                return Err(Error::new("summary.counts_differ")
                    .with("expected", format!("{} + {}", expect.0, expect.1))
                    .with("found", format!("{} + {}", counts.0, counts.1)));
            }
            Ok(())
        })?;
    }
    let count = |action| planned.iter().filter(|file| file.action == action).count();
    let mut imported = ImportedSummaries {
        new: count(Action::New),
        replaces: count(Action::Replaces),
        same: count(Action::Same),
        out_of_order: count(Action::OutOfOrder),
        refused: count(Action::Refused),
        gaps,
        replaced_keys,
        files: Vec::new(),
    };
    planned.sort_by(|a, b| a.file.cmp(&b.file));
    imported.files = planned;
    Ok(imported)
}

/// A file that will be kept.
struct Accepted {
    unit: UnitId,
    era: u32,
    text: String,
    sha256: String,
    summary: SummaryFile,
}

/// What an import will do; nothing is written while it is made.
struct Plan {
    senders: Senders,
    kept: Vec<KeptFile>,
    kept_at: BTreeMap<String, usize>,
    seen: BTreeSet<String>,
    /// Files read and not refused, with their place in `planned`.
    read: Vec<(usize, Signed, String)>,
    planned: Vec<PlannedFile>,
    accepted: Vec<Accepted>,
    gaps: Vec<String>,
    first_refusal: Option<Error>,
}

impl Plan {
    fn new(book: &Book, args: &ImportSummaries) -> Result<Self> {
        let own = book.info()?;
        let mut kept = book.summary_files()?;
        // What the book itself has sent is not received.
        kept.retain(|file| file.unit_id != own.unit_id);
        Ok(Self {
            senders: Senders::new(book, own, &args.trust, &args.replace_key)?,
            kept_at: kept.iter().map(|file| file.sha256.clone()).zip(0..).collect(),
            seen: BTreeSet::new(),
            kept,
            read: Vec::new(),
            planned: Vec::new(),
            accepted: Vec::new(),
            gaps: Vec::new(),
            first_refusal: None,
        })
    }

    /// Reads and verifies one file. What is refused for itself is let go at once.
    fn read(&mut self, found: inbox::Found) {
        let mut planned = PlannedFile {
            file: found.name.clone(),
            action: Action::Same,
            unit: String::new(),
            fingerprint: String::new(),
            sequence: 0,
            issued_at: None,
            days: Vec::new(),
            gaps: Vec::new(),
            changes: 0,
            new_unit: false,
            key: None,
            code: "",
            findings: Vec::new(),
        };
        let at = self.planned.len();
        // A file that was verified once needs no second look.
        let known = found.bytes.as_ref().ok().map(hash::sha256);
        if let Some(file) =
            known.and_then(|sha256| self.kept_at.get(&sha256).and_then(|at| self.kept.get(*at)))
        {
            planned.unit = self.senders.name_of(file.unit_id).to_owned();
            planned.sequence = file.sequence;
            planned.issued_at = Some(file.issued_at);
            self.planned.push(planned);
            return;
        }
        let read = found.bytes.and_then(|bytes| {
            let signed = summary_file::read(&bytes)?;
            plausible(&signed)?;
            Ok((signed, bytes))
        });
        match read.map_err(|e| place(&found.name, e)) {
            Ok((signed, bytes)) => {
                let s = &signed.summary;
                planned.unit.clone_from(&s.unit.name);
                planned.fingerprint.clone_from(&signed.fingerprint);
                planned.sequence = s.sequence;
                planned.issued_at = Some(s.issued_at);
                planned.days = s.days.iter().map(|day| day.day).collect();
                self.planned.push(planned);
                // A file that was read is JSON, and so is text.
                let text = String::from_utf8(bytes).unwrap_or_default();
                self.read.push((at, signed, text));
            }
            Err(e) => {
                self.planned.push(planned);
                self.refuse(at, e);
            }
        }
    }

    fn refuse(&mut self, at: usize, e: Error) {
        if let Some(planned) = self.planned.get_mut(at) {
            planned.action = Action::Refused;
            planned.code = e.code;
            planned.findings = vec![Refusal::from(e.clone()).sentences];
        }
        self.first_refusal.get_or_insert(e);
    }

    /// Decides on all files, each unit's in the order of their numbers, so that the order of arrival does not matter.
    fn decide(&mut self, book: &Book, session: &Session) -> Result<()> {
        let mut read = std::mem::take(&mut self.read);
        // A key that takes the place of another goes first: what the other has signed is refused, however it came.
        let waits = |s: &Signed| !self.senders.replace.contains(&s.fingerprint);
        read.sort_by(|(_, a, _), (_, b, _)| {
            let key = |s: &Signed| (waits(s), s.summary.unit.id.clone(), rank_of(s, 0));
            key(a).cmp(&key(b))
        });
        // What stands around the days of these files; a month back for what falls.
        let days = || read.iter().flat_map(|(_, signed, _)| signed.summary.days.iter().map(|day| day.day));
        let first = days().min().and_then(|day| day.checked_sub_days(Days::new(31))).unwrap_or_default();
        let span = (first, days().max().unwrap_or_default());
        let mut history: BTreeMap<UnitId, UnitHistory> = BTreeMap::new();
        let mut told = 0;
        let mut on_days = BookOnDays::default();
        let mut inside = InsideFiles::default();
        for (at, signed, text) in read {
            if !self.seen.insert(signed.sha256.clone()) {
                continue;
            }
            let of =
                self.check_number(&history, &signed).and_then(|()| self.senders.unit_of(session, &signed));
            if let Some(planned) = self.planned.get_mut(at) {
                self.senders.called(&signed).clone_into(&mut planned.unit);
            }
            let (unit, era, mut findings) = match of {
                Ok(Sender { unit, new, era, findings }) => {
                    if let Some(planned) = self.planned.get_mut(at) {
                        planned.new_unit = new;
                    }
                    (unit, era, findings)
                }
                Err(e) => {
                    self.seen.remove(&signed.sha256);
                    self.ask(at, &signed, &e);
                    let file = self.planned.get(at).map(|p| p.file.clone()).unwrap_or_default();
                    self.refuse(at, place(&file, e));
                    continue;
                }
            };
            let history = match history.entry(unit) {
                std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
                std::collections::btree_map::Entry::Vacant(new) => {
                    new.insert(UnitHistory::new(book, &self.kept, (unit, era), span)?)
                }
            };
            let first = !history.has_figures();
            let Taken { late, gaps, changes, restated, findings: told_of } = history.take(&signed);
            findings.extend(inside.older(book, &signed, &restated)?);
            findings.extend(told_of);
            findings.extend(self.unsigned(&signed));
            findings.extend(on_days.told(book, unit, first, &signed)?);
            if let Some(planned) = self.planned.get_mut(at) {
                planned.action = match (late, changes) {
                    (true, _) => Action::OutOfOrder,
                    (false, 0) => Action::New,
                    (false, _) => Action::Replaces,
                };
                (planned.gaps, planned.changes) = (gaps, changes);
                planned.findings = findings.into_iter().take(MOST_FINDINGS.saturating_sub(told)).collect();
                told += planned.findings.len();
            }
            self.accepted.push(Accepted { unit, era, text, sha256: signed.sha256, summary: signed.summary });
        }
        self.tell_gaps(history);
        Ok(())
    }

    /// Units whose numbers have gaps now.
    fn tell_gaps(&mut self, history: BTreeMap<UnitId, UnitHistory>) {
        for (unit, history) in history {
            let numbers: Vec<u32> = history.numbers.iter().map(|(number, _)| *number).collect();
            let missing = gaps(&numbers);
            if !missing.is_empty() {
                let name = self.senders.name_of(unit);
                let numbers = missing.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
                self.gaps.push(sentence("summary.gap", [("unit", name), ("numbers", numbers.as_str())]));
            }
        }
    }

    /// Refuses a number far above those that have come with the same key.
    fn check_number(&self, history: &BTreeMap<UnitId, UnitHistory>, signed: &Signed) -> Result<()> {
        let number = signed.summary.sequence;
        let taken = self.senders.known(signed).and_then(|of| match history.get(&of.0) {
            Some(history) => history.numbers.last().map(|(number, _)| *number),
            None => self.kept.iter().filter(|k| (k.unit_id, k.era) == of).map(|k| k.sequence).max(),
        });
        let last = taken.unwrap_or_default();
        if is_far_ahead(last, number) {
            return Err(Error::new("summary.far_ahead")
                .with("unit", self.senders.called(signed))
                .with("number", number)
                .with("known", last));
        }
        Ok(())
    }

    /// Notes what would have to be confirmed for a file to be taken.
    fn ask(&mut self, at: usize, signed: &Signed, refusal: &Error) {
        let known = refusal.params.get("known").cloned();
        if let Some(planned) = self.planned.get_mut(at)
            && (refusal.code == "summary.key_unknown" || known.is_some())
        {
            let (level, fingerprint) = (signed.summary.level, envelope::spaced(&signed.fingerprint));
            planned.key = Some(KeyQuestion { level, fingerprint, known });
        }
    }

    /// Figures without the signed file of their unit, although the unit has a key that is known.
    fn unsigned(&self, signed: &Signed) -> Vec<[String; 2]> {
        let backed: BTreeSet<(&str, NaiveDate)> = signed.backed().collect();
        let days = signed.summary.days.iter();
        let stated = days.flat_map(|day| day.units.iter().map(move |unit| (unit, day.day)));
        stated
            .filter(|(unit, day)| {
                let id = unit.unit.id.as_str();
                unit.figures.is_some() && self.senders.has_key(signed, id) && !backed.contains(&(id, *day))
                    // A hamlet states itself.
                    && id != signed.summary.unit.id
            })
            .map(|(unit, day)| {
                let day = vi(day);
                sentences("summary.unsigned", &[("unit", &unit.unit.name), ("day", &day)])
            })
            .collect()
    }
}
