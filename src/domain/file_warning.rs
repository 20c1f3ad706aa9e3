//! Warnings about a file of people as a whole: what it lacks, and what it is beside the lists in use.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::dates::vi;
use super::extract::{ExtractSays, unread_states};
use super::import::Field;
use super::roster::AccountState;
use super::text::thousands;

/// A list that changes more of the people than this percentage is likely the wrong one, or has its columns mixed up.
const MANY: u64 = 30;

/// A list of so many rows of whom fewer than this percentage stand on the lists in use is likely another commune's.
const FEW: u32 = 20;
const FEW_KNOWN: u64 = 10;

/// A warning about a file as a whole: it is taken, and somebody should look first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
pub struct FileWarning {
    /// Row of `messages.csv`, such as `import.older`.
    pub code: &'static str,
    /// Values for the `{name}` places of the sentence.
    pub params: BTreeMap<&'static str, String>,
}

impl FileWarning {
    /// A warning without parameters.
    #[must_use]
    pub fn new(code: &'static str) -> Self {
        Self { code, params: BTreeMap::new() }
    }

    /// Sets one parameter of the sentence.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.insert(name, value.to_string());
        self
    }
}

/// Warnings about the columns of an extract: what does not look like one.
#[must_use]
pub fn warn_of_columns(
    fields: &BTreeSet<Field>,
    people: u32,
    unread: &BTreeMap<String, u32>,
) -> Vec<FileWarning> {
    let mut warnings = Vec::new();
    if !speaks_of_accounts(fields) {
        warnings.push(FileWarning::new("import.no_state").with("people", thousands(people)));
        if speaks_of_homes(fields) {
            warnings.push(FileWarning::new("import.like_survey"));
        }
    }
    if !unread.is_empty() {
        let words = unread_states(unread);
        let mut told: Vec<String> =
            words.iter().map(|word| format!("“{}” ({})", word.text, thousands(word.rows))).collect();
        let rows: u32 = unread.values().sum();
        if words.iter().map(|word| word.rows).sum::<u32>() < rows {
            told.push("…".to_owned());
        }
        warnings.push(
            FileWarning::new("import.states_unread")
                .with("rows", thousands(rows))
                .with("words", told.join(", ")),
        );
    }
    warnings
}

/// Warnings about the columns of a survey: what looks like an extract.
#[must_use]
pub fn warn_of_survey(fields: &BTreeSet<Field>) -> Vec<FileWarning> {
    let like_extract = speaks_of_accounts(fields) && !speaks_of_homes(fields);
    like_extract.then(|| FileWarning::new("import.like_extract")).into_iter().collect()
}

fn speaks_of_accounts(fields: &BTreeSet<Field>) -> bool {
    use Field as F;
    [F::State, F::Level, F::Level1, F::Level2, F::ApprovedOn, F::ActivatedOn]
        .iter()
        .any(|f| fields.contains(f))
}

/// Columns that only a survey by household has.
fn speaks_of_homes(fields: &BTreeSet<Field>) -> bool {
    use Field as F;
    [F::HouseholdCode, F::Relation, F::Residence, F::WalkOrder, F::Smartphone, F::Internet]
        .iter()
        .any(|f| fields.contains(f))
}

/// So many accounts that step back are no slips, if they are one in a hundred.
const MANY_BACK: u32 = 20;

/// Another list of the same day: its file and its rows.
pub type OfSameDay = (String, u32);

/// Warnings about an extract beside the lists of the book: `newest` is the day of the newest of them.
#[must_use]
pub fn warn_of_lists(
    says: &ExtractSays,
    today: NaiveDate,
    newest: Option<NaiveDate>,
    same_day: Option<&OfSameDay>,
) -> Vec<FileWarning> {
    let day = vi(says.as_of);
    let mut warnings = Vec::new();
    if says.as_of.checked_add_days(Days::new(365)).is_some_and(|year| year < today) {
        warnings.push(FileWarning::new("import.long_ago").with("day", &day));
    }
    if let Some(newest) = newest.filter(|newest| says.as_of < *newest) {
        warnings.push(FileWarning::new("import.older").with("day", &day).with("newest", vi(newest)));
    }
    if let Some((file, rows)) = same_day {
        let warning = FileWarning::new("import.same_day").with("day", &day);
        warnings.push(warning.with("file", file).with("rows", thousands(*rows)));
    }
    let Some(before) = &says.against else { return warnings };
    let known = before.changed + before.same;
    let strangers = says.rows >= FEW && u64::from(known) * 100 < u64::from(says.rows) * FEW_KNOWN;
    if strangers {
        let warning = FileWarning::new("import.strangers").with("known", thousands(known));
        warnings.push(warning.with("rows", thousands(says.rows)).with("day", vi(before.as_of)));
    } else if says.seems_partial() {
        let code = if says.lacks_hamlets(before) { "import.part_hamlets" } else { "import.part" };
        let mut warning = FileWarning::new(code)
            .with("rows", thousands(says.rows))
            .with("people", thousands(before.people))
            .with("day", vi(before.as_of));
        if says.lacks_hamlets(before) {
            warning = warning.with("hamlets", thousands(says.hamlets)).with("of", thousands(before.hamlets));
        }
        warnings.push(warning);
    }
    // Accounts come and stay: where many have gone the list is an older one, or another column was read.
    let back: u32 = before.steps.iter().filter(|step| step.back).map(|step| step.rows).sum();
    let dated = newest.is_none_or(|newest| says.as_of >= newest);
    if dated && back >= MANY_BACK && u64::from(back) * 100 >= u64::from(known) {
        let warning = FileWarning::new("import.many_back").with("rows", thousands(back));
        warnings.insert(0, warning.with("people", thousands(known)).with("day", vi(before.as_of)));
        return warnings;
    }
    // A part lists those who change; and what could not be read before may change at once.
    let both = if says.partial { 0 } else { known };
    let unread = before.steps.iter().filter(|step| step.from.state == AccountState::Unknown);
    let changed = before.changed - unread.map(|step| step.rows).sum::<u32>();
    warnings.extend(many(changed, both).filter(|_| both > 0).map(|percent| {
        let warning = FileWarning::new("import.many_changed").with("percent", percent);
        warning.with("people", thousands(both)).with("day", vi(before.as_of))
    }));
    warnings
}

/// Warnings about an extract that is taken in for `as_of`: its title names another day, or the very same file is in the book
/// for another one.
#[must_use]
pub fn warn_of_day(
    as_of: NaiveDate,
    title: Option<NaiveDate>,
    taken_for: Option<NaiveDate>,
) -> Vec<FileWarning> {
    let warn = |code, other: Option<NaiveDate>| {
        let other = other.filter(|other| *other != as_of)?;
        Some(FileWarning::new(code).with("day", vi(as_of)).with("other", vi(other)))
    };
    [warn("import.title_day", title), warn("import.same_file", taken_for)].into_iter().flatten().collect()
}

/// The warning about a worksheet whose title names another day than answered rows, each with its `days`, belong to.
#[must_use]
pub fn warn_of_worksheet(title: Option<NaiveDate>, days: &[NaiveDate]) -> Option<FileWarning> {
    let title = title?;
    let others: Vec<NaiveDate> = days.iter().copied().filter(|day| *day != title).collect();
    let warning = FileWarning::new("worksheet.title_day").with("title", vi(title));
    Some(warning.with("day", vi(*others.first()?)).with("rows", thousands(others.len())))
}

/// The warning `code` about a file that changes many of the `people` who are there.
#[must_use]
pub fn warn_of_many_updated(code: &'static str, updated: u32, people: u32) -> Option<FileWarning> {
    let percent = many(updated, people)?;
    let warning = FileWarning::new(code).with("percent", percent);
    Some(warning.with("people", thousands(people)))
}

/// What the rows of a survey say together that no row says alone.
#[derive(Debug, Clone, Copy, Default)]
pub struct SurveySays {
    /// Rows that were read.
    pub rows: u32,
    /// Of these, whose name is that of a place.
    pub places: u32,
    /// With a number.
    pub numbered: u32,
    /// Of these, with the number of another person of the register or of the file.
    pub shared: u32,
    /// Hamlets that the book did not have.
    pub hamlets: u32,
    /// People who were new.
    pub added: u32,
}

/// A hamlet has more people than this: more hamlets are no hamlets.
const PEOPLE_OF_A_HAMLET: u32 = 5;

/// So many hamlets are no slips.
const MANY_HAMLETS: u32 = 10;

/// Warnings about columns of a survey that were taken for each other, or that slipped against each other by rows.
#[must_use]
pub fn warn_of_rows(says: SurveySays) -> Vec<FileWarning> {
    let told = |code, part: u32, of: u32| {
        let warning = FileWarning::new(code).with("rows", thousands(part)).with("of", thousands(of));
        many(part, of).map(|_| warning)
    };
    let hamlets =
        says.hamlets >= MANY_HAMLETS && says.hamlets.saturating_mul(PEOPLE_OF_A_HAMLET) > says.added;
    let hamlets = hamlets.then(|| {
        let warning = FileWarning::new("import.many_hamlets").with("hamlets", thousands(says.hamlets));
        warning.with("people", thousands(says.added))
    });
    [
        told("import.names_of_places", says.places, says.rows),
        hamlets,
        told("import.numbers_of_others", says.shared, says.numbered),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The percentage of those changed, when it is unusually high.
fn many(changed: u32, of: u32) -> Option<u64> {
    let (changed, of) = (u64::from(changed), u64::from(of));
    (changed * 100 > of * MANY).then(|| changed * 100 / of.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::extract::{Account, ExtractChange, StateStep};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn each_warning_stands_at_its_border() {
        let today = day("2026-11-21");
        let check =
            |as_of: &str, newest: &str, same_day: bool, against: Option<ExtractChange>, expect: &str| {
                let rows = against.as_ref().map_or(0, |before| before.new + before.changed + before.same);
                let says = ExtractSays { as_of: day(as_of), rows, against, ..ExtractSays::default() };
                let other = same_day.then(|| ("khac.xlsx".to_owned(), 3));
                let codes: Vec<&str> = warn_of_lists(&says, today, newest.parse().ok(), other.as_ref())
                    .into_iter()
                    .map(|warning| warning.code)
                    .collect();
                assert_eq!(codes.join(" "), expect, "{as_of} {newest}");
            };
        check("2026-11-20", "", false, None, "");
        check("2025-11-21", "", false, None, "");
        check("2025-11-20", "", false, None, "import.long_ago");
        check("2026-11-20", "2026-11-20", true, None, "import.same_day");
        check("2026-11-19", "2026-11-20", false, None, "import.older");
        let change =
            |changed, same| Some(ExtractChange { people: 100, changed, same, ..ExtractChange::default() });
        check("2026-11-20", "", false, change(30, 70), "");
        check("2026-11-20", "", false, change(31, 69), "import.many_changed");
        check("2026-11-20", "", false, change(0, 79), "import.part");
        let back = |rows| {
            let account = |state| Account { state, level: 0, word: "" };
            let (from, to) =
                (account(AccountState::ActiveLevel2), account(AccountState::ApprovedNotActivated));
            let steps = vec![StateStep { from, to, rows, back: true }];
            Some(ExtractChange {
                people: 100,
                changed: rows,
                same: 100 - rows,
                steps,
                ..ExtractChange::default()
            })
        };
        check("2026-11-20", "", false, back(19), "");
        check("2026-11-20", "2026-11-20", true, back(20), "import.many_back import.same_day");
        check("2026-11-19", "2026-11-20", false, back(20), "import.older"); // told by its day
        let strangers =
            |new, same| Some(ExtractChange { people: 100, new, same, ..ExtractChange::default() });
        check("2026-11-20", "", false, strangers(91, 9), "import.strangers");
        check("2026-11-20", "", false, strangers(90, 10), "");
        check("2026-11-20", "", false, strangers(19, 0), "import.part");
    }

    #[test]
    fn columns_that_belong_to_the_other_list_are_told() {
        let check = |fields: &[Field], extract: &str, survey: &str| {
            let fields: BTreeSet<Field> = fields.iter().copied().collect();
            let codes = |warnings: Vec<FileWarning>| {
                warnings.iter().map(|warning| warning.code).collect::<Vec<_>>().join(" ")
            };
            assert_eq!(codes(warn_of_columns(&fields, 9, &BTreeMap::new())), extract, "{fields:?}");
            assert_eq!(codes(warn_of_survey(&fields)), survey, "{fields:?}");
        };
        check(&[Field::Name, Field::State], "", "import.like_extract");
        check(&[Field::Name, Field::ActivatedOn], "", "import.like_extract");
        check(&[Field::Name], "import.no_state", "");
        check(&[Field::Name, Field::Relation], "import.no_state import.like_survey", "");
        check(&[Field::Name, Field::State, Field::HouseholdCode], "", "");
    }

    #[test]
    fn words_that_are_not_understood_are_told_with_their_rows() {
        let words: BTreeMap<String, u32> = [("Done".to_owned(), 3), ("xong rồi".to_owned(), 12)].into();
        let warnings = warn_of_columns(&[Field::State].into(), 20, &words);
        assert_eq!(warnings[0].params["words"], "“xong rồi” (12), “Done” (3)");
        assert_eq!(warnings[0].params["rows"], "15");
    }

    #[test]
    fn another_day_than_the_file_says_is_told() {
        let check = |as_of: &str, title: &str, taken_for: &str, expect: &str| {
            let warnings = warn_of_day(day(as_of), title.parse().ok(), taken_for.parse().ok());
            let told: Vec<String> =
                warnings.iter().map(|w| format!("{} {}", w.code, w.params["other"])).collect();
            assert_eq!(told.join(", "), expect, "{as_of} {title} {taken_for}");
        };
        check("2026-11-20", "", "", "");
        check("2026-11-20", "2026-11-20", "2026-11-20", "");
        check("2026-11-20", "2026-11-12", "", "import.title_day 12/11/2026");
        check("2026-11-20", "", "2026-11-12", "import.same_file 12/11/2026");

        let check = |title: &str, days: &[&str], expect: Option<&str>| {
            let days: Vec<NaiveDate> = days.iter().map(|text| day(text)).collect();
            let warning = warn_of_worksheet(title.parse().ok(), &days);
            let told =
                warning.map(|w| format!("{} {} {}", w.params["title"], w.params["day"], w.params["rows"]));
            assert_eq!(told.as_deref(), expect, "{title} {days:?}");
        };
        check("", &["2026-11-21"], None);
        check("2026-11-21", &["2026-11-21"], None);
        check("2026-11-22", &[], None);
        check("2026-11-22", &["2026-11-21", "2026-11-22"], Some("22/11/2026 21/11/2026 1"));
    }

    #[test]
    fn columns_that_slipped_are_told() {
        let check = |rows: u32, places: u32, numbered: u32, shared: u32, hamlets: u32, expect: &str| {
            let says = SurveySays { rows, places, numbered, shared, hamlets, added: rows };
            let codes: Vec<&str> = warn_of_rows(says).into_iter().map(|warning| warning.code).collect();
            assert_eq!(codes.join(" "), expect, "{says:?}");
        };
        check(100, 1, 90, 3, 4, "");
        check(600, 600, 0, 0, 598, "import.names_of_places import.many_hamlets");
        check(600, 0, 590, 588, 0, "import.numbers_of_others");
        check(40, 0, 0, 0, 9, ""); // a small commune's first sheet
        check(0, 0, 0, 0, 0, "");
    }

    #[test]
    fn many_updates_are_told() {
        let check = |updated: u32, people: u32, expect: Option<&str>| {
            let warning = warn_of_many_updated("import.many_updated", updated, people);
            assert_eq!(
                warning.as_ref().map(|w| w.params["percent"].as_str()),
                expect,
                "{updated} of {people}"
            );
        };
        check(30, 100, None);
        check(31, 100, Some("31"));
        check(0, 0, None);
    }
}
