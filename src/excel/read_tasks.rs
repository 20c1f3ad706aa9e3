//! Reads a workbook of agencies' tasks as plans print them: one heading row with the words of `data/task_headings.csv`, a row a task,
//! heads ("3.1. …") above groups of them, cells merged over several.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;

use super::sheet::{Cell, Sheet, SheetRow};
use crate::domain::assignment::{Goal, NameOf, NewAssignment, partners_of};
use crate::domain::dates::parse_day;
use crate::domain::target::is_total;
use crate::domain::text::{clean, fold};

/// The longest head that is kept, in characters.
const LONGEST_HEAD: usize = 200;

/// One task as its row says it; what it does not say stays empty and is refused by name later.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskRow {
    /// 1-based row as Excel shows it.
    pub row: u32,
    /// The task; its days are still to be read.
    pub task: NewAssignment,
    /// By when, as it is written.
    pub due: String,
    /// A word on how it goes, or empty.
    pub note: String,
}

/// The tasks of a sheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TaskTable {
    /// In their order.
    pub tasks: Vec<TaskRow>,
    /// Rows below the headings that are none: heads, sums, headings again, signatures.
    pub others: u32,
    /// Whether it has a column of what comes out.
    pub has_product: bool,
    /// Whether it has a column of who answers.
    pub has_answerable: bool,
}

/// Folded heading → field.
static HEADINGS: LazyLock<BTreeMap<String, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("data/task_headings.csv").lines().skip(1);
    let pair = |line: &'static str| line.split_once(',');
    lines.filter_map(pair).map(|(field, heading)| (fold(heading.trim_matches('"')), field)).collect()
});

/// The tasks of a sheet; `None` when no row has headings for task and due, and none for who either here or in heads.
#[must_use]
pub fn read_tasks(sheet: &Sheet) -> Option<TaskTable> {
    let (at, columns) = sheet.rows.iter().enumerate().find_map(|(at, row)| Some((at, columns(row)?)))?;
    let page = Page::new(sheet, columns);
    let mut table = TaskTable {
        has_product: page.columns.contains_key("product"),
        has_answerable: page.columns.contains_key("answerable"),
        ..TaskTable::default()
    };
    let (mut who, mut group) = (String::new(), String::new());
    let mut rows = sheet.rows.iter().skip(at + 1).peekable();
    while let Some(row) = rows.next() {
        // A sum, and the headings again as on each page of a long table, are no tasks.
        if row.cells.iter().take(2).any(|cell| is_total(&text_of(cell))) || self::columns(row).is_some() {
            table.others += 1;
            continue;
        }
        if let Some(head) = page.head(row, rows.peek().copied()) {
            table.others += 1;
            let words = head.trim_start_matches(|c: char| !c.is_alphabetic()).trim();
            let words =
                words.split_once(". ").filter(|(mark, _)| is_mark(mark)).map_or(words, |(_, rest)| rest);
            if NameOf::of(words) == NameOf::Agency {
                words.clone_into(&mut who);
                group.clear();
            } else {
                group = head.chars().take(LONGEST_HEAD).collect();
            }
            continue;
        }
        // An agency merged over its rows stands in the first of them.
        let named = page.text(row, "who");
        if !named.is_empty() {
            who = named;
        }
        match page.task(row, &who, &group) {
            Some(task) => table.tasks.push(task),
            None => table.others += 1,
        }
    }
    Some(table)
}

/// A sheet with the columns of its table.
struct Page<'a> {
    columns: BTreeMap<&'static str, usize>,
    rows: BTreeMap<u32, &'a SheetRow>,
    /// Areas that are merged down one column, by column and first row: their last row.
    tall: BTreeMap<(u32, u32), u32>,
    /// Areas that are merged over the table, by their first row: their last one.
    wide: BTreeMap<u32, u32>,
}

impl<'a> Page<'a> {
    fn new(sheet: &'a Sheet, columns: BTreeMap<&'static str, usize>) -> Self {
        let due = columns.get("due").and_then(|place| u32::try_from(*place).ok()).unwrap_or(u32::MAX);
        let tall = sheet.merged.iter().filter(|(_, left, _, right)| left == right);
        let wide = sheet.merged.iter().filter(|(_, left, _, right)| left < right && *right >= due);
        Self {
            rows: sheet.rows.iter().map(|row| (row.number, row)).collect(),
            tall: tall.map(|(top, left, bottom, _)| ((*left, *top), *bottom)).collect(),
            wide: wide.map(|(top, _, bottom, _)| (*top, *bottom)).collect(),
            columns,
        }
    }

    /// The text of a row in a column: its own, or that of the area that it is merged into.
    fn text(&self, row: &SheetRow, field: &str) -> String {
        let Some(place) = self.columns.get(field) else { return String::new() };
        let own = row.cells.get(*place).map(text_of).unwrap_or_default();
        if !own.is_empty() {
            return own;
        }
        let at = u32::try_from(*place).unwrap_or(u32::MAX);
        let area = self.tall.range((at, 0)..(at, row.number)).next_back();
        let area = area.filter(|(_, bottom)| row.number <= **bottom);
        let first = area.and_then(|((_, top), _)| self.rows.get(top));
        first.and_then(|row| row.cells.get(*place)).map(text_of).unwrap_or_default()
    }

    /// The head that a row is, with its mark: "3.1. Số hóa hộ tịch". Beside its mark it has one text alone, and is marked, merged over the
    /// table, or the name of an agency.
    fn head(&self, row: &SheetRow, next: Option<&SheetRow>) -> Option<String> {
        let column = self.columns.get("ordinal").copied();
        let own = |place: usize| row.cells.get(place).map(text_of).unwrap_or_default();
        // A head that is merged over the table stands in its first column.
        let ordinal = column.filter(|place| own(*place).is_empty() || is_mark(&own(*place)));
        let texts = (0..row.cells.len()).filter(|place| Some(*place) != ordinal).map(own);
        let mut texts = texts.filter(|text| !text.is_empty());
        let (text, None) = (texts.next()?, texts.next()) else {
            return None;
        };
        let written = ordinal.map(own).unwrap_or_default();
        let (mark, head) = if written.is_empty() { parted(&text) } else { (written, text.clone()) };
        let next = next.map(|row| {
            let mark = column.and_then(|place| row.cells.get(place)).map(text_of).unwrap_or_default();
            if mark.is_empty() { parted(&self.text(row, "task")).0 } else { mark }
        });
        let wide =
            self.wide.range(..=row.number).next_back().is_some_and(|(_, bottom)| row.number <= *bottom);
        let stands_above = next.as_ref().is_some_and(|next| stands_above(&mark, next));
        // Signatures stand below all tasks.
        (next.is_some() && (wide || stands_above)).then(|| {
            let mark = mark.trim_end_matches('.');
            if mark.is_empty() { head } else { format!("{mark}. {head}") }
        })
    }

    fn task(&self, row: &SheetRow, who: &str, group: &str) -> Option<TaskRow> {
        let text = |field: &str| self.text(row, field);
        let place = self.columns.get("start").and_then(|place| row.cells.get(*place));
        let named = text("group");
        let task = NewAssignment {
            who: Some(who.to_owned()).filter(|name| !name.is_empty()).into_iter().collect(),
            task: text("task"),
            start: place.and_then(day_of),
            result: Some(text("product")).filter(|product| !product.is_empty()).map(Goal::Product),
            answerable: text("answerable"),
            plan: text("plan"),
            group: if named.is_empty() { group.to_owned() } else { named },
            with: partners_of(&text("with")),
            ..NewAssignment::default()
        };
        let due = text("due");
        // Signatures and remarks under the table have neither task nor day; columns are numbered below their headings.
        let is_number = |text: &str| text.trim_matches(['(', ')']).parse::<u32>().is_ok();
        let is_task = !(task.task.is_empty() && due.is_empty() || is_number(&task.task) && is_number(&due));
        is_task.then(|| TaskRow { row: row.number, task, due, note: text("note") })
    }
}

/// Whether a text before ". " is the mark of a head: "II", "3.1", "b".
fn is_mark(text: &str) -> bool {
    let text = text.trim().trim_start_matches('(').trim_end_matches(['.', ')']);
    let roman = !text.is_empty() && text.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L'));
    let letter = text.chars().count() == 1 && text.chars().all(char::is_alphabetic);
    let number = !text.is_empty() && text.split('.').all(|part| part.parse::<u16>().is_ok());
    roman || letter || number
}

/// The mark that a text begins with, and the rest of it.
fn parted(text: &str) -> (String, String) {
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    let is_one = first.ends_with(['.', ')']) || first.contains('.') || matches!(first, "-" | "+");
    if is_one && (is_mark(first.trim_start_matches('(')) || matches!(first, "-" | "+")) {
        return (first.to_owned(), rest.trim().to_owned());
    }
    (String::new(), text.to_owned())
}

/// Whether what is marked so stands above what follows: "3" above "3.1" and "(1)", "3.1" above "1", "II" above all but "III".
fn stands_above(mark: &str, next: &str) -> bool {
    let (mark, next) = (mark.trim().trim_end_matches('.'), next.trim().trim_end_matches('.'));
    let is_number = |text: &str| !text.is_empty() && text.split('.').all(|part| part.parse::<u16>().is_ok());
    let is_below = next.starts_with(['(', '-', '+']) || next.ends_with(')');
    if mark.is_empty() || !is_mark(mark) || mark.ends_with(')') {
        return false;
    }
    if is_number(mark) {
        let under = next.strip_prefix(mark).is_some_and(|rest| rest.starts_with('.'));
        return under || is_below || mark.contains('.') && is_number(next) && !next.contains('.');
    }
    is_number(next) || is_below || mark.chars().all(char::is_uppercase) && next.is_empty()
}

fn columns(row: &SheetRow) -> Option<BTreeMap<&'static str, usize>> {
    let mut columns = BTreeMap::new();
    for (place, cell) in row.cells.iter().enumerate() {
        if let Some(field) = HEADINGS.get(&fold(&text_of(cell))) {
            columns.entry(*field).or_insert(place);
        }
    }
    ["task", "due"].iter().all(|field| columns.contains_key(field)).then_some(columns)
}

fn text_of(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => clean(text).0.trim().to_owned(),
        Cell::Number(number) => number.to_string(),
        Cell::Date(at) => at.date().to_string(),
        _ => String::new(),
    }
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

    fn table(lines: &[&str], merged: &[(u32, u32, u32, u32)]) -> TaskTable {
        let rows = lines.iter().zip(1..).map(|(line, number)| {
            let cells = line.split('|').map(|text| Cell::Text(text.to_owned())).collect();
            SheetRow { number, cells, fonts: Vec::new() }
        });
        read_tasks(&Sheet { rows: rows.collect(), merged: merged.to_vec(), ..Sheet::default() }).unwrap()
    }

    fn shown(table: &TaskTable) -> Vec<String> {
        let one = |row: &TaskRow| {
            let NewAssignment { who, task, group, .. } = &row.task;
            format!("{} {}: {task} [{group}] {}", row.row, who.join("+"), row.due)
        };
        table.tasks.iter().map(one).collect()
    }

    #[test]
    fn sums_and_repeated_headings_are_no_tasks() {
        let found = table(
            &[
                "STT|Cơ quan thực hiện|Nhiệm vụ|Thời hạn",
                "(1)|(2)|(3)|(4)",
                "1|Công an xã|Lập danh sách|30/11/2026",
                "Tổng cộng||1 nhiệm vụ|",
                "STT|Cơ quan thực hiện|Nhiệm vụ|Thời hạn",
                "2||Đến nhà|28/11/2026",
                "||CHỦ TỊCH|",
            ],
            &[],
        );
        // Who signs has no mark and stands last: it is told, with what it lacks.
        assert_eq!(
            shown(&found),
            [
                "3 Công an xã: Lập danh sách [] 30/11/2026",
                "6 Công an xã: Đến nhà [] 28/11/2026",
                "7 Công an xã: CHỦ TỊCH [] "
            ]
        );
        assert_eq!(found.others, 3);
    }

    #[test]
    fn heads_group_the_tasks_below_them() {
        let found = table(
            &[
                "TT|Nội dung nhiệm vụ|Cơ quan chủ trì|Thời gian",
                "I|NHIỆM VỤ CHUNG||",
                "1|Họp|Sở Một|Trước 30/6; thường xuyên",
                "3|Sở Tư pháp||",
                "3.1|Số hóa hộ tịch||",
                "(1)|Đối sánh||25/11/2022",
                "(2)|Nhập||30/01/2023",
                "3.2. Lập biểu mẫu điện tử|||",
                "4|Lên phương án|Sở Ba|",
            ],
            &[(8, 0, 8, 3)],
        );
        assert_eq!(
            shown(&found),
            [
                "3 Sở Một: Họp [I. NHIỆM VỤ CHUNG] Trước 30/6; thường xuyên",
                "6 Sở Tư pháp: Đối sánh [3.1. Số hóa hộ tịch] 25/11/2022",
                "7 Sở Tư pháp: Nhập [3.1. Số hóa hộ tịch] 30/01/2023",
                "9 Sở Ba: Lên phương án [3.2. Lập biểu mẫu điện tử] ",
            ]
        );
        assert_eq!(found.others, 4);
    }

    #[test]
    fn cells_merged_over_rows_are_those_of_each() {
        let found = table(
            &["Nhiệm vụ|Cơ quan chủ trì|Thời gian", "Một|Sở Một|25/11/2022", "Hai||", "Ba|Sở Hai|"],
            &[(2, 1, 3, 1), (2, 2, 3, 2)],
        );
        assert_eq!(
            shown(&found),
            ["2 Sở Một: Một [] 25/11/2022", "3 Sở Một: Hai [] 25/11/2022", "4 Sở Hai: Ba [] "]
        );
        assert!(!found.has_product && !found.has_answerable);
    }
}
