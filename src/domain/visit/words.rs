//! What people write for outcome, level and channel.

use std::sync::OnceLock;

use super::{Channel, Outcome, reasons, rows};
use crate::domain::text::fold;

/// What the words in a result cell say: "K2", "KH M2", "vắng", "kích hoạt mức 2 qua web", "từ chối".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// Outcome.
    pub outcome: Outcome,
    /// The level named with it, as written; 0 when none is.
    pub level: u8,
    /// The channel named with it.
    pub channel: Option<Channel>,
    /// The reason, when the words name one.
    pub reason: &'static str,
}

impl Answer {
    /// Reads the words of a result; `None` when they mean nothing known.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let folded = fold(text);
        let plain = |outcome, reason| Self { outcome, level: 0, channel: None, reason };
        if let Some(outcome) = outcome_of(&folded) {
            return Some(plain(outcome, ""));
        }
        if let Some((reason, outcome)) =
            reasons().iter().filter(|r| r.is_called(&folded)).find_map(|r| Some((r, r.outcome?)))
        {
            return Some(plain(outcome, reason.code));
        }
        let (mut level, mut channel, mut rest) = (0, None, Vec::new());
        for token in tokens(&folded) {
            if let Ok(number) = token.parse::<u8>() {
                level = if level == 0 { number } else { return None };
            } else if outcome_of(token).is_some() {
                rest.push(token);
            } else if let Some(found) = word_code("channel", token).and_then(Channel::from_code) {
                channel = Some(found);
            } else if word_code("level", token).is_none() && word_code("filler", token).is_none() {
                rest.push(token);
            }
        }
        Some(Self { level, channel, ..plain(outcome_of(&rest.join(" "))?, "") })
    }
}

/// The level that a cell says ("2", "Mức 2", "M2", "mức độ 02"): the number as written, for the rules to judge.
#[must_use]
pub fn parse_level(text: &str) -> Option<u8> {
    let folded = fold(text);
    let mut level = None;
    for token in tokens(&folded) {
        match token.parse::<u8>() {
            Ok(number) if level.is_none() => level = Some(number),
            Err(_) if word_code("level", token).is_some() => {}
            _ => return None,
        }
    }
    level
}

/// Words and numbers of folded text, also where they touch ("m2", "k2w").
fn tokens(folded: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for mut rest in folded.split(' ') {
        while let Some(first) = rest.chars().next() {
            let end = rest.find(|c: char| c.is_ascii_digit() != first.is_ascii_digit()).unwrap_or(rest.len());
            let (token, after) = rest.split_at(end);
            out.push(token);
            rest = after;
        }
    }
    out
}

fn outcome_of(folded: &str) -> Option<Outcome> {
    Outcome::from_code(word_code("outcome", folded)?)
        .or_else(|| Outcome::ALL.into_iter().find(|o| fold(crate::messages::word(o.word_code())) == folded))
}

/// The code of folded words in `visit_words.csv`.
pub(super) fn word_code(kind: &str, folded: &str) -> Option<&'static str> {
    static TABLE: OnceLock<Vec<[&'static str; 3]>> = OnceLock::new();
    TABLE
        .get_or_init(|| rows(include_str!("../data/visit_words.csv")).collect())
        .iter()
        .find(|[own, _, words]| *own == kind && words.split('|').any(|word| word == folded))
        .map(|[_, code, _]| *code)
}
