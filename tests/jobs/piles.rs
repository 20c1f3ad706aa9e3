//! Each row of an extract lies in one pile, whatever is decided, joined, taken back or taken in.

use std::collections::BTreeMap;
use std::fmt::Write;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tung_nha::api::{self, Decision, Desk, ImportFile, ImportRoster, KeepNumber};
use tung_nha::domain::citizen::Gone;
use tung_nha::domain::pile::Pile;
use tung_nha::jobs::roster::list_pairs::PileRow;

use crate::Office;

const GIVEN: [&str; 6] = ["An", "Bình", "Chi", "Dũng", "Giang", "Hà"];
const MIDDLE: [&str; 4] = ["Thị", "Văn", "Minh", "Ngọc"];
const PEOPLE: usize = 36;

fn name(n: usize) -> String {
    format!("Trần {} {} {}", MIDDLE[n % 4], GIVEN[n % 6], GIVEN[(n / 6) % 6])
}

fn number(n: usize) -> String {
    format!("0380{}{:06}", 50 + n % 40, 100_312 + n * 7_039)
}

fn birth(n: usize) -> String {
    format!("{:02}/{:02}/{}", 1 + n % 28, 1 + n % 12, 1950 + n % 40)
}

fn survey() -> String {
    let head = "Mã công dân,Chủ hộ,Họ và tên,Ngày sinh,Số ĐDCN,Thôn\n".to_owned();
    (0..PEOPLE).fold(head, |mut text, n| {
        let (name, birth, number) = (name(n), birth(n), number(n));
        writeln!(text, "A{n},{name},{name},{birth},{number},Thôn Đoài").unwrap();
        text
    })
}

/// A row a person of the register, of whom each kind says something else; then some whom nobody knows, one twice.
fn extract(from: usize) -> String {
    let mut text = "Họ tên công dân,Ngày sinh,Số định danh,Nơi thường trú,Trạng thái\n".to_owned();
    let mut row = |name: &str, birth: &str, number: &str| {
        writeln!(text, "{name},{birth},{number},Thôn Đoài,Chờ phê duyệt").unwrap();
    };
    for n in from..PEOPLE {
        let (name, birth_of, number_of) = (name(n), birth(n), number(n));
        match n % 6 {
            0 | 1 => {
                let mut digits: Vec<char> = number_of.chars().collect();
                let at = (6..11).find(|at| digits[*at] != digits[*at + 1]).unwrap();
                digits.swap(at, at + 1);
                row(&name, &birth_of, &digits.into_iter().collect::<String>());
            }
            2 => row(&name, &birth_of, ""),
            3 => row(&name, &birth(n + 5), &number_of),
            4 => {
                row(&name, &birth_of, &number_of);
                row(&name, &birth_of, "");
            }
            _ => row(&name, &birth_of, &number_of),
        }
    }
    for (n, given) in GIVEN.iter().enumerate() {
        row(&format!("Đinh Công {given}"), &birth(n * 3), &number(90 + n));
    }
    row("Đinh Công An", &birth(0), &number(90));
    text
}

fn take(office: &mut Office, file: &str, day: &str, from: usize) {
    let file = office.write(file, &extract(from));
    let file = ImportFile { file, ..ImportFile::default() };
    api::roster_import(
        &mut office.desk,
        &ImportRoster { file, as_of: day.parse().unwrap(), partial: Some(false) },
    )
    .unwrap();
    api::reconcile(&mut office.desk, &api::Reconcile::default()).unwrap();
}

fn begin() -> Office {
    let mut office = Office::new();
    let file = office.write("dieu-tra.csv", &survey());
    assert_eq!(office.survey(&file), format!("{PEOPLE}/0/0/0/0"));
    take(&mut office, "mot.csv", "2026-11-18", 0);
    office
}

fn piles(desk: &mut Desk) -> api::Piles {
    api::reconcile_piles(desk, &api::OfRoster::default()).unwrap()
}

fn page(desk: &mut Desk, pile: Pile) -> api::PilePage {
    api::reconcile_pile(desk, &api::PageOfPile { roster: None, pile, from: 0, limit: 500 }).unwrap()
}

fn offered(desk: &mut Desk, rule: &str) -> Option<api::Offer> {
    let mut offers = piles(desk).piles.into_iter().flat_map(|pile| pile.offers);
    offers.find(|offer| offer.rule == rule)
}

fn offer(desk: &mut Desk, rule: &str) -> Option<u32> {
    offered(desk, rule).map(|offer| offer.rows)
}

fn decide(desk: &mut Desk, row: &PileRow, decision: Decision) -> Result<(), &'static str> {
    let (sheet, number) = (row.sheet.clone(), KeepNumber::Roster);
    let args = api::Resolve { roster: None, sheet, row: row.row, decision, number };
    api::reconcile_resolve(desk, &args).map(drop).map_err(|e| e.code)
}

/// Settles at once what a window would have shown.
fn settle(desk: &mut Desk, shown: &api::Offer) -> Result<u32, &'static str> {
    let api::Offer { rule, rows, digest, .. } = shown.clone();
    let args = api::SettleAll { roster: None, rule, rows, digest, number: KeepNumber::Roster };
    api::reconcile_settle_all(desk, &args).map(|done| done.rows).map_err(|e| e.code)
}

/// The state of each row by sheet and row, after looking whether all sums are the rows of the extract.
fn states(desk: &mut Desk, told: &str) -> BTreeMap<(String, u32), (Pile, char)> {
    let found = piles(desk);
    assert!(found.reconciled, "{told}");
    let rows: u32 = found.piles.iter().filter(|pile| pile.pile != Pile::NotOnList).map(|p| p.total).sum();
    assert_eq!(rows, found.entries, "piles {told}");
    let mut all = BTreeMap::new();
    for pile in &found.piles {
        let listed = page(desk, pile.pile);
        assert_eq!(listed.total, pile.total, "{:?} {told}", pile.pile);
        let of =
            |letter: char| u32::try_from(listed.states.chars().filter(|l| *l == letter).count()).unwrap();
        if pile.to_look_at {
            let counted = [of('j'), of('a'), of('s'), of('l')];
            assert_eq!(counted, [pile.joined, pile.added, pile.split, pile.left], "{:?} {told}", pile.pile);
        }
        for (row, letter) in listed.rows.iter().zip(listed.states.chars().chain(std::iter::repeat('-'))) {
            let twice = all.insert((row.sheet.clone(), row.row), (pile.pile, letter));
            assert_eq!(twice, None, "row {} {told}", row.row);
        }
    }
    assert_eq!(u32::try_from(all.len()).unwrap(), found.entries, "rows {told}");
    for roster in api::roster_list(desk, &api::Nothing {}).unwrap() {
        assert_eq!(roster.matched + roster.review + roster.unknown, roster.entries, "list {told}");
    }
    all
}

#[test]
fn people_added_from_a_list_stand_in_the_house_of_their_address() {
    let mut office = Office::new();
    let survey = "Mã công dân,Chủ hộ,Họ và tên,Ngày sinh,Số nhà,Ngõ,Thôn
A1,Trần Văn An,Trần Văn An,01/02/1970,67,Ngõ 5,Thôn Đoài
";
    let file = office.write("dieu-tra.csv", survey);
    assert_eq!(office.survey(&file), "1/0/0/0/0");
    let extract = "Họ tên công dân,Ngày sinh,Số định danh,Nơi thường trú,Trạng thái
Đinh Thị Bé,03/04/2000,038300100312,\"Số 67 Ngõ 5, Thôn Đoài\",Chờ phê duyệt
Lò Văn Cả,03/04/1980,038080100313,\"Số 9 Ngõ 5, Thôn Đoài\",Chờ phê duyệt
Vi Thị Dịu,03/04/1981,038181100314,Thôn Đoài,Chờ phê duyệt
Lò Thị Ếch,03/04/1983,038183100315,\"SN 9, ngõ 5, Thôn Đoài\",Chờ phê duyệt
Vi Văn Gấm,03/04/1985,038085100316,Thôn Đoài,Chờ phê duyệt
";
    let file = ImportFile { file: office.write("mot.csv", extract), ..ImportFile::default() };
    let args = ImportRoster { file, as_of: "2026-11-18".parse().unwrap(), partial: Some(false) };
    api::roster_import(&mut office.desk, &args).unwrap();
    api::reconcile(&mut office.desk, &api::Reconcile::default()).unwrap();
    let shown = offered(&mut office.desk, "not-found").unwrap();
    assert_eq!(settle(&mut office.desk, &shown), Ok(5));
    let round = api::walk(&mut office.desk, &api::AskRound::default()).unwrap();
    let mut houses: Vec<String> = round
        .alleys
        .iter()
        .flat_map(|alley| &alley.houses)
        .map(|house| {
            let people: Vec<_> = house.people.iter().map(|person| person.name.as_str()).collect();
            format!("{}/{}: {}", house.household.house_number, house.household.alley, people.join(", "))
        })
        .collect();
    houses.sort();
    assert_eq!(
        houses,
        [
            "/: Vi Thị Dịu",
            "/: Vi Văn Gấm",
            "67/Ngõ 5: Trần Văn An, Đinh Thị Bé",
            "9/Ngõ 5: Lò Văn Cả, Lò Thị Ếch",
        ]
    );
}

#[test]
fn what_is_expected_of_the_whole_is_told_and_follows_what_people_decide() {
    let mut office = begin();
    let told = api::reconcile(&mut office.desk, &api::Reconcile::default()).unwrap();
    let expected = api::reconcile_expected(&mut office.desk, &api::OfRoster::default()).unwrap();
    assert_eq!(told.expected, expected);
    let open = told.review + told.unknown;
    let before = expected.unwrap();
    assert!(before.wrong.low == 0 && before.missed.low <= before.missed.high, "{before:?}");
    assert!((1..=open).contains(&before.missed.high), "{before:?} of {open}");
    // Whoever was looked at is not missed any more.
    for pile in piles(&mut office.desk).piles.into_iter().filter(|pile| pile.to_look_at) {
        for row in page(&mut office.desk, pile.pile).rows {
            decide(&mut office.desk, &row, Decision::Reject).unwrap();
        }
    }
    let after = api::reconcile_expected(&mut office.desk, &api::OfRoster::default()).unwrap().unwrap();
    assert_eq!((after.missed.low, after.missed.high), (0, 0), "{before:?}");
}

#[test]
fn what_is_settled_at_once_is_what_the_button_says() {
    let mut office = begin();
    let desk = &mut office.desk;
    let mut compared = 0;
    for (pile, rule) in [(Pile::NumberNear, "number-swapped"), (Pile::Unknown, "not-found")] {
        let listed = page(desk, pile);
        let rows: Vec<PileRow> = listed.rows.into_iter().filter(|row| row.rule == rule).collect();
        decide(desk, &rows[0], Decision::Leave).unwrap();
        decide(desk, &rows[1], Decision::Reject).unwrap();
        let before = states(desk, rule);
        let on_screen = offered(desk, rule).unwrap();
        let shown = on_screen.rows;
        assert!(shown > 0 && shown as usize <= rows.len() - 2, "{rule}: {shown} of {}", rows.len());

        // Another count than was shown: nothing happens.
        decide(desk, &rows[2], Decision::Leave).unwrap();
        let without_one = offered(desk, rule).unwrap();
        if without_one.rows != shown {
            assert_eq!(settle(desk, &on_screen), Err("match.others_by_now"), "{rule}");
        }
        api::undo(desk, &api::Undo::default()).unwrap();
        assert_eq!(states(desk, rule), before, "{rule}");
        // As many rows, but others.
        decide(desk, &rows[3], Decision::Leave).unwrap();
        if offer(desk, rule) == Some(without_one.rows) && without_one.rows != shown {
            assert_eq!(settle(desk, &without_one), Err("match.others_by_now"), "{rule}");
            compared += 1;
        }
        api::undo(desk, &api::Undo::default()).unwrap();

        assert_eq!(settle(desk, &on_screen), Ok(shown), "{rule}");
        let after = states(desk, rule);
        let changed = before.iter().filter(|(row, was)| after[*row] != **was).count();
        assert_eq!(changed, shown as usize, "{rule}");
        for (row, letter) in [(&rows[0], 'l'), (&rows[1], 's')] {
            assert_eq!(after[&(row.sheet.clone(), row.row)], (pile, letter), "{rule}");
        }
        assert_eq!(offer(desk, rule), None, "{rule}");
        // One undo takes all of them back.
        api::undo(desk, &api::Undo::default()).unwrap();
        assert_eq!(states(desk, rule), before, "{rule}");
    }
    assert!(compared > 0);
}

#[test]
fn two_people_stay_two_in_the_next_extract() {
    let mut office = begin();
    let rows = page(&mut office.desk, Pile::NumberNear).rows;
    decide(&mut office.desk, &rows[0], Decision::Reject).unwrap();
    take(&mut office, "hai.csv", "2026-11-19", 0);
    let desk = &mut office.desk;
    let split = |desk: &mut Desk| {
        let found = page(desk, Pile::NumberNear);
        let states: Vec<char> = found.states.chars().collect();
        found
            .rows
            .iter()
            .zip(states)
            .filter(|(_, state)| *state == 's')
            .map(|(row, _)| row.name.clone())
            .collect::<Vec<_>>()
    };
    let one: Vec<String> = vec![rows[0].name.clone()];
    assert_eq!(split(desk), one);
    let shown = offered(desk, "number-swapped").unwrap();
    assert_eq!(settle(desk, &shown), Ok(shown.rows));
    assert_eq!(split(desk), one, "what is joined at once leaves it alone");
    api::reconcile(desk, &api::Reconcile::default()).unwrap();
    assert_eq!(split(desk), one, "so does another reconciliation");
    take(&mut office, "ba.csv", "2026-11-20", 0);
    assert_eq!(split(&mut office.desk), one, "and an extract after that");
}

#[test]
fn what_is_left_for_later_is_left_in_the_next_extract() {
    let mut office = begin();
    let rows = page(&mut office.desk, Pile::NumberNear).rows;
    let offered_before = offer(&mut office.desk, "number-swapped").unwrap();
    decide(&mut office.desk, &rows[0], Decision::Leave).unwrap();
    take(&mut office, "hai.csv", "2026-11-19", 0);
    let left = |desk: &mut Desk| page(desk, Pile::NumberNear).states.matches('l').count();
    assert_eq!(left(&mut office.desk), 1);
    assert_eq!(offer(&mut office.desk, "number-swapped"), Some(offered_before - 1), "nobody is asked again");
    api::reconcile(&mut office.desk, &api::Reconcile::default()).unwrap();
    assert_eq!(left(&mut office.desk), 1);
}

#[test]
fn the_second_row_of_one_newcomer_adds_nobody() {
    let mut office = begin();
    let before = office.citizens();
    let shown = offered(&mut office.desk, "not-found").unwrap();
    assert_eq!(settle(&mut office.desk, &shown), Ok(6));
    assert_eq!(office.citizens(), before + 6);
    let unknown = piles(&mut office.desk).piles.into_iter().find(|pile| pile.pile == Pile::Unknown).unwrap();
    assert_eq!((unknown.total, unknown.added), (7, 6));
    assert_eq!(offer(&mut office.desk, "not-found"), None);
}

/// One change of a day, by chance; what a book refuses changes nothing.
fn change(office: &mut Office, chance: &mut ChaCha8Rng, extracts: &mut u32) -> String {
    let desk = &mut office.desk;
    let found: Vec<Pile> =
        piles(desk).piles.iter().map(|p| p.pile).filter(|p| *p != Pile::NotOnList).collect();
    let all: Vec<PileRow> = found.into_iter().flat_map(|pile| page(desk, pile).rows).collect();
    let row = &all[chance.random_range(0..all.len())];
    let code = |n: usize| format!("A{n}");
    let person = |desk: &mut Desk, n: usize| {
        let find = api::FindPeople { query: code(n), limit: 1 };
        let citizen = api::register_find(desk, &find).ok()?.people.pop()?.citizen.id;
        api::citizen_view(desk, &api::ShowCitizen { citizen }).ok().map(|view| (citizen, view.form))
    };
    let (one, other) = (chance.random_range(0..PEOPLE), chance.random_range(0..PEOPLE));
    match chance.random_range(0..20) {
        0..=9 => {
            let decision = match chance.random_range(0..5) {
                0 => Decision::New,
                1 => Decision::Reject,
                2 => Decision::Leave,
                _ => Decision::Citizen(code(one)),
            };
            format!("{} {decision:?}: {:?}", row.row, decide(desk, row, decision.clone()))
        }
        10 | 11 => {
            let rule = ["number-swapped", "not-found", "number-one-digit"][chance.random_range(0..3)];
            let done = offered(desk, rule).map(|shown| {
                let done = settle(desk, &shown);
                assert_eq!(done, Ok(shown.rows), "{rule}");
                done
            });
            format!("{rule}: {done:?}")
        }
        12 | 13 => {
            let (Some((keep, form)), Some((drop, _))) = (person(desk, one), person(desk, other)) else {
                return String::new();
            };
            let done = if keep == drop {
                None
            } else {
                api::citizen_merge(desk, &api::MergeCitizens { keep, drop, form }).ok()
            };
            format!("{other} into {one}: {}", done.is_some())
        }
        14 => {
            let Some((citizen, _)) = person(desk, one) else { return String::new() };
            let args = api::LeaveCitizen { citizen, gone: Some(Gone::Moved), day: None };
            format!("{one} moved: {}", api::citizen_leave(desk, &args).is_ok())
        }
        15 | 16 => format!("undo: {:?}", api::undo(desk, &api::Undo::default()).err().map(|e| e.code)),
        17 | 18 => {
            let done = api::reconcile(desk, &api::Reconcile::default()).unwrap();
            assert_eq!(done.rows, piles(desk).entries);
            // The list of extracts says the same of it.
            let lists = api::roster_list(desk, &api::Nothing {}).unwrap();
            let list = lists.iter().find(|list| list.id == done.roster).unwrap();
            let counts = (done.matched, done.review, done.unknown);
            assert_eq!(counts, (list.matched, list.review, list.unknown));
            "again".to_owned()
        }
        _ if *extracts < 3 => {
            *extracts += 1;
            take(
                office,
                &format!("{extracts}.csv"),
                &format!("2026-11-{}", 18 + *extracts),
                *extracts as usize,
            );
            format!("extract {extracts}")
        }
        _ => String::new(),
    }
}

#[test]
fn no_row_leaves_every_pile() {
    for seed in 0..3 {
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        let mut office = begin();
        let (mut told, mut extracts) = (format!("seed {seed}"), 0);
        for _ in 0..30 {
            let done = change(&mut office, &mut chance, &mut extracts);
            write!(told, "\n{done}").unwrap();
            // What was taken back may be the reconciliation itself.
            if !piles(&mut office.desk).reconciled {
                api::reconcile(&mut office.desk, &api::Reconcile::default()).unwrap();
            }
            states(&mut office.desk, &told);
        }
    }
}
