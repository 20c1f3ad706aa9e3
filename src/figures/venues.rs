//! Where the visits of a stretch of days were (nơi gặp).

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::day::Day;
use crate::domain::ids::UnitId;
use crate::domain::visit::Venue;
use crate::error::Result;

/// Visits that count at one kind of place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct AtVenue {
    /// Visits.
    pub(crate) visits: u32,
    /// Of those, activations.
    pub(crate) activated: u32,
}

impl Day<'_> {
    /// Visits from `first` to the day by where they were, of one unit or of all; `None`: nobody said, as on a walk.
    pub(crate) fn venues(
        &self,
        first: NaiveDate,
        part: Option<UnitId>,
    ) -> Result<BTreeMap<Option<Venue>, AtVenue>> {
        let mut venues: BTreeMap<Option<Venue>, AtVenue> = BTreeMap::new();
        for found in self.book.visits_by_venue(first, self.day)? {
            if part.is_none_or(|part| self.units.is_within(found.unit, part)) {
                let at = venues.entry(found.venue).or_default();
                at.visits += found.visits;
                at.activated += found.activated;
            }
        }
        Ok(venues)
    }
}
