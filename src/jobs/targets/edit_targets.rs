//! The sheet of targets as a table to look at and to type into.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::set_campaign::{campaign_meant, phase_meant};
use super::set_targets::keep;
use crate::domain::campaign::Campaign;
use crate::domain::ids::{TargetSheetId, UnitId};
use crate::domain::target::{Difference, Levels, PrintedRow, Target, TargetSheet, TypedCells};
use crate::domain::text::{clean, thousands};
use crate::domain::unit::{DatedUnit, LONGEST_NAME, Level, Unit, UnitsOfDay};
use crate::error::{Error, Refusal, Result};
use crate::excel::read_targets::read_pasted;
use crate::figures::Day;
use crate::messages::sentences;
use crate::session::Session;
use crate::store::Book;

/// Which sheet.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct AskTargets {
    /// Number of the campaign, when several could be meant.
    #[serde(default)]
    pub campaign: Option<String>,
    /// Name of the phase; else the whole campaign.
    #[serde(default)]
    pub phase: Option<String>,
}

/// The targets of a campaign or phase as a table.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct TargetTable {
    /// Number of the campaign.
    pub campaign: String,
    /// Name of the phase, or empty.
    pub phase: String,
    /// The phases that there are.
    pub phases: Vec<String>,
    /// Day of the baseline; `None` while there are no targets.
    pub as_of: Option<NaiveDate>,
    /// A row a unit: those with a target in the order of the paper, then the units right below that have none; of a hamlet,
    /// which has no units below, itself.
    pub rows: Vec<TargetLine>,
    /// Sum of the targets, or that of the book's own unit where it has a row.
    pub total: Levels,
    /// The same of the baselines; `None` when a row has none.
    pub baseline: Option<Levels>,
    /// The total row as printed.
    pub printed_total: Option<PrintedRow>,
    /// Printed figures that do not add up, each named.
    pub differences: Vec<Difference>,
    /// Units that were split whose parts have another sum, each in Vietnamese, then in English.
    pub divided_otherwise: Vec<[String; 2]>,
    /// What of a pasted block are no units, in Vietnamese, then in English: headings and the total row.
    pub set_apart: Vec<[String; 2]>,
}

/// One unit of the table.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct TargetLine {
    /// The unit.
    pub unit_id: UnitId,
    /// Its name, as the paper has it.
    pub unit: String,
    /// Kept when the rest is shared out anew.
    pub locked: bool,
    /// Who answers for its target, or empty.
    pub answerable: String,
    /// Columns (3) to (5); `None`: no target yet.
    pub target: Option<Levels>,
    /// Columns (6) to (8): the baseline.
    pub baseline: Option<Levels>,
    /// Eligible people, where they are known; a target may exceed them.
    pub eligible: Option<u32>,
    /// Why its figures cannot be typed over, in Vietnamese, then in English: they are those of units that it was made of.
    pub fixed: Option<[String; 2]>,
}

/// The targets of a campaign or phase.
///
/// # Errors
/// `campaign.*`; the book's own.
pub fn target_sheet(book: &mut Book, session: &Session, args: &AskTargets) -> Result<TargetTable> {
    let campaign = campaign_meant(book, args.campaign.as_deref(), session.today())?;
    let phase = phase_meant(&campaign, args.phase.as_deref())?;
    let sheet = stored(book, session, &campaign, &phase)?;
    table(book, session, &campaign, sheet)
}

/// The sheet as it was given, or an empty one.
fn stored(book: &Book, session: &Session, campaign: &Campaign, phase: &str) -> Result<TargetSheet> {
    let found = book.target_sheets(campaign.id)?.into_iter().find(|sheet| sheet.phase == phase);
    Ok(found.unwrap_or_else(|| TargetSheet {
        id: TargetSheetId(Uuid::nil()),
        campaign_id: campaign.id,
        phase: phase.to_owned(),
        as_of: session.today(),
        printed_total: None,
        targets: Vec::new(),
    }))
}

/// A sheet as the table of today.
fn table(book: &Book, session: &Session, campaign: &Campaign, sheet: TargetSheet) -> Result<TargetTable> {
    let today = session.today();
    let own = book.own_unit()?;
    let given = sheet.clone();
    let day = Day::read(book, today)?;
    let sheet = day.at_home(sheet);
    let rows = Rows { units: day.units.clone(), own: own.id };
    let units = &rows.units;
    let known = |unit: &Unit| sheet.targets.iter().any(|target| target.unit_id == unit.id);
    let below = if day.info.level == Level::Hamlet { vec![&own] } else { units.below(own.id) };
    let open = below.into_iter().filter(|unit| !known(unit)).map(|unit| Target {
        unit_id: unit.id,
        locked: false,
        answerable: String::new(),
        row: PrintedRow { unit: unit.name.clone(), ..PrintedRow::default() },
    });
    let with_open =
        TargetSheet { targets: sheet.targets.iter().cloned().chain(open).collect(), ..sheet.clone() };
    let eligible = day.eligible(&with_open)?;
    let line = |(target, place): (&Target, usize)| TargetLine {
        unit_id: target.unit_id,
        unit: target.row.unit.clone(),
        locked: target.locked,
        answerable: target.answerable.clone(),
        target: (place < sheet.targets.len()).then_some(target.row.target),
        baseline: target.row.active,
        eligible: eligible.get(&target.unit_id).copied(),
        fixed: rows.typed_for(&given, target.unit_id).err().map(|why| Refusal::from(why).sentences),
    };
    Ok(TargetTable {
        campaign: campaign.plan.number.clone(),
        phase: sheet.phase.clone(),
        phases: campaign.plan.phases.iter().map(|phase| phase.name.clone()).collect(),
        as_of: (!sheet.targets.is_empty()).then_some(sheet.as_of),
        rows: with_open.targets.iter().zip(0..).map(line).collect(),
        total: sheet.total(own.id),
        baseline: sheet.baseline(own.id).filter(|_| !sheet.targets.is_empty()),
        printed_total: sheet.printed_total.clone(),
        differences: sheet.differences(own.id),
        divided_otherwise: given.divided_otherwise(units).iter().map(divided_otherwise).collect(),
        set_apart: Vec::new(),
    })
}

fn divided_otherwise((whole, had, given): &(String, u32, u32)) -> [String; 2] {
    let told = Error::new("target.divided_otherwise").with("whole", whole);
    Refusal::from(told.with("had", thousands(*had)).with("given", thousands(*given))).sentences
}

/// What was typed or pasted into a sheet.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct EditTargets {
    /// As in [`AskTargets`].
    #[serde(default)]
    pub campaign: Option<String>,
    /// As in [`AskTargets`].
    #[serde(default)]
    pub phase: Option<String>,
    /// A new day of the baseline.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
    /// Rows copied from Excel, a line a row, cells apart by tabs: unit and figures as in Phụ lục I. They come first.
    #[serde(default)]
    pub pasted: String,
    /// Cells typed over.
    #[serde(default)]
    pub cells: Vec<TypedCell>,
    /// Locks set and taken off.
    #[serde(default)]
    pub locks: Vec<TypedLock>,
    /// Who answers for targets.
    #[serde(default)]
    pub answerable: Vec<TypedName>,
    /// Show what would come out and change nothing.
    #[serde(default)]
    pub dry_run: bool,
}

/// Who answers for the target of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TypedName {
    /// The unit of the row.
    pub unit_id: UnitId,
    /// Name and office; blank: nobody is named.
    pub name: String,
}

/// A cell that was typed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TypedCell {
    /// The unit of the row.
    pub unit_id: UnitId,
    /// The column of Phụ lục I, 3 to 8.
    pub column: u8,
    /// What was typed: "1.234"; blank clears the cell. A row without a target goes.
    pub text: String,
}

/// A lock that was set or taken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct TypedLock {
    /// The unit of the row.
    pub unit_id: UnitId,
    /// Kept when the rest is shared out anew.
    pub locked: bool,
}

/// Types into a sheet of targets: all of it as one change, or nothing. Rows stay with the units that they were given to:
/// papers of days before a merger need them.
///
/// # Errors
/// `target.row_of_others`, `target.undivided_fixed`, `target.no_column`, `target.cell_not_a_number`, `target.negative`, `target.too_large`, `target.not_a_number` and
/// `target.answerable_without`, `target.answerable_long`, `target.unknown_units` of pasted rows, `target.nothing_pasted`, `unit.unknown`, `campaign.*`; nothing is changed.
pub fn edit_targets(book: &mut Book, session: &Session, args: &EditTargets) -> Result<TargetTable> {
    let campaign = campaign_meant(book, args.campaign.as_deref(), session.today())?;
    let phase = phase_meant(&campaign, args.phase.as_deref())?;
    let mut sheet = stored(book, session, &campaign, &phase)?;
    let rows = Rows::read(book, session)?;
    sheet.as_of = args.as_of.unwrap_or(sheet.as_of);
    let mut set_apart = Vec::new();
    if !args.pasted.trim().is_empty() {
        set_apart = paste(book, &rows, &mut sheet, &args.pasted)?;
    }

    let units = book.units()?;
    let names: BTreeMap<UnitId, String> = units.iter().map(|unit| (unit.id, unit.name.clone())).collect();
    let mut typed: BTreeMap<UnitId, TypedCells> = BTreeMap::new();
    // A sum follows its parts; one that is typed with them is kept as it is, so it comes after them.
    let is_sum = |cell: &&TypedCell| matches!(cell.column, 3 | 8);
    let (sums, parts): (Vec<&TypedCell>, Vec<&TypedCell>) = args.cells.iter().partition(is_sum);
    for cell in parts.into_iter().chain(sums) {
        let unit_id = rows.typed_for(&sheet, cell.unit_id)?;
        let row = sheet.targets.iter().find(|target| target.unit_id == unit_id).map(|t| &t.row);
        let name = row.map(|row| &row.unit).or(names.get(&unit_id));
        let name = name.ok_or_else(|| Unit::unknown(cell.unit_id, names.values()))?;
        let cells = typed.entry(unit_id).or_insert_with(|| TypedCells::of(row));
        cells.set(name, cell.column, &cell.text)?;
    }
    // New rows in the order of the list of units, as they were shown: the next column is pasted in the same.
    let order: Vec<UnitId> = units.iter().map(|unit| unit.id).chain(typed.keys().copied()).collect();
    for unit_id in order {
        let Some(cells) = typed.remove(&unit_id) else { continue };
        let place = sheet.targets.iter().position(|target| target.unit_id == unit_id);
        let name = place.and_then(|at| sheet.targets.get(at)).map(|target| target.row.unit.clone());
        let name = name.or_else(|| names.get(&unit_id).cloned()).unwrap_or_default();
        put(&mut sheet, unit_id, cells.row(&name));
    }
    for lock in &args.locks {
        let row = rows.of(lock.unit_id);
        for target in sheet.targets.iter_mut().filter(|target| rows.of(target.unit_id) == row) {
            target.locked = lock.locked;
        }
    }
    for typed in &args.answerable {
        name_answerable(&rows, &mut sheet, typed)?;
    }
    if sheet.id == TargetSheetId(Uuid::nil()) {
        sheet.id = TargetSheetId(session.new_id());
        if sheet.targets.is_empty() {
            return table(book, session, &campaign, sheet);
        }
    }
    if !args.dry_run {
        keep(book, session, &mut sheet, &campaign, &[])?;
    }
    Ok(TargetTable { set_apart, ..table(book, session, &campaign, sheet)? })
}

/// Notes who answers for the target of a unit.
fn name_answerable(rows: &Rows, sheet: &mut TargetSheet, typed: &TypedName) -> Result<()> {
    let name = clean(&typed.name).0.trim().to_owned();
    if name.chars().count() > LONGEST_NAME {
        return Err(Error::new("target.answerable_long").with("limit", LONGEST_NAME));
    }
    let unit = rows.written_for(sheet, typed.unit_id)?;
    let Some(target) = sheet.targets.iter_mut().find(|target| target.unit_id == unit) else {
        let unit = rows.units.name(typed.unit_id).ok_or_else(|| Error::new("unit.unknown_id"))?;
        return Err(Error::new("target.answerable_without").with("unit", unit));
    };
    target.answerable = name;
    Ok(())
}

/// The rows of today's table.
struct Rows {
    units: UnitsOfDay,
    own: UnitId,
}

impl Rows {
    fn read(book: &Book, session: &Session) -> Result<Self> {
        Ok(Self { units: book.units_of_day(session.today())?, own: book.own_unit()?.id })
    }

    /// The unit whose row of the table has what was given to `unit`, as in [`TargetSheet::at_home`].
    fn of(&self, unit: UnitId) -> UnitId {
        Some(self.units.home(unit)).filter(|home| *home != self.own).unwrap_or(unit)
    }

    /// As [`Rows::written_for`], for a cell of today's table.
    ///
    /// # Errors
    /// `target.undivided_fixed` of a unit that was split: what its parts are given is taken from what it shows.
    fn typed_for(&self, sheet: &TargetSheet, unit: UnitId) -> Result<UnitId> {
        let parts: Vec<&str> = self.units.parts(unit).iter().map(|part| part.name.as_str()).collect();
        if parts.is_empty() {
            return self.written_for(sheet, unit);
        }
        let whole = self.units.name(unit).unwrap_or_default();
        Err(Error::new("target.undivided_fixed").with("whole", whole).with("units", parts.join(", ")))
    }

    /// The unit that the row of `unit` is written for in the sheet; itself while it has none.
    ///
    /// # Errors
    /// `target.row_of_others` when it stands for several.
    fn written_for(&self, sheet: &TargetSheet, unit: UnitId) -> Result<UnitId> {
        let given = sheet.targets.iter().filter(|target| self.of(target.unit_id) == self.of(unit));
        match given.collect::<Vec<&Target>>().as_slice() {
            [] => Ok(unit),
            all if all.iter().any(|target| target.unit_id == unit) => Ok(unit),
            [one] if self.of(unit) == unit => Ok(one.unit_id),
            all => {
                let units = all.iter().map(|target| target.row.unit.as_str()).collect::<Vec<_>>().join(", ");
                let name = self.units.name(unit).unwrap_or_default();
                Err(Error::new("target.row_of_others").with("unit", name).with("units", units))
            }
        }
    }
}

/// Puts a row in the place of the one of its unit, or at the end; without one the unit has no target any more.
fn put(sheet: &mut TargetSheet, unit_id: UnitId, row: Option<PrintedRow>) {
    let place = sheet.targets.iter().position(|target| target.unit_id == unit_id);
    match (place.and_then(|at| sheet.targets.get_mut(at)), row) {
        (Some(target), Some(row)) => target.row = row,
        (None, Some(row)) => {
            sheet.targets.push(Target { unit_id, locked: false, answerable: String::new(), row });
        }
        (_, None) => sheet.targets.retain(|target| target.unit_id != unit_id),
    }
}

/// Puts pasted rows in; gives what of them are no units.
fn paste(book: &Book, rows: &Rows, sheet: &mut TargetSheet, text: &str) -> Result<Vec<[String; 2]>> {
    let pasted = read_pasted(text)?.ok_or_else(|| Error::new("target.nothing_pasted"))?;
    let units = book.dated_units()?;
    let mut unknown = Vec::new();
    for (_, row) in pasted.rows {
        match DatedUnit::called(&units, &row.unit, sheet.as_of).map(|unit| &unit.unit) {
            Some(known) => {
                let unit = rows.written_for(sheet, known.id)?;
                // A paste is nobody's signed paper: papers spell units as the book does.
                put(sheet, unit, Some(PrintedRow { unit: known.name.clone(), ..row }));
            }
            None => unknown.push(row.unit),
        }
    }
    if !unknown.is_empty() {
        return Err(Error::new("target.unknown_units")
            .with("count", thousands(unknown.len()))
            .with("units", unknown.iter().take(10).map(String::as_str).collect::<Vec<_>>().join(", ")));
    }
    let rows = thousands(pasted.headings);
    let headings =
        (pasted.headings > 0).then(|| sentences("target.pasted_headings", &[("rows", rows.as_str())]));
    let total =
        pasted.total.as_ref().map(|row| sentences("target.pasted_total", &[("row", row.unit.as_str())]));
    sheet.printed_total = pasted.total.or(sheet.printed_total.take());
    Ok(headings.into_iter().chain(total).collect())
}
