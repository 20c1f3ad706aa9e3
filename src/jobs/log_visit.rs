//! Logs what the team found at the door: several people of one household in one go.

use chrono::{DateTime, FixedOffset, Timelike};
use serde::Serialize;

use crate::domain::ids::{CitizenId, MemberId, OperationId, VisitId};
use crate::domain::visit::{NewVisit, Visit, find_reason};
use crate::error::{Error, Result};
use crate::session::Session;
use crate::store::{Book, Tx};

/// What [`log_visit`] did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Logged {
    /// The visits, one for each asked for; of a visit that was there before, the one that was there.
    pub visits: Vec<VisitId>,
    /// How many are new.
    pub added: u32,
    /// How many were there before, the same in all parts.
    pub unchanged: u32,
    /// The undo step; `None` when nothing changed.
    pub operation: Option<OperationId>,
}

/// Logs visits as one operation; the same visit twice counts once. A member name that the book does not know is added to
/// its members, so that a volunteer's first evening needs no set-up.
///
/// # Errors
/// Those of [`Visit::validate`]; `visit.unknown_citizen`, `visit.unknown_visit`, `visit.correction_of_other`,
/// `visit.corrected_already`. Nothing is logged then.
pub fn log_visit(book: &mut Book, session: &Session, visits: &[NewVisit]) -> Result<Logged> {
    let done = book.transact(session, "log_visit", LogParams { visits: visits.len() }, |tx| {
        let mut logged = Logged { visits: Vec::new(), added: 0, unchanged: 0, operation: None };
        for new in visits {
            let visit = resolve(tx, session, new)?;
            if let Some(twin) = twin_of(tx, &visit)? {
                logged.visits.push(twin);
                logged.unchanged += 1;
            } else {
                check_correction(tx, &visit)?;
                tx.insert_visit(&visit)?;
                logged.visits.push(visit.id);
                logged.added += 1;
            }
        }
        Ok(logged)
    })?;
    Ok(Logged { operation: done.operation, ..done.value })
}

#[derive(Serialize)]
struct LogParams {
    visits: usize,
}

fn resolve(tx: &Tx<'_>, session: &Session, new: &NewVisit) -> Result<Visit> {
    let code = new.citizen.trim();
    let citizen_id = tx
        .citizen_of_code(code)?
        .ok_or_else(|| Error::new("visit.unknown_citizen").with("raw", code))?;
    complete(tx, session, VisitId(session.new_id()), citizen_id, new)
}

/// Makes a whole, valid visit of what was asked for.
pub(super) fn complete(
    tx: &Tx<'_>,
    session: &Session,
    id: VisitId,
    citizen_id: CitizenId,
    new: &NewVisit,
) -> Result<Visit> {
    let (reason, unlisted) = find_reason(new.outcome, &new.reason)?;
    let note = [unlisted.as_str(), new.note.trim()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" – ");
    let mut visit = Visit {
        id,
        citizen_id,
        at: local(session, new.at.unwrap_or_else(|| session.now())),
        outcome: new.outcome,
        level: new.level,
        channel: new.channel,
        reason: reason.to_owned(),
        come_back_at: new.come_back_at.map(|back| local(session, back)),
        member_id: None,
        note,
        corrects: new.corrects,
    };
    visit.validate(session.now(), tx.first_day()?)?;
    visit.member_id = member(tx, session, &new.by)?;
    Ok(visit)
}

fn member(tx: &Tx<'_>, session: &Session, name: &str) -> Result<Option<MemberId>> {
    let name = name.trim();
    if name.is_empty() {
        return Ok(session.member);
    }
    if let Some(known) = tx.member_of_name(name)? {
        return Ok(Some(known));
    }
    let id = MemberId(session.new_id());
    tx.insert_member(id, name)?;
    Ok(Some(id))
}

/// As the book keeps time: whole seconds at the offset of Asia/Ho_Chi_Minh.
pub(super) fn local(session: &Session, time: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    let time = time.with_timezone(session.now().offset());
    time.with_nanosecond(0).unwrap_or(time)
}

/// A visit in the book that says the same; also a corrected one, so that an old paper does not undo a correction.
fn twin_of(tx: &Tx<'_>, visit: &Visit) -> Result<Option<VisitId>> {
    let history = tx.visit_history(visit.citizen_id)?;
    let twin = history.iter().find(|old| old.same_answer(visit) && old.corrects == visit.corrects);
    Ok(twin.map(|old| old.id))
}

fn check_correction(tx: &Tx<'_>, visit: &Visit) -> Result<()> {
    let Some(old) = visit.corrects else { return Ok(()) };
    let corrected = tx.visit(old)?.ok_or_else(|| Error::new("visit.unknown_visit"))?;
    if corrected.citizen_id != visit.citizen_id {
        return Err(Error::new("visit.correction_of_other"));
    }
    if tx.correction_of(old)?.is_some() {
        return Err(Error::new("visit.corrected_already"));
    }
    Ok(())
}
