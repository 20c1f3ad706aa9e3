//! Takes the answer of one row of a worksheet: a new visit, more of one that counts, the same once more, or a question.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::log_visit::{complete, member};
use crate::domain::accounting::Accounting;
use crate::domain::citizen::Gone;
use crate::domain::dates::vi;
use crate::domain::ids::VisitId;
use crate::domain::visit::{
    Again, Beside, Channel, NewVisit, Outcome, PartOfDay, UNLISTED, Venue, Visit, reason,
};
use crate::error::{Error, Result, RowIssue, Severity};
use crate::excel::worksheet::{FilledRow, WorksheetRow, column_of};
use crate::messages::{sentence, word};
use crate::session::Session;
use crate::store::Tx;

/// What was answered for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "as in Visit")]
pub struct SheetAnswer {
    pub outcome: Outcome,
    pub level: u8,
    pub channel: Option<Channel>,
    pub reason: String,
    pub at: DateTime<FixedOffset>,
    pub come_back_at: Option<DateTime<FixedOffset>>,
    pub note: String,
    #[serde(default)]
    pub venue: Option<Venue>,
}

/// A row whose answer cannot stand beside the one that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Question {
    /// Sheet of the file.
    pub sheet: String,
    /// 1-based row as Excel shows it.
    pub row: u32,
    /// The person's name.
    pub name: String,
    /// The visit that the row stands for.
    pub visit: VisitId,
    /// What the row says.
    pub says: SheetAnswer,
    /// What counts now.
    pub counts: SheetAnswer,
}

/// Which of two answers is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Counts {
    /// The worksheet's.
    Worksheet,
    /// The one that counts already.
    Book,
}

/// What a person said to a [`Question`]. Both answers stay in the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Decided {
    /// The visit that the row stands for.
    pub visit: VisitId,
    /// What the row said when it was asked about.
    pub says: SheetAnswer,
    /// Which answer is right.
    pub right: Counts,
}

/// The rows of one evening.
pub(super) struct Evening<'a> {
    tx: &'a Tx<'a>,
    session: &'a Session,
    decided: &'a [Decided],
    accounting: Accounting,
    questions: Vec<Question>,
}

impl<'a> Evening<'a> {
    pub(super) fn new(tx: &'a Tx<'a>, session: &'a Session, decided: &'a [Decided]) -> Self {
        let (accounting, questions) = (Accounting::default(), Vec::new());
        Self { tx, session, decided, accounting, questions }
    }

    /// Takes the rows of one file.
    pub(super) fn take(&mut self, rows: &[WorksheetRow]) -> Result<(Accounting, Vec<Question>)> {
        for row in rows {
            self.session.check_stop()?;
            self.accounting.rows_in += 1;
            match row {
                WorksheetRow::Blank => self.accounting.skipped += 1,
                WorksheetRow::Bad(issue) => self.reject((**issue).clone()),
                WorksheetRow::Filled(row) => self.answer(row)?,
            }
        }
        Ok((std::mem::take(&mut self.accounting), std::mem::take(&mut self.questions)))
    }

    fn reject(&mut self, issue: RowIssue) {
        self.accounting.rejected += 1;
        self.accounting.issues.push(issue);
    }

    fn warn(&mut self, row: &FilledRow, code: &'static str, raw: &str) {
        self.accounting.issues.push(issue(row, code, Severity::Warning, raw));
    }

    fn answer(&mut self, row: &FilledRow) -> Result<()> {
        let Some(citizen) = self.tx.present_record(row.key.citizen)? else {
            // A sheet of people from elsewhere.
            self.tx.check_people_may_come(None)?;
            self.reject(issue(row, "row.worksheet_person_unknown", Severity::Rejection, ""));
            return Ok(());
        };
        if self.tx.erased_on(citizen)?.is_some() {
            self.warn(row, "row.erased", "");
            self.accounting.skipped += 1;
            return Ok(());
        }
        let local = |time: NaiveDateTime| {
            time.and_local_timezone(*self.session.now().offset())
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
            venue: row.venue,
            ..NewVisit::new("", row.outcome)
        };
        match complete(self.tx, self.session, row.key.visit, citizen, &new) {
            Ok(visit) => self.stand(row, visit),
            Err(error) if error.code.starts_with("visit.") => {
                let raw = error.params.get("raw").map_or("", String::as_str);
                self.reject(issue(row, error.code, Severity::Rejection, raw));
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Finds what the answer is beside those that the book has.
    fn stand(&mut self, row: &FilledRow, visit: Visit) -> Result<()> {
        let versions = versions_of(self.tx, visit.id)?;
        if versions.iter().any(|old| old.citizen_id != visit.citizen_id) {
            return Err(Error::new("book.damaged").with("detail", visit.id));
        }
        if self.once_more(row, &visit, &versions)? {
            return Ok(());
        }
        let history = self.tx.visit_history(visit.citizen_id)?;
        let corrected: BTreeSet<VisitId> = history.iter().filter_map(|old| old.corrects).collect();
        let (gone, counting): (Vec<&Visit>, Vec<&Visit>) =
            history.iter().partition(|old| corrected.contains(&old.id));
        if let Some(old) = counting.iter().find(|old| old.same_answer(&visit)) {
            return self.same(row, old);
        }
        if gone.iter().any(|old| old.same_answer(&visit)) {
            self.accounting.unchanged += 1;
            return Ok(());
        }
        // The hour that was written for another call of the day is that call's.
        let beside = counting.iter().map(|old| (visit.beside(old), *old));
        match beside.min_by_key(|(beside, _)| *beside) {
            Some((Beside::Same, old)) => self.same(row, old),
            Some((Beside::More, old)) => {
                self.warn_of_officer(row, old)?;
                self.correct(row, old, visit.merged_into(old))
            }
            Some((Beside::Opposite, old)) => self.ask(row, visit, old),
            Some((Beside::Apart, _)) | None => {
                if let Some(gone) = self.gone_by(&visit)? {
                    self.reject(issue(row, "row.worksheet_person_gone", Severity::Rejection, &gone));
                    return Ok(());
                }
                let id = if versions.is_empty() { visit.id } else { VisitId(self.session.new_id()) };
                self.note(row, &visit);
                self.insert(row, Visit { id, ..visit })?;
                self.accounting.added += 1;
                Ok(())
            }
        }
    }

    /// Since when the register has the person as dead or moved away on the day of a visit that says otherwise.
    fn gone_by(&self, visit: &Visit) -> Result<Option<String>> {
        let gone = self.tx.departure(visit.citizen_id)?.filter(|gone| gone.gone != Gone::Elsewhere);
        let gone = gone.filter(|gone| gone.day <= visit.at.date_naive() && visit.reason != gone.gone.code());
        Ok(gone.map(|gone| format!("{} ({})", word(gone.gone.word_code()).to_lowercase(), vi(gone.day))))
    }

    /// A row that was taken before; `false` where it tells of a call of its own.
    fn once_more(&mut self, row: &FilledRow, visit: &Visit, versions: &[Visit]) -> Result<bool> {
        let Some(latest) = versions.last() else { return Ok(false) };
        match visit.again(versions) {
            Again::OtherDay => return Ok(false),
            Again::Same => self.same(row, latest)?,
            Again::Older => {
                self.accounting.unchanged += 1;
                self.warn(row, "row.worksheet_older_answer", "");
            }
            Again::More(whole) => {
                self.warn_of_officer(row, latest)?;
                self.correct(row, latest, Visit { member_id: latest.member_id, ..whole })?;
            }
            Again::Otherwise(whole) => {
                // A paper that does not say who it was takes nobody's name away.
                let member_id = latest.member_id.filter(|_| row.by.is_empty());
                self.ask(row, Visit { member_id, ..whole }, latest)?;
            }
        }
        Ok(true)
    }

    /// The same answer as one that counts: it may tell who guided the person, where nobody did.
    fn same(&mut self, row: &FilledRow, old: &Visit) -> Result<()> {
        if row.by.is_empty() || old.member_id.is_some() {
            self.accounting.unchanged += 1;
            return self.warn_of_officer(row, old);
        }
        self.correct(row, old, old.clone())
    }

    /// Who the book says was there stays.
    fn warn_of_officer(&mut self, row: &FilledRow, old: &Visit) -> Result<()> {
        if !row.by.is_empty() && old.member_id.is_some() && self.tx.member_of_name(&row.by)? != old.member_id
        {
            self.warn(row, "row.worksheet_officer_other", &row.by);
        }
        Ok(())
    }

    fn correct(&mut self, row: &FilledRow, old: &Visit, visit: Visit) -> Result<()> {
        self.note(row, &visit);
        let id = VisitId(self.session.new_id());
        self.insert(row, Visit { id, corrects: Some(old.id), ..visit })?;
        self.accounting.updated += 1;
        Ok(())
    }

    /// Two answers that cannot both be right: both stay in the history once a person has said which one counts.
    fn ask(&mut self, row: &FilledRow, visit: Visit, old: &Visit) -> Result<()> {
        let says = SheetAnswer::of(&visit);
        let decided = self.decided.iter().find(|one| one.visit == row.key.visit && one.says == says);
        match decided.map(|one| one.right) {
            None => {
                let mut issue = issue(row, "row.worksheet_opposite", Severity::Rejection, &told(&visit));
                issue.stored = told(old);
                self.reject(issue);
                let FilledRow { sheet, row, name, .. } = row.clone();
                let counts = SheetAnswer::of(old);
                self.questions.push(Question { sheet, row, name, visit: visit.id, says, counts });
                Ok(())
            }
            Some(Counts::Worksheet) => self.correct(row, old, visit),
            Some(Counts::Book) => {
                let refused = VisitId(self.session.new_id());
                self.insert(row, Visit { id: refused, corrects: Some(old.id), ..visit })?;
                let id = VisitId(self.session.new_id());
                self.tx.insert_visit(&Visit { id, corrects: Some(refused), ..old.clone() })?;
                self.accounting.unchanged += 1;
                Ok(())
            }
        }
    }

    /// Warns of what the paper left open.
    fn note(&mut self, row: &FilledRow, visit: &Visit) {
        if visit.reason == UNLISTED && !row.reason.is_empty() {
            self.warn(row, "row.worksheet_reason_unlisted", &row.reason);
        }
        if visit.outcome == Outcome::Activated && visit.channel.is_none() {
            self.warn(row, "row.worksheet_channel_unknown", "");
        }
    }

    /// Writes a visit with who guided the person: never who is signed in, who only types the paper in.
    fn insert(&mut self, row: &FilledRow, visit: Visit) -> Result<()> {
        if visit.member_id.is_some() {
            return self.tx.insert_visit(&visit);
        }
        if !row.by.is_empty() && self.tx.member_of_name(&row.by)?.is_none() {
            self.warn(row, "row.worksheet_officer_new", &row.by);
        }
        let member_id = member(self.tx, self.session, &row.by)?;
        self.tx.insert_visit(&Visit { member_id, ..visit })
    }
}

impl SheetAnswer {
    fn of(visit: &Visit) -> Self {
        let Visit { at, outcome, level, channel, reason, come_back_at, note, venue, .. } = visit.clone();
        Self { outcome, level, channel, reason, at, come_back_at, note, venue }
    }
}

/// "Đã kích hoạt, mức 2, ứng dụng, 19:30 21/11"
pub(crate) fn told(visit: &Visit) -> String {
    let mut parts = vec![word(visit.outcome.word_code()).to_owned()];
    if visit.level > 0 {
        parts.push(sentence("form.level", [("level", visit.level.to_string().as_str())]).to_lowercase());
    }
    parts.extend(visit.channel.map(|channel| word(channel.word_code()).to_lowercase()));
    parts.extend(reason(&visit.reason).map(|reason| reason.word().to_lowercase()));
    let moment = |at: DateTime<FixedOffset>| {
        at.format(if PartOfDay::of(at.time()).is_some() { "%H:%M %d/%m" } else { "%d/%m" }).to_string()
    };
    parts.push(moment(visit.at));
    parts.extend(visit.venue.map(|venue| word(venue.word_code()).to_lowercase()));
    let come_back = word("worksheet.head.come_back").to_lowercase();
    parts.extend(visit.come_back_at.map(|back| format!("{come_back} {}", moment(back))));
    parts.extend((!visit.note.is_empty()).then(|| visit.note.clone()));
    parts.join(", ")
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
