//! Closes a day (chốt ngày): looks at what is still open, then writes all the day's files into a folder, whole or not at all.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::look_at_today::{AskDay, look_at_today};
use crate::disk::{FileKind, NewFile, Written, draft_folder_in, not_written, place_folder};
use crate::domain::dates::vi;
use crate::domain::report::ReportForm;
use crate::domain::text::{file_name, thousands};
use crate::domain::unit::Level;
use crate::error::Result;
use crate::jobs::book::keep_book::open_points;
use crate::jobs::reports::make_report::{Paper, ReportArgs};
use crate::jobs::roll_up::{OnDay, roll_up};
use crate::jobs::summaries::exchange_summary::DrawnSummary;
use crate::session::Session;
use crate::store::Book;

/// An extract older than this says little of today.
const OLD_EXTRACT: i64 = 7;

/// How a point stands before a day is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum CheckState {
    /// Nothing to do.
    Fine,
    /// Worth a look; the day can be closed.
    Look,
    /// The day cannot be closed.
    Stops,
}

/// One point to look at before a day is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct DayCheck {
    /// Row of the message table with its sentence.
    pub code: String,
    /// What stands in the places of the sentence.
    pub params: BTreeMap<String, String>,
    /// How it stands.
    pub state: CheckState,
}

/// What is still open on a day, what matters most first.
///
/// # Errors
/// `report.in_future`; the book's own.
pub fn check_day(book: &mut Book, session: &Session, args: &AskDay) -> Result<Vec<DayCheck>> {
    let today = look_at_today(book, session, args)?;
    let day = today.day;
    let mut checks = Vec::new();
    let mut tell = |state, code: &str, params: &[(&str, String)]| {
        let params = params.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        checks.push(DayCheck { code: code.to_owned(), params, state });
    };
    let from = book.campaign_start(day)?.unwrap_or_default();
    let on_day = OnDay::new(book, None, day)?;
    match roll_up(book, &on_day, from) {
        Ok(_) => tell(CheckState::Fine, "close.sums", &[]),
        Err(e) if e.code == "report.sums_differ" => {
            let params: Vec<(&str, String)> =
                e.params.iter().map(|(name, value)| (*name, value.clone())).collect();
            tell(CheckState::Stops, e.code, &params);
        }
        Err(e) => return Err(e),
    }
    let names: Vec<&str> = today.late_units.iter().map(|unit| unit.name.as_str()).collect();
    let senders = today.rows.iter().any(|row| row.unit_id.is_some());
    match names.len() {
        0 if senders && today.with_figures == today.rows.len() => tell(CheckState::Fine, "close.units", &[]),
        0 => {}
        count => tell(
            CheckState::Look,
            "close.units_missing",
            &[("count", thousands(count)), ("units", names.join(", "))],
        ),
    }
    if today.people > 0 {
        match today.appointment_count {
            0 => tell(CheckState::Fine, "close.appointments", &[]),
            count => tell(CheckState::Look, "close.appointments_open", &[("count", thousands(count))]),
        }
        let visited = book.housemates_of_visited(day)?;
        let open = on_day.people.iter().filter(|person| {
            visited.binary_search(&person.citizen_id).is_ok()
                && person.level_at(day) == 0
                && person.eligible(day)
                && person.latest_visit(day, day).is_none()
        });
        match open.count() {
            0 => tell(CheckState::Fine, "close.houses", &[]),
            count => tell(CheckState::Look, "close.houses_open", &[("count", thousands(count))]),
        }
        match today.extract.map(|extract| (extract, (day - extract).num_days())) {
            None => tell(CheckState::Look, "close.extract_none", &[]),
            Some((extract, days)) => {
                let (state, code) = if days > OLD_EXTRACT {
                    (CheckState::Look, "close.extract_old")
                } else {
                    (CheckState::Fine, "close.extract")
                };
                tell(state, code, &[("day", vi(extract)), ("days", days.to_string())]);
            }
        }
    }
    if let Some(last) = today.written_ahead {
        let now = session.now().format("%H:%M %d/%m/%Y").to_string();
        let last = last.format("%H:%M %d/%m/%Y").to_string();
        tell(CheckState::Look, "close.clock", &[("now", now), ("last", last)]);
    }
    match today.late_tasks.len() {
        0 => {}
        count => tell(CheckState::Look, "close.tasks_late", &[("count", thousands(count))]),
    }
    if book.was_closed(day)? {
        let code = if day < session.today() { "close.again_past" } else { "close.again" };
        tell(CheckState::Look, code, &[("day", vi(day))]);
    }
    for (code, params) in open_points(book, session)? {
        tell(CheckState::Look, code, &params);
    }
    // Stable: of one state in the order told.
    checks.sort_by_key(|check| match check.state {
        CheckState::Stops => 0,
        CheckState::Look => 1,
        CheckState::Fine => 2,
    });
    Ok(checks)
}

/// A day to close.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CloseDay {
    /// The day; today when missing.
    #[serde(default)]
    pub day: Option<NaiveDate>,
    /// The folder in which the day gets a folder of its own.
    pub folder: PathBuf,
}

/// A day that was closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct ClosedDay {
    /// The day.
    pub day: NaiveDate,
    /// The folder of the day.
    pub folder: PathBuf,
    /// What was written.
    pub files: Vec<WrittenFile>,
    /// What there was nothing to write of.
    pub left_out: Vec<LeftOut>,
}

/// One file of a closed day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct WrittenFile {
    /// Its name in the folder.
    pub name: String,
    /// Row of the message table with the words for it.
    pub code: String,
    /// Rows of a form.
    pub rows: Option<usize>,
    /// n of "bản điều chỉnh lần n".
    pub adjusted: u32,
    /// Number of a summary.
    pub sequence: Option<u32>,
}

/// A form that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct LeftOut {
    /// Row of the message table with the words for it.
    pub code: String,
    /// Row of the message table that says why.
    pub why: String,
}

/// The forms of a day, and their files.
const FILES: [(ReportForm, &str); 11] = [
    (ReportForm::Daily, "bao-cao-ngay.xlsx"),
    (ReportForm::Annex1, "phu-luc-1.xlsx"),
    (ReportForm::Annex2, "phu-luc-2.xlsx"),
    (ReportForm::League, "xep-hang.xlsx"),
    (ReportForm::Activated, "da-kich-hoat.xlsx"),
    (ReportForm::Absent, "vang-mat.xlsx"),
    (ReportForm::Ineligible, "khong-du-dieu-kien.xlsx"),
    (ReportForm::NoSmartphone, "khong-co-dien-thoai-thong-minh.xlsx"),
    (ReportForm::HandBack, "tra-lai-cong-an.xlsx"),
    (ReportForm::Discrepancies, "chenh-lech.xlsx"),
    (ReportForm::FiveClear, "giao-viec-5-ro.xlsx"),
];

/// The forms that a level writes.
fn applies(form: ReportForm, level: Level) -> bool {
    match form {
        ReportForm::Daily | ReportForm::Annex1 | ReportForm::FiveClear => true,
        ReportForm::League => level != Level::Hamlet,
        ReportForm::Discrepancies => level == Level::Commune,
        ReportForm::Annex2
        | ReportForm::Activated
        | ReportForm::Absent
        | ReportForm::Ineligible
        | ReportForm::NoSmartphone
        | ReportForm::HandBack => matches!(level, Level::Hamlet | Level::Commune),
    }
}

/// Writes the day's files: reports and annexes that apply, lists, what goes back to the police, the summary that goes up.
/// They come into a folder of the day, which never holds a part of them; a day that is closed again gets another folder.
///
/// # Errors
/// `report.in_future`, `report.sums_differ`, `save.*`, `job.stopped`; `book.damaged` when a page of the book cannot be read:
/// the whole of it is looked at; the book's own.
pub fn close_day(book: &mut Book, session: &Session, args: &CloseDay) -> Result<ClosedDay> {
    // Figures of a damaged book are not handed in.
    book.check_pages()?;
    let day = args.day.unwrap_or_else(|| session.today());
    let level = book.info()?.level;
    let forms: Vec<(ReportForm, &str)> =
        FILES.into_iter().filter(|(form, _)| applies(*form, level)).collect();
    let steps = forms.len() as u64 + 2;
    let mut left_out = Vec::new();
    let mut papers: Vec<(ReportForm, &str, Paper)> = Vec::new();
    for ((form, name), step) in forms.into_iter().zip(0..) {
        session.progress("progress.closing", step, steps);
        session.check_stop()?;
        let asked = ReportArgs { form, day, from: None, unit: None, out: PathBuf::new(), replace: false };
        let why = match Paper::draw(book, session, &asked) {
            Ok(paper) if paper.rows > 0 || form == ReportForm::Daily => {
                papers.push((form, name, paper));
                continue;
            }
            Ok(_) => "close.nothing_on_it",
            Err(e) if e.code == "target.none" => "close.no_targets",
            Err(e) => return Err(e),
        };
        left_out.push(LeftOut { code: words_of(form), why: why.to_owned() });
    }
    session.progress("progress.closing", steps - 2, steps);
    let summary = match DrawnSummary::draw(book, session, day) {
        Ok(summary) => Some(summary),
        Err(e) if e.code == "summary.nothing" => None,
        Err(e) => return Err(e),
    };
    if summary.is_none() {
        left_out.push(LeftOut { code: "close.summary".to_owned(), why: "close.no_figures".to_owned() });
    }

    let unit = book.own_unit()?.name;
    let folder = free_folder(&args.folder, day, &unit);
    let sent = summary_name(&unit, day);
    let files = files(&papers, summary.as_ref(), &sent);
    session.progress("progress.closing", steps - 1, steps);
    // In a draft of the folder, which goes again with all in it unless it is given its name.
    let write = || {
        let draft = draft_folder_in(&args.folder).map_err(|e| not_written(&folder, &e))?;
        for (_, name, paper) in &papers {
            session.check_stop()?;
            let path = draft.path().join(name);
            NewFile { path: &path, kind: FileKind::Workbook, replace: false }
                .write_bytes(&paper.bytes)?
                .keep();
        }
        if let Some(summary) = &summary {
            let path = draft.path().join(&sent);
            let workbook = path.with_extension(FileKind::Workbook.ending());
            let file = NewFile { path: &path, kind: FileKind::Summary, replace: false };
            let beside = NewFile { path: &workbook, kind: FileKind::Workbook, replace: false };
            summary.write(&file, &beside)?.into_iter().for_each(Written::keep);
        }
        place_folder(draft, &folder).map_err(|e| not_written(&folder, &e))
    };
    let new_summary = summary.as_ref().filter(|summary| !summary.again);
    let kind = if new_summary.is_some() { "close-day" } else { "report" };
    let missing: Vec<&Path> = args.folder.ancestors().take_while(|folder| !is_there(folder)).collect();
    let done = if new_summary.is_some() || papers.iter().any(|(.., paper)| paper.is_new) {
        let mut written = None;
        let done = book.transact(session, kind, json!({ "day": day }), |tx| {
            for (.., paper) in papers.iter().filter(|(.., paper)| paper.is_new) {
                paper.note(tx, session)?;
            }
            if let Some(summary) = new_summary {
                summary.keep(tx, session)?;
            }
            // Inside the transaction: what could not be written was not handed in.
            written = Some(write()?);
            Ok(())
        });
        Written::keep_with(written, done).map(drop)
    } else {
        write().map(Written::keep)
    };
    if done.is_err() {
        // Folders that were made for the day go again, unless somebody has put something there.
        missing.iter().for_each(|folder| drop(std::fs::remove_dir(folder)));
    }
    done?;
    // The day is closed, whether or not its copy can be made.
    if let Err(e) = book.copy_to_second_place(session) {
        book.note_backup_failure(session, e);
    }
    session.progress("progress.closing", steps, steps);
    Ok(ClosedDay { day, folder, files, left_out })
}

fn is_there(folder: &Path) -> bool {
    folder.as_os_str().is_empty() || folder.exists()
}

fn words_of(form: ReportForm) -> String {
    format!("form.{form}.sheet")
}

/// Files of several units come to one desk: each names its unit.
fn summary_name(unit: &str, day: NaiveDate) -> String {
    format!("so-lieu-{}-{day}.tnsolieu", file_name(unit))
}

fn files(
    papers: &[(ReportForm, &str, Paper)],
    summary: Option<&DrawnSummary>,
    sent: &str,
) -> Vec<WrittenFile> {
    let mut files: Vec<WrittenFile> = papers
        .iter()
        .map(|(form, name, paper)| WrittenFile {
            name: (*name).to_owned(),
            code: words_of(*form),
            rows: Some(paper.rows),
            adjusted: paper.issue.number,
            sequence: None,
        })
        .collect();
    if let Some(summary) = summary {
        let workbook = Path::new(sent).with_extension("xlsx").to_string_lossy().into_owned();
        for (name, code) in [(sent.to_owned(), "close.summary"), (workbook, "close.summary_workbook")] {
            let sequence = Some(summary.summary.sequence);
            files.push(WrittenFile { name, code: code.to_owned(), rows: None, adjusted: 0, sequence });
        }
    }
    files
}

/// The folder of a unit's day that is not there yet: "2026-11-21 xa-lam-khe", then "2026-11-21 xa-lam-khe lan 2". Books of
/// several units, and the sample, may have one folder for their days.
fn free_folder(above: &Path, day: NaiveDate, unit: &str) -> PathBuf {
    let stem = format!("{day} {}", file_name(unit));
    let name = |nth: u32| if nth == 1 { stem.clone() } else { format!("{stem} lan {nth}") };
    let mut folders = (1..).map(|nth| above.join(name(nth)));
    folders.find(|folder| !folder.exists()).unwrap_or_default()
}
