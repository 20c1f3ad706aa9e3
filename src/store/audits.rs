//! Random checks: lists that were published, what was drawn from them, what came out.

use std::collections::BTreeMap;

use rusqlite::{Row, named_params};

use super::values::{Blank, Plain};
use super::{Book, Tx};
use crate::domain::audit::{Audit, AuditFinding, AuditLine, Claim, Drawn};
use crate::domain::ids::{AuditId, AuditLineId, MemberId, VisitId};
use crate::domain::report::Percent;
use crate::error::{Error, Result};

impl Book {
    /// All random checks, oldest first.
    pub fn audits(&self) -> Result<Vec<Audit>> {
        self.rows(
            "SELECT id, day, unit_id, list_hash, claims, published_on, drawn_on, seed, draw_by, tolerated, who, sizes
             FROM audit ORDER BY id",
            [],
            audit_of,
        )
    }

    /// What was drawn in a check, in the order of the draw.
    pub fn audit_lines(&self, audit: AuditId) -> Result<Vec<AuditLine>> {
        self.rows(
            "SELECT id, position, citizen_id, visit_id, unit_id, member_id, day, level, finding, found_on, note
             FROM audit_line WHERE audit_id = ?1 ORDER BY position",
            [audit],
            |row| {
                Ok(AuditLine {
                    id: row.get("id")?,
                    position: row.get("position")?,
                    claim: Claim {
                        visit_id: row.get("visit_id")?,
                        citizen_id: row.get("citizen_id")?,
                        unit_id: row.get("unit_id")?,
                        member_id: row.get("member_id")?,
                        day: row.get::<_, Plain<_>>("day")?.0,
                        level: row.get("level")?,
                    },
                    finding: row.get::<_, Blank<_>>("finding")?.0,
                    found_on: row.get::<_, Blank<_>>("found_on")?.0,
                    note: row.get("note")?,
                })
            },
        )
    }

    /// Who guided the citizens of each activation, where the paper says it.
    pub fn guides(&self) -> Result<BTreeMap<VisitId, MemberId>> {
        let rows = self.rows(
            "SELECT id, member_id FROM visit WHERE outcome = 'activated' AND member_id IS NOT NULL",
            [],
            |row| Ok((row.get("id")?, row.get("member_id")?)),
        )?;
        Ok(rows.into_iter().collect())
    }
}

fn audit_of(row: &Row<'_>) -> rusqlite::Result<Audit> {
    let drawn_on = row.get::<_, Blank<_>>("drawn_on")?.0;
    let drawn = |on| -> rusqlite::Result<Drawn> {
        let sizes: String = row.get("sizes")?;
        let strange = |e| {
            rusqlite::Error::FromSqlConversionFailure(
                0,
                rusqlite::types::Type::Text,
                Box::<serde_json::Error>::new(e),
            )
        };
        Ok(Drawn {
            on,
            seed: row.get("seed")?,
            by: row.get("draw_by")?,
            tolerated: Percent(row.get("tolerated")?),
            who: row.get("who")?,
            sizes: serde_json::from_str(&sizes).map_err(strange)?,
        })
    };
    Ok(Audit {
        id: row.get("id")?,
        day: row.get::<_, Plain<_>>("day")?.0,
        unit_id: row.get("unit_id")?,
        list_hash: row.get("list_hash")?,
        claims: row.get("claims")?,
        published_on: row.get::<_, Plain<_>>("published_on")?.0,
        drawn: drawn_on.map(drawn).transpose()?,
    })
}

impl Tx<'_> {
    /// Notes a list that is published.
    pub fn insert_audit(&self, audit: &Audit) -> Result<()> {
        self.write(
            "INSERT INTO audit (id, day, unit_id, list_hash, claims, published_on, drawn_on, seed, draw_by, tolerated,
               who, sizes)
             VALUES (:id, :day, :unit_id, :list_hash, :claims, :published_on, '', '', '', 0, '', '{}')",
            named_params! {
                ":id": audit.id,
                ":day": Plain(audit.day),
                ":unit_id": audit.unit_id,
                ":list_hash": audit.list_hash,
                ":claims": audit.claims,
                ":published_on": Plain(audit.published_on),
            },
        )
    }

    /// Notes what was drawn from a list.
    pub fn draw_audit(&self, audit: AuditId, drawn: &Drawn, lines: &[AuditLine]) -> Result<()> {
        let sizes =
            serde_json::to_string(&drawn.sizes).map_err(|e| Error::new("book.failed").with("detail", e))?;
        self.write(
            "UPDATE audit SET drawn_on = :on, seed = :seed, draw_by = :by, tolerated = :tolerated, who = :who,
               sizes = :sizes WHERE id = :id",
            named_params! {
                ":id": audit,
                ":on": Plain(drawn.on),
                ":seed": drawn.seed,
                ":by": drawn.by,
                ":tolerated": drawn.tolerated.0,
                ":who": drawn.who,
                ":sizes": sizes,
            },
        )?;
        for line in lines {
            let claim = &line.claim;
            self.write(
                "INSERT INTO audit_line (id, audit_id, position, citizen_id, visit_id, unit_id, member_id, day, level,
                   finding, found_on, note)
                 VALUES (:id, :audit_id, :position, :citizen_id, :visit_id, :unit_id, :member_id, :day, :level, '', '', '')",
                named_params! {
                    ":id": line.id,
                    ":audit_id": audit,
                    ":position": line.position,
                    ":citizen_id": claim.citizen_id,
                    ":visit_id": claim.visit_id,
                    ":unit_id": claim.unit_id,
                    ":member_id": claim.member_id,
                    ":day": Plain(claim.day),
                    ":level": claim.level,
                },
            )?;
        }
        Ok(())
    }

    /// Notes what was found of a line; nothing, when it is taken back.
    pub fn set_audit_finding(&self, line: &AuditLine) -> Result<()> {
        let AuditLine { id, finding, found_on, note, .. } = line;
        let (id, finding, found_on): (AuditLineId, Blank<AuditFinding>, _) =
            (*id, Blank(*finding), Blank(*found_on));
        self.write(
            "UPDATE audit_line SET finding = :finding, found_on = :found_on, note = :note WHERE id = :id",
            named_params! { ":id": id, ":finding": finding, ":found_on": found_on, ":note": note },
        )
    }
}
