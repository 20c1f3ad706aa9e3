//! Random checks on a day: what came out of each draw, by unit, and who fails.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::day::Day;
use crate::domain::as_count;
use crate::domain::audit::{Audit, AuditLine, Claim, DrawBy, Drawn, Estimate, Settled, Tally, total};
use crate::domain::ids::UnitId;
use crate::domain::league::FailedCheck;
use crate::domain::report::{Evidence, Percent};
use crate::domain::text::NameOrder;
use crate::error::Result;
use crate::messages::word;

/// A draw and what came out of it by the end of a day.
#[derive(Debug, Clone)]
pub(crate) struct AuditOfDay {
    /// The list it was drawn from.
    pub(crate) audit: Audit,
    /// How it was drawn.
    pub(crate) drawn: Drawn,
    /// How often the very same list was drawn from before.
    pub(crate) drawn_before: u32,
    /// The claims, each with what counts for it.
    pub(crate) lines: Vec<(AuditLine, Settled)>,
    /// Hamlets, or members of the teams, by name.
    pub(crate) groups: Vec<AuditGroup>,
    /// All together.
    pub(crate) total: AuditGroup,
}

/// How a hamlet, a member's claims or a whole draw came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct AuditGroup {
    /// Name of the hamlet or the member.
    pub name: String,
    /// The hamlet.
    pub unit_id: Option<UnitId>,
    /// What came out.
    #[serde(flatten)]
    pub tally: Tally,
    /// What it says of all claims; `None` where nothing was drawn.
    pub estimate: Option<Estimate>,
    /// Surely more false claims than tolerated.
    pub fails: bool,
}

impl AuditGroup {
    fn new(
        name: String,
        unit_id: Option<UnitId>,
        tally: Tally,
        estimate: Estimate,
        tolerated: Percent,
    ) -> Self {
        let fails = estimate.fails(tally.claims, tolerated);
        Self { name, unit_id, tally, estimate: (tally.drawn > 0).then_some(estimate), fails }
    }
}

impl Day<'_> {
    /// The claims of the day that can be drawn: of everybody, or of a unit.
    pub(crate) fn claims(&self, unit: Option<UnitId>) -> Result<Vec<Claim>> {
        let mut claims = Claim::all(self.people()?, &self.book.guides()?, self.day);
        claims.retain(|claim| unit.is_none_or(|unit| self.units.is_within(claim.unit_id, unit)));
        Ok(claims)
    }

    /// The draws up to the day, oldest first.
    pub(crate) fn audits(&self) -> Result<Vec<AuditOfDay>> {
        let mut found: Vec<AuditOfDay> = Vec::new();
        let audits = self.book.audits()?;
        if audits.is_empty() {
            return Ok(found);
        }
        let people = self.people_of_all_campaigns()?;
        for audit in audits {
            let Some(drawn) = audit.drawn.clone().filter(|drawn| drawn.on <= self.day) else { continue };
            let same = found.iter().filter(|before| before.audit.list_hash == audit.list_hash).count();
            found.push(self.audit(audit, drawn, as_count(same), &people)?);
        }
        Ok(found)
    }

    /// Those of the campaign: what a unit or a member did not do in another is none of its.
    pub(super) fn audits_of_campaign(&self) -> Result<Vec<AuditOfDay>> {
        let mut audits = self.audits()?;
        audits.retain(|audit| self.start.is_none_or(|start| start <= audit.drawn.on));
        Ok(audits)
    }

    fn audit(
        &self,
        audit: Audit,
        drawn: Drawn,
        drawn_before: u32,
        people: &[Evidence],
    ) -> Result<AuditOfDay> {
        let settled = |line: AuditLine| {
            let at = people.binary_search_by_key(&line.claim.citizen_id, |person| person.citizen_id).ok();
            let listed = at.and_then(|at| people.get(at)).and_then(|person| person.judged(line.claim.day));
            let settled = line.settled(listed, self.day);
            (line, settled)
        };
        let lines: Vec<_> = self.book.audit_lines(audit.id)?.into_iter().map(settled).collect();
        let sizes = drawn.sizes.iter();
        let mut tallies: BTreeMap<String, Tally> = sizes
            .map(|(group, claims)| (group.clone(), Tally { claims: *claims, ..Tally::default() }))
            .collect();
        for (line, settled) in &lines {
            tallies.entry(line.claim.group(drawn.by)).or_default().add(*settled);
        }
        let tally = total(audit.claims, tallies.values());
        let estimate = match drawn.by {
            DrawBy::Whole => Estimate::of(tally.sampled()),
            _ => Estimate::of_parts(&tallies.values().map(Tally::sampled).collect::<Vec<_>>()),
        };
        let total = AuditGroup::new(word("form.total").to_owned(), None, tally, estimate, drawn.tolerated);
        let groups = self.audit_groups(&drawn, tallies)?;
        Ok(AuditOfDay { audit, drawn, drawn_before, lines, groups, total })
    }

    /// The groups of a draw: hamlets in the order of lists, or members by name, those of nobody last.
    fn audit_groups(&self, drawn: &Drawn, tallies: BTreeMap<String, Tally>) -> Result<Vec<AuditGroup>> {
        let members: BTreeMap<String, String> =
            self.book.members()?.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
        let places: BTreeMap<UnitId, usize> = self.rows(None)?.iter().map(|unit| unit.id).zip(0..).collect();
        let order = NameOrder::new();
        let mut groups = Vec::new();
        for (key, tally) in tallies {
            let unit = key.parse::<UnitId>().ok().filter(|_| drawn.by != DrawBy::Member);
            let name = match unit {
                Some(unit) => self.units.home_name(unit),
                None => members.get(&key).map_or(word("form.annex2.no_member"), String::as_str),
            };
            let place = unit.map(|unit| places.get(&self.units.home(unit)).copied().unwrap_or(usize::MAX));
            let place = (place, key.is_empty(), order.key(name));
            let estimate = Estimate::of(tally.sampled());
            groups.push((place, AuditGroup::new(name.to_owned(), unit, tally, estimate, drawn.tolerated)));
        }
        groups.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(groups.into_iter().map(|(_, group)| group).collect())
    }

    /// The units that failed the newest check of the campaign that says anything of them.
    pub(crate) fn failed_checks(&self) -> Result<BTreeMap<UnitId, FailedCheck>> {
        let mut failed = BTreeMap::new();
        for audit in self.audits_of_campaign()? {
            let on: NaiveDate = audit.drawn.on;
            for group in audit.groups {
                let (Some(unit), Some(estimate)) = (group.unit_id, group.estimate) else { continue };
                let unit = self.units.home(unit);
                if group.fails {
                    let tally = group.tally;
                    let check = FailedCheck {
                        day: on,
                        looked_at: tally.looked_at(),
                        untrue: tally.untrue(),
                        low_rate: estimate.low_rate,
                        tolerated: audit.drawn.tolerated,
                    };
                    failed.insert(unit, check);
                } else if group.tally.looked_at() > 0 {
                    failed.remove(&unit);
                }
            }
        }
        Ok(failed)
    }
}
