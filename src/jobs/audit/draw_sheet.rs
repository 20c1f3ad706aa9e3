//! The sheet of a random check (phiếu kiểm tra): who was drawn, to take along and fill in.

use super::show_audit::{check_drawn, named_lines};
use crate::domain::audit::AuditFinding;
use crate::domain::dates::vi;
use crate::domain::form::{Column, Form, Kind, Row, Signature, Value, issuer};
use crate::domain::ids::AuditId;
use crate::domain::purpose;
use crate::error::Result;
use crate::figures::Day;
use crate::messages::{sentence, word};
use crate::session::Session;
use crate::store::Book;

const COLUMNS: [(&str, u32, Kind); 13] = [
    ("form.column.ordinal", 36, Kind::Centred),
    ("form.column.hamlet", 92, Kind::Text),
    ("form.column.address", 86, Kind::Text),
    ("form.column.head", 110, Kind::Text),
    ("form.column.name", 120, Kind::Text),
    ("worksheet.head.birth", 50, Kind::Centred),
    ("form.audit-sheet.claimed", 76, Kind::Centred),
    ("form.audit-sheet.level", 44, Kind::Centred),
    ("form.column.official", 82, Kind::Centred),
    ("form.audit-sheet.finding", 96, Kind::Centred),
    ("form.audit-sheet.day", 72, Kind::Centred),
    ("form.column.note", 96, Kind::Text),
    ("form.audit-sheet.code", 104, Kind::Centred),
];

/// Draws the sheet, with what was found so far.
///
/// # Errors
/// `audit.none`; the book's own.
pub(super) fn draw_sheet(book: &Book, session: &Session, audit: AuditId) -> Result<Form> {
    let day = Day::read(book, session.today())?;
    let found = check_drawn(&day, Some(audit))?;
    let (commune, agency) = issuer(day.info.level, &day.info.name, &day.info.above);
    let words: Vec<String> = (1..)
        .zip(AuditFinding::ALL)
        .map(|(key, finding): (u32, _)| format!("{key} {}", finding.words()))
        .collect();
    let signature = |title: &str| Signature {
        titles: vec![title.to_owned()],
        hint: word("form.sign_here").to_owned(),
        name: String::new(),
    };
    let subtitle =
        [("day", vi(found.audit.day)), ("drawn_on", vi(found.drawn.on)), ("seed", found.drawn.seed.clone())];
    let mut form = Form {
        sheet: word("form.audit-sheet.sheet").to_owned(),
        landscape: true,
        above: sentence("form.above", [("unit", commune)]).to_uppercase(),
        agency: agency.to_uppercase(),
        place: commune.to_owned(),
        date: session.today(),
        title: word("form.audit-sheet.title").to_owned(),
        subtitles: vec![sentence(
            "form.audit-sheet.subtitle",
            subtitle.iter().map(|(name, value)| (*name, value.as_str())),
        )],
        remarks: vec![sentence("form.audit-sheet.words", [("words", words.join(" · ").as_str())])],
        columns: COLUMNS.iter().map(|(code, width, kind)| Column::new(word(code), *width, *kind)).collect(),
        empty: word("form.audit-sheet.empty").to_owned(),
        notes: std::iter::once(word("form.audit-sheet.guide").to_owned())
            .chain(purpose::foot("audit"))
            .collect(),
        signatures: word("form.audit-sheet.signatures").split('|').map(signature).collect(),
        ..Form::default()
    };
    for (line, ordinal) in named_lines(&day, &found)?.into_iter().zip(1_u32..) {
        let finding = line.finding.filter(|_| !line.by_list);
        let text = |text: &str| Value::from(text);
        let cells = vec![
            ordinal.into(),
            text(&line.hamlet),
            text(&line.address),
            text(&line.head),
            text(&line.name),
            text(&line.birth),
            vi(line.claimed_on).into(),
            u32::from(line.level).into(),
            text(line.listed.as_ref().map_or("", |[vi, _]| vi)),
            text(finding.map_or("", AuditFinding::words)),
            text(&line.found_on.map(vi).unwrap_or_default()),
            text(&line.note),
            text(&line.code),
        ];
        form.rows.push(Row { total: false, cells });
    }
    Ok(form)
}
