//! Phụ lục I: target, active, ratio and remainder by unit (plan 70/KH-UBND), with the evidence and its day.

use chrono::NaiveDate;

use super::set_campaign::{pace, standings};
use crate::domain::campaign::Campaign;
use crate::domain::forecast::Pace;
use crate::domain::form::{Column, Form, Kind, Row, Value};
use crate::domain::ids::UnitId;
use crate::domain::report::{Evidence, Percent};
use crate::domain::standing::{Basis, Standing};
use crate::domain::target::{Difference, Levels, PrintedRow, TargetSheet};
use crate::domain::unit::UnitsOfDay;
use crate::error::{Error, Result};
use crate::messages::{sentence, word};
use crate::store::Book;

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

/// Fills the form in for the campaign that runs on `day`, or ran last before it; with `part` only the rows of that unit
/// and those below it.
///
/// # Errors
/// `target.none`; the book's own.
pub(super) fn draw(
    book: &Book,
    people: &[Evidence],
    extract: Option<NaiveDate>,
    day: NaiveDate,
    part: Option<UnitId>,
    form: &mut Form,
) -> Result<()> {
    let (campaign, mut sheet) = sheet_of(book, day)?;
    if let Some(part) = part {
        let units = UnitsOfDay::new(&book.dated_units()?, day);
        sheet.targets.retain(|target| units.upwards(target.unit_id).any(|unit| unit.id == part));
        // A total of more rows than these says nothing of them.
        sheet.printed_total = None;
    }
    let standings = standings(book, &sheet, people, extract, day)?;
    fill(form, &campaign, &sheet, &standings, day);
    Ok(())
}

/// The newest campaign that has begun by `day` and has targets: those of the phase that runs, else of the whole.
pub(super) fn sheet_of(book: &Book, day: NaiveDate) -> Result<(Campaign, TargetSheet)> {
    let mut campaigns = book.campaigns()?;
    // A paper may be asked for before the first day: the newest that has begun first, then those to come.
    campaigns
        .sort_by_key(|campaign| (campaign.plan.first_day > day, std::cmp::Reverse(campaign.plan.first_day)));
    for campaign in campaigns {
        let sheets = book.target_sheets(campaign.id)?;
        let running = |name: &str| {
            campaign.plan.phases.iter().any(|p| p.name == name && p.first_day <= day && day <= p.last_day)
        };
        let found = sheets.iter().find(|sheet| sheet.phase.is_empty());
        if let Some(sheet) =
            found.or_else(|| sheets.iter().find(|sheet| running(&sheet.phase))).or(sheets.first())
        {
            return Ok((campaign, sheet.clone()));
        }
    }
    Err(Error::new("target.none"))
}

/// Draws the table: a row a unit, the sum, the total row as printed where it differs, and the notes.
pub fn fill(
    form: &mut Form,
    campaign: &Campaign,
    sheet: &TargetSheet,
    standings: &[Standing],
    day: NaiveDate,
) {
    let says = |code: &str, params: &[(&str, &str)]| sentence(code, params.iter().copied());
    let vi = |day: NaiveDate| day.format("%d/%m/%Y").to_string();
    form.landscape = true;
    form.numbered = true;
    form.columns = COLUMNS.iter().map(|(code, width, kind)| Column::new(word(code), *width, *kind)).collect();
    let number = campaign.plan.number.as_str();
    form.subtitles = if sheet.phase.is_empty() { Vec::new() } else { vec![sheet.phase.clone()] };
    form.remarks = vec![says("form.annex1.plan", &[("number", number), ("issuer", &campaign.plan.issuer)])];
    form.rows = standings.iter().zip(1..).map(|(standing, ordinal)| unit_row(standing, ordinal)).collect();

    // What the figures rest on, said once a kind.
    let mut bases: Vec<Basis> = standings.iter().filter_map(|standing| standing.basis).collect();
    bases.sort_unstable();
    bases.dedup();
    for basis in &bases {
        form.remarks.push(match basis {
            Basis::Baseline { as_of } => says("form.annex1.baseline", &[("day", &vi(*as_of))]),
            Basis::Claims { as_of: Some(as_of), day } => {
                says("form.annex1.claims", &[("as_of", &vi(*as_of)), ("day", &vi(*day))])
            }
            Basis::Claims { as_of: None, day } => says("form.annex1.claims_only", &[("day", &vi(*day))]),
            Basis::Extract { as_of } => says("form.annex1.extract", &[("day", &vi(*as_of))]),
            Basis::Reported { day } => says("form.annex1.reported", &[("day", &vi(*day))]),
        });
    }

    let target = Levels::sum(standings.iter().map(|standing| standing.target));
    let active: Option<Vec<Levels>> = standings.iter().map(|standing| standing.active).collect();
    let active = active.map(Levels::sum);
    form.rows.push(total_row(word("form.annex1.total"), target, active));
    let differences = sheet.differences();
    let of_total = |d: &&Difference| sheet.printed_total.as_ref().is_some_and(|total| total.unit == d.unit);
    // The paper's activated columns are those of the baseline; on a later day only its targets can be held against ours.
    let baseline = bases.iter().all(|basis| matches!(basis, Basis::Baseline { .. }));
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
    let pending = standings.iter().map(|standing| standing.pending).fold(0, u32::saturating_add);
    if pending > 0 {
        form.notes.push(says("form.annex1.pending", &[("count", &pending.to_string())]));
    }
    if standings.iter().any(|standing| standing.active.is_none()) {
        form.notes.push(word("form.daily.missing").to_owned());
    }
    let baseline_total = sheet.baseline().map_or(0, |levels| levels.total);
    if let (false, Some(active)) = (baseline, active) {
        let actual = active.total.saturating_add(pending);
        form.notes.push(pace_note(
            number,
            &Pace::of(&campaign.plan, target.total, baseline_total, Some(actual), day),
        ));
    }
}

fn unit_row(standing: &Standing, ordinal: u32) -> Row {
    let head = [Value::Count(ordinal), standing.unit.as_str().into()];
    let figures = figures(standing.target, standing.active, standing.ratio, standing.remaining);
    Row { total: false, cells: head.into_iter().chain(figures).collect() }
}

fn total_row(name: &str, target: Levels, active: Option<Levels>) -> Row {
    let ratio = active.and_then(|active| Percent::of(active.total, target.total));
    let remaining = active.map(|active| i64::from(target.total) - i64::from(active.total));
    let head = [name.into(), Value::Left];
    Row { total: true, cells: head.into_iter().chain(figures(target, active, ratio, remaining)).collect() }
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
    let left = match remaining.map(|left| (u32::try_from(left), left)) {
        Some((Ok(count), _)) => Value::Count(count),
        // The target is exceeded.
        Some((Err(_), left)) => Value::Text(left.to_string()),
        None => Value::Missing,
    };
    [
        target.total.into(),
        target.level1.into(),
        target.level2.into(),
        active.and_then(|active| active.level1).into(),
        active.and_then(|active| active.level2).into(),
        active.map(|active| active.total).into(),
        ratio.into(),
        left,
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

/// Plan to date, actual to date, needed per day, as one line of a form.
pub(super) fn pace_note(number: &str, pace: &Pace) -> String {
    let show = |count: Option<u32>| count.map_or_else(|| "–".to_owned(), |count| thousands(i64::from(count)));
    let (target, planned) = (thousands(i64::from(pace.target)), thousands(i64::from(pace.planned)));
    let (actual, needed) = (show(pace.actual), show(pace.needed_per_day));
    let ratio = pace.ratio.map_or_else(|| "–".to_owned(), Percent::to_vi);
    let (left, day) = (pace.days_left.to_string(), pace.day.format("%d/%m/%Y").to_string());
    let params = [
        ("number", number),
        ("day", day.as_str()),
        ("target", target.as_str()),
        ("planned", planned.as_str()),
        ("actual", actual.as_str()),
        ("ratio", ratio.as_str()),
        ("left", left.as_str()),
        ("needed", needed.as_str()),
    ];
    sentence(if pace.needed_per_day.is_some() { "form.pace" } else { "form.pace.over" }, params)
}

/// The lines on the pace of every campaign with a target that runs on `day`.
///
/// # Errors
/// The book's own.
pub(super) fn pace_notes(
    book: &Book,
    people: &[Evidence],
    extract: Option<NaiveDate>,
    day: NaiveDate,
) -> Result<Vec<String>> {
    let mut notes = Vec::new();
    for campaign in book.campaigns()? {
        if day < campaign.plan.first_day || day > campaign.plan.last_day {
            continue;
        }
        let sheets = book.target_sheets(campaign.id)?;
        if let Some((paced, _)) = pace(book, &campaign, &sheets, people, extract, day)? {
            notes.push(pace_note(&campaign.plan.number, &paced));
        }
    }
    Ok(notes)
}

/// `1.234.567`, as papers print numbers (DOMAIN §6).
fn thousands(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut shown = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            shown.push('.');
        }
        shown.push(digit);
    }
    if value < 0 { format!("-{shown}") } else { shown }
}
