//! The commands on points where people come to the team, on invitations to them, and on what was told and taught.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use tung_nha::api::{self, Desk, Error, Nothing, Result};

use super::{give, parse, unit_id};

#[derive(Subcommand)]
pub(crate) enum PointCommand {
    /// Lists the points, and which units have one
    List,
    /// Adds a point, or changes one
    Save(PointArgs),
    /// Takes in a table of points
    Import {
        /// The workbook
        file: PathBuf,
        /// Show what would happen and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Takes a point out that nobody was invited to
    Remove {
        /// The point
        #[arg(long)]
        id: String,
    },
}

#[derive(Args)]
pub(crate) struct PointArgs {
    /// The point to change, of which stays what is not given; a new one when missing
    #[arg(long)]
    id: Option<String>,
    /// Its name
    #[arg(long, required_unless_present = "id")]
    name: Option<String>,
    /// The unit that it stands in; the book's own when missing
    #[arg(long)]
    unit: Option<String>,
    /// fixed (when missing) or mobile
    #[arg(long)]
    kind: Option<String>,
    /// Where it is to be found
    #[arg(long)]
    address: Option<String>,
    /// Days as people write them: "T2-T6", "23/11, 25/11"
    #[arg(long)]
    days: Option<String>,
    /// Hours
    #[arg(long)]
    hours: Option<String>,
    /// Who is there
    #[arg(long)]
    staff: Option<String>,
    /// What is there
    #[arg(long)]
    equipment: Option<String>,
    /// People a day
    #[arg(long)]
    capacity: Option<u32>,
}

#[derive(Subcommand)]
pub(crate) enum InviteCommand {
    /// Spreads who has to come over days and points
    Plan {
        /// not-enrolled, approved, level1, wrong-data; may be given several times
        #[arg(long = "errand", value_name = "ERRAND", required = true)]
        errands: Vec<String>,
        /// First day; tomorrow when missing
        #[arg(long)]
        from: Option<NaiveDate>,
        /// Last day; six days after the first when missing
        #[arg(long)]
        to: Option<NaiveDate>,
        /// Only to this point, by name; may be given several times
        #[arg(long = "point", value_name = "NAME")]
        points: Vec<String>,
        /// Only people of this hamlet
        #[arg(long)]
        unit: Option<String>,
        /// Show what would happen and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Lists the invitations, with a day the people
    List {
        /// The day
        #[arg(long)]
        date: Option<NaiveDate>,
        /// The point, by name
        #[arg(long)]
        point: Option<String>,
    },
    /// Writes the lists of a day and the slips
    Sheet {
        /// The day
        #[arg(long)]
        date: NaiveDate,
        /// Only of this point, by name
        #[arg(long)]
        point: Option<String>,
        /// The workbook to write
        #[arg(long, value_name = "F.xlsx")]
        out: PathBuf,
        /// Let it take the place of an earlier file of its kind
        #[arg(long)]
        replace: bool,
    },
    /// Takes in a list on which who came was ticked
    Take {
        /// The workbook
        file: PathBuf,
        /// Show what would happen and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Notes who came, or that somebody did not
    Came {
        /// Ids of invitations
        #[arg(required = true)]
        ids: Vec<String>,
        /// They did not come
        #[arg(long)]
        missed: bool,
    },
}

#[derive(Subcommand)]
pub(crate) enum OutreachCommand {
    /// Logs what was told or taught
    Add {
        /// communication or training
        #[arg(long)]
        kind: String,
        /// What, where, by whom
        #[arg(long)]
        words: String,
        /// The unit; the book's own when missing
        #[arg(long, default_value = "")]
        unit: String,
        /// The day; today when missing
        #[arg(long)]
        date: Option<NaiveDate>,
        /// People who were there
        #[arg(long)]
        people: Option<u32>,
    },
    /// Lists it, the newest first
    List,
    /// Takes an event out
    Remove {
        /// The event
        #[arg(long)]
        id: String,
    },
}

pub(crate) fn on_outreach(desk: &mut Desk, command: OutreachCommand, json: bool) -> Result<String> {
    match command {
        OutreachCommand::Add { kind, words, unit, date, people } => {
            let kind = parse("kind", &kind)?;
            give(api::outreach_add(desk, &api::LogOutreach { day: date, unit, kind, people, words }), json)
        }
        OutreachCommand::List => give(api::outreach_list(desk, &Nothing {}), json),
        OutreachCommand::Remove { id } => {
            give(api::outreach_remove(desk, &api::RemoveOutreach { id: parse("id", &id)? }), json)
        }
    }
}

pub(crate) fn on_points(desk: &mut Desk, command: PointCommand, json: bool) -> Result<String> {
    match command {
        PointCommand::List => give(api::point_list(desk, &Nothing {}), json),
        PointCommand::Save(args) => {
            let id = args.id.as_deref().map(|id| parse("id", id)).transpose()?;
            let known = id.map(|id| known_point(desk, id)).transpose()?;
            let or = |given: Option<String>, known: Option<&String>| {
                given.or_else(|| known.cloned()).unwrap_or_default()
            };
            let (of, point) = (known.as_ref(), known.as_ref().map(|known| &known.point));
            let kind = args.kind.map(|kind| parse("kind", &kind)).transpose()?;
            let form = api::PointForm {
                name: or(args.name, point.map(|point| &point.name)),
                unit: or(args.unit, of.map(|known| &known.unit)),
                kind: kind.or(point.map(|point| point.kind)).unwrap_or_default(),
                address: or(args.address, point.map(|point| &point.address)),
                days: or(args.days, of.map(|known| &known.open)),
                hours: or(args.hours, point.map(|point| &point.hours)),
                staff: or(args.staff, point.map(|point| &point.staff)),
                equipment: or(args.equipment, point.map(|point| &point.equipment)),
                capacity: args.capacity.or(point.and_then(|point| point.capacity)),
            };
            give(api::point_save(desk, &api::SavePoint { id, form }), json)
        }
        PointCommand::Import { file, dry_run } => {
            let args = api::ImportPoints { file: Some(file), dry_run, ..api::ImportPoints::default() };
            give(api::point_import(desk, &args), json)
        }
        PointCommand::Remove { id } => {
            give(api::point_remove(desk, &api::RemovePoint { id: parse("id", &id)? }), json)
        }
    }
}

fn known_point(desk: &mut Desk, id: api::PointId) -> Result<api::PointView> {
    let known = api::point_list(desk, &Nothing {})?.points.into_iter().find(|known| known.point.id == id);
    known.ok_or_else(|| Error::new("point.unknown"))
}

pub(crate) fn on_invitations(desk: &mut Desk, command: InviteCommand, json: bool) -> Result<String> {
    match command {
        InviteCommand::Plan { errands, from, to, points, unit, dry_run } => {
            let errands = errands.iter().map(|word| parse("errand", word)).collect::<Result<_>>()?;
            let points = points.iter().map(|name| point_id(desk, name)).collect::<Result<_>>()?;
            let unit = unit_id(desk, unit)?;
            give(
                api::invitation_plan(desk, &api::InvitePeople { errands, from, to, points, unit, dry_run }),
                json,
            )
        }
        InviteCommand::List { date, point } => {
            let point = point.map(|name| point_id(desk, &name)).transpose()?;
            give(api::invitation_list(desk, &api::AskInvitations { day: date, point }), json)
        }
        InviteCommand::Sheet { date, point, out, replace } => {
            let point = point.map(|name| point_id(desk, &name)).transpose()?;
            give(api::invitation_sheet(desk, &api::WriteInvitations { day: date, point, out, replace }), json)
        }
        InviteCommand::Take { file, dry_run } => {
            give(api::invitation_take(desk, &api::TakeInvitations { file, dry_run }), json)
        }
        InviteCommand::Came { ids, missed } => {
            let ids = ids.iter().map(|id| parse("id", id)).collect::<Result<_>>()?;
            give(api::invitation_tick(desk, &api::TickInvitations { ids, came: Some(!missed) }), json)
        }
    }
}

/// The point of a name.
fn point_id(desk: &mut Desk, name: &str) -> Result<api::PointId> {
    let points = api::point_list(desk, &Nothing {})?.points;
    let found = points.into_iter().find(|one| one.point.name == name);
    Ok(found.ok_or_else(|| Error::new("point.unknown"))?.point.id)
}
