//! Campaigns: what a plan says, and how far it is.

use std::path::PathBuf;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::disk::read_text;
use crate::domain::campaign::{Campaign, Plan};
use crate::domain::forecast::Pace;
use crate::domain::ids::{CampaignId, UnitId};
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
    plan.check()?;
    if let Some(known) = book.campaigns()?.into_iter().find(|c| c.plan.number == plan.number) {
        return if known.plan == *plan {
            Ok(known)
        } else {
            Err(Error::new("campaign.exists").with("number", &plan.number))
        };
    }
    let campaign = Campaign { id: CampaignId(session.new_id()), plan: plan.clone() };
    let params = json!({ "number": campaign.plan.number });
    book.transact(session, "create-campaign", params, |tx| {
        tx.insert_campaign(&campaign, || session.new_id())
    })?;
    Ok(campaign)
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
    for sheet in book.target_sheets(known.id)?.into_iter().filter(|sheet| !sheet.phase.is_empty()) {
        let stays = |name: &str| args.plan.phases.iter().any(|phase| phase.name == name);
        let was = known.plan.phases.iter().position(|phase| phase.name == sheet.phase);
        let same_place = was.and_then(|at| args.plan.phases.get(at)).map(|phase| phase.name.clone());
        let is_new = |name: &String| !known.plan.phases.iter().any(|phase| phase.name == *name);
        match same_place.filter(is_new) {
            _ if stays(&sheet.phase) => {}
            Some(name) => renamed.push((sheet.phase, name)),
            None => return Err(Error::new("campaign.phase_has_targets").with("phase", sheet.phase)),
        }
    }
    let campaign = Campaign { id: known.id, plan: args.plan.clone() };
    let params = json!({ "number": number });
    book.transact(session, "edit-campaign", params, |tx| {
        tx.update_campaign(&campaign, &renamed, || session.new_id())
    })?;
    Ok(campaign)
}

/// A campaign and how far it is.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct CampaignView {
    /// What the plan says.
    #[serde(flatten)]
    pub campaign: Campaign,
    /// Its days, the first and the last counted.
    pub days: u32,
    /// Whether today is one of them.
    pub runs: bool,
    /// Plan to date, actual to date, needed per day; `None` without a target.
    pub pace: Option<Pace>,
    /// Claimed by the teams and not yet confirmed by the extract; part of the actual.
    pub pending: u32,
    /// What looks odd in the plan and may still be meant.
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
            let paced = day.pace_of(&campaign, &sheets)?;
            Ok(CampaignView {
                days: campaign.plan.days(),
                runs: campaign.plan.runs_on(day.day),
                doubts: campaign.plan.doubts().into_iter().map(Refusal::from).collect(),
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
