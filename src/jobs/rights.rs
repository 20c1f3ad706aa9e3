//! Rights: looked into before every command on a book; who has which, and the table.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::domain::ids::{MemberId, UnitId};
use crate::domain::member::Member;
use crate::domain::purpose::ASKS;
use crate::domain::rights::{May, NAMES, Right, Rights, TABLE, may, right_of, takes_names};
use crate::error::{Error, Refusal, Result};
use crate::jobs::Nothing;
use crate::messages::word;
use crate::session::Session;
use crate::store::{Book, Held};

/// Refuses a command that whoever works may not do; else what they are held to while it runs.
///
/// # Errors
/// `rights.refused` with who, what they are and what it was; `rights.nobody` where nobody said who works; `purpose.missing`.
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
        // With rights begins that every list says what it is for.
        May::Yes if takes_names(right) && ASKS.contains(&command) && session.purpose.is_empty() => {
            Err(Error::new("purpose.missing"))
        }
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
    let units = book.units()?;
    let unit = args.unit.map(|id| units.into_iter().find(|known| known.id == id));
    let unit = unit.map(|known| known.ok_or_else(|| Error::new("unit.unknown_id"))).transpose()?;
    let mut all: Vec<_> = book.member_views()?.into_iter().map(|view| view.member).collect();
    all.iter_mut().filter(|one| one.id == member.id).for_each(|one| one.rights = args.rights);
    let leads = |one: &Member| one.rights == Some(Rights::Leader);
    if !all.iter().any(leads) && all.iter().any(|one| one.rights.is_some()) {
        return Err(Error::new("rights.first_leader").with("name", member.name));
    }
    let member = Member { rights: args.rights, unit: args.unit, ..member };
    let rights = word(args.rights.map_or("rights.none", Rights::name));
    let rights = unit.map_or_else(|| rights.to_owned(), |unit| format!("{rights}, {}", unit.name));
    let said = json!({ "name": member.name, "rights": rights });
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
    /// The commands that need it.
    pub commands: &'static [&'static str],
    /// Why whoever works may not, in Vietnamese, then in English; nothing where it may be done, of the own unit or of one's own at least.
    pub refused: Option<[String; 2]>,
}

/// The table of rights.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct RightsTable {
    /// Whether rights have begun: a leader is named.
    pub begun: bool,
    /// The columns.
    pub rights: [Rights; 4],
    /// The row that lists of names need.
    pub names: &'static str,
    /// What is done.
    pub rows: Vec<RightRow>,
}

/// The table by which every command is looked into.
pub fn show_table(book: &mut Book, session: &Session, _: &Nothing) -> Result<RightsTable> {
    let row = |right: &Right| {
        let command = right.commands.first().copied().unwrap_or_default();
        let refused =
            look_into(book, session, command, &Value::Null).err().filter(|e| e.code.starts_with("rights."));
        let refused = refused.map(|e| Refusal::from(e).sentences);
        RightRow { name: right.name, may: right.may, commands: right.commands, refused }
    };
    let rows = TABLE.iter().map(row).collect();
    Ok(RightsTable { begun: book.has_rights()?, rights: Rights::ALL, names: NAMES, rows })
}
