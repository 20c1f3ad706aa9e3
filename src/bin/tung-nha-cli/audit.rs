//! The commands of random checks: publish, draw, record, show.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Subcommand;
use tung_nha::api::{self, Desk, Error, Percent, Result};

use super::{give, parse, unit_id};

#[derive(Subcommand)]
pub(crate) enum AuditCommand {
    /// Fixes the list of claims before a seed is said: prints its SHA-256 and how many they are
    Publish {
        /// Only the claims of this unit
        #[arg(long)]
        unit: Option<String>,
        /// Claims up to the end of this day; today when missing
        #[arg(long)]
        date: Option<NaiveDate>,
        /// Write the list, a line a claim, without names
        #[arg(long, value_name = "F.csv")]
        out: Option<PathBuf>,
        /// Let it take the place of an earlier file of its kind
        #[arg(long)]
        replace: bool,
    },
    /// Draws from the list that was published
    Draw {
        /// The digits that were thrown, ten or more
        #[arg(long)]
        seed: String,
        /// How many of the list, or of each group
        #[arg(long, conflicts_with = "confidence")]
        n: Option<u32>,
        /// As many as show with this confidence that more than tolerated are false; 95 when missing
        #[arg(long, value_name = "PERCENT")]
        confidence: Option<String>,
        /// The rate of false claims above which a unit fails; 2% when missing
        #[arg(long, value_name = "PERCENT")]
        tolerate: Option<String>,
        /// The list that was published for this unit; the last one when missing
        #[arg(long)]
        unit: Option<String>,
        /// Draw from each hamlet, or from the claims of each member, alone: hamlet, member
        #[arg(long, value_name = "WHAT")]
        by: Option<String>,
        /// The sheet to take along
        #[arg(long, value_name = "F.xlsx")]
        out: Option<PathBuf>,
        /// Let it take the place of an earlier file of its kind
        #[arg(long)]
        replace: bool,
    },
    /// Takes the sheet back that was filled in, whole or not at all
    Record {
        /// The sheet
        file: PathBuf,
    },
    /// What came out: by unit and in all, with the interval
    Show,
    /// Visits worth a second look before they count for the league, with the reasons
    Looks {
        /// Only for one: against-list, twice, shared-phone, hurried, odd-hour, elsewhere
        #[arg(long)]
        reason: Option<String>,
        /// Only of this unit
        #[arg(long)]
        unit: Option<String>,
    },
    /// Settles visits of that pile as true; what is not true is corrected by `visit log --corrects`
    Settle {
        /// The visits, as `looks` names them
        #[arg(required = true)]
        visits: Vec<String>,
    },
}

pub(crate) fn run(desk: &mut Desk, command: AuditCommand, json: bool) -> Result<String> {
    match command {
        AuditCommand::Publish { unit, date, out, replace } => {
            let unit = unit_id(desk, unit)?;
            give(api::audit_publish(desk, &api::PublishList { day: date, unit, out, replace }), json)
        }
        AuditCommand::Draw { seed, n, confidence, tolerate, unit, by, out, replace } => {
            let args = api::DrawSample {
                unit: unit_id(desk, unit)?,
                seed,
                size: n,
                confidence: confidence.map(|said| percent(&said)).transpose()?,
                tolerated: tolerate.map(|said| percent(&said)).transpose()?,
                by: by.map(|word| parse("by", &word)).transpose()?.unwrap_or_default(),
                out,
                replace,
            };
            // Names stand in the sheet; on a terminal counts are enough.
            give(api::audit_draw(desk, &args).map(without_lines), json)
        }
        AuditCommand::Record { file } => give(api::audit_record(desk, &api::RecordFindings { file }), json),
        AuditCommand::Looks { reason, unit } => {
            let reason = reason.map(|word| parse("reason", &word)).transpose()?;
            let unit = unit_id(desk, unit)?;
            give(api::audit_looks(desk, &api::AskLooks { reason, unit, limit: None }), json)
        }
        AuditCommand::Settle { visits } => {
            let visits = visits.iter().map(|id| parse("visit", id)).collect::<Result<_>>()?;
            give(api::audit_settle(desk, &api::SettleLooks { visits }), json)
        }
        AuditCommand::Show => {
            let mut shown = api::audit_show(desk, &api::AskAudit::default())?;
            shown.open = shown.open.map(without_lines);
            give(Ok(shown), json)
        }
    }
}

fn without_lines(view: api::AuditView) -> api::AuditView {
    api::AuditView { lines: Vec::new(), ..view }
}

/// "95", "95%", "2,5 %" in hundredths of a percent.
fn percent(said: &str) -> Result<Percent> {
    let read = Percent::read(said.trim().trim_end_matches('%').trim());
    read.ok_or_else(|| Error::new("cli.bad_rate").with("said", said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_as_people_write_it() {
        let check =
            |said: &str, expect: Option<u32>| assert_eq!(percent(said).ok(), expect.map(Percent), "{said}");
        check("95", Some(9_500));
        check("2%", Some(200));
        check("0,5 %", Some(50));
        check("99.95", Some(9_995));
        check("1.234", None);
        check("-1", None);
        check("", None);
        check("hai", None);
    }
}
