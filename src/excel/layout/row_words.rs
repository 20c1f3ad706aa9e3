//! The words by which rows that are not people are known, from `../data/row_words.csv`.

use std::sync::LazyLock;

use super::RowKind;
use crate::domain::hamlets::kind_of;
use crate::domain::text::fold;

/// Words by which rows are known: kind, words in lower case, the same without marks.
static ROW_WORDS: LazyLock<Vec<(&'static str, &'static str, String)>> = LazyLock::new(|| {
    include_str!("../data/row_words.csv")
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(','))
        .map(|(kind, words)| (kind, words, fold(words)))
        .collect()
});

pub(super) fn is_roman(text: &str) -> bool {
    let text = text.trim_end_matches(['.', ')', ' ']);
    !text.is_empty() && text.len() <= 6 && text.chars().all(|c| "IVXL".contains(c))
}

pub(super) fn is_ordinal(text: &str) -> bool {
    let text = text.trim_end_matches(['.', ')', ' ']);
    is_roman(text)
        || text.parse::<u32>().is_ok()
        || (text.len() == 1 && text.chars().all(char::is_alphabetic))
}

/// "I. Thôn Đoài" → "Thôn Đoài".
pub(super) fn strip_ordinal(text: &str) -> &str {
    match text.split_once(['.', ')', '-', '/']) {
        Some((before, after)) if is_ordinal(before.trim()) && !after.trim().is_empty() => after.trim(),
        _ => match text.split_once(' ') {
            Some((before, after)) if is_roman(before) => after.trim(),
            _ => text.trim_start_matches(['-', '+', '*', '•', ' ']),
        },
    }
}

/// The rest of `text` behind the longest words of `kind` that it begins with. Words with marks are compared with marks
/// ("Tổng" is a total, "Tống" a family); a text without any mark is compared without.
pub(super) fn starts_with<'a>(kind: &str, text: &'a str) -> Option<&'a str> {
    let lower = text.to_lowercase();
    let plain = text.is_ascii();
    let mut best: Option<(usize, &str)> = None;
    for (_, words, folded) in ROW_WORDS.iter().filter(|(of, _, _)| *of == kind) {
        let words = if plain { folded.as_str() } else { words };
        let Some(rest) = lower.strip_prefix(words) else { continue };
        if rest.chars().next().is_some_and(char::is_alphanumeric) {
            continue;
        }
        // Without marks, short words are family names, too ("To", "Ban", "Tong"): a number or the end must follow.
        let rest_ends = rest.trim_start().chars().next().is_none_or(|c| !c.is_alphabetic());
        if plain && !rest_ends && !words.contains(' ') && (words.len() <= 4 && words != "thon") {
            continue;
        }
        let letters = words.chars().count();
        if best.is_none_or(|(most, _)| letters > most) {
            let cut = text.char_indices().nth(letters).map_or(text.len(), |(at, _)| at);
            best = Some((letters, text.get(cut..).unwrap_or_default()));
        }
    }
    best.map(|(_, rest)| rest)
}

/// Whether a group may be a part of a hamlet: a xóm, a tổ that is none of dân phố, a cụm (docs/domain.md, Lists in spreadsheets).
pub(super) fn may_be_part(name: &str) -> bool {
    starts_with("part", name).is_some() && kind_of(name) != "to-dan-pho"
}

pub(super) fn is_footer(text: &str) -> bool {
    let text = text.trim_start_matches(['-', '+', '*', '(', '/', '.', ' ', '“', '"']);
    if starts_with("footer", text).is_some() {
        return true;
    }
    // "Kiên Hải, ngày 05 tháng 01 năm 2026", also with dots for the figures.
    let folded = format!(" {} ", fold(text));
    match (folded.find(" ngay "), folded.find(" thang "), folded.find(" nam ")) {
        (Some(day), Some(month), Some(year)) => day < month && month < year && folded.len() < 80,
        _ => false,
    }
}

/// "Thôn 1 (25 hộ, 98 khẩu)", "Thôn 1: 25 hộ", "Địa bàn: Thôn 1" → "Thôn 1".
pub(super) fn group_name(text: &str) -> String {
    let counts = |part: &str| {
        part.chars().any(|c| c.is_ascii_digit())
            && ROW_WORDS
                .iter()
                .any(|(kind, words, _)| *kind == "count" && part.to_lowercase().contains(words))
    };
    let mut name = text.trim();
    if let Some((before, after)) = name.split_once(':') {
        if counts(after) || after.trim().is_empty() {
            name = before;
        } else if starts_with("group", after.trim()).is_some() {
            name = after;
        }
    }
    for open in ['(', ',', ';'] {
        if let Some((before, _)) = name.split_once(open).filter(|(_, after)| counts(after)) {
            name = before;
        }
    }
    if let Some((before, _)) = name.split_once(" - ").filter(|(_, after)| counts(after)) {
        name = before;
    }
    name.trim().trim_end_matches([':', '-', '.', ',']).trim().to_owned()
}

/// "Hộ số 12: Nguyễn Văn B" → code 12, head Nguyễn Văn B; "Hộ ông Nguyễn Văn A (4 khẩu)" → head.
pub(super) fn household(text: &str) -> Option<RowKind> {
    starts_with("household", text)?;
    const BETWEEN: [char; 7] = [':', '-', '.', ',', ';', ' ', '–'];
    let text = text.split(['(', ';']).next().unwrap_or_default();
    let skip = |text: &str| {
        let mut rest = text.trim_matches(BETWEEN).to_owned();
        while let Some(shorter) = starts_with("filler", &rest).map(|r| r.trim_matches(BETWEEN).to_owned()) {
            rest = shorter;
        }
        rest
    };
    let mut rest = skip(text);
    let mut code = String::new();
    let token = rest.split([' ', ':', ',', ';']).next().unwrap_or_default().to_owned();
    if token.chars().any(|c| c.is_ascii_digit()) {
        code = token.trim_matches(BETWEEN).to_owned();
        rest = skip(rest.strip_prefix(token.as_str()).unwrap_or_default());
    }
    // "… - 4 khẩu", "…, 4 khẩu"
    let head = rest
        .split(|c: char| c == ',' || c.is_ascii_digit())
        .next()
        .unwrap_or_default()
        .trim_matches(BETWEEN)
        .to_owned();
    (!code.is_empty() || !head.is_empty()).then_some(RowKind::Household { code, head })
}
