//! Phụ lục I: target, active, ratio and remainder by unit (plan 70/KH-UBND), with the evidence and its day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use uuid::Uuid;

use crate::domain::campaign::Campaign;
use crate::domain::dates::vi;
use crate::domain::forecast::Pace;
use crate::domain::form::{Column, Form, Kind, Row, Value};
use crate::domain::ids::{CampaignId, TargetSheetId, UnitId};
use crate::domain::report::{Evidence, Percent};
use crate::domain::standing::{Basis, Standing, unconfirmed, whole};
use crate::domain::target::{Difference, Levels, PrintedRow, Target, TargetSheet};
use crate::domain::text::thousands;
use crate::domain::unit::{Unit, UnitsOfDay};
use crate::error::{Error, Result};
use crate::jobs::roll_up::{OnDay, reported_days};
use crate::jobs::targets::follow_targets::plan_of;
use crate::jobs::targets::set_campaign::{pace, standings};
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
pub(crate) fn draw(
    book: &Book,
    people: &[Evidence],
    extract: Option<NaiveDate>,
    day: NaiveDate,
    part: Option<UnitId>,
    form: &mut Form,
) -> Result<()> {
    let TargetsOfDay { campaign, sheet, without } = TargetsOfDay::read(book, day, part)?;
    let standings = standings(book, &sheet, people, extract, day)?;
    let of = book.part_or_whole(part)?;
    fill(form, campaign.as_ref(), &sheet, &standings, of, day);
    form.notes.extend(without_note(&without));
    Ok(())
}

/// The targets that stand on a day.
pub(crate) struct TargetsOfDay {
    /// Their campaign; `None` when they came with summaries and the book has no campaign.
    pub(crate) campaign: Option<Campaign>,
    /// The book's own targets, else those that the units below have stated.
    pub(crate) sheet: TargetSheet,
    /// Units that have stated none.
    pub(crate) without: Vec<String>,
}

impl TargetsOfDay {
    /// The targets of `day`; with `part` only those of that unit and the units below it.
    ///
    /// # Errors
    /// `target.none`; the book's own.
    pub(crate) fn read(book: &Book, day: NaiveDate, part: Option<UnitId>) -> Result<Self> {
        let mut of_day = match sheet_of(book, day) {
            Ok((campaign, sheet)) => Self { campaign: Some(campaign), sheet, without: Vec::new() },
            Err(none) if none.code == "target.none" => Self::stated(book, day)?.ok_or(none)?,
            Err(e) => return Err(e),
        };
        if let Some(part) = part {
            let units = UnitsOfDay::new(&book.dated_units()?, day);
            of_day.sheet.targets.retain(|target| units.upwards(target.unit_id).any(|unit| unit.id == part));
            // A total of more rows than these says nothing of them.
            of_day.sheet.printed_total = None;
        }
        Ok(of_day)
    }

    /// The targets that came with the summaries, for a district that was given none of its own; `None` when none did.
    ///
    /// # Errors
    /// The book's own.
    pub(crate) fn stated(book: &Book, day: NaiveDate) -> Result<Option<Self>> {
        let last = book.last_stated_days(day)?;
        let Some(first) = last.values().min() else { return Ok(None) };
        let mut targets: BTreeMap<UnitId, u32> = BTreeMap::new();
        // Without its silent units a part of the targets would stand for the target.
        for (unit, days) in reported_days(book, *first, day)? {
            if let Some(target) = days.values().rev().find_map(|stated| stated.target) {
                targets.insert(unit, target);
            }
        }
        let (with, without): (Vec<Unit>, Vec<Unit>) =
            OnDay::new(book, None, day)?.units.into_iter().partition(|unit| targets.contains_key(&unit.id));
        let target = |unit: Unit| Target {
            unit_id: unit.id,
            locked: false,
            row: PrintedRow {
                target: Levels {
                    total: targets.get(&unit.id).copied().unwrap_or_default(),
                    ..Levels::default()
                },
                unit: unit.name,
                ..PrintedRow::default()
            },
        };
        let running = |campaign: &Campaign| campaign.plan.first_day <= day && day <= campaign.plan.last_day;
        let campaign = book.campaigns()?.into_iter().rev().find(running);
        let sheet = TargetSheet {
            id: TargetSheetId(Uuid::nil()),
            campaign_id: campaign.as_ref().map_or(CampaignId(Uuid::nil()), |campaign| campaign.id),
            phase: String::new(),
            as_of: day,
            printed_total: None,
            targets: with.into_iter().map(target).collect(),
        };
        let without = without.into_iter().map(|unit| unit.name).collect();
        Ok((!sheet.targets.is_empty()).then_some(Self { campaign, sheet, without }))
    }
}

/// Says which units have no target.
pub(crate) fn without_note(without: &[String]) -> Option<String> {
    let (count, units) = (thousands(without.len()), without.join(", "));
    let params = [("count", count.as_str()), ("units", units.as_str())];
    (!without.is_empty()).then(|| sentence("form.annex1.without", params))
}

/// The newest campaign that has begun by `day` and has targets: those of the phase that runs, else of the whole.
pub(crate) fn sheet_of(book: &Book, day: NaiveDate) -> Result<(Campaign, TargetSheet)> {
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
            let sheet = at_home(book, sheet.clone(), day)?;
            return Ok((campaign, sheet));
        }
    }
    Err(Error::new("target.none"))
}

/// A sheet with the units of `day`.
///
/// # Errors
/// The book's own.
pub(crate) fn at_home(book: &Book, sheet: TargetSheet, day: NaiveDate) -> Result<TargetSheet> {
    Ok(sheet.at_home(&UnitsOfDay::new(&book.dated_units()?, day), book.own_unit()?.id))
}

/// Draws the table: a row a unit, the whole of the unit `of` that the paper is about, the total row as printed where it differs, and the notes.
pub fn fill(
    form: &mut Form,
    campaign: Option<&Campaign>,
    sheet: &TargetSheet,
    standings: &[Standing],
    of: UnitId,
    day: NaiveDate,
) {
    let says = |code: &str, params: &[(&str, &str)]| sentence(code, params.iter().copied());
    form.landscape = true;
    form.numbered = true;
    form.columns = COLUMNS.iter().map(|(code, width, kind)| Column::new(word(code), *width, *kind)).collect();
    form.subtitles = if sheet.phase.is_empty() { Vec::new() } else { vec![sheet.phase.clone()] };
    form.remarks = match campaign.map(|campaign| &campaign.plan) {
        Some(plan) if plan.issuer.is_empty() => {
            vec![says("form.annex1.plan_only", &[("number", plan.number.as_str())])]
        }
        Some(plan) => vec![says("form.annex1.plan", &[("number", &plan.number), ("issuer", &plan.issuer)])],
        None => vec![word("form.annex1.stated").to_owned()],
    };
    form.rows = standings.iter().zip(1..).map(|(standing, ordinal)| unit_row(standing, ordinal)).collect();

    let bases: BTreeSet<Basis> = standings.iter().filter_map(|standing| standing.basis).collect();
    form.remarks.extend(basis_words(&bases));

    let (target, active, pending) = whole(standings, of);
    form.rows.push(total_row(word("form.annex1.total"), target, active));
    let differences = sheet.differences(of);
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
    if pending > 0 {
        form.notes.push(says("form.annex1.pending", &[("count", &thousands(pending))]));
    }
    let unconfirmed = unconfirmed(standings, of);
    if unconfirmed > 0 {
        form.notes.push(says("form.annex1.unconfirmed", &[("count", &thousands(unconfirmed))]));
    }
    if standings.iter().any(|standing| standing.active.is_none()) {
        form.notes.push(word("form.daily.missing").to_owned());
    }
    let baseline_total = sheet.baseline(of).map_or(0, |levels| levels.total);
    if let (false, Some(active), Some(campaign)) = (baseline, active, campaign) {
        let actual = active.total.saturating_add(pending);
        let pace = Pace::of(&plan_of(campaign, sheet), target.total, baseline_total, Some(actual), day);
        form.notes.push(pace_note(&campaign.plan.number, &pace));
    }
}

/// What the figures rest on, said once a kind; of what the units report the first and the last day.
pub(crate) fn basis_words(bases: &BTreeSet<Basis>) -> impl Iterator<Item = String> {
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

/// Plan to date, actual to date, needed per day, as one line of a form.
pub(crate) fn pace_note(number: &str, pace: &Pace) -> String {
    let show = |count: Option<u32>| count.map_or_else(|| "–".to_owned(), thousands);
    let (target, planned) = (thousands(pace.target), thousands(pace.planned));
    let (actual, needed) = (show(pace.actual), show(pace.needed_per_day));
    let ratio = pace.ratio.map_or_else(|| "–".to_owned(), Percent::to_vi);
    let (left, day) = (pace.days_left.to_string(), vi(pace.day));
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
pub(crate) fn pace_notes(
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
