//! Keeps the list of the team's members: who they are, how to reach them, who is working now.

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::domain::ids::MemberId;
use crate::domain::member::{Member, Role};
use crate::domain::text::fold;
use crate::error::{Error, Result};
use crate::jobs::Nothing;
use crate::jobs::desk::Desk;
use crate::session::Session;
use crate::store::{Book, MemberView};

/// What a member is to be.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct ChangeMember {
    /// The member; a new one when missing.
    #[serde(default)]
    pub id: Option<MemberId>,
    /// Name.
    pub name: String,
    /// Phone, or empty.
    #[serde(default)]
    pub phone: String,
    /// What they are in the team.
    #[serde(default)]
    pub role: Option<Role>,
}

/// A member to take out.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct RemoveMember {
    /// The member.
    pub id: MemberId,
}

/// Who is working.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct SignIn {
    /// A member of the book.
    #[serde(default)]
    pub member: Option<MemberId>,
    /// Without a member: a name, which becomes a member when it is new; empty signs out.
    #[serde(default)]
    pub name: String,
}

/// All members, the one who worked last first.
pub fn list_members(book: &mut Book, _: &Session, _: &Nothing) -> Result<Vec<MemberView>> {
    book.member_views()
}

/// Adds a member, or changes one. A new name stands on what the member did before, too.
///
/// # Errors
/// `member.no_name`, `member.bad_name`, `member.exists`, `member.unknown`.
pub fn change_member(book: &mut Book, session: &Session, args: &ChangeMember) -> Result<Member> {
    let name = args.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if fold(&name).is_empty() {
        return Err(Error::new("member.no_name"));
    }
    if book.member_of_name(&name)?.is_some_and(|other| Some(other) != args.id) {
        return Err(Error::new("member.exists").with("name", name));
    }
    let known = args.id.map(|id| book.known_member(id)).transpose()?;
    let id = args.id.unwrap_or_else(|| MemberId(session.new_id()));
    let (rights, unit) = known.map_or((None, None), |member| (member.rights, member.unit));
    let member = Member { id, name, phone: args.phone.trim().to_owned(), role: args.role, rights, unit };
    let kind = if args.id.is_none() { "add-member" } else { "change-member" };
    book.transact(session, kind, json!({ "name": member.name }), |tx| {
        if args.id.is_none() {
            tx.insert_member(id, &member.name)?;
        }
        tx.update_member(&member)
    })?;
    Ok(member)
}

/// Takes a member out who has done nothing yet. Others stay: their name stands on visits and in the journal.
///
/// # Errors
/// `member.unknown`, `member.used`.
pub fn remove_member(book: &mut Book, session: &Session, args: &RemoveMember) -> Result<Nothing> {
    let found = book.member_views()?.into_iter().find(|view| view.member.id == args.id);
    let view = found.ok_or_else(|| Error::new("member.unknown"))?;
    let name = &view.member.name;
    if view.visits + view.other > 0 || session.member == Some(args.id) {
        return Err(Error::new("member.used").with("name", name));
    }
    book.transact(session, "remove-member", json!({ "name": name }), |tx| tx.delete_member(args.id))?;
    Ok(Nothing {})
}

/// Says who is working: what is done from now on carries their name.
///
/// # Errors
/// `book.none_open`, `member.unknown`; `member.by_secret` when the book was opened by somebody's own secret: another opens it by theirs.
pub fn sign_in(desk: &mut Desk, args: &SignIn) -> Result<Option<Member>> {
    let (book, session) = desk.open()?;
    if let Some(opener) = book.opened_by() {
        if args.member == Some(opener) {
            return book.member(opener);
        }
        let name = book.member(opener)?.map(|member| member.name).unwrap_or_default();
        return Err(Error::new("member.by_secret").with("name", name));
    }
    let name = args.name.trim();
    let known = match args.member {
        Some(id) => Some(id),
        None if name.is_empty() => None,
        None => book.member_of_name(name)?,
    };
    let member = match known {
        Some(id) => Some(book.known_member(id)?),
        None if name.is_empty() => None,
        // Else any name would be a team member of the whole book.
        None if book.has_rights()? => return Err(Error::new("member.unknown")),
        None => {
            let new = ChangeMember { name: name.to_owned(), ..ChangeMember::default() };
            Some(change_member(book, session, &new)?)
        }
    };
    desk.work_as(member.as_ref().map(|member| member.id));
    Ok(member)
}

/// Who is working, if they said so.
///
/// # Errors
/// `book.none_open`.
pub fn signed_in(desk: &mut Desk, _: &Nothing) -> Result<Option<Member>> {
    let (book, session) = desk.open()?;
    session.member.map_or(Ok(None), |id| book.member(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::unit::Level;
    use crate::jobs::book::keep_book::{CreateBook, create};
    use crate::jobs::book::undo::{Undo, undo};

    fn desk(folder: &std::path::Path) -> Desk {
        let mut desk = Desk::new(Session::new(None));
        let new = CreateBook {
            path: folder.join("thu.tungnha"),
            passphrase: "mot mua he ruc nang".into(),
            level: Level::Hamlet,
            name: "Thôn Đoài".into(),
            code: String::new(),
            above: Vec::new(),
        };
        create(&mut desk, &new).unwrap();
        desk
    }

    fn named(name: &str) -> SignIn {
        SignIn { member: None, name: name.into() }
    }

    #[test]
    fn a_new_name_becomes_a_member_once_and_stands_on_the_work() {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = desk(folder.path());
        let first = sign_in(&mut desk, &named("Bùi Văn Mẫu")).unwrap().unwrap();
        let again = sign_in(&mut desk, &named(" bui van  mau")).unwrap().unwrap();
        assert_eq!((first.id, again.name.as_str()), (again.id, "Bùi Văn Mẫu"));
        let (book, session) = desk.open().unwrap();
        change_member(book, session, &ChangeMember { name: "Lò Thị Thử".into(), ..Default::default() })
            .unwrap();
        assert_eq!(book.history(1).unwrap()[0].member, Some(first.id));
        let views = list_members(book, session, &Nothing {}).unwrap();
        assert_eq!((views[0].member.name.as_str(), views[0].other), ("Bùi Văn Mẫu", 1));
        let refused = remove_member(book, session, &RemoveMember { id: first.id }).unwrap_err();
        assert_eq!(refused.code, "member.used");
        remove_member(book, session, &RemoveMember { id: views[1].member.id }).unwrap();
        assert_eq!(sign_in(&mut desk, &SignIn::default()).unwrap(), None);
    }

    #[test]
    fn marks_tell_people_apart() {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = desk(folder.path());
        let mut check = |typed: &str, expect: &str| {
            let member = sign_in(&mut desk, &named(typed)).unwrap().unwrap();
            assert_eq!(member.name, expect, "{typed}");
        };
        check("Lò Văn Hùng", "Lò Văn Hùng");
        check("Lò Văn Hưng", "Lò Văn Hưng");
        check("lò văn HƯNG", "Lò Văn Hưng");
        check("Bùi Thị Thủy", "Bùi Thị Thủy");
        check("Bùi Thị Thuỷ", "Bùi Thị Thủy");
        check("bui thi thuy", "Bùi Thị Thủy");
        check("Bùi Thị Thúy", "Bùi Thị Thúy");
        // Without marks it may be either: nobody is taken for another.
        check("lo van hung", "lo van hung");
        check("Lò Văn Hùng", "Lò Văn Hùng");
    }

    #[test]
    fn whoever_is_undone_works_no_longer() {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = desk(folder.path());
        sign_in(&mut desk, &named("Bùi Văn Mẫu")).unwrap();
        let (book, session) = desk.open().unwrap();
        undo(book, session, &Undo::default()).unwrap();
        assert_eq!(signed_in(&mut desk, &Nothing {}).unwrap(), None);
        assert!(desk.session.member.is_none());
    }

    #[test]
    fn names_are_there_and_are_one_persons() {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = desk(folder.path());
        let (book, session) = desk.open().unwrap();
        let mut check = |id, name: &str, expect: &str| {
            let args = ChangeMember { id, name: name.into(), ..ChangeMember::default() };
            let found = change_member(book, session, &args);
            assert_eq!(found.as_ref().map_or_else(|e| e.code, |_| ""), expect, "{name:?}");
            found.ok().map(|member| member.id)
        };
        let an = check(None, "Hà An", "");
        check(None, " ", "member.no_name");
        check(None, "Lò Thị\u{200b} Mẫu", "member.bad_name");
        check(None, &"Lò ".repeat(40), "member.bad_name");
        check(None, "ha an", "member.exists");
        check(an, "Hà  An", "");
        check(Some(MemberId(uuid::Uuid::nil())), "Hà Bình", "member.unknown");
    }
}
