//! Who stands on which list of a day, and what comes out of claim and extract: the screens, the papers and the workbooks
//! all have it from here.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::day::{Day, once};
use crate::domain::dates::PartialDate;
use crate::domain::erasure::erased_name;
use crate::domain::ids::{CitizenId, EntryId, RosterId, UnitId};
use crate::domain::lists::{
    Listed, Period, PersonFacts, listed, listed_by_standing, lists_rows, row_listed, usual_finding,
};
use crate::domain::matching::{Comparison, FieldPair, MatchPerson, Verdict, compare};
use crate::domain::reconciliation::{Finding, judge};
use crate::domain::report::{Evidence, ReportForm};
use crate::domain::roster::{AccountState, RosterEntry};
use crate::error::Result;
use crate::store::RowsOfLists;
use crate::store::rosters::RosterDay;

/// The fields of a person that both lists must agree on.
const PERSONAL: [&str; 4] = ["name", "birth", "sex", "number"];

/// The people of a list.
pub(crate) struct PeopleOn<'a> {
    /// Those of the register, sorted by citizen.
    pub(crate) people: Vec<(&'a Evidence, Listed)>,
    /// Units of those whose data were erased: figures of the day count them, and no list names them.
    pub(crate) erased: Vec<UnitId>,
    /// Rows of the extract whom nobody in the register is matched to, with the verdict on each.
    pub(crate) rows: Vec<(RosterEntry, Option<Verdict>)>,
    /// In what survey and extract differ, on the list of wrong data.
    pub(crate) differing: BTreeMap<CitizenId, Vec<FieldPair>>,
    /// Numbers and births that only the extract has, on the lists of one state.
    pub(crate) by_list: BTreeMap<CitizenId, (String, Option<PartialDate>)>,
    /// The days of the lists that those rows stand on.
    pub(crate) days: BTreeMap<RosterId, NaiveDate>,
    /// Day of the extract before the newest, where the list is held against it.
    pub(crate) before: Option<NaiveDate>,
}

/// Accounts that the newest extract has approved and not activated, and that the one before had not granted.
#[derive(Default)]
struct NewlyApproved {
    citizens: BTreeSet<CitizenId>,
    rows: BTreeSet<EntryId>,
}

impl PeopleOn<'_> {
    /// How many there are, of the register and of the extract alone.
    pub(crate) fn len(&self) -> usize {
        self.people.len() + self.rows.len()
    }
}

impl Day<'_> {
    /// What comes out of claim and extract of each person, in the order of [`Day::people`].
    pub(crate) fn findings(&self) -> Result<&[Finding]> {
        let read = || {
            let mut in_review: BTreeMap<CitizenId, u32> = BTreeMap::new();
            for (citizen, second) in self.book.people_in_review(self.rows_in_use()?)? {
                *in_review.entry(citizen).or_default() += u32::from(second);
            }
            let judged = self.people()?.iter().map(|person| {
                let mut sides = person.sides(self.day, self.extract);
                if let Some(second_rows) = in_review.get(&person.citizen_id) {
                    sides.in_review = true;
                    sides.rows += second_rows;
                }
                judge(&sides)
            });
            Ok(judged.collect::<Vec<_>>())
        };
        once(&self.findings, read).map(Vec::as_slice)
    }

    /// Who stands on the list of a form; `group` are the people of one finding, on the list of findings. "So far" is from
    /// `from` on.
    pub(crate) fn people_on(
        &self,
        form: ReportForm,
        group: Option<Finding>,
        from: NaiveDate,
    ) -> Result<PeopleOn<'_>> {
        let people = self.people()?;
        if !form.is_of_standing() && form != ReportForm::Discrepancies {
            let period = Period { from, day: self.day };
            let people = people.iter().filter_map(|person| Some((person, listed(form, person, period)?)));
            let (erased, people): (Vec<_>, Vec<_>) =
                people.partition(|(person, _)| person.erased_on.is_some());
            let erased = erased.into_iter().map(|(person, _)| person.unit_id).collect();
            let (rows, differing) = (Vec::new(), BTreeMap::new());
            let days = BTreeMap::new();
            let by_list = BTreeMap::new();
            return Ok(PeopleOn { people, erased, rows, differing, by_list, days, before: None });
        }
        let before = match self.extract {
            Some(extract) if form == ReportForm::NewlyApproved => self.book.extract_before(extract)?,
            _ => None,
        };
        let in_use = self.rows_in_use()?;
        let new = self.newly_approved(before, in_use)?;
        let smartphones = match form {
            ReportForm::NoAccount => self.book.with_smartphone()?,
            _ => BTreeSet::new(),
        };
        let differing = match form {
            ReportForm::WrongData => self.differing(in_use)?,
            _ => BTreeMap::new(),
        };
        let stands = |(person, finding): (&Evidence, &Finding)| {
            let known = PersonFacts {
                finding: *finding,
                newly_approved: new.citizens.contains(&person.citizen_id),
                smartphone: smartphones.contains(&person.citizen_id),
                differs: differing.contains_key(&person.citizen_id),
            };
            listed_by_standing(form, group, person, known, self.day)
        };
        let people = people.iter().zip(self.findings()?).filter(|(person, _)| person.erased_on.is_none());
        let people = people.filter_map(|(person, finding)| Some((person, stands((person, finding))?)));
        let mut rows = if lists_rows(form) { self.book.unmatched_rows(in_use)? } else { Vec::new() };
        rows.retain(|(row, _)| row.name != erased_name());
        rows.retain(|(row, _)| row_listed(form, row.state, new.rows.contains(&row.id), row.birth, self.day));
        let by_list = match usual_finding(form) {
            Some(_) => self.book.known_by_lists(in_use)?,
            None => BTreeMap::new(),
        };
        let days = in_use.lists().iter().map(|list| (list.id, list.as_of)).collect();
        let erased = Vec::new();
        Ok(PeopleOn { people: people.collect(), erased, rows, differing, by_list, days, before })
    }

    /// The days of the lists in use that were not held against the register: figures of a day that has such are those of the
    /// list before.
    pub(crate) fn unreconciled(&self) -> Result<Vec<NaiveDate>> {
        self.book.unreconciled(Some(self.day))
    }

    /// The police lists in use, the newest first.
    pub(crate) fn lists_in_use(&self) -> Result<&[RosterDay]> {
        Ok(self.rows_in_use()?.lists())
    }

    /// The rows of the lists in use: parts, and the whole list that they add to.
    pub(super) fn rows_in_use(&self) -> Result<&RowsOfLists> {
        once(&self.rows_in_use, || self.book.rows_of_lists(self.book.lists_in_use(Some(self.day))?))
    }

    /// A row is that of the account before it when it means the same person, or by what it says is the same.
    fn newly_approved(&self, before: Option<NaiveDate>, in_use: &RowsOfLists) -> Result<NewlyApproved> {
        let Some(before) = before else { return Ok(NewlyApproved::default()) };
        let before = self.book.rows_of_lists(self.book.lists_in_use(Some(before))?)?;
        let mut granted_people = BTreeSet::new();
        let mut granted_keys = BTreeSet::new();
        for row in self.book.accounts_of_rows(&before)?.iter().filter(|row| row.says.state.is_granted()) {
            granted_people.extend(row.citizen_id);
            granted_keys.extend(row.says.key());
        }
        let mut new = NewlyApproved::default();
        for row in self.book.accounts_of_rows(in_use)? {
            let known = row.says.key().is_some_and(|key| granted_keys.contains(&key))
                || row.citizen_id.is_some_and(|citizen| granted_people.contains(&citizen));
            if row.says.state == AccountState::ApprovedNotActivated && !known {
                new.citizens.extend(row.citizen_id);
                new.rows.insert(row.id);
            }
        }
        Ok(new)
    }

    /// In what the newest extract differs from the register on a person whom it is matched to.
    fn differing(&self, in_use: &RowsOfLists) -> Result<BTreeMap<CitizenId, Vec<FieldPair>>> {
        let mut earlier = self.book.former_numbers()?;
        let rows = self.book.rows_that_differ(in_use)?;
        let ids: Vec<CitizenId> = rows.iter().map(|(citizen, _)| *citizen).collect();
        let mut differing: BTreeMap<CitizenId, Vec<FieldPair>> = BTreeMap::new();
        for (citizen, (id, row)) in self.book.citizens_by_id(&ids)?.iter().zip(&rows) {
            let earlier = earlier.remove(id).unwrap_or_default();
            let ours = MatchPerson {
                name: &citizen.name,
                birth: citizen.birth,
                sex: citizen.sex,
                number: &citizen.number,
                earlier_numbers: &earlier,
                ..MatchPerson::default()
            };
            let theirs = MatchPerson {
                name: &row.name,
                birth: row.birth,
                sex: row.sex,
                number: &row.number,
                ..MatchPerson::default()
            };
            let mut fields = compare(&ours, &theirs);
            fields.retain(|field| field.comparison == Comparison::Differs && PERSONAL.contains(&field.field));
            if !fields.is_empty() {
                differing.entry(*id).or_default().extend(fields);
            }
        }
        Ok(differing)
    }
}
