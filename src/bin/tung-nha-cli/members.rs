//! Members: who they are, what they may do, secrets of their own.

use std::path::PathBuf;

use clap::Subcommand;
use tung_nha::api::{self, Desk, Error, Nothing, Result};

use super::{Keys, give, parse, secret, unit_id};

#[derive(Subcommand)]
pub(crate) enum MemberCommand {
    /// Lists the members, with what they may do and whether they have a secret
    List,
    /// Adds a member
    Add {
        /// Name
        #[arg(long)]
        name: String,
        /// Phone
        #[arg(long, default_value = "")]
        phone: String,
    },
    /// Says what a member may do; with the first leader rights begin
    Rights {
        /// Name
        #[arg(long)]
        name: String,
        /// leader, officer, member or inspector; none said when missing
        #[arg(long)]
        rights: Option<String>,
        /// The unit whose people a team member may change; all when missing
        #[arg(long)]
        unit: Option<String>,
    },
    /// What each of them may do
    Table,
    /// Gives a member a secret that opens the book: TUNG_NHA_MEMBER_SECRET or the first line of a file
    Secret {
        /// Name
        #[arg(long)]
        name: String,
        /// A file whose first line is the secret
        #[arg(long, value_name = "FILE")]
        secret_file: Option<PathBuf>,
    },
    /// Takes the secret of a member away
    SecretRemove {
        /// Name
        #[arg(long)]
        name: String,
    },
    /// Takes a member out who has done nothing yet
    Remove {
        /// Name
        #[arg(long)]
        name: String,
    },
}

/// The member of a name as the book writes it.
fn member(desk: &mut Desk, name: &str) -> Result<api::Member> {
    let members = api::team_list(desk, &Nothing {})?;
    let found = members.into_iter().find(|view| view.member.name == name);
    found.map(|view| view.member).ok_or_else(|| Error::new("member.unknown"))
}

pub(crate) fn run(desk: &mut Desk, command: MemberCommand, keys: &Keys, json: bool) -> Result<String> {
    let desk = keys.open(desk)?;
    match command {
        MemberCommand::List => give(api::team_list(desk, &Nothing {}), json),
        MemberCommand::Add { name, phone } => {
            give(api::member_change(desk, &api::ChangeMember { id: None, name, phone, role: None }), json)
        }
        MemberCommand::Rights { name, rights, unit } => {
            let rights = rights.map(|word| parse("rights", &word)).transpose()?;
            let (id, unit) = (member(desk, &name)?.id, unit_id(desk, unit)?);
            give(api::member_rights(desk, &api::SetRights { id, rights, unit }), json)
        }
        MemberCommand::Table => give(api::rights_table(desk, &Nothing {}), json),
        MemberCommand::Secret { name, secret_file } => {
            let secret = secret(secret_file.as_ref(), "TUNG_NHA_MEMBER_SECRET")?;
            let id = member(desk, &name)?.id;
            give(api::member_secret(desk, &api::SetSecret { id, own: keys.passphrase()?, secret }), json)
        }
        MemberCommand::SecretRemove { name } => {
            let id = member(desk, &name)?.id;
            give(api::member_secret_remove(desk, &api::RemoveMember { id }), json)
        }
        MemberCommand::Remove { name } => {
            let id = member(desk, &name)?.id;
            give(api::member_remove(desk, &api::RemoveMember { id }), json)
        }
    }
}
