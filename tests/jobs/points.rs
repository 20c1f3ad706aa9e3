//! Where people are met: the place of a visit, points with their days, and invitations to them.

use serde_json::{Value, json};
use tung_nha::api::{self, Outcome};
use tung_nha::domain::visit::{Venue, Visit};
use tung_nha::exchange::{package_v1, sealed};

use crate::packages::{Commune, people};

fn at(code: &str, venue: Option<Venue>, note: &str) -> api::NewVisit {
    api::NewVisit {
        at: Some("2026-11-21T18:30:00+07:00".parse().unwrap()),
        venue,
        note: note.to_owned(),
        ..api::NewVisit::new(code, Outcome::Absent)
    }
}

fn history(desk: &mut api::Desk, code: &str) -> Vec<Visit> {
    let (book, _) = desk.open().unwrap();
    let id = book.citizen_of_code(code).unwrap().unwrap();
    book.visit_history(id).unwrap()
}

#[test]
fn the_place_of_a_visit_travels_in_words_that_older_programs_read() {
    let mut commune = Commune::new();
    let mut hamlet = commune.laptop(0);
    let codes: Vec<String> =
        people(&mut hamlet.desk, Some(hamlet.unit)).into_iter().map(|one| one.code).take(3).collect();
    let visits = vec![
        at(&codes[0], Some(Venue::Market), "đi chợ về"),
        at(&codes[1], Some(Venue::School), ""),
        at(&codes[2], None, "về muộn"),
    ];
    api::visit_log(&mut hamlet.desk, &api::LogVisits { visits }).unwrap();
    let file = hamlet.result(&commune.office);
    let (book, _) = commune.office.desk.open().unwrap();
    let seed = book.signing_seed().unwrap();
    let text = sealed::open(&seed, &std::fs::read(&file).unwrap()).unwrap();
    // Version 1 has no field for it, and takes none: the note says it.
    let mut notes: Vec<Value> = package_v1::read_result(&text)
        .unwrap()
        .package
        .changes
        .into_iter()
        .filter(|change| change.table == "visit")
        .map(|change| {
            let fields = change.to.unwrap();
            assert!(!fields.contains_key("venue"));
            fields["note"].clone()
        })
        .collect();
    notes.sort_by_key(Value::to_string);
    assert_eq!(notes, [json!("[tại chợ] đi chợ về"), json!("[tại trường]"), json!("về muộn")]);

    assert_eq!(commune.take(&[&file]), "3/0/0/0 0/0/0/0");
    for (code, venue, note) in [
        (&codes[0], Some(Venue::Market), "đi chợ về"),
        (&codes[1], Some(Venue::School), ""),
        (&codes[2], None, "về muộn"),
    ] {
        let visits = history(&mut commune.office.desk, code);
        assert_eq!((visits[0].venue, visits[0].note.as_str()), (venue, note));
    }
    // Both books say the same of them from now on: nothing goes up again.
    commune.bring(&mut hamlet);
    let file = hamlet.result(&commune.office);
    assert_eq!(commune.take(&[&file]), "0/0/0/0 0/0/0/0");
    assert_eq!(history(&mut hamlet.desk, &codes[0])[0].venue, Some(Venue::Market));
}

#[test]
fn a_paper_says_where_people_were_met() {
    let mut commune = Commune::new();
    let codes: Vec<String> =
        people(&mut commune.office.desk, None).into_iter().map(|one| one.code).take(4).collect();
    let notes = |commune: &mut Commune, form: &str| -> String {
        let asked = json!({"form": form, "day": "2026-11-21", "from": null, "unit": null, "rows": null});
        let shown = commune.office.call("report_preview", asked);
        shown["form"]["notes"].to_string()
    };
    commune.office.at("2026-11-21T21:00:00+07:00");
    let log = |commune: &mut Commune, visits| {
        api::visit_log(&mut commune.office.desk, &api::LogVisits { visits }).unwrap();
    };
    log(&mut commune, vec![at(&codes[0], None, "")]);
    assert!(!notes(&mut commune, "daily").contains("Nơi gặp"));
    let met = [Some(Venue::Market), Some(Venue::Point), Some(Venue::Point)];
    let met = codes[1..].iter().zip(met).map(|(code, venue)| at(code, venue, "")).collect();
    log(&mut commune, met);
    for form in ["daily", "weekly"] {
        let notes = notes(&mut commune, form);
        assert!(
            notes.contains(
                "Nơi gặp người dân: Đi từng nhà 1 lượt, 0 kích hoạt; Chợ 1 lượt, 0 kích hoạt; \
                 Điểm hỗ trợ 2 lượt, 0 kích hoạt."
            ),
            "{form} {notes}"
        );
    }
}
