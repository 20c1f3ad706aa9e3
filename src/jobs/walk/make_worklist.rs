//! Makes the list of whom to visit on a day, on screen and as a workbook that is also a form.

use std::path::PathBuf;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::disk::{FileKind, NewFile};
use crate::domain::ids::UnitId;
use crate::domain::worklist::Worklist;
use crate::error::Result;
use crate::excel::worksheet::write_worksheet;
use crate::session::Session;
use crate::store::Book;

/// Which list, and where to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
pub struct MakeWorklist {
    /// Only this unit and those below it.
    pub unit: Option<UnitId>,
    /// The day of the walk; today when missing.
    pub date: Option<NaiveDate>,
    /// The workbook to write: it prints as a walk list and comes back through
    /// [`import_visits`](super::import_visits::import_visits).
    pub out: Option<PathBuf>,
    /// Whether the workbook may take the place of an earlier one.
    pub replace: bool,
}

/// Whom to visit on a day, in walking order.
///
/// # Errors
/// `save.*`; `job.stopped`; the book's own.
pub fn make_worklist(book: &mut Book, session: &Session, args: &MakeWorklist) -> Result<Worklist> {
    let worklist = book.worklist(args.unit, args.date.unwrap_or_else(|| session.today()))?;
    if let Some(path) = &args.out {
        let to = NewFile { path, kind: FileKind::Workbook, replace: args.replace };
        write_worksheet(&worklist, session, &to)?.keep();
    }
    Ok(worklist)
}
