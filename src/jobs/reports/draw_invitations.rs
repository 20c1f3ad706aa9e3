//! The form "danh sách mời": who is invited to which point on which day, by code; who came. Numbers are masked: the list is carried about.

use chrono::NaiveDate;

use super::frame::PaperOfDay;
use crate::domain::dates::{PartialDate, vi};
use crate::domain::form::{Column, Form, Kind, Row, Value};
use crate::domain::identity;
use crate::domain::invitation::Invitation;
use crate::domain::text::thousands;
use crate::error::Result;
use crate::jobs::points::tick_invitations::invited;
use crate::messages::{sentence, word};

const COLUMNS: [(&str, u32, Kind); 12] = [
    ("form.column.ordinal", 36, Kind::Centred),
    ("form.invitations.day", 78, Kind::Centred),
    ("form.invitations.point", 120, Kind::Text),
    ("invitation.head.code", 46, Kind::Centred),
    ("form.column.name", 150, Kind::Text),
    ("form.column.birth", 78, Kind::Centred),
    ("form.column.number", 100, Kind::Centred),
    ("form.column.hamlet", 84, Kind::Text),
    ("form.column.address", 90, Kind::Text),
    ("form.column.head", 120, Kind::Text),
    ("invitation.head.errand", 120, Kind::Text),
    ("invitation.head.came", 70, Kind::Centred),
];

/// Draws the table: of a day before today that day, of today all that are still to come, too.
pub(super) fn draw(paper: &PaperOfDay<'_>, today: NaiveDate, form: &mut Form) -> Result<()> {
    let day = paper.day;
    // No extract speaks of invitations, and they lie ahead.
    form.remarks.pop();
    form.subtitles.pop();
    let from = if day.day == today { "form.invitations.from" } else { "form.period.day" };
    form.subtitles.push(sentence(from, [("day", vi(day.day).as_str())]));
    form.columns = COLUMNS.iter().map(|(code, width, kind)| Column::new(word(code), *width, *kind)).collect();
    let all = day.invitations()?;
    let wanted = |one: &&Invitation| one.day == day.day || (day.day == today && one.day > today);
    let people = invited(day, all.iter().filter(wanted), paper.part)?;
    for (one, ordinal) in people.iter().zip(1_u32..) {
        let came = match one.invitation.came {
            Some(true) => word("form.invitations.came"),
            Some(false) => word("form.invitations.missed"),
            None => "",
        };
        let cells = vec![
            Value::from(ordinal),
            vi(one.invitation.day).into(),
            one.point.as_str().into(),
            one.invitation.number.to_string().into(),
            one.name.as_str().into(),
            one.birth.map(PartialDate::to_vi).unwrap_or_default().into(),
            identity::mask(&one.identity).into(),
            one.hamlet.as_str().into(),
            one.address.as_str().into(),
            one.head.as_str().into(),
            word(one.invitation.errand.word_code()).into(),
            came.into(),
        ];
        form.rows.push(Row { total: false, cells });
    }
    let of_paper: Vec<Invitation> = people.iter().map(|one| one.invitation.clone()).collect();
    for list in day.invitation_lists(&of_paper)? {
        let (on, invited) = (vi(list.day), thousands(list.invited));
        let capacity = list.capacity.map(thousands).unwrap_or_else(|| "–".to_owned());
        let (came, missed) = (thousands(list.came), thousands(list.missed));
        let params = [
            ("day", on.as_str()),
            ("point", &list.name),
            ("invited", &invited),
            ("capacity", &capacity),
            ("came", &came),
            ("missed", &missed),
        ];
        form.notes.push(sentence("form.invitations.list", params));
    }
    Ok(())
}
