//! The commands on a day and its papers.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use tung_nha::api::{self, Desk, Error, Result};

use super::{first_line, give, unit_id};

#[derive(Subcommand)]
pub(crate) enum DayCommand {
    /// What it brought and needed, what is late, who comes next
    Show {
        /// The day; today when missing
        #[arg(long)]
        date: Option<NaiveDate>,
    },
    /// What a unit's figures of it are made of: file and signer, the day before, the units below
    Figure {
        /// The unit; the whole book when missing
        #[arg(long)]
        unit: Option<String>,
        /// A unit that only the signed files know: its `id` among the `parts` of the one above, once for each level down
        #[arg(long, value_name = "ID", requires = "unit")]
        below: Vec<String>,
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

#[derive(Args)]
pub(crate) struct ReportArgs {
    /// daily, annex1, annex2, activated, absent, ineligible, no-smartphone, hand-back, discrepancies, pending-approval,
    /// rejected, newly-approved, not-enrolled, no-account, wrong-data, findings, unmatched, five-clear, league, weekly, monthly, phase, final,
    /// survey, audit, points, invitations, agencies, agency-missing, teams, indicators, commendation, side-by-side
    form: String,
    /// The day
    #[arg(long)]
    date: NaiveDate,
    /// The first day of "so far", on daily, activated, absent and other lists of visits
    #[arg(long)]
    from: Option<NaiveDate>,
    /// Only this hamlet
    #[arg(long)]
    unit: Option<String>,
    /// Only the people of this finding, on findings: pending-approval, to-visit …
    #[arg(long, value_name = "FINDING")]
    group: Option<String>,
    /// Number of the campaign, of phase, final, indicators, commendation
    #[arg(long)]
    campaign: Option<String>,
    /// Whole phones on the list of absent people, for those who ring; noted in the journal
    #[arg(long)]
    phones: bool,
    /// A file whose first line locks the workbook: Excel asks for it
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// The workbook to write
    #[arg(long, value_name = "F.xlsx")]
    out: PathBuf,
    /// Let it take the place of an earlier file of its kind
    #[arg(long)]
    replace: bool,
}

#[derive(Args)]
pub(crate) struct LetterArgs {
    /// weekly, monthly, phase, final: the paper that it goes with
    form: String,
    /// The day
    #[arg(long)]
    date: NaiveDate,
    /// Only this unit
    #[arg(long)]
    unit: Option<String>,
    /// Number of the campaign, of a report of a phase or a final one
    #[arg(long)]
    campaign: Option<String>,
    /// The Word document to write
    #[arg(long, value_name = "F.docx")]
    out: PathBuf,
    /// Let it take the place of an earlier file of its kind
    #[arg(long)]
    replace: bool,
}

#[derive(Subcommand)]
pub(crate) enum RemarkCommand {
    /// Keeps what a unit says
    Add {
        /// merit, difficulty, cause, proposal
        kind: String,
        /// Its words, without names and numbers of people
        text: String,
        /// The unit; the book's own when missing
        #[arg(long)]
        unit: Option<String>,
        /// The day that it is of; today when missing
        #[arg(long)]
        date: Option<NaiveDate>,
    },
    /// Shows what the report of a week, a phase or the campaign will have
    List {
        /// weekly, phase, final
        form: String,
        /// The day that the report is asked on
        #[arg(long)]
        date: NaiveDate,
        /// Only this unit
        #[arg(long)]
        unit: Option<String>,
        /// Number of the campaign, of a report of a phase or a final one
        #[arg(long)]
        campaign: Option<String>,
    },
    /// Notes how a difficulty was removed; without words it is open again
    Solve {
        /// Its `id`
        id: String,
        /// How, in words
        #[arg(default_value = "")]
        how: String,
        /// The day; today when missing
        #[arg(long)]
        date: Option<NaiveDate>,
    },
    /// Takes one out
    Remove {
        /// Its `id`
        id: String,
    },
}

pub(crate) fn on_remarks(desk: &mut Desk, command: RemarkCommand, json: bool) -> Result<String> {
    match command {
        RemarkCommand::Add { kind, text, unit, date: day } => {
            let (unit, kind) = (unit_id(desk, unit)?, kind.parse()?);
            give(api::remark_keep(desk, &api::KeepRemark { id: None, unit, day, kind, text }), json)
        }
        RemarkCommand::List { form, date: day, unit, campaign } => {
            let (unit, form) = (unit_id(desk, unit)?, form.parse()?);
            give(api::remark_list(desk, &api::AskRemarks { form, day, unit, campaign }), json)
        }
        RemarkCommand::Solve { id, how, date: day } => {
            let id = id.parse().map_err(|_| Error::new("remark.unknown"))?;
            give(api::remark_solve(desk, &api::SolveRemark { id, how, day }), json)
        }
        RemarkCommand::Remove { id } => {
            let id = id.parse().map_err(|_| Error::new("remark.unknown"))?;
            give(api::remark_remove(desk, &api::RemoveRemark { id }), json)
        }
    }
}

pub(crate) fn letter(desk: &mut Desk, args: LetterArgs, json: bool) -> Result<String> {
    let form = args.form.parse()?;
    let unit = unit_id(desk, args.unit)?;
    let LetterArgs { out, replace, campaign, date, .. } = args;
    let paper = api::AskPaper { unit, campaign, ..api::AskPaper::new(form, date) };
    give(api::report_letter(desk, &api::LetterArgs { paper, out, replace }), json)
}

pub(crate) fn run(desk: &mut Desk, command: DayCommand, json: bool) -> Result<String> {
    match command {
        DayCommand::Show { date } => give(api::today(desk, &api::AskDay { day: date }), json),
        DayCommand::Figure { unit, below, date } => {
            let unit = unit_id(desk, unit)?;
            give(api::figure_view(desk, &api::AskFigure { unit, below, day: date }), json)
        }
        DayCommand::Check { date } => give(api::close_check(desk, &api::AskDay { day: date }), json),
        DayCommand::Close { date, out } => {
            give(api::close_day(desk, &api::CloseDay { day: date, folder: out }), json)
        }
    }
}

pub(crate) fn report(desk: &mut Desk, args: ReportArgs, json: bool) -> Result<String> {
    let form = args.form.parse()?;
    let unit = unit_id(desk, args.unit)?;
    let group = args.group.map(|finding| finding.parse()).transpose()?;
    let ReportArgs { date: day, from, campaign, phones, out, replace, password_file, .. } = args;
    let password = password_file.map(|file| first_line(&file)).transpose()?.map(Into::into);
    let paper = api::AskPaper { from, unit, group, campaign, phones, ..api::AskPaper::new(form, day) };
    if let Some(option) = paper.unheeded() {
        return Err(Error::new("cli.option_unused").with("option", option).with("form", form));
    }
    give(api::report(desk, &api::ReportArgs { paper, out, replace, password }), json)
}
