//! Takes back what was found: from the sheet that was filled in, or line by line at a desk.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::check_has_people;
use super::show_audit::{AuditView, check_drawn, view};
use crate::disk::name_of;
use crate::domain::as_count;
use crate::domain::audit::{AuditFinding, AuditLine};
use crate::domain::dates::vi;
use crate::domain::ids::{AuditId, AuditLineId, CitizenId};
use crate::domain::text::fold;
use crate::domain::visit::check_note;
use crate::error::{Error, Result};
use crate::excel::read_sheet::SourceFile;
use crate::excel::worksheet::{AuditedRow, read_audited};
use crate::figures::{AuditOfDay, Day};
use crate::messages::sentence;
use crate::session::Session;
use crate::store::Book;

/// Rows that are told at once when a sheet is refused.
const TOLD: usize = 8;

/// A sheet that was filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct RecordFindings {
    /// The workbook.
    pub file: PathBuf,
}

/// What a sheet brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct RecordedFindings {
    /// The check.
    pub audit: AuditId,
    /// Rows with a finding.
    pub rows: u32,
    /// Of them new or changed.
    pub recorded: u32,
    /// Of them known as they are.
    pub unchanged: u32,
}

/// Takes a filled sheet in, whole or not at all. What is blank there takes nothing back; the same sheet again changes nothing.
///
/// # Errors
/// `audit.counts_only`, `audit.no_sheet`, `audit.other_sheet`, `audit.nothing_filled`, `audit.rows_wrong` naming rows and
/// words; `file.*`; the book's own.
pub fn record_findings(
    book: &mut Book,
    session: &Session,
    args: &RecordFindings,
) -> Result<RecordedFindings> {
    check_has_people(book)?;
    let today = session.today();
    let mut file = SourceFile::open(&args.file)?;
    let rows = read_audited(&mut file, today, session)?;
    if rows.is_empty() {
        return Err(Error::new("audit.nothing_filled").with("file", name_of(&args.file)));
    }
    let day = Day::read(book, today)?;
    let of_code = |found: &AuditOfDay, code: &str| {
        found.lines.iter().any(|(line, _)| same_code(&found.audit.code_of(line), code))
    };
    let meant = |found: &AuditOfDay| rows.iter().any(|row| of_code(found, &row.code));
    let found = day.audits()?.into_iter().rev().find(meant);
    let found = found.ok_or_else(|| Error::new("audit.other_sheet").with("file", name_of(&args.file)))?;
    let lines = read_lines(&day, &found, &rows)?;
    let changed: Vec<AuditLine> = lines
        .iter()
        .filter(|line| found.lines.iter().any(|(known, _)| known.id == line.id && known != *line))
        .cloned()
        .collect();
    drop(day);
    write(book, session, &changed)?;
    let (rows, recorded) = (as_count(lines.len()), as_count(changed.len()));
    Ok(RecordedFindings { audit: found.audit.id, rows, recorded, unchanged: rows - recorded })
}

/// The lines as the rows say; all that is wrong is told at once.
fn read_lines(day: &Day<'_>, found: &AuditOfDay, rows: &[AuditedRow]) -> Result<Vec<AuditLine>> {
    let mut names: BTreeMap<CitizenId, String> = BTreeMap::new();
    for (line, _) in &found.lines {
        let citizen = line.claim.citizen_id;
        names.insert(citizen, day.book.listed_person(citizen, None)?.name);
    }
    let mut lines: BTreeMap<AuditLineId, AuditLine> = BTreeMap::new();
    let mut wrong = Vec::new();
    for row in rows {
        match read_line(day.day, found, &names, row) {
            Ok(line) => {
                let twice = lines.insert(line.id, line.clone()).is_some_and(|before| before != line);
                if twice {
                    wrong.push(told(row, Error::new("audit.row.twice").with("code", &row.code)));
                }
            }
            Err(error) => wrong.push(told(row, error)),
        }
    }
    if wrong.is_empty() {
        return Ok(lines.into_values().collect());
    }
    let count = wrong.len();
    wrong.truncate(TOLD);
    Err(Error::new("audit.rows_wrong").with("count", count).with("rows", wrong.join(" ")))
}

/// "Dòng 14: …"
fn told(row: &AuditedRow, error: Error) -> String {
    let (number, why) = (row.row.to_string(), error.sentence());
    sentence("audit.row", [("row", number.as_str()), ("why", &why)])
}

fn read_line(
    today: NaiveDate,
    found: &AuditOfDay,
    names: &BTreeMap<CitizenId, String>,
    row: &AuditedRow,
) -> Result<AuditLine> {
    let of_row = |line: &&AuditLine| same_code(&found.audit.code_of(line), &row.code);
    let line = found.lines.iter().map(|(line, _)| line).find(of_row);
    let line = line.ok_or_else(|| Error::new("audit.row.code").with("code", &row.code))?;
    let name = names.get(&line.claim.citizen_id).map_or("", String::as_str);
    if !row.name.is_empty() && fold(&row.name) != fold(name) {
        let wrong = Error::new("audit.row.name").with("name", &row.name);
        return Err(wrong.with("code", &row.code));
    }
    let finding = AuditFinding::parse(&row.finding);
    let finding = finding.ok_or_else(|| {
        let words = AuditFinding::ALL.map(AuditFinding::words).join(", ");
        Error::new("audit.row.finding").with("said", &row.finding).with("words", words)
    })?;
    if row.day.is_none() && !row.said_day.is_empty() {
        return Err(Error::new("audit.row.day").with("said", &row.said_day));
    }
    let on = row.day.or(line.found_on).unwrap_or(today);
    found_on(line, finding, on, &row.note, found.drawn.on, today)
}

/// A line with what was found, if that can be.
fn found_on(
    line: &AuditLine,
    finding: AuditFinding,
    on: NaiveDate,
    note: &str,
    drawn_on: NaiveDate,
    today: NaiveDate,
) -> Result<AuditLine> {
    if on > today {
        return Err(Error::new("audit.row.future").with("day", vi(on)));
    }
    if on < drawn_on {
        return Err(Error::new("audit.row.before").with("day", vi(on)).with("drawn", vi(drawn_on)));
    }
    let note = note.trim();
    check_note(note)?;
    Ok(AuditLine { finding: Some(finding), found_on: Some(on), note: note.to_owned(), ..line.clone() })
}

fn same_code(code: &str, said: &str) -> bool {
    fold(code) == fold(said)
}

fn write(book: &mut Book, session: &Session, lines: &[AuditLine]) -> Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let told = json!({ "count": lines.len() });
    book.transact(session, "record-findings", told, |tx| {
        lines.iter().try_for_each(|line| tx.set_audit_finding(line))
    })?;
    Ok(())
}

/// What was found of one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct NoteFinding {
    /// The check.
    pub audit: AuditId,
    /// The line.
    pub line: AuditLineId,
    /// What was found; nothing takes back what was noted.
    pub finding: Option<AuditFinding>,
    /// The day; the day noted before, else today, when missing.
    #[serde(default)]
    pub day: Option<NaiveDate>,
    /// A short note; as it was when missing.
    #[serde(default)]
    pub note: Option<String>,
}

/// Notes what was found of one line.
///
/// # Errors
/// `audit.counts_only`, `audit.none`, `audit.row.future`, `audit.row.before`, `visit.note_long`, `visit.note_secret`; the
/// book's own.
pub fn note_finding(book: &mut Book, session: &Session, args: &NoteFinding) -> Result<AuditView> {
    check_has_people(book)?;
    let today = session.today();
    let found = check_drawn(&Day::read(book, today)?, Some(args.audit))?;
    let line = found.lines.iter().map(|(line, _)| line).find(|line| line.id == args.line);
    let line = line.ok_or_else(|| Error::new("audit.none"))?;
    let new = match args.finding {
        Some(finding) => {
            let on = args.day.or(line.found_on).unwrap_or(today);
            found_on(line, finding, on, args.note.as_ref().unwrap_or(&line.note), found.drawn.on, today)?
        }
        None => AuditLine { finding: None, found_on: None, note: String::new(), ..line.clone() },
    };
    if new != *line {
        write(book, session, &[new])?;
    }
    view(book, session, args.audit)
}
