//! How the values of the domain stand in the book: text, and `''` for not known.

use std::fmt::Write;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

use crate::domain::audit::{AuditFinding, DrawBy};
use crate::domain::citizen::{Gone, Sex};
use crate::domain::dates::PartialDate;
use crate::domain::ids::{
    AffiliationId, AssignmentId, AuditId, AuditLineId, CampaignId, CitizenId, EntryId, HouseholdId, ImportId,
    IndicatorId, InvitationId, MemberId, OperationId, OutreachId, PointId, QuotaId, RemarkId, RosterId,
    TargetSheetId, TeamId, TeamMemberId, UnitId, VisitId,
};
use crate::domain::indicator::Measure;
use crate::domain::invitation::Errand;
use crate::domain::matching::Verdict;
use crate::domain::matching::blind::Judgement;
use crate::domain::member::Role;
use crate::domain::outreach::OutreachKind;
use crate::domain::point::PointKind;
use crate::domain::quota::{Per, QuotaKind};
use crate::domain::remark::RemarkKind;
use crate::domain::rights::Rights;
use crate::domain::roster::AccountState;
use crate::domain::team::{Duty, TeamKind};
use crate::domain::unit::Level;
use crate::domain::visit::{Channel, Outcome, Venue};
use crate::error::Error;
use crate::session::YEARS;

/// A value that is one piece of text in the book.
pub(in crate::store) trait Text: Sized {
    /// The text in the book.
    fn to_text(&self) -> String;
    /// The value of a text of the book; `None` when it is none.
    fn from_text(text: &str) -> Option<Self>;
    /// The day of it, when it is a time.
    fn day(&self) -> Option<NaiveDate> {
        None
    }
}

/// The text of a value, unless it is a time that no book holds.
fn text_of<T: Text>(value: &T) -> rusqlite::Result<String> {
    match value.day() {
        Some(day) if !YEARS.contains(&day.year()) => {
            let years = format!("{}–{}", YEARS.start(), YEARS.end());
            let refused = Error::new("date.out_of_range").with("day", day).with("years", years);
            Err(rusqlite::Error::ToSqlConversionFailure(Box::new(refused)))
        }
        _ => Ok(value.to_text()),
    }
}

/// A column where `''` means not known (or not said): `Blank(Some(x))` is the text of x.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Blank<T>(pub(in crate::store) Option<T>);

/// A value of a type that is not ours (`NaiveDate`, `DateTime`), as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Plain<T>(pub(in crate::store) T);

fn strange(text: &str) -> FromSqlError {
    FromSqlError::Other(format!("strange value {text:?}").into())
}

impl<T: Text> ToSql for Blank<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.as_ref().map(text_of).transpose()?.unwrap_or_default()))
    }
}

impl<T: Text> FromSql for Blank<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        match value.as_str()? {
            "" => Ok(Self(None)),
            text => T::from_text(text).map(|v| Self(Some(v))).ok_or_else(|| strange(text)),
        }
    }
}

impl<T: Text> ToSql for Plain<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(text_of(&self.0)?))
    }
}

impl<T: Text> FromSql for Plain<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let text = value.as_str()?;
        T::from_text(text).map(Self).ok_or_else(|| strange(text))
    }
}

impl Text for NaiveDate {
    fn to_text(&self) -> String {
        self.to_string()
    }

    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn day(&self) -> Option<NaiveDate> {
        Some(*self)
    }
}

/// RFC 3339 with seconds, `2026-11-21T19:30:00+07:00`: the order of the text is the order of time, as all times of a
/// book have the one offset of Asia/Ho_Chi_Minh.
impl Text for DateTime<FixedOffset> {
    fn to_text(&self) -> String {
        self.to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
    }

    fn from_text(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text).ok()
    }

    fn day(&self) -> Option<NaiveDate> {
        Some(self.date_naive())
    }
}

/// `yes` and `no`.
impl Text for bool {
    fn to_text(&self) -> String {
        if *self { "yes" } else { "no" }.to_owned()
    }

    fn from_text(text: &str) -> Option<Self> {
        match text {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        }
    }
}

/// Makes a type with a text a value of rusqlite as well.
macro_rules! sql_text {
    ($($name:ident),* $(,)?) => {$(
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::from(self.to_text()))
            }
        }

        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                let text = value.as_str()?;
                Self::from_text(text).ok_or_else(|| strange(text))
            }
        }
    )*};
}

/// Types whose text is that of `Display` and `FromStr`.
macro_rules! displayed {
    ($($name:ident),* $(,)?) => {
        $(impl Text for $name {
            fn to_text(&self) -> String {
                let mut text = String::with_capacity(36);
                // Writing to a String cannot fail.
                let _ = write!(text, "{self}");
                text
            }

            fn from_text(text: &str) -> Option<Self> {
                text.parse().ok()
            }
        })*
        sql_text!($($name),*);
    };
}

/// Words of an enum, the same as its serde names.
macro_rules! words {
    ($($name:ident { $($variant:ident = $word:literal),* $(,)? })*) => {$(
        impl Text for $name {
            fn to_text(&self) -> String {
                match self { $(Self::$variant => $word),* }.to_owned()
            }

            fn from_text(text: &str) -> Option<Self> {
                match text {
                    $($word => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
        sql_text!($name);
    )*};
}

displayed!(
    UnitId,
    HouseholdId,
    CitizenId,
    MemberId,
    RosterId,
    EntryId,
    VisitId,
    ImportId,
    OperationId,
    CampaignId,
    TargetSheetId,
    IndicatorId,
    QuotaId,
    RemarkId,
    AssignmentId,
    AuditId,
    AuditLineId,
    PointId,
    InvitationId,
    OutreachId,
    AffiliationId,
    TeamId,
    TeamMemberId,
    PartialDate,
);

words! {
    Level { Hamlet = "hamlet", Commune = "commune", District = "district", Province = "province" }
    Sex { Male = "male", Female = "female" }
    AccountState {
        NotRegistered = "not-registered",
        PendingApproval = "pending-approval",
        Rejected = "rejected",
        ApprovedNotActivated = "approved-not-activated",
        ActiveLevel1 = "active-level1",
        ActiveLevel2 = "active-level2",
        Locked = "locked",
        Unknown = "unknown",
    }
    Verdict { Matched = "matched", Review = "review", Unknown = "unknown", Rejected = "rejected" }
    Outcome {
        Activated = "activated",
        Absent = "absent",
        Ineligible = "ineligible",
        NoSmartphone = "no-smartphone",
        Other = "other",
    }
    Channel { App = "app", Web = "web" }
    Venue {
        Home = "home",
        Office = "office",
        Market = "market",
        School = "school",
        Worship = "worship",
        Point = "point",
    }
    PointKind { Fixed = "fixed", Mobile = "mobile" }
    OutreachKind { Communication = "communication", Training = "training" }
    Errand {
        NotEnrolled = "not-enrolled",
        Approved = "approved",
        Level1 = "level1",
        WrongData = "wrong-data",
    }
    AuditFinding {
        Confirmed = "confirmed",
        NotActivated = "not-activated",
        WrongLevel = "wrong-level",
        NotFound = "not-found",
        Refused = "refused",
    }
    QuotaKind { Member = "member", Team = "team", Alley = "alley" }
    Per { All = "all", Day = "day" }
    RemarkKind { Merit = "merit", Difficulty = "difficulty", Cause = "cause", Proposal = "proposal" }
    Measure { Percent = "percent", Number = "number" }
    Judgement { Same = "same", Two = "two", Unsure = "unsure" }
    DrawBy { Whole = "whole", Hamlet = "hamlet", Member = "member" }
    Gone { Moved = "moved", Deceased = "deceased", Elsewhere = "elsewhere" }
    TeamKind { Working = "working", Inspection = "inspection", Support = "support" }
    Duty { Leader = "leader", Deputy = "deputy" }
    Rights { Leader = "leader", Officer = "officer", Member = "member", Inspector = "inspector" }
    Role {
        Leader = "leader", Deputy = "deputy", Member = "member", Police = "police", Volunteer = "volunteer",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The word in the book is the word in JSON and on the command line.
    fn check<T: Text + serde::Serialize + PartialEq + std::fmt::Debug>(value: T, text: &str) {
        assert_eq!(value.to_text(), text);
        assert_eq!(serde_json::to_value(&value).unwrap(), text);
        assert_eq!(T::from_text(text).unwrap(), value);
    }

    #[test]
    fn words_of_the_book_are_the_words_of_json() {
        check(Level::Hamlet, "hamlet");
        check(Level::Commune, "commune");
        check(Level::District, "district");
        check(Level::Province, "province");
        for finding in AuditFinding::ALL {
            check(finding, finding.code());
        }
        for kind in TeamKind::ALL {
            check(kind, kind.code());
        }
        check(Duty::Leader, "leader");
        check(Duty::Deputy, "deputy");
        check(DrawBy::Whole, "whole");
        check(DrawBy::Hamlet, "hamlet");
        check(DrawBy::Member, "member");
        check(Sex::Male, "male");
        check(Sex::Female, "female");
        check(AccountState::NotRegistered, "not-registered");
        check(AccountState::PendingApproval, "pending-approval");
        check(AccountState::Rejected, "rejected");
        check(AccountState::ApprovedNotActivated, "approved-not-activated");
        check(AccountState::ActiveLevel1, "active-level1");
        check(AccountState::ActiveLevel2, "active-level2");
        check(AccountState::Locked, "locked");
        check(AccountState::Unknown, "unknown");
        for (verdict, text) in [
            (Verdict::Matched, "matched"),
            (Verdict::Review, "review"),
            (Verdict::Unknown, "unknown"),
            (Verdict::Rejected, "rejected"),
        ] {
            check(verdict, text);
        }
        check(Outcome::Activated, "activated");
        check(Outcome::Absent, "absent");
        check(Outcome::Ineligible, "ineligible");
        check(Outcome::NoSmartphone, "no-smartphone");
        check(Outcome::Other, "other");
        check(Channel::App, "app");
        check(Channel::Web, "web");
        check(PointKind::Fixed, "fixed");
        check(PointKind::Mobile, "mobile");
        check(OutreachKind::Communication, "communication");
        check(OutreachKind::Training, "training");
        check(Errand::NotEnrolled, "not-enrolled");
        check(Errand::Approved, "approved");
        check(Errand::Level1, "level1");
        check(Errand::WrongData, "wrong-data");
        Venue::ALL.into_iter().for_each(|venue| check(venue, venue.code()));
        check(Gone::Moved, "moved");
        check(Gone::Deceased, "deceased");
        check(Gone::Elsewhere, "elsewhere");
        check(Role::Leader, "leader");
        check(Role::Deputy, "deputy");
        check(Role::Member, "member");
        check(Role::Police, "police");
        check(Role::Volunteer, "volunteer");
        check(PartialDate::from_month(1950, 3).unwrap(), "1950-03");
    }

    #[test]
    fn a_blank_column_is_not_known() {
        let conn = rusqlite::Connection::open_in_memory().unwrap();
        let back = |value: &dyn ToSql| -> Blank<PartialDate> {
            conn.query_row("SELECT ?1", [value], |row| row.get(0)).unwrap()
        };
        assert_eq!(back(&Blank::<PartialDate>(None)), Blank(None));
        let march = PartialDate::from_month(1950, 3);
        assert_eq!(back(&Blank(march)), Blank(march));
        assert!(conn.query_row("SELECT 'x'", [], |row| row.get::<_, Blank<bool>>(0)).is_err());
    }
}
