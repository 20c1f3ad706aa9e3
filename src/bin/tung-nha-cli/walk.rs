//! The commands of the walk: whom to visit, and what came of it.

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset, NaiveDate};
use clap::{Args, Subcommand};
use serde_json::json;
use tung_nha::api::{self, Desk, Result};

use super::{give, parse, unit_id};

#[derive(Args)]
pub(crate) struct WorklistArgs {
    /// Only this hamlet
    #[arg(long)]
    unit: Option<String>,
    /// The day of the walk; today when missing
    #[arg(long)]
    date: Option<NaiveDate>,
    /// Only this part: approved, again, rest; may be given several times
    #[arg(long, value_name = "PART")]
    part: Vec<String>,
    /// The workbook to write
    #[arg(long, value_name = "F.xlsx", conflicts_with = "each_into")]
    out: Option<PathBuf>,
    /// Write the list of every hamlet, each a workbook, into a new folder there
    #[arg(long, value_name = "FOLDER", conflicts_with = "unit")]
    each_into: Option<PathBuf>,
    /// Let it take the place of an earlier file of its kind
    #[arg(long)]
    replace: bool,
}

#[derive(Subcommand)]
pub(crate) enum VisitCommand {
    /// Logs one outcome of one person
    Log {
        /// Code of the person
        #[arg(long)]
        citizen: String,
        /// activated, absent, ineligible, no-smartphone, other
        #[arg(long)]
        outcome: String,
        /// 1 or 2, of an activation
        #[arg(long)]
        level: Option<u8>,
        /// app or web, of an activation
        #[arg(long)]
        channel: Option<String>,
        /// Code of the reason
        #[arg(long)]
        reason: Option<String>,
        /// Who logged it
        #[arg(long)]
        by: Option<String>,
        /// When; now when missing
        #[arg(long, value_name = "RFC3339")]
        at: Option<DateTime<FixedOffset>>,
        /// A short note
        #[arg(long)]
        note: Option<String>,
        /// Where it was: home, office, market, school, worship, point
        #[arg(long)]
        place: Option<String>,
    },
    /// Takes in worksheets that were filled in
    Import {
        /// Worksheets, or folders with them
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Write the rows that were not taken, to be corrected and imported again; with --dry-run too
        #[arg(long, value_name = "F.xlsx")]
        rejected: Option<PathBuf>,
        /// Let it take the place of an earlier file of its kind
        #[arg(long)]
        replace: bool,
        /// Where a worksheet and the book say opposite things of one day, the worksheet is right
        #[arg(long)]
        worksheet_counts: bool,
        /// Show what would happen and change nothing in the book
        #[arg(long)]
        dry_run: bool,
    },
}

pub(crate) fn worklist(desk: &mut Desk, args: WorklistArgs, json: bool) -> Result<String> {
    let unit = unit_id(desk, args.unit)?;
    let WorklistArgs { date, out, replace, each_into, .. } = args;
    let parts = args.part.iter().map(|part| parse("part", part)).collect::<Result<_>>()?;
    if each_into.is_some() {
        return give(api::worklists(desk, &api::MakeWorklists { date, parts, folder: each_into }), json);
    }
    let list = api::worklist(desk, &api::MakeWorklist { unit, date, parts, out: out.clone(), replace })?;
    let Some(out) = out else { return give(Ok(list), json) };
    // The names stand in the workbook: once is enough.
    let told = json!({
        "day": list.day, "as_of": list.as_of, "hamlets": list.hamlets.len(), "people": list.len(), "out": out,
    });
    give(Ok(told), json)
}

pub(crate) fn run(desk: &mut Desk, command: VisitCommand, json: bool) -> Result<String> {
    match command {
        VisitCommand::Log { citizen, outcome, level, channel, reason, by, at, note, place } => {
            let visit = api::NewVisit {
                at,
                level: level.unwrap_or_default(),
                channel: channel.map(|word| parse("channel", &word)).transpose()?,
                reason: reason.unwrap_or_default(),
                by: by.unwrap_or_default(),
                note: note.unwrap_or_default(),
                venue: place.map(|word| parse("place", &word)).transpose()?,
                ..api::NewVisit::new(&citizen, parse("outcome", &outcome)?)
            };
            give(api::visit_log(desk, &api::LogVisits { visits: vec![visit] }), json)
        }
        VisitCommand::Import { files, rejected, replace, worksheet_counts, dry_run } => {
            let mut args = api::ImportVisits { files, dry_run: true, ..api::ImportVisits::default() };
            if worksheet_counts {
                let asked = api::visit_import(desk, &args)?.files.into_iter().flat_map(|file| file.questions);
                let right = api::Counts::Worksheet;
                let decide = |one: api::Question| api::Decided { visit: one.visit, says: one.says, right };
                args.decided = asked.map(decide).collect();
            }
            give(api::visit_import(desk, &api::ImportVisits { rejected, replace, dry_run, ..args }), json)
        }
    }
}
