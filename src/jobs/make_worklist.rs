//! Makes the list of whom to visit on a day, on screen and as a workbook that is also a form.

use chrono::NaiveDate;

use crate::domain::ids::UnitId;
use crate::domain::worklist::Worklist;
use crate::error::Result;
use crate::store::Book;

/// The worklist of a unit and those below it (`None`: the whole book) for a day.
///
/// # Errors
/// The book's own.
pub fn worklist(book: &Book, unit: Option<UnitId>, day: NaiveDate) -> Result<Worklist> {
    book.worklist(unit, day)
}
