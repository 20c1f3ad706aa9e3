//! What a figure is made of, as it is handed out.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Serialize;

use crate::domain::dates::vi;
use crate::domain::standing::Standing;
use crate::domain::summary::{CarriedUnit, UnitDay};
use crate::domain::text::thousands;
use crate::figures::{Against, RowOfDay};
use crate::messages::sentences;

/// What the figures of a unit on a day are made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct FigureView {
    /// The unit.
    pub unit: String,
    /// The day.
    pub day: NaiveDate,
    /// Its figures, as Hôm nay has them.
    pub row: RowOfDay,
    /// What its cumulative figure stands against.
    pub against: Against,
    /// Its row of Phụ lục I and of the league, where it has a target in this book.
    pub standing: Option<Standing>,
    /// Where they come from and what they rest on, each in Vietnamese, then in English.
    pub told: Vec<[String; 2]>,
    /// The day before that they are held against.
    pub day_before: Option<NaiveDate>,
    /// The figures of that day.
    pub before: Option<RowOfDay>,
    /// What came to the cumulative figure since; `None` where one of both is not known.
    pub gained: Option<i64>,
    /// The files that state them; empty where nobody has signed any.
    pub signed: Vec<SignedFigures>,
    /// The units below that they add up from.
    pub parts: Vec<FigurePart>,
    /// Of those the ones with figures of the day.
    pub with_figures: usize,
}

/// A unit below.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct FigurePart {
    /// Its id in the file that names it; empty of a unit of this book, which the row names.
    pub id: String,
    /// Its figures.
    pub row: RowOfDay,
    /// The day that its cumulative figure is of, where it has none of the day itself.
    pub figures_of: Option<NaiveDate>,
    /// There is more to say of it.
    pub opens: bool,
}

/// A signed file that states figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct SignedFigures {
    /// Who signed.
    pub unit: String,
    /// Number of the file.
    pub sequence: u32,
    /// The day that it was made for.
    pub day: NaiveDate,
    /// The day of the figures.
    pub states: NaiveDate,
    /// When it was made.
    pub issued_at: DateTime<FixedOffset>,
    /// When it was taken in; `None`: it came inside the file of the unit above.
    pub taken_at: Option<DateTime<FixedOffset>>,
    /// Fingerprint of the key, in groups.
    pub fingerprint: String,
    /// A person has confirmed the key; else a unit above named it.
    pub confirmed: bool,
    /// It is the key of a hamlet's laptop, believed by the card of its package or by a person at the commune.
    pub of_laptop: bool,
    /// Another key has taken its place since.
    pub replaced: bool,
    /// The unit that named the key; empty when a person confirmed it.
    pub named_by: String,
    /// Earlier files that stated the day, the latest first: this one replaces them.
    pub replaces: Vec<StatedBefore>,
}

/// What an earlier file stated of the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
#[expect(missing_docs, reason = "as in SignedFigures and RowOfDay")]
pub struct StatedBefore {
    pub sequence: u32,
    pub issued_at: DateTime<FixedOffset>,
    pub activated: Option<u32>,
    pub cumulative: Option<u32>,
}

impl FigurePart {
    /// A row of this book.
    pub(super) fn of_book(row: RowOfDay) -> Self {
        Self { id: String::new(), figures_of: None, opens: row.unit_id.is_some(), row }
    }

    /// A unit as the file of the one above names it.
    pub(super) fn stated(CarriedUnit { unit, last }: &CarriedUnit, day: NaiveDate) -> Self {
        let of_day = last.as_ref().filter(|(of, _)| *of == day).map(|(_, figures)| figures);
        Self {
            id: unit.id.clone(),
            row: RowOfDay::stated(&unit.name, of_day, last.as_ref().map(|(_, figures)| figures)),
            figures_of: last.as_ref().map(|(of, _)| *of).filter(|of| *of != day),
            opens: last.is_some(),
        }
    }
}

impl StatedBefore {
    pub(super) fn new(sequence: u32, issued_at: DateTime<FixedOffset>, total: Option<&UnitDay>) -> Self {
        let RowOfDay { activated, cumulative, .. } = RowOfDay::stated("", total, total);
        Self { sequence, issued_at, activated, cumulative }
    }
}

/// What came to the cumulative figure.
pub(super) fn gained(row: &RowOfDay, before: Option<&RowOfDay>) -> Option<i64> {
    Some(i64::from(row.cumulative?) - i64::from(before?.cumulative?))
}

/// By what the accounts of a signed figure are known.
pub(super) fn evidence(day: &UnitDay) -> [String; 2] {
    let active = day.figures.active();
    match day.extract {
        Some(extract) => {
            let (official, claimed) = (day.figures.official, active.saturating_sub(day.figures.official));
            let counts = [thousands(official), thousands(claimed)];
            let [official, claimed] = &counts;
            let params = [("official", official.as_str()), ("claimed", claimed), ("day", &vi(extract))];
            sentences("origin.by_list", &params)
        }
        None => sentences("origin.no_list", &[("count", &thousands(active))]),
    }
}
