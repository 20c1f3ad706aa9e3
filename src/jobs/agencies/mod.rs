//! Agencies (cơ quan, đoàn thể, trường, doanh nghiệp) and their own people: lists taken in, who lives here, why somebody has no level 2.

pub mod change_people;
pub mod find_people;
pub mod import_agency;
pub mod rank_tasks;
pub mod set_target;
pub mod show_agencies;

use crate::domain::ids::UnitId;
use crate::domain::unit::{AGENCY, Level, Unit};
use crate::error::{Error, Result};
use crate::store::Book;

/// The agency of an id: people stand in a commune's book alone.
///
/// # Errors
/// `agency.not_commune`, `agency.unknown`.
fn agency_of(book: &Book, id: UnitId) -> Result<Unit> {
    if book.info()?.level != Level::Commune {
        return Err(Error::new("agency.not_commune"));
    }
    let found = book.units()?.into_iter().find(|unit| unit.id == id && unit.kind == AGENCY);
    found.ok_or_else(|| Error::new("agency.unknown"))
}
