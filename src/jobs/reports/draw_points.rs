//! The form "điểm hỗ trợ, điểm thu nhận": the points unit by unit, with the units that have none, and the coverage. The layout is ours; its
//! headings are those that a table of points is read by, so a district takes the communes' papers in.

use super::frame::PaperOfDay;
use crate::domain::form::{Column, Form, Kind, Row, Value};
use crate::domain::point::Point;
use crate::domain::point::coverage::{Coverage, coverage};
use crate::domain::report::Percent;
use crate::domain::text::thousands;
use crate::error::Result;
use crate::messages::{sentence, word};

const COLUMNS: [(&str, u32, Kind); 10] = [
    ("form.column.ordinal", 36, Kind::Centred),
    ("form.points.unit", 110, Kind::Text),
    ("form.points.name", 150, Kind::Text),
    ("form.points.kind", 70, Kind::Centred),
    ("form.points.address", 130, Kind::Text),
    ("form.points.days", 120, Kind::Text),
    ("form.points.hours", 100, Kind::Text),
    ("form.points.staff", 120, Kind::Text),
    ("form.points.equipment", 120, Kind::Text),
    ("form.points.capacity", 70, Kind::Count),
];

/// Draws the table.
pub(super) fn draw(paper: &PaperOfDay<'_>, form: &mut Form) -> Result<()> {
    let day = paper.day;
    // No extract speaks of points.
    form.remarks.pop();
    form.columns = COLUMNS.iter().map(|(code, width, kind)| Column::new(word(code), *width, *kind)).collect();
    form.numbered = true;
    let mut points = day.points()?;
    points.retain(|point| paper.part.is_none_or(|part| day.units.is_within(point.unit_id, part)));
    let units = day.covered_units(&points, paper.part)?;
    let mut ordinal = 0_u32;
    let mut row = |unit: &str, point: Option<&Point>| {
        ordinal += 1;
        let text = |of: fn(&Point) -> &str| Value::from(point.map_or("", of));
        let capacity = point.map_or_else(|| Value::from(""), |point| point.capacity.into());
        let cells = vec![
            Value::from(ordinal),
            unit.into(),
            text(|point| &point.name),
            text(|point| word(point.kind.word_code())),
            text(|point| &point.address),
            Value::from(point.map(|point| point.days.words()).unwrap_or_default()),
            text(|point| &point.hours),
            text(|point| &point.staff),
            text(|point| &point.equipment),
            capacity,
        ];
        Row { total: false, cells }
    };
    let within = |point: &Point| units.iter().position(|of| day.stands_in(point, &of.unit));
    for point in points.iter().filter(|point| within(point).is_none()) {
        form.rows.push(row(day.units.home_name(point.unit_id), Some(point)));
    }
    for (at, covered) in units.iter().enumerate() {
        let own: Vec<&Point> = points.iter().filter(|point| within(point) == Some(at)).collect();
        if own.is_empty() {
            form.rows.push(row(&covered.unit.name, None));
        }
        for point in own {
            form.rows.push(row(day.units.home_name(point.unit_id), Some(point)));
        }
    }
    form.notes.extend(coverage(&units).iter().map(coverage_note));
    form.notes.extend(points.iter().filter_map(lacks_note));
    Ok(())
}

/// "Có điểm: 4/5 đơn vị (80,00%), kế hoạch yêu cầu 80,00%: đạt."
fn coverage_note(coverage: &Coverage) -> String {
    let Coverage { wanted, units, covered, ratio, met } = *coverage;
    let (units, covered) = (thousands(units), thousands(covered));
    let ratio = ratio.map(Percent::to_vi).unwrap_or_default();
    let wanted = wanted.map(Percent::to_vi).unwrap_or_default();
    let code = match met {
        None => "form.points.covered",
        Some(true) => "form.points.covered.met",
        Some(false) => "form.points.covered.not_met",
    };
    let params = [("covered", covered.as_str()), ("units", &units), ("ratio", &ratio), ("wanted", &wanted)];
    sentence(code, params)
}

fn lacks_note(point: &Point) -> Option<String> {
    let lacks = point.lacks().join(", ");
    let params = [("name", point.name.as_str()), ("lacks", &lacks)];
    (!lacks.is_empty()).then(|| sentence("form.points.lacks", params))
}
