//! Figures that climb from unit to unit (SummaryFile, tệp số liệu): what a unit states of a day, the sum over the units
//! below, and what looks odd in them. Counts only: above the commune nothing else exists (docs/domain.md, Levels and books).

mod carried;
mod oddity;

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::indicator::StatedIndicator;
use super::report::{Activations, Evidence, Figures};
use super::target::Levels;
use super::text::thousands;
use super::unit::Level;
use crate::domain::as_count;
use crate::messages::sentences;

pub use self::carried::{CarriedUnit, carried, carried_units};
pub use self::oddity::{Oddity, beyond, changes, is_far_ahead, most_people, oddities};

/// People visited on a day whose visit that day left them without an account, by outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the outcomes' names")]
pub struct NotActivated {
    pub absent: u32,
    pub ineligible: u32,
    pub no_smartphone: u32,
    pub other: u32,
}

/// How a unit stands by its own Phụ lục I, so that the paper above has the same row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct AnnexFigures {
    /// Columns (6) to (8).
    pub active: Levels,
    /// Claimed by the teams and not yet confirmed by the extract; not in `active`.
    pub pending: u32,
}

impl AnnexFigures {
    /// Active, what waits to be confirmed included: what pace and forecast go by.
    #[must_use]
    pub fn so_far(self) -> u32 {
        self.active.total.saturating_add(self.pending)
    }

    fn plus(self, other: Self) -> Self {
        Self {
            active: Levels::sum([self.active, other.active]),
            pending: self.pending.saturating_add(other.pending),
        }
    }
}

/// What is known of one unit at the end of one day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct UnitDay {
    /// The day's change and the position, each person once.
    pub figures: Figures,
    /// Outcomes of the day itself.
    pub today: NotActivated,
    /// Target of the unit; `None` while it has none: missing is not zero.
    pub target: Option<u32>,
    /// Its row of Phụ lục I; `None` in figures of before that was stated.
    #[serde(default)]
    pub annex1: Option<AnnexFigures>,
    /// Day of the extract behind `listed`, `approved`, `official` and `denied`, of several the oldest; without one these
    /// figures are not known.
    pub extract: Option<NaiveDate>,
    /// Units at the bottom that these figures come from.
    pub counted: u32,
    /// Units at the bottom that there are; a unit that sent nothing counts as one.
    pub expected: u32,
}

impl UnitDay {
    /// Counts the people of one unit at the bottom, "so far" being from `from` on; `None` of nobody.
    #[must_use]
    pub fn count<'a>(
        people: impl Iterator<Item = &'a Evidence>,
        from: NaiveDate,
        day: NaiveDate,
        extract: Option<NaiveDate>,
    ) -> Option<Self> {
        let (mut figures, mut today) = (Figures::default(), Figures::default());
        for person in people {
            figures.add(person, from, day);
            today.add(person, day, day);
        }
        let today = NotActivated {
            absent: today.absent,
            ineligible: today.ineligible,
            no_smartphone: today.no_smartphone,
            other: today.other,
        };
        (figures.people > 0).then_some(Self {
            figures,
            today,
            target: None,
            annex1: None,
            extract,
            counted: 1,
            expected: 1,
        })
    }

    /// Its row of Phụ lục I; where none was stated, who is active by any evidence.
    #[must_use]
    pub fn annex_figures(&self) -> AnnexFigures {
        let active = Levels::of(self.figures.active_level1, self.figures.active_level2);
        self.annex1.unwrap_or(AnnexFigures { active, pending: 0 })
    }

    /// The day without what is counted since a campaign began: it is not known there, as of a unit without a visit.
    #[must_use]
    pub fn without_so_far(mut self) -> Self {
        let f = &mut self.figures;
        f.so_far = Activations::default();
        for count in [&mut f.visited, &mut f.absent, &mut f.ineligible, &mut f.no_smartphone, &mut f.other] {
            *count = 0;
        }
        self
    }

    /// Adds another unit.
    pub fn add_unit(&mut self, unit: &Self) {
        let first = self.counted == 0;
        if self.annex1.is_some() || unit.annex1.is_some() {
            self.annex1 = Some(self.annex_figures().plus(unit.annex_figures()));
        }
        self.figures.add_unit(&unit.figures);
        for (sum, value) in [
            (&mut self.today.absent, unit.today.absent),
            (&mut self.today.ineligible, unit.today.ineligible),
            (&mut self.today.no_smartphone, unit.today.no_smartphone),
            (&mut self.today.other, unit.today.other),
            (&mut self.counted, unit.counted),
            (&mut self.expected, unit.expected),
        ] {
            *sum = sum.saturating_add(value);
        }
        // A part of the targets is not the target.
        self.target = match (first, self.target, unit.target) {
            (true, _, target) => target,
            (false, Some(a), Some(b)) => Some(a.saturating_add(b)),
            _ => None,
        };
        self.extract = match (self.extract, unit.extract) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }

    /// The sum of units, those without figures counting as expected; `None` when none has figures.
    #[must_use]
    pub fn sum<'a>(units: impl Iterator<Item = Option<&'a Self>>) -> Option<Self> {
        let (mut sum, mut without) = (Self::default(), 0);
        for unit in units {
            match unit {
                Some(unit) => sum.add_unit(unit),
                None => without += 1,
            }
        }
        (sum.counted > 0).then(|| {
            sum.expected = sum.expected.saturating_add(without);
            sum
        })
    }

    /// Where a unit has stated otherwise than its people count here. What rests on the police list is held against it only
    /// where both have the list of one day: a hamlet may have none.
    #[must_use]
    pub fn stated_otherwise(&self, stated: &Self) -> Vec<StatedOtherwise> {
        const BY_THE_LIST: [&str; 8] = [
            "eligible",
            "listed",
            "approved",
            "active_level1",
            "active_level2",
            "official",
            "claimed",
            "denied",
        ];
        let same_list = self.extract == stated.extract;
        let both = self.figures.named().into_iter().zip(stated.figures.named());
        both.filter(|((name, counted), (_, stated))| {
            counted != stated && (same_list || !BY_THE_LIST.contains(name))
        })
        .map(|((figure, counted), (_, stated))| StatedOtherwise { figure, stated, counted })
        .collect()
    }

    /// The first figure in which two statements differ: its name and both values.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Option<(&'static str, String, String)> {
        let say = |value: Option<u32>| value.map_or_else(|| "–".to_owned(), |n| n.to_string());
        let day = |value: Option<NaiveDate>| value.map_or_else(|| "–".to_owned(), |d| d.to_string());
        let counts = self.figures.named().into_iter().zip(other.figures.named());
        let rest = [
            ("today.absent", self.today.absent, other.today.absent),
            ("today.ineligible", self.today.ineligible, other.today.ineligible),
            ("today.no_smartphone", self.today.no_smartphone, other.today.no_smartphone),
            ("today.other", self.today.other, other.today.other),
            ("counted", self.counted, other.counted),
            ("expected", self.expected, other.expected),
        ];
        counts
            .map(|((name, a), (_, b))| (name, a, b))
            .chain(rest)
            .find(|(_, a, b)| a != b)
            .map(|(name, a, b)| (name, a.to_string(), b.to_string()))
            .or_else(|| {
                (self.target != other.target).then(|| ("target", say(self.target), say(other.target)))
            })
            .or_else(|| {
                let (a, b) = (self.annex_figures(), other.annex_figures());
                let counts = |of: AnnexFigures| {
                    [Some(of.active.total), of.active.level1, of.active.level2, Some(of.pending)]
                };
                let names = ["annex1.active", "annex1.level1", "annex1.level2", "annex1.pending"];
                let both = names.into_iter().zip(counts(a).into_iter().zip(counts(b)));
                both.into_iter().find(|(_, (a, b))| a != b).map(|(name, (a, b))| (name, say(a), say(b)))
            })
            .or_else(|| {
                (self.extract != other.extract).then(|| ("extract", day(self.extract), day(other.extract)))
            })
    }
}

/// A figure that a unit has signed and that its people in this book count otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct StatedOtherwise {
    /// Which: `figure.<name>` of the message table.
    pub figure: &'static str,
    /// As signed.
    pub stated: u32,
    /// As counted here; this one counts.
    pub counted: u32,
}

impl StatedOtherwise {
    /// The figures that differ, in Vietnamese and in English: the first three, and how many more there are.
    #[must_use]
    pub fn told(all: &[Self]) -> [String; 2] {
        const SHOWN: usize = 3;
        let one = |one: &Self| {
            let (stated, counted) = (thousands(one.stated), thousands(one.counted));
            sentences(&format!("figure.{}", one.figure), &[]).map(|figure| {
                let params = [("figure", figure.as_str()), ("stated", &stated), ("counted", &counted)];
                sentences("summary.otherwise.figure", &params)
            })
        };
        let (mut vi, mut en): (Vec<String>, Vec<String>) =
            all.iter().take(SHOWN).map(one).map(|[[vi, _], [_, en]]| (vi, en)).unzip();
        if all.len() > SHOWN {
            let [more, further] =
                sentences("summary.otherwise.more", &[("count", &thousands(all.len() - SHOWN))]);
            vi.push(more);
            en.push(further);
        }
        [vi.join("; "), en.join("; ")]
    }
}

/// A unit as a file names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
pub struct NamedUnit {
    /// Id in the unit's own book where it has one, else in the book that made the file.
    pub id: String,
    /// National code, or empty.
    pub code: String,
    /// Name with its kind word.
    pub name: String,
}

/// One unit of a stated day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct StatedUnit {
    /// Which.
    pub unit: NamedUnit,
    /// Its figures; `None`: there are none yet.
    pub figures: Option<UnitDay>,
}

/// All that a file states of one day: every unit below its own, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct StatedDay {
    /// The day in Việt Nam.
    pub day: NaiveDate,
    /// Its units.
    pub units: Vec<StatedUnit>,
    /// The total row of its Phụ lục I where that is a row of its own, which its units need not add up to.
    #[serde(default)]
    pub annex1: Option<AnnexFigures>,
    /// First day of "so far" in its figures, [`NO_CAMPAIGN`] while the signer has none; `None` in files of before that was stated.
    #[serde(default)]
    pub since: Option<NaiveDate>,
    /// Ids of the units whose "so far" is of another campaign, and not in their figures here.
    #[serde(default)]
    pub apart: Vec<String>,
}

/// The first day of "so far" of a book without a campaign: all that it has.
pub const NO_CAMPAIGN: NaiveDate = NaiveDate::from_epoch_days(0).unwrap();

impl StatedDay {
    /// A day whose total row is the sum of its units.
    #[must_use]
    pub fn of(day: NaiveDate, units: Vec<StatedUnit>) -> Self {
        Self { day, units, annex1: None, since: None, apart: Vec::new() }
    }

    /// Whether its "so far", or a part of it, is of another campaign than one that began on `first`.
    #[must_use]
    pub fn counts_otherwise(&self, first: Option<NaiveDate>) -> bool {
        let first = first.filter(|first| *first != NO_CAMPAIGN);
        self.since.zip(first).is_some_and(|(since, first)| since != first || !self.apart.is_empty())
    }

    /// The sum over the units, as a book has it whose campaign began on `first`.
    #[must_use]
    pub fn total_since(&self, first: Option<NaiveDate>) -> Option<UnitDay> {
        let total = self.total();
        if self.counts_otherwise(first) { total.map(UnitDay::without_so_far) } else { total }
    }

    /// Whether `sent` says the same; one of before this was stated need not say since when "so far" is.
    #[must_use]
    pub fn says_as(&self, sent: &Self) -> bool {
        let Self { day, units, annex1, since, apart } = self;
        let known = sent.since.is_none() || (sent.since, &sent.apart) == (*since, apart);
        known && (day, units, annex1) == (&sent.day, &sent.units, &sent.annex1)
    }

    /// The sum over the units.
    #[must_use]
    pub fn total(&self) -> Option<UnitDay> {
        self.whole(UnitDay::sum(self.units.iter().map(|unit| unit.figures.as_ref())))
    }

    fn whole(&self, sum: Option<UnitDay>) -> Option<UnitDay> {
        sum.map(|sum| UnitDay { annex1: self.annex1.or(sum.annex1), ..sum })
    }

    /// Units with visits of the day, and all that there are; `None` of a unit that names itself alone.
    #[must_use]
    pub fn walked(&self) -> Option<(u32, u32)> {
        let walked = self
            .units
            .iter()
            .filter(|unit| unit.figures.as_ref().is_some_and(|figures| figures.figures.visited_today > 0));
        (self.units.len() > 1).then(|| (as_count(walked.count()), as_count(self.units.len())))
    }

    /// The figures of one unit.
    #[must_use]
    pub fn figures_of(&self, id: &str) -> Option<&UnitDay> {
        self.units.iter().find(|unit| unit.unit.id == id)?.figures.as_ref()
    }
}

/// What one unit hands up: the days since its last file, and earlier ones that have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryFile {
    /// The unit that signs.
    pub unit: NamedUnit,
    /// Its level.
    pub level: Level,
    /// Names of the units above it, nearest first, where its book knows them.
    pub above: Vec<String>,
    /// 1, 2, 3, …
    pub sequence: u32,
    /// sha256 of the file before, hexadecimal; empty for the first.
    pub previous: String,
    /// The day it was made for.
    pub day: NaiveDate,
    /// When it was made.
    pub issued_at: DateTime<FixedOffset>,
    /// The days, rising.
    pub days: Vec<StatedDay>,
    /// All that the unit states of indicators by now.
    pub indicators: Vec<StatedIndicator>,
}

/// Which of two statements of one day decides: that of the later key of a unit that lost its book, the higher number,
/// the later file; the sum of the file, so that the order of arrival never matters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    /// How many keys of the unit were replaced before the one that signed.
    pub era: u32,
    /// Number of the file.
    pub sequence: u32,
    /// When it was made.
    pub issued_at: DateTime<FixedOffset>,
    /// sha256 of the file.
    pub file: String,
}

/// The statement of each day of each unit that decides, whatever the order of `statements`.
#[must_use]
pub fn deciding<K: Ord, T>(statements: impl Iterator<Item = (K, Rank, T)>) -> BTreeMap<K, (Rank, T)> {
    let mut decided: BTreeMap<K, (Rank, T)> = BTreeMap::new();
    for (key, rank, statement) in statements {
        if decided.get(&key).is_none_or(|(known, _)| *known < rank) {
            decided.insert(key, (rank, statement));
        }
    }
    decided
}

/// Numbers missing below the highest one, in order.
#[must_use]
pub fn gaps(numbers: &[u32]) -> Vec<u32> {
    let mut known = numbers.to_vec();
    known.sort_unstable();
    known.dedup();
    let mut gaps = Vec::new();
    let mut next = 1;
    for number in known {
        // A made-up number of two thousand million must not fill the memory.
        gaps.extend((next..number).take(1000));
        next = number.saturating_add(1);
    }
    gaps
}
