//! Campaigns (đợt cao điểm) and their phases (giai đoạn).

use chrono::{Datelike, Months, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use super::dates::vi;
use super::ids::CampaignId;
use super::report::ReportForm;
use super::text::{fold, thousands};
use crate::domain::as_count;
use crate::error::{Error, Result};
use crate::messages::sentence;

/// More phases than a year has weeks are a mistake in the file.
const MOST_PHASES: usize = 60;
/// No Vietnamese province has more people than this; a larger target is a slip of the keyboard.
pub const LARGEST_TARGET: u32 = 100_000_000;

/// A campaign of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Campaign {
    /// Id in this book.
    pub id: CampaignId,
    /// Whether it was chosen, of several, as the one whose figures are shown.
    pub in_use: bool,
    /// Whether a unit above has handed it down.
    pub from_above: bool,
    /// Points for each whole percent above the target (docs/domain.md, Commendation).
    pub points: u32,
    /// What the plan says.
    #[serde(flatten)]
    pub plan: Plan,
}

/// What a plan says of its campaign. Several campaigns may overlap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Number of the plan: "70/KH-UBND".
    pub number: String,
    /// Who issued it: "UBND tỉnh Thanh Hóa"; empty when not said.
    #[serde(default)]
    pub issuer: String,
    /// Its title.
    pub title: String,
    /// First day, inclusive.
    pub first_day: NaiveDate,
    /// Last day, inclusive.
    pub last_day: NaiveDate,
    /// Accounts to be active at its end, when the plan says so; it may exceed the eligible (docs/domain.md, Plans and targets).
    #[serde(default)]
    pub target: Option<u32>,
    /// Phases in their order; none when the plan has none.
    #[serde(default)]
    pub phases: Vec<Phase>,
}

/// A phase of a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// "Giai đoạn 1".
    pub name: String,
    /// First day, inclusive.
    pub first_day: NaiveDate,
    /// Last day, inclusive.
    pub last_day: NaiveDate,
    /// The day on which the report is due; it may lie before the phase ends (Kiên Giang: 28/7 for a phase to 31/7).
    #[serde(default)]
    pub report_due: Option<NaiveDate>,
    /// Accounts to activate in this phase; `None` is "the rest".
    #[serde(default)]
    pub target: Option<u32>,
}

/// Points for each whole percent above the target, at most: more is a slip of the keyboard.
pub const MOST_POINTS: u32 = 100;

/// The whole percents above the target, and the points for them; nothing of a target of nothing, and none below it.
#[must_use]
pub fn points_above(active: u32, target: u32, points: u32) -> Option<[u32; 2]> {
    let above = u64::from(active.saturating_sub(target)) * 100;
    let percents = as_count(above.checked_div(u64::from(target))?);
    Some([percents, percents.saturating_mul(points)])
}

/// So many days before it is due a report is told of.
const DUE_BEFORE: i64 = 3;
/// So many days after it is due a report that was not written is told of.
const DUE_AFTER: i64 = 7;

/// A report of a phase that is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct DueReport {
    /// Number of the plan.
    pub number: String,
    /// The phase.
    pub phase: String,
    /// The form that tells it.
    pub form: ReportForm,
    /// The day on which it is due, as the plan names it.
    pub due: NaiveDate,
    /// Days until then; negative when it is late.
    pub days_left: i64,
}

/// The campaign whose figures a day has: the one that was chosen; else one from above, by which this unit's figures are read there,
/// both from their first day until a week after their end, when the final report is due; else, of those that run, the one that began
/// first, so that one that is added wipes nothing. Where none runs: the one that was chosen, the one that ended last, the one that
/// comes next.
#[must_use]
pub fn in_use(campaigns: &[Campaign], day: NaiveDate) -> Option<&Campaign> {
    let begun = |campaign: &&Campaign| campaign.plan.first_day <= day;
    // Until its final report is late, what was chosen or comes from above has no other campaign in its place.
    let stands = |of: &Campaign| {
        let until = of.plan.last_day + TimeDelta::days(DUE_AFTER);
        (of.in_use || of.from_above) && (of.plan.first_day..=until).contains(&day)
    };
    let runs = campaigns.iter().filter(|of| of.plan.runs_on(day) || stands(of));
    runs.min_by_key(|of| (!of.in_use, !of.from_above, of.plan.first_day))
        .or_else(|| campaigns.iter().filter(begun).max_by_key(|of| (of.in_use, of.plan.last_day)))
        .or_else(|| campaigns.iter().min_by_key(|campaign| campaign.plan.first_day))
}

impl Phase {
    /// Whether the day is one of the phase's.
    #[must_use]
    pub fn runs_on(&self, day: NaiveDate) -> bool {
        self.first_day <= day && day <= self.last_day
    }
}

/// Days from `first` to `last`, both counted: plans that say 60 days mean it so (docs/domain.md, Plans and targets).
#[must_use]
pub fn days(first: NaiveDate, last: NaiveDate) -> u32 {
    u32::try_from((last - first).num_days() + 1).unwrap_or(0)
}

impl Plan {
    /// Reads a plan from JSON.
    ///
    /// # Errors
    /// `campaign.bad_file` with the place, and those of [`Plan::check`].
    pub fn from_json(text: &str) -> Result<Self> {
        let plan: Self = serde_json::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|e| Error::new("campaign.bad_file").with("reason", e))?;
        plan.check()?;
        Ok(plan)
    }

    /// The day before it: on its evening stands what was there before the campaign brought anything.
    #[must_use]
    pub fn eve(&self) -> NaiveDate {
        self.first_day.pred_opt().unwrap_or(self.first_day)
    }

    /// Whether the day is one of the campaign's.
    #[must_use]
    pub fn runs_on(&self, day: NaiveDate) -> bool {
        self.first_day <= day && day <= self.last_day
    }

    /// The plan of targets: that of a phase alone when they are the phase's, which `phase` names; empty for the whole.
    #[must_use]
    pub fn of_phase(&self, phase: &str) -> Self {
        let mut plan = self.clone();
        if let Some(phase) = self.phases.iter().find(|other| other.name == phase) {
            (plan.first_day, plan.last_day) = (phase.first_day, phase.last_day);
            plan.phases.clear();
        }
        plan
    }

    /// The phase that a report of the day is of: one that has ended until a week after its report was due, so that on 1/5 the
    /// phase to 30/4 is told (70/KH-UBND); else the one that runs and ends first; else the one that ended last. `None` before all of them.
    #[must_use]
    pub fn phase_told(&self, day: NaiveDate) -> Option<&Phase> {
        let begun = || self.phases.iter().filter(|phase| phase.first_day <= day);
        let due = |phase: &Phase| phase.report_due.is_some_and(|due| (day - due).num_days() <= DUE_AFTER);
        let ended = begun().filter(|phase| phase.last_day < day && due(phase));
        let runs = begun().filter(|phase| phase.runs_on(day));
        ended
            .min_by_key(|phase| phase.last_day)
            .or_else(|| runs.min_by_key(|phase| phase.last_day))
            .or_else(|| begun().max_by_key(|phase| phase.last_day))
    }

    /// The reports that are due on the day: from three days before until a week after, while none was `written` of its last days
    /// (docs/domain.md, Plans and targets). What ends with the campaign is told by its final report.
    #[must_use]
    pub fn reports_due(&self, day: NaiveDate, written: &[(ReportForm, NaiveDate)]) -> Vec<DueReport> {
        let due = |phase: &Phase, form: ReportForm| {
            let due = phase.report_due?;
            let days_left = (due - day).num_days();
            // Only what is due before the phase is over may leave its last days out.
            let slack = if due < phase.last_day { DUE_BEFORE } else { 0 };
            let told = |(of, last): &(ReportForm, NaiveDate)| {
                let (till, last) = (due.min(phase.last_day), *last);
                *of == form && last <= phase.last_day && (till - last).num_days() <= slack
            };
            let is_due = (-DUE_AFTER..=DUE_BEFORE).contains(&days_left) && !written.iter().any(told);
            is_due.then(|| DueReport {
                number: self.number.clone(),
                phase: phase.name.clone(),
                form,
                due,
                days_left,
            })
        };
        let form = |phase: &Phase| {
            if phase.last_day == self.last_day { ReportForm::Final } else { ReportForm::Phase }
        };
        let phases = self.phases.iter().filter_map(|phase| due(phase, form(phase)));
        let months = if self.phases.is_empty() { self.months() } else { Vec::new() };
        phases.chain(months.iter().filter_map(|month| due(month, ReportForm::Monthly))).collect()
    }

    /// The months that end before it does, each told by its end, of a plan that has no phases to be told by (771/KH-UBND, III.1: reports
    /// every month).
    fn months(&self) -> Vec<Phase> {
        let first = self.first_day.with_day(1).unwrap_or(self.first_day);
        let of = |nth: u32| {
            let begins = first.checked_add_months(Months::new(nth))?;
            let ends = first.checked_add_months(Months::new(nth + 1))?.pred_opt()?;
            let (year, month) = (begins.year().to_string(), begins.month().to_string());
            let name = sentence("campaign.month", [("month", month.as_str()), ("year", year.as_str())]);
            (ends < self.last_day).then_some(Phase {
                name,
                first_day: begins.max(self.first_day),
                last_day: ends,
                report_due: Some(ends),
                target: None,
            })
        };
        (0..).map_while(of).take(MOST_PHASES).collect()
    }

    /// Days of the campaign, the first and the last counted.
    #[must_use]
    pub fn days(&self) -> u32 {
        days(self.first_day, self.last_day)
    }

    /// What looks odd and may still be meant: phases whose days overlap, phases that do not add up to the plan's target.
    #[must_use]
    pub fn doubts(&self) -> Vec<Error> {
        let mut doubts = Vec::new();
        for (place, phase) in self.phases.iter().enumerate() {
            let before = self.phases.iter().take(place);
            for other in before.filter(|o| o.first_day <= phase.last_day && phase.first_day <= o.last_day) {
                doubts.push(
                    Error::new("campaign.phases_overlap")
                        .with("phase", other.name.trim())
                        .with("other", phase.name.trim())
                        .with("first", vi(other.first_day.max(phase.first_day)))
                        .with("last", vi(other.last_day.min(phase.last_day))),
                );
            }
        }
        let said = self.phases.iter().try_fold(0_u32, |sum, phase| Some(sum.saturating_add(phase.target?)));
        if let (Some(sum), Some(target), false) = (said, self.target, self.phases.is_empty())
            && sum != target
        {
            doubts.push(
                Error::new("campaign.phases_sum")
                    .with("sum", thousands(sum))
                    .with("target", thousands(target)),
            );
        }
        doubts
    }

    /// Whether target rows that add up to `sum` are odd beside the plan's target: what it says for the unit `own` is their
    /// sum, and what it says for a larger one is at least that.
    #[must_use]
    pub fn doubt_of_rows(&self, sum: u32, own: &str) -> Option<Error> {
        let is_own = self.issuer.trim().is_empty() || fold(&self.issuer).ends_with(&fold(own));
        let target = self.target.filter(|target| sum > *target || is_own && sum < *target)?;
        Some(Error::new("campaign.rows_sum").with("sum", thousands(sum)).with("target", thousands(target)))
    }

    /// # Errors
    /// `campaign.no_number`, `campaign.phase_no_name`, `campaign.ends_first`, `campaign.phase_ends_first`, `campaign.phase_outside`,
    /// `campaign.phase_twice`, `campaign.due_before_phase`, `campaign.too_many_phases`, `target.too_large`.
    pub fn check(&self) -> Result<()> {
        if self.number.trim().is_empty() {
            return Err(Error::new("campaign.no_number"));
        }
        if self.last_day < self.first_day {
            return Err(Error::new("campaign.ends_first")
                .with("first", vi(self.first_day))
                .with("last", vi(self.last_day)));
        }
        if self.phases.len() > MOST_PHASES {
            return Err(Error::new("campaign.too_many_phases").with("limit", MOST_PHASES));
        }
        for (place, phase) in self.phases.iter().enumerate() {
            // An empty name means the whole campaign.
            if phase.name.trim().is_empty() {
                return Err(Error::new("campaign.phase_no_name").with("place", place + 1));
            }
            let wrong = |code| {
                Error::new(code)
                    .with("phase", phase.name.trim())
                    .with("first", vi(phase.first_day))
                    .with("last", vi(phase.last_day))
            };
            if phase.last_day < phase.first_day {
                return Err(wrong("campaign.phase_ends_first"));
            }
            if phase.first_day < self.first_day || phase.last_day > self.last_day {
                return Err(wrong("campaign.phase_outside")
                    .with("from", vi(self.first_day))
                    .with("to", vi(self.last_day)));
            }
            if phase.report_due.is_some_and(|due| due < phase.first_day) {
                return Err(wrong("campaign.due_before_phase"));
            }
            let same = |other: &Phase| other.name.trim() == phase.name.trim();
            if self.phases.iter().take(place).any(same) {
                return Err(wrong("campaign.phase_twice"));
            }
        }
        let targets = self.phases.iter().filter_map(|phase| phase.target).chain(self.target);
        match targets.into_iter().find(|target| *target > LARGEST_TARGET) {
            Some(target) => {
                Err(Error::new("target.too_large").with("unit", &self.number).with("value", target))
            }
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::template::Template;

    #[test]
    fn each_whole_percent_above_the_target_gives_points() {
        let check = |active, target, points, expect| assert_eq!(points_above(active, target, points), expect);
        check(0, 332, 1, Some([0, 0]));
        check(332, 332, 1, Some([0, 0]));
        check(335, 332, 1, Some([0, 0])); // 0,90 %
        check(336, 332, 1, Some([1, 1]));
        check(400, 332, 3, Some([20, 60])); // 20,48 %
        check(400, 332, 0, Some([20, 0]));
        check(4, 0, 1, None);
        check(u32::MAX, 1, 100, Some([u32::MAX, u32::MAX]));
    }

    #[test]
    fn a_day_has_the_figures_of_one_campaign() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let check = |campaigns: &[&str], on: &str, expect: &str| {
            let campaign = |text: &&str| {
                let [number, first, last] = text.split(' ').collect::<Vec<_>>()[..] else { panic!("{text}") };
                let plan = Plan {
                    number: number.trim_end_matches(['*', '^']).to_owned(),
                    issuer: String::new(),
                    title: String::new(),
                    first_day: day(&format!("2026-{first}")),
                    last_day: day(&format!("2026-{last}")),
                    target: None,
                    phases: Vec::new(),
                };
                let (in_use, from_above) = (number.ends_with('*'), number.ends_with('^'));
                Campaign { id: CampaignId(uuid::Uuid::nil()), in_use, from_above, points: 1, plan }
            };
            let campaigns: Vec<Campaign> = campaigns.iter().map(campaign).collect();
            let found = in_use(&campaigns, day(&format!("2026-{on}")));
            assert_eq!(found.map_or("-", |found| found.plan.number.as_str()), expect, "{campaigns:?} {on}");
        };
        check(&[], "11-21", "-");
        check(&["A 11-07 12-20"], "11-01", "A"); // to come
        check(&["A 11-07 12-20"], "12-25", "A"); // over
        let two = ["A 11-07 12-20", "B 11-15 11-30"];
        check(&two, "11-20", "A"); // the second one wipes nothing
        check(&two, "12-25", "A");
        check(&["A 11-07 11-20", "B 11-15 11-30"], "11-21", "B"); // the first one is over
        check(&["A 11-07 12-20", "B* 11-15 11-30"], "11-20", "B"); // chosen
        check(&["A 11-07 12-20", "B^ 11-15 11-30"], "11-20", "B"); // from above
        check(&["A 11-07 12-20", "B^ 11-15 11-30"], "12-07", "B"); // its final report is due
        check(&["A 11-07 12-20", "B^ 11-15 11-30"], "12-08", "A");
        check(&["A 11-07 12-20", "B* 11-15 11-30"], "12-08", "A"); // what was chosen is over
        check(&["A 11-07 12-01", "B* 11-15 11-30"], "12-25", "B"); // and so is all else
        check(&["A* 11-07 12-20", "B^ 11-15 11-30"], "11-20", "A");
        check(&["A 11-07 12-20", "B* 11-15 11-30"], "11-10", "A"); // not begun on that day
    }

    #[test]
    fn a_report_is_of_the_phase_that_is_to_be_told() {
        let check = |id: &str, day: &str, expect: &str| {
            let plan = &Template::of(id).unwrap().plan;
            let told = plan.phase_told(day.parse().unwrap());
            assert_eq!(told.map_or("-", |phase| phase.name.as_str()), expect, "{id} {day}");
        };
        check("thanh-hoa-70", "2023-03-23", "-"); // before all
        check("thanh-hoa-70", "2023-04-30", "Giai đoạn 1");
        check("thanh-hoa-70", "2023-05-01", "Giai đoạn 1"); // due on that day
        check("thanh-hoa-70", "2023-05-08", "Giai đoạn 1"); // and told for a week, when it is late
        check("thanh-hoa-70", "2023-05-09", "Giai đoạn 2");
        check("thanh-hoa-70", "2023-08-01", "Giai đoạn 3");
        check("kien-giang-180", "2023-07-28", "Giai đoạn 1"); // due before it ends
        check("tien-giang-so-hoa", "2023-09-17", "Đợt 01"); // Đợt 02 runs
        check("tien-giang-so-hoa", "2023-09-29", "Đợt 02"); // Đợt 04 runs, too
        check("tien-giang-so-hoa", "2023-11-10", "Đợt 04");
        check("nghe-an-771", "2022-12-01", "-");
    }

    #[test]
    fn a_report_is_due_until_it_is_written() {
        use ReportForm::{Final, Phase};
        let check = |id: &str, day: &str, written: &[(ReportForm, &str)], expect: &[&str]| {
            let plan = &Template::of(id).unwrap().plan;
            let written: Vec<_> = written.iter().map(|(form, day)| (*form, day.parse().unwrap())).collect();
            let due = plan.reports_due(day.parse().unwrap(), &written);
            let due: Vec<String> =
                due.iter().map(|due| format!("{} {} {}", due.phase, due.form, due.days_left)).collect();
            assert_eq!(due, expect, "{id} {day}");
        };
        check("kien-giang-180", "2023-07-24", &[], &[]);
        check("kien-giang-180", "2023-07-25", &[], &["Giai đoạn 1 phase 3"]); // the phase runs to 31/7
        check("kien-giang-180", "2023-08-04", &[], &["Giai đoạn 1 phase -7"]);
        check("kien-giang-180", "2023-08-05", &[], &[]);
        check("kien-giang-180", "2023-07-27", &[(Phase, "2023-07-26")], &[]);
        check("kien-giang-180", "2023-07-27", &[(Phase, "2023-07-10")], &["Giai đoạn 1 phase 1"]); // too early
        check("thanh-hoa-70", "2023-05-01", &[(Phase, "2023-04-30")], &[]);
        check("thanh-hoa-70", "2023-05-01", &[(Phase, "2023-04-28")], &["Giai đoạn 1 phase 0"]); // not its last days
        check("thanh-hoa-70", "2023-06-30", &[(Phase, "2023-06-30")], &["Giai đoạn 3 final 1"]);
        check("thanh-hoa-70", "2023-06-30", &[(Final, "2023-06-30")], &[]);
        // Of the round before nobody says that this one is written.
        check("tien-giang-so-hoa", "2023-10-01", &[(Phase, "2023-09-15")], &["Đợt 02 phase 2"]);
        // Without phases each month is told.
        let monthly = ReportForm::Monthly;
        check("nghe-an-771", "2022-11-11", &[], &[]);
        check("nghe-an-771", "2022-11-28", &[], &["Tháng 11/2022 monthly 2"]);
        check("nghe-an-771", "2022-12-07", &[], &["Tháng 11/2022 monthly -7"]);
        check("nghe-an-771", "2022-12-02", &[(monthly, "2022-11-30")], &[]);
        check("nghe-an-771", "2022-12-31", &[(monthly, "2022-11-30")], &["Tháng 12/2022 monthly 0"]);
        check("nghe-an-771", "2023-01-30", &[(monthly, "2022-12-31")], &[]); // told by the final report
    }

    #[test]
    fn what_looks_odd_is_said() {
        let check = |target: u32, second: &str, expect: &[&str]| {
            let text = format!(
                r#"{{"number": "1/KH", "title": "Đợt", "first_day": "2026-11-07", "last_day": "2026-12-20", "target": {target},
                "phases": [{{"name": "1", "first_day": "2026-11-07", "last_day": "2026-11-28", "target": 700}},
                {{"name": "2", "first_day": "{second}", "last_day": "2026-12-20", "target": 600}}]}}"#
            );
            let doubts = Plan::from_json(&text).unwrap().doubts();
            assert_eq!(doubts.iter().map(|doubt| doubt.code).collect::<Vec<_>>(), expect);
        };
        check(1_300, "2026-11-29", &[]);
        check(1_300, "2026-11-27", &["campaign.phases_overlap"]);
        check(1_100, "2026-11-28", &["campaign.phases_overlap", "campaign.phases_sum"]);
    }

    #[test]
    fn rows_that_are_not_what_the_plan_says_are_doubted() {
        let check = |issuer: &str, target: Option<u32>, sum: u32, expect: Option<&str>| {
            let plan = Plan { target, issuer: issuer.to_owned(), ..plan() };
            assert_eq!(plan.doubt_of_rows(sum, "Xã Thử").map(|doubt| doubt.code), expect, "{issuer} {sum}");
        };
        let doubt = Some("campaign.rows_sum");
        check("UBND xã Thử", Some(12_000), 12_000, None);
        check("UBND xã Thử", Some(12_000), 12_720, doubt);
        check("UBND xã Thử", Some(12_000), 11_900, doubt);
        check("", Some(12_000), 11_900, doubt);
        check("UBND xã Thử", None, 12_720, None);
        // A part of what the plan of another unit says is less than all of it.
        check("UBND tỉnh Thử", Some(12_000), 900, None);
        check("UBND tỉnh Thử", Some(12_000), 12_720, doubt);
    }

    fn plan() -> Plan {
        let text =
            r#"{"number": "1/KH", "title": "Đợt", "first_day": "2026-11-01", "last_day": "2026-11-30"}"#;
        Plan::from_json(text).unwrap()
    }

    #[test]
    fn a_plan_that_cannot_be_is_refused() {
        let check = |change: &str, expect: &str| {
            let text = r#"{"number": "1/KH", "title": "Đợt", "first_day": "2023-07-01", "last_day": "2023-09-30", "phases": [
                {"name": "1", "first_day": "2023-07-01", "last_day": "2023-07-31", "report_due": "2023-07-28", "target": 5},
                {"name": "2", "first_day": "2023-08-01", "last_day": "2023-09-30"}]}"#;
            let (from, to) = change.split_once(" => ").unwrap_or(("", ""));
            let text = if from.is_empty() { text.to_owned() } else { text.replacen(from, to, 1) };
            let found = Plan::from_json(&text).map_or_else(|e| e.code.to_owned(), |p| p.days().to_string());
            assert_eq!(found, expect, "{change}");
        };
        check("", "92");
        check("\"1/KH\" => \" \"", "campaign.no_number");
        check("\"last_day\": \"2023-09-30\" => \"last_day\": \"2023-06-30\"", "campaign.ends_first");
        check("2023-08-01 => 2023-10-01", "campaign.phase_ends_first");
        check(
            "2023-07-01\", \"last_day\": \"2023-07-31 => 2023-06-01\", \"last_day\": \"2023-07-31",
            "campaign.phase_outside",
        );
        check("\"name\": \"2\" => \"name\": \"1\"", "campaign.phase_twice");
        check("\"name\": \"2\" => \"name\": \" \"", "campaign.phase_no_name");
        check("2023-07-28 => 2023-06-28", "campaign.due_before_phase");
        check("\"target\": 5 => \"target\": -5", "campaign.bad_file");
        check("\"target\": 5 => \"target\": 4000000000", "target.too_large");
        check("\"target\": 5 => \"target\": 1e99", "campaign.bad_file");
        check("\"title\" => \"titel\"", "campaign.bad_file");
        check("2023-07-31 => 2023-02-30", "campaign.bad_file");
        let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
        assert_eq!(Plan::from_json(&deep).unwrap_err().code, "campaign.bad_file");
    }
}
