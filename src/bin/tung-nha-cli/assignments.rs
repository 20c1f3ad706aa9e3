//! The commands on work given by the "5 rõ".

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Subcommand;
use tung_nha::api::{self, Desk, Nothing, Result};

use super::{give, parse};

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
        /// Only those of this holder, or that it co-ordinates
        #[arg(long)]
        who: Option<String>,
        /// Only those under this head of a plan: 3.1, or words of it
        #[arg(long)]
        group: Option<String>,
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

pub(crate) fn run(desk: &mut Desk, command: AssignmentCommand, json: bool) -> Result<String> {
    let id = |text: &str| parse::<api::AssignmentId>("id", text);
    match command {
        AssignmentCommand::Add { file } => {
            let args = api::GiveAssignments { file: Some(file), assignments: Vec::new() };
            give(api::assignment_add(desk, &args), json)
        }
        AssignmentCommand::Import { file, plan, dry_run } => {
            give(api::assignment_import(desk, &api::ImportTasks { file, plan, dry_run }), json)
        }
        AssignmentCommand::List { overdue, who, group, state, date } => {
            let state = state.map(|word| parse("state", &word)).transpose()?;
            let args = api::ListAssignments { overdue, who, group, state, day: date };
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
