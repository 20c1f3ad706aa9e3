//! What makes the figures of a received file hard to believe.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::verify_summary::read_kept;
use crate::domain::dates::vi;
use crate::domain::summary::{beyond, most_people};
use crate::domain::text::thousands;
use crate::error::{Error, Result};
use crate::exchange::summary_file::Signed;
use crate::messages::{sentences, word};
use crate::store::Book;

/// Refuses figures that no unit of the level can have, of the file and of those inside.
///
/// # Errors
/// `summary.implausible` with the unit that has signed them.
pub(super) fn plausible(signed: &Signed) -> Result<()> {
    for inside in &signed.inside {
        plausible(inside)?;
    }
    let s = &signed.summary;
    for day in &s.days {
        let parts = day.units.iter().filter_map(|of| Some((&of.unit.name, of.figures.clone()?)));
        let all = parts.chain(day.total().map(|total| (&s.unit.name, total)));
        for (unit, figures) in all {
            if let Some((figure, stated)) = beyond(s.level, &figures) {
                return Err(Error::new("summary.implausible")
                    .with("unit", unit)
                    .with("day", vi(day.day))
                    .with("figure", word(&format!("figure.{figure}")))
                    .with("stated", thousands(stated))
                    .with("most", thousands(most_people(s.level))));
            }
        }
    }
    Ok(())
}

/// The newest number of each file inside that states a day, by its key and the day, with the name of its unit.
type Numbers = BTreeMap<(String, NaiveDate), (u32, String)>;

/// What stood inside the files of units, by the sum of the file.
#[derive(Default)]
pub(super) struct InsideFiles(BTreeMap<String, Numbers>);

impl InsideFiles {
    /// Files inside that are older than those inside the file that stated the same day before.
    pub(super) fn older(
        &mut self,
        book: &Book,
        signed: &Signed,
        restated: &[(NaiveDate, String)],
    ) -> Result<Vec<[String; 2]>> {
        let mut now = Numbers::new();
        numbers(signed, &mut now);
        let mut findings = Vec::new();
        for (day, before) in restated {
            if !self.0.contains_key(before) {
                let mut known = Numbers::new();
                // A file that today's rules refuse has nothing inside to be held against.
                if let Ok(file) = read_kept(book, before) {
                    numbers(&file, &mut known);
                }
                self.0.insert(before.clone(), known);
            }
            let Some(known) = self.0.get(before) else { continue };
            for ((key, _), (number, unit)) in now.iter().filter(|((_, of), _)| of == day) {
                let newest = known.get(&(key.clone(), *day)).map(|(newest, _)| newest);
                if let Some(newest) = newest.filter(|newest| *newest > number) {
                    let params = [
                        ("unit", unit.as_str()),
                        ("above", &signed.summary.unit.name),
                        ("day", &vi(*day)),
                        ("number", &number.to_string()),
                        ("known", &newest.to_string()),
                    ];
                    findings.push(sentences("summary.older_inside", &params));
                }
            }
        }
        self.0.insert(signed.sha256.clone(), now);
        Ok(findings)
    }
}

fn numbers(signed: &Signed, all: &mut Numbers) {
    for inside in &signed.inside {
        let s = &inside.summary;
        for day in &s.days {
            let newest = all.entry((inside.fingerprint.clone(), day.day)).or_default();
            if newest.0 <= s.sequence {
                *newest = (s.sequence, s.unit.name.clone());
            }
        }
        numbers(inside, all);
    }
}
