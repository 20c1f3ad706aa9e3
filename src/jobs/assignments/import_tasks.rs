//! Takes in tables of agencies' tasks as plans print them.

use std::path::PathBuf;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::give_assignment::{Giving, LONGEST_NOTE, MOST, Taken};
use crate::domain::accounting::Accounting;
use crate::domain::assignment::{
    Deadline, Goal, NewAssignment, ProgressNote, council_of, first_words_of_each,
};
use crate::domain::campaign::{Campaign, Plan};
use crate::domain::text::fold;
use crate::domain::unit::AGENCY;
use crate::error::{Error, Result, RowIssue, Severity};
use crate::excel::read_sheet::SourceFile;
use crate::excel::read_tasks::{TaskRow, TaskTable, read_tasks};
use crate::messages::{sentence, word};
use crate::session::Session;
use crate::store::Book;

/// A workbook of agencies' tasks.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportTasks {
    /// The file.
    pub file: PathBuf,
    /// Number of the plan, for rows that do not say.
    #[serde(default)]
    pub plan: String,
    /// Show what would happen and change nothing.
    #[serde(default)]
    pub dry_run: bool,
}

/// Takes agencies' tasks in; an agency that is not known is added. A row that is not clear in all five is left out and
/// says why; a task that stands there already is unchanged, or updated where head, partners or checkpoints are new. Rows that are
/// no tasks, heads of groups among them, are skipped.
///
/// # Errors
/// `file.*` when it cannot be read, `assignment.no_table`, `assignment.too_many`.
pub fn import_tasks(book: &mut Book, session: &Session, args: &ImportTasks) -> Result<Accounting> {
    let mut file = SourceFile::open(&args.file)?;
    let mut sheets: Vec<(String, TaskTable)> = Vec::new();
    for index in 0..file.sheet_names().len() {
        let sheet = file.read(index)?;
        if let Some(table) = read_tasks(&sheet) {
            sheets.push((sheet.name, table));
        }
    }
    if sheets.is_empty() {
        return Err(Error::new("assignment.no_table").with("file", file.file_name()));
    }
    if sheets.iter().map(|(_, table)| table.tasks.len()).sum::<usize>() > MOST {
        return Err(Error::new("assignment.too_many").with("limit", MOST));
    }
    let today = session.today();
    let campaigns = book.campaigns()?;
    let mut out = Accounting::default();
    let mut desk = Giving::new(book, session, true)?;
    for (sheet, table) in sheets {
        out.rows_in += table.others;
        out.skipped += table.others;
        let (has_product, has_answerable) = (table.has_product, table.has_answerable);
        for TaskRow { row, mut task, due, note } in table.tasks {
            out.rows_in += 1;
            if task.plan.is_empty() {
                task.plan.clone_from(&args.plan);
            }
            let of = |campaign: &&Campaign| fold(&campaign.plan.number) == fold(&task.plan);
            let plan = campaigns.iter().find(of).map(|campaign| &campaign.plan);
            fill_days(&mut task, plan, &due, today);
            if !has_product {
                task.result = Some(Goal::Product(word("task.report").to_owned()));
            }
            task.who = task.who.iter().flat_map(|name| each_of(name, &desk)).collect();
            let note: String = note.chars().take(LONGEST_NOTE).collect();
            let note =
                Some(note).filter(|text| !text.is_empty()).map(|text| ProgressNote { day: today, text });
            match desk.take_each(&task, !has_answerable, note) {
                Ok(Taken::Known) => out.unchanged += 1,
                Ok(Taken::Changed) => out.updated += 1,
                Ok(Taken::New) => out.added += 1,
                Err(error) => {
                    out.rejected += 1;
                    let (code, raw) = match error.params.get("missing") {
                        Some(missing) => ("row.task_not_clear", missing.clone()),
                        None => ("row.task_wrong", error.sentence()),
                    };
                    let (sheet, column) = (sheet.clone(), String::new());
                    let (severity, stored) = (Severity::Rejection, String::new());
                    out.issues.push(RowIssue { sheet, row, column, code, severity, raw, stored });
                }
            }
        }
    }
    if !args.dry_run {
        desk.keep(book)?;
    }
    Ok(out)
}

/// What a plan's table leaves to be understood: its tasks begin with the plan, else today; what is done regularly is done as long as
/// the plan runs; where no cell says by when, the words of the task may, in brackets.
pub(super) fn fill_days(task: &mut NewAssignment, plan: Option<&Plan>, due: &str, today: NaiveDate) {
    let around = plan.map_or(today.with_ordinal(1).unwrap_or(today), |plan| plan.first_day);
    let in_brackets = || task.task.rsplit_once('(').map_or("", |(_, text)| text);
    let Some(deadline) = Deadline::read(if due.is_empty() { in_brackets() } else { due }, around) else {
        return;
    };
    // "(theo Quyết định số 06/QĐ-TTg ngày 06/01/2022)" is no deadline.
    if due.is_empty() && deadline.days.keys().any(|day| *day < around) {
        return;
    }
    let begins = task.start.or(deadline.start).or(plan.map(|plan| plan.first_day)).unwrap_or(today);
    let Some((due, points)) = deadline.spread(begins, plan.map(|plan| plan.last_day)) else { return };
    (task.start, task.due) = (Some(if task.start.is_some() { begins } else { begins.min(due) }), Some(due));
    task.checkpoints = points;
}

impl Giving<'_> {
    /// Takes a task of a plan in; where the plan does not say who answers, the head of each that holds it does.
    pub(crate) fn take_each(
        &mut self,
        task: &NewAssignment,
        by_heads: bool,
        note: Option<ProgressNote>,
    ) -> Result<Taken> {
        if !by_heads || task.who.is_empty() {
            return self.take(task, note);
        }
        let mut taken = Taken::Known;
        for who in &task.who {
            let answerable = self.head_of(who);
            let one = NewAssignment { who: vec![who.clone()], answerable, ..task.clone() };
            taken = taken.max(self.take(&one, note.clone())?);
        }
        Ok(taken)
    }

    /// Who answers for the tasks of an agency where a plan names nobody: its head, of a unit the chair of its people's committee
    /// (771/KH-UBND, III.1).
    fn head_of(&self, agency: &str) -> String {
        let code = if fold(agency) == "ubnd" || council_of(agency).is_some() {
            "task.chair"
        } else if self.units.iter().any(|unit| unit.kind != AGENCY && fold(&unit.name) == fold(agency)) {
            "task.chair_of_unit"
        } else {
            "task.head"
        };
        sentence(code, [("who", agency)])
    }
}

/// The holders that a name means: "UBND các huyện" each of the districts that the book has, everybody else as named.
pub(super) fn each_of(name: &str, desk: &Giving<'_>) -> Vec<String> {
    let each = first_words_of_each(name).map(|words| {
        let below =
            desk.units.iter().filter(|unit| unit.parent_id == Some(desk.own.id) && unit.kind != AGENCY);
        let is_one = |name: &str| {
            let name = fold(name);
            words.iter().any(|word| name.strip_prefix(word).is_some_and(|rest| rest.starts_with(' ')))
        };
        below.map(|unit| unit.name.clone()).filter(|name| is_one(name)).collect::<Vec<_>>()
    });
    each.filter(|units| !units.is_empty()).unwrap_or_else(|| vec![name.to_owned()])
}
