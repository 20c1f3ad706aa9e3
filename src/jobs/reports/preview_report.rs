//! Shows a form as it will be printed, and keeps who signs it and who gets it.

use serde::{Deserialize, Serialize};

use super::draw_annex1::units_of_rows;
use super::make_report::{AskPaper, day_of, draw_report, told_of};
use crate::domain::dates::format_day_official;
use crate::domain::form::{Form, FormCheck};
use crate::domain::ids::UnitId;
use crate::domain::reconciliation::Finding;
use crate::domain::report::ReportForm;
use crate::error::Result;
use crate::jobs::Nothing;
use crate::messages::word;
use crate::session::Session;
use crate::store::Book;
use crate::store::register::PaperSigning;

/// A form that the book can draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct FormChoice {
    /// The form.
    pub form: ReportForm,
    /// It lists people.
    pub names_people: bool,
    /// It says how people stand by survey and extract.
    pub of_standing: bool,
    /// Its first day can be chosen.
    pub from: bool,
    /// Phones on it are hidden, and can be shown.
    pub phones: bool,
    /// Its people can be chosen by these.
    pub groups: Vec<Finding>,
    /// Numbers of the campaigns that it can be of.
    pub campaigns: Vec<String>,
}

/// Which paper to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PreviewReport {
    /// The paper.
    #[serde(flatten)]
    pub paper: AskPaper,
    /// At most so many rows of a list; all when missing.
    pub rows: Option<usize>,
    /// Whole identity numbers and phones, as the paper will have them; the journal has who looked, at which list and how many rows.
    #[serde(default)]
    pub numbers: bool,
}

/// A form as it will be printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct ReportPreview {
    /// The form, with the rows asked for.
    pub form: Form,
    /// All its rows.
    pub rows: usize,
    /// The units of its first rows, where what their figures are made of can be asked for: of Phụ lục I.
    pub units: Vec<UnitId>,
    /// Numbers or phones are hidden that the paper has.
    pub hidden: bool,
    /// What was checked.
    pub checks: Vec<FormCheck>,
    /// Place and day as papers write them.
    pub dateline: String,
    /// Who signs, or empty.
    pub signer: String,
    /// Who gets it, one a line.
    pub recipients: String,
}

/// Who signs a form, and who gets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SetPaper {
    /// The form.
    pub form: ReportForm,
    /// Name of the signer, without rank; empty to leave the place free.
    pub signer: String,
    /// Recipients, one a line; empty as the form has them.
    pub recipients: String,
}

/// The forms that a book of this level draws.
pub fn list_forms(book: &mut Book, _: &Session, _: &Nothing) -> Result<Vec<FormChoice>> {
    let level = book.info()?.level;
    let campaigns: Vec<String> = book.campaigns()?.into_iter().map(|campaign| campaign.plan.number).collect();
    let forms = ReportForm::ALL.into_iter().filter(|form| form.made_at(level));
    let choice = |form: ReportForm| FormChoice {
        form,
        names_people: form.names_people(),
        of_standing: form.is_of_standing(),
        from: form.has_first_day(),
        phones: form.hides_phones(),
        groups: if form == ReportForm::Findings { Finding::ALL.to_vec() } else { Vec::new() },
        campaigns: if form.is_of_campaign() { campaigns.clone() } else { Vec::new() },
    };
    Ok(forms.map(choice).collect())
}

/// A form as it will be printed, with the middle of all numbers hidden: without a trace in the book, unless they are to be shown.
///
/// # Errors
/// `report.in_future`, `report.from_after_day`, `report.sums_differ`; the book's own.
pub fn preview(book: &mut Book, session: &Session, args: &PreviewReport) -> Result<ReportPreview> {
    let mut shown = drawn(book, session, &args.paper)?;
    shown.form.rows.truncate(args.rows.unwrap_or(shown.rows));
    if args.numbers {
        let people = shown.form.rows.iter().filter(|row| !row.total).count();
        book.note(session, "reveal-list", &told_of(&args.paper, people, None))?;
    } else {
        shown.hidden = shown.form.hide_numbers();
    }
    Ok(shown)
}

/// A form as the printer gets it; the journal has it where it names people.
///
/// # Errors
/// As [`preview`].
pub fn print(book: &mut Book, session: &Session, asked: &AskPaper) -> Result<ReportPreview> {
    let paper = drawn(book, session, asked)?;
    if asked.form.names_people() {
        let people = paper.form.rows.iter().filter(|row| !row.total).count();
        book.note_written(session, "print-report", &told_of(asked, people, None))?;
    }
    Ok(paper)
}

fn drawn(book: &Book, session: &Session, asked: &AskPaper) -> Result<ReportPreview> {
    let asked = asked.heeded();
    let on = day_of(book, session, &asked)?;
    let form = draw_report(&on, session, &asked)?;
    let units = match asked.form {
        ReportForm::Annex1 => units_of_rows(&on, asked.unit)?,
        _ => Vec::new(),
    };
    let checks = form.checks();
    let rows = form.rows.len();
    let signer = book.paper(asked.form)?.signer;
    let recipients = form.recipients.join("\n");
    let dateline = format!("{}, {}", form.place, format_day_official(form.date));
    Ok(ReportPreview { form, rows, units, hidden: false, checks, dateline, signer, recipients })
}

/// Keeps who signs a form and who gets it, for this paper and those after it.
pub fn set_paper(book: &mut Book, session: &Session, args: &SetPaper) -> Result<Nothing> {
    let lines = args.recipients.lines().map(str::trim).filter(|line| !line.is_empty());
    let paper = PaperSigning {
        signer: args.signer.trim().to_owned(),
        recipients: lines.collect::<Vec<_>>().join("\n"),
    };
    if book.paper(args.form)? != paper {
        let params = serde_json::json!({ "form": word(&format!("form.{}.sheet", args.form)) });
        book.transact(session, "set-paper", params, |tx| tx.set_paper(args.form, &paper))?;
    }
    Ok(Nothing {})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::reports::sample::Sample;

    fn asked(form: ReportForm) -> PreviewReport {
        let day = "2026-03-05".parse().unwrap();
        PreviewReport { paper: AskPaper::new(form, day), rows: None, numbers: false }
    }

    fn sample() -> Sample {
        let mut s = Sample::new("2026-03-05T20:00:00+07:00");
        s.hamlet("Thôn 1", "1");
        for code in ["A1", "A2", "A3"] {
            s.person(code, "Thôn 1", "Lò Văn Thử", "1970");
            s.visit(&format!("visit of {code}"), code, "2026-03-05T09:00", "absent", "?");
        }
        s
    }

    #[test]
    fn a_long_list_is_shown_in_part_and_counted_whole() {
        let mut s = sample();
        let asked = PreviewReport { rows: Some(2), ..asked(ReportForm::Absent) };
        let shown = preview(&mut s.book, &s.session, &asked).unwrap();
        assert_eq!((shown.form.rows.len(), shown.rows), (2, 3));
        assert_eq!(
            (shown.checks[0].code, shown.checks[0].params["count"].as_str()),
            ("form.check.rows", "3")
        );
    }

    #[test]
    fn numbers_on_the_screen_are_hidden_until_somebody_says_so_once() {
        let mut s = sample();
        s.visit("4", "A1", "2026-03-05T10:00", "activated 1", "?");
        let number = s.book.listed_person(s.id("A1").parse().unwrap(), None).unwrap().number;
        let mut check = |form, numbers, whole: bool, hidden| {
            let asked = PreviewReport { numbers, ..asked(form) };
            let before = s.book.history(1).unwrap().remove(0).id;
            let shown = preview(&mut s.book, &s.session, &asked).unwrap();
            let text = serde_json::to_string(&shown.form.rows).unwrap();
            assert_eq!(text.contains(&number), whole, "{form} {text}");
            assert_eq!(text.contains("0912345678"), whole, "{form} {text}");
            assert_eq!(shown.hidden, hidden, "{form}");
            let newest = s.book.history(1).unwrap().remove(0);
            assert_eq!(newest.id != before, numbers, "{form}");
            newest
        };
        for form in [ReportForm::Activated, ReportForm::Annex2, ReportForm::HandBack] {
            check(form, false, false, true);
        }
        check(ReportForm::Daily, false, false, false);
        let noted = check(ReportForm::Activated, true, true, false);
        assert_eq!((noted.kind.as_str(), &noted.params["rows"]), ("reveal-list", &1.into()));
        let printed = print(&mut s.book, &s.session, &asked(ReportForm::Activated).paper).unwrap();
        assert!(serde_json::to_string(&printed.form).unwrap().contains(&number));
        assert_eq!(s.book.history(1).unwrap()[0].kind, "print-report");
    }

    #[test]
    fn signer_and_recipients_are_kept_and_undone() {
        let mut s = sample();
        let set = SetPaper {
            form: ReportForm::Daily,
            signer: " Lò Văn Ký ".into(),
            recipients: "- Công an tỉnh;\n\n- Lưu: VT.".into(),
        };
        let before = preview(&mut s.book, &s.session, &asked(ReportForm::Daily)).unwrap();
        set_paper(&mut s.book, &s.session, &set).unwrap();
        let shown = preview(&mut s.book, &s.session, &asked(ReportForm::Daily)).unwrap();
        assert_eq!(shown.form.recipients, ["- Công an tỉnh;", "- Lưu: VT."]);
        assert_eq!(shown.form.signatures.last().unwrap().name, "Lò Văn Ký");
        // Another form has the same signer, and its own recipients.
        let other = preview(&mut s.book, &s.session, &asked(ReportForm::Absent)).unwrap();
        assert_eq!(other.signer, "Lò Văn Ký");
        assert_ne!(other.form.recipients, shown.form.recipients);
        s.book.undo(None, &s.session).unwrap();
        assert_eq!(preview(&mut s.book, &s.session, &asked(ReportForm::Daily)).unwrap(), before);
    }

    #[test]
    fn a_book_above_the_commune_draws_no_names() {
        use crate::domain::unit::Level;
        let at = |level| ReportForm::ALL.into_iter().filter(|form| form.made_at(level)).count();
        assert_eq!(
            [Level::Hamlet, Level::Commune, Level::District, Level::Province].map(at),
            [15, 33, 14, 14]
        );
    }
}
