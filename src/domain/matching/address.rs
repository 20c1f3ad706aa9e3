//! An address as written: its parts, and the words that say what kind of hamlet follows.

use std::sync::OnceLock;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::names::{hash, mix};

/// Kinds by the phrase of their words; `None` for words that only begin one.
fn kinds() -> &'static HashMap<u64, Option<u64>, FixedState> {
    static KINDS: OnceLock<HashMap<u64, Option<u64>, FixedState>> = OnceLock::new();
    KINDS.get_or_init(|| {
        let mut kinds: HashMap<u64, Option<u64>, FixedState> = HashMap::default();
        let lines = include_str!("hamlet_words.csv").lines().skip(1);
        for (words, kind) in lines.filter_map(|line| line.split_once(',')) {
            let words: Vec<&str> = words.split(' ').collect();
            for begun in 1..words.len() {
                kinds.entry(phrase(words.get(..begun).unwrap_or_default())).or_default();
            }
            kinds.insert(phrase(&words), Some(hash(kind.as_bytes())));
        }
        kinds
    })
}

/// The kind at the start of `words` and how many words it takes; the last word is never taken.
pub(super) fn kind_of(words: &[&str]) -> Option<(u64, usize)> {
    let (_, words) = words.split_last()?;
    let mut found = None;
    let mut begun = phrase(&[]);
    for (word, taken) in words.iter().zip(1..) {
        begun = longer(begun, word);
        let Some(kind) = kinds().get(&begun) else { break };
        found = kind.map(|kind| (kind, taken)).or(found);
    }
    found
}

/// A hash of words in their order.
pub(super) fn phrase(words: &[&str]) -> u64 {
    words.iter().fold(1, |phrase, word| longer(phrase, word))
}

/// The phrase with a word more.
fn longer(phrase: u64, word: &str) -> u64 {
    mix(phrase, hash(word.as_bytes()))
}

/// The parts of an address between commas, dashes and brackets.
pub(super) fn segments(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', '-', '–', '\n', '(', ')']).filter(|segment| segment.bytes().any(|b| b != b' '))
}
