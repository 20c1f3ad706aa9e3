//! A worksheet and a laptop that say something of one person on one day: the same book whichever comes first.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use calamine::{Reader, Xlsx, open_workbook};
use tung_nha::api::{self, Desk, Nothing, Outcome, Stands};

use crate::packages::{Commune, figures, people, visit};

/// The worksheet of a unit (`out`.xlsx) with one person's row filled in, as `out`.csv; none when the person is on no list.
pub(crate) fn paper(
    desk: &mut Desk,
    out: &Path,
    unit: Option<api::UnitId>,
    name: &str,
    answers: &[(&str, &str)],
) -> Option<PathBuf> {
    let list = out.with_extension("xlsx");
    let args = api::MakeWorklist { unit, out: Some(list.clone()), ..Default::default() };
    api::worklist(desk, &args).unwrap();
    let mut book: Xlsx<_> = open_workbook(&list).unwrap();
    let sheets = book.worksheets();
    let rows = |(_, sheet): (String, calamine::Range<calamine::Data>)| -> Vec<Vec<String>> {
        sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
    };
    let rows: Vec<Vec<String>> = sheets.into_iter().flat_map(rows).collect();
    let head = rows.iter().position(|row| row.iter().any(|cell| cell == "Kết quả"))?;
    let at = |heading: &str| rows[head].iter().position(|cell| cell == heading).unwrap();
    let mut row = rows.iter().find(|row| row.iter().any(|cell| cell == name))?.clone();
    for (heading, value) in answers {
        row[at(heading)] = (*value).to_owned();
    }
    let path = out.with_extension("csv");
    let mut file = csv::WriterBuilder::new().flexible(true).from_path(&path).unwrap();
    file.write_record(&rows[head]).unwrap();
    file.write_record(&row).unwrap();
    file.flush().unwrap();
    Some(path)
}

/// What counts of a person in a book.
fn counts(desk: &mut Desk, person: tung_nha::domain::ids::CitizenId) -> Vec<String> {
    let history = desk.open().unwrap().0.visit_history(person).unwrap();
    let corrected: BTreeSet<_> = history.iter().filter_map(|visit| visit.corrects).collect();
    let counting = history.iter().filter(|visit| !corrected.contains(&visit.id));
    let mut told: Vec<String> = counting
        .map(|v| format!("{} {:?} {} {:?} {}", v.at, v.outcome, v.level, v.channel, v.note))
        .collect();
    told.sort();
    told
}

/// Takes a worksheet in; gives what is asked, all of which is answered so when an answer is given.
pub(crate) fn take_paper(desk: &mut Desk, file: &Path, right: Option<api::Counts>) -> Vec<api::Question> {
    let mut args = api::ImportVisits { files: vec![file.to_owned()], ..Default::default() };
    let mut asked = api::visit_import(desk, &args).unwrap().files.remove(0).questions;
    if let Some(right) = right {
        args.decided =
            asked.drain(..).map(|q| api::Decided { visit: q.visit, says: q.says, right }).collect();
        asked = api::visit_import(desk, &args).unwrap().files.remove(0).questions;
    }
    asked
}

/// Takes both in, the one first and then the other; of a question the laptop is right, or the paper is. Gives how many were asked,
/// and what counts and what the day's figures are in the end, at both ends.
fn check_order(
    laptop: Outcome,
    answers: &[(&str, &str)],
    paper_first: bool,
    laptop_right: bool,
) -> (usize, Vec<String>) {
    let mut commune = Commune::new();
    let mut hamlet = commune.laptop(0);
    // Somebody who is on tonight's list.
    let list = api::worklist(
        &mut commune.office.desk,
        &api::MakeWorklist { unit: Some(hamlet.unit), ..Default::default() },
    );
    let code = list.unwrap().people().next().unwrap().code.clone();
    let who = people(&mut hamlet.desk, None).into_iter().find(|person| person.code == code).unwrap();
    let out = commune.path("");
    let paper = paper(&mut commune.office.desk, &out, Some(hamlet.unit), &who.name, answers).unwrap();
    visit(&mut hamlet.desk, &code, laptop);
    let result = hamlet.result(&commune.office);
    let asked = if paper_first {
        assert_eq!(take_paper(&mut commune.office.desk, &paper, None), []);
        commune.take(&[&result]);
        let open = api::conflict_list(&mut commune.office.desk, &Nothing {}).unwrap();
        for one in &open {
            assert_eq!((one.table.as_str(), one.field.as_str(), &one.name), ("visit", "answer", &who.name));
            assert!(one.mine.as_str().unwrap().contains("21/11"), "{one:?}");
            let stands = if laptop_right { Stands::Theirs } else { Stands::Mine };
            let settle = api::SettleConflict { id: one.id.clone(), stands };
            api::conflict_settle(&mut commune.office.desk, &settle).unwrap();
        }
        open.len()
    } else {
        commune.take(&[&result]);
        let asked = take_paper(&mut commune.office.desk, &paper, None).len();
        let right = if laptop_right { api::Counts::Book } else { api::Counts::Worksheet };
        take_paper(&mut commune.office.desk, &paper, Some(right));
        asked
    };
    // The same once more, the acknowledgement, and nothing is left to say.
    commune.take(&[&result]);
    assert_eq!(take_paper(&mut commune.office.desk, &paper, None), []);
    commune.bring(&mut hamlet);
    let result = hamlet.result(&commune.office);
    assert_eq!(
        commune.take(&[&result]),
        "0/0/0/0 0/0/0/0",
        "{laptop:?} {answers:?} {paper_first} {laptop_right}"
    );
    assert_eq!(api::conflict_list(&mut commune.office.desk, &Nothing {}).unwrap(), []);
    let mut end = counts(&mut commune.office.desk, who.id);
    assert_eq!(counts(&mut hamlet.desk, who.id), end);
    let name = commune.units[0].name.clone();
    let of = figures(&mut commune.office.desk, Some(&name));
    assert_eq!(figures(&mut hamlet.desk, None), of);
    end.push(of);
    (asked, end)
}

#[test]
fn a_worksheet_and_a_laptop_end_alike_in_either_order() {
    let check = |laptop: Outcome, answers: &[(&str, &str)], questions: usize, calls: usize| {
        for laptop_right in [true, false].into_iter().take(1 + questions) {
            let laptop_first = check_order(laptop, answers, false, laptop_right);
            let paper_first = check_order(laptop, answers, true, laptop_right);
            assert_eq!(paper_first, laptop_first, "{laptop:?} {answers:?} {laptop_right}");
            assert_eq!((paper_first.0, paper_first.1.len()), (questions, calls + 1), "{answers:?}");
        }
    };
    check(Outcome::Activated, &[("Kết quả", "V")], 1, 1);
    check(Outcome::Absent, &[("Kết quả", "K2A")], 1, 1);
    check(Outcome::Absent, &[("Kết quả", "V")], 0, 1);
    check(Outcome::Absent, &[("Kết quả", "V"), ("Ghi chú", "đi chợ")], 0, 1);
    check(Outcome::Absent, &[("Kết quả", "V"), ("Giờ đến", "17:00")], 0, 2);
}

#[test]
fn an_answer_that_is_asked_about_is_lost_by_neither_book() {
    // What stood counts until it is decided; a file that comes meanwhile closes nothing, what is taken back is no question.
    for taken_back in [false, true] {
        let mut commune = Commune::new();
        let mut hamlet = commune.laptop(0);
        let who = people(&mut hamlet.desk, None)[0].clone();
        let new = api::NewVisit {
            at: Some("2026-11-21T00:00:00+07:00".parse().unwrap()),
            ..api::NewVisit::new(&who.code, Outcome::Absent)
        };
        api::visit_log(&mut commune.office.desk, &api::LogVisits { visits: vec![new] }).unwrap();
        visit(&mut hamlet.desk, &who.code, Outcome::Activated);
        let file = hamlet.result(&commune.office);
        assert_eq!(commune.take(&[&file]), "0/0/0/1 0/0/0/0");
        assert!(counts(&mut commune.office.desk, who.id)[0].contains("Absent"));
        if taken_back {
            api::undo(&mut hamlet.desk, &api::Undo::default()).unwrap();
        } else {
            commune.bring(&mut hamlet);
        }
        let file = hamlet.result(&commune.office);
        commune.take(&[&file]);
        let open = api::conflict_list(&mut commune.office.desk, &Nothing {}).unwrap().len();
        assert_eq!(open, usize::from(!taken_back));
        commune.bring(&mut hamlet);
        let both = counts(&mut commune.office.desk, who.id);
        assert_eq!((both.len(), &both), (1, &counts(&mut hamlet.desk, who.id)));
    }
    // Who knew the other answer went to the door all the same: two calls, no question.
    let mut commune = Commune::new();
    let who = people(&mut commune.office.desk, Some(commune.units[0].id))[0].clone();
    let new = api::NewVisit {
        at: Some("2026-11-21T00:00:00+07:00".parse().unwrap()),
        ..api::NewVisit::new(&who.code, Outcome::Absent)
    };
    api::visit_log(&mut commune.office.desk, &api::LogVisits { visits: vec![new] }).unwrap();
    let mut hamlet = commune.laptop(0);
    visit(&mut hamlet.desk, &who.code, Outcome::Activated);
    let file = hamlet.result(&commune.office);
    assert_eq!(commune.take(&[&file]), "1/0/0/0 0/0/0/0");
}

#[test]
fn a_correction_of_a_laptop_comes_home() {
    let mut commune = Commune::new();
    let mut hamlet = commune.laptop(0);
    let who = people(&mut hamlet.desk, None)[0].clone();
    visit(&mut hamlet.desk, &who.code, Outcome::Absent);
    let file = hamlet.result(&commune.office);
    assert_eq!(commune.take(&[&file]), "1/0/0/0 0/0/0/0");
    let (book, _) = hamlet.desk.open().unwrap();
    let corrects = book.visit_history(who.id).unwrap().first().map(|visit| visit.id);
    let at = Some("2026-11-21T18:30:00+07:00".parse().unwrap());
    let right = api::NewVisit { corrects, at, ..api::NewVisit::new(&who.code, Outcome::NoSmartphone) };
    api::visit_log(&mut hamlet.desk, &api::LogVisits { visits: vec![right] }).unwrap();
    let file = hamlet.result(&commune.office);
    assert_eq!(commune.take(&[&file]), "1/1/0/0 0/0/0/0");
    let both = counts(&mut commune.office.desk, who.id);
    assert!(both.len() == 1 && both[0].contains("NoSmartphone"), "{both:?}");
}

#[test]
fn a_correction_of_the_commune_is_no_new_visit_at_the_hamlet() {
    let mut commune = Commune::new();
    let mut hamlet = commune.laptop(0);
    let who = people(&mut hamlet.desk, None)[0].clone();
    visit(&mut hamlet.desk, &who.code, Outcome::Absent);
    let file = hamlet.result(&commune.office);
    commune.take(&[&file]);
    let (book, _) = commune.office.desk.open().unwrap();
    let corrects = book.visit_history(who.id).unwrap().first().map(|visit| visit.id);
    let right = api::NewVisit { corrects, ..api::NewVisit::new(&who.code, Outcome::NoSmartphone) };
    api::visit_log(&mut commune.office.desk, &api::LogVisits { visits: vec![right] }).unwrap();
    let taken = commune.bring(&mut hamlet);
    assert_eq!((taken.visits, taken.corrected), (0, 1));
}
