//! Indicators of a campaign beside activation: a numerator, a denominator, a threshold by kind of unit (docs/domain.md, Indicators).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ids::{CampaignId, IndicatorId, UnitId};
use super::report::Percent;
use super::target::whole_number;
use super::text::{clean, fold, has_long_number, thousands};
use super::unit::{AGENCY, Level, Unit};
use crate::error::{Error, Result};
use crate::messages::word;

/// More indicators than this are a mistake in the file.
const MOST: usize = 40;
/// Characters of a name, and of the words of a numerator or denominator.
const LONGEST: usize = 300;
/// No plan counts more of anything; a larger figure is a slip of the keyboard.
const LARGEST: u32 = 1_000_000_000;

/// What the figures of an indicator are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// A share: numerator of denominator.
    #[default]
    Percent,
    /// A number of things, without a denominator.
    Number,
}

/// What a plan says of an indicator.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct PlannedIndicator {
    /// "Hồ sơ nộp trực tuyến".
    pub name: String,
    /// What is counted.
    #[serde(default)]
    pub numerator: String,
    /// Of what; empty of a number.
    #[serde(default)]
    pub denominator: String,
    /// A share or a number.
    #[serde(default)]
    pub measure: Measure,
    /// What has to be reached, as [`Thresholds::read`] takes it: "90", or "tỉnh 70; huyện 60; xã 25"; a kind without a figure
    /// reports and has nothing to reach.
    #[serde(default)]
    pub threshold: String,
    /// The day by which it has to be reached, where the plan names one.
    #[serde(default)]
    pub due: Option<NaiveDate>,
    /// Units may report the same things twice, or things that cannot be added: there is no figure of the whole.
    #[serde(default)]
    pub apart: bool,
}

/// An indicator of a campaign of this book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct Indicator {
    /// Id in this book.
    pub id: IndicatorId,
    /// Its campaign.
    #[serde(skip)]
    pub campaign_id: CampaignId,
    /// What the plan says.
    #[serde(flatten)]
    pub planned: PlannedIndicator,
}

/// Kinds of units that thresholds speak of: code, folded words, the wider kind whose threshold holds where there is none of its
/// own. How each is written stands in `indicator.kind.<code>`.
const KINDS: [(&str, &[&str], &str); 8] = [
    ("tinh", &["tinh", "cap tinh", "so", "so nganh"], ""),
    ("huyen", &["huyen", "cap huyen", "quan"], ""),
    ("thanh-pho", &["thanh pho", "thi xa", "thanh pho thi xa", "thi xa thanh pho"], "huyen"),
    ("xa", &["xa", "cap xa"], ""),
    ("phuong", &["phuong"], "xa"),
    ("thi-tran", &["thi tran"], "xa"),
    ("dac-khu", &["dac khu"], "xa"),
    ("thon", &["thon", "ap", "to dan pho", "khu pho", "ban"], ""),
];

fn written(kind: &str) -> &'static str {
    word(&format!("indicator.kind.{kind}"))
}

/// What units of each kind have to reach.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Thresholds(Vec<(&'static str, Option<u32>)>);

impl Thresholds {
    /// Reads "90", "90 %", "tỉnh 70; huyện 60; xã 25": kinds apart by semicolons, each once.
    ///
    /// # Errors
    /// `indicator.bad_threshold` with the part, `indicator.unknown_kind`, `indicator.kind_twice`, `indicator.threshold_over` of a
    /// share above 100 %.
    pub fn read(text: &str, measure: Measure, name: &str) -> Result<Self> {
        let mut found: Vec<(&'static str, Option<u32>)> = Vec::new();
        for part in text.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
            let wrong = |code| Error::new(code).with("name", name).with("part", part);
            let digits = part.find(|c: char| c.is_ascii_digit() || c == '-');
            let (kind, figure) = part.split_at(digits.unwrap_or(part.len()));
            let kind = fold(kind.trim_matches([' ', ':', '≥', '>', '=']));
            let known = KINDS.iter().find(|(_, words, _)| words.contains(&kind.as_str()));
            let code = match known {
                Some((code, ..)) => *code,
                None if kind.is_empty() => "",
                None => {
                    let kinds: Vec<&str> = KINDS.iter().map(|(code, ..)| written(code)).collect();
                    return Err(wrong("indicator.unknown_kind").with("kinds", kinds.join("; ")));
                }
            };
            let figure = figure.trim().trim_end_matches('%').trim();
            let at_least = match (figure, whole_number(figure)) {
                ("", _) if !code.is_empty() => None,
                (_, Some(value)) if measure == Measure::Percent && value > 100 => {
                    return Err(wrong("indicator.threshold_over"));
                }
                (_, Some(value)) => Some(
                    u32::try_from(value)
                        .ok()
                        .filter(|value| *value <= LARGEST)
                        .ok_or_else(|| wrong("indicator.bad_threshold"))?,
                ),
                _ => return Err(wrong("indicator.bad_threshold")),
            };
            if found.iter().any(|(other, _)| *other == code) {
                return Err(wrong("indicator.kind_twice"));
            }
            found.push((code, at_least));
        }
        Ok(Self(found))
    }

    /// As it is kept and shown: "tỉnh 70; huyện 60".
    #[must_use]
    pub fn to_text(&self) -> String {
        let part = |(code, at_least): &(&str, Option<u32>)| match (at_least, code.is_empty()) {
            (Some(value), true) => value.to_string(),
            (Some(value), false) => format!("{} {value}", written(code)),
            (None, _) => written(code).to_owned(),
        };
        self.0.iter().map(part).collect::<Vec<_>>().join("; ")
    }

    /// Whether each kind of unit reports for itself: then a unit's own figures are not the sum of those below it.
    #[must_use]
    pub fn by_kind(&self) -> bool {
        self.0.iter().any(|(code, _)| !code.is_empty())
    }

    /// What all units have to reach alike, and with them their sum.
    #[must_use]
    pub fn of_all(&self) -> Option<u32> {
        self.0.iter().find(|(code, _)| code.is_empty()).and_then(|(_, at_least)| *at_least)
    }

    /// What a unit of this kind has to reach; `None` when it has no row, `Some(None)` when it reports and nothing is to be reached.
    #[must_use]
    pub fn of(&self, kind: &str) -> Option<Option<u32>> {
        let said =
            |code: &str| self.0.iter().find(|(other, _)| *other == code).map(|(_, at_least)| *at_least);
        let wider = KINDS.iter().find(|(code, ..)| *code == kind).map_or("", |(_, _, wider)| wider);
        said(kind).or_else(|| said(wider).filter(|_| !wider.is_empty())).or_else(|| said(""))
    }
}

/// The kind by which thresholds know a unit. An agency is held to what its level is.
#[must_use]
pub fn kind_of(unit: &Unit, own: UnitId, level: Level) -> &'static str {
    let said = fold(&unit.name);
    let begins =
        |words: &[&str]| words.iter().any(|word| said == *word || said.starts_with(&format!("{word} ")));
    let by_name = || {
        if begins(&["thi tran"]) {
            Some("thi-tran")
        } else if begins(&["thi xa", "thanh pho", "tp"]) {
            Some("thanh-pho")
        } else if begins(&["huyen", "quan"]) {
            Some("huyen")
        } else if begins(&["phuong"]) {
            Some("phuong")
        } else if begins(&["dac khu"]) {
            Some("dac-khu")
        } else {
            begins(&["xa"]).then_some("xa")
        }
    };
    match level {
        _ if unit.kind != AGENCY && unit.id != own => match level {
            Level::Hamlet | Level::Commune => "thon",
            Level::District | Level::Province => by_name().unwrap_or("xa"),
        },
        Level::Hamlet => "thon",
        Level::Commune if unit.kind == AGENCY => "xa",
        Level::Commune => by_name().unwrap_or("xa"),
        Level::District if unit.kind == AGENCY => "huyen",
        Level::District => by_name().unwrap_or("huyen"),
        Level::Province => "tinh",
    }
}

impl PlannedIndicator {
    /// As it is kept: words without blanks at their ends, the threshold in its one spelling.
    ///
    /// # Errors
    /// `indicator.no_name`, `indicator.too_long`, and those of [`Thresholds::read`].
    pub fn checked(&self) -> Result<Self> {
        let tidy = |text: &str| clean(text).0.trim().to_owned();
        let name = tidy(&self.name);
        if name.is_empty() {
            return Err(Error::new("indicator.no_name"));
        }
        let (numerator, denominator) = (tidy(&self.numerator), tidy(&self.denominator));
        if [&name, &numerator, &denominator].iter().any(|text| text.chars().count() > LONGEST) {
            let shown: String = name.chars().take(60).collect();
            return Err(Error::new("indicator.too_long").with("name", shown).with("limit", LONGEST));
        }
        // The words go up with the figures, and no number of a person may.
        if [&name, &numerator, &denominator].iter().any(|text| has_long_number(text)) {
            return Err(Error::new("indicator.number_in_words").with("name", name));
        }
        let threshold = Thresholds::read(&self.threshold, self.measure, &name)?.to_text();
        let denominator = if self.measure == Measure::Number { String::new() } else { denominator };
        Ok(Self { name, numerator, denominator, threshold, ..self.clone() })
    }

    /// What units have to reach; nothing where the text, checked before, cannot be read.
    #[must_use]
    pub fn thresholds(&self) -> Thresholds {
        Thresholds::read(&self.threshold, self.measure, &self.name).unwrap_or_default()
    }
}

/// Checks the indicators of a campaign together.
///
/// # Errors
/// `indicator.too_many`, `indicator.twice`, and those of [`PlannedIndicator::checked`].
pub fn checked(all: &[PlannedIndicator]) -> Result<Vec<PlannedIndicator>> {
    if all.len() > MOST {
        return Err(Error::new("indicator.too_many").with("limit", MOST));
    }
    let mut names = BTreeSet::new();
    let all: Vec<PlannedIndicator> = all.iter().map(PlannedIndicator::checked).collect::<Result<_>>()?;
    match all.iter().find(|one| !names.insert(fold(&one.name))) {
        Some(twice) => Err(Error::new("indicator.twice").with("name", &twice.name)),
        None => Ok(all),
    }
}

/// What a unit reports of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields)]
pub struct IndicatorValue {
    /// Of a share how many of the denominator; of a number the number.
    pub numerator: u32,
    /// Of a share how many there are; none of a number.
    pub denominator: Option<u32>,
}

impl IndicatorValue {
    /// Reads what was typed for a unit; `None` when both are blank: not known.
    ///
    /// # Errors
    /// `indicator.not_a_number`, `indicator.negative`, `indicator.too_large`, `indicator.half` when only one of a share is there,
    /// `indicator.more_than_all`, `indicator.no_denominator` of a number with one.
    pub fn read(measure: Measure, unit: &str, numerator: &str, denominator: &str) -> Result<Option<Self>> {
        let count = |text: &str| -> Result<Option<u32>> {
            let text = text.trim();
            let wrong = |code| Error::new(code).with("unit", unit).with("value", text);
            if text.is_empty() || text == "–" || text == "-" {
                return Ok(None);
            }
            match whole_number(text) {
                None => Err(wrong("indicator.not_a_number")),
                Some(value) if value < 0 => Err(wrong("indicator.negative")),
                Some(value) => match u32::try_from(value) {
                    Ok(value) if value <= LARGEST => Ok(Some(value)),
                    _ => Err(wrong("indicator.too_large")),
                },
            }
        };
        Self::of(measure, unit, count(numerator)?, count(denominator)?)
    }

    /// The same of numbers.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn of(
        measure: Measure,
        unit: &str,
        numerator: Option<u32>,
        denominator: Option<u32>,
    ) -> Result<Option<Self>> {
        let wrong = |code| Error::new(code).with("unit", unit);
        match (measure, numerator, denominator) {
            (_, None, None) => Ok(None),
            (Measure::Number, Some(numerator), None) => Ok(Some(Self { numerator, denominator: None })),
            (Measure::Number, ..) => Err(wrong("indicator.no_denominator")),
            (Measure::Percent, Some(part), Some(all)) if part > all => Err(wrong("indicator.more_than_all")
                .with("part", thousands(part))
                .with("all", thousands(all))),
            (Measure::Percent, Some(numerator), Some(_)) => Ok(Some(Self { numerator, denominator })),
            (Measure::Percent, ..) => Err(wrong("indicator.half")),
        }
    }

    /// Both added; `None` beyond what a figure can be.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let both = |a: u32, b: u32| a.checked_add(b).filter(|sum| *sum <= LARGEST);
        let denominator = match (self.denominator, other.denominator) {
            (None, None) => None,
            (Some(a), Some(b)) => Some(both(a, b)?),
            _ => return None,
        };
        Some(Self { numerator: both(self.numerator, other.numerator)?, denominator })
    }

    /// The share; `None` of a number, and of nothing.
    #[must_use]
    pub fn ratio(self) -> Option<Percent> {
        Percent::of(self.numerator, self.denominator?)
    }
}

/// How a figure stands against what is to be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Đạt.
    Reached,
    /// Chưa đạt.
    NotReached,
    /// Chưa có số liệu: missing is not zero.
    Missing,
    /// There was nothing of it: 0 of 0.
    Nothing,
    /// Nothing has to be reached.
    NoThreshold,
}

impl Verdict {
    /// Holds a figure against a threshold, in whole numbers: 59,999 % is not 60 %, however it is rounded.
    #[must_use]
    pub fn of(value: Option<IndicatorValue>, threshold: Option<u32>) -> Self {
        let (Some(value), threshold) = (value, threshold) else { return Self::Missing };
        let reached = match (value.denominator, threshold) {
            (Some(0), _) => return Self::Nothing,
            (_, None) => return Self::NoThreshold,
            (Some(all), Some(at_least)) => {
                u64::from(value.numerator) * 100 >= u64::from(all) * u64::from(at_least)
            }
            (None, Some(at_least)) => value.numerator >= at_least,
        };
        if reached { Self::Reached } else { Self::NotReached }
    }
}

/// A figure of an indicator as a summary states it (docs/formats.md).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedIndicator {
    /// Number of the plan.
    pub campaign: String,
    /// Name of the indicator.
    pub name: String,
    /// Name of the phase that it is a round of; empty for the whole.
    pub phase: String,
    /// The signer's own figure, where it has one.
    pub own: Option<IndicatorValue>,
    /// Its own and those of all units below, each once; none where they cannot be added.
    pub sum: Option<IndicatorValue>,
    /// Units below, itself included, whose figures are in the sum.
    pub counted: u32,
    /// Units that report it.
    pub expected: u32,
    /// The units right below it that files name, each with the sum of its own.
    pub units: Vec<StatedByUnit>,
}

/// What a unit below stands with in the figure of an indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedByUnit {
    /// Its id as the file names it.
    pub unit: String,
    /// All that its units report, each once.
    pub sum: IndicatorValue,
    /// As in [`StatedIndicator`].
    pub counted: u32,
    /// As in [`StatedIndicator`].
    pub expected: u32,
}

impl StatedIndicator {
    /// Whether both are of one indicator in one round, however it is written.
    #[must_use]
    pub fn is_of(&self, campaign: &str, name: &str, phase: &str) -> bool {
        let same = |a: &str, b: &str| fold(a) == fold(b);
        same(&self.campaign, campaign) && same(&self.name, name) && same(&self.phase, phase)
    }

    /// Whether its figures can be: no more than all, a whole of at least its parts.
    #[must_use]
    pub fn can_be(&self) -> bool {
        let fits = |value: IndicatorValue| {
            value.denominator.is_none_or(|all| value.numerator <= all)
                && value.numerator.max(value.denominator.unwrap_or(0)) <= LARGEST
        };
        let parts = || self.own.into_iter().chain(self.units.iter().map(|unit| unit.sum));
        let all: Option<IndicatorValue> = parts().map(Some).reduce(|a, b| a?.plus(b?)).flatten();
        let holds = |sum: IndicatorValue| {
            parts().next().is_none()
                || all.is_some_and(|all| {
                    all.numerator <= sum.numerator
                        && all.denominator.is_some() == sum.denominator.is_some()
                        && all.denominator <= sum.denominator
                })
        };
        (self.own.is_some() || self.sum.is_some())
            && (self.sum.is_some() || self.units.is_empty())
            && parts().chain(self.sum).all(fits)
            && self.sum.is_none_or(holds)
            && self.counted <= self.expected
            && self.units.iter().all(|unit| unit.counted <= unit.expected)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn thresholds_are_read_as_plans_print_them() {
        let check = |text: &str, measure, expect: std::result::Result<&str, &str>| {
            let read =
                Thresholds::read(text, measure, "Hồ sơ").map(|read| read.to_text()).map_err(|e| e.code);
            assert_eq!(read, expect.map(str::to_owned), "{text}");
        };
        let share = Measure::Percent;
        check("", share, Ok(""));
        check("90", share, Ok("90"));
        check(" 90 % ", share, Ok("90"));
        check(
            "tỉnh 70; Huyện: 60%; xã ≥ 25;phường 55; thị trấn 45",
            share,
            Ok("tỉnh 70; huyện 60; xã 25; phường 55; thị trấn 45"),
        );
        check("quận 60; thị xã 100", share, Ok("huyện 60; thành phố, thị xã 100"));
        check("xã; phường", share, Ok("xã; phường"));
        check("100", share, Ok("100"));
        check("140", share, Err("indicator.threshold_over"));
        check("xã 101", share, Err("indicator.threshold_over"));
        check("1.400", Measure::Number, Ok("1400"));
        check("xã -5", share, Err("indicator.bad_threshold"));
        check("xã nhiều", share, Err("indicator.unknown_kind"));
        check("xã 7,5", share, Err("indicator.bad_threshold"));
        check("xóm 5", share, Err("indicator.unknown_kind"));
        check("xã 20; xã 30", share, Err("indicator.kind_twice"));
        check("huyện 20; quận 30", share, Err("indicator.kind_twice"));
    }

    #[test]
    fn a_sum_is_what_a_figure_can_be() {
        let of = |numerator| IndicatorValue { numerator, denominator: None };
        assert_eq!(of(600_000_000).plus(of(400_000_000)), Some(of(1_000_000_000)));
        assert_eq!(of(700_000_000).plus(of(700_000_000)), None);
    }

    #[test]
    fn a_unit_is_held_to_the_threshold_of_its_kind() {
        let unit = |n: u128, kind: &str, name: &str| Unit {
            id: UnitId(Uuid::from_u128(n)),
            parent_id: None,
            kind: kind.into(),
            name: name.into(),
            code: String::new(),
            position: 0,
        };
        let check = |text: &str, level, own: &str, of: Unit, expect: Option<Option<u32>>| {
            let own = unit(1, "", own);
            let kind = kind_of(&of, own.id, level);
            let found = Thresholds::read(text, Measure::Percent, "").unwrap().of(kind);
            assert_eq!(found, expect, "{text}: {}", of.name);
        };
        let online = "tỉnh 70; huyện 60; xã 25; phường 55; thị trấn 45";
        check(online, Level::District, "Huyện Cái Bè", unit(2, "", "Xã Mỹ Lợi"), Some(Some(25)));
        check(online, Level::District, "Huyện Cái Bè", unit(2, "", "Thị trấn Cái Bè"), Some(Some(45)));
        check(online, Level::District, "Huyện Cái Bè", unit(2, "", "Phường 1"), Some(Some(55)));
        check(online, Level::District, "Huyện Cái Bè", unit(1, "", "Huyện Cái Bè"), Some(Some(60)));
        check(online, Level::District, "Thị xã Gò Công", unit(1, "", "Thị xã Gò Công"), Some(Some(60)));
        check(online, Level::District, "Huyện Cái Bè", unit(2, AGENCY, "Phòng Tư pháp"), Some(Some(60)));
        check(online, Level::Province, "Tỉnh Tiền Giang", unit(2, AGENCY, "Sở Tư pháp"), Some(Some(70)));
        check(online, Level::Province, "Tỉnh Tiền Giang", unit(2, "", "Thị xã Gò Công"), Some(Some(60)));
        check(online, Level::Commune, "Xã Mỹ Lợi", unit(1, "", "Xã Mỹ Lợi"), Some(Some(25)));
        check(online, Level::Commune, "Xã Mỹ Lợi", unit(2, "thon", "Ấp Lợi Thuận"), None);
        let paid = "tỉnh 40; huyện 35; xã 30";
        check(paid, Level::District, "Huyện Cái Bè", unit(2, "", "Thị trấn Cái Bè"), Some(Some(30)));
        let fees = "huyện 70; thành phố, thị xã 100";
        check(fees, Level::Province, "Tỉnh Nghệ An", unit(2, "", "Thành phố Vinh"), Some(Some(100)));
        check(fees, Level::Province, "Tỉnh Nghệ An", unit(2, "", "Huyện Đô Lương"), Some(Some(70)));
        check("90", Level::Commune, "Xã Mỹ Lợi", unit(2, "thon", "Ấp Lợi Thuận"), Some(Some(90)));
        check("", Level::Commune, "Xã Mỹ Lợi", unit(2, "thon", "Ấp Lợi Thuận"), None);
        check("thôn", Level::Commune, "Xã Mỹ Lợi", unit(2, "thon", "Ấp Lợi Thuận"), Some(None));
    }

    #[test]
    fn what_is_typed_is_taken_or_refused_with_the_unit() {
        let check = |measure,
                     part: &str,
                     all: &str,
                     expect: std::result::Result<Option<(u32, Option<u32>)>, &str>| {
            let read = IndicatorValue::read(measure, "Xã A", part, all);
            let read =
                read.map(|value| value.map(|value| (value.numerator, value.denominator))).map_err(|e| e.code);
            assert_eq!(read, expect, "{part} {all}");
        };
        let (share, number) = (Measure::Percent, Measure::Number);
        check(share, "1.250", "2 000", Ok(Some((1250, Some(2000)))));
        check(share, "0", "0", Ok(Some((0, Some(0)))));
        check(share, "", " ", Ok(None)); // missing is not zero
        check(share, "–", "–", Ok(None));
        check(share, "5", "", Err("indicator.half"));
        check(share, "", "5", Err("indicator.half"));
        check(share, "6", "5", Err("indicator.more_than_all"));
        check(share, "-1", "5", Err("indicator.negative"));
        check(share, "một", "5", Err("indicator.not_a_number"));
        check(share, "1", "2.000.000.000", Err("indicator.too_large"));
        check(number, "12", "", Ok(Some((12, None))));
        check(number, "12", "20", Err("indicator.no_denominator"));
    }

    #[test]
    fn a_figure_reaches_its_threshold_exactly_or_not_at_all() {
        let check = |value: Option<(u32, Option<u32>)>, threshold, expect| {
            let value = value.map(|(numerator, denominator)| IndicatorValue { numerator, denominator });
            assert_eq!(Verdict::of(value, threshold), expect, "{value:?} {threshold:?}");
        };
        check(Some((60, Some(100))), Some(60), Verdict::Reached);
        check(Some((59_999, Some(100_000))), Some(60), Verdict::NotReached); // 60,00 % as papers round it
        check(Some((0, Some(100))), Some(0), Verdict::Reached);
        check(Some((0, Some(0))), Some(60), Verdict::Nothing);
        check(None, Some(60), Verdict::Missing);
        check(None, None, Verdict::Missing);
        check(Some((5, Some(10))), None, Verdict::NoThreshold);
        check(Some((5, None)), Some(5), Verdict::Reached);
        check(Some((4, None)), Some(5), Verdict::NotReached);
    }

    #[test]
    fn the_indicators_of_a_campaign_have_names_of_their_own() {
        let named = |name: &str| PlannedIndicator { name: name.into(), ..PlannedIndicator::default() };
        let check = |names: &[&str], expect: Option<&str>| {
            let all: Vec<PlannedIndicator> = names.iter().map(|name| named(name)).collect();
            assert_eq!(checked(&all).map(drop).map_err(|e| e.code).err(), expect, "{names:?}");
        };
        check(&["Hồ sơ trực tuyến", "Số hóa"], None);
        check(&["Hồ sơ trực tuyến", "hồ sơ  trực tuyến"], Some("indicator.twice"));
        check(&["", "Số hóa"], Some("indicator.no_name"));
        check(&["x"; 41], Some("indicator.too_many"));
        check(&["x".repeat(301).as_str()], Some("indicator.too_long"));
        // No number of a person goes up with an indicator.
        check(&["Người có số 001 070 000 012"], Some("indicator.number_in_words"));
        check(&["Gọi 0912.345.678"], Some("indicator.number_in_words"));
        check(&["11/25 dịch vụ công, từ 01/9/2023"], None);
    }
}
