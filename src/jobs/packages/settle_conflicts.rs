//! Fields that two books changed, side by side, until a person settles them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::ANSWER;
use crate::domain::ids::{CitizenId, UnitId, VisitId};
use crate::domain::sharing::Fields;
use crate::domain::visit::Visit;
use crate::error::{Error, Result};
use crate::jobs::Nothing;
use crate::session::Session;
use crate::store::packages::KeptConflict;
use crate::store::{Book, Tx};

/// A field that two books changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct ConflictView {
    /// Its id.
    pub id: String,
    /// The hamlet.
    pub unit: UnitId,
    /// Name of the unit below.
    pub hamlet: String,
    /// Whose book has `theirs`.
    pub other: String,
    /// Whose book this is.
    pub own: String,
    /// Table of the row ("citizen", "household", "visit", "campaign", …).
    pub table: String,
    /// The person, where it is of one.
    pub citizen: Option<CitizenId>,
    /// Name of the person, or of the household's head.
    pub name: String,
    /// The field.
    pub field: String,
    /// What this book has.
    pub mine: Value,
    /// What the other has.
    pub theirs: Value,
    /// What both had before, as far as it is known; null otherwise.
    pub before: Value,
    /// Who changed it here, or empty.
    pub mine_by: String,
    /// When it was changed here, as far as it is known.
    pub mine_at: Option<DateTime<FixedOffset>>,
    /// When the other's value came.
    pub at: DateTime<FixedOffset>,
}

/// Which value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Stands {
    /// That of this book.
    Mine,
    /// That of the other book.
    Theirs,
}

/// A conflict to settle.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SettleConflict {
    /// Its id.
    pub id: String,
    /// Which value stands.
    pub stands: Stands,
}

/// All that are open, the oldest first.
///
/// # Errors
/// The book's own.
pub fn list(book: &mut Book, _: &Session, _: &Nothing) -> Result<Vec<ConflictView>> {
    let units = book.units()?;
    let info = book.info()?;
    let shared = book.shared_rows()?;
    let members: BTreeMap<_, _> = book.members()?.into_iter().collect();
    let open = book.conflicts()?.into_iter().filter(|kept| kept.settled.is_empty());
    open.map(|kept| {
        let (table, id) = &kept.row;
        let of = |table: &str, field: &'static str| -> Result<Option<String>> {
            let row = book.row_of_table(table, &[field], id)?;
            Ok(row.and_then(|row| Some(row.get(field)?.as_str()?.to_owned())))
        };
        let citizen = match table.as_str() {
            "citizen" | "departure" => Some(id.clone()),
            "identity" | "visit" => of(table, "citizen_id")?,
            _ => None,
        };
        let citizen: Option<CitizenId> = citizen.and_then(|id| id.parse().ok());
        let name = match citizen {
            Some(id) => book.citizens_by_id(&[id])?.pop().map(|citizen| citizen.name),
            None if table == "household" => of(table, "head")?,
            None if table == "campaign" => of(table, "title")?,
            None if table == "phase" => of(table, "name")?,
            None if table == "assignment" => of(table, "task")?,
            None => None,
        };
        let changes = match citizen {
            Some(id) if table == "citizen" => book.changes_of(id)?,
            _ => Vec::new(),
        };
        let field = &kept.conflict.field;
        let here = changes.iter().find(|change| !change.undone && change.before.contains_key(field));
        let agreed = shared.get(&kept.row).and_then(|row| row.get(field)).cloned();
        let stood =
            || here.and_then(|change| change.before.get(field)).map(|text| Value::from(text.as_str()));
        let before = agreed.or_else(stood).unwrap_or_default();
        let mine_by = here.and_then(|change| change.member).and_then(|id| members.get(&id).cloned());
        let mine_at = here.map(|change| change.at);
        let hamlet = units.iter().find(|unit| unit.id == kept.unit).map(|unit| unit.name.clone());
        // What concerns the book's own unit came from above.
        let above = info.above.first().cloned().unwrap_or_default();
        let below = hamlet.clone().unwrap_or_default();
        Ok(ConflictView {
            other: if kept.unit == info.unit_id { above } else { below },
            own: info.name.clone(),
            unit: kept.unit,
            hamlet: hamlet.unwrap_or_default(),
            table: table.clone(),
            citizen,
            name: name.unwrap_or_default(),
            before,
            mine_by: mine_by.unwrap_or_default(),
            mine_at,
            field: kept.conflict.field,
            mine: kept.conflict.mine,
            theirs: kept.conflict.theirs,
            at: kept.at,
            id: kept.id,
        })
    })
    .collect()
}

/// Settles one.
///
/// # Errors
/// `package.no_conflict`; the book's own.
pub fn settle(book: &mut Book, session: &Session, args: &SettleConflict) -> Result<Nothing> {
    let kept = book.conflicts()?.into_iter().find(|kept| kept.id == args.id && kept.settled.is_empty());
    let kept = kept.ok_or_else(|| Error::new("package.no_conflict"))?;
    let (settled, value) = match args.stands {
        Stands::Mine => ("mine", &kept.conflict.mine),
        Stands::Theirs => ("theirs", &kept.conflict.theirs),
    };
    book.transact(session, "settle-conflict", json!({}), |tx| {
        let (table, id) = (kept.row.0.as_str(), kept.row.1.as_str());
        let field = kept.conflict.field.clone();
        if field == ANSWER && args.stands == Stands::Theirs {
            count_answer(tx, session, id)?;
        // Of a row that went meanwhile nothing is left to change.
        } else if args.stands == Stands::Theirs && tx.has_row(table, id)? {
            tx.put_fields(table, id, &Fields::from([(field.clone(), value.clone())]))?;
        }
        // What several above say is kept by signer, whom the question names last.
        let of_signer =
            kept.id.split(' ').nth(4).map_or_else(|| id.to_owned(), |signer| format!("{id} {signer}"));
        let mut all = tx.shared_rows()?;
        for id in BTreeSet::from([id, of_signer.as_str()]) {
            let Some(mut shared) = all.remove(&(table.to_owned(), id.to_owned())) else { continue };
            // The value of the book above is known now: what differs from it is decided.
            shared.insert(field.clone(), kept.conflict.theirs.clone());
            tx.share_row((table, id), Some(&shared))?;
        }
        tx.put_conflict(&KeptConflict { settled: settled.to_owned(), ..kept.clone() })
    })?;
    Ok(Nothing {})
}

/// The answer of a visit that was corrected counts after all; what counted stays in the history.
fn count_answer(tx: &Tx<'_>, session: &Session, id: &str) -> Result<()> {
    let visit = id.parse::<VisitId>().ok().map_or(Ok(None), |id| tx.visit(id))?;
    let Some(visit) = visit else { return Ok(()) };
    let mut counts = visit.clone();
    while let Some(next) = tx.correction_of(counts.id)? {
        counts = next;
    }
    if counts.same_answer(&visit) {
        return Ok(());
    }
    tx.insert_visit(&Visit { id: VisitId(session.new_id()), corrects: Some(counts.id), ..visit })
}
