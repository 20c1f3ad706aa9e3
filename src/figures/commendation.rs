//! How many people each member guided to an account that counts, and whose claims failed a check.

use std::collections::{BTreeMap, BTreeSet};

use super::day::Day;
use crate::domain::ids::UnitId;
use crate::domain::text::{fold, spelling};
use crate::error::Result;

/// What a member has guided.
pub(crate) struct Guided {
    /// The member.
    pub(crate) name: String,
    /// People whose account he brought, each once, as Phụ lục II counts them.
    pub(crate) people: u32,
    /// A random check of his claims found too much that was not so.
    pub(crate) failed: bool,
}

impl Day<'_> {
    /// All members by how many people each guided since the start of the campaign, the most first; of a unit, its people alone.
    pub(crate) fn guided(&self, part: Option<UnitId>) -> Result<Vec<Guided>> {
        let brought = self.brought_by_members(part)?;
        let failed = self.failed_members()?;
        let members = self.book.members()?.into_iter();
        let members: BTreeMap<String, String> = members.map(|(_, name)| (spelling(&name), name)).collect();
        let mut all: Vec<Guided> = members
            .into_iter()
            .map(|(spelled, name)| Guided {
                people: brought.get(&spelled).map_or(0, |brought| brought.so_far),
                failed: failed.contains(&spelled),
                name,
            })
            .collect();
        // On the paper of a part nobody stands who has nobody there.
        all.retain(|one| part.is_none() || one.people > 0);
        all.sort_by_cached_key(|one| (std::cmp::Reverse(one.people), fold(&one.name)));
        Ok(all)
    }

    /// The members whose newest check that was drawn by member found too much that was not so.
    fn failed_members(&self) -> Result<BTreeSet<String>> {
        let mut failed = BTreeSet::new();
        for group in self.audits_of_campaign()?.into_iter().flat_map(|audit| audit.groups) {
            if group.unit_id.is_some() || group.estimate.is_none() {
                continue;
            }
            if group.fails {
                failed.insert(spelling(&group.name));
            } else if group.tally.looked_at() > 0 {
                failed.remove(&spelling(&group.name));
            }
        }
        Ok(failed)
    }
}
