//! The one table of sentences that users read (`messages.csv`: code, vi, en).

use std::collections::BTreeMap;
use std::sync::OnceLock;

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
    let Some([vi, en]) = table().get(code) else { return code.to_owned() };
    let mut text = if language == Language::Vi { vi.clone() } else { en.clone() };
    for (name, value) in params {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
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
