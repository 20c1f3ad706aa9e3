//! Targets (chỉ tiêu) by unit, phase and level, their baseline, and sharing them out.
//!
//! The ten columns of Phụ lục I (docs/domain.md, Plans and targets): (3) target, (4) at level 1, (5) at level 2; (6) and (7) active at level 1
//! and 2, (8) active; (9) = (8) : (3); (10) = (3) − (8). What a paper prints is kept and shown beside what it adds to.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::campaign::LARGEST_TARGET;
use super::ids::{CampaignId, TargetSheetId, UnitId};
use super::report::Percent;
use super::text::{fold, thousands};
use super::unit::{Unit, UnitsOfDay};
use crate::error::{Error, Result};
use crate::messages::sentence;

/// A count by level. A level that was not said is not known, which is not zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Levels {
    /// All accounts.
    pub total: u32,
    /// Of these at level 1.
    #[serde(default)]
    pub level1: Option<u32>,
    /// Of these at level 2.
    #[serde(default)]
    pub level2: Option<u32>,
}

impl Levels {
    /// Both levels known.
    #[must_use]
    pub fn of(level1: u32, level2: u32) -> Self {
        Self { total: level1.saturating_add(level2), level1: Some(level1), level2: Some(level2) }
    }

    /// The sum of many; a level is known when all know it.
    #[must_use]
    pub fn sum(all: impl IntoIterator<Item = Self>) -> Self {
        let add = |a: Option<u32>, b: Option<u32>| Some(a?.saturating_add(b?));
        all.into_iter().fold(Self { total: 0, level1: Some(0), level2: Some(0) }, |sum, one| Self {
            total: sum.total.saturating_add(one.total),
            level1: add(sum.level1, one.level1),
            level2: add(sum.level2, one.level2),
        })
    }

    /// What is left without `part`.
    fn less(self, part: Self) -> Self {
        let less = |all: Option<u32>, part: Option<u32>| Some(all?.saturating_sub(part?));
        Self {
            total: self.total.saturating_sub(part.total),
            level1: less(self.level1, part.level1),
            level2: less(self.level2, part.level2),
        }
    }
}

/// One row of a sheet of targets, or its total row, as the paper prints it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct PrintedRow {
    /// Name of the unit, or the words of the total row.
    pub unit: String,
    /// Columns (3), (4), (5).
    pub target: Levels,
    /// Columns (6), (7), (8); `None` when the paper has none.
    pub active: Option<Levels>,
    /// Column (9) in hundredths of a percent.
    #[serde(default)]
    pub ratio: Option<u32>,
    /// Column (10); negative when the target is exceeded.
    #[serde(default)]
    pub remaining: Option<i64>,
}

/// A printed figure that is not what its row or column adds to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Difference {
    /// The row: a unit, or the total row's words.
    pub unit: String,
    /// The column of Phụ lục I, 3 to 10.
    pub column: u8,
    /// As printed; of column 9 in hundredths of a percent.
    pub printed: i64,
    /// As computed.
    pub computed: i64,
}

impl PrintedRow {
    /// The figures of columns 3 to 10 that are there.
    fn figures(&self) -> impl Iterator<Item = (u8, i64)> {
        let active = self.active;
        let wide = |count: Option<u32>| count.map(i64::from);
        [
            (3, Some(i64::from(self.target.total))),
            (4, wide(self.target.level1)),
            (5, wide(self.target.level2)),
            (6, wide(active.and_then(|a| a.level1))),
            (7, wide(active.and_then(|a| a.level2))),
            (8, wide(active.map(|a| a.total))),
            (9, wide(self.ratio)),
            (10, self.remaining),
        ]
        .into_iter()
        .filter_map(|(column, value)| Some((column, value?)))
    }

    /// Leaves what is not given to `parts`.
    fn leave<'a>(&mut self, parts: impl Iterator<Item = &'a Self>) {
        for part in parts {
            self.target = self.target.less(part.target);
            self.active = self.active.map(|active| active.less(part.active.unwrap_or(Levels::of(0, 0))));
        }
        (self.ratio, self.remaining) = (None, None);
    }

    fn figure(&self, wanted: u8) -> Option<i64> {
        self.figures().find(|(column, _)| *column == wanted).map(|(_, value)| value)
    }

    /// Where the row does not agree with itself: (3) = (4) + (5), (8) = (6) + (7), (9) = (8) : (3), (10) = (3) − (8).
    pub fn differences(&self) -> impl Iterator<Item = Difference> {
        let sum = |levels: Levels| Some(i64::from(levels.level1?) + i64::from(levels.level2?));
        let active = self.active;
        let ratio =
            active.and_then(|a| Percent::of(a.total, self.target.total)).map(|ratio| i64::from(ratio.0));
        let remaining = active.map(|a| i64::from(self.target.total) - i64::from(a.total));
        [(3, sum(self.target)), (8, active.and_then(sum)), (9, ratio), (10, remaining)]
            .into_iter()
            .filter_map(|(column, computed)| {
                let (printed, computed) = (self.figure(column)?, computed?);
                (printed != computed).then(|| Difference {
                    unit: self.unit.clone(),
                    column,
                    printed,
                    computed,
                })
            })
    }
}

/// The cells of a printed total row that are not the sums of the rows. The paper is kept as it is (docs/domain.md, Plans and targets).
#[must_use]
pub fn total_differences(rows: &[PrintedRow], total: &PrintedRow) -> Vec<Difference> {
    let sums = (3..=8).chain([10]).filter_map(|column| {
        let printed = total.figure(column)?;
        let computed = rows.iter().map(|row| row.figure(column)).sum::<Option<i64>>()?;
        (printed != computed).then(|| Difference { unit: total.unit.clone(), column, printed, computed })
    });
    sums.collect()
}

/// The targets of one campaign or phase, as of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct TargetSheet {
    /// Id in this book.
    pub id: TargetSheetId,
    /// The campaign.
    pub campaign_id: CampaignId,
    /// Name of its phase; empty for the whole campaign.
    pub phase: String,
    /// "Số liệu tính đến ngày": the day of the baseline.
    pub as_of: NaiveDate,
    /// The total row as printed, when the paper had one.
    pub printed_total: Option<PrintedRow>,
    /// Rows in the order of the paper.
    pub targets: Vec<Target>,
}

/// The target of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Target {
    /// The unit.
    pub unit_id: UnitId,
    /// Kept when the rest is shared out anew.
    pub locked: bool,
    /// Who answers for it, or empty: an office holder, who is told in this book alone.
    pub answerable: String,
    /// The row as printed, or as shared out.
    #[serde(flatten)]
    pub row: PrintedRow,
}

/// A target of a unit that does not stand on the day, of several that do together: of one that was split, so far as its parts
/// have none of their own, or of one that they became later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Undivided {
    /// The unit that has it.
    pub whole: String,
    /// What its row is called.
    pub row: String,
    /// Its parts without a target of their own.
    pub parts: Vec<(UnitId, String)>,
    /// What is left to divide.
    pub target: u32,
    /// The parts became it after the day: nothing has to be divided.
    pub to_come: bool,
}

impl Undivided {
    /// Whether the unit is a part that one of them is to be divided among.
    #[must_use]
    pub fn has(all: &[Self], unit: Option<UnitId>) -> bool {
        all.iter().flat_map(|open| &open.parts).any(|(part, _)| Some(*part) == unit)
    }

    /// "Thôn 1 (332) → Thôn 1A, Thôn 1B", one after the other.
    #[must_use]
    pub fn told(all: &[Self]) -> String {
        let one = |open: &Self| {
            let parts: Vec<&str> = open.parts.iter().map(|(_, name)| name.as_str()).collect();
            format!("{} ({}) → {}", open.whole, thousands(open.target), parts.join(", "))
        };
        all.iter().map(one).collect::<Vec<_>>().join("; ")
    }
}

impl TargetSheet {
    /// A sheet of no campaign: a row a unit, without a baseline.
    #[must_use]
    pub fn of_units(units: impl Iterator<Item = UnitId>, day: NaiveDate) -> Self {
        let target = |unit_id| Target {
            unit_id,
            locked: false,
            answerable: String::new(),
            row: PrintedRow::default(),
        };
        Self {
            id: TargetSheetId(Uuid::nil()),
            campaign_id: CampaignId(Uuid::nil()),
            phase: String::new(),
            as_of: day,
            printed_total: None,
            targets: units.map(target).collect(),
        }
    }

    /// The rows that make up `unit` as a whole.
    pub fn whole(&self, unit: UnitId) -> Vec<&Target> {
        rows_of_whole(&self.targets, unit, |target| target.unit_id)
    }

    /// Every printed figure that does not add up: rows first, then the total row of `unit`.
    #[must_use]
    pub fn differences(&self, unit: UnitId) -> Vec<Difference> {
        let mut found: Vec<Difference> =
            self.targets.iter().flat_map(|target| target.row.differences()).collect();
        if let Some(total) = &self.printed_total {
            let rows: Vec<PrintedRow> =
                self.whole(unit).into_iter().map(|target| target.row.clone()).collect();
            found.extend(total_differences(&rows, total));
            found.extend(total.differences().filter(|d| d.column >= 9));
        }
        found
    }

    /// The sheet as of the day of `units`: the targets of units that were merged stand together under the new one; that of
    /// one that was split stands at its parts together, less what they were given since, until each has its own. `own` keeps
    /// the book and takes nothing over.
    #[must_use]
    pub fn at_home(mut self, units: &UnitsOfDay, own: UnitId) -> Self {
        let mut targets: Vec<Target> = Vec::new();
        // What a part was given is nothing that its whole had.
        let bearer = |target: &Target| {
            let home = units.home_or_split(target.unit_id);
            if units.wholes(target.unit_id).any(|(whole, _)| whole == home) { target.unit_id } else { home }
        };
        let given: BTreeSet<UnitId> = self.targets.iter().map(bearer).collect();
        // A whole that is still to come has what was given to those who become it.
        let is_given = |whole: UnitId| {
            given.contains(&whole) || units.parts(whole).iter().any(|part| given.contains(&part.id))
        };
        for mut target in self.targets {
            // Up to the split the row of the whole has what its parts were given since.
            let whole = units.wholes(target.unit_id).find(|(whole, _)| is_given(*whole));
            if whole.is_some_and(|(_, gone)| !gone) {
                continue;
            }
            let home = units.home_or_split(target.unit_id);
            if home != target.unit_id && home != own && units.parts(target.unit_id).is_empty() {
                target.unit_id = home;
                target.row.unit = units.name(home).unwrap_or_default().to_owned();
                (target.row.ratio, target.row.remaining) = (None, None);
            }
            match targets.iter_mut().find(|other| other.unit_id == target.unit_id) {
                Some(other) => {
                    let both = |a: Option<Levels>, b: Option<Levels>| Some(Levels::sum([a?, b?]));
                    other.row = PrintedRow {
                        unit: units.name(home).unwrap_or_default().to_owned(),
                        target: Levels::sum([other.row.target, target.row.target]),
                        active: both(other.row.active, target.row.active),
                        ..PrintedRow::default()
                    };
                    other.locked &= target.locked;
                    if other.answerable.is_empty() {
                        other.answerable = target.answerable;
                    }
                }
                None => targets.push(target),
            }
        }
        let rows: BTreeMap<UnitId, PrintedRow> =
            targets.iter().map(|target| (target.unit_id, target.row.clone())).collect();
        targets.retain_mut(|target| {
            let parts = units.parts(target.unit_id);
            let (given, open): (Vec<&Unit>, Vec<&Unit>) =
                parts.into_iter().partition(|part| rows.contains_key(&part.id));
            if open.is_empty() {
                return given.is_empty();
            }
            target.row.leave(given.iter().filter_map(|part| rows.get(&part.id)));
            let names: Vec<&str> = open.iter().map(|part| part.name.as_str()).collect();
            let code = if units.is_to_come(target.unit_id) { "target.together" } else { "target.undivided" };
            target.row.unit = sentence(code, [("units", names.join(" + ").as_str())]);
            true
        });
        self.targets = targets;
        self
    }

    /// Units that were split and whose parts were all given targets, of another sum, in a sheet as it was given: "Thôn 1 477 ≠ 400",
    /// the unit, what it had, what they have.
    #[must_use]
    pub fn divided_otherwise(&self, units: &UnitsOfDay) -> Vec<(String, u32, u32)> {
        let given: BTreeMap<UnitId, u32> =
            self.targets.iter().map(|target| (target.unit_id, target.row.target.total)).collect();
        let of = |target: &Target| {
            let parts = units.parts(target.unit_id);
            let sum = parts.iter().map(|part| given.get(&part.id)).sum::<Option<u32>>()?;
            let had = target.row.target.total;
            let differs = !parts.is_empty() && !units.is_to_come(target.unit_id) && sum != had;
            differs.then(|| (units.name(target.unit_id).unwrap_or_default().to_owned(), had, sum))
        };
        self.targets.iter().filter_map(of).collect()
    }

    /// The targets of units that were split which still have to be divided, in a sheet [as of the day](Self::at_home).
    #[must_use]
    pub fn undivided(&self, units: &UnitsOfDay) -> Vec<Undivided> {
        let rows: BTreeSet<UnitId> = self.targets.iter().map(|target| target.unit_id).collect();
        let of = |target: &Target| {
            let parts = units.parts(target.unit_id).into_iter().filter(|part| !rows.contains(&part.id));
            let parts: Vec<(UnitId, String)> = parts.map(|part| (part.id, part.name.clone())).collect();
            let id = target.unit_id;
            let whole = units.name(id).unwrap_or_default().to_owned();
            let (row, target) = (target.row.unit.clone(), target.row.target.total);
            let to_come = units.is_to_come(id);
            (!parts.is_empty()).then_some(Undivided { whole, row, parts, target, to_come })
        };
        self.targets.iter().filter_map(of).collect()
    }

    /// The target of `unit` as a whole.
    #[must_use]
    pub fn total(&self, unit: UnitId) -> Levels {
        Levels::sum(self.whole(unit).into_iter().map(|target| target.row.target))
    }

    /// The baseline of `unit` as a whole; `None` when a row has none.
    #[must_use]
    pub fn baseline(&self, unit: UnitId) -> Option<Levels> {
        let rows: Option<Vec<Levels>> =
            self.whole(unit).into_iter().map(|target| target.row.active).collect();
        rows.map(Levels::sum)
    }
}

/// The rows that make up `unit` as a whole: its own row where there is one, as what the units below it were given is a
/// part of that; else all rows together.
pub fn rows_of_whole<T>(rows: &[T], unit: UnitId, unit_of: impl Fn(&T) -> UnitId) -> Vec<&T> {
    match rows.iter().find(|row| unit_of(row) == unit) {
        Some(own) => vec![own],
        None => rows.iter().collect(),
    }
}

/// Refuses a target that can only be a slip of the keyboard. It may exceed the eligible: plans do (docs/domain.md, Plans and targets).
///
/// # Errors
/// `target.negative`, `target.too_large`.
pub fn count_of(unit: &str, value: i64) -> Result<u32> {
    let wrong = |code| Error::new(code).with("unit", unit).with("value", value);
    match u32::try_from(value) {
        Ok(count) if count <= LARGEST_TARGET => Ok(count),
        Ok(_) => Err(wrong("target.too_large")),
        Err(_) if value < 0 => Err(wrong("target.negative")),
        Err(_) => Err(wrong("target.too_large")),
    }
}

/// A whole number as people type it: "1.234", "1,234", "1 234", "-5". Dots and commas stand between groups of three.
#[must_use]
pub fn whole_number(text: &str) -> Option<i64> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (minus, digits) = bare.strip_prefix('-').map_or(("", bare.as_str()), |rest| ("-", rest));
    let groups: Vec<&str> = digits.split(['.', ',']).collect();
    let grouped = groups.iter().skip(1).all(|group| group.chars().count() == 3);
    let plain = groups.concat();
    let whole = grouped && !plain.is_empty() && plain.chars().all(|c| c.is_ascii_digit());
    whole.then(|| format!("{minus}{plain}").parse().ok()).flatten()
}

/// The cells (3) to (8) of a row, to be typed over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TypedCells([Option<u32>; 6]);

impl TypedCells {
    /// The cells of a row; blank where there is none yet.
    #[must_use]
    pub fn of(row: Option<&PrintedRow>) -> Self {
        let active = row.and_then(|row| row.active);
        let target = row.map(|row| row.target);
        Self([
            target.map(|t| t.total),
            target.and_then(|t| t.level1),
            target.and_then(|t| t.level2),
            active.and_then(|a| a.level1),
            active.and_then(|a| a.level2),
            active.map(|a| a.total),
        ])
    }

    /// Types `text` over column 3 to 8 of the row of `unit`; blank clears it. A sum follows its parts, unless it is typed
    /// itself: then a difference is shown as of a printed paper.
    ///
    /// # Errors
    /// `target.no_column`, `target.cell_not_a_number`, `target.negative`, `target.too_large`.
    pub fn set(&mut self, unit: &str, column: u8, text: &str) -> Result<()> {
        let place = usize::from(column).checked_sub(3).and_then(|place| self.0.get_mut(place));
        let place = place.ok_or_else(|| Error::new("target.no_column").with("column", column))?;
        *place = match text.trim() {
            "" | "-" | "–" => None,
            text => Some(match whole_number(text) {
                Some(value) => count_of(unit, value)?,
                None => {
                    return Err(Error::new("target.cell_not_a_number")
                        .with("unit", unit)
                        .with("column", column)
                        .with("raw", text.chars().take(40).collect::<String>()));
                }
            }),
        };
        let [total, level1, level2, active1, active2, active] = &mut self.0;
        let sum = |one: &Option<u32>, two: &Option<u32>| Some((*one)?.saturating_add((*two)?));
        match column {
            4 | 5 => *total = sum(level1, level2).or(*total),
            3 => *total = total.or(sum(level1, level2)),
            6 | 7 => *active = sum(active1, active2).or(*active),
            _ => *active = active.or(sum(active1, active2)),
        }
        Ok(())
    }

    /// The row of `unit`; `None` without a target.
    #[must_use]
    pub fn row(self, unit: &str) -> Option<PrintedRow> {
        let [total, level1, level2, active1, active2, active] = self.0;
        Some(PrintedRow {
            unit: unit.to_owned(),
            target: Levels { total: total?, level1, level2 },
            active: active.map(|total| Levels { total, level1: active1, level2: active2 }),
            ..PrintedRow::default()
        })
    }
}

/// Whether the first words of a row say that it is a sum: "Tổng cộng", "Cộng toàn xã", "Toàn phường". A hamlet may be
/// called Cộng Hòa or Tống Xá.
#[must_use]
pub fn is_total(text: &str) -> bool {
    let said = fold(text);
    let whole = |said: &str| {
        let unit = said.strip_prefix("toan ").unwrap_or_default();
        ["xa", "phuong", "dac khu", "huyen", "tinh", "thanh pho", "thon", "bo"].contains(&unit)
    };
    let rest = said.strip_prefix("tong").or_else(|| said.strip_prefix("cong")).map(str::trim_start);
    whole(&said)
        || rest.is_some_and(|rest| {
            let rest =
                rest.strip_prefix("cong").or_else(|| rest.strip_prefix("so")).unwrap_or(rest).trim_start();
            rest.is_empty() || whole(rest) || rest == "chung"
        })
}

#[cfg(test)]
mod tests {
    use super::super::unit::DatedUnit;
    use super::*;

    #[test]
    fn cells_are_typed_over() {
        let check = |typed: &[(u8, &str)], expect: &str| {
            let row = PrintedRow { target: Levels::of(6, 4), ..PrintedRow::default() };
            let mut cells = TypedCells::of(Some(&row));
            let done = typed.iter().try_for_each(|(column, text)| cells.set("A", *column, text));
            let levels = |l: Levels| format!("{}={:?}+{:?}", l.total, l.level1, l.level2).replace("Some", "");
            let shown = match (done, cells.row("A")) {
                (Err(e), _) => e.code.to_owned(),
                (_, None) => "none".to_owned(),
                (_, Some(row)) => format!("{} {}", levels(row.target), row.active.map_or("–".into(), levels)),
            };
            assert_eq!(shown, expect, "{typed:?}");
        };
        check(&[], "10=(6)+(4) –");
        check(&[(4, "1.006")], "1010=(1006)+(4) –");
        check(&[(4, "7"), (3, "12")], "12=(7)+(4) –"); // shown as a difference
        check(&[(3, "")], "10=(6)+(4) –");
        check(&[(4, ""), (5, "–")], "10=None+None –");
        check(&[(4, ""), (5, ""), (3, "")], "none");
        check(&[(6, "2"), (7, "3")], "10=(6)+(4) 5=(2)+(3)");
        check(&[(8, "9")], "10=(6)+(4) 9=None+None");
        check(&[(3, "-1")], "target.negative");
        check(&[(3, "4.000.000.000")], "target.too_large");
        check(&[(3, "1.5")], "target.cell_not_a_number");
        check(&[(9, "1")], "target.no_column");
        check(&[(0, "1")], "target.no_column");
    }

    /// The rows of a sheet with these units and totals as they stand on a day, and the targets of several units together.
    fn at_home(units: &[DatedUnit], on: &str, rows: &[(u128, u32)]) -> (String, Vec<Undivided>) {
        use super::super::unit::example::{day, id};
        let target = |(n, total): &(u128, u32)| {
            let row = PrintedRow {
                unit: units[usize::try_from(*n).unwrap() - 1].unit.name.clone(),
                target: Levels { total: *total, ..Levels::default() },
                active: Some(Levels::of(1, 1)),
                ..PrintedRow::default()
            };
            Target { unit_id: id(*n), locked: false, answerable: String::new(), row }
        };
        let sheet = TargetSheet {
            targets: rows.iter().map(target).collect(),
            ..TargetSheet::of_units(std::iter::empty(), day(on))
        };
        let units = UnitsOfDay::new(units, day(on));
        let otherwise = sheet.divided_otherwise(&units);
        let sheet = sheet.at_home(&units, id(1));
        let row = |target: &Target| format!("{} {}", target.row.unit, target.row.target.total);
        let mut shown: Vec<String> = sheet.targets.iter().map(row).collect();
        let open = sheet.undivided(&units);
        shown.extend((!open.is_empty()).then(|| Undivided::told(&open)));
        shown.extend(otherwise.into_iter().map(|(whole, had, given)| format!("{whole} {had} ≠ {given}")));
        (shown.join(", "), open)
    }

    #[test]
    fn the_target_of_a_unit_that_was_split_is_divided_among_its_parts() {
        use super::super::unit::PastUnit;
        use super::super::unit::example::{day, id, unit};
        // Hamlets 2 and 3; 3 was split into 4 and 5 on 01/08.
        let mut units = [(1, "Xã"), (2, "A"), (3, "B"), (4, "B1"), (5, "B2")]
            .map(|(n, name)| unit(n, (n > 1).then_some(1), name));
        units[2].last_day = Some(day("2026-07-31"));
        for part in &mut units[3..] {
            part.first_day = Some(day("2026-08-01"));
            let DatedUnit { unit, .. } = part.clone();
            let (kind, name, code) = (unit.kind, unit.name, unit.code);
            part.past = vec![PastUnit { until: day("2026-07-31"), parent_id: Some(id(3)), kind, name, code }];
        }
        let check = |on: &str, rows: &[(u128, u32)], expect: &str| {
            assert_eq!(at_home(&units, on, rows).0, expect, "{on} {rows:?}");
        };
        let (eve, split) = ("2026-07-31", "2026-08-01");
        check(eve, &[(2, 10), (3, 30)], "A 10, B 30");
        check(split, &[(2, 10), (3, 30)], "A 10, B1 + B2 (chưa chia) 30, B (30) → B1, B2");
        check(eve, &[(2, 10), (3, 30), (4, 20)], "A 10, B 30");
        check(split, &[(2, 10), (3, 30), (4, 20)], "A 10, B2 (chưa chia) 10, B1 20, B (10) → B2");
        check(eve, &[(2, 10), (3, 30), (4, 20), (5, 10)], "A 10, B 30");
        check(split, &[(2, 10), (3, 30), (4, 20), (5, 10)], "A 10, B1 20, B2 10");
        check(split, &[(2, 10), (3, 30), (4, 20), (5, 5)], "A 10, B1 20, B2 5, B 30 ≠ 25");
        // Shared out anew among the units of today.
        check(eve, &[(2, 10), (4, 20), (5, 10)], "A 10, B 30");
        check(split, &[(2, 10), (4, 20), (5, 10)], "A 10, B1 20, B2 10");
        check(split, &[(2, 10)], "A 10");
    }

    #[test]
    fn the_target_of_a_unit_that_others_became_is_theirs_together_before() {
        use super::super::unit::PastUnit;
        use super::super::unit::example::{day, id, unit};
        // Hamlets 2 and 3 became 4 on 01/08.
        let mut units =
            [(1, "Xã"), (2, "A"), (3, "B"), (4, "AB")].map(|(n, name)| unit(n, (n > 1).then_some(1), name));
        for was in &mut units[1..3] {
            let unit = was.unit.clone();
            was.past = vec![PastUnit {
                until: day("2026-07-31"),
                parent_id: unit.parent_id,
                kind: unit.kind,
                name: unit.name,
                code: unit.code,
            }];
            was.last_day = Some(day("2026-07-31"));
            was.unit.parent_id = Some(id(4));
        }
        units[3].first_day = Some(day("2026-08-01"));
        let check = |on: &str, rows: &[(u128, u32)], expect: &str| {
            let (shown, open) = at_home(&units, on, rows);
            assert_eq!(shown, expect, "{on} {rows:?}");
            assert!(open.iter().all(|open| open.to_come));
        };
        let (eve, merged) = ("2026-07-31", "2026-08-01");
        check(eve, &[(2, 10), (3, 30)], "A 10, B 30");
        check(merged, &[(2, 10), (3, 30)], "AB 40");
        // Shared out anew after it.
        check(merged, &[(4, 50)], "AB 50");
        check(eve, &[(4, 50)], "A + B (chung) 50, AB (50) → A, B");
    }

    #[test]
    fn what_the_units_below_were_given_is_part_of_the_own_row() {
        let rows = [(1, 10), (2, 6), (3, 4)];
        let check = |rows: &[(u128, u32)], of: u128, expect: u32| {
            let unit = |n: u128| UnitId(uuid::Uuid::from_u128(n));
            let whole = rows_of_whole(rows, unit(of), |(n, _)| unit(*n));
            assert_eq!(whole.into_iter().map(|(_, target)| target).sum::<u32>(), expect, "{of}");
        };
        check(&rows, 1, 10);
        check(&rows[1..], 1, 10);
        check(&rows[1..], 2, 6);
    }

    #[test]
    fn a_row_or_total_that_does_not_add_up_is_named() {
        let row = |unit: &str, t1, t2, a1, a2| {
            let (target, active) = (Levels::of(t1, t2), Levels::of(a1, a2));
            let ratio = Percent::of(active.total, target.total).map(|r| r.0);
            let remaining = Some(i64::from(target.total) - i64::from(active.total));
            PrintedRow { unit: unit.into(), target, active: Some(active), ratio, remaining }
        };
        let rows = [row("A", 30, 10, 1, 2), row("B", 50, 10, 60, 5)];
        let mut total = row("Tổng", 80, 20, 61, 7);
        assert_eq!(total_differences(&rows, &total), []);
        total.target.level1 = Some(78);
        let found = total_differences(&rows, &total);
        assert_eq!(found, [Difference { unit: "Tổng".into(), column: 4, printed: 78, computed: 80 }]);
        let mut odd = rows[1].clone();
        assert_eq!(odd.remaining, Some(-5)); // more than the target is no mistake
        odd.ratio = Some(10_000);
        assert_eq!(odd.differences().map(|d| d.column).collect::<Vec<_>>(), [9]);
    }

    #[test]
    fn sums_are_no_units() {
        let check = |text: &str, expect: bool| assert_eq!(is_total(text), expect, "{text}");
        for text in [
            "Cộng",
            "CỘNG:",
            "Tổng",
            "Tổng số",
            "Tổng cộng",
            "Cộng toàn xã",
            "Tổng cộng toàn phường",
            "Toàn xã",
        ] {
            check(text, true);
        }
        for text in ["", "Cộng Hòa", "Tống Xá", "Thôn Cộng", "Xã Tổng Cọt", "Toàn Thắng", "Cộng Lực"]
        {
            check(text, false);
        }
    }
}
