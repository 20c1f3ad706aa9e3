//! Campaigns of public plans to begin from: days, phases, due days and shares as the plans print them (docs/domain.md, Plans and targets).

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::apportion::share_out;
use super::campaign::{LARGEST_TARGET, Plan};
use super::dates::vi;
use super::indicator::PlannedIndicator;
use super::text::fold;
use crate::error::{Error, Result};

/// A plan that campaigns can be begun from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Template {
    /// "thanh-hoa-70".
    pub id: String,
    /// What the plan says, with the days and targets that it printed.
    pub plan: Plan,
    /// What it wants beside activation, with the days that it printed.
    #[serde(default)]
    pub indicators: Vec<PlannedIndicator>,
}

static TEMPLATES: LazyLock<Vec<Template>> =
    LazyLock::new(|| serde_json::from_str(include_str!("data/plans.json")).unwrap_or_default());

/// All of them, those with phases and targets first.
#[must_use]
pub fn templates() -> &'static [Template] {
    &TEMPLATES
}

impl Template {
    /// The template of an id.
    ///
    /// # Errors
    /// `campaign.unknown_template`.
    pub fn of(id: &str) -> Result<&'static Self> {
        templates().iter().find(|template| template.id == id).ok_or_else(|| {
            let ids: Vec<&str> = templates().iter().map(|template| template.id.as_str()).collect();
            Error::new("campaign.unknown_template").with("id", id).with("ids", ids.join(", "))
        })
    }

    /// Its indicators for a campaign that begins on `first_day`: their days move with it.
    #[must_use]
    pub fn indicators_begun(&self, first_day: NaiveDate) -> Vec<PlannedIndicator> {
        let by = first_day - self.plan.first_day;
        let moved = |one: &PlannedIndicator| PlannedIndicator {
            due: one.due.and_then(|due| due.checked_add_signed(by)),
            ..one.clone()
        };
        self.indicators.iter().map(moved).collect()
    }

    /// The plan as a campaign of the unit `own` that begins on `first_day`: all days move together. `target` is shared out to
    /// the phases as the plan shares its own; without one the targets stay only if the plan is the unit's, for what a province
    /// owes is no target of its communes.
    ///
    /// # Errors
    /// `target.too_large`, `campaign.ends_first` when the days reach beyond the calendar.
    pub fn begun(&self, own: &str, first_day: NaiveDate, target: Option<u32>) -> Result<Plan> {
        let mut plan = self.plan.clone();
        let by = first_day - plan.first_day;
        let shift = |day: &mut NaiveDate| -> Result<()> {
            let beyond =
                || Error::new("campaign.ends_first").with("first", vi(first_day)).with("last", vi(*day));
            *day = day.checked_add_signed(by).ok_or_else(beyond)?;
            Ok(())
        };
        shift(&mut plan.first_day)?;
        shift(&mut plan.last_day)?;
        for phase in &mut plan.phases {
            shift(&mut phase.first_day)?;
            shift(&mut phase.last_day)?;
            phase.report_due.as_mut().map_or(Ok(()), shift)?;
        }
        if target.is_some() || !fold(&plan.issuer).ends_with(&fold(own)) {
            share(&mut plan, target)?;
        }
        Ok(plan)
    }
}

/// Gives a plan another target, with the shares of its phases; those that have "the rest" keep it.
fn share(plan: &mut Plan, target: Option<u32>) -> Result<()> {
    if let Some(target) = target.filter(|target| *target > LARGEST_TARGET) {
        return Err(Error::new("target.too_large").with("unit", &plan.number).with("value", target));
    }
    let of_phases = || plan.phases.iter().filter_map(|phase| phase.target);
    let rest = plan.target.unwrap_or(0).saturating_sub(of_phases().sum());
    let weights: Vec<(u32, Option<u32>)> = of_phases().chain([rest]).map(|weight| (weight, None)).collect();
    let mut shares = match target.filter(|_| weights.iter().any(|(weight, _)| *weight > 0)) {
        Some(target) => share_out(target, &weights)?.into_iter(),
        None => Vec::new().into_iter(),
    };
    for phase in &mut plan.phases {
        phase.target = phase.target.and_then(|_| shares.next());
    }
    plan.target = target;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_plans_say_what_was_printed() {
        let check = |id: &str, days: u32, phases: usize, target: Option<u32>, doubts: &[&str]| {
            let plan = &Template::of(id).unwrap().plan;
            plan.check().unwrap();
            assert_eq!((plan.days(), plan.phases.len(), plan.target), (days, phases, target), "{id}");
            let codes: Vec<&str> = plan.doubts().iter().map(|doubt| doubt.code).collect();
            assert_eq!(codes, doubts, "{id}");
        };
        check("thanh-hoa-70", 99, 3, Some(3_243_976), &[]);
        check("kien-giang-180", 92, 3, Some(718_386), &[]);
        check("long-bien-296", 27, 1, None, &[]);
        check("tien-giang-60-ngay", 60, 1, Some(903_203), &[]);
        // The fourth round sums up all days.
        check("tien-giang-so-hoa", 60, 4, None, &["campaign.phases_overlap"; 3]);
        check("nghe-an-771", 85, 0, None, &[]);
        assert_eq!(templates().len(), 6);
        assert_eq!(Template::of("ha-noi-1").unwrap_err().code, "campaign.unknown_template");
    }

    #[test]
    fn the_indicators_are_those_of_the_plans() {
        let check = |id: &str, expect: &[&str]| {
            let of = Template::of(id).unwrap();
            let shown: Vec<String> = crate::domain::indicator::checked(&of.indicators)
                .unwrap()
                .iter()
                .map(|one| {
                    let due = one.due.map_or(String::new(), |due| format!(" ({due})"));
                    format!("{}: {}{due}", one.name, one.threshold)
                })
                .collect();
            assert_eq!(shown, expect, "{id}");
            assert!(of.indicators.iter().all(|one| *one == one.checked().unwrap()), "{id}: as it is kept");
        };
        check("thanh-hoa-70", &["Cán bộ, công chức, viên chức có tài khoản: 100"]);
        check("kien-giang-180", &["Cán bộ, công chức, viên chức có tài khoản mức 2: 100"]);
        check("long-bien-296", &["Cán bộ, công chức, viên chức có tài khoản mức 2: 100"]);
        check("tien-giang-60-ngay", &["Cán bộ, đảng viên, công chức, viên chức có tài khoản mức 2: 100"]);
        check(
            "tien-giang-so-hoa",
            &[
                "Hồ sơ giải quyết trực tuyến: tỉnh 70; huyện 60; xã 25; phường 55; thị trấn 45",
                "11 dịch vụ thiết yếu của Công an làm trực tuyến: tỉnh 100; huyện 100; xã 100",
                "Số hóa hồ sơ, kết quả còn hiệu lực: tỉnh 90; huyện 90; xã 90",
                "Thanh toán trực tuyến: tỉnh 40; huyện 35; xã 30",
                "Hồ sơ giải quyết xong được số hóa, dùng lại được: tỉnh 100; huyện 100; xã 100",
                "Kết quả bản giấy còn hiệu lực đã kiểm đếm: tỉnh; huyện; xã",
                "Thanh toán trên Cổng Dịch vụ công quốc gia (17/QĐ-UBQGCS): 30",
                "Thủ tục phải nộp tiền được trả trên Cổng quốc gia (17/QĐ-UBQGCS): 60",
            ],
        );
        check(
            "nghe-an-771",
            &[
                "Xã có điểm hỗ trợ dịch vụ công: 80 (2022-11-24)",
                "Phường, thị trấn có điểm hỗ trợ dịch vụ công: 100 (2022-11-24)",
                "Tổ chức công chứng dùng thiết bị xác thực thẻ: 100 (2022-12-30)",
                "Cơ sở giáo dục thu học phí không tiền mặt, giai đoạn 1: huyện 70; thành phố, thị xã 100 (2022-11-24)",
                "Cơ sở giáo dục thu học phí không tiền mặt, giai đoạn 2: 100 (2022-12-30)",
                "Giấy phép lái xe đổi, cấp lại trực tuyến: tỉnh 50 (2022-12-31)",
                "Dữ liệu hộ tịch đã nhập: xã (2023-01-29)",
                "Dữ liệu đất đai đã nhập: xã (2022-12-30)",
            ],
        );
        let begun = Template::of("nghe-an-771").unwrap().indicators_begun(day("2026-11-07"));
        assert_eq!(begun[0].due, Some(day("2026-11-24")));
    }

    #[test]
    fn the_files_of_the_tests_are_these_plans() {
        let check = |id: &str, file: &str| {
            assert_eq!(Template::of(id).unwrap().plan, Plan::from_json(file).unwrap(), "{id}");
        };
        check("thanh-hoa-70", include_str!("../../fixtures/70-kh-ubnd.json"));
        check("kien-giang-180", include_str!("../../fixtures/180-kh-ubnd.json"));
    }

    #[test]
    fn a_campaign_begins_on_the_day_asked_for_with_the_shares_of_the_plan() {
        let check = |id: &str, own: &str, first: &str, target: Option<u32>, expect: &str| {
            let plan = Template::of(id).unwrap().begun(own, day(first), target).unwrap();
            plan.check().unwrap();
            let number = |number: Option<u32>| number.map_or("-".to_owned(), |number| number.to_string());
            let said = plan.phases.iter().map(|phase| {
                let due = phase.report_due.map_or("-".to_owned(), |due| due.to_string());
                format!("{}..{} {due} {}", phase.first_day, phase.last_day, number(phase.target))
            });
            let whole = format!("{}..{} {}", plan.first_day, plan.last_day, number(plan.target));
            let said = [whole].into_iter().chain(said).collect::<Vec<_>>().join("; ");
            assert_eq!(said, expect, "{id} {own}");
        };
        check(
            "kien-giang-180",
            "Xã Thử Nghiệm",
            "2026-12-01",
            Some(1_000),
            "2026-12-01..2027-03-02 1000; 2026-12-01..2026-12-31 2026-12-28 420; \
             2027-01-01..2027-01-31 - 350; 2027-02-01..2027-03-02 2027-03-06 230",
        );
        // The third phase has the rest: 98 of 300 in whole numbers.
        check(
            "thanh-hoa-70",
            "Xã Thử Nghiệm",
            "2023-03-24",
            Some(300),
            "2023-03-24..2023-06-30 300; 2023-03-24..2023-04-30 2023-05-01 111; \
             2023-05-01..2023-05-31 2023-06-01 92; 2023-06-01..2023-06-30 2023-07-01 -",
        );
        // Nobody else owes what the province owes.
        check(
            "tien-giang-60-ngay",
            "Xã Thử Nghiệm",
            "2023-08-20",
            None,
            "2023-08-20..2023-10-18 -; 2023-08-20..2023-10-18 2023-10-25 -",
        );
        check(
            "tien-giang-60-ngay",
            "Tỉnh Tiền Giang",
            "2023-08-20",
            None,
            "2023-08-20..2023-10-18 903203; 2023-08-20..2023-10-18 2023-10-25 903203",
        );
        check(
            "long-bien-296",
            "Phường Thử Nghiệm",
            "2026-12-01",
            Some(500),
            "2026-12-01..2026-12-27 500; 2026-12-01..2026-12-27 2026-12-23 -",
        );
        check("nghe-an-771", "Xã Thử Nghiệm", "2026-12-01", None, "2026-12-01..2027-02-23 -");
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let template = Template::of("kien-giang-180").unwrap();
        let check = |first: NaiveDate, target: Option<u32>, expect: &str| {
            assert_eq!(template.begun("Xã Thử", first, target).unwrap_err().code, expect);
        };
        check(day("2026-12-01"), Some(LARGEST_TARGET + 1), "target.too_large");
        check(NaiveDate::MAX, None, "campaign.ends_first");
    }
}
