//! A visit that a laptop brings beside an answer that stands here already, of a worksheet mostly: what the worksheet would be asked
//! when it came last is asked when it came first.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::ANSWER;
use super::merge_result::Merging;
use super::taken::VisitsTaken;
use crate::domain::ids::VisitId;
use crate::domain::sharing::{Conflict, Fields, RowChange};
use crate::domain::visit::{Beside, Joining, Visit, joinings};
use crate::error::Result;
use crate::jobs::walk::take_answer::told;
use crate::store::packages::{KeptConflict, PackageKind};

/// The questions of a hamlet that are open, by their ids.
type Open = BTreeMap<String, KeptConflict>;

impl Merging<'_> {
    /// Joins the visits that are new here to those that stood. Until a person has decided, what stood counts.
    pub(super) fn stand_beside(
        &mut self,
        said: &[(RowChange, Vec<Option<Fields>>)],
        open: &mut Open,
        visits: &mut VisitsTaken,
    ) -> Result<()> {
        let own: BTreeSet<&str> = said.iter().map(|(change, _)| change.id.as_str()).collect();
        let heard = self.last_work_heard()?;
        let new = std::mem::take(&mut self.new_visits);
        for id in &new {
            let Some(visit) = self.tx.visit(*id)? else { continue };
            let history = self.tx.visit_history(visit.citizen_id)?;
            for joining in joinings(*id, &history) {
                // Who knew what stood went to the door all the same.
                let stood = joining.stood.to_string();
                let own = own.contains(stood.as_str());
                if joining.rival
                    || !own && self.tx.written_at("visit", &stood)?.is_none_or(|at| Some(at) > heard)
                {
                    self.join_answers(&joining, &visit, &history, visits)?;
                    break;
                }
            }
            self.close(visit.corrects, open)?;
        }
        // Taken back at the hamlet.
        let gone = said.iter().filter(|(change, _)| change.table == "visit" && change.to.is_none());
        gone.map(|(change, _)| change.id.parse().ok()).try_for_each(|id| self.close(id, open))
    }

    /// The line of the journal that has the newest work package which the hamlet's book had when it wrote.
    fn last_work_heard(&self) -> Result<Option<i64>> {
        let packages = self.tx.packages(Some(self.unit.id))?;
        let had = packages.iter().filter(|kept| {
            kept.kind == PackageKind::Work && self.package.known.binary_search(&kept.sha256).is_ok()
        });
        let last = had.max_by_key(|kept| (kept.at, kept.sequence));
        last.map_or(Ok(None), |last| self.tx.written_at("package", &last.sha256))
    }

    fn join_answers(
        &self,
        joining: &Joining,
        came: &Visit,
        history: &[Visit],
        visits: &mut VisitsTaken,
    ) -> Result<()> {
        let Some(stood) = history.iter().find(|old| old.id == joining.stood) else { return Ok(()) };
        let corrects = Fields::from([("corrects".to_owned(), Value::from(stood.id.to_string()))]);
        self.tx.put_fields("visit", &joining.link.to_string(), &corrects)?;
        visits.added -= 1;
        let counts = if joining.how == Beside::Opposite {
            visits.conflict += 1;
            self.tx.put_conflict(&KeptConflict {
                id: format!("{} visit {} {ANSWER}", self.unit.id, came.id),
                unit: self.unit.id,
                row: ("visit".to_owned(), came.id.to_string()),
                conflict: Conflict {
                    field: ANSWER.to_owned(),
                    mine: json!(told(stood)),
                    theirs: json!(told(came)),
                },
                at: self.session.now(),
                settled: String::new(),
            })?;
            stood.clone()
        } else {
            visits.same += 1;
            Visit { member_id: came.member_id.or(stood.member_id), ..stood.merged_into(came) }
        };
        if counts.same_answer(came) && counts.member_id == came.member_id {
            return Ok(());
        }
        let id = VisitId(self.session.new_id());
        self.tx.insert_visit(&Visit { id, corrects: Some(came.id), ..counts })
    }

    /// The hamlet has corrected an answer that was asked about, or taken it back: that is no question any more.
    fn close(&self, mut visit: Option<VisitId>, open: &mut Open) -> Result<()> {
        let mut steps = 0;
        while let Some(id) = visit.filter(|_| steps < 100) {
            if let Some(kept) = open.remove(&format!("{} visit {id} {ANSWER}", self.unit.id))
                && kept.settled.is_empty()
            {
                self.tx.put_conflict(&KeptConflict { settled: "mine".to_owned(), ..kept })?;
            }
            visit = self.tx.visit(id)?.and_then(|visit| visit.corrects);
            steps += 1;
        }
        Ok(())
    }
}
