//! The commands of reconciliation: whom an extract means, and what it proves.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde::Serialize;
use tung_nha::api::{self, Desk, Result};

use super::{give, parse};

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct ReconcileArgs {
    /// The roster; the newest extract when missing
    #[arg(long)]
    roster: Option<String>,
    /// Where to write the verdicts
    #[arg(long, value_name = "F.csv")]
    out: Option<PathBuf>,
    /// Let it take the place of an earlier file of its kind
    #[arg(long)]
    replace: bool,
    /// How many wrong pairs you accept among 10,000 rows, 1 to 10: the more, the fewer are left to look at; when missing as
    /// many as the last time, at first 1
    #[arg(long, value_name = "N")]
    accept: Option<u32>,
    #[command(subcommand)]
    command: Option<ReconcileCommand>,
}

#[derive(Subcommand)]
pub(crate) enum ReconcileCommand {
    /// Decides one row by hand
    Resolve {
        /// Sheet of the row
        #[arg(long, default_value = "")]
        sheet: String,
        /// Row as Excel shows it
        #[arg(long)]
        row: u32,
        /// The roster; the newest extract when missing
        #[arg(long)]
        roster: Option<String>,
        #[command(flatten)]
        decision: Decision,
    },
    /// Draws pairs to judge without what the program said of them, or shows the next one: judged, they correct the estimate
    Sample {
        /// Draw so many; when missing the next pair of the sample is shown
        #[arg(long)]
        n: Option<u32>,
    },
    /// Says what a pair of the sample is; it changes no match
    Judge {
        /// Sheet of the row
        #[arg(long, default_value = "")]
        sheet: String,
        /// Row as Excel shows it
        #[arg(long)]
        row: u32,
        #[command(flatten)]
        judgement: Judgement,
    },
    /// Claim × official, per person
    Evidence {
        /// The day
        #[arg(long)]
        as_of: NaiveDate,
        /// Where to write the findings
        #[arg(long, value_name = "F.csv")]
        out: Option<PathBuf>,
        /// Let it take the place of an earlier file of its kind
        #[arg(long)]
        replace: bool,
    },
}

#[derive(Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Judgement {
    /// One person
    #[arg(long)]
    same: bool,
    /// Two people
    #[arg(long)]
    two: bool,
    /// What stands there does not tell
    #[arg(long)]
    unsure: bool,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Decision {
    /// The row is this person
    #[arg(long, value_name = "CODE")]
    citizen: Option<String>,
    /// The row is a new person: add him to the register
    #[arg(long)]
    new: bool,
    /// The row is not one of ours
    #[arg(long)]
    reject: bool,
}

/// A reconciliation and what is expected of its parts.
#[derive(Serialize)]
struct ReconciledByParts {
    #[serde(flatten)]
    reconciled: api::Reconciled,
    hamlets: Vec<api::PartExpected>,
    ages: Vec<api::PartExpected>,
    births: Vec<api::PartExpected>,
}

pub(crate) fn reconcile(desk: &mut Desk, args: ReconcileArgs, json: bool) -> Result<String> {
    let roster = |id: Option<String>| id.map(|id| parse("roster", &id)).transpose();
    match args.command {
        None => {
            let ReconcileArgs { out, replace, accept, .. } = args;
            let args = api::Reconcile { roster: roster(args.roster)?, out, replace, accept };
            let reconciled = api::reconcile(desk, &args)?;
            let of = api::OfRoster { roster: Some(reconciled.roster) };
            let api::ExpectedByPart { hamlets, ages, births, .. } = api::reconcile_estimate(desk, &of)?;
            give(Ok(ReconciledByParts { reconciled, hamlets, ages, births }), json)
        }
        Some(ReconcileCommand::Resolve { sheet, row, roster: of, decision }) => {
            let roster = roster(of)?;
            let decision = match decision {
                Decision { citizen: Some(code), .. } => api::Decision::Citizen(code),
                Decision { new: true, .. } => api::Decision::New,
                Decision { .. } => api::Decision::Reject,
            };
            let number = api::KeepNumber::default();
            give(api::reconcile_resolve(desk, &api::Resolve { roster, sheet, row, decision, number }), json)
        }
        Some(ReconcileCommand::Sample { n: Some(n) }) => {
            give(api::reconcile_sample_draw(desk, &api::DrawPairs { roster: None, n }), json)
        }
        Some(ReconcileCommand::Sample { n: None }) => {
            give(api::reconcile_sample(desk, &api::OfRoster::default()), json)
        }
        Some(ReconcileCommand::Judge { sheet, row, judgement }) => {
            let judgement = match judgement {
                Judgement { same: true, .. } => api::Judgement::Same,
                Judgement { two: true, .. } => api::Judgement::Two,
                Judgement { .. } => api::Judgement::Unsure,
            };
            give(
                api::reconcile_sample_judge(desk, &api::JudgePair { roster: None, sheet, row, judgement }),
                json,
            )
        }
        Some(ReconcileCommand::Evidence { as_of, out, replace }) => {
            give(api::reconcile_evidence(desk, &api::WeighEvidence { as_of, out, replace }), json)
        }
    }
}
