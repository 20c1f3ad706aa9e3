//! The first steps with a new book, as far as the book shows that they were taken.

use serde::{Deserialize, Serialize};

use crate::domain::first_steps::{FirstStep, Held, StepTaken, first_steps, next_step};
use crate::error::Result;
use crate::session::Session;
use crate::store::Book;
use crate::store::packages::PackageKind;

/// Which hints are wanted no more.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct AskFirstSteps {
    /// The steps that somebody put aside on this computer.
    #[serde(default)]
    pub aside: Vec<FirstStep>,
}

/// The first steps with a book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct FirstSteps {
    /// All of them, in their order.
    pub steps: Vec<StepTaken>,
    /// The next one: what an empty screen says.
    pub next: Option<FirstStep>,
    /// The next one of those that nobody put aside.
    pub hint: Option<FirstStep>,
}

/// The first steps with the book.
pub fn show_first_steps(book: &mut Book, session: &Session, args: &AskFirstSteps) -> Result<FirstSteps> {
    let steps = first_steps(&held(book, session)?);
    Ok(FirstSteps {
        next: next_step(&steps, &[]),
        hint: next_step(&steps, &args.aside),
        steps: steps.to_vec(),
    })
}

fn held(book: &Book, session: &Session) -> Result<Held> {
    let info = book.info()?;
    let (people, extract) = (info.citizens > 0, info.rosters > 0);
    let results = book.packages(Some(info.unit_id))?;
    Ok(Held {
        level: info.level,
        people,
        extract,
        reconciled: book.unreconciled(Some(session.today()))?.is_empty(),
        visits: info.visits > 0,
        sent: book.last_sent_change()? > 0 || results.iter().any(|kept| kept.kind == PackageKind::Result),
        campaign: !book.campaigns()?.is_empty(),
        targets: book.has_targets()?,
        figures: book.last_stated_days(session.today())?.keys().any(|unit| *unit != info.unit_id),
    })
}
