//! Phụ lục I: target, active, ratio and remainder by unit (plan 70/KH-UBND), with the evidence and its day.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::frame::{known_in_part_note, plan_words};
use crate::domain::campaign::{Campaign, Plan};
use crate::domain::dates::vi;
use crate::domain::forecast::Pace;
use crate::domain::form::{Column, Form, Kind, Row, Value};
use crate::domain::ids::UnitId;
use crate::domain::report::Percent;
use crate::domain::standing::{Basis, Standing, Whole};
use crate::domain::target::{Difference, Levels, PrintedRow, TargetSheet, Undivided};
use crate::domain::targets_of_day::TargetsOfDay;
use crate::domain::text::thousands;
use crate::error::Result;
use crate::figures::Day;
use crate::messages::{sentence, word};

/// Headings and widths of the ten columns, as the plan prints them.
const COLUMNS: [(&str, u32, Kind); 10] = [
    ("form.column.ordinal", 34, Kind::Centred),
    ("form.annex1.unit", 170, Kind::Text),
    ("form.annex1.target", 84, Kind::Count),
    ("form.annex1.target1", 84, Kind::Count),
    ("form.annex1.target2", 76, Kind::Count),
    ("form.annex1.active1", 76, Kind::Count),
    ("form.annex1.active2", 76, Kind::Count),
    ("form.annex1.active", 90, Kind::Count),
    ("form.annex1.ratio", 110, Kind::Ratio),
    ("form.annex1.remaining", 110, Kind::Count),
];

/// Fills the form in for the campaign that runs on the day, or ran last before it; with `part` only the rows of that unit
/// and those below it.
///
/// # Errors
/// `target.none`; the book's own.
pub(super) fn draw(day: &Day<'_>, part: Option<UnitId>, form: &mut Form) -> Result<()> {
    let TargetsOfDay { campaign, sheet, without } = day.targets_of(part)?;
    let of = part.unwrap_or(day.info.unit_id);
    let standings = day.standings(&sheet)?;
    fill(form, campaign.as_ref(), &sheet, &standings, of);
    // Figures of the baseline alone are no progress.
    if let Some(Campaign { plan, .. }) = &campaign
        && plan.first_day <= day.day
        && !standings.iter().filter_map(|standing| standing.basis).all(Basis::is_baseline)
    {
        let whole = Whole::of(&standings, of);
        form.notes.extend(pace_of_sheet(day, plan, &sheet, of, &whole)?);
    }
    form.notes.extend(undivided_note(&sheet.undivided(&day.units)));
    form.notes.extend(without_note(&without));
    form.notes
        .extend(known_in_part_note(day, standings.iter().map(|one| (Some(one.unit_id), one.unit.as_str())))?);
    Ok(())
}

/// Says which targets were not divided among the parts of a unit.
pub(super) fn undivided_note(undivided: &[Undivided]) -> Option<String> {
    let units = Undivided::told(undivided);
    (!undivided.is_empty()).then(|| sentence("form.annex1.undivided", [("units", units.as_str())]))
}

/// The units of the rows, in their order; of a paper of the whole book the total row's, too.
pub(super) fn units_of_rows(day: &Day<'_>, part: Option<UnitId>) -> Result<Vec<UnitId>> {
    let targets = day.targets_of(part)?.sheet.targets;
    let whole = part.is_none().then_some(day.info.unit_id);
    Ok(targets.iter().map(|target| target.unit_id).chain(whole).collect())
}

/// Says which units have no target.
pub(super) fn without_note(without: &[String]) -> Option<String> {
    let (count, units) = (thousands(without.len()), without.join(", "));
    let params = [("count", count.as_str()), ("units", units.as_str())];
    (!without.is_empty()).then(|| sentence("form.annex1.without", params))
}

/// Draws the table: a row a unit, the whole of the unit `of` that the paper is about, the total row as printed where it differs, and the notes.
pub fn fill(
    form: &mut Form,
    campaign: Option<&Campaign>,
    sheet: &TargetSheet,
    standings: &[Standing],
    of: UnitId,
) {
    let says = |code: &str, params: &[(&str, &str)]| sentence(code, params.iter().copied());
    form.landscape = true;
    form.numbered = true;
    form.columns = COLUMNS.iter().map(|(code, width, kind)| Column::new(word(code), *width, *kind)).collect();
    form.subtitles = if sheet.phase.is_empty() { Vec::new() } else { vec![sheet.phase.clone()] };
    form.remarks = vec![campaign.map_or_else(|| word("form.annex1.stated").to_owned(), plan_words)];
    form.rows = standings.iter().zip(1..).map(|(standing, ordinal)| unit_row(standing, ordinal)).collect();

    let bases: BTreeSet<Basis> = standings.iter().filter_map(|standing| standing.basis).collect();
    form.remarks.extend(basis_words(&bases));

    let whole = Whole::of(standings, of);
    form.rows.push(total_row(word("form.annex1.total"), &whole));
    let differences = sheet.differences(of);
    let of_total = |d: &&Difference| sheet.printed_total.as_ref().is_some_and(|total| total.unit == d.unit);
    // The paper's activated columns are those of the baseline; on a later day only its targets can be held against ours.
    let baseline = bases.iter().copied().all(Basis::is_baseline);
    let told = |d: &&Difference| baseline || d.column <= 5;
    if let Some(printed) =
        sheet.printed_total.as_ref().filter(|_| differences.iter().filter(told).any(|d| of_total(&d)))
    {
        form.rows.push(printed_row(printed, baseline));
    }
    form.notes.clear();
    form.notes.extend(differences.iter().filter(told).map(difference_note));
    if differences.iter().any(|difference| told(&difference)) {
        form.notes.push(word("form.annex1.kept").to_owned());
    }
    if whole.pending > 0 {
        form.notes.push(says("form.annex1.pending", &[("count", &thousands(whole.pending))]));
    }
    form.notes.extend(claimed_note("form.annex1.claimed", standings.iter(), whole.claimed));
    if standings.iter().any(|standing| standing.active.is_none()) {
        form.notes.push(word("form.daily.missing").to_owned());
    }
}

/// Says whose claims stand among the results, as no list of the police confirms or denies any there. Where that holds for all
/// rows their basis says it.
pub(super) fn claimed_note<'a>(
    code: &str,
    standings: impl Iterator<Item = &'a Standing> + Clone,
    count: u32,
) -> Option<String> {
    let units: Vec<&str> =
        standings.clone().filter(|one| one.claimed > 0).map(|one| one.unit.as_str()).collect();
    let alike = standings.clone().all(|one| matches!(one.basis, Some(Basis::Claims { .. })));
    let params = [("count", thousands(count)), ("units", units.join(", "))];
    (count > 0 && !alike).then(|| sentence(code, params.iter().map(|(name, value)| (*name, value.as_str()))))
}

/// What the figures rest on, said once a kind; of what the units report the first and the last day.
pub(super) fn basis_words(bases: &BTreeSet<Basis>) -> impl Iterator<Item = String> {
    let reported = |basis: &Basis| match basis {
        Basis::Reported { day } => Some(*day),
        _ => None,
    };
    let first = bases.iter().find_map(reported);
    let says = |code: &str, days: &[(&str, NaiveDate)]| {
        let days: Vec<(&str, String)> = days.iter().map(|(name, day)| (*name, vi(*day))).collect();
        sentence(code, days.iter().map(|(name, day)| (*name, day.as_str())))
    };
    let last = bases.last().copied();
    let said = bases.iter().filter(move |basis| reported(basis).is_none() || last == Some(**basis));
    said.map(move |basis| match *basis {
        Basis::Baseline { as_of } => says("form.annex1.baseline", &[("day", as_of)]),
        Basis::Claims { as_of: Some(as_of), day } => {
            says("form.annex1.claims", &[("as_of", as_of), ("day", day)])
        }
        Basis::Claims { as_of: None, day } => says("form.annex1.claims_only", &[("day", day)]),
        Basis::Extract { as_of } => says("form.annex1.extract", &[("day", as_of)]),
        Basis::Reported { day } => match first.filter(|first| *first < day) {
            Some(first) => says("form.annex1.reported_days", &[("first", first), ("day", day)]),
            None => says("form.annex1.reported", &[("day", day)]),
        },
    })
}

fn unit_row(standing: &Standing, ordinal: u32) -> Row {
    let head = [Value::from(ordinal), standing.unit.as_str().into()];
    let figures = figures(standing.target, standing.active, standing.ratio, standing.remaining);
    Row { total: false, cells: head.into_iter().chain(figures).collect() }
}

fn total_row(name: &str, whole: &Whole) -> Row {
    let head = [name.into(), Value::Left];
    let figures = figures(whole.target, whole.active, whole.ratio, whole.remaining);
    Row { total: true, cells: head.into_iter().chain(figures).collect() }
}

fn printed_row(printed: &PrintedRow, baseline: bool) -> Row {
    let name = sentence("form.annex1.printed_total", [("name", printed.unit.as_str())]);
    let active = printed.active.filter(|_| baseline);
    let (ratio, remaining) =
        if baseline { (printed.ratio.map(Percent), printed.remaining) } else { (None, None) };
    let head = [name.into(), Value::Left];
    Row {
        total: true,
        cells: head.into_iter().chain(figures(printed.target, active, ratio, remaining)).collect(),
    }
}

fn figures(
    target: Levels,
    active: Option<Levels>,
    ratio: Option<Percent>,
    remaining: Option<i64>,
) -> [Value; 8] {
    [
        target.total.into(),
        target.level1.into(),
        target.level2.into(),
        active.and_then(|active| active.level1).into(),
        active.and_then(|active| active.level2).into(),
        active.map(|active| active.total).into(),
        ratio.into(),
        // Below zero when the target is exceeded.
        remaining.into(),
    ]
}

fn difference_note(difference: &Difference) -> String {
    let show = |value: i64| {
        if difference.column == 9 {
            Percent(u32::try_from(value).unwrap_or(0)).to_vi()
        } else {
            thousands(value)
        }
    };
    let (column, printed, computed) =
        (difference.column.to_string(), show(difference.printed), show(difference.computed));
    sentence(
        "form.annex1.difference",
        [
            ("unit", difference.unit.as_str()),
            ("column", column.as_str()),
            ("printed", printed.as_str()),
            ("computed", computed.as_str()),
        ],
    )
}

/// The line on the pace of the `whole` of a unit in a sheet; `None` before anybody has told anything.
fn pace_of_sheet(
    day: &Day<'_>,
    plan: &Plan,
    sheet: &TargetSheet,
    of: UnitId,
    whole: &Whole,
) -> Result<Option<String>> {
    let pace = day.pace_to(&plan.of_phase(&sheet.phase), sheet, of, whole)?;
    Ok(pace.actual.map(|_| pace_note(&plan.number, &sheet.phase, &pace, whole.unconfirmed())))
}

/// Plan to date, actual to date, needed per day, as one line of a form; of a phase where the targets are its own.
pub(super) fn pace_note(number: &str, phase: &str, pace: &Pace, pending: u32) -> String {
    let number = if phase.is_empty() { number.to_owned() } else { format!("{number} ({phase})") };
    let show = |count: Option<u32>| count.map_or_else(|| "–".to_owned(), thousands);
    let (target, planned) = (thousands(pace.target), show(pace.planned));
    let (actual, needed) = (show(pace.actual), show(pace.needed_per_day));
    let ratio = pace.ratio.map_or_else(|| "–".to_owned(), Percent::to_vi);
    let (left, day) = (pace.days_left.to_string(), vi(pace.day));
    let waits = match pending {
        _ if pace.actual.is_none() => String::new(),
        0 => String::new(),
        count => sentence("form.pace.pending", [("count", thousands(count).as_str())]),
    };
    let params = [
        ("number", number.as_str()),
        ("day", day.as_str()),
        ("target", target.as_str()),
        ("planned", planned.as_str()),
        ("actual", actual.as_str()),
        ("ratio", ratio.as_str()),
        ("left", left.as_str()),
        ("waits", waits.as_str()),
        ("needed", needed.as_str()),
    ];
    sentence(if pace.days_left > 0 { "form.pace" } else { "form.pace.over" }, params)
}

/// The lines on the pace of every campaign with a target that runs on the day, and of that which ran last.
pub(super) fn pace_notes(day: &Day<'_>) -> Result<Vec<String>> {
    let mut notes = Vec::new();
    let of_day = day.campaign.as_ref().filter(|campaign| campaign.plan.first_day <= day.day);
    let is_of_day = |campaign: &Campaign| of_day.is_some_and(|of_day| of_day.id == campaign.id);
    let campaigns = day.book.campaigns()?.into_iter();
    for campaign in campaigns.filter(|campaign| campaign.plan.runs_on(day.day) || is_of_day(campaign)) {
        let sheets = day.book.target_sheets(campaign.id)?;
        if let Some(paced) = day.pace_of(&campaign, &sheets)? {
            notes.push(pace_note(&campaign.plan.number, "", &paced.pace, paced.pending));
        } else if let Some(TargetsOfDay { campaign: Some(of), sheet, .. }) = day.targets()?
            && of.id == campaign.id
        {
            let own = day.info.unit_id;
            notes.extend(pace_of_sheet(day, &of.plan, sheet, own, &Whole::of(&day.standings(sheet)?, own))?);
        }
    }
    Ok(notes)
}
