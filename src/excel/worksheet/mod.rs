//! The worksheet (phiếu danh sách cần đến): one sheet a hamlet that prints as a walk list and is also a form. Filled in
//! on any spreadsheet program, re-sorted, with columns moved, rows deleted or sheets renamed, it can be read back: each
//! row carries a key, and columns are found by their headings.

mod audited;
mod key;
mod read;
mod times;
mod write;

use crate::messages::word;

pub use audited::{AuditedRow, read_audited};
pub use key::RowKey;
pub use read::{FilledRow, FilledSheet, WorksheetRow, read_worksheets};
pub use write::write_worksheet;
pub(super) use write::{set_foot, sheet_name};

/// The columns, in the order in which they are written. Answers are what the team fills in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Ordinal,
    Group,
    Alley,
    House,
    Head,
    Name,
    Birth,
    Number,
    State,
    Attempts,
    Suggest,
    Outcome,
    Level,
    Channel,
    Reason,
    Day,
    Time,
    Officer,
    ComeBack,
    Venue,
    Note,
    Key,
}

impl Column {
    const ALL: [Self; 22] = [
        Self::Ordinal,
        Self::Group,
        Self::Alley,
        Self::House,
        Self::Head,
        Self::Name,
        Self::Birth,
        Self::Number,
        Self::State,
        Self::Attempts,
        Self::Suggest,
        Self::Outcome,
        Self::Level,
        Self::Channel,
        Self::Reason,
        Self::Day,
        Self::Time,
        Self::Officer,
        Self::ComeBack,
        Self::Venue,
        Self::Note,
        Self::Key,
    ];

    fn heading(self) -> &'static str {
        word(match self {
            Self::Ordinal => "worksheet.head.ordinal",
            Self::Group => "worksheet.head.group",
            Self::Alley => "worksheet.head.alley",
            Self::House => "worksheet.head.house",
            Self::Head => "worksheet.head.head",
            Self::Name => "worksheet.head.name",
            Self::Birth => "worksheet.head.birth",
            Self::Number => "worksheet.head.number",
            Self::State => "worksheet.head.state",
            Self::Attempts => "worksheet.head.attempts",
            Self::Suggest => "worksheet.head.suggest",
            Self::Outcome => "worksheet.head.outcome",
            Self::Level => "worksheet.head.level",
            Self::Channel => "worksheet.head.channel",
            Self::Reason => "worksheet.head.reason",
            Self::Day => "worksheet.head.day",
            Self::Time => "worksheet.head.time",
            Self::Officer => "worksheet.head.officer",
            Self::ComeBack => "worksheet.head.come_back",
            Self::Venue => "worksheet.head.venue",
            Self::Note => "worksheet.head.note",
            Self::Key => "worksheet.head.key",
        })
    }

    /// Width in characters; the sum prints on A4 landscape at nine tenths.
    fn width(self) -> f64 {
        match self {
            Self::Ordinal | Self::Group | Self::Level => 5.0,
            Self::House | Self::Birth | Self::Time => 6.5,
            Self::Channel | Self::Attempts | Self::Suggest | Self::Venue => 7.5,
            Self::Alley | Self::Outcome | Self::Day | Self::ComeBack => 9.0,
            Self::State | Self::Reason | Self::Note | Self::Officer => 11.5,
            Self::Head => 12.0,
            Self::Number => 13.0,
            Self::Name => 18.0,
            Self::Key => 4.0,
        }
    }

    fn is_answer(self) -> bool {
        self >= Self::Outcome && self < Self::Key
    }

    /// 0-based place in the written file.
    fn at(self) -> u16 {
        self as u16
    }
}

/// Row of the headings, 0-based: title, subtitle and guide stand above.
const HEADER: u32 = 3;

/// The heading of the column that a rule of the visit is about, for the list of findings.
#[must_use]
pub fn column_of(code: &str) -> &'static str {
    match code {
        "visit.level_missing" | "visit.level_unknown" | "visit.level_unexpected" => Column::Level.heading(),
        "row.worksheet_channel_unknown" => Column::Channel.heading(),
        "row.worksheet_officer_new" | "row.worksheet_officer_other" => Column::Officer.heading(),
        "row.worksheet_opposite" => Column::Outcome.heading(),
        "visit.ineligible_reason_missing" | "visit.other_reason_missing" | "visit.reason_mismatch" => {
            Column::Reason.heading()
        }
        "visit.note_long" | "visit.note_secret" => Column::Note.heading(),
        "visit.in_future" | "visit.before_campaign" => Column::Day.heading(),
        "visit.come_back_before" | "visit.come_back_far" => Column::ComeBack.heading(),
        _ => "",
    }
}

#[cfg(test)]
pub(crate) mod example;
#[cfg(test)]
mod tests;
