//! The form "đề nghị khen thưởng": units above their target and people who guided more than each owes, with the arithmetic; then those
//! who are left out, each with the reason. The layout is ours (docs/domain.md, Commendation).

use super::draw_annex1::basis_words;
use super::draw_league::points_note;
use super::frame::PaperOfDay;
use crate::domain::commendation::{PersonMerit, UnitMerit};
use crate::domain::dates::vi;
use crate::domain::form::{Column, Form, Kind, Row, Value};
use crate::domain::league::LeagueRow;
use crate::domain::member::EACH_GUIDES;
use crate::domain::report::Percent;
use crate::domain::text::thousands;
use crate::error::Result;
use crate::figures::{Guided, League};
use crate::messages::{sentence, word};

const COLUMNS: [(&str, u32, Kind); 6] = [
    ("form.column.ordinal", 36, Kind::Centred),
    ("form.commendation.who", 190, Kind::Text),
    ("form.commendation.owed", 80, Kind::Count),
    ("form.commendation.done", 80, Kind::Count),
    ("form.commendation.ratio", 84, Kind::Ratio),
    ("form.commendation.why", 330, Kind::Text),
];

/// Draws both lists for the day; of a unit, what is in it.
///
/// # Errors
/// The book's own.
pub(super) fn draw(paper: &PaperOfDay<'_>, form: &mut Form) -> Result<()> {
    form.columns = COLUMNS.iter().map(|(code, width, kind)| Column::new(word(code), *width, *kind)).collect();
    let league = match League::of(paper.day, paper.part) {
        Err(none) if none.code == "target.none" => None,
        league => Some(league?),
    };
    let units: Vec<(&LeagueRow, UnitMerit)> =
        league.iter().flat_map(|league| &league.rows).map(|row| (row, UnitMerit::of(row))).collect();
    let people = paper.day.guided(paper.part)?;
    let people: Vec<(&Guided, PersonMerit)> =
        people.iter().map(|one| (one, PersonMerit::of(one.people, one.failed))).collect();
    let bases = units.iter().filter_map(|(row, _)| row.standing.basis).collect();
    form.remarks.extend(basis_words(&bases));
    for proposed in [true, false] {
        let mut ordinal = 0;
        let mut next = || {
            ordinal += 1;
            ordinal
        };
        let mut rows: Vec<Row> = Vec::new();
        let of_units: Vec<_> = units.iter().filter(|(_, merit)| merit.is_proposed() == proposed).collect();
        let points = league.as_ref().and_then(|league| league.points);
        rows.extend(of_units.iter().map(|(row, merit)| unit_row(next(), row, *merit, points)));
        let of_people: Vec<_> = people.iter().filter(|(_, merit)| merit.is_proposed() == proposed).collect();
        rows.extend(of_people.iter().map(|(one, merit)| person_row(next(), one, *merit)));
        if rows.is_empty() {
            continue;
        }
        let code = if proposed { "form.commendation.proposed" } else { "form.commendation.left_out" };
        let counts = [("units", thousands(of_units.len())), ("people", thousands(of_people.len()))];
        form.rows.push(heading(&sentence(code, counts.iter().map(|(name, count)| (*name, count.as_str())))));
        form.rows.extend(rows);
    }
    if league.is_none() {
        form.notes.push(word("form.commendation.no_targets").to_owned());
    }
    form.notes.extend(points_note(league.as_ref().and_then(|league| league.points)));
    let quota = thousands(EACH_GUIDES);
    form.notes.push(sentence("form.commendation.rules", [("quota", quota.as_str())]));
    Ok(())
}

/// A row that parts the lists.
fn heading(text: &str) -> Row {
    let mut cells = vec![Value::from(text)];
    cells.extend((1..COLUMNS.len()).map(|_| Value::Left));
    Row { total: true, cells }
}

fn unit_row(ordinal: u32, row: &LeagueRow, merit: UnitMerit, points_each: Option<u32>) -> Row {
    let standing = &row.standing;
    let (target, active) = (standing.target.total, standing.active.map(|active| active.total));
    let (owed, done) = (thousands(target), active.map_or_else(|| "–".to_owned(), thousands));
    let code = match merit {
        UnitMerit::Above(_) => "form.commendation.unit_above",
        UnitMerit::Reached => "form.commendation.unit_reached",
        UnitMerit::Below(_) => "form.commendation.unit_below",
        UnitMerit::NotReported => "form.commendation.unit_silent",
        UnitMerit::Failed(_) => "form.commendation.unit_failed",
    };
    let by = match merit {
        UnitMerit::Above(by) | UnitMerit::Below(by) => thousands(by),
        _ => String::new(),
    };
    let points =
        standing.ratio.map_or_else(String::new, |ratio| Percent(ratio.0.saturating_sub(10_000)).to_vi());
    let mut says = vec![("done", done), ("owed", owed), ("by", by), ("points", points)];
    if let UnitMerit::Failed(check) = merit {
        says.push(("day", vi(check.day)));
        says.push(("untrue", thousands(check.untrue)));
        says.push(("looked", thousands(check.looked_at)));
    }
    let mut why = sentence(code, says.iter().map(|(name, value)| (*name, value.as_str())));
    if let (UnitMerit::Above(_), Some([percents, points]), Some(each)) = (merit, row.above, points_each) {
        let says =
            [("percents", thousands(percents)), ("each", thousands(each)), ("points", thousands(points))];
        let says = says.iter().map(|(name, value)| (*name, value.as_str()));
        why.push_str(&sentence("form.commendation.points", says));
    }
    let cells = vec![
        ordinal.into(),
        standing.unit.as_str().into(),
        target.into(),
        active.into(),
        standing.ratio.into(),
        why.into(),
    ];
    Row { total: false, cells }
}

fn person_row(ordinal: u32, one: &Guided, merit: PersonMerit) -> Row {
    let code = match merit {
        PersonMerit::Above(_) => "form.commendation.person_above",
        PersonMerit::Reached => "form.commendation.person_reached",
        PersonMerit::Below(_) => "form.commendation.person_below",
        PersonMerit::Failed => "form.commendation.person_failed",
    };
    let by = match merit {
        PersonMerit::Above(by) | PersonMerit::Below(by) => thousands(by),
        _ => String::new(),
    };
    let says = [("done", thousands(one.people)), ("owed", thousands(EACH_GUIDES)), ("by", by)];
    let why = sentence(code, says.iter().map(|(name, value)| (*name, value.as_str())));
    let cells = vec![
        ordinal.into(),
        one.name.as_str().into(),
        EACH_GUIDES.into(),
        one.people.into(),
        Percent::of(one.people, EACH_GUIDES).into(),
        why.into(),
    ];
    Row { total: false, cells }
}
