//! Reads state, level and days of an account.

use super::findings::Findings;
use super::sources::{Plan, as_text};
use crate::domain::dates::Context;
use crate::domain::import::{Field, PersonRow};
use crate::domain::roster::AccountState;
use crate::excel::sheet::{Cell, SheetRow};
use crate::excel::spellings::{self, State};

impl Plan<'_> {
    /// State, level and dates of the account.
    pub(super) fn account(&self, row: &SheetRow, person: &mut PersonRow, found: &mut Findings<'_>) {
        let context = Context::new(self.today);
        person.approved_on = self.date(Field::ApprovedOn, row, person, context, found);
        person.activated_on = self.date(Field::ActivatedOn, row, person, context, found);
        let level = self.level(row, found);
        let mut state = None;
        let mut column = None;
        for (source, cell, font) in self.cells(Field::State, row) {
            let text = source.plain(cell, font);
            let bare = text.trim();
            if bare.is_empty() || state.is_some() {
                continue;
            }
            column = Some((source.column, bare.to_owned()));
            // A tick in a column headed "Đã kích hoạt" says what the heading says.
            let by_heading = if bare.contains(' ') { None } else { found.state(&source.column.heading) };
            let tick = by_heading.and_then(|_| spellings::yes_no(bare));
            state = match (tick, by_heading) {
                (Some(true), said) => said,
                (Some(false), Some((State::Active, _))) => {
                    Some((State::Other(AccountState::ApprovedNotActivated), None))
                }
                (Some(false), _) => None,
                (None, _) => found.state(bare),
            };
            if state.is_none() && tick.is_none() && bare.chars().any(char::is_alphanumeric) {
                found.warn(source.column, "row.state_unreadable", bare, "");
                person.raw.push((Field::State, bare.to_owned()));
                state = Some((State::Other(AccountState::Unknown), None));
            }
        }
        if state.is_none() && !self.has(Field::State) {
            // No column of states: a day of activation or a tick under "Mức 2" tells it.
            let ticked = (self.has(Field::Level1) || self.has(Field::Level2)) && level.is_some();
            if person.activated_on.is_some() || ticked {
                state = Some((State::Active, None));
            } else if person.approved_on.is_some() {
                state = Some((State::Other(AccountState::ApprovedNotActivated), None));
            }
        }
        let said = state.and_then(|(_, level)| level);
        let (state_column, raw) = match &column {
            Some((column, raw)) => (Some(*column), raw.as_str()),
            None => (self.first(Field::Level2).or(self.first(Field::ActivatedOn)).map(|s| s.column), ""),
        };
        let warn = |found: &mut Findings<'_>, code| {
            if let Some(column) = state_column {
                found.warn(column, code, raw, "");
            }
        };
        if let (Some(said), Some(level)) = (said, level)
            && said != level
        {
            warn(found, "row.level_differs");
        }
        let level = said.or(level);
        person.level = level.filter(|level| *level <= 2).unwrap_or(0);
        person.state = state.map(|(state, _)| match (state, level) {
            (State::Other(state), _) => state,
            (State::Active, Some(1)) => AccountState::ActiveLevel1,
            (State::Active, Some(2)) => AccountState::ActiveLevel2,
            (State::Active, Some(_)) => {
                warn(found, "row.level_unusual");
                AccountState::Unknown
            }
            (State::Active, None) => {
                warn(found, "row.level_missing");
                AccountState::ActiveLevel1
            }
        });
    }

    /// The level by its column, or by ticks under "Mức 1" and "Mức 2"; the higher one counts.
    fn level(&self, row: &SheetRow, found: &mut Findings<'_>) -> Option<u8> {
        for (source, cell, font) in self.cells(Field::Level, row) {
            let text = source.plain(cell, font);
            if text.trim().is_empty() {
                continue;
            }
            match spellings::level(&text) {
                Some(level @ 0..=2) => return Some(level),
                Some(_) => found.warn(source.column, "row.level_unusual", &text, ""),
                None if spellings::yes_no(&text) == Some(false) => {}
                None => found.warn(source.column, "row.level_unreadable", &text, ""),
            }
        }
        let ticked = |field| {
            self.cells(field, row).any(|(_, cell, _)| match cell {
                Cell::Date(_) | Cell::Bool(true) => true,
                cell => {
                    let text = as_text(cell);
                    spellings::yes_no(&text).unwrap_or(text.contains(|c: char| c.is_ascii_digit()))
                }
            })
        };
        if ticked(Field::Level2) { Some(2) } else { ticked(Field::Level1).then_some(1) }
    }
}
