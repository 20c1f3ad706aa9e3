//! Who was invited to a point, for which day, and who came.

use rusqlite::{Row, named_params};

use super::values::{Blank, Plain};
use super::{Book, Tx};
use crate::domain::ids::{InvitationId, PointId};
use crate::domain::invitation::Invitation;
use crate::error::Result;

fn invitation_of(row: &Row<'_>) -> rusqlite::Result<Invitation> {
    Ok(Invitation {
        id: row.get("id")?,
        citizen_id: row.get("citizen_id")?,
        point_id: row.get("point_id")?,
        day: row.get::<_, Plain<_>>("day")?.0,
        number: row.get("number")?,
        errand: row.get("errand")?,
        came: row.get::<_, Blank<_>>("came")?.0,
    })
}

impl Book {
    /// All invitations, by day, point and number.
    pub fn invitations(&self) -> Result<Vec<Invitation>> {
        self.rows(
            "SELECT id, citizen_id, point_id, day, number, errand, came FROM invitation ORDER BY day, point_id, number",
            [],
            invitation_of,
        )
    }

    /// Whether anybody was invited to a point.
    pub fn has_invitations(&self, point: PointId) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM invitation WHERE point_id = ?1) AS any";
        self.row(sql, [point], |row| row.get("any"))
    }
}

impl Tx<'_> {
    /// Writes an invitation.
    pub fn insert_invitation(&self, invitation: &Invitation) -> Result<()> {
        self.write(
            "INSERT INTO invitation (id, citizen_id, point_id, day, number, errand, came)
             VALUES (:id, :citizen, :point, :day, :number, :errand, :came)",
            named_params! {
                ":id": invitation.id, ":citizen": invitation.citizen_id, ":point": invitation.point_id,
                ":day": Plain(invitation.day), ":number": invitation.number, ":errand": invitation.errand,
                ":came": Blank(invitation.came),
            },
        )
    }

    /// Writes whether somebody came.
    pub fn set_came(&self, id: InvitationId, came: Option<bool>) -> Result<()> {
        self.write("UPDATE invitation SET came = ?2 WHERE id = ?1", (id, Blank(came)))
    }
}
