//! One unit of a day, and the sum of units.

use chrono::{DateTime, FixedOffset};

use crate::domain::summary::{StatedOtherwise, UnitDay};
use crate::domain::unit::Unit;

/// One unit of a day.
pub(crate) struct UnitRow {
    /// Which.
    pub(crate) unit: Unit,
    /// Its figures.
    pub(crate) figures: Option<UnitDay>,
    /// Whether they come from a summary.
    pub(crate) received: bool,
    /// sha256 of that summary when the unit itself signed it with its present key; `None` for one of a unit that was
    /// merged into it, or of a book that it has lost.
    pub(crate) file: Option<String>,
    /// When that summary was made; of several the last.
    pub(crate) sent_at: Option<DateTime<FixedOffset>>,
    /// Units of the summary with visits of the day, and all that it names; `None` of one that names itself alone.
    pub(crate) walked: Option<(u32, u32)>,
    /// Its "so far" is of another campaign, and not in `figures`.
    pub(crate) apart: bool,
    /// Where what it has signed differs from what its people in this book count.
    pub(crate) differs: Vec<StatedOtherwise>,
}

impl UnitRow {
    /// Whether it has figures of the day, or has signed that there are none.
    pub(crate) fn has_figures(&self) -> bool {
        self.received || self.figures.as_ref().is_some_and(|day| day.figures.visited_today > 0)
    }
}

/// The sum of rows, those without figures being expected.
pub(crate) fn total(rows: &[UnitRow]) -> Option<UnitDay> {
    UnitDay::sum(rows.iter().map(|row| row.figures.as_ref()))
}
