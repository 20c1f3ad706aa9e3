//! Members of the team, and what each has done.

use rusqlite::{OptionalExtension, Row};

use super::values::Blank;
use super::{Book, Tx};
use crate::domain::ids::MemberId;
use crate::domain::member::{Member, check_name};
use crate::domain::text::named;
use crate::error::{Error, Result};

/// A member with what hangs on them.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, ts_rs::TS)]
pub struct MemberView {
    /// The member.
    #[serde(flatten)]
    pub member: Member,
    /// Visits that they made.
    pub visits: u32,
    /// Assignments that name them, and changes of the book that they made.
    pub other: u32,
    /// When they last changed the book, RFC 3339, or empty.
    pub last_at: String,
    /// Whether they have a secret of their own.
    pub secret: bool,
}

fn member(row: &Row<'_>) -> rusqlite::Result<Member> {
    Ok(Member {
        id: row.get("id")?,
        name: row.get("name")?,
        phone: row.get("phone")?,
        role: row.get::<_, Blank<_>>("role")?.0,
        rights: row.get::<_, Blank<_>>("rights")?.0,
        unit: row.get("unit_id")?,
    })
}

impl Book {
    /// All members, the one who worked last first, then those who never did, in the order in which they came.
    pub fn member_views(&self) -> Result<Vec<MemberView>> {
        self.rows(
            "SELECT m.*, coalesce(v.visits, 0) AS visits, coalesce(a.given, 0) + coalesce(o.done, 0) AS other,
               coalesce(o.last_at, '') AS last_at, m.id IN (SELECT id FROM member_slot) AS secret
             FROM member m
             LEFT JOIN (SELECT member_id, count(*) AS visits FROM visit GROUP BY member_id) v ON v.member_id = m.id
             LEFT JOIN (SELECT member_id, count(*) AS given FROM assignment_holder GROUP BY member_id) a
               ON a.member_id = m.id
             LEFT JOIN (SELECT member_id, count(*) AS done, max(at) AS last_at, max(seq) AS last
                        FROM operation GROUP BY member_id) o ON o.member_id = m.id
             ORDER BY coalesce(o.last, 0) DESC, m.id",
            [],
            |row| {
                Ok(MemberView {
                    member: member(row)?,
                    visits: row.get("visits")?,
                    other: row.get("other")?,
                    last_at: row.get("last_at")?,
                    secret: row.get("secret")?,
                })
            },
        )
    }

    /// A member; `None` when the book has none of this id.
    pub fn member(&self, id: MemberId) -> Result<Option<Member>> {
        let mut statement = self.conn().prepare_cached("SELECT * FROM member WHERE id = ?1")?;
        Ok(statement.query_row([id], member).optional()?)
    }

    /// A member whom the book has.
    ///
    /// # Errors
    /// `member.unknown`.
    pub fn known_member(&self, id: MemberId) -> Result<Member> {
        self.member(id)?.ok_or_else(|| Error::new("member.unknown"))
    }

    /// The member whose name was typed, as [`named`] finds it.
    pub fn member_of_name(&self, name: &str) -> Result<Option<MemberId>> {
        let members = self.members()?;
        Ok(named(name, members.iter().map(|(id, name)| (*id, name.as_str()))))
    }
}

impl Tx<'_> {
    /// Adds a member by name.
    ///
    /// # Errors
    /// `member.bad_name`; the book's own.
    pub fn insert_member(&self, id: MemberId, name: &str) -> Result<()> {
        check_name(name)?;
        self.write("INSERT INTO member (id, name, phone, role) VALUES (?1, ?2, '', '')", (id, name))
    }

    /// Writes what a member is now.
    ///
    /// # Errors
    /// `member.bad_name`; the book's own.
    pub fn update_member(&self, member: &Member) -> Result<()> {
        check_name(&member.name)?;
        self.write(
            "UPDATE member SET name = ?2, phone = ?3, role = ?4 WHERE id = ?1",
            (member.id, &member.name, &member.phone, Blank(member.role)),
        )
    }

    /// Takes a member out whom nothing names, with the secret.
    pub fn delete_member(&self, id: MemberId) -> Result<()> {
        self.write("DELETE FROM member_slot WHERE id = ?1", [id])?;
        self.write("DELETE FROM member WHERE id = ?1", [id])
    }
}
