//! Takes in a table of teams, from a workbook or pasted.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::keep_teams::{name_of_team, next_position, with_ids};
use crate::domain::accounting::Accounting;
use crate::domain::ids::TeamId;
use crate::domain::team::{NewTeamMember, Team, TeamKind, checked_members, is_same};
use crate::domain::text::fold;
use crate::domain::unit::{AGENCY, DatedUnit, Unit};
use crate::error::{Error, Result, RowIssue, Severity};
use crate::excel::read_sheet::SourceFile;
use crate::excel::read_teams::{TeamRow, read_teams};
use crate::session::Session;
use crate::store::Book;

/// Rows that are taken at once, at most.
const MOST: usize = 20_000;

/// A table of teams.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportTeams {
    /// The workbook.
    #[serde(default)]
    pub file: Option<PathBuf>,
    /// Without a file: the table as it was copied, columns with tabs between.
    #[serde(default)]
    pub pasted: String,
    /// Show what would happen and change nothing.
    #[serde(default)]
    pub dry_run: bool,
}

/// Takes the table in: teams that are not known are added, members added or filled in; the same table again changes nothing, and who
/// stands no more in it stays. A row of a unit that the book does not have is left out and says so.
///
/// # Errors
/// `team.no_table`, `team.too_many_rows`, `file.*`.
pub fn import_teams(book: &mut Book, session: &Session, args: &ImportTeams) -> Result<Accounting> {
    let mut source = match &args.file {
        Some(file) => SourceFile::open(file)?,
        None => SourceFile::from_bytes("dan.txt".into(), args.pasted.as_bytes().into())?,
    };
    let mut sheets: Vec<(String, Vec<TeamRow>)> = Vec::new();
    for index in 0..source.sheet_names().len() {
        let sheet = source.read(index)?;
        if let Some(rows) = read_teams(&sheet) {
            sheets.push((sheet.name, rows));
        }
    }
    if sheets.is_empty() {
        return Err(Error::new("team.no_table"));
    }
    if sheets.iter().map(|(_, rows)| rows.len()).sum::<usize>() > MOST {
        return Err(Error::new("team.too_many_rows").with("limit", MOST));
    }
    let mut taking = Taking::new(book, session)?;
    for (sheet, rows) in sheets {
        for row in rows {
            taking.take(&sheet, row);
        }
    }
    let Taking { teams, changed, out, .. } = taking;
    let changed: Vec<&Team> = teams.iter().zip(changed).filter_map(|(team, is)| is.then_some(team)).collect();
    if !args.dry_run && !changed.is_empty() {
        book.transact(session, "import-teams", json!({ "count": changed.len() }), |tx| {
            changed.iter().try_for_each(|team| tx.put_team(team))
        })?;
    }
    Ok(out)
}

/// The teams while a table is taken in.
struct Taking<'a> {
    session: &'a Session,
    own: Unit,
    units: Vec<DatedUnit>,
    teams: Vec<Team>,
    /// Whether each is new or other than it was.
    changed: Vec<bool>,
    /// Members of teams that a row of this table has spoken of.
    spoken: Vec<(TeamId, NewTeamMember)>,
    out: Accounting,
}

impl<'a> Taking<'a> {
    fn new(book: &Book, session: &'a Session) -> Result<Self> {
        let teams = book.teams()?;
        let units = book.dated_units()?.into_iter().filter(|dated| dated.unit.kind != AGENCY).collect();
        let (own, changed) = (book.own_unit()?, vec![false; teams.len()]);
        Ok(Self { session, own, units, teams, changed, spoken: Vec::new(), out: Accounting::default() })
    }

    fn take(&mut self, sheet: &str, row: TeamRow) {
        self.out.rows_in += 1;
        let Some(unit) = self.unit(&row.unit) else {
            return self.reject(sheet, row.row, "row.team_unit", &row.unit);
        };
        let member = match checked_members(&[row.member], self.session.today()) {
            Ok(mut checked) => match checked.pop() {
                Some(member) => member,
                None => return,
            },
            Err(refused) => return self.reject(sheet, row.row, "row.team_wrong", &refused.sentence()),
        };
        if let Some(text) = &row.no_day {
            self.out.warn(sheet, row.row, "row.team_no_day", text);
        }
        let at = self.team(&unit, &row.team);
        let Some(team) = self.teams.get(at) else { return };
        let id = team.id;
        if self.spoken.iter().any(|(of, known)| *of == id && is_same(known, &member)) {
            self.out.skipped += 1;
            return self.out.warn(sheet, row.row, "row.repeated", &member.name);
        }
        let (members, is_new) = joined(team, &member);
        let before = team.clone();
        match checked_members(&members, self.session.today()) {
            Ok(members) => {
                self.spoken.push((id, member));
                let in_charge =
                    if row.in_charge.is_empty() { before.in_charge.clone() } else { row.in_charge };
                let after = Team {
                    members: with_ids(self.session, members, Some(&before)),
                    in_charge,
                    ..before.clone()
                };
                let count = match (is_new, after == before) {
                    (true, _) => &mut self.out.added,
                    (false, true) => &mut self.out.unchanged,
                    (false, false) => &mut self.out.updated,
                };
                *count += 1;
                if let (Some(team), Some(changed)) = (self.teams.get_mut(at), self.changed.get_mut(at)) {
                    *changed |= after != before;
                    *team = after;
                }
            }
            Err(refused) => self.reject(sheet, row.row, "row.team_wrong", &refused.sentence()),
        }
    }

    /// The unit of a name; without one the book's own.
    fn unit(&self, name: &str) -> Option<Unit> {
        if name.is_empty() {
            return Some(self.own.clone());
        }
        DatedUnit::called(&self.units, name, self.session.today()).map(|dated| dated.unit.clone())
    }

    /// The place of the team that a row means, made where there is none.
    fn team(&mut self, unit: &Unit, said: &str) -> usize {
        let kind = TeamKind::of_name(said);
        let name = name_of_team(said, kind, unit);
        let is_it = |team: &Team| {
            team.unit_id == unit.id
                && (fold(&team.name) == fold(&name) || (said.is_empty() && team.kind == kind))
        };
        self.teams.iter().position(is_it).unwrap_or_else(|| {
            let position = next_position(&self.teams);
            let (id, in_charge) = (TeamId(self.session.new_id()), String::new());
            self.teams.push(Team {
                id,
                unit_id: unit.id,
                kind,
                name,
                in_charge,
                position,
                members: Vec::new(),
            });
            self.changed.push(true);
            self.teams.len() - 1
        })
    }

    fn reject(&mut self, sheet: &str, row: u32, code: &'static str, raw: &str) {
        self.out.rejected += 1;
        let (severity, column, stored) = (Severity::Rejection, String::new(), String::new());
        let (sheet, raw) = (sheet.to_owned(), raw.to_owned());
        self.out.issues.push(RowIssue { sheet, row, column, code, severity, raw, stored });
    }
}

/// The members of a team with one more, or with what a row says anew of one of them; blanks overwrite nothing. Whether he is new.
fn joined(team: &Team, member: &NewTeamMember) -> (Vec<NewTeamMember>, bool) {
    let mut members: Vec<NewTeamMember> = team.members.iter().map(|one| one.is.clone()).collect();
    let text = |new: &String, old: &String| if new.is_empty() { old.clone() } else { new.clone() };
    match members.iter_mut().find(|known| is_same(known, member)) {
        Some(known) => {
            *known = NewTeamMember {
                name: text(&member.name, &known.name),
                phone: text(&member.phone, &known.phone),
                organisation: text(&member.organisation, &known.organisation),
                duty: member.duty.or(known.duty),
                it: member.it.or(known.it),
                trained_on: member.trained_on.max(known.trained_on),
            };
            (members, false)
        }
        None => {
            members.push(member.clone());
            (members, true)
        }
    }
}
