//! Makes the list of whom to visit on a day, on screen and as a workbook that is also a form.

use std::path::Path;

use chrono::NaiveDate;

use crate::domain::ids::UnitId;
use crate::domain::worklist::Worklist;
use crate::error::Result;
use crate::excel::worksheet::write_worksheet;
use crate::session::Session;
use crate::store::Book;

/// The worklist of a unit and those below it (`None`: the whole book) for a day.
///
/// # Errors
/// The book's own.
pub fn worklist(book: &Book, unit: Option<UnitId>, day: NaiveDate) -> Result<Worklist> {
    book.worklist(unit, day)
}

/// Writes a worklist as a workbook that prints as a walk list and comes back through
/// [`import_visits`](super::import_visits::import_visits).
///
/// # Errors
/// `worksheet.not_written`; `job.stopped`.
pub fn write_worklist(worklist: &Worklist, session: &Session, path: &Path) -> Result<()> {
    write_worksheet(worklist, session, path)
}
