//! The many ways in which people write one value: sex, yes and no, levels, account states.
//!
//! The words are in `data/spellings.csv` and, by folded phrase, the first that fits wins, in `data/state_rules.csv`.

use std::sync::LazyLock;

use crate::domain::citizen::Sex;
use crate::domain::roster::AccountState;
use crate::domain::text::fold;

/// List, spelling, value; sorted.
static SPELLINGS: LazyLock<Vec<[&'static str; 3]>> = LazyLock::new(|| {
    let rows = include_str!("data/spellings.csv").lines().skip(1);
    let mut table: Vec<_> = rows
        .filter_map(|row| {
            let mut cells = row.split(',');
            Some([cells.next()?, cells.next()?, cells.next()?])
        })
        .collect();
    table.sort_unstable();
    table
});

fn value(list: &str, spelling: &str) -> Option<&'static str> {
    let at = SPELLINGS
        .binary_search_by(|[in_list, spelled, _]| (*in_list, *spelled).cmp(&(list, spelling)))
        .ok()?;
    SPELLINGS.get(at).map(|[_, _, value]| *value)
}

/// Nam or Nữ, in any usual spelling.
pub(super) fn sex(text: &str) -> Option<Sex> {
    match value("sex", &fold(text))? {
        "male" => Some(Sex::Male),
        _ => Some(Sex::Female),
    }
}

/// A tick, "có", "1"; or "không", "0", a dash. `None` when the text is neither.
pub(super) fn yes_no(text: &str) -> Option<bool> {
    if let Some(tick) = value("tick", text.trim()) {
        return Some(tick == "yes");
    }
    let folded = fold(text);
    if let Ok(count) = folded.parse::<u32>() {
        return Some(count > 0);
    }
    let known = value("yes-no", &folded).or_else(|| match folded.split_once(' ')?.0 {
        "co" | "da" => Some("yes"),
        "khong" | "ko" | "chua" | "kg" => Some("no"),
        _ => None,
    });
    known.map(|known| known == "yes")
}

/// The level that a text names: "M2", "mức độ 02", "ĐDĐT mức 2", "Mức II"; the highest where it names several.
fn level_in(folded: &str) -> Option<u8> {
    let mut found: Option<u8> = None;
    let mut after_word = false;
    for word in folded.split(' ') {
        let level = if after_word { number(word) } else { None }.or_else(|| {
            ["mucdo", "muc", "level", "lv", "m"]
                .iter()
                .find_map(|start| word.strip_prefix(start).filter(|rest| !rest.is_empty()).and_then(number))
        });
        found = found.max(level);
        let filler = matches!(word, "do" | "dinh" | "danh" | "dien" | "tu" | "so" | "vneid");
        after_word = matches!(word, "muc" | "mucdo" | "m" | "level" | "lv" | "dddt" | "ddt")
            || (after_word && filler && level.is_none());
    }
    found
}

fn number(word: &str) -> Option<u8> {
    match word {
        "i" | "mot" => Some(1),
        "ii" | "hai" => Some(2),
        "iii" | "ba" => Some(3),
        _ => word.parse().ok().filter(|_| word.len() <= 2),
    }
}

/// The level that a cell of a level column says. Levels are 0, 1 and 2; the caller warns of any other (docs/domain.md, Accounts and levels).
pub(super) fn level(text: &str) -> Option<u8> {
    let folded = fold(text);
    number(&folded).or_else(|| level_in(&folded))
}

/// What a cell of a state column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Activated, at a level that another column may tell.
    Active,
    /// Any other state.
    Other(AccountState),
}

/// State rules in order: the phrase, whether it must be the whole text, what it means.
static RULES: LazyLock<Vec<(&'static str, bool, State)>> = LazyLock::new(|| {
    let rows = include_str!("data/state_rules.csv").lines().skip(1);
    rows.filter_map(|row| {
        let (state, phrase) = row.split_once(',')?;
        let state = match state {
            "active" => State::Active,
            "locked" => State::Other(AccountState::Locked),
            "rejected" => State::Other(AccountState::Rejected),
            "pending-approval" => State::Other(AccountState::PendingApproval),
            "not-registered" => State::Other(AccountState::NotRegistered),
            "approved-not-activated" => State::Other(AccountState::ApprovedNotActivated),
            _ => State::Other(AccountState::Unknown),
        };
        let whole = phrase.starts_with('=');
        Some((phrase.trim_start_matches('='), whole, state))
    })
    .collect()
});

fn rule_for(folded: &str) -> Option<State> {
    let padded = format!(" {folded} ");
    let holds = |phrase: &str| {
        padded.match_indices(phrase).any(|(at, _)| {
            let around = |at: Option<usize>| at.and_then(|at| padded.as_bytes().get(at)) == Some(&b' ');
            around(at.checked_sub(1)) && around(Some(at + phrase.len()))
        })
    };
    RULES
        .iter()
        .find(|(phrase, whole, _)| if *whole { folded == *phrase } else { holds(phrase) })
        .map(|rule| rule.2)
}

/// Reads an account state and the level that the same text names. A level alone ("M2") in a column of states means
/// active at that level; "mức 0" means not identified yet. `None` when the text says nothing known.
pub(super) fn state(text: &str) -> Option<(State, Option<u8>)> {
    let folded = fold(text);
    let mut said = folded.clone();
    if rule_for(&folded) == Some(State::Other(AccountState::ApprovedNotActivated)) {
        // "đã kích hoạt mức 1, chưa kích hoạt mức 2": the part that is so counts.
        let before = folded.split_once(" chua ").map(|(before, _)| before.to_owned());
        let after = folded.rsplit_once(" da ").map(|(_, after)| format!("da {after}"));
        let so = [before, after].into_iter().flatten().find(|part| rule_for(part) == Some(State::Active));
        said = so.unwrap_or(said);
    }
    let (rule, level) = (rule_for(&said), level_in(&said));
    match (rule, level) {
        (Some(rule), level) => Some((rule, level)),
        (None, Some(0)) => Some((State::Other(AccountState::NotRegistered), Some(0))),
        (None, Some(level)) => Some((State::Active, Some(level))),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::roster::AccountState::{
        ApprovedNotActivated, Locked, NotRegistered, PendingApproval, Rejected, Unknown,
    };

    #[test]
    fn sexes() {
        let check = |text: &str, expect| assert_eq!(sex(text), expect, "{text}");
        check(" NAM", Some(Sex::Male));
        check("Nữ", Some(Sex::Female));
        check("nư", Some(Sex::Female));
        check("Nu\u{31b}\u{303}", Some(Sex::Female));
        check("F", Some(Sex::Female));
        check("N", None);
        check("1", None);
    }

    #[test]
    fn yes_and_no() {
        for yes in ["x", "X", "1", "có", "Có", "√", "✓", "Có (iPhone)", "2", "TRUE"] {
            assert_eq!(yes_no(yes), Some(true), "{yes}");
        }
        for no in ["0", "không", "Ko", "K", "-", "chưa có", "không có", "FALSE"] {
            assert_eq!(yes_no(no), Some(false), "{no}");
        }
        for neither in ["Samsung", "?", "hỏng"] {
            assert_eq!(yes_no(neither), None, "{neither}");
        }
    }

    #[test]
    fn levels() {
        // docs/domain.md, Accounts and levels.
        for (text, expect) in [
            ("1", 1),
            ("02", 2),
            ("M1", 1),
            ("m2", 2),
            ("M 2", 2),
            ("Mức 1", 1),
            ("mức độ 02", 2),
            ("Mức độ 01", 1),
            ("ĐDĐT mức 2", 2),
            ("Mức II", 2),
            ("mức2", 2),
            ("Level 1", 1),
            ("Mức độ định danh 2", 2),
            ("Mức 0", 0),
            ("mức 3", 3),
            ("mức 1, mức 2", 2),
        ] {
            assert_eq!(level(text), Some(expect), "{text}");
        }
        for text in ["", "chưa", "Thôn 2", "12/3"] {
            assert_eq!(level(text), None, "{text}");
        }
    }

    #[test]
    fn states() {
        let check = |text: &str, expect, level| {
            assert_eq!(state(text), Some((State::Other(expect), level)), "{text}");
        };
        for text in [
            "Chờ phê duyệt",
            "đang chờ duyệt",
            "CPD",
            "Chưa được phê duyệt",
            "đã đăng ký",
            "CHỜ PHÊ DUYỆT, chưa kích hoạt",
        ] {
            check(text, PendingApproval, None);
        }
        for text in [
            "đã cấp, chưa KH",
            "Đã phê duyệt",
            "Đã duyệt - chưa kích hoạt",
            "chưa KH",
            "chưa kích hoạt",
            "CKH",
            "Được cấp",
            "chờ kích hoạt",
        ] {
            check(text, ApprovedNotActivated, None);
        }
        check("đã cấp M2, chưa KH", ApprovedNotActivated, Some(2));
        check("Chưa kích hoạt mức 1", ApprovedNotActivated, Some(1));
        for text in ["Bị từ chối", "trả lại", "Không phê duyệt"] {
            check(text, Rejected, None);
        }
        for text in ["Khóa", "bị khoá", "Tạm khóa"] {
            check(text, Locked, None);
        }
        for text in ["Chưa đăng ký", "chưa có tài khoản", "Chưa", "chưa cấp"] {
            check(text, NotRegistered, None);
        }
        check("Mức 0", NotRegistered, Some(0));
        check("Không hoạt động", Unknown, None);
        check("Không rõ", Unknown, None);
    }

    #[test]
    fn active_states() {
        let check = |text: &str, level| assert_eq!(state(text), Some((State::Active, level)), "{text}");
        check("đã KH", None);
        check("Đã kích hoạt", None);
        check("Đã kích hoạt mức 2", Some(2));
        check("đã kh m1", Some(1));
        check("đã cấp, đã KH", None);
        check("M2", Some(2));
        check("mức độ 02", Some(2));
        check("ĐDĐT mức 2", Some(2));
        check("Đã kích hoạt mức 1, chưa kích hoạt mức 2", Some(1));
        check("Chưa kích hoạt mức 2, đã kích hoạt mức 1", Some(1));
        check("mức 3", Some(3));
        check("Đang hoạt động", None);
        for text in ["đã chết", "chuyển đi", "?", "Thôn 2"] {
            assert_eq!(state(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in any::<String>()) {
            let _ = (state(&text), level(&text), yes_no(&text), sex(&text));
        }
    }
}
