//! Rows that two books share: what the one has changed since both last agreed, and what becomes of a row that both changed.
//!
//! A row is its fields as files write them. Changes of different fields merge; a field that both changed is a conflict, which
//! a person settles: nothing that somebody wrote is lost.

use std::collections::BTreeMap;

use serde_json::Value;

/// The fields of a row by name: texts, whole numbers, or null.
pub type Fields = BTreeMap<String, Value>;

/// Rows by table and id.
pub type Rows = BTreeMap<(String, String), Fields>;

/// What a book has changed of a row since both agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChange {
    /// What the changed fields held when both agreed, without those on which they never did; `None`: there was no such row.
    pub from: Option<Fields>,
    /// Id of the row.
    pub id: String,
    /// Its table.
    pub table: String,
    /// What they hold now; `None`: the row was taken away.
    pub to: Option<Fields>,
}

impl RowChange {
    /// Table and id.
    #[must_use]
    pub fn key(&self) -> (String, String) {
        (self.table.clone(), self.id.clone())
    }
}

/// A field that both books changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Name of the field.
    pub field: String,
    /// What this book has.
    pub mine: Value,
    /// What the other has.
    pub theirs: Value,
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Merged {
    /// Fields to take from the other book; all of them for a new row.
    pub take: Fields,
    /// Fields that a person has to settle.
    pub conflicts: Vec<Conflict>,
    /// The row goes.
    pub remove: bool,
}

/// What `mine` has changed of the rows that both agreed on.
#[must_use]
pub fn changes(shared: &Rows, mine: &Rows) -> Vec<RowChange> {
    let keys = shared.keys().chain(mine.keys().filter(|key| !shared.contains_key(*key)));
    let mut changes: Vec<RowChange> =
        keys.filter_map(|key| change(key, shared.get(key), mine.get(key))).collect();
    changes.sort_by(|a, b| (&a.table, &a.id).cmp(&(&b.table, &b.id)));
    changes
}

fn change(key: &(String, String), from: Option<&Fields>, to: Option<&Fields>) -> Option<RowChange> {
    let (from, to) = match (from, to) {
        (Some(from), Some(to)) => {
            let differ = |of: &Fields, other: &Fields| -> Fields {
                let changed = of.iter().filter(|(field, value)| other.get(*field) != Some(*value));
                changed.map(|(field, value)| (field.clone(), value.clone())).collect()
            };
            (Some(differ(from, to)), Some(differ(to, from)))
        }
        (from, to) => (from.cloned(), to.cloned()),
    };
    (from != to).then(|| RowChange { from, id: key.1.clone(), table: key.0.clone(), to })
}

/// What a book says, given what it said before and was not told to have arrived: changes that it says no more were taken
/// back. Each with the states from which it is no surprise: where both agreed, and what was said before.
#[must_use]
pub fn said(before: &[RowChange], now: &[RowChange]) -> Vec<(RowChange, Vec<Option<Fields>>)> {
    let earlier: BTreeMap<_, _> = before.iter().map(|change| (change.key(), change)).collect();
    let mut said: BTreeMap<_, _> = now
        .iter()
        .map(|change| {
            let bases = [Some(change.from.clone()), earlier.get(&change.key()).map(|e| e.to.clone())];
            (change.key(), (change.clone(), bases.into_iter().flatten().collect::<Vec<_>>()))
        })
        .collect();
    for (key, earlier) in earlier {
        let Some((change, _)) = said.get_mut(&key) else {
            let back = RowChange { from: earlier.to.clone(), to: earlier.from.clone(), ..earlier.clone() };
            said.insert(key, (back, vec![earlier.to.clone()]));
            continue;
        };
        // Of the fields, those that are said no more go back to where both agreed.
        if let (Some(to), Some(from), Some(before)) = (&mut change.to, &change.from, &earlier.from) {
            for (field, value) in before {
                if !from.contains_key(field) {
                    to.entry(field.clone()).or_insert_with(|| value.clone());
                }
            }
        }
    }
    said.into_values().collect()
}

/// What was said before, seen from where both agreed later: on all that `acknowledged` says. What that says too is no change.
#[must_use]
pub fn rebase(said: &[RowChange], acknowledged: &[RowChange]) -> Vec<RowChange> {
    let known: BTreeMap<_, _> = acknowledged.iter().map(|change| (change.key(), change)).collect();
    let rebased = said.iter().filter_map(|change| {
        let key = change.key();
        let Some(known) = known.get(&key) else { return Some(change.clone()) };
        let (mut from, mut to) = (known.to.clone(), change.to.clone());
        if let (Some(from), Some(_)) = (&mut from, &known.from) {
            // Of a row that both have only some fields are told.
            for (field, value) in change.from.iter().flatten() {
                from.entry(field.clone()).or_insert_with(|| value.clone());
            }
        }
        if let (Some(from), Some(to)) = (&mut from, &mut to) {
            from.retain(|field, value| to.get(field).is_some_and(|to| to != value));
            to.retain(|field, _| from.contains_key(field));
            if to.is_empty() {
                return None;
            }
        }
        (from != to).then_some(RowChange { from, id: key.1, table: key.0, to })
    });
    rebased.collect()
}

/// Merges what the other book has of a row into this book's. `bases` are the states of it from which a change is no surprise.
#[must_use]
pub fn merge(mine: Option<&Fields>, bases: &[Option<Fields>], theirs: Option<&Fields>) -> Merged {
    let known =
        |field: &str, value: &Value| bases.iter().flatten().any(|base| base.get(field) == Some(value));
    match (mine, theirs) {
        (Some(mine), Some(theirs)) => {
            let mut merged = Merged::default();
            for (field, theirs) in theirs {
                let Some(mine) = mine.get(field).filter(|mine| *mine != theirs) else { continue };
                if known(field, mine) {
                    merged.take.insert(field.clone(), theirs.clone());
                } else if !known(field, theirs) {
                    let (mine, theirs) = (mine.clone(), theirs.clone());
                    merged.conflicts.push(Conflict { field: field.clone(), mine, theirs });
                }
            }
            merged
        }
        // Taken away here: it comes back only when the other has changed it since.
        (None, Some(theirs)) => {
            let same = bases.iter().flatten().any(|base| theirs.iter().all(|(f, v)| base.get(f) == Some(v)));
            Merged { take: if same { Fields::new() } else { theirs.clone() }, ..Merged::default() }
        }
        // Taken away there: it goes unless it was changed here.
        (Some(mine), None) => Merged { remove: mine.iter().all(|(f, v)| known(f, v)), ..Merged::default() },
        (None, None) => Merged::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `"phone=1 note=x"`; "-" is no row.
    fn row(text: &str) -> Option<Fields> {
        let field = |part: &str| part.split_once('=').map(|(f, v)| (f.to_owned(), Value::from(v)));
        (text != "-").then(|| text.split(' ').filter_map(field).collect())
    }

    fn spoken(fields: &Fields) -> String {
        fields.iter().map(|(f, v)| format!("{f}={}", v.as_str().unwrap())).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn changes_of_different_fields_merge_and_of_one_field_ask() {
        let check = |base: &str, mine: &str, theirs: &str, expect: &str| {
            let merged = merge(row(mine).as_ref(), &[row(base)], row(theirs).as_ref());
            let mut told: Vec<String> = Vec::new();
            if !merged.take.is_empty() {
                told.push(format!("take {}", spoken(&merged.take)));
            }
            for Conflict { field, mine, theirs } in merged.conflicts {
                told.push(format!("ask {field}: {} or {}", mine.as_str().unwrap(), theirs.as_str().unwrap()));
            }
            if merged.remove {
                told.push("remove".to_owned());
            }
            assert_eq!(told.join(", "), expect, "{base} | {mine} | {theirs}");
        };
        check("phone=1 note=a", "phone=1 note=a", "phone=1 note=a", "");
        check("phone=1 note=a", "phone=1 note=a", "phone=2 note=a", "take phone=2");
        check("phone=1 note=a", "phone=3 note=a", "phone=1 note=a", "");
        check("phone=1 note=a", "phone=3 note=a", "phone=1 note=b", "take note=b");
        check("phone=1 note=a", "phone=3 note=a", "phone=3 note=a", "");
        check("phone=1 note=a", "phone=3 note=a", "phone=2 note=a", "ask phone: 3 or 2");
        check("phone=1 note=a", "phone=3 note=c", "phone=2 note=b", "ask note: c or b, ask phone: 3 or 2");
        // They never agreed on the phone.
        check("note=a", "phone=3 note=a", "phone=2 note=b", "take note=b, ask phone: 3 or 2");
        // New rows and rows taken away.
        check("-", "-", "phone=1", "take phone=1");
        check("phone=1", "-", "phone=1", "");
        check("phone=1", "-", "phone=2", "take phone=2");
        check("phone=1", "phone=1", "-", "remove");
        check("phone=1", "phone=2", "-", "");
        check("-", "phone=2", "-", "");
    }

    fn one(from: &str, to: &str) -> Vec<RowChange> {
        let (shared, mine) = (row(from), row(to));
        let rows = |row: Option<Fields>| row.map(|r| (("citizen".to_owned(), "p".to_owned()), r));
        changes(&rows(shared).into_iter().collect(), &rows(mine).into_iter().collect())
    }

    #[test]
    fn only_what_changed_is_told() {
        let check = |from: &str, to: &str, expect: &str| {
            let told = one(from, to).into_iter().map(|change| {
                let side = |fields: Option<Fields>| fields.map_or("-".to_owned(), |f| spoken(&f));
                format!("{} → {}", side(change.from), side(change.to))
            });
            assert_eq!(told.collect::<Vec<_>>().join(", "), expect);
        };
        check("phone=1 note=a", "phone=1 note=a", "");
        check("phone=1 note=a", "phone=2 note=a", "phone=1 → phone=2");
        check("-", "phone=2", "- → phone=2");
        check("phone=1", "-", "phone=1 → -");
        check("note=a", "note=a phone=2", " → phone=2");
    }

    #[test]
    fn what_was_acknowledged_is_not_taken_back() {
        // What both agreed on, what a first file said and was acknowledged, what a second said before that was known.
        let check = |agreed: &str, first: &str, second: &str, expect: &str| {
            let told = rebase(&one(agreed, second), &one(agreed, first)).into_iter().map(|change| {
                let side = |fields: Option<Fields>| fields.map_or("-".to_owned(), |f| spoken(&f));
                format!("{} → {}", side(change.from), side(change.to))
            });
            assert_eq!(told.collect::<Vec<_>>().join(", "), expect, "{agreed} | {first} | {second}");
        };
        check("phone=1", "phone=1", "phone=2", "phone=1 → phone=2");
        check("phone=1", "phone=2", "phone=2", "");
        check("phone=1", "phone=2", "phone=3", "phone=2 → phone=3");
        check("note=a phone=1", "note=a phone=2", "note=b phone=2", "note=a → note=b");
        check("-", "phone=2", "phone=2", "");
        check("-", "phone=2", "phone=3", "phone=2 → phone=3");
        check("-", "-", "phone=3", "- → phone=3");
        check("phone=1", "-", "-", "");
        check("phone=1", "phone=2", "-", "phone=2 → -");
    }

    #[test]
    fn what_is_said_twice_corrected_or_taken_back_leads_to_the_same() {
        // What both agreed on, what the first file made of it, what the second did, what this book has when the second comes.
        let check = |agreed: &str, first: &str, second: &str, mine: &str, expect: &str| {
            let mut found = row(mine);
            for (change, bases) in said(&one(agreed, first), &one(agreed, second)) {
                let merged = merge(found.as_ref(), &bases, change.to.as_ref());
                assert!(merged.conflicts.is_empty(), "{agreed} {first} {second} {mine}");
                if merged.remove {
                    found = None;
                } else if !merged.take.is_empty() {
                    found.get_or_insert_default().extend(merged.take);
                }
            }
            assert_eq!(found.map_or("-".to_owned(), |f| spoken(&f)), expect);
        };
        check("phone=1", "phone=2", "phone=2", "phone=2", "phone=2");
        check("phone=1", "phone=2", "phone=3", "phone=2", "phone=3");
        check("phone=1", "phone=2", "phone=1", "phone=2", "phone=1");
        check("note=a phone=1", "note=b phone=2", "note=b phone=1", "note=b phone=2", "note=b phone=1");
        // The other side has changed it since: what was only repeated does not bring the earlier back.
        check("phone=1", "phone=2", "phone=2", "phone=4", "phone=4");
        check("-", "phone=2", "-", "phone=2", "-");
        check("-", "phone=2", "phone=3", "phone=2", "phone=3");
        check("phone=1", "-", "phone=1", "-", "phone=1");
    }
}
