//! The tasks that public plans give, in short words of our own (docs/domain.md, Plans and targets): who leads, who co-ordinates, what comes
//! out, by when; and at which levels below somebody does the same.

use std::sync::LazyLock;

use chrono::{Duration, NaiveDate};

use super::assignment::{
    Checkpoint, Deadline, Goal, NewAssignment, council_of, first_words_of_each, partners_of,
};
use super::campaign::Plan;
use super::template::Template;
use super::text::fold;
use super::unit::{AGENCY, Level, Unit};
use crate::error::Result;

/// Who has a task that every agency and unit of its plan has.
const EVERYBODY: &str = "*";
/// The unit of the book itself.
const OWN: &str = "@";

/// A task of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedTask {
    /// Id of the plan's template.
    plan: &'static str,
    group: &'static str,
    who: &'static str,
    with: &'static str,
    task: &'static str,
    product: &'static str,
    /// As the plan prints it.
    when: &'static str,
    /// Who does the same at levels below: "district=Phòng Tư pháp;commune=@".
    below: &'static str,
}

static TASKS: LazyLock<Vec<PlannedTask>> = LazyLock::new(|| {
    let task = |line: &'static str| {
        let mut cells = line.split('|');
        let mut next = || cells.next();
        Some(PlannedTask {
            plan: next()?,
            group: next()?,
            who: next()?,
            with: next()?,
            task: next()?,
            product: next()?,
            when: next()?,
            below: next()?,
        })
    };
    include_str!("data/plan_tasks.txt").lines().skip(1).filter_map(task).collect()
});

/// A task as the book of a unit would give it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedTask {
    /// The task; who answers is left out: it is the head of each that holds it.
    pub task: NewAssignment,
    /// Whether a unit of this level has it by the plan.
    pub chosen: bool,
}

impl Template {
    /// The tasks of the plan for a book of `own` with its `units`, in a campaign that begins on `first_day`: those that are its own first.
    ///
    /// # Errors
    /// Those of [`Template::begun`].
    pub fn tasks_begun(
        &self,
        (own, level): (&Unit, Level),
        units: &[Unit],
        first_day: NaiveDate,
    ) -> Result<Vec<OfferedTask>> {
        // The days of the campaign stand within the calendar.
        self.begun(&own.name, first_day, None)?;
        let by = first_day - self.plan.first_day;
        let of_plan = level == self.level();
        let tasks: Vec<&PlannedTask> = TASKS.iter().filter(|task| task.plan == self.id).collect();
        let leads =
            || tasks.iter().filter(|task| task.who != EVERYBODY).flat_map(|task| partners_of(task.who));
        let mut everybody: Vec<String> = Vec::new();
        for name in leads().flat_map(|name| each_of(&name, own, units)) {
            if !everybody.contains(&name) {
                everybody.push(name);
            }
        }
        let offer = |task: &&PlannedTask| {
            let who = match (of_plan, task.holder_at(level)) {
                (true, _) if task.who == EVERYBODY => everybody.clone(),
                (true, _) => {
                    partners_of(task.who).iter().flat_map(|name| each_of(name, own, units)).collect()
                }
                (false, Some(holder)) => vec![named_at(holder, own, units)],
                (false, None) => vec![own.name.clone()],
            };
            let with = if of_plan { partners_of(task.with) } else { Vec::new() };
            let with = with.into_iter().filter(|name| !who.contains(name)).collect();
            let chosen = of_plan || task.holder_at(level).is_some();
            OfferedTask { task: task.given(&self.plan, by, who, with), chosen }
        };
        let mut offered: Vec<OfferedTask> = tasks.iter().map(offer).collect();
        offered.sort_by_key(|offered| !offered.chosen);
        Ok(offered)
    }

    /// The level whose plan it is.
    fn level(&self) -> Level {
        let of = |word: &str| fold(&self.plan.issuer).split(' ').any(|part| part == word);
        if of("quan") || of("huyen") { Level::District } else { Level::Province }
    }
}

impl PlannedTask {
    /// Who has it at a level below the plan's.
    fn holder_at(&self, level: Level) -> Option<&'static str> {
        let word = match level {
            Level::District => "district",
            Level::Commune => "commune",
            Level::Hamlet | Level::Province => return None,
        };
        self.below
            .split(';')
            .filter_map(|one| one.split_once('='))
            .find(|(at, _)| *at == word)
            .map(|(_, holder)| holder)
    }

    fn given(&self, plan: &Plan, by: Duration, who: Vec<String>, with: Vec<String>) -> NewAssignment {
        let read = Deadline::read(self.when, plan.first_day).unwrap_or_default();
        let spread = read.spread(plan.first_day, Some(plan.last_day));
        let (due, points) = spread.unwrap_or((plan.last_day, Vec::new()));
        let moved = |day: NaiveDate| day.checked_add_signed(by).unwrap_or(day);
        NewAssignment {
            who,
            task: self.task.to_owned(),
            start: Some(moved(plan.first_day.min(due))),
            due: Some(moved(due)),
            checkpoints: points
                .into_iter()
                .map(|point| Checkpoint { day: moved(point.day), ..point })
                .collect(),
            result: Some(Goal::Product(self.product.to_owned())),
            plan: plan.number.clone(),
            group: self.group.to_owned(),
            with,
            ..NewAssignment::default()
        }
    }
}

/// The units that "UBND các huyện" means in a book: the districts right below its own; where it has none, all units right below.
fn each_of(name: &str, own: &Unit, units: &[Unit]) -> Vec<String> {
    let Some(words) = first_words_of_each(name) else {
        // "UBND thành phố Vinh" is the city.
        let is_it =
            |unit: &&Unit| unit.kind != AGENCY && council_of(name).as_deref() == Some(&fold(&unit.name));
        return vec![units.iter().find(is_it).map_or(name, |unit| &unit.name).to_owned()];
    };
    let below = || units.iter().filter(|unit| unit.parent_id == Some(own.id) && unit.kind != AGENCY);
    let is_one = |unit: &&Unit| {
        let name = fold(&unit.name);
        words.iter().any(|word| name.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')))
    };
    let mut found: Vec<String> = below().filter(is_one).map(|unit| unit.name.clone()).collect();
    if found.is_empty() {
        found = below().map(|unit| unit.name.clone()).collect();
    }
    if found.is_empty() { vec![name.to_owned()] } else { found }
}

/// A holder of a level below in the words of the book: its own unit, the agency of the book that has the name, else the name with the
/// kind of unit that it is: "Công an phường".
fn named_at(holder: &str, own: &Unit, units: &[Unit]) -> String {
    if holder == OWN {
        return own.name.clone();
    }
    // "Phường Thử": as its own name has it.
    let name = fold(&own.name);
    let kinds = ["phuong", "thi tran", "dac khu", "quan", "thi xa"];
    let kind = kinds.iter().find(|kind| name.starts_with(&format!("{kind} ")));
    let kind = kind.map(|kind| {
        own.name.split(' ').take(kind.split(' ').count()).collect::<Vec<_>>().join(" ").to_lowercase()
    });
    let words = holder.split(' ').map(|word| match (fold(word).as_str(), &kind) {
        ("xa" | "huyen", Some(kind)) => kind.as_str(),
        _ => word,
    });
    let mut said = words.collect::<Vec<_>>().join(" ");
    if let Some(first) = said.chars().next() {
        said = first.to_uppercase().chain(said.chars().skip(1)).collect();
    }
    let mut known =
        units.iter().filter(|unit| unit.kind == AGENCY && fold(&unit.name).starts_with(&fold(&said)));
    match (known.next(), known.next()) {
        (Some(one), None) => one.name.clone(),
        _ => said,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::UnitId;
    use crate::domain::template::templates;

    fn unit(name: &str, nth: u128, kind: &str) -> Unit {
        let parent_id = (nth > 0).then(|| UnitId(uuid::Uuid::from_u128(100)));
        let id = UnitId(uuid::Uuid::from_u128(100 + nth));
        Unit { id, parent_id, name: name.into(), kind: kind.into(), code: String::new(), position: 0 }
    }

    fn offered(id: &str, level: Level, names: &[&str]) -> Vec<OfferedTask> {
        let units: Vec<Unit> = names
            .iter()
            .zip(0..)
            .map(|(name, nth)| {
                unit(name.trim_start_matches('*'), nth, if name.starts_with('*') { AGENCY } else { "" })
            })
            .collect();
        let first = Template::of(id).unwrap().plan.first_day;
        Template::of(id).unwrap().tasks_begun((&units[0], level), &units, first).unwrap()
    }

    #[test]
    fn the_plans_have_their_tasks() {
        let check = |id: &str, expect: usize| {
            let tasks = offered(id, Template::of(id).unwrap().level(), &["Tỉnh Thử"]);
            assert_eq!(tasks.len(), expect, "{id}");
            for offered in &tasks {
                assert!(offered.chosen);
                let task = NewAssignment { answerable: "Thủ trưởng".into(), ..offered.task.clone() };
                task.check(str::to_owned).unwrap_or_else(|e| panic!("{id} {}: {e}", task.task));
                assert!(task.task.chars().count() <= 120, "in short words: {}", task.task);
            }
        };
        // II.1–17 have 52, III has 5.
        check("nghe-an-771", 57);
        check("thanh-hoa-70", 24);
        check("kien-giang-180", 18);
        check("long-bien-296", 20);
        check("tien-giang-60-ngay", 25);
        check("tien-giang-so-hoa", 14);
        let known: Vec<&str> = templates().iter().map(|template| template.id.as_str()).collect();
        assert!(TASKS.iter().all(|task| known.contains(&task.plan)));
        for task in TASKS.iter() {
            let first = Template::of(task.plan).unwrap().plan.first_day;
            assert!(Deadline::read(task.when, first).is_some(), "{}", task.when);
        }
    }

    #[test]
    fn a_task_says_what_the_plan_prints() {
        let tasks = offered("nghe-an-771", Level::Province, &["Tỉnh Nghệ An", "Huyện Một", "Thành phố Vinh"]);
        let check = |words: &str, expect: &str| {
            let NewAssignment { who, with, group, due, checkpoints, .. } =
                &tasks.iter().find(|offered| offered.task.task.starts_with(words)).unwrap().task;
            let points =
                checkpoints.iter().map(|point| format!("{} {}", point.day, point.text)).collect::<Vec<_>>();
            let shown = format!(
                "{} | {} | {group} | {} | {}",
                who.join(", "),
                with.join(", "),
                due.unwrap(),
                points.join("; ")
            );
            assert_eq!(shown, expect, "{words}");
        };
        check(
            "Đối sánh dữ liệu hộ tịch",
            "Sở Tư pháp | Cục C06 | 3.1. Số hóa dữ liệu hộ tịch | 2022-11-24 | ",
        );
        check(
            "Hướng dẫn trường thu học phí",
            "Sở Giáo dục và Đào tạo | Cục C06, Công an tỉnh | 7. Thu học phí không tiền mặt | 2022-12-30 | \
             2022-11-24 Giai đoạn 1, 70 % cấp huyện, 100 % thành phố và thị xã; 2022-12-30 Giai đoạn 2, 100 % toàn tỉnh",
        );
        check("Tuyên truyền; đặt bảng LED", "Huyện Một, Thành phố Vinh |  |  | 2022-12-14 | ");
        check(
            "Kiểm tra, đôn đốc các cơ quan",
            "Văn phòng UBND tỉnh | Công an tỉnh |  | 2023-01-30 | 2022-11-30 ; 2022-12-31 ",
        );
        let plans = tasks.iter().find(|offered| offered.task.task.starts_with("Lập kế hoạch của")).unwrap();
        assert_eq!(plans.task.who.len(), 19, "{:?}", plans.task.who);
    }

    #[test]
    fn a_unit_below_is_offered_what_it_has_to_do() {
        let tasks =
            offered("nghe-an-771", Level::Commune, &["Phường Thử", "*Công an phường Thử", "Tổ dân phố 1"]);
        let chosen: Vec<&OfferedTask> = tasks.iter().filter(|offered| offered.chosen).collect();
        assert_eq!((tasks.len(), chosen.len()), (57, 17));
        let of = |words: &str| tasks.iter().find(|offered| offered.task.task.starts_with(words)).unwrap();
        assert_eq!(of("Lập điểm hỗ trợ").task.who, ["Công an phường Thử"]);
        assert_eq!(of("Chỉ đạo tư pháp cơ sở").task.who, ["Công chức tư pháp - hộ tịch"]);
        assert_eq!(of("Cơ sở khám bệnh dùng").task.who, ["Trạm Y tế phường"]);
        let other = of("Gửi dữ liệu đối tượng trợ cấp");
        assert!(other.chosen && other.task.with.is_empty());
        assert_eq!(of("Xây dựng mô hình báo lưu trú").task.who, ["Phường Thử"]);
        // Days move with the first one.
        let unit = unit("Xã Thử", 0, "");
        let later = Template::of("nghe-an-771").unwrap();
        let later = later.tasks_begun((&unit, Level::Commune), &[], "2026-11-07".parse().unwrap()).unwrap();
        let due =
            later.iter().find(|offered| offered.task.task.starts_with("Lập điểm hỗ trợ")).unwrap().task.due;
        assert_eq!(due, "2026-11-24".parse().ok());
    }
}
