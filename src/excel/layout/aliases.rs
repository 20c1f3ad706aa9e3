//! What a heading may mean, by the alias table `../data/header_aliases.csv`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::domain::import::Field;
use crate::domain::text::fold;

/// Field, heading, strength.
const TABLE: &str = include_str!("../data/header_aliases.csv");

pub(super) struct Aliases {
    /// Folded heading → fields, best first; `None` is a heading that is known to hold nothing for us.
    pub(super) exact: BTreeMap<String, Vec<(Option<Field>, bool)>>,
    /// Sure aliases with a blank on either side, longest first, for headings that hold more words.
    parts: Vec<(String, Option<Field>)>,
}

pub(super) static ALIASES: LazyLock<Aliases> = LazyLock::new(|| {
    let mut exact: BTreeMap<String, Vec<(Option<Field>, bool)>> = BTreeMap::new();
    for record in csv::Reader::from_reader(TABLE.as_bytes()).records().flatten() {
        let (Some(field), Some(heading), Some(strength)) = (record.get(0), record.get(1), record.get(2))
        else {
            continue;
        };
        let meaning = (field.parse().ok(), strength == "weak");
        let known = exact.entry(fold(heading)).or_default();
        if !known.contains(&meaning) {
            known.push(meaning);
        }
    }
    let mut parts: Vec<(String, Option<Field>)> = exact
        .iter()
        .filter(|(heading, _)| heading.len() >= 4)
        .filter_map(|(heading, fields)| {
            let (field, weak) = fields.first()?;
            (!weak).then(|| (format!(" {heading} "), *field))
        })
        .collect();
    parts.sort_by_key(|(heading, _)| std::cmp::Reverse(heading.len()));
    Aliases { exact, parts }
});

/// The usual Vietnamese heading of a field, which leads back to it.
#[must_use]
pub fn usual_heading(field: Field) -> &'static str {
    let name = field.name();
    let row = TABLE.lines().find(|line| line.split(',').next() == Some(name));
    row.and_then(|line| line.split(',').nth(1)).unwrap_or_default()
}

/// One field that a heading may mean.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    /// `None`: nothing for us.
    pub(super) field: Option<Field>,
    pub(super) score: i32,
    /// The heading alone does not tell: the content has to confirm it.
    pub(super) weak: bool,
}

/// Whose data a heading speaks of, if not the citizen's own.
const OTHER_PEOPLE: [&str; 9] =
    ["chu ho", "can bo", "nguoi huong dan", "giam ho", "cua cha", "cua me", "ten cha", "ten me", "cua bo"];

/// Fields that a heading may mean. Sure and whole matches score highest; words within a longer heading only with `tolerant`.
pub(super) fn candidates(parts: &[String], tolerant: bool) -> Vec<Candidate> {
    let folded: Vec<String> = parts.iter().map(|part| fold(part)).collect();
    if folded.is_empty() {
        return Vec::new();
    }
    let bare: Vec<String> = parts.iter().map(|part| fold(&without_brackets(part))).collect();
    let bare_last = bare.last().map_or("", String::as_str);
    let above = folded.iter().rev().skip(1).cloned().collect::<Vec<_>>().join(" ");
    let speaks_of_others = OTHER_PEOPLE.iter().any(|other| above.contains(other));
    let mut tries: Vec<(String, i32)> = vec![(folded.join(" "), 100), (bare.join(" "), 95)];
    if !above.is_empty() {
        tries.push((format!("{bare_last} {above}"), 92));
        if !speaks_of_others {
            // The lowest rows say most: "Ngày sinh – Ngày" below "Thông tin công dân".
            let lower = (1..folded.len()).filter_map(|from| folded.get(from..)).map(|parts| parts.join(" "));
            tries.extend(lower.map(|text| (text, 90)));
            tries.push((bare_last.to_owned(), 85));
            tries.push((bare.first().cloned().unwrap_or_default(), 60));
        }
    }
    for (text, score) in &tries {
        if let Some(fields) = ALIASES.exact.get(text) {
            return fields
                .iter()
                .zip(0..)
                .map(|((field, weak), rank)| Candidate {
                    field: *field,
                    score: score - rank - if *weak { 50 } else { 0 },
                    weak: *weak,
                })
                .collect();
        }
    }
    if !tolerant {
        return Vec::new();
    }
    // "Giấy tờ (CMND/CCCD)": what stands in brackets may tell, when the content agrees.
    let within = [(bare.join(" "), false), (folded.join(" "), true)].into_iter().find_map(|(words, weak)| {
        let joined = format!(" {words} ");
        let (alias, field) = ALIASES.parts.iter().find(|(alias, _)| joined.contains(alias.as_str()))?;
        Some((joined, alias, field, weak))
    });
    let Some((joined, alias, field, weak)) = within else { return Vec::new() };
    let share = alias.len() * 100 / joined.len();
    let others = OTHER_PEOPLE.iter().any(|other| joined.contains(other) && !alias.contains(other));
    if share < 30 || others {
        return Vec::new();
    }
    let score = 20 + i32::try_from(share / 5).unwrap_or(0);
    vec![Candidate { field: *field, score, weak }]
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' if depth > 0 => {
                    depth -= 1;
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

/// The field that the user said a heading means.
pub(super) fn overridden(parts: &[String], overrides: &[(Field, String)]) -> Option<Field> {
    let (joined, last) = (fold(&parts.join(" ")), fold(parts.last()?));
    overrides
        .iter()
        .find(|(_, heading)| *heading == joined)
        .or_else(|| overrides.iter().find(|(_, heading)| *heading == last))
        .map(|(field, _)| *field)
}
