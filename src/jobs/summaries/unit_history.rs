//! What a unit has sent so far, and what a further file of it changes.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::named_below::units_of;
use crate::domain::campaign::Plan;
use crate::domain::dates::vi;
use crate::domain::ids::UnitId;
use crate::domain::summary::{
    NO_CAMPAIGN, NamedUnit, Oddity, Rank, StatedDay, StatedOtherwise, SummaryFile, UnitDay, changes, oddities,
};
use crate::domain::target::TargetSheet;
use crate::domain::text::{fold, thousands};
use crate::error::Result;
use crate::exchange::summary_file::Signed;
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
    /// Days of earlier files that it states anew, each with the sum of that file.
    pub(super) restated: Vec<(NaiveDate, String)>,
    pub(super) findings: Vec<[String; 2]>,
}

/// What one unit has stated so far, in the book and in this import.
pub(super) struct UnitHistory {
    /// Of its present key.
    era: u32,
    /// Numbers and sums of the files signed with it: a new book counts from 1 again.
    pub(super) numbers: BTreeSet<(u32, String)>,
    days: BTreeMap<NaiveDate, (Rank, StatedDay)>,
    /// The units below that it has stated with its present key: their names, folded, by id.
    stood: BTreeMap<String, String>,
}

impl UnitHistory {
    /// Whether figures of it have come.
    pub(super) fn has_figures(&self) -> bool {
        self.days.values().any(|(_, day)| day.total().is_some())
    }

    pub(super) fn new(
        book: &Book,
        kept: &[KeptFile],
        (unit, era): (UnitId, u32),
        (first, last): (NaiveDate, NaiveDate),
    ) -> Result<Self> {
        let files = kept.iter().filter(|file| file.unit_id == unit && file.era == era);
        let numbers: BTreeSet<(u32, String)> =
            files.map(|file| (file.sequence, file.sha256.clone())).collect();
        let days = book.kept_days(Some(unit), first, last)?;
        let earlier = book.last_stated_days(first)?.remove(&unit);
        let earlier = earlier.map(|day| book.kept_days(Some(unit), day, day)).transpose()?;
        let of_key = days.iter().chain(earlier.iter().flatten()).filter(|kept| kept.rank.era == era);
        let stood = of_key.flat_map(|kept| &kept.stated.units);
        Ok(Self {
            era,
            stood: stood.map(|of| (of.unit.id.clone(), fold(&of.unit.name))).collect(),
            numbers,
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
        findings.extend(self.new_units(signed));
        let (mut replaced, mut restated) = (Vec::new(), Vec::new());
        for day in &s.days {
            let known = self.days.get(&day.day);
            if known.is_some_and(|(known, _)| *known > rank) {
                continue;
            }
            if let Some((before, known)) = known {
                replaced.extend(changes(known, day));
                restated.push((day.day, before.file.clone()));
            }
            self.days.insert(day.day, (rank.clone(), day.clone()));
        }
        let mut odd = Vec::new();
        for day in &s.days {
            let before = self.days.range(..day.day).next_back().map(|(_, (_, before))| before);
            odd.extend(oddities(before, day));
        }
        findings.extend(replaced.iter().chain(&odd).map(oddity_told));
        Taken { late, gaps, changes: replaced.len(), restated, findings }
    }

    /// Units below that had no place in what the unit has stated until now, and have figures.
    fn new_units(&mut self, signed: &Signed) -> Vec<[String; 2]> {
        let s = &signed.summary;
        let first = self.stood.is_empty();
        let new: Vec<&NamedUnit> =
            units_of(signed).filter(|unit| !self.stood.contains_key(&unit.id)).collect();
        let renamed = |unit: &NamedUnit| {
            // A hamlet that signs for itself from now on comes under the id of its own book.
            let gone = |id: &String| !units_of(signed).any(|unit| unit.id == *id);
            self.stood.iter().any(|(id, name)| *name == fold(&unit.name) && gone(id))
        };
        let mut findings = Vec::new();
        for unit in new.iter().filter(|unit| !first && !renamed(unit)) {
            let figures = s.days.iter().rev().find_map(|day| Some((day.day, day.figures_of(&unit.id)?)));
            let Some((day, figures)) = figures else { continue };
            let (people, active) = (thousands(figures.figures.people), thousands(figures.figures.active()));
            let params = [
                ("unit", unit.name.as_str()),
                ("above", &s.unit.name),
                ("day", &vi(day)),
                ("people", &people),
                ("active", &active),
            ];
            findings.push(sentences("summary.new_below", &params));
        }
        let new: Vec<(String, String)> = new.iter().map(|unit| (unit.id.clone(), fold(&unit.name))).collect();
        self.stood.extend(new);
        findings
    }
}

/// What this book knows of the days that files state: read once a day, whatever many files state it.
#[derive(Default)]
pub(super) struct BookOnDays(BTreeMap<NaiveDate, BookOnDay>);

struct BookOnDay {
    /// What the people of each unit count.
    counted: BTreeMap<UnitId, UnitDay>,
    /// The targets, with their baselines.
    sheet: Option<TargetSheet>,
    /// The campaign whose figures it shows, once it has begun.
    plan: Option<Plan>,
}

impl BookOnDay {
    fn read(book: &Book, day: NaiveDate) -> Result<Self> {
        let day = Day::read(book, day)?;
        let sheet = day.targets()?.map(|targets| targets.sheet.clone());
        let counted = day.counted_units(day.start.unwrap_or_default())?;
        let plan = day.campaign.filter(|_| day.start.is_some()).map(|campaign| campaign.plan);
        Ok(Self { counted, sheet, plan })
    }
}

impl BookOnDays {
    /// What to tell of the newest figures of a file. Of a unit whose people the book holds: in what they differ from what
    /// those count. Of the `first` figures of another: that they are below the baseline whose place they take.
    pub(super) fn told(
        &mut self,
        book: &Book,
        unit: UnitId,
        first: bool,
        signed: &Signed,
    ) -> Result<Vec<[String; 2]>> {
        let newest = signed.summary.days.last().and_then(|last| Some((last, last.total()?)));
        let Some((newest, stated)) = newest else { return Ok(Vec::new()) };
        let day = newest.day;
        let known = match self.0.entry(day) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(BookOnDay::read(book, day)?),
        };
        let name = signed.summary.unit.name.as_str();
        let by_another = by_another_plan(name, newest, known.plan.as_ref());
        let said = match (known.counted.get(&unit), &known.sheet) {
            (Some(_), _) if by_another.is_some() => None,
            (Some(counted), _) => otherwise(name, day, &counted.stated_otherwise(&stated)),
            (None, Some(sheet)) if first => below_baseline((unit, name), day, &stated, sheet),
            _ => None,
        };
        Ok(by_another.into_iter().chain(said).collect())
    }
}

/// Says that "so far" is not of the book's campaign.
fn by_another_plan(unit: &str, stated: &StatedDay, plan: Option<&Plan>) -> Option<[String; 2]> {
    let plan = plan.filter(|plan| stated.counts_otherwise(Some(plan.first_day)))?;
    let from = vi(plan.first_day);
    let apart = stated.units.iter().filter(|of| stated.apart.contains(&of.unit.id));
    let apart = apart.map(|of| of.unit.name.as_str()).collect::<Vec<_>>().join(", ");
    let why = match stated.since? {
        since if since == plan.first_day => sentences("summary.by_another.below", &[("units", &apart)]),
        NO_CAMPAIGN => sentences("summary.by_another.none", &[]),
        since => sentences("summary.by_another.campaign", &[("since", &vi(since))]),
    };
    let [[vi, _], [_, en]] = why.map(|why| {
        let params = [("unit", unit), ("since", why.as_str()), ("from", &from), ("plan", &plan.number)];
        sentences("summary.by_another_plan", &params)
    });
    Some([vi, en])
}

fn otherwise(unit: &str, day: NaiveDate, differs: &[StatedOtherwise]) -> Option<[String; 2]> {
    let day = vi(day);
    let [[vi, _], [_, en]] = StatedOtherwise::told(differs).map(|figures| {
        sentences("summary.otherwise", &[("unit", unit), ("day", &day), ("figures", &figures)])
    });
    (!differs.is_empty()).then_some([vi, en])
}

fn below_baseline(
    (unit, name): (UnitId, &str),
    day: NaiveDate,
    stated: &UnitDay,
    sheet: &TargetSheet,
) -> Option<[String; 2]> {
    let row = sheet.targets.iter().find(|target| target.unit_id == unit && sheet.as_of <= day)?;
    let (active, baseline) = (stated.figures.active(), row.row.active?.total);
    let (day, as_of) = (vi(day), vi(sheet.as_of));
    let (shown, base) = (thousands(active), thousands(baseline));
    let params = [("unit", name), ("day", &day), ("active", &shown), ("baseline", &base), ("as_of", &as_of)];
    (active < baseline).then(|| sentences("summary.below_baseline", &params))
}

fn oddity_told(odd: &Oddity) -> [String; 2] {
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
