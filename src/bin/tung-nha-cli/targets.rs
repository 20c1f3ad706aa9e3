//! The commands on campaigns and targets.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde::Serialize;
use tung_nha::api::{self, Desk, Error, Nothing, Result};

use super::{SMALL_FILE, give, parse};

#[derive(Subcommand)]
pub(crate) enum CampaignCommand {
    /// Lists the public plans that a campaign can be begun from
    Templates,
    /// Makes a campaign from a JSON file, or from a template
    Create {
        /// The file
        #[arg(long, value_name = "F.json", required_unless_present = "template")]
        file: Option<PathBuf>,
        /// A plan of `campaign templates`
        #[arg(long, value_name = "ID", conflicts_with = "file", requires = "first_day")]
        template: Option<String>,
        /// The day on which it begins; the plan's other days move with it
        #[arg(long, value_name = "DATE", requires = "template")]
        first_day: Option<NaiveDate>,
        /// Accounts to be active at its end, shared out to the phases as the plan does
        #[arg(long, requires = "template")]
        target: Option<u32>,
        /// Its own number, where it is not the plan's
        #[arg(long, requires = "template")]
        number: Option<String>,
        /// With the tasks that the plan has for a unit of this level
        #[arg(long, requires = "template")]
        tasks: bool,
    },
    /// Lists the tasks of a template's plan as this book would give them
    Tasks {
        /// A plan of `campaign templates`
        #[arg(long, value_name = "ID")]
        template: String,
        /// The day on which the campaign begins
        #[arg(long, value_name = "DATE")]
        first_day: NaiveDate,
    },
    /// Changes what a campaign says; its targets stay
    Edit {
        /// Its number up to now
        #[arg(long)]
        campaign: String,
        /// The file with all that it says from now on
        #[arg(long, value_name = "F.json")]
        file: PathBuf,
    },
    /// Chooses, of campaigns that overlap, the one whose figures are shown; without a number the days decide
    Use {
        /// Its number
        number: Option<String>,
    },
    /// Says how many points it gives for each whole percent above the target; 0: none
    Points {
        /// How many
        points: u32,
        /// Number of the campaign, when several could be meant
        #[arg(long)]
        campaign: Option<String>,
    },
    /// Erases everybody's data once a campaign is over, for good; counts, signed summaries and figures of days stay
    Erase {
        /// Its number
        number: String,
        /// Why: it stays in the journal
        #[arg(long, required_unless_present = "dry_run", default_value = "")]
        reason: String,
        /// How many people that are, as --dry-run says
        #[arg(long, value_name = "PEOPLE")]
        confirm: Option<u32>,
        /// Say what would go and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Shows the campaigns
    Show,
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
    /// Names who answers for the target of a unit; blank: nobody
    Answer {
        /// The unit
        #[arg(long)]
        unit: String,
        /// Name and office
        #[arg(long, default_value = "")]
        name: String,
        #[command(flatten)]
        of: CampaignArgs,
    },
    /// Shows the units by their ratio, with gains, pace and forecast
    League {
        /// The day; today when missing
        #[arg(long)]
        date: Option<NaiveDate>,
    },
    /// Shows what the teams claim beside what the police list has, unit by unit
    Sides {
        /// The day; today when missing
        #[arg(long)]
        date: Option<NaiveDate>,
    },
    /// Shows what each week of the campaign has to bring and brought; Monday to Sunday, cut to the campaign's days
    Weeks {
        /// Months in place of weeks
        #[arg(long)]
        months: bool,
        /// A unit with a target; else the whole
        #[arg(long)]
        unit: Vec<String>,
        /// Number of the campaign, when several could be meant
        #[arg(long)]
        campaign: Option<String>,
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

#[derive(Subcommand)]
pub(crate) enum IndicatorCommand {
    /// Sets what the indicators of a campaign are: name, numerator, denominator, threshold
    Set {
        /// A JSON file with the list of them
        #[arg(long, value_name = "F.json", required_unless_present = "template")]
        file: Option<PathBuf>,
        /// Those of a plan of `campaign templates`, behind those that are there
        #[arg(long, value_name = "ID", conflicts_with = "file")]
        template: Option<String>,
        /// Number of the campaign, when several could be meant
        #[arg(long)]
        campaign: Option<String>,
    },
    /// Shows a round, unit by unit, against what each has to reach
    Show {
        #[command(flatten)]
        of: CampaignArgs,
    },
    /// Notes what a unit reports; blank: it is not known any more
    Put {
        /// The indicator
        indicator: String,
        /// The unit
        #[arg(long)]
        unit: String,
        /// How many, or the number
        #[arg(long, default_value = "", allow_hyphen_values = true)]
        numerator: String,
        /// Of how many
        #[arg(long, default_value = "", allow_hyphen_values = true)]
        denominator: String,
        #[command(flatten)]
        of: CampaignArgs,
    },
    /// Takes in a table of units with numerator and denominator
    Import {
        /// The workbook
        file: PathBuf,
        /// The indicator of rows that do not name one
        #[arg(long)]
        indicator: Option<String>,
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

pub(crate) fn on_campaigns(desk: &mut Desk, command: CampaignCommand, json: bool) -> Result<String> {
    match command {
        CampaignCommand::Templates => give(api::campaign_templates(desk, &Nothing {}), json),
        CampaignCommand::Tasks { template, first_day } => {
            give(api::campaign_tasks(desk, &api::FromTemplate { template, first_day, target: None }), json)
        }
        CampaignCommand::Create { file, template, first_day, target, number, tasks } => {
            match (template, first_day) {
                (Some(template), Some(first_day)) => {
                    let asked = api::FromTemplate { template, first_day, target };
                    let mut plan = api::campaign_from_template(desk, &asked)?;
                    plan.number = number.unwrap_or(plan.number);
                    if !tasks {
                        return give(api::campaign_add(desk, &plan), json);
                    }
                    let offered = api::campaign_tasks(desk, &asked)?.into_iter();
                    let tasks = offered.filter(|one| one.chosen).map(|one| one.task).collect();
                    give(api::campaign_begin(desk, &api::BeginCampaign { plan, tasks }), json)
                }
                _ => give(
                    api::campaign_create(desk, &api::CampaignFile { file: file.unwrap_or_default() }),
                    json,
                ),
            }
        }
        CampaignCommand::Edit { campaign, file } => {
            let plan = api::Plan::from_json(&api::read_text(&file, SMALL_FILE)?)?;
            give(api::campaign_edit(desk, &api::EditCampaign { campaign, plan }), json)
        }
        CampaignCommand::Use { number } => {
            give(api::campaign_use(desk, &api::UseCampaign { campaign: number }), json)
        }
        CampaignCommand::Points { points, campaign } => {
            give(api::campaign_points(desk, &api::GivePoints { campaign, points }), json)
        }
        CampaignCommand::Erase { number, reason, confirm, dry_run } => {
            give(api::campaign_erase(desk, &api::EraseCampaign { number, reason, confirm, dry_run }), json)
        }
        CampaignCommand::Show => give(api::campaign_show(desk, &Nothing {}), json),
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
        TargetCommand::Answer { unit, name, of: CampaignArgs { campaign, phase } } => {
            let units = api::unit_list(desk, &Nothing {})?;
            let unit_id = api::Unit::called(&units, &unit)?.id;
            let answerable = vec![api::TypedName { unit_id, name }];
            let edit = api::EditTargets { campaign, phase, answerable, ..api::EditTargets::default() };
            give(api::target_edit(desk, &edit), json)
        }
        TargetCommand::League { date } => give(api::league(desk, &api::AskLeague { day: date }), json),
        TargetCommand::Sides { date } => give(api::side_by_side(desk, &api::AskLeague { day: date }), json),
        TargetCommand::Weeks { months, unit: names, campaign, date: day } => {
            let asked = api::AskBurnUps { campaign, names, day, ..api::AskBurnUps::default() };
            let told = api::burn_ups(desk, &asked)?.into_iter().map(|of| StretchesOfUnit {
                unit: of.unit,
                target: of.burn_up.pace.target,
                stretches: if months { of.burn_up.months } else { of.burn_up.weeks },
            });
            give(Ok(told.collect::<Vec<_>>()), json)
        }
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

pub(crate) fn on_indicators(desk: &mut Desk, command: IndicatorCommand, json: bool) -> Result<String> {
    match command {
        IndicatorCommand::Set { file, template, campaign } => {
            let set = api::SetIndicators { campaign, template, file, ..api::SetIndicators::default() };
            give(api::indicator_set(desk, &set), json)
        }
        IndicatorCommand::Show { of: CampaignArgs { campaign, phase } } => {
            give(api::indicator_show(desk, &api::AskIndicators { campaign, phase }), json)
        }
        IndicatorCommand::Put { indicator, unit, numerator, denominator, of } => {
            let typed = vec![api::TypedIndicator { indicator, unit, numerator, denominator }];
            let CampaignArgs { campaign, phase } = of;
            let report = api::ReportIndicators { campaign, phase, typed, ..api::ReportIndicators::default() };
            give(api::indicator_report(desk, &report), json)
        }
        IndicatorCommand::Import { file, indicator, of: CampaignArgs { campaign, phase }, dry_run } => {
            let report = api::ReportIndicators {
                campaign,
                phase,
                file: Some(file),
                indicator,
                dry_run,
                ..api::ReportIndicators::default()
            };
            give(api::indicator_report(desk, &report), json)
        }
    }
}

/// A unit's target by week or month.
#[derive(Serialize)]
struct StretchesOfUnit {
    unit: String,
    target: u32,
    stretches: Vec<api::PlannedStretch>,
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
