//! What the teams claim beside what the extracts say, person by person: judged once, read in parts.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::as_count;
use crate::domain::dates::PartialDate;
use crate::domain::ids::{CitizenId, UnitId};
use crate::domain::lists::form_of;
use crate::domain::reconciliation::Finding;
use crate::domain::report::ReportForm;
use crate::domain::sides::Side;
use crate::error::Result;
use crate::figures::Day;
use crate::session::Session;
use crate::store::Book;

/// Which people.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct ListFindings {
    /// The day: later visits and extracts do not count.
    pub as_of: NaiveDate,
    /// Only these; all of them when missing.
    pub finding: Option<Finding>,
    /// Only those whom this column of both sides counts; all of them when missing.
    pub side: Option<Side>,
    /// Only people of this unit; of the whole book when missing.
    pub unit: Option<UnitId>,
    /// People before the page.
    pub from: u32,
    /// At most so many people.
    pub limit: u32,
}

/// A page of findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct FindingsPage {
    /// The newest extract up to the day.
    pub extract: Option<NaiveDate>,
    /// People of the register, of the unit and the column asked for: the sum of the findings.
    pub people: u32,
    /// People by finding, in the order of lists.
    pub findings: Vec<FindingCount>,
    /// The page.
    pub rows: Vec<FindingRow>,
}

/// How many people have a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct FindingCount {
    /// The finding: `finding.<code>` of the message table.
    pub finding: Finding,
    /// Whether both sides contradict each other.
    pub discrepancy: bool,
    /// People.
    pub people: u32,
    /// The form that lists them.
    pub form: ReportForm,
}

impl FindingCount {
    /// Counts what comes out of people, in the order of lists; nothing of findings that nobody has.
    pub(crate) fn of(findings: impl Iterator<Item = Finding>) -> Vec<Self> {
        let mut counts: BTreeMap<Finding, u32> = BTreeMap::new();
        for finding in findings {
            *counts.entry(finding).or_default() += 1;
        }
        let count = |finding: Finding| {
            let (discrepancy, form) = (finding.is_discrepancy(), form_of(finding));
            Some(Self { finding, discrepancy, people: *counts.get(&finding)?, form })
        };
        Finding::ALL.into_iter().filter_map(count).collect()
    }
}

/// One person with both sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct FindingRow {
    /// Code of the citizen.
    pub code: String,
    /// Name.
    pub name: String,
    /// Birth.
    pub birth: Option<PartialDate>,
    /// Hamlet.
    pub hamlet: String,
    /// Level that the team claims; 0 when it claims an activation without a level, missing without a claim.
    pub claim_level: Option<u8>,
    /// Day of the claim.
    pub claim_day: Option<NaiveDate>,
    /// What the extract says: a row of the message table.
    pub official: Option<&'static str>,
    /// The extract's day.
    pub official_day: Option<NaiveDate>,
    /// What comes out of both.
    pub finding: Finding,
}

/// Both sides of one person of the list.
struct Judged {
    citizen: CitizenId,
    unit: UnitId,
    claim: Option<(u8, NaiveDate)>,
    official: Option<(&'static str, NaiveDate)>,
    finding: Finding,
    sides: Vec<Side>,
}

/// What the teams claim beside what the extracts say.
pub fn list_findings(book: &mut Book, session: &Session, args: &ListFindings) -> Result<FindingsPage> {
    let ListFindings { as_of, finding: wanted, side, unit, .. } = *args;
    let extract = book.newest_extract(as_of)?;
    let all = book.long_list(&format!("findings {as_of}"), |book| {
        let day = Day::read(book, as_of)?;
        let there =
            day.people()?.iter().zip(day.findings()?).filter(|(person, _)| person.erased_on.is_none());
        let judged = there.map(|(person, finding)| Judged {
            citizen: person.citizen_id,
            unit: person.unit_id,
            claim: person.claim(as_of).map(|visit| (visit.level, visit.day)),
            official: person.official.map(|official| (official.state.word(0), official.as_of)),
            finding: *finding,
            sides: Side::ALL.into_iter().filter(|side| side.has(person, as_of)).collect(),
        });
        Ok(judged.collect::<Vec<_>>())
    })?;
    let units = book.units_of_day(as_of)?;
    let inside = |one: &&Judged| {
        unit.is_none_or(|unit| units.is_within(one.unit, unit))
            && side.is_none_or(|side| one.sides.contains(&side))
    };
    let people: Vec<&Judged> = all.iter().filter(inside).collect();
    let findings = FindingCount::of(people.iter().map(|one| one.finding));
    let page: Vec<&Judged> = people
        .iter()
        .filter(|one| wanted.is_none_or(|wanted| wanted == one.finding))
        .skip(args.from as usize)
        .take(args.limit as usize)
        .copied()
        .collect();
    let ids: Vec<_> = page.iter().map(|one| one.citizen).collect();
    let units = book.units_of_day(session.today())?;
    let rows = page.into_iter().zip(book.citizens_by_id(&ids)?).map(|(one, citizen)| FindingRow {
        hamlet: units.home_name(citizen.unit_id).to_owned(),
        code: citizen.code,
        name: citizen.name,
        birth: citizen.birth,
        claim_level: one.claim.map(|(level, _)| level),
        claim_day: one.claim.map(|(_, day)| day),
        official: one.official.map(|(state, _)| state),
        official_day: one.official.map(|(_, day)| day),
        finding: one.finding,
    });
    Ok(FindingsPage { extract, people: as_count(people.len()), findings, rows: rows.collect() })
}
