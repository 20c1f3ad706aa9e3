//! Campaigns: what a plan says, and how far it is.

use std::collections::BTreeSet;
use std::path::PathBuf;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::begin_campaign::{BeginCampaign, begin_campaign};
use crate::disk::read_text;
use crate::domain::campaign::{Campaign, MOST_POINTS, Plan};
use crate::domain::forecast::Pace;
use crate::domain::ids::UnitId;
use crate::domain::target::{Difference, Levels, PrintedRow, TargetSheet};
use crate::domain::text::fold;
use crate::error::{Error, Refusal, Result};
use crate::figures::Day;
use crate::jobs::Nothing;
use crate::session::Session;
use crate::store::Book;

/// A campaign is some kilobytes; a larger file is another file.
const LARGEST_FILE: u64 = 1 << 20;

/// A file that holds a campaign.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct CampaignFile {
    /// JSON: number, issuer, title, first_day, last_day, target, phases (name, first_day, last_day, report_due, target).
    pub file: PathBuf,
}

/// Makes a campaign. The same plan again changes nothing.
///
/// # Errors
/// `file.*`, `campaign.bad_file`, `campaign.exists` when the plan's number is taken by another plan, and those of
/// [`Plan::check`].
pub fn create_campaign(book: &mut Book, session: &Session, args: &CampaignFile) -> Result<Campaign> {
    let plan = Plan::from_json(&read_text(&args.file, LARGEST_FILE)?)?;
    add_campaign(book, session, &plan)
}

/// Makes a campaign of what was typed. The same plan again changes nothing.
///
/// # Errors
/// `campaign.exists` when the plan's number is taken by another plan, and those of [`Plan::check`].
pub fn add_campaign(book: &mut Book, session: &Session, plan: &Plan) -> Result<Campaign> {
    Ok(begin_campaign(book, session, &BeginCampaign { plan: plan.clone(), tasks: Vec::new() })?.campaign)
}

/// A campaign to change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct EditCampaign {
    /// Its number up to now.
    pub campaign: String,
    /// All that it says from now on.
    pub plan: Plan,
}

/// Changes what a campaign says; its targets stay. A phase that got another name keeps its targets.
///
/// # Errors
/// `campaign.unknown`, `campaign.exists` when the new number is another campaign's, `campaign.phase_has_targets` when a
/// phase with targets is left out, and those of [`Plan::check`].
pub fn edit_campaign(book: &mut Book, session: &Session, args: &EditCampaign) -> Result<Campaign> {
    args.plan.check()?;
    let known = campaign_meant(book, Some(&args.campaign), session.today())?;
    let number = &args.plan.number;
    if book.campaigns()?.iter().any(|other| other.id != known.id && other.plan.number == *number) {
        return Err(Error::new("campaign.exists").with("number", number));
    }
    if known.plan == args.plan {
        return Ok(known);
    }
    let mut renamed: Vec<(String, String)> = Vec::new();
    let targets = book.target_sheets(known.id)?.into_iter().map(|sheet| sheet.phase);
    let reported = book.indicator_values(known.id)?.into_keys().map(|(_, phase, _)| phase);
    let used: BTreeSet<String> = targets.chain(reported).filter(|phase| !phase.is_empty()).collect();
    for used in used {
        let stays = |name: &str| args.plan.phases.iter().any(|phase| phase.name == name);
        let was = known.plan.phases.iter().position(|phase| phase.name == used);
        let same_place = was.and_then(|at| args.plan.phases.get(at)).map(|phase| phase.name.clone());
        let is_new = |name: &String| !known.plan.phases.iter().any(|phase| phase.name == *name);
        match same_place.filter(is_new) {
            _ if stays(&used) => {}
            Some(name) => renamed.push((used, name)),
            None => return Err(Error::new("campaign.phase_has_targets").with("phase", used)),
        }
    }
    let campaign = Campaign { plan: args.plan.clone(), ..known };
    let params = json!({ "number": number });
    book.transact(session, "edit-campaign", params, |tx| {
        tx.update_campaign(&campaign, &renamed, || session.new_id())
    })?;
    Ok(campaign)
}

/// The campaign to show the figures of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct UseCampaign {
    /// Its number; none: the days decide.
    #[serde(default)]
    pub campaign: Option<String>,
}

/// Chooses, of campaigns that overlap, the one whose figures screens, papers and summaries have from its first day on.
///
/// # Errors
/// `campaign.none`, `campaign.unknown`.
pub fn use_campaign(book: &mut Book, session: &Session, args: &UseCampaign) -> Result<Vec<CampaignView>> {
    let number = args.campaign.as_deref();
    let wanted = number.map(|number| campaign_meant(book, Some(number), session.today())).transpose()?;
    let kind = if wanted.is_some() { "use-campaign" } else { "use-campaign-of-day" };
    let params = json!({ "number": wanted.as_ref().map_or("", |campaign| campaign.plan.number.as_str()) });
    book.transact(session, kind, params, |tx| tx.use_campaign(wanted.map(|campaign| campaign.id)))?;
    show_campaigns(book, session, &Nothing {})
}

/// The points that a campaign gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct GivePoints {
    /// Its number; the one that runs when missing.
    #[serde(default)]
    pub campaign: Option<String>,
    /// For each whole percent above the target; 0: none are given.
    pub points: u32,
}

/// Says how many points a campaign gives for each whole percent above the target; the same again changes nothing.
///
/// # Errors
/// `campaign.none`, `campaign.unknown`, `campaign.which`, `campaign.too_many_points`.
pub fn give_points(book: &mut Book, session: &Session, args: &GivePoints) -> Result<Vec<CampaignView>> {
    let campaign = campaign_meant(book, args.campaign.as_deref(), session.today())?;
    if args.points > MOST_POINTS {
        let refused = Error::new("campaign.too_many_points").with("points", args.points);
        return Err(refused.with("limit", MOST_POINTS));
    }
    if campaign.points != args.points {
        let params = json!({ "number": campaign.plan.number, "points": args.points });
        book.transact(session, "give-points", params, |tx| tx.give_points(campaign.id, args.points))?;
    }
    show_campaigns(book, session, &Nothing {})
}

/// A campaign and how far it is.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct CampaignView {
    /// What the plan says.
    #[serde(flatten)]
    pub campaign: Campaign,
    /// Whether screens and papers have its figures today.
    pub shown: bool,
    /// Its days, the first and the last counted.
    pub days: u32,
    /// Plan to date, actual to date, needed per day; `None` without a target.
    pub pace: Option<Pace>,
    /// Claimed by the teams and not yet confirmed by the extract; part of the actual.
    pub pending: u32,
    /// What looks odd in the plan, or in its targets beside it, and may still be meant.
    pub doubts: Vec<Refusal>,
    /// Its targets: of the whole campaign, and of phases.
    pub targets: Vec<TargetView>,
}

/// Targets of a campaign or a phase, summed up.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct TargetView {
    /// Name of the phase, or empty.
    pub phase: String,
    /// Day of the baseline.
    pub as_of: NaiveDate,
    /// Units with a target.
    pub units: usize,
    /// Sum of the rows, or the row of the book's own unit where there is one.
    pub total: Levels,
    /// The total row as printed.
    pub printed_total: Option<PrintedRow>,
    /// Printed figures that do not add up.
    pub differences: Vec<Difference>,
}

impl TargetView {
    fn new(sheet: &TargetSheet, own: UnitId) -> Self {
        Self {
            phase: sheet.phase.clone(),
            as_of: sheet.as_of,
            units: sheet.targets.len(),
            total: sheet.total(own),
            printed_total: sheet.printed_total.clone(),
            differences: sheet.differences(own),
        }
    }
}

/// All campaigns and how far they are today, the first one first.
pub fn show_campaigns(book: &mut Book, session: &Session, _: &Nothing) -> Result<Vec<CampaignView>> {
    let day = Day::read(book, session.today())?;
    let campaigns = book.campaigns()?;
    campaigns
        .into_iter()
        .map(|campaign| {
            let sheets = book.target_sheets(campaign.id)?;
            // What one that is over reached stays when its people were erased and others came.
            let last = campaign.plan.last_day.min(day.day);
            let day = if book.people_since(last)? == day.since { &day } else { &day.on(last)? };
            let paced = day.pace_of(&campaign, &sheets)?;
            let whole = sheets.iter().find(|sheet| sheet.phase.is_empty() && !sheet.targets.is_empty());
            let sum = whole.map(|sheet| sheet.total(day.info.unit_id).total);
            let of_rows = sum.and_then(|sum| campaign.plan.doubt_of_rows(sum, &day.info.name));
            Ok(CampaignView {
                shown: day.campaign.as_ref().is_some_and(|shown| shown.id == campaign.id),
                days: campaign.plan.days(),
                doubts: campaign.plan.doubts().into_iter().chain(of_rows).map(Refusal::from).collect(),
                targets: sheets.iter().map(|sheet| TargetView::new(sheet, day.info.unit_id)).collect(),
                pending: paced.as_ref().map_or(0, |paced| paced.pending),
                pace: paced.map(|paced| paced.pace),
                campaign,
            })
        })
        .collect()
}

/// The campaign of a number; without one the only one there is, or the only one that runs on `day`.
///
/// # Errors
/// `campaign.none`, `campaign.unknown`, `campaign.which`.
pub(crate) fn campaign_meant(book: &Book, number: Option<&str>, day: NaiveDate) -> Result<Campaign> {
    let campaigns = book.campaigns()?;
    let numbers = campaigns.iter().map(|c| c.plan.number.as_str()).collect::<Vec<_>>().join(", ");
    if campaigns.is_empty() {
        return Err(Error::new("campaign.none"));
    }
    if let Some(number) = number {
        let found = campaigns.into_iter().find(|c| fold(&c.plan.number) == fold(number));
        return found
            .ok_or_else(|| Error::new("campaign.unknown").with("number", number).with("numbers", numbers));
    }
    let only = |mut some: Vec<Campaign>| if some.len() == 1 { some.pop() } else { None };
    let now = campaigns.iter().filter(|c| c.plan.runs_on(day)).cloned().collect();
    only(campaigns).or_else(|| only(now)).ok_or_else(|| Error::new("campaign.which").with("numbers", numbers))
}

/// The name of a phase as the plan writes it; empty without one.
pub(crate) fn phase_meant(campaign: &Campaign, phase: Option<&str>) -> Result<String> {
    let Some(phase) = phase.filter(|name| !name.trim().is_empty()) else { return Ok(String::new()) };
    let found = campaign.plan.phases.iter().find(|other| fold(&other.name) == fold(phase));
    found.map(|phase| phase.name.clone()).ok_or_else(|| {
        let names: Vec<&str> = campaign.plan.phases.iter().map(|phase| phase.name.as_str()).collect();
        Error::new("campaign.unknown_phase")
            .with("phase", phase)
            .with("number", &campaign.plan.number)
            .with("phases", names.join(", "))
    })
}
