//! Logs what the team found at the door: several people of one household in one go.

use chrono::{DateTime, FixedOffset, Timelike};
use serde::{Deserialize, Serialize};

use crate::domain::ids::{CitizenId, MemberId, OperationId, VisitId};
use crate::domain::visit::{NewVisit, Outcome, Visit, find_reason};
use crate::error::{Error, Result};
use crate::session::Session;
use crate::store::{Book, Tx};

/// What [`log_visits`] did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
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
/// Those of [`Visit::validate`]; `visit.channel_missing`: who was there knows it; `visit.unknown_citizen`, `citizen.erased`, `visit.unknown_visit`, `visit.correction_of_other`,
/// `visit.corrected_already`. Nothing is logged then.
pub fn log_visits(book: &mut Book, session: &Session, args: &LogVisits) -> Result<Logged> {
    let visits = &args.visits;
    let done = book.transact(session, "log-visit", LogParams { visits: visits.len() }, |tx| {
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

/// Visits to log in one go, such as those of one household.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LogVisits {
    /// The visits.
    pub visits: Vec<NewVisit>,
}

fn resolve(tx: &Tx<'_>, session: &Session, new: &NewVisit) -> Result<Visit> {
    let code = new.citizen.trim();
    let citizen_id =
        tx.citizen_of_code(code)?.ok_or_else(|| Error::new("visit.unknown_citizen").with("raw", code))?;
    tx.check_not_erased(citizen_id)?;
    let mut visit = complete(tx, session, VisitId(session.new_id()), citizen_id, new)?;
    if visit.outcome == Outcome::Activated && visit.channel.is_none() {
        return Err(Error::new("visit.channel_missing"));
    }
    visit.member_id = member(tx, session, &new.by)?.or(session.member);
    Ok(visit)
}

/// Makes a valid visit of what was asked for, but for the member.
pub(crate) fn complete(
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
    let visit = Visit {
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
        venue: new.venue,
    };
    visit.validate(session.now(), tx.first_day()?)?;
    Ok(visit)
}

/// The member of a name, who is added when the book does not know them; none without a name.
pub(crate) fn member(tx: &Tx<'_>, session: &Session, name: &str) -> Result<Option<MemberId>> {
    let name = name.trim();
    if name.is_empty() {
        return Ok(None);
    }
    if let Some(known) = tx.member_of_name(name)? {
        return Ok(Some(known));
    }
    let id = MemberId(session.new_id());
    tx.insert_member(id, name)?;
    Ok(Some(id))
}

/// As the book keeps time: whole seconds at the offset of Asia/Ho_Chi_Minh.
pub(crate) fn local(session: &Session, time: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::visit::Channel;
    use crate::store::visits::example::{Example, at, citizen};

    fn example() -> Example {
        Example::new().people("C1;Thôn 1;Ngõ 1;1;Lê Văn An;-\nC2;Thôn 1;Ngõ 1;1;Trần Thị Bình;-")
    }

    fn log(example: &mut Example, visits: &[NewVisit]) -> Result<Logged> {
        log_visits(&mut example.book, &example.session, &LogVisits { visits: visits.to_vec() })
    }

    fn absent(code: &str, time: &str) -> NewVisit {
        NewVisit { at: Some(at(time)), ..NewVisit::new(code, Outcome::Absent) }
    }

    /// Logs visits one call after the other; expects `added/unchanged` of each, or the error's code.
    fn check(calls: &[&[NewVisit]], expect: &str) -> Example {
        let mut example = example();
        let found: Vec<String> = calls
            .iter()
            .map(|visits| match log(&mut example, visits) {
                Ok(logged) => format!("{}/{}", logged.added, logged.unchanged),
                Err(error) => error.code.to_owned(),
            })
            .collect();
        assert_eq!(found.join(" "), expect);
        example
    }

    #[test]
    fn several_people_in_one_go_are_one_operation() {
        let mut example = check(&[], "");
        let both = [absent("C1", "11-21T19:30"), absent("C2", "11-21T19:30")];
        let logged = log(&mut example, &both).unwrap();
        assert!(logged.operation.is_some());
        assert_eq!((logged.visits.len(), logged.added), (2, 2));
        let history = example.book.visit_history(citizen(1)).unwrap();
        assert_eq!(history.len(), 1);
        assert_eq!(history[0].at, at("11-21T19:30"));
        let undone = example.book.undo(None, &example.session).unwrap();
        assert!(undone.operation.is_some());
        assert_eq!(example.book.visit_history(citizen(2)).unwrap(), []);
    }

    #[test]
    fn one_bad_visit_refuses_all() {
        let activated = NewVisit::new("C1", Outcome::Activated);
        let example = check(&[&[absent("C2", "11-21T19:30"), activated]], "visit.level_missing");
        assert_eq!(example.book.visit_history(citizen(2)).unwrap(), []);
        let by_whom = NewVisit { level: 2, ..NewVisit::new("C1", Outcome::Activated) };
        check(&[&[by_whom]], "visit.channel_missing");
        check(&[&[absent("C9", "11-21T19:30")]], "visit.unknown_citizen");
        check(&[&[absent("C1", "11-21T20:06")]], "visit.in_future");
    }

    #[test]
    fn the_same_visit_twice_counts_once() {
        let call = [absent("C1", "11-21T19:30")];
        check(&[&call, &call, &[absent("C1", "11-21T19:31")]], "1/0 0/1 1/0");
        check(&[&[call[0].clone(), call[0].clone()]], "1/1");
        // Without a time it is now.
        check(&[&[NewVisit::new("C1", Outcome::Absent)], &[absent("C1", "11-21T20:00")]], "1/0 0/1");
    }

    #[test]
    fn no_visit_before_the_campaign() {
        let mut example = example();
        example.sql("INSERT INTO campaign (id, number, title, first_day, last_day) VALUES ('c', '', 'Đợt 1', '2026-11-10', '2026-12-10')");
        let log = |example: &mut Example, time| log(example, &[absent("C1", time)]).map_err(|e| e.code);
        assert_eq!(log(&mut example, "11-09T19:00"), Err("visit.before_campaign"));
        assert!(log(&mut example, "11-10T08:00").is_ok());
    }

    #[test]
    fn a_correction_keeps_the_history() {
        let mut example = example();
        let first = log(&mut example, &[absent("C1", "11-21T19:30")]).unwrap();
        let correction = NewVisit {
            at: Some(at("11-21T19:30")),
            level: 2,
            channel: Some(Channel::App),
            corrects: first.visits.first().copied(),
            ..NewVisit::new("C1", Outcome::Activated)
        };
        let log = |example: &mut Example, visit: &NewVisit| {
            log(example, std::slice::from_ref(visit))
                .map(|logged| (logged.added, logged.unchanged))
                .map_err(|e| e.code)
        };
        assert_eq!(log(&mut example, &correction), Ok((1, 0)));
        assert_eq!(log(&mut example, &correction), Ok((0, 1)));
        assert_eq!(example.book.visit_history(citizen(1)).unwrap().len(), 2);
        // Only the correction counts: an activated person is off the list.
        let list = example.book.worklist(None, example.session.today()).unwrap();
        assert_eq!(list.people().map(|p| p.code.as_str()).collect::<Vec<_>>(), ["C2"]);

        let again = NewVisit { level: 1, ..correction.clone() };
        assert_eq!(log(&mut example, &again), Err("visit.corrected_already"));
        let other = NewVisit { citizen: "C2".to_owned(), ..correction.clone() };
        assert_eq!(log(&mut example, &other), Err("visit.correction_of_other"));
        let nothing = NewVisit { corrects: Some(VisitId(example.session.new_id())), ..correction };
        assert_eq!(log(&mut example, &nothing), Err("visit.unknown_visit"));
    }

    #[test]
    fn a_new_name_becomes_a_member_once() {
        let mut example = example();
        for (time, name) in
            [("11-20T19:00", "Chị Hoa"), ("11-20T19:10", "chị HOA "), ("11-20T19:20", "Anh Nam")]
        {
            let visit = NewVisit { by: name.to_owned(), ..absent("C1", time) };
            log(&mut example, &[visit]).unwrap();
        }
        let members: Vec<_> = example
            .book
            .visit_history(citizen(1))
            .unwrap()
            .into_iter()
            .map(|v| v.member_id.unwrap())
            .collect();
        assert_eq!(members[0], members[1]);
        assert_ne!(members[0], members[2]);
    }

    #[test]
    fn words_of_an_unlisted_reason_stay_in_the_note() {
        let mut example = example();
        let visit = NewVisit {
            reason: "nhà có giỗ".to_owned(),
            note: "tối mai".to_owned(),
            ..NewVisit::new("C1", Outcome::Other)
        };
        log(&mut example, &[visit]).unwrap();
        let logged = example.book.visit_history(citizen(1)).unwrap();
        assert_eq!(
            (logged[0].reason.as_str(), logged[0].note.as_str()),
            ("unlisted", "nhà có giỗ – tối mai")
        );
    }
}
