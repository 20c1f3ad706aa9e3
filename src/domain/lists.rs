//! Who stands on which list.

use chrono::NaiveDate;

use super::dates::PartialDate;
use super::ids::VisitId;
use super::reconciliation::Finding;
use super::report::{Evidence, ReportForm, SeenVisit, of_age};
use super::roster::AccountState;
use super::visit::{Follow, Outcome, reason};

/// The days that a list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First day of "so far".
    pub from: NaiveDate,
    /// The day, its evening included.
    pub day: NaiveDate,
}

/// What is known of a person beside visits and official state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonFacts {
    /// What comes out of claim and extract.
    pub finding: Finding,
    /// The newest extract has the account approved and not activated, the one before had not granted it.
    pub newly_approved: bool,
    /// Has a smartphone, by the survey.
    pub smartphone: bool,
    /// Name, birth, sex or number differ between survey and extract.
    pub differs: bool,
}

/// Why a person stands on a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// The visit that it is for.
    pub visit: Option<VisitId>,
    /// What comes out of claim and extract, on the lists that are about it.
    pub finding: Option<Finding>,
}

/// The reasons of a visit by which a person has data to correct: with the police, or with the phone company.
const TO_CORRECT: [&str; 3] = ["wrong-data", "sim-not-own", "phone-changed"];

/// Whether a person stands on the list of `form` by visits, and by which one; nobody stands on a form of counts.
#[must_use]
pub fn listed(form: ReportForm, person: &Evidence, period: Period) -> Option<Listed> {
    let open = |outcome: Outcome| {
        let visit = person.open_visit(period.from, period.day).filter(|visit| visit.outcome == outcome)?;
        Some(Listed { visit: Some(visit.id), finding: None })
    };
    match form {
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
        _ => None,
    }
}

/// Whether a person stands on the list of `form` by survey and extract, and which visit belongs to it. Accounts in a state
/// are listed by that state, whatever else comes out of the person: nobody of the extract is left out.
#[must_use]
pub fn listed_by_standing(
    form: ReportForm,
    group: Option<Finding>,
    person: &Evidence,
    known: PersonFacts,
    day: NaiveDate,
) -> Option<Listed> {
    use Finding::{ClaimedAfterExtract, NotOnList, NotRegistered};
    let PersonFacts { finding, newly_approved, smartphone, differs } = known;
    let is = |state| person.official.is_some_and(|official| official.state == state);
    let to_invite = matches!(finding, NotRegistered | NotOnList);
    let (stands, visit) = match form {
        ReportForm::Discrepancies => {
            (finding.is_discrepancy() || finding == ClaimedAfterExtract, person.claim(day))
        }
        ReportForm::Findings => (group.is_none_or(|group| group == finding), person.claim(day)),
        ReportForm::PendingApproval => (is(AccountState::PendingApproval), None),
        ReportForm::Rejected => (is(AccountState::Rejected), None),
        ReportForm::NewlyApproved => (newly_approved, None),
        ReportForm::NotEnrolled => (to_invite, person.latest_visit(NaiveDate::MIN, day)),
        ReportForm::NoAccount => (to_invite && smartphone, person.latest_visit(NaiveDate::MIN, day)),
        ReportForm::WrongData => {
            let told = told_to_correct(person, day);
            (!person.gone(day) && (differs || told.is_some()), told)
        }
        _ => return None,
    };
    stands.then(|| Listed { visit: visit.map(|visit| visit.id), finding: Some(finding) })
}

/// The newest visit, when it ended without an account because data or phone of the person have to be put right first.
fn told_to_correct(person: &Evidence, day: NaiveDate) -> Option<&SeenVisit> {
    person.open_visit(NaiveDate::MIN, day).filter(|visit| TO_CORRECT.contains(&visit.reason))
}

/// Whether rows of the extract whom nobody in the register is matched to may stand on the list of `form`.
#[must_use]
pub fn lists_rows(form: ReportForm) -> bool {
    use ReportForm::{NewlyApproved, NotEnrolled, PendingApproval, Rejected, Unmatched};
    matches!(form, PendingApproval | Rejected | NewlyApproved | NotEnrolled | Unmatched)
}

/// Whether a row of the newest extract, whom nobody in the register is matched to, stands on the list of `form`.
#[must_use]
pub fn row_listed(
    form: ReportForm,
    state: AccountState,
    newly_approved: bool,
    birth: Option<PartialDate>,
    day: NaiveDate,
) -> bool {
    match form {
        ReportForm::PendingApproval => state == AccountState::PendingApproval,
        ReportForm::Rejected => state == AccountState::Rejected,
        ReportForm::NewlyApproved => newly_approved,
        ReportForm::NotEnrolled => state == AccountState::NotRegistered && of_age(birth, day),
        ReportForm::Unmatched => true,
        _ => false,
    }
}

/// The finding that the people of a list of one state have, unless something else is known of them.
#[must_use]
pub fn usual_finding(form: ReportForm) -> Option<Finding> {
    match form {
        ReportForm::PendingApproval => Some(Finding::PendingApproval),
        ReportForm::Rejected => Some(Finding::Rejected),
        ReportForm::NewlyApproved => Some(Finding::ToVisit),
        _ => None,
    }
}

/// The form that lists the people of a finding: the one of its state, which also has the rows of the extract that nobody is
/// matched to, else that of the findings.
#[must_use]
pub fn form_of(finding: Finding) -> ReportForm {
    match finding {
        Finding::PendingApproval => ReportForm::PendingApproval,
        Finding::Rejected => ReportForm::Rejected,
        _ => ReportForm::Findings,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::ids::{CitizenId, UnitId};
    use crate::domain::report::OfficialState;

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
    }

    fn person(state: Option<AccountState>, visit: Option<(Outcome, &'static str)>) -> Evidence {
        let visit = visit.map(|(outcome, reason)| SeenVisit {
            id: VisitId(Uuid::nil()),
            day: day(),
            outcome,
            level: u8::from(outcome == Outcome::Activated),
            reason,
        });
        Evidence {
            citizen_id: CitizenId(Uuid::nil()),
            unit_id: UnitId(Uuid::nil()),
            birth: None,
            official: state.map(|state| OfficialState {
                state,
                as_of: day(),
                activated_on: None,
                granted: 0,
            }),
            earlier: Vec::new(),
            official_rows: u32::from(state.is_some()),
            visits: visit.into_iter().collect(),
            gone_from: None,
            erased_on: None,
        }
    }

    const KNOWN: PersonFacts =
        PersonFacts { finding: Finding::NotOnList, newly_approved: false, smartphone: false, differs: false };

    #[test]
    fn accounts_are_listed_by_their_state_whatever_else_is_known() {
        use AccountState::{ActiveLevel1, PendingApproval, Rejected};
        let check = |form, state, finding, expect| {
            let listed = listed_by_standing(
                form,
                None,
                &person(Some(state), None),
                PersonFacts { finding, ..KNOWN },
                day(),
            );
            assert_eq!(listed.is_some(), expect, "{form} {state:?} {finding:?}");
        };
        check(ReportForm::PendingApproval, PendingApproval, Finding::PendingApproval, true);
        check(ReportForm::PendingApproval, PendingApproval, Finding::ClaimedAfterExtract, true);
        check(ReportForm::PendingApproval, PendingApproval, Finding::NotEligible, true);
        check(ReportForm::PendingApproval, Rejected, Finding::Rejected, false);
        check(ReportForm::Rejected, Rejected, Finding::Rejected, true);
        check(ReportForm::Rejected, ActiveLevel1, Finding::OfficialOnly, false);
    }

    #[test]
    fn who_is_to_be_invited_and_who_of_them_has_a_smartphone() {
        let check = |finding, smartphone, expect: [bool; 2]| {
            let known = PersonFacts { finding, smartphone, ..KNOWN };
            let found = [ReportForm::NotEnrolled, ReportForm::NoAccount]
                .map(|form| listed_by_standing(form, None, &person(None, None), known, day()).is_some());
            assert_eq!(found, expect, "{finding:?} {smartphone}");
        };
        check(Finding::NotOnList, true, [true, true]);
        check(Finding::NotRegistered, true, [true, true]);
        check(Finding::NotOnList, false, [true, false]);
        check(Finding::NotEligible, true, [false, false]); // too young, gone
        check(Finding::InReview, true, [false, false]); // a row may be this person
        check(Finding::NoExtract, true, [false, false]); // nobody knows
        check(Finding::PendingApproval, true, [false, false]); // has registered
    }

    #[test]
    fn what_has_to_be_corrected_is_told_by_both_lists_or_at_the_door() {
        use Outcome::{Absent, Activated, Other};
        let check = |differs, visit, gone: bool, expect| {
            let mut person = person(None, visit);
            person.gone_from = gone.then(day);
            let known = PersonFacts { differs, ..KNOWN };
            let listed = listed_by_standing(ReportForm::WrongData, None, &person, known, day());
            assert_eq!(listed.map(|listed| listed.visit.is_some()), expect, "{differs} {visit:?} {gone}");
        };
        check(true, None, false, Some(false));
        check(false, Some((Other, "sim-not-own")), false, Some(true));
        check(false, Some((Other, "phone-changed")), false, Some(true));
        check(false, Some((Other, "wrong-data")), false, Some(true));
        check(true, Some((Absent, "at-work")), false, Some(false));
        check(false, Some((Other, "refused")), false, None);
        check(false, Some((Activated, "")), false, None);
        check(false, None, false, None);
        check(true, None, true, None); // has died or moved away
    }

    #[test]
    fn a_group_is_its_finding_alone() {
        let check = |group, expect| {
            let listed = listed_by_standing(ReportForm::Findings, group, &person(None, None), KNOWN, day());
            assert_eq!(listed.is_some(), expect, "{group:?}");
        };
        check(None, true);
        check(Some(Finding::NotOnList), true);
        check(Some(Finding::NotRegistered), false);
    }

    #[test]
    fn rows_that_nobody_is_matched_to_are_listed_by_their_state() {
        use AccountState::{ApprovedNotActivated, NotRegistered, PendingApproval};
        let check = |form, state, new, birth: &str, expect| {
            assert_eq!(row_listed(form, state, new, birth.parse().ok(), day()), expect, "{form} {state:?}");
        };
        check(ReportForm::PendingApproval, PendingApproval, false, "1970", true);
        check(ReportForm::PendingApproval, NotRegistered, false, "1970", false);
        check(ReportForm::NewlyApproved, ApprovedNotActivated, true, "1970", true);
        check(ReportForm::NewlyApproved, ApprovedNotActivated, false, "1970", false);
        check(ReportForm::NotEnrolled, NotRegistered, false, "1970", true);
        check(ReportForm::NotEnrolled, NotRegistered, false, "2020", false); // too young
        check(ReportForm::Unmatched, PendingApproval, false, "", true);
        check(ReportForm::Findings, PendingApproval, false, "1970", false);
    }
}
