//! The columns of the lists: a list is its fields in order; what each shows, how wide and how it stands is told once.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};

use super::frame::PaperOfDay;
use crate::domain::as_count;
use crate::domain::citizen::Sex;
use crate::domain::dates::{vi, vi_at};
use crate::domain::form::{Column, Kind, Value};
use crate::domain::identity;
use crate::domain::matching::FieldPair;
use crate::domain::reconciliation::Finding;
use crate::domain::report::{OfficialState, ReportForm};
use crate::domain::visit::reason;
use crate::messages::{sentence, word};
use crate::store::reports::ListedPerson;

/// What one column of a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Ordinal,
    Name,
    Birth,
    Sex,
    Number,
    MaskedNumber,
    Phone,
    MaskedPhone,
    Hamlet,
    Address,
    Head,
    Level,
    LevelNote,
    Channel,
    Day,
    Member,
    OfficerTotal,
    Attempts,
    Outcome,
    Reason,
    ComeBack,
    Claim,
    Official,
    Finding,
    Correct,
    Note,
    Signature,
}

/// The columns of each list. Numbers and phones are whole where the plan asks for them (`annex2`), where the person
/// signs for them (`activated`) and where the police must find the person in their system (`hand-back`,
/// `discrepancies`); on lists that are carried about on paper they are masked as VNeID does (docs/domain.md, Personal data: a list of people
/// without an account is what fraudsters look for).
///
/// Of the lists of the standing, the police find the application by its number (`pending-approval`, `rejected`) and mend
/// the digit that differs (`wrong-data`): whole numbers. The teams carry the others from door to door, and who is approved
/// and not activated is on them: masked. None has a column of phones; a phone stands on `wrong-data` beside the reason that
/// it has to be put right, and nowhere else.
pub(super) fn fields(paper: &PaperOfDay<'_>) -> Vec<Field> {
    let whole = |field: &Field| match field {
        Field::MaskedPhone if paper.phones => Field::Phone,
        field => *field,
    };
    columns(paper.form, paper.group).iter().map(whole).collect()
}

fn columns(form: ReportForm, group: Option<Finding>) -> &'static [Field] {
    use Field::{
        Address, Attempts, Birth, Channel, Claim, ComeBack, Correct, Day, Finding, Hamlet, Head, Level,
        LevelNote, MaskedNumber, MaskedPhone, Member, Name, Note, Number, OfficerTotal, Official, Ordinal,
        Outcome, Phone, Reason, Sex, Signature,
    };
    match form {
        ReportForm::Daily
        | ReportForm::Annex1
        | ReportForm::FiveClear
        | ReportForm::League
        | ReportForm::Weekly
        | ReportForm::Monthly
        | ReportForm::Phase
        | ReportForm::Final
        | ReportForm::Survey
        | ReportForm::Points
        | ReportForm::Invitations
        | ReportForm::Agencies
        | ReportForm::AgencyMissing
        | ReportForm::Teams
        | ReportForm::Audit
        | ReportForm::Indicators
        | ReportForm::Commendation
        | ReportForm::SideBySide => &[],
        ReportForm::Annex2 => &[Ordinal, Name, Number, Phone, Member, OfficerTotal, LevelNote],
        ReportForm::Activated => {
            &[Ordinal, Name, Birth, Number, Phone, Hamlet, Level, Channel, Day, Member, Signature]
        }
        ReportForm::Absent => &[
            Ordinal,
            Name,
            Birth,
            MaskedNumber,
            MaskedPhone,
            Hamlet,
            Address,
            Head,
            Attempts,
            Day,
            Reason,
            ComeBack,
            Note,
        ],
        ReportForm::Ineligible => {
            &[Ordinal, Name, Birth, Sex, MaskedNumber, Hamlet, Address, Head, Day, Reason, Note]
        }
        ReportForm::NoSmartphone => {
            &[Ordinal, Name, Birth, Sex, MaskedNumber, Hamlet, Address, Head, Day, Reason, Note]
        }
        ReportForm::HandBack => {
            &[Ordinal, Name, Birth, Sex, Number, Phone, Hamlet, Address, Outcome, Reason, Day, Member, Note]
        }
        ReportForm::Discrepancies => {
            &[Ordinal, Name, Birth, Number, Hamlet, Claim, Day, Member, Official, Finding, Note]
        }
        ReportForm::PendingApproval | ReportForm::Rejected => {
            &[Ordinal, Name, Birth, Sex, Number, Hamlet, Address, Head, Note]
        }
        ReportForm::NewlyApproved => &[Ordinal, Name, Birth, Sex, MaskedNumber, Hamlet, Address, Head, Note],
        ReportForm::Unmatched => {
            &[Ordinal, Name, Birth, Sex, MaskedNumber, Hamlet, Address, Head, Official, Note]
        }
        ReportForm::NotEnrolled | ReportForm::NoAccount => {
            &[Ordinal, Name, Birth, Sex, MaskedNumber, Hamlet, Address, Head, Outcome, Reason, Day, Note]
        }
        ReportForm::WrongData => &[Ordinal, Name, Birth, Sex, Number, Hamlet, Address, Head, Correct, Note],
        ReportForm::Findings => columns_of_findings(group),
    }
}

/// Of one group only, the finding is no column, nor what teams claim where they claim nothing.
fn columns_of_findings(group: Option<Finding>) -> &'static [Field] {
    use Field::{
        Address, Birth, Claim, Day, Finding, Hamlet, Head, MaskedNumber, Name, Note, Official, Ordinal, Sex,
    };
    match group.map(|group| group.may_have_claim()) {
        None => &[Ordinal, Name, Birth, MaskedNumber, Hamlet, Address, Head, Claim, Day, Official, Finding],
        Some(true) => &[Ordinal, Name, Birth, Sex, MaskedNumber, Hamlet, Address, Head, Claim, Day, Official],
        Some(false) => &[Ordinal, Name, Birth, Sex, MaskedNumber, Hamlet, Address, Head, Official, Note],
    }
}

/// One person of a list.
pub(super) struct Item<'a> {
    /// Its place among the units of the paper.
    pub(super) place: usize,
    pub(super) hamlet: &'a str,
    pub(super) listed: ListedPerson,
    pub(super) official: Option<OfficialState>,
    /// Level reached by any evidence.
    pub(super) level: u8,
    pub(super) attempts: usize,
    /// A team raised an account that was active before.
    pub(super) upgraded: bool,
    /// The day on which a team raised what a team had activated in the same stretch of days.
    pub(super) raised_on: Option<NaiveDate>,
    /// Number or birth are the extract's.
    pub(super) by_list: bool,
    pub(super) finding: Option<Finding>,
    /// In what survey and extract differ.
    pub(super) differing: &'a [FieldPair],
    /// What the list itself remarks of the person; it stands before the note of the visit.
    pub(super) remark: String,
}

impl Item<'_> {
    pub(super) fn member(&self) -> &str {
        self.listed.visit.as_ref().map_or("", |visit| visit.member.as_str())
    }

    /// What the person has to correct: what both lists say, and what was told at the door, with the phone that it is about.
    fn to_correct(&self) -> String {
        let differing = self.differing.iter().map(|field| {
            let shown = |text: &str| match field.field {
                "sex" => word(text).to_owned(),
                _ => text.to_owned(),
            };
            let (ours, theirs) = (shown(&field.ours), shown(&field.theirs));
            let code = format!("form.differs.{}", field.field);
            sentence(&code, [("ours", ours.as_str()), ("theirs", theirs.as_str())])
        });
        let told = self.listed.visit.as_ref().map(|visit| {
            let words = words_of_reason(&visit.reason);
            let phone = self.listed.phone.as_str();
            if phone.is_empty() || visit.reason == "wrong-data" { words } else { format!("{words}: {phone}") }
        });
        differing.chain(told).collect::<Vec<_>>().join("; ")
    }
}

impl Field {
    /// Name of its heading in `messages.csv`, width, stand.
    fn shape(self) -> (&'static str, u32, Kind) {
        match self {
            Self::Ordinal => ("ordinal", 36, Kind::Centred),
            Self::Name => ("name", 150, Kind::Text),
            Self::Birth => ("birth", 78, Kind::Centred),
            Self::Sex => ("sex", 40, Kind::Centred),
            Self::Number | Self::MaskedNumber => ("number", 100, Kind::Centred),
            Self::Phone | Self::MaskedPhone => ("phone", 86, Kind::Centred),
            Self::Hamlet => ("hamlet", 84, Kind::Text),
            Self::Address => ("address", 90, Kind::Text),
            Self::Head => ("head", 120, Kind::Text),
            Self::Level => ("level", 46, Kind::Centred),
            Self::LevelNote | Self::Note => ("note", 84, Kind::Text),
            Self::Channel => ("channel", 70, Kind::Centred),
            Self::Day => ("day", 78, Kind::Centred),
            Self::Member => ("member", 120, Kind::Text),
            Self::OfficerTotal => ("officer_total", 70, Kind::Centred),
            Self::Attempts => ("attempts", 46, Kind::Centred),
            Self::Outcome => ("outcome", 84, Kind::Text),
            Self::Reason => ("reason", 110, Kind::Text),
            Self::ComeBack => ("come_back", 84, Kind::Centred),
            Self::Claim => ("claim", 70, Kind::Centred),
            Self::Official => ("official", 120, Kind::Text),
            Self::Finding => ("finding", 130, Kind::Text),
            Self::Correct => ("correct", 260, Kind::Text),
            Self::Signature => ("signature", 84, Kind::Text),
        }
    }

    /// Its column; a form may have a heading of its own (`form.annex2.name`).
    pub(super) fn column(self, form: ReportForm) -> Column {
        let (name, width, kind) = self.shape();
        let own = word(&format!("form.{form}.{name}"));
        let heading = if own.is_empty() { word(&format!("form.column.{name}")) } else { own };
        Column::new(heading, width, kind)
    }

    pub(super) fn value(self, item: &Item<'_>, ordinal: u32) -> Value {
        let (person, visit) = (&item.listed, item.listed.visit.as_ref());
        let level = |level: u8| match level {
            0 => String::new(),
            level => sentence("form.level", [("level", level.to_string().as_str())]),
        };
        let text = match self {
            Self::Ordinal => return Value::from(ordinal),
            Self::Attempts => return Value::from(as_count(item.attempts)),
            Self::Name => person.name.clone(),
            Self::Birth => person.birth.map(|birth| birth.to_vi()).unwrap_or_default(),
            Self::Sex => person.sex.map(|sex| word(sex_code(sex)).to_owned()).unwrap_or_default(),
            Self::Number => person.number.clone(),
            Self::MaskedNumber => identity::mask(&person.number),
            Self::Phone => person.phone.clone(),
            Self::MaskedPhone => identity::mask(&person.phone),
            Self::Hamlet => item.hamlet.to_owned(),
            Self::Address => person.household.address(),
            Self::Head => person.household.head.clone(),
            Self::Level if item.upgraded => word("form.upgraded").to_owned(),
            Self::Level => match item.raised_on {
                Some(day) => sentence(
                    "form.raised_on",
                    [("level", item.level.to_string().as_str()), ("day", &vi(day))],
                ),
                None => item.level.to_string(),
            },
            Self::LevelNote => level(item.level),
            Self::Channel => visit
                .and_then(|visit| visit.channel)
                .map(|c| word(c.word_code()).to_owned())
                .unwrap_or_default(),
            Self::Day => visit.map(|visit| vi(visit.at.date_naive())).unwrap_or_default(),
            Self::Member => item.member().to_owned(),
            Self::Outcome => {
                visit.map(|visit| word(visit.outcome.word_code()).to_owned()).unwrap_or_default()
            }
            Self::Reason => visit.map(|visit| words_of_reason(&visit.reason)).unwrap_or_default(),
            Self::ComeBack => {
                visit.and_then(|visit| visit.come_back_at).map(written_time).unwrap_or_default()
            }
            Self::Claim => visit.map(|visit| level(visit.level)).unwrap_or_default(),
            Self::Official => match item.official {
                Some(official) => {
                    let params = [("state", word(official.state.word(0))), ("day", &vi(official.as_of))];
                    sentence("form.official", params)
                }
                None => word("worksheet.state.none").to_owned(),
            },
            Self::Finding => item.finding.map(Finding::words).unwrap_or_default().to_owned(),
            Self::Correct => item.to_correct(),
            Self::Note => {
                let note = visit.map_or("", |visit| visit.note.as_str());
                [item.remark.as_str(), note]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join("; ")
            }
            Self::Signature | Self::OfficerTotal => String::new(),
        };
        Value::Text(text)
    }
}

/// The day alone where no hour was said: midnight stands for that.
fn written_time(at: DateTime<FixedOffset>) -> String {
    if at.time() == NaiveTime::MIN { vi(at.date_naive()) } else { vi_at(at) }
}

fn words_of_reason(code: &str) -> String {
    reason(code).map(|reason| reason.word().to_owned()).unwrap_or_default()
}

fn sex_code(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "form.sex.male",
        Sex::Female => "form.sex.female",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_hour_is_invented() {
        let check = |time: &str, expect: &str| {
            let at = DateTime::parse_from_rfc3339(&format!("2026-11-22T{time}:00+07:00")).unwrap();
            assert_eq!(written_time(at), expect);
        };
        check("19:30", "19:30 22/11/2026");
        check("00:00", "22/11/2026");
    }
}
