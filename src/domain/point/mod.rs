//! Points (điểm hỗ trợ, điểm thu nhận): where people come to a team instead of the team to them, on stated days
//! (docs/domain.md, Points and invitations).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ids::{PointId, UnitId};
use super::text::fold;
use crate::error::{Error, Result};
use crate::messages::word;

pub mod coverage;
mod open_days;

pub use open_days::OpenDays;

/// Whether a point stays where it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum PointKind {
    /// Cố định.
    #[default]
    Fixed,
    /// Lưu động.
    Mobile,
}

impl PointKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Fixed, Self::Mobile];

    /// Row of `messages.csv` with its word.
    #[must_use]
    pub fn word_code(self) -> &'static str {
        match self {
            Self::Fixed => "point.kind.fixed",
            Self::Mobile => "point.kind.mobile",
        }
    }

    /// The kind that words mean; a table without the column has fixed ones.
    #[must_use]
    pub fn from_words(text: &str) -> Option<Self> {
        match fold(text).as_str() {
            "" | "co dinh" | "diem co dinh" | "cd" | "fixed" => Some(Self::Fixed),
            "luu dong" | "diem luu dong" | "di dong" | "ld" | "mobile" => Some(Self::Mobile),
            _ => None,
        }
    }
}

/// A point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Point {
    /// Id in this book.
    pub id: PointId,
    /// Its name.
    pub name: String,
    /// The unit that it stands in.
    pub unit_id: UnitId,
    /// Fixed or mobile.
    pub kind: PointKind,
    /// Where it is to be found.
    pub address: String,
    /// When it is open.
    pub days: OpenDays,
    /// The hours, as people write them.
    pub hours: String,
    /// Who is there, with a phone to ask.
    pub staff: String,
    /// What is there.
    pub equipment: String,
    /// People a day at most; `None` where nobody said.
    pub capacity: Option<u32>,
}

/// What was typed or pasted of a point.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "as in Point")]
pub struct PointForm {
    pub name: String,
    /// Name of the unit; empty is the book's own.
    pub unit: String,
    pub kind: PointKind,
    pub address: String,
    /// Days as people write them.
    pub days: String,
    pub hours: String,
    pub staff: String,
    pub equipment: String,
    pub capacity: Option<u32>,
}

/// Characters of a field of a point at most.
const LONGEST: usize = 300;
/// More people a day than any point has room for.
const MOST_A_DAY: u32 = 5_000;

/// What stands at each point by 771/KH-UBND, II.2(3): folded words of it, how many, row of `messages.csv`.
const EQUIPMENT: [(&[&str], u32, &str); 3] = [
    (&["may tinh", "may vi tinh", "laptop"], 2, "point.lacks.computers"),
    (&["may in"], 1, "point.lacks.printer"),
    (&["may quet", "may scan", "scan", "may photo"], 1, "point.lacks.scanner"),
];

impl PointForm {
    /// The point that was meant, in its unit; days without a year are those next to `today`.
    ///
    /// # Errors
    /// `point.no_name`, `point.too_long`, `point.days_unclear`, `point.capacity`.
    pub fn read(&self, id: PointId, unit_id: UnitId, today: NaiveDate) -> Result<Point> {
        let tidy = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let [name, address, hours, staff, equipment] =
            [&self.name, &self.address, &self.hours, &self.staff, &self.equipment].map(|text| tidy(text));
        if fold(&name).is_empty() {
            return Err(Error::new("point.no_name"));
        }
        if [&name, &address, &hours, &staff, &equipment, &self.days]
            .iter()
            .any(|text| text.chars().count() > LONGEST)
        {
            return Err(Error::new("point.too_long").with("limit", LONGEST));
        }
        let days = OpenDays::read(&self.days, today)
            .ok_or_else(|| Error::new("point.days_unclear").with("raw", self.days.trim()))?;
        if self.capacity.is_some_and(|capacity| capacity == 0 || capacity > MOST_A_DAY) {
            return Err(Error::new("point.capacity").with("limit", MOST_A_DAY));
        }
        let (kind, capacity) = (self.kind, self.capacity);
        Ok(Point { id, name, unit_id, kind, address, days, hours, staff, equipment, capacity })
    }
}

impl Point {
    /// What the plan wants at each point and this one is not said to have; nothing where its equipment was not said.
    #[must_use]
    pub fn lacks(&self) -> Vec<&'static str> {
        if self.equipment.is_empty() {
            return Vec::new();
        }
        let lacking = |(words, wanted, _): &&(&[&str], u32, &str)| counted(&self.equipment, words) < *wanted;
        EQUIPMENT.iter().filter(lacking).map(|(_, _, code)| word(code)).collect()
    }
}

/// How many of a thing a text like "2 máy tính, máy in, máy quét: 1" has; one where no number stands beside it.
fn counted(equipment: &str, words: &[&str]) -> u32 {
    let and = format!(" {} ", word("weekday.and"));
    let parts = equipment.split([',', ';', '+', '\n']);
    let parts = parts.flat_map(|part| part.split(and.as_str())).map(fold);
    let with = parts.filter(|part| words.iter().any(|word| part.contains(word)));
    with.map(|part| part.split(' ').find_map(|token| token.parse::<u32>().ok()).unwrap_or(1)).sum()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn read(form: &PointForm) -> Result<Point> {
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        form.read(PointId(Uuid::nil()), UnitId(Uuid::nil()), today)
    }

    #[test]
    fn a_point_is_what_can_be_found() {
        let form = |name: &str, days: &str, capacity| PointForm {
            name: name.to_owned(),
            days: days.to_owned(),
            capacity,
            ..PointForm::default()
        };
        let check = |form: PointForm, expect: &str| {
            assert_eq!(read(&form).map_or_else(|e| e.code, |_| "ok"), expect, "{form:?}");
        };
        check(form("Nhà văn hóa Thôn 1", "T2-T6", Some(40)), "ok");
        check(form("Nhà văn hóa Thôn 1", "", None), "ok");
        check(form(" ", "T2-T6", Some(40)), "point.no_name");
        check(form("Chợ", "hôm nào rảnh", None), "point.days_unclear");
        check(form("Chợ", "", Some(0)), "point.capacity");
        check(form("Chợ", "", Some(5_001)), "point.capacity");
        check(form(&"dài ".repeat(100), "", None), "point.too_long");
    }

    #[test]
    fn two_computers_a_printer_and_a_scanner() {
        let check = |equipment: &str, expect: &[&str]| {
            let form =
                PointForm { name: "Điểm".into(), equipment: equipment.into(), ..PointForm::default() };
            assert_eq!(read(&form).unwrap().lacks(), expect, "{equipment}");
        };
        check("2 máy tính, 1 máy in, 1 máy quét", &[]);
        check("máy tính: 02; máy in và máy scan", &[]);
        check("Laptop, máy tính để bàn, máy in, máy quét", &[]);
        check("1 máy tính, máy in", &["2 máy tính", "máy quét"]);
        check("bàn ghế", &["2 máy tính", "máy in", "máy quét"]);
        // Nobody said what is there.
        check("", &[]);
    }
}
