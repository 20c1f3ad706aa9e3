//! Campaigns: what a plan says, and how far it is.

use std::path::PathBuf;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::set_targets::campaign_meant;
use crate::disk::read_text;
use crate::domain::campaign::{Campaign, Plan};
use crate::domain::forecast::Pace;
use crate::domain::ids::{CampaignId, UnitId};
use crate::domain::report::Evidence;
use crate::domain::standing::{Standing, annex1, positions_of_people, unconfirmed, whole};
use crate::domain::target::{Difference, Levels, PrintedRow, TargetSheet};
use crate::domain::unit::{Level, UnitsOfDay};
use crate::error::{Error, Refusal, Result};
use crate::jobs::Nothing;
use crate::jobs::reports::draw_annex1::{TargetsOfDay, at_home};
use crate::jobs::roll_up::reported_positions;
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
///
/// # Errors
/// `book.*` when the book cannot be read.
pub fn show_campaigns(book: &mut Book, session: &Session, _: &Nothing) -> Result<Vec<CampaignView>> {
    let today = session.today();
    let (people, extract) = (book.evidence(today)?, book.newest_extract(today)?);
    let own = book.own_unit()?.id;
    let campaigns = book.campaigns()?;
    campaigns
        .into_iter()
        .map(|campaign| {
            let sheets = book.target_sheets(campaign.id)?;
            let paced = pace(book, &campaign, &sheets, &people, extract, today)?;
            Ok(CampaignView {
                days: campaign.plan.days(),
                doubts: campaign.plan.doubts().into_iter().map(Refusal::from).collect(),
                targets: sheets.iter().map(|sheet| TargetView::new(sheet, own)).collect(),
                pending: paced.as_ref().map_or(0, |(_, pending)| *pending),
                pace: paced.map(|(pace, _)| pace),
                campaign,
            })
        })
        .collect()
}

/// How a campaign stands on `day`, and how much of it waits to be confirmed; `None` without a target for this book's
/// unit. The plan's own figure is that of the province that keeps the book.
///
/// # Errors
/// The book's own.
pub(crate) fn pace(
    book: &Book,
    campaign: &Campaign,
    sheets: &[TargetSheet],
    people: &[Evidence],
    extract: Option<NaiveDate>,
    day: NaiveDate,
) -> Result<Option<(Pace, u32)>> {
    let info = book.info()?;
    let of_plan = campaign.plan.target.filter(|_| info.level == Level::Province);
    let sheet = match (sheets.iter().find(|sheet| sheet.phase.is_empty()), of_plan) {
        (Some(sheet), _) => at_home(book, sheet.clone(), day)?,
        (None, Some(target)) => return Ok(Some((Pace::of(&campaign.plan, target, 0, None, day), 0))),
        // A district that was given none of its own has what its units have stated.
        (None, None) => match TargetsOfDay::stated(book, day)? {
            Some(stated) if stated.sheet.campaign_id == campaign.id => stated.sheet,
            _ => return Ok(None),
        },
    };
    let standings = standings(book, &sheet, people, extract, day)?;
    let (target, active, pending) = whole(&standings, info.unit_id);
    let (_, baseline, _) = whole(&annex1(&sheet, &[], day), info.unit_id);
    Ok(Some((
        pace_of(&campaign.plan, target.total, baseline, active, pending, day),
        pending + unconfirmed(&standings, info.unit_id),
    )))
}

/// The pace of a target: what waits to be confirmed belongs to it.
pub(crate) fn pace_of(
    plan: &Plan,
    target: u32,
    baseline: Option<Levels>,
    active: Option<Levels>,
    pending: u32,
    day: NaiveDate,
) -> Pace {
    let baseline = baseline.map_or(0, |levels| levels.total);
    let actual = active.map(|levels| levels.total.saturating_add(pending));
    Pace::of(plan, target, baseline, actual, day)
}

/// Where the units of `sheet` stand on `day`, by all that the book knows.
///
/// # Errors
/// The book's own.
pub(crate) fn standings(
    book: &Book,
    sheet: &TargetSheet,
    people: &[Evidence],
    extract: Option<NaiveDate>,
    day: NaiveDate,
) -> Result<Vec<Standing>> {
    let units = UnitsOfDay::new(&book.dated_units()?, day);
    let mut positions = positions_of_people(sheet, people, extract, &units, day);
    // What a unit has signed itself goes before what this book counts.
    positions.extend(reported_positions(book, day)?);
    Ok(annex1(sheet, &positions, day))
}
