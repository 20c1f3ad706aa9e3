//! The form "chỉ tiêu khác": the indicators of the round that is told, a row a unit, each against what it has to reach. The layout is
//! ours; the second plan of Tiền Giang wants its indicators reported in four rounds (docs/domain.md, Indicators).

use super::frame::PaperOfDay;
use crate::domain::dates::vi;
use crate::domain::form::{Column, Form, Kind, Row, Value};
use crate::domain::indicator::{Measure, Verdict};
use crate::domain::text::thousands;
use crate::error::{Error, Result};
use crate::figures::{IndicatorFigures, IndicatorRound, IndicatorRow};
use crate::messages::{sentence, word};

const COLUMNS: [(&str, u32, Kind); 7] = [
    ("form.column.ordinal", 36, Kind::Centred),
    ("form.indicators.unit", 360, Kind::Text),
    ("form.indicators.numerator", 90, Kind::Count),
    ("form.indicators.denominator", 90, Kind::Count),
    ("form.indicators.ratio", 84, Kind::Ratio),
    ("form.indicators.threshold", 84, Kind::Centred),
    ("form.indicators.verdict", 120, Kind::Centred),
];

/// Draws the round that a paper of the day tells; of a unit, its rows alone.
///
/// # Errors
/// `campaign.none`; the book's own.
pub(super) fn draw(paper: &PaperOfDay<'_>, form: &mut Form) -> Result<()> {
    let campaign = paper.day.campaign.as_ref().ok_or_else(|| Error::new("campaign.none"))?;
    let round = IndicatorRound::told(paper.day, campaign)?;
    form.columns = COLUMNS.iter().map(|(code, width, kind)| Column::new(word(code), *width, *kind)).collect();
    if !round.phase.is_empty() {
        let at = form.subtitles.len().saturating_sub(1);
        form.subtitles.insert(at, round.phase.clone());
    }
    // What is reported is counted by the units; no police list is behind it.
    form.remarks.pop();
    if let Some(due) = round.report_due {
        form.remarks.push(sentence("form.indicators.due", [("day", vi(due).as_str())]));
    }
    for figures in &round.indicators {
        let of_part = |row: &&IndicatorRow| paper.part.is_none_or(|part| row.unit_id == Some(part));
        let rows: Vec<&IndicatorRow> = figures.rows.iter().filter(of_part).collect();
        if rows.is_empty() {
            continue;
        }
        form.rows.push(head(figures, paper.part.is_none()));
        for (row, ordinal) in rows.into_iter().zip(1_u32..) {
            let start = [ordinal.into(), row.unit.as_str().into()];
            form.rows
                .push(Row { total: false, cells: start.into_iter().chain(cells(figures, row)).collect() });
        }
        form.notes.extend(words_note(figures));
    }
    if !form.rows.is_empty() {
        form.notes.insert(0, word("form.indicators.formulas").to_owned());
    }
    if form.rows.iter().any(|row| row.cells.contains(&Value::Missing)) {
        form.notes.push(word("form.daily.missing").to_owned());
    }
    Ok(())
}

/// The row of an indicator above its units: all of them together, where that makes sense.
fn head(figures: &IndicatorFigures, whole: bool) -> Row {
    let name = figures.indicator.planned.name.as_str();
    let start = [Value::from(""), Value::from(name)];
    let blank = || [Value::from(""), Value::from(""), Value::from(""), Value::from("")];
    let reached = if figures.held > 0 && whole {
        let (reached, held) = (thousands(figures.reached), thousands(figures.held));
        sentence("form.indicators.reached", [("reached", reached.as_str()), ("held", &held)])
    } else {
        String::new()
    };
    let cells: Vec<Value> = match figures.total.as_ref().filter(|_| whole) {
        Some(total) => cells(figures, total).into_iter().take(4).collect(),
        None => blank().into(),
    };
    Row { total: true, cells: start.into_iter().chain(cells).chain([Value::from(reached)]).collect() }
}

fn cells(figures: &IndicatorFigures, row: &IndicatorRow) -> [Value; 5] {
    let share = figures.indicator.planned.measure == Measure::Percent;
    let not_asked = |value: Value| if share { value } else { Value::from("") };
    let threshold = row.threshold.map_or_else(String::new, |at_least| {
        if share { format!("{at_least}%") } else { thousands(at_least) }
    });
    [
        row.value.map(|value| value.numerator).into(),
        not_asked(row.value.and_then(|value| value.denominator).into()),
        not_asked(row.ratio.into()),
        threshold.into(),
        verdict_word(row.verdict).into(),
    ]
}

/// "Đạt" and its like, as the screen says it.
pub(super) fn verdict_word(verdict: Verdict) -> &'static str {
    word(match verdict {
        Verdict::Reached => "indicator.reached",
        Verdict::NotReached => "indicator.not_reached",
        Verdict::Missing => "indicator.missing",
        Verdict::Nothing => "indicator.nothing",
        Verdict::NoThreshold => "indicator.no_threshold",
    })
}

/// What numerator and denominator of an indicator are, by when it has to be reached, how many units are in its whole.
fn words_note(figures: &IndicatorFigures) -> Option<String> {
    let planned = &figures.indicator.planned;
    let mut says = Vec::new();
    if !planned.numerator.is_empty() {
        let code =
            if planned.denominator.is_empty() { "form.indicators.of_number" } else { "form.indicators.of" };
        let words = [("numerator", planned.numerator.as_str()), ("denominator", &planned.denominator)];
        says.push(sentence(code, words));
    }
    if let Some(due) = planned.due {
        says.push(sentence("form.indicators.by", [("day", vi(due).as_str())]));
    }
    if let Some(total) = figures.total.as_ref().filter(|total| total.counted < total.expected) {
        let (counted, expected) = (thousands(total.counted), thousands(total.expected));
        says.push(sentence(
            "form.indicators.counted",
            [("counted", counted.as_str()), ("expected", &expected)],
        ));
    }
    for row in figures.rows.iter().filter(|row| row.value.is_some() && row.counted < row.expected) {
        let (counted, expected) = (thousands(row.counted), thousands(row.expected));
        let params = [("unit", row.unit.as_str()), ("counted", &counted), ("expected", &expected)];
        says.push(sentence("form.indicators.in_part", params));
    }
    (!says.is_empty()).then(|| format!("{}: {}.", planned.name, says.join("; ")))
}
