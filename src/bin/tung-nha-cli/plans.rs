//! The commands on units, targets and assignments.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use tung_nha::api::{self, Desk, Error, Nothing, Result};

use super::{give, parse};

#[derive(Subcommand)]
pub(crate) enum DayCommand {
    /// What it brought and needed, what is late, who comes next
    Show {
        /// The day; today when missing
        #[arg(long)]
        date: Option<NaiveDate>,
    },
    /// What is still open on it
    Check {
        /// The day; today when missing
        #[arg(long)]
        date: Option<NaiveDate>,
    },
    /// Writes all its files into a folder of the day
    Close {
        /// The day; today when missing
        #[arg(long)]
        date: Option<NaiveDate>,
        /// The folder above
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
}

#[derive(Subcommand)]
pub(crate) enum UnitCommand {
    /// Adds a unit below the book's own
    Add {
        /// Name with the kind word
        #[arg(long)]
        name: String,
        /// thon, ap, to-dan-pho, …; guessed from the name when missing
        #[arg(long, default_value = "")]
        kind: String,
    },
    /// Lists the units
    List,
    /// Units with the days they are valid and what they were before
    History,
    /// Adds an agency below the book's own unit
    AddAgency {
        /// Its name
        #[arg(long)]
        name: String,
    },
    /// Gives a unit a new name from a day on
    Rename {
        /// Its present name
        #[arg(long)]
        unit: String,
        /// The new name
        #[arg(long)]
        name: String,
        /// The first day of it
        #[arg(long)]
        from: NaiveDate,
        /// A new national code
        #[arg(long)]
        code: Option<String>,
    },
    /// Makes one unit of several from a day on
    Merge {
        /// The units
        #[arg(long = "unit", required = true)]
        units: Vec<String>,
        /// The one
        #[arg(long)]
        into: String,
        /// The first day of it
        #[arg(long)]
        from: NaiveDate,
    },
    /// Makes several units of one from a day on
    Split {
        /// The unit
        #[arg(long)]
        unit: String,
        /// "Name=Alley;Alley", once a part
        #[arg(long = "part", required = true, value_name = "NAME=ALLEYS")]
        parts: Vec<String>,
        /// The first day of them
        #[arg(long)]
        from: NaiveDate,
    },
}

#[derive(Subcommand)]
pub(crate) enum TargetCommand {
    /// Takes in a sheet like Phụ lục I
    Import {
        /// The workbook
        file: PathBuf,
        /// Day of the baseline, where the sheet does not state it
        #[arg(long)]
        as_of: Option<NaiveDate>,
        #[command(flatten)]
        of: CampaignArgs,
        /// Add units that the book does not know
        #[arg(long)]
        new_units: bool,
    },
    /// Shows the targets as a table
    Show {
        #[command(flatten)]
        of: CampaignArgs,
    },
    /// Shows the units by their ratio, with gains, pace and forecast
    League {
        /// The day; today when missing
        #[arg(long)]
        date: Option<NaiveDate>,
    },
    /// Shares a target out to the units below in whole numbers that add up
    Share {
        /// Accounts in all
        #[arg(long)]
        total: Option<u32>,
        /// Of these at level 1
        #[arg(long)]
        level1: Option<u32>,
        /// Of these at level 2
        #[arg(long)]
        level2: Option<u32>,
        /// eligible or remaining
        #[arg(long, default_value = "eligible")]
        by: String,
        /// "Unit=N": this unit keeps N (N1+N2 with levels)
        #[arg(long, value_name = "UNIT=N")]
        lock: Vec<String>,
        /// This unit is shared anew
        #[arg(long, value_name = "UNIT")]
        unlock: Vec<String>,
        #[command(flatten)]
        of: CampaignArgs,
        /// Show what would come out and change nothing
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Args)]
pub(crate) struct CampaignArgs {
    /// Number of the campaign, when several could be meant
    #[arg(long)]
    campaign: Option<String>,
    /// Name of the phase; else the whole campaign
    #[arg(long)]
    phase: Option<String>,
}

/// "Unit=N" or "Unit=N1+N2".
fn locked(text: &str) -> Result<api::LockedTarget> {
    let bad = || Error::new("cli.bad_word").with("name", "lock").with("word", text);
    let (unit, counts) = text.rsplit_once('=').ok_or_else(bad)?;
    let number = |text: &str| text.trim().parse::<u32>().map_err(|_| bad());
    let target = match counts.split_once('+') {
        Some((one, two)) => api::Levels::of(number(one)?, number(two)?),
        None => api::Levels { total: number(counts)?, ..api::Levels::default() },
    };
    Ok(api::LockedTarget { unit: unit.trim().to_owned(), target })
}

#[derive(Subcommand)]
pub(crate) enum AssignmentCommand {
    /// Gives work from a JSON file
    Add {
        /// One assignment or a list; each name in "who" gets one
        #[arg(long, value_name = "F.json")]
        file: PathBuf,
    },
    /// Takes in a workbook of agencies' tasks
    Import {
        /// The workbook
        file: PathBuf,
        /// Number of the plan
        #[arg(long, default_value = "")]
        plan: String,
        /// Show what would happen and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Lists assignments with their state
    List {
        /// Only those past their due day
        #[arg(long)]
        overdue: bool,
        /// Only those of this holder
        #[arg(long)]
        who: Option<String>,
        /// Only those in this state: not-started, on-pace, behind, overdue, done, done-late
        #[arg(long)]
        state: Option<String>,
        /// As of the end of this day
        #[arg(long)]
        date: Option<NaiveDate>,
    },
    /// Lists the members with what they have
    Members,
    /// Hands an assignment on
    Reassign {
        /// The assignment
        #[arg(long)]
        id: String,
        /// The new holder
        #[arg(long)]
        to: String,
        /// The first day of the new holder
        #[arg(long)]
        from: Option<NaiveDate>,
    },
    /// Adds a word on how it goes
    Note {
        /// The assignment
        #[arg(long)]
        id: String,
        /// What to note
        #[arg(long)]
        text: String,
        /// The day it is of
        #[arg(long)]
        date: Option<NaiveDate>,
    },
    /// Notes that the product was handed in
    HandIn {
        /// The assignment
        #[arg(long)]
        id: String,
        /// The day
        #[arg(long)]
        date: Option<NaiveDate>,
    },
}

pub(crate) fn on_units(desk: &mut Desk, command: UnitCommand, json: bool) -> Result<String> {
    match command {
        UnitCommand::Add { name, kind } => give(api::unit_add(desk, &api::NewUnit { name, kind }), json),
        UnitCommand::List => give(api::unit_list(desk, &Nothing {}), json),
        UnitCommand::History => give(api::unit_history(desk, &Nothing {}), json),
        UnitCommand::AddAgency { name } => give(api::agency_add(desk, &api::NewAgency { name }), json),
        UnitCommand::Rename { unit, name, from, code } => {
            give(api::unit_rename(desk, &api::RenameUnit { unit, name, from, code }), json)
        }
        UnitCommand::Merge { units, into, from } => {
            give(api::unit_merge(desk, &api::MergeUnits { units, into, from }), json)
        }
        UnitCommand::Split { unit, parts, from } => {
            let part = |text: String| {
                let (name, alleys) = text.split_once('=').unwrap_or((&text, ""));
                let alleys = alleys.split(';').filter(|alley| !alley.is_empty()).map(str::to_owned).collect();
                api::UnitPart { name: name.to_owned(), households: Vec::new(), alleys }
            };
            let parts = parts.into_iter().map(part).collect();
            give(api::unit_split(desk, &api::SplitUnit { unit, parts, from }), json)
        }
    }
}

pub(crate) fn on_targets(desk: &mut Desk, command: TargetCommand, json: bool) -> Result<String> {
    match command {
        TargetCommand::Import { file, as_of, of: CampaignArgs { campaign, phase }, new_units } => give(
            api::target_import(desk, &api::ImportTargets { file, as_of, campaign, phase, new_units }),
            json,
        ),
        TargetCommand::Show { of: CampaignArgs { campaign, phase } } => {
            give(api::target_sheet(desk, &api::AskTargets { campaign, phase }), json)
        }
        TargetCommand::League { date } => give(api::league(desk, &api::AskLeague { day: date }), json),
        TargetCommand::Share { total, level1, level2, by, lock, unlock, of, dry_run } => {
            let share = api::ShareTargets {
                total,
                level1,
                level2,
                by: parse("by", &by)?,
                locked: lock.iter().map(|text| locked(text)).collect::<Result<_>>()?,
                unlocked: unlock,
                campaign: of.campaign,
                phase: of.phase,
                dry_run,
            };
            give(api::target_share(desk, &share), json)
        }
    }
}

pub(crate) fn on_assignments(desk: &mut Desk, command: AssignmentCommand, json: bool) -> Result<String> {
    let id = |text: &str| parse::<api::AssignmentId>("id", text);
    match command {
        AssignmentCommand::Add { file } => {
            let args = api::GiveAssignments { file: Some(file), assignments: Vec::new() };
            give(api::assignment_add(desk, &args), json)
        }
        AssignmentCommand::Import { file, plan, dry_run } => {
            give(api::assignment_import(desk, &api::ImportTasks { file, plan, dry_run }), json)
        }
        AssignmentCommand::List { overdue, who, state, date } => {
            let state = state.map(|word| parse("state", &word)).transpose()?;
            let args = api::ListAssignments { overdue, who, state, day: date };
            give(api::assignment_list(desk, &args), json)
        }
        AssignmentCommand::Members => give(api::member_list(desk, &Nothing {}), json),
        AssignmentCommand::Reassign { id: of, to, from } => {
            give(api::assignment_reassign(desk, &api::Reassign { id: id(&of)?, to, from }), json)
        }
        AssignmentCommand::Note { id: of, text, date } => {
            give(api::assignment_note(desk, &api::NoteProgress { id: id(&of)?, text, day: date }), json)
        }
        AssignmentCommand::HandIn { id: of, date } => {
            give(api::assignment_hand_in(desk, &api::HandIn { id: id(&of)?, day: date }), json)
        }
    }
}
