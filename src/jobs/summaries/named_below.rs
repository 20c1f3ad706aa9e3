//! The units inside a received file: which keys the unit above names for them, and where else they stand.

use super::sender::{Senders, key_of, other_key};
use crate::domain::summary::NamedUnit;
use crate::domain::text::fold;
use crate::error::Result;
use crate::exchange::summary_file::Signed;
use crate::messages::sentences;
use crate::store::summaries::PinnedKey;

/// The files inside a file, down to the last, each with the one that it lies in.
fn below(signed: &Signed) -> Vec<(&Signed, &Signed)> {
    let mut all: Vec<(&Signed, &Signed)> = signed.inside.iter().map(|inside| (signed, inside)).collect();
    let mut at = 0;
    while let Some((_, inside)) = all.get(at).copied() {
        all.extend(inside.inside.iter().map(|deeper| (inside, deeper)));
        at += 1;
    }
    all
}

/// The units that a file states, itself left out.
pub(super) fn units_of(signed: &Signed) -> impl Iterator<Item = &NamedUnit> {
    let own = signed.summary.unit.id.as_str();
    // Every day of a file names the same units.
    let stated = signed.summary.days.iter().take(1).flat_map(|day| &day.units);
    stated.map(|stated| &stated.unit).filter(move |unit| unit.id != own)
}

impl Senders {
    /// What a person has confirmed beats what a unit says: a file that gives a confirmed unit another key is refused. Of a
    /// unit that only has the same id nothing is refused: else the choice of an id could keep the files of others out.
    pub(super) fn check_below(&self, signed: &Signed) -> Result<()> {
        for (_, inside) in below(signed) {
            let unit = &inside.summary.unit;
            let confirmed = self.pinned.get(&unit.id).filter(|key| key.fingerprint != inside.fingerprint);
            if confirmed.is_some_and(|key| fold(self.name_for(key)) == fold(&unit.name)) {
                return Err(other_key(inside, "summary.other_key.ask").with("where", &unit.name));
            }
        }
        Ok(())
    }

    /// Pins the keys of the units inside; says what is odd in them.
    pub(super) fn pin_below(&mut self, signed: &Signed) -> Vec<[String; 2]> {
        let mut findings = self.also_named(signed).into_iter().collect::<Vec<_>>();
        let files = below(signed);
        for of in std::iter::once(signed).chain(files.iter().map(|(_, inside)| *inside)) {
            findings.extend(self.fresh_ids(of));
        }
        for (above, inside) in files {
            findings.extend(self.elsewhere(signed, above, inside));
            let keys = self.named_by(above);
            let known: Vec<&PinnedKey> = keys.filter(|key| key.id == inside.summary.unit.id).collect();
            if known.iter().any(|key| key.fingerprint == inside.fingerprint) {
                continue;
            }
            if !known.is_empty() {
                let (unit, above) = (&inside.summary.unit.name, &above.summary.unit.name);
                findings.push(sentences("summary.key_below", &[("unit", unit), ("above", above)]));
            }
            let key = PinnedKey { vouched_by: above.fingerprint.clone(), ..key_of(inside) };
            self.named.push(key.clone());
            self.keys.push(key);
        }
        findings
    }

    /// Whether a unit within a file has a key that is known.
    pub(super) fn has_key(&self, above: &Signed, id: &str) -> bool {
        self.pinned.contains_key(id) || self.named_by(above).any(|key| key.id == id)
    }

    /// The keys that a unit has named below itself, with the present key or with one that was lost.
    fn named_by<'a>(&'a self, above: &'a Signed) -> impl Iterator<Item = &'a PinnedKey> {
        let mut names = vec![above.fingerprint.as_str()];
        let mut ids = vec![above.summary.unit.id.as_str()];
        while let Some(id) = ids.pop() {
            for before in self.replaced.iter().filter(|key| key.replaced_by == id) {
                if !names.contains(&before.fingerprint.as_str()) {
                    names.push(&before.fingerprint);
                    ids.push(&before.id);
                }
            }
        }
        self.named.iter().filter(move |key| names.contains(&key.vouched_by.as_str()))
    }

    /// Units that have signed for themselves until now, and come under another id without their key.
    fn fresh_ids(&self, of: &Signed) -> Vec<[String; 2]> {
        let listed: Vec<&NamedUnit> = units_of(of).collect();
        let known: Vec<&PinnedKey> = self.named_by(of).collect();
        let lost = known.iter().filter(|key| !listed.iter().any(|unit| unit.id == key.id));
        let lost: Vec<String> = lost.map(|key| fold(&key.name)).collect();
        let strange = listed.iter().filter(|unit| !known.iter().any(|key| key.id == unit.id));
        let fresh = strange.filter(|unit| lost.contains(&fold(&unit.name)));
        let above = of.summary.unit.name.as_str();
        fresh.map(|unit| sentences("summary.fresh_id", &[("unit", &unit.name), ("above", above)])).collect()
    }

    /// The sender of a file stands inside the file of another, too.
    fn also_named(&self, signed: &Signed) -> Option<[String; 2]> {
        let unit = &signed.summary.unit;
        let key = self.named.iter().find(|key| key.fingerprint == signed.fingerprint || key.id == unit.id)?;
        let own = self.pinned.get(&unit.id).map_or(unit.name.as_str(), |key| self.name_for(key));
        let there = self.name_of_signer(&key.vouched_by);
        Some(sentences("summary.sent_twice", &[("unit", own), ("there", there)]))
    }

    /// A unit inside a file that has sent files of its own here, or stands inside the file of another unit.
    fn elsewhere(&self, top: &Signed, above: &Signed, inside: &Signed) -> Option<[String; 2]> {
        let unit = &inside.summary.unit;
        let is_it = |key: &PinnedKey| key.fingerprint == inside.fingerprint || key.id == unit.id;
        let here = above.summary.unit.name.as_str();
        let not_top = |key: &&PinnedKey| key.id != top.summary.unit.id;
        if let Some(key) = self.pinned.values().filter(not_top).find(|key| is_it(key)) {
            let params = [("unit", self.name_for(key)), ("there", here)];
            return Some(sentences("summary.sent_twice", &params));
        }
        let of_above = self.key_of_signer(&above.fingerprint);
        let ours: Vec<&PinnedKey> = self.named_by(above).collect();
        // Of thousands of keys hardly any is it: the rest is not asked about.
        let other = self.named.iter().filter(|key| is_it(key)).find(|key| {
            let signer = self.key_of_signer(&key.vouched_by);
            // A unit further down that lost its book is named anew by the one above it.
            let renewed = signer.zip(of_above).is_some_and(|(a, b)| {
                !a.is_confirmed() && a.vouched_by == b.vouched_by && fold(&a.name) == fold(&b.name)
            });
            !renewed && !ours.contains(key) && key.vouched_by != above.fingerprint
        })?;
        let there = self.name_of_signer(&other.vouched_by);
        Some(sentences("summary.two_places", &[("unit", &unit.name), ("here", here), ("there", there)]))
    }

    fn key_of_signer(&self, fingerprint: &str) -> Option<&PinnedKey> {
        let mut all = self.pinned.values().chain(&self.named);
        all.find(|key| key.fingerprint == fingerprint)
    }

    fn name_of_signer(&self, fingerprint: &str) -> &str {
        self.key_of_signer(fingerprint).map_or("", |key| self.name_for(key))
    }

    /// What this book calls the unit of a key.
    fn name_for<'a>(&'a self, key: &'a PinnedKey) -> &'a str {
        let ours = key.unit_id.map_or("", |unit| self.name_of(unit));
        if ours.is_empty() { &key.name } else { ours }
    }
}
