//! How the units come along against their targets: the league of a day, the burn-up of a campaign.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::set_campaign::campaign_meant;
use crate::domain::ids::UnitId;
use crate::domain::unit::Unit;
use crate::error::Result;
use crate::figures::{self, Day};
pub use crate::figures::{League, SideBySide, UnitBurnUp};
use crate::session::Session;
use crate::store::Book;

/// Which league.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct AskLeague {
    /// The day; today when missing.
    #[serde(default)]
    pub day: Option<NaiveDate>,
}

/// The league of a day: rank, target, active, ratio, remaining, what the day brought, what each day left needs, where it
/// leads, who has not reported.
///
/// # Errors
/// `target.none`, `report.in_future`; the book's own.
pub fn league(book: &mut Book, session: &Session, args: &AskLeague) -> Result<League> {
    League::of(&Day::asked(book, session, args.day)?, None)
}

/// What the teams claim beside what the police list has, unit by unit.
///
/// # Errors
/// `report.in_future`, `report.sums_differ`; the book's own.
pub fn side_by_side(book: &mut Book, session: &Session, args: &AskLeague) -> Result<SideBySide> {
    Day::asked(book, session, args.day)?.side_by_side(None)
}

/// Which burn-ups.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct AskBurnUps {
    /// Number of the campaign, when several could be meant.
    #[serde(default)]
    pub campaign: Option<String>,
    /// Units; none: the whole book.
    #[serde(default)]
    pub units: Vec<UnitId>,
    /// Units by name, behind those.
    #[serde(default)]
    pub names: Vec<String>,
    /// The day; today when missing.
    #[serde(default)]
    pub day: Option<NaiveDate>,
}

/// The days of a campaign: where each unit was, where it has to be, where it is heading for.
///
/// # Errors
/// `target.none`, `unit.unknown` of a unit without a target, `report.in_future`, `campaign.*`; the book's own.
pub fn burn_ups(book: &mut Book, session: &Session, args: &AskBurnUps) -> Result<Vec<UnitBurnUp>> {
    let day = Day::asked(book, session, args.day)?;
    let campaign = campaign_meant(book, args.campaign.as_deref(), day.day)?;
    let mut units = args.units.clone();
    let known = book.units()?;
    for name in &args.names {
        units.push(Unit::called(&known, name)?.id);
    }
    figures::burn_ups(&day, &campaign, &units)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sides::Side;
    use crate::domain::sides::{SidesRow, TakenIn};
    use crate::jobs::roster::list_findings::{ListFindings, list_findings};
    use crate::store::reports::sample::Sample;

    #[test]
    fn each_figure_leads_to_as_many_people() {
        let mut s = Sample::new("2026-03-05T20:00:00+07:00");
        for (name, position) in [("Thôn 1", "1"), ("Thôn 2", "2"), ("Thôn 3", "3")] {
            s.hamlet(name, position);
        }
        for code in ["A", "B", "C", "D", "E", "F", "G", "H"] {
            s.person(code, if code < "G" { "Thôn 1" } else { "Thôn 2" }, "Nguyễn Thị Lúa", "1970");
        }
        s.roster(
            "2026-03-03",
            &[
                ("A", "active-level1"),
                ("B", "active-level2"),
                ("C", "approved-not-activated"),
                ("D", "pending-approval"),
                ("E", "rejected"),
                ("G", "active-level2"),
            ],
        );
        s.sql("UPDATE match SET level = 2 WHERE state = 'approved-not-activated'");
        s.visit("1", "A", "2026-03-02T19:00", "activated 1", "?"); // on both
        s.visit("2", "C", "2026-03-02T19:00", "activated 1", "?"); // denied
        s.visit("3", "D", "2026-03-04T19:00", "activated 1", "?"); // waits for the next list
        s.visit("4", "F", "2026-03-04T19:00", "activated 2", "?"); // on no list
        s.visit("5", "H", "2026-03-04T19:00", "other:app-installed", "?");
        s.visit("6", "A", "2026-03-01T19:00", "other:app-installed", "?"); // and then activated
        let day = "2026-03-05".parse().unwrap();
        let sides = Day::read(&s.book, day).unwrap().side_by_side(None).unwrap();
        let told = |row: &SidesRow| {
            let known = |n: Option<u32>| n.map_or_else(|| "–".to_owned(), |n| n.to_string());
            let taken = row.taken_in.map(|t| format!("{}/{}/{}/{}", t.level1, t.level2, t.unsaid, t.waiting));
            let counts = [row.claimed, row.official, row.only_claimed, row.only_official].map(known);
            let (taken, installed) = (taken.unwrap_or_else(|| "–".to_owned()), known(row.installed));
            format!("{} {} {taken} {installed}", row.unit, counts.join(" "))
        };
        assert_eq!(
            sides.rows.iter().map(told).collect::<Vec<_>>(),
            ["Thôn 1 4 2 3 1 1/2/1/1 0", "Thôn 2 0 1 0 1 0/1/0/0 1", "Thôn 3 – – – – – –"]
        );
        assert_eq!((told(&sides.total), sides.missing), (" 4 3 3 2 1/3/1/1 1".to_owned(), 1));
        let part = s.id("Thôn 2").parse().unwrap();
        let of_part = Day::read(&s.book, day).unwrap().side_by_side(Some(part)).unwrap();
        assert_eq!((of_part.rows.len(), told(&of_part.total)), (1, " 0 1 0 1 0/1/0/0 1".to_owned()));
        let mut listed = |unit: &SidesRow, side| {
            let asked = ListFindings {
                as_of: day,
                side: Some(side),
                unit: unit.unit_id,
                limit: 9,
                ..ListFindings::default()
            };
            let page = list_findings(&mut s.book, &s.session, &asked).unwrap();
            assert_eq!(page.rows.len(), page.people as usize);
            Some(page.people)
        };
        for row in &sides.rows[..2] {
            assert_eq!(listed(row, Side::Claimed), row.claimed);
            assert_eq!(listed(row, Side::Official), row.official);
            assert_eq!(listed(row, Side::OnlyClaimed), row.only_claimed);
            assert_eq!(listed(row, Side::OnlyOfficial), row.only_official);
            assert_eq!(listed(row, Side::TakenIn), row.taken_in.map(TakenIn::all));
            assert_eq!(listed(row, Side::Installed), row.installed);
            assert_eq!(listed(row, Side::Waiting), row.taken_in.map(|taken| taken.waiting));
        }
    }
}
