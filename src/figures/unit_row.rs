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

    /// Its units at the bottom with figures, and all of them, where some have none; one that sent nothing is one.
    pub(crate) fn in_part(&self) -> Option<(u32, u32)> {
        match &self.figures {
            Some(day) => (day.counted < day.expected).then_some((day.counted, day.expected)),
            None => self.received.then(|| (0, self.walked.map_or(1, |(_, all)| all))),
        }
    }

    /// The same of the figures of the day alone: none has any where it has signed a day on which nobody was visited.
    pub(crate) fn in_part_of_day(&self) -> Option<(u32, u32)> {
        self.in_part().or(self.walked.filter(|(walked, _)| *walked == 0))
    }
}

/// The rows whose figures are of a part: name, units with figures, all of them.
pub(crate) fn in_part<'r>(
    rows: impl IntoIterator<Item = &'r UnitRow>,
    part: fn(&UnitRow) -> Option<(u32, u32)>,
) -> Vec<(String, u32, u32)> {
    let part = |row: &UnitRow| part(row).map(|(counted, all)| (row.unit.name.clone(), counted, all));
    rows.into_iter().filter_map(part).collect()
}

/// The sum of rows, those without figures being expected.
pub(crate) fn total(rows: &[UnitRow]) -> Option<UnitDay> {
    UnitDay::sum(rows.iter().map(|row| row.figures.as_ref()))
}
