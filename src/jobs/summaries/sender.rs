//! Whose a received file is: the unit of this book that signed it, and whether its key is to be believed.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::dates::vi;
use crate::domain::ids::UnitId;
use crate::domain::summary::SummaryFile;
use crate::domain::text::fold;
use crate::domain::unit::Unit;
use crate::error::{Error, Result};
use crate::exchange::envelope;
use crate::exchange::summary_file::Signed;
use crate::jobs::book::change_units::new_unit;
use crate::messages::word;
use crate::session::Session;
use crate::store::summaries::PinnedKey;
use crate::store::{Book, BookInfo};

/// The units and keys of a book, and those that an import adds.
pub(super) struct Senders {
    own: BookInfo,
    own_fingerprint: String,
    /// Fingerprints that a person has confirmed for this import.
    trust: BTreeSet<String>,
    /// Of these, keys that take the place of the unit's earlier one.
    pub(super) replace: BTreeSet<String>,
    pub(super) all_units: Vec<Unit>,
    /// Keys that a person has confirmed, by the id of the unit in its own book.
    pub(super) pinned: BTreeMap<String, PinnedKey>,
    /// Keys that units named below themselves.
    pub(super) named: Vec<PinnedKey>,
    /// Those of `pinned` that another has taken the place of.
    pub(super) replaced: Vec<PinnedKey>,
    /// Units to add.
    pub(super) units: Vec<Unit>,
    /// Keys to pin.
    pub(super) keys: Vec<PinnedKey>,
    /// Names of the units whose key was replaced.
    pub(super) replaced_keys: Vec<String>,
}

/// The unit of this book that signed a file.
pub(super) struct Sender {
    pub(super) unit: UnitId,
    /// Whether it is added.
    pub(super) new: bool,
    /// How many of its keys were replaced.
    pub(super) era: u32,
    /// What is odd in where it and the units inside stand.
    pub(super) findings: Vec<[String; 2]>,
}

impl Senders {
    pub(super) fn new(book: &Book, own: BookInfo, trust: &[String], replace: &[String]) -> Result<Self> {
        let (pinned, named): (Vec<PinnedKey>, Vec<PinnedKey>) =
            book.pinned_keys()?.into_iter().partition(PinnedKey::is_confirmed);
        let typed = |text: &String| envelope::typed_fingerprint(text);
        Ok(Self {
            own,
            own_fingerprint: envelope::fingerprint(&envelope::public_key(&*book.signing_seed()?))?,
            trust: trust.iter().chain(replace).map(typed).collect(),
            replace: replace.iter().map(typed).collect(),
            all_units: book.units()?,
            replaced: pinned.iter().filter(|key| !key.replaced_by.is_empty()).cloned().collect(),
            pinned: pinned.into_iter().map(|key| (key.id.clone(), key)).collect(),
            named,
            units: Vec::new(),
            keys: Vec::new(),
            replaced_keys: Vec::new(),
        })
    }

    /// The name of a unit; empty when the book does not know it.
    pub(super) fn name_of(&self, id: UnitId) -> &str {
        self.our_name(id, "")
    }

    /// The name that a unit has in this book; what its file calls it while it is not in the book.
    fn our_name<'a>(&'a self, id: UnitId, theirs: &'a str) -> &'a str {
        self.all_units.iter().find(|unit| unit.id == id).map_or(theirs, |unit| unit.name.as_str())
    }

    /// The unit that a file is of; keys that are new are pinned.
    ///
    /// # Errors
    /// `summary.own_file`, `summary.other_unit`, `summary.in_future`, `summary.replaced_key`, `summary.other_key`,
    /// `summary.key_unknown`.
    pub(super) fn unit_of(&mut self, session: &Session, signed: &Signed) -> Result<Sender> {
        let s = &signed.summary;
        self.check_place(session, signed)?;
        let known = self.known_key(signed)?;
        let mut pins = Vec::new();
        let (unit, new) = match known.and_then(|key| key.unit_id) {
            Some(unit) => (unit, None),
            None => {
                let (unit, new) = self.place_of(session, s);
                pins.extend(self.confirmed_keys(signed, unit)?);
                (unit, new)
            }
        };
        self.check_below(signed)?;
        for key in pins {
            if !key.replaced_by.is_empty() {
                self.replaced.push(key.clone());
                self.replaced_keys.push(self.our_name(unit, &s.unit.name).to_owned());
            }
            self.pinned.insert(key.id.clone(), key.clone());
            self.keys.push(key);
        }
        let findings = self.pin_below(signed);
        let era = self.pinned.get(&s.unit.id).map_or(0, |key| key.era(&self.replaced));
        let is_new = new.is_some();
        if let Some(unit) = new {
            self.all_units.push(unit.clone());
            self.units.push(unit);
        }
        Ok(Sender { unit, new: is_new, era, findings })
    }

    /// Refuses the book's own files, those of units that are not below, and those of days to come.
    fn check_place(&self, session: &Session, signed: &Signed) -> Result<()> {
        let s = &signed.summary;
        let ours = s.above.is_empty() || s.above.iter().any(|name| fold(name) == fold(&self.own.name));
        if signed.fingerprint == self.own_fingerprint {
            return Err(Error::new("summary.own_file").with("unit", &self.own.name));
        }
        if s.level >= self.own.level || !ours {
            return Err(self.other_unit(s));
        }
        // Kept, it would stand before all that is to come.
        let last = s.days.iter().map(|day| day.day).max().unwrap_or(s.day);
        if last > session.today() {
            return Err(Error::new("summary.in_future")
                .with("unit", self.called(signed))
                .with("day", vi(last))
                .with("today", vi(session.today())));
        }
        Ok(())
    }

    fn other_unit(&self, summary: &SummaryFile) -> Error {
        Error::new("summary.other_unit").with("unit", &summary.unit.name).with("book", &self.own.name)
    }

    /// The key that was pinned for the unit; refuses another.
    fn known_key(&self, signed: &Signed) -> Result<Option<PinnedKey>> {
        let s = &signed.summary;
        let known = self.pinned.get(&s.unit.id).cloned();
        if known.as_ref().is_some_and(|key| !key.replaced_by.is_empty()) {
            return Err(Error::new("summary.replaced_key").with("unit", self.called(signed)));
        }
        if known.as_ref().is_some_and(|key| key.fingerprint != signed.fingerprint) {
            return Err(other_key(signed, "summary.other_key.ask").with("unit", self.called(signed)));
        }
        if self.pinned.values().any(|key| key.fingerprint == signed.fingerprint && key.id != s.unit.id) {
            return Err(self.other_unit(s));
        }
        Ok(known)
    }

    /// The key of a unit that hands in with it for the first time, once a person has confirmed it; with it the key whose
    /// place it takes.
    fn confirmed_keys(&self, signed: &Signed, unit: UnitId) -> Result<Vec<PinnedKey>> {
        let s = &signed.summary;
        let confirmed = self.trust.contains(&signed.fingerprint);
        let mut pins = Vec::new();
        match self.pinned.values().find(|key| key.unit_id == Some(unit)) {
            // The unit lost its book: what the old key has signed stays, and counts less than what the new one says.
            Some(before) if self.replace.contains(&signed.fingerprint) => {
                pins.push(PinnedKey { unit_id: None, replaced_by: s.unit.id.clone(), ..before.clone() });
            }
            Some(before) => {
                return Err(other_key(signed, "summary.other_key.lost")
                    .with("unit", self.called(signed))
                    .with("known", envelope::spaced(&before.fingerprint)));
            }
            None if !confirmed => {
                return Err(Error::new("summary.key_unknown")
                    .with("unit", self.called(signed))
                    .with("fingerprint", envelope::spaced(&signed.fingerprint)));
            }
            None => {}
        }
        pins.push(PinnedKey { unit_id: Some(unit), ..key_of(signed) });
        Ok(pins)
    }

    /// The unit that a key is known to be of, and how many of its keys were replaced.
    pub(super) fn known(&self, signed: &Signed) -> Option<(UnitId, u32)> {
        let key = self.pinned.get(&signed.summary.unit.id)?;
        let unit = key.unit_id.filter(|_| key.fingerprint == signed.fingerprint)?;
        Some((unit, key.era(&self.replaced)))
    }

    /// What this book calls the unit of a file; what the file says where the book has no such unit.
    pub(super) fn called<'a>(&'a self, signed: &'a Signed) -> &'a str {
        let s = &signed.summary;
        let unit = self.known(signed).map(|(unit, _)| unit).or_else(|| self.known_place(s));
        unit.map_or(s.unit.name.as_str(), |unit| self.our_name(unit, &s.unit.name))
    }

    /// The unit of a first file; a new one below the book's own when there is none.
    fn place_of(&self, session: &Session, summary: &SummaryFile) -> (UnitId, Option<Unit>) {
        if let Some(unit) = self.known_place(summary) {
            return (unit, None);
        }
        let new = new_unit(session, &summary.unit.name, self.own.unit_id, self.all_units.len());
        let unit = Unit { code: summary.unit.code.clone(), ..new };
        (unit.id, Some(unit))
    }

    /// The unit of a file by its code, else by its name.
    fn known_place(&self, summary: &SummaryFile) -> Option<UnitId> {
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
        coded.or(best).map(|unit| unit.id)
    }
}

/// The key that signed a file, of a unit that is not of this book.
pub(super) fn key_of(signed: &Signed) -> PinnedKey {
    let unit = &signed.summary.unit;
    PinnedKey {
        id: unit.id.clone(),
        unit_id: None,
        name: unit.name.clone(),
        fingerprint: signed.fingerprint.clone(),
        vouched_by: String::new(),
        replaced_by: String::new(),
    }
}

pub(super) fn other_key(signed: &Signed, todo: &str) -> Error {
    Error::new("summary.other_key")
        .with("unit", &signed.summary.unit.name)
        .with("fingerprint", envelope::spaced(&signed.fingerprint))
        .with("todo", word(todo))
}
