//! The form "giao việc 5 rõ": every assignment with its five, its state by visits and clock, and its latest word.

use chrono::NaiveDate;

use crate::domain::as_count;
use crate::domain::assignment::{Goal, Place, State, head_order};
use crate::domain::dates::vi;
use crate::domain::form::{Column, Form, Kind, Row, Value};
use crate::domain::text::{fold, thousands};
use crate::error::Result;
use crate::figures::Day;
use crate::jobs::assignments::follow_assignments::{AssignmentView, HolderLoad, loads, views};
use crate::messages::{sentence, word};

const COLUMNS: [(&str, u32, Kind); 10] = [
    ("form.column.ordinal", 34, Kind::Centred),
    ("form.five-clear.who", 120, Kind::Text),
    ("form.five-clear.task", 170, Kind::Text),
    ("form.five-clear.start", 76, Kind::Centred),
    ("form.five-clear.due", 76, Kind::Centred),
    ("form.five-clear.result", 120, Kind::Text),
    ("form.five-clear.count", 60, Kind::Count),
    ("form.five-clear.answerable", 100, Kind::Text),
    ("form.five-clear.state", 84, Kind::Centred),
    ("form.five-clear.note", 112, Kind::Text),
];

/// Fills the form in as the screen lists it, what has not begun included: of `unit` when it is one unit's, the one due first first.
pub(super) fn draw(day: &Day<'_>, unit: Option<&str>, form: &mut Form) -> Result<()> {
    let (on, day) = (day, day.day);
    form.landscape = true;
    form.columns = COLUMNS.iter().map(|(code, width, kind)| Column::new(word(code), *width, *kind)).collect();
    form.subtitles.truncate(usize::from(unit.is_some()));
    form.remarks = vec![sentence("form.five-clear.as_of", [("day", vi(day).as_str())])];
    let wanted = unit.map(fold);
    let mut all = views(on)?;
    all.retain(|view| wanted.as_ref().is_none_or(|unit| belongs(view, unit)));
    // Sorting keeps the order of days within a head.
    all.sort_by_cached_key(|view| head_order(&view.assignment.group));
    let mut head = "";
    for (view, ordinal) in all.iter().zip(1..) {
        if view.assignment.group != head {
            head = &view.assignment.group;
            let cells = [Value::from(head)].into_iter().chain((1..COLUMNS.len()).map(|_| Value::Left));
            form.rows.push(Row { total: true, cells: cells.collect() });
        }
        form.rows.push(row(view, day, ordinal));
    }
    let states =
        [State::NotStarted, State::OnPace, State::Behind, State::Overdue, State::Done, State::DoneLate];
    let counts = states.iter().filter_map(|state| {
        let count = all.iter().filter(|view| view.progress.state == *state).count();
        (count > 0).then(|| format!("{} {count}", word(&format!("assignment.state.{}", state.code()))))
    });
    let counts = counts.collect::<Vec<_>>().join("; ");
    if !all.is_empty() {
        let count = thousands(all.len());
        form.notes.push(sentence(
            "form.five-clear.total",
            [("count", count.as_str()), ("states", counts.as_str())],
        ));
    }
    let several = loads(&all).into_iter().filter(|load| load.open + load.done > 1);
    let told: Vec<String> = several.take(20).map(|load| load_words(&load)).collect();
    if !told.is_empty() {
        form.notes.push(sentence("form.five-clear.loads", [("loads", told.join("; ").as_str())]));
    }
    Ok(())
}

/// "Sở Một 3, quá hạn 1, xong 2": open ones, and of those and the others what a report tells of an agency.
fn load_words(load: &HolderLoad) -> String {
    let more = [
        ("form.five-clear.overdue", load.overdue),
        ("form.five-clear.done", load.done),
        ("form.five-clear.helps", load.helps),
    ];
    let more =
        more.into_iter().filter(|(_, count)| *count > 0).map(|(code, count)| counted_words(code, count));
    let open = format!("{} {}", load.who, thousands(load.open));
    [open].into_iter().chain(more).collect::<Vec<_>>().join(", ")
}

fn belongs(view: &AssignmentView, unit: &str) -> bool {
    fold(&view.holder) == unit
        || view.assignment.is_helped_by(unit)
        || view.assignment.place.units.iter().any(|name| fold(name) == unit)
}

fn row(view: &AssignmentView, day: NaiveDate, ordinal: u32) -> Row {
    let given = &view.assignment;
    let place = place_words(&given.place);
    let task = if place.is_empty() { given.task.clone() } else { format!("{} ({place})", given.task) };
    let (result, counted) = match &given.result {
        Goal::Visited(count) => (counted_words("form.five-clear.visited", *count), true),
        Goal::Activated(count) => (counted_words("form.five-clear.activated", *count), true),
        Goal::Product(product) => (product.clone(), false),
    };
    let state = word(&format!("assignment.state.{}", view.progress.state.code()));
    let cells = vec![
        Value::from(ordinal),
        view.holder.clone().into(),
        task.into(),
        vi(given.start).into(),
        vi(given.due).into(),
        result.into(),
        if counted { Value::from(view.progress.count) } else { Value::Text(String::new()) },
        given.answerable.clone().into(),
        state.into(),
        remark(view, day).into(),
    ];
    Row { total: false, cells }
}

fn counted_words(code: &str, count: u32) -> String {
    sentence(code, [("count", thousands(count).as_str())])
}

fn place_words(place: &Place) -> String {
    let mut words: Vec<String> = place.units.iter().chain(&place.alleys).cloned().collect();
    for (code, list) in
        [("form.five-clear.households", &place.households), ("form.five-clear.people", &place.citizens)]
    {
        if !list.is_empty() {
            words.push(counted_words(code, as_count(list.len())));
        }
    }
    words.join(", ")
}

/// The day it was done, who co-ordinates, what has to be there next, the newest note with its week, and who had it before.
fn remark(view: &AssignmentView, day: NaiveDate) -> String {
    let mut parts = Vec::new();
    if let Some(done) = view.progress.done_on {
        parts.push(sentence("form.five-clear.done_on", [("day", vi(done).as_str())]));
    }
    if !view.assignment.with.is_empty() {
        let names = view.assignment.with.join("; ");
        parts.push(sentence("form.five-clear.with", [("names", names.as_str())]));
    }
    let next = view.assignment.next_checkpoint(day).filter(|_| view.progress.state.is_open());
    if let Some(point) = next.filter(|point| !point.text.is_empty()) {
        let params = [("day", vi(point.day)), ("text", point.text.clone())];
        parts.push(sentence(
            "form.five-clear.point",
            params.iter().map(|(name, text)| (*name, text.as_str())),
        ));
    }
    if let Some(note) = view.assignment.notes.iter().rev().find(|note| note.day <= day) {
        let week = note.week().1.to_string();
        parts.push(sentence("form.five-clear.week", [("week", week.as_str()), ("text", note.text.as_str())]));
    }
    let so_far = view.assignment.holders.iter().filter(|holder| holder.from <= day);
    let before = so_far.rev().skip(1).map(|holder| holder.name.as_str());
    let before = before.collect::<Vec<_>>().join(", ");
    if !before.is_empty() {
        parts.push(sentence("form.five-clear.before", [("names", before.as_str())]));
    }
    parts.join("; ")
}
