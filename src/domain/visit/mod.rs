//! Visits (lượt đến): one outcome a person a call at the door.

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, NaiveTime, Timelike};
use serde::{Deserialize, Serialize};

use crate::domain::dates::vi_at;
use crate::domain::ids::{CitizenId, MemberId, VisitId};
use crate::domain::text::fold;
use crate::error::{Error, Result};

mod again;
mod joining;
mod note;
mod reasons;
pub mod venue;
mod words;

pub use again::Again;
pub use joining::{Joining, joinings};
pub use reasons::{Follow, Reason, UNLISTED, find_reason, reason, reasons};
pub use venue::Venue;
use words::word_code;
pub use words::{Answer, parse_level};

/// What the team found (docs/domain.md, Visits and evidence). The four first are the card's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// K: activated with the team; needs level and channel.
    Activated,
    /// V: absent.
    Absent,
    /// Đ: ineligible; needs a reason.
    Ineligible,
    /// S: no smartphone.
    NoSmartphone,
    /// H: other (refused, wrong data, moved, deceased, come back at …); needs a reason.
    Other,
}

/// How the account was activated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// The VNeID app.
    App,
    /// The web page, for people without a smartphone (plan 180/KH-UBND).
    Web,
}

/// One visit to one person, as logged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Visit {
    /// Id in this book.
    pub id: VisitId,
    /// Who was visited.
    pub citizen_id: CitizenId,
    /// When, with the offset of Asia/Ho_Chi_Minh. 00:00:00 means the day is known and the hour is not.
    pub at: DateTime<FixedOffset>,
    /// Outcome.
    pub outcome: Outcome,
    /// 1 or 2 for an activation, else 0.
    pub level: u8,
    /// Channel of an activation; `None` too where a paper does not say it.
    pub channel: Option<Channel>,
    /// Code of the reason (`visit_reasons.csv`), or empty.
    pub reason: String,
    /// When the person is expected back or wants the team back.
    pub come_back_at: Option<DateTime<FixedOffset>>,
    /// Who logged it; `None` when the paper does not say.
    pub member_id: Option<MemberId>,
    /// Note, short.
    pub note: String,
    /// The visit that this one corrects; a corrected visit counts no more but stays in the history.
    pub corrects: Option<VisitId>,
    /// Where it was; `None` where nobody said, which on a walk is at home.
    #[serde(default)]
    pub venue: Option<Venue>,
}

/// Longest note, in characters. It is erased with the names and never holds a health reason, a password or a code
/// (docs/domain.md, Personal data).
pub const NOTE_LENGTH: usize = 200;

/// Whether a note is short and holds nothing that swindlers want.
///
/// # Errors
/// `visit.note_long`, `visit.note_secret`.
pub fn check_note(note: &str) -> Result<()> {
    if note.chars().count() > NOTE_LENGTH {
        return Err(Error::new("visit.note_long"));
    }
    if note::holds_a_secret(note) {
        return Err(Error::new("visit.note_secret"));
    }
    Ok(())
}

/// How far a clock may run ahead before a visit counts as in the future.
const CLOCK_SKEW: Duration = Duration::minutes(5);

/// How far after a visit an appointment may lie: until it, the person is on no list.
const LONGEST_APPOINTMENT: Duration = Duration::days(60);

/// One visit to log. The time, the reason and the member are as the caller has them; the job looks them up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct NewVisit {
    /// Mã công dân.
    pub citizen: String,
    /// When; `None` is now.
    pub at: Option<DateTime<FixedOffset>>,
    /// Outcome.
    pub outcome: Outcome,
    /// 1 or 2 for an activation, else 0.
    pub level: u8,
    /// Channel of an activation.
    pub channel: Option<Channel>,
    /// Code of the reason, or its words as people write them; for an activation: whose device.
    pub reason: String,
    /// When the person is expected back or wants the team back.
    pub come_back_at: Option<DateTime<FixedOffset>>,
    /// Name of the member; empty is the one signed in. A name that the book does not know is added to its members.
    pub by: String,
    /// Note, short.
    pub note: String,
    /// The visit that this one corrects.
    pub corrects: Option<VisitId>,
    /// Where it was.
    #[serde(default)]
    pub venue: Option<Venue>,
}

impl NewVisit {
    /// A visit now, without anything but its outcome.
    #[must_use]
    pub fn new(citizen: &str, outcome: Outcome) -> Self {
        Self {
            citizen: citizen.to_owned(),
            at: None,
            outcome,
            level: 0,
            channel: None,
            reason: String::new(),
            come_back_at: None,
            by: String::new(),
            note: String::new(),
            corrects: None,
            venue: None,
        }
    }
}

impl Visit {
    /// Whether the visit has all that its outcome needs (docs/domain.md, Visits and evidence) and happened between the campaign's first day and
    /// now.
    ///
    /// # Errors
    /// `visit.level_missing`, `visit.level_unknown`, `visit.level_unexpected`, `visit.reason_missing`, `visit.reason_mismatch`, `visit.note_long`, `visit.note_secret`, `visit.in_future`, `visit.before_campaign`,
    /// `visit.come_back_before`, `visit.come_back_far`.
    pub fn validate(&self, now: DateTime<FixedOffset>, first_day: Option<NaiveDate>) -> Result<()> {
        if self.outcome == Outcome::Activated {
            match self.level {
                0 => return Err(Error::new("visit.level_missing")),
                1 | 2 => {}
                other => return Err(Error::new("visit.level_unknown").with("raw", other)),
            }
        } else if self.level != 0 || self.channel.is_some() {
            return Err(Error::new("visit.level_unexpected"));
        }
        if self.reason.is_empty() {
            match self.outcome {
                Outcome::Ineligible => return Err(Error::new("visit.ineligible_reason_missing")),
                Outcome::Other => return Err(Error::new("visit.other_reason_missing")),
                Outcome::Activated | Outcome::Absent | Outcome::NoSmartphone => {}
            }
        } else if !reasons().iter().any(|r| r.code == self.reason && r.fits(self.outcome)) {
            return Err(Error::new("visit.reason_mismatch").with("raw", &self.reason));
        }
        // Packages carry the venue within the note.
        check_note(&venue::carry(self.venue, &self.note))?;
        if self.at > now + CLOCK_SKEW {
            return Err(Error::new("visit.in_future").with("raw", vi_at(self.at)));
        }
        if first_day.is_some_and(|first| self.at.date_naive() < first) {
            return Err(Error::new("visit.before_campaign").with("raw", self.at.format("%d/%m/%Y")));
        }
        if self.come_back_at.is_some_and(|back| back.date_naive() < self.at.date_naive()) {
            return Err(Error::new("visit.come_back_before"));
        }
        if let Some(back) = self.come_back_at
            && back.date_naive() - self.at.date_naive() > LONGEST_APPOINTMENT
        {
            let raw = back.format("%d/%m/%Y");
            return Err(Error::new("visit.come_back_far")
                .with("raw", raw)
                .with("most", LONGEST_APPOINTMENT.num_days()));
        }
        Ok(())
    }

    /// Whether both say the same of the same person at the same time, whoever wrote it down.
    #[must_use]
    pub fn same_answer(&self, other: &Self) -> bool {
        let key = |v: &Self| (v.citizen_id, v.at, v.outcome, v.level, v.channel, v.come_back_at, v.venue);
        key(self) == key(other) && self.reason == other.reason && self.note == other.note
    }

    /// How an answer on paper stands to one that counts already (docs/domain.md, Visits and evidence). Two known hours of
    /// one day are two calls, unless the first of them was the activation.
    #[must_use]
    pub fn beside(&self, counts: &Self) -> Beside {
        if self.citizen_id != counts.citizen_id || self.at.date_naive() != counts.at.date_naive() {
            return Beside::Apart;
        }
        let same_result = (self.outcome, self.level) == (counts.outcome, counts.level);
        if self.hour_known() && counts.hour_known() && self.at != counts.at && self.both_calls(counts) {
            return Beside::Apart;
        }
        let agrees = same_result
            && agree(self.channel, counts.channel)
            && agree(self.come_back_at, counts.come_back_at)
            && agree(self.venue, counts.venue)
            && agree(said(&self.reason), said(&counts.reason))
            && agree(said(&self.note), said(&counts.note));
        if !agrees {
            return Beside::Opposite;
        }
        if self.merged_into(counts).same_answer(counts) { Beside::Same } else { Beside::More }
    }

    /// The answer that stands, with what this one says beyond it.
    #[must_use]
    pub fn merged_into(&self, counts: &Self) -> Self {
        let more = |own: &str, theirs: &str| said(theirs).or(said(own)).unwrap_or_default().to_owned();
        Self {
            at: if counts.hour_known() { counts.at } else { self.at },
            channel: counts.channel.or(self.channel),
            reason: more(&self.reason, &counts.reason),
            come_back_at: counts.come_back_at.or(self.come_back_at),
            note: more(&self.note, &counts.note),
            venue: counts.venue.or(self.venue),
            ..counts.clone()
        }
    }

    /// Whether two answers of different times may be two calls: until the activation; after it only a higher level is one.
    fn both_calls(&self, other: &Self) -> bool {
        let (first, second) = if self.at < other.at { (self, other) } else { (other, self) };
        let risen = second.outcome == Outcome::Activated && second.level > first.level;
        first.outcome != Outcome::Activated || risen
    }

    fn hour_known(&self) -> bool {
        self.at.time() != NaiveTime::MIN
    }

    /// The part of the day; `None` when the hour is not known.
    #[must_use]
    pub fn part_of_day(&self) -> Option<PartOfDay> {
        PartOfDay::of(self.at.time())
    }
}

/// How an answer on paper stands to one that counts already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Beside {
    /// It says the same, or less: it counts once.
    Same,
    /// It says the same and something more: an hour, a channel, a note.
    More,
    /// Both cannot be right: a person says which one counts.
    Opposite,
    /// Another call.
    Apart,
}

/// What is not said contradicts nothing.
fn agree<T: PartialEq>(own: Option<T>, other: Option<T>) -> bool {
    own.is_none() || other.is_none() || own == other
}

fn said(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// Part of the day of a visit, to try an absent person at another time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum PartOfDay {
    /// Sáng, until 12.
    Morning,
    /// Chiều, until 18.
    Afternoon,
    /// Tối.
    Evening,
}

impl PartOfDay {
    /// In the order of the day.
    pub const ALL: [Self; 3] = [Self::Morning, Self::Afternoon, Self::Evening];

    /// The part that a time falls in; `None` for 00:00:00, which stands for "hour not known".
    #[must_use]
    pub fn of(time: NaiveTime) -> Option<Self> {
        match time.hour() {
            _ if time == NaiveTime::MIN => None,
            0..12 => Some(Self::Morning),
            12..18 => Some(Self::Afternoon),
            _ => Some(Self::Evening),
        }
    }

    /// Row of `messages.csv` with its word.
    #[must_use]
    pub fn word_code(self) -> &'static str {
        match self {
            Self::Morning => "worksheet.morning",
            Self::Afternoon => "worksheet.afternoon",
            Self::Evening => "worksheet.evening",
        }
    }
}

impl Outcome {
    /// All, in the order of the forms.
    pub const ALL: [Self; 5] =
        [Self::Activated, Self::Absent, Self::Ineligible, Self::NoSmartphone, Self::Other];

    /// Code in files, in the book and on the command line.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Activated => "activated",
            Self::Absent => "absent",
            Self::Ineligible => "ineligible",
            Self::NoSmartphone => "no-smartphone",
            Self::Other => "other",
        }
    }

    /// Row of `messages.csv` with its word.
    #[must_use]
    pub fn word_code(self) -> &'static str {
        match self {
            Self::Activated => "outcome.activated",
            Self::Absent => "outcome.absent",
            Self::Ineligible => "outcome.ineligible",
            Self::NoSmartphone => "outcome.no-smartphone",
            Self::Other => "outcome.other",
        }
    }

    /// The outcome of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }
}

impl Channel {
    /// Both.
    pub const ALL: [Self; 2] = [Self::App, Self::Web];

    /// Code in files, in the book and on the command line.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Web => "web",
        }
    }

    /// Row of `messages.csv` with its word.
    #[must_use]
    pub fn word_code(self) -> &'static str {
        match self {
            Self::App => "outcome.app",
            Self::Web => "outcome.web",
        }
    }

    /// The channel of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.code() == code)
    }

    /// The channel that words mean ("ứng dụng", "trang web", "w").
    #[must_use]
    pub fn from_words(text: &str) -> Option<Self> {
        Self::from_code(word_code("channel", &fold(text))?)
    }
}

/// Rows below the heading of a table without quoted cells.
fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table.lines().skip(1).filter_map(|line| line.split(',').collect::<Vec<_>>().try_into().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn time(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(&format!("2026-{text}:00+07:00")).unwrap()
    }

    /// `outcome level channel reason`, '-' for none, at 11-21T19:30 unless told.
    pub(super) fn visit(spec: &str) -> Visit {
        let parts: Vec<&str> = spec.split(' ').collect();
        let at = parts.get(4).map_or("11-21T19:30", |at| at);
        Visit {
            id: VisitId(Uuid::nil()),
            citizen_id: CitizenId(Uuid::nil()),
            at: time(at),
            outcome: Outcome::from_code(parts[0]).unwrap(),
            level: parts[1].parse().unwrap(),
            channel: Channel::from_code(parts[2]),
            reason: parts[3].trim_matches('-').to_owned(),
            come_back_at: parts.get(5).map(|at| time(at)),
            member_id: None,
            note: String::new(),
            corrects: None,
            venue: parts.get(6).and_then(|code| Venue::from_code(code)),
        }
    }

    fn check(spec: &str, expect: &str) {
        let first = NaiveDate::from_ymd_opt(2026, 11, 10);
        let found = visit(spec).validate(time("11-21T19:30"), first);
        assert_eq!(found.map_or_else(|error| error.code, |()| "ok"), expect, "{spec}");
    }

    #[test]
    fn each_outcome_needs_its_parts() {
        check("activated 2 app -", "ok");
        check("activated 1 web relatives-device", "ok");
        check("activated 0 app -", "visit.level_missing");
        check("activated 3 app -", "visit.level_unknown");
        // A paper that does not say how: the activation is one all the same.
        check("activated 2 - -", "ok");
        check("activated 2 app refused", "visit.reason_mismatch");
        check("absent 0 - -", "ok");
        check("absent 0 - at-work 11-21T19:30 11-22T19:00", "ok");
        check("absent 1 - -", "visit.level_unexpected");
        check("absent 0 web -", "visit.level_unexpected");
        check("ineligible 0 - -", "visit.ineligible_reason_missing");
        check("ineligible 0 - no-chip-card", "ok");
        check("ineligible 0 - refused", "visit.reason_mismatch");
        check("no-smartphone 0 - -", "ok");
        check("no-smartphone 0 - sim", "ok");
        check("other 0 - -", "visit.other_reason_missing");
        check("other 0 - deceased", "ok");
        check("other 0 - unlisted", "ok");
        check("other 0 - nonsense", "visit.reason_mismatch");
    }

    #[test]
    fn two_answers_of_one_day_are_one_call_or_a_question() {
        let check_beside = |paper: &str, book: &str, expect: Beside| {
            assert_eq!(visit(paper).beside(&visit(book)), expect, "{paper} | {book}");
        };
        let night = "11-21T00:00";
        // The same, or less than the book has.
        check_beside("absent 0 - -", "absent 0 - -", Beside::Same);
        check_beside(&format!("absent 0 - - {night}"), "absent 0 - at-work", Beside::Same);
        check_beside("activated 2 - -", "activated 2 app own-device 11-21T18:00", Beside::Same);
        // More: an hour, a channel, a reason.
        check_beside("absent 0 - -", &format!("absent 0 - - {night}"), Beside::More);
        check_beside(&format!("activated 2 web - {night}"), "activated 2 - -", Beside::More);
        check_beside(&format!("absent 0 - at-work {night}"), "absent 0 - -", Beside::More);
        // Another result, and no saying which came later.
        check_beside(&format!("absent 0 - - {night}"), "activated 2 app -", Beside::Opposite);
        check_beside("activated 2 app -", &format!("absent 0 - - {night}"), Beside::Opposite);
        check_beside("absent 0 - -", "no-smartphone 0 - -", Beside::Opposite);
        check_beside(&format!("activated 1 app - {night}"), "activated 2 app -", Beside::Opposite);
        check_beside("activated 2 web -", "activated 2 app -", Beside::Opposite);
        check_beside(&format!("other 0 - moved {night}"), "other 0 - refused", Beside::Opposite);
        // Two calls of one evening; after the activation there is none but for the higher level.
        check_beside("activated 2 app - 11-21T19:30", "absent 0 - - 11-21T18:00", Beside::Apart);
        check_beside("absent 0 - - 11-21T18:00", "activated 2 app - 11-21T19:30", Beside::Apart);
        check_beside("absent 0 - - 11-21T19:30", "absent 0 - - 11-21T18:00", Beside::Apart);
        check_beside("activated 2 app - 11-21T19:30", "activated 1 app - 11-21T18:00", Beside::Apart);
        check_beside("absent 0 - - 11-21T19:30", "activated 2 app - 11-21T18:00", Beside::Opposite);
        check_beside("absent 0 - - 11-20T19:30", "activated 2 app - 11-21T18:00", Beside::Apart);
    }

    #[test]
    fn the_time_lies_between_the_first_day_and_now() {
        check("absent 0 - - 11-21T19:34", "ok");
        check("absent 0 - - 11-21T19:36", "visit.in_future");
        check("absent 0 - - 11-10T00:00", "ok");
        check("absent 0 - - 11-09T23:59", "visit.before_campaign");
        check("absent 0 - - 11-20T08:00 11-19T08:00", "visit.come_back_before");
        check("absent 0 - - 11-20T08:00 12-31T08:00", "ok");
        // A slip in the year or month would keep the person off the lists until then.
        let far = |from: &str, back: &str| {
            let visit = Visit { come_back_at: Some(time(back)), ..visit(&format!("absent 0 - - {from}")) };
            visit.validate(time("11-21T19:30"), None).map_err(|e| e.code)
        };
        assert_eq!(far("09-20T19:00", "11-19T08:00"), Ok(()));
        assert_eq!(far("09-20T19:00", "11-20T08:00"), Err("visit.come_back_far"));
    }

    #[test]
    fn a_note_is_short() {
        let note = |count| Visit { note: "ộ".repeat(count), ..visit("absent 0 - -") };
        assert_eq!(note(200).validate(time("11-21T19:30"), None), Ok(()));
        assert_eq!(note(201).validate(time("11-21T19:30"), None).unwrap_err().code, "visit.note_long");
    }

    fn check_answer(text: &str, expect: &str) {
        let found = Answer::parse(text).map_or("?".to_owned(), |answer| {
            let channel = answer.channel.map_or("", Channel::code);
            format!("{} {} {} {}", answer.outcome.code(), answer.level, channel, answer.reason)
        });
        assert_eq!(found.split_whitespace().collect::<Vec<_>>().join(" "), expect, "{text}");
    }

    #[test]
    fn results_as_people_write_them() {
        check_answer("Đã kích hoạt", "activated 0");
        check_answer("đã kh", "activated 0");
        check_answer("K", "activated 0");
        check_answer("K1", "activated 1");
        check_answer("k2 w", "activated 2 web");
        check_answer("K2A", "activated 2 app");
        check_answer("KH M2", "activated 2");
        check_answer("Kích hoạt mức 2 qua web", "activated 2 web");
        check_answer("đã KH mức độ 02", "activated 2");
        check_answer("K3", "activated 3");
        check_answer("VẮNG", "absent 0");
        check_answer(" vắng mặt. ", "absent 0");
        check_answer("Đ", "ineligible 0");
        check_answer("Không đủ ĐK", "ineligible 0");
        check_answer("S", "no-smartphone 0");
        check_answer("Không có điện thoại thông minh", "no-smartphone 0");
        check_answer("Khác", "other 0");
        check_answer("từ chối", "other 0 refused");
        check_answer("Đã chết", "other 0 deceased");
        check_answer("đã kích hoạt từ trước", "other 0 already-active");
        check_answer("dưới 14 tuổi", "ineligible 0 under-14");
        check_answer("", "?");
        check_answer("K 1 2", "?");
        check_answer("xong hết", "?");
        check_answer("chưa KH", "?");
    }

    fn check_level(text: &str, expect: Option<u8>) {
        assert_eq!(parse_level(text), expect, "{text}");
    }

    #[test]
    fn levels_as_people_write_them() {
        check_level("2", Some(2));
        check_level("Mức 1", Some(1));
        check_level("mức độ 02", Some(2));
        check_level("M2", Some(2));
        check_level("20", Some(20));
        check_level("1 2", None);
        check_level("cao", None);
        check_level("", None);
    }

    fn check_reason(outcome: Outcome, text: &str, expect: &str) {
        let found =
            find_reason(outcome, text).map_or_else(|e| e.code.to_owned(), |(c, r)| format!("{c}|{r}"));
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn reasons_by_code_or_by_words() {
        check_reason(Outcome::Ineligible, "no-chip-card", "no-chip-card|");
        check_reason(Outcome::Ineligible, "Chưa có CCCD", "no-chip-card|");
        check_reason(Outcome::NoSmartphone, "máy người thân", "relatives-phone|");
        check_reason(Outcome::Activated, "máy người thân", "relatives-device|");
        check_reason(Outcome::Other, "hẹn lại", "come-back|");
        check_reason(Outcome::Ineligible, "refused", "visit.reason_mismatch");
        check_reason(Outcome::Other, " Nhà đang có việc ", "unlisted|Nhà đang có việc");
        check_reason(Outcome::Absent, " ", "|");
    }

    #[test]
    fn each_reason_has_a_word_and_its_words_are_folded_and_mean_one_thing() {
        for reason in reasons() {
            assert!(!reason.word().is_empty(), "{}", reason.code);
            for word in &reason.words {
                assert_eq!(*word, fold(word));
                let twins = reasons()
                    .iter()
                    .filter(|other| other.code != reason.code && other.outcome == reason.outcome)
                    .filter(|other| other.is_called(word));
                assert_eq!(twins.count(), 0, "{word}");
            }
        }
    }
}
