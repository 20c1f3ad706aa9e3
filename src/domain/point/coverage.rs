//! How many units have a point: 771/KH-UBND, II.1(4) wants one in every ward and town, and in 80 of 100 communes.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::as_count;
use crate::domain::report::Percent;
use crate::domain::unit::Unit;

/// A unit and the points that stand in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct CoveredUnit {
    /// The unit.
    pub unit: Unit,
    /// Fixed points.
    pub fixed: u32,
    /// Mobile ones.
    pub mobile: u32,
    /// People a day that they have room for, as far as it was said.
    pub capacity: u32,
}

impl CoveredUnit {
    fn is_covered(&self) -> bool {
        self.fixed + self.mobile > 0
    }
}

/// Units of which the plan wants the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Coverage {
    /// What the plan wants; `None` of hamlets, of which it says nothing.
    pub wanted: Option<Percent>,
    /// Units.
    pub units: u32,
    /// Of those, units with a point.
    pub covered: u32,
    /// What part that is.
    pub ratio: Option<Percent>,
    /// Whether it is what the plan wants; `None` where it wants nothing.
    pub met: Option<bool>,
}

/// What the plan wants of units of a kind.
fn wanted(kind: &str) -> Option<Percent> {
    match kind {
        "phuong" | "thi-tran" => Some(Percent(10_000)),
        "xa" => Some(Percent(8_000)),
        _ => None,
    }
}

/// The coverage of units, those of which the most is wanted first.
#[must_use]
pub fn coverage(units: &[CoveredUnit]) -> Vec<Coverage> {
    let mut groups: BTreeMap<Option<Percent>, (u32, u32)> = BTreeMap::new();
    for unit in units {
        let group = groups.entry(wanted(&unit.unit.kind)).or_default();
        group.0 += 1;
        group.1 += u32::from(unit.is_covered());
    }
    let group = |(wanted, (units, covered)): (Option<Percent>, (u32, u32))| {
        let (units, covered) = (as_count(units), as_count(covered));
        let ratio = Percent::of(covered, units);
        Coverage {
            wanted,
            units,
            covered,
            ratio,
            met: wanted.zip(ratio).map(|(wanted, ratio)| ratio >= wanted),
        }
    };
    groups.into_iter().rev().map(group).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::ids::UnitId;

    #[test]
    fn every_ward_and_most_communes() {
        // "kind points", ',' between; expects "wanted covered/units met".
        let check = |units: &str, expect: &[&str]| {
            let unit = |spec: &str| {
                let (kind, points) = spec.trim().split_once(' ').unwrap();
                let (id, name, code) = (UnitId(Uuid::nil()), String::new(), String::new());
                let unit = Unit { id, parent_id: None, kind: kind.into(), name, code, position: 0 };
                CoveredUnit { unit, fixed: points.parse().unwrap(), mobile: 0, capacity: 0 }
            };
            let units: Vec<CoveredUnit> = units.split(',').map(unit).collect();
            let told = |group: Coverage| {
                let wanted = group.wanted.map_or("-".to_owned(), Percent::to_vi);
                let met = group.met.map_or("-", |met| if met { "met" } else { "not met" });
                format!("{wanted} {}/{} {met}", group.covered, group.units)
            };
            assert_eq!(coverage(&units).into_iter().map(told).collect::<Vec<_>>(), expect);
        };
        check("phuong 1, phuong 0, xa 1", &["100,00% 1/2 not met", "80,00% 1/1 met"]);
        check("xa 1, xa 1, xa 2, xa 1, xa 0", &["80,00% 4/5 met"]);
        check("xa 1, xa 1, xa 1, xa 0", &["80,00% 3/4 not met"]);
        check("thi-tran 3", &["100,00% 1/1 met"]);
        check("thon 1, thon 0", &["- 1/2 -"]);
    }
}
