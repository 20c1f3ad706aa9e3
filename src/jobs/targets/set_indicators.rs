//! The indicators of a campaign: what the plan says of them, and the round that is looked at.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::set_campaign::{campaign_meant, phase_meant};
use crate::disk::read_text;
use crate::domain::campaign::Campaign;
use crate::domain::ids::IndicatorId;
use crate::domain::indicator::{Indicator, PlannedIndicator, checked};
use crate::domain::template::Template;
use crate::domain::text::fold;
use crate::error::{Error, Result};
use crate::figures::{Day, IndicatorRound};
use crate::session::Session;
use crate::store::Book;

/// Indicators are some kilobytes; a larger file is another file.
const LARGEST_FILE: u64 = 1 << 20;

/// Which round.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct AskIndicators {
    /// Number of the campaign, when several could be meant.
    #[serde(default)]
    pub campaign: Option<String>,
    /// Name of the phase; else the whole campaign.
    #[serde(default)]
    pub phase: Option<String>,
}

/// The indicators of a round, unit by unit.
///
/// # Errors
/// `campaign.*`; the book's own.
pub fn show_indicators(book: &mut Book, session: &Session, args: &AskIndicators) -> Result<IndicatorRound> {
    let campaign = campaign_meant(book, args.campaign.as_deref(), session.today())?;
    let phase = phase_meant(&campaign, args.phase.as_deref())?;
    IndicatorRound::read(&Day::read(book, session.today())?, &campaign, &phase)
}

/// What a campaign's indicators are from now on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct SetIndicators {
    /// Number of the campaign, when several could be meant.
    #[serde(default)]
    pub campaign: Option<String>,
    /// All of them, in their order. One that was there under the same name keeps what was reported; one under `was` does, too.
    #[serde(default)]
    pub indicators: Vec<PlannedIndicator>,
    /// Instead of those: the ones of a template, behind those that are there already.
    #[serde(default)]
    pub template: Option<String>,
    /// Instead of those: a JSON file with a list of them.
    #[serde(default)]
    pub file: Option<PathBuf>,
    /// Names that changed: from, to.
    #[serde(default)]
    pub renamed: Vec<(String, String)>,
}

/// Sets what the indicators of a campaign are; the same again changes nothing.
///
/// # Errors
/// `indicator.has_values` when one is left out or measured otherwise of which something was reported, `indicator.bad_file`,
/// `indicator.template_without`, `campaign.*`, and those of [`checked`]; nothing is changed.
pub fn set_indicators(book: &mut Book, session: &Session, args: &SetIndicators) -> Result<Vec<Indicator>> {
    let campaign = campaign_meant(book, args.campaign.as_deref(), session.today())?;
    let known = book.indicators(campaign.id)?;
    let wanted = checked(&wanted(args, &campaign, &known)?)?;
    let before = |name: &str| {
        let was = args.renamed.iter().find(|(_, to)| fold(to) == fold(name)).map_or(name, |(from, _)| from);
        known.iter().find(|one| fold(&one.planned.name) == fold(was))
    };
    let indicators: Vec<Indicator> = wanted
        .into_iter()
        .map(|planned| Indicator {
            id: before(&planned.name).map_or_else(|| IndicatorId(session.new_id()), |one| one.id),
            campaign_id: campaign.id,
            planned,
        })
        .collect();
    if indicators == known {
        return Ok(known);
    }
    let values = book.indicator_values(campaign.id)?;
    for one in known.iter().filter(|one| values.keys().any(|(id, ..)| *id == one.id)) {
        let stays = indicators.iter().find(|other| other.id == one.id);
        if stays.is_none_or(|other| other.planned.measure != one.planned.measure) {
            return Err(Error::new("indicator.has_values").with("name", &one.planned.name));
        }
    }
    let told = json!({ "number": campaign.plan.number, "count": indicators.len() });
    book.transact(session, "set-indicators", told, |tx| tx.put_indicators(campaign.id, &indicators))?;
    Ok(indicators)
}

/// What was asked for, wherever it stands.
fn wanted(args: &SetIndicators, campaign: &Campaign, known: &[Indicator]) -> Result<Vec<PlannedIndicator>> {
    if let Some(id) = &args.template {
        let template = Template::of(id)?;
        if template.indicators.is_empty() {
            return Err(Error::new("indicator.template_without").with("number", &template.plan.number));
        }
        let mut all: Vec<PlannedIndicator> = known.iter().map(|one| one.planned.clone()).collect();
        let has = |name: &str| known.iter().any(|one| fold(&one.planned.name) == fold(name));
        let new = template.indicators_begun(campaign.plan.first_day);
        all.extend(new.into_iter().filter(|one| !has(&one.name)));
        return Ok(all);
    }
    if let Some(file) = &args.file {
        let text = read_text(file, LARGEST_FILE)?;
        return serde_json::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|e| Error::new("indicator.bad_file").with("reason", e));
    }
    Ok(args.indicators.clone())
}
