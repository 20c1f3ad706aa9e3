//! Targets by unit: taken from a sheet like Phụ lục I, or shared out to the units below.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::set_campaign::{campaign_meant, phase_meant};
use crate::domain::apportion::share_out;
use crate::domain::campaign::Campaign;
use crate::domain::ids::{TargetSheetId, UnitId};
use crate::domain::report::Figures;
use crate::domain::target::{Difference, Levels, PrintedRow, Target, TargetSheet, count_of};
use crate::domain::text::{fold, thousands};
use crate::domain::unit::{DatedUnit, Level, Unit};
use crate::error::{Error, Result};
use crate::excel::read_sheet::SourceFile;
use crate::excel::read_targets::{PrintedTargets, read_targets};
use crate::figures::Day;
use crate::jobs::book::change_units::new_unit;
use crate::messages::word;
use crate::session::Session;
use crate::store::Book;

/// A workbook with a sheet of targets.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct ImportTargets {
    /// The file.
    pub file: PathBuf,
    /// Day of the baseline; without it the one that the sheet states ("Số liệu tính đến ngày").
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
    /// Number of the campaign; may be left out when only one can be meant.
    #[serde(default)]
    pub campaign: Option<String>,
    /// Name of the phase; without it the targets are those of the whole campaign.
    #[serde(default)]
    pub phase: Option<String>,
    /// Add units that the book does not know, below its own.
    #[serde(default)]
    pub new_units: bool,
}

/// What was taken.
#[derive(Debug, Clone, PartialEq, Serialize, ts_rs::TS)]
pub struct TargetsSet {
    /// Number of the campaign.
    pub campaign: String,
    /// Name of the phase, or empty.
    pub phase: String,
    /// Day of the baseline.
    pub as_of: NaiveDate,
    /// Rows taken.
    pub rows: usize,
    /// Rows of units that are not in this book (a commune takes its own row of a paper of the whole district).
    pub skipped: usize,
    /// Units added.
    pub new_units: Vec<String>,
    /// The same targets stood there before; nothing was changed.
    pub unchanged: bool,
    /// Sum of the rows, or the row of the book's own unit where there is one.
    pub total: Levels,
    /// The total row as printed.
    pub printed_total: Option<PrintedRow>,
    /// Printed figures that do not add up, each named.
    pub differences: Vec<Difference>,
    /// The rows.
    pub targets: Vec<Target>,
}

impl TargetsSet {
    fn new(campaign: &Campaign, sheet: &TargetSheet, own: UnitId) -> Self {
        Self {
            campaign: campaign.plan.number.clone(),
            phase: sheet.phase.clone(),
            as_of: sheet.as_of,
            rows: sheet.targets.len(),
            skipped: 0,
            new_units: Vec::new(),
            unchanged: false,
            total: sheet.total(own),
            printed_total: sheet.printed_total.clone(),
            differences: sheet.differences(own),
            targets: sheet.targets.clone(),
        }
    }
}

/// Takes targets in. A sheet takes the place of the earlier one of the same campaign and phase; the same one again
/// changes nothing.
///
/// # Errors
/// `file.*` when it cannot be read, `target.no_table`, `target.no_as_of`, `target.unit_twice`, `target.unknown_units`,
/// `target.negative`, `target.too_large`, `target.not_a_number`, `campaign.*`; nothing is changed.
pub fn import_targets(book: &mut Book, session: &Session, args: &ImportTargets) -> Result<TargetsSet> {
    let mut file = SourceFile::open(&args.file)?;
    let printed = read_file(&mut file)?;
    let campaign = campaign_meant(book, args.campaign.as_deref(), session.today())?;
    let phase = phase_meant(&campaign, args.phase.as_deref())?;
    let Some(as_of) = args.as_of.or(printed.as_of) else {
        return Err(Error::new("target.no_as_of").with("file", file.file_name()));
    };

    let known = book.dated_units()?;
    let own = book.own_unit()?;
    let mut new_units: Vec<Unit> = Vec::new();
    let mut skipped: Vec<&str> = Vec::new();
    let mut rows: BTreeMap<UnitId, u32> = BTreeMap::new();
    let mut targets = Vec::new();
    let has_own = printed.rows.iter().any(|(_, row)| fold(&row.unit) == fold(&own.name));
    let mut names: BTreeMap<String, u32> = BTreeMap::new();
    for (number, row) in &printed.rows {
        let twice = |first: u32| {
            Error::new("target.unit_twice").with("unit", &row.unit).with("first", first).with("row", number)
        };
        if let Some(first) = names.insert(fold(&row.unit), *number) {
            return Err(twice(first));
        }
        let unit_id = match DatedUnit::called(&known, &row.unit, as_of).map(|unit| unit.unit.id) {
            Some(id) => id,
            None if args.new_units => {
                let unit = new_unit(session, &row.unit, own.id, known.len() + new_units.len());
                let id = unit.id;
                new_units.push(unit);
                id
            }
            None => {
                skipped.push(&row.unit);
                continue;
            }
        };
        if let Some(first) = rows.insert(unit_id, *number) {
            return Err(twice(first));
        }
        targets.push(Target { unit_id, locked: false, answerable: String::new(), row: row.clone() });
    }
    if !skipped.is_empty() && !has_own {
        let names = skipped.iter().take(10).copied().collect::<Vec<_>>().join(", ");
        return Err(Error::new("target.unknown_units")
            .with("count", thousands(skipped.len()))
            .with("units", names));
    }

    let mut sheet = TargetSheet {
        id: TargetSheetId(session.new_id()),
        campaign_id: campaign.id,
        phase,
        as_of,
        // A total of rows that are not ours says nothing of ours.
        printed_total: printed.total.filter(|_| skipped.is_empty()),
        targets,
    };
    // A row that says the same keeps its lock; who answers for a unit answers for its new target, too.
    let sheets = book.target_sheets(campaign.id)?;
    let before = sheets.iter().find(|before| before.phase == sheet.phase);
    for target in &mut sheet.targets {
        let was = before.and_then(|before| before.targets.iter().find(|was| was.unit_id == target.unit_id));
        target.locked = was.is_some_and(|was| was.locked && was.row.target == target.row.target);
        target.answerable = was.map(|was| was.answerable.clone()).unwrap_or_default();
    }
    let skipped = skipped.len();
    let unchanged = keep(book, session, &mut sheet, &campaign, &new_units)?;
    let new_units = new_units.into_iter().map(|unit| unit.name).collect();
    Ok(TargetsSet { skipped, unchanged, new_units, ..TargetsSet::new(&campaign, &sheet, own.id) })
}

fn read_file(file: &mut SourceFile) -> Result<PrintedTargets> {
    for index in 0..file.sheet_names().len() {
        if let Some(found) = read_targets(&file.read(index)?)? {
            return Ok(found);
        }
    }
    Err(Error::new("target.no_table").with("file", file.file_name()))
}

/// Writes a sheet unless the same stands there; whether it did.
pub(crate) fn keep(
    book: &mut Book,
    session: &Session,
    sheet: &mut TargetSheet,
    campaign: &Campaign,
    new_units: &[Unit],
) -> Result<bool> {
    let before = book.target_sheets(campaign.id)?.into_iter().find(|other| other.phase == sheet.phase);
    if let Some(before) = before {
        let id = std::mem::replace(&mut sheet.id, before.id);
        if *sheet == before {
            return Ok(true);
        }
        sheet.id = id;
    }
    let told = json!({ "number": campaign.plan.number, "units": sheet.targets.len() });
    book.transact(session, "set-targets", told, |tx| {
        for unit in new_units {
            tx.insert_unit(unit)?;
        }
        tx.put_target_sheet(sheet, || session.new_id())
    })?;
    Ok(false)
}

/// By what targets are shared out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum ShareBy {
    /// Eligible people of each unit, in the book or as the unit has stated.
    #[default]
    Eligible,
    /// What each unit has left: by the baseline that came with the targets, else by its people, in the book or as the unit has
    /// stated.
    Remaining,
}

/// A target to be shared out to the units below.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ts_rs::TS)]
pub struct ShareTargets {
    /// Accounts in all; with both levels given it may be left out.
    #[serde(default)]
    pub total: Option<u32>,
    /// Of these at level 1.
    #[serde(default)]
    pub level1: Option<u32>,
    /// Of these at level 2.
    #[serde(default)]
    pub level2: Option<u32>,
    /// By what.
    #[serde(default)]
    pub by: ShareBy,
    /// Rows that keep a number of their own, from now on.
    #[serde(default)]
    pub locked: Vec<LockedTarget>,
    /// Units whose lock is taken off.
    #[serde(default)]
    pub unlocked: Vec<String>,
    /// As in [`ImportTargets`].
    #[serde(default)]
    pub campaign: Option<String>,
    /// As in [`ImportTargets`].
    #[serde(default)]
    pub phase: Option<String>,
    /// Show what would come out and change nothing.
    #[serde(default)]
    pub dry_run: bool,
}

/// A row that is not shared anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LockedTarget {
    /// Name of the unit.
    pub unit: String,
    /// Its target.
    #[serde(flatten)]
    pub target: Levels,
}

/// Shares a target out to the units right below the book's own, in whole numbers that add up exactly. Rows that are all
/// locked are the total when none is said.
///
/// # Errors
/// `target.no_units`, `target.no_total`, `target.levels_differ`, `target.no_people`, `target.no_base`, `target.locked_exceed`,
/// `target.nothing_open`, `target.lock_levels`, `unit.unknown`, `campaign.*`; nothing is changed.
pub fn share_targets(book: &mut Book, session: &Session, args: &ShareTargets) -> Result<TargetsSet> {
    let today = session.today();
    let campaign = campaign_meant(book, args.campaign.as_deref(), today)?;
    let phase = phase_meant(&campaign, args.phase.as_deref())?;
    let own = book.own_unit()?;
    let day = Day::read(book, today)?;
    let units: Vec<Unit> = day.units.below(own.id).into_iter().cloned().collect();
    if units.is_empty() {
        return Err(Error::new("target.no_units").with("unit", own.name));
    }
    let sheets = book.target_sheets(campaign.id)?.into_iter();
    let sheets: Vec<TargetSheet> = sheets.map(|sheet| day.at_home(sheet)).collect();
    let before = sheets.iter().find(|sheet| sheet.phase == phase);
    // The baseline of a phase that has none yet is that of the whole campaign.
    let base = before.or_else(|| sheets.iter().find(|sheet| sheet.phase.is_empty()));
    let row_before = |id: UnitId| base.and_then(|sheet| sheet.targets.iter().find(|t| t.unit_id == id));

    let locks = locks_of(args, before, &units)?;
    let whole = whole_of(args, &locks)?;
    let weights = match locks.iter().any(Option::is_none) {
        true => weights(args.by, &units, &locks, &day, base)?,
        false => vec![0; units.len()],
    };
    let target = |((unit, lock), target): ((&Unit, &Option<Levels>), Levels)| Target {
        unit_id: unit.id,
        locked: lock.is_some(),
        answerable: row_before(unit.id).map(|before| before.answerable.clone()).unwrap_or_default(),
        row: PrintedRow {
            unit: unit.name.clone(),
            target,
            active: row_before(unit.id).and_then(|before| before.row.active),
            ..PrintedRow::default()
        },
    };
    let shares = share_levels(whole, &weights, &locks)?;
    let mut sheet = TargetSheet {
        id: TargetSheetId(session.new_id()),
        campaign_id: campaign.id,
        as_of: base.map_or(today, |base| base.as_of),
        printed_total: None,
        targets: units.iter().zip(&locks).zip(shares).map(target).collect(),
        phase,
    };
    if args.dry_run {
        return Ok(TargetsSet::new(&campaign, &sheet, own.id));
    }
    let unchanged = keep(book, session, &mut sheet, &campaign, &[])?;
    Ok(TargetsSet { unchanged, ..TargetsSet::new(&campaign, &sheet, own.id) })
}

/// What each unit keeps: those that were locked `before` and those that are from now on.
fn locks_of(
    args: &ShareTargets,
    before: Option<&TargetSheet>,
    units: &[Unit],
) -> Result<Vec<Option<Levels>>> {
    let by_levels = args.level1.is_some() || args.level2.is_some();
    let kept = |unit: &Unit| {
        let target = before?.targets.iter().find(|target| target.unit_id == unit.id && target.locked)?;
        let Levels { total, .. } = target.row.target;
        Some(if args.total.is_some() && !by_levels {
            Levels { total, ..Levels::default() }
        } else {
            target.row.target
        })
    };
    let mut locks: Vec<Option<Levels>> = units.iter().map(kept).collect();
    let mut put = |name: &str, lock: Option<Levels>| -> Result<()> {
        let id = Unit::called(units, name)?.id;
        let found = units.iter().zip(&mut locks).find(|(unit, _)| unit.id == id);
        found.into_iter().for_each(|(_, place)| *place = lock);
        Ok(())
    };
    args.unlocked.iter().try_for_each(|unit| put(unit, None))?;
    for lock in &args.locked {
        count_of(&lock.unit, i64::from(lock.target.total))?;
        put(&lock.unit, Some(lock.target))?;
    }
    // Without a total the locks say what it is.
    let asked = by_levels || args.total.is_some();
    let differs = |lock: &Levels| (lock.level1.is_some(), lock.level2.is_some()) != (by_levels, by_levels);
    let odd = units.iter().zip(&locks).find(|(_, lock)| asked && lock.as_ref().is_some_and(differs));
    match odd {
        Some((unit, _)) => Err(Error::new("target.lock_levels").with("unit", &unit.name)),
        None => Ok(locks),
    }
}

/// What is shared out.
fn whole_of(args: &ShareTargets, locks: &[Option<Levels>]) -> Result<Levels> {
    let whole = match (args.total, args.level1, args.level2) {
        (total, Some(level1), Some(level2)) => {
            let whole = Levels::of(level1, level2);
            if total.is_some_and(|total| total != whole.total) {
                return Err(Error::new("target.levels_differ").with("sum", whole.total));
            }
            whole
        }
        (Some(total), None, None) => Levels { total, ..Levels::default() },
        (None, None, None) => {
            let all: Option<Vec<Levels>> = locks.iter().copied().collect();
            Levels::sum(all.ok_or_else(|| Error::new("target.no_total"))?)
        }
        _ => return Err(Error::new("target.no_total")),
    };
    count_of(word("form.annex1.total"), i64::from(whole.total))?;
    Ok(whole)
}

/// The share of each unit, by level where the whole has levels.
fn share_levels(whole: Levels, weights: &[u32], locks: &[Option<Levels>]) -> Result<Vec<Levels>> {
    let share = |whole: u32, level: fn(&Levels) -> u32| {
        let rows = weights.iter().zip(locks).map(|(weight, lock)| (*weight, lock.as_ref().map(level)));
        share_out(whole, &rows.collect::<Vec<_>>())
    };
    let (Some(level1), Some(level2)) = (whole.level1, whole.level2) else {
        let total = share(whole.total, |levels| levels.total)?.into_iter();
        return Ok(total.map(|total| Levels { total, ..Levels::default() }).collect());
    };
    let one = share(level1, |levels| levels.level1.unwrap_or(0))?;
    let two = share(level2, |levels| levels.level2.unwrap_or(0))?;
    Ok(one.into_iter().zip(two).map(|(one, two)| Levels::of(one, two)).collect())
}

/// The weight of each unit.
fn weights(
    by: ShareBy,
    units: &[Unit],
    locks: &[Option<Levels>],
    day: &Day<'_>,
    before: Option<&TargetSheet>,
) -> Result<Vec<u32>> {
    if by == ShareBy::Remaining {
        let left = |unit: &Unit| {
            let row = before?.targets.iter().find(|target| target.unit_id == unit.id)?;
            Some(row.row.target.total.saturating_sub(row.row.active?.total))
        };
        if let Some(weights) = units.iter().map(left).collect::<Option<Vec<u32>>>() {
            return Ok(weights);
        }
    }
    let mut figures: BTreeMap<UnitId, Figures> =
        units.iter().map(|unit| (unit.id, Figures::default())).collect();
    for person in day.people()? {
        let home = day.units.upwards(person.unit_id).find(|unit| figures.contains_key(&unit.id));
        if let Some(figures) = home.and_then(|unit| figures.get_mut(&unit.id)) {
            figures.add(person, day.day, day.day);
        }
    }
    // Above the commune there are no people, but what the units below have stated.
    for (unit, stated) in day.newest_reported()? {
        if let Some(figures) = figures.get_mut(unit) {
            *figures = stated.figures.clone();
        }
    }
    if figures.values().all(|figures| figures.people == 0) {
        return Err(Error::new("target.no_people"));
    }
    // Above the commune who has stated nothing has people nevertheless: a share of nought would be a target.
    let silent = units.iter().zip(locks).filter(|(unit, lock)| {
        lock.is_none() && figures.get(&unit.id).is_none_or(|figures| figures.people == 0)
    });
    let silent: Vec<&str> = silent.map(|(unit, _)| unit.name.as_str()).collect();
    if day.info.level > Level::Commune && !silent.is_empty() {
        return Err(Error::new("target.no_base").with("units", silent.join(", ")));
    }
    let weight = |unit: &Unit| {
        figures.get(&unit.id).map_or(0, |figures| match by {
            ShareBy::Eligible => figures.eligible,
            ShareBy::Remaining => figures.remaining(),
        })
    };
    Ok(units.iter().map(weight).collect())
}
