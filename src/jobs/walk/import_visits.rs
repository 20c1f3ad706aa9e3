//! Takes filled-in worksheets back: each answered row becomes a visit, once.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::take_answer::{Decided, Evening, Question};
use crate::disk::{NewFile, Written, name_of};
use crate::domain::accounting::Accounting;
use crate::domain::file_kind::FileKind;
use crate::domain::file_warning::{FileWarning, warn_of_worksheet};
use crate::domain::ids::OperationId;
use crate::error::{Error, Refusal, Result};
use crate::excel::read_sheet::SourceFile;
use crate::excel::worksheet::{FilledSheet, WorksheetRow, read_worksheets};
use crate::excel::write_rejected::RejectedBook;
use crate::jobs::import::people_file::write_rejected;
use crate::session::Session;
use crate::store::{BackupReason, Book, Tx, Verifying};

/// Worksheets of one evening: a commune has some dozens of hamlets.
const MOST_FILES: usize = 1000;
/// How deep folders are searched.
const DEEPEST: usize = 4;
/// Endings of the workbooks that a folder is searched for.
pub(crate) const WORKBOOKS: [&str; 6] = ["xlsx", "xlsm", "xls", "xlsb", "ods", "csv"];
/// Names of files that the journal tells.
const TOLD: usize = 3;

/// Worksheets that were filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportVisits {
    /// Files, and folders that are searched for workbooks.
    pub files: Vec<PathBuf>,
    /// What a person said about rows that had another answer beside them.
    #[serde(default)]
    pub decided: Vec<Decided>,
    /// The workbook to write of the rows that were not taken; none is written when all were.
    #[serde(default)]
    pub rejected: Option<PathBuf>,
    /// Whether that workbook may take the place of an earlier one.
    #[serde(default)]
    pub replace: bool,
    /// Show what would happen and change nothing; the workbook is written all the same.
    #[serde(default)]
    pub dry_run: bool,
}

/// What became of the worksheets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct ImportedVisits {
    /// Each file, by its path.
    pub files: Vec<FilledFile>,
    /// The workbook of the rows that were not taken.
    pub rejected_file: Option<PathBuf>,
    /// The undo step; `None` when nothing changed.
    pub operation: Option<OperationId>,
}

/// What became of one worksheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct FilledFile {
    /// The file.
    pub file: PathBuf,
    /// Its rows; `None` when it could not be read.
    pub accounting: Option<Accounting>,
    /// Why it could not be read.
    pub refused: Option<Refusal>,
    /// Its rows that are set apart until a person says which answer counts.
    pub questions: Vec<Question>,
}

/// Imports worksheets (xlsx, ods, csv, …) as one operation. The same row counts once, however often and in whatever
/// order its files come back; what it adds becomes a correction of the visit, what it says otherwise a question; an answer
/// that was corrected since stays corrected. What is blank takes nothing back. Two answers for one person on one day that
/// cannot both be right are a question. A file that cannot be read is named and holds no other up.
///
/// # Errors
/// Those of [`read_worksheets`] for a file that came alone; `worksheet.no_files`, `worksheet.many_files`; `file.not_found`;
/// `save.*` for the workbook of rows that were not taken; `job.stopped`; the book's own.
pub fn import_visits(book: &mut Book, session: &Session, args: &ImportVisits) -> Result<ImportedVisits> {
    let paths = gather(session, &args.files)?;
    let rejected = place_of_rejected(args, &paths)?;
    let params = ImportParams { file: told(&paths) };
    let backup = if args.dry_run { None } else { Some(book.backup_before(session, BackupReason::Import)?) };
    let change = |tx: &Tx<'_>| {
        let taken = take_files(tx, session, &paths, args, rejected.as_ref())?;
        backup.map(Verifying::finish).transpose()?;
        Ok(taken)
    };
    let (taken, operation) = if args.dry_run {
        (book.rehearse(session, change)?, None)
    } else {
        let done = book.transact(session, "import-visits", params, change)?;
        (done.value, done.operation)
    };
    let rejected_file = args.rejected.clone().filter(|_| taken.written.is_some());
    taken.written.into_iter().for_each(Written::keep);
    Ok(ImportedVisits { files: taken.files, rejected_file, operation })
}

#[derive(Serialize)]
struct ImportParams {
    file: String,
}

struct Taken {
    files: Vec<FilledFile>,
    written: Option<Written>,
}

fn take_files(
    tx: &Tx<'_>,
    session: &Session,
    paths: &[PathBuf],
    args: &ImportVisits,
    to: Option<&NewFile<'_>>,
) -> Result<Taken> {
    let mut evening = Evening::new(tx, session, &args.decided);
    let mut rejected = RejectedBook::default();
    let mut files = Vec::new();
    for (path, done) in paths.iter().zip(0..) {
        session.progress("progress.reading", done, paths.len() as u64);
        let sheets = match SourceFile::open(path).and_then(|mut file| read_worksheets(&mut file, session)) {
            Ok(sheets) => sheets,
            Err(refused) if paths.len() == 1 || refused.code == "job.stopped" => return Err(refused),
            Err(refused) => {
                let refused = Some(refused.into());
                files.push(FilledFile {
                    file: path.clone(),
                    accounting: None,
                    refused,
                    questions: Vec::new(),
                });
                continue;
            }
        };
        let rows: Vec<WorksheetRow> = sheets.iter().flat_map(|sheet| sheet.rows.iter().cloned()).collect();
        let (mut accounting, questions) = evening.take(&rows)?;
        accounting.warnings.extend(sheets.iter().find_map(warn_of_title));
        for sheet in &sheets {
            sheet.add_rejected(&accounting.issues, &mut rejected)?;
        }
        files.push(FilledFile { file: path.clone(), accounting: Some(accounting), refused: None, questions });
    }
    let rows = files.iter().filter_map(|file| Some(file.accounting.as_ref()?.rejected)).sum();
    let written = write_rejected(&mut rejected, rows, to, tx, session)?;
    Ok(Taken { files, written })
}

fn warn_of_title(sheet: &FilledSheet) -> Option<FileWarning> {
    let day = |row: &WorksheetRow| if let WorksheetRow::Filled(row) = row { Some(row.key.day) } else { None };
    warn_of_worksheet(sheet.title_day, &sheet.rows.iter().filter_map(day).collect::<Vec<_>>())
}

/// The files that the paths name, each once, in the order of their paths, so that one evening counts the same however
/// its files are dropped.
fn gather(session: &Session, paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            let before = found.len();
            search(session, path, 0, &mut found)?;
            if found.len() == before {
                return Err(Error::new("worksheet.no_files").with("path", path.display()));
            }
        } else {
            found.push(path.clone());
        }
    }
    found.sort();
    found.dedup();
    if found.len() > MOST_FILES {
        return Err(Error::new("worksheet.many_files").with("most", MOST_FILES));
    }
    Ok(found)
}

fn search(session: &Session, folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<()> {
    session.check_stop()?;
    let unread =
        |e: std::io::Error| Error::new("file.cannot_read").with("file", folder.display()).with("reason", e);
    for entry in std::fs::read_dir(folder).map_err(unread)? {
        let path = entry.map_err(unread)?.path();
        let hidden = is_hidden(&path);
        if path.is_dir() {
            if depth == DEEPEST || hidden || found.len() > MOST_FILES {
                continue;
            }
            match search(session, &path, depth + 1, found) {
                Err(refused) if refused.code == "job.stopped" => return Err(refused),
                // One that cannot be read is named as a file is.
                Err(_) => found.push(path),
                Ok(()) => {}
            }
        } else if !hidden && is_workbook(&path) {
            found.push(path);
        }
    }
    Ok(())
}

/// Excel keeps a file "~$…" beside each one that is open.
pub(crate) fn is_hidden(path: &Path) -> bool {
    name_of(path).starts_with(['~', '.'])
}

/// Whether its name ends as that of a workbook.
pub(crate) fn is_workbook(path: &Path) -> bool {
    let own = path.extension().unwrap_or_default();
    WORKBOOKS.iter().any(|ending| own.eq_ignore_ascii_case(ending))
}

fn place_of_rejected<'a>(args: &'a ImportVisits, paths: &[PathBuf]) -> Result<Option<NewFile<'a>>> {
    let Some(path) = &args.rejected else { return Ok(None) };
    let place = path.canonicalize().ok();
    // Not even when asked: the list itself would be gone.
    if place.is_some() && paths.iter().any(|source| source.canonicalize().ok() == place) {
        return Err(Error::new("save.is_source").with("path", path.display()));
    }
    let to = NewFile { path, kind: FileKind::Workbook, replace: args.replace };
    to.check()?;
    Ok(Some(to))
}

/// "thon 1.xlsx, thon 2.xlsx, thon 3.xlsx, … (24)"
fn told(paths: &[PathBuf]) -> String {
    let mut names: Vec<String> = paths.iter().take(TOLD).map(|path| name_of(path)).collect();
    if paths.len() > TOLD {
        names.push(format!("… ({})", paths.len()));
    }
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::take_answer::{Counts, SheetAnswer};
    use super::*;
    use serde_json::json;

    use crate::domain::citizen::{Departure, Gone};
    use crate::domain::visit::{NewVisit, Outcome, Visit};
    use crate::excel::sheet::Cell;
    use crate::excel::worksheet::example::{SHAPES, Shape, fill, table};
    use crate::jobs::walk::log_visit::{LogVisits, log_visits};
    use crate::jobs::walk::make_worklist::{MakeWorklist, make_worklist};
    use crate::store::visits::example::{Example, at, citizen};

    struct Paper {
        example: Example,
        folder: tempfile::TempDir,
    }

    const PEOPLE: &str = "
        C1;Thôn 1;Ngõ 10;1;Lê Văn An;approved-not-activated2
        C2;Thôn 1;Ngõ 2;12/3A;Trần Thị Bình;-
        C3;Thôn 1;Ngõ 2;12/3;=Phạm Văn Cường;-
        C4;Thôn 1;Ngõ 2;2;Đỗ Thị Dung;approved-not-activated2
        C5;Thôn 1;;;Hoàng Văn Em;-";

    fn alone(file: PathBuf) -> ImportVisits {
        ImportVisits { files: vec![file], ..ImportVisits::default() }
    }

    impl Paper {
        fn new() -> Self {
            let people = PEOPLE.replace("activated2", "activated");
            let mut paper =
                Self { example: Example::new().people(&people), folder: tempfile::tempdir().unwrap() };
            let args = MakeWorklist { out: Some(paper.blank()), ..MakeWorklist::default() };
            make_worklist(&mut paper.example.book, &paper.example.session, &args).unwrap();
            paper
        }

        fn blank(&self) -> PathBuf {
            self.folder.path().join("Phieu.xlsx")
        }

        /// Fills in `name|heading|value`, one a line, and imports; gives `added/updated/unchanged/skipped/rejected codes`.
        fn import(&mut self, answers: &str, shape: Shape) -> String {
            let answers: Vec<(&str, &str, Cell)> = answers
                .lines()
                .filter(|line| !line.trim().is_empty())
                .map(|line| {
                    let [name, heading, value] =
                        line.trim().split('|').collect::<Vec<_>>().try_into().unwrap();
                    let value = match value.strip_prefix('#').map(|text| at(text).naive_local()) {
                        Some(time) => Cell::Date(time),
                        None => Cell::Text(value.to_owned()),
                    };
                    (name, heading, value)
                })
                .collect();
            let file = fill(&self.blank(), &answers, shape);
            self.take(&file)
        }

        fn take(&mut self, file: &std::path::Path) -> String {
            self.decide(&[file.to_owned()], &[])
        }

        /// Imports files or folders; gives the same of each file, ", " between.
        fn decide(&mut self, files: &[PathBuf], decided: &[Decided]) -> String {
            let args = ImportVisits {
                files: files.to_vec(),
                decided: decided.to_vec(),
                dry_run: true,
                ..ImportVisits::default()
            };
            let plan = import_visits(&mut self.example.book, &self.example.session, &args);
            let args = ImportVisits { dry_run: false, ..args };
            let done = match import_visits(&mut self.example.book, &self.example.session, &args) {
                Ok(done) => done,
                Err(error) => return error.code.to_owned(),
            };
            // The plan is what happens.
            assert_eq!(plan.unwrap().files, done.files);
            let of_file = |file: FilledFile| match (file.accounting, file.refused) {
                (Some(accounting), None) => Self::told(accounting),
                (None, Some(refused)) => refused.code,
                both => format!("{both:?}"),
            };
            done.files.into_iter().map(of_file).collect::<Vec<_>>().join(", ")
        }

        fn told(accounting: Accounting) -> String {
            let Accounting { rows_in, added, updated, unchanged, skipped, rejected, issues, .. } = accounting;
            assert_eq!(rows_in, added + updated + unchanged + skipped + rejected);
            for issue in &issues {
                assert_ne!(issue.sentence(), issue.code);
                assert_ne!(issue.remedy(), format!("{}.fix", issue.code));
                assert!(!issue.sentence().contains('{'), "{}", issue.sentence());
            }
            let codes: String = issues.iter().map(|issue| format!(" {}", issue.code)).collect();
            format!("{added}/{updated}/{unchanged}/{skipped}/{rejected}{codes}")
        }

        /// Visits of a person as `outcome level reason time`, ';' between.
        fn visits(&self, nr: u128) -> String {
            let one = |visit: &Visit| {
                let time = visit.at.format("%d %H:%M");
                format!("{} {} {} {time}", visit.outcome.code(), visit.level, visit.reason)
            };
            self.example
                .book
                .visit_history(citizen(nr))
                .unwrap()
                .iter()
                .map(one)
                .collect::<Vec<_>>()
                .join("; ")
        }
    }

    impl Paper {
        /// The visits of a person that count, as `outcome hour`.
        fn counting(&self, nr: u128) -> String {
            let history = self.example.book.visit_history(citizen(nr)).unwrap();
            let counts = |visit: &&Visit| !history.iter().any(|other| other.corrects == Some(visit.id));
            let told = |visit: &Visit| format!("{} {}", visit.outcome.code(), visit.at.format("%H:%M"));
            history.iter().filter(counts).map(told).collect::<Vec<_>>().join("; ")
        }
    }

    #[test]
    fn the_worksheet_is_the_walk_list() {
        let paper = Paper::new();
        let rows = table(&paper.blank());
        let column = |at: usize| -> Vec<String> {
            rows.iter()
                .skip(1)
                .map(|row| if let Cell::Text(text) = &row[at] { text.clone() } else { String::new() })
                .collect()
        };
        // Approved people first, each part in walking order; the house without a number last.
        assert_eq!(
            column(5),
            ["Đỗ Thị Dung", "Lê Văn An", "=Phạm Văn Cường", "Trần Thị Bình", "Hoàng Văn Em"]
        );
        assert_eq!(column(7)[0], "00••••••••04");
        assert_eq!(column(8)[0], "Đã duyệt, chưa kích hoạt");
    }

    #[test]
    fn a_filled_worksheet_comes_back_in_any_shape() {
        let answers = "
            Lê Văn An|Kết quả|K2
            Lê Văn An|Kênh|Ứng dụng
            Lê Văn An|Giờ đến|19h30
            Trần Thị Bình|Kết quả|Vắng mặt
            Trần Thị Bình|Ngày đến|#11-20T00:00
            Trần Thị Bình|Giờ đến|#11-20T18:15
            Đỗ Thị Dung|Kết quả|Chưa đủ điều kiện
            Đỗ Thị Dung|Lý do|Dưới 14 tuổi
            =Phạm Văn Cường|Kết quả|từ chối";
        for shape in SHAPES {
            let mut paper = Paper::new();
            let skipped = match shape {
                Shape::OnlyAnswered => 0,
                Shape::Signed => 3,
                _ => 1,
            };
            assert_eq!(paper.import(answers, shape), format!("4/0/0/{skipped}/0"), "{shape:?}");
            assert_eq!(paper.visits(1), "activated 2  21 19:30", "{shape:?}");
            assert_eq!(paper.visits(2), "absent 0  20 18:15", "{shape:?}");
            // The hour was not written: it is not invented.
            assert_eq!(paper.visits(4), "ineligible 0 under-14 21 00:00", "{shape:?}");
            assert_eq!(paper.visits(3), "other 0 refused 21 00:00", "{shape:?}");
            // Once more, in every other shape.
            for again in SHAPES {
                let found = paper.import(answers, again);
                assert!(found.starts_with("0/0/4/") && found.ends_with("/0"), "{shape:?} {again:?} {found}");
            }
        }
    }

    #[test]
    fn a_changed_answer_is_asked_about_and_an_old_paper_does_not_undo_it() {
        let mut paper = Paper::new();
        assert_eq!(
            paper.import("Lê Văn An|Kết quả|V\nLê Văn An|Hẹn lại|22/11 19h", Shape::AsItIs),
            "1/0/0/4/0"
        );
        // Its appointment stays, and no answer gives way unasked.
        assert_eq!(paper.import("Lê Văn An|Kết quả|V", Shape::Csv), "0/0/1/4/0");
        let files =
            [fill(&paper.blank(), &[("Lê Văn An", "Kết quả", Cell::Text("K1W".to_owned()))], Shape::Csv)];
        assert_eq!(paper.decide(&files, &[]), "0/0/0/4/1 row.worksheet_opposite");
        let args = ImportVisits { dry_run: true, ..alone(files[0].clone()) };
        let asked = import_visits(&mut paper.example.book, &paper.example.session, &args).unwrap();
        let accounting = asked.files[0].accounting.as_ref().unwrap();
        assert_eq!(accounting.issues[0].stored, "Vắng mặt, 21/11, hẹn lại 19:00 22/11");
        let Question { visit, says, .. } = asked.files[0].questions[0].clone();
        let right = Counts::Worksheet;
        assert_eq!(paper.decide(&files, &[Decided { visit, says, right }]), "0/1/0/4/0");
        assert_eq!(paper.visits(1), "absent 0  21 00:00; activated 1  21 00:00");
        let old = paper.import("Lê Văn An|Kết quả|vắng", Shape::AsItIs);
        assert_eq!(old, "0/0/1/4/0 row.worksheet_older_answer");
        // A blank takes nothing back.
        assert_eq!(paper.import("", Shape::AsItIs), "0/0/0/5/0");
        paper.example.book.undo(None, &paper.example.session).unwrap();
        assert_eq!(paper.visits(1), "absent 0  21 00:00");
    }

    #[test]
    fn the_same_call_logged_by_hand_before_counts_once() {
        let mut paper = Paper::new();
        let visit = NewVisit { at: Some(at("11-21T19:30")), ..NewVisit::new("C1", Outcome::Absent) };
        let args = LogVisits { visits: vec![visit] };
        log_visits(&mut paper.example.book, &paper.example.session, &args).unwrap();
        assert_eq!(paper.import("Lê Văn An|Kết quả|V\nLê Văn An|Giờ đến|19:30", Shape::AsItIs), "0/0/1/4/0");
    }

    #[test]
    fn where_a_person_was_met_stands_on_the_paper() {
        let mut paper = Paper::new();
        let answer = "Lê Văn An|Kết quả|V";
        // Filled down in advance it is no answer.
        assert_eq!(paper.import("Lê Văn An|Nơi gặp|Chợ", Shape::AsItIs), "0/0/0/5/0");
        assert_eq!(paper.import(answer, Shape::AsItIs), "1/0/0/4/0");
        // A copy that says more.
        assert_eq!(paper.import(&format!("{answer}\nLê Văn An|Nơi gặp|ở chợ"), Shape::AsItIs), "0/1/0/4/0");
        let venue = |paper: &Paper| {
            let mut history = paper.example.book.visit_history(citizen(1)).unwrap();
            history.pop().and_then(|visit| visit.venue).map(crate::domain::visit::Venue::code)
        };
        assert_eq!(venue(&paper), Some("market"));
        assert_eq!(paper.import(answer, Shape::AsItIs), "0/0/1/4/0", "blank takes nothing back");
        let school = format!("{answer}\nLê Văn An|Nơi gặp|Trường học");
        assert_eq!(paper.import(&school, Shape::AsItIs), "0/0/0/4/1 row.worksheet_opposite");
        assert_eq!(venue(&paper), Some("market"));
    }

    #[test]
    fn a_bad_answer_is_rejected_with_what_to_do() {
        let mut paper = Paper::new();
        let mut check_bad = |answers: &str, expect: &str| {
            assert_eq!(paper.import(answers, Shape::AsItIs), expect, "{answers}");
            assert_eq!(paper.visits(1), "");
        };
        check_bad("Lê Văn An|Kết quả|xong", "0/0/0/4/1 row.worksheet_outcome_unknown");
        check_bad("Lê Văn An|Mức|2", "0/0/0/4/1 row.worksheet_outcome_missing");
        check_bad("Lê Văn An|Kết quả|K", "0/0/0/4/1 visit.level_missing");
        check_bad("Lê Văn An|Kết quả|K3 app", "0/0/0/4/1 visit.level_unknown");
        check_bad("Lê Văn An|Kết quả|K1 app\nLê Văn An|Mức|2", "0/0/0/4/1 row.worksheet_level_twice");
        check_bad("Lê Văn An|Kết quả|K1 app\nLê Văn An|Mức|cao", "0/0/0/4/1 row.worksheet_level_bad");
        check_bad("Lê Văn An|Kết quả|K1\nLê Văn An|Kênh|zalo", "0/0/0/4/1 row.worksheet_channel_bad");
        check_bad("Lê Văn An|Kết quả|V\nLê Văn An|Nơi gặp|giữa đường", "0/0/0/4/1 row.worksheet_venue_bad");
        check_bad("Lê Văn An|Kết quả|Đ", "0/0/0/4/1 visit.ineligible_reason_missing");
        check_bad("Lê Văn An|Kết quả|Khác", "0/0/0/4/1 visit.other_reason_missing");
        check_bad("Lê Văn An|Kết quả|Đ\nLê Văn An|Lý do|Từ chối", "0/0/0/4/1 visit.reason_mismatch");
        check_bad("Lê Văn An|Kết quả|V\nLê Văn An|Giờ đến|tối", "0/0/0/4/1 row.worksheet_time_bad");
        check_bad("Lê Văn An|Kết quả|V\nLê Văn An|Hẹn lại|19h30", "0/0/0/4/1 row.worksheet_time_bad");
        check_bad("Lê Văn An|Kết quả|V\nLê Văn An|Ngày đến|22/11", "0/0/0/4/1 visit.in_future");
        check_bad("Lê Văn An|Kết quả|V\nLê Văn An|Hẹn lại|20/11", "0/0/0/4/1 visit.come_back_before");
        check_bad(
            "Lê Văn An|Kết quả|V\nLê Văn An|Họ và tên|Lê Văn Ân Nhầm",
            "0/0/0/4/1 row.worksheet_name_moved",
        );
        check_bad("Lê Văn An|Kết quả|V\nLê Văn An|Mã dòng|", "0/0/0/4/1 row.worksheet_key_missing");
        check_bad("Lê Văn An|Kết quả|V\nLê Văn An|Mã dòng|TN1-1", "0/0/0/4/1 row.worksheet_key_bad");
        // A day filled down in advance is no answer.
        check_bad("Lê Văn An|Ngày đến|21/11\nĐỗ Thị Dung|Ngày đến|21/11", "0/0/0/5/0");
    }

    #[test]
    fn an_unlisted_reason_is_kept_and_told() {
        let mut paper = Paper::new();
        let found = paper.import("Lê Văn An|Kết quả|Khác\nLê Văn An|Lý do|Nhà có giỗ", Shape::AsItIs);
        assert_eq!(found, "1/0/0/4/0 row.worksheet_reason_unlisted");
        assert_eq!(paper.visits(1), "other 0 unlisted 21 00:00");
    }

    #[test]
    fn who_died_or_moved_away_before_is_asked_about() {
        let check = |gone: Gone, day: &str, answer: &str, expect: &str| {
            let mut paper = Paper::new();
            let gone = Some(Departure { gone, day: day.parse().unwrap() });
            let Example { book, session, .. } = &mut paper.example;
            book.transact(session, "citizen-deceased", json!({}), |tx| tx.set_departure(citizen(1), gone))
                .unwrap();
            let found = paper.import(&format!("Lê Văn An|Kết quả|{answer}"), Shape::AsItIs);
            assert_eq!(found, expect, "{answer} {day}");
        };
        check(Gone::Deceased, "2026-11-20", "V", "0/0/0/4/1 row.worksheet_person_gone");
        check(Gone::Moved, "2026-11-21", "V", "0/0/0/4/1 row.worksheet_person_gone");
        check(Gone::Moved, "2026-11-22", "V", "1/0/0/4/0"); // the visit was before
        check(Gone::Deceased, "2026-11-20", "Khác\nLê Văn An|Lý do|Đã mất", "1/0/0/4/0");
    }

    #[test]
    fn a_worksheet_of_another_book_and_another_file_are_told() {
        let mut paper = Paper::new();
        let file =
            fill(&paper.blank(), &[("Lê Văn An", "Kết quả", Cell::Text("V".to_owned()))], Shape::AsItIs);
        let mut other = Example::new();
        let found = import_visits(&mut other.book, &other.session, &alone(file)).unwrap();
        let found = found.files[0].accounting.clone().unwrap();
        assert_eq!(found.rejected, 1);
        assert_eq!(found.issues[0].code, "row.worksheet_person_unknown");
        assert_eq!(other.book.history(9).unwrap().len(), 0);

        let csv = paper.folder.path().join("khac.csv");
        std::fs::write(&csv, "STT;Họ và tên\n1;Lê Văn An\n").unwrap();
        assert_eq!(paper.take(&csv), "worksheet.none");
    }

    #[test]
    fn a_sheet_of_people_from_elsewhere_does_not_get_into_a_sample() {
        use crate::jobs::demo::make_demo::{MakeDemo, demo};

        let paper = Paper::new();
        let file =
            fill(&paper.blank(), &[("Lê Văn An", "Kết quả", Cell::Text("V".to_owned()))], Shape::AsItIs);
        let mut desk = crate::api::Desk::new(Session::new(Some(at("11-21T20:00"))));
        let args =
            MakeDemo { people: 60, seed: 1, out: paper.folder.path().join("mau"), ..MakeDemo::default() };
        demo(&mut desk, &args).unwrap();
        let (book, session) = desk.open().unwrap();
        let found = import_visits(book, session, &alone(file));
        assert_eq!(found.unwrap_err().code, "sample.public_passphrase");
    }

    /// Fills `name|heading|value` lines into a worksheet of its own in a folder.
    fn put(paper: &Paper, folder: &Path, name: &str, answers: &str) -> PathBuf {
        std::fs::create_dir_all(folder).unwrap();
        let answers: Vec<_> = answers
            .lines()
            .map(|line| {
                let [name, heading, value] = line.split('|').collect::<Vec<_>>().try_into().unwrap();
                (name, heading, Cell::Text(value.to_owned()))
            })
            .collect();
        let (filled, to) = (fill(&paper.blank(), &answers, Shape::AsItIs), folder.join(name));
        std::fs::rename(filled, &to).unwrap();
        to
    }

    #[test]
    fn a_whole_folder_comes_back_at_once() {
        let mut paper = Paper::new();
        let folder = paper.folder.path().join("toi nay");
        put(&paper, &folder, "thon 1.xlsx", "Lê Văn An|Kết quả|V");
        put(&paper, &folder.join("sau"), "thon 2.xlsx", "Trần Thị Bình|Kết quả|V\nĐỗ Thị Dung|Kết quả|xong");
        std::fs::write(folder.join("hong.xlsx"), "PK\u{3}\u{4} chép dở").unwrap();
        std::fs::write(folder.join("~$thon 1.xlsx"), "Excel đang mở").unwrap();
        std::fs::write(folder.join("doc.txt"), "khác").unwrap();
        let told = "file.damaged, 1/0/0/3/1 row.worksheet_outcome_unknown, 1/0/0/4/0";
        assert_eq!(paper.decide(std::slice::from_ref(&folder), &[]), told);
        // Once more, and one of them beside its folder.
        let again = [folder.join("thon 1.xlsx"), folder.clone()];
        let told = "file.damaged, 0/0/1/3/1 row.worksheet_outcome_unknown, 0/0/1/4/0";
        assert_eq!(paper.decide(&again, &[]), told);
        // One step takes all of it back.
        paper.example.book.undo(None, &paper.example.session).unwrap();
        assert_eq!((paper.visits(1), paper.visits(2)), (String::new(), String::new()));

        assert_eq!(paper.decide(&[folder.join("hong.xlsx")], &[]), "file.damaged");
        let empty = paper.folder.path().join("trong");
        std::fs::create_dir(&empty).unwrap();
        assert_eq!(paper.decide(&[empty], &[]), "worksheet.no_files");
    }

    #[test]
    fn rows_that_need_something_go_out_and_come_back_once() {
        let mut paper = Paper::new();
        let answers = "Lê Văn An|Kết quả|K\nLê Văn An|Kênh|A\nLê Văn An|Giờ đến|19h30\nĐỗ Thị Dung|Kết quả|xong\n\
            Trần Thị Bình|Kết quả|V";
        let filled = put(&paper, &paper.folder.path().join("toi nay"), "thon 1.xlsx", answers);
        let to = paper.folder.path().join("can sua.xlsx");
        let mut args = ImportVisits { rejected: Some(to.clone()), ..alone(filled.clone()) };
        let done = import_visits(&mut paper.example.book, &paper.example.session, &args).unwrap();
        assert_eq!(done.rejected_file.as_ref(), Some(&to));
        let rows = table(&to);
        let cell = |row: usize, heading: &str| {
            let at = rows[0].iter().position(|cell| *cell == Cell::Text(heading.to_owned())).unwrap();
            rows[row].get(at).cloned().unwrap_or_default()
        };
        assert_eq!(rows.len(), 3);
        assert_eq!(cell(2, "Họ và tên"), Cell::Text("Lê Văn An".to_owned()));
        assert!(matches!(cell(2, "Lỗi"), Cell::Text(text) if text.contains("mức")));
        assert!(matches!(cell(1, "Cách sửa"), Cell::Text(text) if text.contains("K1, K2")));
        // Never over a list that is taken in.
        args.rejected = Some(filled);
        args.replace = true;
        let refused = import_visits(&mut paper.example.book, &paper.example.session, &args);
        assert_eq!(refused.unwrap_err().code, "save.is_source");

        let answers = [("Lê Văn An", "Mức", Cell::Text("2".to_owned()))];
        let corrected = fill(&to, &answers, Shape::AsItIs);
        assert_eq!(paper.take(&corrected), "1/0/0/0/1 row.worksheet_outcome_unknown");
        assert_eq!(paper.visits(1), "activated 2  21 19:30");
        assert_eq!(paper.take(&corrected), "0/0/1/0/1 row.worksheet_outcome_unknown");
        // A second round has its findings once.
        let again = paper.folder.path().join("can sua 2.xlsx");
        let args = ImportVisits { rejected: Some(again.clone()), dry_run: true, ..alone(corrected) };
        import_visits(&mut paper.example.book, &paper.example.session, &args).unwrap();
        let errors = |cell: &&Cell| **cell == Cell::Text("Lỗi".to_owned());
        assert_eq!(table(&again)[0].iter().filter(errors).count(), 1);
    }

    #[test]
    fn an_activation_without_a_channel_counts() {
        let mut paper = Paper::new();
        let found = paper.import("Lê Văn An|Kết quả|K2", Shape::AsItIs);
        assert_eq!(found, "1/0/0/4/0 row.worksheet_channel_unknown");
        assert_eq!(paper.visits(1), "activated 2  21 00:00");
        let today = paper.example.session.today();
        let list = paper.example.book.worklist(None, today).unwrap();
        assert!(list.people().all(|person| person.code != "C1"), "who is activated is on no list");
        // Once it is known it is told.
        assert_eq!(paper.import("Lê Văn An|Kết quả|K2 app", Shape::Csv), "0/1/0/4/0");
    }

    #[test]
    fn the_paper_says_who_guided_the_person() {
        let mut paper = Paper::new();
        let officers = |paper: &Paper, nr| -> String {
            let members = paper.example.book.members().unwrap();
            let name = |visit: &Visit| {
                let of = members.iter().find(|(id, _)| Some(*id) == visit.member_id);
                of.map_or("-".to_owned(), |(_, name)| name.clone())
            };
            let history = paper.example.book.visit_history(citizen(nr)).unwrap();
            history.iter().map(name).collect::<Vec<_>>().join(", ")
        };
        // Whoever types the papers in guided nobody.
        let by = NewVisit {
            by: "Lê Thị Mơ".to_owned(),
            at: Some(at("11-20T19:00")),
            ..NewVisit::new("C5", Outcome::Absent)
        };
        log_visits(&mut paper.example.book, &paper.example.session, &LogVisits { visits: vec![by] }).unwrap();
        paper.example.session.member = Some(paper.example.book.members().unwrap()[0].0);
        let answers = "Lê Văn An|Kết quả|V\nTrần Thị Bình|Kết quả|V\nTrần Thị Bình|Người hướng dẫn|lê thị mơ\n\
            Đỗ Thị Dung|Kết quả|V\nĐỗ Thị Dung|Người hướng dẫn|Anh Nam\nHoàng Văn Em|Người hướng dẫn|Anh Nam";
        assert_eq!(paper.import(answers, Shape::AsItIs), "3/0/0/2/0 row.worksheet_officer_new");
        assert_eq!([1, 2, 4].map(|nr| officers(&paper, nr)), ["-", "Lê Thị Mơ", "Anh Nam"]);
        assert_eq!(paper.import(answers, Shape::Csv), "0/0/3/2/0");
        // The name alone was forgotten, or changed.
        let later = "Lê Văn An|Kết quả|V\nLê Văn An|Người hướng dẫn|Anh Nam";
        assert_eq!(paper.import(later, Shape::AsItIs), "0/1/0/4/0");
        assert_eq!(officers(&paper, 1), "-, Anh Nam");
        assert_eq!(paper.import(later, Shape::AsItIs), "0/0/1/4/0");
        assert_eq!(paper.import("Lê Văn An|Kết quả|V", Shape::AsItIs), "0/0/1/4/0");
        // The same call was logged at the desk by somebody else.
        let other =
            "Hoàng Văn Em|Kết quả|V\nHoàng Văn Em|Ngày đến|20/11\nHoàng Văn Em|Người hướng dẫn|Anh Nam";
        assert_eq!(paper.import(other, Shape::AsItIs), "0/0/1/4/0 row.worksheet_officer_other");
        assert_eq!(officers(&paper, 5), "Lê Thị Mơ");
        let long = format!("Lê Văn An|Kết quả|V\nLê Văn An|Người hướng dẫn|{}", "ộ".repeat(101));
        assert_eq!(paper.import(&long, Shape::AsItIs), "0/0/0/4/1 row.worksheet_officer_long");
    }

    #[test]
    fn a_worksheet_from_before_that_column_comes_in() {
        let mut paper = Paper::new();
        let file = fill(&paper.blank(), &[("Lê Văn An", "Kết quả", Cell::Text("V".to_owned()))], Shape::Csv);
        let text = std::fs::read_to_string(&file).unwrap();
        let place =
            text.lines().next().unwrap().split(';').position(|cell| cell == "Người hướng dẫn").unwrap();
        let without = |line: &str| {
            let cells = line.split(';').enumerate().filter(|(at, _)| *at != place);
            cells.map(|(_, cell)| cell).collect::<Vec<_>>().join(";")
        };
        std::fs::write(&file, text.lines().map(without).collect::<Vec<_>>().join("\n")).unwrap();
        assert_eq!(paper.take(&file), "1/0/0/4/0");
    }

    #[test]
    fn a_title_of_another_day_is_told() {
        let mut paper = Paper::new();
        let answers = [("Lê Văn An", "Kết quả", Cell::Text("V".to_owned()))];
        let file = fill(&paper.blank(), &answers, Shape::Csv);
        let text = std::fs::read_to_string(&file).unwrap();
        let mut warnings = |title: &str| {
            std::fs::write(&file, format!("{title};\n{text}")).unwrap();
            let args = ImportVisits { dry_run: true, ..alone(file.clone()) };
            let done = import_visits(&mut paper.example.book, &paper.example.session, &args).unwrap();
            let accounting = done.files[0].accounting.clone().unwrap();
            accounting.warnings.iter().map(|w| w.params["title"].clone()).collect::<String>()
        };
        assert_eq!(warnings("Ngày 21/11/2026 · 5 người"), "");
        assert_eq!(warnings("Ngày 22/11/2026 · 5 người"), "22/11/2026");
    }

    #[test]
    fn opposite_answers_of_one_day_are_a_question() {
        let mut paper = Paper::new();
        let visit = NewVisit { at: Some(at("11-21T19:30")), ..NewVisit::new("C1", Outcome::Absent) };
        log_visits(&mut paper.example.book, &paper.example.session, &LogVisits { visits: vec![visit] })
            .unwrap();
        let filled = put(&paper, &paper.folder.path().join("a"), "a.xlsx", "Lê Văn An|Kết quả|K2 app");
        let files = [filled.clone()];
        assert_eq!(paper.decide(&files, &[]), "0/0/0/4/1 row.worksheet_opposite");
        assert_eq!(paper.visits(1), "absent 0  21 19:30");
        let args = ImportVisits { dry_run: true, ..alone(filled) };
        let asked = import_visits(&mut paper.example.book, &paper.example.session, &args).unwrap();
        let question = asked.files[0].questions[0].clone();
        assert_eq!((question.says.outcome, question.counts.outcome), (Outcome::Activated, Outcome::Absent));
        assert_eq!(question.name, "Lê Văn An");
        let sentence = asked.files[0].accounting.as_ref().unwrap().issues[0].sentence();
        assert!(
            sentence.contains("Đã kích hoạt, mức 2, ứng dụng") && sentence.contains("Vắng mặt, 19:30"),
            "{sentence}"
        );

        let decide = |right| Decided { visit: question.visit, says: question.says.clone(), right };
        // A person decides, either way, and is not asked again; both answers stay in the history.
        assert_eq!(paper.decide(&files, &[decide(Counts::Book)]), "0/0/1/4/0");
        assert_eq!(paper.counting(1), "absent 19:30");
        assert_eq!(paper.example.book.visit_history(citizen(1)).unwrap().len(), 3);
        assert_eq!(paper.decide(&files, &[]), "0/0/1/4/0");
        paper.example.book.undo(None, &paper.example.session).unwrap();
        assert_eq!(paper.decide(&files, &[decide(Counts::Worksheet)]), "0/1/0/4/0");
        assert_eq!(paper.counting(1), "activated 00:00");
        assert_eq!(paper.decide(&files, &[]), "0/0/1/4/0");
        // What was decided of one answer says nothing of another.
        paper.example.book.undo(None, &paper.example.session).unwrap();
        let other = SheetAnswer { level: 1, ..question.says.clone() };
        let decided = Decided { visit: question.visit, says: other, right: Counts::Worksheet };
        assert_eq!(paper.decide(&files, &[decided]), "0/0/0/4/1 row.worksheet_opposite");
    }

    #[test]
    fn copies_of_one_worksheet_are_compared() {
        let mut paper = Paper::new();
        let folder = paper.folder.path().join("hai ban");
        put(
            &paper,
            &folder,
            "a.xlsx",
            "Lê Văn An|Kết quả|V\nTrần Thị Bình|Kết quả|V\nTrần Thị Bình|Giờ đến|19h",
        );
        put(
            &paper,
            &folder,
            "b.xlsx",
            "Lê Văn An|Kết quả|S\nTrần Thị Bình|Kết quả|V\nTrần Thị Bình|Ghi chú|đi họp",
        );
        let told = "2/0/0/3/0, 0/1/0/3/1 row.worksheet_opposite";
        assert_eq!(paper.decide(std::slice::from_ref(&folder), &[]), told);
        // The second paper adds its note, and the hour of the first stays.
        assert_eq!(paper.counting(2), "absent 19:00");
        let told = paper.decide(&[folder], &[]);
        assert!(told.starts_with("0/0/2/3/0") && told.contains("0/0/1/3/1"), "{told}");
    }

    #[test]
    fn a_second_copy_takes_no_activation_back_unasked() {
        let mut paper = Paper::new();
        let blank = paper.blank();
        let answer = |words: &str| {
            fill(&blank, &[("Lê Văn An", "Kết quả", Cell::Text(words.to_owned()))], Shape::AsItIs)
        };
        assert_eq!(paper.take(&answer("K2 app")), "1/0/0/4/0");
        for lower in ["V", "K1 app"] {
            assert_eq!(paper.take(&answer(lower)), "0/0/0/4/1 row.worksheet_opposite");
        }
        assert_eq!(paper.counting(1), "activated 00:00");
    }

    #[test]
    fn a_copied_row_counts_once() {
        let mut paper = Paper::new();
        let file = fill(&paper.blank(), &[("Lê Văn An", "Kết quả", Cell::Text("V".to_owned()))], Shape::Csv);
        let text = std::fs::read_to_string(&file).unwrap();
        let line = text.lines().find(|line| line.contains("Lê Văn An")).unwrap();
        std::fs::write(&file, format!("{text}{line}\n{}\n", line.replace(";V;", ";S;"))).unwrap();
        assert_eq!(paper.take(&file), "1/0/1/4/1 row.worksheet_opposite");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]
        #[test]
        fn twice_is_once(
            words in proptest::collection::vec("K[123]?[AW]?|V|Đ|S|H|từ chối|dưới 14 tuổi|xong|", 5),
            hours in proptest::collection::vec("|19h30|8:15|tối|20/11", 5),
            shapes in (0..SHAPES.len(), 0..SHAPES.len()),
        ) {
            let names = ["Lê Văn An", "Trần Thị Bình", "=Phạm Văn Cường", "Đỗ Thị Dung", "Hoàng Văn Em"];
            let answers: String = names.iter().zip(words.iter().zip(&hours))
                .map(|(name, (word, hour))| format!("{name}|Kết quả|{word}\n{name}|Giờ đến|{hour}\n"))
                .collect();
            let mut paper = Paper::new();
            let first = paper.import(&answers, SHAPES[shapes.0]);
            let state: Vec<String> = (1..=5).map(|nr| paper.visits(nr)).collect();
            let again = paper.import(&answers, SHAPES[shapes.1]);
            prop_assert_eq!(state, (1..=5).map(|nr| paper.visits(nr)).collect::<Vec<_>>());
            prop_assert!(again.starts_with(&format!("0/0/{}/", first.split('/').next().unwrap())), "{} {}", first, again);
        }
    }
}
