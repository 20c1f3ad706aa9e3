//! Reads a workbook of agencies' tasks: one heading row with the words of `data/task_headings.csv`, a row a task.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;

use super::sheet::{Cell, Sheet, SheetRow};
use crate::domain::assignment::{Deadline, Goal, NewAssignment};
use crate::domain::dates::parse_day;
use crate::domain::target::is_total;
use crate::domain::text::{clean, fold};
use crate::messages::sentence;

/// One task as its row says it; what it does not say stays empty and is refused by name later.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskRow {
    /// 1-based row as Excel shows it.
    pub row: u32,
    /// The task.
    pub task: NewAssignment,
    /// A word on how it goes, or empty.
    pub note: String,
    /// It has no due day: it is to be done as long as its plan runs.
    pub regular: bool,
}

/// Folded heading → field.
static HEADINGS: LazyLock<BTreeMap<String, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("data/task_headings.csv").lines().skip(1);
    lines.filter_map(|line| line.split_once(',')).map(|(field, heading)| (fold(heading), field)).collect()
});

/// The tasks of a sheet; `None` when no row has headings for who, task and due.
#[must_use]
pub fn read_tasks(sheet: &Sheet) -> Option<Vec<TaskRow>> {
    let (at, columns) = sheet.rows.iter().enumerate().find_map(|(at, row)| Some((at, columns(row)?)))?;
    let mut who = String::new();
    let tasks = sheet.rows.iter().skip(at + 1).filter_map(|row| {
        let cell = |field: &str| columns.get(field).and_then(|place| row.cells.get(*place));
        let text = |field: &str| cell(field).map(text_of).unwrap_or_default();
        let day = |field: &str| cell(field).and_then(day_of);
        // A sum, and the headings again as on each page of a long table, are no tasks.
        if row.cells.iter().take(2).any(|cell| is_total(&text_of(cell))) || self::columns(row).is_some() {
            return None;
        }
        // An agency merged over its rows stands in the first of them.
        let named = text("who");
        if !named.is_empty() {
            who = named;
        }
        let deadline = cell("due").and_then(deadline_of);
        let with = text("with");
        let mut said = text("task");
        if !said.is_empty() && !with.is_empty() {
            said = sentence("task.with", [("task", said.as_str()), ("with", &with)]);
        }
        let task = NewAssignment {
            who: Some(who.clone()).filter(|name| !name.is_empty()).into_iter().collect(),
            task: said,
            start: day("start"),
            due: deadline
                .and_then(|deadline| if let Deadline::Day(day) = deadline { Some(day) } else { None }),
            result: Some(text("product")).filter(|product| !product.is_empty()).map(Goal::Product),
            answerable: text("answerable"),
            plan: text("plan"),
            ..NewAssignment::default()
        };
        // Signatures and remarks under the table have neither task nor day.
        let is_task = !task.task.is_empty() || task.due.is_some();
        let regular = deadline == Some(Deadline::Regular);
        is_task.then(|| TaskRow { row: row.number, task, note: text("note"), regular })
    });
    Some(tasks.collect())
}

fn columns(row: &SheetRow) -> Option<BTreeMap<&'static str, usize>> {
    let mut columns = BTreeMap::new();
    for (place, cell) in row.cells.iter().enumerate() {
        if let Some(field) = HEADINGS.get(&fold(&text_of(cell))) {
            columns.entry(*field).or_insert(place);
        }
    }
    ["who", "task", "due"].iter().all(|field| columns.contains_key(field)).then_some(columns)
}

fn text_of(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => clean(text).0.trim().to_owned(),
        Cell::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

fn deadline_of(cell: &Cell) -> Option<Deadline> {
    if let Cell::Text(text) = cell { Deadline::read(text) } else { day_of(cell).map(Deadline::Day) }
}

fn day_of(cell: &Cell) -> Option<NaiveDate> {
    match cell {
        Cell::Date(at) => Some(at.date()),
        Cell::Text(text) => parse_day(text.trim()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_repeated_headings_are_no_tasks() {
        let lines = [
            "STT|Cơ quan thực hiện|Nhiệm vụ|Thời hạn",
            "1|Công an xã|Lập danh sách|30/11/2026",
            "Tổng cộng||1 nhiệm vụ|",
            "STT|Cơ quan thực hiện|Nhiệm vụ|Thời hạn",
            "2||Đến nhà|28/11/2026",
        ];
        let rows = lines.iter().zip(1..).map(|(line, number)| {
            let cells = line.split('|').map(|text| Cell::Text(text.to_owned())).collect();
            SheetRow { number, cells, fonts: Vec::new() }
        });
        let tasks = read_tasks(&Sheet { rows: rows.collect(), ..Sheet::default() }).unwrap();
        let shown: Vec<String> = tasks
            .iter()
            .map(|task| format!("{} {} {}", task.row, task.task.who[0], task.task.task))
            .collect();
        assert_eq!(shown, ["2 Công an xã Lập danh sách", "5 Công an xã Đến nhà"]);
    }
}
