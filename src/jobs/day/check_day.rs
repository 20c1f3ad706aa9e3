//! Looks at what is still open before a day is closed (soát trước khi chốt), what matters most first.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Serialize;

use super::look_at_today::{AskDay, FirstToSee, Today, closed_and_changed, look_at};
use crate::domain::campaign::DueReport;
use crate::domain::citizen::Household;
use crate::domain::dates::{vi, vi_at};
use crate::domain::ids::CitizenId;
use crate::domain::target::Undivided;
use crate::domain::text::thousands;
use crate::domain::today::Stage;
use crate::error::Result;
use crate::figures::{Day, DifferingUnit};
use crate::jobs::book::keep_book::open_points;
use crate::messages::word;
use crate::session::Session;
use crate::store::Book;

/// An extract older than this says little of today.
const OLD_EXTRACT: i64 = 7;

/// How a point stands before a day is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum CheckState {
    /// Nothing to do.
    Fine,
    /// Worth a look; the day can be closed.
    Look,
    /// The day cannot be closed.
    Stops,
}

/// One point to look at before a day is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct DayCheck {
    /// Row of the message table with its sentence.
    pub code: String,
    /// What stands in the places of the sentence.
    pub params: BTreeMap<String, String>,
    /// How it stands.
    pub state: CheckState,
    /// The first person that it is about, to go to.
    pub first: Option<FirstToSee>,
}

/// The points of a day.
#[derive(Default)]
struct Points(Vec<DayCheck>);

/// People that a point names; how many more there are is told.
const NAMED: usize = 5;

/// The first of some people, each with the house; with the hamlet where there are several.
fn first_of(on: &Day<'_>, people: &[CitizenId]) -> Result<String> {
    let mut named = Vec::new();
    for citizen in people.iter().take(NAMED) {
        let person = on.book.listed_person(*citizen, None)?;
        let Household { house_number, alley, unit_id, .. } = person.household;
        let hamlet = if unit_id == on.info.unit_id { "" } else { on.units.home_name(unit_id) };
        let place = [house_number, alley, hamlet.to_owned()].into_iter().filter(|part| !part.is_empty());
        let place: Vec<String> = place.collect();
        named.push(if place.is_empty() {
            person.name
        } else {
            format!("{} ({})", person.name, place.join(", "))
        });
    }
    Ok(named.join("; "))
}

impl Points {
    fn tell(&mut self, state: CheckState, code: &str, params: &[(&str, String)]) {
        let params = params.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        self.0.push(DayCheck { code: code.to_owned(), params, state, first: None });
    }

    /// The point told last leads to this person.
    fn leads_to(&mut self, first: FirstToSee) {
        if let Some(told) = self.0.last_mut() {
            told.first = Some(first);
        }
    }

    /// Whether the figures add up, and whose are missing.
    fn figures(&mut self, on: &Day<'_>, today: &Today, now: DateTime<FixedOffset>) -> Result<()> {
        match on.check_agreement(now) {
            Ok(()) => self.tell(CheckState::Fine, "close.sums", &[]),
            Err(e) if matches!(e.code, "report.sums_differ" | "report.contradiction") => {
                let params: Vec<(&str, String)> =
                    e.params.iter().map(|(name, value)| (*name, value.clone())).collect();
                self.tell(CheckState::Stops, e.code, &params);
            }
            Err(e) => return Err(e),
        }
        // All of them are printed so, whether or not it is evening and they are asked for figures.
        let runs = matches!(
            today.campaign.as_ref().map(|campaign| campaign.stage),
            Some(Stage::Running | Stage::LastDay)
        );
        let missing = today.rows.iter().filter(|row| runs && row.unit_id.is_some() && !row.has_figures());
        let names: Vec<&str> = missing.map(|row| row.name.as_str()).collect();
        let senders = today.rows.iter().any(|row| row.unit_id.is_some());
        if !names.is_empty() {
            let (count, all) = (thousands(names.len()), thousands(today.rows.len()));
            let params = [("count", count), ("all", all), ("units", names.join(", "))];
            self.tell(CheckState::Look, "close.units_missing", &params);
        } else if senders && today.with_figures == today.rows.len() {
            self.tell(CheckState::Fine, "close.units", &[]);
        }
        let open: Vec<Undivided> = today.undivided.iter().filter(|open| !open.to_come).cloned().collect();
        if !open.is_empty() {
            let params = [("units", Undivided::told(&open))];
            self.tell(CheckState::Look, "close.undivided", &params);
        }
        let otherwise = on.divided_otherwise()?;
        if !otherwise.is_empty() {
            let told = |(whole, had, given): &(String, u32, u32)| {
                format!("{whole} {} ≠ {}", thousands(*had), thousands(*given))
            };
            let units = otherwise.iter().map(told).collect::<Vec<_>>().join("; ");
            self.tell(CheckState::Look, "close.divided_otherwise", &[("units", units)]);
        }
        if !today.differing.is_empty() {
            let unit = |unit: &DifferingUnit| format!("{} ({})", unit.name, unit.told[0]);
            let units = today.differing.iter().map(unit).collect::<Vec<_>>().join("; ");
            let (count, all) = (thousands(today.differing.len()), thousands(today.sent));
            let params = [("count", count), ("all", all), ("units", units)];
            self.tell(CheckState::Look, "close.stated_otherwise", &params);
        }
        Ok(())
    }

    /// Whose laptop has not handed its evening in, and what both ends have changed.
    fn packages(&mut self, on: &Day<'_>) -> Result<()> {
        let open = on.book.conflicts()?.iter().filter(|kept| kept.settled.is_empty()).count();
        if open > 0 {
            self.tell(CheckState::Look, "close.conflicts", &[("count", thousands(open))]);
        }
        let laptops = on.laptops()?;
        if laptops.is_empty() {
            return Ok(());
        }
        let silent = laptops.iter().filter(|laptop| !laptop.handed_in);
        let silent: Vec<&str> = silent.map(|laptop| laptop.unit.as_str()).collect();
        if silent.is_empty() {
            self.tell(CheckState::Fine, "close.laptops", &[("count", thousands(laptops.len()))]);
        } else {
            let (count, all) = (thousands(silent.len()), thousands(laptops.len()));
            let params = [("count", count), ("all", all), ("units", silent.join(", "))];
            self.tell(CheckState::Look, "close.laptops_silent", &params);
        }
        Ok(())
    }

    /// Whom the team still has to see, and how old the extract is.
    fn people(&mut self, on: &Day<'_>, today: &Today) -> Result<()> {
        let day = on.day;
        if let Some(first) = today.appointments.first() {
            let count = thousands(today.appointment_count);
            self.tell(CheckState::Look, "close.appointments_open", &[("count", count)]);
            self.leads_to(FirstToSee { unit_id: first.unit_id, citizen: first.code.clone() });
        } else {
            self.tell(CheckState::Fine, "close.appointments", &[]);
        }
        let visited = on.book.housemates_of_visited(day)?;
        let open = on.people()?.iter().filter(|person| {
            visited.binary_search(&person.citizen_id).is_ok()
                && person.level_at(day) == 0
                && person.eligible(day)
                && person.latest_visit(day, day).is_none()
        });
        let open: Vec<CitizenId> = open.map(|person| person.citizen_id).collect();
        if let Some(first) = open.first() {
            let mut params = vec![("count", thousands(open.len())), ("who", first_of(on, &open)?)];
            let more = open.len().saturating_sub(NAMED);
            let code = if more > 0 { "close.houses_open_more" } else { "close.houses_open" };
            params.extend((more > 0).then(|| ("more", thousands(more))));
            self.tell(CheckState::Look, code, &params);
            self.leads_to(FirstToSee::of(on, *first)?);
        } else {
            self.tell(CheckState::Fine, "close.houses", &[]);
        }
        if !today.unreconciled.is_empty() {
            self.tell(CheckState::Stops, "close.unreconciled", &[("days", days_told(&today.unreconciled))]);
            return Ok(());
        }
        let Some(extract) = on.extract else {
            self.tell(CheckState::Look, "close.extract_none", &[]);
            return Ok(());
        };
        let days = (day - extract).num_days();
        let (state, code) = if days > OLD_EXTRACT {
            (CheckState::Look, "close.extract_old")
        } else {
            (CheckState::Fine, "close.extract")
        };
        self.tell(state, code, &[("day", vi(extract)), ("days", days.to_string())]);
        Ok(())
    }
}

/// What is still open on a day, what matters most first.
///
/// # Errors
/// `report.in_future`; the book's own.
pub fn check_day(book: &mut Book, session: &Session, args: &AskDay) -> Result<Vec<DayCheck>> {
    let on = Day::asked(book, session, args.day)?;
    let today = look_at(&on, session)?;
    let day = on.day;
    let mut points = Points::default();
    points.figures(&on, &today, session.now())?;
    points.packages(&on)?;
    if today.people > 0 {
        points.people(&on, &today)?;
    }
    if let Some(last) = today.written_ahead {
        let params = [("now", vi_at(session.now())), ("last", vi_at(last))];
        points.tell(CheckState::Look, "close.clock", &params);
    }
    if let Some(last) = today.restored_from {
        points.tell(CheckState::Look, "close.restored", &[("last", vi_at(last))]);
    }
    if !today.late_tasks.is_empty() {
        let count = thousands(today.late_tasks.len());
        points.tell(CheckState::Look, "close.tasks_late", &[("count", count)]);
    }
    if !today.reports_due.is_empty() {
        let told = |due: &DueReport| {
            let form = word(&format!("form.{}.sheet", due.form));
            format!("{form}: {} ({}, {})", due.phase, due.number, vi(due.due))
        };
        let reports = today.reports_due.iter().map(told).collect::<Vec<_>>().join("; ");
        points.tell(CheckState::Look, "close.reports_due", &[("reports", reports)]);
    }
    if today.closed.is_some() {
        let code = if day < session.today() { "close.again_past" } else { "close.again" };
        points.tell(CheckState::Look, code, &[("day", vi(day))]);
    }
    let again = closed_and_changed(&on, session)?;
    if !again.is_empty() {
        points.tell(CheckState::Look, "close.changed_before", &[("days", days_told(&again))]);
    }
    for (code, params) in open_points(book, session)? {
        points.tell(CheckState::Look, code, &params);
    }
    let Points(mut checks) = points;
    // Stable: of one state in the order told.
    checks.sort_by_key(|check| match check.state {
        CheckState::Stops => 0,
        CheckState::Look => 1,
        CheckState::Fine => 2,
    });
    Ok(checks)
}

/// "20/11/2026, 10/11/2026"
pub(super) fn days_told(days: &[NaiveDate]) -> String {
    days.iter().map(|day| vi(*day)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::visit::{NewVisit, Outcome};
    use crate::jobs::walk::log_visit::{LogVisits, log_visits};
    use crate::store::visits::example::Example;

    #[test]
    fn who_was_left_out_at_a_house_is_named() {
        let mut example = Example::new().people(
            "C1;Thôn 1;Ngõ 2;12/3;Phạm Văn Cường;approved-not-activated
             C2;Thôn 1;Ngõ 2;12/3;Đỗ Thị Dung;approved-not-activated
             C3;Thôn 1;Ngõ 2;14;Lê Văn An;approved-not-activated",
        );
        let visit = NewVisit::new("C1", Outcome::Absent);
        log_visits(&mut example.book, &example.session, &LogVisits { visits: vec![visit] }).unwrap();
        let checks = check_day(&mut example.book, &example.session, &AskDay { day: None }).unwrap();
        let open = checks.into_iter().find(|check| check.code == "close.houses_open").unwrap();
        assert_eq!(open.params["count"], "1");
        assert_eq!(open.params["who"], "Đỗ Thị Dung (12/3, Ngõ 2, Thôn 1)");
        assert_eq!(open.first.unwrap().citizen, "C2");
    }

    #[test]
    fn of_many_left_out_some_are_named_and_the_rest_is_counted() {
        let told = |people: usize| {
            let house: Vec<String> = (0..=people)
                .map(|n| format!("C{n};Thôn 1;Ngõ 2;12;Lò Văn Thử;approved-not-activated"))
                .collect();
            let mut example = Example::new().people(&house.join("\n"));
            let visits = vec![NewVisit::new("C0", Outcome::Absent)];
            log_visits(&mut example.book, &example.session, &LogVisits { visits }).unwrap();
            let checks = check_day(&mut example.book, &example.session, &AskDay { day: None }).unwrap();
            let open = checks.into_iter().find(|check| check.code.starts_with("close.houses_open")).unwrap();
            let params: Vec<(&str, &str)> =
                open.params.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            crate::messages::sentence(&open.code, params)
        };
        assert!(told(5).ends_with("Lò Văn Thử (12, Ngõ 2, Thôn 1)."), "{}", told(5));
        assert!(told(7).ends_with("Thôn 1) và 2 người nữa."), "{}", told(7));
        assert!(!told(7).contains('…'));
    }
}
