//! Closes a day (chốt ngày): looks at what is still open, then writes all the day's files into a folder, whole or not at all.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::look_at_today::{AskDay, FirstToSee, Today, closed_and_changed, closed_days, look_at};
use crate::disk::{
    FileKind, NewFile, Written, draft_folder_in, folder_of, free_folder, new_folders, not_written,
    place_folder,
};
use crate::domain::campaign::DueReport;
use crate::domain::citizen::Household;
use crate::domain::dates::{vi, vi_at};
use crate::domain::ids::CitizenId;
use crate::domain::report::ReportForm;
use crate::domain::target::Undivided;
use crate::domain::text::{file_name, thousands};
use crate::domain::today::Stage;
use crate::error::{Error, Result};
use crate::excel::lock::as_it_leaves;
use crate::figures::{Day, DifferingUnit};
use crate::jobs::book::keep_book::open_points;
use crate::jobs::reports::make_report::{AskPaper, Paper};
use crate::jobs::summaries::export_summary::DrawnSummary;
use crate::messages::word;
use crate::session::Session;
use crate::store::{Book, Tx};

/// An extract older than this says little of today.
const OLD_EXTRACT: i64 = 7;

/// Steps after the papers: the summary, and writing.
const LAST_STEPS: u64 = 2;

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
    /// The first person that it is about, to go to.
    pub first: Option<FirstToSee>,
}

/// The points of a day.
#[derive(Default)]
struct Points(Vec<DayCheck>);

/// People that a point names; how many more there are is told.
const NAMED: usize = 5;

/// The first of some people, each with the house; with the hamlet where there are several.
fn first_of(on: &Day<'_>, people: &[CitizenId]) -> Result<String> {
    let mut named = Vec::new();
    for citizen in people.iter().take(NAMED) {
        let person = on.book.listed_person(*citizen, None)?;
        let Household { house_number, alley, unit_id, .. } = person.household;
        let hamlet = if unit_id == on.info.unit_id { "" } else { on.units.home_name(unit_id) };
        let place = [house_number, alley, hamlet.to_owned()].into_iter().filter(|part| !part.is_empty());
        let place: Vec<String> = place.collect();
        named.push(if place.is_empty() {
            person.name
        } else {
            format!("{} ({})", person.name, place.join(", "))
        });
    }
    Ok(named.join("; "))
}

impl Points {
    fn tell(&mut self, state: CheckState, code: &str, params: &[(&str, String)]) {
        let params = params.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        self.0.push(DayCheck { code: code.to_owned(), params, state, first: None });
    }

    /// The point told last leads to this person.
    fn leads_to(&mut self, first: FirstToSee) {
        if let Some(told) = self.0.last_mut() {
            told.first = Some(first);
        }
    }

    /// Whether the figures add up, and whose are missing.
    fn figures(&mut self, on: &Day<'_>, today: &Today, now: DateTime<FixedOffset>) -> Result<()> {
        match on.check_agreement(now) {
            Ok(()) => self.tell(CheckState::Fine, "close.sums", &[]),
            Err(e) if matches!(e.code, "report.sums_differ" | "report.contradiction") => {
                let params: Vec<(&str, String)> =
                    e.params.iter().map(|(name, value)| (*name, value.clone())).collect();
                self.tell(CheckState::Stops, e.code, &params);
            }
            Err(e) => return Err(e),
        }
        // All of them are printed so, whether or not it is evening and they are asked for figures.
        let runs = matches!(
            today.campaign.as_ref().map(|campaign| campaign.stage),
            Some(Stage::Running | Stage::LastDay)
        );
        let missing = today.rows.iter().filter(|row| runs && row.unit_id.is_some() && !row.has_figures());
        let names: Vec<&str> = missing.map(|row| row.name.as_str()).collect();
        let senders = today.rows.iter().any(|row| row.unit_id.is_some());
        if !names.is_empty() {
            let (count, all) = (thousands(names.len()), thousands(today.rows.len()));
            let params = [("count", count), ("all", all), ("units", names.join(", "))];
            self.tell(CheckState::Look, "close.units_missing", &params);
        } else if senders && today.with_figures == today.rows.len() {
            self.tell(CheckState::Fine, "close.units", &[]);
        }
        let open: Vec<Undivided> = today.undivided.iter().filter(|open| !open.to_come).cloned().collect();
        if !open.is_empty() {
            let params = [("units", Undivided::told(&open))];
            self.tell(CheckState::Look, "close.undivided", &params);
        }
        let otherwise = on.divided_otherwise()?;
        if !otherwise.is_empty() {
            let told = |(whole, had, given): &(String, u32, u32)| {
                format!("{whole} {} ≠ {}", thousands(*had), thousands(*given))
            };
            let units = otherwise.iter().map(told).collect::<Vec<_>>().join("; ");
            self.tell(CheckState::Look, "close.divided_otherwise", &[("units", units)]);
        }
        if !today.differing.is_empty() {
            let unit = |unit: &DifferingUnit| format!("{} ({})", unit.name, unit.told[0]);
            let units = today.differing.iter().map(unit).collect::<Vec<_>>().join("; ");
            let (count, all) = (thousands(today.differing.len()), thousands(today.sent));
            let params = [("count", count), ("all", all), ("units", units)];
            self.tell(CheckState::Look, "close.stated_otherwise", &params);
        }
        Ok(())
    }

    /// Whose laptop has not handed its evening in, and what both ends have changed.
    fn packages(&mut self, on: &Day<'_>) -> Result<()> {
        let open = on.book.conflicts()?.iter().filter(|kept| kept.settled.is_empty()).count();
        if open > 0 {
            self.tell(CheckState::Look, "close.conflicts", &[("count", thousands(open))]);
        }
        let laptops = on.laptops()?;
        if laptops.is_empty() {
            return Ok(());
        }
        let silent = laptops.iter().filter(|laptop| !laptop.handed_in);
        let silent: Vec<&str> = silent.map(|laptop| laptop.unit.as_str()).collect();
        if silent.is_empty() {
            self.tell(CheckState::Fine, "close.laptops", &[("count", thousands(laptops.len()))]);
        } else {
            let (count, all) = (thousands(silent.len()), thousands(laptops.len()));
            let params = [("count", count), ("all", all), ("units", silent.join(", "))];
            self.tell(CheckState::Look, "close.laptops_silent", &params);
        }
        Ok(())
    }

    /// Whom the team still has to see, and how old the extract is.
    fn people(&mut self, on: &Day<'_>, today: &Today) -> Result<()> {
        let day = on.day;
        if let Some(first) = today.appointments.first() {
            let count = thousands(today.appointment_count);
            self.tell(CheckState::Look, "close.appointments_open", &[("count", count)]);
            self.leads_to(FirstToSee { unit_id: first.unit_id, citizen: first.code.clone() });
        } else {
            self.tell(CheckState::Fine, "close.appointments", &[]);
        }
        let visited = on.book.housemates_of_visited(day)?;
        let open = on.people()?.iter().filter(|person| {
            visited.binary_search(&person.citizen_id).is_ok()
                && person.level_at(day) == 0
                && person.eligible(day)
                && person.latest_visit(day, day).is_none()
        });
        let open: Vec<CitizenId> = open.map(|person| person.citizen_id).collect();
        if let Some(first) = open.first() {
            let mut params = vec![("count", thousands(open.len())), ("who", first_of(on, &open)?)];
            let more = open.len().saturating_sub(NAMED);
            let code = if more > 0 { "close.houses_open_more" } else { "close.houses_open" };
            params.extend((more > 0).then(|| ("more", thousands(more))));
            self.tell(CheckState::Look, code, &params);
            self.leads_to(FirstToSee::of(on, *first)?);
        } else {
            self.tell(CheckState::Fine, "close.houses", &[]);
        }
        if !today.unreconciled.is_empty() {
            self.tell(CheckState::Stops, "close.unreconciled", &[("days", days_told(&today.unreconciled))]);
            return Ok(());
        }
        let Some(extract) = on.extract else {
            self.tell(CheckState::Look, "close.extract_none", &[]);
            return Ok(());
        };
        let days = (day - extract).num_days();
        let (state, code) = if days > OLD_EXTRACT {
            (CheckState::Look, "close.extract_old")
        } else {
            (CheckState::Fine, "close.extract")
        };
        self.tell(state, code, &[("day", vi(extract)), ("days", days.to_string())]);
        Ok(())
    }
}

/// What is still open on a day, what matters most first.
///
/// # Errors
/// `report.in_future`; the book's own.
pub fn check_day(book: &mut Book, session: &Session, args: &AskDay) -> Result<Vec<DayCheck>> {
    let on = Day::asked(book, session, args.day)?;
    let today = look_at(&on, session)?;
    let day = on.day;
    let mut points = Points::default();
    points.figures(&on, &today, session.now())?;
    points.packages(&on)?;
    if today.people > 0 {
        points.people(&on, &today)?;
    }
    if let Some(last) = today.written_ahead {
        let params = [("now", vi_at(session.now())), ("last", vi_at(last))];
        points.tell(CheckState::Look, "close.clock", &params);
    }
    if let Some(last) = today.restored_from {
        points.tell(CheckState::Look, "close.restored", &[("last", vi_at(last))]);
    }
    if !today.late_tasks.is_empty() {
        let count = thousands(today.late_tasks.len());
        points.tell(CheckState::Look, "close.tasks_late", &[("count", count)]);
    }
    if !today.reports_due.is_empty() {
        let told = |due: &DueReport| {
            let form = word(&format!("form.{}.sheet", due.form));
            format!("{form}: {} ({}, {})", due.phase, due.number, vi(due.due))
        };
        let reports = today.reports_due.iter().map(told).collect::<Vec<_>>().join("; ");
        points.tell(CheckState::Look, "close.reports_due", &[("reports", reports)]);
    }
    if today.closed.is_some() {
        let code = if day < session.today() { "close.again_past" } else { "close.again" };
        points.tell(CheckState::Look, code, &[("day", vi(day))]);
    }
    let again = closed_and_changed(&on, session)?;
    if !again.is_empty() {
        points.tell(CheckState::Look, "close.changed_before", &[("days", days_told(&again))]);
    }
    for (code, params) in open_points(book, session)? {
        points.tell(CheckState::Look, code, &params);
    }
    let Points(mut checks) = points;
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

/// "20/11/2026, 10/11/2026"
fn days_told(days: &[NaiveDate]) -> String {
    days.iter().map(|day| vi(*day)).collect::<Vec<_>>().join(", ")
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
    use super::super::look_at_today::look_at_today;
    use super::*;
    use crate::domain::visit::{NewVisit, Outcome};
    use crate::jobs::import::import_roster::list_rosters;
    use crate::jobs::walk::log_visit::{LogVisits, log_visits};
    use crate::store::reports::sample::Sample;
    use crate::store::visits::example::Example;

    #[test]
    fn who_was_left_out_at_a_house_is_named() {
        let mut example = Example::new().people(
            "C1;Thôn 1;Ngõ 2;12/3;Phạm Văn Cường;approved-not-activated
             C2;Thôn 1;Ngõ 2;12/3;Đỗ Thị Dung;approved-not-activated
             C3;Thôn 1;Ngõ 2;14;Lê Văn An;approved-not-activated",
        );
        let visit = NewVisit::new("C1", Outcome::Absent);
        log_visits(&mut example.book, &example.session, &LogVisits { visits: vec![visit] }).unwrap();
        let checks = check_day(&mut example.book, &example.session, &AskDay { day: None }).unwrap();
        let open = checks.into_iter().find(|check| check.code == "close.houses_open").unwrap();
        assert_eq!(open.params["count"], "1");
        assert_eq!(open.params["who"], "Đỗ Thị Dung (12/3, Ngõ 2, Thôn 1)");
        assert_eq!(open.first.unwrap().citizen, "C2");
    }

    #[test]
    fn of_many_left_out_some_are_named_and_the_rest_is_counted() {
        let told = |people: usize| {
            let house: Vec<String> = (0..=people)
                .map(|n| format!("C{n};Thôn 1;Ngõ 2;12;Lò Văn Thử;approved-not-activated"))
                .collect();
            let mut example = Example::new().people(&house.join("\n"));
            let visits = vec![NewVisit::new("C0", Outcome::Absent)];
            log_visits(&mut example.book, &example.session, &LogVisits { visits }).unwrap();
            let checks = check_day(&mut example.book, &example.session, &AskDay { day: None }).unwrap();
            let open = checks.into_iter().find(|check| check.code.starts_with("close.houses_open")).unwrap();
            let params: Vec<(&str, &str)> =
                open.params.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            crate::messages::sentence(&open.code, params)
        };
        assert!(told(5).ends_with("Lò Văn Thử (12, Ngõ 2, Thôn 1)."), "{}", told(5));
        assert!(told(7).ends_with("Thôn 1) và 2 người nữa."), "{}", told(7));
        assert!(!told(7).contains('…'));
    }

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
