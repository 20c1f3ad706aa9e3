//! What a book counts: it is read here, counted by the rules of the domain, and never written.
//!
//! Whoever shows a number has it from here: a `Day` is read once and handed on to all that count of it.

mod agencies;
mod agreement;
mod appointment;
mod audit;
mod bridge;
mod campaign;
mod commendation;
mod course;
mod day;
mod indicators;
mod invitations;
mod laptops;
mod league;
mod outreach;
mod people_on;
mod phases;
mod points;
mod reported;
mod roll_up;
mod rows_of_day;
mod standing;
mod stretch;
mod survey;
mod target;
mod teams;
mod unit_row;
mod venues;

pub(crate) use self::agencies::{AgenciesOfDay, AgencyOfDay, PersonOfAgency};
pub use self::appointment::Appointment;
pub(crate) use self::appointment::{Expected, appointments};
pub use self::audit::AuditGroup;
pub(crate) use self::audit::AuditOfDay;
pub use self::campaign::CampaignOfDay;
pub(crate) use self::campaign::Followed;
pub(crate) use self::commendation::Guided;
pub use self::course::UnitBurnUp;
pub(crate) use self::course::burn_ups;
pub(crate) use self::day::Day;
pub(crate) use self::indicators::stated_of_book;
pub use self::indicators::{IndicatorFigures, IndicatorRound, IndicatorRow};
pub use self::invitations::InvitationList;
pub use self::laptops::LaptopOfDay;
pub use self::league::League;
pub(crate) use self::people_on::PeopleOn;
pub(crate) use self::phases::Phases;
pub(crate) use self::reported::LastStated;
pub(crate) use self::rows_of_day::RowsOfDay;
pub use self::rows_of_day::{Against, DifferingUnit, LateUnitOfDay, RowOfDay};
pub(crate) use self::stretch::{Stretch, StretchRow, month_of, week_of};
pub use self::teams::Brought;
pub(crate) use self::teams::{TeamOfDay, TeamsOfDay};
pub(crate) use self::unit_row::{UnitRow, total};
pub(crate) use self::venues::AtVenue;
