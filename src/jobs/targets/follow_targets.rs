//! How the units come along against their targets: the league of a day, the burn-up of a campaign.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::set_campaign::campaign_meant;
use crate::domain::ids::UnitId;
use crate::error::Result;
use crate::figures::{self, Day};
pub use crate::figures::{League, SideBySide, UnitBurnUp};
use crate::session::Session;
use crate::store::Book;

/// Which league.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct AskLeague {
    /// The day; today when missing.
    #[serde(default)]
    pub day: Option<NaiveDate>,
}

/// The league of a day: rank, target, active, ratio, remaining, what the day brought, what each day left needs, where it
/// leads, who has not reported.
///
/// # Errors
/// `target.none`, `report.in_future`; the book's own.
pub fn league(book: &mut Book, session: &Session, args: &AskLeague) -> Result<League> {
    League::of(&Day::asked(book, session, args.day)?, None)
}

/// What the teams claim beside what the police list has, unit by unit.
///
/// # Errors
/// `report.in_future`, `report.sums_differ`; the book's own.
pub fn side_by_side(book: &mut Book, session: &Session, args: &AskLeague) -> Result<SideBySide> {
    Day::asked(book, session, args.day)?.side_by_side(None)
}

/// Which burn-ups.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct AskBurnUps {
    /// Number of the campaign, when several could be meant.
    #[serde(default)]
    pub campaign: Option<String>,
    /// Units; none: the whole book.
    #[serde(default)]
    pub units: Vec<UnitId>,
    /// The day; today when missing.
    #[serde(default)]
    pub day: Option<NaiveDate>,
}

/// The days of a campaign: where each unit was, where it has to be, where it is heading for.
///
/// # Errors
/// `target.none`, `unit.unknown` of a unit without a target, `report.in_future`, `campaign.*`; the book's own.
pub fn burn_ups(book: &mut Book, session: &Session, args: &AskBurnUps) -> Result<Vec<UnitBurnUp>> {
    let day = Day::asked(book, session, args.day)?;
    let campaign = campaign_meant(book, args.campaign.as_deref(), day.day)?;
    figures::burn_ups(&day, &campaign, &args.units)
}
