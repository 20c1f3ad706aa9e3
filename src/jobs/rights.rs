//! Rights: looked into before every command on a book; who has which, and the table.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::domain::ids::{MemberId, UnitId};
use crate::domain::member::Member;
use crate::domain::rights::{May, Rights, TABLE, may, right_of};
use crate::error::{Error, Result};
use crate::jobs::Nothing;
use crate::messages::word;
use crate::session::Session;
use crate::store::{Book, Held};

/// Refuses a command that whoever works may not do; else what they are held to while it runs.
///
/// # Errors
/// `rights.refused` with who, what they are and what it was; `rights.nobody` where nobody said who works.
pub(crate) fn look_into(book: &Book, session: &Session, command: &str, args: &Value) -> Result<Held> {
    let Some(right) = right_of(command, args) else { return Ok(Held::default()) };
    // What everybody may is not asked of the book: one that is damaged can still be looked at.
    if right.may == [May::Yes; 4] || !book.has_rights()? {
        return Ok(Held::default());
    }
    let member = session.member.map(|id| book.member(id)).transpose()?.flatten();
    // Whoever has the passphrase only looks, until they say who they are: what is done carries a name.
    let member = member.ok_or_else(|| Error::new("rights.nobody").with("what", word(right.name)))?;
    match may(right, rights_of(&member)) {
        May::Yes => Ok(Held::default()),
        May::OwnUnit => Ok(Held { unit: member.unit, own: None, works: Some(member.id) }),
        May::Own => {
            let unit = member.unit.filter(|_| rights_of(&member) == Rights::Member);
            Ok(Held { unit, own: Some(member.id), works: None })
        }
        May::No => Err(Error::new("rights.refused")
            .with("name", member.name.as_str())
            .with("rights", word(rights_of(&member).name()))
            .with("what", word(right.name))),
    }
}

/// Whoever was named by a worksheet, and by nobody since, is a team member.
fn rights_of(member: &Member) -> Rights {
    member.rights.unwrap_or(Rights::Member)
}

/// What a member may do.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SetRights {
    /// The member.
    pub id: MemberId,
    /// Nothing said: a team member's, once there is a leader.
    #[serde(default)]
    pub rights: Option<Rights>,
    /// The unit whose people a team member may change; all when missing.
    #[serde(default)]
    pub unit: Option<UnitId>,
}

/// Says what a member may do. With the first leader rights begin.
///
/// # Errors
/// `member.unknown`, `unit.unknown_id`; `rights.first_leader` when others would have rights and nobody was the leader.
pub fn set_rights(book: &mut Book, session: &Session, args: &SetRights) -> Result<Member> {
    let member = book.known_member(args.id)?;
    if let Some(unit) = args.unit
        && !book.units()?.iter().any(|known| known.id == unit)
    {
        return Err(Error::new("unit.unknown_id"));
    }
    let mut all: Vec<_> = book.member_views()?.into_iter().map(|view| view.member).collect();
    all.iter_mut().filter(|one| one.id == member.id).for_each(|one| one.rights = args.rights);
    let leads = |one: &Member| one.rights == Some(Rights::Leader);
    if !all.iter().any(leads) && all.iter().any(|one| one.rights.is_some()) {
        return Err(Error::new("rights.first_leader").with("name", member.name));
    }
    let member = Member { rights: args.rights, unit: args.unit, ..member };
    let said =
        json!({ "name": member.name, "rights": word(args.rights.map_or("rights.none", Rights::name)) });
    book.transact(session, "set-rights", said, |tx| tx.set_rights(&member))?;
    Ok(member)
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct RightRow {
    /// Row of the message table with what it is.
    pub name: &'static str,
    /// For leader, officer, member and inspector.
    pub may: [May; 4],
}

/// The table of rights.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct RightsTable {
    /// Whether rights have begun: a leader is named.
    pub begun: bool,
    /// The columns.
    pub rights: [Rights; 4],
    /// What is done.
    pub rows: Vec<RightRow>,
}

/// The table by which every command is looked into.
pub fn show_table(book: &mut Book, _: &Session, _: &Nothing) -> Result<RightsTable> {
    let rows = TABLE.iter().map(|right| RightRow { name: right.name, may: right.may });
    Ok(RightsTable { begun: book.has_rights()?, rights: Rights::ALL, rows: rows.collect() })
}
