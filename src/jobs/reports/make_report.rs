//! Writes the workbook of a form for a day: counts, checks the sums, notes the paper, writes the file.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

pub use super::frame::AskPaper;
use super::frame::{PaperOfDay, frame, last_told, partial_lists_note};
use super::remark_notes::remark_notes;
use super::{
    draw_agencies, draw_annex1, draw_audit, draw_commendation, draw_daily, draw_final, draw_five_clear,
    draw_indicators, draw_invitations, draw_league, draw_list, draw_points, draw_sides, draw_stretch,
    draw_survey, draw_teams,
};
use crate::disk::{NewFile, Written};
use crate::domain::dates::vi;
use crate::domain::file_kind::FileKind;
use crate::domain::form::Form;
use crate::domain::hash::sha256;
use crate::domain::ids::UnitId;
use crate::domain::passphrase::FilePassword;
use crate::domain::purpose;
use crate::domain::report::ReportForm;
use crate::domain::unit::Level;
use crate::error::{Error, Result};
use crate::excel::lock::{as_it_leaves, lock};
use crate::excel::write_form::write_form;
use crate::figures::Day;
use crate::jobs::targets::set_campaign::campaign_meant;
use crate::messages::sentence;
use crate::session::Session;
use crate::store::reports::ReportIssue;
use crate::store::{Book, Tx};

/// Which paper, and where to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ReportArgs {
    /// The paper.
    #[serde(flatten)]
    pub paper: AskPaper,
    /// The .xlsx file to write.
    pub out: PathBuf,
    /// Whether it may take the place of an earlier one.
    #[serde(default)]
    pub replace: bool,
    /// Locks the workbook: Excel asks for it. None leaves it open.
    #[serde(default)]
    pub password: Option<FilePassword>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct ReportDone {
    /// The form.
    pub form: ReportForm,
    /// The day.
    pub day: NaiveDate,
    /// The file.
    pub out: PathBuf,
    /// Rows of the table, totals left out.
    pub rows: usize,
    /// n of "bản điều chỉnh lần n"; 0 for a first paper.
    pub adjusted: u32,
}

/// Writes the workbook. A paper of a past day whose figures changed since it was last written is marked "bản điều chỉnh
/// lần n"; with the same figures it keeps its number.
///
/// # Errors
/// `report.in_future`, `report.not_of_level`, `report.from_after_day`, `report.sums_differ`, `report.password_weak`, `unit.unknown_id`,
/// `save.*`; the book's own.
pub fn make_report(book: &mut Book, session: &Session, args: &ReportArgs) -> Result<ReportDone> {
    let to = NewFile { path: &args.out, kind: FileKind::Workbook, replace: args.replace };
    to.check()?;
    if let Some(password) = &args.password {
        password.check()?;
    }
    let AskPaper { form, phones, .. } = args.paper.heeded();
    let on = day_of(book, session, &args.paper)?;
    let mut paper = Paper::draw(&on, session, &args.paper, &session.purpose)?;
    let told = told_of(&args.paper, paper.rows, Some(&args.out));
    if let Some(password) = &args.password {
        paper.bytes = lock(&paper.bytes, password.as_str(), *session.new_secret()?)?;
    } else if form.names_people() {
        paper.bytes = as_it_leaves(paper.bytes, session)?;
    }
    if paper.is_new || phones {
        let mut written = None;
        let done = book.transact(session, "report", told, |tx| {
            paper.note(tx, session)?;
            // Inside the transaction: a paper that could not be written was not handed in.
            written = Some(to.write_bytes(&paper.bytes)?);
            Ok(())
        });
        Written::keep_with(written, done)?;
    } else {
        let written = to.write_bytes(&paper.bytes)?;
        let noted = if form.names_people() { book.note_written(session, "report", &told) } else { Ok(()) };
        Written::keep_with([written], noted)?;
    }
    Ok(ReportDone {
        form,
        day: paper.day,
        out: args.out.clone(),
        rows: paper.rows,
        adjusted: paper.issue.number,
    })
}

/// What the journal says of a paper with so many rows, and of where it was written.
pub(super) fn told_of(asked: &AskPaper, rows: usize, path: Option<&Path>) -> serde_json::Value {
    let AskPaper { form, day, phones, .. } = asked.heeded();
    json!({ "form": form, "day": day, "phones": phones, "rows": rows, "path": path })
}

/// The day that a paper is drawn of: a week ends before the Monday that is asked for, a phase on its last day.
///
/// # Errors
/// `report.in_future`, `report.not_of_level`, `campaign.unknown`, those of [`last_told`]; the book's own.
pub(super) fn day_of<'a>(book: &'a Book, session: &Session, paper: &AskPaper) -> Result<Day<'a>> {
    let AskPaper { form, day, campaign, .. } = paper.heeded();
    let mut asked = Day::asked(book, session, Some(day))?;
    made_at(form, asked.info.level)?;
    let meant = match &campaign {
        Some(number) => Some(campaign_meant(book, Some(number), day)?.id),
        None => asked.campaign.as_ref().map(|campaign| campaign.id).filter(|_| form.is_of_campaign()),
    };
    // Whatever it looks back to is held to its campaign, whichever is in use there.
    if let Some(meant) = meant {
        asked = asked.held_to(meant)?;
    }
    let last = last_told(form, asked.campaign.as_ref(), day)?;
    if last == day {
        return Ok(asked);
    }
    asked.on(last)
}

/// A paper that is ready to be written.
pub(crate) struct Paper {
    /// The workbook.
    pub(crate) bytes: Vec<u8>,
    /// Rows of the table, totals left out.
    pub(crate) rows: usize,
    /// Its figures and its number.
    pub(crate) issue: ReportIssue,
    /// Whether its figures have not been handed in yet.
    pub(crate) is_new: bool,
    key: String,
    day: NaiveDate,
    unit: UnitId,
}

impl Paper {
    /// Draws a paper of the day that leaves for `purpose`, and finds its number.
    ///
    /// # Errors
    /// As [`draw_report`].
    pub(crate) fn draw(day: &Day<'_>, session: &Session, asked: &AskPaper, purpose: &str) -> Result<Self> {
        let mut form = draw_for(day, session, asked, purpose)?;
        let rows = form.rows.iter().filter(|row| !row.total).count();
        let unit = asked.unit.unwrap_or(day.info.unit_id);
        let AskPaper { form: kind, from, group, phones, .. } = asked.heeded();
        let mut key = kind.to_string();
        let campaign = day.campaign.as_ref().filter(|_| kind.is_of_campaign());
        key.extend(campaign.map(|campaign| format!(" {}", campaign.plan.number)));
        // Whole phones make no other figures.
        let phones = phones.then(|| "phones".to_owned());
        for told in [from.map(|from| from.to_string()), group.map(|group| group.code().to_owned()), phones] {
            key.extend(told.map(|told| format!(" {told}")));
        }
        let figures = digest(&form);
        let last = day.book.last_report_issue(&key, day.day, unit)?;
        let number = match &last {
            Some(last) if last.figures != figures && day.day < session.today() => last.number + 1,
            Some(last) => last.number,
            None => 0,
        };
        if number > 0 {
            form.subtitles.push(sentence("form.adjusted", [("number", number.to_string().as_str())]));
        }
        let bytes = write_form(&form)?;
        let is_new = last.is_none_or(|last| last.figures != figures);
        Ok(Self { bytes, rows, issue: ReportIssue { figures, number }, is_new, key, day: day.day, unit })
    }

    /// Notes that it is handed in.
    pub(crate) fn note(&self, tx: &Tx<'_>, session: &Session) -> Result<()> {
        tx.add_report_issue(session, &self.key, self.day, self.unit, &self.issue)
    }
}

/// The form as it would be printed now, without a trace in the book: what a preview shows.
///
/// # Errors
/// `report.from_after_day`, `report.sums_differ`; the book's own.
pub(crate) fn draw_report(day: &Day<'_>, session: &Session, asked: &AskPaper) -> Result<Form> {
    draw_for(day, session, asked, &session.purpose)
}

fn draw_for(day: &Day<'_>, session: &Session, asked: &AskPaper, purpose: &str) -> Result<Form> {
    if asked.from.is_some_and(|from| from > day.day) {
        return Err(Error::new("report.from_after_day").with("day", vi(day.day)));
    }
    session.check_stop()?;
    let paper = PaperOfDay::new(day, asked)?;
    let mut form = frame(&paper, session.today())?;
    sign_and_address(day.book, asked.form, &mut form)?;
    match asked.form {
        ReportForm::Daily => draw_daily::draw(&paper, &mut form)?,
        ReportForm::Annex1 => draw_annex1::draw(day, asked.unit, &mut form)?,
        ReportForm::League => draw_league::draw(day, asked.unit, &mut form)?,
        ReportForm::Weekly | ReportForm::Monthly | ReportForm::Phase => {
            draw_stretch::draw(&paper, session.now(), &mut form)?
        }
        ReportForm::Final => draw_final::draw(&paper, session.now(), &mut form)?,
        ReportForm::Survey => draw_survey::draw(&paper, &mut form)?,
        ReportForm::SideBySide => draw_sides::draw(&paper, &mut form)?,
        ReportForm::Commendation => draw_commendation::draw(&paper, &mut form)?,
        ReportForm::Indicators => draw_indicators::draw(&paper, &mut form)?,
        ReportForm::Audit => draw_audit::draw(&paper, &mut form)?,
        ReportForm::Points => draw_points::draw(&paper, &mut form)?,
        ReportForm::Invitations => draw_invitations::draw(&paper, session.today(), &mut form)?,
        ReportForm::Agencies => draw_agencies::draw(&paper, &mut form)?,
        ReportForm::Teams => draw_teams::draw(&paper, &mut form)?,
        ReportForm::AgencyMissing => draw_agencies::draw_missing(&paper, &mut form)?,
        ReportForm::FiveClear => {
            // An agency has work and no row.
            let part = asked.unit.filter(|unit| *unit != day.info.unit_id);
            draw_five_clear::draw(day, part.and_then(|unit| day.units.name(unit)), &mut form)?;
        }
        _ => draw_list::draw(&paper, &mut form)?,
    }
    if asked.form.counts_accounts() {
        form.notes.extend(partial_lists_note(day)?);
    }
    if asked.form.is_of_stretch() {
        form.notes.extend(remark_notes(&paper)?);
    }
    if asked.form.names_people() {
        form.notes.extend(purpose::foot(purpose));
    }
    Ok(form)
}

/// Who signs a form and who gets it, as the book keeps them.
pub(super) fn sign_and_address(book: &Book, of: ReportForm, form: &mut Form) -> Result<()> {
    let kept = book.paper(of)?;
    if !kept.recipients.is_empty() {
        form.recipients = kept.recipients.lines().map(str::to_owned).collect();
    }
    if let Some(signature) = form.signatures.last_mut() {
        signature.name = kept.signer;
    }
    Ok(())
}

/// # Errors
/// `report.not_of_level`.
fn made_at(form: ReportForm, level: Level) -> Result<()> {
    if form.made_at(level) {
        return Ok(());
    }
    let made = ReportForm::ALL.into_iter().filter(|form| form.made_at(level));
    let made = made.map(ReportForm::code).collect::<Vec<_>>().join(", ");
    Err(Error::new("report.not_of_level").with("form", form).with("forms", made))
}

fn digest(form: &Form) -> String {
    sha256(serde_json::to_vec(&form.rows).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use calamine::{Data, DataType, Reader, Xlsx, open_workbook};

    use super::*;
    use crate::store::reports::sample::Sample;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Four hamlets on 05/03/2026, the fifth day of a campaign; the extract is of the third.
    fn sample() -> Sample {
        let mut s = Sample::new("2026-03-05T20:00:00+07:00");
        s.add("campaign", "đợt", "number, title, first_day, last_day", &["", "", "2026-03-01", "2026-05-31"]);
        for (name, position) in [("Thôn 1", "1"), ("Thôn 2", "2"), ("Thôn 10", "3"), ("Thôn 11", "4")] {
            s.hamlet(name, position);
        }
        s.person("A1", "Thôn 1", "Nguyễn Thị Lúa", "1970");
        s.person("A2", "Thôn 1", "Trần Văn Khoai", "1980-02");
        s.person("A3", "Thôn 1", "Phạm Thị Ngô", "1990-01-31");
        s.person("A4", "Thôn 1", "Lê Bé", "2015"); // too young
        s.person("A5", "Thôn 1", "Lê Mười Bốn", "2012-03-05"); // fourteen today
        s.person("A6", "Thôn 1", "Hồ Văn Sắn", "1960");
        s.person("A7", "Thôn 1", "Hồ Thị Kê", "1950");
        s.person("B1", "Thôn 2", "Võ Văn Vừng", "1975");
        s.person("B2", "Thôn 2", "Võ Thị Đỗ", "1985");
        s.person("B3", "Thôn 2", "=cmd|' /C calc'!A0", ""); // birth not known, name of a joker
        s.person("B4", "Thôn 2", "Y Brư Niê", "1999");
        s.person("C1", "Thôn 11", "H'Thoan", "1988");
        s.roster(
            "2026-03-03",
            &[
                ("A1", "approved-not-activated"),
                ("A2", "approved-not-activated"),
                ("A3", "active-level2"),
                ("A6", "approved-not-activated"),
                ("B4", "active-level1"),
            ],
        );
        s.visit("1", "A6", "2026-03-02T09:00", "activated 1 by Lê Thị Mơ", "?"); // the extract of the 3rd denies it
        s.visit("2", "B1", "2026-03-02T10:00", "ineligible:no-chip-card", "?");
        s.visit("3", "A1", "2026-03-04T09:00", "absent:at-work by Lê Thị Mơ", "?");
        s.visit("4", "A2", "2026-03-04T09:30", "activated 1 by Lê Thị Mơ", "?");
        s.visit("5", "A7", "2026-03-04T10:00", "other:deceased", "?");
        s.visit("6", "B2", "2026-03-04T19:00", "absent", "?");
        s.visit("7", "B2", "2026-03-04T19:00", "activated 2 by An Văn Mận", "@6"); // corrects the absence
        s.visit("8", "B4", "2026-03-04T19:30", "activated 2 by An Văn Mận", "?"); // was active at 1
        s.visit("9", "A1", "2026-03-05T18:30", "activated 1 by Lê Thị Mơ", "?");
        s.visit("10", "A2", "2026-03-05T19:00", "activated 2 by Lê Thị Mơ", "?");
        s.visit("11", "A5", "2026-03-05T19:10", "no-smartphone:web", "?");
        s
    }

    fn args(s: &Sample, form: ReportForm) -> ReportArgs {
        args_of(s, AskPaper::new(form, day("2026-03-05")))
    }

    fn args_of(s: &Sample, paper: AskPaper) -> ReportArgs {
        ReportArgs { paper, out: s.dir.path().join("bc.xlsx"), replace: true, password: None }
    }

    fn drawn(s: &Sample, asked: &AskPaper) -> Result<Form> {
        draw_report(&Day::asked(&s.book, &s.session, Some(asked.day))?, &s.session, asked)
    }

    #[test]
    fn a_paper_says_which_lists_bring_only_a_part() {
        let mut s = sample();
        let noted = |s: &Sample| {
            let form = drawn(s, &AskPaper::new(ReportForm::Daily, day("2026-03-05"))).unwrap();
            form.notes.into_iter().find(|note| note.contains("một phần")).unwrap_or_default()
        };
        assert_eq!(noted(&s), "");
        s.roster("2026-03-04", &[("A1", "active-level1")]);
        s.sql("UPDATE roster SET partial = 1 WHERE as_of = '2026-03-04'; UPDATE import SET sha256 = id");
        assert_eq!(
            noted(&s),
            "Danh sách công an ngày 04/03/2026 chỉ bổ sung một phần; ai không có trong đó thì theo danh sách ngày 03/03/2026."
        );
        s.sql("UPDATE roster SET partial = 1");
        assert!(noted(&s).ends_with("chưa có danh sách đầy đủ."));
    }

    /// The table of the written workbook as text, the total row included: from the row after the numbering row, or
    /// after the headings, to the first blank row.
    fn table(s: &mut Sample, args: &ReportArgs) -> Vec<String> {
        let form = drawn(s, &args.paper).unwrap();
        make_report(&mut s.book, &s.session, args).unwrap();
        let mut workbook: Xlsx<_> = open_workbook(&args.out).unwrap();
        let range = workbook.worksheet_range(&form.sheet).unwrap();
        let formulas = workbook.worksheet_formula(&form.sheet).unwrap();
        assert!(formulas.used_cells().next().is_none(), "no formula");
        let heading = form.columns[0].heading[0].clone();
        let depth = form.columns.iter().map(|column| column.heading.len()).max().unwrap()
            + usize::from(form.numbered);
        let rows: Vec<_> = range.rows().collect();
        let first = rows.iter().position(|row| row[0] == Data::String(heading.clone())).unwrap() + depth;
        let show = |cell: &Data| match cell {
            Data::Float(number) => number.to_string(),
            other => other.to_string(),
        };
        rows[first..]
            .iter()
            .take_while(|row| row.iter().any(|cell| *cell != Data::Empty))
            .map(|row| row.iter().map(show).collect::<Vec<_>>().join("|"))
            .collect()
    }

    #[test]
    fn the_daily_report_counts_each_person_once() {
        let mut s = sample();
        let args = args(&s, ReportForm::Daily);
        // Hamlet 1: eligible A1 A2 A3 A5 A6 (A4 too young, A7 dead); approved A1 A2 A3 A6; today A1 A2 A5, so far A6 A7
        // too; A1 today at 1, A2 raised; active A1 A2 A3 (A6 denied); A5 has no smartphone, A7 is "other".
        // Hamlet 2: nobody today; so far B1 B2 B4; B2 at 2 by the correction, B4 raised; 1 of 3 not eligible.
        // Hamlet 10 has no people, hamlet 11 no visits.
        assert_eq!(
            table(&mut s, &args),
            [
                "1|Thôn 1|5|4|3|5|1|0|1|1|1|1|3|0|0|0|1|1|2|0.6",
                "2|Thôn 2|4|1|–|3|–|–|–|0|1|1|2|0|1|0.3333|0|0|2|0.5",
                "3|Thôn 10|–|–|–|–|–|–|–|–|–|–|–|–|–|–|–|–|–|–",
                "4|Thôn 11|1|0|–|–|–|–|–|–|–|–|0|–|–|–|–|–|1|0",
                "Tổng cộng||10|5|3|8|1|0|1|1|2|2|5|0|1|0.125|1|1|5|0.5",
            ]
        );
        let notes = drawn(&s, &args.paper).unwrap().notes.join(" ");
        assert!(notes.contains("xác nhận 2; tổ công tác báo, chờ danh sách công an xác nhận 3"), "{notes}");
        assert!(notes.contains("Không tính 1 trường hợp"), "{notes}");
        assert!(notes.contains("1 người chưa có ngày sinh"), "{notes}");
    }

    #[test]
    fn a_week_from_its_monday_to_the_day() {
        let mut s = sample();
        let mut args = args(&s, ReportForm::Weekly);
        // Thursday. Activated in the week: A1 and A2, not A6 (denied); B2 by the correction, while B4 was raised. Of
        // Sunday nobody had told anything. Hamlet 10 has no people: the sum of all is not known.
        let expect = [
            "1|Thôn 1|2|–|–|3|5|0.6|2|3/4",
            "2|Thôn 2|1|–|–|2|4|0.5|2|2/4",
            "3|Thôn 10|–|–|–|–|–|–|–|0/4",
            "4|Thôn 11|–|–|–|0|1|0|1|0/4",
            "Tổng cộng||3|–|–|–|–|–|–|",
        ];
        assert_eq!(table(&mut s, &args), expect);
        let form = drawn(&s, &args.paper).unwrap();
        assert!(
            form.notes.contains(&"2/4 đơn vị không có số liệu ngày nào trong tuần: Thôn 10, Thôn 11.".into())
        );
        assert!(
            form.subtitles.contains(&"Từ ngày 02/03/2026 đến ngày 05/03/2026".into()),
            "{:?}",
            form.subtitles
        );
        // The Monday after is told of the whole week.
        s.at("2026-03-09T08:00:00+07:00");
        args.paper.day = day("2026-03-09");
        assert_eq!(make_report(&mut s.book, &s.session, &args).unwrap().day, day("2026-03-08"));
        args.paper.day = day("2026-03-05");
        args.paper.unit = Some(s.id("Thôn 2").parse().unwrap());
        assert_eq!(table(&mut s, &args), ["1|Thôn 2|1|–|–|2|4|0.5|2|2/4", "Tổng cộng||1|–|–|2|4|0.5|2|"]);
    }

    #[test]
    fn a_month_from_its_first_day_and_the_one_before_in_its_first_week() {
        let mut s = sample();
        let mut args = args(&s, ReportForm::Monthly);
        s.at("2026-03-10T20:00:00+07:00");
        args.paper.day = day("2026-03-10");
        let form = drawn(&s, &args.paper).unwrap();
        assert!(form.subtitles.contains(&"Từ ngày 01/03/2026 đến ngày 10/03/2026".into()), "{form:?}");
        // The same people as of the week that all of them are of.
        let rows = table(&mut s, &args);
        assert!(rows[0].starts_with("1|Thôn 1|2|") && rows[0].ends_with("|3/10"), "{rows:?}");
        assert!(rows.last().unwrap().starts_with("Tổng cộng||3|"), "{rows:?}");
        s.at("2026-04-03T08:00:00+07:00");
        args.paper.day = day("2026-04-03");
        assert_eq!(make_report(&mut s.book, &s.session, &args).unwrap().day, day("2026-03-31"));
        args.paper.day = day("2026-04-08");
        s.at("2026-04-08T08:00:00+07:00");
        assert_eq!(make_report(&mut s.book, &s.session, &args).unwrap().day, day("2026-04-08"));
    }

    #[test]
    fn a_report_of_one_hamlet_or_of_fewer_days() {
        let mut s = sample();
        let mut args = args(&s, ReportForm::Daily);
        args.paper.unit = Some(s.id("Thôn 2").parse().unwrap());
        let period =
            |args: &ReportArgs| drawn(&s, &args.paper).unwrap().subtitles.concat().contains("Lũy kế");
        assert!(!period(&args));
        args.paper.from = Some(day("2026-03-04"));
        let subtitles = drawn(&s, &args.paper).unwrap().subtitles;
        assert_eq!(subtitles.last().unwrap(), "(Lũy kế tính từ ngày 04/03/2026 đến hết ngày 05/03/2026)");
        assert_eq!(
            table(&mut s, &args),
            [
                "1|Thôn 2|4|1|–|2|–|–|–|0|1|1|2|0|0|0|0|0|2|0.5",
                "Tổng cộng||4|1|–|2|–|–|–|0|1|1|2|0|0|0|0|0|2|0.5",
            ]
        );
    }

    #[test]
    fn phu_luc_ii_gives_the_total_to_the_officer() {
        let mut s = sample();
        let args = args(&s, ReportForm::Annex2);
        let form = drawn(&s, &args.paper).unwrap();
        let headings: Vec<_> = form.columns.iter().flat_map(|column| column.heading.clone()).collect();
        assert_eq!(
            headings,
            [
                "STT",
                "Họ và tên người được kích hoạt tài khoản",
                "Số CCCD của người được kích hoạt tài khoản",
                "Số điện thoại của người được kích hoạt tài khoản",
                "Cán bộ hướng dẫn kích hoạt",
                "Tổng số tài khoản đã kích hoạt",
                "Ghi chú",
            ]
        );
        // B4 was raised only: no new account. A6 is denied. By given name: Mận before Mơ.
        let number = |code| s.book.listed_person(s.id(code).parse().unwrap(), None).unwrap().number;
        let (a1, a2, b2) = (number("A1"), number("A2"), number("B2"));
        assert_eq!(
            table(&mut s, &args),
            [
                format!("1|Võ Thị Đỗ|{b2}|0912345678|An Văn Mận|1|Mức 2"),
                format!("2|Nguyễn Thị Lúa|{a1}|0912345678|Lê Thị Mơ|2|Mức 1"),
                format!("3|Trần Văn Khoai|{a2}|0912345678|||Mức 2"),
                "Tổng cộng|||||3|".to_owned(),
            ]
        );
    }

    #[test]
    fn phu_luc_ii_names_the_campaign_of_the_book() {
        let remarks = |s: &Sample| drawn(s, &args(s, ReportForm::Annex2).paper).unwrap().remarks.join(" ");
        let mut s = sample();
        s.sql("UPDATE campaign SET number = '12/KH-UBND'");
        assert!(remarks(&s).contains("(Kèm theo Kế hoạch số 12/KH-UBND)"), "{}", remarks(&s));
        s.sql("UPDATE campaign SET issuer = 'UBND xã Thử'");
        assert!(remarks(&s).contains("số 12/KH-UBND của UBND xã Thử)"), "{}", remarks(&s));
        s.sql("DELETE FROM campaign");
        assert!(!remarks(&s).contains("Kế hoạch"), "{}", remarks(&s));
    }

    #[test]
    fn every_list_has_its_people() {
        let check = |form, expect: &[&str]| {
            let mut s = sample();
            let args = args(&s, form);
            let rows = table(&mut s, &args);
            // A form without people has its sentence in the first column.
            let name =
                |row: &String| row.split('|').take(2).filter(|cell| cell.len() > 1).last().map(str::to_owned);
            let names: Vec<String> = rows.iter().filter_map(name).collect();
            assert_eq!(names, expect, "{form}");
        };
        check(ReportForm::Activated, &["Nguyễn Thị Lúa", "Trần Văn Khoai", "Võ Thị Đỗ", "Y Brư Niê"]);
        check(ReportForm::Ineligible, &["Võ Văn Vừng"]);
        check(ReportForm::NoSmartphone, &["Lê Mười Bốn"]);
        let claims = ["Nguyễn Thị Lúa", "Trần Văn Khoai", "Hồ Văn Sắn", "Võ Thị Đỗ", "Y Brư Niê"];
        check(ReportForm::Discrepancies, &claims);
        // A list without people is a valid form that says so.
        check(ReportForm::Absent, &["Không có công dân nào vắng mặt trong thời gian này."]);
        check(ReportForm::HandBack, &["Không có trường hợp nào phải trả lại công an trong thời gian này."]);
    }

    #[test]
    fn the_hand_back_list_is_of_the_day_and_for_the_police() {
        let mut s = sample();
        let mut args = args(&s, ReportForm::HandBack);
        args.paper.day = day("2026-03-04");
        s.visit("12", "B3", "2026-03-04T20:00", "other:wrong-data", "?");
        s.visit("13", "C1", "2026-03-04T20:10", "other:come-back", "?"); // the team goes again itself
        let shown: Vec<String> = table(&mut s, &args)
            .iter()
            .map(|row| {
                let cells: Vec<&str> = row.split('|').collect();
                // An apostrophe of a spreadsheet bomb holds a bar too: count from the end.
                [cells[1], cells[cells.len() - 5], cells[cells.len() - 4], cells[cells.len() - 3]].join("; ")
            })
            .collect();
        assert_eq!(
            shown,
            [
                "Nguyễn Thị Lúa; Vắng mặt; Đi làm, đi đồng; 04/03/2026",
                "Hồ Thị Kê; Khác; Đã mất; 04/03/2026",
                "=cmd; Khác; Sai thông tin; 04/03/2026",
            ]
        );
    }

    #[test]
    fn lists_on_paper_mask_numbers_and_the_police_get_them_whole() {
        let mut s = sample();
        let number = s.book.listed_person(s.id("A1").parse().unwrap(), None).unwrap().number;
        let mut check = |form, day_: &str, expect: bool| {
            let args = args_of(&s, AskPaper::new(form, day(day_)));
            let text = table(&mut s, &args).join("\n");
            assert!(text.contains("Nguyễn Thị Lúa"), "{text}");
            assert_eq!(text.contains(&number), expect, "{text}");
            assert_eq!(text.contains("0912345678"), expect, "{text}");
        };
        check(ReportForm::Absent, "2026-03-04", false);
        check(ReportForm::HandBack, "2026-03-04", true);
        check(ReportForm::Activated, "2026-03-05", true);
        check(ReportForm::Annex2, "2026-03-05", true);
    }

    #[test]
    fn who_rings_gets_whole_phones_and_the_journal_has_it() {
        let mut s = sample();
        let args =
            args_of(&s, AskPaper { phones: true, ..AskPaper::new(ReportForm::Absent, day("2026-03-04")) });
        for _ in 0..2 {
            let before = s.book.history(1).unwrap().remove(0).id;
            assert!(table(&mut s, &args).concat().contains("0912345678"));
            let noted = s.book.history(1).unwrap().remove(0);
            assert_ne!(noted.id, before);
            assert_eq!(noted.params["phones"], true);
        }
    }

    #[test]
    fn a_paper_of_a_past_day_that_changed_is_an_adjusted_one() {
        let mut s = sample();
        let args = args(&s, ReportForm::Daily);
        let write = |s: &mut Sample| make_report(&mut s.book, &s.session, &args).unwrap().adjusted;
        assert_eq!(write(&mut s), 0);
        s.visit("late", "C1", "2026-03-05T08:00", "absent", "?");
        assert_eq!(write(&mut s), 0, "the day is not over");
        s.at("2026-03-06T08:00:00+07:00");
        assert_eq!(write(&mut s), 0, "same figures");
        s.visit("later", "B1", "2026-03-05T21:00", "activated 2", "?");
        assert_eq!(write(&mut s), 1);
        assert_eq!(write(&mut s), 1, "same figures again");
        s.visit("latest", "B3", "2026-03-05T21:30", "activated 2", "?");
        assert_eq!(write(&mut s), 2);
        let mut workbook: Xlsx<_> = open_workbook(&args.out).unwrap();
        let range = workbook.worksheet_range("Báo cáo ngày").unwrap();
        let marked =
            range.used_cells().any(|(_, _, cell)| cell.get_string() == Some("(Bản điều chỉnh lần 2)"));
        assert!(marked);
    }

    #[test]
    fn undo_takes_back_what_was_done_before_the_paper() {
        let mut s = sample();
        s.visit("late", "C1", "2026-03-05T08:00", "absent", "?");
        let visit = s.book.history(1).unwrap().remove(0).id;
        let args = args(&s, ReportForm::Daily);
        make_report(&mut s.book, &s.session, &args).unwrap();
        let paper = s.book.history(1).unwrap().remove(0);
        assert_eq!(paper.kind, "report");
        assert_eq!(s.book.undo(None, &s.session).unwrap().value.id, visit);
        assert_eq!(s.book.undo(Some(paper.id), &s.session).unwrap().value.kind, "report");
    }

    #[test]
    fn a_paper_that_cannot_be_written_was_not_handed_in() {
        let mut s = sample();
        let mut args = args(&s, ReportForm::Daily);
        args.out = s.dir.path().join("không có").join("bc.xlsx");
        assert_eq!(make_report(&mut s.book, &s.session, &args).unwrap_err().code, "save.folder_missing");
        let unit = s.book.info().unwrap().unit_id;
        assert_eq!(s.book.last_report_issue("daily", args.paper.day, unit).unwrap(), None);
    }

    #[test]
    fn days_that_make_no_sense_are_refused() {
        let s = sample();
        let check = |day_: &str, from: Option<&str>, code: &str| {
            let asked = AskPaper { from: from.map(day), ..AskPaper::new(ReportForm::Daily, day(day_)) };
            assert_eq!(drawn(&s, &asked).unwrap_err().code, code);
        };
        check("2026-03-06", None, "report.in_future");
        check("2026-03-05", Some("2026-03-06"), "report.from_after_day");
    }

    #[test]
    fn a_unit_that_is_not_in_the_book_has_no_paper() {
        let s = sample();
        for form in ReportForm::ALL {
            let asked =
                AskPaper { unit: Some(UnitId(uuid::Uuid::max())), ..AskPaper::new(form, day("2026-03-05")) };
            assert_eq!(drawn(&s, &asked).unwrap_err().code, "unit.unknown_id", "{form}");
        }
    }
}
