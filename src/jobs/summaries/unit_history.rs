//! What a unit has sent so far, and what a further file of it changes.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::domain::dates::vi;
use crate::domain::ids::UnitId;
use crate::domain::summary::{
    Oddity, Rank, StatedDay, StatedOtherwise, SummaryFile, UnitDay, changes, oddities,
};
use crate::error::Result;
use crate::exchange::summary_v1::Signed;
use crate::figures::Day;
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

/// What the people of this book count on the days that files state: read once a day, whatever many files state it.
#[derive(Default)]
pub(super) struct Counted(BTreeMap<NaiveDate, BTreeMap<UnitId, UnitDay>>);

impl Counted {
    /// What to tell of a file of a unit whose people the book holds: in what its newest figures differ from theirs, which
    /// count.
    pub(super) fn told(&mut self, book: &Book, unit: UnitId, signed: &Signed) -> Result<Option<[String; 2]>> {
        let Some(last) = signed.summary.days.last() else { return Ok(None) };
        let counted = match self.0.entry(last.day) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                let day = Day::read(book, last.day)?;
                new.insert(day.counted_units(day.start.unwrap_or_default())?)
            }
        };
        let Some((counted, stated)) = counted.get(&unit).zip(last.total()) else { return Ok(None) };
        let differs = counted.stated_otherwise(&stated);
        let (unit, day) = (signed.summary.unit.name.as_str(), vi(last.day));
        let [[vi, _], [_, en]] = StatedOtherwise::told(&differs).map(|figures| {
            sentences("summary.otherwise", &[("unit", unit), ("day", &day), ("figures", &figures)])
        });
        Ok((!differs.is_empty()).then_some([vi, en]))
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
