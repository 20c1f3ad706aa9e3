//! What was told and taught in a stretch of days.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::day::Day;
use crate::domain::ids::UnitId;
use crate::domain::outreach::OutreachKind;
use crate::error::Result;

/// Events of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Events {
    /// Events.
    pub(crate) count: u32,
    /// People who were there, as far as they were counted; `None`: at none.
    pub(crate) people: Option<u32>,
}

impl Day<'_> {
    /// Events from `first` to the day, of one unit or of all.
    pub(crate) fn events(
        &self,
        first: NaiveDate,
        part: Option<UnitId>,
    ) -> Result<BTreeMap<OutreachKind, Events>> {
        let mut found: BTreeMap<OutreachKind, Events> = BTreeMap::new();
        for event in self.book.outreach()? {
            let within = part.is_none_or(|part| self.units.is_within(event.unit_id, part));
            if within && event.day >= first && event.day <= self.day {
                let of = found.entry(event.kind).or_default();
                of.count += 1;
                of.people = [of.people, event.people].into_iter().flatten().reduce(u32::saturating_add);
            }
        }
        Ok(found)
    }
}
