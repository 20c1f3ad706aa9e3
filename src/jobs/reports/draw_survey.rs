//! The form "kết quả khảo sát": who has a smartphone and a computer with internet by the survey, a row a unit.

use super::frame::PaperOfDay;
use crate::domain::form::{Column, Form, Kind, Row, Value};
use crate::domain::survey::SurveyCount;
use crate::error::Result;
use crate::messages::word;

const COLUMNS: [(&str, u32, Kind); 9] = [
    ("form.column.ordinal", 40, Kind::Centred),
    ("form.daily.hamlet", 200, Kind::Text),
    ("form.survey.of_age", 110, Kind::Count),
    ("form.survey.smartphone", 90, Kind::Count),
    ("form.survey.no_smartphone", 90, Kind::Count),
    ("form.survey.smartphone_unasked", 90, Kind::Count),
    ("form.survey.internet", 90, Kind::Count),
    ("form.survey.no_internet", 90, Kind::Count),
    ("form.survey.internet_unasked", 90, Kind::Count),
];

/// Draws the table.
///
/// # Errors
/// `report.sums_differ`; the book's own.
pub(super) fn draw(paper: &PaperOfDay<'_>, form: &mut Form) -> Result<()> {
    let rows = paper.day.survey(&paper.units, paper.part.is_some())?;
    // No extract speaks of smartphones.
    form.remarks.pop();
    form.columns = COLUMNS.iter().map(|(code, width, kind)| Column::new(word(code), *width, *kind)).collect();
    form.numbered = true;
    let cells = |head: [Value; 2], count: Option<SurveyCount>| -> Vec<Value> {
        let counts = count.map(|count| {
            [[count.of_age].as_slice(), &count.smartphone.counts(), &count.internet.counts()].concat()
        });
        let values = (0..COLUMNS.len() - head.len())
            .map(|at| counts.as_ref().and_then(|counts| counts.get(at)).copied().into())
            .collect::<Vec<Value>>();
        head.into_iter().chain(values).collect()
    };
    for ((unit, count), ordinal) in rows.iter().zip(1..) {
        let cells = cells([Value::from(ordinal), unit.name.as_str().into()], *count);
        form.rows.push(Row { total: false, cells });
    }
    let total = rows.iter().filter_map(|(_, count)| *count).reduce(SurveyCount::plus);
    form.rows.push(Row { total: true, cells: cells([word("form.total").into(), Value::Left], total) });
    form.notes.push(word("form.survey.formulas").to_owned());
    if rows.iter().any(|(_, count)| count.is_none()) {
        form.notes.push(word("form.daily.missing").to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::make_report::{AskPaper, draw_report};
    use crate::domain::form::Value;
    use crate::domain::report::ReportForm;
    use crate::figures::Day;
    use crate::store::reports::sample::Sample;

    #[test]
    fn who_was_not_asked_is_not_without() {
        let mut s = Sample::new("2026-03-05T20:00:00+07:00");
        for (name, position) in [("Thôn 1", "1"), ("Thôn 2", "2"), ("Thôn 3", "3")] {
            s.hamlet(name, position);
        }
        for (code, hamlet, birth) in [
            ("A1", "Thôn 1", "1970"),
            ("A2", "Thôn 1", "1980"),
            ("A3", "Thôn 1", ""),
            ("A4", "Thôn 1", "2015"), // too young
            ("A5", "Thôn 1", "1950"), // dead
            ("B1", "Thôn 2", "1990"),
        ] {
            s.person(code, hamlet, code, birth);
        }
        s.visit("1", "A5", "2026-03-04T10:00", "other:deceased", "?");
        s.sql("UPDATE citizen SET smartphone = 'yes', internet = 'no' WHERE code IN ('A1', 'A4', 'A5')");
        s.sql("UPDATE citizen SET smartphone = 'no' WHERE code = 'A2'");
        let day = Day::asked(&s.book, &s.session, None).unwrap();
        let check = |unit: Option<&str>, expect: &[&str]| {
            let unit = unit.map(|name| s.id(name).parse().unwrap());
            let asked = AskPaper { unit, ..AskPaper::new(ReportForm::Survey, day.day) };
            let form = draw_report(&day, &s.session, &asked).unwrap();
            let rows: Vec<String> = form
                .rows
                .iter()
                .map(|row| {
                    let text = |value: &Value| match value {
                        Value::Text(text) => text.clone(),
                        Value::Count(n) => n.to_string(),
                        _ => "–".to_owned(),
                    };
                    row.cells.iter().skip(1).map(text).collect::<Vec<_>>().join(" ")
                })
                .collect();
            assert_eq!(rows, expect, "{unit:?}");
            let checks: Vec<&str> = form.checks().iter().map(|check| check.code).collect();
            assert!(checks.contains(&"form.check.sums"), "{checks:?}");
        };
        check(
            None,
            &["Thôn 1 3 1 1 1 0 1 2", "Thôn 2 1 0 0 1 0 0 1", "Thôn 3 – – – – – – –", "– 4 1 1 2 0 1 3"],
        );
        check(Some("Thôn 1"), &["Thôn 1 3 1 1 1 0 1 2", "– 3 1 1 1 0 1 2"]);
    }
}
