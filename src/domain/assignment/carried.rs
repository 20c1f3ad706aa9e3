//! What travels with the words of a task: its head, its partners, the words of its checkpoints. A package of version 1 has no
//! fields for them (docs/formats.md); an older program shows them as a part of the task, a newer one takes them apart again.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;

use super::partners_of;

/// What stands before partners, before the head and before a checkpoint: never changes.
struct Marks {
    /// At the end of the first paragraph: tables of tasks were taken in like this before partners were kept.
    with: String,
    group: String,
    point: String,
}

static MARKS: LazyLock<Marks> = LazyLock::new(|| {
    let mut words = include_str!("../data/task_marks.csv")
        .lines()
        .skip(1)
        .filter_map(|line| Some(line.split_once(',')?.1));
    let mut next = || words.next().unwrap_or_default();
    Marks {
        with: format!(" ({}: ", next()),
        group: format!("\n{}: ", next()),
        point: format!("\n{} ", next()),
    }
});

/// What stands before partners, before the head and before a checkpoint, in a task as it travels.
#[must_use]
pub fn carried_marks() -> [&'static str; 3] {
    [&MARKS.with, &MARKS.group, &MARKS.point]
}

/// The task of an assignment as it travels.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Carried {
    /// The task itself.
    pub task: String,
    /// Its head in the plan.
    pub group: String,
    /// Who co-ordinates.
    pub with: Vec<String>,
    /// Words of checkpoints by their days.
    pub points: BTreeMap<NaiveDate, String>,
}

impl Carried {
    /// As one text.
    #[must_use]
    pub fn text(&self) -> String {
        let Marks { with, group, point } = &*MARKS;
        let mut text = self.task.clone();
        if !self.with.is_empty() {
            text = format!("{text}{with}{})", self.with.join("; "));
        }
        if !self.group.is_empty() {
            text = format!("{text}{group}{}", self.group);
        }
        for (day, words) in &self.points {
            text = format!("{text}{point}{day}: {words}");
        }
        text
    }

    /// Takes a text apart.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut found = Self::default();
        let mut rest = text;
        while let Some((before, line)) = rest.rsplit_once(MARKS.point.as_str()) {
            let point = line.split_once(": ").and_then(|(day, words)| Some((day.parse().ok()?, words)));
            let Some((day, words)) = point.filter(|(_, words)| !words.contains('\n')) else { break };
            found.points.insert(day, words.to_owned());
            rest = before;
        }
        if let Some((before, group)) =
            rest.rsplit_once(MARKS.group.as_str()).filter(|(_, group)| !group.contains('\n'))
        {
            group.clone_into(&mut found.group);
            rest = before;
        }
        if let Some((before, names)) =
            rest.strip_suffix(')').and_then(|rest| rest.rsplit_once(MARKS.with.as_str()))
        {
            found.with = partners_of(names);
            rest = before;
        }
        rest.clone_into(&mut found.task);
        found
    }
}

/// The words of a task without the partners that were taken in with them.
#[must_use]
pub fn bare_task(text: &str) -> &str {
    text.strip_suffix(')')
        .and_then(|rest| rest.rsplit_once(MARKS.with.as_str()))
        .map_or(text, |(task, _)| task)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_travels_is_taken_apart_again() {
        let check = |group: &str, with: &[&str], points: &[(&str, &str)], expect: &str| {
            let carried = Carried {
                task: "Nhập dữ liệu (bản giấy)".into(),
                group: group.into(),
                with: with.iter().map(|name| (*name).to_owned()).collect(),
                points: points.iter().map(|(day, text)| (day.parse().unwrap(), (*text).into())).collect(),
            };
            assert_eq!(carried.text(), expect);
            assert_eq!(Carried::read(expect), carried);
        };
        check("", &[], &[], "Nhập dữ liệu (bản giấy)");
        check("", &["Sở Một"], &[], "Nhập dữ liệu (bản giấy) (phối hợp: Sở Một)");
        check("3.1. Hộ tịch", &[], &[], "Nhập dữ liệu (bản giấy)\nNhóm: 3.1. Hộ tịch");
        check(
            "3.1. Hộ tịch",
            &["Sở Một", "UBND các huyện, thành, thị"],
            &[("2022-11-24", "70 %: huyện"), ("2022-12-30", "100 %")],
            "Nhập dữ liệu (bản giấy) (phối hợp: Sở Một; UBND các huyện, thành, thị)\nNhóm: 3.1. Hộ tịch\n\
             Mốc 2022-11-24: 70 %: huyện\nMốc 2022-12-30: 100 %",
        );
        // Lines that somebody typed.
        let typed = "Làm\nMốc mới: không có ngày";
        assert_eq!(Carried::read(typed), Carried { task: typed.into(), ..Carried::default() });
    }
}
