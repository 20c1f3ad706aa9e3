//! What a unit has sent so far, and what a further file of it changes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::domain::dates::vi;
use crate::domain::ids::UnitId;
use crate::domain::summary::{Oddity, Rank, StatedDay, SummaryFile, changes, oddities};
use crate::domain::text::thousands;
use crate::error::Result;
use crate::exchange::summary_v1::Signed;
use crate::messages::{self, sentences};
use crate::store::Book;
use crate::store::summaries::KeptFile;

/// Missing numbers told of one file: a made-up number of two thousand million must not fill the memory.
const MOST_GAPS: usize = 100;

/// What a file adds to what its unit has stated.
pub(super) struct Taken {
    /// Whether a later file of the unit was taken in before.
    pub(super) late: bool,
    /// Numbers missing before it.
    pub(super) gaps: Vec<u32>,
    /// Figures of earlier files that it changes.
    pub(super) changes: usize,
    pub(super) findings: Vec<[String; 2]>,
}

/// What one unit has stated so far, in the book and in this import.
pub(super) struct UnitHistory {
    /// Of its present key.
    era: u32,
    /// Numbers and sums of the files signed with it: a new book counts from 1 again.
    pub(super) numbers: BTreeSet<(u32, String)>,
    days: BTreeMap<NaiveDate, (Rank, StatedDay)>,
}

impl UnitHistory {
    pub(super) fn new(
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
    pub(super) fn take(&mut self, signed: &Signed) -> Taken {
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

        let rank = rank_of(signed, self.era);
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
        findings.extend(replaced.iter().chain(&odd).map(say));
        Taken { late, gaps, changes: replaced.len(), findings }
    }
}

/// Accounts that the book has by its police list, by day and unit: counted once a day, whatever many files state it.
#[derive(Default)]
pub(super) struct Listed(BTreeMap<NaiveDate, BTreeMap<UnitId, u32>>);

impl Listed {
    /// What to tell of a file whose newest figures have no police list behind them, of a unit whose people the book knows
    /// by one: taken in, they count instead, and the accounts may be fewer.
    pub(super) fn told(&mut self, book: &Book, unit: UnitId, signed: &Signed) -> Result<Option<[String; 2]>> {
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

/// Where a file stands among those of its unit.
pub(super) fn rank_of(signed: &Signed, era: u32) -> Rank {
    let SummaryFile { sequence, issued_at, .. } = signed.summary;
    Rank { era, sequence, issued_at, file: signed.sha256.clone() }
}
