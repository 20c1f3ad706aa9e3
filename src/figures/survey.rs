//! What the survey says of smartphones and computers, a row a unit.

use std::collections::{BTreeMap, BTreeSet};

use super::day::Day;
use crate::domain::as_count;
use crate::domain::ids::UnitId;
use crate::domain::report::{Evidence, of_age};
use crate::domain::survey::SurveyCount;
use crate::domain::unit::Unit;
use crate::error::Result;

impl Day<'_> {
    /// The units with what the survey says of their people; `None` where the book holds none of theirs. `part`: they are not
    /// all of the book's.
    ///
    /// # Errors
    /// `report.sums_differ`.
    pub(crate) fn survey(&self, units: &[Unit], part: bool) -> Result<Vec<(Unit, Option<SurveyCount>)>> {
        let answers = self.book.survey_answers()?;
        let counted = |person: &&Evidence| of_age(person.birth, self.day) && !person.gone(self.day);
        let people = self.people()?.iter();
        let mut counts: BTreeMap<UnitId, SurveyCount> = BTreeMap::new();
        for person in people.clone() {
            let count = counts.entry(person.unit_id).or_default();
            if counted(&person) {
                let [smartphone, internet] = answers.get(&person.citizen_id).copied().unwrap_or_default();
                count.add(smartphone, internet);
            }
        }
        let rows: Vec<(Unit, Option<SurveyCount>)> =
            units.iter().map(|unit| (unit.clone(), counts.get(&unit.id).copied())).collect();
        let asked: BTreeSet<UnitId> = units.iter().map(|unit| unit.id).collect();
        let all = people.filter(|person| !part || asked.contains(&person.unit_id)).filter(counted).count();
        let sum = rows.iter().filter_map(|(_, count)| *count).fold(SurveyCount::default(), SurveyCount::plus);
        sum.check(as_count(all))?;
        Ok(rows)
    }
}
