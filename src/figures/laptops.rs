//! The laptops of hamlets, and which of them have handed a day in.

use chrono::NaiveDate;
use serde::Serialize;

use super::Day;
use crate::domain::unit::Level;
use crate::error::Result;
use crate::store::packages::{Laptop, PackageKind};

/// The laptop of a hamlet, and the results that it has handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct LaptopOfDay {
    /// Name of the hamlet.
    pub unit: String,
    /// The last day whose results came; `None`: none ever did.
    pub last_day: Option<NaiveDate>,
    /// Whether the results of the day are there.
    pub handed_in: bool,
}

impl Day<'_> {
    /// The laptops that a commune waits for in the evening; in other books there are none.
    pub(crate) fn laptops(&self) -> Result<Vec<LaptopOfDay>> {
        if self.info.level != Level::Commune {
            return Ok(Vec::new());
        }
        let mut laptops = self.book.laptops()?;
        // Of a hamlet that was merged or split nobody waits for the laptop: it may be put away.
        laptops.retain(|laptop| self.units.home(laptop.unit) == laptop.unit);
        let packages = if laptops.is_empty() { Vec::new() } else { self.book.packages(None)? };
        // Nor for one that had no list yet on the day.
        laptops.retain(|laptop| {
            let given = packages.iter().filter(|p| p.unit == laptop.unit && p.kind == PackageKind::Work);
            given.map(|package| package.day).min().is_none_or(|first| first <= self.day)
        });
        let of_day = |laptop: Laptop| {
            let results = packages.iter().filter(|p| p.unit == laptop.unit && p.kind == PackageKind::Result);
            let last_day = results.map(|package| package.day).max();
            // A package has all that came before its day.
            let handed_in = last_day.is_some_and(|last| last >= self.day);
            let unit = self.units.name(laptop.unit)?.to_owned();
            Some(LaptopOfDay { unit, last_day, handed_in })
        };
        Ok(laptops.into_iter().filter_map(of_day).collect())
    }
}
