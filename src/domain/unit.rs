//! Units (đơn vị) and the level that a book works at.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::dates::vi;
use super::ids::UnitId;
use super::text::{fold, is_unseen, mixes_scripts};
use crate::error::{Error, Result};

/// The level of the unit that keeps a book (docs/domain.md, Levels and books).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Thôn, ấp, bản, khu phố, tổ dân phố.
    Hamlet,
    /// Xã, phường, đặc khu.
    Commune,
    /// Huyện; only for plans from before 1/7/2025.
    District,
    /// Tỉnh, thành phố.
    Province,
}

/// Characters of a unit's name, code and kind at most: what summaries carry (`docs/formats.md`).
pub const LONGEST_NAME: usize = 200;
/// Of its code.
const LONGEST_CODE: usize = 20;

/// Refuses a name or a code that no summary could carry and no paper could show, and a name that looks like another: with
/// letters of another script between Latin ones (А, Α for A), or with characters that nobody sees.
///
/// # Errors
/// `unit.no_name`, `unit.bad_name` with its beginning.
pub fn check_name(name: &str, code: &str) -> Result<()> {
    if name.trim().is_empty() {
        return Err(Error::new("unit.no_name"));
    }
    if !is_plain(name, LONGEST_NAME) || !is_plain(code, LONGEST_CODE) || mixes_scripts(name) {
        return Err(Error::new("unit.bad_name").with("name", shown(name)).with("limit", LONGEST_NAME));
    }
    Ok(())
}

/// Whether a name is no longer than `most` characters, and one sees all of them.
pub(super) fn is_plain(name: &str, most: usize) -> bool {
    name.chars().count() <= most && !name.chars().any(|c| c.is_control() || is_unseen(c))
}

/// The beginning of a name that is refused, as far as one can see it.
pub(super) fn shown(name: &str) -> String {
    name.chars().filter(|c| !c.is_control() && !is_unseen(*c)).take(40).collect()
}

/// A unit. There is no national code below the commune (docs/domain.md, Units and hamlets), so hamlets have names only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Unit {
    /// Id in this book.
    pub id: UnitId,
    /// The unit above; `None` for the book's own unit.
    pub parent_id: Option<UnitId>,
    /// "thon", "ap", "to-dan-pho", "xa", "huyen", "tinh", … ; empty when not said.
    pub kind: String,
    /// Name with its kind word: "Thôn 1", "Xã Thử Nghiệm".
    pub name: String,
    /// National code as text (2 or 5 digits), or empty.
    pub code: String,
    /// Order in lists and forms.
    pub position: u32,
}

impl Unit {
    /// The one of `units` that is called `name` (marks and case do not count).
    ///
    /// # Errors
    /// `unit.unknown`.
    pub fn called<'a>(units: &'a [Self], name: &str) -> Result<&'a Self> {
        let wanted = fold(name);
        let found = units.iter().find(|unit| fold(&unit.name) == wanted);
        found.ok_or_else(|| Self::unknown(name, units.iter().map(|unit| &unit.name)))
    }

    /// `unit.unknown`, with the names there are.
    pub(crate) fn unknown<'a>(name: impl Display, names: impl IntoIterator<Item = &'a String>) -> Error {
        let names: Vec<&str> = names.into_iter().map(String::as_str).collect();
        Error::new("unit.unknown").with("name", name).with("units", names.join(", "))
    }
}

/// The kind of an agency (sở, ban, ngành, đoàn thể): a unit that has tasks; its people are those of its list ([`super::agency`]).
pub const AGENCY: &str = "agency";

/// A unit over time: what it is now, the days it is valid, and what it was before.
///
/// One rule keeps old figures right: people and figures stay with the unit that they were written for, and on any day
/// they belong to the nearest unit above (itself first) that is valid on that day. A unit that is merged gets the new one
/// as parent from that day on; a unit that is split off has the old one as parent before that day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct DatedUnit {
    /// As it is now.
    #[serde(flatten)]
    pub unit: Unit,
    /// First day; `None` from the beginning.
    pub first_day: Option<NaiveDate>,
    /// Last day; `None` still valid.
    pub last_day: Option<NaiveDate>,
    /// What it was before, oldest first.
    pub past: Vec<PastUnit>,
}

impl From<Unit> for DatedUnit {
    /// A unit that has always been what it is.
    fn from(unit: Unit) -> Self {
        Self { unit, first_day: None, last_day: None, past: Vec::new() }
    }
}

impl DatedUnit {
    /// The one of `units` that was called `name` on `day`, else one that is called so now (marks and case do not count): a part may
    /// bear the name of the unit that it was split from.
    #[must_use]
    pub fn called<'a>(units: &'a [Self], name: &str, day: NaiveDate) -> Option<&'a Self> {
        let wanted = fold(name);
        let then = units.iter().find(|unit| unit.valid_on(day) && fold(&unit.on(day).name) == wanted);
        then.or_else(|| units.iter().find(|unit| fold(&unit.unit.name) == wanted))
    }

    /// The unit that it was merged into; `None` while it stands, and of one that was split up.
    #[must_use]
    pub fn merged_into(&self) -> Option<UnitId> {
        let last = self.last_day?;
        let before = self.past.iter().find(|past| past.until == last)?;
        self.unit.parent_id.filter(|parent| before.parent_id != Some(*parent))
    }

    /// Whether it was split off when `whole` ended.
    #[must_use]
    pub fn is_part_of(&self, whole: &Self) -> bool {
        let end = whole.last_day.filter(|last| last.succ_opt() == self.first_day);
        let was = |past: &PastUnit| Some(past.until) == end && past.parent_id == Some(whole.unit.id);
        end.is_some() && self.past.iter().any(was)
    }
}

/// What a unit was up to a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct PastUnit {
    /// The last day of it.
    pub until: NaiveDate,
    /// Its parent then.
    pub parent_id: Option<UnitId>,
    /// Its kind then.
    pub kind: String,
    /// Its name then.
    pub name: String,
    /// Its code then.
    pub code: String,
}

impl DatedUnit {
    /// Whether it is valid on `day`.
    #[must_use]
    pub fn valid_on(&self, day: NaiveDate) -> bool {
        self.first_day.is_none_or(|first| first <= day) && self.last_day.is_none_or(|last| day <= last)
    }

    /// The unit as anybody knew it on `day`: nothing of what came later; `None` before it was there.
    #[must_use]
    pub fn as_of(&self, day: NaiveDate) -> Option<Self> {
        self.first_day.is_none_or(|first| first <= day).then(|| Self {
            unit: self.on(day),
            first_day: self.first_day,
            last_day: self.last_day.filter(|last| *last < day),
            past: self.past.iter().filter(|past| past.until < day).cloned().collect(),
        })
    }

    /// The unit as it was on `day`, valid or not.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Unit {
        let mut unit = self.unit.clone();
        if let Some(past) = self.past.iter().filter(|past| day <= past.until).min_by_key(|past| past.until) {
            unit.parent_id = past.parent_id;
            unit.kind.clone_from(&past.kind);
            unit.name.clone_from(&past.name);
            unit.code.clone_from(&past.code);
        }
        unit
    }
}

/// The units whose people the laptop of a unit has: those that stand within it; of a unit that is no more those that did on its
/// last day, the parts included that it was split into. So a laptop that is out keeps whom it was given.
#[must_use]
pub fn reach(units: &[DatedUnit], unit: UnitId, today: NaiveDate) -> Vec<UnitId> {
    let last = units.iter().find(|dated| dated.unit.id == unit).and_then(|dated| dated.last_day);
    UnitsOfDay::new(units, last.map_or(today, |last| last.min(today))).within(unit)
}

/// What became of a unit that is no more, for whoever has its laptop; `None` while it stands.
#[must_use]
pub fn told_of_end(units: &[DatedUnit], unit: UnitId) -> Option<Error> {
    let ended = units.iter().find(|dated| dated.unit.id == unit)?;
    let from = vi(ended.last_day?.succ_opt()?);
    let name_of = |id: UnitId| units.iter().find(|other| other.unit.id == id).map(|other| &other.unit.name);
    let parts: Vec<&str> =
        units.iter().filter(|u| u.is_part_of(ended)).map(|u| u.unit.name.as_str()).collect();
    let (code, into) = match ended.merged_into().and_then(name_of) {
        Some(into) => ("package.unit_merged", into.clone()),
        None => ("package.unit_split", parts.join(", ")),
    };
    Some(Error::new(code).with("unit", &ended.unit.name).with("into", into).with("day", from))
}

/// The units of a book as they are on one day.
#[derive(Debug, Clone)]
pub struct UnitsOfDay {
    units: BTreeMap<UnitId, (Unit, bool)>,
    /// Parts, the unit that they were split off from, and whether it is no more on the day.
    split_off: BTreeMap<UnitId, (UnitId, bool)>,
    /// Units that were merged after the day, and the one that they became.
    merged_later: BTreeMap<UnitId, UnitId>,
    merged: BTreeMap<UnitId, Vec<MergedUnit>>,
}

/// A unit that was merged into another one and is no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MergedUnit {
    /// Which.
    pub unit: UnitId,
    /// Its last day.
    pub last_day: NaiveDate,
    /// The other one was there before: it has taken this one in.
    pub taken_in: bool,
}

impl UnitsOfDay {
    /// The units on `day`.
    #[must_use]
    pub fn new(units: &[DatedUnit], day: NaiveDate) -> Self {
        let on = |unit: &DatedUnit| (unit.unit.id, (unit.on(day), unit.valid_on(day)));
        let ends: BTreeMap<UnitId, NaiveDate> =
            units.iter().filter_map(|unit| Some((unit.unit.id, unit.last_day?))).collect();
        let whole = |unit: &DatedUnit| {
            let eve = unit.first_day?.pred_opt()?;
            let was = unit.past.iter().find(|past| past.until == eve)?.parent_id?;
            (ends.get(&was) == Some(&eve)).then_some((unit.unit.id, (was, eve < day)))
        };
        let begins =
            |id: UnitId| units.iter().find(|unit| unit.unit.id == id).and_then(|unit| unit.first_day);
        let later = |unit: &DatedUnit| {
            let into = unit.merged_into()?;
            (day < begins(into)?).then_some((unit.unit.id, into))
        };
        let mut merged: BTreeMap<UnitId, Vec<MergedUnit>> = BTreeMap::new();
        for dated in units {
            // Each ends later than those that became it: no circle, in a damaged book either.
            if let (Some(into), Some(last_day)) = (dated.merged_into(), dated.last_day)
                && last_day < day
                && ends.get(&into).is_none_or(|end| *end > last_day)
            {
                let taken_in = begins(into).is_none_or(|first| first <= last_day);
                merged.entry(into).or_default().push(MergedUnit { unit: dated.unit.id, last_day, taken_in });
            }
        }
        Self {
            merged,
            split_off: units.iter().filter_map(whole).collect(),
            merged_later: units.iter().filter_map(later).collect(),
            units: units.iter().map(on).collect(),
        }
    }

    /// The units among `asked` that what belongs to `unit` on the day counts for: its home, those above, and a unit that was
    /// split up for what those of its parts have that are not asked for themselves.
    pub fn counting(&self, unit: UnitId, asked: impl Fn(UnitId) -> bool) -> Vec<UnitId> {
        let nearest = |above: &Unit| {
            let gone = self.wholes(above.id).filter(|(_, gone)| *gone).map(|(whole, _)| whole);
            std::iter::once(above.id).chain(gone).find(|unit| asked(*unit))
        };
        self.upwards(self.home(unit)).filter_map(nearest).collect()
    }

    /// The unit that `part` was split off from, the one that this was, and so on; then the one that it becomes after the day by
    /// a merger, and so on; each with whether it does not stand on the day: what is given to such a one is its parts' together.
    pub fn wholes(&self, part: UnitId) -> impl Iterator<Item = (UnitId, bool)> {
        let (mut next, mut later) = (part, part);
        let split = (0..self.split_off.len()).map_while(move |_| {
            let (whole, gone) = *self.split_off.get(&next)?;
            next = whole;
            Some((whole, gone))
        });
        split.chain((0..self.merged_later.len()).map_while(move |_| {
            later = *self.merged_later.get(&later)?;
            Some((later, true))
        }))
    }

    /// Whether the unit is one that others become after the day.
    #[must_use]
    pub fn is_to_come(&self, unit: UnitId) -> bool {
        self.merged_later.values().any(|into| *into == unit)
    }

    /// The units that stand on the day for one that does not: those that it was split into, or that become it later; in the
    /// order of lists.
    #[must_use]
    pub fn parts(&self, whole: UnitId) -> Vec<&Unit> {
        let of_whole = |part: UnitId| self.wholes(part).any(|(of, gone)| gone && of == whole);
        let standing = self.split_off.keys().chain(self.merged_later.keys());
        let standing: BTreeSet<&UnitId> = standing.filter(|part| of_whole(**part)).collect();
        let standing =
            standing.into_iter().filter_map(|part| self.units.get(part).filter(|(_, valid)| *valid));
        let mut parts: Vec<&Unit> = standing.map(|(unit, _)| unit).collect();
        parts.sort_by(|a, b| (a.position, &a.name).cmp(&(b.position, &b.name)));
        parts
    }

    /// The name of a unit on the day.
    #[must_use]
    pub fn name(&self, unit: UnitId) -> Option<&str> {
        self.units.get(&unit).map(|(unit, _)| unit.name.as_str())
    }

    /// The name of the unit that the people of `unit` belong to on the day; empty when the book does not know it.
    #[must_use]
    pub fn home_name(&self, unit: UnitId) -> &str {
        self.name(self.home(unit)).unwrap_or_default()
    }

    /// The unit itself, and those above it, nearest first.
    pub fn upwards(&self, unit: UnitId) -> impl Iterator<Item = &Unit> {
        let mut next = Some(unit);
        // A circle cannot be made by the jobs; a damaged book must still not hang.
        (0..=self.units.len()).map_while(move |_| {
            let (unit, _) = self.units.get(&next?)?;
            next = unit.parent_id;
            Some(unit)
        })
    }

    /// Whom the people and figures of `unit` belong to on the day: the nearest valid one, else the unit itself.
    #[must_use]
    pub fn home(&self, unit: UnitId) -> UnitId {
        let valid = |above: &&Unit| self.units.get(&above.id).is_some_and(|(_, valid)| *valid);
        self.upwards(unit).find(valid).map_or(unit, |above| above.id)
    }

    /// The units that are no more and were merged, by the one that each was merged into; that may be no more, too.
    #[must_use]
    pub fn merged(&self) -> &BTreeMap<UnitId, Vec<MergedUnit>> {
        &self.merged
    }

    /// Whom a target of `unit` belongs to on the day: as its people, but no further than to a unit that was split up, whose target
    /// is to be divided.
    #[must_use]
    pub fn home_or_split(&self, unit: UnitId) -> UnitId {
        let is_home = |above: &&Unit| self.home(above.id) == above.id || !self.parts(above.id).is_empty();
        self.upwards(unit).find(is_home).map_or(unit, |above| above.id)
    }

    /// Whether the people of `unit` are people of `whole` on the day: of itself or of a unit below.
    #[must_use]
    pub fn is_within(&self, unit: UnitId, whole: UnitId) -> bool {
        self.upwards(self.home(unit)).any(|above| above.id == whole)
    }

    /// The units whose people and figures belong to `unit` on the day: itself, and those that are no more and stand
    /// within it.
    #[must_use]
    pub fn within(&self, unit: UnitId) -> Vec<UnitId> {
        self.units.keys().copied().filter(|id| self.home(*id) == unit).collect()
    }

    /// The valid units right below `unit`, agencies left out, in the order of lists.
    #[must_use]
    pub fn below(&self, unit: UnitId) -> Vec<&Unit> {
        let mut below: Vec<&Unit> = self
            .units
            .values()
            .filter(|(other, valid)| *valid && other.parent_id == Some(unit) && other.kind != AGENCY)
            .map(|(other, _)| other)
            .collect();
        below.sort_by(|a, b| (a.position, &a.name).cmp(&(b.position, &b.name)));
        below
    }

    /// The agencies of `unit` that are valid, in the order of lists.
    #[must_use]
    pub fn agencies(&self, unit: UnitId) -> Vec<&Unit> {
        let valid = self.units.values().filter(|(_, valid)| *valid).map(|(other, _)| other);
        let mut agencies: Vec<&Unit> =
            valid.filter(|other| other.parent_id == Some(unit) && other.kind == AGENCY).collect();
        agencies.sort_by(|a, b| (a.position, &a.name).cmp(&(b.position, &b.name)));
        agencies
    }

    /// The agencies of all units, valid or not.
    pub fn all_agencies(&self) -> impl Iterator<Item = UnitId> {
        self.units.values().filter(|(unit, _)| unit.kind == AGENCY).map(|(unit, _)| unit.id)
    }

    /// The rows of a report over `unit`: the units below it that have none below themselves, or that `peopled` says have
    /// people of their own, as a walk down the tree meets them.
    #[must_use]
    pub fn rows(&self, unit: UnitId, peopled: &impl Fn(UnitId) -> bool) -> Vec<Unit> {
        let mut rows = Vec::new();
        self.add_rows(unit, peopled, &mut rows, self.units.len());
        rows
    }

    fn add_rows(&self, unit: UnitId, peopled: &impl Fn(UnitId) -> bool, rows: &mut Vec<Unit>, depth: usize) {
        let below = self.below(unit);
        if let Some((own, _)) = self.units.get(&unit).filter(|_| below.is_empty() || peopled(unit)) {
            rows.push(own.clone());
        }
        if depth > 0 {
            for child in below {
                self.add_rows(child.id, peopled, rows, depth - 1);
            }
        }
    }
}

#[cfg(test)]
pub(super) mod example {
    //! Units for tests.

    use uuid::Uuid;

    use super::*;

    pub(in crate::domain) fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    pub(in crate::domain) fn id(n: u128) -> UnitId {
        UnitId(Uuid::from_u128(n))
    }

    pub(in crate::domain) fn unit(n: u128, parent: Option<u128>, name: &str) -> DatedUnit {
        let unit = Unit {
            id: id(n),
            parent_id: parent.map(id),
            kind: String::new(),
            name: name.into(),
            code: String::new(),
            position: u32::try_from(n).unwrap(),
        };
        unit.into()
    }
}

#[cfg(test)]
mod tests {
    use super::example::{day, id, unit};
    use super::*;

    #[test]
    fn a_name_is_what_it_looks_like() {
        let check = |name: &str, expect: &str| {
            assert_eq!(check_name(name, "").map_or_else(|e| e.code, |()| ""), expect, "{name:?}");
        };
        check("Thôn Đồng Cầu 1", "");
        check("Buôn Ê Đê – Tổ III (A)", "");
        check("Tổ Ⅲ", "");
        check("Thôn Đông Ca\u{302}\u{300}u", "");
        check("Деревня", "");
        check(" ", "unit.no_name");
        for looks in [
            "Xã Аn",
            "Xã Αn",
            "Thôn 1а",
            "Xã An\u{200b}",
            "Xã\u{ad} An",
            "\u{202e}nA ãX",
            "Xã\u{2028}An",
            "Xã\tAn",
        ] {
            check(looks, "unit.bad_name");
        }
        check(&"a".repeat(LONGEST_NAME + 1), "unit.bad_name");
    }

    fn past(unit: &Unit, until: &str, parent: Option<u128>, name: &str) -> PastUnit {
        let (kind, code) = (unit.kind.clone(), unit.code.clone());
        PastUnit { until: day(until), parent_id: parent.map(id), kind, name: name.into(), code }
    }

    /// Commune 1 with hamlets 2, 3 (merged into 4 on 01/07) and 5 (split into itself, 6, 7 on 01/08), 5 renamed in June.
    fn commune() -> Vec<DatedUnit> {
        let mut units = vec![
            unit(1, None, "Xã"),
            unit(2, Some(4), "Thôn A"),
            unit(3, Some(4), "Thôn B"),
            unit(4, Some(1), "Thôn AB"),
            unit(5, Some(1), "Thôn C mới"),
            unit(6, Some(1), "Thôn C1"),
            unit(7, Some(1), "Thôn C2"),
        ];
        for at in [1, 2] {
            units[at].last_day = Some(day("2026-06-30"));
            units[at].past = vec![past(&units[at].unit, "2026-06-30", Some(1), &units[at].unit.name)];
        }
        units[3].first_day = Some(day("2026-07-01"));
        units[4].past = vec![past(&units[4].unit, "2026-06-14", Some(1), "Thôn C")];
        units[4].last_day = Some(day("2026-07-31"));
        for at in [5, 6] {
            units[at].first_day = Some(day("2026-08-01"));
            units[at].past = vec![past(&units[at].unit, "2026-07-31", Some(5), &units[at].unit.name)];
        }
        units
    }

    #[test]
    fn a_report_has_the_units_of_its_day() {
        let check = |on: &str, expect: &[&str]| {
            let of_day = UnitsOfDay::new(&commune(), day(on));
            let names: Vec<String> =
                of_day.rows(id(1), &|_| false).into_iter().map(|unit| unit.name).collect();
            assert_eq!(names, expect, "{on}");
        };
        check("2026-06-01", &["Thôn A", "Thôn B", "Thôn C"]);
        check("2026-06-15", &["Thôn A", "Thôn B", "Thôn C mới"]);
        check("2026-07-01", &["Thôn AB", "Thôn C mới"]);
        check("2026-08-01", &["Thôn AB", "Thôn C1", "Thôn C2"]);
    }

    #[test]
    fn people_belong_to_the_unit_that_is_valid() {
        let check = |unit, on: &str, expect| {
            assert_eq!(UnitsOfDay::new(&commune(), day(on)).home(id(unit)), id(expect), "{unit} on {on}");
        };
        check(2, "2026-06-30", 2);
        check(2, "2026-07-01", 4); // merged
        check(6, "2026-08-01", 6);
        check(6, "2026-07-31", 5); // not yet split off
        check(5, "2026-08-01", 1); // whoever was not given to a part is the commune's
        check(9, "2026-08-01", 9);

        let check = |unit, on: &str, expect: &[u128]| {
            let expect: Vec<UnitId> = expect.iter().map(|n| id(*n)).collect();
            assert_eq!(UnitsOfDay::new(&commune(), day(on)).within(id(unit)), expect, "{unit} on {on}");
        };
        check(2, "2026-06-30", &[2]);
        check(4, "2026-07-01", &[2, 3, 4]);
        check(2, "2026-07-01", &[]);
        check(5, "2026-07-31", &[5, 6, 7]);
    }

    #[test]
    fn a_unit_that_was_split_counts_what_its_parts_do_not() {
        let check = |unit, on: &str, asked: &[u128], expect: &[u128]| {
            let counting = UnitsOfDay::new(&commune(), day(on))
                .counting(id(unit), |unit| asked.iter().any(|n| id(*n) == unit));
            assert_eq!(counting, expect.iter().map(|n| id(*n)).collect::<Vec<_>>(), "{unit} on {on}");
        };
        check(6, "2026-07-31", &[1, 5, 6], &[5, 1]);
        check(6, "2026-08-01", &[1, 5], &[5, 1]);
        check(6, "2026-08-01", &[1, 5, 6], &[6, 1]);
        check(7, "2026-08-01", &[1, 5, 6], &[5, 1]);
        check(2, "2026-08-01", &[1, 2, 4], &[4, 1]);

        let check = |whole, on: &str, expect: &[&str]| {
            let mut units = commune();
            // A part that has another name since is a part still.
            let renamed = past(&units[5].unit, "2026-08-09", Some(1), "Thôn C1");
            units[5].past.push(renamed);
            let units = UnitsOfDay::new(&units, day(on));
            let parts: Vec<&str> = units.parts(id(whole)).iter().map(|unit| unit.name.as_str()).collect();
            assert_eq!(parts, expect, "{whole} on {on}");
        };
        check(5, "2026-07-31", &[]);
        check(5, "2026-08-01", &["Thôn C1", "Thôn C2"]);
        check(5, "2026-08-20", &["Thôn C1", "Thôn C2"]);
        check(4, "2026-08-01", &[]);
        check(1, "2026-08-01", &[]);
    }
}
