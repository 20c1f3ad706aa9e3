//! The list of what was handed over to whom, to be signed for.

use chrono::NaiveDate;

use super::taken::GivenPackage;
use crate::disk::name_of;
use crate::domain::as_count;
use crate::domain::dates::vi;
use crate::domain::form::{Column, Form, Kind, Row, Value, issuer};
use crate::jobs::walk::make_worklist::HamletList;
use crate::messages::{sentence, word};
use crate::store::BookInfo;

/// The list of what went to whom: a row a hamlet, with room for a signature.
pub(super) fn draw_list(
    info: &BookInfo,
    day: NaiveDate,
    files: &[GivenPackage],
    worksheets: &[HamletList],
) -> Form {
    let (commune, agency) = issuer(info.level, &info.name, &info.above);
    let columns = [
        ("form.column.ordinal", 30, Kind::Centred),
        ("form.daily.hamlet", 130, Kind::Text),
        ("form.handed_over.file", 210, Kind::Text),
        ("form.handed_over.people", 60, Kind::Count),
        ("form.handed_over.card", 60, Kind::Centred),
        ("form.handed_over.signed", 150, Kind::Text),
    ];
    let packages = files.iter().map(|file| {
        let name = name_of(&file.path);
        let card = if file.card.is_empty() { "" } else { word("form.handed_over.yes") };
        (file.unit.clone(), name, file.people, card)
    });
    let sheets = worksheets.iter().filter_map(|list| {
        let people = list.people.iter().sum::<usize>();
        Some((list.hamlet.clone(), list.file.clone()?, as_count(people), ""))
    });
    let rows = packages.chain(sheets).zip(1..).map(|((unit, file, people, card), ordinal)| {
        let cells = [
            Value::from(ordinal),
            unit.as_str().into(),
            file.as_str().into(),
            Value::from(people),
            card.into(),
            Value::from(""),
        ];
        Row { total: false, cells: cells.into() }
    });
    Form {
        sheet: word("form.handed_over.sheet").to_owned(),
        above: sentence("form.above", [("unit", commune)]).to_uppercase(),
        agency: agency.to_uppercase(),
        place: commune.to_owned(),
        date: day,
        title: word("form.handed_over.title").to_owned(),
        subtitles: vec![sentence("form.handed_over.day", [("day", vi(day).as_str())])],
        columns: columns.map(|(heading, width, kind)| Column::new(word(heading), width, kind)).into(),
        rows: rows.collect(),
        notes: vec![word("form.handed_over.note").to_owned()],
        ..Form::default()
    }
}
