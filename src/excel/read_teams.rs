//! Reads a table of teams as an appendix prints it: one heading row with the words of `data/team_headings.csv`, a row a member; unit and
//! team stand in the first of their rows.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::sheet::{Cell, Sheet, SheetRow};
use crate::domain::dates::parse_day;
use crate::domain::target::is_total;
use crate::domain::team::{Duty, NewTeamMember, ticked};
use crate::domain::text::{clean, fold};

/// One member as the row says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamRow {
    /// 1-based row as Excel shows it.
    pub row: u32,
    /// The unit named last; empty when none was.
    pub unit: String,
    /// The team named last within that unit; empty when none was.
    pub team: String,
    /// The leader who answers for the unit, named last within it.
    pub in_charge: String,
    /// The member.
    pub member: NewTeamMember,
    /// What stands where a day of training should, when that is none.
    pub no_day: Option<String>,
}

/// Folded heading → field.
static HEADINGS: LazyLock<BTreeMap<String, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("data/team_headings.csv").lines().skip(1);
    let heading = |line: &'static str| line.split_once(',');
    lines.filter_map(heading).map(|(field, words)| (fold(words.trim_matches('"')), field)).collect()
});

/// The members of a sheet; `None` when no row has headings for names beside units, teams, duties or organisations.
#[must_use]
pub fn read_teams(sheet: &Sheet) -> Option<Vec<TeamRow>> {
    let (at, columns) = sheet.rows.iter().enumerate().find_map(|(at, row)| Some((at, columns(row)?)))?;
    let (mut unit, mut team, mut in_charge) = (String::new(), String::new(), String::new());
    let rows = sheet.rows.iter().skip(at + 1).filter_map(|row| {
        let cell = |field: &str| columns.get(field).and_then(|place| row.cells.get(*place));
        let text = |field: &str| cell(field).map(text_of).unwrap_or_default();
        // A sum, and the headings again as on each page, are nobody.
        if row.cells.iter().take(2).any(|cell| is_total(&text_of(cell))) || self::columns(row).is_some() {
            return None;
        }
        let named = text("unit");
        if !named.is_empty() && named != unit {
            (unit, team, in_charge) = (named, String::new(), String::new());
        }
        // What is written once for a team is not the next one's.
        let named = text("team");
        if !named.is_empty() && named != team {
            in_charge = String::new();
        }
        for (field, last) in [("team", &mut team), ("in_charge", &mut in_charge)] {
            let named = text(field);
            if !named.is_empty() {
                *last = named;
            }
        }
        let name = text("name");
        // A numbering row has digits for names; who signs below the table stands alone in his row.
        let alone = columns.keys().all(|field| *field == "name" || text(field).is_empty());
        if alone || name.chars().filter(|c| c.is_alphabetic()).count() < 2 {
            return None;
        }
        let trained = cell("trained_on");
        let trained_on = trained.and_then(day_of);
        let no_day = trained.map(text_of).filter(|text| !text.is_empty() && trained_on.is_none());
        let member = NewTeamMember {
            name,
            phone: text("phone"),
            organisation: text("organisation"),
            duty: Duty::of_words(&text("duty")),
            it: ticked(&text("it")),
            trained_on,
        };
        let (unit, team, in_charge) = (unit.clone(), team.clone(), in_charge.clone());
        Some(TeamRow { row: row.number, unit, team, in_charge, member, no_day })
    });
    Some(rows.collect())
}

fn columns(row: &SheetRow) -> Option<BTreeMap<&'static str, usize>> {
    let mut columns = BTreeMap::new();
    for (place, cell) in row.cells.iter().enumerate() {
        if let Some(field) = HEADINGS.get(&fold(&text_of(cell))) {
            columns.entry(*field).or_insert(place);
        }
    }
    let tells = ["unit", "team", "duty", "organisation"].iter().any(|field| columns.contains_key(field));
    (columns.contains_key("name") && tells).then_some(columns)
}

fn text_of(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => clean(text).0.split_whitespace().collect::<Vec<_>>().join(" "),
        Cell::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

fn day_of(cell: &Cell) -> Option<chrono::NaiveDate> {
    match cell {
        Cell::Date(at) => Some(at.date()),
        Cell::Text(text) => parse_day(text.trim()),
        _ => None,
    }
}
