//! Takes a filled-in worksheet back: each answered row becomes a visit, once.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::log_visit::complete;
use crate::domain::accounting::Accounting;
use crate::domain::ids::VisitId;
use crate::domain::visit::{NewVisit, UNLISTED, Visit};
use crate::error::{Error, Result, RowIssue, Severity};
use crate::excel::read_sheet::SourceFile;
use crate::excel::worksheet::{FilledRow, WorksheetRow, column_of, read_worksheets};
use crate::session::Session;
use crate::store::{BackupReason, Book, Tx, Verifying};

/// A worksheet that was filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportVisits {
    /// The file.
    pub file: PathBuf,
    /// Show what would happen and change nothing.
    #[serde(default)]
    pub dry_run: bool,
}

/// Imports a worksheet (xlsx, ods, csv, …) as one operation. The same row counts once, however often and in whatever
/// order its files come back; a changed answer becomes a correction of the visit; an answer that was corrected since
/// stays corrected. A blank answer takes nothing back.
///
/// # Errors
/// Those of [`read_worksheets`]; `job.stopped`; the book's own.
pub fn import_visits(book: &mut Book, session: &Session, args: &ImportVisits) -> Result<Accounting> {
    let mut file = SourceFile::open(&args.file)?;
    let rows = read_worksheets(&mut file, session)?;
    let backup = if args.dry_run { None } else { Some(book.backup_before(session, BackupReason::Import)?) };
    let params = ImportParams { file: file.file_name().to_owned() };
    let mut accounting = Accounting::default();
    let change = |tx: &Tx<'_>| {
        let mut seen = BTreeMap::new();
        for row in rows {
            session.check_stop()?;
            accounting.rows_in += 1;
            match row {
                WorksheetRow::Blank => accounting.skipped += 1,
                WorksheetRow::Bad(issue) => reject(&mut accounting, *issue),
                WorksheetRow::Filled(row) => take(tx, session, &row, &mut seen, &mut accounting)?,
            }
        }
        backup.map(Verifying::finish).transpose()?;
        Ok(())
    };
    if args.dry_run {
        book.rehearse(session, change)?;
    } else {
        book.transact(session, "import-visits", params, change)?;
    }
    Ok(accounting)
}

#[derive(Serialize)]
struct ImportParams {
    file: String,
}

fn reject(accounting: &mut Accounting, issue: RowIssue) {
    accounting.rejected += 1;
    accounting.issues.push(issue);
}

fn issue(row: &FilledRow, code: &'static str, severity: Severity, raw: &str) -> RowIssue {
    RowIssue {
        sheet: row.sheet.clone(),
        row: row.row,
        column: column_of(code).to_owned(),
        code,
        severity,
        raw: raw.to_owned(),
        stored: String::new(),
    }
}

fn take(
    tx: &Tx<'_>,
    session: &Session,
    row: &FilledRow,
    seen: &mut BTreeMap<VisitId, Visit>,
    accounting: &mut Accounting,
) -> Result<()> {
    let Some(citizen) = tx.present_record(row.key.citizen)? else {
        // A sheet of people from elsewhere.
        tx.check_people_may_come(None)?;
        reject(accounting, issue(row, "row.worksheet_person_unknown", Severity::Rejection, ""));
        return Ok(());
    };
    let local = |time: NaiveDateTime| {
        time.and_local_timezone(*session.now().offset())
            .single()
            .unwrap_or_else(|| time.and_utc().fixed_offset())
    };
    let new = NewVisit {
        at: Some(local(row.at)),
        level: row.level,
        channel: row.channel,
        reason: row.reason.clone(),
        come_back_at: row.come_back_at.map(local),
        note: row.note.clone(),
        ..NewVisit::new("", row.outcome)
    };
    let visit = match complete(tx, session, row.key.visit, citizen, &new) {
        Ok(visit) => visit,
        Err(error) if error.code.starts_with("visit.") => {
            let raw = error.params.get("raw").map_or("", String::as_str);
            reject(accounting, issue(row, error.code, Severity::Rejection, raw));
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    if let Some(first) = seen.get(&visit.id) {
        if first.same_answer(&visit) {
            accounting.unchanged += 1;
        } else {
            reject(accounting, issue(row, "row.worksheet_key_twice", Severity::Rejection, ""));
        }
        return Ok(());
    }
    seen.insert(visit.id, visit.clone());
    if visit.reason == UNLISTED && !row.reason.is_empty() {
        accounting.issues.push(issue(row, "row.worksheet_reason_unlisted", Severity::Warning, &row.reason));
    }
    store(tx, session, row, visit, accounting)
}

fn store(
    tx: &Tx<'_>,
    session: &Session,
    row: &FilledRow,
    visit: Visit,
    accounting: &mut Accounting,
) -> Result<()> {
    let versions = versions_of(tx, visit.id)?;
    let Some(latest) = versions.last() else {
        // The same call at the same door may have been logged by hand before the paper came back.
        if tx.visit_history(visit.citizen_id)?.iter().any(|old| old.same_answer(&visit)) {
            accounting.unchanged += 1;
        } else {
            tx.insert_visit(&visit)?;
            accounting.added += 1;
        }
        return Ok(());
    };
    if latest.citizen_id != visit.citizen_id {
        return Err(Error::new("book.damaged").with("detail", latest.id));
    }
    if latest.same_answer(&visit) {
        accounting.unchanged += 1;
    } else if versions.iter().any(|old| old.same_answer(&visit)) {
        accounting.unchanged += 1;
        accounting.issues.push(issue(row, "row.worksheet_older_answer", Severity::Warning, ""));
    } else {
        tx.insert_visit(&Visit { id: VisitId(session.new_id()), corrects: Some(latest.id), ..visit })?;
        accounting.updated += 1;
    }
    Ok(())
}

/// A visit and the corrections of it, oldest first.
fn versions_of(tx: &Tx<'_>, id: VisitId) -> Result<Vec<Visit>> {
    let mut versions = Vec::new();
    let mut next = tx.visit(id)?;
    while let Some(visit) = next {
        next = tx.correction_of(visit.id)?;
        versions.push(visit);
    }
    Ok(versions)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::visit::Outcome;
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
            let args = ImportVisits { file: file.to_owned(), dry_run: true };
            let plan = import_visits(&mut self.example.book, &self.example.session, &args);
            let args = ImportVisits { dry_run: false, ..args };
            let done = match import_visits(&mut self.example.book, &self.example.session, &args) {
                Ok(done) => done,
                Err(error) => return error.code.to_owned(),
            };
            // The plan is what happens.
            assert_eq!(plan.unwrap(), done);
            let Accounting { rows_in, added, updated, unchanged, skipped, rejected, issues, .. } = done;
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
    fn a_changed_answer_is_a_correction_and_an_old_paper_does_not_undo_it() {
        let mut paper = Paper::new();
        assert_eq!(paper.import("Lê Văn An|Kết quả|V", Shape::AsItIs), "1/0/0/4/0");
        assert_eq!(paper.import("Lê Văn An|Kết quả|K1W", Shape::Csv), "0/1/0/4/0");
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
    fn a_bad_answer_is_rejected_with_what_to_do() {
        let mut paper = Paper::new();
        let mut check_bad = |answers: &str, expect: &str| {
            assert_eq!(paper.import(answers, Shape::AsItIs), expect, "{answers}");
            assert_eq!(paper.visits(1), "");
        };
        check_bad("Lê Văn An|Kết quả|xong", "0/0/0/4/1 row.worksheet_outcome_unknown");
        check_bad("Lê Văn An|Mức|2", "0/0/0/4/1 row.worksheet_outcome_missing");
        check_bad("Lê Văn An|Kết quả|K", "0/0/0/4/1 visit.level_missing");
        check_bad("Lê Văn An|Kết quả|K2", "0/0/0/4/1 visit.channel_missing");
        check_bad("Lê Văn An|Kết quả|K3 app", "0/0/0/4/1 visit.level_unknown");
        check_bad("Lê Văn An|Kết quả|K1 app\nLê Văn An|Mức|2", "0/0/0/4/1 row.worksheet_level_twice");
        check_bad("Lê Văn An|Kết quả|K1 app\nLê Văn An|Mức|cao", "0/0/0/4/1 row.worksheet_level_bad");
        check_bad("Lê Văn An|Kết quả|K1\nLê Văn An|Kênh|zalo", "0/0/0/4/1 row.worksheet_channel_bad");
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
    fn a_worksheet_of_another_book_and_another_file_are_told() {
        let mut paper = Paper::new();
        let file =
            fill(&paper.blank(), &[("Lê Văn An", "Kết quả", Cell::Text("V".to_owned()))], Shape::AsItIs);
        let mut other = Example::new();
        let found =
            import_visits(&mut other.book, &other.session, &ImportVisits { file, dry_run: false }).unwrap();
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
        let found = import_visits(book, session, &ImportVisits { file, dry_run: false });
        assert_eq!(found.unwrap_err().code, "sample.public_passphrase");
    }

    #[test]
    fn a_copied_row_counts_once() {
        let mut paper = Paper::new();
        let file = fill(&paper.blank(), &[("Lê Văn An", "Kết quả", Cell::Text("V".to_owned()))], Shape::Csv);
        let text = std::fs::read_to_string(&file).unwrap();
        let line = text.lines().find(|line| line.contains("Lê Văn An")).unwrap();
        std::fs::write(&file, format!("{text}{line}\n{}\n", line.replace(";V;", ";S;"))).unwrap();
        assert_eq!(paper.take(&file), "1/0/1/4/1 row.worksheet_key_twice");
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
