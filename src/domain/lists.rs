//! Who stands on which list.

use chrono::NaiveDate;

use super::ids::VisitId;
use super::reconciliation::{Finding, judge};
use super::report::{Evidence, ReportForm};
use super::visit::{Follow, Outcome, reason};

/// The days that a list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First day of "so far".
    pub from: NaiveDate,
    /// The day, its evening included.
    pub day: NaiveDate,
    /// Day of the newest extract.
    pub extract: Option<NaiveDate>,
}

/// Why a person stands on a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// The visit that it is for.
    pub visit: Option<VisitId>,
    /// What comes out of claim and extract, on the list of discrepancies.
    pub finding: Option<Finding>,
}

/// Whether a person stands on the list of `form`, and by which visit; nobody stands on a form of counts.
#[must_use]
pub fn listed(form: ReportForm, person: &Evidence, period: Period) -> Option<Listed> {
    let open = |outcome: Outcome| {
        let visit = person.open_visit(period.from, period.day).filter(|visit| visit.outcome == outcome)?;
        Some(Listed { visit: Some(visit.id), finding: None })
    };
    match form {
        ReportForm::Daily | ReportForm::Annex1 | ReportForm::FiveClear | ReportForm::League => None,
        ReportForm::Annex2 => {
            let visit = person.team_result(period.from, period.day).activated_by?;
            Some(Listed { visit: Some(visit), finding: None })
        }
        ReportForm::Activated => {
            let result = person.team_result(period.from, period.day);
            Some(Listed { visit: Some(result.activated_by.or(result.upgraded_by)?), finding: None })
        }
        ReportForm::Absent => open(Outcome::Absent),
        ReportForm::Ineligible => open(Outcome::Ineligible),
        ReportForm::NoSmartphone => open(Outcome::NoSmartphone),
        ReportForm::HandBack => {
            // Not those whom the team can help itself: with an appointment, or on the web without a smartphone.
            let visit = person.open_visit(period.from, period.day)?;
            let again = reason(visit.reason).is_some_and(|reason| reason.follow == Follow::Again);
            let back = !again && visit.outcome != Outcome::NoSmartphone;
            back.then_some(Listed { visit: Some(visit.id), finding: None })
        }
        ReportForm::Discrepancies => {
            let finding = judge(&person.sides(period.day, period.extract));
            let listed = finding.is_discrepancy() || finding == Finding::ClaimedAfterExtract;
            listed.then(|| Listed {
                visit: person.claim(period.day).map(|visit| visit.id),
                finding: Some(finding),
            })
        }
    }
}
