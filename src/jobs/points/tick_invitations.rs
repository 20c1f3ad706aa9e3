//! Shows the lists of invitations, and notes who came.

use std::path::PathBuf;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::disk::{NewFile, Written};
use crate::domain::accounting::Accounting;
use crate::domain::dates::{PartialDate, vi};
use crate::domain::file_kind::FileKind;
use crate::domain::ids::{InvitationId, PointId, UnitId};
use crate::domain::invitation::Invitation;
use crate::domain::point::Point;
use crate::domain::purpose;
use crate::domain::text::fold;
use crate::error::{Error, Result, RowIssue, Severity};
use crate::excel::invitation_sheet::{CameRow, InvitationRow, SheetOfList, read_came, write_invitations};
use crate::excel::lock::as_it_leaves;
use crate::excel::read_sheet::SourceFile;
use crate::figures::{Day, InvitationList};
use crate::jobs::Nothing;
use crate::session::Session;
use crate::store::Book;

/// Which list of invitations.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct AskInvitations {
    /// The day; all when missing.
    pub day: Option<NaiveDate>,
    /// The point; all when missing.
    pub point: Option<PointId>,
}

/// Somebody on a list of invitations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct InvitedPerson {
    /// The invitation.
    #[serde(flatten)]
    pub invitation: Invitation,
    /// Name of the point.
    pub point: String,
    /// Name.
    pub name: String,
    /// Birth with the precision the papers have.
    pub birth: Option<PartialDate>,
    /// The number, else the old one.
    pub identity: String,
    /// Name of the hamlet.
    pub hamlet: String,
    /// House and alley.
    pub address: String,
    /// Head of the household.
    pub head: String,
}

/// Lists of invitations, and the people on those asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct InvitationsView {
    /// All lists, by day and point.
    pub lists: Vec<InvitationList>,
    /// The people on the lists that were asked for, by day, point and code; nobody where no day was.
    pub people: Vec<InvitedPerson>,
}

/// Who came, or did not.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct TickInvitations {
    /// The invitations.
    pub ids: Vec<InvitationId>,
    /// Whether they came; missing takes back what was said.
    #[serde(default)]
    pub came: Option<bool>,
}

/// The lists of a day as a workbook to print, with slips to hand out.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct WriteInvitations {
    /// The day.
    pub day: NaiveDate,
    /// The point; all of the day when missing.
    #[serde(default)]
    pub point: Option<PointId>,
    /// The workbook.
    pub out: PathBuf,
    /// Whether it may take the place of an earlier one.
    #[serde(default)]
    pub replace: bool,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct WrittenInvitations {
    /// The workbook.
    pub out: PathBuf,
    /// Lists in it.
    pub lists: usize,
    /// People on them.
    pub people: usize,
}

/// A list that came back.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct TakeInvitations {
    /// The workbook.
    pub file: PathBuf,
    /// Show what would happen and change nothing.
    #[serde(default)]
    pub dry_run: bool,
}

/// The lists of invitations, and the people of those that are asked for.
pub fn list_invitations(
    book: &mut Book,
    session: &Session,
    args: &AskInvitations,
) -> Result<InvitationsView> {
    let day = Day::read(book, session.today())?;
    let all = day.invitations()?;
    let lists = day.invitation_lists(&all)?;
    let wanted =
        |one: &&Invitation| args.day == Some(one.day) && args.point.is_none_or(|point| point == one.point_id);
    let people = invited(&day, all.iter().filter(wanted), None)?;
    Ok(InvitationsView { lists, people })
}

/// The people of invitations, in their order; of a part those who live there.
pub(crate) fn invited<'i>(
    day: &Day<'_>,
    invitations: impl Iterator<Item = &'i Invitation>,
    part: Option<UnitId>,
) -> Result<Vec<InvitedPerson>> {
    let points = day.points()?;
    let mut people = Vec::new();
    for one in invitations {
        let listed = day.book.listed_person(one.citizen_id, None)?;
        let house = &listed.household;
        if part.is_some_and(|part| !day.units.is_within(house.unit_id, part)) {
            continue;
        }
        let point = points.iter().find(|point| point.id == one.point_id);
        people.push(InvitedPerson {
            invitation: one.clone(),
            point: point.map(|point| point.name.clone()).unwrap_or_default(),
            birth: listed.birth,
            identity: listed.number.clone(),
            hamlet: day.units.home_name(house.unit_id).to_owned(),
            address: house.address(),
            head: house.head.clone(),
            name: listed.name,
        });
    }
    let place = |point: &PointId| points.iter().position(|of| of.id == *point);
    people.sort_by_key(|one| (one.invitation.day, place(&one.invitation.point_id), one.invitation.number));
    Ok(people)
}

/// Notes who came, or that somebody did not.
///
/// # Errors
/// `invitation.unknown`.
pub fn tick_invitations(book: &mut Book, session: &Session, args: &TickInvitations) -> Result<Nothing> {
    let known = book.invitations()?;
    if args.ids.iter().any(|id| !known.iter().any(|one| one.id == *id)) {
        return Err(Error::new("invitation.unknown"));
    }
    book.transact(session, "tick-invitations", json!({ "count": args.ids.len() }), |tx| {
        args.ids.iter().try_for_each(|id| tx.set_came(*id, args.came))
    })?;
    Ok(Nothing {})
}

/// Writes the lists of a day as a workbook: one to sign at the point and to tick, which can be taken in again, and slips to hand out.
///
/// # Errors
/// `invitation.none_on_day`; `save.*`.
pub fn write_sheets(
    book: &mut Book,
    session: &Session,
    args: &WriteInvitations,
) -> Result<WrittenInvitations> {
    let to = NewFile { path: &args.out, kind: FileKind::Workbook, replace: args.replace };
    to.check()?;
    let asked = AskInvitations { day: Some(args.day), point: args.point };
    let people = list_invitations(book, session, &asked)?.people;
    if people.is_empty() {
        return Err(Error::new("invitation.none_on_day").with("day", vi(args.day)));
    }
    let points = book.points()?;
    let lists: Vec<SheetOfList> = people
        .chunk_by(|a, b| a.invitation.point_id == b.invitation.point_id)
        .filter_map(|people| {
            let id = people.first()?.invitation.point_id;
            let point: &Point = points.iter().find(|point| point.id == id)?;
            let rows = people.iter().map(|one| InvitationRow {
                number: one.invitation.number,
                name: one.name.clone(),
                birth: one.birth.map(PartialDate::to_vi).unwrap_or_default(),
                identity: one.identity.clone(),
                hamlet: one.hamlet.clone(),
                address: one.address.clone(),
                head: one.head.clone(),
                errand: one.invitation.errand,
            });
            Some(SheetOfList { point: point.clone(), day: args.day, rows: rows.collect() })
        })
        .collect();
    let bytes = as_it_leaves(write_invitations(&lists, purpose::foot(&session.purpose))?, session)?;
    let written = to.write_bytes(&bytes)?;
    let told = json!({ "people": people.len(), "day": args.day, "path": args.out });
    Written::keep_with([written], book.note_written(session, "write-invitations", &told))?;
    Ok(WrittenInvitations { out: args.out.clone(), lists: lists.len(), people: people.len() })
}

/// Takes a list in on which who came was ticked.
///
/// # Errors
/// `file.*` when it cannot be read; `invitation.no_table`.
pub fn take_sheets(book: &mut Book, session: &Session, args: &TakeInvitations) -> Result<Accounting> {
    let mut file = SourceFile::open(&args.file)?;
    let mut rows: Vec<(String, CameRow)> = Vec::new();
    let mut tables = 0;
    for index in 0..file.sheet_names().len() {
        let sheet = file.read(index)?;
        if let Some(found) = read_came(&sheet) {
            tables += 1;
            rows.extend(found.into_iter().map(|row| (sheet.name.clone(), row)));
        }
    }
    if tables == 0 {
        return Err(Error::new("invitation.no_table").with("file", file.file_name()));
    }
    let known = book.invitations()?;
    let mut out = Accounting::default();
    let mut ticked: Vec<(InvitationId, Option<bool>)> = Vec::new();
    for (sheet, row) in rows {
        out.rows_in += 1;
        match judge(book, &known, &row, session.today()) {
            Ok(None) => out.skipped += 1,
            Ok(Some(one)) if one.came == row.came => out.unchanged += 1,
            Ok(Some(one)) => {
                out.updated += 1;
                ticked.push((one.id, row.came));
            }
            Err(code) => {
                out.rejected += 1;
                out.issues.push(RowIssue {
                    sheet,
                    row: row.row,
                    column: String::new(),
                    code,
                    severity: Severity::Rejection,
                    raw: row.raw,
                    stored: String::new(),
                });
            }
        }
    }
    if !args.dry_run && !ticked.is_empty() {
        book.transact(session, "tick-invitations", json!({ "count": ticked.len() }), |tx| {
            ticked.iter().try_for_each(|(id, came)| tx.set_came(*id, *came))
        })?;
    }
    Ok(out)
}

/// The invitation that a row ticks; nothing where it says nothing.
fn judge<'k>(
    book: &Book,
    known: &'k [Invitation],
    row: &CameRow,
    today: NaiveDate,
) -> std::result::Result<Option<&'k Invitation>, &'static str> {
    if row.unclear {
        return Err("row.invitation_unclear");
    }
    if row.came.is_none() {
        return Ok(None);
    }
    let one = known.iter().find(|one| Some(one.number) == row.number).ok_or("row.invitation_unknown")?;
    // A number that was taken back may have gone to somebody else.
    let person = book.listed_person(one.citizen_id, None).map_err(|_| "row.invitation_unknown")?;
    if fold(&person.name) != fold(&row.name) {
        return Err("row.invitation_other");
    }
    if one.day > today { Err("row.invitation_ahead") } else { Ok(Some(one)) }
}
