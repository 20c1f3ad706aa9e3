//! Three evenings of the invented commune, so that whoever tries the program meets a book at work: a plan, a team of two,
//! and visits up to now.

use chrono::{DateTime, FixedOffset, NaiveTime, TimeDelta};

use crate::domain::campaign::{Campaign, Phase, Plan};
use crate::domain::ids::{CampaignId, MemberId, UnitId};
use crate::domain::member::Role;
use crate::domain::roster::AccountState;
use crate::domain::visit::{Channel, NewVisit, Outcome};
use crate::domain::worklist::PersonToVisit;
use crate::error::Result;
use crate::jobs::book::keep_members::{ChangeMember, change_member};
use crate::jobs::walk::log_visit::{LogVisits, log_visits};
use crate::messages::word;
use crate::session::Session;
use crate::store::Book;

/// Households that one member visits in an evening.
const HOUSES: usize = 22;

/// The team goes from hamlet to hamlet: this many.
const HAMLETS: usize = 2;

/// The morning on which the files are taken in: before the evenings, so that they stand after it in the journal.
pub(crate) fn first_morning(session: &Session) -> DateTime<FixedOffset> {
    at(session, -3, 8, 0)
}

fn at(session: &Session, days: i64, hour: u32, minute: u32) -> DateTime<FixedOffset> {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    let day = session.today() + TimeDelta::days(days);
    day.and_time(time).and_local_timezone(*session.now().offset()).single().unwrap_or_else(|| session.now())
}

/// Writes the plan, the members and the visits of the last three evenings, those before now.
pub(crate) fn live_through(book: &mut Book, session: &Session, people: u32) -> Result<()> {
    let morning = session.at(first_morning(session));
    set_plan(book, &morning, people)?;
    let roles = [Role::Leader, Role::Police];
    let mut team = Vec::new();
    for (name, role) in word("demo.members").split(';').zip(roles) {
        let new = ChangeMember { name: name.to_owned(), role: Some(role), ..ChangeMember::default() };
        team.push(change_member(book, &morning, &new)?.id);
    }
    let evenings: Vec<_> = (-2..=0).map(|day| at(session, day, 18, 30)).collect();
    let total = evenings.len() * HAMLETS * HOUSES;
    let mut done = 0;
    for start in evenings {
        let list = book.worklist(None, start.date_naive())?;
        let hamlets: Vec<UnitId> = list.hamlets.iter().take(HAMLETS).map(|hamlet| hamlet.unit.id).collect();
        for (hamlet, member) in hamlets.into_iter().zip(&team) {
            let list = book.worklist(Some(hamlet), start.date_naive())?;
            let houses = list.hamlets.iter().flat_map(|hamlet| &hamlet.sections);
            let houses = houses.flat_map(|section| &section.alleys).flat_map(|alley| &alley.houses);
            for (house, minutes) in houses.take(HOUSES).zip((0..).step_by(6)) {
                session.check_stop()?;
                session.progress("progress.demo", done, u64::try_from(total).unwrap_or(0));
                done += 1;
                let time = start + TimeDelta::minutes(minutes);
                if time < session.now() {
                    visit(book, &session.at(time), *member, &house.people)?;
                }
            }
        }
    }
    Ok(())
}

fn set_plan(book: &mut Book, session: &Session, people: u32) -> Result<()> {
    let today = session.today();
    let target = people / 100 * 60;
    let phase = |name: &str, first: i64, last: i64, target| Phase {
        name: name.to_owned(),
        first_day: today + TimeDelta::days(first),
        last_day: today + TimeDelta::days(last),
        report_due: None,
        target,
    };
    let plan = Plan {
        number: word("demo.plan.number").to_owned(),
        issuer: word("demo.plan.issuer").to_owned(),
        title: word("demo.plan.title").to_owned(),
        first_day: today - TimeDelta::days(11),
        last_day: today + TimeDelta::days(33),
        target: Some(target),
        phases: vec![
            phase(word("demo.plan.phase1"), -11, 10, Some(target / 2)),
            phase(word("demo.plan.phase2"), 11, 33, None),
        ],
    };
    let campaign =
        Campaign { id: CampaignId(session.new_id()), in_use: false, from_above: false, points: 1, plan };
    let told = serde_json::json!({ "number": campaign.plan.number });
    book.transact(session, "create-campaign", told, |tx| tx.insert_campaign(&campaign, || session.new_id()))?;
    Ok(())
}

/// What was found at one house, all of its people in one go.
fn visit(book: &mut Book, session: &Session, member: MemberId, people: &[PersonToVisit]) -> Result<()> {
    let by = book.member(member)?.map(|member| member.name).unwrap_or_default();
    let visits = people.iter().map(|person| NewVisit { by: by.clone(), ..found(person, session) }).collect();
    let session = &mut session.at(session.now());
    session.member = Some(member);
    log_visits(book, session, &LogVisits { visits })?;
    Ok(())
}

/// What the team found: mostly what the extract let expect. The person's code decides, so that it is the same each time.
fn found(person: &PersonToVisit, session: &Session) -> NewVisit {
    let draw =
        person.code.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into())) % 10;
    let approved =
        person.official.is_some_and(|official| official.state == AccountState::ApprovedNotActivated);
    let new = |outcome, reason: &str| {
        let mut visit = NewVisit::new(&person.code, outcome);
        reason.clone_into(&mut visit.reason);
        visit
    };
    let activated = |level, channel, reason| NewVisit {
        level,
        channel: Some(channel),
        ..new(Outcome::Activated, reason)
    };
    match draw {
        0..=2 if approved => activated(2, Channel::App, "own-device"),
        3 if approved => activated(2, Channel::App, "relatives-device"),
        4 if approved => activated(1, Channel::Web, "team-device"),
        0 | 1 => activated(1, Channel::App, "own-device"),
        2 => new(Outcome::Ineligible, "not-approved"),
        3 | 5 => new(Outcome::Absent, "at-work"),
        4 | 6 => new(Outcome::NoSmartphone, "relatives-phone"),
        7 => NewVisit { come_back_at: Some(at(session, 1, 19, 30)), ..new(Outcome::Absent, "nobody-home") },
        8 => new(Outcome::Ineligible, "card-expired"),
        _ => new(Outcome::Other, "forgot-password"),
    }
}
