//! Work given by the "5 rõ": rõ người, rõ việc, rõ tiến độ, rõ kết quả, rõ trách nhiệm.
//!
//! With one of the five missing it is not given. How far it is follows from the visits and the clock; nobody types a
//! state. The same record carries a task of an agency, whose result is a product to hand in.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::dates::vi;
use super::ids::{AssignmentId, MemberId, UnitId};
use super::text::{fold, may_mean};
use crate::error::{Error, Result};

mod carried;
mod deadline;
mod holder;
mod progress;

pub use carried::{Carried, bare_task, carried_marks};
pub use deadline::{Deadline, Every};
pub use holder::{NameOf, council_of, first_words_of_each, partners_of};
pub use progress::{CountedVisit, Progress, State, StatedWork};

/// The longest task or product, in characters.
const LONGEST: usize = 1_000;
/// The longest group, partner or word of a checkpoint, in characters: a line.
const LONGEST_LINE: usize = 300;
/// More partners than a plan has agencies, or more days than a year has weeks, are a mistake in the file.
const MOST_LINES: usize = 60;
/// Characters of all of them together: they travel with the task, in one field (docs/formats.md).
const LONGEST_LINES: usize = 6_000;

/// An assignment as it is given, from JSON; each name in `who` gets one of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct NewAssignment {
    /// Rõ người: members, teams, hamlets or agencies by name.
    #[serde(default)]
    pub who: Vec<String>,
    /// Rõ việc: what is to be done.
    #[serde(default)]
    pub task: String,
    /// Rõ việc: where; the whole book when nothing is named.
    #[serde(default, rename = "where")]
    pub place: Place,
    /// Rõ tiến độ: first day.
    #[serde(default)]
    pub start: Option<NaiveDate>,
    /// Rõ tiến độ: the day it is due, inclusive.
    #[serde(default)]
    pub due: Option<NaiveDate>,
    /// Rõ tiến độ: what has to be there in between.
    #[serde(default)]
    pub checkpoints: Vec<Checkpoint>,
    /// Rõ kết quả.
    #[serde(default)]
    pub result: Option<Goal>,
    /// Rõ trách nhiệm: who answers for it.
    #[serde(default)]
    pub answerable: String,
    /// Number of the plan that it belongs to, or empty.
    #[serde(default)]
    pub plan: String,
    /// The head that it stands under in the plan: "3.1. Số hóa hộ tịch"; or empty.
    #[serde(default)]
    pub group: String,
    /// Who co-ordinates: they have a part in it, and answer for nothing of it.
    #[serde(default)]
    pub with: Vec<String>,
}

/// An assignment as it is being typed: nothing of it need be readable yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct AssignmentDraft {
    /// Rõ người: names that were chosen.
    pub who: Vec<String>,
    /// Rõ việc.
    pub task: String,
    /// Names of units that were chosen.
    pub units: Vec<String>,
    /// Alleys, as typed.
    pub alleys: String,
    /// First day, as typed.
    pub start: String,
    /// The day it is due, as typed.
    pub due: String,
    /// Days in between, as typed.
    pub checkpoints: Vec<DraftCheckpoint>,
    /// What is asked for.
    pub goal: GoalKind,
    /// How many people, as typed.
    pub count: String,
    /// How many people for each of several names, as typed.
    pub counts: BTreeMap<String, String>,
    /// The product, as typed.
    pub product: String,
    /// Rõ trách nhiệm.
    pub answerable: String,
    /// Number of the plan.
    pub plan: String,
    /// The head that it stands under.
    pub group: String,
    /// Who co-ordinates, as typed.
    pub with: String,
}

/// A checkpoint as it is being typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct DraftCheckpoint {
    /// By the end of this day.
    pub day: String,
    /// So many.
    pub count: String,
    /// What has to be there.
    pub text: String,
}

/// What kind of result an assignment asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum GoalKind {
    /// People to activate.
    #[default]
    Activated,
    /// People to visit.
    Visited,
    /// Something to hand in.
    Product,
}

/// Where the work is; several lists narrow it down together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields, default)]
pub struct Place {
    /// Names of units; those below count too.
    pub units: Vec<String>,
    /// Alleys.
    pub alleys: Vec<String>,
    /// Codes of households.
    pub households: Vec<String>,
    /// Codes of citizens: a list.
    pub citizens: Vec<String>,
}

/// What has to be there by a day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// By the end of this day.
    pub day: NaiveDate,
    /// So many of the count; 0 with a product: a progress note is expected.
    #[serde(default)]
    pub count: u32,
    /// What has to be there, in words: "70 % cấp huyện"; or empty.
    #[serde(default)]
    pub text: String,
}

/// What has to come out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Goal {
    /// So many people visited, each counted once.
    Visited(u32),
    /// So many people activated by visits, each counted once.
    Activated(u32),
    /// A product to hand in.
    Product(String),
}

impl NewAssignment {
    /// Which of the five are not clear, as rows of `messages.csv`; each has its `.fix` row beside it.
    #[must_use]
    pub fn unclear(&self) -> Vec<&'static str> {
        let blank = |text: &str| fold(text).is_empty();
        let clear_result = match &self.result {
            Some(Goal::Visited(count) | Goal::Activated(count)) => *count > 0,
            Some(Goal::Product(product)) => !blank(product),
            None => false,
        };
        [
            ("clear.who", self.who.is_empty() || self.who.iter().any(|name| blank(name))),
            ("clear.task", blank(&self.task)),
            ("clear.time", self.start.is_none() || self.due.is_none()),
            ("clear.result", !clear_result),
            ("clear.answerable", blank(&self.answerable)),
        ]
        .into_iter()
        .filter_map(|(code, missing)| missing.then_some(code))
        .collect()
    }

    /// Refuses what is not clear, naming all that is missing.
    ///
    /// # Errors
    /// `assignment.not_clear` with the words of what is missing, joined by `join`; `assignment.due_first`,
    /// `assignment.checkpoint_outside`, `assignment.checkpoint_falls`, `assignment.too_long`, `assignment.who_twice`,
    /// `assignment.line_long`, `assignment.lines_many`, `assignment.leads_and_helps`.
    pub fn check(&self, word: impl Fn(&str) -> String) -> Result<(NaiveDate, NaiveDate, &Goal)> {
        let missing = self.unclear();
        let unclear = || {
            let words: Vec<String> = missing.iter().map(|code| word(code)).collect();
            Error::new("assignment.not_clear")
                .with("missing", words.join(", "))
                .with("parts", missing.join(" "))
        };
        let (Some(start), Some(due), Some(goal)) = (self.start, self.due, &self.result) else {
            return Err(unclear());
        };
        if !missing.is_empty() {
            return Err(unclear());
        }
        if due < start {
            return Err(Error::new("assignment.due_first").with("start", vi(start)).with("due", vi(due)));
        }
        let texts = self.who.iter().chain([&self.task, &self.answerable]);
        let product = if let Goal::Product(product) = goal { Some(product) } else { None };
        if texts.chain(product).any(|text| text.chars().count() > LONGEST) {
            return Err(Error::new("assignment.too_long").with("limit", LONGEST));
        }
        for (place, name) in self.who.iter().enumerate() {
            if self.who.iter().take(place).any(|other| may_mean(name, other) || may_mean(other, name)) {
                return Err(Error::new("assignment.who_twice").with("name", name));
            }
        }
        self.check_lines()?;
        let mut before: Option<&Checkpoint> = None;
        for point in &self.checkpoints {
            if point.day < start || point.day > due {
                return Err(Error::new("assignment.checkpoint_outside").with("day", vi(point.day)));
            }
            if before.is_some_and(|before| point.day <= before.day || point.count < before.count) {
                return Err(Error::new("assignment.checkpoint_falls").with("day", vi(point.day)));
            }
            before = Some(point);
        }
        Ok((start, due, goal))
    }

    /// Refuses a group, partners and words of checkpoints that are none.
    fn check_lines(&self) -> Result<()> {
        let words = self.checkpoints.iter().map(|point| &point.text);
        let lines = || [&self.group].into_iter().chain(&self.with).chain(words.clone());
        let is_line = |text: &&String| text.chars().count() <= LONGEST_LINE && !text.contains('\n');
        if let Some(text) = lines().find(|text| !is_line(text)) {
            let short: String = text.chars().take(60).collect();
            return Err(Error::new("assignment.line_long").with("text", short).with("limit", LONGEST_LINE));
        }
        let chars = || lines().map(|text| text.chars().count()).sum::<usize>();
        if self.with.len() > MOST_LINES || self.checkpoints.len() > MOST_LINES || chars() > LONGEST_LINES {
            return Err(Error::new("assignment.lines_many").with("limit", MOST_LINES));
        }
        match self.with.iter().find(|name| self.who.iter().any(|who| fold(who) == fold(name))) {
            Some(name) => Err(Error::new("assignment.leads_and_helps").with("name", name)),
            None => Ok(()),
        }
    }
}

/// What kind of holder an assignment has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum HolderKind {
    /// A member: only that member's visits count.
    Member,
    /// A team without a list of members: all visits at the place count.
    Team,
    /// A unit of the book, an agency among them: all visits at the place count.
    Unit,
}

/// Who holds an assignment from a day on; the one before stays in the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Holder {
    /// The name as given.
    pub name: String,
    /// Kind.
    pub kind: HolderKind,
    /// The member.
    pub member_id: Option<MemberId>,
    /// The unit.
    pub unit_id: Option<UnitId>,
    /// First day.
    pub from: NaiveDate,
}

/// A word on how it goes, by week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct ProgressNote {
    /// The day it was written for.
    pub day: NaiveDate,
    /// What it says.
    pub text: String,
}

impl ProgressNote {
    /// The ISO week (Monday to Sunday), as year and number.
    #[must_use]
    pub fn week(&self) -> (i32, u32) {
        let week = self.day.iso_week();
        (week.year(), week.week())
    }
}

/// One assignment of a book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Assignment {
    /// Id in this book.
    pub id: AssignmentId,
    /// Rõ việc.
    pub task: String,
    /// Where.
    #[serde(rename = "where")]
    pub place: Place,
    /// First day.
    pub start: NaiveDate,
    /// Due day, inclusive.
    pub due: NaiveDate,
    /// In between.
    pub checkpoints: Vec<Checkpoint>,
    /// Rõ kết quả.
    pub result: Goal,
    /// Rõ trách nhiệm.
    pub answerable: String,
    /// Number of the plan, or empty.
    pub plan: String,
    /// The head that it stands under in the plan, or empty.
    pub group: String,
    /// Who co-ordinates.
    pub with: Vec<String>,
    /// The day the product was handed in.
    pub handed_in: Option<NaiveDate>,
    /// Rõ người: all holders so far, the present one last.
    pub holders: Vec<Holder>,
    /// Progress notes, oldest first.
    pub notes: Vec<ProgressNote>,
}

/// The order of heads: what stands under none; by marks as numbers ("3.2" before "11.1"); by Roman ones; by words.
#[must_use]
pub fn head_order(head: &str) -> (u8, Vec<u32>, String) {
    let mark = head.split(' ').next().unwrap_or("").trim_end_matches('.');
    let numbers: Option<Vec<u32>> = mark.split('.').map(|part| part.parse().ok()).collect();
    let value = |c: char| match c {
        'I' => Some(1_u32),
        'V' => Some(5),
        'X' => Some(10),
        _ => None,
    };
    let roman: Option<Vec<u32>> = mark.chars().map(value).collect();
    let sum = |digits: Vec<u32>| {
        let next = digits.iter().skip(1).copied().chain([0]);
        digits.iter().zip(next).fold(0_i64, |sum, (one, next)| {
            if *one < next { sum - i64::from(*one) } else { sum + i64::from(*one) }
        })
    };
    let (rank, numbers) = match (numbers, roman) {
        _ if head.is_empty() => (0, Vec::new()),
        (Some(numbers), _) => (1, numbers),
        (None, Some(digits)) => (2, vec![u32::try_from(sum(digits)).unwrap_or(0)]),
        (None, None) => (3, Vec::new()),
    };
    (rank, numbers, fold(head))
}

impl Place {
    /// In the list of citizens, `kept` takes the place of `dropped`, once.
    pub fn merge(&mut self, dropped: &str, kept: &str) {
        if self.citizens.iter().any(|code| code == dropped) {
            self.citizens.retain(|code| code != kept);
            for code in self.citizens.iter_mut().filter(|code| *code == dropped) {
                kept.clone_into(code);
            }
        }
    }
}

impl Assignment {
    /// The present holder.
    #[must_use]
    pub fn holder(&self) -> Option<&Holder> {
        self.holders.last()
    }

    /// Whether a member may say how the work goes, where `is_own` tells the units that are theirs: they hold it, a unit of theirs does,
    /// or a team does whose place are such units alone, by name.
    #[must_use]
    pub fn is_work_of(&self, member: MemberId, is_own: impl Fn(&str) -> bool) -> bool {
        self.holder().is_some_and(|holder| match holder.kind {
            HolderKind::Member => holder.member_id == Some(member),
            HolderKind::Unit => is_own(&holder.name),
            // Work without a place is of the whole.
            HolderKind::Team if self.place.units.is_empty() => is_own(""),
            HolderKind::Team => self.place.units.iter().all(|unit| is_own(unit)),
        })
    }

    /// Whether `name` co-ordinates: by name, or as one of those that "UBND các huyện" means.
    #[must_use]
    pub fn is_helped_by(&self, name: &str) -> bool {
        let wanted = fold(name);
        let is_each = |partner: &str| {
            first_words_of_each(partner).is_some_and(|words| {
                words.iter().any(|word| wanted.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')))
            })
        };
        self.with.iter().any(|partner| may_mean(name, partner) || is_each(partner))
    }

    /// The checkpoint that comes next, `day` included.
    #[must_use]
    pub fn next_checkpoint(&self, day: NaiveDate) -> Option<&Checkpoint> {
        self.checkpoints.iter().find(|point| point.day >= day)
    }

    /// The holder of `day`. Whoever takes the work on gets the days before the first hand-over too.
    #[must_use]
    pub fn holder_on(&self, day: NaiveDate) -> Option<&Holder> {
        let of_day = self.holders.iter().rev().find(|holder| holder.from <= day);
        of_day.or(self.holders.first())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::ids::VisitId;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, n).unwrap()
    }

    fn an() -> MemberId {
        MemberId(Uuid::from_u128(1))
    }

    fn assignment(result: Goal) -> Assignment {
        let holder = Holder {
            name: "Lê An".into(),
            kind: HolderKind::Member,
            member_id: Some(an()),
            unit_id: None,
            from: day(1),
        };
        Assignment {
            id: AssignmentId(Uuid::nil()),
            task: "Đến từng nhà ngõ 2".into(),
            place: Place { alleys: vec!["Ngõ 2".into()], ..Place::default() },
            start: day(1),
            due: day(10),
            checkpoints: Vec::new(),
            result,
            answerable: "Hồ Bình".into(),
            plan: String::new(),
            group: String::new(),
            with: Vec::new(),
            handed_in: None,
            holders: vec![holder],
            notes: Vec::new(),
        }
    }

    fn point(on: u32, count: u32) -> Checkpoint {
        Checkpoint { day: day(on), count, text: String::new() }
    }

    /// Visits "day person", with '*' when activated and '-' when somebody else went.
    fn visits(text: &str) -> Vec<CountedVisit> {
        text.split(',')
            .filter(|word| !word.trim().is_empty())
            .map(|word| {
                let (on, person) = word.trim().split_once(' ').unwrap();
                CountedVisit {
                    id: VisitId(Uuid::nil()),
                    day: day(on.parse().unwrap()),
                    activated: person.contains('*'),
                    member_id: (!person.contains('-')).then(an),
                    citizen_code: person.trim_matches(['*', '-']).to_owned(),
                    household_code: String::new(),
                    alley: fold("ngõ 2"),
                    units: Vec::new(),
                }
            })
            .collect()
    }

    #[test]
    fn heads_stand_in_the_order_of_the_plan() {
        let mut heads =
            ["IX. Chín", "11.1. B", "Chung", "3.2. A", "", "III. Ba", "3. A", "IV. Bốn", "3.10. A"];
        heads.sort_by_key(|head| head_order(head));
        let expect = ["", "3. A", "3.2. A", "3.10. A", "11.1. B", "III. Ba", "IV. Bốn", "IX. Chín", "Chung"];
        assert_eq!(heads, expect);
    }

    #[test]
    fn the_state_follows_from_visits_and_clock() {
        let check = |goal: Goal, made: &str, today: u32, expect: &str| {
            let found = assignment(goal.clone()).progress(&visits(made), &[], day(today));
            let shown = format!("{} {}/{}", found.state.code(), found.count, found.expected);
            assert_eq!(shown, expect, "{goal:?} {made:?} on {today}");
        };
        check(Goal::Visited(10), "", 1, "not-started 0/0");
        check(Goal::Visited(10), "1 A", 1, "on-pace 1/0");
        check(Goal::Visited(10), "1 A, 2 A", 2, "on-pace 1/1"); // one person counts once
        check(Goal::Visited(10), "1 A", 6, "behind 1/5");
        check(Goal::Visited(10), "1 A-, 2 B-", 3, "behind 0/2"); // somebody else's visits
        check(Goal::Visited(2), "1 A, 9 B", 9, "done 2/1");
        check(Goal::Visited(2), "1 A", 11, "overdue 1/2");
        check(Goal::Visited(2), "1 A, 12 B", 12, "done-late 2/2");
        check(Goal::Visited(2), "1 A, 12 B", 11, "overdue 1/2"); // tomorrow is not yet
        check(Goal::Activated(2), "1 A, 2 B*, 3 C*", 4, "done 2/0");
        check(Goal::Activated(2), "1 A, 2 B*", 6, "on-pace 1/1");
        check(Goal::Product("Báo cáo".into()), "1 A", 5, "not-started 0/0");
        check(Goal::Product("Báo cáo".into()), "", 11, "overdue 0/0");
    }

    #[test]
    fn checkpoints_say_when_it_is_behind() {
        let check =
            |points: &[(u32, u32)], goal: Goal, notes: &[u32], made: &str, today: u32, expect: State| {
                let mut given = assignment(goal);
                given.checkpoints = points.iter().map(|(on, count)| point(*on, *count)).collect();
                given.notes =
                    notes.iter().map(|on| ProgressNote { day: day(*on), text: "x".into() }).collect();
                assert_eq!(
                    given.progress(&visits(made), &[], day(today)).state,
                    expect,
                    "{points:?} {notes:?} {made:?} {today}"
                );
            };
        let product = || Goal::Product("Bản tổng hợp".into());
        check(&[(5, 3)], Goal::Visited(10), &[], "1 A", 5, State::OnPace); // the day still runs
        check(&[(5, 3)], Goal::Visited(10), &[], "1 A", 6, State::Behind);
        check(&[(5, 1)], Goal::Visited(10), &[], "1 A", 9, State::OnPace);
        check(&[(3, 0), (6, 0)], product(), &[2], "", 4, State::OnPace);
        check(&[(3, 0), (6, 0)], product(), &[2], "", 7, State::Behind);
        check(&[(3, 0), (6, 0)], product(), &[2, 5], "", 7, State::OnPace);
        check(&[(3, 0)], product(), &[], "", 4, State::Behind);
    }

    #[test]
    fn whoever_holds_it_on_the_day_is_counted() {
        let mut given = assignment(Goal::Visited(3));
        let made = visits("1 A, 2 B, 5 C-, 6 D");
        assert_eq!(given.progress(&made, &[], day(7)).count, 3);
        // From the 4th on somebody else has it: only visits of the first days stay An's.
        given.holders.push(Holder {
            name: "Tổ 2".into(),
            kind: HolderKind::Member,
            member_id: None,
            unit_id: None,
            from: day(4),
        });
        assert_eq!(given.progress(&made, &[], day(7)).count, 2);
        given.holders.push(Holder {
            name: "Tổ 2".into(),
            kind: HolderKind::Team,
            member_id: None,
            unit_id: None,
            from: day(6),
        });
        assert_eq!(given.progress(&made, &[], day(7)).count, 3);
    }

    #[test]
    fn what_a_unit_signed_counts_for_work_given_to_it() {
        let stated = |on: u32, unit: &str, activated| StatedWork {
            day: day(on),
            activated,
            visited: activated * 2,
            units: vec![unit.into(), "xa thu".into()],
        };
        let all =
            [stated(2, "thon 1", 3), stated(3, "thon 1", 4), stated(3, "thon 2", 50), stated(1, "thon 1", 9)];
        let check = |kind, units: &[&str], expect: (u32, u32)| {
            let mut given = assignment(Goal::Activated(10));
            given.holders[0].kind = kind;
            given.start = day(2);
            given.place.alleys.clear();
            given.place.units = units.iter().map(|unit| (*unit).to_owned()).collect();
            // A visit of the same hamlet and day is within what it signed.
            let mut made = visits("3 A*");
            made[0].units = vec!["thon 1".into(), "xa thu".into()];
            let found = given.progress(&made, &all, day(4));
            assert_eq!((found.count, found.stated), expect, "{kind:?} {units:?}");
        };
        check(HolderKind::Unit, &["Thôn 1"], (7, 7));
        check(HolderKind::Team, &["Xã Thử"], (57, 57));
        check(HolderKind::Unit, &["Thôn 3"], (0, 0));
        check(HolderKind::Member, &["Thôn 1"], (1, 0));
    }

    #[test]
    fn each_of_the_five_that_is_missing_is_named() {
        let check = |json: &str, expect: &str| {
            let new: NewAssignment = serde_json::from_str(json).unwrap();
            let found = new.check(|code| code.trim_start_matches("clear.").to_owned());
            let shown = match found {
                Ok(_) => "ok".to_owned(),
                Err(e) => format!("{} {}", e.code, e.params.get("missing").map_or("", String::as_str)),
            };
            assert_eq!(shown.trim(), expect, "{json}");
        };
        let whole = r#"{"who": ["An"], "task": "Đến nhà", "start": "2026-11-01", "due": "2026-11-10", "result": {"visited": 5}, "answerable": "Bình"}"#;
        check(whole, "ok");
        check("{}", "assignment.not_clear who, task, time, result, answerable");
        check(&whole.replace("[\"An\"]", "[]"), "assignment.not_clear who");
        check(&whole.replace("Đến nhà", " "), "assignment.not_clear task");
        check(&whole.replace(", \"due\": \"2026-11-10\"", ""), "assignment.not_clear time");
        check(&whole.replace("\"visited\": 5", "\"visited\": 0"), "assignment.not_clear result");
        check(&whole.replace("\"visited\": 5", "\"product\": \"\""), "assignment.not_clear result");
        check(&whole.replace("Bình", ""), "assignment.not_clear answerable");
        check(&whole.replace("11-10", "10-10"), "assignment.due_first");
        check(&whole.replace("[\"An\"]", "[\"An\", \"an\"]"), "assignment.who_twice");
        check(&whole.replace("[\"An\"]", "[\"Thúy\", \"Thủy\"]"), "ok");
        let points =
            |p: &str| whole.replace("\"answerable\"", &format!("\"checkpoints\": {p}, \"answerable\""));
        check(&points(r#"[{"day": "2026-11-05", "count": 2}]"#), "ok");
        check(&points(r#"[{"day": "2026-12-05"}]"#), "assignment.checkpoint_outside");
        check(
            &points(r#"[{"day": "2026-11-05", "count": 2}, {"day": "2026-11-06", "count": 1}]"#),
            "assignment.checkpoint_falls",
        );
    }
}
