//! Figures of the reports: who counts where on a day, ratios, and the checks that they must pass.
//!
//! The rules (docs/domain.md, Counting): only successful activations count; a person counts once, at the highest level
//! reached; an upgrade 1 → 2 moves the person between columns and leaves the sum alone; a claim is provisional and an
//! extract of a later day decides; missing is not zero.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::unit::Level;
use crate::domain::as_count;
use crate::error::{Error, Result};

mod evidence;
mod figures;

pub use evidence::{Evidence, OfficialState, SeenVisit, TeamResult, of_age};
pub use figures::{Activations, ControlTotals, DailyFigures, Figures};

/// The forms of the end of a day. The text form is the word that the command line takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum ReportForm {
    /// One row a hamlet; the layout is ours, no official one is public.
    Daily,
    /// Phụ lục I of plan 70/KH-UBND (Thanh Hóa): target, active, ratio and remainder by unit.
    Annex1,
    /// Phụ lục II of plan 70/KH-UBND (Thanh Hóa): activated people by guiding officer.
    Annex2,
    /// Activated people, each to sign.
    Activated,
    /// People not at home.
    Absent,
    /// People who may not hold an account yet, with their ratio (plan of Tiền Giang).
    Ineligible,
    /// People without a smartphone.
    NoSmartphone,
    /// People to give back to the commune police each day (plan 180/KH-UBND of Kiên Giang).
    HandBack,
    /// Claim against official, person by person.
    Discrepancies,
    /// Accounts that wait for approval by the extract.
    PendingApproval,
    /// Applications that were turned back.
    Rejected,
    /// Approved by this extract and not by the one before (the "tạo nguồn" of the plans).
    NewlyApproved,
    /// People of age who have not registered or stand on no list: to be invited.
    NotEnrolled,
    /// Of those, who has a smartphone by the survey.
    NoAccount,
    /// People whose data differ or are wrong: what each has to correct.
    WrongData,
    /// Everybody with what comes out of claim and extract, or those of one finding.
    Findings,
    /// Rows of the extract whom nobody in the register is matched to.
    Unmatched,
    /// Work given by the "5 rõ" and how it stands.
    FiveClear,
    /// Units by their ratio, with the day's gain and the pace needed.
    League,
    /// A week by unit, for the Monday after it (296/KH-UBND of Long Biên, plan of Tiền Giang).
    Weekly,
    /// A month by unit (771/KH-UBND, III.1).
    Monthly,
    /// A phase by unit, for the day on which plans want it told (70/KH-UBND, VII.10; 180/KH-UBND, V.1).
    Phase,
    /// The whole campaign by unit and phase (180/KH-UBND, V.1; 70/KH-UBND, III.4).
    Final,
    /// Who has a smartphone and a computer with internet by the survey, by hamlet.
    Survey,
    /// Minutes of the newest random check (70/KH-UBND, V.3).
    Audit,
    /// Where people come to the team, by unit, with the coverage (771/KH-UBND, II.1(4); 180/KH-UBND, IV.4).
    Points,
    /// Who is invited to a point on a day, and who came (180/KH-UBND, IV.4).
    Invitations,
    /// The people of agencies: level 2, level 1, none, reasons (70/KH-UBND, II.1; 180/KH-UBND, IV.2).
    Agencies,
    /// Of them, who has no level 2, with the reason.
    AgencyMissing,
    /// Teams with their members, what they lack, hold and brought (180/KH-UBND, IV.3; 296/KH-UBND, II.2, IV.1).
    Teams,
    /// Indicators beside activation by unit, against what each has to reach (second plan of Tiền Giang; 771/KH-UBND).
    Indicators,
    /// Units and people to propose for praise, with the arithmetic; those left out, and why (70/KH-UBND, V.3; 180/KH-UBND, V.3).
    Commendation,
    /// What the teams claim beside what the police list has, by unit, and the applications taken in (70/KH-UBND, V.3; 180/KH-UBND).
    SideBySide,
}

impl ReportForm {
    /// All forms.
    pub const ALL: [Self; 33] = [
        Self::Daily,
        Self::Annex1,
        Self::Annex2,
        Self::Activated,
        Self::Absent,
        Self::Ineligible,
        Self::NoSmartphone,
        Self::HandBack,
        Self::Discrepancies,
        Self::PendingApproval,
        Self::Rejected,
        Self::NewlyApproved,
        Self::NotEnrolled,
        Self::NoAccount,
        Self::WrongData,
        Self::Findings,
        Self::Unmatched,
        Self::FiveClear,
        Self::League,
        Self::Weekly,
        Self::Monthly,
        Self::Phase,
        Self::Final,
        Self::Survey,
        Self::Audit,
        Self::Points,
        Self::Invitations,
        Self::Agencies,
        Self::AgencyMissing,
        Self::Teams,
        Self::Indicators,
        Self::Commendation,
        Self::SideBySide,
    ];

    /// The word of the command line.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Annex1 => "annex1",
            Self::Annex2 => "annex2",
            Self::Activated => "activated",
            Self::Absent => "absent",
            Self::Ineligible => "ineligible",
            Self::NoSmartphone => "no-smartphone",
            Self::HandBack => "hand-back",
            Self::Discrepancies => "discrepancies",
            Self::PendingApproval => "pending-approval",
            Self::Rejected => "rejected",
            Self::NewlyApproved => "newly-approved",
            Self::NotEnrolled => "not-enrolled",
            Self::NoAccount => "no-account",
            Self::WrongData => "wrong-data",
            Self::Findings => "findings",
            Self::Unmatched => "unmatched",
            Self::FiveClear => "five-clear",
            Self::League => "league",
            Self::Weekly => "weekly",
            Self::Monthly => "monthly",
            Self::Phase => "phase",
            Self::Final => "final",
            Self::Survey => "survey",
            Self::Audit => "audit",
            Self::Points => "points",
            Self::Invitations => "invitations",
            Self::Agencies => "agencies",
            Self::AgencyMissing => "agency-missing",
            Self::Teams => "teams",
            Self::Indicators => "indicators",
            Self::Commendation => "commendation",
            Self::SideBySide => "side-by-side",
        }
    }

    /// Whether it lists people; above the commune only counts exist.
    #[must_use]
    pub fn names_people(self) -> bool {
        !matches!(
            self,
            Self::Daily
                | Self::Annex1
                | Self::FiveClear
                | Self::League
                | Self::Weekly
                | Self::Monthly
                | Self::Phase
                | Self::Final
                | Self::Survey
                | Self::Audit
                | Self::Points
                | Self::Agencies
                | Self::Teams
                | Self::Indicators
                | Self::Commendation
                | Self::SideBySide
        )
    }

    /// Whether it is of agencies: their people stand in a commune's book alone, their tasks in those above, too.
    #[must_use]
    pub fn is_of_agencies(self) -> bool {
        matches!(self, Self::Agencies | Self::AgencyMissing)
    }

    /// Whether it counts accounts by all the police lists in use.
    #[must_use]
    pub fn counts_accounts(self) -> bool {
        matches!(self, Self::Daily | Self::Annex1 | Self::League | Self::Commendation | Self::SideBySide)
            || self.is_of_stretch()
    }

    /// Whether the form itself says from which day on it is, or is of one day, or of all claims: nobody else does.
    #[must_use]
    pub fn has_own_days(self) -> bool {
        self.is_of_standing()
            || self.is_of_stretch()
            || self.is_of_agencies()
            || matches!(
                self,
                Self::Survey
                    | Self::Audit
                    | Self::Discrepancies
                    | Self::Points
                    | Self::Invitations
                    | Self::Teams
                    | Self::Indicators
                    | Self::SideBySide
            )
    }

    /// Whether it tells what a week, a month, a phase or the campaign brought.
    #[must_use]
    pub fn is_of_stretch(self) -> bool {
        matches!(self, Self::Weekly | Self::Monthly | Self::Phase | Self::Final)
    }

    /// Whether it is of one campaign, which may be another than the one in use.
    #[must_use]
    pub fn is_of_campaign(self) -> bool {
        matches!(self, Self::Phase | Self::Final | Self::Indicators | Self::Commendation)
    }

    /// Whether a user may choose the first day of "so far".
    #[must_use]
    pub fn has_first_day(self) -> bool {
        self == Self::Daily || (self.names_people() && !self.has_own_days())
    }

    /// Whether it hides the middle of phones, which those who ring need whole.
    #[must_use]
    pub fn hides_phones(self) -> bool {
        self == Self::Absent
    }

    /// Whether it says how people stand on the day by survey and extract: it has no first day, and is drawn when somebody
    /// asks for it, not at every closing.
    #[must_use]
    pub fn is_of_standing(self) -> bool {
        use ReportForm::{
            Findings, NewlyApproved, NoAccount, NotEnrolled, PendingApproval, Rejected, Unmatched, WrongData,
        };
        matches!(
            self,
            PendingApproval
                | Rejected
                | NewlyApproved
                | NotEnrolled
                | NoAccount
                | WrongData
                | Findings
                | Unmatched
        )
    }

    /// Whether a book of this level draws it: a hamlet has no units to rank, and extracts are the commune's.
    #[must_use]
    pub fn made_at(self, level: Level) -> bool {
        match level {
            Level::Hamlet => {
                self == Self::WrongData
                    || !(matches!(
                        self,
                        Self::League | Self::Teams | Self::Indicators | Self::Commendation | Self::SideBySide
                    ) || self.is_of_stretch()
                        || self.is_of_standing()
                        || self.is_of_agencies())
            }
            Level::Commune => true,
            // What the survey says of people is not sent up, and claims are drawn where the people are.
            Level::District | Level::Province => {
                !self.names_people() && !matches!(self, Self::Survey | Self::Audit)
            }
        }
    }

    /// Whether it is among the files of a day that is closed: the survey's figures and the minutes of a check are drawn when asked for, and a hamlet has no extract of its own to differ from.
    #[must_use]
    pub fn closes_at(self, level: Level) -> bool {
        self.made_at(level)
            && !(self.is_of_standing() || self.is_of_stretch() || self.is_of_agencies())
            && !matches!(
                self,
                Self::Survey
                    | Self::Audit
                    | Self::Points
                    | Self::Invitations
                    | Self::Teams
                    | Self::Indicators
                    | Self::Commendation
                    | Self::SideBySide
            )
            && (self != Self::Discrepancies || level == Level::Commune)
    }
}

impl fmt::Display for ReportForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for ReportForm {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let form = Self::ALL.into_iter().find(|form| form.code() == text);
        form.ok_or_else(|| {
            let forms: Vec<&str> = Self::ALL.iter().map(|form| form.code()).collect();
            Error::new("report.unknown_form").with("form", text).with("forms", forms.join(", "))
        })
    }
}

/// A percentage in hundredths of a percent: 6674 is 66,74 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(transparent)]
pub struct Percent(pub u32);

impl Percent {
    /// `part` of `whole` to two decimals, half up (all 28 ratios of the signed plan 70/KH-UBND are rounded so); `None`
    /// of nothing. More than 100 % is allowed: targets and pools differ (docs/domain.md, Plans and targets).
    #[must_use]
    pub fn of(part: u32, whole: u32) -> Option<Self> {
        let (part, whole) = (u64::from(part), u64::from(whole));
        let rounded = (part * 20_000 + whole).checked_div(whole * 2)?;
        Some(Self(as_count(rounded)))
    }

    /// A percentage as people write it, its sign left out: "95", "2,5", "2.50"; `None` of all else.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (whole, part) = text.split_once([',', '.']).unwrap_or((text, ""));
        let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        let is_one = !whole.is_empty() && part.len() <= 2 && digits(whole) && digits(part);
        is_one.then(|| format!("{whole}{part:0<2}").parse().ok().map(Self)).flatten()
    }

    /// As papers print it: `66,74%`.
    #[must_use]
    pub fn to_vi(self) -> String {
        format!("{},{:02}%", self.0 / 100, self.0 % 100)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{Datelike, NaiveDate};
    use uuid::Uuid;

    use super::*;
    use crate::domain::dates::PartialDate;
    use crate::domain::ids::{CitizenId, UnitId, VisitId};
    use crate::domain::roster::AccountState;
    use crate::domain::visit::Outcome;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, n).unwrap()
    }

    /// "12/3: activated 1" and its like, as (day, outcome, level).
    fn person(official: Option<OfficialState>, visits: &[(u32, Outcome, u8)]) -> Evidence {
        let visit = |&(on, outcome, level): &(u32, Outcome, u8)| SeenVisit {
            id: VisitId(Uuid::nil()),
            day: day(on),
            outcome,
            level,
            reason: "",
        };
        Evidence {
            citizen_id: CitizenId(Uuid::nil()),
            unit_id: UnitId(Uuid::nil()),
            birth: PartialDate::from_year(1970),
            official,
            earlier: Vec::new(),
            official_rows: u32::from(official.is_some()),
            visits: visits.iter().map(visit).collect(),
            gone_from: None,
            erased_on: None,
        }
    }

    #[test]
    fn lists_of_the_standing_are_the_communes_and_no_papers_of_a_closing() {
        let forms = |of: fn(ReportForm, Level) -> bool, level| {
            ReportForm::ALL.into_iter().filter(|form| of(*form, level)).count()
        };
        let levels = [Level::Hamlet, Level::Commune, Level::District, Level::Province];
        assert_eq!(levels.map(|level| forms(ReportForm::made_at, level)), [15, 33, 14, 14]);
        assert_eq!(levels.map(|level| forms(ReportForm::closes_at, level)), [9, 11, 4, 4]);
        assert!(ReportForm::ALL.into_iter().all(|form| !form.is_of_standing() || form.names_people()));
    }

    fn extract(state: AccountState, on: u32) -> Option<OfficialState> {
        Some(OfficialState { state, as_of: day(on), activated_on: None, granted: 0 })
    }

    #[test]
    fn every_ratio_of_the_signed_plan_is_rounded_as_printed() {
        // Phụ lục I of plan 70/KH-UBND: (target, activated, printed), 27 units and the total.
        let printed = [
            (316_749, 24_193, "7,64%"),
            (52_152, 3_182, "6,10%"),
            (95_999, 5_913, "6,16%"),
            (29_504, 2_299, "7,79%"),
            (38_557, 3_052, "7,92%"),
            (89_996, 1_751, "1,95%"),
            (32_373, 1_282, "3,96%"),
            (41_357, 1_344, "3,25%"),
            (122_695, 4_580, "3,73%"),
            (100_537, 3_190, "3,17%"),
            (127_341, 9_151, "7,19%"),
            (105_878, 2_922, "2,76%"),
            (76_963, 2_066, "2,68%"),
            (148_691, 3_631, "2,44%"),
            (203_202, 9_470, "4,66%"),
            (77_894, 4_036, "5,18%"),
            (190_941, 7_756, "4,06%"),
            (144_555, 3_432, "2,37%"),
            (199_892, 8_643, "4,32%"),
            (152_360, 5_036, "3,31%"),
            (128_710, 4_984, "3,87%"),
            (57_334, 3_131, "5,46%"),
            (79_093, 2_614, "3,30%"),
            (161_768, 5_153, "3,19%"),
            (72_470, 3_464, "4,78%"),
            (180_549, 5_771, "3,20%"),
            (216_416, 5_835, "2,70%"),
            (3_243_976, 137_881, "4,25%"),
        ];
        for (target, activated, text) in printed {
            assert_eq!(Percent::of(activated, target).unwrap().to_vi(), text);
        }
    }

    #[test]
    fn halves_round_up_and_nothing_has_no_ratio() {
        let check = |part, whole, expect: Option<&str>| {
            assert_eq!(Percent::of(part, whole).map(Percent::to_vi).as_deref(), expect, "{part}/{whole}");
        };
        check(1, 8, Some("12,50%"));
        check(1, 800, Some("0,13%")); // 0,125
        check(1, 20_000, Some("0,01%")); // 0,005
        check(1, 20_001, Some("0,00%"));
        check(2, 3, Some("66,67%"));
        check(3, 2, Some("150,00%"));
        check(0, 5, Some("0,00%"));
        check(0, 0, None);
    }

    #[test]
    fn fourteen_by_the_day_the_month_or_the_year() {
        let check = |birth: &str, expect| {
            assert_eq!(of_age(birth.parse().ok(), day(5)), expect, "{birth}");
        };
        check("2012-03-05", true);
        check("2012-03-06", false);
        check("2012-03", true);
        check("2012-04", false);
        check("2012", true);
        check("2013", false);
        check("2011-12-31", true);
        check("", true); // not known
    }

    #[test]
    fn the_extract_decides_on_earlier_claims_only() {
        use AccountState::{ActiveLevel1, ActiveLevel2, ApprovedNotActivated, Locked, Unknown};
        use Outcome::{Absent, Activated};
        let check = |official, visits: &[(u32, Outcome, u8)], expect| {
            assert_eq!(person(official, visits).level_at(day(10)), expect, "{official:?} {visits:?}");
        };
        check(None, &[], 0);
        check(None, &[(3, Absent, 0)], 0);
        check(None, &[(3, Activated, 1)], 1); // provisional
        check(None, &[(3, Activated, 1), (4, Activated, 2)], 2);
        check(None, &[(3, Activated, 2), (4, Absent, 0)], 2); // stays activated
        check(None, &[(11, Activated, 1)], 0); // tomorrow
        check(extract(ApprovedNotActivated, 5), &[(3, Activated, 1)], 0); // denied
        check(extract(ApprovedNotActivated, 3), &[(3, Activated, 1)], 1); // same day: cannot be judged yet
        check(extract(ActiveLevel1, 5), &[(3, Activated, 2)], 1); // the extract knows level 1
        check(extract(ActiveLevel1, 5), &[(6, Activated, 2)], 2); // raised since
        check(extract(ActiveLevel2, 5), &[(6, Activated, 1)], 2);
        check(extract(Unknown, 5), &[(3, Activated, 1)], 1);
        check(extract(Locked, 5), &[(3, Activated, 1)], 1);
        check(extract(Locked, 5), &[], 0);
    }

    #[test]
    fn a_team_is_credited_for_what_it_changed() {
        use AccountState::{ActiveLevel1, ActiveLevel2};
        use Outcome::Activated;
        let check = |official, visits: &[(u32, Outcome, u8)], from, on, activated, upgraded| {
            let result = person(official, visits).team_result(day(from), day(on));
            let found = (result.activated, result.upgraded_by.is_some());
            assert_eq!(found, (activated, upgraded), "{official:?} {visits:?} {from}–{on}");
        };
        check(None, &[(3, Activated, 1)], 3, 3, 1, false);
        check(None, &[(3, Activated, 1)], 4, 4, 0, false);
        check(None, &[(3, Activated, 1), (3, Activated, 2)], 3, 3, 2, false); // one day: counts at 2 only
        check(None, &[(3, Activated, 1), (5, Activated, 2)], 5, 5, 0, true);
        check(None, &[(3, Activated, 1), (5, Activated, 2)], 1, 5, 2, true); // moved between columns
        check(None, &[(3, Activated, 1), (5, Activated, 1)], 5, 5, 0, false); // twice counts once
        check(extract(ActiveLevel1, 1), &[(5, Activated, 2)], 1, 5, 0, true);
        check(extract(ActiveLevel2, 1), &[(5, Activated, 2)], 1, 5, 0, false); // was active before
        check(extract(ActiveLevel2, 9), &[(5, Activated, 2)], 1, 10, 2, false); // confirmed later
    }

    #[test]
    fn no_list_of_the_day_or_later_makes_an_old_account_new() {
        use AccountState::{ActiveLevel1, ActiveLevel2, ApprovedNotActivated, Locked};
        use Outcome::Activated;
        let check = |lists: &[(AccountState, u32)], visits: &[(u32, Outcome, u8)], expect: [&str; 2]| {
            let mut person = person(None, visits);
            lists.iter().filter_map(|(state, on)| extract(*state, *on)).for_each(|said| person.hear(said));
            let found = [6, 1].map(|from| match person.team_result(day(from), day(6)) {
                TeamResult { upgraded_by: Some(_), activated: 0, .. } => "raised",
                TeamResult { activated: 0, .. } => "-",
                TeamResult { activated: 1, .. } => "new at 1",
                _ => "new at 2",
            });
            assert_eq!(found, expect, "{lists:?} {visits:?}, of day 6 and from day 1");
        };
        let (raise, again) = ([(6, Activated, 2)], [(6, Activated, 1)]);
        for on in [6, 7, 9] {
            check(&[(ActiveLevel1, 5), (ActiveLevel1, on)], &again, ["-"; 2]);
            check(&[(ActiveLevel1, 5), (ActiveLevel2, on)], &again, ["-"; 2]);
            check(&[(ActiveLevel1, 5), (ActiveLevel2, on)], &raise, ["raised"; 2]);
            check(&[(ApprovedNotActivated, 5), (ActiveLevel1, on)], &again, ["new at 1"; 2]); // confirmed
        }
        check(&[(ActiveLevel1, 5), (ActiveLevel1, 6)], &raise, ["raised"; 2]); // the list was made before the evening
        check(&[(ApprovedNotActivated, 5), (ApprovedNotActivated, 7)], &again, ["-"; 2]); // denied
        check(&[(ActiveLevel1, 2), (ApprovedNotActivated, 5), (ActiveLevel1, 6)], &again, ["new at 1"; 2]);
        check(&[(ActiveLevel1, 2), (Locked, 5)], &again, ["new at 1"; 2]);
        // Of two rows of one list the more active one, in either order.
        check(&[(ActiveLevel1, 5), (ApprovedNotActivated, 5), (ActiveLevel1, 6)], &again, ["-"; 2]);
        check(&[(ApprovedNotActivated, 5), (ActiveLevel1, 5), (ActiveLevel1, 6)], &again, ["-"; 2]);
        // A claim that a list has denied is none, whatever a list says after the visit that mended it.
        let twice = [(3, Activated, 1), (6, Activated, 1)];
        for on in [6, 7] {
            check(&[(ApprovedNotActivated, 5), (ActiveLevel1, on)], &twice, ["new at 1"; 2]);
            check(&[(ApprovedNotActivated, 2), (ActiveLevel1, on)], &twice, ["-", "new at 1"]);
        }
        check(&[(ApprovedNotActivated, 6)], &twice, ["new at 1"; 2]); // the first is denied, of its day nothing is
    }

    #[test]
    fn of_two_claims_between_which_a_list_denied_the_later_one_counts() {
        use AccountState::{ActiveLevel2, ApprovedNotActivated};
        let check = |days: &[u32], expect: u32| {
            let mut person =
                person(None, &days.iter().map(|on| (*on, Outcome::Activated, 2)).collect::<Vec<_>>());
            for visit in &mut person.visits {
                visit.id = VisitId(Uuid::from_u128(visit.day.day().into()));
            }
            [(ApprovedNotActivated, 5), (ActiveLevel2, 10)]
                .into_iter()
                .filter_map(|(state, on)| extract(state, on))
                .for_each(|said| person.hear(said));
            let by = person.team_result(day(1), day(10)).activated_by;
            assert_eq!(by, Some(VisitId(Uuid::from_u128(expect.into()))), "{days:?}");
        };
        check(&[4, 9], 9);
        check(&[4], 4); // nobody went again: the later list decides
        check(&[6, 9], 6);
    }

    #[test]
    fn what_a_list_denied_stays_so_when_a_later_one_cannot_say() {
        use AccountState::{ActiveLevel1, ApprovedNotActivated, Locked, Unknown};
        let check = |lists: &[(AccountState, u32)], expect: u8| {
            let mut person = person(None, &[(3, Outcome::Activated, 1)]);
            lists.iter().filter_map(|(state, on)| extract(*state, *on)).for_each(|said| person.hear(said));
            assert_eq!(person.level_at(day(10)), expect, "{lists:?}");
        };
        for later in [Locked, Unknown] {
            check(&[(ApprovedNotActivated, 5), (later, 9)], 0);
            check(&[(ActiveLevel1, 5), (later, 9)], 1);
            check(&[(later, 9)], 1);
        }
        check(&[(ApprovedNotActivated, 5), (ActiveLevel1, 9)], 1);
    }
}
