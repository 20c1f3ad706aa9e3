//! Random checks (kiểm tra xác suất): a list is published, a seed is said, claims are drawn, what came out is noted.

use crate::domain::unit::Level;
use crate::error::{Error, Result};
use crate::store::Book;

mod draw_sheet;

pub mod draw_sample;
pub mod look_again;
pub mod publish_list;
pub mod record_findings;
pub mod show_audit;

#[cfg(test)]
mod tests;

/// Refuses a book that has no people to draw.
///
/// # Errors
/// `audit.counts_only`.
fn check_has_people(book: &Book) -> Result<()> {
    match book.info()?.level {
        Level::Hamlet | Level::Commune => Ok(()),
        Level::District | Level::Province => Err(Error::new("audit.counts_only")),
    }
}
