//! The commands on targets of members, teams and alleys.

use clap::{Args, Subcommand};
use tung_nha::api::{self, Desk, Result, UnitId};

use super::{give, parse, unit_id};

#[derive(Subcommand)]
pub(crate) enum QuotaCommand {
    /// Members, teams and alleys: what each owes and brought
    List {
        /// The unit, by name; else the whole book
        #[arg(long)]
        unit: Option<String>,
    },
    /// Sets the target of one; blank: none any more
    Set {
        #[command(flatten)]
        of: OfArgs,
        /// The name of the member, the team or the alley
        #[arg(long)]
        name: String,
        /// New accounts
        #[arg(long, default_value = "", allow_hyphen_values = true)]
        count: String,
    },
    /// Shares a number out: among alleys by their eligible people, among teams by their members
    Share {
        #[command(flatten)]
        of: OfArgs,
        /// New accounts in all
        #[arg(long, allow_hyphen_values = true)]
        total: String,
    },
}

#[derive(Args)]
pub(crate) struct OfArgs {
    /// The unit, by name
    #[arg(long)]
    unit: String,
    /// member, team or alley
    #[arg(long, default_value = "alley")]
    kind: String,
    /// all: in the whole campaign; day: on each day
    #[arg(long, default_value = "all")]
    per: String,
}

impl OfArgs {
    fn read(self, desk: &mut Desk) -> Result<(UnitId, api::QuotaKind, api::Per)> {
        let unit = unit_id(desk, Some(self.unit))?.ok_or_else(|| api::Error::new("unit.unknown_id"))?;
        Ok((unit, parse("kind", &self.kind)?, parse("per", &self.per)?))
    }
}

pub(crate) fn run(desk: &mut Desk, command: QuotaCommand, json: bool) -> Result<String> {
    match command {
        QuotaCommand::List { unit } => {
            let unit = unit_id(desk, unit)?;
            give(api::quota_sheet(desk, &api::AskQuotas { unit }), json)
        }
        QuotaCommand::Set { of, name, count } => {
            let (unit, kind, per) = of.read(desk)?;
            let typed = vec![api::TypedQuota { unit, kind, name, per, count }];
            give(api::quota_set(desk, &api::SetQuotas { typed }), json)
        }
        QuotaCommand::Share { of, total } => {
            let (unit, kind, per) = of.read(desk)?;
            give(api::quota_share(desk, &api::ShareQuotas { unit, kind, per, total }), json)
        }
    }
}
