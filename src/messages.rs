//! The one table of sentences that users read (`messages.csv`: code, vi, en).

use std::collections::BTreeMap;
use std::sync::OnceLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

static TABLE: OnceLock<BTreeMap<String, [String; 2]>> = OnceLock::new();

/// Languages of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    #[default]
    /// Vietnamese, the first language of every user.
    Vi,
    /// English.
    En,
}

fn table() -> &'static BTreeMap<String, [String; 2]> {
    TABLE.get_or_init(|| {
        csv::Reader::from_reader(include_str!("messages.csv").as_bytes())
            .records()
            .filter_map(|record| {
                let record = record.ok()?;
                Some((record.get(0)?.to_owned(), [record.get(1)?.to_owned(), record.get(2)?.to_owned()]))
            })
            .collect()
    })
}

/// The Vietnamese sentence of `code` with its `{name}` places filled; the code itself when the table lacks it.
#[must_use]
pub fn sentence<'a>(code: &str, params: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    sentence_in(Language::Vi, code, params)
}

/// Like [`sentence`], in a language.
#[must_use]
pub fn sentence_in<'a>(
    language: Language,
    code: &str,
    params: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> String {
    let Some([vietnamese, english]) = table().get(code) else { return code.to_owned() };
    let params: Vec<(&str, &str)> = params.into_iter().collect();
    let mut rest = if language == Language::Vi { vietnamese.as_str() } else { english };
    let mut text = String::with_capacity(rest.len() + 64);
    // Once from the left: what a value says is never taken for a place.
    while let Some((before, place)) = rest.split_once('{') {
        let (name, after) = place.split_once('}').unwrap_or((place, ""));
        let value = params.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        debug_assert!(value.is_some(), "{code}: nobody fills {name}");
        text.push_str(before);
        // A day is written as people write it.
        match value.and_then(|value| value.parse::<NaiveDate>().ok()) {
            Some(day) => text.push_str(&day.format("%d/%m/%Y").to_string()),
            None => text.push_str(value.unwrap_or("…")),
        }
        rest = after;
    }
    text + rest
}

/// Like [`sentence`], in Vietnamese, then in English.
#[must_use]
pub fn sentences(code: &str, params: &[(&str, &str)]) -> [String; 2] {
    [Language::Vi, Language::En].map(|language| sentence_in(language, code, params.iter().copied()))
}

/// The Vietnamese word or sentence of `code`, which has no parameters.
#[must_use]
pub fn word(code: &str) -> &'static str {
    table().get(code).map_or("", |[vi, _]| vi.as_str())
}

/// Whether the table has `code`.
#[must_use]
pub fn has(code: &str) -> bool {
    table().contains_key(code)
}

/// All words and sentences in one language, by code: what a window needs to speak as the core does.
#[must_use]
pub fn all(language: Language) -> BTreeMap<String, String> {
    let text = |[vi, en]: &[String; 2]| if language == Language::Vi { vi.clone() } else { en.clone() };
    table().iter().map(|(code, sentences)| (code.clone(), text(sentences))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_never_taken_for_a_place() {
        let said = sentence("save.failed", [("path", "{why}.xlsx"), ("why", "đĩa đầy")]);
        assert!(said.contains("{why}.xlsx (đĩa đầy)"), "{said}");
    }

    #[test]
    fn a_day_is_written_as_people_write_it() {
        let said = |day| sentence("report.in_future", [("day", day)]);
        assert!(said("2026-11-21").starts_with("Ngày 21/11/2026 chưa tới"), "{}", said("2026-11-21"));
        assert!(said("phieu 2026-11-21.xlsx").contains(" phieu 2026-11-21.xlsx "));
    }
}
