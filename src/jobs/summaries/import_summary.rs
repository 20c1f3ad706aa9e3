//! Takes summary files in: reads and verifies all, plans what each would do, applies the plan as one change.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::exchange_summary::place;
use crate::domain::dates::vi;
use crate::domain::ids::UnitId;
use crate::domain::register::kind_of;
use crate::domain::summary::{Oddity, Rank, StatedDay, SummaryFile, changes, gaps, oddities};
use crate::domain::text::{fold, thousands};
use crate::domain::unit::{Level, Unit};
use crate::error::{Error, Refusal, Result};
use crate::exchange::summary_v1::{self, Signed};
use crate::exchange::{envelope, inbox};
use crate::messages::{self, sentence, sentences, word};
use crate::session::Session;
use crate::store::summaries::{KeptFile, PinnedKey};
use crate::store::{Book, BookInfo};

/// Findings told of one import; the rest is counted.
const MOST_FINDINGS: usize = 1000;
/// Missing numbers told of one file: a made-up number of two thousand million must not fill the memory.
const MOST_GAPS: usize = 100;

/// Summaries to take in.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportSummaries {
    /// Files, folders or zips.
    pub files: Vec<PathBuf>,
    /// Fingerprints that the user has confirmed.
    #[serde(default)]
    pub trust: Vec<String>,
    /// The confirmed fingerprints of units that have another key already take its place: the unit lost its book.
    #[serde(default)]
    pub replace_key: bool,
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
/// `summary.own_file`, `summary.other_unit`, and as [`summary_v1::read`]; `summary.counts_differ`; the book's own. Nothing is changed then.
pub fn import(book: &mut Book, session: &Session, args: &ImportSummaries) -> Result<ImportedSummaries> {
    let mut plan = Plan::new(book, args)?;
    let found = inbox::gather(&args.files)?;
    let total = u64::try_from(found.len()).unwrap_or(0);
    for (found, at) in found.into_iter().zip(1..) {
        session.check_stop()?;
        session.progress("progress.summaries", at, total);
        plan.read(found);
    }
    plan.decide(book, session)?;
    let Plan { accepted, mut planned, units, keys, first_refusal, gaps, replaced_keys, .. } = plan;
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
    own: BookInfo,
    own_fingerprint: String,
    trust: BTreeSet<String>,
    replace_key: bool,
    all_units: Vec<Unit>,
    pinned: BTreeMap<String, PinnedKey>,
    /// Those of `pinned` that another has taken the place of.
    replaced: Vec<PinnedKey>,
    kept: Vec<KeptFile>,
    kept_at: BTreeMap<String, usize>,
    seen: BTreeSet<String>,
    /// Files read and not refused, with their place in `planned`.
    read: Vec<(usize, Signed, String)>,
    planned: Vec<PlannedFile>,
    accepted: Vec<Accepted>,
    units: Vec<Unit>,
    keys: Vec<PinnedKey>,
    gaps: Vec<String>,
    replaced_keys: Vec<String>,
    first_refusal: Option<Error>,
}

impl Plan {
    fn new(book: &Book, args: &ImportSummaries) -> Result<Self> {
        let own = book.info()?;
        let mut kept = book.summary_files()?;
        // What the book itself has sent is not received.
        kept.retain(|file| file.unit_id != own.unit_id);
        let pinned = book.pinned_keys()?;
        Ok(Self {
            own_fingerprint: envelope::fingerprint(&envelope::public_key(&*book.signing_seed()?))?,
            own,
            trust: args.trust.iter().map(|text| envelope::typed_fingerprint(text)).collect(),
            replace_key: args.replace_key,
            all_units: book.units()?,
            replaced: pinned.iter().filter(|key| !key.replaced_by.is_empty()).cloned().collect(),
            pinned: pinned.into_iter().map(|key| (key.id.clone(), key)).collect(),
            kept_at: kept.iter().map(|file| file.sha256.clone()).zip(0..).collect(),
            seen: BTreeSet::new(),
            kept,
            read: Vec::new(),
            planned: Vec::new(),
            accepted: Vec::new(),
            units: Vec::new(),
            keys: Vec::new(),
            gaps: Vec::new(),
            replaced_keys: Vec::new(),
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
        let known = found.bytes.as_ref().ok().map(|bytes| envelope::sha256(bytes));
        if let Some(file) =
            known.and_then(|sha256| self.kept_at.get(&sha256).and_then(|at| self.kept.get(*at)))
        {
            let unit = self.all_units.iter().find(|unit| unit.id == file.unit_id);
            planned.unit = unit.map(|unit| unit.name.clone()).unwrap_or_default();
            planned.sequence = file.sequence;
            planned.issued_at = Some(file.issued_at);
            self.planned.push(planned);
            return;
        }
        let read = found.bytes.and_then(|bytes| Ok((summary_v1::read(&bytes)?, bytes)));
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
        let waits = |s: &Signed| !(self.replace_key && self.trust.contains(&s.fingerprint));
        read.sort_by(|(_, a, _), (_, b, _)| {
            let key = |s: &Signed| (waits(s), s.summary.unit.id.clone(), rank(s, 0));
            key(a).cmp(&key(b))
        });
        // What stands around the days of these files; a month back for what falls.
        let days = || read.iter().flat_map(|(_, signed, _)| signed.summary.days.iter().map(|day| day.day));
        let first = days().min().and_then(|day| day.checked_sub_days(Days::new(31))).unwrap_or_default();
        let span = (first, days().max().unwrap_or_default());
        let mut history: BTreeMap<UnitId, History> = BTreeMap::new();
        let mut told = 0;
        let mut listed = Listed::default();
        for (at, signed, text) in read {
            if !self.seen.insert(signed.sha256.clone()) {
                continue;
            }
            let (unit, era) = match self.unit_of(session, &signed) {
                Ok(Sender { unit, new, era }) => {
                    if let Some(planned) = self.planned.get_mut(at) {
                        planned.new_unit = new;
                    }
                    (unit, era)
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
                    new.insert(History::new(book, &self.kept, (unit, era), span)?)
                }
            };
            let Taken { action, gaps, changes, mut findings } = history.take(&signed);
            findings.extend(self.unsigned(&signed));
            findings.extend(listed.told(book, unit, &signed)?);
            if let Some(planned) = self.planned.get_mut(at) {
                (planned.action, planned.gaps, planned.changes) = (action, gaps, changes);
                planned.findings = findings.into_iter().take(MOST_FINDINGS.saturating_sub(told)).collect();
                told += planned.findings.len();
            }
            self.accepted.push(Accepted { unit, era, text, sha256: signed.sha256, summary: signed.summary });
        }
        for (unit, history) in history {
            let numbers: Vec<u32> = history.numbers.iter().map(|(number, _)| *number).collect();
            let missing = gaps(&numbers);
            if !missing.is_empty() {
                let name = self.all_units.iter().find(|u| u.id == unit).map_or("", |u| u.name.as_str());
                let numbers = missing.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
                self.gaps.push(sentence("summary.gap", [("unit", name), ("numbers", numbers.as_str())]));
            }
        }
        Ok(())
    }

    /// Notes what would have to be confirmed for a file to be taken.
    fn ask(&mut self, at: usize, signed: &Signed, refusal: &Error) {
        let known = refusal.params.get("known").cloned();
        if let Some(planned) = self.planned.get_mut(at)
            && (refusal.code == "summary.key_unknown" || known.is_some())
        {
            let (level, fingerprint) = (signed.summary.level, spaced(&signed.fingerprint));
            planned.key = Some(KeyQuestion { level, fingerprint, known });
        }
    }

    /// The unit of this book that a file is of; keys that are new are pinned.
    fn unit_of(&mut self, session: &Session, signed: &Signed) -> Result<Sender> {
        let s = &signed.summary;
        let other_unit =
            || Error::new("summary.other_unit").with("unit", &s.unit.name).with("book", &self.own.name);
        let ours = s.above.is_empty() || s.above.iter().any(|name| fold(name) == fold(&self.own.name));
        if signed.fingerprint == self.own_fingerprint {
            return Err(Error::new("summary.own_file").with("unit", &s.unit.name));
        }
        if s.level >= self.own.level || !ours {
            return Err(other_unit());
        }
        // Kept, it would stand before all that is to come.
        let last = s.days.iter().map(|day| day.day).max().unwrap_or(s.day);
        if last > session.today() {
            return Err(Error::new("summary.in_future")
                .with("unit", &s.unit.name)
                .with("day", vi(last))
                .with("today", vi(session.today())));
        }
        let other_key = |name: &str, fingerprint: &str, todo: &str| {
            Error::new("summary.other_key")
                .with("unit", name)
                .with("fingerprint", spaced(fingerprint))
                .with("todo", word(todo))
        };
        let known = self.pinned.get(&s.unit.id).cloned();
        if known.as_ref().is_some_and(|key| !key.replaced_by.is_empty()) {
            return Err(Error::new("summary.replaced_key").with("unit", &s.unit.name));
        }
        if known.as_ref().is_some_and(|key| key.fingerprint != signed.fingerprint) {
            return Err(other_key(&s.unit.name, &signed.fingerprint, "summary.other_key.ask"));
        }
        if self.pinned.values().any(|key| key.fingerprint == signed.fingerprint && key.id != s.unit.id) {
            return Err(other_unit());
        }
        let mut pins = Vec::new();
        let (unit, new) = match known.as_ref().and_then(|key| key.unit_id) {
            Some(unit) => (unit, None),
            None => {
                let (unit, new) = self.place_of(session, s);
                let before = self.pinned.values().find(|key| key.unit_id == Some(unit));
                let confirmed = self.trust.contains(&signed.fingerprint);
                match before {
                    // The unit lost its book: what the old key has signed stays, and counts less than what the new one says.
                    Some(before) if confirmed && self.replace_key => pins.push(PinnedKey {
                        unit_id: None,
                        replaced_by: s.unit.id.clone(),
                        ..before.clone()
                    }),
                    Some(before) => {
                        return Err(other_key(&s.unit.name, &signed.fingerprint, "summary.other_key.lost")
                            .with("known", spaced(&before.fingerprint)));
                    }
                    None if !confirmed => {
                        return Err(Error::new("summary.key_unknown")
                            .with("unit", &s.unit.name)
                            .with("fingerprint", spaced(&signed.fingerprint)));
                    }
                    None => {}
                }
                pins.push(PinnedKey {
                    id: s.unit.id.clone(),
                    unit_id: Some(unit),
                    name: s.unit.name.clone(),
                    fingerprint: signed.fingerprint.clone(),
                    vouched_by: String::new(),
                    replaced_by: String::new(),
                });
                (unit, new)
            }
        };
        // Keys further down are named by the units above them, and then held to.
        let mut below: Vec<(&Signed, &Signed)> =
            signed.inside.iter().map(|inside| (signed, inside)).collect();
        while let Some((above, inside)) = below.pop() {
            let id = &inside.summary.unit.id;
            let pinned = self.pinned.get(id).or_else(|| pins.iter().find(|key| key.id == *id));
            match pinned {
                Some(key) if key.fingerprint != inside.fingerprint => {
                    return Err(other_key(
                        &inside.summary.unit.name,
                        &inside.fingerprint,
                        "summary.other_key.ask",
                    )
                    .with("where", &inside.summary.unit.name));
                }
                Some(_) => {}
                None => pins.push(PinnedKey {
                    id: id.clone(),
                    unit_id: None,
                    name: inside.summary.unit.name.clone(),
                    fingerprint: inside.fingerprint.clone(),
                    vouched_by: above.fingerprint.clone(),
                    replaced_by: String::new(),
                }),
            }
            below.extend(inside.inside.iter().map(|deeper| (inside, deeper)));
        }
        for key in pins {
            if !key.replaced_by.is_empty() {
                self.replaced.push(key.clone());
                self.replaced_keys.push(s.unit.name.clone());
            }
            self.pinned.insert(key.id.clone(), key.clone());
            self.keys.push(key);
        }
        let era = self.pinned.get(&s.unit.id).map_or(0, |key| key.era(&self.replaced));
        let is_new = new.is_some();
        if let Some(unit) = new {
            self.all_units.push(unit.clone());
            self.units.push(unit);
        }
        Ok(Sender { unit, new: is_new, era })
    }

    /// Figures without the signed file of their unit, although the unit has a key that is known.
    fn unsigned(&self, signed: &Signed) -> Vec<[String; 2]> {
        let backed: BTreeSet<(&str, NaiveDate)> = signed.backed().collect();
        let days = signed.summary.days.iter();
        let stated = days.flat_map(|day| day.units.iter().map(move |unit| (unit, day.day)));
        stated
            .filter(|(unit, day)| {
                let id = unit.unit.id.as_str();
                unit.figures.is_some() && self.pinned.contains_key(id) && !backed.contains(&(id, *day))
                    // A hamlet states itself.
                    && id != signed.summary.unit.id
            })
            .map(|(unit, day)| {
                let day = vi(day);
                sentences("summary.unsigned", &[("unit", &unit.unit.name), ("day", &day)])
            })
            .collect()
    }

    /// The unit of a first file by its code, else by its name; a new one below the book's own when there is none.
    fn place_of(&self, session: &Session, summary: &SummaryFile) -> (UnitId, Option<Unit>) {
        let below = || self.all_units.iter().filter(|unit| unit.id != self.own.unit_id);
        let coded = below().find(|unit| !unit.code.is_empty() && unit.code == summary.unit.code);
        let same_name = below().filter(|unit| {
            let codes_agree = unit.code.is_empty() || summary.unit.code.is_empty();
            codes_agree && fold(&unit.name) == fold(&summary.unit.name)
        });
        // Names repeat within a province: the one under the unit that the file names above, of those one without a key.
        let best = same_name.min_by_key(|unit| {
            let parent = self.all_units.iter().find(|above| Some(above.id) == unit.parent_id);
            let above = parent.is_some_and(|p| summary.above.iter().any(|name| fold(name) == fold(&p.name)));
            (!above, self.pinned.values().any(|key| key.unit_id == Some(unit.id)))
        });
        if let Some(unit) = coded.or(best) {
            return (unit.id, None);
        }
        let unit = Unit {
            id: UnitId(session.new_id()),
            parent_id: Some(self.own.unit_id),
            kind: kind_of(&summary.unit.name).to_owned(),
            name: summary.unit.name.clone(),
            code: summary.unit.code.clone(),
            position: u32::try_from(self.all_units.len()).unwrap_or(u32::MAX),
        };
        (unit.id, Some(unit))
    }
}

/// A fingerprint in groups of four, to be read over the telephone.
pub(crate) fn spaced(fingerprint: &str) -> String {
    let digits: Vec<char> = fingerprint.chars().collect();
    digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

fn rank(signed: &Signed, era: u32) -> Rank {
    let SummaryFile { sequence, issued_at, .. } = signed.summary;
    Rank { era, sequence, issued_at, file: signed.sha256.clone() }
}

/// The unit of this book that signed a file.
struct Sender {
    unit: UnitId,
    new: bool,
    /// How many of its keys were replaced.
    era: u32,
}

/// What a file adds to what its unit has stated.
struct Taken {
    action: Action,
    gaps: Vec<u32>,
    changes: usize,
    findings: Vec<[String; 2]>,
}

/// What one unit has stated so far, in the book and in this import.
struct History {
    /// Of its present key.
    era: u32,
    /// Numbers and sums of the files signed with it: a new book counts from 1 again.
    numbers: BTreeSet<(u32, String)>,
    days: BTreeMap<NaiveDate, (Rank, StatedDay)>,
}

impl History {
    fn new(
        book: &Book,
        kept: &[KeptFile],
        (unit, era): (UnitId, u32),
        (first, last): (NaiveDate, NaiveDate),
    ) -> Result<Self> {
        let files = kept.iter().filter(|file| file.unit_id == unit && file.era == era);
        let days = book.kept_days(Some(unit), first, last)?;
        Ok(Self {
            era,
            numbers: files.map(|file| (file.sequence, file.sha256.clone())).collect(),
            days: days.into_iter().map(|kept| (kept.stated.day, (kept.rank, kept.stated))).collect(),
        })
    }

    /// Adds a file; says what it is and what is to be told of it.
    fn take(&mut self, signed: &Signed) -> Taken {
        let s = &signed.summary;
        let number = s.sequence.to_string();
        let mut findings = Vec::new();
        let mut find = |code: &str| {
            findings.push(sentences(code, &[("unit", &s.unit.name), ("number", &number)]));
        };
        if self.numbers.iter().any(|(number, _)| *number == s.sequence) {
            find("summary.twice");
        }
        let before: Vec<&String> =
            self.numbers.iter().filter(|(number, _)| *number == s.sequence - 1).map(|(_, sha)| sha).collect();
        if !before.is_empty() && !before.contains(&&s.previous) {
            find("summary.broken_chain");
        }
        let lower = self.numbers.range(..(s.sequence, String::new())).next_back();
        let gaps = (lower.map_or(1, |(number, _)| number + 1)..s.sequence).take(MOST_GAPS).collect();
        let late = self.numbers.last().is_some_and(|(number, _)| *number > s.sequence);
        self.numbers.insert((s.sequence, signed.sha256.clone()));

        let rank = rank(signed, self.era);
        let mut replaced = Vec::new();
        for day in &s.days {
            let known = self.days.get(&day.day);
            if known.is_some_and(|(known, _)| *known > rank) {
                continue;
            }
            if let Some((_, known)) = known {
                replaced.extend(changes(known, day));
            }
            self.days.insert(day.day, (rank.clone(), day.clone()));
        }
        let mut odd = Vec::new();
        for day in &s.days {
            let before = self.days.range(..day.day).next_back().map(|(_, (_, before))| before);
            odd.extend(oddities(before, day));
        }
        let action = match (late, replaced.is_empty()) {
            (true, _) => Action::OutOfOrder,
            (false, true) => Action::New,
            (false, false) => Action::Replaces,
        };
        findings.extend(replaced.iter().chain(&odd).map(say));
        Taken { action, gaps, changes: replaced.len(), findings }
    }
}

/// Accounts that the book has by its police list, by day and unit: counted once a day, whatever many files state it.
#[derive(Default)]
struct Listed(BTreeMap<NaiveDate, BTreeMap<UnitId, u32>>);

impl Listed {
    /// What to tell of a file whose newest figures have no police list behind them, of a unit whose people the book knows
    /// by one: taken in, they count instead, and the accounts may be fewer.
    fn told(&mut self, book: &Book, unit: UnitId, signed: &Signed) -> Result<Option<[String; 2]>> {
        let Some(last) = signed.summary.days.last() else { return Ok(None) };
        let stated: Vec<_> = last.units.iter().filter_map(|unit| unit.figures.as_ref()).collect();
        if stated.is_empty() || stated.iter().any(|figures| figures.extract.is_some()) {
            return Ok(None);
        }
        let by_unit = match self.0.entry(last.day) {
            std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::btree_map::Entry::Vacant(new) => {
                let mut by_unit = BTreeMap::new();
                for person in book.evidence(last.day)? {
                    if person.official.is_some_and(|official| official.level() > 0) {
                        *by_unit.entry(person.unit_id).or_default() += 1;
                    }
                }
                new.insert(by_unit)
            }
        };
        let Some(listed) = by_unit.get(&unit).copied() else { return Ok(None) };
        let claimed: u32 = stated.iter().map(|figures| figures.figures.active()).sum();
        let (day, before, after) = (vi(last.day), thousands(listed), thousands(claimed));
        let params = [
            ("unit", signed.summary.unit.name.as_str()),
            ("day", &day),
            ("before", &before),
            ("after", &after),
        ];
        Ok(Some(sentences("summary.without_extract", &params)))
    }
}

fn say(odd: &Oddity) -> [String; 2] {
    let (day, before, after) = (vi(odd.day), odd.before.to_string(), odd.after.to_string());
    let code = format!("figure.{}", odd.figure);
    let figures = if messages::has(&code) {
        sentences(&code, &[])
    } else {
        [odd.figure, odd.figure].map(str::to_owned)
    };
    let [vi, en] = figures.map(|figure| {
        let params = [
            ("unit", odd.unit.as_str()),
            ("day", &day),
            ("figure", &figure),
            ("before", &before),
            ("after", &after),
        ];
        sentences(odd.code, &params)
    });
    let ([vi, _], [_, en]) = (vi, en);
    [vi, en]
}
