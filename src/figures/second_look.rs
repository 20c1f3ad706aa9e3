//! What is worth a second look by the end of a day, and not settled.

use std::collections::BTreeMap;

use super::day::Day;
use crate::domain::ids::UnitId;
use crate::domain::second_look::{Doubt, SeenVisit, doubts};
use crate::error::Result;

/// A claim with reasons that nobody has settled.
pub(crate) struct OpenLook {
    pub(crate) visit: SeenVisit,
    /// All its reasons, the heaviest first.
    pub(crate) reasons: Vec<Doubt>,
}

impl Day<'_> {
    /// The pile, newest first.
    pub(crate) fn second_looks(&self) -> Result<Vec<OpenLook>> {
        let people = self.people()?;
        let mut visits = self.book.visits_to_look_at(self.day)?;
        for visit in &mut visits {
            let at = people.binary_search_by_key(&visit.citizen, |person| person.citizen_id).ok();
            let judged = at.and_then(|at| people.get(at)?.judged(visit.at.date_naive()));
            visit.denied = judged == Some(0);
            visit.unit = self.units.home(visit.unit);
        }
        let settled = self.book.second_looks(self.day)?;
        let mut found = doubts(&visits);
        found.retain(|visit, reasons| settled.get(visit).is_none_or(|known| !reasons.is_subset(known)));
        let open = visits.into_iter().rev().filter_map(|visit| {
            let reasons = found.remove(&visit.id)?.into_iter().collect();
            Some(OpenLook { visit, reasons })
        });
        Ok(open.collect())
    }

    /// How many there are of each unit, and of how many of them figures have the claim: neither denied nor made before.
    pub(super) fn second_looks_by_unit(&self) -> Result<BTreeMap<UnitId, (u32, u32)>> {
        let mut counts: BTreeMap<UnitId, (u32, u32)> = BTreeMap::new();
        for look in self.second_looks()? {
            let counted = !look.reasons.iter().any(|why| matches!(why, Doubt::AgainstList | Doubt::Twice));
            let (all, in_figures) = counts.entry(look.visit.unit).or_default();
            *all += 1;
            *in_figures += u32::from(counted);
        }
        Ok(counts)
    }
}
