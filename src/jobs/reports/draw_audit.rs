//! The form "biên bản kiểm tra xác suất": what came out of the newest random check, a row a unit. It names nobody who was
//! visited, so it may go up.

use super::frame::PaperOfDay;
use crate::domain::audit::DrawBy;
use crate::domain::dates::vi;
use crate::domain::form::{Column, Form, Kind, Row, Value};
use crate::domain::text::thousands;
use crate::error::Result;
use crate::figures::{AuditGroup, AuditOfDay};
use crate::jobs::audit::show_audit::says;
use crate::messages::{sentence, word};

const COLUMNS: [(&str, u32, Kind); 13] = [
    ("form.column.ordinal", 40, Kind::Centred),
    ("form.audit.unit", 150, Kind::Text),
    ("form.audit.claims", 72, Kind::Count),
    ("form.audit.drawn", 60, Kind::Count),
    ("form.audit.confirmed", 60, Kind::Count),
    ("form.audit.not_activated", 72, Kind::Count),
    ("form.audit.wrong_level", 60, Kind::Count),
    ("form.audit.not_found", 60, Kind::Count),
    ("form.audit.refused", 60, Kind::Count),
    ("form.audit.waiting", 60, Kind::Count),
    ("form.audit.low", 72, Kind::Ratio),
    ("form.audit.high", 72, Kind::Ratio),
    ("form.audit.conclusion", 110, Kind::Centred),
];

/// Draws the table of the newest draw up to the day; of a unit, of the newest that drew from it.
pub(super) fn draw(paper: &PaperOfDay<'_>, form: &mut Form) -> Result<()> {
    form.columns = COLUMNS.iter().map(|(code, width, kind)| Column::new(word(code), *width, *kind)).collect();
    form.numbered = true;
    let of_part = |group: &&AuditGroup| paper.part.is_none() || group.unit_id == paper.part;
    let audits = paper.day.audits()?;
    let Some(found) = audits.iter().rev().find(|found| found.groups.iter().any(|group| of_part(&group)))
    else {
        return Ok(());
    };
    for (group, ordinal) in found.groups.iter().filter(of_part).zip(1_u32..) {
        form.rows
            .push(Row { total: false, cells: cells([ordinal.into(), group.name.as_str().into()], group) });
    }
    if paper.part.is_none() {
        let head = [word("form.total").into(), Value::Left];
        form.rows.push(Row { total: true, cells: cells(head, &found.total) });
    }
    let drawn = &found.drawn;
    let list = [
        ("day", vi(found.audit.day)),
        ("published_on", vi(found.audit.published_on)),
        ("hash", found.audit.list_hash.clone()),
    ];
    form.remarks.push(sentence("form.audit.list", list.iter().map(|(name, value)| (*name, value.as_str()))));
    let how = word(match drawn.by {
        DrawBy::Whole => "form.audit.by_whole",
        DrawBy::Hamlet => "form.audit.by_hamlet",
        DrawBy::Member => "form.audit.by_member",
    });
    let draw = [("on", vi(drawn.on)), ("seed", drawn.seed.clone()), ("how", how.to_owned())];
    form.remarks.push(sentence("form.audit.draw", draw.iter().map(|(name, value)| (*name, value.as_str()))));
    if !drawn.who.is_empty() {
        form.remarks.push(sentence("form.audit.who", [("who", drawn.who.as_str())]));
    }
    if found.drawn_before > 0 {
        let count = thousands(found.drawn_before);
        form.remarks.push(sentence("form.audit.again", [("count", count.as_str())]));
    }
    form.notes = notes(found, paper.part.is_none());
    Ok(())
}

fn cells(head: [Value; 2], group: &AuditGroup) -> Vec<Value> {
    let tally = group.tally;
    let counts = [
        tally.claims,
        tally.drawn,
        tally.confirmed,
        tally.not_activated,
        tally.wrong_level,
        tally.not_found,
        tally.refused,
        tally.waiting,
    ];
    let conclusion = match group.estimate {
        None => "form.audit.not_drawn",
        Some(_) if group.fails => "form.audit.fails",
        Some(_) if tally.looked_at() < tally.drawn => "form.audit.unfinished",
        Some(_) => "form.audit.passes",
    };
    head.into_iter()
        .chain(counts.map(Value::from))
        .chain([
            group.estimate.map(|one| one.low_rate).into(),
            group.estimate.map(|one| one.high_rate).into(),
        ])
        .chain([word(conclusion).into()])
        .collect()
}

fn notes(found: &AuditOfDay, whole: bool) -> Vec<String> {
    let mut notes =
        vec![sentence("form.audit.formulas", [("tolerated", found.drawn.tolerated.to_vi().as_str())])];
    if whole {
        let [says, _] = says(found);
        notes.push(says);
        if let Some(caught) = found.total.estimate.and_then(|estimate| estimate.caught) {
            notes.push(sentence("form.audit.caught", [("rate", caught.to_vi().as_str())]));
        }
        if let Some((low, high)) = found.total.estimate.and_then(|estimate| estimate.endless) {
            let params = [("low", low.to_vi()), ("high", high.to_vi())];
            notes.push(sentence(
                "form.audit.endless",
                params.iter().map(|(name, value)| (*name, value.as_str())),
            ));
        }
    }
    let by_list = found.total.tally.by_list;
    if by_list > 0 {
        notes.push(sentence("form.audit.by_list", [("count", thousands(by_list).as_str())]));
    }
    notes.push(word("form.audit.redraw").to_owned());
    notes
}
