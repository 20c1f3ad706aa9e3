//! Closes a day (chốt ngày): looks at what is still open, then writes all the day's files into a folder, whole or not at all.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::check_day::days_told;
use super::look_at_today::closed_days;
use crate::disk::{
    NewFile, Written, draft_folder_in, folder_of, free_folder, new_folders, not_written, place_folder,
};
use crate::domain::file_kind::FileKind;
use crate::domain::report::ReportForm;
use crate::domain::text::file_name;
use crate::error::{Error, Result};
use crate::excel::lock::as_it_leaves;
use crate::figures::Day;
use crate::jobs::reports::make_report::{AskPaper, Paper};
use crate::jobs::summaries::export_summary::DrawnSummary;
use crate::session::Session;
use crate::store::{Book, Tx};

/// Steps after the papers: the summary, and writing.
const LAST_STEPS: u64 = 2;

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

/// What the names on the day's papers leave for.
const PURPOSE: &str = "day";

/// A day whose files are drawn and not written yet.
struct DrawnDay {
    papers: Vec<(ReportForm, &'static str, Paper)>,
    summary: Option<DrawnSummary>,
    left_out: Vec<LeftOut>,
    /// Name of the summary's file.
    sent: String,
}

impl DrawnDay {
    /// Draws the files of the day, all from one reading.
    fn draw(on: &Day<'_>, session: &Session) -> Result<Self> {
        on.check_agreement(session.now())?;
        let forms: Vec<(ReportForm, &str)> =
            FILES.into_iter().filter(|(form, _)| form.closes_at(on.info.level)).collect();
        let steps = forms.len() as u64 + LAST_STEPS;
        let mut drawn = Self {
            papers: Vec::new(),
            summary: None,
            left_out: Vec::new(),
            sent: summary_name(&on.info.name, on.day),
        };
        for ((form, name), step) in forms.into_iter().zip(0..) {
            session.progress("progress.closing", step, steps);
            let asked = AskPaper::new(form, on.day);
            let why = match Paper::draw(on, session, &asked, PURPOSE) {
                Ok(mut paper) if paper.rows > 0 || form == ReportForm::Daily => {
                    if form.names_people() {
                        paper.bytes = as_it_leaves(paper.bytes, session)?;
                    }
                    drawn.papers.push((form, name, paper));
                    continue;
                }
                Ok(_) => "close.nothing_on_it",
                Err(e) if e.code == "target.none" => "close.no_targets",
                Err(e) => return Err(e),
            };
            drawn.left_out.push(LeftOut { code: words_of(form), why: why.to_owned() });
        }
        session.progress("progress.closing", steps - LAST_STEPS, steps);
        match DrawnSummary::draw(on, session) {
            Ok(summary) => drawn.summary = Some(summary),
            Err(e) if e.code == "summary.nothing" => drawn
                .left_out
                .push(LeftOut { code: "close.summary".to_owned(), why: "close.no_figures".to_owned() }),
            Err(e) => return Err(e),
        }
        session.progress("progress.closing", steps - 1, steps);
        Ok(drawn)
    }

    /// The summary, when it was not sent before.
    fn new_summary(&self) -> Option<&DrawnSummary> {
        self.summary.as_ref().filter(|summary| !summary.again)
    }

    /// Whether something was not handed in before.
    fn is_new(&self) -> bool {
        self.new_summary().is_some() || self.papers.iter().any(|(.., paper)| paper.is_new)
    }

    /// Notes what is handed in; papers that were handed in before only when they are to be noted `again`.
    fn note(&self, tx: &Tx<'_>, session: &Session, again: bool) -> Result<()> {
        for (.., paper) in self.papers.iter().filter(|(.., paper)| paper.is_new || again) {
            paper.note(tx, session)?;
        }
        self.new_summary().map_or(Ok(()), |summary| summary.keep(tx, session))
    }

    /// Writes all files into a draft of the folder, which goes again with all in it unless it is given its name.
    fn write(&self, folder: &Path, session: &Session) -> Result<Written> {
        let failed = |e: std::io::Error| not_written(folder, &e);
        let draft = draft_folder_in(folder_of(folder)).map_err(failed)?;
        for (_, name, paper) in &self.papers {
            session.check_stop()?;
            let path = draft.path().join(name);
            NewFile { path: &path, kind: FileKind::Workbook, replace: false }
                .write_bytes(&paper.bytes)?
                .keep();
        }
        if let Some(summary) = &self.summary {
            let path = draft.path().join(&self.sent);
            let workbook = path.with_extension(FileKind::Workbook.ending());
            let file = NewFile { path: &path, kind: FileKind::Summary, replace: false };
            let beside = NewFile { path: &workbook, kind: FileKind::Workbook, replace: false };
            summary.write(&file, &beside)?.into_iter().for_each(Written::keep);
        }
        place_folder(draft, folder).map_err(failed)
    }

    fn files(&self) -> Vec<WrittenFile> {
        let paper = |(form, name, paper): &(ReportForm, &str, Paper)| WrittenFile {
            name: (*name).to_owned(),
            code: words_of(*form),
            rows: Some(paper.rows),
            adjusted: paper.issue.number,
            sequence: None,
        };
        let mut files: Vec<WrittenFile> = self.papers.iter().map(paper).collect();
        if let Some(summary) = &self.summary {
            let workbook = Path::new(&self.sent).with_extension("xlsx").to_string_lossy().into_owned();
            for (name, code) in [(self.sent.clone(), "close.summary"), (workbook, "close.summary_workbook")] {
                let sequence = Some(summary.summary.sequence);
                files.push(WrittenFile { name, code: code.to_owned(), rows: None, adjusted: 0, sequence });
            }
        }
        files
    }
}

/// Writes the day's files: reports and annexes that apply, lists, what goes back to the police, the summary that goes up.
/// They come into a folder of the day, which never holds a part of them; a day that is closed again gets another folder.
///
/// # Errors
/// `report.in_future`, `close.unreconciled`, `report.sums_differ`, `report.contradiction`, `save.*`, `job.stopped`; `book.damaged` when a page of the book cannot be read:
/// the whole of it is looked at; the book's own.
pub fn close_day(book: &mut Book, session: &Session, args: &CloseDay) -> Result<ClosedDay> {
    // Figures of a damaged book are not handed in.
    book.check_pages()?;
    let on = Day::asked(book, session, args.day)?;
    let (day, folder) =
        (on.day, free_folder(&args.folder, &format!("{} {}", on.day, file_name(&on.info.name))));
    let unreconciled = on.unreconciled()?;
    if !unreconciled.is_empty() {
        return Err(Error::new("close.unreconciled").with("days", days_told(&unreconciled)));
    }
    let drawn = DrawnDay::draw(&on, session)?;
    let sequence = drawn.summary.as_ref().map(|summary| summary.summary.sequence);
    let told = json!({ "day": day, "sequence": sequence, "path": folder });
    let new = new_folders(&args.folder);
    // A day that is told as changed is settled by closing it again, also where no figure of its papers is another one.
    let again = !drawn.is_new() && closed_days(&on, session, day, day)?.values().any(|closed| closed.changed);
    let done = if drawn.is_new() || again {
        let mut written = None;
        let done = book.transact(session, "close-day", told, |tx| {
            drawn.note(tx, session, again)?;
            // Inside the transaction: what could not be written was not handed in.
            written = Some(drawn.write(&folder, session)?);
            Ok(())
        });
        Written::keep_with(written, done).map(drop)
    } else {
        // Nothing that was not handed in before; its names leave once more all the same.
        drawn.write(&folder, session).and_then(|written| {
            let told = json!({ "day": day, "path": folder });
            Written::keep_with([written], book.note_written(session, "write-day", &told))
        })
    };
    if done.is_err() {
        // Folders that were made for the day go again, unless somebody has put something there.
        new.iter().for_each(|folder| drop(std::fs::remove_dir(folder)));
    }
    done?;
    // The day is closed, whether or not its copy can be made.
    if let Err(e) = book.copy_to_second_place(session) {
        book.note_backup_failure(session, e);
    }
    session.progress("progress.closing", 1, 1);
    Ok(ClosedDay { day, folder, files: drawn.files(), left_out: drawn.left_out })
}

fn words_of(form: ReportForm) -> String {
    format!("form.{form}.sheet")
}

/// Files of several units come to one desk: each names its unit.
fn summary_name(unit: &str, day: NaiveDate) -> String {
    format!("so-lieu-{}-{day}.tnsolieu", file_name(unit))
}

#[cfg(test)]
mod tests {
    use super::super::check_day::check_day;
    use super::super::look_at_today::{AskDay, look_at_today};
    use super::*;
    use crate::jobs::import::import_roster::list_rosters;
    use crate::store::reports::sample::Sample;

    #[test]
    fn a_day_of_a_list_that_was_not_reconciled_is_not_closed() {
        let mut s = Sample::new("2026-03-05T20:00:00+07:00");
        s.hamlet("Thôn 1", "1");
        s.person("A", "Thôn 1", "Nguyễn Thị Lúa", "1970");
        s.roster("2026-03-01", &[("A", "active-level1")]);
        s.roster("2026-03-03", &[("A", "active-level1")]);
        // The newer one is a part and adds to the older.
        s.sql("UPDATE roster SET partial = 1 WHERE as_of = '2026-03-03'; UPDATE import SET sha256 = id");
        let stops = |s: &mut Sample| {
            let checks = check_day(&mut s.book, &s.session, &AskDay { day: None }).unwrap();
            let found = checks.into_iter().find(|check| check.code == "close.unreconciled");
            found.map(|check| check.params["days"].clone()).unwrap_or_default()
        };
        let folder = s.dir.path().join("ngay");
        let args = CloseDay { day: None, folder: folder.clone() };
        let reconciled = |s: &mut Sample| -> Vec<bool> {
            let lists = list_rosters(&mut s.book, &s.session, &crate::jobs::Nothing {}).unwrap();
            lists.iter().map(|list| list.reconciled).collect()
        };
        assert_eq!(stops(&mut s), "");
        assert_eq!(reconciled(&mut s), [true, true]);
        s.sql("DELETE FROM match WHERE roster_id = (SELECT id FROM roster WHERE as_of = '2026-03-01')");
        assert_eq!(stops(&mut s), "01/03/2026");
        let today = look_at_today(&mut s.book, &s.session, &AskDay { day: None }).unwrap();
        assert_eq!(today.unreconciled, ["2026-03-01".parse().unwrap()]);
        s.sql("DELETE FROM match");
        assert_eq!(stops(&mut s), "03/03/2026, 01/03/2026");
        // What nobody has counted is no 0.
        assert_eq!(reconciled(&mut s), [false, false]);
        let refused = close_day(&mut s.book, &s.session, &args).unwrap_err();
        assert_eq!(
            (refused.code, &*refused.params["days"]),
            ("close.unreconciled", "03/03/2026, 01/03/2026")
        );
        assert!(!folder.exists());
    }
}
